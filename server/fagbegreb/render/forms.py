"""A list of concepts goes in; what forms and systems read as a set of choices comes out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from fagbegreb.model import Concept, Lang, SchemeId
from fagbegreb.namespaces import ID, RDF, SH
from fagbegreb.render.concepts import concept_json
from fagbegreb.render.graphs import rdf_bytes


@dataclass(frozen=True, slots=True)
class Choices:
    """Concepts in a form's order, with what identifies the list."""

    concepts: Sequence[Concept]
    lang: Lang
    at: date
    release: str
    address: str
    """Where the list can be seen again."""
    systems: Mapping[SchemeId, str]
    """What each scheme is called as a code system, by scheme id."""

    def label(self, concept: Concept) -> str:
        """What a choice is called."""
        return concept.label(self.lang)[0]


def as_json(choices: Choices) -> bytes:
    """The concepts as the API shows them."""
    return _json(
        {
            "release": choices.release,
            "at": choices.at.isoformat(),
            "address": choices.address,
            "concepts": [concept_json(each, choices.lang, choices.at) for each in choices.concepts],
        }
    )


def as_json_schema(choices: Choices) -> bytes:
    """JSON Schema 2020-12: one `const` with a title per choice; the value is the IRI."""
    return _json(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": choices.address,
            "$comment": f"fagbegreb {choices.release}",
            "type": "string",
            "oneOf": [
                {
                    "const": each.iri,
                    "title": choices.label(each),
                    **({"description": text} if (text := _definition(each, choices)) else {}),
                }
                for each in choices.concepts
            ],
        }
    )


def as_shacl(choices: Choices) -> bytes:
    """A node shape with `sh:in`, in Turtle: `sh:node` leads to it from a form's own shape. It is
    called by the list's address, so that several lists can stand in one graph."""
    shape = ox.NamedNode(choices.address)
    nodes = [ox.BlankNode(f"n{number}") for number in range(len(choices.concepts))]
    end = ox.NamedNode(RDF + "nil")
    triples = [
        ox.Triple(shape, ox.NamedNode(RDF + "type"), ox.NamedNode(SH + "NodeShape")),
        ox.Triple(shape, ox.NamedNode(SH + "in"), nodes[0] if nodes else end),
    ]
    for number, (node, each) in enumerate(zip(nodes, choices.concepts, strict=True)):
        rest = nodes[number + 1] if number + 1 < len(nodes) else end
        triples.append(ox.Triple(node, ox.NamedNode(RDF + "first"), ox.NamedNode(each.iri)))
        triples.append(ox.Triple(node, ox.NamedNode(RDF + "rest"), rest))
    return rdf_bytes(triples, "text/turtle", schemes=_own_schemes(choices))


def as_value_set(choices: Choices) -> bytes:
    """A FHIR R4 ValueSet that names each code with its system, in the list's order."""
    return _json(_value_set(choices))


def _value_set(choices: Choices) -> dict[str, Any]:
    # FHIR takes no empty lists; codes of one system stand together as long as the order allows.
    include = [
        {"system": system, "concept": [_code(each, choices) for each in concepts]}
        for system, concepts in groupby(choices.concepts, lambda each: choices.systems[each.scheme])
    ]
    return {
        "resourceType": "ValueSet",
        "url": choices.address,
        "version": choices.release,
        "status": "draft",
        "language": choices.lang,
        **({"compose": {"include": include}} if include else {}),
    }


def as_questionnaire(choices: Choices) -> bytes:
    """A FHIR R4 Questionnaire with one item: a choice with these answers."""
    options = [
        {"valueCoding": {"system": choices.systems[each.scheme], **_code(each, choices)}}
        for each in choices.concepts
    ]
    item = {
        "linkId": "valg",
        "text": "Choose" if choices.lang == "en" else "Vælg",
        "type": "choice",
        **({"answerOption": options} if options else {}),
    }
    return _json(
        {
            "resourceType": "Questionnaire",
            "url": choices.address,
            "version": choices.release,
            "status": "draft",
            "language": choices.lang,
            "item": [item],
        }
    )


def as_select(choices: Choices) -> bytes:
    """An HTML `<select>`; the value is the CURIE, the IRI stands beside it."""
    lines = [
        f'  <option value="{escape(each.curie)}" data-iri="{escape(each.iri)}">'
        f"{escape(choices.label(each))}</option>"
        for each in choices.concepts
    ]
    head = f"<!-- fagbegreb {choices.release}: {_comment(choices.address)} -->"
    return "\n".join(
        [head, f'<select lang="{escape(choices.lang)}">', *lines, "</select>", ""]
    ).encode()


def as_options_yaml(choices: Choices) -> bytes:
    """Webform options as OS2forms and Drupal import them: key and text, in order."""
    # A JSON string is a YAML string, whatever it holds.
    lines = [f"{_quoted(each.curie)}: {_quoted(choices.label(each))}" for each in choices.concepts]
    return "\n".join([f"# fagbegreb {choices.release}", *lines, ""]).encode()


def as_definitions(choices: Choices) -> bytes:
    """Term, code and definition as plain text, for the guidance beside a form."""
    parts = [
        f"{choices.label(each)} ({each.curie})\n    {_definition(each, choices) or '–'}\n"
        for each in choices.concepts
    ]
    return "\n".join([*parts, f"fagbegreb {choices.release}, {choices.address}", ""]).encode()


def _definition(concept: Concept, choices: Choices) -> str:
    return concept.definition.get(choices.lang) or concept.definition.get("da", "")


def _code(concept: Concept, choices: Choices) -> dict[str, str]:
    return {"code": concept.notation, "display": choices.label(concept)}


def _own_schemes(choices: Choices) -> tuple[str, ...]:
    return tuple({each.scheme for each in choices.concepts if each.iri.startswith(ID)})


def _comment(text: str) -> str:
    return text.replace("--", "%2D%2D")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
