package attachment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// singleByte decodes text that names no charset and is no Unicode: the one of these in which its words look like words. Windows-1252
// comes first and keeps what none reads better.
func singleByte(data []byte) string {
	sample := data[:min(len(data), sniffLen)]
	best, most := fromCharmap(charmap.Windows1252, data), oddity(fromCharmap(charmap.Windows1252, sample))
	for _, m := range [...]*charmap.Charmap{charmap.Windows1250, charmap.Macintosh, charmap.CodePage850, charmap.ISO8859_2,
		charmap.Windows1251, charmap.Windows1253, charmap.KOI8R, charmap.CodePage852, charmap.CodePage866,
		charmap.CodePage037} {
		if most == 0 {
			break
		}
		if odd := oddity(fromCharmap(m, sample)); odd*2 < most {
			best, most = fromCharmap(m, data), odd
		}
	}
	return best
}

func fromCharmap(m *charmap.Charmap, data []byte) string {
	out, err := m.NewDecoder().Bytes(data)
	if err != nil {
		return string(data)
	}
	return string(out)
}

// oddity counts what no text has: signs and capitals inside a word behind a small letter, accents alone, and words of nothing but Latin
// letters with accents, which are Greek or Cyrillic ones.
func oddity(s string) int {
	odd, accents, letters := 0, 0, 0
	before, latest := ' ', ' '
	for _, r := range s + " " {
		if isOddSign(latest, before, r) || latest >= utf8.RuneSelf && unicode.IsUpper(latest) && unicode.IsLower(before) {
			odd++
		}
		before, latest = latest, r
		if !unicode.IsLetter(r) {
			odd += foreign(accents, letters)
			accents, letters = 0, 0
			continue
		}
		letters++
		if r >= utf8.RuneSelf && r < 0x250 {
			accents++
		}
	}
	return odd + foreign(accents, letters) + min(countAny(s, "šžŠŽ"), countAny(s, "øØìùò")) // no language has both: it is Czech
}

func countAny(s, letters string) int {
	n := 0
	for _, r := range s {
		if strings.ContainsRune(letters, r) {
			n++
		}
	}
	return n
}

// isOddSign tells a sign that stands in the middle of a word, where only an apostrophe may, or one that no text holds.
func isOddSign(r, before, next rune) bool {
	switch {
	case r < utf8.RuneSelf, unicode.IsLetter(r):
		return false
	case r == utf8.RuneError || unicode.IsControl(r):
		return true
	}
	switch r {
	case '’', '‘', '·', '-', '–', '—', '\u00ad', '\u00a0', '…', 'ª', 'º':
		return false
	}
	return unicode.IsLetter(before) && unicode.IsLetter(next)
}

// foreign gives the letters of a word that has too many accents to be Latin.
func foreign(accents, letters int) int {
	if letters >= 4 && accents == letters {
		return letters
	}
	return 0
}
