"""Two releases go in; what changed between them comes out, in words, and whom it concerns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fagbegreb.model import Concept, Iri, Labels, Mapping, Scheme, Status
from fagbegreb.namespaces import RDFS, RULE, SHAPES, SKOS
from fagbegreb.store import Literal, Named, Term
from fagbegreb.vocabulary import Vocabulary

_LARGEST_SCHEME: Final = 50_000
"""Larger ones come from an operator, who knows what they loaded: it is told that they are not
compared concept by concept."""
_STATUS_WORDS: Final[dict[Status, Labels]] = {
    Status.DRAFT: {"da": "udkast", "en": "draft"},
    Status.STABLE: {"da": "stabil", "en": "stable"},
    Status.RETIRED: {"da": "udgået", "en": "retired"},
}
_NOTES: Final = (RDFS + "comment", SKOS + "scopeNote", SKOS + "example")

Described = dict[str, tuple[Term, ...]]
"""Values by predicate, as Store.describe has them."""


class ChangeKind(StrEnum):
    """What sort of change; the order is the order in which they are told."""

    SCHEME = "scheme"
    ADDED = "added"
    RETIRED = "retired"
    REMOVED = "removed"
    LABEL = "label"
    DEFINITION = "definition"
    NOTE = "note"
    HIERARCHY = "hierarchy"
    VALIDITY = "validity"
    STATUS = "status"
    MAPPING = "mapping"
    RULE = "rule"


AUDIENCE: Final[dict[ChangeKind, Labels]] = {
    ChangeKind.SCHEME: {"da": "alle, der vælger systemer", "en": "all who choose schemes"},
    ChangeKind.ADDED: {
        "da": "dem, der bygger formularer og lister",
        "en": "those who build forms and lists",
    },
    ChangeKind.RETIRED: {
        "da": "alle, der har koden i data; koden findes stadig",
        "en": "all who hold the code in data; the code still exists",
    },
    ChangeKind.REMOVED: {"da": "alle, der har koden i data", "en": "all who hold the code in data"},
    ChangeKind.LABEL: {
        "da": "dem, der viser betegnelsen; koden er den samme",
        "en": "those who show the label; the code is the same",
    },
    ChangeKind.DEFINITION: {
        "da": "fagfolk, der bruger begrebet",
        "en": "professionals who use the concept",
    },
    ChangeKind.NOTE: {
        "da": "fagfolk, der bruger begrebet; meningen er den samme",
        "en": "professionals who use the concept; its meaning is the same",
    },
    ChangeKind.HIERARCHY: {
        "da": "dem, der viser træer eller tæller op",
        "en": "those who show trees or roll up counts",
    },
    ChangeKind.VALIDITY: {
        "da": "dem, der kontrollerer datoer",
        "en": "those who check dates",
    },
    ChangeKind.STATUS: {
        "da": "dem, der kun bruger det, der ligger fast",
        "en": "those who use only what is settled",
    },
    ChangeKind.MAPPING: {
        "da": "dem, der oversætter mellem systemer",
        "en": "those who translate between schemes",
    },
    ChangeKind.RULE: {"da": "dem, der validerer sager", "en": "those who validate cases"},
}


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `about` is a CURIE, a crosswalk or a rule; `scheme` is "" for rules."""

    kind: ChangeKind
    about: str
    scheme: str
    text: Labels

    @property
    def schemes(self) -> frozenset[str]:
        """The schemes it touches: both of a mapping."""
        both = self.about.split("--") if self.kind is ChangeKind.MAPPING else ()
        return frozenset((self.scheme, *both))

    @property
    def concerns(self) -> Labels:
        """Whom it concerns."""
        return AUDIENCE[self.kind]


def changes(old: Vocabulary, new: Vocabulary) -> tuple[Change, ...]:
    """Everything that differs, in order of kind and code; the same order every time."""
    found = [
        *_scheme_changes(old, new),
        *_concept_changes(old, new),
        *_mapping_changes(old, new),
        *_rule_changes(old, new),
    ]
    order = list(ChangeKind)
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), one.about, one.text["da"])))


def _scheme_changes(old: Vocabulary, new: Vocabulary) -> Iterator[Change]:
    before, after = ({s.id: s for s in each.schemes()} for each in (old, new))
    for scheme in after.keys() - before.keys():
        yield _scheme_change(after[scheme], "er kommet til", "was added")
    for scheme in before.keys() - after.keys():
        yield _scheme_change(before[scheme], "er taget ud", "was taken out")
    for scheme in before.keys() & after.keys():
        counts = before[scheme].concept_count, after[scheme].concept_count
        if max(counts) > _LARGEST_SCHEME:
            yield _scheme_change(
                after[scheme],
                f"(før {counts[0]}) er for stort til at blive sammenlignet begreb for begreb",
                f"({counts[0]} before) is too large to be compared concept by concept",
            )


