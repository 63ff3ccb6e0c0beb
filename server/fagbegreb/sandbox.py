"""The inside of a worker process: no network, little memory, one request after the other.

The parent (`worker.WorkerPool`) starts it with one end of a socket pair. Frames go both ways:
a kind (one byte), a length (four bytes) and a body. First comes a Job; then each request is
answered by any number of chunks and an end, or by an error.

What a request contains may be about a child. Nothing of it leaves but the answer: output is
/dev/null, no file can be written, and an error that is not one of ours is reduced to its type.
"""

from __future__ import annotations

import ctypes
import fcntl
import gc
import importlib
import json
import os
import pickle
import resource
import select
import signal
import socket
import struct
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from fagbegreb.errors import FagbegrebError
from fagbegreb.seccomp import forbid_sockets

Send = Callable[[bytes], None]
Writer = Callable[[Send], None]
Handler = Callable[[bytes], bytes | Iterable[bytes] | Writer]
"""Answers one request: whole, chunk by chunk, or by a function that sends chunks itself.
Raises FagbegrebError to refuse."""
Target = Callable[..., Handler]
"""A module-level function that opens what the handler needs, once per process."""

REQUEST: Final = b"Q"
READY: Final = b"R"
CHUNK: Final = b"D"
END: Final = b"E"
ERROR: Final = b"X"
HEADER: Final = struct.Struct(">cI")

_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
_NICENESS: Final = 2
_READS_ON: Final = "fagbegreb_reads_on"


_SomeTarget = TypeVar("_SomeTarget", bound=Target)


def reads_on(target: _SomeTarget) -> _SomeTarget:
    """Marks a target whose handler opens files while it answers: a large database opens some of
    its own when they are needed, and without them it would ask for them forever.
    """
    setattr(target, _READS_ON, True)
    return target


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker process is for."""

    module: str
    function: str
    arguments: tuple[Any, ...]
    memory_bytes: int


def main(channel_fd: int) -> None:
    """Serve requests until the parent closes the channel or dies."""
    channel = socket.socket(fileno=channel_fd)
    # Before any thread: the kernel wants a single-threaded process, and threads inherit the ban.
    is_cut_off = _leave_network() | forbid_sockets()
    _die_with_parent()
    _be_modest()
    job: Job = pickle.loads(_receive(channel))  # noqa: S301  from our own parent
    try:
        handler = _prepare(job, is_cut_off)
    except Exception as error:
        # Nobody's data has been seen yet, so the reason may be told.
        reason = f"{type(error).__name__}: {error}"
        _send(channel, ERROR, json.dumps({"error": "startup", "reason": reason}).encode())
        return
    _send(channel, READY)
    while True:
        request = _receive(channel)
        try:
            _answer(channel, handler, request)
        except MemoryError as error:
            # What else broke while memory ran out is unknown, so this process ends.
            _send(channel, ERROR, _describe(error))
            return
        except Exception as error:
            _send(channel, ERROR, _describe(error))


def _prepare(job: Job, is_cut_off: bool) -> Handler:
    resource.setrlimit(resource.RLIMIT_AS, (job.memory_bytes, job.memory_bytes))
    target: Target = getattr(importlib.import_module(job.module), job.function)
    handler = target(*job.arguments)
    gc.collect()
    gc.freeze()
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if not (is_cut_off and getattr(target, _READS_ON, False)):
        _seal_files()
    return handler


def _answer(channel: socket.socket, handler: Handler, request: bytes) -> None:
    answer = handler(request)
    if isinstance(answer, bytes):
        channel.sendall(HEADER.pack(CHUNK, len(answer)) + answer + HEADER.pack(END, 0))
        return
    if callable(answer):
        answer(lambda chunk: _send(channel, CHUNK, chunk))
    else:
        for chunk in answer:
            _send(channel, CHUNK, chunk)
    _send(channel, END)


def _send(channel: socket.socket, kind: bytes, body: bytes = b"") -> None:
    channel.sendall(HEADER.pack(kind, len(body)) + body)


def _receive(channel: socket.socket) -> bytes:
    _, length = HEADER.unpack(_exactly(channel, HEADER.size))
    return _exactly(channel, length)


def _exactly(channel: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = channel.recv(min(size - len(parts), 1 << 20))
        if not part:
            os._exit(0)
        parts += part
    return bytes(parts)


def _describe(error: BaseException) -> bytes:
    """An error as JSON: ours with its texts, any other by type only (its text may be data)."""
    if isinstance(error, FagbegrebError):
        places = {name: getattr(error, name, None) for name in ("line", "column")}
        return json.dumps({"error": type(error).__name__, **error.detail, **places}).encode()
    return json.dumps({"error": type(error).__name__}).encode()


def _be_modest() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(_NICENESS)
    with suppress(OSError):
        # If the machine runs out of memory, a worker goes before the server.
        Path("/proc/self/oom_score_adj").write_text("800", encoding="ascii")


def _die_with_parent() -> None:
    """Have the kernel end us when the other end of our input closes, also while we stand still."""
    fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(0, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([0], [], [], 0)[0]:  # it was gone before
        os._exit(0)


def _leave_network() -> bool:
    """Move into an empty network namespace, where the system lets us; answers whether it did."""
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(new) == 0 for new in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def _seal_files() -> None:
    """From here on no file or socket can be opened.

    RocksDB leaves gaps in the numbering; a socket would fit into one, so they are filled first.
    """
    highest = max(int(entry.name) for entry in Path("/proc/self/fd").iterdir())
    while True:
        filler = os.open(os.devnull, os.O_RDONLY)
        if filler > highest:
            os.close(filler)
            break
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 1, highest + 1))
