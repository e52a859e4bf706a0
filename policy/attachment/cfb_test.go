package attachment

import (
	"math"
	"strings"
	"testing"

	"souspli/policy/seal"
	"souspli/policy/seal/sealtest"
)

// biffRecord is one record of a workbook stream.
func biffRecord(id uint16, pieces ...any) []byte {
	body := sealtest.Join(pieces...)
	return sealtest.Join(id, uint16(len(body)), body)
}

// biffText is a Unicode string of MS-XLS with a count of n bytes, its letters of one byte or two.
func biffText(n int, text string) []byte {
	runes := []rune(text)
	var head []byte
	if n == 1 {
		head = []byte{byte(len(runes))}
	} else {
		head = sealtest.Join(uint16(len(runes)))
	}
	for _, r := range runes {
		if r > 0xFF {
			return sealtest.Join(head, byte(1), wide(text, le))
		}
	}
	latin := make([]byte, len(runes))
	for i, r := range runes {
		latin[i] = byte(r)
	}
	return sealtest.Join(head, byte(0), latin)
}

// biffBook is a workbook of one sheet: globals (given), then the sheet's records.
func biffBook(globals []byte, name string, hidden byte, sheet ...[]byte) []byte {
	bof := func(kind uint16) []byte { return biffRecord(biffBOF, uint16(0x0600), kind, make([]byte, 12)) }
	eof := biffRecord(biffEOF)
	before := sealtest.Join(bof(5), globals)
	bound := func(at int) []byte {
		return biffRecord(biffBoundSheet, uint32(at), hidden, byte(0), biffText(1, name))
	}
	at := len(before) + len(bound(0)) + len(eof)
	out := sealtest.Join(before, bound(at), eof, bof(0x10))
	for _, r := range sheet {
		out = append(out, r...)
	}
	return append(out, eof...)
}

func cutEnd(b []byte, n int) []byte { return b[:len(b)-n] }

func xlsOf(book []byte) []byte { return sealtest.CompoundFile(map[string][]byte{"Workbook": book}) }

