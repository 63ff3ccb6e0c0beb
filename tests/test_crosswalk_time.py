"""The law on a day: which provisions and mappings count is chosen by the date of the decision."""

from __future__ import annotations

from datetime import date

from crosswalks import Sheet, concept, sheet_of

BEFORE, AFTER = date(2023, 12, 12), date(2024, 2, 1)
SEL_ENDS, BL_BEGINS = date(2023, 12, 31), date(2024, 1, 1)


def law() -> Sheet:
    """Placement and respite in the old act and the new, and a method that speaks of them."""
    return sheet_of(
        """
        sel:52.3.7 close bl:46 0.9
        sel:52.3.9 narrow bl:32.1.7 0.8
        sel:52.3.9 related bl:32.1.8 0.8
        metode:anbringelse close sel:52.3.7 0.9
    """,
        concept(
            "sel:52.3.7",
            reference="SEL § 52, stk. 3, nr. 7",
            valid_to=SEL_ENDS,
            replaced_by=("bl:46",),
        ),
        concept("sel:52.3.9", valid_to=SEL_ENDS, replaced_by=("bl:32.1.7", "bl:32.1.8")),
        concept("sel:49a", reference="SEL § 49 a", valid_to=SEL_ENDS),
        concept("bl:46", reference="BL § 46", valid_from=BL_BEGINS),
        concept("bl:32.1.7", valid_from=BL_BEGINS),
        concept("bl:32.1.8", valid_from=BL_BEGINS),
    )


def test_an_old_provision_is_found_in_the_new_act_after_it_began() -> None:
    assert law().found("sel:52.3.7", "bl", AFTER) == [("close", "bl:46")]


def test_the_new_act_does_not_apply_to_a_decision_before_it_began() -> None:
    answer = law().ask("sel:52.3.7", "bl", BEFORE)
    assert answer.translations == ()
    assert answer.unmapped_code == "outside_period"
    text = answer.unmapped_text["da"]
    assert "BL § 46" in text
    assert "1. januar 2024" in text
    assert "den dag gælder SEL § 52, stk. 3, nr. 7" in text


def test_the_last_day_of_the_old_act_belongs_to_it() -> None:
    sheet = law()
    assert sheet.found("bl:46", "sel", SEL_ENDS) == [("close", "sel:52.3.7")]
    assert sheet.ask("bl:46", "sel", BL_BEGINS).unmapped_code == "outside_period"


def test_a_method_is_led_to_the_act_of_the_day() -> None:
    sheet = law()
    assert sheet.found("metode:anbringelse", "sel", BEFORE) == [("close", "sel:52.3.7")]
    answer = sheet.ask("metode:anbringelse", "sel", AFTER)
    assert answer.unmapped_code == "outside_period"
    assert "gjaldt til og med 31. december 2023 (afløst af bl:46)" in answer.unmapped_text["da"]


def test_no_path_goes_through_a_provision_that_is_not_in_force() -> None:
    sheet = law()
    answer = sheet.ask("metode:anbringelse", "bl", AFTER)
    assert answer.translations == ()
    assert "SEL § 52, stk. 3, nr. 7" in answer.unmapped_text["da"]


def test_one_provision_replaced_by_several_gives_several_answers() -> None:
    found = law().found("sel:52.3.9", "bl", AFTER)
    assert found == [("narrow", "bl:32.1.7"), ("related", "bl:32.1.8")]


def test_repealed_without_a_successor_is_said() -> None:
    answer = law().ask("sel:49a", "bl", AFTER)
    assert answer.unmapped_code == "not_mapped"
    assert (
        "gjaldt til og med 31. december 2023 og har ingen kendt afløser"
        in answer.unmapped_text["da"]
    )


def test_a_repealed_provision_in_its_own_act_says_what_took_its_place() -> None:
    (now,) = law().ask("sel:52.3.7", "sel", AFTER).translations
    assert "gjaldt til og med 31. december 2023 og er afløst af" in now.explanation["da"]
    (then,) = law().ask("sel:52.3.7", "sel", BEFORE).translations
    assert "afløst" not in then.explanation["da"]
