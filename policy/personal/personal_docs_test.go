package personal

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A made is a document of the generators: what it is called, and for personal ones where its data stands.
type made struct {
	name string
	doc  Document
	want []wanted // one of the places each entity must be found at; none: anywhere
}

// wanted is a place that the explanation must name for an entity.
type wanted struct {
	entity string
	column string
	line   int
	page   int
}

// missing gives the first wanted place that a result does not name.
func missing(r Result, want []wanted) string {
	for _, w := range want {
		found := false
		for _, f := range r.Findings {
			for _, p := range f.Where {
				found = found || f.Entity == w.entity && p.Column == w.column && (p.Line == w.line || w.column != "") && p.Page == w.page
			}
		}
		if !found {
			return fmt.Sprintf("%+v", w)
		}
	}
	return ""
}

// field is a column that a list of persons may have.
type field struct {
	entity  string // what it must be found as, "" if it says nothing by itself
	headers map[string]string
	value   func(r *rand.Rand, p *person) string
}

var listFields = map[string]field{
	"last": {"name", map[string]string{"fr": "Nom|NOM|nom_usage|Nom de famille|Nom de l'adhérent|Nom élève|nom|Nom d'usage", "en": "Last name|Surname|Family name|last_name|LastName", "de": "Nachname|Name|Familienname|NACHNAME",
		"es": "Apellidos|Primer apellido|APELLIDOS", "it": "Cognome|COGNOME", "nl": "Achternaam|Familienaam", "pt": "Apelido|Apelidos|Sobrenome"}, func(_ *rand.Rand, p *person) string { return p.last }},
	"first": {"name", map[string]string{"fr": "Prénom|PRENOM|prenom|Prénom usuel|Prénoms|Prénom élève", "en": "First name|Given name|first_name|Forename|FirstName", "de": "Vorname|VORNAME|Rufname",
		"es": "Nombre|NOMBRE|Nombre de pila", "it": "Nome|NOME", "nl": "Voornaam|Roepnaam", "pt": "Nome|Nome próprio|Primeiro nome"}, func(_ *rand.Rand, p *person) string { return p.first }},
	"full": {"name", map[string]string{"fr": "Nom et prénom|Nom Prénom|NOM PRENOM|Nom complet|Nom - Prénom", "en": "Full name|Name|Name and surname", "de": "Name, Vorname|Vollständiger Name|Vor- und Nachname", "es": "Nombre y apellidos|Apellidos y nombre|Nombre completo",
		"it": "Nome e cognome|Nominativo|Cognome e nome", "nl": "Naam|Volledige naam", "pt": "Nome completo|Nome"}, func(r *rand.Rand, p *person) string {
		return pick(r, p.first+" "+p.last+"|"+strings.ToUpper(p.last)+" "+p.first+"|"+p.last+" "+p.first)
	}},
	"birth": {"birth-date", map[string]string{"fr": "Date de naissance|DDN|Né(e) le|date_naissance|Naissance|Date naiss.|D. naissance|dateNaissance", "en": "Date of birth|DOB|Birth date|date_of_birth|Birthday|D.O.B.", "de": "Geburtsdatum|geb. am|Geb.-Datum|Geburtstag",
		"es": "Fecha de nacimiento|F. nacimiento|Fecha nac.", "it": "Data di nascita|Nato il|Data nascita", "nl": "Geboortedatum|geb. datum", "pt": "Data de nascimento|Data nasc.|Dt. nascimento"}, func(r *rand.Rand, p *person) string { return p.birth(r) }},
	"street": {"postal-address", map[string]string{"fr": "Adresse|Adresse 1|Rue|adresse_postale|Adresse du domicile", "en": "Address|Street|Address line 1|Home address", "de": "Straße|Anschrift|Adresse|Straße und Hausnummer", "es": "Dirección|Domicilio|Calle",
		"it": "Indirizzo|Via|Residenza", "nl": "Adres|Straat|Straat en huisnummer", "pt": "Morada|Endereço|Rua"}, func(_ *rand.Rand, p *person) string { return p.street }},
	"postcode": {"", map[string]string{"fr": "CP|Code postal|code_postal|C.P.", "en": "Postcode|Post code|ZIP|Postal code", "de": "PLZ|Postleitzahl", "es": "CP|Código postal|C.P.", "it": "CAP|C.A.P.", "nl": "Postcode", "pt": "Código postal|CP"},
		func(_ *rand.Rand, p *person) string { return p.postcode }},
	"town": {"", map[string]string{"fr": "Ville|Commune|Localité|VILLE", "en": "City|Town", "de": "Ort|Wohnort|Stadt", "es": "Ciudad|Localidad|Población", "it": "Città|Comune|Località", "nl": "Plaats|Woonplaats", "pt": "Localidade|Cidade"},
		func(_ *rand.Rand, p *person) string { return p.town }},
	"mobile": {"phone", map[string]string{"fr": "Tél. portable|Portable|Téléphone|Tel|Mobile|GSM|tel_portable|N° de téléphone|Tél parent 1", "en": "Mobile|Phone|Mobile phone|Telephone|Cell|Phone number|Contact number", "de": "Handy|Telefon|Mobil|Tel.|Mobilnummer",
		"es": "Móvil|Teléfono|Tfno.|Teléfono móvil", "it": "Cellulare|Telefono|Cell.|Tel.", "nl": "Mobiel|Telefoon|GSM|Telefoonnummer", "pt": "Telemóvel|Telefone|Tlm."}, func(_ *rand.Rand, p *person) string { return p.mobile }},
	"email": {"email", map[string]string{"fr": "E-mail|Courriel|Mail|Adresse mail|email|E-mail parent 1|Adresse électronique", "en": "Email|E-mail|Email address|e_mail", "de": "E-Mail|E-Mail-Adresse|Mail", "es": "Correo electrónico|Email|Correo",
		"it": "Email|E-mail|Posta elettronica", "nl": "E-mail|E-mailadres|Mail", "pt": "Email|E-mail|Correio eletrónico"}, func(_ *rand.Rand, p *person) string { return p.email }},
	"iban": {"iban", map[string]string{"fr": "IBAN|Compte bancaire|Coordonnées bancaires", "en": "IBAN|Bank account", "de": "IBAN|Bankverbindung", "es": "IBAN|Cuenta bancaria", "it": "IBAN|Coordinate bancarie", "nl": "IBAN|Rekeningnummer", "pt": "IBAN|Conta bancária"},
		func(r *rand.Rand, p *person) string {
			if r.IntN(2) == 0 {
				return p.iban
			}
			return spaced(p.iban)
		}},
	"class": {"school", map[string]string{"fr": "Classe|CLASSE|Division", "en": "Class|Form|Year group", "de": "Klasse", "es": "Clase|Curso", "it": "Classe|Sezione", "nl": "Klas|Groep", "pt": "Turma"}, func(_ *rand.Rand, p *person) string { return p.class }},
	"allergies": {"health", map[string]string{"fr": "Allergies|Régime alimentaire|Problèmes de santé|PAI", "en": "Allergies|Medical conditions|Dietary requirements", "de": "Allergien|Unverträglichkeiten|Vorerkrankungen", "es": "Alergias|Enfermedades", "it": "Allergie|Intolleranze|Patologie",
		"nl": "Allergieën|Medicatie", "pt": "Alergias|Doenças"}, func(r *rand.Rand, p *person) string { return p.allergies }},
	"salary": {"pay", map[string]string{"fr": "Salaire brut|Salaire|Rémunération|Quotient familial|QF", "en": "Salary|Gross pay|Annual salary", "de": "Gehalt|Bruttolohn", "es": "Salario bruto|Sueldo", "it": "Stipendio|Retribuzione", "nl": "Salaris|Brutoloon", "pt": "Salário|Vencimento"},
		func(r *rand.Rand, _ *person) string { return fmt.Sprintf("%d,%02d", 900+r.IntN(4000), r.IntN(100)) }},
	"number": {"?", nil, func(_ *rand.Rand, p *person) string { return p.number }},
	"id":     {"", map[string]string{"fr": "N°|id|Réf|Licence", "en": "ID|No.|Ref", "de": "Nr.|Mitgliedsnr.", "es": "Nº|ID", "it": "N.|ID", "nl": "Nr|ID", "pt": "N.º|ID"}, func(r *rand.Rand, _ *person) string { return fmt.Sprint(100 + r.IntN(9000)) }},
	"sex":    {"", map[string]string{"fr": "Sexe|Civilité|Genre", "en": "Gender|Sex|Title", "de": "Geschlecht|Anrede", "es": "Sexo", "it": "Sesso", "nl": "Geslacht", "pt": "Sexo"}, func(r *rand.Rand, _ *person) string { return pick(r, "F|M") }},
	"note":   {"", map[string]string{"fr": "Remarques|Observations|Cotisation|Fonction", "en": "Notes|Role|Status", "de": "Bemerkungen|Funktion", "es": "Observaciones", "it": "Note", "nl": "Opmerkingen|Functie", "pt": "Observações"}, func(r *rand.Rand, _ *person) string { return pick(r, "|ok|||à jour|25 €") }},
}

