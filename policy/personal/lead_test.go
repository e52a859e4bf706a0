package personal

import (
	"fmt"
	"strings"
	"testing"
)

// halfKnown makes twelve lines, every third with a name that nobody knows: @ is the name, # a number of the line.
func halfKnown(format string) string {
	var lines []string
	for i, name := range rosterPeople {
		if i%3 == 0 {
			name = "Xw" + strings.Repeat("e", i+1) + " Kuvlo"
		}
		lines = append(lines, strings.NewReplacer("@", name, "#", fmt.Sprint(10+i), "%text", rosterPeople[11-i][:4]).Replace(format))
	}
	return strings.Join(lines, "\n")
}

// TestTalk: the lines of a talk begin with names too, but those of the same few again and again.
func TestTalk(t *testing.T) {
	remarks := Block{Place: Place{Part: PartComments, Sheet: "Liste"}, Text: "Jane Marlow: please check\nTom Fields: the price is wrong\nJane Marlow: supplier changed in 2024\nAnna Smith: 12 pieces, not 21\n" +
		"Jane Marlow: old reference\nTom Fields: see invoice 4412\nPeter Jones: ordered 3 May\nJane Marlow: ok\n"}
	if r := New(Options{}).Detect(Document{Blocks: []Block{{Table: [][]string{{"Poste", "Montant"}, {"Papier", "120"}}}, remarks}}); r.Refuse {
		t.Errorf("refused by %v", r.Rules)
	}
}

// TestLeadingNames: where most lines begin with known names, the others do too, and count.
func TestLeadingNames(t *testing.T) {
	titled := func(rest string) string {
		var lines []string
		for i, name := range rosterPeople {
			_, surname, _ := strings.Cut(name, " ")
			lines = append(lines, fmt.Sprintf("Ch. 2%02d  %s %s%s", i, []string{"Mme", "M."}[i%2], strings.ToUpper(surname), rest))
		}
		return strings.Join(lines, "\n")
	}
	for text, refuse := range map[string]bool{
		halfKnown("@ – 914 418 6#  – leva 3"):                                             true,
		halfKnown("@  Y2  coeliac, EpiPen in office"):                                     true,
		halfKnown("• @ – sans porc"):                                                      true,
		halfKnown("@ (4eB) : vol"):                                                        true,
		halfKnown("Apt # – @ – loyer 631 €"):                                              true,
		halfKnown("#. @: MAT 3, LEN 4, ING 2 – suspensas: #"):                             true,
		halfKnown("Bed #: @ #y"):                                                          true,
		"Pauta (PORT / MAT / ING):\n" + halfKnown("# @   4 2 3 4  12"):                    true,
		halfKnown("03/11  @ (7# ans)"):                                                    false, // one hundred and seventy
		halfKnown("03/11  @ (# ans)"):                                                     true,
		halfKnown("Name: @\nRole: driver #\n"):                                            true, // as the same rows in a table
		titled("  a mal dormi, chute hier"):                                               true,
		titled("") + "\n":                                                                 false,
		halfKnown("- @ (# commits)"):                                                      false,
		halfKnown("19# – @, Le chemin %text"):                                             false,
		"Élus au conseil\n" + halfKnown("@ – majorité"):                                   false,
		strings.ReplaceAll(halfKnown("@\t4 2 3 4  12"), "\t", "   "):                      false, // of a game
		"Rue du Port #\n" + halfKnown("Rue @ (19#)"):                                      false,
		strings.Repeat("Le texte va son train, sans nom.\n", 30) + "Yann Le Goff, 35 ans": false,
	} {
		if r := New(Options{}).Detect(textDocument(text)); r.Refuse != refuse {
			t.Errorf("%.60q: refused %v, rules %v, found %v", text, r.Refuse, r.Rules, entitiesOf(r))
		}
	}
}

// TestLeadStart: what may stand before the name that leads a line.
func TestLeadStart(t *testing.T) {
	s := scanner{Detector: New(Options{})}
	for line, want := range map[string]string{
		"Yann Le Goff, 12":      "Yann Le Goff",
		"12. Yann Le Goff":      "Yann Le Goff",
		"Bed 3: Gill, Harpreet": "Gill, Harpreet",
		"Cruz Montes, Maria":    "Cruz Montes, Maria",
		"Lun notte: Ugo Piras":  "Ugo Piras",
		"Apt 4 – Kuvlo Inaya":   "Kuvlo Inaya",
		"KUVLO M. 06":           "KUVLO M",
		" 2 Kuvlo    Ysaline":   "Kuvlo    Ysaline",
		"J. Kuvlo, 3":           "J. Kuvlo",
		"le bras":               "",
		"Apt 4 –":               "",
		"":                      "",
	} {
		l, ok := s.leadingName(line)
		if ok != (want != "") || ok && !strings.HasSuffix(line[:l.end], want) {
			t.Errorf("%q: %v, up to %q", line, ok, line[:l.end])
		}
	}
}

