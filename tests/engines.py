"""The real Oxigraph server in a process of its own, for tests of an engine elsewhere."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

OXIGRAPH = Path(sys.executable).parent / "oxigraph"


@contextmanager
def oxigraph(port: int = 0, *options: str) -> Iterator[str]:
    """The address of a running, empty engine; its data is in memory only."""
    address = f"http://127.0.0.1:{port or free_port()}"
    command = [str(OXIGRAPH), "serve", *options, "--bind", address.removeprefix("http://")]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:
        try:
            _wait_for(address)
            yield address
        finally:
            process.kill()


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _wait_for(address: str) -> None:
    for _ in range(200):
        try:
            httpx2.get(address + "/query", params={"query": "ASK {}"})
        except httpx2.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the engine did not start")
