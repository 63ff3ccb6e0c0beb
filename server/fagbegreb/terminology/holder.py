"""TerminologyHolder: the terminology that is served now, and those of other releases that
somebody asked for.

It looks at the pointer about once a second, opens a new snapshot beside the old one, swaps,
and closes the old one after its last request. A damaged snapshot is never taken over.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from fagbegreb.errors import FagbegrebError, SnapshotDamaged, UnknownRelease
from fagbegreb.settings import Settings
from fagbegreb.snapshot import MANIFEST
from fagbegreb.terminology.engines import Terminology
from fagbegreb.terminology.releases import newest_last, release_folders

_LOG = logging.getLogger("fagbegreb")
_WATCH_EVERY_S: Final = 1.0
_OLD_RELEASES_OPEN: Final = 4


def _time_of(path: Path) -> int:
    """When the snapshot was finished: one that was built again in the same place is a new one."""
    try:
        return (path / MANIFEST).stat().st_mtime_ns
    except OSError:
        return 0


@dataclass(eq=False)
class _Held:
    """A terminology and the number of requests that use it."""

    terminology: Terminology
    users: int = 0
    is_retired: bool = False


class TerminologyHolder:
    """The current terminology of a process, and other releases by name.

    `locate` answers with the folder that the pointer names; `check` raises SnapshotDamaged for a
    snapshot that must not be served. `on_open` is called with every terminology that is opened.
    """

    def __init__(
        self,
        settings: Settings,
        locate: Callable[[Path], Path | None],
        check: Callable[[Path], None],
        on_open: Callable[[Terminology], None] = lambda terminology: None,
    ) -> None:
        self._settings = settings
        self._locate = locate
        self._check = check
        self._on_open = on_open
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._current: _Held | None = None
        self._others: dict[Path, _Held] = {}
        self._refused: tuple[Path, int] | None = None

    @property
    def current(self) -> Terminology | None:
        """What is served now; None before the first snapshot is there."""
        return self._current.terminology if self._current else None

    def refresh(self) -> bool:
        """Take over what the pointer names, if that is new and sound; answers whether it was."""
        path = self._locate(self._settings.home)
        if path is None or (self.current and self.current.path == path):
            return False
        built = (path, _time_of(path))
        was_refused = built == self._refused
        if was_refused and self.current:  # while nothing is served, it is tried again
            return False
        try:
            fresh = self._open(path)
        except FagbegrebError as error:
            self._refused = built
            if not was_refused:
                _LOG.error("snapshot not taken over: %s", error.detail["en"])
            return False
        with self._lock:
            retired, self._current = self._current, _Held(fresh)
            self._refused = None
        if retired is not None:
            self._retire(retired)
        _LOG.info("serving release %s from %s", fresh.release, path)
        return True

    async def watch(self) -> None:
        """Look at the pointer once a second, until cancelled, and make ready for the first query
        and the first translation: a second after the start, when what is served first is served.
        """
        while True:
            await asyncio.sleep(_WATCH_EVERY_S)
            try:
                await asyncio.to_thread(self._keep_up)
            except Exception as error:  # the watch must outlive whatever the disk comes up with
                _LOG.error("looking for a new snapshot failed: %s", type(error).__name__)

    def _keep_up(self) -> None:
        self.refresh()
        if self.current is not None:
            with self.using() as terminology:
                terminology.queries.start()
                terminology.crosswalk.prepare()

    @asynccontextmanager
    async def lease(self, release: str | None = None) -> AsyncGenerator[Terminology, None]:
        """`using` for the event loop: nothing is opened or closed on it."""
        held = self._take_current(release)
        if held is None:
            held = await asyncio.to_thread(self._take, release)
        try:
            yield held.terminology
        finally:
            if self._is_over(held):
                await asyncio.to_thread(held.terminology.close)

    @contextmanager
    def using(self, release: str | None = None) -> Iterator[Terminology]:
        """The terminology of one request, which stays open until the request is done.

        Raises UnknownRelease; SnapshotDamaged when there is nothing to serve.
        """
        held = self._take(release)
        try:
            yield held.terminology
        finally:
            if self._is_over(held):
                held.terminology.close()

    def releases(self) -> tuple[dict[str, Any], ...]:
        """Manifests of the releases that can be asked for, newest first, each name once."""
        return tuple(manifest for _, manifest in self._named().values())

    def close(self) -> None:
        """Close all that is open, whether it is used or not."""
        with self._lock:
            held = [*self._others.values(), *([self._current] if self._current else [])]
            self._others.clear()
            self._current = None
        for each in held:
            each.terminology.close()

    def _open(self, path: Path, settings: Settings | None = None) -> Terminology:
        self._check(path)
        try:
            opened = Terminology.open(path, settings or self._settings)
            opened.warm()
        except FagbegrebError:
            raise
        except Exception as error:  # a damaged file may break any library that reads it
            raise SnapshotDamaged(
                f"{path}: kan ikke åbnes ({type(error).__name__}). Byg igen.",
                f"{path}: cannot be opened ({type(error).__name__}). Build again.",
            ) from error
        self._on_open(opened)
        return opened

    def _take(self, release: str | None) -> _Held:
        held = self._take_current(release)
        if held is not None:
            return held
        named = self._named()
        if str(release) not in named:
            raise UnknownRelease(str(release), tuple(named))
        path = named[str(release)][0]
        with self._opening:  # of several who ask for it at once, the first opens it
            return self._take_other(path) or self._open_other(path)

    def _take_current(self, release: str | None) -> _Held | None:
        with self._lock:
            if self._current is None:
                raise SnapshotDamaged(
                    "Der er ingen udgivelse at svare fra. Kør »fagbegreb build«.",
                    "There is no release to answer from. Run 'fagbegreb build'.",
                )
            if release not in {None, "", self._current.terminology.release}:
                return None
            self._current.users += 1
            return self._current

    def _take_other(self, path: Path) -> _Held | None:
        with self._lock:
            held = self._others.pop(path, None)
            if held is not None:
                held.users += 1
                self._others[path] = held  # last in line to be closed
            return held

    def _open_other(self, path: Path) -> _Held:
        # An engine elsewhere holds one release; others come from their snapshots.
        held = _Held(self._open(path, replace(self._settings, sparql_endpoint="")), users=1)
        retired = []
        with self._lock:
            while len(self._others) >= _OLD_RELEASES_OPEN:
                retired.append(self._others.pop(next(iter(self._others))))
            self._others[path] = held
        for each in retired:
            self._retire(each)
        return held

    def _is_over(self, held: _Held) -> bool:
        """Whether the request that ends was the last of a terminology nobody else will ask."""
        with self._lock:
            held.users -= 1
            return held.is_retired and held.users == 0

    def _retire(self, held: _Held) -> None:
        with self._lock:
            held.is_retired = True
            is_over = held.users == 0
        if is_over:
            held.terminology.close()

    def _named(self) -> dict[str, tuple[Path, dict[str, Any]]]:
        """Snapshots by release, newest release first; of two with one name, the latest built."""
        found = release_folders(self._settings.home)
        if self.current is not None:
            found[self.current.release] = (self.current.path, self.current.manifest)
        return dict(sorted(found.items(), key=lambda entry: newest_last(entry[0]), reverse=True))
