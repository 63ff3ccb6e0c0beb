"""Opening Debian's Chromium the same way in every test, and what axe thinks of a page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 20_000
PHONE, DESK = (390, 844), (1280, 900)
SHOTS = os.environ.get("FAGBEGREB_SCREENSHOTS", "")
"""A folder outside the repository that CI keeps; no screenshots without it."""

# A busy machine may take a while; what never comes still fails.
expect.set_options(timeout=PATIENCE_MS)

AXE = Path(__file__).parent / "axe" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def window(
    chromium: Browser,
    address: str,
    *,
    size: tuple[int, int] = DESK,
    theme: str = "light",
    scripts: bool = True,
) -> Iterator[BrowserContext]:
    """A fresh profile: no cookies, nothing kept. Danish, on that screen."""
    context = chromium.new_context(
        base_url=address,
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if theme == "dark" else "light",
        java_script_enabled=scripts,
        locale="da-DK",
        permissions=["clipboard-read", "clipboard-write"],
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def keep_picture(page: Page, name: str) -> None:
    """A screenshot for whoever reviews the change, where CI asks for them."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def violations(page: Page, exclude: str = "") -> list[str]:
    """What axe objects to: rule, and the first element."""
    page.wait_for_load_state()
    # Read by the browser's debugger, so the page's own policy stays as strict as it is.
    page.evaluate(AXE.read_text("utf-8") + "\n;0")
    context = {"exclude": [[exclude]]} if exclude else {}
    found = page.evaluate(
        "([context, rules]) => axe.run(Object.keys(context).length ? context : document,"
        " {runOnly: rules}).then(result => result.violations)",
        [context, RULES],
    )
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:300]} ({len(each['nodes'])})" for each in found
    ]
