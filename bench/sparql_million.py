"""A million concepts beside our own content, built and served once.

Takes about half an hour, so it runs only when it is named: `python -m bench sparql_million`.
"""

from __future__ import annotations

from collections.abc import Iterable

from bench import Figure, Place
from bench.sparql_scale import kept, measured
from bench.synthetic import write

TITLE = "A million concepts"
ONLY_WHEN_NAMED = True


def measure(place: Place) -> Iterable[Figure]:
    """A made vocabulary, the same every time.

    Without the examples: some read all there is, and answer with more rows than we send.
    """
    source = kept(place) / ("little.nt.gz" if place.is_quick else "made.nt.gz")
    if not source.exists():
        source.parent.mkdir(parents=True, exist_ok=True)
        write(source, 10_000 if place.is_quick else 1_000_000)
    yield from measured(place, source, 5, with_examples=False)
