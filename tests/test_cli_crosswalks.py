"""Crosswalks at the prompt: tables, recoded cases, editors' tables and the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fagbegreb.cli import main
from fagbegreb.settings import Settings

CASE = """
@prefix ics: <https://w3id.org/fagbegreb/id/ics/> . @prefix : <https://example.org/> .
:undersoegelse :omraade ics:B1 ; :note "fortroligt"@da .
"""


def run(settings: Settings, *command: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(settings.home), *command])


@pytest.mark.parametrize(
    ("file_format", "start"), [("csv", b"niveau,kode"), ("sssom", b"#curie_map"), ("svg", b"<svg")]
)
def test_a_crosswalk_is_written(
    settings: Settings, snapshot: Path, file_format: str, start: bytes
) -> None:
    result = run(settings, "crosswalk", "ics", "trivsel", "--format", file_format)
    assert result.exit_code == 0
    assert result.stdout_bytes.startswith(start)


def test_a_case_is_recoded_into_a_file_and_its_codes_reported(
    settings: Settings, snapshot: Path, tmp_path: Path
) -> None:
    case, recoded = tmp_path / "sag.ttl", tmp_path / "ny.ttl"
    case.write_text(CASE)
    result = run(settings, "recode", str(case), "--to", "trivsel", "--json", "-o", str(recoded))
    assert result.exit_code == 0
    (code,) = json.loads(result.stdout)["codes"]
    assert (code["code"], code["added"], code["outcome"]) == ("ics:B1", "trivsel:D4", "recoded")
    assert "trivsel:D4" in recoded.read_text()
    assert "fortroligt" not in result.output


def test_faults_of_a_table_are_told_and_nothing_is_written(
    settings: Settings, snapshot: Path, tmp_path: Path
) -> None:
    table = tmp_path / "koblinger.csv"
    table.write_text("fra;relation;til\nics:B1;ens;trivsel:D4\nics:XX;exact;trivsel:D4\n")
    result = run(settings, "import", "mappings", str(table), "--accept")
    assert result.exit_code == 1
    assert f"{table}:2: predicate_id: »ens« er ikke en relation" in result.stderr
    assert f"{table}:3: subject_id: »ics:XX« er ikke et begreb" in result.stderr
    assert "Intet er ændret" in result.stderr


def test_a_report_and_its_proposals(settings: Settings, snapshot: Path, tmp_path: Path) -> None:
    proposals = tmp_path / "forslag.sssom.tsv"
    result = run(settings, "check", "--crosswalks", "--proposals", str(proposals))
    assert "forslag til nye koblinger" in result.stdout
    assert "subject_id" in proposals.read_text()
