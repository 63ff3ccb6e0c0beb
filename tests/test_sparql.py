"""The SPARQL endpoint over the real content, as clients see it."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

ICS = "https://w3id.org/fagbegreb/id/ics"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
LABELS = (
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    f"SELECT ?label {{ <{ICS}/B1> skos:prefLabel ?label }} ORDER BY ?label"
)


def ask(client: TestClient, query: str, accept: str = "", **params: str) -> Any:
    headers = {"accept": accept} if accept else {"accept": "*/*"}
    return client.get("/sparql", params={"query": query, **params}, headers=headers)


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = response.json()
    assert told["code"] == code
    return told


def test_a_query_by_get_by_form_and_by_body_gives_the_same(client: TestClient) -> None:
    direct = {"content-type": "application/sparql-query"}
    answers = [
        ask(client, LABELS),
        client.post("/sparql", data={"query": LABELS}),
        client.post("/sparql", content=LABELS, headers=direct),
    ]
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].json()["head"]["vars"] == ["label"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
    ],
)
def test_a_table_comes_in_the_format_liked_best(
    client: TestClient, accept: str, media_type: str
) -> None:
    assert ask(client, LABELS, accept).headers["content-type"] == media_type


@pytest.mark.parametrize(
    ("given", "media_type"),
    [
        ({"accept": "application/n-triples"}, "application/n-triples"),
        ({"accept": "text/turtle"}, "text/turtle; charset=utf-8"),
        ({"format": "jsonld"}, "application/ld+json"),
        ({"format": "rdf"}, "application/rdf+xml"),
    ],
)
def test_a_graph_comes_in_the_format_liked_best(
    client: TestClient, given: dict[str, str], media_type: str
) -> None:
    response = ask(client, f"DESCRIBE <{ICS}/B1>", **given)
    assert response.headers["content-type"] == media_type


def test_format_wins_over_accept(client: TestClient) -> None:
    response = ask(client, LABELS, "application/json", format="csv")
    assert response.headers["content-type"].startswith("text/csv")


def test_a_format_that_cannot_be_written_is_not_acceptable(client: TestClient) -> None:
    told = problem(ask(client, LABELS, "image/png"), 406, "not-acceptable")
    assert "format=json, xml, csv, tsv" in told["detail"]
    problem(ask(client, LABELS, format="turtle"), 406, "not-acceptable")


def test_graphs_can_be_chosen(client: TestClient) -> None:
    def count(**params: str) -> int:
        return int(ask(client, COUNT, **params).json()["results"]["bindings"][0]["n"]["value"])

    everything, ics = count(), count(**{"default-graph-uri": ICS})
    assert 0 < ics < everything
    from_query = ask(client, COUNT.replace("{", f"FROM <{ICS}> {{", 1))
    assert int(from_query.json()["results"]["bindings"][0]["n"]["value"]) == ics


def test_an_unknown_graph_is_an_error_and_not_an_empty_answer(client: TestClient) -> None:
    for response in (
        ask(client, COUNT, **{"default-graph-uri": "https://example.org/none"}),
        ask(client, COUNT, **{"named-graph-uri": "https://example.org/none"}),
        ask(client, COUNT.replace("{", "FROM <https://example.org/none> {", 1)),
    ):
        assert "https://example.org/none" in problem(response, 400, "query-refused")["detail"]


def test_the_service_describes_itself_and_its_limits(client: TestClient) -> None:
    described = client.get("/sparql", headers={"accept": "text/turtle"})
    assert described.headers["content-type"].startswith("text/turtle")
    for part in ("SPARQL11Query", "UnionDefaultGraph", f"<{ICS}>", "SPARQL_Results_CSV", "seconds"):
        assert part in described.text


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples"]
)
def test_an_unchanged_description_is_not_sent_again(client: TestClient, accept: str) -> None:
    first = client.get("/sparql", headers={"accept": accept})
    tag = first.headers["etag"]
    again = client.get("/sparql", headers={"accept": accept, "if-none-match": tag})
    assert (again.status_code, again.headers["etag"]) == (304, tag)


def test_page_description_and_answer_share_an_address_and_say_so(client: TestClient) -> None:
    for params in ({}, {"query": "ASK {}"}):
        for accept in ("text/html", "*/*"):
            answer = client.get("/sparql", params=params, headers={"accept": accept})
            assert "Accept" in answer.headers["vary"].split(", ")


def test_a_known_answer_is_not_computed_again(client: TestClient) -> None:
    first = ask(client, LABELS)
    again = client.get(
        "/sparql", params={"query": LABELS}, headers={"if-none-match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert "etag" not in ask(client, "SELECT (NOW() AS ?now) {}").headers
    csv = ask(client, LABELS, format="csv")
    assert csv.headers["etag"] != first.headers["etag"]


def test_head_and_options(client: TestClient) -> None:
    head = client.head("/sparql", params={"query": LABELS})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == "application/sparql-results+json"
    options = client.options("/sparql")
    assert options.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert ask(client, LABELS).headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT * { ?s ?p }", "line 1, column"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", "only reads"),
        ("LOAD <http://127.0.0.1:1/>", "only reads"),
        ("SELECT * " + "{" * 100, "deep"),
        ("SELECT * {} #" + "x" * 20_000, "16384"),
        ("", "SELECT"),
    ],
)
def test_a_query_that_is_not_run_is_refused_with_a_reason(
    client: TestClient, query: str, told: str
) -> None:
    response = client.post("/sparql?lang=en", data={"query": query})
    assert told in problem(response, 400, "query-refused")["detail"]


def test_a_post_must_say_what_it_is(client: TestClient) -> None:
    for media_type in ("text/plain", "multipart/form-data; boundary=x", "application/json"):
        response = client.post("/sparql", content=LABELS, headers={"content-type": media_type})
        problem(response, 415, "unsupported-media-type")
    latin = {"content-type": "application/sparql-query; charset=latin-1"}
    problem(client.post("/sparql", content=LABELS, headers=latin), 415, "unsupported-media-type")
    problem(client.post("/sparql", data={"format": "csv"}), 400, "bad-request")


def test_the_time_limit_is_told_and_can_be_chosen(client: TestClient) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    told = problem(ask(client, endless, timeout="0.3", lang="en"), 504, "limit-exceeded")
    assert "0.3 seconds" in told["detail"]
    for wrong in ("0", "-1", "nan", "abc", "31", "inf"):
        told = problem(ask(client, LABELS, timeout=wrong, lang="en"), 400, "bad-parameter")
        assert "at most 30" in told["detail"]


def test_an_unknown_release_names_those_there_are(client: TestClient) -> None:
    problem(ask(client, LABELS, release="1066.1"), 404, "unknown-release")
