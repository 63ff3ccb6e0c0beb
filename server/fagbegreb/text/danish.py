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
billed billede billeder billedet billederne
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
slags
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
øje øjet øjne øjnene øjen
vælge vælger valgte valgt valg
sige siger sagde sagt
spørge spørger spurgte spurgt spørgsmål
træffe træffer traf truffet
dø død døde døden dødsfald
gravid gravide graviditet
mistrives mistrivsel
trives trivsel trivedes
handicap handicappet handicappede
spektrum spektret spektre spekter
depression depressioner depressionen deprimeret deprimerede
bede beder bad bedt
bide bider bed bidt
blive bliver blev blevet
bo bor boede boet
bringe bringer bragte bragt
bruge bruger brugte brugt brug
dræbe dræber dræbte dræbt
falde falder faldt faldet
finde finder fandt fundet
flyve flyver fløj fløjet
forlade forlader forlod forladt
forsømme forsømmer forsømte forsømt
forstå forstår forstod forstået
fortælle fortæller fortalte fortalt
følge følger fulgte fulgt
føle føler følte følt
gribe griber greb grebet
høre hører hørte hørt
kende kender kendte kendt
komme kommer kom kommet
køre kører kørte kørt
le ler lo leet
leve lever levede levet
ligge ligger lå ligget
læse læser læste læst
løbe løber løb løbet
miste mister mistede mistet
rive river rev revet
råbe råber råbte råbt råb
se ser så set
sende sender sendte sendt
sidde sidder sad siddet
skælde skælder skældte skældt skæld
slippe slipper slap sluppet
smide smider smed smidt
sove sover sov sovet
spise spiser spiste spist
springe springer sprang sprunget
stikke stikker stak stukket
støtte støtter støttede støttet
synge synger sang sunget
sætte sætter satte sat
tabe taber tabte tabt tab
tale taler talte talt
tilbyde tilbyder tilbød tilbudt
trække trækker trak trukket
tænke tænker tænkte tænkt
udsætte udsætter udsatte
vide ved vidste vidst
vise viser viste vist
voldtage voldtager voldtog voldtaget voldtægt
vokse vokser voksede vokset
true truer truet truede trussel trusler truslen
procent pct
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
og i på af for til ved med den det de en et der som at hos fra om er var har have kan skal vil man
jeg vi du han hun mit min mine din sin sit sine vores jeres deres dens dets hvad hvem hvor hvordan
hvornår hvilke hvilken hvilket hvorfor når hvis så eller men da efter under over mod uden ikke sig
selv udenfor indenfor overfor igennem gennem samt også bare lige os jer ham hende dem hendes hans
dette denne disse dér her må bør skulle ville kunne havde være været bliver blive blev blevet får
fået laver laves lave lavet betyder betyde forskel forskellen forskellige definition definitionen
findes fordi altid aldrig meget helt hele tiden snart tager tage gerne nogen noget nogle ens mig dig
nok
"""

TURNING: Final = "uden ikke før efter under over mod udenfor indenfor"
"""Small words that turn the sense of what they stand with, as in "uden samtykke"."""

WIDER: Final = """
forælder mor far moder fader mamma papa stedfar stedmor
barn dreng pige baby knægt
ung teenager
bolig lejlighed
søskende søster bror storesøster lillesøster storebror lillebror
bedsteforældre mormor morfar farmor farfar bedstemor bedstefar
slægtninge onkel tante moster faster fætter kusine
"""
"""One field word a line, then everyday words that it covers: asked when all else found nothing."""

PARTICLES: Final = """
over under efter for fore ude ind inde med til fra mod uden hvor samt sam mis gen bag ved igennem
mellem imod hver hvis selv ikke eller være have ligger lige lighed heden else hede skab ning ering
isk iske enhed bart bare somt ende ener ner erne enes inger
"""
"""Words and endings that look like parts of compounds and are not."""

WHOLE: Final = """
mormor morfar farmor farfar billede vejr forhold sammenhæng alder grundlag dagligdag særlig
fuldstændig forudsætning syndrom
"""
"""Words that look like compounds and are not, in any form."""

PARTS: Final = """
adfærd adgang adoption adoptiv afdeling afdækning afføring afgørelse aflastning afløsning aftale
aktindsigt aktivitet alder alkohol amme analyse anbringelse anfald angst anke ansvar anvendelse
arbejd arbejde asyl ballade barn barnet barnets barsel befordring begreb behandling behov
bekendtgørelse bekendtskab bekymring beredskab beskyttelse beskæftigelse bestemmelse besvarelse
besvær besøg betingelse bevilling bevæge bil billed bistand blind blindhed bold bolig botilbud
brand brev bruger bud butik bydel børn børne cirkel civil computer dag data dato deltagelse
diagnose dialog dokumentation domstol dreng drift drøm drømme dynamik døgn døv effekt efterværn
egnethed ejendom eksamen elev ernæring evaluering evne fader fag faglig fakta faktor familie far
fare fejl feltet film flytning flytte fokus forløb forløber formand formål forsyning forsørgelse
fortjeneste fortælling forvaltning forælder forældre fosterliv fravær frihed frist fritid funktion
fysisk fængsel fødsel følelse gade genoptræning genvurdering grad graviditet grund gruppe grænse
grænsesætning gæld handicap handle handleplan handling have helhed henvendelse hjem hjemme hjemmel
hjerne hjælp hjælpemiddel hoved hus husleje hustru hverdag hæmmet hæmning hændelse høre høring
håndtering idræt implementering indberetning indblik inddeling inddragelse indikator indkomst
indsats indsovning indstilling institution instruks interesse journal kammerat kasse klage
klagefrist klub kode kommune kompas kompetence konflikt konklusion konsulent kontakt kontaktperson
kontant kontrakt kontrol kostskole krav kreds kriminalitet krise kriterium kvalitet kvinde
kvittering kærlighed køn kørsel ledelse ledig ledsage ledsager leg legal levevilkår lidelse ligning
lineal liste liv lokal lov lovgivning læge lærer læring læse løn løsning magt mand mappe masse
medicin metode middel midtvejs miljø miljøet misbrug mobning model moder mor myndighed møde mønster
mønstre mål måleredskab målgruppe måling måned måneders nabo national nedsættelse net netværk notat
notatpligt nummer nærhed nævn ombud omgivelse område omsorg omsorgssvigt opdragelse opfattelse
opfyldelse opfølgning ophold opholdssted oplysning opmærksomhed opsporing ord ordning orienteret
orientering overdragelse overgang overgreb overvågning panik paragraf part parti partner pas
pension periode permanent person personale pige plan pleje plejefamilie plejerske pligt politi
politik post praktik principper problem proces profil program psykiatri psykolog pubertet punkt
pædagog pålæg påvirkning ramme ramt rapport reaktion redskab referat region regulering relation
repræsentant ressource rest ret retssikkerhed rettighed risiko rolle rum rus rusmiddel rygning
rytme råd rådgiver rådgivning rådslagning sag sagsbehandler sagsbehandling samarbejde samfund
samliv samråd samspil samtale samtykke samvær sats selskab selvmord selvskade selvværd seng service
serviceniveau sex sikkerhed sikring sind situation skade skala skema skilsmisse skole skolefravær
skyld slut smiley snak social specialist spektrum spids spil spinder spor sprog sproget spæd spørge
spørgsmål stab start statistik status sted stemme stikprøve stimulation stjerne stof straffe stress
struktur studie styrelse støtte støtteperson succes sundhed sundhedspleje svamp svigt sygdom syge
sygepleje syn system sætning søskende søvn tab tale tand tanker tavshed teenage telefon tema terapi
test tid tiden tilbud tilknytning tilladelse tillid tilpasning tilstand tilsyn time timer trappe
trekant trin trivsel tro tryghed træning træt tvang tværfaglig tyveri uddannelse udgift udredning
udsagn udsat udsættelse udtalelse udvalg udvikling uge ugers underretning undersøgelse undervisning
ung ungdom unge valg vanskelighed varme vedligeholdelse vej vejleder vejledning ven venskab
virkning visitation voksen voksenliv vold vurdering vægring vækst værdi værelse værge værksted
værktøj værne væsen weekend ydelse ægge ægte ægteskab æres ærlighed øje øjen økonomi år års
"""
"""Everyday building blocks of the field's compounds, beside the vocabulary's own words."""
