"""Stems: a folded word and its language go in, the key that its inflected forms share comes out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import Stemmer

from fagbegreb.text import danish
from fagbegreb.text.folding import fold, primary

_ALGORITHMS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hu": "hungarian",
    "hy": "armenian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "tr": "turkish",
}

_ENGLISH_STOP_WORDS = """
a an and are as at be by for from has have how in into is it its of on or that the their this to was
what when where which who why will with
"""
_GERMAN_STOP_WORDS = """
aus bei das dem den der des die ein eine einem einen einer eines für im in ist mit nach oder und von
vor zu zum zur
"""
_STOP_WORDS = {
    lang: frozenset(fold(word) for word in listed.split())
    for lang, listed in (
        ("da", danish.STOP_WORDS),
        ("en", _ENGLISH_STOP_WORDS),
        ("de", _GERMAN_STOP_WORDS),
    )
}
_TURNING = frozenset(fold(word) for word in danish.TURNING.split())

# -ning/-ing turns a verb into its noun; what is left must still be a word of some length
_VERBAL_NOUN = re.compile(r"^(\w{5,}?)n?ing$")
_PARTICIPLE = re.compile(r"^(\w{3,}[^aeiouy])ede$")
_NEUTER = re.compile(r"^(\w{3,}(?:bar|al|el|som|iv|ant|ent|os|isk))t$")


def is_stop_word(word: str, lang: str) -> bool:
    """Whether a folded word carries grammar and little meaning in `lang`."""
    return word in _STOP_WORDS.get(primary(lang), ())


def turns(word: str, lang: str) -> bool:
    """Whether a folded small word turns the sense of what it stands with: "uden samtykke"."""
    return primary(lang) == "da" and word in _TURNING


def stems(words: Iterable[str], lang: str) -> tuple[str, ...]:
    """The stem of each folded word, in order."""
    return tuple(stem(word, lang) for word in words)


def root(word: str, lang: str) -> str:
    """A wider key than the stem: also joins a Danish verb with its noun in -ning."""
    stemmed = stem(word, lang)
    noun = _VERBAL_NOUN.match(stemmed) if primary(lang) == "da" else None
    # no Danish noun has a doubled letter before -ning: `underrettning` is a slip, not a verb
    if noun is None or (stemmed.endswith("ning") and noun[1] != _undoubled(noun[1])):
        return stemmed
    return _undoubled(noun[1])


def wider(word: str, lang: str) -> str:
    """The field's word for a folded everyday word; empty when we know none."""
    return _wider_words().get(stem(word, lang), "") if primary(lang) == "da" else ""


@lru_cache(maxsize=200_000)
def stem(word: str, lang: str) -> str:
    """The key of a folded word: equal for its inflected forms, meaningless to read.

    Over-strips compounds. A language that we have no algorithm for is left as it is.
    """
    language = primary(lang)
    if language == "da":
        return _danish(word)
    algorithm = _ALGORITHMS.get(language)
    return str(_stemmer(algorithm).stemWord(word)) if algorithm else word


def _danish(word: str) -> str:
    if word in danish.NUMBERS:
        return danish.NUMBERS[word]
    if word.isdecimal():
        return word
    regular = _PARTICIPLE.sub(r"\1et", _NEUTER.sub(r"\1", word))
    base = _lemma(word if word in _irregular() else regular)
    stemmed = str(_stemmer("danish").stemWord(base))
    return _undoubled(stemmed)


def _undoubled(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def _lemma(word: str) -> str:
    """The dictionary form of an irregular word, also at the end of a compound (plejebørn)."""
    forms = _irregular()
    bare = word[:-1] if word.endswith("s") else word
    for candidate in (word, bare):
        if candidate in forms:
            return forms[candidate]
    for candidate in (word, bare):
        for start in range(3, len(candidate) - 3):
            tail = forms.get(candidate[start:])
            if tail is not None:
                return candidate[:start] + tail
    return word


@lru_cache(maxsize=1)
def _wider_words() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in danish.WIDER.strip().splitlines():
        covering, *covered = (fold(word) for word in line.split())
        found.update((_danish(word), covering) for word in covered)
    return found


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    forms: dict[str, str] = {}
    for line in danish.IRREGULAR.strip().splitlines():
        base, *others = (fold(form) for form in line.split())
        forms[base] = base
        forms.update(dict.fromkeys(others, base))
    return forms


@lru_cache(maxsize=32)
def _stemmer(algorithm: str) -> Any:
    # its own cache would grow without limit under hostile queries; ours is bounded
    return Stemmer.Stemmer(algorithm, 0)
