"""The part of recoding that sees case graphs: runs in a worker process, keeps and tells nothing.

A request is a line of JSON and the graph; an answer is bytes. First asked which IRIs the graph
uses as values, then told what each code becomes, it writes the graph anew.
"""

from __future__ import annotations

import codecs
import json
import re
from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from fagbegreb.errors import AnswerTooLarge
from fagbegreb.namespaces import MODEL, OWL, PREFIXES, PROV, RDF, RDFS, SAG, SKOS, SSSOM, XSD
from fagbegreb.sandbox import Handler
from fagbegreb.validation.loading import context_of_snapshot
from fagbegreb.validation.reading import read_quads

MEDIA_TYPES: Final = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
"""What a recoded case is written as; it is read in any format that a case is checked in."""

_MOST_GROWTH: Final = 5
"""N-Triples are some times as long as Turtle; a short list may become a hundred times as long."""
_NO_CODES: Final = (RDF + "type", *(f"{SKOS}{name}" for name in ("inScheme", "broader")))
_SCORES: Final = (SAG + "score", SAG + "lokalScore")
_MEASUREMENTS: Final = tuple(
    SAG + name for name in ("Maaling", "Sikkerhedsvurdering", "Trivselsvurdering")
)
_NUMBER: Final = re.compile(r"[+-]?\d{1,3}([.,]\d{1,2})?")
_DECIMAL: Final = ox.NamedNode(XSD + "decimal")
_COUNT = dict[str, tuple[int, int]]


def open_job(snapshot: str, max_bytes: int) -> Handler:
    """What a worker process runs once; returns what answers each request.

    `snapshot` gives our JSON-LD context; without one, JSON-LD must bring its own.
    """
    context = context_of_snapshot(Path(snapshot)) if snapshot else {}
    # After this no file can be opened, so what is imported late must be imported now.
    codecs.lookup("utf-8-sig")
    return lambda request: answer(request, max_bytes, context)


def answer(request: bytes, max_bytes: int, context: dict[str, Any]) -> bytes:
    """One request. Raises MalformedData, which never quotes the graph."""
    head, _, data = request.partition(b"\n")
    told: dict[str, Any] = json.loads(head)
    quads = read_quads(data, told["media_type"], max_bytes, context)
    triples = list(dict.fromkeys(quad.triple for quad in quads))
    if told["do"] == "codes":
        found = {str(t.object.value) for t in triples if isinstance(t.object, ox.NamedNode)}
        return json.dumps(sorted(found)).encode()
    uses, graph = rewritten(triples, _prefixes(data, told["media_type"]), told)
    if len(graph) > _MOST_GROWTH * max_bytes:
        raise AnswerTooLarge(
            f"Den omkodede graf fylder mere end {_MOST_GROWTH} gange så meget, som en sag må.",
            f"The recoded graph is more than {_MOST_GROWTH} times as large as a case may be.",
        )
    return json.dumps(uses).encode() + b"\n" + graph


def _prefixes(data: bytes, media_type: str) -> dict[str, str]:
    """The prefixes that a Turtle document declares, so that the answer can be read like it."""
    if media_type != "text/turtle":
        return {}
    parser = ox.parse(data, format=ox.RdfFormat.TURTLE, base_iri="urn:sag:")
    deque(parser, maxlen=0)
    return dict(parser.prefixes)


def rewritten(
    triples: list[ox.Triple], prefixes: dict[str, str], told: dict[str, Any]
) -> tuple[_COUNT, bytes]:
    """The graph with counterparts, as bytes, and how often each code was used."""
    codes: dict[str, dict[str, Any]] = told["codes"]
    measured, numbered = _measured(triples, frozenset(told["scales"])), _numbered(triples)
    uses: Counter[str] = Counter()
    left_alone: Counter[str] = Counter()
    activity = ox.BlankNode()
    graph: dict[ox.Triple, None] = {}
    notes: list[ox.Triple] = []
    for triple in triples:
        graph[triple] = None
        code = _code(triple, codes)
        if code is None:
            continue
        is_measurement = triple.subject in measured or (
            triple.subject in numbered and codes[code]["is_measuring"]
        )
        if is_measurement and codes[code]["outcome"] != "scale":
            left_alone[code] += 1
            continue
        uses[code] += 1
        if "counterpart" in codes[code]:
            counterpart = ox.NamedNode(codes[code]["counterpart"])
            graph[ox.Triple(triple.subject, triple.predicate, counterpart)] = None
            notes += _note(triple, counterpart, codes[code], activity)
    notes += _activity(activity, told, uses.keys() | left_alone.keys(), uses.keys())
    counts = {code: (uses[code], left_alone[code]) for code in codes}
    return counts, _written([*graph, *notes], prefixes, told)


