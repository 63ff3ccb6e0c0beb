"""SSSOM/TSV: a crosswalk file goes in, rows come out; rows go in, one canonical file comes out."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from fagbegreb import namespaces as ns
from fagbegreb.content.turtle import natural_key, text_of
from fagbegreb.errors import ContentError
from fagbegreb.namespaces import MAPPINGS

SUFFIX: Final = ".sssom.tsv"
NO_TERM: Final = ns.SSSOM + "NoTermFound"
LICENSE: Final = "https://creativecommons.org/licenses/by/4.0/"
COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "predicate_modifier",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_label",
    "reviewer_label",
    "subject_source",
    "object_source",
    "mapping_date",
    "confidence",
    "comment",
    "see_also",
)
_METADATA: Final = ("curie_map", "mapping_set_id", "mapping_set_title", "license")
_REQUIRED: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s<>\"{}|\\^`]+|urn:[^\s<>\"{}|\\^`]+")
_BREAKS: Final = re.compile("[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
"""What would part a line in two, here or for another reader."""
_LOCAL: Final = re.compile(r"[\w.-]+", re.ASCII)
_INVERSE: Final = {
    ns.SKOS + "exactMatch": ns.SKOS + "exactMatch",
    ns.SKOS + "closeMatch": ns.SKOS + "closeMatch",
    ns.SKOS + "relatedMatch": ns.SKOS + "relatedMatch",
    ns.SKOS + "broadMatch": ns.SKOS + "narrowMatch",
    ns.SKOS + "narrowMatch": ns.SKOS + "broadMatch",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One mapping as it is written; every id is a full IRI. `line` is where it stands."""

    subject: str
    predicate: str
    object: str
    """`NO_TERM` when the row says that nothing corresponds; then `object_source` says where."""
    justification: str
    confidence: float | None = None
    comment: str = ""
    sources: tuple[str, ...] = ()
    negated: bool = False
    subject_source: str = ""
    object_source: str = ""
    mapping_date: str = ""
    author: str = ""
    reviewer: str = ""
    line: int = 0

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes the row this row; `write_sssom` sorts by it."""
        return (self.subject, self.predicate, self.object, self.object_source)


def read_sssom(path: Path) -> tuple[Row, ...]:
    """The rows of a crosswalk, in the order of the file. Raises ContentError with file:line."""
    lines = text_of(path).splitlines()
    start = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    prefixes = ns.PREFIXES | curie_map(lines[:start])
    table = csv.DictReader(lines[start:], delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [name for name in _REQUIRED if name not in (table.fieldnames or ())]
    if missing:
        raise _fault(
            path,
            start + 1,
            f"kolonnen {missing[0]} mangler. Tilføj den.",
            f"the column {missing[0]} is missing. Add it.",
        )
    # Empty lines are no rows, but they count as lines.
    return tuple(_row(path, start + table.line_num, cells, prefixes) for cells in table)


def curie_map(header: Iterable[str]) -> dict[str, str]:
    """The prefixes of the embedded metadata; reads just the YAML that SSSOM/TSV has there."""
    found: dict[str, str] = {}
    inside = False
    for line in header:
        text = line[1:]
        if inside and (match := re.fullmatch(r"\s+\"?([\w.-]*)\"?:\s+\"?(\S+?)\"?\s*", text)):
            found[match[1]] = match[2]
        else:
            inside = text.strip() == "curie_map:"
    return found


def unkept(path: Path) -> str:
    """The first column or key of the metadata that writing the file anew would lose; or none."""
    lines = text_of(path).splitlines()
    head = [line[1:].partition(":") for line in lines if line.startswith("#")]
    keys = [key.strip() for key, colon, _ in head if colon and key.strip() and key[:1] != " "]
    table = next((line for line in lines if not line.startswith("#")), "")
    names = [name.strip() for name in table.split("\t") if name.strip()]
    lost = (name for name in (*keys, *names) if name not in (*_METADATA, *COLUMNS))
    return next(lost, "")


def _row(path: Path, line: int, cells: dict[str, str], prefixes: Mapping[str, str]) -> Row:
    if None in cells or None in cells.values():
        raise _fault(
            path,
            line,
            "rækken har et andet antal celler end overskriften. Ret tabulatorerne.",
            "the row has another number of cells than the header. Repair the tabs.",
        )

    def iri(text: str) -> str:
        return _expanded(path, line, text.strip(), prefixes) if text.strip() else ""

    values = {name: cells.get(name, "") for name in COLUMNS}
    for name in _REQUIRED:
        if not values[name].strip():
            raise _fault(
                path, line, f"cellen {name} er tom. Udfyld den.", f"{name} is empty. Fill it in."
            )
    return Row(
        subject=iri(values["subject_id"]),
        predicate=iri(values["predicate_id"]),
        object=iri(values["object_id"]),
        justification=iri(values["mapping_justification"]),
        confidence=_confidence(path, line, values["confidence"]),
        comment=values["comment"],
        sources=tuple(iri(source) for source in values["see_also"].split("|") if source.strip()),
        negated=_is_negated(path, line, values["predicate_modifier"]),
        subject_source=iri(values["subject_source"]),
        object_source=iri(values["object_source"]),
        mapping_date=values["mapping_date"],
        author=values["author_label"],
        reviewer=values["reviewer_label"],
        line=line,
    )


def _expanded(path: Path, line: int, text: str, prefixes: Mapping[str, str]) -> str:
    prefix, colon, local = text.partition(":")
    if _IRI.fullmatch(text):
        return text
    if colon and prefix in prefixes and _IRI.fullmatch(prefixes[prefix] + local):
        return prefixes[prefix] + local
    raise _fault(
        path,
        line,
        f"»{text}« har intet kendt præfiks. Skriv præfikset i curie_map, eller skriv hele IRI'en.",
        f"'{text}' has no known prefix. Add it to curie_map or write the full IRI.",
    )


def _confidence(path: Path, line: int, text: str) -> float | None:
    if not text.strip():
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise _fault(
            path,
            line,
            f"confidence er »{text}«. Skriv et tal fra 0 til 1 med punktum.",
            f"confidence is '{text}'. Write a number from 0 to 1.",
        )
    return value


def _is_negated(path: Path, line: int, modifier: str) -> bool:
    if modifier.strip().casefold() not in ("", "not"):
        raise _fault(
            path,
            line,
            f"predicate_modifier er »{modifier}«. Skriv Not, eller lad cellen stå tom.",
            f"predicate_modifier is '{modifier}'. Write Not or leave the cell empty.",
        )
    return bool(modifier.strip())


def _fault(path: Path, line: int, da: str, en: str) -> ContentError:
    return ContentError(f"{path}:{line}: {da}", f"{path}:{line}: {en}")


def write_sssom(path: Path, rows: Iterable[Row], labels: Mapping[str, str] | None = None) -> None:
    """Write `rows` to `path` in canonical form; `labels` (by IRI) fill the label columns."""
    path.write_text(sssom_text(path.name.removesuffix(SUFFIX), rows, labels or {}), "utf-8")


def sssom_text(
    name: str,
    rows: Iterable[Row],
    labels: Mapping[str, str],
    prefixes: Mapping[str, str] | None = None,
) -> str:
    """The canonical file of the crosswalk called `name` (`a--b`): sorted, header generated.

    `prefixes` names further namespaces, of vocabularies that are not ours.
    """
    short = _Shortener(prefixes or {})
    table = StringIO()
    table.write("\t".join(COLUMNS) + "\n")
    for row in sorted(rows, key=lambda row: (tuple(map(natural_key, row.key)), row.key)):
        table.write("\t".join(_cells(row, labels, short)) + "\n")
    return _metadata(name, short.used) + table.getvalue()


def _metadata(name: str, prefixes: Mapping[str, str]) -> str:
    left, _, right = name.partition("--")
    lines = ["curie_map:", *(f"  {prefix}: {prefixes[prefix]}" for prefix in sorted(prefixes))]
    lines += [
        f"mapping_set_id: {MAPPINGS}{name}",
        f'mapping_set_title: "{left} – {right}"',
        f"license: {LICENSE}",
    ]
    return "".join(f"#{line}\n" for line in lines)


def _cells(row: Row, labels: Mapping[str, str], short: _Shortener) -> list[str]:
    values = {
        "subject_id": short(row.subject),
        "subject_label": labels.get(row.subject, ""),
        "predicate_modifier": "Not" if row.negated else "",
        "predicate_id": short(row.predicate),
        "object_id": short(row.object),
        "object_label": labels.get(row.object, ""),
        "mapping_justification": short(row.justification),
        "author_label": row.author,
        "reviewer_label": row.reviewer,
        "subject_source": row.subject_source,
        "object_source": row.object_source,
        "mapping_date": row.mapping_date,
        "confidence": "" if row.confidence is None else _decimal(row.confidence),
        "comment": row.comment,
        "see_also": "|".join(row.sources),
    }
    return [_BREAKS.sub(" ", values[name]) for name in COLUMNS]


def _decimal(number: float) -> str:
    """Every digit, without exponent: `0.9`, `1`, `0.00001`."""
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class _Shortener:
    """Full IRIs to CURIEs; remembers which prefixes the header has to name."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.used = {prefix: ns.PREFIXES[prefix] for prefix in ("semapv", "skos", "sssom")}
        self._others = dict(prefixes)

    def __call__(self, iri: str) -> str:
        for prefix in ("semapv", "skos", "sssom"):
            if iri.startswith(ns.PREFIXES[prefix]):
                return f"{prefix}:{iri[len(ns.PREFIXES[prefix]) :]}"
        for prefix, space in self._others.items():
            if iri.startswith(space) and _LOCAL.fullmatch(iri, len(space)):
                self.used[prefix] = space
                return f"{prefix}:{iri[len(space) :]}"
        scheme, slash, code = iri.removeprefix(ns.ID).partition("/")
        if iri.startswith(ns.ID) and slash and _LOCAL.fullmatch(code):
            self.used[scheme] = f"{ns.ID}{scheme}/"
            return f"{scheme}:{code}"
        return iri


