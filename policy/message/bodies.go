package message

import (
	"bytes"
	"strings"
)

// Protection says why a message's bytes must stay as they are.
type Protection int

// Kinds of protection, of the whole message or of a part that holds the text.
const (
	Unprotected Protection = iota
	Signed
	EncryptedMail
)

// Bodies gives the text parts that a person reads as the message itself, where a footer may stand: the first text of a
// multipart/mixed, the root of a multipart/related, each text alternative. Parts inside a signature, an encryption, a
// report or an attached message are never among them.
func (m *Message) Bodies() []int {
	return m.bodies(0, nil)
}

func (m *Message) bodies(part int, found []int) []int {
	p := &m.Parts[part]
	if p.Parent >= 0 && m.isAttached(part) && !m.isAlternative(part) {
		return found
	}
	switch full := p.MediaType.Full(); {
	case full == "text/plain", full == "text/html":
		if m.hasInlinePGP(part) {
			return found
		}
		return append(found, part)
	case full == "multipart/alternative":
		for _, child := range p.Children {
			found = m.bodies(child, found)
		}
		return found
	case full == "multipart/related":
		if root := m.root(part); root >= 0 {
			found = m.bodies(root, found)
		}
		return found
	case full == "multipart/signed", full == "multipart/encrypted", full == "multipart/report", !p.MediaType.IsMultipart():
		return found
	}
	return m.firstBody(part, found)
}

// firstBody looks in a multipart/mixed, or one of unknown kind, which reads as mixed (RFC 2046 5.1.7): its first text that says
// something is the message, what follows is attached. Where a signature or an encryption comes first, that is the message.
func (m *Message) firstBody(part int, found []int) []int {
	var blank []int
	for _, child := range m.Parts[part].Children {
		t := m.Parts[child].MediaType
		if t.IsMultipart() && m.protection(child) != Unprotected || m.IsText(child) && m.hasInlinePGP(child) {
			break
		}
		switch bodies := m.bodies(child, nil); {
		case len(bodies) == 1 && t.Type == "text" && len(bytes.TrimSpace(m.Bytes(child))) == 0:
			if blank == nil {
				blank = bodies
			}
		case len(bodies) > 0:
			return append(found, bodies...)
		}
	}
	return append(found, blank...)
}

// isAlternative reports whether a leaf is one of several forms of a text: some programs give names to them.
func (m *Message) isAlternative(part int) bool {
	return m.Parts[m.Parts[part].Parent].MediaType.Is("multipart/alternative") && m.Disposition(part).Type != "attachment"
}

// root gives the part of a multipart/related that is shown: the one named by start, else the first (RFC 2387 3.2).
func (m *Message) root(part int) int {
	p := &m.Parts[part]
	start := strings.Trim(p.MediaType.Param("start"), "<> ")
	for _, child := range p.Children {
		id, _ := m.first(child, "Content-ID")
		if start != "" && strings.Trim(id, "<> ") == start {
			return child
		}
	}
	if len(p.Children) == 0 {
		return -1
	}
	return p.Children[0]
}

// isAttached reports whether a leaf is shown as a file rather than as text.
func (m *Message) isAttached(part int) bool {
	if m.Parts[part].MediaType.IsMultipart() {
		return false
	}
	return m.Disposition(part).Type == "attachment" || m.FileName(part) != ""
}

// IsCalendar reports whether a leaf is an invitation or another calendar (RFC 5545), by its type or its name.
func (m *Message) IsCalendar(part int) bool {
	switch m.Parts[part].MediaType.Full() {
	case "text/calendar", "application/ics", "text/x-vcalendar":
		return true
	}
	name := strings.ToLower(m.FileName(part))
	return strings.HasSuffix(name, ".ics") || strings.HasSuffix(name, ".vcs")
}

// hasInlinePGP reports whether a text holds an armored OpenPGP message or signature (RFC 9580 6, 7), which a footer would break.
func (m *Message) hasInlinePGP(part int) bool {
	content, _ := Decode(m.Parts[part].Encoding, m.Bytes(part))
	return bytes.Contains(content, []byte("-----BEGIN PGP MESSAGE-----")) ||
		bytes.Contains(content, []byte("-----BEGIN PGP SIGNED MESSAGE-----"))
}

// Protection says whether the text that a person reads stands under a signature or in an encryption.
func (m *Message) Protection() Protection {
	return m.protection(0)
}

