"""Example cases, made up, that the validation page offers."""

from __future__ import annotations

from pathlib import Path

from fastapi import Request

from fagbegreb.web.context import settings_of

_FOLDER = "ontology/examples"


def examples(request: Request) -> tuple[str, ...]:
    """Names of the examples, in order."""
    return tuple(sorted(path.stem for path in _folder(request).glob("*.ttl")))


def example_text(request: Request, name: str) -> str | None:
    """The Turtle of an example; None when there is none of that name."""
    if name not in examples(request):
        return None
    return (_folder(request) / f"{name}.ttl").read_text(encoding="utf-8")


def _folder(request: Request) -> Path:
    return settings_of(request).content / _FOLDER
