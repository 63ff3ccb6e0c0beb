"""An engine elsewhere gives the same answers as the embedded store: the real Oxigraph server."""

from __future__ import annotations

import asyncio
import csv
import io
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from engines import oxigraph
from fagbegreb.cli import main
from fagbegreb.engine import Question
from fagbegreb.errors import LimitExceeded, ServerBusy
from fagbegreb.query import read_query
from fagbegreb.remote import RemoteQueries, RemoteStore
from fagbegreb.settings import Settings
from fagbegreb.terminology import Terminology
from fagbegreb.upstream import Connections, read
from fagbegreb.web import create_app
from fagbegreb.web.examples import Example, examples
from patience import PATIENCE_S, wait_until
from servers import free_port

pytestmark = pytest.mark.slow
CONCEPTS = ("ics/B1", "sel/52.3.7", "trivsel/A6", "udredning/50-2-4", "sos/SIK")


@pytest.fixture(scope="module")
def engine(settings: Settings, snapshot: Path) -> Iterator[Settings]:
    """The Oxigraph server in a process of its own, with the snapshot pushed into it."""
    assert snapshot.is_dir()
    with oxigraph(0, "--union-default-graph") as address:
        elsewhere = replace(settings, sparql_endpoint=f"{address}/query")
        run = CliRunner().invoke(
            main, ["push", "--graph-store", f"{address}/store"], env=elsewhere.environ()
        )
        assert run.exit_code == 0, run.output
        yield elsewhere


