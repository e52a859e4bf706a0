package personal

import (
	"strings"
	"testing"
)

// TestSmallLetters: who never holds the capital key down is a person all the same, and a list of words names nobody.
func TestSmallLetters(t *testing.T) {
	d := New(Options{})
	for name, tt := range map[string]struct {
		doc    Document
		refuse bool
	}{
		"a letter": {textDocument("canal view medical practice\n\nmrs shirley lockwood\n130 church lane\nhebden bridge\nhx7 6ln\n\ndear mrs lockwood,\n" +
			"following your smear test on 19 september (dob 16.04.1984) your result shows hpv positive. you have been referred to the colposcopy clinic.\n"), true},
		"a form": {textDocument("paciente: iñaki navarro gil nhc: 849863\nf. nacimiento: 20/06/1983 tel.: 610342483\ndomicilio: avda. de la constitución, 140, 28015 madrid\n" +
			"antecedentes: consumo ocasional de cocaína\n"), true},
		"a table":         {tableDocument([]string{"nom", "monique guillou"}, []string{"née le", "12/05/1951"}, []string{"adresse", "9 rue émile-martin, 18000 bourges"}, []string{"motif", "dépression"}), true},
		"opening":         {textDocument("médiathèque simone-veil : ouverte du mardi au samedi de 10 h à 18 h, 12 rue de la paix, 35000 rennes. inscription 10 €, gratuite pour les enfants.\n"), false},
		"a changelog":     {textDocument("2024-05-01 fix the parser for dates before 1970, thanks to jane marlow\n2024-05-07 faster start, smaller cache\n2024-06-02 drop the old config\n"), false},
		"a list of words": {textDocument(strings.Repeat("aaliyah abigail adam adele adrian agathe agnes aidan alain albert\n", 20)), false},
	} {
		if r := d.Detect(tt.doc); r.Refuse != tt.refuse {
			t.Errorf("%s: refuse = %v by %v, want %v", name, r.Refuse, r.Rules, tt.refuse)
		}
	}
}
