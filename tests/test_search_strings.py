"""Texts by number, in files."""

from __future__ import annotations

from pathlib import Path

import pytest

from fagbegreb.search.strings import Strings


def written(folder: Path, *texts: str) -> Strings:
    Strings.write(folder / "texts", texts)
    return Strings(folder / "texts")


@pytest.mark.parametrize(
    "texts", [(), ("",), ("", "", ""), ("å", "", "ab\0c", "子供", "x" * 100_000), ("a", "", "")]
)
def test_texts_come_back_as_they_went_in(tmp_path: Path, texts: tuple[str, ...]) -> None:
    strings = written(tmp_path, *texts)
    assert tuple(strings[number] for number in range(len(strings))) == texts


ORDERED = ("a", "ab", "ab", "b", "bø", "bå", "å", "子")


@pytest.mark.parametrize(
    ("text", "low", "high", "first"),
    [
        ("", 0, 8, 0),
        ("ab", 0, 8, 1),
        ("ab\0", 0, 8, 3),
        ("ab", 2, 8, 2),
        ("b\U0010ffff", 0, 8, 6),
        ("å", 0, 8, 6),
        ("å", 0, 4, 4),
        ("\U0010ffff", 0, 8, 8),
        ("a", 5, 5, 5),
        ("a", 0, 0, 0),
    ],
)
def test_the_first_that_does_not_come_before_is_found(
    tmp_path: Path, text: str, low: int, high: int, first: int
) -> None:
    texts = sorted(ORDERED)
    strings = written(tmp_path, *texts)
    assert strings.first_from(text, low, high) == first
    assert all(each < text for each in texts[low:first])
    assert all(each >= text for each in texts[first:high])
