"""Reading what others send: each format, guard and wrong value; never a quote of the data."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zstandard

from fagbegreb.errors import FagbegrebError, MalformedData, PayloadTooLarge, UnsupportedMedia
from fagbegreb.model import ValidationReport
from fagbegreb.namespaces import SAG
from fagbegreb.settings import content_root
from fagbegreb.validation import CONTEXT_IRI, report_graph
from fagbegreb.validation.reading import read_quads
from fagbegreb.validation.report import report_from_bytes, report_to_bytes
from rule_cases import PREFIXES, content_checker, turtle

SECRET = "HEMMELIG-4711"


def check(text: str, media_type: str = "text/turtle") -> ValidationReport:
    return content_checker().check(text.encode(), media_type)


def rules_of(report: ValidationReport) -> set[str]:
    return {finding.rule for finding in report.findings}


def refused(data: bytes, media_type: str) -> MalformedData:
    with pytest.raises(MalformedData) as caught:
        content_checker().check(data, media_type)
    assert SECRET not in str(caught.value) + json.dumps(caught.value.detail, ensure_ascii=False)
    assert caught.value.__cause__ is None
    return caught.value


@pytest.mark.parametrize(
    ("media_type", "text"),
    [
        ("text/turtle", "<urn:s> a <https://w3id.org/fagbegreb/sag#Sag> ."),
        (
            "application/n-triples",
            "<urn:s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
            "<https://w3id.org/fagbegreb/sag#Sag> .",
        ),
        (
            "application/rdf+xml",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
            'xmlns:sag="https://w3id.org/fagbegreb/sag#"><sag:Sag rdf:about="urn:s"/></rdf:RDF>',
        ),
        ("application/ld+json", '{"id": "urn:s", "type": "Sag"}'),
        ("application/ld+json", f'{{"@context": "{CONTEXT_IRI}", "type": "Sag"}}'),
        ("application/ld+json", '[{"@context": "/context/sag.jsonld", "type": "Sag"}]'),
        ("application/json; charset=utf-8", '{"type": "Sag"}'),
    ],
)
def test_a_case_is_read_in_each_format(media_type: str, text: str) -> None:
    assert "S16" in rules_of(check(text, media_type))


def test_a_syntax_error_says_where_and_not_what() -> None:
    error = refused(
        f'<urn:a> <urn:b> "ok" .\n<urn:a> <urn:b> "{SECRET} .\n'.encode(), "text/turtle"
    )
    assert error.line == 2
    error = refused(f'{{"type": "Sag",\n "x": {SECRET}}}'.encode(), "application/ld+json")
    assert (error.line, error.column) == (2, 7)
    error = refused(f"<rdf:RDF><{SECRET}".encode(), "application/rdf+xml")
    assert error.line


@pytest.mark.parametrize(
    ("media_type", "data"),
    [
        ("text/turtle", f'<urn:a> <urn:b> "{SECRET}\xe6" .'.encode("latin-1")),
        ("text/turtle", f'<urn:a> <urn:b> "{SECRET}" .'.encode("utf-16")),
        ("text/turtle", f'<urn:a> <urn:b> "{SECRET}\0" .'.encode()),
        ("application/rdf+xml", f'<!DOCTYPE x [<!ENTITY e "{SECRET}">]><x>&e;</x>'.encode()),
        ("application/rdf+xml", f"<!doctype x><x>{SECRET}</x>".encode()),
        ("application/rdf+xml", f'<?xml version="1.0" encoding="UTF-7"?><x>{SECRET}</x>'.encode()),
        ("application/rdf+xml", b"<x>" * 5_000 + SECRET.encode()),
        ("application/ld+json", b'{"a":' * 5_000 + b"1" + b"}" * 5_000),
        ("application/ld+json", b'{"@context": "http://127.0.0.1:9/x"}'),
        ("application/ld+json", b'{"@context": ["file:///etc/passwd", {}]}'),
        ("application/ld+json", b'{"@context": {"@import": "http://127.0.0.1:9/x"}}'),
        ("application/ld+json", b'{"@context": {"a": {"@context": "http://127.0.0.1:9/x"}}}'),
        ("application/ld+json", b'{"a": {"b": [{"@context": "http://127.0.0.1:9/x"}]}}'),
        ("application/ld+json", b'{"type": "Sag", "score": NaN}'),
        ("application/ld+json", b'{"type": "Sag", "score": ' + b"9" * 1_000_000 + b"}"),
        ("application/ld+json", b"[" * 100_000),
        ("text/turtle", b"@prefix : <urn:> . :a :b " + b"[ :c " * 200_000),
        ("text/turtle", b"\xff\xfe\x00"),
    ],
)
def test_what_is_meant_to_harm_is_refused(media_type: str, data: bytes) -> None:
    refused(data, media_type)


def test_the_limit_counts_bytes() -> None:
    with pytest.raises(PayloadTooLarge):
        content_checker().check(b" " * 5_000_001, "text/turtle")


@pytest.mark.parametrize("media_type", ["", "text/html", "application/xml", "multipart/form-data"])
def test_other_formats_are_refused(media_type: str) -> None:
    with pytest.raises(UnsupportedMedia):
        content_checker().check(b"", media_type)


def test_deep_turtle_and_many_collections_are_harmless() -> None:
    deep = "[ <urn:p> " * 20_000 + '"x"' + " ]" * 20_000
    assert "G05" in rules_of(check(f"<urn:a> <urn:b> {deep} ."))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('<u> a sag:Underretning ; sag:modtaget "i går"^^xsd:dateTime .', "G01"),
        ('<u> a sag:Underretning ; sag:modtaget "2025-02-30T10:00:00Z"^^xsd:dateTime .', "G01"),
        ('<u> a sag:Underretning ; sag:modtaget "2025-02-03T10:00:00+0100"^^xsd:dateTime .', "G01"),
        ('<u> a sag:Underretning ; sag:modtaget "2025-W10-1T10:00:00Z"^^xsd:dateTime .', "G01"),
        ('<a> a sag:Afgoerelse ; sag:dato "2025-02-29"^^xsd:date .', "G01"),
        ('<a> a sag:Afgoerelse ; sag:dato "9999999-01-01"^^xsd:date .', "G01"),
        ('<a> a sag:Afgoerelse ; sag:skriftlig "måske"^^xsd:boolean .', "G01"),
        ('<a> a sag:Afgoerelse ; sag:klagefristUger "' + "9" * 100_000 + '"^^xsd:integer .', "G01"),
        ('<a> a sag:Afgoerelse ; sag:dato "2025-03-01" .', "G02"),
        ('<a> a sag:Afgoerelse ; sag:klagefristUger "fire" .', "G02"),
        ('<u> a sag:Underretning ; sag:modtaget "2025-03-01"^^xsd:date .', "G02"),
        ("<a> a sag:Afgoerelse ; sag:dato <urn:x> .", "G02"),
        ('<a> a sag:Afgoerelse ; sag:hjemmel "bl:32" .', "G02"),
        ("<a> a sag:Afgørelse .", "G03"),
        ('<u> a sag:Underretning ; sag:modtagt "x" .', "G03"),
        ('<u> a sag:Underretning ; sag:modtaget "2025-03-01T10:00:00"^^xsd:dateTime .', "G04"),
        ("<s> a sag:Sag ; sag:Underretning [ sag:modtaget @2025-03-01T10:00 ] .", "G03"),
        ("<m> a sag:Sikkerhedsvurdering ; sag:score <ti> .", "G02"),
        ("<a> a sag:Sag . <b> a sag:Sag .", "G05"),
        ("<s> a sag:Sag ; sag:barn <barn> , <soester> .", "G06"),
        ("<a> a sag:Barn .", "G05"),
        ("<a> a sag:Afgoerelse ; sag:hjemmel bl:9999 .", "K01"),
        ("<a> a sag:Afgoerelse ; sag:grund <https://w3id.org/fagbegreb/id/findesikke/1> .", "K01"),
        ("<a> a sag:Afgoerelse ; sag:dato @2025-03-01 ; sag:grund sel:58.1.1 .", "K03"),
    ],
)
def test_a_wrong_value_is_a_finding_that_says_what_to_do(text: str, rule: str) -> None:
    report = check(turtle(text))
    found = [finding for finding in report.findings if finding.rule == rule]
    assert found and not report.conforms
    assert set(found[0].message) == {"da", "en"}
    assert all(len(finding.value or "") <= 200 for finding in report.findings)
    assert "M01" not in rules_of(report)


def test_a_misspelt_property_gets_a_suggestion() -> None:
    report = check(turtle('<u> a sag:Underretning ; sag:modtagt "x" .'))
    said = [finding.message["da"] for finding in report.findings if finding.rule == "G03"]
    assert "Mente du sag:modtaget" in said[0]


def test_values_are_brought_to_one_form_before_the_rules_see_them() -> None:
    text = """
        <s> a sag:Sag . <u> a sag:Underretning ; sag:modtaget "2025-03-01T09:00:00Z"^^xsd:dateTime ;
            sag:vedroererOvergreb "1"^^xsd:boolean .
        <k> a sag:Klage ; sag:modtaget "2025-03-01T09:00:00Z"^^xsd:dateTimeStamp .
        <h> a sag:Partshoering ; sag:dato "2025-02-28T23:30:00Z"^^xsd:dateTime .
        <a> a sag:Afgoerelse ; sag:dato "2025-03-01+01:00"^^xsd:date ; sag:begrundelse " " ;
            sag:klagefristUger "04"^^xsd:nonNegativeInteger .
    """
    report = check(turtle(text))
    said = {finding.rule: finding.message["da"] for finding in report.findings}
    assert "1. marts 2025 kl. 10.00" in said["R002"]
    assert {"R013", "R109"} <= set(said), "1 is true; a blank text is none"
    assert "R112" not in said, "04 weeks are four weeks"
    assert "1. marts 2025" in said["R113"], "a stamp is a moment"
    assert "28. februar" not in str(said) and "1. marts 2025" in said["R114"], "the Danish day"
    assert not {"G01", "G02", "G03", "G04"} & set(said)


def test_a_case_cannot_speak_for_the_vocabulary_or_the_calendar() -> None:
    text = """
        bl:9999 <http://www.w3.org/2004/02/skos/core#inScheme> <https://w3id.org/fagbegreb/id/bl> .
        <a> a sag:Afgoerelse ; sag:hjemmel bl:9999 .
        <u> a sag:Underretning ; sag:modtaget @2022-03-01T10:00 ; sag:kvitteringsfrist @2030-01-01 ;
            sag:kvittering [ sag:dato @2022-04-01 ] .
    """
    assert {"K01", "R007"} <= rules_of(check(turtle(text)))


def test_nodes_without_a_name_get_the_same_one_every_time() -> None:
    text = "[] a sag:Sag ; sag:underretning [ a sag:Underretning ] , [ a sag:Underretning ] ."
    reports = [check(PREFIXES + text) for _ in range(2)]
    assert reports[0] == reports[1]
    focuses = {finding.focus for finding in reports[0].findings if finding.rule == "S01"}
    assert focuses == {"_:Underretning1", "_:Underretning2"}


def test_report_travels_and_is_a_shacl_report() -> None:
    from rdflib import RDF, SH, Graph

    report = check(turtle("<a> a sag:Afgoerelse ; sag:dato @2025-03-01 ; sag:hjemmel bl:32.1 ."))
    assert report_from_bytes(report_to_bytes(report)) == report
    for media_type, form in (("text/turtle", "turtle"), ("application/ld+json", "json-ld")):
        told = Graph().parse(report_graph(report, media_type), format=form)
        assert len(set(told.subjects(RDF.type, SH.ValidationResult))) == len(report.findings)
        assert [str(value) for value in told.objects(None, SH.conforms)] == ["false"]
        assert set(map(str, told.objects(None, SH.resultPath))) <= {
            finding.path for finding in report.findings
        }
    odd = check(turtle('<a> sag:dato "<>{}"^^xsd:date ; <urn:p> <urn:b> .'))
    assert report_graph(odd, "text/turtle")


def test_a_shape_outside_the_dialect_is_left_to_pyshacl(tmp_path: Path) -> None:
    """An operator may write any SHACL; here one with core constraints only."""
    from fagbegreb.settings import content_root

    for name in ("ontology", "shapes"):
        (tmp_path / name).symlink_to(content_root() / name)
    shapes = tmp_path / "egne"
    shapes.mkdir()
    (shapes / "egen.ttl").write_text(
        """
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix sag: <https://w3id.org/fagbegreb/sag#> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        <urn:egen> a sh:NodeShape ; dcterms:identifier "E1" ; sh:targetClass sag:Barn ;
            sh:property [ sh:path sag:notat ; sh:minCount 1 ; sh:message "Skriv et notat."@da ] .
        """
    )
    code = f"""
