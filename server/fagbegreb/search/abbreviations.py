"""Abbreviations: what BFU, PPV and TA are short for, as the vocabulary itself says."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

from fagbegreb.search.analysis import ALT, BODY, PREF, Analysed
from fagbegreb.text import is_stop_word

_SHORT = re.compile(r"(?=(?:.*[A-ZÆØÅ]){2})[A-Za-zÆØÅæøå]{2,6}")
_MOST: Final = 3
"""What stands for more things than this tells nothing."""
_LONGEST: Final = 4
"""A name of more words than this is a description, and nobody shortens it."""


def abbreviations(analysed: Analysed) -> dict[str, dict[str, list[list[str]]]]:
    """By language, each abbreviation (folded) and the words of what it is short for.

    A label of a few letters, two of them capitals, is short for the concept's preferred label.
    """
    named = {
        (row.concept, row.lang): row for row in analysed.labels if row.field == PREF and row.words
    }
    found: dict[str, dict[str, set[tuple[str, ...]]]] = defaultdict(lambda: defaultdict(set))
    for row in analysed.labels:
        name = named.get((row.concept, row.lang))
        if row.field == BODY or name is None or not _SHORT.fullmatch(row.text):
            continue
        telling = tuple(word for word in name.words if not is_stop_word(word, row.lang))
        is_said = row.field == ALT or _is_made_of_letters_of(row.squashed, name.squashed)
        if is_said and row.squashed not in name.words and 0 < len(telling) <= _LONGEST:
            found[row.lang][row.squashed].add(telling)
    return {
        lang: {
            short: sorted(list(full) for full in meant)
            for short, meant in sorted(listed.items())
            if len(meant) <= _MOST
        }
        for lang, listed in found.items()
    }


def _is_made_of_letters_of(short: str, name: str) -> bool:
    """Whether the letters stand in the name in the same order, the first one first."""
    if not name.startswith(short[0]):
        return False
    rest = iter(name)
    return all(letter in rest for letter in short)
