"""What our SPARQL endpoint can do, as RDF in the vocabulary made for it.

Source: https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from fagbegreb.namespaces import CATALOG, RDFS
from fagbegreb.render.graphs import rdf_bytes
from fagbegreb.settings import Settings

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)


def service_bytes(
    endpoint: str, graphs: Iterable[str], settings: Settings, media_type: str
) -> bytes:
    """The description in `media_type`; `graphs` are the named graphs that can be asked."""
    turtle = "".join(_lines(endpoint, graphs, settings))
    parsed = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
    return rdf_bytes((quad.triple for quad in parsed), media_type)


def _lines(endpoint: str, graphs: Iterable[str], settings: Settings) -> Iterator[str]:
    yield f"@prefix sd: <{SD}> .\n@prefix rdfs: <{RDFS}> .\n"
    yield f"<{endpoint}#service> a sd:Service ; sd:endpoint <{endpoint}> ;\n"
    yield "sd:supportedLanguage sd:SPARQL11Query ; sd:feature sd:UnionDefaultGraph ;\n"
    yield f"sd:resultFormat {', '.join(f'<{_FORMATS}{name}>' for name in _FORMAT_NAMES)} ;\n"
    yield f"rdfs:comment {_limits(settings)} ; rdfs:seeAlso <{CATALOG}> ;\n"
    # Blank nodes have names, so that the same description is the same bytes.
    yield "sd:defaultDataset _:dataset .\n_:union a sd:Graph .\n"
    yield "_:dataset a sd:Dataset ; sd:defaultGraph _:union"
    graphs = tuple(graphs)
    yield "".join(f" ;\nsd:namedGraph _:graph{place}" for place, _ in enumerate(graphs)) + " .\n"
    for place, graph in enumerate(graphs):
        yield f"_:graph{place} a sd:NamedGraph ; sd:name <{graph}> .\n"


def _limits(settings: Settings) -> str:
    default_s, longest_s = settings.query_timeout_s, settings.query_timeout_max_s
    rows, size = settings.query_max_rows, settings.query_max_bytes
    return (
        f'"Læser kun. Højst {default_s:g} sekunder (timeout= op til {longest_s:g}), '
        f'{rows} rækker og {size} byte."@da, '
        f'"Reads only. At most {default_s:g} seconds (timeout= up to {longest_s:g}), '
        f'{rows} rows and {size} bytes."@en'
    )
