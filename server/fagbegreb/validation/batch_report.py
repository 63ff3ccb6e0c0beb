"""The lines of a batch go in; tables of findings and an HTML report of compliance come out.

Compliance of a rule is the share of the cases it concerned that kept it, the way municipalities
report how often deadlines were met.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Final

from fagbegreb.tables import Cell, csv_bytes, xlsx_bytes
from fagbegreb.validation.batch import Told, lines_of
from fagbegreb.validation.rules import RuleBook

COLUMNS: Final = ("case", "rule", "severity", "step", "date")
VALUE_COLUMNS: Final = ("focus", "path", "value", "da", "en")
_ROWS_AT_A_TIME: Final = 20_000
_XLSX_ROWS: Final = 1_000_000
_LISTED_CASES: Final = 5_000
_SIDES: Final = {
    "ics:B": "ICS: barnets udvikling",
    "ics:F": "ICS: forældrekompetencer",
    "ics:N": "ICS: familie og netværk",
    "sos:K1": "SoS: hvad bekymrer?",
    "sos:K2": "SoS: hvad fungerer?",
    "sos:K3": "SoS: hvad skal der ske?",
}


@dataclass
class Summary:
    """What the report shows."""

    cases: int = 0
    conforming: int = 0
    unread: int = 0
    concerned: Counter[str] = field(default_factory=Counter)
    """Cases that a rule concerned."""
    broke: Counter[str] = field(default_factory=Counter)
    """Cases that broke it."""
    months: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Month of the law day to `concerned` and `broke`, summed over rules."""
    columns: Counter[str] = field(default_factory=Counter)
    broken_cases: list[tuple[str, int]] = field(default_factory=list)


def write_reports(state: Path, rules: RuleBook, *, with_values: bool) -> tuple[Path, ...]:
    """fund.csv, fund.xlsx, fund.jsonl and rapport.html beside the lines."""
    folder = state.parent
    columns = (*COLUMNS, *VALUE_COLUMNS) if with_values else COLUMNS
    paths = tuple(folder / name for name in ("fund.csv", "fund.xlsx", "fund.jsonl", "rapport.html"))
    _write_csv(paths[0], columns, _rows(state, columns))
    rows = (row for row, _ in zip(_rows(state, columns), range(_XLSX_ROWS), strict=False))
    paths[1].write_bytes(xlsx_bytes(columns, rows, "Fund"))
    with paths[2].open("w", encoding="utf-8") as out:
        for row in _rows(state, columns):
            told = dict(zip(columns, row, strict=True))
            out.write(json.dumps(told, ensure_ascii=False) + "\n")
    paths[3].write_text(html_report(summary(lines_of(state)), rules), encoding="utf-8")
    return paths


def _rows(state: Path, columns: tuple[str, ...]) -> Iterator[list[Cell]]:
    for told in lines_of(state):
        for finding in told["findings"]:
            yield [told["id"], *(finding.get(name) for name in columns[1:])]


def _write_csv(path: Path, columns: tuple[str, ...], rows: Iterator[list[Cell]]) -> None:
    with path.open("wb") as out:
        out.write(csv_bytes(columns, ()))
        while part := [row for row, _ in zip(rows, range(_ROWS_AT_A_TIME), strict=False)]:
            out.write(csv_bytes(columns, part).split(b"\r\n", 1)[1])


def summary(lines: Iterable[Told]) -> Summary:
    """Count the lines."""
    found = Summary()
    for told in lines:
        found.cases += 1
        found.conforming += not told["findings"]
        found.unread += "error" in told
        month = told["day"][:7]
        for rule, count in told["applied"].items():
            found.concerned[rule] += 1
            found.broke[rule] += count > 0
            if month:
                found.months[month]["concerned"] += 1
                found.months[month]["broke"] += count > 0
        found.columns.update(told["concepts"])
        if told["findings"]:
            found.broken_cases.append((told["id"], len(told["findings"])))
    return found


