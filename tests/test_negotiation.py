"""Which format a client gets for what it says in Accept."""

from __future__ import annotations

import pytest

from fagbegreb.web.negotiation import choose, prefers_html

OFFERED = ("application/json", "text/csv", "text/turtle")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("*", "application/json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV; charset=utf-8", "text/csv"),
        ("text/*", "text/csv"),
        ("application/json;q=0.1, text/turtle;q=0.9", "text/turtle"),
        ("application/json;q=0, */*", "text/csv"),
        ("text/*;q=0.3, text/turtle;q=0.2, */*;q=0.1", "text/csv"),
        (BROWSER, "application/json"),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("text/csv;q=abc", None),
    ],
)
def test_the_best_liked_format_wins(accept: str, chosen: str | None) -> None:
    assert choose(accept, OFFERED) == chosen


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        (BROWSER, True),
        ("text/html", True),
        ("", False),
        ("*/*", False),
        ("text/turtle, text/html", False),
        ("text/turtle, text/html;q=0.9", False),
    ],
)
def test_a_page_is_for_those_who_ask_for_one(accept: str, page: bool) -> None:
    assert prefers_html(accept, OFFERED) is page
