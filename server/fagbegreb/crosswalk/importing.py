"""Importing mappings: an editor's table goes in; rows and faults, then what answers change.

Nothing is written before `write_plan`: first every fault of every row is told, then the plan,
then the difference it makes to answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from fagbegreb.content import NO_TERM, SUFFIX, Row, read_sssom, write_sssom
from fagbegreb.crosswalk.cells import (
    RowFault,
    confidence_of,
    day_of,
    is_negated,
    justification_of,
    relation_of,
    sources_of,
    surplus_of,
)
from fagbegreb.crosswalk.scales import is_scale_value
from fagbegreb.crosswalk.sheets import EditorSheet, SheetRow
from fagbegreb.model import Concept, Iri, Labels, Relation, Resolution, SchemeId
from fagbegreb.namespaces import ID, SKOS
from fagbegreb.vocabulary import Vocabulary

_NOTHING: Final = ("sssom:notermfound", NO_TERM.casefold(), "-", "ingen", "intet", "none")
_FIELDS: Final = {
    "mapping_justification": "justification",
    "confidence": "confidence",
    "comment": "comment",
    "see_also": "sources",
    "mapping_date": "mapping_date",
    "author_label": "author",
    "reviewer_label": "reviewer",
    "subject_source": "subject_source",
}
"""Columns that a table may lack: what stands in the file already is then left as it is."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What the crosswalk files will hold, and how that differs from now."""

    files: dict[str, tuple[Row, ...]]
    """All rows of each crosswalk (`a--b`) that changes."""
    added: tuple[Row, ...]
    changed: tuple[tuple[Row, Row], ...]
    """(as it was, as it will be)."""
    removed: tuple[Row, ...]
    unchanged: int


@dataclass(frozen=True, slots=True)
class ImportLookups:
    """What importing asks of the vocabulary."""

    resolve: Callable[[str, date], Resolution]
    concept_of: Callable[[Iri], Concept]
    scheme_iri: Callable[[SchemeId], Iri]
    """Raises UnknownScheme."""
    scheme_ids: tuple[SchemeId, ...]
    is_known: Callable[[str], bool] = lambda iri: True
    """Whether anything is said of an IRI of ours, such as a source."""

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> ImportLookups:
        """The look-ups of a vocabulary."""
        book = vocabulary.book
        return cls(
            resolve=vocabulary.resolve,
            concept_of=vocabulary.concept,
            scheme_iri=lambda scheme: book.head(scheme).iri,
            scheme_ids=tuple(book.heads),
            is_known=lru_cache(vocabulary.store.exists),
        )


