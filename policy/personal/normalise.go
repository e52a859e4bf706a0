package personal

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// normalise gives a line as the scanners want it: NFKC (full-width digits and ligatures become ordinary), no
// invisible or bidirectional characters, and every space, dash and apostrophe the ASCII one. Most lines come back
// unchanged and uncopied.
func normalise(s string) string {
	if isNormal(s) {
		return s
	}
	s = strings.Map(visible, strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.ReplaceAll(s, "º", "°") // "Nº" is "N°": NFKC would make it the word "No"
	return strings.Map(simplify, norm.NFKC.String(s))
}

// visible drops what nobody sees, with -1: format characters, bidirectional ones among them, and variation selectors.
func visible(r rune) rune {
	if r >= utf8.RuneSelf && (unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r)) {
		return -1
	}
	return r
}

// isNormal is quick rather than complete: it knows ASCII, the Latin letters and the quotes of ordinary European text.
func isNormal(s string) bool {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\t' {
				return false
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !isNormalRune(r) {
			return false
		}
		i += size
	}
	return true
}

func isNormalRune(r rune) bool {
	switch {
	case r >= 'À' && r <= 'ſ':
		return r != 'ſ' && r != 'Ĳ' && r != 'ĳ' && r != 'Ŀ' && r != 'ŀ' && r != 'ŉ'
	case r >= 'Ș' && r <= 'ț':
		return true
	}
	return strings.ContainsRune("«»°§·€“”’…", r)
}

// simplify gives a rune of NFKC text as the scanners know it.
func simplify(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		if r < ' ' && r != '\t' {
			return ' '
		}
		return r
	case r == '’' || r == '‘' || r == 'ʼ':
		return '\''
	case unicode.Is(unicode.Pd, r) || r == '−' || r == '⁃':
		return '-'
	case unicode.IsSpace(r):
		return ' '
	case r >= '٠' && r <= '٩': // Arabic-Indic digits
		return r - '٠' + '0'
	case r >= '۰' && r <= '۹':
		return r - '۰' + '0'
	}
	return r
}

// fold gives a word as the lexicon knows it: lower case, without accents. It appends to buf.
func fold(buf []byte, word string) []byte {
	for i := 0; i < len(word); {
		c := word[i]
		if c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			buf = append(buf, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(word[i:])
		buf = foldRune(buf, r)
		i += size
	}
	return buf
}

func foldRune(buf []byte, r rune) []byte {
	r = unicode.ToLower(r)
	if r >= 'À' && int(r-'À') < len(latinFold) {
		return append(buf, latinFold[r-'À']...)
	}
	return utf8.AppendRune(buf, greekFold(r))
}

// greekFold drops the tonos: forms write ΑΜΚΑ and sentences αριθμός.
func greekFold(r rune) rune {
	switch r {
	case 'ά':
		return 'α'
	case 'έ':
		return 'ε'
	case 'ή':
		return 'η'
	case 'ί', 'ϊ', 'ΐ':
		return 'ι'
	case 'ό':
		return 'ο'
	case 'ύ', 'ϋ', 'ΰ':
		return 'υ'
	case 'ώ':
		return 'ω'
	case 'ς':
		return 'σ'
	}
	return r
}

// latinFold is what becomes of À to ț.
var latinFold = makeLatinFold()

func makeLatinFold() (fold ['ț' - 'À' + 1]string) {
	for i := range fold {
		fold[i] = foldLatin('À' + rune(i))
	}
	return fold
}

func foldLatin(r rune) string {
	r = unicode.ToLower(r)
	switch r {
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'þ':
		return "th"
	case 'ı':
		return "i"
	}
	base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
	return string(base)
}

// letterLen is the length in bytes of the letter at s[i], or 0.
func letterLen(s string, i int) int {
	if c := s[i]; c < utf8.RuneSelf {
		if isASCIILetter(c) {
			return 1
		}
		return 0
	}
	r, size := utf8.DecodeRuneInString(s[i:])
	if r >= 'À' && r <= 'ž' {
		if r == '×' || r == '÷' {
			return 0
		}
		return size
	}
	if r != utf8.RuneError && (unicode.IsLetter(r) || unicode.Is(unicode.Mn, r)) {
		return size
	}
	return 0
}

func isDigit(c byte) bool { return c-'0' <= 9 }

// tokenEnd is where the run of letters and digits that starts at i ends, and whether it holds digits and letters.
func tokenEnd(s string, i int) (end int, digits, letters bool) {
	for i < len(s) {
		switch c := s[i]; {
		case isDigit(c):
			digits = true
			i++
		case isASCIILetter(c):
			letters = true
			i++
		case c < utf8.RuneSelf:
			return i, digits, letters
		default:
			n := letterLen(s, i)
			if n == 0 {
				return i, digits, letters
			}
			letters = true
			i += n
		}
	}
	return i, digits, letters
}

func isASCIILetter(c byte) bool { return c|0x20-'a' < 26 }
