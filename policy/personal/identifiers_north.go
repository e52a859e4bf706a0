package personal

import "strings"

// nordicEntities are the numbers of Sweden, Norway, Denmark, Finland and Iceland.
var nordicEntities = []entity{
	{name: "se-personnummer", class: ClassA, weight: 100, category: catIdentity, generic: genericIdentity | genericSocial,
		masks: []string{"999999999999", "9999999999"}, weak: []string{"999999-9999", "999999+9999", "99999999-9999"}, valid: isPersonnummer,
		labels: labels{
			en:  "swedish personal identity number|swedish personal number|personnummer",
			de:  "schwedische personennummer",
			own: "personnummer|personnr|pers nr|samordningsnummer|pnr|svenskt personnummer|se personnummer"}},
	{name: "no-fnr", class: ClassB, weight: 100, category: catIdentity, generic: genericIdentity | genericSocial,
		masks: []string{"99999999999"}, valid: isNorwegian,
		labels: labels{
			en:  "norwegian national identity number|norwegian birth number|birth number|norwegian personal number",
			own: "fødselsnummer|fødselsnr|fnr|personnummer|f nr|d-nummer|d nummer|dnr|no fodselsnummer"}},
	{name: "dk-cpr", class: ClassB, weight: 100, category: catIdentity, generic: genericIdentity | genericSocial,
		masks: []string{"9999999999"}, valid: isCPR,
		labels: labels{
			en:  "cpr number|danish personal identification number|danish cpr|danish civil registration number|cpr",
			own: "cpr|cpr-nummer|cpr nr|cprnr|personnummer|cprnummer|cpr no|dk cpr"}},
	{name: "fi-hetu", class: ClassA, weight: 100, category: catIdentity, generic: genericIdentity | genericSocial,
		bare: []string{"999999-999X", "999999+999X", "999999A999X"}, valid: isHETU,
		labels: labels{
			en:  "finnish personal identity code|finnish identity code|hetu|finnish personal identification number",
			own: "hetu|henkilötunnus|henkilotunnus|hlötunnus|personbeteckning|sotu|sosiaaliturvatunnus|fi hetu"}},
	{name: "is-kennitala", class: ClassA, weight: 100, category: catIdentity, generic: genericIdentity | genericSocial,
		masks: []string{"9999999999"}, weak: []string{"999999-9999"}, valid: isKennitala,
		labels: labels{
			en:  "icelandic identity code|icelandic identification number|kennitala|icelandic id",
			own: "kennitala|kt|kennitölu|kennitölur|is kennitala"}},
}

// balticEntities are the numbers of Estonia, Latvia and Lithuania.
var balticEntities = []entity{
	{name: "ee-isikukood", class: ClassB, weight: 100, category: catIdentity, generic: genericIdentity,
		masks: []string{"99999999999"}, valid: isIsikukood,
		labels: labels{
			en: "estonian personal identification code|estonian personal code|estonian id code|isikukood|" +
				"personal code|personal id code",
			own: "isikukood|isikukoodi|isikukoodid|ee ik|ik|личный код"}},
	{name: "lt-asmens", class: ClassB, weight: 100, category: catIdentity, generic: genericIdentity,
		masks: []string{"99999999999"}, valid: isAsmensKodas,
		labels: labels{
			en: "lithuanian personal code|lithuanian personal number|lithuanian personal identification code|" +
				"personal code|personal id code",
			own: "asmens|asmens kodas|asmens kod|a k|asmens kodo|lt asmens"}},
	{name: "lv-pk", class: ClassA, weight: 100, category: catIdentity, generic: genericIdentity,
		masks: []string{"99999999999"}, weak: []string{"999999-99999"}, valid: isPersonasKods,
		labels: labels{
			en: "latvian personal code|latvian personal identity number|latvian personal number|personal code|" +
				"personal id code",
			own: "personas kods|personas koda|pk|personas kodu|p k|lv pk|lv pvn|персональный код"}},
}

