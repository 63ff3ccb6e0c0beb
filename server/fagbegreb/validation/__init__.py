"""Validator: a case graph goes in, findings come out, checked against the law in a worker.

    graph.py      the triples of one case, light and indexed
    reading.py    untrusted bytes to quads, with every guard
    intake.py     quads to a canonical graph, with what was wrong in it
    facts.py      what the calendar and the vocabulary add
    codes.py      do the codes exist, were they in force
    rules.py      shapes/case/*.ttl as rules;  tokens.py, dialect.py, plans.py and functions.py
                  compile their queries
    check.py      all of it for one case
    wording.py    days, codes and messages as people read them
    report.py     a report as JSON for the pipe or as a SHACL report
    loading.py    the parts of a checker from a snapshot or from content files
    reference.py  the same rules under pyshacl, which the tests compare with
    sources.py    folders, archives and files of many cases;  batch.py checks them, resumably;
                  batch_report.py counts compliance and writes tables and a page;
                  cluster.py and cluster_worker.py check them on somebody's Dask cluster

A case graph is about a child. It is in memory only, in the worker that checks it: not logged,
not stored, not in an error.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from fagbegreb.errors import FagbegrebError, PayloadTooLarge
from fagbegreb.model import Iri, ValidationReport, today
from fagbegreb.sandbox import Handler
from fagbegreb.settings import Settings
from fagbegreb.validation.check import CaseChecker, Checked
from fagbegreb.validation.loading import checker_of_content, checker_of_snapshot
from fagbegreb.validation.reading import CONTEXT_IRI, FORMATS, media_type_of
from fagbegreb.validation.report import (
    MEDIA_TYPES,
    report_from_bytes,
    report_graph,
    report_to_bytes,
)
from fagbegreb.validation.wording import as_written
from fagbegreb.worker import PoolState, WorkerPool

__all__ = [
    "CONTEXT_IRI",
    "FORMATS",
    "MEDIA_TYPES",
    "CaseChecker",
    "Checked",
    "Nearest",
    "Validator",
    "check_cases",
    "checker_of_content",
    "checker_of_snapshot",
    "media_type_of",
    "report_graph",
]

Nearest = Callable[[str, str | None, date], tuple[Iri, ...]]
"""(text or IRI, scheme if it must be that, day) to the nearest codes valid that day, best first."""
_WORKERS_CALLS = 20_000
_ABOUT_CODES = ("K01", "K02", "K03", "K04", "R117", "R118", "R123", "R124")
_MOST_SUGGESTED = 10
"""Looking for alike codes takes milliseconds of the server's own time."""


def check_cases(snapshot: str, max_bytes: int) -> Handler:
    """Worker target: read the rules once, then check `media type, newline, case graph`."""
    checker = checker_of_snapshot(Path(snapshot), max_bytes)
    _rehearse(checker)

    def handler(payload: bytes) -> bytes:
        media_type, _, data = payload.partition(b"\n")
        return report_to_bytes(checker.check(data, media_type.decode("ascii")))

    return handler


def _rehearse(checker: CaseChecker) -> None:
    """Check something in each format while files can still be opened: Python reads codecs late."""
    for media_type in FORMATS:
        with suppress(FagbegrebError):
            checker.check(b"{}", media_type)


class Validator:
    """Checks case graphs in worker processes. Safe from any thread and event loop."""

    def __init__(self, snapshot: Path, settings: Settings, nearest: Nearest | None = None) -> None:
        self._max_bytes = settings.case_max_bytes
        self._timeout_s = settings.case_timeout_s
        self._nearest = nearest
        self._pool = WorkerPool(
            check_cases,
            settings.case_workers,
            settings.worker_memory_bytes,
            (str(snapshot), settings.case_max_bytes),
            max_calls=_WORKERS_CALLS,
        )

    def start(self) -> None:
        """Start the workers now, so that the first case does not wait for them."""
        self._pool.start()

    async def validate(self, data: bytes, media_type: str, client: str = "") -> ValidationReport:
        """Check one case graph. `media_type` may be a whole Content-Type header.

        Raises MalformedData, PayloadTooLarge, UnsupportedMedia, LimitExceeded, ServerBusy.
        """
        payload = self._payload(data, media_type)
        answer = await self._pool.call(payload, self._timeout_s, client)
        return self._with_suggestions(report_from_bytes(answer))

    def validate_sync(self, data: bytes, media_type: str) -> ValidationReport:
        """`validate` for code without an event loop."""
        answer = self._pool.call_sync(self._payload(data, media_type), self._timeout_s)
        return self._with_suggestions(report_from_bytes(answer))

    def state(self) -> PoolState:
        """How the workers are doing."""
        return self._pool.state()

    def close(self) -> None:
        """End the workers."""
        self._pool.close()

    def _payload(self, data: bytes, media_type: str) -> bytes:
        if len(data) > self._max_bytes:
            raise PayloadTooLarge(self._max_bytes)
        return media_type_of(media_type).encode("ascii") + b"\n" + data

    def _with_suggestions(self, report: ValidationReport) -> ValidationReport:
        """For unknown and outdated codes the nearest that were valid; for the first few only."""
        nearest = self._nearest
        if nearest is None:
            return report
        known: dict[tuple[str, str], tuple[Iri, ...]] = {}
        findings = []
        for finding in report.findings:
            asked = (finding.value or "", finding.day)
            if finding.rule in _ABOUT_CODES and not finding.suggestions and asked[0]:
                if asked not in known and len(known) < _MOST_SUGGESTED:
                    day = date.fromisoformat(finding.day) if finding.day else today()
                    known[asked] = nearest(as_written(asked[0]), None, day)
                findings.append(replace(finding, suggestions=known.get(asked, ())))
            else:
                findings.append(finding)
        return replace(report, findings=tuple(findings))
