"""Every condition of every rule matters: without it, or turned round, some small case notices.

A mutant is a rule with one FILTER removed or inverted, one comparison moved by its edge, or one
limit changed. It must judge at least one case of its rule otherwise than the case says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from fagbegreb.validation.check import run_rule
from fagbegreb.validation.dialect import compile_select
from fagbegreb.validation.graph import CaseGraph
from fagbegreb.validation.rules import Rule
from rule_cases import content_checker, moved, rule_cases
from shacl_engines import prepared

SAME: dict[str, str] = {
    "R073 check: >= in n) BIND(IF(?seksten > ?dato, ?seksten, ?d": (
        "where both days are the same, either will do"
    ),
    "R074 check: >= in n) BIND(IF(?seksten > ?dato, ?seksten, ?d": (
        "where both days are the same, either will do"
    ),
    "R076 check: >= in  FILTER(?senereDato > ?frist) } || (NOT E": (
        "a follow-up on the very day is in time, so the filter before has answered"
    ),
    "R079 check: >= in  FILTER(?senereDato > ?frist) } || (NOT E": (
        "a follow-up on the very day is in time, so the filter before has answered"
    ),
    'R103 target: < in (STR(?dato), 1, 10) <= "2023-12-31") }': (
        "no eighteenth birthday less six months falls on 31 December"
    ),
    "R116 check: >= in  . FILTER(?begynder > ?dagen) } FILTER NO": (
        "one that begins on the very day leaves no gap, so the filter after answers"
    ),
    "R117 check: without FILTER(?til < ?dato)": (
        "no provision of the vocabulary ended after 2023 (see test_case_codes)"
    ),
    "R117 check: <= in  ?til . FILTER(?til < ?dato) BIND(sag:bes": (
        "no provision of the vocabulary ended after 2023 (see test_case_codes)"
    ),
    "R123 check: without FILTER(?til < ?dato)": (
        "no provision of the vocabulary ended after 2023 (see test_case_codes)"
    ),
    "R123 check: <= in  ?til . FILTER(?til < ?dato) BIND(sag:hje": (
        "no provision of the vocabulary ended after 2023 (see test_case_codes)"
    ),
}
"""Mutants that mean the same as their rule, with the reason."""

_EDGES = {"<=": "<", ">=": ">", "<": "<=", ">": ">=", "!=": "=", "&&": "||", "||": "&&"}
_OPERATOR = re.compile(r"<=|>=|!=|&&|\|\||(?<= )[<>](?= )")
_LIMIT = re.compile(r'"-?P(T?)(\d+)([HDMY])"')
_NUMBER = re.compile(r'(?<=[<>=] )"?(\d{4}-\d\d-\d\d|\d+)"?')


def _filters(query: str) -> Iterator[tuple[int, int]]:
    """Start and end of each FILTER, the nested ones too."""
    for found in re.finditer(r"\bFILTER\b", query):
        at, depth, quoted = found.end(), 0, False
        while True:
            character = query[at]
            quoted ^= character == '"'
            if not quoted:
                depth += (character in "({") - (character in ")}")
            at += 1
            if depth == 0 and character in ")}":
                break
        yield found.start(), at


def _mutants(query: str) -> Iterator[tuple[str, str]]:
    """(what was done, the mutated query)."""
    start = query.index("WHERE")
    for begin, end in _filters(query):
        text = query[begin:end]
        yield f"without {text}", query[:begin] + query[end:]
        test = text.removeprefix("FILTER").strip()
        if test.startswith("NOT EXISTS"):
            turned = f"FILTER {test.removeprefix('NOT ')}"
        elif test.startswith("EXISTS"):
            turned = f"FILTER NOT {test}"
        else:
            turned = f"FILTER(!({test}))"
        yield f"{turned} for {text}", query[:begin] + turned + query[end:]
    for found in _OPERATOR.finditer(query, start):
        other = _EDGES[found[0]]
        here = query[max(start, found.start() - 20) : found.end() + 20]
        yield f"{other} in {here}", query[: found.start()] + other + query[found.end() :]
    for found in _LIMIT.finditer(query, start):
        longer = found[0].replace(found[2] + found[3], str(int(found[2]) + 1) + found[3])
        yield f"{longer} for {found[0]}", query[: found.start()] + longer + query[found.end() :]


def _mutated(rule: Rule) -> Iterator[tuple[str, Rule]]:
    for number, query in enumerate(rule.target_queries):
        for what, text in _mutants(query):
            targets = list(rule.targets)
            targets[number] = compile_select(text, this_is_bound=False)
            yield f"target: {what}", replace(rule, targets=tuple(targets))
    for number, check in enumerate(rule.checks):
        for what, text in _mutants(check.query):
            checks = list(rule.checks)
            checks[number] = replace(check, query=text, select=compile_select(text))
            yield f"check: {what}", replace(rule, checks=tuple(checks))


@cache
def _graphs(rule_id: str) -> tuple[CaseGraph, ...]:
    """The rule's cases, and each moved to the edges of the period in which the rule is law."""
    checker = content_checker()
    rules = [rule for rule in checker.rules.rules if rule.id == rule_id]
    period = (rules[0].valid_from, rules[0].valid_to)
    edges = [date.fromisoformat(day) for day in period if day]
    found = []
    for case in rule_cases():
        if case.rule != rule_id:
            continue
        graph = prepared(checker, case.turtle)
        found.append(graph)
        for day in {day for rule in rules for day in _law_days(rule, graph)}:
            offsets = {(edge - day).days + step for edge in edges for step in (-1, 0, 1)}
            found += [prepared(checker, moved(case.turtle, offset)) for offset in sorted(offsets)]
    return tuple(found)


