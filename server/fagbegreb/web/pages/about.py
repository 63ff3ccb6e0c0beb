"""Pages about the site: what is in it, releases, the API guide, accessibility."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from fagbegreb.changes import Change, ChangeKind, changes
from fagbegreb.model import today
from fagbegreb.terminology import Terminology, TerminologyHolder
from fagbegreb.web.context import terminology_of
from fagbegreb.web.document import document
from fagbegreb.web.pages.systems import grouped, picker_code
from fagbegreb.web.pages.view import View, page

router = APIRouter()

EXAMPLES: Final = (
    ("search", "/api/v1/search?q=trivsel&scheme=ics"),
    ("suggest", "/api/v1/suggest?q=underret"),
    ("concept", "/api/v1/concepts/ics/B1"),
    ("resolve", "/api/v1/resolve?id=SEL § 50&at=2022-05-01"),
    ("translate", "/api/v1/translate?id=ics:B1&to=trivsel"),
    ("crosswalk", "/api/v1/crosswalks/ics/trivsel.csv"),
    ("list", "/api/v1/list.options.yaml?id=trivsel:A0&id=trivsel:A1"),
    ("rdf", "/id/ics/B1.ttl"),
)
"""Shown with the address of this server; a test asks each of them."""
NEWEST: Final = "seneste"
"""Instead of a release's name in an address."""
SHOWN: Final = 200
"""Changes of one sort on the page; all of them are in the API."""


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


@router.get("/om/udgivelser/{release}")
def release_changes(request: Request, release: str, siden: str = "") -> Response:
    """What a release changed since the one before it, or since the one named, and for whom."""
    holder: TerminologyHolder = request.app.state.holder
    names = [str(manifest["release"]) for manifest in holder.releases()]
    release = names[0] if release == NEWEST else release
    place = names.index(release) if release in names else 0
    since = siden or (names[place + 1] if place + 1 < len(names) else release)
    with holder.using(since) as old, holder.using(release) as new:
        found = _difference(request, old, new)
        page_of = {
            change.about: f"/begreb/{change.about.replace(':', '/', 1)}"
            for change in found
            if new.vocabulary.resolve(change.about, today()).concepts
        }
    return page(
        request,
        "changes.html",
        release=release,
        since=since,
        names=names,
        total=len(found),
        groups=[(kind, [change for change in found if change.kind is kind]) for kind in ChangeKind],
        page_of=page_of,
        shown=SHOWN,
    )


def _difference(request: Request, old: Terminology, new: Terminology) -> tuple[Change, ...]:
    """Kept where the API keeps it, so that it is found out once."""
    kept: dict[tuple[str, str], tuple[Change, ...]] = request.app.state.release_diffs
    key = (old.digest, new.digest)
    if old.digest == new.digest:
        return ()
    if key not in kept:
        kept[key] = changes(old.embedded, new.embedded)
    return kept[key]


@router.get("/om/tilgaengelighed")
async def accessibility(request: Request) -> Response:
    """The accessibility statement."""
    return page(request, "accessibility.html")


@router.get("/docs")
async def api_guide(request: Request) -> Response:
    """Every address of the API with its parameters, and examples to follow."""
    described = document(request.app)
    return page(
        request,
        "api.html",
        operations=_operations(described),
        examples=EXAMPLES,
        picker=picker_code(View(request), "ics"),
    )


def _operations(described: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
