"""What became of a concept: a concept and a day go in; since when it is out of use, and what took
its place, come out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from fagbegreb.model import Concept, Iri, Lang, OutOfUse, Status
from fagbegreb.namespaces import DCTERMS
from fagbegreb.store import Named

if TYPE_CHECKING:
    from fagbegreb.vocabulary import Vocabulary

_CHAIN_LIMIT: Final = 8
_MONTHS: Final = {
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "en": "January February March April May June July August September October November December",
}
_AND: Final = {"da": " og ", "en": " and "}


def day_text(day: date, lang: Lang) -> str:
    """`12. december 2023` or `12 December 2023`."""
    month = _MONTHS[lang].split()[day.month - 1]
    return f"{day.day}. {month} {day.year}" if lang == "da" else f"{day.day} {month} {day.year}"


def listed(names: Sequence[str], lang: Lang) -> str:
    """`a`, `a og b`, `a, b og c`."""
    return _AND[lang].join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def cited(concept: Concept, lang: Lang) -> str:
    """A provision as it is cited; any other concept by its label and code."""
    label = concept.label(lang)[0]
    quoted = f"»{label}«" if lang == "da" else f"'{label}'"
    return concept.reference or f"{quoted} ({concept.curie})"


def ended_on(concept: Concept, successors: Sequence[Concept] = ()) -> date | None:
    """The first day without the concept; that of its successors where it does not say itself."""
    if concept.valid_to is not None:
        return concept.valid_to + timedelta(days=1)
    begun = [found.valid_from for found in successors if found.valid_from is not None]
    return min(begun) if begun and len(begun) == len(successors) else None


def direct_successors(vocabulary: Vocabulary, iri: Iri) -> tuple[Concept, ...]:
    """What is said to have replaced the concept, whatever became of that."""
    stated = vocabulary.store.objects(iri, DCTERMS + "isReplacedBy")
    return vocabulary.known(Iri(term.iri) for term in stated if isinstance(term, Named))


def current_successors(vocabulary: Vocabulary, start: Iri, at: date) -> Iterator[Concept]:
    """What replaced the concept, and what replaced that, as far as it is in use on day `at`."""
    seen, queue = {start}, [start]
    for _ in range(_CHAIN_LIMIT):
        following: dict[Iri, Concept] = {}
        for iri in queue:
            found = direct_successors(vocabulary, iri)
            following.update((one.iri, one) for one in found if one.iri not in seen)
        seen.update(following)
        yield from (found for found in following.values() if is_in_use(found, at))
        queue = list(following)


def is_in_use(concept: Concept, at: date) -> bool:
    """In force on day `at`, and not retired by its editors."""
    return concept.in_force(at) and concept.status is not Status.RETIRED


def out_of_use(vocabulary: Vocabulary, iri: Iri, at: date) -> OutOfUse | None:
    """Since when, and what came instead; None for what is in use on day `at`."""
    concept = vocabulary.concept(iri)
    if is_in_use(concept, at):
        return None
    is_to_come = concept.valid_from is not None and at < concept.valid_from
    direct = () if is_to_come else direct_successors(vocabulary, iri)
    current = tuple(current_successors(vocabulary, iri, at)) if direct else ()
    since = None if is_to_come else ended_on(concept, direct)
    return OutOfUse(
        since=since,
        successors=current or direct,
        text={lang: _sentence(concept, at, since, direct, current, lang) for lang in _MONTHS},
    )


def _sentence(  # noqa: PLR0913, PLR0917  what the sentence speaks of
    concept: Concept,
    at: date,
    since: date | None,
    direct: tuple[Concept, ...],
    current: tuple[Concept, ...],
    lang: Lang,
) -> str:
    name, is_danish = cited(concept, lang), lang == "da"
    if concept.valid_from is not None and at < concept.valid_from:
        begin = day_text(concept.valid_from, lang)
        return (
            f"{name} gælder først fra {begin}."
            if is_danish
            else (f"{name} applies only from {begin}.")
        )
    return (
        name
        + _end(concept, since, lang)
        + (" og " if is_danish else " and ")
        + _what_came(direct, current, lang)
        + _still_a_basis(concept, lang)
        + "."
    )


def _end(concept: Concept, since: date | None, lang: Lang) -> str:
    if concept.status is not Status.RETIRED and concept.valid_to is not None:
        last = day_text(concept.valid_to, lang)
        return f" gjaldt til og med {last}" if lang == "da" else f" applied until {last}"
    if since is None:
        unknown = " er udgået (det vides ikke hvornår)", " is retired (it is not known when)"
        return unknown[lang != "da"]
    day = day_text(since, lang)
    return f" udgik {day}" if lang == "da" else f" was retired on {day}"


def _what_came(direct: tuple[Concept, ...], current: tuple[Concept, ...], lang: Lang) -> str:
    if not direct:
        return "har ingen kendt afløser" if lang == "da" else "has no known successor"
    first = listed([cited(found, lang) for found in direct], lang)
    later = [found for found in current if found not in direct]
    after = listed([cited(found, lang) for found in later], lang)
    if lang == "da":
        return f"er afløst af {first}" + (f", siden af {after}" if after else "")
    return f"was replaced by {first}" + (f", later by {after}" if after else "")


def _still_a_basis(concept: Concept, lang: Lang) -> str:
    """A decision keeps the provision it was made under, until there is a new one."""
    if not concept.reference or concept.valid_to is None:
        return ""
    if lang == "da":
        return "; en afgørelse truffet senest den dag bygger fortsat på den, til der træffes en ny"
    return "; a decision made by that day still rests on it, until a new one is made"
