"""Which labels have a token: plain tokens go in at build, sets of label numbers come out.

Two engines behind one door. Whoosh is the embedded default. Large vocabularies are packed into
SQLite instead, one compressed bitmap per token: Whoosh needs minutes to build them, and reads a
common word's list one number at a time. Both give the same sets, so the ranking is the same.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol

from pyroaring import BitMap
from whoosh import fields, index
from whoosh.reading import TermNotFound

from fagbegreb.search.found import Found, Owners
from fagbegreb.text import is_stop_word, stem, stems

Tokens = dict[str, "array[int]"]
"""Token to the label numbers that have it, ascending."""
Progress = Callable[[str], None]

LARGE: Final = 60_000
"""Labels from which on the packed engine is used."""
OwnersOf = Callable[[str, bool], Owners]
"""Those of a language; of its running texts where the second is true."""
WORD: Final = "w"
STEM: Final = "s"
PART: Final = "p"
TEXT: Final = "t"
START: Final = "b"
WHOLE: Final = "e"
_EMPTY: Final = BitMap()
_CACHED_TOKENS: Final = 4096


class Postings(Protocol):
    """A token's labels; empty for a token that nobody has."""

    def __call__(self, kind: str, lang: str, token: str) -> Found:
        """`kind` is one of WORD, STEM, PART, TEXT, START, WHOLE."""


def whole_token(words: Iterable[str], lang: str) -> str:
    """All that a label says in one token, whatever the order, inflection and small words."""
    telling = {stem(word, lang) for word in words if not is_stop_word(word, lang)}
    return "_".join(sorted(telling or stems(words, lang)))


def token_key(kind: str, lang: str, token: str) -> str:
    """How a token is named in either engine."""
    return f"{kind}{lang}|{token}"


# Whoosh

_SCHEMA_FIELDS = (WORD, STEM, PART, TEXT, START, WHOLE)


def _schema() -> fields.Schema:
    return fields.Schema(**{name: fields.KEYWORD(scorable=False) for name in _SCHEMA_FIELDS})


def write_whoosh(path: Path, tokens: Tokens, label_count: int) -> None:
    """One Whoosh document per label, in order, so that document and label numbers agree."""
    path.mkdir(parents=True)
    by_label: list[dict[str, list[str]]] = [{} for _ in range(label_count)]
    for key, labels in tokens.items():
        for label in labels:
            by_label[label].setdefault(key[0], []).append(key[1:])
    writer = index.create_in(str(path), _schema()).writer(limitmb=256)
    for held in by_label:
        writer.add_document(**{name: " ".join(found) for name, found in held.items()})
    writer.commit(optimize=True)


def open_whoosh(path: Path, owners: OwnersOf) -> Postings:
    """Reads a Whoosh index; never unpickles the schema that lies in it."""
    reader = index.open_dir(str(path), readonly=True, schema=_schema()).reader()

    @lru_cache(maxsize=_CACHED_TOKENS)
    def find(kind: str, lang: str, token: str) -> Found:
        try:
            labels = BitMap(reader.postings(kind, f"{lang}|{token}").all_ids())
        except TermNotFound:
            labels = _EMPTY
        return Found(labels, owners(lang, kind == TEXT))

    return find


# Packed


def write_packed(
    database: sqlite3.Connection, tokens: Tokens, concept_of: Sequence[int], progress: Progress
) -> None:
    """One row per token: its labels and its concepts, each as a compressed bitmap."""
    database.execute(
        "CREATE TABLE posting (token TEXT PRIMARY KEY, labels BLOB, concepts BLOB) WITHOUT ROWID"
    )
    database.executemany(
        "INSERT INTO posting VALUES (?, ?, ?)", _packed_rows(tokens, concept_of, progress)
    )


def _packed_rows(
    tokens: Tokens, concept_of: Sequence[int], progress: Progress
) -> Iterable[tuple[str, bytes, bytes]]:
    for number, key in enumerate(sorted(tokens)):
        if number % 200_000 == 0:
            progress(f"search: {number:,} of {len(tokens):,} tokens packed")
        labels = tokens.pop(key)
        owners = BitMap(array("I", map(concept_of.__getitem__, labels)))
        yield key, BitMap(labels).serialize(), owners.serialize()


def open_packed(database: sqlite3.Connection, owners: OwnersOf) -> Postings:
    """Reads packed postings."""

    @lru_cache(maxsize=_CACHED_TOKENS)
    def find(kind: str, lang: str, token: str) -> Found:
        row = database.execute(
            "SELECT labels, concepts FROM posting WHERE token = ?", (token_key(kind, lang, token),)
        ).fetchone()
        if row is None:
            return Found(_EMPTY, owners(lang, kind == TEXT), _EMPTY)
        return Found(BitMap.deserialize(row[0]), owners(lang, kind == TEXT), row[1])

    return find
