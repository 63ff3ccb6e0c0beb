"""Concepts as rows of a table, one each: what a spreadsheet of a scheme or a basket shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from fagbegreb.model import Concept, Lang

HEADERS = {
    "da": (
        "Kode", "Kort navn", "Henvisning", "Term", "Term (da)", "Term (en)", "Definition",
        "Type", "Status", "Sikkerhed", "Gyldig fra", "Gyldig til", "I kraft", "Erstattet af", "IRI",
    ),
    "en": (
        "Code", "CURIE", "Reference", "Label", "Label (da)", "Label (en)", "Definition",
        "Kind", "Status", "Confidence", "Valid from", "Valid to", "In force", "Replaced by", "IRI",
    ),
}  # fmt: skip
"""Titles of the columns by language."""


def listing_header(lang: Lang) -> tuple[str, ...]:
    """Titles of the columns in `lang`, else in Danish."""
    return HEADERS.get(lang, HEADERS["da"])


def listing_rows(concepts: Iterable[Concept], lang: Lang, at: date) -> Iterator[tuple[str, ...]]:
    """One row per concept, as wide as the header, in the order given."""
    for concept in concepts:
        yield (
            concept.notation,
            concept.curie,
            concept.reference or "",
            concept.label(lang)[0],
            concept.labels.get("da", ""),
            concept.labels.get("en", ""),
            concept.definition.get(lang) or concept.definition.get("da", ""),
            concept.kind,
            concept.status.value,
            concept.confidence.value,
            concept.valid_from.isoformat() if concept.valid_from else "",
            concept.valid_to.isoformat() if concept.valid_to else "",
            ("ja" if lang == "da" else "yes") if concept.in_force(at) else "",
            " ".join(concept.replaced_by),
            concept.iri,
        )
