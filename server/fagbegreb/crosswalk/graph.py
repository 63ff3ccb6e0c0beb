"""All mapping rows in little memory: rows go in once, the steps that leave a concept come out.

IRIs, schemes and the texts of rows are interned; a row is five numbers and a step is one. A
million rows fit beside each other as arrays, where a million objects would not.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from math import isnan, nan
from typing import NamedTuple

from fagbegreb.crosswalk.algebra import DENIED, reverse
from fagbegreb.model import Iri, Labels, Mapping, Relation, SchemeId

RELATIONS = tuple(Relation)
_REVERSED = tuple(RELATIONS.index(reverse(relation)) for relation in RELATIONS)
_NO_OBJECT = -1
_UNKNOWN = -2


SchemeOf = Callable[[Iri], SchemeId | None]


class Edge(NamedTuple):
    """One step away from a concept. `relation` says what `end` is to the concept it leaves."""

    row: int
    relation: Relation
    end: int
    confidence: float | None


class _Payload(NamedTuple):
    """What rows of one file mostly share."""

    crosswalk: str
    object_scheme: SchemeId
    negated: bool
    justification: str
    comment: tuple[tuple[str, str], ...]
    sources: tuple[Iri, ...]
    reviewer: str


class MappingGraph:
    """The rows, and an adjacency list sorted by the scheme that a step leads to."""

    def __init__(self, mappings: Iterable[Mapping], scheme_of: SchemeOf) -> None:
        """`scheme_of` is asked for each IRI that a row names; None means no such concept."""
        self.iris: list[Iri] = []
        self.schemes: list[SchemeId] = []
        self._concept_ids: dict[Iri, int] = {}
        self._scheme_ids: dict[SchemeId, int] = {}
        self._concept_scheme = array("i")
        self._subjects = array("i")
        self._objects = array("i")
        self._relations = array("b")
        self._confidences = array("d")
        self._payload_of = array("i")
        self._payloads: list[_Payload] = []
        self._denied: dict[tuple[int, int], int] = {}
        self._no_counterpart: dict[tuple[int, SchemeId], int] = {}
        self.dangling: list[Mapping] = []
        """Rows that name a concept nobody knows; they take no part in any answer."""
        self._read(mappings, scheme_of)
        self._connect()

    def __len__(self) -> int:
        return len(self._subjects)

    def id_of(self, iri: Iri) -> int | None:
        """The number of a concept; None when no row names it."""
        return self._concept_ids.get(iri)

    def scheme_of(self, concept: int) -> SchemeId:
        """The scheme a numbered concept belongs to."""
        return self.schemes[self._concept_scheme[concept]]

    def members(self, scheme: SchemeId) -> list[Iri]:
        """The concepts of a scheme that rows name."""
        number = self._scheme_ids.get(scheme)
        return [
            iri for iri, own in zip(self.iris, self._concept_scheme, strict=True) if own == number
        ]

    def steps(self, concept: int) -> Iterator[Edge]:
        """Every step that leaves a concept, in either direction of its row, in file order."""
        return self._edges(self._starts[concept], self._starts[concept + 1])

    def steps_to(self, concept: int, scheme: SchemeId) -> Iterator[Edge]:
        """The steps from a concept straight into one scheme."""
        number = self._scheme_ids.get(scheme)
        if number is None:
            return iter(())
        first, last = self._starts[concept], self._starts[concept + 1]
        return self._edges(
            bisect_left(self._edge_schemes, number, first, last),
            bisect_right(self._edge_schemes, number, first, last),
        )

    def denial(self, subject: int, object_: int) -> int | None:
        """The row that says these two are not the same, whichever way round it was written."""
        return self._denied.get((subject, object_))

    def denied(self, subject: int, object_: int) -> frozenset[Relation]:
        """The relations that cannot hold from `subject` to `object_`, by a row that denies one."""
        row = self._denied.get((subject, object_))
        if row is None:
            return frozenset()
        relation = self._relations[row]
        is_backwards = self._subjects[row] != subject
        return DENIED[RELATIONS[_REVERSED[relation] if is_backwards else relation]]

    def denials(self, subject: int, scheme: SchemeId) -> tuple[int, ...]:
        """All rows that warn against a concept of one scheme."""
        return tuple(
            row
            for (one, other), row in self._denied.items()
            if one == subject and self.scheme_of(other) == scheme
        )

    def no_counterpart(self, subject: int, scheme: SchemeId) -> int | None:
        """The row that says that nothing in `scheme` corresponds to the concept."""
        return self._no_counterpart.get((subject, scheme))

    def row(self, number: int) -> Mapping:
        """The row as it was written."""
        payload = self._payloads[self._payload_of[number]]
        confidence = self._confidences[number]
        object_ = self._objects[number]
        return Mapping(
            subject=self.iris[self._subjects[number]],
            relation=RELATIONS[self._relations[number]],
            object=None if object_ == _NO_OBJECT else self.iris[object_],
            crosswalk=payload.crosswalk,
            object_scheme=payload.object_scheme,
            negated=payload.negated,
            justification=payload.justification,
            confidence=None if isnan(confidence) else confidence,
            comment=dict(payload.comment),
            sources=payload.sources,
            reviewer=payload.reviewer,
        )

    def rows(self) -> Iterator[Mapping]:
        """All rows in the order they came."""
        return (self.row(number) for number in range(len(self)))

    def _edges(self, first: int, last: int) -> Iterator[Edge]:
        for position in range(first, last):
            edge = self._edge_order[position]
            row, is_backwards = edge >> 1, edge & 1
            relation = self._relations[row]
            confidence = self._confidences[row]
            yield Edge(
                row,
                RELATIONS[_REVERSED[relation] if is_backwards else relation],
                self._subjects[row] if is_backwards else self._objects[row],
                None if confidence != confidence else confidence,  # noqa: PLR0124 (NaN)
            )

    def _read(self, mappings: Iterable[Mapping], scheme_of: SchemeOf) -> None:
        payload_ids: dict[_Payload, int] = {}
        for mapping in mappings:
            subject = self._intern(mapping.subject, scheme_of)
            object_ = _NO_OBJECT
            if mapping.object is not None:
                object_ = self._intern(mapping.object, scheme_of)
            if _UNKNOWN in (subject, object_):
                self.dangling.append(mapping)
                continue
            row = len(self)
            self._append(mapping, subject, object_, payload_ids)
            if object_ == _NO_OBJECT:
                self._no_counterpart.setdefault((subject, mapping.object_scheme), row)
            elif mapping.negated:
                self._denied[subject, object_] = self._denied[object_, subject] = row

    def _append(
        self, mapping: Mapping, subject: int, object_: int, payload_ids: dict[_Payload, int]
    ) -> None:
        payload = _payload(mapping)
        number = payload_ids.setdefault(payload, len(self._payloads))
        if number == len(self._payloads):
            self._payloads.append(payload)
        self._subjects.append(subject)
        self._objects.append(object_)
        self._relations.append(RELATIONS.index(mapping.relation))
        self._confidences.append(nan if mapping.confidence is None else mapping.confidence)
        self._payload_of.append(number)

    def _intern(self, iri: Iri, scheme_of: SchemeOf) -> int:
        known = self._concept_ids.get(iri)
        if known is not None:
            return known
        scheme = scheme_of(iri)
        if scheme is None:
            return _UNKNOWN
        number = self._scheme_ids.setdefault(scheme, len(self.schemes))
        if number == len(self.schemes):
            self.schemes.append(scheme)
        self._concept_ids[iri] = len(self.iris)
        self.iris.append(iri)
        self._concept_scheme.append(number)
        return len(self.iris) - 1

    def _connect(self) -> None:
        """Sort two half-edges per row by (concept they leave, scheme they reach, file order)."""
        keys: list[int] = []
        width = max(1, len(self.schemes))
        edge_count = 2 * len(self)
        for row in range(len(self)):
            subject, object_ = self._subjects[row], self._objects[row]
            if object_ == _NO_OBJECT or self._payloads[self._payload_of[row]].negated:
                continue
            forward = subject * width + self._concept_scheme[object_]
            backward = object_ * width + self._concept_scheme[subject]
            keys.append(forward * edge_count + 2 * row)
            keys.append(backward * edge_count + 2 * row + 1)
        keys.sort()
        self._edge_order = array("i", (key % edge_count for key in keys))
        self._edge_schemes = array("i", (key // edge_count % width for key in keys))
        self._starts = array("i", [0]) * (len(self.iris) + 1)
        for key in keys:
            self._starts[key // edge_count // width + 1] += 1
        for concept in range(len(self.iris)):
            self._starts[concept + 1] += self._starts[concept]


def _payload(mapping: Mapping) -> _Payload:
    comment: Labels = mapping.comment
    return _Payload(
        mapping.crosswalk,
        mapping.object_scheme,
        mapping.negated,
        mapping.justification,
        tuple(comment.items()),
        mapping.sources,
        mapping.reviewer,
    )
