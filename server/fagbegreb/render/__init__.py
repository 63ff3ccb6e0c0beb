"""Values go in; the API's JSON and RDF bytes come out. Pure, and knows no web framework.

The functions named `*_json` answer with plain dictionaries in the shape of the HTTP contract;
`to_bytes` writes any of them. `lang` decides which label stands in `label`, `at` what is in force.
"""

from __future__ import annotations

from fagbegreb.render.answers import (
    finding_json,
    out_of_use_json,
    report_json,
    resolution_json,
    search_json,
    step_json,
    suggest_json,
    translation_json,
)
from fagbegreb.render.catalogue import served_triples
from fagbegreb.render.concepts import (
    collection_json,
    concept_json,
    detail_json,
    mapping_json,
    pick,
    scheme_json,
    source_json,
    to_bytes,
    tree_json,
)
from fagbegreb.render.graphs import RDF_FORMATS, nquads_bytes, rdf_bytes
from fagbegreb.render.service import service_bytes

__all__ = [
    "RDF_FORMATS",
    "collection_json",
    "concept_json",
    "detail_json",
    "finding_json",
    "mapping_json",
    "nquads_bytes",
    "out_of_use_json",
    "pick",
    "rdf_bytes",
    "report_json",
    "resolution_json",
    "scheme_json",
    "search_json",
    "served_triples",
    "service_bytes",
    "source_json",
    "step_json",
    "suggest_json",
    "to_bytes",
    "translation_json",
    "tree_json",
]
