"""One fault for each rule of the content: a file of the small content, a text in it, the fault."""

from __future__ import annotations

from typing import NamedTuple

A = "ontology/schemes/a.ttl"
B = "ontology/schemes/b.ttl"
LAW = "ontology/schemes/lov.ttl"
X = "ontology/external/x.ttl"
CATALOG = "ontology/catalog.ttl"
MODEL = "ontology/model.ttl"
SOURCES = "ontology/sources.ttl"
AB = "mappings/a--b.sssom.tsv"
AX = "mappings/a--x.sssom.tsv"

LINE_2 = '    skos:prefLabel "skolegang"@da ;\n'
DEFINITION = "del af hverdagen, som foregår i skolen"
STATUS_3 = '    skos:notation "3" ;\n    dcterms:type kind:area ;\n    adms:status status:'
CLOSE = "a:2\tskolegang\t\tskos:closeMatch\tb:3"
NOTHING = "a:3\tfritid\t\tskos:exactMatch\tsssom:NoTermFound"


class Fault(NamedTuple):
    """`old` in `file` becomes `new`, and the check finds `rule` about `concept`, nothing else."""

    rule: str
    concept: str
    file: str
    old: str
    new: str


def _scheme(rule: str, old: str, new: str = "") -> Fault:
    return Fault(f"vocabulary/{rule}", "a", A, old, new)


def _concept(rule: str, old: str, new: str, code: str = "2") -> Fault:
    return Fault(f"vocabulary/{rule}", f"a:{code}", A, old, new)


def _definition(rule: str, new: str) -> Fault:
    return Fault(f"vocabulary/{rule}", "a:2", A, DEFINITION, new)


def _law(rule: str, old: str, new: str, code: str = "1") -> Fault:
    return Fault(f"vocabulary/{rule}", f"lov:{code}", LAW, old, new)


def _list(rule: str, old: str, new: str) -> Fault:
    return Fault(f"vocabulary/{rule}", "a:list/steps", A, old, new)


def _row(rule: str, concept: str, old: str, new: str, file: str = AB) -> Fault:
    return Fault(f"mapping/{rule}", concept, file, old, new)


