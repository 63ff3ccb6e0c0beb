"""What people type for a concept: law references, CURIEs, IRIs, old and external codes.

A text goes in, what it names comes out as scheme and code. Nothing is looked up here, so a
reference may name a provision that does not exist; a bare `§ 50` names no act, and none is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

ACTS: Final[dict[str, str]] = {
    "sel": r"sel|sl|servicel|(?:lov om social )?service ?(?:lov|loven|lovens|lovs)"
    r"|lov om social service"
    r"|(?:consolidation act on )?social services act",
    "bl": r"bl|barnets? lovs?|børnenes lovs?|boernenes lov|barnetslov(?:en)?|children'?s act"
    r"|act on children",
    "rtl": r"rsl|rtl|retssikkerheds ?l(?:ov(?:en|ens|s)?)?"
    r"|lov om retssikkerhed(?: og administration(?: på det sociale område)?)?",
    "fvl": r"fvl|forvaltnings ?l(?:ov(?:en|ens|s)?)?|public administration act",
    "ofl": r"ofl|offentligheds ?l(?:ov(?:en|ens|s)?)?|lov om offentlighed i forvaltningen",
    "uk": r"uk|ukl|ungdomskriminalitetslov(?:en|ens|s)?"
    r"|lov om (?:bekæmpelse af )?ungdomskriminalitet",
}
"""Scheme id of an act, and the names it goes by."""

SYSTEMS: Final[dict[str, str]] = {
    "urn:oid:1.2.208.176.2.21": "fsiii",
    "urn:oid:1.2.208.176.2.22": "ffb",
    "fhir.kl.dk/term/codesystem/fboe": "fboe",
    "fhir.kl.dk/term/codesystem/ltt": "ltt",
    "fhir.kl.dk/term/codesystem/caresocialcodes": "caresocialcodes",
    "fhir.kl.dk/term/codesystem/ffb": "ffb",
    "fhir.kl.dk/term/codesystem/fsiii": "fsiii",
    "kl.dk/fhir/common/caresocial/codesystem/ffb": "ffb",
    "kl.dk/fhir/common/caresocial/codesystem/fsiii": "fsiii",
    "kl.dk/fhir/common/caresocial/codesystem/fboe": "fboe",
    "kl.dk/fhir/common/caresocial/codesystem/ltt": "ltt",
    "kl.dk/fhir/common/caresocial/codesystem/caresocialcodes": "caresocialcodes",
}
"""KL's code systems by canonical address, today's and older ones, lower case, without http(s)."""

_MAX_LENGTH = 400
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Reference:
    """A provision as somebody wrote it. `act` is None when no act was named."""

    act: str | None
    code: str
    """`52a.1.2`, `kap15a`, or `lov` for the act itself."""
    rest: str = ""
    """What else the text said: `handleplan` in "§ 140 handleplan"."""
    is_dotted: bool = False
    """Written as bare numbers with dots, as codes and statistics do."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes that can be meant, likeliest first.

        Statistics shorten "§ 90, stk. 1, nr. 2" to "90.2"; elsewhere that is § 90, stk. 2.
        """
        section, _, item = self.code.partition(".")
        if self.is_dotted and item and "." not in item:
            return (self.code, f"{section}.1.{item}")
        return (self.code,)


@dataclass(frozen=True, slots=True)
class Identifier:
    """A text that has the form of an identifier; whether it exists is for others to say."""

    kind: str
    """`iri`, `curie`, `uuid` or `system_code`."""
    scheme: str
    """CURIE prefix, or scheme id of a known code system, or the system's address; else empty."""
    code: str
    """Local code, the UUID in lower case, or the whole IRI."""


