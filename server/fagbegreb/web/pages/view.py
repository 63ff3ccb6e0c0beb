"""A template and values go in; a page comes out, in the reader's language and theme."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import Response

from fagbegreb.errors import FagbegrebError
from fagbegreb.model import Concept, Labels, today
from fagbegreb.render import pick, to_bytes
from fagbegreb.settings import Settings
from fagbegreb.terminology import Terminology
from fagbegreb.web.context import TERMINOLOGY, UI_LANGUAGES, ui_language
from fagbegreb.web.messages import for_scripts, text
from fagbegreb.web.pages.static import address
from fagbegreb.web.respond import answer

HTML: Final = "text/html; charset=utf-8"
THEMES: Final = ("light", "dark")
_YEAR_S: Final = 365 * 24 * 3600
_MONTHS: Final = {
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "en": "January February March April May June July August September October November December",
}
_LONGEST_CODE: Final = 26
_KEPT: Final = ("at", "release")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).resolve().parents[1] / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(static=address)
    return made


class View:
    """One request as a template sees it: `t`, `link`, `label`, `day` and what was asked for."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.lang = ui_language(request.headers, request.query_params, request.cookies)
        theme = request.cookies.get("theme", "")
        self.theme = theme if theme in THEMES else ""
        self.base: str = request.scope.get("root_path", "")
        self.path: str = request.url.path.removeprefix(self.base) or "/"

    @property
    def settings(self) -> Settings:
        """The settings of the application."""
        found: Settings = self.request.app.state.settings
        return found

    @property
    def terminology(self) -> Terminology | None:
        """What answers; None on an error page when nothing can."""
        return self.request.scope.get(TERMINOLOGY)

    @property
    def at(self) -> date:
        """The day asked for; today when it is no day."""
        try:
            return date.fromisoformat(self.request.query_params.get("at", ""))
        except ValueError:
            return today()

    @property
    def is_dated(self) -> bool:
        """Whether a day was asked for."""
        return "at" in self.request.query_params

    @property
    def other_day(self) -> date | None:
        """The day that the page shows, when it is another than today."""
        return None if self.at == today() else self.at

    @property
    def other_release(self) -> str:
        """The release that the page shows, when it is another than the newest; else empty."""
        newest: Terminology | None = self.request.app.state.holder.current
        shown = self.terminology
        if newest is None or shown is None or shown.release == newest.release:
            return ""
        return shown.release

    @property
    def looks_back(self) -> bool:
        """Whether the page shows something else than the newest release today."""
        return bool(self.other_day or self.other_release)

    def t(self, key: str, **values: object) -> str:
        """A text of the catalogue."""
        return text(self.lang, key, **values)

    def link(self, path: str, **query: object) -> str:
        """An address of ours, below the base path, on the day and release being looked at."""
        asked = self.request.query_params
        kept = {name: asked[name] for name in _KEPT if asked.get(name) and name not in query}
        return self.plain_link(path, **{**query, **kept})

    def plain_link(self, path: str, **query: object) -> str:
        """An address of ours with just this query; lists repeat a name, None leaves it out."""
        given = {name: value for name, value in query.items() if value not in (None, "", [])}
        wanted = urlencode(given, doseq=True)
        return self.base + quote(path) + (f"?{wanted}" if wanted else "")

    def here(self, **changed: object) -> str:
        """This page with parts of its query changed."""
        return self.plain_link(self.path, **{**self._asked, **changed})

    @cached_property
    def _asked(self) -> dict[str, list[str]]:
        asked: dict[str, list[str]] = {}
        for name, value in self.request.query_params.multi_items():
            asked.setdefault(name, []).append(value)
        return asked

    def concept_link(self, concept: Concept) -> str:
        """The page of a concept."""
        return self.link(f"/begreb/{concept.scheme}/{concept.notation}")

    def label(self, concept: Concept) -> str:
        """What a concept is called in the reader's language."""
        return concept.label(self.lang)[0]

    def name(self, concept: Concept) -> str:
        """The citation of a provision, else the code."""
        return concept.reference or concept.curie

    def short(self, code: str) -> str:
        """A code that fits a line: UUIDs are cut."""
        return code if len(code) <= _LONGEST_CODE else f"{code[: _LONGEST_CODE - 8]}…"

    def pick(self, labels: Labels) -> str:
        """One of several languages' texts."""
        return pick(labels, self.lang)

    def said(self, labels: Labels) -> Markup:
        """One of several languages' texts, marked as what it is when it is not the reader's."""
        found = self.pick(labels)
        lang = next((lang for lang, text in labels.items() if text == found), self.lang)
        if self.lang in labels or lang == self.lang:
            return escape(found)
        return Markup('<span lang="{}">{}</span>').format(lang, found)

    def lang_of(self, concept: Concept) -> Markup:
        """` lang="da"` for a label that is in another language than the page; else nothing."""
        lang = concept.label(self.lang)[1]
        return Markup("") if lang == self.lang else Markup(' lang="{}"').format(lang)

    def lang_of_texts(self, found: Mapping[str, tuple[str, ...]]) -> Markup:
        """` lang="da"` for texts that are in another language than the page; else nothing."""
        return Markup("") if self.lang in found or "da" not in found else Markup(' lang="da"')

    def texts(self, found: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """The reader's language's texts, else the Danish ones."""
        return found.get(self.lang) or found.get("da") or next(iter(found.values()), ())

    def scheme_name(self, scheme: str) -> str:
        """What a scheme is called."""
        heads = self.terminology.vocabulary.book.heads if self.terminology else {}
        return next((self.pick(h.labels) or h.id for h in heads.values() if h.id == scheme), scheme)

    def kind_name(self, kind: str) -> str:
        """What a kind of concept is called."""
        return self.terminology.facet_label("kind", kind, self.lang) if self.terminology else kind

    def language(self, code: str) -> str:
        """What a language is called, where we know it."""
        return self.t(f"language.{code}") if code in UI_LANGUAGES else code

    def day(self, day: date) -> str:
        """`1. januar 2024`, `1 January 2024`."""
        month = _MONTHS[self.lang].split()[day.month - 1]
        return f"{day.day}{'.' if self.lang == 'da' else ''} {month} {day.year}"

    def day_of(self, written: str) -> str:
        """The day of a timestamp in words; empty for none."""
        return self.day(date.fromisoformat(written[:10])) if written else ""

    def number(self, number: float) -> str:
        """Thousands and decimals as the reader writes them."""
        written = f"{number:,}"
        return written.translate(str.maketrans(",.", ".,")) if self.lang == "da" else written

    @property
    def notice(self) -> str:
        """The release's own notice that it is a draft; empty when it is none."""
        if self.terminology is None:
            return ""
        return self.pick(self.terminology.vocabulary.catalogue["notice"])

    @property
    def names(self) -> str:
        """What schemes and kinds are called, as JSON for autocomplete: a list of two."""
        if self.terminology is None:
            return "[{},{}]"
        schemes = self.terminology.vocabulary.schemes()
        named = {scheme.id: self.pick(scheme.labels) or scheme.id for scheme in schemes}
        kinds = {kind: self.kind_name(kind) for scheme in schemes for kind in scheme.kinds}
        return to_bytes([named, kinds]).decode()

    @property
    def script_texts(self) -> str:
        """What the scripts say, as JSON for an attribute."""
        return to_bytes(for_scripts(self.lang)).decode()


def page(
    request: Request, template: str, *, status: int = 200, cache: str = "no-cache", **values: Any
) -> Response:
    """The rendered template. Remembers a language that the address asked for."""
    view = View(request)
    html = _environment().get_template(template).render(view=view, t=view.t, **values)
    headers = {"vary": "Accept-Encoding, Accept-Language, Cookie", "content-language": view.lang}
    answered = answer(request, html.encode(), HTML, status=status, cache=cache, headers=headers)
    if request.query_params.get("lang", "")[:2] in {"da", "en"}:
        remember(answered, request, "lang", view.lang)
    return answered


def remember(answered: Response, request: Request, name: str, value: str) -> None:
    """Set one of our two cookies: nothing about the person, only how pages look."""
    answered.set_cookie(
        name,
        value,
        max_age=_YEAR_S,
        path=request.scope.get("root_path") or "/",
        samesite="lax",
        httponly=True,
        secure=request.url.scheme == "https",
    )


def error_page(request: Request, error: FagbegrebError) -> Response:
    """The page that says what went wrong and where to go."""
    view = View(request)
    return page(
        request,
        "error.html",
        status=error.status,
        cache="no-store",
        title=error.title[view.lang],
        detail=error.on_a_page[view.lang],
        code=error.code,
    )
