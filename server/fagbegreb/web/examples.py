"""The saved example queries: files with a title and an explanation go in, values come out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from fagbegreb.model import Labels

FOLDER: Final = Path(__file__).parent / "queries"
_HEAD: Final = re.compile(r"# (title-da|title-en|da|en): (.+)\n")


@dataclass(frozen=True, slots=True)
class Example:
    """One query; `slug` names it in an address."""

    slug: str
    title: Labels
    text: Labels
    query: str


@cache
def examples() -> tuple[Example, ...]:
    """All of them, in the order of their file names."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.rq")))


def _read(path: Path) -> Example:
    written = path.read_text(encoding="utf-8")
    head = dict(_HEAD.findall(written))
    return Example(
        slug=path.stem.partition("-")[2],
        title={"da": head["title-da"], "en": head["title-en"]},
        text={"da": head["da"], "en": head["en"]},
        query=_HEAD.sub("", written),
    )
