"""Which URL segment names a concept inside its scheme, and back again.

Our own concepts carry it in their IRI. Other vocabularies keep their IRIs: there the segment is
the notation if one concept of the scheme has it, else the tail of the IRI, else a hash of it.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from fagbegreb.model import Iri, Notation
from fagbegreb.namespaces import ID, SKOS, XSD
from fagbegreb.store import Literal, Named, Store, is_iri
from fagbegreb.vocabulary.reading import natural_key, tail

_SAMPLE = 2_000
_HASHED = re.compile(r"~[0-9a-f]{16}")


def is_segment(notation: str) -> bool:
    """Whether an address can carry the code: dots lead elsewhere, control characters nowhere."""
    leads_elsewhere = {".", ".."} & {*notation.split("/")}
    return notation.isprintable() and bool(notation.strip()) and not leads_elsewhere


def hashed(iri: str) -> Notation:
    """The segment of last resort; the tilde keeps it apart from notations."""
    return Notation("~" + hashlib.sha256(iri.encode()).hexdigest()[:16])


class Naming:
    """Segments of one store. Looks things up as they are asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._notation_types = lru_cache(maxsize=256)(self._find_notation_types)
        self._namespaces = lru_cache(maxsize=256)(self._find_namespaces)
        self._hashes = lru_cache(maxsize=8)(self._find_hashes)

    def segment(self, iri: Iri, scheme_iri: Iri) -> Notation:
        """The segment of a concept of that scheme."""
        own = scheme_iri + "/"
        if iri.startswith(own) and scheme_iri.startswith(ID):
            return Notation(iri[len(own) :])
        for notation in self._notations(iri):
            if self._with_notation(scheme_iri, notation) == (iri,):
                return Notation(notation)
        ending = tail(iri)
        if ending and self.find(scheme_iri, ending) == iri:
            return Notation(ending)
        return hashed(iri)

    def find(self, scheme_iri: Iri, segment: str) -> Iri | None:
        """The concept of that scheme that `segment` names."""
        if scheme_iri.startswith(ID):
            candidate = f"{scheme_iri}/{segment}"
            if self._belongs(candidate, scheme_iri):
                return Iri(candidate)
        by_notation = self._with_notation(scheme_iri, segment)
        if len(by_notation) == 1:
            return by_notation[0]
        by_tail = [
            namespace + segment
            for namespace in self._namespaces(scheme_iri)
            if self._belongs(namespace + segment, scheme_iri)
        ]
        if len(by_tail) == 1 and not by_notation:
            return Iri(by_tail[0])
        if _HASHED.fullmatch(segment):
            return self._hashes(scheme_iri).get(segment)
        return None

    def _notations(self, iri: Iri) -> tuple[str, ...]:
        found = self._store.objects(iri, SKOS + "notation")
        values = (term.value for term in found if isinstance(term, Literal))
        return tuple(sorted(filter(is_segment, values), key=natural_key))

    def _belongs(self, iri: str, scheme_iri: Iri) -> bool:
        if not is_iri(iri):
            return False
        return Named(scheme_iri) in self._store.objects(iri, SKOS + "inScheme")

    def _with_notation(self, scheme_iri: Iri, notation: str) -> tuple[Iri, ...]:
        found = {
            Iri(subject)
            for lang, datatype in self._notation_types(scheme_iri)
            for subject in self._store.subjects(
                SKOS + "notation", Literal(notation, lang, datatype)
            )
            if self._belongs(subject, scheme_iri)
        }
        return tuple(sorted(found))

    def _find_notation_types(self, scheme_iri: Iri) -> tuple[tuple[str, str], ...]:
        """Notations may be typed (SKOS wants it) or tagged; a sample tells how they are here."""
        found = {(term.lang, term.datatype) for term in self._sample(scheme_iri, "notation")}
        return tuple(sorted(found | {("", XSD + "string")}))

    def _sample(self, scheme_iri: Iri, what: str) -> tuple[Literal, ...]:
        rows = self._store.select(
            f"SELECT ?v WHERE {{ ?c <{SKOS}inScheme> <{scheme_iri}> ; <{SKOS}{what}> ?v }}"
            f" LIMIT {_SAMPLE}"
        )
        return tuple(row["v"] for row in rows if isinstance(row.get("v"), Literal))  # type: ignore[misc]

    def _find_namespaces(self, scheme_iri: Iri) -> tuple[str, ...]:
        rows = self._store.select(
            f"SELECT ?c WHERE {{ ?c <{SKOS}inScheme> <{scheme_iri}> }} LIMIT {_SAMPLE}"
        )
        found = {row["c"].iri for row in rows if isinstance(row["c"], Named)}
        return tuple(sorted({iri[: len(iri) - len(tail(iri))] for iri in found}))

    def _find_hashes(self, scheme_iri: Iri) -> dict[str, Iri]:
        rows = self._store.select(f"SELECT ?c WHERE {{ ?c <{SKOS}inScheme> <{scheme_iri}> }}")
        found = (Iri(row["c"].iri) for row in rows if isinstance(row["c"], Named))
        return {hashed(iri): iri for iri in found}
