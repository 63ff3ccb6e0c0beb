"""How the judged queries are put to a terminology."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from bench.search_quality import DEPTH, Ask
from fagbegreb.terminology import Terminology
from fagbegreb.text import squash

JUDGED_ON = date(2026, 11, 21)
"""The day that "in force" is asked for, so that the figures do not change with the calendar."""


def asker(terminology: Terminology) -> Ask:
    """Asks the search engine in Danish."""

    def ask(query: str) -> list[str]:
        result = terminology.search.search(
            query,
            lang="da",
            at=JUDGED_ON,
            limit=DEPTH,
            concept_of=terminology.vocabulary.concept,
        )
        return [hit.concept.curie for hit in result.hits]

    return ask


def labels_to_mistype(terminology: Terminology) -> list[tuple[str, frozenset[str]]]:
    """Every Danish label that may be shown, once, with all concepts that have it."""
    owners: dict[str, set[str]] = defaultdict(set)
    written: dict[str, str] = {}
    for document in terminology.vocabulary.documents():
        texts = (document.concept.labels.get("da", ""), *document.alt_labels.get("da", ()))
        for text in filter(None, texts):
            written.setdefault(squash(text), text)
            owners[squash(text)].add(document.concept.curie)
    return [(written[key], frozenset(owners[key])) for key in sorted(written)]
