"""What the pictures of schemes are made of: linked texts, boxes and the picture around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Final

from markupsafe import escape

from fagbegreb.model import Concept, Iri, SchemeId
from fagbegreb.terminology import Terminology
from fagbegreb.web.pages.view import View

INK: Final = "#1a1a1a"
LINE_HEIGHT: Final = 20
SIDES: Final = 3
STEP_COLOURS: Final = ("#c9e7bd", "#e3f0b8", "#fdf0b5", "#fbd6a8", "#f6b9b0")
BAND_COLOURS: Final = ("#dbeaf8", "#fbe3d3", "#dff1d8")
COLUMN_COLOURS: Final = ("#fbe3d3", "#dff1d8", "#dbeaf8")
_CHARACTER: Final = 8.2


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

    def scale(self, iri: Iri, start: int, end: int, y: float, radius: int) -> Iterator[str]:
        """The steps below a scale on a line, numbered from 0; nothing when it has none."""
        steps = self.below(iri)
        if not steps:
            return
        gap = (end - start) / max(1, len(steps) - 1)
        yield f'<path d="M{start} {y:g}H{end}" stroke="{INK}" stroke-width="3"/>'
        for number, step in enumerate(steps):
            yield self._numbered(step, start + number * gap, y, radius, number)

    def _numbered(self, concept: Concept, x: float, y: float, radius: int, number: int) -> str:
        """A step of a scale: a linked circle with its number."""
        link = escape(self._view.concept_link(concept))
        label = escape(self._view.label(concept))
        return (
            f'<a href="{link}" aria-label="{label}"><circle cx="{x:g}" cy="{y:g}" r="{radius}" '
            f'fill="#fff" stroke="{INK}" stroke-width="2"/><text x="{x:g}" y="{y + 5:g}" '
            f'text-anchor="middle" font-size="14" aria-hidden="true">{number}</text></a>'
        )

    def turned(self, concept: Concept, x: float, y: float, degrees: float, size: int) -> str:
        """A name along a slanting side."""
        drawn, _ = self.text(concept, x, y, 400, "middle", size, bold=True)
        return f'<g transform="rotate({degrees} {x:g} {y:g})">{drawn}</g>'

    def text(  # noqa: PLR0913, PLR0917  place, width and weight of a text
        self, concept: Concept, x: float, y: float, width: float, anchor: str = "start",
        size: int = 15, bold: bool = False,
    ) -> tuple[str, int]:  # fmt: skip
        """(the linked text, its number of lines)."""
        label = self._view.label(concept)
        label = label[:1].upper() + label[1:] if bold else label
        lines = wrap(label, max(8, int(width / (_CHARACTER * size / 15)))) or [label]
        spans = "".join(
            f'<tspan x="{x:g}" y="{y + number * LINE_HEIGHT:g}">{escape(line)}</tspan>'
            for number, line in enumerate(lines)
        )
        weight = ' font-weight="600"' if bold else ""
        link = escape(self._view.concept_link(concept))
        drawn = f'<text text-anchor="{anchor}" font-size="{size}"{weight}>{spans}</text>'
        return f'<a href="{link}">{drawn}</a>', len(lines)


def svg(width: int, height: float, name: str, body: Iterable[str], shown: str = "wide") -> str:
    """`shown` is the windows it is for: wide or narrow."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{shown}" '
        f'viewBox="0 0 {width} {height:g}" width="{width}" '
        f'height="{height:g}" role="group" aria-label="{escape(name)}" fill="{INK}" '
        f'font-family="IBM Plex Sans, sans-serif">{"".join(body)}</svg>'
    )


def rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    """A box with a thin edge."""
    size = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
    return f'<rect {size} fill="{colour}" stroke="{INK}"/>'
