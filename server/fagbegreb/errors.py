"""Everything that can go wrong on purpose, as one small tree.

    FagbegrebError
    ├── NotFoundError            404
    │   ├── UnknownConcept
    │   ├── UnknownScheme
    │   └── UnknownRelease
    ├── AmbiguousId              300, carries the candidates
    ├── BadRequest               400
    │   ├── BadParameter
    │   ├── QueryRefused         SPARQL that we do not run (SERVICE, updates, syntax, depth)
    │   └── MalformedData        RDF that does not parse; says line and column, never the text
    ├── PayloadTooSlow           408
    ├── PayloadTooLarge          413
    ├── UnsupportedMedia         415
    ├── NotAcceptable            406
    ├── LimitExceeded            504: time ran out in a worker
    │   ├── MemoryExceeded       507: memory ran out, or the worker process died
    │   └── AnswerTooLarge       507: more rows or bytes than the settings allow
    ├── ServerBusy               503, with seconds to wait
    ├── UpstreamFailed           502, a configured remote engine answered wrongly
    └── ContentError             a fault in our own files, with file and line (build, check)
        └── SnapshotDamaged

`code` is stable and part of the HTTP contract. A message names the value and the remedy;
errors about case graphs never carry a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

_SHOWN = 60
_LISTED = 60


def shown(value: object) -> str:
    """A parameter's value as a message names it: no longer than a line."""
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def shown_list(names: Iterable[str]) -> str:
    """Names in order, and how many more there are than anybody reads."""
    ordered = sorted(names)
    more = f" … (+{len(ordered) - _LISTED})" if len(ordered) > _LISTED else ""
    return ", ".join(ordered[:_LISTED]) + more or "–"


class FagbegrebError(Exception):
    """The root: `code` is the stable name, `status` the HTTP status, `title` what kind of fault."""

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
    title: ClassVar[dict[str, str]] = {"da": "Intern fejl", "en": "Internal error"}

    def __init__(self, da: str, en: str) -> None:
        super().__init__(en)
        self.detail: dict[str, str] = {"da": da, "en": en}
        self.at_the_prompt = self.detail
        """The same with the remedy of whoever sits at a command line, where that is another."""
        self.on_a_page = self.detail
        """The same for whoever reads a page, which itself has a search field and a menu."""


class NotFoundError(FagbegrebError):
    """What was asked for by name does not exist."""

    code = "not-found"
    status = 404
    title: ClassVar[dict[str, str]] = {"da": "Ikke fundet", "en": "Not found"}


class UnknownConcept(NotFoundError):
    """No concept answers to that identifier."""

    code = "unknown-concept"
    title: ClassVar[dict[str, str]] = {"da": "Ukendt begreb", "en": "Unknown concept"}

    def __init__(self, asked: str) -> None:
        super().__init__(
            f"Der er intet begreb, der svarer til »{asked}«. Søg efter det på / eller "
            "/api/v1/search?q=, eller brug en kode som »ics:B1«.",
            f"No concept answers to '{asked}'. Search with / or /api/v1/search?q=, "
            "or use a code such as 'ics:B1'.",
        )
        self.at_the_prompt = {
            "da": f"Der er intet begreb, der svarer til »{asked}«. Søg efter det med "
            "»fagbegreb search«, eller brug en kode som »ics:B1«.",
            "en": f"No concept answers to '{asked}'. Search with 'fagbegreb search', "
            "or use a code such as 'ics:B1'.",
        }
        self.on_a_page = {
            "da": f"Der er intet begreb, der svarer til »{asked}«. Måske er koden skrevet forkert.",
            "en": f"No concept answers to '{asked}'. The code may be misspelt.",
        }


class UnknownScheme(NotFoundError):
    """No scheme has that id."""

    code = "unknown-scheme"
    title: ClassVar[dict[str, str]] = {"da": "Ukendt begrebssystem", "en": "Unknown scheme"}

    def __init__(self, asked: str, known: Iterable[str] = ()) -> None:
        super().__init__(
            f"Der er intet begrebssystem »{asked}«. Se listen på /api/v1/schemes.",
            f"There is no scheme '{asked}'. See the list at /api/v1/schemes.",
        )
        listed = shown_list(known)
        self.at_the_prompt = {
            "da": f"Der er intet begrebssystem »{asked}«. Der findes: {listed}.",
            "en": f"There is no scheme '{asked}'. Known schemes: {listed}.",
        }
        self.on_a_page = self.at_the_prompt


class UnknownRelease(NotFoundError):
    """No release has that name."""

    code = "unknown-release"
    title: ClassVar[dict[str, str]] = {"da": "Ukendt udgivelse", "en": "Unknown release"}

    def __init__(self, asked: str, known: tuple[str, ...]) -> None:
        listed = ", ".join(known) or "–"
        super().__init__(
            f"Der er ingen udgivelse »{asked}«. Der findes: {listed}.",
            f"There is no release '{asked}'. Known releases: {listed}.",
        )


