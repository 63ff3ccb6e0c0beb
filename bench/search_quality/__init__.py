"""Search quality as a number: judged queries and generated typing errors, asked of the real index.

`queries.tsv` holds one judged query a line: kind, what is typed, the CURIEs that answer it (any of
them will do; none means that nothing must be found). `python -m bench.search_quality` prints the
table and the queries that fail; the same functions hold the floor in the tests.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

QUERIES = Path(__file__).with_name("queries.tsv")
DEPTH = 10
NONSENSE = "nonsense"
_KEYS = "abcdefghijklmnoprstuvyæøå"
_VOWELS = "aeiouyæøå"

Ask = Callable[[str], list[str]]
"""A query to the CURIEs found, best first, DEPTH of them."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One query and the CURIEs that answer it; none when nothing must be found."""

    kind: str
    query: str
    answers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the first right answer stood, from 1; 0 when it was not among the first ten.

    For a query that must find nothing, 1 when nothing was found.
    """

    judged: Judged
    rank: int
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How well one kind of query went."""

    kind: str
    count: int
    hit_at_1: float
    hit_at_5: float
    mrr: float


def read_queries(path: Path = QUERIES) -> tuple[Judged, ...]:
    """The judged queries in the order of the file."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return tuple(Judged(kind, query, frozenset(answers.split())) for kind, query, answers in rows)


def judge(queries: Iterable[Judged], ask: Ask) -> tuple[Outcome, ...]:
    """Asks every query."""
    return tuple(_outcome(one, ask(one.query)) for one in queries)


def _outcome(judged: Judged, found: list[str]) -> Outcome:
    if not judged.answers:
        return Outcome(judged, 0 if found else 1, tuple(found))
    ranks = (place for place, curie in enumerate(found, start=1) if curie in judged.answers)
    return Outcome(judged, next(ranks, 0), tuple(found))


def scores(outcomes: Iterable[Outcome]) -> tuple[Score, ...]:
    """One score per kind in order of first appearance, then `all`."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for outcome in outcomes:
        by_kind[outcome.judged.kind].append(outcome.rank)
    every = [rank for ranks in by_kind.values() for rank in ranks]
    return tuple(_score(kind, ranks) for kind, ranks in (*by_kind.items(), ("all", every)))


def _score(kind: str, ranks: list[int]) -> Score:
    count = len(ranks)
    return Score(
        kind,
        count,
        sum(rank == 1 for rank in ranks) / count,
        sum(1 <= rank <= 5 for rank in ranks) / count,
        sum(1 / rank for rank in ranks if rank) / count,
    )


def typing_errors(labels: Iterable[tuple[str, frozenset[str]]], seed: int = 7) -> Iterator[Judged]:
    """One typing error in each label (label, CURIEs that have it), drawn with a fixed seed.

    The error falls in a word of four letters or more: a letter is lost, doubled, swapped with the
    next, replaced by any other, replaced by a wrong vowel, or slipped in. The first letter of a
    word stays, as it nearly always does when people type.
    """
    draw = random.Random(seed)
    for label, curies in labels:
        words = label.split(" ")
        long = [n for n, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
        if long:
            place = draw.choice(long)
            mistyped = _mistyped(words[place], draw)
            yield Judged(
                "generated typo", " ".join((*words[:place], mistyped, *words[place + 1 :])), curies
            )


def _mistyped(word: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(word))
    before, letter, after = word[:at], word[at], word[at + 1 :]
    return draw.choice(
        (
            before + after,
            before + letter + letter + after,
            before + after[:1] + letter + after[1:],
            before + draw.choice(_KEYS) + after,
            before + (draw.choice(_VOWELS) if letter.lower() in _VOWELS else letter) + after,
            before + draw.choice(_KEYS) + letter + after,
        )
    )
