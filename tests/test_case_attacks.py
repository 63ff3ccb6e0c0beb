"""What is sent to harm the server harms nobody: it is answered, and so is the next request."""

from __future__ import annotations

import json

import httpx2
import pytest

from patience import PATIENCE_S
from rule_cases import turtle

GOOD = turtle("<s> a sag:Sag ; sag:barn [ a sag:Barn ; sag:foedselsdato @2015-01-01 ] .")
LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
ATTACKS = {
    "billion laughs": (
        "application/rdf+xml",
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><x>&l9;</x>'.encode(),
    ),
    "external entity": (
        "application/rdf+xml",
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    ),
    "quadratic entities": (
        "application/rdf+xml",
        f'<!DOCTYPE x [<!ENTITY e "{"x" * 100_000}">]><x>{"&e;" * 100_000}</x>'.encode(),
    ),
    "entities in UTF-16": (
        "application/rdf+xml",
        '<!DOCTYPE x [<!ENTITY e "x">]><x>&e;</x>'.encode("utf-16"),
    ),
    "deep XML": ("application/rdf+xml", b"<x>" * 100_000),
    "deep JSON": ("application/ld+json", b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    "deep JSON in a string": ("application/ld+json", json.dumps({"a": "[" * 1_000_000}).encode()),
    "wide context": (
        "application/ld+json",
        json.dumps({"@context": {f"k{n}": f"urn:{n}" for n in range(50_000)}}).encode(),
    ),
    "remote context": ("application/ld+json", b'{"@context": "http://127.0.0.1:9/"}'),
    "context from a file": ("application/ld+json", b'{"@context": "file:///etc/passwd"}'),
    "context in a context": (
        "application/ld+json",
        b'{"@context": {"a": {"@id": "urn:a", "@context": "http://127.0.0.1:9/"}}, "a": {}}',
    ),
    "imported ontology": (
        "text/turtle",
        b"<urn:a> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:9/> .",
    ),
    "own shapes": (
        "text/turtle",
        b"@prefix sh: <http://www.w3.org/ns/shacl#> . "
        b'<urn:s> a sh:NodeShape ; sh:targetNode <urn:s> ; sh:sparql [ sh:select """'
        b'SELECT $this { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }""" ] .',
    ),
    "names that nobody knows": (
        "text/turtle",
        turtle("".join(f"<a> sag:ukendtEgenskab{n} {n} . " for n in range(60_000))).encode(),
    ),
    "deep Turtle": ("text/turtle", b"<urn:a> <urn:b> " + b"[ <urn:c> " * 400_000),
    "deep list": ("text/turtle", b"<urn:a> <urn:b> " + b"( " * 400_000),
    "many triples": (
        "text/turtle",
        turtle("".join(f"<a{n}> a sag:Afgoerelse . " for n in range(90_000))).encode(),
    ),
    "one subject with all": (
        "text/turtle",
        turtle("<a> a sag:Afgoerelse ; sag:dato @2025-01-01 ; sag:hjemmel ").encode()
        + b" , ".join(b"<urn:h%d>" % n for n in range(200_000))
        + b" .",
    ),
    "long literal": ("text/turtle", b'<urn:a> <urn:b> "' + b"x" * 4_900_000 + b'" .'),
    "beyond the limit": ("text/turtle", b'<urn:a> <urn:b> "' + b"x" * 200_000_000 + b'" .'),
    "long number": (
        "text/turtle",
        turtle(f'<a> sag:score "{"9" * 1_000_000}"^^xsd:integer .').encode(),
    ),
    "far years": (
        "text/turtle",
        turtle(
            '<a> a sag:Afgoerelse ; sag:dato "9999-12-31"^^xsd:date ; sag:hjemmel sel:58 . '
            '<x> a sag:Anbringelse ; sag:afgoerelse <a> ; sag:start "9999-12-31"^^xsd:date . '
            '<y> a sag:Anbringelse ; sag:start "0001-01-01"^^xsd:date ; sag:slut @2025-01-01 . '
            '<u> a sag:Underretning ; sag:modtaget "9999-12-31T23:59:59-14:00"^^xsd:dateTime .'
        ).encode(),
    ),
    "truncated": ("text/turtle", b"@prefix sag: <"),
    "nothing": ("text/turtle", b""),
    "not text": ("text/turtle", bytes(range(256)) * 1_000),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ATTACKS)
def test_server_answers_the_attack_and_the_next_request(server: str, name: str) -> None:
    media_type, data = ATTACKS[name]
    with httpx2.Client(base_url=server, timeout=PATIENCE_S) as http:
        attacked = http.post("/api/v1/validate", content=data, headers={"content-type": media_type})
        assert attacked.status_code in (200, 400, 413, 504, 507), attacked.text[:300]
        fine = http.post("/api/v1/validate", content=GOOD, headers={"content-type": "text/turtle"})
    assert fine.status_code == 200
    if attacked.status_code == 200:
        assert "M01" not in {finding["rule"] for finding in attacked.json()["findings"]}
