"""Typing errors: a word nobody uses goes in, the words that were probably meant come out."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from fagbegreb.search.neighbours import Neighbours
from fagbegreb.text import skeleton, sound, stem

SHORTEST: Final = 4
"""Shorter words have too many neighbours to guess at."""
LONG: Final = 8
"""From this length two errors are forgiven."""

_SPELLINGS: Final = (("x", "ks"), ("ks", "x"), ("ph", "f"), ("qu", "kv"), ("th", "t"), ("ch", "k"))
"""Two letters for one sound; one slip, though two edits."""


_EARLY: Final = 5
"""Up to this length a wrong first letter makes another word: `hest` is not `test`."""


class Word(NamedTuple):
    """A word of the vocabulary. `is_visible` is false where only hidden labels have it."""

    folded: str
    shown: str
    is_visible: bool


def allowed_edits(word: str) -> int:
    """None below four letters, one up to seven, two above; numbers are never mistyped."""
    if len(word) < SHORTEST or not word.isalpha():
        return 0
    return 1 if len(word) < LONG else 2


def strangeness(typed: str, meant: str) -> int:
    """How unlike a slip it is: 0 when both sound alike, most when they do not begin alike.

    Tells which of two corrections with as many edits is likelier.
    """
    if sound(typed) == sound(meant):
        return 0
    return 1 if typed[0] == meant[0] else 2


def _may_begin_so(typed: str, meant: str) -> bool:
    """Whether the first letter is right, sounds alike, is lost or too many, or swapped."""
    return (
        strangeness(typed, meant) < 2
        or meant[1:] == typed
        or typed[1:] == meant
        or typed[1::-1] == meant[:2]
    )


class WordList:
    """The words of one language, by length."""

    def __init__(
        self,
        known: Iterable[tuple[str, str, bool]],
        lang: str = "",
        numbered: Callable[[str, str], Iterable[tuple[str, str, bool]]] = lambda low, high: (),
    ) -> None:
        """`known` are (folded, shown, visible).

        Words that begin with a digit may be left out, as there can be one for each concept and no
        typing error leads to them: `numbered` finds those from one text up to another.
        """
        self._lang = lang
        self._numbered = numbered
        self._words = {folded: Word(folded, shown, bool(seen)) for folded, shown, seen in known}
        self._sorted = sorted(self._words)
        self._neighbours = Neighbours(self._sorted)
        self._bare: dict[str, list[str]] = defaultdict(list)
        for word in self._words.values():
            if bare := skeleton(word.shown):
                self._bare[bare].append(word.folded)
        self.near = lru_cache(maxsize=2048)(self._near)
        self.near_inflected = lru_cache(maxsize=512)(self._near_inflected)
        self._beginnings = lru_cache(maxsize=128)(self._find_beginnings)

    @property
    def words(self) -> Iterable[str]:
        """All of them, folded."""
        return self._sorted

    def __contains__(self, word: str) -> bool:
        return word in self._words or any(True for _ in self._among_numbered(word, word + "\0"))

    def __getitem__(self, word: str) -> Word:
        if word in self._words:
            return self._words[word]
        folded, shown, seen = next(iter(self._among_numbered(word, word + "\0")))
        return Word(folded, shown, bool(seen))

    def _among_numbered(self, low: str, high: str) -> Iterable[tuple[str, str, bool]]:
        return self._numbered(low, high) if "0" <= low[:1] <= "9" else ()

    def beginning_with(self, prefix: str) -> Iterator[str]:
        """The words that begin so, in alphabetical order."""
        for folded, _, _ in self._among_numbered(prefix, prefix + "\U0010ffff"):
            yield folded
        for place in range(bisect_left(self._sorted, prefix), len(self._sorted)):
            if not self._sorted[place].startswith(prefix):
                return
            yield self._sorted[place]

    def _near(self, word: str) -> tuple[tuple[int, str], ...]:
        """(edits, word) within what is allowed for `word`; a swap of neighbours is one edit.

        A word without its Danish letters (`brnefaglig`) counts as one edit, however many it lost.
        """
        most = allowed_edits(word)
        found = dict.fromkeys(self._bare.get(word, ()), 1)
        if most:
            spelled = (word.replace(foreign, ours) for foreign, ours in _SPELLINGS)
            found |= {one: 1 for one in spelled if one != word and one in self._words}
            for near, edits in self._neighbours.within(word, most).items():
                if edits and (len(word) > _EARLY or _may_begin_so(word, near)):
                    found.setdefault(near, edits)
        return tuple(sorted((edits, near) for near, edits in found.items()))

    def _near_inflected(self, word: str) -> tuple[tuple[int, str], ...]:
        """(edits, word) where the typed form is one that no label has: stem is held to stem."""
        typed = stem(word, self._lang)
        most = min(allowed_edits(word), allowed_edits(typed))
        if not most:
            return ()
        near = self._stems.within(typed, most)
        return tuple(sorted((edits or 1, self._by_stem[one]) for one, edits in near.items()))

    @cached_property
    def _by_stem(self) -> dict[str, str]:
        """One word, the shortest, for each stem."""
        found: dict[str, str] = {}
        for word in sorted(self._sorted, key=lambda word: (-len(word), word)):
            found[stem(word, self._lang)] = word
        return found

    @cached_property
    def _stems(self) -> Neighbours:
        return Neighbours(sorted(self._by_stem))

    def with_a_letter_lost(self, word: str) -> tuple[str, ...]:
        """Words of the shortest length that is guessed at, when `word` is one letter shorter.

        Guesswork, so only where other words of the query tell that it is right.
        """
        if len(word) != SHORTEST - 1 or not word.isalpha():
            return ()
        longer = self._neighbours.of_length(SHORTEST)
        return tuple(one for one in longer if OSA.distance(word, one, score_cutoff=1) <= 1)

    def near_beginning(self, typed: str) -> tuple[str, ...]:
        """Words whose beginning is nearly `typed`, one error at most, same first letter."""
        if allowed_edits(typed) == 0:
            return ()
        near = {
            begun
            for length in (len(typed) - 1, len(typed), len(typed) + 1)
            for begun, _, _ in extract_iter(
                typed,
                self._beginnings(typed[0], length),
                scorer=OSA.distance,
                processor=None,
                score_cutoff=1,
            )
        }
        words = {word for begun in near for word in self.beginning_with(begun)}
        return tuple(sorted(words))

    def _find_beginnings(self, letter: str, length: int) -> tuple[str, ...]:
        """What the words with this first letter begin with, cut at a length."""
        return tuple(dict.fromkeys(word[:length] for word in self.beginning_with(letter)))
