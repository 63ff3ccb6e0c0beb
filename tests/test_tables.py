"""Tables as files that spreadsheet programs open rightly and never run."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from fagbegreb.tables import Cell, csv_bytes, xlsx_bytes

HEADER = ("kode", "betegnelse")


def test_csv_quotes_what_needs_it_and_ends_lines_by_the_standard() -> None:
    assert csv_bytes(HEADER, [("B1", 'a, "b"')]) == (
        b'kode,betegnelse\r\nB1,"a, ""b"""\r\n'
    )  # fmt: skip


def test_csv_for_excel_has_a_byte_order_mark_and_semicolons() -> None:
    written = csv_bytes(HEADER, [("B1", "æ;ø")], for_excel=True)
    assert written.startswith(b"\xef\xbb\xbfkode;")
    assert list(csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=";"))[1] == [
        "B1",
        "æ;ø",
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_formula_in_a_csv_is_only_text(start: str) -> None:
    written = csv_bytes(HEADER, [(f"{start}cmd|'/c calc'!A1", -1)])
    row = list(csv.reader(io.StringIO(written.decode(), newline="")))[1]
    assert row == [f"'{start}cmd|'/c calc'!A1", "-1"]


def test_an_empty_table_is_its_header() -> None:
    assert csv_bytes(HEADER, []) == b"kode,betegnelse\r\n"
    sheet = load_workbook(io.BytesIO(xlsx_bytes(HEADER, [], "Tom")))["Tom"]
    assert list(sheet.values) == [HEADER]


def test_xlsx_keeps_texts_as_texts_and_numbers_as_numbers() -> None:
    rows: list[tuple[Cell, Cell]] = [("=1+1", "http://x"), ("52.3.7", 0.5), (None, "x" * 40_000)]
    sheet = load_workbook(io.BytesIO(xlsx_bytes(HEADER, rows, "Liste")))["Liste"]
    assert [cell.data_type for cell in sheet[2]] == ["s", "s"]
    assert (sheet["A2"].value, sheet["B2"].hyperlink, sheet["B3"].value) == ("=1+1", None, 0.5)
    assert sheet["A3"].value == "52.3.7"


@pytest.mark.parametrize("title", ["a/b:c*[d]?\\e" * 5, "", "'", "\x00"])
def test_any_title_makes_a_sheet_name(title: str) -> None:
    (name,) = load_workbook(io.BytesIO(xlsx_bytes(HEADER, [], title))).sheetnames
    assert 0 < len(name) <= 31


def test_a_workbook_does_not_say_when_it_was_made_so_that_checksums_hold() -> None:
    made = load_workbook(io.BytesIO(xlsx_bytes(HEADER, [("B1", "æ")], "ICS"))).properties
    assert made.created == made.modified == datetime(2000, 1, 1)
