"""The SPARQL 1.1 Protocol, query only: a request goes in, a checked question goes to a worker,
its answer comes out as it is written.

Source: https://www.w3.org/TR/sparql11-protocol/ and
https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from starlette.responses import Response

from fagbegreb.engine import GRAPH_FORMATS, TABLE_FORMATS, Question
from fagbegreb.errors import (
    BadParameter,
    BadRequest,
    NotAcceptable,
    PayloadTooLarge,
    QueryRefused,
    UnsupportedMedia,
)
from fagbegreb.query import Query, read_query
from fagbegreb.render import service_bytes
from fagbegreb.settings import Settings
from fagbegreb.terminology import Terminology, TerminologyHolder
from fagbegreb.web.context import client_of, root_of, settings_of, terminology_of
from fagbegreb.web.negotiation import choose, prefers_html
from fagbegreb.web.respond import answer, is_known
from fagbegreb.web.streaming import StreamedAnswer

Page = Callable[[Request], Awaitable[Response]]

router = APIRouter()

METHODS: Final = ("GET", "POST", "OPTIONS")
"""HEAD and preflights are answered by the layers around the routes."""
_FORM: Final = "application/x-www-form-urlencoded"
_DIRECT: Final = "application/sparql-query"
_MAX_FIELDS: Final = 100
_FORM_OVERHEAD: Final = 64_000
_TABLES: Final = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}
_GRAPHS: Final = {
    "ttl": "text/turtle",
    "turtle": "text/turtle",
    "n3": "text/turtle",
    "ntriples": "application/n-triples",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "json-ld": "application/ld+json",
    "json": "application/ld+json",
    "rdf": "application/rdf+xml",
    "rdfxml": "application/rdf+xml",
    "xml": "application/rdf+xml",
    "rdf+xml": "application/rdf+xml",
    "application/turtle": "text/turtle",
    "application/x-turtle": "text/turtle",
    "application/n3": "text/turtle",
    "text/n3": "text/turtle",
    "text/rdf+n3": "text/turtle",
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
    "text/plain": "application/n-triples",
}
"""Names for `format=`, and what clients say when they mean the same."""


_SHORT: Final = {
    media_type: name
    for names in (_GRAPHS, _TABLES)
    for name, media_type in reversed(names.items())
    if "/" not in name
}
"""The name to recommend for each format."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What one request asks for, whichever way it was sent."""

    query: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str
    timeout: str
    release: str | None


@router.api_route(
    "/sparql",
    methods=list(METHODS),
    summary="SPARQL 1.1 Protocol, query only",
    tags=["SPARQL"],
    include_in_schema=False,
)
async def sparql(request: Request) -> Response:
    """Run a query over the union of all our graphs; without one, describe the service."""
    if request.method == "OPTIONS":
        return _options()
    operation = await _read(request)
    page: Page | None = getattr(request.app.state, "sparql_page", None)
    if page is not None and _is_for_people(request, operation):
        response = await page(request)
        response.headers.add_vary_header("Accept")
        return response
    if operation.query is None:
        return _describe(request, operation)
    return await _answer(request, operation, operation.query)


def _options() -> Response:
    return Response(status_code=204, headers={"allow": "GET, HEAD, POST, OPTIONS"})


def _is_for_people(request: Request, operation: Operation) -> bool:
    accept = request.headers.get("accept", "")
    is_read = request.method == "GET"
    return is_read and not operation.format and prefers_html(accept, _TABLES.values())


async def _read(request: Request) -> Operation:
    """Raises BadRequest, UnsupportedMedia, PayloadTooLarge."""
    fields = _parse_form(request.url.query)
    if request.method != "POST":
        return _operation(fields, None)
    body = await _body(request, 3 * settings_of(request).query_max_length + _FORM_OVERHEAD)
    media_type, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    charset = parameters.partition("charset=")[2].strip().strip('"') or "utf-8"
    if media_type.strip() not in (_FORM, _DIRECT) or charset not in ("utf-8", "utf8"):
        raise UnsupportedMedia(
            f"Send forespørgslen som {_FORM} eller {_DIRECT}, i UTF-8.",
            f"Send the query as {_FORM} or {_DIRECT}, in UTF-8.",
        )
    text = _utf8(body)
    if media_type.strip() == _DIRECT:
        return _operation(fields, text)
    return _operation([*fields, *_parse_form(text)], None, is_required=True)


def _operation(
    fields: list[tuple[str, str]], direct: str | None, *, is_required: bool = False
) -> Operation:
    def each(name: str) -> list[str]:
        return [value for key, value in fields if key == name]

    if each("update"):
        raise QueryRefused(
            "Her kan kun læses: »update« udføres ikke.", "Read only: 'update' is not performed."
        )
    queries = [*each("query"), *([] if direct is None else [direct])]
    if len(queries) > 1 or (is_required and not queries):
        raise BadRequest("Der skal være præcis én »query«.", "There must be exactly one 'query'.")
    return Operation(
        queries[0] if queries else None,
        tuple(each("default-graph-uri")),
        tuple(each("named-graph-uri")),
        (each("format") or [""])[-1],
        (each("timeout") or [""])[-1],
        next(filter(None, each("release")), None),
    )


