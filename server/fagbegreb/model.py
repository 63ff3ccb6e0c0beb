"""The values that travel between the parts: frozen, plain, without behaviour of their own.

Texts by language are mappings from BCP 47 tag to text ("" where the data has no tag).
"""

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
    return datetime.now(ZoneInfo("Europe/Copenhagen")).date()


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
class SearchDocument:
    """What the search index is told about one concept."""

    concept: Concept
    alt_labels: Texts
    deprecated_labels: Texts
    hidden_labels: Texts
    notes: Texts
    """Comments, scope notes and examples."""
    is_external: bool = False


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


@dataclass(frozen=True, slots=True)
class Step:
    """One mapping followed in one direction."""

    subject: Concept
    relation: Relation
    object: Concept
    mapping: Mapping
    """The row as it was written; reversed when `mapping.subject` is not `subject`."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What a concept is called in another scheme, and how we know."""

    target: Concept
    relation: Relation
    loss: Loss
    confidence: float
    path: tuple[Step, ...]
    explanation: Labels
    alternatives: int = 0
    """Number of other paths that reach the same target."""
    note: Labels = field(default_factory=dict)
    """Why two steps amount to this relation, where that is our rule and not the standard's."""
    is_reading_aid: bool = False
    """A scale value is involved: read it beside the other, never use it instead."""


@dataclass(frozen=True, slots=True)
class TranslationAnswer:
    """All translations of one concept, closest first; when empty, `unmapped_*` says why."""

    source: Concept
    target_scheme: SchemeId
    translations: tuple[Translation, ...]
    unmapped_code: str | None = None
    """`no_counterpart`, `not_mapped` or `outside_period`."""
    unmapped_text: Labels = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One source concept of a crosswalk table; a gap when the answer has no translations."""

    depth: int
    """0 for a top concept of the source scheme."""
    answer: TranslationAnswer
    hidden: int = 0
    """Number of translations that the table's filters left out."""


@dataclass(frozen=True, slots=True)
class CrosswalkTable:
    """Everything scheme `source` is called in scheme `target`, in the source's own order."""

    source: SchemeId
    target: SchemeId
    at: date
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class CrosswalkPair:
    """What is written down, row by row, between two schemes; nothing derived."""

    first: SchemeId
    second: SchemeId
    """`first` comes before `second` in the alphabet, as in the name of the file."""
    by_relation: Dict[Relation, int]
    """Rows by relation, read from `first` to `second`."""
    no_counterpart: int
    """Rows that say that nothing corresponds."""
    negated: int
    first_mapped: int
    """Concepts of `first` with at least one row."""
    second_mapped: int

    @property
    def rows(self) -> int:
        """All rows, of whatever sort."""
        return sum(self.by_relation.values()) + self.no_counterpart + self.negated


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of scheme `source` has a counterpart in scheme `target`, derived ones included."""

    source: SchemeId
    target: SchemeId
    concepts: int
    """Concepts of `source`, retired ones left out."""
    by_relation: Dict[Relation, int]
    """Concepts by the best relation they reach; each concept counts once."""
    direct: int
    """Those among them whose best counterpart is written down and not derived."""

    @property
    def share(self) -> float:
        """Share of the concepts that have any counterpart, 0 to 1."""
        return sum(self.by_relation.values()) / self.concepts if self.concepts else 0.0


@dataclass(frozen=True, slots=True)
class QualityFinding:
    """Something about the mappings that an editor ought to look at."""

    code: str
    """`unmapped`, `one_to_many`, `contradiction`, `retired`, `low_confidence`, `unjudged`,
    `exact_cycle`, `duplicate`, `one_scheme`, `scale` or `unknown_concept`."""
    severity: str
    """`error` breaks a promise of ours, `warning` may mislead, `info` is work to be done."""
    message: Labels
    concepts: tuple[Concept, ...]
    crosswalk: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping that nobody has made, offered to an editor. Takes no part in any answer."""

    subject: Concept
    relation: Relation
    object: Concept
    justification: str
    confidence: float
    reason: Labels


@dataclass(frozen=True, slots=True)
class QualityReport:
    """The state of all crosswalks: errors first, then warnings, then what is left to do."""

    findings: tuple[QualityFinding, ...]
    proposals: tuple[Proposal, ...]
    """Surest first."""


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


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule in one case graph."""

    rule: str
    severity: str
    """`violation`, `warning` or `info`."""
    message: Labels
    focus: str
    path: str | None = None
    value: str | None = None
    legal_basis: tuple[Iri, ...] = ()
    suggestions: tuple[Iri, ...] = ()
    step: str = ""
    """The file of the rule: `underretning`, `afgoerelse` ..."""
    day: str = ""
    """The day that decides what may be used instead of `value`, ISO; empty where none is known."""


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """What checking one case graph gave."""

    conforms: bool
    law: tuple[str, ...]
    """Schemes of law that were applied: `sel`, `bl` or both."""
    rules_checked: int
    findings: tuple[Finding, ...]
