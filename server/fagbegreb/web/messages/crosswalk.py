"""Texts of the crosswalk pages."""

TEXTS: dict[str, tuple[str, str]] = {
    "crosswalk.title": ("Oversæt mellem begrebssystemer", "Translate between concept schemes"),
    "crosswalk.lead": (
        "Vælg to systemer og se, hvad begreberne i det ene hedder i det andet, og hvorfor.",
        "Choose two schemes and see what the concepts of one are called in the other, and why.",
    ),
    "crosswalk.from": ("Fra", "From"),
    "crosswalk.to": ("Til", "To"),
    "crosswalk.on": ("På dagen", "On the day"),
    "crosswalk.relation": ("Kun relationen", "Only the relation"),
    "crosswalk.any": ("Alle", "All"),
    "crosswalk.confidence": ("Mindste sikkerhed", "Least confidence"),
    "crosswalk.swap": ("Byt retning", "Swap direction"),
    "crosswalk.of": ("{source} → {target}", "{source} → {target}"),
    "crosswalk.summary": (
        "{mapped} af {total} begreber har et modsvarende begreb.",
        "{mapped} of {total} concepts have a counterpart.",
    ),
    "crosswalk.left_out": (
        "De {count}, som ingen kobling nævner, er ikke med her, fordi systemet er så stort.",
        "The {count} that no mapping names are left out here because the scheme is so large.",
    ),
    "crosswalk.shown": (
        "Her vises de første {count}. Hent en fil for at få dem alle.",
        "The first {count} are shown here. Download a file for all of them.",
    ),
    "crosswalk.gap": ("Intet modsvarende begreb", "No counterpart"),
    "crosswalk.hidden": ("{n} skjult af filteret", "{n} left out by the filter"),
    "crosswalk.through": ("gennem {label}", "through {label}"),
    "crosswalk.direct": ("direkte", "directly"),
    "crosswalk.others": ("{n} andre veje", "{n} other paths"),
    "crosswalk.others_one": ("1 anden vej", "1 other path"),
    "crosswalk.table": ("Tabel", "Table"),
    "crosswalk.legend": (
        "»Er det samme som« kan byttes frit, »er næsten det samme som«, når du har læst begge "
        "definitioner. »Er snævrere end« mister en detalje, »er bredere end« kræver et valg, og "
        "det, der kun er beslægtet, er en henvisning. Procenten siger, hvor sikker koblingen er.",
        "'Is the same as' can be exchanged freely, 'is almost the same as' once you have read both "
        "definitions. 'Is narrower than' loses detail, 'is broader than' calls for a choice, and "
        "what is only related is a pointer. The percentage says how sure the mapping is.",
    ),
    "crosswalk.triangle": (
        "Trekanten med modsvarende begreber; alt står også i tabellen",
        "The triangle with counterparts; the table says all of it too",
    ),
    "crosswalk.drawing": ("Tegning", "Drawing"),
    "crosswalk.drawing_large": (
        "Tegningen vises ikke her, fordi systemerne er store. Hent den i stedet.",
        "The drawing is not shown here because the schemes are large. Download it instead.",
    ),
    "crosswalk.how": ("Sådan følger det", "How it follows"),
    "crosswalk.not_mapped": ("Ikke koblet endnu", "Not mapped yet"),
    "crosswalk.more": ("Mere", "More"),
    "crosswalk.why": ("Forklaring", "Explanation"),
    "crosswalk.matrix": ("Hvor meget kan oversættes?", "How much can be translated?"),
    "crosswalk.matrix_help": (
        "Hvor mange procent af rækkens begreber der har et modsvarende begreb i kolonnens system. "
        "Tryk på et tal for at se hvilke.",
        "The percentage of the row's concepts that have a counterpart in the column's scheme. "
        "Choose a figure to see which.",
    ),
    "crosswalk.reading_aid": (
        "Kun læsehjælp: skalaer omregnes aldrig.",
        "Reading aid only: scales are never converted.",
    ),
    "crosswalk.percent": ("{percent} %", "{percent} %"),
    "quality.title": ("Koblingernes tilstand", "State of the mappings"),
    "quality.lead": (
        "Til redaktøren: hvad der bør ses på, og hvad der kunne kobles.",
        "For editors: what ought to be looked at, and what could be mapped.",
    ),
    "quality.findings": ("Fund", "Findings"),
    "quality.nothing": ("Der er intet at bemærke.", "There is nothing to remark."),
    "quality.more": ("{n} til findes i JSON-filen.", "{n} more are in the JSON file."),
    "quality.proposals": ("Forslag til koblinger", "Proposed mappings"),
    "quality.proposals_help": (
        "De sikreste først. Et forslag indgår ikke i noget svar, før det er importeret.",
        "Surest first. A proposal takes part in no answer before an editor has taken it in.",
    ),
    "quality.error": ("Fejl", "Error"),
    "quality.warning": ("Advarsel", "Warning"),
    "quality.info": ("Til gennemgang", "To do"),
    "quality.unmapped": ("begreber uden kobling", "concepts without a mapping"),
    "quality.one_to_many": ("ét begreb svarer til flere", "one concept corresponds to several"),
    "quality.contradiction": ("rækker modsiger hinanden", "rows contradict each other"),
    "quality.retired": ("koblinger til udgåede begreber", "mappings to retired concepts"),
    "quality.low_confidence": ("usikre koblinger", "unsure mappings"),
    "quality.unjudged": ("koblinger, ingen har vurderet", "mappings that nobody has judged"),
    "quality.exact_cycle": (
        "»det samme« forener to begreber i ét system",
        "exact matches join two concepts of one scheme",
    ),
    "quality.duplicate": ("samme par koblet to gange", "the same pair mapped twice"),
    "quality.one_scheme": ("koblinger inden for ét system", "mappings inside one scheme"),
    "quality.scale": ("skalatrin koblet som det samme", "scale steps mapped as the same"),
    "quality.unknown_concept": ("koblinger til ukendte begreber", "mappings to unknown concepts"),
}
