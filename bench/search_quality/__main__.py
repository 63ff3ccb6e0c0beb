"""`python -m bench.search_quality [-v]`: the quality table, and with -v every query that fails."""

from __future__ import annotations

import sys

from bench.search_quality import Outcome, judge, read_queries, scores, typing_errors
from bench.search_quality.asking import asker, labels_to_mistype
from fagbegreb.build import ensure_snapshot
from fagbegreb.settings import Settings
from fagbegreb.terminology import Terminology


def main() -> None:
    """Build or open the snapshot of this checkout, ask, print."""
    settings = Settings.load()
    terminology = Terminology.open(ensure_snapshot(settings, progress=print), settings)
    ask = asker(terminology)
    outcomes = judge(read_queries(), ask)
    generated = judge(typing_errors(labels_to_mistype(terminology)), ask)
    print("| kind | queries | hit@1 | hit@5 | MRR |\n| --- | --- | --- | --- | --- |")
    for score in (*scores(outcomes), scores(generated)[0]):
        print(
            f"| {score.kind} | {score.count} | {score.hit_at_1:.3f} | {score.hit_at_5:.3f} "
            f"| {score.mrr:.3f} |"
        )
    if "-v" in sys.argv:
        _print_failures(outcomes, 1)
        _print_failures(generated, 5)


def _print_failures(outcomes: tuple[Outcome, ...], wanted: int) -> None:
    for outcome in outcomes:
        if not 1 <= outcome.rank <= wanted:
            answers = " ".join(sorted(outcome.judged.answers)) or "(nothing)"
            print(
                f"{outcome.judged.kind}: {outcome.judged.query!r} rank {outcome.rank or '-'}, "
                f"wanted {answers}, found {' '.join(outcome.found[:5])}"
            )


main()
