"""What changed between two releases, told in words: one kind of change at a time."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from fagbegreb import changes as module
from fagbegreb.changes import AUDIENCE, ChangeKind, changes
from fagbegreb.namespaces import ID, RDFS, RULE, SHAPES
from fagbegreb.store import Store
from fagbegreb.vocabulary import Vocabulary
from small import vocabulary_of

HEADS = f"""
    <{ID}ics> a skos:ConceptScheme ; rdfs:label "ICS"@da .
    <{ID}trivsel> a skos:ConceptScheme ; rdfs:label "Trivselslinealen"@da .
"""


def concept(curie: str, more: str = "") -> str:
    scheme, _, code = curie.partition(":")
    return (
        f'{curie} a skos:Concept ; skos:inScheme <{ID}{scheme}> ; skos:notation "{code}" ; '
        f"{more} adms:status <http://purl.org/adms/status/UnderDevelopment> .\n"
    )


def row(more: str = 'rdfs:comment "Ens."@da', predicate: str = "close") -> str:
    return (
        "<https://w3id.org/fagbegreb/mappings/ics--trivsel#1> a owl:Axiom , sssom:Mapping ; "
        "owl:annotatedSource ics:B1 ; owl:annotatedTarget trivsel:D4 ; "
        f"owl:annotatedProperty skos:{predicate}Match ; {more} .\n"
    )


def told(before: str, after: str) -> list[tuple[str, str]]:
    """Kind and Danish words of every change between two texts."""
    old, new = (vocabulary_of(HEADS + text) for text in (before, after))
    return [(change.kind.value, change.text["da"]) for change in changes(old, new)]


B1, D4 = concept("ics:B1"), concept("trivsel:D4")


@pytest.mark.parametrize(
    ("before", "after", "kind", "words"),
    [
        ("", "", "added", "er nyt"),
        ('skos:prefLabel "a"@da ;', 'skos:prefLabel "b"@da ;', "label", "hed »a« og hedder nu »b«"),
        ("", 'skos:altLabel "x"@da ;', "label", "kaldes nu også »x« (da)"),
        ('skos:altLabel "x"@da ;', "", "label", "kaldes ikke længere også »x« (da)"),
        ("", 'skos:definition "d"@da ;', "definition", "er defineret på ny: »d«"),
        ('rdfs:comment "c"@da ;', 'rdfs:comment "e"@da ;', "note", "har fået en anden bemærkning"),
        ("", 'skos:scopeNote "s"@da ;', "note", "har fået en anden bemærkning"),
        ("", "skos:broader ics:B ;", "hierarchy", "er flyttet fra – til B"),
        (
            "",
            'schema:validThrough "2023-12-31"^^xsd:date ;',
            "validity",
            "gælder nu … til 2023-12-31",
        ),
        ("", "dcterms:isReplacedBy ics:B2 ;", "retired", "afløses nu af ics:B2"),
        ("dcterms:isReplacedBy ics:B2 ;", "", "retired", "har ikke længere en afløser"),
    ],
)
def test_each_kind_of_change_of_a_concept_is_told(
    before: str, after: str, kind: str, words: str
) -> None:
    others = concept("ics:B") + concept("ics:B2")
    old = others if kind == "added" else others + concept("ics:B1", before)
    ((found, text),) = told(old, others + concept("ics:B1", after))
    assert found == kind
    assert text.startswith("ics:B1 ") and words in text


def test_a_retired_concept_names_what_to_use_and_is_not_told_twice() -> None:
    retired = concept("ics:B1", "dcterms:isReplacedBy ics:B2 ; owl:deprecated true ;")
    ((kind, text),) = told(B1 + concept("ics:B2"), retired + concept("ics:B2"))
    assert (kind, text) == ("retired", "ics:B1 »B1« er udgået; brug ics:B2.")


def test_what_was_a_draft_and_is_settled_is_told() -> None:
    settled = B1.replace("UnderDevelopment", "Completed")
    assert told(B1, settled) == [("status", "ics:B1 »B1« var udkast og er nu stabil.")]
    assert [kind for kind, _ in told(settled, B1)] == ["status"]


def test_a_concept_that_disappears_is_told() -> None:
    assert told(B1 + D4, D4) == [("removed", "ics:B1 »B1« er fjernet.")]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("", row(), "(close) er kommet til"),
        (row(), "", "(close) er taget ud"),
        (row(), row(predicate="exact"), "var close og er nu exact"),
        (row("sssom:confidence 0.5"), row("sssom:confidence 0.6"), "0.5 blev 0.6"),
        (row(), row('rdfs:comment "Næsten."@da'), "har fået en anden begrundelse"),
    ],
)
def test_each_kind_of_change_of_a_mapping_is_told(before: str, after: str, words: str) -> None:
    ((kind, text),) = told(B1 + D4 + before, B1 + D4 + after)
    assert kind == "mapping"
    assert text.startswith("Koblingen ics:B1 – trivsel:D4 ") and words in text


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (None, "sh:Warning", "er ny"),
        ("sh:Warning", "sh:Violation", "er ændret"),
        ("sh:Warning", None, "er taget ud"),
    ],
)
def test_a_change_of_a_rule_is_told_with_what_the_rule_says(
    before: str | None, after: str | None, words: str
) -> None:
    ((kind, text),) = (
        (change.kind.value, change.text["da"]) for change in changes(rules(before), rules(after))
    )
    assert (kind, text) == ("rule", f"Reglen R1 {words}: Afgørelsen skal begrundes.")


def rules(severity: str | None) -> Vocabulary:
    """One rule or none, in the graph of rules."""
    said = f'rule:R1 rdfs:label "Afgørelsen skal begrundes."@da ; sh:severity {severity} .'
    dataset = ox.Store()
    dataset.load(
        f"@prefix rule: <{RULE}> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
        f"@prefix rdfs: <{RDFS}> . <{SHAPES.rstrip('/')}> {{ "
        f"<{RULE.rstrip('/')}> rdfs:label 'Regler'@da . {said if severity else ''} }}".encode(),
        format=ox.RdfFormat.TRIG,
    )
    return Vocabulary(Store(dataset))


def test_nothing_changed_is_nothing_told() -> None:
    assert told(B1 + D4 + row(), B1 + D4 + row()) == []


def test_a_scheme_that_comes_or_goes_is_told() -> None:
    more = f'<{ID}bl> a skos:ConceptScheme ; rdfs:label "Barnets lov"@da .\n'
    assert told(B1, B1 + more) == [("scheme", "Systemet Barnets lov med 0 begreber er kommet til.")]
    assert told(B1 + more, B1) == [("scheme", "Systemet Barnets lov med 0 begreber er taget ud.")]


def test_a_scheme_too_large_to_be_compared_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LARGEST_SCHEME", 1)
    found = told(B1 + D4, B1 + concept("ics:B2") + concept("trivsel:D4", 'skos:altLabel "x"@da ;'))
    assert found == [
        (
            "scheme",
            "Systemet ICS med 2 begreber (før 1) er for stort til at blive sammenlignet "
            "begreb for begreb.",
        ),
        ("label", "trivsel:D4 »D4« kaldes nu også »x« (da)."),
    ]


def test_every_kind_names_whom_it_concerns_in_both_languages() -> None:
    assert set(AUDIENCE) == set(ChangeKind)
    assert all(audience["da"] and audience["en"] for audience in AUDIENCE.values())