def _scheme_change(scheme: Scheme, da: str, en: str) -> Change:
    name_da = scheme.labels.get("da", scheme.id)
    name_en = scheme.labels.get("en", name_da)
    count = scheme.concept_count
    text = {
        "da": f"Systemet {name_da} med {count} begreber {da}.",
        "en": f"The scheme {name_en} with {count} concepts {en}.",
    }
    return Change(ChangeKind.SCHEME, scheme.id, scheme.id, text)


def _concept_changes(old: Vocabulary, new: Vocabulary) -> Iterator[Change]:
    before, after = _concepts(old, new), _concepts(new, old)
    for iri in after.keys() - before.keys():
        yield _told(ChangeKind.ADDED, after[iri], "er nyt", "is new")
    for iri in before.keys() - after.keys():
        yield _told(ChangeKind.REMOVED, before[iri], "er fjernet", "was removed")
    for iri in before.keys() & after.keys():
        was, now = old.store.describe(iri), new.store.describe(iri)
        if (before[iri], was) != (after[iri], now):
            yield from _differences(before[iri], after[iri])
            yield from _also_called(after[iri], was, now)
            yield from _noted(after[iri], was, now)
            yield from _moved(after[iri], was, now)


def _concepts(vocabulary: Vocabulary, other: Vocabulary) -> dict[Iri, Concept]:
    """Those of schemes that are small enough in both."""
    counts = {scheme.id: scheme.concept_count for scheme in other.schemes()}
    return {
        concept.iri: concept
        for scheme in vocabulary.schemes()
        if max(scheme.concept_count, counts.get(scheme.id, 0)) <= _LARGEST_SCHEME
        for concept in vocabulary.concepts(scheme.id)
    }


def _differences(old: Concept, new: Concept) -> Iterator[Change]:
    yield from _succession(old, new)
    for lang in sorted(old.labels.keys() | new.labels.keys()):
        before, after = old.labels.get(lang, "–"), new.labels.get(lang, "–")
        if before != after:
            yield _told(
                ChangeKind.LABEL,
                new,
                f"hed »{before}« og hedder nu »{after}« ({lang})",
                f"was called '{before}' and is now called '{after}' ({lang})",
            )
    if old.definition != new.definition:
        yield _told(
            ChangeKind.DEFINITION,
            new,
            f"er defineret på ny: »{_first(new.definition, 'da')}«",
            f"was defined anew: '{_first(new.definition, 'en')}'",
        )
    if (old.valid_from, old.valid_to) != (new.valid_from, new.valid_to):
        yield _told(
            ChangeKind.VALIDITY,
            new,
            f"gælder nu {new.valid_from or '…'} til {new.valid_to or '…'}",
            f"now applies {new.valid_from or '…'} to {new.valid_to or '…'}",
        )


def _succession(old: Concept, new: Concept) -> Iterator[Change]:
    successors = ", ".join(new.replaced_by)
    if new.status is Status.RETIRED and old.status is not Status.RETIRED:
        instead_da = f"; brug {successors}" if successors else " uden afløser"
        instead_en = f"; use {successors}" if successors else " without a successor"
        yield _told(ChangeKind.RETIRED, new, f"er udgået{instead_da}", f"was retired{instead_en}")
    elif old.replaced_by != new.replaced_by:
        da = f"afløses nu af {successors}" if successors else "har ikke længere en afløser"
        en = f"is now replaced by {successors}" if successors else "has no successor any more"
        yield _told(ChangeKind.RETIRED, new, da, en)
    if old.status is not new.status is not Status.RETIRED:
        was, now = _STATUS_WORDS[old.status], _STATUS_WORDS[new.status]
        da = f"var {was['da']} og er nu {now['da']}"
        en = f"was {was['en']} and is now {now['en']}"
        yield _told(ChangeKind.STATUS, new, da, en)


def _also_called(concept: Concept, was: Described, now: Described) -> Iterator[Change]:
    before, after = (set(each.get(SKOS + "altLabel", ())) for each in (was, now))
    for terms, da, en in (
        (after - before, "kaldes nu også", "is now also called"),
        (before - after, "kaldes ikke længere også", "is no longer also called"),
    ):
        for text, lang, *_ in sorted(term for term in terms if isinstance(term, Literal)):
            yield _told(
                ChangeKind.LABEL, concept, f"{da} »{text}« ({lang})", f"{en} '{text}' ({lang})"
            )


def _noted(concept: Concept, was: Described, now: Described) -> Iterator[Change]:
    def notes(said: Described) -> set[Term]:
        return {term for predicate in _NOTES for term in said.get(predicate, ())}

    before, after = notes(was), notes(now)
    if before != after:
        da, en = "har fået en anden bemærkning", "has another note"
        if not after:
            da, en = "har ikke længere en bemærkning", "has no note any more"
        yield _told(ChangeKind.NOTE, concept, da, en)


