"""An operator's own vocabularies and mappings, from file to answer: built, served and asked."""

from __future__ import annotations

import gzip
import lzma
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from fagbegreb.build import build_snapshot
from fagbegreb.settings import Settings
from fagbegreb.web import create_app

PREFIXES = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix a: <http://example.org/arts/> .
@prefix k: <http://kommune.example/kode/> .
@prefix ics: <https://w3id.org/fagbegreb/id/ics/> .
"""
ARTS = (
    PREFIXES
    + """
a: a skos:ConceptScheme ; dct:title "Arts and crafts"@en .
a:1 a skos:Concept ; skos:inScheme a: ; skos:topConceptOf a: ; skos:notation "25F(+1)" ;
    skos:prefLabel "animal in art"@en , "Tier in der Kunst"@de .
a:2 a skos:Concept ; skos:inScheme a: ; skos:topConceptOf a: ; skos:notation "25F (LION)" ;
    skos:prefLabel "Löwe"@de ; skos:altLabel "Großkatze"@de ; skos:broader a:1 .
a:3 a skos:Concept ; skos:inScheme a: ; skos:broader a:1 , a:2 ; skos:prefLabel "lions' den"@en .
a:4 a skos:Concept ; skos:inScheme a: ; skos:notation "dobbelt" ; skos:prefLabel "fresco" .
a:5 a skos:Concept ; skos:inScheme a: ; skos:notation "dobbelt" ; skos:altLabel "gobelin"@fr .
a:6 a skos:Concept ; skos:inScheme a: .
"""
)
MANY = PREFIXES + "".join(
    f"a:n{n} a skos:Concept ; skos:broader a:1 ; skos:inScheme a: ; "
    f'skos:prefLabel "etching {n}"@en .\n'
    for n in range(5_000)
)
LOCAL = (
    PREFIXES
    + """
k: a skos:ConceptScheme ; dct:title "Kommunens koder"@da .
k:S1 a skos:Concept ; skos:inScheme k: ; skos:notation "S1" ;
    xl:prefLabel [ a xl:Label ; xl:literalForm "helbredsoplysning"@da ] ;
    xl:altLabel [ a xl:Label ; xl:literalForm "sygejournal"@da ] ; skos:exactMatch ics:B1 .
"""
)
MAPPINGS = """\
# mapping_set_id: https://kommune.example/mappings/egne
# license: https://creativecommons.org/publicdomain/zero/1.0/
# curie_map:
#   kode: http://kommune.example/kode/
#   ics: https://w3id.org/fagbegreb/id/ics/
#   skos: http://www.w3.org/2004/02/skos/core#
#   semapv: https://w3id.org/semapv/vocab/
subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence
kode:S1\tskos:closeMatch\tics:B1\tsemapv:ManualMappingCuration\t0.8
"""


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("operator")
    files = {
        "arts.ttl.gz": gzip.compress(ARTS.encode()),
        "etchings.ttl.xz": lzma.compress(MANY.encode()),
        "kode.ttl": LOCAL.encode(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    overlay = folder / "mappings"
    overlay.mkdir()
    (overlay / "ics--kode.sssom.tsv").write_text(MAPPINGS)
    own = Settings.load({}, home=folder / "home", content=settings.content)
    build_snapshot(own, vocabularies=[folder / name for name in files], mappings=[overlay])
    with TestClient(create_app(own), follow_redirects=False) as client:
        yield client


def get(http: TestClient, path: str, **query: Any) -> Any:
    answer = http.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def found(http: TestClient, q: str, **query: Any) -> list[str]:
    hits = get(http, "/api/v1/search", q=q, **query)["hits"]
    return [hit["concept"]["iri"].rpartition("/")[2] for hit in hits]


def test_the_added_schemes_stand_beside_our_own(http: TestClient) -> None:
    schemes = {scheme["id"] for scheme in get(http, "/api/v1/schemes")["schemes"]}
    assert {"arts", "kode", "ics", "bl"} <= schemes


def test_what_is_ours_is_still_found_first_by_its_name(http: TestClient) -> None:
    hit = get(http, "/api/v1/search", q="ICS-trekanten")["hits"][0]
    assert hit["concept"]["curie"] == "ics:TREKANT"


@pytest.mark.parametrize(
    ("q", "lang", "code"),
    [
        ("animal in art", "en", "1"),
        ("animals", "en", "1"),
        ("Tiere", "de", "1"),
        ("Loewe", "de", "2"),
        ("Grosskatze", "de", "2"),
        ("25F (LION)", "en", "2"),
        ("25f(lion)", "en", "2"),
        ("25F(+1)", "en", "1"),
        ("lions den", "en", "3"),
        ("fresco", "da", "4"),
        ("gobelin", "da", "5"),
        ("http://example.org/arts/6", "da", "6"),
        ("sygejournal", "da", "S1"),
        ("helbredsoplysninger", "da", "S1"),
    ],
)
def test_concepts_are_found_by_whatever_they_have(
    http: TestClient, q: str, lang: str, code: str
) -> None:
    assert found(http, q, lang=lang)[0] == code


def test_a_concept_without_a_name_in_the_language_shows_another(http: TestClient) -> None:
    concept = get(http, "/api/v1/search", q="Löwe", lang="da")["hits"][0]["concept"]
    assert (concept["label"], concept["label_lang"]) == ("Löwe", "de")


def test_every_hit_can_be_opened_by_its_address(http: TestClient) -> None:
    for q in ("animal", "Löwe", "lions", "fresco", "gobelin", "http://example.org/arts/6"):
        concept = get(http, "/api/v1/search", q=q)["hits"][0]["concept"]
        path = f"/api/v1/concepts/{concept['scheme']}/{quote(concept['notation'], safe='')}"
        assert get(http, path)["iri"] == concept["iri"]
        assert http.get(f"/begreb/{concept['curie'].replace(':', '/', 1)}").status_code < 400


def test_a_concept_may_have_several_broader_ones(http: TestClient) -> None:
    concept = get(http, "/api/v1/search", q="lions den", lang="en")["hits"][0]["concept"]
    full = get(http, f"/api/v1/concepts/arts/{quote(concept['notation'], safe='')}")
    assert {above["iri"].rpartition("/")[2] for above in full["broader"]} == {"1", "2"}


def test_thousands_under_one_are_counted_and_paged(http: TestClient) -> None:
    first = get(http, "/api/v1/search", q="etching", lang="en", limit=100)
    assert first["total"] == 5_000
    seen = {hit["concept"]["iri"] for hit in first["hits"]}
    for offset in range(100, 5_000, 100):
        page = get(http, "/api/v1/search", q="etching", lang="en", limit=100, offset=offset)
        seen |= {hit["concept"]["iri"] for hit in page["hits"]}
    assert len(seen) == 5_000


def test_suggestions_reach_the_added_codes(http: TestClient) -> None:
    suggested = get(http, "/api/v1/suggest", q="25F", lang="en")["suggestions"]
    assert {one["concept"]["notation"] for one in suggested} >= {"25F(+1)", "25F (LION)"}


def test_an_operators_mapping_translates_into_ours(http: TestClient) -> None:
    answer = get(http, "/api/v1/translate", id="kode:S1", to="ics")
    assert "ics:B1" in {one["concept"]["curie"] for one in answer["translations"]}


def test_a_scheme_can_be_searched_alone(http: TestClient) -> None:
    everywhere = get(http, "/api/v1/search", q="helbred")
    alone = get(http, "/api/v1/search", q="helbred", scheme="kode")
    assert alone["total"] < everywhere["total"]
    assert {hit["concept"]["scheme"] for hit in alone["hits"]} <= {"kode"}
