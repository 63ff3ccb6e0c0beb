"""Recode: a case graph in, the same graph with another scheme's codes beside its own out."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from fagbegreb.model import Lang
from fagbegreb.recode import MEDIA_TYPES, RecodedCode, Recoding
from fagbegreb.render import concept_json, pick, to_bytes
from fagbegreb.web.api.cases import GRAPH_BODY, case_media_type
from fagbegreb.web.context import Asked, AskedIn, client_of

router = APIRouter(tags=["cases"])


@router.post(
    "/recode", summary="Another scheme's codes beside a case's own", openapi_extra=GRAPH_BODY
)
async def recode(
    request: Request,
    asked: Asked,
    to: Annotated[str, Query(description="The scheme to add codes from.", min_length=1)],
    scheme: Annotated[list[str] | None, Query(description="Recode only these schemes.")] = None,
) -> Response:
    """By Accept: the graph itself, or JSON with the graph and what became of each code.

    Nothing is taken away, and values on scales are never converted. Nothing is stored.
    """
    book = asked.terminology.vocabulary.book
    given = case_media_type(request)
    accepted = request.headers.get("accept", "").partition(";")[0].partition(",")[0].strip()
    written = accepted if accepted in MEDIA_TYPES else given
    found = await asked.terminology.recoder.recode(
        await request.body(),
        (given, written),
        book.head(to).id,
        asked.at,
        [book.head(name).id for name in scheme or ()],
        client_of(request),
    )
    headers = {"cache-control": "no-store"}
    if accepted == "application/json":
        return Response(
            to_bytes(_told(found, asked)), media_type="application/json", headers=headers
        )
    return Response(found.graph, media_type=found.media_type, headers=headers)


def _told(found: Recoding, asked: AskedIn) -> dict[str, Any]:
    return {
        "target": found.target,
        "at": found.at.isoformat(),
        "media_type": found.media_type,
        "graph": found.graph.decode(),
        "codes": [_code(code, asked.lang, asked) for code in found.codes],
    }


def _code(code: RecodedCode, lang: Lang, asked: AskedIn) -> dict[str, Any]:
    return {
        "concept": concept_json(code.code, lang, asked.at),
        "outcome": code.outcome,
        "text": pick(code.text, lang),
        "added": concept_json(code.added.target, lang, asked.at) if code.added else None,
        "relation": code.added.relation.value if code.added else None,
        "loss": code.added.loss.value if code.added else None,
        "candidates": [concept_json(each.target, lang, asked.at) for each in code.candidates],
        "uses": code.uses,
        "measured_uses": code.measured_uses,
    }
