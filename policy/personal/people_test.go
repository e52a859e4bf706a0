package personal

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// person is somebody who does not exist, in a country's ways of writing.
type person struct {
	lang                 string
	first, last          string
	day, month, year     int
	street, postcode     string
	town                 string
	mobile, phone, email string
	number, numberLabel  string // the national number and what it is called there
	iban                 string
	class, allergies     string
}

func pick(r *rand.Rand, list string) string {
	words := strings.Split(list, "|")
	return words[r.IntN(len(words))]
}

// way holds how a language's people are called and live.
type way struct {
	first, last, streets, towns, providers string
	street                                 func(name string, n int) string
	postcode                               func(r *rand.Rand) string
	mobile, phone                          func(r *rand.Rand) string
	number                                 func(r *rand.Rand, p *person) string
	numberLabel                            string
	country                                string
	bban                                   func(r *rand.Rand) string
	allergies                              string
}

func digits(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(byte('0' + r.IntN(10)))
	}
	return b.String()
}

func groups(s string, sep string, sizes ...int) string {
	var parts []string
	for _, n := range sizes {
		parts = append(parts, s[:n])
		s = s[n:]
	}
	return strings.Join(parts, sep)
}

func makePerson(r *rand.Rand, lang string) *person {
	w := ways[lang]
	p := &person{lang: lang, first: pick(r, w.first), last: pick(r, w.last), day: 1 + r.IntN(28), month: 1 + r.IntN(12), year: 1935 + r.IntN(75), town: pick(r, w.towns)}
	p.street = w.street(pick(r, w.streets), 1+r.IntN(180))
	p.postcode = w.postcode(r)
	p.mobile, p.phone = w.mobile(r), w.phone(r)
	p.email = mailName(p.first) + pick(r, ".|_||-") + mailName(p.last) + pick(r, "||"+fmt.Sprint(p.year%100)) + "@" + pick(r, w.providers)
	p.number, p.numberLabel = w.number(r, p), w.numberLabel
	p.iban = makeIBAN(w.country, w.bban(r))
	p.allergies = pick(r, w.allergies)
	p.class = fmt.Sprintf("%d%s", 3+r.IntN(4), pick(r, "A|B|C"))
	return p
}

func mailName(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(string(fold(nil, s)), " ", ""), "'", "")
}

func (p *person) birthFR() string  { return fmt.Sprintf("%02d/%02d/%d", p.day, p.month, p.year) }
func (p *person) birthISO() string { return fmt.Sprintf("%d-%02d-%02d", p.year, p.month, p.day) }
func (p *person) birthDot() string { return fmt.Sprintf("%02d.%02d.%d", p.day, p.month, p.year) }

// birth writes the day in one of the ways of the language.
func (p *person) birth(r *rand.Rand) string {
	switch r.IntN(4) {
	case 0:
		return p.birthISO()
	case 1:
		return fmt.Sprintf("%d %s %d", p.day, longMonth(p.lang, p.month), p.year)
	}
	switch p.lang {
	case "de":
		return p.birthDot()
	case "nl":
		return strings.ReplaceAll(p.birthFR(), "/", "-")
	}
	return p.birthFR()
}

func longMonth(lang string, month int) string {
	names := map[string]string{
		"fr": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre", "en": "January|February|March|April|May|June|July|August|September|October|November|December",
		"de": "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember", "es": "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
		"it": "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre", "nl": "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december",
		"pt": "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro"}[lang]
	name := strings.Split(names, "|")[month-1]
	if lang == "es" || lang == "pt" {
		return "de " + name + " de"
	}
	return name
}

// makeIBAN puts the check digits before a national account (ISO 13616 section 6).
func makeIBAN(country, bban string) string {
	for check := 2; check <= 98; check++ {
		s := fmt.Sprintf("%s%02d%s", country, check, bban)
		if mod97(s[4:]+s[:4]) == 1 {
			return s
		}
	}
	panic("no check digits")
}

// complete appends to stem the digits (or letters) that make it valid.
func complete(stem string, n int, alphabet string, valid func(string) bool) string {
	if n == 0 {
		if valid(stem) {
			return stem
		}
		return ""
	}
	for i := range len(alphabet) {
		if s := complete(stem+alphabet[i:i+1], n-1, alphabet, valid); s != "" {
			return s
		}
	}
	return ""
}

// until makes values until one can be completed.
func until(make func() string) string {
	for {
		if s := make(); s != "" {
			return s
		}
	}
}

