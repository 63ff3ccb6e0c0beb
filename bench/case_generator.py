"""A seed goes in, realistic made-up cases come out, with the faults that were planted in them.

Each case keeps every rule of its act until faults are planted; each fault names the rules it
breaks, so that finding all of them (recall) and nothing else (precision) can be counted.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from bench.case_faults import plant
from bench.case_maker import Maker, turtle_of


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
        case = Maker(chance).case()
        broken: frozenset[str] = frozenset()
        if chance.random() < fault_rate:
            for _ in range(chance.randint(1, 3)):
                broken |= plant(case, chance)
        yield MadeCase(number, turtle_of(case.root), broken)
