"""Search and autocomplete ahead of the framework, which would take longer than the search itself.

A thin ASGI layer that answers what forms send: a short text, perhaps a language, schemes, a place
in the list. Whatever else is asked of those addresses, it passes on. It answers one after another:
threads that search at once only take the interpreter from each other, and all are late.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Final, NamedTuple

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from fagbegreb.model import Lang, SchemeId, today
from fagbegreb.terminology import Terminology
from fagbegreb.web.api.searching import MAX_OFFSET, MAX_PAGE, found, suggestions
from fagbegreb.web.context import TERMINOLOGY, is_language
from fagbegreb.web.hot import HotPath
from fagbegreb.web.layers import local_path
from fagbegreb.web.respond import answer

_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,6}")
_LONGEST: Final = 40
"""Longer texts are nothing that is being typed."""
_LONGEST_SEARCHED: Final = 250
"""Longer texts are no search; whatever they hold, they are read in a thread."""


class _Asked(NamedTuple):
    q: str
    schemes: tuple[SchemeId, ...]
    lang: Lang
    limit: int
    offset: int


class _Way(NamedTuple):
    """An address that is answered here, and how."""

    route: SimpleNamespace
    known: frozenset[str]
    longest: int
    most: int
    usual: str
    answer: Callable[[Request, Terminology, _Asked], Response]


def _suggest(request: Request, terminology: Terminology, asked: _Asked) -> Response:
    body = suggestions(terminology, asked.q, asked.schemes, asked.lang, asked.limit, at=today())
    hot: HotPath = request.app.state.hot
    hot.remember_typed(request, terminology, body)
    return answer(request, body)


def _search(request: Request, terminology: Terminology, asked: _Asked) -> Response:
    body, total = found(
        terminology,
        asked.q,
        schemes=asked.schemes,
        lang=asked.lang,
        at=today(),
        limit=asked.limit,
        offset=asked.offset,
    )
    return answer(request, body, headers={"x-total-count": str(total)})


_WAYS: Final = {
    "/api/v1/suggest": _Way(
        SimpleNamespace(path="/api/v1/suggest"),
        frozenset({"q", "lang", "limit", "scheme"}),
        _LONGEST,
        50,
        "10",
        _suggest,
    ),
    "/api/v1/search": _Way(
        SimpleNamespace(path="/api/v1/search"),
        frozenset({"q", "lang", "limit", "scheme", "offset"}),
        _LONGEST_SEARCHED,
        MAX_PAGE,
        "20",
        _search,
    ),
}


class TypingAhead:
    """Answers what is plainly asked, and has the hot path keep it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Search or suggest, or pass the request on."""
        way = _way(scope)
        asked = _read(scope, way) if way else None
        if way is None or asked is None:
            await self._app(scope, receive, send)
            return
        scope["route"] = way.route
        request = Request(scope)
        await way.answer(request, scope[TERMINOLOGY], asked)(scope, receive, send)


def _way(scope: Scope) -> _Way | None:
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    return _WAYS.get(local_path(scope))


def _read(scope: Scope, way: _Way) -> _Asked | None:
    """What was asked; None for what the framework must judge."""
    query = QueryParams(scope["query_string"])
    limit, offset = query.get("limit", way.usual), query.get("offset", "0")
    if not (_NUMBER.fullmatch(limit) and _NUMBER.fullmatch(offset)):
        return None
    asked = _Asked(
        query.get("q", ""),
        tuple(SchemeId(name) for name in query.getlist("scheme")),
        query.get("lang", "da"),
        int(limit),
        int(offset),
    )
    heads = scope[TERMINOLOGY].vocabulary.book.heads
    is_plain = (
        query.keys() <= way.known
        and len(asked.q) <= way.longest
        and is_language(asked.lang)
        and 0 < asked.limit <= way.most
        and asked.offset <= MAX_OFFSET
        and all(scheme in heads for scheme in asked.schemes)
    )
    return asked if is_plain else None
