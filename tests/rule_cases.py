"""The small cases of tests/cases: what each rule accepts and refuses, as text that people read.

    == R001@2022 R002@2025           these rules, with ÅR standing for the year
    + <u> a sag:Underretning ...     shared by the cases below
    holder: ...                      the rule applies and finds nothing
    brydes: ...  brydes 2: ...       it finds something; exactly two
    gælder ikke: ...                 it does not apply

`@2022-03-01` is a day, `@2022-03-01T10:00` a moment in Danish time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from fagbegreb.settings import content_root
from fagbegreb.validation import CaseChecker, checker_of_content

FOLDER = Path(__file__).parent / "cases"
PREFIXES = """\
@base <urn:sag:> .
@prefix sag: <https://w3id.org/fagbegreb/sag#> .
@prefix bl: <https://w3id.org/fagbegreb/id/bl/> .
@prefix sel: <https://w3id.org/fagbegreb/id/sel/> .
@prefix uk: <https://w3id.org/fagbegreb/id/uk/> .
@prefix udredning: <https://w3id.org/fagbegreb/id/udredning/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
TOLD = datetime(2027, 1, 1, 12, tzinfo=ZoneInfo("Europe/Copenhagen"))
_HEAD = re.compile(r"(holder|brydes|gælder ikke)(?: (\d+))?: (.+)")
_YEAR = re.compile(r"ÅR([+-]\d+(?=-\d\d-))?")
_MOMENT = re.compile(r"@(\d{4}-\d\d-\d\dT\d\d:\d\d)")
_DAY = re.compile(r"@(\d{4}-\d\d-\d\d)")
_DATED = re.compile(
    r'"(\d{4}-\d\d-\d\d)(?:(T\d\d:\d\d:\d\d)(?:[+-]\d\d:\d\d|Z))?"\^\^xsd:date(?:Time)?'
)


@dataclass(frozen=True)
class RuleCase:
    """One rule, one small case, what the rule should say."""

    rule: str
    year: int
    expected: str
    """`holder`, `brydes` or `gælder ikke`."""
    findings: int | None
    title: str
    turtle: str

    def __str__(self) -> str:
        return f"{self.rule}-{self.year}-{self.expected}-{self.title}"


@cache
def rule_cases() -> tuple[RuleCase, ...]:
    """All of them, in the order of the files."""
    return tuple(case for path in sorted(FOLDER.glob("*.txt")) for case in _read(path))


@cache
def content_checker() -> CaseChecker:
    """The checker of this checkout's rules, for which it is always the same moment."""
    return checker_of_content(content_root(), now=lambda: TOLD)


def turtle(text: str, year: int = 2025) -> str:
    """A whole Turtle document from a text with @days and ÅR."""
    text = _YEAR.sub(lambda found: str(year + int(found[1] or 0)), text)
    text = _MOMENT.sub(lambda found: f'"{_danish(found[1])}"^^xsd:dateTime', text)
    return PREFIXES + _DAY.sub(r'"\1"^^xsd:date', text)


def endless(note: str = '""') -> str:
    """A case that no machine checks in time, with `note` (a literal) in it.

    Each of its follow-ups is compared with every other: a hundred million comparisons.
    """
    return turtle(
        "<a> a sag:Afgoerelse ; sag:dato @2023-01-02 . <x> a sag:Anbringelse ; "
        f"sag:afgoerelse <a> ; sag:start @2023-01-02 ; sag:notat {note} ."
        + "".join(
            f"<x> sag:opfoelgning <o{n}> . <o{n}> sag:dato @2023-02-01 ." for n in range(10_000)
        )
    )


def moved(document: str, days: int) -> str:
    """The same document with every day and moment so many days later."""

    def later(found: re.Match[str]) -> str:
        day = (date.fromisoformat(found[1]) + timedelta(days=days)).isoformat()
        text = f"{day}{found[2]}" if found[2] else day
        return f'"{_danish(text)}"^^xsd:dateTime' if found[2] else f'"{text}"^^xsd:date'

    return _DATED.sub(later, document)


def _danish(text: str) -> str:
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Copenhagen"))
    return local.isoformat()


def _read(path: Path) -> Iterator[RuleCase]:
    rules: list[tuple[str, int]] = []
    shared: list[str] = []
    head: re.Match[str] | None = None
    body: list[str] = []

    def done() -> Iterator[RuleCase]:
        if head is None:
            return
        for rule, year in rules:
            count = int(head[2]) if head[2] else None
            text = "\n".join([*shared, *body])
            yield RuleCase(rule, year, head[1], count, head[3], turtle(text, year))

    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            yield from done()
            pairs = [pair.split("@") for pair in line[3:].split()]
            rules = [(rule, int(year)) for rule, year in pairs]
            shared, head, body = [], None, []
        elif line.startswith("+ "):
            shared.append(line[2:])
        elif found := _HEAD.fullmatch(line):
            yield from done()
            head, body = found, []
        elif line.strip():
            assert head, f"{path}: {line}"
            body.append(line)
    yield from done()
