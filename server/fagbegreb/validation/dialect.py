"""The date dialect of SPARQL that our rules keep to: a SELECT goes in, a quick function comes out.

The same queries run unchanged under any SHACL engine; here they are compiled once, because
parsing them anew for each case is what makes a general engine slow. A query with a construct
that is not known here raises NotInDialect, and its rule is left to pyshacl.

Why a dialect at all: engines differ in arithmetic on dates. `date + duration` silently gives
nothing in oxigraph, casts between date and dateTime are missing in rdflib, durations cannot be
compared in rdflib. So a limit is written as `?date - "-P4M"^^xsd:yearMonthDuration`, and the day
of a moment as `STRDT(SUBSTR(STR(?moment), 1, 10), xsd:date)`.

    group    { triples | FILTER test | BIND(expression AS ?x) | OPTIONAL group }
    test     ( expression ) | [NOT] EXISTS group | REGEX(...) | STRSTARTS(...)
    operator || && ! = != < <= > >= IN NOT-IN, and `-` once
    function STR SUBSTR STRDT STRSTARTS CONCAT COALESCE IF BOUND DATATYPE REGEX
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from fagbegreb.namespaces import RDF, XSD
from fagbegreb.validation import functions, plans
from fagbegreb.validation.graph import CaseGraph, IllTyped, Lit, Node, Term
from fagbegreb.validation.plans import Expression, Plan, Row
from fagbegreb.validation.tokens import NotInDialect, tokens_of

_PERIOD: Final = re.compile(
    r'FILTER\(SUBSTR\(STR\(\?(\w+)\), 1, 10\) >= "([\d-]+)"'
    r'(?: && SUBSTR\(STR\(\?\1\), 1, 10\) <= "([\d-]+)")?\)'
)
_ESCAPES: Final = {"\\\\": "\\", '\\"': '"', "\\n": "\n", "\\t": "\t"}
_OPENING: Final = ("(", "{")
_CLOSING: Final = (")", "}")
_NOT_TRIPLES: Final = ("FILTER", "BIND", "OPTIONAL", "}", "")
_IN_COMMON: Final = 3
"""So many patterns of targets are found once for all; more would hold too much in memory."""
_COMPARISONS: Final = ("=", "!=", "<", "<=", ">", ">=")
_Pattern = tuple[int | Term, str, int | Term]


@dataclass(frozen=True, slots=True)
class Select:
    """A compiled SELECT: `rows` answers with the projected values, in order of `variables`."""

    variables: tuple[str, ...]
    text: str
    needs: frozenset[str]
    """Predicates and classes without which there can be no row."""
    period: tuple[str, str, str] | None
    """A predicate, and the first and last day that its value may have if there is to be a row."""
    _plan: Plan
    _unbound: tuple[None, ...]
    """For every variable but `this`."""
    _wanted: tuple[int, ...]

    def solve(self, graph: CaseGraph, this: Node | None = None) -> Iterator[Row]:
        """Solutions, the node that they are about first, with that bound beforehand if given."""
        return self._plan(graph, [this, *self._unbound])

    def values(self, solution: Row) -> dict[str, Any]:
        """What a solution says of the projected variables."""
        return {
            name: solution[slot] for name, slot in zip(self.variables, self._wanted, strict=True)
        }


def compile_select(query: str, *, this_is_bound: bool = True) -> Select:
    """Compile a SELECT with its prefixes. Raises NotInDialect."""
    return _Parser(query, this_is_bound).select()


class _Parser:
    def __init__(self, query: str, this_is_bound: bool) -> None:
        self._tokens = tokens_of(query)
        self._at = 0
        self._slots: dict[str, int] = {"this": 0}
        self._prefixes: dict[str, str] = {}
        self._bound: set[int] = {0} if this_is_bound else set()
        self._text = query
        self._needs: set[str] = set()
        self._depth = 0
        self._objects_of: dict[int, set[str]] = {}
        self._late: list[tuple[int, Expression]] = []
        """Constants for variables that nothing asks for: given to the rows that are left."""

    def select(self) -> Select:
        while self._skip("PREFIX"):
            prefix = self._take()[:-1]
            self._prefixes[prefix] = self._take()[1:-1]
        self._want("SELECT")
        self._skip("DISTINCT")
        names = []
        while self._peek()[:1] in ("?", "$"):
            names.append(self._take()[1:])
        self._want("WHERE")
        plan = self._group()
        if self._peek():
            raise NotInDialect(self._peek())
        wanted = tuple(self._slot(name) for name in names)
        return Select(
            tuple(names),
            self._text,
            frozenset(self._needs),
            self._period(),
            plan,
            (None,) * (len(self._slots) - 1),
            wanted,
        )

    def _period(self) -> tuple[str, str, str] | None:
        """From a filter of the whole query on the day of a variable with one predicate only."""
        found = _PERIOD.search(self._text)
        if found is None or "{" in self._text[self._text.index("WHERE") + 7 : found.start()]:
            return None
        predicates = self._objects_of.get(self._slots.get(found[1], -1), set())
        if len(predicates) != 1:
            return None
        return next(iter(predicates)), found[2], found[3] or "9999"

    # Tokens

    def _peek(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else ""

    def _take(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1] if self._at <= len(self._tokens) else ""

    def _skip(self, word: str) -> bool:
        is_there = self._peek().upper() == word
        self._at += is_there
        return is_there

    def _want(self, word: str) -> None:
        if not self._skip(word):
            raise NotInDialect(f"{self._peek()!r} where {word} is wanted")

    # Groups

    def _group(self) -> Plan:
        """Filters hold for the whole group; each is asked as soon as what it needs is known."""
        self._want("{")
        self._depth += 1
        plan: Plan = plans.once
        patterns: list[_Pattern] = []
        filters = self._filters_ahead()
        if self._depth == 1 and not self._bound:
            plan = self._beginning(filters)
        while not self._skip("}"):
            if self._skip("FILTER"):
                self._skip_test()
            elif self._skip("BIND"):
                plan = self._bind(self._joined(plan, patterns, filters))
            elif self._skip("OPTIONAL"):
                plan = self._joined(plan, patterns, filters)
                outside, needs = set(self._bound), set(self._needs)
                plan = plans.optional(plan, self._group())
                self._bound, self._needs = outside, needs
            else:
                self._triples(patterns)
        plan = self._joined(plan, patterns, filters)
        if filters:
            plan = plans.filtered(plan, [self._test_at(start) for start in filters])
        if self._depth == 1:
            for slot, value in self._late:
                plan = plans.extended(plan, slot, value)
        self._depth -= 1
        return plan

    def _beginning(self, filters: list[int]) -> Plan:
        """The first patterns of a target and their tests, which many targets have in common."""
        patterns: list[_Pattern] = []
        while self._peek().upper() not in _NOT_TRIPLES and len(patterns) < _IN_COMMON:
            self._triples(patterns)
        plan = self._joined(plans.once, patterns, [])
        # Looking at the filters makes slots for variables that others may not have.
        slots = len(self._slots)
        ready = [start for start in filters if self._is_ready(start)]
        tests = [token for start in ready for token in self._test_tokens(start)]
        key = " ".join([*self._tokens[: self._at], *tests])
        return plans.shared(self._tested(plan, filters), key, slots)

    def _filters_ahead(self) -> list[int]:
        """Where the tests of this group's own filters start."""
        start, depth, found = self._at, 0, []
        while depth >= 0 and self._peek():
            word = self._take()
            depth += (word == "{") - (word == "}")
            if depth == 0 and word.upper() == "FILTER":
                found.append(self._at)
                self._skip_test()
        self._at = start
        return found

    def _test_at(self, start: int) -> Expression:
        here, self._at = self._at, start
        test = self._primary()
        self._at = here
        return test

    def _test_tokens(self, start: int) -> list[str]:
        here, self._at = self._at, start
        self._skip_test()
        tokens = self._tokens[start : self._at]
        self._at = here
        return tokens

    def _is_ready(self, start: int) -> bool:
        """Whether the test at `start` asks only for variables that have values by now."""
        tokens = self._test_tokens(start)
        names = {token[1:] for token in tokens if token[0] in "?$"}
        return "EXISTS" not in map(str.upper, tokens) and all(
            self._slot(name) in self._bound for name in names
        )

    def _skip_test(self) -> None:
        depth = 0
        while True:
            token = self._take()
            if not token:
                raise NotInDialect("a FILTER without an end")
            depth += (token in _OPENING) - (token in _CLOSING)
            if depth == 0 and token in _CLOSING:
                break

    def _bind(self, plan: Plan) -> Plan:
        self._want("(")
        value = self._expression()
        self._want("AS")
        name = self._take()
        slot = self._slot(name[1:])
        self._want(")")
        self._bound.add(slot)
        if self._depth == 1 and isinstance(value, plans.Constant) and self._is_only_shown(name):
            self._late.append((slot, value))
            return plan
        return plans.extended(plan, slot, value)

    def _is_only_shown(self, name: str) -> bool:
        """Whether it occurs in its BIND and after SELECT only, so that it may wait."""
        return sum(token[:1] in ("?", "$") and token[1:] == name[1:] for token in self._tokens) <= 2

    def _triples(self, patterns: list[_Pattern]) -> None:
        subject = self._term()
        while True:
            predicate = RDF + "type" if self._skip("A") else self._iri(self._take())
            while True:
                patterns.append((subject, predicate, self._term()))
                if not self._skip(","):
                    break
            if not self._skip(";"):
                break
        self._skip(".")

    def _joined(self, plan: Plan, patterns: list[_Pattern], filters: list[int]) -> Plan:
        """The patterns so far, each time the one of which most is known already."""
        while patterns:
            best = max(patterns, key=self._known)
            patterns.remove(best)
            step = plans.match(*best)
            plan = step if plan is plans.once else plans.then(plan, step)
            self._bound.update(end for end in (best[0], best[2]) if isinstance(end, int))
            if self._depth == 1:
                self._needs.add(best[1])
                if isinstance(best[2], int):
                    self._objects_of.setdefault(best[2], set()).add(best[1])
                if best[1] == RDF + "type" and isinstance(best[2], Node):
                    self._needs.add(best[2])
            plan = self._tested(plan, filters)
        return plan

    def _tested(self, plan: Plan, filters: list[int]) -> Plan:
        """With those of the tests that can be asked now."""
        ready = [start for start in filters if self._is_ready(start)]
        if not ready:
            return plan
        filters[:] = [start for start in filters if start not in ready]
        return plans.filtered(plan, [self._test_at(start) for start in ready])

    def _known(self, pattern: _Pattern) -> tuple[int, bool]:
        subject, value = (
            not isinstance(end, int) or end in self._bound for end in (pattern[0], pattern[2])
        )
        return 2 * subject + value, pattern[1] != RDF + "type"

    # Expressions

    def _expression(self) -> Expression:
        return self._several("||", self._conjunction, plans.or_)

    def _conjunction(self) -> Expression:
        return self._several("&&", self._relation, plans.and_)

    def _several(
        self,
        mark: str,
        part: Callable[[], Expression],
        combine: Callable[[list[Expression]], Expression],
    ) -> Expression:
        parts = [part()]
        while self._skip(mark):
            parts.append(part())
        return parts[0] if len(parts) == 1 else combine(parts)

    def _relation(self) -> Expression:
        left = self._difference()
        if self._peek() in _COMPARISONS:
            operator = self._take()
            return plans.compare(left, operator, self._difference())
        is_negated = self._peek().upper() == "NOT" and self._peek(1).upper() == "IN"
        self._at += is_negated
        if not self._skip("IN"):
            return left
        found = plans.member(left, frozenset(self._constants()))
        return plans.not_(found) if is_negated else found

    def _constants(self) -> Iterator[Term]:
        self._want("(")
        while not self._skip(")"):
            term = self._term()
            if isinstance(term, int):
                raise NotInDialect("a variable after IN")
            yield term
            self._skip(",")

    def _difference(self) -> Expression:
        left = self._primary()
        return plans.minus(left, self._primary()) if self._skip("-") else left

    def _primary(self) -> Expression:
        if self._skip("("):
            inner = self._expression()
            self._want(")")
            return inner
        if self._skip("!"):
            return plans.not_(self._primary())
        if self._peek().upper() == "NOT" and self._peek(1).upper() == "EXISTS":
            self._at += 2
            return plans.not_(self._exists())
        if self._skip("NOT"):
            raise NotInDialect("NOT")
        if self._skip("EXISTS"):
            return self._exists()
        if self._peek(1) == "(" and self._peek().isalpha():
            return self._call(self._take().upper())
        term = self._term()
        return plans.variable(term) if isinstance(term, int) else plans.Constant(term)

    def _exists(self) -> Expression:
        return self._has() or self._exists_group()

    def _has(self) -> Expression | None:
        """`{ $bound predicate ?fresh }` or with a constant; None for any other group."""
        start = self._at
        size = 5 if self._peek(4) == "}" else 6
        if self._peek(size - 1) != "}" or (size == 6 and self._peek(4) != "."):
            return None
        self._take()
        subject, word = self._term(), self._take()
        predicate = RDF + "type" if word == "a" else self._iri(word)
        value = self._term()
        is_free = isinstance(value, int) and value not in self._bound
        if not (isinstance(subject, int) and subject in self._bound) or (
            isinstance(value, int) and not is_free
        ):
            self._at = start
            return None
        self._at = start + size
        return plans.has(subject, predicate, None if isinstance(value, int) else value)

    def _exists_group(self) -> Expression:
        outside, needs = set(self._bound), set(self._needs)
        plan = self._group()
        self._bound, self._needs = outside, needs
        return plans.exists(plan)

    def _call(self, name: str) -> Expression:
        if name == "SUBSTR" and self._tokens[self._at : self._at + 3] == ["(", "STR", "("]:
            rest = self._tokens[self._at + 4 : self._at + 10]
            slot = self._slot(self._peek(3)[1:])
            if rest == [")", ",", "1", ",", "10", ")"] and slot in self._bound:
                self._at += 10
                return plans.first_ten(slot)
        self._want("(")
        if name == "BOUND":
            slot = self._slot(self._take()[1:])
            self._want(")")
            return plans.bound(slot)
        arguments = [self._expression()]
        while self._skip(","):
            arguments.append(self._expression())
        self._want(")")
        function = functions.BUILTINS.get(name)
        if function is None:
            raise NotInDialect(name)
        try:
            return function(*arguments)
        except TypeError:
            raise NotInDialect(f"{name} with {len(arguments)} arguments") from None

    # Terms

    def _term(self) -> int | Term:
        token = self._take()
        if token[:1] in ("?", "$") and token:
            return self._slot(token[1:])
        if token[:1] == '"':
            text = re.sub(r"\\.", lambda found: _ESCAPES.get(found[0], found[0]), token[1:-1])
            return self._literal(text, self._iri(self._take()) if self._skip("^^") else "")
        if token in ("true", "false"):
            return Lit(token, XSD + "boolean")
        if token[:1].isdigit():
            return Lit(token, XSD + ("decimal" if "." in token else "integer"))
        return Node(self._iri(token))

    @staticmethod
    def _literal(text: str, datatype: str) -> Lit:
        try:
            return Lit(text, datatype or XSD + "string")
        except IllTyped:
            raise NotInDialect("a constant that is not of its datatype") from None

    def _iri(self, token: str) -> str:
        if token[:1] == "<":
            return token[1:-1]
        prefix, colon, local = token.partition(":")
        if not colon or prefix not in self._prefixes:
            raise NotInDialect(repr(token))
        return self._prefixes[prefix] + local

    def _slot(self, name: str) -> int:
        return self._slots.setdefault(name, len(self._slots))
