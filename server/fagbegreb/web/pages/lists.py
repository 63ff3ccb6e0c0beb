"""The basket: identifiers in the address go in; a list with warnings and exports comes out.

Nothing is kept here: the address is the list, so it can be shared, and it names the release.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from fagbegreb.errors import UnknownConcept, UnknownScheme
from fagbegreb.model import Concept, Iri, Status, TreeNode
from fagbegreb.terminology import Terminology
from fagbegreb.web.context import terminology_of
from fagbegreb.web.pages.view import View, page

router = APIRouter()

MOST: Final = 1_000
EXPORT_GROUPS: Final = (
    ("form", ("options.yaml", "select.html", "schema.json", "questionnaire.json",
              "definitions.txt")),
    ("sheet", ("xlsx", "csv-excel", "csv")),
    ("system", ("json", "valueset.json", "shacl.ttl")),
)  # fmt: skip
"""Every form of a list that can be taken, by what it is for."""


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a form designer should look at, and what to use instead."""

    text: str
    instead: tuple[Concept, ...] = ()
    place: int = 0
    """Where in the list it stands, for what can be swapped."""


@router.get("/liste")
def basket(  # noqa: PLR0913, PLR0917  one per parameter
    request: Request,
    asked: Annotated[list[str] | None, Query(alias="id")] = None,
    add: str = "",
    gren: bool = False,
    release: str = "",
    op: Annotated[int | None, Query(ge=0)] = None,
) -> Response:
    """The list that the address holds. `add` joins a code, a branch (`gren`), a value list or a
    whole scheme; `op` moves an entry up. Both answer with the new address."""
    view, terminology = View(request), terminology_of(request)
    whole = list(dict.fromkeys(asked or ()))
    wanted = whole[:MOST]
    if add.strip():
        joined = [*whole, *_added(view, terminology, add.strip(), gren)]
        return _moved(view, list(dict.fromkeys(joined)))
    if op is not None:
        return _moved(view, _one_up(wanted, op))
    answers = [terminology.vocabulary.resolve(text, view.at) for text in wanted]
    found = {
        place: answer.concepts[0]
        for place, answer in enumerate(answers)
        if len(answer.concepts) == 1
    }
    unknown = [answer.asked for answer in answers if len(answer.concepts) != 1]
    return page(
        request,
        "list.html",
        wanted=wanted,
        concepts=tuple(found.values()),
        warnings=[
            *([Warned(view.t("list.warn_long", n=MOST))] if len(whole) > MOST else []),
            *_warnings(view, terminology, found, unknown),
        ],
        exports=EXPORT_GROUPS,
        permalink=view.plain_link("/liste", id=wanted, release=terminology.release,
                                  at=request.query_params.get("at")),
    )  # fmt: skip


def _moved(view: View, wanted: list[str]) -> Response:
    target = view.here(id=wanted, add=None, gren=None, op=None)
    return RedirectResponse(target, status_code=303, headers={"cache-control": "no-store"})


def _one_up(wanted: list[str], place: int) -> list[str]:
    if 0 < place < len(wanted):
        wanted[place - 1], wanted[place] = wanted[place], wanted[place - 1]
    return wanted


def _added(view: View, terminology: Terminology, text: str, with_branch: bool) -> list[str]:
    """CURIEs that `text` stands for: a value list's members, a scheme's, a branch, or one."""
    members = _members(terminology, text) or in_use(terminology, text)
    if members:
        return members
    answer = terminology.vocabulary.resolve(text, view.at)
    if len(answer.concepts) != 1:
        return [text]
    concept = answer.concepts[0]
    if not with_branch:
        return [concept.curie]
    return branch(terminology, concept.iri)


def _members(terminology: Terminology, text: str) -> list[str]:
    """Members of the value list named `scheme:list/slug`; empty when it names none."""
    vocabulary = terminology.vocabulary
    scheme, _, slug = text.partition(":")
    if not slug.startswith("list/"):
        return []
    try:
        found = vocabulary.collection(scheme, slug)
    except (UnknownConcept, UnknownScheme):
        return []
    return [
        vocabulary.concept(Iri(iri)).curie for iri in found.members if vocabulary.is_concept(iri)
    ]


def branch(terminology: Terminology, iri: Iri, most: int = MOST) -> list[str]:
    """CURIEs of a concept and all below it, down its hierarchy; one more than `most` when there
    are more."""
    return _curies(terminology.vocabulary.branch(iri, max_nodes=most + 1))


def in_use(terminology: Terminology, text: str) -> list[str]:
    """The concepts of the scheme named by its id that are not retired, down its hierarchy."""
    vocabulary = terminology.vocabulary
    if text not in vocabulary.book.heads:
        return []
    listed = [
        curie for node in vocabulary.tree(text, max_nodes=MOST + 1) for curie in _curies(node)
    ]
    is_retired = {
        concept.curie: concept.status is Status.RETIRED
        for concept in vocabulary.concepts(text, limit=MOST + 1)
    }
    return [curie for curie in listed if not is_retired.get(curie)]


def _curies(node: TreeNode) -> list[str]:
    return [node.concept.curie, *(curie for child in node.children for curie in _curies(child))]


def _warnings(
    view: View, terminology: Terminology, placed: dict[int, Concept], unknown: list[str]
) -> list[Warned]:
    """`placed` are the concepts by their place in the list."""
    concepts = tuple(placed.values())
    found = [Warned(view.t("list.warn_unknown", asked=asked)) for asked in unknown]
    for place, concept in placed.items():
        named = {"curie": concept.curie, "label": view.label(concept)}
        successors = terminology.vocabulary.nearest(concept.iri, None, view.at)
        instead = tuple(terminology.vocabulary.concept(iri) for iri in successors)
        if concept.status is Status.RETIRED:
            found.append(Warned(view.t("list.warn_retired", **named), instead, place))
        elif not concept.in_force(view.at):
            day = view.day(view.at)
            text = view.t("list.warn_not_in_force", **named, day=day)
            found.append(Warned(text, instead, place))
    found += [Warned(text) for text in _same_labels(view, concepts)]
    drafts = sum(concept.status is Status.DRAFT for concept in concepts)
    if drafts:
        found.append(Warned(view.t("list.warn_draft", n=drafts)))
    return found


def _same_labels(view: View, concepts: Iterable[Concept]) -> list[str]:
    named: dict[str, list[Concept]] = defaultdict(list)
    for concept in concepts:
        named[view.label(concept).casefold()].append(concept)
    return [
        view.t(
            "list.warn_same_label",
            label=view.label(same[0]),
            curies=", ".join(concept.curie for concept in same),
        )
        for same in named.values()
        if len(same) > 1
    ]
