"""What an operator installs: one wheel with code and content, that serves from an empty folder."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest

import patience
from servers import running

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
    (tmp_path / "empty").mkdir()
    command = [str(installed / "fagbegreb"), "serve"]
    places = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    with running(command, places, tmp_path / "empty") as (address, _):
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


def get(address: str) -> Any:
    return patience.get(address).raise_for_status().json()
