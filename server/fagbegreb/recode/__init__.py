"""Recoding: a case graph goes in; the same graph with another scheme's codes beside its own
comes out, and a list of what became of each code.

Nothing is taken away. A code gets a counterpart only when there is one best answer that is the
same, almost the same or broader: what is narrower or merely related would put something into the
case that nobody said, so it is listed for a professional to choose. Scales are never converted.
The graph is read and written in a worker process; here only codes are seen, and nothing is kept.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from fagbegreb.errors import PayloadTooLarge, UnknownConcept
from fagbegreb.model import (
    Concept,
    Iri,
    Labels,
    Relation,
    SchemeId,
    Translation,
    TranslationAnswer,
)
from fagbegreb.recode.job import MEDIA_TYPES, open_job
from fagbegreb.settings import Settings
from fagbegreb.validation.reading import media_type_of
from fagbegreb.worker import WorkerPool

__all__ = ["MEDIA_TYPES", "RecodedCode", "Recoder", "Recoding"]

RECODED, CHOOSE, SCALE, MEASURED = "recoded", "choose", "scale", "measured"
ADDED_RELATIONS: Final = (Relation.EXACT, Relation.CLOSE, Relation.BROAD)

_TEXTS: Final[dict[str, Labels]] = {
    CHOOSE: {
        "da": "Der er flere mulige eller kun snævrere eller beslægtede begreber; en fagperson må "
        "vælge.",
        "en": "There are several, or only narrower or related, concepts; a professional must "
        "choose.",
    },
    SCALE: {
        "da": "En skala eller et skalatrin omsættes aldrig til en anden skala.",
        "en": "A scale or a step on a scale is never converted into another scale.",
    },
    MEASURED: {
        "da": "Koden står ved en måling på en skala, og en måling omsættes aldrig.",
        "en": "The code belongs to a measurement on a scale, and a measurement is never converted.",
    },
}


@dataclass(frozen=True, slots=True)
class RecodedCode:
    """What became of one code. Says how often it was used, never where."""

    code: Concept
    outcome: str
    """`recoded`, `choose`, `scale`, `measured`, `no_counterpart`, `not_mapped` or
    `outside_period`."""
    text: Labels
    """Why the counterpart was added, or why not."""
    added: Translation | None
    candidates: tuple[Translation, ...]
    """What a professional may choose from, when nothing was added."""
    uses: int
    """Statements that the code is used in and that may be recoded."""
    measured_uses: int
    """Statements left alone because they belong to a measurement on a scale."""


@dataclass(frozen=True, slots=True)
class Recoding:
    """The recoded graph, and the codes that a counterpart was looked for."""

    graph: bytes
    media_type: str
    target: SchemeId
    at: date
    codes: tuple[RecodedCode, ...]


@dataclass(frozen=True, slots=True)
class RecodeLookups:
    """What recoding asks the other parts for."""

    concept_of: Callable[[Iri], Concept]
    """Raises UnknownConcept."""
    translate: Callable[[Iri, SchemeId, date], TranslationAnswer]
    """Raises UnknownScheme."""
    scheme_iri: Callable[[SchemeId], Iri]
    """Raises UnknownScheme."""
    law_schemes: Collection[SchemeId]
    is_scale: Callable[[Concept], bool]
    """Whether a concept is a scale or a value on one."""
    measuring_schemes: Callable[[], Collection[SchemeId]]
    """Methods with scales: a number beside one of their codes may be a score."""


class Recoder:
    """Recodes case graphs with the help of killable processes. Safe between threads."""

    def __init__(self, lookups: RecodeLookups, settings: Settings, snapshot: Path | None) -> None:
        """`snapshot` gives the JSON-LD context of case graphs; None means there is none."""
        self._lookups = lookups
        self._max_bytes = settings.case_max_bytes
        self._timeout_s = settings.case_timeout_s
        self._pool = WorkerPool(
            open_job,
            settings.case_workers,
            settings.worker_memory_bytes,
            (str(snapshot or ""), settings.case_max_bytes),
        )

    async def recode(  # noqa: PLR0913, PLR0917  each says something else about the asking
        self,
        data: bytes,
        media_types: tuple[str, str],
        target: SchemeId,
        at: date,
        sources: Collection[SchemeId] = (),
        client: str = "",
    ) -> Recoding:
        """Recode into `target`; `media_types` are those of the data and of the answer.

        `sources` (none means all) limits which schemes' codes are recoded; `client` is whoever
        should not keep others waiting. Raises
        UnknownScheme, UnsupportedMedia, PayloadTooLarge, MalformedData, LimitExceeded,
        ServerBusy.
        """
        media_types = self._check(data, media_types, target)
        first = await self._pool.call(reading(data, media_types[0]), self._timeout_s, client)
        # Many codes take a moment to look up: not on the event loop.
        codes, scales = await asyncio.to_thread(self._decide, first, target, at, sources)
        request = self._writing(data, media_types, (target, at), codes, scales)
        written = await self._pool.call(request, self._timeout_s, client)
        return self._recoding(written, media_types[1], target, at, codes)

    def recode_sync(
        self,
        data: bytes,
        media_types: tuple[str, str],
        target: SchemeId,
        at: date,
        sources: Collection[SchemeId] = (),
    ) -> Recoding:
        """The same, for the command line."""
        media_types = self._check(data, media_types, target)
        first = self._pool.call_sync(reading(data, media_types[0]), self._timeout_s)
        codes, scales = self._decide(first, target, at, sources)
        request = self._writing(data, media_types, (target, at), codes, scales)
        return self._recoding(
            self._pool.call_sync(request, self._timeout_s), media_types[1], target, at, codes
        )

    def close(self) -> None:
        """End the processes."""
        self._pool.close()

    def _check(
        self, data: bytes, media_types: tuple[str, str], target: SchemeId
    ) -> tuple[str, str]:
        """The media types by their plain names. Raises what can be raised without reading."""
        self._lookups.scheme_iri(target)
        if len(data) > self._max_bytes:
            raise PayloadTooLarge(self._max_bytes)
        given, wanted = media_type_of(media_types[0]), media_type_of(media_types[1])
        return given, wanted if wanted in MEDIA_TYPES else "text/turtle"

    def _decide(
        self, answer: bytes, target: SchemeId, at: date, sources: Collection[SchemeId]
    ) -> tuple[dict[Iri, RecodedCode], list[Iri]]:
        """What to do about each code that occurs, uses not yet counted; and all scales in use."""
        self._lookups.measuring_schemes()  # read here, where it keeps nobody waiting
        found: dict[Iri, RecodedCode] = {}
        scales: list[Iri] = []
        for iri in json.loads(answer):
            concept = self._concept(Iri(iri))
            if concept is None:
                continue
            if self._lookups.is_scale(concept):
                scales.append(concept.iri)
            if self._is_wanted(concept, target, sources):
                found[concept.iri] = self._decision(concept, target, at)
        return found, scales

    def _concept(self, iri: Iri) -> Concept | None:
        try:
            return self._lookups.concept_of(iri)
        except UnknownConcept:
            return None

    def _is_wanted(self, concept: Concept, target: SchemeId, sources: Collection[SchemeId]) -> bool:
        """Law is only ever recoded into law, and methods into methods."""
        law = self._lookups.law_schemes
        is_same_sort = (concept.scheme in law) == (target in law)
        is_asked_for = not sources or concept.scheme in sources
        return concept.scheme != target and is_same_sort and is_asked_for

    def _decision(self, concept: Concept, target: SchemeId, at: date) -> RecodedCode:
        if self._lookups.is_scale(concept):
            return RecodedCode(concept, SCALE, _TEXTS[SCALE], None, (), 0, 0)
        answer = self._lookups.translate(concept.iri, target, at)
        best = _one_best(answer.translations)
        if best is not None:
            return RecodedCode(concept, RECODED, best.explanation, best, (), 0, 0)
        if answer.unmapped_code:
            text, outcome = answer.unmapped_text, answer.unmapped_code
            return RecodedCode(concept, outcome, text, None, (), 0, 0)
        return RecodedCode(concept, CHOOSE, _TEXTS[CHOOSE], None, answer.translations, 0, 0)

    def _writing(
        self,
        data: bytes,
        media_types: tuple[str, str],
        wanted: tuple[SchemeId, date],
        codes: Mapping[Iri, RecodedCode],
        scales: list[Iri],
    ) -> bytes:
        target, at = wanted
        measuring = self._lookups.measuring_schemes()
        head: dict[str, Any] = {
            "do": "write",
            "media_type": media_types[0],
            "answer_media_type": media_types[1],
            "target": self._lookups.scheme_iri(target),
            "target_id": target,
            "at": at.isoformat(),
            "codes": {iri: self._told(code, measuring) for iri, code in codes.items()},
            "scales": scales,
        }
        return json.dumps(head).encode() + b"\n" + data

    def _told(self, code: RecodedCode, measuring: Collection[SchemeId]) -> dict[str, Any]:
        """What the worker needs in order to write the counterpart and its provenance."""
        told: dict[str, Any] = {
            "outcome": code.outcome,
            "text": dict(code.text),
            "is_measuring": code.code.scheme in measuring,
        }
        if code.added:
            told |= {
                "counterpart": code.added.target.iri,
                "relation": code.added.relation.value,
                "loss": code.added.loss.value,
                "confidence": code.added.confidence,
            }
        return told

    def _recoding(
        self,
        answer: bytes,
        media_type: str,
        target: SchemeId,
        at: date,
        codes: Mapping[Iri, RecodedCode],
    ) -> Recoding:
        head, _, graph = answer.partition(b"\n")
        uses: dict[str, tuple[int, int]] = json.loads(head)
        counted = (_counted(code, *uses.get(iri, (0, 0))) for iri, code in codes.items())
        ordered = sorted(counted, key=lambda code: code.code.curie)
        return Recoding(graph, media_type, target, at, tuple(ordered))


def reading(data: bytes, media_type: str) -> bytes:
    """The request that asks which IRIs a graph uses as values."""
    return json.dumps({"do": "codes", "media_type": media_type}).encode() + b"\n" + data


def _one_best(translations: tuple[Translation, ...]) -> Translation | None:
    """The first answer, when it may be added and no other is as good."""
    if not translations:
        return None
    best, *others = translations
    if best.relation not in ADDED_RELATIONS or best.is_reading_aid:
        return None
    has_equal = any(
        (other.relation, other.confidence) == (best.relation, best.confidence) for other in others
    )
    return None if has_equal else best


def _counted(code: RecodedCode, uses: int, measured: int) -> RecodedCode:
    """The decision with its counts; a code that is only used in measurements was not recoded."""
    if code.outcome == RECODED and not uses and measured:
        candidates = (code.added,) if code.added else ()
        text = _TEXTS[MEASURED]
        return RecodedCode(code.code, MEASURED, text, None, candidates, uses, measured)
    return RecodedCode(
        code.code, code.outcome, code.text, code.added, code.candidates, uses, measured
    )
