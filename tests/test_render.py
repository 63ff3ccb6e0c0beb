"""The shapes of the API, and RDF in four formats."""

from __future__ import annotations

from datetime import date

import orjson
import pyoxigraph as ox
import pytest

from fagbegreb.model import Concept, Iri, Notation, Resolution, SchemeId, Status
from fagbegreb.namespaces import ID, RDF, SKOS
from fagbegreb.render import (
    RDF_FORMATS,
    concept_json,
    detail_json,
    rdf_bytes,
    resolution_json,
    to_bytes,
)
from small import vocabulary_of

AT = date(2025, 1, 1)
B1 = Concept(
    iri=Iri(ID + "ics/B1"),
    scheme=SchemeId("ics"),
    notation=Notation("B1"),
    labels={"da": "sundhed", "en": "health"},
    valid_to=date(2024, 12, 31),
    status=Status.DRAFT,
)


def test_an_embedded_concept_has_the_fields_of_the_contract() -> None:
    assert concept_json(B1, "en", AT) == {
        "iri": ID + "ics/B1",
        "curie": "ics:B1",
        "scheme": "ics",
        "notation": "B1",
        "reference": None,
        "kind": "",
        "label": "health",
        "label_lang": "en",
        "labels": {"da": "sundhed", "en": "health"},
        "status": "draft",
        "confidence": "high",
        "valid_from": None,
        "valid_to": "2024-12-31",
        "in_force": False,
        "replaced_by": [],
    }


def test_a_label_falls_back_and_says_so() -> None:
    found = concept_json(B1, "sv", AT)
    assert (found["label"], found["label_lang"]) == ("sundhed", "da")


def test_a_full_concept_carries_the_notice_while_it_is_a_draft() -> None:
    vocabulary = vocabulary_of(f"""
        <{ID}ics> a skos:ConceptScheme .
        ics:A a skos:Concept ; skos:inScheme <{ID}ics> ; adms:status status:UnderDevelopment .
        ics:B a skos:Concept ; skos:inScheme <{ID}ics> ; adms:status status:Completed .""")
    draft, stable = (
        detail_json(vocabulary.detail(Iri(ID + code)), "da", AT, {"notice": {"da": "Udkast"}})
        for code in ("ics/A", "ics/B")
    )
    assert draft["notice"] == {"da": "Udkast"}
    assert stable["notice"] is None


@pytest.mark.parametrize(
    ("concepts", "outcome", "is_one"),
    [((B1,), "found", True), ((B1, B1), "ambiguous", False), ((), "not_found", False)],
)
def test_a_resolution_has_a_concept_or_candidates(
    concepts: tuple[Concept, ...], outcome: str, is_one: bool
) -> None:
    found = resolution_json(Resolution("x", outcome, concepts), "da", AT)
    assert (found["concept"] is not None) is is_one
    assert len(found["candidates"]) == (0 if is_one else len(concepts))


TRIPLES = (
    ox.Triple(ox.NamedNode(ID + "ics/B1"), ox.NamedNode(SKOS + "prefLabel"),
              ox.Literal("<b>æ</b>", language="da")),
    ox.Triple(ox.NamedNode(ID + "ics/B1"), ox.NamedNode(RDF + "type"),
              ox.NamedNode(SKOS + "Concept")),
    ox.Triple(ox.NamedNode(ID + "ics/B1"), ox.NamedNode(SKOS + "notation"), ox.Literal("B1")),
)  # fmt: skip


@pytest.mark.parametrize("media_type", RDF_FORMATS)
def test_every_format_reads_back_as_the_same_triples(media_type: str) -> None:
    written = rdf_bytes(TRIPLES, media_type, schemes=("ics",))
    read = {quad.triple for quad in ox.parse(written, format=RDF_FORMATS[media_type])}
    assert read == set(TRIPLES)


@pytest.mark.parametrize("media_type", RDF_FORMATS)
def test_the_order_of_triples_does_not_show(media_type: str) -> None:
    assert rdf_bytes(TRIPLES, media_type) == rdf_bytes(reversed(TRIPLES), media_type)


def test_turtle_uses_our_prefixes() -> None:
    assert b"ics:B1 a skos:Concept" in rdf_bytes(TRIPLES, "text/turtle", schemes=("ics",))


def test_json_ld_is_compact_and_carries_its_context() -> None:
    read = orjson.loads(rdf_bytes(TRIPLES, "application/ld+json", schemes=("ics",)))
    assert read["@context"] == {"ics": ID + "ics/", "skos": SKOS}
    assert read["@graph"] == [
        {
            "@id": "ics:B1",
            "@type": ["skos:Concept"],
            "skos:notation": ["B1"],
            "skos:prefLabel": [{"@language": "da", "@value": "<b>æ</b>"}],
        }
    ]


def test_json_is_utf_8_without_spaces() -> None:
    assert to_bytes({"a": "æ"}) == '{"a":"æ"}'.encode()
