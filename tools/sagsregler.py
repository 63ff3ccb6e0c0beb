"""Writes docs/sagsregler.md, the list of rules, from shapes/case, and ontology/sag.jsonld.

Run it after a change of either: `python tools/sagsregler.py`. A test compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fagbegreb.namespaces import ID
from fagbegreb.validation.loading import context_document
from fagbegreb.validation.rules import Rule, read_rules

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "sagsregler.md"
CONTEXT = ROOT / "ontology" / "sag.jsonld"

STEPS = {
    "underretning": "Underretning",
    "screening": "Screening og afdækning",
    "undersoegelse": "Børnefaglig undersøgelse",
    "samtale": "Barnets inddragelse",
    "sag": "Sagen som helhed",
    "samtykke": "Samtykke",
    "afgoerelse": "Afgørelse",
    "plan": "Handleplan, barnets plan og ungeplan",
    "opfoelgning": "Opfølgning og personrettet tilsyn",
    "anbringelse": "Anbringelse, hjemgivelse, samvær og indstilling",
    "overgang": "Overgang til voksenlivet",
    "stoette": "Familievejledning, hjemmetræning og netværkssamråd",
    "sagsbehandling": "Sagsbehandling: høring, begrundelse, klage, notat",
    "indberetning": "Lovhenvisning og indberetning",
    "metode": "Metoder og skalaer",
    "struktur": "Det, der skal til, for at de andre regler kan afgøres",
}
SEVERITIES = {"violation": "fejl", "warning": "advarsel", "info": "oplysning"}

GRAPH_RULES = (
    ("G01", "fejl", "En værdi er ikke gyldig i sin datatype. Den indgår ikke i kontrollen."),
    ("G02", "fejl", "En værdi har en anden type, end egenskaben kræver."),
    (
        "G03",
        "fejl",
        "En klasse, egenskab eller værdi findes ikke i ontologien (fx en stavefejl).",
    ),
    ("G04", "fejl", "Et tidspunkt mangler tidszone. Det er læst som dansk tid."),
    ("G05", "fejl", "Grafen har ingen eller flere end én sag."),
    ("G06", "fejl", "En egenskab, der kun kan have én værdi, har flere."),
    ("K01", "fejl", "Noget er ikke en kode, der findes. Fundet foreslår de nærmeste, der gjaldt."),
    ("K02", "advarsel", "Et begreb er udgået. Fundet foreslår afløseren."),
    ("K03", "advarsel", "Et begreb gjaldt ikke på dagen for det, det er brugt om."),
    ("K04", "fejl", "Et begreb er brugt, hvor der skal stå en bestemmelse."),
    ("M01", "fejl", "En regel eller sagen kunne ikke kontrolleres; motoren fejlede."),
    ("M02", "fejl", "Kun ved mange sager: sagen kunne ikke læses eller nåede en grænse."),
)
PARTLY = (
    ("R023, R110, R129", "Om indholdet er dækkende, kan en graf ikke vise; kun at det er der."),
    ("R026, R027", "At der ligger en foreløbig vurdering; ikke om den er tilstrækkelig."),
    ("R043", "At der er givet en grund; ikke om den er »helt særlig«."),
    ("R046", "Sagstypen tages fra `sag:sagstype` eller udledes af hjemlen."),
    ("R064", "At målet henviser til et problem; ikke om sammenhængen er god."),
    ("R109", "At der er en begrundelse; R110 ser på dens dele."),
    ("R114", "Notat ved samtaler, høringer, kontakter, møder, opfølgninger og tilsyn; om noget "
     "derudover var væsentligt, kan en graf ikke vise."),
    ("R137", "Kræver, at skolens fraværstal er med i sagen."),
)  # fmt: skip
DOUBTFUL = (
    ("R008, R010", "Seks hverdage og tilbagemelding er kun bekræftet for serviceloven § 155 b; "
     "for barnets lov er det antaget. Derfor advarsel."),
    ("R007, R008", "Hverdage er her mandag til lørdag undtagen helligdage. Skal bekræftes."),
    ("R018", "Støttende indsatser er læst som dem efter § 32; en tidlig forebyggende indsats "
     "(§ 30) kræver ikke screening. Har undersøgelsen en startdato, gælder den, ellers dagen, den "
     "blev besluttet."),
    ("R049, R050, R051", "Om samtykket lå før afgørelsen, ses ikke efter; kun at det er der."),
    ("R039, R040", "To måneder efter § 51 og § 23: selve § 23 er ikke set."),
    ("R077", "Regelgrundlaget siger senest den dag, udredningen afsluttes. Følges der op dagen "
     "efter, giver det et fund; det er strengt."),
    ("R082, R083", "Året regnes fra anbringelsens begyndelse og kun, når det er gået helt: "
     "anbringelsen varede endnu på årsdagen."),
    ("R084", "§ 62's undtagelser i stk. 4 (forlænget frist) kan ikke ses af grafen."),
    ("R085", "Fristerne i barnets lov § 50 er ikke set; reglen kræver kun, at en frist er sat."),
    ("R099, R100", "En måned og 24 timer for foreløbige afgørelser hviler på praksis."),
    ("R104", "»Efter det fyldte 16. år« er læst som tidligst den dag; derfor advarsel."),
    ("R127", "Mindst én lokal løsning bruger halve trin. Reglen holder fast i hele trin; halve "
     "kan stå i `sag:lokalScore`."),
    ("R128, R129, R130", "God faglig praksis og ikke lovkrav."),
)  # fmt: skip


def document() -> str:
    """The whole page."""
    rules = read_rules(ROOT / "shapes" / "case").rules
    return "\n".join([*_opening(rules), *_steps(rules), *_closing()]) + "\n"


def _opening(rules: tuple[Rule, ...]) -> Iterator[str]:
    law = {rule.id for rule in rules if rule.id.startswith("R")}
    yield "# Sagsregler"
    yield ""
    yield (
        f"{len(law)} regler om, hvad loven og god praksis kræver af en børnesag, og de kontroller, "
        "der skal til, for at de kan afgøres. Siden er dannet af `shapes/case/` med "
        "`python tools/sagsregler.py`; ret reglerne dér. [sagsgraf.md](sagsgraf.md) viser, "
        "hvordan en sag beskrives."
    )
    yield ""
    yield "Reglerne er et udkast og ikke juridisk rådgivning. Ingen fagmyndighed har bekræftet dem."
    yield ""
    yield "## Hvilken lov gælder?"
    yield ""
    yield (
        "Loven vælges for hver del af sagen efter dagen for **afgørelsen**, ikke efter i dag: "
        "serviceloven til og med 31. december 2023, barnets lov fra 1. januar 2024. En indsats "
        "eller anbringelse, dens plan og dens opfølgninger følger den afgørelse, de hviler på, "
        "så en indsats fra 2023 beholder serviceloven, indtil der træffes en ny afgørelse "
        "(barnets lov § 213). En ny afgørelse er en ny indsats. Underretninger følger dagen, de "
        "kom; undersøgelser dagen, de blev besluttet; regler om sagen som helhed den nyeste "
        "afgørelse. Kolonnen *gælder* viser perioden."
    )
    yield ""
    yield (
        "Står der på sagen, hvornår den er opgjort (`sag:opgjort`), er en frist, der ikke er "
        "udløbet da, ikke brudt. Står det der ikke, regnes til nu. Månedsfrister, der ender på en "
        "dag, som ikke findes, ender på månedens sidste dag: fire måneder fra 31. oktober er 28. "
        "(29.) februar."
    )


def _steps(rules: tuple[Rule, ...]) -> Iterator[str]:
    for step, title in STEPS.items():
        here = [rule for rule in rules if rule.step == step]
        yield from ("", f"## {title}", "")
        yield "| regel | kræver | hjemmel | gælder | alvor |"
        yield "| --- | --- | --- | --- | --- |"
        for rule in here:
            basis = ", ".join(iri.removeprefix(ID).replace("/", ":", 1) for iri in rule.legal_basis)
            period = f"{rule.valid_from} – {rule.valid_to}" if rule.valid_from else "altid"
            yield (
                f"| {rule.id} | {rule.labels.get('da', '')} | {basis or '–'} "
                f"| {period.strip()} | {SEVERITIES[rule.severity]} |"
            )


def _closing() -> Iterator[str]:
    yield from ("", "## Kontrol af grafen og koderne", "")
    yield "Disse findes uden for SHACL, mens sagen læses ind."
    yield from ("", "| kontrol | alvor | betydning |", "| --- | --- | --- |")
    yield from (f"| {rule} | {severity} | {text} |" for rule, severity, text in GRAPH_RULES)
    yield from ("", "## Kan kun delvist afgøres af en graf", "")
    yield "Alle 139 regler i regelgrundlaget er med. Nogle kan en graf kun vise halvt:"
    yield from ("", "| regel | hvad der ikke kan ses |", "| --- | --- |")
    yield from (f"| {rule} | {text} |" for rule, text in PARTLY)
    yield from ("", "## Tvivlsomt grundlag", "")
    yield from ("| regel | tvivl |", "| --- | --- |")
    yield from (f"| {rule} | {text} |" for rule, text in DOUBTFUL)


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
    CONTEXT.write_text(context_document(ROOT), encoding="utf-8")
