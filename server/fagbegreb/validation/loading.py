"""A CaseChecker from a snapshot (what the server does) or from content files (tests, tools)."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pyoxigraph as ox

from fagbegreb.model import danish_now
from fagbegreb.namespaces import ADMS, BASE, DCTERMS, RDF, SCHEMA, SKOS
from fagbegreb.store import Literal, Store
from fagbegreb.validation.check import CaseChecker
from fagbegreb.validation.codes import CONCEPTS_QUERY, code_table
from fagbegreb.validation.ontology import jsonld_context, read_holidays, read_ontology
from fagbegreb.validation.rules import read_rules

CASE_GRAPH: Final = BASE + "sag"
_OF_CODES: Final = (
    SKOS + "inScheme",
    SCHEMA + "validFrom",
    SCHEMA + "validThrough",
    ADMS + "status",
    DCTERMS + "isReplacedBy",
    DCTERMS + "bibliographicCitation",
)


def checker_of_snapshot(path: Path, max_bytes: int) -> CaseChecker:
    """The checker of one snapshot: its rules, ontology, calendar and codes."""
    return _checker(Store.open(path / "store"), path / "shapes" / "case", max_bytes)


def checker_of_content(
    root: Path, max_bytes: int = 5_000_000, now: Callable[[], datetime] = danish_now
) -> CaseChecker:
    """The same from the content files below `root`, without a build."""
    dataset = ox.Store()
    ontology = root / "ontology"
    for path in sorted([*ontology.glob("schemes/*.ttl"), *ontology.glob("external/*.ttl")]):
        dataset.load(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    for name in ("case.ttl", "helligdage.ttl"):
        dataset.load(
            (ontology / name).read_bytes(),
            format=ox.RdfFormat.TURTLE,
            to_graph=ox.NamedNode(CASE_GRAPH),
        )
    return _checker(Store(dataset), root / "shapes" / "case", max_bytes, now)


def excerpt_of_snapshot(path: Path) -> bytes:
    """What a checker needs of a snapshot and no more, to send to another machine."""
    store = Store.open(path / "store")
    schemes = set(store.subjects(RDF + "type", SKOS + "ConceptScheme"))
    quads = [
        quad
        for quad in store.quads()
        if quad.graph_name == ox.NamedNode(CASE_GRAPH)
        or quad.predicate.value in _OF_CODES
        or (isinstance(quad.subject, ox.NamedNode) and quad.subject.value in schemes)
    ]
    written = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    shapes = {file.name: file.read_text("utf-8") for file in (path / "shapes" / "case").iterdir()}
    return zlib.compress(json.dumps({"quads": written.decode(), "shapes": shapes}).encode())


def checker_of_excerpt(excerpt: bytes, max_bytes: int) -> CaseChecker:
    """The checker that `checker_of_snapshot` would make where the excerpt was taken."""
    told = json.loads(zlib.decompress(excerpt))
    dataset = ox.Store()
    dataset.load(told["quads"].encode(), format=ox.RdfFormat.N_QUADS)
    with TemporaryDirectory() as folder:
        for name, text in told["shapes"].items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return _checker(Store(dataset), Path(folder), max_bytes)


def _checker(
    store: Store, shapes: Path, max_bytes: int, now: Callable[[], datetime] = danish_now
) -> CaseChecker:
    triples = tuple(store.graph_triples(CASE_GRAPH))
    rules = read_rules(shapes)
    if not all(rule.is_compiled for rule in rules.rules):
        # Now, while files can still be opened: a worker cannot import or read anything later.
        import pyshacl  # noqa: F401

        from fagbegreb.validation.reference import shapes_graph

        shapes_graph(rules)
    ontology = read_ontology(triples)
    return CaseChecker(
        rules=rules,
        ontology=ontology,
        codes=code_table(store.select(CONCEPTS_QUERY)),
        holidays=read_holidays(triples),
        context=jsonld_context(ontology, _scheme_ids(store)),
        max_bytes=max_bytes,
        now=now,
    )


def context_of_snapshot(path: Path) -> dict[str, Any]:
    """The JSON-LD context of one snapshot's case graphs."""
    store = Store.open(path / "store")
    ontology = read_ontology(tuple(store.graph_triples(CASE_GRAPH)))
    return jsonld_context(ontology, _scheme_ids(store))


def context_document(root: Path) -> str:
    """The text of ontology/sag.jsonld, which is served at /context/sag.jsonld."""
    ontology = read_ontology(_triples(root / "ontology" / "case.ttl"))
    ids = {
        path.stem for path in (root / "ontology").glob("*/*.ttl") if path.parent.name != "examples"
    }
    context = {"@context": jsonld_context(ontology, ids)}
    return json.dumps(context, ensure_ascii=False, indent=1) + "\n"


def _triples(path: Path) -> Iterator[ox.Triple]:
    for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE):
        yield quad.triple


def _scheme_ids(store: Store) -> tuple[str, ...]:
    """Short names of the schemes, the prefixes that a case may use."""
    found: set[str] = set()
    for iri in store.subjects(RDF + "type", SKOS + "ConceptScheme"):
        found.update(
            term.value
            for term in store.objects(iri, DCTERMS + "identifier")
            if isinstance(term, Literal)
        )
    return tuple(sorted(found))
