"""What every command shares: the settings, the snapshot, errors as a line, values as JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fagbegreb.errors import (
    AmbiguousId,
    BadRequest,
    ContentError,
    FagbegrebError,
    NotFoundError,
    UnsupportedMedia,
)
from fagbegreb.model import CASE_FORMATS
from fagbegreb.settings import Settings

if TYPE_CHECKING:
    from fagbegreb.terminology import Terminology

Command = Callable[..., Any]

DONE, ANSWER_IS_NO, WRONG_USE, CANNOT_ANSWER = range(4)
EXIT_CODES = """\b
Exit codes: 0 done; 1 the answer is no (unknown, ambiguous, not conforming,
faulty content); 2 wrong use; 3 the house cannot answer (limit, no snapshot)."""


class House(click.Group):
    """The commands; what goes wrong on purpose becomes a line in Danish and one in English."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a FagbegrebError ends it with an exit code instead of a traceback."""
        try:
            return super().invoke(ctx)
        except FagbegrebError as error:
            click.echo(f"Fejl: {error.at_the_prompt['da']}", err=True)
            click.echo(f"Error: {error.at_the_prompt['en']}", err=True)
            if isinstance(error, AmbiguousId):
                click.echo("\n".join(error.candidates), err=True)
            ctx.exit(exit_code(error))
        except OSError as error:
            # A reader that went away (`| head -1`) is click's to end quietly.
            if isinstance(error, BrokenPipeError):
                raise
            what = error.strerror or str(error) or type(error).__name__
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"Fejl: {where}filen eller mappen kan ikke bruges ({what}).", err=True)
            click.echo(f"Error: {where}the file or folder cannot be used ({what}).", err=True)
            ctx.exit(CANNOT_ANSWER)


def exit_code(error: FagbegrebError) -> int:
    """0 to 3, as EXIT_CODES says."""
    if isinstance(error, NotFoundError | AmbiguousId | ContentError):
        return ANSWER_IS_NO
    return WRONG_USE if isinstance(error, BadRequest) else CANNOT_ANSWER


def said(lang: str, da: str, en: str) -> str:
    """A command's own words in the language of --lang: Danish, where that is not English."""
    return en if lang.lower().partition("-")[0] == "en" else da


def case_format(file: Path) -> str:
    """Media type of a file with one case, by its name. Raises UnsupportedMedia."""
    try:
        return CASE_FORMATS[file.suffix.lower()]
    except KeyError:
        known = " ".join(CASE_FORMATS)
        raise UnsupportedMedia(
            f"{file}: filnavnet skal ende på en af {known}.",
            f"{file}: the file name must end with one of {known}.",
        ) from None


def progress(message: str) -> None:
    """One line of progress. On standard error, so that standard output stays the answer."""
    click.echo(f"· {message}", err=True)


def open_terminology(settings: Settings) -> Terminology:
    """The current snapshot with its engines; the first command on a machine builds it."""
    from fagbegreb.build import ensure_snapshot
    from fagbegreb.terminology import Terminology

    opened = Terminology.open(ensure_snapshot(settings, progress), settings)
    click.get_current_context().call_on_close(opened.close)
    return opened


def echo_json(value: object) -> None:
    """One JSON document, as the API answers it, indented for people."""
    import orjson

    sys.stdout.buffer.write(orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n")


class Day(click.ParamType[date]):
    """An ISO date."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Raises the usage error of click when it is no date."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a date such as 2024-01-01", param, ctx)


class Words(click.ParamType[str]):
    """What somebody types: any text, if the terminal sends it in UTF-8."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Raises the usage error of click when it is in another encoding."""
        text = str(value)
        if any("\ud800" <= sign <= "\udfff" for sign in text):  # how Python keeps such bytes
            self.fail("the text is not UTF-8", param, ctx)
        return text


at_option = click.option(
    "--at", type=Day(), metavar="DATE", help="Day it applies to, e.g. 2023-06-30. Default: today."
)
lang_option = click.option(
    "--lang", default="da", show_default=True, metavar="TAG", help="Language of labels and texts."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write to FILE instead of standard output.",
)
