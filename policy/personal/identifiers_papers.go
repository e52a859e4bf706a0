package personal

// documentEntities are the numbers printed on papers that prove identity. Most have no check digit: they count right
// after their label only, in one piece.
var documentEntities = []entity{
	{name: "passport", class: ClassB, weight: 60, category: catIdentity,
		exact: []string{"99AA99999", "XXXXXXXXX", "AA999999", "A9999999", "AAA999999"}, valid: isPaperNumber,
		labels: labels{
			fr:  "passeport|numéro de passeport|n passeport|no passeport",
			en:  "passport|passport number|passport no|passport nr",
			de:  "reisepass|passnummer|reisepassnummer|pass nr|reisepass nr",
			es:  "pasaporte|número de pasaporte|nº pasaporte",
			it:  "passaporto|numero passaporto|n passaporto",
			nl:  "paspoort|paspoortnummer",
			pt:  "passaporte|número de passaporte|nº passaporte",
			own: "pasaport|paszport"}},
	{name: "id-card", class: ClassB, weight: 60, category: catIdentity,
		exact: []string{"999999999999", "XXXXXXXXX", "XXXXXXXXXX", "AA99999AA", "AA9999999", "AAA999999",
			"9999_9999_9999"}, valid: isPaperNumber,
		labels: labels{
			fr: "carte nationale d'identité|carte d'identité|cni|numéro cni|n cni|numéro de carte d'identité|" +
				"pièce d'identité|numéro de pièce d'identité",
			en: "identity card|id card|identity card number|id card number|national identity card",
			de: "personalausweis|personalausweisnummer|ausweisnummer|ausweis nr|personalausweis nr|identitätskarte",
			es: "carné de identidad|cédula de identidad|tarjeta de identidad",
			it: "carta d'identità|carta identità|numero carta d'identità|documento d'identità|c i|cie",
			nl: "identiteitskaart|identiteitskaartnummer|id kaart|documentnummer|nl identiteitskaartnummer|" +
				"identiteitsbewijs",
			pt:  "bilhete de identidade",
			own: "dowód osobisty|numer dowodu"}},
	{name: "driving-licence", class: ClassB, weight: 60, category: catIdentity,
		exact: []string{"999999999999", "99AA99999", "XXXXXXXXX", "XXXXXXXXXX", "XXXXXXXXXXX", "AAAAA999999XX9XX",
			"AA9999999A"}, valid: isPaperNumber,
		labels: labels{
			fr: "permis de conduire|numéro de permis|numéro de permis de conduire|n permis|neph|numéro neph|" +
				"no permis",
			en: "driving licence|driver's license|driving license|driver license|driving licence number|" +
				"licence number|driver licence",
			de: "führerschein|führerscheinnummer|führerschein nr",
			es: "permiso de conducir|carné de conducir|permiso de conducción",
			it: "patente|patente di guida|numero patente",
			nl: "rijbewijs|rijbewijsnummer",
			pt: "carta de condução|nº carta de condução"}},
	{name: "residence-permit", class: ClassB, weight: 60, category: catIdentity,
		exact: []string{"9999999999", "XXXXXXXXX", "XXXXXXXXXX", "XX9999999"}, valid: isPaperNumber,
		labels: labels{
			fr: "titre de séjour|numéro de titre de séjour|carte de séjour|numéro étranger|agdref|numéro agdref|" +
				"carte de résident|n étranger|récépissé",
			en: "residence permit|residence card|residence permit number|brp number|brp",
			de: "aufenthaltstitel|aufenthaltserlaubnis",
			es: "permiso de residencia|tarjeta de residencia",
			it: "permesso di soggiorno|carta di soggiorno",
			nl: "verblijfsvergunning|verblijfsdocument|v nummer",
			pt: "autorização de residência|título de residência"}},
}

// isPaperNumber wants at least four digits, so that no word passes, and not the same one throughout.
func isPaperNumber(s string) bool {
	digits := 0
	for i := range len(s) {
		if s[i] <= '9' {
			digits++
		}
	}
	return digits >= 4 && !sameDigits(s)
}