@pytest.fixture(scope="module")
def elsewhere(engine: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(engine), follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("example", [pytest.param(each, id=each.slug) for each in examples()])
def test_the_examples_have_the_same_answers(
    client: TestClient, elsewhere: TestClient, example: Example
) -> None:
    is_graph = read_query(example.query, 16_384).answers_with_graph
    params = {"query": example.query, "format": "nt" if is_graph else "csv"}
    answers = [each.get("/sparql", params=params) for each in (client, elsewhere)]
    assert [answer.status_code for answer in answers] == [200, 200], answers[1].text
    if is_graph:
        assert len({frozenset(answer.text.splitlines()) for answer in answers}) == 1
    else:
        assert _rows(answers[0].text) == _rows(answers[1].text)


def _rows(text: str) -> list[list[tuple[str, str]]]:
    """Rows in any order, columns by name."""
    found = csv.DictReader(io.StringIO(text))
    return sorted(sorted((str(k), str(v)) for k, v in row.items()) for row in found)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_concept_pages_have_the_same_content(
    client: TestClient, elsewhere: TestClient, concept: str
) -> None:
    path = f"/api/v1/concepts/{concept}"
    here, there = client.get(path), elsewhere.get(path)
    assert there.status_code == here.status_code
    assert there.json() == here.json()
    lines = [set(each.get(f"/id/{concept}.nt").text.splitlines()) for each in (client, elsewhere)]
    assert lines[0] == lines[1]


def test_value_lists_keep_their_order(engine: Settings, terminology: Terminology) -> None:
    from fagbegreb.vocabulary import Vocabulary

    there = Vocabulary(RemoteStore.at(engine))
    lists = terminology.vocabulary.collections("ics")
    assert lists
    assert there.collections("ics") == lists


def test_a_graph_that_is_not_there_is_refused_there_too(
    client: TestClient, elsewhere: TestClient
) -> None:
    for chosen in ("https://example.org/none", "no address"):
        params = {"query": "ASK { ?s ?p ?o }", "default-graph-uri": chosen}
        here, there = (each.get("/sparql", params=params) for each in (client, elsewhere))
        assert here.status_code == there.status_code == 400
        assert here.json()["code"] == there.json()["code"]


def test_limits_are_kept_over_there_too(elsewhere: TestClient) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    slow = elsewhere.get("/sparql", params={"query": endless, "timeout": "0.5"})
    assert slow.status_code == 504
    wrong = elsewhere.get("/sparql", params={"query": "SELECT * { ?s ?p"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "query-refused")
    update = elsewhere.get("/sparql", params={"query": "CLEAR ALL"})
    assert update.status_code == 400


class _Odd(BaseHTTPRequestHandler):
    """An engine that answers wrongly, in the way its address asks for."""

    may_answer = threading.Event()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/html":
            self._answer(200, "text/html", b"<h1>It works!</h1>")
        elif self.path == "/error":
            self._answer(500, "text/plain", b"boom")
        elif self.path == "/nonsense":
            self._answer(200, "application/sparql-results+json", b"{")
        elif self.path == "/half":
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b'{"head":')
            self.close_connection = True
        else:
            self.may_answer.wait(PATIENCE_S)

    def _answer(self, status: int, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Says nothing."""


@contextmanager
def odd_engine(settings: Settings, path: str) -> Iterator[TestClient]:
    with _odd_address(path) as endpoint:
        # Only what never answers may run out of time: on a busy machine the others take long too.
        timeout_s = 0.5 if path == "/slow" else settings.query_timeout_s
        app = create_app(replace(settings, sparql_endpoint=endpoint, query_timeout_s=timeout_s))
        with TestClient(app, raise_server_exceptions=False) as client:
            yield client


@contextmanager
def _odd_address(path: str) -> Iterator[str]:
    _Odd.may_answer.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Odd)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{path}"
    finally:
        _Odd.may_answer.set()
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("path", "status"),
    [("/html", 502), ("/error", 502), ("/slow", 504)],
)
def test_a_wrong_or_slow_engine_gives_a_clear_error(
    settings: Settings, snapshot: Path, path: str, status: int
) -> None:
    assert snapshot.is_dir()
    with odd_engine(settings, path) as client:
        asked = client.get("/sparql", params={"query": "ASK {}"})
        assert asked.status_code == status
        assert asked.headers["content-type"] == "application/problem+json"
        page = client.get("/api/v1/concepts/ics/B1")
        assert page.status_code in {502, 504}
        assert client.get("/health/ready").status_code == 200


def test_one_client_does_not_take_all_places_at_a_slow_engine(settings: Settings) -> None:
    question = Question("ASK {}", "application/sparql-results+json", 1, 1_000, None, None, {})

    async def ask(queries: RemoteQueries, client: str) -> None:
        async with queries.stream(question.to_bytes(), 1.0, client) as chunks:
            async for _ in chunks:
                raise AssertionError("it answers too late")

    async def run(queries: RemoteQueries) -> None:
        first = asyncio.create_task(ask(queries, "a"))
        await asyncio.sleep(0)
        with pytest.raises(ServerBusy):
            await ask(queries, "a")
        for waiting in (ask(queries, "b"), first):
            with pytest.raises(LimitExceeded):
                await waiting

    with _odd_address("/slow") as endpoint:
        few = replace(settings, sparql_endpoint=endpoint, query_queue=2)
        with closing(RemoteQueries(few)) as queries:
            asyncio.run(run(queries))


def test_an_engine_that_let_go_of_us_and_then_is_slow_is_told_as_slow() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = "http://{}:{}/query".format(*listener.getsockname())
        once = threading.Thread(target=_answer_and_let_go, args=(listener,))
        once.start()
        connections = Connections(address, "", "")
        with connections.request("GET", (), None, {}, PATIENCE_S) as first:
            assert read(first) == b"ok"
        once.join()
        for _ in range(2):
            with pytest.raises(LimitExceeded), connections.request("GET", (), None, {}, 0.2):
                raise AssertionError("nobody answers any more")


def _answer_and_let_go(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")


def test_nonsense_is_not_passed_off_as_a_concept(settings: Settings, snapshot: Path) -> None:
    assert snapshot.is_dir()
    for path in ("/nonsense", "/half"):
        with odd_engine(settings, path) as client:
            assert client.get("/api/v1/concepts/ics/B1").status_code == 502


def test_an_engine_that_is_down_is_told_and_comes_back(settings: Settings, snapshot: Path) -> None:
    assert snapshot.is_dir()
    port = free_port()
    down = replace(settings, sparql_endpoint=f"http://127.0.0.1:{port}/query")
    with TestClient(create_app(down)) as client:
        told = client.get("/sparql", params={"query": "ASK {}"})
        assert (told.status_code, told.json()["code"]) == (502, "upstream-failed")
        assert client.get("/api/v1/search", params={"q": "trivsel"}).status_code in {200, 502}
        with oxigraph(port):
            # nobody asks again for a second
            wait_until(lambda: _is_true(client, "ASK {}"), "the engine is asked again")


def _is_true(client: TestClient, query: str) -> bool:
    asked = client.get("/sparql", params={"query": query})
    return bool(asked.status_code == 200 and asked.json()["boolean"])
