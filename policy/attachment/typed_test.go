package attachment

import (
	"bytes"
	"encoding/base64"
	"html"
	"strings"
	"testing"

	"souspli/policy/personal"
	"souspli/policy/seal"
)

const typedList = "Nom;Prénom;Numéro de sécurité sociale\nLefèvre;Marie;2 79 03 75 116 004 74\n"

// Text that somebody typed is theirs; a file in it is a file, however it got there.
func TestTyped(t *testing.T) {
	for _, tt := range []struct {
		name, mediaType string
		data            string
		refused         bool
		told            bool
	}{
		{"a letter about oneself", "text/plain", "Bonjour,\nmon numéro de sécurité sociale : 2 79 03 75 116 004 74\n", false, false},
		{"a forwarded letter", "text/plain", "From: a@b.org\nTo: c@d.org\nSubject: x\n\nNIR : 2 79 03 75 116 004 74\n", false, false},
		{"a typed list", "text/plain", typedList, false, false},
		{"a page", "text/html", "<p>NIR : 2 79 03 75 116 004 74</p>", false, false},
		{"uuencode", "text/plain", "Voici.\n\n" + uuencoded("liste.csv", typedList), true, false},
		{"uuencode without a name", "text/plain", uuencoded("=?utf-8?q??=", typedList), true, false},
		{"uuencode in base64", "text/plain", "begin-base64 644 l.csv\n" + base64.StdEncoding.EncodeToString([]byte(typedList)) + "\n====\n", true, false},
		{"uuencode in a quotation", "text/plain", "Marie a écrit :\n" + quote(quote("Voici.\n"+uuencoded("liste.csv", typedList))), true, false},
		{"uuencode in a page", "text/html", "<html><p>Voici.</p><pre>" + html.EscapeString(uuencoded("liste.csv", typedList)) + "</pre></html>", true, false},
		{"uuencode in lines of a page", "text/html", "<div>" + strings.NewReplacer("\n", "<br>", " ", "&nbsp;").Replace(html.EscapeString(uuencoded("liste.csv", typedList))) + "</div>", true, false},
		{"yEnc", "text/plain", "Voici.\n=ybegin line=128 size=99 name=\n" + yencoded(typedList) + "\n=yend size=99\n", true, false},
		{"base64", "text/plain", "Voici :\n" + inLines(typedList) + "\nCordialement\n", true, false},
		{"base64 in a quotation", "text/plain", quote("Voici :\n" + inLines(typedList) + "\nCordialement\n"), true, false},
		{"base64 in a page", "text/html", "<pre>" + inLines(typedList) + "</pre>", true, false},
		{"base64 of a message's source", "text/plain", "Content-Type: text/csv\nContent-Transfer-Encoding: base64\n\n" + inLines(typedList), true, false},
		{"data URL", "text/plain", "data:text/csv;base64," + base64.StdEncoding.EncodeToString([]byte(typedList+typedList)), true, false},
		{"a key in base64", "text/plain", "ssh-rsa " + base64.StdEncoding.EncodeToString(noise(300, 1)) + " a@b\n", false, false},
		{"half an archive in base64", "text/plain", inLines("PK\x03\x04" + string(noise(300, 2))), false, false},
		{"data URL in a page", "text/html", `<p>x</p><a href="data:text/csv;base64,` + base64.StdEncoding.EncodeToString([]byte(typedList)) + `">y</a>`, true, false},
		{"a document that says it is text", "text/plain", `{\rtf1\ansi NIR : 2 79 03 75 116 004 74\par}`, true, false},
		{"compressed only, in an armor", "text/plain", "Voici.\n" + armored(literalPacket(typedList)), true, false},
		{"a password", "text/plain", "Le mot de passe de l'archive : Toto2024!\n", false, true},
		{"a password in bold", "text/html", "<p>Mot de passe&nbsp;: <b>Toto2024!</b></p>", false, true},
		{"a password promised", "text/plain", "Le mot de passe suit par SMS.\n", false, false},
		{"a message quoted in an armor that is broken", "text/plain", "-----BEGIN PGP MESSAGE-----\n\nrubbish\n-----END PGP MESSAGE-----\n", false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := Examine(File{MediaType: tt.mediaType + "; charset=utf-8", Data: []byte(tt.data), Typed: true}, personal.New(personal.Options{}), NewBudget())
			if r.PersonalData != tt.refused || r.TellsPassword != tt.told || r.Failed {
				t.Errorf("%+v", r)
			}
			if tt.refused && (strings.HasPrefix(tt.name, "uu") || strings.HasPrefix(tt.name, "base64")) && !HoldsFile([]byte(tt.data)) {
				t.Error("not worth an examination")
			}
		})
	}
}

