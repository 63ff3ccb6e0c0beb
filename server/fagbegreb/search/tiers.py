"""The ranking contract: from a query to groups of concepts, best group first.

    1 CODE           a code, CURIE, IRI or legal reference, exactly
    2 PREFERRED      a preferred label, exactly
    3 OTHER_LABEL    an accepted or discouraged label, exactly
    4 HIDDEN_LABEL   a label that is there only to be found by, exactly
    5 BEGINNING      a label that begins so; the parts of a provision
    6 WORDS          a label with all the words, in any order
    7 STEMS          the same in inflected form
    8 COMPOUND       words as parts of compounds, compounds written apart or together
    9 WORD_BEGINNING the last word only begun (asked only when 1-8 found nothing)
   10 ONE_TYPO       one typing error in all (asked only when 1-8 found nothing)
   11 TWO_TYPOS      more than one
   12 TEXT           all words somewhere in the concept's labels, definition and notes
   13 SOME_WORDS     the most telling of the words (asked only when 1-12 found nothing)

A concept stands in the first group that has it. Inside a tier the asked language comes first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from pyroaring import BitMap

from fagbegreb.search.found import Found


class Tier(IntEnum):
    """See the module's text."""

    CODE = 1
    PREFERRED = 2
    OTHER_LABEL = 3
    HIDDEN_LABEL = 4
    BEGINNING = 5
    WORDS = 6
    STEMS = 7
    COMPOUND = 8
    WORD_BEGINNING = 9
    ONE_TYPO = 10
    TWO_TYPOS = 11
    TEXT = 12
    SOME_WORDS = 13


HOW = {
    Tier.CODE: "code",
    Tier.PREFERRED: "exact",
    Tier.OTHER_LABEL: "exact",
    Tier.HIDDEN_LABEL: "exact",
    Tier.BEGINNING: "prefix",
    Tier.WORDS: "word",
    Tier.STEMS: "stem",
    Tier.COMPOUND: "compound",
    Tier.WORD_BEGINNING: "prefix",
    Tier.ONE_TYPO: "fuzzy",
    Tier.TWO_TYPOS: "fuzzy",
    Tier.TEXT: "note",
    Tier.SOME_WORDS: "some",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Concepts that meet the query equally well."""

    tier: Tier
    evidence: tuple[tuple[str, Found], ...] = ()
    """(language, labels that matched)."""
    listed: tuple[tuple[int, str, str], ...] = ()
    """(concept, field, text) where no label matched but a code did."""
    corrected: tuple[tuple[str, str], ...] = ()
    """(word as typed, word as read), when they were not read as typed."""
    only: BitMap | None = None
    """Where set, the group is cut down to these concepts."""

    @property
    def concepts(self) -> BitMap:
        """All concepts of the group."""
        if len(self.evidence) == 1 and not self.listed and self.only is None:
            return self.evidence[0][1].concepts
        found = BitMap.union(
            BitMap([concept for concept, _, _ in self.listed]),
            *(found.concepts for _, found in self.evidence),
        )
        return found if self.only is None else found & self.only

    def order(self, some: BitMap, skip: int, limit: int) -> list[int]:
        """`some` of the group's concepts, as many as asked: as listed, else by static rank."""
        if self.listed and not self.evidence:
            listed = dict.fromkeys(hit[0] for hit in self.listed if hit[0] in some)
            return list(listed)[skip : skip + limit]
        return list(some[skip : skip + limit])

    def cut_to(self, some: BitMap) -> Group:
        """The same group, of these concepts only."""
        return replace(self, only=some if self.only is None else self.only & some)


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages that labels are sought in: those asked for, then the rest."""

    tag: str
    """The language asked for, which labels may have in several variants or not at all."""
    asked: tuple[str, ...]
    others: tuple[str, ...]

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return (langs for langs in (self.asked, self.others) if langs)
