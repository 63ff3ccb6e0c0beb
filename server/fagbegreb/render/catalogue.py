"""Where a server has what the catalogue lists: its address and the files of a release go in, the
endpoint and the distributions come out, in VoID and DCAT.

Source: https://www.w3.org/TR/void/ and https://www.w3.org/TR/vocab-dcat-3/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

from fagbegreb.namespaces import CATALOG, DCAT, MAPPINGS, RDF, VOID

_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_FORMS: Final = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "jsonld": "application/ld+json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_RDF_FORMS: Final = ("ttl", "nt", "nq", "jsonld")


def served_triples(
    root: str, release: str, files: Iterable[str], schemes: Mapping[str, str]
) -> tuple[ox.Triple, ...]:
    """What `root` serves of a release; `files` are named as below /download/, `schemes` are IRIs
    by id."""
    return tuple(
        ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(value))
        for subject, predicate, value in (
            *_endpoint(f"{root}/sparql"),
            *_files(f"{root}/download/{quote(release)}", files, schemes),
        )
    )


def _endpoint(address: str) -> Iterator[tuple[str, str, str]]:
    service = f"{address}#service"
    yield CATALOG, f"{VOID}sparqlEndpoint", address
    yield CATALOG, f"{DCAT}service", service
    yield service, f"{RDF}type", f"{DCAT}DataService"
    yield service, f"{DCAT}endpointURL", address
    yield service, f"{DCAT}endpointDescription", address
    yield service, f"{DCAT}servesDataset", CATALOG


def _files(
    folder: str, files: Iterable[str], schemes: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    for name in files:
        form = name.rpartition(".")[2]
        dataset = _dataset(name, schemes)
        if dataset is None or form not in _FORMS:
            continue
        address = f"{folder}/{quote(name)}"
        yield dataset, f"{DCAT}distribution", address
        yield address, f"{RDF}type", f"{DCAT}Distribution"
        yield address, f"{DCAT}downloadURL", address
        yield address, f"{DCAT}mediaType", _MEDIA_TYPES + _FORMS[form]
        if form in _RDF_FORMS and name != "catalog.ttl":
            yield dataset, f"{VOID}dataDump", address


def _dataset(name: str, schemes: Mapping[str, str]) -> str | None:
    """What a file of a release holds; None for rules and the like, which are no datasets."""
    kind, slash, rest = name.partition("/")
    if not slash:
        return CATALOG
    if kind == "mappings":
        return MAPPINGS + rest.removesuffix(".sssom.tsv")
    return schemes.get(rest.rpartition(".")[0]) if kind == "schemes" else None
