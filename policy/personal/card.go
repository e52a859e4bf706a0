package personal

import "strings"

// card reads a payment card number at i (ISO/IEC 7812): its end, 0 if there is none, -1 if a labelled one does not
// check. The first token is s.text[i:end].
func (s *scanner) card(i, end int, labelled bool) int {
	if !s.free(i) || !strings.Contains("23456", s.text[i:i+1]) {
		return 0
	}
	value, stop := cardDigits(s.text, i)
	if value == "" || !s.freeEnd(stop) || !isIssued(value) || stop > end && s.inDump(i, stop) {
		return 0
	}
	compact := stop == end
	tally := s.tally(entCard)
	tally.shaped++
	switch {
	case fewDigits(value) || isTestCard(value):
		s.note(entCard, "shape", "placeholder or test number")
		return stop
	case i < s.refEnd && !labelled:
		s.note(entCard, "shape", "explained by a label")
		return stop
	case !luhn(value):
		s.note(entCard, "shape", "check digits")
		if labelled {
			return -1
		}
		return 0
	}
	tally.valid++
	m := markBare
	switch {
	case labelled:
		m = markLabelled
	case compact:
		m |= markWeak
	}
	return s.take(entCard, i, stop, value, m)
}

// inDump tells whether the fours go on before or behind the number, as in a dump of bytes.
func (s *scanner) inDump(i, stop int) bool {
	if isFour(s.text, stop+1) && s.text[stop] == ' ' {
		return true
	}
	return i > 5 && s.text[i-1] == ' ' && isFour(s.text, i-5) && !isAlnum(s.text[i-6])
}

// isFour tells whether a token of four digits or letters stands at i.
func isFour(s string, i int) bool {
	if i+4 > len(s) || i+4 < len(s) && isAlnum(s[i+4]) {
		return false
	}
	return isAlnum(s[i]) && isAlnum(s[i+1]) && isAlnum(s[i+2]) && isAlnum(s[i+3]) && strings.ContainsAny(s[i:i+4], "0123456789")
}

// cardDigits reads sixteen digits in one piece or in fours, or fifteen as 4-6-5, with one kind of separator
// throughout.
func cardDigits(s string, i int) (value string, end int) {
	var buf [16]byte
	n, sep, size := 0, byte(0), 0
	for ; i < len(s) && n < len(buf); i++ {
		c := s[i]
		if isDigit(c) {
			buf[n] = c
			n++
			size++
			continue
		}
		fours := size == 4 && (n == 4 || n == 8 || n == 12)
		if c != ' ' && c != '-' || sep != 0 && c != sep || !fours && (n != 10 || size != 6) {
			break
		}
		sep, size = c, 0
	}
	if i < len(s) && isAlnum(s[i]) || n < 15 || n == 15 && buf[0] != '3' || n == 16 && buf[0] == '3' {
		return "", 0
	}
	return string(buf[:n]), i
}

// isIssued knows the ranges of Visa, Mastercard, American Express, Discover and Maestro that consumers in Europe
// hold.
func isIssued(s string) bool {
	two, four := number(s[:2]), number(s[:4])
	if len(s) == 15 {
		return two == 34 || two == 37
	}
	return s[0] == '4' || two >= 51 && two <= 55 || four >= 2221 && four <= 2720 || four == 6011 || two == 65
}

// fewDigits tells numbers of at most three different digits.
func fewDigits(s string) bool {
	var seen [10]bool
	n := 0
	for i := range len(s) {
		if d := digit(s, i); !seen[d] {
			seen[d] = true
			n++
		}
	}
	return n <= 3
}

// isTestCard knows the numbers that payment providers publish for tests.
func isTestCard(s string) bool {
	return strings.Contains(testCards, "|"+s+"|")
}

const testCards = "|4111111111111111|4242424242424242|4012888888881881|4000056655665556|4000002500003155|" +
	"4000000000000002|4000000000009995|4917610000000000|4263982640269299|4263970000005262|4005519200000004|" +
	"4009348888881881|" +
	"5555555555554444|5105105105105100|5200828282828210|5454545454545454|5431111111111111|5425233430109903|" +
	"2223000048400011|2223003122003222|5186124123412341|5399999999999999|5500000000000004|5424000000000015|" +
	"2222400070000005|" +
	"378282246310005|371449635398431|378734493671000|340000000000009|370000000000002|374245455400126|" +
	"6011111111111117|6011000990139424|6011000000000004|4988438843884305|4166676667666746|4646464646464644|" +
	"4000620000000007|4000160000000004|4917484589897107|"
