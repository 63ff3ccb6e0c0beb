"""`python -m bench [--quick] [PART ...]`: run the parts, print and write what they measured."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import re
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench import Figure, Place, measure_part
from fagbegreb.build import ensure_snapshot
from fagbegreb.settings import Settings

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
PREFACE = """# What was measured

Written by `make bench`. Times are medians of several runs unless the line says otherwise;
ratios are taken within one run. *must* was owed, *goal* was aimed at.
"""


def main() -> None:
    """Run what was asked for; a part that was not asked for keeps its section."""
    options = _options()
    settings = Settings.load()
    snapshot = ensure_snapshot(settings, progress=lambda message: print(f"· {message}"))
    sections = _sections(RESULTS.read_text()) if RESULTS.exists() else {}
    for part in options.parts:
        print(f"· {part}", flush=True)
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as scratch:
            place = Place(settings, snapshot, Path(scratch), options.quick)
            title, figures = _in_own_process(part, place)
        taken = (
            f"{part}, {time.monotonic() - began:.0f} s, {time.strftime('%Y-%m-%d')}, {_machine()}"
        )
        sections[title] = f"{_table(figures)}\n*{taken}*\n"
        print(sections[title])
    if not options.quick:
        body = "".join(f"\n## {title}\n\n{text}" for title, text in sorted(sections.items()))
        RESULTS.write_text(PREFACE + body)
        print(f"· Written to {RESULTS.relative_to(HERE.parent)}")


def parts() -> tuple[str, ...]:
    """Every part's name: a module of this folder that measures."""
    files = HERE.glob("*.py")
    return tuple(sorted(f.stem for f in files if "\ndef measure(" in f.read_text("utf-8")))


def _options() -> argparse.Namespace:
    known = parts()
    usual = tuple(part for part in known if not _is_only_when_named(part))
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", default=usual, metavar="PART", help=", ".join(known))
    parser.add_argument("--quick", action="store_true", help="a rehearsal; writes nothing")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(known):
        parser.error(f"no part {', '.join(unknown)}; there are: {', '.join(known)}")
    return options


def _is_only_when_named(part: str) -> bool:
    """It takes too long for every run."""
    return "\nONLY_WHEN_NAMED = True" in (HERE / f"{part}.py").read_text("utf-8")


def _in_own_process(part: str, place: Place) -> tuple[str, tuple[Figure, ...]]:
    # Spawned, so that one part's memory and imports are not the next one's.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as process:
        return process.submit(measure_part, part, place).result()


def _sections(text: str) -> dict[str, str]:
    pieces = re.split(r"^## (.+)\n\n?", text, flags=re.MULTILINE)[1:]
    return {
        title: body.rstrip("\n") + "\n" for title, body in zip(*[iter(pieces)] * 2, strict=True)
    }


def _table(figures: Iterable[Figure]) -> str:
    lines = ["| what | measured | must | goal | |", "| --- | ---: | ---: | ---: | --- |"]
    for figure in figures:
        cells = (
            figure.what,
            f"{_number(figure.value)} {figure.unit}",
            _bound(figure, figure.must),
            _bound(figure, figure.goal),
            "; ".join(word for word in (figure.verdict, figure.note) if word),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _bound(figure: Figure, bound: float | None) -> str:
    if bound is None:
        return ""
    return f"{'≥' if figure.is_more_better else '≤'} {_number(bound)} {figure.unit}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _machine() -> str:
    return f"Python {platform.python_version()}, {os.cpu_count()} cores"


if __name__ == "__main__":
    main()
