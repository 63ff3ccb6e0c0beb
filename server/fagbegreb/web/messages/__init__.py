"""Every text that a page shows, in Danish and English: one catalogue, by key.

text("da", "search.none", query="xyz")
"""

from __future__ import annotations

from fagbegreb.web.messages import about, cases, common, concept, crosswalk, lists, search

CATALOGUE: dict[str, tuple[str, str]] = {
    **common.TEXTS,
    **search.TEXTS,
    **concept.TEXTS,
    **crosswalk.TEXTS,
    **lists.TEXTS,
    **cases.TEXTS,
    **about.TEXTS,
}
"""(Danish, English) by key."""


def text(lang: str, key: str, **values: object) -> str:
    """The text, with `{name}` filled in. Raises KeyError for a key that is not there.

    What counts one thing (`n=1`) has a text of its own, under the key with `_one`.
    """
    if str(values.get("n")) == "1" and f"{key}_one" in CATALOGUE:
        key = f"{key}_one"
    found = CATALOGUE[key][1 if lang == "en" else 0]
    return found.format(**values) if values else found


def for_scripts(lang: str) -> dict[str, str]:
    """What the browser's scripts say: the keys under `js.`."""
    return {key[3:]: text(lang, key) for key in CATALOGUE if key.startswith("js.")}
