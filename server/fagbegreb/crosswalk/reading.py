"""All mapping rows of a store in a few queries, whatever the number of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Final

from fagbegreb.errors import UnknownConcept
from fagbegreb.model import Iri, Mapping, Relation, SchemeId
from fagbegreb.namespaces import MAPPINGS, OWL, RDFS, SEMAPV, SKOS, SSSOM
from fagbegreb.store import Literal, Named, Store, Term
from fagbegreb.vocabulary import Vocabulary

_MATCHES: Final = {f"{SKOS}{relation.value}Match": (relation, False) for relation in Relation}
_PLAINLY_SAID: Final = _MATCHES | {
    OWL + "sameAs": (Relation.EXACT, False),
    OWL + "differentFrom": (Relation.EXACT, True),
}
_SAID: Final = _PLAINLY_SAID | {
    OWL + "equivalentClass": (Relation.EXACT, False),
    RDFS + "subClassOf": (Relation.BROAD, False),
    SKOS + "broader": (Relation.BROAD, False),
    SKOS + "narrower": (Relation.NARROW, False),
    SKOS + "related": (Relation.RELATED, False),
    SKOS + "mappingRelation": (Relation.RELATED, False),
}
"""What predicates say: the relation, and whether they deny it. Rows with any other say nothing."""
_NO_TERM: Final = SSSOM + "NoTermFound"
_ROWS: Final = f"""
SELECT ?row ?subject ?relation ?object ?justification ?confidence ?modifier ?scheme ?reviewer {{
  ?row a <{SSSOM}Mapping> ;
    <{OWL}annotatedSource> ?subject ;
    <{OWL}annotatedProperty> ?relation ;
    <{OWL}annotatedTarget> ?object .
  OPTIONAL {{ ?row <{SSSOM}mapping_justification> ?justification }}
  OPTIONAL {{ ?row <{SSSOM}confidence> ?confidence }}
  OPTIONAL {{ ?row <{SSSOM}predicate_modifier> ?modifier }}
  OPTIONAL {{ ?row <{SSSOM}object_source> ?scheme }}
  OPTIONAL {{ ?row <{SSSOM}reviewer_label> ?reviewer }}
}}"""
_TEXTS: Final = f"SELECT ?row ?text {{ ?row a <{SSSOM}Mapping> ; <{RDFS}comment> ?text }}"
_SOURCES: Final = f"SELECT ?row ?of {{ ?row a <{SSSOM}Mapping> ; <{RDFS}seeAlso> ?of }}"
_PLAIN: Final = (
    "SELECT DISTINCT ?subject ?relation ?object { VALUES ?relation { "
    + " ".join(f"<{iri}>" for iri in _PLAINLY_SAID)
    + " } ?subject ?relation ?object }"
)
_SCHEMES: Final = f"""
SELECT DISTINCT ?concept ?scheme {{
  {{ ?row <{OWL}annotatedSource> ?concept }} UNION {{ ?row <{OWL}annotatedTarget> ?concept }}
  ?concept a <{SKOS}Concept> ; <{SKOS}inScheme> ?scheme
}}"""


def read_mappings(vocabulary: Vocabulary) -> Iterator[Mapping]:
    """Every row once, as written; then pairs that a vocabulary maps without a row of its own."""
    store = vocabulary.store
    scheme_ids = {head.iri: head.id for head in vocabulary.book.heads.values()}
    scheme_of = scheme_finder(vocabulary)
    comments, sources = _texts(store), _sources(store)
    seen: set[frozenset[str]] = set()
    for found in store.select(_ROWS):
        row, subject, object_ = (_text(found, name) for name in ("row", "subject", "object"))
        said = _SAID.get(_text(found, "relation"))
        if said is None:
            continue
        relation, is_denial = said
        seen.add(frozenset((subject, object_)))
        stated = scheme_ids.get(Iri(_text(found, "scheme")))
        confidence = _text(found, "confidence")
        yield Mapping(
            subject=Iri(subject),
            relation=relation,
            object=None if object_ == _NO_TERM else Iri(object_),
            crosswalk=_crosswalk(row),
            object_scheme=stated or scheme_of(Iri(object_)) or SchemeId(""),
            negated=is_denial != (_text(found, "modifier").casefold() == "not"),
            justification=_short(_text(found, "justification")),
            confidence=float(confidence) if confidence else None,
            comment=comments.get(row, {}),
            sources=tuple(sorted(sources.get(row, ()))),
            reviewer=_text(found, "reviewer"),
        )
    yield from _without_rows(store, scheme_of, seen)


def scheme_finder(vocabulary: Vocabulary) -> Callable[[Iri], SchemeId | None]:
    """A function that names the scheme of a concept, None for what is no concept.

    Those that rows name are looked up together, beforehand; any other one by one.
    """
    ids = {head.iri: head.id for head in vocabulary.book.heads.values()}
    known: dict[Iri, SchemeId] = {}
    for row in vocabulary.store.select(_SCHEMES):
        scheme = ids.get(Iri(_text(row, "scheme")))
        if scheme is not None:
            known.setdefault(Iri(_text(row, "concept")), scheme)

    def scheme_of(iri: Iri) -> SchemeId | None:
        if iri in known:
            return known[iri]
        try:
            return vocabulary.concept(iri).scheme
        except UnknownConcept:
            return None

    return scheme_of


def _without_rows(
    store: Store, scheme_of: Callable[[Iri], SchemeId | None], seen: set[frozenset[str]]
) -> Iterator[Mapping]:
    for found in store.select(_PLAIN):
        subject, object_ = Iri(_text(found, "subject")), Iri(_text(found, "object"))
        pair = frozenset((subject, object_))
        scheme = None if pair in seen else scheme_of(object_)
        if scheme is None or scheme_of(subject) is None:
            continue
        seen.add(pair)
        relation, is_denial = _PLAINLY_SAID[_text(found, "relation")]
        yield Mapping(
            subject=subject,
            relation=relation,
            object=object_,
            crosswalk="",
            object_scheme=scheme,
            negated=is_denial,
            justification="semapv:UnspecifiedMatching",
        )


def _texts(store: Store) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in store.select(_TEXTS):
        text = row["text"]
        if isinstance(text, Literal):
            found[_text(row, "row")].setdefault(text.lang, text.value)
    return found


def _sources(store: Store) -> dict[str, list[Iri]]:
    found: dict[str, list[Iri]] = defaultdict(list)
    for row in store.select(_SOURCES):
        found[_text(row, "row")].append(Iri(_text(row, "of")))
    return found


def _crosswalk(row: str) -> str:
    return row.removeprefix(MAPPINGS).partition("#")[0] if row.startswith(MAPPINGS) else ""


def _short(iri: str) -> str:
    return iri.replace(SEMAPV, "semapv:") if iri else "semapv:UnspecifiedMatching"


def _text(row: dict[str, Term], name: str) -> str:
    term = row.get(name)
    if term is None:
        return ""
    return term.iri if isinstance(term, Named) else term.value
