"""From a finding to its line in the text that somebody pasted."""

from __future__ import annotations

import pytest

from fagbegreb.web.pages.places import CaseText

TURTLE = """# sag: a comment that names :sag
@prefix : <https://x.example/2025/> .
@prefix sag: <https://w3id.org/fagbegreb/sag#> .
:sag a sag:Sag ;
    sag:barn :barnet ;
    sag:oplyst false .
:barnet a sag:Barn ;
    sag:oplyst true .
"""
JSON = '{\n "@id": "https://x.example/2025/sag",\n "oplyst": false\n}'
TRIPLES = "<https://x.example/2025/sag> <https://w3id.org/fagbegreb/sag#oplyst> false .\n"
SAG, BARN = "https://x.example/2025/sag", "https://x.example/2025/barnet"
TOLD, UNSAID = "https://w3id.org/fagbegreb/sag#oplyst", "https://w3id.org/fagbegreb/sag#dato"


@pytest.mark.parametrize(
    ("focus", "path", "text", "line"),
    [
        (SAG, TOLD, TURTLE, 6),
        (SAG, UNSAID, TURTLE, 4),
        (SAG, None, TURTLE, 4),
        (BARN, None, TURTLE, 7),
        (BARN, TOLD, TURTLE, 8),
        (SAG, TOLD, JSON, 3),
        (SAG, TOLD, TRIPLES, 1),
        ("_:b0", TOLD, TURTLE, None),
        (SAG, TOLD, "", None),
    ],
)
def test_the_line_is_the_propertys_else_the_nodes(
    focus: str, path: str | None, text: str, line: int | None
) -> None:
    assert CaseText(text).line_of(focus, path) == line


def test_an_iri_is_shown_as_the_text_writes_it() -> None:
    assert CaseText(TURTLE).shortened(TOLD) == "sag:oplyst"
    assert CaseText(TRIPLES).shortened(TOLD) == TOLD
