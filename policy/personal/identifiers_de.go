package personal

// germanEntities are the numbers of Germany, Austria, Switzerland and Liechtenstein.
var germanEntities = []entity{
	{name: "de-idnr", class: ClassB, weight: 100, category: catIdentity, generic: genericTax,
		masks: []string{"99999999999"}, valid: isIdNr,
		labels: labels{
			fr: "numéro fiscal allemand",
			en: "german tax identification number|german tax id|steuer id",
			de: "steuer-id|steuerid|idnr|id nr|identifikationsnummer|steueridentifikationsnummer|" +
				"steuer-identifikationsnummer|" +
				"steuerliche identifikationsnummer|steuer-idnr|steueridnr|steuer ident nr|" +
				"persönliche identifikationsnummer|tin|steuer identnummer",
			own: "de idnr"}},
	{name: "de-rvnr", class: ClassB, weight: 100, category: catIdentity, generic: genericSocial,
		masks: []string{"99999999A999"}, weak: []string{"99 999999 A 999"}, valid: isRVNR,
		labels: labels{
			fr: "numéro d'assurance allemand",
			en: "german social security number|german pension insurance number",
			de: "rentenversicherungsnummer|rvnr|rv nummer|rv nr|versicherungsnummer|sozialversicherungsnummer|" +
				"sv nummer|sv nr|svnr|" +
				"sozialversicherungs nr|vsnr|rentenversicherungs nr|versicherungsnr|sozialversicherungsnr|sv ausweis",
			own: "de rvnr|de vsnr"}},
	{name: "de-kvnr", class: ClassB, weight: 100, category: catIdentity,
		masks: []string{"A999999999"}, valid: isKVNR,
		labels: labels{
			en: "german health insurance number",
			de: "krankenversichertennummer|kvnr|krankenversicherungsnummer|versichertennummer|versicherten nr|" +
				"versichertennr|kv nummer|kv nr|krankenkassennummer|versichertenkarte|egk"}},
	// Companies have tax numbers too, and print them on invoices: it takes a person beside it.
	{name: "de-stnr", class: ClassC, weight: 60, category: catIdentity, generic: genericTax,
		masks: []string{"9999999999999", "999/999/99999", "999/9999/9999", "9999999999"}, valid: isSteuernummer,
		labels: labels{
			en:  "german tax number",
			de:  "steuernummer|steuer-nr|steuernr|stnr|st nr|steuer nummer|finanzamt",
			own: "de stnr"}},
	{name: "at-svnr", class: ClassB, weight: 100, category: catIdentity, generic: genericSocial,
		masks: []string{"9999999999"}, valid: isSVNR,
		labels: labels{
			en: "austrian social insurance number|austrian social security number|austrian insurance number|" +
				"social insurance number",
			de: "versicherungsnummer|sozialversicherungsnummer|sv nummer|sv nr|svnr|vsnr|sozialversicherungs nr|" +
				"sozialversicherungsnr|vnr|" +
				"versicherungs nr|e-card nummer|versicherungsnr", own: "at vnr|at svnr"}},
	// The Abgabenkontonummer is a company's as often as a person's.
	{name: "at-tin", class: ClassC, weight: 60, category: catIdentity, generic: genericTax,
		masks: []string{"999999999"}, valid: luhn,
		labels: labels{
			en: "austrian tax number|austrian tax identification number",
			de: "steuernummer|abgabenkontonummer|steuer-nr|steuernr|stnr|st nr|abgabenkonto nr|abgabenkonto|" +
				"finanzamt",
			own: "at tin"}},
	{name: "ch-ahv", class: ClassA, weight: 100, category: catIdentity, generic: genericSocial,
		masks: []string{"9999999999999"}, bare: []string{"756.9999.9999.99"}, weak: []string{"7569999999999"}, valid: isAHV,
		labels: labels{
			fr: "numéro de sécurité sociale|sécurité sociale|numéro avs|avs|navs|navs13|n avs|no avs|" +
				"numéro d'assuré avs",
			en: "ahv number|swiss social security number|oasi number|avs number|swiss ssn",
			de: "ahv-nummer|ahv nr|ahv|ahvn13|ahv n13|sozialversicherungsnummer|versichertennummer ahv|ahvnr|" +
				"ahvnummer",
			it:  "numero avs|avs|n avs",
			own: "ch ssn|ch ahv|nnss"}},
	{name: "li-peid", class: ClassC, weight: 60, category: catIdentity,
		exact: []string{"999999999999", "99999999999", "9999999999", "999999999", "99999999", "9999999", "999999", "99999",
			"9999", "9.999.999", "999.999", "99.999"}, valid: isPEID,
		labels: labels{
			en:  "liechtenstein tax code|personal identification number peid",
			de:  "peid|personenidentifikationsnummer|personen identifikations nummer",
			own: "li peid"}},
}

