"""The case ontology before a reasoner: Turtle goes in, classes that can have no member come out.

HermiT runs on Java, so this belongs to the content check, to CI and to release builds; a server
never does it. What the ontology imports is not fetched: the statements are left out beforehand,
because owlready2 fetches them even when it is told not to.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from fagbegreb import content, namespaces
from fagbegreb.check.finding import VIOLATION, ContentFinding
from fagbegreb.check.places import Place, places_of, short
from fagbegreb.errors import ContentError

ONTOLOGY: Final = "ontology/case.ttl"
_IMPORTS: Final = namespaces.OWL + "imports"
_NOTHING: Final = namespaces.OWL + "Nothing"


def check_owl(root: Path, timeout_s: float = 60.0) -> tuple[ContentFinding, ...]:
    """Each class of the case ontology that contradicts itself; empty when all is well.

    Raises ContentError when Java is missing or fails, the reasoner takes longer than `timeout_s`,
    or the ontology contradicts itself as a whole.
    """
    _require_java()
    path = root / ONTOLOGY
    unsatisfiable = _reason(path, content.read_triples(path), timeout_s)
    found_at = places_of(root)
    return tuple(_finding(iri, found_at) for iri in sorted(unsatisfiable))


def _require_java() -> None:
    if shutil.which("java") is None:
        raise ContentError(
            "Java mangler, og uden det kan ontologien ikke efterprøves. Installér det med "
            "»apt-get install default-jre-headless«.",
            "Java is missing, and without it the ontology cannot be checked. Install it with "
            "'apt-get install default-jre-headless'.",
        )


def _reason(path: Path, triples: Iterable[ox.Triple], timeout_s: float) -> set[str]:
    """IRIs of the classes that HermiT finds to be without possible members."""
    import owlready2

    kept = (triple for triple in triples if triple.predicate.value != _IMPORTS)
    data = ox.serialize(kept, format=ox.RdfFormat.N_TRIPLES)
    world = owlready2.World()
    try:
        world.get_ontology(namespaces.BASE + "sag").load(fileobj=BytesIO(data or b""))
        _run_hermit(world, timeout_s)
        return {found.iri for found in world.inconsistent_classes() if found.iri != _NOTHING}
    except subprocess.TimeoutExpired:
        raise ContentError(
            f"{path}: efterprøvningen blev ikke færdig på {timeout_s:g} sekunder. Gør "
            "ontologien enklere, eller giv den længere tid.",
            f"{path}: the reasoner was not done in {timeout_s:g} seconds. Make the ontology "
            "simpler or give it more time.",
        ) from None
    except owlready2.OwlReadyJavaError as error:
        said = str(error).strip().rpartition("\n")[2]
        raise ContentError(
            f"{path}: Java kunne ikke køre efterprøvningen ({said}). Prøv »java -version«.",
            f"{path}: Java could not run the reasoner ({said}). Try 'java -version'.",
        ) from None
    except owlready2.OwlReadyInconsistentOntologyError:
        raise ContentError(
            f"{path}: ontologien modsiger sig selv, så intet kan være sandt. Se efter individer, "
            "der er i to adskilte klasser.",
            f"{path}: the ontology contradicts itself, so that nothing can be true. Look for "
            "individuals in two disjoint classes.",
        ) from None
    finally:
        world.close()


def _run_hermit(world: Any, timeout_s: float) -> None:
    import owlready2
    from owlready2 import reasoning

    # The reasoner has no time limit of its own; this is the dictionary it starts Java with.
    limits: dict[str, Any] = reasoning._subprocess_kargs
    limits["timeout"] = timeout_s
    try:
        owlready2.sync_reasoner_hermit(world, debug=0)
    finally:
        limits.pop("timeout", None)


def _finding(iri: str, found_at: dict[str, Place]) -> ContentFinding:
    place = found_at.get(iri, Place(ONTOLOGY, 1, short(iri)))
    return ContentFinding(
        "owl/satisfiable",
        VIOLATION,
        place.file,
        place.line,
        place.name,
        {
            "da": "Klassen kan ikke have noget medlem: dens overklasser udelukker hinanden. Fjern "
            "den ene rdfs:subClassOf eller owl:disjointWith.",
            "en": "The class can have no member: its superclasses exclude each other. Remove one "
            "rdfs:subClassOf or owl:disjointWith.",
        },
    )
