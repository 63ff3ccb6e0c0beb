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


# Rows with other predicates than SKOS has for mappings

ROWS = """
<https://ex.org/p> a skos:ConceptScheme ; dcterms:identifier "p" .
<https://ex.org/q> a skos:ConceptScheme ; dcterms:identifier "q" .
<https://ex.org/h> a skos:ConceptScheme ; dcterms:identifier "h" ; fb:isHub true .
<https://ex.org/p/1> a skos:Concept ; skos:inScheme <https://ex.org/p> ; skos:notation "1" .
<https://ex.org/q/1> a skos:Concept ; skos:inScheme <https://ex.org/q> ; skos:notation "1" .
<https://ex.org/h/1> a skos:Concept ; skos:inScheme <https://ex.org/h> ; skos:notation "1" .
<https://ex.org/p/1> skos:exactMatch <https://ex.org/h/1> .
<https://ex.org/h/1> skos:exactMatch <https://ex.org/q/1> .
"""
P1, Q1 = Iri("https://ex.org/p/1"), Iri("https://ex.org/q/1")


def answers(more: str, start: Iri, target: str) -> tuple[list[str], str | None]:
    answer = Crosswalk.open(vocabulary_of(ROWS + more)).translate(start, SchemeId(target), TODAY)
    return [found.relation.value for found in answer.translations], answer.unmapped_code


def row(predicate: str, modifier: str = "") -> str:
    denied = f'; sssom:predicate_modifier "{modifier}"' if modifier else ""
    return f"""<https://ex.org/row> a sssom:Mapping ; owl:annotatedSource <{P1}> ;
        owl:annotatedProperty {predicate} ; owl:annotatedTarget <{Q1}> {denied} ."""


def test_what_is_called_different_is_not_derived_to_be_the_same() -> None:
    assert answers("", P1, "q") == (["exact"], None)
    for said in (row("owl:differentFrom"), f"<{Q1}> owl:differentFrom <{P1}> ."):
        assert answers(said, P1, "q") == ([], "no_counterpart")
        assert answers(said, Q1, "p") == ([], "no_counterpart")


def test_predicates_that_say_the_same_as_those_of_skos_are_read_so() -> None:
    assert answers(row("owl:sameAs"), P1, "q") == (["exact"], None)
    assert answers(row("rdfs:subClassOf"), P1, "q") == (["broad"], None)
    assert answers(row("rdfs:subClassOf"), Q1, "p") == (["narrow"], None)
    assert answers(row("skos:mappingRelation"), P1, "q") == (["related"], None)
    assert answers(row("owl:sameAs", "Not"), P1, "q") == ([], "no_counterpart")


def test_a_row_with_any_other_predicate_says_nothing() -> None:
    assert answers(row("<https://ex.org/likes>"), P1, "q") == (["exact"], None)
