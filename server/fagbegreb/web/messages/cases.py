"""Texts of the page that checks a case, and of the SPARQL page."""

TEXTS: dict[str, tuple[str, str]] = {
    "case.title": ("Tjek en sag mod loven", "Check a case against the law"),
    "case.lead": (
        "Indsæt en sagsgraf og se, om frister og krav er overholdt.",
        "Paste a case graph and see whether deadlines and requirements are kept.",
    ),
    "case.privacy": (
        "Sagen bliver kun læst i hukommelsen, mens den tjekkes. Intet gemmes, logges eller "
        "sendes videre. Brug alligevel ikke navne eller cpr-numre her.",
        "The case is read in memory only while it is checked. Nothing is stored, logged or "
        "passed on. Do not use names or civil registration numbers here all the same.",
    ),
    "case.text": ("Sagsgraf", "Case graph"),
    "case.drop": (
        "Indsæt tekst, eller slip en fil her.",
        "Paste text, or drop a file here.",
    ),
    "case.file": ("Vælg en fil", "Choose a file"),
    "case.format": ("Format", "Format"),
    "case.check": ("Tjek sagen", "Check the case"),
    "case.examples": (
        "Prøv et opdigtet eksempel, og ret en dato for at se, hvad der sker",
        "Try a made-up example, and change a date to see what happens",
    ),
    "case.conforms": ("Alle regler er overholdt", "All rules are kept"),
    "case.conforms_text": (
        "{rules} regler blev tjekket.",
        "{rules} rules were checked.",
    ),
    "case.broken": ("{n} fund", "{n} findings"),
    "case.broken_one": ("1 fund", "1 finding"),
    "case.law": ("Lov", "Act"),
    "case.severity_violation": ("Brud på reglerne", "Rules that are broken"),
    "case.severity_warning": ("Bør ses efter", "Should be looked at"),
    "case.severity_info": ("Til orientering", "For information"),
    "case.rule": ("Regel", "Rule"),
    "case.basis": ("Hjemmel", "Legal basis"),
    "case.where": ("Hvor i sagen", "Where in the case"),
    "case.value": ("Værdi", "Value"),
    "case.suggestions": ("Måske mente du", "Perhaps you meant"),
    "case.line": ("Gå til linje {n}", "Go to line {n}"),
    "case.malformed": ("Sagsgrafen kan ikke læses", "The case graph cannot be read"),
    "sparql.title": ("Stil SPARQL-spørgsmål", "Ask with SPARQL"),
    "sparql.lead": (
        "For forskere og udviklere: spørg på tværs af alle begreber og koblinger.",
        "For researchers and developers: ask across all concepts and mappings.",
    ),
    "sparql.query": ("Spørgsmål", "Query"),
    "sparql.run": ("Kør", "Run"),
    "sparql.format": ("Svar som", "Answer as"),
    "sparql.examples": ("Eksempler", "Examples"),
    "sparql.permalink": (
        "Link til spørgsmålet, som nævner udgivelsen",
        "Link to the query that names the release",
    ),
    "sparql.no_script": (
        "Uden JavaScript kommer svaret som en fil.",
        "Without JavaScript the answer comes as a file.",
    ),
    "sparql.plain": ("Uden editor", "Without the editor"),
    "sparql.editor": ("Editor", "Editor"),
    "js.chart": ("Diagram", "Chart"),
    "js.first_rows": ("De første {n} rækker", "The first {n} rows"),
    "sparql.endpoint": (
        "Programmer spørger på samme adresse: {address}",
        "Programs ask at the same address: {address}",
    ),
}
