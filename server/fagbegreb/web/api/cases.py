"""Case graphs: the formats they come in. Never logged, stored, cached or quoted."""

from __future__ import annotations

from typing import Final

from fastapi import Request

from fagbegreb.errors import UnsupportedMedia

CASE_MEDIA_TYPES: Final = (
    "text/turtle",
    "application/ld+json",
    "application/json",
    "application/n-triples",
    "application/rdf+xml",
)
GRAPH_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {media_type: {"schema": {"type": "string"}} for media_type in CASE_MEDIA_TYPES},
    }
}


def case_media_type(request: Request) -> str:
    """The format of the body; plain JSON is JSON-LD with our context.

    Raises UnsupportedMedia, for another charset than UTF-8 too.
    """
    media_type, _, parameters = request.headers.get("content-type", "").partition(";")
    name = media_type.strip().lower()
    charset = parameters.lower().replace('"', "").replace(" ", "").partition("charset=")[2]
    if name not in CASE_MEDIA_TYPES or charset.partition(";")[0] not in {"", "utf-8", "utf8"}:
        listed = ", ".join(CASE_MEDIA_TYPES)
        raise UnsupportedMedia(
            f"Send sagsgrafen i UTF-8 som en af: {listed}.",
            f"Send the case graph in UTF-8 as one of: {listed}.",
        )
    return "application/ld+json" if name == "application/json" else name
