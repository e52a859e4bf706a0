package personal

import "strings"

// mrz looks for the machine readable zone of a travel document in three lines (ICAO Doc 9303): two of 44 or 36
// characters, three of 30. Number, birth and expiry must check; the composite digit may be wrong, since readers of
// scanned pages take < for a letter.
func (s *scanner) mrz(line string) {
	zone := s.zoneLine(line)
	if line == "" {
		return // between paragraphs
	}
	if zone == "" {
		s.zone = [2]string{}
		return
	}
	if value, ok := mrzNumber(s.zone[1], s.zone[0], zone); ok {
		s.take(entMRZ, 0, 0, value, markBare)
		zone = ""
	}
	s.zone[1], s.zone[0] = s.zone[0], zone
}

// zoneLine gives the line without spaces if it has a length and characters of a zone, else "".
func (s *scanner) zoneLine(line string) string {
	if len(line) < 30 || len(line) > 90 || !strings.Contains(line, "<") {
		return ""
	}
	line = strings.ReplaceAll(line, " ", "")
	if len(line) != 30 && len(line) != 36 && len(line) != 44 {
		return ""
	}
	for i := range len(line) {
		if c := line[i]; c != '<' && !isDigit(c) && (c < 'A' || c > 'Z') {
			return ""
		}
	}
	return line
}

// mrzNumber checks the zone that ends in this line, and gives the document's number.
func mrzNumber(first, second, last string) (string, bool) {
	switch {
	case len(last) == 30 && len(second) == 30 && len(first) == 30: // TD1
		return first[5:14], strings.Contains("IAC", first[:1]) &&
			mrzCheck(first[5:15]) && mrzCheck(second[:7]) && mrzCheck(second[8:15])
	case len(last) == 36 && strings.HasPrefix(second, "IDFRA"): // French identity cards until 2021
		return last[:12], len(second) == 36 && mrzCheck(last[:13]) && mrzCheck(last[27:34])
	case len(last) >= 36 && len(second) == len(last): // TD2, TD3, visas
		return last[:9], strings.Contains("PVIAC", second[:1]) && mrzCheck(last[:10]) && mrzCheck(last[13:20]) && mrzCheck(last[21:28])
	}
	return "", false
}

// mrzCheck is the check digit of Doc 9303 part 3 section 4.9: weights 7, 3, 1; the last character is the digit.
func mrzCheck(field string) bool {
	sum := 0
	for i := range len(field) - 1 {
		v := 0
		if field[i] != '<' {
			v = base36(field[i])
		}
		sum += v * [3]int{7, 3, 1}[i%3]
	}
	last := field[len(field)-1]
	return isDigit(last) && sum%10 == int(last-'0') || last == '<' && sum == 0
}
