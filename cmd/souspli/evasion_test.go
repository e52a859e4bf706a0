package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"souspli/policy"
	"souspli/policy/address"
	"souspli/relay"
	"souspli/relay/metrics"
)

// list is what must not leave in clear, however it is wrapped.
const list = "Nom;Prénom;Date de naissance;Numéro de sécurité sociale\nLefèvre;Marie;05/03/1979;2 79 03 75 116 004 74\nBernard;Luc;12/04/1982;1 82 04 75 116 005 28\n"

// evasion is a message and what becomes of it: the bracket word of the refusal, or "" where it may pass.
type evasion struct {
	name string
	raw  string
	want string
}

// part writes a part of a message: its header lines, then its body.
func part(header, body string) string { return header + "\r\n\r\n" + body }

// attached is a file in base64, under a type and a disposition.
func attached(header string, data []byte) string {
	b64 := base64.StdEncoding.EncodeToString(data)
	var lines strings.Builder
	for len(b64) > 76 {
		lines.WriteString(b64[:76] + "\r\n")
		b64 = b64[76:]
	}
	return part(header+"\r\nContent-Transfer-Encoding: base64", lines.String()+b64)
}

// mailOf is a message of several parts, or the only one.
func mailOf(subject string, parts ...string) string {
	head := "From: a@asso.example\r\nTo: b@example.org\r\nSubject: " + subject + "\r\nDate: Mon, 23 Nov 2026 10:00:00 +0100\r\nMessage-ID: <x@asso.example>\r\nMIME-Version: 1.0\r\n"
	if len(parts) == 1 {
		return head + parts[0] + "\r\n"
	}
	return head + multipart("b1", parts...)
}

func multipart(boundary string, parts ...string) string {
	out := "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n"
	for _, p := range parts {
		out += "--" + boundary + "\r\n" + p + "\r\n"
	}
	return out + "--" + boundary + "--\r\n"
}

// said is a text part.
func said(text string) string { return part("Content-Type: text/plain; charset=utf-8", text) }

const plainFile = "Content-Type: application/octet-stream; name=\"f.bin\"\r\nContent-Disposition: attachment; filename=\"f.bin\""

