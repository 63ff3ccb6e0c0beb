"""The commands of `fagbegreb`. Each calls the same engine method as the route beside it."""

from __future__ import annotations

from pathlib import Path

import click

from fagbegreb import __version__
from fagbegreb.cli.cases import validate
from fagbegreb.cli.common import EXIT_CODES, House
from fagbegreb.cli.content import check
from fagbegreb.cli.crosswalks import crosswalk, import_group, recode
from fagbegreb.cli.reading import export, resolve, search, show, translate
from fagbegreb.cli.releases import diff, push, releases, use
from fagbegreb.cli.serving import build, serve
from fagbegreb.settings import Settings, settings_table


@click.group(
    cls=House,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EXIT_CODES,
)
@click.version_option(__version__, prog_name="fagbegreb", message="%(prog)s %(version)s")
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for snapshots. Default: FAGBEGREB_HOME, else the user's cache folder.",
)
@click.option(
    "--content",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with ontology/, shapes/ and mappings/. Default: what fagbegreb came with.",
)
@click.pass_context
def main(ctx: click.Context, home: Path | None, content: Path | None) -> None:
    """The shared professional concepts of Danish work with vulnerable children.

    Search them, translate between methods, check cases against the law, serve them all.
    'fagbegreb COMMAND --help' shows options and examples of a command.
    """
    ctx.obj = Settings.load(home=home, content=content)


@main.command("settings")
@click.pass_obj
def show_settings(settings: Settings) -> None:
    """List every setting: its environment variable, its value here, what it is for."""
    here = settings.environ()
    for name, _, unit, text in settings_table():
        value = "***" if name.endswith("PASSWORD") and here[name] else here[name]
        click.echo(f"{name}={value}\n    {text}{f' ({unit})' if unit else ''}")


for command in (
    serve,
    build,
    check,
    search,
    show,
    resolve,
    translate,
    crosswalk,
    validate,
    recode,
    export,
    import_group,
    releases,
    use,
    diff,
    push,
):
    main.add_command(command)