_ACT_NAMES = "|".join(f"(?P<{act}>{names})" for act, names in ACTS.items())
_ACT = re.compile(rf"(?<![\w-])(?:{_ACT_NAMES})(?![\w]|\.\w|-)")
_ACT_BEFORE_NUMBER = re.compile(rf"(?<![\w-])(?:{_ACT_NAMES})\.?\s*(?=\d)")
_NUMBER_BEFORE_ACT = re.compile(rf"(\d{{1,3}}(?:\s?[a-h])?)\s+(?:i\s+)?(?:{_ACT_NAMES})")
_ACT_AGAINST_NUMBER = re.compile(r"(?<=\d)(?=(?:sel|bl|fvl|rtl|rsl|ofl|ukl)\b)")
_NUMBER_BEFORE_PARAGRAPH = re.compile(
    r"(?<![\w.,§-])(?<!§\s)(?<!nr\s)(?<!nr\.\s)(\d{1,3}(?:\s?[a-h])?)(?=\s*,?\s*(?:stk|stykke)\b)"
)
_SECTION_WORD = re.compile(
    r"§+|\b(?:paragraf(?:fen|fer|ferne)?|paragraph|pgf|par|sections?|sec)\b\.?\s*(?=\d)"
)
_SECTION = re.compile(r"§\s*(\d{1,3})(?!\d)(?:\s?([a-hj-zæøå])(?![a-zæøå]))?")
_DOTTED_TAIL = re.compile(r"\.(\d{1,2})(?:\.(\d{1,2}))?(?![\d.]*\w)")
_COMMA_TAIL = re.compile(r"[,/](\d)(?:[,/](\d{1,2}))?(?![\d.,]*\w)(?!\s*(?:,|og|samt|eller|and)\b)")
"""`BL 32,1,7`; with longer numbers, or more to come, the commas part sections: `§§ 52,58 og 66`."""
_SPACED_TAIL = re.compile(
    r"\s*,\s*(\d{1,2})(?:\s*,\s*(\d{1,2}))?(?![\d.,]*\w)(?!\s*(?:,|og|samt|eller|and)\b)"
)
"""`§ 52, 3, 7`: sections come in order, so a lower number after one section sign is a stk."""
_BRACKET_TAIL = re.compile(r"\((\d{1,2})\)(?:\((\d{1,2})\))?")
_RANGE = re.compile(r"\s*[-–]\s*(\d{1,3})(?![\w.])")
_LONGEST_RANGE: Final = 20
_MORE_SECTIONS = re.compile(r"\s*(?:,|og|samt|eller|and)\s*(\d{1,3})(?:\s?([a-h]))?(?![\w.])")
_PARAGRAPH = re.compile(r"(?:\bstk|\bstykke|\bsubsection)\.?\s*(\d{1,2})|(?<=\d)stk\.?\s*(\d{1,2})")
_ITEM = re.compile(
    r"(?:\bnr|\bnummer|\bno|\bitem)\.?\s*(\d{1,2})|(?<=\d)nr\.?\s*(\d{1,2})|(?<=,\s)(\d{1,2})\)"
)
_SENTENCE = re.compile(
    r",?\s*(?:\b\d{1,2}\.?\s*(?:pkt|punktum)\b\.?|\b(?:pkt|punktum)\b\.?\s*\d{1,2}|\blitra\s+[a-z]\b\)?)"
)
"""A sentence or letter within a provision; no vocabulary has codes for them."""
_DOTTED_INITIALS = re.compile(
    r"(?<![\w.])(?:s\.e\.l|s\.l|b\.l|f\.v\.l|r\.s\.l|o\.f\.l|u\.k\.l)\b\.?"
)
_NUMBERED_CHAPTER = re.compile(r"\b(\d{1,2})\.\s*kap(?:itel)?\b")
_CHAPTER = re.compile(r"\b(?:kap|kapitel|chapter)\.?\s*(\d{1,2})(?:\s?([a-h])(?![a-zæøå]))?\b")
_DOTTED = re.compile(r"^(\d{1,3})([a-z])?[.,](\d{1,2})(?:[.,](\d{1,2}))?$")
_FILLER = re.compile(
    r"^(?:i|efter|jf|af|om|lov|og|the|of|in)\b\.?|\b(?:i|efter|jf|af|og|the|of|in)$"
)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CURIE = re.compile(r"([A-Za-z][\w.-]*):(\S.*)")


