"""What pages name for My list, and the pictures that a phone gets."""

from __future__ import annotations

import html
import json
import re
from urllib.parse import parse_qs, urlparse
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

BROWSER = {"accept": "text/html,application/xhtml+xml"}
SVG = "{http://www.w3.org/2000/svg}"


def named_on(client: TestClient, path: str) -> dict[str, list[str]]:
    """What each link that adds to the list names, by its address."""
    page = client.get(path, headers=BROWSER).text
    links = re.findall(r'href="([^"]*/liste[?]add=[^"]*)"(?: data-add="([^"]*)")?', page)
    return {html.unescape(to): json.loads(html.unescape(ids or "[]")) for to, ids in links}


def expanded(client: TestClient, address: str) -> list[str]:
    """What the server makes of such a link."""
    to = client.get(address, headers=BROWSER).headers["location"]
    return parse_qs(urlparse(to).query)["id"]


@pytest.mark.parametrize(
    "path", ["/begreb/ics/B1", "/begreb/ics/B", "/system/fit", "/system/trivsel?vis=lists"]
)
def test_a_page_names_what_its_links_add_as_the_server_expands_them(
    client: TestClient, path: str
) -> None:
    named = named_on(client, path)
    assert named
    for address, ids in named.items():
        assert list(dict.fromkeys(ids)) == expanded(client, address)


def test_a_branch_too_long_for_a_page_is_left_to_the_server(client: TestClient) -> None:
    whole = "/liste?add=bl%3Alov&gren=true"
    assert named_on(client, "/begreb/bl/lov")[whole] == []
    assert len(expanded(client, whole)) > 200


@pytest.mark.parametrize("scheme", ["ics", "sos", "trivsel"])
def test_a_phones_picture_leads_to_the_same_concepts(client: TestClient, scheme: str) -> None:
    page = client.get(f"/system/{scheme}?vis=picture", headers=BROWSER).text
    drawn = [ElementTree.fromstring(each) for each in re.findall("<svg.*?</svg>", page)]
    assert [each.get("class") for each in drawn] == ["wide", "narrow"]
    wide, narrow = ({a.get("href") for a in each.iter(f"{SVG}a")} for each in drawn)
    assert wide == narrow and len(wide) > 9
