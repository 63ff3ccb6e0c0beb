"""Codes and legal references in a query: tier 1 of the ranking, and the parts of a provision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pyroaring import BitMap

from fagbegreb.references import Reference, parse_identifier, parse_reference
from fagbegreb.search.analysis import natural
from fagbegreb.search.catalogue import Catalogue
from fagbegreb.search.query import Query
from fagbegreb.search.tiers import Group, Tier

Mentions = Callable[[str], BitMap]
"""Concepts that have all words of a text somewhere in their labels."""


def by_code(query: Query, catalogue: Catalogue) -> Iterator[Group]:
    """Concepts whose code, CURIE, IRI or system's own code the query is."""
    identifier = parse_identifier(query.text)
    asked = [query.text, "-".join(query.text.split())]
    if identifier is not None:
        scheme = catalogue.other_names.get(identifier.scheme, identifier.scheme)
        asked += [identifier.code, f"{scheme}:{identifier.code}"]
        if identifier.kind == "curie":
            asked = [query.text, f"{scheme}:{identifier.code}"]
    found = {hit[0]: hit for code in asked for hit in catalogue.coded(code)}
    yield Group(Tier.CODE, listed=tuple(found[concept] for concept in sorted(found)))


def by_reference(query: Query, catalogue: Catalogue, mentions: Mentions) -> Iterator[Group]:
    """Provisions that the query names, then what stands under them.

    "§ 140 handleplan" puts provisions about handleplan first. When none of them is, the number
    was hardly meant as a reference, and they come with the parts.
    """
    references = parse_reference(query.text)
    exact = [hit for reference in references for hit in _exactly(reference, catalogue)]
    parts = [hit for reference in references for hit in _below(reference, catalogue)]
    rests = {reference.rest for reference in references if reference.rest}
    if not exact:
        yield Group(Tier.BEGINNING, listed=tuple(_above(references, catalogue)) or tuple(parts))
        return
    if rests:
        about = BitMap.intersection(*(mentions(rest) for rest in sorted(rests)))
        yield Group(Tier.CODE, listed=tuple(hit for hit in exact if hit[0] in about))
        yield Group(Tier.CODE, listed=tuple(hit for hit in parts if hit[0] in about))
        is_meant = any(hit[0] in about for hit in (*exact, *parts))
        yield Group(Tier.CODE if is_meant else Tier.COMPOUND, listed=tuple(exact))
    else:
        yield Group(Tier.CODE, listed=tuple(exact))
    yield Group(Tier.BEGINNING if not rests else Tier.COMPOUND, listed=tuple(parts))


def _exactly(reference: Reference, catalogue: Catalogue) -> Iterator[tuple[int, str, str]]:
    for code in reference.codes:
        yield from _of_act(reference, catalogue.provisions(code), catalogue)


def _below(reference: Reference, catalogue: Catalogue) -> Iterator[tuple[int, str, str]]:
    found = catalogue.parts_of_provision(reference.code)
    in_order = sorted(found, key=lambda hit: natural(catalogue.notation(hit[0])))
    yield from _of_act(reference, in_order, catalogue)


def _above(references: Iterable[Reference], catalogue: Catalogue) -> Iterator[tuple[int, str, str]]:
    """The nearest provision that exists, where the one asked for does not."""
    for reference in references:
        code = reference.code
        while "." in code:
            code = code.rpartition(".")[0]
            found = tuple(_of_act(reference, catalogue.provisions(code), catalogue))
            if found:
                yield from found
                break


def _of_act(
    reference: Reference, hits: Iterable[tuple[int, str]], catalogue: Catalogue
) -> Iterator[tuple[int, str, str]]:
    members = catalogue.facets["scheme"].get(reference.act or "", BitMap())
    for concept, text in hits:
        if reference.act is None or concept in members:
            yield concept, "reference", text
