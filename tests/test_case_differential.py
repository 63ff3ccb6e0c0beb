"""Cases made and then damaged at random: three engines, not one difference."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pyoxigraph as ox
import pytest
from bench.case_generator import made_cases

from fagbegreb.namespaces import SAG, XSD
from rule_cases import content_checker
from shacl_engines import queries_parsed_once, quick, slow

CASES, GROUPS = 1_000, 40
_DATE = ox.NamedNode(XSD + "date")


@pytest.fixture(scope="module", autouse=True)
def _parsed_once() -> Iterator[None]:
    with queries_parsed_once():
        yield


def _damaged(turtle: str, chance: random.Random) -> list[ox.Quad]:
    """The case with some triples lost, days moved, values swapped and classes changed."""
    quads = list(ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE))
    for _ in range(chance.randint(0, 12)):
        at = chance.randrange(len(quads))
        quad = quads[at]
        match chance.randrange(5):
            case 0:
                del quads[at]
            case 1 if isinstance(quad.object, ox.Literal) and quad.object.datatype == _DATE:
                day = date.fromisoformat(quad.object.value)
                day += timedelta(days=chance.choice([-400, -31, -1, 1, 30, 365, 1200]))
                quads[at] = _with(quad, ox.Literal(day.isoformat(), datatype=_DATE))
            case 2:
                quads[at] = _with(quad, chance.choice(quads).object)
            case 3:
                name = chance.choice(["Indsats", "Anbringelse", "Ungeplan", "Afdaekning", "Klage"])
                quads[at] = _with(quad, ox.NamedNode(SAG + name))
            case _:
                other = chance.choice(quads)
                quads.append(ox.Quad(other.subject, quad.predicate, quad.object))
    return quads


def _with(quad: ox.Quad, value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, value)


@pytest.mark.slow
@pytest.mark.parametrize("group", range(GROUPS))
def test_engines_agree_on_damaged_cases(group: int) -> None:
    checker = content_checker()
    chance = random.Random(group)
    for made in made_cases(CASES // GROUPS, seed=1_000 + group):
        graph, _ = checker.prepare(_damaged(made.turtle, chance))
        found = quick(checker, graph, checker.rules.rules)
        assert slow(checker, graph) == {"rdflib": found, "store": found}, made.number


def test_planted_faults_are_found_and_nothing_else() -> None:
    """Recall and precision are both 100 per cent."""
    checker = content_checker()
    for made in made_cases(400, seed=7, fault_rate=0.7):
        report = checker.check(made.turtle.encode(), "text/turtle")
        assert {finding.rule for finding in report.findings} == made.broken, made.number
