"""A crosswalk table as rows for a spreadsheet, and as SSSOM for other people's tools."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fagbegreb.content import NO_TERM, Row, sssom_text
from fagbegreb.crosswalk.engine import NO_COUNTERPART
from fagbegreb.model import (
    Concept,
    CrosswalkTable,
    Iri,
    Lang,
    Loss,
    Relation,
    TableRow,
    Translation,
)
from fagbegreb.namespaces import ID, PREFIXES, SEMAPV, SKOS
from fagbegreb.tables import Cell

_HEADER: Final = {
    "da": (
        "niveau", "kode", "betegnelse", "henvisning", "relation", "modsvarende kode",
        "modsvarende betegnelse", "modsvarende henvisning", "tab", "sikkerhed", "gennem",
        "andre veje", "kun læsehjælp", "forklaring",
    ),
    "en": (
        "level", "code", "label", "reference", "relation", "target code", "target label",
        "target reference", "loss", "confidence", "through", "other paths", "reading aid only",
        "explanation",
    ),
}  # fmt: skip
RELATION_NAMES: Final = {
    "da": {
        Relation.EXACT: "det samme",
        Relation.CLOSE: "næsten det samme",
        Relation.BROAD: "bredere",
        Relation.NARROW: "snævrere",
        Relation.RELATED: "beslægtet",
    },
    "en": {
        Relation.EXACT: "the same",
        Relation.CLOSE: "almost the same",
        Relation.BROAD: "broader",
        Relation.NARROW: "narrower",
        Relation.RELATED: "related",
    },
}
"""What the target is to the source, as a professional reads it."""
LOSS_NAMES: Final = {
    "da": {Loss.NONE: "intet", Loss.LOW: "lille", Loss.HIGH: "stort"},
    "en": {Loss.NONE: "none", Loss.LOW: "low", Loss.HIGH: "high"},
}
_YES: Final = {"da": "ja", "en": "yes"}
_LEFT_OUT: Final = {
    "da": "{count} begreber uden koblinger er ikke med: systemet er for stort til at stå helt her",
    "en": "{count} concepts without mappings are left out: the scheme is too large to be listed",
}
_CHAINED: Final = SEMAPV + "MappingChaining"
_MATCH: Final = {relation: f"{SKOS}{relation.value}Match" for relation in Relation}


def table_header(lang: Lang) -> tuple[str, ...]:
    """Column names in Danish or English."""
    return _HEADER["en" if lang.startswith("en") else "da"]


def table_cells(table: CrosswalkTable, lang: Lang) -> Iterator[tuple[Cell, ...]]:
    """One row per translation; a concept without any has one row that says why."""
    tongue = "en" if lang.startswith("en") else "da"
    for row in table.rows:
        head = (row.depth, *_names(row.answer.source, tongue))
        for found in row.answer.translations:
            yield (*head, *_translation_cells(found, tongue))
        if not row.answer.translations:
            yield (*head, *(("",) * 9), _gap(row, tongue))
    if table.left_out:
        yield (*(("",) * 13), _LEFT_OUT[tongue].format(count=table.left_out))


def _translation_cells(found: Translation, lang: Lang) -> tuple[Cell, ...]:
    return (
        RELATION_NAMES[lang][found.relation],
        *_names(found.target, lang),
        LOSS_NAMES[lang][found.loss],
        found.confidence,
        ", ".join(step.object.curie for step in found.path[:-1]),
        found.alternatives,
        _YES[lang] if found.is_reading_aid else "",
        found.explanation[lang],
    )


def _names(concept: Concept, lang: Lang) -> tuple[str, str, str]:
    return concept.curie, concept.label(lang)[0], concept.reference or ""


def _gap(row: TableRow, lang: Lang) -> str:
    if row.hidden:
        return "skjult af filteret" if lang == "da" else "left out by the filter"
    return row.answer.unmapped_text.get(lang, "")


def table_sssom(table: CrosswalkTable, scheme_iri: str) -> str:
    """The table as an SSSOM/TSV file: what is written down, what is derived, what has no match.

    `scheme_iri` is the target scheme's. Concepts that nobody has mapped have no row: SSSOM can
    only say that somebody looked and found nothing.
    """
    rows = [made for row in table.rows for made in _sssom_rows(row, scheme_iri)]
    labels = {str(found.iri): found.label("da")[0] for found in _concepts(table)}
    return sssom_text(f"{table.source}--{table.target}", rows, labels, _prefixes(table))


def _sssom_rows(row: TableRow, scheme_iri: str) -> Iterator[Row]:
    source = row.answer.source
    for found in row.answer.translations:
        first = found.path[0].mapping if len(found.path) == 1 else None
        yield Row(
            subject=source.iri,
            predicate=_MATCH[found.relation],
            object=found.target.iri,
            justification=_expanded(first.justification) if first else _CHAINED,
            confidence=found.confidence,
            comment=(first.comment.get("da") if first else None) or found.explanation["da"],
            sources=first.sources if first else _sources(found),
            reviewer=first.reviewer if first else "",
        )
    if row.answer.unmapped_code == NO_COUNTERPART:
        yield Row(
            subject=source.iri,
            predicate=_MATCH[Relation.EXACT],
            object=NO_TERM,
            justification=SEMAPV + "ManualMappingCuration",
            comment=row.answer.unmapped_text.get("da", ""),
            object_source=scheme_iri,
        )


def _sources(found: Translation) -> tuple[Iri, ...]:
    return tuple(dict.fromkeys(source for step in found.path for source in step.mapping.sources))


def _expanded(curie: str) -> str:
    prefix, colon, local = curie.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else curie


def _concepts(table: CrosswalkTable) -> Iterator[Concept]:
    for row in table.rows:
        yield row.answer.source
        yield from (found.target for found in row.answer.translations)


def _prefixes(table: CrosswalkTable) -> dict[str, str]:
    """Namespaces of vocabularies that are not ours, so that their concepts get CURIEs too."""
    found: dict[str, str] = {}
    for concept in _concepts(table):
        space = concept.iri.removesuffix(concept.notation)
        if not concept.iri.startswith(ID) and space != concept.iri and concept.notation:
            found.setdefault(concept.scheme, space)
    return found
