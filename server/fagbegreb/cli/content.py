"""`check`: what editors run before they hand in content."""

from __future__ import annotations

from pathlib import Path

import click

from fagbegreb.cli.common import ANSWER_IS_NO, echo_json, json_option, lang_option, progress, said
from fagbegreb.cli.crosswalks import report_crosswalks
from fagbegreb.settings import Settings


@click.command()
@click.option("--fix", is_flag=True, help="Write the files in their canonical form first.")
@click.option("--owl", is_flag=True, help="Put the case ontology before a reasoner too (Java).")
@click.option("--report", is_flag=True, help="Print the state of the content as a page instead.")
@click.option("--warnings", "all_warnings", is_flag=True, help="List warnings too.")
@click.option(
    "--snapshot",
    "only_snapshot",
    is_flag=True,
    help="Compare the files of the current snapshot with their checksums instead.",
)
@click.option(
    "--crosswalks",
    "only_crosswalks",
    is_flag=True,
    help="Report on the mappings instead: contradictions, gaps, weak rows, proposals.",
)
@click.option(
    "--proposals",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="With --crosswalks: write mappings to consider to FILE, as SSSOM.",
)
@lang_option
@json_option
@click.pass_obj
def check(
    settings: Settings,
    *,
    fix: bool,
    owl: bool,
    report: bool,
    all_warnings: bool,
    only_snapshot: bool,
    only_crosswalks: bool,
    proposals: Path | None,
    lang: str,
    as_json: bool,
) -> None:
    """Check the content: every file and every rule, with file, line and what to do.

    \b
    Examples:
      fagbegreb check
      fagbegreb check --fix
      fagbegreb check --owl
      fagbegreb check --report > docs/indhold-i-tal.md
      fagbegreb check --snapshot
      fagbegreb check --crosswalks --proposals forslag.sssom.tsv
    """
    if only_snapshot + report + only_crosswalks > 1:
        raise click.UsageError("Give one of --snapshot, --report and --crosswalks.")
    if proposals is not None and not only_crosswalks:
        raise click.UsageError("--proposals goes with --crosswalks.")
    if only_snapshot:
        _check_snapshot(settings)
    elif report:
        _report_content(settings)
    elif only_crosswalks:
        report_crosswalks(settings, lang, proposals)
    else:
        _check_content(
            settings, fix=fix, owl=owl, all_warnings=all_warnings, lang=lang, as_json=as_json
        )


def _check_snapshot(settings: Settings) -> None:
    from fagbegreb.snapshot import current_snapshot, verify_snapshot

    current = current_snapshot(settings.home)
    if current is None:
        click.echo("Der er ingen udgivelse endnu. Kør »fagbegreb build«.", err=True)
        click.echo("There is no snapshot yet. Run 'fagbegreb build'.", err=True)
        click.get_current_context().exit(ANSWER_IS_NO)
    verify_snapshot(current)
    click.echo(f"{current}: ok")


def _report_content(settings: Settings) -> None:
    from fagbegreb.check import summary

    click.echo(summary(settings.content), nl=False)


def _check_content(
    settings: Settings, *, fix: bool, owl: bool, all_warnings: bool, lang: str, as_json: bool
) -> None:
    from fagbegreb.check import VIOLATION, check_content, check_owl
    from fagbegreb.content import format_content

    if fix:
        for path in format_content(settings.content, fix=True):
            progress(f"rewritten: {path.relative_to(settings.content)}")
    findings = check_content(settings.content)
    if owl:
        findings += check_owl(settings.content)
    violations = [found for found in findings if found.severity == VIOLATION]
    if as_json:
        echo_json([{**_plain(found), "message": dict(found.message)} for found in findings])
    else:
        for found in findings if all_warnings else violations:
            click.echo(found.text(said(lang, "da", "en")))
        broken, unsure = len(violations), len(findings) - len(violations)
        da = f"{broken} fejl, {unsure} advarsler i {settings.content}"
        en = f"{broken} violations, {unsure} warnings in {settings.content}"
        click.echo(said(lang, da, en), err=True)
    if violations:
        click.get_current_context().exit(ANSWER_IS_NO)


def _plain(found: object) -> dict[str, object]:
    names = ("rule", "severity", "file", "line", "concept")
    return {name: getattr(found, name) for name in names}
