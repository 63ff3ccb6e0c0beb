"""What follows from what is written: quads go through, and what they imply comes after them.

Files hold each fact once (broader, one direction of related); a reader of the store finds both.
"""

from __future__ import annotations

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
_TOP_CONCEPT_OF = ox.NamedNode(ns.SKOS + "topConceptOf")


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
