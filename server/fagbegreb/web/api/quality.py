"""The state of the crosswalks, for editors: what to look at, and mappings to consider."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from fagbegreb.crosswalk import proposals_sssom
from fagbegreb.model import Lang, Proposal, QualityFinding
from fagbegreb.render import pick, to_bytes
from fagbegreb.web.api.schemes import off_loop
from fagbegreb.web.context import Asked
from fagbegreb.web.respond import answer, cache_for

router = APIRouter(tags=["crosswalk"])


@router.get("/quality", summary="What editors ought to look at")
async def quality(request: Request, asked: Asked) -> Response:
    """Findings, worst first, and proposals, surest first. Days play no part in it."""

    def work() -> bytes:
        report = asked.terminology.crosswalk.quality_report()
        return to_bytes(
            {
                "findings": [_finding(one, asked.lang) for one in report.findings],
                "proposals": [_proposal(one, asked.lang) for one in report.proposals],
            }
        )

    return answer(request, await off_loop(work), cache=cache_for(asked.is_pinned))


@router.get(
    "/quality/proposals.sssom.tsv",
    summary="Mappings to consider, as SSSOM",
    response_class=Response,
    responses={200: {"content": {"text/tab-separated-values": {"schema": {"type": "string"}}}}},
)
async def proposals(request: Request, asked: Asked) -> Response:
    """A file to open in a spreadsheet: keep the rows that hold, then import them."""

    def work() -> bytes:
        return proposals_sssom(asked.terminology.crosswalk.quality_report().proposals).encode()

    headers = {"content-disposition": 'attachment; filename="forslag.sssom.tsv"'}
    media_type = "text/tab-separated-values; charset=utf-8"
    body = await off_loop(work)
    return answer(request, body, media_type, cache=cache_for(asked.is_pinned), headers=headers)


def _finding(found: QualityFinding, lang: Lang) -> dict[str, Any]:
    return {
        "code": found.code,
        "severity": found.severity,
        "message": pick(found.message, lang),
        "concepts": [concept.curie for concept in found.concepts],
        "crosswalk": found.crosswalk or None,
    }


def _proposal(found: Proposal, lang: Lang) -> dict[str, Any]:
    return {
        "subject": found.subject.curie,
        "subject_label": found.subject.label(lang)[0],
        "relation": found.relation.value,
        "object": found.object.curie,
        "object_label": found.object.label(lang)[0],
        "justification": found.justification,
        "confidence": found.confidence,
        "reason": pick(found.reason, lang),
    }
