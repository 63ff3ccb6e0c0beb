"""A text and a query go in; the text with the query's words marked comes out, safely escaped."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_SHORTEST = 2


def marked(query: str, text: str) -> Markup:
    """`text` with `<mark>` around what the query's words begin with."""
    words = [word for word in re.findall(r"\w+", query) if len(word) >= _SHORTEST][:10]
    if not words:
        return escape(text)
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))), re.I)
    pieces: list[Markup] = []
    end = 0
    for found in pattern.finditer(text):
        pieces += [escape(text[end : found.start()]), Markup("<mark>"), escape(found.group()),
                   Markup("</mark>")]  # fmt: skip
        end = found.end()
    return Markup("").join([*pieces, escape(text[end:])])
