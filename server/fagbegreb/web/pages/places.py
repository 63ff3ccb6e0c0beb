"""A case's text and the IRIs a finding names go in; the line to look at comes out."""

from __future__ import annotations

import re
from typing import Final

_PREFIX: Final = re.compile(r"@?prefix\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)
_NEXT_SUBJECT: Final = re.compile(r"^[^\s#\]).;,@}]", re.MULTILINE)
# A text may be megabytes with thousands of findings; whoever reads it looks near.
_BLOCK: Final = 20_000
_TRIES: Final = 200
_LEAD: Final = 200


class CaseText:
    """What somebody pasted, as a place to point into."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._prefixes = [(name, space) for name, space in _PREFIX.findall(text) if space]

    def line_of(self, focus: str, path: str | None) -> int | None:
        """The line of the property `path` of the node `focus`, else of the node; None where
        neither is written, as for a node without a name."""
        start = self._found(focus, 0, len(self._text))
        if start is None:
            return None
        place = self._found(path, start, self._end_of_block(start)) if path else None
        return self._text.count("\n", 0, start if place is None else place) + 1

    def shortened(self, iri: str) -> str:
        """As the text itself would write it, where it has a prefix for it."""
        return self._spellings(iri)[0].strip("<>")

    def _spellings(self, iri: str) -> list[str]:
        """With the text's prefixes, in full, as JSON writes it."""
        short = [
            f"{name}:{iri[len(space) :]}" for name, space in self._prefixes if iri.startswith(space)
        ]
        return [*short, f"<{iri}>", f'"{iri}"', f'"{re.split("[#/]", iri)[-1]}"']

    def _end_of_block(self, start: int) -> int:
        """Where the next node begins: at a line that is not set in."""
        here = self._text.find("\n", start) + 1 or len(self._text)
        after = _NEXT_SUBJECT.search(self._text, here, start + _BLOCK)
        return after.start() if after else min(len(self._text), start + _BLOCK)

    def _found(self, iri: str, start: int, end: int) -> int | None:
        """Where the IRI begins a line, else where it first stands, comments apart."""
        for name in self._spellings(iri):
            first: int | None = None
            place = self._text.find(name, start, end)
            for _ in range(_TRIES):
                if place < 0:
                    break
                lead = self._lead(place)
                if self._is_whole(place, name) and not lead.startswith("#"):
                    if not lead:
                        return place
                    first = place if first is None else first
                place = self._text.find(name, place + 1, end)
            if first is not None:
                return first
        return None

    def _lead(self, place: int) -> str:
        """What stands before it on its line."""
        line = self._text.rfind("\n", max(0, place - _LEAD), place)
        return self._text[max(line + 1, place - _LEAD) : place].strip()

    def _is_whole(self, place: int, name: str) -> bool:
        end = place + len(name)
        around = self._text[max(0, place - 1) : place] + self._text[end : end + 1]
        return not any(char.isalnum() or char in "_-" for char in around)
