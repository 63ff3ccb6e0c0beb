"""One worker process seen from outside: a request goes in, chunks or an error come out.

Whatever goes wrong with it ends the same way: the process is killed with a verdict, and whoever
reads from it gets that verdict.
"""

from __future__ import annotations

import asyncio
import json
import os
import pickle
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any, Final

from fagbegreb import errors
from fagbegreb.errors import FagbegrebError, LimitExceeded, MalformedData, MemoryExceeded
from fagbegreb.sandbox import END, ERROR, HEADER, READY, REQUEST, Job

_BOOT: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    "from fagbegreb.sandbox import main; main(int(sys.argv[2]))"
)
_KEPT_VARIABLES: Final = ("HOME", "LANG", "LC_ALL", "PATH", "TMPDIR", "TZ")
_READ_BYTES: Final = 1 << 18
_START_TIMEOUT_S: Final = 60.0
_STALL_S: Final = 20.0
_LOOP_TURN_S: Final = 0.05
_TRANSFER_S: Final = 120.0


class Process:
    """A process and our end of its channel. Answers one request at a time."""

    def __init__(self, job: Job) -> None:
        self._channel, theirs = socket.socketpair()
        path = [os.path.abspath(entry) for entry in sys.path]  # noqa: PTH100  "" means here
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603  our own interpreter, fixed arguments
                [sys.executable, "-I", "-c", _BOOT, json.dumps(path), str(theirs.fileno())],
                stdin=subprocess.PIPE,  # never written: its end tells the child that we are gone
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,  # Ctrl-C is for the server
                env=_environment(),
            )
        self._channel.sendall(_frame(REQUEST, pickle.dumps(job)))
        self._channel.setblocking(False)
        self._received = bytearray()
        self._has_started = False
        self._clock: _Clock | None = None
        self._verdict: FagbegrebError | None = None
        self.is_clean = True
        """Between requests, and fit for another."""
        self.calls = 0

    async def exchange(self, payload: bytes, timeout_s: float) -> AsyncGenerator[bytes, None]:
        """Send a request, yield the chunks of its answer."""
        self.is_clean = False
        self.calls += 1
        if not self._has_started:
            await self._become_ready()
        clock = self._clock = _Clock(self, timeout_s)
        try:
            await self._send(_frame(REQUEST, payload))
            while True:
                kind, body = await self._frame()
                if kind == END:
                    self.is_clean = True
                    return
                if kind == ERROR:
                    error = _error(body)
                    self.is_clean = not isinstance(error, MemoryExceeded)
                    raise error
                clock.pause()
                yield body
                clock.resume()
        finally:
            clock.stop()
            self._clock = None

    @property
    def is_ready(self) -> bool:
        """Whether it has started, or has something to tell about that."""
        if self._has_started:
            return True
        arrivals = select.poll()
        arrivals.register(self._channel, select.POLLIN)
        return bool(arrivals.poll(0))

    @property
    def worked_s(self) -> float:
        """Seconds since the present request was sent; 0 while the process starts."""
        return 0.0 if self._clock is None else time.monotonic() - self._clock.began

    def hold(self, longest_s: float, verdict: FagbegrebError) -> None:
        """Stand still, using memory only; killed with `verdict` if that lasts too long.

        Call from the event loop that reads the answer.
        """
        if self._clock is not None:
            self.process.send_signal(signal.SIGSTOP)
            self._clock.hold(longest_s, verdict)

    def go_on(self) -> None:
        """Go on where `hold` stopped it. May be called from any thread."""
        self.process.send_signal(signal.SIGCONT)
        if (clock := self._clock) is not None:
            clock.go_on()

    def kill(self, verdict: FagbegrebError | None) -> None:
        """End the process; whoever reads from it gets `verdict`."""
        self._verdict = self._verdict or verdict
        self.process.kill()
        if self.process.stdin is not None:
            self.process.stdin.close()

    def bury(self) -> None:
        """Wait until the killed process is gone, leaving no zombie."""
        self.process.wait()
        # An event loop forgets a channel one turn after a cancelled read. Closed before that,
        # its number could be somebody else's by the time the loop looks.
        time.sleep(_LOOP_TURN_S)
        self._channel.close()

    async def _become_ready(self) -> None:
        clock = _Clock(self, _START_TIMEOUT_S)
        try:
            kind, body = await self._frame()
        finally:
            clock.stop()
        if kind != READY:
            raise _error(body)
        self._has_started = True

    async def _send(self, data: bytes) -> None:
        try:
            await asyncio.get_running_loop().sock_sendall(self._channel, data)
        except OSError:
            raise self._verdict or _died() from None

    async def _frame(self) -> tuple[bytes, bytes]:
        """The next whole frame; raises what the process was killed for when it ends instead."""
        kind, length = HEADER.unpack(await self._take(HEADER.size))
        return kind, await self._take(length)

    async def _take(self, size: int) -> bytes:
        loop = asyncio.get_running_loop()
        while len(self._received) < size:
            try:
                data = await loop.sock_recv(self._channel, _READ_BYTES)
            except OSError:
                data = b""
            if not data:
                raise self._verdict or _died()
            self._received += data
        taken = bytes(self._received[:size])
        del self._received[:size]
        return taken


