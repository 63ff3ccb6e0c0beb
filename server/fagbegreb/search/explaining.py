"""Why a hit is a hit: the label, code or text that met the query, as it may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fagbegreb.model import Concept, Hit, Lang, Match
from fagbegreb.search.analysis import BODY, FIELDS, HIDDEN, PREF, body_parts
from fagbegreb.search.catalogue import Catalogue
from fagbegreb.search.query import Query
from fagbegreb.search.tiers import HOW, Group, Tier
from fagbegreb.search.typos import WordList
from fagbegreb.text import stems, words


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains the hits of one query to a reader of `lang`."""

    query: Query
    lang: Lang
    catalogue: Catalogue

    def hit(self, group: Group, number: int, concept: Concept) -> Hit:
        """The hit for concept `number` of a group. Words of hidden labels are never shown."""
        return Hit(concept, self._match(group, number, concept))

    def _match(self, group: Group, number: int, concept: Concept) -> Match:
        how = HOW[group.tier]
        for owner, field, text in group.listed:
            if owner == number:
                return Match(field, text, "", how)
        for lang, found in group.evidence:
            labels = [label for label in self.catalogue.labels_of(number) if label in found.labels]
            if labels:
                # what was found in the text is shown in the text
                first = BODY if how == HOW[Tier.TEXT] else PREF
                fields = self.catalogue.field_of
                best = min(labels, key=lambda one: (fields[one] != first, fields[one], one))
                return self._label(best, lang, how, concept)
        return self._name(concept, "pref_label", how)

    def _label(self, label: int, lang: Lang, how: str, concept: Concept) -> Match:
        kind = self.catalogue.field_of[label]
        if kind == HIDDEN:
            return self._name(concept, FIELDS[HIDDEN], how)
        if kind == BODY:
            return self._text(self.catalogue.text(label), lang, how, concept)
        return Match(FIELDS[kind], self.catalogue.text(label), lang, how)

    def _text(self, body: str, lang: Lang, how: str, concept: Concept) -> Match:
        """The definition or note with most of the words; the concept's name when none has any."""
        asked = set(stems(self.query.content(lang), lang))
        definition, *notes = body_parts(body)
        best, has = "", 0
        for text in (definition, *notes):
            share = len(asked & set(stems(words(text), lang)))
            if share > has:
                best, has = text, share
        if not has:
            return self._name(concept, "pref_label", how)
        return Match("definition" if best == definition else "note", best, lang, how)

    def _name(self, concept: Concept, field: str, how: str) -> Match:
        text, lang = concept.label(self.lang)
        return Match(field, text, lang, how)


def correction(group: Group, query: Query, word_lists: Mapping[str, WordList]) -> str | None:
    """The query in the words that were read instead of those typed; None if one is hidden.

    A word that only hidden labels have may help to find a concept, but is never suggested.
    """
    if not group.corrected:
        return None
    lang = group.evidence[0][0]
    read_as = dict(group.corrected)
    said = []
    for typed in query.words:
        read = read_as.get(typed, typed)
        if typed == read:
            said.append(query.typed.get(typed, typed))
        elif read not in word_lists[lang]:
            said.append(_compound(typed, read, query, word_lists[lang]))
        elif word_lists[lang][read].is_visible:
            said.append(word_lists[lang][read].shown)
        else:
            return None
    return " ".join(said)


def _compound(typed: str, read: str, query: Query, known: WordList) -> str:
    """A compound that nobody has written, as its parts are written."""
    surface = query.typed.get(typed, typed)
    for cut in range(1, len(read)):
        first, last = read[:cut], read[cut:]
        if last in known:
            if first in known:
                return known[first].shown + known[last].shown
            if typed.startswith(first) and len(surface) == len(typed):
                return surface[:cut] + known[last].shown
    return read
