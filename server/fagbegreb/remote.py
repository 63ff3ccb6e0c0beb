"""A SPARQL 1.1 engine somewhere else, instead of the embedded store: the same questions go to
it over HTTP, and the same answers come out.

The engine must see all named graphs as one by default (`fagbegreb push` checks it) and hold what
`push` put there. It is asked by the SPARQL Protocol and filled by the Graph Store Protocol only.
Source: https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Final, ParamSpec, TypeVar
from urllib.parse import urlencode

import pyoxigraph as ox

from fagbegreb.engine import ROW_COUNTERS, Question, no_such_graph
from fagbegreb.errors import AnswerTooLarge, ServerBusy
from fagbegreb.namespaces import RDF, XSD
from fagbegreb.settings import Settings
from fagbegreb.store import Literal, Named, Store, Term, is_iri
from fagbegreb.upstream import Connections, check, failed, late, next_chunk, read

P = ParamSpec("P")
T = TypeVar("T")

_LOOKUP_TIMEOUT_S: Final = 2.0
_JSON: Final = "application/sparql-results+json"
_FORM: Final = "application/x-www-form-urlencoded"
_NTRIPLES: Final = "application/n-triples"
_BATCH_TRIPLES: Final = 2_000
_BELOW: Final = "_:below "
_RELATIVE_IRI: Final = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*:)[^<>\s]*>")


class RemoteStore(Store):
    """Store's questions as SPARQL to an engine. Raises UpstreamFailed from every method."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    @classmethod
    def at(cls, settings: Settings) -> RemoteStore:
        """The store at the endpoint of the settings."""
        user, password = settings.sparql_user, settings.sparql_password
        return cls(Connections(settings.sparql_endpoint, user, password))

    def describe(self, iri: str) -> dict[str, tuple[Term, ...]]:
        """As for Store; a blank node among the values is named by the way to it."""
        found: dict[str, set[Term]] = {}
        rows = self.select(f"SELECT DISTINCT ?p ?o {{ GRAPH ?g {{ {_written(iri)} ?p ?o }} }}")
        for row in rows:
            predicate = _value(row["p"])
            found.setdefault(predicate, set()).add(_below(iri, predicate, row["o"]))
        return {predicate: tuple(sorted(values)) for predicate, values in found.items()}

    def exists(self, iri: str) -> bool:
        """As for Store."""
        rows = self.select(f"SELECT ?p {{ GRAPH ?g {{ {_written(iri)} ?p ?o }} }} LIMIT 1")
        return any(True for _ in rows)

    def objects(self, subject: str, predicate: str) -> tuple[Term, ...]:
        """As for Store."""
        asked = f"{_written(subject)} {_written(predicate)} ?o"
        rows = self.select(f"SELECT DISTINCT ?o {{ GRAPH ?g {{ {asked} }} }}")
        return tuple(sorted({_below(subject, predicate, row["o"]) for row in rows}))

    def subjects(self, predicate: str, object: str | Term) -> tuple[str, ...]:  # noqa: A002
        """As for Store."""
        asked = f"?s {_written(predicate)} {_written(object)}"
        rows = self.select(f"SELECT DISTINCT ?s {{ GRAPH ?g {{ {asked} }} }}")
        return tuple(sorted({_value(row["s"]) for row in rows}))

    def items(self, head: str) -> tuple[Term, ...]:
        """As for Store, for a list that hangs on a named node."""
        if not head.startswith(_BELOW):
            return ()
        subject, predicate = head.removeprefix(_BELOW).split(" ")
        way = f"{_written(subject)} {_written(predicate)} ?head . ?head <{RDF}rest>* ?before ."
        rows = self.select(
            f"SELECT ?item (COUNT(?before) AS ?place) {{ GRAPH ?g {{ {way} "
            f"?before <{RDF}rest>* ?cell . ?cell <{RDF}first> ?item }} }} "
            "GROUP BY ?cell ?item ORDER BY ?place"
        )
        return tuple(row["item"] for row in rows)

    def select(self, sparql: str) -> Iterator[dict[str, Term]]:
        """As for Store."""
        body = urlencode({"query": sparql}).encode()
        headers = {"Accept": _JSON, "Content-Type": _FORM}
        with self._connections.request("POST", (), body, headers, _LOOKUP_TIMEOUT_S) as response:
            data = read(response)
        try:
            bindings = json.loads(data)["results"]["bindings"]
            rows = [{name: _term(told) for name, told in row.items()} for row in bindings]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise failed("svaret er ikke SPARQL-resultater", "not SPARQL results") from None
        yield from rows

    def graphs(self) -> tuple[str, ...]:
        """As for Store."""
        rows = self.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        return tuple(sorted(_value(row["g"]) for row in rows))

    def triples(self, iri: str) -> tuple[ox.Triple, ...]:
        """As for Store, as deep as lists go."""
        node = _written(iri)
        text = (
            f"CONSTRUCT {{ {node} ?p ?o . ?b ?q ?v }} WHERE {{ GRAPH ?g {{ {node} ?p ?o "
            f"OPTIONAL {{ ?o <{RDF}rest>* ?b . ?b ?q ?v FILTER(isBlank(?o) && isBlank(?b)) }} }} }}"
        )
        return tuple(sorted(set(self._construct(text)), key=str))

    def graph_exists(self, graph: str) -> bool:
        """Whether a named graph has anything in it."""
        rows = self.select(f"SELECT ?s {{ GRAPH {_written(graph)} {{ ?s ?p ?o }} }} LIMIT 1")
        return any(True for _ in rows)

    def graph_triples(self, graph: str) -> Iterator[ox.Triple]:
        """As for Store."""
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {_written(graph)} {{ ?s ?p ?o }} }}"
        return self._construct(text)

    def graphs_of(self, iri: str) -> frozenset[str]:
        """As for Store."""
        rows = self.select(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ {_written(iri)} ?p ?o }} }}")
        return frozenset(_value(row["g"]) for row in rows)

    def graph_subjects(self, graph: str) -> Iterator[str]:
        """As for Store."""
        rows = self.select(f"SELECT DISTINCT ?s {{ GRAPH {_written(graph)} {{ ?s ?p ?o }} }}")
        return (_value(row["s"]) for row in rows)

    def quads(self) -> Iterator[ox.Quad]:
        """As for Store, graph by graph."""
        for graph in self.graphs():
            for triple in self.graph_triples(graph):
                name = ox.NamedNode(graph)
                yield ox.Quad(triple.subject, triple.predicate, triple.object, name)

    def _construct(self, text: str) -> Iterator[ox.Triple]:
        body = urlencode({"query": text}).encode()
        headers = {"Accept": _NTRIPLES, "Content-Type": _FORM}
        with self._connections.request("POST", (), body, headers, _LOOKUP_TIMEOUT_S) as response:
            data = read(response)
        try:
            parsed = [quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)]
        except SyntaxError:
            raise failed("svaret er ikke N-Triples", "the answer is no N-Triples") from None
        return iter(parsed)


