package main

import "strings"

// moduleLabel says of a python-stdnum module which entities its numbers may be, and how people label them, alternatives
// separated by "|".
type moduleLabel struct{ entities, labels string }

// all gives the labels; tools use the module's own name for want of a better one.
func (m moduleLabel) all(module string) []string {
	return append(strings.Split(m.labels, "|"), module, module[strings.IndexByte(module, '.')+1:])
}

// moduleLabels is the table of the modules whose numbers are persons' in a country that the detector knows.
func moduleLabels() map[string]moduleLabel {
	return map[string]moduleLabel{
		"ad.nrt":              {"ad-nrt", "NRT (Número de Registre Tributari, Andorra tax number)|NRT|Número de Registre Tributari|Andorra tax number"},
		"at.tin":              {"at-tin de-stnr", "Abgabenkontonummer (Austrian tax identification number)|Steuernummer|Abgabenkontonummer|TIN|Tax identification number|St.-Nr."},
		"at.vnr":              {"at-svnr", "VNR, SVNR, VSNR (Versicherungsnummer, Austrian social security number)|Versicherungsnummer|Sozialversicherungsnummer|SVNR|SV-Nr|Austrian social insurance number"},
		"be.bis":              {"be-nn be-bis", "numéro BIS|BIS-nummer"},
		"be.eid":              {"be-eid id-card", "eID Number (Belgian electronic Identity Card Number)|Numéro de carte d'identité|Identiteitskaartnummer|eID|Identity card number"},
		"be.iban":             {"iban", "Belgian IBAN (International Bank Account Number)|IBAN|Rekeningnummer|Numéro de compte|Bank account"},
		"be.nn":               {"be-nn", "NN, NISS, RRN (Belgian national number)|Rijksregisternummer|Numéro national|Numéro de registre national|National number|NISS"},
		"be.ssn":              {"be-nn", "SSN, INSZ, NISS (Belgian social security number)|INSZ|NISS|Numéro NISS|SSN|Social security number"},
		"bg.egn":              {"bg-egn", "EGN (ЕГН, Единен граждански номер, Bulgarian personal identity codes)|ЕГН|EGN|Единен граждански номер|National identification number"},
		"bg.pnf":              {"bg-lnch", "ЛНЧ|PNF|LNCH"},
		"ch.ssn":              {"ch-ahv", "Swiss social security number (Sozialversicherungsnummer)|AHV-Nummer|Numéro AVS|AHV-Nr.|NAVS13|Social security number|AHVN13"},
		"cz.rc":               {"cz-rc", "RČ (Rodné číslo, the Czech birth number)|Rodné číslo|RČ|r. č.|Birth number|rodne cislo"},
		"de.idnr":             {"de-idnr", "IdNr (Steuerliche Identifikationsnummer, German personal tax number)|Steuer-ID|Steueridentifikationsnummer|Steuerliche Identifikationsnummer|IdNr.|Tax ID"},
		"de.stnr":             {"de-stnr at-tin", "St.-Nr. (Steuernummer, German tax number)|Steuernummer|St.-Nr.|Tax number|StNr"},
		"dk.cpr":              {"dk-cpr", "CPR (personnummer, the Danish citizen number)|CPR-nummer|CPR|CPR nr.|Personnummer|CPR number"},
		"ee.ik":               {"ee-isikukood", "Isikukood (Estonian Personal ID number)|Isikukood|Personal code|Personal identification code"},
		"es.ccc":              {"bank-account", "CCC (Código Cuenta Corriente, Spanish Bank Account Code)|CCC|Cuenta bancaria|Código cuenta cliente|Número de cuenta"},
		"es.dni":              {"es-nif", "DNI (Documento Nacional de Identidad, Spanish personal identity codes)|DNI|D.N.I.|Documento nacional de identidad|National ID"},
		"es.iban":             {"iban", "IBAN|Cuenta bancaria|Número de cuenta"},
		"es.nie":              {"es-nif", "NIE (Número de Identificación de Extranjero, Spanish foreigner number)|NIE|N.I.E.|Número de identidad de extranjero"},
		"es.nif":              {"es-nif es-cif", "NIF (Número de Identificación Fiscal, Spanish VAT number)|NIF|N.I.F.|Número de identificación fiscal"},
		"fi.hetu":             {"fi-hetu", "HETU (Henkilötunnus, Finnish personal identity code)|Henkilötunnus|HETU|Personbeteckning|Personal identity code"},
		"fr.nif":              {"fr-spi", "NIF (Numéro d'Immatriculation Fiscale, French tax identification number)|Numéro fiscal|N° fiscal|SPI|NIF|Identifiant fiscal|Tax number"},
		"fr.nir":              {"fr-nir", "NIR (French personal identification number)|Numéro de sécurité sociale|NIR|N° SS|N° Sécu|Numéro d'assuré social|Social security number|no_secu"},
		"gb.nhs":              {"gb-nhs", "NHS number|NHS No|NHS"},
		"gb.upn":              {"gb-upn", "UPN (English Unique Pupil Number)|UPN|Unique pupil number"},
		"gb.utr":              {"gb-utr", "UTR (United Kingdom Unique Taxpayer Reference)|UTR|Unique Taxpayer Reference"},
		"gr.amka":             {"gr-amka", "AMKA (Αριθμός Μητρώου Κοινωνικής Ασφάλισης, Greek social security number)|ΑΜΚΑ|AMKA|Α.Μ.Κ.Α.|Social security number"},
		"gr.vat":              {"gr-afm", "ΑΦΜ|AFM"},
		"hr.oib":              {"hr-oib", "OIB|Osobni identifikacijski broj"},
		"iban":                {"iban", "IBAN (International Bank Account Number)|IBAN|Compte bancaire|Bank account|Kontonummer"},
		"ie.pps":              {"ie-pps", "PPS No (Personal Public Service Number, Irish personal number)|PPS number|PPSN|PPS No.|Personal Public Service Number"},
		"is_.kennitala":       {"is-kennitala", "Kennitala (Icelandic identity code)|Kennitala|kt."},
		"it.codicefiscale":    {"it-codice-fiscale it-codice-fiscale-ente", "Codice Fiscale (Italian tax code for individuals)|Codice fiscale|C.F.|CF|Cod. fisc.|Fiscal code"},
		"li.peid":             {"li-peid", "PEID (Liechtenstein tax code for individuals and entities)|PEID|Personenidentifikationsnummer"},
		"lt.asmens":           {"lt-asmens", "Asmens kodas (Lithuanian, personal numbers)|Asmens kodas|a.k.|Personal code"},
		"lv.pk":               {"lv-pk", "Personas kods|Personal code"},
		"me.iban":             {"iban", "IBAN|Bank account"},
		"nl.bsn":              {"nl-bsn", "BSN (Burgerservicenummer, the Dutch citizen identification number)|BSN|Burgerservicenummer|Sofinummer|Citizen service number"},
		"nl.onderwijsnummer":  {"nl-onderwijsnummer", "Onderwijsnummer (the Dutch student identification number)|Onderwijsnummer"},
		"no.fodselsnummer":    {"no-fnr", "Fødselsnummer (Norwegian birth number, the national identity number)|Fødselsnummer|Personnummer|National identity number|fnr."},
		"no.iban":             {"iban", "IBAN|Kontonummer"},
		"no.kontonr":          {"bank-account", "Konto nr. (Norwegian bank account number)|Kontonummer|Kontonr|Bank account"},
		"pl.pesel":            {"pl-pesel", "PESEL (Polish national identification number)|PESEL|Numer PESEL|National identification number"},
		"pt.cc":               {"pt-cc", "CC (Número de Cartão de Cidadão, Portuguese Identity number)|Cartão de cidadão|CC|Número de documento|Identity number"},
		"pt.nif":              {"pt-nif pt-nipc", "NIF|Contribuinte|Número de contribuinte|Portuguese tax number"},
		"ro.cnp":              {"ro-cnp", "CNP (Cod Numeric Personal, Romanian Numerical Personal Code)|CNP|Cod numeric personal|Personal numeric code"},
		"se.personnummer":     {"se-personnummer", "Personnummer (Swedish personal identity number)|Personnummer|Personnr|Swedish personal identity number"},
		"si.emso":             {"si-emso", "EMŠO|EMSO|Unique master citizen number"},
		"sk.rc":               {"cz-rc", "RČ (Rodné číslo, the Slovak birth number)|Rodné číslo|rč"},
		"tr.tckimlik":         {"tr-tckn", "T.C. Kimlik No. (Turkish personal identification number)|T.C. Kimlik No|TC Kimlik Numarası|TCKN|Turkish identity number"},
		"ua.rntrc":            {"ua-rnokpp", "РНОКПП, RNTRC (Individual taxpayer registration number in Ukraine)|РНОКПП|RNTRC|ІПН|Ukrainian tax number"},
		"nl.identiteitskaart": {"id-card", "Documentnummer"},
	}
}
