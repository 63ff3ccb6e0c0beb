"""The same rules under pyshacl: slower, general, and what the quick way is compared with.

It also runs the shapes that are not in the dialect, so an operator may write any SHACL.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from fagbegreb.errors import FagbegrebError
from fagbegreb.model import Finding, Labels
from fagbegreb.namespaces import SH
from fagbegreb.validation.graph import CaseGraph, Lit, Node, Term
from fagbegreb.validation.rules import Rule, RuleBook

if TYPE_CHECKING:
    from rdflib import Graph

_SEVERITIES: Final = {"Violation": "violation", "Warning": "warning", "Info": "info"}


def shapes_graph(book: RuleBook) -> Graph:
    """All shapes as one rdflib graph."""
    return _shapes(book.files)


@cache
def _shapes(files: tuple[Any, ...]) -> Graph:
    from rdflib import Graph

    shapes = Graph()
    for path in files:
        shapes.parse(path, format="turtle")
    return shapes


def native_store(graph: CaseGraph) -> ox.Store:
    """The case in a store of its own: many cases in one would slow NOT EXISTS down badly."""
    store = ox.Store()
    store.extend(
        ox.Quad(_ox_node(subject), ox.NamedNode(predicate), _ox_term(value))
        for subject, predicate, value in graph.triples()
    )
    return store


def rdflib_graph(graph: CaseGraph) -> Graph:
    """The case as an rdflib graph, pyshacl's home ground."""
    from rdflib import Graph, Literal, URIRef

    found = Graph()
    for subject, predicate, value in graph.triples():
        if isinstance(value, Lit):
            lang = value.lang or None
            term: Any = Literal(value.text, lang=lang, datatype=None if lang else value.datatype)
        else:
            term = _rdflib_node(value)
        found.add((_rdflib_node(subject), URIRef(predicate), term))
    return found


def run_shacl(data: Any, book: RuleBook, rules: Iterable[Rule] | None = None) -> list[Finding]:
    """What pyshacl finds in a graph or store, with its own messages. `rules`: only these shapes.

    Raises FagbegrebError when the engine fails on the case; its own text may quote the data.
    """
    import pyshacl
    from rdflib import RDF, URIRef

    options: dict[str, Any] = {}
    if rules is not None:
        options["use_shapes"] = [rule.iri for rule in rules]
    try:
        _, report, _ = pyshacl.validate(
            data, shacl_graph=shapes_graph(book), advanced=True, inplace=True, **options
        )
    except Exception as error:
        raise FagbegrebError(
            f"Regelmotoren kunne ikke kontrollere sagen ({type(error).__name__}).",
            f"The rule engine could not check the case ({type(error).__name__}).",
        ) from None
    results = report.subjects(RDF.type, URIRef(SH + "ValidationResult"))
    return [_finding(report, result, book) for result in results]


def _finding(report: Any, result: Any, book: RuleBook) -> Finding:
    from rdflib import URIRef

    def value(name: str) -> Any:
        return report.value(result, URIRef(SH + name))

    rule = _rule_of(book, value("sourceShape"))
    path, found = value("resultPath"), value("value")
    messages = [str(text) for text in report.objects(result, URIRef(SH + "resultMessage"))]
    return Finding(
        rule=rule.id if rule else str(value("sourceShape")),
        severity=_SEVERITIES[str(value("resultSeverity")).removeprefix(SH)],
        message=_by_language(rule, messages),
        focus=_plain(value("focusNode")),
        path=None if path is None else _plain(path),
        value=None if found is None else _plain(found),
        legal_basis=rule.legal_basis if rule else (),
        step=rule.step if rule else "",
    )


def _rule_of(book: RuleBook, shape: Any) -> Rule | None:
    """The rule that a shape is, or is a part of."""
    from rdflib import URIRef

    owners = shapes_graph(book).subjects(URIRef(SH + "property"), shape)
    found = (book.rule(str(each)) for each in (shape, *owners))
    return next((rule for rule in found if rule is not None), None)


def _by_language(rule: Rule | None, messages: list[str]) -> Labels:
    """pyshacl drops the language of a message that it fills in; its beginning tells which."""
    found: dict[str, str] = {}
    templates = [item for check in (rule.checks if rule else ()) for item in check.message.items()]
    for text in messages:
        fitting = [lang for lang, told in templates if text.startswith(told.partition("{")[0])]
        found.setdefault(fitting[0] if len(set(fitting)) == 1 else "da", text)
    return found


def _plain(term: Any) -> str:
    from rdflib import BNode

    return f"_:{term}" if isinstance(term, BNode) else str(term)


def _rdflib_node(node: Node) -> Any:
    from rdflib import BNode, URIRef

    return BNode(node[2:]) if node.startswith("_:") else URIRef(node)


def _ox_node(node: Node) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(node[2:]) if node.startswith("_:") else ox.NamedNode(node)


def _ox_term(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, Node):
        return _ox_node(term)
    if term.lang:
        return ox.Literal(term.text, language=term.lang)
    return ox.Literal(term.text, datatype=ox.NamedNode(term.datatype))
