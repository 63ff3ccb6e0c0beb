"""The last resort: when no concept has all the words, those that have the most telling ones.

"mobbet i skolen" finds what speaks of mobning, though no concept says where. A word tells the more
the fewer concepts have it, and what nobody has tells most: so a text that is mostly about
something else still finds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import log
from typing import Final

from pyroaring import BitMap

from fagbegreb.search.correcting import Corrector
from fagbegreb.search.found import Found
from fagbegreb.search.matching import Matcher
from fagbegreb.search.query import Query
from fagbegreb.search.tiers import Group, Languages, Tier
from fagbegreb.text import wider

ENOUGH: Final = 0.49
"""A concept must have more than this share of what the query tells: of two words that tell as
much, either will do."""
_MOST_WORDS: Final = 8
_TOO_COMMON: Final = 5_000
"""A word that more concepts have than this brings none of them in by itself."""
_IN_TEXT: Final = 0.7
"""What a word in running text counts, beside one in a label."""
_GUESSED: Final = 0.48
"""What a word that is nearly the one typed counts."""


class Loosener:
    """Tier 13 over one snapshot's matcher."""

    def __init__(self, matcher: Matcher, corrector: Corrector, concepts: int) -> None:
        self._matcher = matcher
        self._corrector = corrector
        self._concepts = concepts

    def some_words(self, query: Query, langs: Languages) -> Iterator[Group]:
        """Groups by how much of the query the concepts have, most first."""
        every = [lang for some in langs for lang in some]
        content = {word: None for lang in every[:1] for word in query.content(lang)}
        words = [self._holders(word, every) for word in list(content)[:_MOST_WORDS]]
        if not words:
            return
        total = sum(weight for weight, _ in words)
        shares: dict[int, float] = defaultdict(float)
        for weight, held in sorted(words, key=lambda word: -word[0]):
            for worth, holders in held:
                some = holders if len(holders) <= _TOO_COMMON else holders & BitMap(shares)
                for concept in some:
                    shares[concept] += worth * weight
        by_share: dict[float, list[int]] = defaultdict(list)
        for concept, share in shares.items():
            if share > ENOUGH * total:
                by_share[round(share, 6)].append(concept)
        evidence = self._evidence(content, langs) if by_share else ()
        for _, listed in sorted(by_share.items(), reverse=True):
            yield Group(Tier.SOME_WORDS, evidence, only=BitMap(listed))

    def _holders(self, word: str, langs: list[str]) -> tuple[float, list[tuple[float, BitMap]]]:
        """How much a word tells, and the concepts that have it with what that is worth."""
        as_typed = _concepts(self._as_typed(word, lang) for lang in langs)
        in_text = _concepts(self._matcher.text(word, lang) for lang in langs)
        if as_typed or in_text:
            weight = log(1 + self._concepts / len(as_typed | in_text))
            return weight, [(1.0, as_typed), (_IN_TEXT, in_text - as_typed)]
        guessed = _concepts(self._guessed(word, lang) for lang in langs)
        return log(1 + self._concepts), [(_GUESSED, guessed)]

    def _as_typed(self, word: str, lang: str) -> Found:
        found = self._matcher.loose_or_in_full(word, lang)
        covering = wider(word, lang)
        return found | self._matcher.loose(covering, lang) if covering else found

    def _guessed(self, word: str, lang: str) -> Found:
        found = self._matcher.none
        for _, near in self._corrector.near(word, lang):
            found |= self._matcher.loose(near, lang)
        return found

    def _evidence(
        self, content: dict[str, None], langs: Languages
    ) -> tuple[tuple[str, Found], ...]:
        evidence = []
        for some in langs:
            for lang in some:
                found = self._matcher.none
                for word in content:
                    found |= self._as_typed(word, lang) or self._guessed(word, lang)
                    found |= self._matcher.text(word, lang)
                evidence.append((lang, found))
        return tuple((lang, found) for lang, found in evidence if found)


def _concepts(found: Iterable[Found]) -> BitMap:
    return BitMap.union(BitMap(), *(one.concepts for one in found))
