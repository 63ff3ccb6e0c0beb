"""Everyday Danish words that are spelled right, so that nobody takes them for typing errors.

Whoever asks for `mælk` means milk, which we know nothing about; the nearest word of ours is `mål`.
Words of the field need not stand here: what a label or text has is known to be right anyway.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from fagbegreb.text.folding import fold
from fagbegreb.text.stemming import stem

EVERYDAY: Final = """
abonnement abrikos adgangskode advent agurk akkord aksel aktie akvarium album ambulance amerika
ananas ankel anker ankomst annonce antenne apoteket appelsin april arkitekt arkiv armbånd arme
asfalt aske astma astronomi atlet atmosfære atom august automat avance avis avocado bacon badet
badeværelse bagage bager bageri bagside balance balkon balle ballet ballon banan bank banke barber
barbere bark basar basis bassin batteri beholder benzin berlin betale beton bibel bibliotek
bibliotekar biler billet biologi birk biskop bistro bjerg bjælke bjørn blad blade blande blik
blinke blod blok blomst blomster bluse blyant blæk blæse blæst bløde bogen boghandel bolle bombe
bonde bord borde borg bowling brag brandbil brande bremse brikke briks briller brise brok bronze
brosten brudekjole brun brune bruse brusebad brygge bryggeri bryllup bryst brænde brændsel bræt
brød brøl brønd buffet bukke bukser bunke burde burger buske busser bygge bygning bælte bænk bæver
bølge bønne børs børste cafe campere camping cement cent champagne chance chauffør checke chef
chili chips chokolade cigar citron cognac cola creme curling cykel cykle cykling cylinder damp
danmark dans danse dansk december delfin deltager design dessert diamant diesel digt digter
dinosaur direktør dirigent disk diskotek dokken doktor dolk dollar drage dragt dragter dreje
dressing drivhus dronning drue dukke dunke dusin dybde dykke dyne dyrehave dyrlæge dyrt dårlig dæk
dæmning dør eddike egern ekko elastik elefant elektriker elektron elske energi engang engel
engelsk england ensfarvet esbjerg etage europa event fabel fabrik fakkel faldskærm fane fange farm
farve farver fasan fatning februar fedt felt fersken fest festen festival figur filet film filter
finale finger finke fisk fiske fisker fjeder fjer fjerde fjernsyn fjord flag flagermus flamme
flaske flere fletning flint flod flok flot flue flyde flydende flynder flyver fløde fløjl fløjte
fodbold fodgænger fodtøj folde folder folk forbi forhæng forrest forår fotograf frankrig fransk
fredag fredelig freelance fremmed frimærke frisk frisør frokost frost frugt fryse fryser frø
frøken fugle fuglene fugt fylde fyrværkeri fysik færge fødevare følfod gaffel galge gallon galop
gamer garage garde gardin garn gave gaver gebyr gedde gelænder gemme genvej geografi geologi
giftig gips giraf gitter givtig glas glasur glide globus glød glødepære gnist gold golf gople
gorilla gram grammatik granat grankogle grave gren grill gris grise gryde grædefærdig græker græs
græskar græsplæne grød grøft grønlangkål grøntsag guitar guld gulerod gulv gummi gylden gymnastik
gynge gyser gåde gårde gåse gær gæst gæster haglbyge hale halm hals halstørklæde hammer hamster
handsker hangar hardware harpe harve hatte havdyr havn havre hefte hejre heks hekse heksekunst
helikopter hellig hellige helte hemmelig hengsel herre hest heste hestevogn himlen himmel hindbær
historie hjelm hjerte hjort hjul hjørne hofte holland hollandsk honning honninger hoppe horn hoste
hoster hotel hovede hule hulen humle hummer humor hund hunde hundrede hurtig hval hvede hveps hvid
hvide hvisk hyben hybrid hyld hylde hytte hyæne håndbold håndklæde håndværk håne hæk hækle hæl
høfligt høg høne høns høst høste høvl idol igler ildebrand ildsted immun import indianer indkøb
industri influenza ingefær ingeniør insekt instrument internet irland iskold islam isterning istid
italien jakke januar japan jazz jern jernbane jetfly jogge jolle jonglere jordbær jordskælv
journalist juice juletræ juli jungle juni jura juvel jyde jylland jæger kabel kabine kaffe kage
kager kajak kaktus kalde kalender kalk kalv kamel kamera kamin kammer kamp kampagne kampe kanal
kande kanin kano kanon kant kantine kaptajn karamel karneval karpe karrusel kartoffel karton
kasino kasket kassette kastanje kaste kat katedral katte kavaler kegle kejser kemi ketsjer kikkert
kilde kilo kilometer kind kino kiosk kirke kirsebær kirurg kirurgi kitte kjole klaver klinge
klinke klippe klods klodser klokke kloster klovn klud kluk knage knald knap knippe kniv knive
knokle knude knæ kobber kobling koge kogebog kogle kokke kokos koldt kolibri kolonne komet komfur
komiker komponist koncert konge kongerige konto kontrabas kop kopi koral korn korridor kors kost
koste krabbe krage kran krans krater krave kridt kridte krig krigen kriger kringle krog krone
kronen krukke krybdyr krydder krydderi krystal kræmmer kuffert kugle kuglepen kultur kunst
kunstner kurv kuvert kvadrat kvark kvarter kvist kylling kyst kælder kælke kæmpe kænguru kæreste
kærne købe køber købmand køje køkken køle køleskab kørekort laboratorium ladcykel lade lage
lagkage laks lampe lamper landskab langrend lanterne laser lasso last lastbil latin lava legende
legetøj lejr leksikon leopard lettisk lever lim limen limonade linje linse lirekasse litteratur
loft lofter logaritme lokomotiv lommer london loppe luft luftballon lufthavn lukke lunge lunte
lygte lyng lyserød lysestage lytte læder lænke læske løbe løbesko løg løve løver løvetand magnet
majs makrel maksimum male maler maleri mand mandag mandel mandler mantel march mark marmelade
marmor marts maskine mast matematik materiale mayonnaise medalje medister mejeri melodi melon
metal meter metro midnat mikrofon mikroskop milkshake millimeter million mineral minister minut
minutter mistel mobil mobiltelefon modemagasin molekyle monopol monster moped morgen mos mosaik
mose moske motiv motor motorcykel motorvej mousse mudder mumie mund munk mure murer mursten muse
museum musik musiker musling myg mynte myre myrer måge målmand måltid måne månen måtte mælk
mælkevej mærke mærkeligt møbel mølle mønt mørk mørke nakke nattergal natur navle navlen negl nerts
neutron nisse nissen nobel nord norden nordpol norge norsk november numse nylon nyre nytår næb
næbdyr næse nødde nødder nøgle oase oblat okse oktober oldtid olie oliven olympisk onsdag opera
operette opskrift optik orange ordbog orgel orkan orkester orkide orme ost oste ottende oval
overskæg ovne pakke palads palme panda pande pandekage panel papegøje papir paprika parade paradis
paraply parasol parfume paris park parkere parket parlament pasta pastel patent patron peber pedal
pelikan pels pen penge penne pensel perle persille pest petroleum piano pigment pilot pind pingvin
pinse pipette pirat pistol pizza plade planet planke plante planter plast plastik platform platin
plov plovmand plukke plys plæne poesi pokal poker polar polen pommes popcorn porcelæn port porte
porto portræt pose poster postkort potte pottemager pragt prins prinsesse print printer pris
priser prisme projektor propel protein pudder pude puder puls pumpe punktum puslespil pusterør
pynt pyramide pyramiden pålidelig pålægschokolade pæl pære pæren pølse rabarber radio radise rage
raket ramle ranch rande rasle ravn rebet recept receptionist regn regnbue regne regning regnjakke
regnskov reje rejer rejse rejser reklame rekord rensdyr renter reol restaurant revolution revolver
ribbe ridder ride ridning rift ring ringe ris robot robåd rock roe roman romaner rose roser rosin
rotte roulade rovdyr rovfugl rubin rugbrød rulle rullende rumskib rumstation rundt rusland russer
rustning rute ryggen rygsæk rynke ryste rytter råvare række ræv rødbede rødvin røgelse røget
safran saft sahara saks salat salg salme salmiak salt samler sand sandal sandsten sandwich sang
sangen sanger satellit savanne save scene scener sejl sejlads sejle seksten sekund selleri senge
sennep september serie server shampoo sild silke silo sirup skab skak skaldyr skallet skarp skat
skatter skib skibe skift skildpadde skinke skinne skive skjold skjorte skjule sko skohorn skomager
skorpion skorsten skotland skov skove skovl skrald skrue skruetrækker skuespil skuespiller skuffe
skulder skulptur skur skurk sky skyer skygge skynde skål skæg skærm skøjte slagter slange slank
slappe slik slikke slips slot slotte slud slædehund slør smal smede smelte smil smuk smule smykke
småkage smør snegl sneglen snemand snestorm snor snorkel snyde snørebånd soda sofa sokke sokker
sol solbriller solbær soldat solen solskin solsort sommer sommerhus sopran sort sorte spade
spaghetti spand spanien spansk spejder spejl spektakel sphinx spinat spion spire spole sport
sportsvogn springvand spyd spytte spøgelse stable stad stadion stald stang statue stege sten stige
stil stjerner stok stol stole stolpe storm straffespark strand strande stribe strik strikke
striktrøje strop strygejern strøm strømpe stue stump stylte styrt stål støv støvle støvsuger suge
sukker sump suppe surfe sutte svale svane sved svejse svensk sverige sværd svømme svømning syd
sydpol syltetøj symfoni synge syre sæbe sædvane sække sæl sø sølv sømand sømil søndag søstjerne
tagsten takt talje tallerken tange tango tank tankstation tapet tarm taske tatovering taxa teater
tekop telt tempel temperatur tempo tennis teori termometer terning terrasse tiger tigre tilfreds
timian tinde tirsdag toast tobak toget toilet told tomat tomater tone topmøde torden tordenvejr
torsdag torsk torv tosse tragt traktor tramp transport trawler tresser trold trolden tromme
trompet trone truck trykke trykkeri trylle træ træer trækul trøje tudse tulipan tunge tungen
tunnel turist turkis turnering tusind tvilling tyfon tyr tyren tysk tyskere tyskland tåge tårn
tæppe tæve tønde tørfisk tørke tørre ugle uld ulv ulve ungarn univers universitet uran urmager urt
urter vaffel vagt valmue valnød valuta vampyr vand vande vandfald vandmand vandre vandrehjem
vandret vanilje vante vanter vase vaske vaskemaskine veksel vest vestre vikar viking vild villa
vinaigrette vinder vindmølle vindrue vindue vinduer vinge vinter viol violin vippe viske vogn
vokal voks volleyball vulkan vågner vædder vægge vækkeur væske vævet whisky yacht yoga yoghurt
zebra zink zone zoo zoologisk åkande åre æble æbler ægteskabelig ærmer ært ærter æsel øgle økse
ørken ørkener ørn ørred østen østers østrig
"""
"""Basic forms and a few others; inflected forms are met by their stem."""


def is_everyday(word: str) -> bool:
    """Whether a folded word is ordinary Danish, in any form."""
    return word in _words() or stem(word, "da") in _stems()


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    return frozenset(fold(word) for word in EVERYDAY.split())


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    return frozenset(stem(word, "da") for word in _words() if len(word) >= 4)