// locked encrypts data as age does.
func locked(t *testing.T, data string) []byte {
	t.Helper()
	recipient, err := age.NewScryptRecipient("Toto2024!")
	if err != nil {
		t.Fatal(err)
	}
	recipient.SetWorkFactor(10)
	var out bytes.Buffer
	w, err := age.Encrypt(&out, recipient)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.WriteString(w, data)
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func zipped(t *testing.T, items ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i+1 < len(items); i += 2 {
		f, err := w.Create(items[i])
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(f, items[i+1])
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// uuencode writes a file as text (POSIX.1-2008).
func uuencode(name, text string) string {
	var b strings.Builder
	letter := func(v byte) byte { return v&0x3F + 0x20 }
	for data := []byte(text); len(data) > 0; {
		n := min(45, len(data))
		line := append(bytes.Clone(data[:n]), 0, 0)
		b.WriteByte(letter(byte(n)))
		for i := 0; i < n; i += 3 {
			b.Write([]byte{letter(line[i] >> 2), letter(line[i]<<4 | line[i+1]>>4), letter(line[i+1]<<2 | line[i+2]>>6), letter(line[i+2])})
		}
		b.WriteString("\r\n")
		data = data[n:]
	}
	return "begin 644 " + name + "\r\n" + b.String() + "`\r\nend\r\n"
}

// twoDirectories is an archive whose directory, looked for from the front, shows another file than from the back.
func twoDirectories(t *testing.T) []byte {
	return append(zipped(t, "liste.csv", list), zipped(t, "note.txt", "hello")...)
}

// unlisted is an archive with a member that its directory does not name.
func unlisted(t *testing.T) []byte {
	whole, shown := zipped(t, "liste.csv", list), zipped(t, "note.txt", "hello")
	return append(whole[:bytes.Index(whole, []byte("PK\x01\x02"))], shown...)
}

// passwords are the cases in which the password of a sealed file stands in the message, and those in which it does not.
func passwords(t *testing.T) []evasion {
	sealed := attached("Content-Type: application/octet-stream; name=\"liste.csv.age\"\r\nContent-Disposition: attachment; filename=\"liste.csv.age\"", locked(t, list))
	return []evasion{
		{"sealed", mailOf("Liste", said("Bonjour, voici la liste."), sealed), ""},
		{"sealed, the password promised", mailOf("Liste", said("Le mot de passe vous sera communiqué par SMS."), sealed), ""},
		{"password in the text", mailOf("Liste", said("Bonjour,\r\nmot de passe : Toto2024!"), sealed), "unreadable-attachment"},
		{"password in the page", mailOf("Liste", part("Content-Type: text/html; charset=utf-8", "<p>Mot de passe&nbsp;:&nbsp;<b>Toto2024!</b></p>"), sealed), "unreadable-attachment"},
		{"password in the subject", mailOf("=?utf-8?q?Liste_=28mot_de_passe_=3A_Toto2024!=29?=", said("Bonjour"), sealed), "unreadable-attachment"},
		{"password in another file", mailOf("Liste", said("Bonjour"), sealed, attached("Content-Type: text/plain; name=\"lisez-moi.txt\"\r\nContent-Disposition: attachment; filename=\"lisez-moi.txt\"", []byte("mdp : Toto2024!"))), "unreadable-attachment"},
		{"a file called password", mailOf("Liste", said("Bonjour"), sealed, attached("Content-Type: text/plain; name=\"mdp.txt\"\r\nContent-Disposition: attachment; filename=\"mdp.txt\"", []byte("Toto2024!"))), "unreadable-attachment"},
		{"password in an attached message", mailOf("Liste", said("Bonjour"), sealed, part("Content-Type: message/rfc822", mailOf("Re", said("password: hunter2!")))), "unreadable-attachment"},
		{"password in the name of the file", mailOf("Liste", said("Bonjour"), strings.ReplaceAll(sealed, "liste.csv.age", "liste mdp Toto2024.age")), "unreadable-attachment"},
	}
}

// labels are the cases in which names and types lie.
func labels(t *testing.T) []evasion {
	file := func(header string, data string) string {
		return mailOf("x", said("Bonjour"), attached(header, []byte(data)))
	}
	ebcdic := "application/octet-stream"
	return []evasion{
		{"in clear", file("Content-Type: text/csv; name=liste.csv", list), "personal-data"},
		{"two extensions", file("Content-Type: image/jpeg; name=\"photo.csv.jpg\"", list), "personal-data"},
		{"a name written right to left", file("Content-Type: "+ebcdic+"; name=\"=?utf-8?b?"+base64.StdEncoding.EncodeToString([]byte("liste\u202Evsc.pdf"))+"?=\"", list), "personal-data"},
		{"a name in pieces (RFC 2231)", file("Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename*0*=utf-8''l%69; filename*1=ste.c; filename*2=sv", list), "personal-data"},
		{"no name and no type", mailOf("x", said("Bonjour"), attached("X-Nothing: x", []byte("PK"+string(zipped(t, "l.csv", list)[2:])))), "personal-data"},
		{"a page that is a list", file("Content-Type: text/html; name=x.html", list), "personal-data"},
		{"text that is an archive", mailOf("x", attached("Content-Type: text/plain", zipped(t, "liste.csv", list))), "personal-data"},
		{"charset iso-2022-kr", file("Content-Type: text/csv; charset=iso-2022-kr; name=l.csv", list), "personal-data"},
		{"charset utf-16 over ASCII", file("Content-Type: text/csv; charset=utf-16; name=l.csv", list), "personal-data"},
		{"charset utf-7", file("Content-Type: text/plain; charset=utf-7; name=l.txt", "Num+AOk-ro de s+AOk-curit+AOk- sociale : +ADI 79 03 75 116 004 74\r\n"), "personal-data"},
		{"quoted-printable", mailOf("x", said("a"), part("Content-Type: text/csv; name=l.csv; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable", "NIR\r\n=32 79 03 =\r\n75 116 004 74\r\n")), "personal-data"},
		{"padding in the middle", mailOf("x", said("a"), part("Content-Type: text/csv; name=l.csv\r\nContent-Transfer-Encoding: base64", base64.StdEncoding.EncodeToString([]byte("hello\n\n\n\n"))+"\r\n"+base64.StdEncoding.EncodeToString([]byte(list)))), "personal-data"},
		{"uuencode as a transfer encoding", mailOf("x", said("a"), part("Content-Type: text/csv; name=l.csv\r\nContent-Transfer-Encoding: x-uuencode", uuencode("l.csv", list))), "refused"},
		{"called signed, and it is clear", file("Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", list), "personal-data"},
		{"called OpenPGP, and it is clear", file("Content-Type: application/pgp-encrypted; name=msg.asc", "-----BEGIN PGP MESSAGE-----\n\n"+list+"-----END PGP MESSAGE-----\n"), "unreadable-attachment"},
	}
}

// nests are the cases in which a file hides in another, or beside the parts.
func nests(t *testing.T) []evasion {
	archive := zipped(t, "liste.csv", list)
	deep := mailOf("x", said("a"), attached(plainFile, archive))
	for range 3 {
		deep = mailOf("x", said("a"), part("Content-Type: message/rfc822", deep))
	}
	csv := attached("Content-Type: text/csv; name=l.csv", []byte(list))
	lines := strings.ReplaceAll(list, "\n", "\r\n")
	framed := func(before, after string) string {
		return strings.Replace(strings.TrimSuffix(mailOf("x", said("a"), said("b")), "\r\n"), "\r\n\r\n--b1", "\r\n\r\n"+before+"\r\n--b1", 1) + "\r\n" + after
	}
	return []evasion{
		{"messages in messages", deep, "personal-data"},
		{"archives in archives", mailOf("x", said("a"), attached(plainFile, zipped(t, "a.zip", string(zipped(t, "b.zip", string(archive)))))), "personal-data"},
		{"a document that is an archive too", mailOf("x", said("a"), attached(plainFile, append([]byte("%PDF-1.4\n1 0 obj <</Type/Catalog>> endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"), archive...))), "personal-data"},
		{"a picture that is an archive too", mailOf("x", said("a"), attached(plainFile, append([]byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"), archive...))), "personal-data"},
		{"two directories", mailOf("x", said("a"), attached(plainFile, twoDirectories(t))), "personal-data"},
		{"a member in no directory", mailOf("x", said("a"), attached(plainFile, unlisted(t))), "unreadable-attachment"},
		{"before the first part", framed(lines, ""), "personal-data"},
		{"behind the last part", framed("", lines), "personal-data"},
		{"uuencode in the text", mailOf("x", said("Voici la liste.\r\n\r\n"+uuencode("liste.csv", list))), "personal-data"},
		{"a data URL in the page", mailOf("x", part("Content-Type: text/html; charset=utf-8", "<p>x</p><a href=\"data:text/csv;base64,"+base64.StdEncoding.EncodeToString([]byte(list))+"\">liste</a>")), "personal-data"},
		{"text with a disposition", mailOf("x", said("a"), part("Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: attachment", lines)), "personal-data"},
		{"a fragment", mailOf("x", said("a"), part("Content-Type: message/partial; id=\"x\"; number=1; total=2", "AAAA")), "unreadable-attachment"},
		{"the whole message a fragment", mailOf("x", part("Content-Type: message/partial; id=\"x\"; number=1; total=2", "AAAA")), "unreadable-attachment"},
		{"something to be fetched", mailOf("x", said("a"), part("Content-Type: message/external-body; access-type=URL; URL=\"http://x.example/l.csv\"", "Content-Type: text/csv\r\n\r\n")), "unreadable-attachment"},
		{"a part in a part", mailOf("x", said("a"), multipart("b2", said("b"), multipart("b3", csv, said("c")))), "personal-data"},
		{"a calendar with numbers", mailOf("x", said("a"), part("Content-Type: text/calendar; charset=utf-8", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDESCRIPTION:NIR 2 79 03 75 116 004 74\r\nEND:VEVENT\r\nEND:VCALENDAR")), "personal-data"},
		{"what a person types is theirs", mailOf("x", said("Mon numéro de sécurité sociale : 2 79 03 75 116 004 74")), ""},
	}
}

// TestEvasions submits messages that hide what they hold to the whole relay, short of the queue.
func TestEvasions(t *testing.T) {
	s := newSite(t, "", "")
	a := &app{config: s.file, getenv: func(string) string { return "" }, now: time.Now}
	err := a.with(t.Context(), func(st *station) error {
		log := slog.New(slog.DiscardHandler)
		pool, err := scanner(t.Context(), AttachmentsConfig{}, log)
		if err != nil {
			return err
		}
		defer pool.Close()
		r := st.relay(pool, metrics.New(), log, time.Now)
		for group, cases := range map[string][]evasion{"password": passwords(t), "label": labels(t), "nest": nests(t)} {
			for i, c := range cases {
				t.Run(fmt.Sprintf("%s %02d %s", group, i+1, c.name), func(t *testing.T) { c.submit(t.Context(), t, r) })
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (c evasion) submit(ctx context.Context, t *testing.T, r *relay.Relay) {
	from, err1 := address.Parse("a@asso.example")
	to, err2 := address.Parse("b@example.org")
	domain, err3 := address.ParsePattern("@asso.example")
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	in := relay.Incoming{Account: policy.Account{Name: "u", Kind: policy.Person, Locale: "fr", Senders: []address.Pattern{domain}}, From: from,
		Recipients: []relay.Recipient{{Address: to}}, Body: []byte(c.raw), Protocol: "ESMTPSA"}
	d, reply, err := r.Explain(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	if d.Decision.Refusal != nil {
		got = string(d.Decision.Refusal.Reason)
	}
	if got != c.want && !(c.want == "refused" && got != "") {
		t.Errorf("%q, want %q\n%s", got, c.want, reply.Wire())
		for _, e := range d.Decision.Attachments {
			t.Logf("%q %+v", e.Name, e.Report)
		}
	}
}
