"""Pages about the site: what is in it, releases, the API guide, accessibility."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from fagbegreb.web.context import terminology_of
from fagbegreb.web.document import document
from fagbegreb.web.pages.systems import grouped
from fagbegreb.web.pages.view import page

router = APIRouter()

EXAMPLES: Final = (
    "/api/v1/search?q=trivsel&scheme=ics",
    "/api/v1/suggest?q=underret",
    "/api/v1/concepts/ics/B1",
    "/api/v1/resolve?id=SEL § 50&at=2022-05-01",
    "/api/v1/translate?id=ics:B1&to=trivsel",
    "/api/v1/crosswalks/ics/trivsel.csv",
    "/id/ics/B1.ttl",
)
"""Shown with the address of this server; a test asks each of them."""


@router.get("/om")
def about(request: Request) -> Response:
    """What it is, how sure it is, rights and privacy."""
    return page(request, "about.html", catalogue=terminology_of(request).vocabulary.catalogue)


@router.get("/om/indhold")
def contents(request: Request) -> Response:
    """All schemes with counts and rights."""
    terminology = terminology_of(request)
    full = terminology.vocabulary.schemes()
    groups = grouped(terminology, terminology.vocabulary.book.heads.values())
    return page(request, "contents.html", groups=groups, full={each.id: each for each in full})


@router.get("/om/udgivelser")
async def releases(request: Request) -> Response:
    """The releases that this server can show."""
    manifests = await asyncio.to_thread(request.app.state.holder.releases)
    current = request.app.state.holder.current
    return page(request, "releases.html", releases=manifests, current=current.release)


@router.get("/om/tilgaengelighed")
async def accessibility(request: Request) -> Response:
    """The accessibility statement."""
    return page(request, "accessibility.html")


@router.get("/docs")
async def api_guide(request: Request) -> Response:
    """Every address of the API with its parameters, and examples to follow."""
    described = document(request.app)
    return page(request, "api.html", operations=_operations(described), examples=EXAMPLES)


def _operations(described: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
