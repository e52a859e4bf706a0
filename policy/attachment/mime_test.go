package attachment

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"souspli/policy/seal"
	"souspli/policy/seal/sealtest"
)

const csvFile = "Nom;Mél\nDupont;d@x.fr\nMartin;m@x.fr\n"

// message is a mail with two parts: text, and whatever header and body are given.
func message(header, body string) File {
	return File{Name: "a.eml", Data: []byte("From: =?utf-8?q?Zo=C3=A9?= <z@x.fr>\r\nTo: j@x.fr\r\nSubject: =?iso-8859-1?q?Liste_jointe_=E9?=\r\n" +
		"Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\nThis is a multi-part message in MIME format.\r\n" +
		"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBonjour Zoé\r\n--b\r\n" + header + "\r\n\r\n" + body + "\r\n--b--\r\n")}
}

func TestEML(t *testing.T) {
	b64 := base64.StdEncoding.EncodeToString([]byte(csvFile))
	row := "liste.csv 2| Dupont | d@x.fr"
	attach := "Content-Type: application/octet-stream; name=liste.csv\r\nContent-Transfer-Encoding: base64"
	zip := string(zipOf(t, "liste.csv", csvFile))
	extracts(t, []extraction{
		{name: "attachment", file: message(attach, b64), kind: "eml", want: []string{row, "Bonjour Zoé", "<header> From: Zoé <z@x.fr>", "<header> Subject: Liste jointe é"}, absent: []string{"multi-part"}},
		{name: "base64 with junk and padding inside", file: message(attach, b64[:8]+"\r\n*!"+b64[8:]), kind: "eml", want: []string{row}},
		{name: "quoted-printable", file: message("Content-Type: text/csv; name=liste.csv\r\nContent-Transfer-Encoding: quoted-printable", "Nom;M=C3=A9l\r\nDupont;d=40x=\r\n.fr\r\nMartin;m@x.fr\r\n"), kind: "eml", want: []string{row}},
		{name: "uuencode as a transfer encoding", file: message("Content-Type: x/y\r\nContent-Transfer-Encoding: x-uuencode", "begin 644 z.csv\r\n"+uuEncode([]byte(csvFile))+"\r\n`\r\nend\r\n"), kind: "eml", want: []string{"2| Dupont | d@x.fr"}},
		{name: "zip called a picture", file: message("Content-Type: image/png\r\nContent-Transfer-Encoding: base64", base64.StdEncoding.EncodeToString([]byte(zip))), kind: "eml", want: []string{row}},
		{name: "name in RFC 2231 pieces", file: message("Content-Type: x/y\r\nContent-Disposition: attachment; filename*0*=utf-8''lis; filename*1=te.csv\r\nContent-Transfer-Encoding: base64", b64), kind: "eml", want: []string{row}},
		{name: "name as an encoded word", file: message("Content-Type: x/y; name=\"=?utf-8?q?liste=2Ecsv?=\"\r\nContent-Transfer-Encoding: base64", b64), kind: "eml", want: []string{row}},
		{name: "message inside", file: message("Content-Type: message/rfc822", strings.ReplaceAll(strings.ReplaceAll(string(message(attach, b64).Data), "--b", "--inner"), "\"b\"", "inner")), kind: "eml", want: []string{"message.eml liste.csv 2| Dupont | d@x.fr"}},
		{name: "unknown transfer encoding", file: message("Content-Type: x/y\r\nContent-Transfer-Encoding: base65", b64), kind: "eml", reason: ReasonTwoFaced},
		{name: "two content types", file: message("Content-Type: text/plain\r\nContent-Type: text/html", "x"), kind: "eml", reason: ReasonTwoFaced},
		{name: "external body", file: message("Content-Type: message/external-body; access-type=url", "Content-Type: x/y\r\n\r\n"), kind: "eml", reason: ReasonUnsupported},
		{name: "text before the first boundary", file: File{Name: "a.eml", Data: []byte("From: a@x.fr\nTo: b@x.fr\nContent-Type: multipart/mixed; boundary=b\n\nNIR hidden here\n--b\n\nvisible\n--b--\nand behind\n")}, kind: "eml",
			want: []string{"NIR hidden here", "visible", "and behind"}},
		{name: "no boundary ever", file: File{Name: "a.eml", Data: []byte("From: a@x.fr\nTo: b@x.fr\nContent-Type: multipart/mixed; boundary=b\n\nall here\n")}, kind: "eml", want: []string{"all here"}, reason: ReasonDamaged},
		{name: "last boundary missing", file: File{Name: "a.eml", Data: []byte("From: a@x.fr\nTo: b@x.fr\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nvisible\n")}, kind: "eml", want: []string{"visible"}},
		{name: "plain message", file: File{Data: []byte("From: a@x.fr\nTo: b@x.fr\nSubject: x\n\nJust text\n")}, kind: "eml", want: []string{"Just text", "<header> Subject: x"}},
		{name: "a page behind few fields", file: File{Data: []byte("From: a@x.fr\nTo: b@x.fr\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<!DOCTYPE html><html><p>Just a lo=\nng text\n")}, kind: "eml", want: []string{"Just a long text"}},
		{name: "no message", file: File{Data: []byte("Note: this is\nSomething: else\n\ntext\n")}, kind: "text", want: []string{"Note: this is"}},
	})
}

