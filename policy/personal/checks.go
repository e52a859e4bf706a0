package personal

// Check digits that several countries share. Each takes what its mask let through: ASCII digits and capital letters,
// without separators.

// luhn is ISO/IEC 7812-1 annex B: cards, personnummer, AMKA, SIREN.
func luhn(s string) bool {
	return luhnSum(s)%10 == 0
}

// luhnSum doubles every second digit from the right, the last one counting once. Letters count as in base 36, which
// is how the Portuguese citizen card extends it.
func luhnSum(s string) int {
	sum := 0
	for i := range len(s) {
		v := base36(s[len(s)-1-i])
		if i%2 == 1 {
			v *= 2
			if v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum
}

// weighted is the sum of each digit times its weight; digits beyond the weights do not count.
func weighted(s string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += w * int(s[i]-'0')
	}
	return sum
}

// mod97 is the remainder of ISO 7064 MOD 97-10, with letters as two digits (A is 10).
func mod97(s string) int {
	r := 0
	for i := range len(s) {
		v := base36(s[i])
		if v > 9 {
			r = r * 10
		}
		r = (r*10 + v) % 97
	}
	return r
}

// mod11x10 is ISO 7064 MOD 11,10: German IdNr, Croatian OIB.
func mod11x10(s string) bool {
	p := 10
	for i := range len(s) - 1 {
		p = (p + int(s[i]-'0')) % 10
		if p == 0 {
			p = 10
		}
		p = p * 2 % 11
	}
	return (p+digit(s, len(s)-1))%10 == 1
}

// verhoeff is the check of J. Verhoeff (Error Detecting Decimal Codes, 1969), in the dihedral group of ten elements.
func verhoeff(s string) bool {
	c := 0
	for i := range len(s) {
		d := digit(s, len(s)-1-i)
		for range i % 8 {
			d = int("1576283094"[d] - '0')
		}
		c = dihedral(c, d)
	}
	return c == 0
}

// dihedral multiplies in the group of the five turns (0–4) and five flips (5–9) of a pentagon.
func dihedral(a, b int) int {
	switch {
	case a < 5 && b < 5:
		return (a + b) % 5
	case a < 5:
		return (a+b-5)%5 + 5
	case b < 5:
		return (a-5-b+5)%5 + 5
	default:
		return (a - b + 5) % 5
	}
}

// base36 reads a digit or a capital letter: 0–9, then A is 10.
func base36(c byte) int {
	if c >= 'A' {
		return int(c-'A') + 10
	}
	return int(c - '0')
}

func digit(s string, i int) int { return int(s[i] - '0') }

// number reads decimal digits; the masks keep it far from overflow.
func number(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// sameDigits tells 0000000000 and 1111111111: placeholders, however well they check.
func sameDigits(s string) bool {
	for i := range len(s) {
		if s[i] != s[0] {
			return false
		}
	}
	return true
}

// isDate tells a day of the Gregorian calendar.
func isDate(year, month, day int) bool {
	return month >= 1 && month <= 12 && day >= 1 && day <= monthDays(year, month)
}

func monthDays(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// isYMD reads yymmdd with the century unknown, and isDMY ddmmyy: 29 February stands if 1900+yy or 2000+yy had one.
func isYMD(s string) bool { return isShortDate(number(s[0:2]), number(s[2:4]), number(s[4:6])) }
func isDMY(s string) bool { return isShortDate(number(s[4:6]), number(s[2:4]), number(s[0:2])) }

func isShortDate(yy, month, day int) bool {
	return isDate(1900+yy, month, day) || isDate(2000+yy, month, day)
}
