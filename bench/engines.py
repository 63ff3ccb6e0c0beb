"""The engines by themselves, without HTTP: search, SPARQL through a worker, one case checked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from bench import Figure, Place, median, percentile, times_ms
from fagbegreb.engine import Question, answer_questions
from fagbegreb.model import today
from fagbegreb.terminology import Terminology
from fagbegreb.worker import WorkerPool

TITLE = "Engines"
QUERIES = (
    "underretninger", "boernefaglige undersoegelser", "trivselslinial", "barnets trivsel",
    "SEL § 50", "B1", "sundhed", "støttebehov", "anbringelse uden for hjemmet", "xyzzy",
)  # fmt: skip
PREFIXES = ("b", "un", "tri", "børnefag", "sel 5")
LOOKUP = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?label WHERE { <https://w3id.org/fagbegreb/id/ics/B1> skos:prefLabel ?label }"""


def measure(place: Place) -> Iterable[Figure]:
    """Medians and 99th percentiles on the real content."""
    count = 20 if place.is_quick else 200
    terminology = Terminology.open(place.snapshot, place.settings)
    yield from searching(terminology, count)
    yield from looking_up(place, count * 10)
    terminology.close()


def searching(terminology: Terminology, count: int) -> Iterable[Figure]:
    """Ten kinds of query and five beginnings of a word, each many times."""
    concept_of = terminology.vocabulary.concept
    at = today()

    def search(query: str) -> object:
        return terminology.search.search(
            query, lang="da", at=at, limit=20, offset=0, concept_of=concept_of
        )

    def suggest(text: str) -> object:
        return terminology.search.suggest(text, lang="da", at=at, limit=10, concept_of=concept_of)

    searched = sorted(t for q in QUERIES for t in times_ms(partial(search, q), count))
    suggested = sorted(t for p in PREFIXES for t in times_ms(partial(suggest, p), count))
    yield Figure("Search, p50", median(searched), "ms", goal=1.5)
    yield Figure("Search, p99", percentile(searched, 0.99), "ms", goal=5)
    yield Figure("Suggest, p99", percentile(suggested, 0.99), "ms", goal=1)


def looking_up(place: Place, count: int) -> Iterable[Figure]:
    """One label of one concept, asked in SPARQL, there and back through the pipe."""
    taken = sorted(asyncio.run(worker_times_ms(place.snapshot, count)))
    yield Figure("SPARQL lookup through the worker, p50", median(taken), "ms", goal=0.5)
    yield Figure("SPARQL lookup through the worker, p99", percentile(taken, 0.99), "ms", goal=1)


async def worker_times_ms(snapshot: Path, count: int) -> list[float]:
    """Milliseconds of each of `count` lookups by one worker, after a few that are not counted."""
    pool = WorkerPool(answer_questions, 1, 2_000_000_000, (str(snapshot / "store"),))
    question = Question(
        text=LOOKUP,
        media_type="application/sparql-results+json",
        max_rows=100,
        max_bytes=100_000,
        default_graphs=None,
        named_graphs=None,
        prefixes={},
    ).to_bytes()
    taken = []
    try:
        for number in range(count + 20):
            began = time.perf_counter()
            answer = await pool.call(question, 10)
            if number >= 20:
                taken.append((time.perf_counter() - began) * 1000)
        assert b"sundhedsforhold" in answer, answer
    finally:
        pool.close()
    return taken
