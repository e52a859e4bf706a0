package personal

import "strings"

// italianEntities are the numbers of Italy.
var italianEntities = []entity{
	{name: "it-codice-fiscale", class: ClassA, weight: 100, category: catIdentity, generic: genericTax,
		masks: []string{"AAAAAAXXAXXAXXXA"}, bare: []string{"AAAAAAXXAXXAXXXA"}, valid: isCodiceFiscale,
		labels: labels{
			fr:  "code fiscal italien|code fiscal",
			en:  "italian tax code|italian fiscal code|fiscal code|tax code",
			de:  "italienische steuernummer",
			it:  "codice fiscale|cod fiscale|cod fisc|c f|cf|cod fis",
			own: "it codicefiscale|codicefiscale"}},
	// Companies have a codice fiscale too: eleven digits, the same as their VAT number.
	{name: "it-codice-fiscale-ente", class: ClassC, weight: 2, category: catNone,
		masks: []string{"99999999999"}, valid: isPartitaIVA,
		labels: labels{en: "fiscal code|tax code|italian fiscal code",
			it:  "codice fiscale|cod fiscale|cod fisc|c f|cf",
			own: "it codicefiscale|codicefiscale"}},
}

// iberianEntities are the numbers of Spain, Portugal and Andorra.
var iberianEntities = []entity{
	{name: "es-nif", class: ClassA, weight: 100, category: catIdentity, generic: genericTax | genericIdentity,
		masks: []string{"99999999A", "A9999999A", "9999999A"},
		weak:  []string{"99999999A", "99999999-A", "X9999999A", "X-9999999-A"}, valid: isNIF,
		labels: labels{
			fr: "dni|nie|nif",
			en: "spanish national id|dni|nie|nif|spanish tax id|foreigner identity number|spanish id|" +
				"foreigner identification number",
			de: "dni|nie|nif",
			es: "dni|nie|nif|d n i|n i f|n i e|documento nacional de identidad|número de identidad de extranjero|" +
				"número de identificación fiscal|documento de identidad|dni/nie|nif/nie|dni nie|nif nie|" +
				"núm documento|nº documento|documento",
			own: "es dni|es nie|es nif|document d'identitat"}},
	// What companies have instead; the tables of the tax office call both NIF.
	{name: "es-cif", class: ClassC, weight: 2, category: catNone,
		masks: []string{"A99999999", "A9999999A"}, valid: isCIF,
		labels: labels{es: "nif|cif|n i f|c i f|número de identificación fiscal", own: "es nif|es cif"}},
	{name: "es-nss", class: ClassB, weight: 100, category: catIdentity, generic: genericSocial,
		masks: []string{"999999999999"}, valid: isNSS,
		labels: labels{
			en: "spanish social security number",
			es: "número de seguridad social|n ss|seg social|afiliación|n s s|seguridad social|nss|número de afiliación|núm afiliación|naf|nº s s|" +
				"nuss|n afiliación|num seg social|núm seg social|nº seg social|nº afiliación"}},
	{name: "pt-nif", class: ClassB, weight: 100, category: catIdentity,
		masks: []string{"999999999"}, valid: isPersonalNIF,
		labels: labels{
			fr: "nif",
			en: "portuguese tax number|portuguese vat number|nif|portuguese tax id",
			pt: "nif|contribuinte|número de contribuinte|n contribuinte|nº contribuinte|" +
				"número de identificação fiscal|num contribuinte|número fiscal|n i f|n fiscal|nº fiscal|nif cliente|" +
				"nº de contribuinte",
			own: "pt nif"}},
	// First digits 5 to 9 are companies, bodies and estates.
	{name: "pt-nipc", class: ClassC, weight: 2, category: catNone,
		masks: []string{"999999999"}, valid: isCompanyNIF,
		labels: labels{pt: "nif|contribuinte|número de contribuinte|n contribuinte|número de identificação fiscal|" +
			"nipc",
			own: "pt nif"}},
	{name: "pt-cc", class: ClassB, weight: 100, category: catIdentity, generic: genericIdentity,
		masks: []string{"999999999XX9"}, weak: []string{"99999999 9 AA9", "99999999-9-AA9"}, valid: isCartaoCidadao,
		labels: labels{
			en: "portuguese identity number|citizen card|citizen card number|portuguese citizen card",
			pt: "cartão de cidadão|cartão do cidadão|cc|número de documento|bilhete de identidade|" +
				"número de identificação civil|nº cc|número cc|n cc|c c|documento de identificação|nic",
			own: "pt cc"}},
	{name: "pt-niss", class: ClassB, weight: 100, category: catIdentity, generic: genericSocial,
		masks: []string{"99999999999"}, valid: isNISS,
		labels: labels{en: "portuguese social security number",
			pt: "niss|n i s s|n beneficiário|seg social|n ss|segurança social|número de segurança social|nº segurança social|n segurança social|" +
				"número de identificação de segurança social|ss"}},
	{name: "ad-nrt", class: ClassB, weight: 100, category: catIdentity, generic: genericTax,
		masks: []string{"A999999A"}, valid: isNRT,
		labels: labels{fr: "nrt",
			en:  "andorra tax number|andorran tax number|nrt",
			es:  "nrt|número de registro tributario",
			own: "número de registre tributari|nrt|ad nrt"}},
}

