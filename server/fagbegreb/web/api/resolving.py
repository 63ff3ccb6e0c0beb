"""Resolve: what an identifier means, one or up to ten thousand at a time."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from fagbegreb.render import resolution_json, to_bytes
from fagbegreb.web.api.bodies import one_concept, read_batch
from fagbegreb.web.api.concepts import full_concept
from fagbegreb.web.api.schemes import off_loop
from fagbegreb.web.context import Asked
from fagbegreb.web.respond import answer, cache_for

router = APIRouter(tags=["resolve"])

Identifier = Annotated[
    str,
    Query(
        alias="id",
        description="IRI, CURIE (ics:B1), provision (SEL § 50), UUID, system|code or old code.",
        min_length=1,
        max_length=2_000,
    ),
]
BATCH = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["ids"],
                    "properties": {
                        "ids": {"type": "array", "items": {"type": "string"}, "maxItems": 10_000},
                        "at": {"type": ["string", "null"], "format": "date"},
                    },
                },
                "example": {"ids": ["ics:B1", "SEL § 50"], "at": None},
            }
        },
    }
}


@router.get(
    "/resolve",
    summary="What one identifier means",
    responses={300: {"description": "It may be several concepts; `candidates` lists them."}},
)
def resolve(request: Request, asked: Asked, identifier: Identifier) -> Response:
    """The full concept; 404 when nothing answers to it, 300 when it is ambiguous."""
    found = one_concept(asked, identifier)
    body = full_concept(asked.terminology, found.iri, asked.lang, asked)
    return answer(request, body, cache=cache_for(asked.is_pinned))


@router.post("/resolve", summary="What many identifiers mean", openapi_extra=BATCH)
async def resolve_many(request: Request, asked: Asked) -> Response:
    """One result per id, in the order asked; an unknown one never fails the others."""
    batch = await read_batch(request, asked)
    vocabulary = asked.terminology.vocabulary

    def work() -> bytes:
        found = vocabulary.resolve_many(dict.fromkeys(batch.ids), batch.at)
        told = {each.asked: resolution_json(each, asked.lang, batch.at) for each in found}
        return to_bytes({"results": [told[each] for each in batch.ids]})

    return answer(request, await off_loop(work), cache="no-store")
