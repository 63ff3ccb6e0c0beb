"""What tests share: one snapshot of the real content, built once however many processes test."""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2
import hypothesis
import pytest

from fagbegreb.settings import Settings, content_root
from patience import PATIENCE_S
from servers import serving

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from fagbegreb.terminology import Terminology

ROOT = Path(__file__).resolve().parents[1]
# The same examples every time, however long each takes: who tests a change meets no surprises.
hypothesis.settings.register_profile(
    "calm",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("calm")
SHAPES_A_SNAPSHOT = (
    "build",
    "content",
    "model",
    "namespaces",
    "references",
    "search",
    "store",
    "text",
    "vocabulary",
)
"""The modules whose change makes another snapshot out of the same content."""


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Settings that read this checkout and keep snapshots beside the tests' other scratch files.

    The environment of whoever runs the tests plays no part, nor does how busy the machine is.
    """
    return Settings.load(
        {},
        home=_shared_home(),
        content=content_root(),
        query_timeout_s=30.0,
        case_timeout_s=PATIENCE_S,
    )


@pytest.fixture(scope="session")
def snapshot(settings: Settings) -> Path:
    """The folder of a snapshot of the real content; the first process builds it, others wait."""
    from fagbegreb.build import ensure_snapshot

    with _only_one(settings.home):
        return ensure_snapshot(settings, progress=lambda message: None)


@pytest.fixture(scope="session")
def terminology(settings: Settings, snapshot: Path) -> Iterator[Terminology]:
    """The engines over that snapshot."""
    from fagbegreb.terminology import Terminology

    opened = Terminology.open(snapshot, settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def client(settings: Settings, snapshot: Path) -> Iterator[TestClient]:
    """An HTTP client of the whole application, in memory, with its start and stop."""
    from starlette.testclient import TestClient

    from fagbegreb.web import create_app

    assert snapshot.is_dir()
    with TestClient(create_app(settings), follow_redirects=False) as http:
        yield http


@pytest.fixture(scope="session")
def server(settings: Settings, snapshot: Path) -> Iterator[str]:
    """The address of a real server in a process of its own, as `fagbegreb serve` starts it."""
    with serving(settings) as address:
        yield address


@pytest.fixture(autouse=True)
def forgotten(request: pytest.FixtureRequest) -> Iterator[None]:
    """The shared client keeps cookies; what one test chose (language, theme) is not the next's."""
    client = request.getfixturevalue("client") if "client" in request.fixturenames else None
    yield
    if isinstance(client, httpx2.Client):
        client.cookies.clear()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares a text with a file; `pytest --refresh` writes the file, for review as a diff."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--refresh"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        stale = f"{path.name} is out of date; run pytest --refresh and review the difference"
        assert path.exists(), stale
        assert path.read_text(encoding="utf-8") == text, stale

    return compare


W3C_TESTS = ROOT.parent / "shared" / "sparql11-tests"
"""The W3C's own cases are not ours to copy: they lie beside the checkout, where CI has them."""
collect_ignore = [] if W3C_TESTS.is_dir() else ["test_w3c_sparql.py", "test_w3c_protocol.py"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Nothing is left out in silence."""
    if collect_ignore:
        place = W3C_TESTS.relative_to(ROOT.parent)
        terminalreporter.write_line(
            f"LEFT OUT: the W3C's SPARQL 1.1 tests; put them into ../{place} to run them."
        )


def pytest_addoption(parser: pytest.Parser) -> None:
    """One flag for every golden file."""
    parser.addoption("--refresh", action="store_true", help="rewrite golden files and tables")


def _shared_home() -> Path:
    """A folder that changes its name whenever content or the code behind a snapshot changes."""
    files = [path for part in ("ontology", "shapes", "mappings") for path in _files(ROOT / part)]
    package = ROOT / "server" / "fagbegreb"
    for module in SHAPES_A_SNAPSHOT:
        files += [package / f"{module}.py", *_files(package / module)]
    digest = hashlib.sha256()
    for path in files:
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    name = f"fagbegreb-tests-{os.getuid()}"
    return Path(tempfile.gettempdir()) / name / digest.hexdigest()[:16]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Hold the lock file of `folder`; others wait here."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