class _Clock:
    """Kills a process when its time is up: `limit_s` of work, and some more for slow readers.

    Time during which the answer waits for its reader, or the process for its turn, is not work.
    """

    def __init__(self, worker: Process, limit_s: float) -> None:
        self._worker = worker
        self.began = time.monotonic()
        self._limit_s = limit_s
        self._left_s = limit_s
        self._loop = asyncio.get_running_loop()
        overall = _slow_reader("to minutter", "two minutes")
        self._overall = self._loop.call_later(limit_s + _TRANSFER_S, worker.kill, overall)
        self._is_read = True
        self._held: tuple[float, FagbegrebError] | None = None
        self._working_since: float | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._turn_over()

    def pause(self) -> None:
        """The answer waits for its reader."""
        self._is_read = False
        self._turn_over()

    def resume(self) -> None:
        """The reader wants more."""
        self._is_read = True
        self._turn_over()

    def hold(self, longest_s: float, verdict: FagbegrebError) -> None:
        """The process stands still."""
        self._held = (longest_s, verdict)
        self._turn_over()

    def go_on(self) -> None:
        """The process works again; callable from any thread."""

        def release() -> None:
            self._held = None
            self._turn_over()

        with suppress(RuntimeError):  # its loop is closed, so nobody waits for the answer
            self._loop.call_soon_threadsafe(release)

    def stop(self) -> None:
        """Nobody is killed any more."""
        self._overall.cancel()
        self._turn_over(is_over=True)

    def _turn_over(self, *, is_over: bool = False) -> None:
        """Account for what was, and set the timer for what is."""
        now = time.monotonic()
        if self._timer is not None:
            self._timer.cancel()
        if self._working_since is not None:
            self._left_s -= now - self._working_since
        self._working_since = None
        if is_over or self._overall.cancelled():
            return
        if self._held is not None:
            limit_s, verdict = self._held
        elif not self._is_read:
            limit_s, verdict = _STALL_S, _slow_reader("20 sekunder", "20 seconds")
        else:
            self._working_since = now
            limit_s, verdict = max(0.0, self._left_s), _time_is_up(self._limit_s)
        self._timer = self._loop.call_later(limit_s, self._worker.kill, verdict)


def _frame(kind: bytes, body: bytes) -> bytes:
    return HEADER.pack(kind, len(body)) + body


def _environment() -> dict[str, str]:
    """What a worker may know of our environment: no passwords, and two arenas for malloc, as
    each reserves address space and that is what the memory limit counts."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return {**kept, "MALLOC_ARENA_MAX": "2", "PYTHONDONTWRITEBYTECODE": "1"}


def _error(body: bytes) -> FagbegrebError:
    """The error that a worker described; only classes of our own tree are made."""
    told: dict[str, Any] = json.loads(body)
    name = told["error"]
    if name == "startup":
        return FagbegrebError(
            f"En arbejdsproces kunne ikke starte: {told['reason']}",
            f"A worker process could not start: {told['reason']}",
        )
    if name in ("MemoryError", "RecursionError"):
        return _died()
    kind = getattr(errors, name, None)
    if not (isinstance(kind, type) and issubclass(kind, FagbegrebError) and "da" in told):
        return FagbegrebError(f"En arbejdsproces fejlede ({name}).", f"A worker failed ({name}).")
    error: FagbegrebError = kind.__new__(kind)
    FagbegrebError.__init__(error, told["da"], told["en"])
    if isinstance(error, MalformedData):
        error.line, error.column = told["line"], told["column"]
    return error


def _time_is_up(limit_s: float) -> LimitExceeded:
    return LimitExceeded(
        f"Det tog længere end grænsen på {limit_s:g} sekunder og blev stoppet.",
        f"It took longer than the limit of {limit_s:g} seconds and was stopped.",
    )


def _slow_reader(da: str, en: str) -> LimitExceeded:
    return LimitExceeded(
        f"Svaret blev ikke hentet inden for {da}.", f"The answer was not read within {en}."
    )


def _died() -> MemoryExceeded:
    return MemoryExceeded(
        "Arbejdsprocessen løb tør for hukommelse og blev stoppet. Spørg om mindre ad gangen.",
        "The worker process ran out of memory and was stopped. Ask for less at a time.",
    )
