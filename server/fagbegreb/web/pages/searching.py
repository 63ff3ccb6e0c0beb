"""The search page: `/`."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from fagbegreb.model import Match, SchemeId
from fagbegreb.web.context import terminology_of
from fagbegreb.web.pages.marking import marked
from fagbegreb.web.pages.systems import grouped
from fagbegreb.web.pages.view import View, page

router = APIRouter()

PAGE_SIZE: Final = 20
FACETS: Final = {"scheme": "scheme", "kind": "kind", "status": "status"}
Several = Annotated[list[str] | None, Query()]


@router.get("/")
def search(  # noqa: PLR0913, PLR0917  one per parameter
    request: Request,
    q: str = "",
    scheme: Several = None,
    kind: Several = None,
    status: Several = None,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """Empty: what one can search for. Else hits, facets and what the search understood."""
    view, terminology = View(request), terminology_of(request)
    chosen = {"scheme": scheme or [], "kind": kind or [], "status": status or []}
    if not q.strip() and not any(chosen.values()):
        heads = terminology.vocabulary.book.heads.values()
        return page(request, "start.html", groups=grouped(terminology, heads))
    result = terminology.search.search(
        q,
        schemes=tuple(SchemeId(name) for name in chosen["scheme"]),
        kinds=tuple(chosen["kind"]),
        statuses=tuple(chosen["status"]),
        lang=view.lang,
        at=view.at,
        limit=PAGE_SIZE,
        offset=offset,
        concept_of=terminology.vocabulary.concept,
    )
    return page(
        request,
        "search.html",
        q=q,
        result=result,
        chosen=chosen,
        facets=FACETS,
        facet_label=partial(terminology.facet_label, lang=view.lang),
        marked=partial(marked, q),
        why=partial(_why, view),
        offset=offset,
        page_size=PAGE_SIZE,
    )


def _why(view: View, matched: Match) -> str:
    """Why a hit is a hit, in words."""
    return f"{view.t('match.' + matched.how)} ({view.t('field.' + matched.field)})"
