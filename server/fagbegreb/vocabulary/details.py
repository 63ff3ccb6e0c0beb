"""Everything about one concept: its description goes in, a ConceptDetail comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fagbegreb.model import Concept, ConceptDetail, Iri, Source
from fagbegreb.namespaces import (
    CV,
    DCTERMS,
    FOAF,
    MDL,
    MODEL,
    RDFS,
    SKOS,
    SOURCE,
)
from fagbegreb.store import Store
from fagbegreb.vocabulary.reading import (
    Description,
    iris,
    labels,
    literal,
    tail,
    texts,
)

if TYPE_CHECKING:
    from fagbegreb.vocabulary import Vocabulary

NARROWER_SHOWN: Final = 200
"""A concept may have thousands below it; the rest is fetched page by page."""


def read_detail(vocabulary: Vocabulary, iri: Iri, found: Description) -> ConceptDetail:
    """All that the store says of a concept, neighbours as concepts."""
    concept = vocabulary.concept(iri)
    return ConceptDetail(
        concept=concept,
        alt_labels=texts(found, SKOS + "altLabel"),
        deprecated_labels=texts(found, MDL + "deprecatedLabel"),
        hidden_labels=texts(found, SKOS + "hiddenLabel"),
        comment=texts(found, RDFS + "comment", SKOS + "note", SKOS + "editorialNote"),
        examples=texts(found, SKOS + "example"),
        scope_note=texts(found, SKOS + "scopeNote"),
        history=texts(found, SKOS + "historyNote", SKOS + "changeNote"),
        legal_sources=_legal_sources(vocabulary, found),
        sources=read_sources(vocabulary.store, found),
        broader=vocabulary.known(iris(found, SKOS + "broader")),
        narrower=vocabulary.narrower(iri, limit=NARROWER_SHOWN),
        narrower_total=vocabulary.narrower_count(iri),
        related=vocabulary.known(iris(found, SKOS + "related")),
        ancestors=vocabulary.ancestors(iri),
        replaced_by=vocabulary.known(iris(found, DCTERMS + "isReplacedBy")),
        replaces=vocabulary.known(_replaces(vocabulary.store, iri, found)),
        collections=vocabulary.collections_of(iri),
        mappings=tuple(vocabulary.mappings_of(iri)),
        deadline=literal(found, MODEL + "deadline"),
        deadline_note=labels(found, MODEL + "deadlineNote"),
    )


def _replaces(store: Store, iri: Iri, found: Description) -> tuple[Iri, ...]:
    stated = iris(found, DCTERMS + "replaces")
    derived = (Iri(subject) for subject in store.subjects(DCTERMS + "isReplacedBy", iri))
    return tuple(dict.fromkeys((*stated, *derived)))


def _legal_sources(vocabulary: Vocabulary, found: Description) -> tuple[Concept | Source, ...]:
    gathered: list[Concept | Source] = []
    for iri in iris(found, CV + "hasLegalResource"):
        concept = vocabulary.known((iri,))
        gathered.extend(concept or (read_source(vocabulary.store, iri),))
    return tuple(gathered)


def read_sources(store: Store, found: Description) -> tuple[Source, ...]:
    """The bibliographic sources that a description names."""
    return tuple(read_source(store, iri) for iri in iris(found, DCTERMS + "source"))


def read_source(store: Store, iri: Iri) -> Source:
    """A source; one that nobody describes is its own title and, outside our space, its own URL."""
    found = store.describe(iri)
    titles = labels(found, DCTERMS + "title") or labels(found, RDFS + "label")
    key = iri[len(SOURCE) :] if iri.startswith(SOURCE) else tail(iri)
    return Source(
        iri=iri,
        key=key,
        title=titles.get("da") or next(iter(titles.values()), key or iri),
        publisher=literal(found, DCTERMS + "publisher") or "",
        year=literal(found, DCTERMS + "date") or "",
        url=next(iter(iris(found, FOAF + "page")), "" if iri.startswith(SOURCE) else iri),
    )
