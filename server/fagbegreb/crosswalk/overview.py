"""Whole crosswalks at a glance: tables of two schemes, what is written down, and coverage."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date

from fagbegreb.crosswalk.algebra import RANK, reverse
from fagbegreb.crosswalk.engine import Translator
from fagbegreb.model import (
    Coverage,
    CrosswalkPair,
    CrosswalkTable,
    Iri,
    Mapping,
    Relation,
    SchemeId,
    Status,
    TableRow,
    Translation,
    TranslationAnswer,
)


def table_of(
    translator: Translator,
    source: SchemeId,
    target: SchemeId,
    at: date,
    keep: Callable[[Translation], bool],
) -> CrosswalkTable:
    """Every concept of `source` in hierarchy order with what it is called in `target`.

    A concept without a counterpart keeps its row, with the reason. What `keep` refuses is left
    out and counted, as are the concepts that no row names if `source` is very large. Raises
    UnknownScheme.
    """
    rows = tuple(
        _filtered(depth, translator.translate(concept.iri, target, at), keep)
        for depth, concept in translator.outline(source)
    )
    return CrosswalkTable(source, target, at, rows, translator.left_out(source))


def _filtered(
    depth: int, answer: TranslationAnswer, keep: Callable[[Translation], bool]
) -> TableRow:
    kept = tuple(filter(keep, answer.translations))
    hidden = len(answer.translations) - len(kept)
    return TableRow(depth, replace(answer, translations=kept) if hidden else answer, hidden)


def pairs_of(translator: Translator) -> tuple[CrosswalkPair, ...]:
    """Every pair of schemes that has at least one row, in alphabetical order."""
    rows: dict[tuple[SchemeId, SchemeId], list[Mapping]] = defaultdict(list)
    for row in translator.graph.rows():
        first, second = sorted((translator.concept(row.subject).scheme, row.object_scheme))
        rows[first, second].append(row)
    return tuple(_pair(translator, *schemes, rows[schemes]) for schemes in sorted(rows))


def _pair(
    translator: Translator, first: SchemeId, second: SchemeId, rows: Iterable[Mapping]
) -> CrosswalkPair:
    by_relation: Counter[Relation] = Counter()
    no_counterpart = negated = 0
    mapped: dict[SchemeId, set[Iri]] = {first: set(), second: set()}
    for row in rows:
        if row.object is None:
            no_counterpart += 1
        elif row.negated:
            negated += 1
        else:
            is_forward = translator.concept(row.subject).scheme == first
            by_relation[row.relation if is_forward else reverse(row.relation)] += 1
            mapped[first if is_forward else second].add(row.subject)
            mapped[second if is_forward else first].add(row.object)
    return CrosswalkPair(
        first,
        second,
        _closest_first(by_relation),
        no_counterpart,
        negated,
        len(mapped[first]),
        len(mapped[second]),
    )


def coverage_of(
    translator: Translator, at: date, schemes: Iterable[SchemeId] = ()
) -> tuple[Coverage, ...]:
    """For each ordered pair of `schemes` (none means all), how many concepts have a counterpart.

    Retired concepts are left out of the count. Pairs with no counterpart at all are listed too.
    """
    chosen = tuple(schemes) or tuple(translator.lookups.scheme_labels)
    cells: list[Coverage] = []
    for source in chosen:
        concepts = [
            concept.iri
            for _, concept in translator.outline(source)
            if concept.status is not Status.RETIRED
        ]
        cells.extend(_coverage_row(translator, source, concepts, chosen, at))
    return tuple(cells)


def _coverage_row(
    translator: Translator,
    source: SchemeId,
    concepts: Collection[Iri],
    targets: Iterable[SchemeId],
    at: date,
) -> Iterable[Coverage]:
    counts: dict[SchemeId, Counter[Relation]] = defaultdict(Counter)
    direct: Counter[SchemeId] = Counter()
    for iri in concepts:
        for target, (relation, steps) in _closest(translator, iri, at).items():
            counts[target][relation] += 1
            direct[target] += steps == 1
    count = len(concepts) + translator.left_out(source)
    for target in targets:
        if target != source:
            by_relation = _closest_first(counts[target])
            yield Coverage(source, target, count, by_relation, direct[target])


def _closest(translator: Translator, iri: Iri, at: date) -> dict[SchemeId, tuple[Relation, int]]:
    """The closest relation into each scheme that the concept reaches, and its number of steps."""
    best: dict[SchemeId, tuple[Relation, int]] = {}
    for end, path in translator.best_paths(iri, at).items():
        scheme = translator.concept(end).scheme
        found = path.composed.relation, len(path.edges)
        if scheme not in best or _rank(found) < _rank(best[scheme]):
            best[scheme] = found
    return best


def _rank(found: tuple[Relation, int]) -> tuple[int, int]:
    return RANK[found[0]], found[1]


def _closest_first(counts: Counter[Relation]) -> dict[Relation, int]:
    return {relation: counts[relation] for relation in sorted(counts, key=RANK.__getitem__)}
