"""A seed goes in, realistic made-up cases come out, with the faults that were planted in them.

Each case keeps every rule of its act until faults are planted; each fault names the rules it
breaks, so that finding all of them (recall) and nothing else (precision) can be counted.
Roles only; nobody is described.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Node = dict[str, Any]
PREFIXES = """@prefix : <https://sag.example/made/> .
@prefix sag: <https://w3id.org/fagbegreb/sag#> .
@prefix bl: <https://w3id.org/fagbegreb/id/bl/> .
@prefix sel: <https://w3id.org/fagbegreb/id/sel/> .
@prefix udredning: <https://w3id.org/fagbegreb/id/udredning/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_DENMARK = ZoneInfo("Europe/Copenhagen")
_CODES = ("bl:", "sel:", "udredning:", "sag:", ":")


@dataclass(frozen=True)
class MadeCase:
    """One case as Turtle, with the rules that its planted faults break."""

    number: int
    turtle: str
    broken: frozenset[str]


def made_cases(count: int, seed: int = 1, fault_rate: float = 0.3) -> Iterator[MadeCase]:
    """`count` cases; about `fault_rate` of them have one to three faults."""
    for number in range(count):
        chance = random.Random(f"{seed}-{number}")
        case = _Maker(chance).case()
        broken: frozenset[str] = frozenset()
        if chance.random() < fault_rate:
            for _ in range(chance.randint(1, 3)):
                broken |= _plant(case, chance)
        yield MadeCase(number, PREFIXES + _turtle(case.root), broken)


