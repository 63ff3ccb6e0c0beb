"""What an editor ought to look at: faults, weak spots and gaps in the mappings of a vocabulary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as Dict
from datetime import date
from typing import Final

from fagbegreb.crosswalk.algebra import EXACT, RELATED, reverse
from fagbegreb.crosswalk.engine import Path, Translator
from fagbegreb.crosswalk.graph import Edge
from fagbegreb.crosswalk.proposals import proposals_of
from fagbegreb.model import (
    Concept,
    Labels,
    Mapping,
    QualityFinding,
    QualityReport,
    Relation,
    SchemeId,
    Status,
)

LOW_CONFIDENCE: Final = 0.4
"""Rows that are surer than this are not listed."""
_SEVERITIES: Final = ("error", "warning", "info")
_HIERARCHICAL: Final = frozenset({Relation.EXACT, Relation.BROAD, Relation.NARROW})


def quality_of(translator: Translator) -> QualityReport:
    """Look at everything. Takes a second or two on our own content: not for every request."""
    checks: tuple[Callable[[Translator], Iterable[QualityFinding]], ...] = (
        unknown_concepts,
        exact_cycles,
        scale_conversions,
        duplicates,
        within_schemes,
        contradictions,
        retired_ends,
        one_to_many,
        low_confidence,
        unmapped,
    )
    findings = [finding for check in checks for finding in check(translator)]
    findings.sort(key=_worst_first)
    return QualityReport(tuple(findings), proposals_of(translator))


def _worst_first(finding: QualityFinding) -> tuple[int, str, str, list[str]]:
    curies = [concept.curie for concept in finding.concepts]
    return _SEVERITIES.index(finding.severity), finding.code, finding.crosswalk, curies


def unknown_concepts(translator: Translator) -> Iterator[QualityFinding]:
    """Rows that name a concept nobody knows."""
    for row in translator.graph.dangling:
        yield QualityFinding(
            "unknown_concept",
            "error",
            {
                "da": f"Koblingen fra {row.subject} til {row.object} nævner et ukendt begreb. "
                "Ret koden, eller slet rækken.",
                "en": f"The mapping from {row.subject} to {row.object} names an unknown concept. "
                "Correct the code or delete the row.",
            },
            (),
            row.crosswalk,
        )


def exact_cycles(translator: Translator) -> Iterator[QualityFinding]:
    """Exact matches chain, so they may never join two concepts of one scheme."""
    for group in _exact_groups(translator):
        by_scheme: dict[SchemeId, list[Concept]] = defaultdict(list)
        for concept in group:
            by_scheme[concept.scheme].append(concept)
        for members in by_scheme.values():
            doubles = [one for one in members if any(_meet(one, other) for other in members)]
            if doubles:
                names = _named(doubles)
                yield _found(
                    "exact_cycle",
                    "error",
                    (
                        f"Koblinger med »det samme« gør {names} til ét begreb. "
                        "Gør en af dem løsere.",
                        f"Exact matches make {names} one concept. Loosen one of them.",
                    ),
                    doubles,
                )


def _meet(one: Concept, other: Concept) -> bool:
    """Two concepts that are in force on the same day: one after the other may be the same."""
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    last = min(one.valid_to or date.max, other.valid_to or date.max)
    return one is not other and first <= last


def _exact_groups(translator: Translator) -> Iterator[list[Concept]]:
    parents: dict[int, int] = {}

    def top(concept: int) -> int:
        while parents.setdefault(concept, concept) != concept:
            concept = parents[concept]
        return concept

    graph = translator.graph
    for number in range(len(graph.iris)):
        for step in graph.steps(number):
            if step.relation is EXACT:
                parents[top(number)] = top(step.end)
    groups: dict[int, list[Concept]] = defaultdict(list)
    for number in parents:
        groups[top(number)].append(translator.concept(graph.iris[number]))
    yield from groups.values()


def scale_conversions(translator: Translator) -> Iterator[QualityFinding]:
    """Rows that say more than `related` about two values on scales."""
    for row, subject, other in _rows(translator):
        is_scale = translator.is_scale_value(subject) and translator.is_scale_value(other)
        if is_scale and not row.negated and row.relation is not RELATED:
            yield _found(
                "scale",
                "error",
                (
                    f"{_named((subject, other))} er trin på hver sin skala og må kun kobles som "
                    "beslægtede. Ret relationen til relatedMatch.",
                    f"{_named((subject, other))} are steps on two scales and may only be related. "
                    "Change the relation to relatedMatch.",
                ),
                (subject, other),
                row.crosswalk,
            )


def duplicates(translator: Translator) -> Iterator[QualityFinding]:
    """Pairs that are mapped twice, whichever way round; a denial beside a mapping is none."""
    seen: dict[frozenset[str], Mapping] = {}
    for row, subject, other in _rows(translator):
        if row.negated:
            continue
        earlier = seen.setdefault(frozenset((subject.iri, other.iri)), row)
        if earlier is row:
            continue
        is_turned = earlier.subject != row.subject
        before = reverse(earlier.relation) if is_turned else earlier.relation
        pair, ends = _named((subject, other)), (subject, other)
        da = f"{pair} er koblet to gange. Slet den ene række."
        en = f"{pair} are mapped twice. Delete one of the rows."
        yield _found("duplicate", "error", (da, en), ends, row.crosswalk)
        if before is not row.relation:
            da = f"{pair}: en række siger {before}, en anden {row.relation}. Slet en af dem."
            en = f"{pair}: one row says {before}, another {row.relation}. Delete one of them."
            yield _found("contradiction", "error", (da, en), ends, row.crosswalk)


def within_schemes(translator: Translator) -> Iterator[QualityFinding]:
    """Rows between two concepts of one scheme: a matter of its hierarchy, not of a crosswalk."""
    for row, subject, other in _rows(translator):
        if subject.scheme == other.scheme:
            pair = _named((subject, other))
            da = f"{pair} hører til samme begrebssystem. Koblingen giver intet svar. Slet rækken."
            en = f"{pair} are of one scheme. The mapping gives no answer. Delete the row."
            yield _found("one_scheme", "warning", (da, en), (subject, other), row.crosswalk)


def contradictions(translator: Translator) -> Iterator[QualityFinding]:
    """What one row says against what others say together, each pair once."""
    graph = translator.graph
    for number in range(len(graph.iris)):
        direct: dict[int, Path] = {}
        for path in translator.paths_of_any_day(number):
            if len(path.edges) == 1:
                direct[path.end] = path
            elif path.end in direct and number < path.end and _clash(direct[path.end], path):
                yield _clashing(translator, number, direct[path.end], path)
        for edge in graph.steps(number):
            if number < edge.end and (denied := graph.denied(number, edge.end)):
                if edge.relation in denied:
                    yield _denied(translator, number, edge, _NO_ANSWER)
                elif edge.relation is Relation.CLOSE:
                    yield _denied(translator, number, edge, _NOT_QUITE)
    yield from _denied_counterparts(translator)


def _clash(direct: Path, derived: Path) -> bool:
    """Both speak of hierarchy or sameness, both are sure, and they differ."""
    one, other = direct.composed.relation, derived.composed.relation
    is_sure = not derived.composed.note
    return is_sure and one is not other and {one, other} <= _HIERARCHICAL


def _clashing(translator: Translator, start: int, direct: Path, derived: Path) -> QualityFinding:
    subject, other = _ends(translator, start, direct)
    middle = translator.concept(translator.graph.iris[derived.edges[0].end])
    one, two = direct.composed.relation, derived.composed.relation
    pair = _named((subject, other))
    return _found(
        "contradiction",
        "warning",
        (
            f"{pair}: rækken siger {one}, men gennem {middle.curie} følger {two}. "
            "Ret en af rækkerne.",
            f"{pair}: the row says {one}, but through {middle.curie} follows {two}. "
            "Correct one of the rows.",
        ),
        (subject, other, middle),
        translator.graph.row(direct.edges[0].row).crosswalk,
    )


_NO_ANSWER = (
    "{pair} er koblet, men en anden række siger, at det netop ikke er sådan. Koblingen giver "
    "intet svar. Slet en af rækkerne.",
    "{pair} are mapped, but another row says that they are not related so. The mapping gives no "
    "answer. Delete one of the rows.",
)
_NOT_QUITE = (
    "{pair} er både koblet og erklæret forskellige: næsten, men ikke helt det samme. Skal "
    "koblingen være løsere?",
    "{pair} are both mapped and declared different: almost, but not quite the same. Should the "
    "mapping be looser?",
)


def _denied(
    translator: Translator, start: int, edge: Edge, texts: tuple[str, str]
) -> QualityFinding:
    graph = translator.graph
    subject, other = (translator.concept(graph.iris[end]) for end in (start, edge.end))
    danish, english = (text.format(pair=_named((subject, other))) for text in texts)
    row = graph.row(edge.row)
    return _found("contradiction", "warning", (danish, english), (subject, other), row.crosswalk)


def _denied_counterparts(translator: Translator) -> Iterator[QualityFinding]:
    """Rows that say that nothing corresponds, where another row names something."""
    for row in translator.graph.rows():
        start = translator.graph.id_of(row.subject)
        if row.object is not None or start is None:
            continue
        for step in translator.graph.steps_to(start, row.object_scheme):
            subject = translator.concept(row.subject)
            other = translator.concept(translator.graph.iris[step.end])
            yield _found(
                "contradiction",
                "warning",
                (
                    f"{subject.curie} er erklæret uden modstykke i {row.object_scheme}, men er "
                    f"koblet til {other.curie}. Slet en af rækkerne.",
                    f"{subject.curie} is declared without counterpart in {row.object_scheme}, "
                    f"but is mapped to {other.curie}. Delete one of the rows.",
                ),
                (subject, other),
                row.crosswalk,
            )


def retired_ends(translator: Translator) -> Iterator[QualityFinding]:
    """Rows that name a retired concept; a fault unless the successor has a row too.

    Old cases carry retired codes, so a row for them is right as long as new ones find theirs.
    """
    for row, subject, other in _rows(translator):
        for retired, kept in ((subject, other), (other, subject)):
            if retired.status is Status.RETIRED:
                successors = ", ".join(retired.replaced_by) or "–"
                yield _found(
                    "retired",
                    "info" if _has_successor_row(translator, retired, kept) else "warning",
                    (
                        f"{retired.curie} er udgået, men er koblet til {kept.curie}. "
                        f"Afløser: {successors}.",
                        f"{retired.curie} is retired but mapped to {kept.curie}. "
                        f"Successor: {successors}.",
                    ),
                    (subject, other),
                    row.crosswalk,
                )


def _has_successor_row(translator: Translator, retired: Concept, kept: Concept) -> bool:
    graph = translator.graph
    start = graph.id_of(kept.iri)
    steps = graph.steps_to(start, retired.scheme) if start is not None else iter(())
    mapped = {translator.concept(graph.iris[step.end]).curie for step in steps}
    return bool(mapped & set(retired.replaced_by))


def one_to_many(translator: Translator) -> Iterator[QualityFinding]:
    """Concepts that are (almost) the same as several of one scheme."""
    graph = translator.graph
    for number, iri in enumerate(graph.iris):
        same: dict[SchemeId, list[Concept]] = defaultdict(list)
        for step in graph.steps(number):
            other = translator.concept(graph.iris[step.end])
            is_same = step.relation in (Relation.EXACT, Relation.CLOSE)
            if is_same and other.status is not Status.RETIRED:
                same[other.scheme].append(other)
        for scheme, others in same.items():
            if len(others) > 1:
                subject = translator.concept(iri)
                yield _found(
                    "one_to_many",
                    "info",
                    (
                        f"{subject.curie} svarer til flere begreber i {scheme}: {_named(others)}. "
                        "Er nogle af dem snævrere?",
                        f"{subject.curie} corresponds to several concepts in {scheme}: "
                        f"{_named(others)}. Are some of them narrower?",
                    ),
                    (subject, *others),
                )


def low_confidence(translator: Translator) -> Iterator[QualityFinding]:
    """Rows that are unsure or that nobody has judged."""
    for row, subject, other in _rows(translator):
        if row.negated:
            continue
        pair = _named((subject, other))
        if row.confidence is None:
            da = f"Ingen har vurderet, hvor sikker koblingen af {pair} er."
            en = f"Nobody has judged how sure the mapping of {pair} is."
            yield _found("unjudged", "info", (da, en), (subject, other), row.crosswalk)
        elif row.confidence < LOW_CONFIDENCE:
            da = f"Koblingen af {pair} er usikker ({row.confidence:g}). Bekræft eller slet den."
            en = f"The mapping of {pair} is unsure ({row.confidence:g}). Confirm or delete it."
            yield _found("low_confidence", "info", (da, en), (subject, other), row.crosswalk)


def unmapped(translator: Translator) -> Iterator[QualityFinding]:
    """Concepts that no row of any crosswalk names, one finding per scheme."""
    for scheme in translator.lookups.scheme_labels:
        loose = [
            concept
            for _, concept in translator.outline(scheme)
            if concept.status is not Status.RETIRED and translator.graph.id_of(concept.iri) is None
        ]
        if loose:
            yield _found(
                "unmapped",
                "info",
                (
                    f"{len(loose)} begreber i {scheme} er ikke koblet: {_named(loose, 8)}",
                    f"{len(loose)} concepts of {scheme} are not mapped: {_named(loose, 8)}",
                ),
                loose,
            )


def _rows(translator: Translator) -> Iterator[tuple[Mapping, Concept, Concept]]:
    for row in translator.graph.rows():
        if row.object is not None:
            yield row, translator.concept(row.subject), translator.concept(row.object)


def _ends(translator: Translator, start: int, path: Path) -> tuple[Concept, Concept]:
    iris = translator.graph.iris
    return translator.concept(iris[start]), translator.concept(iris[path.end])


def _named(concepts: Iterable[Concept], at_most: int = 99) -> str:
    curies = [concept.curie for concept in concepts]
    more = f" … (+{len(curies) - at_most})" if len(curies) > at_most else ""
    return ", ".join(curies[:at_most]) + more


def _found(
    code: str,
    severity: str,
    message: tuple[str, str],
    concepts: Iterable[Concept],
    crosswalk: str = "",
) -> QualityFinding:
    texts: Labels = {"da": message[0], "en": message[1]}
    return QualityFinding(code, severity, texts, tuple(concepts), crosswalk)


def counts(report: QualityReport) -> Dict[str, int]:
    """Number of findings by code, in the order of the report."""
    numbers: dict[str, int] = {}
    for finding in report.findings:
        numbers[finding.code] = numbers.get(finding.code, 0) + 1
    return numbers
