package attachment

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"souspli/policy/seal/sealtest"
)

const sampleText = "Né le 3 mai à Évry pour 12 €"

func encoded(t testing.TB, page *charmap.Charmap, text string) []byte {
	t.Helper()
	out, err := page.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(out)
}

// TestCharsets: text is read by what its bytes are, and by its label where the label could hide something.
func TestCharsets(t *testing.T) {
	long := strings.Repeat(sampleText+"\n", 10)
	utf32 := []byte{0xFF, 0xFE, 0, 0}
	for _, r := range long {
		utf32 = binary.LittleEndian.AppendUint32(utf32, uint32(r))
	}
	text := func(data []byte, label string) File { return File{Name: "a.txt", MediaType: label, Data: data} }
	extracts(t, []extraction{
		{name: "UTF-8", file: text([]byte(long), ""), kind: "text", want: []string{sampleText}},
		{name: "UTF-8 with a mark", file: text([]byte("\xEF\xBB\xBF"+long), ""), kind: "text", want: []string{sampleText}},
		{name: "Windows-1252", file: text(encoded(t, charmap.Windows1252, long), ""), kind: "text", want: []string{sampleText}},
		{name: "Windows-1252 called ISO-8859-15", file: text(encoded(t, charmap.ISO8859_15, long), "text/plain; charset=iso-8859-15"), kind: "text", want: []string{sampleText}},
		{name: "UTF-16 with a mark", file: text(append([]byte("\xFF\xFE"), wide(long, binary.LittleEndian)...), ""), kind: "text", want: []string{sampleText}},
		{name: "UTF-16 big-endian with a mark", file: text(append([]byte("\xFE\xFF"), wide(long, binary.BigEndian)...), ""), kind: "text", want: []string{sampleText}},
		{name: "UTF-16 without", file: text(wide(long, binary.LittleEndian), ""), kind: "text", want: []string{sampleText}},
		{name: "UTF-16 big-endian without", file: text(wide(long, binary.BigEndian), ""), kind: "text", want: []string{sampleText}},
		{name: "UTF-32", file: text(utf32, ""), kind: "text", want: []string{sampleText}},
		{name: "UTF-32 without a mark", file: text(utf32[4:], ""), kind: "text", want: []string{sampleText}},
		{name: "the label lies: ISO-2022-KR", file: text([]byte("NIR 1 80 05 75 116 005 42\n"), "text/plain; charset=iso-2022-kr"), kind: "text", want: []string{"NIR 1 80 05 75 116 005 42"}},
		{name: "the label lies: UTF-16", file: text([]byte("NIR 1 80 05 75 116 005 42\n"), "text/plain; charset=utf-16"), kind: "text", want: []string{"NIR 1 80 05 75 116 005 42"}},
		{name: "the label lies: latin1 over UTF-8", file: text([]byte(long), "text/plain; charset=iso-8859-1"), kind: "text", want: []string{sampleText}},
		{name: "the label tells the truth: UTF-7", file: text([]byte("N+AOk- le 3 mai\n"), "text/plain; charset=utf-7"), kind: "text", want: []string{"N+AOk- le 3 mai", "Né le 3 mai"}},
		{name: "the label tells the truth: EBCDIC", file: text(encoded(t, charmap.CodePage037, "NAME JEAN DUPONT IN PARIS"), "text/plain; charset=ibm037"), kind: "text", want: []string{"NAME JEAN DUPONT IN PARIS"}},
		{name: "quoted-printable throughout", file: text([]byte("Caf=C3=A9 =3D 1;=C3=A9t=\n=C3=A9\n"), ""), kind: "text", want: []string{"Café = 1;été"}},
		{name: "signs of equality", file: text([]byte("a=C3=A9=C3\nb=12 c=AB=CD=EF x=y\n"), ""), kind: "text", want: []string{"a=C3=A9=C3", "b=12 c=AB=CD=EF x=y"}},
		{name: "an unknown label", file: text([]byte(long), "text/plain; charset=nobody-knows"), kind: "text", want: []string{sampleText}},
		{name: "a page in UTF-16 whose meta says latin1", file: text(append([]byte("\xFF\xFE"), wide("<html><meta charset=iso-8859-1><p>"+sampleText, binary.LittleEndian)...), ""), kind: "html", want: []string{sampleText}, absent: []string{"\x00"}},
		{name: "a page in UTF-8 whose meta says latin1", file: text([]byte("<html><meta charset=iso-8859-1><p>"+sampleText), ""), kind: "html", want: []string{sampleText}},
		{name: "XML in UTF-16 that says Windows-1252", file: text(wide("<?xml version='1.0' encoding='windows-1252'?>\n<a><b>"+sampleText+"</b></a>", binary.LittleEndian), ""), kind: "xml", want: []string{"b: " + sampleText}, absent: []string{"\x00"}},
		{name: "XML in Windows-1252 that says so", file: text(encoded(t, charmap.Windows1252, "<?xml version='1.0' encoding='windows-1252'?>\n<a><b>"+sampleText+"</b></a>"), ""), kind: "xml", want: []string{"b: " + sampleText}},
		{name: "old Mac line ends", file: text([]byte("one\rtwo\r"), ""), kind: "text", want: []string{"one", "two"}},
		{name: "empty", file: text(nil, ""), kind: "empty"},
		{name: "binary", file: text(noise(200, 1), ""), kind: "unknown", reason: ReasonUnknown},
		{name: "binary that looks encrypted", file: text(noise(2000, 1), ""), kind: "unknown", reason: ReasonUnproven},
	})
}

