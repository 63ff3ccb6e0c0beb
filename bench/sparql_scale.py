"""A large vocabulary beside our own content, built and served: what size does to an answer.

Needs the folder of public vocabularies beside the checkout; without it there is nothing to load.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from operator import itemgetter
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request

import pyoxigraph as ox

from bench import Figure, Place, median, times_ms
from bench.serving import (
    CASE,
    cold_start_s,
    descendants,
    fetch,
    house,
    own_mb,
    rss_mb,
    wake_workers,
)
from bench.sparql import evaluate, overhead
from fagbegreb.snapshot import current_snapshot
from fagbegreb.store import Store
from fagbegreb.terminology.releases import read_manifest
from fagbegreb.vocabulary import Vocabulary
from fagbegreb.vocabulary.contents import Contents

TITLE = "SPARQL at scale"
ROOT = Path(__file__).resolve().parents[1]
VOCABULARIES = ROOT.parent / "shared" / "vocab"
LARGE = "iconclass-keys-300k-en-de.nt.xz"
SMALL = "stw-skos.ttl.gz"
PREFIXES = """PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
PAGE = (
    "SELECT ?p ?o ?label {{ <{iri}> ?p ?o OPTIONAL {{ ?o skos:prefLabel ?label }} }}",
    "SELECT ?above ?p ?o {{ <{iri}> skos:broader+ ?above . ?above ?p ?o }}",
    "SELECT ?row ?p ?o {{ ?row owl:annotatedSource|owl:annotatedTarget <{iri}> ; ?p ?o }}",
)
"""What a page about a concept is made of: itself, all above it, its mappings."""


def measure(place: Place) -> Iterable[Figure]:
    """Our content with Iconclass beside it."""
    source = VOCABULARIES / (SMALL if place.is_quick else LARGE)
    if source.exists():
        yield from measured(place, source, 1 if place.is_quick else 5)


def measured(
    place: Place, source: Path, rounds: int, *, with_examples: bool = True
) -> Iterable[Figure]:
    """`source` beside our own content: building, starting, memory, queries and pages."""
    home = kept(place) / source.name.split(".")[0]
    large = replace(place, settings=replace(place.settings, home=home))
    if current_snapshot(home) is None:
        yield from built(large, source)
    path = current_snapshot(home)
    assert path is not None
    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    yield Figure("The snapshot on disk", size / 1e6, "MB")
    starts = [cold_start_s(large) for _ in range(rounds)]
    yield Figure("Cold start to the first answer", median(starts), "s", must=2)
    yield from served(large, path)
    if with_examples:
        yield from overhead(str(path / "store"), rounds)
    yield from pages(path)


def kept(place: Place) -> Path:
    """Where large vocabularies are built: the folder that BENCH_KEPT names, where what is built
    already is used again, or a scratch folder."""
    folder = os.environ.get("BENCH_KEPT")
    return Path(folder) if folder else place.scratch


def built(place: Place, source: Path) -> Iterable[Figure]:
    """The build, as a command of its own."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "fagbegreb", "build", "--vocab", str(source)]
    environment = {**os.environ, **place.settings.environ()}
    subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    yield Figure("Built, checked and settled in", time.perf_counter() - began, "s")
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield Figure("Memory of the build at its highest", peak_mb, "MB")


def served(place: Place, path: Path) -> Iterable[Figure]:
    """Each kind of answer over HTTP, and the memory of the processes that gave them."""
    added = max(read_manifest(path)["schemes"].items(), key=itemgetter(1))[0]
    store = Store.open(path / "store")
    concept = Vocabulary(store, Contents.beside(path)).concepts(added, 1000, 1)[0]
    case = {"Content-Type": "text/turtle"}
    with house(place) as (address, process):
        wake_workers(address)
        for what, request in (
            ("Page of a concept of ours", f"{address}/begreb/ics/B1"),
            ("Page of a concept of its", f"{address}/begreb/{added}/{quote(concept.notation)}"),
            ("Search for a word", f"{address}/api/v1/search?q=barn"),
            ("SPARQL ASK", f"{address}/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D"),
            ("A case checked", Request(f"{address}/api/v1/validate", CASE.read_bytes(), case)),
        ):
            first, *more = (times_ms(partial(fetch, request), 1, 0)[0] for _ in range(31))
            note = f"the first time {first:.1f}"
            yield Figure(f"{what}, over HTTP", median(more), "ms", note=note)
        yield Figure("Memory of the web process", rss_mb(process.pid), "MB", must=500)
        yield Figure("Of it its own, not mapped files", own_mb(process.pid), "MB")
        workers = [rss_mb(child) for child in descendants(process.pid)]
        yield Figure("Memory of the largest worker process", max(workers), "MB", must=500)


def pages(path: Path) -> Iterable[Figure]:
    """What a concept's page is made from, read by us and by the bare engine, in turns."""
    store = Store.open(path / "store")
    bare = ox.Store.read_only(str(path / "store"))
    vocabulary = Vocabulary(store, Contents.beside(path))
    large = max(vocabulary.schemes(), key=lambda scheme: scheme.concept_count)
    yield Figure("Triples", read_manifest(path)["triples"], "")
    yield Figure(f"Concepts of {large.id}", large.concept_count, "")
    ours, theirs = [], []
    for concept in vocabulary.concepts(large.id, 1000, 200):
        texts = [PREFIXES + each.format(iri=concept.iri) for each in PAGE]
        theirs += times_ms(lambda: [evaluate(bare, text) for text in texts], 1, 1)  # noqa: B023
        ours += times_ms(partial(vocabulary.detail, concept.iri), 1, 1)
    yield Figure("All about one of its concepts", median(ours), "ms", goal=5)
    ratio = median([mine / yours for mine, yours in zip(ours, theirs, strict=True)])
    yield Figure("The same : queries to the bare engine", ratio, "x", must=1.5)
