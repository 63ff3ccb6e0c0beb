"""The ranking contract, rule by rule, on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from fagbegreb.model import Scheme, SearchDocument, Status
from searching import ENGINES, Searcher, concept, scheme

Build = Callable[..., Searcher]


@pytest.fixture(params=sorted(ENGINES))
def build(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Build]:
    made: list[Searcher] = []

    def make(*documents: SearchDocument, schemes: tuple[Scheme, ...] = ()) -> Searcher:
        made.append(Searcher(tmp_path / "index", documents, schemes, ENGINES[request.param]))
        return made[-1]

    yield make
    for searcher in made:
        searcher.index.close()


# The tiers, each against the next

LADDER = (
    ("trivsel", concept("trivsel", "måling"), "code"),
    ("PREF", concept("PREF", "trivsel"), "exact"),
    ("ALT", concept("ALT", "velbefindende", alt=["trivsel"]), "exact"),
    ("HIDDEN", concept("HIDDEN", "lykke", hidden=["trivsel"]), "exact"),
    ("BEGIN", concept("BEGIN", "trivselsmåling"), "prefix"),
    ("WORD", concept("WORD", "barnets trivsel"), "word"),
    ("STEM", concept("STEM", "barnets trivslen og trivedes"), "stem"),
    ("PART", concept("PART", "skoletrivsel"), "compound"),
    ("TEXT", concept("TEXT", "kost", definition="mad, der har betydning for trivsel"), "note"),
)


@pytest.mark.parametrize(("better", "worse"), list(pairwise(LADDER)))
def test_each_kind_of_match_ranks_above_the_next(
    build: Build,
    better: tuple[str, SearchDocument, str],
    worse: tuple[str, SearchDocument, str],
) -> None:
    searcher = build(worse[1], better[1])
    assert searcher.codes("trivsel") == [better[0], worse[0]]


@pytest.mark.parametrize(("code", "document", "how"), LADDER)
def test_a_hit_says_how_it_matched(
    build: Build, code: str, document: SearchDocument, how: str
) -> None:
    assert [match[2] for match in build(document).matches("trivsel")] == [how]


def test_the_whole_ladder_in_one_search(build: Build) -> None:
    searcher = build(*(document for _, document, _ in reversed(LADDER)))
    assert searcher.codes("trivsel") == [code for code, _, _ in LADDER]


def test_a_discouraged_label_ranks_as_an_accepted_one(build: Build) -> None:
    searcher = build(
        concept("BEGIN", "efterværnet"), concept("NEW", "ungestøtte", deprecated=["efterværn"])
    )
    assert searcher.codes("efterværn") == ["NEW", "BEGIN"]
    assert searcher.matches("efterværn")[0] == ("deprecated_label", "efterværn", "exact")


def test_one_typo_ranks_above_two_and_two_above_text(build: Build) -> None:
    searcher = build(
        concept("TEXT", "andet", definition="noget om undersigelse"),
        concept("TWO", "undersegelsa"),
        concept("ONE", "undersigelsa"),
    )
    assert searcher.codes("undersigelse") == ["ONE", "TWO", "TEXT"]


def test_mistakes_are_not_guessed_at_when_something_is_found(build: Build) -> None:
    searcher = build(concept("A", "lærer"), concept("B", "læser"))
    assert searcher.codes("lærer") == ["A"]
    assert searcher.result("lærer").did_you_mean is None


@pytest.mark.parametrize("typed", ["mælk", "hest", "tæppet", "prinser"])
def test_everyday_words_are_no_typing_errors(build: Build, typed: str) -> None:
    labels = ("mål", "test", "trappe", "trin")
    searcher = build(*(concept(label.upper(), label) for label in labels))
    assert searcher.codes(typed) == []


def test_a_short_word_of_the_texts_is_no_typing_error(build: Build) -> None:
    searcher = build(
        concept("NEAR", "klage"), concept("TEXT", "råd", definition="hvad de kloge mener")
    )
    assert searcher.codes("kloge") == ["TEXT"]


def test_a_short_word_with_another_first_letter_is_another_word(build: Build) -> None:
    searcher = build(concept("A", "angst"), concept("B", "barn"))
    assert searcher.codes("tarn") == []
    assert searcher.codes("parn") == ["B"]  # sounds alike
    assert searcher.codes("nagst") == ["A"]  # swapped
    assert searcher.codes("ngst") == ["A"]  # lost


def test_parts_of_labels_count_beside_the_text_when_no_label_has_all_words(build: Build) -> None:
    searcher = build(
        concept("FRIST", "firemånedersfristen", definition="tid til en børnefaglig undersøgelse"),
        concept("BFU", "børnefaglig undersøgelse", alt=["BFU"]),
    )
    assert searcher.codes("frist undersøgelse") == ["FRIST"]
    assert searcher.codes("BFU frist") == ["FRIST"]
    assert searcher.matches("BFU frist")[0][2] == "note"


def test_a_scheme_that_has_not_all_the_words_gives_nothing_of_its_own(build: Build) -> None:
    one = concept("A", "rådgivning", alt=["paragraf 10"], definition="efter loven", scheme="sel")
    assert build(one, schemes=(scheme("sel", "Serviceloven"),)).codes("SEL § 888") == []


def test_a_word_in_passing_in_a_hidden_label_comes_behind_inflected_names(build: Build) -> None:
    searcher = build(
        concept("PASSING", "tilsyn", hidden=["besøg hos plejefamilien"]),
        concept("NAME", "plejefamilie"),
        concept("WHOLE", "tilbud", hidden=["plejefamilien"]),
    )
    assert searcher.codes("plejefamilien") == ["WHOLE", "NAME", "PASSING"]


def test_words_beside_a_concepts_name_are_sought_in_its_scheme(build: Build) -> None:
    searcher = build(
        concept("KM", "kvalitetsmodellen", scheme="tilsyn"),
        concept("KM7", "økonomi", scheme="tilsyn"),
        concept("N2", "bolig og økonomi", scheme="ics"),
        *(concept(f"O{n}", f"andet {n}", scheme="proces") for n in range(3)),
    )
    assert searcher.codes("kvalitetsmodel økonomi")[:1] == ["KM7"]
    assert set(searcher.codes("økonomi i kvalitetsmodellen")) == {"KM", "KM7"}
    assert searcher.matches("kvalitetsmodel økonomi")[0][2] == "some"


def test_small_words_that_turn_the_sense_count_where_others_do_not(build: Build) -> None:
    searcher = build(
        concept("WITH", "anbringelse med samtykke"), concept("WITHOUT", "anbringelse uden samtykke")
    )
    assert searcher.codes("må man anbringe uden samtykke?") == ["WITHOUT", "WITH"]


def test_all_words_count_in_any_order_and_must_stand_in_one_label(build: Build) -> None:
    searcher = build(
        concept("APART", "familie", alt=["netværk"]),
        concept("BOTH", "støtte fra netværk og familie"),
    )
    assert searcher.codes("familie netværk") == ["BOTH", "APART"]
    assert searcher.matches("familie netværk")[1][2] == "note"


def test_hidden_labels_that_begin_so_come_behind_those_that_are_shown(build: Build) -> None:
    searcher = build(
        concept("TOPI", "TOPI", hidden=["trivselsskema"]), concept("LIN", "trivselslinealen")
    )
    assert searcher.codes("trivsels") == ["LIN", "TOPI"]
    assert searcher.suggested("trivsels") == ["LIN", "TOPI"]


def test_labels_with_the_small_words_too_come_first(build: Build) -> None:
    searcher = build(
        concept("WITH", "samtykke til anbringelse"),
        concept("NOT", "anbringelse uden samtykke m.v."),
    )
    assert searcher.codes("uden samtykke anbringelse") == ["NOT", "WITH"]


def test_in_text_the_words_that_are_also_in_labels_weigh_most(build: Build) -> None:
    searcher = build(
        concept("A", "syn", definition="handicap hos et barn"),
        concept("B", "handicap og bistand", definition="for et barn"),
    )
    assert searcher.codes("handicap barn") == ["B", "A"]


def test_small_words_alone_find_only_what_is_called_so(build: Build) -> None:
    searcher = build(concept("A", "det hele er en del"), concept("B", "hvad er en ven"))
    assert searcher.codes("er en") == []
    assert searcher.codes("hvad er en") == ["B"]


def test_an_abbreviation_beside_other_words_is_read_in_full(build: Build) -> None:
    searcher = build(
        concept("BFU", "børnefaglig undersøgelse", alt=["BFU"]),
        concept("TVANG", "børnefaglig undersøgelse uden samtykke"),
    )
    assert searcher.codes("bfu uden samtykke") == ["TVANG"]


def test_when_nothing_has_all_words_the_most_telling_ones_count(build: Build) -> None:
    others = [concept(f"S{n}", f"skole {n}") for n in range(9)]
    searcher = build(concept("F04", "udsat for mobning"), *others)
    assert searcher.codes("mobning i skole")[0] == "F04"
    assert searcher.matches("mobning i skole")[0][2] == "some"
    assert searcher.codes("kvantefysik i skole") == []


def test_of_two_words_that_tell_as_much_either_will_do(build: Build) -> None:
    searcher = build(concept("GOAL", "delmål"), concept("DATE", "dato"), concept("X", "andet"))
    assert set(searcher.codes("delmål dato")) == {"GOAL", "DATE"}


# Typing errors


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("støtepersoner", "støtteperson"),
        ("skillsmisse", "skilsmissekonflikt"),
        ("forælderkompetanse", "forældrekompetencer"),
    ],
)
def test_an_error_in_an_inflected_word_or_in_part_of_a_compound_is_forgiven(
    build: Build, typed: str, meant: str
) -> None:
    assert build(concept("A", meant), concept("B", "andet")).codes(typed) == ["A"]


def test_of_two_corrections_the_one_that_sounds_alike_comes_first(build: Build) -> None:
    searcher = build(concept("IND", "indberetning"), concept("UND", "underretning"))
    assert searcher.codes("undderetning") == ["UND", "IND"]


# Inside a tier


def test_the_asked_language_comes_first(build: Build) -> None:
    searcher = build(concept("EN", "hjælp", en="plan"), concept("DA", "plan", en="scheme of work"))
    assert searcher.codes("plan", lang="da") == ["DA", "EN"]
    assert searcher.codes("plan", lang="en") == ["EN", "DA"]


def test_what_is_in_force_comes_first_and_it_depends_on_the_day(build: Build) -> None:
    searcher = build(
        concept("OLD", "plan", until=date(2023, 12, 31)), concept("NEW", "plan", scheme="bl")
    )
    assert searcher.codes("plan") == ["NEW", "OLD"]
    assert searcher.codes("plan", at=date(2023, 12, 31)) == ["OLD", "NEW"]


def test_the_current_edition_comes_before_the_historical(build: Build) -> None:
    searcher = build(concept("H", "omsorg", replaced_by=("ics:F1",)), concept("F1", "omsorg"))
    assert searcher.codes("omsorg") == ["F1", "H"]


def test_stable_comes_before_draft(build: Build) -> None:
    searcher = build(concept("D", "omsorg"), concept("S", "omsorg", status=Status.STABLE))
    assert searcher.codes("omsorg") == ["S", "D"]


def test_our_own_come_before_those_of_others(build: Build) -> None:
    searcher = build(concept("X", "omsorg", external=True), concept("O", "omsorg"))
    assert searcher.codes("omsorg") == ["O", "X"]


def test_what_others_call_stable_is_no_word_of_our_editors(build: Build) -> None:
    searcher = build(
        concept("X1", "omsorg", external=True),
        concept("X2", "omsorg", external=True, status=Status.STABLE),
        concept("O1", "omsorg"),
        concept("O2", "omsorg", status=Status.STABLE),
    )
    assert searcher.codes("omsorg") == ["O2", "O1", "X2", "X1"]


def test_language_weighs_more_than_validity(build: Build) -> None:
    searcher = build(
        concept("EN", "hjælp", en="plan"), concept("DA", "plan", until=date(2020, 1, 1))
    )
    assert searcher.codes("plan", lang="da") == ["DA", "EN"]


def test_ties_go_to_the_shorter_name_then_to_the_catalogue(build: Build) -> None:
    searcher = build(
        concept("LONG", "familie og netværk", alt=["netværk"]),
        concept("SHORT", "socialt netværk", alt=["netværk"]),
        concept("SECOND", "socialt netværk", alt=["netværk"], scheme="sos"),
    )
    assert searcher.codes("netværk") == ["SHORT", "SECOND", "LONG"]


# Schemes in the query

ICS, SOS = scheme("ics", "ICS-trekanten"), scheme("sos", "Signs of Safety")


@pytest.mark.parametrize("q", ["udvikling sos", "SoS udvikling", "udvikling i Signs of Safety"])
def test_a_scheme_named_in_the_query_comes_first(build: Build, q: str) -> None:
    searcher = build(
        concept("B2", "udvikling"),
        concept("K9", "barnets udvikling", scheme="sos"),
        schemes=(ICS, SOS),
    )
    assert searcher.codes(q) == ["K9", "B2"]


def test_a_label_with_the_scheme_name_in_it_wins_over_steering(build: Build) -> None:
    searcher = build(
        concept("B2", "barometer"),
        concept("BAR", "ICS-barometer", scheme="vaerktoej"),
        schemes=(ICS, SOS),
    )
    assert searcher.codes("ics barometer") == ["BAR", "B2"]


def test_a_scheme_name_that_is_an_ordinary_word_steers_weakly(build: Build) -> None:
    words = [concept(f"T{n}", f"måling af trivsel {n}", scheme=f"s{n}") for n in range(4)]
    searcher = build(
        *words,
        concept("M", "måling", scheme="trivsel"),
        schemes=(scheme("trivsel", "Trivselslinealen"),),
    )
    assert searcher.codes("måling trivsel")[:4] == ["T0", "T1", "T2", "T3"]
    assert searcher.codes("måling trivselslinealen")[0] == "M"


# Hidden labels


def test_a_hidden_label_finds_the_concept_and_is_never_shown(build: Build) -> None:
    searcher = build(concept("G", "stofmisbrug", hidden=["narkoman"]))
    assert searcher.matches("narkoman") == [("hidden_label", "stofmisbrug", "exact")]
    assert searcher.matches("narko") == [("hidden_label", "stofmisbrug", "prefix")]


def test_a_hidden_word_is_never_suggested(build: Build) -> None:
    searcher = build(concept("G", "stofmisbrug", hidden=["narkoman"]))
    answer = searcher.result("narkomann")
    assert [hit.concept.notation for hit in answer.hits] == ["G"]
    assert answer.did_you_mean is None
    assert "narkoman" not in repr(answer).replace("narkomann", "")
