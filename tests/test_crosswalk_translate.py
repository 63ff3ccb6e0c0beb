"""One concept, asked for in another scheme."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswalks import TODAY, concept, iri, lookups_of, mapping_of, sheet_of
from fagbegreb.crosswalk import Crosswalk, reverse
from fagbegreb.errors import UnknownConcept, UnknownScheme
from fagbegreb.model import Loss, Relation, SchemeId, Status


def test_a_written_row_is_the_answer() -> None:
    answer = sheet_of("a:1 close b:1 0.9 # Begge rummer helbred.").ask("a:1", "b")
    (found,) = answer.translations
    assert (found.relation, found.loss, found.confidence) == (Relation.CLOSE, Loss.LOW, 0.9)
    (step,) = found.path
    assert (step.subject.curie, step.object.curie) == ("a:1", "b:1")
    assert step.mapping.comment == {"da": "Begge rummer helbred."}


def test_broad_read_from_the_other_end_is_narrow() -> None:
    sheet = sheet_of("a:1 broad b:1")
    assert sheet.found("a:1", "b") == [("broad", "b:1")]
    assert sheet.found("b:1", "a") == [("narrow", "a:1")]


@given(st.sampled_from(list(Relation)), st.floats(0, 1))
def test_asking_back_reverses_every_relation(relation: Relation, confidence: float) -> None:
    sheet = sheet_of(f"a:1 {relation} b:1 {confidence}")
    (there,) = sheet.ask("a:1", "b").translations
    (back,) = sheet.ask("b:1", "a").translations
    assert there.relation is relation
    assert back.relation is reverse(relation)
    assert (back.loss, back.confidence) == (there.loss, there.confidence)


def test_two_steps_go_through_one_intermediate() -> None:
    sheet = sheet_of("""
        a:1 exact hub:x 0.9
        b:1 narrow hub:x 0.8
    """)
    (found,) = sheet.ask("a:1", "b").translations
    assert found.relation is Relation.BROAD, "b:1 is broader than hub:x, hub:x is a:1"
    assert found.confidence == 0.72
    assert [step.object.curie for step in found.path] == ["hub:x", "b:1"]
    assert found.path[1].mapping.subject == iri("b:1"), "the row stays as it was written"


def test_three_steps_are_not_followed() -> None:
    sheet = sheet_of("""
        a:1 exact x:1
        x:1 exact y:1
        y:1 exact b:1
    """)
    assert sheet.ask("a:1", "b").unmapped_code == "not_mapped"


def test_something_related_to_something_related_is_no_answer() -> None:
    sheet = sheet_of("""
        a:1 related x:1
        x:1 related b:1
    """)
    assert sheet.ask("a:1", "b").unmapped_code == "not_mapped"


def test_closest_relation_first_then_confidence() -> None:
    sheet = sheet_of("""
        a:1 related b:5 0.99
        a:1 close b:3 0.6
        a:1 close b:2 0.9
        a:1 exact b:1 0.5
        a:1 broad b:4 0.9
    """)
    assert [curie for _, curie in sheet.found("a:1", "b")] == ["b:1", "b:2", "b:3", "b:4", "b:5"]


def test_paths_to_the_same_target_are_one_answer_and_the_others_are_counted() -> None:
    sheet = sheet_of("""
        a:1 close x:1 0.9
        a:1 exact y:1 0.9
        x:1 close b:1 0.9
        y:1 close b:1 0.9
    """)
    (found,) = sheet.ask("a:1", "b").translations
    assert found.relation is Relation.CLOSE
    assert found.path[0].object.curie == "y:1"
    assert found.alternatives == 1


def test_what_is_written_down_beats_what_is_derived() -> None:
    sheet = sheet_of("""
        a:1 broad b:1 0.6
        a:1 exact x:1 1.0
        x:1 exact b:1 1.0
    """)
    (found,) = sheet.ask("a:1", "b").translations
    assert (found.relation, len(found.path), found.alternatives) == (Relation.BROAD, 1, 1)


def test_in_its_own_scheme_a_concept_answers_for_itself() -> None:
    (found,) = sheet_of("a:1 close b:1").ask("a:1", "a").translations
    assert (found.target.curie, found.relation, found.path) == ("a:1", Relation.EXACT, ())


def test_in_its_own_scheme_a_retired_concept_says_what_took_its_place() -> None:
    sheet = sheet_of(
        "a:old close b:1", concept("a:old", status=Status.RETIRED, replaced_by=("a:new",))
    )
    (found,) = sheet.ask("a:old", "a").translations
    assert "er udgået og er afløst af a:new" in found.explanation["da"]
    assert "is retired and was replaced by a:new" in found.explanation["en"]


def test_many_answers_come_in_the_order_asked_and_repeats_repeat() -> None:
    sheet = sheet_of("""
        a:1 exact b:1
        a:2 exact b:2
    """)
    asked = [iri("a:2"), iri("a:1"), iri("a:2")]
    answers = sheet.crosswalk.translate_many(asked, SchemeId("b"), TODAY)
    assert [answer.source.curie for answer in answers] == ["a:2", "a:1", "a:2"]


def test_an_unknown_concept_or_scheme_is_an_error() -> None:
    sheet = sheet_of("a:1 exact b:1")
    with pytest.raises(UnknownConcept):
        sheet.ask("a:nope", "b")
    with pytest.raises(UnknownScheme):
        sheet.ask("a:1", "nope")


def test_a_row_about_a_concept_that_nobody_knows_disturbs_no_other() -> None:
    rows = (mapping_of("a:1 exact b:1"), mapping_of("a:1 exact b:ukendt"))
    known = {found.iri: found for found in (concept("a:1"), concept("b:1"))}
    crosswalk = Crosswalk(lambda: rows, lookups_of(known))
    answer = crosswalk.translate(iri("a:1"), SchemeId("b"), TODAY)
    assert [found.target.curie for found in answer.translations] == ["b:1"]
    assert crosswalk.graph.dangling == [rows[1]]


# Nothing found


def test_on_purpose_nothing_corresponds() -> None:
    sheet = sheet_of(
        """
        a:1 exact b:- # Tabellen har ingen plads til det.
        a:1 exact x:1
        x:1 exact b:1
    """
    )
    answer = sheet.ask("a:1", "b")
    assert answer.translations == (), "an editor's no is not overruled by a derivation"
    assert answer.unmapped_code == "no_counterpart"
    assert "Tabellen har ingen plads til det" in answer.unmapped_text["da"]


def test_not_the_same_is_said_with_its_reason() -> None:
    sheet = sheet_of("a:1 not-exact b:1 0.9 # Kun navnet er ens.")
    for asked, target in (("a:1", "b"), ("b:1", "a")):
        answer = sheet.ask(asked, target)
        assert answer.translations == ()
        assert answer.unmapped_code == "no_counterpart"
        assert "Kun navnet er ens" in answer.unmapped_text["da"]


def test_a_warning_stops_derived_answers_to_that_concept_only() -> None:
    sheet = sheet_of("""
        a:1 not-exact b:1
        a:1 exact x:1
        x:1 exact b:1
        x:1 close b:2
    """)
    assert sheet.found("a:1", "b") == [("close", "b:2")]


def test_nobody_has_mapped_it_yet() -> None:
    answer = sheet_of("a:1 exact b:1", concept("a:2")).ask("a:2", "b")
    assert (answer.translations, answer.unmapped_code) == ((), "not_mapped")
    assert "Ingen har endnu koblet" in answer.unmapped_text["da"]


def test_what_stands_above_is_offered_as_a_hint_but_never_as_an_answer() -> None:
    sheet = sheet_of("a:1 close b:1 0.9", concept("a:12"))
    answer = sheet.ask("a:12", "b")
    assert answer.translations == ()
    assert "men overbegrebet »1« svarer næsten til »1«" in answer.unmapped_text["da"]


def test_a_mapping_that_another_row_denies_gives_no_answer() -> None:
    sheet = sheet_of("""
        a:1 exact b:1 0.9
        b:1 not-exact a:1 0.9 # Kun navnet er ens.
        a:1 broad b:2 0.9
        b:2 not-broad a:1 0.9
        a:3 narrow b:3 0.9
        b:3 not-broad a:3 0.9
    """)
    assert sheet.found("a:1", "b") == [("broad", "b:2")], "not broader the other way round"
    assert sheet.ask("a:3", "b").unmapped_code == "no_counterpart"


def test_not_the_same_leaves_room_for_something_looser() -> None:
    sheet = sheet_of("""
        a:1 not-exact b:1 0.9
        a:1 related b:1 0.5
    """)
    assert sheet.found("a:1", "b") == [("related", "b:1")]


def test_a_way_through_a_retired_concept_is_closed_and_said_to_be() -> None:
    sheet = sheet_of(
        """
        a:1 exact x:old
        x:old exact b:1
    """,
        concept("x:old", status=Status.RETIRED, replaced_by=("x:new",)),
    )
    answer = sheet.ask("a:1", "b")
    assert (answer.translations, answer.unmapped_code) == ((), "not_mapped")
    assert "gennem »old« i X bruges ikke længere" in answer.unmapped_text["da"]
    assert "brug x:new" in answer.unmapped_text["da"]


# Scales


def test_a_step_on_a_scale_is_never_more_than_related() -> None:
    sheet = sheet_of(
        "sos:S05 exact trivsel:T3 0.9",
        concept("sos:S05", kind="scale-step"),
        concept("trivsel:T3", kind="step"),
    )
    (found,) = sheet.ask("sos:S05", "trivsel").translations
    assert (found.relation, found.loss) == (Relation.RELATED, Loss.HIGH)
    assert found.is_reading_aid
    assert "aldrig regnes om" in found.explanation["da"]


def test_no_chain_leads_from_one_scale_to_another_through_a_third() -> None:
    sheet = sheet_of(
        """
        sos:S05 exact x:3
        x:3 exact trivsel:T3
    """,
        concept("sos:S05", kind="scale-step"),
        concept("trivsel:T3", kind="step"),
    )
    assert sheet.ask("sos:S05", "trivsel").translations == ()


def test_a_value_on_a_scale_without_a_counterpart_is_not_left_to_be_mapped() -> None:
    sheet = sheet_of(
        """
        sos:S05 related trivsel:T3
        a:1 related law:1
    """,
        concept("sos:S05", kind="scale-step"),
    )
    answer = sheet.ask("sos:S05", "law")
    assert (answer.translations, answer.unmapped_code) == ((), "not_mapped")
    assert "værdi på en skala, og den oversættes ikke" in answer.unmapped_text["da"]
    assert "value on a scale, and it is not translated" in answer.unmapped_text["en"]


# Explanations


def test_a_professional_reads_why() -> None:
    sheet = sheet_of(
        """
        a:1 exact x:1
        x:1 broad b:1
    """,
        concept("a:1", labels={"da": "sundhed"}),
        concept("x:1", labels={"da": "helbred"}),
        concept("b:1", labels={"da": "trivsel"}),
    )
    (found,) = sheet.ask("a:1", "b").translations
    assert found.explanation["da"] == (
        "»sundhed« i A hører under »trivsel« i B, som er bredere, så noget af præcisionen går "
        "tabt; udledt i to led: »sundhed« er det samme som »helbred« i X, som hører under "
        "»trivsel«."
    )


def test_a_provision_is_named_as_it_is_cited() -> None:
    sheet = sheet_of(
        "sel:52 close bl:32",
        concept(
            "sel:52",
            reference="SEL § 52",
            labels={"da": "foranstaltninger"},
            valid_to=date(2023, 12, 31),
            replaced_by=("bl:32",),
        ),
        concept(
            "bl:32",
            reference="BL § 32",
            labels={"da": "støttende indsatser"},
            valid_from=date(2024, 1, 1),
        ),
    )
    (found,) = sheet.ask("sel:52", "bl").translations
    assert found.explanation["da"] == (
        "SEL § 52 (foranstaltninger) svarer næsten til BL § 32 (støttende indsatser), men de er "
        "ikke afgrænset helt ens; BL § 32 afløste SEL § 52 den 1. januar 2024."
    )


def test_a_retired_concept_comes_last_and_never_by_derivation() -> None:
    sheet = sheet_of(
        """
        a:1 exact b:old
        a:1 related b:new
        a:2 exact x:1
        x:1 exact b:old
    """,
        concept("b:old", status=Status.RETIRED),
    )
    assert sheet.found("a:1", "b") == [("related", "b:new"), ("exact", "b:old")]
    assert sheet.ask("a:2", "b").translations == ()


def test_a_retired_counterpart_is_called_retired() -> None:
    sheet = sheet_of(
        "a:1 exact b:old",
        concept("b:old", status=Status.RETIRED, replaced_by=("b:new",)),
    )
    (found,) = sheet.ask("a:1", "b").translations
    assert "udgået, brug b:new" in found.explanation["da"]
