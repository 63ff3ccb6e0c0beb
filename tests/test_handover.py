"""A new snapshot takes over while people ask; a damaged or unfinished one never does."""

from __future__ import annotations

import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from fagbegreb.build import build_snapshot
from fagbegreb.settings import Settings
from fagbegreb.snapshot import current_snapshot
from patience import PATIENCE_S, get, wait_until
from servers import COMMAND, serving

pytestmark = pytest.mark.slow

PATHS = (
    "/api/v1/concepts/ics/B1",
    "/api/v1/search?q=underretning",
    "/api/v1/translate?id=ics:B1&to=trivsel",
    "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D",
)
NEW_CONCEPT = "/api/v1/concepts/frugt/1"
FRUIT = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://example.org/frugt/> .
<https://example.org/frugt> a skos:ConceptScheme ; skos:prefLabel "frugt"@da .
:1 a skos:Concept ; skos:inScheme <https://example.org/frugt> ;
   skos:notation "1" ; skos:prefLabel "æble"@da .
"""


@pytest.fixture
def own_settings(settings: Settings, snapshot: Path, tmp_path: Path) -> Settings:
    """Settings with a home of this test's own, and a copy of the tests' snapshot in it."""
    own = replace(settings, home=tmp_path / "home")
    shutil.copytree(snapshot, own.home / "snapshots" / snapshot.name)
    point_at(own, snapshot)
    return own


@pytest.fixture
def fruit(tmp_path: Path) -> Path:
    file = tmp_path / "frugt.ttl"
    file.write_text(FRUIT)
    return file


@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_new_snapshot_takes_over_without_a_failed_request(
    own_settings: Settings, fruit: Path, processes: str
) -> None:
    with serving(own_settings, "--workers", processes) as address, asking(address) as faults:
        assert get(address + NEW_CONCEPT).status_code == 404
        build_snapshot(own_settings, vocabularies=[fruit])
        wait_until_everywhere(address + NEW_CONCEPT, 200)
        back_to_before = build_snapshot(own_settings)
        wait_until_everywhere(address + NEW_CONCEPT, 404)
        assert current_snapshot(own_settings.home) == back_to_before
    assert faults == []


def test_a_server_keeps_its_snapshot_when_the_new_one_is_damaged(
    own_settings: Settings, tmp_path: Path
) -> None:
    good = current_snapshot(own_settings.home)
    assert good
    with serving(own_settings) as address, asking(address) as faults:
        damaged = good.with_name("damaged")
        shutil.copytree(good, damaged)
        shorten(damaged)
        point_at(own_settings, damaged)
        time.sleep(3)
    assert faults == []


def test_a_damaged_snapshot_that_is_built_again_is_taken_over(
    own_settings: Settings, fruit: Path
) -> None:
    first = current_snapshot(own_settings.home)
    second = build_snapshot(own_settings, vocabularies=[fruit])
    assert first
    point_at(own_settings, first)
    with serving(own_settings) as address:
        shorten(second)
        point_at(own_settings, second)
        time.sleep(3)
        assert get(address + NEW_CONCEPT).status_code == 404
        build_snapshot(own_settings, vocabularies=[fruit])
        wait_until_everywhere(address + NEW_CONCEPT, 200)


def test_a_server_never_starts_on_a_damaged_snapshot(own_settings: Settings) -> None:
    current = current_snapshot(own_settings.home)
    assert current
    shorten(current)
    with serving(own_settings) as address:
        for path in PATHS:
            assert get(address + path).status_code == 200


def test_a_changed_byte_is_found_and_named(own_settings: Settings) -> None:
    current = current_snapshot(own_settings.home)
    assert current
    file = largest_file(current)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    found = fagbegreb(own_settings, "check", "--snapshot")
    assert found.returncode == 1
    assert file.name in found.stderr


def test_a_build_that_was_killed_leaves_what_was_served(
    own_settings: Settings, fruit: Path
) -> None:
    before = current_snapshot(own_settings.home)
    with subprocess.Popen(
        [*COMMAND, "build", "--vocab", str(fruit)],
        env=own_settings.environ(),
        stderr=subprocess.PIPE,
        text=True,
    ) as build:
        assert build.stderr
        build.stderr.readline()
        build.send_signal(signal.SIGKILL)
    assert current_snapshot(own_settings.home) == before
    after = build_snapshot(own_settings, vocabularies=[fruit])
    kept = {path for path in after.parent.iterdir() if path.is_dir()}
    assert kept == {before, after}


@contextmanager
def asking(address: str, clients: int = 4) -> Iterator[list[str]]:
    """Clients that ask all the time; every answer that is not 200 becomes a line."""
    faults: list[str] = []
    done = threading.Event()

    def ask() -> None:
        with httpx2.Client(base_url=address, timeout=PATIENCE_S) as http:
            while not done.is_set():
                for path in PATHS:
                    try:
                        answer = http.get(path)
                    except httpx2.HTTPError as error:
                        faults.append(f"{path}: {error!r}")
                        continue
                    if answer.status_code != 200:
                        faults.append(f"{path}: {answer.status_code} {answer.text[:200]}")

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield faults
    finally:
        done.set()
        for thread in threads:
            thread.join()


def wait_until_everywhere(address: str, status: int, in_a_row: int = 40) -> None:
    """Wait until every process answers so: many fresh connections in a row."""

    def is_everywhere() -> bool:
        return all(get(address).status_code == status for _ in range(in_a_row))

    wait_until(is_everywhere, f"{address} becomes {status} everywhere")


def point_at(settings: Settings, snapshot: Path) -> None:
    beside = settings.home / "beside"
    beside.write_text(f"{snapshot.name}\n")
    beside.replace(settings.home / "current")


def shorten(snapshot: Path) -> None:
    """Cut the end off the largest file, as a full disk does."""
    file = largest_file(snapshot)
    file.write_bytes(file.read_bytes()[:-100])


def largest_file(snapshot: Path) -> Path:
    files = [path for path in snapshot.rglob("*") if path.is_file()]
    return max(files, key=lambda path: path.stat().st_size)


def fagbegreb(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        check=False,
        env=settings.environ(),
        capture_output=True,
        text=True,
    )
