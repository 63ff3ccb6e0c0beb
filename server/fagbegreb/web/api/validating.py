"""Validate: one case graph in, what the law says about it out. Nothing is stored."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.responses import Response

from fagbegreb.model import Concept, Iri
from fagbegreb.render import report_json, to_bytes
from fagbegreb.terminology import Terminology
from fagbegreb.validation import MEDIA_TYPES, report_graph
from fagbegreb.web.api.cases import GRAPH_BODY, case_media_type
from fagbegreb.web.context import Asked, client_of
from fagbegreb.web.negotiation import choose

_JSON = "application/json"
router = APIRouter(tags=["cases"])


@router.post("/validate", summary="Check a case graph against the law", openapi_extra=GRAPH_BODY)
async def validate(request: Request, asked: Asked) -> Response:
    """JSON, or by Accept the SHACL validation report as Turtle or JSON-LD.

    An error tells line, column and kind; never what the graph says.
    """
    media_type = case_media_type(request)
    terminology = asked.terminology
    report = await terminology.validator.validate(
        await request.body(), media_type, client_of(request)
    )
    headers = {"cache-control": "no-store", "vary": "Accept"}
    accepted = choose(request.headers.get("accept", ""), (_JSON, *MEDIA_TYPES)) or _JSON
    if accepted != _JSON:
        return Response(report_graph(report, accepted), media_type=accepted, headers=headers)
    body = to_bytes(report_json(report, asked.lang, asked.at, known_concept(terminology)))
    return Response(body, media_type=_JSON, headers=headers)


def known_concept(terminology: Terminology) -> Callable[[Iri], Concept | None]:
    """Looks a concept up; None for an IRI that is none."""
    vocabulary = terminology.vocabulary
    return lambda iri: vocabulary.concept(iri) if vocabulary.is_concept(iri) else None