def parse_reference(text: str) -> tuple[Reference, ...]:
    """The provisions that `text` names, in order; empty when it names none.

    "SEL 50", "servicelovens § 52, stk. 3, nr. 7", "paragraf 11 stk 3", "§§ 52, 58 og 66",
    "52.3.7", "BL kap. 4". A lone "nr. 7" or "stk. 3" names nothing.
    """
    if len(text) > _MAX_LENGTH:
        return ()
    plain = " ".join(text.lower().replace("’", "'").split()).strip(" .,;:?!")
    plain = _DOTTED_INITIALS.sub(lambda found: found.group().replace(".", ""), plain)
    plain = _SENTENCE.sub("", plain).strip(" .,;:?!")
    dotted = _DOTTED.match(plain)
    if dotted:
        return (Reference(None, _code(*dotted.groups()), is_dotted=True),)
    whole = _ACT.fullmatch(plain)
    if whole:
        return (Reference(_act_of(whole), "lov"),)
    if not _DIGIT.search(plain):
        return ()
    marked = _SECTION_WORD.sub(_sign, _with_signs(plain))
    return tuple(_sections(marked)) or tuple(_chapters(marked))


def unwrapped(text: str) -> str:
    """An IRI out of its angle brackets; a code that only ends with one keeps it."""
    bare = text.strip()
    return bare[1:-1].strip() if bare.startswith("<") and bare.endswith(">") else bare


def parse_identifier(text: str) -> Identifier | None:
    """What kind of identifier `text` has the form of; None when it is just words."""
    asked = unwrapped(text)
    if not asked or len(asked) > _MAX_LENGTH:
        return None
    system, bar, code = asked.rpartition("|")
    if bar and system and code:
        return Identifier("system_code", system_scheme(system), plain_uuid(code))
    if _UUID.fullmatch(plain_uuid(asked)):
        return Identifier("uuid", "", plain_uuid(asked))
    if asked.lower().startswith(("http://", "https://", "urn:")) and " " not in asked:
        return Identifier("iri", "", asked)
    curie = _CURIE.fullmatch(asked)
    return Identifier("curie", curie[1], curie[2]) if curie else None


def _with_signs(text: str) -> str:
    """`sel50`, `sel. 50`, `50 sel` and `52 stk 3` with a section sign, so that all read alike."""
    spaced = _ACT_AGAINST_NUMBER.sub(" ", re.sub(r"§\s*-\s*(?=\d)", "§ ", text))
    if _NUMBER_BEFORE_ACT.fullmatch(spaced):
        return f"§ {spaced}"
    named = _ACT_BEFORE_NUMBER.sub(lambda found: f"{found.group().strip(' .')} § ", spaced)
    numbered = _NUMBERED_CHAPTER.sub(r"kapitel \1", named)
    return _NUMBER_BEFORE_PARAGRAPH.sub(r"§ \1", numbered)


def _sign(found: re.Match[str]) -> str:
    """One sign for one section, two for several."""
    word = found.group()
    return "§§" if word.startswith(("§§", "paragraffer", "sections")) else "§"


def _sections(text: str) -> Iterator[Reference]:
    starts = list(_SECTION.finditer(text))
    acts = list(_ACT.finditer(text))
    for number, start in enumerate(starts):
        begin = 0 if number == 0 else start.start()
        end = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        yield from _section(text, begin, end, start, _nearest_act(acts, start.start(), text))


