"""Every IRI of ours leads to its page or its data, by the standards of linked data."""

from __future__ import annotations

import json
import re

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from fagbegreb.namespaces import BASE, CATALOG, DCAT, DCTERMS, VOID
from fagbegreb.store import Literal, Store
from fagbegreb.terminology import Terminology

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
B1 = "https://w3id.org/fagbegreb/id/ics/B1"
FORMATS = {
    "ttl": ("text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
}


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("text/turtle", "/id/ics/B1.ttl"),
        ("application/ld+json", "/id/ics/B1.jsonld"),
        ("application/json", "/id/ics/B1.jsonld"),
        ("application/n-triples", "/id/ics/B1.nt"),
        ("application/rdf+xml", "/id/ics/B1.rdf"),
        ("text/turtle;q=0.1, application/rdf+xml", "/id/ics/B1.rdf"),
        ("*/*", "/id/ics/B1.ttl"),
        (BROWSER, "/begreb/ics/B1"),
        ("text/html", "/begreb/ics/B1"),
    ],
)
def test_an_iri_sees_other_by_accept(client: TestClient, accept: str, location: str) -> None:
    seen = client.get("/id/ics/B1", headers={"accept": accept})
    assert (seen.status_code, seen.headers["location"]) == (303, location)
    assert "Accept" in seen.headers["vary"]


def test_an_iri_that_fits_no_format_is_not_acceptable(client: TestClient) -> None:
    assert client.get("/id/ics/B1", headers={"accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("extension", FORMATS)
def test_every_format_says_the_same(
    client: TestClient, terminology: Terminology, extension: str
) -> None:
    media_type, rdf_format = FORMATS[extension]
    response = client.get(f"/id/ics/B1.{extension}")
    assert response.headers["content-type"] == media_type
    told = {str(quad.triple) for quad in ox.parse(response.content, format=rdf_format)}
    assert {str(triple) for triple in terminology.store.triples(B1)} <= told


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/id/ics", "/id/ics.ttl"),
        ("/id/sel/52.3.7", "/id/sel/52.3.7.ttl"),
        ("/id/udredning/50-2-4", "/id/udredning/50-2-4.ttl"),
        ("/mappings/bl--sel", "/mappings/bl--sel.ttl"),
        ("/kilde/redaktion", "/kilde/redaktion.ttl"),
        ("/model", "/model.ttl"),
        ("/kind", "/kind.ttl"),
        ("/catalog", "/catalog.ttl"),
        ("/.well-known/void", "/catalog"),
    ],
)
def test_schemes_crosswalks_sources_and_terms_are_found_too(
    client: TestClient, path: str, location: str
) -> None:
    seen = client.get(path, headers={"accept": "*/*"})
    assert (seen.status_code, seen.headers["location"]) == (303, location)
    there = client.get(location, follow_redirects=True)
    assert there.status_code == 200
    assert list(ox.parse(there.content, format=ox.RdfFormat.TURTLE))


def test_a_value_list_is_found(client: TestClient, terminology: Terminology) -> None:
    scheme, found = next(
        (scheme.id, lists[0])
        for scheme in terminology.vocabulary.schemes()
        if (lists := terminology.vocabulary.collections(scheme.id))
    )
    response = client.get(f"/id/{scheme}/{found.notation}.ttl")
    assert response.status_code == 200
    assert found.iri.rpartition("/")[2] in response.text


def test_a_scheme_is_all_of_it(client: TestClient, terminology: Terminology) -> None:
    triples = {
        str(quad.triple)
        for quad in ox.parse(client.get("/id/ics.nt").content, format=ox.RdfFormat.N_TRIPLES)
    }
    scheme = "https://w3id.org/fagbegreb/id/ics"
    assert len(triples) == len(set(map(str, terminology.store.graph_triples(scheme))))


def test_links_lead_to_the_other_forms(client: TestClient) -> None:
    link = client.get("/id/ics/B1.ttl").headers["link"]
    assert f'<{B1}>; rel="canonical"' in link
    alternates = re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', link)
    assert len(alternates) == 5
    for path, media_type in alternates:
        response = client.get(path, headers={"accept": media_type}, follow_redirects=True)
        assert response.headers["content-type"].startswith(media_type), path
    for relation in ("describedby", "version-history"):
        assert f'rel="{relation}"' in link


