package policy

import (
	"slices"
	"strings"

	"souspli/policy/address"
	"souspli/policy/message"
)

// maxHeaderLine is the longest line of a header in octets (RFC 5322 2.1.1).
const maxHeaderLine = 998

// tidy writes a field that stays again where not every server on the way could take it: raw 8-bit text, which is legal only
// where every hop has SMTPUTF8 (RFC 6532), and lines that are too long. What it says does not change.
func (e *editor) tidy(f message.Field) {
	raw := e.m.Value(f)
	switch {
	case strings.ContainsFunc(raw, func(r rune) bool { return r >= 0x80 }):
		if value, ok := e.encoded(f); ok {
			e.plan.Add(message.ReplaceField(f, message.Piece{Text: message.FormatField(f.Name, value)}))
		}
	case slices.ContainsFunc(strings.Split(raw, "\r\n"), func(line string) bool { return len(f.Name)+2+len(line) > maxHeaderLine }):
		e.plan.Add(message.ReplaceField(f, message.Piece{Text: message.FormatField(f.Name, e.m.Unfolded(f))}))
	}
}

// encoded gives the value of a field with raw 8-bit text in encoded words (RFC 2047). ok is false where they may not stand.
func (e *editor) encoded(f message.Field) (value string, ok bool) {
	switch strings.ToLower(f.Name) {
	case "message-id", "in-reply-to", "references", "date", "mime-version", "list-unsubscribe", "list-unsubscribe-post", "disposition-notification-options":
		return "", false
	case "from", "sender", "reply-to", "to", "cc", "disposition-notification-to", "return-receipt-to", "errors-to":
		return e.encodedList(f)
	}
	return address.EncodeText(e.m.Text(f)), true
}

func (e *editor) encodedList(f message.Field) (string, bool) {
	if strings.Contains(e.m.Unfolded(f), ";") { // a group, whose name would be lost
		return "", false
	}
	list, err := address.ParseList(e.m.UnfoldedUTF8(f))
	var written []string
	for _, m := range list {
		if !m.Address.IsASCII() {
			return "", false
		}
		written = append(written, m.Header())
	}
	return strings.Join(written, ", "), err == nil && len(list) > 0
}
