"""HTTP to one SPARQL engine: kept-alive connections in, answers or UpstreamFailed out."""

from __future__ import annotations

import http.client
import queue
import ssl
import time
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Final
from urllib.parse import urlencode, urlsplit

from fagbegreb.errors import LimitExceeded, QueryRefused, UpstreamFailed

_REST_S: Final = 1.0
"""After a failed connection nobody tries again for so long: everyone is told at once."""
_CHUNK_BYTES: Final = 65_536


class Connections:
    """Kept-alive connections to one engine; safe to share between threads."""

    def __init__(self, url: str, user: str, password: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise failed("adressen skal begynde med http:// eller https://", "not a web address")
        self._parts = parts
        self._idle: queue.SimpleQueue[http.client.HTTPConnection] = queue.SimpleQueue()
        self._down_until = 0.0
        self._headers: dict[str, str] = {}
        if user:
            token = b64encode(f"{user}:{password}".encode()).decode()
            self._headers["Authorization"] = f"Basic {token}"

    @contextmanager
    def request(
        self,
        method: str,
        parameters: Iterable[tuple[str, str]],
        body: bytes | IO[bytes] | None,
        headers: dict[str, str],
        timeout_s: float,
    ) -> Iterator[http.client.HTTPResponse]:
        """One request; the connection goes back when the answer was read to its end."""
        if time.monotonic() < self._down_until:
            raise failed("den svarede ikke før", "it did not answer just now")
        connection, is_fresh = self._connection(timeout_s)
        target = self._target(parameters)
        try:
            response = self._send(connection, method, target, body, headers)
        except TimeoutError:
            connection.close()
            raise late(timeout_s) from None
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            if is_fresh or not isinstance(body, bytes | None):
                self._down_until = time.monotonic() + _REST_S
                raise failed("forbindelsen mislykkedes", type(error).__name__) from None
            # A connection that lay idle may have been closed over there: once more, freshly.
            connection = self._open(timeout_s)
            try:
                response = self._send(connection, method, target, body, headers)
            except TimeoutError:
                connection.close()
                raise late(timeout_s) from None
            except (OSError, http.client.HTTPException) as again:
                connection.close()
                self._down_until = time.monotonic() + _REST_S
                raise failed("forbindelsen mislykkedes", type(again).__name__) from None
        try:
            yield response
        finally:
            if response.isclosed():
                self._idle.put(connection)
            else:
                connection.close()

    def _connection(self, timeout_s: float) -> tuple[http.client.HTTPConnection, bool]:
        try:
            connection = self._idle.get_nowait()
        except queue.Empty:
            return self._open(timeout_s), True
        if connection.sock is not None:
            connection.sock.settimeout(timeout_s)
        return connection, connection.sock is None

    def _open(self, timeout_s: float) -> http.client.HTTPConnection:
        host, port = str(self._parts.hostname), self._parts.port
        if self._parts.scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=timeout_s, context=context)
        return http.client.HTTPConnection(host, port, timeout=timeout_s)

    def _target(self, parameters: Iterable[tuple[str, str]]) -> str:
        asked = "&".join(filter(None, (self._parts.query, urlencode(list(parameters)))))
        return (self._parts.path or "/") + (f"?{asked}" if asked else "")

    def _send(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        target: str,
        body: bytes | IO[bytes] | None,
        headers: dict[str, str],
    ) -> http.client.HTTPResponse:
        given = {**headers, **self._headers, "User-Agent": "fagbegreb"}
        connection.request(method, target, body, given)
        return connection.getresponse()


def check(response: http.client.HTTPResponse, media_type: str) -> None:
    """Raises QueryRefused or UpstreamFailed when the answer does not begin as it should."""
    if response.status == 400:
        reason = response.read(300).decode("utf-8", errors="replace")
        raise QueryRefused(f"Databasen afviste: {reason}", f"The engine refused it: {reason}")
    given = response.headers.get_content_type()
    if response.status != 200 or given != media_type:
        raise failed(f"status {response.status}, {given}", f"status {response.status}, {given}")


def next_chunk(response: http.client.HTTPResponse) -> bytes:
    """Up to 64 kB; empty at the end. Raises LimitExceeded, UpstreamFailed."""
    try:
        return response.read(_CHUNK_BYTES)
    except TimeoutError:
        raise late(None) from None
    except (OSError, http.client.HTTPException) as error:
        raise failed(
            "svaret blev afbrudt", f"the answer broke off ({type(error).__name__})"
        ) from None


def read(response: http.client.HTTPResponse) -> bytes:
    """The whole of a good answer. Raises UpstreamFailed."""
    try:
        data = response.read()
    except (OSError, http.client.HTTPException) as error:
        raise failed(
            "svaret blev afbrudt", f"the answer broke off ({type(error).__name__})"
        ) from None
    if not 200 <= response.status < 300:
        raise failed(f"status {response.status}", f"status {response.status}")
    return data


def failed(da: str, en: str) -> UpstreamFailed:
    """The error, with its reason."""
    return UpstreamFailed(
        f"Den SPARQL-database, som serveren er sat til at spørge, svarer ikke rigtigt: {da}.",
        f"The SPARQL engine that this server is set to ask does not answer properly: {en}.",
    )


def late(timeout_s: float | None) -> LimitExceeded:
    """The error of an engine that is too slow."""
    limit = f" ({timeout_s:g} s)" if timeout_s else ""
    return LimitExceeded(
        f"Databasen nåede ikke at svare inden for tidsgrænsen{limit}.",
        f"The engine did not answer within the time limit{limit}.",
    )
