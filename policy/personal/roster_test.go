package personal

import (
	"fmt"
	"strings"
	"testing"
)

// people are twelve names, none of whom another list of the tests knows.
var rosterPeople = strings.Split("Camille Moreau|Yanis Haddad|Élodie Caron|Sofiane Benali|Manon Lacroix|Jean-Luc Perrot|Nadia Cissé|Romain Fabre|"+
	"Aurélie Dumas|Karim Saidi|Sylvie Collet|Hugo Marchal", "|")

var rosterTowns = strings.Fields("Guingamp Morlaix Carhaix Plouarzel Quimperlé Landivisiau Brest Lorient Vannes Auray Redon Vitré")

// rosterTable makes a table of twelve rows; # is the number of the row, @ a name, and a digit d in {a|b|c} picks one of few words.
func rosterTable(header, row string) Document {
	var lines []string
	if header != "" {
		lines = append(lines, header)
	}
	for i, name := range rosterPeople {
		few := strings.NewReplacer("@", name, "#", fmt.Sprint(10+i), "%few", []string{"voirie", "accueil", "cuisine"}[i%3], "%text", "chose "+name[:4], "%town", rosterTowns[i], "%title", "Le "+rosterTowns[i])
		lines = append(lines, few.Replace(row))
	}
	return tableDocument(cells(strings.Join(lines, "\n"))...)
}

func TestRosters(t *testing.T) {
	for _, c := range []struct {
		name, header, row string
		refuse            bool
	}{
		{"no header", "", "@|%few|x||x", true},
		{"no header, towns and what each has paid", "", "@|%town|25", true},
		{"no header, towns and whether", "", "@|%town|payé", true},
		{"no header, towns and years", "", "@|%town|1892", false},
		{"no header, titles and prices", "", "@|%title|25", false},
		{"numbered in the cell of the name, no header", "", "#. @|%few|offen", true},
		{"no header, a name that nobody knows on top", "7|Xuywé Ngyx|29280|voirie", "#|@|29280|%few", true},
		{"names under a word that nobody knows, and a scale", "Y10 Geog|%", "@|#", true},
		{"a choir", "xorista|voce|quota", "@|S|ok", true},
		{"who", "Who|Paid?", "@|y", true},
		{"what", "What|Paid?", "@|y", false},
		{"streets of one word", "Jubilar/in|wird|wohnt", "@|84|Kirchgasse #, EG", true},
		{"courts of a club, and when", "Court 1|Court 2", "10h-#h|11h", false},
		{"days above the shifts, nothing above the names", "|Lundi|Mardi|Mercredi", "@|6h-14h|repos|%few", true},
		{"vaccinations", "Agent|Service|Hépatite B|DTP", "@|%few|à jour|rappel 2027", true},
		{"Italian absences", "codice|cognome e nome|reparto|giorni malattia|ferie residue", "#|@|%few|3|#", true},
		{"whole names under a first name's label", "Jméno|10. 9.|17. 9.", "@|x|", true},
		{"amounts beside names under a word that nobody knows", "Int.|Xwyz|Versato", "#|@|210", true},
		{"a header with a name in it", "Employee ID|Legal Name|FTE|Band", "#|@|0.8|4", true},
		{"who opened a ticket", "Ticket|Ouvert par|Priorité", "#|@|P1", false},
		{"observers of birds", "Espèce|Observateur|Lieu", "Mésange|@|Étang", false},
		{"referees", "Date|Home|Away|Referee", "12/09/2026|Leeds|York|@", false},
		{"speakers", "Intervenant|Société|Durée", "@|%few|30 min", false},
		{"votes", "Élu|Groupe|Vote", "@|%few|pour", false},
		{"books", "Nom|Ouvrage|Prix", "@|%text|#", false},
		{"stops", "Arrêt|Départ|Arrivée", "@|07:12|07:20", false},
		{"products with a first name", "SKU|Name|Qty", "#|Victoria sponge #|4", false},
		{"a title in the row of the header", "Xwyz||AVI|IV", "|@|E5|#", true},
		{"a first row that nobody knows, with a word that comes again", "Xuywé Ngyx|no latte", "@|no latte", true},
		{"a chess tournament", "Rg|Teilnehmer|DWZ|Pkt", "#|@|17#|3", false},
		{"numbers with a word before them", "", "@|carte 48#|#|relance", true},
		{"keys of one letter", "n|paid", "@|true", true},
		{"times of a race under a word that nobody knows", "Xwyz|Name|Cat|Xwy", "#|@|%few|4#:#", false},
		{"hours of appointments", "Xwyz|Name|Cat|Xwy", "#|@|%few|#:15", true},
		{"one who stands in each row", "Nom|Jour|Heures", "Camille Moreau|#|7", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if r := New(Options{}).Detect(rosterTable(c.header, c.row)); r.Refuse != c.refuse {
				t.Errorf("refused: %v, rules %v, found %v", r.Refuse, r.Rules, entitiesOf(r))
			}
		})
	}
}

