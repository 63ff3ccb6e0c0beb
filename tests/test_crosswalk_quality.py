"""Each fault that an editor can make is found, and nothing is said of what is right."""

from __future__ import annotations

from datetime import date

import pytest

from crosswalks import Sheet, concept, lookups_of, mapping_of, sheet_of
from fagbegreb.content import read_sssom
from fagbegreb.crosswalk import Crosswalk, proposals_sssom
from fagbegreb.model import QualityFinding, Status


def found(sheet: Sheet, code: str) -> list[QualityFinding]:
    return [one for one in sheet.crosswalk.quality_report().findings if one.code == code]


def curies(finding: QualityFinding) -> set[str]:
    return {one.curie for one in finding.concepts}


def test_a_sound_crosswalk_has_no_findings() -> None:
    sheet = sheet_of("""
        a:1 exact b:1 0.9
        a:2 broad b:2 0.8
        b:1 close c:1 0.7
    """)
    assert sheet.crosswalk.quality_report().findings == ()


def test_what_one_row_says_against_two_others() -> None:
    sheet = sheet_of("""
        a:1 broad b:1 0.9
        a:1 exact x:1 0.9
        x:1 exact b:1 0.9
    """)
    messages = [one.message["da"] for one in found(sheet, "contradiction")]
    assert any("a:1, b:1: rækken siger broad, men gennem x:1 følger exact" in m for m in messages)


def test_mapped_and_declared_different() -> None:
    sheet = sheet_of("""
        a:1 close b:1 0.9
        a:1 not-exact b:1 0.9
        a:2 related b:2 0.9
        a:2 not-exact b:2 0.9
    """)
    (finding,) = found(sheet, "contradiction")
    assert "både koblet og erklæret forskellige" in finding.message["da"]


def test_mapped_and_declared_without_counterpart() -> None:
    sheet = sheet_of("""
        a:1 close b:1 0.9
        a:1 exact b:- 0.9
    """)
    (finding,) = found(sheet, "contradiction")
    assert "uden modstykke i b" in finding.message["da"]


def test_exact_matches_that_join_two_concepts_of_one_scheme() -> None:
    sheet = sheet_of("""
        a:1 exact b:1 0.9
        b:1 exact c:1 0.9
        c:1 exact a:2 0.9
    """)
    (finding,) = found(sheet, "exact_cycle")
    assert curies(finding) == {"a:1", "a:2"}
    assert finding.severity == "error"


def test_a_pair_that_is_mapped_twice() -> None:
    sheet = sheet_of("""
        a:1 close b:1 0.9
        b:1 related a:1 0.9
    """)
    (finding,) = found(sheet, "duplicate")
    assert curies(finding) == {"a:1", "b:1"}


def test_two_scale_steps_that_are_called_the_same() -> None:
    sheet = sheet_of(
        "a:S1 exact b:T1 0.9", concept("a:S1", kind="scale-step"), concept("b:T1", kind="step")
    )
    (finding,) = found(sheet, "scale")
    assert finding.severity == "error"


def test_a_row_to_a_retired_concept() -> None:
    old = concept("b:old", status=Status.RETIRED, replaced_by=("b:new",))
    (finding,) = found(sheet_of("a:1 exact b:old 0.9", old), "retired")
    assert finding.severity == "warning"
    assert "Afløser: b:new" in finding.message["da"]


def test_a_row_for_old_cases_is_no_fault_when_the_successor_has_one() -> None:
    old = concept("b:old", status=Status.RETIRED, replaced_by=("b:new",))
    sheet = sheet_of(
        """
        a:1 close b:old 0.9
        a:1 close b:new 0.9
    """,
        old,
    )
    (finding,) = found(sheet, "retired")
    assert finding.severity == "info"


@pytest.mark.parametrize(("confidence", "code"), [("0.3", "low_confidence"), ("", "unjudged")])
def test_rows_that_are_unsure(confidence: str, code: str) -> None:
    (finding,) = found(sheet_of(f"a:1 close b:1 {confidence}"), code)
    assert curies(finding) == {"a:1", "b:1"}


