"""What identifiers mean: every way of writing one, and what is never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from fagbegreb.namespaces import ID
from fagbegreb.vocabulary import Vocabulary
from small import vocabulary_of

UUID = "35b593cf-724f-4058-9f31-fe1b3e8df124"
TURTLE = f"""
<{ID}sel> a skos:ConceptScheme ; dcterms:identifier "sel" .
sel:50 a skos:Concept ; skos:inScheme <{ID}sel> ; skos:notation "50" ;
  dcterms:bibliographicCitation "SEL § 50" ; schema:validThrough "2023-12-31"^^xsd:date ;
  dcterms:isReplacedBy bl:20 .
<{ID}sel/50.2.1> a skos:Concept ; skos:inScheme <{ID}sel> ; skos:notation "50.2.1" .
<{ID}bl> a skos:ConceptScheme ; dcterms:identifier "bl" .
bl:50 a skos:Concept ; skos:inScheme <{ID}bl> ; skos:notation "50" ;
  dcterms:bibliographicCitation "BL § 50" ; schema:validFrom "2024-01-01"^^xsd:date .
bl:20 a skos:Concept ; skos:inScheme <{ID}bl> ; skos:notation "20" ;
  schema:validFrom "2024-01-01"^^xsd:date .
<{ID}ics> a skos:ConceptScheme ; dcterms:identifier "ics" .
ics:B1 a skos:Concept ; skos:inScheme <{ID}ics> ; skos:notation "B1" ; skos:prefLabel "sundhed"@da ;
  skos:exactMatch <https://other.example/codes/17> .
ics:H1 a skos:Concept ; skos:inScheme <{ID}ics> ; skos:notation "H1" ; owl:deprecated true ;
  dcterms:isReplacedBy ics:B1 .
