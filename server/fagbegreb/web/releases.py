"""Releases side by side: which there are, their files, and what changed between them."""

from __future__ import annotations

import asyncio
import hashlib
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from fastapi import APIRouter, FastAPI, Query, Request
from starlette.responses import FileResponse, Response

from fagbegreb.changes import Change, ChangeKind, changes
from fagbegreb.downloads import SUMS, Release, citation_line
from fagbegreb.errors import BadParameter, shown
from fagbegreb.namespaces import BASE
from fagbegreb.render import to_bytes
from fagbegreb.render.kept import KeptBytes
from fagbegreb.terminology import Terminology, TerminologyHolder
from fagbegreb.web.context import root_of, terminology_of, ui_language
from fagbegreb.web.negotiation import prefers_html
from fagbegreb.web.pages.view import page
from fagbegreb.web.respond import answer, cache_for, is_known

router = APIRouter(tags=["releases"])

_KEPT_BYTES: Final = 64_000_000
_DIFFS_KEPT: Final = 32
_FEED_RELEASES: Final = 10
_FEED_CHANGES: Final = 200
_HOUR: Final = "public, max-age=3600"
_MEDIA_TYPES: Final = {
    ".ttl": "text/turtle",
    ".nq": "application/n-quads",
    ".nt": "application/n-triples",
    ".jsonld": "application/ld+json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".cff": "application/yaml",
}
Diffs = dict[tuple[str, str], tuple[Change, ...]]


def prepare(api: FastAPI) -> None:
    """Called once for an application: files and differences that were made are kept."""
    api.state.release_files = KeptBytes(_KEPT_BYTES)
    api.state.release_diffs = {}


@router.get("/api/v1/releases", summary="The releases that can be asked for")
async def releases(request: Request) -> Response:
    """Newest first, each with its files and how to cite it."""
    holder: TerminologyHolder = request.app.state.holder
    current = terminology_of(request)
    listed = [
        {
            "release": manifest["release"],
            "digest": manifest["digest"],
            "created": manifest.get("created"),
            "current": manifest["digest"] == current.digest
            and manifest["release"] == current.release,
            "schemes": manifest.get("schemes", {}),
            "download": f"{root_of(request)}/download/{manifest['release']}/",
        }
        for manifest in holder.releases()
    ]
    lang = _asked_language(request)
    told = {"releases": listed, "citation": citation_line(release_of(current), lang)}
    return answer(request, to_bytes(told), cache="no-cache")


@router.get("/api/v1/changes", summary="What changed since a release")
async def changed(  # noqa: PLR0913, PLR0917
    request: Request,
    since: Annotated[str, Query(description="The release you know.")],
    until: Annotated[str | None, Query(description="Another than the newest.")] = None,
    scheme: Annotated[list[str] | None, Query(description="Only in these schemes.")] = None,
    kind: Annotated[list[str] | None, Query(description="Only changes of these kinds.")] = None,
    lang: Annotated[str, Query(description="Language of `text`.")] = "da",
) -> Response:
    """In words, and whom each change concerns. 404 with the list for an unknown release."""
    for each in kind or ():
        if each not in list(ChangeKind):
            known = ", ".join(ChangeKind)
            raise BadParameter(
                f"kind kan ikke være »{shown(each)}«. Brug en af: {known}.",
                f"kind cannot be '{shown(each)}'. Use one of: {known}.",
            )
    holder: TerminologyHolder = request.app.state.holder
    async with holder.lease(since) as old, holder.lease(until) as new:
        found = await _difference(request, old, new)
        told = {
            "since": old.release,
            "until": new.release,
            "total": len(found),
            "changes": [
                _change_json(change, lang)
                for change in found
                if (not scheme or change.schemes & set(scheme))
                and (not kind or change.kind in kind)
            ],
        }
    return answer(request, to_bytes(told), cache=_HOUR)


@router.get("/changes.atom", include_in_schema=False)
async def feed(request: Request) -> Response:
    """An Atom feed: one entry for each release, with what it changed."""
    holder: TerminologyHolder = request.app.state.holder
    manifests = holder.releases()[: _FEED_RELEASES + 1]
    lang = _asked_language(request)
    entries = []
    for newer, older in pairwise(manifests):
        async with holder.lease(older["release"]) as old, holder.lease(newer["release"]) as new:
            found = await _difference(request, old, new)
        entries.append(_entry(request, newer, older["release"], found, lang))
    updated = max((str(manifest.get("created", "")) for manifest in manifests), default="")
    root = root_of(request)
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>{BASE}changes</id><title>fagbegreb</title><updated>{updated}</updated>"
        f"<author><name>fagbegreb</name></author>"
        f'<link rel="self" href={quoteattr(root + "/changes.atom")}/>{"".join(entries)}</feed>'
    )
    return answer(request, text.encode(), "application/atom+xml", cache=_HOUR)


