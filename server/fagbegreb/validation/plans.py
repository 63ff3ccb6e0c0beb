"""What a compiled query is made of: closures over a CaseGraph and a row of variables.

A Plan goes from one row to the rows that solve it; an Expression from a row to a value. SPARQL's
error is the exception Undefined: a FILTER that meets it is false, a BIND leaves its variable
unbound.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

from fagbegreb.namespaces import XSD
from fagbegreb.validation.graph import CaseGraph, Lit, Node, Term

Row = list[Any]
"""One slot for each variable; None while it is unbound."""
Plan = Callable[[CaseGraph, Row], Iterator[Row]]
Expression = Callable[[CaseGraph, Row], Any]

_DURATION: Final = re.compile(
    r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
)
_DURATIONS: Final = (XSD + "yearMonthDuration", XSD + "dayTimeDuration")


class Undefined(Exception):
    """SPARQL's error."""


def once(graph: CaseGraph, row: Row) -> Iterator[Row]:
    """The row as it is: an empty group."""
    yield row


def then(first: Plan, second: Plan) -> Plan:
    """`second` for each row of `first`."""

    def plan(graph: CaseGraph, row: Row) -> Iterator[Row]:
        for found in first(graph, row):
            yield from second(graph, found)

    return plan


def shared(first: Plan, key: str, slots: int) -> Plan:
    """`first` from an empty row, found once in a case for all queries that begin with `key`.

    It fills the first `slots` variables.
    """

    def plan(graph: CaseGraph, row: Row) -> Iterator[Row]:
        found = graph.beginnings.get(key)
        if found is None:
            found = graph.beginnings[key] = [each[:slots] for each in first(graph, row)]
        rest = row[slots:]
        for each in found:
            yield each + rest

    return plan


def filtered(inner: Plan, conditions: Sequence[Expression]) -> Plan:
    """The rows for which all of the conditions are true."""

    def plan(graph: CaseGraph, row: Row) -> Iterator[Row]:
        for found in inner(graph, row):
            try:
                for condition in conditions:
                    value = condition(graph, found)
                    if value is not True and (value is False or not truth(value)):
                        break
                else:
                    yield found
            except Undefined:
                continue

    return plan


def _named(inner: Plan, slot: int, term: Term) -> Plan:
    """Each row with the same value more."""

    def plan(graph: CaseGraph, row: Row) -> Iterator[Row]:
        for found in inner(graph, row):
            extended = found[:]
            extended[slot] = term
            yield extended

    return plan


def extended(inner: Plan, slot: int, value: Expression) -> Plan:
    """Each row with one more value; unbound where it is undefined."""
    if isinstance(value, Constant):
        return _named(inner, slot, value.term)

    def plan(graph: CaseGraph, row: Row) -> Iterator[Row]:
        for found in inner(graph, row):
            extended = found[:]
            try:
                extended[slot] = _term(value(graph, found))
            except Undefined:
                extended[slot] = None
            yield extended

    return plan


def optional(inner: Plan, more: Plan) -> Plan:
    """Each row with what `more` adds, or as it is."""

    def plan(graph: CaseGraph, row: Row) -> Iterator[Row]:
        for found in inner(graph, row):
            is_extended = False
            for extended in more(graph, found):
                is_extended = True
                yield extended
            if not is_extended:
                yield found

    return plan


def match(subject: int | Term, predicate: str, value: int | Term) -> Plan:
    """One triple pattern; ends are slots (int) or fixed terms."""
    s_slot = subject if isinstance(subject, int) else None
    o_slot = value if isinstance(value, int) else None

    def plan(graph: CaseGraph, row: Row) -> Iterator[Row]:
        s: Any = subject if s_slot is None else row[s_slot]
        o: Any = value if o_slot is None else row[o_slot]
        if s is not None:
            by_subject = graph.objects.get(predicate)
            if by_subject is None or (values := by_subject.get(s)) is None:
                return
            if o is not None:
                if o in values:
                    yield row
                return
            assert o_slot is not None  # noqa: S101  an unbound end is a slot
            for each in values:
                found = row[:]
                found[o_slot] = each
                yield found
            return
        assert s_slot is not None  # noqa: S101
        if o is not None:
            for each_subject in graph.backward(predicate).get(o, ()):
                found = row[:]
                found[s_slot] = each_subject
                yield found
            return
        assert o_slot is not None  # noqa: S101
        for each_subject, values in graph.forward(predicate).items():
            for each in values:
                if s_slot == o_slot and each != each_subject:
                    continue
                found = row[:]
                found[s_slot] = each_subject
                found[o_slot] = each
                yield found

    return plan


def variable(slot: int) -> Expression:
    """The value of a variable; undefined while it has none."""

    def expression(graph: CaseGraph, row: Row) -> Any:
        value = row[slot]
        if value is None:
            raise Undefined
        return value

    return expression


class Constant:
    """The same value everywhere."""

    __slots__ = ("term",)

    def __init__(self, term: Term) -> None:
        self.term = term

    def __call__(self, graph: CaseGraph, row: Row) -> Term:
        """The value, whatever the row."""
        return self.term


def bound(slot: int) -> Expression:
    """Whether a variable has a value."""
    return lambda graph, row: row[slot] is not None


def has(slot: int, predicate: str, value: Term | None) -> Expression:
    """Whether a bound subject has the value, or any value: the commonest EXISTS, without a plan."""

    def expression(graph: CaseGraph, row: Row) -> bool:
        by_subject = graph.objects.get(predicate)
        if by_subject is None or (values := by_subject.get(row[slot])) is None:
            return False
        return value is None or value in values

    return expression


