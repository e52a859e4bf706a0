package personal

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
)

// costlyTexts are what a reader of tables would look at again and again, or make far more of than there is.
func costlyTexts() map[string]string {
	const most = 1 << 18
	r := rand.New(rand.NewPCG(5, 5))
	many := func(line func(i int) string) string {
		var out strings.Builder
		for i := 0; out.Len() < most; i++ {
			out.WriteString(line(i))
		}
		return out.String()
	}
	blanks := func() string { return strings.Repeat(" ", r.IntN(10)) }
	return map[string]string{
		"gaps that are nowhere alike": many(func(int) string { return blanks() + "abc  " + blanks() + "def\n" }),
		"cells that go on for ever":   "aaaaa  bbbbb  ccccc  ddddd\n" + many(func(int) string { return "              ccccc  ddddd\n" }),
		"values of one name":          strings.Repeat("A: x\n", 3) + many(func(int) string { return "B: y\n" }),
		"pieces of one field":         "A: x;" + many(func(int) string { return "b;" }),
		"records of which little is told": many(func(i int) string {
			if i < 60 {
				return fmt.Sprintf("F%d: x\n", i)
			}
			return "F0: x\nF59: y\n"
		}),
		"a first field that never comes again": many(func(i int) string { return fmt.Sprintf("A%d: x | B: 1 | C: 2\n", i) }),
	}
}

// TestCostOfTables: what is made of a text stays within a multiple of it. Looking at each line from every other one would not.
func TestCostOfTables(t *testing.T) {
	const most = 500 // bytes for each of the text
	d := New(Options{})
	for name, text := range costlyTexts() {
		doc := Document{Blocks: []Block{{Text: text}}}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		d.Detect(doc)
		runtime.ReadMemStats(&after)
		n := (after.TotalAlloc - before.TotalAlloc) / uint64(len(text))
		if n > most {
			t.Errorf("%s: %d bytes are allocated for each of the text", name, n)
		}
	}
}

// TestShortRowsAreBounded: a line of a few letters makes a row as wide as the header.
func TestShortRowsAreBounded(t *testing.T) {
	const width = mostTyped
	rows := delimitedRows(strings.Repeat("a, b\n", 2*mostTypedCells/width), '+', width)
	if cells := len(rows) * width; cells > mostTypedCells {
		t.Errorf("a table has %d cells", cells)
	}
}

func TestRecordsBeginWithAField(t *testing.T) {
	for _, void := range []string{"\n", "====\n"} {
		if pairs, _ := fieldLines(void+"Nom: Dupont\n", 0); pairs != nil {
			t.Errorf("%q begins records %v", void, pairs)
		}
	}
}

func TestLanesAreFew(t *testing.T) {
	row := make([]string, 10_000)
	for i := range row {
		row[i] = "Nom"
	}
	if n := len(lanesOf([][]string{row})); n > 100 {
		t.Errorf("records stand side by side in %d lanes", n)
	}
}

// TestPlacesOfFarColumns: a place counts no further than a sheet has columns.
func TestPlacesOfFarColumns(t *testing.T) {
	row := make([]string, 40_000)
	row[len(row)-2], row[len(row)-1] = "Nom", "Dupont"
	for _, cells := range [][]string{row, row[:len(row)-1]} {
		for _, f := range rowFields(cells) {
			if f.col != maxColumn {
				t.Errorf("the column is %d", f.col)
			}
		}
	}
}

// TestTrifles: lines of a figure or two are passed over, and counted.
func TestTrifles(t *testing.T) {
	for line, trifle := range map[string]bool{"1": true, "204": true, "": false, "1985": false, "a1": false, "}": false} {
		if isTrifle(line) != trifle {
			t.Errorf("%q: a trifle: %v", line, !trifle)
		}
	}
	r := New(Options{}).Detect(textDocument(strings.Repeat("1\n", 100) + "NIR 1 85 05 78 006 084 91\n"))
	if !r.Refuse || r.Findings[0].Where[0].Line != 101 {
		t.Errorf("rules %v, found %+v", r.Rules, r.Findings)
	}
}

// TestVarietiesAreShort: what a rose is called fills a line at most, so that long texts need not be looked through for it.
func TestVarietiesAreShort(t *testing.T) {
	d := New(Options{})
	for cell, want := range map[string]bool{"Rosier 'Pierre de Ronsard'": true, strings.Repeat("a ", 100) + "'Ronsard'": false} {
		if got := d.endsInQuotes(cell); got != want {
			t.Errorf("%.30q: %v", cell, got)
		}
	}
}
