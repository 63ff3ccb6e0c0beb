"""Untrusted bytes go in, RDF triples come out; or MalformedData that says where, never what.

Only pyoxigraph reads what others send. Before it does: UTF-8 only, no document type (entities
are how XML is made to explode), JSON no deeper than 64, no context from anywhere else. Our own
JSON-LD context is put in by its exact address; JSON without a context is read with it.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final
from urllib.parse import quote

import pyoxigraph as ox

from fagbegreb.errors import MalformedData, PayloadTooLarge, UnsupportedMedia
from fagbegreb.namespaces import BASE

CONTEXT_IRI: Final = BASE + "context/sag.jsonld"
FORMATS: Final[dict[str, ox.RdfFormat]] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
}
"""What a case graph may be sent as. `application/json` is read as JSON-LD."""
MAX_DEPTH: Final = 64
_BASE_IRI: Final = "urn:sag:"
"""`<x>` becomes `urn:x`, which means something in this case only."""
_COMPRESSED: Final = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04")
_DOCTYPE: Final = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_XML_ENCODING: Final = re.compile(r"\A\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
_OUTSIDE_STRINGS: Final = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|([\[{])|([\]}])', re.DOTALL)
"""A string that nothing closes goes on to the end: looking for its end again costs minutes."""
_NOT_IN_IRIS: Final = re.compile(r'[\x00-\x20<>"{}|\\^`]')


def media_type_of(content_type: str) -> str:
    """The media type of a Content-Type header, one of FORMATS. Raises UnsupportedMedia."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type == "application/json":
        return "application/ld+json"
    if media_type not in FORMATS:
        known = ", ".join(FORMATS)
        raise UnsupportedMedia(
            f"En sagsgraf kan ikke læses i dette format. Send den som en af: {known}.",
            f"A case graph cannot be read in this format. Send it as one of: {known}.",
        )
    return media_type


def read_quads(
    data: bytes, media_type: str, max_bytes: int, context: dict[str, Any]
) -> Iterator[ox.Quad]:
    """Quads of a document, as they are parsed. `context` is our own JSON-LD context.

    Raises PayloadTooLarge, MalformedData, UnsupportedMedia.
    """
    if len(data) > max_bytes:
        raise PayloadTooLarge(max_bytes)
    form = FORMATS[media_type_of(media_type)]
    text = _text(data)
    data = data.removeprefix(codecs.BOM_UTF8)
    if form == ox.RdfFormat.RDF_XML:
        _refuse_xml_tricks(text)
    if form == ox.RdfFormat.JSON_LD:
        data = _without_contexts(text, context)
    return _parsed(data, form)


def _parsed(data: bytes, form: ox.RdfFormat) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(data, format=form, base_iri=_BASE_IRI)
    except SyntaxError as error:
        if form == ox.RdfFormat.JSON_LD:  # its place is in the document as we rewrote it
            raise _malformed("den er ikke gyldig JSON-LD", "it is not valid JSON-LD") from None
        # The parser's own message quotes the data, so it stays here.
        raise MalformedData(
            "Sagsgrafen kan ikke læses: den er ikke gyldig i det format, den er sendt som.",
            "The case graph cannot be read: it is not valid in the format it was sent as.",
            error.lineno or data.count(b"\n") + 1,  # what ends too soon has no place of its own
            error.offset or len(data) - data.rfind(b"\n"),
        ) from None
    except (ValueError, OSError, RuntimeError):
        raise _malformed("den er ikke gyldig RDF", "it is not valid RDF") from None


def _malformed(da: str, en: str, line: int | None = None, column: int | None = None) -> Exception:
    return MalformedData(
        f"Sagsgrafen kan ikke læses: {da}.", f"The case graph cannot be read: {en}.", line, column
    )


