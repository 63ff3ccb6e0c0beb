"""The schemes of one store: what they are called, who publishes them, how much is in them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property

from fagbegreb.errors import UnknownScheme
from fagbegreb.model import Iri, Labels, Scheme, SchemeId, Status
from fagbegreb.namespaces import ADMS, DCTERMS, ID, MODEL, OWL, RDF, RDFS, SKOS
from fagbegreb.store import Literal, Named, Store
from fagbegreb.vocabulary.contents import Contents, Figures
from fagbegreb.vocabulary.reading import Description, iris, is_true, labels, literal, tail

_TITLES = (RDFS + "label", DCTERMS + "title", SKOS + "prefLabel")
_TEXTS = (RDFS + "comment", DCTERMS + "description", SKOS + "definition")
_OTHER_NAMES = (
    ADMS + "identifier",
    DCTERMS + "identifier",
    DCTERMS + "source",
    OWL + "sameAs",
    SKOS + "notation",
)
_LANGUAGE_SAMPLE = 5_000
STATUSES = {
    "UnderDevelopment": Status.DRAFT,
    "Completed": Status.STABLE,
    "Deprecated": Status.RETIRED,
    "Withdrawn": Status.RETIRED,
}


@dataclass(frozen=True, slots=True)
class SchemeHead:
    """What is needed of a scheme to name its concepts."""

    id: SchemeId
    iri: Iri
    labels: Labels
    is_external: bool
    is_own: bool
    """Ours to edit; neither an external code system nor an operator's vocabulary."""
    is_hub: bool = False
    """Made to be translated through: what two others share is said here."""


