"""Real Dask clusters for tests: a scheduler and workers in processes of their own, on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from distributed.security import Security

from fagbegreb.validation.cluster import Scheduler
from patience import wait_until

NO_SPILL = {
    "DASK_DISTRIBUTED__WORKER__MEMORY__TARGET": "False",
    "DASK_DISTRIBUTED__WORKER__MEMORY__SPILL": "False",
}


@dataclass
class Certificates:
    """PEM files of an authority and of one who it knows."""

    ca: Path
    cert: Path
    key: Path


def certificates(folder: Path) -> Certificates:
    """A new authority."""
    made = Security.temporary()
    found = Certificates(*(folder / name for name in ("ca.pem", "cert.pem", "key.pem")))
    found.ca.write_text(made.tls_ca_file)
    found.cert.write_text(made.tls_client_cert)
    found.key.write_text(made.tls_client_key)
    return found


@dataclass
class Cluster:
    """A scheduler and its workers. All that they write is below `folder`."""

    folder: Path
    tls: Certificates | None = None
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def scheduler(self) -> Scheduler:
        address = json.loads((self.folder / "scheduler.json").read_text())["address"]
        tls = self.tls
        return Scheduler(address, tls.ca, tls.cert, tls.key) if tls else Scheduler(address)

    def start(self) -> None:
        """The scheduler, which is the first of the processes."""
        where = self.folder / "scheduler.json"
        options = ["--protocol", "tls"] if self.tls else []
        self._run("scheduler", "--port", "0", "--scheduler-file", str(where), *options)
        wait_until(
            lambda: where.exists() and where.read_text().endswith("}"), "the scheduler starts"
        )

    def add_worker(self, environment: Mapping[str, str] = NO_SPILL) -> subprocess.Popen[bytes]:
        """One more worker. Without a nanny, so that one that is killed stays dead."""
        options = ("--no-nanny", "--nthreads", "1", "--local-directory", str(self.folder))
        worker = self._run("worker", self.scheduler.address, *options, environment=environment)
        log = self.folder / f"{len(self.processes) - 1}.log"
        wait_until(lambda: "Registered to" in log.read_text(), "the worker joins")
        return worker

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait()

    def logs(self) -> str:
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def _run(
        self, kind: str, *options: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        tls = self.tls
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--host", "127.0.0.1"]
        command += ["--no-dashboard", *options]
        if tls:
            command += ["--tls-ca-file", str(tls.ca), "--tls-cert", str(tls.cert)]
            command += ["--tls-key", str(tls.key)]
        with (self.folder / f"{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                command, env={**os.environ, **(environment or {})}, stdout=log, stderr=log
            )
        self.processes.append(process)
        return process


@contextmanager
def cluster(folder: Path, workers: int = 2, tls: Certificates | None = None) -> Iterator[Cluster]:
    """A cluster until the test is done."""
    folder.mkdir(exist_ok=True)
    made = Cluster(folder, tls)
    try:
        made.start()
        for _ in range(workers):
            made.add_worker()
        yield made
    finally:
        made.stop()
