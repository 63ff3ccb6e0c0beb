"""Checking cases: one at a time and many, beside plain pyshacl on the same cases in this run."""

from __future__ import annotations

import resource
import time
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context

import pyoxigraph as ox

from bench import Figure, Place, median, times_ms
from bench.case_generator import MadeCase, made_cases
from fagbegreb.settings import content_root
from fagbegreb.validation import CaseChecker, Validator, checker_of_content
from fagbegreb.validation.reference import native_store, rdflib_graph, run_shacl

TITLE = "Case validation"
CORES = 2


def measure(place: Place) -> Iterable[Figure]:
    """Example first, then the pipe, then ten thousand, then plain pyshacl."""
    began = time.perf_counter()
    checker = _checker()
    yield Figure("Reading rules, ontology and codes", (time.perf_counter() - began) * 1000, "ms")
    cases = list(made_cases(200 if place.is_quick else 2_000, seed=3))
    quick_ms = yield from _one_core(checker, cases)
    yield from _through_the_pipe(place, cases)
    yield from _batch(200 if place.is_quick else 10_000)
    yield from _plain(checker, cases[: 2 if place.is_quick else 20], quick_ms)
    yield from _planted(checker, cases)


@cache
def _checker() -> CaseChecker:
    return checker_of_content(content_root())


def _one_core(checker: CaseChecker, cases: list[MadeCase]) -> Generator[Figure, None, float]:
    triples = sum(len(_triples(case)) for case in cases[:200]) / min(200, len(cases))
    example = (content_root() / "ontology" / "examples" / "2025-barnets-lov.ttl").read_bytes()
    taken = times_ms(lambda: checker.check(example, "text/turtle"), 200)
    yield Figure("Largest example, wall, median", median(taken), "ms", must=15, goal=5)
    began = time.process_time()
    for case in cases:
        checker.check(case.turtle.encode(), "text/turtle")
    each = (time.process_time() - began) * 1000 / len(cases)
    note = f"{triples:.0f} triples on average, parsing included"
    yield Figure("Made case, CPU", each, "ms", must=15, goal=5, note=note)
    return each


def _through_the_pipe(place: Place, cases: list[MadeCase]) -> Iterator[Figure]:
    validator = Validator(place.snapshot, place.settings)
    try:
        data = [case.turtle.encode() for case in cases]
        began = time.perf_counter()
        validator.validate_sync(data[0], "text/turtle")
        yield Figure("Worker: start and first case", (time.perf_counter() - began) * 1000, "ms")
        chosen = iter(data * 2)
        taken = times_ms(lambda: validator.validate_sync(next(chosen), "text/turtle"), 150)
        yield Figure("Worker: a case over the pipe, median", median(taken), "ms", must=20)
    finally:
        validator.close()


def _batch(count: int) -> Iterator[Figure]:
    turtles = [case.turtle for case in made_cases(count, seed=5)]
    made = [turtles[start : start + 250] for start in range(0, count, 250)]
    with ProcessPoolExecutor(CORES, mp_context=get_context("spawn")) as pool:
        list(pool.map(_check_all, [turtles[:50]] * CORES * 4))  # start and warm them
        began = time.perf_counter()
        findings = sum(pool.map(_check_all, made))
        taken = time.perf_counter() - began
    yield Figure(
        f"Batch of {count} on {CORES} processes",
        count / taken,
        "cases/s",
        must=500,
        goal=1_200,
        is_more_better=True,
        note=f"{findings} findings",
    )
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield Figure("Largest process", memory, "MB", must=250)


def _check_all(cases: list[str]) -> int:
    checker = _checker()
    return sum(len(checker.check(case.encode(), "text/turtle").findings) for case in cases)


def _plain(checker: CaseChecker, cases: list[MadeCase], quick_ms: float) -> Iterator[Figure]:
    graphs = [checker.prepare(_triples(case))[0] for case in cases]
    for name, convert in (("rdflib", rdflib_graph), ("native store", native_store)):
        data = [convert(graph) for graph in graphs]
        run_shacl(data[0], checker.rules)
        began = time.process_time()
        for each in data:
            run_shacl(each, checker.rules)
        taken = (time.process_time() - began) * 1000 / len(data)
        yield Figure(f"Plain pyshacl.validate, {name}, CPU", taken, "ms", note="without parsing")
        yield Figure(f"Ours beside that ({name})", taken / quick_ms, "times faster")


def _planted(checker: CaseChecker, cases: list[MadeCase]) -> Iterator[Figure]:
    planted = found = extra = 0
    for case in cases:
        told = {each.rule for each in checker.check(case.turtle.encode(), "text/turtle").findings}
        planted += len(case.broken)
        found += len(told & case.broken)
        extra += len(told - case.broken)
    recall = 100 * found / planted
    precision = 100 * found / (found + extra)
    note = f"{planted} faults in {len(cases)} cases"
    yield Figure("Recall of planted faults", recall, "%", must=100, is_more_better=True, note=note)
    yield Figure("Precision", precision, "%", must=100, is_more_better=True)


def _triples(case: MadeCase) -> list[ox.Quad]:
    return list(ox.parse(case.turtle.encode(), format=ox.RdfFormat.TURTLE))
