"""Attacks on the SPARQL endpoint of a real server, all at once, while others ask normally.

Each attack may cost one worker and must end in a clear refusal; nobody else may notice more than
a pause. Broken connections and memory can only be seen from outside, hence a real server.
"""

from __future__ import annotations

import asyncio
import re
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from fagbegreb.settings import Settings
from patience import PATIENCE_S, get, wait_until
from servers import serving

pytestmark = pytest.mark.slow

NORMAL = (
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    "SELECT ?l { <https://w3id.org/fagbegreb/id/ics/B1> skos:prefLabel ?l }"
)
PATIENT = {"query": NORMAL, "timeout": "30"}
ALL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
ATTACKS = {
    "service": "SELECT * { SERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "service without a blank": "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:{port}/>{ ?s ?p ?o } }",
    "service after an escape": "SELECT * { \\u0053ERVICE <http://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "load": "LOAD <http://127.0.0.1:{port}/>",
    "from elsewhere": "SELECT * FROM <http://127.0.0.1:{port}/> { ?s ?p ?o }",
    "from a file": "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
    "deep groups": "SELECT * " + "{" * 5000 + "}" * 5000,
    "deep optionals": "SELECT * {" + "OPTIONAL {" * 1500 + "}" * 1501,
    "deep parentheses": "SELECT ((" * 1 + "(" * 4000 + "1" + ")" * 4000 + ") AS ?x) {}",
    "many signs": "ASK { FILTER(" + "!" * 15_000 + "true) }",
    "many minuses": "SELECT (" + "-" * 15_000 + "1 AS ?x) {}",
    "long sum": "SELECT (1" + "+1" * 8_000 + " AS ?x) {}",
    "long path": "SELECT * { ?s <a:b>" + "/<a:b>" * 2_000 + " ?o }",
    "inverse path": "SELECT * { ?s " + "^" * 15_000 + "<a:b> ?o }",
    "many unions": "SELECT * {" + "{}UNION" * 2_000 + "{} }",
    "cartesian count": f"SELECT (COUNT(*) AS ?n) {{ {ALL} }}",
    "cartesian sort": f"SELECT * {{ {ALL} }} ORDER BY ?a ?d ?g",
    "cartesian group": f"SELECT ?a ?d (COUNT(*) AS ?n) {{ {ALL} }} GROUP BY ?a ?d ?g",
    "cartesian distinct": f"SELECT DISTINCT * {{ {ALL} }}",
    "all paths": "SELECT (COUNT(*) AS ?n) { ?s (<a:b>|!<a:b>)* ?o . ?o (<a:b>|!<a:b>)* ?q }",
    "doubling": "SELECT ?z { BIND('xxxxxxxxxxxxxxxx' AS ?a0) "
    + " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(40))
    + " BIND(?a40 AS ?z) }",
    "regex": "SELECT (REGEX('" + "a" * 5000 + "!', '^(a+)+$') AS ?x) {}",
    "regex of a million states": "SELECT (REGEX('a', '((a{1,100}){1,100}){1,100}') AS ?x) {}",
    "replace": "SELECT (REPLACE(?o, '.', 'xxxxxxxxxxxxxxxx') AS ?r) { ?s ?p ?o . ?a ?b ?c }",
    "construct the square": "CONSTRUCT { ?a ?e ?f } { ?a ?b ?c . ?d ?e ?f }",
    "a million digits": "SELECT (" + "9" * 16_000 + " AS ?x) {}",
}

ENDLESS = ("cartesian count", "cartesian sort", "all paths", "cartesian distinct")


@pytest.fixture(scope="module")
def address(settings: Settings, snapshot: Path) -> Iterator[str]:
    assert snapshot.is_dir()
    tight = replace(settings, query_timeout_s=1.0, query_queue=64, worker_memory_bytes=800_000_000)
    with serving(tight) as address:
        yield address


def many_connections(address: str) -> httpx2.AsyncClient:
    limits = httpx2.Limits(max_connections=100)
    return httpx2.AsyncClient(base_url=address, timeout=PATIENCE_S, limits=limits)


async def attack(
    client: httpx2.AsyncClient, query: str, listener: socket.socket, address: str = "192.0.2.66"
) -> str:
    text = query.replace("{port}", str(listener.getsockname()[1]))
    who = {"x-forwarded-for": address}
    try:
        response = await client.post("/sparql", data={"query": text}, headers=who)
    except (httpx2.RemoteProtocolError, httpx2.ReadError):
        return "broken"  # half an answer must not look like a whole one
    return str(response.status_code)


