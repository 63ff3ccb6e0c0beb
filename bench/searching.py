"""Search by size of vocabulary: building, size, each kind of query, alone and over HTTP.

Our own content always; every SKOS file of the folder that BENCH_VOCABULARIES names besides. The
yardsticks hold the same tokens and hand back twenty labels; they count, rank and explain nothing.
"""

from __future__ import annotations

import http.client
import os
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit

from bench import Figure, Place, median, percentile
from bench.serving import house, rss_mb
from bench.yardsticks import Yardstick, fts5, size_mb, tantivy
from fagbegreb.build import build_snapshot
from fagbegreb.model import today
from fagbegreb.search import LARGE, SearchIndex
from fagbegreb.store import Store
from fagbegreb.text import stems, words
from fagbegreb.vocabulary import Vocabulary

TITLE = "Search by size of vocabulary"
KINDS = ("code", "whole label", "one word", "two words", "typing error", "nonsense")
CLIENTS = (1, 8)
BIG = 250_000


def measure(place: Place) -> Iterator[Figure]:
    """Own content first, then the vocabularies, smallest file first."""
    yield from _measured(place, None)
    folder = os.environ.get("BENCH_VOCABULARIES")
    files = [path for path in Path(folder).iterdir() if path.suffix != ".md"] if folder else []
    files.sort(key=lambda path: path.stat().st_size)
    for path in files[: 1 if place.is_quick else None]:
        yield from _measured(place, path)


def _measured(place: Place, added: Path | None) -> Iterator[Figure]:
    name = added.name.split(".")[0] if added else "own"
    home = place.scratch / name
    settings = replace(place.settings, home=home)
    began = time.perf_counter()
    snapshot = build_snapshot(settings, vocabularies=[added] if added else [])
    yield Figure(f"{name}: whole snapshot built", time.perf_counter() - began, "s")
    sample = Sample(snapshot, place)
    yield from _built(name, sample)
    yield from _asked(name, sample)
    yield from _yardsticks(name, sample)
    asked = sample.queries(), sample.beginnings()
    yield from _over_http(name, place, settings.home, added, asked)


class Sample:
    """One snapshot, an index of its own, and queries drawn from its labels with a fixed seed."""

    def __init__(self, snapshot: Path, place: Place) -> None:
        self.vocabulary = Vocabulary(Store.open(snapshot / "store"))
        self.scratch = snapshot.parents[1]
        self.count = 20 if place.is_quick else 300
        self._draw = random.Random(11)
        rows = [
            (document.concept.notation, text)
            for document in self.vocabulary.documents()
            for texts in (document.concept.labels, document.alt_labels)
            for value in texts.values()
            for text in ((value,) if isinstance(value, str) else value)
        ]
        self.texts = [text for _, text in rows]
        self.rows = self._draw.sample(rows, min(len(rows), 5_000))
        self.is_large = len(rows) >= LARGE
        self.is_big = len({code for code, _ in rows}) >= BIG

    def build(self, large: int) -> tuple[SearchIndex, float, Path]:
        """An index made just now, seconds it took, and its folder."""
        path = self.scratch / f"index-{large}"
        began = time.perf_counter()
        SearchIndex.build(
            path, self.vocabulary.documents(), schemes=self.vocabulary.schemes(), large=large
        )
        return SearchIndex.open(path), time.perf_counter() - began, path

    def queries(self) -> dict[str, list[str]]:
        """Some of each kind."""
        return {kind: [self._query(kind) for _ in range(self.count)] for kind in KINDS}

    def beginnings(self) -> list[str]:
        """Labels and words as they look while they are typed."""
        return [self._draw.choice(self.rows)[1][: 1 + n % 8] for n in range(self.count)]

    def _query(self, kind: str) -> str:
        code, text = self._draw.choice(self.rows)
        long = [word for word in text.split() if word.isalpha() and len(word) > 4] or ["barnet"]
        word = self._draw.choice(long)
        at = self._draw.randrange(1, len(word))
        return {
            "code": code,
            "whole label": text,
            "one word": word,
            "two words": " ".join(text.split()[:2]),
            "typing error": word[:at] + word[at + 1 :],
            "nonsense": "".join(self._draw.choices("abcdefghijklmnop", k=9)),
        }[kind]


