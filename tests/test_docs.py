"""Every command in the docs runs, and answers what the docs say it answers.

A block marked `console` holds lines that begin with `$ `, each followed by what it prints;
`…` stands for anything. The server of the docs, http://127.0.0.1:8000, is a real one.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from fagbegreb.settings import Settings
from patience import PATIENCE_S

ROOT = Path(__file__).resolve().parents[1]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
SERVER_OF_THE_DOCS = "http://127.0.0.1:8000"
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*\n)((?:(?!\$ ).*\n)*)", re.MULTILINE)
"""A command with its continuation lines, then what it prints."""


@dataclass(frozen=True)
class Example:
    """A command of a page and what the page says it prints ("" when it says nothing)."""

    page: str
    line: int
    command: str
    output: str


def examples(page: Path) -> list[Example]:
    text = page.read_text("utf-8")
    return [
        Example(
            page.name, line_of(text, block.start(1) + piece.start()), piece[1].strip(), piece[2]
        )
        for block in BLOCK.finditer(text)
        for piece in COMMAND.finditer(block[1])
    ]


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


ALL = [example for page in PAGES for example in examples(page)]


@pytest.mark.slow
@pytest.mark.parametrize("example", ALL, ids=[f"{e.page}:{e.line}" for e in ALL])
def test_command_of_the_docs(
    example: Example, server: str, settings: Settings, tmp_path: Path
) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        ["sh", "-c", example.command.replace(SERVER_OF_THE_DOCS, server)],
        check=False,
        env={**os.environ, **settings.environ(), "PATH": path},
        cwd=working_folder(tmp_path),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    if example.output:
        said = ran.stdout.replace(server, SERVER_OF_THE_DOCS)
        assert re.fullmatch(pattern(example.output), said.strip()), said


def working_folder(scratch: Path) -> Path:
    """Where a command runs: files it writes land outside the checkout, content is in reach."""
    for name in ("ontology", "shapes", "mappings", "docs", "tests"):
        (scratch / name).symlink_to(ROOT / name)
    return scratch


def pattern(output: str) -> str:
    """A regular expression for what a page says, `…` being anything."""
    return re.escape(output.strip()).replace("…", r"[\s\S]*?")


def test_the_readme_shows_ten_requests() -> None:
    requests = [e for e in examples(ROOT / "README.md") if e.command.startswith("curl")]
    assert len(requests) >= 10
    assert all(request.output for request in requests)


def test_the_docs_point_only_at_files_that_exist() -> None:
    broken = [
        f"{page.name}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert not broken
