package policy_test

import (
	"encoding/base64"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

// randomMail draws a message: recipients with odd addresses, fields that name them in odd spellings, a tree of parts.
type randomMail struct {
	t          *rapid.T
	people     []string // who are written to, as RFC 5321 writes them
	boundaries int
	used       map[string]bool // fields that may stand once
}

func (r *randomMail) pick(what string, from ...string) string {
	return rapid.SampledFrom(from).Draw(r.t, what)
}

func (r *randomMail) chance(percent int, what string) bool {
	return rapid.IntRange(1, 100).Draw(r.t, what) <= percent
}

// drawMail gives the octets of a message and whom it is for.
func drawMail(t *rapid.T) (raw []byte, people []string) {
	r := &randomMail{t: t, used: map[string]bool{}}
	for i := range rapid.IntRange(1, 50).Draw(t, "people") {
		r.people = append(r.people, r.person(i))
	}
	var header strings.Builder
	header.WriteString("From: Association <news@asso.example>\r\n")
	r.recipients(&header)
	for range rapid.IntRange(0, 8).Draw(t, "fields") {
		r.field(&header)
	}
	if r.chance(80, "dated") {
		header.WriteString("Date: Sun, 22 Nov 2026 10:00:00 +0100\r\nMessage-ID: <1@client.example>\r\n")
	}
	if r.chance(90, "mime") {
		header.WriteString("MIME-Version: 1.0\r\n")
	}
	return []byte(header.String() + r.part(0)), r.people
}

// person draws a mailbox: atoms, plus signs, quotes with what must be quoted, letters beyond ASCII, domains of all kinds.
func (r *randomMail) person(i int) string {
	local := r.pick("local", "jean.dupont", "a+tag", "liste-owner=y", "o'neil", "dept/rh", "Marie.MARTIN", "_under_", "n", "chloé", "用户", "иван", "{x}~", "!#$%&", `"jean d"`, `"at@sign"`, `"a,b"`, `"say \"hi\""`, `"back\\slash"`, `".dots.."`)
	if tail, quoted := strings.CutSuffix(local, `"`); quoted {
		local = tail + fmt.Sprint(i) + `"`
	} else {
		local += fmt.Sprint(i)
	}
	return local + "@" + r.pick("domain", "a.example", "B.example", "mx-1.c.example", "école.example", "xn--cole-9oa.example", "d.asso.example", "[192.0.2.7]", "[IPv6:2001:db8::7]")
}

func (r *randomMail) anyone() string { return rapid.SampledFrom(r.people).Draw(r.t, "anyone") }

// mailbox writes an address for a header, with a name that may be somebody else's address.
func (r *randomMail) mailbox(address string) string {
	switch r.pick("name", "none", "angle", "atoms", "quoted", "encoded", "other", "comment", "encoded other") {
	case "none":
		return address
	case "angle":
		return "<" + address + ">"
	case "atoms":
		return "Jean D <" + address + ">"
	case "quoted":
		return `"Dupont, \"Jean\"" <` + address + ">"
	case "encoded":
		return mime.QEncoding.Encode("utf-8", "Élise Été") + " <" + address + ">"
	case "other":
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(r.anyone()) + `" <` + address + ">"
	case "encoded other":
		return mime.BEncoding.Encode("utf-8", "é "+r.anyone()) + " <" + address + ">"
	}
	return address + " (Jean (le grand))"
}

// recipients writes To, Cc and Bcc. Who is in none of them is a blind copy.
func (r *randomMail) recipients(b *strings.Builder) {
	fields := map[string][]string{}
	for _, p := range r.people {
		name := r.pick("where", "To", "To", "To", "Cc", "Bcc", "Resent-To", "")
		fields[name] = append(fields[name], r.mailbox(p))
	}
	for _, name := range []string{"To", "Cc", "Bcc", "Resent-To"} {
		if len(fields[name]) == 0 {
			continue
		}
		value := strings.Join(fields[name], r.pick("separator", ", ", ",\r\n ", ",", " ,\r\n\t", ", , "))
		if r.chance(15, "group") {
			value = "Bureau: " + value + ";"
		}
		b.WriteString(name + ": " + value + "\r\n")
	}
}

// field writes a field that a client may add, naming somebody in some spelling.
func (r *randomMail) field(b *strings.Builder) {
	name := r.pick("field", "X-Note", "References", "In-Reply-To", "Subject", "Reply-To", "Sender", "Errors-To", "Return-Path", "List-Unsubscribe", "List-Post", "X-Failed-Recipients", "Delivered-To", "Comments", "Thread-Topic", "Disposition-Notification-To", "Content-Description", "Autocrypt-Gossip", "Received", "Archived-At")
	if r.used[name] {
		return
	}
	r.used[name] = true
	b.WriteString(name + ": " + r.spelling(r.anyone()) + "\r\n")
}

// spelling writes an address the way programs hide it in fields.
func (r *randomMail) spelling(address string) string {
	local, domain, _ := cutAddress(address)
	switch r.pick("spelling", "plain", "angle", "sentence", "upper", "q", "b", "percent", "verp", "mailto", "addr", "folded", "list", "long", "long words") {
	case "angle":
		return "<" + address + ">"
	case "sentence":
		return "vu avec " + address + ", hier."
	case "upper":
		return strings.ToUpper(address)
	case "q":
		return mime.QEncoding.Encode("utf-8", "é "+address)
	case "b":
		return mime.BEncoding.Encode("utf-8", address+" é")
	case "percent":
		return "<https://client.example/?u=" + url.QueryEscape(address) + "&x=1>"
	case "verp":
		if strings.HasPrefix(local, `"`) {
			return address
		}
		return "<bounce+" + local + "=" + domain + "@asso.example>"
	case "mailto":
		return "<mailto:" + address + "?subject=x>"
	case "addr":
		return "addr=" + address + "; keydata=AAAA"
	case "folded":
		return "un\r\n\t" + address + "\r\n deux"
	case "long":
		return "vu avec " + address + " " + strings.Repeat("z", 1100)
	case "long words":
		return strings.Repeat("mot ", 300) + address
	case "list":
		return "news@asso.example, " + address + ", \"Jean\" <" + r.anyone() + ">"
	}
	return address
}

// cutAddress splits a mailbox at its last at-sign.
func cutAddress(address string) (local, domain string, found bool) {
	at := strings.LastIndexByte(address, '@')
	return address[:at], address[at+1:], at > 0
}

// part draws a part with its Content fields and its blank line, without a line break at its end.
func (r *randomMail) part(depth int) string {
	kinds := []string{"text", "text", "html", "file", "calendar", "message", "status"}
	if depth < 4 {
		kinds = append(kinds, "mixed", "alternative", "related", "signed", "report", "x-unknown", "mixed", "alternative")
	}
	switch kind := r.pick("kind", kinds...); kind {
	case "text":
		return r.text("text/plain", r.prose())
	case "html":
		return r.text("text/html", r.page())
	case "file":
		return r.file()
	case "calendar":
		return r.text("text/calendar; method="+r.pick("method", "REQUEST", "PUBLISH", "CANCEL"), r.calendar())
	case "message":
		return "Content-Type: message/rfc822\r\n\r\nTo: " + r.anyone() + "\r\nSubject: x\r\n\r\nBonjour"
	case "status":
		return "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x.example\r\n\r\nFinal-Recipient: rfc822; " + r.anyone() + "\r\nAction: failed\r\nStatus: 5.1.1"
	default:
		return r.multipart(kind, depth)
	}
}

func (r *randomMail) multipart(kind string, depth int) string {
	r.boundaries++
	boundary := fmt.Sprintf("%s%d.%s", r.pick("boundary", "=_", "----=_Part_", "b", "'()+_,-/:?"), r.boundaries, strings.Repeat("x", rapid.IntRange(0, 40).Draw(r.t, "boundary length")))
	head := "Content-Type: multipart/" + kind + r.pick("fold", "; ", ";\r\n\t") + `boundary="` + boundary + "\"\r\n"
	n := rapid.IntRange(1, 4).Draw(r.t, "children")
	if kind == "signed" {
		n = 2
	}
	var b strings.Builder
	b.WriteString(head + "\r\n" + r.pick("preamble", "", "", "This is a message in MIME format.\r\n"))
	for range n {
		b.WriteString("--" + boundary + "\r\n" + r.part(depth+1) + "\r\n")
	}
	b.WriteString("--" + boundary + "--" + r.pick("epilogue", "", "\r\n", "\r\n\r\nfin"))
	return b.String()
}

// charsets are those whose encoders exist, with a letter that they hold.
func charsets() map[string]encoding.Encoding {
	return map[string]encoding.Encoding{"utf-8": encoding.Nop, "iso-8859-1": charmap.ISO8859_1, "windows-1252": charmap.Windows1252, "koi8-r": charmap.KOI8R, "iso-2022-jp": japanese.ISO2022JP, "shift_jis": japanese.ShiftJIS,
		"gb18030": simplifiedchinese.GB18030, "big5": traditionalchinese.Big5, "utf-16": unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "us-ascii": charmap.ISO8859_1}
}

// text writes a text in some charset and transfer encoding that can hold it.
func (r *randomMail) text(mediaType, text string) string {
	all := charsets()
	label := r.pick("charset", "utf-8", "utf-8", "iso-8859-1", "windows-1252", "koi8-r", "iso-2022-jp", "shift_jis", "gb18030", "big5", "utf-16", "us-ascii")
	content, err := all[label].NewEncoder().String(text)
	if err != nil || label == "us-ascii" && strings.ContainsFunc(text, func(c rune) bool { return c > 0x7e }) {
		label, content = "utf-8", text
	}
	cte := r.pick("encoding", "8bit", "quoted-printable", "base64")
	if label == "utf-16" {
		cte = "base64"
	}
	switch cte {
	case "quoted-printable":
		var b strings.Builder
		w := quotedprintable.NewWriter(&b)
		_, _ = w.Write([]byte(content))
		_ = w.Close()
		content = b.String()
	case "base64":
		content = wrapped([]byte(content))
	}
	return "Content-Type: " + mediaType + "; charset=" + label + "\r\n" + r.extra() + "Content-Transfer-Encoding: " + cte + "\r\n\r\n" + content
}

func wrapped(content []byte) string {
	text := base64.StdEncoding.EncodeToString(content)
	var lines []string
	for line := range slices.Chunk([]byte(text), 76) {
		lines = append(lines, string(line))
	}
	return strings.Join(lines, "\r\n")
}

// extra draws a field of a part that may name somebody.
func (r *randomMail) extra() string {
	if !r.chance(15, "extra") {
		return ""
	}
	return r.pick("part field", "Content-Description", "Content-ID", "X-Part", "Content-Location") + ": " + r.spelling(r.anyone()) + "\r\n"
}

// prose draws lines of a text, with what readers take for something else.
func (r *randomMail) prose() string {
	lines := rapid.SliceOfN(rapid.SampledFrom([]string{"Bonjour", "déjà vu à l'école", "", "-- ", ".", "..", "From ici", "> cité", "日本", "Здравствуйте", "--b", "100 % = sûr", "fin ", "\tx", "-----", strings.Repeat("mot ", 300), "écrivez à jean@ailleurs.example"}), 0, 8).Draw(r.t, "lines")
	return strings.Join(lines, "\r\n")
}

// page draws pieces of HTML that fit together or do not.
func (r *randomMail) page() string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"<html>", "<body>", "</body>", "</html>", "<p>Déjà</p>", "<table><tr><td>", "</td></tr></table>", "<!-- </body> -->", "<div style='display:none'>", "</div>", "<script>'</body>'</script>", "<style>p{}</style>", "<blockquote>", "</blockquote>", "\r\n", "<a href='x'>x", "<!--", "<textarea>", "&amp;", "<br/>"}), 0, 14).Draw(r.t, "page"), "")
}

