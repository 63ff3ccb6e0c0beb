"""The rules written as SHACL: the content and shapes go in, broken rules come out.

pyshacl runs the shapes that state a property. Those that state a query are asked once for all
concepts instead of once for each: the same answer (a test compares), in seconds for minutes.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import pyoxigraph as ox

from fagbegreb import content, namespaces
from fagbegreb.check.finding import VIOLATION, WARNING, ContentFinding
from fagbegreb.check.places import Place, short
from fagbegreb.errors import ContentError

if TYPE_CHECKING:
    import rdflib

RULE_FILES: Final = ("vocabulary.ttl", "mapping.ttl")
_SLOT: Final = re.compile(r"\{[?$](\w+)\}")


def dataset(root: Path) -> ox.Store:
    """All that the content says, as it is written, in one graph; without the rules themselves."""
    store = ox.Store()
    store.bulk_extend(
        ox.Quad(quad.subject, quad.predicate, quad.object)
        for quad in content.read_content(root)
        if quad.graph_name.value != namespaces.BASE + "shapes"  # type: ignore[union-attr]
    )
    return store


def broken_rules(
    data: ox.Store, shapes: Iterable[Path], found_at: Mapping[str, Place]
) -> Iterator[ContentFinding]:
    """Findings of the shapes in `shapes` about `data`, in no particular order."""
    import rdflib

    rules = rdflib.Graph()
    for path in shapes:
        rules.parse(path, format="turtle")
    queries = tuple(rules.subject_objects(rdflib.SH.sparql))
    for shape, constraint in queries:
        yield from _asked(data, rules, shape, constraint, found_at)
    for shape, constraint in queries:
        rules.remove((shape, rdflib.SH.sparql, constraint))
    yield from reported(data, rules, found_at)


def _asked(
    data: ox.Store, rules: rdflib.Graph, shape: Any, constraint: Any, found_at: Mapping[str, Place]
) -> Iterator[ContentFinding]:
    """What the query of one shape finds among the nodes that the shape is about."""
    import rdflib

    shacl = rdflib.SH
    targets = _targets(data, rules, shape)
    severity = rules.value(shape, shacl.severity)
    messages = {str(m.language): str(m) for m in _literals(rules, constraint, shacl.message)}
    for solution in _select(data, rules, rules.value(constraint, shacl.select)):
        focus = solution["this"]
        if focus in targets:
            yield _finding(
                str(shape),
                severity == shacl.Warning,
                found_at.get(focus.value, Place("", 0, short(focus.value))),
                {lang: _filled(text, solution) for lang, text in messages.items()},
            )


def _targets(data: ox.Store, rules: rdflib.Graph, shape: Any) -> set[Any]:
    import rdflib

    shacl = rdflib.SH
    found: set[Any] = set()
    for name in rules.objects(shape, shacl.targetClass):
        typed = data.quads_for_pattern(None, ox.NamedNode(str(rdflib.RDF.type)), _named(name))
        found.update(quad.subject for quad in typed)
    for target in rules.objects(shape, shacl.target):
        solutions = _select(data, rules, rules.value(target, shacl.select))
        found.update(solution["this"] for solution in solutions)
    return found


def _select(data: ox.Store, rules: rdflib.Graph, query: Any) -> ox.QuerySolutions:
    import rdflib

    declared = "".join(
        f"PREFIX {rules.value(node, rdflib.SH.prefix)}: <{rules.value(node, rdflib.SH.namespace)}>"
        for node in set(rules.objects(None, rdflib.SH.declare))
    )
    return cast(ox.QuerySolutions, data.query(declared + str(query).replace("$this", "?this")))


def _filled(text: str, solution: ox.QuerySolution) -> str:
    def shown(slot: re.Match[str]) -> str:
        value = solution[slot[1]]
        if value is None:
            return "–"
        return short(value.value) if isinstance(value, ox.NamedNode) else str(value.value)

    return _SLOT.sub(shown, text)


def reported(
    data: ox.Store, rules: rdflib.Graph, found_at: Mapping[str, Place]
) -> Iterator[ContentFinding]:
    """What pyshacl finds when it runs the shapes in `rules` one concept at a time."""
    import pyshacl
    import rdflib

    # A date that is none is a finding; rdflib would also print how it failed to read it.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    _, report, text = pyshacl.validate(
        _uncounted(data), shacl_graph=rules, advanced=True, inplace=True
    )
    if not isinstance(report, rdflib.Graph):
        raise ContentError(f"shapes: {text}", f"shapes: {text}")
    shacl = rdflib.SH
    for result in report.subjects(rdflib.RDF.type, shacl.ValidationResult):
        focus = str(report.value(result, shacl.focusNode))
        value = report.value(result, shacl.value)
        shown = short(str(value)) if isinstance(value, rdflib.URIRef) else str(value)
        yield _finding(
            str(report.value(result, shacl.sourceShape)),
            report.value(result, shacl.resultSeverity) == shacl.Warning,
            found_at.get(focus, Place("", 0, short(focus))),
            {
                str(message.language): str(message).replace(str(value), shown)
                for message in _literals(report, result, shacl.resultMessage)
            },
        )


def _uncounted(data: ox.Store) -> Any:
    """`data` for pyshacl, which asks a graph for its truth at every finding.

    Without an answer of its own, the graph counts all its triples each time.
    """
    from pyshacl.graph_abstraction import OxigraphDataGraph

    class Uncounted(OxigraphDataGraph):
        def __bool__(self) -> bool:
            return True

    return Uncounted(data)


def _finding(
    shape: str, is_warning: bool, place: Place, message: Mapping[str, str]
) -> ContentFinding:
    return ContentFinding(
        rule=shape.removeprefix(namespaces.SHAPES),
        severity=WARNING if is_warning else VIOLATION,
        file=place.file,
        line=place.line,
        concept=place.name,
        message=message,
    )


def _literals(graph: rdflib.Graph, node: Any, predicate: Any) -> Iterator[rdflib.Literal]:
    import rdflib

    for value in graph.objects(node, predicate):
        if isinstance(value, rdflib.Literal):
            yield value


def _named(node: Any) -> ox.NamedNode:
    return ox.NamedNode(str(node))
