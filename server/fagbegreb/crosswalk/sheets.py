"""An editor's table (TSV, CSV or XLSX) goes in; its rows come out, with their numbers.

Columns may carry SSSOM's names or the Danish ones that our own spreadsheets use, in any order. The
file may be as a spreadsheet program left it: semicolons, UTF-16 or an old code page, quoted cells,
empty columns at the end, lines above the header.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Final

from fagbegreb.content import curie_map
from fagbegreb.errors import ContentError

COLUMN_NAMES: Final = {
    "subject_id": ("subject_id", "subject", "fra", "kode", "from"),
    "predicate_id": ("predicate_id", "predicate", "relation"),
    "predicate_modifier": ("predicate_modifier",),
    "object_id": ("object_id", "object", "til", "modsvarende kode", "to", "target code"),
    "subject_source": ("subject_source",),
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
UNREAD: Final = frozenset({"subject_label", "object_label"})
"""Columns that say again what the codes say."""
REQUIRED: Final = ("subject_id", "predicate_id", "object_id")
_LINES_ABOVE: Final = 200
"""How far down the header is looked for: SSSOM has its metadata there, people have a title."""
_DELIMITERS: Final = ("\t", ";", ",")
_SEPARATOR_LINE: Final = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n)', re.IGNORECASE)
_LINE_END: Final = re.compile(r"\r\n|\r|\n")

_END: Final = "\x00"
"""No cell has this character."""
_DANISH_UTF8: Final = re.compile(b"\xc3[\x86\x98\x85\xa6\xb8\xa5]")

Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of the table; `line` is what the spreadsheet program shows beside it."""

    line: int
    cells: dict[str, str]
    """By SSSOM's name; only columns that the table has. An empty cell is an empty text."""
    surplus: str = ""
    """What stands beyond the last column: a separator in a text moved the cells on."""

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class EditorSheet:
    """The rows below the header, and what the header says."""

    rows: tuple[SheetRow, ...]
    columns: frozenset[str]
    """By SSSOM's name."""
    unread: tuple[str, ...]
    """Titles of columns that nobody reads."""
    prefixes: dict[str, str]
    """Those that the metadata of an SSSOM file declares."""

    def __iter__(self) -> Iterator[SheetRow]:
        return iter(self.rows)


def read_sheet(path: Path) -> EditorSheet:
    """The rows below the header; empty rows and `#` lines are passed over.

    Raises ContentError when the file cannot be read or a column that must be there is not.
    """
    is_workbook = path.suffix.lower() in (".xlsx", ".xlsm")
    tables = _workbook_tables(path) if is_workbook else [_text_table(path)]
    found = next((table for table in tables if _header_place(table) is not None), None)
    if found is None:
        raise _without_header(path, tables[0] if tables else [])
    place = _header_place(found) or 0
    (_, header), below = found[place], found[place + 1 :]
    columns = _columns(header)
    named = {place for place, title in enumerate(header) if title.strip()}
    return EditorSheet(
        rows=tuple(
            _row(columns, number, cells, len(header)) for number, cells in below if any(cells)
        ),
        columns=frozenset(columns.values()),
        unread=tuple(
            header[place].strip()
            for place in sorted(named - columns.keys())
            if header[place].strip().casefold() not in UNREAD
        ),
        prefixes=curie_map(cells[0] for _, cells in found[:place] if cells),
    )


def _header_place(table: list[Line]) -> int | None:
    for place, (_, cells) in enumerate(table[:_LINES_ABOVE]):
        if set(REQUIRED) <= set(_columns(cells).values()):
            return place
    return None


def _columns(header: Iterable[str]) -> dict[int, str]:
    by_name = {name: column for column, names in COLUMN_NAMES.items() for name in names}
    found: dict[int, str] = {}
    for place, title in enumerate(header):
        column = by_name.get(title.strip().casefold())
        if column and column not in found.values():
            found[place] = column
    return found


def _without_header(path: Path, table: list[Line]) -> ContentError:
    """What the header lacks: the row that comes nearest to one is taken for it."""
    lines = [line for line in table[:_LINES_ABOVE] if any(line[1])] or [(1, [])]
    line, cells = max(lines, key=lambda one: len(_columns(one[1])))
    column = next(name for name in REQUIRED if name not in _columns(cells).values())
    also = " eller ".join(f"»{name}«" for name in COLUMN_NAMES[column][:3])
    return ContentError(
        f"{path}:{line}: kolonnen {also} mangler i overskriften. Tilføj den.",
        f"{path}:{line}: the column {column} is missing from the header. Add it.",
    )


def _row(columns: dict[int, str], line: int, cells: list[str], width: int) -> SheetRow:
    named = {
        column: cells[place].strip() if place < len(cells) else ""
        for place, column in columns.items()
    }
    return SheetRow(line, named, next((cell for cell in cells[width:] if cell.strip()), ""))


