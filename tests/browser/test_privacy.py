"""Nothing is asked of other hosts, no policy is broken, and pages stay light."""

from __future__ import annotations

from urllib.parse import urlparse

from browsing import window
from playwright.sync_api import Browser, Request

from page_kinds import KINDS

MOST_BYTES = 150_000


def test_no_page_asks_another_host_or_breaks_the_policy(chromium: Browser, address: str) -> None:
    asked, refused = set[str](), list[str]()
    with window(chromium, address) as context:
        page = context.new_page()
        page.on("request", lambda request: asked.add(urlparse(request.url).netloc))
        page.on(
            "console", lambda said: refused.append(said.text) if "Policy" in said.text else None
        )
        for path in KINDS.values():
            page.goto(path, wait_until="networkidle")
        page.goto("/sparql", wait_until="networkidle")
        page.locator(".yasqe_queryButton").click()
        page.locator(".yasr table td").first.wait_for()
        assert refused == []
        assert {cookie["name"] for cookie in context.cookies()} == set()
    assert asked - {""} == {urlparse(address).netloc}


def test_no_page_weighs_too_much_on_the_first_visit(chromium: Browser, address: str) -> None:
    weights = {kind: first_visit_bytes(chromium, address, path) for kind, path in KINDS.items()}
    assert {kind: weight for kind, weight in weights.items() if weight > MOST_BYTES} == {}


def first_visit_bytes(chromium: Browser, address: str, path: str) -> int:
    """What a browser that knows nothing of us has to fetch, compressed as it comes."""
    finished: list[Request] = []
    with window(chromium, address) as context:
        page = context.new_page()
        # Playwright marks a handler as its own, which a built-in method does not allow.
        page.on("requestfinished", lambda request: finished.append(request))  # noqa: PLW0108
        page.goto(path, wait_until="networkidle")
        return sum(request.sizes()["responseBodySize"] for request in finished)
