"""What surrounds every route: headers, CORS, a limit on bodies, and a terminology per request."""

from __future__ import annotations

import asyncio
import sys
from typing import Final
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fagbegreb.errors import (
    BadRequest,
    FagbegrebError,
    PayloadTooLarge,
    PayloadTooSlow,
    UnsupportedMedia,
)
from fagbegreb.terminology import TerminologyHolder
from fagbegreb.web.context import TERMINOLOGY
from fagbegreb.web.problems import ErrorPage, log_fault, respond, unexpected

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'"
)
"""No inline script or style, and nothing from anywhere else."""
SECURITY: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
DATA_SECURITY: Final = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
}
"""For answers that are no pages."""
OPEN: Final = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Link, Location, Retry-After, X-Total-Count",
    "cross-origin-resource-policy": "cross-origin",
}
"""For what other people's pages may read: all data, and the picker."""
_PREFLIGHT: Final = {
    **OPEN,
    "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
    "access-control-max-age": "86400",
    "vary": "Access-Control-Request-Headers",
}
_PAGES: Final = (
    "/begreb/",
    "/system/",
    "/oversaettelse",
    "/sammenlign",
    "/liste",
    "/valider",
    "/om",
)
_SWALLOWED: Final = 20
"""How many times too large a body may be before its sender is cut off instead of told."""
_MOST_PARAMETERS: Final = 2_000
"""Twice as many as the longest list that a page shows."""
_BODY_S: Final = 120.0
"""So long may a body take to arrive; who waits for ever for one serves nobody else."""
_SLASH_REDIRECT: Final = 307
"""Nobody else sends this status."""
_WITHOUT_TERMINOLOGY: Final = ("/static/", "/health/", "/metrics")


def local_path(scope: Scope) -> str:
    """The path below the base path."""
    path: str = scope["path"]
    root: str = scope.get("root_path", "")
    return path.removeprefix(root) if root and path.startswith(root) else path


class SecurityHeaders:
    """Adds the headers that every answer carries, and answers CORS preflights."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; what comes back gets the headers it does not have."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = local_path(scope)
        is_open = path != "/" and not path.startswith(_PAGES)
        if is_open and scope["method"] == "OPTIONS" and _is_preflight(scope):
            await _answer_preflight(scope, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in {**SECURITY, **(OPEN if is_open else {})}.items():
                    headers.setdefault(name, value)
                if message["status"] == _SLASH_REDIRECT:
                    headers["location"] = _seen_from_there(headers["location"])
            await send(message)

        await self._app(scope, receive, with_headers)


def _seen_from_there(location: str) -> str:
    """The framework's redirect for a slash too many, or missing, as seen from the address asked
    for: a client knows host and base path better than we do behind a proxy.
    """
    parts = urlsplit(location)
    last = parts.path.rstrip("/").rpartition("/")[2]
    path = f"./{last}/" if parts.path.endswith("/") else f"../{last}"
    return parts._replace(scheme="", netloc="", path=path).geturl()


def _is_preflight(scope: Scope) -> bool:
    return any(name == b"access-control-request-method" for name, _ in scope["headers"])


async def _answer_preflight(scope: Scope, send: Send) -> None:
    asked = dict(scope["headers"]).get(b"access-control-request-headers", b"Content-Type, Accept")
    headers = [(name.encode(), value.encode()) for name, value in _PREFLIGHT.items()]
    headers.append((b"access-control-allow-headers", asked))
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


class HeadAsGet:
    """Answers HEAD on every route that answers GET, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a HEAD on as GET and hold its body back."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, without_body)


class BodyLimit:
    """Refuses bodies larger than `max_bytes`, announced or not, before they fill the memory.

    And those that take longer than `body_s` to arrive, and compressed ones: what they unfold to
    has no limit. And addresses with more parameters than anybody needs.
    """

    def __init__(
        self, app: ASGIApp, max_bytes: int, error_page: ErrorPage | None, body_s: float = _BODY_S
    ) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._error_page = error_page
        self._body_s = body_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a counted body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["query_string"].count(b"&") >= _MOST_PARAMETERS:
            await respond(Request(scope), _many(), self._error_page)(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if headers.get(b"content-encoding", b"identity").lower() not in (b"identity", b""):
            refused = respond(Request(scope), _compressed(), self._error_page)
            refused.headers["accept-encoding"] = "identity"
            await refused(scope, receive, send)
            return
        announced = headers.get(b"content-length", b"0")
        size = int(announced) if announced.isdigit() else sys.maxsize
        if size > self._max_bytes:
            refused = respond(Request(scope), PayloadTooLarge(self._max_bytes), self._error_page)
            # Most clients read no answer before they have sent it all: closing would cut them off.
            if b"expect" in headers or size > _SWALLOWED * self._max_bytes:
                refused.headers["connection"] = "close"
            await refused(scope, receive, send)
            return
        await self._app(scope, self._limited(receive), send)

    def _limited(self, receive: Receive) -> Receive:
        received, is_whole = 0, False
        deadline = asyncio.get_running_loop().time() + self._body_s

        async def limited() -> Message:
            nonlocal received, is_whole
            if is_whole:  # what comes now is that the client left, in its own time
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                raise PayloadTooSlow(self._body_s) from None
            received += len(message.get("body", b""))
            if received > self._max_bytes:
                raise PayloadTooLarge(self._max_bytes)
            is_whole = not message.get("more_body", False)
            return message

        return limited


def _many() -> BadRequest:
    most = _MOST_PARAMETERS
    return BadRequest(
        f"Adressen har mere end {most} parametre. Del spørgsmålet op.",
        f"The address has more than {most} parameters. Ask in parts.",
    )


def _compressed() -> UnsupportedMedia:
    return UnsupportedMedia(
        "Indholdet er komprimeret (Content-Encoding). Send det ukomprimeret.",
        "The body is compressed (Content-Encoding). Send it uncompressed.",
    )


class Lease:
    """Gives each request the terminology of the release it asks for, for as long as it lasts.

    Also the last resort: an exception that got past every handler ends here, without its text.
    """

    def __init__(
        self, app: ASGIApp, holder: TerminologyHolder, error_page: ErrorPage | None
    ) -> None:
        self._app = app
        self._holder = holder
        self._error_page = error_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a terminology in its scope."""
        if scope["type"] != "http" or local_path(scope).startswith(_WITHOUT_TERMINOLOGY):
            await self._app(scope, receive, send)
            return
        started = False

        async def noticed(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            async with self._holder.lease(_release(scope)) as terminology:
                scope[TERMINOLOGY] = terminology
                await self._app(scope, receive, noticed)
        except FagbegrebError as error:
            if not started:
                await respond(Request(scope), error, self._error_page)(scope, receive, send)
        except Exception as error:
            # Already logged and answered by the framework's handler, which raises it again.
            if not started:
                log_fault(scope["path"], error)
                await respond(Request(scope), unexpected(), self._error_page)(scope, receive, send)


def _release(scope: Scope) -> str | None:
    query: bytes = scope["query_string"]
    if b"release=" not in query:
        return None
    return parse_qs(query.decode("latin-1")).get("release", [""])[0] or None