def html_report(found: Summary, rules: RuleBook) -> str:
    """One page that stands alone: no script, nothing fetched."""
    parts = [_HEAD, "<h1>Ledelsestilsyn: kontrol af sagsgrafer</h1>", _key_figures(found)]
    parts += [_by_rule(found, rules), _by_step(found, rules), _by_month(found), _by_column(found)]
    parts += [_case_list(found), "</main></body></html>\n"]
    return "\n".join(parts)


def _share(kept: int, of: int) -> float:
    return 100 * kept / of if of else 100.0


def _percent(share: float) -> str:
    return f"{share:.1f}".replace(".", ",") + " %"


def _whole(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def _bar(share: float, kind: str = "") -> str:
    return (
        f'<span class="bar {kind}" role="img" aria-label="{share:.0f} procent">'
        f'<span style="width:{share:.1f}%"></span></span>'
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    """One line of a table of compliance."""

    cells: tuple[str, ...]
    of: int
    broken: int

    @property
    def broken_share(self) -> float:
        return 100 - _share(self.of - self.broken, self.of)


def _kept_table(names: tuple[str, ...], lines: list[_Kept]) -> str:
    """Nearly everything is kept nearly always, so the bars show what was not, beside the worst."""
    worst = max((line.broken_share for line in lines), default=0.0) or 100.0
    rows = (
        (
            *line.cells,
            _whole(line.of),
            _whole(line.broken),
            _percent(100 - line.broken_share),
            _bar(100 * line.broken_share / worst, "broken") if line.broken else "",
        )
        for line in lines
    )
    return _table((*names, "Gjaldt", "Brudt", "Overholdt", "Brud"), rows, len(names))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]], texts: int = 1) -> str:
    """`texts`: how many columns at the left are words; the others are numbers."""
    kinds = ["" if at < texts else ' class="n"' for at in range(len(head))]
    heads = "".join(
        f'<th scope="col"{kind}>{escape(name)}</th>' for name, kind in zip(head, kinds, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(f"<td{kind}>{cell}</td>" for cell, kind in zip(row, kinds, strict=True))
        + "</tr>\n"
        for row in rows
    )
    return f"<table><thead><tr>{heads}</tr></thead>\n<tbody>{body}</tbody></table>"


def _folded(title: str, inside: str) -> str:
    return f"<details><summary>{escape(title)}</summary>\n{inside}</details>"


def _key_figures(found: Summary) -> str:
    kept = sum(found.concerned.values()) - sum(found.broke.values())
    share = _share(kept, sum(found.concerned.values()))
    figures = (
        (_whole(found.cases), "sager"),
        (_whole(found.conforming), "uden fund"),
        (_whole(found.cases - found.conforming), "med fund"),
        (_whole(found.unread), "kunne ikke læses"),
        (_percent(share), "overholdt i alt"),
    )
    cards = "".join(f"<li><strong>{figure}</strong> {text}</li>" for figure, text in figures)
    return (
        f'<ul class="figures">{cards}</ul>'
        "<p>En regel gælder i de sager, der har det, den handler om: en regel om underretninger "
        "gælder kun, hvor der er en underretning. Overholdt er andelen af de sager, reglen gjaldt "
        "i, som ikke brød den. Reglerne er et udkast og ikke juridisk rådgivning.</p>"
    )


def _by_rule(found: Summary, rules: RuleBook) -> str:
    labels = {rule.id: rule.labels.get("da", "") for rule in reversed(rules.rules)}

    def line(rule: str) -> _Kept:
        cells = (escape(rule), escape(labels.get(rule, "")))
        return _Kept(cells, found.concerned[rule], found.broke[rule])

    ordered = sorted(found.concerned, key=lambda rule: (-found.broke[rule], rule))
    broken = [line(rule) for rule in ordered if found.broke[rule]]
    kept = [line(rule) for rule in ordered if not found.broke[rule]]
    head = ("Regel", "Hvad den handler om")
    parts = ["<h2>Lovoverholdelse pr. regel</h2>"]
    parts.append(_kept_table(head, broken) if broken else "<p>Ingen regler er brudt.</p>")
    if kept:
        parts.append(
            _folded(f"{len(kept)} regler er overholdt i alle sager", _kept_table(head, kept))
        )
    return "\n".join(parts)


def _by_step(found: Summary, rules: RuleBook) -> str:
    steps = {rule.id: rule.step for rule in rules.rules}
    concerned: Counter[str] = Counter()
    broke: Counter[str] = Counter()
    for rule, count in found.concerned.items():
        concerned[steps.get(rule, "andet")] += count
        broke[steps.get(rule, "andet")] += found.broke[rule]
    lines = [
        _Kept((escape(_readable(step)),), count, broke[step])
        for step, count in sorted(concerned.items())
    ]
    return "<h2>Pr. skridt i sagen</h2>\n" + _kept_table(("Skridt",), lines)


def _readable(step: str) -> str:
    """The file's name as people write it."""
    return step.replace("oe", "ø").replace("ae", "æ").capitalize()


def _by_month(found: Summary) -> str:
    years: dict[str, Counter[str]] = defaultdict(Counter)
    for month, counts in found.months.items():
        years[month[:4]].update(counts)
    parts = [
        "<h2>Pr. år og måned</h2>",
        "<p>En sag hører til den måned, hvor den nyeste afgørelse i den er truffet.</p>",
        _kept_table(("År",), _periods(years)),
        _folded("Måned for måned", _kept_table(("Måned",), _periods(found.months))),
    ]
    return "\n".join(parts)


def _periods(counted: dict[str, Counter[str]]) -> list[_Kept]:
    return [
        _Kept((escape(period),), counts["concerned"], counts["broke"])
        for period, counts in sorted(counted.items())
    ]


def _by_column(found: Summary) -> str:
    rows = (
        (escape(label), _whole(found.columns[key]), _percent(share), _bar(share))
        for key, label in _SIDES.items()
        if (share := 100 * found.columns[key] / (found.cases or 1)) is not None
    )
    head = ("Side eller kolonne", "Sager", "Andel", "")
    return "<h2>Dækning af ICS-sider og SoS-kolonner</h2>\n" + _table(head, rows)


def _case_list(found: Summary) -> str:
    listed = sorted(found.broken_cases, key=lambda each: (-each[1], each[0]))[:_LISTED_CASES]
    if not listed:
        return ""
    more = len(found.broken_cases) - len(listed)
    rows = ((escape(name), _whole(count)) for name, count in listed)
    note = f"<p>… og {_whole(more)} til; se fund.csv.</p>" if more else ""
    table = _table(("Sag", "Fund"), rows) + note
    return "<h2>Sager med fund</h2>\n" + _folded(f"{_whole(len(found.broken_cases))} sager", table)


_HEAD: Final = """<!DOCTYPE html>
<html lang="da"><head><meta charset="utf-8"><title>Ledelsestilsyn</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid #8886;
  vertical-align: top; }
.n { text-align: right; white-space: nowrap; }
h2 { margin: 2.2rem 0 .6rem; }
summary { cursor: pointer; padding: .5rem 0; }
.figures { display: flex; flex-wrap: wrap; gap: .8rem; padding: 0; list-style: none; }
.figures li { flex: 1 1 8rem; padding: .7rem 1rem; border: 1px solid #8886; border-radius: 6px; }
.figures strong { display: block; font-size: 1.6rem; line-height: 1.2; }
.bar { display: inline-block; width: 8rem; height: .7rem; background: #8883;
  border-radius: 2px; text-align: left; }
.bar > span { display: block; height: 100%; background: #1e8449; border-radius: 2px; }
.bar.broken > span { background: #c0392b; min-width: 2px; }
@media (max-width: 48rem) { .bar { width: 2.5rem; } th, td { padding: .35rem .3rem; } }
@media print { main { max-width: none; padding: 0; } .bar { print-color-adjust: exact; } }
</style></head><body><main>"""
