"""Every rule of the content catches its own fault, and no other rule does."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import rdflib

import content_faults
from content_faults import Fault
from fagbegreb.check import check_content
from fagbegreb.check.definitions import term_used
from fagbegreb.check.places import places_of
from fagbegreb.check.rules import RULE_FILES, broken_rules, dataset, reported
from fagbegreb.content import format_content
from fagbegreb.settings import content_root

SMALL = Path(__file__).parent / "smallcontent"
NAMED_IN_CODE = {
    "vocabulary/definition-circular",
    "file/canonical",
    "file/derived",
    "file/scheme",
    "file/related-once",
    "file/crosswalk",
    "file/row-once",
    "file/catalogue",
}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of a content folder in which all is well."""
    shutil.copytree(SMALL, tmp_path / "content")
    return tmp_path / "content"


def change(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text("utf-8")
    assert text.count(old) >= 1, f"{file} has no {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def broken(root: Path) -> set[tuple[str, str]]:
    return {(found.rule, found.concept) for found in check_content(root)}


def test_nothing_is_found_where_all_is_well(small: Path) -> None:
    assert broken(small) == set()


@pytest.mark.parametrize("fault", content_faults.ALL, ids=lambda fault: f"{fault.rule}")
def test_a_fault_is_caught_by_its_rule_and_by_no_other(small: Path, fault: Fault) -> None:
    change(small, fault.file, fault.old, fault.new)
    format_content(small, fix=True)
    assert broken(small) == {(fault.rule, fault.concept)}


@pytest.mark.parametrize(
    ("definition", "used"),
    [("undersøgelse, også kaldet BFU", "BFU"), ("undersøgelse, der begynder med en bfu", "")],
)
def test_an_abbreviation_is_used_only_as_it_is_written(definition: str, used: str) -> None:
    assert term_used(definition, ["BFU"], "da") == used


def add_row(root: Path, crosswalk: str, subject: str, relation: str, target: str) -> None:
    path = root / "mappings" / f"{crosswalk}.sssom.tsv"
    source = "https://w3id.org/fagbegreb/kilde/redaktion"
    cells = [subject, "", "", f"skos:{relation}", target, "", "semapv:ManualMappingCuration"]
    cells += ["", "", "", "", "2026-01-01", "0.5", "fordi", source]
    with path.open("a", encoding="utf-8") as file:
        file.write("\t".join(cells) + "\n")
    format_content(root, fix=True)


@pytest.mark.parametrize(
    ("rule", "crosswalk", "row", "about"),
    [
        ("pair-once", "a--b", ("a:2", "broadMatch", "b:3"), {"a:2 – b:3"}),
        ("pair-once", "a--b", ("b:3", "closeMatch", "a:2"), {"a:2 – b:3", "b:3 – a:2"}),
        ("between-schemes", "a--b", ("a:2", "closeMatch", "a:3"), {"a:2 – a:3"}),
        ("denied", "a--x", ("a:2", "exactMatch", "x:u1"), {"a:2 – x:u1"}),
        (
            "exact-keeps-concepts-apart",
            "a--b",
            ("a:5", "exactMatch", "b:1"),
            {"a:1 – b:1", "a:5 – b:1"},
        ),
        (
            "no-counterpart-is-true",
            "a--b",
            ("a:3", "relatedMatch", "b:3"),
            {"a:3 – intet modsvarende"},
        ),
    ],
)
def test_a_row_too_many_is_caught(
    small: Path, rule: str, crosswalk: str, row: tuple[str, str, str], about: set[str]
) -> None:
    add_row(small, crosswalk, *row)
    assert broken(small) == {(f"mapping/{rule}", name) for name in about}


def test_what_is_the_same_through_others_is_not_said_to_be_wider(small: Path) -> None:
    folder = small / "mappings"
    rows = (folder / "a--x.sssom.tsv").read_text("utf-8").replace("a--x", "b--x")
    head = rows[: rows.index("a:1")].replace("id/a/", "id/b/").replace("#  a:", "#  b:")
    (folder / "b--x.sssom.tsv").write_text(head, "utf-8")
    add_row(small, "b--x", "b:1", "exactMatch", "x:u1")
    change(small, content_faults.AX, "skos:closeMatch", "skos:broadMatch")
    assert broken(small) == {("mapping/exact-excludes", "a:1 – x:u1")}


def test_a_row_stands_in_the_file_of_its_schemes(small: Path) -> None:
    add_row(small, "a--b", "a:3", "relatedMatch", "https://w3id.org/fagbegreb/id/x/u1")
    assert broken(small) == {("file/crosswalk", "a:3 – x:u1")}


def test_a_row_stands_once(small: Path) -> None:
    add_row(small, "a--b", "a:5", "relatedMatch", "b:3")
    add_row(small, "a--b", "a:5", "relatedMatch", "b:3")
    assert broken(small) == {("file/row-once", "a:5 – b:3")}


def test_a_release_is_described(small: Path) -> None:
    (small / "ontology" / "catalog.ttl").unlink()
    assert broken(small) == {("file/catalogue", "")}


def test_a_concept_without_any_relation_is_an_orphan(small: Path) -> None:
    path = small / "mappings" / "a--b.sssom.tsv"
    lines = [line for line in path.read_text("utf-8").splitlines(True) if "\tb:2\t" not in line]
    path.write_text("".join(lines), "utf-8")
    format_content(small, fix=True)
    assert broken(small) == {("vocabulary/orphan", "b:2")}


def test_a_circle_of_broader_is_caught(small: Path) -> None:
    top = "    skos:topConceptOf <https://w3id.org/fagbegreb/id/b> ;\n"
    change(small, content_faults.B, top, "    skos:broader b:3 ;\n")
    format_content(small, fix=True)
    assert broken(small) == {
        ("vocabulary/broader-acyclic", "b:1"),
        ("vocabulary/broader-acyclic", "b:3"),
    }


def test_a_concept_has_a_scheme(small: Path) -> None:
    inside = "    skos:inScheme <https://w3id.org/fagbegreb/id/a> ;\n"
    change(small, content_faults.A, f'{inside}    skos:notation "6"', '    skos:notation "6"')
    format_content(small, fix=True)
    assert broken(small) == {("vocabulary/one-scheme", "a:6")}


def test_a_code_is_unique_in_its_scheme(small: Path) -> None:
    path = small / content_faults.X
    text = path.read_text("utf-8")
    twin = text[text.index("x:u1\n") :].replace("x:u1\n", "x:u2\n").replace("liv", "ligdag")
    path.write_text(f"{text}\n{twin}", "utf-8")
    format_content(small, fix=True)
    assert broken(small) == {
        ("vocabulary/notation-unique", "x:u1"),
        ("vocabulary/notation-unique", "x:u2"),
    }


def test_a_file_is_canonical(small: Path) -> None:
    with (small / content_faults.A).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert broken(small) == {("file/canonical", "")}


@pytest.mark.parametrize(
    ("rule", "concept", "line"),
    [
        ("file/derived", "a:1", "a:1 skos:narrower a:3 ."),
        ("file/related-once", "a:2", "a:3 skos:related a:2 ."),
        (
            "file/scheme",
            "b:3",
            "<https://w3id.org/fagbegreb/id/b/3> skos:inScheme <https://w3id.org/fagbegreb/id/b> .",
        ),
    ],
)
def test_a_fact_stands_once_and_where_it_belongs(
    small: Path, rule: str, concept: str, line: str
) -> None:
    with (small / content_faults.A).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    format_content(small, fix=True)
    assert broken(small) == {(rule, concept)}


def test_every_rule_has_a_fault_that_it_catches() -> None:
    shapes = content_root() / "shapes"
    named = {
        f"{name}/{rule}"
        for name in ("vocabulary", "mapping")
        for rule in re.findall(
            r"^v:([\w-]+) a sh:(?:Node|Property)Shape", (shapes / f"{name}.ttl").read_text(), re.M
        )
    }
    tested = {fault.rule for fault in content_faults.ALL} | set(
        re.findall(r'"(vocabulary/[\w-]+|file/[\w-]+)"', Path(__file__).read_text("utf-8"))
    )
    tested |= {f"mapping/{rule}" for rule in ROWS_TOO_MANY}
    assert named | NAMED_IN_CODE == tested


ROWS_TOO_MANY = (
    "pair-once",
    "between-schemes",
    "denied",
    "exact-excludes",
    "exact-keeps-concepts-apart",
    "no-counterpart-is-true",
)


def test_a_finding_says_where_what_and_how_to_repair(small: Path) -> None:
    change(small, content_faults.A, "som foregår i skolen", "som ofte foregår i skolen")
    (found,) = check_content(small)
    assert found.text("da").startswith(
        "ontology/schemes/a.ttl:56: [vocabulary/definition-hedging] a:2: Definitionen bruger"
    )
    assert "rdfs:comment" in found.text("en")


@pytest.mark.parametrize(
    "fault",
    [*content_faults.TERMS, *content_faults.HIERARCHY, *content_faults.MAPPINGS[:4]],
    ids=lambda fault: fault.rule,
)
def test_asking_once_for_all_gives_what_shacl_gives_one_by_one(small: Path, fault: Fault) -> None:
    change(small, fault.file, fault.old, fault.new)
    data, found_at = dataset(small), places_of(small)
    shapes = [content_root() / "shapes" / name for name in RULE_FILES]
    rules = rdflib.Graph()
    for path in shapes:
        rules.parse(path)
    one_by_one = {(found.rule, found.concept) for found in reported(data, rules, found_at)}
    at_once = {(found.rule, found.concept) for found in broken_rules(data, shapes, found_at)}
    assert at_once == one_by_one
