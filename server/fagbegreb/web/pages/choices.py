"""Choosing language and theme without JavaScript: set a cookie, go back where you were."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from fagbegreb.web.pages.view import THEMES, remember

router = APIRouter()


@router.get("/visning")
async def choose(request: Request, theme: str = "", back: str = "/") -> Response:
    """`theme=dark|light`; `back` must be an address of ours."""
    is_ours = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    base = request.scope.get("root_path", "")
    answered = RedirectResponse(back if is_ours else f"{base}/", status_code=303)
    if theme in THEMES:
        remember(answered, request, "theme", theme)
    answered.headers["cache-control"] = "no-store"
    return answered
