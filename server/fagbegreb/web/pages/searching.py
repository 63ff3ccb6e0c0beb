"""The search page: `/`."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from fagbegreb.model import Match, SchemeId
from fagbegreb.terminology import Terminology
from fagbegreb.web.context import terminology_of
from fagbegreb.web.pages.marking import marked
from fagbegreb.web.pages.systems import grouped
from fagbegreb.web.pages.view import View, page

router = APIRouter()

PAGE_SIZE: Final = 20
FACETS: Final = ("scheme", "kind", "status", "language", "in_force")
EXAMPLES: Final = {
    "da": (
        ("search.ex_word", "dårlig trivsel"),
        ("search.ex_law", "SEL § 52, stk. 3, nr. 7"),
        ("search.ex_code", "ics:B1"),
        ("search.ex_method", "sos bekymring"),
        ("search.ex_old", "foranstaltning"),
    ),
    "en": (
        ("search.ex_word", "bullying"),
        ("search.ex_law", "SEL § 52, stk. 3, nr. 7"),
        ("search.ex_code", "ics:B1"),
        ("search.ex_method", "ics health"),
        ("search.ex_old", "foranstaltning"),
    ),
}
"""Ways to search, each with something that finds an answer."""
Several = Annotated[list[str] | None, Query()]


@router.get("/")
def search(  # noqa: PLR0913, PLR0917  one per parameter
    request: Request,
    q: str = "",
    scheme: Several = None,
    kind: Several = None,
    status: Several = None,
    language: Several = None,
    in_force: Several = None,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """Empty: what one can search for. Else hits, facets and what the search understood."""
    view, terminology = View(request), terminology_of(request)
    asked = (scheme, kind, status, language, in_force)
    chosen = {facet: values or [] for facet, values in zip(FACETS, asked, strict=True)}
    if not q.strip() and not any(chosen.values()):
        return _start(request, terminology)
    result = terminology.search.search(
        q,
        schemes=tuple(SchemeId(name) for name in chosen["scheme"]),
        kinds=tuple(chosen["kind"]),
        statuses=tuple(chosen["status"]),
        languages=tuple(chosen["language"]),
        in_force=_one_of(chosen["in_force"]),
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
        without=dict.fromkeys(FACETS),
        facet_label=partial(_facet_label, view, terminology),
        marked=partial(marked, q),
        why=partial(_why, view),
        examples=EXAMPLES[view.lang],
        offset=offset,
        page_size=PAGE_SIZE,
    )


def _start(request: Request, terminology: Terminology) -> Response:
    """The front page: what this is, what one can do here, and all schemes."""
    groups = grouped(terminology, terminology.vocabulary.book.heads.values())
    total = sum(scheme.concept_count for scheme in terminology.vocabulary.schemes())
    return page(
        request, "start.html", groups=groups, total=total, examples=EXAMPLES[View(request).lang]
    )


def _one_of(values: list[str]) -> bool | None:
    """Whether hits must be in force; None when both or neither will do."""
    wanted = set(values) & {"true", "false"}
    return wanted == {"true"} if len(wanted) == 1 else None


def _facet_label(view: View, terminology: Terminology, facet: str, value: str) -> str:
    """What a value is called. Languages and validity are the page's own words."""
    if facet == "in_force":
        return view.t("search.in_force" if value == "true" else "search.not_in_force")
    if facet == "language":
        return view.language(value)
    return terminology.facet_label(facet, value, view.lang)


def _why(view: View, matched: Match) -> str:
    """Why a hit is a hit, in words."""
    return f"{view.t('match.' + matched.how)} ({view.t('field.' + matched.field)})"
