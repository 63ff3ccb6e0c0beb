"""Mapping rows: those of one concept, or all of a store in a few queries, however many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from fagbegreb.model import Concept, Iri, Labels, Mapping, Relation, SchemeId
from fagbegreb.namespaces import MAPPINGS, OWL, RDFS, SEMAPV, SKOS, SSSOM
from fagbegreb.store import Literal, Named, Store, Term
from fagbegreb.vocabulary.reading import SortKey, iris, labels, natural_key

if TYPE_CHECKING:
    from fagbegreb.vocabulary import Vocabulary

CLOSEST_FIRST: Final = tuple(Relation)

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
_REVERSED: Final = {Relation.BROAD: Relation.NARROW, Relation.NARROW: Relation.BROAD}
_NO_TERM: Final = SSSOM + "NoTermFound"
_PROPERTIES: Final = {
    "subject": OWL + "annotatedSource",
    "relation": OWL + "annotatedProperty",
    "object": OWL + "annotatedTarget",
    "justification": SSSOM + "mapping_justification",
    "confidence": SSSOM + "confidence",
    "modifier": SSSOM + "predicate_modifier",
    "reviewer": SSSOM + "reviewer_label",
}
_NAMES: Final = ("row", *_PROPERTIES)
_ROWS: Final = (
    f"SELECT * {{ ?row a <{SSSOM}Mapping> ."
    + "".join(
        f" ?row <{predicate}> ?{name} ."
        if name in {"subject", "relation", "object"}
        else f" OPTIONAL {{ ?row <{predicate}> ?{name} }}"
        for name, predicate in (_PROPERTIES | {"scheme": SSSOM + "object_source"}).items()
    )
    + " }"
)
_TEXTS: Final = f"SELECT ?row ?text {{ ?row a <{SSSOM}Mapping> ; <{RDFS}comment> ?text }}"
_SOURCES: Final = f"SELECT ?row ?of {{ ?row a <{SSSOM}Mapping> ; <{RDFS}seeAlso> ?of }}"
_PLAIN: Final = (
    "SELECT DISTINCT ?subject ?relation ?object { VALUES ?relation { "
    + " ".join(f"<{iri}>" for iri in _PLAINLY_SAID)
    + " } ?subject ?relation ?object }"
)


def read_mappings(vocabulary: Vocabulary) -> Iterator[Mapping]:
    """Every row once, as written; then pairs that a vocabulary maps without a row of its own."""
    store = vocabulary.store
    scheme_ids = {head.iri: head.id for head in vocabulary.book.heads.values()}
    scheme_of = partial(_scheme_of, vocabulary)
    comments, sources = _texts(store), _sources(store)
    seen: set[frozenset[str]] = set()
    for found in store.select(_ROWS):
        texts = {name: _text(found, name) for name in _NAMES}
        row, object_ = texts["row"], Iri(texts["object"])
        scheme = scheme_ids.get(Iri(_text(found, "scheme"))) or scheme_of(object_)
        mapping = _mapping(texts, scheme, comments.get(row, {}), sources.get(row, ()))
        if mapping is not None:
            seen.add(frozenset((texts["subject"], object_)))
            yield mapping
    yield from _without_rows(store, scheme_of, seen)


def mappings_of(
    vocabulary: Vocabulary, iri: Iri
) -> Iterator[tuple[Mapping, Relation, Concept | None]]:
    """Rows that name one concept, by scheme of the other end, closest relation first.

    Each with its relation as read from the concept, and the other end where that is a concept.
    """
    store = vocabulary.store
    nodes = {
        *store.subjects(OWL + "annotatedSource", iri),
        *store.subjects(OWL + "annotatedTarget", iri),
    }
    rows = [row for node in nodes if (row := _read_row(vocabulary, node)) is not None]
    covered = {row.object if row.subject == iri else row.subject for row in rows}
    said = store.describe(iri)
    for predicate, (relation, is_denial) in _PLAINLY_SAID.items():
        for other in iris(said, predicate):
            if other not in covered:
                scheme = _scheme_of(vocabulary, other)
                rows.append(_plain(iri, relation, other, scheme, is_denial))
    found = [_as_read_from(vocabulary, iri, row) for row in rows]
    yield from sorted(found, key=_mapping_key)


def _read_row(vocabulary: Vocabulary, node: str) -> Mapping | None:
    found = vocabulary.store.describe(node)
    texts = {"row": node} | {
        name: next(map(_value, found.get(predicate, ())), "")
        for name, predicate in _PROPERTIES.items()
    }
    if not (texts["subject"] and texts["object"]):
        return None
    stated = next(iter(iris(found, SSSOM + "object_source")), None)
    head = vocabulary.book.by_iri.get(stated) if stated else None
    scheme = head.id if head else _scheme_of(vocabulary, Iri(texts["object"]))
    return _mapping(texts, scheme, labels(found, RDFS + "comment"), iris(found, RDFS + "seeAlso"))


def _mapping(
    texts: dict[str, str], scheme: SchemeId | None, comment: Labels, sources: Iterable[Iri]
) -> Mapping | None:
    """The row of which `texts` tells; None when we do not know how to read its predicate."""
    said = _SAID.get(texts["relation"])
    if said is None:
        return None
    relation, is_denial = said
    return Mapping(
        subject=Iri(texts["subject"]),
        relation=relation,
        object=None if texts["object"] == _NO_TERM else Iri(texts["object"]),
        crosswalk=_crosswalk(texts["row"]),
        object_scheme=scheme or SchemeId(""),
        negated=is_denial != texts["modifier"].casefold().endswith("not"),
        justification=_short(texts["justification"]),
        confidence=_number(texts["confidence"]),
        comment=comment,
        sources=tuple(sorted(sources)),
        reviewer=texts["reviewer"],
    )


def _plain(
    subject: Iri, relation: Relation, object_: Iri, scheme: SchemeId | None, is_denial: bool
) -> Mapping:
    """A pair that a vocabulary maps without a row of its own."""
    return Mapping(
        subject=subject,
        relation=relation,
        object=object_,
        crosswalk="",
        object_scheme=scheme or SchemeId(""),
        negated=is_denial,
        justification=_short(""),
    )


def _scheme_of(vocabulary: Vocabulary, iri: Iri) -> SchemeId | None:
    return vocabulary.concept(iri).scheme if vocabulary.is_concept(iri) else None


def _as_read_from(
    vocabulary: Vocabulary, iri: Iri, row: Mapping
) -> tuple[Mapping, Relation, Concept | None]:
    is_forward = row.subject == iri
    other = row.object if is_forward else row.subject
    concept = vocabulary.concept(other) if other and vocabulary.is_concept(other) else None
    relation = row.relation if is_forward else _REVERSED.get(row.relation, row.relation)
    return row, relation, concept


def _mapping_key(
    found: tuple[Mapping, Relation, Concept | None],
) -> tuple[str, int, float, SortKey]:
    row, relation, other = found
    scheme = other.scheme if other else row.object_scheme
    code = other.notation if other else row.object or ""
    return (scheme, CLOSEST_FIRST.index(relation), -(row.confidence or 0), natural_key(code))


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
        yield _plain(subject, relation, object_, scheme, is_denial)


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


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _crosswalk(row: str) -> str:
    return row.removeprefix(MAPPINGS).partition("#")[0] if row.startswith(MAPPINGS) else ""


def _short(iri: str) -> str:
    return iri.replace(SEMAPV, "semapv:") if iri else "semapv:UnspecifiedMatching"


def _text(row: dict[str, Term], name: str) -> str:
    term = row.get(name)
    if term is None:
        return ""
    return _value(term)


def _value(term: Term) -> str:
    return term.iri if isinstance(term, Named) else term.value
