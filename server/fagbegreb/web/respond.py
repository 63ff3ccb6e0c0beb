"""Bytes go in; a response with a strong ETag, 304, compression and caching rules comes out."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from fastapi import Request
from starlette.responses import Response, StreamingResponse

JSON = "application/json"
_COMPRESS_FROM = 900
_COMPRESSION_LEVEL = 5
_PART_BYTES = 262_144
_GZIP_FORMAT = 31
_LONGEST_S = 3_600
_COPENHAGEN = ZoneInfo("Europe/Copenhagen")
_FOREVER = "public, max-age=31536000, immutable"
_COMPRESSIBLE = ("text/", "application/json", "application/ld+json", "application/problem+json",
                 "application/n-triples", "application/rdf+xml", "image/svg+xml")  # fmt: skip


def answer(  # noqa: PLR0913  what a response consists of
    request: Request,
    body: bytes,
    media_type: str = JSON,
    *,
    status: int = 200,
    cache: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The response to a GET: 304 when the client has these very bytes already.

    `cache` is the Cache-Control; without it the answer may be kept until midnight in Denmark,
    and for at most an hour, since what is in force changes with the day.
    """
    is_small = len(body) < _COMPRESS_FROM or not media_type.startswith(_COMPRESSIBLE)
    gzipped = not is_small and accepts_gzip(request.headers.get("accept-encoding", ""))
    given = {
        "etag": etag_of(body, gzipped),
        "cache-control": cache or until_midnight(),
        "vary": "Accept-Encoding",
        **(headers or {}),
    }
    if status == 200 and is_known(request.headers.get("if-none-match"), given["etag"]):
        return Response(status_code=304, headers=given)
    if gzipped:
        given["content-encoding"] = "gzip"
        body = compressed(body)
    return Response(body, status_code=status, media_type=media_type, headers=given)


def streamed(request: Request, parts: Iterable[bytes], media_type: str = JSON) -> Response:
    """An answer of any size in little memory, made in a thread while it is sent; never kept.

    A part that cannot be made breaks the connection: half an answer never looks whole.
    """
    headers = {"cache-control": "no-store", "vary": "Accept-Encoding"}
    if accepts_gzip(request.headers.get("accept-encoding", "")):
        headers["content-encoding"] = "gzip"
        parts = _compressed_parts(parts)
    return StreamingResponse(_in_large_parts(parts), media_type=media_type, headers=headers)


def _compressed_parts(parts: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(_COMPRESSION_LEVEL, wbits=_GZIP_FORMAT)
    for part in parts:
        yield packer.compress(part)
    yield packer.flush()


def _in_large_parts(parts: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for part in parts:
        waiting += part
        if len(waiting) >= _PART_BYTES:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)


def etag_of(body: bytes, gzipped: bool = False) -> str:
    """A strong ETag: other bytes on the wire, another tag."""
    digest = hashlib.sha256(body).hexdigest()[:24]
    return f'"{digest}-gz"' if gzipped else f'"{digest}"'


def is_known(if_none_match: str | None, etag: str) -> bool:
    """Whether the client named this ETag. `*` names any."""
    if not if_none_match:
        return False
    named = (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))
    return any(tag in {etag, "*"} for tag in named)


def compressed(body: bytes) -> bytes:
    """gzip; equal bytes give equal bytes."""
    return gzip.compress(body, _COMPRESSION_LEVEL, mtime=0)


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether the client takes gzip."""
    for part in accept_encoding.lower().split(","):
        coding, _, weight = part.strip().partition(";")
        if coding.strip() in {"gzip", "*"}:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def seconds_to_midnight() -> int:
    """Seconds until the day changes in Denmark."""
    now = datetime.now(_COPENHAGEN)
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(0, int(tomorrow.timestamp() - now.timestamp()))


def until_midnight() -> str:
    """Cache-Control of an answer that depends on the day."""
    return f"public, max-age={min(_LONGEST_S, seconds_to_midnight())}"


def cache_for(is_pinned: bool) -> str:
    """Cache-Control of an answer; what names its release and its day never changes."""
    return _FOREVER if is_pinned else until_midnight()
