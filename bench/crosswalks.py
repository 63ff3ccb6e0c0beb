"""Crosswalks: single answers, batches and whole tables, on our content and on a million rows."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Iterable, Iterator
from functools import partial

from bench import Figure, Place, median, percentile, times_ms
from fagbegreb.crosswalk import Crosswalk, Lookups
from fagbegreb.model import Concept, Iri, Labels, Mapping, Notation, Relation, SchemeId, today
from fagbegreb.store import Store
from fagbegreb.vocabulary import Vocabulary

TITLE = "Crosswalks"
MILLION = 1_000_000
SCHEMES = 20


def measure(place: Place) -> Iterable[Figure]:
    """First our own content, then what a national vocabulary might bring."""
    yield from on_our_content(place)
    yield from on_synthetic_rows(MILLION // 100 if place.is_quick else MILLION)


def on_our_content(place: Place) -> Iterable[Figure]:
    """Every concept into every other scheme; the two schemes with most concepts as a table."""
    began = time.perf_counter()
    vocabulary = Vocabulary(Store.open(place.snapshot / "store"))
    crosswalk = Crosswalk.open(vocabulary)
    yield Figure("Opening", (time.perf_counter() - began) * 1000, "ms", must=100)
    began = time.perf_counter()
    rows = len(crosswalk.graph)
    taken = (time.perf_counter() - began) * 1000
    yield Figure("First question: reading all rows", taken, "ms", note=f"{rows} rows, once")
    schemes = tuple(crosswalk.lookups.scheme_labels)
    iris = [found.iri for scheme in schemes for _, found in crosswalk.outline(scheme)]
    yield from single_and_batch(crosswalk, iris, schemes)
    sizes = {scheme: vocabulary.scheme(scheme).concept_count for scheme in schemes}
    largest, second = sorted(sizes, key=sizes.__getitem__, reverse=True)[:2]
    for source, target in ((largest, second), (second, largest)):
        table_ms = times_ms(partial(crosswalk.table, source, target, today()), 20)
        yield Figure(f"Table {source} to {target}", median(table_ms), "ms", must=200)
    coverage_ms = times_ms(lambda: crosswalk.coverage(today()), 3, warm_up=1)
    yield Figure("Coverage of all schemes in all others", median(coverage_ms), "ms")
    began = time.perf_counter()
    report = crosswalk.quality_report()
    taken = (time.perf_counter() - began) * 1000
    yield Figure("Quality report", taken, "ms", note=f"{len(report.proposals)} proposals")


def single_and_batch(
    crosswalk: Crosswalk, iris: list[Iri], schemes: tuple[SchemeId, ...]
) -> Iterable[Figure]:
    """Random concepts into random schemes, the same ones in every run."""
    chance = random.Random(1)
    asked = [(chance.choice(iris), chance.choice(schemes)) for _ in range(5_000)]
    taken = []
    for iri, target in asked:
        began = time.perf_counter()
        crosswalk.translate(iri, target, today())
        taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    yield Figure("Translate one concept, p50", median(taken), "ms")
    yield Figure("Translate one concept, p99", percentile(taken, 0.99), "ms", must=2)
    batch = [chance.choice(iris) for _ in range(10_000)]
    target = schemes[0]
    batch_ms = times_ms(lambda: crosswalk.translate_many(batch, target, today()), 3, warm_up=1)
    yield Figure("Translate 10,000 concepts", median(batch_ms), "ms", must=1_000)


def on_synthetic_rows(count: int) -> Iterable[Figure]:
    """Rows between random concepts of twenty schemes, on average six to a concept."""
    before = _memory_mb()
    crosswalk = synthetic(count)
    began = time.perf_counter()
    rows = len(crosswalk.graph)
    taken = time.perf_counter() - began
    yield Figure(f"Reading {count:,} synthetic rows", taken, "s", note=f"{rows:,} kept")
    yield Figure("Memory for them", _memory_mb() - before, "MB", note="peak, look-ups included")
    chance = random.Random(2)
    schemes = tuple(crosswalk.lookups.scheme_labels)
    asked = [(chance.choice(crosswalk.graph.iris), chance.choice(schemes)) for _ in range(5_000)]
    times = []
    for iri, target in asked:
        began = time.perf_counter()
        crosswalk.translate(iri, target, today())
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    yield Figure("Translate one among them, p50", median(times), "ms")
    yield Figure("Translate one among them, p99", percentile(times, 0.99), "ms")
    batch = [chance.choice(crosswalk.graph.iris) for _ in range(10_000)]
    batch_ms = times_ms(lambda: crosswalk.translate_many(batch, schemes[0], today()), 3, warm_up=0)
    yield Figure("Translate 10,000 among them", median(batch_ms), "ms")


def synthetic(count: int) -> Crosswalk:
    """A crosswalk of `count` random rows; concepts are made when they are asked for."""
    schemes = [SchemeId(f"s{number}") for number in range(SCHEMES)]
    per_scheme = count // 3 // SCHEMES

    def concept_of(iri: Iri) -> Concept:
        scheme, _, code = iri.removeprefix("https://example.org/").partition("/")
        return Concept(iri, SchemeId(scheme), Notation(code), {"da": code, "en": code})

    def rows() -> Iterator[Mapping]:
        chance = random.Random(3)
        relations = [*Relation, Relation.CLOSE, Relation.RELATED, Relation.RELATED]
        for _ in range(count):
            one, other = chance.sample(schemes, 2)
            yield Mapping(
                subject=_iri(one, chance.randrange(per_scheme)),
                relation=chance.choice(relations),
                object=_iri(other, chance.randrange(per_scheme)),
                crosswalk="--".join(sorted((one, other))),
                object_scheme=other,
                confidence=chance.randrange(20, 100) / 100,
                comment={"da": f"Begrundelse nummer {chance.randrange(1_000)}."},
            )

    labels: dict[SchemeId, Labels] = {scheme: {"da": scheme.upper()} for scheme in schemes}
    return Crosswalk(rows, Lookups(concept_of, labels, lambda scheme: ()))


def _iri(scheme: str, number: int) -> Iri:
    return Iri(f"https://example.org/{scheme}/{number}")


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
