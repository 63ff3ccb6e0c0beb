"""From a query to all its groups in order: the tiers, steered by a scheme's name, mistakes last."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import chain

from pyroaring import BitMap

from fagbegreb.references import parse_identifier
from fagbegreb.search.catalogue import Catalogue
from fagbegreb.search.codes import by_code, by_reference
from fagbegreb.search.correcting import Corrector
from fagbegreb.search.loosening import Loosener
from fagbegreb.search.matching import Matcher
from fagbegreb.search.names import SchemeNames, Steering, steer
from fagbegreb.search.query import Query
from fagbegreb.search.tiers import Group, Languages, Tier

Fresh = tuple[Group, BitMap]
"""A group, and those of its concepts that no earlier group had."""
_CODES_OFFERED = 50
_MOST_BESIDE = 6
"""Longer queries than this are sentences, and name nothing by their beginning or end."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """All that was found, best first."""

    query: Query
    """As it was understood: corrected words stand in it when nothing else was found."""
    groups: tuple[Fresh, ...]

    @property
    def concepts(self) -> BitMap:
        """Everything found."""
        return BitMap.union(BitMap(), *(fresh for _, fresh in self.groups))


class Ranker:
    """Orders the groups of one snapshot's matcher."""

    def __init__(self, catalogue: Catalogue, matcher: Matcher, names: SchemeNames) -> None:
        self._catalogue = catalogue
        self._matcher = matcher
        self._names = names
        self.corrector = Corrector(matcher)

    def rank(
        self,
        query: Query,
        langs: Languages,
        mask: BitMap | None = None,
        only: Container[str] | None = None,
    ) -> Ranked:
        """Everything that answers to the query, inside the filters: `mask` the concepts, `only`
        the languages of what matched, None for all.

        What is found does not depend on the filters: they cut it down. Only where nothing is left
        inside them is the query read more generously, so a facet's count is what its filter gives.
        """
        if not query.squashed:
            return Ranked(query, ())
        is_filtered = mask is not None or only is not None
        for read, groups in self._readings(query, langs, is_filtered):
            found = tuple(fresh_groups(groups, mask))
            if only is not None:
                found = tuple(in_languages(found, langs, only))
            if found:
                return Ranked(read, found)
        return Ranked(query, ())

    def _readings(
        self, query: Query, langs: Languages, is_filtered: bool
    ) -> Iterator[tuple[Query, Iterable[Group]]]:
        """From the strictest to the most generous: the query as read, and what answers to it."""
        if parse_identifier(query.text) is not None:
            yield query, by_code(query, self._catalogue)
        yield query, self._steered(query, langs)
        if is_filtered:
            yield query, self._steered(query, langs, is_guessing=True)
        corrected = self.corrector.nearest_words(query, langs)
        if corrected is not None:
            yield corrected, self._steered(corrected, langs)
            if is_filtered:
                yield corrected, self._steered(corrected, langs, is_guessing=True)
        yield (
            query,
            chain(self._beside_a_name(query, langs), self._loosener.some_words(query, langs)),
        )

    def suggestions(self, query: Query, langs: Languages, mask: BitMap | None) -> Iterator[Group]:
        """Groups for a text that is still being typed; later ones are made only if asked for."""
        if not query.squashed:
            return
        yield from self._exactly(query, langs)
        labels, codes = self._matcher.beginning(query, langs), (self._codes_begun(query),)
        # "trivs" is a word before it is the beginning of trivsel:A0, "ics:b" and "52" are codes
        is_code = any(char == ":" or char.isdigit() for char in query.text)
        yield from chain(codes, labels) if is_code else chain(labels, codes)
        steering = steer(query, self._names)
        if steering is not None:
            inside = self._inside(steering, mask)
            yield from within(self._while_typing(steering.query, langs), inside)
        yield from self._within_labels(query, langs)
        yield from self.corrector.with_typos(query, langs)
        yield from self._matcher.nearly_begun(query, langs)

    def _while_typing(self, query: Query, langs: Languages) -> Iterator[Group]:
        yield from self._matcher.exact(query, langs)
        yield from self._matcher.beginning(query, langs)
        yield from self._within_labels(query, langs)

    def _within_labels(self, query: Query, langs: Languages) -> Iterator[Group]:
        yield from self._matcher.word_beginnings(query, langs)
        yield from self._matcher.by_words(query, langs)

    def _steered(
        self, query: Query, langs: Languages, is_guessing: bool = False
    ) -> Iterator[Group]:
        steering = steer(query, self._names)
        if steering is None:
            yield from self._plain(query, langs, None, is_guessing)
            return
        members = self._inside(steering, None)
        inside = tuple(within(self._plain(steering.query, langs, members, is_guessing), members))
        whole = tuple(self._plain(query, langs, None, is_guessing))
        elsewhere = self._labelled(steering.query, langs)
        certain = Tier.STEMS if steering.is_weak else Tier.HIDDEN_LABEL
        yield from (group for group in whole if group.tier <= certain)
        yield from (group for group in inside if group.tier <= Tier.COMPOUND)
        guesses = [group for group in inside if group.tier > Tier.COMPOUND]
        later = [group for group in whole if group.tier > certain]
        both = (*later, *guesses) if steering.is_weak else (*guesses, *later)
        yield from sorted(both, key=lambda group: group.tier)
        # without the scheme's name these have only some of the words
        yield from (replace(group, tier=Tier.SOME_WORDS) for group in elsewhere)

    def _beside_a_name(self, query: Query, langs: Languages) -> Iterator[Group]:
        """Part of tier 13: "kvalitetsmodellen økonomi" names a concept, and asks beside it.

        The words before or after a concept's whole name are sought in the concept's own scheme,
        longest name first.
        """
        count = len(query.words)
        if count > _MOST_BESIDE:
            return
        for length in range(count - 1, 0, -1):
            for start in (0, count - length):
                named = query.with_words(query.words[start : start + length])
                rest = query.without(start, start + length)
                around = self._schemes_around(named, langs)
                if around and any(rest.content(lang) for lang in langs.asked):
                    for group in self._labelled(rest, langs):
                        yield replace(group.cut_to(around), tier=Tier.SOME_WORDS)

    def _schemes_around(self, named: Query, langs: Languages) -> BitMap:
        """All concepts of the schemes where something is called just so; none where most are."""
        concepts = BitMap.union(
            BitMap(),
            *(self._matcher.named(named, lang).concepts for some in langs for lang in some),
        )
        if not concepts:
            return concepts
        schemes = self._catalogue.facets["scheme"].values()
        around = BitMap.union(
            BitMap(), *(members for members in schemes if members.intersect(concepts))
        )
        return around if 2 * len(around) < len(self.everything) else BitMap()

    def _inside(self, steering: Steering, mask: BitMap | None) -> BitMap:
        members = BitMap.union(
            BitMap(),
            *(self._catalogue.facets["scheme"].get(one, BitMap()) for one in steering.schemes),
        )
        return members if mask is None else members & mask

    def _plain(
        self, query: Query, langs: Languages, mask: BitMap | None, is_guessing: bool
    ) -> Iterator[Group]:
        """The tiers in order; guesses at mistakes only where nothing is found as typed in `mask`,
        or where asked for."""
        if not any(query.content(lang) for lang in langs.asked or langs.others):
            # small words only: "hvad er en" names something only where a label says just so
            yield from self._exactly(query, langs)
            yield from self._matcher.beginning(query, langs)
            return
        is_found = False
        for group in self._labelled(query, langs):
            is_found = is_found or _has_any(group, mask)
            yield group
        if is_guessing or not is_found:
            yield from self._matcher.word_beginnings(query, langs)
            yield from self.corrector.with_typos(query, langs)
        yield from self._matcher.in_text(query, langs, loosely=is_guessing or not is_found)

    def _labelled(self, query: Query, langs: Languages) -> Iterator[Group]:
        """Tiers 1 to 8."""
        groups = chain(
            self._exactly(query, langs),
            self._matcher.beginning(query, langs),
            self._matcher.by_words(query, langs),
        )
        # references in doubt come among the later tiers, so order by tier, stably
        yield from sorted(groups, key=lambda group: group.tier)

    def _exactly(self, query: Query, langs: Languages) -> Iterator[Group]:
        yield from by_code(query, self._catalogue)
        yield from by_reference(query, self._catalogue, partial(self._mentions, langs))
        yield from self._matcher.exact(query, langs)

    def _mentions(self, langs: Languages, text: str) -> BitMap:
        groups = self._matcher.by_words(Query.read(text), langs)
        return BitMap.union(BitMap(), *(group.concepts for group in groups))

    def _codes_begun(self, query: Query) -> Group:
        return Group(
            Tier.BEGINNING,
            listed=self._catalogue.codes_beginning_with(query.text, _CODES_OFFERED),
        )

    @cached_property
    def _loosener(self) -> Loosener:
        return Loosener(self._matcher, self.corrector, len(self.everything))

    @cached_property
    def everything(self) -> BitMap:
        """All concepts."""
        members = self._catalogue.facets["scheme"].values()
        return BitMap.union(BitMap(), *members)


