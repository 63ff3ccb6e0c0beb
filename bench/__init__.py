"""Measurements: each module here measures one part of the house and hands back Figures.

`python -m bench` runs them all, `python -m bench search serving` some of them, and writes
bench/RESULTS.md. A part is a module with a `TITLE` and a function

    def measure(place: Place) -> Iterable[Figure]

It runs in a process of its own. Ratios are taken within one run, times are medians of several.
"""

from __future__ import annotations

import importlib
import statistics
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fagbegreb.settings import Settings


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part measures: the settings, the snapshot of the real content, a scratch folder."""

    settings: Settings
    snapshot: Path
    scratch: Path
    is_quick: bool = False
    """A rehearsal: few repetitions, small vocabularies, to see that the part still runs."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number beside what was owed (`must`) and hoped for (`goal`)."""

    what: str
    value: float
    unit: str
    must: float | None = None
    goal: float | None = None
    is_more_better: bool = False
    note: str = ""

    @property
    def verdict(self) -> str:
        """`met`, `must met, goal missed`, `MISSED`, or nothing where no bound was set."""
        if self.must is not None and not self._keeps(self.must):
            return "MISSED"
        if self.goal is not None and not self._keeps(self.goal):
            return "goal missed" if self.must is None else "must met, goal missed"
        return "" if self.must is None and self.goal is None else "met"

    def _keeps(self, bound: float) -> bool:
        return self.value >= bound if self.is_more_better else self.value <= bound


def times_ms(work: Callable[[], object], count: int, warm_up: int = 3) -> list[float]:
    """Wall milliseconds of each of `count` calls, sorted; the warm-up calls are not counted."""
    for _ in range(warm_up):
        work()
    taken = []
    for _ in range(count):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the sorted values lie."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measure_part(part: str, place: Place) -> tuple[str, tuple[Figure, ...]]:
    """The title and figures of one part, measured in this process.

    Lives here because a spawned process cannot find what stands in `__main__`.
    """
    module = importlib.import_module(f"bench.{part}")
    try:
        return str(module.TITLE), tuple(module.measure(place))
    except Exception as error:
        # As text: an error may hold what cannot travel between processes, such as a connection.
        raise RuntimeError("".join(traceback.format_exception(error))) from None