def _moved(concept: Concept, was: Described, now: Described) -> Iterator[Change]:
    def broader(said: Described) -> str:
        found = said.get(SKOS + "broader", ())
        return ", ".join(sorted(str(term[0]).rpartition("/")[2] for term in found)) or "–"

    before, after = broader(was), broader(now)
    if before != after:
        da, en = f"er flyttet fra {before} til {after}", f"was moved from {before} to {after}"
        yield _told(ChangeKind.HIERARCHY, concept, da, en)


def _told(kind: ChangeKind, concept: Concept, da: str, en: str) -> Change:
    text = {
        "da": f"{concept.curie} »{concept.label('da')[0]}« {da}.",
        "en": f"{concept.curie} '{concept.label('en')[0]}' {en}.",
    }
    return Change(kind, concept.curie, concept.scheme, text)


def _first(texts: Labels, lang: str) -> str:
    return texts.get(lang) or next(iter(texts.values()), "–")


def _mapping_changes(old: Vocabulary, new: Vocabulary) -> Iterator[Change]:
    before, after = _mappings(old), _mappings(new)
    for key in after.keys() - before.keys():
        yield _mapping_change(new, after[key], "er kommet til", "was added")
    for key in before.keys() - after.keys():
        yield _mapping_change(old, before[key], "er taget ud", "was taken out")
    for key in before.keys() & after.keys():
        a, b = before[key], after[key]
        if (a.relation, a.negated) != (b.relation, b.negated):
            was, now = a.relation.value, b.relation.value
            yield _mapping_change(
                new, b, f"var {was} og er nu {now}", f"was {was} and is now {now}"
            )
        elif a.confidence != b.confidence:
            da = f"har fået en anden sikkerhed: {a.confidence} blev {b.confidence}"
            en = f"has another confidence: {a.confidence} became {b.confidence}"
            yield _mapping_change(new, b, da, en)
        elif _reason(a) != _reason(b):
            yield _mapping_change(new, b, "har fået en anden begrundelse", "has another reason")


def _reason(row: Mapping) -> tuple[object, ...]:
    return row.justification, row.comment, frozenset(row.sources)


def _mappings(vocabulary: Vocabulary) -> dict[tuple[str, str, str], Mapping]:
    return {
        (row.crosswalk, row.subject, row.object or row.object_scheme): row
        for row in vocabulary.mappings()
    }


def _mapping_change(vocabulary: Vocabulary, row: Mapping, da: str, en: str) -> Change:
    subject = _curie(vocabulary, row.subject)
    target = _curie(vocabulary, row.object) if row.object else f"{row.object_scheme}: –"
    text = {
        "da": f"Koblingen {subject} – {target} ({row.relation.value}) {da}.",
        "en": f"The mapping {subject} – {target} ({row.relation.value}) {en}.",
    }
    return Change(ChangeKind.MAPPING, row.crosswalk, subject.partition(":")[0], text)


def _curie(vocabulary: Vocabulary, iri: Iri) -> str:
    return vocabulary.concept(iri).curie if vocabulary.is_concept(iri) else str(iri)


def _rule_changes(old: Vocabulary, new: Vocabulary) -> Iterator[Change]:
    before, after = _rules(old), _rules(new)
    told: tuple[tuple[Iterable[str], str, str], ...] = (
        (after.keys() - before.keys(), "er ny", "is new"),
        (before.keys() - after.keys(), "er taget ud", "was taken out"),
        (
            [rule for rule in before.keys() & after.keys() if before[rule] != after[rule]],
            "er ændret",
            "was changed",
        ),
    )
    for rules, da, en in told:
        for rule in rules:
            name = rule.removeprefix(RULE)
            said = new.named(rule) or old.named(rule)
            text = {
                "da": f"Reglen {name} {da}{_saying(said, 'da')}.",
                "en": f"The rule {name} {en}{_saying(said, 'en')}.",
            }
            yield Change(ChangeKind.RULE, name, "", text)


def _saying(labels: Labels, lang: str) -> str:
    said = (labels.get(lang) or labels.get("da", "")).rstrip(".")
    return f": {said}" if said else ""


def _rules(vocabulary: Vocabulary) -> dict[str, str]:
    """What each rule says, written so that it can be compared."""
    store = vocabulary.store
    if SHAPES.rstrip("/") not in store.graphs():
        return {}
    subjects = {t.subject for t in store.graph_triples(SHAPES.rstrip("/"))}
    named = [str(s)[1:-1] for s in subjects if str(s).startswith(f"<{RULE}")]
    return {iri: _written(iri, vocabulary.store.describe, frozenset()) for iri in named}


def _written(
    node: str, describe: Callable[[str], dict[str, tuple[Term, ...]]], above: frozenset[str]
) -> str:
    """A node with the blank nodes below it in place, since their names mean nothing."""
    lines = []
    for predicate, values in describe(node).items():
        for value in values:
            is_blank = isinstance(value, Named) and value.iri.startswith("_:")
            is_below = is_blank and value[0] not in above
            below = _written(value[0], describe, above | {node}) if is_below else repr(value)
            lines.append(f"{predicate} {below}")
    return "[" + "; ".join(sorted(lines)) + "]"
