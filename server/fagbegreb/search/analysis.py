"""From documents to rows and tokens: what is known before anybody has asked."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from fagbegreb.model import Labels, SearchDocument, Status, Texts
from fagbegreb.search.postings import PART, START, STEM, TEXT, WORD, Progress, Tokens, token_key
from fagbegreb.text import COMPOUNDING, Lexicons, primary, squash, stem, words

PREF: Final = 0
ALT: Final = 1
DEPRECATED: Final = 2
HIDDEN: Final = 3
BODY: Final = 4
FIELDS: Final = ("pref_label", "alt_label", "deprecated_label", "hidden_label", "definition")
SHORT_PREFIX: Final = 3
"""Beginnings of words up to this length are stored; longer ones are few words and are joined."""
_STATUS_ORDER = {Status.STABLE: 0, Status.DRAFT: 1, Status.RETIRED: 2}
_PART_SEPARATOR: Final = "\x1f"
_SPACES = re.compile(r"\s+")
_NUMBER = re.compile(r"\d+|\D+")
_REPORT_EVERY = 50_000


@dataclass(frozen=True, slots=True)
class ConceptRow:
    """What the ranking must know of a concept. Rows are numbered in the order of `rank`."""

    rank: tuple[object, ...]
    iri: str
    scheme: str
    notation: str
    reference: str | None
    kind: str
    status: str
    valid_from: str
    valid_to: str
    label: str


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One label, or all of a concept's running text in one language (`field` BODY)."""

    lang: str
    squashed: str
    concept: int
    field: int
    text: str


@dataclass(slots=True)
class Analysed:
    """Everything that goes on disk."""

    concepts: list[ConceptRow]
    labels: list[LabelRow]
    tokens: Tokens
    vocabulary: dict[tuple[str, str], tuple[str, bool]]
    """(language, folded word) to how to show it, and whether it stands in a label to be shown."""
    langs: tuple[str, ...] = ()
    acts: dict[str, set[str]] = field(default_factory=dict)
    """Names that stand for a whole scheme, beside the scheme's own."""


def analyse(
    documents: Iterable[SearchDocument], scheme_order: Iterable[str], progress: Progress
) -> Analysed:
    """Reads all documents once; concepts come out in their static order of rank."""
    concepts, labels = _rows(documents, scheme_order, progress)
    order = sorted(range(len(concepts)), key=lambda number: concepts[number].rank)
    place = array("I", bytes(4 * len(order)))
    for rank, number in enumerate(order):
        place[number] = rank
    labels = [
        LabelRow(row.lang, row.squashed, place[row.concept], row.field, row.text) for row in labels
    ]
    labels.sort(key=lambda row: (row.field == BODY, row.lang, row.squashed, row.concept, row.field))
    concepts = [concepts[number] for number in order]
    progress(f"search: {len(concepts):,} concepts, {len(labels):,} labels")
    lexicons = Lexicons(_words_by_lang(labels))
    tokens, vocabulary = _tokens(labels, lexicons, progress)
    langs = tuple(
        sorted({row.lang for row in labels}, key=lambda lang: (lang not in "da en", lang))
    )
    return Analysed(concepts, labels, tokens, vocabulary, langs)


def _lang_key(lang: str) -> tuple[int, str]:
    """Danish, English, then the rest by tag: the order in which other languages are tried."""
    return {"da": 0, "en": 1}.get(lang, 2), lang


def _rows(
    documents: Iterable[SearchDocument], scheme_order: Iterable[str], progress: Progress
) -> tuple[list[ConceptRow], list[LabelRow]]:
    concepts: list[ConceptRow] = []
    labels: list[LabelRow] = []
    places = {scheme: place for place, scheme in enumerate(scheme_order)}
    for number, document in enumerate(documents):
        concepts.append(
            _concept_row(document, places.setdefault(document.concept.scheme, len(places)))
        )
        labels.extend(_label_rows(document, number))
        if number and number % _REPORT_EVERY == 0:
            progress(f"search: {number:,} concepts read")
    return concepts, labels


def _concept_row(document: SearchDocument, scheme_place: int) -> ConceptRow:
    concept = document.concept
    label, _ = concept.label("da")
    is_historical = bool(concept.replaced_by) or concept.status is Status.RETIRED
    return ConceptRow(
        rank=(
            is_historical,
            # draft or stable is each publisher's own word, so it is compared among equals only:
            # else every code of others, being stable, would stand before our own
            document.is_external,
            _STATUS_ORDER[concept.status],
            len(words(label)),
            len(label),
            scheme_place,
            natural(concept.notation),
        ),
        iri=concept.iri,
        scheme=concept.scheme,
        notation=concept.notation,
        reference=concept.reference,
        kind=concept.kind,
        status=concept.status.value,
        valid_from=concept.valid_from.isoformat() if concept.valid_from else "",
        valid_to=concept.valid_to.isoformat() if concept.valid_to else "",
        label=label,
    )


