"""Served below a path by a reverse proxy: every address we write begins with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from fagbegreb.settings import Settings
from fagbegreb.web import create_app

BROWSER = {"accept": "text/html"}


@pytest.fixture(scope="module")
def below(settings: Settings, snapshot: Path) -> Iterator[TestClient]:
    assert snapshot.is_dir()
    with TestClient(create_app(replace(settings, base_path="/begreber/"))) as http:
        yield http


@pytest.mark.parametrize("prefix", ["", "/begreber"])
def test_it_answers_whether_the_proxy_strips_the_path_or_not(
    below: TestClient, prefix: str
) -> None:
    assert below.get(prefix + "/api/v1/concepts/ics/B1").json()["curie"] == "ics:B1"
    assert below.get(prefix + "/health/ready").status_code == 200
    assert below.get(prefix + "/begreb/ics/B1", headers=BROWSER).status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/begreb/ics/B1", "/system/ics", "/liste?id=ics:B1", "/docs"]
)
def test_every_link_of_a_page_begins_with_the_path(below: TestClient, path: str) -> None:
    page = below.get("/begreber" + path, headers=BROWSER).text
    links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page)
    assert links and all(link.startswith("/begreber/") for link in links)


def test_redirects_stay_below_the_path(below: TestClient) -> None:
    moved = below.get("/begreber/liste?add=ics:B1", follow_redirects=False)
    assert moved.headers["location"].startswith("/begreber/liste?id=")


@pytest.mark.parametrize("prefix", ["", "/begreber"])
@pytest.mark.parametrize(
    ("path", "location"), [("/system/ics/", "../ics"), ("/begreb/ics/B1/", "../B1")]
)
def test_a_slash_too_many_leads_below_the_path(
    below: TestClient, prefix: str, path: str, location: str
) -> None:
    moved = below.get(prefix + path, follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (307, location)
