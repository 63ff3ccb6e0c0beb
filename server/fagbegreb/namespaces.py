"""The IRIs that the house speaks of, each written once."""

from __future__ import annotations

from typing import Final

BASE: Final = "https://w3id.org/fagbegreb/"
"""Every IRI of ours starts here. catalog.ttl states the same prefix; a test compares them."""

ID: Final = BASE + "id/"
"""Concepts (`ID + scheme + "/" + notation`) and schemes (`ID + scheme`)."""
SAG: Final = BASE + "sag#"
"""Classes and properties of a case graph."""
MODEL: Final = BASE + "model#"
"""Our own few properties, where no published vocabulary has one."""
KIND: Final = BASE + "kind#"
"""What sort of concept: dimension, section, step ... (`dcterms:type`)."""
SOURCE: Final = BASE + "kilde/"
"""Bibliographic sources (`dcterms:source`)."""
MAPPINGS: Final = BASE + "mappings/"
"""Crosswalks (`MAPPINGS + "a--b"`), also the named graph that holds the crosswalk."""
SHAPES: Final = BASE + "shapes/"
"""Rules: `SHAPES + "case/R001"`, `SHAPES + "vocabulary/..."`."""
RULE: Final = SHAPES + "case/"
CATALOG: Final = BASE + "catalog"

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
SKOSXL: Final = "http://www.w3.org/2008/05/skos-xl#"
DCTERMS: Final = "http://purl.org/dc/terms/"
DCAT: Final = "http://www.w3.org/ns/dcat#"
VOID: Final = "http://rdfs.org/ns/void#"
PROV: Final = "http://www.w3.org/ns/prov#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
SCHEMA: Final = "https://schema.org/"
ADMS: Final = "http://www.w3.org/ns/adms#"
ADMS_STATUS: Final = "http://purl.org/adms/status/"
CV: Final = "http://data.europa.eu/m8g/"
MDL: Final = "https://data.gov.dk/model/core/modelling#"
SH: Final = "http://www.w3.org/ns/shacl#"
SSSOM: Final = "https://w3id.org/sssom/"
SEMAPV: Final = "https://w3id.org/semapv/vocab/"

PREFIXES: Final[dict[str, str]] = {
    "adms": ADMS,
    "cv": CV,
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "fb": MODEL,
    "foaf": FOAF,
    "kilde": SOURCE,
    "kind": KIND,
    "mdl": MDL,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "sag": SAG,
    "schema": SCHEMA,
    "semapv": SEMAPV,
    "sh": SH,
    "skos": SKOS,
    "sssom": SSSOM,
    "status": ADMS_STATUS,
    "void": VOID,
    "xsd": XSD,
}
"""Prefixes for Turtle and SPARQL. Schemes of ours add `<scheme id>: <ID + scheme id + "/">`."""
