package personal

import "strings"

// account reads an IBAN at i (ISO 13616), in print or compact form: its end, 0 if there is none, -1 if a labelled one
// does not check.
func (s *scanner) account(i int, labelled bool) int {
	if i+4 >= len(s.text) || !isAlnum(s.text[i]) || isDigit(s.text[i]) || !s.free(i) {
		return 0
	}
	if k := skipSeparators(s.text, i+2); k+1 >= len(s.text) || !isDigit(s.text[k]) || !isDigit(s.text[k+1]) {
		return 0
	}
	structure := s.accounts[[2]byte{upper(s.text[i]), upper(s.text[i+1])}]
	if structure == "" {
		return 0
	}
	s.run.read(s.text, i)
	size := 4 + structureLen(structure)
	end, ok := s.run.end(size)
	if !ok || !isDigits(string(s.run.text[2:4])) || !fitsStructure(s.run.text[4:size], structure) {
		return 0
	}
	value := string(s.run.text[:size])
	if !isIBAN(value) {
		s.note(entIBAN, "shape", "check digits")
		if labelled {
			return -1
		}
		return 0
	}
	m := markBare
	if labelled {
		m = markLabelled
	}
	return s.take(entIBAN, i, end, value, m)
}

// beginsAccount tells the country code of an IBAN behind a name: "Nadia Marchal FR76 3000…"; and whatever else runs into figures.
func (s *scanner) beginsAccount(i, j int) bool {
	if j < len(s.text) && isDigit(s.text[j]) {
		return true
	}
	if j-i != 2 || j+2 >= len(s.text) || s.text[j] != ' ' || !isDigits(s.text[j+1:j+3]) {
		return false
	}
	_, known := s.accounts[[2]byte{s.text[i], s.text[j-1]}]
	return known
}

// isIBAN checks mod 97 and, where the country has them, its own check digits.
func isIBAN(s string) bool {
	if mod97(s[4:]+s[:4]) != 1 {
		return false
	}
	b := s[4:]
	switch s[:2] {
	case "FR", "MC":
		return isRIB(b)
	case "BE":
		return isBelgianAccount(b)
	case "ES":
		return isCCC(b)
	case "IT", "SM":
		return isCIN(b)
	case "NO":
		return isKontonr(b)
	case "PT", "SI", "BA", "RS", "ME", "MK":
		return mod97(b) == 1
	case "FI":
		return luhn(b)
	case "CZ", "SK":
		return isCzechAccount(b[4:10], b[10:])
	case "HR":
		return mod11x10(b[:7]) && mod11x10(b[7:])
	case "PL":
		return weighted(b, 3, 9, 7, 1, 3, 9, 7, 1)%10 == 0
	}
	return true
}

// isRIB checks a French relevé d'identité bancaire: bank, branch, account with letters, key (the whole by 97, AFB
// rules).
func isRIB(s string) bool {
	if !isDigits(s[:10]) || !isDigits(s[21:]) {
		return false
	}
	r := 0
	for i := range len(s) {
		v := base36(s[i])
		if v > 9 {
			v = int("12345678912345678923456789"[v-10] - '0')
		}
		r = (r*10 + v) % 97
	}
	return r == 0 && !sameDigits(s)
}

// isBelgianAccount: the last two digits are the rest of the first ten by 97, where 97 stands for 0.
func isBelgianAccount(s string) bool {
	r := number(s[:10]) % 97
	return r == number(s[10:]) || r == 0 && s[10:] == "97"
}

// isCCC checks a Spanish código cuenta cliente: one digit for bank and branch, one for the account.
func isCCC(s string) bool {
	weights := []int{1, 2, 4, 8, 5, 10, 9, 7, 3, 6}
	return cccDigit("00"+s[:8], weights) == digit(s, 8) && cccDigit(s[10:], weights) == digit(s, 9)
}

func cccDigit(s string, weights []int) int {
	check := 11 - weighted(s, weights...)%11
	if check >= 10 {
		check = 11 - check // 11 stands for 0 and 10 for 1
	}
	return check
}