// TestSealedMessages: a message is as sealed as its only content; a word in the clear beside it is too much.
func TestSealedMessages(t *testing.T) {
	pgp := sealtest.Join("\xC3\x0D\x04\x09\x03\x08", noise(8, 1), "\x60", "\xD2\xFF\x00\x00\x03\xE9\x01", noise(1000, 2))
	b64 := base64.StdEncoding.EncodeToString(pgp)
	pgpMIME := "From: a@x.fr\r\nTo: b@x.fr\r\nContent-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\r\n\r\n" +
		"--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b64 + "\r\n--b--\r\n"
	for _, c := range []struct {
		name, data string
		want       seal.Verdict
	}{
		{"PGP/MIME", pgpMIME, seal.Encrypted},
		{"PGP/MIME with text behind", pgpMIME + "Jean Dupont\r\n", seal.None},
		{"PGP/MIME whose control part says more", strings.Replace(pgpMIME, "Version: 1", "Version: 1\r\nJean Dupont", 1), seal.None},
		{"one sealed part", "From: a@x.fr\r\nTo: b@x.fr\r\nContent-Type: x/y\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b64, seal.Encrypted},
		{"a sealed part and text", string(message("Content-Type: x/y\r\nContent-Transfer-Encoding: base64", b64).Data), seal.None},
	} {
		if _, r := read(t, File{Name: "a.eml", Data: []byte(c.data)}); r.Seal != c.want {
			t.Errorf("%s: %v (%s), want %v", c.name, r.Seal, r.Why, c.want)
		}
	}
}

func TestMBOX(t *testing.T) {
	one := "From a@x.fr Mon Jan  1 00:00:00 2024\nFrom: a@x.fr\nTo: b@x.fr\nSubject: one\n\nfirst\n>From here\n\n"
	lines, r := read(t, File{Data: []byte(one + strings.ReplaceAll(one, "first", "second"))})
	text := strings.Join(lines, "\n")
	if strings.Contains(text, "<header> a@x.fr") {
		t.Errorf("the sender is said twice:\n%s", text)
	}
	if r.Type != "mbox" || !strings.Contains(text, "first") || !strings.Contains(text, "second") || !strings.Contains(text, "From here") {
		t.Errorf("%+v\n%s", r, text)
	}
}

// The line that begins a message may name somebody whom the message does not.
func TestSenderLines(t *testing.T) {
	const message = "From: a@x.fr\nReceived: from y by z\n for <c@x.fr>; Mon, 1 Jan 2024 00:00:00 +0000\nSubject: one\n\nfirst\n\n"
	lines, _ := read(t, File{Data: []byte("From b@x.fr Mon Jan  1 00:00:00 2024\n" + message + "From - Mon Jan  1 00:00:00 2024\n" + message)})
	if want := []string{"<header> b@x.fr", "<header> From: a@x.fr", "<header> Received: <c@x.fr>"}; !slices.Equal(lines[:3], want) {
		t.Errorf("%q", lines)
	}
}

func TestNextFrom(t *testing.T) {
	for text, want := range map[string]int{"a\n\nFrom b": 3, "a\r\n\r\nFrom b": 5, "a\nFrom b\n\nFrom c": 10, "a\nFrom b": 8, "": 0, "\nFrom ": 6} {
		if got := nextFrom([]byte(text)); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

// TestMIMELimits: deep and wide messages end at their limits.
func TestMIMELimits(t *testing.T) {
	var deep strings.Builder
	deep.WriteString("From: a@x.fr\nTo: b@x.fr\n")
	for i := range 200 {
		deep.WriteString("Content-Type: multipart/mixed; boundary=b" + strings.Repeat("x", i) + "\n\n--b" + strings.Repeat("x", i) + "\n")
	}
	wide := "From: a@x.fr\nTo: b@x.fr\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", 5000) + "--b--\n"
	for name, data := range map[string]string{"deep": deep.String(), "wide": wide} {
		if _, r := read(t, File{Name: "a.eml", Data: []byte(data)}); r.Reason != ReasonTooBig {
			t.Errorf("%s: %+v", name, r)
		}
	}
}
