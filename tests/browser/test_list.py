"""The list that somebody collects: kept in the browser, never lost, ordered by hand or by key."""

from __future__ import annotations

import json
import re

from browsing import window
from playwright.sync_api import Browser, Page, expect

KEPT = "fagbegreb.liste"


def test_a_list_from_a_link_never_replaces_ones_own_unasked(page: Page) -> None:
    page.goto("/liste?id=ics:B1&id=ics:B2")
    expect(page.locator("[data-basket-count]")).to_have_text("2")
    page.goto("/liste?id=trivsel:D4")
    offer = page.locator("[data-other-list]")
    expect(offer).to_contain_text("Din egen liste (2) er ikke ændret.")
    expect(page.locator("[data-basket-count]")).to_have_text("2")
    offer.get_by_role("button", name="Læg den til min liste").click()
    expect(page.locator(".basket > li")).to_have_count(3)
    expect(offer).to_be_hidden()
    expect(page.locator("[data-basket-count]")).to_have_text("3")


def test_ones_own_list_is_a_button_away_from_a_link(page: Page) -> None:
    page.goto("/liste?id=ics:B1&id=ics:B2")
    page.goto("/liste?id=trivsel:D4")
    page.get_by_role("button", name="Vis min egen liste").click()
    expect(page.locator(".basket > li")).to_have_count(2)
    page.goto("/liste?id=trivsel:D4")
    page.get_by_role("button", name="Brug den i stedet for min").click()
    expect(page.locator("[data-basket-count]")).to_have_text("1")


def test_an_entry_moves_without_losing_the_keyboards_place(page: Page) -> None:
    page.goto("/liste?id=ics:B1&id=ics:B2&id=ics:B3")
    rows = page.locator(".basket > li")
    down = rows.first.get_by_role("link", name="Flyt ned")
    down.focus()
    page.keyboard.press("Enter")
    expect(rows.nth(1)).to_have_attribute("data-id", "ics:B1")
    expect(rows.nth(1).get_by_role("link", name="Flyt ned")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Nu nummer 2 af 3")).to_be_visible()
    page.keyboard.press("Enter")
    expect(rows.nth(2)).to_have_attribute("data-id", "ics:B1")
    expect(rows.nth(2).get_by_role("link", name="Flyt op")).to_be_focused()
    expect(page).to_have_url(re.compile(r"id=ics%3AB2&id=ics%3AB3&id=ics%3AB1"))
    page.go_back()
    expect(rows.nth(1)).to_have_attribute("data-id", "ics:B1")
    expect(page.locator("[data-other-list]")).to_be_hidden()


def test_an_entry_is_dragged_to_its_place(page: Page) -> None:
    page.goto("/liste?id=ics:B1&id=ics:B2&id=ics:B3")
    rows = page.locator(".basket > li")
    rows.nth(2).drag_to(rows.first, target_position={"x": 20, "y": 3})
    expect(page).to_have_url(re.compile(r"id=ics%3AB3&id=ics%3AB1&id=ics%3AB2"))
    expect(rows.first).to_have_attribute("data-id", "ics:B3")
    page.goto("/liste")
    expect(rows.first).to_have_attribute("data-id", "ics:B3")


def test_what_is_out_of_force_is_swapped_for_what_replaced_it(page: Page) -> None:
    page.goto("/liste?id=ics:B1&id=sel:50&id=ics:B2")
    page.get_by_role("link", name="Skift ud sel:50 – bl:20").click()
    rows = page.locator(".basket > li")
    expect(rows.nth(1)).to_have_attribute("data-id", "bl:20")
    expect(page.locator(".warnings")).not_to_contain_text("ikke i kraft")


def test_what_one_tab_adds_the_other_shows(page: Page) -> None:
    page.goto("/liste?id=ics:B1")
    other = page.context.new_page()
    other.goto("/begreb/ics/B2")
    other.locator("[data-add]").first.click()
    expect(other.locator("[data-basket-count]")).to_have_text("2")
    expect(page.locator(".basket > li")).to_have_count(2)


def test_a_branch_and_a_whole_scheme_are_added_where_they_stand(page: Page) -> None:
    page.goto("/begreb/ics/B")
    page.get_by_role("link", name="Tilføj det med alt, hvad der ligger under").click()
    expect(page.get_by_role("status").filter(has_text="Tilføjet")).to_be_visible()
    page.goto("/system/fit")
    page.get_by_text("Tag systemet med i en blanket").click()
    page.get_by_role("link", name="Tilføj alle begreber i brug").click()
    expect(page.get_by_role("status").filter(has_text="Tilføjet")).to_be_visible()
    page.locator(".top__basket").click()
    expect(page.locator(".basket > li[data-id='ics:B1']")).to_be_visible()
    expect(page.locator(".basket > li[data-id='fit:ORS']")).to_be_visible()


def test_without_storage_adding_leads_to_a_list_in_the_address(
    chromium: Browser, address: str
) -> None:
    with window(chromium, address) as context:
        context.add_init_script(
            "for (const name of ['localStorage', 'sessionStorage'])"
            " Object.defineProperty(window, name, {get() { throw new Error('forbidden'); }});"
        )
        page = context.new_page()
        page.goto("/begreb/ics/B1")
        page.locator("[data-add]").first.click()
        expect(page.locator(".basket > li")).to_have_count(1)
        page.locator(".basket > li").get_by_role("link", name="Fjern").click()
        expect(page.get_by_text("Listen er tom.")).to_be_visible()


def test_a_full_storage_loses_nothing_silently(page: Page) -> None:
    page.goto("/begreb/ics/B1")
    page.evaluate("void (Storage.prototype.setItem = () => { throw new Error('full'); })")
    page.locator("[data-add]").first.click()
    expect(page.locator(".basket > li")).to_have_count(1)


def test_a_list_that_cannot_be_fetched_is_said_so(page: Page) -> None:
    page.goto("/system/trivsel?vis=lists")
    page.route("**/liste?**", lambda route: route.abort())
    page.locator("#list-aldersgrupper [data-add]").click()
    expect(page.get_by_role("status").filter(has_text="Prøv igen")).to_be_visible()
    assert json.loads(page.evaluate(f"localStorage['{KEPT}'] ?? '[]'")) == []
