"""Lists of concepts as files that forms and systems read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from fagbegreb.errors import BadParameter, shown
from fagbegreb.render import forms
from fagbegreb.render.forms import Choices
from fagbegreb.render.listing import listing_header, listing_rows
from fagbegreb.tables import csv_bytes, xlsx_bytes
from fagbegreb.web.api.bodies import one_concept
from fagbegreb.web.context import Asked, AskedIn, settings_of
from fagbegreb.web.respond import answer, cache_for

router = APIRouter(tags=["lists"])


def _rows(choices: Choices) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    rows = list(listing_rows(choices.concepts, choices.lang, choices.at))
    return listing_header(choices.lang), rows


def _csv(choices: Choices) -> bytes:
    return csv_bytes(*_rows(choices))


def _csv_for_excel(choices: Choices) -> bytes:
    return csv_bytes(*_rows(choices), for_excel=True)


def _xlsx(choices: Choices) -> bytes:
    return xlsx_bytes(*_rows(choices), "fagbegreb")


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORTS: Final[dict[str, tuple[str, str, Callable[[Choices], bytes]]]] = {
    "csv": ("text/csv; charset=utf-8", "liste.csv", _csv),
    "csv-excel": ("text/csv; charset=utf-8", "liste-excel.csv", _csv_for_excel),
    "xlsx": (_XLSX, "liste.xlsx", _xlsx),
    "json": ("application/json", "liste.json", forms.as_json),
    "schema.json": ("application/schema+json", "liste.schema.json", forms.as_json_schema),
    "shacl.ttl": ("text/turtle", "liste.shacl.ttl", forms.as_shacl),
    "valueset.json": ("application/fhir+json", "liste.valueset.json", forms.as_value_set),
    "questionnaire.json": (
        "application/fhir+json",
        "liste.questionnaire.json",
        forms.as_questionnaire,
    ),
    "select.html": ("text/plain; charset=utf-8", "liste.select.html", forms.as_select),
    "options.yaml": ("application/yaml", "liste.options.yaml", forms.as_options_yaml),
    "definitions.txt": ("text/plain; charset=utf-8", "liste.definitions.txt", forms.as_definitions),
}
"""Format -> (media type, file name, writer)."""


@router.get("/list.{form}", summary="A list of concepts as a file")
def exported(
    request: Request,
    asked: Asked,
    form: str,
    ids: Annotated[
        list[str] | None, Query(alias="id", description="Repeat it.", max_length=1_000)
    ] = None,
) -> Response:
    """In the order given, as csv, csv-excel, xlsx, json, schema.json (JSON Schema), shacl.ttl,
    valueset.json and questionnaire.json (FHIR), select.html, options.yaml (OS2forms, Drupal
    Webform) or definitions.txt. An id that means nothing, or several concepts, is an error."""
    if form not in EXPORTS:
        raise BadParameter(
            f"Formatet »{shown(form)}« findes ikke. Vælg en af: {', '.join(EXPORTS)}.",
            f"There is no format '{shown(form)}'. Choose one of: {', '.join(EXPORTS)}.",
        )
    media_type, name, write = EXPORTS[form]
    concepts = [one_concept(asked, each) for each in ids or ()]
    choices = Choices(
        concepts,
        asked.lang,
        asked.at,
        asked.terminology.release,
        _address(request, asked),
        asked.terminology.vocabulary.book.code_systems,
    )
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    body = write(choices)
    return answer(request, body, media_type, cache=cache_for(asked.is_pinned), headers=headers)


def _address(request: Request, asked: AskedIn) -> str:
    """The page of the same list, release named."""
    base = settings_of(request).public_url or str(request.base_url)
    url = request.url.include_query_params(release=asked.terminology.release)
    return f"{base.rstrip('/')}/liste?{url.query}"
