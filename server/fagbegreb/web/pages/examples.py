"""Example cases, made up, that the validation page offers: whatever stands in their folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request

from fagbegreb.web.context import settings_of

_FOLDER = "ontology/examples"
_TITLE = re.compile(r"# *(.+?)(?:\. (?=[A-ZÆØÅ])|\.?\n)")


@dataclass(frozen=True, slots=True)
class Example:
    """`title` is the first sentence of the file's first comment, else its name in words."""

    name: str
    title: str


def examples(request: Request) -> tuple[Example, ...]:
    """The examples, in order of title, which begins with their number."""
    found = (Example(path.stem, _title(path)) for path in _folder(request).glob("*.ttl"))
    return tuple(sorted(found, key=lambda example: example.title))


def _title(path: Path) -> str:
    found = _TITLE.match(path.read_text(encoding="utf-8"))
    return found[1] if found else path.stem.replace("-", " ")


def example_text(request: Request, name: str) -> str | None:
    """The Turtle of an example; None when there is none of that name."""
    if name not in {example.name for example in examples(request)}:
        return None
    return (_folder(request) / f"{name}.ttl").read_text(encoding="utf-8")


def _folder(request: Request) -> Path:
    return settings_of(request).content / _FOLDER
