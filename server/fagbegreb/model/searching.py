"""What the search index is told, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass

from fagbegreb.model.concepts import Concept, Iri, Lang, Texts


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """What the search index is told about one concept."""

    concept: Concept
    alt_labels: Texts
    deprecated_labels: Texts
    hidden_labels: Texts
    notes: Texts
    """Comments, scope notes and examples."""
    is_external: bool = False
    code: str = ""
    """What it is listed by, in all its `schemes`."""
    schemes: tuple[Iri, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Why a hit is a hit: which field, its text, and how it met the query."""

    field: str
    """`notation`, `reference`, `pref_label`, `alt_label`, `deprecated_label`, `hidden_label`,
    `definition`, `note`."""
    text: str
    lang: Lang
    how: str
    """`code`, `exact`, `prefix`, `word`, `stem`, `compound`, `fuzzy`, `note`, `some`."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result."""

    concept: Concept
    matched: Match


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet and the number of hits that have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of ranked hits, and what all hits together look like."""

    query: str
    total: int
    hits: tuple[Hit, ...]
    facets: Dict[str, tuple[FacetValue, ...]]
    did_you_mean: str | None = None
