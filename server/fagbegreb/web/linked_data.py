"""Linked data: an IRI's path goes in; 303 to its page or its data by Accept, or the data itself."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import Response

from fagbegreb.errors import NotAcceptable
from fagbegreb.namespaces import BASE, CATALOG
from fagbegreb.render import rdf_bytes, served_triples
from fagbegreb.render.kept import KeptBytes
from fagbegreb.vocabulary import Vocabulary
from fagbegreb.web.context import root_of, terminology_of
from fagbegreb.web.discovery import router as discovery_router
from fagbegreb.web.documents import (
    Document,
    catalogue_document,
    concept_document,
    other_document,
    scheme_document,
)
from fagbegreb.web.negotiation import choose, prefers_html
from fagbegreb.web.releases import release_of
from fagbegreb.web.respond import answer, cache_for

router = APIRouter(tags=["linked data"])

EXTENSIONS: Final = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "html": "text/html",
}
_ALIASES: Final = {
    "application/json": "jsonld",
    "application/x-turtle": "ttl",
    "application/xml": "rdf",
    "text/plain": "nt",
    "application/xhtml+xml": "html",
}
_EXTENSION_OF: Final = {media_type: name for name, media_type in EXTENSIONS.items()} | _ALIASES
_RDF_TYPES: Final = tuple(EXTENSIONS.values())[:-1]
_KEPT_BYTES: Final = 32_000_000
_HOUR: Final = "public, max-age=3600"
_OTHERS: Final = ("mappings", "shapes", "kilde", "sag", "model", "kind", "catalog", "udgiver")


def prepare(api: FastAPI) -> None:
    """Called once for an application: documents that were written are kept."""
    api.state.documents = KeptBytes(_KEPT_BYTES)


@router.get("/id/{scheme}/{segment:path}", summary="A concept or value list as linked data")
async def concept(request: Request, scheme: str, segment: str) -> Response:
    """303 to the page or the data by Accept; `.ttl .jsonld .nt .rdf .html` directly."""
    vocabulary = terminology_of(request).vocabulary
    bare, extension = _split(segment)
    document = await asyncio.to_thread(concept_document, vocabulary, scheme, bare)
    return await _respond(request, document, extension)


@router.get("/id/{scheme}", summary="A scheme as linked data")
async def scheme(request: Request, scheme: str) -> Response:
    """As for a concept; the data of a scheme is all of it, up to 5,000 concepts."""
    vocabulary = terminology_of(request).vocabulary
    bare, extension = _split(scheme)
    document = await asyncio.to_thread(scheme_document, vocabulary, bare)
    return await _respond(request, document, extension)


async def _other(request: Request) -> Response:
    """Crosswalks, rules, sources, the ontology of cases, our own properties, the catalogue."""
    root = request.scope.get("root_path", "")
    path = request.scope["path"].removeprefix(root).lstrip("/")
    bare, extension = _split(path)
    if BASE + bare == CATALOG:
        return await _respond(request, _catalogue(request), extension)
    vocabulary: Vocabulary = terminology_of(request).vocabulary
    document = await asyncio.to_thread(other_document, vocabulary, bare)
    return await _respond(request, document, extension)


def _catalogue(request: Request) -> Document:
    terminology = terminology_of(request)
    vocabulary, root = terminology.vocabulary, root_of(request)

    def served() -> Iterable[Any]:
        heads = vocabulary.book.heads.values()
        schemes = {str(head.id): str(head.iri) for head in heads}
        names = release_of(terminology).names()
        return served_triples(root, terminology.release, names, schemes)

    return catalogue_document(vocabulary, served)


def _add_others() -> None:
    for name in _OTHERS:
        router.add_api_route(f"/{name}", _other, methods=["GET"], include_in_schema=False)
        for extension in EXTENSIONS:
            address = f"/{name}.{extension}"
            router.add_api_route(address, _other, methods=["GET"], include_in_schema=False)
        address = f"/{name}/{{rest:path}}"
        router.add_api_route(address, _other, methods=["GET"], include_in_schema=False)


def _split(path: str) -> tuple[str, str | None]:
    """The path without its extension, and the extension if it is one of ours."""
    bare, dot, extension = path.rpartition(".")
    return (bare, extension) if dot and bare and extension in EXTENSIONS else (path, None)


async def _respond(request: Request, document: Document, extension: str | None) -> Response:
    if extension is None:
        return _redirect(request, document)
    if extension == "html":
        return _see(request, document.page)
    return await _data(request, document, extension)


def _redirect(request: Request, document: Document) -> Response:
    accept = request.headers.get("accept", "")
    if prefers_html(accept, _RDF_TYPES):
        return _see(request, document.page, document)
    chosen = choose(accept, (*EXTENSIONS.values(), *_ALIASES))
    if chosen is None:
        raise NotAcceptable(
            f"Det kan fås som {', '.join(EXTENSIONS.values())}.",
            f"It can be had as {', '.join(EXTENSIONS.values())}.",
        )
    extension = _EXTENSION_OF[chosen]
    if extension == "html":
        return _see(request, document.page, document)
    return _see(request, f"{document.path}.{extension}", document, is_page=False)


def _see(
    request: Request, path: str, document: Document | None = None, *, is_page: bool = True
) -> Response:
    headers = {
        "location": _local(request, path) + _query(request, is_page=is_page),
        "cache-control": _HOUR,
        "vary": "Accept",
    }
    if document is not None:
        headers["link"] = _links(request, document)
    return Response(status_code=303, headers=headers)


async def _data(request: Request, document: Document, extension: str) -> Response:
    terminology = terminology_of(request)
    kept: KeptBytes = request.app.state.documents
    # The catalogue says under which address it was asked.
    place = root_of(request) if document.iri == CATALOG else ""
    key = (terminology.digest, document.iri + place, extension)
    body = kept.get(key)
    if body is None:
        # A whole scheme takes a while to write; others are served in the meantime.
        body = await asyncio.to_thread(_written, document, extension)
        kept.put(key, body)
    return answer(
        request,
        body,
        EXTENSIONS[extension],
        cache=cache_for(True) if request.query_params.get("release") else _HOUR,
        headers={"link": _links(request, document)},
    )


def _written(document: Document, extension: str) -> bytes:
    return rdf_bytes(document.triples(), EXTENSIONS[extension], document.schemes)


def _links(request: Request, document: Document) -> str:
    links = [f'<{document.iri}>; rel="canonical"']
    for extension, media_type in EXTENSIONS.items():
        is_page = extension == "html"
        path = document.page if is_page else f"{document.path}.{extension}"
        address = _local(request, path) + _query(request, is_page=is_page)
        links.append(f'<{address}>; rel="alternate"; type="{media_type}"')
    links.append(f'<{_local(request, "catalog.ttl")}>; rel="describedby"; type="text/turtle"')
    links.append(f'<{_local(request, "api/v1/releases")}>; rel="version-history"')
    return ", ".join(links)


def _local(request: Request, path: str) -> str:
    return f"{request.scope.get('root_path', '')}/{path}"


def _query(request: Request, *, is_page: bool) -> str:
    """The release asked for goes along, and to a page the day and the language too."""
    names = ("release", "at", "lang") if is_page else ("release",)
    asked = {name: value for name in names if (value := request.query_params.get(name))}
    return f"?{urlencode(asked)}" if asked else ""


_add_others()
router.include_router(discovery_router)
