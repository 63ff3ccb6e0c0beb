"""What the hub promises: any method reaches it, or a row says why not; lists can be dropped in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

import pyoxigraph as ox
import pytest

from fagbegreb import content
from fagbegreb.content.turtle import Term
from fagbegreb.namespaces import DCTERMS, ID, MODEL, RDF, SKOS
from fagbegreb.settings import content_root

METHODS = ("ics", "sos", "trivsel", "boernelineal", "fit", "udredning", "proces")
HUB = ID + "faelles"
SCALES = ("trivsel/list/trin", "sos/list/sikkerhedsskala", "sos/list/afslutningsskala")


@cache
def described(scheme: str) -> ox.Store:
    """The file of one scheme."""
    path = content_root() / "ontology" / "schemes" / f"{scheme}.ttl"
    store = ox.Store()
    store.extend(content.read_turtle(path, ID + scheme))
    return store


def codes(scheme: str, of: str = "Concept") -> set[str]:
    quads = described(scheme).quads_for_pattern(
        None, ox.NamedNode(RDF + "type"), ox.NamedNode(SKOS + of)
    )
    return {quad.subject.value for quad in quads}  # type: ignore[union-attr]


@cache
def hub_rows() -> tuple[content.Row, ...]:
    found = content.mapping_files(content_root() / "mappings")
    return tuple(
        row for path in found if "faelles" in path.name for row in content.read_sssom(path)
    )


def lists() -> Iterator[tuple[str, str]]:
    for file in content.scheme_files(content_root()):
        if file.path.parent.name == "schemes":
            for kind in ("Collection", "OrderedCollection"):
                for iri in codes(file.path.stem, kind):
                    yield file.path.stem, iri


def values(scheme: str, subject: ox.NamedNode | ox.BlankNode, predicate: str) -> list[Term]:
    quads = described(scheme).quads_for_pattern(subject, ox.NamedNode(predicate), None)
    return [quad.object for quad in quads]


def members(scheme: str, iri: str) -> list[str]:
    """The members of a list, in its order where it has one."""
    found = values(scheme, ox.NamedNode(iri), SKOS + "member")
    rest = values(scheme, ox.NamedNode(iri), SKOS + "memberList")
    while rest and isinstance(rest[0], ox.BlankNode):
        found += values(scheme, rest[0], RDF + "first")
        rest = values(scheme, rest[0], RDF + "rest")
    return [member.value for member in found if isinstance(member, ox.NamedNode)]


def test_the_hub_is_large_enough_to_meet_in_and_small_enough_to_read() -> None:
    assert 200 <= len(codes("faelles")) <= 320


@pytest.mark.parametrize("method", METHODS)
def test_every_concept_of_a_method_has_a_path_to_the_hub_or_a_reason_why_not(method: str) -> None:
    reached = {row.subject for row in hub_rows()} | {row.object for row in hub_rows()}
    assert not codes(method) - reached


def test_no_reason_is_written_twice() -> None:
    said = Counter(row.comment for row in hub_rows())
    assert not [comment for comment, times in said.items() if times > 1]


def test_a_concept_is_the_same_as_at_most_one_of_another_scheme() -> None:
    exact = [
        (row.object, row.subject.removeprefix(ID).partition("/")[0])
        for row in hub_rows()
        if row.predicate == SKOS + "exactMatch" and row.object != content.NO_TERM
    ]
    assert len(exact) == len(set(exact))


def test_no_professional_has_reviewed_the_rows_yet() -> None:
    assert not [row for row in hub_rows() if row.reviewer]


def test_there_are_value_lists_enough_for_a_form() -> None:
    assert len(set(lists())) >= 25


def test_every_value_list_has_members_of_its_own_scheme_and_a_source() -> None:
    for scheme, iri in lists():
        assert values(scheme, ox.NamedNode(iri), DCTERMS + "source"), iri
        found = members(scheme, iri)
        assert len(found) >= 2 and set(found) <= codes(scheme), iri


@pytest.mark.parametrize("name", SCALES)
def test_the_steps_of_a_scale_weigh_in_the_order_they_stand(name: str) -> None:
    scheme = name.partition("/")[0]
    weights = [
        float(weight.value)
        for member in members(scheme, ID + name)
        for weight in values(scheme, ox.NamedNode(member), MODEL + "weight")
        if isinstance(weight, ox.Literal)
    ]
    assert weights == sorted(weights)
    assert len(weights) == len(members(scheme, ID + name))


def test_the_hub_names_no_scheme_of_its_own_as_a_counterpart() -> None:
    assert not [
        row for row in hub_rows() if row.subject.startswith(HUB) and row.object.startswith(HUB)
    ]