// TestNotedNames: names of a text with what was paid, or a mark, behind each.
func TestNotedNames(t *testing.T) {
	each := func(format, sep string) string {
		var parts []string
		for _, name := range rosterPeople {
			parts = append(parts, strings.ReplaceAll(format, "@", name))
		}
		return strings.Join(parts, sep)
	}
	for text, refuse := range map[string]bool{
		"Uitslag\n" + each("1. @  AV Pijl  41:56", "\n"):                                                         false,
		"Pierre de Ronsard ... 15 €\nGertrude Jekyll ... 12 €\nYves Piaget ... 9 €\n" + each("@ ... 12 €", "\n"): false,
		"Chèques reçus : " + each("@ (35,00 €)", ", "):                                                           true,
		each("@   Français 12/20   Maths 9/20", "\n"):                                                            true,
		each("@ : 7,3 de moyenne, absences", ". "):                                                               true,
		each("@: £12.50", "\n"):                                                                                  true,
		each("@ : 01:12:40", "\n"):                                                                               false,
		each("@, La maison au bord de la rivière, 12 €", "\n"):                                                   false,
		"Auteurs à la librairie\n" + each("@ : 12 €", "\n"):                                                      false,
		each("- @: fix parser (#1204)", "\n"):                                                                    false,
		each("Tue  @ 9A  swearing", "\n"):                                                                        true,
		each("TG5 @ .... ch. 115, sort seule", "\n"):                                                             true,
		"Acta\n" + each("1. @: MAT 3, LEN 4, ING 2 – suspensas: 0", "\n"):                                        true,
		"Conseil\n" + each("@ (15,4) : suivi", "\n"):                                                             true,
		"Rosiers\n" + each("@ (15,40)", "\n"):                                                                    false,
		"Entrée 12 €. Merci à " + each("@", ", ") + " pour l'aide":                                               false,
	} {
		if r := New(Options{}).Detect(textDocument(text)); r.Refuse != refuse {
			t.Errorf("%.60q: refused %v, rules %v", text, r.Refuse, r.Rules)
		}
	}
}

// TestReachedOnLine: five who are reached in private are a list, though a heading stands above the first and other lines between.
func TestReachedOnLine(t *testing.T) {
	text := "# Camille Besnard und die Eltern\n\n"
	for i, name := range rosterPeople[:5] {
		text += fmt.Sprintf("* %s (abends) – 0151 555 0112%d, bitte SMS\n* Xwel: nur per Post\n", name, i)
	}
	if r := New(Options{}).Detect(textDocument(text)); !r.Refuse {
		t.Errorf("found %v", entitiesOf(r))
	}
}

// TestTabbedRows: rows without a header that tabs or dashes part in a text are a table.
func TestTabbedRows(t *testing.T) {
	for row, refuse := range map[string]bool{
		"@\tBrest\t2 pers.": true, "@ - BS7 - driver": true, "34040#, @/20#-03-11/Law/2": true,
		"18h00 - @ - Salle 2": false, "@ - Le %town - 3:45": false, "@\tLe %town\t12,00": false, "#, @/Le %town/3:45": false,
	} {
		text := "Le 11 novembre\n\n"
		for i, name := range rosterPeople {
			text += strings.NewReplacer("@", name, "#", fmt.Sprint(10+i), "%town", rosterTowns[i]).Replace(row) + "\n"
		}
		if r := New(Options{}).Detect(textDocument(text)); r.Refuse != refuse {
			t.Errorf("%q: refused %v, found %v", row, r.Refuse, entitiesOf(r))
		}
	}
}

