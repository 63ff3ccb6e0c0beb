"""Several servers behind nginx, set up as docs/drift/nginx.conf says: one dies, nobody notices."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx2
import pytest

from fagbegreb.build import build_snapshot, use_release
from fagbegreb.settings import Settings
from servers import COMMAND

pytestmark = [pytest.mark.slow, pytest.mark.external]
CONFIGURATION = Path(__file__).resolve().parents[1] / "docs" / "drift" / "nginx.conf"
PATHS = (
    "/api/v1/concepts/ics/B1",
    "/id/ics/B1.ttl",
    "/api/v1/search?q=underretning",
    "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D",
)


@contextmanager
def nginx(upstreams: list[str], folder: Path) -> Iterator[str]:
    """nginx with the configuration of the docs, its ports replaced; its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    site = CONFIGURATION.read_text("utf-8").replace("listen 8080;", f"listen 127.0.0.1:{port};")
    for documented, real in zip(("127.0.0.1:8001", "127.0.0.1:8002"), upstreams, strict=True):
        site = site.replace(documented, real)
    whole = (
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
        "events {}\nhttp {\n"
        + "".join(
            f"{kind}_temp_path {folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + site
        + "}\n"
    )
    path = folder / "nginx.conf"
    path.write_text(whole, encoding="utf-8")
    with subprocess.Popen(["nginx", "-c", str(path), "-p", str(folder)]) as process:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_for(address: str) -> None:
    for _ in range(400):
        with suppress(httpx2.HTTPError):
            if httpx2.get(address + "/health/ready").is_success:
                return
        time.sleep(0.05)
    raise AssertionError(f"{address} does not answer")


@dataclass
class Load:
    """People who ask all the time, and what went wrong for them."""

    address: str
    count: int = 0
    faults: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        with httpx2.Client(base_url=self.address, timeout=30) as client:
            while not self._stop.is_set():
                for path in PATHS:
                    try:
                        response = client.get(path)
                        if response.status_code != 200:
                            self.faults.append(f"{path}: {response.status_code}")
                    except httpx2.HTTPError as error:
                        self.faults.append(f"{path}: {type(error).__name__}")
                    self.count += 1

    def wait_for(self, more: int) -> None:
        """Until so many more have asked."""
        until = self.count + more
        while self.count < until:
            time.sleep(0.02)

    @contextmanager
    def going(self) -> Iterator[None]:
        threads = [threading.Thread(target=self.run) for _ in range(3)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()


def test_one_of_two_servers_is_killed_and_nobody_notices(
    settings: Settings, snapshot: Path, tmp_path: Path
) -> None:
    assert snapshot.is_dir()
    with ExitStack() as stack:
        addresses = [stack.enter_context(_server(settings)) for _ in range(2)]
        upstreams = [address.removeprefix("http://") for address, _ in addresses]
        front = stack.enter_context(nginx(upstreams, tmp_path))
        _wait_for(front)
        load = Load(front)
        with load.going():
            load.wait_for(50)
            addresses[0][1].kill()
            load.wait_for(150)
        assert load.faults == []


def test_a_release_changes_on_all_servers_and_nobody_notices(
    settings: Settings, tmp_path: Path
) -> None:
    own = replace(settings, home=tmp_path / "home")
    for release in ("2026.11", "2026.12"):
        build_snapshot(own, release=release)
    use_release(own.home, "2026.11")
    (tmp_path / "nginx").mkdir()
    with ExitStack() as stack:
        addresses = [stack.enter_context(_server(own))[0] for _ in range(2)]
        upstreams = [address.removeprefix("http://") for address in addresses]
        front = stack.enter_context(nginx(upstreams, tmp_path / "nginx"))
        _wait_for(front)
        load = Load(front)
        with load.going():
            load.wait_for(20)
            use_release(own.home, "2026.12")
            for _ in range(600):
                if not any(map(_is_old, addresses)):
                    break
                time.sleep(0.2)
        assert load.faults == []
        assert not any(map(_is_old, addresses))


def _is_old(address: str) -> bool:
    return bool(httpx2.get(address + "/health/ready").json()["release"] != "2026.12")


def test_addresses_are_right_behind_a_proxy_with_a_base_path(
    settings: Settings, snapshot: Path, tmp_path: Path
) -> None:
    """As docs/drift.md says: nginx passes the path on, the server knows its base path."""
    assert snapshot.is_dir()
    own = replace(settings, base_path="/begreber", public_url="https://kommune.example/begreber")
    with ExitStack() as stack:
        address, _ = stack.enter_context(_server(own))
        upstream = address.removeprefix("http://")
        front = stack.enter_context(nginx([upstream, upstream], tmp_path))
        _wait_for(front + "/begreber")
        seen = httpx2.get(front + "/begreber/id/ics/B1", headers={"accept": "text/turtle"})
        assert seen.headers["location"] == "/begreber/id/ics/B1.ttl"
        there = httpx2.get(front + seen.headers["location"])
        assert there.status_code == 200
        sitemap = httpx2.get(front + "/begreber/sitemap.xml").text
        assert re.search(r"<loc>https://kommune\.example/begreber/sitemap/", sitemap)


@contextmanager
def _server(settings: Settings) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A server on a free port, and its process, to be killed."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    environment = {**os.environ, **settings.environ()}
    quiet = subprocess.DEVNULL
    command = [*COMMAND, "serve", "--port", port]
    with subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}{settings.base_path}")
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.kill()
