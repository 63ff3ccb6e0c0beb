"""The page of one concept, and the comparison of several."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from fagbegreb.crosswalk.algebra import CLOSENESS
from fagbegreb.model import Concept, ConceptDetail, Mapping, Relation, Translation
from fagbegreb.terminology import Terminology
from fagbegreb.vocabulary.details import NARROWER_SHOWN, read_source
from fagbegreb.web.context import settings_of, terminology_of
from fagbegreb.web.pages.lists import branch
from fagbegreb.web.pages.systems import MOST_TAKEN
from fagbegreb.web.pages.view import View, page

router = APIRouter()

COMPARED: Final = 4
COMPARISONS: Final = (("ics:B1", "trivsel:D4"), ("sel:50", "bl:20"), ("ics:F", "sos:K1"))
"""Shown to whoever has not chosen yet; a test asks for each."""
COUNTERPARTS: Final = 7
FEW: Final = 3
"""Counterparts on top of the page, and how many of those that are only related."""
HUB: Final = "faelles"
FORMATS: Final = ("ttl", "jsonld", "nt", "rdf")
Row = tuple[Mapping, Relation, Concept | None]


@router.get("/begreb/{scheme}/{notation:path}")
def concept(
    request: Request,
    scheme: str,
    notation: str,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    """Everything about one concept, with what a form designer takes from it.

    `offset` is where a long list of narrower concepts goes on.
    """
    view, terminology = View(request), terminology_of(request)
    vocabulary = terminology.vocabulary
    detail = vocabulary.detail(vocabulary.find(scheme, notation))
    found = detail.concept
    below = branch(terminology, found.iri, MOST_TAKEN) if detail.narrower_total else []
    return page(
        request,
        "concept.html",
        detail=detail,
        concept=found,
        narrower=vocabulary.narrower(found.iri, offset, NARROWER_SHOWN),
        offset=offset,
        page_size=NARROWER_SHOWN,
        branch=below if len(below) <= MOST_TAKEN else None,
        validity=partial(validity, view),
        terms=_terms(detail),
        mappings=_by_scheme(view, detail.mappings),
        counterparts=_counterparts(terminology, found, view.at),
        related=Relation.RELATED,
        source_of={source.iri: source for source in _mapping_sources(view, detail)},
        citation=view.t(
            "concept.citation",
            label=view.label(found),
            curie=found.curie,
            release=terminology.release,
            iri=found.iri,
        ),
        suggest_url=_suggest_url(request, view, found),
        data_path=f"/id/{found.scheme}/{found.notation}",
        formats=FORMATS,
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one language, by how good they are."""

    lang: str
    preferred: str
    accepted: tuple[str, ...]
    discouraged: tuple[str, ...]
    hidden: tuple[str, ...]


def _terms(detail: ConceptDetail) -> list[Terms]:
    kinds = (detail.alt_labels, detail.deprecated_labels, detail.hidden_labels)
    langs = dict.fromkeys([*detail.concept.labels, *(lang for kind in kinds for lang in kind)])
    return [
        Terms(
            lang=lang,
            preferred=detail.concept.labels.get(lang, ""),
            accepted=detail.alt_labels.get(lang, ()),
            discouraged=detail.deprecated_labels.get(lang, ()),
            # A discouraged term is a search word too; it is shown once.
            hidden=tuple(
                text
                for text in detail.hidden_labels.get(lang, ())
                if text not in detail.deprecated_labels.get(lang, ())
            ),
        )
        for lang in langs
    ]


def _counterparts(terminology: Terminology, concept: Concept, at: date) -> list[Translation]:
    """What each other scheme calls it: the best answer of each, closest first, what is only
    related left out unless there is nothing else."""
    crosswalk = terminology.crosswalk
    reached = {crosswalk.concept(iri).scheme for iri in crosswalk.best_paths(concept.iri, at)}
    places = terminology.vocabulary.book.places
    best = [
        crosswalk.translate(concept.iri, scheme, at).translations[0]
        for scheme in sorted(reached - {concept.scheme}, key=lambda scheme: places[scheme])
    ]
    best.sort(key=lambda found: (CLOSENESS[found.relation], -found.confidence))
    near = [found for found in best if found.relation is not Relation.RELATED]
    return near[:COUNTERPARTS] or best[:FEW]


