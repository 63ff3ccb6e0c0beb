"""Paths go in; case graphs come out one at a time, each with an id, never more than one in memory.

Folders are searched; .tar, .zip and .zst are looked into. A file is one case (.ttl .jsonld .json
.nt .rdf), a case a line (.jsonl .ndjson) or a graph a case (.nq .trig). The id of a case is the
path below what was asked for, and within a file the line or the name of the graph. A file that
cannot be read any further gives one last case of the type UNREADABLE, and the next file follows.
"""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final, Self

import pyoxigraph as ox

from fagbegreb.errors import BadParameter, FagbegrebError, MalformedData
from fagbegreb.model import CASE_FORMATS

_LINES: Final = (".jsonl", ".ndjson")
_QUADS: Final = {".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG}
_TAR: Final = (".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst")
KNOWN: Final = (*CASE_FORMATS, *_LINES, *_QUADS, *_TAR, ".zip")
"""Endings of names; `.zst` may follow any of them."""
UNREADABLE: Final = "application/x-unreadable"
"""The media type of a case that stands for a damaged file; nothing reads it, so it is reported."""
_MAX_UNPACKED: Final = 50
"""How many times larger than the limit of a case a packed line may be before it is cut."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case as bytes."""

    id: str
    media_type: str
    data: bytes


def cases_in(paths: Iterable[Path], max_bytes: int) -> Iterator[Case]:
    """Every case in the paths, folders in order of name. Files of other kinds are passed over.

    `max_bytes`: the largest case; what is larger comes cut, so that it is refused as too large.
    Raises BadParameter for a path with nothing that could be a case.
    """
    asked = tuple(paths)
    for path in asked:
        if path.is_dir():
            # Two folders may hold the same names.
            start = path if len(asked) == 1 else path.parent
            files = (each for each in sorted(path.rglob("*")) if each.is_file())
            for file in files:
                if _is_known(file.name):
                    yield from _file(file, str(file.relative_to(start)), max_bytes)
        elif _is_known(path.name):
            yield from _file(path, path.name, max_bytes)
        else:
            raise BadParameter(
                f"{path}: filnavnet skal ende på en af {' '.join(KNOWN)}, evt. fulgt af .zst.",
                f"{path}: the file name must end with one of {' '.join(KNOWN)}, also with .zst.",
            )


def count_cases(paths: Iterable[Path]) -> int | None:
    """How many cases there will be; None where only reading everything can tell."""
    count = 0
    for path in paths:
        files = path.rglob("*") if path.is_dir() else (path,)
        for file in files:
            suffix = file.suffix.lower()
            if not _is_known(file.name) or not file.is_file():
                continue
            if suffix in CASE_FORMATS:
                count += 1
            elif suffix in _LINES:
                with file.open("rb") as lines:
                    count += sum(not line.isspace() for line in lines)
            else:
                return None
    return count


def _is_known(name: str) -> bool:
    return name.lower().removesuffix(".zst").endswith(KNOWN) and not name.startswith(".")


def _file(path: Path, name: str, max_bytes: int) -> Iterator[Case]:
    from zstandard import ZstdError

    try:
        with path.open("rb") as file:
            yield from _stream(file, name, max_bytes)
    except (
        *(FagbegrebError, OSError, EOFError, RuntimeError, NotImplementedError, zlib.error),
        *(tarfile.TarError, zipfile.BadZipFile, ZstdError),
    ):
        # The reason may quote the file; that it cannot be read has to do.
        yield Case(name, UNREADABLE, b"")


def _stream(file: IO[bytes], name: str, max_bytes: int) -> Iterator[Case]:
    """The cases in an open file, by its name."""
    lower = name.lower()
    suffix = PurePosixPath(lower).suffix
    if lower.endswith(_TAR):
        yield from _tar(_unpacked(file) if lower.endswith(".zst") else file, name, max_bytes)
    elif suffix == ".zip":
        yield from _zip(file, name, max_bytes)
    elif suffix == ".zst":
        yield from _stream(_unpacked(file), name[: -len(".zst")], max_bytes)
    elif suffix in _LINES:
        yield from _lines(file, name, max_bytes)
    elif suffix in _QUADS:
        yield from _graphs(file, name, _QUADS[suffix])
    elif suffix in CASE_FORMATS:
        yield Case(name, CASE_FORMATS[suffix], file.read(max_bytes + 1))


def _unpacked(file: IO[bytes]) -> IO[bytes]:
    import zstandard

    return io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(file))


class _Member(tarfile.TarInfo):
    """One file in an archive. tarfile takes an archive that is cut between two for a whole one."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        """Raises ReadError where neither another member nor the mark of the end follows."""
        try:
            return super().fromtarfile(archive)
        except (tarfile.EmptyHeaderError, tarfile.TruncatedHeaderError):  # type: ignore[attr-defined]
            raise tarfile.ReadError from None


def _tar(file: IO[bytes], name: str, max_bytes: int) -> Iterator[Case]:
    with tarfile.open(fileobj=file, mode="r|*", tarinfo=_Member) as archive:
        for member in archive:
            inside = archive.extractfile(member) if member.isfile() else None
            if inside is not None and _is_known(PurePosixPath(member.name).name):
                yield from _stream(inside, f"{name}!{member.name}", max_bytes)


def _zip(file: IO[bytes], name: str, max_bytes: int) -> Iterator[Case]:
    # A zip has its list at the end, so one inside another has to be read whole.
    whole = file if file.seekable() else io.BytesIO(file.read(max_bytes * _MAX_UNPACKED))
    with zipfile.ZipFile(whole) as archive:
        for member in archive.infolist():
            if not member.is_dir() and _is_known(PurePosixPath(member.filename).name):
                with archive.open(member) as inside:
                    yield from _stream(inside, f"{name}!{member.filename}", max_bytes)


def _lines(file: IO[bytes], name: str, max_bytes: int) -> Iterator[Case]:
    number = 0
    while line := file.readline(max_bytes + 1):
        number += 1
        while len(line) > max_bytes and not line.endswith(b"\n"):
            if not (rest := file.readline(max_bytes)) or rest.endswith(b"\n"):
                break
        if line.strip():
            yield Case(f"{name}#{number}", "application/ld+json", line)


def _graphs(file: IO[bytes], name: str, form: ox.RdfFormat) -> Iterator[Case]:
    """Quads that follow each other with the same graph name are one case."""
    quads: list[ox.Quad] = []
    current: object = None
    seen: set[int] = set()
    for quad in _parsed(file, name, form):
        if quads and quad.graph_name != current:
            yield _case(quads, name, seen)
            quads = []
        current = quad.graph_name
        quads.append(quad)
    if quads:
        yield _case(quads, name, seen)


def _parsed(file: IO[bytes], name: str, form: ox.RdfFormat) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(file, format=form, base_iri="urn:sag:")
    except SyntaxError as error:
        raise MalformedData(
            f"{name} kan ikke læses videre.",
            f"{name} cannot be read further.",
            error.lineno,
            error.offset,
        ) from None


def _case(quads: list[ox.Quad], name: str, seen: set[int]) -> Case:
    graph = quads[0].graph_name
    label = graph.value if isinstance(graph, ox.NamedNode) else "default"
    if hash(label) in seen:
        raise BadParameter(
            f"{name}: grafen {label} kommer igen senere i filen. Sortér filen efter graf.",
            f"{name}: the graph {label} comes back later in the file. Sort the file by graph.",
        )
    seen.add(hash(label))
    data = ox.serialize([quad.triple for quad in quads], format=ox.RdfFormat.N_TRIPLES)
    return Case(f"{name}#{label}", "application/n-triples", data or b"")
