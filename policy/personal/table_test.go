package personal

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// cells makes rows from lines with bars.
func cells(lines string) [][]string {
	var rows [][]string
	for line := range strings.SplitSeq(strings.Trim(lines, "\n"), "\n") {
		row := strings.Split(line, "|")
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
		rows = append(rows, row)
	}
	return rows
}

func TestColumnName(t *testing.T) {
	for col, want := range map[int]string{0: "A", 1: "B", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA", 16383: "XFD"} {
		if got := columnName(col); got != want {
			t.Errorf("column %d is %s, want %s", col, got, want)
		}
	}
}

func TestFindHeader(t *testing.T) {
	for _, tt := range []struct {
		name, rows string
		want       int
	}{
		{"first row", "Nom|Prénom\nDupont|Jean", 0},
		{"under a title", "Adhérents 2025\n\nNom|Prénom\nDupont|Jean", 2},
		{"under two titles and a date", "Club\nListe au 12/03/2025\n|\nNom|Prénom|DDN\nDupont|Jean|12/03/1985", 3},
		{"under group headers", "|Responsable 1||Responsable 2|\nÉlève|Nom|Tél|Nom|Tél\nLéa|Dupont|0611223344|Martin|0622334455", 1},
		{"one column", "Courriel\na@b.fr", 0},
		{"one column under a title", "Liste\nCourriel\na@b.fr", 1},
		{"one label of three", "Réf. interne|NIR|Zone\n12|185057800608491|Nord", 0},
		{"few labels of many", "A1|B2|C3|NIR|E5|F6\nx|y|z|185057800608491|t|u", 0},
		{"days beside the name", "Name|Mo|Di|Mi|Do\nUnbe Kannt|F|S|frei|N", 0},
		{"whole names, not a header", "Camille Moreau|Français 12/20|Maths 9/20\nYanis Haddad|Français 8/20|Maths 11/20", -1},
		{"none", "Dupont|Jean|0611223344\nMartin|Sophie|0622334455", -1},
		{"form", "Nom|Dupont\nPrénom|Jean\nNé le|12/03/1985", -1},
		{"form of four columns", "Nom|Dupont|Prénom|Jean\nNé le|12/03/1985|Tél|0611223344", -1},
		{"header without rows", "Nom|Prénom", -1},
		{"header and blank rows", "Nom|Prénom\n|\n|", -1},
		{"data with a label in it", "Mobile|Samsung|12345678\nFixe|Philips|23456789", -1},
		{"mail in the row", "Nom|a@b.fr\nDupont|c@d.fr", -1},
		{"long text", "Nom|" + strings.Repeat("mot ", 40) + "\nDupont|x", -1},
		{"accents and case", "NOM|PRENOM|DATE DE NAISSANCE\nDupont|Jean|12/03/1985", 0},
		{"underscores", "nom_usage|prenom|date_naissance\nDupont|Jean|12/03/1985", 0},
		{"line breaks in cells", "Nom|Date de\u2028naissance|Tél.\nDupont|12/03/1985|0611223344", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := New(Options{})
			r := newBlockReader(d, &Block{}, newSummary(d), nil)
			if got := r.findHeader(cells(tt.rows), 0); got != tt.want {
				t.Errorf("header is row %d, want %d", got, tt.want)
			}
		})
	}
}

// columnsOf gives the columns where an entity was found, in order.
func columnsOf(r Result, entity string) string {
	for _, f := range r.Findings {
		if f.Entity == entity {
			var all []string
			for _, p := range f.Where {
				all = append(all, p.Column)
			}
			slices.Sort(all)
			return strings.Join(all, " ")
		}
	}
	return ""
}