// TestListsBetweenEmptyRows: a sheet that is no list as a whole holds one below a title and above a remark.
func TestListsBetweenEmptyRows(t *testing.T) {
	for cell, refuse := range map[string]bool{"@": true, "Lot #": false} {
		text := "Repas – plan\ntable 1||table 2\n\n"
		for i, name := range rosterPeople[:6] {
			text += strings.NewReplacer("@", name, "#", fmt.Sprint(i)).Replace(cell+"|"+fmt.Sprint(i+3)+" bd Gambetta|06 87 33 41 3"+fmt.Sprint(i)) + "\n"
		}
		text += "\nTotal 18 + 4\nvoir 2\nvoir 3\nvoir 4\n"
		if r := New(Options{}).Detect(tableDocument(cells(text)...)); r.Refuse != refuse {
			t.Errorf("%q: refused %v, found %v", cell, r.Refuse, entitiesOf(r))
		}
	}
	form := "RECIBO\n\nEmpresa:|Xu S.L.|Trabajador:|Lucía Etxeberria Goñi\nCIF:|B1|NIF:|x\n||Grupo:|Oficial\n||Base:|12\n||Total:|12\n\nFin|x|y\n"
	if r := New(Options{}).Detect(tableDocument(cells(form)...)); len(r.Findings) == 0 || r.Findings[0].Entity != "name" {
		t.Errorf("form: found %v", entitiesOf(r))
	}
}

// TestTopRowIsNobody: the first row of a table that nobody saw to be its header is not counted as a person.
func TestTopRowIsNobody(t *testing.T) {
	for _, f := range New(Options{}).Detect(textDocument(strings.ReplaceAll("xorista|voce|quota\n"+strings.Join(rosterPeople, "|S|ok\n")+"|S|ok\n", "|", "\t"))).Findings {
		if f.Entity == "name" && (f.Count != len(rosterPeople) || f.Where[0].Line != 2) {
			t.Errorf("%d names from %v", f.Count, f.Where[0])
		}
	}
}

// TestNamesNobodyKnows: the structure of the table tells that they are persons'.
func TestNamesNobodyKnows(t *testing.T) {
	for name, table := range map[string]string{
		"a column beside first names": "id|usual_name|first_name|adresse_1|code_postal|ville\n",
		"a name beside mobile phones": "Nom|Téléphone\n",
	} {
		rows := cells(table)
		for i := range 12 {
			strange := string(rune('A'+i)) + "ngyx"
			if len(rows[0]) > 2 {
				rows = append(rows, []string{fmt.Sprint(i), strange, strings.Fields(rosterPeople[i])[0], fmt.Sprintf("%d rue Haute", i+1), "44000", "Nantes"})
			} else {
				rows = append(rows, []string{strange + " Xuywé", fmt.Sprintf("06 12 34 5%d %d7", i%10, i)})
			}
		}
		if r := New(Options{}).Detect(tableDocument(rows...)); !r.Refuse {
			t.Errorf("%s: accepted, found %v", name, entitiesOf(r))
		}
	}
}

// TestLinesOfPersons: a surname in capitals that is a word elsewhere, a street without its town, a block for each person.
func TestLinesOfPersons(t *testing.T) {
	var places, homes, blocks strings.Builder
	for i, surname := range strings.Fields("PLACE JARDIN PORT MONT CHAPELLE TOUR") {
		first := strings.Fields(rosterPeople[i])[0]
		fmt.Fprintf(&places, "%d) DE LA %s %s ....... 06 12 34 56 %d\n", i+1, surname, first, 70+i)
	}
	for i, name := range rosterPeople {
		fmt.Fprintf(&homes, "%d. Mme %s, %d ans, %d rue Haute\n", i+1, name, 60+i, i+1)
		fmt.Fprintf(&blocks, "%s\n06 12 34 56 %d\n\n", name, 70+i)
	}
	for name, text := range map[string]string{"places": places.String(), "homes": homes.String(), "blocks": blocks.String()} {
		if r := New(Options{}).Detect(textDocument(text)); !r.Refuse {
			t.Errorf("%s: accepted, found %v", name, entitiesOf(r))
		}
	}
}

// TestKeysArePlaces: a file whose records have keys shows no columns; a key that may be somebody's name is not told.
func TestKeysArePlaces(t *testing.T) {
	rows := [][]string{{"adresse_mail", "Jean Dupont"}}
	for i := range 12 {
		rows = append(rows, []string{fmt.Sprintf("m%d.petit@gmail.com", i), fmt.Sprintf("+33 6 98 17 %d 6%d", 40+i, i%10)})
	}
	r := New(Options{}).Detect(Document{Blocks: []Block{{Table: rows, Keys: true}}})
	places := map[string]string{}
	for _, f := range r.Findings {
		places[f.Entity] = f.Where[0].String()
	}
	if places["email"] != "field adresse_mail" || places["phone"] != "column B" {
		t.Errorf("found %v", places)
	}
}

