"""The definition linter: what a query cannot see in a Danish definition.

A definition is circular when it uses the term it defines, or a synonym, in any inflection.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from fagbegreb import namespaces as ns
from fagbegreb.check.finding import VIOLATION, ContentFinding
from fagbegreb.check.places import Place, short
from fagbegreb.text import fold, stem

_WORD = re.compile(r"\w+")
_TERMS = (ns.SKOS + "prefLabel", ns.SKOS + "altLabel")
_OWN = f"""
SELECT ?concept ?property ?text WHERE {{
    VALUES ?property {{ <{ns.SKOS}prefLabel> <{ns.SKOS}altLabel> <{ns.SKOS}definition> }}
    ?concept ?property ?text ; <{ns.SKOS}inScheme> ?scheme .
    FILTER(LANG(?text) = "da")
    FILTER NOT EXISTS {{ ?scheme <{ns.MODEL}isExternal> true }}
    FILTER NOT EXISTS {{
        ?concept <{ns.DCTERMS}type> ?kind . ?kind <{ns.MODEL}namesWhatItHolds> true
    }}
}}
"""


def circular_definitions(data: ox.Store, found_at: dict[str, Place]) -> Iterator[ContentFinding]:
    """Definitions in which the concept's own term occurs.

    Provisions and codes are left out: what they regulate or hold is what they are called.
    """
    for concept, (terms, definition) in _texts(data).items():
        used = term_used(definition, terms)
        if used:
            place = found_at.get(concept, Place("", 0, short(concept)))
            yield ContentFinding(
                "vocabulary/definition-circular",
                VIOLATION,
                place.file,
                place.line,
                place.name,
                {
                    "da": f"Definitionen bruger selv termen »{used}«. Begynd med nærmeste "
                    "overbegreb, og skriv det, der adskiller.",
                    "en": f"The definition uses the term '{used}' itself. Begin with the nearest "
                    "superordinate concept and tell what sets this one apart.",
                },
            )


def term_used(definition: str, terms: list[str]) -> str:
    """The term that `definition` uses, or "". Words are compared by stem, in order."""
    words = _stems(definition)
    for term in terms:
        wanted = _stems(term)
        if not wanted or len("".join(wanted)) < 4:
            continue
        size = len(wanted)
        if any(words[at : at + size] == wanted for at in range(len(words) - size + 1)):
            return term
    return ""


def _stems(text: str) -> list[str]:
    return [stem(word, "da") for word in _WORD.findall(fold(text))]


def _texts(data: ox.Store) -> dict[str, tuple[list[str], str]]:
    found: dict[str, tuple[list[str], list[str]]] = {}
    solutions = data.query(_OWN)
    if not isinstance(solutions, ox.QuerySolutions):
        raise TypeError("a SELECT gives solutions")
    for solution in solutions:
        terms, definitions = found.setdefault(solution["concept"].value, ([], []))
        is_term = solution["property"].value in _TERMS
        (terms if is_term else definitions).append(solution["text"].value)
    return {
        concept: (sorted(terms), definitions[0])
        for concept, (terms, definitions) in sorted(found.items())
        if definitions
    }