func TestColumns(t *testing.T) {
	for _, tt := range []struct {
		name, rows   string
		entity, want string // columns
		count        int
	}{
		{"names in two columns", "Nom|Prénom|X\nDupont|Jean|1\nMartin|Sophie|2", "name", "A B", 2},
		{"one column of names", "N°|Nom et prénom\n1|Dupont Jean\n2|Martin Sophie", "name", "B", 2},
		{"no-break spaces", "Nom et prénom|Note\nDupont\u00a0Jean|a\nMartin\u00a0Sophie|b", "name", "A", 2},
		{"a label and first names", "Salarié|Poste\nJean Dupont|x\nSophie Martin|y", "name", "A", 2},
		{"classes behind first names", "Famille|Enfant(s)\nLACOMBE|Samia (CM2)\nPERRIN|Karim (GS)", "name", "A B", 2},
		{"Nombre beside Apellidos", "Apellidos|Nombre\nGarcía|María\nPérez|José", "name", "A B", 2},
		{"Nombre in French", "Article|Nombre\nVis|12\nClou|40", "name", "", 0},
		{"names of products", "Nom|Prix\nChaise|45\nTable|120\nLampe|30", "name", "", 0},
		{"names of towns", "Nom commune|Population\nBrest|139000\nRennes|220000", "name", "", 0},
		{"names of schools", "Nom de l'établissement|UAI\nJean Moulin|0290002B\nAnne Frank|0290003C", "name", "", 0},
		{"names of schools with a code", "uai|nom|commune\n0290002B|Jean Moulin|Brest\n0290003C|Anne Frank|Brest", "name", "", 0},
		{"birth dates", "DDN|Entrée\n12/03/1985|01/09/2020\n01/07/1990|01/09/2021", "birth-date", "A", 2},
		{"birth dates as serials", "Nom|Né(e) le\nDupont|31118\nMartin|33055", "birth-date", "B", 2},
		{"not birth dates", "Nom|Date d'entrée\nDupont|12/03/1985\nMartin|01/07/1990", "birth-date", "", 0},
		{"birth places", "Nom|Lieu de naissance\nDupont|Brest\nMartin|Rennes", "birth-date", "", 0},
		{"phones without zero", "Nom|Téléphone\nDupont|611223344\nMartin|622334455", "phone", "B", 2},
		{"two phones in a cell", "Nom|Tél\nDupont|06 11 22 33 44 / 05 61 22 33 44\nMartin|0622334455", "phone", "B", 3},
		{"phones under any header", "Nom|Divers\nDupont|tél. 06 11 22 33 44\nMartin|rien", "phone", "B", 1},
		{"mail of parents", "Élève|E-mail parent 1|E-mail parent 2\nLéa Roux|a@free.fr|b@free.fr\nHugo Faure|c@free.fr|", "email", "B C", 3},
		{"same mail twice", "Nom|Courriel\nDupont|a@free.fr\nMartin|A@free.fr", "email", "B", 1},
		{"address in three columns", "Nom|Adresse|CP|Ville\nDupont|3 rue du Pont|29200|Brest\nMartin|Le Bourg|22110|Rostrenen", "postal-address", "B", 2},
		{"postcode and town", "Nom|CP|Ville\nDupont|29200|Brest\nMartin|22110|Rostrenen", "postal-address", "B", 2},
		{"pay beside its label", "Bulletin|mai\nNom|Jean Dupont\nSalaire net mai 2024||1 850,20", "pay", "C", 1},
		{"pay beside its label in a list", "Libellé|Taux|Montant\nJean Dupont||\nSalaire brut||2203.18\nPrime||31.40", "pay", "C", 1},
		{"kinds of addresses", "Last Name|Address 1 - Label|Address 1 - Formatted\nGallagher|Home|128 Mill Lane, Edinburgh EH6 6TJ\nMurray|Work|5 Mill Lane, Edinburgh EH6 6TJ", "postal-address", "C", 2},
		{"a numbered heading below an address", "Nom|Dupont\nAdresse|3 rue du Pont, 29200 Brest\n2. Ancien club|AS Brest\nLe|30.06.2025", "postal-address", "B", 1},
		{"town alone", "Nom|Ville\nDupont|Brest\nMartin|Rostrenen", "postal-address", "", 0},
		{"mail address is no address", "Nom|Adresse mail\nDupont|a@free.fr\nMartin|b@free.fr", "postal-address", "", 0},
		{"allergies", "Nom|Prénom|Allergies\nDupont|Jean|arachides\nMartin|Sophie|aucune\nRoux|Léa|", "health", "C", 1},
		{"pay", "Nom|Prénom|Salaire brut\nDupont|Jean|2 150,00\nMartin|Sophie|2 480,00", "pay", "C", 2},
		{"class", "Nom|Prénom|Classe\nDupont|Jean|5B\nMartin|Sophie|5A", "school", "C", 2},
		{"number under its header", "id|BSN\n1|111222333\n2|123456782", "nl-bsn", "B", 2},
		{"a person in the first row of a form", "AGENCIA TRIBUTARIA|Modelo 100\nPrimer declarante|Outeiro Rial, Xiana|NIF 34876112Q\nEstado civil|Divorciada|Nacida 12-02-1981", "es-nif", "C", 1},
		{"number with spaces", "Nom|N° SS\nDupont|1 85 05 78 006 084 91\nMartin|2 85 05 78 006 084 41", "fr-nir", "B", 2},
		{"number without key", "Nom|NIR|Clé\nDupont|1850578006084|91\nMartin|2850578006084|41", "fr-nir", "B", 2},
		{"account in pieces", "Nom|IBAN\nDupont|FR76 3000 6000 0112 3456 7890 189\nMartin|DE89370400440532013000", "iban", "B", 2},
		{"far right", strings.Repeat("x|", 30) + "Courriel\n" + strings.Repeat("1|", 30) + "a@free.fr\n" + strings.Repeat("2|", 30) + "b@free.fr", "email", "AE", 2},
		{"second table below", "Nom|Prénom\nDupont|Jean\nMartin|Sophie\n\nCourriel|Note\na@free.fr|x\nb@free.fr|y", "email", "A", 2},
		{"header again", "Nom|Tél\nDupont|0611223344\nNom|Tél\nMartin|0622334455", "phone", "B", 2},
		{"form", "Nom|Dupont\nPrénom|Jean\nNé le|12/03/1985", "birth-date", "B", 1},
		{"form of four columns", "Nom|Dupont|Prénom|Jean\nNé le|12/03/1985|Courriel|a@free.fr", "email", "D", 1},
		{"transposed", "Nom|Dupont|Martin|Roux\nPrénom|Jean|Sophie|Léa\nNé(e) le|12/03/1985|01/07/1990|03/02/2001", "birth-date", "B C D", 3},
		{"text in a cell", "Objet|Message\nTest|Bonjour, mon NIR est 1 85 05 78 006 084 91, merci", "fr-nir", "B", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := New(Options{}).Detect(tableDocument(cells(tt.rows)...))
			if got := columnsOf(r, tt.entity); got != tt.want {
				t.Errorf("%s in columns %q, want %q; found %v", tt.entity, got, tt.want, entitiesOf(r))
			}
			for _, f := range r.Findings {
				if f.Entity == tt.entity && f.Count != tt.count {
					t.Errorf("%d of %s, want %d", f.Count, tt.entity, tt.count)
				}
			}
		})
	}
}