class Importer:
    """Checks rows one by one and makes a plan of those that are sound."""

    def __init__(self, lookups: ImportLookups, at: date) -> None:
        self._lookups = lookups
        self._at = at
        self._prefixes: dict[str, str] = {}

    def check(self, sheet: EditorSheet) -> tuple[tuple[Row, ...], tuple[RowFault, ...]]:
        """The rows that are sound, and every fault of the others, in the order of the table."""
        self._prefixes = sheet.prefixes
        rows: list[Row] = []
        faults: list[RowFault] = []
        seen: dict[tuple[frozenset[str], bool], int] = {}
        for line in sheet:
            row, found = self._read(line)
            if row is not None and not found:
                pair = pair_of(row)
                if pair in seen:
                    found = [_twice(line.line, seen[pair])]
                else:
                    seen[pair] = line.line
                    rows.append(row)
            faults += found
        return tuple(rows), tuple(faults)

    def plan(
        self,
        rows: Iterable[Row],
        folder: Path,
        columns: Container[str] = frozenset(_FIELDS),
        *,
        is_complete: bool = False,
    ) -> ImportPlan:
        """Put the rows into the crosswalk files of `folder`.

        A pair that has a row already gets the new one, except for what stands in `columns` that
        the table does not have. With `is_complete` the rows are all there is between their
        schemes: what stands in the files and not among them is taken away.
        """
        by_file: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_file[self._file_of(row)].append(row)
        files: dict[str, tuple[Row, ...]] = {}
        added: list[Row] = []
        changed: list[tuple[Row, Row]] = []
        removed: list[Row] = []
        unchanged = 0
        for name, new in sorted(by_file.items()):
            kept = {pair_of(row): row for row in _written(folder / f"{name}{SUFFIX}")}
            before = dict(kept)
            for told in new:
                earlier = before.get(pair_of(told))
                row = told if earlier is None else _with_kept(told, earlier, columns)
                if earlier is None:
                    row = self._dated(row)
                    added.append(row)
                elif _same(earlier, row):
                    unchanged += 1
                    continue
                else:
                    row = self._dated(replace(row, mapping_date=told.mapping_date))
                    changed.append((earlier, row))
                kept[pair_of(row)] = row
            if is_complete:
                gone = before.keys() - {pair_of(row) for row in new}
                removed += [kept.pop(pair) for pair in sorted(gone, key=_in_order)]
            if kept != before:
                files[name] = tuple(kept.values())
        return ImportPlan(files, tuple(added), tuple(changed), tuple(removed), unchanged)

    def _dated(self, row: Row) -> Row:
        """A row that does not say when it was judged is judged today."""
        return replace(row, mapping_date=row.mapping_date or self._at.isoformat())

    def _file_of(self, row: Row) -> str:
        subject = self._lookups.concept_of(Iri(row.subject)).scheme
        if row.object == NO_TERM:
            other = self._scheme_with(row.object_source)
        else:
            other = self._lookups.concept_of(Iri(row.object)).scheme
        return "--".join(sorted((subject, other)))

    def _scheme_with(self, iri: str) -> SchemeId:
        ids = self._lookups.scheme_ids
        return next(found for found in ids if self._lookups.scheme_iri(found) == iri)

    def _read(self, line: SheetRow) -> tuple[Row | None, list[RowFault]]:
        faults: list[RowFault] = []
        subject = self._end(line, "subject_id", faults)
        object_, object_source = self._object(line, faults)
        relation = relation_of(line, faults)
        confidence = confidence_of(line, faults)
        mapping_date = day_of(line, faults)
        negated = is_negated(line, faults)
        sources = sources_of(line, faults, self._lookups.is_known)
        surplus_of(line, faults)
        if subject and object_:
            faults += _faults_of_pair(line.line, subject, object_, relation)
        if faults or subject is None or relation is None:
            return None, faults
        row = Row(
            subject=subject.iri,
            predicate=f"{SKOS}{relation.value}Match",
            object=object_.iri if object_ else NO_TERM,
            justification=justification_of(line["mapping_justification"]),
            confidence=confidence,
            comment=line["comment"],
            sources=sources,
            negated=negated,
            subject_source=line["subject_source"],
            object_source=object_source,
            mapping_date=mapping_date,
            author=line["author_label"],
            reviewer=line["reviewer_label"],
            line=line.line,
        )
        return row, faults

    def _object(self, line: SheetRow, faults: list[RowFault]) -> tuple[Concept | None, str]:
        if line["object_id"].casefold() not in _NOTHING:
            return self._end(line, "object_id", faults), ""
        stated = line["object_source"].removeprefix(ID)
        for scheme in self._lookups.scheme_ids:
            if stated in (scheme, self._lookups.scheme_iri(scheme)):
                return None, self._lookups.scheme_iri(scheme)
        faults.append(
            RowFault(
                line.line,
                "object_source",
                {
                    "da": "rækken siger, at intet svarer til begrebet, men ikke i hvilket "
                    "begrebssystem. Skriv systemets id (fx trivsel).",
                    "en": "the row says that nothing corresponds, but not in which scheme. "
                    "Write the scheme's id (such as trivsel).",
                },
            )
        )
        return None, ""

    def _end(self, line: SheetRow, column: str, faults: list[RowFault]) -> Concept | None:
        text = line[column]
        prefix, _, local = text.partition(":")
        declared = self._prefixes.get(prefix, "")
        found = self._lookups.resolve(declared + local if declared else text, self._at)
        if declared and not found.concepts:
            found = self._lookups.resolve(text, self._at)
        if len(found.concepts) == 1 and found.outcome != "ambiguous":
            return found.concepts[0]
        faults.append(RowFault(line.line, column, _not_one(text, found)))
        return None


