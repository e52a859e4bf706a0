package personal

// numConceptEntities is where the entities end among the concepts, and mentions where the words of articles 9 and 10
// begin: mentions+entHealth is an illness, say, in running text, while entHealth itself is a column or field of such
// words, and headings+entHealth a column of them only.
const (
	numConceptEntities concept = 200
	headings           concept = 250
	mentions           concept = 300
)

// The fields are what labels and headers name beside the entities.
const (
	fieldFirstName concept = numConceptEntities + iota
	fieldLastName
	fieldFullName
	fieldPerson    // "patient:", "élève:": a name follows, in a form; in a table only the column's values can tell
	fieldPostcode  // of an address
	fieldCity      // of an address
	fieldStreet    // of an address
	fieldDwelling  // "domicilié", "wohnhaft": somebody lives at the address that follows
	fieldOrg       // a firm's, a school's, a town's name: names in its column are not persons'
	fieldThing     // a product, a file, a species: neither are these
	fieldOtherDate // any date that is not a birth
	fieldDeath     // the dead are nobody's personal data (GDPR, recital 27)
	fieldNeutral   // known, and of no weight: it helps to see that a row is a header
	fieldSignature // a column to sign in
	fieldClass     // a pupil's class, a mark, a grade
	fieldSalary    // what somebody earns, owes, or gets
	fieldTie       // what is noted only of people one keeps a file on: the number of a member, a room, a contract
	fieldSubject   // "certifies that", "concerning": a paper says so of whom it is about
	fieldMember    // what ties a person to who keeps the list: pupil, patient, tenant, donor
	fieldRole      // what somebody is in a paper of a court, an insurance, a bank: a subject named behind it

	// These head columns only. In text their words say nothing, and may be a surname.
	fieldWage   // what somebody earns, in a column beside names
	fieldAmount // what somebody has paid, given or owes
	fieldMark   // a mark in a school subject
	fieldOffice // what only people have who were elected: their dates of birth are published

	fieldAge // how old somebody is

	fieldGreeting // of a letter: whom it is for stands behind it

	fieldResult // of a race or match, which is public

	fieldAnimal // what only animals have
)

// keyFields are what programs call the parts of a name in payloads, and nobody else does.
var keyFields = map[string]concept{
	"fn": fieldFirstName, "pn": fieldFirstName, "prn": fieldFirstName, "vn": fieldFirstName,
	"ln": fieldLastName, "cogn": fieldLastName, "nm": fieldLastName, "nmu": fieldLastName, "nn": fieldLastName,
}

