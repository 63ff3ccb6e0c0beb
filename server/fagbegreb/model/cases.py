"""What checking a case graph gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fagbegreb.model.concepts import Iri, Labels

CASE_FORMATS: Final = {
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".json": "application/ld+json",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".xml": "application/rdf+xml",
}
"""Media type of a file with one case, by the ending of its name."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule in one case graph."""

    rule: str
    severity: str
    """`violation`, `warning` or `info`."""
    message: Labels
    focus: str
    path: str | None = None
    value: str | None = None
    legal_basis: tuple[Iri, ...] = ()
    suggestions: tuple[Iri, ...] = ()
    step: str = ""
    """The file of the rule: `underretning`, `afgoerelse` ..."""
    day: str = ""
    """The day that decides what may be used instead of `value`, ISO; empty where none is known."""


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """What checking one case graph gave."""

    conforms: bool
    law: tuple[str, ...]
    """Schemes of law that were applied: `sel`, `bl` or both."""
    rules_checked: int
    findings: tuple[Finding, ...]
