"""Many cases: where they are found, what is written about them, what happens when it goes wrong."""

from __future__ import annotations

import csv
import io
import json
import tarfile
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import zstandard
from bench.case_generator import made_cases
from click.testing import CliRunner

from fagbegreb.cli import main
from fagbegreb.errors import BadParameter
from fagbegreb.settings import Settings
from fagbegreb.validation.batch import Progress, lines_of, local_crew, run_batch
from fagbegreb.validation.batch_report import html_report, summary, write_reports
from fagbegreb.validation.sources import UNREADABLE, Case, cases_in, count_cases
from rule_cases import content_checker, endless, turtle

TURTLE = turtle("<s> a sag:Sag .").encode()
JSON = b'{"type": "Sag"}'


def ids(path: Path) -> list[str]:
    return [case.id for case in cases_in([path], 1_000)]


def test_a_folder_is_searched_and_other_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("a.ttl", "b/c.jsonld", "læsmig.txt", ".skjult.ttl"):
        (tmp_path / name).write_bytes(TURTLE)
    assert ids(tmp_path) == ["a.ttl", "b/c.jsonld"]


def test_a_line_or_a_graph_is_a_case(tmp_path: Path) -> None:
    (tmp_path / "sager.jsonl").write_bytes(JSON + b"\n\n" + JSON)
    (tmp_path / "sager.nq").write_text(
        "<urn:a> <urn:p> <urn:b> <urn:sag1> .\n<urn:c> <urn:p> <urn:d> <urn:sag1> .\n"
        "<urn:a> <urn:p> <urn:b> <urn:sag2> .\n"
    )
    (tmp_path / "sager.trig").write_text("<urn:g> { <urn:a> <urn:p> <urn:b> }")
    assert ids(tmp_path / "sager.jsonl") == ["sager.jsonl#1", "sager.jsonl#3"]
    assert ids(tmp_path / "sager.nq") == ["sager.nq#urn:sag1", "sager.nq#urn:sag2"]
    assert ids(tmp_path / "sager.trig") == ["sager.trig#urn:g"]
    (tmp_path / "blandet.nq").write_text(
        "".join(f"<urn:a> <urn:p> <urn:b{n}> <urn:sag{n % 2}> .\n" for n in range(3))
    )
    assert ids(tmp_path / "blandet.nq") == [
        "blandet.nq#urn:sag0",
        "blandet.nq#urn:sag1",
        "blandet.nq",
    ]


@pytest.mark.parametrize(
    "name", ["a.nq", "a.zip", "a.tar", "a.tar.gz", "a.tar.zst", "a.jsonl.zst", "a.trig"]
)
def test_a_damaged_file_is_one_line_and_the_next_file_follows(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"<urn:HEMMELIG")
    (tmp_path / "b.ttl").write_bytes(TURTLE)
    found = [(case.id, case.media_type) for case in cases_in([tmp_path], 1_000)]
    assert found == [(name, UNREADABLE), ("b.ttl", "text/turtle")]


def test_the_same_name_in_two_folders_is_two_cases(tmp_path: Path) -> None:
    for folder in ("2024", "2025"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "sag.ttl").write_bytes(TURTLE)
    found = [case.id for case in cases_in([tmp_path / "2024", tmp_path / "2025"], 1_000)]
    assert found == ["2024/sag.ttl", "2025/sag.ttl"]


