"""The SPARQL page: an editor with our prefixes and terms, examples, and a form without scripts."""

from __future__ import annotations

import asyncio
from typing import Final
from weakref import WeakKeyDictionary

from fastapi import FastAPI, Request
from starlette.responses import Response

from fagbegreb.namespaces import ID, PREFIXES, VOID
from fagbegreb.render import to_bytes
from fagbegreb.store import Named
from fagbegreb.terminology import Terminology
from fagbegreb.web.context import terminology_of
from fagbegreb.web.examples import examples
from fagbegreb.web.pages.view import page

FORMATS: Final = (
    ("json", "JSON"),
    ("csv", "CSV"),
    ("tsv", "TSV"),
    ("xml", "XML"),
    ("turtle", "Turtle"),
)
_USED: Final = "SELECT DISTINCT ?used {{ ?part <{void}{kind}> ?used }}"
"""The catalogue says what is used: to look at every triple takes seconds in a large vocabulary."""


class SparqlPage:
    """Draws the page. Keeps what an editor may complete, per terminology."""

    def __init__(self) -> None:
        self._terms: WeakKeyDictionary[Terminology, dict[str, list[str]]] = WeakKeyDictionary()

    async def __call__(self, request: Request) -> Response:
        """The page, with the query of the address if there is one."""
        terminology = terminology_of(request)
        if terminology not in self._terms:
            self._terms[terminology] = await asyncio.to_thread(_read_terms, terminology)
        prefixes: dict[str, str] = dict(PREFIXES)
        for head in terminology.vocabulary.book.heads.values():
            if head.iri.startswith(ID):
                prefixes[head.id] = f"{head.iri}/"
        editor = {"prefixes": prefixes, **self._terms[terminology]}
        chosen = request.query_params.get("eksempel", "")
        known = {example.slug: example.query for example in examples()}
        query = request.query_params.get("query") or known.get(chosen) or examples()[0].query
        return page(
            request,
            "sparql.html",
            query=query,
            chosen=chosen,
            examples=examples(),
            formats=FORMATS,
            editor=to_bytes(editor).decode(),
        )


def prepare(app: FastAPI) -> None:
    """Let the endpoint show this page to a browser that asks for one."""
    app.state.sparql_page = SparqlPage()


def _read_terms(terminology: Terminology) -> dict[str, list[str]]:
    """Properties and classes in use, as IRIs."""

    def used(kind: str) -> list[str]:
        rows = terminology.store.select(_USED.format(void=VOID, kind=kind))
        return sorted(row["used"].iri for row in rows if isinstance(row["used"], Named))

    return {"properties": used("property"), "classes": used("class")}