def _law_days(rule: Rule, graph: CaseGraph) -> set[date]:
    """The days by which the rule's targets chose the law."""
    days = set()
    for query in rule.target_queries:
        if "?dato" in query:
            select = compile_select(
                query.replace("SELECT ?this", "SELECT ?dato"), this_is_bound=False
            )
            found = [select.values(solution)["dato"] for solution in select.solve(graph)]
            days |= {date.fromisoformat(day.text[:10]) for day in found}
    return days


def _outcome(rule: Rule, others: list[Rule], graph: CaseGraph) -> tuple[bool, tuple[str, ...]]:
    found = [run_rule(each, graph) for each in (rule, *others)]
    applied = [each for each in found if each is not None]
    return bool(applied), tuple(sorted(f"{each}" for several in applied for each in several))


@pytest.mark.parametrize("shape", [rule.iri for rule in content_checker().rules.rules])
def test_no_mutant_of_a_rule_survives_its_cases(shape: str) -> None:
    book = content_checker().rules
    rule = book.rule(shape)
    assert rule
    others = [other for other in book.rules if other.id == rule.id and other.iri != shape]
    graphs = _graphs(rule.id)
    expected = [_outcome(rule, others, graph) for graph in graphs]
    survivors = [
        what
        for what, mutant in _mutated(rule)
        if all(_outcome(mutant, others, g) == was for g, was in zip(graphs, expected, strict=True))
        and f"{rule.id} {what}" not in SAME
    ]
    assert not survivors


@pytest.mark.parametrize("rule_id", sorted({rule.id for rule in content_checker().rules.rules}))
def test_rule_applies_from_its_first_day_to_its_last(rule_id: str) -> None:
    """Law is chosen by the day of the decision: who decides on the last day uses the old act."""
    checker = content_checker()
    rules = [rule for rule in checker.rules.rules if rule.id == rule_id]
    first = date.fromisoformat(rules[0].valid_from) if rules[0].valid_from else None
    last = date.fromisoformat(rules[0].valid_to) if rules[0].valid_to else None
    for graph in _graphs(rule_id):
        for day in {day for rule in rules for day in _law_days(rule, graph)}:
            assert (first is None or first <= day) and (last is None or day <= last)
