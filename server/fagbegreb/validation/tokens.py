"""A query goes in as text; its words and marks come out, or NotInDialect."""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(
    r"""\s*(?:
    (?P<iri><[^<>"{}|^`\\\s]*>)
  | (?P<var>[?$]\w+)
  | (?P<string>"(?:[^"\\\n]|\\.)*")
  | (?P<number>\d+(?:\.\d+)?)
  | (?P<name>[A-Za-z][\w-]*:(?:[\w.-]*[\w-])?|[A-Za-z]+)
  | (?P<mark>\^\^|\|\||&&|!=|<=|>=|[{}().,;!=<>\-])
    )""",
    re.VERBOSE,
)


class NotInDialect(Exception):
    """The query uses something that the dialect does not know; the text says what."""


def tokens_of(query: str) -> list[str]:
    """The words and marks, in order. Raises NotInDialect for a mark that is not known."""
    tokens, at = [], 0
    text = query.strip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise NotInDialect(text[at : at + 20])
        tokens.append(found.group().strip())
        at = found.end()
    return tokens
