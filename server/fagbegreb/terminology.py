"""Terminology: one snapshot and its engines, opened once and swapped whole.

A TerminologyHolder keeps the one that is current and those of other releases that somebody asked
for. It looks at the pointer about once a second, opens a new snapshot beside the old one, swaps,
and closes the old one after its last request. A damaged snapshot is never taken over.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

from fagbegreb.crosswalk import Crosswalk
from fagbegreb.engine import answer_questions
from fagbegreb.errors import FagbegrebError, SnapshotDamaged, UnknownRelease
from fagbegreb.model import Coverage, Labels, Lang, SchemeId, today
from fagbegreb.recode import RecodeLookups, Recoder
from fagbegreb.remote import RemoteQueries, RemoteStore
from fagbegreb.render import pick
from fagbegreb.search import SearchIndex
from fagbegreb.settings import Settings
from fagbegreb.store import Store
from fagbegreb.validation import Validator
from fagbegreb.vocabulary import Vocabulary
from fagbegreb.vocabulary.contents import Contents
from fagbegreb.worker import WorkerPool

_LOG = logging.getLogger("fagbegreb")
_MANIFEST: Final = "manifest.json"
_WATCH_EVERY_S: Final = 1.0
_OLD_RELEASES_OPEN: Final = 4
_QUICK_QUERY_S: Final = 0.25
"""A query that takes longer makes room for those that do not."""
_COVERAGES_KEPT: Final = 16
_FACET_WORDS: Final[dict[str, Labels]] = {
    "": {"da": "ikke angivet", "en": "not stated"},
    "stable": {"da": "stabil", "en": "stable"},
    "draft": {"da": "udkast", "en": "draft"},
    "retired": {"da": "udgået", "en": "retired"},
    "da": {"da": "dansk", "en": "Danish"},
    "en": {"da": "engelsk", "en": "English"},
    "true": {"da": "ja", "en": "yes"},
    "false": {"da": "nej", "en": "no"},
}


@dataclass(eq=False)
class Terminology:
    """The engines over one snapshot. Compared by identity: it is a place, not a value."""

    path: Path
    settings: Settings
    manifest: dict[str, Any]
    store: Store
    vocabulary: Vocabulary
    search: SearchIndex
    crosswalk: Crosswalk
    closers: list[Callable[[], None]] = field(default_factory=list)
    """Run when it is closed, last first; whoever starts workers for it adds one."""

    @classmethod
    def open(cls, path: Path, settings: Settings) -> Terminology:
        """Open what `fagbegreb build` made. Raises SnapshotDamaged."""
        manifest = read_manifest(path)
        contents = Contents.beside(path)
        embedded = Vocabulary(Store.open(path / "store"), contents)
        is_elsewhere = bool(settings.sparql_endpoint)
        vocabulary = Vocabulary(RemoteStore.at(settings), contents) if is_elsewhere else embedded
        return cls(
            path=path,
            settings=settings,
            manifest=manifest,
            store=vocabulary.store,
            vocabulary=vocabulary,
            search=SearchIndex.open(path / "index"),
            crosswalk=Crosswalk.open(embedded),
        )

    @cached_property
    def embedded(self) -> Vocabulary:
        """The snapshot's own vocabulary, also where an engine elsewhere is asked for pages."""
        if not self.settings.sparql_endpoint:
            return self.vocabulary
        return Vocabulary(Store.open(self.path / "store"), Contents.beside(self.path))

    @cached_property
    def queries(self) -> WorkerPool | RemoteQueries:
        """Who answers SPARQL: processes over this snapshot, which start with the first query at
        the latest, or the engine in the settings."""
        if self.settings.sparql_endpoint:
            remote = RemoteQueries(self.settings)
            self.closers.append(remote.close)
            return remote
        pool = WorkerPool(
            answer_questions,
            self.settings.query_workers,
            self.settings.worker_memory_bytes,
            (str(self.path.resolve() / "store"),),
            max_waiting=self.settings.query_queue,
            quick_s=_QUICK_QUERY_S,
        )
        self.closers.append(pool.close)
        return pool

    @cached_property
    def validator(self) -> Validator:
        """Processes that check case graphs; they start with the first one."""
        validator = Validator(self.path.resolve(), self.settings, self.vocabulary.nearest)
        self.closers.append(validator.close)
        return validator

    @cached_property
    def recoder(self) -> Recoder:
        """Processes that recode case graphs; they start with the first one."""
        vocabulary, crosswalk = self.vocabulary, self.crosswalk
        recoder = Recoder(
            RecodeLookups(
                concept_of=vocabulary.concept,
                translate=crosswalk.translate,
                scheme_iri=lambda scheme: vocabulary.book.head(scheme).iri,
                law_schemes=vocabulary.law_ids,
                is_scale=crosswalk.is_scale,
                measuring_schemes=lambda: crosswalk.measuring_schemes,
            ),
            self.settings,
            self.path,
        )
        self.closers.append(recoder.close)
        return recoder

    @cached_property
    def coverage(self) -> Callable[[date, tuple[SchemeId, ...]], tuple[Coverage, ...]]:
        """`crosswalk.coverage`, which looks at every concept, remembered by day and schemes."""
        return lru_cache(maxsize=_COVERAGES_KEPT)(self.crosswalk.coverage)

    @property
    def release(self) -> str:
        """The name of the release, such as `2026.12`."""
        return str(self.manifest["release"])

    @property
    def digest(self) -> str:
        """SHA-256 of the sources: two snapshots with the same digest say the same."""
        return str(self.manifest["digest"])

    @property
    def release_json(self) -> dict[str, Any]:
        """Which release an answer comes from, and the notice it carries while it is a draft."""
        notice = dict(self.vocabulary.catalogue["notice"])
        return {"name": self.release, "digest": self.digest[:16], "notice": notice}

    def facet_label(self, facet: str, value: str, lang: Lang = "da") -> str:
        """What a value of a search facet is called; the value itself where nobody named it."""
        if facet == "scheme" and value in self.vocabulary.book.heads:
            return pick(self.vocabulary.book.heads[SchemeId(value)].labels, lang) or value
        if facet == "kind" and value:
            return pick(self.vocabulary.kind_labels(value), lang) or value
        return pick(_FACET_WORDS.get(value, {}), lang) or value

    def warm(self) -> None:
        """Ask each engine once, so that nobody waits for a first time; also proves it readable."""
        vocabulary = self.embedded
        # a word that nobody uses is looked for in every way there is
        for ask in (self.search.search, self.search.suggest):
            ask("opvarmningx", lang="da", at=today(), limit=1, concept_of=vocabulary.concept)
        for scheme in list(vocabulary.book.heads)[:1]:
            vocabulary.concepts(scheme, limit=1)

    def close(self) -> None:
        """Stop what was started for this snapshot. Call once, after the last request."""
        while self.closers:
            self.closers.pop()()


