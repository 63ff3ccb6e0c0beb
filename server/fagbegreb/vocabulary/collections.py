"""Value lists: which there are, what is in them, and which of them hold a concept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from fagbegreb.model import Collection, Iri, Notation, SchemeId
from fagbegreb.namespaces import ID, RDF, SKOS
from fagbegreb.store import Named, Store
from fagbegreb.vocabulary.details import read_sources
from fagbegreb.vocabulary.reading import iris, labels, literal, natural_key, tail
from fagbegreb.vocabulary.schemes import SchemeBook

Sorter = Callable[[Iterable[Iri]], tuple[Iri, ...]]


class CollectionBook:
    """All value lists of a store. There are few, so their members are read together, once."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_scheme(self, scheme_iri: Iri) -> tuple[Iri, ...]:
        """Lists of one scheme, in order of code."""
        found = (iri for iri, scheme in self._schemes.items() if scheme == scheme_iri)
        return tuple(sorted(found, key=natural_key))

    def with_member(self, iri: Iri) -> tuple[Iri, ...]:
        """Lists that hold `iri`, in order of code."""
        return self._membership.get(iri, ())

    def read(self, iri: Iri, book: SchemeBook, sort: Sorter) -> Collection:
        """The list. Unordered members come in order of code."""
        found = self._store.describe(iri)
        scheme = book.by_iri.get(self._schemes.get(iri) or Iri(""))
        ordered = self._ordered_members(iri)
        return Collection(
            iri=iri,
            scheme=scheme.id if scheme else SchemeId(""),
            notation=self._notation(iri, scheme.iri if scheme else ""),
            labels=labels(found, SKOS + "prefLabel"),
            definition=labels(found, SKOS + "definition"),
            members=ordered or sort(self._members[iri]),
            is_ordered=bool(ordered),
            sources=read_sources(self._store, found),
        )

    def _notation(self, iri: Iri, scheme_iri: str) -> Notation:
        if scheme_iri.startswith(ID) and iri.startswith(scheme_iri + "/"):
            return Notation(iri[len(scheme_iri) + 1 :])
        return Notation(literal(self._store.describe(iri), SKOS + "notation") or tail(iri))

    @cached_property
    def _members(self) -> dict[Iri, tuple[Iri, ...]]:
        kinds = (SKOS + "Collection", SKOS + "OrderedCollection")
        found = {iri for kind in kinds for iri in self._store.subjects(RDF + "type", kind)}
        return {Iri(iri): self._read_members(iri) for iri in sorted(found) if iri[:2] != "_:"}

    def _read_members(self, iri: str) -> tuple[Iri, ...]:
        stated = self._store.objects(iri, SKOS + "member")
        named = (Iri(term.iri) for term in stated if isinstance(term, Named))
        return tuple(dict.fromkeys((*self._ordered_members(iri), *named)))

    def _ordered_members(self, iri: str) -> tuple[Iri, ...]:
        heads = iris(self._store.describe(iri), SKOS + "memberList")
        listed = self._store.items(heads[0]) if heads else ()
        return tuple(Iri(term.iri) for term in listed if isinstance(term, Named))

    @cached_property
    def _schemes(self) -> dict[Iri, Iri]:
        """The scheme of each list; of one that does not say, the scheme of its first member."""
        found: dict[Iri, Iri] = {}
        for iri, members in self._members.items():
            for described in (iri, *members[:1]):
                scheme = iris(self._store.describe(described), SKOS + "inScheme")
                if scheme:
                    found.setdefault(iri, scheme[0])
        return found

    @cached_property
    def _membership(self) -> dict[Iri, tuple[Iri, ...]]:
        gathered: dict[Iri, list[Iri]] = {}
        for iri, members in self._members.items():
            for member in members:
                gathered.setdefault(member, []).append(iri)
        return {member: tuple(sorted(found)) for member, found in gathered.items()}
