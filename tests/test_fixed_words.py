"""A Danish professional word has one English word, in the rules and the case ontology too.

The schemes themselves are kept by the content check (`vocabulary/english-term`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from fagbegreb import content
from fagbegreb.namespaces import MODEL, RDF, RDFS
from fagbegreb.settings import content_root

ROOT = content_root()
FILES = (*sorted((ROOT / "shapes" / "case").glob("*.ttl")), ROOT / "ontology" / "case.ttl")


Texts = dict[tuple[str, str], list[str]]
"""By what they are about and how."""


def texts_of(path: Path) -> tuple[Texts, Texts]:
    """The Danish and the English texts of a file, read once: nodes without a name keep theirs."""
    danish: Texts = defaultdict(list)
    english: Texts = defaultdict(list)
    for triple in content.read_triples(path):
        if isinstance(triple.object, ox.Literal) and triple.object.language in {"da", "en"}:
            texts = danish if triple.object.language == "da" else english
            texts[str(triple.subject), triple.predicate.value].append(triple.object.value)
    return danish, english


def fixed_words() -> Iterator[tuple[str, str]]:
    """Each Danish word with each English one that is avoided for it."""
    model = ROOT / "ontology" / "model.ttl"
    kinds = {
        str(triple.subject)
        for triple in content.read_triples(model)
        if triple.predicate.value == RDF + "type"
        and triple.object == ox.NamedNode(MODEL + "FixedWord")
    }
    danish, english = texts_of(model)
    for word in kinds:
        for avoided in english[word, MODEL + "avoidedWord"]:
            yield danish[word, RDFS + "label"][0], avoided


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_english_texts_use_the_fixed_words(path: Path) -> None:
    danish, english = texts_of(path)
    words = tuple(fixed_words())
    assert words
    wrong = [
        (avoided, text)
        for about, texts in english.items()
        for text in texts
        for word, avoided in words
        if word.lower() in " ".join(danish[about]).lower() and avoided in text
    ]
    assert not wrong
