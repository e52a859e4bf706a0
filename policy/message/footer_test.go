package message_test

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime/quotedprintable"
	"strings"
	"testing"

	gomessage "github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset"
	"pgregory.net/rapid"

	"souspli/policy/message"
)

const link = "https://relay.example.org/u/AbC-_d123?x=1&y=2"

// aFooter is French, as most will be, and has the way out in both forms.
func aFooter() message.Footer {
	return message.Footer{
		Text:      []message.Piece{{Text: "____\nVous êtes inscrit·e.\nSortir : "}, {Slot: message.SlotLink}},
		HTML:      []message.Piece{{Text: "<p>Vous êtes inscrit·e. <a href=\""}, {Slot: message.SlotLink, HTML: true}, {Text: "\">Sortir</a></p>"}},
		PlainText: []message.Piece{{Text: "____\nVous êtes inscrit·e."}},
		PlainHTML: []message.Piece{{Text: "<p>Vous êtes inscrit·e.</p>"}},
	}
}

// withFooter puts the footer into every body of raw and renders a copy.
func withFooter(t testing.TB, raw []byte, f message.Footer) []byte {
	t.Helper()
	m, err := message.Parse(raw, message.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var plan message.Plan
	for _, part := range m.Bodies() {
		plan.Add(m.AddFooter(part, f)...)
	}
	prepared, err := message.Prepare(raw, plan)
	if err != nil {
		t.Fatal(err)
	}
	return prepared.Append(nil, message.Values{message.SlotLink: link})
}

// leaf is a part as another reader (go-message) sees it.
type leaf struct{ mediaType, text string }

func leaves(t interface{ Fatalf(string, ...any) }, raw []byte) []leaf {
	e, err := gomessage.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("go-message: %v\n%s", err, raw)
	}
	var list []leaf
	err = e.Walk(func(_ []int, e *gomessage.Entity, err error) error {
		if err != nil {
			return err
		}
		mediaType, _, _ := e.Header.ContentType()
		if mediaType == "" {
			mediaType = "text/plain"
		}
		if strings.HasPrefix(mediaType, "multipart/") {
			return nil
		}
		text, err := io.ReadAll(e.Body)
		list = append(list, leaf{mediaType, string(text)})
		return err
	})
	if err != nil {
		t.Fatalf("go-message: %v\n%s", err, raw)
	}
	return list
}

const (
	textFooter = "\r\n____\r\nVous êtes inscrit·e.\r\nSortir : " + link + "\r\n"
	htmlFooter = "\r\n<p>Vous êtes inscrit·e. <a href=\"https://relay.example.org/u/AbC-_d123?x=1&amp;y=2\">Sortir</a></p>\r\n"
)

