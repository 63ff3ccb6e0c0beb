"""Vocabulary: the store of one snapshot goes in; schemes, concepts and their neighbours come out.

Nothing is read before it is asked for, and what has been read is kept in bounded caches, so a
vocabulary of a million concepts opens as fast as one of ten. Safe to share between threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Dict
from datetime import date
from functools import cached_property, lru_cache, partial

from fagbegreb.errors import UnknownConcept
from fagbegreb.model import (
    Collection,
    Concept,
    ConceptDetail,
    Confidence,
    Iri,
    Labels,
    Mapping,
    Notation,
    Relation,
    Resolution,
    Scheme,
    SchemeId,
    SearchDocument,
    TreeNode,
)
from fagbegreb.namespaces import (
    CATALOG,
    DCTERMS,
    KIND,
    MODEL,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
)
from fagbegreb.store import Named, Store, Term, is_iri
from fagbegreb.vocabulary.collections import CollectionBook
from fagbegreb.vocabulary.contents import CONCEPTS, TOPS, Contents
from fagbegreb.vocabulary.details import read_detail
from fagbegreb.vocabulary.documents import read_documents
from fagbegreb.vocabulary.mappings import mappings_of, read_mappings
from fagbegreb.vocabulary.naming import Naming
from fagbegreb.vocabulary.ordering import by_code, read_notations, uppermost
from fagbegreb.vocabulary.reading import (
    Description,
    SortKey,
    day,
    iris,
    labels,
    literal,
    natural_key,
    number,
    tail,
)
from fagbegreb.vocabulary.resolving import meanings, nearest, resolve
from fagbegreb.vocabulary.schemes import SchemeBook, read_status
from fagbegreb.vocabulary.succession import out_of_use

__all__ = ["Vocabulary", "natural_key"]

_CONCEPTS_KEPT = 16_384
_TEXTS_KEPT = 16_384
_CLIMB_LIMIT = 64
_CONFIDENCES = {item.value: item for item in Confidence}


class Vocabulary:
    """Schemes, concepts, hierarchy, value lists and mappings of one store."""

    def __init__(self, store: Store, contents: Contents | None = None) -> None:
        """`contents` are those of the same data; without them, lists and names are worked out."""
        self.store = store
        self._contents = contents
        self.book = SchemeBook(store, contents)
        self.naming = Naming(store)
        self._collections = CollectionBook(store)
        self.concept = lru_cache(maxsize=_CONCEPTS_KEPT)(self._read_concept)
        self._is_concept = lru_cache(maxsize=_CONCEPTS_KEPT)(self._look_up_concept)
        self._named_kind = lru_cache(maxsize=512)(self.named)
        self._order = lru_cache(maxsize=32)(self.read_order)
        self._narrower_iris = lru_cache(maxsize=1_024)(self._read_narrower)
        self.meanings = lru_cache(maxsize=_TEXTS_KEPT)(partial(meanings, self))
        self.out_of_use = lru_cache(maxsize=_TEXTS_KEPT)(partial(out_of_use, self))

    # Schemes

    def schemes(self) -> tuple[Scheme, ...]:
        """Own schemes first, then external ones, then added ones; each group by id."""
        return tuple(self.book.full.values())

    def scheme(self, scheme: str) -> Scheme:
        """Raises UnknownScheme."""
        return self.book.full[self.book.head(scheme).id]

    def named(self, iri: str) -> Labels:
        """What the store calls anything that is no concept: a kind, a publisher, a rule."""
        found = self.store.describe(iri) if is_iri(iri) else {}
        return labels(found, RDFS + "label") or labels(found, SKOS + "prefLabel")

    def kind_labels(self, kind: str) -> Labels:
        """The name of a kind of concept; empty when nobody gave it one."""
        return self._named_kind(KIND + kind)

    @cached_property
    def catalogue(self) -> Dict[str, Labels]:
        """What the catalogue says of the release: `title`, `description`, `rights`, `notice`."""
        found = self.store.describe(CATALOG)
        return {
            "title": labels(found, DCTERMS + "title"),
            "description": labels(found, DCTERMS + "description"),
            "rights": labels(found, DCTERMS + "rights"),
            "notice": labels(found, MODEL + "notice"),
        }

    # Concepts

    def find(self, scheme: str, segment: str) -> Iri:
        """The concept that a URL or CURIE names. Raises UnknownScheme, UnknownConcept."""
        iri = self.naming.find(self.book.head(scheme).iri, segment)
        if iri is None or not self.is_concept(iri):
            raise UnknownConcept(f"{scheme}:{segment}")
        return iri

    def is_concept(self, iri: str) -> bool:
        """Whether the store knows `iri` as a concept."""
        return self._is_concept(iri)

    def _look_up_concept(self, iri: str) -> bool:
        if self._noted(iri) is not None:
            return True
        return is_iri(iri) and Named(SKOS + "Concept") in self.store.objects(iri, RDF + "type")

    def _read_concept(self, iri: Iri) -> Concept:
        """The concept. Raises UnknownConcept."""
        noted = self._noted(iri)
        if noted is not None:
            return noted
        found = self.store.describe(iri) if is_iri(iri) else {}
        if Named(SKOS + "Concept") not in found.get(RDF + "type", ()):
            raise UnknownConcept(iri)
        return self.concept_from(iri, found, *self._name(iri, found))

    def _noted(self, iri: str) -> Concept | None:
        return self._contents.concept(iri) if self._contents is not None else None

    def concept_from(
        self, iri: Iri, found: Description, scheme: SchemeId, notation: Notation
    ) -> Concept:
        """The concept that the store describes so."""
        return Concept(
            iri=iri,
            scheme=scheme,
            notation=notation,
            labels=labels(found, SKOS + "prefLabel"),
            kind=next((tail(kind) for kind in iris(found, DCTERMS + "type")), ""),
            reference=literal(found, DCTERMS + "bibliographicCitation"),
            status=read_status(found),
            confidence=_CONFIDENCES.get(
                literal(found, MODEL + "confidence") or "", Confidence.HIGH
            ),
            valid_from=day(found, SCHEMA + "validFrom"),
            valid_to=day(found, SCHEMA + "validThrough"),
            replaced_by=self._curies(iris(found, DCTERMS + "isReplacedBy")),
            definition=labels(found, SKOS + "definition"),
        )

    def detail(self, iri: Iri) -> ConceptDetail:
        """Everything about one concept. Raises UnknownConcept."""
        self.concept(iri)
        return read_detail(self, iri, self.store.describe(iri))

    def known(self, found: Iterable[Iri]) -> tuple[Concept, ...]:
        """Those of the IRIs that are concepts, in order of scheme and code."""
        concepts = (self.concept(iri) for iri in found if self.is_concept(iri))
        return tuple(sorted(concepts, key=self._concept_key))

    def weight(self, iri: Iri) -> float | None:
        """The number that a step of a scale stands for."""
        return number(self.store.describe(iri), MODEL + "weight")

    def _concept_key(self, concept: Concept) -> tuple[int, SortKey]:
        return (self.book.places.get(concept.scheme, -1), natural_key(concept.notation))

    def _name(self, iri: Iri, found: Description) -> tuple[SchemeId, Notation]:
        scheme_iri = self.home(found)
        if scheme_iri is None:
            return SchemeId(""), Notation(tail(iri) or iri)
        return self.book.by_iri[scheme_iri].id, self.naming.segment(iri, scheme_iri)

    def home(self, found: Description) -> Iri | None:
        """The concept's scheme; where it does not say, that of the nearest broader one."""
        for _ in range(_CLIMB_LIMIT):
            for scheme in iris(found, SKOS + "inScheme", SKOS + "topConceptOf"):
                if scheme in self.book.by_iri:
                    return scheme
            above = iris(found, SKOS + "broader")
            if not above:
                break
            found = self.store.describe(above[0])
        return None

    def _curies(self, found: Iterable[Iri]) -> tuple[str, ...]:
        named = (self._name(iri, self.store.describe(iri)) for iri in found if self.is_concept(iri))
        return tuple(f"{scheme}:{code}" for scheme, code in sorted(named, key=_name_key))

    # Hierarchy

    def top_concepts(self, scheme: str, limit: int | None = None) -> tuple[Concept, ...]:
        """Where the hierarchy begins, in order of code. Raises UnknownScheme."""
        found = self._top_iris(self.book.head(scheme).iri, limit)
        return tuple(self.concept(iri) for iri in found)

    def _top_iris(self, scheme_iri: Iri, limit: int | None = None) -> tuple[Iri, ...]:
        if self._contents is not None:
            return self._contents.page(scheme_iri, TOPS, 0, limit)
        return self.read_tops(scheme_iri)[:limit]

    def read_tops(self, scheme_iri: Iri) -> tuple[Iri, ...]:
        """The top concepts in order of code, from the store; for a large scheme, slowly.

        Where the scheme states none, those with nothing above; where all run in a circle, the
        first.
        """
        stated = {
            term.iri
            for term in self.store.objects(scheme_iri, SKOS + "hasTopConcept")
            if isinstance(term, Named)
        }
        stated.update(self.store.subjects(SKOS + "topConceptOf", scheme_iri))
        tops = self._sorted(Iri(iri) for iri in stated if self.is_concept(iri))
        return tops or uppermost(self.store, self.read_order(scheme_iri))

    def narrower(self, iri: Iri, offset: int = 0, limit: int | None = None) -> tuple[Concept, ...]:
        """The concepts directly below, in order of code."""
        page = self._narrower_iris(iri)[offset : None if limit is None else offset + limit]
        return tuple(self.concept(child) for child in page)

    def narrower_count(self, iri: Iri) -> int:
        """How many are directly below."""
        return len(self._narrower_iris(iri))

    def _read_narrower(self, iri: Iri) -> tuple[Iri, ...]:
        below = {Iri(child) for child in self.store.subjects(SKOS + "broader", iri)}
        stated = self.store.objects(iri, SKOS + "narrower")
        below.update(Iri(term.iri) for term in stated if isinstance(term, Named))
        return self._sorted(child for child in below if self.is_concept(child))

    def ancestors(self, iri: Iri) -> tuple[Concept, ...]:
        """The path to the top, top first; the first broader one is followed at a fork."""
        path: list[Concept] = []
        seen = {iri}
        above = self._broader(iri)
        while above and above[0] not in seen:
            seen.add(above[0])
            path.append(self.concept(above[0]))
            above = self._broader(above[0])
        return tuple(reversed(path))

    def _broader(self, iri: Iri) -> tuple[Iri, ...]:
        stated = (
            Iri(term.iri)
            for term in self.store.objects(iri, SKOS + "broader")
            if isinstance(term, Named)
        )
        return self._sorted(above for above in stated if self.is_concept(above))

    def tree(self, scheme: str, depth: int = 99, max_nodes: int = 5_000) -> tuple[TreeNode, ...]:
        """The hierarchy, `depth` levels of it, cut off where `max_nodes` are reached.

        A concept that stands below itself is shown once per path and not opened again.
        """
        budget = [max_nodes]
        tops = self._top_iris(self.book.head(scheme).iri, max_nodes)
        return tuple(self._branch(iri, depth, budget, frozenset()) for iri in tops)

    def branch(self, iri: Iri, depth: int = 99, max_nodes: int = 5_000) -> TreeNode:
        """The part of the hierarchy that begins at `iri`."""
        return self._branch(iri, depth, [max_nodes], frozenset())

    def _branch(self, iri: Iri, depth: int, budget: list[int], above: frozenset[Iri]) -> TreeNode:
        budget[0] -= 1
        below = self._narrower_iris(iri)
        path = above | {iri}
        children: list[TreeNode] = []
        for child in below if depth > 1 else ():
            if budget[0] <= 0:
                break
            if child not in path:
                children.append(self._branch(child, depth - 1, budget, path))
        return TreeNode(self.concept(iri), tuple(children), len(below))

    # Lists

    def concepts(
        self, scheme: str, offset: int = 0, limit: int | None = None
    ) -> tuple[Concept, ...]:
        """Concepts of a scheme in order of code. Raises UnknownScheme."""
        scheme_iri = self.book.head(scheme).iri
        if self._contents is not None:
            page = self._contents.page(scheme_iri, CONCEPTS, offset, limit)
        else:
            page = self._order(scheme_iri)[offset : None if limit is None else offset + limit]
        return tuple(self.concept(iri) for iri in page)

    def read_order(self, scheme_iri: Iri) -> tuple[Iri, ...]:
        """All concepts of a scheme in order of code, from the store; for a large one, slowly."""
        notations = read_notations(self.store, scheme_iri)
        return by_code((iri, self.code(iri, known)) for iri, known in notations.items())

    def _sorted(self, found: Iterable[Iri]) -> tuple[Iri, ...]:
        notation = SKOS + "notation"
        return by_code((iri, self.code(iri, self.store.objects(iri, notation))) for iri in found)

    def code(self, iri: Iri, notations: Iterable[Term]) -> str:
        """What a concept is listed by: the rest of its IRI in our schemes, else a notation."""
        for head in self.book.own_spaces:
            if iri.startswith(head):
                return iri[len(head) :]
        first = min(notations, default=None)
        return first[0] if first else tail(iri)

    # Value lists

    def collections(self, scheme: str) -> tuple[Collection, ...]:
        """Value lists of a scheme, in order of code. Raises UnknownScheme."""
        head = self.book.head(scheme)
        return tuple(self._collection(iri) for iri in self._collections.of_scheme(head.iri))

    def collections_of(self, iri: Iri) -> tuple[Collection, ...]:
        """Value lists that hold the concept."""
        return tuple(self._collection(found) for found in self._collections.with_member(iri))

    def collection(self, scheme: str, segment: str) -> Collection:
        """A value list by its segment, `list/<slug>` or just the slug. Raises UnknownConcept."""
        for found in self.collections(scheme):
            if segment in {found.notation, found.notation.removeprefix("list/")}:
                return found
        raise UnknownConcept(f"{scheme}:{segment}")

    def _collection(self, iri: Iri) -> Collection:
        return self._collections.read(iri, self.book, self._sorted)

    # Mappings

    def mappings(self) -> Iterator[Mapping]:
        """Every row once, as written; then pairs that a vocabulary maps without a row."""
        return read_mappings(self)

    def mappings_of(self, iri: Iri) -> Iterator[tuple[Mapping, Relation, Concept | None]]:
        """Rows that name the concept, by scheme of the other end, closest relation first."""
        return mappings_of(self, iri)

    # What people type

    def resolve(self, text: str, at: date) -> Resolution:
        """What an identifier means on day `at`; never raises for an unknown one."""
        return resolve(self, text, at)

    def resolve_many(self, asked: Iterable[str], at: date) -> tuple[Resolution, ...]:
        """One answer per identifier, in the order asked; what is asked twice is the same answer."""
        texts = tuple(asked)
        found = {text: resolve(self, text, at) for text in dict.fromkeys(texts)}
        return tuple(found[text] for text in texts)

    def nearest(self, asked: str, scheme: str | None, at: date) -> tuple[Iri, ...]:
        """Concepts in force on day `at` that an unknown or retired code may have meant."""
        return nearest(self, asked, scheme, at)

    # For the search index

    def documents(self) -> Iterator[SearchDocument]:
        """Every concept as the search index is told about it, in no particular order."""
        return read_documents(self)

    @cached_property
    def law_ids(self) -> tuple[SchemeId, ...]:
        """Schemes whose concepts are provisions of an act."""
        return self.book.law_ids


def _name_key(named: tuple[SchemeId, Notation]) -> tuple[str, SortKey]:
    return named[0], natural_key(named[1])
