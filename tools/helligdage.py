"""Writes ontology/helligdage.ttl: Danish public holidays 2007-2040 (store bededag until 2023).

Run by hand when the years should go further: `python tools/helligdage.py`. A test compares.
"""

from __future__ import annotations

from pathlib import Path

import holidays
import pyoxigraph as ox

from fagbegreb.content import write_turtle
from fagbegreb.namespaces import BASE, RDF, RDFS, SAG, XSD

YEARS = range(2007, 2041)
PATH = Path(__file__).resolve().parents[1] / "ontology" / "helligdage.ttl"


def triples() -> list[ox.Triple]:
    """Three triples for each holiday."""
    found = []
    for day, name in sorted(holidays.country_holidays("DK", years=YEARS, language="da").items()):
        subject = ox.NamedNode(f"{BASE}helligdag/{day.isoformat()}")
        date = ox.Literal(day.isoformat(), datatype=ox.NamedNode(XSD + "date"))
        found += [
            ox.Triple(subject, ox.NamedNode(RDF + "type"), ox.NamedNode(SAG + "Helligdag")),
            ox.Triple(subject, ox.NamedNode(RDFS + "label"), ox.Literal(name, language="da")),
            ox.Triple(subject, ox.NamedNode(SAG + "dato"), date),
        ]
    return found


if __name__ == "__main__":
    write_turtle(PATH, triples())
