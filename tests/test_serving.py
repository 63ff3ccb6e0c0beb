"""`serve` begins, tells, listens where it is told and logs no more than it must."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from fagbegreb.cli.serving import PathOnly
from fagbegreb.settings import Settings
from patience import PATIENCE_S, get, wait_until
from servers import COMMAND, answers, running, serving

pytestmark = pytest.mark.slow


def test_a_taken_port_is_told_at_once(settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = subprocess.run(
            [*COMMAND, "serve", "--port", port],
            check=False,
            env=settings.environ(),
            capture_output=True,
            text=True,
        )
    assert said.returncode == 3
    assert f"127.0.0.1:{port}" in said.stderr
    assert "Traceback" not in said.stderr


def test_it_says_where_to_go_next_and_stops_quietly(
    settings: Settings, snapshot: Path, tmp_path: Path
) -> None:
    assert snapshot.is_dir()
    output = tmp_path / "said"
    with (
        output.open("w") as said,
        subprocess.Popen(
            [*COMMAND, "serve", "--port", "0", "--access-log"],
            env={**os.environ, **settings.environ()},
            stdout=said,
            stderr=said,
        ) as process,
    ):
        address = wait_for_address(output)
        get(f"{address}/api/v1/search?q=hemmeligt-ord")
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE_S) == 0
    text = output.read_text()
    assert f"{address}/docs" in text
    assert "/api/v1/search" in text
    assert "hemmeligt-ord" not in text
    assert "Traceback" not in text


def wait_for_address(output: Path) -> str:
    def address() -> str:
        words = [word for word in output.read_text().split() if word.startswith("http://127")]
        return words[0].rstrip("/") if words else ""

    wait_until(lambda: bool(address()) and answers(address() + "/health/live"), "an answer")
    return address()


def test_two_processes_serve_one_port(settings: Settings, snapshot: Path) -> None:
    assert snapshot.is_dir()
    with serving(settings, "--workers", "2") as address:
        told = {get(f"{address}/health/live").status_code for _ in range(20)}
    assert told == {200}


def test_web_processes_end_with_the_one_that_started_them(
    settings: Settings, snapshot: Path
) -> None:
    """However it ends: the port is free for the next."""
    assert snapshot.is_dir()
    command = [*COMMAND, "serve", "--workers", "2"]
    with running(command, settings.environ()) as (address, process):
        process.kill()
        wait_until(lambda: not answers(f"{address}/health/live"), "nobody answers any more")


def test_a_web_process_whose_starter_is_gone_already_does_not_begin() -> None:
    """It was killed while the process was starting: nobody would ever end this one."""
    code = (
        "from fagbegreb.cli.serving import _application; from fagbegreb.settings import Settings;"
        "_application(Settings.load({}, workers=2), starter=1 << 30); print('began')"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert said.stdout == ""


def test_a_closed_terminal_stops_it_as_ctrl_c_does(settings: Settings, snapshot: Path) -> None:
    assert snapshot.is_dir()
    with running([*COMMAND, "serve"], settings.environ()) as (_, process):
        process.send_signal(signal.SIGHUP)
        assert process.wait(PATIENCE_S) in {0, -signal.SIGTERM}


def test_an_access_line_loses_its_query_string() -> None:
    import logging

    line = logging.LogRecord(
        "uvicorn.access", logging.INFO, "", 0, '%s - "%s %s HTTP/%s" %d',
        ("127.0.0.1:1", "GET", "/api/v1/search?q=navn", "1.1", 200), None,
    )  # fmt: skip
    assert PathOnly().filter(line)
    assert line.getMessage() == '127.0.0.1:1 - "GET /api/v1/search HTTP/1.1" 200'
