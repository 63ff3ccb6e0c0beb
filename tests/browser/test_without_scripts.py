"""The same tasks in a browser that runs no scripts."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect


def test_search_narrow_and_open(plain_page: Page) -> None:
    plain_page.goto("/")
    plain_page.get_by_label("Ord, kode eller paragraf").fill("sundhed")
    plain_page.get_by_role("button", name="Søg").click()
    plain_page.locator(".facets a").first.click()
    expect(plain_page).to_have_url(re.compile("scheme="))
    plain_page.locator(".hit h2 a").first.click()
    expect(plain_page.get_by_role("heading", level=1)).to_be_visible()


def test_a_scheme_is_a_nested_list_of_links(plain_page: Page) -> None:
    plain_page.goto("/system/ics")
    plain_page.get_by_role("link", name="sundhedsforhold", exact=True).first.click()
    expect(plain_page).to_have_url(re.compile("/begreb/ics/B1$"))


def test_a_list_lives_in_the_address(plain_page: Page, tmp_path: Path) -> None:
    plain_page.goto("/begreb/ics/B1")
    plain_page.locator(".add").first.click()
    expect(plain_page.locator(".basket > li")).to_have_count(1)
    plain_page.get_by_label("Tilføj en kode, paragraf eller værdiliste").fill("ics:B")
    plain_page.get_by_label("med alt, hvad der ligger under").check()
    plain_page.get_by_role("button", name="Tilføj").click()
    expect(plain_page.locator(".basket > li").nth(4)).to_be_visible()
    plain_page.locator(".basket > li").nth(1).get_by_role("link", name="Flyt op").click()
    expect(plain_page.locator(".basket > li").first).to_have_attribute("data-id", "ics:B")
    with plain_page.expect_download() as waiting:
        plain_page.get_by_role("link", name="Excel", exact=True).click()
    file = tmp_path / "list.xlsx"
    waiting.value.save_as(file)
    assert file.read_bytes()[:2] == b"PK"


def test_compare_translate_and_check_a_case(plain_page: Page) -> None:
    plain_page.goto("/sammenlign?id=ics:B1&id=trivsel:D4")
    expect(plain_page.locator("tr.differs").nth(1)).to_be_visible()
    plain_page.goto("/oversaettelse")
    plain_page.get_by_role("button", name="Vis").click()
    expect(plain_page.locator("table.crosswalk tbody tr").nth(10)).to_be_visible()
    plain_page.goto("/valider")
    plain_page.get_by_label("Sagsgraf").fill("<a> <b> .")
    plain_page.get_by_role("button", name="Tjek sagen").click()
    expect(plain_page.get_by_role("alert")).to_be_visible()


def test_language_and_display(plain_page: Page) -> None:
    plain_page.goto("/om?lang=en")
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("About fagbegreb")
    plain_page.get_by_role("link", name="Dark display").click()
    expect(plain_page.locator("html")).to_have_attribute("data-theme", "dark")
