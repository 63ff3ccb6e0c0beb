"""Codes in a case: do they exist, did they apply that day, what should be used instead?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
import pytest

from fagbegreb.model import Finding
from fagbegreb.namespaces import ID
from fagbegreb.settings import Settings
from fagbegreb.terminology import Terminology
from fagbegreb.validation import CaseChecker, Validator
from fagbegreb.validation.facts import Code
from rule_cases import content_checker, turtle


@pytest.fixture(scope="module")
def validator(snapshot: Path, settings: Settings, terminology: Terminology) -> Iterator[Validator]:
    with closing(Validator(snapshot, settings, terminology.vocabulary.nearest)) as opened:
        yield opened


def findings(validator: Validator, text: str, rule: str) -> list[Finding]:
    report = validator.validate_sync(turtle(text).encode(), "text/turtle")
    return [finding for finding in report.findings if finding.rule == rule]


def test_an_unknown_code_gets_the_nearest_that_applied_that_day(validator: Validator) -> None:
    text = "<a> a sag:Afgoerelse ; sag:dato @2025-03-01 ; sag:hjemmel bl:32.1.99 ."
    (found,) = findings(validator, text, "K01")
    assert found.value == ID + "bl/32.1.99"
    assert ID + "bl/32.1.8" in found.suggestions
    assert "bl:32.1.99" in found.message["da"] and "1. marts 2025" in found.message["da"]


def test_a_provision_as_people_write_it_is_told_its_code(validator: Validator) -> None:
    case = '{"type": "Sag", "afgoerelse": {"dato": "2025-03-01", "hjemmel": "BL § 32"}}'
    report = validator.validate_sync(case.encode(), "application/ld+json")
    (found,) = [finding for finding in report.findings if finding.rule == "K01"]
    assert found.suggestions == (ID + "bl/32",)


def test_a_code_out_of_force_says_when_it_applied(validator: Validator) -> None:
    text = "<a> a sag:Afgoerelse ; sag:dato @2025-03-01 ; sag:grund sel:58.1.1 ."
    (found,) = findings(validator, text, "K03")
    assert "sel:58.1.1 gjaldt kun til 31. december 2023" in found.message["da"]
    assert "1 March 2025" in found.message["en"]


def test_a_repealed_provision_gets_its_successor(validator: Validator) -> None:
    text = "<a> a sag:Afgoerelse ; sag:dato @2025-03-01 ; sag:hjemmel sel:58 ."
    (found,) = findings(validator, text, "R123")
    assert any(iri.startswith(ID + "bl/47") for iri in found.suggestions)
    assert "31. december 2023" in found.message["da"]


def test_every_finding_about_a_decision_names_its_legal_basis(validator: Validator) -> None:
    (found,) = findings(
        validator, "<a> a sag:Afgoerelse ; sag:dato @2025-03-01 ; sag:klagefristUger 3 .", "R112"
    )
    assert found.legal_basis == (ID + "rtl/67",)


def test_a_page_of_unknown_codes_does_not_hold_the_server_up(validator: Validator) -> None:
    text = "".join(f"<a> sag:grund bl:ukendt{number} . " for number in range(500))
    found = findings(validator, text, "K01")
    assert len(found) == 500
    assert sum(bool(finding.suggestions) for finding in found) <= 10


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("K01", "<a> sag:grund bl:ukendt{} . "),
        ("G01", '<a> sag:dato "{}. maj"^^xsd:date . '),
        ("G02", '<a{}> sag:dato "i dag" . '),
        ("G03", "<a> sag:ukendt{} 1 . "),
        ("R112", "<a{}> a sag:Afgoerelse ; sag:dato @2025-03-01 ; sag:klagefristUger 3 . "),
    ],
)
def test_of_more_than_a_thousand_it_is_said_that_there_are_more(
    validator: Validator, rule: str, text: str
) -> None:
    """Whatever is wrong a thousand times is wrong for one reason, and nobody reads on."""
    found = findings(validator, "".join(text.replace("{}", str(n)) for n in range(1_200)), rule)
    assert len(found) == 1_001
    (more,) = [finding for finding in found if "1.000" in finding.message["da"]]
    assert more.severity == found[0].severity and not more.focus


def with_codes(codes: dict[str, Code]) -> CaseChecker:
    """A checker whose vocabulary has these codes only."""
    whole = content_checker()
    return CaseChecker(
        whole.rules, whole.ontology, codes, frozenset(), whole.context, max_bytes=10_000
    )


@pytest.mark.parametrize(
    ("last_day", "breaks"), [("2025-02-28", True), ("2025-03-01", False), ("", False)]
)
@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("R123", "<a> a sag:Afgoerelse ; sag:dato @2025-03-01 ; sag:hjemmel bl:1 ."),
        (
            "R117",
            "<a> a sag:Afgoerelse ; sag:dato @2025-03-01 . "
            "<i> a sag:Indberetning ; sag:afgoerelse <a> ; sag:bestemmelse bl:1 .",
        ),
    ],
)
def test_a_provision_applies_through_its_last_day(
    rule: str, text: str, last_day: str, breaks: bool
) -> None:
    checker = with_codes({ID + "bl/1": Code(ID + "bl", "2024-01-01", last_day)})
    quads = ox.parse(turtle(text).encode(), format=ox.RdfFormat.TURTLE)
    report = checker.check_quads(quads).report
    assert (rule in {finding.rule for finding in report.findings}) == breaks


def test_a_retired_concept_names_its_successor() -> None:
    codes = {
        ID + "ics/X": Code(ID + "ics", replaced_by=(ID + "ics/B1",), is_retired=True),
        ID + "ics/B1": Code(ID + "ics"),
    }
    text = "<v> a sag:Vurdering ; sag:begreb <https://w3id.org/fagbegreb/id/ics/X> ."
    quads = ox.parse(turtle(text).encode(), format=ox.RdfFormat.TURTLE)
    (found,) = [
        finding
        for finding in with_codes(codes).check_quads(quads).report.findings
        if finding.rule == "K02"
    ]
    assert found.suggestions == (ID + "ics/B1",)
