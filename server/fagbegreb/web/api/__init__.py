"""The JSON API, version 1: one module per subject, each with its own router."""

from __future__ import annotations

from fastapi import APIRouter

from fagbegreb.web.api import (
    concepts,
    crosswalk_tables,
    crosswalks,
    drawings,
    lists,
    quality,
    recoding,
    resolving,
    schemes,
    searching,
    validating,
)

router = APIRouter(prefix="/api/v1")
for part in (
    searching,
    schemes,
    concepts,
    resolving,
    crosswalks,
    crosswalk_tables,
    drawings,
    quality,
    lists,
    recoding,
    validating,
):
    router.include_router(part.router)
