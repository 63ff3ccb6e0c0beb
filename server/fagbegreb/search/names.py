"""Scheme names in a query: "udvikling ics" asks for udvikling, first of all in ICS."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from fagbegreb.model import Scheme
from fagbegreb.search.analysis import ALT, PREF, Analysed
from fagbegreb.search.postings import STEM, token_key
from fagbegreb.search.query import Query
from fagbegreb.text import squash, stems, words

ORDINARY: Final = 3
"""A scheme's name that stands in the labels of this many other schemes is an ordinary word too."""
_ACT_KIND = "act"
_LANG = "da"
_AND = re.compile(r"\s+(?:og|and)\s+")
"""Either half of "Indberetning og statistik" points there too, weakly: it is an ordinary word."""
_BRACKETS = re.compile(r"[()]")


@dataclass(frozen=True, slots=True)
class SchemeName:
    """One name of a scheme, as stems. `is_ordinary`: also a common word, so it steers weakly."""

    stems: tuple[str, ...]
    scheme: str
    is_ordinary: bool


@dataclass(frozen=True, slots=True)
class Steering:
    """A query without the scheme's name, and where it points."""

    query: Query
    schemes: frozenset[str]
    is_weak: bool


def scheme_names(analysed: Analysed, schemes: Sequence[Scheme]) -> tuple[SchemeName, ...]:
    """Ids and labels of the schemes, and the other names of acts and of what is called the same."""
    collected: dict[str, set[str]] = {row.scheme: {row.scheme} for row in analysed.concepts}
    for scheme in schemes:
        collected.setdefault(scheme.id, {scheme.id}).update(_titles(scheme))
    titled = {squash(name): scheme.id for scheme in schemes for name in _titles(scheme)}
    standing = {
        number: row.scheme for number, row in enumerate(analysed.concepts) if row.kind == _ACT_KIND
    }
    for label in analysed.labels:
        if label.field == PREF and label.squashed in titled:
            standing.setdefault(label.concept, titled[label.squashed])
    for label in analysed.labels:
        if label.field in (PREF, ALT) and label.concept in standing:
            collected[standing[label.concept]].add(label.text)
    named = {
        (scheme, stems(words(text), _LANG))
        for scheme, listed in sorted(collected.items())
        for text in sorted(listed)
    }
    halves = {
        (str(scheme.id), stems(words(half), _LANG))
        for scheme in schemes
        for title in _titles(scheme)
        for half in _AND.split(title)
    }
    return tuple(
        SchemeName(
            name,
            scheme,
            (scheme, name) not in named or _is_ordinary(name, scheme, analysed),
        )
        for scheme, name in sorted({*halves, *named})
        if name
    )


def _titles(scheme: Scheme) -> Iterator[str]:
    """The scheme's titles; "Signs of Safety (SoS)" is two names."""
    for title in scheme.labels.values():
        yield from filter(None, (part.strip() for part in _BRACKETS.split(title)))


class SchemeNames:
    """All names, to be asked for those that a query may have."""

    def __init__(self, names: Iterable[SchemeName]) -> None:
        """`names` in the order in which they are weighed."""
        self._by_first: dict[str, list[tuple[int, SchemeName]]] = defaultdict(list)
        for place, name in enumerate(names):
            self._by_first[name.stems[0]].append((place, name))

    def beginning_in(self, stems: Iterable[str]) -> Iterator[SchemeName]:
        """Those whose first stem is one of `stems`."""
        found = [each for one in set(stems) for each in self._by_first.get(one, ())]
        return (name for _, name in sorted(found, key=itemgetter(0)))


def steer(query: Query, names: SchemeNames) -> Steering | None:
    """Finds the scheme name in the query; None when there is none, or nothing else.

    A name that is no ordinary word goes before one that is, then the longest.
    """
    asked = stems(query.words, _LANG)
    most: tuple[bool, int] = (False, 0)
    best: tuple[int, int] = (0, 0)
    pointed: list[SchemeName] = []
    for name in names.beginning_in(asked):
        tells = (not name.is_ordinary, len(name.stems))
        for start in _places(asked, name.stems):
            if tells > most:
                most, best, pointed = tells, (start, start + len(name.stems)), []
            if tells == most and start == best[0]:
                pointed.append(name)
    if not pointed:
        return None
    rest = query.without(*best)
    if not rest.words:
        return None
    return Steering(
        rest,
        frozenset(name.scheme for name in pointed),
        all(name.is_ordinary for name in pointed),
    )


def _places(asked: tuple[str, ...], name: tuple[str, ...]) -> Iterator[int]:
    for start in range(len(asked) - len(name) + 1):
        if asked[start : start + len(name)] == name:
            yield start


def _is_ordinary(name: tuple[str, ...], scheme: str, analysed: Analysed) -> bool:
    if len(name) > 1:
        return False
    found = analysed.tokens.get(token_key(STEM, _LANG, name[0]), ())
    owners = (analysed.concepts[analysed.labels[label].concept].scheme for label in found)
    return len({owner for owner in owners if owner != scheme}) >= ORDINARY
