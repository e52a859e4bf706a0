package attachment

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/ulikunitz/xz/lzma"
	"golang.org/x/text/encoding/japanese"

	"souspli/policy/seal/sealtest"
)

// tokens reads markup and writes its tokens down, texts joined.
func tokens(m *markup) string {
	var out strings.Builder
	for t, ok := m.next(); ok; t, ok = m.next() {
		switch t.kind {
		case tokStart:
			out.WriteString("<" + t.name)
			t.eachAttr(func(name, value []byte) bool {
				out.WriteString(" " + string(name) + "=" + unescape(value))
				return true
			})
			out.WriteString(">")
		case tokEnd:
			out.WriteString("</" + t.local + ">")
		case tokText:
			out.WriteString(t.text)
		}
	}
	return out.String()
}

func TestMarkup(t *testing.T) {
	for in, want := range map[string]string{
		`<a x="1" y='&lt;"'>t&#233;&#xE9;&amp;&nope;</a>`: `<a x=1 y=<">téé&&nope;</a>`,
		"<w:p><w:t/></w:p>": "<w:p><w:t></t></p>",
		"<!-- c --><?pi?><!DOCTYPE a><a><![CDATA[<x>]]></a>": "<a><x></a>",
		`<a b="x>y">t</a>`:     "<a b=x>y>t</a>",
		"<a><b>never closed":   "<a><b>never closed",
		"<a><!-- never closed": "<a>",
		"text & more < text":   "text & more ",
		"<>x</>":               "x",
		"<a\nb\n=\n'c'\n>":     "<a b=c>",
		"<a b=c d='e'>":        "<a d=e>",
		string(wide("<a>é</a>", binary.LittleEndian)):           "<a>é</a>",
		"\xFE\xFF" + string(wide("<a>é</a>", binary.BigEndian)): "<a>é</a>",
		"": "",
	} {
		if got := tokens(newMarkup(strings.NewReader(in))); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestMarkupPieces: the tokens are the same however the stream arrives.
func TestMarkupPieces(t *testing.T) {
	var in strings.Builder
	for i := range 4000 {
		in.WriteString("<row r='" + strings.Repeat("é", i%5) + "'><c>&eacute;&#233;" + strings.Repeat("日本", i%40) + "</c><!-- x --></row>")
	}
	want := tokens(newMarkup(strings.NewReader(in.String())))
	if got := tokens(newMarkup(iotest.HalfReader(strings.NewReader(in.String())))); got != want {
		t.Error("half reads differ")
	}
	short := in.String()[:20_000]
	want = tokens(newMarkup(strings.NewReader(short)))
	if got := tokens(newMarkup(iotest.OneByteReader(strings.NewReader(short)))); got != want {
		t.Error("reads of one byte differ")
	}
}

func TestMarkupFault(t *testing.T) {
	m := newMarkup(iotest.TimeoutReader(strings.NewReader("<a>" + strings.Repeat("x", 200_000))))
	tokens(m)
	if m.fault() == nil {
		t.Error("an error of the stream is not told")
	}
	m = newMarkup(strings.NewReader("<a>"))
	if tokens(m); m.fault() != nil {
		t.Errorf("an end is an error: %v", m.fault())
	}
}

func TestLZMA(t *testing.T) {
	var out bytes.Buffer
	w, err := lzma.NewWriter(&out)
	if err != nil {
		t.Fatal(err)
	}
	w.Write([]byte(csvFile))
	w.Close()
	huge := bytes.Clone(out.Bytes())
	binary.LittleEndian.PutUint32(huge[1:], 1<<31)
	extracts(t, []extraction{
		{name: "lzma", file: File{Name: "l.csv.lzma", Data: out.Bytes()}, kind: "lzma", want: []string{"l.csv 2| Dupont | d@x.fr"}},
		{name: "a dictionary of 2 GiB", file: File{Name: "l.lzma", Data: huge}, kind: "lzma", reason: ReasonUnsupported},
	})
	block := sealtest.Join("\xFD7zXZ\x00", make([]byte, 6), byte(2), byte(0), byte(0x21), byte(1), byte(40), make([]byte, 20))
	if w := xzWindow(block); w != 1<<32 {
		t.Errorf("xz dictionary of %d", w)
	}
	if _, r := read(t, File{Data: block}); r.Reason != ReasonUnsupported {
		t.Errorf("%+v", r)
	}
}

func TestDeclared(t *testing.T) {
	for label, want := range map[string]bool{"windows-1252": true, "iso-8859-15": true, "koi8-r": true, "cp850": true, "ibm858": true, "iso-2022-kr": false, "utf-16le": false, "cp1047": false, "iso-2022-jp": false, "utf-7": false} {
		if _, alone, ok := declared([]byte("abc"), label); !ok || alone != want {
			t.Errorf("%s: alone %v, ok %v", label, alone, ok)
		}
	}
	for _, label := range []string{"", "utf-8", "nobody"} {
		if _, _, ok := declared([]byte("abc"), label); ok {
			t.Errorf("%q is another reading", label)
		}
	}
	for media, want := range map[string]string{"text/plain; charset=UTF-8": "utf-8", `text/plain; charset="x y"`: "x y", "text/plain; charset=a; charset=b": "a", "text/plain": "", "x; charset='q'": "'q'"} {
		if got := charsetOf(media); got != want {
			t.Errorf("%s: %q, want %q", media, got, want)
		}
	}
	if got := fromUTF7([]byte("a+AOk-b +- +AGE")); got != "aéb + a" {
		t.Errorf("%q", got)
	}
}

func TestDecodeWords(t *testing.T) {
	for in, want := range map[string]string{
		"=?utf-8?q?Zo=C3=A9?=": "Zoé", "=?utf-8?b?Wm/DqQ==?= x": "Zoé x", "=?iso-8859-15?q?12_=A4?=": "12 €", "=?koi8-r?b?6dfBzg==?=": "Иван",
		"=?nobody?q?Zo=E9?=": "Zoé", "=?utf-8?q?broken": "=?utf-8?q?broken", "Zo\xE9": "Zoé", "plain": "plain",
	} {
		if got := decodeWords(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestImageKinds(t *testing.T) {
	for magic, want := range map[string]string{
		"\xFF\xD8\xFF\xE0": "jpeg", "\x89PNG\r\n\x1a\n": "png", "GIF89a": "gif", "RIFF0000WEBP": "webp", "II*\x00": "tiff", "MM\x00*": "tiff", "\x00\x00\x00\x18ftypheic": "heif",
		"\x00\x00\x00\x18ftypavif": "avif", "8BPS": "psd", "\x00\x00\x00\x0CjP  \r\n": "jpeg2000", "\xD7\xCD\xC6\x9A": "metafile", "text": "",
	} {
		if got, _ := imageKind(sealtest.Join(magic, make([]byte, 50))); got != want {
			t.Errorf("%q: %q, want %q", magic, got, want)
		}
	}
	for magic, want := range map[string]string{"ID3\x04": "audio", "OggS": "audio", "RIFF0000WAVE": "audio", "\x00\x00\x00\x18ftypisom": "video", "\x1A\x45\xDF\xA3": "video", "\x7FELF": "executable",
		"\x00\x01\x00\x00Standard Jet DB": "access", "wOF2": "font", "\x00\x01\x00\x00\x00\x10": "font", "text": ""} {
		if got := mediaKind(sealtest.Join(magic, make([]byte, 50))); got != want {
			t.Errorf("%q: %q, want %q", magic, got, want)
		}
	}
}

// TestPredefinedCMaps: fonts of East Asia without embedded maps.
func TestPredefinedCMaps(t *testing.T) {
	sjis, err := japanese.ShiftJIS.NewEncoder().String("日本A")
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]string{"90ms-RKSJ-H": sjis, "UniJIS-UCS2-H": string(wide("日本A", binary.BigEndian))} {
		f := &pdfFont{composite: true}
		f.named(name)
		var got string
		for rest := []byte(b); len(rest) > 0; {
			g := f.next(rest)
			got += g.text
			rest = rest[g.bytes:]
		}
		if got != "日本A" {
			t.Errorf("%s: %q", name, got)
		}
	}
	for _, name := range []string{"GBK-EUC-H", "KSCms-UHC-H", "ETen-B5-H", "EUC-H", "Identity-H"} {
		f := &pdfFont{composite: true}
		f.named(name)
		if (f.legacy == nil) != (name == "Identity-H") {
			t.Errorf("%s: %v", name, f.legacy)
		}
	}
}

// TestFontsWithoutMaps: letters from the glyph order of system fonts, from code points, from Type 1 programs.
func TestFontsWithoutMaps(t *testing.T) {
	object := func(font string, more ...string) []byte {
		return bytes.Replace(pdfOf("BT /F2 12 Tf 50 700 Td <0024002500260027> Tj ET", append([]string{font}, more...)...), []byte("/F1 5 0 R"), []byte("/F2 6 0 R"), 1)
	}
	program := "%!PS-AdobeFont-1.0\n/Encoding 256 array\ndup 0 /Z put dup 36 /o put dup 37 /eacute put dup 38 /x put dup 39 /y put\nreadonly def\n"
	extracts(t, []extraction{
		{name: "a font that the reader has", file: File{Data: object("<< /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [<< /Subtype /CIDFontType2 /BaseFont /Verdana /FontDescriptor << /Flags 32 >> >>] >>")}, kind: "pdf", want: []string{"p1 ABCD"}},
		{name: "ToUnicode is the identity", file: File{Data: object("<< /Subtype /Type0 /Encoding /Identity-H /ToUnicode /Identity-H /DescendantFonts [<< /Subtype /CIDFontType2 >>] >>")}, kind: "pdf", want: []string{"p1 $%&'"}},
		{name: "Type 1 program", file: File{Data: object("<< /Subtype /Type1 /FontDescriptor << /FontFile 7 0 R >> >>", streamOf("", program))}, kind: "pdf", want: []string{"p1 ZoZéZxZy"}},
	})
	format12 := sealtest.Join("\x00\x0C\x00\x00\x00\x00\x00\x1C\x00\x00\x00\x00\x00\x00\x00\x01", "\x00\x00\x00\x41", "\x00\x00\x00\x43", "\x00\x00\x00\x05")
	letters := map[int]rune{}
	if cmapFormat12(format12, letters); letters[5] != 'A' || letters[7] != 'C' {
		t.Errorf("%v", letters)
	}
}

func TestDocCharacters(t *testing.T) {
	s := &scope{sample: newSample(File{}), w: &walk{budget: NewBudget()}}
	r := &docReader{s: s}
	r.body.s, r.codes.s = s, s
	r.part(docText{{text: []rune("a\x1Eb\x0Bc\x09d\x01\x0Cnext\rName\x07x\ry\x07\x07end"), width: 1}}, "")
	var got []string
	for _, b := range s.w.blocks {
		got = append(got, strings.TrimSpace(b.Text))
		for _, row := range b.Table {
			got = append(got, strings.Join(row, "|"))
		}
	}
	if text := strings.Join(got, "\n"); text != "a-b\nc\td\nnext\n\nName|x\ny\nend" {
		t.Errorf("%q", text)
	}
}

func TestPieces(t *testing.T) {
	text := docText{{text: []rune("hello"), start: 0, width: 1}, {text: []rune("world"), start: 5, width: 2, offset: 100}}
	part := text.from(3, 7)
	if len(part) != 2 || string(part[0].text)+string(part[1].text) != "lowo" || part[1].offset != 100 || text.end() != 10 || docText(nil).end() != 0 {
		t.Errorf("%+v", part)
	}
}

// TestKindsOfOffice: macros and templates by their content types.
func TestKindsOfOffice(t *testing.T) {
	for types, want := range map[string]string{
		"application/vnd.ms-excel.sheet.macroEnabled.main+xml": "xlsm", "application/vnd.ms-word.document.macroEnabled.main+xml": "docm",
		"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml": "pptm",
	} {
		main := map[string]string{"xlsm": "xl/workbook.xml", "docm": "word/document.xml", "pptm": "ppt/presentation.xml"}[want]
		file := zipOf(t, "[Content_Types].xml", `<Types><Override ContentType="`+types+`"/></Types>`, "_rels/.rels", rels("a", "officeDocument", main), main, "<x/>")
		if _, r := read(t, File{Data: file}); r.Type != want {
			t.Errorf("%s: %s", types, r.Type)
		}
	}
	epub := zipOf(t, "mimetype", "application/epub+zip", "OEBPS/a.xhtml", "<html xmlns='x'><body><p>Dupont</p></body></html>")
	if lines, r := read(t, File{Data: epub}); r.Type != "zip" || !strings.Contains(strings.Join(lines, "\n"), "OEBPS/a.xhtml Dupont") {
		t.Errorf("a book: %+v %v", r, lines)
	}
}

func TestLines(t *testing.T) {
	for in, want := range map[string]string{"a\r\nb": "a\nb", "a\rb\r": "a\nb\n", "a\nb": "a\nb"} {
		if got := lines(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
	if got := squeeze(" a\n\tb  "); got != "a b" {
		t.Errorf("%q", got)
	}
	for n, row := range map[int][]string{0: setCell(nil, 0, "a"), 2: setCell([]string{"x"}, 2, "b"), maxColumns - 1: setCell(nil, 99_999, "far")} {
		if len(row) != n+1 {
			t.Errorf("%d columns, want %d", len(row), n+1)
		}
	}
	if row := setCell(setCell(nil, -1, "x"), 0, "a"); len(row) != 1 || setCell(row, 0, "b")[0] != "a b" {
		t.Errorf("%q", row)
	}
}