def mapping_quads(rows: Iterable[Row], crosswalk: str) -> Iterator[ox.Quad]:
    """What the rows of the crosswalk called `crosswalk` (`a--b`) say, in RDF.

    A row becomes an axiom with its justification; unless it denies or finds nothing, also the
    plain triple and its inverse, if SKOS names one.
    """
    graph = ox.NamedNode(MAPPINGS + crosswalk)
    for row in rows:
        subject, predicate, target = (
            ox.NamedNode(value) for value in (row.subject, row.predicate, row.object)
        )
        if not row.negated and row.object != NO_TERM:
            yield ox.Quad(subject, predicate, target, graph)
            if row.predicate in _INVERSE:
                yield ox.Quad(target, ox.NamedNode(_INVERSE[row.predicate]), subject, graph)
        axiom = ox.NamedNode(row_iri(row, crosswalk))
        for name, value in _axiom(row):
            yield ox.Quad(axiom, ox.NamedNode(name), value, graph)


def row_iri(row: Row, crosswalk: str) -> str:
    """The node that carries what the row says about its mapping; stable while its ends are."""
    said = " ".join((*row.key, "Not" if row.negated else ""))
    return f"{MAPPINGS}{crosswalk}#{hashlib.sha256(said.encode()).hexdigest()[:12]}"


