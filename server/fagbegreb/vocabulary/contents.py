"""Contents: which concepts each scheme has, in which order, and each as it is embedded everywhere.

Worked out once, when a snapshot is built, and read by the page afterwards, so that a scheme of a
million concepts lists as fast as one of ten, and a page of hits costs no question to the store. It
says nothing that the store does not say; without it the store is asked. One SQLite file, opened
read-only; threads may share it.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import orjson

from fagbegreb.model import (
    Concept,
    Confidence,
    Iri,
    Notation,
    SchemeId,
    SearchDocument,
    Status,
)
from fagbegreb.vocabulary.reading import natural_key

if TYPE_CHECKING:
    from fagbegreb.vocabulary import Vocabulary

FILE: Final = "contents.sqlite"
CONCEPTS: Final = "concepts"
TOPS: Final = "tops"
_TABLES = """
CREATE TABLE concept (number INTEGER PRIMARY KEY, iri TEXT UNIQUE, told BLOB);
CREATE TABLE list (scheme TEXT, name TEXT, numbers BLOB, PRIMARY KEY (scheme, name));
CREATE TABLE figures (scheme TEXT PRIMARY KEY, told TEXT);
"""
_MAPPED_BYTES: Final = 1 << 28
_LISTS_KEPT: Final = 32


class Figures(NamedTuple):
    """What a scheme amounts to."""

    concepts: int = 0
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


class ContentsWriter:
    """Writes the file beside the search index, while the same documents pass by."""

    def __init__(self, folder: Path) -> None:
        self._count = 0
        self._listed: dict[Iri, list[tuple[str, Iri, int]]] = defaultdict(list)
        self._database = sqlite3.connect(folder / FILE, isolation_level=None)
        self._database.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536; "
            f"BEGIN; {_TABLES}"
        )

    def noting(self, documents: Iterable[SearchDocument]) -> Iterator[SearchDocument]:
        """Hands the documents on, and keeps the name and the place of each concept."""
        for document in documents:
            iri = document.concept.iri
            number = self._insert(document.concept)
            for scheme in document.schemes:
                self._listed[scheme].append((document.code, iri, number))
            yield document

    def finish(self, vocabulary: Vocabulary) -> None:
        """Writes the order of every scheme, as the store has it, and closes the file."""
        for head in vocabulary.book.heads.values():
            listed = self._listed.pop(head.iri, [])
            listed.sort(key=lambda each: (natural_key(each[0]), each[1]))
            self._list(head.iri, CONCEPTS, (number for _, _, number in listed))
            tops = vocabulary.read_tops(head.iri)
            self._list(head.iri, TOPS, (self._number(iri, vocabulary) for iri in tops))
        for scheme, figures in vocabulary.book.figures.items():
            row = (scheme, json.dumps(figures))
            self._database.execute("INSERT INTO figures VALUES (?, ?)", row)
        self._database.execute("COMMIT")
        self._database.close()

    def _list(self, scheme: Iri, name: str, numbers: Iterable[int]) -> None:
        row = (scheme, name, array("I", numbers).tobytes())
        self._database.execute("INSERT INTO list VALUES (?, ?, ?)", row)

    def _number(self, iri: Iri, vocabulary: Vocabulary) -> int:
        sql = "SELECT number FROM concept WHERE iri = ?"
        row = self._database.execute(sql, (iri,)).fetchone()
        return self._insert(vocabulary.concept(iri)) if row is None else int(row[0])

    def _insert(self, concept: Concept) -> int:
        """Each concept comes once; its number."""
        self._count += 1
        sql = "INSERT INTO concept (number, iri, told) VALUES (?, ?, ?)"
        self._database.execute(sql, (self._count, concept.iri, _told(concept)))
        return self._count


class Contents:
    """An open file of contents."""

    def __init__(self, path: Path) -> None:
        where = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        # SQLite is built to be shared between threads, and nobody writes
        self._database = sqlite3.connect(where, uri=True, check_same_thread=False)
        self._database.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        self._numbers = lru_cache(maxsize=_LISTS_KEPT)(self._read_numbers)

    @classmethod
    def beside(cls, folder: Path) -> Contents | None:
        """Those of a snapshot; None for one that was built before there were any."""
        path = folder / FILE
        return cls(path) if path.is_file() else None

    def page(self, scheme: Iri, name: str, offset: int, limit: int | None) -> tuple[Iri, ...]:
        """Part of a scheme's CONCEPTS or TOPS, in order of code."""
        numbers = self._numbers(scheme, name)[offset : None if limit is None else offset + limit]
        sql = "SELECT iri FROM concept WHERE number = ?"
        return tuple(Iri(self._database.execute(sql, (one,)).fetchone()[0]) for one in numbers)

    def concept(self, iri: str) -> Concept | None:
        """The concept; None for what is none, or in no scheme."""
        sql = "SELECT told FROM concept WHERE iri = ?"
        row = self._database.execute(sql, (iri,)).fetchone()
        return None if row is None else _concept(Iri(iri), row[0])

    def figures(self) -> dict[Iri, Figures]:
        """Of every scheme, by its IRI."""
        rows = self._database.execute("SELECT scheme, told FROM figures")
        told = ((Iri(scheme), json.loads(text)) for scheme, text in rows)
        return {
            scheme: Figures(count, tuple(kinds), tuple(languages))
            for scheme, (count, kinds, languages) in told
        }

    def _read_numbers(self, scheme: Iri, name: str) -> array[int]:
        sql = "SELECT numbers FROM list WHERE scheme = ? AND name = ?"
        row = self._database.execute(sql, (scheme, name)).fetchone()
        numbers = array("I")
        numbers.frombytes(row[0] if row else b"")
        return numbers


def _told(concept: Concept) -> bytes:
    """All but the IRI, in the order in which `_concept` takes it."""
    return orjson.dumps(
        (
            concept.scheme,
            concept.notation,
            concept.labels,
            concept.kind,
            concept.reference,
            concept.status,
            concept.confidence,
            concept.valid_from,
            concept.valid_to,
            concept.replaced_by,
            concept.definition,
        )
    )


def _concept(iri: Iri, told: bytes) -> Concept:
    scheme, notation, labels, kind, reference, status, confidence, *rest = orjson.loads(told)
    valid_from, valid_to, replaced_by, definition = rest
    return Concept(
        iri=iri,
        scheme=SchemeId(scheme),
        notation=Notation(notation),
        labels=labels,
        kind=kind,
        reference=reference,
        status=Status(status),
        confidence=Confidence(confidence),
        valid_from=date.fromisoformat(valid_from) if valid_from else None,
        valid_to=date.fromisoformat(valid_to) if valid_to else None,
        replaced_by=tuple(replaced_by),
        definition=definition,
    )
