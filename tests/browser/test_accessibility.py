"""The gate: axe finds nothing on any kind of page, in either theme, on phone and desk."""

from __future__ import annotations

from pathlib import Path

import pytest
from browsing import DESK, PHONE, keep_picture, violations, window
from playwright.sync_api import Browser, expect
from starlette.testclient import TestClient

from fagbegreb.settings import Settings
from fagbegreb.web import create_app
from page_kinds import KINDS
from servers import serving

MODES = {
    "light": (DESK, "light"),
    "dark": (DESK, "dark"),
    "phone": (PHONE, "light"),
    "dark-phone": (PHONE, "dark"),
}


@pytest.mark.parametrize("mode", MODES)
def test_axe_objects_to_nothing(chromium: Browser, address: str, mode: str) -> None:
    size, theme = MODES[mode]
    found: dict[str, list[str]] = {}
    with window(chromium, address, size=size, theme=theme) as context:
        page = context.new_page()
        for kind, path in KINDS.items():
            page.goto(path)
            keep_picture(page, f"{kind}-{mode}")
            if objections := violations(page):
                found[kind] = objections
    assert found == {}


PLAIN = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix ex: <https://x.example/> .
ex:s a skos:ConceptScheme ; skos:prefLabel "Ord uden koder"@da .
ex:dyr a skos:Concept ; skos:inScheme ex:s ; skos:topConceptOf ex:s ; skos:prefLabel "dyr"@da .
ex:hund a skos:Concept ; skos:inScheme ex:s ; skos:broader ex:dyr ;
  skos:prefLabel "<b>hund</b>"@da , "dog"@en , "Hund"@de ; skos:altLabel "køter"@da .
"""


VIEWS = {
    "Træ": "tree",
    "A–Å": "az",
    "Efter kode": "codes",
    "Værdilister": "lists",
    "Tal": "numbers",
}


def test_axe_objects_to_nothing_in_a_vocabulary_without_codes(
    chromium: Browser, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "ord.ttl"
    file.write_text(PLAIN, encoding="utf-8")
    with serving(settings, "--vocab", str(file)) as address, window(chromium, address) as context:
        page = context.new_page()
        page.goto("/?q=hund")
        page.get_by_role("link", name="<b>hund</b>", exact=True).click()
        expect(page.locator("h1")).to_have_text("<b>hund</b>")
        assert violations(page) == []
        page.locator(".trail a").nth(1).click()
        for view, name in VIEWS.items():
            tab = page.get_by_role("link", name=view, exact=True)
            tab.click()
            page.wait_for_url(f"**vis={name}")
            expect(tab).to_have_attribute("aria-current", "page")
            assert violations(page) == [], view


@pytest.mark.parametrize("mode", MODES)
def test_axe_objects_to_nothing_when_something_is_wrong(
    chromium: Browser, address: str, tmp_path: Path, mode: str
) -> None:
    size, theme = MODES[mode]
    with window(chromium, address, size=size, theme=theme) as context:
        page = context.new_page()
        for path, status in {"/begreb/ics/NOPE": 404, "/?q=a&offset=x": 400, "/x": 404}.items():
            answer = page.goto(path)
            assert answer is not None and answer.status == status
            assert violations(page) == [], path
        page.route("**/gone", lambda route: route.fulfill(status=503, body=_unavailable(tmp_path),
                                                          content_type="text/html"))  # fmt: skip
        page.goto("/gone")
        assert violations(page) == []


def _unavailable(home: Path) -> str:
    """What a browser gets from a server whose snapshot cannot be opened."""
    (home / "current").write_text("missing", encoding="utf-8")
    with TestClient(create_app(Settings.load({}, home=home))) as client:
        answer = client.get("/begreb/ics/B1", headers={"accept": "text/html"})
    assert answer.status_code == 503
    return answer.text


def test_axe_objects_to_nothing_in_english(chromium: Browser, address: str) -> None:
    with window(chromium, address) as context:
        page = context.new_page()
        page.goto("/begreb/ics/B1?lang=en")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert violations(page) == []


def test_axe_objects_to_nothing_beside_the_sparql_editor(chromium: Browser, address: str) -> None:
    """The editor itself is others' work; the statement on accessibility says so."""
    with window(chromium, address) as context:
        page = context.new_page()
        page.goto("/sparql")
        page.wait_for_selector(".CodeMirror")
        assert violations(page, exclude="#yasgui") == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_runs_out_of_a_narrow_window(chromium: Browser, address: str, kind: str) -> None:
    """320 CSS pixels: what 400 % zoom leaves of a desk's screen."""
    with window(chromium, address, size=(320, 640)) as context:
        page = context.new_page()
        page.goto(KINDS[kind])
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, f"{kind} is {width} pixels wide"


def test_a_very_long_word_breaks_and_markup_in_a_query_stays_text(
    chromium: Browser, address: str
) -> None:
    with window(chromium, address, size=(320, 640)) as context:
        page = context.new_page()
        page.goto("/?q=" + "underretningspligtsvurderingssamtale" * 4)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.goto("/?q=<img src=x onerror=document.title='x'>")
        expect(page.locator("main")).to_contain_text("<img src=x")
        assert page.locator("main img").count() == 0
        assert violations(page) == []
