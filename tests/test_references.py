"""Law references as people write them, and other identifiers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fagbegreb.references import parse_identifier, parse_reference

ONE = {
    "§50": (None, "50"),
    "§ 50": (None, "50"),
    "SEL 50": ("sel", "50"),
    "sel50": ("sel", "50"),
    "SEL § 50": ("sel", "50"),
    "servicelovens § 52, stk. 3, nr. 7": ("sel", "52.3.7"),
    "§ 50, stk. 7, servicel.": ("sel", "50.7"),
    "retssikkerhedsl. § 11 a": ("rtl", "11a"),
    "§ 52, stk. 3, nr. 7 i serviceloven": ("sel", "52.3.7"),
    "paragraf 11 stk 3": (None, "11.3"),
    "paragraf 11 stykke 3": (None, "11.3"),
    "par. 11, stk. 3": (None, "11.3"),
    "BL §32 stk 1 nr 7": ("bl", "32.1.7"),
    "bl 32 stk. 1 nr. 7": ("bl", "32.1.7"),
    "barnets lov § 91": ("bl", "91"),
    "efter barnets lov § 32, stk. 1, nr. 2": ("bl", "32.1.2"),
    "stk. 3 i § 11": (None, "11.3"),
    "§ 52 a, stk. 1, nr. 2": (None, "52a.1.2"),
    "§52a": (None, "52a"),
    "§ 52, nr. 3": (None, "52.1.3"),
    "§ 32, stk 1, 3)": (None, "32.1.3"),
    "§ 58, stk. 1, 2. pkt.": (None, "58.1"),
    "servicelovens § 50, stk. 2, nr. 4, 1. punktum": ("sel", "50.2.4"),
    "BL § 20, stk. 1, nr. 2, litra b": ("bl", "20.1.2"),
    "S.E.L. § 50": ("sel", "50"),
    "b.l. 20": ("bl", "20"),
    "52.3.7": (None, "52.3.7"),
    "52a.1.2": (None, "52a.1.2"),
    "§ 52.3.7": (None, "52.3.7"),
    "§ 32(1)(7) BL": ("bl", "32.1.7"),
    "BL 32,1,7": ("bl", "32.1.7"),
    "SEL § 52,3": ("sel", "52.3"),
    "section 50 of the Social Services Act": ("sel", "50"),
    "retssikkerhedslovens § 10": ("rtl", "10"),
    "RSL § 11 a": ("rtl", "11a"),
    "forvaltningsloven 19": ("fvl", "19"),
    "offentlighedslovens § 13": ("ofl", "13"),
    "UKL § 12": ("uk", "12"),
    "BL kap. 4": ("bl", "kap4"),
    "serviceloven kapitel 15 a": ("sel", "kap15a"),
    "serviceloven": ("sel", "lov"),
    "BL": ("bl", "lov"),
    "  SEL \u00a0 §  50 ": ("sel", "50"),
    "jf. § 50, stk. 3, 2. pkt.": (None, "50.3"),
    "barnets lovs § 32 stk. 1 nr. 7 litra a": ("bl", "32.1.7"),
    "SEL§52stk3nr7": ("sel", "52.3.7"),
    "L § 20": (None, "20"),
    "§ 119 a": (None, "119a"),
    "§119a": (None, "119a"),
    "§ 155A": (None, "155a"),
    "52 stk 3 nr 7": (None, "52.3.7"),
    "52, stk. 3, nr. 7": (None, "52.3.7"),
    "11 stk 3": (None, "11.3"),
    "52,3,7": (None, "52.3.7"),
    "§52, 3, 7": (None, "52.3.7"),
    "§52/3/7": (None, "52.3.7"),
    "bl 32, 1, 7": ("bl", "32.1.7"),
    "bl. 32": ("bl", "32"),
    "50 sel": ("sel", "50"),
    "§50sel": ("sel", "50"),
    "52 i serviceloven": ("sel", "52"),
    "service lovens § 52": ("sel", "52"),
    "11. kapitel i serviceloven": ("sel", "kap11"),
    "lov om retssikkerhed § 9 a": ("rtl", "9a"),
    "lov om ungdomskriminalitet § 13": ("uk", "13"),
    "Barnets lov.": ("bl", "lov"),
    "hvad er § 50?": (None, "50"),
}


@pytest.mark.parametrize("text", ONE)
def test_one_reference(text: str) -> None:
    assert [(found.act, found.code) for found in parse_reference(text)] == [ONE[text]]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("§ 140 handleplan", "handleplan"),
        ("handleplan § 140", "handleplan"),
        ("§ 50-undersøgelse", "undersøgelse"),
        ("SEL § 50", ""),
        ("§ 70 opfølgning SEL", "opfølgning"),
        ("§-140 handleplan", "handleplan"),
    ],
)
def test_what_else_was_said_is_kept(text: str, rest: str) -> None:
    assert [found.rest for found in parse_reference(text)] == [rest]


def test_a_bare_section_names_no_act() -> None:
    assert parse_reference("§ 50")[0].act is None


@pytest.mark.parametrize(
    "text",
    [
        "nr. 7",
        "stk. 3",
        "udvikling",
        "0-10 skala",
        "B1",
        "bl.a. skole",
        "18-22 år",
        "SoS 3",
        "BL-54A",
    ],
)
def test_what_is_no_reference_names_nothing(text: str) -> None:
    assert parse_reference(text) == ()


@pytest.mark.parametrize(
    "text", ["SEL §§ 52,58 og 66", "SEL §§ 5,6 og 7", "SEL § 52, 58", "§§ 52, 3"]
)
def test_commas_between_sections_name_several(text: str) -> None:
    assert all("." not in found.code for found in parse_reference(text))
    assert len(parse_reference(text)) > 1


@pytest.mark.parametrize(
    "text", ["§§ 50-52", "§§ 50 – 52", "§ 50-52", "paragrafferne 50, 51 og 52"]
)
def test_a_range_names_every_section(text: str) -> None:
    assert [found.code for found in parse_reference(text)] == ["50", "51", "52"]


def test_several_references_in_one_text() -> None:
    several = parse_reference("SEL §§ 52, 58 og 66")
    assert [(found.act, found.code) for found in several] == [
        ("sel", "52"),
        ("sel", "58"),
        ("sel", "66"),
    ]
    two = parse_reference("SEL § 50 og BL § 20")
    assert [(found.act, found.code) for found in two] == [("sel", "50"), ("bl", "20")]


def test_the_short_codes_of_statistics_may_mean_an_item() -> None:
    assert parse_reference("90.2")[0].codes == ("90.2", "90.1.2")
    assert parse_reference("52.3.7")[0].codes == ("52.3.7",)
    assert parse_reference("§ 90, stk. 2")[0].codes == ("90.2",)


@given(st.text(max_size=300))
def test_any_text_at_all_is_read(text: str) -> None:
    parse_reference(text)
    parse_identifier(text)


def test_a_long_text_is_no_reference() -> None:
    assert parse_reference("§ 50 " * 1000) == ()


UUID = "35b593cf-724f-4058-9f31-fe1b3e8df124"


@pytest.mark.parametrize(
    ("text", "kind", "scheme", "code"),
    [
        ("ics:B1", "curie", "ics", "B1"),
        ("iconclass:25F23(LION)", "curie", "iconclass", "25F23(LION)"),
        ("x:a:b", "curie", "x", "a:b"),
        ("https://w3id.org/fagbegreb/id/ics/B1", "iri", "", "https://w3id.org/fagbegreb/id/ics/B1"),
        ("<urn:x:1>", "iri", "", "urn:x:1"),
        ("own:<b>", "curie", "own", "<b>"),
        (UUID, "uuid", "", UUID),
        (UUID.upper(), "uuid", "", UUID),
        (f"urn:uuid:{UUID}", "uuid", "", UUID),
        (f"urn:oid:1.2.208.176.2.22|{UUID}", "system_code", "ffb", UUID),
        (f"1.2.208.176.2.22|{UUID}", "system_code", "ffb", UUID),
        (f"http://fhir.kl.dk/term/CodeSystem/FBOE|{UUID}", "system_code", "fboe", UUID),
        (f"http://kl.dk/fhir/common/caresocial/CodeSystem/FFB|{UUID}", "system_code", "ffb", UUID),
        (f"http://fhir.kl.dk/term/CodeSystem/LTT|20250530|{UUID}", "system_code", "ltt", UUID),
        ("http://example.org/cs|7", "system_code", "http://example.org/cs", "7"),
    ],
)
def test_identifiers(text: str, kind: str, scheme: str, code: str) -> None:
    found = parse_identifier(text)
    assert found is not None
    assert (found.kind, found.scheme, found.code) == (kind, scheme, code)


@pytest.mark.parametrize("text", ["udvikling", "Find: hvad bekymrer", "", " ", "§ 50"])
def test_words_are_no_identifier(text: str) -> None:
    assert parse_identifier(text) is None
