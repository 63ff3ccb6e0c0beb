"""The state of the content: a folder goes in, one line per scheme and crosswalk comes out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from fagbegreb import content
from fagbegreb import namespaces as ns
from fagbegreb.check.places import short
from fagbegreb.check.rules import dataset


@dataclass(frozen=True, slots=True)
class SchemeState:
    """How complete one scheme is; the last four name the concepts in question, as CURIEs."""

    id: str
    title: str
    is_external: bool
    concepts: int
    retired: int
    lists: int
    definitions_da: int
    definitions_en: int
    without_english_term: tuple[str, ...]
    without_english_definition: tuple[str, ...]
    low_confidence: tuple[str, ...]
    unmapped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CrosswalkState:
    """How many rows of each kind one crosswalk has; `nothing` rows say that nothing corresponds."""

    id: str
    exact: int
    close: int
    broad: int
    narrow: int
    related: int
    denied: int
    nothing: int
    reviewed: int

    @property
    def rows(self) -> int:
        """All rows of the file."""
        mapped = self.exact + self.close + self.broad + self.narrow + self.related
        return mapped + self.denied + self.nothing


def scheme_states(root: Path) -> tuple[SchemeState, ...]:
    """One line per scheme, our own first. Raises ContentError."""
    data = dataset(root)
    return tuple(_scheme_state(data, file.graph) for file in content.scheme_files(root))


def crosswalk_states(root: Path) -> tuple[CrosswalkState, ...]:
    """One line per crosswalk, by name. Raises ContentError."""
    return tuple(_crosswalk_state(path) for path in content.mapping_files(root / "mappings"))


def fixed_words(root: Path) -> tuple[tuple[str, str, str], ...]:
    """Danish words with their one English word and those avoided. Raises ContentError."""
    query = f"""SELECT ?da ?en (GROUP_CONCAT(?other; separator=", ") AS ?avoided) WHERE {{
        ?word a <{ns.MODEL}FixedWord> ; <{ns.RDFS}label> ?da , ?en ; <{ns.MODEL}avoidedWord> ?other
        FILTER(LANG(?da) = "da" && LANG(?en) = "en")
    }} GROUP BY ?da ?en"""
    solutions = cast(ox.QuerySolutions, dataset(root).query(query))
    found = ((row["da"].value, row["en"].value, row["avoided"].value) for row in solutions)
    return tuple(sorted((da, en, ", ".join(sorted(no.split(", ")))) for da, en, no in found))


def _scheme_state(data: ox.Store, scheme: str) -> SchemeState:
    concepts = _iris(data, scheme, "")
    titles = _values(
        data, f'SELECT ?x WHERE {{ <{scheme}> <{ns.DCTERMS}title> ?x FILTER(LANG(?x) = "da") }}'
    )
    return SchemeState(
        id=short(scheme),
        title=titles[0] if titles else short(scheme),
        is_external=bool(_values(data, f"SELECT ?x {{ <{scheme}> <{ns.MODEL}isExternal> ?x }}")),
        concepts=len(concepts),
        retired=len(_iris(data, scheme, f"?x <{ns.OWL}deprecated> true .")),
        lists=len(_values(data, _lists(scheme))),
        definitions_da=len(_iris(data, scheme, _has(ns.SKOS + "definition", "da"))),
        definitions_en=len(_iris(data, scheme, _has(ns.SKOS + "definition", "en"))),
        without_english_term=_lacking(data, scheme, ns.SKOS + "prefLabel"),
        without_english_definition=_lacking(data, scheme, ns.SKOS + "definition"),
        low_confidence=_iris(data, scheme, f'?x <{ns.MODEL}confidence> "low" .'),
        unmapped=_iris(data, scheme, _UNMAPPED),
    )


_UNMAPPED = (
    f"FILTER NOT EXISTS {{ ?row <{ns.OWL}annotatedSource>|<{ns.OWL}annotatedTarget> ?x }} "
    f"FILTER NOT EXISTS {{ ?x <{ns.OWL}deprecated> true }}"
)


def _lists(scheme: str) -> str:
    members = f"<{ns.SKOS}memberList>|<{ns.SKOS}member>"
    return f"SELECT DISTINCT ?x {{ ?x {members} ?y ; <{ns.SKOS}inScheme> <{scheme}> }}"


def _has(predicate: str, lang: str) -> str:
    return f'?x <{predicate}> ?text . FILTER(LANG(?text) = "{lang}")'


def _lacking(data: ox.Store, scheme: str, predicate: str) -> tuple[str, ...]:
    return _iris(data, scheme, f"FILTER NOT EXISTS {{ {_has(predicate, 'en')} }}")


def _iris(data: ox.Store, scheme: str, condition: str) -> tuple[str, ...]:
    """CURIEs of the concepts of `scheme` of which `condition` (about ?x) holds, by code."""
    found = _values(
        data,
        f"SELECT DISTINCT ?x WHERE {{ ?x a <{ns.SKOS}Concept> ; <{ns.SKOS}inScheme> <{scheme}> . "
        f"{condition} }}",
    )
    return tuple(sorted(map(short, found), key=content.natural_key))


def _values(data: ox.Store, query: str) -> list[str]:
    solutions = cast(ox.QuerySolutions, data.query(query))
    return [solution["x"].value for solution in solutions]


def _crosswalk_state(path: Path) -> CrosswalkState:
    rows = content.read_sssom(path)
    kinds: Counter[str] = Counter()
    for row in rows:
        relation = row.predicate.removeprefix(ns.SKOS).removesuffix("Match")
        is_nothing = row.object == content.NO_TERM
        kinds["nothing" if is_nothing else "denied" if row.negated else relation] += 1
    return CrosswalkState(
        id=content.crosswalk_name(path),
        exact=kinds["exact"],
        close=kinds["close"],
        broad=kinds["broad"],
        narrow=kinds["narrow"],
        related=kinds["related"],
        denied=kinds["denied"],
        nothing=kinds["nothing"],
        reviewed=sum(bool(row.reviewer) for row in rows),
    )
