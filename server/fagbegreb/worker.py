"""WorkerPool: bytes go to a killable process with limits; chunks of bytes come back.

Each process answers one request at a time (see `sandbox`). One that takes too long, runs out of
memory or loses its client is killed and replaced; the others and this process do not notice.
A pool may be used from any thread and event loop.
"""

from __future__ import annotations

import asyncio
import threading
from collections import Counter, deque
from collections.abc import AsyncGenerator, AsyncIterator
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from fagbegreb.errors import ServerBusy
from fagbegreb.process import Process
from fagbegreb.sandbox import Job, Target
from fagbegreb.turns import Turns


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
    One client never has all processes of several at work: the last is for the others.
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
        self._idle: deque[Process] = deque()
        self._all: set[Process] = set()
        self._turns: Turns[_Turn] = Turns(max_waiting)
        self._at_work: Counter[str] = Counter()
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
                self._release(worker, client)

    def call_sync(self, payload: bytes, timeout_s: float) -> bytes:
        """`call` for code without an event loop (commands, tests)."""
        return asyncio.run(self.call(payload, timeout_s))

    def state(self) -> PoolState:
        """How the pool is doing now."""
        with self._lock:
            busy = len(self._all) - len(self._idle)
            return PoolState(self._size, busy, len(self._turns), self._calls, self._killed)

    def pids(self) -> tuple[int, ...]:
        """The processes that run now, for measurements."""
        with self._lock:
            return tuple(worker.process.pid for worker in self._all)

    def close(self) -> None:
        """End all processes and wait until they are gone. Calls under way fail."""
        with self._lock:
            self._is_closed = True
            workers = tuple(self._all)
            self._all.clear()
            self._idle.clear()
            while (waiting := self._turns.next()) is not None:
                waiting.refuse(1)
        for worker in workers:
            worker.kill(ServerBusy(1))
        for worker in workers:
            worker.bury()

    async def _acquire(self, client: str) -> Process:
        with self._lock:
            if self._is_closed:
                raise ServerBusy(1)
            self._calls += 1
            ready = self._take_idle() if self._may_work(client) else None
            if ready is not None:
                self._at_work[client] += 1
                return ready
            turn = _Turn(client)
            displaced = self._turns.join(client, turn)
            retry_after_s = 1 + len(self._turns) // self._size
        if displaced is turn:
            raise ServerBusy(retry_after_s)
        if displaced is not None:
            displaced.refuse(retry_after_s)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(turn.future), self._max_wait_s)
        except (TimeoutError, asyncio.CancelledError) as error:
            self._leave_queue(turn)
            if isinstance(error, TimeoutError):
                raise ServerBusy(retry_after_s) from None
            raise

    def _take_idle(self) -> Process | None:
        """A process that waits for work, or a new one if there is room for it."""
        while self._idle:
            worker = self._idle.popleft()
            if worker.process.poll() is None:
                return worker
            self._forget(worker)
        return self._spawn() if len(self._all) < self._size else None

    def _leave_queue(self, turn: _Turn) -> None:
        with self._lock:
            self._turns.leave(turn.client, turn)
        # The turn may have come at the very moment it was given up.
        future = turn.future
        if not future.cancel() and future.done() and future.exception() is None:
            self._release(future.result(), turn.client)

    def _may_work(self, client: str) -> bool:
        return not client or self._at_work[client] < max(1, self._size - 1)

    def _release(self, worker: Process, client: str) -> None:
        """Hand the process to whoever is next; replace it if it cannot go on."""
        with self._lock:
            self._at_work[client] -= 1
            if not self._at_work[client]:
                del self._at_work[client]
            if self._is_closed:
                return
            is_worn = 0 < self._max_calls <= worker.calls
            if not worker.is_clean or is_worn or worker.process.poll() is not None:
                self._forget(worker)
                try:
                    worker = self._spawn()
                except OSError:  # the machine is full: the next call tries again
                    return
            self._idle.append(worker)
            self._serve_waiting()

    def _serve_waiting(self) -> None:
        """Give idle processes to those who wait and may go."""
        while self._idle and (turn := self._turns.next(self._may_work)) is not None:
            if turn.future.set_running_or_notify_cancel():
                self._at_work[turn.client] += 1
                turn.future.set_result(self._idle.popleft())

    def _forget(self, worker: Process) -> None:
        self._all.discard(worker)
        self._killed += not worker.is_clean
        worker.kill(None)
        # Giving back gigabytes takes the kernel a moment: nobody waits for it here.
        threading.Thread(target=worker.bury, daemon=True).start()

    def _spawn(self) -> Process:
        worker = Process(self._job)
        self._all.add(worker)
        return worker


class _Turn:
    """Somebody's place in the queue."""

    def __init__(self, client: str) -> None:
        self.client = client
        self.future: Future[Process] = Future()

    def refuse(self, retry_after_s: int) -> None:
        """Send whoever waits away."""
        if self.future.set_running_or_notify_cancel():
            self.future.set_exception(ServerBusy(retry_after_s))
