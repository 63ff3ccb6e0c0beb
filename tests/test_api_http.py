"""What holds for every route: methods, sizes, caching, CORS, headers, errors, health."""

from __future__ import annotations

import asyncio
import gzip
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from fagbegreb.errors import PayloadTooSlow
from fagbegreb.web.layers import BodyLimit
from patience import PATIENCE_S

CONCEPT = "/api/v1/concepts/ics/B1"


def test_health_tells_life_and_readiness(client: TestClient) -> None:
    assert client.get("/health/live").json() == {"status": "live"}
    ready = client.get("/health/ready").json()
    assert ready["status"] == "ready" and ready["release"]


@pytest.mark.parametrize(
    ("query", "value"),
    [("at=2024-02-30", "2024-02-30"), ("lang=x!", "x!"), ("limit=mange", "mange")],
)
def test_an_error_names_the_value_in_both_languages(
    client: TestClient, query: str, value: str
) -> None:
    for language in ("da", "en"):
        told = client.get(
            f"/api/v1/search?q=a&{query}", headers={"accept-language": language}
        ).json()
        assert (told["status"], told["code"]) == (400, "bad-parameter")
        assert value in told["detail"]


def test_metrics_count_by_route_and_never_by_address(client: TestClient) -> None:
    client.get("/api/v1/search", params={"q": "hemmeligt"})
    text = client.get("/metrics").text
    assert "fagbegreb_requests_total" in text and "fagbegreb_release_info" in text
    assert "hemmeligt" not in text
    assert "_created" not in text


def test_metrics_tell_how_the_worker_processes_do(client: TestClient) -> None:
    assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
    told = client.get("/metrics").text
    for pool in ("query", "case"):
        assert f'fagbegreb_workers{{pool="{pool}",state="size"}} 2.0' in told
        assert f'fagbegreb_workers{{pool="{pool}",state="busy"}} 0.0' in told


@pytest.mark.parametrize("path", [CONCEPT, "/api/v1/search?q=a", "/api/v1/schemes"])
def test_a_second_request_with_the_etag_is_304_without_body(client: TestClient, path: str) -> None:
    first = client.get(path)
    etag = first.headers["etag"]
    assert etag.startswith('"')
    again = client.get(path, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == etag
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_the_kept_answer_is_the_same_as_the_first(client: TestClient) -> None:
    first, second = client.get(CONCEPT), client.get(CONCEPT)
    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]
    plain = client.get(CONCEPT, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == first.content and plain.headers["etag"] != first.headers["etag"]


def test_compressed_answers_are_gzip_and_say_so(client: TestClient) -> None:
    with client.stream("GET", "/api/v1/schemes", headers={"accept-encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw).startswith(b'{"schemes"')
    assert "Accept-Encoding" in answer.headers["vary"]


def test_only_what_names_release_and_day_is_immutable(client: TestClient) -> None:
    release = client.get("/health/ready").json()["release"]
    pinned = client.get(f"{CONCEPT}?release={release}&at=2024-01-01")
    assert "immutable" in pinned.headers["cache-control"]
    for query in ("", "?at=2024-01-01", f"?release={release}"):
        control = client.get(CONCEPT + query).headers["cache-control"]
        assert "immutable" not in control
        assert 0 <= int(control.split("max-age=")[1]) <= 3600


def test_an_unknown_release_is_404_with_the_list(client: TestClient) -> None:
    answer = client.get("/api/v1/schemes?release=1999.1")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-release")
    assert client.get("/health/ready").json()["release"] in answer.json()["detail"]


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", CONCEPT), ("DELETE", "/api/v1/schemes"), ("PUT", "/api/v1/resolve")],
)
def test_a_wrong_method_is_405_with_those_allowed(
    client: TestClient, method: str, path: str
) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")
    assert "GET, HEAD" in answer.headers["allow"]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        (CONCEPT, "GET, HEAD, OPTIONS"),
        ("/api/v1/resolve", "GET, HEAD, POST, OPTIONS"),
        ("/api/v1/validate", "POST, OPTIONS"),
        ("/valider", "GET, HEAD, POST, OPTIONS"),
        ("/id/ics/B1", "GET, HEAD, OPTIONS"),
    ],
)
def test_options_tell_what_an_address_can_be_asked_with(
    client: TestClient, path: str, allowed: str
) -> None:
    answer = client.options(path)
    assert (answer.status_code, answer.content, answer.headers["allow"]) == (204, b"", allowed)