// TestColumnTest: one cell in ten checks by chance; a column does not.
func TestColumnTest(t *testing.T) {
	d := New(Options{})
	column := func(header string, n, valid int, good, bad string) Document {
		rows := [][]string{{"Ref", header}}
		for i := range n {
			value := fmt.Sprintf(bad, i)
			if i < valid {
				value = fmt.Sprintf(good, i)
			}
			rows = append(rows, []string{fmt.Sprint("x", i), value})
		}
		return tableDocument(rows...)
	}
	var nirs []string
	for i := range 10 {
		nirs = append(nirs, complete(fmt.Sprintf("18505780060%02d", 10+i), 2, tens, isNIR))
	}
	for _, tt := range []struct {
		name string
		doc  Document
		want bool
	}{
		{"one NIR among serial numbers", listColumn("Valeur", append(slices.Repeat([]string{"312266809111979", "589132746270915"}, 10), nirs[0])), false},
		{"seven of ten", listColumn("Valeur", append(slices.Clone(nirs[:7]), "185057800608411", "185057800608412", "185057800608413")), false},
		{"nine of ten", listColumn("Valeur", append(slices.Clone(nirs[:9]), "185057800608411")), true},
		{"a single one", listColumn("Valeur", nirs[:1]), true},
		{"BSN without header, all of them", tableDocument(cells("a|111222333\nb|123456782\nc|111222333\nd|123456782\ne|111222333\nf|123456782")...), true},
		{"SIREN numbers without header", tableDocument(cells("a|732829320\nb|404833048\nc|552100554\nd|542065479\ne|775670417\nf|732829320")...), false},
		{"a header that lies", column("CC", 12, 1, "1112223%02d", "1112223%02d"), false},
		{"decimals", listColumn("Taux", []string{"0.279037511600474", "0.185057800608491", "12.4", "1.5", "2.5", "3.5"}), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if r := d.Detect(tt.doc); r.Refuse != tt.want {
				t.Errorf("refuse is %v by %v: %v", r.Refuse, r.Rules, entitiesOf(r))
			}
		})
	}
}

