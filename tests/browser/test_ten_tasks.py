"""The ten main tasks of a form designer, with scripts and without, from the front page."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.tasks import TASKS, Hand
from browsing import PHONE, window
from playwright.sync_api import Browser, Locator, expect


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("task", TASKS)
def test_task(chromium: Browser, address: str, tmp_path: Path, task: str, scripts: bool) -> None:
    with window(chromium, address, scripts=scripts) as context:
        page = context.new_page()
        page.goto("/")
        TASKS[task](Hand(page, scripts), tmp_path)


class Keys(Hand):
    """Somebody who has no mouse. What cannot be focused cannot be used."""

    def click(self, what: Locator) -> None:
        """Enter on it."""
        self.clicks += 1
        what.focus()
        expect(what).to_be_focused()
        what.press("Enter")

    def unfold(self, entry: Locator) -> None:
        """Arrow right on the branch."""
        self.clicks += 1
        branch = entry.locator(":scope > .tree__row > a")
        expect(branch).to_have_attribute("aria-expanded", "false")
        branch.focus()
        branch.press("ArrowRight")


@pytest.mark.parametrize("task", TASKS)
def test_task_with_keys_alone(chromium: Browser, address: str, tmp_path: Path, task: str) -> None:
    with window(chromium, address) as context:
        page = context.new_page()
        page.goto("/")
        TASKS[task](Keys(page, has_scripts=True), tmp_path)


@pytest.mark.parametrize("task", TASKS)
def test_task_on_a_phone(chromium: Browser, address: str, tmp_path: Path, task: str) -> None:
    with window(chromium, address, size=PHONE) as context:
        page = context.new_page()
        page.goto("/")
        TASKS[task](Hand(page, has_scripts=True), tmp_path)
