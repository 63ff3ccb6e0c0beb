"""Turns the tables of the fact base into Turtle and SSSOM, once.

    python tools/convert.py FACTS ROOT

What cannot be placed is written to docs/ikke-placeret.md.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pyoxigraph as ox
from fagbegreb import namespaces as ns
from fagbegreb.content import (
    NO_TERM,
    SUFFIX,
    Row,
    natural_key,
    turtle_text,
    write_sssom,
)

FACTS, ROOT = Path(sys.argv[1]), Path(sys.argv[2])
MAPPING_FILES = (
    "crosswalk",
    "crosswalk_law",
    "law_methods",
    "law_crosswalk",
    "tilstande_crosswalk",
    "kl_crosswalk",
)
EXTERNAL = ("FFB", "FBOE", "LTT", "CareSocialCodes")
CC_BY = ox.NamedNode("https://creativecommons.org/licenses/by/4.0/")
TODAY = "2026-11-21"

SCHEMES = {
    "ics": ("Integrated Children's System (ICS)", "Integrated Children's System (ICS)",
            "Begreber fra ICS-trekanten og ICS-metoden: udgaven fra 2018 og, som udgåede begreber, den tidligere udgave.",
            "Concepts of the ICS triangle and method: the 2018 edition and, as retired concepts, the earlier one."),
    "sos": ("Signs of Safety", "Signs of Safety",
            "Begreber fra Signs of Safety: de tre kolonner, elementer, spørgeproces, skalaer og redskaber.",
            "Concepts of Signs of Safety: the three columns, elements, question process, scales and tools."),
    "trivsel": ("Trivselslinealen", "The well-being ruler (Trivselslinealen)",
            "Begreber fra KL's Trivselslineal: områder, trin, perspektiver og aldersgrupper.",
            "Concepts of the well-being ruler: areas, steps, perspectives and age groups."),
    "boernelineal": ("Børnelinealen", "The children's ruler (Børnelinealen)",
            "Begreber fra de lokale udgaver af Børnelinealen og de risiko- og beskyttelsesfaktorer, de bygger på.",
            "Concepts of the local editions of the children's ruler and the risk and protective factors behind them."),
    "dialoglineal": ("Dialoglinealen", "The dialogue ruler (Dialoglinealen)",
            "Begreber fra samtaleredskabet Dialoglinealen.",
            "Concepts of the conversation tool called the dialogue ruler."),
    "fit": ("Feedback Informed Treatment (FIT)", "Feedback Informed Treatment (FIT)",
            "Begreber fra FIT: skemaerne ORS og SRS med børneudgaver og grænseværdier.",
            "Concepts of FIT: the ORS and SRS instruments with their versions for children and their thresholds."),
    "effekt": ("Effektvurdering og mål", "Outcome assessment and goals",
            "Begreber om mål, måling, målopfyldelse, progression og skolefravær.",
            "Concepts of goals, measurement, goal attainment, progression and school absence."),
    "funktion": ("Funktionsniveau og udredning af funktionsevne", "Level of functioning",
            "Begreber om funktionsniveau, støttebehov og udredning af funktionsevne hos børn og unge.",
            "Concepts of level of functioning, support need and assessment of functioning in children."),
    "udredning": ("Undersøgelsens områder", "Areas of the child assessment",
            "De seks områder i en børnefaglig undersøgelse samt ressourcer og problemer.",
            "The six areas of a child assessment, and resources and problems."),
    "proces": ("Sagsforløb", "Case process",
            "Trin og tværgående forløb i en sag om støtte til et barn eller en ung.",
            "Steps and cross-cutting processes of a case about support for a child."),
    "indberetning": ("Indberetning og statistik", "Reporting and statistics",
            "Begreber og koder fra indberetning til Danmarks Statistik og Ankestyrelsen på børneområdet.",
            "Concepts and codes of reporting to Statistics Denmark and the National Social Appeals Board."),
    "tilsyn": ("Tilsyn og kvalitet", "Supervision and quality",
            "Begreber fra Børnesagsbarometret, socialtilsynets kvalitetsmodel og kommunens tilsyn.",
            "Concepts of the child case barometer, the quality model of the social supervision and municipal supervision."),
    "vaerktoej": ("Metoder og redskaber", "Methods and tools",
            "Metoder og redskaber i arbejdet med udsatte børn og unge, som begreber.",
            "Methods and tools in the work with vulnerable children, as concepts."),
    "itsystem": ("It-systemer", "IT systems",
            "It-systemer, som kommuner bruger i sager om børn og unge, som begreber.",
            "IT systems that municipalities use in cases about children, as concepts."),
    "faelles": ("Fælles faglige begreber", "Shared professional concepts",
            "Fælles begreber, som metodernes begreber kobles til, så en metode kan oversættes til en anden.",
            "Shared concepts that the methods' concepts are mapped to, so that one method can be translated into another."),
    "sel": ("Serviceloven", "Consolidation Act on Social Services",
            "Bestemmelser i lov om social service, især reglerne om børn og unge, som gjaldt til udgangen af 2023.",
            "Provisions of the act on social services, chiefly those on children that applied until the end of 2023."),
    "bl": ("Barnets lov", "The Child's Act",
            "Bestemmelser i barnets lov, som har gjaldt siden 1. januar 2024.",
            "Provisions of the act on support for children, in force since 1 January 2024."),
    "rtl": ("Retssikkerhedsloven", "Act on Legal Protection and Administration in Social Matters",
            "Bestemmelser i lov om retssikkerhed og administration på det sociale område, som bruges i sager om børn.",
            "Provisions of the act on legal protection in social matters that are used in cases about children."),
    "fvl": ("Forvaltningsloven", "Public Administration Act",
            "Bestemmelser i forvaltningsloven, som bruges i sager om børn.",
            "Provisions of the Public Administration Act that are used in cases about children."),
    "ofl": ("Offentlighedsloven", "Access to Public Administration Files Act",
            "Bestemmelser om notatpligt i offentlighedsloven.",
            "Provisions on the duty to take notes in the act on access to public files."),
    "uk": ("Lov om bekæmpelse af ungdomskriminalitet", "Act on Combating Juvenile Delinquency",
            "Bestemmelser i lov om bekæmpelse af ungdomskriminalitet, som berører sager om børn.",
            "Provisions of the act on combating juvenile delinquency that touch cases about children."),
}
EXTERNAL_TEXTS = {
    "ffb": ("Fælles Faglige Begreber (FFB)", "Shared professional concepts of the adult social area (FFB)",
            "KL's kodesystem for socialområdet for voksne. Kun koder, betegnelser og hierarki; definitionerne ejes af KL og er ikke med.",
            "KL's code system for adult social services. Codes, displays and hierarchy only; the definitions belong to KL and are left out."),
    "fboe": ("Fælles begreber for børn i sundhedsplejen (FBOE)", "Child health nursing (FBOE)",
            "KL's kodesystem for sundhedsplejen. Kun koder, betegnelser og hierarki; definitionerne ejes af KL og er ikke med.",
            "KL's code system for child health nursing. Codes, displays and hierarchy only; the definitions belong to KL and are left out."),
    "ltt": ("Lettilgængelige tilbud (LTT)", "Easily accessible mental health offers (LTT)",
            "KL's kodesystem for lettilgængelige tilbud til børn og unge i psykisk mistrivsel. Kun koder, betegnelser og hierarki.",
            "KL's code system for easily accessible offers to children in mental distress. Codes, displays and hierarchy only."),
    "caresocialcodes": ("CareSocialCodes", "CareSocialCodes",
            "KL's administrative koder for sundheds- og socialområdet. Kun koder, betegnelser og hierarki.",
            "KL's administrative codes for health and social care. Codes, displays and hierarchy only."),
}
KINDS = {
    "model": ("model", "model"),
    "side": ("side i trekanten", "side of the triangle"),
    "dimension": ("dimension", "dimension"),
    "theme": ("undertema", "theme"),
    "core": ("fælles element", "common element"),
    "method-phase": ("fase i metoden", "phase of the method"),
    "edition": ("udgave", "edition"),
    "side-historical": ("side i tidligere udgave", "side in an earlier edition"),
    "dimension-historical": ("dimension i tidligere udgave", "dimension in an earlier edition"),
    "column": ("kolonne", "column"),
    "element": ("element", "element"),
    "scale": ("skala", "scale"),
    "scale-step": ("skalatrin", "step of a scale"),
    "scale-local": ("lokal skala", "local scale"),
    "step": ("trin", "step"),
    "step-local": ("lokalt trin", "local step"),
    "step-other": ("svar uden for skalaen", "answer outside the scale"),
    "band": ("bånd på en skala", "band of a scale"),
    "process": ("proces", "process"),
    "process-step": ("sagsskridt", "process step"),
    "cross-process": ("tværgående forløb", "cross-cutting process"),
    "question-group": ("spørgsmålsgruppe", "group of questions"),
    "tool": ("redskab", "tool"),
    "tool-element": ("del af et redskab", "element of a tool"),
    "tool-side": ("side af et redskab", "side of a tool"),
    "tool-part": ("afsnit i et redskab", "part of a tool"),
    "tool-group": ("gruppe af redskaber", "group of tools"),
    "domain": ("område", "domain"),
    "domain-group": ("gruppe af områder", "group of domains"),
    "perspective": ("perspektiv", "perspective"),
    "perspective-group": ("gruppe af perspektiver", "group of perspectives"),
    "basis": ("grundlag", "basis"),
    "basis-group": ("gruppe af grundlag", "group of bases"),
    "age-group": ("aldersgruppe", "age group"),
    "age-group-set": ("sæt af aldersgrupper", "set of age groups"),
    "measurement-time": ("måletidspunkt", "time of measurement"),
    "measurement-time-set": ("sæt af måletidspunkter", "set of times of measurement"),
    "usage": ("anvendelse", "usage"),
    "usage-set": ("sæt af anvendelser", "set of usages"),
    "factor": ("faktor", "factor"),
    "factor-group": ("gruppe af faktorer", "group of factors"),
    "indicator-area": ("indikatorområde", "indicator area"),
    "indicator-area-group": ("gruppe af indikatorområder", "group of indicator areas"),
    "signal-set": ("sæt af signaler", "set of signals"),
    "signal-group": ("gruppe af signaler", "group of signals"),
    "weighing": ("hensyn ved vægtning", "weighing"),
    "weighing-group": ("gruppe af hensyn", "group of weighings"),
    "instrument": ("måleskema", "instrument"),
    "threshold": ("grænseværdi", "threshold"),
    "threshold-group": ("gruppe af grænseværdier", "group of thresholds"),
    "chapter": ("kapitel", "chapter"),
    "component": ("komponent", "component"),
    "dimension-group": ("gruppe af dimensioner", "group of dimensions"),
    "assessment": ("vurdering", "assessment"),
    "classification": ("klassifikation", "classification"),
    "method": ("metode", "method"),
    "method-part": ("del af en metode", "part of a method"),
    "measure": ("måling", "measure"),
    "measure-group": ("gruppe af målinger", "group of measures"),
    "result": ("resultat", "result"),
    "result-group": ("gruppe af resultater", "group of results"),
    "follow-up-result": ("resultat af opfølgning", "result of follow-up"),
    "follow-up-result-group": ("gruppe af resultater af opfølgning", "group of results of follow-up"),
    "goal-level": ("målniveau", "goal level"),
    "goal-type": ("måltype", "type of goal"),
    "goal-type-group": ("gruppe af måltyper", "group of types of goals"),
    "statutory-area": ("lovbestemt område", "statutory area"),
    "statutory-area-group": ("gruppe af lovbestemte områder", "group of statutory areas"),
    "analysis-aspect": ("forhold, der analyseres", "aspect of the analysis"),
    "code-value": ("kodeværdi", "code value"),
    "code-list": ("kodeliste", "code list"),
    "report-field": ("felt i en indberetning", "field of a report"),
    "report-record": ("indberetning", "report"),
    "report-group": ("gruppe af indberetninger", "group of reports"),
    "statistic": ("statistik", "statistic"),
    "audit": ("undersøgelse af sagers kvalitet", "audit"),
    "audit-area": ("område i en undersøgelse af sager", "area of an audit"),
    "quality-model": ("kvalitetsmodel", "quality model"),
    "quality-model-part": ("del af en kvalitetsmodel", "part of a quality model"),
    "quality-theme": ("kvalitetstema", "quality theme"),
    "supervision-type": ("form for tilsyn", "type of supervision"),
    "supervision-type-group": ("gruppe af tilsynsformer", "group of types of supervision"),
    "approval-judgement": ("bedømmelse ved godkendelse", "judgement at approval"),
    "scale-tool": ("måleredskab", "scale tool"),
    "documentation-tool": ("dokumentationsredskab", "documentation tool"),
    "assessment-tool": ("udredningsredskab", "assessment tool"),
    "conversation-tool": ("samtaleredskab", "conversation tool"),
    "data-source": ("datakilde", "data source"),
    "it-tool": ("it-redskab", "IT tool"),
    "it-system": ("it-system", "IT system"),
    "implementation-tool": ("redskab til implementering", "implementation tool"),
    "screening-tool": ("screeningsredskab", "screening tool"),
    "questionnaire": ("spørgeskema", "questionnaire"),
    "condition": ("tilstand", "condition"),
    "condition-group": ("gruppe af tilstande", "group of conditions"),
    "act": ("lov", "act"),
    "section": ("paragraf", "section"),
    "subsection": ("stykke", "subsection"),
    "item": ("nummer", "item"),
}
LEGAL_RESOURCE = {
    "bl": "https://www.retsinformation.dk/eli/lta/2023/721",
}


def rows(name: str) -> list[dict[str, str]]:
    lines = (FACTS / f"{name}.tsv").read_text("utf-8").split("\n")
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:] if line]


def many(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def home(scheme: str) -> str:
    return "faelles" if scheme == "tilstande" else scheme


def concept(scheme: str, code: str) -> ox.NamedNode:
    return ox.NamedNode(f"{ns.ID}{home(scheme)}/{code}")


def source(key: str) -> ox.NamedNode:
    return ox.NamedNode(ns.SOURCE + re.sub(r"[^\w.-]", "-", key))


def text(value: str, lang: str = "da") -> ox.Literal:
    return ox.Literal(value, language=lang)


def typed(value: str, name: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(ns.XSD + name))


class Graph:
    """Collects the triples of one file."""

    def __init__(self) -> None:
        self.triples: list[ox.Triple] = []

    def add(self, subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
        self.triples.append(ox.Triple(subject, ox.NamedNode(predicate), value))

    def texts(self, subject: ox.NamedNode, predicate: str, values: list[str], lang: str = "da") -> None:
        for value in values:
            self.add(subject, predicate, text(value, lang))

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(turtle_text(self.triples), "utf-8")


def describe_scheme(graph: Graph, scheme: str, texts: tuple[str, str, str, str], is_external: bool) -> ox.NamedNode:
    node = ox.NamedNode(ns.ID + scheme)
    da, en, comment_da, comment_en = texts
    graph.add(node, ns.RDF + "type", ox.NamedNode(ns.SKOS + "ConceptScheme"))
    for predicate in (ns.RDFS + "label", ns.DCTERMS + "title"):
        graph.add(node, predicate, text(da))
        graph.add(node, predicate, text(en, "en"))
    graph.add(node, ns.RDFS + "comment", text(comment_da))
    graph.add(node, ns.RDFS + "comment", text(comment_en, "en"))
    graph.add(node, ns.DCTERMS + "identifier", ox.Literal(scheme))
    graph.add(node, ns.DCTERMS + "modified", typed(TODAY, "date"))
    state = "Completed" if is_external else "UnderDevelopment"
    graph.add(node, ns.ADMS + "status", ox.NamedNode(ns.ADMS_STATUS + state))
    if is_external:
        graph.add(node, ns.MODEL + "isExternal", typed("true", "boolean"))
    else:
        graph.add(node, ns.OWL + "versionInfo", ox.Literal("0.1.0"))
        graph.add(node, ns.ADMS + "versionNotes", text("Første kladde."))
        graph.add(node, ns.ADMS + "versionNotes", text("First draft.", "en"))
        graph.add(node, ns.DCTERMS + "license", CC_BY)
        graph.add(node, ns.DCTERMS + "publisher", ox.NamedNode(ns.BASE + "udgiver"))
        graph.add(node, ns.MDL + "responsibleEntity", ox.NamedNode(ns.BASE + "udgiver"))
        graph.add(node, ns.MDL + "approvalStatus", ox.NamedNode(ns.MDL + "AwaitingApproval"))
    return node


def describe_concept(graph: Graph, scheme: str, row: dict[str, str]) -> ox.NamedNode:
    node = concept(scheme, row["code"])
    top = ox.NamedNode(ns.ID + home(scheme))
    graph.add(node, ns.RDF + "type", ox.NamedNode(ns.SKOS + "Concept"))
    graph.add(node, ns.SKOS + "inScheme", top)
    graph.add(node, ns.SKOS + "notation", ox.Literal(row["code"]))
    if row.get("broader"):
        graph.add(node, ns.SKOS + "broader", concept(scheme, row["broader"]))
    else:
        graph.add(node, ns.SKOS + "topConceptOf", top)
    if row.get("kind"):
        graph.add(node, ns.DCTERMS + "type", ox.NamedNode(ns.KIND + row["kind"]))
    if row.get("confidence"):
        graph.add(node, ns.MODEL + "confidence", ox.Literal(row["confidence"]))
    graph.add(node, ns.SKOS + "prefLabel", text(row["prefLabel_da"]))
    if row["prefLabel_en"]:
        graph.add(node, ns.SKOS + "prefLabel", text(row["prefLabel_en"], "en"))
    if row["definition_da"]:
        graph.add(node, ns.SKOS + "definition", text(row["definition_da"]))
    if row["definition_en"]:
        graph.add(node, ns.SKOS + "definition", text(row["definition_en"], "en"))
    for key in many(row.get("source", "")):
        graph.add(node, ns.DCTERMS + "source", source(key))
    return node


def status(graph: Graph, node: ox.NamedNode, state: str) -> None:
    graph.add(node, ns.ADMS + "status", ox.NamedNode(ns.ADMS_STATUS + state))


def convert_methods(graphs: dict[str, Graph]) -> None:
    for row in rows("methods"):
        graph = graphs[row["scheme"]]
        node = describe_concept(graph, row["scheme"], row)
        graph.texts(node, ns.SKOS + "altLabel", many(row["altLabels_da"]))
        if row["notes"]:
            graph.add(node, ns.RDFS + "comment", text(row["notes"]))
        is_retired = row["scheme"] == "ics" and row["code"].startswith("H")
        status(graph, node, "Deprecated" if is_retired else "UnderDevelopment")
        if is_retired:
            graph.add(node, ns.OWL + "deprecated", typed("true", "boolean"))


def convert_conditions(graphs: dict[str, Graph]) -> None:
    graph = graphs["faelles"]
    for row in rows("tilstande"):
        kind = "condition" if re.fullmatch(r"[A-L]\d+", row["code"]) else "condition-group"
        node = describe_concept(graph, "faelles", row | {"kind": kind})
        graph.texts(node, ns.SKOS + "hiddenLabel", many(row["altLabels_da"]))
        status(graph, node, "UnderDevelopment")
        for piece in many(row["evidence"]):
            graph.add(node, ns.MODEL + "evidence", ox.Literal(piece))
        for key in dict.fromkeys(piece.split(":")[0] for piece in many(row["evidence"])):
            graph.add(node, ns.DCTERMS + "source", source(key))
        if not row["evidence"]:
            graph.add(node, ns.DCTERMS + "source", source("redaktion"))


def convert_law(graphs: dict[str, Graph]) -> None:
    for row in rows("law"):
        graph = graphs[row["scheme"]]
        node = describe_concept(graph, row["scheme"], row)
        graph.texts(node, ns.SKOS + "altLabel", many(row["altLabels"]))
        status(graph, node, "UnderDevelopment")
        graph.add(node, ns.DCTERMS + "bibliographicCitation", ox.Literal(row["notation"]))
        for column, predicate in (("valid_from", "validFrom"), ("valid_to", "validThrough")):
            if row[column]:
                graph.add(node, ns.SCHEMA + predicate, typed(row[column], "date"))
        if row["deadline"]:
            graph.add(node, ns.MODEL + "deadline", typed(row["deadline"], "duration"))
        if row["deadline_note_da"]:
            graph.add(node, ns.MODEL + "deadlineNote", text(row["deadline_note_da"]))
        if row["kind"] == "act" and row["scheme"] in LEGAL_RESOURCE:
            graph.add(node, ns.CV + "hasLegalResource", ox.NamedNode(LEGAL_RESOURCE[row["scheme"]]))


def convert_relations(graphs: dict[str, Graph]) -> None:
    for row in rows("in_scheme_relations"):
        scheme = row["scheme"]
        graph = graphs[home(scheme)]
        node, other = (concept(scheme, row[end]) for end in ("subject_code", "object_code"))
        is_replaced = row["relation"] == "replaced_by"
        predicate = ns.DCTERMS + "isReplacedBy" if is_replaced else ns.SKOS + "related"
        note = ns.SKOS + ("historyNote" if is_replaced else "editorialNote")
        graph.add(node, predicate, other)
        graph.add(node, note, text(row["comment_da"]))
        for key in many(row["source"]):
            graph.add(node, ns.DCTERMS + "source", source(key))


def convert_external(graphs: dict[str, Graph]) -> None:
    for row in rows("kl_codesystems"):
        if row["system_name"] not in EXTERNAL:
            continue
        scheme = row["system_name"].lower()
        graph = graphs[scheme]
        node = describe_concept(
            graph,
            scheme,
            {
                "code": row["code"],
                "broader": row["parent"],
                "prefLabel_da": row["display"],
                "prefLabel_en": "",
                "definition_da": "",
                "definition_en": "",
            },
        )
        status(graph, node, "Completed")
        top = ox.NamedNode(ns.ID + scheme)
        graph.add(top, ns.ADMS + "identifier", ox.Literal(row["system_url"]))
        graph.add(top, ns.OWL + "versionInfo", ox.Literal(row["version"]))
        graph.add(top, ns.DCTERMS + "publisher", ox.NamedNode(ns.BASE + "kl"))
        address = "https://github.com/" + row["source_repo_path"].replace(":", "/blob/HEAD/", 1)
        graph.add(top, ns.DCTERMS + "source", ox.NamedNode(address))


def convert_mappings(graphs: dict[str, Graph]) -> tuple[dict[str, list[Row]], list[dict[str, str]]]:
    crosswalks: dict[str, list[Row]] = defaultdict(list)
    unplaced = []
    not_found = {
        "e89d317c-4657-4970-b614-ada2ed220595": "trivsel",
        "7ac451dc-773b-4877-baaf-1e6b1d5c8e28": "sos",
    }
    for name in MAPPING_FILES:
        for row in rows(name):
            subject_scheme = home(row["subject_scheme"])
            target_scheme = home(row["object_scheme"])
            found_nothing = not target_scheme
            if found_nothing:
                target_scheme = not_found.get(row["subject_code"], "")
                if not target_scheme:
                    unplaced.append(row)
                    continue
            left, right = sorted((subject_scheme, target_scheme))
            negated = row["predicate"].startswith("NOT ")
            predicate = ns.SKOS + row["predicate"].removeprefix("NOT ").removeprefix("skos:")
            if found_nothing:
                target, confidence = NO_TERM, None
            else:
                target = concept(target_scheme, row["object_code"]).value
                confidence = float(row["confidence"]) if row["confidence"] else None
            crosswalks[f"{left}--{right}"].append(
                Row(
                    subject=concept(subject_scheme, row["subject_code"]).value,
                    predicate=predicate,
                    object=target,
                    justification=ns.SEMAPV + row["justification"].removeprefix("semapv:"),
                    confidence=confidence,
                    comment=row["comment_da"],
                    sources=tuple(source(key).value for key in many(row["source"])),
                    negated=negated,
                    object_source=ns.ID + target_scheme if found_nothing else "",
                    mapping_date=TODAY,
                )
            )
            if row.get("replaced_by") == "yes":
                node = concept(subject_scheme, row["subject_code"])
                graphs[subject_scheme].add(
                    node, ns.DCTERMS + "isReplacedBy", concept(target_scheme, row["object_code"])
                )
    return crosswalks, unplaced


def convert_sources() -> Graph:
    graph = Graph()
    own = (
        ("redaktion", "Redaktionens faglige vurdering", "Vores egen vurdering uden direkte forlæg; bør godkendes af en fagperson."),
        ("LAW_GENERAL", "Almindelig juridisk viden", "Ikke slået op i en bestemt kilde."),
    )
    known = {row["key"] for row in rows("sources") + rows("sources_law")}
    for key, title, comment in own:
        if key in known:
            continue
        node = source(key)
        graph.add(node, ns.RDF + "type", ox.NamedNode(ns.DCTERMS + "BibliographicResource"))
        graph.add(node, ns.DCTERMS + "identifier", ox.Literal(key))
        graph.add(node, ns.DCTERMS + "title", text(title))
        graph.add(node, ns.RDFS + "comment", text(comment))
    for row in rows("sources") + rows("sources_law"):
        node = source(row["key"])
        graph.add(node, ns.RDF + "type", ox.NamedNode(ns.DCTERMS + "BibliographicResource"))
        graph.add(node, ns.DCTERMS + "identifier", ox.Literal(row["key"]))
        graph.add(node, ns.DCTERMS + "title", text(row["title"]))
        for column, predicate in (("publisher", ns.DCTERMS + "publisher"), ("year", ns.DCTERMS + "date")):
            if row[column]:
                graph.add(node, predicate, ox.Literal(row[column]))
        if row["url"].startswith("http"):
            graph.add(node, ns.FOAF + "page", ox.NamedNode(row["url"]))
        elif row["url"]:
            graph.add(node, ns.RDFS + "comment", text("Et af de dokumenter, begreberne udspringer af; uden offentlig adresse."))
        if row["used_for"]:
            graph.add(node, ns.RDFS + "comment", text(row["used_for"]))
    return graph


PROPERTIES = {
    "confidence": ("sikkerhed", "confidence", "Hvor sikker redaktionen er på begrebet: high, medium eller low.", "How sure the editors are of the concept: high, medium or low."),
    "deadline": ("frist", "deadline", "Frist, som bestemmelsen sætter, som ISO 8601-varighed.", "Time limit that the provision sets, as an ISO 8601 duration."),
    "deadlineNote": ("bemærkning om frist", "note on the deadline", "Hvad fristen regnes fra, og hvad en varighed ikke kan udtrykke.", "What the time limit runs from, and what a duration cannot express."),
    "evidence": ("belæg", "evidence", "Kildens nøgle, kolon og den kode eller det stikord, begrebet er fundet under.", "Key of the source, colon, and the code or catchword under which the concept was found."),
    "isExternal": ("er andres kodesystem", "is somebody else's code system", "Om systemet ejes af andre, så vi kun har koder og betegnelser.", "Whether the scheme belongs to others, so that we hold codes and displays only."),
    "notice": ("forbehold", "notice", "Forbehold, som vises sammen med indholdet.", "Reservation to be shown together with the content."),
    "weight": ("vægt", "weight", "Trinets tal på sin skala; kan kun sammenlignes inden for samme skala.", "The step's number on its scale; comparable only within the same scale."),
}


def convert_model() -> Graph:
    graph = Graph()
    for name, (da, en, comment_da, comment_en) in PROPERTIES.items():
        node = ox.NamedNode(ns.MODEL + name)
        graph.add(node, ns.RDF + "type", ox.NamedNode(ns.RDF + "Property"))
        graph.add(node, ns.RDFS + "label", text(da))
        graph.add(node, ns.RDFS + "label", text(en, "en"))
        graph.add(node, ns.RDFS + "comment", text(comment_da))
        graph.add(node, ns.RDFS + "comment", text(comment_en, "en"))
    kind_class = ox.NamedNode(ns.MODEL + "Kind")
    graph.add(kind_class, ns.RDF + "type", ox.NamedNode(ns.RDFS + "Class"))
    graph.add(kind_class, ns.RDFS + "label", text("slags begreb"))
    graph.add(kind_class, ns.RDFS + "label", text("kind of concept", "en"))
    for name, (da, en) in KINDS.items():
        node = ox.NamedNode(ns.KIND + name)
        graph.add(node, ns.RDF + "type", kind_class)
        graph.add(node, ns.RDFS + "label", text(da))
        graph.add(node, ns.RDFS + "label", text(en, "en"))
    return graph


def list_unplaced(unplaced: list[dict[str, str]]) -> str:
    systems = Counter(row["system_name"] for row in rows("kl_codesystems"))
    small = [name for name in systems if name.startswith("KLMessaging")]
    lines = [
        "# Det, der ikke er med",
        "",
        "Faktagrundlaget rummer mere, end der er lagt ind som begreber og koblinger. Her står, hvad der",
        "er udeladt, hvor meget det er, og hvorfor.",
        "",
        "| Hvad | Antal | Hvorfor |",
        "| --- | ---: | --- |",
        f"| Koder i FSIII (hjemmepleje, sygepleje, forebyggelse, træning) | {systems['FSIII']} | Handler ikke om børn og unge; ingen kobling peger på dem. Kan indlæses som eget ordsystem. |",
        f"| Koder i fem små KL-systemer til FFB-beskeder ({', '.join(sorted(small))}) | {sum(systems[s] for s in small)} | Kladder fra 2021 om værgemål, samtykke og roller i voksensager; ingen kobling peger på dem. |",
        f"| KL's værdisæt (ValueSet) | {len(rows('kl_valuesets'))} | Tabellen har kun antal, ikke medlemmer, så værdisættene kan ikke gengives. De kan indlæses fra KL's egne filer. |",
        f"| Koblinger fra KL-koder uden mål hos os | {len(unplaced)} | Målet er en lov eller et ord, som ikke er et begreb her. Se listen nedenfor. |",
        "| Felterne `subject`, `object` (i ord) og `subject_display` i koblinger fra KL-koder | 202 | Samme oplysning står i koden og i begrebets betegnelse. |",
        "| Feltet `object_label_da` i koblinger fra lov til metode | 89 | Målets betegnelse, kun til læsning; står på begrebet. |",
        "| Feltet `mappings` i tilstandene | 153 | Samme indhold som koblingsrækkerne. |",
        f"| Sagsregler | {len(rows('case_rules'))} | Er ikke begreber; de er regler (SHACL) under `shapes/case/`. |",
        "",
        "To rækker uden mål er bevidste fravalg og står som »intet modsvarende« i koblingsfilerne: FFB",
        "»Funktionsevneniveau« mod Trivselslinealen og FFB »Støttebehovsniveau« mod Signs of Safety.",
        "Deres tal for sikkerhed (0,10) gjaldt en svag forbindelse og er ikke ført med.",
        "",
        "## Koblinger fra KL-koder uden mål",
        "",
        "| System | Kode | Betegnelse | Relation | Mål i ord | Sikkerhed | Bemærkning |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in sorted(unplaced, key=lambda r: (r["subject_scheme"], natural_key(r["subject_code"]))):
        cells = [row[c] for c in ("subject_scheme", "subject_code", "subject_display", "predicate", "object", "confidence", "comment_da")]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    graphs = {scheme: Graph() for scheme in (*SCHEMES, *EXTERNAL_TEXTS)}
    for scheme, texts in SCHEMES.items():
        describe_scheme(graphs[scheme], scheme, texts, is_external=False)
    for scheme, texts in EXTERNAL_TEXTS.items():
        describe_scheme(graphs[scheme], scheme, texts, is_external=True)
    convert_methods(graphs)
    convert_conditions(graphs)
    convert_law(graphs)
    convert_relations(graphs)
    convert_external(graphs)
    crosswalks, unplaced = convert_mappings(graphs)
    labels = {
        t.subject.value: t.object.value
        for graph in graphs.values()
        for t in graph.triples
        if t.predicate.value == ns.SKOS + "prefLabel" and t.object.language == "da"
    }
    for scheme, graph in graphs.items():
        folder = "external" if scheme in EXTERNAL_TEXTS else "schemes"
        graph.write(ROOT / "ontology" / folder / f"{scheme}.ttl")
    for name, found in crosswalks.items():
        write_sssom(ROOT / "mappings" / f"{name}{SUFFIX}", found, labels)
    convert_model().write(ROOT / "ontology" / "model.ttl")
    convert_sources().write(ROOT / "ontology" / "sources.ttl")
    (ROOT / "docs" / "ikke-placeret.md").write_text(list_unplaced(unplaced), "utf-8")
    print(sum(map(len, crosswalks.values())), "rows,", len(crosswalks), "crosswalks,", len(unplaced), "unplaced")


main()
