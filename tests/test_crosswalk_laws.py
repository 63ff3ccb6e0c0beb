"""Laws that every answer keeps, whatever the rows say; and a slow, plain engine to compare with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalks import concept, iri, lookups_of
from fagbegreb.crosswalk import Crosswalk, combined_confidence, compose, reverse
from fagbegreb.crosswalk.algebra import CLOSENESS, DENIED, direct
from fagbegreb.model import (
    Concept,
    Mapping,
    Relation,
    SchemeId,
    Status,
    Translation,
)

EARLY, CHANGE, LATE = date(2023, 6, 1), date(2024, 1, 1), date(2024, 6, 1)
LAST = date(2023, 12, 31)
SCHEMES = ("a", "b", "h")
CURIES = [f"{scheme}:{number}" for scheme in SCHEMES for number in range(3)]

concepts = st.fixed_dictionaries({
    curie: st.builds(
        concept,
        st.just(curie),
        kind=st.sampled_from(["", "", "", "scale-step"]),
        status=st.sampled_from([Status.STABLE] * 4 + [Status.RETIRED]),
        valid_to=st.sampled_from([None, None, LAST]),
        valid_from=st.sampled_from([None, None, CHANGE]),
    )
    for curie in CURIES
})  # fmt: skip


@st.composite
def rows(draw: st.DrawFn) -> Mapping:
    subject, other = draw(
        st.tuples(st.sampled_from(CURIES), st.sampled_from(CURIES)).filter(
            lambda pair: pair[0][0] != pair[1][0]
        )
    )
    kind = draw(st.sampled_from(["row"] * 6 + ["denial", "nothing corresponds"]))
    return Mapping(
        subject=iri(subject),
        relation=draw(st.sampled_from(list(Relation))),
        object=None if kind == "nothing corresponds" else iri(other),
        crosswalk="",
        object_scheme=SchemeId(other[0]),
        negated=kind == "denial",
        confidence=draw(st.sampled_from([None, 0.3, 0.5, 0.9, 1.0])),
    )


worlds = st.tuples(concepts, st.lists(rows(), max_size=14).map(tuple))
days = st.sampled_from([EARLY, LAST, CHANGE, LATE])
World = tuple[dict[str, Concept], tuple[Mapping, ...]]


def engine_of(world: World) -> Crosswalk:
    known, written = world
    return Crosswalk(lambda: written, lookups_of({found.iri: found for found in known.values()}))


def answers(world: World, at: date) -> Iterator[tuple[Concept, Translation]]:
    engine = engine_of(world)
    for found, target in product(world[0].values(), SCHEMES):
        if found.scheme != target:
            answer = engine.translate(found.iri, SchemeId(target), at)
            assert bool(answer.translations) is (answer.unmapped_code is None)
            yield from ((found, one) for one in answer.translations)


def is_scale(one: Concept) -> bool:
    return one.kind == "scale-step"


@settings(deadline=None, max_examples=150)
@given(worlds, days)
def test_a_path_leads_from_the_source_to_the_target_along_rows(world: World, at: date) -> None:
    for source, found in answers(world, at):
        assert 1 <= len(found.path) <= 2
        assert found.path[0].subject == source
        assert found.path[-1].object == found.target
        for one, other in zip(found.path, found.path[1:], strict=False):
            assert one.object == other.subject
        for step in found.path:
            assert step.mapping in world[1] and not step.mapping.negated
            is_forward = step.mapping.subject == step.subject.iri
            said = step.mapping.relation
            assert step.relation is (said if is_forward else reverse(said))


@settings(deadline=None, max_examples=150)
@given(worlds, days)
def test_no_answer_leads_through_or_to_what_is_not_in_force(world: World, at: date) -> None:
    for _, found in answers(world, at):
        assert all(step.object.in_force(at) for step in found.path)


@settings(deadline=None, max_examples=150)
@given(worlds, days)
def test_nothing_is_derived_through_or_to_what_is_retired(world: World, at: date) -> None:
    for _, found in answers(world, at):
        if len(found.path) > 1:
            assert all(step.object.status is not Status.RETIRED for step in found.path)


@settings(deadline=None, max_examples=150)
@given(worlds, days)
def test_no_value_of_a_scale_is_more_than_related_to_anything(world: World, at: date) -> None:
    for source, found in answers(world, at):
        if any(map(is_scale, (source, *(step.object for step in found.path)))):
            assert found.relation is Relation.RELATED
            assert found.is_reading_aid
    for source, found in answers(world, at):
        assert len(found.path) == 1 or not (is_scale(source) and is_scale(found.target))


@settings(deadline=None, max_examples=150)
@given(worlds, days)
def test_every_answer_read_backwards_is_its_reverse(world: World, at: date) -> None:
    engine = engine_of(world)
    for source, found in answers(world, at):
        if not source.in_force(at) or source.status is Status.RETIRED:
            continue
        back = engine.translate(found.target.iri, source.scheme, at).translations
        (same,) = [one for one in back if one.target == source]
        assert same.relation is reverse(found.relation)
        assert (same.loss, same.confidence) == (found.loss, found.confidence)
        if found.target.status is not Status.RETIRED:  # nothing is derived *into* those
            assert same.alternatives == found.alternatives


def plain_engine(
    world: World, source: Concept, target: str, at: date
) -> dict[str, tuple[Relation, float]]:
    """What each target is, by looking at every pair of rows: the rules once more, and slowly."""
    known = {found.iri: found for found in world[0].values()}
    steps = [
        (known[start], relation, known[end], row)
        for row in world[1]
        for start, relation, end in (
            (row.subject, row.relation, row.object),
            (row.object, reverse(row.relation), row.subject),
        )
        if start is not None and end is not None
    ]
    denials = [(start, relation, end) for start, relation, end, row in steps if row.negated]
    stated = [step for step in steps if not step[3].negated]
    ruled_out = {(row.subject, row.object_scheme) for row in world[1] if row.object is None}

    def read(start: Concept, relation: Relation, end: Concept) -> Relation:
        return Relation.RELATED if is_scale(start) or is_scale(end) else relation

    found: dict[str, list[tuple[int, int, float, Relation]]] = {}
    for start, relation, end, row in stated:
        # the later row about a pair is the one that counts
        denied = next((said for one, said, other in reversed(denials)
                       if (one, other) == (start, end)), None)  # fmt: skip
        is_denied = denied is not None and relation in DENIED[denied]
        if start == source and end.scheme == target and end.in_force(at) and not is_denied:
            said = direct(read(start, relation, end)).relation
            sure = combined_confidence((row.confidence,))
            found.setdefault(end.curie, []).append((1, CLOSENESS[said], -sure, said))
    for first, second in product(stated, stated):
        start, one, middle, row = first
        between, two, end, other_row = second
        if start != source or between != middle or end.scheme != target:
            continue
        if middle.scheme in (source.scheme, target) or (middle, end) != (between, end):
            continue
        if any((start, end) == (here, there) for here, _, there in denials):
            continue
        if {(source.iri, end.scheme), (end.iri, source.scheme)} & ruled_out:
            continue
        on_the_way = (middle, end)
        if not all(one.in_force(at) and one.status is not Status.RETIRED for one in on_the_way):
            continue
        composed = compose(read(start, one, middle), read(middle, two, end))
        if composed is not None:
            sure = combined_confidence((row.confidence, other_row.confidence))
            entry = (2, CLOSENESS[composed.relation], -sure, composed.relation)
            found.setdefault(end.curie, []).append(entry)
    best = {curie: min(entries, key=lambda entry: entry[:3]) for curie, entries in found.items()}
    return {curie: (entry[3], -entry[2]) for curie, entry in best.items()}


@settings(deadline=None, max_examples=150)
@given(worlds, days)
def test_a_slow_and_plain_engine_finds_the_same(world: World, at: date) -> None:
    engine = engine_of(world)
    for source, target in product(world[0].values(), SCHEMES):
        if source.scheme == target:
            continue
        plain = plain_engine(world, source, target, at)
        quick = {
            found.target.curie: (found.relation, found.confidence)
            for found in engine.translate(source.iri, SchemeId(target), at).translations
        }
        assert plain.keys() == quick.keys()
        for curie, (relation, confidence) in plain.items():
            assert CLOSENESS[relation] == CLOSENESS[quick[curie][0]]
            assert confidence == quick[curie][1]
