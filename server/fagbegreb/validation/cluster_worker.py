"""What runs in a worker of somebody's Dask cluster: an encrypted chunk goes in, its lines come out.

Dask holds, logs and dumps what it is given as it sees fit, so it is only ever given ciphertext;
the key is told to each worker beside the tasks and lives as long as the run. The cases are checked
in a killable process beside the Dask worker, without network and files and with limits, as
everywhere else. Nothing is raised: whatever goes wrong becomes a word.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from fagbegreb import __version__
from fagbegreb.errors import LimitExceeded, MemoryExceeded
from fagbegreb.sandbox import Handler
from fagbegreb.validation.batch import chunk_handler
from fagbegreb.validation.loading import checker_of_excerpt
from fagbegreb.worker import WorkerPool

_MAX_CALLS: Final = 2_000
_ABANDONED_S: Final = 3_600


@dataclass(frozen=True, slots=True)
class Order:
    """How a client wants its cases checked. It goes to workers that are ready for it."""

    run: str
    key: bytes = field(repr=False)
    excerpt: bytes = field(repr=False)
    """The rules and codes: excerpt_of_snapshot."""
    max_bytes: int
    memory_bytes: int
    with_values: bool


class Answer(NamedTuple):
    """How it went, and encrypted lines if it went well."""

    word: str
    """`lines`, `no order`, `too long`, `too much` or `failed`."""
    worker: str
    token: bytes = b""


def readiness(scheme: str, dask_worker: Any) -> dict[str, Any]:
    """What the client asks a worker before anything else: its version, and what speaks against it.

    `scheme` is how the client talks to the scheduler; workers must too.
    """
    from distributed.spill import SpillBuffer

    return {
        "version": __version__,
        "spills": isinstance(dask_worker.data, SpillBuffer),
        "is_open": not dask_worker.address.startswith(f"{scheme}://"),
    }


def prepare(order: Order, dask_worker: Any) -> None:
    """Take an order and start processes for it, one for each thread."""
    _RUNS.take(order, dask_worker.state.nthreads)


def forget(run: str) -> None:
    """End the processes of a run; it is over."""
    _RUNS.end(lambda each: each.order.run == run)


def check_sealed(run: str, token: bytes, timeout_s: float) -> Answer:
    """The task: an encrypted chunk to its encrypted lines. Never raises."""
    from cryptography.fernet import Fernet
    from distributed import get_worker

    me = get_worker().address
    try:
        kept = _RUNS.of(run)
        if kept is None:
            return Answer("no order", me)
        cipher = Fernet(kept.order.key)
        lines = kept.pool.call_sync(cipher.decrypt(token), timeout_s)
        return Answer("lines", me, cipher.encrypt(lines))
    except MemoryExceeded:
        return Answer("too much", me)
    except LimitExceeded:
        return Answer("too long", me)
    except Exception:  # its text may be data
        return Answer("failed", me)


def check_chunk_of_excerpt(excerpt: bytes, max_bytes: int, with_values: bool) -> Handler:
    """Target of the processes: like check_chunk, with rules that came over the network."""
    return chunk_handler(checker_of_excerpt(excerpt, max_bytes), max_bytes, with_values)


@dataclass(slots=True)
class _Run:
    order: Order
    pool: WorkerPool
    used_at: float


class _Runs:
    """The runs that this Dask worker takes part in. Its threads share them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._runs: dict[str, _Run] = {}

    def take(self, order: Order, processes: int) -> None:
        """A new run; those that their client left without a word are ended."""
        now = time.monotonic()
        self.end(lambda each: each.used_at < now - _ABANDONED_S)
        arguments = (order.excerpt, order.max_bytes, order.with_values)
        with self._lock:
            if order.run not in self._runs:
                target, memory = check_chunk_of_excerpt, order.memory_bytes
                pool = WorkerPool(target, processes, memory, arguments, max_calls=_MAX_CALLS)
                self._runs[order.run] = _Run(order, pool, now)

    def of(self, run: str) -> _Run | None:
        """The run, or None when this worker has not been told about it."""
        with self._lock:
            kept = self._runs.get(run)
            if kept is not None:
                kept.used_at = time.monotonic()
            return kept

    def end(self, is_over: Callable[[_Run], bool]) -> None:
        """End the processes of some runs."""
        with self._lock:
            over = [run for run, each in self._runs.items() if is_over(each)]
            pools = [self._runs.pop(run).pool for run in over]
        for pool in pools:
            pool.close()


_RUNS: Final = _Runs()