def test_archives_are_looked_into(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("mappe/x.ttl", TURTLE)
    for name, mode in (("a.tar", "w"), ("a.tar.gz", "w:gz")):
        with tarfile.open(tmp_path / name, mode) as archive:  # type: ignore[call-overload]
            for inside, data in (("y.jsonl", JSON), ("note.txt", b"x")):
                member = tarfile.TarInfo(inside)
                member.size = len(data)
                archive.addfile(member, io.BytesIO(data))
    (tmp_path / "b.tar.zst").write_bytes(zstandard.compress((tmp_path / "a.tar").read_bytes()))
    (tmp_path / "c.jsonl.zst").write_bytes(zstandard.compress(JSON + b"\n" + JSON))
    assert ids(tmp_path) == [
        "a.tar!y.jsonl#1",
        "a.tar.gz!y.jsonl#1",
        "a.zip!mappe/x.ttl",
        "b.tar.zst!y.jsonl#1",
        "c.jsonl#1",
        "c.jsonl#2",
    ]


@pytest.mark.parametrize("kept", [3_000, 2_048, 1_700, 100, 0])
def test_an_archive_that_is_cut_is_never_taken_for_a_whole_one(tmp_path: Path, kept: int) -> None:
    """In a member, between two, in the head of one, and at once."""
    with tarfile.open(tmp_path / "hel.tar", "w") as archive:
        for name in "abc":
            member = tarfile.TarInfo(f"{name}.ttl")
            member.size = 512
            archive.addfile(member, io.BytesIO(TURTLE.ljust(512)))
    (tmp_path / "kort.tar").write_bytes((tmp_path / "hel.tar").read_bytes()[:kept])
    assert ids(tmp_path / "hel.tar") == [f"hel.tar!{name}.ttl" for name in "abc"]
    *_, last = cases_in([tmp_path / "kort.tar"], 1_000)
    assert (last.id, last.media_type) == ("kort.tar", UNREADABLE)


def test_a_case_beyond_the_limit_comes_cut(tmp_path: Path) -> None:
    (tmp_path / "stor.ttl").write_bytes(b"#" * 5_000)
    (tmp_path / "stor.jsonl").write_bytes(b'"' + b"x" * 5_000 + b'"\n' + JSON)
    sizes = [len(case.data) for case in cases_in([tmp_path], 1_000)]
    assert sorted(sizes) == [len(JSON), 1_001, 1_001]


@pytest.mark.parametrize("name", ["x.pdf", "x.zst", "x.sql.zst"])
def test_an_unknown_file_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(BadParameter, match="must end with"):
        ids(tmp_path / name)


def cases(count: int) -> list[Case]:
    return [
        Case(f"sag-{made.number}", "text/turtle", made.turtle.encode())
        for made in made_cases(count, seed=11)
    ]


def run(
    given: Iterable[Case], folder: Path, snapshot: Path, settings: Settings, values: bool = False
) -> tuple[list[dict[str, object]], Progress]:
    told: list[Progress] = []
    crew = local_crew(snapshot, settings, 2, with_values=values)
    state = run_batch(given, folder, crew, settings.case_timeout_s, told.append)
    return list(lines_of(state)), told[-1] if told else Progress(0, 0, 0)


@pytest.mark.slow
def test_a_batch_finds_what_single_checks_find(
    tmp_path: Path, snapshot: Path, settings: Settings
) -> None:
    given = cases(60)
    lines, progress = run(given, tmp_path, snapshot, settings)
    expected = {
        case.id: sorted(
            finding.rule for finding in content_checker().check(case.data, case.media_type).findings
        )
        for case in given
    }
    found = {
        str(line["id"]): sorted(each["rule"] for each in line["findings"])  # type: ignore[attr-defined]
        for line in lines
    }
    assert found == expected
    assert progress.cases == 60


@pytest.mark.slow
def test_an_interrupted_run_goes_on_where_it_stopped(
    tmp_path: Path, snapshot: Path, settings: Settings
) -> None:
    given = cases(60)
    run(given[:25], tmp_path, snapshot, settings)
    with (tmp_path / "sager.jsonl").open("ab") as state:
        state.write(b'{"id": "sag-59", "afbru')  # the line that was being written
    lines, progress = run(given, tmp_path, snapshot, settings)
    assert sorted(str(line["id"]) for line in lines) == sorted(case.id for case in given)
    assert (progress.cases, progress.skipped) == (35, 25)
    again, progress = run(given, tmp_path, snapshot, settings)
    assert again == lines
    assert (progress.cases, progress.skipped) == (0, 60)


@pytest.mark.slow
def test_the_exit_code_speaks_of_all_findings_also_when_there_is_nothing_left_to_do(
    tmp_path: Path, snapshot: Path, settings: Settings
) -> None:
    (tmp_path / "SAG.TTL").write_bytes(TURTLE)
    (tmp_path / "sager.jsonl").write_bytes(JSON)
    out = ["--out", str(tmp_path / "tilsyn")]
    for _ in range(2):
        command = ["validate", str(tmp_path / "SAG.TTL"), str(tmp_path / "sager.jsonl"), *out]
        ran = CliRunner().invoke(main, command, env=settings.environ())
        assert ran.exit_code == 1, ran.output
    assert snapshot.name and "2 kontrolleret før" in ran.output


@pytest.mark.slow
def test_one_bad_case_never_costs_the_others(
    tmp_path: Path, snapshot: Path, settings: Settings
) -> None:
    given = cases(6)
    given[2:2] = [
        Case("kan ikke læses", "text/turtle", b"<HEMMELIG"),
        Case("for langsom", "text/turtle", endless().encode()),
        Case("ødelagt.zip", UNREADABLE, b""),
        Case("for stor", "text/turtle", b"#" * (settings.case_max_bytes + 1)),
    ]
    limited = replace(settings, case_timeout_s=8.0)
    lines, _ = run(given, tmp_path, snapshot, limited)
    errors = {line["id"]: line["error"] for line in lines if "error" in line}
    assert errors == {
        "kan ikke læses": "malformed-data",
        "for langsom": "limit-exceeded",
        "for stor": "payload-too-large",
        "ødelagt.zip": "unsupported-media-type",
    }
    assert len(lines) == 10
    assert "HEMMELIG" not in (tmp_path / "sager.jsonl").read_text()


@pytest.mark.slow
def test_tables_and_report_name_cases_by_id_only(
    tmp_path: Path, snapshot: Path, settings: Settings
) -> None:
    made = [Case("sag-1", "text/turtle", turtle("<HEMMELIG> a sag:Underretning .").encode())]
    for values in (False, True):
        folder = tmp_path / str(values)
        run(made, folder, snapshot, settings, values)
        write_reports(folder / "sager.jsonl", content_checker().rules, with_values=values)
        rows = list(csv.DictReader(io.StringIO((folder / "fund.csv").read_text("utf-8"))))
        assert ("sag-1", "S01") in {(row["case"], row["rule"]) for row in rows}
        sheet = openpyxl.load_workbook(folder / "fund.xlsx").active
        assert sheet is not None and sheet.max_row == len(rows) + 1
        lines = (folder / "fund.jsonl").read_text("utf-8").splitlines()
        assert [json.loads(line)["rule"] for line in lines] == [row["rule"] for row in rows]
        texts = [path.read_text("utf-8") for path in folder.glob("*.[cjh]*")]
        assert any("HEMMELIG" in text for text in texts) == values


def test_compliance_is_the_share_of_the_cases_concerned_that_kept_the_rule() -> None:
    lines = [
        {
            "id": f"<sag {number}>",
            "day": "2025-03-01",
            "laws": ["bl"],
            "applied": {"R002": int(number == 0), "R044": 0},
            "findings": [{"rule": "R002"}] if number == 0 else [],
            "concepts": ["ics:B"],
        }
        for number in range(4)
    ]
    found = summary(lines)
    assert (found.cases, found.conforming) == (4, 3)
    assert (found.concerned["R002"], found.broke["R002"]) == (4, 1)
    assert dict(found.months["2025-03"]) == {"concerned": 8, "broke": 1}
    page = html_report(found, content_checker().rules)
    assert "75,0 %" in page
    assert "&lt;sag 0&gt;" in page and "<sag 0>" not in page
    assert "<script" not in page and "http" not in page.replace("http-equiv", "")


def test_it_is_known_beforehand_how_many_cases_there_are_unless_they_are_packed(
    tmp_path: Path,
) -> None:
    (tmp_path / "sag.ttl").write_bytes(TURTLE)
    (tmp_path / "sager.jsonl").write_bytes(JSON + b"\n \n" + JSON)
    (tmp_path / "andet.txt").write_bytes(b"x")
    assert count_cases([tmp_path]) == len(ids(tmp_path)) == 3
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("sag.ttl", TURTLE)
    assert count_cases([tmp_path]) is None