def _by_scheme(view: View, rows: tuple[Row, ...]) -> list[tuple[str, list[Row]]]:
    """Rows by the other end's scheme, the shared concepts first, then in catalogue order."""
    places = view.terminology.vocabulary.book.places if view.terminology else {}
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[2].scheme if row[2] else row[0].object_scheme, []).append(row)
    order = {str(scheme): place for scheme, place in places.items()}
    return sorted(found.items(), key=lambda item: (item[0] != HUB, order.get(item[0], 999)))


def _mapping_sources(view: View, detail: ConceptDetail) -> list[Any]:
    wanted = {iri for row, _, _ in detail.mappings for iri in row.sources}
    store = view.terminology.store if view.terminology else None
    return [read_source(store, iri) for iri in sorted(wanted)] if store is not None else []


def _suggest_url(request: Request, view: View, concept: Concept) -> str:
    """Where a suggestion goes, with the concept filled in; empty when nobody takes any."""
    template = settings_of(request).suggest_change_url
    filled = template.replace("{curie}", quote(concept.curie, safe=""))
    return filled.replace("{label}", quote(view.label(concept), safe=""))


@router.get("/sammenlign")
def compare(
    request: Request,
    asked: Annotated[list[str] | None, Query(alias="id")] = None,
) -> Response:
    """Two to four concepts side by side; `id` is anything that resolves."""
    view, vocabulary = View(request), terminology_of(request).vocabulary
    wanted = [text.strip() for text in asked or () if text.strip()][:COMPARED]
    answers = [vocabulary.resolve(text, view.at) for text in wanted]
    details = [
        vocabulary.detail(answer.concepts[0].iri) for answer in answers if len(answer.concepts) == 1
    ]
    return page(
        request,
        "compare.html",
        wanted=wanted,
        problems=[answer for answer in answers if len(answer.concepts) != 1],
        details=details,
        rows=_compared(view, details),
        relations=_between(details),
        slots=COMPARED,
        examples=COMPARISONS,
    )


def _compared(view: View, details: list[ConceptDetail]) -> list[tuple[str, list[str], bool]]:
    """(field, values, whether they differ) for each field that any of them has."""
    columns = [_fields(view, detail) for detail in details]
    rows = []
    for key in columns[0] if columns else ():
        values = [column[key] for column in columns]
        if any(values):
            rows.append((view.t(key), values, len(set(values)) > 1))
    return rows


def _fields(view: View, detail: ConceptDetail) -> dict[str, str]:
    concept = detail.concept
    return {
        "word.label": view.label(concept),
        "word.code": concept.curie,
        "word.scheme": view.scheme_name(concept.scheme),
        "word.kind": view.kind_name(concept.kind) if concept.kind else "",
        "word.reference": concept.reference or "",
        "word.definition": view.pick(concept.definition),
        "concept.accepted": ", ".join(view.texts(detail.alt_labels)),
        "concept.discouraged": ", ".join(view.texts(detail.deprecated_labels)),
        "concept.comment": " ".join(view.texts(detail.comment)),
        "word.validity": validity(view, concept),
        "word.status": view.t(f"status.{concept.status.value}"),
        "word.confidence": view.t(f"confidence.{concept.confidence.value}"),
        "concept.broader": ", ".join(view.label(found) for found in detail.broader),
        "concept.narrower": ", ".join(view.label(found) for found in detail.narrower[:20]),
        "concept.deadline": detail.deadline or "",
    }


def validity(view: View, concept: Concept) -> str:
    """The period of a provision in words; empty for what has none."""
    first, last = concept.valid_from, concept.valid_to
    if last is None:
        return view.t("concept.valid_from", day=view.day(first)) if first else ""
    was = "was_" if last < view.at else ""
    if first is None:
        return view.t(f"concept.{was}valid_to", last=view.day(last))
    return view.t(f"concept.{was}valid_between", first=view.day(first), last=view.day(last))


def _between(details: list[ConceptDetail]) -> list[tuple[Concept, Relation, Concept, Mapping]]:
    """Rows that are written down between the concepts compared."""
    places = {detail.concept.iri: place for place, detail in enumerate(details)}
    return [
        (detail.concept, relation, other, row)
        for place, detail in enumerate(details)
        for row, relation, other in detail.mappings
        if other is not None and places.get(other.iri, -1) > place and not row.negated
    ]
