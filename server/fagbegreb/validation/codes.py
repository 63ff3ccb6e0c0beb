"""Codes of a case against the vocabulary: do they exist, were they in force on the day?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from fagbegreb.model import Finding, Iri
from fagbegreb.namespaces import ADMS, ADMS_STATUS, DCTERMS, ID, SAG, SCHEMA, SKOS
from fagbegreb.validation.facts import Code, Codes
from fagbegreb.validation.graph import CaseGraph, Lit, Node

STEP: Final = "koder"
_JUDGED_BY_RULES: Final = (SAG + "hjemmel", SAG + "bestemmelse")
"""R117, R123 and R124 say it better."""
_DAYS: Final = ("dato", "besluttet", "start", "modtaget", "fra")

CONCEPTS_QUERY: Final = f"""
SELECT ?concept ?scheme ?from ?to ?status ?next WHERE {{
  ?concept <{SKOS}inScheme> ?scheme .
  OPTIONAL {{ ?concept <{SCHEMA}validFrom> ?from }}
  OPTIONAL {{ ?concept <{SCHEMA}validThrough> ?to }}
  OPTIONAL {{ ?concept <{ADMS}status> ?status }}
  OPTIONAL {{ ?concept <{DCTERMS}isReplacedBy> ?next }}
}}"""


def code_table(rows: Iterator[dict[str, Any]]) -> dict[str, Code]:
    """The table from the rows of CONCEPTS_QUERY (values are terms of `store`)."""
    table: dict[str, Code] = {}
    for row in rows:
        iri, scheme = row["concept"].iri, row["scheme"].iri
        known = table.get(iri)
        following = (row["next"].iri,) if "next" in row else ()
        table.setdefault(scheme, Code(scheme))
        table[iri] = Code(
            scheme,
            row["from"].value if "from" in row else "",
            row["to"].value if "to" in row else "",
            tuple(sorted({*(known.replaced_by if known else ()), *following})),
            "status" in row and row["status"].iri == ADMS_STATUS + "Deprecated",
        )
    return table


def check_codes(graph: CaseGraph, codes: Codes) -> Iterator[Finding]:
    """K01 unknown, K02 retired, K03 not in force on the day of what it is said of."""
    fallback = _law_day(graph)
    for subject, predicate, value in graph.triples():
        if not (isinstance(value, Node) and value.startswith(ID)):
            continue
        code = codes.get(value)
        day = _day_of(graph, subject) or fallback
        if code is None:
            yield _finding(
                "K01",
                "violation",
                (subject, predicate, value),
                "Koden findes ikke. Vælg en, der findes.",
                "The code does not exist. Choose one that does.",
                day=day,
            )
            continue
        if code.is_retired:
            yield _finding(
                "K02",
                "warning",
                (subject, predicate, value),
                "Begrebet er udgået. Brug det, der har afløst det.",
                "The concept is retired. Use the one that replaced it.",
                code.replaced_by,
                day,
            )
        if day and predicate not in _JUDGED_BY_RULES and not _is_in_force(code, day):
            yield _finding(
                "K03",
                "warning",
                (subject, predicate, value),
                f"Begrebet gjaldt ikke {day}. Vælg det, der gjaldt den dag.",
                f"The concept did not apply on {day}. Choose the one that did.",
                day=day,
            )


def _is_in_force(code: Code, day: str) -> bool:
    return not (code.valid_from and day < code.valid_from) and not (
        code.valid_to and day > code.valid_to
    )


def _day_of(graph: CaseGraph, subject: Node) -> str:
    for name in _DAYS:
        for value in graph.values(subject, SAG + name):
            if isinstance(value, Lit) and value.kind in "dt":
                return value.text[:10]
    return ""


def _law_day(graph: CaseGraph) -> str:
    days = graph.forward(SAG + "lovdag").values()
    return next((v.text for values in days for v in values if isinstance(v, Lit)), "")


def _finding(  # noqa: PLR0913, PLR0917  a finding has many parts
    rule: str,
    severity: str,
    place: tuple[Node, Node, Node],
    da: str,
    en: str,
    suggestions: tuple[str, ...] = (),
    day: str = "",
) -> Finding:
    subject, predicate, value = place
    return Finding(
        rule=rule,
        severity=severity,
        message={"da": da, "en": en},
        focus=subject,
        path=predicate,
        value=value,
        suggestions=tuple(map(Iri, suggestions)),
        step=STEP,
        day=day,
    )
