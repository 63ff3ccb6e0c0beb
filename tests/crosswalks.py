"""Small crosswalks for tests: concepts and rows as short lines above the assertion.

sheet = sheet_of(\"\"\"
    a:1 close hub:x 0.9
    hub:x broad b:1 0.8
\"\"\")
sheet.ask("a:1", "b")
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from fagbegreb.crosswalk import Crosswalk, Lookups
from fagbegreb.errors import UnknownConcept
from fagbegreb.model import (
    Concept,
    Iri,
    Labels,
    Mapping,
    Notation,
    Relation,
    SchemeId,
    TranslationAnswer,
)

TODAY = date(2026, 6, 1)


def iri(curie: str) -> Iri:
    return Iri("https://example.org/" + curie.replace(":", "/", 1))


def concept(curie: str, **changes: object) -> Concept:
    scheme, code = curie.split(":", 1)
    made = Concept(iri(curie), SchemeId(scheme), Notation(code), {"da": code, "en": code})
    return replace(made, **changes)  # type: ignore[arg-type]


@dataclass
class Sheet:
    """A crosswalk, asked by CURIE."""

    crosswalk: Crosswalk

    def ask(self, curie: str, target: str, at: date = TODAY) -> TranslationAnswer:
        return self.crosswalk.translate(iri(curie), SchemeId(target), at)

    def found(self, curie: str, target: str, at: date = TODAY) -> list[tuple[str, str]]:
        """(relation, CURIE) of each translation, in order."""
        answer = self.ask(curie, target, at)
        return [(found.relation.value, found.target.curie) for found in answer.translations]


def sheet_of(rows: str, *special: Concept) -> Sheet:
    """One row a line: `subject relation object [confidence] [# comment]`.

    `not-exact` is a negated row; the object `b:-` says that nothing in scheme b corresponds.
    Concepts come into being by being named; `special` are those with more than a name.
    """
    mappings = tuple(mapping_of(line) for line in rows.splitlines() if line.strip())
    known = {found.iri: found for found in special}
    for mapping in mappings:
        for end in (mapping.subject, mapping.object):
            if end is not None and end not in known:
                known[end] = concept(_curie(end))
    return Sheet(Crosswalk(lambda: mappings, lookups_of(known)))


def lookups_of(known: dict[Iri, Concept]) -> Lookups:
    """Concepts lie in order of appearance, `B1` below `B` where there is a `B`."""

    def find(asked: Iri) -> Concept:
        if asked not in known:
            raise UnknownConcept(asked)
        return known[asked]

    def outline(scheme: SchemeId) -> Iterator[tuple[int, Concept]]:
        members = [found for found in known.values() if found.scheme == scheme]
        for found in members:
            above = [one for one in members if found.notation.startswith(one.notation)]
            yield len(above) - 1, found

    def ancestors(asked: Iri) -> list[Concept]:
        below = find(asked)
        above = [
            found
            for found in known.values()
            if found.scheme == below.scheme
            and found != below
            and below.notation.startswith(found.notation)
        ]
        return sorted(above, key=lambda found: -len(found.notation))

    schemes = {found.scheme for found in known.values()}
    labels: dict[SchemeId, Labels] = {scheme: {"da": scheme.upper()} for scheme in schemes}
    return Lookups(find, labels, outline, ancestors)


def mapping_of(line: str) -> Mapping:
    stated, _, comment = line.partition("#")
    subject, relation, object_, *confidence = stated.split()
    target_scheme = SchemeId(object_.partition(":")[0])
    return Mapping(
        subject=iri(subject),
        relation=Relation(relation.removeprefix("not-")),
        object=None if object_.endswith(":-") else iri(object_),
        crosswalk="--".join(sorted((subject.partition(":")[0], target_scheme))),
        object_scheme=target_scheme,
        negated=relation.startswith("not-"),
        confidence=float(confidence[0]) if confidence else None,
        comment={"da": comment.strip()} if comment.strip() else {},
    )


def _curie(end: Iri) -> str:
    return end.removeprefix("https://example.org/").replace("/", ":", 1)
