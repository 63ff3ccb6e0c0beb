"""The W3C's query cases answered by an engine elsewhere: what the embedded store answers, too."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import httpx2
import pyoxigraph as ox
import pytest

from engines import oxigraph
from fagbegreb.remote import RemoteQueries
from fagbegreb.settings import Settings
from patience import PATIENCE_S
from test_w3c_sparql import QUERIES, Case, assert_same, formats, quads_of, question_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def engine() -> Iterator[str]:
    with oxigraph(0, "--union-default-graph") as address:
        yield address


@pytest.mark.parametrize("case", QUERIES)
def test_a_query_gives_the_expected_answer_elsewhere(
    engine: str, settings: Settings, case: Case
) -> None:
    assert httpx2.delete(f"{engine}/store").is_success
    data = ox.serialize(quads_of(case), format=ox.RdfFormat.N_QUADS)
    headers = {"content-type": "application/n-quads"}
    assert httpx2.post(
        f"{engine}/store", content=data, headers=headers, timeout=PATIENCE_S
    ).is_success
    queries = RemoteQueries(replace(settings, sparql_endpoint=f"{engine}/query"))
    with closing(queries):
        for media_type in formats(case):
            assert_same(case, media_type, asyncio.run(ask(queries, case, media_type)))


async def ask(queries: RemoteQueries, case: Case, media_type: str) -> bytes:
    async with queries.stream(question_of(case, media_type).to_bytes(), 10) as chunks:
        return b"".join([chunk async for chunk in chunks])
