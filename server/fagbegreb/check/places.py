"""Where things are said: an IRI goes in, its file, line and short name come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fagbegreb import content, namespaces

_NAME = re.compile(r"^(?:<(?P<iri>[^>]+)>|(?P<prefix>[A-Za-z][\w-]*):(?P<local>[^\s;,]+))", re.M)
_PREFIX = re.compile(r"^@prefix\s+([\w-]*):\s*<([^>]*)>", re.M)


@dataclass(frozen=True, slots=True)
class Place:
    """A file (relative to the content folder), a line, and what stands there."""

    file: str
    line: int
    name: str


def places_of(root: Path) -> dict[str, Place]:
    """The place of every subject of the Turtle files and every row of the crosswalks."""
    found: dict[str, Place] = {}
    for file in content.turtle_files(root):
        name = file.path.relative_to(root).as_posix()
        for iri, line in _subjects(content.text_of(file.path)):
            found.setdefault(iri, Place(name, line, short(iri)))
    for path in content.mapping_files(root / "mappings"):
        name = path.relative_to(root).as_posix()
        crosswalk = content.crosswalk_name(path)
        for row in content.read_sssom(path):
            ends = f"{short(row.subject)} – {short(row.object)}"
            found[content.row_iri(row, crosswalk)] = Place(name, row.line, ends)
    return found


def _subjects(text: str) -> Iterator[tuple[str, int]]:
    prefixes: Mapping[str, str] = dict(_PREFIX.findall(text))
    line, position = 1, 0
    for match in _NAME.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        if match["iri"]:
            yield match["iri"], line
        elif match["prefix"] in prefixes:
            yield prefixes[match["prefix"]] + match["local"], line


def short(iri: str) -> str:
    """`ics:B1` for a concept of ours, `skos:exactMatch` for a relation, else the IRI."""
    scheme, slash, code = iri.removeprefix(namespaces.ID).partition("/")
    if iri == content.NO_TERM:
        return "intet modsvarende"
    if iri.startswith(namespaces.SKOS):
        return f"skos:{iri.removeprefix(namespaces.SKOS)}"
    if not iri.startswith(namespaces.ID):
        return iri.removeprefix(namespaces.BASE)
    return f"{scheme}:{code}" if slash else scheme
