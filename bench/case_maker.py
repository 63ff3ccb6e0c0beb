"""Chance goes in, one made-up case that keeps every rule comes out, and its Turtle.

Roles only; nobody is described.
"""

from __future__ import annotations

import random
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
DENMARK = ZoneInfo("Europe/Copenhagen")
_CODES = ("bl:", "sel:", "udredning:", "sag:", ":")


class Maker:
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

    def case(self) -> Maker:
        conversation = {
            "id": ":samtale",
            "a": "Boernesamtale",
            "dato": self.after(12),
            "notat": "Journal",
        }
        self._notification()
        self._assessment(conversation)
        self._decision(conversation)
        self._service()
        self.root = {
            "id": ":sag",
            "a": "Sag",
            "opgjort": self._moment(self.after(420), 12),
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
                "dato": self.after(3),
                "udfald": "bl:18.1.3",
                "notat": "Journal",
            }
        return self

    def after(self, days: int) -> date:
        return self.day + timedelta(days=days)

    @staticmethod
    def _moment(day: date, hour: int, minute: int = 0) -> datetime:
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=DENMARK)

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
            "kvittering": {"a": "Kvittering", "dato": self.after(self.chance.randint(0, 5))},
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
            "besluttet": self.after(4),
            "start": self.after(5),
            "afsluttet": self.after(self.chance.randint(30, 115)),
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
            "dato": self.after(120),
            "hjemmel": "bl:32.1.3" if self.is_new else "sel:52.3.3",
            "afgoersAf": "sag:Kommunen",
            "samtykke": {"a": "Samtykke", "dato": self.after(118), "givetAf": ":mor"},
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
            self.plan |= {"dato": self.after(150), "tagerAfsaetI": ":undersoegelse"}
            goal["barnetsOenske"] = "ø"
        else:
            self.plan |= {"dato": self.after(119), "formaal": "f", "planlagtIndsats": "i"}
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
                "dato": self.after(day),
                "notat": "Journal",
                "justering": "nej",
                "planRevision": "nej",
            }
            if self.after(day) >= self.plan["dato"]:
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
            "start": self.after(start),
            "opfoelgning": self.follow_ups,
        }
        self.report = {
            "a": "Indberetning",
            "afgoerelse": ":afgoerelse",
            "dato": self.after(130),
            "vedroerer": ":indsats",
            "bestemmelse": "bl:32.1" if self.is_new else "sel:52.3.3",
        }

    def _measurements(self) -> list[Node]:
        found: list[Node] = [
            {
                "a": "Trivselsvurdering",
                "dato": self.after(20 + 60 * number),
                "score": self.chance.randint(1, 5),
            }
            for number in range(self.chance.choice([0, 2, 3, 6]))
        ]
        found += [
            {
                "a": "Sikkerhedsvurdering",
                "dato": self.after(25 + 30 * number),
                "score": self.chance.randint(0, 10),
                "vurderetAf": "rådgiver",
            }
            for number in range(self.chance.choice([0, 1, 4]))
        ]
        return found


def turtle_of(root: Node) -> str:
    """The case as a Turtle document."""
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
    return PREFIXES + "\n".join(reversed(lines)) + "\n"
