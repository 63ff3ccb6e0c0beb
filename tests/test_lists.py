"""A list of concepts as the files that forms and systems read."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from html.parser import HTMLParser

import pyoxigraph as ox
import pyshacl
import pytest
from openpyxl import load_workbook
from rdflib import Graph, URIRef
from starlette.testclient import TestClient

from fagbegreb.namespaces import ID, RDF, SH
from fagbegreb.web.api.lists import EXPORTS

QUERY = "?id=ics:B1&id=SEL § 50&id=trivsel:D4"
FFB = "35b593cf-724f-4058-9f31-fe1b3e8df124"


def exported(client: TestClient, form: str, query: str = QUERY) -> bytes:
    answer = client.get(f"/api/v1/list.{form}{query}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    return answer.content


@pytest.mark.parametrize("form", EXPORTS)
def test_every_format_can_be_empty(client: TestClient, form: str) -> None:
    exported(client, form, "")


def test_a_list_too_long_is_refused_or_said_never_cut_in_silence(client: TestClient) -> None:
    query = "?" + "&".join(f"id=nope:{number}" for number in range(1_001))
    assert client.get(f"/api/v1/list.json{query}").status_code == 400
    assert "Resten er ikke med" in client.get(f"/liste{query}").text
    assert "Resten er ikke med" not in client.get(f"/liste{query.rpartition('&')[0]}").text


def test_json_keeps_the_order_and_names_the_release(client: TestClient) -> None:
    read = json.loads(exported(client, "json"))
    assert [each["curie"] for each in read["concepts"]] == ["ics:B1", "sel:50", "trivsel:D4"]
    assert read["release"] and f"release={read['release']}" in read["address"]


def test_json_schema_is_a_choice_of_titled_constants(client: TestClient) -> None:
    read = json.loads(exported(client, "schema.json"))
    assert read["type"] == "string"
    assert read["oneOf"][0]["const"] == ID + "ics/B1"
    assert read["oneOf"][0]["title"] and read["oneOf"][0]["description"]


def test_shacl_is_a_list_of_allowed_values(client: TestClient) -> None:
    store = ox.Store()
    store.load(exported(client, "shacl.ttl"), format=ox.RdfFormat.TURTLE)
    query = f"SELECT ?v WHERE {{ ?s <{SH}in>/<{RDF}rest>*/<{RDF}first> ?v }}"
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    assert {row["v"].value for row in found} == {
        ID + "ics/B1",
        ID + "sel/50",
        ID + "trivsel/D4",
    }


@pytest.mark.parametrize(("value", "conforms"), [("ics/B1", True), ("ics/B2", False)])
def test_shacl_can_be_used_from_a_forms_own_shape(
    client: TestClient, value: str, conforms: bool
) -> None:
    shapes = Graph().parse(data=exported(client, "shacl.ttl"), format="turtle")
    (choice,) = shapes.subjects(URIRef(RDF + "type"), URIRef(SH + "NodeShape"))
    shapes.parse(
        data=f"""@prefix sh: <{SH}> . @prefix ex: <https://x.example/> .
        ex:Form a sh:NodeShape ; sh:targetClass ex:Form ;
          sh:property [ sh:path ex:area ; sh:minCount 1 ; sh:node <{choice}> ] .""",
        format="turtle",
    )
    form = Graph().parse(
        data=f"@prefix ex: <https://x.example/> . ex:f a ex:Form ; ex:area <{ID}{value}> .",
        format="turtle",
    )
    assert pyshacl.validate(form, shacl_graph=shapes)[0] is conforms


@pytest.mark.parametrize("form", ["valueset.json", "questionnaire.json"])
@pytest.mark.parametrize("query", [QUERY, ""])
def test_fhir_holds_nothing_empty_and_only_codes_it_allows(
    client: TestClient, form: str, query: str
) -> None:
    def leaves(found: object) -> Iterator[str]:
        assert found not in ("", [], {}), "FHIR takes nothing that is empty"
        for each in found.values() if isinstance(found, dict) else found:  # type: ignore[attr-defined]
            yield from [each] if isinstance(each, str) else leaves(each)

    read = json.loads(exported(client, form, query))
    assert read["status"] == "draft" and read["url"].startswith("http")
    assert all(text == text.strip() for text in leaves(read))


def test_a_value_set_keeps_the_order_of_the_list(client: TestClient) -> None:
    read = json.loads(exported(client, "valueset.json", "?id=ics:B1&id=trivsel:D4&id=ics:B2"))
    included = read["compose"]["include"]
    assert [code["code"] for each in included for code in each["concept"]] == ["B1", "D4", "B2"]


def test_a_value_set_names_the_system_that_others_use(client: TestClient) -> None:
    read = json.loads(exported(client, "valueset.json", f"?id=ics:B1&id=ffb:{FFB}"))
    systems = [each["system"] for each in read["compose"]["include"]]
    assert (read["resourceType"], systems) == ("ValueSet", [ID + "ics", "urn:oid:1.2.208.176.2.22"])
    assert read["compose"]["include"][1]["concept"][0]["code"] == FFB


def test_a_questionnaire_has_one_choice(client: TestClient) -> None:
    (item,) = json.loads(exported(client, "questionnaire.json"))["item"]
    assert item["type"] == "choice" and len(item["answerOption"]) == 3


def test_a_select_holds_codes_and_labels(client: TestClient) -> None:
    seen: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "option":
                seen.append(dict(attrs)["value"] or "")

    Reader().feed(exported(client, "select.html").decode())
    assert seen == ["ics:B1", "sel:50", "trivsel:D4"]


def test_options_are_yaml_in_order(client: TestClient) -> None:
    comment, *lines = exported(client, "options.yaml").decode().splitlines()
    assert comment.startswith("# fagbegreb")
    # A line of quoted strings is the same in YAML and in JSON.
    read = json.loads("{" + ",".join(lines) + "}")
    assert list(read) == ["ics:B1", "sel:50", "trivsel:D4"]
    assert read["ics:B1"] == "sundhedsforhold"


def test_definitions_and_tables_have_a_row_each(client: TestClient) -> None:
    assert exported(client, "definitions.txt").decode().count("(sel:50)") == 1
    sheet = load_workbook(io.BytesIO(exported(client, "xlsx"))).active
    assert sheet is not None and sheet.max_row == 4
    assert exported(client, "csv-excel").startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/api/v1/list.pdf", "bad-parameter"),
        ("/api/v1/list.csv?id=nope", "unknown-concept"),
        ("/api/v1/list.csv?id=§ 50", "ambiguous-id"),
    ],
)
def test_what_cannot_be_exported_is_a_problem(client: TestClient, path: str, code: str) -> None:
    assert client.get(path).json()["code"] == code