def natural(code: str) -> tuple[tuple[int, str], ...]:
    """Orders `52.3.10` after `52.3.9`."""
    return tuple(
        (int(part), "") if part.isdecimal() else (0, part) for part in _NUMBER.findall(code)
    )


def _label_rows(document: SearchDocument, number: int) -> Iterator[LabelRow]:
    concept = document.concept
    said: set[tuple[str, str]] = set()
    named = (
        (PREF, {lang: (text,) for lang, text in concept.labels.items()}),
        (ALT, document.alt_labels),
        (DEPRECATED, document.deprecated_labels),
        (HIDDEN, document.hidden_labels),
    )
    counted: Counter[str] = Counter()
    for kind, texts in named:
        for lang, text in _each(texts):
            squashed = squash(text)
            if squashed and (lang, squashed) not in said:
                said.add((lang, squashed))
                counted[lang] += 1
                yield LabelRow(lang, squashed, number, kind, text)
    for lang, body in _bodies(concept.definition, document.notes, counted):
        yield LabelRow(lang, "", number, BODY, body)


def _each(texts: Texts) -> Iterator[tuple[str, str]]:
    for lang, listed in texts.items():
        for text in listed:
            yield lang, _SPACES.sub(" ", text).strip()


def _bodies(definition: Labels, notes: Texts, labels: Counter[str]) -> Iterator[tuple[str, str]]:
    """Definition first, then the notes, per language; also where several labels stand together."""
    langs = {*definition, *notes, *(lang for lang, count in labels.items() if count > 1)}
    for lang in sorted(langs):
        yield lang, _PART_SEPARATOR.join((definition.get(lang, ""), *notes.get(lang, ())))


def body_parts(body: str) -> tuple[str, ...]:
    """The definition (empty where there is none), then each note."""
    return tuple(body.split(_PART_SEPARATOR))


def _words_by_lang(labels: Iterable[LabelRow]) -> dict[str, set[str]]:
    """The words that stand alone, for those languages that build compounds of them."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in labels:
        if primary(row.lang) in COMPOUNDING:
            found[row.lang].update(words(row.text))
    return found


def _tokens(
    labels: list[LabelRow], lexicons: Lexicons, progress: Progress
) -> tuple[Tokens, dict[tuple[str, str], tuple[str, bool]]]:
    tokens: Tokens = {}
    shown: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    visible: set[tuple[str, str]] = set()
    keys = _TokenKeys(lexicons)
    stems_of_concept: dict[tuple[str, int], set[str]] = defaultdict(set)
    bodies = {(row.lang, row.concept) for row in labels if row.field == BODY}
    for number, row in enumerate(labels):
        if number and number % (4 * _REPORT_EVERY) == 0:
            progress(f"search: {number:,} of {len(labels):,} labels read")
        found = frozenset(words(row.text))
        if row.field == BODY:
            stemmed = {stem(word, row.lang) for word in found}
            stemmed |= stems_of_concept.pop((row.lang, row.concept), set())
            held: Iterable[str] = [token_key(TEXT, row.lang, one) for one in stemmed]
        else:
            held = {key for word in found for key in keys.of(row.lang, word)}
            if (row.lang, row.concept) in bodies:
                stems_of_concept[row.lang, row.concept].update(
                    stem(word, row.lang) for word in found
                )
            for surface in row.text.split():
                bare = surface.strip(".,;:!?()[]\"'»«/").lower()
                folded = words(bare)
                if len(folded) == 1:
                    shown[row.lang, folded[0]][bare] += 1
            if row.field in (PREF, ALT):
                visible.update((row.lang, word) for word in found)
            for word in found:
                shown[row.lang, word][word] += 0
        for key in held:
            postings = tokens.get(key)
            if postings is None:
                tokens[key] = postings = array("I")
            postings.append(number)
    vocabulary = {
        word: (max(counted, key=lambda form: (counted[form], form)), word in visible)
        for word, counted in shown.items()
    }
    return tokens, vocabulary


class _TokenKeys:
    """The tokens of a word, worked out once per word."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._lexicons = lexicons
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}

    def of(self, lang: str, word: str) -> tuple[str, ...]:
        known = self._known.get((lang, word))
        if known is None:
            known = self._known[lang, word] = tuple(self._work_out(lang, word))
        return known

    def _work_out(self, lang: str, word: str) -> Iterator[str]:
        yield token_key(WORD, lang, word)
        yield token_key(STEM, lang, stem(word, lang))
        for part in set(self._lexicons.parts(word, lang)):
            yield token_key(PART, lang, part)
        for length in range(2, min(SHORT_PREFIX, len(word)) + 1):
            yield token_key(START, lang, word[:length])