// TestNamesByShape: columns of names that no first name gives away.
func TestNamesByShape(t *testing.T) {
	shape := func(format string) func(int) string {
		return func(i int) string {
			surname := "K" + strings.Repeat("u", i+1) + "vlo"
			return strings.NewReplacer("@", surname, "~", string(rune('A'+i)), "#", fmt.Sprint(1100+i), "%", rosterPeople[i]).Replace(format)
		}
	}
	for _, c := range []struct {
		name, header string
		row          func(int) string
		refuse       bool
	}{
		{"initials and pay", "Payee|NI cat|Gross", shape("@ ~|A|#.50"), true},
		{"initials with particles under a label", "Huurder|Complex|Achterstand", shape("Mw. ~. van der @|Zuid|€ #,-"), true},
		{"vitamins", "Vitamine|Dose|Prix", shape("Vitamine ~|#|#,50"), false},
		{"what was paid to whom", "Compte|Libellé|Débit", shape("421|Salaire oct %|#,20"), true},
		{"rooms", "Site|Salle|Places", shape("Nord|Salle %|#"), false},
		{"a contact's mobile phone", "id|libelle|tel1", shape("#|%|061234#"), true},
		{"titles above a list without header", "École des Chênes\n2026/2027 - CM1\n|Lun|Mar", shape("%|x|"), true},
		{"Spanish phones", "", shape("%|61234 #|socio"), true},
		{"managers of firms", "Entreprise|Gérant|Téléphone", shape("SARL @|%|061234#"), false},
		{"chefs", "Restaurant|Chef|Téléphone|Adresse", shape("Le @|%|023456#|3 rue Haute, 35500 Vitré"), false},
		{"courses and their rooms", "Course title|Lecturer|Room", shape("History of @|%|B#"), false},
		{"practices", "Praktijk|Huisarts|Telefoon", shape("Praktijk @|dr. %|038 33#"), false},
		{"practices, with a title in capitals", "Praktijk|Huisarts|Telefoon", shape("Praktijk @|Dr. %|038 33#"), false},
		{"dates of painters", "Lot|Désignation|Artiste|Dates", shape("#|Huile|%|#-1999"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			lines := []string{}
			if c.header != "" {
				lines = append(lines, c.header)
			}
			for i := range rosterPeople {
				lines = append(lines, c.row(i))
			}
			if r := New(Options{}).Detect(tableDocument(cells(strings.Join(lines, "\n"))...)); r.Refuse != c.refuse {
				t.Errorf("refused: %v, rules %v, found %v", r.Refuse, r.Rules, entitiesOf(r))
			}
		})
	}
}

// TestHourIsNoPostcode: "11h00 Atelier" below a line with a figure is no address.
func TestHourIsNoPostcode(t *testing.T) {
	r := New(Options{}).Detect(textDocument("10h00  Accueil\n11h00  Atelier compost\n12h00  Repas\n"))
	if len(r.Findings) > 0 {
		t.Errorf("found %v", entitiesOf(r))
	}
}

// TestTitleIsNobody: what stands above a list may have the shape of a name, and is none unless somebody knows it.
func TestTitleIsNobody(t *testing.T) {
	for title, line := range map[string]int{"Xuywé Kuvlo\n\n": 3, "Xuywé Kuvlo\n=====\n": 3, "XUYWÉ KUVLO - 2026\n": 2, "Nadia Kuvlo\n\n": 1, "Xuywé Kuvlo, 06\n": 1} {
		r := New(Options{}).Detect(textDocument(title + strings.Join(rosterPeople, ", diabète\n") + ", seul\n"))
		for _, f := range r.Findings {
			if f.Entity == "name" && f.Where[0].Line != line {
				t.Errorf("%q: names from %v", title, f.Where[0])
			}
		}
		if !r.Refuse {
			t.Errorf("%q: accepted", title)
		}
	}
}
