"""`validate`: case graphs in files go in, broken rules come out, with the law behind each."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fagbegreb.cli.common import (
    ANSWER_IS_NO,
    echo_json,
    json_option,
    lang_option,
    open_terminology,
)
from fagbegreb.errors import UnsupportedMedia
from fagbegreb.model import Concept, Finding, Iri, ValidationReport, today
from fagbegreb.settings import Settings

if TYPE_CHECKING:
    from fagbegreb.terminology import Terminology

MEDIA_TYPES = {
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".json": "application/ld+json",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".xml": "application/rdf+xml",
}
SEVERITIES = {"violation": "FEJL", "warning": "ADVARSEL", "info": "OPLYSNING"}


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@lang_option
@json_option
@click.pass_obj
def validate(settings: Settings, *, files: tuple[Path, ...], lang: str, as_json: bool) -> None:
    """Check case graphs against the law that applied when the decisions were made.

    Nothing is stored. Formats by file name: .ttl .jsonld .nt .rdf

    \b
    Examples:
      fagbegreb validate sag.ttl
      fagbegreb validate sager/*.jsonld --json
    """
    from fagbegreb.validation import Validator

    house = open_terminology(settings)
    conforms = True
    with closing(Validator(house.path, settings, house.vocabulary.nearest)) as validator:
        for file in files:
            report = validator.validate_sync(file.read_bytes(), _media_type(file))
            conforms = conforms and report.conforms
            _echo(house, file, report, lang, as_json)
    if not conforms:
        click.get_current_context().exit(ANSWER_IS_NO)


def _media_type(file: Path) -> str:
    try:
        return MEDIA_TYPES[file.suffix.lower()]
    except KeyError:
        known = " ".join(MEDIA_TYPES)
        raise UnsupportedMedia(
            f"{file}: filnavnet skal ende på en af {known}.",
            f"{file}: the file name must end with one of {known}.",
        ) from None


def _echo(
    house: Terminology, file: Path, report: ValidationReport, lang: str, as_json: bool
) -> None:
    if as_json:
        from fagbegreb.render import report_json

        told = report_json(report, lang, today(), lambda iri: _concept(house, iri))
        echo_json({"file": str(file), **told})
        return
    laws = ", ".join(report.law) or "ingen"
    click.echo(
        f"{file}: {'ingen fejl' if report.conforms else 'bryder reglerne'} "
        f"({report.rules_checked} regler, lov: {laws})"
    )
    for found in report.findings:
        click.echo(f"  {_line(house, found, lang)}")


def _line(house: Terminology, found: Finding, lang: str) -> str:
    law = "; ".join(
        concept.reference or concept.curie
        for iri in found.legal_basis
        if (concept := _concept(house, iri))
    )
    text = found.message.get(lang) or found.message.get("da", "")
    return f"{SEVERITIES[found.severity]} {found.rule}: {text}{f' [{law}]' if law else ''}"


def _concept(house: Terminology, iri: Iri) -> Concept | None:
    return house.vocabulary.concept(iri) if house.vocabulary.is_concept(iri) else None