class _Maker:
    """Makes one case without faults; its parts stay within reach for those who plant them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.is_new = chance.random() < 0.6
        """Under Barnets lov, else under serviceloven."""
        first = date(2024, 2, 1) if self.is_new else date(2015, 2, 1)
        self.day = first + timedelta(days=chance.randint(0, 400 if self.is_new else 2200))
        self.root: Node = {}
        self.notification: Node = {}
        self.assessment: Node = {}
        self.decision: Node = {}
        self.service: Node = {}
        self.plan: Node = {}
        self.report: Node = {}
        self.follow_ups: list[Node] = []
        self.planted: set[str] = set()

    def case(self) -> _Maker:
        conversation = {
            "id": ":samtale",
            "a": "Boernesamtale",
            "dato": self._after(12),
            "notat": "Journal",
        }
        self._notification()
        self._assessment(conversation)
        self._decision(conversation)
        self._service()
        self.root = {
            "id": ":sag",
            "a": "Sag",
            "opgjort": self._moment(self._after(420), 12),
            "barn": {"id": ":barnet", "a": "Barn", "foedselsdato": self._born()},
            "foraeldremyndighedsindehaver": [
                {"id": ":mor", "a": "Foraeldremyndighedsindehaver"},
                *self._maybe([{"id": ":far", "a": "Foraeldremyndighedsindehaver"}]),
            ],
            "handlekommune": {"a": "Handlekommune", "fra": self._born()},
            "oplystOmBisidder": True,
            "underretning": [self.notification, *self._more_notifications()],
            "undersoegelse": self.assessment,
            "boernesamtale": conversation,
            "afgoerelse": self.decision,
            "indsats": self.service,
            "plan": self.plan,
            "indberetning": self.report,
            "maaling": self._measurements(),
            "fagligVurdering": [
                {"a": "Vurdering", "bekymring": "b", "ressource": "r"}
                for _ in range(self.chance.randint(0, 3))
            ],
        }
        if self.is_new:
            self.root["screening"] = {
                "id": ":screening",
                "a": "Screening",
                "dato": self._after(3),
                "udfald": "bl:18.1.3",
                "notat": "Journal",
            }
        return self

    def _after(self, days: int) -> date:
        return self.day + timedelta(days=days)

    @staticmethod
    def _moment(day: date, hour: int, minute: int = 0) -> datetime:
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=_DENMARK)

    def _born(self) -> date:
        return self.day - timedelta(days=6 * 365 + self.day.toordinal() % 800)

    def _maybe(self, parts: list[Node]) -> list[Node]:
        return parts if self.chance.random() < 0.5 else []

    def _notification(self) -> None:
        received = self._moment(self.day, self.chance.randint(0, 23), self.chance.randint(0, 59))
        assessed = received + timedelta(minutes=self.chance.randint(0, 22 * 60))
        self.notification = {
            "id": ":underretning",
            "a": "Underretning",
            "modtaget": received,
            "underretterType": self.chance.choice(["sag:Borger", "sag:AndenKommune"]),
            "vurdering": {
                "a": "VurderingAfUnderretning",
                "tidspunkt": assessed,
                "fareVurderet": self.chance.random() < 0.3,
                "akutBehov": False,
            },
            "kvittering": {"a": "Kvittering", "dato": self._after(self.chance.randint(0, 5))},
        }
        if self.is_new:
            self.notification["vurdering"]["videreSpor"] = "sag:TilUndersoegelse"
        else:
            self.notification["vurdering"]["stillingTilUndersoegelse"] = True
            self.notification["centraltRegistreret"] = True

    def _more_notifications(self) -> list[Node]:
        """Earlier ones, before there was any support."""
        found = []
        for number in range(self.chance.choice([0, 0, 1, 2, 4])):
            copied = dict(self.notification, id=f":tidligere{number}")
            found.append(copied)
        return found

    def _assessment(self, conversation: Node) -> None:
        self.assessment = {
            "id": ":undersoegelse",
            "a": "BoernefagligUndersoegelse",
            "opmaerksomDato": self.day,
            "besluttet": self._after(4),
            "start": self._after(5),
            "afsluttet": self._after(self.chance.randint(30, 115)),
            "boernesamtale": conversation,
            "problem": {"id": ":problem", "a": "Problem"},
            "omraade": [
                {
                    "a": "Omraadebeskrivelse",
                    "vedroerer": f"udredning:50-2-{number}",
                    "beskrivelse" if self.chance.random() < 0.8 else "ikkeRelevant": "tekst",
                }
                for number in range(1, 7)
            ],
            "grundlagForStoette": True,
            "stoettetype": "bl:32.1" if self.is_new else "sel:52.3.3",
            "begrundelse": "b",
            "barnetsHoldning": "h",
            "foraeldresHoldning": "h",
        }
        if self.is_new:
            self.assessment |= {
                "afhjaelpendeForhold": "a",
                "sideloebendeStoette": "ingen",
                "soeskendeVurdering": "ingen",
                "beskrivelseAf": [
                    {"a": "Beskrivelse", "part": part, "udfordring": "u", "ressource": "r"}
                    for part in ("sag:Barnet", "sag:Familien", "sag:Netvaerket")
                ],
            }

    def _decision(self, conversation: Node) -> None:
        self.decision = {
            "id": ":afgoerelse",
            "a": "Afgoerelse",
            "dato": self._after(120),
            "hjemmel": "bl:32.1.3" if self.is_new else "sel:52.3.3",
            "afgoersAf": "sag:Kommunen",
            "samtykke": {"a": "Samtykke", "dato": self._after(118), "givetAf": ":mor"},
            "byggerPaa": [":undersoegelse", ":samtale"],
            "formaal": "f",
            "begrundelse": "b",
            "hovedhensyn": "h",
            "faktiskeOplysninger": "o",
            "klageinstans": "Ankestyrelsen",
            "klagefristUger": 4,
        }
        goal = {"id": ":maal", "a": "Maal"}
        self.plan = {
            "id": ":plan",
            "a": "BarnetsPlan" if self.is_new else "Handleplan",
            "afgoerelse": ":afgoerelse",
            "maal": goal,
        }
        if self.is_new:
            self.decision |= {
                "grundlag": ":undersoegelse",
                "stillingTilPlan": True,
                "forventetVarighed": "et år",
            }
            self.plan |= {"dato": self._after(150), "tagerAfsaetI": ":undersoegelse"}
            goal["barnetsOenske"] = "ø"
        else:
            self.plan |= {"dato": self._after(119), "formaal": "f", "planlagtIndsats": "i"}
            goal["afledtAf"] = ":problem"

    def _service(self) -> None:
        start = 125
        days = [start + self.chance.randint(40, 85)]
        while days[-1] + 180 < 420:
            days.append(days[-1] + self.chance.randint(100, 170))
        self.follow_ups = []
        for number, day in enumerate(days):
            follow_up: Node = {
                "a": "Opfoelgning",
                "dato": self._after(day),
                "notat": "Journal",
                "justering": "nej",
                "planRevision": "nej",
            }
            if self._after(day) >= self.plan["dato"]:
                follow_up["vurderer"] = ":maal"
            if self.is_new:
                follow_up["behovForUdredning"] = "nej"
            if self.is_new and number == 0:
                follow_up |= {"kadenceMaaneder": 6, "begrundelse": "b", "barnetsOensker": "ø"}
            self.follow_ups.append(follow_up)
        self.service = {
            "id": ":indsats",
            "a": "Indsats",
            "afgoerelse": ":afgoerelse",
            "start": self._after(start),
            "opfoelgning": self.follow_ups,
        }
        self.report = {
            "a": "Indberetning",
            "afgoerelse": ":afgoerelse",
            "dato": self._after(130),
            "vedroerer": ":indsats",
            "bestemmelse": "bl:32.1" if self.is_new else "sel:52.3.3",
        }

    def _measurements(self) -> list[Node]:
        found: list[Node] = [
            {
                "a": "Trivselsvurdering",
                "dato": self._after(20 + 60 * number),
                "score": self.chance.randint(1, 5),
            }
            for number in range(self.chance.choice([0, 2, 3, 6]))
        ]
        found += [
            {
                "a": "Sikkerhedsvurdering",
                "dato": self._after(25 + 30 * number),
                "score": self.chance.randint(0, 10),
                "vurderetAf": "rådgiver",
            }
            for number in range(self.chance.choice([0, 1, 4]))
        ]
        return found


Fault = Callable[[_Maker], tuple[str, str]]
"""Changes the case; answers with the rule that is broken now, under serviceloven and under
Barnets lov ("" where it cannot be planted)."""


def _late_assessment(case: _Maker) -> tuple[str, str]:
    received = case.notification["modtaget"]
    late = (received.astimezone(ZoneInfo("UTC")) + timedelta(hours=24, minutes=1)).astimezone(
        _DENMARK
    )
    case.notification["vurdering"] = {**case.notification["vurdering"], "tidspunkt": late}
    return "R001", "R002"


def _late_receipt(case: _Maker) -> tuple[str, str]:
    case.notification["kvittering"] = {"a": "Kvittering", "dato": case._after(25)}
    return "R007", "R008"


def _late_completion(case: _Maker) -> tuple[str, str]:
    case.assessment["foreloebigVurdering"] = "f"
    case.assessment["opmaerksomDato"] = case.day - timedelta(days=130)
    return "R024", "R025"


def _without(owner: str, name: str, old: str, new: str) -> Fault:
    def fault(case: _Maker) -> tuple[str, str]:
        node: Node = getattr(case, owner)
        if name in node:
            del node[name]
            return old, new
        return "", ""

    return fault


def _late_follow_up(case: _Maker) -> tuple[str, str]:
    case.service["start"] = case.follow_ups[0]["dato"] - timedelta(days=100)
    if case.is_new:
        case.decision["dato"] = min(case.decision["dato"], case.service["start"])
    return "R075", "R077"


def _too_high_score(case: _Maker) -> tuple[str, str]:
    case.root["maaling"].append(
        {"a": "Sikkerhedsvurdering", "dato": case._after(30), "score": 11, "vurderetAf": "barnet"}
    )
    return "R125", "R125"


def _old_code(case: _Maker) -> tuple[str, str]:
    case.decision["klagefristUger"] = 3
    return "R112", "R112"


def _wrong_report(case: _Maker) -> tuple[str, str]:
    case.report["bestemmelse"] = "bl:46" if case.is_new else "sel:52.3.7"
    return "R122" if case.decision["dato"] >= date(2022, 1, 1) else "", "R121"


def _no_outcome(case: _Maker) -> tuple[str, str]:
    if not case.is_new:
        return "", ""
    case.root["screening"]["udfald"] = "bl:20"
    return "", "R019"


def _missing_area(case: _Maker) -> tuple[str, str]:
    case.assessment["omraade"] = case.assessment["omraade"][1:]
    return "R028", "R030"


def _concern_only(case: _Maker) -> tuple[str, str]:
    case.root["fagligVurdering"].append({"a": "Vurdering", "bekymring": "b"})
    return "R129", "R129"


def _unknown_code(case: _Maker) -> tuple[str, str]:
    case.assessment["stoettetype"] = "bl:9999"
    return "K01", "K01"


def _two_municipalities(case: _Maker) -> tuple[str, str]:
    case.root["handlekommune"] = [
        case.root["handlekommune"],
        {"a": "Handlekommune", "fra": case.day},
    ]
    return "R116", "R116"


FAULTS: dict[str, Fault] = {
    "assessed too late": _late_assessment,
    "receipt too late": _late_receipt,
    "completed too late": _late_completion,
    "followed up too late": _late_follow_up,
    "score above the scale": _too_high_score,
    "wrong time limit for complaint": _old_code,
    "wrong provision reported": _wrong_report,
    "screening without outcome": _no_outcome,
    "area missing": _missing_area,
    "concern without resource": _concern_only,
    "unknown code": _unknown_code,
    "two municipalities": _two_municipalities,
    "no consent": _without("decision", "samtykke", "R049", "R050"),
    "no purpose": _without("decision", "formaal", "R058", "R056"),
    "no reasons": _without("decision", "begrundelse", "R109", "R109"),
    "no basis in the case": _without("decision", "byggerPaa", "R115", "R115"),
    "no appeal body": _without("decision", "klageinstans", "R111", "R111"),
    "no main considerations": _without("decision", "hovedhensyn", "R110", "R110"),
    "no assessor": _without("root", "oplystOmBisidder", "R045", "R044"),
    "child's view missing": _without("assessment", "barnetsHoldning", "R033", "R034"),
    "conclusion missing": _without("assessment", "grundlagForStoette", "R031", "R032"),
    "notifier unknown": _without("notification", "underretterType", "R016", "R017"),
}


def _plant(case: _Maker, chance: random.Random) -> frozenset[str]:
    name = chance.choice(sorted(set(FAULTS) - case.planted))
    case.planted.add(name)
    if name == "no reasons":
        case.planted.add("no main considerations")
    if name == "no main considerations":
        case.planted.add("no reasons")
    old, new = FAULTS[name](case)
    rule = new if case.is_new else old
    return frozenset({rule} - {""})


def _turtle(root: Node) -> str:
    written: set[str] = set()
    lines: list[str] = []

    def value(given: Any) -> str:
        if isinstance(given, dict):
            return node(given)
        if isinstance(given, bool):
            return str(given).lower()
        if isinstance(given, int):
            return str(given)
        if isinstance(given, datetime):
            return f'"{given.isoformat()}"^^xsd:dateTime'
        if isinstance(given, date):
            return f'"{given.isoformat()}"^^xsd:date'
        return given if given.startswith(_CODES) else f'"{given}"'

    def node(given: Node) -> str:
        name = given.get("id", "")
        if name in written:
            return str(name)
        written.update({name} - {""})
        parts = [f"a sag:{given['a']}"]
        for key, told in given.items():
            if key not in ("id", "a"):
                several = told if isinstance(told, list) else [told]
                if several:
                    parts.append(f"sag:{key} " + " , ".join(value(each) for each in several))
        body = " ;\n    ".join(parts)
        if not name:
            return f"[ {body} ]"
        lines.append(f"{name} {body} .")
        return str(name)

    node(root)
    return "\n".join(reversed(lines)) + "\n"
