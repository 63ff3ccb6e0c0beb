"""Crosswalks: from any scheme to any other, on any day, with the reason for every answer.

algebra     what two relations amount to
graph       all mapping rows in little memory
engine      one concept in, its counterparts out
explain     the same in a sentence
scales      which concepts are values on a scale
overview    tables, pairs and coverage
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cached_property

from fagbegreb.crosswalk.algebra import Composition, combined_confidence, compose, reverse
from fagbegreb.crosswalk.engine import (
    NO_COUNTERPART,
    NOT_MAPPED,
    OUTSIDE_PERIOD,
    Lookups,
    Translator,
)
from fagbegreb.crosswalk.export import table_cells, table_header, table_sssom
from fagbegreb.crosswalk.overview import coverage_of, pairs_of, table_of
from fagbegreb.crosswalk.proposals import proposals_sssom
from fagbegreb.crosswalk.quality import quality_of
from fagbegreb.crosswalk.scales import is_scale, is_scale_value
from fagbegreb.model import (
    Concept,
    Coverage,
    CrosswalkPair,
    CrosswalkTable,
    Iri,
    QualityReport,
    Relation,
    SchemeId,
    Status,
    Translation,
)
from fagbegreb.namespaces import MODEL
from fagbegreb.store import Named
from fagbegreb.vocabulary import Vocabulary

__all__ = [
    "NOT_MAPPED",
    "NO_COUNTERPART",
    "OUTSIDE_PERIOD",
    "Composition",
    "Crosswalk",
    "Lookups",
    "Translator",
    "combined_confidence",
    "compose",
    "is_scale",
    "is_scale_value",
    "proposals_sssom",
    "reverse",
    "table_cells",
    "table_header",
    "table_sssom",
]


class Crosswalk(Translator):
    """Everything that mappings can tell: single answers, whole tables, coverage and quality."""

    @classmethod
    def open(cls, vocabulary: Vocabulary) -> Crosswalk:
        """The crosswalk of a vocabulary. Reads nothing before the first question."""
        heads = vocabulary.book.heads
        lookups = Lookups(
            concept_of=vocabulary.concept,
            scheme_labels={head.id: head.labels for head in heads.values()},
            size=lambda scheme: vocabulary.scheme(scheme).concept_count,
            is_hub=lambda scheme: heads[scheme].is_hub,
            outline=lambda scheme: outline(vocabulary, scheme),
            successors=lambda iri, at: _successors(vocabulary, iri, at),
            ancestors=lambda iri: reversed(vocabulary.ancestors(iri)),
        )
        return cls(vocabulary.mappings, lookups, lambda: _weighted(vocabulary))

    def table(
        self,
        source: SchemeId,
        target: SchemeId,
        at: date,
        relations: Collection[Relation] = (),
        min_confidence: float = 0.0,
    ) -> CrosswalkTable:
        """Scheme `source` in its own order, and what each concept is called in `target`.

        Keeps only `relations` (none means all) of at least `min_confidence`. Raises UnknownScheme.
        """

        def is_wanted(found: Translation) -> bool:
            is_of_kind = not relations or found.relation in relations
            return is_of_kind and found.confidence >= min_confidence

        return table_of(self, source, target, at, is_wanted)

    def pairs(self) -> tuple[CrosswalkPair, ...]:
        """What is written down between any two schemes."""
        return pairs_of(self)

    def coverage(self, at: date, schemes: Iterable[SchemeId] = ()) -> tuple[Coverage, ...]:
        """How much of each scheme has a counterpart in each other, derived ones included."""
        return coverage_of(self, at, schemes)

    def quality_report(self) -> QualityReport:
        """What an editor ought to look at, and mappings to consider; made at the first question.

        Takes a second or two.
        """
        return self._quality

    @cached_property
    def _quality(self) -> QualityReport:
        return quality_of(self)

    @cached_property
    def measuring_schemes(self) -> frozenset[SchemeId]:
        """Methods that have scales; reads every concept once."""
        return frozenset(
            scheme
            for scheme in self.lookups.scheme_labels
            if any(self.is_scale(concept) for _, concept in self.outline(scheme))
        )


def outline(vocabulary: Vocabulary, scheme: SchemeId) -> Iterator[tuple[int, Concept]]:
    """Depth first, each concept once; then retired branches, then what hangs under nothing."""
    seen: set[Iri] = set()
    tops = sorted(vocabulary.top_concepts(scheme), key=lambda top: top.status is Status.RETIRED)
    waiting = [(0, concept) for concept in reversed(tops)]
    while waiting:
        depth, concept = waiting.pop()
        if concept.iri in seen or concept.scheme != scheme:
            continue
        seen.add(concept.iri)
        yield depth, concept
        below = reversed(vocabulary.narrower(concept.iri))
        waiting.extend((depth + 1, narrower) for narrower in below)
    yield from ((0, loose) for loose in vocabulary.concepts(scheme) if loose.iri not in seen)


def _successors(vocabulary: Vocabulary, iri: Iri, at: date) -> tuple[Concept, ...]:
    ended = vocabulary.out_of_use(iri, at)
    return ended.successors if ended else ()


def _weighted(vocabulary: Vocabulary) -> Iterator[Iri]:
    """Concepts that stand for a number on some scale, whatever their kind is called."""
    rows = vocabulary.store.select(f"SELECT DISTINCT ?c WHERE {{ ?c <{MODEL}weight> ?w }}")
    return (Iri(row["c"].iri) for row in rows if isinstance(row["c"], Named))
