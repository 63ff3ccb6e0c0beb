"""The crosswalk files are valid SSSOM in the eyes of sssom-py, the standard's own tool."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / ".venv" / "sssom" / "bin" / "python"

pytestmark = [pytest.mark.external, pytest.mark.slow]


def validate(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(PYTHON), str(ROOT / "tools" / "validate_sssom.py"), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)


def test_every_crosswalk_is_valid() -> None:
    result = validate(ROOT / "mappings")
    assert (result.returncode, result.stdout) == (0, ""), result.stderr


@pytest.mark.parametrize(
    ("justification", "message"), [("semapv:Guess", "does not match"), ("gættet", "only 0 of")]
)
def test_a_wrong_row_is_told(tmp_path: Path, justification: str, message: str) -> None:
    text = (ROOT / "mappings" / "ffb--trivsel.sssom.tsv").read_text("utf-8")
    wrong = tmp_path / "ffb--trivsel.sssom.tsv"
    wrong.write_text(text.replace("semapv:ManualMappingCuration", justification), "utf-8")
    result = validate(tmp_path)
    assert result.returncode == 1
    assert "ffb--trivsel.sssom.tsv: " in result.stdout
    assert message in result.stdout