// listColumn is a table whose second column holds the values.
func listColumn(header string, values []string) Document {
	rows := [][]string{{"Repère", header}}
	for i, v := range values {
		rows = append(rows, []string{fmt.Sprint("x", i), v})
	}
	return tableDocument(rows...)
}

// TestPlaces: what CONTRACT 8 prints.
func TestPlaces(t *testing.T) {
	d := New(Options{})
	rows := cells("Nom|Courriel\nDupont|a@free.fr\nMartin|b@free.fr")
	for _, tt := range []struct {
		name  string
		block Block
		want  string
	}{
		{"sheet and column", Block{Place: Place{Sheet: "Adhérents"}, Table: rows}, "Adhérents!B"},
		{"column of a CSV in an archive", Block{Place: Place{Path: []string{"liste.csv"}}, Table: rows}, "liste.csv: column B"},
		{"line of a text", Block{Text: "x\ny\na@free.fr\n"}, "line 3"},
		{"line of a text that begins further down", Block{Place: Place{Line: 40}, Text: "x\na@free.fr\n"}, "line 41"},
		{"page", Block{Place: Place{Page: 3}, Text: "x\na@free.fr\n"}, "page 3"},
		{"comment of a sheet", Block{Place: Place{Part: PartComments, Sheet: "S"}, Text: "a@free.fr"}, "comments S"},
		{"table in a text", Block{Text: "Titre\nNom;Courriel\nDupont;a@free.fr\n"}, "line 3"},
		{"Windows line ends", Block{Text: "x\r\ny\r\na@free.fr\r\n"}, "line 3"},
		{"stacked cells", Block{Text: "Nom\nPrénom\nCourriel\nDupont\nJean\nb@free.fr\nMartin\nAnne\nx@y\n"}, "line 4"},
		{"calendar", Block{Text: "BEGIN:VCALENDAR\nATTENDEE:mailto:a@free.fr\nEND:VCALENDAR\n"}, "line 2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := d.Detect(Document{Blocks: []Block{tt.block}})
			for _, f := range r.Findings {
				if f.Entity == "email" {
					if got := f.Where[0].String(); got != tt.want {
						t.Errorf("%q, want %q", got, tt.want)
					}
					return
				}
			}
			t.Errorf("not found: %v", entitiesOf(r))
		})
	}
}

