"""What follows from what is written: quads go through, and what they imply comes after them.

Files hold each fact once (broader, one direction of related); a reader of the store finds both.
The catalogue gets what a build alone knows: who publishes, and how much there is of each part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from fagbegreb import namespaces as ns

_INVERSES = {
    ns.SKOS + "broader": ns.SKOS + "narrower",
    ns.SKOS + "narrower": ns.SKOS + "broader",
    ns.SKOS + "related": ns.SKOS + "related",
    ns.SKOS + "topConceptOf": ns.SKOS + "hasTopConcept",
    ns.SKOS + "hasTopConcept": ns.SKOS + "topConceptOf",
    ns.DCTERMS + "isReplacedBy": ns.DCTERMS + "replaces",
}
_IN_SCHEME = ox.NamedNode(ns.SKOS + "inScheme")


def with_derived(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """`quads`, then the other direction of each relation, in the same graph.

    A concept that names its scheme only by being on top of it is put into the scheme.
    """
    implied: dict[ox.Quad, None] = {}
    for quad in quads:
        yield quad
        inverse = _INVERSES.get(quad.predicate.value)
        if inverse is not None and isinstance(quad.object, ox.NamedNode):
            implied[ox.Quad(quad.object, ox.NamedNode(inverse), quad.subject, quad.graph_name)] = (
                None
            )
            if quad.predicate.value == ns.SKOS + "topConceptOf":
                implied[ox.Quad(quad.subject, _IN_SCHEME, quad.object, quad.graph_name)] = None
            if quad.predicate.value == ns.SKOS + "hasTopConcept":
                implied[ox.Quad(quad.object, _IN_SCHEME, quad.subject, quad.graph_name)] = None
    yield from implied


_CATALOG = ox.NamedNode(ns.CATALOG)
_PUBLISHER = ox.NamedNode(ns.BASE + "udgiver")
_VERSION = ox.NamedNode(ns.DCAT + "version")
_NAME = ox.NamedNode(ns.FOAF + "name")
_TYPE = ox.NamedNode(ns.RDF + "type")
_CONCEPT = ox.NamedNode(ns.SKOS + "Concept")
_ROW = ox.NamedNode(ns.SSSOM + "Mapping")


def with_publisher(quads: Iterable[ox.Quad], name: str, url: str) -> Iterator[ox.Quad]:
    """`quads`, published by the organisation called `name`; unchanged when that is empty."""
    for quad in quads:
        if not (name and quad.subject == _PUBLISHER and quad.predicate == _NAME):
            yield quad
    if name:
        yield ox.Quad(_PUBLISHER, _NAME, ox.Literal(name), _CATALOG)
    if name and url:
        page = ox.NamedNode(ns.FOAF + "homepage")
        yield ox.Quad(_PUBLISHER, page, ox.NamedNode(url), _CATALOG)


def with_version(quads: Iterable[ox.Quad], release: str) -> Iterator[ox.Quad]:
    """`quads`, whose catalogue says that this is `release`, whatever it said before."""
    for quad in quads:
        if not (quad.subject == _CATALOG and quad.predicate == _VERSION):
            yield quad
    yield ox.Quad(_CATALOG, _VERSION, ox.Literal(release), _CATALOG)


def with_statistics(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """`quads`, then what the catalogue says of each graph: its size, in VoID and DCAT; and of all
    of them together: which properties and classes are used, and how often."""
    triples: Counter[str] = Counter()
    entities: Counter[str] = Counter()
    properties: Counter[ox.NamedNode] = Counter()
    classes: Counter[ox.NamedNode] = Counter()
    for quad in quads:
        yield quad
        graph = getattr(quad.graph_name, "value", "")
        triples[graph] += 1
        properties[quad.predicate] += 1
        if quad.predicate == _TYPE and isinstance(quad.object, ox.NamedNode):
            classes[quad.object] += 1
            entities[graph] += quad.object in (_CONCEPT, _ROW)
    entities = +entities
    yield from _partitions("property", "triples", properties)
    yield from _partitions("class", "entities", classes)
    for graph in sorted(entities):
        is_crosswalk = graph.startswith(ns.MAPPINGS)
        kind = ns.VOID + ("Linkset" if is_crosswalk else "Dataset")
        yield _catalogued(graph, _TYPE.value, ox.NamedNode(kind))
        yield _catalogued(graph, _TYPE.value, ox.NamedNode(ns.DCAT + "Dataset"))
        yield _catalogued(graph, ns.VOID + "triples", _number(triples[graph]))
        yield _catalogued(graph, ns.VOID + "entities", _number(entities[graph]))
        yield ox.Quad(_CATALOG, ox.NamedNode(ns.DCAT + "dataset"), ox.NamedNode(graph), _CATALOG)
        if is_crosswalk:
            yield from _ends(graph)


def _partitions(kind: str, unit: str, used: Counter[ox.NamedNode]) -> Iterator[ox.Quad]:
    for number, name in enumerate(sorted(used, key=str), start=1):
        part = f"{ns.CATALOG}#{kind}-{number}"
        yield _catalogued(ns.CATALOG, f"{ns.VOID}{kind}Partition", ox.NamedNode(part))
        yield _catalogued(part, ns.VOID + kind, name)
        yield _catalogued(part, ns.VOID + unit, _number(used[name]))


def _ends(graph: str) -> Iterator[ox.Quad]:
    for scheme in graph.removeprefix(ns.MAPPINGS).split("--"):
        yield _catalogued(graph, ns.VOID + "target", ox.NamedNode(ns.ID + scheme))


def _catalogued(graph: str, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(ox.NamedNode(graph), ox.NamedNode(predicate), value, _CATALOG)


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(ns.XSD + "integer"))