var numberEntity = map[string]string{"fr": "fr-nir", "en": "gb-nhs", "de": "de-rvnr", "es": "es-nif", "it": "it-codice-fiscale", "nl": "nl-bsn", "pt": "pt-nif"}

var listTitles = map[string]string{"fr": "Liste des adhérents 2025|Effectif du club|Fichier des familles|Inscriptions rentrée", "en": "Members 2025|Register|Enrolment data", "de": "Mitgliederliste 2025|Stammdaten", "es": "Listado de socios|Datos 2025", "it": "Elenco iscritti|Anagrafica",
	"nl": "Ledenlijst 2025|Overzicht", "pt": "Lista de sócios|Registo 2025"}

// listShapes are the columns of lists as they come; each is one that the decision table refuses at the number of rows given.
var listShapes = []struct {
	rows   int
	fields string
}{
	{3, "last first birth street postcode town"}, {3, "id last first birth mobile email"}, {4, "sex last first birth class"}, {12, "last first mobile email"}, {12, "last first email"}, {12, "full email"}, {12, "full mobile"},
	{3, "full birth street postcode town mobile email"}, {3, "last first street postcode town"}, {3, "full street postcode town"}, {3, "last first iban"}, {3, "full iban note"}, {1, "last first number"}, {2, "last first birth number salary"}, {1, "full number iban"},
	{4, "first last birth class allergies"}, {3, "full allergies"}, {3, "last first salary"}, {4, "last first class mobile email salary"}, {25, "email"}, {25, "email sex note"}, {12, "email first"}, {3, "id last first sex birth street postcode town mobile email iban note"},
	{5, "full birth"}, {4, "last first birth"}, {12, "first last email note"}, {6, "last first mobile"}, {3, "id full street postcode town mobile"}, {1, "last first birth street postcode town mobile email"},
}

