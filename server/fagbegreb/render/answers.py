"""What the engines answer (hits, translations, resolutions, findings) as the API's JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from fagbegreb.model import (
    Concept,
    Finding,
    Hit,
    Iri,
    Lang,
    Match,
    OutOfUse,
    Relation,
    Resolution,
    SearchResult,
    Step,
    Translation,
    TranslationAnswer,
    ValidationReport,
)
from fagbegreb.render.concepts import Json, concept_json, pick

FacetLabel = Callable[[str, str], str]
"""Gives the name of a facet's value: (facet, value) -> text."""
_PREDICATES = {
    Relation.EXACT: "skos:exactMatch",
    Relation.CLOSE: "skos:closeMatch",
    Relation.BROAD: "skos:broadMatch",
    Relation.NARROW: "skos:narrowMatch",
    Relation.RELATED: "skos:relatedMatch",
}


def search_json(  # noqa: PLR0913
    result: SearchResult, *, limit: int, offset: int, lang: Lang, at: date, label: FacetLabel
) -> Json:
    """One page of search."""
    return {
        "query": result.query,
        "total": result.total,
        "limit": limit,
        "offset": offset,
        "did_you_mean": result.did_you_mean,
        "facets": {
            facet: [
                {"value": found.value, "label": label(facet, found.value), "count": found.count}
                for found in values
            ]
            for facet, values in result.facets.items()
        },
        "hits": [
            {
                "concept": concept_json(hit.concept, lang, at),
                "definition": _definition(hit.concept, lang),
                "matched": _match(hit.matched),
            }
            for hit in result.hits
        ],
    }


def suggest_json(hits: tuple[Hit, ...], lang: Lang, at: date) -> Json:
    """Suggestions while typing; `matched.text` is what matched."""
    return {
        "suggestions": [
            {
                "label": hit.concept.label(lang)[0],
                "concept": concept_json(hit.concept, lang, at),
                "matched": _match(hit.matched),
            }
            for hit in hits
        ]
    }


def resolution_json(found: Resolution, lang: Lang, at: date) -> Json:
    """What one identifier turned out to mean."""
    is_one = len(found.concepts) == 1 and found.outcome != "ambiguous"
    candidates = () if is_one else found.concepts
    return {
        "id": found.asked,
        "outcome": found.outcome,
        "concept": concept_json(found.concepts[0], lang, at) if is_one else None,
        "candidates": [concept_json(concept, lang, at) for concept in candidates],
        "out_of_use": out_of_use_json(found.out_of_use, lang, at),
    }


def out_of_use_json(found: OutOfUse | None, lang: Lang, at: date) -> Json | None:
    """Since when a concept is not to be used, and what is instead; null for one in use."""
    if found is None:
        return None
    return {
        "since": found.since.isoformat() if found.since else None,
        "successors": [concept_json(concept, lang, at) for concept in found.successors],
        "text": pick(found.text, lang),
        "texts": dict(found.text),
    }


def translation_json(answer: TranslationAnswer, lang: Lang, at: date) -> Json:
    """What a concept is called in another scheme, or why there is nothing."""
    reason = None
    if answer.unmapped_code:
        text = answer.unmapped_text
        reason = {"code": answer.unmapped_code, "text": pick(text, lang), "texts": dict(text)}
    return {
        "source": concept_json(answer.source, lang, at),
        "target_scheme": answer.target_scheme,
        "unmapped_reason": reason,
        "translations": [_translation(found, lang, at) for found in answer.translations],
    }


def _translation(found: Translation, lang: Lang, at: date) -> Json:
    return {
        "concept": concept_json(found.target, lang, at),
        "relation": found.relation.value,
        "loss": found.loss.value,
        "confidence": found.confidence,
        "path": [step_json(step, lang) for step in found.path],
        "explanation": pick(found.explanation, lang),
        "explanations": dict(found.explanation),
        "alternatives": found.alternatives,
    }


def step_json(step: Step, lang: Lang) -> Json:
    """One mapping that was followed."""
    row = step.mapping
    return {
        "subject": step.subject.curie,
        "subject_label": step.subject.label(lang)[0],
        "predicate": _PREDICATES[step.relation],
        "object": step.object.curie,
        "object_label": step.object.label(lang)[0],
        "confidence": row.confidence,
        "justification": row.justification,
        "comment": pick(row.comment, lang) or None,
        "source": list(row.sources),
        "reversed": row.subject != step.subject.iri,
    }


def report_json(
    report: ValidationReport, lang: Lang, at: date, concept_of: Callable[[Iri], Concept | None]
) -> Json:
    """Findings on one case graph, in the order of the report."""
    return {
        "conforms": report.conforms,
        "law": list(report.law),
        "rules_checked": report.rules_checked,
        "findings": [finding_json(found, lang, at, concept_of) for found in report.findings],
    }


def finding_json(
    found: Finding, lang: Lang, at: date, concept_of: Callable[[Iri], Concept | None]
) -> Json:
    """One broken rule."""
    return {
        "rule": found.rule,
        "severity": found.severity,
        "step": found.step,
        "message": dict(found.message),
        "legal_basis": _named(found.legal_basis, lang, at, concept_of),
        "focus": found.focus,
        "path": found.path,
        "value": found.value,
        "suggestions": _named(found.suggestions, lang, at, concept_of),
    }


def _named(
    iris: tuple[Iri, ...], lang: Lang, at: date, concept_of: Callable[[Iri], Concept | None]
) -> list[Json]:
    concepts = [concept_of(iri) for iri in iris]
    return [concept_json(concept, lang, at) for concept in concepts if concept is not None]


def _match(matched: Match) -> dict[str, Any]:
    return {
        "field": matched.field,
        "text": matched.text,
        "lang": matched.lang,
        "how": matched.how,
    }


def _definition(concept: Concept, lang: Lang) -> str | None:
    return pick(concept.definition, lang) or None
