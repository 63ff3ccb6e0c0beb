"""Concepts go in; lists under their first letters come out, in Danish order: æ, ø, å after z."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from fagbegreb.model import Concept, Lang

_LAST = {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"}
_DIGITS = 8
_LETTER_OF = {"{": "Æ", "|": "Ø", "}": "Å"}


def danish_key(text: str) -> str:
    """Sorts as a Danish dictionary does; `aa` counts as å, accents do not count, and
    numbers go by size: step 2 before step 10."""
    lowered = re.sub("aa", "å", text.casefold())
    lowered = re.sub(r"[0-9]+", lambda number: number[0].zfill(_DIGITS), lowered)
    return "".join(_LAST.get(char) or _without_accent(char) for char in lowered)


def _without_accent(char: str) -> str:
    return unicodedata.normalize("NFD", char)[:1]


def by_letter(concepts: Iterable[Concept], lang: Lang) -> list[tuple[str, list[Concept]]]:
    """(letter, concepts) in order; what begins with no letter stands first, under `#`."""
    keyed = sorted(
        ((danish_key(concept.label(lang)[0]), concept) for concept in concepts),
        key=lambda entry: (entry[0], entry[1].iri),
    )
    found: dict[str, list[Concept]] = {}
    for key, concept in keyed:
        first = key[:1]
        letter = _LETTER_OF.get(first) or (first.upper() if first.isalpha() else "#")
        found.setdefault(letter, []).append(concept)
    return (
        sorted(found.items(), key=lambda entry: entry[0] != "#")
        if "#" in found
        else list(found.items())
    )
