"""The committed bundles are what `make assets` makes, and name no other host to fetch from."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

import fagbegreb.web

ROOT = Path(__file__).parents[1]
VENDOR = Path(fagbegreb.web.__file__).parent / "static" / "vendor"
STATIC = VENDOR.parent


@pytest.mark.external
def test_the_bundles_are_what_the_recipe_makes(tmp_path: Path) -> None:
    subprocess.run([ROOT / "tools" / "assets", tmp_path], check=True, timeout=600)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    committed = {path.name: path.read_bytes() for path in VENDOR.iterdir()}
    assert set(made) == set(committed)
    assert [name for name in made if made[name] != committed[name]] == [], "run make assets"


def test_style_sheets_fetch_nothing_from_elsewhere() -> None:
    for sheet in STATIC.rglob("*.css"):
        for target in re.findall(r"url\(([^)]*)\)", sheet.read_text("utf-8")):
            assert not re.match(r"""["']?(https?:)?//""", target), f"{sheet.name}: {target}"


def test_the_editor_has_lost_the_addresses_it_comes_with() -> None:
    text = (VENDOR / "yasgui.js").read_text("utf-8")
    for host in ("prefix.cc", "prefix.zazuko.com", "lov.linkeddata.es", "lov.okfn", "dbpedia.org"):
        assert host not in text, host


def test_fonts_are_the_latin_subsets() -> None:
    fonts = sorted(VENDOR.glob("*.woff2"))
    assert [font.name for font in fonts] == [
        "IBMPlexSans-Regular-Latin1.woff2",
        "IBMPlexSans-SemiBold-Latin1.woff2",
    ]
    assert all(font.stat().st_size < 20_000 for font in fonts)


def test_every_part_brings_its_licence() -> None:
    text = (VENDOR / "LICENSES.md").read_text("utf-8")
    for name in ("dkfds", "@zazuko/yasgui", "SIL Open Font License", "MIT"):
        assert name in text
    for foreign in ("borgerdk", "virkdk"):
        assert not list(STATIC.rglob(f"*{foreign}*"))
