"""Drawings and the quality report over HTTP, and a recoded case from end to end."""

from __future__ import annotations

from xml.etree import ElementTree

from starlette.testclient import TestClient

CASE = """
@prefix ics: <https://w3id.org/fagbegreb/id/ics/> .
@prefix trivsel: <https://w3id.org/fagbegreb/id/trivsel/> .
@prefix : <https://example.org/> .
:undersoegelse :omraade ics:B1 ; :note "fortroligt"@da .
:maaling :omraade ics:B1 ; :trin trivsel:T3 .
"""


def test_the_flow_between_two_schemes_is_drawn(client: TestClient) -> None:
    answer = client.get("/api/v1/crosswalks/ics/trivsel/flow.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert ElementTree.fromstring(answer.text).get("role") == "img"
    assert "sundhedsforhold" in answer.text


def test_a_triangle_only_of_what_has_three_sides(client: TestClient) -> None:
    answer = client.get("/api/v1/crosswalks/ics/trivsel/triangle.svg")
    assert "forældrekompetencer" in answer.text
    refused = client.get("/api/v1/crosswalks/trivsel/ics/triangle.svg")
    assert (refused.status_code, refused.json()["code"]) == (404, "no-triangle")


def test_editors_see_what_to_look_at(client: TestClient) -> None:
    report = client.get("/api/v1/quality").json()
    assert {"code", "severity", "message", "concepts", "crosswalk"} == set(report["findings"][0])
    assert report["proposals"][0]["confidence"] >= report["proposals"][-1]["confidence"]
    assert "subject_id" in client.get("/api/v1/quality/proposals.sssom.tsv").text


def test_a_case_is_recoded_and_its_measurement_left_alone(client: TestClient) -> None:
    answer = client.post(
        "/api/v1/recode",
        params={"to": "trivsel"},
        content=CASE,
        headers={"content-type": "text/turtle", "accept": "application/json"},
    ).json()
    (code,) = answer["codes"]
    assert (code["outcome"], code["uses"], code["measured_uses"]) == ("recoded", 1, 1)
    assert code["added"]["curie"] == "trivsel:D4"
    assert "fortroligt" in answer["graph"]


def test_a_broken_case_is_never_quoted(client: TestClient) -> None:
    answer = client.post(
        "/api/v1/recode?to=trivsel",
        content=":x :navn fortroligt .",
        headers={"content-type": "text/turtle"},
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed-data")
    assert "fortrolig" not in answer.text
