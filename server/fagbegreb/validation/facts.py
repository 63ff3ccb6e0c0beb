"""What the check works out before the rules run, from the calendar and the vocabulary.

Rules stay ordinary SHACL: whatever they need beyond the case itself is added to it as triples,
so that any SHACL engine finds the same.

    a sag:...             of a part without a class: the one that the property leading to it says
    sag:lovdag            of the case: the day that chooses the act for the case as a whole
    sag:regnetTil         of the case: the moment that time limits are reckoned until
    sag:kvitteringsfrist  of a notification: the sixth weekday after its receipt
    sag:tilsynsaar        of a placement: each full year of it
    schema:validFrom ...  of every concept that the case names
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from fagbegreb.namespaces import ID, SAG, SCHEMA, XSD
from fagbegreb.validation.graph import TYPE, CaseGraph, Lit, Node
from fagbegreb.validation.ontology import Use

_DATE: Final = XSD + "date"
_MOMENT: Final = XSD + "dateTime"
_WEEKDAYS: Final = 6
_SUNDAY: Final = 6
_MAX_YEARS: Final = 30


@dataclass(frozen=True, slots=True)
class Code:
    """What the check knows of a concept."""

    scheme: str
    valid_from: str = ""
    valid_to: str = ""
    replaced_by: tuple[str, ...] = ()
    is_retired: bool = False
    is_provision: bool = False


Codes = Mapping[str, Code]


def add_facts(
    graph: CaseGraph,
    codes: Codes,
    holidays: frozenset[date],
    uses: Mapping[str, Use],
    now: datetime,
) -> None:
    """Add all of it to the graph. `now` is a moment in Danish time."""
    _classes(graph, uses)
    _law_day(graph)
    _reckoned_until(graph, now)
    for notification in graph.instances(SAG + "Underretning"):
        for moment in graph.values(notification, SAG + "modtaget"):
            if isinstance(moment, Lit) and moment.kind == "t":
                received = date.fromisoformat(moment.text[:10])
                limit = weekdays_after(received, _WEEKDAYS, holidays)
                graph.add(notification, SAG + "kvitteringsfrist", Lit(limit.isoformat(), _DATE))
    for placement in graph.instances(SAG + "Anbringelse"):
        _supervision_years(graph, placement, now.date())
    for iri in {value for _, _, value in graph.pointing_at(ID)}:
        code = codes.get(iri)
        if code and code.valid_from:
            graph.add(iri, SCHEMA + "validFrom", Lit(code.valid_from, _DATE))
        if code and code.valid_to:
            graph.add(iri, SCHEMA + "validThrough", Lit(code.valid_to, _DATE))


def weekdays_after(day: date, count: int, holidays: frozenset[date]) -> date:
    """The `count`-th weekday after `day`: Monday to Saturday, except public holidays."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() != _SUNDAY and day not in holidays
    return day


def _classes(graph: CaseGraph, uses: Mapping[str, Use]) -> None:
    """What the ontology says a part is, where the case does not say so itself."""
    known_classes = uses[TYPE].values
    classified = {
        subject
        for subject, values in graph.forward(TYPE).items()
        if not known_classes.isdisjoint(values)
    }
    found = [
        (value, use.leads_to)
        for predicate, by_subject in graph.objects.items()
        if (use := uses.get(predicate)) and use.leads_to
        for values in by_subject.values()
        for value in values
        if value.__class__ is Node and value not in classified
    ]
    for part, class_iri in found:
        graph.add(part, TYPE, Node(class_iri))


def _reckoned_until(graph: CaseGraph, now: datetime) -> None:
    """When the case was told; now, where it does not say."""
    told = graph.forward(SAG + "opgjort")
    for subject, values in list(told.items()):
        for value in values:
            graph.add(subject, SAG + "regnetTil", value)
    if not told:
        moment = Lit(now.isoformat(timespec="seconds"), _MOMENT)
        for case in graph.instances(SAG + "Sag"):
            graph.add(case, SAG + "regnetTil", moment)


def _law_day(graph: CaseGraph) -> None:
    """The newest decision chooses; without one, the newest of what leads to a decision."""
    newest = max(_days(graph, "Afgoerelse", "dato"), default="")
    if not newest:
        earlier = (
            ("Underretning", "modtaget"),
            ("Screening", "dato"),
            ("BoernefagligUndersoegelse", "besluttet"),
        )
        newest = max((day for each in earlier for day in _days(graph, *each)), default="")
    if newest:
        for case in graph.instances(SAG + "Sag"):
            graph.add(case, SAG + "lovdag", Lit(newest, _DATE))


def _days(graph: CaseGraph, class_name: str, name: str) -> Iterable[str]:
    for subject in graph.instances(SAG + class_name):
        for value in graph.values(subject, SAG + name):
            if isinstance(value, Lit) and value.kind in "dt":
                yield value.text[:10]


def _supervision_years(graph: CaseGraph, placement: Node, today: date) -> None:
    """Full years from the start until the placement ended; none that the case has not seen."""
    start = _day(graph, placement, "start")
    if start is None:
        return
    until = _told_at(graph) or today
    last = _day(graph, placement, "slut")
    if last is not None:
        until = min(until, last)
    for number in range(_MAX_YEARS):
        first, after = _anniversary(start, number), _anniversary(start, number + 1)
        if after > until:
            return
        year = Node(f"_:Tilsynsaar-{placement.removeprefix('_:')}-{number + 1}".replace(":", "-"))
        year = Node("_:" + "".join(c if c.isalnum() else "-" for c in year[2:]))
        graph.add(placement, SAG + "tilsynsaar", year)
        graph.add(year, TYPE, Node(SAG + "Tilsynsaar"))
        graph.add(year, SAG + "fra", Lit(first.isoformat(), _DATE))
        graph.add(year, SAG + "til", Lit((after - timedelta(days=1)).isoformat(), _DATE))


def _anniversary(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 2, 28)


def _told_at(graph: CaseGraph) -> date | None:
    told = [day for case in graph.instances(SAG + "Sag") if (day := _day(graph, case, "opgjort"))]
    return max(told, default=None)


def _day(graph: CaseGraph, subject: Node, name: str) -> date | None:
    days = [
        date.fromisoformat(value.text[:10])
        for value in graph.values(subject, SAG + name)
        if isinstance(value, Lit) and value.kind in "dt"
    ]
    return min(days, default=None)