class RemoteQueries:
    """Answers the public endpoint's questions by the engine; stands where the workers stand."""

    def __init__(self, settings: Settings) -> None:
        user, password = settings.sparql_user, settings.sparql_password
        self._connections = Connections(settings.sparql_endpoint, user, password)
        self._store = RemoteStore(self._connections)
        self._free = settings.query_queue
        self._most_of_one = max(1, settings.query_queue // 2)
        self._asked_by: Counter[str] = Counter()
        # Its own threads: a slow engine must not keep the server from everything else.
        self._threads = ThreadPoolExecutor(settings.query_queue, "sparql")

    def start(self) -> None:
        """Nothing to start: the engine runs elsewhere."""

    def close(self) -> None:
        """End the threads as soon as they are done."""
        self._threads.shutdown(wait=False)

    @asynccontextmanager
    async def stream(
        self, payload: bytes, timeout_s: float, client: str = ""
    ) -> AsyncGenerator[AsyncIterator[bytes], None]:
        """The answer in chunks, as `WorkerPool.stream` gives it; a client has half the places."""
        if self._free <= 0 or self._asked_by[client] >= self._most_of_one:
            raise ServerBusy(1)
        self._free -= 1
        self._asked_by[client] += 1
        chunks = self._chunks(Question(**json.loads(payload)), timeout_s)
        try:
            yield chunks
        finally:
            await chunks.aclose()
            self._free += 1
            self._asked_by[client] -= 1
            self._asked_by += Counter()  # drops who asks nothing now

    async def _in_thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, partial(work, *args, **kwargs)
        )

    def _check_graphs(self, question: Question) -> None:
        for graph in (*(question.default_graphs or ()), *(question.named_graphs or ())):
            if not is_iri(graph) or not self._store.graph_exists(graph):
                raise no_such_graph(graph)

    async def _chunks(self, question: Question, timeout_s: float) -> AsyncGenerator[bytes, None]:
        deadline = time.monotonic() + timeout_s
        asking = self._connections.request(
            "POST",
            (),
            _form(question),
            {"Accept": question.media_type, "Content-Type": _FORM},
            timeout_s,
        )
        await self._in_thread(self._check_graphs, question)
        response = await self._in_thread(asking.__enter__)
        try:
            await self._in_thread(check, response, question.media_type)
            count, rows, size = ROW_COUNTERS.get(question.media_type, lambda: len)(), 0, 0
            while chunk := await self._in_thread(next_chunk, response):
                size += len(chunk)
                rows += count(chunk) if question.media_type in ROW_COUNTERS else 0
                if size > question.max_bytes or rows > question.max_rows:
                    raise _too_large(question)
                if time.monotonic() > deadline:
                    raise late(timeout_s)
                yield chunk
        finally:
            await self._in_thread(asking.__exit__, None, None, None)


