"""Many cases go in, one after the other; a line for each comes out, and a report at the end.

The cases are checked by a crew: worker processes here, or those of a cluster (cluster.py). A case
that takes too long or too much memory is a line like any other. What is written names a case by
its id and a rule by its number. A run that was interrupted goes on where it stopped.

    <folder>/sager.jsonl    one line a case, written as it is checked; what resuming reads
    <folder>/fund.csv       one line a finding      fund.xlsx  fund.jsonl  the same
    <folder>/rapport.html   how well each rule was kept
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from fagbegreb.errors import FagbegrebError, LimitExceeded, MemoryExceeded
from fagbegreb.namespaces import ID, SAG
from fagbegreb.sandbox import Handler
from fagbegreb.settings import Settings
from fagbegreb.validation.check import CaseChecker
from fagbegreb.validation.graph import CaseGraph, Lit
from fagbegreb.validation.loading import checker_of_snapshot
from fagbegreb.validation.reading import read_quads
from fagbegreb.validation.sources import Case
from fagbegreb.worker import WorkerPool

STATE: Final = "sager.jsonl"
_CHUNK_CASES: Final = 25
_CHUNK_BYTES: Final = 2_000_000
_MAX_CALLS: Final = 2_000
Told = dict[str, Any]
"""One line of sager.jsonl: id, day, laws, applied (rule to findings), findings, concepts."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    cases: int
    findings: int
    skipped: int
    """Cases that an earlier, interrupted run had done."""


class Crew(Protocol):
    """Whoever checks chunks of cases."""

    @property
    def width(self) -> int:
        """How many chunks to have under way: enough for all to be busy, and no more in memory."""

    async def call(self, payload: bytes, timeout_s: float) -> bytes:
        """A packed chunk to its lines. Raises LimitExceeded when a case in it cannot be checked."""


@asynccontextmanager
async def local_crew(
    snapshot: Path, settings: Settings, jobs: int, *, with_values: bool
) -> AsyncIterator[Crew]:
    """`jobs` processes on this machine."""
    arguments = (str(snapshot), settings.case_max_bytes, with_values)
    memory = settings.worker_memory_bytes
    with closing(WorkerPool(check_chunk, jobs, memory, arguments, max_calls=_MAX_CALLS)) as pool:
        yield _Local(pool, jobs + 1)


@dataclass(frozen=True, slots=True)
class _Local:
    pool: WorkerPool
    width: int

    async def call(self, payload: bytes, timeout_s: float) -> bytes:
        return await self.pool.call(payload, timeout_s)


def run_batch(
    cases: Iterable[Case],
    folder: Path,
    crew: AbstractAsyncContextManager[Crew],
    timeout_s: float,
    tell: Callable[[Progress], None] = lambda progress: None,
) -> Path:
    """Check them all, appending to `folder`/sager.jsonl; answers with that file.

    `timeout_s` is how long one case may take.
    """
    folder.mkdir(parents=True, exist_ok=True)
    state = folder / STATE
    done = _done(state)
    with state.open("ab") as lines:

        def write(told: list[Told]) -> None:
            lines.write(b"".join(json.dumps(each, ensure_ascii=False).encode() + b"\n"
                                 for each in told))  # fmt: skip
            lines.flush()

        async def run_all() -> None:
            async with crew as opened:
                run = _Run(opened, timeout_s, tell)
                await run.all(_chunks(cases, done, run), write)

        asyncio.run(run_all())
    return state


def lines_of(state: Path) -> Iterator[Told]:
    """The lines of an earlier run; one that was cut off by an interruption is left out."""
    with state.open("rb") as lines:
        for line in lines:
            if line.endswith(b"\n"):
                yield json.loads(line)


def _done(state: Path) -> set[str]:
    """Ids that need not be checked again; a last line that was cut off is removed."""
    done: set[str] = set()
    if not state.exists():
        return done
    whole = 0
    with state.open("r+b") as lines:
        for line in lines:
            if line.endswith(b"\n"):
                whole += len(line)
                done.add(json.loads(line)["id"])
        lines.truncate(whole)
    return done


def _chunks(cases: Iterable[Case], done: set[str], run: _Run) -> Iterator[list[Case]]:
    chunk: list[Case] = []
    size = 0
    for case in cases:
        if case.id in done:
            run.skipped += 1
            continue
        chunk.append(case)
        size += len(case.data)
        if len(chunk) >= _CHUNK_CASES or size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


