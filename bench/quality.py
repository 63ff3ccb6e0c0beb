"""How well search finds: judged queries by kind, and one typing error in every label."""

from __future__ import annotations

from collections.abc import Iterator

from bench import Figure, Place
from bench.search_quality import Score, judge, read_queries, scores, typing_errors
from bench.search_quality.asking import asker, labels_to_mistype
from bench.search_quality.splitting import lexicon_of, read_splits, wrongly_split
from fagbegreb.terminology import Terminology

TITLE = "Search quality"


def measure(place: Place) -> Iterator[Figure]:
    """Mean reciprocal rank by kind, and the share of right answers among the first five."""
    terminology = Terminology.open(place.snapshot, place.settings)
    ask = asker(terminology)
    judged = scores(judge(read_queries(), ask))
    for score in judged:
        yield Figure(
            f"MRR, {score.kind}", score.mrr, "", goal=0.95, is_more_better=True, note=_note(score)
        )
    yield _found("Found among the first five, judged queries", judged[-1], 0.99)
    splits = read_splits()
    wrong = wrongly_split(lexicon_of(terminology), splits)
    yield Figure(
        "Compounds and simple words split wrongly",
        len(wrong) / len(splits),
        "",
        goal=0.01,
        note=f"{len(splits)} words read through by eye",
    )
    if not place.is_quick:
        (typos, _) = scores(judge(typing_errors(labels_to_mistype(terminology)), ask))
        yield _found("Found among the first five, one typing error in any label", typos, 0.97)


def _found(what: str, score: Score, goal: float) -> Figure:
    return Figure(what, score.hit_at_5, "", goal=goal, is_more_better=True, note=_note(score))


def _note(score: Score) -> str:
    return f"{score.count} queries, first answer right {score.hit_at_1:.1%}"
