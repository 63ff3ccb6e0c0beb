"""Everything one scheme is called in another: as JSON, CSV, XLSX and SSSOM."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from fagbegreb.crosswalk import table_cells, table_header, table_sssom
from fagbegreb.model import CrosswalkTable, SchemeId
from fagbegreb.render import to_bytes, translation_json
from fagbegreb.tables import csv_bytes, xlsx_bytes
from fagbegreb.web.api.crosswalks import Confidence, Relations
from fagbegreb.web.api.schemes import off_loop
from fagbegreb.web.context import Asked, AskedIn
from fagbegreb.web.respond import answer, cache_for

router = APIRouter(tags=["crosswalk"])

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ForExcel = Annotated[
    bool, Query(description="With a byte order mark and semicolons, as Danish Excel reads CSV.")
]


@dataclass(frozen=True, slots=True)
class WantedTable:
    """The crosswalk that a request names; `read` makes it and takes a while."""

    source: SchemeId
    target: SchemeId
    read: Callable[[], CrosswalkTable]

    @property
    def name(self) -> str:
        """What its file is called, without an extension."""
        return f"{self.source}--{self.target}"


def wanted_table(
    asked: Asked,
    source: str,
    target: str,
    relation: Relations = None,
    min_confidence: Confidence = 0.0,
) -> WantedTable:
    """What address and parameters ask for. Raises UnknownScheme."""
    book, crosswalk = asked.terminology.vocabulary.book, asked.terminology.crosswalk
    ends = (book.head(source).id, book.head(target).id)
    return WantedTable(
        *ends, lambda: crosswalk.table(*ends, asked.at, relation or (), min_confidence)
    )


Wanted = Annotated[WantedTable, Depends(wanted_table)]


@router.get("/crosswalks/{source}/{target}.csv", summary="A crosswalk as CSV")
async def as_csv(
    request: Request,
    asked: Asked,
    wanted: Wanted,
    excel: ForExcel = False,
) -> Response:
    """One row per counterpart; a concept without any has a row that says why."""

    def write(table: CrosswalkTable) -> bytes:
        cells = table_cells(table, asked.lang)
        return csv_bytes(table_header(asked.lang), cells, for_excel=excel)

    body = await off_loop(lambda: write(wanted.read()))
    return _file(request, asked, body, "text/csv; charset=utf-8", f"{wanted.name}.csv")


@router.get("/crosswalks/{source}/{target}.xlsx", summary="A crosswalk as XLSX")
async def as_xlsx(
    request: Request,
    asked: Asked,
    wanted: Wanted,
) -> Response:
    """The same rows for a spreadsheet program."""

    def write(table: CrosswalkTable) -> bytes:
        cells = table_cells(table, asked.lang)
        return xlsx_bytes(table_header(asked.lang), cells, f"{wanted.source} - {wanted.target}")

    body = await off_loop(lambda: write(wanted.read()))
    return _file(request, asked, body, XLSX, f"{wanted.name}.xlsx")


@router.get("/crosswalks/{source}/{target}.sssom.tsv", summary="A crosswalk as SSSOM")
async def as_sssom(
    request: Request,
    asked: Asked,
    wanted: Wanted,
) -> Response:
    """SSSOM/TSV with its metadata; derived rows carry `semapv:MappingChaining`."""
    scheme_iri = asked.terminology.vocabulary.book.head(wanted.target).iri
    body = await off_loop(lambda: table_sssom(wanted.read(), scheme_iri).encode())
    media_type = "text/tab-separated-values; charset=utf-8"
    return _file(request, asked, body, media_type, f"{wanted.name}.sssom.tsv")


@router.get("/crosswalks/{source}/{target}", summary="A whole crosswalk")
async def as_json(
    request: Request,
    asked: Asked,
    wanted: Wanted,
) -> Response:
    """The source scheme in hierarchy order, gaps shown with their reason."""

    def write(table: CrosswalkTable) -> bytes:
        rows = [
            {
                "depth": row.depth,
                "hidden": row.hidden,
                **translation_json(row.answer, asked.lang, asked.at),
            }
            for row in table.rows
        ]
        named = {"source": table.source, "target": table.target, "at": table.at.isoformat()}
        told = {**named, "rows": rows, "left_out": table.left_out}
        return to_bytes({**told, "release": asked.terminology.release_json})

    body = await off_loop(lambda: write(wanted.read()))
    return answer(request, body, cache=cache_for(asked.is_pinned))


def _file(request: Request, asked: AskedIn, body: bytes, media_type: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return answer(request, body, media_type, cache=cache_for(asked.is_pinned), headers=headers)
