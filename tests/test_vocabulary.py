"""Schemes and concepts: what the vocabulary says of a small store."""

from __future__ import annotations

from datetime import date

import pytest

from fagbegreb.errors import UnknownConcept, UnknownScheme
from fagbegreb.model import Confidence, Iri, Relation, Status
from fagbegreb.namespaces import ID
from fagbegreb.vocabulary import Vocabulary, natural_key
from small import vocabulary_of

ICS = f"""
<{ID}ics> a skos:ConceptScheme ; dcterms:identifier "ics" ; rdfs:label "ICS"@da ;
  rdfs:comment "Analysemodel"@da ; owl:versionInfo "1.0.0" ; adms:status status:UnderDevelopment .
ics:B a skos:Concept ; skos:inScheme <{ID}ics> ; skos:notation "B" ;
  skos:prefLabel "barnets udvikling"@da , "child's development"@en .
ics:B2 a skos:Concept ; skos:inScheme <{ID}ics> ; skos:notation "B2" ; skos:broader ics:B ;
  skos:prefLabel "adfærd"@da ; fb:confidence "low" ; adms:status status:UnderDevelopment .
ics:B10 a skos:Concept ; skos:inScheme <{ID}ics> ; skos:notation "B10" ; skos:broader ics:B ;
  skos:prefLabel "sundhed"@da ; dcterms:type kind:dimension ; skos:altLabel "helbred"@da .
ics:B11 a skos:Concept ; skos:inScheme <{ID}ics> ; skos:notation "B11" ; skos:broader ics:B10 ;
  owl:deprecated true ; dcterms:isReplacedBy ics:B2 , ics:B10 ; skos:prefLabel "tandsundhed"@da .
<{ID}ics> skos:hasTopConcept ics:B .
"""


@pytest.fixture(scope="module")
def ics() -> Vocabulary:
    return vocabulary_of(ICS)


def test_a_scheme_tells_its_size_languages_and_kinds(ics: Vocabulary) -> None:
    scheme = ics.scheme("ics")
    assert (scheme.id, scheme.iri, scheme.labels) == ("ics", ID + "ics", {"da": "ICS"})
    assert (scheme.concept_count, scheme.languages, scheme.kinds) == (
        4,
        ("da", "en"),
        ("dimension",),
    )
    assert (scheme.version, scheme.status) == ("1.0.0", Status.DRAFT)


def test_a_scheme_that_is_not_there_is_named(ics: Vocabulary) -> None:
    with pytest.raises(UnknownScheme, match="'isc'"):
        ics.scheme("isc")


def test_a_concept_carries_labels_kind_status_and_confidence(ics: Vocabulary) -> None:
    concept = ics.concept(ics.find("ics", "B10"))
    assert (concept.curie, concept.kind) == ("ics:B10", "dimension")
    assert (concept.status, concept.confidence) == (Status.STABLE, Confidence.HIGH)
    assert ics.concept(Iri(ID + "ics/B2")).confidence is Confidence.LOW


def test_a_retired_concept_names_its_successors_in_order_of_code(ics: Vocabulary) -> None:
    concept = ics.concept(Iri(ID + "ics/B11"))
    assert (concept.status, concept.replaced_by) == (Status.RETIRED, ("ics:B2", "ics:B10"))
    assert [found.curie for found in ics.detail(Iri(ID + "ics/B2")).replaces] == ["ics:B11"]


@pytest.mark.parametrize("asked", ["C9", "", "b10", "<b>", "list/x", "../ics", "B10/"])
def test_a_code_that_is_not_there_is_unknown(ics: Vocabulary, asked: str) -> None:
    with pytest.raises(UnknownConcept):
        ics.find("ics", asked)


def test_lists_come_in_natural_order(ics: Vocabulary) -> None:
    assert [c.notation for c in ics.concepts("ics")] == ["B", "B2", "B10", "B11"]
    assert [c.notation for c in ics.concepts("ics", offset=1, limit=2)] == ["B2", "B10"]
    assert [c.notation for c in ics.narrower(Iri(ID + "ics/B"))] == ["B2", "B10"]
    assert sorted(["52.10", "52.3", "kap3", "9"], key=natural_key) == ["9", "52.3", "52.10", "kap3"]
    assert sorted(["2" * 9_000, "7"], key=natural_key) == ["7", "2" * 9_000]


def test_the_path_to_the_top_begins_at_the_top(ics: Vocabulary) -> None:
    assert [c.notation for c in ics.ancestors(Iri(ID + "ics/B11"))] == ["B", "B10"]