<{ID}ffb> a skos:ConceptScheme ; dcterms:identifier "ffb" ; adms:identifier "urn:oid:1.2.3" .
<{ID}ffb/{UUID}> a skos:Concept ; skos:inScheme <{ID}ffb> ; skos:notation "{UUID}" .
"""
NOW = date(2025, 1, 1)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return vocabulary_of(TURTLE)


@pytest.mark.parametrize(
    ("asked", "curie"),
    [
        (ID + "ics/B1", "ics:B1"),
        (f"<{ID}ics/B1>", "ics:B1"),
        (ID.replace("https", "http") + "ics/B1", "ics:B1"),
        ("ics:B1", "ics:B1"),
        (" ics:B1 ", "ics:B1"),
        ("B1", "ics:B1"),
        (f"{ID}ics|B1", "ics:B1"),
        (UUID, f"ffb:{UUID}"),
        (UUID.upper(), f"ffb:{UUID}"),
        (f"urn:uuid:{UUID}", f"ffb:{UUID}"),
        (f"urn:oid:1.2.3|{UUID}", f"ffb:{UUID}"),
        (f"urn:oid:1.2.3|2024|{UUID}", f"ffb:{UUID}"),
        (f"{{{UUID}}}", f"ffb:{UUID}"),
        (f"1.2.208.176.2.22|{UUID}", f"ffb:{UUID}"),
        (f"urn:oid:1.2.208.176.2.22|{UUID}", f"ffb:{UUID}"),
        (f"http://kl.dk/fhir/common/caresocial/CodeSystem/FFB|{UUID}", f"ffb:{UUID}"),
        (f"http://fhir.kl.dk/term/CodeSystem/FFB|1.0.0|{UUID.upper()}", f"ffb:{UUID}"),
        ("https://other.example/codes/17", "ics:B1"),
        ("BL § 20", "bl:20"),
        ("bl:20", "bl:20"),
    ],
)
def test_an_identifier_is_found_however_it_is_written(
    vocabulary: Vocabulary, asked: str, curie: str
) -> None:
    found = vocabulary.resolve(asked, NOW)
    assert (found.outcome, [concept.curie for concept in found.concepts]) == ("found", [curie])


def test_a_provision_is_known_outside_its_period(vocabulary: Vocabulary) -> None:
    for asked in ("SEL § 50", "servicelovens § 50", "sel:50", "SEL § 50, stk. 2, nr. 1"):
        assert vocabulary.resolve(asked, date(2023, 12, 31)).outcome == "found"
    assert vocabulary.resolve("SEL § 50", NOW).outcome == "not_in_force"


def test_a_bare_section_names_both_acts_the_one_in_force_first(vocabulary: Vocabulary) -> None:
    for at, first in ((date(2022, 1, 1), "sel:50"), (NOW, "bl:50")):
        found = vocabulary.resolve("§ 50", at)
        assert found.outcome == "ambiguous"
        assert found.concepts[0].curie == first and len(found.concepts) == 2


def test_a_retired_code_is_known_as_retired(vocabulary: Vocabulary) -> None:
    found = vocabulary.resolve("ics:H1", NOW)
    assert found.outcome == "retired"
    assert found.concepts[0].replaced_by == ("ics:B1",)


@pytest.mark.parametrize(
    "asked",
    ["", "  ", "ICS:B1", "ics:b1", "ics:", ":B1", "sundhed", "§ 50 noget", "nope:B1", "ics:B1:x",
     "x" * 5_000, "\x00", "ics:B 1", "urn:oid:9|x", "§", "|",
     "http://[", "http://a/%zz", "x:\ue000", "http://a:port/", "ics:../sel/50"],
)  # fmt: skip
def test_what_is_no_identifier_is_not_found(vocabulary: Vocabulary, asked: str) -> None:
    found = vocabulary.resolve(asked, NOW)
    assert (found.asked, found.outcome, found.concepts) == (asked, "not_found", ())


def test_many_are_answered_in_order(vocabulary: Vocabulary) -> None:
    found = vocabulary.resolve_many(["nope", "ics:B1", "nope"], NOW)
    assert [each.outcome for each in found] == ["not_found", "found", "not_found"]


def test_the_nearest_of_a_retired_code_is_what_replaced_it(vocabulary: Vocabulary) -> None:
    assert vocabulary.nearest("ics:H1", None, NOW) == (ID + "ics/B1",)
    assert vocabulary.nearest(ID + "sel/50", "sel", NOW) == (ID + "bl/20",)


def test_the_nearest_of_an_unknown_code_is_one_like_it_in_force(vocabulary: Vocabulary) -> None:
    assert vocabulary.nearest("ics:B11", None, NOW)[0] == ID + "ics/B1"
    assert vocabulary.nearest(ID + "ics/BB", None, NOW)[0] == ID + "ics/B1"
    assert vocabulary.nearest("ics:zzzz", None, NOW) == ()
    assert vocabulary.nearest("B1", "nope", NOW) in ((), (ID + "ics/B1",))


def test_siblings_are_nearer_than_codes_with_the_same_digits() -> None:
    law = vocabulary_of(
        f"<{ID}bl> a skos:ConceptScheme ."
        + "".join(
            f'bl:{code} a skos:Concept ; skos:inScheme <{ID}bl> ; skos:notation "{code}" .'
            for code in ("3.1.9", "32.1", "32.1.1")
        )
    )
    assert law.nearest("bl:32.1.99", None, NOW) == tuple(
        ID + "bl/" + code for code in ("32.1.1", "32.1", "3.1.9")
    )


# Out of use: since when, and what came instead

SUCCESSIONS = f"""
<{ID}a> a skos:ConceptScheme ; dcterms:identifier "a" ; owl:priorVersion <{ID}gammel> .
<{ID}a/new> a skos:Concept ; skos:inScheme <{ID}a> ; skos:notation "new" ; skos:prefLabel "ny"@da .
<{ID}a/also> a skos:Concept ; skos:inScheme <{ID}a> ; skos:notation "also" ;
  skos:prefLabel "også"@da ; dcterms:replaces <https://old.example/7> .
<{ID}a/split> a skos:Concept ; skos:inScheme <{ID}a> ; skos:prefLabel "delt"@da ;
  owl:deprecated true ; schema:validThrough "2018-12-31"^^xsd:date ;
  dcterms:isReplacedBy <{ID}a/new> , <{ID}a/also> .
