"""Real servers for tests: `fagbegreb serve` in a process of its own, until the test is done."""

from __future__ import annotations

import os
import random
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import httpx2

from fagbegreb.settings import Settings
from patience import get, wait_until

STOP_S = 20
COMMAND = (sys.executable, "-m", "fagbegreb")
_Process = subprocess.Popen[bytes]


@contextmanager
def serving(settings: Settings, *options: str) -> Iterator[str]:
    """A server with these settings on a free port; its address while it runs."""
    with running([*COMMAND, "serve", *options], settings.environ()) as (address, _):
        yield address


@contextmanager
def running(
    command: list[str], environment: Mapping[str, str], folder: Path | None = None
) -> Iterator[tuple[str, _Process]]:
    """The address that `command` announces, once it is ready there, and its process."""
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen(
            [*command, "--port", "0"],
            cwd=folder,
            env={**os.environ, **environment},
            stdout=said,
            stderr=said,
        ) as process,
    ):
        try:
            yield _address_when_ready(process, said), process
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(STOP_S)
            process.kill()


def _address_when_ready(process: _Process, said: IO[str]) -> str:
    def text() -> str:
        said.seek(0)
        return said.read()

    def address() -> str:
        announced = re.search(r"http://[\d.]+:\d+(/\w+)?", text())
        return announced[0] if announced else ""

    def is_ready() -> bool:
        assert process.poll() is None, f"the server ended; it said:\n{text()}"
        return bool(address()) and answers(address() + "/health/ready")

    wait_until(is_ready, "the server becomes ready")
    return address()


def answers(address: str) -> bool:
    """Whether somebody is there, and well."""
    with suppress(httpx2.HTTPError):
        return get(address).is_success
    return False


def free_port() -> int:
    """A port that nobody listens on, of those that the system gives to nobody by itself: for
    programs that cannot choose one and tell."""
    while True:
        port = random.randrange(20_000, 30_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
