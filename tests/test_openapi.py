"""The OpenAPI document keeps its promises, whatever schemathesis can think of asking."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

pytestmark = pytest.mark.slow

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = settings(
    max_examples=30,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


def test_every_answer_is_what_the_document_says(server: str) -> None:
    document = schemathesis.openapi.from_url(f"{server}/openapi.json")
    broken: list[str] = []
    for found in document.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()

        @EXAMPLES
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(checks=CHECKS)

        try:
            ask()
        except* AssertionError as faults:
            broken += [f"{operation.label}: {fault}" for fault in faults.exceptions]
    assert not broken, "\n\n".join(broken)
