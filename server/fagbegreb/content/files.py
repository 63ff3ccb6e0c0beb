"""The content folder: which files there are, which graph each is, and what they say together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from fagbegreb import namespaces as ns
from fagbegreb.content.sssom import SUFFIX, mapping_quads, read_sssom, sssom_text, unkept
from fagbegreb.content.turtle import canonical_turtle, read_turtle
from fagbegreb.errors import ContentError

_CATALOG_FILES = ("catalog.ttl", "model.ttl", "sources.ttl")
_CASE_FILES = ("case.ttl", "helligdage.ttl")
_PREF_LABEL = ns.SKOS + "prefLabel"


@dataclass(frozen=True, slots=True)
class ContentFile:
    """One file of the content and the named graph it becomes."""

    path: Path
    graph: str


def scheme_files(root: Path) -> tuple[ContentFile, ...]:
    """The files with concept schemes, our own first; the scheme id is the file's name."""
    return tuple(
        ContentFile(path, ns.ID + path.stem)
        for folder in ("schemes", "external")
        for path in sorted((root / "ontology" / folder).glob("*.ttl"))
    )


def turtle_files(root: Path) -> tuple[ContentFile, ...]:
    """Every Turtle file that becomes data: schemes, catalogue, case ontology."""
    ontology = root / "ontology"
    fixed = [ContentFile(ontology / name, ns.CATALOG) for name in _CATALOG_FILES]
    fixed += [ContentFile(ontology / name, ns.BASE + "sag") for name in _CASE_FILES]
    return scheme_files(root) + tuple(file for file in fixed if file.path.is_file())


def shape_files(root: Path) -> tuple[ContentFile, ...]:
    """The rules, all in one graph."""
    return tuple(
        ContentFile(path, ns.BASE + "shapes") for path in sorted((root / "shapes").rglob("*.ttl"))
    )


def mapping_files(path: Path) -> tuple[Path, ...]:
    """The crosswalk files of a folder, or the one file. Raises ContentError when one is not
    named a--b."""
    found = (path,) if path.is_file() else tuple(sorted(path.glob(f"*{SUFFIX}")))
    for file in found:
        left, _, right = crosswalk_name(file).partition("--")
        if not (left and right and left < right and file.name.endswith(SUFFIX)):
            raise ContentError(
                f"{file}:1: filen skal hedde a--b{SUFFIX}, med de to systemers id i "
                "alfabetisk orden. Omdøb den.",
                f"{file}:1: the file must be called a--b{SUFFIX}, the ids of both schemes in "
                "alphabetical order. Rename it.",
            )
    return found


def crosswalk_name(path: Path) -> str:
    """`a--b`."""
    return path.name.removesuffix(SUFFIX)


def read_content(root: Path) -> Iterator[ox.Quad]:
    """Everything the content folder says, as it is written. Raises ContentError."""
    for file in turtle_files(root) + shape_files(root):
        yield from read_turtle(file.path, file.graph)
    yield from read_mappings(root / "mappings")


def read_mappings(path: Path) -> Iterator[ox.Quad]:
    """The crosswalks of a folder, or of the one file, in RDF. Raises ContentError."""
    for file in mapping_files(path):
        yield from mapping_quads(read_sssom(file), crosswalk_name(file))


def labels_of(quads: Iterable[ox.Quad]) -> dict[str, str]:
    """Preferred label by IRI: Danish, else any."""
    labels: dict[str, str] = {}
    for subject, predicate, value, _ in quads:
        if predicate.value != _PREF_LABEL or not isinstance(value, ox.Literal):
            continue
        if isinstance(subject, ox.NamedNode):
            if value.language == "da":
                labels[subject.value] = value.value
            labels.setdefault(subject.value, value.value)
    return labels


def format_content(root: Path, fix: bool) -> tuple[Path, ...]:
    """The files that are not in canonical form; with `fix` they are now.

    Raises ContentError when a file cannot be read or would lose a comment.
    """
    changed = [file.path for file in turtle_files(root) if _settle(file.path, fix)]
    labels = labels_of(
        quad for file in scheme_files(root) for quad in read_turtle(file.path, file.graph)
    )
    for path in mapping_files(root / "mappings"):
        text = sssom_text(crosswalk_name(path), read_sssom(path), labels)
        lost = unkept(path)
        if lost:
            raise ContentError(
                f"{path}:1: »{lost}« kendes ikke og ville gå tabt. Fjern det, eller flyt det til "
                "comment.",
                f"{path}:1: '{lost}' is not known and would be lost. Remove it or move it to "
                "comment.",
            )
        if _replace(path, text, fix):
            changed.append(path)
    return tuple(changed)


def _settle(path: Path, fix: bool) -> bool:
    return _replace(path, canonical_turtle(path), fix)


def _replace(path: Path, text: str, fix: bool) -> bool:
    is_changed = path.read_bytes() != text.encode("utf-8")
    if is_changed and fix:
        path.write_bytes(text.encode("utf-8"))
    return is_changed
