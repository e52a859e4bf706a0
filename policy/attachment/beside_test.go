package attachment

import "testing"

// What stands beside the data of a text format, where programs pass over it, is read all the same.
func TestBesideData(t *testing.T) {
	file := func(name, text string) File { return File{Name: name, Data: []byte(text)} }
	extracts(t, []extraction{
		{name: "LDIF", file: file("a.ldif", "version: 1\n# for Zoé\n\ndn: cn=x\ncn: x\nstray Léa\nmodifytimestamp: 1700000001\n"), kind: "ldif", want: []string{"<comments> # for Zoé", "<comments> stray Léa"}, absent: []string{"1700000001"}},
		{name: "calendar", file: file("a.ics", "BEGIN:VCALENDAR\nX-NOTE;X-WHO=\"for Léa\":for Zoé\nEND:VCALENDAR\n"), kind: "ical", want: []string{"<hidden> for Zoé", `<hidden> X-WHO="for Léa"`}},
		{name: "XML", file: file("a.xml", `<?xml version="1.0"?><?note to d@x.fr?><!DOCTYPE a [ <!ENTITY b "of 12 34 56"> ]><a xmlns="to e@x.fr"/>after Zoé`), kind: "xml",
			want: []string{"<comments> note to d@x.fr", "after Zoé", "xmlns: to e@x.fr"}, absent: []string{"version"}},
		{name: "HTML", file: file("a.html", `<html><style>/* to d@x.fr */ p {}/* Font Definitions */</style><p class="to e@x.fr" id="a" style="x 1234 abc">x</p><a href="https://x.fr/for/f@x.fr">y</a>`), kind: "html",
			want: []string{"<hidden> to d@x.fr", "<hidden> to e@x.fr", "<hidden> x.fr/for/f@x.fr"}, absent: []string{"Definitions", "abc"}},
	})
}
