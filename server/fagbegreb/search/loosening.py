"""The last resort: when no concept has all the words, those that have the most telling ones.

"mobbet i skolen" finds what speaks of mobning, though no concept says where. A word tells the more
the fewer concepts have it, and what nobody has tells most: so a text that is mostly about
something else still finds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import log
from typing import Final

from pyroaring import BitMap

from fagbegreb.search.correcting import Corrector
from fagbegreb.search.postings import Found
from fagbegreb.search.query import Query
from fagbegreb.search.tiers import Group, Languages, Matcher, Tier
from fagbegreb.text import wider

ENOUGH: Final = 0.5
"""A concept must have more than this share of what the query tells."""
_MOST_WORDS: Final = 8
_TOO_COMMON: Final = 5_000
"""A word that more concepts have than this brings none of them in by itself."""
_IN_TEXT: Final = 0.7
"""What a word in running text counts, beside one in a label."""


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
        total = sum(weight for weight, _, _ in words)
        shares: dict[int, float] = defaultdict(float)
        for weight, in_labels, in_text in sorted(words, key=lambda held: -held[0]):
            some = in_labels if len(in_labels) <= _TOO_COMMON else in_labels & BitMap(shares)
            for concept in some:
                shares[concept] += weight
            more = in_text - in_labels
            for concept in more if len(more) <= _TOO_COMMON else more & BitMap(shares):
                shares[concept] += _IN_TEXT * weight
        by_share: dict[float, list[int]] = defaultdict(list)
        for concept, share in shares.items():
            if share > ENOUGH * total:
                by_share[round(share, 6)].append(concept)
        evidence = self._evidence(content, langs) if by_share else ()
        for _, listed in sorted(by_share.items(), reverse=True):
            yield Group(Tier.SOME_WORDS, evidence, only=BitMap(listed))

    def _holders(self, word: str, langs: list[str]) -> tuple[float, BitMap, BitMap]:
        """How much a word tells, the concepts with it in a label, and those with it in text."""
        labels = [self._labels(word, lang) for lang in langs]
        texts = [self._matcher.text(word, lang) for lang in langs]
        in_labels = BitMap.union(BitMap(), *(found.concepts for found in labels))
        in_text = BitMap.union(BitMap(), *(found.concepts for found in texts))
        holders = len(in_labels | in_text)
        return log(1 + self._concepts / max(1, holders)), in_labels, in_text

    def _labels(self, word: str, lang: str) -> Found:
        found = self._matcher.loose_or_in_full(word, lang)
        covering = wider(word, lang)
        if covering:
            found |= self._matcher.loose(covering, lang)
        if not found:
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
                    found |= self._labels(word, lang)
                    found |= self._matcher.text(word, lang)
                evidence.append((lang, found))
        return tuple((lang, found) for lang, found in evidence if found)
