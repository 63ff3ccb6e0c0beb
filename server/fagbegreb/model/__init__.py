"""The values that travel between the parts: frozen, plain, without behaviour of their own.

Texts by language are mappings from BCP 47 tag to text ("" where the data has no tag).
"""

from __future__ import annotations

from fagbegreb.model.cases import (
    Finding,
    ValidationReport,
)
from fagbegreb.model.concepts import (
    Collection,
    Concept,
    ConceptDetail,
    Confidence,
    Iri,
    Labels,
    Lang,
    Loss,
    Mapping,
    Notation,
    OutOfUse,
    Relation,
    Resolution,
    Scheme,
    SchemeId,
    Source,
    Status,
    Texts,
    TreeNode,
    danish_now,
    today,
)
from fagbegreb.model.crosswalks import (
    Coverage,
    CrosswalkPair,
    CrosswalkTable,
    Proposal,
    QualityFinding,
    QualityReport,
    Step,
    TableRow,
    Translation,
    TranslationAnswer,
)
from fagbegreb.model.searching import (
    FacetValue,
    Hit,
    Match,
    SearchDocument,
    SearchResult,
)

__all__ = [
    "Collection",
    "Concept",
    "ConceptDetail",
    "Confidence",
    "Coverage",
    "CrosswalkPair",
    "CrosswalkTable",
    "FacetValue",
    "Finding",
    "Hit",
    "Iri",
    "Labels",
    "Lang",
    "Loss",
    "Mapping",
    "Match",
    "Notation",
    "OutOfUse",
    "Proposal",
    "QualityFinding",
    "QualityReport",
    "Relation",
    "Resolution",
    "Scheme",
    "SchemeId",
    "SearchDocument",
    "SearchResult",
    "Source",
    "Status",
    "Step",
    "TableRow",
    "Texts",
    "Translation",
    "TranslationAnswer",
    "TreeNode",
    "ValidationReport",
    "danish_now",
    "today",
]
