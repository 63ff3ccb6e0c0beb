"""What people read: values go in, words in Danish and English come out."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import unquote

from fagbegreb.namespaces import ID
from fagbegreb.validation.graph import Lit, Node

_PLACE: Final = re.compile(r"\{[?$](\w+)\}")


def text_of(term: Node | Lit) -> str:
    """The IRI or the text of a literal."""
    return term.text if isinstance(term, Lit) else str(term)


def fill_in(template: str, values: dict[str, Any], lang: str) -> str:
    """The message with `{?name}` replaced; days and moments as people of that language write."""

    def replaced(found: re.Match[str]) -> str:
        value = values.get(found[1])
        if value is None:
            return found[0]
        return _readable(value, lang) if isinstance(value, Lit) else str(value)

    return _PLACE.sub(replaced, template)


_MONTHS: Final = {
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "en": "January February March April May June July August September October November December",
}


def _readable(value: Lit, lang: str) -> str:
    if lang not in _MONTHS or not isinstance(value.value, date):
        return value.text
    return day_in_words(value.value, lang)


def day_in_words(day: date, lang: str) -> str:
    """`1. marts 2025` or `1 March 2025`, and the time of day where there is one."""
    month = _MONTHS[lang].split()[day.month - 1]
    text = f"{day.day}. {month} {day.year}" if lang == "da" else f"{day.day} {month} {day.year}"
    if isinstance(day, datetime):
        text += f" kl. {day:%H.%M}" if lang == "da" else f" at {day:%H:%M}"
    return text


def is_relative(iri: str) -> bool:
    """Whether it was written as a relative reference, which means something in its case only."""
    return iri.startswith("urn:") and ":" not in iri[4:]


def as_written(iri: str) -> str:
    """An IRI, or a relative reference as its sender wrote it."""
    return unquote(iri[4:]) if is_relative(iri) else iri


def curie(iri: str) -> str:
    """A concept as people write it: `bl:32.1`."""
    return iri.removeprefix(ID).replace("/", ":", 1)
