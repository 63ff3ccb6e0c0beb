"""A worker takes bytes, answers bytes, and can be stopped without anyone else noticing."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from fagbegreb.errors import (
    FagbegrebError,
    LimitExceeded,
    MalformedData,
    MemoryExceeded,
    QueryRefused,
    ServerBusy,
)
from fagbegreb.worker import WorkerPool
from patience import PATIENCE_S, has_ended, wait_until
from worker_targets import echo, fails_to_start, misbehave, misbehave_with_files

MEMORY = 1_000_000_000


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    with closing(
        WorkerPool(misbehave, 2, MEMORY, ("hej",), max_waiting=4, max_wait_s=PATIENCE_S)
    ) as pool:
        yield pool


def ask(pool: WorkerPool, request: str, timeout_s: float = PATIENCE_S) -> str:
    return pool.call_sync(request.encode(), timeout_s).decode()


def test_a_request_is_answered_by_the_handler_that_the_target_made(pool: WorkerPool) -> None:
    assert ask(pool, "greet") == "hej"
    assert ask(pool, "greet verden") == "verden"


def test_large_bodies_pass_whole_in_both_directions() -> None:
    body = os.urandom(5_000_000)
    with closing(WorkerPool(echo, 1, MEMORY)) as pool:
        assert pool.call_sync(body, PATIENCE_S) == body


def test_chunks_are_joined_by_call_and_separate_in_a_stream(pool: WorkerPool) -> None:
    async def chunks() -> list[bytes]:
        async with pool.stream(b"count 3", PATIENCE_S) as stream:
            return [chunk async for chunk in stream]

    assert ask(pool, "count 4") == "0 1 2 3 "
    assert asyncio.run(chunks()) == [b"0 ", b"1 ", b"2 "]


def test_work_beyond_the_time_limit_is_killed_and_the_place_filled_again(pool: WorkerPool) -> None:
    with pytest.raises(LimitExceeded) as caught:
        ask(pool, "spin", timeout_s=0.3)
    assert caught.value.status == 504
    assert ask(pool, "greet") == "hej"
    assert pool.state().killed == 1


@pytest.mark.parametrize("act", ["grab", "abort"])
def test_a_worker_that_runs_out_of_memory_is_told_and_replaced(pool: WorkerPool, act: str) -> None:
    with pytest.raises(MemoryExceeded):
        ask(pool, act)
    assert ask(pool, "greet") == "hej"


def test_our_own_errors_arrive_as_they_were_raised(pool: WorkerPool) -> None:
    with pytest.raises(QueryRefused) as refused:
        ask(pool, "refuse SERVICE")
    assert refused.value.detail == {"da": "nej: SERVICE", "en": "no: SERVICE"}
    with pytest.raises(MalformedData) as malformed:
        ask(pool, "malformed")
    assert (malformed.value.line, malformed.value.column) == (3, 14)
    assert malformed.value.detail["en"] == "Cannot be read (line 3, column 14)"
    assert pool.state().killed == 0


def test_an_unexpected_error_tells_its_type_but_never_its_text(
    pool: WorkerPool, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(FagbegrebError) as caught:
        ask(pool, "leak 010190-1234")
    assert "ValueError" in caught.value.detail["en"]
    assert "010190" not in repr(caught.value) + str(caught.value.detail)
    assert capfd.readouterr() == ("", "")


def test_an_error_halfway_ends_the_stream_with_that_error(pool: WorkerPool) -> None:
    async def read() -> list[bytes]:
        taken = []
        async with pool.stream(b"break", PATIENCE_S) as stream:
            with pytest.raises(QueryRefused):
                async for chunk in stream:
                    taken.append(chunk)
        return taken

    assert asyncio.run(read()) == [b"first "]
    assert ask(pool, "greet") == "hej"


def test_a_worker_has_no_network(pool: WorkerPool) -> None:
    assert_nobody_is_called(pool)


def assert_nobody_is_called(pool: WorkerPool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answer = ask(pool, f"connect {server.getsockname()[1]}")
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert answer != "connected"


def test_a_worker_opens_and_writes_no_file(pool: WorkerPool) -> None:
    assert ask(pool, "open") == "OSError"
    assert ask(pool, "write") != "written"


def test_a_worker_that_reads_on_opens_files_and_nothing_else() -> None:
    with closing(WorkerPool(misbehave_with_files, 1, MEMORY)) as pool:
        assert ask(pool, "open") == '"""'
        assert ask(pool, "write") != "written"
        assert_nobody_is_called(pool)


def test_the_kernel_refuses_sockets_in_every_thread_that_starts_later() -> None:
    """Alone, without the network namespace that not every system lets us have."""
    alone = (
        "import socket, threading; from fagbegreb.seccomp import forbid_sockets; "
        "assert forbid_sockets(); "
        "threading.Thread(target=lambda: socket.socket(socket.AF_INET)).start()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", alone], capture_output=True, text=True, check=False
    )
    assert "PermissionError" in ended.stderr


