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
		Way:       "https://relay.example.org/u/",
	}
}

// fataler is a test, or a property of rapid.
type fataler interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// withFooter puts the footer into every body of raw and renders a copy.
func withFooter(t fataler, raw []byte, f message.Footer) []byte {
	t.Helper()
	m, err := message.Parse(raw, message.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var plan message.Plan
	for _, part := range m.Bodies() {
		plan.Add(m.AddFooter(part, f)...)
	}
	return render(t, raw, plan)
}

// render makes the copy of a reader whose way out is link.
func render(t fataler, raw []byte, plan message.Plan) []byte {
	t.Helper()
	prepared, err := message.Prepare(raw, plan)
	if err != nil {
		t.Fatal(err)
	}
	return prepared.Append(nil, message.Values{message.SlotLink: link})
}

// leaf is a part as another reader (go-message) sees it.
type leaf struct{ mediaType, text string }

func leaves(t fataler, raw []byte) []leaf {
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

// Where no footer goes, a text with a long line is written again, base64 in one line is broken, and what is signed stays.
func TestBreakLongLines(t *testing.T) {
	long := strings.Repeat("0123456789 ", 200)
	raw := crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/csv; name=a.csv\n\n" + long + "\n--b\nContent-Type: multipart/signed; boundary=s\n\n--s\n\n" + long + "\n--s--\n" +
		"--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n" + strings.Repeat("QUJD", 500) + "\n--b\nContent-Type: application/x-y\nContent-Transfer-Encoding: 8bit\n\n" + long + "\n--b\n\nshort\n--b--\n")
	m, err := message.Parse(raw, message.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var plan message.Plan
	for part := range m.Parts {
		plan.Add(m.BreakLongLines(part)...)
	}
	copied := render(t, raw, plan)
	before, after := leaves(t, raw), leaves(t, copied)
	for i := range before {
		if before[i] != after[i] {
			t.Errorf("leaf %d: %q became %q", i, before[i], after[i])
		}
	}
	for line := range bytes.Lines(copied) {
		if len(line) > 1000 && !bytes.HasPrefix(line, []byte(long)) {
			t.Errorf("a line of %d octets is left", len(line))
		}
	}
	if n := bytes.Count(copied, []byte(long+"\r\n")); n != 1 || !bytes.Contains(copied, []byte("--s\r\n\r\n"+long+"\r\n")) {
		t.Error("the signed part changed, or another stayed")
	}
}

// A wrapped message holds the signed one byte for byte, and the footer beside it.
func TestWrap(t *testing.T) {
	signed := "Content-Type: multipart/signed; boundary=s;\n protocol=\"application/pgp-signature\"\n\n--s\n\nBonjour  \n--s\nContent-Type: application/pgp-signature\n\nx\n--s--\n"
	for _, tt := range []struct{ name, in, inner string }{
		{"signed", "Subject: x\n" + signed, signed},
		{"inline PGP", "Subject: x\nContent-Transfer-Encoding: 7bit\n\n-----BEGIN PGP MESSAGE-----\n\nx\n", "Content-Transfer-Encoding: 7bit\n\n-----BEGIN PGP MESSAGE-----\n\nx\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			raw := crlf(tt.in)
			m, err := message.Parse(raw, message.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			var plan message.Plan
			plan.Add(m.Wrap("ID", aFooter())...)
			copied := render(t, raw, plan)
			if !bytes.Contains(copied, append([]byte("--=_souspli_ID\r\n"), append(crlf(tt.inner), "\r\n--=_souspli_ID\r\n"...)...)) {
				t.Errorf("the message is not inside as it was:\n%s", copied)
			}
			all := leaves(t, copied)
			if last := all[len(all)-1]; "\r\n"+last.text+"\r\n" != textFooter {
				t.Errorf("the footer is %q", last.text)
			}
			again, err := message.Parse(copied, message.DefaultLimits())
			if err != nil || again.Parts[0].MediaType.Full() != "multipart/mixed" || len(again.Parts[0].Children) != 2 {
				t.Errorf("%v\n%s", err, copied)
			}
		})
	}
	for _, in := range []string{"Content-Type: multipart/signed; boundary=s\n", signed + "--=_souspli_ID\n"} {
		m, err := message.Parse(crlf(in), message.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		if edits := m.Wrap("ID", aFooter()); edits != nil {
			t.Errorf("wrapped %q", in)
		}
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
