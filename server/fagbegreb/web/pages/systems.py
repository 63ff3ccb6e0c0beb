"""Pages of schemes: all of them, and one as tree, A–Å, codes, value lists, picture and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from fagbegreb.model import Concept, Scheme, Status
from fagbegreb.terminology import Terminology
from fagbegreb.vocabulary.schemes import SchemeHead
from fagbegreb.web.context import terminology_of
from fagbegreb.web.pages.alphabet import by_letter
from fagbegreb.web.pages.lists import in_use
from fagbegreb.web.pages.pictures import picture_of
from fagbegreb.web.pages.view import View, page

router = APIRouter()

VIEWS: Final = ("tree", "az", "codes", "lists", "picture", "numbers")
LARGE: Final = 2_000
PAGE_SIZE: Final = 200
MOST_TAKEN: Final = 200
"""Concepts of a scheme, a value list or a branch that a page names for My list; longer lists the
server expands, and whole schemes longer than that are not offered."""


@dataclass(frozen=True, slots=True)
class Group:
    """Schemes of one sort, for menus and lists. `key` is its text in the catalogue."""

    key: str
    schemes: tuple[SchemeHead, ...]


def grouped(terminology: Terminology, heads: Iterable[SchemeHead]) -> tuple[Group, ...]:
    """The hub, methods, law, others' systems, added ones; empty groups are left out."""
    law = set(terminology.vocabulary.law_ids)
    sorted_in: dict[str, list[SchemeHead]] = {}
    for head in heads:
        sorted_in.setdefault(_group(head, law), []).append(head)
    order = ("group.hub", "group.method", "group.law", "group.external", "group.added")
    return tuple(Group(key, tuple(sorted_in[key])) for key in order if key in sorted_in)


def _group(head: SchemeHead, law: set[Any]) -> str:
    if head.is_external:
        return "group.external"
    if not head.is_own:
        return "group.added"
    if head.id == "faelles":
        return "group.hub"
    return "group.law" if head.id in law else "group.method"


@router.get("/system")
def systems(request: Request) -> Response:
    """All schemes in groups."""
    terminology = terminology_of(request)
    full = terminology.vocabulary.schemes()
    groups = grouped(terminology, terminology.vocabulary.book.heads.values())
    return page(request, "systems.html", groups=groups, full={each.id: each for each in full})


@router.get("/system/{scheme}")
def system(
    request: Request,
    scheme: str,
    vis: Annotated[str, Query()] = "tree",
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    """One scheme; `vis` chooses the view."""
    terminology, view = terminology_of(request), View(request)
    found = terminology.vocabulary.scheme(scheme)
    is_large = found.concept_count > LARGE
    picture = picture_of(view, terminology, found.id)
    views = [each for each in VIEWS if each != "picture" or picture]
    shown = vis if vis in views else "tree"
    if is_large and shown in {"az", "numbers"}:
        shown = "codes"
    values = _VALUES[shown](view, terminology, found, offset)
    return page(
        request,
        "system.html",
        scheme=found,
        shown=shown,
        views=[each for each in views if not (is_large and each in {"az", "numbers"})],
        is_large=is_large,
        most_taken=MOST_TAKEN,
        in_use=in_use(terminology, found.id) if found.concept_count <= MOST_TAKEN else None,
        has_lists=bool(terminology.vocabulary.collections(found.id)),
        picker=picker_code(view, found.id),
        picture=picture if shown == "picture" else None,
        **values,
    )


def picker_code(view: View, scheme: str) -> str:
    """The HTML of our picker for another page's form: one scheme, with the script it needs."""
    address = view.settings.public_url or str(view.request.base_url).rstrip("/")
    return (
        f'<script type="module" src="{address}/static/fagbegreb-picker.js"></script>\n'
        f'<fagbegreb-picker name="valg" label="{view.scheme_name(scheme)}" scheme="{scheme}">'
        "</fagbegreb-picker>"
    )


def _tree(view: View, terminology: Terminology, scheme: Scheme, offset: int) -> dict[str, Any]:
    is_large = scheme.concept_count > LARGE
    depth, most = (1, PAGE_SIZE) if is_large else (99, LARGE)
    nodes = terminology.vocabulary.tree(scheme.id, depth, most)
    # What is in use comes first; an edition that is over comes last.
    ordered = sorted(nodes, key=lambda node: node.concept.status is Status.RETIRED)
    return {"tree": ordered, "page_size": PAGE_SIZE}


def _az(view: View, terminology: Terminology, scheme: Scheme, offset: int) -> dict[str, Any]:
    concepts = terminology.vocabulary.concepts(scheme.id)
    return {"letters": by_letter(concepts, view.lang)}


def _codes(view: View, terminology: Terminology, scheme: Scheme, offset: int) -> dict[str, Any]:
    concepts = terminology.vocabulary.concepts(scheme.id, offset, PAGE_SIZE)
    return {"concepts": concepts, "offset": offset, "page_size": PAGE_SIZE}


def _lists(view: View, terminology: Terminology, scheme: Scheme, offset: int) -> dict[str, Any]:
    vocabulary = terminology.vocabulary
    lists = [
        (found, [(vocabulary.concept(iri), vocabulary.weight(iri)) for iri in found.members
                 if vocabulary.is_concept(iri)])
        for found in vocabulary.collections(scheme.id)
    ]  # fmt: skip
    return {"lists": lists}


def _picture(view: View, terminology: Terminology, scheme: Scheme, offset: int) -> dict[str, Any]:
    return {}


def _numbers(view: View, terminology: Terminology, scheme: Scheme, offset: int) -> dict[str, Any]:
    concepts = terminology.vocabulary.concepts(scheme.id)
    return {
        "by_status": Counter(concept.status.value for concept in concepts).most_common(),
        "by_kind": Counter(concept.kind for concept in concepts if concept.kind).most_common(),
        "by_confidence": _confidence(concepts),
        "defined": sum("da" in concept.definition for concept in concepts),
        "in_english": sum("en" in concept.labels for concept in concepts),
        "retired": sum(concept.status is Status.RETIRED for concept in concepts),
    }


def _confidence(concepts: tuple[Concept, ...]) -> list[tuple[str, int]]:
    counted = Counter(concept.confidence.value for concept in concepts)
    return [(level, counted[level]) for level in ("high", "medium", "low") if counted[level]]


_VALUES = {
    "tree": _tree,
    "az": _az,
    "codes": _codes,
    "lists": _lists,
    "picture": _picture,
    "numbers": _numbers,
}
