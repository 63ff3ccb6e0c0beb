"""The clients that researchers and machines really use get their answers from a real server."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pandas
import pytest
import sparql_dataframe
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, RDFXML, TURTLE, XML, SPARQLWrapper

from patience import PATIENCE_S

pytestmark = pytest.mark.slow
CLIENTS = Path(__file__).parent / "clients"
SKOS = "http://www.w3.org/2004/02/skos/core#"
ICS = "https://w3id.org/fagbegreb/id/ics"
LABELS = (
    f"PREFIX skos: <{SKOS}> SELECT ?code ?label {{ ?c skos:inScheme <{ICS}> ; skos:notation ?code ;"
    ' skos:prefLabel ?label FILTER(LANG(?label) = "da") } ORDER BY ?code'
)


def test_sparqlwrapper_reads_every_format(server: str) -> None:
    client = SPARQLWrapper(server + "/sparql")

    def ask(query: str, wanted: str) -> Any:
        client.setQuery(query)
        client.setReturnFormat(wanted)
        return client.query().convert()

    rows = ask(LABELS, JSON)["results"]["bindings"]
    assert "B1" in {row["code"]["value"] for row in rows}
    client.setMethod(POST)
    assert len(ask(LABELS, XML).getElementsByTagName("result")) == len(rows)
    assert ask(LABELS, CSV).startswith(b"code,label")
    describe = f"DESCRIBE <{ICS}/B1>"
    assert (URIRef(f"{ICS}/B1"), None, None) in ask(describe, RDFXML)
    assert (URIRef(f"{ICS}/B1"), None, None) in ask(describe, JSONLD)
    assert b"B1" in ask(describe, N3)
    assert b"B1" in ask(describe, TURTLE)


def test_rdflib_sees_a_graph(server: str) -> None:
    graph = Graph(SPARQLStore(server + "/sparql"))
    assert len(list(graph.query(LABELS))) > 20
    labels = set(graph.objects(URIRef(f"{ICS}/B1"), URIRef(SKOS + "prefLabel")))
    assert {label.language for label in labels} >= {"da", "en"}  # type: ignore[attr-defined]


def test_pandas_gets_a_table(server: str) -> None:
    asked = urlencode({"query": LABELS, "format": "csv"})
    table = pandas.read_csv(f"{server}/sparql?{asked}")
    assert list(table.columns) == ["code", "label"]
    assert "B1" in set(table["code"])
    same = sparql_dataframe.get(server + "/sparql", LABELS)
    assert list(same["code"]) == list(table["code"])


@pytest.mark.external
def test_comunica_gets_bindings(server: str) -> None:
    """@comunica/query-sparql in Node, installed from its lock into a scratch folder."""
    script = (
        "const {QueryEngine} = require('@comunica/query-sparql');"
        "(async () => { const found = await new QueryEngine().queryBindings(process.argv[2],"
        "{sources: [{type: 'sparql', value: process.argv[1]}]});"
        "const rows = await found.toArray();"
        "console.log(JSON.stringify(rows.map(row => row.get('code').value))); })();"
    )
    run = subprocess.run(
        ["node", "-e", script, server + "/sparql", LABELS],
        cwd=_comunica(),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "B1" in json.loads(run.stdout)


def _comunica() -> Path:
    lock = (CLIENTS / "package-lock.json").read_bytes()
    folder = (
        Path(tempfile.gettempdir()) / f"fagbegreb-clients-{hashlib.sha256(lock).hexdigest()[:12]}"
    )
    if not (folder / "installed").exists():
        folder.mkdir(exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(CLIENTS / name, folder)
        command = ["npm", "ci", "--silent", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=folder, check=True, timeout=PATIENCE_S)
        (folder / "installed").touch()
    return folder
