"""Waiting for what will happen: by its condition, never by the clock of a quiet machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2

PATIENCE_S = 300.0
"""Longer than anything takes on the busiest machine; who fails waits so long, nobody else."""


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Look until `condition` holds."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"in vain: {what}"
        time.sleep(0.02)


def get(address: str, **given: Any) -> httpx2.Response:
    """The answer of a real server, which may be slow."""
    return httpx2.get(address, timeout=PATIENCE_S, **given)


def has_ended(pid: int) -> bool:
    """Whether the process is gone, or only waits for its parent to take note."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return True
    return status.rpartition(")")[2].split()[0] in "ZX"
