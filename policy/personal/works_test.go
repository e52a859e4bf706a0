package personal

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Under a header that nobody knows, dates that go on until today are no births.
func TestDatesUntilToday(t *testing.T) {
	d := New(Options{Today: time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)})
	for last, want := range map[int]bool{2026: false, 2001: true} {
		rows := [][]string{{"Nom", "Prénom", "Xyz"}}
		for i, name := range []string{"Hamel", "Texier", "Noël", "Renaud", "Vidal", "Coulon", "Bodin", "Legrand", "Marchal", "Allard", "Poirier", "Besnard"} {
			rows = append(rows, []string{name, []string{"Nathalie", "Tanguy", "Camille"}[i%3], fmt.Sprintf("%02d/%02d/%d", i+1, 1+i%9, last-2*i)})
		}
		if r := d.Detect(tableDocument(rows...)); strings.Contains(fmt.Sprint(r.Findings), "birth-date") != want {
			t.Errorf("until %d: %v", last, r.Findings)
		}
	}
}

// The country code behind a name is no part of it.
func TestAccountBehindName(t *testing.T) {
	r := New(Options{}).Detect(textDocument("Virements\nNadia Marchal FR76 3000 6000 0112 3456 7890 189\nJoël Besnard DE 89 3704 0044 0532 0130 00\nMme Texier BE71096123456769\n"))
	if !r.Refuse || !strings.Contains(fmt.Sprint(r.Findings), "{iban 3 ") {
		t.Errorf("%v %v", r.Rules, r.Findings)
	}
}

// One's own domain is one's own in whatever spelling.
func TestOwnDomain(t *testing.T) {
	for _, tt := range []struct{ own, domain string }{
		{"écoles.fr", "xn--coles-9ra.fr"}, {"xn--coles-9ra.fr", "Écoles.fr"}, {"*.thermia.fr", "mail.thermia.fr"}, {".thermia.fr", "thermia.fr"},
		{"@*.thermia.fr", "x.thermia.fr"}, {"thermia.fr.", "THERMIA.fr"}, {"Mairie <mairie.vitre@écoles.fr>", "xn--coles-9ra.fr"},
	} {
		d := New(Options{Allow: []string{tt.own}})
		if r := d.Detect(textDocument("mairie.vitre@" + tt.domain + "\n")); len(r.Findings) > 0 {
			t.Errorf("%s: %s found", tt.own, tt.domain)
		}
	}
	if r := New(Options{Allow: []string{"thermia.fr"}}).Detect(textDocument("a.martin@notthermia.fr\n")); len(r.Findings) == 0 {
		t.Error("another domain that ends alike is not one's own")
	}
}

func TestCanAllow(t *testing.T) {
	for entry, want := range map[string]bool{
		"FR76 3000 6000 0112 3456 7890 189": true, "fr7630006000011234567890189": true, "thermia.fr": true, "@thermia.fr": true, "a@thermia.fr": true,
		"01 23 45 67 89": true, "73282932000074": true, "FR76 3000 6000 0112 3456 7890 188": false, "https://thermia.fr": false, "???": false, "": false,
	} {
		if got := CanAllow(entry); got != want {
			t.Errorf("%q: %v", entry, got)
		}
	}
}

// The lines of a machine readable zone may be paragraphs.
func TestZoneInParagraphs(t *testing.T) {
	const zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n"
	if r := New(Options{}).Detect(textDocument(zone)); !r.Refuse {
		t.Errorf("%v", r.Findings)
	}
}

func TestTownIsNoMobile(t *testing.T) {
	for text, want := range map[string]bool{
		"07361 88712": false, "01756 768089": false, "0171 2345678": true, "01511 1234567": true, "07911 123456": true, "07 11 22 33 44": true, "0711223344": true,
	} {
		var n phoneNumber
		if n.read(text, 0); n.isMobile() != want {
			t.Errorf("%s: %v", text, !want)
		}
	}
}

// An account may be spread over cells, four digits each, under one header.
func TestSpreadAccount(t *testing.T) {
	rows := [][]string{{"Titulaire", "IBAN"}}
	for i := range 3 {
		account := spaced(makeIBAN("DE", fmt.Sprintf("370400440532013%03d", i)))
		rows = append(rows, append([]string{[]string{"Nadia Marchal", "Joël Besnard", "Tanguy Noël"}[i]}, strings.Fields(account)...))
	}
	if r := New(Options{}).Detect(tableDocument(rows...)); !r.Refuse || !strings.Contains(fmt.Sprint(r.Findings), "{iban 3 [S!B]}") {
		t.Errorf("%v %v", r.Rules, r.Findings)
	}
}

// A column of addresses holds homes: not those of mail, nor the stars of a hotel that stand where a home should.
func TestNoHomes(t *testing.T) {
	d := New(Options{})
	for _, tt := range []struct {
		rows   string
		refuse bool
	}{
		{"Fonction|Titulaire|Adresse\nPrésidence|Mme Sabourin|presidence@fetes.example\nTrésorerie|M. Lhomme|tresorerie@fetes.example\nSecrétariat|Mme Rahmani|secretariat@fetes.example\nBuvette|M. Guérin|buvette@fetes.example", false},
		{"Nom|Prénom|Adresse\nSabourin|Anne|**\nLhomme|Marc|*\nRahmani|Salima|-\nGuérin|Paul|***", false},
		{"Nom|Prénom|Adresse\nSabourin|Anne|12 rue Basse\nLhomme|Marc|Le Bourg\nRahmani|Salima|3 place Foch\nGuérin|Paul|Kerjean", true},
	} {
		if r := d.Detect(tableDocument(cells(tt.rows)...)); r.Refuse != tt.refuse {
			t.Errorf("%.30s: %v, found %v", tt.rows, r.Rules, entitiesOf(r))
		}
	}
}

// A party beside councillors is public; beside voters it is what they may think.
func TestVotersAreNotElected(t *testing.T) {
	rows := "|Last name|First name|Address|Party\n|Abernathy|Dolores|418 Maple Hollow Rd|D\n|Okonkwo|Chidi|90 Putnam Ave|U\n|Kowalczyk|Stan|1209 Pershing St|R\n|Huffman|Bobby|2231 Dresden Pike|R"
	for head, want := range map[string]bool{"Voter": true, "Ward": false} {
		if r := New(Options{}).Detect(tableDocument(cells(head + rows)...)); r.Refuse != want {
			t.Errorf("%s: refused %v, want %v: %v %v", head, r.Refuse, want, r.Rules, r.Findings)
		}
	}
}