// isCIN checks the letter in front of an Italian account, made like that of a codice fiscale.
func isCIN(s string) bool {
	sum := 0
	for i, c := range []byte(s[1:]) {
		v := base36(c)
		if v > 9 {
			v -= 10
		}
		if i%2 == 0 {
			v = codiceOdd[v]
			if c >= 'A' {
				v = codiceOdd[c-'A']
			}
		} else if c >= 'A' {
			v = int(c - 'A')
		}
		sum += v
	}
	return s[0] == byte('A'+sum%26)
}

// isKontonr checks a Norwegian account.
func isKontonr(s string) bool {
	return weighted(s, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0 && !sameDigits(s)
}

// isBankAccount checks the national accounts that have their own row: Spain's and Norway's.
func isBankAccount(s string) bool {
	if len(s) == 20 {
		return isCCC(s) && !sameDigits(s)
	}
	return isKontonr(s)
}

// isCzechAccount checks prefix and number of an account (vyhláška ČNB č. 169/2011 Sb.).
func isCzechAccount(prefix, account string) bool {
	return weighted(prefix, 10, 5, 8, 4, 2, 1)%11 == 0 && weighted(account, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1)%11 == 0
}

// accountTable reads the registry: for each country the structure behind the check digits, in runs of n digits, a
// letters, c either, each with its length in two figures.
func accountTable() map[[2]byte]string {
	table := map[[2]byte]string{}
	for row := range strings.FieldsSeq(ibanRegistry) {
		country, structure, _ := strings.Cut(row, ":")
		table[[2]byte{country[0], country[1]}] = structure
	}
	return table
}

// ibanRegistry is the SWIFT IBAN Registry, release 99.
const ibanRegistry = "AD:n08c12 AE:n19 AL:n08c16 AT:n16 AZ:a04c20 BA:n16 BE:n12 BG:a04n06c08 BH:a04c14 BI:n23 " +
	"BR:n23a01c01 BY:c04n04c16 CH:n05c12 CR:n18 CY:n08c16 CZ:n20 DE:n18 DJ:n23 DK:n14 DO:c04n20 EE:n16 " +
	"EG:n25 ES:n20 FI:n14 FK:a02n12 FO:n14 FR:n10c11n02 GB:a04n14 GE:a02n16 GI:a04c15 GL:n14 GR:n07c16 " +
	"GT:c20c04 HN:a04n20 HR:n17 HU:n24 IE:a04n14 IL:n19 IQ:a04n15 IS:n22 IT:a01n10c12 JO:a04n04c18 " +
	"KW:a04c22 KZ:n03c13 LB:n04c20 LC:a04c24 LI:n05c12 LT:n16 LU:n03c13 LV:a04c13 LY:n21 MC:n10c11n02 " +
	"MD:c02c18 ME:n18 MK:n03c10n02 MN:n16 MR:n23 MT:a04n05c18 MU:a04n19a03 NI:a04n20 NL:a04n10 NO:n11 " +
	"OM:n03c16 PK:a04c16 PL:n24 PS:a04c21 PT:n21 QA:a04c21 RO:a04c16 RS:n18 RU:n14c15 SA:n02c18 " +
	"SC:a04n20a03 SD:n14 SE:n20 SI:n15 SK:n20 SM:a01n10c12 SO:n19 ST:n21 SV:a04n20 TL:n19 TN:n20 " +
	"TR:n06c16 UA:n06c19 VA:n18 VG:a04n16 XK:n16 YE:a04n04c18 "

func structureLen(structure string) int {
	n := 0
	for i := 0; i+2 < len(structure); i += 3 {
		n += number(structure[i+1 : i+3])
	}
	return n
}

func fitsStructure(b []byte, structure string) bool {
	for i := 0; i+2 < len(structure); i += 3 {
		size := number(structure[i+1 : i+3])
		for _, c := range b[:size] {
			if structure[i] == 'n' && !isDigit(c) || structure[i] == 'a' && isDigit(c) {
				return false
			}
		}
		b = b[size:]
	}
	return true
}
