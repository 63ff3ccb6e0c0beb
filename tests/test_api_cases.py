"""Case graphs over HTTP: checked and recoded, never quoted, never kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from fagbegreb.settings import content_root
from fagbegreb.worker import WorkerPool

TURTLE = {"content-type": "text/turtle"}
EXAMPLES = [
    path
    for path in sorted((content_root() / "ontology" / "examples").glob("*.ttl"))
    if not path.stem.endswith("-med-fejl")
]
LATE = Path(__file__).parents[1] / "docs" / "eksempler" / "sag.ttl"
SECRET = "Hemmelig Hansen"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_keep_the_law(client: TestClient, example: Path) -> None:
    report = client.post("/api/v1/validate", content=example.read_bytes(), headers=TURTLE).json()
    assert (report["conforms"], report["findings"]) == (True, [])
    assert report["law"] and report["rules_checked"] > 0


def test_a_finding_says_what_is_wrong_and_by_which_law(client: TestClient) -> None:
    report = client.post("/api/v1/validate", content=LATE.read_bytes(), headers=TURTLE).json()
    assert report["conforms"] is False
    finding = next(each for each in report["findings"] if each["legal_basis"])
    assert set(finding) >= {
        "rule", "severity", "message", "legal_basis", "focus", "path", "value", "suggestions",
    }  # fmt: skip
    assert finding["message"]["da"] and finding["message"]["en"]
    assert finding["legal_basis"][0]["scheme"] in {"sel", "bl"}


def test_plain_json_is_read_with_our_context(client: TestClient) -> None:
    case = b'{"type": "Sag", "barn": {"type": "Barn", "foedselsdato": "2015-02-30"}}'
    told = [
        client.post("/api/v1/validate", content=case, headers={"content-type": media_type}).json()
        for media_type in ("application/json", "application/json; charset=utf-8",
                           "application/ld+json")
    ]  # fmt: skip
    assert told[0] == told[1] == told[2]
    assert "G01" in {finding["rule"] for finding in told[0]["findings"]}


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/ld+json;q=0.9, text/turtle", "text/turtle"),
        ("text/html, text/turtle;q=0.8, */*;q=0.1", "text/turtle"),
    ],
)
def test_the_report_is_also_rdf(client: TestClient, accept: str, media_type: str) -> None:
    answer = client.post(
        "/api/v1/validate", content=LATE.read_bytes(), headers={**TURTLE, "accept": accept}
    )
    assert answer.headers["content-type"].startswith(media_type)
    assert "ValidationReport" in answer.text


@pytest.mark.parametrize("accept", ["*/*", "application/*", "application/json", "text/html"])
def test_the_report_is_json_unless_rdf_was_asked_for(client: TestClient, accept: str) -> None:
    answer = client.post(
        "/api/v1/validate", content=LATE.read_bytes(), headers={**TURTLE, "accept": accept}
    )
    assert answer.json()["conforms"] is False


@pytest.mark.parametrize(
    ("content", "headers", "status", "code"),
    [
        (f'<a> <b> "{SECRET}" ;;; x', TURTLE, 400, "malformed-data"),
        ("<a> <b> <c> .", {"content-type": "text/plain"}, 415, "unsupported-media-type"),
        ("æ".encode("latin-1"), TURTLE, 400, "malformed-data"),
        ("a", {"content-type": "text/turtle; charset=latin-1"}, 415, "unsupported-media-type"),
        (b"# " + b"x" * 6_000_000, TURTLE, 413, "payload-too-large"),
    ],
)
def test_what_cannot_be_read_is_refused_without_quoting_it(
    client: TestClient, content: str | bytes, headers: dict[str, str], status: int, code: str
) -> None:
    for path in ("/api/v1/validate", "/api/v1/recode?to=trivsel"):
        answer = client.post(path, content=content, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert SECRET not in answer.text


def test_what_is_answered_about_a_case_is_kept_by_nobody(client: TestClient) -> None:
    for path in ("/api/v1/validate", "/api/v1/recode?to=trivsel"):
        answer = client.post(path, content=LATE.read_bytes(), headers=TURTLE)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"


def test_the_queue_for_workers_knows_whose_case_it_is(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who sends many waits behind their own, not before everybody else's."""
    told: list[str] = []
    call = WorkerPool.call

    async def noticed(
        pool: WorkerPool, payload: bytes, timeout_s: float, client: str = ""
    ) -> bytes:
        told.append(client)
        return await call(pool, payload, timeout_s, client)

    monkeypatch.setattr(WorkerPool, "call", noticed)
    for path in ("/api/v1/validate", "/api/v1/recode?to=trivsel"):
        assert client.post(path, content=LATE.read_bytes(), headers=TURTLE).status_code == 200
    assert len(told) >= 2 and set(told) == {"testclient"}


def test_recoding_answers_with_the_graph_or_with_what_became_of_each_code(
    client: TestClient,
) -> None:
    example = EXAMPLES[0].read_bytes()
    graph = client.post("/api/v1/recode?to=ics", content=example, headers=TURTLE)
    assert graph.headers["content-type"].startswith("text/turtle")
    told = client.post(
        "/api/v1/recode?to=ics", content=example, headers={**TURTLE, "accept": "application/json"}
    ).json()
    assert told["target"] == "ics"
    assert {code["outcome"] for code in told["codes"]} <= {
        "recoded", "choose", "scale", "measured", "no_counterpart", "not_mapped", "outside_period",
    }  # fmt: skip


def test_the_page_shows_findings_by_severity_with_their_law(client: TestClient) -> None:
    page = client.post("/valider", data={"sag": LATE.read_text("utf-8"), "format": "text/turtle"})
    assert page.status_code == 200
    assert "finding--violation" in page.text and "/begreb/bl/" in page.text
    assert "data-line=" in page.text


def test_a_form_of_many_fields_is_refused_without_quoting_it(client: TestClient) -> None:
    form = "&".join(f"{SECRET}{number}=1" for number in range(100))
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = client.post("/valider", content=form, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")
    assert SECRET not in answer.text