func spaced(s string) string {
	var b strings.Builder
	for i, c := range s {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// makeList makes a table of persons, sometimes with a title above and a sum below.
func makeList(r *rand.Rand, lang string) (rows [][]string, want []wanted) {
	shape := listShapes[r.IntN(len(listShapes))]
	names := strings.Fields(shape.fields)
	if r.IntN(3) == 0 {
		r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	}
	if r.IntN(4) == 0 {
		rows = append(rows, []string{pick(r, listTitles[lang])}, []string{})
	}
	var header []string
	for c, name := range names {
		f := listFields[name]
		title, entity := "", f.entity
		if name == "number" {
			title, entity = ways[lang].numberLabel, numberEntity[lang]
		} else {
			title = pick(r, f.headers[lang])
		}
		header = append(header, title)
		if entity != "" && !(name == "allergies" || name == "class") {
			want = append(want, wanted{entity: entity, column: columnName(c)})
		}
	}
	rows = append(rows, header)
	for range shape.rows + r.IntN(2*shape.rows+2) {
		p := makePerson(r, lang)
		var row []string
		for _, name := range names {
			row = append(row, listFields[name].value(r, p))
		}
		rows = append(rows, row)
	}
	return rows, want
}

func madeList(r *rand.Rand, lang string) made {
	rows, want := makeList(r, lang)
	return made{"list " + lang + " " + strings.Join(rows[0], "|"), Document{Blocks: []Block{{Place: Place{Sheet: pick(r, "Feuil1|Adhérents|Sheet1|Tabelle1")}, Table: rows}}}, want}
}

// madeListText is the same as a text: separated by semicolons, tabs, bars or commas.
func madeListText(r *rand.Rand, lang string) made {
	rows, _ := makeList(r, lang)
	sep := pick(r, ";|\t|,")
	if r.IntN(5) == 0 {
		sep = " | "
	}
	var s strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				s.WriteString(sep)
			}
			if sep == "," && strings.Contains(cell, ",") {
				cell = `"` + cell + `"`
			}
			s.WriteString(cell)
		}
		s.WriteByte('\n')
	}
	return made{"list text " + lang + " " + strings.Join(rows[0], "|"), textDocument(s.String()), nil}
}

