"""Triples go in; Turtle, N-Triples, RDF/XML or compact JSON-LD comes out as bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import orjson
import pyoxigraph as ox

from fagbegreb.namespaces import ID, PREFIXES, RDF

RDF_FORMATS: Final = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
"""Media types that RDF is written in, the preferred one first."""


def rdf_bytes(triples: Iterable[ox.Triple], media_type: str, schemes: Iterable[str] = ()) -> bytes:
    """The triples in `media_type`, grouped by subject; equal triples give equal bytes.

    `schemes` are the ids of schemes of ours whose prefix the output should use.
    """
    prefixes = {**PREFIXES, **{scheme: f"{ID}{scheme}/" for scheme in schemes}}
    ordered = sorted(set(triples), key=_triple_key)
    written_format = RDF_FORMATS[media_type]
    if written_format == ox.RdfFormat.JSON_LD:
        return _compact_bytes(ordered, prefixes)
    used = None if written_format == ox.RdfFormat.N_TRIPLES else _used(ordered, prefixes)
    return ox.serialize(ordered, format=written_format, prefixes=used) or b""


def nquads_bytes(quads: Iterable[ox.Quad]) -> bytes:
    """A whole dataset, a quad a line, sorted: equal datasets give equal bytes."""
    written = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(written.splitlines(keepends=True)))


def _used(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> dict[str, str]:
    """The prefixes that shorten anything, so that a small document has a small head."""
    heads = {
        iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
        for triple in triples
        for iri in _iris(triple)
    }
    return {
        name: space
        for name, space in prefixes.items()
        if any(head.startswith(space) for head in heads)
    }


def _iris(triple: ox.Triple) -> Iterator[str]:
    for node in (triple.subject, triple.predicate, triple.object):
        if isinstance(node, ox.NamedNode):
            yield node.value
        elif isinstance(node, ox.Literal):
            yield node.datatype.value


def _triple_key(triple: ox.Triple) -> tuple[str, bool, str, str]:
    predicate = triple.predicate.value
    return (str(triple.subject), predicate != RDF + "type", predicate, str(triple.object))


def _compact_bytes(triples: list[ox.Triple], prefixes: Mapping[str, str]) -> bytes:
    """JSON-LD with short names; the context stands in the document, so nothing is fetched."""
    written = ox.serialize(triples, format=ox.RdfFormat.JSON_LD) or b"[]"
    nodes: dict[str, dict[str, Any]] = {}
    for node in orjson.loads(written):
        merged = nodes.setdefault(node["@id"], {"@id": _short(node["@id"], prefixes)})
        for predicate, values in node.items():
            if predicate != "@id":
                _add(merged, predicate, values, prefixes)
    used = {
        name: iri
        for name, iri in prefixes.items()
        if f'"{name}:'.encode() in orjson.dumps(list(nodes.values()))
    }
    return orjson.dumps(
        {"@context": used, "@graph": list(nodes.values())}, option=orjson.OPT_INDENT_2
    )


def _add(
    node: dict[str, Any], predicate: str, values: list[Any], prefixes: Mapping[str, str]
) -> None:
    if predicate in {"@type", RDF + "type"}:
        names = [value["@id"] if isinstance(value, dict) else value for value in values]
        node.setdefault("@type", []).extend(_short(name, prefixes) for name in names)
        return
    node.setdefault(_short(predicate, prefixes), []).extend(_value(v, prefixes) for v in values)


def _value(value: dict[str, Any], prefixes: Mapping[str, str]) -> dict[str, Any] | str:
    if "@id" in value:
        return {"@id": _short(value["@id"], prefixes)}
    if "@list" in value:
        return {"@list": [_value(item, prefixes) for item in value["@list"]]}
    if "@type" in value:
        return {**value, "@type": _short(value["@type"], prefixes)}
    if set(value) == {"@value"} and isinstance(value["@value"], str):
        return str(value["@value"])
    return value


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    """`prefix:rest` for the longest prefix that fits; a rest that begins with // cannot be told."""
    fitting = [
        (len(space), name)
        for name, space in prefixes.items()
        if iri.startswith(space) and not iri[len(space) :].startswith("//")
    ]
    if not fitting:
        return iri
    length, name = max(fitting)
    return f"{name}:{iri[length:]}"
