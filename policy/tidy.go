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
	if strings.ContainsFunc(e.m.Value(f), func(r rune) bool { return r >= 0x80 }) {
		if value, ok := e.encoded(f); ok {
			e.plan.Add(message.ReplaceField(f, message.Piece{Text: message.FormatField(f.Name, value)}))
			return
		}
	}
	e.shorten(f)
}

// shorten writes a field with a line that is too long again. What cannot be folded goes, but for what a message needs: a
// subject in encoded words, authors without their names.
func (e *editor) shorten(f message.Field) {
	if !isLong(string(e.m.Raw[f.Start:f.End])) {
		return
	}
	field := message.FormatField(f.Name, e.m.Unfolded(f))
	if isLong(field) {
		switch strings.ToLower(f.Name) {
		case "subject":
			field = message.FormatField(f.Name, address.InWords(e.m.Text(f)))
		case "from", "sender", "reply-to", "to", "cc":
			field = message.FormatField(f.Name, e.bareAddresses(f))
		default:
			field = ""
			delete(e.present, strings.ToLower(f.Name))
		}
	}
	e.plan.Add(message.ReplaceField(f, message.Piece{Text: field}))
}

// isLong reports whether a line of a field is longer than a header's may be.
func isLong(field string) bool {
	return slices.ContainsFunc(strings.Split(field, "\r\n"), func(line string) bool { return len(line) > maxHeaderLine })
}

func (e *editor) bareAddresses(f message.Field) string {
	var bare []string
	for _, m := range address.ReadList(e.m.Unfolded(f)) {
		bare = append(bare, m.Address.Reveal())
	}
	return strings.Join(bare, ", ")
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

// encodedList writes mailboxes alone: the name of a group is lost, which is better than a list that cannot be sent.
func (e *editor) encodedList(f message.Field) (string, bool) {
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
