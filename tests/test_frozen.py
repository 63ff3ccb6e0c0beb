"""Promises that an edit must not break: codes live on, rows do not vanish, files stay canonical."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from fagbegreb import content, namespaces
from fagbegreb.settings import content_root

FROZEN = Path(__file__).parent / "frozen"
ROOT = content_root()


@pytest.fixture(scope="module")
def codes() -> set[str]:
    """CURIEs of all concepts, from the names of files and the codes in them."""
    return {
        f"{file.graph.removeprefix(namespaces.ID)}:{quad.object.value}"
        for file in content.scheme_files(ROOT)
        for quad in content.read_turtle(file.path, file.graph)
        if quad.predicate.value == namespaces.SKOS + "notation"
        and isinstance(quad.object, ox.Literal)
    }


def test_a_code_is_never_deleted(codes: set[str]) -> None:
    frozen = set((FROZEN / "codes.txt").read_text("utf-8").split())
    gone = sorted(frozen - codes)
    assert not gone, f"Retire these with owl:deprecated instead of deleting them: {gone}"


def test_every_scheme_keeps_its_concepts(codes: set[str]) -> None:
    frozen = Counter(
        code.split(":")[0] for code in (FROZEN / "codes.txt").read_text("utf-8").split()
    )
    assert len(frozen) == 25
    assert sum(frozen.values()) == 1963
    present = Counter(code.split(":")[0] for code in codes)
    assert {scheme for scheme in frozen if present[scheme] < frozen[scheme]} == set()


def test_mapping_rows_do_not_vanish() -> None:
    lines = (FROZEN / "crosswalks.tsv").read_text("utf-8").splitlines()[1:]
    present = {
        content.crosswalk_name(path): len(content.read_sssom(path))
        for path in content.mapping_files(ROOT / "mappings")
    }
    for name, rows in (line.split("\t") for line in lines):
        assert present.get(name, 0) >= int(rows), (
            f"{name} has lost rows; a judgement that changed is a changed row, or a row that says "
            "NoTermFound"
        )


def test_the_content_is_written_in_canonical_form() -> None:
    changed = content.format_content(ROOT, fix=False)
    assert not changed, f"run 'fagbegreb check --fix': {[path.name for path in changed]}"
