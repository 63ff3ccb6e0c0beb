"""docs/reference.md is printed from the code: every setting, command and route stands in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import BaseRoute

from fagbegreb.cli import main
from fagbegreb.cli.common import EXIT_CODES
from fagbegreb.settings import Settings, settings_table
from fagbegreb.web import create_app

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference.md"
HEAD = """# Reference

Printed from the code by `pytest tests/test_reference.py --refresh`; a test fails when it is stale.
What the answers look like stands at `/docs` of a running server, and in `/openapi.json`.
"""


def test_the_reference_lists_every_setting_command_and_route(
    settings: Settings, golden: Callable[[Path, str], None]
) -> None:
    golden(PAGE, reference(create_app(settings).api.routes))


def reference(routes: list[BaseRoute]) -> str:
    lines = [
        HEAD,
        "## Settings\n",
        "Environment variables. `fagbegreb settings` prints them with their values here.\n",
        "| variable | default | unit | what it is for |",
        "| --- | --- | --- | --- |",
        *(f"| `{name}` | {code(default)} | {unit} | {text} |"
          for name, default, unit, text in settings_table()),
        "\n## Commands\n",
        f"{' '.join(EXIT_CODES.replace(chr(8), '').split())}\n",
        *command_lines(),
        "## Routes\n",
        "| route | methods | what it answers |",
        "| --- | --- | --- |",
        *(f"| `{path}` | {methods} | {text} |" for path, methods, text in doors(routes)),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def code(text: str) -> str:
    return f"`{text}`" if text else ""


def command_lines() -> Iterator[str]:
    for name, command in sorted(walk(main, "fagbegreb")):
        yield f"### {name}\n"
        yield f"{(command.help or '').split(chr(8))[0].strip()}\n"
        options = [part for part in command.params if isinstance(part, click.Option)]
        for option in options:
            yield f"- `{', '.join(option.opts)}`: {option.help or 'see the choices in --help'}"
        yield ""


def walk(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Each command below a group, by its whole name."""
    if isinstance(command, click.Group):
        for word, below in command.commands.items():
            yield from walk(below, f"{name} {word}")
    else:
        yield name, command


def doors(routes: list[BaseRoute]) -> list[tuple[str, str, str]]:
    """(path, methods, summary) of each route, sorted."""
    return sorted({door(context) for context in iter_route_contexts(routes)})


def door(context: RouteContext) -> tuple[str, str, str]:
    route: Any = context.original_route
    methods = sorted((getattr(route, "methods", None) or {"GET"}) - {"HEAD", "OPTIONS"})
    described = getattr(route, "endpoint", route).__doc__ or ""
    text = getattr(route, "summary", None) or described.strip().partition("\n")[0]
    return str(context.path), " ".join(methods), text.rstrip(".")