async def ask_normally(client: httpx2.AsyncClient, until: asyncio.Event) -> list[float]:
    taken = []
    while not until.is_set():
        started = time.perf_counter()
        who = {"x-forwarded-for": "192.0.2.1"}
        response = await client.get("/sparql", params=PATIENT, headers=who)
        assert response.status_code == 200, response.text
        assert response.json()["results"]["bindings"]
        taken.append(time.perf_counter() - started)
        await asyncio.sleep(0.01)
    return taken


def tell(what: str, taken: list[float], record_property: Callable[[str, object], None]) -> None:
    """How normal queries fared: shown with -s and written to reports, never asserted."""
    taken.sort()
    p50, p99 = taken[len(taken) // 2] * 1000, taken[max(0, int(len(taken) * 0.99) - 1)] * 1000
    record_property("normal queries beside the attacks", len(taken))
    record_property("p99_ms", round(p99, 1))
    print(f"\n{what}\n{len(taken)} normal queries, p50 {p50:.1f} ms, p99 {p99:.1f} ms")


def test_attacks_cost_a_worker_each_and_nobody_else_anything(
    address: str, record_property: Callable[[str, object], None]
) -> None:
    async def run(listener: socket.socket) -> tuple[dict[str, str], list[float]]:
        async with many_connections(address) as client:
            done = asyncio.Event()
            normal = asyncio.create_task(ask_normally(client, done))
            outcomes = await asyncio.gather(
                *(attack(client, query, listener) for query in ATTACKS.values())
            )
            done.set()
            return dict(zip(ATTACKS, outcomes, strict=True)), await normal

    with socket.create_server(("127.0.0.1", 0)) as listener:
        outcomes, taken = asyncio.run(run(listener))
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):  # nobody called
            listener.accept()
    tell(str(outcomes), taken, record_property)
    refused = {"400", "503", "504", "507", "broken", "200"}
    assert set(outcomes.values()) <= refused
    for name in ("service", "service without a blank", "service after an escape", "load",
                 "from elsewhere", "from a file", "deep groups", "deep optionals",
                 "deep parentheses", "many signs", "many minuses"):  # fmt: skip
        assert outcomes[name] == "400"
    for name in ("cartesian count", "cartesian sort", "all paths", "doubling"):
        assert outcomes[name] in {"504", "507", "503"}
    assert get(address + "/health/ready").status_code == 200


def test_attackers_from_many_addresses_leave_room_for_others(
    address: str, record_property: Callable[[str, object], None]
) -> None:
    """Twelve addresses, each sending the next endless query as soon as one was stopped."""

    async def insist(client: httpx2.AsyncClient, who: str, until: asyncio.Event) -> int:
        stopped, endless = 0, [ATTACKS[name] for name in ENDLESS]
        with socket.create_server(("127.0.0.1", 0)) as listener:
            while not until.is_set():
                query = endless[stopped % len(endless)]
                assert await attack(client, query, listener, who) in {"503", "504", "507", "broken"}
                stopped += 1
                await asyncio.sleep(0.05)
        return stopped

    async def run() -> tuple[int, list[float]]:
        async with many_connections(address) as client:
            done = asyncio.Event()
            attackers = [
                asyncio.create_task(insist(client, f"198.51.100.{n}", done)) for n in range(12)
            ]
            await asyncio.sleep(0.5)
            normal = asyncio.create_task(ask_normally(client, done))
            await asyncio.sleep(8)
            done.set()
            return sum(await asyncio.gather(*attackers)), await normal

    stopped, taken = asyncio.run(run())
    tell(f"{stopped} endless queries of 12 addresses stopped", taken, record_property)
    assert get(address + "/health/ready").status_code == 200


def test_half_an_answer_breaks_the_connection(address: str) -> None:
    """More bytes than the client is allowed, told too late for a status."""
    endless = f"SELECT * {{ {ALL} }}"
    with pytest.raises(httpx2.RemoteProtocolError):
        get(address + "/sparql", params={"query": endless, "timeout": "3"})


def test_a_client_that_hangs_up_frees_its_worker(address: str) -> None:
    endless = f"SELECT (COUNT(*) AS ?n) {{ {ALL} }}"
    impatient = httpx2.Timeout(PATIENCE_S, read=0.2)
    for _ in range(6):
        with pytest.raises(httpx2.ReadTimeout):
            params = {"query": endless, "timeout": "30"}
            httpx2.get(address + "/sparql", params=params, timeout=impatient)
    assert get(address + "/sparql", params=PATIENT).status_code == 200
    wait_until(lambda: busy_workers(address) == 0, "nobody works for those who left")


def busy_workers(address: str) -> float:
    """What the server tells of its workers at the moment."""
    line = r'^fagbegreb_workers{pool="query",state="busy"} (\S+)$'
    told = re.search(line, get(address + "/metrics").text, re.MULTILINE)
    assert told
    return float(told[1])
