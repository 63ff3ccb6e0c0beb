"""Concepts, schemes, value lists and their neighbours as the API's JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson

from fagbegreb.model import (
    Collection,
    Concept,
    ConceptDetail,
    Iri,
    Labels,
    Lang,
    Mapping,
    Relation,
    Scheme,
    Source,
    Status,
    Texts,
    TreeNode,
)

Json = dict[str, Any]


def to_bytes(value: object) -> bytes:
    """JSON as UTF-8, without spaces."""
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)


def concept_json(concept: Concept, lang: Lang, at: date) -> Json:
    """The concept as it is embedded everywhere."""
    label, label_lang = concept.label(lang)
    return {
        "iri": concept.iri,
        "curie": concept.curie,
        "scheme": concept.scheme,
        "notation": concept.notation,
        "reference": concept.reference,
        "kind": concept.kind,
        "label": label,
        "label_lang": label_lang,
        "labels": dict(concept.labels),
        "status": concept.status.value,
        "confidence": concept.confidence.value,
        "valid_from": _day(concept.valid_from),
        "valid_to": _day(concept.valid_to),
        "in_force": concept.in_force(at),
        "replaced_by": list(concept.replaced_by),
    }


def detail_json(detail: ConceptDetail, lang: Lang, at: date, release: Json) -> Json:
    """The full concept: the embedded one and all that is said of it.

    `release` is what this was read from; its `notice` is shown while the concept is not stable.
    """
    concept = detail.concept
    return {
        **concept_json(concept, lang, at),
        "alt_labels": _texts(detail.alt_labels),
        "deprecated_labels": _texts(detail.deprecated_labels),
        "hidden_labels": _texts(detail.hidden_labels),
        "definition": dict(concept.definition),
        "comment": _texts(detail.comment),
        "examples": _texts(detail.examples),
        "scope_note": _texts(detail.scope_note),
        "legal_sources": [_legal_source(item, lang, at) for item in detail.legal_sources],
        "sources": [source_json(source) for source in detail.sources],
        "broader": _concepts(detail.broader, lang, at),
        "narrower": _concepts(detail.narrower, lang, at),
        "narrower_total": detail.narrower_total,
        "related": _concepts(detail.related, lang, at),
        "ancestors": _concepts(detail.ancestors, lang, at),
        "successors": _concepts(detail.replaced_by, lang, at),
        "replaces": _concepts(detail.replaces, lang, at),
        "collections": [_collection_head(found, lang) for found in detail.collections],
        "mappings": [mapping_json(concept.iri, found, lang, at) for found in detail.mappings],
        "deadline": detail.deadline,
        "deadline_note": dict(detail.deadline_note),
        "history": _texts(detail.history),
        "release": {name: value for name, value in release.items() if name != "notice"},
        "notice": None if concept.status is Status.STABLE else release.get("notice"),
    }


def mapping_json(
    read_from: Iri, found: tuple[Mapping, Relation, Concept | None], lang: Lang, at: date
) -> Json:
    """One row as read from `read_from`; `concept` is null where nothing corresponds.

    `concept_iri` names the other end, also when this server holds no concept for it.
    """
    row, relation, other = found
    other_iri = row.object if row.subject == read_from else row.subject
    return {
        "relation": relation.value,
        "negated": row.negated,
        "concept": concept_json(other, lang, at) if other else None,
        "concept_iri": other_iri,
        "scheme": other.scheme if other else row.object_scheme or None,
        "no_counterpart": row.object is None,
        "confidence": row.confidence,
        "justification": row.justification,
        "comment": dict(row.comment),
        "source": list(row.sources),
        "reviewer": row.reviewer or None,
        "crosswalk": row.crosswalk or None,
    }


def scheme_json(scheme: Scheme, lang: Lang) -> Json:
    """A scheme with its size."""
    return {
        "id": scheme.id,
        "iri": scheme.iri,
        "label": pick(scheme.labels, lang) or scheme.id,
        "labels": dict(scheme.labels),
        "description": dict(scheme.description),
        "version": scheme.version,
        "is_external": scheme.is_external,
        "status": scheme.status.value,
        "publisher": scheme.publisher,
        "licence": scheme.licence,
        "concept_count": scheme.concept_count,
        "languages": list(scheme.languages),
        "kinds": list(scheme.kinds),
    }


def collection_json(collection: Collection, members: list[Json], lang: Lang) -> Json:
    """A value list with its members, which the caller has rendered."""
    return {
        **_collection_head(collection, lang),
        "definition": dict(collection.definition),
        "sources": [source_json(source) for source in collection.sources],
        "members": members,
    }


def _collection_head(collection: Collection, lang: Lang) -> Json:
    return {
        "iri": collection.iri,
        "scheme": collection.scheme,
        "notation": collection.notation,
        "label": pick(collection.labels, lang) or collection.notation,
        "labels": dict(collection.labels),
        "is_ordered": collection.is_ordered,
        "size": len(collection.members),
    }


def tree_json(node: TreeNode, lang: Lang, at: date) -> Json:
    """A branch; `child_count` tells how many there are, also those that were left out."""
    return {
        "concept": concept_json(node.concept, lang, at),
        "child_count": node.child_count,
        "children": [tree_json(child, lang, at) for child in node.children],
    }


def source_json(source: Source) -> Json:
    """A bibliographic source."""
    return {
        "iri": source.iri,
        "key": source.key,
        "title": source.title,
        "publisher": source.publisher or None,
        "year": source.year or None,
        "url": source.url or None,
    }


def pick(labels: Labels, lang: Lang) -> str:
    """The text in `lang`, else Danish, English, untagged, any; empty when there is none."""
    for candidate in (lang, lang.split("-")[0], "da", "en", ""):
        if candidate in labels:
            return labels[candidate]
    return labels[min(labels)] if labels else ""


def _legal_source(item: Concept | Source, lang: Lang, at: date) -> Json:
    return concept_json(item, lang, at) if isinstance(item, Concept) else source_json(item)


def _concepts(concepts: tuple[Concept, ...], lang: Lang, at: date) -> list[Json]:
    return [concept_json(concept, lang, at) for concept in concepts]


def _texts(found: Texts) -> dict[str, list[str]]:
    return {lang: list(values) for lang, values in found.items()}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