def _text(data: bytes) -> str:
    if data.startswith(_COMPRESSED):
        raise _malformed(
            "den er komprimeret. Send den ukomprimeret", "it is compressed. Send it uncompressed"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        raise _malformed("den er ikke UTF-8", "it is not UTF-8", line, column) from None
    if "\0" in text:
        raise _malformed("den indeholder NUL-tegn", "it contains NUL characters")
    return text


def _refuse_xml_tricks(text: str) -> None:
    found = _DOCTYPE.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        raise _malformed(
            "DOCTYPE og ENTITY er ikke tilladt", "DOCTYPE and ENTITY are not allowed", line, 1
        )
    encoding = _XML_ENCODING.search(text)
    if encoding and encoding[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise _malformed("den er ikke UTF-8", "it is not UTF-8", 1, 1)
    if _xml_depth(text) > _MAX_XML_DEPTH:
        raise _malformed("den er for dybt indlejret", "it is too deeply nested")


_MAX_XML_DEPTH: Final = 256


def _xml_depth(text: str) -> int:
    """How deep elements nest, counted roughly and from above."""
    depth = deepest = 0
    for found in re.finditer(r"<(/?)[^<>!?]*?(/?)>", text):
        if found[1]:
            depth -= 1
        elif not found[2]:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def _without_contexts(text: str, context: dict[str, Any]) -> bytes:
    """JSON-LD that needs nothing from outside: our context put in, any other address refused."""
    if _json_depth(text) > MAX_DEPTH:
        raise _malformed(
            f"den er indlejret dybere end {MAX_DEPTH}", f"it is nested deeper than {MAX_DEPTH}"
        )
    try:
        document = json.loads(text, parse_constant=_no_constant, parse_int=_short_number(int))
    except json.JSONDecodeError as error:
        raise _malformed(
            "den er ikke gyldig JSON", "it is not valid JSON", error.lineno, error.colno
        ) from None
    except ValueError:
        raise _malformed("et tal er ugyldigt", "a number is not valid") from None
    local = _localised(document, context, cache(lambda: frozenset(_defined_in(document))))
    if isinstance(local, dict) and "@context" not in local:
        local = {"@context": context, **local}
    elif isinstance(local, list):
        # Said once for all of them: a copy in each of 100,000 nodes would be gigabytes.
        local = {"@context": context, "@graph": [_apart(each) for each in local]}
    try:
        return json.dumps(local, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half of a pair, which JSON may escape and UTF-8 cannot hold
        raise _malformed("et tegn er ugyldigt", "a character is not valid") from None


def _apart(node: Any) -> Any:
    """A node with a context of its own is read with that alone."""
    if isinstance(node, dict) and "@context" in node:
        own = node["@context"]
        return {**node, "@context": [None, *(own if isinstance(own, list) else [own])]}
    return node


def _json_depth(text: str) -> int:
    depth = deepest = 0
    for found in _OUTSIDE_STRINGS.finditer(text):
        if found[1]:
            depth += 1
            deepest = max(deepest, depth)
        elif found[2]:
            depth -= 1
    return deepest


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _short_number(parse: Callable[[str], int]) -> Callable[[str], int]:
    def parse_short(text: str) -> int:
        if len(text) > 40:
            raise ValueError
        return parse(text)

    return parse_short


def _localised(value: Any, context: dict[str, Any], defined: Callable[[], frozenset[str]]) -> Any:
    """`defined` gives the names that contexts of the document's own define."""
    if isinstance(value, dict):
        return {
            _writable_key(key, defined): _local_context(each, context)
            if key == "@context"
            else _localised(
                _writable(each) if _is_reference(key, context) else each, context, defined
            )
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [_localised(each, context, defined) for each in value]
    return value


def _writable_key(key: str, defined: Callable[[], frozenset[str]]) -> str:
    """A name with a space in it would be dropped without a word; so it is told as unknown."""
    return key if not _NOT_IN_IRIS.search(key) or key in defined() else _writable(key)


def _defined_in(value: Any) -> Iterator[str]:
    """The keys of all that stands in a context, and maybe more: who is in doubt stays as it is."""
    if isinstance(value, list):
        for each in value:
            yield from _defined_in(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _keys(each) if key == "@context" else _defined_in(each)


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _keys(each)
    elif isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from _keys(each)


def _is_reference(key: str, context: dict[str, Any]) -> bool:
    """Whether the values of a key are read as IRIs."""
    definition = context.get(key, key)
    if isinstance(definition, dict):
        return definition.get("@type") in ("@id", "@vocab")
    return definition in ("@id", "@type")


def _writable(value: Any) -> Any:
    """An IRI with a space in it would be dropped without a word, and with it a wrong code."""
    if isinstance(value, list):
        return [_writable(each) for each in value]
    return _NOT_IN_IRIS.sub(lambda found: quote(found[0]), value) if type(value) is str else value


def _local_context(value: Any, context: dict[str, Any]) -> Any:
    if isinstance(value, str):
        if value in (CONTEXT_IRI, "/context/sag.jsonld"):
            return context
        raise _malformed(
            f"der hentes ingen @context udefra. Brug {CONTEXT_IRI}, eller skriv den i dokumentet",
            f"no @context is fetched from elsewhere. Use {CONTEXT_IRI}, or write it in the "
            "document",
        )
    if isinstance(value, list):
        return [_local_context(each, context) for each in value]
    if isinstance(value, dict):
        if "@import" in value:
            raise _malformed("@import er ikke tilladt", "@import is not allowed")
        return {key: _scoped(each, context) for key, each in value.items()}
    return value


def _scoped(definition: Any, context: dict[str, Any]) -> Any:
    """A term's definition may carry a context of its own."""
    if isinstance(definition, dict) and "@context" in definition:
        return {**definition, "@context": _local_context(definition["@context"], context)}
    return definition
