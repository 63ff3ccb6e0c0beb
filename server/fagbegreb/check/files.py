"""Rules about files: what may stand in which file, and in what form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from fagbegreb import content, namespaces
from fagbegreb.check.finding import VIOLATION, ContentFinding
from fagbegreb.check.places import Place, short
from fagbegreb.namespaces import SKOS

CATALOGUE = "ontology/catalog.ttl"
_DERIVED = {
    SKOS + "narrower": "skos:narrower",
    SKOS + "hasTopConcept": "skos:hasTopConcept",
    namespaces.DCTERMS + "replaces": "dcterms:replaces",
    **{
        f"{SKOS}{relation}Match": f"skos:{relation}Match"
        for relation in ("exact", "close", "broad", "narrow", "related")
    },
}


def misplaced(root: Path, found_at: dict[str, Place]) -> Iterator[ContentFinding]:
    """Every broken rule about files, in the order of the files."""
    yield from _no_catalogue(root)
    yield from _not_canonical(root)
    for file in content.scheme_files(root):
        triples = tuple(content.read_triples(file.path))
        for triple in triples:
            yield from _written_though_derived(triple, found_at)
            yield from _in_foreign_file(triple, file.graph, found_at)
        yield from _related_twice(triples, found_at)
    yield from _rows_in_foreign_files(root, found_at)
    yield from _rows_twice(root, found_at)


def _no_catalogue(root: Path) -> Iterator[ContentFinding]:
    if not (root / CATALOGUE).is_file():
        yield ContentFinding(
            "file/catalogue",
            VIOLATION,
            CATALOGUE,
            1,
            "",
            {
                "da": "Beskrivelsen af udgivelsen mangler. Skriv den med titel, licens og "
                "forbehold.",
                "en": "The description of the release is missing. Write it with title, licence "
                "and notice.",
            },
        )


def _not_canonical(root: Path) -> Iterator[ContentFinding]:
    for path in content.format_content(root, fix=False):
        yield ContentFinding(
            "file/canonical",
            VIOLATION,
            path.relative_to(root).as_posix(),
            1,
            "",
            {
                "da": "Filen er ikke skrevet i fast form. Kør »fagbegreb check --fix«.",
                "en": "The file is not in canonical form. Run 'fagbegreb check --fix'.",
            },
        )


def _written_though_derived(
    triple: ox.Triple, found_at: dict[str, Place]
) -> Iterator[ContentFinding]:
    name = _DERIVED.get(triple.predicate.value)
    if name:
        yield _about(
            str(getattr(triple.subject, "value", "")),
            found_at,
            "file/derived",
            f"{name} udledes og skrives ikke i filen. Skriv den modsatte retning, eller brug en "
            "koblingsfil.",
            f"{name} is derived and not written in the file. Write the other direction, or use a "
            "crosswalk file.",
        )


def _in_foreign_file(
    triple: ox.Triple, scheme: str, found_at: dict[str, Place]
) -> Iterator[ContentFinding]:
    said, value = triple.predicate.value, triple.object
    if said != SKOS + "inScheme" or not isinstance(value, ox.NamedNode) or value.value == scheme:
        return
    yield _about(
        str(getattr(triple.subject, "value", "")),
        found_at,
        "file/scheme",
        f"Begrebet hører til {short(value.value)}, men står i en anden fil. Flyt det.",
        f"The concept belongs to {short(value.value)} but stands in another file. Move it.",
    )


def _related_twice(
    triples: tuple[ox.Triple, ...], found_at: dict[str, Place]
) -> Iterator[ContentFinding]:
    pairs = {
        (str(triple.subject), str(triple.object)): triple
        for triple in triples
        if triple.predicate.value == SKOS + "related"
    }
    for (subject, target), triple in pairs.items():
        if subject < target and (target, subject) in pairs:
            yield _about(
                str(getattr(triple.subject, "value", "")),
                found_at,
                "file/related-once",
                "skos:related står i begge retninger. Behold den ene; den anden udledes.",
                "skos:related stands in both directions. Keep one; the other is derived.",
            )


def _rows_in_foreign_files(root: Path, found_at: dict[str, Place]) -> Iterator[ContentFinding]:
    for path in content.mapping_files(root / "mappings"):
        name = content.crosswalk_name(path)
        for row in content.read_sssom(path):
            other = row.object_source if row.object == content.NO_TERM else row.object
            ends = sorted({short(end).partition(":")[0] for end in (row.subject, other) if end})
            if len(ends) == 2 and "--".join(ends) != name:
                yield _about(
                    content.row_iri(row, name),
                    found_at,
                    "file/crosswalk",
                    f"Rækken kobler {' og '.join(ends)} og skal stå i den fil.",
                    f"The row maps {' and '.join(ends)} and belongs in that file.",
                )


def _rows_twice(root: Path, found_at: dict[str, Place]) -> Iterator[ContentFinding]:
    for path in content.mapping_files(root / "mappings"):
        name = content.crosswalk_name(path)
        seen = Counter(content.row_iri(row, name) for row in content.read_sssom(path))
        for iri in (iri for iri, times in seen.items() if times > 1):
            yield _about(
                iri,
                found_at,
                "file/row-once",
                "Samme række står to gange i filen. Slet den ene.",
                "The same row stands twice in the file. Delete one.",
            )


def _about(
    iri: str, found_at: dict[str, Place], rule: str, message_da: str, message_en: str
) -> ContentFinding:
    place = found_at.get(iri, Place("", 0, short(iri)))
    return ContentFinding(
        rule,
        VIOLATION,
        place.file,
        place.line,
        place.name,
        {"da": message_da, "en": message_en},
    )
