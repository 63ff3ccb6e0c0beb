"""What we hand out as SSSOM is valid in the eyes of sssom-py, with no row dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from fagbegreb.crosswalk import proposals_sssom, table_sssom
from fagbegreb.model import SchemeId, today
from fagbegreb.terminology import Terminology
from test_sssom_py import validate

pytestmark = [pytest.mark.external, pytest.mark.slow]

PAIRS = (("sel", "bl"), ("ics", "trivsel"), ("ltt", "bl"), ("fboe", "faelles"), ("sos", "trivsel"))


def test_tables_and_proposals_are_valid(terminology: Terminology, tmp_path: Path) -> None:
    crosswalk = terminology.crosswalk
    for source, target in PAIRS:
        table = crosswalk.table(SchemeId(source), SchemeId(target), today())
        iri = terminology.vocabulary.book.head(target).iri
        (tmp_path / f"{source}--{target}.sssom.tsv").write_text(table_sssom(table, iri))
    proposals = proposals_sssom(crosswalk.quality_report().proposals)
    (tmp_path / "forslag.sssom.tsv").write_text(proposals)
    result = validate(tmp_path)
    assert (result.returncode, result.stdout) == (0, ""), result.stderr
