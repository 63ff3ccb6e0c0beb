"""Folding: a text as typed goes in, lower-case words without accents come out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "å": "a",
        "æ": "a",
        "ä": "a",
        "ø": "o",
        "ö": "o",
        "œ": "o",
        "ð": "d",
        "đ": "d",
        "þ": "th",
        "ł": "l",
        "ı": "i",
        # the sign is read aloud, and people write the word as often as the sign
        "§": " paragraf ",
        "&": " ",
    }
)
_DIGRAPHS = re.compile("aa|ae|oe")
_DIGRAPH_LETTER = {"aa": "a", "ae": "a", "oe": "o"}
_DOUBLED = re.compile(r"(.)\1+")
_SILENT = re.compile(r"\bh(?=[jv])|(?<=[nlr])d")
_SOUNDS = str.maketrans("eiouydgbvwqcz", "aaaaatkpffkks")
_GENITIVE_APOSTROPHE = re.compile(r"['’`´](?=s\b)")
_PERCENT = re.compile(r"(?<=\d)\s*%")
_SECTION_SIGNS = re.compile(r"\bparagraf\s+paragraf\b|\bparagraf(?:fen|fer|ferne|fens)\b")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case, æ/ä/å/ae/aa as a, ø/ö/oe as o, no accents, punctuation as single spaces."""
    return " ".join(words(text))


@lru_cache(maxsize=256)
def words(text: str) -> tuple[str, ...]:
    """The folded words of `text` in order; numbers are words, punctuation is not."""
    if text.isascii() and text.isalnum() and text.islower():
        return (_fold_digraphs(text),)
    lowered = unicodedata.normalize("NFKC", text).casefold()
    if "%" in lowered:
        lowered = _PERCENT.sub(" procent", lowered)
    # before the letters themselves: åe is no ae
    spelled = _fold_digraphs(_GENITIVE_APOSTROPHE.sub("", lowered)).translate(_LETTERS)
    if not spelled.isascii():
        spelled = _without_accents(spelled)
    return tuple(_WORD.findall(_SECTION_SIGNS.sub("paragraf", spelled)))


def squash(text: str) -> str:
    """The folded text without spaces: equal for `ICS-trekanten`, `ICS trekanten`, `icstrekanten`.

    A text of signs only keeps its signs, so that it still equals itself.
    """
    return "".join(words(text)) or "".join(text.casefold().split())


@lru_cache(maxsize=4096)
def skeleton(word: str) -> str:
    """An unfolded word with æ, ø and å left out, as from a keyboard or system that lost them.

    Empty when there is nothing to leave out, or when too little would be left to go by.
    """
    lowered = unicodedata.normalize("NFKC", word).casefold()
    bare = re.sub("[åæø]", "", lowered)
    return fold(bare) if bare != lowered and len(bare) >= 3 else ""


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """A folded word as it sounds, roughly: vowels alike, d as t, no silent or doubled letters."""
    plain = _SILENT.sub("", _DOUBLED.sub(r"\1", word)).translate(_SOUNDS)
    return _DOUBLED.sub(r"\1", plain)


@lru_cache(maxsize=1024)
def primary(lang: str) -> str:
    """The language without region or script: `en` of `en-GB`."""
    return lang.partition("-")[0].lower()


def _fold_digraphs(text: str) -> str:
    return _DIGRAPHS.sub(lambda found: _DIGRAPH_LETTER[found.group()], text)


_CHARACTERS_KEPT = 4_096


class _Plain(dict[int, str]):
    """Each character without its accents, worked out when it first occurs."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFD", chr(code))
        plain = "".join(char for char in decomposed if not unicodedata.combining(char))
        if len(self) < _CHARACTERS_KEPT:
            self[code] = plain
        return plain


_PLAIN = _Plain()


def _without_accents(text: str) -> str:
    return text.translate(_PLAIN)
