"""An editor's table (TSV, CSV or XLSX) goes in; its rows come out, with their numbers.

Columns may carry SSSOM's names or the Danish ones that our own spreadsheets use.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from fagbegreb.errors import ContentError

COLUMN_NAMES: Final = {
    "subject_id": ("subject_id", "subject", "fra", "kode", "from"),
    "predicate_id": ("predicate_id", "predicate", "relation"),
    "predicate_modifier": ("predicate_modifier",),
    "object_id": ("object_id", "object", "til", "modsvarende kode", "to", "target code"),
    "object_source": ("object_source", "begrebssystem", "scheme"),
    "mapping_justification": ("mapping_justification", "justification", "metode"),
    "confidence": ("confidence", "sikkerhed"),
    "comment": ("comment", "comment_da", "begrundelse", "bemærkning"),
    "see_also": ("see_also", "source", "kilde", "kilder"),
    "author_label": ("author_label", "forfatter"),
    "reviewer_label": ("reviewer_label", "godkendt af"),
    "mapping_date": ("mapping_date", "dato"),
}
"""SSSOM's name and what else a column may be called, capitals aside."""
REQUIRED: Final = ("subject_id", "predicate_id", "object_id")
MAX_ROWS: Final = 200_000


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of the table; `line` is what the spreadsheet program shows beside it."""

    line: int
    cells: dict[str, str]
    """By SSSOM's name; a missing column or an empty cell is an empty text."""

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read_sheet(path: Path) -> tuple[SheetRow, ...]:
    """The rows below the header; empty rows and `#` lines are passed over.

    Raises ContentError when the file cannot be read or a column that must be there is not.
    """
    reader = _xlsx_lines if path.suffix.lower() in (".xlsx", ".xlsm") else _text_lines
    lines = ((number, cells) for number, cells in reader(path) if any(cells))
    number, header = next(lines, (1, []))
    columns = _columns(path, number, header)
    return tuple(_row(columns, number, cells) for number, cells in lines)


def _columns(path: Path, line: int, header: list[str]) -> dict[int, str]:
    by_name = {name: column for column, names in COLUMN_NAMES.items() for name in names}
    found: dict[int, str] = {}
    for place, title in enumerate(header):
        column = by_name.get(title.strip().casefold())
        if column and column not in found.values():
            found[place] = column
    for column in REQUIRED:
        if column not in found.values():
            also = " eller ".join(f"»{name}«" for name in COLUMN_NAMES[column][:3])
            raise ContentError(
                f"{path}:{line}: kolonnen {also} mangler i overskriften. Tilføj den.",
                f"{path}:{line}: the column {column} is missing from the header. Add it.",
            )
    return found


def _row(columns: dict[int, str], line: int, cells: list[str]) -> SheetRow:
    named = {
        column: cells[place].strip() for place, column in columns.items() if place < len(cells)
    }
    return SheetRow(line, named)


def _text_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    lines = _text(path).splitlines()
    start = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header = lines[start] if start < len(lines) else ""
    if "\t" in header:
        table: Iterable[list[str]] = (line.split("\t") for line in lines[start:])
        yield from enumerate(table, start + 1)
        return
    reader = csv.reader(lines[start:], delimiter=";" if ";" in header else ",")
    for cells in reader:
        yield start + reader.line_num, cells


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ContentError(
            f"{path}: filen kan ikke læses ({error.strerror}).",
            f"{path}: the file cannot be read ({error.strerror}).",
        ) from None
    for encoding in (
        ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",)
    ):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
    raise ContentError(
        f"{path}:{line}: filen er ikke UTF-8. Gem den som »CSV UTF-8« eller som .xlsx.",
        f"{path}:{line}: the file is not UTF-8. Save it as 'CSV UTF-8' or as .xlsx.",
    )


def _xlsx_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # the reader raises what zip, XML and the format may raise
        raise ContentError(
            f"{path}: regnearket kan ikke åbnes. Gem det igen som .xlsx.",
            f"{path}: the workbook cannot be opened. Save it again as .xlsx.",
        ) from error
    try:
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(values_only=True, max_row=MAX_ROWS)
        for number, row in enumerate(rows, start=1):
            yield number, [_cell(value) for value in row]
    finally:
        book.close()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:g}"
    return str(value).strip()
