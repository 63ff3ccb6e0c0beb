"""All concepts for the search index, in one pass over the store: fit for a million of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from fagbegreb.model import Iri, Notation, SchemeId, SearchDocument
from fagbegreb.namespaces import ID, MDL, RDF, RDFS, SKOS
from fagbegreb.store import Literal, Named, Store, Term
from fagbegreb.vocabulary.naming import is_segment
from fagbegreb.vocabulary.reading import Description, iris, natural_key, texts

if TYPE_CHECKING:
    from fagbegreb.vocabulary import Vocabulary

_TYPE: Final = RDF + "type"
_CONCEPT: Final = Named(SKOS + "Concept")
_NOTATION: Final = SKOS + "notation"


def read_documents(vocabulary: Vocabulary) -> Iterator[SearchDocument]:
    """Every concept of every scheme, in no particular order."""
    store = vocabulary.store
    external = {head.id: head.is_external for head in vocabulary.book.heads.values()}
    scattered = _in_several_graphs(store)
    segments = _Segments(vocabulary)
    for graph in (*store.graphs(), ""):
        for iri, described in store.descriptions(graph):
            if iri in scattered:
                continue
            yield from _document(vocabulary, segments, external, iri, described)
    for iri in sorted(scattered):
        yield from _document(vocabulary, segments, external, iri, store.describe(iri))


def _document(
    vocabulary: Vocabulary,
    segments: _Segments,
    external: dict[SchemeId, bool],
    iri: str,
    found: Description,
) -> Iterator[SearchDocument]:
    home = vocabulary.home(found) if _CONCEPT in found.get(_TYPE, ()) else None
    if home is None:
        return
    scheme = vocabulary.book.by_iri[home].id
    yield SearchDocument(
        concept=vocabulary.concept_from(Iri(iri), found, scheme, segments.of(iri, home, found)),
        alt_labels=texts(found, SKOS + "altLabel"),
        deprecated_labels=texts(found, MDL + "deprecatedLabel"),
        hidden_labels=texts(found, SKOS + "hiddenLabel"),
        notes=texts(found, RDFS + "comment", SKOS + "scopeNote", SKOS + "example"),
        is_external=external[scheme],
        code=vocabulary.code(Iri(iri), found.get(_NOTATION, ())),
        schemes=iris(found, SKOS + "inScheme"),
    )


def _in_several_graphs(store: Store) -> set[str]:
    """Concepts that more than one file says something of; they must be read together.

    The largest graph is not read for it: what it shares, it shares with a smaller one.
    """
    sizes = store.select("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    by_size = sorted((int(_value(row["n"])), _value(row["g"])) for row in sizes)
    smaller = [graph for _, graph in by_size[:-1]]
    seen: set[str] = set()
    scattered: set[str] = set()
    for graph in smaller:
        found = set(store.graph_subjects(graph))
        scattered |= seen & found
        seen |= found
    return scattered | {iri for iri in seen if len(store.graphs_of(iri)) > 1}


def _value(term: Term) -> str:
    return term.iri if isinstance(term, Named) else term.value


class _Segments:
    """Notations that several concepts share, looked up once, so that naming one asks nothing."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        rows = vocabulary.store.select(
            f"SELECT ?s ?n WHERE {{ ?c <{_NOTATION}> ?v ; <{SKOS}inScheme> ?s }} "
            "GROUP BY ?s (STR(?v) AS ?n) HAVING (COUNT(DISTINCT ?c) > 1)"
        )
        self._shared = {(_value(row["s"]), _value(row["n"])) for row in rows}

    def of(self, iri: str, scheme_iri: Iri, found: Description) -> Notation:
        """The same segment as `Naming.segment` gives."""
        own = scheme_iri + "/"
        if iri.startswith(own) and scheme_iri.startswith(ID):
            return Notation(iri[len(own) :])
        values = [term.value for term in found.get(_NOTATION, ()) if isinstance(term, Literal)]
        for notation in sorted(filter(is_segment, values), key=natural_key):
            if (scheme_iri, notation) not in self._shared:
                return Notation(notation)
        return self._vocabulary.naming.segment(Iri(iri), scheme_iri)
