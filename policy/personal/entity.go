package personal

// Class says how much it takes before a value of an entity counts as personal data.
type Class uint8

const (
	ClassA   Class = iota + 1 // alone: its shape and check digits leave no doubt
	ClassB                    // under a label: a column's header, a form's field, a word before it
	ClassC                    // in a person record only: together with other data on the same person
	Negative                  // never: it explains a number as something that is not a person
)

// String gives the letter that the decision table uses.
func (c Class) String() string {
	return [...]string{"", "A", "B", "C", "negative"}[c]
}

// EntityInfo is what the world may know of an entity: Finding.Entity is its Name.
type EntityInfo struct {
	Name   string
	Class  Class
	Weight int // what one value adds to the score of a person record
}

// Entities lists every entity that a Finding can name, in a stable order.
func Entities() []EntityInfo {
	var infos []EntityInfo
	for _, e := range allEntities() {
		if e.class != Negative {
			infos = append(infos, EntityInfo{e.name, e.class, e.weight})
		}
	}
	return infos
}

// entity is one row of the table: adding a row and testdata/entities/NAME.tsv adds an entity.
type entity struct {
	name     string
	class    Class
	weight   int
	category category
	generic  generic // which labels of several countries name it too

	masks []string          // how it is written after a label, separators left out: 9 digit, A letter, X either
	bare  []string          // how it is written where it may stand without a label: see matchPattern
	weak  []string          // the same, where chance writes so too: it wants company then
	exact []string          // the same right after a label, where nothing but the shape tells it
	valid func(string) bool // check digits and parts; gets the value without separators, letters in capitals

	strict func(string) bool // what must hold besides where no label vouches

	labels labels
}

// labels are what forms, headers and sentences call an entity, alternatives separated by "|", in any case and with
// any accents. "own" holds the country's own languages beyond the seven and the names that tools give.
type labels struct{ fr, en, de, es, it, nl, pt, own string }

func (l labels) all() []string {
	return []string{l.fr, l.en, l.de, l.es, l.it, l.nl, l.pt, l.own}
}

// category is what a value tells about a person. A record's score takes the best of each category once.
type category uint8

const (
	catNone category = iota
	catName
	catEmail
	catPhone
	catBirth
	catAddress
	catIdentity  // a number that names one person
	catMoney     // accounts, cards, pay
	catSensitive // GDPR art. 9 and 10
	catSchool
	catDues // what somebody has paid or owes
	catPlace
	catSecret
	numCategories
)

// generic says which labels shared by many countries, such as "tax number", may stand before an entity.
type generic uint8

const (
	genericSocial   generic = 1 << iota // social security
	genericTax                          // taxes
	genericIdentity                     // the state's number for a citizen
)

// entityID is an index into allEntities. The special ones, which have scanners of their own, come first.
type entityID = uint8

const (
	entIBAN entityID = iota
	entRIB
	entBankAccount
	entCard
	entMRZ
	entBirthDate
	entEmail
	entPhone
	entAddress
	entName
	entHealth
	entReligion
	entOpinion
	entUnion
	entOrigin
	entSexLife
	entOffence
	entPay
	entSchool
	entAmount
	entGPS
	entCredential
	numSpecial
)

