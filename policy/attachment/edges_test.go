package attachment

import (
	"bytes"
	"compress/bzip2"
	"compress/zlib"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
	"golang.org/x/text/encoding/htmlindex"

	"souspli/policy/seal/sealtest"
)

// Text and markup are read in pieces; no letter and no entity may be lost where one ends.
func TestTextOverPieces(t *testing.T) {
	const unit = "é日😀&amp;&#233;"
	long := strings.Repeat(unit, 3*markupChunk/len(unit))
	want := strings.Repeat("é日😀&é", 3*markupChunk/len(unit))
	for lead := range len(unit) {
		before := strings.Repeat("x", lead)
		var text, attribute strings.Builder
		m := newMarkup(strings.NewReader("<a b='" + before + long + "'>" + before + long + "</a>"))
		for tok, ok := m.next(); ok; tok, ok = m.next() {
			text.WriteString(tok.text)
			attribute.WriteString(tok.attr("b"))
		}
		if text.String() != before+want || attribute.String() != before+want {
			t.Errorf("behind %d letters: %d and %d of %d octets", lead, text.Len(), attribute.Len(), len(before+want))
		}
	}
}

// What is left of an archive that was cut off counts, and that something is missing is said.
func TestCutStreams(t *testing.T) {
	list := []byte(csvFile + base64.StdEncoding.EncodeToString(noise(400_000, 1)))
	pack := func(make func(io.Writer) (io.WriteCloser, error)) []byte {
		var out bytes.Buffer
		w, err := make(&out)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(list)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	for kind, data := range map[string][]byte{
		"gzip": gzipped(t, "liste.csv", list),
		"xz":   pack(func(w io.Writer) (io.WriteCloser, error) { return xz.NewWriter(w) }),
		"zstd": pack(func(w io.Writer) (io.WriteCloser, error) { return zstd.NewWriter(w) }),
		"tar":  tarred(t, "liste.csv", string(list)),
	} {
		lines, r := read(t, File{Data: data[:len(data)*3/4]})
		if r.Type != kind || r.Reason != ReasonDamaged || !strings.Contains(strings.Join(lines, "\n"), "Dupont") {
			t.Errorf("%s: %s, %q, %d lines", kind, r.Type, r.Reason, len(lines))
		}
	}
	if _, err := io.ReadAll(bzip2.NewReader(strings.NewReader("BZh9\x31\x41\x59\x26\x53\x59"))); err == nil {
		t.Fatal("no error")
	}
	if _, r := read(t, File{Data: []byte("BZh9\x31\x41\x59\x26\x53\x59 and more")}); r.Type != "bzip2" || r.Reason != ReasonDamaged {
		t.Errorf("bzip2: %+v", r)
	}
}

// A word processor names the charset of a text or of a font by its number.
func TestRTFCodePages(t *testing.T) {
	for page, c := range map[int]struct{ label, text string }{
		866: {"ibm866", "Иванова"}, 874: {"windows-874", "สมชาย"}, 932: {"shift_jis", "山田太郎"}, 936: {"gbk", "王小明"}, 949: {"euc-kr", "김민수"},
		950: {"big5", "王小明"}, 1250: {"windows-1250", "Łódź"}, 1251: {"windows-1251", "Иванова"}, 1253: {"windows-1253", "Ελένη"}, 1254: {"windows-1254", "Yıldız"},
		1255: {"windows-1255", "כהן"}, 1256: {"windows-1256", "أحمد"}, 1257: {"windows-1257", "Ķēniņš"}, 1258: {"windows-1258", "Đoàn"},
		10000: {"macintosh", "Zoé"}, 28605: {"iso-8859-15", "Zoé €"},
	} {
		e, err := htmlindex.Get(c.label)
		if err != nil {
			t.Fatal(err)
		}
		coded, err := e.NewEncoder().String(c.text)
		if err != nil {
			t.Fatal(err)
		}
		var escaped strings.Builder
		for _, b := range []byte(coded) {
			fmt.Fprintf(&escaped, `\'%02x`, b)
		}
		if lines, _ := read(t, File{Data: fmt.Appendf(nil, `{\rtf1\ansicpg%d %s}`, page, &escaped)}); strings.Join(lines, "") != c.text {
			t.Errorf("code page %d: %q, want %q", page, lines, c.text)
		}
	}
	extracts(t, []extraction{
		{name: "Macintosh", file: File{Data: []byte(`{\rtf1\mac Zo\'8e}`)}, kind: "rtf", want: []string{"Zoé"}},
		{name: "DOS", file: File{Data: []byte(`{\rtf1\pc Zo\'82}`)}, kind: "rtf", want: []string{"Zoé"}},
		{name: "signs by their names", file: File{Data: []byte(`{\rtf1 06\emspace 12\_34 d\lquote x\emdash y}`)}, kind: "rtf", want: []string{"06 12-34 d'x-y"}},
		{name: "who changed the text", file: File{Data: []byte(`{\rtf1{\*\revtbl{Jean Dupont;}}x}`)}, kind: "rtf", want: []string{"<hidden> Jean Dupont;", "x"}},
		{name: "columns by tabs in a note", file: File{Data: []byte(`{\rtf1 x{\footnote Dupont\cell Jean}}`)}, kind: "rtf", want: []string{"<notes> Dupont\tJean"}},
	})
}

// TestXLSStrings: strings with formats and with a pronunciation behind them, letters cut in half, and a table that ends too soon.
func TestXLSStrings(t *testing.T) {
	sst := sealtest.Join(biffRecord(biffSST, uint32(4), uint32(4),
		uint16(4), byte(8), uint16(1), "Roux", uint32(0),
		uint16(2), byte(4|1), uint32(3), wide("Łó", le), "abc",
		uint16(3), byte(1), wide("日", le)[:1]), biffRecord(biffContinue, byte(0), "Zoe", uint16(9), byte(0), "Dup"))
	shared := func(row uint16, i uint32) []byte { return biffRecord(biffLabelSST, row, uint16(0), uint16(0), i) }
	extracts(t, []extraction{
		{name: "whole", file: File{Data: xlsOf(biffBook(sst, "L", 0, shared(0, 0), shared(1, 1), shared(2, 2), shared(3, 3)))}, kind: "xls",
			want: []string{"'L' 1| Roux", "'L' 2| Łó", "'L' 3| Zoe", "'L' 4| Dup"}},
		{name: "one that was cut off", file: File{Data: xlsOf(biffBook(sst, "L", 0, shared(0, 0), shared(1, 9)))}, kind: "xls", want: []string{"'L' 1| Roux"}, reason: ReasonDamaged},
	})
}

// TestPPTParts: what is on no slide has its own places; objects are packed or not.
func TestPPTParts(t *testing.T) {
	record := func(version, kind uint16, body ...any) []byte {
		b := sealtest.Join(body...)
		return sealtest.Join(version, kind, uint32(len(b)), b)
	}
	text := func(s string) []byte { return record(0, pptTextBytes, s) }
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	z.Write([]byte(csvFile))
	z.Close()
	stream := sealtest.Join(record(15, pptSlide, text("slide"), record(15, pptComment, text("remark"))), record(15|1<<4, pptSlideList, text("said")), record(15, pptMaster, text("master")),
		record(15, pptHeaderText, text("on top")), record(1<<4, pptOleObject, uint32(len(csvFile)), packed.Bytes()))
	file := func(stream []byte) File {
		return File{Data: sealtest.CompoundFile(map[string][]byte{"PowerPoint Document": stream, "Current User": make([]byte, 20)})}
	}
	extracts(t, []extraction{
		{name: "parts", file: file(stream), kind: "ppt", want: []string{"p1 slide", "<comments> p1 remark", "<notes> said", "<hidden> master", "<header> on top", "object " + rowInside}},
		{name: "an object as it is", file: file(record(0, pptOleObject, csvFile)), kind: "ppt", want: []string{"object " + rowInside}},
		{name: "an object that is damaged", file: file(record(1<<4, pptOleObject, uint32(9), "no zlib")), kind: "ppt", reason: ReasonDamaged},
	})
}

// TestLooseParts: parts of a document that nothing refers to are read, each for what it is.
func TestLooseParts(t *testing.T) {
	file := func(parts ...string) File {
		return File{Data: officeOf(t, "word/document.xml", "<w:document><w:body><w:p><w:r><w:t>x</w:t></w:r></w:p></w:body></w:document>", parts...)}
	}
	extracts(t, []extraction{
		{name: "links", file: file("word/_rels/old.xml.rels", `<Relationships><Relationship Type="x" Target="mailto:d@x.fr" TargetMode="External"/></Relationships>`), kind: "docx", want: []string{"<hidden> d@x.fr"}},
		{name: "a control", file: file("word/activeX/activeX1.bin", "\x00\x01Jean Dupont\x00"), kind: "docx", want: []string{"<hidden> Jean Dupont"}},
		{name: "notes of old programs", file: file("word/vmlDrawing1.vml", "<v:textbox>call Jean</v:textbox>"), kind: "docx", want: []string{"<comments> call Jean"}},
		{name: "authors", file: file("word/people.xml", `<w15:person w15:author="Jean Dupont"/>`), kind: "docx", want: []string{"<properties> Jean Dupont"}},
	})
	drawing := File{Data: officeOf(t, "visio/document.xml", "<x/>", "visio/pages/page1.xml", "<Page><Text>Jean Dupont</Text></Page>")}
	extracts(t, []extraction{{name: "a drawing", file: drawing, kind: "vsdx", want: []string{"Jean Dupont"}}})
}

// TestUnreadKinds: kinds of which only letters are looked at are never clean.
func TestUnreadKinds(t *testing.T) {
	publication := sealtest.CompoundFile(map[string][]byte{"Contents": noise(600, 1), "Quill/QuillSub/CONTENTS": sealtest.Join("CHNKINK ", noise(600, 2), wide("Jean Dupont", le))})
	for name, data := range map[string][]byte{
		"OneNote":   sealtest.Join("\xE4\x52\x5C\x7B\x8C\xD8\xA7\x4D\xAE\xB1\x53\x78\xD0\x29\x96\xD3", noise(900, 3), wide("Jean Dupont", le)),
		"Publisher": publication,
		"Parquet":   sealtest.Join("PAR1", noise(900, 4), "Jean Dupont\x00", noise(90, 5), "PAR1"),
	} {
		lines, r := read(t, File{Data: data})
		if r.Readable || !strings.Contains(strings.Join(lines, "\n"), "Jean Dupont") {
			t.Errorf("%s: %+v\n%q", name, r, lines)
		}
	}
}

// A label may write with a charset that no browser knows.
func TestForgottenCharsets(t *testing.T) {
	for label, want := range map[string]string{"cp850": "é", "ibm437": "é", "cp858": "é", "ebcdic-cp-us": "b", "cp1047": "b"} {
		if got, _, ok := declared([]byte("\x82"), label); !ok || got != want {
			t.Errorf("%s: %q, %v", label, got, ok)
		}
	}
	mail := "From: a@x.fr\nTo: b@x.fr\nSubject: x\nContent-Type: text/plain; charset=cp850\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte("Zo\x82 Lef\x8Avre"))
	if lines, _ := read(t, File{Data: []byte(mail)}); !strings.Contains(strings.Join(lines, "\n"), "Zoé Lefèvre") {
		t.Errorf("%q", lines)
	}
}
