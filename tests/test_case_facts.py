"""What the check adds to a case or says of it before any rule runs: classes, the moment that time
limits are reckoned until, values that contradict each other, codes that are none."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from fagbegreb.model import Finding
from fagbegreb.namespaces import ID, SAG
from fagbegreb.settings import content_root
from fagbegreb.validation import checker_of_content
from rule_cases import content_checker, turtle

DENMARK = ZoneInfo("Europe/Copenhagen")
NOTIFIED = '"modtaget": "2025-03-01T10:00:00+01:00", "underretterType": "Borger"'


def found(text: str, rule: str, media_type: str = "text/turtle") -> list[Finding]:
    report = content_checker().check(text.encode(), media_type)
    return [finding for finding in report.findings if finding.rule == rule]


def in_json(case: dict[str, Any], rule: str) -> list[Finding]:
    return found(json.dumps({"type": "Sag", **case}), rule, "application/ld+json")


def test_a_part_without_a_class_is_what_leads_to_it() -> None:
    """Left out most of all by those who write JSON; the part must not go unchecked."""
    for kind in ("", '"type": "Underretning", '):
        text = f'{{"type": "Sag", "underretning": {{{kind}{NOTIFIED}}}}}'
        assert found(text, "R002", "application/ld+json"), kind


def test_a_part_with_a_class_keeps_it() -> None:
    text = turtle("<s> a sag:Sag ; sag:underretning <u> . <u> a sag:Screening .")
    assert not found(text, "S01")
    assert found(text, "S06")


def test_a_person_is_all_that_leads_to_her() -> None:
    text = turtle(
        "<s> a sag:Sag ; sag:foraeldremyndighedsindehaver <mor> . <a> a sag:Afgoerelse ; "
        "sag:dato @2025-03-01 ; sag:hjemmel bl:46.1 ; sag:samtykke [ sag:givetAf <mor> ] ."
    )
    assert not found(text, "R051")


def test_a_decision_that_is_not_there_is_missed() -> None:
    text = turtle("<s> a sag:Sag ; sag:indsats [ a sag:Indsats ; sag:afgoerelse <a> ] .")
    assert [finding.focus for finding in found(text, "S02")] == ["urn:a"]


@pytest.mark.parametrize(
    ("now", "is_late"),
    [
        ("2025-03-02T09:59:00", False),
        ("2025-03-02T10:00:00", False),
        ("2025-03-02T10:00:01", True),
    ],
)
def test_without_a_day_of_telling_limits_are_reckoned_until_now(now: str, is_late: bool) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=DENMARK)
    checker = checker_of_content(content_root(), now=lambda: moment)
    text = turtle(
        "<s> a sag:Sag ; sag:underretning <u> . "
        "<u> a sag:Underretning ; sag:modtaget @2025-03-01T10:00 ."
    )
    for told in ("", " <s> sag:opgjort @2026-01-01T12:00 ."):
        report = checker.check((text + turtle(told)).encode(), "text/turtle")
        is_found = "R002" in {finding.rule for finding in report.findings}
        assert is_found == (is_late or bool(told))


def test_nobody_else_says_until_when() -> None:
    text = turtle(
        "<s> a sag:Sag ; sag:regnetTil @2020-01-01T12:00 ; sag:opgjort @2026-01-01T12:00 . "
        "<u> a sag:Underretning ; sag:modtaget @2025-03-01T10:00 ."
    )
    assert found(text, "R002")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("<a> a sag:Afgoerelse ; sag:dato @2023-12-31 , @2024-01-01 .", 1),
        ("<a> a sag:Afgoerelse ; sag:skriftlig true , false .", 1),
        ('<a> a sag:Afgoerelse ; sag:skriftlig true , "1"^^xsd:boolean .', 0),
        ('<b> sag:planRevideret @2023-12-31 , @2024-01-01 ; sag:notat "a" , "b" .', 0),
    ],
)
def test_values_that_contradict_each_other_are_found(text: str, count: int) -> None:
    findings = found(turtle(text), "G06")
    assert len(findings) == count
    assert all("2 forskellige" in finding.message["da"] for finding in findings)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("32.1", "»32.1«"),
        ("§ 32, stk. 1", "»§ 32, stk. 1«"),
        ("BL § 32", "»BL § 32«"),
        ("BL:32.1", "»BL:32.1«"),
        ("http://w3id.org/fagbegreb/id/bl/32.1", "»http://w3id.org/"),
        ("urn:oid:1.2.208.176", "»urn:oid:"),
    ],
)
def test_a_code_that_is_none_is_said_to_be_none(code: str, shown: str) -> None:
    decision = {"type": "Afgoerelse", "dato": "2025-03-01", "hjemmel": code}
    (finding,) = in_json({"afgoerelse": decision}, "K01")
    assert shown in finding.message["da"] and "bl:32.1" in finding.message["da"]
    assert (finding.path, finding.day) == (SAG + "hjemmel", "2025-03-01")


@pytest.mark.parametrize(
    ("code", "count"), [("ics:B1", 0), ("B1", 1), ("urn:oid:1.2.208", 0), ("http://kle.dk/27", 0)]
)
def test_codes_of_others_are_not_judged(code: str, count: int) -> None:
    assert len(in_json({"fagligVurdering": {"begreb": code}}, "K01")) == count


def test_a_concept_is_not_a_provision() -> None:
    for iri in ("ics/B1", "bl"):
        text = f"<a> a sag:Afgoerelse ; sag:dato @2025-03-01 ; sag:hjemmel <{ID}{iri}> ."
        (finding,) = found(turtle(text), "K04")
        assert finding.severity == "violation"


def test_a_name_with_a_space_still_joins_what_it_names() -> None:
    """An IRI with a space in it would be dropped, and the case torn apart without a word."""
    case = {
        "barn": {"id": "barn 1", "type": "Barn", "foedselsdato": "2010-01-01"},
        "afgoerelse": {"dato": "2025-03-01", "sagstype": "bl:3.1.1", "part": "barn 1"},
    }
    assert not in_json(case, "R046")


@pytest.mark.parametrize("value", ["En lærer", "fagperson", "Kommunen", "Barn", "urn:x:y"])
def test_a_listed_value_that_is_not_listed_is_found(value: str) -> None:
    (finding,) = in_json({"underretning": {"underretterType": value}}, "G03")
    assert finding.path == SAG + "underretterType"
    assert "sag:Fagperson" in finding.message["da"]
    assert value.removeprefix("sag:") in finding.message["da"]


@pytest.mark.parametrize("kind", ["Anbringelser", "anbringelse", "Kommunen"])
def test_a_class_that_is_none_is_found_and_the_part_is_checked_all_the_same(kind: str) -> None:
    case = {"anbringelse": {"type": kind, "start": "2025-03-01"}}
    assert in_json(case, "G03") and in_json(case, "S05")


def test_a_value_of_the_wrong_form_is_told_the_right_one() -> None:
    for date in ("10.01.2025", "2025-01-10T10:00:00Z", 20250110):
        (finding,) = in_json({"afgoerelse": {"dato": date}}, "G01")
        assert "fx 2025-03-01" in finding.message["da"]
