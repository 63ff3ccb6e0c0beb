"""A release as files: a name goes in, the file's bytes come out; or all of them, into a folder.

fagbegreb.nq  catalog.ttl
schemes/<id>.ttl .jsonld .nt .csv .xlsx
mappings/<a>--<b>.sssom.tsv
shapes/...
CITATION.cff  SHA256SUMS
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fagbegreb.content import rows_of_graph, sssom_text
from fagbegreb.errors import NotFoundError
from fagbegreb.model import Concept, Iri, Labels
from fagbegreb.namespaces import BASE, CATALOG, DCTERMS, ID, MAPPINGS, SKOS
from fagbegreb.render import nquads_bytes, rdf_bytes
from fagbegreb.store import Literal
from fagbegreb.tables import csv_bytes, xlsx_bytes
from fagbegreb.vocabulary import Vocabulary

Strings = tuple[str, ...]

SUMS: Final = "SHA256SUMS"
CITATION: Final = "CITATION.cff"
DATASET: Final = "fagbegreb.nq"
_CATALOG: Final = "catalog.ttl"
_RDF: Final = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
}
_SCHEME_FORMATS: Final = (*_RDF, "csv", "xlsx")
_SSSOM: Final = ".sssom.tsv"
HEADER: Final = (
    "curie", "iri", "notation", "reference", "kind", "label_da", "label_en", "alt_labels_da",
    "definition_da", "definition_en", "status", "confidence", "valid_from", "valid_to",
    "broader", "replaced_by",
)  # fmt: skip


class NoSuchFile(NotFoundError):
    """A release has no file of that name."""

    code = "unknown-file"

    def __init__(self, name: str, release: str) -> None:
        super().__init__(
            f"Udgivelsen {release} har ingen fil »{name}«. Listen er på /download/{release}/.",
            f"Release {release} has no file '{name}'. The list is at /download/{release}/.",
        )


@dataclass(frozen=True, slots=True)
class Release:
    """What the files of a release are made from."""

    name: str
    created: str
    """ISO date and time."""
    vocabulary: Vocabulary
    shapes: Path
    """The folder with the rules of the snapshot."""

    def names(self) -> tuple[str, ...]:
        """All files but the checksums, in order of path."""
        schemes = [
            f"schemes/{scheme.id}.{ending}"
            for scheme in self.vocabulary.schemes()
            for ending in _SCHEME_FORMATS
        ]
        mappings = [
            f"mappings/{graph.removeprefix(MAPPINGS)}{_SSSOM}"
            for graph in self.vocabulary.store.graphs()
            if graph.startswith(MAPPINGS)
        ]
        shapes = [
            f"shapes/{path.relative_to(self.shapes).as_posix()}"
            for path in self.shapes.rglob("*.ttl")
        ]
        return tuple(sorted([DATASET, _CATALOG, CITATION, *schemes, *mappings, *shapes]))

    def file(self, name: str) -> bytes:
        """The bytes of one file. Raises NoSuchFile."""
        if name not in self.names():
            raise NoSuchFile(name, self.name)
        if name == CITATION:
            return citation(self).encode()
        if name == DATASET:
            return nquads_bytes(self.vocabulary.store.quads())
        if name == _CATALOG:
            return rdf_bytes(self.vocabulary.store.graph_triples(CATALOG), "text/turtle")
        folder, _, rest = name.partition("/")
        if folder == "shapes":
            return (self.shapes / rest).read_bytes()
        if folder == "mappings":
            return self._crosswalk(rest.removesuffix(_SSSOM))
        scheme, _, ending = rest.rpartition(".")
        return self._scheme(scheme, ending)

    def write(self, folder: Path) -> None:
        """Write every file and the checksums of all of them."""
        sums = []
        for name in self.names():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = self.file(name)
            path.write_bytes(data)
            sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
        (folder / SUMS).write_text("".join(sums), encoding="ascii")

    def _crosswalk(self, name: str) -> bytes:
        rows = rows_of_graph(self.vocabulary.store.graph_triples(MAPPINGS + name))
        iris = {iri for row in rows for iri in (row.subject, row.object) if iri}
        labels: dict[str, str] = {
            concept.iri: concept.label("da")[0]
            for concept in self.vocabulary.known(Iri(iri) for iri in sorted(iris))
        }
        return sssom_text(name, rows, labels).encode()

    def _scheme(self, scheme: str, ending: str) -> bytes:
        if ending in _RDF:
            return rdf_bytes(self._scheme_triples(scheme), _RDF[ending], [scheme])
        rows = list(self._rows(scheme))
        return csv_bytes(HEADER, rows) if ending == "csv" else xlsx_bytes(HEADER, rows, scheme)

    def _scheme_triples(self, scheme: str) -> list[Any]:
        store, head = self.vocabulary.store, self.vocabulary.book.head(scheme)
        if head.iri in store.graphs():
            return list(store.graph_triples(head.iri))
        members = store.subjects(SKOS + "inScheme", head.iri)
        return [triple for iri in (head.iri, *members) for triple in store.triples(iri)]

    def _rows(self, scheme: str) -> Iterator[Strings]:
        store = self.vocabulary.store
        for concept in self.vocabulary.concepts(scheme):
            broader = store.objects(concept.iri, SKOS + "broader")
            alternatives = store.objects(concept.iri, SKOS + "altLabel")
            yield _row(
                concept,
                tuple(str(term[0]).removeprefix(f"{ID}{scheme}/") for term in broader),
                tuple(
                    term.value
                    for term in alternatives
                    if isinstance(term, Literal) and term.lang == "da"
                ),
            )


def _row(
    concept: Concept, broader: tuple[str, ...], alternatives: tuple[str, ...]
) -> tuple[str, ...]:
    return (
        concept.curie,
        concept.iri,
        concept.notation,
        concept.reference or "",
        concept.kind,
        concept.labels.get("da", ""),
        concept.labels.get("en", ""),
        " | ".join(alternatives),
        concept.definition.get("da", ""),
        concept.definition.get("en", ""),
        concept.status.value,
        concept.confidence.value,
        str(concept.valid_from or ""),
        str(concept.valid_to or ""),
        " | ".join(broader),
        " | ".join(concept.replaced_by),
    )


def citation(release: Release) -> str:
    """A Citation File Format 1.2 file."""
    title = _text(release.vocabulary.catalogue.get("title", {}))
    return (
        "cff-version: 1.2.0\n"
        'message: "Cite the release you used."\n'
        "type: dataset\n"
        f"title: {_quoted(title)}\n"
        f'version: "{release.name}"\n'
        f"date-released: {release.created[:10]}\n"
        f"url: {BASE}\n"
        "license: CC-BY-4.0\n"
        "authors:\n"
        f"  - name: {_quoted(_publisher(release))}\n"
    )


def _quoted(text: str) -> str:
    # A JSON string is a YAML string, whatever it holds.
    return json.dumps(text, ensure_ascii=False)


def citation_line(release: Release, lang: str = "da") -> str:
    """One line for a list of references."""
    title = _text(release.vocabulary.catalogue.get("title", {}), lang)
    year = release.created[:4]
    word = {"da": "udgivelse", "en": "release"}.get(lang, "release")
    return f"{_publisher(release)} ({year}). {title}, {word} {release.name}. {BASE}"


def _publisher(release: Release) -> str:
    """The name of whoever the catalogue says publishes."""
    found = release.vocabulary.store.objects(CATALOG, DCTERMS + "publisher")
    for term in found:
        name = term[0] if isinstance(term, Literal) else _text(release.vocabulary.named(term.iri))
        if name:
            return str(name)
    return "fagbegreb"


def _text(labels: Labels, lang: str = "da") -> str:
    return labels.get(lang) or next(iter(labels.values()), "fagbegreb")
