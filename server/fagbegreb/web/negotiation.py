"""An Accept header and what we can write go in; the format to answer with comes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

_HTML = ("text/html", "application/xhtml+xml")


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type that the client likes best; ties go to the one offered first.

    No header accepts everything. None when nothing that is offered is acceptable.
    """
    wanted = _parse(accept)
    if not wanted:
        return offered[0]
    ranked = [(_quality(media_type, wanted), -place) for place, media_type in enumerate(offered)]
    quality, place = max(ranked)
    return offered[-place] if quality > 0 else None


def prefers_html(accept: str, others: Iterable[str]) -> bool:
    """Whether a page is liked better than any of `others`, as browsers say it."""
    wanted = _parse(accept)
    pages = max(_quality(html, wanted, wildcards=False) for html in _HTML)
    return pages > 0 and all(_quality(other, wanted, wildcards=False) < pages for other in others)


@lru_cache(maxsize=256)
def _parse(accept: str) -> dict[str, float]:
    """Quality by media range, parameters other than q left aside."""
    wanted: dict[str, float] = {}
    for part in accept.split(","):
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if "/" in media_range:
            wanted[media_range] = max(wanted.get(media_range, 0.0), _weight(parameters))
        elif media_range == "*":  # what Java's HttpURLConnection sends
            wanted["*/*"] = _weight(parameters)
    return wanted


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0


def _quality(media_type: str, wanted: dict[str, float], *, wildcards: bool = True) -> float:
    """The most specific range that fits decides."""
    if media_type in wanted:
        return wanted[media_type]
    if not wildcards:
        return 0.0
    family = media_type.partition("/")[0] + "/*"
    return wanted.get(family, wanted.get("*/*", 0.0))
