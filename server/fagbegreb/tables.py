"""A header and rows go in; a CSV or XLSX file comes out as bytes. Once for everybody.

Texts are written so that no spreadsheet program takes them for formulas.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

Cell = str | int | float | bool | None
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_BOM = "\ufeff"
_SHEET_NAME_LENGTH = 31
_CELL_LENGTH = 32_767
_WIDEST = 60
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""The same table is the same file, whenever it is made: people compare checksums."""


def csv_bytes(
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    for_excel: bool = False,
) -> bytes:
    """RFC 4180 in UTF-8. `for_excel` adds a byte order mark and uses semicolons, as Danish
    Excel reads them."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";" if for_excel else ",", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return ((_BOM if for_excel else "") + written.getvalue()).encode()


def xlsx_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]], title: str) -> bytes:
    """One sheet named `title` with a bold, frozen, filtered header. Texts stay texts."""
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": _NO_TIME})
        sheet = book.add_worksheet(_sheet_name(title))
        widths = [len(name) for name in header]
        sheet.write_row(0, 0, header, book.add_format({"bold": True}))
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                _write(sheet, last, column, cell)
                widths[column] = max(widths[column], len(str(cell or "")))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width + 2, _WIDEST))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(header) - 1)
    return target.getvalue()


def _write(sheet: object, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell[:_CELL_LENGTH])  # type: ignore[attr-defined]
    elif cell is not None:
        sheet.write(row, column, cell)  # type: ignore[attr-defined]


def _guarded(cell: Cell) -> Cell:
    """An apostrophe before what a spreadsheet program would run."""
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell


def _sheet_name(title: str) -> str:
    """Excel's rules: 31 characters, none of []:*?/\\ and no apostrophe at an end."""
    allowed = "".join(
        " " if char in "[]:*?/\\" or not char.isprintable() else char for char in title
    )
    return allowed[:_SHEET_NAME_LENGTH].strip(" '") or "Ark1"
