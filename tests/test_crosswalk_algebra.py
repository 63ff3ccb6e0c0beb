"""What two relations amount to, as architecture.md's table has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagbegreb.crosswalk import combined_confidence, compose, reverse
from fagbegreb.crosswalk.algebra import RANK
from fagbegreb.model import Loss, Relation

relations = st.sampled_from(list(Relation))
confidences = st.one_of(st.none(), st.floats(0, 1))

TABLE = """
         exact    close      broad      narrow      related
exact    exact    close      broad      narrow      related
close    close    related!   broad!     narrow!     related
broad    broad    broad!     broad      related     related
narrow   narrow   narrow!    related    narrow      related
related  related  related    related    related     -
"""
"""Rows: first step; columns: second; ! means that the table itself says `loss high`."""


def cells() -> list[tuple[str, str, str]]:
    head, *rows = (line.split() for line in TABLE.strip().splitlines())
    return [
        (row[0], second, cell) for row in rows for second, cell in zip(head, row[1:], strict=True)
    ]


@pytest.mark.parametrize(("first", "second", "expected"), cells())
def test_two_steps_amount_to_what_the_table_says(first: str, second: str, expected: str) -> None:
    composed = compose(Relation(first), Relation(second))
    if expected == "-":
        assert composed is None
        return
    assert composed is not None
    assert composed.relation == expected.rstrip("!")
    if expected.endswith("!"):
        assert composed.loss is Loss.HIGH


@given(relations)
def test_exact_before_or_after_changes_nothing(relation: Relation) -> None:
    before, after = compose(Relation.EXACT, relation), compose(relation, Relation.EXACT)
    assert before is not None and before == after
    assert before.relation is relation
    assert before.note == {}, "the standard itself says so"


def test_both_steps_approximate_is_said() -> None:
    composed = compose(Relation.CLOSE, Relation.CLOSE)
    assert composed is not None
    assert composed.note == {"da": "begge led er omtrentlige", "en": "both steps approximate"}


def test_where_the_standard_is_silent_the_answer_says_that_the_rule_is_ours() -> None:
    composed = compose(Relation.BROAD, Relation.NARROW)
    assert composed is not None
    assert "redaktionelle regel" in composed.note["da"]


@given(relations)
def test_reversing_twice_gives_the_same(relation: Relation) -> None:
    assert reverse(reverse(relation)) is relation


@given(relations)
def test_only_broad_and_narrow_change_places(relation: Relation) -> None:
    swapped = {Relation.BROAD: Relation.NARROW, Relation.NARROW: Relation.BROAD}
    assert reverse(relation) is swapped.get(relation, relation)


@given(relations, relations)
def test_walking_a_chain_backwards_reverses_what_it_amounts_to(
    first: Relation, second: Relation
) -> None:
    there = compose(first, second)
    back = compose(reverse(second), reverse(first))
    assert (there is None) == (back is None)
    if there and back:
        assert back.relation is reverse(there.relation)
        assert back.loss is there.loss


@given(relations, relations)
def test_a_chain_is_never_closer_than_its_loosest_step(first: Relation, second: Relation) -> None:
    composed = compose(first, second)
    if composed:
        assert RANK[composed.relation] >= max(RANK[first], RANK[second])


@given(confidences, confidences)
def test_a_chain_is_never_surer_than_its_weakest_step(
    first: float | None, second: float | None
) -> None:
    sure = [0.5 if given is None else given for given in (first, second)]
    assert combined_confidence((first, second)) <= min(sure) + 0.0001


def test_confidences_are_multiplied_and_an_unjudged_step_counts_a_half() -> None:
    assert combined_confidence((0.9, 0.8)) == 0.72
    assert combined_confidence((0.9, None)) == 0.45
    assert combined_confidence(()) == 1.0
