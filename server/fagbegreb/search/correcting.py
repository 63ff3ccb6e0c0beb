"""Typing errors in a query: it is read as words that are known, and asked again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from fagbegreb.search.found import Found
from fagbegreb.search.matching import Matcher
from fagbegreb.search.query import Query
from fagbegreb.search.tiers import Group, Languages, Tier
from fagbegreb.search.typos import LONG, SHORTEST, WordList, strangeness
from fagbegreb.text import is_everyday

MAX_CORRECTIONS: Final = 12
"""Corrected readings of one query that are followed up, likeliest first."""
MOST_ERRORS: Final = 4

Cost = tuple[int, int]
"""Edits, and how unlike the sound is."""
_Reading = tuple[Cost, tuple[str, ...], Found | None]


class Corrector:
    """Tiers 10 and 11 over one snapshot's matcher."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher

    def with_typos(self, query: Query, langs: Languages) -> Iterator[Group]:
        """The query corrected, then asked again; fewest errors first, then the likest sound."""
        readings = [
            (cost, place, lang, read)
            for place, some in enumerate(langs)
            for lang in some
            for cost, read in self._readings(query, lang)
        ]
        for tier in (Tier.ONE_TYPO, Tier.TWO_TYPOS):
            for place, _ in enumerate(langs):
                here = [
                    reading
                    for reading in readings
                    if reading[1] == place and (reading[0][0] == 1) == (tier is Tier.ONE_TYPO)
                ]
                for cost in sorted({reading[0] for reading in here}):
                    chosen = [(lang, read) for paid, _, lang, read in here if paid == cost]
                    yield from self._corrected(query, tier, chosen)

    def _corrected(
        self, query: Query, tier: Tier, chosen: list[tuple[str, Query]]
    ) -> Iterator[Group]:
        matcher = self._matcher
        for rule in (matcher.exact, matcher.beginning, matcher.by_words):
            for lang, read in chosen:
                as_read = tuple(zip(query.words, read.words, strict=True))
                for group in rule(read, Languages(lang, (lang,), ())):
                    yield replace(group, tier=tier, corrected=as_read)

    def _readings(self, query: Query, lang: str) -> Iterator[tuple[Cost, Query]]:
        """Corrected queries that some label answers to, with what each costs."""
        readings: list[_Reading] = [((0, 0), (), None)]
        content = query.content(lang)
        for word in content:
            longer: list[_Reading] = [
                (
                    (cost[0] + paid[0], cost[1] + paid[1]),
                    (*chosen, near),
                    found if so_far is None else so_far & found,
                )
                for cost, chosen, so_far in readings
                for paid, near, found in self._alternatives(query, word, lang)
                if cost[0] + paid[0] <= MOST_ERRORS
            ]
            answered = (reading for reading in longer if reading[2])
            readings = [*sorted(answered, key=lambda reading: reading[:2])][: 4 * MAX_CORRECTIONS]
        for cost, chosen, _ in readings[: MAX_CORRECTIONS + 1]:
            if cost[0] and _is_likely(content, chosen):
                read_as = dict(zip(content, chosen, strict=True))
                yield cost, query.with_words(tuple(read_as.get(w, w) for w in query.words))

    def _alternatives(
        self, query: Query, word: str, lang: str
    ) -> Iterator[tuple[Cost, str, Found]]:
        as_typed = self._matcher.loose(word, lang)
        if as_typed:
            yield (0, 0), word, as_typed
        elif len(word) >= SHORTEST and self._is_right(word):
            return
        near = {one: edits for edits, one in self.near(word, lang)}
        # `signlaer` is no way to write `signlær`: the letters may stand for themselves
        plain = query.typed.get(word, word).lower()
        if plain != word and plain.isascii():
            near = {one: edits for edits, one in self.near(plain, lang)} | near
        for one, edits in near.items():
            yield (edits, strangeness(word, one)), one, self._matcher.loose(one, lang)
        if len(query.content(lang)) > 1 and not as_typed:
            for one in self._words(lang).with_a_letter_lost(word):
                yield (1, strangeness(word, one)), one, self._matcher.loose(one, lang)

    def _is_right(self, word: str) -> bool:
        """Whether a word that no label has is no typing error: a word of our texts, or everyday.

        A long word is near to few others, and may be an error in the text as well.
        """
        if is_everyday(word):
            return True
        lists = self._matcher.word_lists
        return len(word) < LONG and any(self._matcher.text(word, lang) for lang in lists)

    def near(self, word: str, lang: str) -> tuple[tuple[int, str], ...]:
        """(edits, word): words, else inflected words, else compounds of known words."""
        if is_everyday(word):
            return ()
        known = self._words(lang)
        return known.near(word) or known.near_inflected(word) or self._near_compounds(word, lang)

    def _near_compounds(self, word: str, lang: str) -> tuple[tuple[int, str], ...]:
        """Compounds that nobody has written yet, one part of which was mistyped."""
        lexicon = self._matcher.lexicon(lang)
        if lexicon is None:
            return ()
        known = self._words(lang)
        found: dict[str, int] = {}
        for cut in range(SHORTEST, len(word) - SHORTEST + 1):
            first, last = word[:cut], word[cut:]
            if lexicon.may_begin(first):
                for edits, near in known.near(last) or known.near_inflected(last):
                    found.setdefault(first + near, edits)
            if last in known:
                for edits, near in known.near(first):
                    found.setdefault(near + last, edits)
        return tuple(sorted((edits, near) for near, edits in found.items()))

    def nearest_words(self, query: Query, langs: Languages) -> Query | None:
        """Each unknown word by the nearest one we may show; None when nothing changes."""
        chosen = tuple(self._nearest_word(word, langs) for word in query.words)
        return query.with_words(chosen) if chosen != query.words else None

    def _nearest_word(self, word: str, langs: Languages) -> str:
        best: list[tuple[int, int, str]] = []
        for some in langs:
            for lang in some:
                known = self._words(lang)
                if word in known or self._is_right(word):
                    return word
                best += [
                    (edits, strangeness(word, near), near)
                    for edits, near in known.near(word)
                    if known[near].is_visible
                ]
        return min(best)[2] if best else word

    def as_written(self, query: Query) -> str:
        """The query's words as their authors write them."""
        return " ".join(self._written(word, query) for word in query.words)

    def _written(self, word: str, query: Query) -> str:
        if word in query.typed:
            return query.typed[word]
        lists = (known for known in self._matcher.word_lists.values() if word in known)
        return next((known[word].shown for known in lists), word)

    def _words(self, lang: str) -> WordList:
        return self._matcher.word_lists[lang]


def _is_likely(typed: tuple[str, ...], read: tuple[str, ...]) -> bool:
    """Whether there is something to go by: when every word is a guess, two short ones are not."""
    return len(typed) == 1 or any(
        one == other or len(one) >= LONG or strangeness(one, other) == 0
        for one, other in zip(typed, read, strict=True)
    )
