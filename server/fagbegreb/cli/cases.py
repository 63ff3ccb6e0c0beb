"""`validate`: case graphs go in, broken rules come out, with the law behind each.

A few files are told about on the screen; folders, archives and files of many cases become a
folder with tables and a report.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from fagbegreb.cli.common import (
    ANSWER_IS_NO,
    case_format,
    echo_json,
    json_option,
    lang_option,
    open_terminology,
    progress,
    said,
)
from fagbegreb.model import CASE_FORMATS, Concept, Finding, Iri, ValidationReport, today
from fagbegreb.settings import Settings

if TYPE_CHECKING:
    from fagbegreb.terminology import Terminology
    from fagbegreb.validation.cluster import Scheduler

LOCAL_JOBS = 2
SECONDS_BETWEEN_LINES = 10
_PEM = click.Path(exists=True, dir_okay=False, path_type=Path)
SEVERITIES = {
    "da": {"violation": "FEJL", "warning": "ADVARSEL", "info": "OPLYSNING"},
    "en": {"violation": "VIOLATION", "warning": "WARNING", "info": "INFO"},
}


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="PATH...",
    type=click.Path(exists=True, path_type=Path),
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for tables and report of a batch. Run again with the same to resume.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    help="Processes; with --scheduler, chunks under way. Default: 2; two for each thread there.",
)
@click.option("--values", is_flag=True, help="Write messages and values too, not only case ids.")
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Run a batch on a Dask cluster: tls://name:8786, or tcp://127.0.0.1:8786 on this machine.",
)
@click.option("--tls-ca", type=_PEM, help="PEM file with the authority of the cluster.")
@click.option("--tls-cert", type=_PEM, help="PEM file with our certificate.")
@click.option("--tls-key", type=_PEM, help="PEM file with its key.")
@lang_option
@json_option
@click.pass_obj
def validate(
    settings: Settings,
    *,
    files: tuple[Path, ...],
    out: Path | None,
    jobs: int | None,
    values: bool,
    scheduler: str | None,
    tls_ca: Path | None,
    tls_cert: Path | None,
    tls_key: Path | None,
    lang: str,
    as_json: bool,
) -> None:
    """Check case graphs against the law that applied when the decisions were made.

    Single files (.ttl .jsonld .nt .rdf) are told about on the screen and nothing is stored.
    With --out, or for folders, .jsonl, .nq, .trig, .tar, .zip and .zst, every case in them is
    checked and findings (case id, rule, date) are written to a folder as CSV, XLSX, JSON Lines
    and an HTML report.

    \b
    Examples:
      fagbegreb validate sag.ttl
      fagbegreb validate sager/*.jsonld --json
      fagbegreb validate sager/ --jobs 2 --out tilsyn
      fagbegreb validate sager.tar.zst --scheduler tcp://127.0.0.1:8786
    """
    is_batch = any(path.suffix.lower() not in CASE_FORMATS or path.is_dir() for path in files)
    if is_batch or out is not None or scheduler is not None:
        from fagbegreb.validation.cluster import Scheduler

        _batch(
            settings,
            files,
            out=out or Path("tilsyn"),
            jobs=jobs or 0,
            values=values,
            lang=lang,
            scheduler=Scheduler(scheduler, tls_ca, tls_cert, tls_key) if scheduler else None,
        )
        return
    from fagbegreb.validation import Validator

    house = open_terminology(settings)
    conforms = True
    with closing(Validator(house.path, settings, house.vocabulary.nearest)) as validator:
        for file in files:
            report = validator.validate_sync(file.read_bytes(), case_format(file))
            conforms = conforms and report.conforms
            _echo(house, file, report, lang, as_json)
    if not conforms:
        click.get_current_context().exit(ANSWER_IS_NO)


def _batch(
    settings: Settings,
    paths: tuple[Path, ...],
    *,
    out: Path,
    jobs: int,
    values: bool,
    lang: str,
    scheduler: Scheduler | None,
) -> None:
    """Check everything in the paths; the exit code says whether there were findings."""
    from fagbegreb.build import ensure_snapshot
    from fagbegreb.validation.batch import Progress, lines_of, local_crew, run_batch
    from fagbegreb.validation.batch_report import write_reports
    from fagbegreb.validation.cluster import cluster_crew
    from fagbegreb.validation.rules import read_rules
    from fagbegreb.validation.sources import cases_in, count_cases

    if scheduler is not None:
        scheduler.check()  # before anything that takes time
    snapshot = ensure_snapshot(settings, progress)
    if scheduler is not None:
        crew = cluster_crew(scheduler, snapshot, settings, width=jobs, with_values=values)
    else:
        crew = local_crew(snapshot, settings, jobs or LOCAL_JOBS, with_values=values)
    last = Progress(0, 0, 0)
    with _progress_of(count_cases(paths)) as show:

        def tell(now: Progress) -> None:
            nonlocal last
            last = now
            show(now.cases + now.skipped, now.findings)

        cases = cases_in(paths, settings.case_max_bytes)
        state = run_batch(cases, out, crew, settings.case_timeout_s, tell)
    for path in write_reports(state, read_rules(snapshot / "shapes" / "case"), with_values=values):
        progress(str(path))
    findings = sum(len(told["findings"]) for told in lines_of(state))
    before = said(lang, "kontrolleret før", "checked before")
    again = f", {last.skipped} {before}" if last.skipped else ""
    da = f"{last.cases} sager kontrolleret{again}, {findings} fund i alt: {out}"
    en = f"{last.cases} cases checked{again}, {findings} findings in all: {out}"
    click.echo(said(lang, da, en))
    if findings:
        click.get_current_context().exit(ANSWER_IS_NO)


@contextmanager
def _progress_of(total: int | None) -> Iterator[Callable[[int, int], None]]:
    """A function to tell (cases, findings) to: a bar on a terminal, now and then a line elsewhere.

    `total` is None when nobody knows how many cases there are; then the bar only moves.
    """
    if not sys.stderr.isatty():
        told_at = monotonic()

        def tell(cases: int, findings: int) -> None:
            nonlocal told_at
            if monotonic() - told_at >= SECONDS_BETWEEN_LINES:
                told_at = monotonic()
                progress(f"{cases}{f' af {total}' if total else ''} sager, {findings} fund")

        yield tell
        return
    with click.progressbar(
        count(),
        length=total,
        label="Sager",
        file=sys.stderr,
        show_pos=True,
        item_show_func=lambda findings: None if findings is None else f"{findings} fund",
    ) as bar:
        yield lambda cases, findings: bar.update(cases - bar.pos, findings)


def _echo(
    house: Terminology, file: Path, report: ValidationReport, lang: str, as_json: bool
) -> None:
    if as_json:
        from fagbegreb.render import report_json

        told = report_json(report, lang, today(), lambda iri: _concept(house, iri))
        echo_json({"file": str(file), **told})
        return
    if report.conforms:
        verdict = said(lang, "ingen fejl", "no violations")
    else:
        verdict = said(lang, "bryder reglerne", "breaks the rules")
    rules = f"{report.rules_checked} {said(lang, 'regler, lov', 'rules, law')}"
    laws = ", ".join(report.law) or said(lang, "ingen", "none")
    click.echo(f"{file}: {verdict} ({rules}: {laws})")
    for found in report.findings:
        click.echo(f"  {_line(house, found, lang)}")


def _line(house: Terminology, found: Finding, lang: str) -> str:
    law = "; ".join(
        concept.reference or concept.curie
        for iri in found.legal_basis
        if (concept := _concept(house, iri))
    )
    text = found.message.get(lang) or found.message.get("da", "")
    severity = SEVERITIES[said(lang, "da", "en")][found.severity]
    return f"{severity} {found.rule}: {text}{f' [{law}]' if law else ''}"


def _concept(house: Terminology, iri: Iri) -> Concept | None:
    return house.vocabulary.concept(iri) if house.vocabulary.is_concept(iri) else None
