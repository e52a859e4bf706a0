package attachment

import (
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/snappy"

	"souspli/policy/seal/sealtest"
)

// fuzzed examines any bytes under a name: an answer, and no crash that a reader had to be caught in.
func fuzzed(f *testing.F, name, mediaType string, seeds ...[]byte) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	small := Budget{Depth: 3, Entries: 200, Bytes: 16 << 20, Text: 4 << 20, Ratio: 200, Member: 8 << 20}
	f.Fuzz(func(t *testing.T, data []byte) {
		budget := small
		s := &scope{sample: newSample(File{Name: name, MediaType: mediaType, Data: data}), w: &walk{budget: &budget}}
		for _, kind := range matches(s.sample) {
			s.kind = kind.kind
			s.note(kind.read(s)) // not run: a panic must be seen
		}
	})
}

func FuzzText(f *testing.F) {
	fuzzed(f, "a.csv", "text/csv; charset=utf-7", []byte(csvFile), []byte("begin 644 a\n#86)C\n`\nend\n"), []byte("=ybegin name=a\nabc\n=yend\n"), []byte("sep=;\n\"a\";\"b\n"))
}

func FuzzMarkup(f *testing.F) {
	fuzzed(f, "a.xml", "", []byte("<?xml version='1.0'?><a><b x='1'>t</b><c/></a>"), []byte("<html><table><tr><td>a<td>b</table>"), []byte("<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'><Row><Cell><Data>x</Data></Cell></Row></Workbook>"))
}

func FuzzJSON(f *testing.F) {
	fuzzed(f, "a.json", "", []byte(`[{"a":1,"b":[{"c":"data:text/plain,x"}]}]`))
}

func FuzzDirectory(f *testing.F) {
	fuzzed(f, "a", "", []byte("BEGIN:VCARD\nFN:x\nEND:VCARD\n"), []byte("BEGIN:VCALENDAR\nATTENDEE;CN=x:mailto:y\nEND:VCALENDAR"), []byte("dn: cn=x\ncn:: eA==\n"), []byte(hl7Result))
}

func FuzzRTF(f *testing.F) {
	fuzzed(f, "a.rtf", "", []byte(`{\rtf1\ansi{\fonttbl{\f0\fcharset204 x;}}\trowd\intbl a\cell\row\u233?{\object\objdata 0105}}`))
}

func FuzzEML(f *testing.F) {
	fuzzed(f, "a.eml", "message/rfc822", message("Content-Type: text/csv; name*0=a; name*1=b\nContent-Transfer-Encoding: quoted-printable", "a=3Bb").Data)
}

func FuzzXLS(f *testing.F) {
	sst := biffRecord(biffSST, uint32(1), uint32(1), biffText(2, "Dupont"))
	fuzzed(f, "a.xls", "", xlsOf(biffBook(sst, "S", 0, biffRecord(biffLabelSST, uint16(0), uint16(0), uint16(0), uint32(0)), biffRecord(biffTXO, make([]byte, 18)), biffRecord(biffContinue, byte(0), "x"))))
}

func FuzzCompound(f *testing.F) {
	msg := mapiStreams("", map[int]string{mapiSubject: "x", mapiBody: "y"})
	msg[mapiName4(mapiRTF, "0102")] = sealtest.Join(uint32(40), uint32(20), uint32(0x75465A4C), uint32(0), noise(30, 1))
	fuzzed(f, "a.doc", "", sealtest.CompoundFile(msg), sealtest.CompoundFile(map[string][]byte{"PowerPoint Document": nestedRecords(4), "Current User": make([]byte, 20)}),
		sealtest.CompoundFile(map[string][]byte{"WordDocument": sealtest.Join(uint16(0xA5EC), uint16(0xC1), make([]byte, 0x500)), "0Table": noise(99, 1)}))
}

func FuzzTNEF(f *testing.F) {
	fuzzed(f, "winmail.dat", "", tnefOf(tnefAttr(tnefAttachRend, nil), tnefAttr(tnefAttachData, []byte("x")), tnefAttr(tnefMAPIProps, sealtest.Join(uint32(1), mapiProp(0x1F, mapiSubject, wide("x", le))))))
}

