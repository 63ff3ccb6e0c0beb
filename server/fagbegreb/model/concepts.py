"""Concepts, their schemes, value lists and mappings, and what identifies them."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

Iri = NewType("Iri", str)
SchemeId = NewType("SchemeId", str)
"""Short name of a scheme, as in a CURIE and a URL: `ics`, `bl`, `faelles`."""
Notation = NewType("Notation", str)
Lang = str
Labels = Dict[Lang, str]
Texts = Dict[Lang, tuple[str, ...]]


def today() -> date:
    """The day it is in Denmark: what `at` means when nobody says."""
    return danish_now().date()


def danish_now() -> datetime:
    """The moment it is, in Danish time."""
    return datetime.now(ZoneInfo("Europe/Copenhagen"))


class Status(StrEnum):
    """Editorial state; has nothing to do with dates."""

    STABLE = "stable"
    DRAFT = "draft"
    RETIRED = "retired"


class Confidence(StrEnum):
    """How sure the editors are of a concept."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Relation(StrEnum):
    """What the target is to the source: `BROAD` says that the target is the broader one."""

    EXACT = "exact"
    CLOSE = "close"
    BROAD = "broad"
    NARROW = "narrow"
    RELATED = "related"


class Loss(StrEnum):
    """What a translation loses of the meaning."""

    NONE = "none"
    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Source:
    """A bibliographic source. `url` is empty when there is none."""

    iri: Iri
    key: str
    title: str
    publisher: str = ""
    year: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept as it is embedded everywhere."""

    iri: Iri
    scheme: SchemeId
    notation: Notation
    """The code; for vocabularies without codes the segment used in URLs and CURIEs."""
    labels: Labels
    kind: str = ""
    reference: str | None = None
    status: Status = Status.STABLE
    confidence: Confidence = Confidence.HIGH
    valid_from: date | None = None
    valid_to: date | None = None
    """Last day of validity, inclusive."""
    replaced_by: tuple[str, ...] = ()
    """CURIEs, in order of notation."""
    definition: Labels = field(default_factory=dict)

    @property
    def curie(self) -> str:
        """`<scheme>:<notation>`; split it at the first colon."""
        return f"{self.scheme}:{self.notation}"

    def in_force(self, at: date) -> bool:
        """Whether the concept applies on day `at`; both ends belong to the period."""
        return (self.valid_from is None or self.valid_from <= at) and (
            self.valid_to is None or at <= self.valid_to
        )

    def label(self, lang: Lang) -> tuple[str, Lang]:
        """The best label and its language: asked, then da, en, untagged, any; else the notation.

        English as it is asked for is also en-GB, when there is no other.
        """
        if lang in self.labels:
            return self.labels[lang], lang
        asked = lang.lower()
        primary = asked.split("-")[0]
        regional = sorted(tag for tag in self.labels if tag.lower().split("-")[0] == primary)
        same = [tag for tag in regional if tag.lower() == asked]
        for candidate in (*same, primary, *regional, "da", "en", ""):
            if candidate in self.labels:
                return self.labels[candidate], candidate
        for candidate in sorted(self.labels):
            return self.labels[candidate], candidate
        return self.notation, ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """One SSSOM row. `object` is None when the row says that nothing corresponds."""

    subject: Iri
    relation: Relation
    object: Iri | None
    crosswalk: str
    """`a--b`: the file the row stands in."""
    object_scheme: SchemeId
    negated: bool = False
    """The row warns that the two are *not* in this relation."""
    justification: str = "semapv:ManualMappingCuration"
    confidence: float | None = None
    comment: Labels = field(default_factory=dict)
    sources: tuple[Iri, ...] = ()
    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """A value list; `members` in their published order when `is_ordered`."""

    iri: Iri
    scheme: SchemeId
    notation: Notation
    labels: Labels
    definition: Labels
    members: tuple[Iri, ...]
    is_ordered: bool = False
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class ConceptDetail:
    """Everything we say about one concept."""

    concept: Concept
    alt_labels: Texts
    deprecated_labels: Texts
    hidden_labels: Texts
    comment: Texts
    examples: Texts
    scope_note: Texts
    history: Texts
    legal_sources: tuple[Concept | Source, ...]
    sources: tuple[Source, ...]
    broader: tuple[Concept, ...]
    narrower: tuple[Concept, ...]
    related: tuple[Concept, ...]
    ancestors: tuple[Concept, ...]
    """Path to the top, top concept first; the first broader one is followed at a fork."""
    replaced_by: tuple[Concept, ...]
    replaces: tuple[Concept, ...]
    collections: tuple[Collection, ...]
    mappings: tuple[tuple[Mapping, Relation, Concept | None], ...]
    """Row, relation as read from this concept (reversed where it is the object), other end."""
    deadline: str | None = None
    """ISO 8601 duration."""
    deadline_note: Labels = field(default_factory=dict)
    narrower_total: int = 0
    """`narrower` holds the first of them only, where there are very many."""


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A concept in its hierarchy; `children` may hold fewer than `child_count` says."""

    concept: Concept
    children: tuple[TreeNode, ...]
    child_count: int


@dataclass(frozen=True, slots=True)
class Scheme:
    """A method's, act's or code system's vocabulary."""

    id: SchemeId
    iri: Iri
    labels: Labels
    description: Labels
    version: str
    is_external: bool
    """Somebody else's code system: we hold codes and displays only."""
    status: Status
    publisher: str
    licence: str
    concept_count: int
    languages: tuple[Lang, ...]
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutOfUse:
    """Why a concept is not to be used on a day: it is retired, repealed or not yet in force."""

    since: date | None
    """The first day without it; None when nobody knows, and for what is still to come."""
    successors: tuple[Concept, ...]
    """What is in use instead; where nothing is, what it was replaced by at the time."""
    text: Labels


@dataclass(frozen=True, slots=True)
class Resolution:
    """What an identifier turned out to mean; several concepts when it is ambiguous."""

    asked: str
    outcome: str
    """`found`, `not_in_force`, `retired`, `ambiguous` or `not_found`."""
    concepts: tuple[Concept, ...]
    out_of_use: OutOfUse | None = None
