package personal

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestPlaceString(t *testing.T) {
	for _, tt := range []struct {
		place Place
		want  string
	}{
		{Place{}, ""}, {Place{Sheet: "Adhérents", Column: "C"}, "Adhérents!C"}, {Place{Sheet: "Adhérents"}, "Adhérents"}, {Place{Column: "C"}, "column C"}, {Place{Page: 3}, "page 3"}, {Place{Line: 12}, "line 12"},
		{Place{Page: 3, Line: 12}, "page 3"}, {Place{Path: []string{"liste.csv"}, Column: "C"}, "liste.csv: column C"}, {Place{Path: []string{"a.zip", "b.xlsx"}, Sheet: "S", Column: "A"}, "a.zip: b.xlsx: S!A"},
		{Place{Path: []string{"a.docx"}}, "a.docx"}, {Place{Part: PartComments, Sheet: "S", Column: "B"}, "comments S!B"}, {Place{Part: PartProperties}, "properties"},
	} {
		if got := tt.place.String(); got != tt.want {
			t.Errorf("%+v is %q, want %q", tt.place, got, tt.want)
		}
	}
}

// TestFindingJSON: the shape that CONTRACT 8 promises, and nothing that is not known.
func TestFindingJSON(t *testing.T) {
	b, err := json.Marshal(Finding{Entity: "iban", Count: 2, Where: []Place{{Sheet: "S", Column: "F"}, {Page: 2}}})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"entity":"iban","count":2,"where":[{"sheet":"S","column":"F"},{"page":2}]}`; string(b) != want {
		t.Errorf("%s, want %s", b, want)
	}
}

// TestPlacesAreDistinct keeps the promise of Finding.Where.
func TestPlacesAreDistinct(t *testing.T) {
	var text strings.Builder
	for i := range 200 {
		text.WriteString("a" + strconv.Itoa(i) + "@gmail.com b" + strconv.Itoa(i) + "@gmail.com\n")
	}
	r := New(Options{}).Detect(textDocument(text.String()))
	if len(r.Findings) != 1 || r.Findings[0].Count != 400 {
		t.Fatalf("found %+v", r.Findings)
	}
	where := r.Findings[0].Where
	if len(where) != maxPlaces {
		t.Errorf("%d places, want %d", len(where), maxPlaces)
	}
	if !slices.IsSortedFunc(where, func(a, b Place) int { return a.Line - b.Line }) {
		t.Error("places are not in reading order")
	}
}

// entitiesOf gives what was found, for messages.
func entitiesOf(r Result) []string {
	var all []string
	for _, f := range r.Findings {
		all = append(all, f.Entity+"×"+strconv.Itoa(f.Count))
	}
	return all
}

// TestPlaceInPages: a table on a page shows no column letters, one in a sheet does.
func TestPlaceInPages(t *testing.T) {
	for _, tt := range []struct {
		place Place
		want  string
	}{
		{Place{Page: 3}, "page 3"}, {Place{Sheet: "S", Page: 3}, "S!B"}, {Place{}, "column B"},
	} {
		d := Document{Blocks: []Block{{Place: tt.place, Table: [][]string{{"Nom", "Courriel"}, {"Dupont", "jean.dupont@gmail.com"}}}}}
		r := New(Options{}).Detect(d)
		if len(r.Findings) == 0 || r.Findings[0].Entity != "email" || r.Findings[0].Where[0].String() != tt.want {
			t.Errorf("found %v, want an address in %s", r.Findings, tt.want)
		}
	}
}

// TestMembers: what speaks for one file in an archive clears none beside it, and a list may be spread over all of them.
func TestMembers(t *testing.T) {
	member := func(name, text string) Block { return Block{Place: Place{Path: []string{name}}, Text: text} }
	leaflet := member("presse.txt", "Communiqué de presse\nInterview\nLa salle des fêtes rouvre samedi.\n")
	form := member("fiche.txt", "Nom : Martin\nPrénom : Jules\nNé le : 12/03/2014\nAdresse : 4 rue des Lilas, 35000 Rennes\nAllergies : arachide\n")
	mail := []Block{
		{Place: Place{Part: PartHeader}, Text: "From: Zoé <z@x.example>\nTo: j@x.example\nSubject: Re: travaux\n"}, {Text: "Bonjour Zoé,\nvoici le papier.\nMerci\nJules\n"},
	}
	devis := member("devis.odt", "Menuiserie du Bois Joli SARL\n4 zone artisanale, 35310 Mordelles\nTél. 02 99 70 09 34\n\nDEVIS n° 2026-735\nClient : Samira Mercier\n26 bd Carnot\n44600 Saint-Nazaire\n"+
		"Plinthe chêne 3169,00\nTotal TTC 1 488,00 €\nRèglement par virement : IBAN FR76 3449 4476 3400 0555 5537 724\n")
	late := member("devis.odt", "Votre devis n° 2026-735\nClient : Samira Mercier\nTaxpayer reference, gross, hours worked, overtime\n26 bd Carnot\n44600 Saint-Nazaire\nTotal TTC 1 488,00 €\nIBAN FR76 3449 4476 3400 0555 5537 724\n")
	var cards []Block
	for _, name := range strings.Fields("Moreau Haddad Petit Garnier Roussel Lambert Fontaine Chevalier Robin Masson") {
		cards = append(cards, member(name+".txt", "Camille "+name+", 06 12 34 56 "+strconv.Itoa(10+len(cards))+"\n"))
	}
	for _, tt := range []struct {
		name   string
		blocks []Block
		refuse bool
	}{
		{"a form", []Block{form}, true}, {"a leaflet", []Block{leaflet}, false}, {"a form beside a leaflet", []Block{leaflet, form}, true},
		{"a leaflet twice", []Block{leaflet, leaflet}, false}, {"one card", cards[:1], false}, {"many cards", cards, true},
		{"an invoice", []Block{devis}, false}, {"an invoice in a mail", append(mail, devis), false}, {"a form in a mail", append(mail, form), true},
		{"an invoice that its title tells", []Block{late}, false}, {"that in a mail", append(mail, late), false},
	} {
		if r := New(Options{}).Detect(Document{Blocks: tt.blocks}); r.Refuse != tt.refuse {
			t.Errorf("%s: refused %v, want %v: %v %v", tt.name, r.Refuse, tt.refuse, r.Rules, entitiesOf(r))
		}
	}
}

// TestFieldsBehindInvoice: an invoice may keep in its variables or fields whom it is for, but no file on somebody in its comments.
func TestFieldsBehindInvoice(t *testing.T) {
	invoice := Block{Text: "INVOICE No 2026-114\nOak table 1 x 840.00\nVAT 20% 168.00\nTotal due 1,008.00\nPayment within 30 days\n"}
	for text, refuse := range map[string]bool{
		"client_first_name: Callum\nclient_last_name: Adeyemi\nclient_address: 115 Mulberry Close, Manchester M21 9WQ\nclient_phone: 0161 496 0412\nclient_email: c.adeyemi@outlook.com\n": false,
		"Candidate 4: Callum Adeyemi, 07700 900530. Lives 115 Mulberry Close, Manchester M21 9WQ. DOB 15/11/1985.\n":                                                                       true,
	} {
		blocks := []Block{invoice, {Place: Place{Part: PartHidden}, Text: text}}
		if r := New(Options{}).Detect(Document{Blocks: blocks}); r.Refuse != refuse {
			t.Errorf("%q: refused %v, want %v: %v %v", text, r.Refuse, refuse, r.Rules, entitiesOf(r))
		}
	}
	if r := New(Options{}).Detect(Document{Blocks: []Block{{Text: "Meeting\n"}, {Place: Place{Part: PartHidden}, Text: "client_first_name: Callum\nclient_last_name: Adeyemi\n" +
		"client_address: 115 Mulberry Close, Manchester M21 9WQ\nclient_phone: 0161 496 0412\nclient_email: c.adeyemi@outlook.com\n"}}}); !r.Refuse {
		t.Error("the same behind another page passes")
	}
}

// TestAsides: what stands in the comments, the properties or the hidden text of a file is read as a text of its own, which the page
// beside it does not clear. Who has commented on a page, and what on, is no file on anybody.
func TestAsides(t *testing.T) {
	page := Block{Text: "Interview plan\nQuestions and scoring\n"}
	candidate := "Candidate 4: Callum Adeyemi, callumadeyemi85@outlook.com, 02920 18 0530. Lives 115 Mulberry Close, Manchester M21 9WQ. DOB 15/11/1985.\n"
	absence := "Noémie Thibault est absente depuis lundi : fausse couche, arrêt de trois semaines, ne pas en parler.\n"
	for _, part := range []string{PartComments, PartProperties, PartHidden, PartNotes, PartDeleted, PartForm, PartMetadata, PartHeader} {
		for text, refuse := range map[string]bool{
			candidate: true, absence: true, "Zoé Martin: voir avec Jean Dupont la salle du 3 mai\nJean Dupont: d'accord, 02 99 12 34 56\n": false, "Zoé Martin\nMairie de Mordelles\nMicrosoft Word\n": false,
		} {
			blocks := []Block{page, {Place: Place{Part: part}, Text: text}}
			if r := New(Options{}).Detect(Document{Blocks: blocks}); r.Refuse != refuse || refuse && len(r.Findings) == 0 {
				t.Errorf("%s: %q refused %v, want %v: %v %v", part, text, r.Refuse, refuse, r.Rules, entitiesOf(r))
			}
		}
	}
}
