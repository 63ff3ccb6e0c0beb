"""Autocomplete ahead of the framework, which would take longer than the search itself.

A thin ASGI layer that answers the requests forms send while somebody types: a short text, perhaps
a language, a limit and schemes. Whatever else is asked of that address, it passes on.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Final, NamedTuple

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from fagbegreb.model import Lang, SchemeId, today
from fagbegreb.terminology import Terminology
from fagbegreb.web.api.searching import suggestions
from fagbegreb.web.context import TERMINOLOGY, is_language
from fagbegreb.web.hot import HotPath
from fagbegreb.web.layers import local_path
from fagbegreb.web.respond import answer

_PATH: Final = "/api/v1/suggest"
_ROUTE: Final = SimpleNamespace(path=_PATH)
_KNOWN: Final = {"q", "lang", "limit", "scheme"}
_LIMIT: Final = re.compile(r"[1-9]|[1-4][0-9]|50")
_LONGEST: Final = 40
"""Longer texts are nothing that is being typed; they are searched in a thread of their own."""


class _Typed(NamedTuple):
    q: str
    schemes: tuple[SchemeId, ...]
    lang: Lang
    limit: int


class TypingAhead:
    """Answers what is plainly asked, and has the hot path keep it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Suggest, or pass the request on."""
        typed = _read(scope)
        if typed is None:
            await self._app(scope, receive, send)
            return
        terminology: Terminology = scope[TERMINOLOGY]
        scope["route"] = _ROUTE
        request = Request(scope)
        body = suggestions(terminology, *typed, at=today())
        hot: HotPath = request.app.state.hot
        hot.remember_typed(request, terminology, body)
        await answer(request, body)(scope, receive, send)


def _read(scope: Scope) -> _Typed | None:
    """What was typed; None for another address, and for what the framework must judge."""
    if scope["type"] != "http" or scope["method"] != "GET" or local_path(scope) != _PATH:
        return None
    query = QueryParams(scope["query_string"])
    typed = _Typed(
        query.get("q", ""),
        tuple(SchemeId(name) for name in query.getlist("scheme")),
        query.get("lang", "da"),
        int(limit) if _LIMIT.fullmatch(limit := query.get("limit", "10")) else 0,
    )
    heads = scope[TERMINOLOGY].vocabulary.book.heads
    is_plain = (
        query.keys() <= _KNOWN
        and len(typed.q) <= _LONGEST
        and is_language(typed.lang)
        and typed.limit > 0
        and all(scheme in heads for scheme in typed.schemes)
    )
    return typed if is_plain else None
