"""Any SKOS vocabulary: a file that somebody brings goes in, quads in our own layout come out.

The file is read twice and never held whole: once to see what schemes and labels it has, once
to pass it on. Only pyoxigraph reads it, so nothing in it can fetch or open anything.
"""

from __future__ import annotations

import gzip
import lzma
import re
import zlib
from collections.abc import Collection, Iterator, Set
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import IO, Any, Final, cast

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
    ".json": ox.RdfFormat.JSON_LD,
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
_LABELS: Final = {SKOS + "prefLabel", SKOSXL + "prefLabel"}
_POINTS_TO_SCHEME: Final = {SKOS + "inScheme", SKOS + "topConceptOf"}
_BETWEEN_CONCEPTS: Final = {SKOS + "broader", SKOS + "narrower", SKOS + "related"}
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


@dataclass(slots=True)
class _Survey:
    """What one reading of the file found."""

    schemes: dict[str, None] = field(default_factory=dict)
    concepts_in: set[str] = field(default_factory=set)
    concepts: set[str] = field(default_factory=set)
    labelled: set[str] = field(default_factory=set)
    """What has a preferred label."""
    related: set[str] = field(default_factory=set)
    """What stands above, below or at the top of something, as only concepts do."""
    others: set[str] = field(default_factory=set)
    """Schemes, collections and labels: no concepts, whatever else is said of them."""
    xl_forms: dict[str, list[ox.Literal]] = field(default_factory=dict)
    xl_labels: list[tuple[str, str, str]] = field(default_factory=list)
    """(concept, plain label property, label)."""

    @property
    def untyped(self) -> set[str]:
        """What is used as a concept and has a name, but is never called a concept."""
        used = (self.related | self.concepts_in) & self.labelled
        return used - self.concepts - self.others - self.schemes.keys()


def read_vocabulary(path: Path, taken: set[str] | None = None) -> Iterator[ox.Quad]:
    """The vocabulary in `path` (.ttl, .nt, .rdf, .jsonld ..., also .gz or .xz) as one graph.

    SKOS-XL labels come out as plain ones, anonymous concepts and schemes with an address; each
    scheme gets a short id (`dcterms:identifier`) from the name of the file, other than those that
    are `taken`, and joins them; concepts without a scheme get one. What is said of a scheme that
    has its id already, and of its concepts, is added to it. Raises ContentError.
    """
    file = _File(path)
    survey = _survey(file)
    untyped = survey.untyped
    concepts = survey.concepts | untyped
    if not concepts:
        raise ContentError(
            f"{path}:1: filen har ingen begreber (skos:Concept). Giv en SKOS-fil.",
            f"{path}:1: the file holds no concepts (skos:Concept). Give a SKOS file.",
        )
    taken = set() if taken is None else taken
    known = {ID + short for short in taken}
    ids = _scheme_ids(path, survey, taken)
    home = next(iter(ids))
    graph = ox.NamedNode(home)
    homeless = sorted(one for one in concepts - survey.concepts_in if _space(one) not in known)
    for iri, short in ids.items():
        if iri in known or (iri == home and iri not in survey.schemes and not homeless):
            continue
        taken.add(short)
        yield ox.Quad(ox.NamedNode(iri), _TYPE, _SCHEME, graph)
        yield ox.Quad(ox.NamedNode(iri), _IDENTIFIER, ox.Literal(short), graph)
    for concept in homeless:
        yield ox.Quad(ox.NamedNode(concept), _IN_SCHEME, ox.NamedNode(home), graph)
    for concept in sorted(untyped):
        yield ox.Quad(ox.NamedNode(concept), _TYPE, _CONCEPT, graph)
    for concept, predicate, label in survey.xl_labels:
        for form in survey.xl_forms.get(label, ()):
            yield ox.Quad(ox.NamedNode(concept), ox.NamedNode(predicate), form, graph)
    named = concepts | ids.keys()
    for subject, predicate, target in file.triples():
        name, role = file.name(subject), predicate.value
        is_left_out = (
            role.startswith(SKOSXL)
            or target == _XL_LABEL
            or (predicate == _IDENTIFIER and name in ids)
            or (role in _POINTS_TO_SCHEME and isinstance(target, ox.Literal))
        )
        if not is_left_out:
            ends = file.addressed(subject, named), file.addressed(target, named)
            yield ox.Quad(ends[0], predicate, ends[1], graph)


