"""Drawings that a scheme's own users recognise: the ICS triangle, the three columns of Signs of
Safety, Trivselslinealen. Clickable SVG, dark on white in either theme, every field a link."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from markupsafe import Markup

from fagbegreb.model import Concept, SchemeId
from fagbegreb.terminology import Terminology
from fagbegreb.web.pages.lettering import (
    BAND_COLOURS,
    COLUMN_COLOURS,
    INK,
    LINE_HEIGHT,
    SIDES,
    STEP_COLOURS,
    Board,
    rect,
    svg,
)
from fagbegreb.web.pages.phone_pictures import phone_columns, phone_ruler, phone_triangle
from fagbegreb.web.pages.view import View


def _triangle(board: Board, name: str) -> str | None:
    sides = board.of_kind("side")
    if len(sides) != SIDES:
        return None
    left, right, below = sides
    core = next(iter(board.of_kind("core")), None)
    return svg(1100, 575, name, _triangle_parts(board, (left, right, below), core))


def _triangle_parts(
    board: Board, sides: tuple[Concept, Concept, Concept], core: Concept | None
) -> Iterator[str]:
    """Three bands around the child's needs, each with its side's name along it."""
    left, right, below = sides
    bands = ("550,40 250,500 338,452 550,127", "550,40 850,500 762,452 550,127",
             "250,500 850,500 762,452 338,452")  # fmt: skip
    for points, colour in zip(bands, BAND_COLOURS, strict=True):
        yield f'<polygon points="{points}" fill="{colour}" stroke="{INK}" stroke-width="2"/>'
    if core:
        yield board.text(core, 550, 370, 150, "middle", 18, True)[0]
    yield board.turned(left, 408, 300, -56.9, 18)
    yield board.turned(right, 692, 300, 56.9, 18)
    yield board.text(below, 550, 482, 400, "middle", 18, True)[0]
    yield from _dimensions(board, board.below(left.iri), [(415, "end"), (232, "end")], 150)
    yield from _dimensions(board, board.below(right.iri), [(685, "start"), (868, "start")], 150)
    below_all = board.below(below.iri)
    for number, concept in enumerate(below_all):
        x = 550 + (number - (len(below_all) - 1) / 2) * 320
        yield board.text(concept, x, 540, 290, "middle")[0]


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
    if len(columns) != SIDES:
        return None
    placed = [list(_elements(board, column, 20 + n * 350)) for n, column in enumerate(columns)]
    height = max(y for column in placed for _, y in column) + 20
    body: list[str] = []
    for number, column in enumerate(columns):
        body.append(rect(5 + number * 350, 5, 340, height, COLUMN_COLOURS[number]))
        body.append(board.text(column, 20 + number * 350, 42, 300, size=20, bold=True)[0])
        body += [drawn for drawn, _ in placed[number]]
    top = height + 50
    for scale in board.of_kind("scale"):
        body.append(board.text(scale, 5, top, 900, size=17, bold=True)[0])
        body += board.scale(scale.iri, 25, 1025, top + 45, 18)
        top += 120
    return svg(1050, top - 30, name, body)


def _elements(board: Board, column: Concept, x: int) -> Iterator[tuple[str, int]]:
    """(what stands in a column, where the next one begins); the first stands for the heading."""
    y = 90
    yield "", y
    for element in board.below(column.iri):
        drawn, lines = board.text(element, x, y, 300)
        y += lines * LINE_HEIGHT + 18
        yield drawn, y


def _ruler(board: Board, name: str) -> str | None:
    steps = board.of_kind("step")
    if len(steps) != len(STEP_COLOURS):
        return None
    domains = board.of_kind("domain")
    body: list[str] = []
    for number, (step, colour) in enumerate(zip(steps, STEP_COLOURS, strict=True)):
        x = 300 + number * 150
        body.append(rect(x, 5, 142, 110, colour))
        place = f'x="{x + 71}" y="54"'
        body.append(f'<text {place} font-size="32" text-anchor="middle">{number + 1}</text>')
        body.append(board.text(step, x + 71, 92, 142, "middle", bold=True)[0])
        for row in range(len(domains)):
            dot = f'cx="{x + 71}" cy="{152 + row * 50}" r="11"'
            body.append(f'<circle {dot} fill="{colour}" stroke="{INK}"/>')
    for row, domain in enumerate(domains):
        y = 157 + row * 50
        body.append(board.text(domain, 5, y, 280, size=16)[0])
        body.append(f'<path d="M5 {y + 20}H1042" stroke="#bfbfbf"/>')
    return svg(1047, 140 + 50 * len(domains), name, body)


Drawer = Callable[[Board, str], str | None]
PICTURES: Final[dict[str, tuple[str, Drawer, Drawer]]] = {
    "ics": ("system.triangle", _triangle, phone_triangle),
    "sos": ("system.board", _columns, phone_columns),
    "trivsel": ("system.ruler", _ruler, phone_ruler),
}
"""Scheme id -> (text of the heading, drawer, drawer for a phone)."""


def picture_of(view: View, terminology: Terminology, scheme: SchemeId) -> tuple[str, Markup] | None:
    """(heading, drawings for a desk and for a phone); None when it has no picture of its own."""
    if scheme not in PICTURES:
        return None
    key, *drawers = PICTURES[scheme]
    heading, board = view.t(key), Board(view, terminology, scheme)
    drawn = [draw(board, heading) for draw in drawers]
    # Every text in them was escaped where it was lettered.
    return (heading, Markup("".join(filter(None, drawn)))) if drawn[0] else None  # noqa: S704
