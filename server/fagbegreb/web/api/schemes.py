"""Schemes: the list, one of them, its concepts, its tree and its value lists.

Routes that ask an engine and wait for nothing else are plain functions: the framework runs them in
threads, so that a large scheme, or an engine on another machine, does not keep others waiting.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from fagbegreb.model import Collection
from fagbegreb.render import (
    collection_json,
    concept_json,
    scheme_json,
    to_bytes,
    tree_json,
)
from fagbegreb.web.context import Asked, AskedIn
from fagbegreb.web.respond import answer, cache_for

router = APIRouter(tags=["schemes"])

T = TypeVar("T")
MAX_PAGE = 1_000
MAX_NODES = 5_000


@router.get("/schemes", summary="All schemes")
def schemes(request: Request, asked: Asked) -> Response:
    """Own schemes first, then external code systems, then vocabularies that were added."""
    found = asked.terminology.vocabulary.schemes()
    body = {"schemes": [scheme_json(scheme, asked.lang) for scheme in found]}
    return answer(request, to_bytes(body), cache=cache_for(asked.is_pinned))


@router.get("/schemes/{scheme}", summary="One scheme")
def one_scheme(request: Request, asked: Asked, scheme: str) -> Response:
    """What the scheme is, who publishes it, and its top concepts."""
    vocabulary = asked.terminology.vocabulary
    found = vocabulary.scheme(scheme)
    tops = vocabulary.top_concepts(scheme, MAX_PAGE)
    body = {
        **scheme_json(found, asked.lang),
        "top_concepts": [concept_json(top, asked.lang, asked.at) for top in tops],
        "release": asked.terminology.release_json,
    }
    return answer(request, to_bytes(body), cache=cache_for(asked.is_pinned))


@router.get("/schemes/{scheme}/concepts", summary="Concepts of a scheme, page by page")
def concepts(
    request: Request,
    asked: Asked,
    scheme: str,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 100,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    """In order of code. `total` and a Link to the next page say when there is more."""
    vocabulary = asked.terminology.vocabulary
    found = vocabulary.concepts(scheme, offset, limit)
    total = vocabulary.scheme(scheme).concept_count
    page = [concept_json(concept, asked.lang, asked.at) for concept in found]
    body = {"total": total, "limit": limit, "offset": offset, "concepts": page}
    headers = {"x-total-count": str(total)}
    if offset + limit < total:
        following = {**request.query_params, "limit": limit, "offset": offset + limit}
        headers["link"] = f'<{request.url.path}?{urlencode(following)}>; rel="next"'
    return answer(request, to_bytes(body), cache=cache_for(asked.is_pinned), headers=headers)


@router.get("/schemes/{scheme}/tree", summary="The hierarchy, nested")
def tree(
    request: Request,
    asked: Asked,
    scheme: str,
    depth: Annotated[int, Query(ge=1, le=50, description="Levels to go down.")] = 50,
) -> Response:
    """From the top concepts down. Large schemes are cut off: `child_count` then says more than
    `children` shows, and `/concepts/{scheme}/{notation}/narrower` has the rest."""
    nodes = asked.terminology.vocabulary.tree(scheme, depth, MAX_NODES)
    body = {"scheme": scheme, "tree": [tree_json(node, asked.lang, asked.at) for node in nodes]}
    return answer(request, to_bytes(body), cache=cache_for(asked.is_pinned))


@router.get("/schemes/{scheme}/collections", summary="Value lists of a scheme")
def collections(request: Request, asked: Asked, scheme: str) -> Response:
    """Each list with its members in their published order."""
    found = asked.terminology.vocabulary.collections(scheme)
    body = {"collections": [shown(collection, asked) for collection in found]}
    return answer(request, to_bytes(body), cache=cache_for(asked.is_pinned))


@router.get("/schemes/{scheme}/collections/{slug:path}", summary="One value list")
def one_collection(request: Request, asked: Asked, scheme: str, slug: str) -> Response:
    """The list that a form designer puts into a form."""
    collection = asked.terminology.vocabulary.collection(scheme, slug)
    return answer(request, to_bytes(shown(collection, asked)), cache=cache_for(asked.is_pinned))


def shown(collection: Collection, asked: AskedIn) -> dict[str, Any]:
    """The list with its members; a step of a scale tells its weight."""
    vocabulary = asked.terminology.vocabulary
    members = [
        {
            **concept_json(vocabulary.concept(iri), asked.lang, asked.at),
            "weight": vocabulary.weight(iri),
        }
        for iri in collection.members
        if vocabulary.is_concept(iri)
    ]
    return collection_json(collection, members, asked.lang)


async def off_loop(work: Callable[[], T]) -> T:
    """Do it in a thread, so that a large scheme does not keep others waiting."""
    return await asyncio.to_thread(work)
