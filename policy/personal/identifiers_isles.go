package personal

import "strings"

// islesEntities are the numbers of the United Kingdom and Ireland, and the American one that forms in English ask
// for.
var islesEntities = []entity{
	{name: "gb-nino", class: ClassB, weight: 100, category: catIdentity, generic: genericSocial,
		masks: []string{"AA999999A", "AA999999"}, weak: []string{"AA 99 99 99 A"}, valid: isNINO,
		labels: labels{fr: "numéro d'assurance nationale",
			en: "nino|nat ins no|ninumber|ni number|national insurance number|national insurance|ni no|nin|national insurance no|" +
				"n i number|ni",
			own: "gb nino|uk nino"}},
	{name: "gb-nhs", class: ClassB, weight: 100, category: catIdentity,
		masks: []string{"9999999999"}, valid: isNHS,
		labels: labels{en: "nhs number|nhsnumber|nhs no|nhs|national health service number|nhs num|nhs id|chi number",
			own: "gb nhs|uk nhs"}},
	{name: "gb-utr", class: ClassB, weight: 100, category: catIdentity,
		masks: []string{"9999999999"}, valid: isUTR,
		labels: labels{en: "utr|unique taxpayer reference|tax reference|taxpayer reference|utr number|" +
			"self assessment|unique tax reference",
			own: "gb utr|uk utr"}},
	{name: "gb-upn", class: ClassB, weight: 100, category: catIdentity,
		masks: []string{"A999999999999", "A99999999999A"}, valid: isUPN,
		labels: labels{en: "upn|unique pupil number|pupil number|english unique pupil number", own: "gb upn"}},
	{name: "ie-pps", class: ClassB, weight: 100, category: catIdentity, generic: genericSocial | genericTax | genericIdentity,
		masks: []string{"9999999AA", "9999999A"}, valid: isPPS,
		labels: labels{en: "pps|ppsn|pps number|pps no|personal public service number|personal public service|" +
			"irish personal number|rsi number",
			own: "ie pps|uimhir phearsanta|uimhir psp"}},
	// No check digit, and every manual has one: it takes a person beside it.
	{name: "us-ssn", class: ClassC, weight: 100, category: catIdentity, generic: genericSocial,
		masks: []string{"999/99/9999"}, valid: isSSN,
		labels: labels{en: "ssn|soc sec no|soc sec|social security number|social security no|us ssn|recipient tin|tin"}},
}

// isNINO checks the prefix rules of the national insurance manual (HMRC NIM39110); the suffix may be missing.
func isNINO(s string) bool {
	switch s[:2] {
	case "BG", "GB", "KN", "NK", "NT", "TN", "ZZ":
		return false
	}
	if strings.Contains("DFIQUV", s[:1]) || strings.Contains("DFIOQUV", s[1:2]) {
		return false
	}
	return len(s) == 8 || s[8] <= 'D'
}

// isNHS is the mod 11 check of the NHS data dictionary.
func isNHS(s string) bool {
	check := 11 - weighted(s, 10, 9, 8, 7, 6, 5, 4, 3, 2)%11
	return check%11 == digit(s, 9) && check != 10 && !sameDigits(s)
}

// isUTR checks a taxpayer reference, whose first digit is the check digit.
func isUTR(s string) bool {
	return "21987654321"[weighted(s[1:], 6, 7, 8, 9, 10, 5, 4, 3, 2)%11] == s[0] && !sameDigits(s)
}

// isUPN checks a pupil number: a letter for the rest by 23, a local authority that exists, and in a temporary number
// a letter at the end (Department for Education, Unique pupil numbers: a guide).
func isUPN(s string) bool {
	const letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
	sum := weighted(s[1:12], 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
	last := strings.IndexByte(letters, s[12])
	if s[12] <= '9' {
		last = digit(s, 12)
	}
	authority := number(s[1:4])
	return last >= 0 && letters[(sum+13*last)%23] == s[0] && authority >= 201 && authority <= 998
}

// isPPS checks an Irish number: letter W is 0, A is 1; a second letter counts nine times (Department of Social
// Protection).
func isPPS(s string) bool {
	const letters = "WABCDEFGHIJKLMNOPQRSTUV"
	sum := weighted(s, 8, 7, 6, 5, 4, 3, 2)
	if len(s) == 9 {
		if !strings.Contains("ABCDEFGHIWTX", s[8:]) {
			return false
		}
		if s[8] <= 'I' {
			sum += 9 * strings.IndexByte(letters, s[8])
		}
	}
	return letters[sum%23] == s[7] && s[:7] != "0000000"
}

// isSSN: the areas, groups and serials that the Social Security Administration never issues.
func isSSN(s string) bool {
	return s[:3] != "000" && s[:3] != "666" && s[0] != '9' && s[3:5] != "00" && s[5:] != "0000" && s != "123456789"
}