class AmbiguousId(FagbegrebError):
    """One identifier, several concepts; `candidates` are their IRIs, best first.

    `told` is what an answer in JSON says of them.
    """

    code = "ambiguous-id"
    status = 300
    title: ClassVar[dict[str, str]] = {"da": "Flertydigt", "en": "Ambiguous"}

    def __init__(
        self, asked: str, candidates: tuple[str, ...], told: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(
            f"»{asked}« kan være flere begreber. Vælg en af kandidaterne.",
            f"'{asked}' may be several concepts. Choose one of the candidates.",
        )
        self.candidates = candidates
        self.told = told or {}


class BadRequest(FagbegrebError):
    """The request cannot be understood as it stands."""

    code = "bad-request"
    status = 400
    title: ClassVar[dict[str, str]] = {"da": "Ugyldig forespørgsel", "en": "Bad request"}


class BadParameter(BadRequest):
    """A parameter has a value we cannot use."""

    code = "bad-parameter"


class QueryRefused(BadRequest):
    """A SPARQL query that is not run: wrong syntax, an update, SERVICE, too deep or too long."""

    code = "query-refused"
    title: ClassVar[dict[str, str]] = {"da": "Forespørgslen afvist", "en": "Query refused"}


class MalformedData(BadRequest):
    """RDF that cannot be read. Carries where, never what: the data may be about a child."""

    code = "malformed-data"
    title: ClassVar[dict[str, str]] = {"da": "Data kan ikke læses", "en": "Malformed data"}

    def __init__(self, da: str, en: str, line: int | None = None, column: int | None = None):
        where_da = f" (linje {line}, tegn {column})" if line is not None else ""
        where_en = f" (line {line}, column {column})" if line is not None else ""
        super().__init__(da + where_da, en + where_en)
        self.line = line
        self.column = column


class PayloadTooLarge(FagbegrebError):
    """More bytes than the limit in the settings."""

    code = "payload-too-large"
    status = 413
    title: ClassVar[dict[str, str]] = {"da": "For stor", "en": "Payload too large"}

    def __init__(self, max_bytes: int) -> None:
        super().__init__(
            f"Indholdet er større end grænsen på {max_bytes:,} byte. Del det op.".replace(",", "."),
            f"The body is larger than the limit of {max_bytes:,} bytes. Send it in parts.",
        )


class PayloadTooSlow(FagbegrebError):
    """The body did not arrive in time."""

    code = "payload-too-slow"
    status = 408
    title: ClassVar[dict[str, str]] = {"da": "For langsomt", "en": "Request timeout"}

    def __init__(self, limit_s: float) -> None:
        super().__init__(
            f"Indholdet nåede ikke frem inden for {limit_s:g} sekunder. Send det i flere dele.",
            f"The body did not arrive within {limit_s:g} seconds. Send it again, in parts.",
        )


class UnsupportedMedia(FagbegrebError):
    """A Content-Type that this route does not read."""

    code = "unsupported-media-type"
    status = 415
    title: ClassVar[dict[str, str]] = {"da": "Ukendt format", "en": "Unsupported media type"}


class NotAcceptable(FagbegrebError):
    """No format that the client accepts can be written."""

    code = "not-acceptable"
    status = 406
    title: ClassVar[dict[str, str]] = {"da": "Intet fælles format", "en": "Not acceptable"}


class LimitExceeded(FagbegrebError):
    """A worker was stopped because it used more time or memory than allowed."""

    code = "limit-exceeded"
    status = 504
    title: ClassVar[dict[str, str]] = {"da": "Grænsen nået", "en": "Limit exceeded"}


class MemoryExceeded(LimitExceeded):
    """A worker ran out of memory or stack, or died of what it was given."""

    code = "memory-exceeded"
    status = 507


class AnswerTooLarge(LimitExceeded):
    """An answer with more rows or bytes than allowed; it is refused, never cut short."""

    code = "answer-too-large"
    status = 507


class ServerBusy(FagbegrebError):
    """All workers are taken and the queue is full; try again after `retry_after_s`."""

    code = "server-busy"
    status = 503
    title: ClassVar[dict[str, str]] = {"da": "Optaget", "en": "Busy"}

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(
            f"Serveren er optaget. Prøv igen om {retry_after_s} sekunder.",
            f"The server is busy. Try again in {retry_after_s} seconds.",
        )
        self.retry_after_s = retry_after_s


class UpstreamFailed(FagbegrebError):
    """The SPARQL engine that the operator configured is down, slow or answers nonsense."""

    code = "upstream-failed"
    status = 502
    title: ClassVar[dict[str, str]] = {"da": "Databasen svarer ikke", "en": "Upstream failed"}


class ContentError(FagbegrebError):
    """A fault in content files. The message starts with file:line where that is known."""

    code = "content-error"
    title: ClassVar[dict[str, str]] = {"da": "Fejl i indholdet", "en": "Content error"}


class SnapshotDamaged(ContentError):
    """A snapshot whose files are missing or differ from its manifest."""

    code = "snapshot-damaged"
    status = 503