func TestPlacesOverBlocks(t *testing.T) {
	r := New(Options{}).Detect(Document{Blocks: []Block{
		{Place: Place{Page: 1}, Text: "a@free.fr b@free.fr"}, {Place: Place{Page: 2}, Text: "a@free.fr"}, {Place: Place{Sheet: "S"}, Table: cells("Courriel\nc@free.fr\nd@free.fr")},
	}})
	if len(r.Findings) != 1 || r.Findings[0].Count != 4 {
		t.Fatalf("found %v", entitiesOf(r))
	}
	var got []string
	for _, p := range r.Findings[0].Where {
		got = append(got, p.String())
	}
	if want := "page 1, page 2, S!A"; strings.Join(got, ", ") != want {
		t.Errorf("%s, want %s", strings.Join(got, ", "), want)
	}
}

func TestSplitCells(t *testing.T) {
	for _, tt := range []struct {
		line      string
		delimiter byte
		want      []string
	}{
		{"a;b;c", ';', []string{"a", "b", "c"}}, {";b;", ';', []string{"", "b", ""}}, {"\ta\tb", '\t', []string{"", "a", "b"}}, {"| a | b |", '|', []string{"a", "b"}},
		{`"a;b";c`, ';', []string{"a;b", "c"}}, {`a;"b"`, ';', []string{"a", "b"}}, {`"a`, ';', []string{"a"}}, {"", ';', []string{""}}, {`"a"";b";c`, ';', []string{`a"";b`, "c"}},
	} {
		if got := splitCells(tt.line, tt.delimiter); !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.line, got, tt.want)
		}
	}
}

func TestAddressBooks(t *testing.T) {
	d := New(Options{})
	for _, tt := range []struct {
		name, text string
		want       map[string]int
	}{
		{"vCard", "BEGIN:VCARD\nVERSION:3.0\nN:Dupont;Jean;;;\nFN:Jean Dupont\nTEL;TYPE=CELL:+33612345678\nitem1.EMAIL;TYPE=INTERNET:jean@free.fr\nADR;TYPE=HOME:;;3 rue du Pont;Brest;;29200;\nBDAY:19850312\nEND:VCARD\n", map[string]int{"name": 1, "phone": 1, "email": 1, "postal-address": 1, "birth-date": 1}},
		{"vCard folded", "BEGIN:VCARD\nFN:Jean \n Dupont\nEMAIL:jean@fr\n ee.fr\nEND:VCARD\n", map[string]int{"name": 1, "email": 1}},
		{"LDIF", "dn: uid=jd,dc=x\ncn: Jean Dupont\nsn: Dupont\nmail: jean@free.fr\nmobile: 06 12 34 56 78\n\ndn: uid=am,dc=x\ncn:: QW5uZSBNYXJ0aW4=\nmail: anne@free.fr\n", map[string]int{"name": 3, "email": 2, "phone": 1}},
		{"LDIF with bad base64", "dn: x\ncn:: %%%\nmail: a@free.fr\n", map[string]int{"email": 1, "name": 0}},
		{"calendar", "BEGIN:VCALENDAR\nORGANIZER;CN=Anne Martin:mailto:anne@free.fr\nATTENDEE;CN=\"Jean Dupont\";ROLE=X:MAILTO:jean@free.fr\nEND:VCALENDAR\n", map[string]int{"name": 2, "email": 2}},
		{"text beside a card", "Jean Dupont, né le 12/03/1985, 06 11 22 33 44\nBEGIN:VCARD\nFN:Anne Martin\nEND:VCARD\nNIR 185057800608491\n", map[string]int{"name": 2, "phone": 1, "birth-date": 1, "fr-nir": 1}},
		{"empty card", "BEGIN:VCARD\nFN:\nTEL:\nEND:VCARD\n", map[string]int{}},
		{"note of a card", "BEGIN:VCARD\nFN:Jean Dupont\nNOTE:NIR 185057800608491\nEND:VCARD\n", map[string]int{"name": 1, "fr-nir": 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := map[string]int{}
			for _, f := range d.Detect(textDocument(tt.text)).Findings {
				got[f.Entity] = f.Count
			}
			for entity, n := range tt.want {
				if got[entity] != n {
					t.Errorf("%d of %s, want %d: %v", got[entity], entity, n, got)
				}
			}
		})
	}
}

