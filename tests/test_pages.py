"""Pages as HTML: what they escape, where they lead, what they remember."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from fagbegreb.web.api.lists import EXPORTS
from fagbegreb.web.pages import searching
from fagbegreb.web.pages.about import EXAMPLES
from fagbegreb.web.pages.alphabet import danish_key
from fagbegreb.web.pages.concepts import COMPARISONS
from fagbegreb.web.pages.lists import EXPORT_GROUPS
from fagbegreb.web.pages.marking import marked
from page_kinds import KINDS

BROWSER = {"accept": "text/html,application/xhtml+xml"}
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


@pytest.mark.parametrize("path", [path for kind, path in KINDS.items() if kind != "error"])
@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_kind_of_page_is_there_in_both_languages(
    client: TestClient, path: str, lang: str
) -> None:
    joined = "&" if "?" in path else "?"
    answer = client.get(f"{path}{joined}lang={lang}", headers=BROWSER)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    if not path.startswith("/static"):
        assert f'<html lang="{lang}"' in answer.text
    assert "<script>" not in answer.text and " style=" not in answer.text


@pytest.mark.parametrize(
    "path",
    ["/?q={}", "/sammenlign?id={}", "/liste?id={}", "/begreb/ics/{}", "/system/{}",
     "/oversaettelse/ics/{}", "/valider?eksempel={}", "/sparql?query={}", "/?q=a&scheme={}"],
)  # fmt: skip
def test_what_somebody_typed_is_shown_as_text(client: TestClient, path: str) -> None:
    answer = client.get(path.format(HOSTILE), headers=BROWSER)
    assert "<script>alert" not in answer.text and "<img src=x" not in answer.text


def test_a_pasted_case_is_shown_as_text_and_not_kept(client: TestClient) -> None:
    answer = client.post("/valider", data={"sag": f"</textarea>{HOSTILE}"}, headers=BROWSER)
    assert answer.status_code == 400
    assert "</textarea>&lt;script" not in answer.text and "<script>alert" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_marked_words_are_escaped_first() -> None:
    assert marked("b", "<b>b</b>") == "&lt;b&gt;b&lt;/b&gt;"
    assert marked("sund", "<i>Sundhed") == "&lt;i&gt;<mark>Sund</mark>hed"


def test_an_unknown_address_is_a_page_for_people_and_a_problem_for_programs(
    client: TestClient,
) -> None:
    page = client.get("/begreb/ics/NOPE", headers=BROWSER)
    assert (page.status_code, page.headers["content-type"][:9]) == (404, "text/html")
    assert "ics:NOPE" in page.text and "unknown-concept" in page.text
    assert "/api/" not in page.text
    assert client.get("/begreb/ics/NOPE").headers["content-type"] == "application/problem+json"
    assert "json" in client.get("/api/v1/x", headers=BROWSER).headers["content-type"]


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil", "x"])
def test_choosing_a_theme_never_leads_elsewhere(client: TestClient, back: str) -> None:
    answer = client.get("/visning", params={"theme": "dark", "back": back})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "theme=dark" in answer.headers["set-cookie"]
    assert "HttpOnly" in answer.headers["set-cookie"]


def test_a_choice_that_is_none_is_not_remembered(client: TestClient) -> None:
    answer = client.get("/visning?theme=pink&back=/om")
    assert answer.headers["location"] == "/om" and "set-cookie" not in answer.headers


def test_a_day_and_a_release_go_along_from_page_to_page(client: TestClient) -> None:
    release = client.get("/health/ready").json()["release"]
    page = client.get(f"/begreb/sel/50?at=2022-05-01&release={release}", headers=BROWSER).text
    assert f"/system/sel?at=2022-05-01&amp;release={release}" in page
    assert "Ikke i kraft" not in page


def test_a_list_joins_branches_and_value_lists_in_its_address(client: TestClient) -> None:
    moved = client.get("/liste?id=ics:B1&add=trivsel:list/aldersgrupper").headers["location"]
    assert moved.startswith("/liste?id=ics%3AB1&id=trivsel%3AA0&id=trivsel%3AA1")
    branch = client.get("/liste?add=ics:B&gren=true").headers["location"]
    assert branch.count("id=") > 4
    up = client.get("/liste?id=ics:B1&id=ics:B2&op=1").headers["location"]
    assert up == "/liste?id=ics%3AB2&id=ics%3AB1"


def test_every_example_of_the_api_guide_answers(client: TestClient) -> None:
    for _, example in EXAMPLES:
        assert client.get(example).status_code == 200, example


def test_every_example_of_searching_and_comparing_finds_something(client: TestClient) -> None:
    for lang, examples in searching.EXAMPLES.items():
        for _, query in examples:
            page = client.get("/", params={"q": query, "lang": lang}, headers=BROWSER).text
            assert 'class="hit"' in page, query
    for pair in COMPARISONS:
        page = client.get("/sammenlign", params={"id": pair}, headers=BROWSER).text
        assert 'class="differs"' in page, pair


def test_a_page_that_shows_another_day_or_release_says_so(client: TestClient) -> None:
    release = client.get("/health/ready").json()["release"]
    then = client.get(f"/begreb/sel/50?at=2022-05-01&release={release}", headers=BROWSER).text
    assert "Alt vises, som det gælder den 1. maj 2022." in then
    assert 'href="/begreb/sel/50">Vis det nyeste' in then
    assert "Ikke det nyeste" not in client.get("/begreb/sel/50", headers=BROWSER).text


def test_a_concept_says_at_once_what_others_call_it(client: TestClient) -> None:
    page = client.get("/begreb/ics/B1", headers=BROWSER).text
    top = page.split('id="kin"')[1].split("</section>")[0]
    assert "Trivselslinealen" in top and "trivsel:D4" in top and "er næsten det samme som" in top
    assert "er beslægtet med" not in top


def test_every_form_of_a_list_is_offered_once(client: TestClient) -> None:
    offered = [form for _, forms in EXPORT_GROUPS for form in forms]
    assert sorted(offered) == sorted(EXPORTS)


def test_a_whole_scheme_is_added_without_what_is_retired(client: TestClient) -> None:
    moved = client.get("/liste?add=ics").headers["location"]
    assert "id=ics%3AB1" in moved and "ics%3AHB1" not in moved


def test_english_pages_mark_the_reasons_that_exist_in_danish_only(client: TestClient) -> None:
    concept = client.get("/begreb/ics/B1?lang=en", headers=BROWSER).text
    assert "reasons exist in Danish only" in concept
    assert '<p class="why"><span lang="da">' in concept
    crosswalk = client.get("/oversaettelse/ics/trivsel?lang=en", headers=BROWSER).text
    assert "reasons exist in Danish only" in crosswalk and '<span lang="da">' in crosswalk


def test_static_files_are_kept_for_good_when_their_content_is_named(client: TestClient) -> None:
    page = client.get("/", headers=BROWSER).text
    address = page.split('href="/static/site.css?v=')[1].split('"')[0]
    named = client.get(f"/static/site.css?v={address}")
    assert "immutable" in named.headers["cache-control"]
    assert "immutable" not in client.get("/static/site.css").headers["cache-control"]
    etag = named.headers["etag"]
    again = client.get("/static/site.css", headers={"if-none-match": etag})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "name", ["../pages/view.py", "..%2f..%2fsettings.py", "nope.css", "", "a.py"]
)
def test_only_static_files_are_served(client: TestClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


def test_the_danish_alphabet_ends_in_ae_oe_aa() -> None:
    words = ["åben", "æble", "zoo", "Aarhus", "ørn", "abe", "été", "eta"]
    assert sorted(words, key=danish_key) == [
        "abe", "eta", "été", "zoo", "æble", "ørn", "åben", "Aarhus",
    ]  # fmt: skip
