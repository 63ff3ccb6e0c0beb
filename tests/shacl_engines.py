"""pyshacl over both kinds of graph, quick enough to be asked thousands of times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pyoxigraph as ox

from fagbegreb.model import Finding
from fagbegreb.validation import CaseChecker
from fagbegreb.validation.check import run_rule
from fagbegreb.validation.graph import CaseGraph
from fagbegreb.validation.reference import native_store, rdflib_graph, run_shacl
from fagbegreb.validation.rules import Rule

Key = tuple[str, str, str, str | None, str | None]


@contextmanager
def queries_parsed_once() -> Iterator[None]:
    """rdflib parses a SPARQL constraint anew for each node; remembering what it parsed to changes
    no answer."""
    from importlib import import_module

    processor: Any = import_module("rdflib.plugins.sparql.processor")

    parse, translate = processor.parseQuery, processor.translateQuery

    @cache
    def translated(text: str, base: str | None, names: tuple[tuple[str, str], ...]) -> Any:
        return translate(parse(text), base, dict(names))

    def remembered(text: str, base: str | None = None, names: Any = None) -> Any:
        return translated(text, base, tuple(sorted((k, str(v)) for k, v in (names or {}).items())))

    processor.parseQuery = lambda text: text
    processor.translateQuery = remembered
    try:
        yield
    finally:
        processor.parseQuery, processor.translateQuery = parse, translate


def prepared(checker: CaseChecker, turtle: str) -> CaseGraph:
    """The graph that the rules see."""
    quads = ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)
    return checker.prepare(quads)[0]


def key(finding: Finding) -> Key:
    """What makes two findings the same. SHACL reports the focus as value where there is none."""
    value = None if finding.value == finding.focus else finding.value
    return finding.rule, finding.severity, finding.focus, finding.path, value


def quick(checker: CaseChecker, graph: CaseGraph, rules: Iterable[Rule]) -> Counter[Key]:
    """Findings of our engine."""
    return Counter(key(found) for rule in rules for found in run_rule(rule, graph) or ())


def slow(
    checker: CaseChecker, graph: CaseGraph, rules: Iterable[Rule] | None = None
) -> dict[str, Counter[Key]]:
    """Findings of pyshacl over rdflib, the reference, and over a native store."""
    graphs: dict[str, Any] = {"rdflib": rdflib_graph(graph), "store": native_store(graph)}
    return {
        name: Counter(key(found) for found in run_shacl(data, checker.rules, rules))
        for name, data in graphs.items()
    }
