"""Chunks come in from a worker; a response goes out as they come, or a proper error instead.

An answer that fails before much of it is sent becomes a problem with its status. One that fails
later breaks the connection, so that nobody takes half an answer for a whole one. A client that
goes away frees the worker at once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from fagbegreb.errors import FagbegrebError

_LOG = logging.getLogger("fagbegreb")
Opening = Callable[[], AbstractAsyncContextManager[AsyncIterator[bytes]]]


class StreamedAnswer(Response):
    """The response to a question that a worker answers in chunks."""

    def __init__(self, opening: Opening, media_type: str, headers: Mapping[str, str]) -> None:
        super().__init__(None, media_type=media_type, headers=dict(headers))
        del self.headers["content-length"]
        self._opening = opening

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer; stop working when the client leaves."""
        work = asyncio.create_task(self._stream(send))
        departure = asyncio.create_task(_departed(receive))
        try:
            await asyncio.wait((work, departure), return_when=asyncio.FIRST_COMPLETED)
        finally:
            departure.cancel()
            if not work.done():
                work.cancel()
            await asyncio.wait((work, departure))
        if not work.cancelled():
            work.result()

    async def _stream(self, send: Send) -> None:
        # One chunk is held back: an answer of one chunk goes out whole, with its length,
        # and an error in the second still gets a status of its own.
        held: bytes | None = None
        has_started = False
        try:
            async with self._opening() as chunks:
                async for chunk in chunks:
                    if held is not None:
                        if not has_started:
                            await self._start(send)
                            has_started = True
                        await send({"type": "http.response.body", "body": held, "more_body": True})
                    held = chunk
        except FagbegrebError as error:
            if not has_started:
                raise
            # No last chunk is sent, so the server closes the connection: the client can tell.
            _LOG.warning("broke off an answer: %s", error.code)
            return
        if not has_started:
            self.headers["content-length"] = str(len(held or b""))
            await self._start(send)
        await send({"type": "http.response.body", "body": held or b""})

    async def _start(self, send: Send) -> None:
        await send(
            {
                "type": "http.response.start",
                "status": self.status_code,
                "headers": self.raw_headers,
            }
        )


async def _departed(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