// fieldLabels are the labels of the fields, in all languages.
var fieldLabels = []struct {
	field  concept
	labels string
}{
	{fieldFirstName, "prénom|prénoms|prénom usuel|prénom 1|prénom de l'enfant|prénom élève|prénom du salarié|" +
		"autres prénoms|first name|firstname|given name|given names|forename|forenames|christian name|vorname|" +
		"vornamen|rufname|nombre de pila|nombres|" +
		"voornaam|voornamen|roepnaam|primeiro nome|nome próprio|nomi|imię|imiona|jméno|krstné meno|meno|keresztnév|utónév|" +
		"prenume|prenumele|förnamn|tilltalsnamn|fornavn|etunimi|etunimet|eesnimi|vārds|vardas|ime|όνομα|име|имя|ім'я|" +
		"prenom|pnom|fname|givenname|prenombre|given|forenames or initials|first names or initials|" +
		"deuxième prénom|prén|middle name|middle initial|initials|known as|nickname|preferred forename|vorn|vname|zweitname|" +
		"segundo nombre|nome di battesimo|secondo nome|primo nome|voorletters|voorl|initialen|doopnaam|nomes próprios|prenome|" +
		"nome de batismo|primeiros nomes"},
	{fieldLastName, "nom de famille|nom d'usage|nom de naissance|nom patronymique|nom marital|nom usuel|" +
		"nom de jeune fille|nom d'épouse|patronyme|nom élève|nom de l'élève|nom de l'enfant|nom du salarié|" +
		"nom du responsable|nom du parent|nom adhérent|last name|lastname|surname|family name|" +
		"maiden name|nachname|familienname|zuname|geburtsname|mädchenname|apellido|apellidos|primer apellido|" +
		"segundo apellido|cognome|cognomi|achternaam|familienaam|geslachtsnaam|tussenvoegsel|apelido|apelidos|" +
		"sobrenome|último nome|nazwisko|příjmení|priezvisko|" +
		"vezetéknév|családnév|nume de familie|numele|prezime|priimek|επώνυμο|επίθετο|фамилия|фамилно име|прізвище|" +
		"efternamn|efternavn|etternavn|slægtsnavn|sukunimi|perekonnanimi|uzvārds|pavardė|lname|sn|" +
		"nom légal|former name|previous surname|preferred surname|nname|nachn|ehename|famname|familiennamen|fam name|apell|cogn|" +
		"cognome da nubile|cognome del coniuge|cognome acquisito|tussenvoegsels|tussenv|voorvoegsel|voorvoegsels|meisjesnaam|" +
		"geboortenaam|achtern|eigen naam|fam naam|nome de solteira"},
	{fieldFullName, "nom et prénom|nom prénom|nom prénoms|prénom nom|prénom et nom|nom et prénoms|nom complet|" +
		"noms et prénoms|noms prénoms|full name|fullname|name and surname|name surname|complete name|" +
		"first and last name|vor und nachname|vorname nachname|name vorname|nachname vorname|nachname und vorname|" +
		"name und vorname|vollständiger name|" +
		"nombre completo|nombre y apellidos|apellidos y nombre|apellidos nombre|nome e cognome|cognome e nome|" +
		"nome cognome|cognome nome|nominativo|naam en voornaam|volledige naam|voor en achternaam|" +
		"nome completo|nome e apelido|civilité nom prénom|display name|displayname|cn|imię i nazwisko|nazwisko i imię|" +
		"jméno a příjmení|příjmení a jméno|meno a priezvisko|nume și prenume|nume prenume|numele și prenumele|nume complet|" +
		"teljes név|ime i prezime|prezime i ime|ime in priimek|priimek in ime|ονοματεπώνυμο|име и фамилия|три имена|фио|ф и о|" +
		"піб|fullständigt namn|fulde navn|fullt navn|koko nimi|täisnimi|vārds uzvārds|vardas pavardė|" +
		"legal name|preferred name|anagrafica"},
	{fieldPerson, "allotment holder|plot holder|plotholder|licence holder|permit holder|ticket holder|badge holder|pass holder|keyholder|leaseholder|" +
		"jubilar|jubilarin|inhaber|inhaberin|pächter|pächterin|karteninhaber|karteninhaberin|kaarthouder|pashouder|concessionario|assegnatario|titular do cartão|tiers|payee|redevable|empname|emp name|staff|staff name|staff member|nom|noms|name|naam|nombre|nome|élève|élèves|enfant|enfants|patient|patiente|salarié|salariée|" +
		"employé|employée|adhérent|adhérente|membre|licencié|licenciée|bénévole|participant|participante|" +
		"stagiaire|candidat|candidate|étudiant|étudiante|apprenti|titulaire|bénéficiaire|assuré|assurée|" +
		"contribuable|déclarant|débiteur|débitrice|payeur|nom du débiteur|" +
		"locataire|résident|résidente|parent|parents|père|mère|tuteur|tutrice|conjoint|conjointe|" +
		"responsable légal|représentant légal|personne à prévenir|personne à contacter|demandeur|demandeuse|" +
		"souscripteur|abonné|usager|allocataire|collaborateur|agent|intérimaire|matelot|donateur|joueur|" +
		"student|pupil|employee|member|patient name|beneficiary|account holder|cardholder|applicant|candidate|" +
		"tenant|guardian|mother|father|spouse|next of kin|emergency contact|passenger|guest|volunteer|insured|" +
		"policyholder|debtor|payer|attendee|trainee|customer name|client name|recipient|player|" +
		"schüler|schülerin|mitarbeiter|mitarbeiterin|mitglied|patientin|kontoinhaber|zahlungspflichtiger|zahler|antragsteller|" +
		"antragstellerin|bewerber|bewerberin|teilnehmer|teilnehmerin|mieter|versicherter|versicherte|" +
		"arbeitnehmer|erziehungsberechtigte|kind|mutter|vater|ansprechpartner|" +
		"alumno|alumna|paciente|empleado|empleada|trabajador|trabajadora|socio|socia|titular|beneficiario|" +
		"interesado|solicitante|candidato|padre|madre|" +
		"alunno|alunna|studente|paziente|dipendente|lavoratore|intestatario|assistito|richiedente|genitore|" +
		"leerling|patiënt|werknemer|medewerker|lid|rekeninghouder|deelnemer|kandidaat|huurder|ouder|verzekerde|" +
		"aluno|aluna|utente|doente|funcionário|trabalhador|sócio|titular da conta|encarregado de educação|" +
		"beneficiário|" +
		"nume|név|nimi|navn|namn|όνομα επώνυμο|członek|uczestnik|uczestniczka|pracownik|pacjent|pacjentka|uczeń|dziecko|rodzic|" +
		"žák|zaměstnanec|zamestnanec|pacient|pacientka|dítě|dieťa|člen|účastník|angajat|membru|elev|copil|părinte|tanuló|beteg|" +
		"dolgozó|gyermek|szülő|résztvevő|medlem|deltagare|barn|anställd|vårdnadshavare|deltager|deltaker|medarbejder|ansatt|" +
		"jäsen|osallistuja|potilas|oppilas|työntekijä|huoltaja|lapsi|μέλος|ασθενής|μαθητής|пациент|ученик|сотрудник|служител|" +
		"ouvrant droit|personne autorisée|personne de confiance|époux|épouse|mandataire|héritier|garant|co-emprunteur|" +
		"contact name|husband|wife|taxpayer|ratepayer|teacher|dependant|sibling|siblings|" +
		"guarantor|beschäftigter|beschäftigte|angestellter|helferin|prüfling|kandidat|" +
		"doktorand|ehepartner|ehegatte|ehefrau|ehemann|lebenspartner|angehörige|angehöriger|bezugsperson|kontaktperson|" +
		"notfallkontakt|bevollmächtigter|bürge|geschwister|vormund|betreuer|betreuerin|gesetzlicher vertreter|candidata|deudor|" +
		"jugador|jugadora|jugador a|asistente|opositor|aspirante|aspirantes|representante legal|persona de contacto|" +
		"persona autorizada|personas autorizadas|cónyuge|esposo|esposa|pareja|avalista|heredero|cuidador|cuidadora|candidati|" +
		"debitore|giocatore|docente|familiare|impiegato|affittuario|locatario|collaboratore|rappresentante legale|" +
		"persona da contattare|coniuge|moglie|marito|convivente|delegato|garante|erede|eredi|sollicitant|" +
		"speler|inwoner|contactpersoon|echtgenoot|echtgenote|mantelzorger|bewindvoerder|wettelijk vertegenwoordiger|" +
		"voogd|verzorger|borgsteller|erfgenaam|gemachtigde|gezinslid|devedor|estudante|jogador|morador|munícipe|empregado|" +
		"empregada|passageiro|colaborador|colaboradora|pessoa a contactar|pessoa de contacto|pessoa autorizada|" +
		"pessoas autorizadas|marido|familiar|cônjuge|fiador|herdeiro|responsável legal"},
	{fieldPostcode, "code postal|cp|c p|codepostal|cod postal|postal code|postcode|zip|zip code|zipcode|plz|" +
		"postleitzahl|código postal|cap|c a p|cod postale|codice postale|codice avviamento postale|npa|" +
		"irányítószám|psč|kod pocztowy|postnr|postnummer|postinumero|cod poștal|poštanski broj|poštna številka|ταχυδρομικός κώδικας|" +
		"пощенски код|почтовый индекс|sihtnumber|pasta indekss|pašto kodas|" +
		"cd postal|cod post|cpostal|cpville|post code|eircode|c postal|cód post|postc"},
	{fieldCity, "ville|localité|commune|commune de résidence|ville de résidence|city|town|locality|ort|wohnort|" +
		"stadt|ciudad|localidad|municipio|población|città|comune di residenza|comune|località|woonplaats|plaats|" +
		"stad|gemeente|localidade|cidade|concelho|miasto|miejscowość|postort|poststed|postitoimipaikka|kaupunki|město|obec|oraș|" +
		"localitate|település|város|πόλη|град|город|linn|pilsēta|miestas|" +
		"bureau distributeur|suburb|municipality|post town|ortschaft|ortsteil|stadtteil|wohngemeinde|término municipal|frazione|" +
		"woonpl|plaatsnaam|dorp|woongemeente|deelgemeente|freguesia|vila"},
	{fieldStreet, "rue|voie|numéro et voie|numéro de rue|libellé voie|street|street name|house number|straße|" +
		"strasse|hausnummer|str|calle|via|straat|huisnummer|straatnaam|rua|complément d'adresse|adresse 2|adresse actuelle|gatuadress|katuosoite|ulice|strada|οδός|улица|" +
		"address line|address line 1|address line 2|ulica|civico|" +
		"no et rue|house no|house name|flat no|addr line|first line of address|mailing street|hausnr|haus nr|strassenname|" +
		"straßenname|vía|via piazza|huisnr|huisletter|adresregel|arruamento|n da porta|n porta|logradouro|andar"},
	{fieldDwelling, "demeurant|habite|habite à|domicilié|domiciliée|domiciliés|résidant|résidante|demeurant à|domicilié à|" +
		"wohnhaft|wohnhaft in|whft|wohnt in|lebt in|residing at|residing|resident at|living at|lives at|residente en|residente in|" +
		"residente em|domiciliado|domiciliada|domiciliato|domiciliata|woonachtig|wonende|wonende te|morador|" +
		"com domicílio|con domicilio"},
	{fieldOrg, "société|raison sociale|dénomination|dénomination sociale|entreprise|organisme|organisation|" +
		"structure|établissement|nom de l'établissement|nom établissement|nom de la structure|nom de l'organisme|" +
		"nom de l'association|nom de la société|nom de l'entreprise|enseigne|nom commercial|nom de la commune|" +
		"nom commune|nom de l'école|" +
		"association|fournisseur|prestataire|employeur|mairie|collectivité|administration|service|services|" +
		"direction|partenaire|exploitant|opérateur|maître d'ouvrage|titulaire du marché|" +
		"company|company name|organization|organisation name|business name|employer|supplier|vendor|school|" +
		"school name|institution|department|agency|publisher|manufacturer|brand|" +
		"firma|firmenname|unternehmen|organisation|einrichtung|schule|arbeitgeber|lieferant|behörde|verein|" +
		"empresa|razón social|organización|centro|entidad|empleador|proveedor|azienda|ditta|ragione sociale|" +
		"ente|istituto|scuola|struttura|estructura|rsa|datore di lavoro|fornitore|" +
		"bedrijf|bedrijfsnaam|organisatie|instelling|werkgever|leverancier|firma naam|denominação social|entidade|" +
		"escola|empregador|fornecedor|siège social|siège|siren|siret|uai|rna"},
	{fieldThing, "films|books|songs|movies|livres|romans|bücher|filme|libros|películas|libri|canzoni|boeken|livros|filmes|thème|atelier|theme|topic|workshop|event|talk|taller|laboratorio|thema|titel|kurs|curso|corso|título|titolo|équipe domicile|équipe à domicile|équipe visiteuse|home team|away team|heimmannschaft|produit|nom du produit|article|désignation|libellé|nom du fichier|fichier|marque|modèle|" +
		"nom scientifique|nom latin|nom vernaculaire|espèce|variété|station|nom de la station|ligne|arrêt|" +
		"nom arrêt|projet|nom du projet|titre|nom du site|site|lieu|lieu dit|bâtiment|salle|équipe|nom équipe|" +
		"club|" +
		"compte lib|journal lib|domaine|nom de domaine|champ|variable|colonne|table|nom du champ|nom de la voie|nom de la rue|nom voie|" +
		"département|région|pays|nom département|nom région|quartier|canton|monument|œuvre|oeuvre|film|livre|" +
		"ouvrage|album|chanson|recette|ingrédient|plat|menu|cours|matière|module|formation|intitulé|" +
		"indicateur|catégorie|type|code|" +
		"product|product name|item|file|file name|filename|model|species|scientific name|common name|project|" +
		"project name|title|team|team name|country|country name|state|region|county|field|field name|" +
		"variable name|column|key|domain|host|hostname|server|event|event name|category|description|entity|" +
		"indicator|street name only|stop name|route|station name|genus|book|song|movie|command|option|" +
		"parameter|function|class name|package|tag|username|user name|login|handle|" +
		"produkt|produktname|artikel|bezeichnung|datei|dateiname|marke|modell|projekt|titel|land|bundesland|" +
		"haltestelle|mannschaft|verein name|producto|artículo|archivo|fichero|modelo|especie|proyecto|título|" +
		"país|provincia|equipo|estación|prodotto|articolo|nome file|marca|modello|specie|progetto|titolo|" +
		"paese|regione|squadra|" +
		"product naam|artikelnaam|bestand|bestandsnaam|merk|soort|titel|land|provincie|ploeg|produto|artigo|" +
		"ficheiro|projeto|espécie|equipa|distrito|" +
		"ship|ship name|vessel|vessel name|boat|boat name|imo|imo number|mmsi|call sign|navire|nom du navire|bateau|nom du bateau|indicatif|schiff|schiffsname|" +
		"buque|nombre del buque|embarcación|nave|imbarcazione|nome della nave|schip|scheepsnaam|navio|embarcação|nome do navio"},
	{fieldOtherDate, "appointed|appointed on|resigned on|date d'embauche|date entrée|date d'entrée|date de sortie|date d'inscription|date d'adhésion|" +
		"date d'émission|date de délivrance|délivré le|délivrée le|date d'expiration|date de validité|" +
		"valable jusqu'au|valide jusqu'au|expire le|date|date de début|date de fin|date de paiement|" +
		"date d'ancienneté|fait+le|date du jour|date de la demande|date d'effet|pièce date|écriture date|valid date|marié+le|" +
		"issue date|date of issue|expiry date|date of expiry|expiration date|hire date|start date|end date|" +
		"join date|joined|valid until|signed|date signed|admission date|date of admission|dated|" +
		"created|updated|modified|" +
		"datum|ausstellungsdatum|eintrittsdatum|gültig bis|ablaufdatum|eintritt|ausgestellt am|aufnahmedatum|" +
		"fecha|fecha de alta|fecha de emisión|fecha de caducidad|fecha de ingreso|data|data di rilascio|" +
		"data di scadenza|data di assunzione|datum in dienst|geldig tot|afgiftedatum|ingangsdatum|" +
		"data de emissão|data de validade|data de admissão|válido até|" +
		"leaving date|austritt|austrittsdatum|fecha de baja|data di iscrizione|data iscrizione|data cessazione|inschrijfdatum|" +
		"in dienst|uit dienst|data de inscrição|data de entrada"},
	{fieldDeath, "meurt+le|mourut+le|muore+il|muere+el|stirbt|sterft+op|tod|todestag|survived|ermordet|deportiert|deported|fusillé|déporté|mort pour la france|morte+le|décédé+le|décédée+le|décès|date de décès|date décès|mort à|mort en|mort|décédé à|died|died on|death|" +
		"date of death|death date|deceased|gestorben|gestorben am|verstorben|todesdatum|sterbedatum|fallecido|fallecida|" +
		"fallecido+el|fallecimiento|fecha de fallecimiento|fecha de defunción|muerte|morto+il|morta+il|morto a|decesso|" +
		"data di morte|morte|overleden|overlijdensdatum|sterfdatum|falecido|falecida|data de óbito|falecimento|" +
		"data śmierci|zmarł|úmrtí|zemřel|data decesului|död|avliden|død|kuollut"},
	{fieldNeutral, "code insee|code commune|code postal insee|sexe|genre|civilité|titre civilité|âge|age|" +
		"lieu de naissance|ville de naissance|commune de naissance|pays de naissance|département de naissance|" +
		"nationalité|profession|fonction|poste|métier|statut|situation familiale|remarque|remarques|observations|" +
		"commentaire|commentaires|numéro|quantité|qté|prix|montant|total|année|mois|jour|heure|" +
		"cotisation|cotisation 2024|cotisation 2025|payé|réglé|présent|présence|id|identifiant|rang|groupe|langue|" +
		"source|gender|sex|birthplace|place of birth|country of birth|nationality|occupation|job title|" +
		"position|status|marital status|notes|comments|comment|number|quantity|price|amount|year|month|day|" +
		"time|language|group|paid|role|" +
		"geschlecht|anrede|alter|geburtsort|staatsangehörigkeit|nationalität|beruf|funktion|familienstand|" +
		"bemerkung|bemerkungen|anzahl|preis|betrag|summe|jahr|monat|tag|gruppe|lfd nr|sexo|edad|" +
		"lugar de nacimiento|nacionalidad|profesión|cargo|estado civil|observaciones|cantidad|precio|importe|" +
		"año|mes|" +
		"sesso|età|luogo di nascita|comune di nascita|cittadinanza|professione|stato civile|note|quantità|prezzo|" +
		"importo|anno|mese|geslacht|leeftijd|geboorteplaats|nationaliteit|beroep|functie|burgerlijke staat|" +
		"opmerking|opmerkingen|aantal|prijs|bedrag|jaar|maand|idade|naturalidade|nacionalidade|profissão|" +
		"quantidade|preço|valor|ano|mês|" +
		"lieunais|sit fam|état civil|état matrimonial|statut marital|civ|emploi|csp|dép naissance|citizenship|pronouns|" +
		"immigration status|staatsbürgerschaft|geb ort|fam stand|famstand|tätigkeit|geburtsland|aufenthaltsstatus|muttersprache|" +
		"zivilstand|herkunftsland|país de nacimiento|municipio de nacimiento|género|ocupación|situación laboral|nazionalità|" +
		"genere|mansione|qualifica|provincia di nascita|stato di nascita|titolo di studio|geboorteland|burg staat|" +
		"verblijfsstatus|thuistaal|gezinssituatie|gezinssamenstelling|aanhef|local de nascimento|país de nascimento|" +
		"habilitações literárias|situação profissional|observações|função"},
	{fieldSignature, "signature|signatures|émargement|visa du stagiaire|unterschrift|firma del participante|" +
		"firma alumno|handtekening|assinatura|firma del partecipante|sign in|signed in"},
	{fieldClass, "classe|classe de l'élève|niveau scolaire|division|note|notes|moyenne|appréciation|mention|" +
		"quotient familial|qf|régime cantine|cantine|grade|class|form|year group|homeroom|tutor group|klasse|" +
		"klassenlehrer|klas|groep|clase|curso|grupo clase|classe frequentata|sezione|turma|ano letivo|" +
		"classe fréquentée|niveau de classe|année d'étude|reg group|reg grp|registration group|home room|nc year|key stage|" +
		"klassenstufe|jahrgangsstufe|schulklasse|kindergartengruppe|lerngruppe|fachsemester|curso y grupo|nivel educativo|" +
		"anno di corso|plesso|stamgroep|stamklas|leerjaar|jaargroep|klassencode|basisgroep|lesgroep|ano de escolaridade|" +
		"ano escolar"},
	{fieldSalary, "salaire|salaire brut|salaire net|salaire de base|net à payer|rémunération|brut mensuel|" +
		"net imposable|taux horaire|revenu fiscal de référence|revenus|revenu|rfr|quotient familial|qf|quotient|" +
		"prime|primes|salary|gross salary|net salary|gross pay|net pay|netpay|wage|wages|annual salary|income|bonus|" +
		"gehalt|bruttogehalt|nettogehalt|lohn|bruttolohn|einkommen|salario|sueldo|salario bruto|nómina|ingresos|" +
		"stipendio|retribuzione|reddito|salaris|loon|brutoloon|nettoloon|inkomen|salário|vencimento|ordenado|" +
		"rendimento|" +
		"mzda|hrubá mzda|čistá mzda|wynagrodzenie|płaca|płaca brutto|salariu|salariu brut|bruttó bér|fizetés|plaća|plača|μισθός|" +
		"заплата|зарплата|månadslön|bruttolön|bruttoløn|palkka|bruttopalkka|atlyginimas"},
	{fieldMember, "agregado|agregado familiar|operario|operaria|ouvrier|ouvrière|operaio|operaia|operário|operária|arbeiter|mietinteressent|mietinteressentin|mietbewerber|mietbewerberin|amapien|amapienne|l'amapien|klient|pt|comp aux lib|syndiqué|syndiquée|propriétaire|propriétaires|homeowner|propietario|propietaria|propietarios|" +
		"proprietario|proprietari|proprietário|proprietária|eigenaar|eigenaars|właściciel|najemca|gezin|huishouden|haushalt|household|familie|família|familia|famiglia|vlastník|majitel|nájemník|proprietar|" +
		"chiriaș|tulajdonos|bérlő|ägare|hyresgäst|ejer|lejer|leier|eier|omistaja|vuokralainen|famille|foyer|choriste|proche aidant|aidant|donneur|mandant|résidant|curiste|militant|militante|sympathisant|" +
		"sympathisante|syndiqué+e|cotisant|cotisante|emprunteur|corsista|donor|resident|carer|borrower|service user|" +
		"next of kin name|spender|spenderin|bewohner|bewohnerin|klient|klientin|donante|inquilino|inquilina|residente|" +
		"usuario|usuaria|donatore|ospite|bewoner|cliënt|donateur|doador|marcheur|marcheuse|emprunteuse|votant|votante|" +
		"électeur|électrice|voisin|voisine|aidé|hébergeur|logeur|parrain|marraine|voter|elector|elettore|elettrice|eleitor|eleitora|walker|neighbour|wähler|vecino|" +
		"vecina|vicino|kiezer|vizinho|visiteur|visiteuse|nom du visiteur|visitor|visitor name|copropriétaire|" +
		"copropriétaires|sociétaire|passager|passagère|jeune|mineur|collégien|lycéen|écolier|demi-pensionnaire|doctorant|" +
		"alternant|alternante|hébergé|hébergée|personne accompagnée|personne suivie|majeur protégé|pensionnaire|retraité|" +
		"retraitée|vacataire|saisonnier|assistante maternelle|ass mat|filleul|filleule|occupant|occupants|ancien élève|" +
		"adhérent+e|licencié+e|inscrit|inscrite|child|children|child name|parent carer|pupil name|student name|learner|" +
		"claimant|worker|householder|occupier|lodger|parishioner|subscriber|eltern|auszubildender|auszubildende|azubi|" +
		"versicherungsnehmer|betreuter|abonnent|wohnungseigentümer|eigentümer|abonado|afiliado|afiliada|hijo|hija|niño|" +
		"niña|comunero|arrendatario|condomino|condomini|iscritto|iscritta|tesserato|bambino|bambina|figlio|figlia|" +
		"associato|abbonato|allievo|allieva|cursist|abonnee|vrijwilliger|stagiair|kinderen|associado|associada|condómino|" +
		"criança|filho|filha|formando|formanda|voluntário|voluntária|élève|élèves|enfant|enfants|nom élève|nom de l'élève|" +
		"nom de l'enfant|prénom de l'enfant|prénom élève|nom du salarié|prénom du salarié|nom adhérent|nom de l'adhérent|" +
		"nom du parent|nom du responsable|nom du patient|nom du locataire|nom du donateur|nom du bénéficiaire|" +
		"nom allocataire|nom de l'allocataire|nom du licencié|patient|patiente|salarié|salariée|employé|employée|adhérent|" +
		"adhérente|licencié|licenciée|bénévole|stagiaire|étudiant|étudiante|apprenti|bénéficiaire|assuré|assurée|" +
		"contribuable|débiteur|débitrice|locataire|résident|résidente|parent|parents|père|mère|tuteur|tutrice|conjoint|" +
		"conjointe|responsable légal|représentant légal|demandeur|demandeuse|abonné|usager|allocataire|student|pupil|" +
		"employee|patient name|applicant|tenant|guardian|mother|father|volunteer|insured|policyholder|debtor|trainee|" +
		"schüler|schülerin|mitglied|patientin|bewerber|bewerberin|mieter|versicherter|versicherte|arbeitnehmer|" +
		"erziehungsberechtigte|kind|mutter|vater|alumno|alumna|paciente|empleado|empleada|trabajador|trabajadora|socio|" +
		"socia|solicitante|alunno|alunna|studente|paziente|dipendente|lavoratore|assistito|richiedente|genitore|leerling|" +
		"patiënt|werknemer|lid|huurder|ouder|verzekerde|aluno|aluna|utente|doente|funcionário|sócio|" +
		"encarregado de educação|" +
		"paroissien|paroissienne|nom du paroissien|bénéficiaires|supporter name|alumnus|alumni name|chorister|" +
		"name des schülers|name des kindes|vorname des kindes|name des mitarbeiters|name des patienten|name des mitglieds|" +
		"mitgliedsname|mitarbeitername|patientenname|mieterin|mietername|teilnehmername|arbeitnehmerin|studierende|studierender|" +
		"eigentümerin|ehrenamtliche|ehrenamtlicher|vereinsmitglied|kursteilnehmer|konfirmand|konfirmandin|konfirmanden|" +
		"gemeindeglied|gemeindemitglied|pflegebedürftiger|täufling|chormitglied|erziehungsberechtigter|sorgeberechtigte|" +
		"sorgeberechtigter|elternteil|alumnado|estudiante|nombre estudiante|inscrito|feligrés|huésped|deportista|federado|" +
		"arrendatarios|progenitor|progenitores|nominativi|alunni|soci|dipendenti|lavoratrice|volontario|volontaria|partecipante|" +
		"partecipanti|nome partecipante|donatrice|studentessa|iscritti|atleta|nome atleta|tutore|genitori|catechista|cresimando|" +
		"cresimandi|comunicando|aderente|leerlingnaam|leden|medewerkernaam|patiëntnaam|clientnaam|cliëntnaam|studentnaam|" +
		"begeleide|personeelslid|naam personeelslid|parochiaan|gemeentelid|uitkeringsgerechtigde|koorlid|jeugdlid|" +
		"ouder verzorger|trabalhadora|funcionária|nome do colaborador|nome do atleta|educando|nome do educando|catequizando|" +
		"paroquiano|bolseiro|nome do estudante|nome da criança|enc educação|praticante"},
	{fieldRole, "sujeito passivo|sujeito passivo a|sujeito passivo b|primer declarante|segundo declarante|belastingplichtige|steuerpflichtige|contribuyente|agent évalué|agente évaluée|salarié évalué|salariée évaluée|personne évaluée|defendant|claimant|complainant|appellant|borrower|" +
		"policy holder|policyholder|service user|respondent|testator|verzekeringnemer|verzekeringneemster|kredietnemer|erflater|requerente|" +
		"segurado|segurada|arguido|mutuário|plaignant|plaignante|requérant|requérante|prévenu|prévenue|emprunteur|emprunteuse|souscriptrice|" +
		"assuré principal|appelant|voyageur|voyageuse|traveller|reisender|beschuldigter|beschuldigte|zeuge|zeugin|betroffene|betroffener|" +
		"darlehensnehmer|kreditnehmer|steuerpflichtiger|geschädigter|geschädigte|leistungsempfänger|erblasser|versicherungsnehmer|" +
		"versicherungsnehmerin|tomador|prestatario|prestataria|inquilino|inquilina|perceptor|beneficiaria|denunciante|contribuyente|asegurado|" +
		"asegurada|dichiarante|contribuente|assicurato|assicurata|contraente|querelante|mutuatario|mutuataria|aangever|aangeefster|aanvrager|" +
		"aanvraagster|belanghebbende|cliënte|betrokkene"},
	{fieldSubject, "uitslagen+van|test results for|lab results for|befunde+von|analítica+de|análises+de|esami+di|padres de|ouders van|parent guardian of|parents of|to the parents of|an die eltern von|ai genitori di|aos pais de|aux parents de|aushilfe|sua educanda|seu educando|vos enfants|je suis|je m'appelle|ich bin|ich heiße|soy|sono|ik ben|sou|maman de|mère de|papa de|père de|mum of|mother of|dad of|father of|parent of|" +
		"mutter von|vater von|madre de|padre de|mamma di|madre di|papà di|padre di|moeder van|vader van|mãe de|pai de|atesto que|" +
		"se adeverește că|adeverim că|se certifică că|subsemnatul|subsemnata|zaświadcza się że|zaświadczam że|potvrzuje se že|härmed intygas att|" +
		"det bekræftes at|todistetaan että|βεβαιώνεται ότι|ο κάτωθι υπογεγραμμένος|viajero|viaggiatore|reiziger|viajante|interesado|interesada|" +
		"declarante|declarantes|compareciente|comparece|opositor|opositora|menor|hijo de|solicitante|interessato|interessata|minore|richiedente|" +
		"percettore|conduttrice|interessado|interessada|participante do sinistro|sinistrado|déclarant|déclarante|intéressé|intéressée|mineur|" +
		"mineure|souscripteur|conducteur|conducteur a|ayant droit|driver|subject|grantor|antragsteller|antragstellerin|declara-se que|" +
		"se declara que|dichiara che|injured person|person who had the accident|name of injured person|personne blessée|verletzte person|" +
		"unfallverletzter|accidentado|accidentada|infortunato|infortunata|sinistrada|applicants|candidats|the tenant|the employee|the patient|" +
		"the child|la salariée|le salarié|le locataire|la locataire|der mieter|die mieterin|der arbeitnehmer|die arbeitnehmerin|el trabajador|" +
		"la trabajadora|el arrendatario|la arrendataria|il lavoratore|la lavoratrice|il conduttore|de werknemer|de huurder|o trabalhador|" +
		"a trabalhadora|o inquilino|certifie que|certifions que|atteste que|attestons que|je soussigné|je soussignée|soussigné|soussignée|" +
		"concerne|concernant|concernant l'enfant|au sujet de|votre patient|votre patiente|notre patient|notre patiente|notre fils|notre fille|" +
		"mon fils|ma fille|votre fils|votre fille|l'enfant|délivré à|est délivré à|reçu de|autorise|attribué à|identité|re|regarding|" +
		"in respect of|my name is|this is to certify that|this is to confirm that|we confirm that|i certify that|certify that|hereby certify|" +
		"awarded to|has been awarded to|statement of|reference for|last will of|will of|your patient|our patient|my son|my daughter|our son|" +
		"our daughter|your son|your daughter|permission for|bescheinigt dass|bestätigen dass|bestätigt dass|hiermit bestätigen wir dass|betrifft|" +
		"betr|ihren patienten|ihre patientin|ihr patient|unseren patienten|unsere patientin|mein name ist|zur person|mein sohn|meine tochter|" +
		"mein kind|unser sohn|unsere tochter|ihr sohn|ihre tochter|herrn|zeugnis für|bescheinigung für|certifica que|hace constar que|" +
		"se certifica que|certificamos que|el abajo firmante|la abajo firmante|me llamo|su paciente|mi hijo|mi hija|su hijo|su hija|expedido a|" +
		"a favor de|si certifica che|si attesta che|certifica che|attesta che|il sottoscritto|la sottoscritta|mi chiamo|mio figlio|mia figlia|" +
		"suo figlio|sua figlia|rilasciato a|verklaart dat|verklaren dat|hierbij verklaart|bevestigen dat|ondergetekende|betreft|uw patiënt|" +
		"mijn zoon|mijn dochter|uw zoon|uw dochter|mijn naam is|uitgereikt aan|declara que|certifica-se que|certifico que|declaramos que|" +
		"abaixo assinado|chamo-me|o meu filho|a minha filha|o seu filho|a sua filha|seu doente"},
	{fieldTie, "matricule|matricola|matrikelnummer|matr|n adhérent|numéro d'adhérent|n licence|n lic|numéro de licence|n allocataire|n dossier|date d'embauche|" +
		"date d'adhésion|date entrée|date d'entrée|entrée|type de contrat|contrat|ancienneté|échelon|indice|taux h|taux horaire|" +
		"certificat médical|certif|certif médical|droit à l'image|autorisation parentale|autorisé à partir seul|cantine|garderie|" +
		"garderie soir|pupitre|ceinture|taille tee-shirt|chambre|n chambre|dernière visite|dernier rdv|rdv|rendez-vous|" +
		"heure rdv|prestation|motif|situation|situation familiale|composition|composition familiale|nb enfants|nombre d'enfants|" +
		"quotient|cp acquis|cp pris|solde cp|rtt|congés pris|congés restants|visite médicale|évaluation|signature|émargement|" +
		"membership number|member no|employee id|staff no|contract|hire date|start date|room|last visit|appointment|sen|fsm|" +
		"gift aid|dbs|next review|mitgliedsnummer|mitglieds nr|personalnummer|personal nr|eintritt|vertrag|zimmer|termin|urlaub|" +
		"número de socio|n socio|contrato|antigüedad|habitación|cita|baja|tessera|numero tessera|contratto|camera|" +
		"lidnummer|personeelsnummer|contract|kamer|afspraak|número de sócio|quarto|consulta|" +
		"n étudiant|n badge|membership no|emp no|emp id|payroll no|payroll number|admission no|adm no|hospital no|mrn|" +
		"pupil premium|free school meals|mitgl nr|mitglnr|zimmernummer|vertragsart|befristung|schülernummer|patientennummer|" +
		"pat nr|n historia|nhc|n colegiado|n licencia|tarjeta sanitaria|cod dip|n cartella|stanza|scadenza certificato|" +
		"certificato medico|tessera sanitaria|lidnr|personeelsnr|patiëntnummer|studentnummer|cliëntnummer|kamernummer|lid sinds|" +
		"relatienummer|bondsnummer|n mecanográfico|n processo|n licença|n cédula"},
	{fieldOffice, "élu|élue|élus|circonscription|législature|début du mandat|fin du mandat|début de la fonction|fonction élective|nuance politique|" +
		"preferenze|consigliere|concejal|conseiller municipal|conseillère municipale|councillor|councilor|raadslid|vereador|votos|voti|stimmen|stemmen|partido|partito|partei|partij|party|groupe politique|groupe parlementaire|constituency|parliamentary group|political group|elected|wahlkreis|fraktion|distrito electoral|" +
		"grupo parlamentario|circoscrizione|gruppo parlamentare|kiesdistrict|círculo eleitoral|grupo parlamentar"},
	{fieldGreeting, "muy señor nuestro|muy señor mío|muy señora nuestra|muy señora mía|à l'attention de|à l'attention personnelle de|cher|chère|chers|dear|sehr geehrte|sehr geehrter|liebe|lieber|estimado|estimada|distinguido|" +
		"distinguida|gentile|gentilissimo|gentilissima|egregio|egregia|caro|cara|geachte|beste|exmo|exma|prezado|prezada|kära|kære|szanowny|szanowna"},
	{fieldAge, "âge|age|alter|edad|età|leeftijd|idade|wiek|věk|vârsta|ålder|alder|ikä|ηλικία"},
	{fieldResult, "rating|elo|dwz|pkt|buchholz|extérieur|visiteurs|auswärts|gastmannschaft|visitante|trasferta|uitploeg|age grade|bib|bib number|gun time|chip time|net time|lap time|temps|chrono|dossard|buts|score|scores|clt|classement|place|points|pts|finish time|goals|zeit|platz|tore|tiempo|" +
		"puesto|goles|tempo|posizione|reti|tijd|doelpunten|golos"},
	{fieldAnimal, "robe|puce|n puce|numéro de puce|puce électronique|numéro de tatouage|sire|n sire|ueln|n ueln|équidé|stud book|studbook|breed|microchip|microchip number|" +
		"chip number|sire name|pedigree|rasse|chipnummer|chip nr|transponder|transpondernummer|ohrmarke|ohrmarkennummer|raza|número de microchip|razza|mantello|" +
		"numero di microchip|stamboeknummer|oornummer|raça|pelagem|número de chip|n boucle|numéro de boucle|ear tag"},
	{fieldWage, "anticipo|embargo|brut|net|net payé|brut fiscal|cotis|cotis salariales|cotis patronales|coût employeur|heures sup|gross|net|" +
		"brutto|netto|gesamtbrutto|auszahlung|bruto|neto|líquido|lordo|bruto loon|tredicesima|" +
		"revenus mensuels|revenu mensuel|ressources|indemnités|treizième mois|cumul brut|net avant impôt|honoraires|pension|" +
		"retraite|prétentions salariales|basic salary|basic pay|pay|rate of pay|hourly rate|hourly pay|take home|take home pay|" +
		"taxable pay|overtime pay|earnings|pay grade|pay band|spine point|stipend|commission|desired salary|expected salary|" +
		"salary expectation|monatsgehalt|jahresgehalt|grundgehalt|nettolohn|stundenlohn|bruttobezug|auszahlungsbetrag|vergütung|" +
		"entgelt|entgeltgruppe|bezüge|haushaltseinkommen|nettoeinkommen|bruttoeinkommen|steuerbrutto|steuerklasse|lohnsteuer|" +
		"kirchensteuer|gehaltsstufe|gehaltswunsch|monatslohn|weihnachtsgeld|urlaubsgeld|prämie|zulage|zulagen|jahresbrutto|" +
		"monatsbrutto|bruttoentgelt|überstunden|rente|honorar|besoldung|besoldungsgruppe|aushilfslohn|líquido a percibir|" +
		"retribución|retribuciones|total devengado|devengado|devengos|ingresos mensuales|renta familiar|base imponible|irpf|" +
		"retención|pensión|paga extra|pluses|remuneración|jornal|incentivos|trienios|base de cotización|ral|paga|paga base|" +
		"paga oraria|compenso|compensi|redditi|reddito complessivo|isee|imponibile|irpef|tfr|pensione|straordinari|indennità|" +
		"competenze|trattenute|emolumenti|superminimo|brutosalaris|nettosalaris|maandsalaris|jaarsalaris|uurloon|basisloon|" +
		"jaarinkomen|gezinsinkomen|inkomsten|toetsingsinkomen|vakantiegeld|toeslag|loonheffing|loonschaal|uitkering|pensioen|" +
		"wedde|nettobedrag|salarisschaal|verzamelinkomen|bijstand|uurtarief|vencimento base|remuneração|ilíquido|rendimentos|" +
		"rendimento coletável|retribuição|subsídio de férias|subsídio de alimentação|irs|retenção|pensão|reforma|prémio|abonos|" +
		"descontos|" +
		"netto in busta|netto a pagare|netto te betalen|líquido a receber|current salary|bruto maandloon|escalão|subsídio|" +
		"honorários"},
	{fieldAmount, "owes|owed|em atraso|à payer|rata|rate|montant|montant dû|montant versé|montant réglé|montant du don|montant restant|reste dû|reste à payer|solde|" +
		"solde dû|don|dons|versement|loyer|loyer hc|loyer cc|charges|dette|impayé|impayés|arriéré|échéance|participation|" +
		"participation famille|cotisation|cotisation payée|cotisation réglée|cotis|payé|réglé|règlement|acompte|tarif|remboursement|" +
		"indemnité|aide accordée|secours|amount|amount paid|amount due|balance|balance due|gift|donation|rent|arrears|" +
		"fee|fees paid|subscription|deposit|betrag|offen|spende|beitrag|miete|rückstand|importe|cuota|saldo|donativo|alquiler|" +
		"importo|quota|versato|saldo|donazione|affitto|bedrag|contributie|gift|huur|openstaand|achterstand|montante|quota|" +
		"quotas|saldo|donativo|renda|em dívida|" +
		"arriérés|dette locative|restant dû|somme due|montant accordé|frais de scolarité|appel de fonds|quote-part|tantièmes|" +
		"pénalités|prélèvement|outstanding|owing|fees|dues|debt|pledge|amount pledged|membership fee|tuition|instalment|refund|" +
		"past due|overdue|lifetime giving|mitgliedsbeitrag|jahresbeitrag|offener betrag|rückstände|mietrückstand|kaltmiete|" +
		"warmmiete|nebenkosten|nachzahlung|guthaben|schulden|forderung|restbetrag|spenden|spendenbetrag|bezahlt|gezahlt|kaution|" +
		"elternbeitrag|kursgebühr|teilnahmebeitrag|restschuld|darlehen|zuschuss|fällig|essensgeld|anzahlung|beitragsrückstand|" +
		"schuldbetrag|hausgeld|fehlbetrag|pendiente|deuda|cuota pendiente|cuotas pendientes|recibos pendientes|impago|impagos|" +
		"donativos|donación|donaciones|aportación|aportaciones|pagado|fianza|matrícula|ayuda concedida|importe concedido|beca|" +
		"préstamo|mensualidad|morosidad|atrasos|a pagar|derrama|cantidad adeudada|importe adeudado|recargo|da pagare|da versare|" +
		"dovuto|debito|morosità|arretrati|insoluto|insoluti|canone|spese condominiali|rata scaduta|donazioni|offerta|pagato|" +
		"versamento|retta|rette|caparra|acconto|contributo|sussidio|residuo|millesimi|borsa di studio|prestito|cauzione|lidgeld|" +
		"te betalen|huurachterstand|betalingsachterstand|huurprijs|giften|donatie|donaties|betaald|bijdrage|ouderbijdrage|" +
		"waarborg|waarborgsom|toegekend bedrag|voorschot|lening|verschuldigd|inschrijfgeld|cursusgeld|toezegging|kerkbijdrage|" +
		"dívida|dívidas|mensalidade|mensalidades|rendas em atraso|saldo devedor|doação|pago|por pagar|joia|propina|propinas|" +
		"caução|comparticipação|apoio concedido|bolsa|empréstimo|prestação|prestações|contribuição|permilagem|quantia|dízimo|" +
		"coima|" +
		"offene posten|fälliger betrag|monatsmiete|maandhuur|canone di locazione|quota versata|loan|renta mensual|multa"},
	{fieldMark, "maths|math|mat|ing|port|lcl|cfq|fyq|faltas|mathématiques|français|philo|philosophie|hg|hist géo|histoire géo|histoire géographie|svt|eps|" +
		"physique|physique chimie|sciences|anglais|espagnol|allemand|lv1|lv2|technologie|arts plastiques|ds|dm|devoir|contrôle|" +
		"interro|dictée|moy|moyenne|note|voto|cijfer|mark|marks|grade|calificación|maths mark|english|science|geography|spelling|reading|deutsch|mathe|mathematik|" +
		"sachkunde|sachunterricht|englisch|gesamtnote|lengua|matemáticas|inglés|nota media|italiano|matematica|inglese|scienze|" +
		"rekenen|taal|spelling|begrijpend lezen|português|matemática|inglês|" +
		"partiel|note examen|appréciations|gpa|attainment|predicted grade|predicted grades|writing|coursework|behaviour points|exam result|noten|zeugnisnote|" +
		"endnote|notendurchschnitt|durchschnitt|fehltage|fehlzeiten|klassenarbeit|mündlich|schriftlich|prüfungsnote|" +
		"halbjahresnote|abschlussnote|kopfnoten|klausur|zensur|nota|calificaciones|promedio|mates|ed física|" +
		"suspensos|lengua castellana|conocimiento del medio|media voti|voti|valutazione|valutazioni|" +
		"giudizio|geografia|ed fisica|comportamento|condotta|assenze|credito scolastico|note disciplinari|cijfers|rapportcijfer|" +
		"gemiddelde|gemiddeld cijfer|eindcijfer|wiskunde|toetscijfer|absenties|schooladvies|tentamen|examencijfer|média|" +
		"avaliação|ciências|aproveitamento|negativas|" +
		"moyenne générale|note de conduite|test score|sats score|cat score|cito score|target grade|current grade|voto d'esame|" +
		"nota examen|prova oral|beurteilung|niveau lezen"},
}
