package policy

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"souspli/policy/address"
	"souspli/policy/message"
)

// isRemoved reports whether a field never leaves, whatever the message: blind copies and what remembers them, traces of the
// client and of the way so far, old signatures, which no longer hold.
func isRemoved(name string) bool {
	if slices.Contains([]string{
		"bcc", "apparently-to", "x-envelope-to", "x-envelope-from", "delivered-to", "x-original-to", "x-rcpt-to", "mail-followup-to",
		"mail-reply-to", "autocrypt-gossip", "envelope-to", "x-delivered-to", "x-forwarded-to", "x-forwarded-for",
		"received", "received-spf", "return-path", "user-agent", "mailer", "x-mailer", "x-mimeole", "x-sender", "x-sender-ip", "x-ip", "x-host", "x-real-ip",
		"x-client-ip", "x-remote-ip", "x-remote-addr", "x-remote-host", "x-received", "x-clientproxiedby", "x-antiabuse", "x-authuser", "x-get-message-sender-via",
		"x-php-script", "x-php-originating-script", "x-gm-message-state", "x-google-smtp-source", "x-newsreader",
		"dkim-signature", "domainkey-signature", "x-google-dkim-signature", "authentication-results", "authentication-results-original",
		"status", "x-status", "x-uid", "x-uidl", "x-keywords", "fcc", "x-mozilla-status", "x-mozilla-status2", "x-mozilla-keys", "x-account-key", "x-identity-key",
	}, name) {
		return true
	}
	return slices.ContainsFunc([]string{"resent-", "x-souspli-", "x-originating-", "x-authenticated-", "x-source", "x-ms-exchange-", "arc-", "x-mozilla-draft"},
		func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// isReplaced reports whether mail with a purpose goes without the client's field of that name: the relay writes its own, or it
// says how two people wrote to each other before.
func isReplaced(name string, keepUnsubscribe bool) bool {
	switch name {
	case "cc", "list-id", "autocrypt", "thread-index", "x-ms-has-attach", "x-ms-tnef-correlator", "x-ms-exchange-messagesentrepresentingtype":
		return true
	case "list-unsubscribe", "list-unsubscribe-post":
		return !keepUnsubscribe
	}
	return false
}

// addHeader writes the fields of the relay: Received on top, the others behind the client's.
func (e *editor) addHeader(keepUnsubscribe bool) {
	s := e.a.Submission
	date := s.Received.Format(time.RFC1123Z)
	e.plan.Add(message.Edit{Offset: 0, Pieces: []message.Piece{{Text: "Received: by " + e.rules.Hostname + " (souspli) with " + s.Protocol + " id " + s.ID + ";\r\n\t" + date + "\r\n"}}})

	var pieces []message.Piece
	add := func(text string) { pieces = append(pieces, message.Piece{Text: text}) }
	if !e.present["message-id"] {
		add(message.FormatField("Message-ID", "<"+s.ID+"@"+e.rules.Hostname+">"))
	}
	if !e.present["date"] {
		add(message.FormatField("Date", date))
	}
	if !e.present["mime-version"] && (e.a.Purpose != nil || e.present["content-type"] || e.m.BreakLongLines(0) != nil) {
		add("MIME-Version: 1.0\r\n")
	}
	if !e.keepTo && !e.toWritten {
		pieces = append(pieces, toPieces()...)
	}
	if p := e.a.Purpose; p != nil {
		add(message.FormatField("List-Id", listID(p, e.rules.Hostname)))
		if !keepUnsubscribe {
			pieces = append(pieces, e.rules.unsubscribePieces()...)
		}
	}
	if len(pieces) > 0 {
		e.plan.Add(e.m.AddFields(0, pieces...))
	}
}

// listID writes a List-Id (RFC 2919): the purpose's title and an identifier in the relay's own domain.
func listID(p *Purpose, hostname string) string {
	return address.Phrase(p.title()) + " <" + p.ID + "." + hostname + ">"
}

// unsubscribePieces writes the two fields of one-click unsubscription (RFC 8058 3.1). No line break ever stands in a URL.
func (r Rules) unsubscribePieces() []message.Piece {
	pieces := []message.Piece{{Text: "List-Unsubscribe: <"}, {Slot: message.SlotLink}, {Text: ">"}}
	if r.MailtoDomain != "" {
		pieces = append(pieces, message.Piece{Text: ",\r\n <"}, message.Piece{Slot: message.SlotMailto}, message.Piece{Text: ">"})
	}
	return append(pieces, message.Piece{Text: "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"})
}

// maxURL is the longest address of a kept List-Unsubscribe in octets, so that a header line holds it unbroken.
const maxURL = 900

// linkItem is one address of a List-Unsubscribe (RFC 2369 2), linkList the whole field. A comma may stand within a link.
var (
	linkItem = regexp.MustCompile(`<[!-;=?-~]+>`)
	linkList = regexp.MustCompile(`^\s*<[!-;=?-~]+>(?:\s*,\s*<[!-;=?-~]+>)*\s*$`)
)

// hasOneClick reports whether the client's own fields are a valid one-click pair: one of each, one https address.
func hasOneClick(m *message.Message) bool {
	unsubscribe, post := m.All("List-Unsubscribe"), m.All("List-Unsubscribe-Post")
	if len(unsubscribe) != 1 || len(post) != 1 || strings.TrimSpace(post[0]) != "List-Unsubscribe=One-Click" {
		return false
	}
	if !linkList.MatchString(unsubscribe[0]) {
		return false
	}
	web := 0
	for _, item := range linkItem.FindAllString(unsubscribe[0], -1) {
		if len(item) > maxURL {
			return false
		}
		switch u, err := url.Parse(item[1 : len(item)-1]); {
		case err != nil, u.Scheme == "http":
			return false
		case u.Scheme == "https" && u.Host != "":
			web++
		}
	}
	return web == 1
}

// addressTokens finds everything in a text that reads as an address, normalised.
func addressTokens(text string) []string {
	var tokens []string
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return r <= ' ' || strings.ContainsRune(`<>()[]:;,"'\?&/`, r) }) {
		if a, err := address.Parse(strings.TrimRight(word, ".!")); err == nil {
			tokens = append(tokens, a.Normal())
		}
	}
	return tokens
}

// replaceFold replaces every spelling of old in text.
func replaceFold(text, old, with string) string {
	return regexp.MustCompile("(?i)"+regexp.QuoteMeta(old)).ReplaceAllLiteralString(text, with)
}
