package attachment

import (
	"fmt"
	"strings"
	"testing"
)

// drawn is a page on which boxes, rules and texts were drawn.
type drawn struct{ strings.Builder }

// show writes a text at a place.
func (d *drawn) show(x, y int, text string) *drawn {
	fmt.Fprintf(d, "BT /F1 10 Tf %d %d Td (%s) Tj ET\n", x, y, text)
	return d
}

// cell writes a text in a box that cuts it, as spreadsheets print a cell without room.
func (d *drawn) cell(x, y, width int, text string) *drawn {
	fmt.Fprintf(d, "q %d %d %d 12 re W* n\n", x-1, y-2, width)
	d.show(x, y, text)
	d.WriteString("Q\n")
	return d
}

// rule draws a line from 50 to 350.
func (d *drawn) rule(y int) *drawn {
	fmt.Fprintf(d, "50 %d m 350 %d l S\n", y, y)
	return d
}

func (d *drawn) file() File { return File{Name: "a.pdf", Data: pdfOf(d.String())} }

// TestPDFBoxes: what a cell has no room for ends at its edge, and the next cell begins there.
func TestPDFBoxes(t *testing.T) {
	sheet := new(drawn)
	for i, name := range []string{"Lotte Willemsen", "Daan de Wit", "Greetje Winkel", "Jeroen Verhoef", "Thijs van Dam", "Joke Claessen"} {
		y := 700 - 14*i
		sheet.show(50, y, fmt.Sprint(i+1)).cell(61, y, 60, name+" en de anderen").cell(121, y, 60, "Kerkstraat 12 en verder")
		sheet.show(181, y, fmt.Sprint("06-1531660", i))
	}
	overflow := new(drawn)
	for i := range 6 {
		y := 700 - 14*i
		overflow.show(300, y, "578.87")
		if i%2 == 0 {
			overflow.cell(61, y, 60, "Pemberton Frederick").cell(121, y, 60, "Freya Pemberton")
		} else {
			overflow.show(61, y, "Hargreaves Kayleigh")
		}
	}
	figures := new(drawn).show(50, 714, "Nom").show(108, 714, "Note").show(188, 714, "Moy").show(268, 714, "Avis")
	for i := range 6 {
		figures.show(50, 700-14*i, "Zoe Roux").show(150, 700-14*i, fmt.Sprint(i+7)).show(230, 700-14*i, "12").show(268, 700-14*i, "bien")
	}
	extracts(t, []extraction{
		{name: "cells that touch", kind: "pdf", file: sheet.file(), want: []string{
			"p1 1| 1 | Lotte Willemsen en de anderen... | Kerkstraat 12 en verder... | 06-15316600",
			"p1 6| 6 | Joke Claessen en de anderen... | Kerkstraat 12 en verder... | 06-15316605",
		}},
		{name: "texts that find room in the next cell", kind: "pdf", file: overflow.file(), want: []string{
			"p1 1| Pemberton Frederick... | Freya Pemberton... | 578.87",
			"p1 2| Hargreaves Kayleigh |  | 578.87",
		}},
		{name: "headings on the left of figures", kind: "pdf", file: figures.file(), want: []string{"p1 1| Nom | Note | Moy | Avis", "p1 3| Zoe Roux | 8 | 12 | bien"}},
	})
}

// TestPDFManyColumns: a table is as wide as a sheet may be, and what stands beyond is read too.
func TestPDFManyColumns(t *testing.T) {
	wide := new(drawn)
	for y := range 6 {
		for x := range 2 * maxColumns {
			wide.show(20*x, 700-14*y, fmt.Sprint(y, x))
		}
	}
	lines, r := read(t, wide.file())
	if all := strings.Join(lines, "\n"); !r.Readable || !strings.Contains(all, fmt.Sprint(5, 2*maxColumns-1)) {
		t.Errorf("%+v", r)
	}
}

// TestPDFRules: what stands between two rules is one row, however many lines it has.
func TestPDFRules(t *testing.T) {
	table, cards, form := new(drawn).rule(712), new(drawn).rule(712), new(drawn).rule(712)
	for i := range 5 {
		y := 700 - 40*i
		table.show(52, y, "Frau Greta").show(152, y, "84").show(202, y, "Kirchgasse").show(52, y-11, "Reuter").show(202, y-11, "42, 2. OG").show(282, y-6, "dement").rule(y - 20)
		cards.show(52, y, "Mme PASQUEREAU").show(202, y, "M. CASTAING").show(52, y-11, "75 rue Gambetta").show(202, y-11, "14 rue du Stade").show(52, y-22, "04 73 29 48 40").show(202, y-22, "04 72 72 45 63").rule(y - 25)
	}
	form.show(52, 700, "COGNOME").show(202, 700, "NATO IL").show(52, 689, "Colombo Enrico").show(202, 689, "28/02/1967").rule(680)
	for i := range 6 {
		form.show(52, 668-20*i, "Retribuzione").show(202, 668-20*i, "1.688,12").rule(660 - 20*i)
	}
	prose := new(drawn)
	for i, name := range []string{"Aubertin Solene", "Bouvet Ioana", "Fayolle Edouard", "Rigaud Odile", "Ferrand Camille", "Lemoine Elodie", "Wojcik Tomasz", "Sauvage Thibault", "Carpentier Berangere", "Mezier Anais", "Roux Zoe", "Le Goff Yann"} {
		prose.show(50, 700-12*i, name+": suivi")
	}
	for i := range 2 {
		prose.show(50, 556-12*i, "Pelletier Solene: decroche depuis la separation").show(290, 556-12*i, "des").show(312, 556-12*i, "parents")
	}
	far := new(drawn)
	for i, name := range []string{"Nome", "Raffaele", "Enrico", "Michele"} {
		far.show(50, 700-40*i, name).show(200, 700-40*i, "333 677588"+fmt.Sprint(i))
	}
	extracts(t, []extraction{
		{name: "cells of two lines", kind: "pdf", file: table.file(), want: []string{"p1 1| Frau Greta Reuter | 84 | Kirchgasse 42, 2. OG | dement", "p1 5| Frau Greta Reuter | 84 | Kirchgasse 42, 2. OG | dement"}},
		{name: "cards side by side", kind: "pdf", file: cards.file(), want: []string{"p1 Mme PASQUEREAU", "p1 75 rue Gambetta", "p1 M. CASTAING"}, absent: []string{"Gambetta | "}},
		{name: "a box that asks, above figures", kind: "pdf", file: form.file(), want: []string{"p1 1| COGNOME | NATO IL", "p1 2| Colombo Enrico | 28/02/1967"}},
		{name: "rows far apart", kind: "pdf", file: far.file(), want: []string{"p1 1| Nome | 333 6775880", "p1 4| Michele | 333 6775883"}},
		{name: "a few lines that are longer than the others", kind: "pdf", file: prose.file(), want: []string{"p1 Pelletier Solene: decroche depuis la separation\tdes parents", "p1 Bouvet Ioana: suivi"}},
		{name: "entries that fill their lines", kind: "pdf", want: []string{"p1 Bruno Falcao - Travessa do Poco, 73, Tomar - 931 137 385"}, file: new(drawn).
			show(50, 700, "Tiago Carvalhal - Rua das Flores, 115, Evora - 917 770 624").show(50, 688, "Bruno Falcao - Travessa do Poco, 73, Tomar - 931 137 385").file()},
	})
}
