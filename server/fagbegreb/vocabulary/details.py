"""Everything about one concept: its description goes in, a ConceptDetail comes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from fagbegreb.model import Concept, ConceptDetail, Iri, Mapping, Relation, SchemeId, Source
from fagbegreb.namespaces import (
    CV,
    DCTERMS,
    FOAF,
    MAPPINGS,
    MDL,
    MODEL,
    OWL,
    PREFIXES,
    RDFS,
    SKOS,
    SOURCE,
    SSSOM,
)
from fagbegreb.store import Store
from fagbegreb.vocabulary.reading import (
    Description,
    iris,
    labels,
    literal,
    number,
    tail,
    texts,
)

if TYPE_CHECKING:
    from fagbegreb.vocabulary import Vocabulary

RELATIONS: Final = {
    SKOS + "exactMatch": Relation.EXACT,
    SKOS + "closeMatch": Relation.CLOSE,
    SKOS + "broadMatch": Relation.BROAD,
    SKOS + "narrowMatch": Relation.NARROW,
    SKOS + "relatedMatch": Relation.RELATED,
}
REVERSED: Final = {Relation.BROAD: Relation.NARROW, Relation.NARROW: Relation.BROAD}
CLOSEST_FIRST: Final = tuple(Relation)
NARROWER_SHOWN: Final = 200
"""A concept may have thousands below it; the rest is fetched page by page."""
_NO_TERM = SSSOM + "NoTermFound"
_UNSPECIFIED = "semapv:UnspecifiedMatching"


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


def read_mapping(
    store: Store, node: str, scheme_of: Callable[[Iri | None, Iri], SchemeId]
) -> Mapping | None:
    """One SSSOM row by its node; None when the node is no complete row.

    `scheme_of` answers with the scheme's id, given the scheme that the row states and its target.
    """
    found = store.describe(node)
    subject = next(iter(iris(found, OWL + "annotatedSource")), None)
    target = next(iter(iris(found, OWL + "annotatedTarget")), None)
    predicate = next(iter(iris(found, OWL + "annotatedProperty")), None)
    if subject is None or target is None or predicate not in RELATIONS:
        return None
    none_found = target == _NO_TERM
    stated_scheme = next(iter(iris(found, SSSOM + "object_source")), None)
    return Mapping(
        subject=subject,
        relation=RELATIONS[predicate],
        object=None if none_found else target,
        crosswalk=_crosswalk(node),
        object_scheme=scheme_of(stated_scheme, target),
        negated=_is_negated(found),
        justification=_short(
            next(iter(iris(found, SSSOM + "mapping_justification")), None) or _UNSPECIFIED
        ),
        confidence=number(found, SSSOM + "confidence"),
        comment=labels(found, RDFS + "comment"),
        sources=iris(found, RDFS + "seeAlso"),
        reviewer=literal(found, SSSOM + "reviewer_label") or "",
    )


def _is_negated(found: Description) -> bool:
    modifier = found.get(SSSOM + "predicate_modifier", ())
    return any(str(term[0]).endswith("Not") for term in modifier)


def _crosswalk(node: str) -> str:
    return node.removeprefix(MAPPINGS).split("#")[0] if node.startswith(MAPPINGS) else ""


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def relation_from(mapping: Mapping, iri: Iri) -> Relation:
    """The row's relation as read from `iri`: turned round where `iri` is the object."""
    if mapping.subject == iri:
        return mapping.relation
    return REVERSED.get(mapping.relation, mapping.relation)