func TestOpaqueIsNotFailed(t *testing.T) {
	for name, data := range map[string][]byte{"noise": noise(2000, 1), "program": append([]byte("MZ\x90\x00"), noise(500, 2)...), "picture": append([]byte("\xFF\xD8\xFF\xE0"), noise(500, 3)...)} {
		if _, r := read(t, File{Data: data}); !r.Opaque || r.Failed || r.Unreadable() || r.Readable {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if _, r := read(t, File{Data: []byte("%PDF-1.4 nothing behind")}); r.Opaque || !r.Unreadable() {
		t.Errorf("a damaged PDF: %+v", r)
	}
}

func TestStringsInBinary(t *testing.T) {
	data := append([]byte("MZ\x00\x01"), noise(60, 1)...)
	data = append(data, "\x00jean.dupont@example.org\x00"...)
	data = append(data, wide("\x00zoe@example.org\x00", binary.LittleEndian)...)
	lines, _ := read(t, File{Name: "a.exe", Data: data})
	text := strings.Join(lines, "\n")
	for _, want := range []string{"<hidden> jean.dupont@example.org", "<hidden> zoe@example.org"} {
		if !strings.Contains(text, want) {
			t.Errorf("missing %q in %s", want, text)
		}
	}
}

// TestDelimited is the guess of what is a table.
func TestDelimited(t *testing.T) {
	text := func(name, s string) File { return File{Name: name, Data: []byte(s)} }
	extracts(t, []extraction{
		{name: "semicolons", file: text("a.csv", "Nom;Mél\nDupont;d@x.fr\n\nMartin;m@x.fr\n"), kind: "csv", want: []string{"1| Nom | Mél", "2| Dupont | d@x.fr", "4| Martin | m@x.fr"}},
		{name: "commas", file: text("a.csv", "a,b\n1,2\n"), kind: "csv", want: []string{"2| 1 | 2"}},
		{name: "tabs without a hint", file: text("a", "a\tb\tc\n1\t2\t3\n4\t5\t6\n"), kind: "tsv", want: []string{"3| 4 | 5 | 6"}},
		{name: "bars", file: text("a.txt", "a|b\n1|2\n3|4\n5|6\n7|8\n"), kind: "csv", want: []string{"5| 7 | 8"}},
		{name: "Markdown", file: text("a.md", "# x\n| a | b | c |\n|---|:-:|--:|\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |\n| 7 | 8 | 9 |\n"), kind: "csv", want: []string{"3|  |  1  |  2  |  3 ", "5|  |  7  |  8  |  9 "}},
		{name: "quoted", file: text("a.csv", "a;b\n\"x;y\";\"say \"\"hi\"\"\"\n"), kind: "csv", want: []string{"2| x;y | say \"hi\""}},
		{name: "a quote over lines", file: text("a.csv", "a;b\n\"one\ntwo\";3\n4;5\n"), kind: "csv", want: []string{"2| one\ntwo | 3", "3| 4 | 5"}},
		{name: "a quote never closed", file: text("a.csv", "a;b\n\"x;1\ny;2\n"), kind: "csv", want: []string{"2| \"x | 1", "3| y | 2"}},
		{name: "sep line", file: text("a.csv", "sep=|\na|b;c\n"), kind: "csv", want: []string{"2| a | b;c"}},
		{name: "old Mac line ends", file: text("a.csv", "a;b\r1;2\r"), kind: "csv", want: []string{"2| 1 | 2"}},
		{name: "commas in decimals between semicolons", file: text("a.csv", "x;y\n1,5;2,5\n3,5;4,5\n"), kind: "csv", want: []string{"2| 1,5 | 2,5"}},
		{name: "amounts with commas", file: text("a.txt", "Nom        Dû\nRiou Anne  12,50  7,50\nJoly Luc  92,00  3,00\nCoste Max  8,20  4,10\nHamon Ida  7,00  3,50\nPicard Eve  6,00  2,50\n"), kind: "text", want: []string{"Nom        Dû"}},
		{name: "one comma a line", file: text("a.txt", "Jean Dupont - 3 rue X, 29200 Brest\nAnne Roux - 4 rue Y, 29200 Brest\nLuc Petit - 5 rue Z, 29200 Brest\nLéa Roy - 6 rue Z, 29200 Brest\nNoé Blanc - 7 rue Z, 29200 Brest\n"), kind: "text",
			want: []string{"Jean Dupont - 3 rue X, 29200 Brest"}},
		{name: "statements have no columns", file: text("a.sql", "INSERT INTO a (nom, tel, cp) VALUES ('Dupont', '1', '2');\nINSERT INTO a (nom, tel, cp) VALUES ('Roux', '3', '4');\nINSERT INTO a (nom, tel, cp) VALUES ('Roy', '5', '6');\n"), kind: "text",
			want: []string{"INSERT INTO a (nom, tel, cp) VALUES ('Dupont', '1', '2');"}},
		{name: "prose with commas", file: text("a.txt", "Hello, Jean.\nHere is the list, as you wished.\nYours, Zoé\n"), kind: "text", want: []string{"Hello, Jean."}},
		{name: "a title above", file: text("a.csv", "Export of today\n\nNom;Mél;Tél\nDupont;d@x.fr;01\nMartin;m@x.fr;02\nPetit;p@x.fr;03\n"), kind: "csv", want: []string{"1| Export of today", "4| Dupont | d@x.fr | 01"}},
		{name: "one column", file: text("a.csv", "a@x.fr\nb@x.fr\n"), kind: "text", want: []string{"b@x.fr"}},
	})
}

// TestHugeTable: time and memory grow with the size, not faster (reliability-security C19).
func TestHugeTable(t *testing.T) {
	row := "4970101234567890;3 12 12 12 123 123 12;\"a\"\"b\"\n"
	data := bytes.Repeat([]byte(row), 8<<20/len(row))
	lines, r := read(t, File{Name: "a.csv", Data: data})
	if !r.Readable || len(lines) != 8<<20/len(row)+1 {
		t.Errorf("%d lines, %+v", len(lines), r)
	}
	small := &Budget{Depth: 5, Entries: 10, Bytes: 1 << 20, Text: 1 << 20, Ratio: 200, Member: 1 << 20}
	if _, r = readWithin(t, File{Name: "a.csv", Data: data}, small); r.Reason != ReasonTooBig || !r.Unreadable() {
		t.Errorf("beyond the budget: %+v", r)
	}
}

func TestUU(t *testing.T) {
	csv := "Nom;Mél\nDupont;d@x.fr\nMartin;m@x.fr\n"
	var uu strings.Builder
	uu.WriteString("Hello,\nbegin 644 liste.csv\n")
	for rest := []byte(csv); len(rest) > 0; {
		n := min(45, len(rest))
		uu.WriteString(uuEncode(rest[:n]) + "\n")
		rest = rest[n:]
	}
	uu.WriteString("`\nend\nBye\n")
	extracts(t, []extraction{
		{name: "whole", file: File{Data: []byte(uu.String())}, kind: "text", want: []string{"liste.csv 2| Dupont | d@x.fr", "Hello,", "Bye"}},
		{name: "without end", file: File{Data: []byte(strings.Split(uu.String(), "`\nend")[0])}, kind: "text", want: []string{"liste.csv 2| Dupont | d@x.fr"}},
		{name: "base64", file: File{Data: []byte("begin-base64 644 liste.csv\nTm9tO03DqWwKRHVwb250O2RAeC5mcgpNYXJ0aW47bUB4LmZyCg==\n====\n")}, kind: "text", want: []string{"liste.csv 2| Dupont | d@x.fr"}},
		{name: "a sampleText", file: File{Data: []byte("Let us\nbegin 644 years ago\nand go on\n")}, kind: "text", want: []string{"begin 644 years ago", "and go on"}},
	})
}

func uuEncode(b []byte) string {
	out := []byte{byte(len(b)) + 0x20}
	for i := 0; i < len(b); i += 3 {
		var g [3]byte
		copy(g[:], b[i:])
		for _, v := range []byte{g[0] >> 2, g[0]<<4&0x30 | g[1]>>4, g[1]<<2&0x3C | g[2]>>6, g[2] & 0x3F} {
			if v == 0 {
				v = 0x40
			}
			out = append(out, v+0x20)
		}
	}
	return string(out)
}

func TestYenc(t *testing.T) {
	csv := []byte("Nom;Mél\nDupont;d@x.fr\nMartin;m@x.fr\n")
	coded := make([]byte, 0, 2*len(csv))
	for _, c := range csv {
		switch c += 42; c {
		case 0, '\n', '\r', '=':
			coded = append(coded, '=', c+64)
		default:
			coded = append(coded, c)
		}
	}
	whole := "Hello\n=ybegin line=128 size=99 name=liste.csv\n" + string(coded) + "\n=yend size=99\n"
	part := "=ybegin part=1 line=128 size=99 name=liste.csv\n=ypart begin=1 end=99\n" + string(coded) + "\n=yend size=99\n"
	extracts(t, []extraction{
		{name: "whole", file: File{Data: []byte(whole)}, kind: "yenc", want: []string{"Hello", "liste.csv 2| Dupont | d@x.fr"}},
		{name: "part", file: File{Data: []byte(part)}, kind: "yenc", want: []string{"liste.csv 2| Dupont | d@x.fr"}},
		{name: "no end", file: File{Data: []byte(strings.Split(whole, "\n=yend")[0])}, kind: "yenc", want: []string{"liste.csv 2| Dupont | d@x.fr"}},
	})
}

func TestBinHex(t *testing.T) {
	data := append([]byte(csvFile), bytes.Repeat([]byte("x"), 20)...)
	body := sealtest.Join(byte(5), "l.csv", byte(0), "TEXT", "ttxt", "\x00\x00", byte(0), byte(0), byte(0), byte(len(data)), "\x00\x00\x00\x00", "\x00\x00", data)
	var packed []byte
	for i := 0; i < len(body); i++ { // runs of four and more are shortened, as every writer does
		n := 1
		for i+n < len(body) && body[i+n] == body[i] && n < 255 {
			n++
		}
		if n >= 4 {
			packed = append(packed, body[i], 0x90, byte(n))
			i += n - 1
			continue
		}
		packed = append(packed, body[i])
	}
	var text strings.Builder
	acc, bits := 0, 0
	for _, c := range append(packed, 0, 0) {
		for acc, bits = acc<<8|int(c), bits+8; bits >= 6; {
			bits -= 6
			text.WriteByte(binHexAlphabet[acc>>bits])
			acc &= 1<<bits - 1
		}
	}
	file := "Hello\n(This file must be converted with BinHex 4.0)\n\n:" + text.String()[:40] + "\n" + text.String()[40:] + ":\n"
	extracts(t, []extraction{
		{name: "whole", file: File{Data: []byte(file)}, kind: "text", want: []string{"l.csv 2| Dupont | d@x.fr", "Hello"}},
		{name: "the remark alone", file: File{Data: []byte(binHexMark + " 4.0) is what it says\n")}, kind: "text", want: []string{binHexMark + " 4.0) is what it says"}},
	})
	for n := range body {
		binHexFile(body[:n])
	}
}

// TestAligned: commas within the cells of a table of fixed width do not part its columns.
func TestAligned(t *testing.T) {
	lines := []string{"Patient                Born        Insurer", "Visscher, S. (Saskia)  10-01-2000  CZ", "Bakker, J. (Johanna)   25-09-1986  Menzis",
		"Kuipers, S. (Sjoerd)   14-01-2007  CZ", "Jansen, E. (Esmée)     20-10-2002  VGZ", "Postma, W. (Willem)    05-05-1936  CZ"}
	for _, tt := range []struct {
		text string
		want bool
	}{
		{strings.Join(lines, "\n"), false},
		{strings.Repeat("Visscher  , 10-01-2000  , CZ\n", 6), true}, // cells that are padded
	} {
		if _, ok := delimiterOf(tt.text, false); ok != tt.want {
			t.Errorf("delimited %v, want %v:\n%s", ok, tt.want, tt.text)
		}
	}
}
