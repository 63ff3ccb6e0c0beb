"""Search and autocomplete are answered ahead of the framework; nobody can tell but by the time."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from fagbegreb.model import today

PATH = "/api/v1/suggest"
TYPED = [
    "q=b",
    "q=trivsel&lang=en",
    "q=un&limit=3",
    "q=b&scheme=ics",
    "q=b&scheme=ics&scheme=bl",
    "",
    "q=",
    "q=a&q=b",
    "q=b%C3%B8rn+fag",
    "q=%FF%00",
    "lang=sv&q=b",
    "q=" + "x" * 300,
]
SEARCH = "/api/v1/search"
SEARCHED = [
    *TYPED,
    "q=trivsel&offset=3&limit=5",
    "q=trivsel&offset=0",
    "q=barnets+trivsel&lang=en&scheme=ics&scheme=bl",
    "q=xyzzyxyzzy",
    "q=b%C3%B8rnefaglig+unders%C3%B8gelse&limit=200",
]
TELLING = ("etag", "cache-control", "vary", "content-type", "content-length", "content-encoding",
           "x-total-count", "access-control-allow-origin", "x-content-type-options")  # fmt: skip


def told(answer: Response) -> dict[str, str | None]:
    """The headers that tell, but for the seconds left of the day, which pass."""
    headers = {name: answer.headers.get(name) for name in TELLING}
    return headers | {"cache-control": re.sub(r"\d+", "", headers["cache-control"] or "")}


@pytest.mark.parametrize("query", TYPED)
def test_the_answer_is_that_of_the_framework(client: TestClient, query: str) -> None:
    ahead = client.get(f"{PATH}?{query}")
    # whatever names a day is none of what forms send, and takes the long way
    plain = client.get(f"{PATH}?{query}&at={today()}")
    assert ahead.status_code == plain.status_code == 200
    assert ahead.content == plain.content
    assert told(ahead) == told(plain)


@pytest.mark.parametrize("query", SEARCHED)
def test_so_is_that_of_search(client: TestClient, query: str) -> None:
    ahead = client.get(f"{SEARCH}?{query}")
    plain = client.get(f"{SEARCH}?{query}&at={today()}")
    assert ahead.status_code == plain.status_code == 200
    assert ahead.content == plain.content
    assert told(ahead) == told(plain)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("limit=0", 400),
        ("limit=201", 400),
        ("limit=020", 200),
        ("offset=-1", 400),
        ("offset=1000001", 400),
        ("offset=many", 400),
        ("lang=not%20a%20tag", 400),
        ("scheme=nowhere", 404),
        ("kind=nothing", 400),
        ("release=1066", 404),
    ],
)
def test_what_is_wrong_in_a_search_is_told_as_ever(
    client: TestClient, query: str, status: int
) -> None:
    assert client.get(f"{SEARCH}?q=barn&{query}").status_code == status


@pytest.mark.parametrize("query", ["q=trivsel", "q=xyzzyx"])
def test_it_is_the_same_the_second_time(client: TestClient, query: str) -> None:
    first = client.get(f"{PATH}?{query}&limit=7")
    again = client.get(f"{PATH}?{query}&limit=7")
    assert again.content == first.content
    assert told(again) == told(first)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("q=b&limit=0", 400),
        ("q=b&limit=51", 400),
        ("q=b&limit=many", 400),
        ("q=b&lang=not%20a%20tag", 400),
        ("q=b&scheme=nowhere", 404),
        ("q=b&at=someday", 400),
        ("q=b&release=1066", 404),
    ],
)
def test_what_is_wrong_is_told_as_ever(client: TestClient, query: str, status: int) -> None:
    answer = client.get(f"{PATH}?{query}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_what_the_client_has_is_not_sent_again(client: TestClient) -> None:
    for accepted in ("identity", "gzip"):
        headers = {"accept-encoding": accepted}
        etag = client.get(f"{PATH}?q=udvik", headers=headers).headers["etag"]
        known = client.get(f"{PATH}?q=udvik", headers=headers | {"if-none-match": etag})
        assert (known.status_code, known.content) == (304, b"")


def test_both_forms_say_the_same(client: TestClient) -> None:
    for _ in range(2):
        with client.stream("GET", f"{PATH}?q=bar", headers={"accept-encoding": "gzip"}) as sent:
            packed = gzip.decompress(b"".join(sent.iter_raw()))
        plain = client.get(f"{PATH}?q=bar", headers={"accept-encoding": "identity"})
        assert packed == plain.content
        assert json.loads(packed)["suggestions"]


def test_head_has_the_headers_alone(client: TestClient) -> None:
    for _ in range(2):
        head, get = client.head(f"{PATH}?q=barnet"), client.get(f"{PATH}?q=barnet")
        assert (head.content, told(head)) == (b"", told(get))


def test_it_is_counted_by_its_route(client: TestClient) -> None:
    for path in (PATH, SEARCH):
        client.get(f"{path}?q=talt")
        assert f'route="{path}"' in client.get("/metrics").text
