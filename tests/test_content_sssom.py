"""Our crosswalk files: what a row may say, what it becomes, and how a wrong row is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from fagbegreb import namespaces as ns
from fagbegreb.content import (
    COLUMNS,
    NO_TERM,
    Row,
    mapping_files,
    mapping_quads,
    read_sssom,
    write_sssom,
)
from fagbegreb.errors import ContentError

A, B = ns.ID + "a/1", ns.ID + "b/2"
CURATED = ns.SEMAPV + "ManualMappingCuration"
BROAD = Row(
    subject=A,
    predicate=ns.SKOS + "broadMatch",
    object=B,
    justification=CURATED,
    confidence=0.7,
    comment="b rummer mere.",
    sources=(ns.SOURCE + "redaktion", ns.SOURCE + "kl"),
    mapping_date="2026-01-31",
    reviewer="En Fagperson",
)
NOTHING = Row(
    subject=ns.ID + "a/9",
    predicate=ns.SKOS + "exactMatch",
    object=NO_TERM,
    justification=CURATED,
    object_source=ns.ID + "b",
)


def written(tmp_path: Path, *rows: Row) -> Path:
    path = tmp_path / "a--b.sssom.tsv"
    write_sssom(path, rows, {A: "det ene", B: "det andet"})
    return path


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    path = written(tmp_path, NOTHING, BROAD)
    first, second = read_sssom(path)
    assert (first.line, second.line) == (11, 12)
    assert {first.key, second.key} == {NOTHING.key, BROAD.key}
    assert (first.comment, first.confidence, first.sources) == (
        *(BROAD.comment, BROAD.confidence, BROAD.sources),
    )
    assert first.reviewer == "En Fagperson"
    assert second.object_source == ns.ID + "b"


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    one = written(tmp_path, NOTHING, BROAD).read_text("utf-8")
    assert written(tmp_path, BROAD, NOTHING).read_text("utf-8") == one


def test_the_file_explains_itself(tmp_path: Path) -> None:
    text = written(tmp_path, BROAD).read_text("utf-8")
    assert "#  a: https://w3id.org/fagbegreb/id/a/\n" in text
    assert "#license: https://creativecommons.org/licenses/by/4.0/\n" in text
    assert "a:1\tdet ene\t\tskos:broadMatch\tb:2\tdet andet\t" in text


def said(row: Row) -> set[tuple[str, str, str]]:
    return {
        (str(quad.subject), quad.predicate.value, str(quad.object))
        for quad in mapping_quads([row], "a--b")
    }


def test_a_row_becomes_the_triple_and_its_inverse() -> None:
    triples = said(BROAD)
    assert (f"<{A}>", ns.SKOS + "broadMatch", f"<{B}>") in triples
    assert (f"<{B}>", ns.SKOS + "narrowMatch", f"<{A}>") in triples


@pytest.mark.parametrize("negated", [BROAD.__class__(A, BROAD.predicate, B, CURATED, negated=True)])
def test_a_denial_becomes_no_mapping(negated: Row) -> None:
    assert not [t for t in said(negated) if t[1].endswith("Match")]
    assert [t for t in said(negated) if t[1] == ns.SSSOM + "predicate_modifier"]


def test_no_counterpart_becomes_no_mapping_but_stays_said() -> None:
    triples = said(NOTHING)
    assert not [t for t in triples if t[1].endswith("Match")]
    assert [t for t in triples if t[1:] == (ns.OWL + "annotatedTarget", f"<{NO_TERM}>")]
    assert [t for t in triples if t[1:] == (ns.SSSOM + "object_source", f"<{ns.ID}b>")]


def test_every_column_is_there_and_in_order(tmp_path: Path) -> None:
    header = written(tmp_path, BROAD).read_text("utf-8").splitlines()[9]
    assert header.split("\t") == list(COLUMNS)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (("b:2", "zz:2"), r"a--b\.sssom\.tsv:11: 'zz:2' has no known prefix"),
        (("0.7", "7"), r":11: confidence is '7'. Write a number from 0 to 1"),
        (("\tskos:broadMatch", "\t"), r":11: predicate_id is empty"),
        (("\tdet andet", ""), r":11: the row has another number of cells"),
        (("predicate_id", "predikat"), r":10: the column predicate_id is missing"),
    ],
)
def test_a_wrong_row_is_told_with_file_and_line(
    tmp_path: Path, wrong: tuple[str, str], message: str
) -> None:
    path = written(tmp_path, BROAD)
    path.write_text(path.read_text("utf-8").replace(*wrong), "utf-8")
    with pytest.raises(ContentError, match=message):
        read_sssom(path)


def test_an_empty_line_is_no_row_but_counts_as_a_line(tmp_path: Path) -> None:
    path = written(tmp_path, BROAD)
    path.write_text(path.read_text("utf-8").replace("\na:1", "\n\na:1"), "utf-8")
    assert [row.line for row in read_sssom(path)] == [12]


def test_one_file_of_a_folder_may_be_named(tmp_path: Path) -> None:
    path = written(tmp_path, BROAD)
    assert mapping_files(path) == mapping_files(tmp_path) == (path,)
    with pytest.raises(ContentError, match=r"egne--koder.tsv:1: the file must be called"):
        mapping_files(path.rename(tmp_path / "egne--koder.tsv"))


def test_the_name_of_the_file_is_the_pair_in_order(tmp_path: Path) -> None:
    written(tmp_path, BROAD).rename(tmp_path / "b--a.sssom.tsv")
    with pytest.raises(ContentError, match=r"b--a\.sssom\.tsv:1: .* alphabetical order"):
        mapping_files(tmp_path)
