"""The page that checks a case. What is pasted is read in memory, shown back to the sender, and
kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.responses import Response

from fagbegreb.errors import BadRequest, FagbegrebError, MalformedData
from fagbegreb.model import Finding, ValidationReport
from fagbegreb.web.api.validating import known_concept
from fagbegreb.web.context import client_of, terminology_of
from fagbegreb.web.pages.examples import example_text, examples
from fagbegreb.web.pages.places import CaseText
from fagbegreb.web.pages.view import View, page

router = APIRouter()

FORMATS: Final = {
    "text/turtle": "Turtle",
    "application/ld+json": "JSON-LD",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF/XML",
}
SEVERITIES: Final = ("violation", "warning", "info")
_NO_STORE: Final = "no-store"
_MOST_FIELDS: Final = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as the page shows it."""

    finding: Finding
    basis: tuple[Any, ...]
    suggestions: tuple[Any, ...]
    line: int | None
    names: tuple[str, ...]
    """The node and the property, as the case's own text writes them."""


@router.get("/valider")
async def empty(request: Request, eksempel: str = "") -> Response:
    """The form, with an example when one was chosen."""
    text = example_text(request, eksempel)
    return _page(request, text=text or "", media_type="text/turtle", chosen=eksempel)


@router.post("/valider")
async def check(request: Request) -> Response:
    """The form again with what was found."""
    fields = _fields(await request.body())
    text = fields.get("sag", [""])[0].replace("\r\n", "\n")
    media_type = fields.get("format", [""])[0]
    media_type = media_type if media_type in FORMATS else _guessed(text)
    terminology = terminology_of(request)
    try:
        report = await terminology.validator.validate(text.encode(), media_type, client_of(request))
    except FagbegrebError as error:
        return _page(request, text=text, media_type=media_type, error=error, status=error.status)
    return _page(request, text=text, media_type=media_type, report=report)


def _fields(body: bytes) -> dict[str, list[str]]:
    """Raises BadRequest for a form that is not ours; never tells what stands in it."""
    try:
        return parse_qs(body.decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise BadRequest(
            f"Formularen har mere end {_MOST_FIELDS} felter. Send sagen som feltet »sag«.",
            f"The form has more than {_MOST_FIELDS} fields. Send the case as the field 'sag'.",
        ) from None


def _page(  # noqa: PLR0913  what the page can show
    request: Request,
    *,
    text: str,
    media_type: str,
    chosen: str = "",
    report: ValidationReport | None = None,
    error: FagbegrebError | None = None,
    status: int = 200,
) -> Response:
    return page(
        request,
        "validate.html",
        status=status,
        cache=_NO_STORE,
        text=text,
        media_type=media_type,
        formats=FORMATS,
        examples=examples(request),
        chosen=chosen,
        report=report,
        groups=_grouped(request, report, text) if report else [],
        step_name=partial(_step_name, View(request)),
        error=error.detail[View(request).lang] if error else "",
        error_line=error.line if isinstance(error, MalformedData) else None,
    )


def _grouped(
    request: Request, report: ValidationReport, text: str
) -> list[tuple[str, list[tuple[str, list[Shown]]]]]:
    """Findings by severity, worst first, and by the step of the case that the rule is about."""
    concept_of = known_concept(terminology_of(request))
    case = CaseText(text)

    def shown(finding: Finding) -> Shown:
        return Shown(
            finding,
            tuple(found for iri in finding.legal_basis if (found := concept_of(iri))),
            tuple(found for iri in finding.suggestions if (found := concept_of(iri))),
            case.line_of(finding.focus, finding.path),
            tuple(case.shortened(iri) for iri in (finding.focus, finding.path) if iri),
        )

    groups = []
    for severity in SEVERITIES:
        found = [finding for finding in report.findings if finding.severity == severity]
        steps = dict.fromkeys(finding.step for finding in found)
        if found:
            by_step = [(step, [shown(each) for each in found if each.step == step])
                       for step in steps]  # fmt: skip
            groups.append((severity, by_step))
    return groups


def _step_name(view: View, step: str) -> str:
    """What a step of a case is called; the rules of an operator may have steps of their own."""
    try:
        return view.t(f"step.{step}")
    except KeyError:
        return step.capitalize()


def _guessed(text: str) -> str:
    start = text.lstrip()[:1]
    if start in {"{", "["}:
        return "application/ld+json"
    return "application/rdf+xml" if text.lstrip()[:5] in {"<?xml", "<rdf:"} else "text/turtle"
