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
    format_content,
    mapping_files,
    mapping_quads,
    read_sssom,
    rows_of_graph,
    write_sssom,
)
from fagbegreb.errors import ContentError
from fagbegreb.namespaces import ID, SEMAPV, SKOS, SOURCE
from fagbegreb.settings import content_root

FILES = mapping_files(content_root() / "mappings")

words = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=40).map(
    str.strip
)
rows = st.builds(
    Row,
    subject=st.sampled_from([ID + "a/1", ID + "a/52.3.7", "https://example.org/x#1"]),
    predicate=st.sampled_from([f"{SKOS}{name}Match" for name in ("exact", "broad", "related")]),
    object=st.sampled_from([ID + "b/1", ID + "b/50-2-4", NO_TERM]),
    justification=st.just(SEMAPV + "ManualMappingCuration"),
    confidence=st.one_of(st.none(), st.floats(0, 1, allow_nan=False).map(abs)),
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


def test_what_parts_a_line_for_some_readers_becomes_a_space(tmp_path: Path) -> None:
    path = tmp_path / "a--b.sssom.tsv"
    comment = "en\u2028to\x85tre\x0bfire\tfem\r\nseks"
    write_sssom(path, [Row(ID + "a/1", SKOS + "exactMatch", ID + "b/1", "semapv:X", 1, comment)])
    (row,) = read_sssom(path)
    assert row.comment == "en to tre fire fem seks"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [("\tcomment\t", "\tmapping_tool\t", "mapping_tool"),
     ("#license:", "#creator_label: En redaktør\n#license:", "creator_label")],
)  # fmt: skip
def test_a_file_is_not_written_anew_when_something_would_be_lost(
    tmp_path: Path, old: str, new: str, named: str
) -> None:
    folder = tmp_path / "mappings"
    folder.mkdir()
    path = folder / "a--b.sssom.tsv"
    write_sssom(path, [Row(ID + "a/1", SKOS + "exactMatch", ID + "b/1", SEMAPV + "X")])
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(ContentError, match=named):
        format_content(tmp_path, fix=True)
