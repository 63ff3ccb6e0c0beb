"""JSON bodies of batch requests go in, checked values come out; and ids become concepts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from fastapi import Request

from fagbegreb.errors import (
    AmbiguousId,
    BadParameter,
    BadRequest,
    UnknownConcept,
    UnsupportedMedia,
)
from fagbegreb.model import Concept
from fagbegreb.render import resolution_json
from fagbegreb.web.context import AskedIn, read_day, settings_of


@dataclass(frozen=True, slots=True)
class Batch:
    """Many identifiers asked about at once."""

    ids: tuple[str, ...]
    at: date
    to: str = ""


async def read_batch(request: Request, asked: AskedIn) -> Batch:
    """`{"ids": [...], "at": null, "to": "trivsel"}`. Raises BadRequest, BadParameter."""
    body = await read_json(request)
    ids = body.get("ids")
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
        raise BadParameter("ids skal være en liste af tekster.", "ids must be a list of texts.")
    most = settings_of(request).batch_max_ids
    if len(ids) > most:
        raise BadParameter(
            f"ids må højst have {most} elementer. Del listen op.",
            f"ids must have at most {most} elements. Send the list in parts.",
        )
    to = body.get("to") or ""
    if not isinstance(to, str):
        raise BadParameter("to skal være et begrebssystem.", "to must be a scheme.")
    at = body.get("at")
    return Batch(tuple(ids), asked.at if at is None else read_day(at), to)


async def read_json(request: Request) -> dict[str, Any]:
    """The body as a JSON object. Raises UnsupportedMedia, BadRequest."""
    media_type = request.headers.get("content-type", "application/json").partition(";")[0]
    if media_type.strip().lower() != "application/json":
        raise UnsupportedMedia(
            "Send JSON med Content-Type: application/json.",
            "Send JSON with Content-Type: application/json.",
        )
    try:
        body = orjson.loads(await request.body())
    except orjson.JSONDecodeError:
        raise BadRequest(
            "Indholdet er ikke gyldig JSON i UTF-8.", "The body is no valid JSON in UTF-8."
        ) from None
    if not isinstance(body, dict):
        raise BadRequest("Indholdet skal være et JSON-objekt.", "The body must be a JSON object.")
    return body


def one_concept(asked: AskedIn, identifier: str) -> Concept:
    """The concept that `id=` means. Raises UnknownConcept, AmbiguousId."""
    found = asked.terminology.vocabulary.resolve(identifier, asked.at)
    if found.outcome == "ambiguous":
        raise AmbiguousId(
            identifier,
            tuple(concept.iri for concept in found.concepts),
            resolution_json(found, asked.lang, asked.at),
        )
    if not found.concepts:
        raise UnknownConcept(identifier)
    return found.concepts[0]
