package message_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"souspli/policy/message"
)

// TestShapes: each shape of the package comment, as another reader sees it.
func TestShapes(t *testing.T) {
	seen := map[string]bool{}
	for _, tt := range []struct {
		name, in string
		want     []string // the text of each leaf as another reader sees it
	}{
		{"plain: no declaration", "Subject: x\n\nBonjour\n", []string{"Bonjour\r\n" + textFooter}},
		{"plain: ascii, 7bit", "Content-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: 7bit\n\nBonjour\n", []string{"Bonjour\r\n" + textFooter}},
		{"plain, encoded: latin1, quoted-printable", "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nD=E9j=E0 =\nvu\n", []string{"Déjà vu\r\n" + textFooter}},
		{"plain, other charset: windows-1252", "Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: 8bit\n\n\x80 d\xe9j\xe0\n", []string{"€ déjà\r\n" + textFooter}},
		{"plain, other charset: greek cannot hold French", "Content-Type: text/plain; charset=iso-8859-7\nContent-Transfer-Encoding: 8bit\n\n\xc3\xe5\xe9\xdc\n", []string{"Γειά\r\n" + textFooter}},
		{"plain, encoded: base64", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nRMOpasOgIHZ1DQo=\n", []string{"Déjà vu\r\n" + textFooter}},
		{"plain, encoded: base64 with LF lines", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nRMOpasOgCnZ1Cg==\n", []string{"Déjà\nvu\n" + strings.ReplaceAll(textFooter, "\r\n", "\n")}},
		{"plain, wide charset: utf-16", "Content-Type: text/plain; charset=utf-16le\nContent-Transfer-Encoding: base64\n\nRADpAGoA4AAgAHYAdQANAAoA\n", []string{"Déjà vu\r\n" + textFooter}},
		{"plain, wrong label: not ascii", "Content-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: 8bit\n\nD\xe9j\xe0\n", []string{"Déjà\r\n" + textFooter}},
		{"plain, wrong label: unknown", "Content-Type: text/plain; charset=x-nonsense\nContent-Transfer-Encoding: 8bit\n\nDéjà\n", []string{"Déjà\r\n" + textFooter}},
		{"html: body", "Content-Type: text/html; charset=utf-8\n\n<html><body><p>Bonjour</p></body></html>\n",
			[]string{"<html><body><p>Bonjour</p>" + htmlFooter + "</body></html>\r\n"}},
		{"html: no body", "Content-Type: text/html; charset=utf-8\n\n<p>Bonjour</p>\n", []string{"<p>Bonjour</p>\r\n" + htmlFooter}},
		{"html, deceptive: comment and script", "Content-Type: text/html; charset=utf-8\n\n<body>x<script>\"</body>\"</script></BODY ><!-- </body> -->\n",
			[]string{"<body>x<script>\"</body>\"</script>" + htmlFooter + "</BODY ><!-- </body> -->\r\n"}},
		{"html: end tag split by quoted-printable", "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<body>=C3=A9</bo=\ndy>\n",
			[]string{"<body>é" + htmlFooter + "</body>\r\n"}},
		{"alternative: text and HTML", "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nBonjour\n--b\nContent-Type: text/html\n\n<b>Bonjour</b>\n--b--\n",
			[]string{"Bonjour\r\n" + textFooter, "<b>Bonjour</b>" + htmlFooter}},
		{"mixed: the first text only", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nBonjour\n--b\n\nP.S.\n--b\nContent-Type: text/plain; name=notes.txt\n\nn\n--b--\n",
			[]string{"Bonjour\r\n" + textFooter, "P.S.", "n"}},
		{"mixed, files: a file first", "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Disposition: attachment; filename=a.txt\n\na\n--b\n\nBonjour\n--b--\n",
			[]string{"a", "Bonjour\r\n" + textFooter}},
		{"mixed: pictures and an invitation first", "Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: multipart/related; boundary=r\n\n--r\nContent-Type: image/png\n\np\n--r--\n--m\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n--m\n\nBonjour\n--m--\n",
			[]string{"p", "BEGIN:VCALENDAR", "Bonjour\r\n" + textFooter}},
		{"mixed: an empty text first", "Content-Type: multipart/mixed; boundary=m\n\n--m\n\n \n\n--m\nContent-Type: text/html\n\nh\n--m--\n", []string{" \r\n", "h" + htmlFooter}},
		{"mixed: an empty text alone", "Content-Type: multipart/mixed; boundary=m\n\n--m\n\n\n--m\nContent-Type: image/png\n\np\n--m--\n", []string{textFooter, "p"}},
		{"alternative: with names", "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; name=a.txt\n\nt\n--b\nContent-Type: text/html; name=a.html\n\nh\n--b\nContent-Type: text/html\nContent-Disposition: attachment; filename=b.html\n\nb\n--b--\n",
			[]string{"t\r\n" + textFooter, "h" + htmlFooter, "b"}},
		{"related: in alternative in mixed", "Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: multipart/alternative; boundary=a\n\n--a\n\nt\n--a\nContent-Type: multipart/related; boundary=r\n\n--r\nContent-Type: text/html\n\nh\n--r\nContent-Type: image/png\n\np\n--r--\n--a--\n--m\nContent-Type: application/pdf\n\nf\n--m--\n",
			[]string{"t\r\n" + textFooter, "h" + htmlFooter, "p", "f"}},
		{"related: start", "Content-Type: multipart/related; boundary=r; start=\"<root>\"\n\n--r\nContent-Type: image/png\n\np\n--r\nContent-ID: <root>\nContent-Type: text/html\n\nh\n--r--\n",
			[]string{"p", "h" + htmlFooter}},
		{"placeholder: text", "Content-Type: text/plain; charset=utf-8\n\nSortir : {{unsubscribe}}, merci\n", []string{"Sortir : " + link + ", merci\r\n\r\n____\r\nVous êtes inscrit·e.\r\n"}},
		{"placeholder: attribute, as an editor escapes it", "Content-Type: text/html; charset=utf-8\n\n<a href=\"http://%7B%7Bunsubscribe%7D%7D\">x</a>\n",
			[]string{"<a href=\"https://relay.example.org/u/AbC-_d123?x=1&amp;y=2\">x</a>\r\n\r\n<p>Vous êtes inscrit·e.</p>\r\n"}},
		{"placeholder: as a host, with a slash", "Content-Type: text/html; charset=utf-8\n\n<a href=\"http://{{unsubscribe}}/\">x</a>\n",
			[]string{"<a href=\"https://relay.example.org/u/AbC-_d123?x=1&amp;y=2\">x</a>\r\n\r\n<p>Vous êtes inscrit·e.</p>\r\n"}},
		{"placeholder: character references", "Content-Type: text/html; charset=utf-8\n\n<a href=\"&#123;&#123;unsubscribe&#125;&#125;\">x</a>\n",
			[]string{"<a href=\"https://relay.example.org/u/AbC-_d123?x=1&amp;y=2\">x</a>\r\n\r\n<p>Vous êtes inscrit·e.</p>\r\n"}},
		{"placeholder: where nobody sees it", "Content-Type: text/html; charset=utf-8\n\n<title>{{unsubscribe}}</title><!-- {{unsubscribe}} -->x\n",
			[]string{"<title>https://relay.example.org/u/AbC-_d123?x=1&amp;y=2</title><!-- https://relay.example.org/u/AbC-_d123?x=1&amp;y=2 -->x\r\n" + htmlFooter}},
		{"placeholder: split by quoted-printable", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n=C3=A9 {{unsub=\nscribe}}.\n", []string{"é " + link + ".\r\n\r\n____\r\nVous êtes inscrit·e.\r\n"}},
		{"placeholder: base64", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nw6kge3t1bnN1YnNjcmliZX19Lg==\n", []string{"é " + link + ".\r\n\r\n____\r\nVous êtes inscrit·e."}},
		{"signed: PGP", "Content-Type: multipart/signed; boundary=b; protocol=\"application/pgp-signature\"\n\n--b\n\nBonjour\n--b\nContent-Type: application/pgp-signature\n\ns\n--b--\n", []string{"Bonjour", "s"}},
		{"encrypted: PGP", "Content-Type: multipart/encrypted; boundary=b; protocol=\"application/pgp-encrypted\"\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream\n\nx\n--b--\n", []string{"Version: 1", "x"}},
		{"report: any", "Content-Type: multipart/report; boundary=b\n\n--b\n\nr\n--b--\n", []string{"r"}},
		{"forwarded: nothing else", "Content-Type: message/rfc822\n\nSubject: y\n\ninner\n", []string{"Subject: y\r\n\r\ninner\r\n"}},
		{"inline PGP: signed", "Subject: x\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nx\n", []string{"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\nx\r\n"}},
		{"plain: no line break at the end of a part", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nBonjour\n--b--\n", []string{"Bonjour\r\n" + textFooter}},
		{"plain, signature: stays above", "Content-Type: text/plain; charset=utf-8\n\nBonjour\n-- \nMarie\n", []string{"Bonjour\r\n-- \r\nMarie\r\n" + textFooter}},
		{"plain, flowed: delsp", "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\nBon \njour\n", []string{"Bon \r\njour\r\n" + textFooter}},
		{"plain, other charset: shift_jis", "Content-Type: text/plain; charset=shift_jis\nContent-Transfer-Encoding: base64\n\nk/qWew0K\n", []string{"日本\r\n" + textFooter}},
		{"plain, other charset: gb18030 holds all", "Content-Type: text/plain; charset=gb18030\nContent-Transfer-Encoding: base64\n\nyNWxvg0K\n", []string{"日本\r\n" + textFooter}},
		{"plain, wide charset: iso-2022-jp", "Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$BF|K\\\x1b(B\n", []string{"日本\r\n" + textFooter}},
		{"plain, wide charset: utf-7", "Content-Type: text/plain; charset=utf-7\n\nD+AOk-j+AOA- 1 +- 1\n", []string{"Déjà 1 + 1\r\n" + textFooter}},
		{"plain, lost charset: iso-2022-kr", "Content-Type: text/plain; charset=iso-2022-kr\n\n\x1b$)Cabc\n", []string{"\uFFFD"}},
		{"plain, lost charset: damaged utf-8", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nDéj\xc3 vu\n", []string{"Déj\xc3 vu\r\n\r\n____\r\nVous etes inscrit.e.\r\nSortir : " + link + "\r\n"}},
		{"plain, other charset: DOS", "Content-Type: text/plain; charset=cp850\nContent-Transfer-Encoding: 8bit\n\nD\x82j\x85\n", []string{"Déjà\r\n" + textFooter}},
		{"html, own charset: koi8-r", "Content-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=koi8-r\"><p>\xf0\xf2\n", []string{"<meta http-equiv=\"Content-Type\" content=\"text/html; charset=koi8-r\"><p>ПР\r\n" + htmlFooter}},
		{"plain, wrong label: utf-7 that is none", "Content-Type: text/plain; charset=utf-7\n\n1 + 1\n", []string{"1 + 1\r\n" + textFooter}},
		{"plain, wrong label: utf-8 that is latin1", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nD\xe9j\xe0\n", []string{"Déjà\r\n" + textFooter}},
		{"plain, long line: quoted-printable", "Subject: x\n\n" + strings.Repeat("0123456789", 120) + "\n", []string{strings.Repeat("0123456789", 120) + "\r\n" + textFooter}},
		{"plain, older footer: quoted", "Content-Type: text/plain; charset=utf-8\n\nOui.\n> Bonjour\n>\n> " + message.FooterRule + "\n> Pourquoi ?\n> Sortir : https://relay.example.org/u/OLD\n>\n> Fin\n",
			[]string{"Oui.\r\n> Bonjour\r\n>\r\n>\r\n> Fin\r\n" + textFooter}},
		{"plain, older footer: at the end", "Content-Type: text/plain; charset=utf-8\n\nBonjour\n\n" + message.FooterRule + "\nSortir : https://relay.example.org/u/OLD", []string{"Bonjour\r\n\r\n\r\n" + textFooter}},
		{"plain, older footer: only its link is left", "Content-Type: text/plain; charset=utf-8\n\n> https://relay.example.org/u/OLD ?\n", []string{"> " + link + " ?\r\n" + textFooter}},
		{"plain, older footer: its link in those of mail filters", "Content-Type: text/plain; charset=utf-8\n\n> <https://x.safelinks.example/?url=https%3A%2F%2Frelay.example.org%2Fu%2FOLD&data=05%7C>\n> https://x.defense.example/v2/url?u=https-3A__relay.example.org_u_OLD&d=x\n> https://x.defense.example/v3/__https://relay.example.org/u/OLD__;!!x$ .\n",
			[]string{"> <" + link + ">\r\n> " + link + "\r\n> " + link + " .\r\n" + textFooter}},
		{"plain, older footer: a rule that is not ours", "Content-Type: text/plain; charset=utf-8\n\n" + message.FooterRule + "\nTotal 12\n", []string{message.FooterRule + "\r\nTotal 12\r\n" + textFooter}},
		{"html: only the page ends", "Content-Type: text/html; charset=utf-8\n\n<html><p>Bonjour</html>\n", []string{"<html><p>Bonjour" + htmlFooter + "</html>\r\n"}},
		{"html, deceptive: style and title", "Content-Type: text/html; charset=utf-8\n\n<title></body></title><style></body></style><body>x\n",
			[]string{"<title></body></title><style></body></style><body>x\r\n" + htmlFooter}},
		{"html, deceptive: quoted mail", "Content-Type: text/html; charset=utf-8\n\n<body>x<blockquote><html><body>y</body></html></blockquote></body>\n",
			[]string{"<body>x<blockquote><html><body>y</body></html></blockquote>" + htmlFooter + "</body>\r\n"}},
		{"html, deceptive: table cell", "Content-Type: text/html; charset=utf-8\n\n<body><table><tr><td>x</body></td></tr></table>y\n",
			[]string{"<body><table><tr><td>x</body></td></tr></table>y\r\n" + htmlFooter}},
		{"html, left open: tables and divisions", "Content-Type: text/html; charset=utf-8\n\n<body><div><table><tr><td>x</body>\n", []string{"<body><div><table><tr><td>x</body>\r\n</td></tr></tbody></table></div>" + htmlFooter}},
		{"html, left open: comment", "Content-Type: text/html; charset=utf-8\n\n<p>x</p><!-- y\n", []string{"<p>x</p><!-- y\r\n-->" + htmlFooter}},
		{"html, left open: too long to be parsed", "Content-Type: text/html; charset=utf-8\n\n<div><table><tr><td>" + strings.Repeat("<p>0123456789</p>\n", 20_000) + "<br></div><div style=\"display:none\"></body><!-- y\n",
			[]string{"<div><table><tr><td>" + strings.Repeat("<p>0123456789</p>\r\n", 20_000) + "<br></div><div style=\"display:none\"></body><!-- y\r\n--></div></td></tr></table></div>" + htmlFooter}},
		{"html: too long to be parsed", "Content-Type: text/html; charset=utf-8\n\n<body><b>" + strings.Repeat("<p>0123456789</p>\n", 20_000) + "</body><!-- </body> -->\n",
			[]string{"<body><b>" + strings.Repeat("<p>0123456789</p>\r\n", 20_000) + "</b>" + htmlFooter + "</body><!-- </body> -->\r\n"}},
		{"html, left open: too deep to be parsed", "Content-Type: text/html; charset=utf-8\n\n" + strings.Repeat("<table><tr><td>", 300) + "x</body>\n",
			[]string{strings.Repeat("<table><tr><td>", 300) + "x</body>\r\n" + strings.Repeat("</td></tr></table>", 300) + htmlFooter}},
		{"html, left open: tag", "Content-Type: text/html; charset=utf-8\n\n<p>x</p><a href=\"y\n", []string{"<p>x</p>" + htmlFooter + "<a href=\"y\r\n"}},
		{"html, older footer: quoted, class renamed", "Content-Type: text/html; charset=utf-8\n\n<p>Oui</p><blockquote>x<div class=\"m_123souspli-footer\"><div>a</div><a href=\"https://relay.example.org/u/OLD\">y</a></div></blockquote>\n",
			[]string{"<p>Oui</p><blockquote>x</blockquote>\r\n" + htmlFooter}},
		{"alternative, others: AMP, calendar, enriched", "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nBonjour\n--b\nContent-Type: text/x-amp-html\n\na\n--b\nContent-Type: text/html\n\nh\n--b\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n--b\nContent-Type: text/enriched\n\ne\n--b--\n",
			[]string{"Bonjour\r\n" + textFooter, "a", "h" + htmlFooter, "BEGIN:VCALENDAR", "e"}},
		{"mixed: several alternatives in it", "Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: multipart/alternative; boundary=a\n\n--a\n\nt\n--a\nContent-Type: text/html\n\nh\n--a--\n--m\nContent-Type: text/html\n\ntail\n--m--\n", []string{"t\r\n" + textFooter, "h" + htmlFooter, "tail"}},
		{"interleaved: picture between two texts", "Content-Type: multipart/mixed; boundary=m\n\n--m\n\nVoici\n--m\nContent-Type: image/png\nContent-Disposition: inline; filename=a.png\n\np\n--m\n\nvoilà\n--m--\n", []string{"Voici\r\n" + textFooter, "p", "voilà"}},
		{"forwarded: beside a text", "Content-Type: multipart/mixed; boundary=m\n\n--m\n\nPour info\n--m\nContent-Type: message/rfc822\n\nSubject: y\n\ninner\n--m--\n", []string{"Pour info\r\n" + textFooter, "Subject: y\r\n\r\ninner"}},
		{"no text: a picture", "Content-Type: image/png\n\np\n", []string{"p\r\n"}},
		{"no text: a file in a mixed", "Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: application/pdf\n\np\n--m--\n", []string{"p"}},
		{"calendar: alone", "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n", []string{"BEGIN:VCALENDAR\r\n"}},
		{"signed: S/MIME, opaque", "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n\nx\n", []string{"x\r\n"}},
		{"signed: within a mixed of a list", "Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: multipart/signed; boundary=s\n\n--s\n\nBonjour\n--s\nContent-Type: application/pgp-signature\n\ns\n--s--\n--m\n\nlist\n--m--\n", []string{"Bonjour", "s", "list"}},
		{"inline PGP: encrypted", "Subject: x\n\n-----BEGIN PGP MESSAGE-----\n\nx\n", []string{"-----BEGIN PGP MESSAGE-----\r\n\r\nx\r\n"}},
	} {
		seen[strings.Split(tt.name, ": ")[0]] = true
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
	if diff := cmp.Diff(shapesInComment(t), slices.Sorted(maps.Keys(seen))); diff != "" {
		t.Errorf("package comment and test, -want +got\n%s", diff)
	}
}

// shapesInComment reads the first column of the table in the package comment.
func shapesInComment(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var shapes []string
	for _, row := range regexp.MustCompile(`(?m)^//\t(\S.*?)  +`).FindAllStringSubmatch(string(text), -1) {
		shapes = append(shapes, row[1])
	}
	slices.Sort(shapes)
	return shapes
}
