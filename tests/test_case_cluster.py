"""The same batch on a Dask cluster: the same lines, nothing lost, nothing told to the cluster."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bench.case_generator import made_cases
from click.testing import CliRunner

from dask_clusters import Certificates, Cluster, certificates, cluster
from fagbegreb.cli import main
from fagbegreb.errors import BadParameter, FagbegrebError, UpstreamFailed
from fagbegreb.settings import Settings
from fagbegreb.validation.batch import Progress, lines_of, local_crew, run_batch
from fagbegreb.validation.cluster import Scheduler, cluster_crew
from fagbegreb.validation.sources import Case
from rule_cases import endless, turtle

MARK = "HEMMELIG-4711"
Lines = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, tls: Certificates) -> Iterator[Cluster]:
    """Two workers, over TLS."""
    with cluster(tmp_path_factory.mktemp("cluster"), tls=tls) as made:
        yield made


def cases(count: int) -> list[Case]:
    made = made_cases(count, seed=11)
    return [Case(f"sag-{each.number}", "text/turtle", each.turtle.encode()) for each in made]


def on_cluster(
    given: Iterable[Case],
    folder: Path,
    scheduler: Scheduler,
    place: tuple[Path, Settings],
    tell: Callable[[Progress], None] = lambda progress: None,
    *,
    values: bool = False,
) -> Lines:
    snapshot, settings = place
    crew = cluster_crew(scheduler, snapshot, settings, width=0, with_values=values)
    state = run_batch(given, folder, crew, settings.case_timeout_s, tell)
    return by_id(state)


def here(given: Iterable[Case], folder: Path, place: tuple[Path, Settings]) -> Lines:
    snapshot, settings = place
    crew = local_crew(snapshot, settings, 1, with_values=False)
    return by_id(run_batch(given, folder, crew, settings.case_timeout_s))


def by_id(state: Path) -> Lines:
    told = list(lines_of(state))
    assert len({line["id"] for line in told}) == len(told), "a case was written twice"
    return {line["id"]: line for line in told}


@pytest.fixture
def place(snapshot: Path, settings: Settings) -> tuple[Path, Settings]:
    return snapshot, settings


@pytest.mark.slow
def test_a_worker_is_killed_on_the_way_and_nothing_is_lost(
    tmp_path: Path, place: tuple[Path, Settings]
) -> None:
    given = cases(400)
    with cluster(tmp_path / "cluster") as made:
        left = [made.add_worker]

        def kill_one(progress: Progress) -> None:
            if left and progress.cases >= 50:
                made.processes[1].kill()
                left.pop()()  # another joins, which has not been told about the run

        lines = on_cluster(given, tmp_path / "a", made.scheduler, place, kill_one)
    assert not left
    assert lines == here(given, tmp_path / "b", place)


@pytest.mark.slow
def test_a_lost_scheduler_ends_the_run_and_another_goes_on_with_it(
    tmp_path: Path, place: tuple[Path, Settings]
) -> None:
    given = cases(300)
    with cluster(tmp_path / "one") as made:

        def kill_scheduler(progress: Progress) -> None:
            if progress.cases >= 50:
                made.processes[0].kill()

        with pytest.raises(UpstreamFailed, match="same --out"):
            on_cluster(given, tmp_path / "out", made.scheduler, place, kill_scheduler)
    with cluster(tmp_path / "two", workers=1) as made:
        told: list[Progress] = []
        lines = on_cluster(given, tmp_path / "out", made.scheduler, place, told.append)
    assert lines.keys() == {case.id for case in given}
    assert told[-1].skipped >= 50


@pytest.mark.slow
def test_nothing_of_a_case_stays_with_the_cluster(
    tmp_path: Path, shared: Cluster, place: tuple[Path, Settings]
) -> None:
    """Over TLS; cases that are well, ill, broken, slow and too large, with values in the lines."""
    snapshot, settings = place
    limited = replace(settings, case_timeout_s=8.0)
    given = [
        Case("god", "text/turtle", turtle(f"<{MARK}> a sag:Sag .").encode()),
        Case("ond", "text/turtle", turtle(f'<a> sag:dato "{MARK}"^^xsd:date .').encode()),
        Case("brudt", "text/turtle", f"<{MARK}".encode()),
        Case("langsom", "text/turtle", f"# {MARK}\n{endless()}".encode()),
        Case("stor", "text/turtle", MARK.encode() * 500_000),
        *cases(30),
    ]
    lines = on_cluster(given, tmp_path, shared.scheduler, (snapshot, limited), values=True)
    assert lines["ond"]["findings"][0]["value"] == MARK
    assert {name: lines[name]["error"] for name in ("brudt", "langsom", "stor")} == {
        "brudt": "malformed-data",
        "langsom": "limit-exceeded",
        "stor": "payload-too-large",
    }
    assert lines.keys() == {case.id for case in given}
    written = [path for path in shared.folder.rglob("*") if path.is_file()]
    assert written
    for path in written:
        assert MARK.encode() not in path.read_bytes(), path
        assert b"sag-" not in path.read_bytes(), path


@pytest.mark.slow
def test_the_command_writes_the_same_reports(
    tmp_path: Path, shared: Cluster, place: tuple[Path, Settings]
) -> None:
    folder = tmp_path / "sager"
    folder.mkdir()
    for case in cases(10):
        (folder / f"{case.id}.ttl").write_bytes(case.data)
    assert shared.tls is not None
    files = ["--tls-ca", shared.tls.ca, "--tls-cert", shared.tls.cert, "--tls-key", shared.tls.key]
    remote = ["--scheduler", shared.scheduler.address, *map(str, files)]
    for name, options in (("her", []), ("der", remote)):
        command = ["validate", str(folder), "--out", str(tmp_path / name), *options]
        ran = CliRunner().invoke(main, command, env=place[1].environ())
        assert ran.exit_code in (0, 1), ran.output
    for name in ("fund.csv", "fund.jsonl", "sager.jsonl"):
        texts = [(tmp_path / each / name).read_text().splitlines() for each in ("her", "der")]
        assert sorted(texts[0]) == sorted(texts[1])
    assert (tmp_path / "der" / "rapport.html").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("environment", "remedy"),
    [
        ({}, "memory.target and .spill to false"),
        ({"PYTHONPATH": "{blocked}"}, "need fagbegreb"),
    ],
)
def test_a_worker_that_is_not_ready_gets_no_cases(
    tmp_path: Path, place: tuple[Path, Settings], environment: dict[str, str], remedy: str
) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.modules['fagbegreb'] = None")
    path = ":".join([str(tmp_path), *sys.path])
    chosen = {name: value.format(blocked=path) for name, value in environment.items()}
    with cluster(tmp_path / "cluster", workers=0) as made:
        made.add_worker(chosen)
        with pytest.raises(UpstreamFailed) as caught:
            on_cluster(cases(3), tmp_path / "out", made.scheduler, place)
        assert "sag-" not in made.logs()
    assert remedy in caught.value.detail["en"]


@pytest.mark.slow
def test_who_the_authority_does_not_know_is_sent_away(
    tmp_path: Path, shared: Cluster, place: tuple[Path, Settings]
) -> None:
    stranger = certificates(tmp_path)
    scheduler = Scheduler(shared.scheduler.address, stranger.ca, stranger.cert, stranger.key)
    with pytest.raises(UpstreamFailed, match="certificates"):
        on_cluster(cases(1), tmp_path / "out", scheduler, place)


@pytest.mark.parametrize(
    "address", ["tcp://10.0.0.5:8786", "tcp://klynge.example:8786", "tcp://[2001:db8::1]:8786"]
)
def test_unencrypted_only_on_this_machine(address: str) -> None:
    with pytest.raises(BadParameter, match="not encrypted"):
        Scheduler(address).check()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tcp://[::1]:1", "tcp://localhost:1"])
def test_loopback_needs_no_certificate(address: str) -> None:
    Scheduler(address).check()


@pytest.mark.parametrize("address", ["127.0.0.1:8786", "http://127.0.0.1", "tls://", "", "tcp:x"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(BadParameter, match="not a Dask scheduler"):
        Scheduler(address).check()


def test_tls_needs_its_three_files(tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="--tls-key"):
        Scheduler("tls://klynge.example:8786", tmp_path, tmp_path).check()


def test_without_dask_the_command_says_how_to_install_it(
    tmp_path: Path, place: tuple[Path, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(FagbegrebError) as caught:
        on_cluster(cases(1), tmp_path, Scheduler("tcp://127.0.0.1:1"), place)
    assert json.dumps(caught.value.detail).count("pip install") == 2
