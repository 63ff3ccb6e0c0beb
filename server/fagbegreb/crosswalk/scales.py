"""Which concepts are values on a scale: a concept goes in, yes or no comes out.

A step on one scale is never the same as a step on another (Signs of Safety counts 0-10 with
high good, Trivselslinealen 1-5 with high bad), so whatever a mapping says about it, the
crosswalk reads it as `related` and marks the answer as a reading aid.
"""

from __future__ import annotations

from typing import Final

from fagbegreb.model import Concept
from fagbegreb.namespaces import KIND

VALUE_KINDS: Final = frozenset(
    {"step", "scale-step", "step-local", "step-other", "band", "threshold", "scale-value"}
)
"""Kinds of concept that are one value of a scale."""

SCALE_KINDS: Final = frozenset({"scale", "scale-local", "instrument"})
"""Kinds that are the scale itself: may be translated, but no number that stands beside them."""


def kind_name(concept: Concept) -> str:
    """`step` for `step`, `kind:step` and the kind's full IRI."""
    return concept.kind.removeprefix(KIND).removeprefix("kind:")


def is_scale_value(concept: Concept) -> bool:
    """Whether the concept is one value of a scale, by its kind."""
    return kind_name(concept) in VALUE_KINDS


def is_scale(concept: Concept) -> bool:
    """Whether the concept is a whole scale, on which values are set."""
    return kind_name(concept) in SCALE_KINDS
