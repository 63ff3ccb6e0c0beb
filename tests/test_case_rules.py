"""Every rule on its small cases, on the quick engine and on pyshacl over both kinds of graph."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from fagbegreb.validation.check import run_rule
from rule_cases import RuleCase, content_checker, rule_cases


@pytest.mark.parametrize("case", rule_cases(), ids=str)
def test_rule_says_what_its_case_expects(case: RuleCase) -> None:
    checker = content_checker()
    graph, wrong = checker.prepare(ox.parse(case.turtle.encode(), format=ox.RdfFormat.TURTLE))
    said = [finding.message["da"] for finding in wrong]
    assert not [text for text in said if "er ikke en værdi af" not in text], "a slip of the pen"
    results = [run_rule(rule, graph) for rule in checker.rules.rules if rule.id == case.rule]
    assert results, f"{case.rule} is not a rule"
    applied = [found for found in results if found is not None]
    findings = [finding for found in applied for finding in found]
    if case.expected == "gælder ikke":
        assert not applied
    else:
        assert applied, "the rule does not apply"
        assert bool(findings) == (case.expected == "brydes"), findings
    if case.findings is not None:
        assert len(findings) == case.findings, findings


def test_every_rule_has_cases_that_keep_and_that_break_it() -> None:
    rules = {rule.id for rule in content_checker().rules.rules}
    for expected in ("holder", "brydes"):
        assert rules == {case.rule for case in rule_cases() if case.expected == expected}
