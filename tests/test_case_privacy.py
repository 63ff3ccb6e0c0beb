"""A case is about a child: it is in memory only. Marked cases leave no mark anywhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from fagbegreb.settings import Settings
from patience import PATIENCE_S, get, wait_until
from rule_cases import endless, turtle
from servers import answers

MARK = "MAERKE7X4Q9Z"
"""ASCII, so that it would be found in any encoding that keeps ASCII."""
CASES = {
    "valid": ("text/turtle", turtle(f'<s-{MARK}> a sag:Sag ; sag:notat "{MARK}" .')),
    "breaks rules": ("text/turtle", turtle(f'<a-{MARK}> a sag:Afgoerelse ; sag:dato "{MARK}" .')),
    "malformed turtle": ("text/turtle", f'<urn:{MARK}> <urn:p> "{MARK} .'),
    "malformed json": ("application/ld+json", f'{{"{MARK}": {MARK}}}'),
    "malformed xml": ("application/rdf+xml", f"<rdf:RDF><{MARK}>{MARK}"),
    "entities": ("application/rdf+xml", f'<!DOCTYPE x [<!ENTITY e "{MARK}">]><x>&e;</x>'),
    "foreign context": ("application/ld+json", f'{{"@context": "http://127.0.0.1:9/{MARK}"}}'),
    "wrong type": ("text/html", f"<p>{MARK}</p>"),
    "too large": ("text/turtle", f"# {MARK}\n" * 400_000),
    "multipart": (
        "multipart/form-data; boundary=x",
        f'--x\r\nContent-Disposition: form-data; name="f"; filename="{MARK}.ttl"\r\n\r\n'
        + f"{MARK}\r\n" * 300_000
        + "--x--\r\n",
    ),
    "slow": ("text/turtle", endless(f'"{MARK}"')),
}


@pytest.fixture(scope="module")
def traces(
    settings: Settings, snapshot: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path, Path]]:
    """A server of our own with five seconds for a case: its address, its log, its folder."""
    assert snapshot.is_dir()
    folder = tmp_path_factory.mktemp("traces")
    log = folder / "log"
    limited = replace(settings, case_timeout_s=5.0, case_workers=1)
    environment = {**os.environ, **limited.environ(), "TMPDIR": str(folder)}
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "fagbegreb", "serve", "--port", "0", "--access-log"],
            cwd=folder,
            env=environment,
            stdout=said,
            stderr=said,
        )
    try:
        yield _address(log), log, folder
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _address(log: Path) -> str:
    def address() -> str:
        found = re.search(rb"http://[\d.]+:\d+", log.read_bytes())
        return found[0].decode() if found else ""

    wait_until(lambda: bool(address()) and answers(address() + "/health/ready"), "an answer")
    return address()


@pytest.mark.slow
def test_marked_cases_leave_no_mark(traces: tuple[str, Path, Path]) -> None:
    address, log, folder = traces
    statuses = {}
    for name, (media_type, text) in CASES.items():
        with httpx2.Client(timeout=PATIENCE_S) as http:
            answer = http.post(
                f"{address}/api/v1/validate?note={MARK}",
                content=text.encode(),
                headers={"content-type": media_type},
            )
        statuses[name] = answer.status_code
        if answer.status_code != 200:
            assert MARK not in answer.text, f"{name}: the error quotes the case"
            assert answer.status_code < 500 or answer.status_code == 504, name
    assert statuses["valid"] == statuses["breaks rules"] == 200
    assert statuses["too large"] == 413
    assert statuses["slow"] == 504
    for name in ("valid", "breaks rules", "malformed turtle", "entities", "slow"):
        media_type, text = CASES[name]
        with httpx2.Client(base_url=address, timeout=PATIENCE_S) as http:
            form = {"sag": text, "format": media_type}
            assert http.post(f"/valider?note={MARK}", data=form).status_code < 505
            where = f"/api/v1/recode?to=trivsel&note={MARK}"
            headers = {"content-type": media_type}
            http.post(where, content=text.encode(), headers=headers)
    assert b"/valider" in log.read_bytes(), "there is an access log, without what was asked"
    metrics = get(f"{address}/metrics").text
    assert MARK not in metrics
    assert get(f"{address}/health/ready").status_code == 200
    marked = [path for path in _files(folder) if MARK.encode() in path.read_bytes()]
    assert not marked
    assert MARK.encode() not in log.read_bytes()
    assert not [path for path in _files(folder) if path.name.startswith("core")]


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