def first_ten(slot: int) -> Expression:
    """The day of a date or moment as text: SUBSTR(STR(?x), 1, 10)."""

    def expression(graph: CaseGraph, row: Row) -> str:
        value = row[slot]
        if value is None or (isinstance(value, Node) and value.startswith("_:")):
            raise Undefined
        return value.text[:10] if isinstance(value, Lit) else str(value)[:10]

    return expression


def exists(plan: Plan) -> Expression:
    """Whether the plan has any row."""

    def expression(graph: CaseGraph, row: Row) -> bool:
        # Plans never change a row that they were given.
        return next(plan(graph, row), None) is not None

    return expression


def truth(value: Any) -> bool:
    """SPARQL's effective boolean value."""
    if value is True or value is False:
        return bool(value)
    if isinstance(value, Lit) and value.kind == "b":
        return bool(value.value)
    if isinstance(value, Lit) and value.kind in "sn":
        return bool(value.value)
    raise Undefined


def not_(inner: Expression) -> Expression:
    """The opposite."""

    def expression(graph: CaseGraph, row: Row) -> bool:
        value = inner(graph, row)
        return value is False or (value is not True and not truth(value))

    return expression


def and_(parts: list[Expression]) -> Expression:
    """True if all are; an undefined part does not hide a false one."""

    def expression(graph: CaseGraph, row: Row) -> bool:
        is_undefined = False
        for part in parts:
            try:
                if not truth(part(graph, row)):
                    return False
            except Undefined:
                is_undefined = True
        if is_undefined:
            raise Undefined
        return True

    return expression


def or_(parts: list[Expression]) -> Expression:
    """True if any is; an undefined part does not hide a true one."""

    def expression(graph: CaseGraph, row: Row) -> bool:
        is_undefined = False
        for part in parts:
            try:
                if truth(part(graph, row)):
                    return True
            except Undefined:
                is_undefined = True
        if is_undefined:
            raise Undefined
        return False

    return expression


_ORDER: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": lambda a, b: bool(a == b),
    "!=": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    "<=": lambda a, b: bool(a <= b),
    ">": lambda a, b: bool(a > b),
    ">=": lambda a, b: bool(a >= b),
}


def compare(left: Expression, operator: str, right: Expression) -> Expression:
    """One of = != < <= > >=; undefined between kinds that have no order."""
    test = _ORDER[operator]
    is_equality = operator in ("=", "!=")

    limit = right.term if isinstance(right, Constant) else None
    if isinstance(limit, Lit) and limit.kind == "s":
        return _compare_text(left, operator, limit)

    def expression(graph: CaseGraph, row: Row) -> bool:
        a, b = left(graph, row), right(graph, row)
        if isinstance(a, Node) or isinstance(b, Node):
            if is_equality:
                # A Node never equals a literal, though both may be the same text.
                return (isinstance(a, Node) and isinstance(b, Node) and a == b) == (operator == "=")
            raise Undefined
        kind_a, value_a = _typed(a)
        kind_b, value_b = _typed(b)
        if kind_a != kind_b:
            raise Undefined
        try:
            return test(value_a, value_b)
        except TypeError:
            raise Undefined from None

    return expression


def _compare_text(left: Expression, operator: str, limit: Lit) -> Expression:
    """`compare` with a constant text: what every rule asks of the day that chose the law."""
    test, text = _ORDER[operator], limit.text
    if operator in ("=", "!="):
        return compare(left, operator, lambda graph, row: limit)

    def expression(graph: CaseGraph, row: Row) -> bool:
        value = left(graph, row)
        if type(value) is str:
            return test(value, text)
        if isinstance(value, Lit) and value.kind == "s":
            return test(value.text, text)
        raise Undefined

    return expression


def _typed(value: Any) -> tuple[str, Any]:
    if isinstance(value, Lit):
        return value.kind, value.value
    if isinstance(value, bool):
        return "b", value
    return "s", value


def member(left: Expression, members: frozenset[Term]) -> Expression:
    """Whether the value is one of the constants."""
    return lambda graph, row: left(graph, row) in members


def minus(left: Expression, right: Expression) -> Expression:
    """A day or moment minus a duration."""
    known = _length(right.term) if isinstance(right, Constant) else None

    def expression(graph: CaseGraph, row: Row) -> Lit:
        start, length = left(graph, row), known or _length(right(graph, row))
        if length is None or not isinstance(start, Lit) or not isinstance(start.value, date):
            raise Undefined
        months, rest = length
        return Lit((_months_later(start.value, -months) - rest).isoformat(), start.datatype)

    return expression


def _length(duration: Any) -> tuple[int, timedelta] | None:
    """Months, and what is not counted in months; None for what is no duration."""
    is_one = isinstance(duration, Lit) and duration.datatype in _DURATIONS
    found = _DURATION.fullmatch(duration.text) if is_one else None
    if found is None:
        return None
    sign = -1 if found[1] else 1
    years, months, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    rest = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return sign * (12 * years + months), sign * rest


def _months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where there is no such day."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return day.replace(
            year=year, month=month0 + 1, day=min(day.day, monthrange(year, month0 + 1)[1])
        )
    except ValueError:
        raise Undefined from None


def _term(value: Any) -> Term:
    """A computed value as a term, for a variable to hold."""
    if isinstance(value, Node | Lit):
        return value
    if isinstance(value, bool):
        return Lit("true" if value else "false", XSD + "boolean")
    return Lit(str(value))
