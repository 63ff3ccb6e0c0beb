"""Starting, memory, and the hot path of a concept beside a bare ASGI route in the same run."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import Figure, Place, median

TITLE = "Serving"
CONCEPT = "/api/v1/concepts/ics/B1"
CONNECTIONS = 16
CASE = Path(__file__).parents[1] / "docs" / "eksempler" / "sag.ttl"


def measure(place: Place) -> Iterable[Figure]:
    """The figures owed for start, hot path and memory."""
    rounds = 1 if place.is_quick else 5
    yield Figure(
        "Cold start to the first answer, snapshot prepared",
        median([cold_start_s(place) for _ in range(rounds)]),
        "s",
        must=2,
        goal=1,
    )
    with house(place) as (address, process):
        yield from hot_path(place, address, rounds)
        wake_workers(address)
        yield Figure("Memory of the web process", rss_mb(process.pid), "MB", must=250, goal=150)
        workers = [rss_mb(child) for child in descendants(process.pid)]
        yield Figure("Memory of the largest worker process", max(workers), "MB", must=250)


def hot_path(place: Place, address: str, rounds: int) -> Iterable[Figure]:
    """Throughput of one concept, fresh and unchanged, in turns with the bare route."""
    with urllib.request.urlopen(address + CONCEPT) as answer:
        body, etag = answer.read(), answer.headers["ETag"]
    seconds = 1 if place.is_quick else 3
    with bare(place, body, etag) as yardstick:
        for what, headers in (("GET", ()), ("304", (f"If-None-Match: {etag}",))):
            ours, theirs = [], []
            for _ in range(rounds):
                theirs.append(requests_per_s(yardstick + CONCEPT, seconds, headers))
                ours.append(requests_per_s(address + CONCEPT, seconds, headers))
            share = median([ours[i] / theirs[i] for i in range(rounds)]) * 100
            yield Figure(
                f"Concept {what}, share of the bare route's throughput",
                share,
                "%",
                goal=60,
                is_more_better=True,
                note=f"{median(ours):,.0f} of {median(theirs):,.0f} requests/s, "
                f"{CONNECTIONS} connections, {len(body):,} bytes",
            )


def wake_workers(address: str) -> None:
    """Ask a query and check a case, so that both kinds of workers run."""
    case = {"Content-Type": "text/turtle"}
    for request in (
        urllib.request.Request(f"{address}/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D"),
        urllib.request.Request(f"{address}/api/v1/validate", CASE.read_bytes(), case),
    ):
        fetch(request)


def fetch(request: urllib.request.Request | str) -> bytes:
    """The answer's body. Raises RuntimeError with what the server said when that is an error."""
    try:
        with urllib.request.urlopen(request) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            told = error.read(2_000).decode(errors="replace")
        raise RuntimeError(f"{error.url}: {error.code} {told}") from None


def cold_start_s(place: Place) -> float:
    """Seconds from starting the command to its first answer about a concept."""
    began = time.perf_counter()
    with house(place):
        return time.perf_counter() - began


@contextmanager
def house(place: Place, *options: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A running `fagbegreb serve`: its address and its process."""
    port = free_port()
    command = [sys.executable, "-m", "fagbegreb", "serve", "--port", str(port), *options]
    with running(command, port, place.settings.environ()) as process:
        yield f"http://127.0.0.1:{port}", process


@contextmanager
def bare(place: Place, body: bytes, etag: str) -> Iterator[str]:
    """The address of a bare route that answers with `body`, served by the same server."""
    port = free_port()
    file = place.scratch / "body"
    file.write_bytes(body)
    command = [sys.executable, "-m", "uvicorn", "bench.bare:app", "--port", str(port),
               "--no-access-log", "--no-server-header", "--log-level", "warning"]  # fmt: skip
    with running(command, port, {"BENCH_BODY": str(file), "BENCH_ETAG": etag}):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def running(
    command: list[str], port: int, environment: dict[str, str], limit_s: float = 300
) -> Iterator[subprocess.Popen[bytes]]:
    """A server process, from its first answer about a concept until it is told to end."""
    with subprocess.Popen(
        command,
        env={**os.environ, **environment},
        cwd=Path(__file__).parents[1],
        stdout=subprocess.DEVNULL,
    ) as process:
        try:
            deadline = time.monotonic() + limit_s
            while not answers(port):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"{' '.join(command)} does not answer")
                time.sleep(0.005)
            yield process
        finally:
            process.terminate()


def answers(port: int) -> bool:
    """Whether a concept can be had there."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{CONCEPT}", timeout=10) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False


def requests_per_s(address: str, seconds: int, headers: Iterable[str]) -> float:
    """What wrk counts. Raises RuntimeError when an answer was an error."""
    options = [word for header in headers for word in ("-H", header)]
    load = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *options, address]
    said = subprocess.run(load, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said:
        raise RuntimeError(said)
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found, said
    return float(found[1])


def rss_mb(pid: int) -> float:
    """Resident memory of one process."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def own_mb(pid: int) -> float:
    """Memory that is the process's own, without the files it has mapped."""
    found = re.search(r"RssAnon:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def descendants(pid: int) -> list[int]:
    """The processes below one."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [found for child in map(int, listed) for found in (child, *descendants(child))]


def free_port() -> int:
    """A port of this machine that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
