"""From documents to rows and tokens: what is known before anybody has asked."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from fagbegreb.model import Labels, SearchDocument, Status, Texts
from fagbegreb.search.postings import (
    PART,
    START,
    STEM,
    TEXT,
    WHOLE,
    WORD,
    Progress,
    Tokens,
    token_key,
    whole_token,
)
from fagbegreb.text import COMPOUNDING, Lexicons, primary, root, squash, stem, stems, words

PREF: Final = 0
ALT: Final = 1
DEPRECATED: Final = 2
HIDDEN: Final = 3
BODY: Final = 4
FIELDS: Final = ("pref_label", "alt_label", "deprecated_label", "hidden_label", "definition")
SHORT_PREFIX: Final = 3
"""Beginnings of words up to this length are stored; longer ones are few words and are joined."""
_HEADING_KIND: Final = "chapter"
"""Headings are named after what stands below them, and come after it among equals."""
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


class LabelRow(NamedTuple):
    """One label, or all of a concept's running text in one language (`field` BODY)."""

    is_body: bool
    lang: str
    squashed: str
    concept: int
    field: int
    text: str
    words: tuple[str, ...]


@dataclass(slots=True)
class Analysed:
    """Everything that goes on disk."""

    concepts: list[ConceptRow]
    labels: list[LabelRow]
    tokens: Tokens
    vocabulary: dict[str, dict[str, Word]]
    """By language, the words of its labels and the parts of its compounds."""
    langs: tuple[str, ...]


def analyse(
    documents: Iterable[SearchDocument], scheme_order: Iterable[str], progress: Progress
) -> Analysed:
    """Reads all documents once; concepts come out in their static order of rank."""
    concepts, labels = _rows(documents, scheme_order, progress)
    order = sorted(range(len(concepts)), key=lambda number: concepts[number].rank)
    place = array("I", bytes(4 * len(order)))
    for rank, number in enumerate(order):
        place[number] = rank
    labels = sorted(row._replace(concept=place[row.concept]) for row in labels)
    concepts = [concepts[number] for number in order]
    progress(f"search: {len(concepts):,} concepts, {len(labels):,} labels")
    tokeniser = _Tokeniser(labels)
    tokens = tokeniser.read(labels, progress)
    langs = tuple(sorted({row.lang for row in labels}, key=_lang_key))
    return Analysed(concepts, labels, tokens, dict(tokeniser.vocabulary), langs)


def _lang_key(lang: str) -> tuple[int, str]:
    """Danish, English, then the rest by tag: the order in which other languages are tried."""
    return {"da": 0, "en": 1}.get(lang, 2), lang


def _rows(
    documents: Iterable[SearchDocument], scheme_order: Iterable[str], progress: Progress
) -> tuple[list[ConceptRow], list[LabelRow]]:
    concepts: list[ConceptRow] = []
    labels: list[LabelRow] = []
    known: dict[str, str] = {}
    places = {scheme: place for place, scheme in enumerate(scheme_order)}
    for number, document in enumerate(documents):
        concepts.append(
            _concept_row(document, places.setdefault(document.concept.scheme, len(places)))
        )
        labels.extend(_label_rows(document, number, known))
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
            _STATUS_ORDER[_editors_status(document)],
            document.is_external,
            _STATUS_ORDER[concept.status],
            concept.kind == _HEADING_KIND,
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
    )


def _editors_status(document: SearchDocument) -> Status:
    """How far our editors have come with a concept; they have not been over what others publish.

    Another publisher's "stable" is no word of ours: it tells his concepts from one another only.
    """
    status = document.concept.status
    return Status.DRAFT if document.is_external and status is Status.STABLE else status


def natural(code: str) -> tuple[tuple[int, str], ...]:
    """Orders `52.3.10` after `52.3.9`."""
    return tuple(
        (int(part), "") if part.isdecimal() else (0, part) for part in _NUMBER.findall(code)
    )


def _label_rows(document: SearchDocument, number: int, known: dict[str, str]) -> Iterator[LabelRow]:
    """`known` keeps each word once, however many labels have it."""
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
                found = tuple(known.setdefault(word, word) for word in words(text))
                yield LabelRow(False, lang, squashed, number, kind, text, found)
    for lang, body in _bodies(concept.definition, document.notes, counted):
        found = tuple(known.setdefault(word, word) for word in words(body))
        yield LabelRow(True, lang, "", number, BODY, body, found)


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


