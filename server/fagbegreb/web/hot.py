"""The hot path: what was asked for before is answered as bytes, ahead of the framework.

A thin ASGI layer. Routes hand it what they rendered (`remember`); it answers the same address
again until the day or the terminology changes. Concepts are kept by plain addresses, with no query
string or just `lang=`, so what it holds is bounded by the vocabulary and by bytes; suggestions by
what was typed, on a shelf of their own, the last used longest.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from fagbegreb.terminology import Terminology
from fagbegreb.web.respond import compressed, etag_of, seconds_to_midnight

_CONCEPT_BYTES: Final = 64_000_000
_SUGGESTION_BYTES: Final = 16_000_000
_ENTRY_BYTES: Final = 2_000
"""What an entry takes beside its body: headers and key. Compressed, JSON is a quarter as long."""
_LONGEST_S: Final = 3_600
_PLAIN_QUERY: Final = re.compile(rb"(?:lang=[A-Za-z-]{2,12})?")
_COMPRESS_FROM: Final = 900
_CORS: Final = b"access-control-allow-origin"
Headers = list[tuple[bytes, bytes]]
Key = tuple[bytes, bytes]


@dataclass(slots=True)
class _Form:
    """One encoding of one answer."""

    body: bytes
    etag: bytes
    headers: Headers
    unchanged: Headers


@dataclass(slots=True)
class _Entry:
    """One answer, for one terminology, until midnight."""

    terminology: Terminology
    valid_until: float
    plain: _Form
    gzipped: _Form | None = None
    """Made when somebody first takes it."""

    @property
    def size(self) -> int:
        return _ENTRY_BYTES + len(self.plain.body) * 5 // 4


class _Shelf:
    """Entries by address, within a number of bytes; the one used longest ago goes first."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._entries: OrderedDict[Key, _Entry] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> _Entry | None:
        if key not in self._entries:
            return None
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
            return entry

    def put(self, key: Key, entry: _Entry) -> None:
        with self._lock:
            self._forget(key)
            self._entries[key] = entry
            self._bytes += entry.size
            while self._bytes > self._max_bytes:
                self._forget(next(iter(self._entries)))

    def _forget(self, key: Key) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._bytes -= entry.size


class HotPath:
    """Answers what it remembers and passes everything else on."""

    def __init__(
        self,
        app: ASGIApp,
        current: Callable[[], Terminology | None],
        count: Callable[[str, int], None],
        fixed_headers: Headers,
    ) -> None:
        self._app = app
        self._current = current
        self._count = count
        self._fixed = fixed_headers
        self._concepts = _Shelf(_CONCEPT_BYTES)
        self._suggestions = _Shelf(_SUGGESTION_BYTES)
        self._uncounted = {200: 0, 304: 0}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or let the framework do it."""
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}:
            key = (scope.get("raw_path", b""), scope["query_string"])
            entry = self._concepts.get(key) or self._suggestions.get(key)
            if entry is not None and self._is_fresh(entry):
                await self._answer(entry, scope, send)
                return
        await self._app(scope, receive, send)

    def remember(self, request: Request, terminology: Terminology, body: bytes) -> None:
        """Keep the JSON of this request's address, if it is one that is kept."""
        key = _key(request)
        if _PLAIN_QUERY.fullmatch(key[1]):
            self._keep(self._concepts, key, terminology, body)

    def remember_typed(self, request: Request, terminology: Terminology, body: bytes) -> None:
        """Keep the JSON of suggestions for what was typed."""
        self._keep(self._suggestions, _key(request), terminology, body)

    def _keep(self, shelf: _Shelf, key: Key, terminology: Terminology, body: bytes) -> None:
        if terminology is not self._current():
            return
        valid_until = time.time() + seconds_to_midnight()
        shelf.put(key, _Entry(terminology, valid_until, self._form(body, body, False)))

    def _gzipped(self, entry: _Entry) -> _Form:
        body = entry.plain.body
        if len(body) <= _COMPRESS_FROM:
            return entry.plain
        if entry.gzipped is None:
            entry.gzipped = self._form(compressed(body), body, True)
        return entry.gzipped

    def flush_counts(self) -> None:
        """Hand over the counts that were gathered since the last time."""
        for status, number in self._uncounted.items():
            if number:
                self._count(str(status), number)
                self._uncounted[status] = 0

    def _is_fresh(self, entry: _Entry) -> bool:
        return entry.valid_until > time.time() and entry.terminology is self._current()

    async def _answer(self, entry: _Entry, scope: Scope, send: Send) -> None:
        wanted, takes_gzip = b"", False
        for name, value in scope["headers"]:
            if name == b"if-none-match":
                wanted = value
            elif name == b"accept-encoding":
                takes_gzip = b"gzip" in value and b"gzip;q=0" not in value.replace(b" ", b"")
        form = self._gzipped(entry) if takes_gzip else entry.plain
        is_known = bool(wanted) and (form.etag in wanted or wanted == b"*")
        status = 304 if is_known else 200
        self._uncounted[status] += 1
        left_s = int(entry.valid_until - time.time())
        age = b"public, max-age=%d" % min(_LONGEST_S, max(0, left_s))
        headers = [*(form.unchanged if is_known else form.headers), (b"cache-control", age)]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        body = b"" if is_known or scope["method"] == "HEAD" else form.body
        await send({"type": "http.response.body", "body": body})

    def _form(self, sent: bytes, body: bytes, is_gzipped: bool) -> _Form:
        etag = etag_of(body, is_gzipped).encode()
        told = [(b"etag", etag), (b"vary", b"Accept-Encoding")]
        # What guards a body is left out where there is none: each header costs the hot path.
        unchanged = [*(one for one in self._fixed if one[0] == _CORS), *told]
        headers = [
            *self._fixed,
            *told,
            (b"content-type", b"application/json"),
            (b"content-length", str(len(sent)).encode()),
        ]
        if is_gzipped:
            headers.append((b"content-encoding", b"gzip"))
        return _Form(sent, etag, headers, unchanged)


def _key(request: Request) -> Key:
    return request.scope.get("raw_path", b""), request.scope["query_string"]
