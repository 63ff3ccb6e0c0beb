"""The ten main tasks of a form designer, with scripts and without, from the front page."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.tasks import TASKS, Hand
from browsing import PHONE, window
from playwright.sync_api import Browser


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("task", TASKS)
def test_task(chromium: Browser, address: str, tmp_path: Path, task: str, scripts: bool) -> None:
    with window(chromium, address, scripts=scripts) as context:
        page = context.new_page()
        page.goto("/")
        TASKS[task](Hand(page, scripts), tmp_path)


@pytest.mark.parametrize("task", TASKS)
def test_task_on_a_phone(chromium: Browser, address: str, tmp_path: Path, task: str) -> None:
    with window(chromium, address, size=PHONE) as context:
        page = context.new_page()
        page.goto("/")
        TASKS[task](Hand(page, has_scripts=True), tmp_path)
