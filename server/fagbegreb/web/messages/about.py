"""Texts of the pages about the site itself."""

TEXTS: dict[str, tuple[str, str]] = {
    "about.title": ("Om fagbegreb", "About fagbegreb"),
    "about.what": ("Hvad er det?", "What is it?"),
    "about.what_text": (
        "fagbegreb samler de begreber, som kommuner bruger i arbejdet med udsatte børn og unge "
        "og børn og unge med handicap: metodernes egne ord, lovens bestemmelser og KL's koder. "
        "Hvert begreb har en fast kode og en adresse, så blanketter og systemer kan bruge det.",
        "fagbegreb gathers the concepts that municipalities use in their work with vulnerable "
        "children and children with disabilities: the methods' own words, the provisions of the "
        "law and KL's codes. Each concept has a fixed code and an address, so that forms and "
        "systems can use it.",
    ),
    "about.sure": ("Hvor sikkert er det?", "How sure is it?"),
    "about.sure_text": (
        "Alt vores eget indhold er udkast. Hvert begreb siger, hvor sikkert det er: høj betyder "
        "støttet af kilder, middel bør efterprøves, lav er vores egen vurdering.",
        "All content of our own is a draft. Each concept says how sure it is: high means "
        "supported by sources, medium should be checked, low is our own judgement.",
    ),
    "about.rights": ("Rettigheder", "Rights"),
    "about.code_licence": (
        "Programmet er frit under MIT-licensen. Designsystemet, skrifttypen og de andre dele, "
        "vi bruger, har deres egne licenser:",
        "The program is free under the MIT licence. The design system, the typeface and the "
        "other parts we use have licences of their own:",
    ),
    "about.contents_title": ("Indhold og kilder", "Contents and sources"),
    "about.contents_lead": (
        "Alle begrebssystemer med antal begreber og rettigheder.",
        "All concept schemes with the number of concepts and the rights.",
    ),
    "about.releases_title": ("Udgivelser og ændringer", "Releases and changes"),
    "about.releases_lead": (
        "Hver udgivelse bliver liggende, så et link altid kan vise det samme.",
        "Every release stays, so that a link can always show the same.",
    ),
    "about.changes": ("Ændringer", "Changes"),
    "about.changes_in": ("Ændringer i udgivelse {release}", "Changes in release {release}"),
    "about.changes_since": ("Hvad er ændret siden {since}?", "What changed since {since}?"),
    "about.changes_total": ("{n} ændringer siden {since}.", "{n} changes since {since}."),
    "about.changes_total_one": ("1 ændring siden {since}.", "1 change since {since}."),
    "about.changes_none": ("Intet er ændret siden {since}.", "Nothing changed since {since}."),
    "about.changes_more": ("{n} til, som JSON", "{n} more, as JSON"),
    "about.concerns": ("Vigtigt for", "Matters to"),
    "about.since": ("Sammenlign med udgivelse", "Compare with release"),
    "about.first_release": (
        "Den ældste her: intet at sammenligne med",
        "The oldest here: nothing to compare with",
    ),
    "about.files": ("Filer", "Files"),
    "about.files_of": ("Hent filer", "Download files"),
    "about.files_in": ("Filer i udgivelse {release}", "Files of release {release}"),
    "about.files_lead": (
        "Alt indhold til at hente. SHA256SUMS siger, om filerne er kommet helt frem.",
        "All content to download. SHA256SUMS tells whether the files arrived whole.",
    ),
    "about.feed": ("Følg ændringerne i en nyhedslæser (Atom)", "Follow changes in a feed (Atom)"),
    "change.scheme": ("Begrebssystemer", "Concept schemes"),
    "change.added": ("Nye begreber", "New concepts"),
    "change.retired": ("Udgåede begreber", "Retired concepts"),
    "change.removed": ("Fjernede begreber", "Removed concepts"),
    "change.label": ("Ændrede betegnelser", "Changed labels"),
    "change.definition": ("Ændrede definitioner", "Changed definitions"),
    "change.note": ("Ændrede bemærkninger", "Changed notes"),
    "change.hierarchy": ("Flyttet i hierarkiet", "Moved in the hierarchy"),
    "change.validity": ("Ændret gyldighed", "Changed validity"),
    "change.status": ("Ændret status", "Changed status"),
    "change.mapping": ("Koblinger", "Mappings"),
    "change.rule": ("Regler for sager", "Rules about cases"),
    "about.release_name": ("Udgivelse", "Release"),
    "about.release_made": ("Bygget", "Built"),
    "about.release_current": ("vises nu", "shown now"),
    "about.release_digest": ("Fingeraftryk", "Digest"),
    "about.api_title": ("API-vejledning", "API guide"),
    "about.api_lead": (
        "Alt på siderne kan også hentes som data. Ingen nøgle er nødvendig, og andre "
        "hjemmesider må kalde API'et direkte.",
        "Everything on the pages can be fetched as data too. No key is needed, and other web "
        "sites may call the API directly.",
    ),
    "about.api_parameters": ("Parametre", "Parameters"),
    "about.api_all": ("Alle adresser", "All addresses"),
    "about.api_english": (
        "Beskrivelserne her er på engelsk.",
        "The descriptions here are in English.",
    ),
    "about.api_examples": ("Eksempler, der virker", "Examples that work"),
    "about.try_search": ("Søg", "Search"),
    "about.try_suggest": ("Forslag, mens man skriver", "Suggestions while typing"),
    "about.try_concept": ("Alt om et begreb", "Everything about a concept"),
    "about.try_resolve": (
        "Slå op, hvad en kode eller paragraf betød på en dag",
        "What a code or a section meant on a day",
    ),
    "about.try_translate": ("Oversæt til en anden metode", "Translate into another method"),
    "about.try_crosswalk": (
        "En hel oversættelse som regneark",
        "A whole crosswalk as a spreadsheet",
    ),
    "about.try_list": ("Svarmuligheder til OS2forms", "Answer options for OS2forms"),
    "about.try_rdf": ("Begrebet som RDF", "The concept as RDF"),
    "about.api_machine": ("Maskinlæsbar beskrivelse (OpenAPI)", "Machine-readable (OpenAPI)"),
    "about.picker": ("Valgliste til din egen side", "A picker for your own page"),
    "about.picker_text": (
        "Sæt denne linje ind i en HTML-blanket. Brugeren søger og vælger; blanketten får koden.",
        "Put this line into an HTML form. The user searches and chooses; the form gets the code.",
    ),
    "about.picker_demo": ("Se den virke", "See it work"),
    "about.a11y_title": ("Tilgængelighedserklæring", "Accessibility statement"),
    "about.a11y_status": (
        "Webstedet er lavet efter WCAG 2.2 niveau AA og lever delvist op til det: kendte mangler "
        "står nedenfor.",
        "The web site is made to WCAG 2.2 level AA and conforms in part: known shortcomings are "
        "listed below.",
    ),
    "about.a11y_can": ("Sådan kan siderne bruges", "How the pages can be used"),
    "about.a11y_text": (
        "Alle sider kan bruges med tastatur alene, uden JavaScript, med 400 % zoom, i lys og mørk "
        "visning, med systemets egne farver og på en telefon. Træer, søgefelter og valglister "
        "siger til en skærmlæser, hvad de er, og hvor man er.",
        "All pages can be used with the keyboard alone, without JavaScript, at 400 % zoom, in "
        "light and dark display, with the system's own colours and on a phone. Trees, search "
        "fields and pickers tell a screen reader what they are and where one is.",
    ),
    "about.a11y_how": ("Sådan er det undersøgt", "How it was assessed"),
    "about.a11y_tests": (
        "Hver sidetype bliver prøvet automatisk med axe i en rigtig browser, i begge visninger og "
        "på en smal skærm, før en ændring bliver taget ind. Automatiske prøver finder ikke alt, "
        "og ingen brugere med handicap har prøvet siderne endnu.",
        "Each kind of page is tested automatically with axe in a real browser, in both displays "
        "and on a narrow screen, before a change is taken in. Automatic tests do not find "
        "everything, and no users with disabilities have tried the pages yet.",
    ),
    "about.a11y_known": ("Kendte mangler", "Known shortcomings"),
    "about.a11y_sparql": (
        "SPARQL-editoren kommer fra andre og er tung at bruge med skærmlæser. Skriv spørgsmålet i "
        "tekstfeltet under den, eller kald adressen direkte.",
        "The SPARQL editor is made by others and hard to use with a screen reader. Write the "
        "query in the text field below it, or call the address directly.",
    ),
    "about.a11y_drawings": (
        "Store tegninger er svære at overskue for alle. Tabellen ved siden af siger det samme.",
        "Large drawings are hard to survey for anybody. The table beside them says the same.",
    ),
    "about.a11y_danish": (
        "Redaktørernes begrundelser for koblinger findes kun på dansk, også på de engelske sider. "
        "De er mærket som dansk.",
        "The editors' reasons for mappings exist in Danish only, on the English pages too. They "
        "are marked as Danish.",
    ),
    "about.a11y_dates": (
        "Datofelter vises, som din browser er sat op til, og kan derfor være på et andet sprog.",
        "Date fields look as your browser is set up, and may therefore be in another language.",
    ),
    "about.a11y_contact": ("Fandt du en fejl?", "Did you find a fault?"),
    "about.a11y_tell": (
        "Sig det til den, der driver webstedet, så den kan blive rettet.",
        "Tell whoever runs the web site, so that it can be mended.",
    ),
    "about.a11y_complain": (
        "Får du ikke svar, kan du skrive til Digitaliseringsstyrelsen, som fører tilsyn med "
        "offentlige websteder.",
        "If you get no answer, you can write to the Agency for Digital Government, which "
        "supervises public web sites in Denmark.",
    ),
    "about.privacy": ("Dine oplysninger", "Your data"),
    "about.privacy_text": (
        "Siden husker kun sprog og visning i to cookies, og kun når du vælger dem. Der er ingen "
        "statistik, der følger dig, og intet hentes fra andre steder.",
        "The site remembers only language and display in two cookies, and only when you choose "
        "them. Nothing follows you, and nothing is fetched from elsewhere.",
    ),
}
