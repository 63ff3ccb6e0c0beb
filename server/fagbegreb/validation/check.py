"""CaseChecker: the bytes of one case graph go in, a ValidationReport comes out.

The same checker serves the worker behind the API, the command line and the batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, islice
from typing import Any, Final

import pyoxigraph as ox

from fagbegreb.errors import FagbegrebError
from fagbegreb.model import Finding, Labels, ValidationReport, danish_now
from fagbegreb.namespaces import SAG
from fagbegreb.validation.codes import check_codes
from fagbegreb.validation.facts import Codes, add_facts
from fagbegreb.validation.graph import CaseGraph, Lit, Node
from fagbegreb.validation.intake import STEP as GRAPH_STEP
from fagbegreb.validation.intake import Intake
from fagbegreb.validation.ontology import CaseOntology
from fagbegreb.validation.reading import read_quads
from fagbegreb.validation.rules import Check, Rule, RuleBook
from fagbegreb.validation.wording import fill_in, text_of

_RANK: Final = {"violation": 0, "warning": 1, "info": 2}
_LAWS: Final = ("sel", "bl")
_MOST_OF_A_RULE: Final = 1_000
"""Nobody reads more; two hundred thousand would keep the server busy instead."""
_MORE: Final[Labels] = {
    "da": "Der er flere af denne slags i sagen end de 1.000, der er vist. Ret dem, og tjek igen.",
    "en": "There are more of this kind in the case than the 1,000 shown. Mend them, and check "
    "again.",
}


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule that concerned something in the case, and how often it was broken there."""

    rule: str
    findings: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A report, with the rules that applied and the graph that they saw."""

    report: ValidationReport
    applied: tuple[Applied, ...]
    graph: CaseGraph


class CaseChecker:
    """All that checking needs, read once."""

    def __init__(  # noqa: PLR0913, PLR0917  each is a part of the content
        self,
        rules: RuleBook,
        ontology: CaseOntology,
        codes: Codes,
        holidays: frozenset[date],
        context: dict[str, Any],
        max_bytes: int,
        now: Callable[[], datetime] = danish_now,
    ) -> None:
        self.rules = rules
        self.ontology = ontology
        self._codes = codes
        self._holidays = holidays
        self.context = context
        self._max_bytes = max_bytes
        self._now = now
        self._quick: dict[frozenset[str], list[Rule]] = {}
        for rule in rules.rules:
            if rule.is_compiled:
                self._quick.setdefault(rule.needs, []).append(rule)
        self._slow = tuple(rule for rule in rules.rules if not rule.is_compiled)

    def check(self, data: bytes, media_type: str) -> ValidationReport:
        """Check one case. Raises MalformedData, PayloadTooLarge, UnsupportedMedia."""
        quads = read_quads(data, media_type, self._max_bytes, self.context)
        return self.check_quads(quads).report

    def check_quads(self, quads: Iterable[ox.Quad]) -> Checked:
        """Check one case that is parsed already."""
        try:
            graph, findings = self.prepare(quads)
        except (ValueError, ArithmeticError, LookupError, TypeError) as error:
            name = type(error).__name__
            failed = _engine_failed(
                "",
                f"Sagen kunne ikke læses ind ({name}).",
                f"The case could not be read in ({name}).",
            )
            return Checked(ValidationReport(False, (), 0, (failed,)), (), CaseGraph(()))
        findings += _of_the_whole(graph)
        coded = check_codes(graph, self._codes, self.ontology.concept_properties)
        # Four rules are about codes, so when this cuts, one of them has more than its share.
        findings += islice(coded, 4 * _MOST_OF_A_RULE + 1)
        applied: dict[str, int] = {}
        laws: set[str] = set()
        terms = graph.terms
        for rule in self._quick_for(terms):
            found = _safely(rule, graph)
            if found is None:
                continue
            applied[rule.id] = applied.get(rule.id, 0) + len(found)
            laws.add(rule.law)
            findings += found
        for found_slowly in self._run_slowly(graph):
            applied[found_slowly.rule] = applied.get(found_slowly.rule, 0) + 1
            findings.append(found_slowly)
        findings.sort(key=lambda each: (_RANK[each.severity], each.rule, each.focus))
        report = ValidationReport(
            conforms=not findings,
            law=tuple(law for law in _LAWS if law in laws),
            rules_checked=len(applied),
            findings=tuple(_not_too_many(findings)),
        )
        rules = tuple(Applied(rule, count) for rule, count in applied.items())
        return Checked(report, rules, graph)

    def _quick_for(self, terms: frozenset[str]) -> Iterator[Rule]:
        """The rules that could concern a case with these predicates and classes."""
        for needs, rules in self._quick.items():
            if needs <= terms:
                yield from rules

    def _run_slowly(self, graph: CaseGraph) -> list[Finding]:
        """Shapes outside the dialect, under pyshacl."""
        if not self._slow:
            return []
        from fagbegreb.validation.reference import native_store, run_shacl

        try:
            return run_shacl(native_store(graph), self.rules, self._slow)
        except FagbegrebError as error:
            return [_engine_failed("", error.detail["da"], error.detail["en"])]

    def prepare(self, quads: Iterable[ox.Quad]) -> tuple[CaseGraph, list[Finding]]:
        """The graph that the rules see, and what was wrong with its values."""
        intake = Intake(self.ontology)
        graph = intake.graph(quads)
        add_facts(graph, self._codes, self._holidays, self.ontology.uses, self._now())
        return graph, intake.findings


def _of_the_whole(graph: CaseGraph) -> Iterator[Finding]:
    cases = graph.instances(SAG + "Sag")
    if len(cases) == 1:
        return
    if cases:
        da = "Grafen har mere end én sag. Send én sag ad gangen."
        en = "The graph holds more than one case. Send one case at a time."
    else:
        da = "Grafen har ingen sag. Der skal være netop én ressource af klassen sag:Sag."
        en = "The graph holds no case. There must be exactly one resource of class sag:Sag."
    yield Finding(
        "G05", "violation", {"da": da, "en": en}, focus=cases[1] if cases else "", step=GRAPH_STEP
    )


def _not_too_many(findings: list[Finding]) -> Iterator[Finding]:
    """A thousand of each rule, in the order given; where there are more, it says so."""
    for rule, of_one in groupby(findings, key=lambda each: each.rule):
        found = list(islice(of_one, _MOST_OF_A_RULE + 1))
        yield from found[:_MOST_OF_A_RULE]
        for more in found[_MOST_OF_A_RULE:]:
            yield Finding(rule, more.severity, dict(_MORE), focus="", step=more.step)


def _safely(rule: Rule, graph: CaseGraph) -> list[Finding] | None:
    """A rule that cannot be evaluated is a finding on the case: never a crash, never silence."""
    try:
        return run_rule(rule, graph)
    except Exception as error:
        name = type(error).__name__
        return [
            _engine_failed(
                f" {rule.id}",
                f"Reglen {rule.id} kunne ikke kontrolleres ({name}).",
                f"Rule {rule.id} could not be checked ({name}).",
            )
        ]


def _engine_failed(rule: str, da: str, en: str) -> Finding:
    return Finding("M01", "violation", {"da": da, "en": en}, focus=rule.strip(), step="motor")


def run_rule(rule: Rule, graph: CaseGraph) -> list[Finding] | None:
    """What the rule finds; None when nothing in the case is its concern."""
    focuses = graph.focuses(rule.scope, rule.focuses)
    if not focuses:
        return None
    found: dict[tuple[str, str | None, str | None, str], Finding] = {}
    terms = graph.terms
    for check in rule.checks:
        select = check.select
        if select is None or not select.needs <= terms:
            continue
        for focus in focuses:
            for solution in select.solve(graph, focus):
                finding = _finding(rule, check, focus, select.values(solution))
                key = (finding.focus, finding.path, finding.value, finding.message.get("da", ""))
                found[key] = finding
    return list(found.values())


def _finding(rule: Rule, check: Check, focus: Node, values: dict[str, Any]) -> Finding:
    path, value = values.get("path"), values.get("value")
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message={lang: fill_in(template, values, lang) for lang, template in check.message.items()},
        focus=str(focus),
        path=None if path is None else str(path),
        value=None if value is None else text_of(value),
        legal_basis=rule.legal_basis,
        step=rule.step,
        day=_day_in(values),
    )


def _day_in(values: dict[str, Any]) -> str:
    """The day that the rule's message speaks of as `dato`, the day that chose the law."""
    day = values.get("dato")
    return day.text[:10] if isinstance(day, Lit) and day.kind in "dt" else ""
