package message

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// asASCII writes a footer for a text in a charset that cannot be read here and may only be continued in ASCII: in a page with
// character references, in text without accents.
func (f Footer) asASCII() Footer {
	plain := func(pieces []Piece, write func(string) string) []Piece {
		out := make([]Piece, len(pieces))
		for i, p := range pieces {
			p.Text = write(p.Text)
			out[i] = p
		}
		return out
	}
	f.Text, f.PlainText = plain(f.Text, withoutAccents), plain(f.PlainText, withoutAccents)
	f.HTML, f.PlainHTML = plain(f.HTML, withReferences), plain(f.PlainHTML, withReferences)
	return f
}

func withReferences(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "&#%d;", r)
		}
	}
	return b.String()
}

func withoutAccents(text string) string {
	text = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "«", `"`, "»", `"`, "–", "-", "—", "-", "·", ".", "œ", "oe", "æ", "ae", "ß", "ss", "€", "EUR").Replace(text)
	return strings.Map(func(r rune) rune {
		switch {
		case r < utf8.RuneSelf:
			return r
		case unicode.Is(unicode.Mn, r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return '?'
	}, norm.NFKD.String(text))
}