// madeHeaderless has no header at all.
func madeHeaderless(r *rand.Rand, lang string) made {
	var rows [][]string
	for range 8 + r.IntN(30) {
		p := makePerson(r, lang)
		rows = append(rows, []string{p.last, p.first, p.birthFR(), p.street, p.postcode, p.town, p.mobile, p.email})
	}
	return made{"headerless " + lang, tableDocument(rows...), []wanted{{entity: "email", column: "H"}, {entity: "birth-date", column: "C"}, {entity: "name", column: "B"}}}
}

var formWords = map[string]struct{ title, last, first, born, at, address, mobile, email, number string }{
	"fr": {"Bulletin d'adhésion", "Nom", "Prénom", "Date de naissance", "Né(e) le", "Adresse", "Téléphone", "Courriel", "N° de sécurité sociale"},
	"en": {"Membership form", "Surname", "First name", "Date of birth", "Born on", "Address", "Phone", "Email", "NHS number"},
	"de": {"Aufnahmeantrag", "Nachname", "Vorname", "Geburtsdatum", "geboren am", "Anschrift", "Telefon", "E-Mail", "Sozialversicherungsnummer"},
	"es": {"Ficha de inscripción", "Apellidos", "Nombre", "Fecha de nacimiento", "Nacido el", "Dirección", "Teléfono", "Correo electrónico", "DNI"},
	"it": {"Scheda di iscrizione", "Cognome", "Nome", "Data di nascita", "Nato il", "Indirizzo", "Telefono", "Email", "Codice fiscale"},
	"nl": {"Inschrijfformulier", "Achternaam", "Voornaam", "Geboortedatum", "Geboren op", "Adres", "Telefoon", "E-mail", "BSN"},
	"pt": {"Ficha de inscrição", "Apelido", "Nome", "Data de nascimento", "Nascido em", "Morada", "Telefone", "Email", "NIF"},
}

// formLines are the fields of one person.
func formFields(r *rand.Rand, p *person) [][2]string {
	w := formWords[p.lang]
	fields := [][2]string{{w.last, p.last}, {w.first, p.first}, {w.born, p.birth(r)}, {w.address, p.street + ", " + p.postcode + " " + p.town}, {w.mobile, p.mobile}, {w.email, p.email}}
	if r.IntN(2) == 0 {
		fields = append(fields, [2]string{w.number, p.number})
	}
	return fields
}

func madeForm(r *rand.Rand, lang string) made {
	p := makePerson(r, lang)
	s := formWords[lang].title + "\n\n"
	line := 2
	var want []wanted
	for _, f := range formFields(r, p) {
		sep := pick(r, " : |: |:\t| ........ : ")
		s += f[0] + sep + f[1] + "\n"
		line++
		if f[1] == p.email {
			want = append(want, wanted{entity: "email", line: line})
		}
	}
	return made{"form " + lang, textDocument(s), want}
}

func madeFormTable(r *rand.Rand, lang string) made {
	p := makePerson(r, lang)
	rows := [][]string{{formWords[lang].title}}
	fields := formFields(r, p)
	if r.IntN(2) == 0 {
		for _, f := range fields {
			rows = append(rows, []string{f[0], f[1]})
		}
		return made{"form table " + lang, tableDocument(rows...), []wanted{{entity: "email", column: "B"}, {entity: "birth-date", column: "B"}}}
	}
	for i := 0; i+1 < len(fields); i += 2 {
		rows = append(rows, []string{fields[i][0], fields[i][1], fields[i+1][0], fields[i+1][1]})
	}
	return made{"form table of four " + lang, tableDocument(rows...), []wanted{{entity: "birth-date", column: "B"}}}
}

// madeTransposed has a person in each column.
func madeTransposed(r *rand.Rand, lang string) made {
	var people []*person
	for range 3 + r.IntN(4) {
		people = append(people, makePerson(r, lang))
	}
	w := formWords[lang]
	rows := [][]string{{w.last}, {w.first}, {w.born}, {w.address}, {w.mobile}, {w.email}}
	for _, p := range people {
		for i, v := range []string{p.last, p.first, p.birthFR(), p.street + " " + p.postcode + " " + p.town, p.mobile, p.email} {
			rows[i] = append(rows[i], v)
		}
	}
	return made{"transposed " + lang, tableDocument(rows...), []wanted{{entity: "email", column: "B"}, {entity: "birth-date", column: "D"}}}
}

