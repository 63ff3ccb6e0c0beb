"""Translations, tables of them, and the state of the mappings."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from datetime import date

from fagbegreb.model.concepts import Concept, Labels, Loss, Mapping, Relation, SchemeId


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
    left_out: int = 0
    """Concepts of a very large source that have no row here."""


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
