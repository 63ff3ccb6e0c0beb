"""Build: content goes in; a verified, immutable snapshot folder comes out, and is the current one.

    <home>/snapshots/<digest>/      manifest.json  store/  index/  shapes/
                                    contents.sqlite

A snapshot is built beside the others, checked, settled on disk and renamed into place, so what
has its final name is whole. The digest is of the sources: the built files differ every time.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fagbegreb import content, namespaces
from fagbegreb.downloads import Release
from fagbegreb.errors import BadParameter, ContentError
from fagbegreb.search import SearchIndex
from fagbegreb.settings import Settings
from fagbegreb.snapshot import (
    FORMAT,
    MANIFEST,
    check_sizes,
    checksum,
    fsync,
    is_usable,
    lock,
    point,
    pointer,
    verify_snapshot,
)
from fagbegreb.store import Literal, Store, write_store
from fagbegreb.vocabulary import Vocabulary
from fagbegreb.vocabulary.contents import ContentsWriter

Progress = Callable[[str], None]

_KEPT = 3
"""Snapshots that stay beside the current one, for going back."""
_YOUNG_S = 24 * 3600
"""A snapshot used within this time is never removed: a server may still be reading it."""
_RELEASE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""A release names a folder and stands in addresses."""
_CONTENT_FOLDERS = ("ontology", "shapes", "mappings")


@dataclass(frozen=True, slots=True)
class Sources:
    """What a snapshot is made of: our own content, and what the operator brings."""

    root: Path
    vocabularies: tuple[Path, ...] = ()
    mappings: tuple[Path, ...] = ()
    publisher: str = ""
    publisher_url: str = ""

    def files(self) -> Iterator[tuple[str, Path]]:
        """(name, path) of each file; the name does not depend on where the folders lie."""
        for folder in _CONTENT_FOLDERS:
            for path in _files(self.root / folder):
                yield path.relative_to(self.root).as_posix(), path
        for path in self.vocabularies:
            yield f"vocabularies/{path.name}", path
        for brought in self.mappings:
            for path in content.mapping_files(brought):
                yield f"more-mappings/{path.name}", path

    def quads(self, release: str | None) -> Iterator[Any]:
        """Everything the sources say and what follows from it, named `release` if that is given."""
        said = content.with_publisher(self._written(), self.publisher, self.publisher_url)
        said = said if release is None else content.with_version(said, release)
        yield from content.with_statistics(content.with_derived(said))

    def _written(self) -> Iterator[Any]:
        yield from content.read_content(self.root)
        taken = {file.path.stem for file in content.scheme_files(self.root)}
        for path in self.vocabularies:
            yield from content.read_vocabulary(path, taken)
        for path in self.mappings:
            yield from content.read_mappings(path)


def _sources(
    settings: Settings, vocabularies: tuple[Path, ...] = (), mappings: tuple[Path, ...] = ()
) -> Sources:
    if not (settings.content / "ontology").is_dir():
        raise BadParameter(
            f"{settings.content} har ingen mappe ontology/. Ret FAGBEGREB_CONTENT eller --content.",
            f"{settings.content} has no folder ontology/. Correct FAGBEGREB_CONTENT or --content.",
        )
    for path in mappings:
        if not content.mapping_files(path):
            raise BadParameter(
                f"{path} har ingen filer *.sssom.tsv. Ret --mappings.",
                f"{path} has no files *.sssom.tsv. Correct --mappings.",
            )
    names = (settings.publisher, settings.publisher_url)
    return Sources(settings.content, vocabularies, mappings, *names)


def check_release_name(release: str) -> None:
    """Raises BadParameter for what a folder and an address cannot be called."""
    if not _RELEASE_NAME.fullmatch(release):
        raise BadParameter(
            f"En udgivelse kan ikke hedde »{release}«. Brug bogstaver, tal og . _ -, fx 2026.12.",
            f"A release cannot be called '{release}'. Use letters, digits and . _ -, as 2026.12.",
        )


def build_snapshot(
    settings: Settings,
    release: str | None = None,
    vocabularies: Sequence[Path] = (),
    mappings: Sequence[Path] = (),
    progress: Progress = lambda message: None,
) -> Path:
    """Build a snapshot of the content, make it the current one, and answer with its folder.

    `vocabularies` are SKOS files and `mappings` crosswalks, or folders of them, that the operator
    adds.
    Sources that are already built are not built again. Several processes may call this at once.
    Raises ContentError with file and line, BadParameter for a release that is no name.
    """
    if release is not None:
        check_release_name(release)
    sources = _sources(settings, tuple(map(Path, vocabularies)), tuple(map(Path, mappings)))
    with lock(settings.home):
        return _build(settings.home, sources, release, progress, chosen=True)


def ensure_snapshot(settings: Settings, progress: Progress = lambda message: None) -> Path:
    """The folder of the snapshot to serve; built first when there is none, or an older format.

    A snapshot that somebody chose (`build`) stays until they choose again; one that was made
    here follows the content. Nothing is written where there is one. Raises ContentError.
    """
    sources, home = _sources(settings), settings.home
    if (ready := _ready(home, sources)) is not None:
        return ready
    with lock(home):
        return _ready(home, sources) or _build(home, sources, None, progress, chosen=False)


def _ready(home: Path, sources: Sources) -> Path | None:
    """The current snapshot, if it is whole and still the one to serve."""
    pointed, chosen = pointer(home)
    if pointed is None or not is_usable(pointed, check_sizes):
        return None
    is_wanted = chosen or pointed == _folder(home, _digest(sources), None)
    return pointed if is_wanted else None