def test_a_worker_does_not_know_our_passwords(
    pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAGBEGREB_SPARQL_PASSWORD", "hemmeligt")
    assert "FAGBEGREB" not in ask(pool, "environment")


def test_a_client_that_leaves_frees_the_place(pool: WorkerPool) -> None:
    async def leave() -> None:
        call = asyncio.create_task(pool.call(b"spin", PATIENCE_S))
        await asyncio.sleep(0.3)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call

    asyncio.run(leave())
    assert ask(pool, "greet") == "hej"
    assert pool.state().busy == 0


def test_a_stream_left_early_frees_the_place(pool: WorkerPool) -> None:
    async def leave() -> bytes:
        async with pool.stream(b"flood 100000", PATIENCE_S) as stream:
            async for chunk in stream:
                return chunk
        return b""

    assert len(asyncio.run(leave())) == 65_536
    assert ask(pool, "greet") == "hej"


def test_a_slow_reader_does_not_use_up_the_time_of_the_work(pool: WorkerPool) -> None:
    async def read_slowly() -> int:
        size = 0
        async with pool.stream(b"flood 8", 3) as stream:
            async for chunk in stream:
                size += len(chunk)
                await asyncio.sleep(0.5)
        return size

    assert asyncio.run(read_slowly()) == 8 * 65_536


def test_who_cannot_be_served_is_told_when_to_come_back(pool: WorkerPool) -> None:
    async def crowd() -> list[object]:
        calls = [pool.call(b"sleep 0.5", PATIENCE_S) for _ in range(8)]
        return list(await asyncio.gather(*calls, return_exceptions=True))

    answers = asyncio.run(crowd())
    busy = [answer for answer in answers if isinstance(answer, ServerBusy)]
    assert answers.count(b"awake") == 6
    assert len(busy) == 2
    assert busy[0].retry_after_s >= 1


def test_a_client_with_one_request_does_not_wait_behind_one_with_many() -> None:
    async def order(pool: WorkerPool) -> list[str]:
        finished: list[str] = []

        async def call(client: str) -> None:
            await pool.call(b"sleep 0.1", PATIENCE_S, client)
            finished.append(client)

        await asyncio.gather(*(call("greedy") for _ in range(5)), call("modest"))
        return finished

    with closing(WorkerPool(misbehave, 1, MEMORY, max_wait_s=PATIENCE_S)) as pool:
        assert asyncio.run(order(pool)).index("modest") <= 2


def test_one_client_never_has_all_processes_at_work() -> None:
    async def order(pool: WorkerPool) -> list[str]:
        finished: list[str] = []

        async def call(client: str, request: bytes) -> None:
            await pool.call(request, PATIENCE_S, client)
            finished.append(client)

        slow = [asyncio.create_task(call("greedy", b"sleep 600")) for _ in range(3)]
        await asyncio.sleep(0)  # each has asked
        await call("modest", b"greet")
        for each in slow:
            each.cancel()
        return finished

    with closing(WorkerPool(misbehave, 2, MEMORY, ("hej",), max_wait_s=PATIENCE_S)) as pool:
        assert asyncio.run(order(pool)) == ["modest"]


def test_a_target_that_cannot_start_says_why() -> None:
    with (
        closing(WorkerPool(fails_to_start, 1, MEMORY)) as pool,
        pytest.raises(FagbegrebError, match="no such snapshot"),
    ):
        pool.call_sync(b"", PATIENCE_S)


def test_a_worker_that_died_idle_is_replaced_before_anyone_notices(pool: WorkerPool) -> None:
    pid = int(ask(pool, "pid"))
    os.kill(pid, 9)
    wait_until(lambda: has_ended(pid), "the process ends")
    assert {ask(pool, "greet") for _ in range(3)} == {"hej"}


def test_a_worn_worker_is_replaced() -> None:
    with closing(WorkerPool(misbehave, 1, MEMORY, max_calls=2)) as pool:
        pids = [ask(pool, "pid") for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_closing_leaves_no_process_behind() -> None:
    pool = WorkerPool(misbehave, 2, MEMORY)
    pool.start()
    pids = {int(ask(pool, "pid")) for _ in range(4)}
    pool.close()
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
    with pytest.raises(ServerBusy):
        ask(pool, "pid")


def test_one_pool_serves_several_threads(pool: WorkerPool) -> None:
    async def threads() -> list[str]:
        return await asyncio.gather(
            *(asyncio.to_thread(ask, pool, f"greet {number}") for number in range(6))
        )

    assert asyncio.run(threads()) == [str(number) for number in range(6)]
