"""WorkerPool: bytes go to a killable process with limits; chunks of bytes come back.

Each process answers one request at a time (see `sandbox`). One that takes too long, runs out of
memory or loses its client is killed and replaced; the others and this process do not notice.
A pool may be used from any thread and event loop.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter, deque
from collections.abc import AsyncGenerator, AsyncIterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from fagbegreb.errors import ServerBusy
from fagbegreb.process import Process
from fagbegreb.sandbox import Job, Target
from fagbegreb.turns import Spending, Turns

_LONG_TURN_S: Final = 1.0
"""So long does a long call go on while others wait to."""


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

    With `quick_s`, a call that takes longer leaves its place to others. Up to `size` such calls
    go on beside the quick ones; twice as many stand still and take turns with them; one more is
    refused. A client that had long calls of late comes after one that had none, and never takes
    the last place. One process is kept in reserve for when one is killed.
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
        quick_s: float | None = None,
    ) -> None:
        self._job = Job(target.__module__, target.__qualname__, init_args, memory_bytes)
        self._size = size
        self._max_wait_s = max_wait_s
        self._max_calls = max_calls
        self._quick_s = quick_s
        self._most_kept = size if quick_s is None else size + 1
        self._kept = 0
        """So many processes are kept, besides those with long calls: as many as were needed."""
        self._lock = threading.Lock()
        self._idle: deque[Process] = deque()
        self._all: set[Process] = set()
        self._turns: Turns[_Turn] = Turns(max_waiting)
        self._aside: Turns[_Work] = Turns(2 * size)
        self._quick: Counter[str] = Counter()
        self._at_work: Counter[str] = Counter()
        self._long = 0
        self._spending = Spending()
        self._calls = 0
        self._killed = 0
        self._is_closed = False

    def start(self) -> None:
        """Start all processes now, without waiting for them to be ready."""
        with self._lock:
            if not self._is_closed:
                self._kept = self._most_kept
                self._refill()

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
        work = await self._acquire(client)
        if self._quick_s is not None:
            self._set_timer(work, self._quick_s)
        chunks = work.process.exchange(payload, timeout_s)
        try:
            yield chunks
        finally:
            try:
                await chunks.aclose()
            finally:
                self._release(work)

    def call_sync(self, payload: bytes, timeout_s: float) -> bytes:
        """`call` for code without an event loop (commands, tests)."""
        return asyncio.run(self.call(payload, timeout_s))

    def state(self) -> PoolState:
        """How the pool is doing now."""
        with self._lock:
            busy = self._at_work.total()
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

    async def _acquire(self, client: str) -> _Work:
        with self._lock:
            if self._is_closed:
                raise ServerBusy(1)
            self._calls += 1
            if self._has_place() and self._may_work(client):
                return self._begin(client)
            turn = _Turn(client)
            displaced = self._turns.join(client, turn, self._spending.of)
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

    def _leave_queue(self, turn: _Turn) -> None:
        with self._lock:
            self._turns.leave(turn.client, turn)
        # The turn may have come at the very moment it was given up.
        future = turn.future
        if not future.cancel() and future.done() and future.exception() is None:
            self._release(future.result())

    def _has_place(self) -> bool:
        return self._quick.total() < self._size

    def _may_work(self, client: str) -> bool:
        if not client or self._size == 1:
            return self._at_work[client] < self._size or not client
        is_last = self._quick.total() == self._size - 1
        return (
            self._quick[client] < self._size - 1
            and self._at_work[client] < self._size
            and not (is_last and self._quick_s and self._spending.of(client) > self._quick_s / 4)
        )

    def _begin(self, client: str) -> _Work:
        """Put a process that waits for work, or else a new one, to work for `client`."""
        while self._idle:
            worker = next((each for each in self._idle if each.is_ready), self._idle[0])
            self._idle.remove(worker)
            if worker.process.poll() is None:
                break
            self._forget(worker)
        else:
            try:
                worker = self._spawn()
            except OSError:  # the machine is full
                raise ServerBusy(1) from None
        self._kept = min(self._most_kept, max(self._kept, self._quick.total() + 1))
        self._quick[client] += 1
        self._at_work[client] += 1
        return _Work(client, worker)

    def _set_timer(self, work: _Work, turn_s: float) -> None:
        work.timer = asyncio.get_running_loop().call_later(turn_s, self._end_turn, work)

    def _end_turn(self, work: _Work) -> None:
        """A call had its time: it goes on if there is room for long ones, or steps aside."""
        missing_s = (self._quick_s or 0.0) - work.process.worked_s
        self._set_timer(work, missing_s if missing_s > 0 else _LONG_TURN_S)
        with self._lock:
            is_due = missing_s <= 0 and work.lane is not _Lane.ASIDE
            if self._is_closed or not is_due or (work.lane is _Lane.LONG and not self._aside):
                return
            if work.lane is _Lane.QUICK:
                self._spending.add(work.client, work.process.worked_s)
            self._leave_lane(work)
            self._serve_waiting()  # first, so that there is room to stand aside
            work.lane = _Lane.ASIDE
            displaced = self._aside.join(work.client, work, self._spending.of)
            busy = ServerBusy(1 + len(self._aside) // self._size)
            if displaced is not None:
                displaced.lane = _Lane.NONE
                displaced.process.kill(busy)
            self._serve_waiting()
            if work.lane is _Lane.ASIDE:
                work.is_held = True
                work.process.hold(self._max_wait_s, busy)

    def _leave_lane(self, work: _Work) -> None:
        """Give up the place of a call, and account for its time if it had long."""
        if work.lane is _Lane.QUICK:
            _less(self._quick, work.client)
        elif work.lane is _Lane.LONG:
            self._long -= 1
            self._spending.add(work.client, time.monotonic() - work.began)
        elif work.lane is _Lane.ASIDE:
            self._aside.leave(work.client, work)
        work.lane = _Lane.NONE

    def _release(self, work: _Work) -> None:
        """Hand the process to whoever is next; replace it if it cannot go on."""
        if work.timer is not None:
            work.timer.cancel()
        with self._lock:
            self._leave_lane(work)
            _less(self._at_work, work.client)
            if self._is_closed:
                return
            worker = work.process
            is_worn = 0 < self._max_calls <= worker.calls
            is_spare = len(self._idle) + self._quick.total() >= self._kept
            is_gone = worker.process.poll() is not None
            if is_spare or is_worn or is_gone or not worker.is_clean:
                self._forget(worker)
            else:
                self._idle.append(worker)
            self._refill()
            self._serve_waiting()

    def _serve_waiting(self) -> None:
        """Give places to those who wait for them and may go."""
        spent = self._spending.of
        while self._has_place() and (turn := self._turns.next(self._may_work, spent)) is not None:
            if turn.future.set_running_or_notify_cancel():
                try:
                    turn.future.set_result(self._begin(turn.client))
                except ServerBusy as busy:
                    turn.future.set_exception(busy)
        while self._long < self._size and (work := self._aside.next(spent=spent)) is not None:
            self._long += 1
            work.lane = _Lane.LONG
            work.began = time.monotonic()
            if work.is_held:
                work.is_held = False
                work.process.go_on()

    def _refill(self) -> None:
        """Start what is missing, so that the next call finds a process ready."""
        with suppress(OSError):  # the machine is full: the next call tries again
            while len(self._idle) + self._quick.total() < self._kept:
                self._idle.append(self._spawn())

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


class _Lane(Enum):
    QUICK = "among the quick calls"
    LONG = "beside them"
    ASIDE = "waiting to go on"
    NONE = "over"


class _Work:
    """A call and the process that answers it."""

    def __init__(self, client: str, process: Process) -> None:
        self.client = client
        self.process = process
        self.lane = _Lane.QUICK
        self.began = time.monotonic()
        self.is_held = False
        self.timer: asyncio.TimerHandle | None = None


class _Turn:
    """Somebody's place in the queue."""

    def __init__(self, client: str) -> None:
        self.client = client
        self.future: Future[_Work] = Future()

    def refuse(self, retry_after_s: int) -> None:
        """Send whoever waits away."""
        if self.future.set_running_or_notify_cancel():
            self.future.set_exception(ServerBusy(retry_after_s))


def _less(counter: Counter[str], client: str) -> None:
    counter[client] -= 1
    if not counter[client]:
        del counter[client]
