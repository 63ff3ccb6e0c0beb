"""Which document describes a resource of ours, and which triples stand in it.

A document has a path below the service's root that mirrors its IRI: `id/ics/B1`, `sag`,
`mappings/bl--sel`, `shapes/case/R001`. A path that is the name of a graph gets the whole graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from fagbegreb.errors import NotFoundError, UnknownConcept
from fagbegreb.model import SchemeId
from fagbegreb.namespaces import BASE, CATALOG, DCAT, DCTERMS, OWL, RDF, SKOS, SSSOM
from fagbegreb.store import Named, Store, is_iri
from fagbegreb.vocabulary import Vocabulary

WHOLE_SCHEME_CONCEPTS: Final = 5_000
"""A scheme with more concepts than this is described only; its content is in the download."""
_TERMS: Final = ("model", "kind")
_NAMING: Final = tuple(f"<{DCTERMS}{name}>" for name in ("title", "license", "publisher"))
_SAFE: Final = "/:@!$&'()*+,;=-._~"


@dataclass(frozen=True, slots=True)
class Document:
    """One description: what it is about, where it and its page are, what stands in it."""

    iri: str
    path: str
    """Below the service's root, without an extension, quoted."""
    page: str
    """Path and query of the page for people."""
    triples: Callable[[], Iterable[Any]]
    """Reads the triples; the RDF writers know what they are."""
    schemes: tuple[SchemeId, ...]
    """Schemes whose prefixes it should use."""


class NoSuchDocument(NotFoundError):
    """Nothing is said of that IRI."""

    code = "unknown-resource"

    def __init__(self, iri: str) -> None:
        super().__init__(
            f"Der er intet om <{iri}> her. Søg på /, eller se /catalog.ttl.",
            f"Nothing is said of <{iri}> here. Search with /, or see /catalog.ttl.",
        )


def concept_document(vocabulary: Vocabulary, scheme: str, segment: str) -> Document:
    """A concept's document, or a value list's. Raises UnknownScheme, UnknownConcept."""
    try:
        iri: str = vocabulary.find(scheme, segment)
        concept = vocabulary.concept(vocabulary.find(scheme, segment))
        scheme_id, notation = concept.scheme, str(concept.notation)
        page = f"begreb/{scheme_id}/{notation}"
    except UnknownConcept:
        collection = vocabulary.collection(scheme, segment)
        iri, scheme_id, notation = collection.iri, collection.scheme, str(collection.notation)
        page = f"system/{scheme_id}"
    store = vocabulary.store
    return Document(
        iri=iri,
        path=quote(f"id/{scheme_id}/{notation}", safe=_SAFE),
        page=quote(page, safe=_SAFE),
        triples=lambda: [*store.triples(iri), *_mapping_triples(store, iri)],
        schemes=_schemes(vocabulary),
    )


def scheme_document(vocabulary: Vocabulary, scheme: str) -> Document:
    """A scheme's document: all of it, unless it is very large. Raises UnknownScheme."""
    found = vocabulary.scheme(scheme)
    is_whole = found.concept_count <= WHOLE_SCHEME_CONCEPTS
    store = vocabulary.store
    return Document(
        iri=found.iri,
        path=quote(f"id/{found.id}", safe=_SAFE),
        page=quote(f"system/{found.id}", safe=_SAFE),
        triples=lambda: _scheme_triples(store, found.iri) if is_whole else store.triples(found.iri),
        schemes=_schemes(vocabulary),
    )


def other_document(vocabulary: Vocabulary, path: str) -> Document:
    """The document of anything else of ours, such as `mappings/bl--sel`. Raises NoSuchDocument."""
    store, iri = vocabulary.store, BASE + path
    reading: Callable[[], Iterable[Any]]
    if not is_iri(iri):
        raise NoSuchDocument(iri)
    if iri in store.graphs():
        reading = lambda: store.graph_triples(iri)  # noqa: E731
    elif store.exists(iri):
        reading = lambda: store.triples(iri)  # noqa: E731
    elif path in _TERMS:
        reading = lambda: _terms(store, iri + "#")  # noqa: E731
    else:
        raise NoSuchDocument(iri)
    return Document(iri, quote(path, safe=_SAFE), _page(path), reading, _schemes(vocabulary))


def catalogue_document(vocabulary: Vocabulary, served: Callable[[], Iterable[Any]]) -> Document:
    """What there is: the catalogue, its parts and its datasets, and where this server has them."""

    def reading() -> Iterable[Any]:
        store = vocabulary.store
        listed = {Named(CATALOG), *store.objects(CATALOG, DCAT + "dataset")}
        about = {f"<{term[0]}>" for term in listed}
        for triple in store.graph_triples(CATALOG):
            if str(triple.subject) in about or str(triple.subject).startswith(f"<{CATALOG}#"):
                yield triple
        for publisher in store.objects(CATALOG, DCTERMS + "publisher"):
            yield from store.triples(publisher[0])
        for term in listed:
            yield from (each for each in store.triples(term[0]) if str(each.predicate) in _NAMING)
        yield from served()

    path = CATALOG.removeprefix(BASE)
    return Document(CATALOG, path, _page(path), reading, _schemes(vocabulary))


def _page(path: str) -> str:
    if path.startswith("mappings/") and "--" in path:
        source, _, target = path.removeprefix("mappings/").partition("--")
        return quote(f"oversaettelse/{source}/{target}", safe=_SAFE)
    if path.startswith(("sag", "shapes")):
        return "valider"
    return "om"


def _scheme_triples(store: Store, scheme_iri: str) -> Iterable[Any]:
    if scheme_iri in store.graphs():
        return store.graph_triples(scheme_iri)
    members = store.subjects(SKOS + "inScheme", scheme_iri)
    return [triple for iri in (scheme_iri, *members) for triple in store.triples(iri)]


def _terms(store: Store, namespace: str) -> list[Any]:
    """Our own properties and kinds stand in the catalogue's graph."""
    found = store.graph_triples(CATALOG)
    return [triple for triple in found if str(triple.subject).startswith("<" + namespace)]


def _mapping_triples(store: Store, iri: str) -> list[Any]:
    """The rows of crosswalks that say why and how surely the concept is mapped."""
    found: list[Any] = []
    for side in ("annotatedSource", "annotatedTarget"):
        for row in store.subjects(OWL + side, iri):
            if Named(SSSOM + "Mapping") in store.objects(row, RDF + "type"):
                found += store.triples(row)
    return found


def _schemes(vocabulary: Vocabulary) -> tuple[SchemeId, ...]:
    return tuple(vocabulary.book.heads)
