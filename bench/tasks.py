"""The ten main tasks of a form designer, from the front page, as a hand does them in a browser.

Each asserts that it got where it was going; the hand counts what it did on the way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page, expect


@dataclass(slots=True)
class Hand:
    """A page and somebody who uses it. `clicks` counts clicks, choices and presses of Enter;
    writing something into a field counts as one."""

    page: Page
    has_scripts: bool
    clicks: int = field(default=0)

    def click(self, what: Locator) -> None:
        """A link, a button or a box."""
        self.clicks += 1
        what.click()

    def unfold(self, entry: Locator) -> None:
        """A branch of the tree."""
        self.click(entry.locator(":scope > .tree__row > .twist"))

    def write(self, label: str, text: str) -> None:
        """Into the field of that name."""
        self.clicks += 1
        fields = self.page.locator("input, textarea")
        fields.and_(self.page.get_by_label(label)).fill(text)

    def choose(self, label: str, value: str) -> None:
        """From a list."""
        self.clicks += 1
        self.page.get_by_label(label, exact=True).select_option(value)

    def enter(self) -> None:
        """What a field sends when Enter is pressed in it."""
        self.clicks += 1
        self.page.keyboard.press("Enter")

    def menu(self, name: str) -> None:
        """A page of the main menu."""
        self.click(self.page.get_by_role("navigation").get_by_role("link", name=name, exact=True))

    def search(self, text: str) -> None:
        """From the search field to the list of hits."""
        self.write("Ord, kode eller paragraf", text)
        self.enter()
        self.page.locator(".hit").first.wait_for()

    def take(self, locator: Locator, folder: Path) -> bytes:
        """What a link downloads."""
        with self.page.expect_download() as waiting:
            self.click(locator)
        file = folder / "file"
        waiting.value.save_as(file)
        return file.read_bytes()


def copied(page: Page, part: str) -> str:
    """What the clipboard holds, once that is part of it: copying takes a moment."""
    for _ in range(300):
        text = str(page.evaluate("navigator.clipboard.readText()"))
        if part in text:
            return text
        page.wait_for_timeout(50)
    raise AssertionError(f"the clipboard never held {part!r}")


def heading(hand: Hand) -> Locator:
    return hand.page.get_by_role("heading", level=1)


def find_by_an_everyday_word(hand: Hand, folder: Path) -> None:
    hand.search("helbred")
    hand.click(hand.page.get_by_role("link", name="sundhedsforhold", exact=True).first)
    expect(heading(hand)).to_have_text("sundhedsforhold")
    expect(hand.page.locator(".definition")).to_be_visible()


def take_the_code_along(hand: Hand, folder: Path) -> None:
    hand.search("ics:B1")
    hand.click(hand.page.locator(".hit h2 a").first)
    if hand.has_scripts:
        hand.click(hand.page.get_by_role("button", name="Kopiér Kode"))
        assert copied(hand.page, "B1") == "ics:B1"
    expect(hand.page.locator(".copies").get_by_text("ics:B1", exact=True)).to_be_visible()


def find_what_replaced_a_provision(hand: Hand, folder: Path) -> None:
    hand.search("SEL § 50")
    hand.click(hand.page.locator(".hit h2 a").first)
    expect(hand.page.locator(".concept-head")).to_contain_text("Ikke i kraft")
    hand.click(hand.page.locator(".box--warn a").first)
    expect(hand.page.locator(".concept-head")).to_contain_text("BL §")


def walk_down_a_tree(hand: Hand, folder: Path) -> None:
    hand.menu("Systemer")
    hand.click(hand.page.get_by_role("link", name="Integrated Children's System (ICS)"))
    entry = hand.page.locator(".tree li").filter(
        has=hand.page.locator(":scope > .tree__row > a[data-curie='ics:B']")
    )
    if hand.has_scripts:
        hand.unfold(entry)
    hand.click(hand.page.locator("a[data-curie='ics:B1']"))
    expect(heading(hand)).to_have_text("sundhedsforhold")


def compare_two_concepts(hand: Hand, folder: Path) -> None:
    hand.menu("Sammenlign")
    hand.write("Kode eller paragraf 1", "ics:B1")
    hand.write("Kode eller paragraf 2", "trivsel:D4")
    hand.enter()
    expect(hand.page.locator("table.compare thead th")).to_have_count(3)
    expect(hand.page.locator("tr.differs").nth(1)).to_be_visible()


def translate_a_method(hand: Hand, folder: Path) -> None:
    hand.menu("Oversæt")
    hand.choose("Fra", "ics")
    hand.choose("Til", "trivsel")
    hand.click(hand.page.get_by_role("button", name="Vis"))
    expect(heading(hand)).to_contain_text("Trivselslinealen")
    taken = hand.take(hand.page.get_by_role("link", name="CSV", exact=True), folder)
    assert b"ics:B1" in taken


def collect_and_order(hand: Hand, folder: Path) -> None:
    hand.search("ics:B1")
    hand.click(hand.page.locator(".hit .add").first)
    if hand.has_scripts:
        hand.click(hand.page.locator(".top__basket"))
    hand.write("Tilføj en kode, paragraf eller værdiliste", "trivsel:list/aldersgrupper")
    hand.click(hand.page.get_by_role("button", name="Tilføj"))
    rows = hand.page.locator(".basket > li")
    expect(rows).to_have_count(9)
    hand.click(rows.nth(1).get_by_role("link", name="Flyt op"))
    expect(hand.page.locator(".basket > li").first).to_have_attribute("data-id", "trivsel:A0")


def be_warned_and_export(hand: Hand, folder: Path) -> None:
    hand.search("SEL § 50")
    hand.click(hand.page.locator(".hit .add").first)
    if hand.has_scripts:
        hand.click(hand.page.locator(".top__basket"))
    expect(hand.page.locator(".warnings")).to_contain_text("ikke i kraft")
    hand.click(hand.page.locator(".warnings").get_by_role("link", name="Tilføj").first)
    expect(hand.page.locator(".basket > li")).to_have_count(2)
    hand.click(hand.page.locator(".basket > li").first.get_by_role("link", name="Fjern"))
    expect(hand.page.locator(".basket > li")).to_have_count(1)
    taken = hand.take(hand.page.get_by_role("link", name="JSON Schema"), folder)
    assert [each["const"][-5:] for each in json.loads(taken)["oneOf"]] == ["bl/20"]


def share_a_list(hand: Hand, folder: Path) -> None:
    hand.search("ics:B1")
    hand.click(hand.page.locator(".hit .add").first)
    if hand.has_scripts:
        hand.click(hand.page.locator(".top__basket"))
        hand.click(hand.page.get_by_role("button", name="Kopiér linket"))
        link = copied(hand.page, "/liste?")
    else:
        hand.click(hand.page.get_by_role("link", name="Link til listen"))
        hand.page.wait_for_url("**release=**")
        link = hand.page.url
    assert "release=" in link and "id=ics%3AB1" in link


def check_a_case(hand: Hand, folder: Path) -> None:
    hand.menu("Tjek en sag")
    hand.click(hand.page.locator("main").get_by_role("link", name="barnets lov, 2025"))
    # the page with the example is there when the text is
    expect(hand.page.get_by_label("Sagsgraf")).to_have_value(re.compile("sag:modtaget"))
    text = hand.page.get_by_label("Sagsgraf").input_value()
    # a form that somebody filled in by hand: a word where a time belongs
    hand.write("Sagsgraf", text.replace('sag:modtaget "20', 'sag:modtaget "for nylig 20'))
    hand.click(hand.page.get_by_role("button", name="Tjek sagen"))
    hand.click(hand.page.locator(".report [data-line]").first)
    expect(hand.page.locator(".finding").first).to_be_visible()
    if hand.has_scripts:
        expect(hand.page.get_by_label("Sagsgraf")).to_be_focused()


Task = Callable[[Hand, Path], None]
TASKS: Final[dict[str, Task]] = {
    "find a concept by an everyday word": find_by_an_everyday_word,
    "take its code along": take_the_code_along,
    "find what replaced a repealed provision": find_what_replaced_a_provision,
    "find a concept by walking down a tree": walk_down_a_tree,
    "compare two concepts": compare_two_concepts,
    "translate a method and download the table": translate_a_method,
    "collect a concept and a value list, and order them": collect_and_order,
    "be warned, mend the list and export it": be_warned_and_export,
    "share a list as a link that names the release": share_a_list,
    "check a case and go to the place in the text": check_a_case,
}
