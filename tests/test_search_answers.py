"""What a search answers beside the order: facets, pages, corrections, suggestions, odd texts."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fagbegreb.errors import BadParameter
from fagbegreb.model import Status
from searching import ENGINES, Searcher, concept, scheme

LAW = (
    concept("lov", "Lov om social service", scheme="sel", reference="SEL", kind="act"),
    concept("50", "børnefaglig undersøgelse", scheme="sel", reference="SEL § 50", kind="section"),
    concept("50.2", "de seks områder", scheme="sel", reference="SEL § 50, stk. 2"),
    concept("50.10", "sidste stykke", scheme="sel", reference="SEL § 50, stk. 10"),
    concept("140", "handleplan", scheme="sel", reference="SEL § 140", until=date(2023, 12, 31)),
    concept("lov", "Barnets lov", scheme="bl", reference="BL", kind="act"),
    concept("50", "opretholdelse", scheme="bl", reference="BL § 50", kind="section"),
    concept("90.1.2", "aflastning", scheme="bl", reference="BL § 90, stk. 1, nr. 2"),
    concept("140", "advokatbistand", scheme="bl", reference="BL § 140"),
)
METHODS = (
    concept("B", "barnets udvikling", kind="side", alt=["barnet"]),
    concept("B1", "sundhedsforhold", en="health", kind="dimension", alt=["sundhed"]),
    concept("B2", "udvikling og adfærd", en="behaviour", kind="dimension", hidden=["opførsel"]),
    concept("T1", "I trivsel", scheme="trivsel", kind="step", alt=["trin 1"]),
    concept("D4", "sundhedsforhold", scheme="trivsel", kind="area", status=Status.STABLE),
    concept("LIN", "Trivselslinealen", scheme="trivsel", alt=["trivselslineal"]),
)
SCHEMES = (
    scheme("ics", "ICS-trekanten"),
    scheme("trivsel", "Trivselslinealen"),
    scheme("sel", "Lov om social service"),
    scheme("bl", "Barnets lov"),
)


@pytest.fixture(params=sorted(ENGINES), scope="module")
def searcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("search") / "index"
    made = Searcher(folder, (*METHODS, *LAW), SCHEMES, ENGINES[request.param])
    yield made
    made.index.close()


# Law references


def test_a_bare_section_shows_every_act_in_force_first(searcher: Searcher) -> None:
    answer = searcher.result("§ 140")
    assert [hit.concept.curie for hit in answer.hits] == ["bl:140", "sel:140"]
    assert {hit.matched.how for hit in answer.hits} == {"code"}


def test_a_section_brings_its_parts_in_the_order_of_the_act(searcher: Searcher) -> None:
    assert searcher.codes("SEL § 50")[:3] == ["50", "50.2", "50.10"]


def test_words_beside_a_section_choose_among_the_acts(searcher: Searcher) -> None:
    answer = searcher.result("§ 140 handleplan")
    assert [hit.concept.curie for hit in answer.hits][:2] == ["sel:140", "bl:140"]


def test_the_short_code_of_statistics_finds_the_item(searcher: Searcher) -> None:
    assert searcher.codes("90.2") == ["90.1.2"]


def test_a_provision_that_does_not_exist_leads_to_the_one_above(searcher: Searcher) -> None:
    assert searcher.codes("SEL § 50, stk. 99")[0] == "50"


def test_an_act_steers_by_any_of_its_names(searcher: Searcher) -> None:
    answer = searcher.result("handleplan lov om social service")
    assert answer.hits[0].concept.curie == "sel:140"


@pytest.mark.parametrize("q", ["ics:B1", "ICS:b1", "https://example.org/ics/B1"])
def test_an_identifier_finds_its_concept_alone(searcher: Searcher, q: str) -> None:
    assert [hit.concept.curie for hit in searcher.result(q).hits] == ["ics:B1"]


def test_a_code_is_found_by_the_name_its_scheme_had_before(tmp_path: Path) -> None:
    document = concept("A12", "autismespektrum", scheme="faelles")
    searcher = Searcher(tmp_path / "index", [document], other_names={"tilstande": "faelles"})
    for q in ("faelles:A12", "tilstande:A12", "tilstande|A12"):
        assert searcher.codes(q) == ["A12"]
    searcher.index.close()


# Facets and pages


def test_facets_add_up_to_the_total(searcher: Searcher) -> None:
    answer = searcher.result("sundhed")
    assert answer.total == 2
    for facet in ("scheme", "kind", "status", "language", "in_force"):
        assert sum(value.count for value in answer.facets[facet]) == answer.total


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        ({"schemes": ["trivsel"]}, ["D4"]),
        ({"schemes": ["trivsel", "ics"]}, ["D4", "B1"]),
        ({"kinds": ["dimension"]}, ["B1"]),
        ({"statuses": ["stable"]}, ["D4"]),
        ({"schemes": ["ics"], "statuses": ["stable"]}, []),
        ({"schemes": ["nowhere"]}, []),
        ({"languages": ["en"]}, []),
        ({"in_force": False}, []),
        ({"languages": ["da"]}, ["D4", "B1"]),
    ],
)
def test_filters_narrow_hits_total_and_facets_alike(
    searcher: Searcher, filters: dict[str, object], codes: list[str]
) -> None:
    answer = searcher.result("sundhedsforhold", **filters)
    assert [hit.concept.notation for hit in answer.hits] == codes
    assert answer.total == len(codes)
    assert sum(value.count for value in answer.facets["scheme"]) == len(codes)


def test_a_code_goes_with_the_language_asked_for(searcher: Searcher) -> None:
    assert searcher.result("§ 140", languages=["da"]).total == 2
    assert searcher.result("§ 140", languages=["en"]).total == 0


def test_what_has_no_kind_is_counted_as_such(searcher: Searcher) -> None:
    kinds = {value.value: value.count for value in searcher.result("§ 140").facets["kind"]}
    assert kinds == {"": 2}


def test_the_value_of_a_facet_is_a_filter_that_gives_its_count(searcher: Searcher) -> None:
    names = {"scheme": "schemes", "kind": "kinds", "status": "statuses", "language": "languages"}
    for facet, values in searcher.result("s").facets.items():
        for value in values:
            chosen = (
                {"in_force": value.value == "true"}
                if facet == "in_force"
                else {names[facet]: [value.value]}
            )
            assert searcher.result("s", **chosen).total == value.count, (facet, value)


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_a_filter_never_finds_more_than_its_facet_says(tmp_path: Path, engine: str) -> None:
    """In D4 the word stands only in the text; its scheme as a filter does not begin to guess."""
    known = (
        concept("B1", "skolegang", en="schooling"),
        concept("D4", "læring", scheme="trivsel", definition="hvordan skolegang lykkes"),
        concept("D5", "skolegangen", scheme="trivsel", labels={"en": "skolegang"}),
        concept("D6", "skolefang", scheme="trivsel"),
    )
    searcher = Searcher(tmp_path / "index", known, SCHEMES, ENGINES[engine])
    for q in ("skolegang", "skolegange", "schooling", "skolefang"):
        for facet, name in (("scheme", "schemes"), ("language", "languages")):
            for value in searcher.result(q).facets[facet]:
                narrowed = searcher.result(q, **{name: [value.value]})
                assert narrowed.total == value.count, (q, facet, value)
    searcher.index.close()


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_hold_each_hit_once_and_none_twice(searcher: Searcher, size: int) -> None:
    whole = [hit.concept.iri for hit in searcher.result("s", limit=100).hits]
    paged = [
        hit.concept.iri
        for offset in range(0, len(whole) + size, size)
        for hit in searcher.result("s", limit=size, offset=offset).hits
    ]
    assert len(whole) == searcher.result("s").total >= 3
    assert paged == whole


def test_a_page_past_the_end_is_empty_and_keeps_the_total(searcher: Searcher) -> None:
    answer = searcher.result("sundhedsforhold", offset=1000)
    assert (answer.hits, answer.total) == ((), 2)


@pytest.mark.parametrize(
    ("filters", "known"),
    [
        ({"kinds": ["step", "nope"]}, "area, dimension, section, side, step"),
        ({"statuses": ["nope"]}, "stable, draft, retired"),
        ({"languages": ["da", "nope"]}, "da, en"),
    ],
)
def test_a_filter_that_cannot_be_met_names_those_that_can(
    searcher: Searcher, filters: dict[str, Any], known: str
) -> None:
    with pytest.raises(BadParameter) as refused:
        searcher.index.require(**filters)
    assert "nope" in refused.value.detail["en"]
    assert known in refused.value.detail["en"]


def test_what_concepts_have_and_every_status_are_filters(searcher: Searcher) -> None:
    searcher.index.require(kinds=["step", ""], statuses=["stable", "draft", "retired"])
    searcher.index.require(languages=["da", "en", ""])
    searcher.index.require(languages=["sv"], lang="sv")


# Typing errors


@pytest.mark.parametrize(
    "typed",
    ["trivselslinial", "trivselsineal", "rtivselslineal", "trivvselslineal", "trivslslinael"],
)
def test_a_mistyped_word_finds_and_asks(searcher: Searcher, typed: str) -> None:
    answer = searcher.result(typed)
    assert answer.hits[0].concept.notation == "LIN"
    assert answer.hits[0].matched.how == "fuzzy"
    assert answer.did_you_mean == "trivselslineal"


def test_lost_danish_letters_are_found_again(searcher: Searcher) -> None:
    answer = searcher.result("brnefaglig undersgelse")
    assert answer.hits[0].concept.curie == "sel:50"
    assert answer.did_you_mean == "børnefaglig undersøgelse"


def test_a_short_word_may_lack_a_letter_beside_other_words_only(tmp_path: Path) -> None:
    small = Searcher(tmp_path / "index", [concept("V", "valg af indsats"), concept("U", "valg")])
    assert small.codes("val af indsats") == ["V"]
    assert small.codes("vlg") == []
    small.index.close()


def test_a_mistyped_scheme_name_still_steers(searcher: Searcher) -> None:
    answer = searcher.result("trivselslinialen sundhedsforhold")
    assert answer.hits[0].concept.curie == "trivsel:D4"
    assert answer.did_you_mean == "trivselslinealen sundhedsforhold"


@pytest.mark.parametrize("typed", ["sudnhe", "xyzzy", "pizza", "qqqqqqqqqqqqqq"])
def test_nonsense_finds_nothing(searcher: Searcher, typed: str) -> None:
    answer = searcher.result(typed)
    assert (answer.total, answer.did_you_mean) == (0, None)


# Compounds


@pytest.mark.parametrize(
    "q", ["trivsels lineal", "trivsels-lineal", "trivsel lineal", "triv sels lineal"]
)
def test_a_compound_may_be_written_apart(searcher: Searcher, q: str) -> None:
    assert searcher.codes(q)[0] == "LIN"


@pytest.mark.parametrize("q", ["børnefagligundersøgelse", "børne faglig undersøgelse"])
def test_a_name_may_be_written_together(searcher: Searcher, q: str) -> None:
    assert searcher.result(q).hits[0].concept.curie == "sel:50"


# Suggestions


def test_suggestions_begin_with_what_begins_so(searcher: Searcher) -> None:
    assert searcher.suggested("sund") == ["D4", "B1"]


def test_a_suggestion_may_begin_inside_the_label(searcher: Searcher) -> None:
    assert "B2" in searcher.suggested("adf")


def test_a_word_is_a_word_before_it_is_the_beginning_of_codes(searcher: Searcher) -> None:
    assert searcher.suggested("trivs") == ["LIN", "D4", "T1"]
    assert searcher.suggested("trivsel:") == ["D4", "T1", "LIN"]


def test_codes_are_suggested(searcher: Searcher) -> None:
    assert searcher.suggested("b")[0] == "B"
    assert searcher.suggested("ics:")[:3] == ["B", "B1", "B2"]
    assert searcher.suggested("50.")[0] == "50.2"


def test_each_concept_is_suggested_once(searcher: Searcher) -> None:
    for q in ("t", "tr", "tri", "trivsel", "trivselslineal"):
        found = searcher.suggested(q, limit=50)
        assert len(found) == len(set(found))


def test_a_mistyped_beginning_is_suggested_too(searcher: Searcher) -> None:
    assert searcher.suggested("trvsels")[0] in {"LIN", "T1"}


def test_suggestions_stay_inside_the_chosen_scheme(searcher: Searcher) -> None:
    assert searcher.suggested("sund", schemes=["ics"]) == ["B1"]


# Odd texts

ODD = [
    "",
    " ",
    "\t\n",
    "§",
    "§§",
    "*",
    "?",
    '"',
    "(",
    ")",
    ":",
    "~",
    "^",
    "AND",
    "OR NOT",
    "a AND (b OR c)",
    "pref_label:*",
    "udvikling~2",
    "[a TO z]",
    "😀",
    "👨‍👩‍👧",
    "\u202eudvikling\u202c",
    "\x00\x01\x02",
    "\ud800",
    "הילד",
    "الطفل",
    "子供",
    "%00",
    "'; DROP TABLE concept; --",
    "x" * 10_000,
    "udvikling " * 1_000,
    "§ 50 " * 2_000,
    "ﷺ" * 500,
]


@pytest.mark.parametrize("q", ODD, ids=range(len(ODD)))
def test_any_text_gets_a_sane_answer(searcher: Searcher, q: str) -> None:
    answer = searcher.result(q)
    assert answer.query == q
    assert 0 <= answer.total <= len(METHODS) + len(LAW)
    assert len(searcher.suggested(q)) <= 10


@pytest.mark.parametrize("q", ["", "   ", "\x00"])
def test_an_empty_text_finds_nothing(searcher: Searcher, q: str) -> None:
    assert searcher.result(q).total == 0
    assert searcher.suggested(q) == []


@pytest.mark.parametrize(
    "q", ["udvikling*", "udvikling?", '"udvikling"', "(udvikling)", "\u202eudvikling"]
)
def test_signs_of_query_languages_mean_nothing(searcher: Searcher, q: str) -> None:
    assert searcher.codes(q) == searcher.codes("udvikling")


# Building


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_an_empty_vocabulary_answers_too(tmp_path: Path, engine: str) -> None:
    empty = Searcher(tmp_path / "index", [], large=ENGINES[engine])
    assert empty.result("udvikling").total == 0
    assert empty.suggested("u") == []
    empty.index.close()


def test_the_order_in_which_concepts_arrive_changes_nothing(tmp_path: Path) -> None:
    one = Searcher(tmp_path / "one", (*METHODS, *LAW), SCHEMES)
    other = Searcher(tmp_path / "other", (*reversed(LAW), *reversed(METHODS)), SCHEMES)
    for q in ("s", "udvikling", "§ 50", "b", "trivsel", "undersøglse"):
        assert one.codes(q) == other.codes(q)
    one.index.close()
    other.index.close()


def test_threads_may_share_an_index(searcher: Searcher) -> None:
    asked = ["sundhed", "trivselslinial", "§ 140", "udvikling ics", "b"] * 40
    expected = [searcher.codes(q) for q in asked]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(searcher.codes, asked)) == expected
