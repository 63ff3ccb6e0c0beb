"""Long calls make room for quick ones, take turns among themselves, and are told when too many."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from fagbegreb.errors import LimitExceeded, ServerBusy
from fagbegreb.worker import WorkerPool
from patience import PATIENCE_S, has_ended, wait_until
from worker_targets import misbehave

MEMORY = 1_000_000_000


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    with closing(_pool(2)) as pool:
        pool.start()
        pool.call_sync(b"greet", PATIENCE_S)
        yield pool


def _pool(size: int) -> WorkerPool:
    return WorkerPool(misbehave, size, MEMORY, ("hej",), max_wait_s=PATIENCE_S, quick_s=0.1)


def test_long_calls_of_many_clients_leave_the_places_to_quick_ones(pool: WorkerPool) -> None:
    async def run() -> list[bytes]:
        long = [asyncio.create_task(pool.call(b"spin", PATIENCE_S, f"long {n}")) for n in range(5)]
        await asyncio.sleep(1)
        answers = [await pool.call(b"greet", PATIENCE_S, f"quick {n}") for n in range(20)]
        assert not any(call.done() for call in long)
        for call in long:
            call.cancel()
        await asyncio.wait(long)
        return answers

    assert asyncio.run(run()) == [b"hej"] * 20
    assert pool.state().busy == 0


def test_long_calls_take_turns_and_all_come_to_their_end(pool: WorkerPool) -> None:
    async def run() -> list[bytes]:
        calls = (pool.call(b"work 0.8", PATIENCE_S, f"{n}") for n in range(6))
        return await asyncio.gather(*calls)

    assert asyncio.run(run()) == [b"done"] * 6


def test_standing_still_is_not_counted_as_work() -> None:
    """One at a time goes on, so the last of three is stopped when each had its own time."""

    async def run(pool: WorkerPool) -> list[bytes | BaseException]:
        calls = [pool.call(b"spin", 1.5, f"endless {n}") for n in range(3)]
        return await asyncio.gather(*calls, return_exceptions=True)

    with closing(_pool(1)) as pool:
        started = time.monotonic()
        stopped = asyncio.run(run(pool))
        taken_s = time.monotonic() - started
    assert [type(each) for each in stopped] == [LimitExceeded] * 3
    assert taken_s > 3


def test_more_long_calls_than_can_stand_by_are_told_to_come_back() -> None:
    async def run(pool: WorkerPool) -> list[BaseException]:
        calls = [asyncio.create_task(pool.call(b"spin", 600, f"{n}")) for n in range(10)]
        done: set[asyncio.Task[bytes]] = set()
        while len(done) < 4:  # two go on, four stand aside
            done, _ = await asyncio.wait(calls, timeout=0.5)
        done, rest = await asyncio.wait(calls, timeout=2.5)
        for call in rest:
            call.cancel()
        await asyncio.wait(rest)
        return [error for call in done if (error := call.exception()) is not None]

    with closing(WorkerPool(misbehave, 2, MEMORY, max_wait_s=600, quick_s=0.1)) as pool:
        refused = asyncio.run(run(pool))
    assert len(refused) == 4
    assert all(isinstance(error, ServerBusy) for error in refused)


def test_a_client_that_took_much_of_late_leaves_the_last_place_free(pool: WorkerPool) -> None:
    async def run() -> list[str]:
        finished: list[str] = []

        async def call(client: str, request: bytes) -> None:
            await pool.call(request, PATIENCE_S, client)
            finished.append(client)

        for client in ("a", "b"):
            with pytest.raises(LimitExceeded):
                await pool.call(b"spin", 1.5, client)
        again = [asyncio.create_task(call(client, b"sleep 600")) for client in ("a", "b")]
        await asyncio.sleep(0)  # both have asked
        state = pool.state()
        assert (state.busy, state.waiting) == (1, 1)
        await call("modest", b"greet")
        for each in again:
            each.cancel()
        await asyncio.wait(again)
        return finished

    assert asyncio.run(run()) == ["modest"]


def test_a_killed_process_has_been_replaced_before_the_next_call(pool: WorkerPool) -> None:
    before = set(pool.pids())
    with pytest.raises(LimitExceeded):
        pool.call_sync(b"spin", 0.05)
    assert int(pool.call_sync(b"pid", PATIENCE_S)) in before


ORPHAN = """
import asyncio, os, signal, sys
from fagbegreb.worker import WorkerPool
from patience import PATIENCE_S, has_ended, wait_until
from worker_targets import misbehave
pool = WorkerPool(misbehave, 1, 1_000_000_000)
pid = int(pool.call_sync(b"pid", 10))
os.kill(pid, signal.SIGSTOP)
print(pid, flush=True)
sys.stdin.read()
"""


def test_a_process_that_stands_still_ends_with_the_server() -> None:
    folder = str(Path(__file__).parent)
    command = [sys.executable, "-c", ORPHAN]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=folder) as server:
        assert server.stdout is not None
        pid = int(server.stdout.readline())
        os.kill(server.pid, signal.SIGKILL)
    wait_until(lambda: has_ended(pid), "the worker ends with its server")
