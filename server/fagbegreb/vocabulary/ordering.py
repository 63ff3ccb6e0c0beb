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


def uppermost(store: Store, members: tuple[Iri, ...]) -> tuple[Iri, ...]:
    """Those with none of the others above them; where they all run in a circle, the first."""
    known = frozenset(members)
    below = {
        iri for above in members for iri in _named(store, above, SKOS + "narrower") if iri != above
    }
    tops = (
        iri
        for iri in members
        if iri not in below and not (_named(store, iri, SKOS + "broader") & known) - {iri}
    )
    return tuple(tops) or members[:1]


def _named(store: Store, iri: Iri, predicate: str) -> set[str]:
    return {term.iri for term in store.objects(iri, predicate) if isinstance(term, Named)}
