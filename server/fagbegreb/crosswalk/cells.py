"""One cell of an editor's table goes in; its value comes out, or the fault that it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from fagbegreb.crosswalk.sheets import SheetRow
from fagbegreb.model import Labels, Relation
from fagbegreb.namespaces import PREFIXES, SEMAPV, SKOS, SOURCE

_RELATION_WORDS: Final = {
    Relation.EXACT: ("exact", "exactmatch", "det samme", "samme", "the same"),
    Relation.CLOSE: ("close", "closematch", "næsten det samme", "næsten", "almost the same"),
    Relation.BROAD: ("broad", "broadmatch", "bredere", "broader"),
    Relation.NARROW: ("narrow", "narrowmatch", "snævrere", "narrower"),
    Relation.RELATED: ("related", "relatedmatch", "beslægtet", "hænger sammen"),
}
_BY_WORD: Final = {word: relation for relation, words in _RELATION_WORDS.items() for word in words}
_DANISH_DAY: Final = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_DAY_NUMBER: Final = re.compile(r"[2-7]\d{4}(?:\.0)?")
_FIRST_DAY: Final = date(1899, 12, 30)
"""The day that spreadsheets count from."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing wrong with one row, and what to do about it."""

    line: int
    column: str
    message: Labels


def relation_of(line: SheetRow, faults: list[RowFault]) -> Relation | None:
    """By its name in SKOS, or as people say it."""
    text = line["predicate_id"].casefold().removeprefix("not ").removeprefix("ikke ")
    word = text.removeprefix(SKOS.casefold()).removeprefix("skos:")
    if word in _BY_WORD:
        return _BY_WORD[word]
    known = ", ".join(f"skos:{relation.value}Match" for relation in Relation)
    faults.append(
        RowFault(
            line.line,
            "predicate_id",
            {
                "da": f"»{line['predicate_id']}« er ikke en relation. Skriv en af: {known}.",
                "en": f"'{line['predicate_id']}' is no relation. Write one of: {known}.",
            },
        )
    )
    return None


def confidence_of(line: SheetRow, faults: list[RowFault]) -> float | None:
    """0 to 1, with point or comma; None for an empty cell."""
    text = line["confidence"]
    if not text:
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = -1.0
    if 0 <= value <= 1:
        return value
    faults.append(
        RowFault(
            line.line,
            "confidence",
            {
                "da": f"»{text}« er ikke et tal fra 0 til 1. Skriv fx 0,8.",
                "en": f"'{text}' is not a number from 0 to 1. Write for example 0.8.",
            },
        )
    )
    return None


def day_of(line: SheetRow, faults: list[RowFault]) -> str:
    """ISO, from what people and spreadsheets write for a day."""
    text = line["mapping_date"]
    danish = _DANISH_DAY.fullmatch(text)
    iso = f"{danish[3]}-{int(danish[2]):02}-{int(danish[1]):02}" if danish else text[:10]
    if _DAY_NUMBER.fullmatch(text):
        iso = (_FIRST_DAY + timedelta(days=int(float(text)))).isoformat()
    try:
        return date.fromisoformat(iso).isoformat() if text else ""
    except ValueError:
        faults.append(
            RowFault(
                line.line,
                "mapping_date",
                {
                    "da": f"»{text}« er ikke en dato. Skriv den som 2026-01-31.",
                    "en": f"'{text}' is no date. Write it as 2026-01-31.",
                },
            )
        )
        return ""


def is_negated(line: SheetRow, faults: list[RowFault]) -> bool:
    """Whether the row says that the two are *not* so."""
    text = line["predicate_modifier"]
    if text.casefold() not in ("", "not", "ikke"):
        faults.append(
            RowFault(
                line.line,
                "predicate_modifier",
                {
                    "da": f"»{text}« kendes ikke. Skriv Not, eller lad cellen stå tom.",
                    "en": f"'{text}' is not known. Write Not or leave the cell empty.",
                },
            )
        )
    return bool(text) or line["predicate_id"].casefold().startswith(("not ", "ikke "))


def justification_of(text: str) -> str:
    """A full IRI; what an editor writes is judged by hand."""
    if not text:
        return SEMAPV + "ManualMappingCuration"
    prefix, colon, local = text.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else text


def sources_of(
    line: SheetRow, faults: list[RowFault], is_known: Callable[[str], bool]
) -> tuple[str, ...]:
    """Full IRIs, from keys of our list or addresses, parted by `|`."""
    keys = (part.strip() for part in line["see_also"].split("|"))
    found = tuple(
        key if "://" in key else SOURCE + key.removeprefix("kilde:") for key in keys if key
    )
    for iri in found:
        if iri.startswith(SOURCE) and not is_known(iri):
            key = iri.removeprefix(SOURCE)
            faults.append(
                RowFault(
                    line.line,
                    "see_also",
                    {
                        "da": f"»{key}« er ikke en kilde, vi kender. Brug en fra "
                        "ontology/sources.ttl, eller skriv kildens adresse.",
                        "en": f"'{key}' is no source that we know. Use one of "
                        "ontology/sources.ttl, or write the address of the source.",
                    },
                )
            )
    return found


def surplus_of(line: SheetRow, faults: list[RowFault]) -> None:
    """Nothing may stand beyond the last column."""
    if line.surplus:
        faults.append(
            RowFault(
                line.line,
                "-",
                {
                    "da": f"rækken har flere celler end overskriften: »{line.surplus}«. Sæt "
                    "anførselstegn om tekster, som skilletegnet står i.",
                    "en": f"the row has more cells than the header: '{line.surplus}'. Quote "
                    "texts that hold the separator.",
                },
            )
        )