@pytest.mark.parametrize("host", ["begreber.example", "evil.example:99999", "[::1]"])
@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/system/ics/?lang=en", "../ics?lang=en"),
        ("/sparql/", "../sparql"),
        ("/download/2026.11", "./2026.11/"),
        ("/begreb/ics/B1/", "../B1"),
        ("/begreb/sel/52.3.7/?lang=en", "../52.3.7?lang=en"),
        ("/id/ics/B1/", "../B1"),
        ("/api/v1/concepts/ics/B1/", "../B1"),
    ],
)
def test_a_slash_too_many_or_missing_leads_to_the_right_address(
    client: TestClient, path: str, location: str, host: str
) -> None:
    """And a missing one to that with it; told without a host, which a proxy may not pass on."""
    answer = client.get(path, headers={"host": host})
    assert (answer.status_code, answer.headers["location"]) == (307, location)
    assert client.get("/begreb/ics/nope/").headers["location"] == "../nope"
    assert client.get("/begreb/ics/nope").status_code == 404


@pytest.mark.parametrize("path", [CONCEPT, "/api/v1/search?q=trivsel", "/health/live"])
def test_head_answers_as_get_without_the_body(client: TestClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers.get("etag") == got.headers.get("etag")


@pytest.mark.parametrize("path", ["/api/v1/resolve", "/api/v1/translate", "/nothing"])
def test_a_body_above_the_limit_is_413(client: TestClient, path: str) -> None:
    answer = client.post(path, content=b"x" * 10_000_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "payload-too-large")


@pytest.mark.parametrize("path", ["/api/v1/resolve", "/api/v1/validate", "/sparql"])
@pytest.mark.parametrize("coding", ["gzip", "br", "Zstd"])
def test_a_compressed_body_is_said_to_be_so(client: TestClient, path: str, coding: str) -> None:
    headers = {"content-type": "application/json", "content-encoding": coding}
    answer = client.post(path, content=gzip.compress(b"{}"), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media-type")
    assert "komprimeret" in answer.json()["detail"]
    assert answer.headers["accept-encoding"] == "identity"


def test_who_sends_far_too_much_is_told_so(server: str) -> None:
    """Closing at once would cut off a client that reads no answer before all is sent."""
    to = urlsplit(server)
    http = HTTPConnection(to.hostname or "", to.port, timeout=PATIENCE_S)
    http.request("POST", "/api/v1/resolve", b" " * 20_000_000)
    assert http.getresponse().status == 413


def test_a_body_that_grows_unannounced_is_413(client: TestClient) -> None:
    chunks = (b"x" * 1_000_000 for _ in range(10))
    answer = client.post(
        "/api/v1/resolve", content=chunks, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 413


def test_a_body_that_never_arrives_is_408() -> None:
    told: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        with pytest.raises(PayloadTooSlow, match=r"within 0\.01 seconds"):
            await receive()

    async def run() -> None:
        messages = iter([{"type": "http.request", "body": b"{", "more_body": True}])

        async def receive() -> Message:
            if (message := next(messages, None)) is not None:
                return message
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: Message) -> None:
            told.append(message)

        scope = {"type": "http", "method": "POST", "headers": [], "query_string": b""}
        await BodyLimit(app, 1_000, None, body_s=0.01)(scope, receive, send)

    asyncio.run(run())
    assert told == []


def test_an_address_that_is_not_there_is_a_problem(client: TestClient) -> None:
    answer = client.get("/api/v1/nothing", headers={"accept-language": "en"})
    assert answer.status_code == 404
    problem = answer.json()
    assert problem["title"] == "Not found"
    assert set(problem) >= {"type", "title", "status", "detail", "code"}


def test_error_texts_follow_the_reader(client: TestClient) -> None:
    path = "/api/v1/concepts/ics/NOPE"
    assert client.get(path).json()["title"] == "Ukendt begreb"
    headers = {"accept-language": "fr, en;q=0.8, da;q=0.1"}
    assert client.get(path, headers=headers).json()["title"] == "Unknown concept"
    assert client.get(f"{path}?lang=da", headers=headers).json()["title"] == "Ukendt begreb"


def test_data_may_be_read_from_other_sites(client: TestClient) -> None:
    answer = client.get(CONCEPT, headers={"origin": "https://kommune.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    preflight = client.options(
        "/api/v1/resolve",
        headers={
            "origin": "https://kommune.example",
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type",
        },
    )
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-headers"] == "content-type"


def test_every_answer_forbids_what_it_does_not_need(client: TestClient) -> None:
    for path in (CONCEPT, "/api/v1/schemes", "/nothing", "/metrics"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_the_description_of_the_api_tells_errors_as_they_are(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert "/api/v1/search" in document["paths"]
    for path in document["paths"].values():
        for operation in path.values():
            assert "422" not in operation["responses"]


@pytest.mark.parametrize(
    "day", ["2024-02-30", "0", "1704067200", "20240101", "2024-W01-1", "2024-01-01T00:00:00", ""]
)
def test_a_day_is_written_in_one_way(client: TestClient, day: str) -> None:
    """A number of seconds must not quietly become a day in 1970, with the law of 1970."""
    asked = client.get("/api/v1/resolve", params={"id": "ics:B1", "at": day})
    batch = client.post("/api/v1/resolve", json={"ids": ["ics:B1"], "at": day})
    for answer in (asked, batch):
        assert (answer.status_code, answer.json()["code"]) == (400, "bad-parameter")
        assert "2024-01-31" in answer.json()["detail"]


@pytest.mark.parametrize("name", ["%00", "a%00.css", "a" * 5_000 + ".css", "%2e%2e/__init__.py"])
def test_a_file_name_that_no_disk_takes_is_404(client: TestClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize("path", ["/", "/om", "/begreb/ics/B1", "/sparql"])
def test_a_page_of_an_unknown_release_says_so_to_people(client: TestClient, path: str) -> None:
    answer = client.get(path, params={"release": "nope"}, headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html") and "nope" in answer.text


def test_a_page_that_is_sent_too_much_says_so_to_people(client: TestClient) -> None:
    answer = client.post("/valider", content=b" " * 6_000_000, headers={"accept": "text/html"})
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    ("query", "status", "code", "named"),
    [
        ("kind=nope", 400, "bad-parameter", "dimension"),
        ("status=nope", 400, "bad-parameter", "stable, draft, retired"),
        ("scheme=nope", 404, "unknown-scheme", "/api/v1/schemes"),
        ("in_force=perhaps", 400, "bad-parameter", "in_force"),
    ],
)
def test_a_filter_that_nothing_can_meet_is_told(
    client: TestClient, query: str, status: int, code: str, named: str
) -> None:
    answer = client.get(f"/api/v1/search?q=trivsel&{query}", headers={"accept-language": "en"})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert named in answer.text


@pytest.mark.parametrize("path", ["/", "/api/v1/search", "/liste", "/sparql", "/static/site.css"])
def test_more_parameters_than_anybody_needs_are_refused(client: TestClient, path: str) -> None:
    many = "&".join(f"p{number}=" for number in range(2_001))
    answer = client.get(f"{path}?{many}")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")
    assert "2000" in answer.json()["detail"]
