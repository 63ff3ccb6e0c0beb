"""The rules of each tier: a query goes in, groups of concepts that meet it come out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache, partial

from pyroaring import BitMap

from fagbegreb.search.analysis import ALT, DEPRECATED, HIDDEN, PREF
from fagbegreb.search.catalogue import LAST, Catalogue
from fagbegreb.search.found import Found, common, union
from fagbegreb.search.postings import (
    PART,
    START,
    STEM,
    TEXT,
    WHOLE,
    WORD,
    Postings,
    whole_token,
)
from fagbegreb.search.query import Query
from fagbegreb.search.tiers import Group, Languages, Tier
from fagbegreb.search.typos import WordList
from fagbegreb.text import COMPOUNDING, Lexicon, primary, root, stem, turns

_SHORTEST_BEGINNING = 2
_MOST_COUNTED = 2_000
"""Where more concepts than this have the words in their text, they are not compared further."""
_WORDS_KEPT = 2_048
_JOINED = (2, 3)

Rule = Callable[[str], Found]
_FIELDS_OF = {
    Tier.PREFERRED: (PREF,),
    Tier.OTHER_LABEL: (ALT, DEPRECATED),
    Tier.HIDDEN_LABEL: (HIDDEN,),
}


class Matcher:
    """Applies the rules of each tier to one snapshot's catalogue and postings."""

    def __init__(self, catalogue: Catalogue, postings: Postings) -> None:
        self._catalogue = catalogue
        self._postings = postings
        self.none = Found(BitMap(), catalogue.owners("", True), BitMap())
        """No labels."""
        self.loose = lru_cache(maxsize=_WORDS_KEPT)(self._loose)

    @cached_property
    def word_lists(self) -> dict[str, WordList]:
        """The vocabulary's own words by language."""
        words = self._catalogue.words
        return {
            lang: WordList(
                [*words(lang, "", "0"), *words(lang, ":", LAST)], lang, partial(words, lang)
            )
            for lang in self._catalogue.spans
        }

    def lexicon(self, lang: str) -> Lexicon | None:
        """The parts of compounds; None for a language that writes them apart."""
        return self._lexicons.get(lang)

    @cached_property
    def _lexicons(self) -> dict[str, Lexicon]:
        return {
            lang: Lexicon(lang, known.words)
            for lang, known in self.word_lists.items()
            if primary(lang) in COMPOUNDING
        }

    @cached_property
    def _in_full(self) -> dict[str, dict[str, list[list[str]]]]:
        """By language, abbreviations and the words that each is short for."""
        return dict(self._catalogue.read_json("abbreviations"))

    def languages(self, asked: str) -> Languages:
        """Languages in two classes."""
        return Languages(asked, *self._catalogue.langs(asked))

    # Exactly, and from the beginning

    def exact(self, query: Query, langs: Languages) -> Iterator[Group]:
        """Tiers 2 to 4; a compound may be written together, apart or with a hyphen."""
        equal = {
            lang: labels
            for some in langs
            for lang in some
            if (labels := self._catalogue.equal_to(query.squashed, lang))
        }
        if not equal:
            return
        for tier in (Tier.PREFERRED, Tier.OTHER_LABEL, Tier.HIDDEN_LABEL):
            for some in langs:
                here = tuple(lang for lang in some if lang in equal)
                yield self._group(tier, here, partial(self._equal, equal, tier))

    def _equal(self, equal: Mapping[str, range], tier: Tier, lang: str) -> Found:
        field_of = self._catalogue.field_of
        kept = BitMap([label for label in equal[lang] if field_of[label] in _FIELDS_OF[tier]])
        return Found(kept, self._catalogue.owners(lang))

    def beginning(self, query: Query, langs: Languages) -> Iterator[Group]:
        """Tier 5; labels that are only there to be found by come last."""
        for some in langs:
            for rule in (self._beginning, self._hidden_beginning):
                yield self._group(Tier.BEGINNING, some, partial(rule, query))

    def _beginning(self, query: Query, lang: str) -> Found:
        begun = self._catalogue.beginning_with(query.squashed, lang)
        if not begun:
            return self.none
        labels = BitMap(begun)
        if labels.intersect(self._hidden):
            return Found(labels - self._hidden, self._catalogue.owners(lang))
        concepts = self._catalogue.concepts_of(begun)
        return Found(labels, self._catalogue.owners(lang), concepts)

    def _hidden_beginning(self, query: Query, lang: str) -> Found:
        begun = self._catalogue.beginning_with(query.squashed, lang)
        if not begun or not self._hidden:
            return self.none
        return Found(BitMap(begun) & self._hidden, self._catalogue.owners(lang))

    @cached_property
    def _hidden(self) -> BitMap:
        return BitMap([n for n, field in enumerate(self._catalogue.field_of) if field == HIDDEN])

    # By words

    def by_words(self, query: Query, langs: Languages) -> Iterator[Group]:
        """Tiers 6 to 8.

        In 6 and 7 labels that have the query's small words too come first, or those of them that
        turn its sense ("anbringelse uden samtykke" is another thing than "med samtykke"), then
        those that say no more than it does. Labels that are there only to be found by and say
        more come behind all others: a word in passing there is no name of the concept.
        """
        # what has the words themselves has them in every other way too
        parts = {lang: self._all_parts(query, lang) for some in langs for lang in some}
        for tier, read in ((Tier.WORDS, self._in_words), (Tier.STEMS, self._in_stems)):
            for some in langs:
                found = {
                    lang: read(query, lang)
                    for lang in some
                    if parts[lang] or not query.content(lang)
                }
                for evidence in _level_by_level(found):
                    yield Group(tier, evidence)
        for some in langs:
            yield self._group(Tier.COMPOUND, some, parts.__getitem__)

    def _in_words(self, query: Query, lang: str) -> tuple[Found, ...]:
        """Tier 6 in one language, level by level; nothing at all where no label has the words."""
        every = self._all_words(query, lang)
        if not every:
            return ()
        shown = self._shown
        return (
            shown(self._every_word(query, lang), lang),
            shown(self._turned_word(query, lang), lang),
            self._no_more(query, lang) & every,
            shown(every, lang),
        )

    def _in_stems(self, query: Query, lang: str) -> tuple[Found, ...]:
        """Tier 7 in one language, level by level."""
        every = self._all_stems(query, lang)
        if not every:  # a text of small words only may be all that a label says
            none = self.none
            return () if query.content(lang) else (none, none, self._no_more(query, lang))
        shown = self._shown
        return (
            shown(self._every_stem(query, lang), lang),
            shown(self._turned_stem(query, lang), lang),
            self._no_more(query, lang),
            shown(every, lang),
            every,
        )

    def _shown(self, found: Found, lang: str) -> Found:
        """What was found without labels that are only there to be found by."""
        if not found.labels.intersect(self._hidden):
            return found
        return Found(found.labels - self._hidden, self._catalogue.owners(lang))

    def _no_more(self, query: Query, lang: str) -> Found:
        return self._postings(WHOLE, lang, whole_token(query.words, lang))

    def named(self, query: Query, lang: str) -> Found:
        """Labels that may be shown and say what the query says and no more."""
        return self._shown(self._no_more(query, lang), lang)

    def _all_words(self, query: Query, lang: str) -> Found:
        return self._all(self._postings(WORD, lang, word) for word in query.content(lang))

    def _every_word(self, query: Query, lang: str) -> Found:
        if not self._has_small_words(query, lang):
            return self.none
        return self._all(self._postings(WORD, lang, word) for word in query.words)

    def _every_stem(self, query: Query, lang: str) -> Found:
        if not self._has_small_words(query, lang):
            return self.none
        return self._all(self._stem(word, lang) for word in query.words)

    def _turned_word(self, query: Query, lang: str) -> Found:
        return self._all(self._postings(WORD, lang, word) for word in self._turned(query, lang))

    def _turned_stem(self, query: Query, lang: str) -> Found:
        return self._all(self._stem(word, lang) for word in self._turned(query, lang))

    @staticmethod
    def _turned(query: Query, lang: str) -> tuple[str, ...]:
        """The words that carry meaning, with the small ones that turn it; empty without those."""
        turning = tuple(word for word in query.words if turns(word, lang))
        content = query.content(lang)
        return (*content, *turning) if content and turning else ()

    @staticmethod
    def _has_small_words(query: Query, lang: str) -> bool:
        return 0 < len(query.content(lang)) < len(set(query.words))

    def _all_stems(self, query: Query, lang: str) -> Found:
        return self._all(self._stem(word, lang) for word in query.content(lang))

    def _all_parts(self, query: Query, lang: str) -> Found:
        found = self._all(self.loose_or_in_full(word, lang) for word in query.content(lang))
        for joined in self._joined(query, lang):
            found |= self._all(self.loose(word, lang) for word in joined.content(lang))
        return found

    def loose_or_in_full(self, word: str, lang: str) -> Found:
        """Also labels that say in full what `word` is short for."""
        found = self.loose(word, lang)
        for full in self._in_full.get(lang, {}).get(word, ()):
            found |= self._all(self.loose(one, lang) for one in full)
        return found

    def _stem(self, word: str, lang: str) -> Found:
        return self._postings(STEM, lang, stem(word, lang))

    def _loose(self, word: str, lang: str) -> Found:
        """Labels with the word in any form, as part of a compound, or with all its own parts."""
        stemmed, rooted = stem(word, lang), root(word, lang)
        found = self._postings(STEM, lang, stemmed)
        lexicon = self._lexicons.get(lang)
        if lexicon is None:  # without compounds there are no parts
            return found
        found |= self._postings(PART, lang, stemmed)
        if rooted != stemmed:
            found |= self._part(rooted, lang)
        parts = lexicon.split(word)
        if parts:
            found |= self._all(self._part(root(part, lang), lang) for part in parts)
        return found

    def _part(self, stemmed: str, lang: str) -> Found:
        return self._postings(STEM, lang, stemmed) | self._postings(PART, lang, stemmed)

    def _joined(self, query: Query, lang: str) -> Iterator[Query]:
        """The query with two or three neighbours as one, where that makes a word we know."""
        known, words = self.word_lists[lang], query.words
        for size in _JOINED:
            for place in range(len(words) - size + 1):
                whole = "".join(words[place : place + size])
                if whole in known:
                    yield query.with_words((*words[:place], whole, *words[place + size :]))

    def word_beginnings(self, query: Query, langs: Languages) -> Iterator[Group]:
        """Tier 9."""
        for some in langs:
            yield self._group(Tier.WORD_BEGINNING, some, lambda lang: self._begun(query, lang))

    def _begun(self, query: Query, lang: str) -> Found:
        *whole, last = query.words or ("",)
        if len(last) < _SHORTEST_BEGINNING:
            return self.none
        before = [word for word in whole if word in query.content(lang)]
        if len(last) <= 3:
            begun = self._postings(START, lang, last)
        else:
            begun = self._union(
                self._postings(WORD, lang, word)
                for word in self.word_lists[lang].beginning_with(last)
            )
        return self._all([begun, *(self.loose(word, lang) for word in before)])

    def nearly_begun(self, query: Query, langs: Languages) -> Iterator[Group]:
        """The last word begun with one typing error; only for a text that is being typed."""
        for some in langs:
            yield self._group(Tier.ONE_TYPO, some, lambda lang: self._nearly_begun(query, lang))

    def _nearly_begun(self, query: Query, lang: str) -> Found:
        *whole, last = query.words or ("",)
        near = self.word_lists[lang].near_beginning(last)
        begun = self._union(self._postings(WORD, lang, word) for word in near)
        before = [word for word in whole if word in query.content(lang)]
        return self._all([begun, *(self.loose(word, lang) for word in before)])

    # In running text

    def in_text(self, query: Query, langs: Languages, *, loosely: bool = False) -> Iterator[Group]:
        """Tier 12; `loosely`, words count as parts of compounds in labels and written out too."""
        for some in langs:
            group = self._group(Tier.TEXT, some, lambda lang: self._all_in_text(query, lang))
            if loosely and len(query.words) > 1:
                group = self._loosely_in_text(query, some)
            yield from self._most_in_labels(group, query, some)
            yield group

    def _loosely_in_text(self, query: Query, langs: tuple[str, ...]) -> Group:
        evidence, concepts = [], BitMap()
        for lang in langs:
            held = [self._anywhere(word, lang) for word in query.content(lang)]
            if held:
                concepts |= BitMap.intersection(*(found.concepts for found in held))
                evidence.append((lang, self._union(held)))
        return Group(Tier.TEXT, tuple(evidence), only=concepts)

    def _anywhere(self, word: str, lang: str) -> Found:
        found = self.loose_or_in_full(word, lang) | self.text(word, lang)
        for full in self._in_full.get(lang, {}).get(word, ()):
            found |= self._all(self.text(one, lang) for one in full)
        return found

    def _most_in_labels(
        self, group: Group, query: Query, langs: tuple[str, ...]
    ) -> Iterator[Group]:
        """The group in parts: first the concepts with most of the words in their labels."""
        concepts = group.concepts
        if not 1 < len(concepts) <= _MOST_COUNTED:
            return
        counted: Counter[int] = Counter()
        for word in dict.fromkeys(word for lang in langs for word in query.content(lang)):
            for concept in BitMap.union(
                BitMap(),
                *(self.loose_or_in_full(word, lang).concepts & concepts for lang in langs),
            ):
                counted[concept] += 1
        for share in sorted(set(counted.values()), reverse=True):
            yield group.cut_to(BitMap([one for one, count in counted.items() if count == share]))

    def _all_in_text(self, query: Query, lang: str) -> Found:
        return self._all(self.text(word, lang) for word in query.content(lang))

    def text(self, word: str, lang: str) -> Found:
        """Concepts with the word in any form in their labels, definition or notes."""
        return self._postings(TEXT, lang, stem(word, lang))

    # Sets

    def _all(self, found: Iterable[Found]) -> Found:
        """Labels that are in every set; empty when there is no set."""
        return common(found) or self.none

    def _union(self, found: Iterable[Found]) -> Found:
        return union(found) or self.none

    def _group(self, tier: Tier, langs: tuple[str, ...], rule: Rule) -> Group:
        evidence = ((lang, rule(lang)) for lang in langs)
        return Group(tier, tuple((lang, found) for lang, found in evidence if found))


def _level_by_level(
    found: Mapping[str, tuple[Found, ...]],
) -> Iterator[tuple[tuple[str, Found], ...]]:
    """What each language has, strictest level first; levels that nobody has are left out."""
    for level in range(max(map(len, found.values()), default=0)):
        evidence = ((lang, levels[level]) for lang, levels in found.items() if level < len(levels))
        if kept := tuple((lang, some) for lang, some in evidence if some):
            yield kept