def _build(
    home: Path, sources: Sources, release: str | None, progress: Progress, *, chosen: bool
) -> Path:
    digest = _digest(sources)
    final = _folder(home, digest, release)
    if not is_usable(final, verify_snapshot):
        _discard(final)
        _build_beside(final, digest, sources, release, progress)
    else:
        progress(f"snapshot {final.name} is already built")
    os.utime(final)
    point(home, final, chosen)
    _prune(final)
    return final


def _folder(home: Path, digest: str, release: str | None) -> Path:
    return home / "snapshots" / (digest[:16] if release is None else f"{digest[:16]}-{release}")


def _build_beside(
    final: Path, digest: str, sources: Sources, release: str | None, progress: Progress
) -> None:
    for leftover in final.parent.glob(".building-*"):
        _discard(leftover)
    folder = final.parent / f".building-{os.getpid()}"
    folder.mkdir(parents=True)
    try:
        with _without_collector():
            manifest = _fill(folder, sources, release, progress)
        manifest |= {"format": FORMAT, "digest": digest, "created": _now()}
        if release is not None:
            progress("writing the files of the release")
            _write_downloads(folder, manifest)
        _settle(folder, manifest)
        verify_snapshot(folder)
        folder.rename(final)
        fsync(final.parent)
    finally:
        _discard(folder)


def _fill(
    folder: Path, sources: Sources, release: str | None, progress: Progress
) -> dict[str, Any]:
    progress("reading the content")
    triples = write_store(folder / "store", sources.quads(release), progress)
    store = Store.open(folder / "store")
    schemes = _schemes(store)
    progress(f"indexing {sum(schemes.values()):,} concepts")
    vocabulary = Vocabulary(store)
    contents = ContentsWriter(folder)
    documents = contents.noting(vocabulary.documents())
    names = {name: head.id for name, head in vocabulary.book.by_other_name.items()}
    SearchIndex.build(
        folder / "index", documents, progress, schemes=vocabulary.schemes(), other_names=names
    )
    contents.finish(vocabulary)
    shutil.copytree(sources.root / "shapes", folder / "shapes")
    return {
        "release": release or _release(store),
        "triples": triples,
        "schemes": schemes,
        "crosswalks": _crosswalks(store),
        "vocabularies": [path.name for path in sources.vocabularies],
    }


def _write_downloads(folder: Path, manifest: dict[str, Any]) -> None:
    vocabulary = Vocabulary(Store.open(folder / "store"))
    created, shapes = str(manifest["created"]), folder / "shapes"
    Release(str(manifest["release"]), created, vocabulary, shapes).write(folder / "download")


def _release(store: Store) -> str:
    versions = store.objects(namespaces.CATALOG, namespaces.DCAT + "version")
    return versions[0].value if versions and isinstance(versions[0], Literal) else "0"


def _schemes(store: Store) -> dict[str, int]:
    """Concepts by scheme id."""
    rows = store.select(
        f"SELECT ?id (COUNT(DISTINCT ?c) AS ?n) WHERE {{ ?s a <{namespaces.SKOS}ConceptScheme> ; "
        f"<{namespaces.DCTERMS}identifier> ?id . ?c <{namespaces.SKOS}inScheme> ?s ; "
        f"a <{namespaces.SKOS}Concept> }} GROUP BY ?id ORDER BY ?id"
    )
    return {_text(row["id"]): int(_text(row["n"])) for row in rows}


def _crosswalks(store: Store) -> dict[str, int]:
    """Rows by crosswalk."""
    rows = store.select(
        "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?row a "
        f"<{namespaces.SSSOM}Mapping> }} }} GROUP BY ?g ORDER BY ?g"
    )
    return {_text(row["g"]).removeprefix(namespaces.MAPPINGS): int(_text(row["n"])) for row in rows}


def _text(term: Any) -> str:
    return term.value if isinstance(term, Literal) else str(term.iri)


def _settle(folder: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest with checksums, and make sure that all of it is on the disk."""
    manifest["files"] = {
        path.relative_to(folder).as_posix(): {
            "size": path.stat().st_size,
            "sha256": checksum(path),
        }
        for path in _files(folder)
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    for path in [*folder.rglob("*"), folder]:
        fsync(path)


def _digest(sources: Sources) -> str:
    """SHA-256 over the sorted (path, hash) of the sources, the format and the publisher."""
    total = hashlib.sha256(f"{FORMAT}\n{sources.publisher}\n{sources.publisher_url}\n".encode())
    for name, path in sorted(sources.files()):
        try:
            total.update(f"{name}\0{checksum(path)}\n".encode())
        except OSError as error:
            raise ContentError(
                f"{path}: filen kan ikke læses ({error.strerror}). Se efter sti og rettigheder.",
                f"{path}: the file cannot be read ({error.strerror}). Check path and permissions.",
            ) from None
    return total.hexdigest()


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _discard(path: Path) -> None:
    if path.exists():
        shutil.rmtree(path)


def _prune(current: Path) -> None:
    """Remove old snapshots, except the newest few and any that may still be in use."""
    others = [
        path
        for path in current.parent.iterdir()
        # A dash: a numbered release, which is kept for good.
        if path != current and path.is_dir() and "-" not in path.name.lstrip(".")
    ]
    by_age = sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)
    for path in by_age[_KEPT:]:
        if time.time() - path.stat().st_mtime > _YOUNG_S:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _without_collector() -> Iterator[None]:
    """A build makes millions of values that point at nothing: looking for cycles among them, over
    and over, takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