// negativeEntities explain numbers that look like a person's and are not. Without masks, anything that follows the
// label.
var negativeEntities = []entity{
	{name: "siren", class: Negative, masks: []string{"999999999"}, valid: luhn, labels: labels{fr: "siren|" +
		"numéro siren|n siren|rcs|registre du commerce|kbis"}},
	{name: "siret", class: Negative, masks: []string{"99999999999999"}, valid: luhn, labels: labels{fr: "siret|" +
		"numéro siret|n siret|siège siret"}},
	{name: "rna", class: Negative, masks: []string{"A999999999"}, labels: labels{fr: "rna|numéro rna|waldec"}},
	{name: "uai", class: Negative, masks: []string{"9999999A"}, labels: labels{fr: "uai|rne|code uai|numéro uai|" +
		"code établissement|uai établissement"}},
	{name: "finess", class: Negative, masks: []string{"999999999"}, labels: labels{fr: "finess|numéro finess|" +
		"nofinesset|nofinessej"}},
	{name: "rpps", class: Negative, masks: []string{"99999999999", "999999999"}, labels: labels{fr: "rpps|adeli|" +
		"numéro rpps|numéro adeli"}},
	{name: "vat", class: Negative, valid: isPaperNumber,
		masks: []string{"AAXXXXXXXXXXXX", "AAXXXXXXXXXXX", "AAXXXXXXXXXX", "AAXXXXXXXXX", "AAXXXXXXXX"}, labels: labels{
			fr: "tva|tva intracommunautaire|numéro de tva|n tva|tva intracom|tva intra",
			en: "vat|vat number|vat no|vat reg no|vat id|gst",
			de: "ust-idnr|ust id|ustid|umsatzsteuer-identifikationsnummer|uid|mwst|uid nummer|ust-id|handelsregister|hrb",
			es: "iva|nif iva|nº iva",
			it: "partita iva|p iva|piva|p.iva",
			nl: "btw|btw-nummer|btw nummer|kvk|kvk-nummer|rsin|ondernemingsnummer|btw nr|kbo",
			pt: "iva|nipc|nif empresa",
			own: "nip|regon|krs|moms|org nr|organisationsnummer|cvr|y-tunnus|ičo|dič|cif|cui|еик|edrpou|єдрпоу|vkn|" +
				"mersis|bce"}},
	{name: "ean", class: Negative, valid: isEAN,
		masks: []string{"9999999999999", "99999999", "999999999999", "99999999999999"},
		labels: labels{fr: "ean|code barre|code barres|gencod|code-barres",
			en: "ean|gtin|barcode|upc|ean13|ean 13",
			de: "ean|strichcode",
			es: "código de barras",
			it: "codice a barre",
			nl: "streepjescode",
			pt: "código de barras"}},
	{name: "isbn", class: Negative, masks: []string{"9999999999999", "999999999X"}, valid: isISBN,
		labels: labels{en: "isbn|isbn 13|isbn 10|issn|isbn13|isbn10|ismn"}},
	{name: "imei", class: Negative, masks: []string{"999999999999999", "9999999999999999"}, valid: luhn,
		labels: labels{en: "imei|meid|imsi|iccid|imei 1|imei 2"}},
	{name: "isin", class: Negative, masks: []string{"AAXXXXXXXXX9"}, labels: labels{en: "isin|cusip|sedol|wkn|" +
		"figi|valor|ric"}},
	{name: "lei", class: Negative, masks: []string{"XXXXXXXXXXXXXXXXXX99"},
		labels: labels{en: "lei|legal entity identifier"}},
	{name: "bic", class: Negative, masks: []string{"AAAAAAXX", "AAAAAAXXXXX"}, labels: labels{en: "bic|swift|" +
		"bic/swift|swift code|bic code|code bic"}},
	{name: "reference", class: Negative, labels: labels{
		fr: "référence|réf|numéro de commande|n de commande|n commande|commande n|commande numéro|" +
			"numéro de facture|facture n|n facture|numéro de devis|devis n|n de série|numéro de série|" +
			"numéro de lot|n de lot|code article|numéro de suivi|n de suivi|n de contrat|numéro de contrat|" +
			"n de dossier|" +
			"numéro de dossier|n client|numéro client|code client|n de compteur|pdl|prm|numéro de version|" +
			"décret n|loi n|arrêté n|bon de commande|n d'appel d'offres|ticket|transaction|code produit|" +
			"réf produit",
		en: "reference|ref|order number|order no|order id|invoice number|invoice no|invoice|serial number|" +
			"serial no|tracking number|ticket number|transaction id|transaction number|part number|part no|sku|" +
			"item number|batch number|lot number|build|version|model number|case number|" +
			"contract number|customer number|po number|purchase order|product code|timestamp|checksum|session id|" +
			"request id|uuid|guid|commit|article number|account id|asin|mpn|doi|patent",
		de: "rechnungsnummer|rechnung nr|rechnungs nr|auftragsnummer|bestellnummer|kundennummer|kunden nr|" +
			"artikelnummer|artikel nr|seriennummer|sendungsnummer|vertragsnummer|aktenzeichen|bestell nr|" +
			"zählernummer|angebotsnummer|lieferschein|vorgangsnummer|referenz",
		es: "número de factura|nº factura|factura|número de pedido|referencia|número de serie|pedido|albarán|" +
			"expediente",
		it: "numero fattura|fattura n|numero ordine|riferimento|numero di serie|codice prodotto|matricola|" +
			"codice articolo|ordine|cig|cup",
		nl: "factuurnummer|ordernummer|bestelnummer|klantnummer|referentie|serienummer|artikelnummer|kenmerk|" +
			"dossiernummer",
		pt: "número da fatura|fatura|fatura n|número de encomenda|referência|número de série|atcud|encomenda"}},
}

// isEAN is the check digit of GS1 General Specifications 7.9: weights 1 and 3 from the right.
func isEAN(s string) bool {
	sum := 0
	for i := range len(s) {
		sum += digit(s, len(s)-1-i) * (1 + 2*(i%2))
	}
	return sum%10 == 0
}

// isISBN is ISO 2108: ten digits with mod 11, or an EAN of the book land.
func isISBN(s string) bool {
	if len(s) == 13 {
		return isEAN(s)
	}
	if !isDigits(s[:9]) || s[9] != 'X' && s[9] > '9' {
		return false
	}
	last := 10
	if s[9] != 'X' {
		last = digit(s, 9)
	}
	return (weighted(s, 10, 9, 8, 7, 6, 5, 4, 3, 2)+last)%11 == 0
}
