"""The definition linter: what a query cannot see in a definition.

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
_ABBREVIATION = re.compile(r"[A-ZÆØÅ]{2,3}")
_LANGUAGES = ("da", "en")
_OWN = f"""
SELECT ?concept ?property ?text WHERE {{
    VALUES ?property {{ <{ns.SKOS}prefLabel> <{ns.SKOS}altLabel> <{ns.SKOS}definition> }}
    ?concept ?property ?text ; <{ns.SKOS}inScheme> ?scheme .
    FILTER NOT EXISTS {{ ?scheme <{ns.MODEL}isExternal> true }}
    FILTER NOT EXISTS {{
        ?concept <{ns.DCTERMS}type> ?kind . ?kind <{ns.MODEL}namesWhatItHolds> true
    }}
}}
"""


def circular_definitions(data: ox.Store, found_at: dict[str, Place]) -> Iterator[ContentFinding]:
    """Definitions in which the concept's own term occurs, language by language.

    Provisions and codes are left out: what they regulate or hold is what they are called.
    """
    for (concept, lang), (terms, definition) in _texts(data).items():
        used = term_used(definition, terms, lang)
        if used:
            place = found_at.get(concept, Place("", 0, short(concept)))
            yield ContentFinding(
                "vocabulary/definition-circular",
                VIOLATION,
                place.file,
                place.line,
                place.name,
                {
                    "da": f"Definitionen ({lang}) bruger selv termen »{used}«. Begynd med nærmeste "
                    "overbegreb, og skriv det, der adskiller.",
                    "en": f"The definition ({lang}) uses the term '{used}' itself. Begin with the "
                    "nearest superordinate concept and tell what sets this one apart.",
                },
            )


def term_used(definition: str, terms: list[str], lang: str) -> str:
    """The term that `definition` uses, or "". Words are compared by stem, in order.

    An abbreviation of two or three letters is compared as it is written: FIT is not "fit".
    """
    as_written = _WORD.findall(definition)
    words = _stems(definition, lang)
    for term in terms:
        if _ABBREVIATION.fullmatch(term) and term in as_written:
            return term
        wanted = _stems(term, lang)
        if not wanted or len("".join(wanted)) < 4:
            continue
        size = len(wanted)
        if any(words[at : at + size] == wanted for at in range(len(words) - size + 1)):
            return term
    return ""


def _stems(text: str, lang: str) -> list[str]:
    return [stem(word, lang) for word in _WORD.findall(fold(text))]


def _texts(data: ox.Store) -> dict[tuple[str, str], tuple[list[str], str]]:
    found: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    solutions = data.query(_OWN)
    if not isinstance(solutions, ox.QuerySolutions):
        raise TypeError("a SELECT gives solutions")
    for solution in solutions:
        text = solution["text"]
        if isinstance(text, ox.Literal) and text.language in _LANGUAGES:
            key = (solution["concept"].value, text.language)
            terms, definitions = found.setdefault(key, ([], []))
            is_term = solution["property"].value in _TERMS
            (terms if is_term else definitions).append(text.value)
    return {
        key: (sorted(terms), definitions[0])
        for key, (terms, definitions) in sorted(found.items())
        if definitions
    }
