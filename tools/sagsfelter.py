"""Writes docs/sagsfelter.md: which properties each class of a case graph has, and what asks for
them. Read from the shapes and the ontology, so that it says what the check does.

Run it after a change of either: `python tools/sagsfelter.py`. A test compares.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from fagbegreb.namespaces import SAG, XSD
from fagbegreb.validation import checker_of_content
from fagbegreb.validation.ontology import CaseOntology
from fagbegreb.validation.rules import Rule

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "sagsfelter.md"
Asked = dict[str, dict[str, set[str]]]
"""Class to property to the rules that ask for it."""

_TOLD = 12
_STATEMENT = re.compile(r"[?$](\w+) ((?:a|sag:\w+) [^.{}]*)")
_PART = re.compile(r"(a|sag:\w+) ([?$]\w+|sag:\w+|\S+)")


def document() -> str:
    """The whole text."""
    checker = checker_of_content(ROOT)
    return "\n".join(_lines(checker.ontology, _asked(checker.rules.rules, checker.ontology))) + "\n"


def _asked(rules: tuple[Rule, ...], ontology: CaseOntology) -> Asked:
    asked: Asked = defaultdict(lambda: defaultdict(set))
    for rule in rules:
        own = {
            kind
            for query in rule.target_queries
            for kind in re.findall(r"\?this a sag:(\w+)", query)
        }
        for query in (*rule.target_queries, *(check.query for check in rule.checks)):
            for kind, name in _uses(query, own, ontology):
                if SAG + name in ontology.properties and not ontology.uses[SAG + name].is_derived:
                    asked[kind][name].add(rule.id)
    return asked


def _uses(query: str, own: set[str], ontology: CaseOntology) -> Iterator[tuple[str, str]]:
    """(class, property) for each triple of which the class of the subject is known."""
    triples = [
        (subject, predicate.removeprefix("sag:"), value)
        for subject, rest in _STATEMENT.findall(query)
        for predicate, value in _PART.findall(rest)
    ]
    kinds: dict[str, set[str]] = defaultdict(set, {"this": set(own)})
    for subject, name, value in triples:
        if name == "a" and subject != "this":
            kinds[subject] |= _classes(query, value)
        leads_to = ontology.part_classes.get(SAG + name)
        if leads_to and value[0] in "?$" and value[1:] != "this":
            kinds[value[1:]].add(leads_to.removeprefix(SAG))
    for subject, name, _ in triples:
        if name != "a":
            yield from ((kind, name) for kind in kinds[subject])


def _classes(query: str, value: str) -> set[str]:
    """A class, or those that a variable may be."""
    if value[0] not in "?$":
        return {value.removeprefix("sag:")}
    listed = re.search(rf"\{value} IN \(([^)]*)\)", query)
    return set(re.findall(r"sag:(\w+)", listed[1])) if listed else set()


def _lines(ontology: CaseOntology, asked: Asked) -> Iterator[str]:
    yield "# Felter i en sagsgraf"
    yield ""
    yield (
        "Hvilke egenskaber hver klasse har, hvad deres værdier er, og hvilke regler der ser på "
        "dem. Siden er dannet af reglerne og ontologien med `python tools/sagsfelter.py`. "
        "[sagsgraf.md](sagsgraf.md) viser, hvordan en sag skrives, og "
        "[sagsregler.md](sagsregler.md), hvad reglerne kræver."
    )
    for kind in sorted(asked):
        label = ontology.labels.get(SAG + kind, {}).get("da", "")
        yield from ("", f"## {kind}", "", f"{label[:1].upper()}{label[1:]}.", "")
        yield "| egenskab | værdi | regler |"
        yield "| --- | --- | --- |"
        for name, rules in sorted(asked[kind].items()):
            told = ", ".join(sorted(rules)[:_TOLD])
            others = f" og {len(rules) - _TOLD} andre" if len(rules) > _TOLD else ""
            yield f"| `{name}` | {_value(ontology, SAG + name)} | {told}{others} |"


def _value(ontology: CaseOntology, iri: str) -> str:
    if iri in ontology.data_properties:
        datatype = ontology.data_properties[iri].replace(XSD, "xsd:") or "tal eller tekst"
        return "tekst" if datatype == "xsd:string" else datatype
    if iri in ontology.listed_values:
        names = sorted(value.removeprefix(SAG) for value in ontology.listed_values[iri])
        return "en af: " + ", ".join(names)
    if iri in ontology.concept_properties:
        return "et begreb"
    return ontology.part_classes.get(iri, "noget i sagen").removeprefix(SAG)


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
