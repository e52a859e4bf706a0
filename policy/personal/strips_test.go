package personal

import (
	"fmt"
	"strings"
	"testing"
)

// Both in several layouts: a list without a phone that everybody knows for private, and what a shop sells under names like those.
var alignedLists = []struct {
	name   string
	refuse bool
	rows   string
}{
	{"plot holders", true, `CHOWDHURY R|01173 753319|The Old Forge, 137 Church Lane|CF14 3NL
WHITFIELD R|01173 727103|140 Station Road|TR1 2LP
FEATHERSTONE N|01132 290258|93 Station Road|LS8 2QH
OKONKWO C|01603 055407|54 Kingsway|TR1 2LP
HUSSAIN P|01603 560456|101 Mill Rise|NR2 3TF
CHOWDHURY A|01603 886303|80 Chapel Lane|S11 8YA
THORNBURY C|01173 993118|The Old Forge, 47 Church Lane|LS8 2QH
MCALLISTER D|01132 876424|86 Kingsway|CF14 3NL
ABERNETHY H|01173 837143|52 Kingsway|LS8 2QH
PENHALIGON J|01872 270044|3 Quay Street|TR1 2LP`},
	{"patients", true, `Visscher, S. (Saskia)|10-01-2000|CZ|0,00
Bakker, J. (Johanna)|25-09-1986|Menzis|61,23
Kuipers, S. (Sjoerd)|14-01-2007|CZ|0,00
ter Braak, G. (Gijs)|26-03-1994|VGZ|0,00
Dijkstra, H. (Hendrika)|16-09-1972|CZ|0,00
Jansen, E. (Esmée)|20-10-2002|Menzis|417,80
El Amrani, K. (Karim)|04-05-2012|CZ|0,00
Koster, M. (Marijke)|13-05-1994|VGZ|0,00
van der Meulen, R. (Ruben)|02-06-2001|CZ|0,00
Postma, W. (Willem)|05-05-1936|Menzis|417,80`},
	{"wares", false, `Gartenschere Gerda|12.65|25.34|4949987258888
Harke Fritz 14 Zinken|1.12|30.06|4665283123998
Pflanzkelle|7.35|38.73|4045956572279
Gießkanne Emma 10 l|3.40|12.90|4045956572280
Spaten Otto|9.10|29.50|4045956572281
Rechen Paul|8.80|24.90|4045956572282
Schaufel Max|6.60|19.90|4045956572283
Handschuhe Lena M|2.20|7.90|4045956572284
Blumentopf Clara 20 cm|1.80|5.50|4045956572285
Säge Hugo|11.00|34.90|4045956572286`},
}

// alignedLayouts write rows as people and programs do whose columns are only seen.
var alignedLayouts = map[string]func(rows [][]string) []string{
	"two blanks":       func(rows [][]string) []string { return alignedBy(rows, "  ", 99, "%-*s") },
	"to the right":     func(rows [][]string) []string { return alignedBy(rows, "  ", 99, "%*s") },
	"cut at the width": func(rows [][]string) []string { return alignedBy(rows, "  ", 18, "%-*.18s") },
	"one blank":        func(rows [][]string) []string { return alignedBy(rows, " ", 99, "%-*s") },
	"every second line": func(rows [][]string) []string {
		return []string{strings.Join(alignedBy(rows, "  ", 99, "%-*s"), "\n\n")}
	},
	"under a title": func(rows [][]string) []string {
		return append([]string{"BELL STREET          ALL OF THEM       14/11/2025", strings.Repeat("=", 60)}, alignedBy(rows, "   ", 99, "%-*s")...)
	},
	"in pages": func(rows [][]string) []string {
		lines := alignedBy(rows, "  ", 99, "%-*s")
		return append(append(lines[:6:6], "", "                                            page 2", ""), lines[6:]...)
	},
	"on two lines": func(rows [][]string) []string {
		var broken [][]string
		for _, row := range rows {
			first, second := make([]string, len(row)), make([]string, len(row))
			for c, cell := range row {
				first[c] = cell
				if k := strings.LastIndexByte(cell, ' '); len(cell) > 14 && k > 0 {
					first[c], second[c] = cell[:k], cell[k+1:]
				}
			}
			broken = append(broken, first)
			if strings.Join(second, "") != "" {
				broken = append(broken, second)
			}
		}
		return alignedBy(broken, "  ", 99, "%-*s")
	},
}

func alignedBy(rows [][]string, between string, widest int, verb string) []string {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for c, cell := range row {
			widths[c] = min(widest, max(widths[c], len([]rune(cell))))
		}
	}
	var lines []string
	for _, row := range rows {
		var cells []string
		for c, cell := range row {
			cells = append(cells, fmt.Sprintf(verb, widths[c], cell))
		}
		lines = append(lines, strings.TrimRight(strings.Join(cells, between), " "))
	}
	return lines
}

func TestAligned(t *testing.T) {
	d := New(Options{})
	for _, list := range alignedLists {
		for layout, write := range alignedLayouts {
			text := strings.Join(write(cells(list.rows)), "\n") + "\n"
			if got := d.Detect(textDocument(text)); got.Refuse != list.refuse {
				t.Errorf("%s, %s: refused %v for %v\n%s", list.name, layout, got.Refuse, got.Rules, text)
			}
		}
	}
}

// TestBarcodes: what a shop sells has numbers of thirteen digits, whether they check or not, and first names.
func TestBarcodes(t *testing.T) {
	doc := tableDocument(cells(`1|T-shirt Marin|Textile|45.12|3760165898550
2|Bol Louise|Vaisselle|41.69|3760104641030
3|Bol Gaël|Vaisselle|13.65|3760184210250
4|Bol Marie|Vaisselle|13.65|3760196988290
5|Affiche Jeanne|Déco|14.34|3760156911170
6|Assiette Yann|Vaisselle|9.90|3760161270060`)...)
	if got := New(Options{}).Detect(doc); got.Refuse {
		t.Errorf("refused for %v: %v", got.Rules, entitiesOf(got))
	}
}
