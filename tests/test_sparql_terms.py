"""What the SPARQL page completes: the catalogue says which properties and classes are used."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from fagbegreb.namespaces import VOID
from fagbegreb.terminology import Terminology

USED = {
    "property": "SELECT DISTINCT ?used { ?s ?used ?o }",
    "class": "SELECT DISTINCT ?used { ?s a ?used }",
}


@pytest.mark.parametrize("kind", USED)
def test_the_catalogue_names_all_that_is_used(terminology: Terminology, kind: str) -> None:
    said = {
        row["used"]
        for row in terminology.store.select(f"SELECT * {{ ?part <{VOID}{kind}> ?used }}")
    }
    used = {row["used"] for row in terminology.store.select(USED[kind])}
    assert said <= used
    # what it says of itself comes last
    assert {term[0] for term in used - said if not term[0].startswith(VOID)} <= {
        "http://www.w3.org/ns/dcat#Dataset",
        "http://www.w3.org/ns/dcat#dataset",
    }


def test_the_page_offers_them(client: TestClient) -> None:
    page = client.get("/sparql", headers={"accept": "text/html"}).text
    for term in ("core#prefLabel", "core#ConceptScheme", "id/ics/"):
        assert term in page
