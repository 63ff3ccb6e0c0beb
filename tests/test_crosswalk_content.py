"""What must hold for every answer on the real content, and the questions that people bring."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from fagbegreb.crosswalk import Crosswalk, reverse
from fagbegreb.model import Concept, Loss, Relation, SchemeId, Status, TranslationAnswer
from fagbegreb.terminology import Terminology

BEFORE, AFTER = date(2023, 12, 12), date(2024, 2, 1)
DAYS = (date(2022, 6, 1), date(2026, 6, 1))


@pytest.fixture(scope="module")
def crosswalk(terminology: Terminology) -> Crosswalk:
    return terminology.crosswalk


def ask(terminology: Terminology, curie: str, target: str, at: date) -> TranslationAnswer:
    scheme, code = curie.split(":", 1)
    iri = terminology.vocabulary.find(scheme, code)
    return terminology.crosswalk.translate(iri, SchemeId(target), at)


def best(terminology: Terminology, curie: str, target: str, at: date) -> str:
    return ask(terminology, curie, target, at).translations[0].target.curie


def every_answer(crosswalk: Crosswalk, at: date) -> Iterator[TranslationAnswer]:
    for source in crosswalk.lookups.scheme_labels:
        for target in crosswalk.lookups.scheme_labels:
            if source != target:
                yield from (row.answer for row in crosswalk.table(source, target, at).rows)


# Questions


@pytest.mark.parametrize(
    ("curie", "target", "at", "expected"),
    [
        ("ics:B1", "trivsel", AFTER, "trivsel:D4"),
        ("sel:52.3.7", "bl", AFTER, "bl:46"),
        ("bl:46", "sel", BEFORE, "sel:52.3.7"),
        ("sel:140", "bl", AFTER, "bl:91"),
        ("sel:58", "bl", AFTER, "bl:47"),
        ("sel:50", "bl", AFTER, "bl:20"),
        ("proces:S3", "sel", BEFORE, "sel:50"),
        ("proces:S3", "bl", AFTER, "bl:20"),
        ("faelles:G01", "indberetning", AFTER, "indberetning:UDSLAG1"),
        ("sos:K1", "trivsel", AFTER, "trivsel:F2"),
    ],
)
def test_what_professionals_ask(
    terminology: Terminology, curie: str, target: str, at: date, expected: str
) -> None:
    assert best(terminology, curie, target, at) == expected


def test_barnets_lov_does_not_apply_to_a_decision_of_december_2023(
    terminology: Terminology,
) -> None:
    answer = ask(terminology, "sel:52.3.7", "bl", BEFORE)
    assert (answer.translations, answer.unmapped_code) == ((), "outside_period")
    assert "den dag gælder SEL § 52, stk. 3, nr. 7" in answer.unmapped_text["da"]


def test_number_seven_is_placement_in_one_act_and_support_stays_in_the_other(
    terminology: Terminology,
) -> None:
    found = ask(terminology, "sel:52.3.7", "bl", AFTER).translations
    assert "bl:32.1.7" not in {each.target.curie for each in found}


def test_a_plan_is_replaced_by_two(terminology: Terminology) -> None:
    found = ask(terminology, "sel:140", "bl", AFTER).translations
    replaced = {each.target.curie for each in found if "afløste" in each.explanation["da"]}
    assert replaced >= {"bl:91", "bl:108"}


def test_repealed_without_a_successor(terminology: Terminology) -> None:
    answer = ask(terminology, "sel:49a", "bl", AFTER)
    assert answer.unmapped_code == "not_mapped"
    assert "har ingen kendt afløser" in answer.unmapped_text["da"]


@pytest.mark.parametrize(
    ("curie", "target"),
    [
        ("ffb:e89d317c-4657-4970-b614-ada2ed220595", "trivsel"),
        ("ltt:404665f4-3488-4225-953e-3f1c5a061829", "bl"),
    ],
)
def test_on_purpose_not_mapped(terminology: Terminology, curie: str, target: str) -> None:
    answer = ask(terminology, curie, target, AFTER)
    assert (answer.translations, answer.unmapped_code) == ((), "no_counterpart")
    assert ": " in answer.unmapped_text["da"], "with the reason"


# What holds for every answer


@pytest.mark.slow
@pytest.mark.parametrize("at", DAYS)
def test_no_answer_passes_what_is_not_in_force_or_is_retired(
    crosswalk: Crosswalk, at: date
) -> None:
    for answer in every_answer(crosswalk, at):
        for found in answer.translations:
            ends = [step.object for step in found.path]
            assert all(end.in_force(at) for end in ends), found.explanation
            if len(ends) == 2:
                assert all(end.status is not Status.RETIRED for end in ends)


@pytest.mark.slow
def test_no_scale_step_is_ever_more_than_related(crosswalk: Crosswalk) -> None:
    for answer in every_answer(crosswalk, DAYS[1]):
        for found in answer.translations:
            if crosswalk.is_scale_value(answer.source) or crosswalk.is_scale_value(found.target):
                assert (found.relation, found.loss) == (Relation.RELATED, Loss.HIGH)
                assert found.is_reading_aid


@pytest.mark.slow
def test_every_answer_is_one_sentence_in_both_languages(crosswalk: Crosswalk) -> None:
    for answer in every_answer(crosswalk, DAYS[1]):
        texts = [found.explanation for found in answer.translations] or [answer.unmapped_text]
        for text in texts:
            for lang in ("da", "en"):
                assert text[lang].endswith(".")
                assert "\n" not in text[lang]
                assert "None" not in text[lang]


@pytest.mark.slow
def test_every_answer_is_ordered_and_each_target_stands_once(crosswalk: Crosswalk) -> None:
    rank = list(Relation)
    for answer in every_answer(crosswalk, DAYS[1]):
        live = [each for each in answer.translations if each.target.status is not Status.RETIRED]
        keys = [(rank.index(each.relation), -each.confidence) for each in live]
        assert keys == sorted(keys)
        targets = [each.target.iri for each in answer.translations]
        assert len(targets) == len(set(targets))
        assert bool(answer.translations) != bool(answer.unmapped_code)


@pytest.mark.slow
def test_every_answer_asked_back_is_the_same_turned_round(crosswalk: Crosswalk) -> None:
    at = DAYS[1]
    there = {
        (answer.source.iri, found.target.iri): (found.relation, found.loss, found.confidence)
        for answer in every_answer(crosswalk, at)
        for found in answer.translations
        if _is_plain(crosswalk, answer.source, found.target, at)
    }
    for (source, target), (relation, loss, confidence) in there.items():
        assert there[target, source] == (reverse(relation), loss, confidence)


def _is_plain(crosswalk: Crosswalk, one: Concept, other: Concept, at: date) -> bool:
    """Both in force and in use, and nobody has ruled out either direction."""
    graph = crosswalk.graph
    first, second = graph.id_of(one.iri), graph.id_of(other.iri)
    return (
        all(end.in_force(at) and end.status is not Status.RETIRED for end in (one, other))
        and first is not None
        and second is not None
        and graph.no_counterpart(first, other.scheme) is None
        and graph.no_counterpart(second, one.scheme) is None
    )
