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
    "crosswalk.gap": ("Intet modsvarende begreb", "No counterpart"),
    "crosswalk.hidden": ("{n} skjult af filteret", "{n} left out by the filter"),
    "crosswalk.through": ("gennem {label}", "through {label}"),
    "crosswalk.direct": ("direkte", "directly"),
    "crosswalk.others": ("{n} andre veje", "{n} other paths"),
    "crosswalk.table": ("Tabel", "Table"),
    "crosswalk.drawing": ("Tegning", "Drawing"),
    "crosswalk.drawing_large": (
        "Tegningen vises ikke her, fordi systemerne er store. Hent den i stedet.",
        "The drawing is not shown here because the schemes are large. Download it instead.",
    ),
    "crosswalk.why": ("Forklaring", "Explanation"),
    "crosswalk.matrix": ("Dækning", "Coverage"),
    "crosswalk.matrix_help": (
        "Andel af begreberne i rækkens system, der har et modsvarende begreb i kolonnens.",
        "Share of the concepts of the row's scheme that have a counterpart in the column's.",
    ),
    "crosswalk.reading_aid": (
        "Kun læsehjælp: skalaer omregnes aldrig.",
        "Reading aid only: scales are never converted.",
    ),
    "crosswalk.percent": ("{percent} %", "{percent} %"),
}