def test_unchanged_data_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/id/ics/B1.ttl")
    tag = first.headers["etag"]
    assert not tag.startswith("W/")
    again = client.get("/id/ics/B1.ttl", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert "max-age" in first.headers["cache-control"]
    assert client.get("/id/ics/B1.nt").headers["etag"] != tag


def test_the_release_asked_for_goes_along_and_may_be_kept_for_ever(
    client: TestClient, terminology: Terminology
) -> None:
    release = terminology.release
    seen = client.get(f"/id/ics/B1?release={release}", headers={"accept": "text/turtle"})
    assert seen.headers["location"] == f"/id/ics/B1.ttl?release={release}"
    assert "immutable" in client.get(seen.headers["location"]).headers["cache-control"]


def test_an_empty_release_is_the_newest_and_not_kept_for_ever(client: TestClient) -> None:
    control = client.get("/id/ics/B1.ttl?release=").headers["cache-control"]
    assert "immutable" not in control


def test_a_page_is_seen_on_the_day_and_in_the_language_asked_for(client: TestClient) -> None:
    asked = "at=2023-12-31&lang=en"
    page = client.get(f"/id/ics/B1?{asked}", headers={"accept": "text/html"})
    assert page.headers["location"] == f"/begreb/ics/B1?{asked}"
    assert client.get(f"/id/ics/B1.html?{asked}").headers["location"] == page.headers["location"]
    data = client.get(f"/id/ics/B1?{asked}", headers={"accept": "text/turtle"})
    assert data.headers["location"] == "/id/ics/B1.ttl"


def test_json_ld_is_compact_and_needs_nothing_from_elsewhere(client: TestClient) -> None:
    document = json.loads(client.get("/id/ics/B1.jsonld").content)
    concept = next(node for node in document["@graph"] if node["@id"] == "ics:B1")
    assert "skos:prefLabel" in concept
    assert document["@context"]["skos"] == "http://www.w3.org/2004/02/skos/core#"
    published = client.get("/context/fagbegreb.jsonld").json()["@context"]
    assert document["@context"].items() <= published.items()


@pytest.mark.parametrize(
    "path",
    ["/id/ics/nope", "/id/nope", "/id/nope/B1", "/mappings/a--b", "/kilde/nope", "/shapes/nope"],
)
def test_nothing_there_is_said_so(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/id/ics/%3Cx%3E", "/id/ics/%22%0a", "/id/%00/x", "/kilde/%20%7B"]
)
def test_an_impossible_iri_is_not_found_rather_than_an_error(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_sitemap_names_every_concept(client: TestClient, terminology: Terminology) -> None:
    index = client.get("/sitemap.xml")
    assert index.headers["content-type"].startswith("application/xml")
    pages = re.findall(r"<loc>[^<]*?(/sitemap/[^<]+)</loc>", index.text)
    concepts = sum(scheme.concept_count for scheme in terminology.vocabulary.schemes())
    listed = sum(client.get(page).text.count("<loc>") for page in pages)
    assert listed == concepts
    assert "Sitemap: " in client.get("/robots.txt").text


def catalogue(client: TestClient) -> Store:
    seen = client.get("/.well-known/void", headers={"accept": "text/turtle"})
    while seen.status_code == 303:
        seen = client.get(seen.headers["location"], headers={"accept": "text/turtle"})
    dataset = ox.Store()
    dataset.load(seen.content, format=ox.RdfFormat.TURTLE)
    return Store(dataset)


def test_the_catalogue_describes_the_dataset_and_every_part_of_it(
    client: TestClient, terminology: Terminology
) -> None:
    store = catalogue(client)
    described = store.describe(CATALOG)
    assert described[DCAT + "version"] == (Literal(terminology.release),)
    parts = [*described[VOID + "classPartition"], *described[VOID + "propertyPartition"]]
    assert all(store.exists(part[0]) for part in parts)
    for dataset in described[DCAT + "dataset"]:
        assert {VOID + "triples", VOID + "entities"} <= store.describe(dataset[0]).keys()
    ics = store.describe(f"{BASE}id/ics")
    assert {DCTERMS + "title", DCTERMS + "license", DCAT + "distribution"} <= ics.keys()


def test_the_catalogue_says_where_this_server_has_the_data(client: TestClient) -> None:
    store = catalogue(client)
    (endpoint,) = store.objects(CATALOG, VOID + "sparqlEndpoint")
    assert client.get(endpoint[0], params={"query": "ASK {}"}).json()["boolean"] is True
    (service,) = store.objects(CATALOG, DCAT + "service")
    assert store.objects(service[0], DCAT + "endpointURL") == (endpoint,)
    scheme, crosswalk = f"{BASE}id/ics", f"{BASE}mappings/ics--trivsel"
    found = [
        address[0]
        for dataset in (CATALOG, scheme, crosswalk)
        for address in store.objects(dataset, DCAT + "distribution")
    ]
    assert len(found) == 8  # the whole twice, the scheme in five formats, the crosswalk
    for address in found:
        (media_type,) = store.objects(address, DCAT + "mediaType")
        response = client.get(address)
        assert response.status_code == 200
        told = response.headers["content-type"].partition(";")[0]
        assert media_type[0] == f"https://www.iana.org/assignments/media-types/{told}"
    dumps = {dump[0] for dump in store.objects(scheme, VOID + "dataDump")}
    assert {dump.rpartition(".")[2] for dump in dumps} == {"ttl", "nt", "jsonld"}
