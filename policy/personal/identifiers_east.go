package personal

// centralEntities are the numbers of Poland, Czechia, Slovakia and Hungary.
var centralEntities = []entity{
	{name: "pl-pesel", class: ClassB, weight: 100, category: catIdentity, generic: genericIdentity,
		masks: []string{"99999999999"}, valid: isPESEL,
		labels: labels{en: "pesel|polish national identification number|polish identity number|pesel number",
			own: "pesel|numer pesel|nr pesel|pl pesel"}},
	{name: "cz-rc", class: ClassA, weight: 100, category: catIdentity, generic: genericIdentity,
		masks: []string{"9999999999", "999999999"}, weak: []string{"999999/9999"}, valid: isRodneCislo,
		labels: labels{fr: "numéro de naissance|numéro de naissance tchèque|numéro de naissance slovaque",
			en:  "czech birth number|slovak birth number|birth number|czech national id|rodne cislo",
			own: "rodné číslo|rodného čísla|rč|r č|rodne č|rc|cz rc|sk rc|rod č|rodnecislo"}},
	{name: "hu-szemelyi", class: ClassB, weight: 100, category: catIdentity, generic: genericIdentity,
		masks: []string{"99999999999"}, valid: isHungarianPerson,
		labels: labels{en: "hungarian personal identification number|hungarian personal id",
			own: "személyi azonosító|személyi szám|személyazonosító|személyi azonosító jel|szem az"}},
	{name: "hu-taj", class: ClassB, weight: 100, category: catIdentity, generic: genericSocial,
		masks: []string{"999999999"}, valid: isTAJ,
		labels: labels{en: "hungarian social security number|taj number",
			own: "taj|taj szám|taj-szám|tajszám|társadalombiztosítási azonosító jel"}},
	{name: "hu-ado", class: ClassB, weight: 100, category: catIdentity, generic: genericTax,
		masks: []string{"9999999999"}, valid: isHungarianTax,
		labels: labels{en: "hungarian tax id|hungarian tax identification number",
			own: "adóazonosító jel|adóazonosító|adóazonosító szám|adóazon jel|adójel"}},
}

// balkanEntities are the numbers of Romania, Bulgaria, Croatia, Slovenia and its neighbours, and Greece.
var balkanEntities = []entity{
	{name: "ro-cnp", class: ClassB, weight: 100, category: catIdentity, generic: genericIdentity,
		masks: []string{"9999999999999"}, valid: isCNP,
		labels: labels{en: "cnp|romanian personal numeric code|personal numeric code|" +
			"romanian personal identification number",
			own: "cnp|cod numeric personal|codul numeric personal|c n p|ro cnp"}},
	{name: "bg-egn", class: ClassB, weight: 100, category: catIdentity, generic: genericIdentity,
		masks: []string{"9999999999"}, valid: isEGN,
		labels: labels{en: "egn|bulgarian personal number|uniform civil number|unified civil number|" +
			"bulgarian national identification number",
			own: "егн|единен граждански номер|egn|edinen grazhdanski nomer|bg egn"}},
	{name: "bg-lnch", class: ClassB, weight: 100, category: catIdentity, generic: genericIdentity,
		masks: []string{"9999999999"}, valid: isLNCh,
		labels: labels{en: "lnch|bulgarian foreigner number|personal number of a foreigner|pnf",
			own: "лнч|личен номер на чужденец|lnch|bg pnf"}},
	// Companies have an OIB too: it takes a person beside it.
	{name: "hr-oib", class: ClassC, weight: 60, category: catIdentity,
		masks: []string{"99999999999"}, valid: isOIB,
		labels: labels{en: "oib|croatian personal identification number|croatian identification number|" +
			"croatian national id",
			own: "oib|osobni identifikacijski broj|hr oib|o i b"}},
	{name: "si-emso", class: ClassB, weight: 100, category: catIdentity, generic: genericIdentity,
		masks: []string{"9999999999999"}, valid: isEMSO,
		labels: labels{en: "emso|jmbg|unique master citizen number|slovenian unique master citizen number|" +
			"unique citizen number|slovenian personal number",
			own: "emšo|emso|enotna matična številka občana|jmbg|jedinstveni matični broj građana|matični broj|" +
				"ембг|јмбг|embg|единствен матичен број|si emso|rs jmbg|ba jmbg|matični broj građana|mk embg"}},
	{name: "gr-amka", class: ClassB, weight: 100, category: catIdentity, generic: genericSocial | genericIdentity,
		masks: []string{"99999999999"}, valid: isAMKA,
		labels: labels{en: "amka|greek social security number",
			own: "αμκα|α μ κ α|αριθμός μητρώου κοινωνικής ασφάλισης|amka|gr amka"}},
	// Companies have an ΑΦΜ too.
	{name: "gr-afm", class: ClassC, weight: 60, category: catIdentity, generic: genericTax,
		masks: []string{"999999999"}, valid: isAFM,
		labels: labels{en: "afm|greek tax number|greek vat number|greek tax identification number",
			own: "αφμ|α φ μ|αριθμός φορολογικού μητρώου|afm|gr vat"}},
}

