"""Validate every crosswalk with sssom-py, which lives in an environment of its own.

    .venv/sssom/bin/python tools/validate_sssom.py mappings

Says which file is wrong and how; silent and 0 when all are well.
"""

import logging
import sys
from pathlib import Path

from sssom.constants import DEFAULT_VALIDATION_TYPES
from sssom.parsers import parse_sssom_table
from sssom.validators import validate


def main() -> int:
    """The number of files that are not valid SSSOM."""
    logging.disable(logging.WARNING)
    wrong = 0
    for path in sorted(Path(sys.argv[1]).glob("*.sssom.tsv")):
        reports = validate(
            parse_sssom_table(str(path)), DEFAULT_VALIDATION_TYPES, fail_on_error=False
        )
        faults = [result.message for report in reports.values() for result in report.results]
        wrong += bool(faults)
        for fault in faults:
            print(f"{path}: {fault}")
    return min(wrong, 100)


if __name__ == "__main__":
    sys.exit(main())
