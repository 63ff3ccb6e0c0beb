"""Who waits is served in turn by client, so that nobody is crowded out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fagbegreb.turns import Turns


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
