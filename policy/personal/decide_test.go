package personal

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// repeat makes n lines from a format with one number.
func repeat(n int, format string) string {
	var s strings.Builder
	for i := range n {
		fmt.Fprintf(&s, format+"\n", i)
	}
	return s.String()
}

var someFirstNames = strings.Fields("Jean Marie Sophie Nicolas Camille Hugo Fatima Karim Thomas Claire Lucie Paul Nadia Louis Julie Marc Alice Pierre Emma Simon Laura Denis Chloé Victor")

// roster makes a table of n persons with the columns asked for.
func roster(n int, columns ...string) Document {
	rows := [][]string{columns}
	for i := range n {
		var row []string
		for _, c := range columns {
			row = append(row, map[string]string{
				"Nom": "Durand" + strings.Repeat("a", i%7+1) + string(rune('b'+i%20)), "Prénom": someFirstNames[i%len(someFirstNames)], "Date de naissance": fmt.Sprintf("%02d/03/19%02d", 1+i%28, 40+i),
				"Courriel": fmt.Sprintf("personne%d@ville-exemplaire.fr", i), "E-mail": fmt.Sprintf("personne%d@gmail.com", i), "Téléphone": fmt.Sprintf("05 61 22 33 %02d", i), "Portable": fmt.Sprintf("06 61 22 33 %02d", i),
				"Adresse": fmt.Sprintf("%d rue des Lilas", i+1), "CP": "31000", "Ville": "Toulouse", "Classe": "5B", "Religion": "catholique", "Salaire": fmt.Sprintf("%d,50", 1800+i),
			}[c])
		}
		rows = append(rows, row)
	}
	return tableDocument(rows...)
}

// The decision table of the research, 3.3: each rule one step below its limit, and on it.
func TestDecisionTable(t *testing.T) {
	two := "Jean Dupont IBAN FR76 3000 6000 0112 3456 7890 189\n\n"
	for _, tt := range []struct {
		name string
		doc  Document
		want string // the rule expected, or ""
	}{
		{"nothing", Document{}, ""},
		{"a class A number alone", textDocument("1 85 05 78 006 084 91\n"), ruleClassA},
		{"a class B number without label", textDocument("111222333\n"), ""},
		{"a class B number under its label", textDocument("BSN: 111222333\n"), ruleClassB},
		{"two persons with birth dates", roster(2, "Nom", "Prénom", "Date de naissance"), ""},
		{"three persons with birth dates", roster(3, "Nom", "Prénom", "Date de naissance"), ruleHeavy},
		{"two persons with addresses", roster(2, "Nom", "Prénom", "Adresse", "CP", "Ville"), ""},
		{"three persons with addresses", roster(3, "Nom", "Prénom", "Adresse", "CP", "Ville"), ruleHeavy},
		{"three persons with pay", roster(3, "Nom", "Prénom", "Salaire"), ruleHeavy},
		{"one person with a religion", roster(1, "Nom", "Prénom", "Religion"), ruleAlone},
		{"nine persons with office phones", roster(9, "Nom", "Prénom", "Téléphone"), ""},
		{"ten persons with office phones", roster(10, "Nom", "Prénom", "Téléphone"), rulePersons},
		{"nine persons with office mail", roster(9, "Nom", "Prénom", "Courriel"), ""},
		{"ten persons with office mail", roster(10, "Nom", "Prénom", "Courriel"), rulePersons},
		{"ten pupils with their class", roster(10, "Nom", "Prénom", "Classe"), rulePersons},
		{"four persons with private phones", roster(4, "Nom", "Prénom", "Portable"), ""},
		{"five persons with private phones", roster(5, "Nom", "Prénom", "Portable"), rulePrivate},
		{"names only", roster(24, "Nom", "Prénom"), ""},
		{"names of members", textDocument("Liste des membres du club\n\n" + repeatNames(12)), ruleListed},
		{"names of nobody in particular", textDocument("Remerciements\n\n" + repeatNames(12)), ""},
		{"19 addresses", textDocument(repeat(19, "a%dx@exemplaire.fr")), ""},
		{"20 addresses", textDocument(repeat(20, "a%dx@exemplaire.fr")), ruleEmails},
		{"the same address twenty times", textDocument(repeat(20, "jean@exemplaire.fr %d")), ""},
		{"9 personal addresses", textDocument(repeat(9, "a%dx@gmail.com")), ""},
		{"10 personal addresses", textDocument(repeat(10, "a%dx@gmail.com")), ruleEmails},
		{"20 role addresses", textDocument(repeat(20, "contact@ville%d.fr")), ""},
		{"20 addresses at example domains", textDocument(repeat(20, "a%dx@example.org")), ""},
		{"one account", textDocument("IBAN FR76 3000 6000 0112 3456 7890 189\n"), ""},
		{"one account beside a name", textDocument(two), ""},
		{"two accounts without names", textDocument("IBAN FR76 3000 6000 0112 3456 7890 189\nIBAN DE89 3704 0044 0532 0130 00\n"), ""},
		{"two accounts beside two names", textDocument(two + "Marie Durand IBAN DE89 3704 0044 0532 0130 00\n"), ruleAccounts},
		{"a contact block", textDocument("Contact : Jean Dupont, 05 61 22 33 44, jean.dupont@ville.fr\nMairie, 1 place du Marché, 31000 Toulouse\n"), ""},
		{"a person's form", textDocument("Nom : Dupont\nPrénom : Jean\nAdresse : 12 rue des Lilas, 31000 Toulouse\nTéléphone : 06 12 34 56 78\n"), ruleAlone},
		{"name, birth and phone", textDocument("Mme Sophie Martin, née le 12/03/1985, 06 12 34 56 78\n"), ruleAlone},
		{"name and birth", textDocument("Mme Sophie Martin, née le 12/03/1985\n"), ""},
		{"two cards", textDocument(strings.Repeat("BEGIN:VCARD\nFN:Jean Dupont\nTEL:0561223344\nEND:VCARD\n", 2)), ""},
		{"three cards", textDocument(strings.Repeat("BEGIN:VCARD\nFN:Jean Dupont\nTEL:0561223344\nEND:VCARD\n", 3)), ruleCards},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := New(Options{}).Detect(tt.doc)
			if tt.want == "" && r.Refuse {
				t.Errorf("refused by %v: %v", r.Rules, entitiesOf(r))
			}
			if tt.want != "" && !slices.Contains(r.Rules, tt.want) {
				t.Errorf("rules %v, want %s: %v", r.Rules, tt.want, entitiesOf(r))
			}
		})
	}
}

