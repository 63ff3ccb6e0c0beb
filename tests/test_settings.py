"""One table of settings; the environment and the command line only fill it in."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from fagbegreb.errors import BadParameter
from fagbegreb.settings import Settings, content_root, settings_table


def test_listens_on_this_machine_only_unless_told_otherwise() -> None:
    assert Settings.load({}).host == "127.0.0.1"
    assert Settings.load({}).port == 8000


def test_the_environment_overrides_the_default() -> None:
    assert Settings.load({"FAGBEGREB_PORT": "8123"}).port == 8123


def test_an_option_overrides_the_environment() -> None:
    assert Settings.load({"FAGBEGREB_PORT": "8123"}, port=9000).port == 9000


def test_an_option_is_held_to_the_same_limits() -> None:
    with pytest.raises(BadParameter, match="FAGBEGREB_HOST= cannot be used"):
        Settings.load({}, host="")
    with pytest.raises(BadParameter, match="FAGBEGREB_PORT=65536 must be"):
        replace(Settings.load({}), port=65_536)


def test_an_option_that_is_not_given_overrides_nothing() -> None:
    assert Settings.load({"FAGBEGREB_PORT": "8123"}, port=None).port == 8123


def test_folders_arrive_as_paths() -> None:
    assert Settings.load({"FAGBEGREB_HOME": "snapshots"}).home == Path("snapshots")


def test_seconds_may_have_a_fraction() -> None:
    assert Settings.load({"FAGBEGREB_QUERY_TIMEOUT_S": "2.5"}).query_timeout_s == 2.5


def test_settings_travel_to_another_process_by_its_environment() -> None:
    settings = Settings.load({}, port=9000, query_timeout_s=2.5, home=Path("snapshots"))
    assert Settings.load(settings.environ()) == settings


def test_what_is_no_number_is_refused_by_name() -> None:
    with pytest.raises(BadParameter, match="FAGBEGREB_PORT=http is not a number"):
        Settings.load({"FAGBEGREB_PORT": "http"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("WORKERS", "0"),
        ("QUERY_WORKERS", "0"),
        ("QUERY_QUEUE", "-1"),
        ("QUERY_TIMEOUT_S", "nan"),
        ("QUERY_TIMEOUT_S", "0"),
        ("CASE_TIMEOUT_S", "inf"),
        ("CASE_MAX_BYTES", "-5"),
        ("WORKER_MEMORY_BYTES", "1000"),
        ("HOST", ""),
        ("HOME", ""),
        ("CONTENT", " "),
        ("BASE_PATH", "begreber"),
        ("BASE_PATH", "/med mellemrum"),
        ("PUBLIC_URL", "begreber.example"),
        ("SPARQL_ENDPOINT", "ftp://engine.example"),
        ("PUBLISHER_URL", "https://kommune.example/{side}"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused_by_name(name: str, value: str) -> None:
    """No host would mean every one, and be seen by the whole network."""
    with pytest.raises(BadParameter, match=re.escape(f"FAGBEGREB_{name}={value}")):
        Settings.load({f"FAGBEGREB_{name}": value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("QUERY_QUEUE", "0"),
        ("HOST", "::1"),
        ("BASE_PATH", "/fag/begreber/"),
        ("PUBLIC_URL", "https://kommune.example/begreber"),
        ("SPARQL_ENDPOINT", "http://127.0.0.1:7878/query"),
        ("PUBLIC_URL", ""),
    ],
)
def test_what_an_operator_may_mean_is_taken(name: str, value: str) -> None:
    assert Settings.load({f"FAGBEGREB_{name}": value}).environ()[f"FAGBEGREB_{name}"] == value


def test_content_is_found_in_the_checkout() -> None:
    assert (content_root() / "ontology").is_dir()
    assert (content_root() / "shapes").is_dir()
    assert (content_root() / "mappings").is_dir()


def test_snapshots_live_outside_checkout_and_package() -> None:
    home = Settings.load({}).home
    assert not home.is_relative_to(content_root())


def test_every_setting_says_what_it_is_for() -> None:
    rows = {name: (default, unit, text) for name, default, unit, text in settings_table()}
    assert len(rows) == len(fields(Settings))
    assert all(text for _, _, text in rows.values())


def test_numbers_that_count_something_carry_a_unit() -> None:
    for name, default, unit, _ in settings_table():
        if default.replace("_", "").replace(".", "", 1).isdigit() and name != "FAGBEGREB_PORT":
            assert unit, f"{name} needs a unit in settings.py"
