"""Quads go in as they were parsed; a CaseGraph in canonical form comes out, with what was wrong.

The rules compare dates, so values are brought to one form here: moments to Danish local time,
days without a zone, truth values as true and false. A value that is not of its property's type
is a finding and is left out; a moment without a time zone is a finding and is read as Danish time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Final
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pyoxigraph as ox

from fagbegreb.model import Finding
from fagbegreb.namespaces import ID, RDF, SAG, XSD
from fagbegreb.validation.graph import TYPE, CaseGraph, IllTyped, Lit, Node, Term, Triple
from fagbegreb.validation.ontology import CaseOntology, Use
from fagbegreb.validation.wording import as_written, text_of

STEP: Final = "graf"
_DENMARK: Final = ZoneInfo("Europe/Copenhagen")
_DATE, _MOMENT, _BOOLEAN = XSD + "date", XSD + "dateTime", XSD + "boolean"
_STRING, _INTEGER, _DECIMAL = XSD + "string", XSD + "integer", XSD + "decimal"
_TEXT_MAX: Final = 200
_SHOWN_MAX: Final = 80
_EXAMPLES: Final = {
    _DATE: "2025-03-01",
    _MOMENT: "2025-03-01T10:00:00+01:00",
    _BOOLEAN: "true",
    _INTEGER: "4",
    _DECIMAL: "15.5",
}
_FEW: Final = 10
"""So many values are named; of more, the most alike."""
_MOST_HINTS: Final = 20
"""Looking for alike names takes milliseconds."""
_YEARS: Final = range(1900, 2201)
"""A day outside them is a slip of the pen, and arithmetic on it could leave the calendar."""
_TRUE: Final = Lit("true", _BOOLEAN)
_FALSE: Final = Lit("false", _BOOLEAN)


class Intake:
    """Takes in one case."""

    def __init__(self, ontology: CaseOntology) -> None:
        self._ontology = ontology
        self._names = ontology.names
        self._known = ontology.known
        self._nodes: dict[ox.NamedNode | ox.BlankNode, Node] = {}
        """One Node for one IRI, which is told from another by its identity, quickly."""
        self.findings: list[Finding] = []
        self._reported: set[tuple[str, str]] = set()

    def graph(self, quads: Iterable[ox.Quad]) -> CaseGraph:
        """The canonical graph. What is said of concepts is left out: the vocabulary knows."""
        triples = [triple for quad in quads if (triple := self._triple(quad)) is not None]
        names = _names(triples, [each for each in self._nodes.values() if each[:2] == "_:"])
        self.findings = [
            replace(found, focus=names.get(found.focus, found.focus)) for found in self.findings
        ]
        graph = CaseGraph(_named(triples, names))
        self._doubled(graph)
        return graph

    def _doubled(self, graph: CaseGraph) -> None:
        """Two dates of one decision would choose two laws."""
        for predicate, by_subject in graph.objects.items():
            if predicate in self._ontology.single_properties:
                for subject, values in by_subject.items():
                    if len(values) > 1:
                        self._contradiction(subject, predicate, values)

    def _triple(self, quad: ox.Quad) -> Triple | None:
        subject_term, value = quad.subject, quad.object
        if isinstance(subject_term, ox.Triple) or isinstance(value, ox.Triple):
            return None
        subject = self._node(subject_term)
        predicate, use = self._known.get(quad.predicate) or self._foreign(quad.predicate)
        if use.is_derived or subject.startswith(ID):
            return None
        if isinstance(value, ox.Literal):
            literal = self._literal(subject, predicate, value, use)
            return None if literal is None else (subject, predicate, literal)
        target = self._node(value)
        if use.takes_nodes and not target.startswith(SAG):
            return subject, predicate, target
        is_known = self._is_known(subject, predicate, target, use)
        return (subject, predicate, target) if is_known else None

    def _foreign(self, term: ox.NamedNode) -> tuple[Node, Use]:
        predicate = self._node(term)
        return predicate, self._ontology.use_of(predicate)

    def _node(self, term: ox.NamedNode | ox.BlankNode) -> Node:
        node = self._nodes.get(term)
        if node is None:
            name = "_:" + term.value if isinstance(term, ox.BlankNode) else term.value
            node = self._nodes[term] = Node(name)
        return node

    def _is_known(self, subject: Node, predicate: str, target: Node, use: Use) -> bool:
        """Whether the triple may stay; reports terms of ours that do not exist."""
        if not use.is_known:
            self._unknown_term(subject, predicate, predicate, self._ontology.properties)
        if use.wants_value:
            self._wrong_type(subject, predicate, target, use.datatype or _INTEGER)
            return False
        if use.values and target not in use.values:
            self._not_listed(subject, predicate, target, use.values)
        elif target.startswith(SAG) and target not in self._names:
            self._unknown_term(subject, predicate, target)
        return True

    def _not_listed(
        self, subject: Node, predicate: str, target: str, values: frozenset[str]
    ) -> None:
        if len(values) > _FEW:
            self._unknown_term(subject, predicate, target, values)
            return
        listed = ", ".join(sorted(map(_short, values)))
        self._report(
            "G03",
            subject,
            predicate,
            target,
            f"{_short(target)} er ikke en værdi af {_short(predicate)}. Vælg en af: {listed}.",
            f"{_short(target)} is not a value of {_short(predicate)}. Choose one of: {listed}.",
        )

    def _unknown_term(
        self, subject: Node, predicate: str, term: str, names: frozenset[str] | None = None
    ) -> None:
        if ("G03", term) in self._reported:
            return
        self._reported.add(("G03", term))
        is_worth_it = len(self._reported) <= _MOST_HINTS
        among = names or self._names
        near = get_close_matches(term, among, n=2, cutoff=0.75) if is_worth_it else []
        hint_da = f" Mente du {' eller '.join(map(_short, near))}?" if near else ""
        hint_en = f" Did you mean {' or '.join(map(_short, near))}?" if near else ""
        is_elsewhere = term in self._names  # a class where a property should be
        da = "bruges ikke sådan" if is_elsewhere else "findes ikke"
        en = "is not used like this" if is_elsewhere else "is not"
        self._report(
            "G03",
            subject,
            predicate,
            term,
            f"{_short(term)} {da} i sagsontologien og bliver ikke kontrolleret.{hint_da}",
            f"{_short(term)} {en} in the case ontology, so it is not checked.{hint_en}",
        )

    def _literal(self, subject: Node, predicate: str, literal: ox.Literal, use: Use) -> Lit | None:
        text, datatype = literal.value, literal.datatype.value
        if not use.is_known:
            self._unknown_term(subject, predicate, predicate, self._ontology.properties)
        if use.wants_node:
            self._not_iri(subject, predicate, text)
            return None
        try:
            value = Lit(text, datatype, literal.language or "")
            if value.kind != "s":
                value = _canonical(value)
            if isinstance(value.value, date) and value.value.year not in _YEARS:
                raise IllTyped(datatype)
        except IllTyped:
            self._ill_typed(subject, predicate, text, datatype)
            return None
        if isinstance(value.value, str) and not value.value.strip() and use.is_ours:
            return None  # an empty text says nothing, so the rules should find it missing
        if value.kind == "t" and not _has_zone(text):
            self._no_zone(subject, predicate, text)
        return self._fitted(subject, predicate, value, use.datatype)

    def _fitted(self, subject: Node, predicate: str, value: Lit, expected: str) -> Lit | None:
        """The value as the datatype that the property wants, or a finding."""
        if value.datatype == expected or expected in ("", _STRING):
            return value
        if expected == _DECIMAL and value.kind == "n":
            return value
        if expected == _DATE and value.kind == "t":
            return Lit(value.text[:10], _DATE)
        self._wrong_type(subject, predicate, value.text, expected)
        if value.kind != "s":
            return None
        try:
            return _canonical(Lit(value.text.strip(), expected))
        except IllTyped:
            return None

    def _ill_typed(self, subject: Node, predicate: str, text: str, datatype: str) -> None:
        self._report(
            "G01",
            subject,
            predicate,
            text,
            f"{_short(predicate)} er ikke en gyldig {_short(datatype)}. Ret værdien"
            f"{_such_as(datatype, 'fx')}; den indgår ikke i kontrollen.",
            f"{_short(predicate)} is not a valid {_short(datatype)}. Correct the value"
            f"{_such_as(datatype, 'such as')}; it is not checked.",
        )

    def _wrong_type(self, subject: Node, predicate: str, text: str, expected: str) -> None:
        self._report(
            "G02",
            subject,
            predicate,
            text,
            f"{_short(predicate)} skal være {_short(expected)}{_such_as(expected, 'fx')}. Ret "
            "værdien eller dens datatype.",
            f"{_short(predicate)} must be {_short(expected)}{_such_as(expected, 'such as')}. "
            "Correct the value or its datatype.",
        )

    def _contradiction(self, subject: Node, predicate: str, values: list[Term]) -> None:
        texts = sorted(text_of(value) for value in values)
        self._report(
            "G06",
            subject,
            predicate,
            ", ".join(texts),
            f"{_short(predicate)} har {len(texts)} forskellige værdier og kan kun have én. Behold "
            "den rigtige.",
            f"{_short(predicate)} has {len(texts)} different values and can have only one. Keep "
            "the right one.",
        )

    def _not_iri(self, subject: Node, predicate: str, text: str) -> None:
        self._report(
            "G02",
            subject,
            predicate,
            text,
            f"{_short(predicate)} skal pege på noget (en IRI eller en del af sagen), ikke være "
            "en tekst.",
            f"{_short(predicate)} must point at something (an IRI or a part of the case), "
            "not be a text.",
        )

    def _no_zone(self, subject: Node, predicate: str, text: str) -> None:
        self._report(
            "G04",
            subject,
            predicate,
            text,
            f"{_short(predicate)} mangler tidszone og er læst som dansk tid. Skriv fx +01:00 efter "
            "klokkeslættet.",
            f"{_short(predicate)} lacks a time zone and was read as Danish time. Write for "
            "example +01:00 after the time.",
        )

    def _report(  # noqa: PLR0913, PLR0917  a finding has many parts
        self, rule: str, focus: str, path: str, value: str, da: str, en: str
    ) -> None:
        self.findings.append(
            Finding(
                rule=rule,
                severity="violation",
                message={"da": da, "en": en},
                focus=focus,
                path=path,
                value=str(value)[:_TEXT_MAX],
                step=STEP,
            )
        )


def _short(iri: str) -> str:
    text = iri.replace(SAG, "sag:").replace(XSD, "xsd:").replace(RDF, "rdf:")
    return as_written(unquote(text))[:_SHOWN_MAX]


def _such_as(datatype: str, words: str) -> str:
    example = _EXAMPLES.get(datatype, "")
    return f" ({words} {example})" if example else ""


def _has_zone(text: str) -> bool:
    return text.endswith("Z") or text[-6:-5] in ("+", "-")


def _canonical(value: Lit) -> Lit:
    """One text for one value. Raises IllTyped."""
    if value.kind == "t" and isinstance(value.value, datetime):
        moment = value.value
        local = moment.replace(tzinfo=_DENMARK) if moment.tzinfo is None else moment
        try:
            # Through UTC, so that the hour that the clock skips in March comes out as one.
            return Lit(local.astimezone(UTC).astimezone(_DENMARK).isoformat(), _MOMENT)
        except OverflowError:
            raise IllTyped(_MOMENT) from None
    if value.datatype == _DATE:
        return value if len(value.text) == 10 else Lit(value.text[:10], _DATE)
    if value.kind == "b":
        return _TRUE if value.value else _FALSE
    if value.kind == "n" and isinstance(value.value, int):
        return Lit(str(value.value), _INTEGER)
    if value.datatype == _DECIMAL and isinstance(value.value, Decimal):
        return Lit(f"{value.value.normalize():f}", _DECIMAL)
    return value


def _names(triples: list[Triple], nodes: list[Node]) -> dict[str, Node]:
    """Names for blank nodes after their class and place (`_:Underretning1`), always the same."""
    if not nodes:
        return {}
    kinds = {
        subject: str(value).removeprefix(SAG)
        for subject, predicate, value in triples
        if predicate == TYPE and subject[:2] == "_:" and str(value).startswith(SAG)
    }
    names: dict[str, Node] = {}
    counts: dict[str, int] = {}
    for node in nodes:
        kind = kinds.get(node, "del")
        counts[kind] = counts.get(kind, 0) + 1
        names[node] = Node(f"_:{kind}{counts[kind]}")
    return names


def _named(triples: list[Triple], names: dict[str, Node]) -> list[Triple]:
    if not names:
        return triples
    return [
        (
            names.get(subject, subject),
            predicate,
            names.get(value, value) if value.__class__ is Node else value,
        )
        for subject, predicate, value in triples
    ]
