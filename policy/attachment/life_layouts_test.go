package attachment

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// layout pours a paper into one shape of text that people and programs give the same content.
type layout struct {
	name string
	ext  string
	pour func(*paper) string
}

// layouts lists the shapes that reach personal by a reader of files; those of bare text are tested there.
func layouts() []layout {
	return []layout{
		{"fixed width", ".txt", func(p *paper) string { return p.text(fixedWidth) }},
		{"Markdown", ".md", func(p *paper) string { return p.text(markdownRows) }},
		{"turned", ".csv", func(p *paper) string { return p.text(turnedRows) }},
		{"JSON", ".json", func(p *paper) string { return p.text(jsonRows) }},
		{"XML", ".xml", func(p *paper) string { return "<?xml version=\"1.0\"?>\n<data>\n" + p.xml() + "</data>\n" }},
		{"SQL", ".sql", func(p *paper) string { return p.text(inserts) }},
	}
}

// text gives a paper as text, its tables by a function.
func (p *paper) text(table func([][]string) string) string {
	var out []string
	for _, piece := range p.pieces {
		if piece.rows == nil {
			out = append(out, piece.text)
		} else {
			out = append(out, table(piece.rows))
		}
	}
	return strings.Join(out, "\n\n") + "\n"
}

func (p *paper) xml() string {
	var out strings.Builder
	for _, piece := range p.pieces {
		if piece.rows == nil {
			out.WriteString("<note>" + xmlText(piece.text) + "</note>\n")
			continue
		}
		for _, row := range piece.rows[1:] {
			out.WriteString("<row>")
			for i, cell := range row {
				tag := xmlName(piece.rows[0][i])
				fmt.Fprintf(&out, "<%s>%s</%s>", tag, xmlText(cell), tag)
			}
			out.WriteString("</row>\n")
		}
	}
	return out.String()
}

func xmlText(s string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(s))
	return out.String()
}

// xmlName makes an element's name of a heading.
func xmlName(heading string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .,:;/()'°%€&?’", r) {
			return '_'
		}
		return r
	}, heading)
	return "f" + strings.Trim("_"+name, "_")
}

func fixedWidth(rows [][]string) string {
	var out []string
	for _, row := range rows {
		line := ""
		for i, cell := range row {
			line += cell + strings.Repeat(" ", widestCell(rows, i)-utf8.RuneCountInString(cell)+2)
		}
		out = append(out, strings.TrimRight(line, " "))
	}
	return strings.Join(out, "\n")
}

func markdownRows(rows [][]string) string {
	var out []string
	for i, row := range rows {
		out = append(out, "| "+strings.Join(row, " | ")+" |")
		if i == 0 {
			out = append(out, strings.Repeat("|---", len(row))+"|")
		}
	}
	return strings.Join(out, "\n")
}

func turnedRows(rows [][]string) string {
	var out []string
	for c := range rows[0] {
		var line []string
		for _, row := range rows {
			line = append(line, `"`+strings.ReplaceAll(row[c], `"`, `""`)+`"`)
		}
		out = append(out, strings.Join(line, ";"))
	}
	return strings.Join(out, "\n")
}

func jsonRows(rows [][]string) string {
	var records []map[string]string
	for _, row := range rows[1:] {
		record := map[string]string{}
		for i, cell := range row {
			record[rows[0][i]] = cell
		}
		records = append(records, record)
	}
	out, _ := json.MarshalIndent(records, "", " ") // of strings: never fails
	return string(out)
}

func inserts(rows [][]string) string {
	quote := func(mark string, cells []string) string {
		var out []string
		for _, cell := range cells {
			out = append(out, mark+strings.ReplaceAll(cell, mark, mark+mark)+mark)
		}
		return strings.Join(out, ", ")
	}
	var out []string
	for _, row := range rows[1:] {
		out = append(out, "INSERT INTO t1 ("+quote(`"`, rows[0])+") VALUES ("+quote("'", row)+");")
	}
	return strings.Join(out, "\n")
}

// isRegular says whether every table of a paper has a header and rows as wide.
func (p *paper) isRegular() bool {
	tables := 0
	for _, piece := range p.pieces {
		for _, row := range piece.rows {
			if len(row) != len(piece.rows[0]) {
				return false
			}
		}
		if len(piece.rows) > 1 {
			tables++
		}
	}
	return tables > 0
}

// TestEveryLayout pours the same papers into every layout: what is refused as a sheet must be in each of them, and ordinary
// work must pass.
func TestEveryLayout(t *testing.T) {
	t.Parallel()
	rounds, r := lifeRounds()
	d := lifeDetector()
	wrong, total := misses{}, map[string]int{}
	try := func(p *paper, personal bool) {
		for _, l := range layouts() {
			total[l.name]++
			report := Examine(File{Name: p.name + l.ext, Data: []byte(l.pour(p))}, d, NewBudget())
			if report.PersonalData != personal || report.Unreadable() {
				wrong[l.name]++
				wrong[fmt.Sprintf("personal %v: %s / %s %s", personal, l.name, p.kind, p.name)]++
			}
		}
	}
	for range rounds / 28 {
		if p := lifeList(r); p.isRegular() {
			try(p, true)
		}
		for _, ordinary := range []func(*rand.Rand) *paper{lifeFigures, lifePrices, lifeTimetable, lifeSuppliers} {
			if p := ordinary(r); p.isRegular() {
				try(p, false)
			}
		}
	}
	wrong.log(t)
	for _, name := range slices.Sorted(maps.Keys(total)) {
		if wrong[name]*100 > total[name] {
			t.Errorf("%s: %d of %d are judged wrongly", name, wrong[name], total[name])
		}
	}
}
