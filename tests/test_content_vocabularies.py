"""Any SKOS vocabulary: whatever format and habit it comes in, our own layout comes out."""

from __future__ import annotations

import gzip
import lzma
from pathlib import Path

import pyoxigraph as ox
import pytest

from fagbegreb import namespaces as ns
from fagbegreb.content import read_vocabulary, with_derived
from fagbegreb.errors import ContentError

TURTLE = b"""
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <http://example.org/v/> .
ex: a skos:ConceptScheme ; <http://purl.org/dc/terms/identifier> "URN:1" .
ex:a a skos:Concept ; skos:prefLabel "Art"@en ; skos:topConceptOf ex: .
ex:b a skos:Concept ; skos:prefLabel "Music"@en ; skos:broader ex:a ; skos:inScheme ex: .
"""
JSONLD = b"""[{"@id": "http://example.org/v/a",
  "@type": ["http://www.w3.org/2004/02/skos/core#Concept"],
  "http://www.w3.org/2004/02/skos/core#prefLabel": [{"@value": "Art", "@language": "en"}]}]"""
XL = b"""
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
<http://example.org/a> a skos:Concept ; xl:altLabel <http://example.org/l> ;
  xl:prefLabel [ a xl:Label ; xl:literalForm "Art"@en ] .
<http://example.org/l> a xl:Label ; xl:literalForm "Arts"@en .
"""


def read(path: Path, data: bytes) -> set[tuple[str, str, str]]:
    path.write_bytes(data)
    return {
        (str(quad.subject), quad.predicate.value.split("#")[-1], str(quad.object))
        for quad in with_derived(read_vocabulary(path))
    }


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Emner 1.ttl", TURTLE),
        ("Emner 1.ttl.gz", gzip.compress(TURTLE)),
        ("Emner 1.ttl.xz", lzma.compress(TURTLE)),
    ],
)
def test_plain_or_packed(tmp_path: Path, name: str, data: bytes) -> None:
    triples = read(tmp_path / name, data)
    assert ("<http://example.org/v/b>", "prefLabel", '"Music"@en') in triples
    assert ("<http://example.org/v/a>", "narrower", "<http://example.org/v/b>") in triples
    identifier = ns.DCTERMS + "identifier"
    assert {t for t in triples if t[1] == identifier} == {
        ("<http://example.org/v/>", identifier, '"emner-1"')
    }


def test_a_top_concept_is_in_its_scheme(tmp_path: Path) -> None:
    triples = read(tmp_path / "v.ttl", TURTLE)
    assert ("<http://example.org/v/a>", "inScheme", "<http://example.org/v/>") in triples
    assert ("<http://example.org/v/>", "hasTopConcept", "<http://example.org/v/a>") in triples


def test_concepts_without_a_scheme_get_one(tmp_path: Path) -> None:
    triples = read(tmp_path / "emner.jsonld", JSONLD)
    home = f"<{ns.ID}emner>"
    assert ("<http://example.org/v/a>", "inScheme", home) in triples
    assert (home, "type", f"<{ns.SKOS}ConceptScheme>") in triples


def test_two_schemes_never_share_an_id(tmp_path: Path) -> None:
    taken = {"emner"}
    ids = []
    for _ in range(2):
        (tmp_path / "emner.jsonld").write_bytes(JSONLD)
        quads = tuple(read_vocabulary(tmp_path / "emner.jsonld", taken))
        ids += [str(q.object) for q in quads if q.predicate.value == ns.DCTERMS + "identifier"]
    assert ids == ['"emner-2"', '"emner-3"']
    assert taken == {"emner", "emner-2", "emner-3"}


def test_skos_xl_labels_become_plain_ones(tmp_path: Path) -> None:
    triples = read(tmp_path / "xl.ttl", XL)
    assert ("<http://example.org/a>", "prefLabel", '"Art"@en') in triples
    assert ("<http://example.org/a>", "altLabel", '"Arts"@en') in triples
    assert not [t for t in triples if t[1] == "literalForm" or t[2].endswith("Label>")]


def test_one_graph_for_the_file(tmp_path: Path) -> None:
    path = tmp_path / "v.ttl"
    path.write_bytes(TURTLE)
    assert {quad.graph_name for quad in read_vocabulary(path)} == {
        ox.NamedNode("http://example.org/v/")
    }


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("v.txt", TURTLE, "the name does not tell the format"),
        ("v.ttl", b"<a> <b>", r"v\.ttl:1: the file cannot be read"),
        ("v.ttl", b"<http://a.example/> a <http://b.example/> .", "holds no concepts"),
        ("v.ttl.gz", b"not packed", "cannot be opened"),
        ("v.rdf", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "cannot be read|holds no concepts"),
    ],
)
def test_a_file_that_will_not_do_is_refused(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    with pytest.raises(ContentError, match=message):
        read(tmp_path / name, data)
