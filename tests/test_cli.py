"""The commands answer what the routes answer, tell faults in a line, and end with a code."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from starlette.testclient import TestClient

from fagbegreb import __version__
from fagbegreb.cli import main
from fagbegreb.settings import Settings, settings_table
from servers import COMMAND

Run = Any


@pytest.fixture
def run(settings: Settings, snapshot: Path) -> Run:
    """Run a command over the tests' snapshot."""
    assert snapshot.is_dir()

    def invoke(*arguments: str, text: str | bytes | None = None) -> Result:
        return CliRunner(env=settings.environ()).invoke(main, arguments, input=text)

    return invoke


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"fagbegreb {__version__}\n"


def test_help_of_every_command_says_what_it_does_and_gives_examples(run: Run) -> None:
    for name, command in walk(main, "fagbegreb"):
        said = run(*name.split()[1:], "--help")
        assert said.exit_code == 0
        assert command.get_short_help_str()
        if len(command.params) > 0:
            assert f"  {name}" in said.stdout, f"give an example of {name}"


def walk(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Each command below a group, by its whole name."""
    if isinstance(command, click.Group):
        for word, below in command.commands.items():
            yield from walk(below, f"{name} {word}")
    else:
        yield name, command


def test_settings_lists_all_and_hides_the_password(run: Run) -> None:
    said = run("settings").stdout
    assert all(f"{name}=" in said for name, *_ in settings_table())


def test_search_finds_inflected_words(run: Run) -> None:
    said = run("search", "underretninger")
    assert said.exit_code == 0
    assert "underretning" in said.stdout


def test_words_of_a_query_need_no_quotes(run: Run) -> None:
    assert run("search", "børnefaglig", "undersøgelse").stdout.startswith("bl:20 ")


def test_nothing_found_ends_with_1(run: Run) -> None:
    assert run("search", "xyzzyqwk").exit_code == 1


@pytest.mark.parametrize("option", ["--kind", "--scheme", "--status"])
def test_a_filter_that_nothing_can_meet_is_told(run: Run, option: str) -> None:
    said = run("search", "trivsel", option, "nope")
    assert said.exit_code != 0
    assert "nope" in said.stderr


def test_search_as_json_is_the_answer_of_the_api(run: Run, client: TestClient) -> None:
    said = json.loads(run("search", "barnets trivsel", "--limit", "5", "--json").stdout)
    assert said == client.get("/api/v1/search?q=barnets trivsel&limit=5").json()


def test_show_as_json_is_the_answer_of_the_api(run: Run, client: TestClient) -> None:
    said = json.loads(run("show", "ics:B1", "--json").stdout)
    assert said == client.get("/api/v1/concepts/ics/B1").json()


def test_translate_as_json_is_the_answer_of_the_api(run: Run, client: TestClient) -> None:
    said = json.loads(run("translate", "ics:B1", "--to", "trivsel", "--json").stdout)
    assert said == client.get("/api/v1/translate?id=ics:B1&to=trivsel").json()


def test_resolve_as_json_is_the_answer_of_the_api(run: Run, client: TestClient) -> None:
    said = json.loads(run("resolve", "ics:B1", "§ 50", "nonsens", "--json").stdout)
    asked = {"ids": ["ics:B1", "§ 50", "nonsens"], "at": None}
    assert said == client.post("/api/v1/resolve", json=asked).json()


def test_resolve_reads_lines_from_standard_input(run: Run) -> None:
    said = run("resolve", text="ics:B1\nnonsens\n").stdout.splitlines()
    assert said[0].startswith("ics:B1\tfound\t")
    assert said[1] == "nonsens\tnot_found\t"


def test_what_is_typed_or_sent_must_be_utf8(run: Run) -> None:
    typed = os.fsdecode(b"b\xf8rn")
    for command in (["search", typed], ["show", typed], ["resolve", "ics:B1", typed]):
        refused = run(*command)
        assert (refused.exit_code, "the text is not UTF-8" in refused.stderr) == (2, True)
    sent = run("resolve", text=b"b\xf8rn\n")
    assert (sent.exit_code, "Save the file as UTF-8" in sent.stderr) == (2, True)


def test_a_byte_order_mark_is_no_part_of_the_first_code(run: Run) -> None:
    assert "\tfound\t" in run("resolve", text=b"\xef\xbb\xbfics:B1\n").stdout


def test_resolve_without_standard_input_has_nothing_to_resolve(
    settings: Settings, snapshot: Path
) -> None:
    assert snapshot.is_dir()
    command = ["sh", "-c", '"$@" <&-', "sh", *COMMAND, "resolve"]
    environment = {**os.environ, **settings.environ()}
    said = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert (said.returncode, said.stdout, said.stderr) == (0, b"", b"")


def test_show_tells_term_and_definition(run: Run) -> None:
    said = run("show", "bl:20").stdout
    assert said.startswith("bl:20")
    assert "Definition: " in said
    assert "Brug ikke: § 50-undersøgelse" in said


def test_the_words_of_a_command_come_in_english_too(run: Run) -> None:
    assert "  Definition: " in run("show", "ics:B1", "--lang", "en").stdout
    assert "  Broader: ics:B" in run("show", "ics:B1", "--lang", "en-GB").stdout
    assert " of " in run("search", "health", "--lang", "en").stderr
    told = run("translate", "ics:B1", "--to", "trivsel", "--lang", "en").stdout
    assert "  almost the same: trivsel:D4" in told


def test_a_denied_mapping_is_shown_as_denied(run: Run) -> None:
    assert "  Ikke det samme: ltt:404665f4" in run("show", "bl:18").stdout
    assert "  Not the same: ltt:404665f4" in run("show", "bl:18", "--lang", "en").stdout


def test_a_repealed_provision_is_shown_as_not_in_force(run: Run) -> None:
    assert "[ikke i kraft]" in run("show", "sel:50", "--at", "2024-06-01").stdout
    assert "[ikke i kraft]" not in run("show", "sel:50", "--at", "2023-06-01").stdout


def test_an_unknown_concept_is_told_in_danish_and_english(run: Run) -> None:
    said = run("show", "ics:findes-ikke")
    assert said.exit_code == 1
    assert said.stdout == ""
    assert "Fejl: " in said.stderr
    assert "Error: " in said.stderr
    assert "ics:findes-ikke" in said.stderr


def test_an_ambiguous_id_lists_the_candidates(run: Run) -> None:
    said = run("show", "§ 50")
    assert said.exit_code == 1
    assert "sel:50" in said.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("translate", "ics:B1", "--to", "nope"),
        ("crosswalk", "ics", "nope"),
        ("search", "x", "--scheme", "nope"),
    ],
)
def test_an_unknown_scheme_is_told_with_those_there_are(run: Run, command: tuple[str, ...]) -> None:
    said = run(*command)
    assert said.exit_code == 1
    assert "'nope'" in said.stderr
    assert re.search(r"Known schemes: .*ics.*trivsel", said.stderr)


def test_what_is_unknown_is_told_with_a_remedy_at_the_prompt(run: Run) -> None:
    said = run("show", "nope:1").stderr
    assert "fagbegreb search" in said
    assert "/api/" not in said


def test_a_wrong_date_is_wrong_use(run: Run) -> None:
    said = run("show", "ics:B1", "--at", "1. januar")
    assert said.exit_code == 2
    assert "2024-01-01" in said.stderr


@pytest.mark.parametrize(
    ("file_format", "begins"),
    [("ttl", b"@prefix"), ("nt", b"<http"), ("rdf", b"<?xml"), ("jsonld", b"{"), ("xlsx", b"PK")],
)
def test_a_scheme_is_exported_in_every_format(
    run: Run, tmp_path: Path, file_format: str, begins: bytes
) -> None:
    file = tmp_path / f"ics.{file_format}"
    assert run("export", "ics", "--format", file_format, "-o", str(file)).exit_code == 0
    assert file.read_bytes().startswith(begins)


def test_an_exported_table_has_a_row_for_each_concept(run: Run, client: TestClient) -> None:
    rows = run("export", "ics", "--format", "csv").stdout.strip().splitlines()
    schemes = client.get("/api/v1/schemes").json()["schemes"]
    (count,) = (scheme["concept_count"] for scheme in schemes if scheme["id"] == "ics")
    assert len(rows) == count + 1


def test_check_finds_no_fault_in_our_content(run: Run) -> None:
    said = run("check")
    assert said.exit_code == 0, said.output


@pytest.mark.parametrize("options", [("--proposals", "x.tsv"), ("--snapshot", "--report")])
def test_options_of_check_that_do_not_go_together_are_wrong_use(
    run: Run, options: tuple[str, ...]
) -> None:
    assert run("check", *options).exit_code == 2


def test_check_verifies_the_snapshot(run: Run) -> None:
    assert run("check", "--snapshot").exit_code == 0


def test_looking_something_up_imports_no_web_framework_and_no_reasoner(settings: Settings) -> None:
    code = (
        "import sys; from fagbegreb.cli import main\n"
        "try: main(['search', 'barn'])\n"
        "except SystemExit: pass\n"
        "heavy = {'fastapi', 'rdflib', 'pyshacl', 'owlready2', 'jinja2', 'uvicorn'}\n"
        "print('heavy:', sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run(
        [COMMAND[0], "-c", code], check=True, env=settings.environ(), capture_output=True, text=True
    )
    assert re.search(r"^heavy: \[\]$", ran.stdout, re.MULTILINE), ran.stdout


@pytest.mark.parametrize("name", ["", "..", "../elsewhere", "a/b", "2026 12", "x" * 65])
def test_a_release_has_a_name_that_a_folder_and_an_address_can_have(run: Run, name: str) -> None:
    said = run("build", "--release", name)
    assert said.exit_code == 2
    assert f"'{name}'" in said.stderr


def test_a_file_that_cannot_be_written_is_told_in_a_line(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "missing" / "ics.ttl"
    said = run("export", "ics", "-o", str(target))
    assert said.exit_code == 3
    assert f"Fejl: {target}: filen eller mappen kan ikke bruges" in said.stderr
    assert "Traceback" not in said.stderr
