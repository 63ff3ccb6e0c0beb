"""WorkerPool: bytes go to a killable process with limits; chunks of bytes come back.

Each process answers one request at a time (see `sandbox`). One that takes too long, runs out of
memory or loses its client is killed and replaced; the others and this process do not notice.
A pool may be used from any thread and event loop.
"""

from __future__ import annotations

import asyncio
import json
import os
import pickle
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from fagbegreb import errors
from fagbegreb.errors import (
    FagbegrebError,
    LimitExceeded,
    MalformedData,
    MemoryExceeded,
    ServerBusy,
)
from fagbegreb.sandbox import END, ERROR, HEADER, READY, REQUEST, Job, Target
from fagbegreb.turns import Turns

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


@dataclass(frozen=True, slots=True)
class PoolState:
    """A pool at one moment, for metrics and readiness."""

    size: int
    busy: int
    waiting: int
    calls: int
    killed: int
    """Processes that had to be ended or ended themselves, since the pool was opened."""


class WorkerPool:
    """`size` processes, each of which ran `target(*init_args)` and serves what that returned.

    `target` must be importable by name (a module-level function). Processes start at the first
    call, or with `start`; `max_calls` replaces a process after so many calls (0: never).
    """

    def __init__(  # noqa: PLR0913  each of these is a limit that somebody sets
        self,
        target: Target,
        size: int,
        memory_bytes: int,
        init_args: tuple[Any, ...] = (),
        *,
        max_waiting: int = 32,
        max_wait_s: float = 10.0,
        max_calls: int = 0,
    ) -> None:
        self._job = Job(target.__module__, target.__qualname__, init_args, memory_bytes)
        self._size = size
        self._max_wait_s = max_wait_s
        self._max_calls = max_calls
        self._lock = threading.Lock()
        self._idle: deque[_Worker] = deque()
        self._all: set[_Worker] = set()
        self._turns: Turns[Future[_Worker]] = Turns(max_waiting)
        self._calls = 0
        self._killed = 0
        self._is_closed = False

    def start(self) -> None:
        """Start all processes now, without waiting for them to be ready."""
        with self._lock:
            while not self._is_closed and len(self._all) < self._size:
                self._idle.append(self._spawn())

    async def call(self, payload: bytes, timeout_s: float, client: str = "") -> bytes:
        """The whole answer to one request. Raises what the target raised, LimitExceeded
        after `timeout_s` seconds of work, MemoryExceeded, ServerBusy.

        `client` is whoever should not keep others waiting, such as an address.
        """
        async with self.stream(payload, timeout_s, client) as chunks:
            return b"".join([chunk async for chunk in chunks])

    @asynccontextmanager
    async def stream(
        self, payload: bytes, timeout_s: float, client: str = ""
    ) -> AsyncGenerator[AsyncIterator[bytes], None]:
        """The answer in chunks, no faster than they are taken; errors as for `call`.

        Time during which the caller does not ask for the next chunk is not counted as work, but
        a pause of 20 seconds, or two minutes beyond the limit in all, ends the answer.
        Leaving early is allowed and costs the process.
        """
        worker = await self._acquire(client)
        chunks = worker.exchange(payload, timeout_s)
        try:
            yield chunks
        finally:
            try:
                await chunks.aclose()
            finally:
                self._release(worker)

    def call_sync(self, payload: bytes, timeout_s: float) -> bytes:
        """`call` for code without an event loop (commands, tests)."""
        return asyncio.run(self.call(payload, timeout_s))

    def state(self) -> PoolState:
        """How the pool is doing now."""
        with self._lock:
            busy = len(self._all) - len(self._idle)
            return PoolState(self._size, busy, len(self._turns), self._calls, self._killed)

    def close(self) -> None:
        """End all processes and wait until they are gone. Calls under way fail."""
        with self._lock:
            self._is_closed = True
            workers = tuple(self._all)
            self._all.clear()
            self._idle.clear()
            while (waiting := self._turns.next()) is not None:
                if waiting.set_running_or_notify_cancel():
                    waiting.set_exception(ServerBusy(1))
        for worker in workers:
            worker.kill(ServerBusy(1))
        for worker in workers:
            worker.bury()

    async def _acquire(self, client: str) -> _Worker:
        with self._lock:
            if self._is_closed:
                raise ServerBusy(1)
            self._calls += 1
            ready = self._take_idle()
            if ready is not None:
                return ready
            turn: Future[_Worker] = Future()
            displaced = self._turns.join(client, turn)
            retry_after_s = 1 + len(self._turns) // self._size
        if displaced is turn:
            raise ServerBusy(retry_after_s)
        if displaced is not None and displaced.set_running_or_notify_cancel():
            displaced.set_exception(ServerBusy(retry_after_s))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(turn), self._max_wait_s)
        except (TimeoutError, asyncio.CancelledError) as error:
            self._leave_queue(client, turn)
            if isinstance(error, TimeoutError):
                raise ServerBusy(retry_after_s) from None
            raise

    def _take_idle(self) -> _Worker | None:
        """A process that waits for work, or a new one if there is room for it."""
        while self._idle:
            worker = self._idle.popleft()
            if worker.process.poll() is None:
                return worker
            self._forget(worker)
        return self._spawn() if len(self._all) < self._size else None

    def _leave_queue(self, client: str, turn: Future[_Worker]) -> None:
        with self._lock:
            self._turns.leave(client, turn)
        # The turn may have come at the very moment it was given up.
        if not turn.cancel() and turn.done() and turn.exception() is None:
            self._release(turn.result())

    def _release(self, worker: _Worker) -> None:
        """Hand the process to whoever is next; replace it if it cannot go on."""
        with self._lock:
            if self._is_closed:
                return
            is_worn = 0 < self._max_calls <= worker.calls
            if not worker.is_clean or is_worn or worker.process.poll() is not None:
                self._forget(worker)
                try:
                    worker = self._spawn()
                except OSError:  # the machine is full: the next call tries again
                    return
            while (turn := self._turns.next()) is not None:
                if turn.set_running_or_notify_cancel():
                    turn.set_result(worker)
                    return
            self._idle.append(worker)

    def _forget(self, worker: _Worker) -> None:
        self._all.discard(worker)
        self._killed += not worker.is_clean
        worker.kill(None)
        # Giving back gigabytes takes the kernel a moment: nobody waits for it here.
        threading.Thread(target=worker.bury, daemon=True).start()

    def _spawn(self) -> _Worker:
        worker = _Worker(self._job)
        self._all.add(worker)
        return worker


