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
abonnement abrikos adgangskode advent agurk akkord aksel aktie aktiekurs akvarel akvarium album
ambulance amerika ananas anemone ankel anker ankomst annonce antenne apoteket appelsin april
arkitekt arkiv armbånd arme arveafgift asfalt aske astma astronaut astronomi atlet atmosfære atom
aubergine august automat avance avis avocado bacon badebukser badet badeværelse badminton bagage
bagagerum bager bageri bagrude bagside balance balkon balle ballet ballon banan bank banke
bankkonto barber barbere bark basar basilikum basis bassin batteri beholder benzin berlin betale
beton bibel bibliotek bibliotekar biler billet billetautomat biografen biologi birk biskop bistro
bjerg bjælke bjørn blad blade blande blik blikkenslager blinke blod blok blomkål blomst blomster
bluse blyant blæk blæse blæst bløde bogen bogføring boghandel bogreol bolle bombe bonde bord borde
bordtennis borg bowling brag brandbil brande bremse bremser brikke briks briller brise brok bronze
brosten brudekjole brun brune brunsviger bruse brusebad brygge bryggeri bryllup bryst brænde
brændenælde brændeovn brændsel bræt brød brøl brønd buffet bukke bukser bunke burde burger buske
busser bygge bygning bælte bænk bæver bøgetræ bølge bønne børs børste cafe campere camping cement
cent champagne chance charterrejse chauffør checke chef chili chips chokolade chokoladekage cigar
citron cognac cola cornflakes creme curling cykel cykelsti cykle cykling cylinder damp danmark
dans danse dansk december delfin deltager design dessert diamant diesel digt digter dinosaur
direktør dirigent disk diskotek dokken doktor dolk dollar drage dragt dragter dreje dressing
drivhus dronning drue dukke dunke dusin dybde dykke dyne dyrehave dyrlæge dyrt dårlig dåseåbner
dæk dæmning dør eddike egern egetræ ekko elastik elefant elektriker elektron elske energi engang
engel engelsk england ensfarvet esbjerg etage europa event fabel fabrik fakkel faldskærm fane
fange farm farve farver fasan fatning februar fedt felt fersken fest festen festival figur filet
film filmstjerne filter finale finanslov finger finke fisk fiske fisker fiskestang fjeder fjer
fjerde fjernbetjening fjernsyn fjord flag flagermus flamme flaske flere fletning flint flod flok
flot flue flyde flydende flynder flyrejse flyver flæskesteg fløde flødeskum fløjl fløjte fodbold
fodgænger fodtøj folde folder folk folketing forbi forglemmigej forhæng forrest forrude fortov
forår fotograf frankrig fransk franskbrød fredag fredelig freelance fremmed frikadelle frikadeller
frimærke frisk frisør frokost frost frugt fryse fryser frø frøken fugle fuglehus fuglene fugt
fylde fyrværkeri fysik færge fødevare følfod gaffel galge gallon galop gamer garage garde gardin
garn gave gaver gearkasse gebyr gedde gelænder gemme genvej geografi geologi giftig gips giraf
gitter givtig glarmester glas glasur glide globus glød glødepære gnist gold golf gople gorilla
gram grammatik granat grankogle grantræ grave gren grill gris grise gryde grydelap grædefærdig
græker græs græskar græsplæne grød grøft grønlangkål grønsager grøntsag grøntsager guitar guld
gulerod gulv gulvtæppe gummi gurkemeje gylden gymnastik gynge gyser gåde gårde gåse gær gæst
gæster haglbyge hale halm hals halstørklæde hammer hamster handsker hangar hardware harmonika
harpe harve hatte havdyr havebord havegang havestol havn havre havregryn hedebølge hefte hejre
heks hekse heksekunst helikopter hellig hellige helte hemmelig hengsel herre hest heste hestevogn
himlen himmel hindbær historie hjelm hjerte hjort hjul hjørne hofte holland hollandsk honning
honninger honningkage hoppe horn hoste hoster hotel hovede hovedpude hovedtelefoner hule hulen
humle hummer humor hund hunde hundrede hurtig hval hvede hveps hvid hvide hvidkål hvisk hyben
hybrid hyld hylde hytte hyæne håndbold håndklæde håndværk håne hæk hækkesaks hækle hæl høfligt høg
højttaler høne høns hønsehus høst høste høvl idol igler ildebrand ildsted immun import indianer
indkøb industri influenza ingefær ingeniør ingeniører insekt instruktør instrument internet irland
ishockey iskold islam isterning istid italien jakke januar japan jazz jern jernbane jernbanespor
jetfly jogge jolle jonglere jordbær jordskælv journalist juice juletræ juli jungle juni jura juvel
jyde jylland jæger kabel kabine kaffe kaffekop kage kager kagerulle kajak kaktus kalde kalender
kalk kalv kamel kamera kamin kammer kamp kampagne kampe kanal kande kanelsnegl kanin kano kanon
kant kantine kaptajn karamel karneval karpe karrusel kartoffel kartoffelmos karton kasino kasket
kassette kastanje kaste kat katedral katte kavaler kegle kejser kemi ketchup ketsjer kikkert kilde
kilo kilometer kind kino kiosk kirke kirsebær kirurg kirurgi kitte kjole klaver klinge klinke
klippe klods klodser klokke kloster klovn klud kluk knage knald knap knippe kniv knive knokle
knude knæ knækbrød kobber kobling koge kogebog kogle kokke kokos koldt kolibri kolonne komet
komfur komiker komponist koncert konge kongerige konto kontrabas kop kopi koral koriander korn
korridor kors korsang kost kostald koste krabbe krage kran krans krater krave kreditkort kridt
kridte krig krigen kriger kringle krog krokus krone kronen krukke krybdyr krydder krydderi
krydderurter krystal kræmmer kuffert kugle kuglepen kultur kunst kunstner kurv kuvert kvadrat
kvark kvarter kvist kylling kyst kælder kælke kæmpe kænguru kæreste kærne købe køber købmand køje
køkken køle køleskab kørekort laboratorium ladcykel lade lage lagkage laks lampe lamper landbrug
landskab langrend lanterne laser lasso last lastbil latin lava legende legetøj lejr leksikon
leopard lettisk lever leverpostej lim limen limonade linje linse lirekasse litteratur loft lofter
logaritme lokomotiv lommelygte lommer london loppe luft luftballon lufthavn luftmadras lukke lunge
lunte lygte lyng lyserød lysestage lyskryds lytte læder lænestol lænke lærketræ læske løbe løbesko
løg løve løver løvetand magnet majs majskolbe makrel maksimum male maler maleri malerier mand
mandag mandel mandler mantel march mark marmelade marmor marts maskine mast matematik matematiker
materiale mayonnaise medalje medister medisterpølse mejeri mejetærsker melodi melon metal meter
metro midnat mikrofon mikroskop milkshake millimeter million mineral minister minut minutter
mistel mobil mobiltelefon modemagasin molekyle monopol monster moped morgen mos mosaik mose moske
motiv motor motorcykel motorvej mousse mudder mumie mund munk mure murer mursten murværk muse
museum musik musiker musling myg mynte myre myrer måge målmand måltid måne månelys månen måtte
mælk mælkebøtte mælkevej mærke mærkeligt møbel mølle mønt mørk mørke nakke nattergal natur navle
navlen nedløb negl nerts neutron nisse nissen nobel nord norden nordlys nordpol norge norsk
november nummerplade numse nylon nyre nytår næb næbdyr næse nødde nødder nøgle oase oblat okse
oktober oldtid olie oliemaleri oliven olympisk onsdag opera operette opskrift optik opvaskemaskine
orange ordbog orgel orkan orkester orkestret orkide orme ost oste ostemad ottende oval overskæg
ovne pakke pakkerejse palads palme panda pande pandekage panel papegøje papir paprika parade
paradis paraply parasol parfume paris park parkere parkeringsplads parket parlament pasta pastel
patent patron peber peberfrugt pedal pelikan pels pen penge pengeseddel penne pensel perle perron
persille pest petroleum piano pigment pilot pind pingvin pinse pipette pirat pistacie pistol pizza
plade planet planke plante planter plast plastik platform platin plov plovmand plukke plys plæne
poesi pokal poker polar polen pommes popcorn porcelæn port porte porto portræt pose poster
postkort potte pottemager pragt prins prinsesse print printer pris priser prisme projektor propel
proptrækker protein pudder pude puder puls pumpe punktum puslespil pusterør pynt pyramide
pyramiden pålidelig pålægschokolade påskelilje pæl pære pæren pølse rabarber radiator radio radise
rage raket ramle ranch rande rasle ravn rebet recept receptionist regn regnbue regne regning
regnjakke regnskabet regnskov regnvejr reje rejer rejse rejser reklame rekord remoulade rensdyr
renter reol restaurant revisor revolution revolver ribbe ridder ride ridning rift ring ringe ris
robot robåd rock roe roman romaner rose rosenkål roser rosin rosiner rosmarin rotte roulade rovdyr
rovfugl rubin rugbrød rulle rullende rullepølse rumskib rumstation rundbold rundkørsel rundt
rusland russer rustning rute ryggen rygsæk rynke ryste rytter råvare række ræv rødbede rødkål
rødvin røgelse røget safran saft sahara saks salat salg salme salmiak salt samler sand sandal
sandsten sandwich sang sangen sanger satellit savanne save saxofon scene scener sejl sejlads sejle
seksten sekund selleri selskabsskat senge sengetøj sennep september serie server shampoo sild
silke silo sirup skab skak skaldyr skallet skarp skat skattefradrag skatter skib skibe skift
skildpadde skiløb skinke skinne skive skjold skjorte skjule sko skohorn skomager skorpion skorsten
skorstene skotland skov skove skovl skovsø skrald skrivebord skrue skruetrækker skuespil
skuespiller skuespillet skuffe skulder skulptur skulptører skur skurk sky skyer skygge skynde skål
skæg skærm skøjte slagter slagtøj slange slank slappe slik slikke slips slot slotte slud slædehund
slør smal smede smedje smelte smil smuk smule smykke småkage smør snedker snegl sneglen snemand
snestorm snevejr snor snorkel snyde snørebånd soda sofa sokke sokker sol solbriller solbær
solcreme soldat solen solsikke solskin solskinsvejr solsort sommer sommerhus sopran sort sorte
sovepose spade spaghetti spand spanien spansk spejder spejl spektakel sphinx spinat spion spire
spole sport sportsvogn springvand spyd spytte spøgelse squash stable stad stadion stald stang
stangtøj statsminister statue stege stegepande sten stige stil stillads stjernehimmel stjerner
stok stol stole stolpe storm straffespark strand strande strandtaske stribe strik strikke
striktrøje strop strygejern strøm strømpe stue stump stylte styrt stål støv støvle støvsuger suge
sukker sump suppe surfe sutte svale svane sved svejse svensk sverige svinestald sværd svømme
svømning syd sydpol syltetøj symfoni symfonien synge syre sæbe sædvane sække sæl sø sølv sømand
sømil søndag søstjerne tagpap tagrende tagrender tagsten takt talje tallerken tange tango tank
tankstation tapet tarm taske tatovering taxa teater tekande tekop telt tempel temperatur tempo
tennis teori termometer terning terrasse tiger tigre tilfreds timian tinde tirsdag toast tobak
toget togtider toilet told tomat tomater tone topmøde torden tordenvejr torsdag torsk torv tosse
tragt traktor traktoren tramp transport trawler tresser trillebør trold trolden tromme trompet
trompeter trone truck trykke trykkeri trylle træ træer trækul trøje tudse tulipan tunge tungen
tunnel turist turkis turnering tusind tvilling tværfløjte tyfon tyr tyren tysk tyskere tyskland
tåge tårn tæppe tæve tømrer tønde tørfisk tørke tørre tørretumbler udbytte ugle uld ulv ulve
ungarn univers universitet uran urmager urt urter vaffel vagt valgplakat valmue valnød valuta
valutakurs vampyr vand vande vandfald vandmand vandre vandrehjem vandret vanilje vaniljeis vante
vanter varmepumpe vase vaske vaskemaskine veksel vest vestre vikar viking vild villa vinaigrette
vinder vindmølle vindrue vindstille vindue vinduer vinflaske vinge vinter vintergæk viol violin
vippe viske vogn vokal voks volleyball vulkan vågner vædder vægge vækkeur væske vævet whisky
wienerbrød yacht yoga yoghurt zebra zink zone zoo zoologisk åkande åre æble æbler æbletærte
ægteskabelig ærmer ært ærter æsel øgle økse ølflaske ørken ørkener ørn ørred østen østers østrig
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
