package attachment

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"souspli/policy/seal/sealtest"
)

// pdfOf makes a document with one page whose content is given; font F1 is Helvetica in WinAnsi.
func pdfOf(content string, more ...string) []byte {
	objects := append([]string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
	}, more...)
	return pdfObjects("", objects...)
}

// pdfObjects writes a document of objects numbered from 1 on; the first is the catalog.
func pdfObjects(trailer string, objects ...string) []byte {
	for i, o := range objects {
		objects[i] = fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	return sealtest.PDF(trailer, objects...)
}

// changedPDF appends another state of an object, as programs save that only add (ISO 32000-2, 7.5.6).
func changedPDF(old []byte, number int, object string) []byte {
	_, tail, _ := bytes.Cut(old, []byte("startxref\n"))
	before, _, _ := bytes.Cut(tail, []byte("\n"))
	out := fmt.Appendf(old, "%d 0 obj\n%s\nendobj\n", number, object)
	return fmt.Appendf(out, "xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size 9 /Root 1 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF\n", number, len(old), before, len(out))
}

func TestPDF(t *testing.T) {
	text := func(content string) File { return File{Name: "a.pdf", Data: pdfOf(content)} }
	table := ""
	for i, row := range [][]string{{"Nom", "Tel", "Ville"}, {"Dupont", "01 02", "Paris"}, {"Martin", "03 04", "Evry"}, {"Petit", "05 06", "Lyon"}} {
		for j, cell := range row {
			table += fmt.Sprintf("BT /F1 10 Tf %d %d Td (%s) Tj ET\n", 50+150*j, 700-14*i, cell)
		}
	}
	cmap := "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0003> <0020> <0001> <005A006F00E9> endbfchar " +
		"2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<0058> <0059>] endbfrange endcmap"
	composite := []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		streamOf("", "BT /F1 12 Tf 50 700 Td <00010003001000110012002000210099> Tj ET"),
		"<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
		"<< /Type /Font /Subtype /CIDFontType2 /DW 500 /W [1 [1500] 16 18 600] >>", streamOf("", cmap)}
	differences := pdfOf("BT /F2 12 Tf 50 700 Td (ABCD) Tj ET", "<< /Type /Font /Subtype /Type1 /BaseFont /X /Encoding << /Differences [65 /Z /o /eacute /uni20AC] >> >>")
	differences = bytes.Replace(differences, []byte("/F1 5 0 R"), []byte("/F2 6 0 R"), 1)
	extracts(t, []extraction{
		{name: "strings", file: text(`BT /F1 12 Tf 50 700 Td (Jean \(Zo\351\)) Tj ET`), kind: "pdf", want: []string{"p1 Jean (Zoé)"}},
		{name: "kerning and gaps", file: text("BT /F1 12 Tf 50 700 Td [(Du) -20 (pont) -300 (Jean) -3000 (far)] TJ ET"), kind: "pdf", want: []string{"p1 Dupont Jean\tfar"}},
		{name: "lines", file: text("BT /F1 12 Tf 14 TL 50 700 Td (one) Tj T* (two) Tj 0 -30 Td (three) Tj (x) ' ET"), kind: "pdf", want: []string{"p1 one", "p1 two", "p1 three", "p1 x"}},
		{name: "pieces out of order", file: text("BT /F1 12 Tf 1 0 0 1 120 700 Tm (Dupont) Tj 1 0 0 1 50 700 Tm (Nom :) Tj ET"), kind: "pdf", want: []string{"p1 Nom :\tDupont"}},
		{name: "turned", file: text("BT /F1 12 Tf 0 1 -1 0 300 100 Tm (upwards) Tj ET q 0 -1 1 0 0 0 cm BT /F1 12 Tf 50 50 Td (down) Tj ET Q"), kind: "pdf", want: []string{"p1 upwards", "p1 down"}},
		{name: "spaces by word spacing", file: text("BT /F1 12 Tf 50 700 Td -2.9 Tw (on e) Tj ET"), kind: "pdf", want: []string{"p1 one"}},
		{name: "table", file: text(table), kind: "pdf", want: []string{"p1 1| Nom | Tel | Ville", "p1 2| Dupont | 01 02 | Paris", "p1 4| Petit | 05 06 | Lyon"}},
		{name: "a number broken at the end of a line", file: text("BT /F1 10 Tf 50 700 Td (Le numero de la personne est le 2 79 03 75 116) Tj 0 -12 Td (004 74 et rien de plus ne sera dit ici) Tj 0 -12 Td (Fin) Tj ET"), kind: "pdf",
			want: []string{"p1 Le numero de la personne est le 2 79 03 75 116 004 74 et rien de plus ne sera dit ici"}},
		{name: "hyphen at the end of a line", file: text("BT /F1 10 Tf 50 700 Td (une longue ligne de prose pour voir la coupu-) Tj 0 -12 Td (re des mots en bout de ligne et la suite aussi) Tj ET"), kind: "pdf",
			want: []string{"p1 une longue ligne de prose pour voir la coupure des mots en bout de ligne et la suite aussi"}},
		{name: "composite font", file: File{Data: pdfObjects("", composite...)}, kind: "pdf", want: []string{"p1 Zoé ABCXY"}},
		{name: "differences by glyph names", file: File{Data: differences}, kind: "pdf", want: []string{"p1 Zoé€"}},
		{name: "fields filled in", file: File{Data: bytes.Replace(pdfOf("BT /F1 12 Tf 50 700 Td (Nom :) Tj 0 -30 Td (Notes :) Tj ET",
			"<< /Subtype /Widget /Rect [120 695 300 715] /FT /Tx /T (a1) /V (Dupont) >>", "<< /Subtype /Widget /Rect [120 640 300 682] /Parent 8 0 R >>", "<< /FT /Tx /T (a2) /V (asthme\r\ngluten) >>"),
			[]byte("/Contents 4 0 R"), []byte("/Contents 4 0 R /Annots [6 0 R 7 0 R]"), 1)}, kind: "pdf", want: []string{"p1 Nom :\tDupont", "p1 Notes :\tasthme", "p1 gluten"}},
		{name: "form inside a page", file: File{Data: bytes.Replace(pdfOf("/X1 Do", streamOf("/Type /XObject /Subtype /Form /Resources << /Font << /F1 5 0 R >> >>", "BT /F1 12 Tf 5 5 Td (inside) Tj ET")), []byte("/Font <<"), []byte("/XObject << /X1 6 0 R >> /Font <<"), 1)}, kind: "pdf", want: []string{"p1 inside"}},
		{name: "inline image", file: text("BI /W 1 /H 1 ID \x00\xFF EI BT /F1 12 Tf 50 700 Td (after the image) Tj ET"), kind: "pdf", want: []string{"p1 after the image"}},
		{name: "replacement text", file: text("/Span << /ActualText (shown) >> BDC BT /F1 12 Tf 50 700 Td EMC (x) Tj ET"), kind: "pdf", want: []string{"p1 shown", "p1 x"}},
		{name: "replacement text that says more", file: text("/Span << /ActualText (Jean Dupont and Marie Roux) >> BDC BT /F1 12 Tf 50 700 Td (x) Tj ET EMC"), kind: "pdf", want: []string{"p1 x", "<hidden> p1 Jean Dupont and Marie Roux"}},
		{name: "choices and defaults of a form", file: File{Data: pdfOf("", "<< /FT /Ch /Opt [(Jean Dupont) [(1) (Marie Roux)]] >>", "<< /FT /Tx /DV (d@x.fr) >>", "<< /FT /Tx /TU (Paul Petit) >>")}, kind: "pdf", want: []string{"<hidden> Jean Dupont", "<hidden> Marie Roux", "<hidden> d@x.fr", "<hidden> Paul Petit"}},
		{name: "a page that was taken away", file: File{Data: pdfOf("BT /F1 12 Tf 50 700 Td (here) Tj ET", "<< /Type /Page /Contents 7 0 R /Resources << /Font << /F1 5 0 R >> >> >>", streamOf("", "BT /F1 12 Tf 50 700 Td (gone) Tj ET"))}, kind: "pdf",
			want: []string{"p1 here", "<hidden> gone"}},
		{name: "a page that was changed", file: File{Data: changedPDF(pdfOf("BT /F1 12 Tf 50 700 Td (gone) Tj ET"), 4, streamOf("", "BT /F1 12 Tf 50 700 Td (here) Tj ET"))}, kind: "pdf", want: []string{"p1 here", "<hidden> gone"}},
		{name: "a page that was only touched", file: File{Data: changedPDF(pdfOf("BT /F1 12 Tf 50 700 Td (here) Tj ET"), 3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Rotate 90 /Resources << /Font << /F1 5 0 R >> >> >>")}, kind: "pdf",
			want: []string{"p1 here"}, absent: []string{"<hidden>"}},
		{name: "text before and behind", file: File{Data: slices.Concat([]byte("Jean\n"), pdfOf("BT /F1 12 Tf 50 700 Td (here) Tj ET"), []byte("\nMarie\n"))}, kind: "pdf", want: []string{"p1 here", "Jean", "Marie"}},
		{name: "a page that is a picture", file: File{Data: bytes.Replace(pdfOf("/I1 Do", "<< /Subtype /Image /Length 0 >>\nstream\n\nendstream"), []byte("/Font <<"), []byte("/XObject << /I1 6 0 R >> /Font <<"), 1)}, kind: "pdf", reason: ReasonUnknown},
		{name: "no table of objects", file: File{Data: pdfOf("BT /F1 12 Tf 50 700 Td (repaired) Tj ET")[:600]}, kind: "pdf", want: []string{"p1 repaired"}},
		{name: "rubbish behind the header", file: File{Data: append([]byte("%PDF-1.7\n"), noise(500, 1)...)}, kind: "pdf", reason: ReasonDamaged},
	})
}

// What no page shows is read all the same: whatever draws, and whatever is writing. What says again what was read is not.
func TestPDFLoose(t *testing.T) {
	const text = "BT /F1 12 Tf 50 700 Td (Dupont) Tj ET"
	field := func(appearance string) File {
		return File{Data: pdfOf("", "<< /FT /Tx /T (x) /V (for Jean Dupont) /AP << /N 7 0 R >> >>", streamOf("/Subtype /Form", appearance))}
	}
	with := func(object string) File { return File{Data: pdfOf("BT /F1 12 Tf 50 700 Td (here) Tj ET", object)} }
	teX := bytes.Replace(pdfOf("BT /F2 12 Tf 50 700 Td (ABC) Tj ET", "<< /Subtype /Type3 /FontMatrix [.001 0 0 .001 0 0] /Encoding << /Differences [65 /a90 /a111 /a233] >> >>"), []byte("/F1 5 0 R"), []byte("/F2 6 0 R"), 1)
	extracts(t, []extraction{
		{name: "a pattern", file: with(streamOf("/PatternType 1 /Resources << /Font << /F1 5 0 R >> >>", text)), kind: "pdf", want: []string{"p1 here", "<hidden> Dupont"}},
		{name: "a form without fonts of its own", file: with(streamOf("/Subtype /Form", text)), kind: "pdf", want: []string{"<hidden> Dupont"}},
		{name: "data of a program", file: with(streamOf("", csvFile)), kind: "pdf", want: []string{"2| Dupont | d@x.fr"}},
		{name: "an attached file that nothing names", file: with(streamOf("/Type /EmbeddedFile", csvFile)), kind: "pdf", want: []string{"file 2| Dupont | d@x.fr"}},
		{name: "a picture that is a list", file: with(streamOf("/Subtype /Image /Filter /DCTDecode", csvFile)), kind: "pdf", want: []string{"2| Dupont | d@x.fr"}},
		{name: "a filter that nobody has", file: with(streamOf("/Filter /FooDecode", text)), kind: "pdf", want: []string{"<hidden> Dupont"}},
		{name: "names of things", file: with("<< /for#20d@x.fr 1 >>"), kind: "pdf", want: []string{"<hidden> for d@x.fr"}},
		{name: "an appearance that says more", file: field(strings.Replace(text, "Dupont", "Martin", 1)), kind: "pdf", want: []string{"<hidden> for Jean Dupont", "<hidden> Martin"}},
		{name: "an appearance that says the same", file: field(text), kind: "pdf", want: []string{"<hidden> for Jean Dupont"}, absent: []string{"<hidden> Dupont"}},
		{name: "pixels", file: with(streamOf("/Subtype /Image", strings.Repeat("@@@@AAAA\n", 50))), kind: "pdf", absent: []string{"@"}},
		{name: "a font", file: with(streamOf("/Length1 99", text)), kind: "pdf", absent: []string{"Dupont"}},
		{name: "letters of TeX", file: File{Data: teX}, kind: "pdf", want: []string{"p1 Zoé"}},
	})
}

// TestPDFColumns: small tables that stand apart keep their rows.
func TestPDFColumns(t *testing.T) {
	page := func(cells ...pdfCell) File {
		content := ""
		for _, c := range cells {
			content += fmt.Sprintf("BT /F1 10 Tf %d %d Td (%s) Tj ET\n", c.x, c.y, c.text)
		}
		return File{Name: "a.pdf", Data: pdfOf(content)}
	}
	words := func(y int, texts ...string) (cells []pdfCell) {
		for i, x := range []int{50, 75, 88, 128, 140, 160, 180} {
			if i < len(texts) && texts[i] != "" {
				cells = append(cells, pdfCell{x, y, texts[i]})
			}
		}
		return cells
	}
	list := slices.Concat(words(740, "Tous", "de", "la MJC,", "et la"), words(728, "Ceux", "de", "la rue,", "et la"))
	for i := range 8 {
		list = append(list, words(716-12*i, "Lina", "Le", "Goff", "", "079", "204", fmt.Sprint("05", i))...)
	}
	extracts(t, []extraction{
		{name: "figures below each other, below lines of words", kind: "pdf", want: []string{"p1 3| Lina Le Goff | 079 204 050", "p1 10| Lina Le Goff | 079 204 057"}, file: page(list...)},
		{name: "two tables apart", kind: "pdf", want: []string{"p1 1| Employee | Tax code", "p1 2| Martin | 1257L", "p1 3| Payment | Amount", "p1 4| Basic pay | 2056.00"},
			file: page(pdfCell{50, 700, "Employee"}, pdfCell{250, 700, "Tax code"}, pdfCell{50, 686, "Martin"}, pdfCell{250, 686, "1257L"},
				pdfCell{50, 666, "Payment"}, pdfCell{250, 666, "Amount"}, pdfCell{50, 652, "Basic pay"}, pdfCell{250, 652, "2056.00"})},
		{name: "each cell broken", kind: "pdf", want: []string{"p1 1| Name | Handy", "p1 2| Merle Kr | 0170 9639374", "p1 3| Ute Stein | 0160 1340341", "p1 4| Urs Berg | 0151 7859057"},
			file: page(pdfCell{50, 700, "Name"}, pdfCell{250, 700, "Handy"},
				pdfCell{50, 682, "Merle"}, pdfCell{250, 682, "0170"}, pdfCell{50, 670, "Kr"}, pdfCell{250, 670, "9639374"},
				pdfCell{50, 652, "Ute"}, pdfCell{250, 652, "0160"}, pdfCell{50, 640, "Stein"}, pdfCell{250, 640, "1340341"},
				pdfCell{50, 622, "Urs"}, pdfCell{250, 622, "0151"}, pdfCell{50, 610, "Berg"}, pdfCell{250, 610, "7859057"})},
		{name: "words shown one by one, below a title", kind: "pdf", want: []string{"p1 2| Nom et famille | Portable", "p1 3| Inès Roux | 06 12 34 56 78", "p1 4| Luc | 06 98 76 54 32", "p1 5| Anaë Le Goff | 06 11 22 33 44"},
			file: page(pdfCell{50, 740, "Sortie"}, pdfCell{90, 740, "du"}, pdfCell{250, 740, "4 juin"}, pdfCell{50, 718, "Nom"}, pdfCell{80, 718, "et"}, pdfCell{100, 718, "famille"}, pdfCell{250, 718, "Portable"}, pdfCell{50, 706, "In\\350s"}, pdfCell{75, 706, "Roux"}, pdfCell{250, 706, "06 12 34 56 78"},
				pdfCell{50, 694, "Luc"}, pdfCell{250, 694, "06 98 76 54 32"}, pdfCell{50, 682, "Ana\\353"}, pdfCell{76, 682, "Le"}, pdfCell{92, 682, "Goff"}, pdfCell{250, 682, "06 11 22 33 44"})},
		{name: "a heading below a full line that ends in figures", kind: "pdf", want: []string{"p1 SIRET 732 829 320 00074, TVA FR83732829320, APE 4332A", "p1 FACTURE 2026-735"},
			file: page(pdfCell{50, 700, "SIRET 732 829 320 00074, TVA FR83732829320, APE 4332A"}, pdfCell{50, 688, "FACTURE 2026-735"})},
		{name: "a full line of prose", kind: "pdf", want: []string{"p1 Nous avons le plaisir de vous convier au bal de nos Amis de la mer."},
			file: page(pdfCell{50, 700, "Nous avons le plaisir de vous convier au bal de nos"}, pdfCell{50, 688, "Amis de la mer."})},
	})
}

type pdfCell struct {
	x, y int
	text string
}

func streamOf(dict, data string) string {
	return fmt.Sprintf("<< /Length %d %s >>\nstream\n%s\nendstream", len(data), dict, data)
}

func TestPDFAround(t *testing.T) {
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] /XFA [(x) 11 0 R (datasets) 13 0 R] >> /Outlines << /First 7 0 R >> /Names << /EmbeddedFiles << /Names [(l) 8 0 R] >> >> /Metadata 10 0 R /OpenAction << /JS (app.alert\\(1\\)\\\\nRoux) >> >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /Annots [4 0 R 12 0 R] >>",
		"<< /Type /Annot /Subtype /Text /T (Zo\\351) /Contents <FEFF00720065006D00610072006B> /A << /URI (mailto:d%40x.fr) >> >>",
		"<< /T (person) /Kids [6 0 R] >>",
		"<< /TU (Nom) /V (Dupont) /Parent 5 0 R >>",
		"<< /Title (Bookmark) /Next 7 0 R >>",
		"<< /Type /Filespec /UF (l.csv) /EF << /F 9 0 R >> >>",
		streamOf("/Type /EmbeddedFile", csvFile),
		streamOf("/Type /Metadata", "<x><dc:creator>Jean</dc:creator><pdfx:Dossier>Petit</pdfx:Dossier></x>"),
		streamOf("", "<xfa><field>Martin</field></xfa>"),
		"<< /Subtype /FreeText /T (Zo\\351) /Contents (another) /Alt (described) >>",
		streamOf("", "<data><p nom='Petit' ne='12/03/1985'/></data>"),
	}
	data := pdfObjects("/Info 14 0 R", append(objects, "<< /Author (Z\\351) /Patient (Roux) >>")...)
	extracts(t, []extraction{{name: "everything but the page", file: File{Name: "a.pdf", Data: data}, kind: "pdf",
		want: []string{"<comments> p1 Zoé", "<comments> p1 remark", "<comments> p1 d@x.fr", "<comments> p1 another", "<form> Nom: Dupont", "<form> Martin", "<form> 2| Petit | 12/03/1985", "Bookmark", "l.csv 2| Dupont | d@x.fr",
			"<properties> Jean", "<properties> Zé", "<properties> Patient: Roux", "<properties> Dossier: Petit", "<hidden> app.alert(1)", "<hidden> Roux", "<hidden> described"}}})
	lines, _ := read(t, File{Name: "a.pdf", Data: data})
	if i := slices.Index(lines, "<comments> p1 Zoé"); slices.Contains(lines[i+1:], lines[i]) {
		t.Errorf("who wrote two comments is named twice: %q", lines)
	}
}