class SchemeBook:
    """All schemes by id and by IRI. Heads are read once, on first use; there are few."""

    def __init__(self, store: Store, contents: Contents | None = None) -> None:
        self._store = store
        self._contents = contents

    @cached_property
    def heads(self) -> dict[SchemeId, SchemeHead]:
        """Own schemes first, then external ones, then added ones; each group by id."""
        found: dict[SchemeId, SchemeHead] = {}
        for iri in self._store.subjects(RDF + "type", SKOS + "ConceptScheme"):
            head = self._head(Iri(iri), taken=found.keys())
            found[head.id] = head
        ordered = sorted(found.values(), key=_catalogue_order)
        return {head.id: head for head in ordered}

    @cached_property
    def by_iri(self) -> dict[Iri, SchemeHead]:
        """The same heads by IRI."""
        return {head.iri: head for head in self.heads.values()}

    @cached_property
    def places(self) -> dict[SchemeId, int]:
        """Where each scheme stands in the order of the list."""
        return {scheme: place for place, scheme in enumerate(self.heads)}

    @cached_property
    def own_spaces(self) -> tuple[str, ...]:
        """What IRIs of concepts in our own space begin with; the code is what follows."""
        return tuple(f"{head.iri}/" for head in self.heads.values() if head.iri.startswith(ID))

    @cached_property
    def by_other_name(self) -> dict[str, SchemeHead]:
        """Heads by the names that others use: OIDs, canonical URLs, identifiers."""
        found: dict[str, SchemeHead] = {}
        for head in self.heads.values():
            for name in self._other_names(head.iri):
                found.setdefault(name, head)
        return found

    @cached_property
    def code_systems(self) -> dict[SchemeId, str]:
        """What each scheme is called as a code system: its published identifier, else its IRI."""
        return {
            head.id: literal(self._store.describe(head.iri), ADMS + "identifier") or head.iri
            for head in self.heads.values()
        }

    @cached_property
    def law_ids(self) -> tuple[SchemeId, ...]:
        """Schemes whose concepts are cited as provisions."""
        rows = self._store.select(
            f"SELECT DISTINCT ?s WHERE {{ ?c <{DCTERMS}bibliographicCitation> ?r ;"
            f" <{SKOS}inScheme> ?s }}"
        )
        found = {Iri(row["s"].iri) for row in rows if isinstance(row["s"], Named)}
        return tuple(head.id for head in self.heads.values() if head.iri in found)

    @cached_property
    def full(self) -> dict[SchemeId, Scheme]:
        """Everything about each scheme, figures included."""
        return {
            head.id: self._full(head, self.figures.get(head.iri, Figures()))
            for head in self.heads.values()
        }

    @cached_property
    def figures(self) -> dict[Iri, Figures]:
        """What each scheme amounts to; without contents, reads every concept's scheme once."""
        if self._contents is not None:
            return self._contents.figures()
        counts, kinds = dict(self._counts()), self._kinds()
        return {
            iri: Figures(counts.get(iri, 0), kinds.get(iri, ()), self._languages(iri))
            for iri in self.by_iri
        }

    def head(self, scheme: str) -> SchemeHead:
        """Raises UnknownScheme."""
        try:
            return self.heads[SchemeId(scheme)]
        except KeyError:
            raise UnknownScheme(scheme, self.heads) from None

    def _head(self, iri: Iri, taken: Container[str]) -> SchemeHead:
        found = self._store.describe(iri)
        is_external = is_true(found, MODEL + "isExternal")
        return SchemeHead(
            id=_unused(self._identifier(iri, found), taken),
            iri=iri,
            labels=_first_labels(found, _TITLES),
            is_external=is_external,
            is_own=iri.startswith(ID) and not is_external,
            is_hub=is_true(found, MODEL + "isHub"),
        )

    def _identifier(self, iri: Iri, found: Description) -> str:
        stated = literal(found, DCTERMS + "identifier")
        if stated and slug(stated) == stated:
            return stated
        return slug(tail(iri)) or slug(tail(iri.rstrip("/#:"))) or "scheme"

    def _other_names(self, iri: Iri) -> Iterator[str]:
        found = self._store.describe(iri)
        for predicate in _OTHER_NAMES:
            for term in found.get(predicate, ()):
                yield term.value if isinstance(term, Literal) else term.iri
        yield iri
        # a scheme that took over another's codes unchanged answers for them too
        for former in iris(found, OWL + "priorVersion"):
            yield former
            yield tail(former)

    def _counts(self) -> Iterator[tuple[Iri, int]]:
        rows = self._store.select(
            f"SELECT ?s (COUNT(DISTINCT ?c) AS ?n) WHERE {{ ?c <{SKOS}inScheme> ?s ;"
            f" a <{SKOS}Concept> }} GROUP BY ?s"
        )
        for row in rows:
            scheme, count = row["s"], row["n"]
            if isinstance(scheme, Named) and isinstance(count, Literal):
                yield Iri(scheme.iri), int(count.value)

    def _kinds(self) -> dict[Iri, tuple[str, ...]]:
        rows = self._store.select(
            f"SELECT DISTINCT ?s ?k WHERE {{ ?c <{DCTERMS}type> ?k ; <{SKOS}inScheme> ?s }}"
        )
        found: dict[Iri, set[str]] = {}
        for row in rows:
            scheme, kind = row["s"], row["k"]
            if isinstance(scheme, Named) and isinstance(kind, Named):
                found.setdefault(Iri(scheme.iri), set()).add(tail(kind.iri))
        return {scheme: tuple(sorted(names)) for scheme, names in found.items()}

    def _languages(self, scheme_iri: Iri) -> tuple[str, ...]:
        rows = self._store.select(
            "SELECT DISTINCT (LANG(?l) AS ?g) WHERE { { SELECT ?l WHERE {"
            f" ?c <{SKOS}inScheme> <{scheme_iri}> ; <{SKOS}prefLabel> ?l"
            f" }} LIMIT {_LANGUAGE_SAMPLE} }} }}"
        )
        tags = {row["g"].value for row in rows if isinstance(row.get("g"), Literal)}  # type: ignore[union-attr]
        return tuple(sorted(tags, key=lambda tag: (tag != "da", tag != "en", tag)))

    def _full(self, head: SchemeHead, figures: Figures) -> Scheme:
        found = self._store.describe(head.iri)
        return Scheme(
            id=head.id,
            iri=head.iri,
            labels=head.labels,
            description=_first_labels(found, _TEXTS),
            version=literal(found, OWL + "versionInfo") or "",
            is_external=head.is_external,
            status=read_status(found),
            publisher=self._named(found, DCTERMS + "publisher"),
            licence=self._named(found, DCTERMS + "license"),
            concept_count=figures.concepts,
            languages=figures.languages,
            kinds=figures.kinds,
        )

    def _named(self, found: Description, predicate: str) -> str:
        """A literal as it stands; of an IRI its Danish or English name, else the IRI."""
        text = literal(found, predicate)
        if text:
            return text
        for iri in iris(found, predicate):
            names = _first_labels(
                self._store.describe(iri), ("http://xmlns.com/foaf/0.1/name", *_TITLES)
            )
            return names.get("da") or names.get("en") or next(iter(names.values()), iri)
        return ""


def read_status(found: Description) -> Status:
    """What adms:status and owl:deprecated say; stable where nothing is said."""
    if is_true(found, OWL + "deprecated"):
        return Status.RETIRED
    for iri in iris(found, ADMS + "status"):
        return STATUSES.get(tail(iri), Status.STABLE)
    return Status.STABLE


def slug(text: str) -> str:
    """Lower-case letters, digits and hyphens, as a scheme id is written."""
    return re.sub(r"[^a-z0-9_-]+", "-", text.casefold()).strip("-")


def _first_labels(found: Description, predicates: tuple[str, ...]) -> Labels:
    merged: dict[str, str] = {}
    for predicate in predicates:
        for lang, text in labels(found, predicate).items():
            merged.setdefault(lang, text)
    return merged


def _unused(name: str, taken: Container[str]) -> SchemeId:
    number, candidate = 2, name
    while candidate in taken:
        candidate, number = f"{name}-{number}", number + 1
    return SchemeId(candidate)


def _catalogue_order(head: SchemeHead) -> tuple[bool, bool, str]:
    return (not head.is_own, not head.is_external, head.id)