// TestKeysAreNames: a file of names and what is noted of each has no other keys.
func TestKeysAreNames(t *testing.T) {
	values := make([]string, len(rosterPeople))
	for i := range values {
		values[i] = []string{"tarde", "mañana", "baja médica"}[i%3]
	}
	for _, c := range []struct {
		keys   []string
		refuse bool
	}{{rosterPeople, true}, {rosterTowns, false}} {
		block := Block{Table: [][]string{c.keys, values}, Keys: true, Lines: [][]int{nil, {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}}}
		r := New(Options{}).Detect(Document{Blocks: []Block{block}})
		if r.Refuse != c.refuse {
			t.Errorf("%v: refused %v, found %v", c.keys[0], r.Refuse, entitiesOf(r))
		}
		for _, f := range r.Findings {
			if f.Entity == "name" && c.refuse && f.Where[0].String() != "line 2" {
				t.Errorf("name in %v", f.Where[0])
			}
		}
	}
}

// TestRecordsWithNames: records that each have a name of their own in the file, and the same keys, are one table.
func TestRecordsWithNames(t *testing.T) {
	for key, refuse := range map[string]bool{"n": true, "author": false} {
		var doc Document
		for i, name := range rosterPeople {
			doc.Blocks = append(doc.Blocks, Block{Table: [][]string{{key, "paid"}, {name, "true"}}, Keys: true, Lines: [][]int{nil, {i + 2, i + 2}}})
		}
		r := New(Options{}).Detect(doc)
		if r.Refuse != refuse {
			t.Errorf("%s: refused %v, found %v", key, r.Refuse, entitiesOf(r))
		}
		for _, f := range r.Findings {
			if n := len(f.Where); refuse && f.Entity == "name" && f.Where[n-1].Line != len(rosterPeople)+1 && f.Where[n-1].Field == "" {
				t.Errorf("the last name is in %v", f.Where[n-1])
			}
		}
		if len(doc.Blocks[0].Table) != 2 {
			t.Error("the document was changed")
		}
	}
}

// TestPropertiesAreNoTitle: the name of the program that made a file says nothing of whom it lists.
func TestPropertiesAreNoTitle(t *testing.T) {
	doc := rosterTable("", "@|%few|x||x")
	doc.Blocks = append(doc.Blocks, Block{Place: Place{Part: PartProperties}, Text: "Writer\nLibreOffice 7.4\n"})
	if r := New(Options{}).Detect(doc); !r.Refuse {
		t.Errorf("accepted, found %v", entitiesOf(r))
	}
}

// TestRulers: lines drawn across a text do not part the head of a table from its rows.
func TestRulers(t *testing.T) {
	const ruler = "======================================\n"
	text := "ETS FAUVEL - NOVEMBRE\n" + ruler + "MAT.  SALARIE              BRUT     NET\n" + ruler
	for i, name := range rosterPeople {
		text += fmt.Sprintf("%04d  %-20s 2%d45.37  1%d60.10\n", i, name, i%10, i%10)
	}
	r := New(Options{}).Detect(textDocument(text + ruler + "FIN\n"))
	if !r.Refuse || r.Findings[0].Where[0].Line != 5 {
		t.Errorf("refused %v, rules %v, found %v", r.Refuse, r.Rules, r.Findings)
	}
}

// TestNamesakes: things are named after people of whom everybody has heard.
func TestNamesakes(t *testing.T) {
	for _, c := range []struct {
		names  string
		refuse bool
	}{
		{"Jean Moulin|Simone Veil|Table Victor Hugo|Camille Moreau|Louise Chabot|Anne Laval|Marc Petit|Yves Fabre|Lucie Martel|Nadia Cissé", false},
		{"Jean Moulin|Sonia Veil|Hugo Marchal|Camille Moreau|Louise Chabot|Anne Laval|Marc Petit|Yves Fabre|Lucie Martel|Nadia Cissé", true},
	} {
		var rows, stops [][]string
		for i, name := range strings.Split(c.names, "|") {
			rows = append(rows, []string{name, fmt.Sprint(i % 3), "2"})
			stops = append(stops, []string{name, "rue du Simplon", "1700 Fribourg", fmt.Sprintf("8:%d", 10+i)})
		}
		if r := New(Options{}).Detect(tableDocument(rows...)); r.Refuse != c.refuse {
			t.Errorf("%s: refused %v, rules %v", c.names, r.Refuse, r.Rules)
		}
		if r := New(Options{}).Detect(tableDocument(stops...)); r.Refuse && !c.refuse {
			t.Errorf("%s: stops refused, rules %v", c.names, r.Rules)
		}
	}
}
