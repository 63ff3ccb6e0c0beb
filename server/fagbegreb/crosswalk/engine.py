"""Translating: mapping rows go in once; what a concept is called in another scheme comes out.

The engine knows no store and no vocabulary. It is given the rows and a few look-ups as plain
functions, so a test writes its vocabulary above its assertion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import NamedTuple, Protocol

from fagbegreb.crosswalk.algebra import (
    CLOSENESS,
    RANK,
    Composition,
    combined_confidence,
    compose,
    direct,
)
from fagbegreb.crosswalk.explain import Explainer
from fagbegreb.crosswalk.graph import Edge, MappingGraph
from fagbegreb.crosswalk.scales import is_scale, is_scale_value
from fagbegreb.errors import UnknownConcept, UnknownScheme
from fagbegreb.model import (
    Concept,
    Iri,
    Labels,
    Loss,
    Mapping,
    Relation,
    SchemeId,
    Status,
    Step,
    Translation,
    TranslationAnswer,
)

NO_COUNTERPART, NOT_MAPPED, OUTSIDE_PERIOD = "no_counterpart", "not_mapped", "outside_period"

LISTED_WHOLE = 20_000
"""Of a scheme with more concepts than this, only those that rows name are listed."""

_CONCEPT_CACHE = 65_536


class Outline(Protocol):
    """The concepts of a scheme in hierarchy order, each with its depth (0 on top)."""

    def __call__(self, scheme: SchemeId, /) -> Iterable[tuple[int, Concept]]:
        """Raises UnknownScheme."""
        ...


@dataclass(frozen=True, slots=True)
class Lookups:
    """What the engine asks others for."""

    concept_of: Callable[[Iri], Concept]
    """Raises UnknownConcept."""
    scheme_labels: dict[SchemeId, Labels]
    """Every scheme there is; asked for any other, the engine raises UnknownScheme."""
    outline: Outline
    ancestors: Callable[[Iri], Iterable[Concept]] = lambda iri: ()
    """What stands above a concept, the nearest first."""
    successors: Callable[[Iri, date], Iterable[Concept]] = lambda iri, at: ()
    """What is in use instead of a retired or repealed concept on a day."""
    size: Callable[[SchemeId], int] = lambda scheme: 0
    """How many concepts a scheme has."""
    is_hub: Callable[[SchemeId], bool] = lambda scheme: True
    """Whether a derived answer may lead through the scheme even when neither step is exact."""


class Path(NamedTuple):
    """One way from the source to a target, before it is put into words."""

    end: int
    edges: tuple[Edge, ...]
    composed: Composition
    confidence: float

    @property
    def quality(self) -> tuple[int, int, float, list[int]]:
        """Smaller is better: what is written down beats what is derived, then closest, surest.

        The same from either end, so that an answer read backwards is the reverse of itself:
        broad and narrow are equally close, and the row that stands first decides at last.
        """
        rows = sorted(edge.row for edge in self.edges)
        return len(self.edges), CLOSENESS[self.composed.relation], -self.confidence, rows


class Translator:
    """Translations along the mappings of one snapshot. Never changes; safe between threads."""

    def __init__(
        self,
        mappings: Callable[[], Iterable[Mapping]],
        lookups: Lookups,
        scale_values: Callable[[], Iterable[Iri]] = tuple,
    ) -> None:
        """`mappings` and `scale_values` are read at the first question and not before.

        `scale_values` names concepts that are values on a scale although their kind does not
        say so (steps with a weight).
        """
        self._mappings = mappings
        self.scale_values = scale_values
        self._concept_of = lru_cache(maxsize=_CONCEPT_CACHE)(lookups.concept_of)
        self._ancestors = lru_cache(maxsize=_CONCEPT_CACHE)(
            lambda iri: tuple(lookups.ancestors(iri))
        )
        self._is_scale_at = lru_cache(maxsize=_CONCEPT_CACHE)(
            lambda number: self.is_scale_value(self._concept_at(number))
        )
        self._explainer = Explainer(
            lambda scheme: lookups.scheme_labels.get(scheme, {}), lookups.successors
        )
        self.lookups = lookups

    @cached_property
    def graph(self) -> MappingGraph:
        """The rows; built at the first question."""
        return MappingGraph(self._mappings(), self._scheme_of)

    def prepare(self) -> None:
        """Read the rows now, so that the first question need not wait for it."""
        _ = self.graph

    @cached_property
    def _scale_values(self) -> frozenset[Iri]:
        return frozenset(self.scale_values())

    def concept(self, iri: Iri) -> Concept:
        """The concept. Raises UnknownConcept."""
        return self._concept_of(iri)

    def _scheme_of(self, iri: Iri) -> SchemeId | None:
        try:
            return self._concept_of(iri).scheme
        except UnknownConcept:
            return None

    def translate(self, iri: Iri, target: SchemeId, at: date) -> TranslationAnswer:
        """What concept `iri` is called in scheme `target` on day `at`, closest relation first.

        Follows mappings up to two steps and never through a concept that is not in force on
        that day; the concept asked about may be older or newer. When `translations` is empty,
        `unmapped_code` says why. Raises UnknownConcept, UnknownScheme.
        """
        if target not in self.lookups.scheme_labels:
            raise UnknownScheme(target, self.lookups.scheme_labels)
        source = self._concept_of(iri)
        if source.scheme == target:
            return TranslationAnswer(source, target, (self._itself(source, at),))
        start = self.graph.id_of(iri)
        if start is None:
            return self._nothing(source, target, at, None)
        paths, barred = self._paths(start, target, at)
        if not paths:
            return self._nothing(source, target, at, barred)
        translations = [self._translation(source, same_end, at) for same_end in _by_end(paths)]
        translations.sort(key=_closest_first)
        return TranslationAnswer(source, target, tuple(translations))

    def translate_many(
        self, iris: Iterable[Iri], target: SchemeId, at: date
    ) -> tuple[TranslationAnswer, ...]:
        """One answer per IRI, in the order asked. Raises as `translate` does."""
        answers: dict[Iri, TranslationAnswer] = {}
        asked = tuple(iris)
        for iri in asked:
            if iri not in answers:
                answers[iri] = self.translate(iri, target, at)
        return tuple(answers[iri] for iri in asked)

    def best_paths(self, iri: Iri, at: date) -> dict[Iri, Path]:
        """The best way to every concept of every scheme that is reached on day `at`.

        The same paths as `translate`, over all schemes at once and without words.
        """
        start = self.graph.id_of(iri)
        if start is None:
            return {}
        paths = (
            path
            for path in self.paths_of_any_day(start)
            if self._first_out_of_force(path.edges, at) is None
        )
        return {
            self.graph.iris[same_end[0].end]: min(same_end, key=lambda path: path.quality)
            for same_end in _by_end(paths)
        }

    def outline(self, scheme: SchemeId) -> Iterable[tuple[int, Concept]]:
        """The concepts of a scheme in hierarchy order, with depth. Raises UnknownScheme.

        Of a scheme larger than `LISTED_WHOLE`, those that rows name, by IRI and without depth:
        a table of a million gaps would help nobody, and take minutes.
        """
        if scheme not in self.lookups.scheme_labels:
            raise UnknownScheme(scheme, self.lookups.scheme_labels)
        if self.lookups.size(scheme) <= LISTED_WHOLE:
            return self.lookups.outline(scheme)
        return ((0, self._concept_of(iri)) for iri in sorted(self.graph.members(scheme)))

    def left_out(self, scheme: SchemeId) -> int:
        """How many concepts of a scheme `outline` does not list: no row names them."""
        size = self.lookups.size(scheme)
        if size <= LISTED_WHOLE:
            return 0
        return size - len(self.graph.members(scheme))

    def is_scale_value(self, concept: Concept) -> bool:
        """Whether the concept is a value on a scale, by its kind or its place in a list."""
        return concept.iri in self._scale_values or is_scale_value(concept)

    def is_scale(self, concept: Concept) -> bool:
        """Whether the concept is a scale or a value on one."""
        return is_scale(concept) or self.is_scale_value(concept)

    def _paths(self, start: int, target: SchemeId, at: date) -> tuple[list[Path], Concept | None]:
        """All ways into `target` on day `at`; and what stands in the way of the best of others."""
        paths: list[Path] = []
        barred: list[tuple[tuple[int, int, float, list[int]], Concept]] = []
        for path in self.paths_of_any_day(start, target):
            blocker = self._first_out_of_force(path.edges, at)
            if blocker is None:
                paths.append(path)
            else:
                barred.append((path.quality, blocker))
        return paths, min(barred, key=itemgetter(0))[1] if barred else None

    def paths_of_any_day(self, start: int, target: SchemeId | None = None) -> Iterator[Path]:
        """All ways from a concept into `target` (None: into every other scheme), dates ignored."""
        graph = self.graph
        own = graph.scheme_of(start)
        for edge in graph.steps(start) if target is None else graph.steps_to(start, target):
            if edge.relation not in graph.denied(start, edge.end):
                yield self._one_step(start, edge)
        for first in graph.steps(start):
            middle = graph.scheme_of(first.end)
            if middle in (target, own):
                continue
            is_open = first.relation is Relation.EXACT or self.lookups.is_hub(middle)
            onward = graph.steps(first.end) if target is None else graph.steps_to(first.end, target)
            for second in onward:
                if not is_open and second.relation is not Relation.EXACT:
                    continue
                path = self._two_steps(start, first, second)
                if path is not None and self._may_derive(start, first.end, path.end):
                    yield path

    def _may_derive(self, start: int, middle: int, end: int) -> bool:
        """A derived answer leads away, through and into what is not retired, and never overrules
        what an editor has ruled out, at either end."""
        graph = self.graph
        scheme = graph.scheme_of(end)
        return (
            scheme not in (graph.scheme_of(start), graph.scheme_of(middle))
            and graph.no_counterpart(start, scheme) is None
            and graph.no_counterpart(end, graph.scheme_of(start)) is None
            and graph.denial(start, end) is None
            and self._concept_at(middle).status is not Status.RETIRED
            and self._concept_at(end).status is not Status.RETIRED
        )

    def _first_out_of_force(self, edges: Iterable[Edge], at: date) -> Concept | None:
        ends = (self._concept_at(edge.end) for edge in edges)
        return next((concept for concept in ends if not concept.in_force(at)), None)

    def _one_step(self, start: int, edge: Edge) -> Path:
        composed = direct(self._relation(start, edge))
        return Path(edge.end, (edge,), composed, combined_confidence((edge.confidence,)))

    def _two_steps(self, start: int, first: Edge, second: Edge) -> Path | None:
        composed = compose(self._relation(start, first), self._relation(first.end, second))
        if composed is None:
            return None
        confidence = combined_confidence((first.confidence, second.confidence))
        return Path(second.end, (first, second), composed, confidence)

    def _relation(self, start: int, edge: Edge) -> Relation:
        """The relation of a step; a step that touches a value on a scale only relates."""
        if edge.relation is Relation.RELATED:
            return edge.relation
        touches_scale = self._is_scale_at(start) or self._is_scale_at(edge.end)
        return Relation.RELATED if touches_scale else edge.relation

    def _concept_at(self, number: int) -> Concept:
        return self._concept_of(self.graph.iris[number])

    def _translation(self, source: Concept, same_end: list[Path], at: date) -> Translation:
        best = min(same_end, key=lambda path: path.quality)
        path = self._steps(source, best.edges)
        is_reading_aid = self.is_scale_value(source) or any(
            self._is_scale_at(edge.end) for edge in best.edges
        )
        relation, loss, note = best.composed
        return Translation(
            target=path[-1].object,
            relation=relation,
            loss=loss,
            confidence=best.confidence,
            path=path,
            explanation=self._explainer.translation(
                path, best.composed, at, is_reading_aid=is_reading_aid
            ),
            alternatives=len(same_end) - 1,
            note=note,
            is_reading_aid=is_reading_aid,
        )

    def _steps(self, source: Concept, edges: Iterable[Edge]) -> tuple[Step, ...]:
        steps: list[Step] = []
        subject = source
        for edge in edges:
            object_ = self._concept_at(edge.end)
            steps.append(Step(subject, edge.relation, object_, self.graph.row(edge.row)))
            subject = object_
        return tuple(steps)

    def _itself(self, concept: Concept, at: date) -> Translation:
        explanation = self._explainer.itself(concept, at)
        return Translation(concept, Relation.EXACT, Loss.NONE, 1.0, (), explanation)

    def _nothing(
        self, source: Concept, target: SchemeId, at: date, barred: Concept | None
    ) -> TranslationAnswer:
        code, text = self._reason(source, target, at, barred)
        return TranslationAnswer(source, target, (), code, text)

    def _reason(
        self, source: Concept, target: SchemeId, at: date, barred: Concept | None
    ) -> tuple[str, Labels]:
        """Why there is no answer: on purpose, by the day asked for, or not done yet."""
        words = self._explainer
        start = self.graph.id_of(source.iri)
        if start is not None:
            stated = self.graph.no_counterpart(start, target)
            if stated is not None:
                return NO_COUNTERPART, words.no_counterpart(source, target, self.graph.row(stated))
            if barred is not None:
                return OUTSIDE_PERIOD, words.outside_period(source, barred, at)
            for denial in self.graph.denials(start, target):
                row = self.graph.row(denial)
                other = row.object if row.subject == source.iri else row.subject
                if other is not None:
                    text = words.not_the_same(source, self._concept_of(other), row)
                    return NO_COUNTERPART, text
        above = self._nearest_mapped_above(source, target, at)
        if self.is_scale_value(source):
            return NOT_MAPPED, words.scale_value(source, target, above)
        retired = None if start is None else self._retired_on_the_way(start, target)
        return NOT_MAPPED, words.not_mapped(source, target, at, above, retired)

    def _retired_on_the_way(self, start: int, target: SchemeId) -> Concept | None:
        """A retired concept that would have led there, were it not retired."""
        middles = (edge.end for edge in self.graph.steps(start))
        closed = (end for end in middles if self._concept_at(end).status is Status.RETIRED)
        found = next((end for end in closed if any(self.graph.steps_to(end, target))), None)
        return None if found is None else self._concept_at(found)

    def _nearest_mapped_above(
        self, source: Concept, target: SchemeId, at: date
    ) -> tuple[Concept, Relation, Concept] | None:
        """The nearest broader concept that has an answer, and its best one: a hint, no answer."""
        for above in self._ancestors(source.iri):
            start = self.graph.id_of(above.iri)
            paths = self._paths(start, target, at)[0] if start is not None else ()
            if paths:
                best = min(paths, key=lambda path: (RANK[path.composed.relation], path.quality))
                return above, best.composed.relation, self._concept_at(best.end)
        return None


def _by_end(paths: Iterable[Path]) -> Iterable[list[Path]]:
    grouped: dict[int, list[Path]] = {}
    for path in paths:
        grouped.setdefault(path.end, []).append(path)
    return grouped.values()


def _closest_first(translation: Translation) -> tuple[bool, int, float, int, str]:
    """Retired concepts last, whatever they are: somebody wrote them down for old cases."""
    return (
        translation.target.status is Status.RETIRED,
        RANK[translation.relation],
        -translation.confidence,
        len(translation.path),
        translation.target.notation,
    )