<{ID}a/undated> a skos:Concept ; skos:inScheme <{ID}a> ; skos:prefLabel "udateret"@da ;
  owl:deprecated true ; dcterms:isReplacedBy <{ID}a/new> .
<{ID}a/chained> a skos:Concept ; skos:inScheme <{ID}a> ; skos:prefLabel "kædet"@da ;
  owl:deprecated true ; dcterms:isReplacedBy <{ID}a/undated> .
<{ID}a/p1> a skos:Concept ; skos:inScheme <{ID}a> ; skos:prefLabel "gammel regel"@da ;
  dcterms:bibliographicCitation "A § 1" ; schema:validThrough "2023-12-31"^^xsd:date .
<{ID}a/p2> a skos:Concept ; skos:inScheme <{ID}a> ; skos:prefLabel "ny regel"@da ;
  dcterms:bibliographicCitation "A § 2" ; schema:validFrom "2030-01-01"^^xsd:date .
<{ID}a/loop> a skos:Concept ; skos:inScheme <{ID}a> ; skos:prefLabel "ring"@da ;
  owl:deprecated true ; dcterms:isReplacedBy <{ID}a/loop> .
<https://older.example/8> dcterms:isReplacedBy <{ID}a/new> .
<{ID}a/new> owl:sameAs <https://other.example/9> .
"""


@pytest.fixture(scope="module")
def succession() -> Vocabulary:
    return vocabulary_of(SUCCESSIONS)


@pytest.mark.parametrize(
    ("asked", "since", "successors", "said"),
    [
        ("a:split", date(2019, 1, 1), ["a:also", "a:new"],
         "»delt« (a:split) udgik 1. januar 2019 og er afløst af »også« (a:also) og »ny« (a:new)."),
        ("a:undated", None, ["a:new"],
         "»udateret« (a:undated) er udgået (det vides ikke hvornår) og er afløst af »ny« (a:new)."),
        ("a:chained", None, ["a:new"],
         "»kædet« (a:chained) er udgået (det vides ikke hvornår) og er afløst af »udateret« "
         "(a:undated), siden af »ny« (a:new)."),
        ("a:p1", date(2024, 1, 1), [],
         "A § 1 gjaldt til og med 31. december 2023 og har ingen kendt afløser; en afgørelse "
         "truffet senest den dag bygger fortsat på den, til der træffes en ny."),
        ("a:p2", None, [], "A § 2 gælder først fra 1. januar 2030."),
    ],
)  # fmt: skip
def test_what_is_out_of_use_says_since_when_and_what_came_instead(
    succession: Vocabulary, asked: str, since: date | None, successors: list[str], said: str
) -> None:
    ended = succession.resolve(asked, NOW).out_of_use
    assert ended is not None
    assert (ended.since, [found.curie for found in ended.successors]) == (since, successors)
    assert ended.text["da"] == said
    assert ended.text["en"]


def test_what_is_in_use_says_nothing_of_the_kind(succession: Vocabulary) -> None:
    assert succession.resolve("a:new", NOW).out_of_use is None
    assert succession.resolve("a:p1", date(2023, 12, 31)).out_of_use is None


def test_a_concept_said_to_replace_itself_ends_there(succession: Vocabulary) -> None:
    assert succession.resolve("a:loop", NOW).outcome == "retired"


@pytest.mark.parametrize(
    ("asked", "curie"),
    [
        ("gammel:new", "a:new"),
        (f"{ID}gammel/new", "a:new"),
        (f"{ID}gammel|new", "a:new"),
        ("https://old.example/7", "a:also"),
        ("https://older.example/8", "a:new"),
        ("https://other.example/9", "a:new"),
    ],
)
def test_former_schemes_and_old_addresses_still_lead_there(
    succession: Vocabulary, asked: str, curie: str
) -> None:
    assert [found.curie for found in succession.resolve(asked, NOW).concepts] == [curie]