import json, sys
from pathlib import Path
from fagbegreb.validation import loading
from fagbegreb.validation.rules import read_rules
loading.read_rules = lambda folder: read_rules(Path({str(shapes)!r}))
checker = loading.checker_of_content(Path({str(tmp_path)!r}))
report = checker.check(sys.stdin.buffer.read(), "text/turtle")
print(json.dumps([[f.rule, f.severity, f.message.get("da")] for f in report.findings]))
"""
    ran = subprocess.run(
        [sys.executable, "-c", code],
        input=turtle("<s> a sag:Sag . <b> a sag:Barn .").encode(),
        capture_output=True,
        check=True,
    )
    found: list[Any] = json.loads(ran.stdout)
    assert found == [["E1", "violation", "Skriv et notat."]]


def test_an_error_inside_a_rule_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    import fagbegreb.validation.check as check_module

    def broken(*_: object) -> None:
        raise RecursionError(SECRET)

    monkeypatch.setattr(check_module, "run_rule", broken)
    report = check(turtle("<s> a sag:Sag ."))
    assert rules_of(report) == {"M01"}
    assert SECRET not in report_to_bytes(report).decode()


def test_errors_of_ours_are_the_only_ones() -> None:
    for data in (b"", b"\x00", b"{", b"<", b"[]", b"null", b'"x"', b"1", b"{}" * 3):
        for media_type in ("text/turtle", "application/ld+json", "application/rdf+xml"):
            try:
                content_checker().check(data, media_type)
            except FagbegrebError as error:
                assert error.detail["da"]


@pytest.mark.parametrize("end", ["", "\\", '"'])
def test_a_string_that_never_ends_is_read_once(end: str) -> None:
    """Looked for from each of its quotes, the end of this one would take an hour to miss."""
    data = ('{"a": "' + '\\"' * 500_000 + end).encode()
    with pytest.raises(MalformedData):
        content_checker().check(data, "application/ld+json")


@pytest.mark.parametrize("data", ['{"urn:p": "\\ud800SECRET"}', '{"urn:\\udfffSECRET": 1}'])
def test_half_a_character_is_malformed_data(data: str) -> None:
    """JSON can escape half of a surrogate pair; no RDF can hold it."""
    with pytest.raises(MalformedData) as caught:
        content_checker().check(data.encode(), "application/ld+json")
    assert "SECRET" not in caught.value.detail["en"] and caught.value.__cause__ is None


def test_a_byte_order_mark_is_passed_over() -> None:
    with_mark = b"\xef\xbb\xbf" + turtle("<s> a sag:Sag .").encode()
    assert rules_of(content_checker().check(with_mark, "text/turtle")) == rules_of(
        check(turtle("<s> a sag:Sag ."))
    )


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_what_is_compressed_is_said_to_be(pack: Callable[[bytes], bytes]) -> None:
    error = refused(pack(turtle("<s> a sag:Sag .").encode()), "text/turtle")
    assert "uncompressed" in error.detail["en"]


def test_a_place_in_json_ld_is_never_one_that_the_sender_did_not_write() -> None:
    """Contexts are put in before it is parsed, so a place would be far beyond the end."""
    with pytest.raises(MalformedData) as caught:
        content_checker().check(b'{"@id": 5}', "application/ld+json")
    assert caught.value.line is None and "JSON-LD" in caught.value.detail["da"]


def test_a_list_of_nodes_is_read_with_our_context_or_with_their_own() -> None:
    many = json.dumps([{"@id": f"urn:{n}", "@type": "Sag"} for n in range(20_000)])
    ours = json.dumps([{"@id": "urn:a", "@type": "Sag"}])
    theirs = json.dumps([{"@context": {"K": "urn:K"}, "@id": "urn:a", "@type": ["K", "Sag"]}])
    both = json.dumps([{"@context": [CONTEXT_IRI, {"K": "urn:K"}], "type": ["K", "Sag"]}])
    context = json.loads((content_root() / "ontology" / "sag.jsonld").read_text())["@context"]
    kinds = {
        name: {
            quad.object.value  # type: ignore[union-attr]
            for quad in read_quads(data.encode(), "application/ld+json", 5_000_000, context)
        }
        for name, data in (("ours", ours), ("theirs", theirs), ("both", both), ("many", many))
    }
    assert kinds["ours"] == kinds["many"] == {"https://w3id.org/fagbegreb/sag#" + "Sag"}
    assert kinds["both"] == {"urn:K", "https://w3id.org/fagbegreb/sag#" + "Sag"}
    assert (
        "https://w3id.org/fagbegreb/sag#" + "Sag" not in kinds["theirs"]
        and "urn:K" in kinds["theirs"]
    )


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("under retning", "under retning"),
        ("sag:under retning", "under retning"),
        ("modtaget\tdato", "modtaget\tdato"),
        ("<modtaget>", "<modtaget>"),
    ],
)
def test_a_name_that_no_iri_can_hold_is_told_as_unknown(key: str, shown: str) -> None:
    """The parser would drop it, and what it says, without a word."""
    report = check(json.dumps({"type": "Sag", key: "2025-01-01"}), "application/ld+json")
    (found,) = [finding for finding in report.findings if finding.rule == "G03"]
    assert shown in found.message["da"]


def test_a_name_with_a_space_means_what_the_document_says() -> None:
    own = {"@vocab": SAG, "har barn": "barn"}
    case = json.dumps({"@context": own, "@type": "Sag", "har barn": {"@type": "Barn"}})
    assert "G03" not in rules_of(check(case, "application/ld+json"))