func FuzzOffice(f *testing.F) {
	fuzzed(f, "a.xlsx", "", xlsxOf(f, "<worksheet><row><c t='s'><v>0</v></c></row></worksheet>"), officeOf(f, "word/document.xml", "<w:p><w:t>x</w:t></w:p>"), odfOf(f, "text", "<text:p>x</text:p>"))
}

func FuzzSQLite(f *testing.F) {
	fuzzed(f, "a.db", "", sqliteOf(sqliteTree(sqliteHeader, sqliteTableLeaf, 0, sqliteRecord(1, "table", "a", "a", "2", "CREATE TABLE a (b)")), sqliteTree(0, sqliteTableLeaf, 0, sqliteRecord(1, "x"))),
		sqliteLogOf(sqliteTree(0, sqliteTableLeaf, 0, sqliteRecord(1, "x"))))
}

func FuzzDBF(f *testing.F) {
	fuzzed(f, "a.dbf", "", dbfOf(0x57, "*Dupont    19800503\x01\x00\x00\x00"))
}

func FuzzPNG(f *testing.F) {
	fuzzed(f, "a.png", "", slices.Concat([]byte("\x89PNG\r\n\x1a\n"), pngChunk("zTXt", "a\x00\x00"+deflated("x")), pngChunk("iTXt", "a\x00\x01\x00b\x00c\x00"+deflated("x")), pngChunk("IEND", "")))
}

// FuzzCodings goes through what texts hold as letters.
func FuzzCodings(f *testing.F) {
	for _, seed := range []string{hex.EncodeToString([]byte(csvFile)), "00000000: 4e6f 6d3b  Nom;\n00000008  4e 6f |No|\n0x4e, 0x6f, 0x6d, 0x3b", "<~9jqo^BlbD-BleB1DJ+*+F(f,q~>", "JZXW2O2NXSVQ====", "x\x9c", "eJwDAAAAAAE="} {
		f.Add([]byte(seed), true)
		f.Add([]byte(strings.Repeat(seed, 9)), false)
	}
	f.Fuzz(func(t *testing.T, text []byte, whole bool) {
		codedFiles(text)
		if whole { // past the least lengths
			listedBytes(text)
			tightHex(text)
			base85(text)
			looseBase32(text)
			room := int64(1 << 20)
			inflated(text, &room)
		}
	})
}

// FuzzPacked goes past the archives around the objects of iWork and the source of macros.
func FuzzPacked(f *testing.F) {
	f.Add(append([]byte{0, 9, 0, 0}, snappy.Encode(nil, []byte("\x04\x12\x02\x18\x03\x0a\x01x"))...))
	f.Add(packedMacro("Const a = 1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := &scope{sample: newSample(File{}), w: &walk{budget: NewBudget()}}
		s.note(s.readObjects(data))
		_, err := s.macroSource(data)
		s.note(err)
	})
}

// FuzzSheet goes past the archive: the XML of a sheet, which is where the rows are.
func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		s := &scope{sample: newSample(File{Data: xlsxOf(t, sheet)}), w: &walk{budget: &Budget{Depth: 3, Entries: 200, Bytes: 16 << 20, Text: 4 << 20, Ratio: 200, Member: 8 << 20}}}
		s.note(readZIP(s))
	})
}

func FuzzPDF(f *testing.F) {
	fuzzed(f, "a.pdf", "", pdfOf("BT /F1 12 Tf 50 700 Td [(a) -300 (b)] TJ ET"), pdfOf("", streamOf("/PatternType 1", "BT (x) Tj ET"), streamOf("/Filter /X", csvFile), "<< /Subtype /Type3 /Encoding << /Differences [65 /a90] >> >>"))
}