class Word(NamedTuple):
    """A word of the vocabulary's labels."""

    shown: str
    """As its author wrote it."""
    is_visible: bool
    """Stands in a label that may be shown."""


class _Tokeniser:
    """Turns labels into tokens; each word is worked out once, however often it occurs."""

    def __init__(self, labels: Iterable[LabelRow]) -> None:
        """Reads the words that stand alone, for those languages that build compounds of them."""
        alone: dict[str, set[str]] = defaultdict(set)
        for row in labels:
            if primary(row.lang) in COMPOUNDING and not row.is_body:
                alone[row.lang].update(row.words)
        self._lexicons = Lexicons(alone)
        self._tokens: Tokens = {}
        self._of_word: dict[tuple[str, str], tuple[array[int], ...]] = {}
        self.vocabulary: dict[str, dict[str, Word]] = defaultdict(dict)

    def read(self, labels: Sequence[LabelRow], progress: Progress) -> Tokens:
        """The tokens of all labels, which come in order of number."""
        with_body = {(row.lang, row.concept) for row in labels if row.is_body}
        stemmed: dict[tuple[str, int], set[str]] = defaultdict(set)
        for number, row in enumerate(labels):
            if number and number % (4 * _REPORT_EVERY) == 0:
                progress(f"search: {number:,} of {len(labels):,} labels read")
            if row.is_body:
                self._read_body(number, row, stemmed.pop((row.lang, row.concept), set()))
            else:
                self._read_label(number, row)
                if (row.lang, row.concept) in with_body:
                    stemmed[row.lang, row.concept].update(stems(row.words, row.lang))
        return self._tokens

    def _read_body(self, number: int, row: LabelRow, of_labels: set[str]) -> None:
        for one in of_labels.union(stems(row.words, row.lang)):
            self._postings(TEXT, row.lang, one).append(number)

    def _read_label(self, number: int, row: LabelRow) -> None:
        known = self.vocabulary[row.lang]
        is_visible = row.field in (PREF, ALT)
        self._postings(WHOLE, row.lang, whole_token(row.words, row.lang)).append(number)
        for word in row.words:
            postings = self._of_word.get((row.lang, word))
            if postings is None:
                postings = self._of_word[row.lang, word] = tuple(self._work_out(row.lang, word))
            for labels in postings:
                # two words of a label may share a stem
                if not labels or labels[-1] != number:
                    labels.append(number)
            if word not in known or (is_visible and not known[word].is_visible):
                shown = _surface(word, row.text)
                known[word] = Word(shown, is_visible)
                self._note_parts(known, word, shown, row.lang, is_visible)

    def _note_parts(
        self, known: dict[str, Word], word: str, shown: str, lang: str, is_visible: bool
    ) -> None:
        """Parts of compounds are words too, so that errors in them are forgiven as in others."""
        at = 0
        for part in self._lexicons.split(word, lang):
            at = word.index(part, at)
            if len(shown) == len(word) and (part not in known or is_visible):
                known[part] = Word(shown[at : at + len(part)], is_visible)
            at += len(part)

    def _work_out(self, lang: str, word: str) -> Iterator[array[int]]:
        yield self._postings(WORD, lang, word)
        stemmed = stem(word, lang)
        yield self._postings(STEM, lang, stemmed)
        for part in {root(word, lang), *self._lexicons.parts(word, lang)} - {stemmed}:
            yield self._postings(PART, lang, part)
        for length in range(2, min(SHORT_PREFIX, len(word)) + 1):
            yield self._postings(START, lang, word[:length])

    def _postings(self, kind: str, lang: str, token: str) -> array[int]:
        key = token_key(kind, lang, token)
        known = self._tokens.get(key)
        if known is None:
            known = self._tokens[key] = array("I")
        return known


def _surface(word: str, text: str) -> str:
    """The folded word as it stands in the text, in lower case."""
    for surface in re.findall(r"\w+", text.lower()):
        if words(surface) == (word,):
            return str(surface)
    return word