def read_manifest(path: Path) -> dict[str, Any]:
    """What the build wrote about a snapshot. Raises SnapshotDamaged."""
    try:
        manifest = json.loads((path / _MANIFEST).read_bytes())
        return {"release": "", "digest": "", **manifest}
    except (OSError, ValueError, TypeError):
        raise SnapshotDamaged(
            f"{path}: {_MANIFEST} kan ikke læses. Byg igen med »fagbegreb build«.",
            f"{path}: {_MANIFEST} cannot be read. Build again with 'fagbegreb build'.",
        ) from None


def _time_of(path: Path) -> int:
    """When the snapshot was finished: one that was built again in the same place is a new one."""
    try:
        return (path / _MANIFEST).stat().st_mtime_ns
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
        return dict(sorted(found.items(), key=lambda entry: _release_key(entry[0]), reverse=True))


def release_folders(home: Path) -> dict[str, tuple[Path, dict[str, Any]]]:
    """Snapshots by release, newest release first; of two with one name, the latest built."""
    manifests = []
    for file in (home / "snapshots").glob(f"[!.]*/{_MANIFEST}"):
        try:
            manifests.append((file.parent, read_manifest(file.parent)))
        except SnapshotDamaged:
            continue
    manifests.sort(key=lambda entry: str(entry[1].get("created", "")))
    found = {str(manifest["release"]): (path, manifest) for path, manifest in manifests}
    return dict(sorted(found.items(), key=lambda entry: _release_key(entry[0]), reverse=True))


def _release_key(release: str) -> tuple[tuple[int, str], ...]:
    parts = release.replace("-", ".").split(".")
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)
