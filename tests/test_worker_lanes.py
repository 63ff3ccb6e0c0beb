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
from worker_targets import misbehave

MEMORY = 1_000_000_000


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    with closing(WorkerPool(misbehave, 2, MEMORY, ("hej",), max_wait_s=5, quick_s=0.1)) as pool:
        pool.start()
        pool.call_sync(b"greet", 10)
        yield pool


def test_long_calls_of_many_clients_leave_the_places_to_quick_ones(pool: WorkerPool) -> None:
    async def run() -> list[bytes]:
        long = [asyncio.create_task(pool.call(b"spin", 60, f"long {n}")) for n in range(5)]
        await asyncio.sleep(1)
        answers = [await pool.call(b"greet", 10, f"quick {n}") for n in range(20)]
        assert not any(call.done() for call in long)
        for call in long:
            call.cancel()
        await asyncio.wait(long)
        return answers

    assert asyncio.run(run()) == [b"hej"] * 20
    assert pool.state().busy == 0


def test_long_calls_take_turns_and_all_come_to_their_end(pool: WorkerPool) -> None:
    async def run() -> list[bytes]:
        return await asyncio.gather(*(pool.call(b"work 0.8", 10, f"{n}") for n in range(6)))

    assert asyncio.run(run()) == [b"done"] * 6


def test_standing_still_is_not_counted_as_work(pool: WorkerPool) -> None:
    async def run() -> list[bytes | BaseException]:
        calls = [pool.call(b"spin", 1.5, f"endless {n}") for n in range(2)]
        calls += [pool.call(b"work 0.5", 3.0, f"long {n}") for n in range(4)]
        return await asyncio.gather(*calls, return_exceptions=True)

    first, second, *rest = asyncio.run(run())
    assert isinstance(first, LimitExceeded)
    assert isinstance(second, LimitExceeded)
    assert rest == [b"done"] * 4


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
            await pool.call(request, 10, client)
            finished.append(client)

        for client in ("a", "b"):
            with pytest.raises(LimitExceeded):
                await pool.call(b"spin", 1.5, client)
        again = [asyncio.create_task(call(client, b"sleep 0.09")) for client in ("a", "b")]
        await asyncio.sleep(0.01)
        await call("modest", b"greet")
        await asyncio.wait(again)
        return finished

    assert asyncio.run(run())[0] == "modest"


def test_a_killed_process_has_been_replaced_before_the_next_call(pool: WorkerPool) -> None:
    time.sleep(1)
    before = set(pool.pids())
    with pytest.raises(LimitExceeded):
        pool.call_sync(b"spin", 0.05)
    assert int(pool.call_sync(b"pid", 10)) in before


ORPHAN = """
import asyncio, os, signal, sys
from fagbegreb.worker import WorkerPool
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
    for _ in range(200):
        if _is_gone(pid):
            return
        time.sleep(0.05)
    raise AssertionError("the worker outlived its server")


def _is_gone(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return True
    return status.rpartition(")")[2].split()[0] in "ZX"
