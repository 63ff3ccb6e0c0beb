"""Drawings that a scheme's own users recognise: the ICS triangle, the three columns of Signs of
Safety, Trivselslinealen. Clickable SVG, dark on white in either theme, every field a link."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from textwrap import wrap
from typing import Final

from markupsafe import Markup, escape

from fagbegreb.model import Concept, Iri, SchemeId
from fagbegreb.terminology import Terminology
from fagbegreb.web.pages.view import View

_INK: Final = "#1a1a1a"
_LINE_HEIGHT: Final = 20
_CHARACTER: Final = 8.2
_SIDES: Final = 3
_STEP_COLOURS: Final = ("#c9e7bd", "#e3f0b8", "#fdf0b5", "#fbd6a8", "#f6b9b0")
_COLUMN_COLOURS: Final = ("#fbe3d3", "#dff1d8", "#dbeaf8")


class Board:
    """What a drawer needs: the view's links and labels, and the scheme's concepts by kind."""

    def __init__(self, view: View, terminology: Terminology, scheme: SchemeId) -> None:
        self._view = view
        self._vocabulary = terminology.vocabulary
        self._concepts = [
            concept
            for concept in self._vocabulary.concepts(scheme)
            if concept.status.value != "retired"
        ]

    def of_kind(self, kind: str) -> list[Concept]:
        """Concepts of a kind that are in use, in order of code."""
        return [concept for concept in self._concepts if concept.kind == kind]

    def below(self, iri: Iri) -> tuple[Concept, ...]:
        """What is directly below."""
        return self._vocabulary.narrower(iri)

    def link_and_label(self, concept: Concept) -> tuple[str, str]:
        """Both safe to stand in an attribute."""
        return escape(self._view.concept_link(concept)), escape(self._view.label(concept))

    def text(  # noqa: PLR0913, PLR0917  place, width and weight of a text
        self, concept: Concept, x: float, y: float, width: float, anchor: str = "start",
        size: int = 15, bold: bool = False,
    ) -> tuple[str, int]:  # fmt: skip
        """(the linked text, its number of lines)."""
        label = self._view.label(concept)
        label = label[:1].upper() + label[1:] if bold else label
        lines = wrap(label, max(8, int(width / (_CHARACTER * size / 15)))) or [label]
        spans = "".join(
            f'<tspan x="{x:g}" y="{y + number * _LINE_HEIGHT:g}">{escape(line)}</tspan>'
            for number, line in enumerate(lines)
        )
        weight = ' font-weight="600"' if bold else ""
        link = escape(self._view.concept_link(concept))
        drawn = f'<text text-anchor="{anchor}" font-size="{size}"{weight}>{spans}</text>'
        return f'<a href="{link}">{drawn}</a>', len(lines)


def _svg(width: int, height: int, name: str, body: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="group" aria-label="{escape(name)}" fill="{_INK}" '
        f'font-family="IBM Plex Sans, sans-serif">{"".join(body)}</svg>'
    )


def _rect(x: int, y: int, width: int, height: int, colour: str) -> str:
    size = f'x="{x}" y="{y}" width="{width}" height="{height}"'
    return f'<rect {size} fill="{colour}" stroke="{_INK}"/>'


def _triangle(board: Board, name: str) -> str | None:
    sides = board.of_kind("side")
    if len(sides) != _SIDES:
        return None
    left, right, below = sides
    core = next(iter(board.of_kind("core")), None)
    return _svg(1040, 620, name, _triangle_parts(board, (left, right, below), core))


def _triangle_parts(
    board: Board, sides: tuple[Concept, Concept, Concept], core: Concept | None
) -> Iterator[str]:
    left, right, below = sides
    yield f'<path d="M520 70 780 450H260Z" fill="#dbeaf8" stroke="{_INK}" stroke-width="3"/>'
    if core:
        yield f'<circle cx="520" cy="330" r="72" fill="#fff" stroke="{_INK}" stroke-width="2"/>'
        yield board.text(core, 520, 328, 120, "middle", bold=True)[0]
    yield board.text(left, 330, 110, 260, "end", 18, True)[0]
    yield board.text(right, 710, 110, 260, "start", 18, True)[0]
    yield board.text(below, 520, 490, 400, "middle", 18, True)[0]
    yield from _dimensions(board, board.below(left.iri), [(330, "end"), (285, "end")], 165)
    yield from _dimensions(board, board.below(right.iri), [(710, "start"), (755, "start")], 165)
    below_all = board.below(below.iri)
    for number, concept in enumerate(below_all):
        x = 520 + (number - (len(below_all) - 1) / 2) * 330
        yield board.text(concept, x, 530, 290, "middle")[0]


def _dimensions(
    board: Board, concepts: Iterable[Concept], ends: list[tuple[int, str]], top: int
) -> Iterator[str]:
    """A column that follows the triangle's side."""
    (first, anchor), (last, _) = ends
    shown = [concept for concept in concepts if concept.status.value != "retired"]
    y = top
    for number, concept in enumerate(shown):
        share = number / max(1, len(shown) - 1)
        drawn, lines = board.text(concept, first + (last - first) * share, y, 240, anchor)
        yield drawn
        y += lines * _LINE_HEIGHT + 38


