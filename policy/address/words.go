package address

import (
	"encoding/base64"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

// encodedWord is =?charset*language?encoding?text?= (RFC 2047 2, RFC 2231 5), also where it touches other text.
var encodedWord = regexp.MustCompile(`(?s)=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bBqQ])\?(.*?)\?=`)

// DecodeWords decodes RFC 2047 encoded words in s as tolerantly as mail readers do: each for itself, a charset that nobody
// knows as what it most likely is, base64 without its padding. Whether a name or an address stands in a field must not
// depend on the word beside it.
func DecodeWords(s string) string {
	if !strings.Contains(s, "=?") {
		return s
	}
	var out strings.Builder
	var run []byte // the octets of neighbouring words in one charset: some break a character between two
	charset, end := "", 0
	for _, at := range encodedWord.FindAllStringSubmatchIndex(s, -1) {
		between, label := s[end:at[0]], strings.ToLower(s[at[2]:at[3]])
		if end == 0 || strings.Trim(between, " \t\r\n") != "" || label != charset {
			out.WriteString(fromCharset(charset, run))
			run = nil
		}
		if end == 0 || strings.Trim(between, " \t\r\n") != "" {
			out.WriteString(between)
		}
		run = append(run, decodeWord(s[at[4]], s[at[6]:at[7]])...)
		charset, end = label, at[1]
	}
	out.WriteString(fromCharset(charset, run))
	out.WriteString(s[end:])
	return out.String()
}

func decodeWord(encoding byte, text string) []byte {
	if encoding == 'b' || encoding == 'B' {
		digits := strings.Map(func(r rune) rune {
			if r < utf8.RuneSelf && (isAlphanumeric(byte(r)) || r == '+' || r == '/') {
				return r
			}
			return -1
		}, text)
		if len(digits)%4 == 1 {
			digits = digits[:len(digits)-1]
		}
		b, _ := base64.RawStdEncoding.DecodeString(digits) // only digits are left
		return b
	}
	var b []byte
	for i := 0; i < len(text); i++ {
		high, low := -1, -1
		if text[i] == '=' && i+2 < len(text) {
			high, low = unhex(text[i+1]), unhex(text[i+2])
		}
		switch {
		case high >= 0 && low >= 0:
			b = append(b, byte(high<<4|low))
			i += 2
		case text[i] == '_':
			b = append(b, ' ')
		default:
			b = append(b, text[i])
		}
	}
	return b
}

// unhex gives the value of a hexadecimal digit, or -1.
func unhex(c byte) int {
	if c >= 'A' && c <= 'F' {
		c += 'a' - 'A'
	}
	return strings.IndexByte("0123456789abcdef", c)
}

func fromCharset(label string, b []byte) string {
	if enc, err := htmlindex.Get(label); err == nil {
		text, err := enc.NewDecoder().Bytes(b)
		if err == nil && (len(text) == 0 || string(text) != string(utf8.RuneError)) { // what a browser refuses to read gives that alone
			return string(text)
		}
	}
	if utf8.Valid(b) {
		return string(b)
	}
	text, _ := charmap.Windows1252.NewDecoder().Bytes(b) // every octet stands for something
	return string(text)
}