def _text_table(path: Path) -> list[Line]:
    text = _text(path).replace("\x00", "")
    if _is_untouched_sssom(text):
        rows = [line.split("\t") for line in _LINE_END.split(text)]
    else:
        rows = _quoted_rows(path, text)
    table = list(enumerate(rows, start=1))
    start = next((at for at, (_, cells) in enumerate(table) if not _is_remark(cells)), len(table))
    return table[:start] + [line for line in table[start:] if not _is_remark(line[1])]


def _quoted_rows(path: Path, text: str) -> list[list[str]]:
    stated = _SEPARATOR_LINE.match(text)
    delimiter = stated[1] if stated else _delimiter(text)
    rest = text[stated.end() :] if stated else text
    lines = StringIO(f"{rest}\n{_END}\n", newline="")
    rows: list[list[str]] = [[]] if stated else []
    # Excel's own line about the separator counts as the first
    try:
        rows += csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        raise _unclosed(path, len(rows) + 1) from None
    if rows.pop() != [_END]:  # the end was taken for a part of a quoted text
        raise _unclosed(path, len(rows) + 1)
    return rows


def _unclosed(path: Path, line: int) -> ContentError:
    return ContentError(
        f"{path}:{line}: et anførselstegn mangler sin makker. Ret det, eller gem som .xlsx.",
        f"{path}:{line}: a quotation mark is not closed. Repair it or save as .xlsx.",
    )


def _is_remark(cells: list[str]) -> bool:
    return bool(cells) and cells[0].startswith("#")


def _is_untouched_sssom(text: str) -> bool:
    """As SSSOM files are written: nothing is quoted there, so a quote is just a quote."""
    head = [line for line in _LINE_END.split(text) if line.startswith(("#", '"#'))]
    return bool(head) and all(line.startswith("#") and not line.endswith("\t") for line in head)


def _delimiter(text: str) -> str:
    lines = [line for line in _LINE_END.split(text) if not line.startswith(("#", '"#'))]
    header = max(lines[:_LINES_ABOVE], key=lambda line: len(_named(line)), default="")
    return max(_DELIMITERS, key=header.count)


def _named(line: str) -> dict[int, str]:
    return _columns(part.strip('" ') for part in re.split(r"[\t;,]", line))


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ContentError(
            f"{path}: filen kan ikke læses ({error.strerror}).",
            f"{path}: the file cannot be read ({error.strerror}).",
        ) from None
    line = 1
    for encoding in _encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
        if encoding == "utf-8-sig" and _DANISH_UTF8.search(data):
            break  # UTF-8 but for one place: in an old code page every æ would be nonsense
    raise ContentError(
        f"{path}:{line}: filens tegn kan ikke læses. Gem den som »CSV UTF-8« eller som .xlsx.",
        f"{path}:{line}: the characters cannot be read. Save it as 'CSV UTF-8' or as .xlsx.",
    )


def _encodings(data: bytes) -> tuple[str, ...]:
    """What to try: as the file says itself, else UTF-8, else what old Excels write."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ("utf-16",)
    if b"\x00" in data[:200:2] and data[1:2] != b"\x00":
        return ("utf-16-be", "utf-8-sig")
    if b"\x00" in data[1:200:2]:
        return ("utf-16-le", "utf-8-sig")
    # only Excel for Mac ends its lines with a bare carriage return
    is_mac = b"\r" in data and b"\n" not in data
    return ("utf-8-sig", "mac_roman" if is_mac else "cp1252")


def _workbook_tables(path: Path) -> list[list[Line]]:
    import openpyxl

    try:
        values = openpyxl.load_workbook(path, read_only=True, data_only=True)
        formulas = openpyxl.load_workbook(path, read_only=True)
    except Exception as error:  # the reader raises what zip, XML and the format may raise
        raise ContentError(
            f"{path}: regnearket kan ikke åbnes. Gem det igen som .xlsx.",
            f"{path}: the workbook cannot be opened. Save it again as .xlsx.",
        ) from error
    try:
        return [
            [
                (number, [_cell(*pair) for pair in zip(row, stated, strict=True)])
                for number, (row, stated) in enumerate(
                    zip(
                        sheet.iter_rows(values_only=True),
                        formulas[sheet.title].iter_rows(values_only=True),
                        strict=True,
                    ),
                    start=1,
                )
                if any(cell is not None for cell in stated)
            ]
            for sheet in values.worksheets
        ]
    finally:
        values.close()
        formulas.close()


def _cell(value: object, stated: object) -> str:
    """The value as text; of a formula that nobody has calculated, the formula itself."""
    if value is None:
        return "" if stated is None else str(stated)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.12g}"
    return str(value).strip()