// isPersonnummer checks a Swedish number (SKV 704): date, with 60 added to the day of a coordination number, then a
// Luhn digit over the ten digits; twelve digits give the century.
func isPersonnummer(s string) bool {
	if len(s) == 12 {
		if century := s[:2]; century < "18" || century > "20" {
			return false
		}
		s = s[2:]
	}
	day := number(s[4:6])
	if day > 60 {
		day -= 60
	}
	return isShortDate(number(s[:2]), number(s[2:4]), day) && luhn(s) && s[6:9] != "000"
}

// isNorwegian checks a birth number (folkeregisterforskriften § 2-2-1) or a D number, whose day counts 40 more;
// synthetic and help numbers add to the month.
func isNorwegian(s string) bool {
	day, month := number(s[:2]), number(s[2:4])
	if day > 40 {
		day -= 40
	}
	switch {
	case month > 80:
		month -= 80
	case month > 65:
		month -= 65
	case month > 40:
		month -= 40
	}
	return isDate(norwegianYear(s), month, day) &&
		weighted(s, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1)%11 == 0 && weighted(s, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
}

// norwegianYear reads the century from the serial; 0, which is no date's year, where none fits.
func norwegianYear(s string) int {
	yy, serial := number(s[4:6]), number(s[6:9])
	switch {
	case serial < 500:
		return 1900 + yy
	case serial < 750 && yy >= 54:
		return 1800 + yy
	case yy < 40:
		return 2000 + yy
	case serial >= 900:
		return 1900 + yy
	}
	return 0
}

// isCPR looks at the date only: since 2007 numbers are issued without a check digit (CPR-kontoret). Replacement
// numbers add 60 to the day.
func isCPR(s string) bool {
	day := number(s[:2])
	if day > 60 {
		day -= 60
	}
	return isShortDate(number(s[4:6]), number(s[2:4]), day) && !sameDigits(s[6:])
}

// isHETU checks a Finnish personal identity code (Digital and Population Data Services Agency): date, century sign,
// serial, and a letter for the remainder by 31. The sign has been left out if it was a dash or a plus; letters came
// in 2000 and 2023.
func isHETU(s string) bool {
	if len(s) == 11 && !strings.Contains("ABCDEFUVWXY", s[6:7]) {
		return false
	}
	serial := s[len(s)-4 : len(s)-1]
	if !isDMY(s[:6]) || !isDigits(serial) || serial < "002" {
		return false
	}
	return "0123456789ABCDEFHJKLMNPRSTUVWXY"[number(s[:6]+serial)%31] == s[len(s)-1]
}

// isKennitala checks an Icelandic number (Þjóðskrá); companies add 40 to the day.
func isKennitala(s string) bool {
	day := number(s[:2])
	if day > 40 {
		day -= 40
	}
	return isShortDate(number(s[4:6]), number(s[2:4]), day) && strings.Contains("890", s[9:]) &&
		weighted(s, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
}

// isIsikukood checks an Estonian code (EVS 585): sex and century, date, serial, check digit.
func isIsikukood(s string) bool {
	return s[0] >= '1' && s[0] <= '8' && isYMD(s[1:7]) && balticCheck(s)
}

// isAsmensKodas checks a Lithuanian code, made like the Estonian one; a leading 9 marks codes that hold no date.
func isAsmensKodas(s string) bool {
	return (s[0] == '9' || s[0] >= '1' && s[0] <= '6' && isYMD(s[1:7])) && balticCheck(s)
}

// balticCheck tries a second row of weights where the first leaves 10.
func balticCheck(s string) bool {
	r := weighted(s, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11
	if r == 10 {
		r = weighted(s, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11 % 10
	}
	return r == digit(s, 10)
}

// isPersonasKods checks a Latvian code: those issued since July 2017 begin with 32 and tell nothing; the older ones
// hold a date, the century, and a check digit.
func isPersonasKods(s string) bool {
	if s[:2] == "32" {
		return !sameDigits(s[2:])
	}
	return isDMY(s) && s[6] <= '2' && (1+weighted(s, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9))%11%10 == digit(s, 10)
}
