"""Validate every crosswalk with sssom-py, which lives in an environment of its own.

    .venv/sssom/bin/python tools/validate_sssom.py mappings

Says which file is wrong and how; silent and 0 when all are well.
"""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

from sssom.constants import DEFAULT_VALIDATION_TYPES
from sssom.parsers import parse_sssom_table
from sssom.validators import validate


def faults(path: Path) -> Iterator[str]:
    """What is wrong with one file."""
    mappings = parse_sssom_table(str(path))
    lines = path.read_text("utf-8").splitlines()
    rows = sum(not line.startswith("#") for line in lines) - 1
    if len(mappings.df) != rows:
        # sssom-py drops a row whose id it cannot read, and says nothing.
        yield f"only {len(mappings.df)} of {rows} rows can be read"
    reports = validate(mappings, DEFAULT_VALIDATION_TYPES, fail_on_error=False)
    for report in reports.values():
        yield from (result.message for result in report.results)


def main() -> int:
    """1 when a file is not valid SSSOM."""
    logging.disable(logging.ERROR)
    found = [
        f"{path}: {fault}"
        for path in sorted(Path(sys.argv[1]).glob("*.sssom.tsv"))
        for fault in faults(path)
    ]
    print("".join(f"{line}\n" for line in found), end="")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
