"""Danish as it is typed: folding, stems and compounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagbegreb.text import Lexicon, fold, root, skeleton, sound, squash, stem, wider, words


@pytest.mark.parametrize(
    "spelling", ["børnefaglig", "boernefaglig", "bornefaglig", "BØRNEFAGLIG", "børnefaglig"]
)
def test_danish_letters_fold_however_they_are_typed(spelling: str) -> None:
    assert fold(spelling) == "bornefaglig"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ægget", "Aegget"), ("påhør", "paahoer"), ("allé", "alle"), ("Müller", "Muller")],
)
def test_letters_with_marks_equal_their_plain_spelling(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("spelling", ["ICS-trekanten", "ICS trekanten", "icstrekanten"])
def test_squashing_forgets_spaces_and_hyphens(spelling: str) -> None:
    assert squash(spelling) == "icstrekanten"


def test_neighbouring_letters_are_no_digraph() -> None:
    assert fold("åen") == fold("aaen") == "aen"
    assert fold("områøe") == "omraoe"


def test_the_section_sign_is_read_as_the_word() -> None:
    assert words("§§ 50-52") == words("paragrafferne 50, 52") == ("paragraf", "50", "52")


def test_percent_is_one_word_however_it_is_written() -> None:
    assert words("15 %") == words("15%") == words("15 procent")
    assert stem("pct", "da") == stem("procent", "da")
    assert words("100%ig &%/()") == ("100", "procentig")


def test_a_genitive_apostrophe_is_no_space() -> None:
    assert words("Children's KL’s") == ("childrens", "kls")


def test_the_skeleton_lacks_the_danish_letters() -> None:
    assert skeleton("undersøgelse") == "undersgelse"
    assert skeleton("familie") == ""
    assert skeleton("år") == ""


@given(st.text())
def test_folded_words_are_lower_case_and_without_signs(text: str) -> None:
    for word in words(text):
        assert word.casefold() == word
        assert word.isalnum()


INFLECTED = (
    "barn barnet børn børnene børns boern",
    "forælder forældre forældrenes",
    "plejebarn plejebørn plejebørnene",
    "undersøgelse undersøgelsen undersøgelser undersoegelser",
    "underretning underretninger underretningen",
    "børnefaglig børnefagligt børnefaglige",
    "social socialt sociale",
    "sårbar sårbart sårbare",
    "barometer barometret barometre",
    "mand mænd mænds",
    "fod fødder",
    "bog bøger bøgerne",
    "anbringelse anbragt anbragte",
    "netværk netværket netværks",
    "tre 3",
    "handicap handicappet handicappede",
    "autismespektrum autismespekter",
    "skælde skældt skældte",
)


@pytest.mark.parametrize("forms", INFLECTED)
def test_inflected_forms_share_a_stem(forms: str) -> None:
    assert len({stem(fold(form), "da") for form in forms.split()}) == 1


@pytest.mark.parametrize("pair", ["barn barm", "sorg skade", "skole skål", "ven vane"])
def test_different_words_keep_different_stems(pair: str) -> None:
    one, other = pair.split()
    assert stem(fold(one), "da") != stem(fold(other), "da")


@pytest.mark.parametrize("forms", ["underretning underrette underretter", "udredning udrede"])
def test_a_verb_shares_a_root_but_no_stem_with_its_noun(forms: str) -> None:
    assert len({root(fold(form), "da") for form in forms.split()}) == 1
    assert len({stem(fold(form), "da") for form in forms.split()}) > 1


def test_other_languages_have_their_own_stems() -> None:
    assert stem("children", "en") == stem("children", "en-GB")
    assert stem("assessments", "en") == stem("assessment", "en")
    assert stem("kinder", "de") == stem("kind", "de")
    assert stem("words", "tlh") == "words"


@pytest.mark.parametrize("pair", ["slags slag", "underrettning underretter"])
def test_words_that_only_look_akin_share_no_root(pair: str) -> None:
    one, other = pair.split()
    assert root(fold(one), "da") != root(fold(other), "da")


@pytest.mark.parametrize(
    "pair", ["hjemgivelse jemgivelse", "anbringelse anbrinkelse", "kunne kune", "vold vod"]
)
def test_slips_of_the_ear_sound_alike(pair: str) -> None:
    one, other = (sound(fold(word)) for word in pair.split())
    assert (one == other) is (pair != "vold vod")


def test_everyday_words_have_a_wider_word_of_the_field() -> None:
    assert wider(fold("mødre"), "da") == "foralder"
    assert wider("mor", "en") == wider("underretning", "da") == ""


LEXICON = Lexicon("da", ["underretning", "trivsel", "lineal", "skole", "børnefaglig"])

TRUE_COMPOUNDS = {
    "underretningspligt": ("underretning", "pligt"),
    "trivselslinealen": ("trivsel", "linealen"),
    "skolefravær": ("skole", "fravar"),
    "omsorgssvigt": ("omsorg", "svigt"),
    "netværksmøde": ("netvark", "mode"),
    "plejefamilie": ("pleje", "familie"),
    "handleplan": ("handle", "plan"),
    "tremånedersopfølgning": ("tre", "maneders", "opfolgning"),
}
WHOLE_WORDS = (
    "underretning undersøgelse opfølgning overgreb afgørelse misbrug barnets familie tilsyn "
    "efterskole selvskade bekymring inddragelse ensomhed fællesskab venskab økonomi angst "
    "billeder vejret målinger børnenes"
)


@pytest.mark.parametrize("word", sorted(TRUE_COMPOUNDS))
def test_a_compound_is_split_into_its_parts(word: str) -> None:
    assert LEXICON.split(fold(word)) == TRUE_COMPOUNDS[word]


@pytest.mark.parametrize("word", WHOLE_WORDS.split())
def test_a_simple_word_is_left_whole(word: str) -> None:
    assert LEXICON.split(fold(word)) == ()


def test_splitting_a_very_long_word_is_quick_and_empty() -> None:
    assert LEXICON.split("skole" * 1000) == ()