@router.get("/download/{release}/", summary="The files of a release")
async def files(request: Request, release: str) -> Response:
    """A list of links for people, JSON for others. Raises UnknownRelease."""
    holder: TerminologyHolder = request.app.state.holder
    async with holder.lease(release) as terminology:
        made = release_of(terminology)
        names = (*made.names(), SUMS)
    if prefers_html(request.headers.get("accept", ""), ["application/json"]):
        lang = ui_language(request.headers, request.query_params, request.cookies)
        cited = citation_line(made, lang)
        response = page(request, "files.html", release=release, names=names, citation=cited)
    else:
        cited = citation_line(made, _asked_language(request))
        told = {"release": release, "citation": cited, "files": list(names)}
        response = answer(request, to_bytes(told), cache=_HOUR)
    response.headers.add_vary_header("Accept")
    return response


@router.get("/download/{release}/{name:path}", summary="One file of a release")
async def file(request: Request, release: str, name: str) -> Response:
    """Raises UnknownRelease, NoSuchFile."""
    holder: TerminologyHolder = request.app.state.holder
    async with holder.lease(release) as terminology:
        made = release_of(terminology)
        frozen = terminology.path / "download"
        media_type = _MEDIA_TYPES.get(Path(name).suffix, "text/plain")
        if (name == SUMS or name in made.names()) and (frozen / name).is_file():
            return await asyncio.to_thread(_frozen, request, frozen, name, media_type)
        body = await _made(request, terminology, made, name)
    return answer(request, body, media_type, cache=_HOUR)


def _frozen(request: Request, folder: Path, name: str, media_type: str) -> Response:
    """A file as it was written with its release; its checksum is its ETag, on every machine."""
    sums = (folder / SUMS).read_text(encoding="utf-8")
    listed = {
        file: digest for digest, file in (line.split(maxsplit=1) for line in sums.splitlines())
    }
    tag = listed.get(name) or hashlib.sha256(sums.encode()).hexdigest()
    headers = {"cache-control": cache_for(True), "etag": f'"{tag}"'}
    if is_known(request.headers.get("if-none-match"), headers["etag"]):
        return Response(status_code=304, headers=headers)
    return FileResponse(folder / name, media_type=media_type, headers=headers)


async def _made(request: Request, terminology: Terminology, made: Release, name: str) -> bytes:
    """A file of a snapshot that nobody froze, made when it is asked for."""
    kept: KeptBytes = request.app.state.release_files
    key = (terminology.digest, name)
    body = kept.get(key)
    if body is None:
        making = _sums if name == SUMS else Release.file
        body = await asyncio.to_thread(making, made, name)
        kept.put(key, body)
    return body


def _sums(made: Release, _: str) -> bytes:
    lines = (f"{hashlib.sha256(made.file(name)).hexdigest()}  {name}\n" for name in made.names())
    return "".join(lines).encode()


async def _difference(request: Request, old: Terminology, new: Terminology) -> tuple[Change, ...]:
    kept: Diffs = request.app.state.release_diffs
    key = (old.digest, new.digest)
    if old.digest == new.digest:
        return ()
    if key in kept:
        return kept[key]
    found = await asyncio.to_thread(changes, old.embedded, new.embedded)
    while len(kept) >= _DIFFS_KEPT:
        del kept[next(iter(kept))]
    kept[key] = found
    return found


def _change_json(change: Change, lang: str) -> dict[str, Any]:
    wanted = "en" if lang.startswith("en") else "da"
    return {
        "kind": change.kind.value,
        "about": change.about,
        "scheme": change.scheme,
        "text": change.text[wanted],
        "texts": dict(change.text),
        "concerns": change.concerns[wanted],
    }


def _entry(
    request: Request, newer: dict[str, Any], older: str, found: tuple[Change, ...], lang: str
) -> str:
    word = {"da": "ændringer", "en": "changes"}[lang]
    lines = "".join(f"<li>{escape(change.text[lang])}</li>" for change in found[:_FEED_CHANGES])
    left = len(found) - _FEED_CHANGES
    more = f"<p>+ {left} {word}</p>" if left > 0 else ""
    release = escape(str(newer["release"]))
    page_of = f"{root_of(request)}/om/udgivelser/{quote(newer['release'])}"
    link = f"{page_of}?siden={quote(older)}&lang={lang}"
    return (
        f"<entry><id>{BASE}changes/{release}</id><updated>{newer.get('created', '')}</updated>"
        f"<title>{release}: {len(found)} {word}</title>"
        f'<link rel="alternate" href={quoteattr(link)}/>'
        f'<content type="html">{escape(f"<ul>{lines}</ul>{more}")}</content></entry>'
    )


def release_of(terminology: Terminology) -> Release:
    """What the files of a release are made from."""
    created = str(terminology.manifest.get("created", ""))
    shapes = terminology.path / "shapes"
    return Release(terminology.release, created, terminology.embedded, shapes)


def _asked_language(request: Request) -> str:
    """Of data, which follows the address only: what is kept under it is the same for all."""
    return ui_language({}, request.query_params, {})
