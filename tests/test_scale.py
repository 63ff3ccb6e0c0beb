"""What is read at the start and for a page does not grow with the number of concepts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crosswalks import concept as named
from crosswalks import iri, lookups_of, mapping_of
from fagbegreb.crosswalk import Crosswalk, table_cells
from fagbegreb.model import Concept, SchemeId
from fagbegreb.remote import RemoteStore
from fagbegreb.search.typos import WordList
from fagbegreb.store import Store
from searching import ENGINES, TODAY, Searcher, concept

NUMBERED = [concept(f"N{n}", f"Sag {n} 3d", alt=[f"gruppe{n}"]) for n in range(4_000, 4_030)]
OTHERS = [concept("A", "Børn 2024"), concept("B", "Trivsel 20 24")]


@pytest.fixture(params=ENGINES)
def searcher(request: pytest.FixtureRequest, tmp_path: Path) -> Searcher:
    return Searcher(tmp_path / "index", [*NUMBERED, *OTHERS], large=ENGINES[request.param])


def test_words_that_begin_with_a_digit_are_found_as_all_others(searcher: Searcher) -> None:
    assert searcher.codes("sag 4007") == ["N4007"]
    assert searcher.codes("gruppe4007") == ["N4007"]
    assert len(searcher.codes("sag 400")) == 10
    assert len(searcher.codes("sag 4001", limit=99)) == 1
    assert searcher.codes("børn 20") == ["A"]
    assert searcher.codes("børn 20 24") == ["A"]
    assert searcher.codes("trivsell 20 24") == ["B"]
    assert searcher.result("trivsell 20 24").did_you_mean == "trivsel 20 24"
    assert searcher.suggested("sag 402")[0] == "N4020"


def test_they_are_looked_up_and_not_read_at_the_start() -> None:
    asked = []

    def numbered(low: str, high: str) -> list[tuple[str, str, bool]]:
        asked.append(low)
        kept = [("3d", "3D", True), ("42", "42", True), ("421", "421", False)]
        return [row for row in kept if low <= row[0] < high]

    words = WordList([("sag", "Sag", True), ("øre", "Øre", True)], "da", numbered)
    assert list(words.words) == ["sag", "øre"]
    assert list(words.beginning_with("sa")) == ["sag"]
    assert "sag" in words
    assert "sagen" not in words
    assert not asked
    assert list(words.beginning_with("42")) == ["42", "421"]
    assert "421" in words
    assert "4" not in words
    assert words["3d"].shown == "3D"
    assert not words["421"].is_visible


def test_of_a_very_large_scheme_only_what_is_mapped_is_listed() -> None:
    mappings = (mapping_of("big:2 close a:1 .9"), mapping_of("big:1 related a:1"))
    known = {iri(curie): named(curie) for curie in ("big:1", "big:2", "a:1")}

    def outline(scheme: SchemeId) -> Iterator[tuple[int, Concept]]:
        assert scheme == "a", "walks through a million concepts"
        yield 0, known[iri("a:1")]

    lookups = replace(
        lookups_of(known), outline=outline, size=lambda scheme: 1_000_000 if scheme == "big" else 1
    )
    crosswalk = Crosswalk(lambda: mappings, lookups)
    table = crosswalk.table(SchemeId("big"), SchemeId("a"), TODAY)
    assert [row.answer.source.notation for row in table.rows] == ["1", "2"]
    assert table.left_out == 999_998
    assert "999998 begreber" in str(list(table_cells(table, "da"))[-1][-1])
    there, back = crosswalk.coverage(TODAY, (SchemeId("big"), SchemeId("a")))
    assert (there.source, there.concepts, sum(there.by_relation.values())) == ("big", 1_000_000, 2)
    assert (back.concepts, back.share) == (1, 1.0)
    assert crosswalk.table(SchemeId("a"), SchemeId("big"), TODAY).left_out == 0


@pytest.mark.parametrize("kind", [Store, RemoteStore])
def test_whether_there_is_a_store_is_asked_without_counting_what_is_in_it(
    kind: Callable[..., object],
) -> None:
    assert not hasattr(kind, "__len__")
    assert not hasattr(kind, "__bool__")