const tens = "0123456789"

func makeNIR(r *rand.Rand, p *person) string {
	s := fmt.Sprintf("%d%02d%02d%02d%03d%03d", 1+r.IntN(2), p.year%100, p.month, 1+r.IntN(95), 1+r.IntN(900), 1+r.IntN(990))
	if s[5:7] == "20" || s[5:7] == "96" {
		s = s[:5] + "31" + s[7:]
	}
	s = complete(s, 2, tens, isNIR)
	if r.IntN(2) == 0 {
		return groups(s, " ", 1, 2, 2, 2, 3, 3, 2)
	}
	return s
}

func makeRIB(r *rand.Rand) string {
	return until(func() string { return complete(digits(r, 21), 2, tens, isRIB) })
}

func frenchPhone(r *rand.Rand, lead string) string {
	s := lead + digits(r, 8)
	switch r.IntN(4) {
	case 0:
		return s
	case 1:
		return "+33 " + s[1:2] + " " + groups(s[2:], " ", 2, 2, 2, 2)
	case 2:
		return groups(s, ".", 2, 2, 2, 2, 2)
	}
	return groups(s, " ", 2, 2, 2, 2, 2)
}

var ways = map[string]way{
	"fr": {
		first: "Jean|Marie|Sophie|Nicolas|Camille|Léa|Hugo|Fatima|Mohamed|Céline|Aurélie|Loïc|Jean-Pierre|Anne-Laure|Thomas|Inès|Karim|Élodie|Kévin|Noémie", last: "Dupont|Martin|Lefèvre|Moreau|Girard|Da Silva|Benali|Le Goff|Rousseau|N'Guyen|Petit|Garnier|Fauré|Lemoine|Haddad|D'Almeida|Perrin|Chevalier|Barbier|Marchand",
		streets: "rue des Lilas|avenue Jean Jaurès|rue de la République|boulevard Voltaire|allée des Chênes|impasse du Moulin|chemin de la Croix|place du Marché|rue Victor Hugo", towns: "Toulouse|Lyon|Rennes|Saint-Étienne|Nantes|Le Mans|Aix-en-Provence|Brest|Montreuil",
		providers: "gmail.com|orange.fr|wanadoo.fr|free.fr|hotmail.fr|laposte.net|yahoo.fr|sfr.fr|outlook.com",
		street:    func(name string, n int) string { return fmt.Sprintf("%d %s", n, name) }, postcode: func(r *rand.Rand) string { return fmt.Sprintf("%02d%03d", 1+r.IntN(94), 10*r.IntN(99)) },
		mobile: func(r *rand.Rand) string { return frenchPhone(r, pick(r, "06|07")) }, phone: func(r *rand.Rand) string { return frenchPhone(r, pick(r, "01|02|03|04|05|09")) },
		number: makeNIR, numberLabel: "N° de sécurité sociale", country: "FR", bban: makeRIB, allergies: "arachides|gluten|pollen|aucune|pénicilline"},
	"en": {
		first: "James|Emily|Oliver|Charlotte|Mohammed|Siobhan|George|Amelia|Harry|Priya|Jack|Chloe|William|Grace|Callum|Niamh", last: "Smith|Jones|O'Brien|Taylor|Patel|Williams|Brown|Davies|Evans|MacLeod|Robinson|Wright|Khan|Walker|Thompson",
		streets: "High Street|Church Road|Station Road|Park Avenue|Victoria Road|Mill Lane|Queens Drive|Chapel Close", towns: "London|Leeds|Bristol|Cardiff|Glasgow|Dublin|York|Norwich",
		providers: "gmail.com|btinternet.com|hotmail.co.uk|yahoo.co.uk|outlook.com|icloud.com|sky.com",
		street:    func(name string, n int) string { return fmt.Sprintf("%d %s", n, name) }, postcode: func(r *rand.Rand) string {
			return pick(r, "LS|BS|NR|YO|M|CF|G") + digits(r, 1) + " " + digits(r, 1) + pick(r, "AB|DE|FG|HJ|LN|QR")
		},
		mobile: func(r *rand.Rand) string { return pick(r, "07|+44 7") + digits(r, 3) + " " + digits(r, 6) }, phone: func(r *rand.Rand) string { return "0113 " + digits(r, 3) + " " + digits(r, 4) },
		number: func(r *rand.Rand, p *person) string {
			return until(func() string { return complete(digits(r, 9), 1, tens, isNHS) })
		}, numberLabel: "NHS number", country: "GB", bban: func(r *rand.Rand) string { return "NWBK" + digits(r, 14) }, allergies: "peanuts|penicillin|none|latex|bee stings"},
	"de": {
		first: "Hans|Anna|Jürgen|Sabine|Lukas|Mia|Wolfgang|Claudia|Mehmet|Ayşe|Stefan|Birgit|Jonas|Lena|Klaus|Heike", last: "Müller|Schmidt|Schneider|Fischer|Weber|Wagner|Yılmaz|Becker|Hoffmann|Schäfer|Koch|von Stein|Richter|Wolf|Schröder",
		streets: "Hauptstraße|Goethestraße|Lindenweg|Bahnhofstr.|Schillerplatz|Gartenstraße|Berliner Straße|Am Markt", towns: "Berlin|Köln|Freiburg|Leipzig|Hamburg|Münster|Nürnberg",
		providers: "gmx.de|web.de|t-online.de|gmail.com|freenet.de|posteo.de",
		street:    func(name string, n int) string { return fmt.Sprintf("%s %d", name, n) }, postcode: func(r *rand.Rand) string { return "1" + digits(r, 4) },
		mobile: func(r *rand.Rand) string { return pick(r, "0151 |0170/|+49 171 ") + digits(r, 7) }, phone: func(r *rand.Rand) string { return pick(r, "030/|0221 |089 ") + digits(r, 6) },
		number: func(r *rand.Rand, p *person) string {
			s := fmt.Sprintf("%02d%02d%02d%02d%c%02d", 10+r.IntN(60), p.day, p.month, p.year%100, 'A'+rune(r.IntN(26)), r.IntN(99))
			return complete(s, 1, tens, isRVNR)
		}, numberLabel: "Sozialversicherungsnummer", country: "DE", bban: func(r *rand.Rand) string { return digits(r, 18) }, allergies: "Erdnüsse|Pollen|keine|Penicillin|Laktose"},
	"es": {
		first: "María|José|Carmen|Antonio|Lucía|Javier|Ainhoa|Jordi|Pilar|Manuel|Marta|Sergio|Álvaro|Nuria", last: "García López|Fernández Ruiz|Martínez|Sánchez Gil|Pérez Romero|Gómez|Díaz Ortega|Muñoz|Álvarez|Torres Vidal",
		streets: "Calle Mayor|Avenida de la Constitución|Plaza España|Calle Goya|Paseo de Gracia|Calle San Juan", towns: "Madrid|Sevilla|Valencia|Zaragoza|Bilbao|Málaga",
		providers: "gmail.com|hotmail.com|yahoo.es|telefonica.net|outlook.es",
		street:    func(name string, n int) string { return fmt.Sprintf("%s, %d", name, n) }, postcode: func(r *rand.Rand) string { return fmt.Sprintf("%02d%03d", 1+r.IntN(50), r.IntN(999)) },
		mobile: func(r *rand.Rand) string {
			return pick(r, "6|+34 6") + digits(r, 2) + " " + digits(r, 3) + " " + digits(r, 3)
		}, phone: func(r *rand.Rand) string { return "91 " + digits(r, 3) + " " + digits(r, 2) + " " + digits(r, 2) },
		number: func(r *rand.Rand, p *person) string {
			return complete(fmt.Sprintf("%08d", 1_000_000+r.IntN(90_000_000)), 1, nifLetters, isNIF)
		}, numberLabel: "DNI", country: "ES", bban: func(r *rand.Rand) string {
			return until(func() string {
				bank, account := digits(r, 8), digits(r, 10)
				for check := range 100 {
					if s := fmt.Sprintf("%s%02d%s", bank, check, account); isCCC(s) {
						return s
					}
				}
				return ""
			})
		}, allergies: "cacahuetes|polen|ninguna|penicilina|gluten"},
	"it": {
		first: "Giuseppe|Maria|Francesca|Luca|Giulia|Marco|Chiara|Alessandro|Sofia|Matteo|Paola|Davide|Rosa|Antonio", last: "Rossi|Russo|Ferrari|Esposito|Bianchi|Romano|De Luca|Colombo|Ricci|Marino|D'Angelo|Conti|Greco",
		streets: "Via Roma|Via Garibaldi|Corso Italia|Piazza Mazzini|Viale dei Mille|Via San Marco", towns: "Roma|Milano|Torino|Napoli|Bologna|Firenze",
		providers: "gmail.com|libero.it|virgilio.it|tiscali.it|hotmail.it|alice.it",
		street:    func(name string, n int) string { return fmt.Sprintf("%s %d", name, n) }, postcode: func(r *rand.Rand) string { return fmt.Sprintf("%05d", 100+r.IntN(98000)) },
		mobile: func(r *rand.Rand) string { return pick(r, "3|+39 3") + digits(r, 2) + " " + digits(r, 7) }, phone: func(r *rand.Rand) string { return "06 " + digits(r, 8) },
		number: func(r *rand.Rand, p *person) string {
			s := fmt.Sprintf("%s%02d%c%02d%c%03d", pick(r, "RSSMRA|BNCGLI|FRRLCU|SPSFNC"), p.year%100, "ABCDEHLMPRST"[p.month-1], p.day+40*r.IntN(2), 'A'+rune(r.IntN(12)), r.IntN(999))
			return complete(s, 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", isCodiceFiscale)
		}, numberLabel: "Codice fiscale", country: "IT", bban: func(r *rand.Rand) string {
			account := digits(r, 22)
			for c := 'A'; c <= 'Z'; c++ {
				if s := string(c) + account; isCIN(s) {
					return s
				}
			}
			return ""
		}, allergies: "arachidi|pollini|nessuna|penicillina|glutine"},
	"nl": {
		first: "Jan|Anna|Pieter|Sanne|Daan|Femke|Willem|Lotte|Sjoerd|Maaike|Bram|Fleur|Ahmed|Ingrid", last: "de Vries|Jansen|van den Berg|Bakker|Visser|Smit|Meijer|de Boer|Mulder|Bos|van Dijk|Dekker|Vermeulen",
		streets: "Dorpsstraat|Kerkstraat|Keizersgracht|Molenweg|Julianalaan|Stationsplein|Beatrixstraat", towns: "Amsterdam|Utrecht|Groningen|Eindhoven|Gent|Antwerpen",
		providers: "gmail.com|ziggo.nl|kpnmail.nl|hotmail.com|xs4all.nl|telenet.be",
		street:    func(name string, n int) string { return fmt.Sprintf("%s %d", name, n) }, postcode: func(r *rand.Rand) string { return "1" + digits(r, 3) + " " + pick(r, "AB|CD|EK|HJ|XZ") },
		mobile: func(r *rand.Rand) string { return pick(r, "06-|06 |+31 6 ") + digits(r, 8) }, phone: func(r *rand.Rand) string { return "020-" + digits(r, 7) },
		number: func(r *rand.Rand, p *person) string {
			return until(func() string { return complete("1"+digits(r, 7), 1, tens, isBSN) })
		}, numberLabel: "BSN", country: "NL", bban: func(r *rand.Rand) string { return "ABNA" + digits(r, 10) }, allergies: "pinda's|pollen|geen|penicilline|gluten"},
	"pt": {
		first: "Maria|João|Ana|António|Inês|Rui|Beatriz|Tiago|Catarina|Nuno|Sofia|Gonçalo|Teresa|Pedro", last: "Silva|Santos|Ferreira|Pereira|Oliveira|Costa|Rodrigues|Martins|Gonçalves|Almeida|Carvalho|dos Reis",
		streets: "Rua Augusta|Avenida da Liberdade|Rua de Santa Catarina|Travessa do Carmo|Praça da República|Rua do Comércio", towns: "Lisboa|Porto|Coimbra|Braga|Faro|Évora",
		providers: "gmail.com|sapo.pt|hotmail.com|outlook.pt|iol.pt",
		street:    func(name string, n int) string { return fmt.Sprintf("%s, %d", name, n) }, postcode: func(r *rand.Rand) string { return digits(r, 4) + "-" + digits(r, 3) },
		mobile: func(r *rand.Rand) string {
			return pick(r, "9|+351 9") + digits(r, 2) + " " + digits(r, 3) + " " + digits(r, 3)
		}, phone: func(r *rand.Rand) string { return "21 " + digits(r, 3) + " " + digits(r, 4) },
		number: func(r *rand.Rand, p *person) string {
			return until(func() string { return complete("2"+digits(r, 7), 1, tens, isPersonalNIF) })
		}, numberLabel: "NIF", country: "PT", bban: func(r *rand.Rand) string {
			return complete(digits(r, 19), 2, tens, func(s string) bool { return mod97(s) == 1 })
		}, allergies: "amendoim|pólen|nenhuma|penicilina|glúten"},
}
