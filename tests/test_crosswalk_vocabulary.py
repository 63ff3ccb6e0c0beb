"""An operator's own SKOS vocabulary takes part in crosswalks without a row of SSSOM."""

from __future__ import annotations

from datetime import date

from fagbegreb.crosswalk import Crosswalk, table_sssom
from fagbegreb.model import Iri, SchemeId
from small import vocabulary_of

TODAY = date(2026, 6, 1)
TURTLE = """
<https://ex.org/v> a skos:ConceptScheme ; skos:prefLabel "Vokabular"@da .
<https://ex.org/v#Helbred> a skos:Concept ; skos:inScheme <https://ex.org/v> ;
    skos:prefLabel "helbred"@da ; skos:exactMatch ics:B1 .
<https://ex.org/v#Liste> a skos:Collection ; skos:inScheme <https://ex.org/v> ;
    skos:member <https://ex.org/v#Helbred> ; skos:closeMatch ics:B1 .
ics: a skos:ConceptScheme ; dcterms:identifier "ics" .
ics:B1 a skos:Concept ; skos:inScheme ics: ; skos:notation "B1" ; skos:prefLabel "sundhed"@da ;
    skos:exactMatch <https://ex.org/v#Helbred> ; skos:closeMatch trivsel:D4 .
trivsel: a skos:ConceptScheme ; dcterms:identifier "trivsel" .
trivsel:D4 a skos:Concept ; skos:inScheme trivsel: ; skos:notation "D4" ;
    skos:prefLabel "sundhedsforhold"@da ; skos:closeMatch <https://nowhere.example/x> .
"""
HELBRED = Iri("https://ex.org/v#Helbred")


def crosswalk() -> Crosswalk:
    return Crosswalk.open(vocabulary_of(TURTLE))


def test_plain_match_triples_are_followed_in_one_and_two_steps() -> None:
    (found,) = crosswalk().translate(HELBRED, SchemeId("trivsel"), TODAY).translations
    assert (found.relation.value, found.target.curie) == ("close", "trivsel:D4")
    assert found.confidence == 0.25, "nobody has judged either step"
    assert "»helbred« i Vokabular" in found.explanation["da"]


def test_a_pair_stated_in_both_directions_counts_once() -> None:
    (pair, _) = crosswalk().pairs()
    assert (pair.first, pair.second, pair.rows) == ("ics", "trivsel", 1)


def test_what_is_no_concept_or_unknown_takes_no_part() -> None:
    ends = {row.subject for row in crosswalk().graph.rows()}
    ends |= {row.object for row in crosswalk().graph.rows() if row.object}
    assert not any("Liste" in end or "nowhere" in end for end in ends)


def test_its_namespace_travels_in_the_sssom_file() -> None:
    table = crosswalk().table(SchemeId("v"), SchemeId("trivsel"), TODAY)
    text = table_sssom(table, "https://example.org/trivsel")
    assert "#  v: https://ex.org/v#\n" in text
    assert "\nv:Helbred\t" in text
