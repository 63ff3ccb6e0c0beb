"""The releases of a home: a folder of snapshots goes in, their manifests by name come out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fagbegreb.errors import SnapshotDamaged
from fagbegreb.snapshot import MANIFEST


def read_manifest(path: Path) -> dict[str, Any]:
    """What the build wrote about a snapshot. Raises SnapshotDamaged."""
    try:
        manifest = json.loads((path / MANIFEST).read_bytes())
        return {"release": "", "digest": "", **manifest}
    except (OSError, ValueError, TypeError):
        raise SnapshotDamaged(
            f"{path}: {MANIFEST} kan ikke læses. Byg igen med »fagbegreb build«.",
            f"{path}: {MANIFEST} cannot be read. Build again with 'fagbegreb build'.",
        ) from None


def release_folders(home: Path) -> dict[str, tuple[Path, dict[str, Any]]]:
    """Snapshots by release, newest release first; of two with one name, the latest built."""
    manifests = []
    for file in (home / "snapshots").glob(f"[!.]*/{MANIFEST}"):
        try:
            manifests.append((file.parent, read_manifest(file.parent)))
        except SnapshotDamaged:
            continue
    manifests.sort(key=lambda entry: str(entry[1].get("created", "")))
    found = {str(manifest["release"]): (path, manifest) for path, manifest in manifests}
    return dict(sorted(found.items(), key=lambda entry: newest_last(entry[0]), reverse=True))


def newest_last(release: str) -> tuple[tuple[int, str], ...]:
    """Sorts names of releases by their numbers: 2026.9 before 2026.12."""
    parts = release.replace("-", ".").split(".")
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)
