package personal

import (
	"slices"
	"strings"
	"testing"
)

// recordOf makes a record from entities and their marks.
func recordOf(d *Detector, hits ...hit) record {
	var r record
	for i := range hits {
		r.add(&hits[i], &d.entities[hits[i].entity])
	}
	r.finish(d.entities[entEmail].weight)
	return r
}

func TestRecordScore(t *testing.T) {
	d := New(Options{})
	full := hit{entity: entName, marks: markFull | markBare}
	first, last := hit{entity: entName, part: fieldFirstName, marks: markLabelled}, hit{entity: entName, part: fieldLastName, marks: markLabelled}
	mail, phone, birth := hit{entity: entEmail}, hit{entity: entPhone}, hit{entity: entBirthDate}
	role, example := hit{entity: entEmail, marks: markRole}, hit{entity: entEmail, marks: markExample}
	address, org := hit{entity: entAddress}, hit{entity: entName, marks: markOrg}
	illness, allergy := hit{entity: entHealth, marks: markBare}, hit{entity: entHealth, marks: markLabelled}
	for _, tt := range []struct {
		name       string
		hits       []hit
		score      int
		categories int
		counts     bool
		heavy      bool
	}{
		{"nothing", nil, 0, 0, false, false},
		{"last name", []hit{last}, 10, 1, false, false},
		{"first and last", []hit{first, last}, 30, 1, false, false},
		{"full name twice", []hit{full, full}, 30, 1, false, false},
		{"last name and mail", []hit{last, mail}, 30, 2, false, false},
		{"full name and mail", []hit{full, mail}, 50, 2, true, false},
		{"full name and role mail", []hit{full, role}, 32, 1, false, false},
		{"full name and example mail", []hit{full, example}, 50, 2, true, false},
		{"example mail alone", []hit{example}, 2, 0, false, false},
		{"mail and phone without a person", []hit{mail, phone, address}, 60, 3, false, true},
		{"birth and mail", []hit{birth, mail}, 50, 2, true, true},
		{"full name and birth", []hit{full, birth}, 60, 2, true, true},
		{"full name and address", []hit{full, address}, 50, 2, true, true},
		{"address beside an organisation", []hit{full, org, address}, 50, 2, true, false},
		{"last name, mail, and an illness said", []hit{last, mail, illness}, 60, 2, true, false},
		{"full name and an illness said", []hit{full, illness}, 60, 1, false, false},
		{"full name and an allergy in its field", []hit{full, allergy}, 100, 2, true, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := recordOf(d, tt.hits...)
			if r.score() != tt.score || r.categories() != tt.categories || r.counts() != tt.counts || r.heavy() != tt.heavy {
				t.Errorf("score %d, %d categories, counts %v, heavy %v; want %+v", r.score(), r.categories(), r.counts(), r.heavy(), tt)
			}
		})
	}
}

func TestTellsEnough(t *testing.T) {
	d := New(Options{})
	name := hit{entity: entName, part: fieldFullName, marks: markFull | markLabelled}
	doctor := hit{entity: entName, marks: markFull | markLabelled | markDoctor}
	birth, mail, example := hit{entity: entBirthDate, marks: markLabelled}, hit{entity: entEmail}, hit{entity: entEmail, marks: markExample}
	address, phone, account := hit{entity: entAddress, marks: markLabelled}, hit{entity: entPhone, marks: markLabelled}, hit{entity: entIBAN}
	org := hit{entity: entName, marks: markOrg}
	for _, tt := range []struct {
		name string
		hits []hit
		want enough
	}{
		{"name and birth", []hit{name, birth}, tellsLittle},
		{"name, birth, mail", []hit{name, birth, mail}, tellsAll},
		{"name, birth, example mail", []hit{name, birth, example}, tellsLittle},
		{"doctor, birth, mail", []hit{doctor, birth, mail}, tellsLittle},
		{"no name", []hit{birth, mail, address}, tellsLittle},
		{"name, address, phone, mail in fields", []hit{name, address, phone, hit{entity: entPhone, key: 2, marks: markLabelled}, mail}, tellsUnlessInvoice},
		{"the same of an organisation", []hit{name, org, address, phone, mail}, tellsLittle},
		{"name, address, account", []hit{name, address, account}, tellsUnlessInvoice},
		{"name, account", []hit{name, account}, tellsLittle},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if r := recordOf(d, tt.hits...); r.tellsEnough() != tt.want {
				t.Errorf("tells %d, want %d", r.tellsEnough(), tt.want)
			}
		})
	}
}

