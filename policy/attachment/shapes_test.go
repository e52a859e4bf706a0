package attachment

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"souspli/policy/seal/sealtest"
)

// drawnBox is a text, and where it stands: left, top, width and height.
type drawnBox struct {
	text                  string
	left, top, wide, high int
}

// deckOf draws boxes on a slide in each format.
func deckOf(t *testing.T, kind string, boxes []drawnBox) File {
	t.Helper()
	var b strings.Builder
	switch kind {
	case "ppt":
		var shapes []byte
		for _, x := range boxes {
			anchor := pptRecord(0, artAnchor, uint16(x.top), uint16(x.left), uint16(x.left+x.wide), uint16(x.top+x.high))
			shapes = sealtest.Join(shapes, pptRecord(15, artShape, anchor, pptRecord(0, pptTextChars, wide(strings.ReplaceAll(x.text, "\n", "\r"), le))))
		}
		return pptOf(pptRecord(15, pptSlide, pptRecord(15, artGroup, shapes)))
	case "odp":
		for _, x := range boxes {
			fmt.Fprintf(&b, `<draw:frame svg:x="%dmm" svg:y="%dmm" svg:width="%dmm" svg:height="%dmm"><draw:text-box><text:p>%s</text:p></draw:text-box></draw:frame>`,
				x.left, x.top, x.wide, x.high, strings.ReplaceAll(x.text, "\n", "</text:p><text:p>"))
		}
		return File{Data: odfOf(t, "presentation", "<draw:page>"+b.String()+"</draw:page>")}
	}
	for _, x := range boxes {
		fmt.Fprintf(&b, `<p:sp><p:spPr><a:xfrm><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></a:xfrm></p:spPr><p:txBody><a:p><a:r><a:t>%s</a:t></a:r></a:p></p:txBody></p:sp>`,
			x.left, x.top, x.wide, x.high, strings.ReplaceAll(x.text, "\n", "</a:t></a:r></a:p><a:p><a:r><a:t>"))
	}
	return slideOf(t, b.String())
}

func slideOf(t *testing.T, shapes string) File {
	t.Helper()
	return File{Data: officeOf(t, "ppt/presentation.xml", `<p:presentation><p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst></p:presentation>`,
		"ppt/_rels/presentation.xml.rels", rels("r1", "slide", "slides/slide1.xml"), "ppt/slides/slide1.xml", "<p:sld>"+shapes+"</p:sld>")}
}

func pptRecord(version, kind uint16, body ...any) []byte {
	b := sealtest.Join(body...)
	return sealtest.Join(version, kind, uint32(len(b)), b)
}

func pptOf(stream []byte) File {
	return File{Data: sealtest.CompoundFile(map[string][]byte{"PowerPoint Document": stream, "Current User": make([]byte, 20)})}
}

// TestBoxes: what stands on a slide is read as it stands, whatever the order in which it was drawn, in every format.
func TestBoxes(t *testing.T) {
	row := func(top int, cells ...string) []drawnBox {
		var row []drawnBox
		for i, c := range cells {
			row = append(row, drawnBox{c, 10 + 60*i, top, 55, 10})
		}
		return row
	}
	join := func(rows ...[]drawnBox) []drawnBox {
		var all []drawnBox
		for i := range rows { // the last one was drawn first
			all = append(all, rows[len(rows)-1-i]...)
		}
		return all
	}
	tests := []struct {
		name  string
		boxes []drawnBox
		want  string
	}{
		{"rows and columns", join(row(5, "Amis"), row(20, "Nom", "Mél"), row(30, "Roux", "r@x.fr"), row(40, "Petit", "p@x.fr")), "Amis / 1| Nom | Mél / 2| Roux | r@x.fr / 3| Petit | p@x.fr"},
		{"boxes that grew over the next", join(row(20, "Nom", "Mél"), []drawnBox{{"Roux", 10, 30, 55, 19}, {"r@x.fr", 70, 30, 55, 10}}, row(40, "Petit", "p@x.fr")), "1| Nom | Mél / 2| Roux | r@x.fr / 3| Petit | p@x.fr"},
		{"cards of boxes", join(row(20, "Roux", "Petit"), row(30, "chef", "aide"), row(40, "r@x.fr", "p@x.fr"), row(80, "Blanc", "Noir"), row(90, "aide", "aide"), row(100, "b@x.fr", "n@x.fr")),
			"1| Roux | chef | r@x.fr / 2| Petit | aide | p@x.fr / 3| Blanc | aide | b@x.fr / 4| Noir | aide | n@x.fr"},
		{"a box for each column", row(20, "Nom\nRoux\nPetit", "Mél\nr@x.fr\np@x.fr"), "1| Nom | Mél / 2| Roux | r@x.fr / 3| Petit | p@x.fr"},
		{"lists of words side by side", row(20, "Atouts\ncalme\nrapide", "Freins\ncher\nlourd"), "Atouts / calme / rapide / Freins / cher / lourd"},
		{"a column beside others", []drawnBox{{"un\ndeux", 10, 60, 50, 20}, {"trois", 10, 30, 50, 10}, {"à côté", 80, 20, 50, 90}}, "trois / un / deux / à côté"},
		{"two columns that do not match", []drawnBox{{"a", 10, 20, 50, 30}, {"b", 10, 60, 50, 30}, {"c", 80, 35, 50, 40}}, "a / b / c"},
	}
	for _, test := range tests {
		for _, kind := range []string{"ppt", "pptx", "odp"} {
			t.Run(test.name+"/"+kind, func(t *testing.T) {
				lines, r := read(t, deckOf(t, kind, test.boxes))
				var got []string
				for _, line := range lines {
					if line, ok := strings.CutPrefix(line, "p1 "); ok {
						got = append(got, line)
					}
				}
				if strings.Join(got, " / ") != test.want || r.Type != kind {
					t.Errorf("%s %q, want %q", r.Type, got, test.want)
				}
			})
		}
	}
}

