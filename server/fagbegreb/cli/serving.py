"""`serve` and `build`: content becomes a snapshot, and a snapshot answers on a port."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import socket
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from fagbegreb import __version__
from fagbegreb.cli.common import CANNOT_ANSWER, progress
from fagbegreb.settings import Settings

if TYPE_CHECKING:
    from asyncio import Protocol

GRACE_S = 10
"""How long requests may finish after the server was told to stop."""
_PR_SET_PDEATHSIG = 1
ACCESS_PATH = 2
"""Where uvicorn's access line has the path and the query string."""

extra_content = [
    click.option(
        "--vocab",
        "vocabularies",
        multiple=True,
        type=click.Path(exists=True, path_type=Path),
        metavar="FILE",
        help="A SKOS vocabulary to serve beside ours (.ttl .rdf .nt .jsonld, also .gz .xz).",
    ),
    click.option(
        "--mappings",
        multiple=True,
        type=click.Path(exists=True, path_type=Path),
        metavar="PATH",
        help="SSSOM files of your own: a file, or a folder of *.sssom.tsv.",
    ),
]


def with_extra_content(command: Any) -> Any:
    """Add the options that lay somebody's own vocabularies and mappings over ours."""
    for option in reversed(extra_content):
        command = option(command)
    return command


@click.command()
@click.option("--host", help="Address to listen on. Default: 127.0.0.1, this machine only.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; 0 takes any. Default: 8000.")
@click.option("--workers", type=click.IntRange(1, 64), help="Web processes. Default: 1.")
@click.option("--access-log", is_flag=True, help="Log each request, without its query string.")
@with_extra_content
@click.pass_obj
def serve(
    settings: Settings,
    *,
    host: str | None,
    port: int | None,
    workers: int | None,
    access_log: bool,
    vocabularies: tuple[Path, ...],
    mappings: tuple[Path, ...],
) -> None:
    """Answer on a port; builds the snapshot first if there is none.

    \b
    Examples:
      fagbegreb serve
      fagbegreb serve --port 8123 --workers 2
      fagbegreb serve --vocab stw.ttl --mappings my-mappings/
    """
    from fagbegreb.build import build_snapshot, ensure_snapshot

    given: dict[str, Any] = {"host": host, "port": port, "workers": workers}
    settings = replace(settings, **{name: v for name, v in given.items() if v is not None})
    listener = _listen(settings.host, settings.port)
    if vocabularies or mappings:
        build_snapshot(settings, vocabularies=vocabularies, mappings=mappings, progress=progress)
    else:
        ensure_snapshot(settings, progress)
    settings = replace(settings, port=listener.getsockname()[1])
    _run(settings, listener, access_log)


@click.command()
@click.option("--release", metavar="NUMBER", help="Freeze a numbered release, e.g. 2026.12.")
@with_extra_content
@click.pass_obj
def build(
    settings: Settings,
    *,
    release: str | None,
    vocabularies: tuple[Path, ...],
    mappings: tuple[Path, ...],
) -> None:
    """Turn the content into a snapshot; servers that run take it over by themselves.

    A numbered release is built only from content that keeps every rule (see check --owl).
    Its name begins with a letter or a digit; letters, digits and . _ - follow, 64 in all.

    \b
    Examples:
      fagbegreb build
      fagbegreb build --release 2026.12
      fagbegreb build --vocab stw.ttl
    """
    from fagbegreb.build import build_snapshot, check_release_name
    from fagbegreb.check import require_sound

    if release is not None:
        check_release_name(release)  # the check of the content takes its time
        progress("checking the content")
        require_sound(settings.content)
    built = build_snapshot(
        settings,
        release=release,
        vocabularies=vocabularies,
        mappings=mappings,
        progress=progress,
    )
    click.echo(built)


def _listen(host: str, port: int) -> socket.socket:
    """A bound socket, taken before the build so that a taken port is told at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        click.echo(f"Fejl: {host}:{port} kan ikke bruges. Vælg en anden med --port.", err=True)
        click.echo(f"Error: cannot listen on {host}:{port} ({error.strerror}).", err=True)
        click.get_current_context().exit(CANNOT_ANSWER)
    listener.set_inheritable(True)
    return listener


def _run(settings: Settings, listener: socket.socket, access_log: bool) -> None:
    from uvicorn import Config, Server
    from uvicorn.supervisors import Multiprocess

    config = Config(
        # A partial travels to further processes by pickle, settings and all.
        partial(_application, settings, os.getpid()),
        factory=True,
        http=cast("type[Protocol]", partial(_connection, settings)),  # makes one, as a class does
        ws="none",
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        lifespan="on",
        log_config=_logging(access_log),
        access_log=access_log,
        server_header=False,
        forwarded_allow_ips=settings.forwarded_allow_ips,
        timeout_graceful_shutdown=GRACE_S,
    )
    click.echo(_where_to_go(settings))
    if settings.workers > 1:
        Multiprocess(config, [listener]).run()
        return
    server = Server(config)
    # A terminal that is closed stops us as Ctrl-C does: requests under way are answered.
    signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    with suppress(KeyboardInterrupt):  # Ctrl-C, after the last requests were answered
        server.run([listener])
    if not server.started:
        click.get_current_context().exit(CANNOT_ANSWER)


def _application(settings: Settings, starter: int) -> Any:
    """What a web process serves. One of several ends with the process that started them, so that
    none keeps the port when that is killed.
    """
    from fagbegreb.web import create_app

    if settings.workers > 1:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != starter:  # it was killed before we asked to be told
            raise SystemExit
    return create_app(settings)


def _connection(settings: Settings, **given: Any) -> Any:
    """What a web process reads a client with."""
    from fagbegreb.web.connections import Connection

    return Connection(settings, **given)


def _where_to_go(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{settings.port}{settings.base_path}"
    return f"""
fagbegreb {__version__} serves on {address}/

  Search as a person    {address}/
  Try the API           {address}/docs
  Ask from a shell      curl '{address}/api/v1/search?q=trivsel'
  Ask in SPARQL         {address}/sparql
  What is in it         {address}/om

Stop it with Ctrl-C.
"""


class PathOnly(logging.Filter):
    """Cuts the query string off an access line: it may hold what somebody searched for."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the line through, shortened. `args` is uvicorn's: client, method, path."""
        if isinstance(record.args, tuple) and len(record.args) > ACCESS_PATH:
            args = list(record.args)
            args[ACCESS_PATH] = str(args[ACCESS_PATH]).partition("?")[0]
            record.args = tuple(args)
        return True


def _logging(access_log: bool) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"path_only": {"()": PathOnly}},
        "formatters": {
            "plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
            "access": {
                "()": "uvicorn.logging.AccessFormatter",
                "fmt": '%(asctime)s %(client_addr)s "%(request_line)s" %(status_code)s',
            },
        },
        "handlers": {
            "plain": {"class": "logging.StreamHandler", "formatter": "plain"},
            "access": {
                "class": "logging.StreamHandler",
                "formatter": "access",
                "filters": ["path_only"],
                "stream": "ext://sys.stdout",
            },
        },
        "root": {"handlers": ["plain"], "level": "WARNING"},
        "loggers": {
            "uvicorn.access": {
                "handlers": ["access"],
                "level": "INFO" if access_log else "WARNING",
                "propagate": False,
            },
            "fagbegreb": {"level": "INFO"},
        },
    }
