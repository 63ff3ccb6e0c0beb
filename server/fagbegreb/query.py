"""A SPARQL text goes in; what kind of query it is comes out, or why we do not run it.

This is the first guard, cheap enough to run before a worker is taken. It reads tokens, not
grammar: the engine is lenient about blanks (`1SERVICE<...>` calls a remote service), so a word
is forbidden wherever it could begin. The worker's missing network is the guard that counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urljoin

from fagbegreb.errors import QueryRefused

MAX_DEPTH: Final = 48
_MAX_SIGNS: Final = 48

_ESCAPE: Final = r"\\(?:[tbnrf\"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"
_TOKEN: Final = re.compile(
    rf"""
      (?P<blank>\s+|\#[^\r\n]*)
    | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
    | (?P<string>\"{{3}}(?:\"{{0,2}}(?:[^"\\]|{_ESCAPE}))*+\"{{3}}
        | '{{3}}(?:'{{0,2}}(?:[^'\\]|{_ESCAPE}))*+'{{3}}
        | "(?:[^"\\\r\n]|{_ESCAPE})*+" | '(?:[^'\\\r\n]|{_ESCAPE})*+')
    | (?P<unfinished>["'\\].*)
    | (?P<variable>[?$]\w+)
    | (?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<name>(?:[^\W\d][\w.-]*+)?:
        (?:(?=[\w:%\\])(?:[\w:.-]|%[0-9A-Fa-f]{{2}}|\\[_~.!$&'()*+,;=/?\#@%-])*)?)
    | (?P<run>[^\W\d][\w.-]*(?<=\w))
    | (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)
    | (?P<signs>[!+-](?:\s*[!+-])*)
    | (?P<open>[{{(\[])
    | (?P<close>[}})\]])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
"""Each character is looked at a bounded number of times, whatever the query: it is read where all
requests are. So what no token begins with again is taken whole: a run of words with dots and
hyphens that turned out to be no name, and everything after a quote that nothing closes."""
_IN_RUN: Final = re.compile(r"(?P<word>[^\W\d]\w*)|(?P<number>\d+)|(?P<signs>-+)|(?P<other>.)")
_PERHAPS_LESS: Final = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*://).*['#)]", re.DOTALL)
"""`?a<?b)SERVICE?x#>` looks like an IRI to us, but may be a comparison to the engine, with a
comment, a string or the end of an expression in it. After `//` it can only be an IRI."""
_CODEPOINT: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LOCAL_ESCAPE: Final = re.compile(r"\\(.)")
_UPDATES: Final = frozenset(
    ("ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH")
)
_CHANGING: Final = frozenset(("NOW", "RAND", "STRUUID", "UUID"))


class Form(StrEnum):
    """The four forms of a query."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"


@dataclass(frozen=True, slots=True)
class Query:
    """A query that may be run."""

    text: str
    form: Form
    prefixes: dict[str, str]
    default_graphs: tuple[str, ...] = ()
    """IRIs after FROM."""
    named_graphs: tuple[str, ...] = ()
    """IRIs after FROM NAMED."""
    is_repeatable: bool = True
    """Asked again of the same data, it gives the same answer: no clock, no chance."""

    @property
    def answers_with_graph(self) -> bool:
        """Whether the answer is RDF rather than a table or a truth value."""
        return self.form in (Form.CONSTRUCT, Form.DESCRIBE)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int

    @property
    def keyword(self) -> str:
        return self.text.upper() if self.kind == "word" else ""


def read_query(text: str, max_bytes: int, base: str = "") -> Query:
    """Look a query over; `base` is for its relative IRIs.

    Raises QueryRefused: too long or deep, an update, SERVICE, none of the four forms.
    """
    size = len(text.encode("utf-8", errors="replace"))
    if size > max_bytes:
        raise QueryRefused(
            f"Forespørgslen fylder {size} byte; grænsen er {max_bytes}.",
            f"The query has {size} bytes; the limit is {max_bytes}.",
        )
    unescaped = _CODEPOINT.sub(_codepoint, text)
    if unescaped != text:
        # The standard resolves these escapes before anything else, so what they spell counts.
        _check(unescaped, tuple(_tokens(unescaped)))
    tokens = tuple(_tokens(text))
    if any(token.text[:2] in ("\\u", "\\U") for token in tokens if token.kind == "unfinished"):
        # The engine resolves them in strings and IRIs only.
        text, tokens = unescaped, tuple(_tokens(unescaped))
    _check(text, tokens)
    return _understand(text, tokens, base)


def _codepoint(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number <= 0x10FFFF else match[0]


def token_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each token of a query begins and ends."""
    for token in _tokens(text):
        yield token.position, token.position + len(token.text)


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "run":
            for part in _IN_RUN.finditer(match[0]):
                yield _Token(str(part.lastgroup), part[0], match.start() + part.start())
        elif match.lastgroup not in (None, "blank"):
            yield _Token(str(match.lastgroup), match[0], match.start())


def _check(text: str, tokens: tuple[_Token, ...]) -> None:
    depth = 0
    speaks_of_service = "service" in text.casefold()
    for token in tokens:
        if token.kind == "open":
            depth += 1
            if depth > MAX_DEPTH:
                raise _refused(
                    text,
                    token,
                    f"dybere end {MAX_DEPTH} parenteser",
                    f"nested over {MAX_DEPTH} deep",
                )
        elif token.kind == "close":
            depth -= 1
        elif _calls_service(token) or (speaks_of_service and _PERHAPS_LESS.match(token.text)):
            raise _refused(
                text,
                token,
                "SERVICE er ikke tilladt: serveren spørger ingen andre",
                "SERVICE is not allowed: this server asks no other",
            )
        elif token.kind == "signs" and len(token.text) > _MAX_SIGNS:
            raise _refused(text, token, "for mange fortegn i træk", "too many signs in a row")
        elif token.kind == "unfinished":
            raise _refused(
                text,
                token,
                "en tekst er ikke afsluttet, eller en omvendt skråstreg er ikke skrevet dobbelt",
                "a string is not complete, or a backslash in it is not doubled",
            )


def _calls_service(token: _Token) -> bool:
    if token.kind == "word":
        return "SERVICE" in token.keyword
    # The engine may read `SERVICEx:y` as the word and a name with the prefix `x`.
    return token.kind == "name" and "SERVICE" in token.text.partition(":")[0].upper()


def _understand(text: str, tokens: tuple[_Token, ...], base: str) -> Query:
    prefixes: dict[str, str] = {}
    rest = iter(tokens)
    form: Form | None = None
    for token in rest:
        if token.keyword == "PREFIX":
            name, iri = next(rest, None), next(rest, None)
            if name and iri:
                prefixes[name.text.removesuffix(":")] = _joined(base, iri.text[1:-1])
        elif token.keyword == "BASE":
            iri = next(rest, None)
            base = _joined(base, iri.text[1:-1]) if iri else base
        elif token.keyword in Form.__members__:
            form = Form[token.keyword]
            break
        else:
            raise _not_a_query(text, token)
    if form is None:
        raise _not_a_query(text, None)
    body = tuple(rest)
    default, named = _datasets(body, prefixes, base)
    is_repeatable = not any(token.keyword in _CHANGING for token in body)
    return Query(text, form, prefixes, default, named, is_repeatable)


def _datasets(
    tokens: tuple[_Token, ...], prefixes: dict[str, str], base: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    default: list[str] = []
    named: list[str] = []
    for position, token in enumerate(tokens):
        if token.keyword == "FROM":
            following = tokens[position + 1 : position + 3]
            is_named = bool(following) and following[0].keyword == "NAMED"
            target = following[1:2] if is_named else following[:1]
            iri = _resolved(target[0], prefixes, base) if target else None
            if iri is not None:
                (named if is_named else default).append(iri)
    return tuple(default), tuple(named)


def _resolved(token: _Token, prefixes: dict[str, str], base: str) -> str | None:
    if token.kind == "iri":
        return _joined(base, _CODEPOINT.sub(_codepoint, token.text[1:-1]))
    if token.kind == "name":
        prefix, _, local = token.text.partition(":")
        if prefix in prefixes:
            return prefixes[prefix] + _LOCAL_ESCAPE.sub(r"\1", local)
    return None  # the engine will say what is wrong with it


def _joined(base: str, iri: str) -> str:
    try:
        return urljoin(base, iri)
    except ValueError:  # as `http://[`
        return iri


def _not_a_query(text: str, token: _Token | None) -> QueryRefused:
    if token is not None and token.keyword in _UPDATES:
        return _refused(
            text,
            token,
            f"{token.keyword} ændrer data, og her kan kun læses",
            f"{token.keyword} changes data, and this endpoint only reads",
        )
    da = "her ventedes PREFIX, BASE, SELECT, ASK, CONSTRUCT eller DESCRIBE"
    en = "PREFIX, BASE, SELECT, ASK, CONSTRUCT or DESCRIBE was expected here"
    return _refused(text, token, da, en)


def _refused(text: str, token: _Token | None, da: str, en: str) -> QueryRefused:
    position = len(text) if token is None else token.position
    line = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    return QueryRefused(
        f"Linje {line}, tegn {column}: {da}.", f"Line {line}, column {column}: {en}."
    )
