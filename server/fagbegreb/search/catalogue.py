"""What the index knows beside the tokens: concepts, labels in order, codes, words and facets.

One SQLite file, and Strings for what every hit needs; written once, opened read-only. Concepts are
numbered in their static order of rank, labels in alphabetical order within each language, so that
both "best first" and "begins with" are ranges of numbers.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from pyroaring import BitMap

from fagbegreb.model import Iri
from fagbegreb.search.analysis import Analysed, ConceptRow, LabelRow
from fagbegreb.search.found import Owners
from fagbegreb.search.strings import Strings
from fagbegreb.text import primary

FILE: Final = "catalogue.sqlite"
LAST: Final = "\U0010ffff"
"""Comes after every text."""
_IRIS, _NOTATIONS, _ALPHABET, _LABELS = "iris", "notations", "alphabet", "labels"
_TABLES = """
CREATE TABLE blob (name TEXT PRIMARY KEY, data BLOB);
CREATE TABLE validity (concept INTEGER, valid_from TEXT, valid_to TEXT);
CREATE TABLE facet (name TEXT, value TEXT, concepts BLOB);
CREATE TABLE word (lang TEXT, word TEXT, shown TEXT, visible INTEGER,
    PRIMARY KEY (lang, word)) WITHOUT ROWID;
CREATE TABLE code (code TEXT, concept INTEGER, field TEXT, text TEXT,
    PRIMARY KEY (code, concept, field)) WITHOUT ROWID;
