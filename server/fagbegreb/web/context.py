"""What a request asks in: language, day, and the terminology that answers it.

async def route(request: Request, asked: Asked) -> Response:
    concept = asked.terminology.vocabulary.concept(...)
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date
from ipaddress import IPv6Address, ip_address
from typing import Annotated, Any, Final

from fastapi import Depends, Query, Request

from fagbegreb.errors import BadParameter, shown
from fagbegreb.model import Lang, today
from fagbegreb.settings import Settings
from fagbegreb.terminology import Terminology

Scope = MutableMapping[str, Any]

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_day(text: object) -> date:
    """The day of `at`, written 2024-01-31. Raises BadParameter for everything else.

    Stricter than the libraries: a number of seconds or a week would silently be another day.
    """
    try:
        if isinstance(text, str) and _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # as 2024-02-30
    raise BadParameter(
        f"at er »{shown(text)}«, men skal være en dato som 2024-01-31.",
        f"at is '{shown(text)}' but must be a date such as 2024-01-31.",
    )


TERMINOLOGY: Final = "fagbegreb.terminology"
"""Where the lease layer puts the terminology of a request in the ASGI scope."""
UI_LANGUAGES: Final = ("da", "en")
_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")


@dataclass(frozen=True, slots=True)
class AskedIn:
    """The common parameters of every route."""

    terminology: Terminology
    lang: Lang
    at: date
    is_pinned: bool
    """Both release and day were named, so the answer can never change."""


def terminology_of(request: Request) -> Terminology:
    """The terminology of this request; it stays open until the request is done."""
    found = request.scope[TERMINOLOGY]
    assert isinstance(found, Terminology)  # noqa: S101  set by the lease layer for every route
    return found


def settings_of(request: Request) -> Settings:
    """The settings that the application was made with."""
    found = request.app.state.settings
    assert isinstance(found, Settings)  # noqa: S101  set by create_app
    return found


def root_of(request: Request) -> str:
    """Our own address as users see it, without a slash at the end."""
    return (settings_of(request).public_url or str(request.base_url)).rstrip("/")


def client_of(request: Request) -> str:
    """Whoever should not keep others waiting: an address, or in IPv6 the network of one user."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(IPv6Address(int(address) >> 64 << 64)) if address.version == 6 else host


def is_language(tag: str) -> bool:
    """Whether `tag` is written as a language tag."""
    return _LANG.fullmatch(tag) is not None


async def _asked_in(
    request: Request,
    lang: Annotated[str, Query(description="Language of `label` and texts (BCP 47).")] = "da",
    at: Annotated[
        str | None,
        Query(
            description="Day that decides what is in force; today in Denmark if left out.",
            json_schema_extra={"format": "date"},
        ),
    ] = None,
    release: Annotated[str | None, Query(description="Release; the newest if left out.")] = None,
) -> AskedIn:
    if not is_language(lang):
        raise BadParameter(
            f"lang er »{shown(lang)}«, men skal være et sprogmærke som »da« eller »en«.",
            f"lang is '{shown(lang)}' but must be a language tag such as 'da' or 'en'.",
        )
    pinned = at is not None and release is not None
    return AskedIn(terminology_of(request), lang, today() if at is None else read_day(at), pinned)


Asked = Annotated[AskedIn, Depends(_asked_in)]


def ui_language(
    headers: Mapping[str, str], query: Mapping[str, str], cookies: Mapping[str, str]
) -> str:
    """Danish or English, for pages and error texts: as asked, as chosen before, as preferred."""
    for choice in (query.get("lang"), cookies.get("lang")):
        if choice and choice.split("-")[0].lower() in UI_LANGUAGES:
            return choice.split("-")[0].lower()
    return _preferred(headers.get("accept-language", ""))


def _preferred(accept_language: str) -> str:
    """The first of our languages by weight; Danish when neither is named."""
    weighted: list[tuple[float, str]] = []
    for part in accept_language.split(",")[:20]:
        tag, _, parameters = part.strip().partition(";")
        weight = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", parameters)
        language = tag.strip().split("-")[0].lower()
        if language in UI_LANGUAGES:
            weighted.append((float(weight[1]) if weight else 1.0, language))
    best = max(weighted, key=lambda entry: entry[0], default=(0.0, "da"))
    return best[1] if best[0] > 0 else "da"
