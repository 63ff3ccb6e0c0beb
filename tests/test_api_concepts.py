"""The HTTP contract: search, suggest, schemes, concepts and resolve, on the real content."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

CONCEPT_FIELDS = {
    "iri", "curie", "scheme", "notation", "reference", "kind", "label", "label_lang", "labels",
    "status", "confidence", "valid_from", "valid_to", "in_force", "replaced_by",
}  # fmt: skip


def test_search_finds_counts_and_says_why(client: TestClient) -> None:
    found = client.get("/api/v1/search", params={"q": "trivsel", "limit": 5}).json()
    assert (found["query"], found["limit"], found["offset"]) == ("trivsel", 5, 0)
    assert len(found["hits"]) == 5 < found["total"]
    assert set(found["hits"][0]["concept"]) == CONCEPT_FIELDS
    assert set(found["hits"][0]["matched"]) >= {"field", "text", "how"}
    counted = {facet["value"]: facet for facet in found["facets"]["scheme"]}
    assert counted["trivsel"]["label"] == "Trivselslinealen"
    assert sum(facet["count"] for facet in counted.values()) == found["total"]


def test_search_narrows_by_scheme_kind_and_status(client: TestClient) -> None:
    params = {"q": "sundhed", "scheme": ["ics", "trivsel"], "status": "draft"}
    hits = client.get("/api/v1/search", params=params).json()["hits"]
    assert hits and {hit["concept"]["scheme"] for hit in hits} <= {"ics", "trivsel"}


def test_search_that_finds_nothing_is_empty(client: TestClient) -> None:
    found = client.get("/api/v1/search", params={"q": "qxqxqxqx"}).json()
    assert (found["total"], found["hits"]) == (0, [])


@pytest.mark.parametrize("q", ["", " ", "*", '"', "(", "a:b", "~^", "\u202e", "😀", "x" * 5_000])
def test_search_answers_whatever_is_typed(client: TestClient, q: str) -> None:
    assert client.get("/api/v1/search", params={"q": q}).status_code == 200
    assert client.get("/api/v1/suggest", params={"q": q}).status_code == 200


def test_suggestions_carry_a_label_a_concept_and_the_reason(client: TestClient) -> None:
    found = client.get("/api/v1/suggest", params={"q": "undersø", "limit": 3}).json()["suggestions"]
    assert len(found) == 3
    assert set(found[0]) == {"label", "concept", "matched"}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/v1/search?limit=x", "limit"),
        ("/api/v1/search?limit=0", "limit"),
        ("/api/v1/search?offset=-1", "offset"),
        ("/api/v1/suggest?limit=1000", "limit"),
        ("/api/v1/schemes?at=2024-13-01", "at"),
        ("/api/v1/schemes?lang=%3Cb%3E", "lang"),
        ("/api/v1/resolve", "id"),
        ("/api/v1/resolve?id=", "id"),
        ("/api/v1/schemes/ics/tree?depth=a", "depth"),
    ],
)
def test_a_wrong_parameter_is_a_problem_that_names_it(
    client: TestClient, path: str, name: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["code"]) == (400, "bad-parameter")
    assert name in problem["detail"]


def test_an_unknown_scheme_in_a_filter_is_not_silently_nothing(client: TestClient) -> None:
    assert client.get("/api/v1/search?q=a&scheme=isc").json()["code"] == "unknown-scheme"


def test_schemes_are_listed_with_their_size(client: TestClient) -> None:
    found = {each["id"]: each for each in client.get("/api/v1/schemes").json()["schemes"]}
    assert {"ics", "sos", "trivsel", "sel", "bl", "faelles", "ffb"} <= set(found)
    assert found["ffb"]["is_external"] and not found["ics"]["is_external"]
    assert found["ics"]["concept_count"] > 40
    one = client.get("/api/v1/schemes/ics").json()
    assert one["id"] == "ics" and one["top_concepts"]


def test_a_scheme_is_paged_without_gap_or_repeat(client: TestClient) -> None:
    seen, path = [], "/api/v1/schemes/sel/concepts?limit=100"
    while path:
        answer = client.get(path)
        seen += [concept["curie"] for concept in answer.json()["concepts"]]
        link = answer.headers.get("link", "")
        path = link[1 : link.index(">")] if 'rel="next"' in link else ""
    total = answer.json()["total"]
    assert len(seen) == len(set(seen)) == total == int(answer.headers["x-total-count"])


def test_the_tree_is_nested_and_can_be_cut(client: TestClient) -> None:
    whole = client.get("/api/v1/schemes/ics/tree").json()["tree"]
    assert any(node["children"] for node in whole)
    cut = client.get("/api/v1/schemes/ics/tree?depth=1").json()["tree"]
    assert all(node["children"] == [] for node in cut)
    assert [node["child_count"] for node in cut] == [node["child_count"] for node in whole]


def test_collections_of_a_scheme_are_lists_of_concepts(client: TestClient) -> None:
    for found in client.get("/api/v1/schemes/trivsel/collections").json()["collections"]:
        assert found["size"] == len(found["members"])
        slug = found["notation"].removeprefix("list/")
        assert client.get(f"/api/v1/schemes/trivsel/collections/{slug}").json() == found


def test_a_full_concept_has_all_the_contract_promises(client: TestClient) -> None:
    found = client.get("/api/v1/concepts/ics/B1").json()
    assert set(found) >= CONCEPT_FIELDS | {
        "alt_labels", "deprecated_labels", "definition", "comment", "examples", "scope_note",
        "legal_sources", "sources", "broader", "narrower", "related", "ancestors", "collections",
        "mappings", "history", "release", "notice",
    }  # fmt: skip
    assert found["ancestors"][-1]["curie"] == found["broader"][0]["curie"]
    row = next(row for row in found["mappings"] if row["concept"])
    assert set(row) >= {"relation", "concept", "confidence", "justification", "comment", "source"}
    assert "udkast" in found["notice"]["da"]


def test_lang_chooses_the_label_and_accept_language_does_not(client: TestClient) -> None:
    danish = client.get("/api/v1/concepts/ics/B1", headers={"accept-language": "en"}).json()
    english = client.get("/api/v1/concepts/ics/B1?lang=en").json()
    assert (danish["label_lang"], english["label_lang"]) == ("da", "en")


def test_what_is_below_is_paged(client: TestClient) -> None:
    found = client.get("/api/v1/concepts/ics/TREKANT/narrower?limit=1").json()
    assert found["total"] >= 3 and len(found["concepts"]) == 1
    assert found["concepts"][0]["child_count"] >= 0


def test_resolve_answers_with_the_full_concept(client: TestClient) -> None:
    found = client.get("/api/v1/resolve", params={"id": "SEL § 50, stk. 2, nr. 1"}).json()
    assert found["reference"] == "SEL § 50, stk. 2, nr. 1"
    assert found["mappings"] is not None


def test_an_ambiguous_id_answers_300_with_candidates(client: TestClient) -> None:
    answer = client.get("/api/v1/resolve", params={"id": "§ 50", "at": "2022-01-01"})
    assert answer.status_code == 300
    told = answer.json()
    assert told["code"] == "ambiguous-id"
    assert [concept["curie"] for concept in told["candidates"]] == ["sel:50", "bl:50"]


@pytest.mark.parametrize("asked", ["ics:NOPE", "ICS:B1", "<script>", "urn:x|y", "§ 9999", "\x00"])
def test_an_id_that_nothing_answers_to_is_404(client: TestClient, asked: str) -> None:
    answer = client.get("/api/v1/resolve", params={"id": asked})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-concept")


def test_a_batch_keeps_order_and_never_fails_for_one(client: TestClient) -> None:
    ids = ["ics:B1", "nope", "§ 50", "SEL § 50", "ics:HB1", ""]
    answer = client.post("/api/v1/resolve", json={"ids": ids, "at": "2025-01-01"})
    results = answer.json()["results"]
    assert [each["id"] for each in results] == ids
    assert [each["outcome"] for each in results] == [
        "found", "not_found", "ambiguous", "not_in_force", "retired", "not_found",
    ]  # fmt: skip
    assert results[0]["concept"]["curie"] == "ics:B1"
    assert results[2]["concept"] is None and len(results[2]["candidates"]) == 2


@pytest.mark.parametrize(
    "body", ["", "[", "[]", '{"ids": "ics:B1"}', '{"ids": [1]}', "{}", '{"ids": [], "at": "x"}']
)
def test_a_batch_that_cannot_be_read_is_a_problem(client: TestClient, body: str) -> None:
    answer = client.post(
        "/api/v1/resolve", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_batch_in_another_encoding_or_format_is_refused(client: TestClient) -> None:
    latin = '{"ids": ["æ"]}'.encode("latin-1")
    answer = client.post(
        "/api/v1/resolve", content=latin, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 400
    answer = client.post("/api/v1/resolve", content="a", headers={"content-type": "text/csv"})
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media-type")


def test_too_many_ids_are_refused_with_the_limit(client: TestClient) -> None:
    answer = client.post("/api/v1/resolve", json={"ids": ["a"] * 10_001})
    assert answer.status_code == 400 and "10000" in answer.json()["detail"]
