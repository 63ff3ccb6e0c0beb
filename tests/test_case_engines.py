"""The quick engine, pyshacl over rdflib and pyshacl over a native store find the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import pytest

from rule_cases import RuleCase, content_checker, rule_cases
from shacl_engines import prepared, queries_parsed_once, quick, slow


@pytest.fixture(scope="module", autouse=True)
def _parsed_once() -> Iterator[None]:
    with queries_parsed_once():
        yield


def _by_rule() -> dict[str, list[RuleCase]]:
    cases = sorted(rule_cases(), key=lambda case: case.rule)
    return {rule: list(found) for rule, found in groupby(cases, key=lambda case: case.rule)}


@pytest.mark.parametrize("rule_id", _by_rule())
def test_engines_agree_on_every_case_of_a_rule(rule_id: str) -> None:
    checker = content_checker()
    rules = [rule for rule in checker.rules.rules if rule.id == rule_id]
    for case in _by_rule()[rule_id]:
        graph = prepared(checker, case.turtle)
        found = quick(checker, graph, rules)
        assert slow(checker, graph, rules) == {"rdflib": found, "store": found}, case
