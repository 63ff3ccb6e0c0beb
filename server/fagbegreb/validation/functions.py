"""The functions of SPARQL that rules may call: expressions go in, an expression comes out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from fagbegreb.validation.graph import CaseGraph, IllTyped, Lit, Node
from fagbegreb.validation.plans import Expression, Row, Undefined, truth


def _text(value: Any) -> str:
    """The text of a simple string; undefined for anything else."""
    if isinstance(value, Lit) and value.kind in "sl":
        return value.text
    if isinstance(value, str) and not isinstance(value, Node):
        return value
    raise Undefined


def _str(inner: Expression) -> Expression:
    def expression(graph: CaseGraph, row: Row) -> str:
        value = inner(graph, row)
        if isinstance(value, Lit):
            return value.text
        if isinstance(value, Node) and value.startswith("_:"):
            raise Undefined
        return str.__str__(value) if isinstance(value, str) else _undefined()

    return expression


def _undefined() -> str:
    raise Undefined


def _substr(text: Expression, start: Expression, length: Expression) -> Expression:
    def expression(graph: CaseGraph, row: Row) -> str:
        first, size = start(graph, row).value - 1, length(graph, row).value
        return _text(text(graph, row))[first : first + size]

    return expression


def _strdt(text: Expression, datatype: Expression) -> Expression:
    def expression(graph: CaseGraph, row: Row) -> Lit:
        try:
            return Lit(_text(text(graph, row)), str(datatype(graph, row)))
        except IllTyped:
            raise Undefined from None

    return expression


def _starts(text: Expression, start: Expression) -> Expression:
    return lambda graph, row: _text(text(graph, row)).startswith(_text(start(graph, row)))


def _datatype(inner: Expression) -> Expression:
    def expression(graph: CaseGraph, row: Row) -> Node:
        value = inner(graph, row)
        if not isinstance(value, Lit):
            raise Undefined
        return Node(value.datatype)

    return expression


def _if(condition: Expression, yes: Expression, no: Expression) -> Expression:
    return lambda graph, row: (yes if truth(condition(graph, row)) else no)(graph, row)


def coalesce(*parts: Expression) -> Expression:
    """The first that is defined."""

    def expression(graph: CaseGraph, row: Row) -> Any:
        for part in parts:
            try:
                return part(graph, row)
            except Undefined:
                continue
        raise Undefined

    return expression


def concat(*parts: Expression) -> Expression:
    """The texts after each other."""
    return lambda graph, row: "".join(_text(part(graph, row)) for part in parts)


def regex(text: Expression, pattern: Expression) -> Expression:
    """The pattern must be a constant: it is compiled here, once."""
    search = re.compile(_text(pattern(CaseGraph(()), []))).search
    return lambda graph, row: search(_text(text(graph, row))) is not None


BUILTINS: Final[dict[str, Callable[..., Expression]]] = {
    "COALESCE": coalesce,
    "CONCAT": concat,
    "REGEX": regex,
    "STR": _str,
    "SUBSTR": _substr,
    "STRDT": _strdt,
    "STRSTARTS": _starts,
    "DATATYPE": _datatype,
    "IF": _if,
}
