"""Search and autocomplete."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from fagbegreb.model import Lang, SchemeId
from fagbegreb.render import search_json, suggest_json, to_bytes
from fagbegreb.terminology import Terminology
from fagbegreb.web.context import Asked
from fagbegreb.web.respond import answer, cache_for

router = APIRouter(tags=["search"])

MAX_PAGE = 200
MAX_OFFSET = 1_000_000
Text = Annotated[str, Query(description="What to look for: words, a code or a provision.")]
Schemes = Annotated[list[str] | None, Query(description="Only these schemes (repeat it).")]


@router.get("/search", summary="Find concepts")
def search(  # noqa: PLR0913, PLR0917  one per query parameter
    request: Request,
    asked: Asked,
    q: Text = "",
    scheme: Schemes = None,
    kind: Annotated[list[str] | None, Query(description="Only these kinds.")] = None,
    status: Annotated[list[str] | None, Query(description="stable, draft, retired.")] = None,
    language: Annotated[list[str] | None, Query(description="Language of what matched.")] = None,
    in_force: Annotated[bool | None, Query(description="Only in force, or only not.")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 20,
    offset: Annotated[int, Query(ge=0, le=MAX_OFFSET)] = 0,
) -> Response:
    """Ranked hits with facets; each says what matched and how."""
    terminology = asked.terminology
    for name in scheme or ():
        terminology.vocabulary.book.head(name)
    terminology.search.require(
        kinds=kind or (), statuses=status or (), languages=language or (), lang=asked.lang
    )
    body, total = found(
        terminology,
        q,
        schemes=tuple(SchemeId(name) for name in scheme or ()),
        lang=asked.lang,
        at=asked.at,
        limit=limit,
        offset=offset,
        kinds=tuple(kind or ()),
        statuses=tuple(status or ()),
        languages=tuple(language or ()),
        in_force=in_force,
    )
    headers = {"x-total-count": str(total)}
    return answer(request, body, cache=cache_for(asked.is_pinned), headers=headers)


def found(  # noqa: PLR0913  one per query parameter
    terminology: Terminology,
    q: str,
    *,
    schemes: tuple[SchemeId, ...],
    lang: Lang,
    at: date,
    limit: int,
    offset: int,
    **filters: Any,
) -> tuple[bytes, int]:
    """What search answers, as JSON, and how many hits there are."""
    result = terminology.search.search(
        q,
        schemes=schemes,
        lang=lang,
        at=at,
        limit=limit,
        offset=offset,
        concept_of=terminology.vocabulary.concept,
        **filters,
    )
    body = search_json(
        result,
        limit=limit,
        offset=offset,
        lang=lang,
        at=at,
        label=partial(terminology.facet_label, lang=lang),
    )
    return to_bytes(body), result.total


@router.get("/suggest", summary="Autocomplete")
def suggest(
    request: Request,
    asked: Asked,
    q: Text = "",
    scheme: Schemes = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> Response:
    """Suggestions while somebody types, best first."""
    terminology = asked.terminology
    for name in scheme or ():
        terminology.vocabulary.book.head(name)
    schemes = tuple(SchemeId(name) for name in scheme or ())
    body = suggestions(terminology, q, schemes, asked.lang, limit, at=asked.at)
    return answer(request, body, cache=cache_for(asked.is_pinned))


def suggestions(  # noqa: PLR0913, PLR0917  one per query parameter
    terminology: Terminology,
    q: str,
    schemes: tuple[SchemeId, ...],
    lang: Lang,
    limit: int,
    at: date,
) -> bytes:
    """What autocomplete answers, as JSON."""
    hits = terminology.search.suggest(
        q,
        schemes=schemes,
        lang=lang,
        at=at,
        limit=limit,
        concept_of=terminology.vocabulary.concept,
    )
    return to_bytes(suggest_json(hits, lang, at))
