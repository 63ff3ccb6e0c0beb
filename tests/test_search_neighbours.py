"""Words near another are found as by comparing all of them, only sooner."""

from __future__ import annotations

import random
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from fagbegreb.search.neighbours import Neighbours

LETTERS = "aben"
"""Few letters, so that many words are near each other."""
DRAW = random.Random(7)
WORDS = sorted({"".join(DRAW.choices(LETTERS, k=DRAW.randint(3, 12))) for _ in range(6000)})
NEIGHBOURS = Neighbours(WORDS)


def compared(word: str, most: int) -> dict[str, int]:
    """By looking at every word."""
    far = {one: OSA.distance(word, one) for one in WORDS}
    return {one: edits for one, edits in far.items() if edits <= most}


@pytest.mark.parametrize("most", [1, 2])
@given(word=st.text(alphabet=LETTERS, min_size=1, max_size=14))
def test_none_is_missed_and_none_is_added(most: int, word: str) -> None:
    assert NEIGHBOURS.within(word, most) == compared(word, most)


@pytest.mark.parametrize("most", [1, 2])
@given(data=st.data())
def test_a_word_is_found_after_any_errors(most: int, data: st.DataObject) -> None:
    meant = data.draw(st.sampled_from([word for word in WORDS if len(word) > 7]))
    typed = meant
    for _ in range(most):
        at = data.draw(st.integers(0, len(typed) - 2))
        letter = data.draw(st.sampled_from(ascii_lowercase))
        typed = data.draw(
            st.sampled_from(
                [
                    typed[:at] + typed[at + 1 :],
                    typed[:at] + letter + typed[at:],
                    typed + letter,
                    typed[:at] + letter + typed[at + 1 :],
                    typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :],
                ]
            )
        )
    if OSA.distance(typed, meant) <= most:
        assert meant in NEIGHBOURS.within(typed, most)


def test_words_of_a_length_are_there_in_order() -> None:
    assert NEIGHBOURS.of_length(4) == [word for word in WORDS if len(word) == 4]
    assert NEIGHBOURS.of_length(99) == []
