"""The floor under search quality: judged queries and generated errors on the real content."""

from __future__ import annotations

import pytest
from bench.search_quality import (
    NONSENSE,
    Score,
    judge,
    read_queries,
    scores,
    typing_errors,
)
from bench.search_quality.asking import asker, labels_to_mistype
from bench.search_quality.splitting import lexicon_of, read_splits, wrongly_split

from fagbegreb.terminology import Terminology


@pytest.fixture(scope="module")
def by_kind(terminology: Terminology) -> dict[str, Score]:
    return {score.kind: score for score in scores(judge(read_queries(), asker(terminology)))}


def test_there_are_enough_judged_queries_of_every_kind(by_kind: dict[str, Score]) -> None:
    assert by_kind["all"].count >= 400
    assert min(score.count for score in by_kind.values()) >= 10


def test_judged_queries_keep_the_floor(by_kind: dict[str, Score]) -> None:
    assert by_kind["all"].mrr >= 0.95
    assert by_kind["all"].hit_at_5 >= 0.985


def test_no_kind_of_query_is_left_behind(by_kind: dict[str, Score]) -> None:
    assert {kind: score.mrr for kind, score in by_kind.items() if score.mrr < 0.8} == {}


def test_nonsense_finds_nothing(by_kind: dict[str, Score]) -> None:
    assert by_kind[NONSENSE].hit_at_1 == 1


def test_every_answer_exists(terminology: Terminology) -> None:
    asked = {curie for query in read_queries() for curie in query.answers}
    known = {document.concept.curie for document in terminology.vocabulary.documents()}
    assert asked <= known, "repair queries.tsv: these codes are not in the content"


def test_few_words_are_split_where_no_reader_splits_them(terminology: Terminology) -> None:
    judged = read_splits()
    assert len(wrongly_split(lexicon_of(terminology), judged)) <= len(judged) // 50


@pytest.mark.slow
def test_one_typing_error_in_any_label_is_forgiven(terminology: Terminology) -> None:
    generated = typing_errors(labels_to_mistype(terminology))
    (score, _) = scores(judge(generated, asker(terminology)))
    assert score.count > 1_000
    assert score.hit_at_5 >= 0.97