// TestPersonsInText: how many persons a text is read as.
func TestPersonsInText(t *testing.T) {
	d := New(Options{})
	block := func(name, mail string) string { return name + "\n06 12 34 56 78\n" + mail + "\n" }
	for _, tt := range []struct {
		name, text string
		want       int
	}{
		{"one", block("Jean Dupont", "jean@free.fr"), 1},
		{"two", block("Jean Dupont", "jean@free.fr") + block("Sophie Martin", "sophie@free.fr"), 2},
		{"mail first", "jean@free.fr Jean Dupont\nsophie@free.fr Sophie Martin\n", 2},
		{"the same twice", strings.Repeat(block("Jean Dupont", "jean@free.fr"), 3), 1},
		{"far apart", "Jean Dupont\n" + strings.Repeat("texte\n", 20) + "jean@free.fr\n", 0},
		{"names only", "Jean Dupont\nSophie Martin\n", 0},
		{"form of twenty lines", "Nom : Dupont\nPrénom : Jean\nNé le : 12/03/1985\n" + strings.Repeat("Remarque :\n", 10) + "Courriel : jean@free.fr\n", 1},
		{"two forms", strings.Repeat("Nom : Dupont\nPrénom : Jean\nNé le : 12/03/1985\n\n", 1) + "Nom : Martin\nPrénom : Sophie\nNé le : 01/07/1990\n", 2},
		{"one long line", strings.Repeat("x ", 200) + "Jean Dupont jean@free.fr " + strings.Repeat("y ", 2000) + "Sophie Martin sophie@free.fr", 2},
		{"numbers without names", "185057800608491\n285057800608441\n", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if r := d.Detect(textDocument(tt.text)); r.Persons != tt.want {
				t.Errorf("%d persons, want %d: %v", r.Persons, tt.want, entitiesOf(r))
			}
		})
	}
}

// TestPersonsInTables: a row is a person, and the same name in two rows is one.
func TestPersonsInTables(t *testing.T) {
	for n := range 4 {
		if r := New(Options{}).Detect(roster(n, "Nom", "Prénom", "Courriel")); r.Persons != n {
			t.Errorf("%d persons, want %d", r.Persons, n)
		}
	}
	twice := tableDocument(cells("Nom|Prénom|Courriel\nDupont|Jean|a@free.fr\nDupont|Jean|b@free.fr")...)
	if r := New(Options{}).Detect(twice); r.Persons != 1 {
		t.Errorf("%d persons, want 1", r.Persons)
	}
	family := tableDocument(cells("Nom|Prénom|Adresse\nDupont|Jean|3 rue du Pont\nDupont|Anne|3 rue du Pont\nDupont|Léa|3 rue du Pont")...)
	if r := New(Options{}).Detect(family); r.Persons != 3 || !slices.Contains(r.Rules, ruleHeavy) {
		t.Errorf("%d persons by %v, want 3", r.Persons, r.Rules)
	}
}

// TestDocumentKinds: what a document is about decides where little is told.
func TestDocumentKinds(t *testing.T) {
	d := New(Options{})
	for _, tt := range []struct {
		name, text string
		want       bool
	}{
		{"pay slip with a name", "BULLETIN DE PAIE\nM. Jean Dupont, 3 rue du Pont, 29200 Brest\nSalaire brut 2 150,00\nNet à payer 1 680,00\n", true},
		{"article on pay slips", "Le bulletin de paie change : salaire brut, net à payer et CSG seront plus clairs, dit M. Jean Dupont, 05 61 22 33 44.\n", false},
		{"expense claim", "Note de frais\nNom : Dupont\nPrénom : Jean\nTrain 45,00\n", true},
		{"rules on expenses", "Les notes de frais sont à rendre avant le 5. Contact : Sophie Martin, 05 61 22 33 44.\n", false},
		{"medical letter without birth date", "Cher confrère,\nMme Sophie Martin est suivie pour un diabète. Traitement : insuline. Antécédents : asthme.\nLa patiente va mieux. Consultation dans six mois.\n", true},
		{"article on a hospital", "L'hôpital ouvre un service. Le traitement du patient commence par la consultation et le diagnostic, dit M. Jean Dupont, directeur.\n", false},
		{"school report", "Bulletin scolaire du 2e trimestre\nÉlève : MOREL Jade\nMoyenne générale 14,2\n", true},
		{"about school reports", "Les bulletins scolaires sont remis le 12 mars aux élèves. M. Paul Petit, principal.\n", false},
		{"CV without birth date", "Jean Dupont\njean.dupont@free.fr\n06 12 34 56 78\n\nExpérience professionnelle\n\nFormation\n\nLangues\n\nLoisirs\n", true},
		{"the same as a job advert", "Nous recrutons\njobs.dupont@firme.fr\n06 12 34 56 78\n\nExpérience professionnelle\n\nFormation\n\nLangues\n\nLoisirs\n", false},
		{"invoice to a person", "Facture n° 12\nMme Sophie Martin\n3 rue du Pont\n29200 Brest\nTél. 06 12 34 56 78\nIBAN FR76 3000 6000 0112 3456 7890 189\n", false},
		{"the same without the word", "Mme Sophie Martin\n3 rue du Pont\n29200 Brest\nTél. 06 12 34 56 78\nIBAN FR76 3000 6000 0112 3456 7890 189\n", true},
		{"invoice with a birth date", "Facture n° 12\nMme Sophie Martin, née le 12/03/1985, 06 12 34 56 78\n", true},
		{"contract", "Contrat de location entre M. Paul Petit et Mme Sophie Martin, née le 12/03/1985, demeurant 3 rue du Pont, 29200 Brest.\n", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if r := d.Detect(textDocument(tt.text)); r.Refuse != tt.want {
				t.Errorf("refuse is %v by %v: %v", r.Refuse, r.Rules, entitiesOf(r))
			}
		})
	}
}
