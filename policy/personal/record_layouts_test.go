package personal

import (
	"fmt"
	"strings"
	"testing"
)

// recordLayouts write the same table otherwise: a record for each row, or the columns as rows.
var recordLayouts = map[string]func(head []string, rows [][]string) Document{
	"table": func(head []string, rows [][]string) Document {
		return tableDocument(append([][]string{head}, rows...)...)
	},
	"lines":                    recordLines("\n%s: %s", "\n"),
	"lines without a gap":      recordLines("%s : %s\n", ""),
	"lines of settings":        recordLines("%s=%s\n", "\n"),
	"lines under a number":     recordLines("%s = \"%s\"\n", "\n[[%d]]\n"),
	"lines under a title":      recordLines("  %s: %s\n", "\nFiche n° %d\n"),
	"lines with leaders":       recordLines("%s ........ %s\n", "--------\n"),
	"lines in bold":            recordLines("- **%s:** %s\n", "\n"),
	"a list of YAML":           recordLines("%s: %s\n  ", "\n- "),
	"rows of psql":             recordLines("%-20s | %s\n", "-[ RECORD %d ]-----\n"),
	"rows of MySQL":            recordLines("%20s: %s\n", "******* %d. row *******\n"),
	"a line each":              recordLines("%s: %s; ", "\n"),
	"arrays of PHP":            recordLines("    '%s' => '%s',\n", "  ],\n  [\n"),
	"cells":                    recordCells(func(c, _ int) (row, lane int) { return c, 0 }),
	"cells, two records a row": recordCells(func(c, i int) (row, lane int) { return c, i % 2 * 3 }),
	"turned": func(head []string, rows [][]string) Document {
		return tableDocument(turn(append([][]string{head}, rows...))...)
	},
	"turned, under a title": func(head []string, rows [][]string) Document {
		return tableDocument(append([][]string{{"Mars"}}, turn(append([][]string{head}, rows...))...)...)
	},
	"a field a row": func(head []string, rows [][]string) Document {
		table := [][]string{{"id", "champ", "valeur"}}
		for c := range head {
			for i, row := range rows {
				table = append(table, []string{fmt.Sprint(i), head[c], row[c]})
			}
		}
		return tableDocument(table...)
	},
}

// recordLines writes each field in a format, and something before each record.
func recordLines(field, before string) func(head []string, rows [][]string) Document {
	return func(head []string, rows [][]string) Document {
		var text strings.Builder
		for i, row := range rows {
			text.WriteString(strings.ReplaceAll(before, "%d", fmt.Sprint(i+1)))
			for c := range head {
				fmt.Fprintf(&text, field, head[c], row[c])
			}
		}
		return textDocument(text.String())
	}
}

// recordCells writes each field into two cells, in a row of its record and from a column on.
func recordCells(place func(c, record int) (row, lane int)) func(head []string, rows [][]string) Document {
	return func(head []string, rows [][]string) Document {
		var table [][]string
		for i, row := range rows {
			for c := range head {
				if at, lane := place(c, i); lane == 0 {
					table = append(table, []string{head[c], row[c]})
				} else {
					k := len(table) - len(head) + at
					table[k] = append(append(table[k], "", head[c]), row[c])
				}
			}
		}
		return tableDocument(table...)
	}
}

// TestLayouts: a table is refused, or passes, in whatever layout it is written.
func TestRecordLayouts(t *testing.T) {
	for _, c := range []struct {
		name, head, row string
		refuse          bool
	}{
		{"marks", "Élève|MAT|FR|EPS", "@|1#|14|9", true},
		{"rent", "Locataire|Loyer|Solde", "@|4#|-2#", true},
		{"notes on guests", "Guest|Room|Remarks", "@|#|%text", true},
		{"products", "SKU|Name|Qty|Prix", "#|Victoria sponge #|4|3,50", false},
		{"stops", "Arrêt|Départ|Arrivée", "%town|07:12|07:20", false},
		{"towns", "Commune|Habitants|Maire", "%town|2#|oui", false},
	} {
		head := strings.Split(c.head, "|")
		rows := rosterTable("", c.row).Blocks[0].Table
		for name, layout := range recordLayouts {
			if r := New(Options{}).Detect(layout(head, rows)); r.Refuse != c.refuse {
				t.Errorf("%s, %s: refused %v, rules %v, found %v", c.name, name, r.Refuse, r.Rules, entitiesOf(r))
			}
		}
	}
}

// TestPlacesOfRecords: what a record says has the place that it was written on.
func TestPlacesOfRecords(t *testing.T) {
	text, table := "Liste de mars\n\n", [][]string{{"Liste"}, {}}
	for i, name := range rosterPeople {
		text += fmt.Sprintf("Nom: %s\nNé le: 12/03/19%d\n\n", name, 60+i)
		table = append(table, []string{"", "Nom", name}, []string{"", "Né le", fmt.Sprintf("12/03/19%d", 60+i)}, nil)
	}
	for want, doc := range map[string]Document{"line 4": textDocument(text), "S!C": tableDocument(table...)} {
		r := New(Options{}).Detect(doc)
		for _, f := range r.Findings {
			if f.Entity == "birth-date" && f.Where[0].String() != want {
				t.Errorf("%v, not at %s", f.Where[0], want)
			}
		}
		if !r.Refuse || len(r.Findings) < 2 {
			t.Errorf("%s: refused %v, found %v", want, r.Refuse, entitiesOf(r))
		}
	}
}

// TestBesideRecords: what stands between and around records is read too.
func TestBesideRecords(t *testing.T) {
	const number = "IBAN FR76 3000 6000 0112 3456 7890 189"
	for _, where := range []int{0, 3, 11, 12} {
		text, table := "", [][]string{}
		for i := range 13 {
			if i == where {
				text += number + "\nsans suite\n\n"
				table = append(table, []string{number, "sans suite", "x"}, []string{})
			}
			if i < 12 {
				text += fmt.Sprintf("Commune : %s\nHabitants : 2%d\n\n", rosterTowns[i], i)
				table = append(table, []string{"Commune :", rosterTowns[i]}, []string{"Habitants :", fmt.Sprint(200 + i)}, []string{})
			}
		}
		for _, doc := range []Document{textDocument(text), tableDocument(table...)} {
			if r := New(Options{}).Detect(doc); len(entitiesOf(r)) == 0 {
				t.Errorf("at %d: found nothing", where)
			}
		}
	}
}
