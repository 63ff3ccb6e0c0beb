"""The real Oxigraph server in a process of its own, for tests of an engine elsewhere."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from patience import wait_until
from servers import answers, free_port

OXIGRAPH = Path(sys.executable).parent / "oxigraph"


@contextmanager
def oxigraph(port: int = 0, *options: str) -> Iterator[str]:
    """The address of a running, empty engine; its data is in memory only."""
    address = f"http://127.0.0.1:{port or free_port()}"
    command = [str(OXIGRAPH), "serve", *options, "--bind", address.removeprefix("http://")]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:
        try:
            wait_until(lambda: answers(f"{address}/query?query=ASK%7B%7D"), "the engine starts")
            yield address
        finally:
            process.kill()
