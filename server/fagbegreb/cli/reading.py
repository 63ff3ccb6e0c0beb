"""`search`, `show`, `translate`, `resolve` and `export`: what the API answers, at the prompt."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fagbegreb.cli.common import (
    ANSWER_IS_NO,
    Words,
    at_option,
    echo_json,
    json_option,
    lang_option,
    open_terminology,
    output_option,
    said,
)
from fagbegreb.errors import AmbiguousId, UnknownConcept
from fagbegreb.model import (
    Concept,
    ConceptDetail,
    Labels,
    OutOfUse,
    Relation,
    Status,
    TranslationAnswer,
    today,
)
from fagbegreb.settings import Settings

if TYPE_CHECKING:
    from fagbegreb.terminology import Terminology

MEDIA_TYPES = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}


@click.command()
@click.argument("query", nargs=-1, required=True, type=Words())
@click.option("--scheme", "schemes", multiple=True, metavar="ID", help="Only in this scheme.")
@click.option(
    "--kind", "kinds", multiple=True, metavar="KIND", help="Only of this kind, e.g. provision."
)
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice([status.value for status in Status]),
    help="Only with this editorial status.",
)
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="At most so many."
)
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave out so many of the first.")
@lang_option
@at_option
@json_option
@click.pass_obj
def search(
    settings: Settings,
    *,
    query: tuple[str, ...],
    schemes: tuple[str, ...],
    kinds: tuple[str, ...],
    statuses: tuple[str, ...],
    limit: int,
    offset: int,
    lang: str,
    at: date | None,
    as_json: bool,
) -> None:
    """Find concepts by words, codes or provisions, however they are typed.

    \b
    Examples:
      fagbegreb search underretninger
      fagbegreb search --scheme bl boernefaglig undersoegelse
      fagbegreb search --json "SEL § 50"
    """
    house, at = open_terminology(settings), at or today()
    for name in schemes:
        house.vocabulary.book.head(name)
    house.search.require(kinds=kinds, statuses=statuses)
    found = house.search.search(
        " ".join(query),
        schemes=schemes,
        kinds=kinds,
        statuses=statuses,
        lang=lang,
        at=at,
        limit=limit,
        offset=offset,
        concept_of=house.vocabulary.concept,
    )
    if as_json:
        from fagbegreb.render import search_json

        label = partial(house.facet_label, lang=lang)
        echo_json(search_json(found, limit=limit, offset=offset, lang=lang, at=at, label=label))
    else:
        for hit in found.hits:
            click.echo(_line(hit.concept, lang, at))
        if meant := found.did_you_mean:
            click.echo(said(lang, f"Mente du »{meant}«?", f"Did you mean '{meant}'?"), err=True)
        shown, total = len(found.hits), found.total
        click.echo(
            said(lang, f"{shown} af {total} begreber", f"{shown} of {total} concepts"), err=True
        )
    if not found.total:
        click.get_current_context().exit(ANSWER_IS_NO)


@click.command()
@click.argument("ids", nargs=-1, required=True, type=Words(), metavar="ID...")
@lang_option
@at_option
@json_option
@click.pass_obj
def show(
    settings: Settings, *, ids: tuple[str, ...], lang: str, at: date | None, as_json: bool
) -> None:
    """Show all that is said of a concept. An ID is a CURIE, an IRI, a provision, a KL code.

    \b
    Examples:
      fagbegreb show ics:B1
      fagbegreb show "SEL § 50, stk. 2, nr. 1" --at 2023-06-30
      fagbegreb show bl:20 --json
    """
    house, at = open_terminology(settings), at or today()
    for asked in ids:
        detail = house.vocabulary.detail(_one(house, asked, at).iri)
        if as_json:
            from fagbegreb.render import detail_json, out_of_use_json

            told = detail_json(detail, lang, at, house.release_json)
            ended = out_of_use_json(house.vocabulary.out_of_use(detail.concept.iri, at), lang, at)
            echo_json({**told, "out_of_use": ended})
            continue
        _echo_detail(detail, house.vocabulary.out_of_use(detail.concept.iri, at), lang, at)


@click.command()
@click.argument("ids", nargs=-1, required=True, type=Words(), metavar="ID...")
@click.option("--to", "target", required=True, metavar="SCHEME", help="Scheme to translate into.")
@lang_option
@at_option
@json_option
@click.pass_obj
def translate(
    settings: Settings,
    *,
    ids: tuple[str, ...],
    target: str,
    lang: str,
    at: date | None,
    as_json: bool,
) -> None:
    """Say what a concept is called in another scheme, with the path and what is lost.

    \b
    Examples:
      fagbegreb translate ics:B1 --to trivsel
      fagbegreb translate sel:50 --to bl --at 2024-01-01 --json
    """
    house, at = open_terminology(settings), at or today()
    scheme = house.vocabulary.scheme(target).id
    is_translated = True
    for asked in ids:
        answer = house.crosswalk.translate(_one(house, asked, at).iri, scheme, at)
        is_translated = is_translated and bool(answer.translations)
        if as_json:
            from fagbegreb.render import translation_json

            echo_json(translation_json(answer, lang, at))
        else:
            _echo_translation(answer, lang)
    if not is_translated:
        click.get_current_context().exit(ANSWER_IS_NO)


@click.command()
@click.argument("ids", nargs=-1, type=Words(), metavar="[ID]...")
@lang_option
@at_option
@json_option
@click.pass_obj
def resolve(
    settings: Settings, *, ids: tuple[str, ...], lang: str, at: date | None, as_json: bool
) -> None:
    """Say what each identifier means; without any, one line each from standard input.

    \b
    Examples:
      fagbegreb resolve "§ 50" ics:B1
      fagbegreb resolve --json < codes.txt
    """
    house, at = open_terminology(settings), at or today()
    asked = ids or tuple(filter(None, map(str.strip, _standard_input().splitlines())))
    found = house.vocabulary.resolve_many(asked, at)
    if as_json:
        from fagbegreb.render import resolution_json

        echo_json({"results": [resolution_json(one, lang, at) for one in found]})
        return
    for one in found:
        names = "; ".join(_named(concept, lang) for concept in one.concepts)
        why = f"\t{_text(one.out_of_use.text, lang)}" if one.out_of_use else ""
        click.echo(f"{one.asked}\t{one.outcome}\t{names}{why}")


@click.command()
@click.argument("name", metavar="SCHEME|ID", type=Words())
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["ttl", "jsonld", "nt", "rdf", "csv", "xlsx"]),
    default="ttl",
    show_default=True,
    help="RDF, or a table with a row for each concept.",
)
@output_option
@lang_option
@at_option
@click.pass_obj
def export(
    settings: Settings,
    *,
    name: str,
    file_format: str,
    output: Path | None,
    lang: str,
    at: date | None,
) -> None:
    """Write a scheme, or one concept, as RDF or as a table.

    \b
    Examples:
      fagbegreb export ics > ics.ttl
      fagbegreb export bl --format xlsx -o barnets-lov.xlsx
      fagbegreb export ics:B1 --format jsonld
    """
    house, at = open_terminology(settings), at or today()
    content = _exported(house, name, file_format, lang, at)
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        output.write_bytes(content)


def _exported(house: Terminology, name: str, file_format: str, lang: str, at: date) -> bytes:
    is_scheme = any(scheme.id == name for scheme in house.vocabulary.schemes())
    if file_format in MEDIA_TYPES:
        from fagbegreb.render import rdf_bytes

        if is_scheme:
            triples = house.store.graph_triples(house.vocabulary.scheme(name).iri)
        else:
            triples = iter(house.store.triples(_one(house, name, at).iri))
        own = tuple(scheme.id for scheme in house.vocabulary.schemes())
        return rdf_bytes(triples, MEDIA_TYPES[file_format], own)
    from fagbegreb.render.listing import listing_header, listing_rows
    from fagbegreb.tables import csv_bytes, xlsx_bytes

    concepts = house.vocabulary.concepts(name) if is_scheme else (_one(house, name, at),)
    header, rows = listing_header(lang), listing_rows(concepts, lang, at)
    return csv_bytes(header, rows) if file_format == "csv" else xlsx_bytes(header, rows, name)


def _one(house: Terminology, asked: str, at: date) -> Concept:
    """The concept that `asked` means. Raises UnknownConcept, AmbiguousId."""
    found = house.vocabulary.resolve(asked, at)
    if found.outcome == "ambiguous":
        raise AmbiguousId(asked, tuple(concept.curie for concept in found.concepts))
    if not found.concepts:
        raise UnknownConcept(asked)
    return found.concepts[0]


def _line(concept: Concept, lang: str, at: date) -> str:
    reference = f" ({concept.reference})" if concept.reference else ""
    ended = said(lang, "  [ikke i kraft]", "  [not in force]")
    in_force = "" if concept.in_force(at) else ended
    return f"{concept.curie:24} {concept.label(lang)[0]}{reference}{in_force}"


def _named(concept: Concept, lang: str) -> str:
    return f"{concept.curie} {concept.label(lang)[0]}"


def _text(texts: Labels, lang: str) -> str:
    return texts.get(lang) or texts.get("da") or next(iter(texts.values()), "")


def _echo_detail(detail: ConceptDetail, ended: OutOfUse | None, lang: str, at: date) -> None:
    concept = detail.concept
    click.echo(_line(concept, lang, at))
    click.echo(f"  {concept.iri}")

    def tell(da: str, en: str, texts: Iterable[str]) -> None:
        if text := "; ".join(filter(None, texts)):
            click.echo(f"  {said(lang, da, en)}: {text}")

    tell("Ude af brug", "Out of use", [_text(ended.text, lang)] if ended else ())
    tell("Definition", "Definition", [_text(concept.definition, lang)])
    tell("Også kaldet", "Also called", detail.alt_labels.get(lang, ()))
    tell("Brug ikke", "Do not use", detail.deprecated_labels.get(lang, ()))
    tell("Bemærkning", "Note", detail.comment.get(lang, ()))
    tell("Overbegreb", "Broader", (_named(found, lang) for found in detail.broader))
    tell("Underbegreber", "Narrower", (_named(found, lang) for found in detail.narrower))
    tell("Beslægtet", "Related", (_named(found, lang) for found in detail.related))
    for row, relation, other in detail.mappings:
        if other is not None:
            denied = said(lang, "ikke ", "not ") if row.negated else ""
            told = f"{denied}{_relation(relation, lang)}".capitalize()
            tell(told, told, [_named(other, lang)])
    tell("Kilder", "Sources", (source.title for source in detail.sources))


def _relation(relation: Relation, lang: str) -> str:
    from fagbegreb.crosswalk.export import RELATION_NAMES

    return RELATION_NAMES[said(lang, "da", "en")][relation]


def _standard_input() -> str:
    """All of it; empty when it is closed."""
    if sys.stdin is None:
        return ""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise click.UsageError("Standard input is not UTF-8. Save the file as UTF-8.") from None


def _echo_translation(answer: TranslationAnswer, lang: str) -> None:
    click.echo(f"{_named(answer.source, lang)} → {answer.target_scheme}")
    for found in answer.translations:
        target = f"{_named(found.target, lang)} ({found.confidence:.2f})"
        click.echo(f"  {_relation(found.relation, lang)}: {target}")
        click.echo(f"    {_text(found.explanation, lang)}")
    if not answer.translations:
        click.echo(f"  {_text(answer.unmapped_text, lang)}")
