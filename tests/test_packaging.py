"""What an operator installs: one wheel with code and content, that serves from an empty folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from that sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)])
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    (found,) = dist.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment that holds the locked packages and our wheel."""
    folder = tmp_path_factory.mktemp("env")
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-qq"]
    locked = [*pip, "--require-hashes", "--no-build-isolation", "-r"]
    run([*locked, str(ROOT / "requirements-build.lock")])
    run([*locked, str(ROOT / "requirements.lock")])
    run([*pip, "--no-deps", str(wheel)])
    return folder / "bin"


def test_the_wheel_carries_the_content(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("ontology", "shapes", "mappings"):
        for path in (ROOT / folder).rglob("*.t*"):
            assert f"fagbegreb/data/{path.relative_to(ROOT)}" in names


def test_the_wheel_carries_every_page_and_bundle(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "server" / "fagbegreb"
    for path in package.rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            assert f"fagbegreb/{path.relative_to(package)}" in names


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top.split("-")[0] for top in tops} == {"fagbegreb"}


def test_both_licences_travel(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (licence,) = (name for name in archive.namelist() if name.endswith("licenses/LICENSE"))
    text = archive.read(licence).decode()
    assert "MIT License" in text
    assert "CC BY 4.0" in text


def test_the_sdist_carries_the_tests_and_no_environment(dist: Path) -> None:
    (source,) = dist.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        names = archive.getnames()
    assert any(name.endswith("/tests/conftest.py") for name in names)
    assert not any("/.venv/" in name or "/.git/" in name for name in names)


def test_the_installed_wheel_serves_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    with installed_server(installed, tmp_path) as address:
        found = get(f"{address}/api/v1/search?q=underretninger")
        assert found["hits"][0]["concept"]["label"] == "underretning"
        assert get(f"{address}/api/v1/concepts/ics/B1")["curie"] == "ics:B1"
    assert list((tmp_path / "empty").iterdir()) == []


def test_the_installed_command_knows_its_version(installed: Path) -> None:
    said = run([str(installed / "fagbegreb"), "--version"])
    assert re.fullmatch(r"fagbegreb \d+\.\d+\.\d+\n", said)


def test_the_installed_packages_fit_together(installed: Path) -> None:
    run([str(installed / "python"), "-m", "pip", "check"])


def run(command: list[str]) -> str:
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@contextmanager
def installed_server(programs: Path, scratch: Path) -> Iterator[str]:
    """`fagbegreb serve` in an empty folder, with a home of its own and no settings at all."""
    (scratch / "empty").mkdir()
    environment = {name: value for name, value in os.environ.items() if "FAGBEGREB" not in name}
    environment |= {"HOME": str(scratch), "XDG_CACHE_HOME": str(scratch / "cache")}
    said = scratch / "said"
    with (
        said.open("w") as output,
        subprocess.Popen(
            [str(programs / "fagbegreb"), "serve", "--port", "0"],
            cwd=scratch / "empty",
            env=environment,
            stdout=output,
            stderr=output,
        ) as process,
    ):
        try:
            yield address_of(process, said)
        finally:
            process.terminate()


def address_of(process: subprocess.Popen[bytes], said: Path) -> str:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"http://[\d.:]+", said.read_text())
        with suppress(urllib.error.URLError, ConnectionError):
            if found and get(f"{found[0]}/health/ready"):
                return found[0]
        time.sleep(0.1)
    raise AssertionError(said.read_text())


def get(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return json.load(answer)
