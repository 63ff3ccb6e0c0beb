"""What was in the tables is in the files: every code, text, date, source, confidence and row."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fagbegreb import namespaces as ns
from fagbegreb.content import NO_TERM, crosswalk_name, mapping_files, read_content, read_sssom

ROOT = Path(os.environ.get("CONVERTED", Path(__file__).resolve().parents[1]))
FACTS = Path(os.environ.get("FACTS", ROOT / "facts"))
SKOS = ns.SKOS


def rows(name: str) -> list[dict[str, str]]:
    lines = (FACTS / f"{name}.tsv").read_text("utf-8").split("\n")
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:] if line]


def iri(scheme: str, code: str) -> str:
    return f"{ns.ID}{'faelles' if scheme == 'tilstande' else scheme}/{code}"


@pytest.fixture(scope="module")
def said() -> dict[str, dict[str, set[str]]]:
    found: dict[str, dict[str, set[str]]] = {}
    for quad in read_content(ROOT):
        lang = getattr(quad.object, "language", None)
        key = quad.predicate.value + (f"@{lang}" if lang else "")
        found.setdefault(str(getattr(quad.subject, "value", "")), {}).setdefault(key, set()).add(
            str(getattr(quad.object, "value", ""))
        )
    return found


def one(cell: str) -> set[str]:
    return {cell} if cell else set()


def many(cell: str) -> set[str]:
    return {part.strip() for part in cell.split("|") if part.strip()}


def sources(cell: str) -> set[str]:
    return {ns.SOURCE + key for key in many(cell)}


def compare(node: dict[str, set[str]], scheme: str, row: dict[str, str]) -> None:
    assert node.get(SKOS + "notation") == {row["code"]}
    assert node.get(SKOS + "inScheme") == {f"{ns.ID}{scheme}"}
    assert node.get(SKOS + "broader", set()) == (
        {iri(scheme, row["broader"])} if row["broader"] else set()
    )
    assert (SKOS + "topConceptOf" in node) == (not row["broader"])
    assert node.get(SKOS + "prefLabel@da", set()) == one(row["prefLabel_da"])
    assert node.get(SKOS + "prefLabel@en", set()) == one(row["prefLabel_en"])
    assert node.get(SKOS + "definition@da", set()) == one(row["definition_da"])
    assert node.get(SKOS + "definition@en", set()) == one(row["definition_en"])
    assert node.get(ns.MODEL + "confidence", set()) == one(row["confidence"])


def test_methods(said: dict[str, dict[str, set[str]]]) -> None:
    table = rows("methods")
    assert len(table) == 536
    for row in table:
        node = said[iri(row["scheme"], row["code"])]
        compare(node, row["scheme"], row)
        assert node[ns.DCTERMS + "type"] == {ns.KIND + row["kind"]}
        assert node.get(SKOS + "altLabel@da", set()) == many(row["altLabels_da"])
        assert node.get(ns.RDFS + "comment@da", set()) == one(row["notes"])
        assert node[ns.DCTERMS + "source"] >= sources(row["source"])


def test_law(said: dict[str, dict[str, set[str]]]) -> None:
    table = rows("law")
    assert len(table) == 641
    for row in table:
        node = said[iri(row["scheme"], row["code"])]
        compare(node, row["scheme"], row)
        assert node[ns.DCTERMS + "bibliographicCitation"] == {row["notation"]}
        assert node.get(SKOS + "altLabel@da", set()) == many(row["altLabels"])
        assert node.get(ns.SCHEMA + "validFrom", set()) == one(row["valid_from"])
        assert node.get(ns.SCHEMA + "validThrough", set()) == one(row["valid_to"])
        assert node.get(ns.MODEL + "deadline", set()) == one(row["deadline"])
        assert node.get(ns.MODEL + "deadlineNote@da", set()) == one(row["deadline_note_da"])
        assert node[ns.DCTERMS + "source"] == sources(row["source"])


def test_conditions(said: dict[str, dict[str, set[str]]]) -> None:
    table = rows("tilstande")
    assert len(table) == 153
    for row in table:
        node = said[iri("tilstande", row["code"])]
        compare(node, "faelles", row)
        assert node.get(SKOS + "hiddenLabel@da", set()) == many(row["altLabels_da"])
        assert SKOS + "altLabel@da" not in node
        assert node.get(ns.MODEL + "evidence", set()) == many(row["evidence"])


def test_external_codes(said: dict[str, dict[str, set[str]]]) -> None:
    table = [
        row
        for row in rows("kl_codesystems")
        if row["system_name"] in ("FFB", "FBOE", "LTT", "CareSocialCodes")
    ]
    assert len(table) == 633
    for row in table:
        scheme = row["system_name"].lower()
        node = said[iri(scheme, row["code"])]
        assert node[SKOS + "prefLabel@da"] == {row["display"]}
        assert node.get(SKOS + "broader", set()) == (
            {iri(scheme, row["parent"])} if row["parent"] else set()
        )
        assert SKOS + "definition@da" not in node


def test_relations_in_a_scheme(said: dict[str, dict[str, set[str]]]) -> None:
    table = rows("in_scheme_relations")
    assert len(table) == 48
    for row in table:
        node = said[iri(row["scheme"], row["subject_code"])]
        other = iri(row["scheme"], row["object_code"])
        if row["relation"] == "replaced_by":
            assert other in node[ns.DCTERMS + "isReplacedBy"]
            assert row["comment_da"] in node[SKOS + "historyNote@da"]
            assert node[ns.OWL + "deprecated"] == {"true"}
        else:
            assert other in node[SKOS + "related"]
            assert row["comment_da"] in node[SKOS + "editorialNote@da"]


def test_mappings(said: dict[str, dict[str, set[str]]]) -> None:
    expected = set()
    total = without_target = 0
    for name in (
        "crosswalk",
        "crosswalk_law",
        "law_methods",
        "law_crosswalk",
        "tilstande_crosswalk",
        "kl_crosswalk",
    ):
        for row in rows(name):
            total += 1
            if not row["object_scheme"]:
                without_target += 1
                continue
            subject = iri(row["subject_scheme"], row["subject_code"])
            target = iri(row["object_scheme"], row["object_code"])
            expected.add(
                (
                    subject,
                    row["predicate"].removeprefix("NOT ").replace("skos:", SKOS),
                    target,
                    row["predicate"].startswith("NOT "),
                    row["justification"].replace("semapv:", ns.SEMAPV),
                    float(row["confidence"]) if row["confidence"] else None,
                    row["comment_da"],
                    frozenset(sources(row["source"])),
                )
            )
            if row.get("replaced_by") == "yes":
                assert target in said[subject][ns.DCTERMS + "isReplacedBy"]
    found = [
        (crosswalk_name(path), row)
        for path in mapping_files(ROOT / "mappings")
        for row in read_sssom(path)
    ]
    assert (total, without_target, len(found)) == (1514, 12, 1504)
    assert {
        (
            r.subject,
            r.predicate,
            r.object,
            r.negated,
            r.justification,
            r.confidence,
            r.comment,
            frozenset(r.sources),
        )
        for _, r in found
        if r.object != NO_TERM
    } == expected
    for name, row in found:
        ends = {
            end.removeprefix(ns.ID).split("/")[0]
            for end in (row.subject, row.object if row.object != NO_TERM else row.object_source)
        }
        assert "--".join(sorted(ends)) == name


def test_sources(said: dict[str, dict[str, set[str]]]) -> None:
    table = rows("sources") + rows("sources_law")
    assert len(table) == 274
    for row in table:
        node = said[ns.SOURCE + row["key"]]
        assert node[ns.DCTERMS + "title@da"] == {row["title"]}
        assert node.get(ns.DCTERMS + "publisher", set()) == one(row["publisher"])
        assert node.get(ns.DCTERMS + "date", set()) == one(row["year"])
        if row["url"].startswith("http"):
            assert node[ns.FOAF + "page"] == {row["url"]}
        assert row["used_for"] in node[ns.RDFS + "comment@da"]
