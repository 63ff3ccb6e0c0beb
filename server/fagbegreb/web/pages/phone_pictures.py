"""The same drawings where the window is narrow: what stands beside each other on a desk stands
below each other, in the same shapes and colours."""

from __future__ import annotations

from collections.abc import Iterator

from fagbegreb.model import Concept
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

_WIDTH = 340
_ROW = 36


def phone_triangle(board: Board, name: str) -> str | None:
    """The triangle with its sides' names, and below it what belongs to each side."""
    sides = board.of_kind("side")
    if len(sides) != SIDES:
        return None
    body = list(_shape(board, sides))
    top = 300.0
    for side, colour in zip(sides, BAND_COLOURS, strict=True):
        drawn, height = _block(board, side, colour, top)
        body += drawn
        top += height + 12
    return svg(_WIDTH, top, name, body, "narrow")


def _shape(board: Board, sides: list[Concept]) -> Iterator[str]:
    """Three bands around the child's needs; the sides' names follow them."""
    left, right, below = sides
    bands = ("170,6 6,282 71,244 170,78", "170,6 334,282 269,244 170,78",
             "6,282 334,282 269,244 71,244")  # fmt: skip
    for points, colour in zip(bands, BAND_COLOURS, strict=True):
        yield f'<polygon points="{points}" fill="{colour}" stroke="{INK}" stroke-width="2"/>'
    for core in board.of_kind("core")[:1]:
        yield board.text(core, 170, 196, 90, "middle", 16, bold=True)[0]
    yield board.turned(left, 107, 157, -59.3, 15)
    yield board.turned(right, 233, 157, 59.3, 15)
    yield board.text(below, 170, 269, 260, "middle", 15, bold=True)[0]


def phone_columns(board: Board, name: str) -> str | None:
    """The three columns below each other, then the scales."""
    columns = board.of_kind("column")
    if len(columns) != SIDES:
        return None
    body: list[str] = []
    top = 2.0
    for column, colour in zip(columns, COLUMN_COLOURS, strict=True):
        drawn, height = _block(board, column, colour, top)
        body += drawn
        top += height + 12
    for scale in board.of_kind("scale"):
        drawn_name, lines = board.text(scale, 2, top + 24, _WIDTH, size=16, bold=True)
        top += 24 + lines * LINE_HEIGHT
        body += [drawn_name, *board.scale(scale.iri, 16, _WIDTH - 16, top + 14, 13)]
        top += 44
    return svg(_WIDTH, top, name, body, "narrow")


def _block(board: Board, head: Concept, colour: str, top: float) -> tuple[list[str], float]:
    """(a box with a name and what is below it in use, its height)."""
    drawn, lines = board.text(head, 14, top + 28, _WIDTH - 28, size=16, bold=True)
    y = top + 28 + (lines - 1) * LINE_HEIGHT + _ROW
    rows = [drawn]
    for concept in board.below(head.iri):
        if concept.status.value != "retired":
            drawn, lines = board.text(concept, 14, y, _WIDTH - 28)
            rows.append(drawn)
            y += (lines - 1) * LINE_HEIGHT + _ROW
    height = y - _ROW + 18 - top
    return [rect(2, top, _WIDTH - 4, height, colour), *rows], height


def phone_ruler(board: Board, name: str) -> str | None:
    """The five steps side by side, and each domain with a mark below every step."""
    steps = board.of_kind("step")
    if len(steps) != len(STEP_COLOURS):
        return None
    body: list[str] = []
    for number, (step, colour) in enumerate(zip(steps, STEP_COLOURS, strict=True)):
        middle = 34 + number * 68
        body.append(rect(middle - 32, 2, 64, 96, colour))
        body.append(f'<text x="{middle}" y="38" font-size="24" text-anchor="middle">{number + 1}'
                    "</text>")  # fmt: skip
        body.append(board.text(step, middle, 64, 62, "middle", 13, bold=True)[0])
    y = 132
    for domain in board.of_kind("domain"):
        body.append(board.text(domain, 2, y, _WIDTH - 4, size=16)[0])
        for number, colour in enumerate(STEP_COLOURS):
            dot = f'cx="{34 + number * 68}" cy="{y + 26}" r="10"'
            body.append(f'<circle {dot} fill="{colour}" stroke="{INK}"/>')
        body.append(f'<path d="M2 {y + 48}H{_WIDTH - 2}" stroke="#bfbfbf"/>')
        y += 78
    return svg(_WIDTH, y - 26, name, body, "narrow")
