"""The state of the content as a Danish page: numbers per part, and what is unsure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from fagbegreb import content, namespaces
from fagbegreb.check.report import SchemeState, crosswalk_states, fixed_words, scheme_states

_HUB = namespaces.ID + "faelles/"

_HEAD = """# Indholdet i tal

Siden er skrevet af `fagbegreb check --report` og skal ikke rettes i hånden.
"""


def summary(root: Path) -> str:
    """The page, in Markdown. Raises ContentError."""
    schemes = scheme_states(root)
    return "\n".join(
        (
            _HEAD,
            "## Begrebssystemer\n",
            _scheme_table(root, schemes),
            "## Koblinger\n",
            _crosswalk_table(root),
            "## Begreber med lav sikkerhed\n",
            _named((scheme.low_confidence for scheme in schemes), "ingen"),
            "## Egne begreber uden kobling\n",
            "Bestemmelser i lovene er ikke talt med: de fleste har intet modstykke i en metode.\n",
            _named(
                (s.unmapped for s in schemes if not s.is_external and not _is_law(root, s.id)),
                "ingen",
            ),
            "## Egne begreber uden engelsk\n",
            _named(
                (
                    (*s.without_english_term, *s.without_english_definition)
                    for s in schemes
                    if not s.is_external
                ),
                "ingen",
            ),
            "## Faste engelske ord\n",
            "Et fagord har ét engelsk ord i alle tekster. De andre kan være termer at søge på.\n",
            _table(("Dansk", "Engelsk", "Ikke"), fixed_words(root), text_columns=3),
        )
    )


def _scheme_table(root: Path, schemes: Iterable[SchemeState]) -> str:
    mapped, settled = _hub_rows(root)
    rows = [
        (
            f"`{state.id}`",
            state.title,
            "andres koder" if state.is_external else "udkast",
            state.concepts,
            state.retired,
            state.lists,
            state.definitions_da,
            state.definitions_en,
            len(state.low_confidence),
            len(state.unmapped),
            "" if state.id == "faelles" else _percent(mapped[state.id], state.concepts),
            "" if state.id == "faelles" else _percent(settled[state.id], state.concepts),
        )
        for state in schemes
    ]
    header = (
        *("Id", "System", "Stand", "Begreber", "Udgåede", "Lister", "Definitioner da"),
        *("Definitioner en", "Lav sikkerhed", "Uden kobling", "Koblet til `faelles`"),
        "Afklaret mod `faelles`",
    )
    return _table(header, rows, text_columns=3)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part // whole if whole else 0} %"


def _hub_rows(root: Path) -> tuple[Counter[str], Counter[str]]:
    """Concepts of each scheme that are mapped to the hub, and those of which a row says anything:
    a counterpart in the hub, or that there is none.
    """
    mapped: set[str] = set()
    settled: set[str] = set()
    for path in content.mapping_files(root / "mappings"):
        for row in content.read_sssom(path):
            if row.object == content.NO_TERM and row.object_source + "/" == _HUB:
                settled.add(row.subject)
            elif not row.negated and any(end.startswith(_HUB) for end in (row.subject, row.object)):
                mapped |= {row.subject, row.object}
    return _by_scheme(mapped), _by_scheme(mapped | settled)


def _by_scheme(concepts: Iterable[str]) -> Counter[str]:
    return Counter(iri.removeprefix(namespaces.ID).partition("/")[0] for iri in concepts)


def _crosswalk_table(root: Path) -> str:
    states = crosswalk_states(root)
    names = ("exact", "close", "broad", "narrow", "related", "denied", "nothing", "reviewed")
    rows = [
        (f"`{state.id}`", state.rows, *(getattr(state, name) for name in names)) for state in states
    ]
    total = ("i alt", *(sum(int(row[at]) for row in rows) for at in range(1, len(names) + 2)))
    header = (
        *("Par", "Rækker", "Samme", "Næsten", "Bredere", "Snævrere", "Beslægtet"),
        *("Ikke samme", "Intet modsvarende", "Godkendt"),
    )
    return _table(header, [*rows, total], text_columns=1)


def _table(header: tuple[str, ...], rows: Iterable[tuple[object, ...]], text_columns: int) -> str:
    rule = ["---"] * text_columns + ["---:"] * (len(header) - text_columns)
    lines = [header, rule, *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines) + "\n"


def _named(groups: Iterable[tuple[str, ...]], empty: str) -> str:
    lines = [
        f"- {', '.join(f'`{name}`' for name in dict.fromkeys(group))}" for group in groups if group
    ]
    return "\n".join(lines or [empty]) + "\n"


def _is_law(root: Path, scheme: str) -> bool:
    path = root / "ontology" / "schemes" / f"{scheme}.ttl"
    kind = namespaces.KIND + "act"
    return any(getattr(triple.object, "value", "") == kind for triple in content.read_triples(path))