// FuzzPDFContent goes past the objects: the operators of a page.
func FuzzPDFContent(f *testing.F) {
	f.Add("q 1 0 0 1 5 5 cm BT /F1 12 Tf 14 TL (x) ' [(a)-300(b)] TJ ET Q BI ID EI /S <</ActualText (y)>> BDC EMC")
	f.Fuzz(func(t *testing.T, content string) {
		s := &scope{sample: newSample(File{Data: pdfOf(content)}), w: &walk{budget: NewBudget()}}
		s.note(readPDF(s))
	})
}

// FuzzFont reads the programs of fonts, which only damaged files have wrong.
func FuzzFont(f *testing.F) {
	f.Add([]byte("\x01\x00\x04\x01\x00\x01\x01\x01\x02X"))
	f.Add([]byte("1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <00> <02> [<0041> /A] endbfrange"))
	f.Fuzz(func(t *testing.T, data []byte) {
		cffEncoding(data)
		trueTypeLetters(data)
		type1Encoding(string(data))
		m := parseCMap(data)
		for code := range 300 {
			m.lookup(code)
		}
		m.length(data)
	})
}

func FuzzPassword(f *testing.F) {
	f.Add("mot de passe : Toto2024!")
	f.Fuzz(func(t *testing.T, text string) {
		PasswordHint(text)
		passwordName(text)
	})
}

func FuzzArchive(f *testing.F) {
	csv := gzipped(f, "l.csv", []byte(csvFile))
	fuzzed(f, "a.zip", "", zipOf(f, "a.csv", csvFile, "b.zip", string(zipOf(f, "c.txt", "x"))), tarred(f, "l.csv", csvFile), csv,
		append(zipOf(f, "a.csv", csvFile), zipOf(f, "b.csv", csvFile)...), lockedZip(f, []string{"a.csv"}, "b.csv", csvFile), []byte("7z\xBC\xAF\x27\x1C\x00\x04"), []byte("Rar!\x1a\x07\x01\x00"))
}

func FuzzImage(f *testing.F) {
	fuzzed(f, "a.jpg", "image/jpeg", gpsJPEG(f))
}

// FuzzTyped reads a message's own text: nothing that somebody typed may count as unreadable.
func FuzzTyped(f *testing.F) {
	f.Add([]byte("begin 644 a\n#86)C\n`\nend\n"), "text/plain")
	f.Add([]byte("=ybegin name=a\nabc\n=yend\n-----BEGIN PGP MESSAGE-----\n\nyw==\n-----END PGP MESSAGE-----\n"), "text/plain; charset=utf-7")
	f.Add([]byte("<p>mot de passe : <b>Toto2024</b> <a href='data:text/csv,a;b'>"), "text/html")
	f.Fuzz(func(t *testing.T, data []byte, mediaType string) {
		document, r := Read(File{Data: data, MediaType: mediaType, Typed: true}, &Budget{Depth: 3, Entries: 200, Bytes: 16 << 20, Text: 4 << 20, Ratio: 200, Member: 8 << 20})
		if r.Reason == ReasonCrashed {
			t.Error("crashed")
		}
		for _, b := range document.Blocks {
			if r.Type == "text" && len(b.Place.Path) == 0 {
				t.Errorf("what was typed is judged: %+v", b.Place)
			}
		}
	})
}

// FuzzBinaryWorkbook goes past the archive: the records of an XLSB, and text compressed as Outlook does.
func FuzzBinaryWorkbook(f *testing.F) {
	f.Add([]byte("\x00\x04\x00\x00\x00\x00\x06\x0c\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00x\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file := zipOf(t, "[Content_Types].xml", `<Types><Default ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>`, "_rels/.rels", rels("a", "officeDocument", "xl/workbook.bin"),
			"xl/workbook.bin", string(data), "xl/_rels/workbook.bin.rels", rels("r1", "worksheet", "worksheets/sheet1.bin"), "xl/sharedStrings.bin", string(data), "xl/styles.bin", string(data), "xl/worksheets/sheet1.bin", string(data))
		s := &scope{sample: newSample(File{Data: file}), w: &walk{budget: NewBudget()}}
		s.note(readZIP(s))
		_, _ = unpackRTF(data)
	})
}
