"""The guard before the engine: what it understands of a query, and what it refuses."""

from __future__ import annotations

import contextlib
import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagbegreb.errors import QueryRefused
from fagbegreb.query import Form, read_query
from patience import PATIENCE_S

LIMIT = 16_384


def refusal(text: str) -> str:
    with pytest.raises(QueryRefused) as caught:
        read_query(text, LIMIT)
    return caught.value.detail["en"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * { ?s ?p ?o }", Form.SELECT),
        ("# ASK\nbase <http://x/> prefix a: <b#> ask {}", Form.ASK),
        ("PREFIX : <http://x/> CONSTRUCT WHERE { ?s :p ?o }", Form.CONSTRUCT),
        ("describe <http://x/>", Form.DESCRIBE),
    ],
)
def test_the_form_is_the_first_word_after_the_prologue(text: str, form: Form) -> None:
    assert read_query(text, LIMIT).form is form


def test_prefixes_and_datasets_are_resolved() -> None:
    query = read_query(
        "BASE <http://x/> PREFIX g: <graphs/> "
        "SELECT * FROM <one> FROM g:two\\-b FROM NAMED <http://y/three> { ?s ?p ?o }",
        LIMIT,
    )
    assert query.prefixes == {"g": "http://x/graphs/"}
    assert query.default_graphs == ("http://x/one", "http://x/graphs/two-b")
    assert query.named_graphs == ("http://y/three",)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "PREFIX : <http://x/> SELECT * { SERVICE:foo { ?s ?p ?o } }",
        "SELECT * { ?s ?p 1SERVICE<http://x/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p 1e5SERVICE<http://x/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE<http://x/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p true.1SERVICE<http://x/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p ?a FILTER(true)BIND(a-SERVICE<http://x/>{ ?s ?p ?o }) }",
        "SELECT * { ?s ?p ?a FILTER(?a<?a)SERVICE?x#>\n{ ?s ?p ?o } }",
        "SELECT * { ?s ?p 'a\\u0027 SERVICE <http://x/> { ?s ?p ?o } #' }",
        "SELECT * { \\u0053ERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o }#\rSERVICE <http://x/> {}",
    ],
)
def test_service_is_refused_however_it_is_dressed(text: str) -> None:
    assert "SERVICE is not allowed" in refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p "SERVICE <http://x/> { }" }',
        "SELECT * { ?s ?p '''a ' SERVICE ''' }",
        "# SERVICE\nSELECT * { ?service ?p <http://x/service> }",
        "PREFIX ex: <http://x/> SELECT * { ?s ex:service ?load }",
        'SELECT * { ?s ?p "x"@da FILTER(?a<3 && ?b>4) }',
    ],
)
def test_words_inside_strings_names_and_comments_are_no_keywords(text: str) -> None:
    assert read_query(text, LIMIT).form is Form.SELECT


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "PREFIX x: <http://x/> DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://x/>",
        "CLEAR ALL",
        "DROP GRAPH <http://x/>",
        "WITH <http://x/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused_as_updates(text: str) -> None:
    assert "only reads" in refusal(text)


def test_a_refusal_says_where() -> None:
    assert refusal("SELECT * {\n  SERVICE <http://x/> {} }").startswith("Line 2, column 3:")
    assert refusal("  hello").startswith("Line 1, column 3:")
    assert refusal("").startswith("Line 1, column 1:")


@pytest.mark.parametrize("bracket", ["{", "(", "[", "OPTIONAL {", "{ ?s ?p [ "])
def test_deep_nesting_is_refused(bracket: str) -> None:
    assert "deep" in refusal("SELECT * " + bracket * 100)


def test_long_runs_of_signs_and_long_queries_are_refused() -> None:
    assert "signs" in refusal("ASK { FILTER(" + "!" * 3000 + "true) }")
    assert "16384" in refusal("ASK { } #" + "æ" * 10_000)


def test_an_open_string_is_refused() -> None:
    assert "not complete" in refusal('ASK { ?s ?p "abc }')