// isIdNr checks the tax number for life (§ 139b AO): among its first ten digits exactly one comes twice or three
// times, never three in a row, all others at most once; then ISO 7064 MOD 11,10.
func isIdNr(s string) bool {
	if s[0] == '0' || !mod11x10(s) {
		return false
	}
	var count [10]int
	for i := range 10 {
		count[digit(s, i)]++
	}
	repeated := 0
	for _, n := range count {
		if n > 3 {
			return false
		}
		if n > 1 {
			repeated++
		}
	}
	return repeated == 1 && !threeInARow(s[:10])
}

func threeInARow(s string) bool {
	for i := 2; i < len(s); i++ {
		if s[i] == s[i-1] && s[i] == s[i-2] {
			return true
		}
	}
	return false
}

// isRVNR checks an insurance number (§ 2 VKVV): area, birth date, initial, serial, and a check digit over the cross
// sums of the weighted digits, the initial counting as two.
func isRVNR(s string) bool {
	if !isDMY(rvnrDate(s)) {
		return false
	}
	return crossSum(s[:8]+letterDigits(s[8])+s[9:11], 2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)%10 == digit(s, 11)
}

// rvnrDate undoes the 50 that a second person born on the same day has added to the day.
func rvnrDate(s string) string {
	if s[2] >= '5' && s[2] <= '8' {
		return string(s[2]-5) + s[3:8]
	}
	return s[2:8]
}

// isKVNR checks the lasting part of a health insurance number (§ 290 SGB V).
func isKVNR(s string) bool {
	return crossSum(letterDigits(s[0])+s[1:9], 1, 2, 1, 2, 1, 2, 1, 2, 1, 2)%10 == digit(s, 9)
}

// letterDigits gives a letter's place in the alphabet in two digits: A is 01.
func letterDigits(c byte) string {
	n := c - 'A' + 1
	return string([]byte{'0' + n/10, '0' + n%10})
}

func crossSum(s string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		p := w * digit(s, i)
		sum += p/10 + p%10
	}
	return sum
}

// isSteuernummer knows the shapes that the Länder use, and the federal one of thirteen digits, which begins with the
// Land and has a zero in fifth place. Their check digits differ from Land to Land and are not tried.
func isSteuernummer(s string) bool {
	if len(s) != 13 {
		return !sameDigits(s)
	}
	if s[4] != '0' {
		return false
	}
	switch s[:2] {
	case "10", "11", "21", "22", "23", "24", "26", "27", "28", "30", "31", "32", "40", "41":
		return true
	}
	return s[0] == '5' || s[0] == '9'
}

// isSVNR checks an Austrian insurance number (§ 31 ASVG): serial, check digit, birth date. The thirteenth month is
// for people whose day is taken.
func isSVNR(s string) bool {
	month := number(s[6:8])
	if s[0] == '0' || number(s[4:6]) > 31 || number(s[4:6]) == 0 || month == 0 || month > 15 {
		return false
	}
	return (weighted(s, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6))%11 == digit(s, 3)
}

// isAHV checks the Swiss number: 756 for the country, then the check digit of an EAN-13 (art. 50c LAVS).
func isAHV(s string) bool {
	return s[:3] == "756" && isEAN(s)
}

// isPEID: Liechtenstein's number has no check digit and four to twelve digits.
func isPEID(s string) bool { return !sameDigits(s) }
