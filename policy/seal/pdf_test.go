package seal

import (
	"bytes"
	"compress/zlib"
	"crypto/md5"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"souspli/policy/seal/sealtest"
)

const pdfCatalog = "<< /Type /Catalog /Pages 2 0 R >>"

// simplePDF has a catalog, a page and its content.
func simplePDF(content string) []byte {
	return sealtest.PDF("", pdfObject(1, pdfCatalog), pdfObject(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
		pdfObject(3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>"), pdfStream(4, "", []byte(content)))
}

func zlibbed(b []byte) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

func TestPDFLexer(t *testing.T) {
	tests := []struct {
		text string
		want []any
	}{
		{"1 -2 +3 4.5 -.5 6.", []any{1, -2, 3, 4.5, -0.5, 6.0}},
		{"/Name /A#42C /", []any{PDFName("Name"), PDFName("ABC"), PDFName("")}},
		{"(a(b)c) (\\n\\)\\101\\\n)", []any{PDFString("a(b)c"), PDFString("\n)A")}},
		{"<48 65> <4>", []any{PDFString("He"), PDFString("@")}},
		{"[1 [2] (x)]", []any{PDFArray{1, PDFArray{2}, PDFString("x")}}},
		{"<< /A 1 /B << /C /D >> >>", []any{PDFDict{"A": 1, "B": PDFDict{"C": PDFName("D")}}}},
		{"true false null Tj % comment\nBT", []any{true, false, nil, PDFKeyword("Tj"), PDFKeyword("BT")}},
		{"<< /A >> ) 1", []any{PDFDict{}, 1}},
		{"12-34 --5 1.2.3", []any{12.0, 0, 0}},
		{"[1 2", []any{PDFArray{1, 2}}},
		{"(never closed", []any{PDFString("never closed")}},
		{"", nil},
	}
	for _, tt := range tests {
		l := &PDFLexer{Data: []byte(tt.text)}
		var got []any
		for {
			v, ok := l.Next()
			if !ok {
				break
			}
			got = append(got, v)
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%q: %#v, want %#v", tt.text, got, tt.want)
		}
	}
	deep := &PDFLexer{Data: bytes.Repeat([]byte("["), 1_000_000)}
	for range 2_000_000 {
		if _, ok := deep.Next(); !ok {
			return
		}
	}
	t.Error("deep nesting never ends")
}

func TestOpenPDF(t *testing.T) {
	good := simplePDF("BT (Jean) Tj ET")
	objects := zlibbed([]byte("1 0 2 34 " + pdfCatalog + " " + "<< /Type /Pages /Kids [] /Count 0 >>"))
	rows := []byte{1, 0, 9, 0, 2, 0, 5, 0, 2, 0, 5, 1}
	body := "%PDF-1.5\n" + pdfStream(5, "/Type /ObjStm /N 2 /First 9 /Filter /FlateDecode", objects)
	compressed := body + pdfStream(6, "/Type /XRef /Size 3 /W [1 2 1] /Index [0 3] /Root 1 0 R", rows)
	compressed = strings.Replace(compressed, "/Root", "/Root", 1) + fmt.Sprintf("startxref\n%d\n%%%%EOF", len(body))
	tests := []struct {
		name     string
		data     []byte
		repaired bool
	}{
		{"cross-reference table", good, false},
		{"offset of the table is wrong", bytes.Replace(good, []byte("startxref\n"), []byte("startxref\n9"), 1), true},
		{"no table at all", good[:bytes.Index(good, []byte("xref"))], true},
		{"junk in front, offsets from the header", sealtest.Join("junk junk\n", good), false},
		{"cut in the last object", good[:bytes.Index(good, []byte("endstream"))], true},
		{"object streams, no table", []byte(compressed[:len(body)]), true},
		{"cross-reference stream damaged", []byte(compressed), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := OpenPDF(tt.data)
			if err != nil {
				t.Fatal(err)
			}
			if root := p.Dict(p.Trailer["Root"]); root["Type"] != PDFName("Catalog") {
				t.Errorf("catalog %v", root)
			}
			if p.Repaired != tt.repaired {
				t.Errorf("repaired %v", p.Repaired)
			}
		})
	}
	for name, data := range map[string][]byte{"header alone": []byte("%PDF-1.4\n"), "text": prose(2000), "nothing": nil} {
		if _, err := OpenPDF(data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestPDFCircles: what refers to itself must end.
func TestPDFCircles(t *testing.T) {
	circles := sealtest.PDF("", pdfObject(1, pdfCatalog), pdfObject(2, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
		pdfObject(3, "4 0 R"), pdfObject(4, "3 0 R"), pdfObject(5, "<< /Length 5 0 R >>\nstream\nx\nendstream"))
	p, err := OpenPDF(circles)
	if err != nil {
		t.Fatal(err)
	}
	if v := p.Resolve(PDFRef{3, 0}); v != nil {
		t.Errorf("a circle of references gives %v", v)
	}
	if s, ok := p.Resolve(PDFRef{5, 0}).(*PDFStream); !ok || string(s.Raw) != "x" {
		t.Errorf("a stream whose length is itself: %v", s)
	}
	loop := strings.Replace(string(circles), "/Root 1 0 R", "/Root 1 0 R /Prev "+fmt.Sprint(bytes.Index(circles, []byte("xref"))), 1)
	if _, err := OpenPDF([]byte(loop)); err != nil {
		t.Errorf("a section that is its own predecessor: %v", err)
	}
	var chain strings.Builder
	for i := range 20_000 {
		chain.WriteString(pdfObject(i+10, fmt.Sprintf("<< /Length %d 0 R >>\nstream\nx\nendstream", i+11)))
	}
	long := sealtest.PDF("", pdfObject(1, pdfCatalog), pdfObject(2, "<< /Type /Pages /Kids [] /Count 0 >>"), chain.String())
	if p, err := OpenPDF(long); err == nil {
		p.Resolve(PDFRef{10, 0})
	}
}

func TestPDFFilters(t *testing.T) {
	text := []byte("-----A---B-----A---B")
	png := []byte{2, 1, 2, 3, 1, 1, 1, 1, 2, 1, 1, 1, 4, 1, 1, 1, 3, 2, 2, 2}
	p := &PDF{}
	decode := func(dict PDFDict, raw []byte) ([]byte, error) {
		return p.Decode(&PDFStream{Dict: dict, Raw: raw}, 1<<20)
	}
	tests := []struct {
		name string
		dict PDFDict
		raw  []byte
		want string
	}{
		{"none", PDFDict{}, text, string(text)},
		{"flate", PDFDict{"Filter": PDFName("FlateDecode")}, zlibbed(text), string(text)},
		{"flate without end", PDFDict{"Filter": PDFName("Fl")}, zlibbed(text)[:20], "-----A---B-----A---B"},
		{"hex", PDFDict{"Filter": PDFName("ASCIIHexDecode")}, []byte("48 65 6C6c 6F>"), "Hello"},
		{"ascii85", PDFDict{"Filter": PDFName("ASCII85Decode")}, []byte("87cURD]j7BEbo80~>"), "Hello world!"},
		{"run length", PDFDict{"Filter": PDFName("RunLengthDecode")}, []byte{2, 'a', 'b', 'c', 254, 'x', 128}, "abcxxx"},
		{"LZW of the standard's example", PDFDict{"Filter": PDFName("LZWDecode")}, []byte{0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01}, "-----A---B"},
		{"two filters", PDFDict{"Filter": PDFArray{PDFName("ASCIIHexDecode"), PDFName("RL")}}, []byte("FE78 80>"), "xxx"},
		{"predictors of PNG", PDFDict{"Filter": PDFName("FlateDecode"), "DecodeParms": PDFDict{"Predictor": 15, "Columns": 3}}, zlibbed(png),
			"\x01\x02\x03\x01\x02\x03\x02\x03\x04\x03\x04\x05\x03\x05\x07"},
		{"predictor of TIFF", PDFDict{"Filter": PDFName("FlateDecode"), "DecodeParms": PDFDict{"Predictor": 2, "Columns": 3}}, zlibbed([]byte{1, 1, 1, 5, 1, 1}), "\x01\x02\x03\x05\x06\x07"},
	}
	for _, tt := range tests {
		got, err := decode(tt.dict, bytes.Clone(tt.raw))
		if !strings.HasPrefix(tt.name, "flate without") && (err != nil || string(got) != tt.want) {
			t.Errorf("%s: %q, %v; want %q", tt.name, got, err, tt.want)
		}
	}
	if _, err := decode(PDFDict{"Filter": PDFName("DCTDecode")}, text); !errors.Is(err, ErrImage) {
		t.Errorf("JPEG: %v", err)
	}
	bomb := zlibbed(make([]byte, 4<<20))
	if out, err := decode(PDFDict{"Filter": PDFName("FlateDecode")}, bomb); !errors.Is(err, ErrTooBig) || len(out) > 1<<20 {
		t.Errorf("bomb: %d bytes, %v", len(out), err)
	}
	chain := PDFArray{}
	for range 1000 {
		chain = append(chain, PDFName("FlateDecode"))
	}
	if names, _ := p.filters(PDFDict{"Filter": chain}); len(names) != maxPDFFilters {
		t.Errorf("a chain of %d filters", len(names))
	}
}

// lockedPDF has the encryption dictionary given and streams and strings as given; its password entries are noise, so
// no password opens it.
func lockedPDF(encrypt, text string, stream []byte, more ...string) []byte {
	objects := []string{pdfObject(1, pdfCatalog), pdfObject(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
		pdfObject(3, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Note "+text+" >>"), pdfStream(4, "", stream), pdfObject(5, encrypt)}
	objects = append(objects, more...)
	return sealtest.PDF("/Encrypt 5 0 R /ID [<00> <00>]", objects...)
}

// standardV5 is a dictionary of revision 6 with noise for its keys.
func standardV5(extra string) string {
	return fmt.Sprintf("<< /Filter /Standard /V 5 /R 6 /Length 256 /O <%x> /U <%x> /OE <%x> /UE <%x> /P -4 "+
		"/CF << /StdCF << /CFM /AESV3 >> /OldCF << /CFM /V2 >> >> %s >>", noise(48, 1), noise(48, 2), noise(32, 3), noise(32, 4), extra)
}

// TestPDFKeyLength: a key of 128 bits that the dictionary does not tell, and one of 40 that it tells to be longer.
func TestPDFKeyLength(t *testing.T) {
	for used, told := range map[int]any{16: nil, 5: 128} {
		c := &pdfCrypt{r: 3, length: used, o: noise(32, 1), perms: -4, id: noise(16, 2)}
		h := md5.Sum(append([]byte(pdfPadding), c.id...))
		u := append(rc4Rounds(c.oldKey(nil), h[:], 0, 20), make([]byte, 16)...)
		d := PDFDict{"Filter": PDFName("Standard"), "V": 2, "R": 3, "O": PDFString(c.o), "U": PDFString(u), "P": -4, "Length": told}
		if !newPDFCrypt(d, c.id).open {
			t.Errorf("a key of %d octets, told %v bits, does not open", used, told)
		}
	}
}

func TestPDFProof(t *testing.T) {
	good := standardV5("/StmF /StdCF /StrF /StdCF")
	cipher := noise(1600, 5)
	text := fmt.Sprintf("<%x>", noise(48, 6))
	publicKey := fmt.Sprintf("<< /Filter /Adobe.PubSec /SubFilter /adbe.pkcs7.s5 /V 5 /StmF /DefaultCryptFilter /StrF /DefaultCryptFilter "+
		"/CF << /DefaultCryptFilter << /CFM /AESV3 /Recipients [<%x>] >> >> >>", noise(300, 7))
	r3 := fmt.Sprintf("<< /Filter /Standard /V 2 /R 3 /Length 128 /O <%x> /U <%x> /P -4 >>", noise(32, 1), noise(32, 2))
	metadata := pdfStream(6, "/Type /Metadata /Subtype /XML", prose(400))
	second := strings.Replace(string(lockedPDF(good, text, cipher)), "startxref",
		"startxref\n0\n%%EOF\ntrailer << /Root 1 0 R >>\nstartxref", 1)
	second = second[:strings.LastIndex(second, "startxref")] + "startxref\n99999\n%%EOF\n"
	holds(t, "pdf", []proof{
		{"revision 6", lockedPDF(good, text, cipher), Encrypted},
		{"revision 5", lockedPDF(strings.Replace(good, "/R 6", "/R 5", 1), text, cipher), Encrypted},
		{"public key", lockedPDF(publicKey, text, cipher), Encrypted},
		{"public key without recipients", lockedPDF(strings.Replace(publicKey, "Recipients", "Nobody", 1), text, cipher), None},
		{"another handler", lockedPDF(strings.Replace(good, "/Standard", "/Secret", 1), text, cipher), None},
		{"unknown revision", lockedPDF(strings.Replace(good, "/R 6", "/R 9", 1), text, cipher), None},
		{"RC4", lockedPDF(r3, text, cipher), Weak},
		{"RC4 by a crypt filter", lockedPDF(standardV5("/StmF /OldCF /StrF /OldCF"), text, cipher), Weak},
		{"strings in clear by filter", lockedPDF(standardV5("/StmF /StdCF /StrF /Identity"), "(Jean Dupont)", cipher), Weak},
		{"streams in clear by filter", lockedPDF(standardV5("/StmF /Identity /StrF /Identity /EFF /StdCF"), "(Jean Dupont)", prose(1600)), Open},
		{"filters left out", lockedPDF(standardV5(""), text, cipher), Open},
		{"a stream in clear", lockedPDF(good, text, prose(1600)), None},
		{"a string in clear", lockedPDF(good, "(Jean Dupont)", cipher), None},
		{"a wide string in clear", lockedPDF(good, "<FEFF004A00650061006E>", cipher), None},
		{"a stream that names no encryption for itself", lockedPDF(good, text, cipher, pdfStream(6, "/Filter [/Crypt]", prose(400))), None},
		{"metadata in clear, told so", lockedPDF(strings.Replace(good, "/P -4", "/P -4 /EncryptMetadata false", 1), text, cipher, metadata), Encrypted},
		{"metadata in clear, not told so", lockedPDF(good, text, cipher, metadata), None},
		{"text in front", sealtest.Join("Jean Dupont\n", lockedPDF(good, text, cipher)), None},
		{"text behind", sealtest.Join(lockedPDF(good, text, cipher), "Jean Dupont\n"), None},
		{"blanks behind", sealtest.Join(lockedPDF(good, text, cipher), "\r\n\x00\x00"), Encrypted},
		{"a trailer without encryption", []byte(second), None},
		{"not encrypted", simplePDF("BT (Jean) Tj ET"), None},
		{"the word Encrypt elsewhere", simplePDF("/Encrypt 5 0 R"), None},
		{"no PDF at all", []byte("%PDF-1.7 /Encrypt"), None},
	})
}

// TestQPDF asks qpdf for every kind of encryption with and without a user password: the sharpest test of the
// algorithms, since it knows nothing of this code.
func TestQPDF(t *testing.T) {
	qpdf := needs(t, "qpdf")
	dir := t.TempDir()
	put(t, dir, "in.pdf", simplePDF("BT /F1 12 Tf (Jean Dupont) Tj ET"))
	for _, c := range []struct {
		bits, options string
		locked        Verdict
	}{
		{"40", "", Weak},
		{"128", "--use-aes=n", Weak},
		{"128", "--use-aes=n --force-V4", Weak},
		{"128", "--use-aes=y", Encrypted},
		{"128", "--use-aes=y --cleartext-metadata", Encrypted},
		{"256", "--force-R5", Encrypted},
		{"256", "", Encrypted},
	} {
		for _, password := range []struct {
			user, owner string
			want        Verdict
		}{
			{"user", "owner", c.locked},
			{"", "owner", Open},
			{"user", "", Open}, // qpdf: an empty owner password opens it too
		} {
			args := append([]string{"--allow-weak-crypto", "--encrypt", password.user, password.owner, c.bits}, strings.Fields(c.options)...)
			if c.bits == "256" && password.owner == "" {
				args = append(args, "--allow-insecure")
			}
			tool(t, dir, qpdf, append(args, "--", "in.pdf", "out.pdf")...)
			data := get(t, dir, "out.pdf")
			want := password.want
			if password.owner == "" && c.bits != "256" {
				want = c.locked // before revision 5 an empty owner password means the user password
			}
			if p := Prove(data); p.Verdict != want {
				t.Errorf("%s bits %s, user %q, owner %q: %v (%s), want %v", c.bits, c.options, password.user, password.owner, p.Verdict, p.Why, want)
			}
			if want == Open {
				readsPage(t, data)
			}
		}
	}
}

// readsPage checks that an open file decrypts to what was written.
func readsPage(t *testing.T, data []byte) {
	t.Helper()
	p, err := OpenPDF(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range p.Numbers() {
		if s, ok := p.Resolve(PDFRef{Num: n}).(*PDFStream); ok {
			if body, err := p.Decode(s, 1<<20); err == nil && bytes.Contains(body, []byte("Jean Dupont")) {
				return
			}
		}
	}
	t.Error("the text is not found after decryption")
}
