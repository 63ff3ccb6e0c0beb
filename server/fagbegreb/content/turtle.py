"""Turtle: a file goes in, quads come out; triples go in, one canonical text comes out.

Canonical means: one triple a line, scheme first, concepts along the hierarchy, then the rest;
so a change of one fact is a change of one line, and writing twice changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from fagbegreb import namespaces as ns
from fagbegreb.errors import ContentError

Subject = ox.NamedNode | ox.BlankNode
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
BySubject = dict[Subject, dict[str, list[Term]]]

_A = ns.RDF + "type"
_FIRST, _REST, _NIL = ns.RDF + "first", ns.RDF + "rest", ns.RDF + "nil"
_BROADER = ns.SKOS + "broader"
_NOTATION = ns.SKOS + "notation"

PREDICATE_ORDER = (
    _A,
    ns.RDFS + "label",
    ns.DCTERMS + "title",
    ns.SKOS + "inScheme",
    ns.DCTERMS + "identifier",
    _NOTATION,
    ns.DCTERMS + "type",
    ns.DCTERMS + "bibliographicCitation",
    ns.ADMS + "status",
    ns.OWL + "deprecated",
    ns.DCTERMS + "isReplacedBy",
    ns.MODEL + "confidence",
    ns.SKOS + "topConceptOf",
    _BROADER,
    ns.SKOS + "related",
    ns.SKOS + "prefLabel",
    ns.SKOS + "altLabel",
    ns.MDL + "deprecatedLabel",
    ns.SKOS + "hiddenLabel",
    ns.SKOS + "definition",
    ns.RDFS + "comment",
    ns.SKOS + "example",
    ns.SKOS + "scopeNote",
    ns.SKOS + "historyNote",
    ns.SKOS + "editorialNote",
    ns.MODEL + "weight",
    ns.SCHEMA + "validFrom",
    ns.SCHEMA + "validThrough",
    ns.MODEL + "deadline",
    ns.MODEL + "deadlineNote",
    ns.CV + "hasLegalResource",
    ns.DCTERMS + "source",
    ns.MODEL + "evidence",
    ns.SKOS + "memberList",
    ns.SKOS + "member",
)
"""How an editor reads a concept; what is not listed follows in alphabetical order."""
_RANK = {predicate: rank for rank, predicate in enumerate(PREDICATE_ORDER)}
_LANGUAGES = {"da": 0, "en": 1}

_LOCAL_NAME = re.compile(r"[A-Za-z0-9ÆØÅæøå_](?:[A-Za-z0-9ÆØÅæøå_.-]*[A-Za-z0-9ÆØÅæøå_-])?")
_SCHEME_NAME = re.compile(re.escape(ns.ID) + r"([a-z][a-z0-9-]*)/(.+)", re.DOTALL)
_NOT_CODE = re.compile(
    r'"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"|<[^>\n]*>|(?P<comment>#[^\n]*)', re.DOTALL
)


def read_turtle(path: Path, graph: str) -> Iterator[ox.Quad]:
    """The triples of a Turtle file of ours, in the named graph `graph`.

    Raises ContentError that starts with file:line and says what the parser stumbled over.
    """
    name = ox.NamedNode(graph)
    for triple in read_triples(path):
        yield ox.Quad(triple.subject, triple.predicate, triple.object, name)


def read_triples(path: Path) -> Iterator[ox.Triple]:
    """The triples of a Turtle file. Raises ContentError with file:line."""
    try:
        for quad in ox.parse(text_of(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
            yield quad.triple
    except SyntaxError as error:
        raise ContentError(
            f"{path}:{error.lineno}: filen er ikke gyldig Turtle ({error.msg}). Ret linjen, "
            "og kør »fagbegreb check« igen.",
            f"{path}:{error.lineno}: this is not valid Turtle ({error.msg}). Repair the line "
            "and run 'fagbegreb check' again.",
        ) from None


def text_of(path: Path) -> str:
    """The text of one of our files. Raises ContentError with file:line when it is not UTF-8."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ContentError(
            f"{path}:{line}: filen er ikke UTF-8. Gem den som UTF-8 i redigeringsprogrammet.",
            f"{path}:{line}: the file is not UTF-8. Save it as UTF-8 in your editor.",
        ) from None


