"""An editor's table becomes rows: every fault is told with its row before anything changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from crosswalks import TODAY, Sheet, concept, sheet_of
from fagbegreb.content import NO_TERM, Row, read_sssom, write_sssom
from fagbegreb.crosswalk.difference import changed_answers
from fagbegreb.crosswalk.importing import Importer, ImportLookups, ImportPlan, write_plan
from fagbegreb.crosswalk.sheets import read_sheet
from fagbegreb.errors import ContentError
from fagbegreb.model import Concept, Iri, Resolution, SchemeId
from fagbegreb.namespaces import ID, SKOS, SOURCE

HEADER = "subject_id\tpredicate_id\tobject_id\tconfidence\tcomment"


def vocabulary() -> Sheet:
    """Three schemes, two of them with a scale; nothing is mapped yet."""
    known = [
        concept(curie, iri=Iri(ID + curie.replace(":", "/")), kind=kind)
        for curie, kind in {
            "a:1": "", "a:2": "", "a:S1": "scale-step",
            "b:1": "", "b:2": "", "b:T1": "step", "c:1": "",
        }.items()
    ]  # fmt: skip
    return sheet_of("", *known)


def importer(sheet: Sheet) -> Importer:
    known: dict[str, Concept] = {}
    for scheme in sheet.crosswalk.lookups.scheme_labels:
        for _, found in sheet.crosswalk.outline(scheme):
            known[found.curie] = found

    def resolve(text: str, at: date) -> Resolution:
        if text == "§ 1":
            return Resolution(text, "ambiguous", (known["a:1"], known["b:1"]))
        found = (known[text],) if text in known else ()
        return Resolution(text, "found" if found else "not_found", found)

    lookups = ImportLookups(
        resolve=resolve,
        concept_of=sheet.crosswalk.concept,
        scheme_iri=lambda scheme: Iri(ID + scheme),
        scheme_ids=tuple(sheet.crosswalk.lookups.scheme_labels),
    )
    return Importer(lookups, TODAY)


def checked(tmp_path: Path, *lines: str, header: str = HEADER) -> tuple[list[Row], list[str]]:
    """(rows, faults as `line column: message`) of a tab-separated table."""
    path = tmp_path / "koblinger.tsv"
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    rows, faults = importer(vocabulary()).check(read_sheet(path))
    return list(rows), [f"{one.line} {one.column}: {one.message['da']}" for one in faults]


def test_a_sound_row_becomes_a_mapping(tmp_path: Path) -> None:
    rows, faults = checked(tmp_path, "a:1\tskos:closeMatch\tb:1\t0.9\tBegge rummer helbred.")
    assert faults == []
    (row,) = rows
    assert (row.subject, row.predicate, row.object) == (
        ID + "a/1", SKOS + "closeMatch", ID + "b/1",
    )  # fmt: skip
    assert (row.confidence, row.comment) == (0.9, "Begge rummer helbred.")


def test_danish_columns_words_and_decimal_commas_are_understood(tmp_path: Path) -> None:
    rows, faults = checked(
        tmp_path,
        "a:1\tbredere\tb:1\t0,8\tredaktion|kl",
        header="Fra\tRelation\tTil\tSikkerhed\tKilde",
    )
    assert faults == []
    assert rows[0].predicate == SKOS + "broadMatch"
    assert rows[0].confidence == 0.8
    assert rows[0].sources == (SOURCE + "redaktion", SOURCE + "kl")


def test_that_nothing_corresponds_names_the_scheme(tmp_path: Path) -> None:
    header = "subject_id\tpredicate_id\tobject_id\tobject_source"
    rows, faults = checked(tmp_path, "a:1\texact\tingen\tb", "a:2\texact\t-\t", header=header)
    assert (rows[0].object, rows[0].object_source) == (NO_TERM, ID + "b")
    assert len(faults) == 1 and faults[0].startswith("3 object_source: ")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("a:99\texact\tb:1\t\t", "2 subject_id: »a:99« er ikke et begreb"),
        ("\texact\tb:1\t\t", "2 subject_id: cellen er tom"),
        ("§ 1\texact\tb:1\t\t", "2 subject_id: »§ 1« kan være flere begreber: a:1, b:1"),
        ("a:1\tens\tb:1\t\t", "2 predicate_id: »ens« er ikke en relation"),
        ("a:1\texact\tb:1\t90 %\t", "2 confidence: »90 %« er ikke et tal fra 0 til 1"),
        ("a:1\texact\tb:1\t1,5\t", "2 confidence: »1,5« er ikke et tal fra 0 til 1"),
        ("a:1\texact\ta:2\t\t", "2 object_id: a:1 og a:2 hører til samme begrebssystem"),
        ("a:S1\tclose\tb:T1\t\t", "2 predicate_id: a:S1 og b:T1 er trin på hver sin skala"),
    ],
)
def test_each_fault_is_told_with_its_row_and_column(tmp_path: Path, line: str, fault: str) -> None:
    rows, faults = checked(tmp_path, line)
    assert rows == []
    assert len(faults) == 1
    assert faults[0].startswith(fault)


def test_all_faults_of_all_rows_are_told_at_once(tmp_path: Path) -> None:
    _, faults = checked(tmp_path, "a:99\tens\tb:99\t7\t", "a:1\texact\tb:1\t\t", "\texact\tb:2\t\t")
    assert [fault.split(":")[0] for fault in faults] == [
        "2 subject_id", "2 object_id", "2 predicate_id", "2 confidence", "4 subject_id",
    ]  # fmt: skip


def test_a_pair_that_stands_twice_names_the_other_row(tmp_path: Path) -> None:
    rows, faults = checked(tmp_path, "a:1\texact\tb:1\t\t", "b:1\tclose\ta:1\t\t")
    assert len(rows) == 1
    assert "allerede koblet i række 2" in faults[0]


def test_a_missing_column_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="predicate_id"):
        checked(tmp_path, "a:1\tb:1", header="fra\ttil")


@pytest.mark.parametrize("name", ["k.csv", "k.xlsx", "k.tsv"])
def test_the_same_table_in_three_formats_is_the_same(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    table = [["fra", "relation", "til", "sikkerhed"], ["a:1", "exact", "b:1", "0.9"]]
    if name.endswith("xlsx"):
        book = Workbook()
        for line in table:
            book.active.append(line)  # type: ignore[union-attr]
        book.save(path)
    else:
        separator = ";" if name.endswith("csv") else "\t"
        text = "\r\n".join(separator.join(line) for line in table)
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    (row,) = read_sheet(path).rows
    assert row.line == 2
    assert row.cells == {
        "subject_id": "a:1", "predicate_id": "exact", "object_id": "b:1", "confidence": "0.9",
    }  # fmt: skip


HEAD, FIRST = (
    "fra;relation;til;sikkerhed;begrundelse",
    'a:1;næsten;b:1;0,8;"Små børn; også søskende"',
)
TEXT = f"{HEAD}\r\n{FIRST}\r\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp1252"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.replace("\r\n", "\r").encode("mac_roman"),
        f"sep=;\r\n{TEXT}".encode("cp1252"),
        f"{HEAD};;;\r\n{FIRST};;;\r\n;;;;;;;\r\n".encode(),
        f"Koblinger til børneområdet;;;;\r\n;;;;\r\n{TEXT}".encode(),
        TEXT.replace(";", "\t").replace("børn\t", "børn;").encode("utf-16"),
        'a;til;x;relation;begrundelse;sikkerhed;fra\n;b:1;;næsten;"Små børn; også søskende";0,8;a:1'
        .encode(),
        b'"#curie_map:";;;;\r\n#  x: https://example.org/x/;;;;\r\n' + TEXT.encode(),
    ],
)  # fmt: skip
def test_a_table_is_read_however_a_spreadsheet_saved_it(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "k.csv"
    path.write_bytes(data)
    rows, faults = importer(vocabulary()).check(read_sheet(path))
    assert faults == ()
    (row,) = rows
    assert row.predicate == SKOS + "closeMatch"
    assert (row.confidence, row.comment) == (0.8, "Små børn; også søskende")


def test_rows_are_numbered_as_the_spreadsheet_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    path.write_text(f'{HEAD}\na:1;næsten;b:1;;"to\nlinjer"\na:99;næsten;b:1;;\n', "utf-8")
    _, faults = importer(vocabulary()).check(read_sheet(path))
    assert [fault.line for fault in faults] == [3]


def test_a_quotation_mark_in_a_file_of_sssom_is_just_one(tmp_path: Path) -> None:
    path = tmp_path / "k.sssom.tsv"
    row = 'a:1\tskos:closeMatch\tb:1\t0.9\t"Trivsel" og "helbred"'
    path.write_text(f"#curie_map:\n#  x: https://example.org/\n{HEADER}\n{row}\n", "utf-8")
    assert read_sheet(path).rows[0]["comment"] == '"Trivsel" og "helbred"'


@pytest.mark.parametrize(
    ("written", "read"),
    [("46053", "2026-01-31"), ("31-01-2026", "2026-01-31"), ("31/1/2026", "2026-01-31"),
     ("2026-01-31 00:00:00", "2026-01-31"), ("2026-01-31", "2026-01-31")],
)  # fmt: skip
def test_a_day_is_understood_as_people_and_spreadsheets_write_it(
    tmp_path: Path, written: str, read: str
) -> None:
    header = "fra\trelation\ttil\tdato"
    rows, faults = checked(tmp_path, f"a:1\tnæsten\tb:1\t{written}", header=header)
    assert (faults, rows[0].mapping_date) == ([], read)


@pytest.mark.parametrize("written", ["i går", "2026-02-30", "31-13-2026", "99"])
def test_what_is_no_day_is_told(tmp_path: Path, written: str) -> None:
    header = "fra\trelation\ttil\tdato"
    _, faults = checked(tmp_path, f"a:1\tnæsten\tb:1\t{written}", header=header)
    assert faults == [f"2 mapping_date: »{written}« er ikke en dato. Skriv den som 2026-01-31."]


def test_a_modifier_that_nobody_knows_is_told_and_not_taken_for_a_yes(tmp_path: Path) -> None:
    header = "fra\tpredicate_modifier\trelation\ttil"
    rows, faults = checked(
        tmp_path, "a:1\tnot\tsamme\tb:1", "a:2\tmåske\tsamme\tb:2", header=header
    )
    assert [row.negated for row in rows] == [True]
    assert faults == [
        "3 predicate_modifier: »måske« kendes ikke. Skriv Not, eller lad cellen stå tom."
    ]


def test_columns_that_nobody_reads_are_named(tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    path.write_text("fra;fisk;relation;til\na:1;x;næsten;b:1\n", "utf-8")
    assert read_sheet(path).unread == ("fisk",)


def test_what_the_table_has_no_column_for_stays_as_it_was(tmp_path: Path) -> None:
    mapping = Row(
        ID + "a/1", SKOS + "closeMatch", ID + "b/1", "semapv:X", 0.9, "Før.", (SOURCE + "kl",),
        mapping_date="2026-01-01", reviewer="KL", subject_source=ID + "a",
    )  # fmt: skip
    write_sssom(tmp_path / "a--b.sssom.tsv", [mapping])
    path = tmp_path / "k.csv"
    path.write_text("fra;relation;til;sikkerhed\na:1;bredere;b:1;0,7\n", "utf-8")
    sheet, taken = read_sheet(path), importer(vocabulary())
    rows, _ = taken.check(sheet)
    ((_, after),) = taken.plan(rows, tmp_path, sheet.columns).changed
    assert (after.predicate, after.confidence) == (SKOS + "broadMatch", 0.7)
    assert (after.comment, after.sources, after.reviewer) == ("Før.", (SOURCE + "kl",), "KL")
    assert after.mapping_date == TODAY.isoformat()


def test_a_denial_and_a_mapping_of_the_same_pair_both_stay(tmp_path: Path) -> None:
    denial = Row(ID + "a/1", SKOS + "exactMatch", ID + "b/1", "semapv:X", negated=True)
    write_sssom(tmp_path / "a--b.sssom.tsv", [denial])
    rows, _ = checked(tmp_path, "a:1\trelated\tb:1\t0.5\t")
    plan = importer(vocabulary()).plan(rows, tmp_path)
    assert [row.negated for row in plan.files["a--b"]] == [True, False]


def test_a_formula_that_nobody_calculated_is_a_fault(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["fra", "relation", "til", "sikkerhed"])
    sheet.append(["a:1", "næsten", "b:1", "=1-0.2"])
    book.save(tmp_path / "k.xlsx")
    _, faults = importer(vocabulary()).check(read_sheet(tmp_path / "k.xlsx"))
    assert [fault.column for fault in faults] == ["confidence"]


def test_a_quotation_mark_that_nobody_closed_swallows_no_row(tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    path.write_text(
        'fra;relation;til;begrundelse\na:1;exact;b:1;x\na:1;exact;b:2;"x\na:2;exact;b:2;x\n'
    )
    with pytest.raises(ContentError, match=r"k\.csv:3: "):
        read_sheet(path)


def test_a_separator_in_a_text_without_quotes_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    path.write_text("fra;relation;til;begrundelse\na:1;exact;b:1;x; y\na:2;exact;b:2;x;;\n")
    rows, faults = importer(vocabulary()).check(read_sheet(path))
    assert [(fault.line, "» y«" in fault.message["da"]) for fault in faults] == [(2, True)]
    assert [row.line for row in rows] == [3]


def test_a_file_that_is_nearly_utf8_is_refused_with_its_row(tmp_path: Path) -> None:
    """Read in an old code page, its æ, ø and å would be nonsense that nobody asked for."""
    path = tmp_path / "k.csv"
    path.write_bytes(
        "fra;relation;til;begrundelse\na:1;næsten;b:1;x\na:2;exact;b:2;".encode() + b"\xe6\n"
    )
    with pytest.raises(ContentError, match=r"k\.csv:3: "):
        read_sheet(path)


def test_a_source_that_nobody_knows_is_a_fault(tmp_path: Path) -> None:
    known = importer(vocabulary())
    lookups = replace(known._lookups, is_known=lambda iri: iri == SOURCE + "redaktion")
    path = tmp_path / "k.csv"
    path.write_text("fra;relation;til;kilde\na:1;exact;b:1;redaktion\na:2;exact;b:2;redaktoin\n")
    _, faults = Importer(lookups, TODAY).check(read_sheet(path))
    assert [(fault.line, fault.column) for fault in faults] == [(3, "see_also")]


def test_a_long_workbook_is_read_to_its_end(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["fra", "relation", "til"])
    for column, text in enumerate(("a:1", "exact", "b:1"), start=1):
        sheet.cell(200_003, column, text)
    book.save(tmp_path / "k.xlsx")
    assert [row.line for row in read_sheet(tmp_path / "k.xlsx")] == [200_003]


def test_a_damaged_workbook_says_so(tmp_path: Path) -> None:
    path = tmp_path / "k.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(ContentError, match="xlsx"):
        read_sheet(path)


# From rows to files


def planned(tmp_path: Path, *lines: str, is_complete: bool = False) -> ImportPlan:
    rows, faults = checked(tmp_path, *lines)
    assert faults == []
    return importer(vocabulary()).plan(rows, tmp_path, is_complete=is_complete)


def carry_out(plan: ImportPlan, folder: Path) -> None:
    write_plan(plan, folder, vocabulary().crosswalk.concept)


def test_a_plan_adds_changes_and_keeps(tmp_path: Path) -> None:
    carry_out(planned(tmp_path, "a:1\texact\tb:1\t0.9\t", "a:2\tclose\tb:2\t\t"), tmp_path)
    plan = planned(tmp_path, "b:1\tclose\ta:1\t0.5\t", "a:1\trelated\tc:1\t\t")
    assert [row.object for row in plan.added] == [ID + "c/1"]
    assert [(old.confidence, new.confidence) for old, new in plan.changed] == [(0.9, 0.5)]
    assert plan.removed == ()
    carry_out(plan, tmp_path)
    assert len(read_sssom(tmp_path / "a--b.sssom.tsv")) == 2, "what is not named stays"
    assert len(read_sssom(tmp_path / "a--c.sssom.tsv")) == 1


def test_importing_the_same_again_changes_nothing(tmp_path: Path) -> None:
    carry_out(planned(tmp_path, "a:1\texact\tb:1\t0.9\t"), tmp_path)
    plan = planned(tmp_path, "a:1\texact\tb:1\t0.9\t")
    assert (plan.files, plan.unchanged) == ({}, 1)


def test_a_complete_table_takes_away_what_it_does_not_name(tmp_path: Path) -> None:
    carry_out(planned(tmp_path, "a:1\texact\tb:1\t\t", "a:2\tclose\tb:2\t\t"), tmp_path)
    plan = planned(tmp_path, "a:1\texact\tb:1\t\t", is_complete=True)
    assert [row.subject for row in plan.removed] == [ID + "a/2"]


def test_a_crosswalk_file_of_ours_can_be_imported_as_it_is(tmp_path: Path) -> None:
    carry_out(planned(tmp_path, "a:1\texact\tb:1\t0.9\tNote."), tmp_path)
    rows, faults = importer(vocabulary()).check(read_sheet(tmp_path / "a--b.sssom.tsv"))
    assert faults == ()
    assert importer(vocabulary()).plan(rows, tmp_path).unchanged == 1


# What it does to answers


def test_every_answer_that_changes_is_told_also_the_derived_ones(tmp_path: Path) -> None:
    rows, _ = checked(tmp_path, "b:1\texact\tc:1\t1\t", "a:1\tclose\tb:1\t0.9\t")
    sheet = vocabulary()
    plan = importer(sheet).plan(rows, tmp_path)
    changes = changed_answers(sheet.crosswalk, plan, TODAY)
    told = {(one.source.curie, one.target.curie): one.after and one.after[:2] for one in changes}
    assert told[("a:1", "b:1")] == ("close", "low")
    assert told[("a:1", "c:1")] == ("close", "low"), "through b:1"
    assert all(one.before is None for one in changes)
    assert SchemeId("c") in {one.target.scheme for one in changes}
