"""A case graph with another scheme's codes beside its own; nothing taken away, nothing guessed."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from crosswalks import TODAY, Sheet, concept, iri, sheet_of
from fagbegreb.crosswalk import is_scale, is_scale_value
from fagbegreb.errors import AnswerTooLarge, MalformedData, UnknownScheme, UnsupportedMedia
from fagbegreb.model import Iri, SchemeId
from fagbegreb.namespaces import MODEL, OWL, PROV
from fagbegreb.recode import RecodeLookups, Recoder, Recoding
from fagbegreb.recode.job import answer
from fagbegreb.settings import Settings

TURTLE = ("text/turtle", "text/turtle")
HEAD = """
@prefix ics: <https://example.org/ics/> . @prefix sel: <https://example.org/sel/> .
@prefix trivsel: <https://example.org/trivsel/> . @prefix bl: <https://example.org/bl/> .
@prefix sag: <https://w3id.org/fagbegreb/sag#> . @prefix : <https://example.org/sag#> .
"""


def sheet() -> Sheet:
    return sheet_of(
        """
        ics:B1 close trivsel:D4 0.9
        ics:B1 related trivsel:D5 0.9
        ics:F1 broad trivsel:D2 0.7
        ics:F narrow trivsel:D3
        ics:F2 close trivsel:D1 0.8
        ics:F2 close trivsel:D2 0.8
        ics:S3 exact trivsel:T3 1.0
        ics:X related sel:50
        sel:50 exact bl:20
        sel:50 exact trivsel:D1
    """,
        concept("ics:S3", kind="scale-step"),
        concept("trivsel:T3", kind="step"),
        concept("ics:N9"),
    )


@pytest.fixture(scope="module")
def recoder() -> Iterator[Recoder]:
    crosswalk = sheet().crosswalk
    schemes = crosswalk.lookups.scheme_labels

    def scheme_iri(scheme: SchemeId) -> Iri:
        if scheme not in schemes:
            raise UnknownScheme(scheme)
        return Iri(f"https://example.org/{scheme}")

    lookups = RecodeLookups(
        concept_of=crosswalk.concept,
        translate=crosswalk.translate,
        scheme_iri=scheme_iri,
        law_schemes=(SchemeId("sel"), SchemeId("bl")),
        is_scale=lambda found: is_scale(found) or is_scale_value(found),
        measuring_schemes=lambda: crosswalk.measuring_schemes,
    )
    opened = Recoder(lookups, Settings.load({}), snapshot=None)
    yield opened
    opened.close()


def recode(recoder: Recoder, turtle: str, target: str = "trivsel") -> Recoding:
    return recoder.recode_sync((HEAD + turtle).encode(), TURTLE, SchemeId(target), TODAY)


def store_of(recoding: Recoding) -> ox.Store:
    store = ox.Store()
    store.load(recoding.graph, format=ox.RdfFormat.TURTLE)
    return store


def values(store: ox.Store, predicate: str) -> list[str]:
    found = store.quads_for_pattern(None, ox.NamedNode(predicate), None)
    return sorted(quad.object.value for quad in found)  # type: ignore[union-attr]


def outcomes(recoding: Recoding) -> dict[str, str]:
    return {code.code.curie: code.outcome for code in recoding.codes}


def test_the_counterpart_stands_beside_the_code(recoder: Recoder) -> None:
    store = store_of(recode(recoder, ':u :omraade ics:B1 ; :tekst "hemmeligt"@da .'))
    assert values(store, "https://example.org/sag#omraade") == [iri("ics:B1"), iri("trivsel:D4")]
    assert values(store, "https://example.org/sag#tekst") == ["hemmeligt"]


def test_a_counterpart_of_two_codes_stands_once_and_the_prefixes_stay(recoder: Recoder) -> None:
    recoding = recode(recoder, ":u :omraade ics:B1, trivsel:D4 .")
    assert b"@prefix ics: <https://example.org/ics/>" in recoding.graph
    assert b":u :omraade ics:B1 , trivsel:D4 ." in recoding.graph


def test_it_says_what_it_was_made_from_and_what_it_lost(recoder: Recoder) -> None:
    store = store_of(recode(recoder, ":u :omraade ics:F1 ."))
    assert values(store, PROV + "wasDerivedFrom") == [iri("ics:F1")]
    assert values(store, OWL + "annotatedTarget") == [iri("trivsel:D2")]
    assert values(store, MODEL + "loss") == ["low"]


def test_the_report_counts_uses_and_gives_the_reason(recoder: Recoder) -> None:
    (code,) = recode(recoder, ":u :omraade ics:B1 . :v :omraade ics:B1 .").codes
    assert (code.code.curie, code.outcome, code.uses) == ("ics:B1", "recoded", 2)
    assert "svarer næsten til" in code.text["da"]


def test_what_a_professional_must_choose_is_not_chosen(recoder: Recoder) -> None:
    recoding = recode(recoder, ":u :omraade ics:F, ics:F2 .")
    assert outcomes(recoding) == {"ics:F": "choose", "ics:F2": "choose"}
    assert values(store_of(recoding), "https://example.org/sag#omraade") == [
        iri("ics:F"),
        iri("ics:F2"),
    ]
    assert [len(code.candidates) for code in recoding.codes] == [1, 2]


def test_a_scale_value_is_refused_even_where_a_row_calls_it_the_same(recoder: Recoder) -> None:
    recoding = recode(recoder, ":m :trin ics:S3 .")
    assert outcomes(recoding) == {"ics:S3": "scale"}
    assert values(store_of(recoding), "https://example.org/sag#trin") == [iri("ics:S3")]


def test_what_was_measured_is_left_alone_with_its_measurement(recoder: Recoder) -> None:
    for measured in (
        ":m :omraade ics:B1 ; :trin ics:S3 .",
        ":m :omraade ics:B1 ; :trin trivsel:T3 .",
        ":m :omraade ics:B1 ; :vaerdi 3 .",
        ":m :omraade ics:B1 ; sag:lokalScore 2.5 .",
        ":m a sag:Trivselsvurdering ; :omraade ics:B1 .",
    ):
        recoding = recode(recoder, measured)
        assert outcomes(recoding)["ics:B1"] == "measured"
        found = values(store_of(recoding), "https://example.org/sag#omraade")
        assert found == [iri("ics:B1")]


def test_a_number_beside_a_code_of_a_method_without_scales_is_just_a_number(
    recoder: Recoder,
) -> None:
    recoding = recode(recoder, ":a :hjemmel sel:50 ; :alder 12 .", "bl")
    assert outcomes(recoding) == {"sel:50": "recoded"}


def test_what_has_no_counterpart_is_reported(recoder: Recoder) -> None:
    assert outcomes(recode(recoder, ":u :omraade ics:N9 .")) == {"ics:N9": "not_mapped"}


def test_law_becomes_law_and_methods_become_methods(recoder: Recoder) -> None:
    assert outcomes(recode(recoder, ":a :hjemmel sel:50 ; :omraade ics:B1 .")) == {
        "ics:B1": "recoded"
    }
    assert outcomes(recode(recoder, ":a :hjemmel sel:50 ; :omraade ics:B1 .", "bl")) == {
        "sel:50": "recoded"
    }


def test_all_four_formats_are_read_and_written(recoder: Recoder) -> None:
    triple = f"<urn:x> <https://example.org/sag#omraade> <{iri('ics:B1')}> .".encode()
    for media_type in ("application/ld+json", "application/rdf+xml", "text/turtle"):
        media_types = ("application/n-triples", media_type)
        first = recoder.recode_sync(triple, media_types, SchemeId("trivsel"), TODAY)
        again = recoder.recode_sync(
            first.graph, (media_type, "text/turtle"), SchemeId("trivsel"), TODAY
        )
        assert iri("trivsel:D4").encode() in again.graph or b"trivsel:D4" in again.graph


def test_an_error_never_quotes_the_case(recoder: Recoder) -> None:
    with pytest.raises(MalformedData) as caught:
        recode(recoder, ":u :navn hemmeligt-navn .")
    assert "hemmelig" not in str(caught.value.detail)
    assert caught.value.line is not None


@pytest.mark.parametrize(
    ("media_type", "attack"),
    [
        ("application/rdf+xml", b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>'),
        ("application/ld+json", b"[" * 5_000 + b"]" * 5_000),
        ("application/ld+json", b'{"@context": "http://localhost:1/c", "@id": "urn:x"}'),
        ("text/turtle", b"\xff\xfe not utf-8"),
    ],
)
def test_hostile_graphs_are_refused(recoder: Recoder, media_type: str, attack: bytes) -> None:
    with pytest.raises(MalformedData):
        recoder.recode_sync(attack, (media_type, "text/turtle"), SchemeId("trivsel"), TODAY)


def test_an_unknown_scheme_or_format_is_an_error(recoder: Recoder) -> None:
    with pytest.raises(UnknownScheme):
        recode(recoder, "", "nope")
    with pytest.raises(UnsupportedMedia):
        recoder.recode_sync(b"", ("text/csv", "text/turtle"), SchemeId("trivsel"), TODAY)


def test_a_graph_that_grows_beyond_all_measure_is_refused() -> None:
    """A list of a kilobyte is a hundred kilobytes of triples."""
    head = {
        "do": "write",
        "media_type": "text/turtle",
        "answer_media_type": "text/turtle",
        "codes": {},
        "scales": [],
        "target": "https://example.org/trivsel",
        "target_id": "trivsel",
        "at": TODAY.isoformat(),
    }
    graph = b"<urn:a> <urn:b> (" + b"1 " * 900 + b")."
    with pytest.raises(AnswerTooLarge):
        answer(json.dumps(head).encode() + b"\n" + graph, 2_000, {})
    assert answer(json.dumps(head).encode() + b"\n" + graph, 1_000_000, {})
