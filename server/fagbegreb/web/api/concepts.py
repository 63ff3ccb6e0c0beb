"""One concept: everything about it, and what is below it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from fagbegreb.model import Iri, Lang
from fagbegreb.render import concept_json, detail_json, out_of_use_json, to_bytes
from fagbegreb.terminology import Terminology
from fagbegreb.web.api.schemes import MAX_PAGE, off_loop
from fagbegreb.web.context import Asked, AskedIn
from fagbegreb.web.respond import answer, cache_for

router = APIRouter(tags=["concepts"])


@router.get("/concepts/{scheme}/{notation:path}/narrower", summary="What is directly below")
def narrower(  # noqa: PLR0913, PLR0917  one per parameter
    request: Request,
    asked: Asked,
    scheme: str,
    notation: str,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 100,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    """Page by page, in order of code; `children` counts what is below each of them."""
    vocabulary = asked.terminology.vocabulary
    iri = vocabulary.find(scheme, notation)
    concepts = [
        {
            **concept_json(concept, asked.lang, asked.at),
            "child_count": vocabulary.narrower_count(concept.iri),
        }
        for concept in vocabulary.narrower(iri, offset, limit)
    ]
    total = vocabulary.narrower_count(iri)
    body = {"total": total, "limit": limit, "offset": offset, "concepts": concepts}
    return answer(request, to_bytes(body), cache=cache_for(asked.is_pinned))


@router.get("/concepts/{scheme}/{notation:path}", summary="Everything about one concept")
async def one_concept(request: Request, asked: Asked, scheme: str, notation: str) -> Response:
    """Labels, definition, legal basis, hierarchy, value lists, mappings, history and sources."""
    terminology = asked.terminology

    def read() -> bytes:
        iri = terminology.vocabulary.find(scheme, notation)
        return full_concept(terminology, iri, asked.lang, asked)

    body = await off_loop(read)
    request.app.state.hot.remember(request, terminology, body)
    return answer(request, body, cache=cache_for(asked.is_pinned))


def full_concept(terminology: Terminology, iri: Iri, lang: Lang, asked: AskedIn) -> bytes:
    """The full concept as JSON."""
    vocabulary, at = terminology.vocabulary, asked.at
    told = detail_json(vocabulary.detail(iri), lang, at, terminology.release_json)
    ended = out_of_use_json(vocabulary.out_of_use(iri, at), lang, at)
    return to_bytes({**told, "out_of_use": ended})