def _built(name: str, sample: Sample) -> Iterator[Figure]:
    large = 0 if sample.is_large else LARGE
    index, taken, path = sample.build(large)
    engine = "packed" if sample.is_large else "Whoosh"
    yield Figure(
        f"{name}: index built", taken, "s", goal=120, note=f"{engine}, {len(sample.texts):,} labels"
    )
    yield Figure(f"{name}: size of the index", size_mb(path), "MB")
    index.close()
    if not sample.is_big:
        other, taken, _ = sample.build(10**9 if sample.is_large else 0)
        other.close()
        word = "Whoosh" if sample.is_large else "packed"
        yield Figure(f"{name}: index built with the other engine", taken, "s", note=word)


def _asked(name: str, sample: Sample) -> Iterator[Figure]:
    path = sample.scratch / f"index-{0 if sample.is_large else LARGE}"
    with closing(SearchIndex.open(path)) as index:
        at, concept_of = today(), sample.vocabulary.concept
        search = partial(index.search, at=at, concept_of=concept_of)
        suggest = partial(index.suggest, at=at, concept_of=concept_of)
        everything: list[float] = []
        for kind, queries in sample.queries().items():
            cold = _ms(partial(search, queries[0]))
            cpu = time.process_time()
            taken = sorted(_ms(partial(search, query)) for query in queries)
            busy = (time.process_time() - cpu) * 1000 / len(queries)
            everything += taken
            note = f", first {cold:.1f}, {busy:.1f} of processor time"
            yield _figure(f"{name}: {kind}", taken, note=note)
        everything.sort()
        yield _figure(f"{name}: all kinds", everything, goal=None if sample.is_large else 5)
        cpu = time.process_time()
        taken = sorted(_ms(partial(suggest, text)) for text in sample.beginnings())
        busy = (time.process_time() - cpu) * 1000 / len(taken)
        note = f", {busy:.1f} of processor time"
        yield _figure(f"{name}: autocomplete", taken, None if sample.is_large else 5, note)


def _yardsticks(name: str, sample: Sample) -> Iterator[Figure]:
    lines = [" ".join(stems(words(text), "en")) for text in sample.texts]
    asked = [stems(words(query), "en") for query in sample.queries()["one word"]]
    for make in (fts5, tantivy):
        yardstick: Yardstick | None = make(lines, sample.scratch)
        if yardstick is None:
            continue
        taken = sorted(_ms(partial(yardstick.ask, query)) for query in asked if query)
        yield Figure(
            f"{name}: one word in {yardstick.name}, p95",
            percentile(taken, 0.95),
            "ms",
            note=f"p50 {median(taken):.2f}; built in {yardstick.build_s:.1f} s, "
            f"{yardstick.size_mb:.0f} MB",
        )


def _over_http(
    name: str,
    place: Place,
    home: Path,
    added: Path | None,
    asked: tuple[dict[str, list[str]], list[str]],
) -> Iterator[Figure]:
    options = ("--vocab", str(added)) if added else ()
    queries = [query for some in asked[0].values() for query in some]
    random.Random(5).shuffle(queries)
    settings = replace(place.settings, home=home)
    with house(replace(place, settings=settings), *options) as (address, process):
        for clients in CLIENTS:
            for what, path, texts, goal in (
                ("search", "/api/v1/search?q=", queries, 25),
                ("autocomplete", "/api/v1/suggest?q=", asked[1], 10),
            ):
                taken = _clients(address, [path + quote(text) for text in texts], clients)
                yield _over(f"{name}: {what} over HTTP, {clients} at once", taken, goal)
        yield Figure(f"{name}: memory of the web process", rss_mb(process.pid), "MB")


def _clients(address: str, paths: Sequence[str], clients: int) -> list[float]:
    """Milliseconds of each request, sorted; the paths are shared out among the clients."""
    host = urlsplit(address).netloc
    taken: list[float] = []

    def work(mine: Sequence[str]) -> None:
        connection = http.client.HTTPConnection(host)
        for path in mine:
            taken.append(_ms(partial(_fetch, connection, path)))
        connection.close()

    threads = [
        threading.Thread(target=work, args=(paths[number::clients],)) for number in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(taken)


def _fetch(connection: http.client.HTTPConnection, path: str) -> None:
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")


def _ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _figure(what: str, taken: Sequence[float], goal: float | None = None, note: str = "") -> Figure:
    spread = f"p50 {median(taken):.1f}, p95 {percentile(taken, 0.95):.1f}{note}"
    return Figure(f"{what}, p99", percentile(taken, 0.99), "ms", goal=goal, note=spread)


def _over(what: str, taken: Sequence[float], goal: float) -> Figure:
    spread = f"p50 {median(taken):.1f}, p99 {percentile(taken, 0.99):.1f}"
    return Figure(f"{what}, p95", percentile(taken, 0.95), "ms", goal=goal, note=spread)
