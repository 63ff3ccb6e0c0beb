"""What ontology/case.ttl says of classes and properties, as the intake needs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import pyoxigraph as ox

from fagbegreb.namespaces import ID, OWL, RDF, RDFS, SAG, SCHEMA, SKOS, XSD
from fagbegreb.validation.graph import Node

_DAY = ox.NamedNode(SAG + "dato")
_DERIVED: Final = ("kvitteringsfrist", "lovdag", "regnetTil", "tilsynsaar")


@dataclass(frozen=True, slots=True)
class Use:
    """How a property may be used in a case."""

    is_ours: bool = False
    is_known: bool = True
    """False for a name in our namespace that does not exist."""
    is_derived: bool = False
    """The check works it out itself and does not take it from anyone."""
    wants_node: bool = False
    """Its values are parts of the case or concepts, never texts."""
    wants_value: bool = False
    """Its values are days, numbers and the like; a text may stand elsewhere and be pointed at."""
    takes_nodes: bool = True
    """Whether nothing speaks against a value that is no literal."""
    values: frozenset[str] = frozenset()
    """The only values it may have; empty where they are not listed."""
    datatype: str = ""
    """What is expected of its values; "" where any literal will do."""
    is_single: bool = False
    """Whether two values contradict each other."""
    leads_to: str = ""
    """The class of the parts of a case that it leads to."""


_FOREIGN: Final = Use()
_UNKNOWN: Final = Use(is_ours=True, is_known=False, takes_nodes=False)


@dataclass(frozen=True, slots=True)
class CaseOntology:
    """The terms of a case graph."""

    classes: frozenset[str]
    individuals: frozenset[str]
    object_properties: frozenset[str]
    listed_values: dict[str, frozenset[str]]
    """For object properties such as sag:afgoersAf the values that the ontology lists."""
    data_properties: dict[str, str]
    """IRI to the datatype that is expected; "" where any literal will do."""
    single_properties: frozenset[str]
    """Those of which a subject has one value (owl:FunctionalProperty)."""
    concept_properties: frozenset[str]
    """Object properties whose values are concepts."""
    part_classes: dict[str, str]
    """Object property to the class of the parts of a case that it leads to."""
    labels: dict[str, dict[str, str]]
    uses: dict[str, Use] = field(init=False)
    """Every property of ours, and how it may be used."""
    known: dict[ox.NamedNode, tuple[Node, Use]] = field(init=False)
    """The same, as the parser says it."""
    properties: frozenset[str] = field(init=False)
    names: frozenset[str] = field(init=False)
    """Every IRI that a case graph may use from our namespace."""

    def __post_init__(self) -> None:
        """Join the names once: every case asks for them."""
        properties = self.object_properties | set(self.data_properties)
        object.__setattr__(self, "properties", properties)
        object.__setattr__(self, "names", properties | self.classes | self.individuals)
        uses = {iri: self._use(iri) for iri in self.properties}
        uses |= {SAG + name: Use(is_ours=True, is_derived=True) for name in _DERIVED}
        kind = Use(takes_nodes=True, values=self.classes)
        uses[RDF + "type"] = kind
        object.__setattr__(self, "uses", uses)
        known = {ox.NamedNode(iri): (Node(iri), use) for iri, use in uses.items()}
        object.__setattr__(self, "known", known)

    def _use(self, iri: str) -> Use:
        datatype = self.data_properties.get(iri, "")
        values = self.listed_values.get(iri, frozenset())
        wants_value = iri in self.data_properties and datatype != XSD + "string"
        return Use(
            is_ours=True,
            wants_node=iri in self.object_properties,
            wants_value=wants_value,
            takes_nodes=not wants_value and not values,
            values=values,
            datatype=datatype,
            is_single=iri in self.single_properties,
            leads_to=self.part_classes.get(iri, ""),
        )

    def use_of(self, predicate: str) -> Use:
        """How any property may be used."""
        foreign = _UNKNOWN if predicate.startswith(SAG) else _FOREIGN
        return self.uses.get(predicate, foreign)


def read_ontology(triples: Iterable[ox.Triple]) -> CaseOntology:
    """Read the triples of case.ttl (others beside them do no harm)."""
    typed: dict[str, set[str]] = {}
    data: dict[str, str] = {}
    labels: dict[str, dict[str, str]] = {}
    ranges: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for triple in triples:
        if not isinstance(triple.subject, ox.NamedNode) or isinstance(triple.object, ox.Triple):
            continue
        iri, predicate, value = triple.subject.value, triple.predicate.value, triple.object.value
        if not iri.startswith(SAG):
            continue
        if predicate == RDF + "type":
            typed.setdefault(value, set()).add(iri)
            if value.startswith(SAG):
                kinds[iri] = value
        elif predicate in (RDFS + "range", SCHEMA + "rangeIncludes"):
            ranges[iri] = value
        elif predicate == RDFS + "label" and isinstance(triple.object, ox.Literal):
            labels.setdefault(iri, {})[triple.object.language or ""] = value
    for iri in typed.get(OWL + "DatatypeProperty", ()):
        data[iri] = "" if ranges.get(iri) == RDFS + "Literal" else ranges.get(iri, "")
    individuals = frozenset(typed.get(OWL + "NamedIndividual", ()))
    enumerations: dict[str, frozenset[str]] = {}
    for iri in individuals & set(kinds):
        enumerations[kinds[iri]] = enumerations.get(kinds[iri], frozenset()) | {iri}
    objects = frozenset(typed.get(OWL + "ObjectProperty", ()))
    classes = frozenset(typed.get(OWL + "Class", ()))
    return CaseOntology(
        classes=classes,
        individuals=individuals,
        object_properties=objects,
        listed_values={
            iri: enumerations[ranges[iri]] for iri in objects if ranges.get(iri) in enumerations
        },
        data_properties=data,
        single_properties=frozenset(typed.get(OWL + "FunctionalProperty", ())),
        concept_properties=frozenset(iri for iri in objects if ranges.get(iri) == SKOS + "Concept"),
        part_classes={
            iri: ranges[iri]
            for iri in objects
            if ranges.get(iri) in classes and ranges[iri] not in enumerations
        },
        labels=labels,
    )


def read_holidays(triples: Iterable[ox.Triple]) -> frozenset[date]:
    """The public holidays among the triples."""
    holidays: dict[object, date] = {}
    for triple in triples:
        if triple.predicate == _DAY and isinstance(triple.object, ox.Literal):
            holidays[triple.subject] = date.fromisoformat(triple.object.value)
    return frozenset(holidays.values())


def jsonld_context(ontology: CaseOntology, schemes: Iterable[str]) -> dict[str, Any]:
    """The JSON-LD context that the ontology implies: plain JSON keys for classes and properties.

    `schemes` become prefixes, so that a code is written as `bl:32.1`.
    """
    context: dict[str, Any] = {"@version": 1.1, "@vocab": SAG, "sag": SAG, "xsd": XSD}
    context |= {"id": "@id", "type": "@type"}
    context |= {scheme: f"{ID}{scheme}/" for scheme in sorted(schemes)}
    for iri in sorted(ontology.object_properties):
        kind = "@vocab" if iri in ontology.listed_values else "@id"
        context[iri.removeprefix(SAG)] = {"@id": iri, "@type": kind}
    for iri, datatype in sorted(ontology.data_properties.items()):
        # JSON has texts, numbers and truth values of its own; days and moments need a type.
        is_timed = datatype in (XSD + "date", XSD + "dateTime")
        context[iri.removeprefix(SAG)] = {"@id": iri, "@type": datatype} if is_timed else iri
    return context