def test_the_tree_is_nested_and_says_what_it_leaves_out(ics: Vocabulary) -> None:
    (top,) = ics.tree("ics")
    assert [node.concept.notation for node in top.children] == ["B2", "B10"]
    assert [node.concept.notation for node in top.children[1].children] == ["B11"]
    (cut,) = ics.tree("ics", depth=1)
    assert (cut.children, cut.child_count) == ((), 2)


def test_search_documents_cover_every_concept_once(ics: Vocabulary) -> None:
    documents = {str(document.concept.notation): document for document in ics.documents()}
    assert sorted(documents) == ["B", "B10", "B11", "B2"]
    assert documents["B10"].alt_labels == {"da": ("helbred",)}
    assert all(found.concept == ics.concept(found.concept.iri) for found in documents.values())


def test_a_hierarchy_that_bites_its_tail_still_ends() -> None:
    ring = vocabulary_of(f"""
        <{ID}ics> a skos:ConceptScheme ; skos:hasTopConcept ics:A .
        ics:A a skos:Concept ; skos:inScheme <{ID}ics> ; skos:broader ics:C .
        ics:B a skos:Concept ; skos:inScheme <{ID}ics> ; skos:broader ics:A .
        ics:C a skos:Concept ; skos:inScheme <{ID}ics> ; skos:broader ics:B , ics:C .
    """)
    assert [c.notation for c in ring.ancestors(Iri(ID + "ics/A"))] == ["B", "C"]
    (top,) = ring.tree("ics")
    assert top.children[0].children[0].children == ()


def test_a_concept_below_two_others_stands_below_both() -> None:
    forked = vocabulary_of(f"""
        <{ID}ics> a skos:ConceptScheme ; skos:hasTopConcept ics:A , ics:B .
        ics:A a skos:Concept ; skos:inScheme <{ID}ics> .
        ics:B a skos:Concept ; skos:inScheme <{ID}ics> .
        ics:C a skos:Concept ; skos:inScheme <{ID}ics> ; skos:broader ics:B , ics:A .
    """)
    assert [[n.concept.notation for n in top.children] for top in forked.tree("ics")] == [["C"]] * 2
    assert [c.notation for c in forked.ancestors(Iri(ID + "ics/C"))] == ["A"]
    assert [c.notation for c in forked.detail(Iri(ID + "ics/C")).broader] == ["A", "B"]


def test_five_thousand_narrower_concepts_are_paged() -> None:
    below = "\n".join(
        f"ics:{n} a skos:Concept ; skos:inScheme <{ID}ics> ; skos:broader ics:T ."
        for n in range(5_000)
    )
    wide = vocabulary_of(f"""
        <{ID}ics> a skos:ConceptScheme ; skos:hasTopConcept ics:T .
        ics:T a skos:Concept ; skos:inScheme <{ID}ics> . {below}""")
    detail = wide.detail(Iri(ID + "ics/T"))
    assert (len(detail.narrower), detail.narrower_total) == (200, 5_000)
    assert [c.notation for c in wide.narrower(Iri(ID + "ics/T"), 4_998, 10)] == ["4998", "4999"]
    (top,) = wide.tree("ics", max_nodes=100)
    assert (len(top.children), top.child_count) == (99, 5_000)


MAPPED = (
    ICS
    + f"""
<{ID}trivsel> a skos:ConceptScheme .
trivsel:S a skos:Concept ; skos:inScheme <{ID}trivsel> ; skos:prefLabel "sundhed"@da .
<https://w3id.org/fagbegreb/mappings/ics--trivsel#1> a owl:Axiom , sssom:Mapping ;
  owl:annotatedSource ics:B10 ; owl:annotatedProperty skos:broadMatch ;
  owl:annotatedTarget trivsel:S ; sssom:mapping_justification semapv:ManualMappingCuration ;
  sssom:confidence 0.8 ; rdfs:comment "Området er bredere."@da ; rdfs:seeAlso kilde:x .
<https://w3id.org/fagbegreb/mappings/ics--trivsel#2> a owl:Axiom , sssom:Mapping ;
  owl:annotatedSource ics:B2 ; owl:annotatedProperty skos:exactMatch ;
  owl:annotatedTarget sssom:NoTermFound ; sssom:object_source <{ID}trivsel> .
ics:B10 skos:broadMatch trivsel:S . trivsel:S skos:narrowMatch ics:B10 .
ics:B skos:relatedMatch <https://example.org/else> .
"""
)