// specialEntities have scanners of their own: iban.go, card.go, mrz.go, birth.go, email.go, phone.go, address.go,
// name.go, words.go. Where a row has masks and a validator all the same, they work like those of a number.
var specialEntities = [numSpecial]entity{
	entIBAN: {name: "iban", class: ClassA, weight: 60, category: catMoney, labels: labels{
		fr: "iban|n iban|domiciliation bancaire|compte bancaire|coordonnées bancaires|numéro de compte",
		en: "iban|bank details|bank account|account number|international bank account number",
		de: "bankverbindung|kontonummer|bankkonto|kontoverbindung|bankdaten|iban nr", es: "cuenta bancaria|número de cuenta|cuenta corriente|n cuenta|datos bancarios|código iban|cta cte",
		it: "codice iban|n conto|conto bancario|conto corrente|coordinate bancarie|numero di conto",
		nl: "rekeningnummer|rekeningnr|reknr|bankgegevens|iban nummer|bankrekening|bankrekeningnummer",
		pt: "conta bancária|número de conta|n conta|n iban|dados bancários|nib"}},
	entRIB: {name: "rib", class: ClassB, weight: 60, category: catMoney,
		masks: []string{"99999" + "99999" + "XXXXXXXXXXX" + "99"}, valid: isRIB,
		labels: labels{fr: "rib|relevé d'identité bancaire|compte bancaire|coordonnées bancaires|numéro de compte|" +
			"compte",
			en: "bank account|account number"}},
	entBankAccount: {name: "bank-account", class: ClassB, weight: 60, category: catMoney,
		masks: []string{"99999999999999999999", "99999999999"}, valid: isBankAccount,
		labels: labels{es: "ccc|código cuenta cliente|cuenta bancaria|número de cuenta|cuenta corriente|es ccc",
			en: "bank account|account number|norwegian bank account",
			de: "kontonummer", own: "kontonummer|kontonr|kontonr.|bankkonto|no kontonr"}},
	entCard: {name: "payment-card", class: ClassA, weight: 100, category: catMoney, labels: labels{
		fr: "carte bancaire|carte bleue|carte de crédit|carte de paiement|numéro de carte|cb|paiement par carte",
		en: "credit card|debit card|payment card|card number|card no|visa|mastercard|amex|american express|pan",
		de: "kreditkarte|kreditkartennummer|kartennummer",
		es: "tarjeta|tarjeta de crédito|número de tarjeta",
		it: "carta di credito|numero carta",
		nl: "kredietkaart|creditcard|creditcardnummer|kaartnummer", pt: "cartão|cartão de crédito|número do cartão"}},
	entMRZ: {name: "mrz", class: ClassA, weight: 100, category: catIdentity},
	entBirthDate: {name: "birth-date", class: ClassC, weight: 30, category: catBirth, labels: labels{
		fr: "dn|d n|datnai|date de nce|dt nais|dt nce|date nce|datence|naiss le|nais|anniv|dnaissance|acte de naissance|date de naissance|date naissance|ddn|d d n|date nais|dt naissance|dnais|dnaiss|dtnais|dat naiss|naissance|naiss|" +
			"jour de naissance|liste des anniversaires|anniversaires|date anniversaire|anniversaire|datenaissance|date naiss|d naissance|dnaiss|né+le|" +
			"date et lieu de naissance|date/lieu de naissance|lieu et date de naissance|né+e+s+le|née+le|né+e+le|nés+le|né+e|né+à|née+à|né+e+à|née|né+en|née+en",
		en: "date of birth|do b|d of b|year of birth|yob|b day|date and place of birth|place and date of birth|birth date|birthdate|dob|d o b|birthday|birthdays|birthday list|born on|born|birth",
		de: "geburtsdatum|geburts datum|geburtsjahr|geburtstage|geburtstagsliste|geburtsdatum und ort|geburtsdatum und geburtsort|geburtstag und ort|geburtstag|geb datum|gebdatum|geb|geburt|geboren|geburtsdat",
		es: "nacimiento|fecha de nacimiento|f nac|fch nac|fec nacimiento|año de nacimiento|fecha nto|fecha nacim|f nacim|nac|cumpleaños|fecha y lugar de nacimiento|lugar y fecha de nacimiento|fecha nacimiento|f nacimiento|fec nac|nacido el|nacida el|fnac|fecha nac|" +
			"nacido+el|nacida+el|nacido en|nacida en",
		it: "data di nascita|datanascita|data nas|anno di nascita|compleanni|compleanno|data e luogo di nascita|luogo e data di nascita|data nascita|nascita|nato+il|nata+il|nato+a|nata+a|nato|nata",
		nl: "geboortedatum|geboorte datum|geboortejaar|geboorte|datum geboorte|gbdatum|gbdat|geboortedat|verjaardag|verjaardagen|verjaardagslijst|geboortedatum en plaats|geboortedatum en geboorteplaats|geboorteplaats en datum|geboren op|geboren te|geb datum|geboortedag|gebdat",
		pt: "data de nascimento|dnasc|data nascim|ano de nascimento|aniversário|aniversários|data e local de nascimento|local e data de nascimento|data nascimento|dt nascimento|data nasc|nascido em|nascida em|nascimento|" +
			"nascido a|nascida a|nasc",
		own: "bday|data urodzenia|ur+dnia|urodzony|urodzona|ur|datum narození|datum narodenia|narozen|narozena|nar|narodený|" +
			"narodená|data nașterii|data naşterii|născut|născută|születési idő|születési dátum|született|szül|szül idő|" +
			"datum rođenja|rođen|rođena|datum rojstva|rojen|rojena|ημερομηνία γέννησης|ημ γέννησης|γεννηθείς|" +
			"дата на раждане|роден|родена|дата рождения|дата народження|födelsedatum|född|födelsedag|f datum|" +
			"fødselsdato|fødselsdag|født|syntymäaika|syntymäpäivä|synt|syntynyt|sünniaeg|sünnikuupäev|sündinud|" +
			"dzimšanas datums|dzimis|dzimusi|gimimo data|gimęs|gimusi|doğum tarihi"}},
	entEmail: {name: "email", class: ClassC, weight: 20, category: catEmail, labels: labels{
		fr: "e-mail|email|mail|courriel|mél|adresse mail|adresse email|adresse e-mail|adresse électronique|" +
			"adresse courriel|adresse de messagerie",
		en: "email address|e-mail address|mail address|electronic mail",
		de: "e-mail-adresse|emailadresse|mailadresse",
		es: "correo|correo electrónico|dirección de correo",
		it: "posta elettronica|indirizzo email|indirizzo e-mail",
		nl: "e-mailadres|emailadres|mailadres",
		pt: "correio eletrónico|correio electrónico|endereço de email|endereço eletrónico",
		own: "e-post|epost|e-postadress|sähköposti|sähköpostiosoite|adres e-mail|poczta elektroniczna|e-mailová adresa|e-mailcím|" +
			"ηλεκτρονικό ταχυδρομείο|имейл|электронная почта|e-pasts|el paštas"}},
	entPhone: {name: "phone", class: ClassC, weight: 20, category: catPhone, labels: labels{
		fr: "téléphone|tél|telportable|coordonnées téléphoniques|numéro portable|num tél|num portable|contact téléphonique|portable|mobile|gsm|" +
			"numéro de téléphone|tél portable|tél fixe|tél domicile|téléphone portable|téléphone mobile|" +
			"téléphone fixe|téléphone domicile|fixe|tph|joignable au|whatsapp",
		en: "phone|telephone|contact number|contact no|contact phone|daytime phone|evening phone|whatsapp number|" +
			"phone number|mobile phone|mobile number|cell|cell phone|cellphone|tel|tel no|home phone|work phone|" +
			"fax|call|landline|whats app|mob no|ph no",
		de: "telefon|telefonnummer|handy|handynummer|mobil|mobiltelefon|rufnummer|festnetz|mobilnummer|tel nr|" +
			"telefonnr|handynr|mobilfunk|mobilfunknummer|festnetznummer|notfallnummer|natel|privatnummer|kontaktnummer|fon",
		es: "teléfono|móvil|teléfono móvil|teléfono fijo|celular|tfno|tlf|tel|tfn|tlfno|telf|teléfonos|teléfono de contacto|tfnos",
		it: "telefono|cellulare|recapito telefonico|recapiti telefonici|contatto telefonico|utenza telefonica|cell|numero di telefono|tel",
		nl: "telefoon|telefoonnummer|mobiel|gsm|gsm-nummer|mobiel nummer|mobiele nummer|telefoonnr|telnr|telnummer|mobnr|mobielnr|noodnummer|contactnummer|vast nummer|tel",
		pt: "telefone|telemóvel|telem|telefones|contacto telef|telef|tlm|tel|contacto telefónico|celular",
		own: "telefon|puhelin|puhelinnumero|puh|telefonní číslo|telefónne číslo|telefón|numer telefonu|nr telefonu|telefon komórkowy|" +
			"komórka|mobil|mobilní telefon|număr de telefon|telefonszám|mobilszám|mobitel|gsm|τηλ|τηλέφωνο|κινητό|телефон|" +
			"мобилен|мобильный|тел|telefonnummer|mobilnummer|mobiltelefon|tlf|tlfnr|matkapuhelin|mobiil|tālrunis|tālr|" +
			"telefonas|tel nr"}},
	entAddress: {name: "postal-address", class: ClassC, weight: 20, category: catAddress, labels: labels{
		fr: "adresse|adresse postale|adresse personnelle|adresse domicile|domicile|adresse 1|adresse ligne|" +
			"adresse complète|adr",
		en: "addr|address|home address|postal address|street address|mailing address|residence|residential address",
		de: "wohnadresse|privatanschrift|meldeadresse|heimatadresse|hausanschrift|adresse|anschrift|wohnanschrift|privatadresse|wohnort und straße|postanschrift",
		es: "direc|dirección|domicilio|dirección postal",
		it: "indir|indirizzo|residenza|domicilio|indirizzo di residenza",
		nl: "privéadres|verblijfadres|correspondentieadres|adres|woonadres|postadres|thuisadres", pt: "morada|morada completa|endereço|residência|domicílio",
		own: "adres zamieszkania|adres zameldowania|zamieszkały|zamieszkała|adresa|bydliště|trvalé bydliště|trvalý pobyt|bytem|" +
			"bydlisko|adresă|domiciliu|domiciliul|lakcím|lakóhely|értesítési cím|prebivalište|naslov|stalno prebivališče|" +
			"διεύθυνση|διεύθυνση κατοικίας|адрес|адреса|address|adress|bostadsadress|hemadress|bopæl|bostedsadresse|osoite|" +
			"kotiosoite|aadress|elukoht|adrese|dzīvesvieta|adresas|gyvenamoji vieta"}},
	entName:     {name: "name", class: ClassC, weight: 10, category: catName},
	entHealth:   {name: "health", class: ClassC, weight: 20, category: catSensitive},
	entReligion: {name: "religion", class: ClassC, weight: 20, category: catSensitive},
	entOpinion:  {name: "opinion", class: ClassC, weight: 20, category: catSensitive},
	entUnion:    {name: "union", class: ClassC, weight: 20, category: catSensitive},
	entOrigin:   {name: "origin", class: ClassC, weight: 20, category: catSensitive},
	entSexLife:  {name: "sex-life", class: ClassC, weight: 20, category: catSensitive},
	entOffence:  {name: "offence", class: ClassC, weight: 20, category: catSensitive},
	entPay:      {name: "pay", class: ClassC, weight: 20, category: catMoney},
	entSchool:   {name: "school", class: ClassC, weight: 20, category: catSchool},
	entAmount:   {name: "amount", class: ClassC, weight: 20, category: catDues},
	entGPS: {name: "gps", class: ClassC, weight: 10, category: catPlace, labels: labels{
		en: "gps|gps latitude|gps longitude|gps position|gps coordinates",
		fr: "coordonnées gps|position gps",
		de: "gps koordinaten"}},
	entCredential: {name: "credential", class: ClassC, weight: 20, category: catSecret, labels: labels{
		fr: "mot de passe|mdp|code d'accès|code secret",
		en: "password|passwd|pwd|passphrase|passcode|pin code",
		de: "passwort|kennwort",
		es: "contraseña|clave de acceso",
		it: "parola d'ordine|parola chiave", nl: "wachtwoord", pt: "palavra-passe|senha"}},
}

// allEntities is the whole table: the special rows, then the numbers, theme by theme.
func allEntities() []entity {
	all := append([]entity(nil), specialEntities[:]...)
	for _, theme := range [][]entity{
		documentEntities, frenchEntities, beneluxEntities, germanEntities, italianEntities, iberianEntities,
		islesEntities, nordicEntities, balticEntities, centralEntities, balkanEntities, easternEntities,
		negativeEntities,
	} {
		all = append(all, theme...)
	}
	return all
}