// madeDirectory is a text with a line or a few lines for each person.
func madeDirectory(r *rand.Rand, lang string) made {
	var s strings.Builder
	style := r.IntN(4)
	for range 14 + r.IntN(20) {
		p := makePerson(r, lang)
		switch style {
		case 0:
			fmt.Fprintf(&s, "%s %s – %s – %s\n", strings.ToUpper(p.last), p.first, p.mobile, p.email)
		case 1:
			fmt.Fprintf(&s, "%s %s <%s>\n", p.first, p.last, p.email)
		case 2:
			fmt.Fprintf(&s, "%s %s\n%s\n%s %s\nTel. %s\n\n", p.first, p.last, p.street, p.postcode, p.town, p.mobile)
		case 3:
			fmt.Fprintf(&s, "%-20s %-15s %-12s %s\n", strings.ToUpper(p.last), p.first, p.birthFR(), p.mobile)
		}
	}
	text := s.String()
	if style == 3 {
		w := formWords[lang]
		text = fmt.Sprintf("%-20s %-15s %-12s %s\n", w.last, w.first, w.born, w.mobile) + text
	}
	return made{fmt.Sprintf("directory %d %s", style, lang), textDocument(text), nil}
}

func madeAddressBook(r *rand.Rand, lang string) made {
	var s strings.Builder
	style := r.IntN(3)
	for range 3 + r.IntN(10) {
		p := makePerson(r, lang)
		switch style {
		case 0:
			fmt.Fprintf(&s, "BEGIN:VCARD\r\nVERSION:3.0\r\nN:%s;%s;;;\r\nFN:%s %s\r\nTEL;TYPE=CELL:%s\r\nEMAIL;TYPE=INTERNET:%s\r\nADR;TYPE=HOME:;;%s;%s;;%s;\r\nEND:VCARD\r\n", p.last, p.first, p.first, p.last, p.mobile, p.email, p.street, p.town, p.postcode)
		case 1:
			fmt.Fprintf(&s, "dn: uid=%s,ou=people,dc=asso,dc=org\ncn: %s %s\nsn: %s\ngivenName: %s\nmail: %s\nmobile: %s\n\n", mailName(p.last), p.first, p.last, p.last, p.first, p.email, p.mobile)
		case 2:
			fmt.Fprintf(&s, "BEGIN:VCARD\nVERSION:4.0\nFN:%s %s\nEMAIL:%s\nBDAY:%s\nEND:VCARD\n", p.first, p.last, p.email, strings.ReplaceAll(p.birthISO(), "-", ""))
		}
	}
	return made{fmt.Sprintf("address book %d %s", style, lang), textDocument(s.String()), nil}
}

func madeCalendar(r *rand.Rand, lang string) made {
	s := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:AG\r\n"
	for range 22 + r.IntN(10) {
		p := makePerson(r, lang)
		s += fmt.Sprintf("ATTENDEE;ROLE=REQ-PARTICIPANT;CN=\"%s %s\":mailto:%s\r\n", p.first, p.last, p.email)
	}
	return made{"calendar " + lang, textDocument(s + "END:VEVENT\r\nEND:VCALENDAR\r\n"), nil}
}

// madeExport is a list as programs write it: JSON, XML, SQL.
func madeExport(r *rand.Rand, lang string) made {
	var s strings.Builder
	style := r.IntN(3)
	for range 11 + r.IntN(20) {
		p := makePerson(r, lang)
		switch style {
		case 0:
			fmt.Fprintf(&s, "  {\"id\": %d, \"nom\": %q, \"prenom\": %q, \"dateNaissance\": \"%s\", \"email\": \"%s\"},\n", r.IntN(999), p.last, p.first, p.birthISO(), p.email)
		case 1:
			fmt.Fprintf(&s, "<member><lastName>%s</lastName><firstName>%s</firstName><birthDate>%s</birthDate><phone>%s</phone></member>\n", p.last, p.first, p.birthISO(), p.mobile)
		case 2:
			fmt.Fprintf(&s, "INSERT INTO adherents (nom, prenom, email, tel) VALUES ('%s', '%s', '%s', '%s');\n", p.last, p.first, p.email, p.mobile)
		}
	}
	return made{fmt.Sprintf("export %d %s", style, lang), textDocument(s.String()), nil}
}
