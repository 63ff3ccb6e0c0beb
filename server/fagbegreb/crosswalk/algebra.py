"""Crosswalk algebra: two relations in, one relation with its loss out; and a relation turned round.

Pure functions over the whole table, so that the table can be read, tested and argued with.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from fagbegreb.model import Labels, Loss, Relation

EXACT, CLOSE, BROAD, NARROW, RELATED = Relation

RANK: Final[dict[Relation, int]] = {relation: rank for rank, relation in enumerate(Relation)}
"""Closest first: exact 0, close 1, broad 2, narrow 3, related 4."""

CLOSENESS: Final[dict[Relation, int]] = {**RANK, NARROW: RANK[BROAD]}
"""The same where the direction must not count."""

UNJUDGED_CONFIDENCE: Final = 0.5
"""What a row counts for when nobody has judged how sure it is."""

DIRECT_LOSS: Final[dict[Relation, Loss]] = {
    EXACT: Loss.NONE,
    CLOSE: Loss.LOW,
    BROAD: Loss.LOW,
    NARROW: Loss.LOW,
    RELATED: Loss.HIGH,
}

_REVERSED: Final = {BROAD: NARROW, NARROW: BROAD}

_SAFE_NOTE: Final[Labels] = {}
_EDITORIAL_NOTE: Final[Labels] = {
    "da": "vores redaktionelle regel for to led, ikke en standard",
    "en": "our editorial rule for two steps, not a standard",
}
_APPROXIMATE_NOTE: Final[Labels] = {
    "da": "begge led er omtrentlige",
    "en": "both steps approximate",
}


class Composition(NamedTuple):
    """What two steps amount to. `note` is empty where SSSOM's chaining rules say so."""

    relation: Relation
    loss: Loss
    note: Labels


def _sure(relation: Relation) -> Composition:
    return Composition(relation, DIRECT_LOSS[relation], _SAFE_NOTE)


def _ours(relation: Relation, loss: Loss | None = None) -> Composition:
    return Composition(relation, loss or DIRECT_LOSS[relation], _EDITORIAL_NOTE)


# Rows: first step; columns: second. Exact, broad and narrow chain with themselves and exact
# before or after anything leaves it as it is (SSSOM chaining rules T1, RCE1 and RCE2,
# https://mapping-commons.github.io/sssom/chaining-rules/). All else is our editorial rule.
_TABLE: Final[dict[tuple[Relation, Relation], Composition | None]] = {
    (EXACT, EXACT): _sure(EXACT),
    (EXACT, CLOSE): _sure(CLOSE),
    (EXACT, BROAD): _sure(BROAD),
    (EXACT, NARROW): _sure(NARROW),
    (EXACT, RELATED): _sure(RELATED),
    (CLOSE, EXACT): _sure(CLOSE),
    (CLOSE, CLOSE): Composition(RELATED, Loss.HIGH, _APPROXIMATE_NOTE),
    (CLOSE, BROAD): _ours(BROAD, Loss.HIGH),
    (CLOSE, NARROW): _ours(NARROW, Loss.HIGH),
    (CLOSE, RELATED): _ours(RELATED),
    (BROAD, EXACT): _sure(BROAD),
    (BROAD, CLOSE): _ours(BROAD, Loss.HIGH),
    (BROAD, BROAD): _sure(BROAD),
    (BROAD, NARROW): _ours(RELATED),
    (BROAD, RELATED): _ours(RELATED),
    (NARROW, EXACT): _sure(NARROW),
    (NARROW, CLOSE): _ours(NARROW, Loss.HIGH),
    (NARROW, BROAD): _ours(RELATED),
    (NARROW, NARROW): _sure(NARROW),
    (NARROW, RELATED): _ours(RELATED),
    (RELATED, EXACT): _sure(RELATED),
    (RELATED, CLOSE): _ours(RELATED),
    (RELATED, BROAD): _ours(RELATED),
    (RELATED, NARROW): _ours(RELATED),
    (RELATED, RELATED): None,
}


def compose(first: Relation, second: Relation) -> Composition | None:
    """What A is to C when A is `first` to B and B is `second` to C.

    None: the two are not chained (related to something related says nothing).
    """
    return _TABLE[first, second]


DENIED: Final[dict[Relation, frozenset[Relation]]] = {
    EXACT: frozenset({EXACT}),
    CLOSE: frozenset({EXACT, CLOSE}),
    BROAD: frozenset({BROAD}),
    NARROW: frozenset({NARROW}),
    RELATED: frozenset(Relation),
}
"""What cannot be true where a row says `Not` this relation: not even close is not exact either."""


def reverse(relation: Relation) -> Relation:
    """The same statement read from the other end: broad and narrow change places."""
    return _REVERSED.get(relation, relation)


def direct(relation: Relation) -> Composition:
    """One step, seen as a composition of itself."""
    return _sure(relation)


def combined_confidence(steps: Sequence[float | None]) -> float:
    """The product of the steps' confidences, to four decimals; an unjudged step counts 0.5.

    Steps are taken as independent, so a chain is never surer than its weakest step, and other
    paths to the same target do not raise it.
    """
    product = 1.0
    for confidence in steps:
        product *= UNJUDGED_CONFIDENCE if confidence is None else confidence
    return round(product, 4)
