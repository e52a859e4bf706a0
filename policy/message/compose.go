package message

import (
	"bytes"
	"mime/quotedprintable"
	"strings"
	"time"

	"souspli/policy/address"
)

// Mail is a short text that the relay itself writes to a sender: a report, a notice.
type Mail struct {
	ID, Hostname string // of the message id and the author
	To           address.Address
	Subject      string
	Date         time.Time
	InReplyTo    string // message id of what it is about; "": nothing
	Automatic    string // auto-generated, auto-replied (RFC 3834 5)
	Text         string // lines end in \n
}

// Compose writes the mail as plain text.
func (m Mail) Compose() []byte {
	return append([]byte(m.header()), m.textPart()...)
}

// ComposeReport writes the mail as a multipart/report (RFC 6522): the text, then parts for programs.
func (m Mail) ComposeReport(kind string, parts ...ReportPart) []byte {
	var b bytes.Buffer
	boundary := "=_souspli_" + m.ID
	b.WriteString(m.header())
	b.WriteString(FormatField("Content-Type", "multipart/report; report-type="+kind+"; boundary=\""+boundary+"\""))
	b.WriteString("\r\n--" + boundary + "\r\n")
	b.Write(m.textPart())
	for _, p := range parts {
		b.WriteString("\r\n--" + boundary + "\r\nContent-Type: " + p.MediaType + "\r\n\r\n")
		b.Write(p.Content)
	}
	b.WriteString("\r\n--" + boundary + "--\r\n")
	return b.Bytes()
}

// ReportPart is a part of a report that programs read. Its content is ASCII and its lines end in CRLF.
type ReportPart struct {
	MediaType string
	Content   []byte
}

// header writes the fields that mail of the relay's own begins with.
func (m Mail) header() string {
	header := FormatField("From", "souspli <postmaster@"+m.Hostname+">") +
		FormatField("To", m.To.Reveal()) +
		FormatField("Subject", address.EncodeText(m.Subject)) +
		FormatField("Date", m.Date.Format(time.RFC1123Z)) +
		FormatField("Message-ID", "<"+m.ID+"@"+m.Hostname+">")
	if m.InReplyTo != "" {
		header += FormatField("In-Reply-To", m.InReplyTo) + FormatField("References", m.InReplyTo)
	}
	return header + FormatField("Auto-Submitted", m.Automatic) + "X-Auto-Response-Suppress: All\r\nMIME-Version: 1.0\r\n"
}

func (m Mail) textPart() []byte {
	var b bytes.Buffer
	b.WriteString("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
	w := quotedprintable.NewWriter(&b)
	_, _ = w.Write([]byte(strings.ReplaceAll(m.Text, "\n", "\r\n"))) // into memory: cannot fail
	_ = w.Close()
	return b.Bytes()
}