// TestPPTTable: a table is a group of shapes, of which those that were joined are one.
func TestPPTTable(t *testing.T) {
	cell := func(text string, left, top, right, bottom uint32) []byte {
		return pptRecord(15, artShape, pptRecord(0, artChildAnchor, left, top, right, bottom), pptRecord(0, pptTextBytes, text))
	}
	line := pptRecord(15, artShape, pptRecord(0, artChildAnchor, uint32(0), uint32(100), uint32(900), uint32(100)))
	head := pptRecord(15, artShape, pptRecord(1, artGroupRect, uint32(0), uint32(0), uint32(900), uint32(400)), pptRecord(3|1<<4, artMore, uint16(artIsTable), uint32(1)),
		pptRecord(0, artAnchor, uint16(50), uint16(10), uint16(460), uint16(250)))
	table := pptRecord(15, artGroup, head, cell("p@x.fr", 300, 300, 600, 400), cell("Chef", 600, 200, 900, 400), cell("Petit", 0, 300, 300, 400), line,
		cell("Bureau", 0, 0, 900, 100), cell("Nom", 0, 100, 300, 200), cell("M\xE9l", 300, 100, 600, 200), cell("R\xF4le", 600, 100, 900, 200), cell("Roux", 0, 200, 300, 300), cell("r@x.fr", 300, 200, 600, 300))
	title := pptRecord(15, artShape, pptRecord(0, artAnchor, uint32(10), uint32(10), uint32(460), uint32(40)), pptRecord(0, pptTextBytes, "Titre"))
	patriarch := pptRecord(15, artShape, pptRecord(1, artGroupRect, make([]byte, 16)))
	lines, _ := read(t, pptOf(pptRecord(15, pptSlide, pptRecord(15, artGroup, patriarch, table, title))))
	want := "p1 Titre / p1 1| Bureau / p1 2| Nom | Mél | Rôle / p1 3| Roux | r@x.fr | Chef / p1 4| Petit | p@x.fr"
	if got := strings.Join(lines, " / "); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestGroupedBoxes: the parts of a group count in units of their own.
func TestGroupedBoxes(t *testing.T) {
	box := func(text string, x, y int) string {
		return fmt.Sprintf(`<p:sp><p:spPr><a:xfrm><a:off x="%d" y="%d"/><a:ext cx="40" cy="8"/></a:xfrm></p:spPr><p:txBody><a:p><a:r><a:t>%s</a:t></a:r></a:p></p:txBody></p:sp>`, x, y, text)
	}
	group := func(y int, inside string) string {
		return fmt.Sprintf(`<p:grpSp><p:grpSpPr><a:xfrm><a:off x="500" y="%d"/><a:ext cx="1000" cy="80"/><a:chOff x="0" y="0"/><a:chExt cx="100" cy="8"/></a:xfrm></p:grpSpPr>%s</p:grpSp>`, y, inside)
	}
	row := func(y int, name, mail string) string { return group(y, box(mail, 50, 0)+box(name, 0, 0)) }
	extracts(t, []extraction{
		{name: "each a row", file: slideOf(t, row(300, "Petit", "p@x.fr")+row(100, "Nom", "Mél")+row(200, "Roux", "r@x.fr")), kind: "pptx", want: []string{"p1 1| Nom | Mél", "p1 2| Roux | r@x.fr", "p1 3| Petit | p@x.fr"}},
		{name: "of its own", file: slideOf(t, row(300, "Petit", "p@x.fr")+box("Titre", 0, 0)), kind: "pptx", want: []string{"p1 Titre", "p1 Petit", "p1 p@x.fr"}},
	})
}

// TestManyBoxes: nothing is lost of what cannot be put in order.
func TestManyBoxes(t *testing.T) {
	many := func(n int, at func(i int) drawnBox) (boxes []drawnBox) {
		for i := range n {
			box := at(i)
			box.text = fmt.Sprintf("n%d.", i)
			boxes = append(boxes, box)
		}
		return boxes
	}
	tests := map[string][]drawnBox{
		"more than are sorted": many(maxShapes+1, func(i int) drawnBox { return drawnBox{left: i % 7, top: 5 + i%11, wide: 5, high: 3} }),
		"stairs":               many(200, func(i int) drawnBox { return drawnBox{left: 1 + 9*i, top: 1 + i*(i%2), wide: 8, high: 400 - i} }),
		"all in one place":     many(50, func(int) drawnBox { return drawnBox{left: 5, top: 5, wide: 50, high: 50} }),
		"without a size":       many(50, func(i int) drawnBox { return drawnBox{left: 5 * (i % 5), top: 5 * (i / 5)} }),
	}
	for name, boxes := range tests {
		for _, kind := range []string{"ppt", "pptx", "odp"} {
			lines, r := read(t, deckOf(t, kind, boxes))
			text := strings.Join(lines, "\n")
			for _, box := range boxes {
				if strings.Count(text, box.text) == 0 {
					t.Fatalf("%s in %s: %q is lost: %+v", name, kind, box.text, r)
				}
			}
		}
	}
}

// TestTableInBox: a table in a text box is written twice, for new readers and for old ones; it is one table.
func TestTableInBox(t *testing.T) {
	cell := func(text string) string { return "<w:tc><w:p><w:r><w:t>" + text + "</w:t></w:r></w:p></w:tc>" }
	table := "<w:tbl><w:tr>" + cell("Nom") + cell("Mél") + "</w:tr><w:tr>" + cell("Roux") + cell("r@x.fr") + "</w:tr></w:tbl>"
	box := "<w:txbxContent>" + table + "<w:p><w:r><w:t>Fin</w:t></w:r></w:p></w:txbxContent>"
	both := "<w:p><mc:AlternateContent><mc:Choice>" + box + "</mc:Choice><mc:Fallback>" + box + "</mc:Fallback></mc:AlternateContent></w:p>"
	word := func(body string) File {
		return File{Data: officeOf(t, "word/document.xml", "<w:document><w:body>"+body+"</w:body></w:document>")}
	}
	frame := "<mc:AlternateContent><mc:Choice><p:graphicFrame>" + strings.ReplaceAll(table, "w:", "a:") + "</p:graphicFrame></mc:Choice><mc:Fallback><p:pic/></mc:Fallback></mc:AlternateContent>"
	for name, test := range map[string]struct {
		file File
		want string
	}{
		"word":      {word(both), "1| Nom | Mél / 2| Roux | r@x.fr / Fin"},
		"in a cell": {word("<w:tbl><w:tr>" + cell("Haut") + "<w:tc>" + both + "</w:tc></w:tr></w:tbl>"), "1| Nom | Mél / 2| Roux | r@x.fr / 1| Haut | Fin"},
		"slide":     {slideOf(t, frame), "p1 1| Nom | Mél / p1 2| Roux | r@x.fr"},
	} {
		lines, _ := read(t, test.file)
		if got := strings.Join(lines, " / "); !strings.HasSuffix(got, test.want) || strings.Count(got, "Roux") != 1 {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// TestShapeOfManyTexts: a shape with a text a record costs what its letters do.
func TestShapeOfManyTexts(t *testing.T) {
	const most = 200 // bytes for each of the file
	texts := bytes.Repeat(pptRecord(0, pptTextBytes, "ab"), 20_000)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r := &pptReader{s: &scope{sample: newSample(File{}), w: &walk{budget: NewBudget()}}}
	r.drawn = r.s.newDrawing(here)
	if err := r.records(pptRecord(15, artShape, texts), 0); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if n := int(after.TotalAlloc-before.TotalAlloc) / len(texts); n > most {
		t.Errorf("%d bytes are allocated for each of the file", n)
	}
}
