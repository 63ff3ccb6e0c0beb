"""What the worker tests run inside worker processes. Importable by name, as targets must be."""

from __future__ import annotations

import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from fagbegreb.errors import MalformedData, QueryRefused
from fagbegreb.sandbox import Handler, reads_on


def echo() -> Handler:
    return lambda request: request


def fails_to_start() -> Handler:
    raise FileNotFoundError("no such snapshot")


@reads_on
def misbehave_with_files() -> Handler:
    """The same, allowed to open files."""
    return misbehave()


def misbehave(greeting: str = "") -> Handler:
    """Does what the request says, by the name of a function below."""

    def handler(request: bytes) -> bytes | Iterable[bytes]:
        name, _, argument = request.decode().partition(" ")
        return ACTS[name](argument or greeting)

    return handler


def _greet(text: str) -> bytes:
    return text.encode()


def _pid(_: str) -> bytes:
    return str(os.getpid()).encode()


def _sleep(seconds: str) -> bytes:
    time.sleep(float(seconds))
    return b"awake"


def _spin(_: str) -> bytes:
    while True:
        pass


def _work(seconds: str) -> bytes:
    """Uses the processor for so long, and not only time."""
    started = time.process_time()
    while time.process_time() - started < float(seconds):
        pass
    return b"done"


def _grab(_: str) -> bytes:
    hoard = []
    while True:
        hoard.append(bytearray(50_000_000))


def _abort(_: str) -> bytes:
    os.abort()


def _refuse(text: str) -> bytes:
    raise QueryRefused(f"nej: {text}", f"no: {text}")


def _malformed(_: str) -> bytes:
    raise MalformedData("Kan ikke læses", "Cannot be read", 3, 14)


def _leak(text: str) -> bytes:
    sys.stdout.write(text)
    sys.stderr.write(text)
    raise ValueError(text)


def _connect(port: str) -> bytes:
    try:
        socket.create_connection(("127.0.0.1", int(port)), timeout=2)
    except OSError as error:
        return type(error).__name__.encode()
    return b"connected"


def _write(_: str) -> bytes:
    try:
        with tempfile.TemporaryFile() as file:
            file.write(b"x")
            file.flush()
    except OSError as error:
        return type(error).__name__.encode()
    return b"written"


def _open(_: str) -> bytes:
    try:
        return Path(__file__).read_bytes()[:3]
    except OSError as error:
        return type(error).__name__.encode()


def _environment(_: str) -> bytes:
    return "\n".join(sorted(os.environ)).encode()


def _count(number: str) -> Iterator[bytes]:
    for value in range(int(number)):
        yield b"%d " % value


def _flood(chunks: str) -> Iterator[bytes]:
    for _ in range(int(chunks)):
        yield b"x" * 65_536


def _break(_: str) -> Iterator[bytes]:
    yield b"first "
    raise QueryRefused("midt i", "halfway")


ACTS: dict[str, Callable[[str], bytes | Iterable[bytes]]] = {
    "greet": _greet,
    "pid": _pid,
    "sleep": _sleep,
    "spin": _spin,
    "work": _work,
    "grab": _grab,
    "abort": _abort,
    "refuse": _refuse,
    "malformed": _malformed,
    "leak": _leak,
    "connect": _connect,
    "write": _write,
    "environment": _environment,
    "open": _open,
    "count": _count,
    "flood": _flood,
    "break": _break,
}
