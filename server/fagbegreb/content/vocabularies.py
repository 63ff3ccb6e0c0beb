"""Any SKOS vocabulary: a file that somebody brings goes in, quads in our own layout come out.

The file is read twice and never held whole: once to see what schemes and labels it has, once
to pass it on. Only pyoxigraph reads it, so nothing in it can fetch or open anything.
"""

from __future__ import annotations

import gzip
import lzma
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import IO, Final

import pyoxigraph as ox

from fagbegreb import namespaces as ns
from fagbegreb.errors import ContentError
from fagbegreb.namespaces import ID, SKOS, SKOSXL

FORMATS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
}
_TYPE = ox.NamedNode(ns.RDF + "type")
_IN_SCHEME = ox.NamedNode(SKOS + "inScheme")
_IDENTIFIER = ox.NamedNode(ns.DCTERMS + "identifier")
_SCHEME = ox.NamedNode(SKOS + "ConceptScheme")
_CONCEPT = ox.NamedNode(SKOS + "Concept")
_XL_LABEL = ox.NamedNode(SKOSXL + "Label")
_XL_LABELS: Final = {
    SKOSXL + name: SKOS + name for name in ("prefLabel", "altLabel", "hiddenLabel")
}
_POINTS_TO_SCHEME: Final = (SKOS + "inScheme", SKOS + "topConceptOf")


@dataclass(slots=True)
class _Survey:
    """What one reading of the file found."""

    schemes: dict[str, None] = field(default_factory=dict)
    concepts_in: set[str] = field(default_factory=set)
    concepts: set[str] = field(default_factory=set)
    xl_forms: dict[str, list[ox.Literal]] = field(default_factory=dict)
    xl_labels: list[tuple[ox.NamedNode, str, str]] = field(default_factory=list)
    """(concept, plain label property, label node): anonymous nodes are named anew each reading."""


def read_vocabulary(path: Path, taken: set[str] | None = None) -> Iterator[ox.Quad]:
    """The vocabulary in `path` (.ttl, .nt, .rdf, .jsonld ..., also .gz or .xz) as one graph.

    SKOS-XL labels come out as plain ones; each scheme gets a short id (`dcterms:identifier`)
    from the name of the file, other than those that are `taken`, and joins them; concepts without
    a scheme get one. Raises ContentError.
    """
    survey = _survey(path)
    if not survey.concepts:
        raise ContentError(
            f"{path}:1: filen har ingen begreber (skos:Concept). Giv en SKOS-fil.",
            f"{path}:1: the file holds no concepts (skos:Concept). Give a SKOS file.",
        )
    taken = set() if taken is None else taken
    ids = _scheme_ids(path, survey, taken)
    taken.update(ids.values())
    home = next(iter(ids))
    graph = ox.NamedNode(home)
    for iri, short in ids.items():
        yield ox.Quad(ox.NamedNode(iri), _TYPE, _SCHEME, graph)
        yield ox.Quad(ox.NamedNode(iri), _IDENTIFIER, ox.Literal(short), graph)
    for concept in sorted(survey.concepts - survey.concepts_in):
        yield ox.Quad(ox.NamedNode(concept), _IN_SCHEME, ox.NamedNode(home), graph)
    for concept_node, predicate, label in survey.xl_labels:
        for form in survey.xl_forms.get(label, ()):
            yield ox.Quad(concept_node, ox.NamedNode(predicate), form, graph)
    for triple in _triples(path):
        if not (_is_xl(triple) or (triple.predicate == _IDENTIFIER and _name(triple[0]) in ids)):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _survey(path: Path) -> _Survey:
    found = _Survey()
    for subject, predicate, target in _triples(path):
        name, role = _name(subject), predicate.value
        if role == _TYPE.value and target == _SCHEME:
            found.schemes[name] = None
        elif role == _TYPE.value and target == _CONCEPT:
            found.concepts.add(name)
        elif role in _POINTS_TO_SCHEME:
            found.schemes[_name(target)] = None
            found.concepts_in.add(name)
        elif role == SKOS + "hasTopConcept":
            found.schemes[name] = None
            found.concepts_in.add(_name(target))
        elif role == SKOSXL + "literalForm" and isinstance(target, ox.Literal):
            found.xl_forms.setdefault(name, []).append(target)
        elif role in _XL_LABELS and isinstance(subject, ox.NamedNode):
            found.xl_labels.append((subject, _XL_LABELS[role], _name(target)))
    return found


def _scheme_ids(path: Path, survey: _Survey, taken: Collection[str]) -> dict[str, str]:
    """Short id by scheme IRI: the file's name for a single one, else the tail of its IRI."""
    name = _free(slug(path.name.split(".")[0]), taken)
    schemes = sorted(survey.schemes) or [ID + name]
    ids: dict[str, str] = {}
    for iri in schemes:
        tail = slug(re.split(r"[/#]", iri.rstrip("/#"))[-1])
        ids[iri] = _free(name if len(schemes) == 1 else tail, {*taken, *ids.values()})
    return ids


def _free(short: str, taken: Collection[str]) -> str:
    """`short`, or with a number when another scheme has that id already."""
    numbered = (f"{short}-{number}" for number in count(2))
    return short if short not in taken else next(n for n in numbered if n not in taken)


def slug(text: str) -> str:
    """Lower-case letters, digits and hyphens: `EU Vocab_2` becomes `eu-vocab-2`."""
    folded = text.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-") or "ordliste"


def _is_xl(triple: ox.Triple) -> bool:
    return triple.predicate.value.startswith(SKOSXL) or triple.object == _XL_LABEL


def _name(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else str(node)


def _triples(path: Path) -> Iterator[ox.Triple]:
    file_format = _format(path)
    base = f"{ID}{slug(path.name.split('.')[0])}/"
    try:
        with _opened(path) as stream:
            for quad in ox.parse(
                stream, format=file_format, base_iri=base, rename_blank_nodes=True
            ):
                if not isinstance(quad.object, ox.Triple):  # RDF 1.2, nothing SKOS says
                    yield quad.triple
    except SyntaxError as error:
        raise ContentError(
            f"{path}:{error.lineno or 1}: filen kan ikke læses ({error.msg}). Ret den, eller giv "
            "den en endelse, der passer til indholdet.",
            f"{path}:{error.lineno or 1}: the file cannot be read ({error.msg}). Repair it, or "
            "give it a suffix that fits what it holds.",
        ) from None
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise ContentError(
            f"{path}: filen kan ikke åbnes ({error}). Se efter sti og rettigheder.",
            f"{path}: the file cannot be opened ({error}). Check its path and permissions.",
        ) from None


def _format(path: Path) -> ox.RdfFormat:
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix not in (".gz", ".xz")]
    if not suffixes or suffixes[-1] not in FORMATS:
        known = ", ".join(FORMATS)
        raise ContentError(
            f"{path}: formatet kan ikke ses af navnet. Brug en af endelserne {known}, evt. fulgt "
            "af .gz eller .xz.",
            f"{path}: the name does not tell the format. Use one of {known}, also with .gz or .xz.",
        )
    return FORMATS[suffixes[-1]]


def _opened(path: Path) -> IO[bytes]:
    if path.suffix == ".gz":
        return gzip.open(path)  # type: ignore[return-value]
    return lzma.open(path) if path.suffix == ".xz" else path.open("rb")