func repeatNames(n int) string {
	var s strings.Builder
	for i := range n {
		fmt.Fprintf(&s, "%s Lambert%c\n", someFirstNames[i], 'a'+i)
	}
	return s.String()
}

func TestAllow(t *testing.T) {
	d := New(Options{Allow: []string{"FR76 3000 6000 0112 3456 7890 189", "jean@asso.org", "@ville.fr", "mairie.net", "+33 5 61 22 33 44", " 111222333 ", "", "@", "x"}})
	for _, tt := range []struct {
		name, text string
		found      bool
	}{
		{"own account", "IBAN : FR7630006000011234567890189", false},
		{"own account as RIB", "RIB : 30006 00001 12345678901 89", false},
		{"another account", "IBAN : DE89370400440532013000", true},
		{"own address", "Jean@Asso.org", false},
		{"another address there", "marie@asso.org", true},
		{"own domain", "marie@ville.fr", false},
		{"below own domain", "marie@ecoles.ville.fr", false},
		{"not quite own domain", "marie@maville.fr", true},
		{"domain without @", "x.y@mairie.net", false},
		{"own phone, written otherwise", "Tél. 05.61.22.33.44", false},
		{"another phone", "Tél. 05.61.22.33.45", true},
		{"own number of another kind", "BSN: 111222333", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if r := d.Detect(textDocument(tt.text)); (len(r.Findings) > 0) != tt.found {
				t.Errorf("found %v", entitiesOf(r))
			}
		})
	}
}

func TestToday(t *testing.T) {
	doc := textDocument("Date de naissance : 12/03/2031\n")
	if r := New(Options{}).Detect(doc); len(r.Findings) != 1 {
		t.Errorf("without a day: found %v", entitiesOf(r))
	}
	d := New(Options{Today: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)})
	if r := d.Detect(textDocument("Date de naissance : 23/11/2026\n")); len(r.Findings) != 1 {
		t.Errorf("tomorrow a hundred years ago: found %v", entitiesOf(r))
	}
	if r := d.Detect(textDocument("Né le 22/11/2026\n")); len(r.Findings) != 1 {
		t.Errorf("today: found %v", entitiesOf(r))
	}
}

// TestConcurrentUse is for the race detector.
func TestConcurrentUse(t *testing.T) {
	d := New(Options{})
	doc := roster(12, "Nom", "Prénom", "Courriel")
	want := d.Detect(doc)
	for range 4 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			for range 20 {
				if r := d.Detect(doc); !slices.Equal(r.Rules, want.Rules) || r.Persons != want.Persons {
					t.Errorf("%v, want %v", r.Rules, want.Rules)
				}
			}
		})
	}
}
