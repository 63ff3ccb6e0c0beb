"""What the store says of one IRI goes in; labels, texts, days and IRIs by predicate come out."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from datetime import date

from fagbegreb.model import Iri, Labels, Texts
from fagbegreb.store import Literal, Named, Term

Description = Dict[str, tuple[Term, ...]]

_NUMBER = re.compile(r"(\d{1,18})")
"""A longer one is sorted part by part: Python makes no number of thousands of digits."""
SortKey = tuple[tuple[int, int, str], ...]


def natural_key(code: str) -> SortKey:
    """Sorts codes as people count: `2` before `10`, `52.3` before `52.10`, digits before words."""
    parts = (part for part in _NUMBER.split(code) if part)
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in parts
    )


def labels(found: Description, predicate: str) -> Labels:
    """One text per language; the first in alphabetical order where the data has several."""
    chosen: dict[str, str] = {}
    for term in found.get(predicate, ()):
        if isinstance(term, Literal) and not term.value.isspace() and term.value:
            chosen.setdefault(term.lang, term.value)
    return dict(sorted(chosen.items(), key=_language_order))


def _language_order(entry: tuple[str, object]) -> tuple[bool, bool, str]:
    """Danish, English, then the others by tag."""
    lang = entry[0]
    return (lang != "da", lang != "en", lang)


def texts(found: Description, *predicates: str) -> Texts:
    """All texts per language, in alphabetical order; values that are no literals are left out."""
    gathered: dict[str, list[str]] = {}
    for predicate in predicates:
        for term in found.get(predicate, ()):
            if isinstance(term, Literal) and term.value not in gathered.get(term.lang, ()):
                gathered.setdefault(term.lang, []).append(term.value)
    ordered = sorted(gathered.items(), key=_language_order)
    return {lang: tuple(values) for lang, values in ordered}


def iris(found: Description, *predicates: str) -> tuple[Iri, ...]:
    """Named values of the predicates, each once, in the store's order."""
    seen: dict[Iri, None] = {}
    for predicate in predicates:
        for term in found.get(predicate, ()):
            if isinstance(term, Named):
                seen.setdefault(Iri(term.iri))
    return tuple(seen)


def literal(found: Description, predicate: str) -> str | None:
    """The first literal, whatever its language."""
    for term in found.get(predicate, ()):
        if isinstance(term, Literal):
            return term.value
    return None


def day(found: Description, predicate: str) -> date | None:
    """The first value that reads as a day; a time of day or zone behind it is ignored."""
    text = literal(found, predicate)
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def number(found: Description, predicate: str) -> float | None:
    """The first literal that reads as a number."""
    try:
        return float(literal(found, predicate) or "")
    except ValueError:
        return None


def is_true(found: Description, predicate: str) -> bool:
    """Whether an xsd:boolean says so."""
    return literal(found, predicate) in {"true", "1"}


def tail(iri: str) -> str:
    """What stands behind the last `#`, `/` or `:`; empty when the IRI ends there."""
    return re.split(r"[#/:]", iri)[-1]
