"""The yardstick: one ASGI route that answers with prepared bytes and a strong ETag.

`BENCH_BODY` names the file whose bytes it answers with, `BENCH_ETAG` their tag.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

BODY = Path(os.environ["BENCH_BODY"]).read_bytes()
ETAG = os.environ["BENCH_ETAG"].encode()
HEADERS = [
    (b"content-type", b"application/json"),
    (b"content-length", str(len(BODY)).encode()),
    (b"etag", ETAG),
    (b"cache-control", b"public, max-age=3600"),
]
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def app(scope: dict[str, Any], receive: object, send: Send) -> None:
    """200 with the bytes, or 304 to whoever has them already."""
    if scope["type"] != "http":
        return
    if (b"if-none-match", ETAG) in scope["headers"]:
        await send({"type": "http.response.start", "status": 304, "headers": HEADERS[2:]})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})
