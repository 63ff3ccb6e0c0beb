"""What machines look for first: sitemap, robots.txt, JSON-LD contexts, the catalogue's place."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from fagbegreb.namespaces import ID, PREFIXES
from fagbegreb.terminology import Terminology
from fagbegreb.web.context import root_of, settings_of, terminology_of
from fagbegreb.web.problems import NotHere
from fagbegreb.web.respond import answer

router = APIRouter(include_in_schema=False)

_PER_SITEMAP: Final = 10_000
"""Addresses in one part; the protocol allows 50,000."""
_XML: Final = "application/xml"
_SITEMAPS: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_DAY: Final = "public, max-age=86400"


@router.get("/robots.txt")
async def robots(request: Request) -> Response:
    """Everything may be read; queries and downloads are not for crawlers."""
    root = root_of(request)
    text = (
        "User-agent: *\nDisallow: /sparql\nDisallow: /download/\nDisallow: /api/\n"
        f"Sitemap: {root}/sitemap.xml\n"
    )
    return answer(request, text.encode(), "text/plain", cache=_DAY)


@router.get("/sitemap.xml")
async def sitemap_index(request: Request) -> Response:
    """The parts of the sitemap, one for each 10,000 concepts of a scheme."""
    root = root_of(request)
    parts = "".join(
        f"<sitemap><loc>{escape(f'{root}/sitemap/{scheme}/{part}.xml')}</loc></sitemap>"
        for scheme, part in _parts(terminology_of(request))
    )
    text = f'<sitemapindex xmlns="{_SITEMAPS}">{parts}</sitemapindex>'
    return answer(request, text.encode(), _XML, cache=_DAY)


@router.get("/sitemap/{scheme}/{part}.xml")
async def sitemap(request: Request, scheme: str, part: int) -> Response:
    """The pages of one part. Raises UnknownScheme."""
    terminology = terminology_of(request)
    if (scheme, part) not in set(_parts(terminology)):
        raise NotHere
    body = await asyncio.to_thread(_sitemap, terminology, scheme, part, root_of(request))
    return answer(request, body, _XML, cache=_DAY)


def _parts(terminology: Terminology) -> Iterator[tuple[str, int]]:
    for scheme in terminology.vocabulary.schemes():
        for part in range(-(-scheme.concept_count // _PER_SITEMAP)):
            yield scheme.id, part


def _sitemap(terminology: Terminology, scheme: str, part: int, root: str) -> bytes:
    start = part * _PER_SITEMAP
    concepts = terminology.vocabulary.concepts(scheme, start, _PER_SITEMAP)
    pages = "".join(
        f"<url><loc>{escape(f'{root}/begreb/{scheme}/{quote(concept.notation)}')}</loc></url>"
        for concept in concepts
    )
    return f'<urlset xmlns="{_SITEMAPS}">{pages}</urlset>'.encode()


@router.get("/context/fagbegreb.jsonld")
async def context(request: Request) -> Response:
    """The names in our JSON-LD. Names are added, never changed."""
    heads = terminology_of(request).vocabulary.book.heads
    names: dict[str, str] = {**PREFIXES}
    for scheme, head in heads.items():
        if head.iri == ID + scheme:
            names[scheme] = f"{ID}{scheme}/"
    body = orjson.dumps({"@context": names}, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)
    return answer(request, body, "application/ld+json", cache=_DAY)


@router.get("/context/sag.jsonld")
async def case_context(request: Request) -> Response:
    """The names in a case graph written as JSON-LD."""
    path = settings_of(request).content / "ontology" / "sag.jsonld"
    try:
        body = await asyncio.to_thread(path.read_bytes)
    except FileNotFoundError:
        raise NotHere from None
    return answer(request, body, "application/ld+json", cache=_DAY)


@router.get("/.well-known/void")
async def well_known_void(request: Request) -> Response:
    """Where VoID says that a description of the data should be."""
    location = f"{request.scope.get('root_path', '')}/catalog"
    return Response(status_code=303, headers={"location": location, "cache-control": _DAY})
