"""An error goes in; problem+json (RFC 9457) or a page for people comes out, by route and Accept."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.routing import compile_path

from fagbegreb.errors import (
    AmbiguousId,
    BadParameter,
    BadRequest,
    FagbegrebError,
    NotFoundError,
    ServerBusy,
    UnknownConcept,
    shown,
)
from fagbegreb.render import to_bytes
from fagbegreb.web.context import ui_language

_LOG = logging.getLogger("fagbegreb")
PROBLEM = "application/problem+json"
_METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_MACHINES = (
    "/api/",
    "/id/",
    "/download/",
    "/context/",
    "/health/",
    "/metrics",
    "/openapi.json",
    "/static/",
)

ErrorPage = Callable[[Request, FagbegrebError], Response]


class WrongMethod(BadRequest):
    """The address exists, but not for this method."""

    code = "method-not-allowed"
    status = 405


class NotHere(NotFoundError):
    """No route has that address."""

    code = "no-such-address"

    def __init__(self) -> None:
        super().__init__(
            "Der er intet på denne adresse. Se forsiden / eller API-vejledningen /docs.",
            "There is nothing at this address. See the front page / or the API guide /docs.",
        )
        self.on_a_page = {
            "da": "Der er intet på denne adresse. Måske er den skrevet forkert eller gammel.",
            "en": "There is nothing at this address. It may be misspelt or old.",
        }


class OtherFault(FagbegrebError):
    """A status that the framework raised by itself."""


def install(app: FastAPI, error_page: ErrorPage | None = None) -> None:
    """Answer every error of `app` in our shape; `error_page` draws the page for people."""

    async def known(request: Request, error: Exception) -> Response:
        assert isinstance(error, FagbegrebError)  # noqa: S101  registered for this class only
        if isinstance(error, UnknownConcept) and (location := _without_slash(request)):
            return Response(status_code=307, headers={"location": location})
        return respond(request, error, error_page)

    async def framework(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101  registered for this class only
        if error.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            answered = respond(request, _from_framework(error), error_page)
            answered.headers.update(error.headers or {})
            return answered
        allowed = {"Allow": ", ".join(_methods(app, request))}
        if request.method == "OPTIONS":
            return Response(status_code=HTTPStatus.NO_CONTENT, headers=allowed)
        answered = respond(request, _wrong_method(allowed["Allow"]), error_page)
        answered.headers.update(allowed)
        return answered

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101  registered for this class
        return respond(request, _from_validation(error), error_page)

    async def unforeseen(request: Request, error: Exception) -> Response:
        log_fault(request.url.path, error)
        return respond(request, unexpected(), error_page)

    app.add_exception_handler(FagbegrebError, known)
    app.add_exception_handler(HTTPException, framework)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(Exception, unforeseen)


def respond(
    request: Request, error: FagbegrebError, error_page: ErrorPage | None = None
) -> Response:
    """The answer to `error`: a page where a person asked, else problem+json."""
    if error_page is not None and wants_page(request):
        return error_page(request, error)
    return problem(request, error)


def problem(request: Request, error: FagbegrebError) -> Response:
    """problem+json in the language asked for."""
    lang = ui_language(request.headers, request.query_params, request.cookies)
    body = {
        "type": f"https://w3id.org/fagbegreb/problem/{error.code}",
        "title": error.title[lang],
        "status": error.status,
        "detail": error.detail[lang],
        "code": error.code,
        **(error.told if isinstance(error, AmbiguousId) else {}),
    }
    headers = {"cache-control": "no-store", "content-language": lang}
    if isinstance(error, ServerBusy):
        headers["retry-after"] = str(error.retry_after_s)
    return Response(to_bytes(body), status_code=error.status, media_type=PROBLEM, headers=headers)


def wants_page(request: Request) -> bool:
    """Whether a person asked: a page's address, and a browser's Accept."""
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    if path.startswith(_MACHINES):
        return False
    return "text/html" in request.headers.get("accept", "")


def unexpected() -> FagbegrebError:
    """What we say when we do not know what went wrong."""
    return FagbegrebError(
        "Der skete en uventet fejl hos os. Den er noteret. Prøv igen, eller spørg om mindre.",
        "Something unexpected went wrong here. It was noted. Try again, or ask for less.",
    )


def log_fault(path: str, error: BaseException) -> None:
    """Note where it happened. Never the message: it may quote what somebody sent."""
    if isinstance(error, ClientDisconnect):
        return  # who asked is gone; nothing is wrong here
    frames = "".join(traceback.format_tb(error.__traceback__))
    _LOG.error("unexpected %s at %s\n%s", type(error).__name__, path, frames)


def _without_slash(request: Request) -> str:
    """The address with a slash too many without it; "" for any other address.

    The framework does so too, but a code may hold slashes, so it takes the last for a part of it.
    """
    path = request.url.path
    is_one_too_many = path.endswith("/") and not path.endswith("//")
    return str(request.url.replace(path=path.removesuffix("/"))) if is_one_too_many else ""


def _methods(app: FastAPI, request: Request) -> list[str]:
    """What the address can be asked with: HEAD wherever GET, and this."""
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    found: set[str] = set()
    for route in iter_route_contexts(app.routes):
        if compile_path(route.path or "")[0].match(path):
            found |= getattr(route.original_route, "methods", None) or set()
    found |= {"HEAD", "OPTIONS"} if "GET" in found else {"OPTIONS"}
    return [method for method in _METHODS if method in found]


def _wrong_method(allowed: str) -> WrongMethod:
    return WrongMethod(
        f"Adressen svarer kun på {allowed}.", f"This address answers {allowed} only."
    )


def _from_framework(error: HTTPException) -> FagbegrebError:
    if error.status_code == 404:
        return NotHere()
    if error.status_code == 400:
        return BadRequest("Forespørgslen kan ikke læses.", "The request cannot be read.")
    fault = OtherFault("Forespørgslen kan ikke besvares.", "The request cannot be answered.")
    fault.status = error.status_code  # type: ignore[misc]
    return fault


def _from_validation(error: RequestValidationError) -> BadParameter:
    """Names the first parameter that is wrong, its value and what it should be.

    Never what stands in a body: that may be a case.
    """
    first = error.errors()[0]
    given = first.get("input")
    is_told = first["loc"][0] in {"query", "path"} and isinstance(given, str)
    value = shown(given) if is_told else ""
    name = ".".join(str(part) for part in first["loc"] if part not in {"query", "path", "body"})
    kind = str(first["type"])
    da, en = _EXPECTED.get(kind, ("har en værdi, der ikke kan bruges", "has an unusable value"))
    context = {str(key): value for key, value in (first.get("ctx") or {}).items()}
    listed = {key: str(given).replace(" or ", " eller ") for key, given in context.items()}
    return BadParameter(
        f"Parameteren {name}{value and f' (»{value}«)'} {da.format_map(_Blank(listed))}.",
        f"The parameter {name}{value and f' ({value!r})'} {en.format_map(_Blank(context))}.",
    )


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


_EXPECTED = {
    "missing": ("mangler", "is missing"),
    "date_from_datetime_parsing": (
        "skal være en dato som 2024-01-31",
        "must be a date such as 2024-01-31",
    ),
    "date_parsing": ("skal være en dato som 2024-01-31", "must be a date such as 2024-01-31"),
    "date_from_datetime_inexact": (
        "skal være en dato som 2024-01-31",
        "must be a date such as 2024-01-31",
    ),
    "int_parsing": ("skal være et helt tal", "must be a whole number"),
    "int_parsing_size": ("er for stort et tal", "is too large a number"),
    "float_parsing": ("skal være et tal", "must be a number"),
    "greater_than_equal": ("skal være mindst {ge}", "must be at least {ge}"),
    "less_than_equal": ("må højst være {le}", "must be at most {le}"),
    "string_too_long": (
        "må højst være {max_length} tegn",
        "must be at most {max_length} characters",
    ),
    "string_too_short": ("må ikke være tom", "must not be empty"),
    "literal_error": ("skal være en af {expected}", "must be one of {expected}"),
    "enum": ("skal være en af {expected}", "must be one of {expected}"),
}
