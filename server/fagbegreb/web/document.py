"""The application goes in; its OpenAPI document comes out, with errors as they really are."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

_PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `code` is stable; `detail` names the value and the remedy.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
    },
}
_DEFAULT = {
    "description": "What went wrong, in the language asked for.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def document(app: FastAPI) -> dict[str, Any]:
    """OpenAPI 3.1. Made once per application; parameters that are wrong answer 400."""
    if app.openapi_schema is None:
        made = get_openapi(
            title="fagbegreb",
            version=app.version,
            routes=app.routes,
            description="Terminology for municipal work with vulnerable and disabled children.",
            license_info={"name": "MIT (code), CC BY 4.0 (content)"},
            servers=[{"url": app.state.settings.base_path.rstrip("/") or "/"}],
        )
        for path in made.get("paths", {}).values():
            for operation in path.values():
                _with_problems(operation)
        schemas = made.setdefault("components", {}).setdefault("schemas", {})
        schemas.pop("HTTPValidationError", None)
        schemas.pop("ValidationError", None)
        schemas["Problem"] = _PROBLEM
        app.openapi_schema = made
    return app.openapi_schema


def _with_problems(operation: dict[str, Any]) -> None:
    responses = operation.setdefault("responses", {})
    responses.pop("422", None)
    responses["4XX"] = _DEFAULT
    responses["5XX"] = _DEFAULT
