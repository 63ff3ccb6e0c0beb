"""The contents of a snapshot say what the store says, and nobody can tell which one was asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from fagbegreb.model import Iri
from fagbegreb.terminology import Terminology
from fagbegreb.vocabulary import Vocabulary
from fagbegreb.vocabulary.contents import FILE, Contents, ContentsWriter
from small import vocabulary_of

BASE = "http://example.org/thesaurus/"
TURTLE = f"""
@prefix t: <{BASE}> .
t:one a skos:ConceptScheme ; rdfs:label "One"@en .
t:two a skos:ConceptScheme ; rdfs:label "Two"@en ; skos:hasTopConcept t:b .
t:b10 a skos:Concept ; skos:inScheme t:one ; skos:notation "B10" ; skos:prefLabel "ti"@da .
t:b a skos:Concept ; skos:inScheme t:one , t:two ; skos:notation "B9" ; skos:topConceptOf t:two .
t:c a skos:Concept ; skos:inScheme t:one ; skos:notation "dup" ; dcterms:type t:kind .
t:d a skos:Concept ; skos:inScheme t:one ; skos:notation "dup" , "also" .
<{BASE}f/> a skos:Concept ; skos:inScheme t:one .
t:below a skos:Concept ; skos:broader t:b ; skos:prefLabel "lower"@en .
t:loose a skos:Concept .
"""
NAMES = ("b10", "b", "c", "d", "f/", "below", "loose")


@pytest.fixture(scope="module")
def asking() -> Vocabulary:
    return vocabulary_of(TURTLE)


@pytest.fixture(scope="module")
def noted(asking: Vocabulary, tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    folder = tmp_path_factory.mktemp("contents")
    writer = ContentsWriter(folder)
    assert len(list(writer.noting(asking.documents()))) == 6
    writer.finish(asking)
    return Vocabulary(asking.store, Contents.beside(folder))


def test_schemes_and_their_figures_are_the_same(asking: Vocabulary, noted: Vocabulary) -> None:
    assert noted.schemes() == asking.schemes()


@pytest.mark.parametrize("scheme", ["one", "two"])
def test_so_are_order_and_tops(asking: Vocabulary, noted: Vocabulary, scheme: str) -> None:
    assert noted.concepts(scheme) == asking.concepts(scheme)
    assert noted.top_concepts(scheme) == asking.top_concepts(scheme)
    assert noted.tree(scheme) == asking.tree(scheme)


def test_codes_come_in_the_order_in_which_people_count(noted: Vocabulary) -> None:
    tails = [each.iri.removeprefix(BASE) for each in noted.concepts("one")]
    assert tails == ["f/", "d", "b", "b10", "c"]


@pytest.mark.parametrize("name", NAMES)
def test_and_every_name(asking: Vocabulary, noted: Vocabulary, name: str) -> None:
    iri = Iri(BASE + name)
    assert noted.concept(iri) == asking.concept(iri)
    assert noted.is_concept(iri)


@pytest.mark.parametrize("iri", [BASE + "one", BASE + "nothing", "no iri", ""])
def test_what_is_no_concept_stays_none(noted: Vocabulary, iri: str) -> None:
    assert not noted.is_concept(iri)


@pytest.mark.parametrize(("offset", "limit", "count"), [(0, 2, 2), (3, 2, 2), (4, 9, 1), (9, 5, 0)])
def test_a_page_is_a_part_of_the_whole(
    noted: Vocabulary, offset: int, limit: int, count: int
) -> None:
    page = noted.concepts("one", offset, limit)
    assert page == noted.concepts("one")[offset : offset + limit]
    assert len(page) == count


def test_a_snapshot_without_contents_is_asked_instead(tmp_path: Path) -> None:
    assert Contents.beside(tmp_path) is None


def test_our_own_content_is_the_same_both_ways(snapshot: Path, terminology: Terminology) -> None:
    assert (snapshot / FILE).is_file()
    noted, asking = terminology.vocabulary, Vocabulary(terminology.store)
    assert noted.schemes() == asking.schemes()
    for scheme in asking.book.heads:
        assert noted.concepts(scheme) == asking.concepts(scheme)
        assert noted.top_concepts(scheme) == asking.top_concepts(scheme)
