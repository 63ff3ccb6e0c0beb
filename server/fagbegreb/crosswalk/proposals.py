"""Mappings that nobody has made but that labels or a shared hub concept suggest."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations
from typing import Final

from fagbegreb.content import Row, sssom_text
from fagbegreb.crosswalk.algebra import reverse
from fagbegreb.crosswalk.engine import Path, Translator
from fagbegreb.model import (
    Concept,
    Iri,
    Labels,
    Loss,
    Proposal,
    Relation,
    Status,
)
from fagbegreb.namespaces import SEMAPV, SKOS

SAME_NAME_CONFIDENCE: Final = 0.5
"""That two concepts have the same name says little more than that somebody should look."""
_TOO_COMMON: Final = 12
"""A label that more concepts share than this tells nothing."""
_ASIDE: Final = re.compile(r"\(.*?\)|[^\w ]")


def proposals_of(translator: Translator) -> tuple[Proposal, ...]:
    """Pairs without a row, surest first; never scale values, retired concepts or pairs that
    somebody has declared different."""
    found: dict[frozenset[Iri], Proposal] = {}
    for proposal in map(_in_order, (*_from_hubs(translator), *_from_labels(translator))):
        pair = frozenset((proposal.subject.iri, proposal.object.iri))
        earlier = found.get(pair)
        if earlier is None:
            found[pair] = proposal
        elif earlier.justification != proposal.justification:
            found[pair] = _strengthened(earlier)
    ordered = sorted(found.values(), key=lambda one: (-one.confidence, one.subject.curie))
    return tuple(ordered)


def proposals_sssom(proposals: Iterable[Proposal]) -> str:
    """The proposals as a file that an editor opens in a spreadsheet and imports what holds."""
    chosen = tuple(proposals)
    rows = [
        Row(
            subject=one.subject.iri,
            predicate=f"{SKOS}{one.relation.value}Match",
            object=one.object.iri,
            justification=SEMAPV + one.justification.removeprefix("semapv:"),
            confidence=one.confidence,
            comment=one.reason["da"],
        )
        for one in chosen
    ]
    labels = {
        str(end.iri): end.label("da")[0] for one in chosen for end in (one.subject, one.object)
    }
    return sssom_text("forslag", rows, labels)


def _in_order(proposal: Proposal) -> Proposal:
    """Read from the scheme that comes first in the alphabet, as crosswalk files are named."""
    if proposal.subject.scheme <= proposal.object.scheme:
        return proposal
    return replace(
        proposal,
        subject=proposal.object,
        relation=reverse(proposal.relation),
        object=proposal.subject,
    )


def _from_hubs(translator: Translator) -> Iterator[Proposal]:
    """Chains of two rows that lose little say what a row of its own could say."""
    graph = translator.graph
    for number in range(len(graph.iris)):
        for path in translator.paths_of_any_day(number):
            if number < path.end and len(path.edges) == 2 and _is_worth_a_row(path):
                subject, middle, other = (
                    translator.concept(graph.iris[place])
                    for place in (number, path.edges[0].end, path.end)
                )
                if _is_open(translator, subject, other):
                    yield Proposal(
                        subject,
                        path.composed.relation,
                        other,
                        "semapv:MappingChaining",
                        path.confidence,
                        _through(middle),
                    )


def _is_worth_a_row(path: Path) -> bool:
    return path.composed.relation is not Relation.RELATED and path.composed.loss is not Loss.HIGH


def _from_labels(translator: Translator) -> Iterator[Proposal]:
    by_name: dict[str, list[Concept]] = defaultdict(list)
    for scheme in translator.lookups.scheme_labels:
        for _, concept in translator.outline(scheme):
            name = _plain(concept.label("da")[0])
            if name and concept.status is not Status.RETIRED:
                by_name[name].append(concept)
    for namesakes in by_name.values():
        if len(namesakes) > _TOO_COMMON:
            continue
        for one, other in combinations(namesakes, 2):
            if one.scheme != other.scheme and _is_open(translator, one, other):
                yield Proposal(
                    one,
                    Relation.CLOSE,
                    other,
                    "semapv:LexicalMatching",
                    SAME_NAME_CONFIDENCE,
                    _same_name(one),
                )


def _is_open(translator: Translator, one: Concept, other: Concept) -> bool:
    """Nobody has said anything about the two, and they may be mapped at all."""
    if any(translator.is_scale(end) or end.status is Status.RETIRED for end in (one, other)):
        return False
    graph = translator.graph
    first, second = graph.id_of(one.iri), graph.id_of(other.iri)
    if first is None or second is None:
        return True
    is_mapped = any(step.end == second for step in graph.steps_to(first, other.scheme))
    is_refused = (
        graph.denial(first, second) is not None
        or graph.no_counterpart(first, other.scheme) is not None
        or graph.no_counterpart(second, one.scheme) is not None
    )
    return not is_mapped and not is_refused


def _plain(label: str) -> str:
    """A label without asides in brackets, punctuation and capitals."""
    return " ".join(_ASIDE.sub(" ", label).casefold().split())


def _strengthened(proposal: Proposal) -> Proposal:
    """The same pair is suggested by name and by hub: surer than either."""
    confidence = round(1 - (1 - proposal.confidence) * (1 - SAME_NAME_CONFIDENCE), 4)
    also: Labels = {
        "da": proposal.reason["da"] + " De har også samme navn.",
        "en": proposal.reason["en"] + " They also share a name.",
    }
    return replace(proposal, confidence=min(confidence, 0.95), reason=also)


def _through(middle: Concept) -> Labels:
    name = middle.label("da")[0]
    return {
        "da": f"Følger af koblingerne gennem {middle.curie} ({name}).",
        "en": f"Follows from the mappings through {middle.curie} ({middle.label('en')[0]}).",
    }


def _same_name(concept: Concept) -> Labels:
    return {
        "da": f"Begge hedder »{concept.label('da')[0]}«.",
        "en": f"Both are called '{concept.label('da')[0]}'.",
    }
