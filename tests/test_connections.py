"""A client that keeps us waiting is let go, and others never notice."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
from uvicorn.config import Config
from uvicorn.server import ServerState

from fagbegreb.settings import Settings
from fagbegreb.web.connections import Connection
from patience import PATIENCE_S, get, wait_until
from servers import answers, serving

pytestmark = pytest.mark.slow
ESTABLISHED = "01"
LARGE = "/download/{release}/fagbegreb.nq"


@pytest.fixture(scope="module")
def impatient(settings: Settings, snapshot: Path) -> Iterator[str]:
    assert snapshot.is_dir()
    with serving(replace(settings, client_timeout_s=3.0)) as address:
        yield address


@pytest.fixture(scope="module")
def narrow(settings: Settings, snapshot: Path) -> Iterator[str]:
    assert snapshot.is_dir()
    with serving(replace(settings, connections=20)) as address:
        yield address


def connect(address: str, sent: bytes = b"", *, takes_bytes: int = 0) -> socket.socket:
    there = urlsplit(address)
    assert there.hostname and there.port
    connection = socket.socket()
    if takes_bytes:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, takes_bytes)
    connection.settimeout(PATIENCE_S)
    connection.connect((there.hostname, there.port))
    connection.sendall(sent)
    return connection


def everything(connection: socket.socket) -> bytes:
    """What comes until the other side closes."""
    said = bytearray()
    try:
        while part := connection.recv(65_536):
            said += part
    except ConnectionResetError:
        pass  # closed while we were still sending
    return bytes(said)


def told(said: bytes) -> tuple[int, dict[str, Any]]:
    """Status and problem of an answer that ends the connection."""
    head, _, body = said.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert "content-type: application/problem+json" in lines
    assert "connection: close" in lines
    return int(lines[0].split()[1]), json.loads(body)


def is_open(address: str, connection: socket.socket) -> bool:
    """Whether the server still has its end, as the kernel tells."""
    ours, theirs = connection.getsockname()[1], urlsplit(address).port
    for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]:
        _, local, remote, state, *_ = line.split()
        if (local[-4:], remote[-4:]) == (f"{theirs:04X}", f"{ours:04X}"):
            return state == ESTABLISHED
    return False


def test_who_sends_nothing_is_let_go(impatient: str) -> None:
    with connect(impatient) as connection:
        assert everything(connection) == b""


def test_who_does_not_finish_the_head_is_told_408(impatient: str) -> None:
    with connect(impatient, b"GET / HTTP/1.1\r\nHost: x\r\nX-More: ") as connection:
        status, problem = told(everything(connection))
    assert (status, problem["status"], problem["code"]) == (408, 408, "request-too-slow")
    assert "3 sekunder" in problem["detail"]


def test_a_few_bytes_now_and_then_win_no_time(impatient: str) -> None:
    with connect(impatient, b"GET / HTTP/1.1\r\nX-More: ") as connection:

        def is_let_go() -> bool:
            try:
                connection.sendall(b"x")
            except (BrokenPipeError, ConnectionResetError):
                return True
            return False

        wait_until(is_let_go, "the server closes the connection")


def test_who_is_silent_after_an_answer_is_let_go(impatient: str) -> None:
    with connect(impatient, b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n") as connection:
        assert everything(connection).startswith(b"HTTP/1.1 200")


def test_who_does_not_read_the_answer_is_let_go(impatient: str) -> None:
    release = get(f"{impatient}/health/ready").json()["release"]
    path = LARGE.format(release=release)
    asked = f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    with connect(impatient, asked, takes_bytes=4_096) as connection:
        head, _, begun = connection.recv(2_000).partition(b"\r\n\r\n")
        wait_until(lambda: not is_open(impatient, connection), "the server closes its end")
        said = begun + everything(connection)
    length = re.search(rb"content-length: (\d+)", head)
    assert length and len(said) < int(length[1])


class Clock:
    """Stands for an event loop: what is put off happens when the test says."""

    def __init__(self) -> None:
        self.put_off: Any = None

    def time(self) -> float:
        return 0.0

    def call_later(self, _delay: float, then: Any) -> None:
        self.put_off = then

    def looks(self, times: int) -> None:
        for _ in range(times):
            self.put_off()


class Answering:
    """Stands for a transport: `unread` bytes of an answer under way wait for the client."""

    def __init__(self, there: socket.socket) -> None:
        self.there, self.unread, self.is_aborted = there, 70_000, False

    def get_write_buffer_size(self) -> int:
        return self.unread

    def get_extra_info(self, name: str) -> Any:
        return self.there if name == "socket" else None

    def is_closing(self) -> bool:
        return self.is_aborted

    def abort(self) -> None:
        self.is_aborted = True


@pytest.fixture
def slow_reader(settings: Settings) -> Iterator[tuple[Connection, Answering, Clock, socket.socket]]:
    clock, (ours, theirs) = Clock(), socket.socketpair()
    with ours, theirs:
        transport: Any = Answering(ours)
        config = Config(cast("Any", print))  # never called
        connection = Connection(
            settings, config=config, server_state=ServerState(), app_state={}, _loop=clock
        )
        connection.connection_made(transport)
        connection.cycle = cast(
            "Any", SimpleNamespace(response_started=True, response_complete=False, more_body=False)
        )
        yield connection, transport, clock, theirs


def test_who_reads_slowly_but_steadily_gets_it_all(
    slow_reader: tuple[Connection, Answering, Clock, socket.socket],
) -> None:
    """An answer in pieces: about as much is unread at every look."""
    connection, transport, clock, _ = slow_reader
    for _ in range(20):
        connection.pause_writing()
        connection.resume_writing()
        clock.looks(1)
    assert not transport.is_aborted
    clock.looks(8)
    assert transport.is_aborted


def test_what_the_kernel_holds_counts_as_unread(
    slow_reader: tuple[Connection, Answering, Clock, socket.socket],
) -> None:
    _, transport, clock, reader = slow_reader
    transport.there.send(b"x" * 150_000)
    for _ in range(2):
        clock.looks(3)
        reader.recv(75_000, socket.MSG_WAITALL)
    clock.looks(3)
    assert not transport.is_aborted


def test_others_are_answered_when_all_places_are_taken(narrow: str) -> None:
    """Who kept us waiting longest makes room, however the waiting is done."""
    beginnings = (
        b"",
        b"GET / HTTP/1.1\r\nX-More: ",
        b"POST /api/v1/validate HTTP/1.1\r\nHost: x\r\nContent-Type: text/turtle\r\n"
        b"Content-Length: 1000\r\n\r\n",
    )
    waiting = [connect(narrow, beginnings[place % 3]) for place in range(60)]
    try:
        assert answers(f"{narrow}/api/v1/schemes")
        assert everything(waiting[0]) == b""
    finally:
        for connection in waiting:
            connection.close()


def test_danish_letters_in_an_address_need_no_escapes(narrow: str) -> None:
    """curl sends them as they are typed."""
    close = b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with connect(narrow, "GET /api/v1/search?q=børn".encode() + close) as connection:
        head, _, body = everything(connection).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert json.loads(body)["query"] == "børn"


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nX-More: " + b"x" * 400_000,
        b"GET / HTTP/1.1\r\nX-More: " + b"x" * 70_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X-More: x\r\n" * 300 + b"\r\n",
        b"GET /api/v1/search?q=" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n",
    ],
    ids=["endless", "long", "many", "address"],
)
def test_a_head_that_is_too_large_is_told_so(narrow: str, head: bytes) -> None:
    with connect(narrow) as connection:
        try:
            connection.sendall(head)
        except ConnectionError:
            return  # cut off before all was sent
        said = everything(connection)
    if said:  # nothing arrives when the end of what was sent met a closed door
        status, problem = told(said)
        assert (status, problem["code"]) == (431, "request-header-too-large")


@pytest.mark.parametrize(
    "sent",
    [
        b"hello\r\n\r\n",
        b"GET / HTTP/1.1\r\nBad Name: x\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        b"POST /sparql HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
        b"POST /sparql HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nnothing\r\n",
    ],
    ids=["noise", "name", "nul", "two lengths", "length and chunks", "chunk"],
)
def test_what_is_not_http_is_told_so(narrow: str, sent: bytes) -> None:
    with connect(narrow, sent) as connection:
        status, problem = told(everything(connection))
    assert (status, problem["code"]) == (400, "bad-request")
    assert "HTTP/1.1" in problem["detail"]