// TestPDFBombs: circles, depth and repetition end (reliability-security C16).
func TestPDFBombs(t *testing.T) {
	forms := []string{}
	for i := range 12 { // each form shows the next one many times
		forms = append(forms, streamOf(fmt.Sprintf("/Subtype /Form /Resources << /XObject << /X %d 0 R >> >>", 7+i), strings.Repeat("/X Do ", 20)))
	}
	billion := bytes.Replace(pdfOf("/X Do", forms...), []byte("/Font <<"), []byte("/XObject << /X 6 0 R >> /Font <<"), 1)
	kids := pdfObjects("", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids ["+strings.Repeat("2 0 R ", 10_000)+"] >>")
	arrays := pdfOf("BT " + strings.Repeat("[", 500_000) + " TJ ET")
	long := pdfOf("BT /F1 12 Tf " + strings.Repeat("1 0 0 1 5 5 Tm (x) Tj ", 100_000) + " ET")
	for name, data := range map[string][]byte{"forms in forms": billion, "tree in a circle": kids, "deep arrays": arrays, "a long page": long} {
		done := make(chan Report, 1)
		go func() {
			_, r := Read(File{Data: data}, NewBudget())
			done <- r
		}()
		select {
		case r := <-done:
			if r.Reason == ReasonCrashed {
				t.Errorf("%s: crashed", name)
			}
		case <-time.After(time.Minute):
			t.Fatalf("%s: no end", name)
		}
	}
}

func TestGlyphText(t *testing.T) {
	for name, want := range map[string]string{"A": "A", "eacute": "é", "Ccedilla": "Ç", "scaron": "š", "f_i": "fi", "A.sc": "A", "uni00E9": "é", "uni00410042": "AB", "u1F600": "😀",
		"zero": "0", "Euro": "€", "unknownname": "", "uniZZZZ": "", "": ""} {
		if got := glyphText(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestCMapLength(t *testing.T) {
	m := parseCMap([]byte("3 begincodespacerange <00> <80> <8140> <9FFC> <E0000000> <E0FFFFFF> endcodespacerange"))
	for b, want := range map[string]int{"\x41": 1, "\x81\x40": 2, "\xE0\x00\x00\x01": 4, "\xFF": 1} {
		if got := m.length([]byte(b)); got != want {
			t.Errorf("%x: %d, want %d", b, got, want)
		}
	}
}

func TestCFFEncoding(t *testing.T) {
	index := func(items ...string) []byte {
		out := []byte{0, byte(len(items)), 1, 1}
		at := 1
		for _, it := range items {
			at += len(it)
			out = append(out, byte(at))
		}
		for _, it := range items {
			out = append(out, it...)
		}
		return out
	}
	head := []byte{1, 0, 4, 1}
	names, strs, subrs := index("X"), index("Zeta"), []byte{0, 0}
	top := func(charset, encoding, chars int) string {
		return string([]byte{28, byte(charset >> 8), byte(charset), 15, 28, byte(encoding >> 8), byte(encoding), 16, 28, byte(chars >> 8), byte(chars), 17})
	}
	at := len(head) + len(names) + len(index(top(0, 0, 0))) + len(strs) + len(subrs)
	charset := []byte{0, 0, 34, 1, 135} // A, then the font's own first string
	encoding := []byte{0, 2, 65, 90}    // glyph 1 is code 65, glyph 2 is code 90
	font := sealtest.Join(head, names, index(top(at, at+len(charset), at+len(charset)+len(encoding))), strs, subrs, charset, encoding, index("a", "b", "c"))
	codes := cffEncoding(font)
	if codes[65] != "A" || codes[90] != "Zeta" {
		t.Errorf("%v", codes)
	}
	for n := range font {
		cffEncoding(font[:n])
	}
}

func TestTrueTypeLetters(t *testing.T) {
	be := func(v ...int) []byte {
		var out []byte
		for _, n := range v {
			out = append(out, byte(n>>8), byte(n))
		}
		return out
	}
	format4 := sealtest.Join(be(4, 40, 0, 4, 0, 0, 0), be(67, 0xFFFF), be(0), be(65, 0xFFFF), be(-62&0xFFFF, 1), be(0, 0))
	cmapTable := sealtest.Join(be(0, 1, 3, 1, 0, 12), format4)
	font := sealtest.Join(be(0, 1, 1, 0, 0, 0), "cmap", be(0, 0, 0, 28, 0, len(cmapTable)), cmapTable)
	letters := trueTypeLetters(font)
	if letters[3] != 'A' || letters[5] != 'C' {
		t.Errorf("%v", letters)
	}
	for n := range font {
		trueTypeLetters(font[:n])
	}
}

// TestPDFWords compares words with pdftotext on files that LibreOffice and the corpus make.
func TestPDFWords(t *testing.T) {
	pdftotext := needs(t, "pdftotext")
	compared := 0
	for _, f := range corpusFiles(t, "pdf-screened") {
		data := f.data
		dir := t.TempDir()
		put(t, dir, "a.pdf", data)
		tool(t, dir, pdftotext, "-q", "a.pdf", "a.txt")
		want := wordsOf(string(get(t, dir, "a.txt")))
		lines, r := read(t, File{Data: data})
		if len(want) < 20 || r.Opaque {
			continue
		}
		got, found := wordsOf(strings.Join(lines, "\n")), 0
		for w := range want {
			if got[w] {
				found++
			}
		}
		compared++
		if found*100 < len(want)*90 {
			t.Errorf("%s: %d of %d words", f.path, found, len(want))
		}
	}
	if compared == 0 {
		t.Error("nothing was compared")
	}
}

func wordsOf(s string) map[string]bool {
	words := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if len(w) > 3 {
			words[w] = true
		}
	}
	return words
}
