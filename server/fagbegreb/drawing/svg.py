"""The few shapes that the drawings are made of, as SVG text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Final

from fagbegreb.model import Concept, Lang, Relation, Translation

LINE_HEIGHT: Final = 18
FONT_SIZE: Final = 14
SMALL_FONT_SIZE: Final = 12
INK, SOFT, FAINT, PAPER, LINK = "#1a1a1a", "#595959", "#b3b3b3", "#ffffff", "#004d99"
_CHAR_WIDTH: Final = 0.54
_LONGEST_CODE: Final = 24
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

LINE_PATTERNS: Final = {
    Relation.EXACT: ("", 3.0),
    Relation.CLOSE: ("", 1.5),
    Relation.BROAD: ("9 4", 1.5),
    Relation.NARROW: ("9 4 2 4", 1.5),
    Relation.RELATED: ("2 4", 1.2),
}
"""Dashes and width by relation: tells them apart in black and white."""

WORDS: Final[dict[str, dict[Relation, str]]] = {
    "da": {
        Relation.EXACT: "det samme som",
        Relation.CLOSE: "næsten det samme som",
        Relation.BROAD: "hører under",
        Relation.NARROW: "er bredere end",
        Relation.RELATED: "hænger sammen med",
    },
    "en": {
        Relation.EXACT: "the same as",
        Relation.CLOSE: "almost the same as",
        Relation.BROAD: "belongs under",
        Relation.NARROW: "is broader than",
        Relation.RELATED: "is connected with",
    },
}

Href = Callable[[Concept], str]
"""Where a concept's name leads; an empty string means nowhere."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; bold, soft (smaller and grey) or plain, and where it leads."""

    text: str
    is_bold: bool = False
    is_soft: bool = False
    href: str = ""


def tongue(lang: Lang) -> str:
    """The language a drawing is lettered in: Danish or English."""
    return "en" if lang.startswith("en") else "da"


def clean(text: str) -> str:
    """Text that may stand in XML, in an attribute as well."""
    return escape(_NOT_XML.sub(" ", text), quote=True)


def document(size: tuple[int, int], title: str, description: str, body: Iterable[str]) -> str:
    """A whole drawing. A screen reader reads `title` and `description` instead of the shapes."""
    width, height = size
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img" '
            'aria-labelledby="drawing-title drawing-description" '
            f'font-family="Inter, IBM Plex Sans, Arial, sans-serif" font-size="{FONT_SIZE}">',
            f'<title id="drawing-title">{clean(title)}</title>',
            f'<desc id="drawing-description">{clean(description)}</desc>',
            f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
            *body,
            "</svg>\n",
        )
    )


def text_lines(x: float, y: float, lines: Sequence[Line], anchor: str = "start") -> str:
    """Lines of text below each other, the first one's baseline at `y`."""
    return "\n".join(
        _text(x, y + number * LINE_HEIGHT, line, anchor) for number, line in enumerate(lines)
    )


def _text(x: float, y: float, line: Line, anchor: str) -> str:
    weight = ' font-weight="bold"' if line.is_bold else ""
    size = f' font-size="{SMALL_FONT_SIZE}"' if line.is_soft else ""
    colour = LINK if line.href else SOFT if line.is_soft else INK
    drawn = (
        f'<text x="{x:g}" y="{y:g}" fill="{colour}" text-anchor="{anchor}"{weight}{size}>'
        f"{clean(line.text)}</text>"
    )
    return f'<a href="{clean(line.href)}">{drawn}</a>' if line.href else drawn


def wrapped(line: Line, width: float) -> list[Line]:
    """The line broken so that it fits `width`; long words are broken too."""
    size = SMALL_FONT_SIZE if line.is_soft else FONT_SIZE
    letters = max(8, int(width / (size * _CHAR_WIDTH * (1.08 if line.is_bold else 1))))
    return [
        Line(part, line.is_bold, line.is_soft, line.href) for part in wrap(line.text, letters)
    ] or [line]


def shortened(text: str, width: float) -> str:
    """The text cut with an ellipsis where it would not fit on one line."""
    letters = max(8, int(width / (FONT_SIZE * _CHAR_WIDTH)))
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def width_of(line: Line) -> float:
    """About how wide a line of text is drawn; rather too wide than too narrow."""
    size = SMALL_FONT_SIZE if line.is_soft else FONT_SIZE
    return len(line.text) * size * _CHAR_WIDTH


def stroke(relation: Relation) -> str:
    """Attributes of a line that stands for a relation."""
    dashes, width = LINE_PATTERNS[relation]
    pattern = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'stroke="{INK}" stroke-width="{width:g}"{pattern} fill="none"'


def name(concept: Concept, lang: Lang) -> str:
    """A provision as it is cited, any other concept by its label."""
    return concept.reference or concept.label(lang)[0]


def code(concept: Concept) -> str:
    """The code as people say it; empty for one that only machines read."""
    return "" if len(concept.notation) > _LONGEST_CODE else concept.curie


def said(found: Translation, lang: Lang) -> str:
    """`næsten det samme som sundhedsforhold (trivsel:D4)`."""
    target = found.target
    shown = f" ({code(target)})" if code(target) else ""
    return f"{WORDS[tongue(lang)][found.relation]} {name(target, lang)}{shown}"