// easternEntities are the numbers of Turkey and Ukraine.
var easternEntities = []entity{
	{name: "tr-tckn", class: ClassB, weight: 100, category: catIdentity, generic: genericIdentity,
		masks: []string{"99999999999"}, valid: isTCKN,
		labels: labels{en: "turkish identity number|turkish personal identification number|turkish id number|" +
			"turkish identification number|tckn",
			own: "t c kimlik no|tc kimlik|tc kimlik no|t c kimlik|kimlik no|kimlik numarası|t c kimlik numarası|" +
				"tc kimlik numarası|tckn|tc no|tckimlik|tr tckimlik|tc|tckimlikno"}},
	{name: "ua-rnokpp", class: ClassB, weight: 100, category: catIdentity, generic: genericIdentity,
		masks: []string{"9999999999"}, valid: isRNOKPP,
		labels: labels{en: "ukrainian tax number|ukrainian individual tax number|rnokpp|rntrc|" +
			"ukrainian taxpayer number|registration number of the taxpayer's card",
			own: "рнокпп|ідентифікаційний номер|іпн|ідентифікаційний код|реєстраційний номер облікової картки|" +
				"ua rntrc|ипн|реєстраційний номер"}},
}

// isPESEL checks a Polish number (ustawa o ewidencji ludności, art. 15–19): the month tells the century, weights 1,
// 3, 7, 9.
func isPESEL(s string) bool {
	month := number(s[2:4]) % 20
	return isShortDate(number(s[:2]), month, number(s[4:6])) && weighted(s, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)%10 == 0
}

// isRodneCislo checks a Czech or Slovak birth number (zákon č. 133/2000 Sb. § 13): women's months count 50 more,
// overflow numbers 20; nine digits until 1953, then ten that 11 divides, or leave 10 and end in 0 (until 1985).
func isRodneCislo(s string) bool {
	month := number(s[2:4]) % 50
	if month > 20 {
		month -= 20
	}
	if !isShortDate(number(s[:2]), month, number(s[4:6])) {
		return false
	}
	if len(s) == 9 {
		return number(s[:2]) < 54 && s[6:] != "000" || s[:2] == "99" || s[:2] >= "80" && s[6:] != "000"
	}
	return number(s)%11 == 0 || number(s[:9])%11 == 10 && s[9] == '0'
}

// isHungarianPerson checks a személyi azonosító (1996. évi XX. törvény): sex and century, date, serial, check digit
// with rising weights before 1997 and falling ones since.
func isHungarianPerson(s string) bool {
	if s[0] == '0' || s[0] == '9' || !isYMD(s[1:7]) {
		return false
	}
	check := digit(s, 10)
	return weighted(s, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)%11 == check || weighted(s, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)%11 == check
}

func isTAJ(s string) bool {
	return weighted(s, 3, 7, 3, 7, 3, 7, 3, 7)%10 == digit(s, 8) && !sameDigits(s)
}

// isHungarianTax checks an adóazonosító jel: it begins with 8.
func isHungarianTax(s string) bool {
	return s[0] == '8' && weighted(s, 1, 2, 3, 4, 5, 6, 7, 8, 9)%11 == digit(s, 9)
}

// isCNP checks a Romanian number (O.U.G. 97/2005): sex and century, date, county, serial, check digit.
func isCNP(s string) bool {
	county := number(s[7:9])
	if s[0] == '0' || !isYMD(s[1:7]) || county == 0 || county > 52 && county != 70 && (county < 80 || county > 83) {
		return false
	}
	r := weighted(s, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11
	if r == 10 {
		r = 1
	}
	return r == digit(s, 12)
}

// isEGN checks a Bulgarian number (ГРАО): months count 20 more before 1900 and 40 more from 2000.
func isEGN(s string) bool {
	month := number(s[2:4])
	for month > 20 {
		month -= 20
	}
	return isShortDate(number(s[:2]), month, number(s[4:6])) && weighted(s, 2, 4, 8, 5, 10, 9, 7, 3, 6)%11%10 == digit(s, 9)
}

// isLNCh checks the number of a foreigner in Bulgaria.
func isLNCh(s string) bool {
	return weighted(s, 21, 19, 17, 13, 11, 9, 7, 3, 1)%10 == digit(s, 9) && !sameDigits(s)
}

func isOIB(s string) bool { return mod11x10(s) && !sameDigits(s) }

// isEMSO checks the number that the states of former Yugoslavia share: date with three digits of the year, region,
// serial, check digit.
func isEMSO(s string) bool {
	year := 1000 + number(s[4:7])
	if year < 1800 {
		year += 1000
	}
	return isDate(year, number(s[2:4]), number(s[:2])) &&
		(11-weighted(s, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11)%11%10 == digit(s, 12)
}

// isAMKA checks a Greek social security number: date, serial, Luhn digit.
func isAMKA(s string) bool { return isDMY(s) && luhn(s) }

// isAFM checks a Greek tax number: powers of two.
func isAFM(s string) bool {
	return weighted(s, 256, 128, 64, 32, 16, 8, 4, 2)%11%10 == digit(s, 8) && !sameDigits(s)
}

// isTCKN checks a Turkish number (Nüfus ve Vatandaşlık İşleri): two check digits.
func isTCKN(s string) bool {
	odd, even := weighted(s, 1, 0, 1, 0, 1, 0, 1, 0, 1), weighted(s, 0, 1, 0, 1, 0, 1, 0, 1)
	return s[0] != '0' && (7*odd-even+100)%10 == digit(s, 9) && (odd+even+digit(s, 9))%10 == digit(s, 10)
}

// isRNOKPP checks a Ukrainian taxpayer's number.
func isRNOKPP(s string) bool {
	r := weighted(s, -1, 5, 7, 9, 4, 6, 10, 5, 7) % 11
	if r < 0 {
		r += 11
	}
	return r%10 == digit(s, 9) && !sameDigits(s)
}
