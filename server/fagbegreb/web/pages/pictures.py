"""Drawings that a scheme's own users recognise, by scheme id; clickable SVG."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from markupsafe import Markup

from fagbegreb.terminology import Terminology
from fagbegreb.web.pages.view import View

Drawer = Callable[[View, Terminology], str | None]
PICTURES: Final[dict[str, tuple[str, Drawer]]] = {}
"""Scheme id -> (text of the heading, drawer)."""


def picture_of(view: View, terminology: Terminology, scheme: str) -> tuple[str, Markup] | None:
    """(heading, drawing) of the scheme; None when it has no picture of its own."""
    if scheme not in PICTURES:
        return None
    heading, draw = PICTURES[scheme]
    svg = draw(view, terminology)
    # Drawers escape every text that they letter.
    return (view.t(heading), Markup(svg)) if svg else None  # noqa: S704
