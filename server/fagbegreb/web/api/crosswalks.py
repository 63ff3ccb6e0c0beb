"""Crosswalks: translate concepts, whole tables between two schemes, and coverage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from fagbegreb.errors import BadParameter
from fagbegreb.model import Coverage, CrosswalkPair, Relation, Resolution, SchemeId
from fagbegreb.render import resolution_json, to_bytes, translation_json
from fagbegreb.terminology import Terminology
from fagbegreb.web.api.bodies import one_concept, read_batch
from fagbegreb.web.api.resolving import BATCH, Identifier
from fagbegreb.web.api.schemes import off_loop
from fagbegreb.web.context import Asked, AskedIn
from fagbegreb.web.respond import answer, cache_for, streamed

router = APIRouter(tags=["crosswalk"])

_REPEATS_KEPT = 256
"""Answers of a batch that are kept for the case that the same id comes again."""

To = Annotated[str, Query(description="The scheme to translate into.", min_length=1)]
Relations = Annotated[
    list[Relation] | None, Query(alias="relation", description="Only these relations.")
]
Confidence = Annotated[float, Query(ge=0, le=1, description="Only answers at least this sure.")]


@router.get("/translate", summary="What a concept is called in another scheme")
def translate(request: Request, asked: Asked, identifier: Identifier, to: To) -> Response:
    """Closest relation first, each with its path and reason; or why there is nothing."""
    target = asked.terminology.vocabulary.book.head(to).id
    source, crosswalk = one_concept(asked, identifier), asked.terminology.crosswalk
    found = crosswalk.translate(source.iri, target, asked.at)
    body = to_bytes(translation_json(found, asked.lang, asked.at))
    return answer(request, body, cache=cache_for(asked.is_pinned))


@router.post("/translate", summary="Translate many concepts", openapi_extra=BATCH)
async def translate_many(request: Request, asked: Asked) -> Response:
    """One result per id, in the order asked; an unknown one never fails the others."""
    batch = await read_batch(request, asked)
    if not batch.to:
        raise BadParameter("to mangler: hvilket begrebssystem?", "to is missing: which scheme?")
    target = asked.terminology.vocabulary.book.head(batch.to).id

    resolve = asked.terminology.vocabulary.resolve_many
    resolved = await off_loop(lambda: resolve(dict.fromkeys(batch.ids), batch.at))
    found = {each.asked: each for each in resolved}

    @lru_cache(maxsize=_REPEATS_KEPT)
    def told(text: str) -> bytes:
        return to_bytes(_translated(asked, found[text], target, batch.at))

    def parts() -> Iterator[bytes]:
        yield b'{"results":['
        for number, text in enumerate(batch.ids):
            yield b"," * (number > 0) + told(text)
        yield b"]}"

    return streamed(request, parts())


def _translated(asked: AskedIn, found: Resolution, target: SchemeId, at: date) -> dict[str, Any]:
    if len(found.concepts) != 1 or found.outcome == "ambiguous":
        told = resolution_json(found, asked.lang, at)
        return {name: told[name] for name in ("id", "outcome", "candidates")}
    answered = asked.terminology.crosswalk.translate(found.concepts[0].iri, target, at)
    return {"id": found.asked, **translation_json(answered, asked.lang, at)}


@router.get("/crosswalks", summary="Which schemes are mapped to which")
async def crosswalks(request: Request, asked: Asked) -> Response:
    """Every pair with rows of its own, with counts."""
    terminology = asked.terminology

    def work() -> bytes:
        pairs = [_pair(terminology, pair) for pair in terminology.crosswalk.pairs()]
        return to_bytes({"crosswalks": pairs})

    return answer(request, await off_loop(work), cache=cache_for(asked.is_pinned))


def _pair(terminology: Terminology, pair: CrosswalkPair) -> dict[str, Any]:
    sizes = terminology.vocabulary.scheme
    return {
        "id": f"{pair.first}--{pair.second}",
        "first": pair.first,
        "second": pair.second,
        "rows": pair.rows,
        "by_relation": {relation.value: count for relation, count in pair.by_relation.items()},
        "no_counterpart": pair.no_counterpart,
        "negated": pair.negated,
        "first_mapped": pair.first_mapped,
        "second_mapped": pair.second_mapped,
        "first_share": _share(pair.first_mapped, sizes(pair.first).concept_count),
        "second_share": _share(pair.second_mapped, sizes(pair.second).concept_count),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


@router.get("/coverage", summary="How much of each scheme has a counterpart in each other")
async def coverage(
    request: Request,
    asked: Asked,
    scheme: Annotated[list[str] | None, Query(description="Only among these schemes.")] = None,
) -> Response:
    """By best relation, derived answers included; retired concepts are left out."""
    chosen = [asked.terminology.vocabulary.book.head(name).id for name in scheme or ()]

    def work() -> bytes:
        found = asked.terminology.coverage(asked.at, tuple(chosen))
        return to_bytes({"coverage": [_coverage(each) for each in found]})

    return answer(request, await off_loop(work), cache=cache_for(asked.is_pinned))


def _coverage(found: Coverage) -> dict[str, Any]:
    return {
        "source": found.source,
        "target": found.target,
        "concepts": found.concepts,
        "by_relation": {relation.value: count for relation, count in found.by_relation.items()},
        "direct": found.direct,
        "share": round(found.share, 4),
    }
