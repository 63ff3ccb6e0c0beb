"""One client's connection: uvicorn's, and an end to how long a client may keep us waiting.

Who sends nothing, sends the head of a request for ever or does not read the answer is let go.
Bodies have a limit of their own (`layers.BodyLimit`), and so have answers that a worker makes.
"""

from __future__ import annotations

import asyncio
import fcntl
import re
import sys
import termios
from typing import Any, ClassVar, Final

from httptools import HttpParserError
from starlette.requests import Request
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from fagbegreb.errors import BadRequest, FagbegrebError, ServerBusy
from fagbegreb.settings import Settings
from fagbegreb.web.problems import problem

_LOOKS: Final = 4
"""So often we look at a connection before its time is up."""
_PROGRESS: Final = 100_000
"""So many bytes must a client send, or read of one piece, to be given the time anew."""
_HEAD_BYTES: Final = 65_536
_HEAD_FIELDS: Final = 200
_NOT_ASCII: Final = re.compile(rb"[\x80-\xff]")


class HeadTooSlow(FagbegrebError):
    """The head of a request did not arrive in time."""

    code = "request-too-slow"
    status = 408
    title: ClassVar[dict[str, str]] = {"da": "For langsomt", "en": "Request timeout"}

    def __init__(self, limit_s: float) -> None:
        super().__init__(
            f"Forespørgslen nåede ikke frem inden for {limit_s:g} sekunder. Send den igen.",
            f"The request did not arrive within {limit_s:g} seconds. Send it again.",
        )


class HeadTooLarge(FagbegrebError):
    """An address and headers longer than anybody needs."""

    code = "request-header-too-large"
    status = 431
    title: ClassVar[dict[str, str]] = {
        "da": "For lange headere",
        "en": "Request header fields too large",
    }

    def __init__(self) -> None:
        super().__init__(
            f"Adresse og headere må fylde {_HEAD_BYTES:,} byte og være {_HEAD_FIELDS} i tal. "
            "Send det lange i en POST.".replace(",", "."),
            f"Address and headers may be {_HEAD_BYTES:,} bytes long and {_HEAD_FIELDS} in number. "
            "Send what is long in a POST.",
        )


class Unreadable(BadRequest):
    """Bytes that are no HTTP."""

    def __init__(self) -> None:
        super().__init__(
            "Forespørgslen er ikke gyldig HTTP/1.1. Se efter i adresse, headere og længder.",
            "The request is not valid HTTP/1.1. Check its address, headers and lengths.",
        )


class Connection(HttpToolsProtocol):
    """Looks at its client now and then, and lets one go that does not move on."""

    def __init__(self, settings: Settings, **given: Any) -> None:
        super().__init__(**given)
        self._limit_s = settings.client_timeout_s
        self._most = settings.connections
        self._opened = self.loop.time()
        self._timer: asyncio.TimerHandle | None = None
        self._owed: object = None
        self._looks = 0
        self._received = 0
        self._drained = 0
        self._head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the client in; when there are too many, who kept us waiting longest goes."""
        super().connection_made(transport)
        self._look()
        if len(self.connections) > self._most:
            waited_for = [each for each in self._others() if each.is_waited_for]
            max(waited_for, key=lambda each: each.patience, default=self).let_go(ServerBusy(1))

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, but not for ever in one head."""
        if not data.isascii() and self._is_between:
            data = _escaped(data)
        scope = self.scope
        self._received += len(data)
        super().data_received(data)
        self._head_bytes = self._head_bytes + len(data) if self.scope is scope else 0
        if self._head_bytes > _HEAD_BYTES and self._is_in_head:
            self.let_go(HeadTooLarge())

    def resume_writing(self) -> None:
        """The client has read most of what it had. An answer in many pieces keeps about as much
        unread all the time, so this is what tells a slow reader from one that has stopped."""
        self._drained += 1
        super().resume_writing()

    def on_headers_complete(self) -> None:
        """Begin to answer."""
        if self._is_large:
            raise HttpParserError  # answered below
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """What cannot be read is told as every other error is. `msg` is uvicorn's."""
        if not self._is_answering:
            self._tell(HeadTooLarge() if self._is_in_head and self._is_large else Unreadable())
        self.transport.close()

    def let_go(self, error: FagbegrebError) -> None:
        """End the connection; whoever is asking something is told why."""
        if self._unread or self.transport.is_closing():
            self.transport.abort()
            return
        is_idle = self.cycle is None or self.cycle.response_complete
        if not self._is_answering and (self._is_in_head or not is_idle):
            self._tell(error)
        self.transport.close()

    @property
    def is_waited_for(self) -> bool:
        """Whether it is the client's turn: to send something, or to read."""
        return self._owes is not None or self.cycle.more_body

    @property
    def patience(self) -> tuple[int, float]:
        """How long we have waited, roughly; and how old the connection is."""
        return self._looks, -self._opened

    def _look(self) -> None:
        """Count how often in a row nothing has changed."""
        owed, self._owed = self._owed, self._owes
        self._looks = self._looks + 1 if owed is not None and owed == self._owed else 0
        if self._looks >= _LOOKS:
            self.let_go(HeadTooSlow(self._limit_s))
        self._timer = self.loop.call_later(self._limit_s / _LOOKS, self._look)

    @property
    def _owes(self) -> object:
        """What the client must do next and how far it is with that; None when it is our turn."""
        is_our_turn = self.cycle is not None and not self.cycle.response_complete
        if is_our_turn and not self._unread:
            return None
        progress = self._received // _PROGRESS, self._unread_by_peer // _PROGRESS, self._drained
        return self.cycle, progress

    @property
    def _unread(self) -> int:
        return self.transport.get_write_buffer_size()

    @property
    def _unread_by_peer(self) -> int:
        """With what the kernel still holds, which may be megabytes (SIOCOUTQ in tcp(7))."""
        fd = self.transport.get_extra_info("socket").fileno()
        held = fcntl.ioctl(fd, termios.TIOCOUTQ, bytes(4))
        return self._unread + int.from_bytes(held, sys.byteorder)

    @property
    def _is_answering(self) -> bool:
        cycle = self.cycle
        return cycle is not None and cycle.response_started and not cycle.response_complete

    @property
    def _is_in_head(self) -> bool:
        is_read = self.cycle is not None and self.cycle.scope is self.scope
        return self.scope is not None and not is_read

    @property
    def _is_between(self) -> bool:
        """Whether what comes next is the beginning of a request."""
        return self.scope is None or not (self._is_in_head or self.cycle.more_body)

    @property
    def _is_large(self) -> bool:
        size = len(self.url) + sum([len(name) + len(value) for name, value in self.headers])
        return size > _HEAD_BYTES or len(self.headers) > _HEAD_FIELDS

    def _others(self) -> list[Connection]:
        return [each for each in self.connections if isinstance(each, Connection)]

    def _tell(self, error: FagbegrebError) -> None:
        headers = self.headers or []
        request = Request({"type": "http", "headers": headers, "query_string": b""})
        answer = problem(request, error)
        answer.headers["connection"] = "close"
        fields = b"".join([b"%s: %s\r\n" % field for field in answer.raw_headers])
        self.transport.write(STATUS_LINE[answer.status_code] + fields + b"\r\n" + answer.body)


def _escaped(data: bytes) -> bytes:
    """The first line in ASCII: people, and curl, write `?q=børn` as it is."""
    line, end, rest = data.partition(b"\r\n")
    return _NOT_ASCII.sub(lambda found: b"%%%02X" % ord(found[0]), line) + end + rest
