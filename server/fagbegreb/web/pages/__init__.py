"""The pages for people: Danish, English by `?lang=en`; everything works without JavaScript."""

from __future__ import annotations

from fastapi import APIRouter

from fagbegreb.web.pages import (
    about,
    cases,
    choices,
    concepts,
    crosswalks,
    lists,
    quality,
    searching,
    static,
    systems,
)
from fagbegreb.web.pages.sparql import prepare
from fagbegreb.web.pages.view import error_page

__all__ = ["error_page", "prepare", "router"]

router = APIRouter(include_in_schema=False)
for part in (
    searching,
    concepts,
    systems,
    crosswalks,
    quality,
    lists,
    cases,
    about,
    choices,
    static,
):
    router.include_router(part.router)
