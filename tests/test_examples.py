"""Every saved example query says what it is for, runs, and finds something."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from fagbegreb.query import read_query
from fagbegreb.settings import Settings
from fagbegreb.web.examples import Example, examples

ALL = [pytest.param(example, id=example.slug) for example in examples()]


def test_there_are_enough_to_begin_with() -> None:
    assert len(ALL) >= 20
    assert len({example.slug for example in examples()}) == len(ALL)


@pytest.mark.parametrize("example", ALL)
def test_an_example_explains_itself_in_both_languages(example: Example) -> None:
    for texts in (example.title, example.text):
        assert set(texts) == {"da", "en"}
        assert texts["da"] != texts["en"]
    assert not example.query.startswith("#")


@pytest.mark.parametrize("example", ALL)
def test_an_example_finds_something(
    client: TestClient, settings: Settings, example: Example
) -> None:
    is_graph = read_query(example.query, settings.query_max_length).answers_with_graph
    params = {"query": example.query, "format": "nt" if is_graph else "csv"}
    response = client.get("/sparql", params=params)
    assert response.status_code == 200, response.text
    assert len(response.text.splitlines()) > 1
