"""Our Turtle: one canonical form, errors that say where, nothing lost on the way."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagbegreb.content import format_content, natural_key, read_triples, read_turtle, turtle_text
from fagbegreb.errors import ContentError

UNORDERED = """\
# what editors write at the top stays
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://w3id.org/fagbegreb/id/x/> .
x:B10 a skos:Concept ; skos:broader x:B ; skos:notation "B10" ; skos:prefLabel "ti"@da .
x:B2 a skos:Concept ; skos:broader x:B ; skos:notation "B2" ; skos:prefLabel "two"@en, "to"@da .
x:B a skos:Concept ; skos:notation "B" ; skos:topConceptOf <https://w3id.org/fagbegreb/id/x> .
<https://w3id.org/fagbegreb/id/x/list/one> a skos:OrderedCollection ; skos:memberList (x:B10 x:B2) .
<https://w3id.org/fagbegreb/id/x> a skos:ConceptScheme .
"""

CANONICAL = """\
# what editors write at the top stays
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <https://w3id.org/fagbegreb/id/x/> .

<https://w3id.org/fagbegreb/id/x>
    a skos:ConceptScheme ;
    .

x:B
    a skos:Concept ;
    skos:notation "B" ;
    skos:topConceptOf <https://w3id.org/fagbegreb/id/x> ;
    .

x:B2
    a skos:Concept ;
    skos:notation "B2" ;
    skos:broader x:B ;
    skos:prefLabel "to"@da ;
    skos:prefLabel "two"@en ;
    .

x:B10
    a skos:Concept ;
    skos:notation "B10" ;
    skos:broader x:B ;
    skos:prefLabel "ti"@da ;
    .

<https://w3id.org/fagbegreb/id/x/list/one>
    a skos:OrderedCollection ;
    skos:memberList (
        x:B10
        x:B2
    ) ;
    .
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "ontology" / "schemes").mkdir(parents=True)
    return tmp_path


def scheme(root: Path, text: str) -> Path:
    path = root / "ontology" / "schemes" / "x.ttl"
    path.write_text(text, "utf-8")
    return path


def relations(path: Path) -> set[str]:
    """All triples but the anonymous cells of lists."""
    return {str(triple) for triple in read_triples(path) if "_:" not in str(triple)}


def test_scheme_first_then_the_hierarchy_then_the_lists(root: Path) -> None:
    path = scheme(root, UNORDERED)
    assert format_content(root, fix=False) == (path,)
    assert path.read_text("utf-8") == UNORDERED
    assert format_content(root, fix=True) == (path,)
    assert path.read_text("utf-8") == CANONICAL


def test_formatting_twice_changes_nothing(root: Path) -> None:
    scheme(root, CANONICAL)
    assert format_content(root, fix=True) == ()


def test_a_comment_inside_the_file_is_not_thrown_away(root: Path) -> None:
    path = scheme(root, CANONICAL.replace("x:B2\n", "x:B2 # look here\n", 1))
    with pytest.raises(ContentError, match=r"x\.ttl:15: a # comment"):
        format_content(root, fix=True)
    assert "# look here" in path.read_text("utf-8")


def test_a_number_sign_in_a_text_or_an_iri_is_no_comment(root: Path) -> None:
    scheme(
        root,
        '<https://w3id.org/fagbegreb/id/x>\n    <http://example.org/a#b> "nr. #1"@da ;\n    .\n',
    )
    assert format_content(root, fix=False)


def test_an_error_names_file_and_line_and_what_to_do(root: Path) -> None:
    path = scheme(root, CANONICAL.replace('"to"@da ;', '"to@da ;'))
    with pytest.raises(ContentError, match=r"x\.ttl:19: this is not valid Turtle .* Repair"):
        tuple(read_turtle(path, "https://example.org/g"))


def test_a_file_that_is_not_utf_8_is_told_by_line(root: Path) -> None:
    path = scheme(root, CANONICAL)
    path.write_bytes(path.read_bytes() + "x:å".encode("latin-1"))
    with pytest.raises(ContentError, match=r"x\.ttl:37: the file is not UTF-8"):
        format_content(root, fix=False)


def test_line_ends_of_another_system_are_put_right(root: Path) -> None:
    path = scheme(root, CANONICAL)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert format_content(root, fix=True) == (path,)
    assert path.read_bytes() == CANONICAL.encode()


def test_a_circle_of_broader_is_still_written(root: Path) -> None:
    path = scheme(root, UNORDERED + "x:B skos:broader x:B2 .\n")
    before = relations(path)
    format_content(root, fix=True)
    assert relations(path) == before


def test_codes_sort_as_people_count() -> None:
    codes = ["52a.1.2", "9", "52", "kap11", "10", "53", "52.3.10", "52.3.9", "kap2", "52a"]
    assert sorted(codes, key=natural_key) == [
        *("9", "10", "52", "52.3.9", "52.3.10", "52a", "52a.1.2", "53", "kap2", "kap11")
    ]


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
names = st.sampled_from(["B1", "52.3.7", "list/steps", "å b", "x.", "-", "Æ9"])


@given(st.lists(st.tuples(names, texts, st.sampled_from(["da", "en", ""]))))
def test_what_is_written_is_what_is_read(said: list[tuple[str, str, str]]) -> None:
    triples = {
        ox.Triple(
            ox.NamedNode("https://w3id.org/fagbegreb/id/x/" + name.replace(" ", "%20")),
            ox.NamedNode("http://www.w3.org/2004/02/skos/core#altLabel"),
            ox.Literal(text, language=lang) if lang else ox.Literal(text),
        )
        for name, text, lang in said
    }
    text = turtle_text(triples)
    read = {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)}
    assert read == triples
    assert turtle_text(read) == text