def _written(triples: list[ox.Triple], prefixes: dict[str, str], told: dict[str, Any]) -> bytes:
    wanted = ("fb", "owl", "prov", "rdfs", "skos", "sssom", "xsd")
    ours = {name: PREFIXES[name] for name in wanted} | {told["target_id"]: f"{told['target']}/"}
    try:
        written = ox.serialize(
            triples, format=MEDIA_TYPES[told["answer_media_type"]], prefixes=ours | prefixes
        )
    except ValueError:  # a prefix of theirs that may be read but not written
        written = ox.serialize(triples, format=MEDIA_TYPES[told["answer_media_type"]])
    return written or b""


def _code(triple: ox.Triple, codes: dict[str, dict[str, Any]]) -> str | None:
    object_ = triple.object
    if triple.predicate.value in _NO_CODES or not isinstance(object_, ox.NamedNode):
        return None
    return object_.value if object_.value in codes else None


def _measured(triples: Iterable[ox.Triple], scales: Collection[str]) -> set[object]:
    """Nodes that are measurements: their codes say what was measured and on which scale."""
    return {
        triple.subject
        for triple in triples
        if triple.predicate.value in _SCORES
        or (isinstance(triple.object, ox.NamedNode) and triple.object.value in scales)
        or (triple.predicate.value == RDF + "type" and _is_measurement(triple.object))
    }


def _is_measurement(kind: object) -> bool:
    return isinstance(kind, ox.NamedNode) and kind.value in _MEASUREMENTS


def _numbered(triples: Iterable[ox.Triple]) -> set[object]:
    """Nodes that hold a number, which may be a score when their code comes from such a method."""
    return {
        triple.subject
        for triple in triples
        if isinstance(triple.object, ox.Literal) and _NUMBER.fullmatch(triple.object.value)
    }


def _note(
    triple: ox.Triple, counterpart: ox.NamedNode, code: dict[str, Any], activity: ox.BlankNode
) -> Iterator[ox.Triple]:
    """What the new statement was made from, and what it lost."""
    note = ox.BlankNode()
    said: tuple[tuple[str, Any], ...] = (
        (RDF + "type", ox.NamedNode(OWL + "Axiom")),
        (OWL + "annotatedSource", triple.subject),
        (OWL + "annotatedProperty", triple.predicate),
        (OWL + "annotatedTarget", counterpart),
        (PROV + "wasDerivedFrom", triple.object),
        (PROV + "wasGeneratedBy", activity),
        (SSSOM + "predicate_id", ox.NamedNode(f"{SKOS}{code['relation']}Match")),
        (SSSOM + "confidence", ox.Literal(f"{code['confidence']:g}", datatype=_DECIMAL)),
        (MODEL + "loss", ox.Literal(code["loss"])),
    )
    for predicate, value in said:
        yield ox.Triple(note, ox.NamedNode(predicate), value)


def _activity(
    activity: ox.BlankNode, told: dict[str, Any], seen: Iterable[str], used: Iterable[str]
) -> Iterator[ox.Triple]:
    """The recoding itself, and what became of each code."""
    label = ox.Literal(f"omkodning til {told['target_id']}", language="da")
    yield ox.Triple(activity, ox.NamedNode(RDF + "type"), ox.NamedNode(PROV + "Activity"))
    yield ox.Triple(activity, ox.NamedNode(RDFS + "label"), label)
    yield ox.Triple(activity, ox.NamedNode(MODEL + "targetScheme"), ox.NamedNode(told["target"]))
    day = ox.Literal(told["at"], datatype=ox.NamedNode(XSD + "date"))
    yield ox.Triple(activity, ox.NamedNode(MODEL + "validOn"), day)
    recodable = set(used)
    usages = {iri: ox.BlankNode() for iri in sorted(seen)}
    for usage in usages.values():
        yield ox.Triple(activity, ox.NamedNode(PROV + "qualifiedUsage"), usage)
    for iri, usage in usages.items():
        code = told["codes"][iri]
        is_measured = iri not in recodable and code["outcome"] == "recoded"
        outcome = "measured" if is_measured else code["outcome"]
        yield ox.Triple(usage, ox.NamedNode(RDF + "type"), ox.NamedNode(PROV + "Usage"))
        yield ox.Triple(usage, ox.NamedNode(PROV + "entity"), ox.NamedNode(iri))
        yield ox.Triple(usage, ox.NamedNode(MODEL + "outcome"), ox.Literal(outcome))
        for lang, text in {} if is_measured else code["text"].items():
            yield ox.Triple(usage, ox.NamedNode(RDFS + "comment"), ox.Literal(text, language=lang))