func TestXLS(t *testing.T) {
	cell := func(row, col, style uint16) []byte { return sealtest.Join(row, col, style) }
	number := func(v float64) uint64 { return math.Float64bits(v) }
	// a shared string whose letters go on in the next record, and change their width there
	sst := sealtest.Join(biffRecord(biffSST, uint32(3), uint32(3), biffText(2, "Dupont"), uint16(8), byte(0), "Zo"),
		biffRecord(biffContinue, byte(1), wide("é Mart", le)), biffRecord(biffContinue, biffText(2, "Łódź")))
	styles := sealtest.Join(biffRecord(biffFormat, uint16(170), biffText(2, `dd/mm/yyyy`)), biffRecord(biffXF, uint16(0), uint16(0)), biffRecord(biffXF, uint16(0), uint16(170)))
	shared := func(row, col uint16, i uint32) []byte { return biffRecord(biffLabelSST, cell(row, col, 0), i) }
	file := func(book []byte) File { return File{Name: "a.xls", Data: xlsOf(book)} }
	extracts(t, []extraction{
		{name: "shared strings over records", file: file(biffBook(sst, "Liste", 0, shared(0, 0, 0), shared(0, 2, 1), shared(1, 0, 2))), kind: "xls", want: []string{"'Liste' 1| Dupont |  | Zoé Mart", "'Liste' 2| Łódź"}},
		{name: "numbers", file: file(biffBook(styles, "Liste", 0, biffRecord(biffNumber, cell(0, 0, 1), number(29344)), biffRecord(biffRK, cell(0, 1, 0), uint32(12345<<2|2)),
			biffRecord(biffMulRK, uint16(1), uint16(0), uint16(0), uint32(100<<2|3), uint16(0), uint32(7<<2|2), uint16(1)))), kind: "xls",
			want: []string{"'Liste' 1| 03/05/1980 | 12345", "'Liste' 2| 1 | 7"}},
		{name: "formulas", file: file(biffBook(nil, "Liste", 0, biffRecord(biffFormula, cell(0, 0, 0), "\x00\x00\x00\x00\x00\x00\xFF\xFF", make([]byte, 6)), biffRecord(0x0207, biffText(2, "d@x.fr")),
			biffRecord(biffFormula, cell(0, 1, 0), number(5), make([]byte, 6)))), kind: "xls", want: []string{"'Liste' 1| d@x.fr | 5"}},
		{name: "labels, headers, comments", file: file(biffBook(nil, "Liste", 0, biffRecord(biffLabel, cell(0, 0, 0), biffText(2, "Dupont")), biffRecord(biffHeader, biffText(2, "&LSecret")),
			biffRecord(biffTXO, make([]byte, 10), uint16(6), uint16(8), uint32(0)), biffRecord(biffContinue, byte(0), "remark"), biffRecord(biffContinue, make([]byte, 8)),
			biffRecord(biffNote, uint16(0), uint16(0), uint16(0), uint16(1), biffText(2, "Zoé")))), kind: "xls",
			want: []string{"'Liste' 1| Dupont", "<header> 'Liste' Secret", "<comments> 'Liste' remark", "<comments> 'Liste' Zoé"}},
		{name: "hidden sheet", file: file(biffBook(sst, "S", 2, shared(4, 1, 0))), kind: "xls", want: []string{"<hidden> 'S' 5|  | Dupont"}},
		{name: "Excel 5", file: File{Data: sealtest.CompoundFile(map[string][]byte{"Book": sealtest.Join(biffRecord(biffBOF, uint16(0x0500), uint16(5)), biffRecord(biffCodePage, uint16(1252)), biffRecord(biffEOF),
			biffRecord(biffBOF, uint16(0x0500), uint16(0x10)), biffRecord(biffLabel, cell(0, 0, 0), uint16(3), "Zo\xE9"), biffRecord(biffEOF))})}, kind: "xls", want: []string{"1| Zoé"}},
		{name: "Excel 2", file: File{Data: sealtest.Join(biffRecord(0x0009, uint16(2), uint16(0x10)), biffRecord(biffLabel2, uint16(0), uint16(0), "\x00\x00\x00", "\x03Zo\xE9"), biffRecord(biffInteger2, uint16(0), uint16(1), "\x00\x00\x00", uint16(42)),
			biffRecord(biffNumber2, uint16(1), uint16(0), "\x00\x00\x00", number(1.5)), biffRecord(biffEOF))}, kind: "xls", want: []string{"1| Zoé | 42", "2| 1.5"}},
		{name: "cut short", file: File{Data: xlsOf(cutEnd(biffBook(sst, "Liste", 0, shared(0, 0, 0)), 8))}, kind: "xls", reason: ReasonDamaged},
		{name: "locked", file: file(sealtest.Join(biffRecord(biffBOF, uint16(0x0600), uint16(5)), biffRecord(biffFilePass, uint16(0), uint16(1), uint16(2)), biffRecord(0x00FF, noise(99, 1)))), kind: "xls", reason: ReasonWeak},
	})
}

