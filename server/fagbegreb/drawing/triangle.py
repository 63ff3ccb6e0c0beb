"""A method that is drawn as a triangle, with what each dimension is called in another scheme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from fagbegreb.drawing import svg
from fagbegreb.drawing.svg import LINE_HEIGHT, Href, Line
from fagbegreb.model import Concept, CrosswalkTable, Lang, Status, TableRow

_WIDTH: Final = 1200
_BOX: Final = 350
_PAD: Final = 10
_GAP: Final = 10
_TOP: Final = 60
_SHOWN: Final = 3
_APEX: Final = (600, 110)
_MIN_HEIGHT: Final = 320


@dataclass(frozen=True, slots=True)
class _Side:
    concept: Concept
    dimensions: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class _Box:
    lines: tuple[Line, ...]

    @property
    def height(self) -> int:
        return 2 * _PAD + len(self.lines) * LINE_HEIGHT


def triangle_svg(
    table: CrosswalkTable,
    names: tuple[str, str],
    lang: Lang = "da",
    href: Href = lambda concept: "",
) -> str | None:
    """Three sides (concepts of kind `side`) with their dimensions; None when there are not three.

    `names` are what the two schemes are called. Retired editions are not drawn.
    """
    if not has_three_sides(table):
        return None
    sides = _sides(table)
    left, right, below = ([_box(row, lang, href) for row in side.dimensions] for side in sides)
    base = _TOP + max(_MIN_HEIGHT, _stacked(left), _stacked(right))
    bottom = base + 60 + max((box.height for box in below), default=0) + 20
    title = _title(names, lang)
    heading = svg.wrapped(Line(title, is_soft=True), _WIDTH - 2 * _BOX - 80)
    body = (
        svg.text_lines(_APEX[0], 40, heading, "middle"),
        _shape(base),
        *_side_names(sides, base, lang, href),
        svg.text_lines(_APEX[0], (_APEX[1] + 2 * base) / 3, _centre(table, lang), "middle"),
        *_column(left, 20),
        *_column(right, _WIDTH - 20 - _BOX),
        *_row(below, base + 60),
    )
    return svg.document((_WIDTH, bottom), title, _description(sides, lang), body)


def has_three_sides(table: CrosswalkTable) -> bool:
    """Whether the source scheme can be drawn as a triangle."""
    return len(_sides(table)) == 3


def _sides(table: CrosswalkTable) -> list[_Side]:
    """Sides with the rows one level below them, in the order of the scheme."""
    sides: list[tuple[int, Concept, list[TableRow]]] = []
    for row in table.rows:
        concept = row.answer.source
        if concept.status is Status.RETIRED:
            continue
        if _kind(concept) == "side":
            sides.append((row.depth, concept, []))
        elif sides and row.depth == sides[-1][0] + 1 and _kind(concept) == "dimension":
            sides[-1][2].append(row)
    return [_Side(concept, tuple(rows)) for _, concept, rows in sides]


def _kind(concept: Concept) -> str:
    return concept.kind.rpartition("#")[2]


def _centre(table: CrosswalkTable, lang: Lang) -> list[Line]:
    for row in table.rows:
        concept = row.answer.source
        if _kind(concept) == "core" and concept.status is not Status.RETIRED:
            return svg.wrapped(Line(concept.label(lang)[0], is_bold=True), 160)
    return []


def _box(row: TableRow, lang: Lang, href: Href) -> _Box:
    concept, found = row.answer.source, row.answer.translations
    heading = Line(concept.label(lang)[0], is_bold=True, href=href(concept))
    lines = svg.wrapped(heading, _BOX - 2 * _PAD)
    for translation in found[:_SHOWN]:
        line = Line(svg.said(translation, lang), is_soft=True, href=href(translation.target))
        lines += svg.wrapped(line, _BOX - 2 * _PAD)
    if len(found) > _SHOWN:
        more = len(found) - _SHOWN
        text = f"og {more} til" if svg.tongue(lang) == "da" else f"and {more} more"
        lines.append(Line(text, is_soft=True))
    if not found:
        lines.append(Line(_nothing(lang), is_soft=True))
    return _Box(tuple(lines))


def _stacked(boxes: Sequence[_Box]) -> int:
    return sum(box.height + _GAP for box in boxes)


def _shape(base: int) -> str:
    points = f"{_APEX[0]},{_APEX[1]} {_APEX[0] - 190},{base} {_APEX[0] + 190},{base}"
    return f'<polygon points="{points}" fill="none" stroke="{svg.INK}" stroke-width="2"/>'


def _side_names(sides: list[_Side], base: int, lang: Lang, href: Href) -> Iterator[str]:
    places = (
        (20, 40, "start"),
        (_WIDTH - 20, 40, "end"),
        (_APEX[0], base + 28, "middle"),
    )
    for side, (x, y, anchor) in zip(sides, places, strict=True):
        line = Line(side.concept.label(lang)[0], is_bold=True, href=href(side.concept))
        yield svg.text_lines(x, y, [line], anchor)


def _column(boxes: Sequence[_Box], x: int) -> Iterator[str]:
    y = _TOP
    for box in boxes:
        yield _drawn(box, x, y)
        y += box.height + _GAP


def _row(boxes: Sequence[_Box], y: int) -> Iterator[str]:
    width = _BOX + 2 * _GAP
    start = (_WIDTH - len(boxes) * width) // 2 + _GAP
    for number, box in enumerate(boxes):
        yield _drawn(box, start + number * width, y)


def _drawn(box: _Box, x: int, y: int) -> str:
    frame = (
        f'<rect x="{x}" y="{y}" width="{_BOX}" height="{box.height}" rx="4" '
        f'fill="none" stroke="{svg.SOFT}"/>'
    )
    return frame + "\n" + svg.text_lines(x + _PAD, y + _PAD + 13, box.lines)


def _title(names: tuple[str, str], lang: Lang) -> str:
    if svg.tongue(lang) == "en":
        return f"{names[0]} as a triangle, with counterparts in {names[1]}"
    return f"{names[0]} som trekant, med modsvarende begreber i {names[1]}"


def _nothing(lang: Lang) -> str:
    return "no counterpart" if svg.tongue(lang) == "en" else "intet modsvarende begreb"


def _description(sides: list[_Side], lang: Lang) -> str:
    sentences = []
    for side in sides:
        for row in side.dimensions:
            said = "; ".join(svg.said(found, lang) for found in row.answer.translations)
            sentences.append(
                f"{side.concept.label(lang)[0]}, {row.answer.source.label(lang)[0]}: "
                f"{said or _nothing(lang)}."
            )
    return " ".join(sentences)
