"""A SKOS vocabulary of any size: a number and a seed go in, N-Triples come out, always the same."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path

BASE = "https://example.org/made/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
CHILDREN = 12
"""So many narrower concepts has each, until there are enough."""
BEGINNINGS = ("barn", "famil", "skol", "trivs", "netværk", "støtt", "plej", "helbred", "udvikl",
              "undersøg", "fagl", "bolig", "økonom", "fritid", "sprog", "møt")  # fmt: skip
MIDDLES = ("e", "els", "ings", "igheds", "er", "ske", "lige", "somme")
ENDS = ("behov", "indsats", "plan", "forløb", "vilkår", "grundlag", "vurdering", "samtale",
        "forhold", "tilbud", "ret", "måling", "kontakt", "rum", "evne", "trin")  # fmt: skip
WORDS = tuple("".join(parts) for parts in product(BEGINNINGS, MIDDLES, ENDS))


def write(path: Path, concepts: int, seed: int = 20261122) -> None:
    """Write `concepts` concepts to `path`, packed with gzip."""
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        file.writelines(triples(concepts, seed))


def triples(concepts: int, seed: int) -> Iterator[str]:
    """About eight lines for each concept: a tree with labels in Danish and English, notations,
    synonyms and here and there a definition."""
    draw = random.Random(seed)
    scheme = f"<{BASE}>"
    yield f"{scheme} <{RDF_TYPE}> <{SKOS}ConceptScheme> .\n"
    yield f'{scheme} <http://purl.org/dc/terms/title> "Made vocabulary"@en .\n'
    for number in range(concepts):
        me = f"<{BASE}{number}>"
        label = " ".join(draw.choices(WORDS, k=2))
        yield f"{me} <{RDF_TYPE}> <{SKOS}Concept> .\n"
        yield f"{me} <{SKOS}inScheme> {scheme} .\n"
        yield f'{me} <{SKOS}notation> "{number}" .\n'
        yield f'{me} <{SKOS}prefLabel> "{label} {number}"@da .\n'
        yield f'{me} <{SKOS}prefLabel> "made concept {number}"@en .\n'
        if number < CHILDREN:
            yield f"{me} <{SKOS}topConceptOf> {scheme} .\n"
        else:
            yield f"{me} <{SKOS}broader> <{BASE}{number // CHILDREN - 1}> .\n"
        if draw.random() < 0.5:
            yield f'{me} <{SKOS}altLabel> "{draw.choice(WORDS)}"@da .\n'
        if draw.random() < 0.2:
            yield f'{me} <{SKOS}definition> "{" ".join(draw.choices(WORDS, k=8))}."@da .\n'
