"""SPARQL through the worker against the bare engine: overhead, streaming, recovery, memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from bench import Figure, Place, median, times_ms
from fagbegreb.engine import GRAPH_FORMATS, TABLE_FORMATS, Question, answer_questions
from fagbegreb.errors import LimitExceeded
from fagbegreb.query import read_query
from fagbegreb.web.examples import examples
from fagbegreb.worker import WorkerPool

TITLE = "SPARQL"
JSON, TRIPLES = "application/sparql-results+json", "application/n-triples"
LONG = "SELECT ?a ?b ?c { ?a ?b ?c . ?d a <http://www.w3.org/2004/02/skos/core#ConceptScheme> }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
MEMORY_BYTES = 2_000_000_000


def measure(place: Place) -> Iterable[Figure]:
    """On the real content, both sides in one run."""
    store = str(place.snapshot / "store")
    yield from overhead(store, 3 if place.is_quick else 15)
    yield from asyncio.run(streaming(store, 30_000 if place.is_quick else 300_000))
    yield from asyncio.run(recovery(store))


def overhead(store: str, count: int) -> Iterable[Figure]:
    """Each example query, asked of the worker pool and of the bare engine by turns."""
    bare = ox.Store.read_only(store)
    pool = WorkerPool(answer_questions, 1, MEMORY_BYTES, (store,))
    pairs: list[tuple[float, float]] = []
    with asyncio.Runner() as runner:
        for example in examples():
            payload = asked(example.query).to_bytes()
            through = partial(lambda p: runner.run(pool.call(p, 300)), payload)
            alone = partial(evaluate, bare, example.query)
            turns = [(times_ms(through, 1, 1)[0], times_ms(alone, 1, 1)[0]) for _ in range(count)]
            pairs.append((median([a for a, _ in turns]), median([b for _, b in turns])))
    pool.close()
    ratios = [through_ms / bare_ms for through_ms, bare_ms in pairs]
    long = [ratio for ratio, (_, bare_ms) in zip(ratios, pairs, strict=True) if bare_ms > 5]
    extra = [through_ms - bare_ms for through_ms, bare_ms in pairs if bare_ms <= 5]
    yield Figure("Example queries, worker : bare engine, median", median(ratios), "x", must=1.5)
    yield Figure("Those over 5 ms, worker : bare engine, worst", max(long), "x", goal=1.5)
    yield Figure("Those up to 5 ms, added by the worker, median", median(extra), "ms", goal=0.5)


def evaluate(store: ox.Store, text: str) -> bytes:
    """The answer as the engine alone gives it, in JSON or N-Triples."""
    answer = store.query(text, use_default_graph_as_union=True)
    if isinstance(answer, ox.QueryTriples):
        return answer.serialize(format=GRAPH_FORMATS[TRIPLES]) or b""
    return answer.serialize(format=TABLE_FORMATS[JSON]) or b""


def asked(text: str) -> Question:
    """The question with no narrow limits."""
    media_type = TRIPLES if read_query(text, 20_000).answers_with_graph else JSON
    return Question(text, media_type, 1_000_000, 1_000_000_000, None, None, {})


async def streaming(store: str, rows: int) -> list[Figure]:
    """A long answer: when its first part comes, how fast the rest, what it costs in memory."""
    text = f"{LONG} LIMIT {rows}"
    bare = ox.Store.read_only(store)
    started = time.perf_counter()
    evaluate(bare, text)
    bare_ms = (time.perf_counter() - started) * 1000
    pool = WorkerPool(answer_questions, 1, MEMORY_BYTES, (store,))
    await pool.call(asked("ASK {}").to_bytes(), 30)
    before = worker_rss_mb(pool)
    started, first_ms, size = time.perf_counter(), 0.0, 0
    async with pool.stream(asked(text).to_bytes(), 60) as chunks:
        async for chunk in chunks:
            first_ms = first_ms or (time.perf_counter() - started) * 1000
            size += len(chunk)
    whole_ms = (time.perf_counter() - started) * 1000
    after = worker_rss_mb(pool)
    pool.close()
    return [
        Figure(f"{rows:,} rows: first chunk after", first_ms, "ms", must=100),
        Figure(f"{rows:,} rows: all ({size / 1e6:.0f} MB)", whole_ms, "ms"),
        Figure(f"{rows:,} rows: worker : bare engine", whole_ms / bare_ms, "x", goal=1.5),
        Figure(f"{rows:,} rows: growth of the worker", after - before, "MB", goal=20),
        Figure("Memory of a query worker", after, "MB", must=250),
    ]


def worker_rss_mb(pool: WorkerPool) -> float:
    """Resident memory of the pool's only process."""
    (pid,) = pool.pids()
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


async def recovery(store: str) -> list[Figure]:
    """From the moment a query is killed to the next answer, with one worker and its spare."""
    pool = WorkerPool(answer_questions, 1, MEMORY_BYTES, (store,), quick_s=0.25)
    pool.start()
    await pool.call(asked("ASK {}").to_bytes(), 30)
    taken = []
    for _ in range(5):
        await asyncio.sleep(1)  # the spare has started
        try:
            await pool.call(asked(ENDLESS).to_bytes(), 0.2)
        except LimitExceeded:
            killed = time.perf_counter()
            await pool.call(asked("ASK {}").to_bytes(), 30)
            taken.append((time.perf_counter() - killed) * 1000)
    pool.close()
    return [Figure("Killed at the limit, next answer after", median(taken), "ms", goal=100)]
