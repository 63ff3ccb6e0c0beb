"""The code of the guides for researchers runs as it stands, against a real server."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from patience import PATIENCE_S

DOCS = Path(__file__).resolve().parents[1] / "docs"
SERVER_OF_THE_DOCS = "http://127.0.0.1:8000"
LANGUAGES = {"python": [sys.executable, "-"], "r": ["Rscript", "--vanilla", "-"]}

pytestmark = pytest.mark.slow


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def run(language: str, code: str, server: str, folder: Path) -> str:
    done = subprocess.run(
        LANGUAGES[language],
        input=code.replace(SERVER_OF_THE_DOCS, server),
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "LC_ALL": "C.UTF-8"},  # as at a desk: R writes what its locale can
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_python_of_the_sparql_page_runs(server: str, tmp_path: Path) -> None:
    (code,) = blocks("sparql.md", "python")
    assert "antal" in run("python", code, server, tmp_path)


def test_the_notebook_says_the_same_in_both_languages() -> None:
    assert len(blocks("forskning.md", "python")) == len(blocks("forskning.md", "r")) > 3


def test_the_notebook_finds_the_same_in_both_languages(server: str, tmp_path: Path) -> None:
    tables = {}
    for language in LANGUAGES:
        folder = tmp_path / language
        folder.mkdir()
        said = run(language, "\n".join(blocks("forskning.md", language)), server, folder)
        assert "cff-version" in said
        assert "OM04" in said
        (file,) = folder.glob("ics-*.csv")
        with file.open(encoding="utf-8", newline="") as rows:
            tables[language] = (file.name, list(csv.reader(rows)))
    assert tables["python"] == tables["r"]
    assert len(tables["r"][1]) > 10
