"""The snapshots of a home: which there are, which one is current, and whether one is whole.

    <home>/current                  the name of the snapshot that is served, one line; a second
                                    one says `automatic` where nobody chose it
    <home>/build.lock               held by whoever builds or chooses
    <home>/snapshots/<digest>/      manifest.json and what it lists

Folders go in, folders come out. What is in them is for `build` and the engines to know.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from fagbegreb.errors import SnapshotDamaged, UnknownRelease

FORMAT: Final = 4
"""Rises when a snapshot is laid out anew, so that an older one is built again."""
MANIFEST: Final = "manifest.json"
_POINTER: Final = "current"


def use_release(home: Path, release: str) -> Path:
    """Make a release that is already built the current one.

    Raises UnknownRelease; SnapshotDamaged also when another version laid it out in another way.
    """
    with lock(home):
        known = _releases(home)
        if release not in known:
            raise UnknownRelease(release, tuple(sorted(known)))
        path = known[release]
        verify_snapshot(path)
        if not _is_of_this_format(path):
            raise _outdated(path, release)
        point(home, path, chosen=True)
        return path


def current_snapshot(home: Path) -> Path | None:
    """The folder that the pointer file names, or None when there is none yet."""
    return pointer(home)[0]


def verify_snapshot(path: Path) -> None:
    """Read every file and compare it with the manifest. Raises SnapshotDamaged."""
    for name, expected in _manifest(path)["files"].items():
        file = path / name
        if not file.is_file() or checksum(file) != expected["sha256"]:
            raise _damaged(path, name)


def check_sizes(path: Path) -> None:
    """Compare the sizes of the files with the manifest: fast, for start. Raises SnapshotDamaged."""
    for name, expected in _manifest(path)["files"].items():
        file = path / name
        if not file.is_file() or file.stat().st_size != expected["size"]:
            raise _damaged(path, name)


def _releases(home: Path) -> dict[str, Path]:
    """Snapshots by release, of two with one name the last used; damaged ones are left out."""
    found: dict[str, Path] = {}
    for path in sorted((home / "snapshots").glob("[!.]*/"), key=lambda each: each.stat().st_mtime):
        with suppress(SnapshotDamaged):
            found[str(_manifest(path)["release"])] = path
    return found


def _manifest(path: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        manifest["files"], manifest["release"]
    except (OSError, ValueError, KeyError, TypeError):
        raise _damaged(path, MANIFEST) from None
    return manifest


def _damaged(path: Path, name: str) -> SnapshotDamaged:
    return SnapshotDamaged(
        f"{path}: filen {name} mangler eller er ændret. Slet mappen, og kør »fagbegreb build«.",
        f"{path}: the file {name} is missing or changed. Delete the folder and run "
        "'fagbegreb build'.",
    )


def _outdated(path: Path, release: str) -> SnapshotDamaged:
    return SnapshotDamaged(
        f"{path}: en anden version af fagbegreb har bygget den. Byg den igen med »fagbegreb build "
        f"--release {release}«.",
        f"{path}: another version of fagbegreb built it. Build it again with 'fagbegreb build "
        f"--release {release}'.",
    )


def pointer(home: Path) -> tuple[Path | None, bool]:
    """The folder that is current, and whether somebody chose it."""
    try:
        lines = (home / _POINTER).read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError):
        return None, False
    if not lines:
        return None, False
    path = home / "snapshots" / Path(lines[0]).name
    return (path if path.is_dir() else None), lines[1:] != ["automatic"]


def point(home: Path, path: Path, chosen: bool) -> None:
    """Make a snapshot the current one, in one step; nothing is written where it is already."""
    text = (path.name + ("\n" if chosen else "\nautomatic\n")).encode()
    if (home / _POINTER).exists() and (home / _POINTER).read_bytes() == text:
        return
    beside = home / f"{_POINTER}.new"
    beside.write_bytes(text)
    fsync(beside)
    beside.replace(home / _POINTER)
    fsync(home)


def is_usable(path: Path, verify: Callable[[Path], None]) -> bool:
    """Whether a snapshot stands the test, and is laid out as this version does it."""
    try:
        verify(path)
    except SnapshotDamaged:
        return False
    return _is_of_this_format(path)


def _is_of_this_format(path: Path) -> bool:
    return bool(_manifest(path).get("format") == FORMAT)


def checksum(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def fsync(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk before going on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def lock(home: Path) -> Iterator[None]:
    """Hold the lock of the home; whoever else builds or chooses waits here."""
    (home / "snapshots").mkdir(parents=True, exist_ok=True)
    with (home / "build.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
