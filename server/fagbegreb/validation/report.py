"""A ValidationReport goes in; JSON for the worker's pipe, or a SHACL report in RDF, comes out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

import pyoxigraph as ox

from fagbegreb.model import Finding, Iri, ValidationReport
from fagbegreb.namespaces import CV, DCTERMS, RDF, RULE, SH

MEDIA_TYPES: Final[dict[str, ox.RdfFormat]] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_SEVERITIES: Final = {"violation": "Violation", "warning": "Warning", "info": "Info"}


def report_to_bytes(report: ValidationReport) -> bytes:
    """For the pipe between worker and server."""
    return json.dumps(asdict(report)).encode()


def report_from_bytes(data: bytes) -> ValidationReport:
    """The inverse of `report_to_bytes`."""
    told: dict[str, Any] = json.loads(data)
    findings = tuple(
        Finding(
            **{
                **finding,
                "legal_basis": tuple(map(Iri, finding["legal_basis"])),
                "suggestions": tuple(map(Iri, finding["suggestions"])),
            }
        )
        for finding in told["findings"]
    )
    return ValidationReport(told["conforms"], tuple(told["law"]), told["rules_checked"], findings)


def report_graph(report: ValidationReport, media_type: str) -> bytes:
    """The report as a sh:ValidationReport in one of MEDIA_TYPES."""
    form = MEDIA_TYPES[media_type]
    prefixes = {"sh": SH, "dcterms": DCTERMS} if form == ox.RdfFormat.TURTLE else None
    written = ox.serialize(_triples(report), format=form, prefixes=prefixes)
    assert isinstance(written, bytes)  # noqa: S101  no file was given
    return written


def _triples(report: ValidationReport) -> Iterator[ox.Triple]:
    whole = ox.BlankNode("report")
    yield _triple(whole, RDF + "type", ox.NamedNode(SH + "ValidationReport"))
    yield _triple(whole, SH + "conforms", ox.Literal(report.conforms))
    for number, finding in enumerate(report.findings, start=1):
        result = ox.BlankNode(f"result{number}")
        yield _triple(whole, SH + "result", result)
        yield from _result(result, finding)


def _result(result: ox.BlankNode, finding: Finding) -> Iterator[ox.Triple]:
    yield _triple(result, RDF + "type", ox.NamedNode(SH + "ValidationResult"))
    severity = SH + _SEVERITIES[finding.severity]
    yield _triple(result, SH + "resultSeverity", ox.NamedNode(severity))
    yield _triple(result, SH + "sourceShape", ox.NamedNode(RULE + finding.rule))
    yield _triple(
        result,
        SH + "sourceConstraintComponent",
        ox.NamedNode(SH + "SPARQLConstraintComponent"),
    )
    yield _triple(result, DCTERMS + "identifier", ox.Literal(finding.rule))
    for lang, text in finding.message.items():
        yield _triple(result, SH + "resultMessage", ox.Literal(text, language=lang or None))
    if finding.focus:
        yield _triple(result, SH + "focusNode", _node(finding.focus))
    if finding.path is not None:
        yield _triple(result, SH + "resultPath", _node(finding.path))
    if finding.value is not None:
        yield _triple(result, SH + "value", _value(finding.value))
    for iri in finding.legal_basis:
        yield _triple(result, CV + "hasLegalResource", ox.NamedNode(iri))


def _triple(
    subject: ox.BlankNode, predicate: str, value: ox.NamedNode | ox.BlankNode | ox.Literal
) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)


def _node(iri: str) -> ox.NamedNode | ox.BlankNode:
    if iri.startswith("_:"):
        return ox.BlankNode(iri[2:])
    return ox.NamedNode(iri)


def _value(text: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if text.startswith(("_:", "http://", "https://", "urn:")):
        try:
            return _node(text)
        except ValueError:
            return ox.Literal(text)
    return ox.Literal(text)
