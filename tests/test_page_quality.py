"""The page for editors: faults, gaps and proposals, in both languages."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient


@pytest.mark.parametrize(
    ("lang", "heading"), [("da", "Koblingernes tilstand"), ("en", "State of the mappings")]
)
def test_editors_see_findings_and_proposals(client: TestClient, lang: str, heading: str) -> None:
    answer = client.get("/kvalitet", params={"lang": lang}, headers={"accept": "text/html"})
    assert answer.status_code == 200
    assert f"<h1>{heading}</h1>" in answer.text
    assert "/api/v1/quality/proposals.sssom.tsv" in answer.text


def test_the_page_is_found_from_the_crosswalks(client: TestClient) -> None:
    answer = client.get("/oversaettelse", headers={"accept": "text/html"})
    assert 'href="/kvalitet"' in answer.text


def test_only_a_method_with_three_sides_shows_its_triangle(client: TestClient) -> None:
    for source, is_drawn in (("ics", True), ("udredning", False)):
        answer = client.get(f"/oversaettelse/{source}/trivsel", headers={"accept": "text/html"})
        assert ("/triangle.svg" in answer.text) == is_drawn