def _axiom(row: Row) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
    yield ns.RDF + "type", ox.NamedNode(ns.OWL + "Axiom")
    yield ns.RDF + "type", ox.NamedNode(ns.SSSOM + "Mapping")
    yield ns.OWL + "annotatedSource", ox.NamedNode(row.subject)
    yield ns.OWL + "annotatedProperty", ox.NamedNode(row.predicate)
    yield ns.OWL + "annotatedTarget", ox.NamedNode(row.object)
    yield ns.SSSOM + "mapping_justification", ox.NamedNode(row.justification)
    if row.confidence is not None:
        decimal = ox.NamedNode(ns.XSD + "decimal")
        yield ns.SSSOM + "confidence", ox.Literal(_decimal(row.confidence), datatype=decimal)
    if row.comment:
        yield ns.RDFS + "comment", ox.Literal(row.comment, language="da")
    for source in row.sources:
        yield ns.RDFS + "seeAlso", ox.NamedNode(source)
    if row.negated:
        yield ns.SSSOM + "predicate_modifier", ox.Literal("Not")
    if row.subject_source:
        yield ns.SSSOM + "subject_source", ox.NamedNode(row.subject_source)
    if row.object_source:
        yield ns.SSSOM + "object_source", ox.NamedNode(row.object_source)
    if row.mapping_date:
        date = ox.NamedNode(ns.XSD + "date")
        yield ns.SSSOM + "mapping_date", ox.Literal(row.mapping_date, datatype=date)
    if row.author:
        yield ns.SSSOM + "author_label", ox.Literal(row.author)
    if row.reviewer:
        yield ns.SSSOM + "reviewer_label", ox.Literal(row.reviewer)
