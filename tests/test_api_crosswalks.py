"""The HTTP contract of translating: single, batch, tables in four formats, coverage."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient


def test_a_translation_shows_its_path_and_reason(client: TestClient) -> None:
    answer = client.get("/api/v1/translate", params={"id": "ics:B1", "to": "trivsel"}).json()
    assert (answer["source"]["curie"], answer["target_scheme"]) == ("ics:B1", "trivsel")
    assert answer["unmapped_reason"] is None
    best = answer["translations"][0]
    assert best["relation"] in {"exact", "close", "broad", "narrow", "related"}
    assert best["loss"] in {"none", "low", "high"}
    assert best["explanation"]
    assert set(best["path"][0]) >= {
        "subject", "predicate", "object", "confidence", "justification", "comment", "source",
    }  # fmt: skip


def test_nothing_to_translate_to_says_why(client: TestClient) -> None:
    answer = client.get("/api/v1/translate", params={"id": "ics:B1", "to": "ofl"}).json()
    assert answer["translations"] == []
    assert answer["unmapped_reason"]["code"] in {"no_counterpart", "not_mapped", "outside_period"}
    assert answer["unmapped_reason"]["text"]


@pytest.mark.parametrize(
    ("params", "status", "code"),
    [
        ({"id": "ics:NOPE", "to": "sel"}, 404, "unknown-concept"),
        ({"id": "ics:B1", "to": "nope"}, 404, "unknown-scheme"),
        ({"id": "ics:B1"}, 400, "bad-parameter"),
        ({"id": "§ 50", "to": "ics"}, 300, "ambiguous-id"),
    ],
)
def test_what_cannot_be_translated_is_a_problem(
    client: TestClient, params: dict[str, str], status: int, code: str
) -> None:
    answer = client.get("/api/v1/translate", params=params)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_an_ambiguous_id_is_answered_with_its_candidates(client: TestClient) -> None:
    told = client.get("/api/v1/translate", params={"id": "§ 50", "to": "ics"}).json()
    assert {concept["curie"] for concept in told["candidates"]} == {"sel:50", "bl:50"}


def test_a_batch_answers_in_order(client: TestClient) -> None:
    ids = ["ics:B1", "nope", "§ 50"]
    results = client.post("/api/v1/translate", json={"ids": ids, "to": "trivsel"}).json()["results"]
    assert results[0]["translations"]
    assert [each.get("outcome") for each in results] == [None, "not_found", "ambiguous"]
    assert len(results[2]["candidates"]) == 2
    assert client.post("/api/v1/translate", json={"ids": ids}).json()["code"] == "bad-parameter"


@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_a_large_batch_repeats_what_was_asked_twice(client: TestClient, coding: str) -> None:
    body = {"ids": ["ics:B1", "nope"] * 400, "to": "trivsel"}
    answer = client.post("/api/v1/translate", json=body, headers={"accept-encoding": coding})
    assert answer.headers.get("content-encoding", "identity") == coding
    results = answer.json()["results"]
    assert len(results) == 800
    assert results[0] == results[-2] and results[0]["translations"]
    assert results[1] == results[-1] == {"id": "nope", "outcome": "not_found", "candidates": []}


def test_pairs_are_counted(client: TestClient) -> None:
    found = client.get("/api/v1/crosswalks").json()["crosswalks"]
    pair = next(each for each in found if each["id"] == "ics--udredning")
    assert pair["rows"] >= sum(pair["by_relation"].values()) > 0
    assert 0 < pair["first_share"] <= 1


def test_a_table_keeps_gaps_and_order_in_every_format(client: TestClient) -> None:
    path = "/api/v1/crosswalks/udredning/ics"
    rows = client.get(path).json()["rows"]
    assert len(rows) == 9
    table = list(csv.reader(io.StringIO(client.get(path + ".csv").text)))
    sheet = load_workbook(io.BytesIO(client.get(path + ".xlsx").content)).active
    assert sheet is not None
    expected = sum(max(1, len(row["translations"])) for row in rows)
    assert len(table) - 1 == sheet.max_row - 1 == expected
    sssom = client.get(path + ".sssom.tsv")
    assert sssom.text.startswith("#") and "attachment" in sssom.headers["content-disposition"]


def test_a_table_for_danish_excel_has_semicolons(client: TestClient) -> None:
    content = client.get("/api/v1/crosswalks/udredning/ics.csv?excel=true").content
    assert content.startswith(b"\xef\xbb\xbfniveau;kode;")


def test_a_table_can_be_filtered(client: TestClient) -> None:
    path = "/api/v1/crosswalks/udredning/ics?relation=exact&min_confidence=0.9"
    for row in client.get(path).json()["rows"]:
        assert all(found["relation"] == "exact" for found in row["translations"])
    wrong = client.get("/api/v1/crosswalks/udredning/ics?relation=same")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "bad-parameter")
    assert "'narrow' eller 'related'" in wrong.json()["detail"]


def test_the_answer_depends_on_the_day(client: TestClient) -> None:
    def ends(at: str) -> set[str]:
        params = {"id": "ics:B1", "to": "sel", "at": at}
        found = client.get("/api/v1/translate", params=params).json()
        return {each["concept"]["curie"] for each in found["translations"]}

    assert ends("2022-06-01") and not ends("2025-06-01")


def test_coverage_is_a_share_by_best_relation(client: TestClient) -> None:
    found = client.get("/api/v1/coverage?scheme=ics&scheme=udredning").json()["coverage"]
    assert {(each["source"], each["target"]) for each in found} == {
        ("ics", "udredning"),
        ("udredning", "ics"),
    }
    assert all(0 <= each["share"] <= 1 for each in found)
