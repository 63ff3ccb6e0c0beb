"""Term search: a snapshot's labels go in once; a text goes in per call, ranked Hits come out.

The ranking contract is in `tiers`; what the reader of a page is told about it in docs/soegning.md.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from pyroaring import BitMap

from fagbegreb.errors import BadParameter
from fagbegreb.model import (
    Concept,
    FacetValue,
    Hit,
    Iri,
    Lang,
    Scheme,
    SearchDocument,
    SearchResult,
    Status,
)
from fagbegreb.search import catalogue as storage
from fagbegreb.search.abbreviations import abbreviations
from fagbegreb.search.analysis import analyse
from fagbegreb.search.catalogue import Catalogue
from fagbegreb.search.explaining import Explainer, correction
from fagbegreb.search.matching import Matcher
from fagbegreb.search.names import SchemeName, SchemeNames, scheme_names
from fagbegreb.search.postings import LARGE, open_packed, open_whoosh, write_packed, write_whoosh
from fagbegreb.search.query import Query
from fagbegreb.search.ranking import Fresh, Ranked, Ranker, by_language, fresh_groups
from fagbegreb.search.tiers import Group, Languages, Tier

__all__ = ["LARGE", "SearchIndex"]

ConceptOf = Callable[[Iri], Concept]
Progress = Callable[[str], None]
_WHOOSH = "whoosh"


class SearchIndex:
    """An open, read-only index. Threads may share it."""

    def __init__(self, path: Path) -> None:
        self._catalogue = Catalogue(path)
        owners = self._catalogue.owners
        postings = (
            open_whoosh(path / _WHOOSH, owners)
            if (path / _WHOOSH).is_dir()
            else open_packed(self._catalogue.database, owners)
        )
        self._matcher = Matcher(self._catalogue, postings)
        names = SchemeNames(
            SchemeName(tuple(stems), scheme, is_ordinary)
            for stems, scheme, is_ordinary in self._catalogue.read_json("names")
        )
        self._ranker = Ranker(self._catalogue, self._matcher, names)

    @classmethod
    def build(  # noqa: PLR0913
        cls,
        path: Path,
        documents: Iterable[SearchDocument],
        progress: Progress = lambda _: None,
        *,
        schemes: Iterable[Scheme] = (),
        other_names: Mapping[str, str] | None = None,
        large: int = LARGE,
    ) -> None:
        """Writes the index of `documents`, in whatever order they come, to the folder `path`.

        `schemes`, in catalogue order, give the names by which a query may point to a scheme;
        `other_names` are what may stand before a code instead of a scheme's id. An older index in
        the folder is replaced. From `large` labels on the packed engine is used instead of Whoosh.
        """
        if path.exists():
            shutil.rmtree(path)
        path.mkdir(parents=True)
        known = tuple(schemes)
        analysed = analyse(documents, (scheme.id for scheme in known), progress)
        names = scheme_names(analysed, known)
        database = storage.create(path)
        concept_of = storage.write(path, database, analysed)
        storage.write_json(database, "names", [(n.stems, n.scheme, n.is_ordinary) for n in names])
        storage.write_json(database, "other_names", dict(other_names or {}))
        storage.write_json(database, "abbreviations", abbreviations(analysed))
        if len(analysed.labels) < large:
            write_whoosh(path / _WHOOSH, analysed.tokens, len(analysed.labels))
        else:
            write_packed(database, analysed.tokens, concept_of, progress)
        storage.finish(database)
        progress(f"search: {len(analysed.concepts):,} concepts indexed")

    @classmethod
    def open(cls, path: Path) -> SearchIndex:
        """Opens what `build` wrote."""
        return cls(path)

    def close(self) -> None:
        """Lets go of the files."""
        self._catalogue.close()

    def require(
        self,
        *,
        kinds: Iterable[str] = (),
        statuses: Iterable[str] = (),
        languages: Iterable[str] = (),
        lang: Lang = "da",
    ) -> None:
        """Raises BadParameter for a kind or language that no concept has, or what is no status.

        `lang` is the language asked in; codes count as that one, whether or not labels have it.
        """
        _require("kind", kinds, sorted(self._catalogue.facets["kind"]))
        _require("status", statuses, [status.value for status in Status])
        # the tag of labels that have none is empty
        _require("language", languages, sorted({*self._catalogue.spans, lang, ""}))

    def search(  # noqa: PLR0913
        self,
        q: str,
        *,
        schemes: Iterable[str] = (),
        kinds: Iterable[str] = (),
        statuses: Iterable[str] = (),
        languages: Iterable[str] = (),
        in_force: bool | None = None,
        lang: Lang = "da",
        at: date,
        limit: int = 20,
        offset: int = 0,
        concept_of: ConceptOf,
    ) -> SearchResult:
        """One page of the concepts that answer to `q`, best first, and counts over all of them.

        Filters of one kind add up, different kinds narrow. The order depends on nothing but the
        arguments, so pages neither overlap nor leave gaps. Nothing found is an empty result.
        """
        query = Query.read(q)
        mask = self._mask({"scheme": schemes, "kind": kinds, "status": statuses}, in_force, at)
        langs = self._matcher.languages(lang)
        ranked = self._ranker.rank(query, langs, mask, frozenset(languages) or None)
        page = self._in_order(ranked.groups, at, offset, limit)
        found = ranked.concepts
        return SearchResult(
            query=q,
            total=len(found),
            hits=self._hits(page, Explainer(ranked.query, lang, self._catalogue), concept_of),
            facets=self._facets(found, ranked, langs, at),
            did_you_mean=self._did_you_mean(query, ranked),
        )

    def suggest(  # noqa: PLR0913
        self,
        q: str,
        *,
        schemes: Iterable[str] = (),
        lang: Lang = "da",
        at: date,
        limit: int = 10,
        concept_of: ConceptOf,
    ) -> tuple[Hit, ...]:
        """The concepts that a text being typed is likeliest to become, each once, best first."""
        query = Query.read(q)
        mask = self._mask({"scheme": schemes}, None, at)
        groups = self._ranker.suggestions(query, self._matcher.languages(lang), mask)
        page = self._in_order(fresh_groups(groups, mask), at, 0, limit)
        return self._hits(page, Explainer(query, lang, self._catalogue), concept_of)

    def _hits(
        self, page: Iterable[tuple[Group, int]], explainer: Explainer, concept_of: ConceptOf
    ) -> tuple[Hit, ...]:
        return tuple(
            explainer.hit(group, number, concept_of(self._catalogue.iri(number)))
            for group, number in page
        )

    def _mask(
        self, filters: Mapping[str, Iterable[str]], in_force: bool | None, at: date
    ) -> BitMap | None:
        """The concepts inside the filters; None when there is no filter."""
        mask: BitMap | None = None
        for facet, values in filters.items():
            chosen = frozenset(values)
            if chosen:
                known = self._catalogue.facets[facet]
                some = BitMap.union(BitMap(), *(known.get(one, BitMap()) for one in chosen))
                mask = some if mask is None else mask & some
        if in_force is not None:
            some = self._ranker.everything if mask is None else mask
            outside = self._catalogue.not_in_force(at)
            mask = some - outside if in_force else some & outside
        return mask

    def _in_order(
        self, groups: Iterable[Fresh], at: date, offset: int, limit: int
    ) -> Iterator[tuple[Group, int]]:
        """The concepts of the page: by group, in force before not, then by static rank."""
        outside = self._catalogue.not_in_force(at)
        skip, left = max(offset, 0), max(limit, 0)
        for group, fresh in groups:
            if left == 0:
                return
            if skip >= len(fresh):
                skip -= len(fresh)
                continue
            in_force, not_in_force = fresh - outside, fresh & outside
            for some in (in_force, not_in_force):
                ordered = group.order(some, skip, left)
                skip = max(0, skip - len(some))
                left -= len(ordered)
                yield from ((group, number) for number in ordered)

    def _facets(
        self, found: BitMap, ranked: Ranked, langs: Languages, at: date
    ) -> dict[str, tuple[FacetValue, ...]]:
        facets = {
            facet: _counted(_shares(found, self._catalogue.facets[facet]))
            for facet in ("scheme", "kind", "status")
        }
        outside = found.intersection_cardinality(self._catalogue.not_in_force(at))
        facets["language"] = _counted(_languages(ranked, langs))
        facets["in_force"] = _counted((("true", len(found) - outside), ("false", outside)))
        return facets

    def _did_you_mean(self, query: Query, ranked: Ranked) -> str | None:
        """The words that the best hit was found by, when they are not those that were typed."""
        if not ranked.groups:
            return None
        best, _ = ranked.groups[0]
        if best.tier in (Tier.ONE_TYPO, Tier.TWO_TYPOS):
            return correction(best, query, self._matcher.word_lists)
        if ranked.query is not query:
            return self._ranker.corrector.as_written(ranked.query)
        return None


def _require(name: str, asked: Iterable[str], known: Sequence[str]) -> None:
    for value in asked:
        if value not in known:
            listed = ", ".join(filter(None, known))
            raise BadParameter(
                f"{name} kan ikke være »{value}«. Brug en af: {listed}.",
                f"{name} cannot be '{value}'. Use one of: {listed}.",
            )


def _counted(values: Iterable[tuple[str, int]]) -> tuple[FacetValue, ...]:
    """The values that occur, most frequent first."""
    present = (FacetValue(value, count) for value, count in values if count)
    return tuple(sorted(present, key=lambda found: (-found.count, found.value)))


def _shares(found: BitMap, facet: Mapping[str, BitMap]) -> Iterator[tuple[str, int]]:
    """How many of the concepts have each value, which each has one of; largest values first."""
    left = len(found)
    for value, members in facet.items():
        if not left:
            return
        count = found.intersection_cardinality(members)
        left -= count
        yield value, count


def _languages(ranked: Ranked, langs: Languages) -> Iterator[tuple[str, int]]:
    """Hits by the language of what matched."""
    counts: dict[str, int] = {}
    for group, fresh in ranked.groups:
        for lang, here in by_language(group, fresh, langs):
            counts[lang] = counts.get(lang, 0) + len(here)
    yield from counts.items()
