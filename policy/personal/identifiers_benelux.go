package personal

// beneluxEntities are the numbers of Belgium, the Netherlands and Luxembourg.
var beneluxEntities = []entity{
	{name: "be-nn", class: ClassA, weight: 100, category: catIdentity, generic: genericSocial | genericIdentity,
		masks: []string{"99999999999"}, bare: []string{"99.99.99-999.99", "99.99.99-999-99", "99.99.99.999.99"}, valid: isBelgianNN,
		labels: labels{
			fr: "numéro de sécurité sociale|sécurité sociale|numéro national|n national|no national|" +
				"registre national|numéro de registre national|niss|numéro niss|numéro bis|inss|nn|" +
				"n registre national|rn",
			en: "belgian national number|national register number|bis number|belgian social security number|insz",
			de: "nationalregisternummer|nationalregister",
			nl: "rijksregisternummer|rijksregisternr|nationaal nr|rijksregister|insz|insz nummer|rrn|rr nummer|nationaal nummer|bisnummer|" +
				"bis nummer",
			own: "be nn|be ssn|be bis|ssn"}},
	// Numbers of people whose month of birth is not known, which no national number has.
	{name: "be-bis", class: ClassB, weight: 100, category: catIdentity,
		masks: []string{"99999999999"}, valid: isBelgianBis,
		labels: labels{
			fr: "numéro bis", en: "bis number", nl: "bisnummer|bis nummer", own: "be bis"}},
	{name: "be-eid", class: ClassB, weight: 60, category: catIdentity,
		masks: []string{"999999999999"}, valid: isBelgianCard,
		labels: labels{
			fr:  "carte d'identité|numéro de carte d'identité|numéro de carte|carte eid|eid",
			en:  "identity card|identity card number|eid|eid number|e id|card number|belgian eid",
			de:  "personalausweis|personalausweisnummer",
			nl:  "identiteitskaart|identiteitskaartnummer|kaartnummer|eid",
			own: "be eid"}},
	{name: "nl-bsn", class: ClassB, weight: 100, category: catIdentity, generic: genericSocial | genericIdentity,
		masks: []string{"999999999", "99999999"}, valid: isBSN,
		labels: labels{
			en: "citizen service number|dutch citizen service number|dutch social security number|bsn number",
			nl: "bsn|burgerservicenummer|bsn nummer|sofinummer|sofi nummer|sofi|burger service nummer|" +
				"citizen service nummer",
			fr: "bsn|numéro bsn", de: "bsn|bürgerservicenummer", own: "nl bsn|bsnnummer"}},
	{name: "nl-onderwijsnummer", class: ClassB, weight: 100, category: catIdentity,
		masks: []string{"999999999"}, valid: isDutchPupil,
		labels: labels{
			nl:  "onderwijsnummer|pgn|leerlingnummer",
			en:  "dutch education number|education number|student identification number",
			own: "nl onderwijsnummer"}},
	{name: "lu-matricule", class: ClassB, weight: 100, category: catIdentity, generic: genericSocial | genericIdentity,
		masks: []string{"9999999999999"}, valid: isLuxembourgish,
		labels: labels{
			fr: "numéro de sécurité sociale|sécurité sociale|matricule|numéro de matricule|matricule nationale|" +
				"numéro d'identification national|matricule national|n matricule|no matricule|matricule sociale|" +
				"cns",
			en:  "luxembourg national identification number|national id",
			de:  "matrikelnummer|nationale identifikationsnummer|sozialversicherungsmatrikel|matrikel",
			own: "matrikelnummer|lu matricule|matricul"}},
}

// isBelgianNN checks a number of the national register, or a bis number (month plus 20 or 40): the remainder of the
// first nine digits by 97, with a 2 in front for those born from 2000 (arrêté royal du 3 avril 1984).
func isBelgianNN(s string) bool {
	month := number(s[2:4])
	for month > 12 {
		month -= 20
	}
	return belgianCheck(s) && isDate(2000, month, number(s[4:6]))
}

func belgianCheck(s string) bool {
	n, check := number(s[:9]), number(s[9:])
	return 97-n%97 == check || 97-(2_000_000_000+n)%97 == check
}

// isBelgianBis checks a bis number without a month: 20 or 40 stands in its place, or 00.
func isBelgianBis(s string) bool {
	return belgianCheck(s) && number(s[2:4])%20 == 0 && number(s[2:4]) <= 40 && number(s[4:6]) <= 31
}

// isBelgianCard checks the number on an identity card: the first ten digits by 97, where 97 stands for 0.
func isBelgianCard(s string) bool {
	r := number(s[:10]) % 97
	if r == 0 {
		r = 97
	}
	return r == number(s[10:]) && !sameDigits(s)
}

// isBSN is the Dutch "elfproef" with −1 for the last digit (Wet algemene bepalingen burgerservicenummer); older
// numbers have eight digits and a leading zero left out.
func isBSN(s string) bool {
	if len(s) == 8 {
		s = "0" + s
	}
	return number(s) > 0 && !sameDigits(s) && weighted(s, 9, 8, 7, 6, 5, 4, 3, 2, -1)%11 == 0
}

// isDutchPupil is the number of a pupil who has no BSN: it starts with 10 and leaves 5 in the elfproef.
func isDutchPupil(s string) bool {
	return s[:2] == "10" && (weighted(s, 9, 8, 7, 6, 5, 4, 3, 2, -1)%11+11)%11 == 5
}

// isLuxembourgish checks the matricule: date, serial, a Luhn digit and a Verhoeff digit, each over the first eleven
// (loi du 19 juin 2013 relative à l'identification des personnes physiques).
func isLuxembourgish(s string) bool {
	return isDate(number(s[:4]), number(s[4:6]), number(s[6:8])) && s[0] <= '2' && s[0] > '0' &&
		luhn(s[:12]) && verhoeff(s[:11]+s[12:])
}
