"""What was typed, read once: made harmless, folded, and cut into words."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Final

from fagbegreb.text import is_stop_word, squash, words

MAX_CHARS: Final = 250
MAX_WORDS: Final = 16
"""Longer texts are cut here: nobody's concept has such a name, and work grows with words."""


@dataclass(frozen=True, slots=True)
class Query:
    """A text in search of concepts."""

    text: str
    """As typed, without control characters, one space at a time."""
    squashed: str
    words: tuple[str, ...]
    typed: dict[str, str] = field(default_factory=dict)
    """Folded word to the word as it was typed, for telling back."""
    _content: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def read(cls, typed: str) -> Query:
        """Any text at all; what is no text (control characters, lone surrogates) is dropped."""
        plain = typed[: 4 * MAX_CHARS].encode("utf-8", "ignore").decode()
        if not plain.isprintable():
            plain = "".join(" " if _is_noise(char) else char for char in plain)
        plain = " ".join(plain.split())[:MAX_CHARS]
        surface: dict[str, str] = {}
        for word in plain.split():
            folded = words(word)
            if len(folded) == 1:
                surface[folded[0]] = word
        return cls(plain, squash(plain), words(plain)[:MAX_WORDS], surface)

    def content(self, lang: str) -> tuple[str, ...]:
        """The words that carry meaning in `lang`, each once."""
        known = self._content.get(lang)
        if known is None:
            telling = (word for word in self.words if not is_stop_word(word, lang))
            known = self._content[lang] = tuple(dict.fromkeys(telling))
        return known

    def without(self, start: int, end: int) -> Query:
        """The query without the words from `start` up to `end`."""
        left = self.words[:start] + self.words[end:]
        text = " ".join(self.typed.get(word, word) for word in left)
        return Query(text, "".join(left), left, self.typed)

    def with_words(self, chosen: tuple[str, ...]) -> Query:
        """The query with other words in place of its own."""
        return Query(" ".join(chosen), "".join(chosen), chosen, self.typed)


def _is_noise(char: str) -> bool:
    """Control characters, and the invisible ones that turn or join text."""
    return unicodedata.category(char) in {"Cc", "Cf", "Co", "Cn", "Zl", "Zp"}