"""
_INDEXES = "CREATE INDEX code_by_length ON code (length(code), code);"
# codes come in any order: a tree that does not fit the cache is written over and over
_PRAGMAS = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;"
_MAPPED_BYTES: Final = 1 << 30
_LONGER: Final = 12
"""A code that is being typed is completed by at most so many characters."""
_BLOCK: Final = 1_024
"""The concepts of so many labels that stand side by side are kept together."""
_BEGINNINGS_KEPT: Final = 4_096
_USUAL: Final = 15


def code_key(code: str) -> str:
    """A code as it is compared: without case, spaces and what cannot be seen."""
    key = "".join(code.casefold().split())
    return key if key.isprintable() else "".join(filter(str.isprintable, key))


# Writing


def create(path: Path) -> sqlite3.Connection:
    """An empty catalogue to write to; nobody reads it before it is whole."""
    database = sqlite3.connect(path / FILE, isolation_level=None)
    database.executescript(_PRAGMAS + "BEGIN;" + _TABLES)
    return database


def write(path: Path, database: sqlite3.Connection, analysed: Analysed) -> array[int]:
    """Writes all but the postings; gives back the concept of each label."""
    concept_of = array("I", (row.concept for row in analysed.labels))
    Strings.write(path / _IRIS, (row.iri for row in analysed.concepts))
    Strings.write(path / _NOTATIONS, (row.notation for row in analysed.concepts))
    Strings.write(path / _ALPHABET, (row.squashed for row in analysed.labels))
    Strings.write(path / _LABELS, (row.text for row in analysed.labels))
    database.executemany(
        "INSERT INTO validity VALUES (?, ?, ?)",
        (
            (n, row.valid_from, row.valid_to)
            for n, row in enumerate(analysed.concepts)
            if row.valid_from or row.valid_to
        ),
    )
    database.executemany(
        "INSERT INTO word VALUES (?, ?, ?, ?)",
        (
            (lang, word, shown, is_visible)
            for lang, known in sorted(analysed.vocabulary.items())
            for word, (shown, is_visible) in sorted(known.items())
        ),
    )
    database.executemany("INSERT OR IGNORE INTO code VALUES (?, ?, ?, ?)", _codes(analysed))
    database.executemany("INSERT INTO facet VALUES (?, ?, ?)", _facets(analysed.concepts))
    _write_arrays(database, analysed.labels, concept_of)
    spans = {lang: _span(analysed.labels, lang) for lang in analysed.langs}
    write_json(database, "langs", spans)
    return concept_of


def _codes(analysed: Analysed) -> Iterator[tuple[str, int, str, str]]:
    for number, row in enumerate(analysed.concepts):
        yield code_key(row.notation), number, "notation", row.notation
        yield code_key(f"{row.scheme}:{row.notation}"), number, "notation", row.notation
        yield code_key(row.iri), number, "notation", row.notation
        if row.reference:
            yield code_key(row.reference), number, "reference", row.reference
            # the key is no code that anybody types: it finds a provision of any act by its number
            yield f"\x1f{row.notation.casefold()}", number, "reference", row.reference


def _facets(concepts: Sequence[ConceptRow]) -> Iterator[tuple[str, str, bytes]]:
    members: dict[tuple[str, str], BitMap] = defaultdict(BitMap)
    for number, row in enumerate(concepts):
        members["scheme", row.scheme].add(number)
        members["kind", row.kind].add(number)
        members["status", row.status].add(number)
    for (name, value), numbers in sorted(members.items()):
        yield name, value, numbers.serialize()


def _write_arrays(
    database: sqlite3.Connection, labels: Sequence[LabelRow], concept_of: array[int]
) -> None:
    by_concept = array("I", sorted(range(len(labels)), key=concept_of.__getitem__))
    starts = array("I")
    for place, label in enumerate(by_concept):
        while len(starts) <= concept_of[label]:
            starts.append(place)
    starts.append(len(by_concept))
    blobs = {
        "concept_of": concept_of.tobytes(),
        "several": _several(labels).serialize(),
        "field_of": bytes(row.field for row in labels),
        "labels_by_concept": by_concept.tobytes(),
        "label_starts": starts.tobytes(),
    }
    database.executemany("INSERT INTO blob VALUES (?, ?)", blobs.items())


def _several(labels: Sequence[LabelRow]) -> BitMap:
    """The labels (not the bodies) of concepts that have more than one of them in a language."""
    first: dict[tuple[str, int], int] = {}
    several = BitMap()
    for number, row in enumerate(labels):
        if not row.is_body:
            before = first.setdefault((row.lang, row.concept), number)
            if before != number:
                several.add(before)
                several.add(number)
    return several


def _span(labels: Sequence[LabelRow], lang: str) -> tuple[int, int]:
    """First and last-but-one number of the labels (not the bodies) of a language."""
    low = bisect_left(labels, (False, lang), key=lambda row: row[:2])
    return low, bisect_left(labels, (False, lang + "\0"), key=lambda row: row[:2])


def write_json(database: sqlite3.Connection, name: str, value: object) -> None:
    """Stores a small value by name."""
    database.execute("INSERT INTO blob VALUES (?, ?)", (name, json.dumps(value).encode()))


def finish(database: sqlite3.Connection) -> None:
    """Makes the catalogue whole; it is not written to again."""
    database.execute(_INDEXES)
    database.execute("COMMIT")
    database.close()


# Reading


class Catalogue:
    """An open catalogue."""

    def __init__(self, path: Path) -> None:
        where = f"{(path / FILE).resolve().as_uri()}?mode=ro&immutable=1"
        # SQLite is built to be shared between threads, and nobody writes
        self.database = sqlite3.connect(where, uri=True, check_same_thread=False)
        self.database.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        self.concept_of = _unsigned(self._blob("concept_of"))
        self.field_of = self._blob("field_of")
        self._labels_by_concept = _unsigned(self._blob("labels_by_concept"))
        self._label_starts = _unsigned(self._blob("label_starts"))
        several = self._blob("several")
        self._several = BitMap.deserialize(several) if several else None
        self.spans: dict[str, tuple[int, int]] = json.loads(self._blob("langs"))
        self._iris, self._notations = Strings(path / _IRIS), Strings(path / _NOTATIONS)
        self._alphabet, self._labels = Strings(path / _ALPHABET), Strings(path / _LABELS)
        self.other_names: dict[str, str] = self.read_json("other_names")
        self.facets: dict[str, dict[str, BitMap]] = defaultdict(dict)
        """Largest values first."""
        rows = self.database.execute("SELECT * FROM facet").fetchall()
        read = [(name, value, BitMap.deserialize(members)) for name, value, members in rows]
        for name, value, members in sorted(read, key=lambda row: -len(row[2])):
            self.facets[name][value] = members
        self._owners = lru_cache(maxsize=None)(self._read_owners)
        self._concepts_of_block = lru_cache(maxsize=None)(self._read_block)
        self._beginning = lru_cache(maxsize=_BEGINNINGS_KEPT)(self._find_beginning)
        self._validity = self.database.execute("SELECT * FROM validity").fetchall()
        self.not_in_force = lru_cache(maxsize=16)(self._not_in_force)

    def close(self) -> None:
        """Lets go of the file."""
        self.database.close()

    def _blob(self, name: str) -> bytes:
        row = self.database.execute("SELECT data FROM blob WHERE name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else b""

    def read_json(self, name: str) -> Any:
        """A value stored as JSON; None when there is none."""
        data = self._blob(name)
        return json.loads(data) if data else None

    def langs(self, asked: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The languages that answer to `asked`, and all others, each in a fixed order."""
        exact = tuple(lang for lang in self.spans if lang.lower() == asked.lower())
        near = tuple(lang for lang in self.spans if primary(lang) == primary(asked))
        chosen = exact or near
        return chosen, tuple(lang for lang in self.spans if lang not in chosen)

    def iri(self, concept: int) -> Iri:
        """The IRI of a concept number."""
        return Iri(self._iris[concept])

    def notation(self, concept: int) -> str:
        """The code of a concept number."""
        return self._notations[concept]

    def text(self, label: int) -> str:
        """The text of a label number, as its author wrote it."""
        return self._labels[label]

    def labels_of(self, concept: int) -> array[int]:
        """Numbers of the labels and running texts of a concept."""
        start, end = self._label_starts[concept], self._label_starts[concept + 1]
        return self._labels_by_concept[start:end]

    def beginning_with(self, squashed: str, lang: str) -> range:
        """The numbers of the labels in `lang` that begin so."""
        return self._beginning(squashed, lang)

    def equal_to(self, squashed: str, lang: str) -> range:
        """The numbers of the labels in `lang` that are just so: the first that begin so."""
        begun = self._beginning(squashed, lang)
        if not begun or self._alphabet[begun.start] != squashed:
            return begun[:0]
        end = self._alphabet.first_from(squashed + "\0", begun.start, begun.stop)
        return range(begun.start, end)

    def _find_beginning(self, squashed: str, lang: str) -> range:
        low, high = self.spans[lang]
        start = self._alphabet.first_from(squashed, low, high)
        if start >= high or not self._alphabet[start].startswith(squashed):
            return range(start, start)
        near = start + _USUAL  # mostly few labels begin so, and need not be sought among all
        if near < high and not self._alphabet[near].startswith(squashed):
            high = near
        return range(start, self._alphabet.first_from(squashed + LAST, start, high))

    def concepts_of(self, labels: range) -> BitMap:
        """The concepts of labels that stand side by side."""
        first, end = -(-labels.start // _BLOCK), labels.stop // _BLOCK
        if first >= end:
            return BitMap(self.concept_of[labels.start : labels.stop])
        return BitMap.union(
            BitMap(self.concept_of[labels.start : first * _BLOCK]),
            BitMap(self.concept_of[end * _BLOCK : labels.stop]),
            *map(self._concepts_of_block, range(first, end)),
        )

    def _read_block(self, block: int) -> BitMap:
        return BitMap(self.concept_of[block * _BLOCK : (block + 1) * _BLOCK])

    def owners(self, lang: str, of_bodies: bool = False) -> Owners:
        """Whose the labels of a language are, or its running texts: a concept has one of these."""
        return self._owners(lang, of_bodies)

    def _read_owners(self, lang: str, of_bodies: bool) -> Owners:
        if of_bodies:
            return Owners(self.concept_of, BitMap())
        if self._several is None:
            return Owners(self.concept_of, None)
        return Owners(self.concept_of, self._several & BitMap(range(*self.spans[lang])))

    def coded(self, code: str) -> tuple[tuple[int, str, str], ...]:
        """(concept, field, text) of those with this code, CURIE, IRI or reference."""
        return tuple(
            self.database.execute(
                "SELECT concept, field, text FROM code WHERE code = ? ORDER BY concept",
                (code_key(code),),
            )
        )

    def codes_beginning_with(self, code: str, limit: int) -> tuple[tuple[int, str, str], ...]:
        """(concept, field, text) by code, shortest first."""
        key = code_key(code)
        found: list[tuple[int, str, str]] = []
        # length by length, because sorting all codes that begin with one letter takes too long
        for length in range(len(key) + 1, len(key) + 1 + _LONGER):
            if len(found) >= limit:
                break
            found += self.database.execute(
                "SELECT concept, field, text FROM code WHERE length(code) = ? AND code > ? "
                "AND code < ? ORDER BY code, concept LIMIT ?",
                (length, key, key + LAST, limit - len(found)),
            )
        return tuple(found)

    def words(self, lang: str, low: str, high: str) -> list[tuple[str, str, bool]]:
        """(folded, shown, visible) of the words of a language from `low` up to `high`."""
        sql = "SELECT word, shown, visible FROM word WHERE lang = ? AND word >= ? AND word < ?"
        return self.database.execute(f"{sql} ORDER BY word", (lang, low, high)).fetchall()

    def provisions(self, code: str) -> tuple[tuple[int, str], ...]:
        """(concept, reference) of the provisions with this number, of any act."""
        return tuple(
            self.database.execute(
                "SELECT concept, text FROM code WHERE code = ? ORDER BY concept", (f"\x1f{code}",)
            )
        )

    def parts_of_provision(self, code: str) -> tuple[tuple[int, str], ...]:
        """(concept, reference) of what stands under a provision, of any act."""
        return tuple(
            self.database.execute(
                "SELECT concept, text FROM code WHERE code > ? AND code < ? ORDER BY concept",
                (f"\x1f{code}.", f"\x1f{code}/"),
            )
        )

    def _not_in_force(self, at: date) -> BitMap:
        day = at.isoformat()
        return BitMap(
            concept
            for concept, start, end in self._validity
            if (start and start > day) or (end and end < day)
        )


def _unsigned(data: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(data)
    return numbers