func TestExplain(t *testing.T) {
	d := New(Options{Allow: []string{"own@free.fr"}})
	text := "NIR 185057800608491\nBSN 111222334\nown@free.fr\nVoir 12345678Z\nSIRET 73282932000074\n12 rue des Lilas\ncontact@ville.fr\n4111 1111 1111 1111\n"
	_, candidates := d.Explain(textDocument(text))
	for _, want := range []Candidate{
		{Entity: "fr-nir", Place: Place{Line: 1}, Rule: "label", Score: 100, Kept: true},
		{Entity: "nl-bsn", Place: Place{Line: 2}, Rule: "label", Why: "check digits, or a placeholder"},
		{Entity: "email", Place: Place{Line: 3}, Rule: "allow", Why: "the organisation's own"},
		{Entity: "es-nif", Place: Place{Line: 4}, Rule: "shape", Score: 100, Kept: true},
		{Entity: "siret", Place: Place{Line: 5}, Rule: "label", Why: "explains a number"},
		{Entity: "postal-address", Place: Place{Line: 6}, Rule: "shape", Why: "most of this shape do not check, or no town follows the street"},
		{Entity: "email", Place: Place{Line: 7}, Rule: "shape", Score: roleWeight, Kept: true},
		{Entity: "payment-card", Place: Place{Line: 8}, Rule: "shape", Why: "placeholder or test number"},
	} {
		if !slices.ContainsFunc(candidates, func(c Candidate) bool { return fmt.Sprint(c) == fmt.Sprint(want) }) {
			t.Errorf("missing %+v in %+v", want, candidates)
		}
	}
}

// TestNoValueIsShown: nothing that Detect or Explain returns holds any of the values.
func TestNoValueIsShown(t *testing.T) {
	d := New(Options{})
	values := []string{"185057800608491", "jean.dupont", "0612345678", "06 12 34 56 78", "Dupont", "1985", "rue des Lilas", "hunter22x"}
	text := "Nom : Dupont\nPrénom : Jean\nNIR 185057800608491\njean.dupont@free.fr\n06 12 34 56 78\nné le 12/03/1985\n12 rue des Lilas, 31000 Toulouse\nMot de passe : hunter22x\nTél 0612345678\n"
	r, candidates := d.Explain(textDocument(text))
	shown := fmt.Sprintf("%+v %+v", r, candidates)
	for _, v := range values {
		if strings.Contains(shown, v) {
			t.Errorf("shows one of the values (number %d)", slices.Index(values, v))
		}
	}
}

func TestExplainIsBounded(t *testing.T) {
	_, candidates := New(Options{}).Explain(textDocument(repeat(maxCandidates+100, "a%dx@free.fr")))
	if len(candidates) != maxCandidates {
		t.Errorf("%d candidates", len(candidates))
	}
}

// TestFirstNamesBesideNames: whole names stay whole where another column holds the first names of their children.
func TestFirstNamesBesideNames(t *testing.T) {
	for header, name := range map[string]string{"Service|Salarié|Prénoms enfants (âge)|Montant": "Lucas", "Mitarbeiter|Vorname des Kindes (Alter)|Betrag": "Jonas"} {
		heads := strings.Split(header, "|")
		rows := [][]string{heads}
		for i, person := range rosterPeople {
			row := []string{person, fmt.Sprintf("%s (%d), Emma (%d)", name, i%9+1, i%4+1), "140"}
			if len(heads) > len(row) {
				row = append([]string{"Atelier"}, row...)
			}
			rows = append(rows, row)
		}
		if r := New(Options{}).Detect(tableDocument(rows...)); !r.Refuse || r.Persons < listLimit {
			t.Errorf("%s: refused %v, %d persons: %v", header, r.Refuse, r.Persons, entitiesOf(r))
		}
	}
}
