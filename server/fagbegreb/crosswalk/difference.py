"""A plan for new mappings goes in; the answers that it changes come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from fagbegreb.content import NO_TERM, Row
from fagbegreb.crosswalk.engine import Path, Translator
from fagbegreb.crosswalk.importing import ImportPlan
from fagbegreb.model import Concept, Iri, Mapping, Relation, SchemeId
from fagbegreb.namespaces import SEMAPV, SKOS

_RELATIONS: Final = {f"{SKOS}{relation.value}Match": relation for relation in Relation}
Answer = tuple[Relation, str, float]
"""What a target is to the source, how much is lost, and how sure we are."""


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One answer that comes, goes or changes. None: there is no answer."""

    source: Concept
    target: Concept
    before: Answer | None
    after: Answer | None


def changed_answers(before: Translator, plan: ImportPlan, at: date) -> tuple[AnswerChange, ...]:
    """Every answer, direct or derived, that the plan changes on day `at`; by source and target."""
    rows = tuple(after_plan(before.graph.rows(), plan, before))
    after = Translator(lambda: rows, before.lookups, before.scale_values)
    sources = dict.fromkeys((*before.graph.iris, *after.graph.iris))
    changes = (change for iri in sources for change in _changes(before, after, iri, at))
    return tuple(sorted(changes, key=lambda one: (one.source.curie, one.target.curie)))


def _changes(before: Translator, after: Translator, iri: Iri, at: date) -> Iterator[AnswerChange]:
    old, new = before.best_paths(iri, at), after.best_paths(iri, at)
    for end in old.keys() | new.keys():
        was, will_be = _answer(old.get(end)), _answer(new.get(end))
        if was != will_be:
            yield AnswerChange(before.concept(iri), before.concept(end), was, will_be)


def _answer(path: Path | None) -> Answer | None:
    if path is None:
        return None
    return path.composed.relation, path.composed.loss.value, path.confidence


def after_plan(
    rows: Iterable[Mapping], plan: ImportPlan, translator: Translator
) -> Iterator[Mapping]:
    """The mappings as they will be when the plan is carried out."""
    gone = {_pair(row) for row in (*plan.removed, *(old for old, _ in plan.changed))}
    gone |= {_pair(row) for row in plan.added}
    for mapping in rows:
        ends = frozenset((mapping.subject, mapping.object or mapping.object_scheme))
        if (ends, mapping.negated) not in gone:
            yield mapping
    for row in (*plan.added, *(new for _, new in plan.changed)):
        yield mapping_of_row(row, translator)


def mapping_of_row(row: Row, translator: Translator) -> Mapping:
    """A row of a file as the mapping that the snapshot will hold."""
    is_nothing = row.object == NO_TERM
    subject = translator.concept(Iri(row.subject))
    scheme = (
        _scheme_at(row.object_source)
        if is_nothing
        else (translator.concept(Iri(row.object)).scheme)
    )
    return Mapping(
        subject=subject.iri,
        relation=_RELATIONS[row.predicate],
        object=None if is_nothing else Iri(row.object),
        crosswalk="--".join(sorted((subject.scheme, scheme))),
        object_scheme=scheme,
        negated=row.negated,
        justification=row.justification.replace(SEMAPV, "semapv:"),
        confidence=row.confidence,
        comment={"da": row.comment} if row.comment else {},
        sources=tuple(Iri(source) for source in row.sources),
        reviewer=row.reviewer,
    )


def _pair(row: Row) -> tuple[frozenset[str], bool]:
    other = _scheme_at(row.object_source) if row.object == NO_TERM else row.object
    return frozenset((row.subject, other)), row.negated


def _scheme_at(iri: str) -> SchemeId:
    return SchemeId(iri.rpartition("/")[2])