def test_a_mapping_is_read_from_either_end() -> None:
    vocabulary = vocabulary_of(MAPPED)
    ((row, relation, other),) = vocabulary.mappings_of(Iri(ID + "ics/B10"))
    assert (relation, other and other.curie, row.crosswalk) == (
        Relation.BROAD,
        "trivsel:S",
        "ics--trivsel",
    )
    assert (row.justification, row.confidence) == ("semapv:ManualMappingCuration", 0.8)
    ((_, relation, other),) = vocabulary.mappings_of(Iri(ID + "trivsel/S"))
    assert (relation, other and other.curie) == (Relation.NARROW, "ics:B10")


def test_no_counterpart_on_purpose_is_a_row_without_object() -> None:
    ((row, _, other),) = vocabulary_of(MAPPED).mappings_of(Iri(ID + "ics/B2"))
    assert (row.object, row.object_scheme, other) == (None, "trivsel", None)


def test_a_pair_mapped_without_a_row_is_shown_but_not_as_ours() -> None:
    ((row, relation, other),) = vocabulary_of(MAPPED).mappings_of(Iri(ID + "ics/B"))
    assert (row.object, relation, other) == ("https://example.org/else", Relation.RELATED, None)
    assert row.justification == "semapv:UnspecifiedMatching"


def test_all_rows_come_once() -> None:
    assert len(list(vocabulary_of(MAPPED).mappings())) == 2


def test_a_value_list_keeps_its_order_and_its_members_know_it() -> None:
    vocabulary = vocabulary_of(
        ICS
        + f"""
        <{ID}ics/list/valg> a skos:OrderedCollection ; skos:inScheme <{ID}ics> ;
          skos:prefLabel "valg"@da ; skos:memberList ( ics:B10 ics:B2 ) .
        ics:B2 fb:weight "0"^^xsd:decimal ."""
    )
    (found,) = vocabulary.collections("ics")
    assert (found.notation, found.is_ordered) == ("list/valg", True)
    assert found.members == (ID + "ics/B10", ID + "ics/B2")
    assert vocabulary.collections_of(Iri(ID + "ics/B2")) == (found,)
    assert vocabulary.collection("ics", "valg") == found
    assert vocabulary.weight(Iri(ID + "ics/B2")) == 0


def test_validity_includes_both_ends() -> None:
    vocabulary = vocabulary_of(f"""
        <{ID}sel> a skos:ConceptScheme .
        sel:50 a skos:Concept ; skos:inScheme <{ID}sel> ; schema:validFrom "2011-01-01"^^xsd:date ;
          schema:validThrough "2023-12-31"^^xsd:date .""")
    concept = vocabulary.concept(Iri(ID + "sel/50"))
    assert [concept.in_force(date(y, m, d)) for y, m, d in ((2010, 12, 31), (2011, 1, 1))] == [
        False,
        True,
    ]
    assert concept.in_force(date(2023, 12, 31)) and not concept.in_force(date(2024, 1, 1))


def test_a_scheme_that_states_no_top_begins_with_what_has_nothing_above() -> None:
    vocabulary = vocabulary_of(
        """
        @prefix e: <http://example.org/> .
        e:s a skos:ConceptScheme . e:t a skos:ConceptScheme .
        e:above a skos:Concept ; skos:inScheme e:t .
        e:a a skos:Concept ; skos:inScheme e:s ; skos:narrower e:b ; skos:broader e:above , e:a .
        e:b a skos:Concept ; skos:inScheme e:s .
        e:c a skos:Concept ; skos:inScheme e:s ; skos:broader e:b .
        e:d a skos:Concept ; skos:inScheme e:s .
        """
    )
    assert [top.notation for top in vocabulary.top_concepts("s")] == ["a", "d"]


def test_of_concepts_that_run_in_a_circle_the_first_is_the_top() -> None:
    vocabulary = vocabulary_of(
        """
        @prefix e: <http://example.org/> .
        e:s a skos:ConceptScheme .
        e:b a skos:Concept ; skos:inScheme e:s ; skos:broader e:a .
        e:a a skos:Concept ; skos:inScheme e:s ; skos:broader e:b .
        """
    )
    (top,) = vocabulary.tree("s")
    assert (top.concept.notation, [child.concept.notation for child in top.children]) == (
        "a",
        ["b"],
    )


def test_a_label_that_says_nothing_is_none() -> None:
    vocabulary = vocabulary_of(
        """
        @prefix e: <http://example.org/> .
        e:s a skos:ConceptScheme .
        e:a a skos:Concept ; skos:inScheme e:s ; skos:prefLabel "  "@da , ""@en .
        """
    )
    assert vocabulary.concepts("s")[0].label("da") == ("a", "")
