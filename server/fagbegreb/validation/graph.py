"""CaseGraph: the triples of one case go in; what a subject has, and who has an object, come out.

Terms are light, because a municipality has many cases: an IRI is a `Node`, a blank node a `Node`
that starts with `_:`, and a literal a `Lit` that knows its value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from fagbegreb.namespaces import RDF, XSD

TYPE = RDF + "type"
_STRING = XSD + "string"
_LANG_STRING = RDF + "langString"
_WHOLE = frozenset(
    XSD + name
    for name in [
        "integer",
        "int",
        "long",
        "short",
        "byte",
        "nonNegativeInteger",
        "positiveInteger",
        "nonPositiveInteger",
        "negativeInteger",
        "unsignedInt",
        "unsignedLong",
        "unsignedShort",
        "unsignedByte",
    ]
)
_MAX_DIGITS = 40
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)


class Node(str):
    """An IRI, or a blank node as `_:name`."""

    __slots__ = ()


class IllTyped(ValueError):
    """The text of a literal is not a value of its datatype."""


Value = str | bool | int | float | Decimal | date | datetime


class Lit:
    """A literal. `value` is what it stands for, `kind` what may be compared with what.

    Kinds: s string, l string in a language, b boolean, n number, d day, t moment, u unknown.
    """

    __slots__ = ("datatype", "kind", "lang", "text", "value")

    def __init__(self, text: str, datatype: str = _STRING, lang: str = "") -> None:
        self.text = text
        self.datatype = datatype
        self.lang = lang
        self.kind, self.value = _interpret(text, datatype, lang)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Lit)
            and self.text == other.text
            and self.datatype == other.datatype
            and self.lang == other.lang
        )

    def __hash__(self) -> int:
        return hash((self.text, self.datatype))


Term = Node | Lit
Triple = tuple[Node, Node, Term]


def _interpret(text: str, datatype: str, lang: str) -> tuple[str, Value]:
    if datatype == _STRING:
        return "s", text
    if lang or datatype == _LANG_STRING:
        return "l", text
    known = _READ.get(datatype)
    if known is None:
        return "u", text
    kind, read = known
    try:
        return kind, read(text)
    except (ValueError, KeyError, InvalidOperation, OverflowError) as error:
        raise IllTyped(datatype) from error


def _day(text: str) -> date:
    """A day may have a zone, which says nothing to us."""
    return date.fromisoformat(text[:10]) if _DAY.fullmatch(text) else _refuse()


def _moment(text: str) -> datetime:
    """ISO 8601 allows more than xsd:dateTime does, apart from 24:00:00, which ends a day."""
    if not _INSTANT.fullmatch(text):
        _refuse()
    if text[10:19] == "T24:00:00":
        return datetime.fromisoformat(f"{text[:10]}T00{text[13:]}") + timedelta(days=1)
    return datetime.fromisoformat(text)


def _zoned(text: str) -> datetime:
    moment = _moment(text)
    if moment.tzinfo is None:
        _refuse()
    return moment


def _whole(text: str) -> int:
    if len(text) > _MAX_DIGITS or "_" in text:
        _refuse()
    return int(text)


def _decimal(text: str) -> Decimal:
    if len(text) > _MAX_DIGITS or text.strip("+-0123456789.") != "":
        _refuse()
    return Decimal(text)


def _truth(text: str) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}[text.strip()]


def _refuse() -> date:
    raise ValueError


_READ: dict[str, tuple[str, Callable[[str], Value]]] = {
    **dict.fromkeys(_WHOLE, ("n", _whole)),
    XSD + "date": ("d", _day),
    XSD + "dateTime": ("t", _moment),
    XSD + "dateTimeStamp": ("t", _zoned),
    XSD + "boolean": ("b", _truth),
    XSD + "decimal": ("n", _decimal),
    XSD + "double": ("n", float),
    XSD + "float": ("n", float),
}


class CaseGraph:
    """Triples by predicate, forwards and, once asked for, backwards."""

    __slots__ = ("_backward", "_focuses", "_pointing", "_spans", "_terms", "beginnings", "objects")

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.objects: dict[str, dict[Node, list[Term]]] = {}
        """Objects by subject by predicate, for those in a hurry; do not change it."""
        self._backward: dict[str, dict[Term, list[Node]]] = {}
        self._terms: frozenset[str] | None = None
        self._spans: dict[str, tuple[str, str]] = {}
        self._focuses: dict[str, tuple[Node, ...]] = {}
        self._pointing: dict[str, tuple[tuple[Node, Node, Node], ...]] = {}
        self.beginnings: dict[str, list[list[Term | None]]] = {}
        """What the plans have found already; `add` comes before any of them."""
        objects = self.objects
        for subject, predicate, value in dict.fromkeys(triples):
            by_subject = objects.get(predicate)
            if by_subject is None:
                by_subject = objects[predicate] = {}
            values = by_subject.get(subject)
            if values is None:
                by_subject[subject] = [value]
            else:
                values.append(value)

    def add(self, subject: Node, predicate: str, value: Term) -> None:
        """One more triple."""
        values = self.objects.setdefault(predicate, {}).setdefault(subject, [])
        if value not in values:
            values.append(value)
            self._backward.pop(predicate, None)
            self._terms = None

    @property
    def terms(self) -> frozenset[str]:
        """The predicates and classes that occur."""
        if self._terms is None:
            classes = {value for value in self.backward(TYPE) if isinstance(value, Node)}
            self._terms = frozenset(self.objects) | classes
        return self._terms

    def has_day_within(self, period: tuple[str, str, str] | None) -> bool:
        """Whether some value of the predicate may fall between the days; True without a period."""
        if period is None:
            return True
        predicate, first, last = period
        span = self._spans.get(predicate)
        if span is None:
            days = [
                value.text[:10] if isinstance(value, Lit) else ""
                for values in self.forward(predicate).values()
                for value in values
            ]
            span = self._spans[predicate] = (min(days, default="9999"), max(days, default=""))
        return span[0] <= last and first <= span[1]

    def focuses(self, scope: str, find: Callable[[CaseGraph], Iterable[Node]]) -> tuple[Node, ...]:
        """What targets select; many rules have the same, so it is found once."""
        found = self._focuses.get(scope)
        if found is None:
            found = self._focuses[scope] = tuple(dict.fromkeys(find(self)))
        return found

    def forward(self, predicate: str) -> dict[Node, list[Term]]:
        """Objects by subject; do not change it."""
        return self.objects.get(predicate, _NOTHING)

    def backward(self, predicate: str) -> dict[Term, list[Node]]:
        """Subjects by object; do not change it."""
        found = self._backward.get(predicate)
        if found is None:
            found = self._backward[predicate] = {}
            for subject, values in self.forward(predicate).items():
                for value in values:
                    found.setdefault(value, []).append(subject)
        return found

    def values(self, subject: Node, predicate: str) -> list[Term]:
        """Objects of one subject and predicate."""
        return self.forward(predicate).get(subject, [])

    def instances(self, class_iri: str) -> list[Node]:
        """Subjects that are said to be of a class, in the order they were read."""
        return self.backward(TYPE).get(Node(class_iri), [])

    def pointing_at(self, namespace: str) -> tuple[tuple[Node, Node, Node], ...]:
        """The triples whose object is an IRI of a namespace, as they were when first asked for."""
        known = self._pointing.get(namespace)
        if known is None:
            found = [
                (subject, Node(predicate), value)
                for predicate, by_subject in self.objects.items()
                for subject, values in by_subject.items()
                for value in values
                if value.__class__ is Node and value.startswith(namespace)
            ]
            known = self._pointing[namespace] = tuple(found)
        return known

    def triples(self) -> Iterator[Triple]:
        """All of it."""
        for predicate, by_subject in self.objects.items():
            for subject, values in by_subject.items():
                for value in values:
                    yield subject, Node(predicate), value

    def __len__(self) -> int:
        return sum(len(values) for by in self.objects.values() for values in by.values())


_NOTHING: dict[Node, list[Term]] = {}
