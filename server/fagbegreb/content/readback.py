"""RDF back to rows: a crosswalk's triples go in, the rows they were made of come out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from fagbegreb import namespaces as ns
from fagbegreb.content.sssom import Row

_Values = dict[str, list[str]]


def rows_of_graph(triples: Iterable[ox.Triple]) -> tuple[Row, ...]:
    """Every row that the annotations of a crosswalk's graph tell of, in order of their key.

    The inverse of `mapping_quads`: nothing that a row can say is lost on the way.
    """
    axioms: dict[str, _Values] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in triples:
        axioms[str(subject)][predicate.value].append(_text(value))
    rows = [_row(found) for found in axioms.values() if ns.OWL + "annotatedSource" in found]
    return tuple(sorted(rows, key=lambda row: row.key))


def _row(found: _Values) -> Row:
    def one(iri: str) -> str:
        return found.get(iri, [""])[0]

    confidence = one(ns.SSSOM + "confidence")
    return Row(
        subject=one(ns.OWL + "annotatedSource"),
        predicate=one(ns.OWL + "annotatedProperty"),
        object=one(ns.OWL + "annotatedTarget"),
        justification=one(ns.SSSOM + "mapping_justification"),
        confidence=float(confidence) if confidence else None,
        comment=one(ns.RDFS + "comment"),
        sources=tuple(sorted(found.get(ns.RDFS + "seeAlso", ()))),
        negated=one(ns.SSSOM + "predicate_modifier") == "Not",
        subject_source=one(ns.SSSOM + "subject_source"),
        object_source=one(ns.SSSOM + "object_source"),
        mapping_date=one(ns.SSSOM + "mapping_date"),
        author=one(ns.SSSOM + "author_label"),
        reviewer=one(ns.SSSOM + "reviewer_label"),
    )


def _text(term: object) -> str:
    return str(getattr(term, "value", term))
