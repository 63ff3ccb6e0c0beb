"""Other people's vocabularies keep their IRIs; URLs and CURIEs find them all the same."""

from __future__ import annotations

import pytest

from fagbegreb.errors import UnknownConcept
from fagbegreb.model import Iri
from fagbegreb.vocabulary import Vocabulary
from small import vocabulary_of

BASE = "http://example.org/thesaurus/"
TURTLE = f"""
@prefix t: <{BASE}> .
<{BASE}scheme> a skos:ConceptScheme ; rdfs:label "Thesaurus"@en .
t:a a skos:Concept ; skos:inScheme <{BASE}scheme> ; skos:notation "25(+1)/x y" .
t:b a skos:Concept ; skos:inScheme <{BASE}scheme> ; skos:notation "7"^^t:code .
t:c a skos:Concept ; skos:inScheme <{BASE}scheme> ; skos:notation "dup" .
t:d a skos:Concept ; skos:inScheme <{BASE}scheme> ; skos:notation "dup" .
t:e a skos:Concept ; skos:inScheme <{BASE}scheme> ; skos:prefLabel "uden kode"@da .
t:7 a skos:Concept ; skos:inScheme <{BASE}scheme> .
<{BASE}f/> a skos:Concept ; skos:inScheme <{BASE}scheme> .
<{BASE}list> a skos:Collection ; skos:member t:a , t:b .
"""
SEGMENTS = {"a": "25(+1)/x y", "b": "7", "c": "c", "d": "d", "e": "e"}


@pytest.fixture(scope="module")
def thesaurus() -> Vocabulary:
    return vocabulary_of(TURTLE)


@pytest.mark.parametrize(("tail", "segment"), SEGMENTS.items())
def test_the_segment_is_a_unique_notation_else_the_tail(
    thesaurus: Vocabulary, tail: str, segment: str
) -> None:
    concept = thesaurus.concept(Iri(BASE + tail))
    assert concept.curie == f"scheme:{segment}"
    assert thesaurus.find("scheme", segment) == BASE + tail


@pytest.mark.parametrize("tail", ["7", "f/"])
def test_without_either_it_is_a_hash_that_leads_back(thesaurus: Vocabulary, tail: str) -> None:
    concept = thesaurus.concept(Iri(BASE + tail))
    assert concept.notation.startswith("~")
    assert thesaurus.find("scheme", concept.notation) == BASE + tail


def test_every_concept_is_listed_and_found_by_its_segment(thesaurus: Vocabulary) -> None:
    concepts = thesaurus.concepts("scheme")
    assert len(concepts) == 7
    assert all(thesaurus.find("scheme", c.notation) == c.iri for c in concepts)


def test_a_notation_that_two_concepts_share_names_neither(thesaurus: Vocabulary) -> None:
    with pytest.raises(UnknownConcept):
        thesaurus.find("scheme", "dup")


def test_a_concept_without_labels_is_called_by_its_segment(thesaurus: Vocabulary) -> None:
    assert thesaurus.concept(Iri(BASE + "c")).label("da") == ("c", "")


def test_a_list_without_scheme_belongs_to_that_of_its_members(thesaurus: Vocabulary) -> None:
    (found,) = thesaurus.collections("scheme")
    assert set(found.members) == {BASE + "a", BASE + "b"}


def test_two_schemes_of_the_same_name_get_different_ids() -> None:
    both = vocabulary_of("""
        <http://a.example/voc> a skos:ConceptScheme . <http://b.example/voc> a skos:ConceptScheme .
    """)
    assert [scheme.id for scheme in both.schemes()] == ["voc", "voc-2"]


def test_a_concept_finds_its_scheme_through_what_is_above_it() -> None:
    above = vocabulary_of("""
        <http://a.example/s> a skos:ConceptScheme .
        <http://a.example/x> a skos:Concept ; skos:topConceptOf <http://a.example/s> .
        <http://a.example/y> a skos:Concept ; skos:broader <http://a.example/x> .
    """)
    assert above.concept(Iri("http://a.example/y")).scheme == "s"


@pytest.mark.parametrize(
    "code", [".", "..", "../x", "a/../b", "a/.", "   ", "to\nlinjer", "\u202ebagfra", ""]
)
def test_a_code_that_no_address_can_carry_is_passed_over(code: str) -> None:
    written = code.replace("\n", "\\n")
    vocabulary = vocabulary_of(
        f"""
        @prefix t: <{BASE}> .
        t:s a skos:ConceptScheme .
        t:a a skos:Concept ; skos:inScheme t:s ; skos:notation "{written}" .
        """
    )
    assert [concept.notation for concept in vocabulary.concepts("s")] == ["a"]
    assert [document.concept.notation for document in vocabulary.documents()] == ["a"]


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ("en-gb", ("colour", "en-gb")),
        ("en-GB", ("colour", "en-gb")),
        ("en", ("colour", "en-gb")),
        ("en-AU", ("colour", "en-gb")),
        ("zh-Hant", ("顏色", "zh-hant")),
        ("fr", ("farve", "da")),
    ],
)
def test_a_language_is_also_that_of_its_regions(asked: str, label: tuple[str, str]) -> None:
    vocabulary = vocabulary_of(
        f"""
        @prefix t: <{BASE}> .
        t:s a skos:ConceptScheme .
        t:a a skos:Concept ; skos:inScheme t:s ;
            skos:prefLabel "farve"@da , "colour"@en-GB , "color"@en-US , "顏色"@zh-Hant .
        """
    )
    assert vocabulary.concepts("s")[0].label(asked) == label
