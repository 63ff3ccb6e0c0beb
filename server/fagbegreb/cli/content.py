"""`check`: what editors run before they hand in content."""

from __future__ import annotations

import click

from fagbegreb.cli.common import json_option
from fagbegreb.settings import Settings


@click.command()
@click.option("--fix", is_flag=True, help="Write the files in their canonical form.")
@click.option(
    "--snapshot",
    "check_snapshot",
    is_flag=True,
    help="Check the files of the current snapshot against their checksums instead.",
)
@json_option
@click.pass_obj
def check(settings: Settings, *, fix: bool, check_snapshot: bool, as_json: bool) -> None:
    """Check the content: every file, every rule, with file, line and what to do.

    \b
    Examples:
      fagbegreb check
      fagbegreb check --fix
      fagbegreb check --snapshot
    """
    raise NotImplementedError