def write_turtle(path: Path, triples: Iterable[ox.Triple]) -> None:
    """Write `triples` to `path` in canonical form; the comment lines at its top stay."""
    header = _header(path) if path.exists() else ""
    path.write_text(turtle_text(triples, header), encoding="utf-8")


def canonical_turtle(path: Path) -> str:
    """What `path` should look like. Raises ContentError where that would lose a comment."""
    header = _header(path)
    text = text_of(path)
    for found in _NOT_CODE.finditer(text, len(header)):
        if found["comment"]:
            line = text.count("\n", 0, found.start()) + 1
            raise ContentError(
                f"{path}:{line}: en #-kommentar midt i filen går tabt, når filen skrives i fast "
                "form. Flyt den til toppen eller til skos:editorialNote.",
                f"{path}:{line}: a # comment inside the file would be lost in canonical form. "
                "Move it to the top or into skos:editorialNote.",
            )
    return turtle_text(read_triples(path), header)


def _header(path: Path) -> str:
    lines = text_of(path).splitlines(keepends=True)
    kept = 0
    while kept < len(lines) and lines[kept].startswith("#"):
        kept += 1
    return "".join(lines[:kept])


def turtle_text(triples: Iterable[ox.Triple], header: str = "") -> str:
    """`triples` as canonical Turtle, `header` (comment lines) first."""
    return header + _Writer(triples).text()


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts codes as people count: 9 before 10, 52 before 52a before 53, B2 before B2A."""
    return tuple(
        (0, int(part), "") if part[0] in "0123456789" else (1, 0, part)
        for part in re.findall(r"[0-9]{1,18}|[^\W0-9]+", text)
    )


class _Writer:
    """Writes one set of triples; blank nodes are written in place where they are used."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._subjects: BySubject = {}
        for triple in dict.fromkeys(triples):
            if isinstance(triple.subject, ox.Triple):
                raise _not_writable()
            values = self._subjects.setdefault(triple.subject, {})
            values.setdefault(triple.predicate.value, []).append(triple.object)
        self._prefixes: dict[str, str] = {}

    def text(self) -> str:
        blocks = [self._block(subject) for subject in self._ordered_subjects()]
        lines = [f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(self._prefixes.items())]
        return "".join(lines) + "".join("\n" + block for block in blocks)

    def _ordered_subjects(self) -> list[Subject]:
        named = [node for node in self._subjects if isinstance(node, ox.NamedNode)]
        children: dict[str, list[ox.NamedNode]] = {}
        tops = []
        for node in sorted(named, key=self._subject_key):
            parents = [value.value for value in self._own_broader(node)]
            children.setdefault(parents[0], []).append(node) if parents else tops.append(node)
        ordered: dict[ox.NamedNode, None] = {}
        for top in tops:
            _descend(top, children, ordered)
        # What only a circle of broader reaches still has to be written: the check reports it.
        for node in sorted(named, key=self._subject_key):
            ordered.setdefault(node)
        return [*ordered, *self._loose_blank_nodes()]

    def _own_broader(self, node: ox.NamedNode) -> list[ox.NamedNode]:
        values = self._subjects[node].get(_BROADER, [])
        known = [
            value
            for value in values
            if isinstance(value, ox.NamedNode) and value in self._subjects and value != node
        ]
        return sorted(known, key=self._subject_key)

    def _loose_blank_nodes(self) -> list[ox.BlankNode]:
        used = {
            value
            for values in self._subjects.values()
            for objects in values.values()
            for value in objects
            if isinstance(value, ox.BlankNode)
        }
        loose = [n for n in self._subjects if isinstance(n, ox.BlankNode) and n not in used]
        return sorted(loose, key=lambda node: self._nested(node, 0))

    def _subject_key(self, node: ox.NamedNode) -> tuple[object, ...]:
        values = self._subjects[node]
        types = {value.value for value in values.get(_A, []) if isinstance(value, ox.NamedNode)}
        notations = sorted(v.value for v in values.get(_NOTATION, []) if isinstance(v, ox.Literal))
        code = notations[0] if notations else node.value
        return (_group(types), natural_key(code), code, node.value)

    def _block(self, subject: Subject) -> str:
        name = self._name(subject) if isinstance(subject, ox.NamedNode) else "[]"
        return "\n".join([name, *self._lines(subject, 1), "    .", ""])

    def _lines(self, subject: Subject, depth: int) -> list[str]:
        values = self._subjects.get(subject, {})
        indent = "    " * depth
        return [
            f"{indent}{self._predicate(predicate)} {text} ;"
            for predicate in sorted(values, key=lambda p: (_RANK.get(p, len(_RANK)), p))
            for text in self._objects(values[predicate], depth)
        ]

    def _objects(self, objects: list[Term], depth: int) -> list[str]:
        return [text for _, text in sorted((_object_key(o), self._term(o, depth)) for o in objects)]

    def _predicate(self, iri: str) -> str:
        return "a" if iri == _A else self._name(ox.NamedNode(iri))

    def _term(self, term: Term, depth: int) -> str:
        if isinstance(term, ox.NamedNode):
            return self._name(term)
        if isinstance(term, ox.BlankNode):
            return self._nested(term, depth)
        if isinstance(term, ox.Literal):
            return self._literal(term)
        raise _not_writable()

    def _literal(self, literal: ox.Literal) -> str:
        text = _quoted(literal.value)
        if literal.language:
            return f"{text}@{literal.language}"
        if literal.datatype.value == ns.XSD + "string":
            return text
        return f"{text}^^{self._name(literal.datatype)}"

    def _nested(self, node: ox.BlankNode, depth: int) -> str:
        """A list or an anonymous node, written where it is used."""
        indent = "    " * depth
        if self._is_list(node):
            items = [self._term(item, depth + 1) for item in self._items(node)]
            return "\n".join(["(", *(f"{indent}    {item}" for item in items), f"{indent})"])
        return "\n".join(["[", *self._lines(node, depth + 1), f"{indent}]"])

    def _is_list(self, node: Subject) -> bool:
        return {_FIRST, _REST} == self._subjects.get(node, {}).keys()

    def _items(self, node: Term) -> Iterator[Term]:
        while isinstance(node, ox.BlankNode) and self._is_list(node):
            values = self._subjects[node]
            yield values[_FIRST][0]
            node = values[_REST][0]

    def _name(self, node: ox.NamedNode) -> str:
        iri = node.value
        for prefix, base in self._candidates(iri):
            if iri.startswith(base) and _LOCAL_NAME.fullmatch(iri, len(base)):
                self._prefixes[prefix] = base
                return f"{prefix}:{iri[len(base) :]}"
        return str(node)

    def _candidates(self, iri: str) -> Iterator[tuple[str, str]]:
        """Prefixes that may shorten `iri`: a scheme's own, then the house's."""
        own = _SCHEME_NAME.fullmatch(iri)
        if own and own[1] not in ns.PREFIXES:
            yield own[1], f"{ns.ID}{own[1]}/"
        yield from ns.PREFIXES.items()


def _descend(
    node: ox.NamedNode,
    children: dict[str, list[ox.NamedNode]],
    ordered: dict[ox.NamedNode, None],
) -> None:
    if node in ordered:
        return
    ordered[node] = None
    for child in children.get(node.value, ()):
        _descend(child, children, ordered)


def _group(types: set[str]) -> int:
    if types & {ns.SKOS + "ConceptScheme", ns.OWL + "Ontology", ns.DCAT + "Catalog"}:
        return 0
    if types & {ns.SKOS + "Collection", ns.SKOS + "OrderedCollection"}:
        return 2
    return 1


def _object_key(term: Term) -> tuple[object, ...]:
    if isinstance(term, ox.Literal):
        language = term.language or ""
        return (1, _LANGUAGES.get(language, 2), language, natural_key(term.value), term.value)
    if isinstance(term, ox.NamedNode):
        return (0, 0, "", natural_key(term.value), term.value)
    return (2, 0, "", (), "")


def _not_writable() -> ContentError:
    return ContentError(
        "Et udsagn om et udsagn (RDF 1.2) kan ikke skrives i vores filer.",
        "A statement about a statement (RDF 1.2) cannot be written in our files.",
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'
