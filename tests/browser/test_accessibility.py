"""The gate: axe finds nothing on any kind of page, in either theme, on phone and desk."""

from __future__ import annotations

import pytest
from browsing import DESK, PHONE, keep_picture, violations, window
from playwright.sync_api import Browser

from page_kinds import KINDS

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


def test_axe_objects_to_nothing_in_english(chromium: Browser, address: str) -> None:
    with window(chromium, address) as context:
        page = context.new_page()
        page.goto("/begreb/ics/B1?lang=en")
        assert page.locator("html").get_attribute("lang") == "en"
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
        assert page.locator("main img").count() == 0
        assert violations(page) == []
