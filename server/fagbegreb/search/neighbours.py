"""The words within one or two typing errors of another, without a look at all the others.

The word is cut into one part more than errors are allowed, with a letter between the parts, so
that no error (a letter lost, added, changed, or two swapped) spoils more than one of them. One
part is left as it was: the beginning, the end, or the middle, moved by a letter at most.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

_FEW: Final = 100
"""So many words are quicker compared one by one."""
_LAST: Final = "\U0010ffff"


class Neighbours:
    """Some words, to be asked for those that are near another."""

    def __init__(self, words: Iterable[str]) -> None:
        """`words` in alphabetical order."""
        by_length: dict[int, list[str]] = defaultdict(list)
        for word in words:
            by_length[len(word)].append(word)
        self._shelves = {length: _Shelf(length, held) for length, held in by_length.items()}

    def of_length(self, length: int) -> list[str]:
        """All words of a length."""
        shelf = self._shelves.get(length)
        return shelf.words if shelf else []

    def within(self, word: str, most: int) -> dict[str, int]:
        """The words at most `most` edits from `word` (1 or 2), and how many each takes."""
        found: dict[str, int] = {}
        for length in range(len(word) - most, len(word) + most + 1):
            shelf = self._shelves.get(length)
            if shelf is None:
                continue
            candidates = shelf.likely(word, most)
            near = extract_iter(
                word, candidates, scorer=OSA.distance, processor=None, score_cutoff=most
            )
            found.update((one, int(edits)) for one, edits, _ in near)
        return found


class _Shelf:
    """Words of one length."""

    def __init__(self, length: int, words: list[str]) -> None:
        self.words = words
        self._length = length

    def likely(self, word: str, most: int) -> Iterable[str]:
        """Those that have a part of `word` in its place; all, where they are few."""
        if len(self.words) <= _FEW or len(word) < 2 * most + 2:
            return self.words
        size = (len(word) - most) // (most + 1)
        chosen = {*self._beginning_with(word[:size]), *self._ending_with(word[-size:])}
        if most > 1:
            # what is left between them, but for the letters that stand between the parts
            middle, at = word[size + 1 : -size - 1], size + 1
            chosen.update(self._with_inside(middle, range(at - 1, at + 2)))
        return chosen

    def _beginning_with(self, part: str) -> list[str]:
        start, end = _span(self.words, part)
        return self.words[start:end]

    def _ending_with(self, part: str) -> list[str]:
        start, end = _span(self._backwards, part[::-1])
        return self._by_ending[start:end]

    def _with_inside(self, part: str, places: range) -> Iterator[str]:
        text, at = self._joined, -1
        last = self._length - len(part)
        while (at := text.find(part, at + 1)) >= 0:
            number, place = divmod(at, self._length)
            if place in places and place <= last:
                yield self.words[number]

    @cached_property
    def _by_ending(self) -> list[str]:
        return sorted(self.words, key=_backwards)

    @cached_property
    def _backwards(self) -> list[str]:
        return [_backwards(word) for word in self._by_ending]

    @cached_property
    def _joined(self) -> str:
        return "".join(self.words)


def _backwards(word: str) -> str:
    return word[::-1]


def _span(ordered: list[str], beginning: str) -> tuple[int, int]:
    start = bisect_left(ordered, beginning)
    return start, bisect_left(ordered, beginning + _LAST, start)
