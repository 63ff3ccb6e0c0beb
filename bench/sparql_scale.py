"""SPARQL with a large vocabulary beside our own content: what size does to an answer.

Needs the folder of public vocabularies beside the checkout; without it there is nothing to load.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from bench import Figure, Place, median, times_ms
from bench.sparql import overhead
from fagbegreb.content import read_content, read_vocabulary, with_derived
from fagbegreb.store import Store, write_store
from fagbegreb.vocabulary import Vocabulary

TITLE = "SPARQL at scale"
VOCABULARIES = Path(__file__).resolve().parents[2] / "shared" / "vocab"
LARGE = "iconclass-keys-300k-en-de.nt.xz"
SMALL = "iconclass-base-5lang.nt.gz"


def measure(place: Place) -> Iterable[Figure]:
    """Our content with Iconclass beside it, in one store."""
    name = SMALL if place.is_quick else LARGE
    source = VOCABULARIES / name
    if not source.exists():
        return
    path = place.scratch / "store"
    quads = with_derived(chain(read_content(place.settings.content), read_vocabulary(source)))
    started = time.perf_counter()
    count = write_store(path, quads)
    yield Figure("Triples", count, "")
    yield Figure("Written and settled in", time.perf_counter() - started, "s")
    opening = times_ms(lambda: Store.open(path), 5, 1)
    yield Figure("Opened in", median(opening), "ms", goal=50)
    yield from overhead(str(path), 1 if place.is_quick else 5)
    vocabulary = Vocabulary(Store.open(path))
    large = max(vocabulary.schemes(), key=lambda scheme: scheme.concept_count)
    yield Figure(f"Concepts of {large.id}", large.concept_count, "")
    some = [concept.iri for concept in vocabulary.concepts(large.id, 1000, 50)]
    details = [times_ms(lambda iri=iri: vocabulary.detail(iri), 1, 0)[0] for iri in some]  # type: ignore[misc]
    yield Figure("All about one of its concepts, from the store", median(details), "ms", goal=5)
