"""The W3C's own test cases for SPARQL 1.1, run through our guard, our engine and our writers.

The cases lie beside the checkout (`../shared/sparql11-tests`). What does not apply to a server
that only reads and asks nobody is asserted to be refused, not left out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from _pytest.mark import ParameterSet

from fagbegreb.engine import GRAPH_FORMATS, TABLE_FORMATS, Question, answer_questions
from fagbegreb.errors import QueryRefused
from fagbegreb.query import read_query
from fagbegreb.store import write_store

CASES = Path(__file__).resolve().parents[2] / "shared" / "sparql11-tests"
BASE = "http://w3c.test/"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
LENGTH = 100_000
RESULT_FORMATS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
EVALUATED = {"QueryEvaluationTest", "CSVResultFormatTest"}
REGIMES = "entailment"
"""Entailment regimes are an offer that this server does not make."""

GRAPH_SCOPE = "the engine joins the name of GRAPH ?g after the inner pattern"
TAGGED = "the engine does not join language-tagged strings in GROUP_CONCAT"
EMPTY = "the engine finds no path of length zero from a term that the store does not hold"
DEVIATIONS = {
    "aggregates/agg-empty-group-count-graph": GRAPH_SCOPE,
    "aggregates/agg-groupconcat-04": TAGGED,
    "aggregates/agg-groupconcat-06": TAGGED,
    "bindings/graph": GRAPH_SCOPE,
    "csv-tsv-res/tsv03": "the engine keeps a negativeInteger as an integer",
    "functions/bnode01": "the engine gives BNODE(text) the same node in every row",
    "negation/graph-minus": GRAPH_SCOPE,
    "property-path/zero_or_more_set_end": EMPTY,
    "property-path/zero_or_more_set_start": EMPTY,
    "property-path/zero_or_one_set_end": EMPTY,
    "property-path/zero_or_one_set_start": EMPTY,
}


@dataclass(frozen=True)
class Case:
    name: str
    kind: str
    folder: Path
    query: Path
    data: tuple[Path, ...] = ()
    graphs: tuple[tuple[str, Path], ...] = ()
    result: Path | None = None


def cases() -> Iterator[Case]:
    for manifest in sorted(CASES.glob("*/manifest.ttl")):
        store = ox.Store()
        store.load(path=str(manifest), format=ox.RdfFormat.TURTLE, base_iri=address(manifest))
        for quad in store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), None, None):
            kind = str(quad.object.value).removeprefix(MF)  # type: ignore[union-attr]
            if kind.endswith(("Test", "Test11")) and kind not in {
                "ProtocolTest",
                "GraphStoreProtocolTest",
                "ServiceDescriptionTest",
            }:
                found = case(store, quad.subject, kind, manifest.parent)
                if found.query.suffix != ".ru":
                    yield found


def case(store: ox.Store, subject: object, kind: str, folder: Path) -> Case:
    def values(node: object, predicate: str) -> list[str]:
        found = store.quads_for_pattern(node, ox.NamedNode(predicate), None, None)  # type: ignore[arg-type]
        return [quad.object.value for quad in found]  # type: ignore[union-attr]

    def nodes(node: object, predicate: str) -> list[object]:
        found = store.quads_for_pattern(node, ox.NamedNode(predicate), None, None)  # type: ignore[arg-type]
        return [quad.object for quad in found]

    action = nodes(subject, MF + "action")[0]
    query = values(action, QT + "query")
    name = f"{folder.name}/{str(subject).rpartition('#')[2].strip('<>')}"
    if not query:
        is_plain = isinstance(action, ox.NamedNode)
        text = local(str(action)[1:-1]) if is_plain else folder / "update.ru"
        return Case(name, kind, folder, text)
    results = values(subject, MF + "result")
    return Case(
        name,
        kind,
        folder,
        local(query[0]),
        tuple(map(local, values(action, QT + "data"))),
        tuple((iri, local(iri)) for iri in values(action, QT + "graphData")),
        local(results[0]) if results else None,
    )


def address(path: Path) -> str:
    return BASE + path.relative_to(CASES).as_posix()


def local(iri: str) -> Path:
    return CASES / iri.removeprefix(BASE)


def some(*kinds: str) -> list[ParameterSet]:
    return [pytest.param(each, id=each.name) for each in ALL if each.kind in kinds]


def known(case: Case) -> tuple[pytest.MarkDecorator, ...]:
    """Where the engine is known to differ: the day it does not, the test says so."""
    reason = DEVIATIONS.get(case.name)
    return (pytest.mark.xfail(strict=True, reason=reason),) if reason else ()


ALL = tuple(cases())
QUERIES = [
    pytest.param(each, id=each.name, marks=known(each))
    for each in ALL
    if each.kind in EVALUATED and each.folder.name not in (REGIMES, "service")
]
REMOTE = [pytest.param(each, id=each.name) for each in ALL if each.folder.name == "service"]


def test_the_cases_are_there() -> None:
    assert len(ALL) > 400
    assert len(QUERIES) > 230


@pytest.mark.parametrize("case", QUERIES)
def test_a_query_gives_the_expected_answer(case: Case, tmp_path: Path) -> None:
    assert case.result is not None
    for media_type in formats(case):
        assert_same(
            case, media_type, ask(case, tmp_path / media_type.replace("/", "-"), media_type)
        )


def formats(case: Case) -> list[str]:
    """Every format whose reading keeps all of the answer."""
    if case.kind == "CSVResultFormatTest":
        return ["text/csv"]
    if read_query(text_of(case), LENGTH).answers_with_graph:
        return list(GRAPH_FORMATS)
    formats = [media_type for media_type in TABLE_FORMATS if media_type != "text/csv"]
    is_ask = read_query(text_of(case), LENGTH).form == "ASK"
    return formats[:2] if is_ask else formats


def text_of(case: Case) -> str:
    return case.query.read_text(encoding="utf-8")


def ask(case: Case, folder: Path, media_type: str) -> bytes:
    folder.mkdir()
    write_store(folder, quads_of(case))
    chunks: list[bytes] = []
    writer = answer_questions(str(folder))(question_of(case, media_type).to_bytes())
    assert callable(writer)
    writer(chunks.append)
    return b"".join(chunks)


def quads_of(case: Case) -> list[ox.Quad]:
    return [
        ox.Quad(quad.subject, quad.predicate, quad.object, name)
        for name, path in dataset(case)
        for quad in ox.parse(path=str(path), base_iri=address(path))
    ]


def question_of(case: Case, media_type: str) -> Question:
    query = read_query(text_of(case), LENGTH, address(case.query))
    default = query.default_graphs or tuple({address(path) for path in case.data})
    named = query.named_graphs or tuple(iri for iri, _ in case.graphs)
    known = {quad.graph_name.value for quad in quads_of(case)}  # type: ignore[union-attr]
    return Question(
        text=query.text,
        media_type=media_type,
        max_rows=10_000,
        max_bytes=10_000_000,
        default_graphs=tuple(graph for graph in default if graph in known),
        named_graphs=tuple(graph for graph in named if graph in known),
        prefixes=query.prefixes,
        base=address(case.query),
    )


def dataset(case: Case) -> Iterator[tuple[ox.NamedNode, Path]]:
    for path in case.data:
        yield ox.NamedNode(address(path)), path
    for iri, path in case.graphs:
        yield ox.NamedNode(iri), path


def assert_same(case: Case, media_type: str, answer: bytes) -> None:
    """Where this fails nothing of the engine may hang on: rows want to be dropped by the thread
    that asked for them, and a failure lives on until somebody tidies up."""
    assert case.result is not None
    if media_type == "text/csv":
        assert csv_rows(answer) == csv_rows(case.result.read_bytes())
    elif media_type in GRAPH_FORMATS:
        base, kind = address(case.query), GRAPH_FORMATS[media_type]
        given = canonical(ox.parse(answer, format=kind, base_iri=base))
        expected = canonical(ox.parse(path=str(case.result), base_iri=address(case.result)))
        assert given == expected
    else:
        is_ordered = "ORDER BY" in text_of(case).upper()
        results = TABLE_FORMATS[media_type]
        rows = table(ox.parse_query_results(answer, format=results), is_ordered)
        assert rows == expected_table(case, is_ordered)


def csv_rows(text: bytes) -> list[list[tuple[str, str]]]:
    """Rows and columns in any order; the labels of blank nodes are of no account."""
    rows = csv.DictReader(io.StringIO(text.decode()))
    return sorted(sorted((name, csv_cell(cell)) for name, cell in row.items()) for row in rows)


def csv_cell(cell: str) -> str:
    try:
        return repr(float(cell))
    except ValueError:
        return "_:" if cell.startswith("_:") else cell


def expected_table(case: Case, is_ordered: bool) -> object:
    assert case.result is not None
    if case.result.suffix in RESULT_FORMATS:
        found = ox.parse_query_results(
            path=str(case.result), format=RESULT_FORMATS[case.result.suffix]
        )
        return table(found, is_ordered)
    parsed = ox.parse(path=str(case.result), base_iri=address(case.result))
    triples = [quad.triple for quad in parsed]
    kept = [t for t in triples if t.predicate.value != RS + "index" or is_ordered]
    return canonical_triples(kept)


def table(results: ox.QuerySolutions | ox.QueryBoolean, is_ordered: bool) -> object:
    """An answer as a graph in the W3C's vocabulary for result sets, in canonical form."""
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    triples = []
    head = ox.BlankNode()
    node = ox.NamedNode
    triples.append(ox.Triple(head, node(RDF + "type"), node(RS + "ResultSet")))
    for variable in results.variables:
        name = ox.Literal(variable.value)
        triples.append(ox.Triple(head, node(RS + "resultVariable"), name))
    for position, solution in enumerate(results, start=1):
        row = ox.BlankNode()
        triples.append(ox.Triple(head, node(RS + "solution"), row))
        if is_ordered:
            triples.append(ox.Triple(row, node(RS + "index"), ox.Literal(position)))
        for variable, value in zip(results.variables, solution, strict=True):
            if value is None:
                continue
            cell = ox.BlankNode()
            triples.append(ox.Triple(row, node(RS + "binding"), cell))
            triples.append(ox.Triple(cell, node(RS + "variable"), ox.Literal(variable.value)))
            triples.append(ox.Triple(cell, node(RS + "value"), value))
    return canonical_triples(triples)


