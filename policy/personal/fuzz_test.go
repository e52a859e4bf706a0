package personal

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// seedTexts are texts of every kind the generators make, so that the fuzzers start from something that looks like life.
func seedTexts() []string {
	r := rand.New(rand.NewPCG(7, 7))
	var seeds []string
	for _, makers := range [][]func(*rand.Rand, string) made{personalMakers, ordinaryMakers} {
		for _, make := range makers {
			for _, b := range make(r, "fr").doc.Blocks {
				if b.Text != "" {
					seeds = append(seeds, b.Text)
				}
				if len(b.Table) > 0 {
					seeds = append(seeds, flat(b.Table))
				}
			}
		}
	}
	rows := [][]string{{"Nom", "Téléphone", "Ville"}, {"Dupont", "06 12 34 56 78", "Lyon"}, {"Petit", "", "Nantes"}, {"Le Gall", "06 98 76 54 32", "Brest"}}
	for _, pour := range layouts {
		seeds = append(seeds, pour(rows))
	}
	for _, pour := range recordLayouts {
		seeds = append(seeds, flat(pour(rows[0], rows[1:]).Blocks[0].Table), pour(rows[0], rows[1:]).Blocks[0].Text)
	}
	return append(seeds, "", "\x00\xff\xfe", "FR76", "@", "a@b", "+", "+33", "né le", "NIR : ", "P<", "12/03/", "rue 5", "756.", "Nom:\t", "\u202e12345\u200b", "０１２３", "<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<")
}

func flat(rows [][]string) string {
	var lines []string
	for _, row := range rows {
		lines = append(lines, strings.Join(row, "\t"))
	}
	return strings.Join(lines, "\n")
}

// checkResult is what must hold of every result, whatever the document.
func checkResult(t *testing.T, r Result, again Result) {
	t.Helper()
	if r.Refuse != (len(r.Rules) > 0) {
		t.Errorf("refuse is %v with rules %v", r.Refuse, r.Rules)
	}
	if r.Refuse && len(r.Findings) == 0 {
		t.Errorf("refused by %v without a finding", r.Rules)
	}
	for _, f := range r.Findings {
		if f.Count < 1 || len(f.Where) == 0 || len(f.Where) > maxPlaces {
			t.Errorf("finding %+v", f)
		}
	}
	if !slices.Equal(r.Rules, again.Rules) || !slices.Equal(entitiesOf(r), entitiesOf(again)) || r.Persons != again.Persons {
		t.Errorf("Explain differs from Detect: %v and %v, %v and %v", r.Rules, again.Rules, entitiesOf(r), entitiesOf(again))
	}
}

func FuzzDetectText(f *testing.F) {
	for _, s := range seedTexts() {
		f.Add(s)
	}
	d := New(Options{Allow: []string{"b.org", "FR7630006000011234567890189"}, Today: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)})
	f.Fuzz(func(t *testing.T, text string) {
		doc := textDocument(text)
		explained, candidates := d.Explain(doc)
		checkResult(t, d.Detect(doc), explained)
		for _, c := range candidates {
			if c.Kept == (c.Why != "") {
				t.Errorf("candidate %+v", c)
			}
		}
	})
}

func FuzzDetectTable(f *testing.F) {
	for _, s := range seedTexts() {
		f.Add(s, byte('\t'))
		f.Add(s, byte(','))
	}
	d := New(Options{})
	f.Fuzz(func(t *testing.T, text string, sep byte) {
		var rows [][]string
		for line := range strings.SplitSeq(text, "\n") {
			rows = append(rows, strings.Split(line, string(rune(sep))))
		}
		doc := tableDocument(rows...)
		explained, _ := d.Explain(doc)
		checkResult(t, d.Detect(doc), explained)
	})
}

// FuzzNumbers gives every validator every string that its masks and patterns let through.
func FuzzNumbers(f *testing.F) {
	for _, s := range []string{"279037511600474", "1 85 05 78 006 084 36", "RSSMRA85T10A562S", "756.9217.0769.85", "131052-308T", "12345678Z", "A800000X", "X80120000A001", "00000000 0 ZZ4"} {
		f.Add(s)
	}
	d := New(Options{})
	f.Fuzz(func(t *testing.T, s string) {
		if s == "" {
			return
		}
		var r run
		r.read(s, 0)
		for id := range d.entities {
			e := &d.entities[id]
			for _, mask := range e.masks {
				if value, end, ok := r.fits(mask); ok {
					if end > len(s) || len(value) == 0 {
						t.Fatalf("%s: end %d of %d", e.name, end, len(s))
					}
					_ = e.valid == nil || e.valid(value)
				}
			}
			for _, pattern := range slices.Concat(e.bare, e.weak, e.exact) {
				if value, end, ok := matchPattern(pattern, s, 0); ok && (end > len(s) || e.valid != nil && e.valid(value) && value == "") {
					t.Fatalf("%s: end %d of %d", e.name, end, len(s))
				}
			}
		}
	})
}

// FuzzNormalise: what comes out is normal, and stays as it is.
func FuzzNormalise(f *testing.F) {
	for _, s := range []string{"Né(e) le 12 mars", "０１ ２３", "e\u0301te\u0301", "\u200f\u202a", "l\u2019e\u0301le\u0300ve", "\xff", "ﬁn", "12–34"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := normalise(s)
		if twice := normalise(once); twice != once {
			t.Errorf("%q becomes %q, then %q", s, once, twice)
		}
		if strings.ContainsAny(once, "\u200b\u202e\u00a0\n\r\x00") {
			t.Errorf("%q keeps what nobody sees", once)
		}
	})
}
