"""The pages of crosswalks: choosing two schemes, and the table between them."""

from __future__ import annotations

import asyncio
from collections import Counter
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from fagbegreb.drawing import has_three_sides
from fagbegreb.model import CrosswalkTable, Relation, SchemeId, Translation
from fagbegreb.terminology import Terminology
from fagbegreb.web.context import terminology_of
from fagbegreb.web.pages.systems import grouped
from fagbegreb.web.pages.view import View, page

router = APIRouter()

DRAWN_ROWS: Final = 150
SHOWN_ROWS: Final = 1_000
"""A page with more is no longer read, and slow to open; the files have them all."""
CONFIDENCES: Final = (0.0, 0.5, 0.7, 0.9)


@router.get("/oversaettelse")
async def overview(request: Request, fra: str = "", til: str = "") -> Response:
    """Choose two schemes, or a pair from how much of each has a counterpart in each other."""
    terminology, view = terminology_of(request), View(request)
    if fra and til:
        return RedirectResponse(view.link(f"/oversaettelse/{fra}/{til}"), status_code=303)
    matrix = await asyncio.to_thread(_matrix, terminology, view)
    groups = grouped(terminology, terminology.vocabulary.book.heads.values())
    return page(request, "crosswalks.html", groups=groups, matrix=matrix)


def _matrix(terminology: Terminology, view: View) -> dict[str, Any]:
    """Shares by (row, column) among our own schemes."""
    heads = terminology.vocabulary.book.heads.values()
    own: list[SchemeId] = [head.id for head in heads if head.is_own]
    found = terminology.coverage(view.at, tuple(own))
    return {"schemes": own, "share": {(each.source, each.target): each.share for each in found}}


@router.get("/oversaettelse/{source}/{target}")
async def crosswalk(
    request: Request,
    source: str,
    target: str,
    relation: Annotated[list[str] | None, Query()] = None,
    sikkerhed: Annotated[float, Query(ge=0, le=1)] = 0.0,
) -> Response:
    """The table in the order of the source scheme, gaps included, with a drawing."""
    terminology, view = terminology_of(request), View(request)
    book = terminology.vocabulary.book
    ends = (book.head(source).id, book.head(target).id)
    relations = [each for each in Relation if each.value in (relation or ())]
    table = await asyncio.to_thread(
        terminology.crosswalk.table, *ends, view.at, relations, sikkerhed
    )
    mapped = sum(bool(row.answer.translations) for row in table.rows)
    return page(
        request,
        "crosswalk.html",
        source=ends[0],
        target=ends[1],
        table=table,
        shown=table.rows[:SHOWN_ROWS],
        mapped=mapped,
        tally=_tally(table),
        chosen=[each.value for each in relations],
        relations=[each.value for each in Relation],
        confidence=sikkerhed,
        confidences=CONFIDENCES,
        is_drawn=len(table.rows) <= DRAWN_ROWS,
        has_triangle=has_three_sides(table),
        download=f"/api/v1/crosswalks/{ends[0]}/{ends[1]}",
        own_reason=partial(_own_reason, view),
        reasons=partial(_reasons, view),
        filters={"relation": [each.value for each in relations],
                 "min_confidence": sikkerhed or None, "lang": view.lang},
    )  # fmt: skip


def _tally(table: CrosswalkTable) -> list[tuple[str, int]]:
    """How many concepts have which relation as their closest, the closest relation first."""
    best = Counter(
        row.answer.translations[0].relation for row in table.rows if row.answer.translations
    )
    return [(each.value, best[each]) for each in Relation if best[each]]


def _own_reason(view: View, found: Translation) -> str:
    """The editor's reason for a direct mapping in the reader's language; empty for none."""
    return found.path[0].mapping.comment.get(view.lang, "") if len(found.path) == 1 else ""


def _reasons(view: View, found: Translation) -> list[Markup]:
    """The editors' reasons for each step of the way."""
    return [view.said(step.mapping.comment) for step in found.path if step.mapping.comment]
