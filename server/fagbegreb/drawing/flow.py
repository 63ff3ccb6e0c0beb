"""Two schemes side by side with a line from each concept to what it is called in the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from fagbegreb.drawing import svg
from fagbegreb.drawing.svg import FONT_SIZE, Href, Line
from fagbegreb.model import (
    Concept,
    CrosswalkTable,
    Iri,
    Lang,
    Relation,
    Status,
    TableRow,
    Translation,
)

_WIDTH: Final = 1100
_COLUMN: Final = 420
_ROW: Final = 24
_TOP: Final = 118
_LEGEND_STEP: Final = 200
_INDENT: Final = 14


@dataclass(frozen=True, slots=True)
class _Place:
    concept: Concept
    y: int
    depth: int = 0


def flow_svg(
    table: CrosswalkTable,
    names: tuple[str, str],
    lang: Lang = "da",
    href: Href = lambda concept: "",
    with_gaps: bool = True,
) -> str:
    """The table as a drawing; `names` are what the two schemes are called.

    Concepts without a counterpart stand grey in their place, or are left out. Retired editions
    are not drawn.
    """
    rows = [
        row
        for row in table.rows
        if row.answer.source.status is not Status.RETIRED and (with_gaps or row.answer.translations)
    ]
    left = {
        row.answer.source.iri: _Place(row.answer.source, _TOP + number * _ROW, row.depth)
        for number, row in enumerate(rows)
    }
    right = _right_column(rows)
    height = _TOP + max(len(left), len(right), 1) * _ROW + 20
    body = (
        *_headings(names, lang),
        *_lines(rows, left, right),
        *_column(rows, left, lang, href),
        *_targets(right, lang, href),
    )
    title = _title(names, lang)
    return svg.document((_WIDTH, height), title, _description(rows, lang), body)


def _right_column(rows: list[TableRow]) -> dict[Iri, _Place]:
    """Targets over the whole height, each near the middle of the concepts that lead to it."""
    targets: dict[Iri, Concept] = {}
    reached_from: dict[Iri, list[int]] = {}
    for number, row in enumerate(rows):
        for found in row.answer.translations:
            targets[found.target.iri] = found.target
            reached_from.setdefault(found.target.iri, []).append(number)
    ordered = sorted(targets, key=lambda iri: (fmean(reached_from[iri]), reached_from[iri]))
    step = _ROW * max(1.0, len(rows) / max(1, len(ordered)))
    return {
        iri: _Place(targets[iri], _TOP + round(number * step)) for number, iri in enumerate(ordered)
    }


def _headings(names: tuple[str, str], lang: Lang) -> Iterator[str]:
    yield svg.text_lines(20, 34, [Line(names[0], is_bold=True)])
    yield svg.text_lines(_WIDTH - _COLUMN, 34, [Line(names[1], is_bold=True)])
    for number, relation in enumerate(Relation):
        x = 20 + number * _LEGEND_STEP
        yield f'<path d="M{x} 70H{x + 40}" {svg.stroke(relation)}/>'
        words = svg.WORDS[svg.tongue(lang)][relation]
        yield svg.text_lines(x + 48, 74, [Line(words, is_soft=True)])


def _lines(
    rows: list[TableRow], left: dict[Iri, _Place], right: dict[Iri, _Place]
) -> Iterator[str]:
    start, end = 20 + _COLUMN, _WIDTH - 20 - _COLUMN
    middle = (start + end) / 2
    for row in rows:
        y = left[row.answer.source.iri].y - FONT_SIZE / 3
        for found in row.answer.translations:
            to = right[found.target.iri].y - FONT_SIZE / 3
            path = f"M{start} {y:g}C{middle:g} {y:g} {middle:g} {to:g} {end} {to:g}"
            yield f'<path d="{path}" {svg.stroke(found.relation)}/>'


def _column(
    rows: list[TableRow], places: dict[Iri, _Place], lang: Lang, href: Href
) -> Iterator[str]:
    for row in rows:
        place = places[row.answer.source.iri]
        indent = min(place.depth, 6) * _INDENT
        text = svg.shortened(_label(place.concept, lang), _COLUMN - indent)
        is_gap = not row.answer.translations
        line = Line(text, is_soft=is_gap, href=href(place.concept))
        yield svg.text_lines(20 + indent, place.y, [line])
        begin = 20 + indent + svg.width_of(line) + 6
        if not is_gap and begin < 20 + _COLUMN:
            # leads the eye from the name to where its lines begin
            y = place.y - FONT_SIZE / 3
            end = f'x2="{20 + _COLUMN}" y2="{y:g}"'
            yield f'<line x1="{begin:g}" y1="{y:g}" {end} stroke="{svg.FAINT}"/>'


def _targets(places: dict[Iri, _Place], lang: Lang, href: Href) -> Iterator[str]:
    for place in places.values():
        text = svg.shortened(_label(place.concept, lang), _COLUMN)
        yield svg.text_lines(_WIDTH - _COLUMN, place.y, [Line(text, href=href(place.concept))])


def _label(concept: Concept, lang: Lang) -> str:
    label = concept.label(lang)[0]
    code = concept.reference or (concept.notation if svg.code(concept) else "")
    return f"{code} {label}".strip()


def _title(names: tuple[str, str], lang: Lang) -> str:
    if svg.tongue(lang) == "en":
        return f"What {names[0]} is called in {names[1]}"
    return f"Hvad {names[0]} hedder i {names[1]}"


def _description(rows: list[TableRow], lang: Lang) -> str:
    nothing = "nothing" if svg.tongue(lang) == "en" else "intet"
    return " ".join(
        f"{_label(row.answer.source, lang)}: {_all_said(row.answer.translations, lang) or nothing}."
        for row in rows
    )


def _all_said(translations: tuple[Translation, ...], lang: Lang) -> str:
    return "; ".join(svg.said(found, lang) for found in translations)
