"""A vocabulary small enough to see above the assertion, from Turtle in the test."""

from __future__ import annotations

import pyoxigraph as ox

from fagbegreb.namespaces import ID, PREFIXES
from fagbegreb.store import Store
from fagbegreb.vocabulary import Vocabulary

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
HEAD += "".join(f"@prefix {name}: <{ID}{name}/> .\n" for name in ("ics", "sel", "bl", "trivsel"))


def vocabulary_of(turtle: str) -> Vocabulary:
    dataset = ox.Store()
    dataset.load((HEAD + turtle).encode(), format=ox.RdfFormat.TURTLE)
    return Vocabulary(Store(dataset))
