"""Answers in words: a path goes in, one sentence in Danish and one in English come out.

Written for a caseworker: no word of SKOS, and a provision is named as it is cited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final

from fagbegreb.crosswalk.algebra import Composition
from fagbegreb.model import Concept, Iri, Labels, Loss, Relation, SchemeId, Status, Step
from fagbegreb.model import Mapping as Row
from fagbegreb.vocabulary.succession import cited, day_text, ended_on, listed

SchemeLabels = Callable[[SchemeId], Labels]
Successors = Callable[[Iri, date], Iterable[Concept]]

_LANGUAGES: Final = ("da", "en")
_VERDICT_DA: Final = {
    Relation.EXACT: "{s} er det samme som {t}",
    Relation.CLOSE: "{s} svarer næsten til {t}, men de er ikke afgrænset helt ens",
    Relation.BROAD: "{s} hører under {t}, som er bredere, så noget af præcisionen går tabt",
    Relation.NARROW: "{s} er bredere end {t}, som kun dækker en del af det",
    Relation.RELATED: "{s} hænger sammen med {t}, men kan ikke bruges i stedet for det",
}
_VERDICT_EN: Final = {
    Relation.EXACT: "{s} is the same as {t}",
    Relation.CLOSE: "{s} is almost the same as {t}, but their limits differ somewhat",
    Relation.BROAD: "{s} belongs under {t}, which is broader, so some precision is lost",
    Relation.NARROW: "{s} is broader than {t}, which covers only a part of it",
    Relation.RELATED: "{s} is connected with {t}, but cannot be used instead of it",
}
_LOSSY: Final = {
    ("da", Relation.BROAD): "{s} hører omtrent under {t}, som er bredere, så en stor del af "
    "præcisionen kan gå tabt",
    ("da", Relation.NARROW): "{s} er bredere end {t}, som kun omtrent dækker en del af det",
    ("en", Relation.BROAD): "{s} roughly belongs under {t}, which is broader, so much precision "
    "may be lost",
    ("en", Relation.NARROW): "{s} is broader than {t}, which only roughly covers a part of it",
}
"""Verdicts of two steps of which one is approximate."""
_LINK_DA: Final = {
    Relation.EXACT: "er det samme som",
    Relation.CLOSE: "svarer næsten til",
    Relation.BROAD: "hører under",
    Relation.NARROW: "er bredere end",
    Relation.RELATED: "hænger sammen med",
}
_LINK_EN: Final = {
    Relation.EXACT: "is the same as",
    Relation.CLOSE: "is almost the same as",
    Relation.BROAD: "belongs under",
    Relation.NARROW: "is broader than",
    Relation.RELATED: "is connected with",
}
_SCALE: Final[Labels] = {
    "da": "{s} kan læses ved siden af {t}, men et skalatrin må aldrig regnes om til noget andet",
    "en": "{s} can be read beside {t}, but a step on a scale must never be converted",
}


class Sentences(Mapping[str, str]):
    """Danish and English, each put into words when it is read: most answers are read in one."""

    __slots__ = ("_said", "_say")

    def __init__(self, say: Callable[[str], str]) -> None:
        self._say = say
        self._said: dict[str, str] = {}

    def __getitem__(self, lang: str) -> str:
        if lang not in self:
            raise KeyError(lang)
        if lang not in self._said:
            self._said[lang] = self._say(lang)
        return self._said[lang]

    def __contains__(self, lang: object) -> bool:
        return lang in _LANGUAGES

    def __iter__(self) -> Iterator[str]:
        return iter(_LANGUAGES)

    def __len__(self) -> int:
        return len(_LANGUAGES)


class Explainer:
    """Puts answers into words; knows what schemes are called and what replaced what."""

    def __init__(self, scheme_labels: SchemeLabels, successors: Successors) -> None:
        self._scheme_labels = scheme_labels
        self._successors = successors

    def name(self, concept: Concept, lang: str) -> str:
        """A provision as it is cited, any other concept as »label« with its scheme."""
        label = concept.label(lang)[0]
        if concept.reference:
            return (
                concept.reference
                if label in ("", concept.notation)
                else (f"{concept.reference} ({label})")
            )
        preposition = "i" if lang == "da" else "in"
        return f"{_quoted(concept, lang)} {preposition} {self.scheme(concept.scheme, lang)}"

    def scheme(self, scheme: SchemeId, lang: str) -> str:
        """The name of a scheme."""
        labels = self._scheme_labels(scheme)
        return labels.get(lang) or labels.get("da") or labels.get("en") or scheme

    def translation(
        self, path: Sequence[Step], composed: Composition, at: date, *, is_reading_aid: bool
    ) -> Labels:
        """Why the last concept of the path answers for the first."""
        return Sentences(partial(self._sentence, path, composed, at, is_reading_aid))

    def _sentence(
        self,
        path: Sequence[Step],
        composed: Composition,
        at: date,
        is_reading_aid: bool,
        lang: str,
    ) -> str:
        source, target = path[0].subject, path[-1].object
        pattern = _SCALE[lang] if is_reading_aid else _verdict(composed, lang)
        verdict = pattern.format(s=self.name(source, lang), t=self.name(target, lang))
        return (
            verdict
            + self._succession(source, target, lang)
            + (self._detour(path, composed.note, lang) if len(path) > 1 else "")
            + self._retired(target, at, lang)
            + "."
        )

    def _succession(self, source: Concept, target: Concept, lang: str) -> str:
        """Which took the other's place, and when."""
        if target.curie in source.replaced_by:
            new, old = target, source
        elif source.curie in target.replaced_by:
            new, old = source, target
        else:
            return ""
        since = new.valid_from or ended_on(old)
        new_name, old_name = _short(new, lang), _short(old, lang)
        if lang == "da":
            when = f" den {day_text(since, lang)}" if since else ""
            return f"; {new_name} afløste {old_name}{when}"
        when = f" on {day_text(since, lang)}" if since else ""
        return f"; {new_name} replaced {old_name}{when}"

    def _detour(self, path: Sequence[Step], note: Labels, lang: str) -> str:
        first, second = path
        links = _LINK_DA if lang == "da" else _LINK_EN
        middle = self.name(first.object, lang)
        start, end = _quoted(first.subject, lang), _quoted(second.object, lang)
        reason = f" ({note[lang]})" if note else ""
        if lang == "da":
            return (
                f"; udledt i to led: {start} {links[first.relation]} {middle}, "
                f"som {links[second.relation]} {end}{reason}"
            )
        return (
            f"; derived in two steps: {start} {links[first.relation]} {middle}, "
            f"which {links[second.relation]} {end}{reason}"
        )

    def no_counterpart(self, source: Concept, scheme: SchemeId, row: Row) -> Labels:
        """Somebody looked and found that nothing corresponds."""
        return {
            "da": f"I {self.scheme(scheme, 'da')} er der bevidst intet, der svarer til "
            f"{self.name(source, 'da')}{_because(row, 'da')}.",
            "en": f"Deliberately, nothing in {self.scheme(scheme, 'en')} corresponds to "
            f"{self.name(source, 'en')}{_because(row, 'en')}.",
        }

    def not_the_same(self, source: Concept, other: Concept, row: Row) -> Labels:
        """Somebody warns that the two only look alike."""
        return {
            "da": f"{self.name(source, 'da')} er bevidst ikke koblet til "
            f"{self.name(other, 'da')}, for de er ikke det samme{_because(row, 'da')}.",
            "en": f"{self.name(source, 'en')} is deliberately not mapped to "
            f"{self.name(other, 'en')}, for they are not the same{_because(row, 'en')}.",
        }

    def outside_period(self, source: Concept, barred: Concept, at: date) -> Labels:
        """There is a counterpart, but it or the way to it does not apply on that day."""
        return {
            "da": f"{self.name(source, 'da')} er koblet til {self.name(barred, 'da')}, som "
            f"{self._period(barred, at, 'da')} og altså ikke den {day_text(at, 'da')}"
            f"{self._still_in_force(source, at, 'da')}.",
            "en": f"{self.name(source, 'en')} is mapped to {self.name(barred, 'en')}, which "
            f"{self._period(barred, at, 'en')} and so not on {day_text(at, 'en')}"
            f"{self._still_in_force(source, at, 'en')}.",
        }

    def _still_in_force(self, source: Concept, at: date, lang: str) -> str:
        """The old provision itself answers for a day before the new one began."""
        has_period = source.valid_from is not None or source.valid_to is not None
        if not (has_period and source.in_force(at)):
            return ""
        name = _short(source, lang)
        return f"; den dag gælder {name}" if lang == "da" else f"; {name} applies on that day"

    def not_mapped(
        self,
        source: Concept,
        scheme: SchemeId,
        at: date,
        above: tuple[Concept, Relation, Concept] | None = None,
        retired: Concept | None = None,
    ) -> Labels:
        """Nobody has looked yet, or the concept itself has had its day.

        `above` is a broader concept that does have an answer, the next thing to look at;
        `retired` one that the way would lead through.
        """

        def rest(lang: str) -> str:
            return (
                self._what_became_of(source, at, lang)
                + self._closed_way(retired, at, lang)
                + self._hint(above, lang)
            )

        return {
            "da": f"Ingen har endnu koblet {self.name(source, 'da')} til "
            f"{self.scheme(scheme, 'da')}{rest('da')}.",
            "en": f"Nobody has yet mapped {self.name(source, 'en')} to "
            f"{self.scheme(scheme, 'en')}{rest('en')}.",
        }

    def scale_value(
        self,
        source: Concept,
        scheme: SchemeId,
        above: tuple[Concept, Relation, Concept] | None = None,
    ) -> Labels:
        """Nobody will: a value on a scale means nothing away from it."""
        return {
            "da": f"{self.name(source, 'da')} er en værdi på en skala, og den oversættes ikke til "
            f"{self.scheme(scheme, 'da')}{self._hint(above, 'da')}.",
            "en": f"{self.name(source, 'en')} is a value on a scale, and it is not translated to "
            f"{self.scheme(scheme, 'en')}{self._hint(above, 'en')}.",
        }

    def _closed_way(self, retired: Concept | None, at: date, lang: str) -> str:
        if retired is None:
            return ""
        name, why = self.name(retired, lang), self._retired(retired, at, lang)
        if lang == "da":
            return f"; vejen gennem {name} bruges ikke længere{why}"
        return f"; the way through {name} is not used any longer{why}"

    def _hint(self, above: tuple[Concept, Relation, Concept] | None, lang: str) -> str:
        if above is None:
            return ""
        broader, relation, target = above
        name, end = _quoted(broader, lang), _quoted(target, lang)
        if lang == "da":
            return f", men overbegrebet {name} {_LINK_DA[relation]} {end}"
        return f", but the broader concept {name} {_LINK_EN[relation]} {end}"

    def _period(self, concept: Concept, at: date, lang: str) -> str:
        if concept.valid_from and at < concept.valid_from:
            begin = day_text(concept.valid_from, lang)
            return f"først gælder fra {begin}" if lang == "da" else f"applies only from {begin}"
        end, after = day_text(concept.valid_to or at, lang), self._after(concept, at, lang)
        if lang == "da":
            return f"gjaldt til og med {end}" + (f" (afløst af {after})" if after else "")
        return f"applied until {end}" + (f" (replaced by {after})" if after else "")

    def _retired(self, concept: Concept, at: date, lang: str) -> str:
        if concept.status is not Status.RETIRED:
            return ""
        after = self._after(concept, at, lang)
        if lang == "da":
            return "; begrebet er udgået" + (f", brug {after}" if after else "")
        return "; the concept is retired" + (f", use {after}" if after else "")

    def _what_became_of(self, concept: Concept, at: date, lang: str) -> str:
        """Successors of a retired or repealed concept, or that none is known."""
        is_retired = concept.status is Status.RETIRED
        last = None if is_retired else concept.valid_to
        if not is_retired and (last is None or last >= at):
            return ""
        after = self._after(concept, at, lang)
        if lang == "da":
            end = f"gjaldt til og med {day_text(last, lang)}" if last else "er udgået"
            then = f"er afløst af {after}" if after else "har ingen kendt afløser"
            return f"; {'bestemmelsen' if concept.reference else 'begrebet'} {end} og {then}"
        end = f"applied until {day_text(last, lang)}" if last else "is retired"
        then = f"was replaced by {after}" if after else "has no known successor"
        return f"; the {'provision' if concept.reference else 'concept'} {end} and {then}"

    def _after(self, concept: Concept, at: date, lang: str) -> str:
        """What is in use instead of the concept on that day."""
        names = [cited(found, lang) for found in self._successors(concept.iri, at)]
        return listed(names or concept.replaced_by, lang)

    def itself(self, concept: Concept, at: date) -> Labels:
        """The concept was asked for in its own scheme."""
        return {
            "da": f"{self.name(concept, 'da')} hører selv til dette begrebssystem"
            f"{self._what_became_of(concept, at, 'da')}.",
            "en": f"{self.name(concept, 'en')} itself belongs to this scheme"
            f"{self._what_became_of(concept, at, 'en')}.",
        }


def _verdict(composed: Composition, lang: str) -> str:
    verdicts = _VERDICT_DA if lang == "da" else _VERDICT_EN
    plain = verdicts[composed.relation]
    is_lossy = composed.loss is Loss.HIGH
    return _LOSSY.get((lang, composed.relation), plain) if is_lossy else plain


def _short(concept: Concept, lang: str) -> str:
    return concept.reference or concept.label(lang)[0]


def _quoted(concept: Concept, lang: str) -> str:
    label = concept.label(lang)[0]
    return concept.reference or (f"»{label}«" if lang == "da" else f"'{label}'")


def _because(row: Row, lang: str) -> str:
    reason = row.comment.get(lang) or row.comment.get("da") or next(iter(row.comment.values()), "")
    return f": {reason.rstrip('. ')}" if reason else ""
