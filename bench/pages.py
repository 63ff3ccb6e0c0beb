"""What the pages weigh on a first visit, when something is painted, and the ten main tasks.

Weights are bytes as they come over the wire to a browser that has seen nothing of us. The seconds
of a task are the machine's share: from the front page until the browser shows what was wanted.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright

from bench import Figure, Place, median
from bench.serving import house
from bench.tasks import TASKS, Hand

TITLE = "Pages in a browser"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu"]
SIZE: Final[ViewportSize] = {"width": 1280, "height": 900}
MOST_KB = 150
MOST_PAINT_MS = 500
VISITS = 5
KINDS: Final = {
    "front page": "/",
    "search": "/?q=trivsel",
    "concept": "/begreb/ics/B1",
    "provision": "/begreb/sel/50",
    "schemes": "/system",
    "tree": "/system/ics",
    "A-Å, 319 concepts": "/system/faelles?vis=az",
    "picture": "/system/ics?vis=picture",
    "compare": "/sammenlign?id=ics:B1&id=trivsel:D4",
    "crosswalk": "/oversaettelse/ics/trivsel",
    "coverage": "/oversaettelse",
    "list": "/liste?id=ics:B1&id=sel:50&id=trivsel:D4",
    "case": "/valider",
    "API guide": "/docs",
}


def measure(place: Place) -> Iterator[Figure]:
    """Weights and first paint by kind of page, then the tasks with scripts and without."""
    with house(place) as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for kind, path in KINDS.items():
            yield from _page(browser, address, kind, path, 1 if place.is_quick else VISITS)
        for name in TASKS:
            yield from _task(browser, address, name, place, 1 if place.is_quick else VISITS)
        browser.close()


def _page(browser: Browser, address: str, kind: str, path: str, visits: int) -> Iterator[Figure]:
    weighed = [_first_visit(browser, address, path) for _ in range(visits)]
    kb = median([bytes_ / 1000 for bytes_, _ in weighed])
    paint_ms = median([paint for _, paint in weighed])
    yield Figure(f"{kind}: first visit", kb, "kB", must=MOST_KB)
    yield Figure(f"{kind}: first paint", paint_ms, "ms", must=MOST_PAINT_MS)


def _first_visit(browser: Browser, address: str, path: str) -> tuple[int, float]:
    """(bytes of all answers, ms until the first contentful paint)."""
    with _window(browser, address, has_scripts=True) as context:
        page = context.new_page()
        finished = []
        page.on("requestfinished", lambda request: finished.append(request))  # noqa: PLW0108
        page.goto(path, wait_until="networkidle")
        painted = page.evaluate(
            "new Promise(done => new PerformanceObserver(list => {"
            "  const paint = list.getEntriesByName('first-contentful-paint')[0];"
            "  if (paint) done(paint.startTime);"
            "}).observe({type: 'paint', buffered: true}))"
        )
        sizes = [request.sizes() for request in finished]
    heads_and_bodies = (each["responseBodySize"] + each["responseHeadersSize"] for each in sizes)
    return sum(heads_and_bodies), float(painted)


def _task(browser: Browser, address: str, name: str, place: Place, times: int) -> Iterator[Figure]:
    for has_scripts in (True, False):
        seconds, clicks = [], 0
        for _ in range(times):
            with _window(browser, address, has_scripts) as context:
                page = context.new_page()
                page.goto("/")
                hand = Hand(page, has_scripts)
                began = time.perf_counter()
                TASKS[name](hand, place.scratch)
                seconds.append(time.perf_counter() - began)
                clicks = hand.clicks
        how = "" if has_scripts else ", without scripts"
        yield Figure(f"{name}{how}", median(seconds), "s", note=f"{clicks} clicks")


@contextmanager
def _window(browser: Browser, address: str, has_scripts: bool) -> Iterator[BrowserContext]:
    """A fresh profile that has seen nothing of us."""
    context = browser.new_context(
        base_url=address,
        viewport=SIZE,
        java_script_enabled=has_scripts,
        locale="da-DK",
        permissions=["clipboard-read", "clipboard-write"],
        accept_downloads=True,
    )
    yield context
    context.close()
