"""Nothing is asked of other hosts, no policy is broken, and pages stay light."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlparse

from browsing import window
from playwright.sync_api import Browser, Page, Request, expect

import fagbegreb.web
from page_kinds import KINDS

STATIC = Path(fagbegreb.web.__file__).parent / "static"
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
        assert [text for text in refused if "Policy" in text] == []
        page.goto("/sparql", wait_until="networkidle")
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


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def other_site(folder: Path) -> Iterator[str]:
    """Somebody else's web site, with the files of `folder`."""

    def handler(*args: object) -> _Quiet:
        return _Quiet(*args, directory=str(folder))  # type: ignore[arg-type]

    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


FORM = """<!doctype html><html lang="da"><meta charset="utf-8"><title>Blanket</title>
<script type="module" src="{address}/static/fagbegreb-picker.js"></script>
<h1>Blanket</h1><form id="f" onsubmit="return false">
<fagbegreb-picker name="omraade" label="Område" scheme="ics" required></fagbegreb-picker>
<fagbegreb-picker name="alder" label="Alder" collection="trivsel:list/aldersgrupper">
</fagbegreb-picker>
<fagbegreb-picker name="lov" label="Lov" scheme="bl" gives="iri" multiple></fagbegreb-picker>
</form>"""
SENT = "[...new FormData(document.querySelector('#f'))]"


def choose(page: Page, label: str, text: str) -> None:
    field = page.get_by_role("combobox", name=label)
    field.click()
    field.fill(text)
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def test_the_picker_works_in_a_form_on_another_site(
    chromium: Browser, address: str, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(FORM.format(address=address), encoding="utf-8")
    with other_site(tmp_path) as site, window(chromium, address) as context:
        page = context.new_page()
        page.goto(site)
        assert page.evaluate("document.querySelector('#f').checkValidity()") is False
        choose(page, "Område", "sundhedsf")
        choose(page, "Alder", "0 til 11")
        choose(page, "Lov", "§ 20")
        choose(page, "Lov", "§ 32")
        sent = page.evaluate(SENT)
        assert ["omraade", "ics:B1"] in sent and ["alder", "trivsel:A1"] in sent
        assert [value for name, value in sent if name == "lov"] == [
            "https://w3id.org/fagbegreb/id/bl/20",
            "https://w3id.org/fagbegreb/id/bl/32",
        ]
        assert page.evaluate("document.querySelector('#f').checkValidity()") is True
        page.get_by_role("button", name="Fjern").first.click()
        assert sum(name == "lov" for name, _ in page.evaluate(SENT)) == 1
        page.evaluate("document.querySelector('#f').reset()")
        assert page.evaluate(SENT) == []


def test_the_picker_is_one_small_file() -> None:
    text = (STATIC / "fagbegreb-picker.js").read_bytes()
    assert b"import " not in text.replace(b"import.meta", b"")
    assert len(gzip.compress(text)) < 8_000


def test_the_picker_says_so_when_the_server_is_gone(chromium: Browser, address: str) -> None:
    with window(chromium, address) as context:
        page = context.new_page()
        page.goto("/static/picker-demo.html")
        page.route("**/api/v1/**", lambda route: route.abort())
        page.get_by_role("combobox").first.fill("sund")
        expect(page.get_by_text("kan ikke hentes lige nu")).to_be_visible()