def push(store: Store, settings: Settings, graph_store: str) -> Iterator[tuple[str, int]]:
    """Put every named graph of `store` into the engine; (graph, triples) as each is done.

    Replaces graphs of the same name and leaves others alone. Raises UpstreamFailed.
    """
    connections = Connections(graph_store, settings.sparql_user, settings.sparql_password)
    for graph in store.graphs():
        with TemporaryFile() as file:
            triples = _write(store.graph_triples(graph), file)
            # With its length: not every engine takes a body in chunks.
            headers = {"Content-Type": _NTRIPLES, "Content-Length": str(file.tell())}
            file.seek(0)
            asked = (("graph", graph),)
            with connections.request("PUT", asked, file, headers, 600.0) as response:
                read(response)
        yield graph, triples
    if not any(True for _ in RemoteStore.at(settings).select("SELECT ?s { ?s ?p ?o } LIMIT 1")):
        raise failed(
            "den ser ikke de navngivne grafer som ét; slå union default graph til",
            "it does not see the named graphs as one; turn its union default graph on",
        )


def _write(triples: Iterator[ox.Triple], file: IO[bytes]) -> int:
    count = 0
    while batch := list(islice(triples, _BATCH_TRIPLES)):
        file.write(ox.serialize(batch, format=ox.RdfFormat.N_TRIPLES) or b"")
        count += len(batch)
    return count


def _form(question: Question) -> bytes:
    text = question.text
    if question.base and _RELATIVE_IRI.search(text):
        text = f"BASE <{question.base}> {text}"  # else they would be relative to the engine
    fields = [("query", text)]
    fields += [("default-graph-uri", graph) for graph in question.default_graphs or ()]
    fields += [("named-graph-uri", graph) for graph in question.named_graphs or ()]
    return urlencode(fields).encode()


def _written(term: str | Term) -> str:
    if isinstance(term, str):
        return str(ox.NamedNode(term))
    if isinstance(term, Named):
        return str(ox.NamedNode(term.iri))
    if term.lang:
        return str(ox.Literal(term.value, language=term.lang))
    return str(ox.Literal(term.value, datatype=ox.NamedNode(term.datatype)))


def _term(told: dict[str, str]) -> Term:
    if told["type"] == "uri":
        return Named(told["value"])
    if told["type"] == "bnode":
        return Named(f"_:{told['value']}")
    lang = told.get("xml:lang", "")
    default = RDF + "langString" if lang else XSD + "string"
    return Literal(told["value"], lang, told.get("datatype", default))


def _below(subject: str, predicate: str, value: Term) -> Term:
    is_blank = isinstance(value, Named) and value.iri.startswith("_:")
    return Named(f"{_BELOW}{subject} {predicate}") if is_blank else value


def _value(term: Term) -> str:
    return term[0]


def _too_large(question: Question) -> AnswerTooLarge:
    rows, size = question.max_rows, question.max_bytes
    return AnswerTooLarge(
        f"Svaret er større end grænsen på {rows} rækker eller {size} byte. Brug LIMIT og OFFSET.",
        f"The answer exceeds the limit of {rows} rows or {size} bytes. Use LIMIT and OFFSET.",
    )
