"""Real servers for tests: `fagbegreb serve` in a process of its own, until the test is done."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import httpx2

from fagbegreb.settings import Settings

STOP_S = 20
COMMAND = (sys.executable, "-m", "fagbegreb")


@contextmanager
def serving(settings: Settings, *options: str) -> Iterator[str]:
    """A server with these settings on a free port; its address while it runs."""
    with running([*COMMAND, "serve", *options], settings.environ()) as address:
        yield address


@contextmanager
def running(
    command: list[str], environment: Mapping[str, str], folder: Path | None = None
) -> Iterator[str]:
    """The address that `command` announces, once it is ready there."""
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
            yield _address_when_ready(process, said)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(STOP_S)
            process.kill()


def _address_when_ready(process: subprocess.Popen[bytes], said: IO[str], limit_s: int = 120) -> str:
    deadline = time.monotonic() + limit_s
    text = ""
    while time.monotonic() < deadline and process.poll() is None:
        said.seek(0)
        text = said.read()
        announced = re.search(r"http://[\d.]+:\d+", text)
        if announced:
            with suppress(httpx2.HTTPError):
                if httpx2.get(announced[0] + "/health/ready").is_success:
                    return announced[0]
        time.sleep(0.05)
    raise AssertionError(f"the server did not become ready; it said:\n{text}")
