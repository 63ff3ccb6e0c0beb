"""Small vocabularies to search in, written beside the assertion."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from fagbegreb.model import (
    Concept,
    Iri,
    Notation,
    Scheme,
    SchemeId,
    SearchDocument,
    SearchResult,
    Status,
)
from fagbegreb.search import SearchIndex

TODAY = date(2026, 11, 21)
ENGINES = {"whoosh": 10**9, "packed": 0}
"""Engine to the number of labels from which on the packed one is used."""


def concept(
    code: str,
    da: str = "",
    *,
    en: str = "",
    labels: dict[str, str] | None = None,
    alt: Iterable[str] = (),
    deprecated: Iterable[str] = (),
    hidden: Iterable[str] = (),
    definition: str = "",
    notes: Iterable[str] = (),
    scheme: str = "ics",
    reference: str | None = None,
    kind: str = "",
    status: Status = Status.DRAFT,
    until: date | None = None,
    replaced_by: tuple[str, ...] = (),
    external: bool = False,
) -> SearchDocument:
    """One concept with only what the test speaks of."""
    named = {lang: text for lang, text in (("da", da), ("en", en)) if text} | (labels or {})
    return SearchDocument(
        concept=Concept(
            iri=Iri(f"https://example.org/{scheme}/{code}"),
            scheme=SchemeId(scheme),
            notation=Notation(code),
            labels=named,
            kind=kind,
            reference=reference,
            status=status,
            valid_to=until,
            replaced_by=replaced_by,
            definition={"da": definition} if definition else {},
        ),
        alt_labels=_danish(alt),
        deprecated_labels=_danish(deprecated),
        hidden_labels=_danish(hidden),
        notes=_danish(notes),
        is_external=external,
    )


def _danish(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    listed = tuple(texts)
    return {"da": listed} if listed else {}


def scheme(scheme_id: str, title: str) -> Scheme:
    """A scheme with a name."""
    return Scheme(
        id=SchemeId(scheme_id),
        iri=Iri(f"https://example.org/{scheme_id}"),
        labels={"da": title},
        description={},
        version="1",
        is_external=False,
        status=Status.DRAFT,
        publisher="",
        licence="",
        concept_count=1,
        languages=("da",),
    )


class Searcher:
    """An index over a few concepts, asked in one line."""

    def __init__(
        self,
        folder: Path,
        documents: Iterable[SearchDocument],
        schemes: Iterable[Scheme] = (),
        large: int = ENGINES["whoosh"],
        **built: Any,
    ) -> None:
        listed = tuple(documents)
        SearchIndex.build(folder, listed, schemes=schemes, large=large, **built)
        self.index = SearchIndex.open(folder)
        self._concepts = {document.concept.iri: document.concept for document in listed}

    def result(self, q: str, **asked: Any) -> SearchResult:
        """The whole answer."""
        return self.index.search(q, **self._wanted(asked))

    def codes(self, q: str, **asked: Any) -> list[str]:
        """The codes found, in order."""
        return [hit.concept.notation for hit in self.result(q, **asked).hits]

    def matches(self, q: str, **asked: Any) -> list[tuple[str, str, str]]:
        """(field, text, how) of each hit."""
        hits = self.result(q, **asked).hits
        return [(hit.matched.field, hit.matched.text, hit.matched.how) for hit in hits]

    def suggested(self, q: str, **asked: Any) -> list[str]:
        """The codes suggested, in order."""
        return [hit.concept.notation for hit in self.index.suggest(q, **self._wanted(asked))]

    def _wanted(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {"at": TODAY, "concept_of": self._concepts.__getitem__} | asked
