"""Compounds: a folded word goes in, its parts come out, by a lexicon of words that stand alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from fagbegreb.text import danish
from fagbegreb.text.folding import fold, primary
from fagbegreb.text.stemming import is_stop_word, root, stem

_LINKS = {
    "da": ("", "s", "e"),
    "de": ("", "s", "n", "en", "es", "er", "e"),
    "nb": ("", "s", "e"),
    "nl": ("", "s", "en", "e"),
    "nn": ("", "s", "e"),
    "no": ("", "s", "e"),
    "sv": ("", "s"),
}
COMPOUNDING = frozenset(_LINKS)
"""Languages that write compounds as one word."""

SHORTEST_PART = 4
LONGEST_WORD = 60
"""Words longer than this are left whole: splitting takes quadratic time."""


class Lexicon:
    """Words of one language that may be parts of compounds."""

    def __init__(self, lang: str, known: Iterable[str]) -> None:
        """`known` are folded words; those too short to be trusted are ignored."""
        self.lang = lang
        self._links = _LINKS.get(primary(lang), ("",))
        self._never = _particles(self.lang)
        self._whole = _whole(self.lang)
        curated, short = _curated(self.lang)
        self._parts = {
            word
            for word in known
            if len(word) >= SHORTEST_PART
            and word.isalpha()
            and word not in self._never
            and not is_stop_word(word, lang)
        }
        self._parts |= curated
        self._short = short
        self._last = {stem(word, lang) for word in self._parts} | {
            stem(word, lang) for word in short
        }
        self.split = lru_cache(maxsize=20_000)(self._split)

    def may_begin(self, text: str) -> bool:
        """Whether `text` can be the first part of a compound, its link included."""
        return any(
            text.removesuffix(link) in self._parts
            for link in self._links
            if text.endswith(link) and len(text) - len(link) >= SHORTEST_PART
        )

    def _split(self, word: str) -> tuple[str, ...]:
        """The parts of `word`, at least two, fewest first choice; empty when it is no compound."""
        if not 2 * 3 <= len(word) <= LONGEST_WORD or not word.isalpha():
            return ()
        if stem(word, self.lang) in self._whole:
            return ()
        best: dict[int, tuple[str, ...]] = {0: ()}
        for start in range(len(word)):
            if start not in best:
                continue
            for end in range(start + 3, len(word)):
                if self._is_part(word[start:end], is_first=start == 0):
                    self._extend(best, word, start, end)
            if start and self._is_last(word[start:]):
                _keep_shorter(best, len(word), (*best[start], word[start:]))
        return best.get(len(word), ())

    def _extend(self, best: dict[int, tuple[str, ...]], word: str, start: int, end: int) -> None:
        for link in self._links:
            if word.startswith(link, end) and end + len(link) < len(word):
                _keep_shorter(best, end + len(link), (*best[start], word[start:end]))

    def _is_part(self, part: str, *, is_first: bool) -> bool:
        if part in self._parts or part in self._short:
            return True
        return is_first and primary(self.lang) == "da" and part in danish.NUMBERS and len(part) > 2

    def _is_last(self, part: str) -> bool:
        if part in self._parts or part in self._short:
            return True
        return (
            len(part) >= SHORTEST_PART
            and part not in self._never
            and len(stem(part, self.lang)) >= 3
            and stem(part, self.lang) in self._last
        )


class Lexicons:
    """One lexicon per language that writes compounds as one word."""

    def __init__(self, words_by_lang: Mapping[str, Iterable[str]]) -> None:
        self._by_lang = {
            lang: Lexicon(lang, known)
            for lang, known in words_by_lang.items()
            if primary(lang) in COMPOUNDING
        }

    def split(self, word: str, lang: str) -> tuple[str, ...]:
        """The parts of a folded word as they stand in it, without links."""
        lexicon = self._by_lang.get(lang)
        return lexicon.split(word) if lexicon else ()

    def parts(self, word: str, lang: str) -> tuple[str, ...]:
        """Roots of the parts of a folded word; empty when it is no compound in `lang`."""
        lexicon = self._by_lang.get(lang)
        if lexicon is None:
            return ()
        return tuple(root(part, lang) for part in lexicon.split(word))


def _keep_shorter(best: dict[int, tuple[str, ...]], at: int, parts: tuple[str, ...]) -> None:
    """Fewest parts win, then those with the fewest letters left over as links."""
    known = best.get(at)
    if known is None or _size(parts) < _size(known):
        best[at] = parts


def _size(parts: tuple[str, ...]) -> tuple[int, int]:
    return len(parts), -sum(map(len, parts))


@lru_cache(maxsize=16)
def _particles(lang: str) -> frozenset[str]:
    if primary(lang) != "da":
        return frozenset()
    return frozenset(fold(word) for word in danish.PARTICLES.split())


@lru_cache(maxsize=16)
def _whole(lang: str) -> frozenset[str]:
    if primary(lang) != "da":
        return frozenset()
    return frozenset(stem(fold(word), lang) for word in danish.WHOLE.split())


@lru_cache(maxsize=16)
def _curated(lang: str) -> tuple[frozenset[str], frozenset[str]]:
    """The curated parts: those of ordinary length, and the short ones trusted all the same."""
    if primary(lang) != "da":
        return frozenset(), frozenset()
    listed = {fold(word) for word in danish.PARTS.split()}
    short = {word for word in listed if 3 <= len(word) < SHORTEST_PART}
    return frozenset(word for word in listed if len(word) >= SHORTEST_PART), frozenset(short)