def _survey(file: _File) -> _Survey:
    found = _Survey()
    for subject, predicate, target in file.triples():
        name, role = file.name(subject), predicate.value
        if role == _TYPE.value:
            _note_type(found, name, target)
        elif role in _LABELS:
            found.labelled.add(name)
        elif role == SKOSXL + "literalForm" and isinstance(target, ox.Literal):
            found.xl_forms.setdefault(name, []).append(target)
        if role in _XL_LABELS:
            found.xl_labels.append((name, _XL_LABELS[role], file.name(target)))
        elif isinstance(target, ox.Literal):
            continue
        elif role in _POINTS_TO_SCHEME:
            found.schemes[file.name(target)] = None
            found.concepts_in.add(name)
        elif role == SKOS + "hasTopConcept":
            found.schemes[name] = None
            found.concepts_in.add(file.name(target))
        elif role in _BETWEEN_CONCEPTS:
            found.related.update((name, file.name(target)))
    return found


def _note_type(found: _Survey, name: str, target: object) -> None:
    if target == _CONCEPT:
        found.concepts.add(name)
    elif target == _SCHEME:
        found.schemes[name] = None
    elif isinstance(target, ox.NamedNode) and target.value.startswith((SKOS, SKOSXL)):
        found.others.add(name)


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


def _space(iri: str) -> str:
    return iri.rpartition("/")[0]


class _File:
    """One file, read as often as asked; what is anonymous in it has the same name each time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._format = _format(path)
        self._base = f"{ID}{slug(path.name.split('.')[0])}/"

    def name(self, node: Any) -> str:
        """The IRI; of an anonymous node, the one it gets where it needs one."""
        if isinstance(node, ox.BlankNode):
            return f"{self._base}{node.value}"
        return str(node.value)

    def addressed(self, node: Any, named: Set[str]) -> Any:
        """The node; by its IRI if it is anonymous and one of `named`."""
        if isinstance(node, ox.BlankNode) and self.name(node) in named:
            return ox.NamedNode(self.name(node))
        return node

    def triples(self) -> Iterator[ox.Triple]:
        """What the file says. Raises ContentError."""
        numbers: dict[ox.BlankNode, ox.BlankNode] = {}

        def numbered(node: Any) -> Any:
            if isinstance(node, ox.BlankNode):
                return numbers.setdefault(node, ox.BlankNode(f"anonym-{len(numbers) + 1}"))
            return node

        for subject, predicate, target in self._parsed():
            if not isinstance(target, ox.Triple):  # RDF 1.2, nothing SKOS says
                yield ox.Triple(numbered(subject), predicate, numbered(target))

    def _parsed(self) -> Iterator[ox.Triple]:
        path = self._path
        try:
            with _opened(path) as stream:
                for quad in ox.parse(
                    stream, format=self._format, base_iri=self._base, rename_blank_nodes=True
                ):
                    yield quad.triple
        except SyntaxError as error:
            da, en = _remedy(error.msg)
            raise ContentError(
                f"{path}:{error.lineno or 1}: filen kan ikke læses ({error.msg}). {da}",
                f"{path}:{error.lineno or 1}: the file cannot be read ({error.msg}). {en}",
            ) from None
        except (gzip.BadGzipFile, EOFError, lzma.LZMAError, zlib.error) as error:
            raise ContentError(
                f"{path}: filen kan ikke pakkes ud ({error}). Hent den igen, eller pak den om.",
                f"{path}: the file cannot be unpacked ({error}). Fetch it again, or pack it anew.",
            ) from None
        except OSError as error:
            raise ContentError(
                f"{path}: filen kan ikke åbnes ({error}). Se efter sti og rettigheder.",
                f"{path}: the file cannot be opened ({error}). Check its path and permissions.",
            ) from None


def _remedy(message: str) -> tuple[str, str]:
    """What to do about what the parser says, in Danish and English."""
    if "UTF-8" in message:
        return "Gem den som UTF-8.", "Save it as UTF-8."
    if "remote context" in message:
        return (
            "Vi henter intet udefra: skriv konteksten ind i filen.",
            "We fetch nothing: write the context into the file.",
        )
    return (
        "Ret den, eller giv den en endelse, der passer til indholdet.",
        "Repair it, or give it a suffix that fits what it holds.",
    )


def _format(path: Path) -> ox.RdfFormat:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    suffixes = [suffix for suffix in suffixes if suffix not in {".gz", ".xz"}]
    if not suffixes or suffixes[-1] not in FORMATS:
        known = ", ".join(FORMATS)
        raise ContentError(
            f"{path}: formatet kan ikke ses af navnet. Brug en af endelserne {known}, evt. fulgt "
            "af .gz eller .xz.",
            f"{path}: the name does not tell the format. Use one of {known}, also with .gz or .xz.",
        )
    return FORMATS[suffixes[-1]]


def _opened(path: Path) -> IO[bytes]:
    """The unpacked file, after its byte order mark if it has one."""
    packed: dict[str, Any] = {".gz": gzip.open, ".xz": lzma.open}
    stream = packed.get(path.suffix.lower(), partial(Path.open, mode="rb"))(path)
    if stream.peek(3)[:3] == _BYTE_ORDER_MARK:
        stream.read(3)
    return cast(IO[bytes], stream)