def _section(
    text: str, begin: int, end: int, start: re.Match[str], act: str | None
) -> Iterator[Reference]:
    segment = text[begin:end]
    tail_at = start.end() - begin
    tails = (form.match(segment, tail_at) for form in (_DOTTED_TAIL, _COMMA_TAIL, _BRACKET_TAIL))
    tail = next(filter(None, tails), None) or _spaced_tail(segment, tail_at, start)
    paragraph, item = tail.groups() if tail else (None, None)
    used = [start.span(), *([(tail.start() + begin, tail.end() + begin)] if tail else [])]
    for pattern, name in ((_PARAGRAPH, "paragraph"), (_ITEM, "item")):
        found = pattern.search(segment)
        if found and not tail:
            value = next(filter(None, found.groups()))
            paragraph, item = (value, item) if name == "paragraph" else (paragraph, value)
            used.append((found.start() + begin, found.end() + begin))
    if item and not paragraph:
        paragraph = "1"
    last = None if paragraph else _range(segment, tail_at, start)
    more = () if paragraph or last else _more_sections(segment, tail_at)
    used += [(last.start() + begin, last.end() + begin)] if last else []
    used += [(found.start() + begin, found.end() + begin) for found in more]
    rest = _rest(text, used, begin, end)
    is_dotted = bool(tail) and segment[tail_at] == "."
    yield Reference(act, _code(start[1], start[2], paragraph, item), rest, is_dotted)
    for number in range(int(start[1]) + 1, int(last[1]) + 1) if last else ():
        yield Reference(act, str(number), rest)
    for found in more:
        yield Reference(act, _code(found[1], found[2], None, None), rest)


def _spaced_tail(segment: str, at: int, start: re.Match[str]) -> re.Match[str] | None:
    tail = _SPACED_TAIL.match(segment, at)
    is_plural = start.string[: start.start()].endswith("§")
    return tail if tail and not is_plural and int(tail[1]) < int(start[1]) else None


def _range(segment: str, at: int, start: re.Match[str]) -> re.Match[str] | None:
    """The end of `§§ 50-52`."""
    last = _RANGE.match(segment, at)
    return last if last and 0 < int(last[1]) - int(start[1]) <= _LONGEST_RANGE else None


def _more_sections(segment: str, at: int) -> tuple[re.Match[str], ...]:
    found = []
    while match := _MORE_SECTIONS.match(segment, at):
        found.append(match)
        at = match.end()
    return tuple(found)


def _chapters(text: str) -> Iterator[Reference]:
    acts = list(_ACT.finditer(text))
    for found in _CHAPTER.finditer(text):
        act = _nearest_act(acts, found.start(), text)
        rest = _rest(text, [found.span()], 0, len(text))
        yield Reference(act, f"kap{found[1]}{found[2] or ''}", rest)


def _nearest_act(acts: list[re.Match[str]], at: int, text: str) -> str | None:
    """The act just before position `at`, else the first one after it, else the last before it."""
    before = [act for act in acts if act.end() <= at]
    after = [act for act in acts if act.start() >= at]
    if before and not text[before[-1].end() : at].strip(" ,:"):
        return _act_of(before[-1])
    if after:
        return _act_of(after[0])
    return _act_of(before[-1]) if before else None


def _act_of(found: re.Match[str]) -> str:
    return next(act for act in ACTS if found.groupdict()[act] is not None)


def _code(section: str, letter: str | None, paragraph: str | None, item: str | None) -> str:
    parts = (f"{int(section)}{letter or ''}", paragraph, item)
    return ".".join(part for part in parts if part)


def _rest(text: str, used: list[tuple[int, int]], begin: int, end: int) -> str:
    """What is left of text[begin:end] without the reference, the act's name and glue words."""
    kept = "".join(
        " " if any(start <= at < stop for start, stop in used) else text[at]
        for at in range(begin, end)
    )
    plain = " ".join(_ACT.sub(" ", kept).split()).strip(" ,.:;-/()")
    while True:
        trimmed = _FILLER.sub("", plain).strip(" ,.:;-/()")
        if trimmed == plain:
            return plain
        plain = trimmed


def system_scheme(system: str) -> str:
    """Scheme id of a known code system, version cut off; else the address as it stands."""
    address, _, _ = system.strip().partition("|")
    key = re.sub(r"^https?://", "", address.lower()).rstrip("/")
    if re.fullmatch(r"[\d.]+", key):
        key = f"urn:oid:{key}"
    return SYSTEMS.get(key, address)


def plain_uuid(text: str) -> str:
    """A UUID in any of its usual dresses as bare lower case; any other text without braces."""
    bare = text.strip().strip("{}")
    lowered = bare.lower().removeprefix("urn:uuid:")
    return lowered if _UUID.fullmatch(lowered) else bare