SCHEMES = (
    _scheme("scheme-label", '    rdfs:label "area"@en ;\n'),
    _scheme("scheme-comment", '    rdfs:comment "concepts about area"@en ;\n'),
    _scheme("scheme-publisher", "    dcterms:publisher <https://w3id.org/fagbegreb/udgiver> ;\n"),
    _scheme(
        "scheme-responsible", "    mdl:responsibleEntity <https://w3id.org/fagbegreb/udgiver> ;\n"
    ),
    _scheme("scheme-theme", "    dcat:theme <http://example.org/emne> ;\n"),
    _scheme("scheme-version", 'versionInfo "0.1.0"', 'versionInfo "første"'),
    _scheme("scheme-changed", '"2026-01-01"^^xsd:date', '"januar"'),
    _scheme("scheme-history", '    adms:versionNotes "første"@da ;\n'),
    _scheme("scheme-approval", "    mdl:approvalStatus mdl:AwaitingApproval ;\n"),
    _scheme("scheme-status", "status:UnderDevelopment", "status:Withdrawn"),
    _scheme(
        "scheme-licence", "    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;\n"
    ),
    _scheme("scheme-identifier", 'identifier "a"', 'identifier "A"'),
    Fault(
        "vocabulary/catalogue",
        "catalog",
        CATALOG,
        '    dcterms:description "for trying the rules"@en ;\n',
        "",
    ),
    Fault(
        "vocabulary/source-title",
        "kilde/redaktion",
        SOURCES,
        'title "redaktionen"@da',
        'alternative "r"@da',
    ),
)
TERMS = (
    _concept("pref-label-da", LINE_2, ""),
    _concept("pref-label-en", '    skos:prefLabel "schooling"@en ;\n', ""),
    _concept("pref-label-unique", LINE_2, LINE_2 + LINE_2.replace("gang", "dag")),
    _concept("label-form", LINE_2, '    skos:prefLabel "skole_gang"@da ;\n'),
    _concept("label-lower-case", LINE_2, LINE_2.replace("skole", "Skole")),
    _concept("label-indefinite", LINE_2, LINE_2.replace("skolegang", "den lange skolegang")),
    _concept("text-has-language", LINE_2, LINE_2 + '    skos:prefLabel "skole" ;\n'),
    _concept("label-disjoint", LINE_2, LINE_2 + LINE_2.replace("pref", "hidden")),
    _concept(
        "discouraged-term-hidden", LINE_2, LINE_2 + '    mdl:deprecatedLabel "skoling"@da ;\n'
    ),
    _concept("text-has-language", LINE_2, LINE_2 + '    skos:example "matematik" ;\n'),
    _concept("pref-label-once", 'prefLabel "fritid"@da', 'prefLabel "skolegang"@da', "3"),
    _concept("alt-label-free", LINE_2, LINE_2 + '    skos:altLabel "fritid"@da ;\n'),
    _concept("text-clean", '"skolegang"@da', '"<b>skolegang</b>"@da'),
    _concept("text-clean", '"skolegang"@da', '"skolegang "@da'),
    _concept("text-clean", '"skolegang"@da', '"daglig  skolegang"@da'),
    _concept("text-clean", LINE_2, LINE_2 + '    skos:hiddenLabel " i skole"@da ;\n'),
    _concept("text-clean", LINE_2, LINE_2 + '    skos:scopeNote "mål &amp; midler"@da ;\n'),
    _concept("text-clean", LINE_2, LINE_2 + '    skos:hiddenLabel "ga\u030aende"@da ;\n'),
    _concept("text-clean", LINE_2, LINE_2 + '    skos:altLabel "sko\u00adle"@da ;\n'),
)
DEFINITIONS = (
    _concept("definition-da", f'    skos:definition "{DEFINITION}"@da ;\n', ""),
    _concept(
        "definition-en",
        '    skos:definition "part of everyday life that takes place in class"@en ;\n',
        "",
    ),
    _concept(
        "definition-unique", LINE_2, LINE_2 + '    skos:definition "del af livet i skolen"@da ;\n'
    ),
    _definition("definition-full-stop", DEFINITION + "."),
    _definition("definition-full-stop", "del af hverdagen i skolen. Den er lang"),
    _definition("definition-lower-case", "Del af hverdagen, som foregår i skolen"),
    _definition("definition-hedging", "del af hverdagen, som typisk foregår i skolen"),
    _definition("definition-hedging", "del af hverdagen med timer, frikvarterer m.v."),
    _definition("definition-age", "del af hverdagen for børn over 6 år"),
    _concept("definition-age", "takes place in class", "children over 6 spend in class"),
    Fault("vocabulary/same-term-same-english", "a:3", B, '"grad 1"@da', '"fritid"@da'),
    _concept(
        "english-term",
        '    skos:prefLabel "leisure"@en ;\n',
        '    skos:prefLabel "leisure"@en ;\n'
        '    rdfs:comment "Klage sendes til skolen."@da ;\n'
        '    rdfs:comment "A complaint goes to the school."@en ;\n',
        "3",
    ),
    _definition("definition-format", "del af hverdagen, som skrives på formen ÅÅÅÅ-MM-DD"),
    _definition("definition-negative", "ikke fritid, men den anden del af hverdagen"),
    _definition("definition-negative", "hverdag, der ikke er fritid i hjemmet"),
    _definition("definition-enumeration", "timer, frikvarterer, lektier og eksamen"),
    _definition("definition-enumeration", "børne- og ungdomstid, skoletid og fritid"),
    _definition("definition-distinguishes", "del"),
    _definition("definition-distinguishes", "barnets hverdag"),
    _concept("definition-circular", "takes place in class", "is all schooling"),
    _definition("definition-authority", "del af hverdagen, som Ankestyrelsen fører tal over"),
    _definition("definition-context", "del af hverdagen i skolen, jf. skolepligten"),
    _definition("definition-circular", "del af hverdagen, der består af barnets skolegange"),
    _concept("definition-circular", "som gentager sig hver dag", "som er barnets dagligdag", "1"),
)
IDENTITY = (
    _concept("notation", 'skos:notation "3" ;', 'skos:notation "3"^^xsd:token ;', "3"),
    _concept("iri-is-the-code", 'skos:notation "3" ;', 'skos:notation "30" ;', "3"),
    _concept("kind", LINE_2, LINE_2 + "    dcterms:type kind:step ;\n"),
    _concept("confidence", 'notation "3" ;', 'notation "3" ;\n    fb:confidence "sure" ;', "3"),
    _concept(
        "source",
        '    skos:definition "part of everyday life that takes place in class"@en ;\n'
        "    cv:hasLegalResource lov:1 ;\n    dcterms:source kilde:redaktion ;\n",
        '    skos:definition "part of everyday life that takes place in class"@en ;\n',
    ),
    _concept("source-known", LINE_2, LINE_2 + "    dcterms:source kilde:ukendt ;\n"),
    _concept("evidence-known", 'evidence "redaktion:1"', 'evidence "ukendt:1"', "1"),
    _concept("status", STATUS_3 + "UnderDevelopment", STATUS_3 + "Withdrawn", "3"),
    _concept("retired", 'notation "3" ;', 'notation "3" ;\n    owl:deprecated true ;', "3"),
    _concept("retired-says-where", "    dcterms:isReplacedBy a:2 ;\n", "", "6"),
    _concept("replacement", "dcterms:isReplacedBy a:2", "dcterms:isReplacedBy a:77", "6"),
    _concept("replacement", "dcterms:isReplacedBy a:2", "dcterms:isReplacedBy a:6", "6"),
    _concept("legal-resource-known", "cv:hasLegalResource lov:1", "cv:hasLegalResource lov:9"),
)
HIERARCHY = (
    _concept("broader-exists", LINE_2, LINE_2 + "    skos:broader a:77 ;\n"),
    _concept("related-disjoint", LINE_2, LINE_2 + "    skos:related a:1 ;\n"),
    _concept(
        "related-in-scheme",
        LINE_2,
        LINE_2 + "    skos:related <https://w3id.org/fagbegreb/id/b/1> ;\n",
    ),
    _concept(
        "reachable", "    skos:broader a:1 ;\n    skos:related a:3 ;\n", "    skos:related a:3 ;\n"
    ),
    _concept(
        "top-without-broader",
        LINE_2,
        LINE_2 + "    skos:topConceptOf <https://w3id.org/fagbegreb/id/a> ;\n",
    ),
    _concept(
        "broader-living",
        '    skos:broader a:1 ;\n    skos:prefLabel "fritid"',
        '    skos:broader a:6 ;\n    skos:prefLabel "fritid"',
        "3",
    ),
    _concept("weight", 'fb:weight "1"^^xsd:decimal', 'fb:weight "1"', "4"),
)
LAW_FAULTS = (
    _law(
        "act-legal-resource",
        "<https://www.retsinformation.dk/eli/lta/2023/1>",
        "<https://www.retsinformation.dk/eli/lta/2023/x>",
        "lov",
    ),
    _law(
        "valid-from",
        '    schema:validFrom "2024-01-01"^^xsd:date ;\n    schema:validThrough',
        "    schema:validThrough",
    ),
    _law("validity-date", '"2025-12-31"^^xsd:date', '"2025-12-31"'),
    _law("valid-through", '"2025-12-31"^^xsd:date', '"2023-12-31"^^xsd:date'),
    _law(
        "valid-within",
        '    schema:validFrom "2024-01-01"^^xsd:date ;\n    schema:validThrough',
        '    schema:validFrom "2023-01-01"^^xsd:date ;\n    schema:validThrough',
    ),
    _law(
        "valid-within",
        '    schema:validFrom "2024-01-01"^^xsd:date ;\n    cv:',
        '    schema:validFrom "2024-01-01"^^xsd:date ;\n'
        '    schema:validThrough "2024-12-31"^^xsd:date ;\n    cv:',
    ),
    _law(
        "replaced-in-time",
        "    schema:validThrough",
        "    dcterms:isReplacedBy lov:lov ;\n    schema:validThrough",
    ),
    _law("reference", '    dcterms:bibliographicCitation "HL § 1" ;\n', ""),
    _law("deadline", '"P4M"^^xsd:duration', '"4 måneder"^^xsd:duration'),
    _law("deadline", '    fb:deadlineNote "regnes fra indskrivning"@da ;\n', ""),
    _law(
        "repealed-is-not-retired",
        'skos:notation "1" ;\n    dcterms:type kind:section ;\n'
        '    dcterms:bibliographicCitation "HL § 1" ;\n    adms:status status:UnderDevelopment ;\n',
        'skos:notation "1" ;\n    dcterms:type kind:section ;\n    owl:deprecated true ;\n'
        '    dcterms:bibliographicCitation "HL § 1" ;\n    adms:status status:Deprecated ;\n',
    ),
)
LISTS = (
    Fault("vocabulary/kind-label", "kind#area", MODEL, '    rdfs:label "area"@en ;\n', ""),
    _list("list-label", '    skos:prefLabel "steps"@en ;\n', ""),
    _list(
        "list-source",
        '    skos:prefLabel "steps"@en ;\n    dcterms:source kilde:redaktion ;\n',
        '    skos:prefLabel "steps"@en ;\n',
    ),
    _list("list-members", "        a:5\n    ) ;", "        a:55\n    ) ;"),
    _list("list-weight", 'fb:weight "1"^^xsd:decimal', 'fb:weight "2"^^xsd:decimal'),
    _list("list-retired", "        a:5\n    ) ;", "        a:6\n    ) ;"),
    _list("list-order", "        a:5\n    ) ;", "        a:5\n        a:5\n    ) ;"),
)
MAPPINGS = (
    _row("end-exists", "a:2 – b:33", CLOSE, CLOSE + "3"),
    _row("relation", "a:2 – b:3", "skos:closeMatch", "skos:mappingRelation"),
    _row("retired-end", "a:6 – b:1", CLOSE, CLOSE.replace("a:2", "a:6").replace("b:3", "b:1")),
    _row("scales-only-related", "a:4 – b:2", "skos:relatedMatch", "skos:closeMatch"),
    _row("justification", "a:2 – b:3", CLOSE + "\tlæring\tsemapv:", CLOSE + "\tlæring\tskos:"),
    _row("confidence", "a:2 – b:3", "\t0.8\t", "\t\t"),
    _row("comment", "a:2 – b:3", "næsten samme felt", ""),
    _row(
        "source",
        "a:2 – b:3",
        "næsten samme felt\thttps://w3id.org/fagbegreb/kilde/redaktion",
        "næsten samme felt\t",
    ),
    _row(
        "source-known",
        "a:2 – b:3",
        "næsten samme felt\thttps://w3id.org/fagbegreb/kilde/redaktion",
        "næsten samme felt\thttps://w3id.org/fagbegreb/kilde/ukendt",
    ),
    _row("mapping-date", "a:2 – b:3", "2026-01-01\t0.8", "\t0.8"),
    _row("mapping-date", "a:2 – b:3", "2026-01-01\t0.8", "snart\t0.8"),
    _row(
        "no-counterpart-says-where",
        "a:3 – intet modsvarende",
        "https://w3id.org/fagbegreb/id/b\t2026",
        "\t2026",
    ),
)
ALL = (
    *SCHEMES,
    *TERMS,
    *DEFINITIONS,
    *IDENTITY,
    *HIERARCHY,
    *LAW_FAULTS,
    *LISTS,
    *MAPPINGS,
)
