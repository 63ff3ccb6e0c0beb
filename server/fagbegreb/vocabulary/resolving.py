"""What an identifier means: a text as people and systems write it goes in, a Resolution comes out.

Understood are IRIs, CURIEs, `system|code`, bare codes and UUIDs, citations of provisions, and
codes of others that are mapped as identical. Labels are no identifiers: search is for those.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from rapidfuzz.distance import Prefix

from fagbegreb.errors import UnknownScheme
from fagbegreb.model import Concept, Iri, Notation, Resolution, SchemeId, Status
from fagbegreb.namespaces import DCTERMS, OWL, SKOS, XSD
from fagbegreb.references import parse_reference, plain_uuid, system_scheme, unwrapped
from fagbegreb.store import Literal, Named, is_iri
from fagbegreb.vocabulary.succession import current_successors, is_in_use

if TYPE_CHECKING:
    from fagbegreb.vocabulary import Vocabulary

_MAX_LENGTH = 500
_UUID = re.compile(r"(?:urn:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)
_NEAREST = 5
_SAME = (SKOS + "exactMatch", OWL + "sameAs")
_SCANNED = 6_000


def resolve(vocabulary: Vocabulary, asked: str, at: date) -> Resolution:
    """`asked` on day `at`. Several concepts, those in force first, when it is ambiguous."""
    text = unwrapped(asked)
    found = vocabulary.meanings(text) if 0 < len(text) <= _MAX_LENGTH else ()
    concepts = tuple(vocabulary.concept(iri) for iri in found)
    if not concepts:
        return Resolution(asked, "not_found", ())
    if len(concepts) > 1:
        ordered = sorted(concepts, key=lambda concept: not concept.in_force(at))
        return Resolution(asked, "ambiguous", tuple(ordered))
    ended = vocabulary.out_of_use(concepts[0].iri, at)
    return Resolution(asked, _outcome(concepts[0], at), concepts, ended)


def _outcome(concept: Concept, at: date) -> str:
    if concept.status is Status.RETIRED:
        return "retired"
    return "found" if concept.in_force(at) else "not_in_force"


def meanings(vocabulary: Vocabulary, text: str) -> tuple[Iri, ...]:
    """The concepts that a text can stand for, by the first reading that finds any."""
    for reading in (_as_iri, _as_system_and_code, _as_curie, _as_code_or_citation, _as_identical):
        found = tuple(dict.fromkeys(reading(vocabulary, text)))
        if found:
            return found
    return ()


def _as_iri(vocabulary: Vocabulary, text: str) -> Iterator[Iri]:
    prefix, colon, _ = text.partition(":")
    if not colon or prefix in vocabulary.book.heads:
        return
    other = re.sub(r"^http(s?):", lambda found: "http:" if found[1] else "https:", text)
    for iri in dict.fromkeys((text, other)):
        if vocabulary.is_concept(iri):
            yield Iri(iri)
            return
    for iri in dict.fromkeys((text, other)):
        scheme, mark, code = _parted(iri)
        if mark and scheme in vocabulary.book.by_other_name:
            yield from _in_scheme(vocabulary, scheme, code)


def _parted(iri: str) -> tuple[str, str, str]:
    """An IRI as that of a scheme, the mark between, and a code: `#` if there is one, else `/`."""
    return iri.rpartition("#") if "#" in iri else iri.rpartition("/")


def _as_system_and_code(vocabulary: Vocabulary, text: str) -> Iterator[Iri]:
    system, bar, code = text.rpartition("|")
    if bar:
        # FHIR writes a version as `system|version|code`; the code is what counts here.
        name = system.partition("|")[0]
        yield from _in_scheme(vocabulary, name, code)
        yield from _in_scheme(vocabulary, system_scheme(name), code)


def _as_curie(vocabulary: Vocabulary, text: str) -> Iterator[Iri]:
    scheme, colon, code = text.partition(":")
    if colon:
        yield from _in_scheme(vocabulary, scheme, code)


def _in_scheme(vocabulary: Vocabulary, name: str, code: str) -> Iterator[Iri]:
    head = vocabulary.book.heads.get(SchemeId(name)) or vocabulary.book.by_other_name.get(name)
    if head is None or not code:
        return
    for spelling in (code, code.lower()) if _UUID.fullmatch(code) else (code,):
        found = vocabulary.naming.find(head.iri, spelling)
        if found is not None and vocabulary.is_concept(found):
            yield found
            return


def _as_code_or_citation(vocabulary: Vocabulary, text: str) -> Iterator[Iri]:
    bare = plain_uuid(text)
    yield from _with_notation(vocabulary, bare if _UUID.fullmatch(bare) else text)
    yield from _as_citation(vocabulary, text)


def _with_notation(vocabulary: Vocabulary, text: str) -> Iterator[Iri]:
    found = vocabulary.store.subjects(SKOS + "notation", Literal(text, "", XSD + "string"))
    yield from (concept.iri for concept in vocabulary.known(Iri(iri) for iri in found))


def _as_citation(vocabulary: Vocabulary, text: str) -> Iterator[Iri]:
    for reference in parse_reference(text):
        if reference.rest.strip():
            continue
        for act in (reference.act,) if reference.act else vocabulary.law_ids:
            try:
                head = vocabulary.book.head(act)
            except UnknownScheme:
                continue
            meant = (vocabulary.naming.find(head.iri, code) for code in reference.codes)
            yield from islice((iri for iri in meant if iri and vocabulary.is_concept(iri)), 1)


def _as_identical(vocabulary: Vocabulary, text: str) -> Iterator[Iri]:
    """Concepts said to be identical to, or to replace, an IRI that we hold no concept for."""
    if not is_iri(text):
        return
    store = vocabulary.store
    named: set[str] = set()
    for predicate in _SAME:
        named.update(store.subjects(predicate, text))
    for predicate in (*_SAME, DCTERMS + "isReplacedBy"):
        named.update(term.iri for term in store.objects(text, predicate) if isinstance(term, Named))
    named.update(store.subjects(DCTERMS + "replaces", text))
    yield from (concept.iri for concept in vocabulary.known(Iri(iri) for iri in named))


def nearest(vocabulary: Vocabulary, asked: str, scheme: str | None, at: date) -> tuple[Iri, ...]:
    """At most five concepts in force on day `at`: what `asked` means, written otherwise, and
    successors; else the most alike codes.

    `scheme` narrows it to one scheme; without it the scheme is read from `asked`.
    """
    known = vocabulary.meanings(asked)
    meant = [one.iri for one in vocabulary.known(known) if is_in_use(one, at) and one.iri != asked]
    meant += (found.iri for start in known for found in current_successors(vocabulary, start, at))
    if meant:
        return tuple(dict.fromkeys(meant))[:_NEAREST]
    name, code = _split(vocabulary, asked)
    chosen = scheme or name
    if not chosen or chosen not in vocabulary.book.heads:
        return ()
    usable = {
        concept.notation: concept.iri
        for concept in vocabulary.concepts(chosen, limit=_SCANNED)
        if concept.in_force(at) and concept.status is not Status.RETIRED
    }
    alike = difflib.get_close_matches(code, usable, n=_SCANNED, cutoff=0.4)
    # Codes grow to the right: those that begin alike are siblings, and the sort keeps the rest.
    alike.sort(key=lambda notation: -Prefix.similarity(code, notation))
    return tuple(usable[Notation(notation)] for notation in alike[:_NEAREST])


def _split(vocabulary: Vocabulary, asked: str) -> tuple[str, str]:
    for head in vocabulary.book.heads.values():
        for start in (f"{head.iri}/", f"{head.iri}#", f"{head.id}:", f"{head.iri}|"):
            if asked.startswith(start):
                return head.id, asked[len(start) :]
    return "", asked
