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
    parts += [_by_step(found, rules), _by_month(found), _by_rule(found, rules), _by_column(found)]
    parts += [_case_list(found), "</main></body></html>\n"]
    return "\n".join(parts)


def _share(kept: int, of: int) -> float:
    return 100 * kept / of if of else 100.0


def _bar(share: float) -> str:
    return (
        f'<span class="bar" role="img" aria-label="{share:.0f} procent">'
        f'<span style="width:{share:.1f}%"></span></span>'
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]], caption: str) -> str:
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n" for row in rows)
    return (
        f"<h2>{escape(caption)}</h2>\n<table><thead><tr>{heads}</tr></thead>\n"
        f"<tbody>{body}</tbody></table>"
    )


def _key_figures(found: Summary) -> str:
    kept = sum(found.concerned.values()) - sum(found.broke.values())
    share = _share(kept, sum(found.concerned.values()))
    return (
        f"<p><strong>{found.cases}</strong> sager, heraf <strong>{found.conforming}</strong> "
        f"uden fund og <strong>{found.unread}</strong>, der ikke kunne læses. Samlet "
        f"lovoverholdelse: <strong>{share:.1f} %</strong> af de tilfælde, hvor en regel gjaldt.</p>"
        "<p>Lovoverholdelse for en regel er andelen af de sager, den gjaldt i, som overholdt den. "
        "Reglerne er et udkast og ikke juridisk rådgivning.</p>"
    )


def _by_rule(found: Summary, rules: RuleBook) -> str:
    labels = {rule.id: rule for rule in reversed(rules.rules)}

    def row(rule: str) -> tuple[str, ...]:
        kept, of = found.concerned[rule] - found.broke[rule], found.concerned[rule]
        text = labels[rule].labels.get("da", "") if rule in labels else ""
        share = _share(kept, of)
        return (
            escape(rule),
            escape(text),
            str(of),
            str(found.broke[rule]),
            f"{share:.1f} %",
            _bar(share),
        )

    ordered = sorted(found.concerned, key=lambda rule: (-found.broke[rule], rule))
    head = ("Regel", "Kræver", "Gjaldt i", "Brudt i", "Overholdt", "")
    return _table(head, map(row, ordered), "Lovoverholdelse pr. regel")


def _by_step(found: Summary, rules: RuleBook) -> str:
    steps = {rule.id: rule.step for rule in rules.rules}
    concerned: Counter[str] = Counter()
    broke: Counter[str] = Counter()
    for rule, count in found.concerned.items():
        concerned[steps.get(rule, "andet")] += count
        broke[steps.get(rule, "andet")] += found.broke[rule]
    rows = (
        (escape(step), str(count), str(broke[step]), f"{share:.1f} %", _bar(share))
        for step, count in sorted(concerned.items())
        if (share := _share(count - broke[step], count)) is not None
    )
    return _table(("Skridt", "Gjaldt", "Brudt", "Overholdt", ""), rows, "Pr. skridt i sagen")


def _by_month(found: Summary) -> str:
    rows = (
        (
            escape(month),
            str(counts["concerned"]),
            str(counts["broke"]),
            f"{share:.1f} %",
            _bar(share),
        )
        for month, counts in sorted(found.months.items())
        if (share := _share(counts["concerned"] - counts["broke"], counts["concerned"])) is not None
    )
    head = ("Måned", "Gjaldt", "Brudt", "Overholdt", "")
    return _table(head, rows, "Pr. måned (nyeste afgørelse i sagen)")


def _by_column(found: Summary) -> str:
    rows = (
        (escape(label), str(found.columns[key]), f"{share:.1f} %", _bar(share))
        for key, label in _SIDES.items()
        if (share := _share(found.columns[key], found.cases)) is not None
    )
    head = ("Side eller kolonne", "Sager", "Andel", "")
    return _table(head, rows, "Dækning af ICS-sider og SoS-kolonner")


def _case_list(found: Summary) -> str:
    listed = sorted(found.broken_cases, key=lambda each: (-each[1], each[0]))[:_LISTED_CASES]
    more = len(found.broken_cases) - len(listed)
    rows = ((escape(name), str(count)) for name, count in listed)
    note = f"<p>… og {more} til; se fund.csv.</p>" if more else ""
    return _table(("Sag", "Fund"), rows, "Sager med fund") + note


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
.bar { display: inline-block; width: 8rem; height: .7rem; background: #c0392b55;
  border-radius: 2px; }
.bar > span { display: block; height: 100%; background: #1e8449; border-radius: 2px; }
@media print { main { max-width: none; padding: 0; } }
</style></head><body><main>"""
