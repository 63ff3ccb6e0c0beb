"""False splits: how compounds are cut, beside how a reader cuts them.

`splits.tsv` holds words of the content (folded) and their parts, each read through by eye; a word
that is no compound is its own only part.
"""

from __future__ import annotations

from pathlib import Path

from fagbegreb.terminology import Terminology
from fagbegreb.text import Lexicon, root, words

SPLITS = Path(__file__).with_name("splits.tsv")
_LANG = "da"


def read_splits(path: Path = SPLITS) -> dict[str, tuple[str, ...]]:
    """Word to its parts."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return {word: tuple(parts.split(" ")) for word, parts in rows}


def lexicon_of(terminology: Terminology) -> Lexicon:
    """The parts that the content's own Danish labels make known."""
    known: set[str] = set()
    for document in terminology.vocabulary.documents():
        labels = (
            document.concept.labels.get(_LANG, ""),
            *document.alt_labels.get(_LANG, ()),
            *document.hidden_labels.get(_LANG, ()),
        )
        known.update(word for label in labels for word in words(label))
    return Lexicon(_LANG, known)


def wrongly_split(lexicon: Lexicon, judged: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Words that are cut where no reader cuts them, or are left whole."""
    return tuple(
        word
        for word, parts in judged.items()
        if _roots(lexicon.split(word) or (word,)) != _roots(parts)
    )


def _roots(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(root(part, _LANG) for part in parts)
