"""One table of settings: name, default, unit, help. The only reader of the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from math import inf
from pathlib import Path
from typing import Any

from fagbegreb.errors import BadParameter

PREFIX = "FAGBEGREB_"


_PATH = re.compile(r"(/[\w.~-]+)*/?")
_ADDRESS = re.compile(r"(https?://[^\s/<>\"{}|\\^`]+[^\s<>\"{}|\\^`]*)?")
"""What can stand as an IRI in the catalogue, in downloads and in feeds."""
_ANY_TEXT = re.compile(r".*", re.DOTALL)
_EXAMPLES = {_PATH: "/begreber", _ADDRESS: "https://begreber.example"}


def _setting(  # noqa: PLR0913  each tells something about a setting
    default: Any,
    text: str,
    unit: str = "",
    *,
    least: float = 1,
    most: float = inf,
    form: re.Pattern[str] = _ANY_TEXT,
) -> Any:
    """`least` and `most` hold for numbers, `form` for texts."""
    told = {"help": text, "unit": unit, "least": least, "most": most, "form": form}
    return field(default=default, metadata=told)


def content_root() -> Path:
    """The folder that holds ontology/, shapes/ and mappings/: in the wheel, else the checkout."""
    package = Path(__file__).resolve().parent
    packed = package / "data"
    return packed if packed.is_dir() else package.parents[1]


def _default_home() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(cache) / "fagbegreb"


@dataclass(frozen=True, slots=True)
class Settings:
    """Each field is the environment variable FAGBEGREB_<NAME> and, where it has one, an option.

    Raises BadParameter for a value that cannot be meant.
    """

    home: Path = _setting(None, "Folder for snapshots; default is the user's cache folder")
    content: Path = _setting(None, "Folder with ontology/, shapes/ and mappings/")
    host: str = _setting("127.0.0.1", "Address to listen on", form=re.compile(r"\S+"))
    port: int = _setting(8000, "Port to listen on", least=0, most=65_535)
    workers: int = _setting(1, "Web processes", "processes")
    connections: int = _setting(
        512, "Connections that may be open at once per web process", "connections"
    )
    client_timeout_s: float = _setting(
        20.0,
        "Time limit for a client to send the head of a request, or to go on reading an answer",
        "seconds",
        least=0.001,
    )
    base_path: str = _setting(
        "", "Path below which a reverse proxy serves us, e.g. /begreber", form=_PATH
    )
    public_url: str = _setting(
        "", "Address that users see, for links in downloads and feeds", form=_ADDRESS
    )
    forwarded_allow_ips: str = _setting(
        "127.0.0.1", "Proxies whose X-Forwarded-* headers are believed"
    )
    query_workers: int = _setting(2, "SPARQL worker processes per web process", "processes")
    query_timeout_s: float = _setting(
        5.0, "Default time limit of a SPARQL query", "seconds", least=0.001
    )
    query_timeout_max_s: float = _setting(
        30.0, "Longest time limit a client may ask for", "seconds", least=0.001
    )
    query_max_rows: int = _setting(500_000, "Most rows in a SPARQL answer", "rows")
    query_max_bytes: int = _setting(200_000_000, "Largest SPARQL answer", "bytes")
    query_max_length: int = _setting(16_384, "Longest SPARQL query", "bytes")
    query_queue: int = _setting(32, "Queries that may wait for a worker", "queries", least=0)
    case_workers: int = _setting(2, "Validation worker processes per web process", "processes")
    case_timeout_s: float = _setting(
        10.0, "Time limit for checking one case graph", "seconds", least=0.001
    )
    case_max_bytes: int = _setting(5_000_000, "Largest case graph", "bytes")
    worker_memory_bytes: int = _setting(
        2_000_000_000, "Address space of a worker", "bytes", least=100_000_000
    )
    batch_max_ids: int = _setting(10_000, "Most ids in one batch request", "ids")
    sparql_endpoint: str = _setting(
        "", "SPARQL 1.1 engine to ask instead of the embedded store", form=_ADDRESS
    )
    sparql_graph_store: str = _setting(
        "", "Graph Store Protocol address of that engine, for `fagbegreb push`", form=_ADDRESS
    )
    sparql_user: str = _setting("", "User name at that engine")
    sparql_password: str = _setting("", "Password at that engine")
    publisher: str = _setting("", "Name of the organisation that runs this server")
    publisher_url: str = _setting("", "Home page of that organisation", form=_ADDRESS)
    suggest_change_url: str = _setting(
        "", "Address that 'suggest a change' leads to; {curie} and {label} are filled in"
    )

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None, **given: Any) -> Settings:
        """Defaults, then the environment, then `given` (None means not given).

        Raises BadParameter.
        """
        env = os.environ if environ is None else environ
        values: dict[str, Any] = {"home": _default_home(), "content": content_root()}
        for spec in fields(cls):
            text = env.get(PREFIX + spec.name.upper())
            if text is not None:
                values[spec.name] = _parse(spec.name, str(spec.type), text)
        values |= {name: value for name, value in given.items() if value is not None}
        return cls(**values)

    def __post_init__(self) -> None:
        for spec in fields(self):
            _check(spec, getattr(self, spec.name))

    def environ(self) -> dict[str, str]:
        """The environment from which `load` makes these settings again."""
        return {PREFIX + spec.name.upper(): str(getattr(self, spec.name)) for spec in fields(self)}


def _parse(name: str, type_name: str, text: str) -> Any:
    variable = PREFIX + name.upper()
    if type_name == "Path" and not text.strip():
        raise BadParameter(
            f"{variable}={text} er ingen mappe. Skriv en sti, eller fjern variablen.",
            f"{variable}={text} is no folder. Write a path, or unset the variable.",
        )
    try:
        if type_name == "int":
            return int(text)
        if type_name == "float":
            return float(text)
    except ValueError:
        example = next(spec.default for spec in fields(Settings) if spec.name == name)
        raise BadParameter(
            f"{variable}={text} er ikke et tal. Skriv det som {example}.",
            f"{variable}={text} is not a number. Write it as {example}.",
        ) from None
    return Path(text) if type_name == "Path" else text


def _check(spec: Field[Any], value: Any) -> None:
    """Raises BadParameter for a number too small or endless, and for a text of another form."""
    variable = PREFIX + spec.name.upper()
    if isinstance(value, int | float):
        least, most = spec.metadata["least"], spec.metadata["most"]
        if not (least <= value <= most) or value == inf:
            da, en = ("", "") if most == inf else (f" og højst {most}", f" and at most {most}")
            raise BadParameter(
                f"{variable}={value} skal være mindst {least}{da}.",
                f"{variable}={value} must be at least {least}{en}.",
            )
    elif isinstance(value, str) and not spec.metadata["form"].fullmatch(value):
        example = spec.default or _EXAMPLES[spec.metadata["form"]]
        raise BadParameter(
            f"{variable}={value} kan ikke bruges. Skriv den som {example}.",
            f"{variable}={value} cannot be used. Write it as {example}.",
        )


def settings_table() -> tuple[tuple[str, str, str, str], ...]:
    """(environment variable, default, unit, help) of each setting; docs and --help print it."""
    return tuple(
        (
            PREFIX + spec.name.upper(),
            "" if spec.default is None else str(spec.default),
            str(spec.metadata["unit"]),
            str(spec.metadata["help"]),
        )
        for spec in fields(Settings)
    )