class _Worker:
    """One process and our end of its channel."""

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
        self._is_ready = False
        self._verdict: FagbegrebError | None = None
        self.is_clean = True
        self.calls = 0

    async def exchange(self, payload: bytes, timeout_s: float) -> AsyncGenerator[bytes, None]:
        """Send a request, yield the chunks of its answer."""
        self.is_clean = False
        self.calls += 1
        if not self._is_ready:
            await self._become_ready()
        clock = _Clock(self, timeout_s)
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
        self._is_ready = True

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
    """Kills a process when its time is up: `limit_s` of work, and some more for slow readers."""

    def __init__(self, worker: _Worker, limit_s: float) -> None:
        self._worker = worker
        self._limit_s = limit_s
        self._left_s = limit_s
        self._loop = asyncio.get_running_loop()
        self._overall = self._loop.call_later(
            limit_s + _TRANSFER_S, worker.kill, _slow_reader("to minutter", "two minutes")
        )
        self._started = time.monotonic()
        self._timer = self._loop.call_later(limit_s, worker.kill, _time_is_up(limit_s))

    def pause(self) -> None:
        """The answer waits for its reader."""
        self._timer.cancel()
        self._left_s -= time.monotonic() - self._started
        stalled = _slow_reader("20 sekunder", "20 seconds")
        self._timer = self._loop.call_later(_STALL_S, self._worker.kill, stalled)

    def resume(self) -> None:
        """The reader wants more."""
        self._timer.cancel()
        self._started = time.monotonic()
        verdict = _time_is_up(self._limit_s)
        self._timer = self._loop.call_later(max(0.0, self._left_s), self._worker.kill, verdict)

    def stop(self) -> None:
        """Nobody is killed any more."""
        self._timer.cancel()
        self._overall.cancel()


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
