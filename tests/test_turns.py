"""Who waits is served in turn by client, so that nobody is crowded out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fagbegreb.turns import Spending, Turns


def drain(turns: Turns[str]) -> list[str]:
    items = []
    while (item := turns.next()) is not None:
        items.append(item)
    return items


def test_clients_take_turns() -> None:
    turns: Turns[str] = Turns(10)
    for client, item in [("a", "a1"), ("a", "a2"), ("a", "a3"), ("b", "b1"), ("c", "c1")]:
        assert turns.join(client, item) is None
    assert drain(turns) == ["a1", "b1", "c1", "a2", "a3"]


def test_when_full_the_one_with_most_places_gives_up_its_newest() -> None:
    turns: Turns[str] = Turns(3)
    for item in ("a1", "a2", "a3"):
        turns.join("a", item)
    assert turns.join("b", "b1") == "a3"
    assert turns.join("a", "a4") == "a4"
    assert drain(turns) == ["a1", "b1", "a2"]


def test_a_client_that_may_not_go_is_passed_over_and_keeps_its_place() -> None:
    turns: Turns[str] = Turns(3)
    turns.join("a", "a1")
    turns.join("b", "b1")
    assert turns.next(lambda client: client != "a") == "b1"
    assert turns.next(lambda client: client != "a") is None
    assert turns.next() == "a1"


def test_who_leaves_is_not_called() -> None:
    turns: Turns[str] = Turns(3)
    turns.join("a", "a1")
    turns.join("b", "b1")
    turns.leave("a", "a1")
    turns.leave("a", "a1")
    assert len(turns) == 1
    assert drain(turns) == ["b1"]


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["join", "next", "leave"]))),
    st.integers(1, 4),
)
def test_never_more_waiting_than_places_and_nobody_lost(
    acts: list[tuple[str, str]], places: int
) -> None:
    turns: Turns[str] = Turns(places)
    waiting: set[str] = set()
    for number, (client, act) in enumerate(acts):
        item = f"{client}{number}"
        if act == "join":
            waiting.add(item)
            displaced = turns.join(client, item)
            waiting.discard(displaced or "")
        elif act == "next":
            waiting.discard(turns.next() or "")
        elif waiting:
            leaver = min(waiting)
            turns.leave(leaver[0], leaver)
            waiting.discard(leaver)
        assert len(turns) == len(waiting) <= places
    assert set(drain(turns)) == waiting


def test_who_spent_least_goes_first_and_the_others_in_turn() -> None:
    turns: Turns[str] = Turns(5)
    for client, item in [("a", "a1"), ("b", "b1"), ("c", "c1")]:
        turns.join(client, item)
    spent = {"a": 3.0, "b": 0.0, "c": 0.0}.__getitem__
    assert [turns.next(spent=spent) for _ in range(3)] == ["b1", "c1", "a1"]


def test_when_full_who_spent_most_makes_room_for_who_spent_less() -> None:
    turns: Turns[str] = Turns(2)
    spent = {"a": 1.0, "b": 5.0, "c": 2.0, "d": 5.0}.__getitem__
    turns.join("a", "a1", spent)
    turns.join("b", "b1", spent)
    assert turns.join("d", "d1", spent) == "d1"
    assert turns.join("c", "c1", spent) == "b1"
    assert drain(turns) == ["a1", "c1"]


def test_what_was_taken_long_ago_counts_for_little() -> None:
    now = [0.0]
    spending = Spending(lambda: now[0])
    spending.add("a", 8.0)
    assert (spending.of("a"), spending.of("b")) == (8.0, 0.0)
    now[0] = 10.0
    spending.add("a", 1.0)
    assert spending.of("a") == 5.0


def test_clients_who_took_little_are_forgotten() -> None:
    now = [0.0]
    spending = Spending(lambda: now[0])
    for number in range(5_000):
        now[0] += 1
        spending.add(str(number), 1.0)
    assert spending.of("10") == 0.0
    assert spending.of("4999") == 1.0
