"""Danish word lists: what a rule cannot know. Kept as text that a linguist can read and mend."""

from __future__ import annotations

from typing import Final

IRREGULAR: Final = """
barn børn børnene
forælder forældre forældrene forældren
mor mødre mødrene moder moderen
far fædre fædrene fader faderen
bror brødre brødrene broder
søster søstre søstrene
datter døtre døtrene
menneske mennesker menneskene
barometer barometre barometret barometrene
center centre centret centrene centeret
register registre registret registrene
nummer numre numrene nummeret
kapitel kapitler kapitlet kapitlerne
eksempel eksempler eksemplet
artikel artikler artiklen
middel midler midlet midlerne
regel regler reglen reglerne
titel titler titlen
kammerat kammerater kammeraterne
gammel gamle gammelt
ung unge yngre yngst
lille små mindre mindst
stor store større størst
god gode godt bedre bedst
lang lange langt længere længst
anbringe anbragt anbragte anbringes anbringer
slå slår slog slået slås slag
drikke drikker drak drukket druk
ryge ryger røg røget
stjæle stjæler stjal stjålet
skrive skriver skrev skrevet
tage tager tog taget
give giver gav givet
gøre gør gjorde gjort
gå går gik gået
tvinge tvinger tvang tvunget tvungen
hjælpe hjælper hjalp hjulpet hjælp hjælpen
skære skærer skar skåret
bryde bryder brød brudt brud
lyve lyver løj løjet
vælge vælger valgte valgt valg
sige siger sagde sagt
spørge spørger spurgte spurgt spørgsmål
træffe træffer traf truffet
dø død døde døden dødsfald
gravid gravide graviditet
mistrives mistrivsel mistrives
trives trivsel trivedes
true truer truet truede trussel trusler truslen
"""
"""One word a line: the form that stands for all, then the forms that Snowball does not join to it.

Folding makes æ and å into a and ø into o, so `mand/mænd`, `nat/nætter`, `fod/fødder` need no line.
"""

NUMBERS: Final = {
    "nul": "0",
    "to": "2",
    "tre": "3",
    "fire": "4",
    "fem": "5",
    "seks": "6",
    "syv": "7",
    "otte": "8",
    "ni": "9",
    "ti": "10",
    "elleve": "11",
    "tolv": "12",
    "tretten": "13",
    "fjorten": "14",
    "femten": "15",
    "seksten": "16",
    "sytten": "17",
    "atten": "18",
    "nitten": "19",
    "tyve": "20",
}

STOP_WORDS: Final = """
og i på af for til ved med den det de en et der som at hos fra om er var har have kan skal vil
man jeg vi du han hun mit min mine din sin sit sine vores jeres deres dens dets hvad hvem hvor
hvordan hvornår hvilke hvilken når hvis så eller men da efter under over mod uden ikke sig selv
"""

PARTICLES: Final = """
over under efter for fore ude ind inde med til fra mod uden hvor samt sam mis gen bag ved igennem
mellem imod hver hvis selv ikke eller være have ligger lige lighed heden else hede skab ning ering
isk iske enhed bart bare somt ende ende ener ner erne
"""
"""Words and endings that look like parts of compounds and are not."""

PARTS: Final = """
adfærd adgang adoption afdeling afdækning afgørelse aflastning afløsning aftale aktivitet
aktindsigt alder alkohol analyse anbringelse ansvar anke arbejde asyl barn barnet barnets
befordring behandling behov bekymring bekendtgørelse beredskab beskyttelse beskæftigelse besøg
betingelse bevilling bil bistand bolig botilbud bruger bud bydel børn børne cirkel dag dato data
deltagelse dialog diagnose dokumentation domstol drift drøm døgn effekt efterværn egnethed ejendom
eksamen evne fag faglig fader familie faktor fare far feltet fejl film flytning forløb forløber
formand formål forsyning forsørgelse forvaltning forælder forældre fosterliv frihed frist fritid
fravær funktion fysisk fængsel fødsel gade genvurdering grad graviditet grund gruppe grænse
grænsesætning gæld handicap handle handling handleplan have hjem hjemme hjemmel hjælp hjælpemiddel
hus hverdag høring idræt indberetning indblik inddragelse indikator indkomst indsats indstilling
institution instruks interesse journal kasse kammerat klage klagefrist klub kommune kompas
kompetence kontakt kontaktperson kontrol konflikt konklusion konsulent kostskole krav kriminalitet
krise kvalitet kvittering kærlighed kørsel køn læge lærer læring ledelse ledsage ledsager leg legal
levevilkår ligning lineal liv lokal lov lovgivning mand mappe masse medicin metode middel misbrug
miljø miljøet mobning moder model mor myndighed måling måleredskab målgruppe møde måned måneders
nabo national net netværk notat notatpligt nærhed nævn ombud område omsorg omsorgssvigt opdragelse
opfølgning ophold opholdssted oplysning opsporing ordning orientering overdragelse overgang
overgreb overvågning paragraf part parti pension periode permanent person personale pige pleje
plejefamilie pligt plan politi politik post praktik principper problem proces profil program
psykolog psykiatri punkt pædagog pålæg ramme rapport reaktion redskab referat region relation
ressource ret rettighed retssikkerhed risiko rolle rum rus rusmiddel rygning rådgiver rådgivning
råd sag sagsbehandler sagsbehandling samarbejde samliv samråd samspil samtale samtykke samvær sats
selskab selvskade seng service serviceniveau sikkerhed sikring situation skade skala skema
skilsmisse skole skolefravær skyld smiley snak social specialist spil spinder spor sprog sproget
stab start status statistik sted stemme stimulation stjerne stof stress studie støtte støtteperson
sundhed sundhedspleje svigt sygdom syge syn system tab tale tand tanker teenage tema test tid tiden
tilbud tillid tilknytning tilladelse tilsyn tilstand time timer trekant trin trivsel tro tryghed
træning tvang tværfaglig uddannelse udredning udsagn udsat udsættelse udtalelse udvalg udvikling
underretning undersøgelse undervisning ung unge ungdom uge ugers valg vanskelighed varme vej
vejleder vejledning ven venskab virkning visitation vold voksen voksenliv vurdering værdi værelse
værge værksted værktøj vækst økonomi øje år års ærlighed æres ægte
"""
"""Everyday building blocks of the field's compounds, beside the vocabulary's own words."""