// file draws an attachment, whose name may be somebody's address.
func (r *randomMail) file() string {
	name := r.pick("file name", "a.pdf", "compte rendu.pdf", "WHO.pdf", "liste WHO.csv", "CV_WHO.pdf", "x", strings.Repeat("n", 1100)+".pdf")
	who := r.anyone()
	if strings.Contains(who, `"`) {
		who = "x"
	}
	name = strings.ReplaceAll(name, "WHO", who)
	content := rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(r.t, "content")
	field := `attachment; filename="` + name + `"`
	if r.chance(40, "extended") {
		field = "attachment;\r\n filename*=utf-8''" + url.PathEscape(name)
	}
	return "Content-Type: application/octet-stream\r\nContent-Disposition: " + field + "\r\n" + r.extra() + "Content-Transfer-Encoding: base64\r\n\r\n" + wrapped(content)
}

func (r *randomMail) calendar() string {
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@asso.example\r\nORGANIZER:mailto:" + r.anyone() + "\r\n")
	for range rapid.IntRange(0, 5).Draw(r.t, "attendees") {
		line := "ATTENDEE;RSVP=TRUE;CN=" + r.pick("cn", "Jean", `"Dupont, J"`) + ":mailto:" + r.anyone()
		if cut := rapid.IntRange(20, len(line)).Draw(r.t, "cut"); cut < len(line) && line[cut] < 0x80 && line[cut-1] < 0x80 {
			line = line[:cut] + "\r\n " + line[cut:]
		}
		b.WriteString(line + "\r\n")
	}
	b.WriteString(`DESCRIPTION:avec\n` + r.anyone() + `\net fin` + "\r\nSUMMARY:Été\r\nEND:VEVENT\r\nEND:VCALENDAR")
	return b.String()
}