func (m *Message) protection(part int) Protection {
	p := &m.Parts[part]
	switch full := p.MediaType.Full(); {
	case full == "multipart/signed":
		return Signed
	case full == "multipart/encrypted":
		return EncryptedMail
	case full == "application/pkcs7-mime", full == "application/x-pkcs7-mime":
		if strings.Contains(p.MediaType.Param("smime-type"), "signed") {
			return Signed
		}
		return EncryptedMail
	case p.MediaType.IsMultipart() && len(p.Children) > 0:
		return m.protection(p.Children[0])
	case p.MediaType.Type == "text" && m.hasInlinePGP(part):
		return Signed
	}
	return Unprotected
}

// Attachment is a part that is examined before it may leave.
type Attachment struct {
	Part      int
	Name      string // as mail readers show it; "" for a part without a name
	MediaType string // as declared, with its charset
	Content   []byte // decoded
	Clean     bool   // every reader decodes it to this content
}

// Attachments gives every leaf that is not the message's own text, in order: files, inline pictures, calendar parts,
// attached messages, parts of a signature or an encryption, and what stands before the first and behind the last
// delimiter of a multipart, which some readers show.
func (m *Message) Attachments() []Attachment {
	var list []Attachment
	for i := range m.Parts {
		p := &m.Parts[i]
		if p.MediaType.IsMultipart() {
			list = append(list, m.outside(i)...)
			continue
		}
		if m.isOwnText(i) {
			continue
		}
		list = append(list, m.attachment(i))
	}
	return list
}

// Texts gives the leaves that are the message's own text: files may be written into them (uuencode, yEnc, data: URLs), and so
// may the password of an archive.
func (m *Message) Texts() []Attachment {
	var list []Attachment
	for i := range m.Parts {
		if !m.Parts[i].MediaType.IsMultipart() && m.isOwnText(i) {
			list = append(list, m.attachment(i))
		}
	}
	return list
}

// attachment decodes a leaf.
func (m *Message) attachment(part int) Attachment {
	p := &m.Parts[part]
	content, clean := Decode(p.Encoding, m.Bytes(part))
	mediaType := p.MediaType.Full()
	if charset := p.MediaType.Param("charset"); charset != "" {
		mediaType = MediaType{p.MediaType.Type, p.MediaType.Subtype, []Param{{"charset", charset}}}.format()
	}
	return Attachment{part, m.FileName(part), mediaType, content, clean}
}

// IsText reports whether a leaf is plain or HTML text that the sender typed rather than attached.
func (m *Message) IsText(part int) bool {
	t := m.Parts[part].MediaType
	return (t.Is("text/plain") || t.Is("text/html")) && !m.isAttached(part)
}

// DecodedText gives the text of a part as UTF-8.
func (m *Message) DecodedText(part int) []byte {
	p := &m.Parts[part]
	content, _ := Decode(p.Encoding, m.Bytes(part))
	label, _ := m.charsetOf(part, content)
	return lookupCharset(label).decode(content)
}

// isOwnText reports whether a leaf is text that the sender typed rather than attached.
func (m *Message) isOwnText(part int) bool {
	t := m.Parts[part].MediaType
	return (t.Is("text/plain") || t.Is("text/html") || t.Is("text/enriched") || t.Is("text/x-amp-html") || t.Is("text/watch-html")) && !m.isAttached(part)
}

// outsideLimit is how much text may stand outside the parts unexamined: the usual sentence for readers without MIME.
const outsideLimit = 200

// outsideDigits is how many digits that sentence may have: a number of a person has more.
const outsideDigits = 5

func countDigits(text []byte) int {
	n := 0
	for _, c := range text {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}

// outside gives the preamble and the epilogue of a multipart where they are more than that sentence.
func (m *Message) outside(part int) []Attachment {
	p := &m.Parts[part]
	if len(p.Children) == 0 {
		return []Attachment{{part, "", "text/plain", m.Bytes(part), true}}
	}
	first, last := m.Parts[p.Children[0]], m.Parts[p.Children[len(p.Children)-1]]
	var list []Attachment
	for _, text := range [][]byte{m.Raw[p.Body:first.Header], m.Raw[last.End:p.End]} {
		if len(text) > outsideLimit || countDigits(text) > outsideDigits {
			list = append(list, Attachment{part, "", "text/plain", text, true})
		}
	}
	return list
}
