"""`crosswalk`, `recode` and `import mappings`: whole crosswalks, case files and editors' tables."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from fagbegreb.cli.common import (
    ANSWER_IS_NO,
    at_option,
    case_format,
    echo_json,
    json_option,
    lang_option,
    open_terminology,
    output_option,
    said,
)
from fagbegreb.model import CrosswalkTable, Relation, today
from fagbegreb.settings import Settings

if TYPE_CHECKING:
    from fagbegreb.crosswalk.difference import Answer, AnswerChange
    from fagbegreb.crosswalk.importing import ImportPlan
    from fagbegreb.recode import Recoding
    from fagbegreb.terminology import Terminology

_CHANGES_SHOWN: Final = 50


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["csv", "xlsx", "sssom", "svg"]),
    default="csv",
    show_default=True,
)
@click.option(
    "--relation",
    "relations",
    multiple=True,
    type=click.Choice([relation.value for relation in Relation]),
    help="Only counterparts of this relation.",
)
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, show_default=True)
@output_option
@lang_option
@at_option
@click.pass_obj
def crosswalk(
    settings: Settings,
    *,
    source: str,
    target: str,
    file_format: str,
    relations: tuple[str, ...],
    min_confidence: float,
    output: Path | None,
    lang: str,
    at: date | None,
) -> None:
    """Write everything one scheme is called in another, gaps shown.

    \b
    Examples:
      fagbegreb crosswalk ics trivsel > ics-trivsel.csv
      fagbegreb crosswalk sel bl --at 2024-01-01 --format xlsx -o sel-bl.xlsx
      fagbegreb crosswalk ics trivsel --format svg -o ics-trivsel.svg
    """
    house = open_terminology(settings)
    ends = (house.vocabulary.book.head(source).id, house.vocabulary.book.head(target).id)
    wanted = [Relation(name) for name in relations]
    table = house.crosswalk.table(*ends, at or today(), wanted, min_confidence)
    _write(_table_bytes(house, table, file_format, lang), output)


def _table_bytes(house: Terminology, table: CrosswalkTable, file_format: str, lang: str) -> bytes:
    from fagbegreb.crosswalk import table_cells, table_header, table_sssom
    from fagbegreb.drawing import flow_svg
    from fagbegreb.render import pick
    from fagbegreb.tables import csv_bytes, xlsx_bytes

    heads = house.vocabulary.book.heads
    if file_format == "sssom":
        return table_sssom(table, heads[table.target].iri).encode()
    if file_format == "svg":
        names = (pick(heads[table.source].labels, lang), pick(heads[table.target].labels, lang))
        return flow_svg(table, names, lang).encode()
    if file_format == "xlsx":
        title = f"{table.source} - {table.target}"
        return xlsx_bytes(table_header(lang), table_cells(table, lang), title)
    return csv_bytes(table_header(lang), table_cells(table, lang))


@click.command()
@click.argument("case", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--to", "target", required=True, metavar="SCHEME", help="Scheme to add codes from.")
@click.option(
    "--scheme", "sources", multiple=True, metavar="SCHEME", help="Recode only codes of this scheme."
)
@output_option
@lang_option
@at_option
@json_option
@click.pass_obj
def recode(
    settings: Settings,
    *,
    case: Path,
    target: str,
    sources: tuple[str, ...],
    output: Path | None,
    lang: str,
    at: date | None,
    as_json: bool,
) -> None:
    """Put another scheme's codes beside those of a case file; nothing is taken away.

    The graph goes to standard output, what became of each code to standard error (with --json
    to standard output, and the graph to -o). Values on scales are never converted.

    \b
    Examples:
      fagbegreb recode sag.ttl --to trivsel -o sag-trivsel.ttl
      fagbegreb recode sag.ttl --to trivsel --scheme ics --json -o sag-trivsel.ttl
    """
    house = open_terminology(settings)
    head = house.vocabulary.book.head
    recoding = house.recoder.recode_sync(
        case.read_bytes(),
        (case_format(case), case_format(output or case)),
        head(target).id,
        at or today(),
        tuple(head(name).id for name in sources),
    )
    if output is not None or not as_json:
        _write(recoding.graph, output)
    _report_recoding(recoding, lang, as_json)


def _report_recoding(recoding: Recoding, lang: str, as_json: bool) -> None:
    from fagbegreb.render import pick

    if as_json:
        told = [
            {
                "code": found.code.curie,
                "outcome": found.outcome,
                "added": found.added.target.curie if found.added else None,
                "loss": found.added.loss.value if found.added else None,
                "uses": found.uses,
                "measured_uses": found.measured_uses,
                "text": pick(found.text, lang),
            }
            for found in recoding.codes
        ]
        echo_json({"target": recoding.target, "at": recoding.at.isoformat(), "codes": told})
        return
    for found in recoding.codes:
        added = f" -> {found.added.target.curie}" if found.added else ""
        click.echo(f"{found.outcome}: {found.code.curie}{added}", err=True)
        click.echo(f"  {pick(found.text, lang)}", err=True)


@click.group("import")
def import_group() -> None:
    """Take in what an editor has made elsewhere."""


@import_group.command("mappings")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--accept", is_flag=True, help="Write the crosswalk files. Without it: only look.")
@click.option(
    "--complete",
    is_flag=True,
    help="The table is all there is between its schemes: rows that it leaves out are deleted.",
)
@at_option
@click.pass_obj
def import_mappings(
    settings: Settings, *, file: Path, accept: bool, complete: bool, at: date | None
) -> None:
    """Check a table of mappings (TSV, CSV, XLSX) and say which answers it would change.

    Every fault is told with its row. Columns: fra, relation, til, sikkerhed, begrundelse, kilde,
    or those of SSSOM. Nothing is written before --accept.

    \b
    Examples:
      fagbegreb import mappings koblinger.xlsx
      fagbegreb import mappings koblinger.xlsx --accept
    """
    from fagbegreb.crosswalk.difference import changed_answers
    from fagbegreb.crosswalk.importing import Importer, ImportLookups, write_plan
    from fagbegreb.crosswalk.sheets import read_sheet

    house, at = open_terminology(settings), at or today()
    importer = Importer(ImportLookups.of(house.vocabulary), at)
    sheet = read_sheet(file)
    if sheet.unread:
        click.echo(f"Kolonner, der ikke læses: {', '.join(sheet.unread)}.", err=True)
    rows, faults = importer.check(sheet)
    for fault in faults:
        click.echo(f"{file}:{fault.line}: {fault.column}: {fault.message['da']}", err=True)
    if faults:
        click.echo(f"{len(faults)} fejl. Intet er ændret.", err=True)
        click.get_current_context().exit(ANSWER_IS_NO)
    folder = settings.content / "mappings"
    plan = importer.plan(rows, folder, sheet.columns, is_complete=complete)
    _tell_plan(plan)
    _tell_changes(changed_answers(house.crosswalk, plan, at))
    if accept:
        for path in write_plan(plan, folder, house.vocabulary.concept):
            click.echo(f"skrevet: {path}")
    elif plan.files:
        click.echo("Intet er skrevet endnu. Kør igen med --accept.")


def _tell_plan(plan: ImportPlan) -> None:
    click.echo(
        f"{len(plan.added)} nye rækker, {len(plan.changed)} ændrede, {len(plan.removed)} slettede, "
        f"{plan.unchanged} uændrede."
    )


def _tell_changes(changes: tuple[AnswerChange, ...]) -> None:
    click.echo(f"{len(changes)} svar ændres:")
    for change in changes[:_CHANGES_SHOWN]:
        before, after = _named(change.before), _named(change.after)
        click.echo(f"  {change.source.curie} -> {change.target.curie}: {before} => {after}")
    if len(changes) > _CHANGES_SHOWN:
        click.echo(f"  … og {len(changes) - _CHANGES_SHOWN} til")


def _named(answer: Answer | None) -> str:
    from fagbegreb.crosswalk.export import RELATION_NAMES

    if answer is None:
        return "intet svar"
    relation, _, confidence = answer
    return f"{RELATION_NAMES['da'][relation]} ({confidence:.2f})".replace(".", ",")


def report_crosswalks(settings: Settings, lang: str, proposals: Path | None) -> None:
    """What `check --crosswalks` prints: findings, worst first, and how many proposals there are."""
    from fagbegreb.crosswalk import proposals_sssom
    from fagbegreb.render import pick

    report = open_terminology(settings).crosswalk.quality_report()
    for finding in report.findings:
        where = f" [{finding.crosswalk}]" if finding.crosswalk else ""
        click.echo(f"{finding.severity} {finding.code}{where}: {pick(finding.message, lang)}")
    found, offered = len(report.findings), len(report.proposals)
    da = f"{found} fund, {offered} forslag til nye koblinger."
    en = f"{found} findings, {offered} proposals for new mappings."
    click.echo(said(lang, da, en))
    if proposals is not None:
        proposals.write_text(proposals_sssom(report.proposals), encoding="utf-8")
        click.echo(said(lang, f"skrevet: {proposals}", f"written: {proposals}"))
    if any(finding.severity == "error" for finding in report.findings):
        click.get_current_context().exit(ANSWER_IS_NO)


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        output.write_bytes(content)