def _columns(board: Board, name: str) -> str | None:
    columns = board.of_kind("column")
    if len(columns) != _SIDES:
        return None
    steps = [step for scale in board.of_kind("scale")[:1] for step in board.below(scale.iri)]
    scale = board.of_kind("scale")[:1]
    body: list[str] = []
    for number, column in enumerate(columns):
        x = 10 + number * 345
        body.append(_rect(x, 10, 330, 330, _COLUMN_COLOURS[number]))
        body.append(board.text(column, x + 20, 50, 290, size=20, bold=True)[0])
        y = 100
        for element in board.below(column.iri):
            drawn, lines = board.text(element, x + 20, y, 290)
            body.append(drawn)
            y += lines * _LINE_HEIGHT + 22
    body += [board.text(each, 20, 385, 900, size=17, bold=True)[0] for each in scale]
    body += list(_scale(board, steps))
    return _svg(1050, 490, name, body)


def _scale(board: Board, steps: list[Concept]) -> Iterator[str]:
    """The steps of a scale from 0 to 10, on a line."""
    if not steps:
        return
    gap = 990 / max(1, len(steps) - 1)
    yield f'<path d="M30 440H1020" stroke="{_INK}" stroke-width="3"/>'
    for number, step in enumerate(steps):
        x = 30 + number * gap
        link, label = board.link_and_label(step)
        yield (
            f'<a href="{link}" aria-label="{label}"><circle cx="{x:g}" cy="440" r="17" fill="#fff" '
            f'stroke="{_INK}" stroke-width="2"/><text x="{x:g}" y="445" text-anchor="middle" '
            f'font-size="14" aria-hidden="true">{number}</text></a>'
        )


def _ruler(board: Board, name: str) -> str | None:
    steps = board.of_kind("step")
    if len(steps) != len(_STEP_COLOURS):
        return None
    body: list[str] = []
    for number, step in enumerate(steps):
        x = 10 + number * 206
        body.append(_rect(x, 10, 196, 120, _STEP_COLOURS[number]))
        place = f'x="{x + 98}" y="62"'
        body.append(f'<text {place} font-size="34" text-anchor="middle">{number + 1}</text>')
        body.append(board.text(step, x + 98, 104, 180, "middle", bold=True)[0])
    for number, domain in enumerate(board.of_kind("domain")):
        y = 165 + number * 46
        body.append(_rect(10, y, 1020, 38, "#f5f5f5"))
        body.append(board.text(domain, 26, y + 25, 700)[0])
        for place_of_step, colour in enumerate(_STEP_COLOURS):
            dot = f'cx="{700 + place_of_step * 66}" cy="{y + 19}" r="11"'
            body.append(f'<circle {dot} fill="{colour}" stroke="{_INK}"/>')
    return _svg(1040, 165 + 46 * len(board.of_kind("domain")) + 10, name, body)


PICTURES: Final[dict[str, tuple[str, Callable[[Board, str], str | None]]]] = {
    "ics": ("system.triangle", _triangle),
    "sos": ("system.board", _columns),
    "trivsel": ("system.ruler", _ruler),
}
"""Scheme id -> (text of the heading, drawer)."""


def picture_of(view: View, terminology: Terminology, scheme: SchemeId) -> tuple[str, Markup] | None:
    """(heading, drawing) of the scheme; None when it has no picture of its own."""
    if scheme not in PICTURES:
        return None
    key, draw = PICTURES[scheme]
    heading = view.t(key)
    svg = draw(Board(view, terminology, scheme), heading)
    # Every text in it was escaped where it was lettered.
    return (heading, Markup(svg)) if svg else None  # noqa: S704