def fresh_groups(groups: Iterable[Group], mask: BitMap | None) -> Iterator[Fresh]:
    """Each concept in its first group only, and only those inside the filters."""
    seen = BitMap()
    for group in groups:
        if not (group.evidence or group.listed):
            continue
        fresh = group.concepts - seen
        if mask is not None:
            fresh &= mask
        if fresh:
            seen |= fresh
            yield group, fresh


def in_languages(
    groups: Iterable[Fresh], langs: Languages, only: Container[str]
) -> Iterator[Fresh]:
    """What matched in those languages."""
    for group, fresh in groups:
        some = [here for lang, here in by_language(group, fresh, langs) if lang in only]
        if kept := BitMap.union(BitMap(), *some):
            yield group, kept


def by_language(group: Group, fresh: BitMap, langs: Languages) -> Iterator[tuple[str, BitMap]]:
    """Each concept of `fresh` with the first language that matched; a code has none, and counts
    as the one asked for."""
    if len(group.evidence) == 1 and not group.listed:
        yield group.evidence[0][0], fresh
        return
    left = fresh
    for lang, found in group.evidence:
        yield lang, left & found.concepts
        left = left - found.concepts
    yield langs.tag, left


def within(groups: Iterable[Group], mask: BitMap) -> Iterator[Group]:
    """The groups, cut down to some concepts."""
    return (group.cut_to(mask) for group in groups)


def _has_any(group: Group, mask: BitMap | None) -> bool:
    if mask is None:
        return bool(group.evidence or group.listed)
    return group.concepts.intersect(mask)
