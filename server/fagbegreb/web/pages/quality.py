"""The state of the crosswalks, for editors: what to look at, and mappings to consider."""

from __future__ import annotations

import asyncio
from collections import Counter
from itertools import islice
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from fagbegreb.model import QualityFinding
from fagbegreb.web.context import terminology_of
from fagbegreb.web.pages.view import page

router = APIRouter()

SHOWN: Final = 50
"""Findings of one sort and proposals on the page; all of them are in the API."""


@router.get("/kvalitet")
async def quality(request: Request) -> Response:
    """Findings by sort, worst first, and the surest proposals."""
    crosswalk = terminology_of(request).crosswalk
    report = await asyncio.to_thread(crosswalk.quality_report)
    counts = Counter((found.severity, found.code) for found in report.findings)
    return page(
        request,
        "quality.html",
        groups=[
            (severity, code, count, _of_sort(report.findings, severity, code))
            for (severity, code), count in counts.items()
        ],
        proposals=report.proposals[:SHOWN],
        proposal_count=len(report.proposals),
    )


def _of_sort(
    findings: tuple[QualityFinding, ...], severity: str, code: str
) -> list[QualityFinding]:
    alike = (found for found in findings if (found.severity, found.code) == (severity, code))
    return list(islice(alike, SHOWN))