@pytest.mark.parametrize("piece", ["a-", "a.", "é-", '\\"', "\\'", '"""a', "<a", "@a-", "%a", "_:"])
@pytest.mark.parametrize("start", ["SELECT ", 'SELECT "', "SELECT '", 'SELECT """', "ASK :"])
def test_reading_costs_what_the_text_is_long(start: str, piece: str) -> None:
    """It is read where all requests are. Steps that grew with the square would take hours here."""
    length = 400_000
    text = (start + piece * length)[:length]

    def give_up(signal_number: int, frame: object) -> None:
        raise AssertionError(f"not read within {PATIENCE_S:g} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(int(PATIENCE_S))
    try:
        with contextlib.suppress(QueryRefused):
            read_query(text, length)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@given(st.text(alphabet="SERVICEselect*{}<>?:\"'\\#u0 \n", max_size=80))
def test_any_text_is_either_understood_or_refused(text: str) -> None:
    try:
        read_query(text, LIMIT)
    except QueryRefused as refused:
        assert refused.detail["da"]


def test_escapes_count_wherever_the_standard_allows_them() -> None:
    query = read_query("SEL\\u0045CT * \\u007B ?s ?p 'a\\u00e6' }", 1_000)
    assert query.text == "SELECT * { ?s ?p 'a\u00e6' }"
    inside = "SELECT * { ?s ?p 'a\\u00e6' }"
    assert read_query(inside, 1_000).text == inside


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX a: <b:> ASK { ?s ?p a:.service<http://x/>{ ?a ?b ?c } }",
        "PREFIX x: <http://x/> ASK { ?s ?p ?o servicex:y { ?a ?b ?c } }",
        "PREFIX x: <http://x/> ASK { ?s ?p true.servicex:y { ?a ?b ?c } }",
        "ASK { ?s ?p ?a FILTER(?a<?a)?s?p?o.service?x#>\n{ ?s ?p ?o } }",
        "ASK { ?s ?p ?a FILTER('a'<'>')SERVICE<http://x/>{ ?a ?b ?c }#'\n }",
        "ASK { ?s ?p ?a FILTER(0<?a#>'''\n)SERVICE<http://x/>{ ?a ?b ?c }#'''\n }",
        "ASK { <<'>' ?p ?o>> ?x ?y SERVICE<http://x/>{ ?a ?b ?c }#'\n }",
        "PREFIX a: <b:> ASK { ?s ?p (a:b<a:#>'''\n) SERVICE<http://x/>{}#'''\n }",
    ],
)
def test_service_is_refused_where_the_engine_sees_other_tokens(text: str) -> None:
    """What looks like a name, an IRI or a string may be read differently by the engine."""
    assert "SERVICE is not allowed" in refusal(text)


def test_a_text_with_an_escape_that_is_none_is_refused() -> None:
    """The engine would begin a shorter string there, and read code where a string seems to be."""
    refusal("ASK { ?s ?p (''' ')service<http://x/>{ ?a ?b ?c }#\\q'''\n }")
    assert "doubled" in refusal('ASK { ?s ?p ?o FILTER(REGEX(?o, "\\d")) }')


def test_iris_with_brackets_and_hashes_pass_beside_the_word_service() -> None:
    text = """SELECT * { ?s <http://x/a_(b)#c'd> "service" FILTER(?o < 3 && ?o > 1) }"""
    assert read_query(text, LIMIT).form is Form.SELECT


@pytest.mark.parametrize(
    "text", ["FROM <http://[> {}", "FROM NAMED <//[x> {}", "{ <http://[> ?p ?o }"]
)
def test_iris_that_nobody_can_take_apart_are_left_to_the_engine(text: str) -> None:
    prologue = "PREFIX a: <http://[> BASE <http://]> "
    for start in ("", prologue):
        assert read_query(f"{start}SELECT * {text}", LIMIT, "http://x/sparql").form is Form.SELECT
