"""A server with the real content and Debian's Chromium, for tests that need a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import CHROMIUM, FLAGS, window
from playwright.sync_api import Browser, Page, sync_playwright

from fagbegreb.settings import Settings
from servers import serving


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def address(settings: Settings, snapshot: Path) -> Iterator[str]:
    """Where the server answers."""
    assert snapshot.is_dir()
    with serving(settings) as found:
        yield found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page with scripts on a desk's screen; every error it reports fails the test."""
    with window(chromium, address) as context:
        made = context.new_page()
        errors: list[str] = []
        made.on("pageerror", lambda error: errors.append(str(error)))
        yield made
        assert errors == []


@pytest.fixture
def plain_page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page in a browser without scripts."""
    with window(chromium, address, scripts=False) as context:
        yield context.new_page()
