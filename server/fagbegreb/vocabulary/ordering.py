"""Concepts and their codes go in; the order in which people would list them comes out."""

from __future__ import annotations

from collections.abc import Iterable

from fagbegreb.model import Iri
from fagbegreb.namespaces import SKOS
from fagbegreb.store import Named, Store, Term
from fagbegreb.vocabulary.reading import natural_key


def read_notations(store: Store, scheme_iri: Iri) -> dict[Iri, list[Term]]:
    """Every concept of a scheme with its notations, in one pass."""
    rows = store.select(
        f"SELECT ?c ?n WHERE {{ ?c <{SKOS}inScheme> <{scheme_iri}> ; a <{SKOS}Concept>"
        f" OPTIONAL {{ ?c <{SKOS}notation> ?n }} }}"
    )
    found: dict[Iri, list[Term]] = {}
    for row in rows:
        if isinstance(row["c"], Named):
            known = found.setdefault(Iri(row["c"].iri), [])
            known.extend([row["n"]] if "n" in row else ())
    return found


def by_code(coded: Iterable[tuple[Iri, str]]) -> tuple[Iri, ...]:
    """IRIs in natural order of their code; of two alike, the IRI decides."""
    ordered = sorted(coded, key=lambda each: (natural_key(each[1]), each[0]))
    return tuple(iri for iri, _ in ordered)