def test_one_concept_that_is_almost_the_same_as_several() -> None:
    sheet = sheet_of("""
        a:1 close b:1 0.9
        a:1 close b:2 0.9
    """)
    (finding,) = found(sheet, "one_to_many")
    assert curies(finding) == {"a:1", "b:1", "b:2"}


def test_concepts_that_nobody_has_mapped() -> None:
    (finding,) = found(sheet_of("a:1 close b:1 0.9", concept("a:2")), "unmapped")
    assert curies(finding) == {"a:2"}


def test_a_row_about_a_concept_that_does_not_exist() -> None:
    known = {one.iri: one for one in (concept("a:1"), concept("b:1"))}
    crosswalk = Crosswalk(lambda: (mapping_of("a:1 close b:ukendt"),), lookups_of(known))
    (finding,) = found(Sheet(crosswalk), "unknown_concept")
    assert "ukendt" in finding.message["da"]


# Proposals


def proposed(sheet: Sheet) -> list[tuple[str, str, str]]:
    proposals = sheet.crosswalk.quality_report().proposals
    return [(one.subject.curie, one.relation.value, one.object.curie) for one in proposals]


def test_a_shared_hub_concept_suggests_a_row() -> None:
    sheet = sheet_of("""
        b:2 narrow hub:x 0.9
        a:1 exact hub:x 0.9
    """)
    assert proposed(sheet) == [("a:1", "broad", "b:2")]


def test_a_chain_that_loses_much_suggests_nothing() -> None:
    sheet = sheet_of("""
        a:1 close hub:x 0.9
        b:2 close hub:x 0.9
    """)
    assert proposed(sheet) == []


def test_a_shared_name_suggests_a_row() -> None:
    sheet = sheet_of(
        "a:1 close c:9 0.9",
        concept("a:1", labels={"da": "Sundhed (barnets)"}),
        concept("b:1", labels={"da": "sundhed"}),
    )
    assert proposed(sheet) == [("a:1", "close", "b:1")]


@pytest.mark.parametrize("said", ["a:1 related b:1", "b:1 not-exact a:1", "a:1 exact b:-"])
def test_what_somebody_has_decided_is_not_suggested_again(said: str) -> None:
    sheet = sheet_of(
        f"{said}\nc:1 close b:1",
        concept("a:1", labels={"da": "sundhed"}),
        concept("b:1", labels={"da": "sundhed"}),
    )
    assert proposed(sheet) == []


def test_scale_steps_are_never_suggested() -> None:
    sheet = sheet_of(
        "a:1 close c:1",
        concept("a:S1", kind="step", labels={"da": "trin 1"}),
        concept("b:T1", kind="step", labels={"da": "trin 1"}),
    )
    assert proposed(sheet) == []


def test_proposals_are_a_file_that_can_be_read_again(tmp_path) -> None:  # type: ignore[no-untyped-def]
    sheet = sheet_of("""
        a:1 exact hub:x 0.9
        b:2 exact hub:x 0.8
    """)
    path = tmp_path / "forslag.sssom.tsv"
    path.write_text(proposals_sssom(sheet.crosswalk.quality_report().proposals))
    (row,) = read_sssom(path)
    assert row.confidence == 0.72
    assert row.justification.endswith("MappingChaining")


def test_two_rows_that_say_different_things_of_one_pair() -> None:
    sheet = sheet_of("""
        a:1 exact b:1 0.9
        b:1 broad a:1 0.9
    """)
    (finding,) = found(sheet, "contradiction")
    assert "en række siger exact, en anden broad" in finding.message["da"]
    assert finding.severity == "error"


def test_a_row_inside_one_scheme() -> None:
    (finding,) = found(sheet_of("a:1 exact a:2 0.9"), "one_scheme")
    assert [one.curie for one in finding.concepts] == ["a:1", "a:2"]


def test_one_after_the_other_may_be_the_same_as_a_third() -> None:
    last, first = date(2023, 12, 31), date(2024, 1, 1)
    old, new = concept("a:old", valid_to=last), concept("a:new", valid_from=first)
    rows = """
        b:1 exact a:old 0.9
        b:1 exact a:new 0.9
    """
    assert not found(sheet_of(rows, old, new), "exact_cycle")
    assert found(sheet_of(rows, old), "exact_cycle")
