"""The engine's answers in chunks: counted exactly, whatever the rows contain."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fagbegreb.engine import (
    GRAPH_FORMATS,
    ROW_COUNTERS,
    TABLE_FORMATS,
    Question,
    answer_questions,
)
from fagbegreb.errors import AnswerTooLarge, QueryRefused
from fagbegreb.store import write_store
from fagbegreb.worker import WorkerPool
from patience import PATIENCE_S

NASTY = st.text(alphabet='a"\\\n\r,{}[]<>:&;\tæ', max_size=12)
GRAPH = ox.NamedNode("http://x/graph")


@given(st.lists(st.tuples(NASTY, st.none() | NASTY), max_size=12), st.integers(1, 40))
@settings(max_examples=200)
def test_rows_are_counted_exactly_however_the_bytes_are_cut(
    rows: list[tuple[str, str | None]], chunk_bytes: int
) -> None:
    values = " ".join(f"({_quoted(a)} {_quoted(b)})" for a, b in rows)
    query = f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}"
    for media_type, counter in ROW_COUNTERS.items():
        solutions = ox.Store().query(query)
        assert isinstance(solutions, ox.QuerySolutions)
        written = solutions.serialize(format=TABLE_FORMATS[media_type]) or b""
        count = counter()
        cuts = range(0, len(written), chunk_bytes)
        assert sum(count(written[cut : cut + chunk_bytes]) for cut in cuts) == len(rows)


def _quoted(text: str | None) -> str:
    return "UNDEF" if text is None else str(ox.Literal(text))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("engine") / "store"
    name = ox.NamedNode("http://x/name")
    write_store(
        path,
        (
            ox.Quad(ox.NamedNode(f"http://x/{number}"), name, ox.Literal(f"nr. {number}"), GRAPH)
            for number in range(5_000)
        ),
    )
    return str(path)


def ask(store: str, text: str, media_type: str, **changes: object) -> list[bytes]:
    given = {
        "text": text,
        "media_type": media_type,
        "max_rows": 10_000,
        "max_bytes": 10_000_000,
        "default_graphs": None,
        "named_graphs": None,
        "prefixes": {},
    }
    question = Question(**{**given, **changes})  # type: ignore[arg-type]
    chunks: list[bytes] = []
    writer = answer_questions(store)(question.to_bytes())
    assert callable(writer)
    writer(chunks.append)
    return chunks


ALL = "SELECT ?s ?o { ?s ?p ?o }"


@pytest.mark.parametrize("media_type", TABLE_FORMATS)
def test_a_table_of_as_many_rows_as_allowed_passes_and_one_more_does_not(
    store: str, media_type: str
) -> None:
    assert ask(store, ALL, media_type, max_rows=5_000)
    with pytest.raises(AnswerTooLarge, match="more than 4999 rows"):
        ask(store, ALL, media_type, max_rows=4_999)


@pytest.mark.parametrize("media_type", GRAPH_FORMATS)
def test_the_same_holds_for_triples(store: str, media_type: str) -> None:
    copy = "CONSTRUCT WHERE { ?s ?p ?o }"
    assert ask(store, copy, media_type, max_rows=5_000)
    with pytest.raises(AnswerTooLarge, match="more than 4999 triples"):
        ask(store, copy, media_type, max_rows=4_999)


def test_an_answer_with_too_many_bytes_is_refused(store: str) -> None:
    with pytest.raises(AnswerTooLarge, match="100000 bytes"):
        ask(store, ALL, "text/csv", max_bytes=100_000)


def test_a_long_answer_comes_in_chunks_and_is_whole(store: str) -> None:
    chunks = ask(store, ALL, "application/sparql-results+json")
    assert len(chunks) > 3
    assert len(json.loads(b"".join(chunks))["results"]["bindings"]) == 5_000


def test_without_a_dataset_all_graphs_are_asked_as_one(store: str) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert b"".join(ask(store, count, "text/csv")).split() == [b"n", b"5000"]
    chosen = ask(store, count, "text/csv", default_graphs=(GRAPH.value,))
    assert b"".join(chosen).split() == [b"n", b"5000"]
    only_named = ask(store, count, "text/csv", named_graphs=(GRAPH.value,))
    assert b"".join(only_named).split() == [b"n", b"0"]


def test_a_graph_that_is_not_here_is_named_and_not_fetched(store: str) -> None:
    with pytest.raises(QueryRefused, match="no graph <http://x/other>"):
        ask(store, ALL, "text/csv", default_graphs=("http://x/other",))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT * {\n ?s ?p }", "line 2"),
        ("SELECT * { ?s a x:y }", "Prefix not found"),
        ("SELECT (<http://x/f>(1) AS ?y) {}", "not supported"),
    ],
)
def test_what_is_wrong_with_a_query_is_told(store: str, text: str, told: str) -> None:
    with pytest.raises(QueryRefused, match=told):
        ask(store, text, "text/csv")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("SELECT * { ?s ?p ?o } LIMT 5", 1, 23),
        ("SELECT ?a { ?a <p:x> ?b ,, ?c }\n\n ORDER BY ?b", 1, 26),
        ('SELECT * {\n  ?s ?p "æøå" . ?s ?p ] }', 2, 23),
        ("SELECT * { ?s a no:such }", 1, 17),
        ("SELECT * {\r\n ?s ?p\r\n}", 3, 1),
        ("SELECT * { ?s ?p ?o", 1, 20),
        ("SELECT * { ?s ?p ?o FILTER NOT EXIST { ?s ?p 1 } }", 1, 32),
    ],
)
def test_a_syntax_error_names_the_place_of_the_fault_itself(
    store: str, text: str, line: int, column: int
) -> None:
    with pytest.raises(QueryRefused, match=rf"line {line}, column {column}\b"):
        ask(store, text, "text/csv")


@pytest.mark.parametrize("character", ["\\u0001", "\\u0000", "\\u001F", "\\uFFFE", "\\uFFFF"])
def test_what_xml_cannot_hold_is_refused_there_and_told_elsewhere(
    store: str, character: str
) -> None:
    select = f"SELECT ('a{character}b' AS ?x) {{}}"
    construct = f"CONSTRUCT {{ <a:b> <a:b> 'a{character}b' }} {{}}"
    for text, media_type in (
        (select, "application/sparql-results+xml"),
        (construct, "application/rdf+xml"),
    ):
        with pytest.raises(QueryRefused, match="XML cannot hold"):
            ask(store, text, media_type)
    told = json.loads(b"".join(ask(store, select, "application/sparql-results+json")))
    assert told["results"]["bindings"][0]["x"]["value"] == json.loads(f'"a{character}b"')


def test_a_store_of_more_files_than_are_opened_at_once_is_read_in_a_worker(
    tmp_path: Path,
) -> None:
    """A large store opens most of its files when they are needed, when a worker has been sealed."""
    large, node = ox.Store(str(tmp_path)), ox.NamedNode
    for number in range(20):
        large.bulk_extend([ox.Quad(node(f"http://x/{number}"), node("http://x/p"), GRAPH, GRAPH)])
    del large
    assert len(list(tmp_path.glob("*.sst"))) > 64
    count = Question("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv", 9, 99, None, None, {})
    with closing(WorkerPool(answer_questions, 1, 1_000_000_000, (str(tmp_path),))) as pool:
        assert pool.call_sync(count.to_bytes(), PATIENCE_S).split() == [b"n", b"20"]
