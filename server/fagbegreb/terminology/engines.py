"""Terminology: one snapshot and its engines, opened once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

from fagbegreb.crosswalk import Crosswalk
from fagbegreb.engine import answer_questions
from fagbegreb.model import Coverage, Labels, Lang, SchemeId, today
from fagbegreb.recode import RecodeLookups, Recoder
from fagbegreb.remote import RemoteQueries, RemoteStore
from fagbegreb.render import pick
from fagbegreb.search import SearchIndex
from fagbegreb.settings import Settings
from fagbegreb.store import Store
from fagbegreb.terminology.releases import read_manifest
from fagbegreb.validation import Validator
from fagbegreb.vocabulary import Vocabulary
from fagbegreb.vocabulary.contents import Contents
from fagbegreb.worker import WorkerPool

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
