"""The picker in forms of other web sites: another origin, real keys, what the form sends."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from browsing import violations, window
from playwright.sync_api import Browser, Page, Route, expect

import fagbegreb.web

STATIC = Path(fagbegreb.web.__file__).parent / "static"


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


@pytest.fixture
def form(chromium: Browser, address: str, tmp_path: Path) -> Iterator[Page]:
    """A page on another site that takes the picker from us; the test says what stands in it."""
    (tmp_path / "index.html").write_text(
        '<!doctype html><html lang="da"><meta charset="utf-8"><title>Blanket</title>'
        f'<script type="module" src="{address}/static/fagbegreb-picker.js"></script>'
        '<main><h1>Blanket</h1><form id="f"></form></main></html>',
        encoding="utf-8",
    )
    with other_site(tmp_path) as site, window(chromium, address) as context:
        page = context.new_page()
        page.goto(site)
        yield page


def put(page: Page, attributes: str) -> None:
    """The form with one picker, called x."""
    picker = f'<fagbegreb-picker name="x" label="Felt" {attributes}></fagbegreb-picker>'
    page.evaluate("html => document.querySelector('#f').innerHTML = html", picker)


def options(page: Page, text: str) -> list[str]:
    """What is offered for a text."""
    page.get_by_role("combobox").fill(text)
    page.get_by_role("option").first.wait_for()
    return page.get_by_role("option").all_inner_texts()


def test_scheme_keeps_to_those_schemes(form: Page) -> None:
    put(form, 'scheme="ics trivsel"')
    offered = options(form, "sundhed")
    assert offered and all("ics:" in each or "trivsel:" in each for each in offered)


def test_lang_shows_english_labels_and_english_words(form: Page) -> None:
    put(form, 'lang="en" scheme="ics"')
    assert any("health" in each for each in options(form, "health"))
    expect(form.get_by_placeholder("Type to search")).to_be_visible()


def test_at_decides_what_comes_first(form: Page) -> None:
    put(form, 'scheme="bl sel" at="2022-05-01"')
    assert "SEL § 50" in options(form, "børnefaglig undersøgelse")[0]
    put(form, 'scheme="bl sel" at="2025-05-01"')
    assert "BL §" in options(form, "børnefaglig undersøgelse")[0]


def test_collection_offers_the_list_in_its_order_when_it_is_entered(form: Page) -> None:
    put(form, 'collection="trivsel:list/trin"')
    form.get_by_role("combobox").focus()
    form.get_by_role("option").first.wait_for()
    codes = [each[-10:] for each in form.get_by_role("option").all_inner_texts()]
    assert codes == [f"trivsel:T{step}" for step in range(1, 6)]


def test_required_stops_a_form_that_nobody_filled_in(form: Page) -> None:
    put(form, 'scheme="ics" required')
    assert form.evaluate("document.querySelector('#f').reportValidity()") is False
    choose(form, "Felt", "sundhedsf")
    assert form.evaluate("document.querySelector('#f').reportValidity()") is True


def test_reset_brings_back_what_was_selected_from_the_start(form: Page) -> None:
    put(form, 'scheme="ics" selected="ics:B2"')
    form.wait_for_function(f"{SENT}.length === 1")
    choose(form, "Felt", "sundhedsf")
    assert form.evaluate(SENT) == [["x", "ics:B1"]]
    form.evaluate("document.querySelector('#f').reset()")
    form.wait_for_function(f"{SENT}.some(([, value]) => value === 'ics:B2')")


def test_backspace_takes_the_last_of_several_away(form: Page) -> None:
    put(form, 'scheme="ics" multiple')
    choose(form, "Felt", "sundhedsf")
    choose(form, "Felt", "udvikling og adf")
    assert len(form.evaluate(SENT)) == 2
    form.keyboard.press("Backspace")
    assert form.evaluate(SENT) == [["x", "ics:B1"]]


def test_a_disabled_picker_sends_nothing_and_takes_nothing(form: Page) -> None:
    put(form, 'scheme="ics" selected="ics:B2" disabled')
    expect(form.get_by_role("combobox")).to_be_disabled()
    assert form.evaluate(SENT) == []


def test_an_unknown_scheme_is_said_aloud(form: Page) -> None:
    put(form, 'scheme="findes-ikke"')
    form.get_by_role("combobox").fill("sund")
    expect(form.get_by_text("kan ikke hentes lige nu")).to_be_visible()
    assert form.evaluate(SENT) == []


@pytest.fixture
def resolving(form: Page) -> list[Route]:
    """What the form asks the server to resolve, which waits for the test."""
    held: list[Route] = []
    form.route("**/api/v1/resolve", lambda route: held.append(route))  # noqa: PLW0108  playwright marks it
    return held


def test_what_was_chosen_before_is_sent_even_before_the_server_has_answered(
    form: Page, resolving: list[Route]
) -> None:
    with form.expect_request("**/api/v1/resolve"):
        put(form, 'scheme="ics" selected="ics:B2" required')
    assert form.evaluate(SENT) == [["x", "ics:B2"]]
    assert form.evaluate("document.querySelector('#f').checkValidity()") is True
    resolving[0].continue_()
    expect(form.get_by_role("combobox")).to_have_value("udvikling og adfærd")
    assert form.evaluate(SENT) == [["x", "ics:B2"]]


def test_what_is_chosen_meanwhile_stands_beside_what_was_chosen_before(
    form: Page, resolving: list[Route]
) -> None:
    with form.expect_request("**/api/v1/resolve"):
        put(form, 'scheme="ics" selected="ics:B2" multiple')
    choose(form, "Felt", "sundhedsf")
    resolving[0].continue_()
    expect(form.get_by_role("button", name="Fjern udvikling og adfærd")).to_be_visible()
    assert form.evaluate(SENT) == [["x", "ics:B2"], ["x", "ics:B1"]]


def test_what_was_chosen_before_stays_when_the_server_is_gone(form: Page) -> None:
    form.route("**/api/v1/resolve", lambda route: route.abort())
    put(form, 'scheme="ics" selected="ics:B2"')
    expect(form.get_by_text("kan ikke hentes lige nu")).to_be_visible()
    assert form.evaluate(SENT) == [["x", "ics:B2"]]


def test_a_text_that_nothing_was_chosen_for_stops_the_form(form: Page) -> None:
    put(form, 'scheme="ics"')
    field = form.get_by_role("combobox")
    field.fill("sundhedsforhold, tror jeg")
    assert form.evaluate("document.querySelector('#f').checkValidity()") is False
    field.press("Tab")
    expect(field).to_have_value("sundhedsforhold, tror jeg")
    field.fill("")
    assert form.evaluate("document.querySelector('#f').checkValidity()") is True


def test_axe_objects_to_nothing_on_the_other_site(form: Page) -> None:
    put(form, 'scheme="ics" multiple')
    choose(form, "Felt", "sundhedsf")
    options(form, "udvikling")
    assert violations(form) == []


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
