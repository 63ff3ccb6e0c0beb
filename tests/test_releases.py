"""Releases side by side: frozen, compared in words, gone back to."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from fagbegreb.build import build_snapshot
from fagbegreb.cli import main
from fagbegreb.content import read_sssom
from fagbegreb.errors import UnknownRelease
from fagbegreb.namespaces import CATALOG, DCAT
from fagbegreb.settings import Settings, content_root
from fagbegreb.snapshot import current_snapshot, use_release
from fagbegreb.web import create_app

SMALL = ("ontology/schemes/ics.ttl", "ontology/schemes/sos.ttl", "mappings/ics--sos.sssom.tsv")


@dataclass(frozen=True)
class Built:
    settings: Settings
    client: TestClient


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """Releases 2026.11 and 2026.12 of a small content, the later one edited, and a server."""
    home, content = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("content")
    settings = Settings.load({}, home=home, content=small_content(content))
    build_snapshot(settings, release="2026.11")
    edit(content)
    build_snapshot(settings, release="2026.12")
    with TestClient(create_app(settings), follow_redirects=False) as client:
        yield Built(settings, client)


def small_content(folder: Path) -> Path:
    root = content_root()
    shutil.copytree(root / "shapes", folder / "shapes")
    for path in (root / "ontology").glob("*.*"):
        (folder / "ontology").mkdir(exist_ok=True)
        shutil.copy(path, folder / "ontology")
    for name in SMALL:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, folder / name)
    return folder


def edit(content: Path) -> None:
    path = content / "ontology/schemes/ics.ttl"
    text = path.read_text(encoding="utf-8")
    block = re.search(r"\nics:B1\n(?:    .*\n)+", text)
    assert block is not None
    edited = re.sub(
        r'skos:prefLabel "[^"]+"@da', 'skos:prefLabel "barnets helbred i dag"@da', block[0]
    )
    new = (
        "\nics:B99\n    a skos:Concept ;\n    skos:inScheme <https://w3id.org/fagbegreb/id/ics> ;\n"
        '    skos:notation "B99" ;\n    skos:broader ics:B ;\n'
        '    skos:prefLabel "ny dimension"@da ;\n    .\n'
    )
    path.write_text(text.replace(block[0], edited) + new, encoding="utf-8")
    rows = content / "mappings/ics--sos.sssom.tsv"
    lines = rows.read_text(encoding="utf-8").splitlines(keepends=True)
    rows.write_text("".join(lines[:-1]), encoding="utf-8")


def test_releases_are_listed_newest_first_with_a_citation(built: Built) -> None:
    told = built.client.get("/api/v1/releases").json()
    assert [each["release"] for each in told["releases"]] == ["2026.12", "2026.11"]
    assert [each["current"] for each in told["releases"]] == [True, False]
    assert "2026.12" in told["citation"]


def test_each_release_answers_as_it_was(built: Built) -> None:
    query = 'ASK { ?c <http://www.w3.org/2004/02/skos/core#prefLabel> "ny dimension"@da }'
    answers = [
        built.client.get("/sparql", params={"query": query, "release": release}).json()["boolean"]
        for release in ("2026.11", "2026.12")
    ]
    assert answers == [False, True]
    form = {"query": query, "release": "2026.11"}
    assert built.client.post("/sparql", data=form).json()["boolean"] is False
    assert built.client.post("/sparql", data={**form, "release": "1999"}).status_code == 404
    version = f"SELECT ?v {{ <{CATALOG}> <{DCAT}version> ?v }}"
    for release in ("2026.11", "2026.12"):
        params = {"query": version, "release": release, "format": "csv"}
        assert built.client.get("/sparql", params=params).text.split() == ["v", release]
    old = built.client.get("/api/v1/concepts/ics/B1", params={"release": "2026.11"}).json()
    new = built.client.get("/api/v1/concepts/ics/B1").json()
    assert old["labels"]["da"] != new["labels"]["da"] == "barnets helbred i dag"


def test_changes_are_told_in_words_and_to_whom(built: Built) -> None:
    told = built.client.get("/api/v1/changes", params={"since": "2026.11"}).json()
    by_kind = {change["kind"]: change for change in told["changes"]}
    assert set(by_kind) == {"added", "label", "mapping"}
    assert by_kind["added"]["text"] == "ics:B99 »ny dimension« er nyt."
    assert "hedder nu »barnets helbred i dag«" in by_kind["label"]["text"]
    assert "koden er den samme" in by_kind["label"]["concerns"]
    assert by_kind["mapping"]["about"] == "ics--sos"
    assert "er taget ud" in by_kind["mapping"]["text"]


def test_changes_can_be_narrowed_and_read_in_english(built: Built) -> None:
    params = {"since": "2026.11", "kind": "label", "lang": "en"}
    told = built.client.get("/api/v1/changes", params=params).json()
    assert (told["total"], len(told["changes"])) == (3, 1)
    assert "is now called" in told["changes"][0]["text"]
    params = {"since": "2026.11", "until": "2026.11"}
    assert built.client.get("/api/v1/changes", params=params).json()["changes"] == []


def test_an_unknown_kind_of_change_is_named_with_those_there_are(built: Built) -> None:
    asked = built.client.get("/api/v1/changes", params={"since": "2026.11", "kind": "ny"})
    assert asked.status_code == 400
    assert asked.json()["detail"].startswith("kind kan ikke være »ny«. Brug en af: scheme, ")


def test_a_mapping_concerns_both_its_schemes(built: Built) -> None:
    for scheme in ("ics", "sos"):
        params = {"since": "2026.11", "kind": "mapping", "scheme": scheme}
        told = built.client.get("/api/v1/changes", params=params).json()
        assert [change["about"] for change in told["changes"]] == ["ics--sos"]


def test_an_unknown_release_is_answered_with_the_list(built: Built) -> None:
    for path in ("/api/v1/changes?since=1999.1", "/download/1999.1/", "/id/ics/B1?release=1999.1"):
        response = built.client.get(path)
        assert response.status_code == 404
        assert "2026.12, 2026.11" in response.json()["detail"]


def test_the_feed_has_an_entry_for_each_step(built: Built) -> None:
    feed = ElementTree.fromstring(built.client.get("/changes.atom").content)
    atom = "{http://www.w3.org/2005/Atom}"
    titles = [entry.findtext(f"{atom}title") for entry in feed.findall(f"{atom}entry")]
    assert titles == ["2026.12: 3 ændringer"]
    links = [link.attrib["href"] for link in feed.iterfind(f"{atom}entry/{atom}link")]
    assert links == ["http://testserver/om/udgivelser/2026.12?siden=2026.11&lang=da"]
    page = built.client.get(links[0], headers={"accept": "text/html"})
    assert page.status_code == 200 and "2026.12" in page.text


def test_every_file_of_a_release_has_the_checksum_it_says(built: Built) -> None:
    names = built.client.get("/download/2026.12/").json()["files"]
    sums = built.client.get("/download/2026.12/SHA256SUMS").text
    listed = {name: digest for digest, name in map(str.split, sums.splitlines())}
    assert set(names) == {*listed, "SHA256SUMS"}
    for name, digest in listed.items():
        response = built.client.get(f"/download/2026.12/{name}")
        assert hashlib.sha256(response.content).hexdigest() == digest
        assert "immutable" in response.headers["cache-control"]


def test_a_frozen_file_is_not_sent_again(built: Built) -> None:
    for name in ("CITATION.cff", "schemes/ics.xlsx", "SHA256SUMS"):
        path = f"/download/2026.12/{name}"
        first = built.client.get(path)
        tag = first.headers["etag"]
        assert tag == f'"{hashlib.sha256(first.content).hexdigest()}"'
        again = built.client.get(path, headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert (again.headers["etag"], "immutable" in again.headers["cache-control"]) == (tag, True)
        part = built.client.get(path, headers={"range": "bytes=0-9", "if-range": tag})
        assert (part.status_code, part.content) == (206, first.content[:10])


def test_the_list_of_files_differs_by_accept_and_says_so(built: Built) -> None:
    for accept in ("text/html", "application/json"):
        answer = built.client.get("/download/2026.12/", headers={"accept": accept})
        assert answer.headers["content-type"].startswith(accept)
        assert "Accept" in answer.headers["vary"].split(", ")


@pytest.mark.parametrize("path", ["/api/v1/releases", "/changes.atom", "/download/2026.12/"])
def test_data_follows_its_address_and_not_the_reader(built: Built, path: str) -> None:
    """What a shared cache keeps under an address is the same for all who ask."""
    json = {"accept": "*/*"}
    plain = built.client.get(path, headers=json).content
    assert built.client.get(path, headers=json | {"accept-language": "en"}).content == plain
    assert built.client.get(path, headers=json | {"cookie": "lang=en"}).content == plain
    assert built.client.get(f"{path}?lang=en", headers=json).content != plain


def test_the_files_read_back(built: Built, tmp_path: Path) -> None:
    def get(name: str) -> bytes:
        return built.client.get(f"/download/2026.12/{name}").content

    quads = list(ox.parse(get("fagbegreb.nq"), format=ox.RdfFormat.N_QUADS))
    assert len(quads) == len(set(quads)) > 1000
    turtle = {q.triple for q in ox.parse(get("schemes/ics.ttl"), format=ox.RdfFormat.TURTLE)}
    assert turtle == {
        q.triple for q in ox.parse(get("schemes/ics.nt"), format=ox.RdfFormat.N_TRIPLES)
    }
    assert b"ics:B99" in get("schemes/ics.csv")
    sheet = openpyxl.load_workbook(io.BytesIO(get("schemes/ics.xlsx"))).active
    assert sheet is not None
    assert sheet.cell(1, 1).value == "curie"
    rows = tmp_path / "ics--sos.sssom.tsv"
    rows.write_bytes(get("mappings/ics--sos.sssom.tsv"))
    assert read_sssom(rows)
    assert b"cff-version: 1.2.0" in get("CITATION.cff")


@pytest.mark.parametrize(
    "name", ["nope.ttl", "..%2fmanifest.json", "schemes/nope.csv", "shapes/..%2f..%2fmanifest.json"]
)
def test_a_file_that_is_not_there_is_not_found(built: Built, name: str) -> None:
    assert built.client.get(f"/download/2026.12/{name}").status_code == 404


def test_a_snapshot_that_nobody_froze_has_its_files_too(client: TestClient) -> None:
    release = client.get("/api/v1/releases").json()["releases"][0]["release"]
    assert b"curie" in client.get(f"/download/{release}/schemes/ics.csv").content


def test_going_back_is_one_command(built: Built) -> None:
    before = current_snapshot(built.settings.home)
    run = CliRunner().invoke(main, ["--home", str(built.settings.home), "use", "2026.11"])
    assert run.exit_code == 0, run.output
    now = current_snapshot(built.settings.home)
    assert now != before
    assert now is not None
    assert now.name.endswith("-2026.11")
    listed = CliRunner().invoke(main, ["--home", str(built.settings.home), "releases"]).output
    assert re.search(r"^\* 2026.11", listed, re.MULTILINE)
    use_release(built.settings.home, "2026.12")
    with pytest.raises(UnknownRelease, match=r"2026\.11"):
        use_release(built.settings.home, "1999.1")


def test_the_command_tells_the_same_changes(built: Built) -> None:
    run = CliRunner().invoke(
        main, ["--home", str(built.settings.home), "diff", "2026.11", "2026.12", "--lang", "en"]
    )
    assert run.exit_code == 0, run.output
    assert "ics:B99 'ny dimension' is new." in run.output
