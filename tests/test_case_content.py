"""The case ontology, its context, the calendar, the examples and the shapes as a body of text."""

from __future__ import annotations

import json
import re
import runpy
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from fagbegreb.model import ValidationReport
from fagbegreb.namespaces import SAG
from fagbegreb.validation.facts import weekdays_after
from fagbegreb.validation.graph import CaseGraph
from fagbegreb.validation.loading import context_document
from fagbegreb.validation.ontology import read_holidays
from fagbegreb.validation.reading import read_quads
from fagbegreb.validation.reference import rdflib_graph
from rule_cases import content_checker

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted((ROOT / "ontology" / "examples").glob("*.ttl"))
CONTEXT: dict[str, Any] = json.loads((ROOT / "ontology" / "sag.jsonld").read_text())["@context"]
PRACTICE = ("R125", "R126", "R127", "R128", "R129", "R130")
"""Rules of good practice, without a legal basis."""
PLACE = re.compile(r"\{\?(\w+)\}")


def graph_of(path: Path, media_type: str) -> CaseGraph:
    quads = read_quads(path.read_bytes(), media_type, 5_000_000, CONTEXT)
    return content_checker().prepare(quads)[0]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_breaks_the_rules_that_its_comments_name_and_no_other(path: Path) -> None:
    """In three of the four that is none."""
    checker = content_checker()
    as_turtle = checker.check(path.read_bytes(), "text/turtle")
    as_json = checker.check(path.with_suffix(".jsonld").read_bytes(), "application/ld+json")
    told = set(re.findall(r"Fejl ([A-Z]\d+)", path.read_text("utf-8")))
    assert {finding.rule for finding in as_turtle.findings} == told
    assert _places(as_json) == _places(as_turtle)
    assert as_turtle.rules_checked > 50


def _places(report: ValidationReport) -> list[tuple[str, ...]]:
    # What has no name is called after its place, which JSON may put elsewhere.
    return sorted(
        (found.rule, found.message["da"], re.sub(r"^_:(\D+).*", r"\1", found.focus))
        for found in report.findings
    )


def test_one_example_has_faults_of_every_severity_all_along_the_case() -> None:
    path = ROOT / "ontology" / "examples" / "2025-med-fejl.ttl"
    findings = content_checker().check(path.read_bytes(), "text/turtle").findings
    assert {finding.severity for finding in findings} == {"violation", "warning", "info"}
    assert len({finding.step for finding in findings}) >= 8


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_says_the_same_in_both_formats(path: Path) -> None:
    from rdflib.compare import isomorphic

    turtle = rdflib_graph(graph_of(path, "text/turtle"))
    assert isomorphic(
        turtle, rdflib_graph(graph_of(path.with_suffix(".jsonld"), "application/ld+json"))
    )


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_names_nobody(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\d{6}[-\s]?\d{4}", text), "looks like a personal number"


def test_examples_fall_under_each_act_and_under_both() -> None:
    laws = [content_checker().check(path.read_bytes(), "text/turtle").law for path in EXAMPLES]
    assert set(laws) == {("sel",), ("bl",), ("sel", "bl")}


def test_context_and_list_of_rules_are_up_to_date() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "sagsregler.py"))
    hint = "run: python tools/sagsregler.py"
    assert (ROOT / "docs" / "sagsregler.md").read_text("utf-8") == tool["document"](), hint
    assert (ROOT / "ontology" / "sag.jsonld").read_text("utf-8") == context_document(ROOT), hint


def test_the_fields_of_each_class_are_those_that_the_rules_ask_for() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "sagsfelter.py"))
    written = (ROOT / "docs" / "sagsfelter.md").read_text("utf-8")
    assert written == tool["document"](), "run: python tools/sagsfelter.py"
    assert "?" not in written
    for kind, field in (("Samvaer", "fra"), ("Opfoelgning", "dato"), ("BarnetsPlan", "maal")):
        section = written.split(f"\n## {kind}\n")[1].split("\n## ")[0]
        assert f"| `{field}` |" in section


def test_calendar_is_what_the_library_says() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "helligdage.py"))
    path = ROOT / "ontology" / "helligdage.ttl"
    written = {quad.triple for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)}
    assert written == set(tool["triples"]()), "run: python tools/helligdage.py"


def test_weekdays_are_monday_to_saturday_without_holidays() -> None:
    path = ROOT / "ontology" / "helligdage.ttl"
    holidays = read_holidays(
        quad.triple for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    )
    assert date(2023, 5, 5) in holidays, "store bededag was a holiday until 2023"
    assert date(2024, 4, 26) not in holidays
    assert {day.year for day in holidays} == set(range(2007, 2041))
    assert weekdays_after(date(2025, 12, 22), 6, holidays) == date(2025, 12, 31)
    assert weekdays_after(date(2024, 2, 24), 6, holidays) == date(2024, 3, 2)


def test_all_rules_of_the_table_are_there() -> None:
    ids = {rule.id for rule in content_checker().rules.rules}
    assert ids >= {f"R{number:03}" for number in range(1, 140)}


@pytest.mark.parametrize("rule", content_checker().rules.rules, ids=lambda rule: rule.iri[-4:])
def test_shape_keeps_to_the_date_dialect_and_says_what_to_do(rule: Any) -> None:
    assert rule.is_compiled, "a construct outside the dialect: see validation/dialect.py"
    assert set(rule.labels) == {"da", "en"}
    is_practice = rule.id.startswith("S") or rule.id in PRACTICE
    assert bool(rule.legal_basis) != is_practice
    for query in (*rule.target_queries, *(check.query for check in rule.checks)):
        body = query[query.index("SELECT") :]
        unquoted = re.sub(r'"[^"]*"|<[^>]*>', "", body)
        assert "+" not in unquoted, "date + duration gives nothing in oxigraph"
        assert not re.search(r"xsd:date(Time)?\s*\(", unquoted), "casts are missing in rdflib"
        assert "xsd:duration" not in unquoted
        assert not re.search(r"\b(SERVICE|FROM|MINUS|VALUES|GRAPH)\b", unquoted)
        terms = set(re.findall(r"sag:(\w+)", body))
        assert {SAG + term for term in terms} <= content_checker().ontology.names
    for check in rule.checks:
        assert set(check.message) == {"da", "en"}
        assert check.select
        for text in check.message.values():
            assert set(PLACE.findall(text)) <= set(check.select.variables)
