"""Crosswalks drawn: the flow between two schemes, and a method's triangle with counterparts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from fagbegreb.drawing import flow_svg, triangle_svg
from fagbegreb.errors import NotFoundError
from fagbegreb.model import CrosswalkTable
from fagbegreb.render import pick
from fagbegreb.web.api.crosswalk_tables import Wanted
from fagbegreb.web.api.schemes import off_loop
from fagbegreb.web.context import Asked, AskedIn
from fagbegreb.web.respond import answer, cache_for

router = APIRouter(tags=["crosswalk"])

SVG = "image/svg+xml"


class NoTriangle(NotFoundError):
    """The scheme does not have three sides."""

    code = "no-triangle"

    def __init__(self, scheme: str) -> None:
        super().__init__(
            f"»{scheme}« har ikke tre sider og kan ikke tegnes som trekant. Brug flow.svg.",
            f"'{scheme}' does not have three sides to draw as a triangle. Use flow.svg.",
        )


@router.get("/crosswalks/{source}/{target}/flow.svg", summary="A crosswalk as a drawing")
async def flow(
    request: Request,
    asked: Asked,
    wanted: Wanted,
    gaps: Annotated[bool, Query(description="Show concepts without a counterpart.")] = True,
) -> Response:
    """SVG with a title and a description in words; prints in black and white."""

    def draw() -> bytes:
        table = wanted.read()
        return flow_svg(table, scheme_names(asked, table), asked.lang, with_gaps=gaps).encode()

    return answer(request, await off_loop(draw), SVG, cache=cache_for(asked.is_pinned))


@router.get("/crosswalks/{source}/{target}/triangle.svg", summary="A method's triangle")
async def triangle(request: Request, asked: Asked, wanted: Wanted) -> Response:
    """Three sides with their dimensions (ICS), and what each is called in the other scheme."""

    def draw() -> bytes:
        table = wanted.read()
        drawn = triangle_svg(table, scheme_names(asked, table), asked.lang)
        if drawn is None:
            raise NoTriangle(wanted.source)
        return drawn.encode()

    return answer(request, await off_loop(draw), SVG, cache=cache_for(asked.is_pinned))


def scheme_names(asked: AskedIn, table: CrosswalkTable) -> tuple[str, str]:
    """What the two schemes of a table are called."""
    heads = asked.terminology.vocabulary.book.heads
    first, second = (
        pick(heads[scheme].labels, asked.lang) for scheme in (table.source, table.target)
    )
    return first, second
