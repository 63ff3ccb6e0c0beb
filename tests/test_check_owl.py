"""The case ontology holds together, and a contradiction in it is named."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from fagbegreb.check import check_owl, require_sound
from fagbegreb.content import format_content
from fagbegreb.errors import ContentError
from fagbegreb.settings import content_root

pytestmark = pytest.mark.external

HEAD = """\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sag: <https://w3id.org/fagbegreb/sag#> .

<https://w3id.org/fagbegreb/sag> a owl:Ontology ; owl:imports <http://127.0.0.1:9/never> .
sag:Barn a owl:Class ; owl:disjointWith sag:Plan .
sag:Plan a owl:Class .
"""


def ontology(tmp_path: Path, text: str) -> Path:
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "case.ttl").write_text(HEAD + text, "utf-8")
    return tmp_path


def test_our_case_ontology_holds_together() -> None:
    assert check_owl(content_root()) == ()


def test_a_contradiction_is_named_with_file_and_line(tmp_path: Path) -> None:
    (found,) = check_owl(
        ontology(tmp_path, "sag:Umulig a owl:Class ; rdfs:subClassOf sag:Barn , sag:Plan .\n")
    )
    assert (found.rule, found.file, found.line) == ("owl/satisfiable", "ontology/case.ttl", 9)
    assert found.concept == "sag#Umulig"


def test_what_is_imported_is_not_fetched(tmp_path: Path) -> None:
    assert check_owl(ontology(tmp_path, "")) == ()


def test_individuals_that_cannot_be_are_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="contradicts itself"):
        check_owl(ontology(tmp_path, "sag:x a owl:NamedIndividual , sag:Barn , sag:Plan .\n"))


def test_the_reasoner_is_stopped_in_time(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"not done in 0\.01 seconds"):
        check_owl(ontology(tmp_path, ""), timeout_s=0.01)


def test_without_java_the_message_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("java") is None
    with pytest.raises(ContentError, match="apt-get install default-jre-headless"):
        check_owl(ontology(tmp_path, ""))


def test_a_java_that_fails_is_told_with_what_it_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho no room >&2\nexit 1\n", "utf-8")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(ContentError, match=r"could not run the reasoner \(no room\)"):
        check_owl(ontology(tmp_path, ""))


def test_a_release_is_made_of_sound_content_only(tmp_path: Path) -> None:
    small = tmp_path / "content"
    shutil.copytree(Path(__file__).parent / "smallcontent", small)
    (small / "ontology" / "case.ttl").write_text(HEAD, "utf-8")
    format_content(small, fix=True)
    require_sound(small)
    scheme = small / "ontology" / "schemes" / "a.ttl"
    scheme.write_text(scheme.read_text("utf-8").replace("som foregår", "som ofte foregår"), "utf-8")
    with pytest.raises(ContentError, match="1 violations in the content; repair them"):
        require_sound(small)
