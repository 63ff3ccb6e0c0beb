"""Search by size of vocabulary: building, size, each kind of query, alone and over HTTP.

Our own content always; every SKOS file of the folder that BENCH_VOCABULARIES names besides. Every
query is drawn from the labels and asked twice of an index that is warm as a server's is: "first"
finds nothing of it in any cache, "again" everything. Three numbers are p50 / p95 / p99. The
yardsticks hold the same tokens and hand back twenty labels; they count, rank and explain nothing.
"""

from __future__ import annotations

import http.client
import multiprocessing
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from urllib.parse import quote, urlsplit

from bench import Figure, Place, median, percentile
from bench.serving import house, own_mb, rss_mb
from bench.yardsticks import Yardstick, fts5, size_mb, tantivy
from fagbegreb.build import build_snapshot
from fagbegreb.model import today
from fagbegreb.search import LARGE, SearchIndex
from fagbegreb.store import Store
from fagbegreb.text import stems, words
from fagbegreb.vocabulary import Vocabulary
from fagbegreb.vocabulary.contents import Contents

TITLE = "Search by size of vocabulary"
KINDS = ("code", "whole label", "one word", "two words", "typing error", "nonsense")
CLIENTS = (1, 8)
BIG = 250_000
COMPARED = 100_000
"""Labels up to which an index is built with the other engine too: Whoosh takes minutes for more."""
QUERIES = 300
"""Of each kind."""
Twice = tuple[Sequence[float], Sequence[float]]
"""Milliseconds of each query, sorted: asked for the first time, and again."""


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
    reached: dict[str, float] = {}
    began = time.perf_counter()

    def progress(message: str) -> None:
        reached[message] = time.perf_counter()
        print(f"  {time.perf_counter() - began:6.1f} s  {name}: {message}", file=sys.stderr)

    settings = replace(place.settings, home=home)
    snapshot = build_snapshot(settings, vocabularies=[added] if added else [], progress=progress)
    taken = time.perf_counter() - began
    sample = Sample(snapshot, place)
    limit = 120 if sample.is_big else None
    yield Figure(f"{name}: whole snapshot built", taken, "s", goal=limit)
    started = next(at for said, at in reached.items() if said.startswith("indexing"))
    indexed = next(at for said, at in reached.items() if said.endswith("concepts indexed"))
    engine = "packed" if sample.is_large else "Whoosh"
    note = f"{engine}, {sample.label_count:,} labels"
    yield Figure(f"{name}: of it the index", indexed - started, "s", goal=limit, note=note)
    yield Figure(f"{name}: size of the index", size_mb(snapshot / "index"), "MB")
    yield from _other_engine(name, sample)
    progress("asking the engine")
    yield from _asked(name, sample)
    progress("asking the yardsticks")
    yield from _yardsticks(name, sample)
    progress("asking over HTTP")
    yield from _over_http(name, replace(place, settings=settings), sample)


class Sample:
    """One snapshot, and queries drawn from its labels with a fixed seed, new ones at each call."""

    def __init__(self, snapshot: Path, place: Place) -> None:
        self.snapshot = snapshot
        self.vocabulary = Vocabulary(Store.open(snapshot / "store"), Contents.beside(snapshot))
        self.scratch = snapshot.parents[1]
        self.count = 20 if place.is_quick else QUERIES
        self._draw = random.Random(11)
        rows = [
            (document.concept.notation, text)
            for document in self.vocabulary.documents()
            for texts in (document.concept.labels, document.alt_labels)
            for value in texts.values()
            for text in ((value,) if isinstance(value, str) else value)
        ]
        self.texts = [text for _, text in rows]
        self.label_count = len(rows)
        self.rows = self._draw.sample(rows, min(len(rows), 50_000))
        self.is_large = len(rows) >= LARGE
        self.is_big = len({code for code, _ in rows}) >= BIG

    def queries(self) -> dict[str, list[str]]:
        """Some of each kind."""
        return {kind: [self._query(kind) for _ in range(self.count)] for kind in KINDS}

    def beginnings(self) -> list[str]:
        """Labels and words as they look while they are typed."""
        return [self._draw.choice(self.rows)[1][: 1 + n % 8] for n in range(2 * self.count)]

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


