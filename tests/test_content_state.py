"""The real content keeps every rule; what stays open is written down with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from fagbegreb.check import (
    VIOLATION,
    WARNING,
    ContentFinding,
    check_content,
    crosswalk_states,
    scheme_states,
    summary,
)
from fagbegreb.content import read_turtle
from fagbegreb.namespaces import BASE, CATALOG, VOID
from fagbegreb.settings import content_root

ROOT = content_root()
DOCS = Path(__file__).resolve().parents[1] / "docs"


@pytest.fixture(scope="module")
def findings() -> tuple[ContentFinding, ...]:
    return check_content(ROOT)


def test_the_content_keeps_every_rule(findings: tuple[ContentFinding, ...]) -> None:
    violations = [found.text("en") for found in findings if found.severity == VIOLATION]
    assert violations == []


def test_every_open_warning_has_its_reason_in_the_docs(
    findings: tuple[ContentFinding, ...],
) -> None:
    explained = (DOCS / "indhold.md").read_text("utf-8")
    open_rules = {found.rule for found in findings if found.severity == WARNING}
    assert {rule for rule in open_rules if f"`{rule}`" not in explained} == set()


def test_the_numbers_in_the_docs_are_those_of_the_content() -> None:
    written = (DOCS / "indhold-i-tal.md").read_text("utf-8")
    assert written == summary(ROOT), "run 'fagbegreb check --report > docs/indhold-i-tal.md'"


def test_our_own_concepts_are_defined_in_danish_and_english() -> None:
    for state in scheme_states(ROOT):
        if not state.is_external:
            assert state.definitions_da == state.definitions_en == state.concepts, state.id


def test_others_code_systems_come_without_their_definitions() -> None:
    external = [state for state in scheme_states(ROOT) if state.is_external]
    assert {state.id for state in external} == {"caresocialcodes", "fboe", "ffb", "ltt"}
    assert {state.definitions_da for state in external} == {0}


def test_nothing_is_reviewed_until_a_professional_says_so() -> None:
    assert sum(state.reviewed for state in crosswalk_states(ROOT)) == 0


def test_the_catalogue_states_our_prefix() -> None:
    said = {
        quad.object.value
        for quad in read_turtle(ROOT / "ontology" / "catalog.ttl", CATALOG)
        if quad.predicate.value == VOID + "uriSpace" and hasattr(quad.object, "value")
    }
    assert said == {BASE}
