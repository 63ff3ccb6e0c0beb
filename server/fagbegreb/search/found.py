"""Sets of labels and of the concepts they belong to: what every rule of the ranking works on.

Going from labels to concepts takes a step for each label. It waits until somebody asks, and is
spared where the sets alone tell: a concept with one label in a language has two words of a query
in the same label if it has both of them at all.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from functools import cached_property
from typing import Final

from pyroaring import BitMap

_FEW: Final = 200
"""So many labels are quicker looked up one by one."""


class Owners:
    """Whose the labels are: those of one language, or all running texts."""

    def __init__(self, concept_of: array[int], several: BitMap | None) -> None:
        """`several` are the labels of concepts that have more than one here; None: any may be."""
        self._concept_of = concept_of
        self._several = several

    def of(self, labels: Iterable[int]) -> BitMap:
        """The concepts of some labels."""
        return BitMap(list(map(self._concept_of.__getitem__, labels)))

    def of_common(self, labels: BitMap, concepts: BitMap) -> BitMap:
        """The concepts of labels that meet two demands; each of `concepts` has labels that meet
        either, but one that has several may meet each demand with another label."""
        if self._several is None or len(labels) <= _FEW:
            return self.of(labels)
        return (concepts - self._sharing) | self.of(labels & self._several)

    @cached_property
    def _sharing(self) -> BitMap:
        return self.of(self._several or ())

    def with_those_of(self, other: Found) -> Owners:
        """Of labels in two languages, or labels and texts, a concept may have any number."""
        is_more = self is not other.owners and self._several is not None
        return Owners(self._concept_of, None) if is_more else self


class Found:
    """Some labels, and their concepts when they are needed. Never changed, so threads share it."""

    __slots__ = ("_concepts", "_met", "labels", "owners")

    def __init__(
        self,
        labels: BitMap,
        owners: Owners,
        concepts: BitMap | bytes | None = None,
        met: tuple[Found, Found] | None = None,
    ) -> None:
        """`concepts` may still be packed; `labels` may be what two others have in common."""
        self.labels = labels
        self.owners = owners
        self._concepts = concepts
        self._met = met

    @property
    def concepts(self) -> BitMap:
        """The concepts of these labels."""
        known = self._concepts
        if not isinstance(known, BitMap):
            self._concepts = known = self._read_concepts(known)
            self._met = None
        return known

    def _read_concepts(self, packed: bytes | None) -> BitMap:
        met = self._met
        if packed is not None:
            return BitMap.deserialize(packed)
        if met is None:
            return self.owners.of(self.labels)
        return self.owners.of_common(self.labels, met[0].concepts & met[1].concepts)

    def __bool__(self) -> bool:
        return bool(self.labels)

    def __or__(self, other: Found) -> Found:
        if other.labels.issubset(self.labels):
            return self
        if self.labels.issubset(other.labels):
            return other
        owners = self.owners.with_those_of(other)
        return Found(self.labels | other.labels, owners, self.concepts | other.concepts)

    def __and__(self, other: Found) -> Found:
        labels = self.labels & other.labels
        # one set often lies within the other, and its concepts are known already
        for one in (self, other):
            if len(one.labels) == len(labels):
                return one
        return Found(labels, self.owners.with_those_of(other), met=(self, other))


def common(found: Iterable[Found]) -> Found | None:
    """The labels that are in every set, smallest set first; None where there are none."""
    held: list[Found] = []
    for one in found:
        if not one:
            return None
        held.append(one)
    held.sort(key=lambda one: len(one.labels))
    together = held[0] if held else None
    for one in held[1:]:
        together = together & one if together else None
    return together or None


def union(found: Iterable[Found]) -> Found | None:
    """The labels that are in any of the sets; None where there are none."""
    held = [one for one in found if one]
    if not held:
        return None
    owners = held[0].owners
    for one in held:
        owners = owners.with_those_of(one)
    labels = BitMap.union(*(one.labels for one in held))
    return Found(labels, owners, BitMap.union(*(one.concepts for one in held)))