class _Run:
    """One run: asks the crew, counts."""

    def __init__(self, crew: Crew, timeout_s: float, tell: Callable[[Progress], None]):
        self._crew = crew
        self._timeout_s = timeout_s
        self._tell = tell
        self.cases = self.findings = self.skipped = 0

    async def all(self, chunks: Iterator[list[Case]], write: Callable[[list[Told]], None]) -> None:
        """Until there are no more; the first who fails ends it for all."""

        async def work() -> None:
            for chunk in chunks:
                told = await self._chunk(chunk)
                self.cases += len(told)
                self.findings += sum(len(each["findings"]) for each in told)
                write(told)
                self._tell(Progress(self.cases, self.findings, self.skipped))

        await asyncio.gather(*(work() for _ in range(self._crew.width)))
        self._tell(Progress(self.cases, self.findings, self.skipped))

    async def _chunk(self, chunk: list[Case]) -> list[Told]:
        """The answers for a chunk; when it fails, each case is asked about alone."""
        try:
            limit_s = self._timeout_s * (1 if len(chunk) == 1 else 2)
            answer = await self._crew.call(pack(chunk), limit_s)
            found: list[Told] = json.loads(answer)
            return found
        except (LimitExceeded, MemoryExceeded) as error:
            if len(chunk) == 1:
                return [_unchecked(chunk[0].id, error)]
        return [told for case in chunk for told in await self._chunk([case])]


def pack(chunk: list[Case]) -> bytes:
    """For the pipe: one line of JSON about the cases, then their bytes."""
    head = [[case.id, case.media_type, len(case.data)] for case in chunk]
    return json.dumps(head).encode() + b"\n" + b"".join(case.data for case in chunk)


def check_chunk(snapshot: str, max_bytes: int, with_values: bool) -> Handler:
    """Worker target: answers a packed chunk with a JSON list of lines."""
    return chunk_handler(checker_of_snapshot(Path(snapshot), max_bytes), max_bytes, with_values)


def chunk_handler(checker: CaseChecker, max_bytes: int, with_values: bool) -> Handler:
    """What answers packed chunks; it has read whatever it will ever need from a file."""

    def handler(payload: bytes) -> bytes:
        head, _, data = payload.partition(b"\n")
        told, at = [], 0
        for name, media_type, size in json.loads(head):
            case = Case(name, media_type, data[at : at + size])
            told.append(_told(checker, case, max_bytes, with_values))
            at += size
        return json.dumps(told, ensure_ascii=False).encode()

    handler(pack([Case("", media_type, b"{}") for media_type in _REHEARSED]))
    return handler


_REHEARSED: Final = (
    "text/turtle",
    "application/ld+json",
    "application/rdf+xml",
    "application/n-triples",
)


def _told(checker: CaseChecker, case: Case, max_bytes: int, with_values: bool) -> Told:
    try:
        quads = read_quads(case.data, case.media_type, max_bytes, checker.context)
        checked = checker.check_quads(quads)
    except FagbegrebError as error:
        return _unchecked(case.id, error)
    day = _law_day(checked.graph)
    findings: list[Told] = [
        {"rule": each.rule, "severity": each.severity, "step": each.step, "date": day}
        | (
            {"focus": each.focus, "path": each.path, "value": each.value, **each.message}
            if with_values
            else {}
        )
        for each in checked.report.findings
    ]
    return {
        "id": case.id,
        "day": day,
        "laws": list(checked.report.law),
        "applied": {each.rule: each.findings for each in checked.applied},
        "findings": findings,
        "concepts": sorted(_columns(checked.graph)),
    }


def _unchecked(name: str, error: FagbegrebError) -> Told:
    """A case that could not be checked is a line with one finding, M02."""
    finding = {"rule": "M02", "severity": "violation", "step": "motor", "date": ""}
    return {
        "id": name,
        "day": "",
        "laws": [],
        "applied": {},
        "findings": [finding],
        "concepts": [],
        "error": error.code,
    }


def _law_day(graph: CaseGraph) -> str:
    days = graph.forward(SAG + "lovdag").values()
    return next((v.text for values in days for v in values if isinstance(v, Lit)), "")


def _columns(graph: CaseGraph) -> set[str]:
    """Which sides of the ICS triangle and columns of Signs of Safety the case speaks of."""
    found = set()
    for _, _, value in graph.pointing_at(ID):
        scheme, _, code = value.removeprefix(ID).partition("/")
        if scheme == "ics" and code[:1] in "BFN":
            found.add(f"ics:{code[:1]}")
        elif scheme == "sos" and code[:2] in ("K1", "K2", "K3"):
            found.add(f"sos:{code[:2]}")
    return found
