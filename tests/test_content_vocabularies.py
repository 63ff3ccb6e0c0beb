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


def test_a_byte_order_mark_is_no_part_of_the_file(tmp_path: Path) -> None:
    assert read(tmp_path / "v.ttl", b"\xef\xbb\xbf" + TURTLE) == read(tmp_path / "v.ttl", TURTLE)


def test_json_is_read_as_json_ld(tmp_path: Path) -> None:
    assert read(tmp_path / "v.json", JSONLD) == read(tmp_path / "v.jsonld", JSONLD)


SKOS_PREFIX = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix e: <http://e.org/> ."


def test_what_is_anonymous_gets_an_address(tmp_path: Path) -> None:
    text = """e:a a skos:Concept ; skos:inScheme [ a skos:ConceptScheme ] ;
        skos:broader [ a skos:Concept ; skos:prefLabel "above" ] ; skos:note [ e:x "kept" ] ."""
    triples = read(tmp_path / "v.ttl", (SKOS_PREFIX + text).encode())
    (above,) = (s for s, p, o in triples if p == "prefLabel")
    (scheme,) = (s for s, p, o in triples if o == f"<{ns.SKOS}ConceptScheme>")
    assert above.startswith(f"<{ns.ID}v/anonym-") and above != scheme
    assert {("<http://e.org/a>", "broader", above), ("<http://e.org/a>", "inScheme", scheme)} <= (
        triples
    )
    (note,) = (o for s, p, o in triples if p == "note")
    assert note.startswith("_:")
    assert triples == read(tmp_path / "v.ttl", (SKOS_PREFIX + text).encode())


def test_what_is_used_as_a_concept_is_one(tmp_path: Path) -> None:
    text = """e:s a skos:ConceptScheme . e:a a skos:Concept ; skos:inScheme e:s .
        e:b skos:inScheme e:s ; skos:prefLabel "b" ; skos:broader e:c . e:c skos:prefLabel "c" .
        e:list a skos:Collection ; skos:inScheme e:s ; skos:prefLabel "list" .
        e:nameless skos:inScheme e:s . e:thing skos:prefLabel "no part of it" ."""
    triples = read(tmp_path / "v.ttl", (SKOS_PREFIX + text).encode())
    concepts = {s for s, p, o in triples if p.endswith("type") and o == f"<{ns.SKOS}Concept>"}
    assert concepts == {f"<http://e.org/{name}>" for name in "abc"}


def test_a_scheme_that_is_no_address_is_none(tmp_path: Path) -> None:
    text = 'e:a a skos:Concept ; skos:inScheme "Emner" ; skos:broader "above" .'
    triples = read(tmp_path / "v.ttl", (SKOS_PREFIX + text).encode())
    assert [o for s, p, o in triples if p == "inScheme"] == [f"<{ns.ID}v>"]


def test_what_is_said_of_our_own_concepts_leaves_them_where_they_are(tmp_path: Path) -> None:
    text = f"""<{ns.ID}ics/B1> a skos:Concept ; skos:altLabel "helbred"@da .
        <{ns.ID}ics> a skos:ConceptScheme ; skos:hasTopConcept <{ns.ID}ics/B1> ."""
    (tmp_path / "v.ttl").write_text(SKOS_PREFIX + text)
    taken = {"ics"}
    quads = tuple(read_vocabulary(tmp_path / "v.ttl", taken))
    assert taken == {"ics"}
    assert {str(quad.object) for quad in quads if quad.predicate.value.endswith("inScheme")} <= {
        f"<{ns.ID}ics>"
    }
    assert not [quad for quad in quads if quad.predicate.value == ns.DCTERMS + "identifier"]


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
        ("v.ttl.gz", b"not packed", "cannot be unpacked .* Fetch it again"),
        ("v.ttl.gz", gzip.compress(TURTLE * 99)[:-20], "cannot be unpacked"),
        ("v.ttl.gz", gzip.compress(TURTLE)[:10] + bytes(range(0xF0, 0x100)), "cannot be unpacked"),
        ("v.ttl.xz", b"not packed", "cannot be unpacked"),
        ("v.ttl", TURTLE.replace(b"Art", b"\xe6"), r"v\.ttl:5: .* Save it as UTF-8"),
        ("v.jsonld", b'{"@context": "http://a.example/c"}', "write the context into the file"),
        ("v.rdf", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "cannot be read|holds no concepts"),
    ],
)
def test_a_file_that_will_not_do_is_refused(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    with pytest.raises(ContentError, match=message):
        read(tmp_path / name, data)
