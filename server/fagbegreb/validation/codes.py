"""Codes of a case against the vocabulary: do they exist, were they in force on the day?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, Final

from fagbegreb.model import Finding, Iri, Labels
from fagbegreb.namespaces import ADMS, ADMS_STATUS, DCTERMS, ID, SAG, SCHEMA, SKOS
from fagbegreb.validation.facts import Code, Codes
from fagbegreb.validation.graph import CaseGraph, Lit, Node
from fagbegreb.validation.wording import as_written, curie, day_in_words, is_relative

STEP: Final = "koder"
_JUDGED_BY_RULES: Final = (SAG + "hjemmel", SAG + "bestemmelse")
"""R117, R123 and R124 say it better."""
_SHOWN: Final = 60
_DAYS: Final = ("dato", "besluttet", "start", "modtaget", "fra")

# Of our own schemes only: codes of others are not judged, and there may be a million of them.
CONCEPTS_QUERY: Final = f"""
SELECT ?concept ?scheme ?from ?to ?status ?next ?cited WHERE {{
  ?scheme a <{SKOS}ConceptScheme> .
  FILTER(STRSTARTS(STR(?scheme), "{ID}"))
  ?concept <{SKOS}inScheme> ?scheme .
  OPTIONAL {{ ?concept <{SCHEMA}validFrom> ?from }}
  OPTIONAL {{ ?concept <{SCHEMA}validThrough> ?to }}
  OPTIONAL {{ ?concept <{ADMS}status> ?status }}
  OPTIONAL {{ ?concept <{DCTERMS}isReplacedBy> ?next }}
  OPTIONAL {{ ?concept <{DCTERMS}bibliographicCitation> ?cited }}
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
            "cited" in row,
        )
    return table


def check_codes(graph: CaseGraph, codes: Codes, coded: Collection[str]) -> Iterator[Finding]:
    """K01 unknown, K02 retired, K03 not in force that day, K04 where a provision should be.

    `coded` are the properties whose values are concepts.
    """
    fallback = _law_day(graph)
    for predicate in coded:
        for subject, values in graph.forward(predicate).items():
            for value in values:
                if isinstance(value, Node) and _is_no_code(predicate, value):
                    place = (subject, Node(predicate), value)
                    day = _day_of(graph, subject) or fallback
                    yield _finding("K01", "violation", place, _not_a_code(value), day=day)
    for subject, predicate, value in graph.pointing_at(ID):
        code = codes.get(value)
        day = _day_of(graph, subject) or fallback
        place = (subject, predicate, value)
        if code is None:
            yield _finding("K01", "violation", place, _unknown(value, day), day=day)
            continue
        if predicate in _JUDGED_BY_RULES and not code.is_provision:
            yield _finding("K04", "violation", place, _no_provision(value), day=day)
        if code.is_retired:
            yield _finding("K02", "warning", place, _retired(value), code.replaced_by, day)
        if day and predicate not in _JUDGED_BY_RULES and not _is_in_force(code, day):
            yield _finding("K03", "warning", place, _out_of_force(value, code, day), day=day)


def _is_no_code(predicate: str, value: Node) -> bool:
    """Codes of others are not judged, but an act is ours, and a bare notation is nobody's."""
    if value.startswith(ID):
        return False
    is_elsewhere = value.startswith(("http://", "https://", "urn:")) and not is_relative(value)
    return predicate in _JUDGED_BY_RULES or not is_elsewhere


def _not_a_code(value: Node) -> Labels:
    shown = "" if value.startswith("_:") else f"»{as_written(value)[:_SHOWN]}« "
    da = f"{shown}er ikke en kode, kontrollen kender" if shown else "Koden har ingen IRI"
    en = f"{shown}is not a code that the check knows" if shown else "The code has no IRI"
    return {
        "da": f"{da}. Skriv begrebets IRI, fx {ID}bl/32.1, eller i JSON bl:32.1.",
        "en": f"{en}. Write the concept's IRI, such as {ID}bl/32.1, or bl:32.1 in JSON.",
    }


def _no_provision(iri: Node) -> Labels:
    return {
        "da": f"{curie(iri)} er ikke en bestemmelse i en lov. Vælg den, der blev brugt.",
        "en": f"{curie(iri)} is not a provision of an act. Choose the one that was used.",
    }


def _unknown(iri: Node, day: str) -> Labels:
    when = _in_words(day)
    da = f"Koden {curie(iri)[:_SHOWN]} findes ikke. Vælg en, der findes"
    en = f"The code {curie(iri)[:_SHOWN]} does not exist. Choose one that does"
    if day:
        da, en = f"{da} og gjaldt {when['da']}", f"{en} and applied on {when['en']}"
    return {"da": f"{da}.", "en": f"{en}."}


def _retired(iri: Node) -> Labels:
    return {
        "da": f"Begrebet {curie(iri)} er udgået. Brug det, der har afløst det.",
        "en": f"The concept {curie(iri)} is retired. Use the one that replaced it.",
    }


def _out_of_force(iri: Node, code: Code, day: str) -> Labels:
    when = _in_words(day)
    if code.valid_from and day < code.valid_from:
        limit = _in_words(code.valid_from)
        da, en = f"gælder først fra {limit['da']}", f"applies only from {limit['en']}"
    else:
        limit = _in_words(code.valid_to)
        da, en = f"gjaldt kun til {limit['da']}", f"applied only until {limit['en']}"
    return {
        "da": f"{curie(iri)} {da}, men er brugt om {when['da']}. Vælg det, der gjaldt den dag.",
        "en": f"{curie(iri)} {en}, but is used of {when['en']}. Choose what applied that day.",
    }


def _in_words(day: str) -> Labels:
    if not day:
        return {"da": "", "en": ""}
    return {lang: day_in_words(date.fromisoformat(day), lang) for lang in ("da", "en")}


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
    message: Labels,
    suggestions: tuple[str, ...] = (),
    day: str = "",
) -> Finding:
    subject, predicate, value = place
    return Finding(
        rule=rule,
        severity=severity,
        message=message,
        focus=subject,
        path=predicate,
        value=value,
        suggestions=tuple(map(Iri, suggestions)),
        step=STEP,
        day=day,
    )