// inLines is base64 in the lines of a message.
func inLines(data string) string {
	text := base64.StdEncoding.EncodeToString([]byte(data + data))
	var out strings.Builder
	for ; len(text) > 76; text = text[76:] {
		out.WriteString(text[:76] + "\n")
	}
	return out.String() + text
}

func quote(text string) string { return "> " + strings.ReplaceAll(text, "\n", "\n> ") }

// What is sealed is open once its password stands beside it; what is clear stays what it is.
func TestDisclosed(t *testing.T) {
	locked := Examine(File{Name: "a.zip", Data: lockedZip(t, []string{"liste.xlsx"})}, personal.New(personal.Options{}), NewBudget())
	if locked.Seal != seal.Encrypted || locked.Failed {
		t.Fatalf("%+v", locked)
	}
	if d := locked.Disclosed(); d.Seal != seal.Open || !d.Unreadable() || d.Reason != ReasonDisclosed || d.Readable {
		t.Errorf("%+v", d)
	}
	mixed := Examine(File{Name: "a.zip", Data: zipOf(t, "a.zip", string(lockedZip(t, []string{"b.txt"})), "c.txt", "hello")}, personal.New(personal.Options{}), NewBudget())
	if d := mixed.Disclosed(); d.Seal != seal.None || !d.Unreadable() {
		t.Errorf("%+v", d)
	}
	clear := Report{Type: "text", Readable: true}
	if d := clear.Disclosed(); d.Failed || !d.Readable {
		t.Errorf("%+v", d)
	}
	for name, told := range map[string]bool{"mdp.txt": true, "notes.txt": false} {
		if r := Examine(File{Name: name, Data: []byte("Toto2024")}, noDetector{}, NewBudget()); r.TellsPassword != told {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// Parts whose content is elsewhere are never called clean.
func TestElsewhere(t *testing.T) {
	for _, mediaType := range []string{"message/partial", "Message/Partial; id=1; number=1; total=3", "message/external-body"} {
		r := Examine(File{MediaType: mediaType, Data: []byte("From: a@b.org\nSubject: x\n\nhello\n")}, noDetector{}, NewBudget())
		if !r.Unreadable() || r.Reason != ReasonUnsupported {
			t.Errorf("%s: %+v", mediaType, r)
		}
	}
}

// noDetector finds nothing.
type noDetector struct{}

func (noDetector) Detect(personal.Document) personal.Result { return personal.Result{} }

// uuencoded writes a file as uuencode does.
func uuencoded(name, text string) string {
	var b strings.Builder
	b.WriteString("begin 644 " + name + "\n")
	letter := func(v byte) byte { return v&0x3F + 0x20 }
	for data := []byte(text); len(data) > 0; {
		n := min(45, len(data))
		line := append(bytes.Clone(data[:n]), 0, 0)
		b.WriteByte(letter(byte(n)))
		for i := 0; i < n; i += 3 {
			b.Write([]byte{letter(line[i] >> 2), letter(line[i]<<4 | line[i+1]>>4), letter(line[i+1]<<2 | line[i+2]>>6), letter(line[i+2])})
		}
		b.WriteByte('\n')
		data = data[n:]
	}
	return b.String() + "`\nend\n"
}

func yencoded(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		if c += 42; c == 0 || c == '\n' || c == '\r' || c == '=' {
			b.WriteByte('=')
			c += 64
		}
		b.WriteByte(c)
	}
	return b.String()
}

// literalPacket is a file in an OpenPGP literal packet (RFC 9580, 5.9).
func literalPacket(text string) []byte {
	body := append([]byte("b\x01l\x00\x00\x00\x00"), text...)
	return append([]byte{0xCB, byte(len(body))}, body...)
}

func armored(packet []byte) string {
	return "-----BEGIN PGP MESSAGE-----\n\n" + base64.StdEncoding.EncodeToString(packet) + "\n-----END PGP MESSAGE-----\n"
}

// TestQuotationsEnd: a text of nothing but marks quotes itself as often as it has marks, and each time is read anew.
func TestQuotationsEnd(t *testing.T) {
	levels := 0
	for range quotations(strings.Repeat(">", 1000)) {
		levels++
	}
	if levels == 0 || levels > 16 {
		t.Errorf("read %d times", levels)
	}
}
