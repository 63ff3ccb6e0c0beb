"""Several servers behind nginx, set up as docs/drift/nginx.conf says: one dies, nobody notices."""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx2
import pytest

from fagbegreb.build import build_snapshot
from fagbegreb.settings import Settings
from fagbegreb.snapshot import use_release
from patience import PATIENCE_S, get, wait_until
from servers import COMMAND, answers, free_port, running

pytestmark = [pytest.mark.slow, pytest.mark.external]
CONFIGURATION = Path(__file__).resolve().parents[1] / "docs" / "drift" / "nginx.conf"
PEOPLE = 3
PATHS = (
    "/api/v1/concepts/ics/B1",
    "/id/ics/B1.ttl",
    "/api/v1/search?q=underretning",
    "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D",
)


@contextmanager
def nginx(upstreams: list[str], folder: Path, below: str = "") -> Iterator[str]:
    """nginx with the configuration of the docs, its ports replaced; its address."""
    port = free_port()
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
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(["nginx", "-c", str(path), "-p", str(folder)]) as process:
        try:
            wait_until(lambda: answers(address + below + "/health/ready"), "nginx passes it on")
            yield address
        finally:
            process.terminate()


@dataclass
class Load:
    """People who ask all the time, and what went wrong for them."""

    address: str
    count: int = 0
    faults: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        with httpx2.Client(base_url=self.address, timeout=PATIENCE_S) as client:
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
        wait_until(lambda: self.count >= until, f"{more} more have asked")

    @contextmanager
    def going(self) -> Iterator[None]:
        threads = [threading.Thread(target=self.run) for _ in range(PEOPLE)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()


def test_one_of_two_servers_is_killed_and_only_what_it_was_answering_is_lost(
    settings: Settings, snapshot: Path, tmp_path: Path
) -> None:
    assert snapshot.is_dir()
    with ExitStack() as stack:
        addresses = [stack.enter_context(_server(settings)) for _ in range(2)]
        upstreams = [address.removeprefix("http://") for address, _ in addresses]
        front = stack.enter_context(nginx(upstreams, tmp_path))
        load = Load(front)
        with load.going():
            load.wait_for(50)
            addresses[0][1].kill()
            load.wait_for(50)
            lost = len(load.faults)
            load.wait_for(100)
        assert len(load.faults) == lost <= PEOPLE, load.faults


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
        load = Load(front)
        with load.going():
            load.wait_for(20)
            use_release(own.home, "2026.12")
            wait_until(lambda: not any(map(_is_old, addresses)), "all serve the new release")
        assert load.faults == []


def _is_old(address: str) -> bool:
    return bool(get(address + "/health/ready").json()["release"] != "2026.12")


def test_addresses_are_right_behind_a_proxy_with_a_base_path(
    settings: Settings, snapshot: Path, tmp_path: Path
) -> None:
    """As docs/drift.md says: nginx passes the path on, the server knows its base path."""
    assert snapshot.is_dir()
    own = replace(settings, base_path="/begreber", public_url="https://kommune.example/begreber")
    with ExitStack() as stack:
        address, _ = stack.enter_context(_server(own))
        upstream = address.removeprefix("http://").removesuffix("/begreber")
        front = stack.enter_context(nginx([upstream, upstream], tmp_path, "/begreber"))
        seen = get(front + "/begreber/id/ics/B1", headers={"accept": "text/turtle"})
        assert seen.headers["location"] == "/begreber/id/ics/B1.ttl"
        there = get(front + seen.headers["location"])
        assert there.status_code == 200
        sitemap = get(front + "/begreber/sitemap.xml").text
        assert re.search(r"<loc>https://kommune\.example/begreber/sitemap/", sitemap)


def _server(settings: Settings) -> AbstractContextManager[tuple[str, subprocess.Popen[bytes]]]:
    """A server and its process, to be killed."""
    return running([*COMMAND, "serve"], settings.environ())
