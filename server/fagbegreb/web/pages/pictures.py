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
_BAND_COLOURS: Final = ("#dbeaf8", "#fbe3d3", "#dff1d8")
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
    return _svg(1100, 575, name, _triangle_parts(board, (left, right, below), core))


def _triangle_parts(
    board: Board, sides: tuple[Concept, Concept, Concept], core: Concept | None
) -> Iterator[str]:
    """Three bands around the child's needs, each with its side's name along it."""
    left, right, below = sides
    bands = ("550,40 250,500 338,452 550,127", "550,40 850,500 762,452 550,127",
             "250,500 850,500 762,452 338,452")  # fmt: skip
    for points, colour in zip(bands, _BAND_COLOURS, strict=True):
        yield f'<polygon points="{points}" fill="{colour}" stroke="{_INK}" stroke-width="2"/>'
    if core:
        yield board.text(core, 550, 370, 150, "middle", 18, True)[0]
    yield _turned(board, left, 408, 300, -56.9)
    yield _turned(board, right, 692, 300, 56.9)
    yield board.text(below, 550, 482, 400, "middle", 18, True)[0]
    yield from _dimensions(board, board.below(left.iri), [(415, "end"), (232, "end")], 150)
    yield from _dimensions(board, board.below(right.iri), [(685, "start"), (868, "start")], 150)
    below_all = board.below(below.iri)
    for number, concept in enumerate(below_all):
        x = 550 + (number - (len(below_all) - 1) / 2) * 320
        yield board.text(concept, x, 540, 290, "middle")[0]


def _turned(board: Board, concept: Concept, x: float, y: float, degrees: float) -> str:
    """A side's name along its band."""
    drawn, _ = board.text(concept, x, y, 400, "middle", 18, True)
    return f'<g transform="rotate({degrees} {x:g} {y:g})">{drawn}</g>'


def _dimensions(
    board: Board, concepts: Iterable[Concept], ends: list[tuple[int, str]], top: int
) -> Iterator[str]:
    """A column that follows the triangle's side."""
    (first, anchor), (last, _) = ends
    shown = [concept for concept in concepts if concept.status.value != "retired"]
    gap = 320 / max(1, len(shown) - 1)
    for number, concept in enumerate(shown):
        share = number / max(1, len(shown) - 1)
        x, y = first + (last - first) * share, top + number * gap
        yield board.text(concept, x, y, 240, anchor)[0]


def _columns(board: Board, name: str) -> str | None:
    columns = board.of_kind("column")
    if len(columns) != _SIDES:
        return None
    placed = [list(_elements(board, column, 20 + n * 350)) for n, column in enumerate(columns)]
    height = max(y for column in placed for _, y in column) + 20
    body: list[str] = []
    for number, column in enumerate(columns):
        body.append(_rect(5 + number * 350, 5, 340, height, _COLUMN_COLOURS[number]))
        body.append(board.text(column, 20 + number * 350, 42, 300, size=20, bold=True)[0])
        body += [drawn for drawn, _ in placed[number]]
    top = height + 50
    for scale in board.of_kind("scale"):
        body.append(board.text(scale, 5, top, 900, size=17, bold=True)[0])
        body += _scale(board, [*board.below(scale.iri)], top + 45)
        top += 120
    return _svg(1050, top - 30, name, body)


def _elements(board: Board, column: Concept, x: int) -> Iterator[tuple[str, int]]:
    """(what stands in a column, where the next one begins); the first stands for the heading."""
    y = 90
    yield "", y
    for element in board.below(column.iri):
        drawn, lines = board.text(element, x, y, 300)
        y += lines * _LINE_HEIGHT + 18
        yield drawn, y


def _scale(board: Board, steps: list[Concept], y: int) -> Iterator[str]:
    """The steps of a scale from 0 to 10, on a line."""
    if not steps:
        return
    gap = 1000 / max(1, len(steps) - 1)
    yield f'<path d="M25 {y}H1025" stroke="{_INK}" stroke-width="3"/>'
    for number, step in enumerate(steps):
        x = 25 + number * gap
        link, label = board.link_and_label(step)
        yield (
            f'<a href="{link}" aria-label="{label}"><circle cx="{x:g}" cy="{y}" r="18" fill="#fff" '
            f'stroke="{_INK}" stroke-width="2"/><text x="{x:g}" y="{y + 5}" text-anchor="middle" '
            f'font-size="14" aria-hidden="true">{number}</text></a>'
        )


def _ruler(board: Board, name: str) -> str | None:
    steps = board.of_kind("step")
    if len(steps) != len(_STEP_COLOURS):
        return None
    domains = board.of_kind("domain")
    body: list[str] = []
    for number, (step, colour) in enumerate(zip(steps, _STEP_COLOURS, strict=True)):
        x = 300 + number * 150
        body.append(_rect(x, 5, 142, 110, colour))
        place = f'x="{x + 71}" y="54"'
        body.append(f'<text {place} font-size="32" text-anchor="middle">{number + 1}</text>')
        body.append(board.text(step, x + 71, 92, 142, "middle", bold=True)[0])
        for row in range(len(domains)):
            dot = f'cx="{x + 71}" cy="{152 + row * 50}" r="11"'
            body.append(f'<circle {dot} fill="{colour}" stroke="{_INK}"/>')
    for row, domain in enumerate(domains):
        y = 157 + row * 50
        body.append(board.text(domain, 5, y, 280, size=16)[0])
        body.append(f'<path d="M5 {y + 20}H1042" stroke="#bfbfbf"/>')
    return _svg(1047, 140 + 50 * len(domains), name, body)


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
