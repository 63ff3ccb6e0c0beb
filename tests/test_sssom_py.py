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


def test_a_wrong_row_is_told(tmp_path: Path) -> None:
    text = (ROOT / "mappings" / "ics--udredning.sssom.tsv").read_text("utf-8")
    wrong = tmp_path / "ics--udredning.sssom.tsv"
    wrong.write_text(text.replace("semapv:ManualMappingCuration", "gættet"), "utf-8")
    result = validate(tmp_path)
    assert result.returncode != 0
    assert "ics--udredning" in result.stdout + result.stderr
