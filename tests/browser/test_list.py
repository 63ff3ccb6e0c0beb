"""The list that somebody collects: kept in the browser, never lost, ordered by hand or by key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from browsing import window
from playwright.sync_api import Browser, Page, Route, expect

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
    expect(page.locator("[data-toast]")).to_have_text("Nu nummer 2 af 3")
    page.keyboard.press("Enter")
    expect(rows.nth(2)).to_have_attribute("data-id", "ics:B1")
    expect(rows.nth(2).get_by_role("link", name="Flyt op")).to_be_focused()
    expect(page).to_have_url(re.compile(r"id=ics%3AB2&id=ics%3AB3&id=ics%3AB1"))
    page.go_back()
    expect(rows.nth(1)).to_have_attribute("data-id", "ics:B1")
    expect(page.locator("[data-basket-count]")).to_have_text("3")
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
    # The warnings come with the entry: what stands beside it is of the same answer.
    expect(page.locator(".warnings")).not_to_contain_text("ikke i kraft")
    expect(rows.nth(2)).to_have_attribute("data-id", "ics:B2")


def test_what_one_tab_adds_the_other_shows(page: Page) -> None:
    page.goto("/liste?id=ics:B1")
    other = page.context.new_page()
    other.goto("/begreb/ics/B2")
    other.locator("[data-add]").first.click()
    expect(other.locator("[data-basket-count]")).to_have_text("2")
    expect(page.locator(".basket > li")).to_have_count(2)


def branch_size(page: Page) -> int:
    """How many concepts the page's link to take a whole branch names."""
    named = page.locator(".take [data-add]").nth(1).get_attribute("data-add")
    assert named is not None
    return len(json.loads(named))


def test_a_branch_a_value_list_and_a_whole_scheme_are_added_where_they_stand(page: Page) -> None:
    count = page.locator("[data-basket-count]")
    page.goto("/begreb/ics/B")
    size = branch_size(page)
    page.get_by_role("link", name="Tilføj det med alt, hvad der ligger under").click()
    expect(page.locator("[data-toast]")).to_have_text("Tilføjet til Min liste")
    expect(count).to_have_text(str(size))
    page.goto("/system/trivsel?vis=lists")
    page.locator("#list-aldersgrupper [data-add]").click()
    expect(count).to_have_text(str(size + 8))
    page.goto("/system/fit")
    page.get_by_text("Tag systemet med i en blanket").click()
    page.get_by_role("link", name="Tilføj alle begreber i brug").click()
    expect(page.locator("[data-toast]")).to_have_text("Tilføjet til Min liste")
    page.locator(".top__basket").click()
    expect(page.locator(".basket > li[data-id='ics:B1']")).to_be_visible()
    expect(page.locator(".basket > li[data-id='trivsel:A1']")).to_be_visible()
    expect(page.locator(".basket > li[data-id='fit:ORS']")).to_be_visible()


def test_what_is_added_needs_no_connection(page: Page) -> None:
    page.goto("/begreb/ics/B")
    size = branch_size(page)
    page.context.set_offline(True)
    page.get_by_role("link", name="Tilføj det med alt, hvad der ligger under").click()
    expect(page.locator("[data-basket-count]")).to_have_text(str(size))
    page.context.set_offline(False)
    page.goto("/liste")
    expect(page.locator(".basket > li")).to_have_count(size)


def test_what_is_longer_than_a_page_names_joins_the_list_too(page: Page) -> None:
    page.goto("/liste?id=ics:B1")
    expect(page.locator("[data-basket-count]")).to_have_text("1")
    page.goto("/begreb/bl/lov")
    page.get_by_role("link", name="Tilføj det med alt, hvad der ligger under").click()
    expect(page.locator(".basket > li[data-id='ics:B1']")).to_be_visible()
    expect(page.locator(".basket > li[data-id='bl:50']")).to_be_visible()
    expect(page.locator("[data-other-list]")).to_be_hidden()


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


