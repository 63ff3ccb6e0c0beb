"""Store: a snapshot's RDF dataset goes in once, by path; plain terms about an IRI come out.

Every file of the content is a named graph; reading sees all of them as one (their union).
Values that leave this module are plain (`Named`, `Literal`), except for `triples`, which
feeds the RDF writers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from fagbegreb.errors import SnapshotDamaged
from fagbegreb.namespaces import RDF, XSD

Progress = Callable[[str], None]

_STRING = XSD + "string"
_FIRST, _REST, _NIL = RDF + "first", RDF + "rest", RDF + "nil"
_PROGRESS_EVERY = 250_000


class Named(NamedTuple):
    """An IRI, or a blank node as `_:id` (which the methods of Store take back)."""

    iri: str


class Literal(NamedTuple):
    """A literal. `lang` is "" where there is none."""

    value: str
    lang: str = ""
    datatype: str = _STRING


Term = Named | Literal


def write_store(path: Path, quads: Iterable[ox.Quad], progress: Progress | None = None) -> int:
    """Write a new dataset at `path` and settle it on disk; answers with the number of quads.

    `path` must not exist or be empty. `quads` is read once, so it may be a generator.
    """
    store = ox.Store(str(path))
    store.bulk_extend(_counted(quads, progress))
    _tell(progress, "optimizing the store")
    store.optimize()
    store.flush()
    return len(store)


def _counted(quads: Iterable[ox.Quad], progress: Progress | None) -> Iterator[ox.Quad]:
    for number, quad in enumerate(quads, start=1):
        if number % _PROGRESS_EVERY == 0:
            _tell(progress, f"{number:,} triples read")
        yield quad


def _tell(progress: Progress | None, message: str) -> None:
    if progress is not None:
        progress(message)


class Store:
    """The dataset of one snapshot, opened read-only; safe to share between threads.

    It has no length, so that asking whether there is a store never counts what is in it.
    """

    def __init__(self, dataset: ox.Store) -> None:
        self._dataset = dataset

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open what `write_store` wrote. Raises SnapshotDamaged."""
        try:
            return cls(ox.Store.read_only(str(path)))
        except OSError as error:
            raise SnapshotDamaged(
                f"{path}: databasen kan ikke åbnes. Byg igen med »fagbegreb build«.",
                f"{path}: the store cannot be opened. Build again with 'fagbegreb build'.",
            ) from error

    def describe(self, iri: str) -> dict[str, tuple[Term, ...]]:
        """Values by predicate, sorted by text; empty when nothing is said of `iri`."""
        found: dict[str, set[Term]] = {}
        for quad in self._dataset.quads_for_pattern(_node(iri), None, None, None):
            found.setdefault(quad.predicate.value, set()).add(_plain(quad.object))
        return {predicate: tuple(sorted(values)) for predicate, values in found.items()}

    def exists(self, iri: str) -> bool:
        """Whether anything is said of `iri`."""
        return any(True for _ in self._dataset.quads_for_pattern(_node(iri), None, None, None))

    def objects(self, subject: str, predicate: str) -> tuple[Term, ...]:
        """Values of one predicate, sorted by text."""
        quads = self._dataset.quads_for_pattern(_node(subject), ox.NamedNode(predicate), None, None)
        return tuple(sorted({_plain(quad.object) for quad in quads}))

    def subjects(self, predicate: str, object: str | Term) -> tuple[str, ...]:  # noqa: A002
        """IRIs that have `object` (a str means an IRI) as a value of `predicate`, sorted."""
        quads = self._dataset.quads_for_pattern(
            None, ox.NamedNode(predicate), _object_node(object), None
        )
        return tuple(sorted({_text(quad.subject) for quad in quads}))

    def items(self, head: str) -> tuple[Term, ...]:
        """The members of an RDF list, in order. A list that bites its tail ends there."""
        members: list[Term] = []
        seen: set[str] = set()
        while head != _NIL and head not in seen:
            seen.add(head)
            node = self.describe(head)
            members.extend(node.get(_FIRST, ())[:1])
            rest = node.get(_REST, ())
            head = rest[0].iri if rest and isinstance(rest[0], Named) else _NIL
        return tuple(members)

    def select(self, sparql: str) -> Iterator[dict[str, Term]]:
        """Rows of a SELECT that we wrote ourselves; unbound variables are left out.

        Never for a query from outside: it runs in this process and cannot be stopped.
        """
        solutions = self._dataset.query(sparql, use_default_graph_as_union=True)
        if not isinstance(solutions, ox.QuerySolutions):
            raise TypeError("select() takes a SELECT query")
        names = [variable.value for variable in solutions.variables]
        for solution in solutions:
            yield {
                name: _plain(value)
                for name, value in zip(names, solution, strict=True)
                if value is not None
            }

    def graphs(self) -> tuple[str, ...]:
        """IRIs of the named graphs, sorted."""
        return tuple(sorted(_text(graph) for graph in self._dataset.named_graphs()))

    def triples(self, iri: str) -> tuple[ox.Triple, ...]:
        """What is said of `iri`, blank nodes followed, as triples for an RDF writer; sorted."""
        found: dict[ox.Triple, None] = {}
        self._collect(_node(iri), found)
        return tuple(found)

    def _collect(self, subject: ox.NamedNode | ox.BlankNode, found: dict[ox.Triple, None]) -> None:
        quads = self._dataset.quads_for_pattern(subject, None, None, None)
        for triple in sorted({quad.triple for quad in quads}, key=str):
            if triple in found:
                continue
            found[triple] = None
            if isinstance(triple.object, ox.BlankNode):
                self._collect(triple.object, found)

    def graph_triples(self, graph: str) -> Iterator[ox.Triple]:
        """Every triple of one named graph (empty for the default one), in no particular order."""
        name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        for quad in self._dataset.quads_for_pattern(None, None, None, name):
            yield quad.triple

    def graph_subjects(self, graph: str) -> Iterator[str]:
        """Each IRI that one named graph says something of, once, in no particular order."""
        for subject, _ in groupby(self.graph_triples(graph), _subject):
            if isinstance(subject, ox.NamedNode):
                yield subject.value

    def graphs_of(self, iri: str) -> frozenset[str]:
        """The named graphs that say something of `iri`."""
        quads = self._dataset.quads_for_pattern(_node(iri), None, None, None)
        return frozenset(_text(quad.graph_name) for quad in quads)

    def descriptions(self, graph: str) -> Iterator[tuple[str, dict[str, tuple[Term, ...]]]]:
        """What one named graph says of each IRI, as `describe` would have it, graph by graph."""
        for subject, triples in groupby(self.graph_triples(graph), _subject):
            found: dict[str, set[Term]] = {}
            for triple in triples:
                found.setdefault(triple.predicate.value, set()).add(_plain(triple.object))
            if isinstance(subject, ox.NamedNode):
                values = ((name, tuple(sorted(known))) for name, known in found.items())
                yield subject.value, dict(values)

    def quads(self) -> Iterator[ox.Quad]:
        """The whole dataset, in no particular order."""
        return iter(self._dataset)


def _subject(triple: ox.Triple) -> object:
    # a graph is kept in the order of its subjects, so each comes in one run
    return triple.subject


def is_iri(text: str) -> bool:
    """Whether `text` can stand as an absolute IRI; what cannot is not in any store."""
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _node(iri: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(iri[2:]) if iri.startswith("_:") else ox.NamedNode(iri)


def _object_node(value: str | Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(value, str):
        return _node(value)
    if isinstance(value, Named):
        return _node(value.iri)
    if value.lang:
        return ox.Literal(value.value, language=value.lang)
    return ox.Literal(value.value, datatype=ox.NamedNode(value.datatype))


def _text(node: object) -> str:
    return f"_:{node.value}" if isinstance(node, ox.BlankNode) else node.value  # type: ignore[attr-defined]


def _plain(term: object) -> Term:
    if isinstance(term, ox.NamedNode):
        return Named(term.value)
    if isinstance(term, ox.Literal):
        return Literal(term.value, term.language or "", term.datatype.value)
    if isinstance(term, ox.BlankNode):
        return Named(f"_:{term.value}")
    # A quoted triple (RDF 1.2): our content has none, a query may still build one.
    return Literal(str(term))
