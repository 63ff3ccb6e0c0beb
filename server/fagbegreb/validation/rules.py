"""Rules: the Turtle files of shapes/case go in; Rules with compiled queries come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from fagbegreb.model import Iri, Labels
from fagbegreb.namespaces import CV, DCTERMS, ID, RDF, RDFS, SCHEMA, SH
from fagbegreb.validation.dialect import Select, compile_select
from fagbegreb.validation.graph import CaseGraph, Node
from fagbegreb.validation.tokens import NotInDialect

SEVERITIES: Final = {"Violation": "violation", "Warning": "warning", "Info": "info"}
_LAWS: Final = ("sel", "bl")


@dataclass(frozen=True, slots=True)
class Check:
    """One constraint: each solution of `select` is a finding with this message."""

    message: Labels
    query: str
    select: Select | None
    """None when the query is outside the dialect."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One shape. Several may have the same `id` where a rule is severe in one part only."""

    iri: Iri
    id: str
    step: str
    labels: Labels
    severity: str
    legal_basis: tuple[Iri, ...]
    targets: tuple[Select, ...]
    target_queries: tuple[str, ...]
    checks: tuple[Check, ...]
    kind: str = ""
    valid_from: str = ""
    valid_to: str = ""
    is_compiled: bool = True
    """Whether all of it is in the dialect; if not, pyshacl runs it."""
    law: str = field(init=False)
    """`sel` or `bl`, or "" for a rule that applies under either."""
    needs: frozenset[str] = field(init=False)
    """Predicates and classes without which it concerns nothing."""
    scope: str = field(init=False)
    """What selects its focus nodes, as one text: many rules have the same."""

    def __post_init__(self) -> None:
        """Work out once what every case asks for."""
        schemes = {iri.removeprefix(ID).split("/")[0] for iri in self.legal_basis}
        object.__setattr__(self, "law", next((law for law in _LAWS if law in schemes), ""))
        needs = [target.needs for target in self.targets]
        object.__setattr__(self, "needs", frozenset.intersection(*needs) if needs else frozenset())
        object.__setattr__(self, "scope", "\n".join(target.text for target in self.targets))

    def focuses(self, graph: CaseGraph) -> Iterator[Node]:
        """What the rule concerns in a case; the same node may come twice."""
        for target in self.targets:
            if target.needs <= graph.terms and graph.has_day_within(target.period):
                for solution in target.solve(graph):
                    yield solution[0]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules, in order of id, and the text of their shapes for a general SHACL engine."""

    rules: tuple[Rule, ...]
    files: tuple[Path, ...] = field(default=())

    def rule(self, iri: str) -> Rule | None:
        """The rule of a shape."""
        return next((rule for rule in self.rules if rule.iri == iri), None)


def read_rules(folder: Path) -> RuleBook:
    """Read every Turtle file in `folder`; the file's name is the step of its rules."""
    files = tuple(sorted(folder.glob("*.ttl")))
    stores = {path.stem: _load(path) for path in files}
    prologue = _prologue(stores.values())
    rules = [
        _Reader(store, step, prologue).rule(shape)
        for step, store in stores.items()
        for shape in _subjects(store, RDF + "type", ox.NamedNode(SH + "NodeShape"))
    ]
    return RuleBook(tuple(sorted(rules, key=lambda rule: (rule.id, rule.iri))), files)


def _load(path: Path) -> ox.Store:
    store = ox.Store()
    store.load(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    return store


def _subjects(store: ox.Store, predicate: str, value: ox.NamedNode) -> Iterable[ox.NamedNode]:
    for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), value, None):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject


def _prologue(stores: Iterable[ox.Store]) -> str:
    """PREFIX lines from the sh:declare of any file."""
    declared: dict[str, str] = {}
    for store in stores:
        for quad in store.quads_for_pattern(None, ox.NamedNode(SH + "declare"), None, None):
            prefix = _texts(store, quad.object, SH + "prefix")
            namespace = _texts(store, quad.object, SH + "namespace")
            if prefix and namespace:
                declared[prefix[0]] = namespace[0]
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(declared.items()))


def _objects(store: ox.Store, subject: object, predicate: str) -> list[object]:
    quads = store.quads_for_pattern(subject, ox.NamedNode(predicate), None, None)  # type: ignore[arg-type]
    return [quad.object for quad in quads]


def _texts(store: ox.Store, subject: object, predicate: str) -> list[str]:
    return sorted(term.value for term in _objects(store, subject, predicate))  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class _Reader:
    store: ox.Store
    step: str
    prologue: str

    def rule(self, shape: ox.NamedNode) -> Rule:
        targets = self._queries(shape, SH + "target")
        checks = tuple(
            Check(self._labels(node, SH + "message"), query, self._compiled(query, True))
            for node, query in self._queries(shape, SH + "sparql")
        )
        compiled = [self._compiled(query, False) for _, query in targets]
        known = [select for select in compiled if select is not None]
        is_compiled = (
            bool(known)
            and len(known) == len(compiled)
            and all(check.select is not None for check in checks)
            and not self._has_other_parts(shape)
        )
        severity = self._first(shape, SH + "severity").removeprefix(SH)
        return Rule(
            iri=Iri(shape.value),
            id=self._first(shape, DCTERMS + "identifier") or shape.value.rsplit("/", 1)[-1],
            step=self.step,
            labels=self._labels(shape, RDFS + "label"),
            severity=SEVERITIES.get(severity, "violation"),
            legal_basis=tuple(map(Iri, _texts(self.store, shape, CV + "hasLegalResource"))),
            targets=tuple(known),
            target_queries=tuple(query for _, query in targets),
            checks=checks,
            kind=self._first(shape, DCTERMS + "type"),
            valid_from=self._first(shape, SCHEMA + "validFrom"),
            valid_to=self._first(shape, SCHEMA + "validThrough"),
            is_compiled=is_compiled,
        )

    def _queries(self, shape: ox.NamedNode, predicate: str) -> list[tuple[object, str]]:
        """(node, query with prefixes) in order of the query's text."""
        found = []
        for node in _objects(self.store, shape, predicate):
            found += [(node, self.prologue + q) for q in _texts(self.store, node, SH + "select")]
        return sorted(found, key=lambda entry: entry[1])

    def _compiled(self, query: str, this_is_bound: bool) -> Select | None:
        try:
            return compile_select(query, this_is_bound=this_is_bound)
        except NotInDialect:
            return None

    def _has_other_parts(self, shape: ox.NamedNode) -> bool:
        """Whether the shape says more than targets and SPARQL constraints."""
        ours = {SH + name for name in ("target", "sparql", "severity", "message")}
        quads = self.store.quads_for_pattern(shape, None, None, None)
        return any(
            quad.predicate.value.startswith(SH) and quad.predicate.value not in ours
            for quad in quads
        )

    def _labels(self, subject: object, predicate: str) -> Labels:
        return {
            term.language or "": term.value
            for term in _objects(self.store, subject, predicate)
            if isinstance(term, ox.Literal)
        }

    def _first(self, subject: object, predicate: str) -> str:
        return next(iter(_texts(self.store, subject, predicate)), "")
