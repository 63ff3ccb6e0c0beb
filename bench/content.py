"""Content: building a snapshot, checking every rule, reading a vocabulary that somebody brings."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from bench import Figure, Place
from fagbegreb import namespaces
from fagbegreb.build import build_snapshot
from fagbegreb.check import check_content
from fagbegreb.content import format_content, read_vocabulary, with_derived
from fagbegreb.snapshot import verify_snapshot

TITLE = "Content"
CONCEPTS = 100_000


def measure(place: Place) -> Iterable[Figure]:
    """What an editor waits for, what a first start waits for, and a large vocabulary."""
    content = place.settings.content
    yield _seconds("Canonical form of all files", lambda: format_content(content, fix=False))
    yield _seconds("Every rule (`fagbegreb check`)", lambda: check_content(content))
    settings = replace(place.settings, home=place.scratch / "home")
    yield _seconds("A snapshot from nothing", lambda: build_snapshot(settings), goal=10)
    path = build_snapshot(settings)
    yield _seconds("Checksums of a snapshot", lambda: verify_snapshot(path))
    concepts = CONCEPTS // 100 if place.is_quick else CONCEPTS
    brought = _vocabulary(place.scratch / "brought.nt", concepts)
    yield _seconds(f"Reading {concepts:,} brought concepts", lambda: _exhaust(brought))


def _seconds(name: str, work: Callable[[], object], goal: float | None = None) -> Figure:
    began = time.perf_counter()
    work()
    return Figure(name, time.perf_counter() - began, "s", goal=goal)


def _exhaust(path: Path) -> int:
    return sum(1 for _ in with_derived(read_vocabulary(path)))


def _vocabulary(path: Path, concepts: int) -> Path:
    path.write_text("".join(_lines(concepts)), encoding="utf-8")
    return path


def _lines(concepts: int) -> Iterator[str]:
    skos = namespaces.SKOS
    for number in range(concepts):
        node = f"<http://example.org/{number}>"
        yield f"{node} <{namespaces.RDF}type> <{skos}Concept> .\n"
        yield f'{node} <{skos}prefLabel> "concept {number}"@en .\n'
        yield f'{node} <{skos}altLabel> "number {number}"@en .\n'
        yield f"{node} <{skos}broader> <http://example.org/{number // 10}> .\n"
