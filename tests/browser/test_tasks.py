"""The main tasks of a form designer, in a real browser with scripts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlparse

from bench.tasks import copied
from playwright.sync_api import Page, Route, expect

CASE = """@prefix sag: <https://w3id.org/fagbegreb/sag#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://example.org/sag/1> a sag:Sag .
<https://example.org/underretning/1> a sag:Underretning ;
"""


def test_find_a_concept_by_an_everyday_word(page: Page) -> None:
    page.goto("/")
    page.get_by_role("combobox").fill("helbred")
    page.keyboard.press("Enter")
    page.locator(".hit").first.wait_for()
    page.get_by_role("link", name="sundhedsforhold").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("sundhedsforhold")


def test_choose_a_suggestion_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Gå til indhold")).to_be_focused()
    field = page.get_by_role("combobox")
    field.focus()
    page.keyboard.insert_text("sundhedsf")
    page.get_by_role("option").first.wait_for()
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", re.compile("-0$"))
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/begreb/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("sundhed")


def test_what_is_not_waited_for_any_more_is_not_shown(page: Page) -> None:
    page.goto("/")
    asked = "**/api/v1/suggest?**"
    page.route(asked, lambda route: None)
    field = page.get_by_role("combobox")
    with page.expect_request(asked):
        field.fill("sundhedsf")
    with page.expect_event("requestfailed"):
        field.press("Escape")
    with page.expect_request(asked):
        field.fill("sundhedsfo")
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Søg").focus()
    page.unroute(asked)
    field.fill("sundhedsfor")
    expect(page.get_by_role("option").first).to_be_visible()


def test_find_a_repealed_provision_and_what_replaced_it(page: Page) -> None:
    page.goto("/?q=SEL § 50")
    page.locator(".hit a").first.click()
    expect(page.locator(".concept-head")).to_contain_text("SEL § 50")
    expect(page.locator(".concept-head")).to_contain_text("Ikke i kraft")
    page.locator(".box--warn a").first.click()
    expect(page.locator(".concept-head")).to_contain_text("BL §")


def test_walk_through_a_scheme_with_arrow_keys(page: Page) -> None:
    page.goto("/system/ics")
    items = page.get_by_role("treeitem")
    expect(page.locator('[role="treeitem"][tabindex="0"]')).to_have_count(1)
    items.first.focus()
    for key in ("End", "Home", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    page.keyboard.type("i")
    focused = page.locator('[role="treeitem"]:focus')
    expect(focused).to_contain_text("ICS-trekanten")
    expect(focused).to_have_attribute("aria-level", "1")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(focused).to_have_attribute("aria-level", re.compile("[23]"))
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url("**/begreb/ics/**")


def test_keys_pressed_while_a_branch_is_fetched_wait_for_it(page: Page) -> None:
    page.goto("/system/ics")
    link = page.locator("a[data-curie='ics:B']")
    branch = page.locator(".tree li").filter(
        has=page.locator(":scope > .tree__row > a[data-curie='ics:B']")
    )
    # as the pages of large schemes are: what is below comes when it is asked for
    branch.evaluate("entry => entry.querySelector('ul').remove()")
    waiting: list[Route] = []
    page.route("**/narrower?**", lambda route: waiting.append(route))  # noqa: PLW0108  playwright marks it
    link.focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    branch.locator(":scope > .tree__row > .twist").click()
    expect(link).to_have_attribute("aria-busy", "true")
    for route in waiting:
        route.continue_()
    expect(page.locator('[role="treeitem"]:focus')).to_have_attribute("data-curie", "ics:B1")
    expect(link).to_have_attribute("aria-expanded", "true")
    expect(branch.locator(":scope > ul")).to_have_count(1)


def test_what_is_chosen_or_written_before_the_scripts_are_there_goes_along(
    page: Page, tmp_path: Path
) -> None:
    file = tmp_path / "sag.ttl"
    file.write_text(CASE, encoding="utf-8")
    held: list[Route] = []
    page.route("**/case-page*.js*", lambda route: held.append(route))  # noqa: PLW0108  playwright marks it
    page.goto("/valider", wait_until="commit")
    page.locator("#fil").set_input_files(file)
    expect(page.locator("#sag")).to_have_value("")
    for route in held:
        route.continue_()
    expect(page.locator("#sag")).to_have_value(CASE)


def test_see_where_two_concepts_differ(page: Page) -> None:
    page.goto("/begreb/ics/B1")
    page.get_by_role("link", name="Sammenlign med et andet").click()
    page.get_by_role("combobox", name="Kode eller paragraf 2").fill("trivsel:D4")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Sammenlign").click()
    expect(page.locator("table.compare thead th")).to_have_count(3)
    expect(page.locator("tr.differs").nth(1)).to_be_visible()


def test_translate_a_method_and_take_the_table(page: Page, tmp_path: Path) -> None:
    page.goto("/oversaettelse")
    page.get_by_label("Fra", exact=True).select_option("ics")
    page.get_by_label("Til", exact=True).select_option("trivsel")
    page.get_by_role("button", name="Vis").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Trivselslinealen")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV", exact=True).click()
    file = tmp_path / "table.csv"
    waiting.value.save_as(file)
    assert "ics:B1" in file.read_text("utf-8")


def test_collect_concepts_and_a_value_list_and_order_them(page: Page) -> None:
    page.goto("/begreb/ics/B1")
    page.locator("[data-add]").first.click()
    expect(page.locator("[data-basket-count]")).to_have_text("1")
    page.goto("/system/trivsel?vis=lists")
    page.locator("#list-aldersgrupper [data-add]").click()
    expect(page.locator("[data-basket-count]")).to_have_text("9")
    page.locator(".top__basket").click()
    rows = page.locator(".basket > li")
    expect(rows).to_have_count(9)
    expect(rows.first).to_have_attribute("data-id", "ics:B1")
    rows.first.get_by_role("link", name="Flyt ned").click()
    expect(rows.first).to_have_attribute("data-id", "trivsel:A0")
    rows.first.get_by_role("link", name="Fjern").click()
    expect(rows).to_have_count(8)


def test_be_warned_and_export_the_list(page: Page, tmp_path: Path) -> None:
    page.goto("/liste?id=ics:HB1&id=sel:50&id=ics:B1&id=trivsel:D4&id=nope")
    warnings = page.locator(".warnings")
    for expected in ("udgået", "ikke i kraft", "termen for flere", "findes ikke"):
        expect(warnings).to_contain_text(expected)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="JSON Schema").click()
    file = tmp_path / "list.json"
    waiting.value.save_as(file)
    schema = json.loads(file.read_text("utf-8"))
    assert [each["const"].rsplit("/", 1)[1] for each in schema["oneOf"]] == [
        "HB1",
        "50",
        "B1",
        "D4",
    ]


def test_share_a_list_that_names_the_release(page: Page, address: str) -> None:
    page.goto("/liste?id=ics:B1&id=ics:B2")
    page.locator("[data-copy-link]").click()
    link = copied(page, "ics%3AB2")
    asked = parse_qs(urlparse(link).query)
    assert asked["id"] == ["ics:B1", "ics:B2"] and asked["release"]
    page.evaluate("localStorage.clear()")
    page.goto(link)
    expect(page.locator(".basket > li")).to_have_count(2)


def test_the_list_comes_back_in_a_new_visit(page: Page) -> None:
    page.goto("/liste?id=ics:B1")
    page.goto("/liste")
    page.wait_for_url("**id=ics%3AB1**")
    page.get_by_role("link", name="Tøm listen").click()
    expect(page.get_by_text("Listen er tom.")).to_be_visible()
    page.goto("/liste")
    expect(page.get_by_text("Listen er tom.")).to_be_visible()


def test_copy_what_a_form_needs(page: Page) -> None:
    page.goto("/begreb/ics/B1")
    page.get_by_role("button", name="Kopiér Kode").click()
    assert copied(page, "B1") == "ics:B1"
    page.get_by_role("button", name="Kopiér IRI").click()
    assert copied(page, "/id/").endswith("/id/ics/B1")


def test_check_a_case_and_go_to_the_place_in_the_text(page: Page) -> None:
    page.goto("/valider")
    page.get_by_label("Sagsgraf").fill(CASE)
    page.get_by_role("button", name="Tjek sagen").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("kan ikke læses")
    alert.get_by_role("link").click()
    expect(page.locator("#sag")).to_be_focused()
    page.get_by_label("Sagsgraf").fill(CASE + "  a sag:Underretning .\n")
    page.get_by_role("button", name="Tjek sagen").click()
    expect(page.locator(".report h2")).to_be_visible()
    expect(page.get_by_label("Sagsgraf")).to_have_value(re.compile("^@prefix sag:"))


def test_switch_language_and_display_and_stay_there(page: Page) -> None:
    page.goto("/begreb/ics/B1")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Terms")).to_be_visible()
    page.goto("/system")
    expect(page.get_by_role("heading", level=1)).to_have_text("Concept schemes")
    page.get_by_role("link", name="Dark display").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page).to_have_url(re.compile("/system$"))
    assert {cookie["name"] for cookie in page.context.cookies()} == {"lang", "theme"}


def test_ask_with_sparql_and_see_a_chart(page: Page) -> None:
    page.goto("/sparql?eksempel=begrebssystemer")
    page.locator(".yasqe_queryButton").click()
    page.locator(".yasr table td").first.wait_for()
    page.get_by_role("tab", name="Diagram").or_(page.locator(".select_chart")).first.click()
    expect(page.locator(".chart meter").first).to_be_visible()
