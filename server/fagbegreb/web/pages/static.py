"""Style sheets, scripts and fonts: read once, compressed once, kept by the browser for good.

A page names a file with a hash of its content (`?v=`); another content, another address.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from fagbegreb.errors import NotFoundError
from fagbegreb.web.respond import accepts_gzip, answer, compressed, etag_of, is_known

router = APIRouter()

ROOT: Final = Path(__file__).resolve().parents[1] / "static"
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".md": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
_FOREVER = "public, max-age=31536000, immutable"
_FOR_NOW = "public, max-age=3600"


@lru_cache(maxsize=256)
def _read(name: str) -> tuple[bytes, bytes, str] | None:
    """(content, gzipped content, hash) of a file below the static folder."""
    try:
        path = (ROOT / name).resolve()
        is_ours = path.is_relative_to(ROOT) and path.suffix in _TYPES and path.is_file()
    except (ValueError, OSError):  # a name that no disk takes
        return None
    if not is_ours:
        return None
    content = path.read_bytes()
    return content, compressed(content), hashlib.sha256(content).hexdigest()[:10]


def address(name: str) -> str:
    """`/static/<name>?v=<hash>`: the address that a page uses."""
    found = _read(name)
    return f"/static/{name}?v={found[2]}" if found else f"/static/{name}"


@router.get("/static/{name:path}")
async def file(request: Request, name: str) -> Response:
    """One file."""
    found = _read(name)
    if found is None:
        raise NotFoundError(f"Der er ingen fil »{name}«.", f"There is no file '{name}'.")
    content, gzipped, version = found
    media_type = _TYPES[Path(name).suffix]
    cache = _FOREVER if request.query_params.get("v") == version else _FOR_NOW
    if not accepts_gzip(request.headers.get("accept-encoding", "")) or name.endswith(".woff2"):
        return answer(request, content, media_type, cache=cache)
    etag = etag_of(content, gzipped=True)
    headers = {"etag": etag, "cache-control": cache, "vary": "Accept-Encoding"}
    if is_known(request.headers.get("if-none-match"), etag):
        return Response(status_code=304, headers=headers)
    headers["content-encoding"] = "gzip"
    return Response(gzipped, media_type=media_type, headers=headers)
