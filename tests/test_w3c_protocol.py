"""The W3C's test cases for the SPARQL 1.1 Protocol, as HTTP requests to our endpoint.

The cases name graphs on somebody's server. Ours fetches nothing, so a snapshot of just those
graphs is made first. Requests to change data must be refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from fagbegreb.crosswalk import Crosswalk
from fagbegreb.search import SearchIndex
from fagbegreb.settings import Settings
from fagbegreb.store import Store, write_store
from fagbegreb.terminology import Terminology
from fagbegreb.vocabulary import Vocabulary
from fagbegreb.web.context import TERMINOLOGY
from fagbegreb.web.problems import install
from fagbegreb.web.sparql import router

CASES = Path(__file__).resolve().parents[2] / "shared" / "sparql11-tests" / "protocol"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
REMOTE = "http://kasei.us/2009/09/sparql/data/data{}.rdf"


@dataclass(frozen=True)
class Exchange:
    """One request and what must come back."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: frozenset[str]
    boolean: bool | None
    formats: frozenset[str]


class Manifest:
    """The W3C's manifest, read node by node."""

    def __init__(self) -> None:
        self._store = ox.Store()
        self._store.load(path=str(CASES / "manifest.ttl"), format=ox.RdfFormat.TURTLE, base_iri=MF)

    def tests(self) -> Iterator[tuple[str, list[Exchange]]]:
        protocol = ox.NamedNode(MF + "ProtocolTest")
        for quad in self._store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), protocol, None):
            action = self._nodes(quad.subject, MF + "action")[0]
            requests = self._items(self._nodes(action, HT + "requests")[0])
            name = str(quad.subject).rpartition("#")[2].strip(">")
            yield name, [self._exchange(request) for request in requests]

    def _exchange(self, request: ox.BlankNode) -> Exchange:
        answer = self._nodes(request, HT + "resp")[0]
        bodies = self._nodes(request, HT + "body")
        text = self._texts(bodies[0], CNT + "chars")[0] if bodies else ""
        encoding = (self._texts(bodies[0], CNT + "characterEncoding") if bodies else []) or [
            "utf-8"
        ]
        headers = self._nodes(request, HT + "headers")
        boolean = self._texts(answer, MF + "expectedBoolean")
        return Exchange(
            self._texts(request, HT + "methodName")[0],
            self._texts(request, HT + "absolutePath")[0],
            dict(map(self._header, self._items(headers[0]))) if headers else {},
            text.encode((encoding or ["utf-8"])[0]),
            frozenset(
                value.rpartition("StatusCode")[2]
                for value in self._texts(answer, MF + "expectedStatus")
            ),
            boolean[0] == "true" if boolean else None,
            frozenset(self._texts(answer, MF + "expectedFormat")),
        )

    def _header(self, node: ox.BlankNode) -> tuple[str, str]:
        return self._texts(node, HT + "fieldName")[0], self._texts(node, HT + "fieldValue")[0]

    def _nodes(self, node: object, predicate: str) -> list[ox.BlankNode]:
        subject = cast(ox.BlankNode, node)
        found = self._store.quads_for_pattern(subject, ox.NamedNode(predicate), None, None)
        return [cast(ox.BlankNode, quad.object) for quad in found]

    def _texts(self, node: object, predicate: str) -> list[str]:
        return [found.value for found in self._nodes(node, predicate)]

    def _items(self, head: ox.BlankNode) -> list[ox.BlankNode]:
        first = self._nodes(head, RDF + "first")
        return [*first, *self._items(self._nodes(head, RDF + "rest")[0])] if first else []


TESTS = sorted(Manifest().tests())


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("protocol")
    write_store(folder / "store", _graphs())
    settings = Settings.load({}, home=folder)
    store = Store.open(folder / "store")
    vocabulary = Vocabulary(store)
    terminology = Terminology(
        path=folder,
        settings=settings,
        manifest={"release": "1", "digest": "1"},
        store=store,
        vocabulary=vocabulary,
        search=cast(SearchIndex, None),
        crosswalk=Crosswalk.open(vocabulary),
    )
    app = FastAPI()
    app.state.settings = settings
    app.include_router(router)
    install(app)
    with TestClient(Leased(app, terminology)) as client:
        yield client
    terminology.close()


class Leased:
    """Stands where the lease layer stands, and always hands out the same terminology."""

    def __init__(self, app: ASGIApp, terminology: Terminology) -> None:
        self._app = app
        self._terminology = terminology

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[TERMINOLOGY] = self._terminology
        await self._app(scope, receive, send)


def _graphs() -> Iterator[ox.Quad]:
    for number in range(4):
        name = ox.NamedNode(REMOTE.format(number))
        document = ox.NamedNode("http://xmlns.com/foaf/0.1/Document")
        yield ox.Quad(name, ox.NamedNode(RDF + "type"), document, name)


def test_the_cases_are_there() -> None:
    assert len(TESTS) == 34


@pytest.mark.parametrize(("name", "exchanges"), TESTS, ids=[name for name, _ in TESTS])
def test_the_protocol(endpoint: TestClient, name: str, exchanges: list[Exchange]) -> None:
    for exchange in exchanges:
        url = urlsplit(exchange.path)
        response = endpoint.request(
            exchange.method,
            f"/sparql?{url.query}",
            headers=exchange.headers,
            content=exchange.body,
        )
        if exchange.body.startswith(b"update=") or "sparql-update" in str(exchange.headers):
            assert response.status_code in (400, 415)
        elif not name.startswith("update_"):  # those ask whether the change was made
            given = str(response.status_code)
            assert any(
                given == status or given[0] + "xx" == status for status in exchange.statuses
            ), response.text
            if exchange.boolean is not None:
                assert response.json()["boolean"] is exchange.boolean
            check_format(response.headers["content-type"], exchange.formats)


def check_format(content_type: str, formats: frozenset[str]) -> None:
    media_type = content_type.partition(";")[0]
    if "boolean" in formats or "tabular" in formats:
        assert media_type in ("application/sparql-results+json", "application/sparql-results+xml")
    if "RDF" in formats:
        assert media_type in ("text/turtle", "application/n-triples", "application/rdf+xml")
