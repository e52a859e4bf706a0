package personal

import "strings"

// frenchEntities are the numbers that France gives to people.
var frenchEntities = []entity{
	{name: "fr-nir", class: ClassA, weight: 100, category: catIdentity, generic: genericSocial,
		masks: []string{"999999X99999999", "999999X999999"},
		bare:  []string{"999999X99999999", "999999X999999_99", "9_99_99_9X_999_999_99"}, valid: isNIR, strict: isUsualNIR,
		labels: labels{
			fr: "nir|numéro de sécurité sociale|sécurité sociale|n° sécu|numéro sécu|no sécu|num sécu|sécu|n° ss|" +
				"no ss|num ss|numéro ss|nss|numéro insee|n insee|matricule insee|immatriculation sécurité sociale|" +
				"numéro d'assuré|n assuré|assuré social|numéro d'immatriculation à la sécurité sociale|" +
				"n sécurité sociale|carte vitale|numéro d'inscription au répertoire|nia|sec soc|séc sociale|" +
				"sécu sociale|ins",
			en:  "french social security number",
			de:  "französische sozialversicherungsnummer",
			own: "fr nir|num secu|numsecu|nosecu|numero ss|numss"}},
	{name: "fr-spi", class: ClassB, weight: 80, category: catIdentity, generic: genericTax,
		masks: []string{"9999999999999"}, valid: isSPI,
		labels: labels{
			fr: "spi|numéro fiscal|n fiscal|no fiscal|num fiscal|identifiant fiscal|référence fiscale|" +
				"numéro fiscal de référence|numéro fiscal du déclarant|identifiant impôts|nif|" +
				"numéro d'identification fiscale|télédéclarant",
			en: "french tax number|french tax identification number", own: "fr nif|fr spi"}},
	{name: "fr-ine", class: ClassB, weight: 80, category: catIdentity,
		masks: []string{"9999999999A", "999999999AA"},
		labels: labels{
			fr: "ine|numéro ine|identifiant national élève|identifiant national étudiant|" +
				"identifiant national de l'étudiant|identifiant élève|bea|num ine|code ine|no ine",
			en: "french student number"}},
	{name: "fr-caf", class: ClassB, weight: 60, category: catIdentity,
		exact: []string{"9999999", "9999999A"},
		labels: labels{
			fr: "numéro allocataire|n allocataire|allocataire|numéro caf|n caf|no allocataire|matricule caf|" +
				"num allocataire|num caf|allocataire caf"}},
}

// isNIR checks a registration number of the French register of persons (décret n° 82-103; key: 97 less the remainder
// of the other thirteen, where Corsica's 2A and 2B count as 19 and 18). The key may be missing: the label vouches
// then.
func isNIR(s string) bool {
	const medicine = "34009" // thirteen digits of a French medicine's code (CIP13) begin so
	if strings.HasPrefix(s, medicine) && len(s) == 13 || !strings.Contains("1234578", s[:1]) || !nirMonth(number(s[3:5])) || !isDigits(s[:5]) {
		return false
	}
	n, ok := nirDepartment(s)
	if !ok || !isDigits(s[7:]) || s[7:10] == "000" || s[10:13] == "000" {
		return false
	}
	return len(s) == 13 || 97-n%97 == number(s[13:15])
}

// isUsualNIR tells the numbers that nearly everybody has: a definitive sex, a month of the year.
func isUsualNIR(s string) bool {
	month := number(s[3:5])
	return strings.Contains("1278", s[:1]) && (month <= 12 || month == 20)
}

// nirMonth admits the months of foreign or uncertain civil status too: 20 unknown, 30–42 and 50–99 made up.
func nirMonth(m int) bool {
	return m >= 1 && m <= 12 || m == 20 || m >= 30 && m <= 42 || m >= 50
}

// nirDepartment gives the number that the key is made of.
func nirDepartment(s string) (int, bool) {
	const million = 1_000_000
	head, tail := number(s[:5])*100*million, 0
	if isDigits(s[7:13]) {
		tail = number(s[7:13])
	}
	switch department := s[5:7]; {
	case department == "2A":
		return head + 19*million + tail, true
	case department == "2B":
		return head + 18*million + tail, true
	case !isDigits(department):
		return 0, false
	default:
		n := number(department)
		return head + n*million + tail, n >= 1 && n != 96
	}
}

// isSPI checks a French tax number: thirteen digits, the last three the remainder of the first ten by 511 (OECD, TIN
// information sheet France).
func isSPI(s string) bool {
	return s[0] <= '3' && !sameDigits(s) && number(s[:10])%511 == number(s[10:])
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
