"""Runs in a worker: a checked query goes in, its answer comes out in chunks, already written.

The engine writes rows itself, eight kilobytes at a time and without waiting for the last one;
here they are gathered into larger chunks, and counted on the way for the limits.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import IO, Final, Protocol, cast

import pyoxigraph as ox

from fagbegreb.errors import AnswerTooLarge, FagbegrebError, QueryRefused, SnapshotDamaged
from fagbegreb.query import token_spans
from fagbegreb.sandbox import Handler, Send, Writer, reads_on

TABLE_FORMATS: Final[dict[str, ox.QueryResultsFormat]] = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
"""For SELECT and ASK, the preferred first."""
GRAPH_FORMATS: Final[dict[str, ox.RdfFormat]] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
"""For CONSTRUCT and DESCRIBE, the preferred first."""

_CHUNK_BYTES: Final = 65_536
_XML: Final = ("application/sparql-results+xml", "application/rdf+xml")
_CONTROLS: Final = bytes(set(range(0x20)) - set(b"\t\n\r"))
_NO_CHARACTERS: Final = ("\ufffe".encode(), "\uffff".encode())
_SYNTAX_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_LOOKAHEAD: Final = 20
"""Longer than any keyword of the language."""
_SEARCH_S: Final = 0.25
"""How long to look for the place of a fault; parsing a strange query can take a while."""
_CHARACTERS: Final = re.compile(r"\[[^\]]*\]|\"[^\"]*\"")
_SENTENCE: Final = re.compile(r"[a-z]{2,} [a-z]")


@dataclass(frozen=True, slots=True)
class Question:
    """A query with everything the engine needs to know; travels to the worker as JSON."""

    text: str
    media_type: str
    max_rows: int
    max_bytes: int
    default_graphs: tuple[str, ...] | None
    """None: the union of all graphs, unless `named_graphs` is given."""
    named_graphs: tuple[str, ...] | None
    prefixes: dict[str, str]
    base: str | None = None

    def to_bytes(self) -> bytes:
        """The payload for the worker."""
        return json.dumps(asdict(self)).encode()


@reads_on
def answer_questions(store_path: str) -> Handler:
    """Worker target: open the store once, answer Questions."""
    store = ox.Store.read_only(store_path)

    def handler(payload: bytes) -> Writer:
        question = Question(**json.loads(payload))
        return lambda send: _answer(store, question, send)

    return handler


def _answer(store: ox.Store, question: Question, send: Send) -> None:
    try:
        result = _evaluate(store, question)
        chunks = _Chunks(send, question)
        if isinstance(result, ox.QueryTriples):
            _write_graph(result, question, chunks)
        else:
            result.serialize(cast(IO[bytes], chunks), TABLE_FORMATS[question.media_type])
        chunks.finish()
    except SyntaxError as error:
        raise _syntax(str(error), question) from None
    except OSError as error:
        raise SnapshotDamaged(
            "Databasen kan ikke læses. Kontrollér den med »fagbegreb check --snapshot«.",
            "The store cannot be read. Check it with 'fagbegreb check --snapshot'.",
        ) from error
    except (RuntimeError, ValueError) as error:
        raise QueryRefused(
            f"Forespørgslen kan ikke udføres: {error}", f"The query cannot be evaluated: {error}"
        ) from None


def _evaluate(
    store: ox.Store, question: Question
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    default, named = question.default_graphs, question.named_graphs
    if default is None and named is None:
        return store.query(question.text, base_iri=question.base, use_default_graph_as_union=True)
    return store.query(
        question.text,
        base_iri=question.base,
        # Without a default graph there is an empty one, which paths of length zero can tell apart.
        default_graph=[*_known(store, default or ())] or [ox.BlankNode()],
        named_graphs=[*_known(store, named or ())],
    )


def _known(store: ox.Store, graphs: Iterable[str]) -> list[ox.NamedNode]:
    nodes = [ox.NamedNode(graph) for graph in graphs]
    for node in nodes:
        if not store.contains_named_graph(node):
            raise no_such_graph(node.value)
    return nodes


def no_such_graph(iri: str) -> QueryRefused:
    """The error of a query that wants to read a graph that is not here."""
    return QueryRefused(
        f"Der er ingen graf <{iri}> her, og andre hentes ikke. "
        "Listen: SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
        f"There is no graph <{iri}> here, and none is fetched. "
        "The list: SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
    )


def _write_graph(triples: ox.QueryTriples, question: Question, chunks: _Chunks) -> None:
    ox.serialize(
        _counted(triples, question.max_rows),
        cast(IO[bytes], chunks),
        GRAPH_FORMATS[question.media_type],
        prefixes=question.prefixes,
    )


def _counted(triples: Iterable[ox.Triple], max_rows: int) -> Iterator[ox.Triple]:
    for number, triple in enumerate(triples, start=1):
        if number > max_rows:
            raise _too_many(max_rows, "tripler", "triples")
        yield triple


class _Chunks:
    """The file that the engine writes to."""

    def __init__(self, send: Send, question: Question) -> None:
        self._send = send
        self._max_bytes = question.max_bytes
        self._max_rows = question.max_rows
        self._is_xml = question.media_type in _XML
        self._row_count = ROW_COUNTERS.get(question.media_type, _NoRows)()
        self._pending = bytearray()
        self._written = 0
        self._rows = 0

    def write(self, data: bytes) -> int:
        self._pending += data
        if len(self._pending) >= _CHUNK_BYTES:
            self.finish()
        return len(data)

    def flush(self) -> None:
        """Called by the engine; a chunk is sent when it is full."""

    def finish(self) -> None:
        """Send what is left."""
        chunk = bytes(self._pending)
        self._pending.clear()
        self._written += len(chunk)
        self._rows += self._row_count(chunk)
        if self._written > self._max_bytes:
            raise AnswerTooLarge(
                f"Svaret er større end grænsen på {self._max_bytes} byte. Brug LIMIT og OFFSET.",
                f"The answer exceeds the limit of {self._max_bytes} bytes. Use LIMIT and OFFSET.",
            )
        if self._rows > self._max_rows:
            raise _too_many(self._max_rows, "rækker", "rows")
        if self._is_xml and not _fits_in_xml(chunk):
            raise QueryRefused(
                "Svaret har tegn, som XML ikke kan rumme. Bed om et andet format.",
                "The answer has characters that XML cannot hold. Ask for another format.",
            )
        if chunk:
            self._send(chunk)


def _fits_in_xml(text: bytes) -> bool:
    """Whether readers take these bytes; the engine writes every character as it is."""
    has_controls = len(text.translate(None, _CONTROLS)) < len(text)
    return not has_controls and not any(character in text for character in _NO_CHARACTERS)


class _Counter(Protocol):
    def __call__(self, chunk: bytes) -> int: ...


class _NoRows:
    def __call__(self, chunk: bytes) -> int:
        return 0


class _XmlRows:
    """`<` is escaped in content, so each `<result>` is a row; it may lie across two chunks."""

    _TAG = b"<result>"

    def __init__(self) -> None:
        self._tail = b""

    def __call__(self, chunk: bytes) -> int:
        text = self._tail + chunk
        self._tail = text[-len(self._TAG) + 1 :]
        return text.count(self._TAG)


class _LineRows:
    """One row a line, after the heading. `outside` removes content that may hold line ends."""

    def __init__(self, outside: Callable[[bytes], bytes]) -> None:
        self._outside = outside
        self._heading = 1

    def __call__(self, chunk: bytes) -> int:
        lines = self._outside(chunk).count(b"\n")
        heading, self._heading = min(self._heading, lines), max(0, self._heading - lines)
        return lines - heading


class _JsonRows:
    """Outside strings, a row is a `{` that does not follow a colon."""

    def __init__(self) -> None:
        self._outside = _OutsideQuotes()
        self._escape = b""
        self._last = b""

    def __call__(self, chunk: bytes) -> int:
        text = self._escape + chunk
        is_cut = (len(text) - len(text.rstrip(b"\\"))) % 2 == 1
        self._escape = b"\\" if is_cut else b""
        text = text[:-1] if is_cut else text
        outside = self._last + self._outside(text.replace(b"\\\\", b"").replace(b'\\"', b""))
        self._last = outside[-1:]
        return outside.count(b",{") + outside.count(b"[{")


class _OutsideQuotes:
    """Removes what stands in double quotes, remembering across chunks."""

    def __init__(self) -> None:
        self._is_inside = False

    def __call__(self, chunk: bytes) -> bytes:
        parts = ((b'"' if self._is_inside else b"") + chunk).split(b'"')
        self._is_inside = len(parts) % 2 == 0
        return b"".join(parts[::2])


ROW_COUNTERS: Final[dict[str, Callable[[], _Counter]]] = {
    "application/sparql-results+json": _JsonRows,
    "application/sparql-results+xml": _XmlRows,
    "text/csv": lambda: _LineRows(_OutsideQuotes()),
    "text/tab-separated-values": lambda: _LineRows(bytes),  # line ends are escaped in TSV
}


def _too_many(max_rows: int, da: str, en: str) -> FagbegrebError:
    return AnswerTooLarge(
        f"Svaret har flere end {max_rows} {da}. Brug LIMIT og OFFSET, eller hent hele "
        "udgivelsen under /download/.",
        f"The answer has more than {max_rows} {en}. Use LIMIT and OFFSET, or fetch the whole "
        "release under /download/.",
    )


def _syntax(message: str, question: Question) -> QueryRefused:
    told = _SYNTAX_PLACE.match(message)
    if told is None:
        return QueryRefused(f"Syntaksfejl: {message}", f"Syntax error: {message}")
    line, column = _place_of_fault(question, (int(told[1]), int(told[2])))
    reason = _reason(told[3])
    return QueryRefused(
        f"Syntaksfejl ved linje {line}, tegn {column}{reason}",
        f"Syntax error at line {line}, column {column}{reason}",
    )


def _place_of_fault(question: Question, told: tuple[int, int]) -> tuple[int, int]:
    """Line and column of the first token that does not belong where it is.

    The engine tells how far it looked, which is up to a long keyword past the fault, perhaps on
    another line. So the last tokens before that are tried in turn: is it the first that is wrong?
    """
    text, until = question.text, time.monotonic() + _SEARCH_S
    looked = _offset(text, *told)
    for start, end in token_spans(text):
        if start > looked or time.monotonic() > until:
            break
        if start >= looked - _LOOKAHEAD and not _may_go_on(text[:end], question.base):
            return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return told


def _may_go_on(beginning: str, base: str | None) -> bool:
    """Whether a query may begin so: with blanks behind it, the engine reads to the very end."""
    padded = beginning + " " * 2 * _LOOKAHEAD
    try:
        ox.Store().query(padded, base_iri=base)
    except SyntaxError as error:
        told = _SYNTAX_PLACE.match(str(error))
        return told is None or _offset(padded, int(told[1]), int(told[2])) >= len(padded)
    except (RuntimeError, ValueError):
        pass
    return True


def _offset(text: str, line: int, column: int) -> int:
    return sum(len(each) + 1 for each in text.split("\n")[: line - 1]) + column - 1


def _reason(expected: str) -> str:
    """What the engine says in words; its list of all that could follow helps nobody."""
    items = _CHARACTERS.sub("", expected.removeprefix("expected ").removeprefix("one of "))
    words = [item.strip() for item in items.split(", ") if _SENTENCE.search(item)]
    return f": {', '.join(words)}." if words else "."