def _other_engine(name: str, sample: Sample) -> Iterator[Figure]:
    if sample.label_count > COMPARED:
        return
    path = sample.scratch / "other-engine"
    began = time.perf_counter()
    SearchIndex.build(
        path,
        sample.vocabulary.documents(),
        schemes=sample.vocabulary.schemes(),
        large=10**9 if sample.is_large else 0,
    )
    taken = time.perf_counter() - began
    note = "Whoosh" if sample.is_large else "packed"
    yield Figure(f"{name}: index built with the other engine", taken, "s", note=note)
    with closing(_warm(sample, path)) as index:
        asked = _twice(index, sample, sample.queries())
        yield _figure(f"{name}: all kinds, other engine", asked)


def _asked(name: str, sample: Sample) -> Iterator[Figure]:
    goal = None if sample.is_large else 5.0
    began = time.perf_counter()
    with closing(_warm(sample, sample.snapshot / "index")) as index:
        yield Figure(f"{name}: opening the index", time.perf_counter() - began, "s")
        queries = sample.queries()
        for kind, asked in queries.items():
            yield _figure(f"{name}: {kind}", _twice(index, sample, {kind: asked}))
        yield _figure(f"{name}: all kinds", _twice(index, sample, sample.queries()), goal)
        suggest = partial(index.suggest, at=today(), concept_of=sample.vocabulary.concept)
        texts = sample.beginnings()
        first, again = (sorted(_ms(partial(suggest, text)) for text in texts) for _ in range(2))
        yield _figure(f"{name}: autocomplete", (first, again), goal)


def _warm(sample: Sample, path: Path) -> SearchIndex:
    """Opened and asked once for a word that nobody uses, as a server does when it starts."""
    index = SearchIndex.open(path)
    for ask in (index.search, index.suggest):
        ask("opvarmningx", at=today(), concept_of=sample.vocabulary.concept)
    return index


def _twice(index: SearchIndex, sample: Sample, queries: dict[str, list[str]]) -> Twice:
    """Milliseconds of each query, asked for the first time and again, sorted."""
    search = partial(index.search, at=today(), concept_of=sample.vocabulary.concept)
    asked = list(chain.from_iterable(queries.values()))
    first = sorted(_ms(partial(search, query)) for query in asked)
    return first, sorted(_ms(partial(search, query)) for query in asked)


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


def _over_http(name: str, place: Place, sample: Sample) -> Iterator[Figure]:
    began = time.perf_counter()
    with house(place) as (address, process):
        started = time.perf_counter() - began
        yield Figure(f"{name}: start to the first answer", started, "s", goal=2)
        for clients in CLIENTS:
            yield from _shared_out(address, clients, name, sample)
        note = f"{own_mb(process.pid):.0f} of it its own, the rest mapped files"
        yield Figure(f"{name}: memory of the web process", rss_mb(process.pid), "MB", note=note)


def _shared_out(address: str, clients: int, name: str, sample: Sample) -> Iterator[Figure]:
    searched = list(chain.from_iterable(sample.queries().values()))
    random.Random(5).shuffle(searched)
    for what, path, texts, goal in (
        ("search", "/api/v1/search?q=", searched, 25),
        ("autocomplete", "/api/v1/suggest?q=", sample.beginnings(), 10),
    ):
        paths = [path + quote(text) for text in texts]
        first, again = (_clients(address, paths, clients) for _ in range(2))
        title = f"{name}: {what} over HTTP, {clients} at once"
        yield _figure(title, (first, again), goal, share=0.95)


def _clients(address: str, paths: Sequence[str], clients: int) -> list[float]:
    """Milliseconds of each request, sorted; the paths are shared out among the clients.

    Each client is a process of its own, as clients are: threads would wait for each other.
    """
    shares = [paths[number::clients] for number in range(clients)]
    with multiprocessing.get_context("fork").Pool(clients) as pool:
        return sorted(chain.from_iterable(pool.map(partial(_client, address), shares, 1)))


def _client(address: str, paths: Sequence[str]) -> list[float]:
    with closing(http.client.HTTPConnection(urlsplit(address).netloc)) as connection:
        return [_ms(partial(_fetch, connection, path)) for path in paths]


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


def _figure(what: str, taken: Twice, goal: float | None = None, share: float = 0.99) -> Figure:
    """One row; the first time counts."""
    first, again = taken
    note = f"first {_spread(first)}; again {_spread(again)}"
    return Figure(
        f"{what}, p{share * 100:.0f}", percentile(first, share), "ms", None, goal, note=note
    )


def _spread(taken: Sequence[float]) -> str:
    return " / ".join(f"{percentile(taken, share):.2f}" for share in (0.5, 0.95, 0.99))