func TestPropertySets(t *testing.T) {
	set := func(codepage uint16, kind uint32, value []byte) []byte {
		body := sealtest.Join(uint32(0), uint32(2), uint32(1), uint32(24), uint32(4), uint32(32), uint32(2), uint32(codepage), kind, value)
		return sealtest.Join(uint16(0xFFFE), uint16(0), uint32(0), make([]byte, 16), uint32(1), make([]byte, 16), uint32(48), body)
	}
	named := func(codepage uint16, letters uint32, name string) []byte {
		body := sealtest.Join(uint32(0), uint32(3), uint32(0), uint32(56), uint32(1), uint32(32), uint32(4), uint32(40), uint32(2), uint32(codepage),
			uint32(31), uint32(4), wide("Zoé\x00", le), uint32(1), uint32(4), letters, name)
		return sealtest.Join(uint16(0xFFFE), uint16(0), uint32(0), make([]byte, 16), uint32(1), make([]byte, 16), uint32(48), body)
	}
	for _, c := range []struct{ name, got, want string }{
		{"code page", propertyText(set(1252, 30, sealtest.Join(uint32(4), "Zo\xE9\x00"))), "Zoé\n"},
		{"Unicode", propertyText(set(1252, 31, sealtest.Join(uint32(4), wide("Zoé\x00", le)))), "Zoé\n"},
		{"UTF-16 as a code page", propertyText(set(1200, 30, sealtest.Join(uint32(8), wide("Zoé\x00", le)))), "Zoé\n"},
		{"a number", propertyText(set(1252, 3, sealtest.Join(uint32(7), uint32(0)))), ""},
		{"a name that somebody gave", propertyText(named(1252, 8, "Patient\x00")), "Patient: Zoé\n"},
		{"such a name in UTF-16", propertyText(named(1200, 3, string(wide("Né\x00\x00", le)))), "Né: Zoé\n"},
		{"cut short", propertyText(set(1252, 30, sealtest.Join(uint32(4), "Zo\xE9\x00"))[:60]), ""},
	} {
		if strings.TrimRight(c.got, "\x00\n") != strings.TrimSpace(c.want) {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

// mapiStreams names the streams of a message's properties.
func mapiStreams(dir string, texts map[int]string) map[string][]byte {
	out := map[string][]byte{dir + "__properties_version1.0": make([]byte, 32)}
	for id, text := range texts {
		out[dir+mapiName4(id, "001F")] = wide(text, le)
	}
	return out
}

func mapiName4(id int, kind string) string {
	const hex = "0123456789ABCDEF"
	return "__substg1.0_" + string([]byte{hex[id>>12&15], hex[id>>8&15], hex[id>>4&15], hex[id&15]}) + kind
}

func TestMSG(t *testing.T) {
	streams := mapiStreams("", map[int]string{mapiSubject: "Liste", mapiSenderMail: "z@x.fr", mapiBody: "Bonjour", mapiHeaders: "X-Note: Dupont\r\n\r\n"})
	add := func(m map[string][]byte) {
		for name, b := range m {
			streams[name] = b
		}
	}
	add(mapiStreams("__recip_version1.0_#00000000/", map[int]string{mapiName: "Jean", mapiSMTP: "j@x.fr"}))
	add(mapiStreams("__attach_version1.0_#00000000/", map[int]string{mapiAttachLong: "l.csv"}))
	streams["__attach_version1.0_#00000000/"+mapiName4(mapiAttachData, "0102")] = []byte(csvFile)
	add(mapiStreams("__attach_version1.0_#00000001/", map[int]string{mapiAttachName: "inner"}))
	add(mapiStreams("__attach_version1.0_#00000001/"+mapiName4(mapiAttachData, "000D")+"/", map[int]string{mapiBody: "inner text"}))
	rtf := mapiStreams("", map[int]string{mapiSubject: "x"})
	rtf[mapiName4(mapiRTF, "0102")] = sealtest.Join(uint32(40), uint32(20), uint32(0x414C454D), uint32(0), `{\rtf1 Zo\'e9 here}`)
	both := mapiStreams("", map[int]string{mapiBody: "Bonjour"})
	both[mapiName4(mapiRTF, "0102")] = rtf[mapiName4(mapiRTF, "0102")]
	html := mapiStreams("", map[int]string{})
	html[mapiName4(mapiHTML, "0102")] = []byte("<html><p>Zo&eacute;</p></html>")
	extracts(t, []extraction{
		{name: "message", file: File{Name: "a.msg", Data: sealtest.CompoundFile(streams)}, kind: "msg",
			want: []string{"<header> Liste", "<header> z@x.fr", "<header> Jean j@x.fr", "Bonjour", "l.csv 2| Dupont | d@x.fr", "inner text", "<header> X-Note: Dupont"}},
		{name: "a contact", file: File{Data: sealtest.CompoundFile(mapiStreams("", map[int]string{0x3A11: "Dupont", 0x8083: "d@x.fr", 0x1035: "<1@x.fr>"}))}, kind: "msg",
			want: []string{"<properties> Dupont", "<properties> d@x.fr"}, absent: []string{"1@x.fr"}},
		{name: "body in RTF", file: File{Data: sealtest.CompoundFile(rtf)}, kind: "msg", want: []string{"Zoé here"}},
		{name: "body in RTF beside another text", file: File{Data: sealtest.CompoundFile(both)}, kind: "msg", want: []string{"Bonjour", "Zoé here"}},
		{name: "body in HTML", file: File{Data: sealtest.CompoundFile(html)}, kind: "msg", want: []string{"Zoé"}},
	})
}

func TestUnpackRTF(t *testing.T) {
	// the example of MS-OXRTFCP 4.1.1
	packed := unhexAll("2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232" + "0af32068656c0900206277" + "05b06c647d0a800fa0")
	out, err := unpackRTF(packed)
	if want := "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"; err != nil || string(out) != want {
		t.Errorf("%q, %v, want %q", out, err, want)
	}
	for n := range packed {
		unpackRTF(packed[:n])
	}
}

// tnefOf makes a winmail.dat.
func tnefOf(attributes ...[]byte) []byte {
	out := sealtest.Join(uint32(0x223E9F78), uint16(1))
	for _, a := range attributes {
		out = append(out, a...)
	}
	return out
}

func tnefAttr(id uint32, body []byte) []byte {
	return sealtest.Join(byte(2), id, uint32(len(body)), body, uint16(0))
}

// mapiProp is one property of a MAPI list with a single value of variable length.
func mapiProp(kind, id uint16, value []byte) []byte {
	return sealtest.Join(kind, id, uint32(1), uint32(len(value)), value, make([]byte, -len(value)&3))
}

func TestTNEF(t *testing.T) {
	long := sealtest.Join(uint32(3), uint16(3), uint16(0x0E20), uint32(5), mapiProp(0x1F, mapiAttachLong, wide("l.csv\x00", le)),
		uint16(0x1F), uint16(0x8001), make([]byte, 16), uint32(0), uint32(9), uint32(1), uint32(2), "x\x00\x00\x00")
	inner := sealtest.Join(uint32(1), mapiProp(0x0D, mapiAttachData, sealtest.Join(make([]byte, 16), tnefOf(tnefAttr(tnefBody, []byte("inner\x00"))))))
	body := sealtest.Join(uint32(1), mapiProp(0x0102, mapiHTML, []byte("<html><p>Zoé</p></html>")))
	extracts(t, []extraction{
		{name: "attachment", file: File{Name: "winmail.dat", Data: tnefOf(tnefAttr(0x00069002, nil), tnefAttr(0x0001800F, nil)[:0], tnefAttr(tnefAttachRend, make([]byte, 14)), tnefAttr(tnefAttachName, []byte("L.CSV\x00")), tnefAttr(tnefAttachData, []byte(csvFile)), tnefAttr(tnefAttachment, long))}, kind: "tnef", want: []string{"l.csv 2| Dupont | d@x.fr"}},
		{name: "two attachments", file: File{Data: tnefOf(tnefAttr(tnefAttachRend, nil), tnefAttr(tnefAttachName, []byte("a.txt\x00")), tnefAttr(tnefAttachData, []byte("one")), tnefAttr(tnefAttachRend, nil), tnefAttr(tnefAttachName, []byte("b.txt\x00")), tnefAttr(tnefAttachData, []byte("two")))}, kind: "tnef", want: []string{"a.txt one", "b.txt two"}},
		{name: "bodies", file: File{Data: tnefOf(tnefAttr(tnefBody, []byte("plain\x00")), tnefAttr(tnefMAPIProps, body))}, kind: "tnef", want: []string{"plain", "Zoé"}},
		{name: "message inside", file: File{Data: tnefOf(tnefAttr(tnefAttachRend, nil), tnefAttr(tnefAttachment, inner))}, kind: "tnef", want: []string{"inner"}},
		{name: "cut short", file: File{Data: tnefOf(tnefAttr(tnefBody, []byte("plain")))[:18]}, kind: "tnef", reason: ReasonDamaged},
	})
}

func TestDOCHandmade(t *testing.T) {
	text := "Bonjour\rNom\x07Mél\x07\x07Dupont\x07d@x.fr\x07\x07after \x13 HYPERLINK \"mailto:z@x.fr\" \x14link\x15 end\r"
	doc := func(flags uint16, text string, clx []byte) []byte {
		fib := make([]byte, 0x400)
		le.PutUint16(fib, 0xA5EC)
		le.PutUint16(fib[2:], 0x00C1)
		le.PutUint16(fib[0x0A:], flags)
		le.PutUint32(fib[fibCounts:], uint32(len([]rune(text))))
		le.PutUint32(fib[fibClx+4:], uint32(len(clx)))
		return sealtest.CompoundFile(map[string][]byte{"WordDocument": sealtest.Join(fib, wide(text, le)), "0Table": clx})
	}
	pieces := func(n int) []byte {
		return sealtest.Join(byte(2), uint32(16), uint32(0), uint32(n), uint16(0), uint32(0x400), uint16(0))
	}
	old := make([]byte, 0x100)
	le.PutUint16(old, 0xA5DC)
	le.PutUint16(old[2:], 0x65)
	le.PutUint32(old[fibFirst:], 0x100)
	le.PutUint32(old[fibFirst+4:], 0x108)
	n := len([]rune(text))
	extracts(t, []extraction{
		{name: "text and table", file: File{Data: doc(0, text, pieces(n))}, kind: "doc", want: []string{"Bonjour", "1| Nom | Mél", "2| Dupont | d@x.fr", "after link end", `<hidden> HYPERLINK "mailto:z@x.fr"`}},
		{name: "encrypted", file: File{Data: doc(fibEncrypted, text, pieces(n))}, kind: "doc", reason: ReasonWeak},
		{name: "pieces beyond the end", file: File{Data: doc(0, text, pieces(99999))}, kind: "doc", reason: ReasonDamaged},
		{name: "no piece table", file: File{Data: doc(0, text, nil)}, kind: "doc", reason: ReasonDamaged},
		{name: "Word 95", file: File{Data: sealtest.CompoundFile(map[string][]byte{"WordDocument": sealtest.Join(old, "Zo\xE9 old\r")})}, kind: "doc", want: []string{"Zoé old"}},
	})
}

func TestPPTHandmade(t *testing.T) {
	record := func(version, kind uint16, body []byte) []byte {
		return sealtest.Join(version, kind, uint32(len(body)), body)
	}
	slide := func(text string) []byte { return record(15, pptSlide, record(0, pptTextChars, wide(text, le))) }
	stream := sealtest.Join(record(15, 0x03E8, record(15, pptSlideList, sealtest.Join(record(0, pptPersist, make([]byte, 20)), record(0, pptTextBytes, []byte("titre \xE9"))))),
		slide("one\rtwo"), slide("three"), record(15, pptNotes, record(0, pptTextChars, wide("say Zoé", le))))
	extracts(t, []extraction{
		{name: "slides", file: File{Data: sealtest.CompoundFile(map[string][]byte{"PowerPoint Document": stream, "Current User": make([]byte, 20)})}, kind: "ppt", want: []string{"p1 titre é", "p1 one", "p1 two", "p2 three", "<notes> say Zoé"}},
		{name: "cut short", file: File{Data: sealtest.CompoundFile(map[string][]byte{"PowerPoint Document": stream[:30], "Current User": make([]byte, 20)})}, kind: "ppt", reason: ReasonDamaged},
		{name: "nested without end", file: File{Data: sealtest.CompoundFile(map[string][]byte{"PowerPoint Document": nestedRecords(100), "Current User": make([]byte, 20)})}, kind: "ppt", reason: ReasonTooBig},
	})
}

func nestedRecords(depth int) []byte {
	var b []byte
	for range depth {
		b = sealtest.Join(uint16(15), uint16(1), uint32(len(b)), b)
	}
	return b
}

func TestEmbeddedObjects(t *testing.T) {
	pkg := sealtest.Join(uint16(2), "l.csv\x00", "C:\\l.csv\x00", uint32(0x30000), uint32(9), "C:\\l.csv\x00", uint32(len(csvFile)), csvFile)
	word := sealtest.CompoundFile(map[string][]byte{"WordDocument": make([]byte, 0x400), "ObjectPool/_1/\x01Ole10Native": sealtest.Join(uint32(len(pkg)), pkg)})
	lines, _ := read(t, File{Data: word})
	if !strings.Contains(strings.Join(lines, "\n"), "l.csv 2| Dupont | d@x.fr") {
		t.Errorf("packaged file: %v", lines)
	}
	ole1 := sealtest.Join(uint32(0x501), uint32(2), uint32(8), "Package\x00", uint32(1), "\x00", uint32(1), "\x00", uint32(len(pkg)), pkg)
	if f, ok := oleObject(ole1); !ok || f.Name != "l.csv" || string(f.Data) != csvFile {
		t.Errorf("OLE 1.0: %v, %v", f, ok)
	}
	for n := range ole1 {
		oleObject(ole1[:n])
		olePackage(pkg[:min(n, len(pkg))])
	}
	sheet := xlsOf(biffBook(nil, "S", 0))
	inside := sealtest.CompoundFile(map[string][]byte{"WordDocument": make([]byte, 0x400), "ObjectPool/_1/Workbook": biffBook(nil, "Inner", 0, biffRecord(biffLabel, uint16(0), uint16(0), uint16(0), biffText(2, "Dupont")))})
	lines, _ = read(t, File{Data: inside})
	if !strings.Contains(strings.Join(lines, "\n"), "'Inner' 1| Dupont") {
		t.Errorf("a sheet in a document: %v", lines)
	}
	if _, r := read(t, File{Data: sheet}); r.Type != "xls" || !r.Readable {
		t.Errorf("%+v", r)
	}
}

// TestOpenWithDefaultPassword: what opens with the built-in password is read.
func TestOpenWithDefaultPassword(t *testing.T) {
	for _, f := range corpusFiles(t, "ooxml-cfb legacy-office") {
		if f.expected != "openable-without-password" {
			continue
		}
		d, r := Read(File{Data: f.data}, NewBudget())
		if r.Seal != seal.Open || !r.Readable || len(d.Blocks) < 2 {
			t.Errorf("%s: %+v, %d blocks", f.path, r, len(d.Blocks))
		}
	}
}

func TestXLSB(t *testing.T) {
	rec := func(kind int, pieces ...any) []byte {
		body := sealtest.Join(pieces...)
		head := []byte{byte(kind)}
		if kind > 127 {
			head = []byte{byte(kind&0x7F | 0x80), byte(kind >> 7)}
		}
		return sealtest.Join(head, byte(len(body)), body)
	}
	str := func(s string) []byte { return sealtest.Join(uint32(len([]rune(s))), wide(s, le)) }
	cell := func(col uint32, style byte) []byte { return sealtest.Join(col, style, "\x00\x00\x00") }
	book := sealtest.Join(rec(xlsbWorkbook, uint32(0)), rec(xlsbSheet, uint32(0), uint32(1), str("r1"), str("Liste")), rec(xlsbSheet, uint32(1), uint32(2), str("r2"), str("Caché")))
	strs := rec(xlsbSharedItem, byte(0), str("Dupont"))
	styles := sealtest.Join(rec(xlsbBeginStyles, uint32(2)), rec(xlsbStyle, uint16(0), uint16(0)), rec(xlsbStyle, uint16(0), uint16(14)), rec(xlsbEndStyles))
	sheet := sealtest.Join(rec(xlsbRow, uint32(0)), rec(xlsbSharedText, cell(0, 0), uint32(0)), rec(xlsbText, cell(1, 0), str("d@x.fr")),
		rec(xlsbRow, uint32(4)), rec(xlsbReal, cell(0, 1), math.Float64bits(29344)), rec(xlsbRK, cell(2, 0), uint32(42<<2|2)), rec(xlsbFormulaText, cell(3, 0), str("Zoé"), uint32(0)),
		rec(xlsbRow, uint32(5)), rec(xlsbShortShared, "\x00\x00\x00\x00", uint32(0)), rec(xlsbText, cell(2, 0), str("Zoé")), rec(17, "\x00\x00\x00\x00", str("z@x.fr")), rec(14, "\x00\x00\x00\x00\x07"), rec(13, "\x00\x00\x00\x00", uint32(42<<2|2)))
	file := zipOf(t, "[Content_Types].xml", `<Types><Default ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>`, "_rels/.rels", rels("a", "officeDocument", "xl/workbook.bin"),
		"xl/workbook.bin", string(book), "xl/_rels/workbook.bin.rels", rels("r1", "worksheet", "worksheets/sheet1.bin", "r2", "worksheet", "worksheets/sheet2.bin"),
		"xl/sharedStrings.bin", string(strs), "xl/styles.bin", string(styles), "xl/worksheets/sheet1.bin", string(sheet), "xl/worksheets/sheet2.bin", string(sealtest.Join(rec(xlsbRow, uint32(0)), rec(xlsbText, cell(0, 0), str("hidden")))),
		"xl/worksheets/_rels/sheet1.bin.rels", rels("c", "comments", "../comments1.bin"), "xl/comments1.bin", string(sealtest.Join(rec(xlsbAuthor, str("Zoé")), rec(xlsbComment, byte(0), str("remark")))))
	extracts(t, []extraction{{name: "binary workbook", file: File{Name: "a.xlsb", Data: file}, kind: "xlsb",
		want: []string{"'Liste' 1| Dupont | d@x.fr", "'Liste' 5| 03/05/1980 |  | 42 | Zoé", "'Liste' 6| Dupont |  | Zoé | z@x.fr |  | 42", "<hidden> 'Caché' 1| hidden", "<comments> 'Liste' remark"}}})
}