def test_whoever_adds_before_the_scripts_are_there_loses_nothing(page: Page) -> None:
    page.goto("/liste?id=ics:B1")
    expect(page.locator("[data-basket-count]")).to_have_text("1")
    page.route("**/static/**/*.js*", lambda route: route.abort())
    page.goto("/begreb/ics/B2")
    page.unroute("**/static/**/*.js*")
    page.locator(".take .add").first.click()
    expect(page.locator(".basket > li")).to_have_count(2)
    expect(page.locator("[data-basket-count]")).to_have_text("2")
    expect(page.locator("[data-other-list]")).to_be_hidden()


@pytest.fixture
def held(page: Page) -> Iterator[list[Route]]:
    """A list of four, on a connection where the server's next answers wait for the test."""
    page.goto("/liste?id=ics:B1&id=ics:B2&id=ics:B3&id=ics:B4")
    expect(page.locator("[data-basket-count]")).to_have_text("4")
    waiting: list[Route] = []
    page.route("**/liste?**", lambda route: waiting.append(route))  # noqa: PLW0108  playwright marks it
    yield waiting
    page.unroute_all(behavior="ignoreErrors")


def test_several_changes_in_a_row_all_count(page: Page, held: list[Route]) -> None:
    rows = page.locator(".basket > li")
    rows.nth(3).get_by_role("link", name="Flyt op").click()
    rows.first.get_by_role("link", name="Fjern").click()
    rows.first.get_by_role("link", name="Fjern").click()
    expect(rows).to_have_count(2)
    expect(page).to_have_url(re.compile(r"\?id=ics%3AB4&id=ics%3AB3$"))
    expect(page.locator("[data-basket-count]")).to_have_text("2")
    page.unroute("**/liste?**")
    page.goto("/liste")
    expect(rows.first).to_have_attribute("data-id", "ics:B4")
    expect(rows).to_have_count(2)


def test_what_is_taken_at_once_after_a_change_is_the_changed_list(
    page: Page, held: list[Route]
) -> None:
    page.locator(".basket > li").first.get_by_role("link", name="Fjern").click()
    expect(page.locator(".basket > li")).to_have_count(3)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="JSON Schema").click()
    taken = json.loads(waiting.value.path().read_text("utf-8"))
    assert [each["const"][-2:] for each in taken["oneOf"]] == ["B2", "B3", "B4"]


def test_changing_language_or_theme_keeps_what_was_changed(page: Page) -> None:
    page.goto("/liste?id=ics:B1&id=ics:B2&id=ics:B3")
    page.locator(".basket > li").first.get_by_role("link", name="Fjern").click()
    expect(page.locator("[data-basket-count]")).to_have_text("2")
    page.get_by_role("link", name="Mørk visning").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator(".basket > li")).to_have_count(2)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My list")
    expect(page.locator(".basket > li")).to_have_count(2)
    expect(page.locator("[data-basket-count]")).to_have_text("2")


def test_what_somebody_writes_meanwhile_stays(page: Page, held: list[Route]) -> None:
    page.locator(".basket > li").first.get_by_role("link", name="Fjern").click()
    field = page.get_by_label("Tilføj en kode, paragraf eller værdiliste").and_(
        page.locator("input")
    )
    field.fill("ics:B1")
    expect(page.locator("[data-list]")).to_have_attribute("aria-busy", "true")
    held[-1].continue_()
    expect(page.get_by_role("heading", name="3 begreber")).to_be_visible()
    expect(field).to_have_value("ics:B1")
    expect(field).to_be_focused()


def test_the_keyboard_stays_where_it_went_meanwhile(page: Page, held: list[Route]) -> None:
    page.locator(".basket > li").first.get_by_role("link", name="Fjern").click()
    taken = page.get_by_role("link", name="JSON Schema")
    taken.focus()
    expect(page.locator("[data-list]")).to_have_attribute("aria-busy", "true")
    held[-1].continue_()
    expect(page.get_by_role("heading", name="3 begreber")).to_be_visible()
    expect(taken).to_be_focused()


def test_warnings_that_cannot_be_fetched_are_said_so_and_the_list_is_kept(page: Page) -> None:
    page.goto("/liste?id=ics:B1&id=ics:B2")
    page.route("**/liste?**", lambda route: route.abort())
    page.locator(".basket > li").first.get_by_role("link", name="Fjern").click()
    expect(page.locator("[data-toast]")).to_contain_text("Listen er gemt")
    assert json.loads(page.evaluate(f"localStorage['{KEPT}']")) == ["ics:B2"]
