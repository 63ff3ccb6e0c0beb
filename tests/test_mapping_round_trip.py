"""From a crosswalk file to RDF and back to the file: nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagbegreb.content import (
    NO_TERM,
    Row,
    crosswalk_name,
    mapping_files,
    mapping_quads,
    read_sssom,
    rows_of_graph,
    write_sssom,
)
from fagbegreb.namespaces import ID, SEMAPV, SKOS, SOURCE
from fagbegreb.settings import content_root

FILES = mapping_files(content_root() / "mappings")

words = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40).map(str.strip)
rows = st.builds(
    Row,
    subject=st.sampled_from([ID + "a/1", ID + "a/52.3.7", "https://example.org/x#1"]),
    predicate=st.sampled_from([f"{SKOS}{name}Match" for name in ("exact", "broad", "related")]),
    object=st.sampled_from([ID + "b/1", ID + "b/50-2-4", NO_TERM]),
    justification=st.just(SEMAPV + "ManualMappingCuration"),
    confidence=st.one_of(st.none(), st.integers(0, 100).map(lambda n: n / 100)),
    comment=words,
    sources=st.lists(st.sampled_from([SOURCE + "a", SOURCE + "b"]), unique=True).map(
        lambda found: tuple(sorted(found))
    ),
    negated=st.booleans(),
    object_source=st.sampled_from(["", ID + "b"]),
    mapping_date=st.sampled_from(["", "2026-01-31"]),
    author=words,
    reviewer=words,
)


def through_rdf(given_rows: Iterable[Row], name: str) -> tuple[Row, ...]:
    return rows_of_graph(quad.triple for quad in mapping_quads(given_rows, name))


def comparable(found: Iterable[Row]) -> list[Row]:
    """The line is where a row stood, not what it says; sources are a set."""
    plain = (replace(row, line=0, sources=tuple(sorted(row.sources))) for row in found)
    return sorted(plain, key=lambda row: row.key)


@pytest.mark.parametrize("path", FILES, ids=crosswalk_name)
def test_every_crosswalk_of_ours_comes_back_as_it_was(path: Path) -> None:
    before = read_sssom(path)
    assert comparable(through_rdf(before, crosswalk_name(path))) == comparable(before)


@given(rows)
def test_any_row_comes_back_from_rdf(row: Row) -> None:
    assert through_rdf((row,), "a--b") == (row,)


@given(rows)
def test_any_row_comes_back_from_a_file(tmp_path_factory: pytest.TempPathFactory, row: Row) -> None:
    path = tmp_path_factory.mktemp("rows") / "a--b.sssom.tsv"
    write_sssom(path, (row,))
    assert comparable(read_sssom(path)) == [row]