// codiceOdd is the value in odd places of A to Z, and of 0 to 9 like the first ten.
var codiceOdd = [26]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}

// isCodiceFiscale checks the tax code of a person (D.M. 23 dicembre 1976), with the letters that replace digits when
// two people would have the same one ("omocodia").
func isCodiceFiscale(s string) bool {
	plain, ok := withoutOmocodia(s)
	if !ok || strings.IndexByte("ABCDEHLMPRST", s[8]) < 0 {
		return false
	}
	day := number(plain[9:11])
	if day > 40 {
		day -= 40 // women
	}
	if day < 1 || day > 31 {
		return false
	}
	sum := 0
	for i := range 15 {
		v := int(s[i] - '0')
		if s[i] >= 'A' {
			v = int(s[i] - 'A')
		}
		if i%2 == 0 {
			v = codiceOdd[v]
		}
		sum += v
	}
	return s[15] == byte('A'+sum%26)
}

// withoutOmocodia puts the digits back.
func withoutOmocodia(s string) (string, bool) {
	b := []byte(s)
	for _, i := range [...]int{6, 7, 9, 10, 12, 13, 14} {
		if b[i] <= '9' {
			continue
		}
		d := strings.IndexByte("LMNPQRSTUV", b[i])
		if d < 0 {
			return "", false
		}
		b[i] = byte('0' + d)
	}
	return string(b), true
}

// isPartitaIVA is a Luhn check over eleven digits.
func isPartitaIVA(s string) bool { return luhn(s) && !sameDigits(s) }

const nifLetters = "TRWAGMYFPDXBNJZSQVHLCKE"

// isNIF checks a DNI, an NIE (X, Y, Z stand for 0, 1, 2) or the number of a minor or a Spaniard abroad (K, L, M): a
// letter for the remainder by 23 (Real Decreto 1553/2005; Orden INT/2058/2008).
func isNIF(s string) bool {
	digits, letter := s[:len(s)-1], s[len(s)-1]
	switch digits[0] {
	case 'X', 'Y', 'Z':
		digits = string(digits[0]-'X'+'0') + digits[1:]
	case 'K', 'L', 'M':
		digits = digits[1:]
	}
	return isDigits(digits) && number(digits) > 0 && nifLetters[number(digits)%23] == letter
}

// isCIF checks a Spanish company's number: a Luhn digit, or the letter that stands for it.
func isCIF(s string) bool {
	if !strings.Contains("ABCDEFGHJNPQRSUVW", s[:1]) {
		return false
	}
	check := (10 - luhnSum(s[1:8]+"0")%10) % 10
	return digit(s, 8) == check || s[8] == "JABCDEFGHI"[check]
}

// isNSS checks a Spanish social security number: the last two digits are the remainder of the rest by 97. Below ten
// million, the serial was once written without its leading zeros, and the remainder is of that.
func isNSS(s string) bool {
	province, serial, check := number(s[:2]), number(s[2:10]), number(s[10:])
	n := province*100_000_000 + serial
	if serial < 10_000_000 {
		n = province*10_000_000 + serial
	}
	return province >= 1 && province <= 66 && n%97 == check
}

// isPortugueseNIF is a mod 11 check (Decreto-Lei n.º 14/2013).
func isPortugueseNIF(s string) bool {
	check := 11 - weighted(s, 9, 8, 7, 6, 5, 4, 3, 2)%11
	if check > 9 {
		check = 0
	}
	return check == digit(s, 8)
}

func isPersonalNIF(s string) bool {
	return strings.Contains("123", s[:1]) && isPortugueseNIF(s) || s[:2] == "45" && isPortugueseNIF(s)
}

func isCompanyNIF(s string) bool {
	return !strings.Contains("0123", s[:1]) && s[:2] != "45" && isPortugueseNIF(s)
}

// isCartaoCidadao is a Luhn check over digits and letters (Autenticação.Gov, validação do número de documento do
// cartão de cidadão).
func isCartaoCidadao(s string) bool { return luhnSum(s)%10 == 0 && s[9] >= 'A' }

// isNISS checks a Portuguese social security number: prime weights, from the right.
func isNISS(s string) bool {
	return (s[0] == '1' || s[0] == '2') && 9-weighted(s, 29, 23, 19, 17, 13, 11, 7, 5, 3, 2)%10 == digit(s, 10)
}

// isNRT: Andorra's tax numbers have ranges, and a last letter whose rule is not public (OECD, TIN information sheet
// Andorra).
func isNRT(s string) bool {
	n := number(s[1:7])
	switch s[0] {
	case 'F':
		return n <= 699_999
	case 'A', 'L':
		return n >= 700_000 && n <= 799_999
	}
	return strings.Contains("CDEGOPU", s[:1])
}