def write_plan(
    plan: ImportPlan, folder: Path, concept_of: Callable[[Iri], Concept]
) -> tuple[Path, ...]:
    """Write the crosswalk files that change, in their canonical form."""
    written = []
    for name, rows in plan.files.items():
        ends = {iri for row in rows for iri in (row.subject, row.object)} - {NO_TERM}
        labels = {iri: concept_of(Iri(iri)).label("da")[0] for iri in ends}
        path = folder / f"{name}{SUFFIX}"
        write_sssom(path, rows, labels)
        written.append(path)
    return tuple(written)


def _faults_of_pair(
    line: int, subject: Concept, other: Concept, relation: Relation | None
) -> Iterator[RowFault]:
    if subject.scheme == other.scheme:
        yield RowFault(
            line,
            "object_id",
            {
                "da": f"{subject.curie} og {other.curie} hører til samme begrebssystem og kan "
                "ikke kobles. Brug overbegreb eller beslægtet i systemets egen fil.",
                "en": f"{subject.curie} and {other.curie} belong to the same scheme and cannot "
                "be mapped. Use broader or related in the scheme's own file.",
            },
        )
    is_scale = is_scale_value(subject) and is_scale_value(other)
    if is_scale and relation not in (None, Relation.RELATED):
        yield RowFault(
            line,
            "predicate_id",
            {
                "da": f"{subject.curie} og {other.curie} er trin på hver sin skala og må kun "
                "være beslægtede. Skriv skos:relatedMatch.",
                "en": f"{subject.curie} and {other.curie} are steps on two scales and may only "
                "be related. Write skos:relatedMatch.",
            },
        )


def _not_one(text: str, found: Resolution) -> Labels:
    if not text:
        return {"da": "cellen er tom. Skriv en kode.", "en": "the cell is empty. Write a code."}
    if found.outcome == "ambiguous":
        choices = ", ".join(concept.curie for concept in found.concepts[:5])
        return {
            "da": f"»{text}« kan være flere begreber: {choices}. Skriv den rigtige kode.",
            "en": f"'{text}' may be several concepts: {choices}. Write the right code.",
        }
    return {
        "da": f"»{text}« er ikke et begreb, vi kender. Ret koden (fx ics:B1).",
        "en": f"'{text}' is no concept that we know. Correct the code (such as ics:B1).",
    }


def _twice(line: int, earlier: int) -> RowFault:
    return RowFault(
        line,
        "subject_id",
        {
            "da": f"de to begreber er allerede koblet i række {earlier}. Slet den ene række.",
            "en": f"the two concepts are already mapped in row {earlier}. Delete one of them.",
        },
    )


def pair_of(row: Row) -> tuple[frozenset[str], bool]:
    """What a row is about, whichever way round it is written; a denial is a matter of its own."""
    other = row.object_source if row.object == NO_TERM else row.object
    return frozenset((row.subject, other)), row.negated


def _in_order(pair: tuple[frozenset[str], bool]) -> tuple[list[str], bool]:
    return sorted(pair[0]), pair[1]


def _with_kept(row: Row, earlier: Row, columns: Container[str]) -> Row:
    """The row with what the earlier one says in columns that the table does not have."""
    kept = {
        field: getattr(earlier, field) for name, field in _FIELDS.items() if name not in columns
    }
    return replace(row, **{"mapping_date": row.mapping_date or earlier.mapping_date, **kept})


def _same(one: Row, other: Row) -> bool:
    return replace(one, line=0, subject_source="") == replace(other, line=0, subject_source="")


def _written(path: Path) -> tuple[Row, ...]:
    return read_sssom(path) if path.is_file() else ()
