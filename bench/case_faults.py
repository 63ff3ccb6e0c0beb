"""Faults that are planted in made-up cases, each with the rule that it breaks under either act."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bench.case_maker import DENMARK, Maker, Node

Fault = Callable[[Maker], tuple[str, str]]
"""Changes the case; answers with the rule that is broken now, under serviceloven and under
Barnets lov ("" where it cannot be planted)."""


def _late_assessment(case: Maker) -> tuple[str, str]:
    received = case.notification["modtaget"]
    late = (received.astimezone(ZoneInfo("UTC")) + timedelta(hours=24, minutes=1)).astimezone(
        DENMARK
    )
    case.notification["vurdering"] = {**case.notification["vurdering"], "tidspunkt": late}
    return "R001", "R002"


def _late_receipt(case: Maker) -> tuple[str, str]:
    case.notification["kvittering"] = {"a": "Kvittering", "dato": case.after(25)}
    return "R007", "R008"


def _late_completion(case: Maker) -> tuple[str, str]:
    case.assessment["foreloebigVurdering"] = "f"
    case.assessment["opmaerksomDato"] = case.day - timedelta(days=130)
    return "R024", "R025"


def _without(owner: str, name: str, old: str, new: str) -> Fault:
    def fault(case: Maker) -> tuple[str, str]:
        node: Node = getattr(case, owner)
        if name in node:
            del node[name]
            return old, new
        return "", ""

    return fault


def _late_follow_up(case: Maker) -> tuple[str, str]:
    case.service["start"] = case.follow_ups[0]["dato"] - timedelta(days=100)
    if case.is_new:
        case.decision["dato"] = min(case.decision["dato"], case.service["start"])
    return "R075", "R077"


def _too_high_score(case: Maker) -> tuple[str, str]:
    case.root["maaling"].append(
        {"a": "Sikkerhedsvurdering", "dato": case.after(30), "score": 11, "vurderetAf": "barnet"}
    )
    return "R125", "R125"


def _old_code(case: Maker) -> tuple[str, str]:
    case.decision["klagefristUger"] = 3
    return "R112", "R112"


def _wrong_report(case: Maker) -> tuple[str, str]:
    case.report["bestemmelse"] = "bl:46" if case.is_new else "sel:52.3.7"
    return "R122" if case.decision["dato"] >= date(2022, 1, 1) else "", "R121"


def _no_outcome(case: Maker) -> tuple[str, str]:
    if not case.is_new:
        return "", ""
    case.root["screening"]["udfald"] = "bl:20"
    return "", "R019"


def _missing_area(case: Maker) -> tuple[str, str]:
    case.assessment["omraade"] = case.assessment["omraade"][1:]
    return "R028", "R030"


def _concern_only(case: Maker) -> tuple[str, str]:
    case.root["fagligVurdering"].append({"a": "Vurdering", "bekymring": "b"})
    return "R129", "R129"


def _unknown_code(case: Maker) -> tuple[str, str]:
    case.assessment["stoettetype"] = "bl:9999"
    return "K01", "K01"


def _two_municipalities(case: Maker) -> tuple[str, str]:
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


def plant(case: Maker, chance: random.Random) -> frozenset[str]:
    """Plant one more fault; answers with the rules that it breaks."""
    name = chance.choice(sorted(set(FAULTS) - case.planted))
    case.planted.add(name)
    if name == "no reasons":
        case.planted.add("no main considerations")
    if name == "no main considerations":
        case.planted.add("no reasons")
    old, new = FAULTS[name](case)
    rule = new if case.is_new else old
    return frozenset({rule} - {""})
