"""One catalogue of texts, complete in Danish and English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import fagbegreb.web
from fagbegreb.settings import content_root
from fagbegreb.validation.rules import read_rules
from fagbegreb.web.messages import CATALOGUE, for_scripts, text

WEB = Path(fagbegreb.web.__file__).parent
SAME_IN_BOTH = re.compile(
    r"site\.name|export\.|compare\.none|crosswalk\.(of|percent)|(word|field)\.definition"
)


@pytest.mark.parametrize("key", sorted(CATALOGUE))
def test_every_text_is_there_in_both_languages(key: str) -> None:
    danish, english = CATALOGUE[key]
    assert danish and english
    assert set(re.findall(r"{\w+}", danish)) == set(re.findall(r"{\w+}", english)), key


def test_what_is_written_out_is_translated() -> None:
    same = {key for key, (danish, english) in CATALOGUE.items() if danish == english}
    assert not {key for key in same if len(CATALOGUE[key][0]) > 9 and not SAME_IN_BOTH.match(key)}


def test_every_text_that_a_template_names_exists() -> None:
    for template in (WEB / "templates").glob("*.html"):
        for key in re.findall(r"""\bt\(\s*["']([\w.]+)["']\s*[,)]""", template.read_text("utf-8")):
            assert key in CATALOGUE, f"{template.name}: {key}"


def test_every_text_that_a_script_names_exists() -> None:
    for script in (WEB / "static").glob("*.js"):
        for key in re.findall(r"(?<![#\w])texts\.(\w+)", script.read_text("utf-8")):
            assert key in for_scripts("da"), f"{script.name}: {key}"


def test_no_text_is_left_over() -> None:
    code = "".join(
        path.read_text("utf-8")
        for pattern in ("templates/*.html", "static/*.js", "pages/*.py")
        for path in WEB.glob(pattern)
    )
    built = re.findall(r"""["']([\w.]+[._])["']\s*(?:\+|~)""", code)
    built += re.findall(r"""f["']([\w.]+\.){""", code)
    built += ["group.", "js.", "relation."]
    unused = [
        key
        for key in CATALOGUE
        if f'"{key.removesuffix("_one")}"' not in code
        and f"'{key.removesuffix('_one')}'" not in code
        and not any(key.startswith(start) for start in built)
    ]
    assert unused == []


def test_a_text_is_filled_in() -> None:
    assert text("en", "search.none", query="x") == "No concepts for 'x'"
    assert text("da", "search.none", query="x") == "Ingen begreber for »x«"


def test_one_thing_has_a_text_of_its_own() -> None:
    assert text("da", "list.count", n=1) == text("da", "list.count", n="1") == "1 begreb"
    assert text("en", "list.count", n=2) == "2 concepts"


def test_every_step_that_a_rule_belongs_to_has_a_name() -> None:
    steps = {rule.step for rule in read_rules(content_root() / "shapes" / "case").rules}
    assert {f"step.{step}" for step in steps} <= set(CATALOGUE)