def _parse_form(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            text,
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MAX_FIELDS,
        )
    except ValueError:
        raise BadRequest(
            f"Parametrene skal være UTF-8 og højst {_MAX_FIELDS}.",
            f"The parameters must be UTF-8 and at most {_MAX_FIELDS}.",
        ) from None


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest("Forespørgslen er ikke UTF-8.", "The query is not UTF-8.") from None


async def _body(request: Request, max_bytes: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            raise PayloadTooLarge(max_bytes)
    return bytes(body)


def _describe(request: Request, operation: Operation) -> Response:
    wanted = operation.format or request.headers.get("accept", "")
    media_type = _negotiate(wanted, _GRAPHS, tuple(GRAPH_FORMATS))
    settings = settings_of(request)
    graphs = terminology_of(request).store.graphs()
    body = service_bytes(_endpoint(request), graphs, settings, media_type)
    headers = {"vary": "Accept, Accept-Encoding"}
    return answer(request, body, media_type, cache="no-cache", headers=headers)


def _endpoint(request: Request) -> str:
    """Our own address as users see it; relative IRIs in a query start here."""
    return root_of(request) + "/sparql"


async def _answer(request: Request, operation: Operation, text: str) -> Response:
    settings = settings_of(request)
    query = read_query(text, settings.query_max_length, _endpoint(request))
    timeout_s = _timeout(operation.timeout, settings)
    question = _question(query, operation, request)
    headers = {"cache-control": "no-cache", "vary": "Accept"}
    payload = question.to_bytes()
    async with _leased(request, operation.release) as terminology:
        digest = terminology.digest
    if query.is_repeatable:
        # Weak: the answer is the same, but its rows may change places.
        headers["etag"] = "W/" + (tag := _tag(digest, payload))
        if is_known(request.headers.get("if-none-match"), tag):
            return Response(status_code=304, headers=headers)

    @asynccontextmanager
    async def opening() -> AsyncGenerator[AsyncIterator[bytes], None]:
        async with (
            _leased(request, operation.release) as terminology,
            terminology.queries.stream(payload, timeout_s, client_of(request)) as chunks,
        ):
            yield chunks

    return StreamedAnswer(opening, question.media_type, headers)


@asynccontextmanager
async def _leased(request: Request, release: str | None) -> AsyncGenerator[Terminology, None]:
    """The terminology of the request; of another release when a form names one, where the layer
    that usually finds it cannot look."""
    usual = terminology_of(request)
    if release in {None, usual.release}:
        yield usual
        return
    holder: TerminologyHolder = request.app.state.holder
    async with holder.lease(release) as other:
        yield other


def _question(query: Query, operation: Operation, request: Request) -> Question:
    settings = settings_of(request)
    names, formats = _TABLES, tuple(TABLE_FORMATS)
    if query.answers_with_graph:
        names, formats = _GRAPHS, tuple(GRAPH_FORMATS)
    default, named = operation.default_graphs, operation.named_graphs
    if not default and not named:  # a dataset in the protocol wins over one in the query
        default, named = query.default_graphs, query.named_graphs
    is_chosen = bool(default or named)
    return Question(
        text=query.text,
        media_type=_negotiate(
            operation.format or request.headers.get("accept", ""), names, formats
        ),
        max_rows=settings.query_max_rows,
        max_bytes=settings.query_max_bytes,
        default_graphs=default if is_chosen else None,
        named_graphs=named if is_chosen else None,
        prefixes=query.prefixes,
        base=_endpoint(request),
    )


def _negotiate(wanted: str, names: dict[str, str], formats: tuple[str, ...]) -> str:
    """`wanted` is a name for `format=`, or an Accept header."""
    if wanted.lower() in names:
        return names[wanted.lower()]
    aliases = tuple(name for name in names if "/" in name)
    chosen = choose(wanted, (*formats, *aliases)) if "/" in wanted or wanted in ("", "*") else None
    if chosen is None:
        short = ", ".join(dict.fromkeys(_SHORT[media_type] for media_type in formats))
        raise NotAcceptable(
            f"Svaret kan skrives som {', '.join(formats)} (format={short}).",
            f"The answer can be written as {', '.join(formats)} (format={short}).",
        )
    return names.get(chosen, chosen)


def _timeout(text: str, settings: Settings) -> float:
    if not text:
        return settings.query_timeout_s
    longest_s = settings.query_timeout_max_s
    try:
        timeout_s = float(text)
    except ValueError:
        timeout_s = math.nan
    if not 0 < timeout_s <= longest_s:
        raise BadParameter(
            f"timeout skal være sekunder, over 0 og højst {longest_s:g}.",
            f"timeout must be seconds, above 0 and at most {longest_s:g}.",
        )
    return timeout_s


def _tag(content_digest: str, payload: bytes) -> str:
    """The same question to the same content has the same answer."""
    digest = hashlib.sha256(content_digest.encode() + payload).hexdigest()
    return f'"{digest[:24]}"'
