"""A crew in somebody's Dask cluster: encrypted chunks of cases go out, their lines come back.

The cluster is the operator's: its workers need this package in the same version, and may not
spill to disk or talk unencrypted. They are asked before any case is sent, those that join later
too. What a worker does with a chunk is in cluster_worker.py.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

from fagbegreb import __version__
from fagbegreb.errors import (
    BadParameter,
    FagbegrebError,
    LimitExceeded,
    MemoryExceeded,
    UpstreamFailed,
)
from fagbegreb.settings import Settings
from fagbegreb.validation.batch import Crew
from fagbegreb.validation.cluster_worker import (
    Answer,
    Order,
    check_sealed,
    forget,
    prepare,
    readiness,
)
from fagbegreb.validation.loading import excerpt_of_snapshot

if TYPE_CHECKING:
    from cryptography.fernet import Fernet
    from distributed import Client

INSTALL: Final = 'python -m pip install "fagbegreb[dask]"'
CONNECT_S: Final = 30
_PER_THREAD: Final = 2
"""Chunks under way for each thread of the cluster: one being checked, one on its way."""


@dataclass(frozen=True, slots=True)
class Scheduler:
    """Where a cluster is, and what proves who we are: paths of PEM files, for TLS."""

    address: str
    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None

    @property
    def scheme(self) -> str:
        """`tls` or `tcp`."""
        return urlsplit(self.address).scheme

    @property
    def host(self) -> str:
        """The name or number of the machine."""
        host = urlsplit(self.address).hostname or ""
        return "127.0.0.1" if host == "localhost" else host

    def check(self) -> None:
        """Raises BadParameter unless it is TLS with its three files, or this very machine."""
        if self.scheme == "tls" and self.host:
            if None in (self.ca, self.cert, self.key):
                raise BadParameter(
                    "En klynge over TLS kræver --tls-ca, --tls-cert og --tls-key.",
                    "A cluster over TLS needs --tls-ca, --tls-cert and --tls-key.",
                )
        elif self.scheme != "tcp" or not self.host:
            raise BadParameter(
                f"»{self.address}« er ikke en Dask-scheduler. Skriv tls://navn:8786, eller "
                "tcp://127.0.0.1:8786 på denne maskine.",
                f"'{self.address}' is not a Dask scheduler. Write tls://name:8786, or "
                "tcp://127.0.0.1:8786 on this machine.",
            )
        elif not _is_loopback(self.host):
            raise BadParameter(
                f"{self.address} er ukrypteret, og sager sendes kun ukrypteret på denne maskine "
                "(127.0.0.1 eller ::1). Brug tls:// med --tls-ca, --tls-cert og --tls-key.",
                f"{self.address} is not encrypted, and cases are sent like that on this machine "
                "only (127.0.0.1 or ::1). Use tls:// with --tls-ca, --tls-cert and --tls-key.",
            )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@asynccontextmanager
async def cluster_crew(
    scheduler: Scheduler, snapshot: Path, settings: Settings, *, width: int, with_values: bool
) -> AsyncIterator[Crew]:
    """The workers of the cluster, for as long as it is open. `width` 0: as suits the cluster.

    Raises BadParameter, UpstreamFailed.
    """
    scheduler.check()
    client = await _connected(scheduler)
    from cryptography.fernet import Fernet

    order = Order(
        run=uuid4().hex,
        key=Fernet.generate_key(),
        excerpt=excerpt_of_snapshot(snapshot),
        max_bytes=settings.case_max_bytes,
        memory_bytes=settings.worker_memory_bytes,
        with_values=with_values,
    )
    try:
        workers = await _workers(client, scheduler)
        hosts = sorted(set(map(_host, workers))) if scheduler.scheme == "tcp" else None
        width = width or _PER_THREAD * sum(workers.values())
        crew = _Cluster(client, scheduler, order, Fernet(order.key), hosts, width)
        await crew.prepare(tuple(workers))
        yield crew
    finally:
        if client.status == "running":
            with suppress(Exception):
                await client.run(forget, order.run, on_error="ignore")
        await client.close()


async def _connected(scheduler: Scheduler) -> Client:
    try:
        from distributed import Client
        from distributed.security import Security
    except ModuleNotFoundError:
        raise BadParameter(
            f"--scheduler kræver Dask. Installér det: {INSTALL}",
            f"--scheduler needs Dask. Install it: {INSTALL}",
        ) from None
    # What it has to say, such as that a worker is gone, we say ourselves or put right.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    security = None
    if scheduler.scheme == "tls":
        security = Security(
            tls_ca_file=str(scheduler.ca),
            tls_client_cert=str(scheduler.cert),
            tls_client_key=str(scheduler.key),
            require_encryption=True,
        )
    try:
        return await Client(
            scheduler.address,
            asynchronous=True,
            security=security,
            set_as_default=False,
            timeout=CONNECT_S,
        )
    except (OSError, ValueError) as error:
        raise UpstreamFailed(
            f"Schedulerens adresse {scheduler.address} svarer ikke ({type(error).__name__}). Kører "
            "den, er adressen rigtig, og passer certifikaterne?",
            f"No scheduler answers at {scheduler.address} ({type(error).__name__}). Is it running, "
            "is the address right, and do the certificates fit?",
        ) from None


async def _workers(client: Client, scheduler: Scheduler) -> dict[str, int]:
    """Address to number of threads. Raises UpstreamFailed when there are none, or far away."""
    try:
        await client.wait_for_workers(1, timeout=CONNECT_S)
    except TimeoutError:
        raise UpstreamFailed(
            f"Klyngen på {scheduler.address} har ingen arbejdere.",
            f"The cluster at {scheduler.address} has no workers.",
        ) from None
    info = await client.scheduler.identity(n_workers=-1)
    workers = {address: told["nthreads"] for address, told in info["workers"].items()}
    if scheduler.scheme == "tcp" and not all(_is_loopback(_host(each)) for each in workers):
        raise UpstreamFailed(
            "Klyngen har arbejdere på andre maskiner, og forbindelsen er ukrypteret. Brug TLS.",
            "The cluster has workers on other machines, and its connections are not encrypted. "
            "Use TLS.",
        )
    return workers


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def _refuse_the_unready(told: Sequence[Any]) -> None:
    """Each is what `readiness` said, or the exception that it met."""
    if not all(isinstance(each, dict) and each["version"] == __version__ for each in told):
        raise UpstreamFailed(
            f"Klyngens arbejdere skal have fagbegreb {__version__} som her: {INSTALL}",
            f"The workers of the cluster need fagbegreb {__version__}, as here: {INSTALL}",
        )
    if any(each["spills"] for each in told):
        raise UpstreamFailed(
            "En arbejder i klyngen kan lægge data på disken, så den får ingen sager. Sæt "
            "distributed.worker.memory.target og .spill til false (se docs/drift.md).",
            "A worker of the cluster may put data on disk, so it gets no cases. Set "
            "distributed.worker.memory.target and .spill to false (see docs/drift.md).",
        )
    if any(each["is_open"] for each in told):
        raise UpstreamFailed(
            "En arbejder i klyngen taler ukrypteret. Start den med tls:// og certifikater.",
            "A worker of the cluster talks unencrypted. Start it with tls:// and certificates.",
        )


@dataclass(frozen=True, slots=True)
class _Cluster:
    """An open cluster as a crew."""

    client: Client
    scheduler: Scheduler
    order: Order
    cipher: Fernet
    hosts: list[str] | None
    """Unencrypted, these and no others get tasks, whoever joins the cluster later."""
    width: int

    async def prepare(self, workers: Sequence[str]) -> None:
        """Make workers ready for tasks. Raises UpstreamFailed when they cannot be."""
        options: dict[str, Any] = {"workers": list(workers), "on_error": "return"}
        told = await self.client.run(readiness, self.scheduler.scheme, **options)
        # One that has died since is no reason to stop: its tasks go to others.
        _refuse_the_unready([each for each in told.values() if not isinstance(each, OSError)])
        told = await self.client.run(prepare, self.order, **options)
        for each in told.values():
            if isinstance(each, Exception) and not isinstance(each, OSError):
                raise _refused(each)

    async def call(self, payload: bytes, timeout_s: float) -> bytes:
        """The lines of a chunk. Raises LimitExceeded for its cases, UpstreamFailed for the run."""
        token = self.cipher.encrypt(payload)
        answer = await self._ask(token, timeout_s)
        while answer.word == "no order":
            await self.prepare([answer.worker])
            answer = await self._ask(token, timeout_s)
        match answer.word:
            case "lines":
                lines: bytes = self.cipher.decrypt(answer.token)
                return lines
            case "too long":
                raise LimitExceeded("Grænsen for tid er nået.", "The limit of time was reached.")
            case "too much":
                raise _died()
            case _:
                raise UpstreamFailed(
                    "En arbejder i klyngen kan ikke kontrollere sager.",
                    "A worker of the cluster cannot check cases.",
                )

    async def _ask(self, token: bytes, timeout_s: float) -> Answer:
        from distributed.client import FutureCancelledError
        from distributed.scheduler import KilledWorker

        future = self.client.submit(
            check_sealed,
            self.order.run,
            token,
            timeout_s,
            key=f"fagbegreb-{uuid4().hex}",  # a digest of a case is nobody's business
            pure=False,
            workers=self.hosts,
        )
        try:
            answer: Answer = await future
            return answer
        except KilledWorker:
            raise _died() from None
        except FutureCancelledError:
            raise _lost(self.scheduler) from None
        except Exception as error:
            raise _refused(error) from None
        finally:
            future.release()


def _died() -> MemoryExceeded:
    return MemoryExceeded(
        "Arbejdsprocessen løb tør for hukommelse eller døde.",
        "The worker process ran out of memory or died.",
    )


def _lost(scheduler: Scheduler) -> UpstreamFailed:
    return UpstreamFailed(
        f"Forbindelsen til {scheduler.address} er tabt. Kør igen med samme --out for at fortsætte.",
        f"The connection to {scheduler.address} is lost. Run again with the same --out to go on.",
    )


def _refused(error: Exception) -> FagbegrebError:
    """The task itself raises nothing, so Dask could not run it."""
    return UpstreamFailed(
        f"Klyngen kunne ikke køre kontrollen ({type(error).__name__}). Scheduler og arbejdere skal "
        f"have fagbegreb {__version__}: {INSTALL}",
        f"The cluster could not run the check ({type(error).__name__}). Scheduler and workers "
        f"need fagbegreb {__version__}: {INSTALL}",
    )