func TestAddFooter(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string // the text of each leaf as another reader sees it
	}{
		{"plain without any declaration", "Subject: x\n\nBonjour\n", []string{"Bonjour\r\n" + textFooter}},
		{"ascii, 7bit", "Content-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: 7bit\n\nBonjour\n", []string{"Bonjour\r\n" + textFooter}},
		{"latin1, quoted-printable", "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nD=E9j=E0 =\nvu\n", []string{"Déjà vu\r\n" + textFooter}},
		{"windows-1252, 8bit", "Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: 8bit\n\n\x80 d\xe9j\xe0\n", []string{"€ déjà\r\n" + textFooter}},
		{"greek cannot hold French", "Content-Type: text/plain; charset=iso-8859-7\nContent-Transfer-Encoding: 8bit\n\n\xc3\xe5\xe9\xdc\n", []string{"Γειά\r\n" + textFooter}},
		{"utf-8, base64", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nRMOpasOgIHZ1DQo=\n", []string{"Déjà vu\r\n" + textFooter}},
		{"utf-8, base64, LF lines", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nRMOpasOgCnZ1Cg==\n", []string{"Déjà\nvu\n" + strings.ReplaceAll(textFooter, "\r\n", "\n")}},
		{"utf-16, base64", "Content-Type: text/plain; charset=utf-16le\nContent-Transfer-Encoding: base64\n\nRADpAGoA4AAgAHYAdQANAAoA\n", []string{"Déjà vu\r\n" + textFooter}},
		{"mislabelled as ascii", "Content-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: 8bit\n\nD\xe9j\xe0\n", []string{"Déjà\r\n" + textFooter}},
		{"unknown charset", "Content-Type: text/plain; charset=x-nonsense\nContent-Transfer-Encoding: 8bit\n\nDéjà\n", []string{"Déjà\r\n" + textFooter}},
		{"html", "Content-Type: text/html; charset=utf-8\n\n<html><body><p>Bonjour</p></body></html>\n",
			[]string{"<html><body><p>Bonjour</p>" + htmlFooter + "</body></html>\r\n"}},
		{"html without body", "Content-Type: text/html; charset=utf-8\n\n<p>Bonjour</p>\n", []string{"<p>Bonjour</p>\r\n" + htmlFooter}},
		{"html, end tag in a comment and a script", "Content-Type: text/html; charset=utf-8\n\n<body>x<script>\"</body>\"</script></BODY ><!-- </body> -->\n",
			[]string{"<body>x<script>\"</body>\"</script>" + htmlFooter + "</BODY ><!-- </body> -->\r\n"}},
		{"html, end tag split by quoted-printable", "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<body>=C3=A9</bo=\ndy>\n",
			[]string{"<body>é" + htmlFooter + "</body>\r\n"}},
		{"alternative", "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nBonjour\n--b\nContent-Type: text/html\n\n<b>Bonjour</b>\n--b--\n",
			[]string{"Bonjour\r\n" + textFooter, "<b>Bonjour</b>" + htmlFooter}},
		{"mixed: the first text only", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nBonjour\n--b\n\nP.S.\n--b\nContent-Type: text/plain; name=notes.txt\n\nn\n--b--\n",
			[]string{"Bonjour\r\n" + textFooter, "P.S.", "n"}},
		{"mixed: a file first", "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Disposition: attachment; filename=a.txt\n\na\n--b\n\nBonjour\n--b--\n",
			[]string{"a", "Bonjour\r\n" + textFooter}},
		{"related in alternative in mixed", "Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: multipart/alternative; boundary=a\n\n--a\n\nt\n--a\nContent-Type: multipart/related; boundary=r\n\n--r\nContent-Type: text/html\n\nh\n--r\nContent-Type: image/png\n\np\n--r--\n--a--\n--m\nContent-Type: application/pdf\n\nf\n--m--\n",
			[]string{"t\r\n" + textFooter, "h" + htmlFooter, "p", "f"}},
		{"related with start", "Content-Type: multipart/related; boundary=r; start=\"<root>\"\n\n--r\nContent-Type: image/png\n\np\n--r\nContent-ID: <root>\nContent-Type: text/html\n\nh\n--r--\n",
			[]string{"p", "h" + htmlFooter}},
		{"placeholder in text", "Content-Type: text/plain; charset=utf-8\n\nSortir : {{unsubscribe}}, merci\n", []string{"Sortir : " + link + ", merci\r\n\r\n____\r\nVous êtes inscrit·e.\r\n"}},
		{"placeholder in an HTML attribute, as an editor escapes it", "Content-Type: text/html; charset=utf-8\n\n<a href=\"http://%7B%7Bunsubscribe%7D%7D\">x</a>\n",
			[]string{"<a href=\"https://relay.example.org/u/AbC-_d123?x=1&amp;y=2\">x</a>\r\n\r\n<p>Vous êtes inscrit·e.</p>\r\n"}},
		{"placeholder split by quoted-printable", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n=C3=A9 {{unsub=\nscribe}}.\n", []string{"é " + link + ".\r\n\r\n____\r\nVous êtes inscrit·e.\r\n"}},
		{"placeholder in base64", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nw6kge3t1bnN1YnNjcmliZX19Lg==\n", []string{"é " + link + ".\r\n\r\n____\r\nVous êtes inscrit·e."}},
		{"signed", "Content-Type: multipart/signed; boundary=b; protocol=\"application/pgp-signature\"\n\n--b\n\nBonjour\n--b\nContent-Type: application/pgp-signature\n\ns\n--b--\n", []string{"Bonjour", "s"}},
		{"encrypted", "Content-Type: multipart/encrypted; boundary=b; protocol=\"application/pgp-encrypted\"\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream\n\nx\n--b--\n", []string{"Version: 1", "x"}},
		{"report", "Content-Type: multipart/report; boundary=b\n\n--b\n\nr\n--b--\n", []string{"r"}},
		{"attached message only", "Content-Type: message/rfc822\n\nSubject: y\n\ninner\n", []string{"Subject: y\r\n\r\ninner\r\n"}},
		{"inline PGP", "Subject: x\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nx\n", []string{"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\nx\r\n"}},
		{"no newline at the end of a part", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nBonjour\n--b--\n", []string{"Bonjour\r\n" + textFooter}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := leaves(t, withFooter(t, crlf(tt.in), aFooter()))
			if len(got) != len(tt.want) {
				t.Fatalf("got %d leaves, want %d: %q", len(got), len(tt.want), got)
			}
			for i := range got {
				// A text without a last line break gets the footer without one.
				want := tt.want[i]
				if strings.TrimSuffix(got[i].text, "\r\n") != strings.TrimSuffix(want, "\r\n") {
					t.Errorf("leaf %d\ngot  %q\nwant %q", i, got[i].text, want)
				}
			}
		})
	}
}

// An ASCII footer leaves a 7bit part as it was, line for line.
func TestFooterKeepsSimpleTextSimple(t *testing.T) {
	f := message.Footer{Text: []message.Piece{{Text: "--\nLeave: "}, {Slot: message.SlotLink}}}
	got := withFooter(t, crlf("Subject: x\nContent-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: 7bit\n\nHello =3D\n"), f)
	want := string(crlf("Subject: x\nContent-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: 7bit\n\nHello =3D\n\n--\nLeave: " + link + "\n"))
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// The parameters of a Content-Type whose charset changes stay.
func TestFooterKeepsParameters(t *testing.T) {
	got := string(withFooter(t, crlf("Content-Type: text/plain; format=flowed; charset=iso-8859-5; delsp=yes; x-y=\"a b\"\n\nx\n"), aFooter()))
	for _, want := range []string{"charset=utf-8", "format=flowed", "delsp=yes", `x-y="a b"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing:\n%s", want, got)
		}
	}
	if strings.Contains(got, "iso-8859-5") {
		t.Errorf("the old charset is still declared:\n%s", got)
	}
}

// A line over 998 octets makes its part quoted-printable (RFC 5321 4.5.3.1.6), and no line of a copy is longer.
func TestLongLines(t *testing.T) {
	long := strings.Repeat("0123456789 ", 200)
	got := withFooter(t, crlf("Subject: x\n\n"+long+"\n"), message.Footer{Text: []message.Piece{{Text: "x\n"}}})
	for line := range bytes.Lines(got) {
		if len(line) > 1000 {
			t.Fatalf("a line of %d octets is left", len(line))
		}
	}
	if text := leaves(t, got)[0].text; !strings.HasPrefix(text, long) {
		t.Error("the text changed")
	}
}

// Where no footer goes, a text with a long line is written again and a signed one is not.
func TestBreakLongLines(t *testing.T) {
	long := strings.Repeat("0123456789 ", 200)
	raw := crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/csv; name=a.csv\n\n" + long + "\n--b\nContent-Type: multipart/signed; boundary=s\n\n--s\n\n" + long + "\n--s--\n--b\n\nshort\n--b--\n")
	m, err := message.Parse(raw, message.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var plan message.Plan
	for part := range m.Parts {
		plan.Add(m.BreakLongLines(part)...)
	}
	prepared, err := message.Prepare(raw, plan)
	if err != nil {
		t.Fatal(err)
	}
	copied := prepared.Append(nil, message.Values{})
	before, after := leaves(t, raw), leaves(t, copied)
	for i := range before {
		if before[i] != after[i] {
			t.Errorf("leaf %d: %q became %q", i, before[i], after[i])
		}
	}
	if n := bytes.Count(copied, []byte("quoted-printable")); n != 1 {
		t.Errorf("%d parts were written again", n)
	}
	if !bytes.Contains(copied, []byte("--s\r\n\r\n"+long+"\r\n")) {
		t.Error("the signed part changed")
	}
}

// TestFooterOnRandomTrees builds messages from random parts and checks each copy with another reader: the same leaves in the
// same order, each with its text and at most the footer added, every part without a footer byte for byte.
func TestFooterOnRandomTrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := &treeGenerator{t: t}
		raw := []byte("Subject: x\r\n" + g.part(0))
		m, err := message.Parse(raw, message.DefaultLimits())
		if err != nil {
			t.Fatalf("%v\n%s", err, raw)
		}
		before := leaves(t, raw)
		var plan message.Plan
		bodies := map[int]bool{}
		for _, part := range m.Bodies() {
			bodies[part] = true
			plan.Add(m.AddFooter(part, aFooter())...)
		}
		prepared, err := message.Prepare(raw, plan)
		if err != nil {
			t.Fatal(err)
		}
		copied := prepared.Append(nil, message.Values{message.SlotLink: link})
		after := leaves(t, copied)
		if len(before) != len(after) {
			t.Fatalf("%d leaves became %d\n%s\n----\n%s", len(before), len(after), raw, copied)
		}
		i := 0
		for part := range m.Parts {
			if m.Parts[part].MediaType.IsMultipart() {
				continue
			}
			b, a := strings.TrimRight(before[i].text, "\r\n"), after[i].text
			if !bodies[part] && before[i] != after[i] {
				t.Fatalf("leaf %d changed: %q became %q", i, before[i], after[i])
			}
			if bodies[part] && (!strings.HasPrefix(a, b) || !strings.Contains(a[len(b):], "Vous êtes inscrit·e.")) {
				t.Fatalf("leaf %d: %q became %q", i, b, a)
			}
			i++
		}
	})
}

// treeGenerator writes random parts, header first, without the field separator before it.
type treeGenerator struct {
	t *rapid.T
	n int
}

func (g *treeGenerator) part(depth int) string {
	kinds := []string{"text/plain", "text/html", "image/png"}
	if depth < 3 {
		kinds = append(kinds, "multipart/mixed", "multipart/alternative", "multipart/related", "multipart/signed")
	}
	kind := rapid.SampledFrom(kinds).Draw(g.t, "kind")
	if !strings.HasPrefix(kind, "multipart/") {
		return g.leaf(kind)
	}
	g.n++
	boundary := "=_" + strings.Repeat("z", depth) + "Part" + string(rune('A'+g.n%26)) + string(rune('a'+g.n/26)) + "_"
	var b strings.Builder
	b.WriteString("Content-Type: " + kind + "; boundary=\"" + boundary + "\"\r\n\r\n")
	b.WriteString(rapid.SampledFrom([]string{"", "This is MIME.\r\n"}).Draw(g.t, "preamble"))
	for range rapid.IntRange(1, 3).Draw(g.t, "children") {
		b.WriteString("--" + boundary + "\r\n" + g.part(depth+1) + "\r\n")
	}
	b.WriteString("--" + boundary + "--\r\n" + rapid.SampledFrom([]string{"", "epilogue\r\n"}).Draw(g.t, "epilogue"))
	return b.String()
}

// leaf writes text in one of the encodings; the closing tags of a page are left out so that a footer can only be at its end.
func (g *treeGenerator) leaf(kind string) string {
	text := rapid.StringOfN(rapid.RuneFrom([]rune("aé€ =.-_<&\t日'")), 0, 120, -1).Draw(g.t, "text")
	text = strings.Join(rapid.SliceOfN(rapid.Just(text), 0, 3).Draw(g.t, "lines"), "\r\n")
	if kind == "text/html" {
		text = strings.NewReplacer("<", "", "&", "").Replace(text)
	}
	header := "Content-Type: " + kind + "; charset=utf-8\r\n"
	if rapid.IntRange(0, 5).Draw(g.t, "named") == 0 {
		header += "Content-Disposition: attachment; filename=\"f\"\r\n"
	}
	switch rapid.SampledFrom([]string{"8bit", "quoted-printable", "base64"}).Draw(g.t, "encoding") {
	case "quoted-printable":
		var b strings.Builder
		w := quotedprintable.NewWriter(&b)
		_, _ = io.WriteString(w, text)
		_ = w.Close()
		return header + "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b.String()
	case "base64":
		return header + "Content-Transfer-Encoding: base64\r\n\r\n" + base64Lines(text)
	}
	return header + "Content-Transfer-Encoding: 8bit\r\n\r\n" + text
}

func base64Lines(text string) string {
	var b strings.Builder
	for encoded := base64.StdEncoding.EncodeToString([]byte(text)); encoded != ""; {
		n := min(76, len(encoded))
		b.WriteString(encoded[:n] + "\r\n")
		encoded = encoded[n:]
	}
	return b.String()
}