def by_value(term: ox.Literal) -> ox.Literal:
    """The engine keeps numbers by value: 2.0 and 2 are the same decimal."""
    if term.datatype.value == XSD + "boolean":
        return ox.Literal("true" if term.value in ("true", "1") else "false")
    if term.datatype.value in (XSD + "decimal", XSD + "double", XSD + "float"):
        return ox.Literal(repr(float(term.value)), datatype=term.datatype)
    return term


def canonical(quads: Iterator[ox.Quad]) -> frozenset[str]:
    return canonical_triples([quad.triple for quad in quads])


def canonical_triples(triples: list[ox.Triple]) -> frozenset[str]:
    dataset = ox.Dataset()
    for t in triples:
        value = by_value(t.object) if isinstance(t.object, ox.Literal) else t.object
        dataset.add(ox.Quad(t.subject, t.predicate, value))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return frozenset(str(quad) for quad in dataset)


@pytest.mark.parametrize("case", some("PositiveSyntaxTest11"))
def test_good_syntax_is_accepted(case: Case) -> None:
    if case.folder.name == "syntax-fed":
        with pytest.raises(QueryRefused, match="SERVICE"):
            read_query(text_of(case), LENGTH)
    else:
        read_query(text_of(case), LENGTH)
        with suppress(RuntimeError):  # a function that nobody has defined is good syntax
            ox.Store().query(text_of(case), base_iri=address(case.query))


@pytest.mark.parametrize("case", some("NegativeSyntaxTest11"))
def test_bad_syntax_is_refused(case: Case, tmp_path: Path) -> None:
    with pytest.raises(QueryRefused):
        ask(case, tmp_path / "store", "application/sparql-results+json")


@pytest.mark.parametrize("case", REMOTE)
def test_asking_other_servers_is_refused(case: Case) -> None:
    with pytest.raises(QueryRefused, match="SERVICE"):
        read_query(text_of(case), LENGTH)
