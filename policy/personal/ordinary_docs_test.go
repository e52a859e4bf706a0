package personal

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// firm is an organisation that does not exist.
type firm struct {
	name, street, postcode, town, phone, email, siren, siret, vat, iban string
}

func makeFirm(r *rand.Rand, lang string) *firm {
	w := ways[lang]
	f := &firm{name: pick(r, "Boulangerie Martin|SARL Durand et Fils|Garage du Centre|Menuiserie Lefèvre|Alpha Services|Muster GmbH|Talleres Norte S.L.|Officine Rossi Srl|Bakkerij Jansen BV|Construções Silva Lda|Acme Widgets Ltd|Librairie des Arts|Pharmacie du Marché|Hôtel de la Gare"), town: pick(r, w.towns)}
	f.street, f.postcode, f.phone = w.street(pick(r, w.streets), 1+r.IntN(90)), w.postcode(r), w.phone(r)
	f.email = pick(r, "contact|info|accueil|commercial|kontakt|office|secretariat") + "@" + mailName(strings.ReplaceAll(f.name, ".", "")) + ".example.com"
	f.email = strings.Replace(f.email, ".example.com", pick(r, ".fr|.com|.eu|-pro.fr"), 1)
	f.siren = complete(digits(r, 8), 1, tens, luhn)
	f.siret = until(func() string { return complete(f.siren+digits(r, 4), 1, tens, luhn) })
	f.vat = "FR" + fmt.Sprintf("%02d", (12+3*(number(f.siren)%97))%97) + f.siren
	f.iban = spaced(makeIBAN(w.country, w.bban(r)))
	return f
}

func fillFirm(template string, f *firm) string {
	return strings.NewReplacer("{firm}", f.name, "{fstreet}", f.street, "{fpostcode}", f.postcode, "{ftown}", f.town, "{fphone}", f.phone, "{femail}", f.email, "{siren}", groups(f.siren, " ", 3, 3, 3), "{siret}", groups(f.siret, " ", 3, 3, 3, 5), "{vat}", f.vat, "{fiban}", f.iban).Replace(template)
}

// papers are ordinary documents: they name persons at most as the public face of an organisation.
var papers = map[string]map[string]string{
	"invoice": {
		"fr": "{firm}\n{fstreet}\n{fpostcode} {ftown}\nTél. {fphone}  {femail}\nSIRET {siret}  TVA {vat}\n\nFACTURE n° 2025-0412 du {day}\nClient : Mairie de {town}\n{street}\n{postcode} {town}\nVotre interlocuteur : {first} {last}\n\nPeinture 12 m2   {small}\nMain d'œuvre     {small}\nTotal HT {amount}  TVA 20 %  Total TTC {amount}\n\nRèglement par virement IBAN {fiban}\n",
		"en": "{firm}\n{fstreet}, {ftown} {fpostcode}\nTel {fphone}  {femail}\nVAT number GB 591 9373 01\nINVOICE No. 20250412   Date: {day}\nBill to: {first} {last}, {street}, {town} {postcode}\nService {small}\nTotal {amount}\nBank account: {fiban}\n",
		"de": "{firm}\n{fstreet}\n{fpostcode} {ftown}\nTelefon {fphone}  {femail}\nSteuernummer: 27/673/50365  USt-IdNr. DE136695976\n\nRechnung Nr. 2025-0412 vom {day}\nHerrn {first} {last}\n{street}\n{postcode} {town}\nArbeitszeit {small}\nGesamtbetrag {amount}\nIBAN {fiban}\n",
		"es": "{firm}\nNIF: B64717838\n{fstreet}, {fpostcode} {ftown}\nTel. {fphone}\nFACTURA nº 2025/0412  Fecha: {day}\nCliente: Ayuntamiento de {town}\nBase imponible {amount} IVA 21 %\nTotal {amount}\nIBAN {fiban}\n",
		"it": "{firm}\nP.IVA 00743110157  C.F. 00743110157\n{fstreet}, {fpostcode} {ftown}\nFattura n. 412 del {day}\nSpett.le Comune di {town}\nTotale {amount}\nIBAN: {fiban}\n",
		"nl": "{firm}\n{fstreet}\n{fpostcode} {ftown}\nKvK 12345678  BTW NL004495445B01\nFactuur 2025-0412  Datum {day}\nT.a.v. {first} {last}\nTotaal {amount}\nRekeningnummer {fiban}\n",
		"pt": "{firm}\nNIF 501442600\n{fstreet}, {fpostcode} {ftown}\nFatura FT 2025/412  Data: {day}\nCliente: Câmara Municipal de {town}\nTotal {amount}\nIBAN {fiban}\n",
	},
	"brochure": {
		"fr": "Découvrez nos ateliers d'été !\n\nPoterie, théâtre et randonnée pour tous les âges, du 7 au 25 juillet.\nTarif : 45 € la semaine, 38 € pour les habitants de la commune.\n\nRenseignements et inscriptions : {first} {last}\n{firm} – {fstreet} – {fpostcode} {ftown}\n{fphone} – {email}\n",
		"en": "Summer workshops for everyone\n\nPottery, drama and walks from 7 to 25 July. 45 pounds a week.\n\nContact: {first} {last}, {firm}, {fstreet}, {ftown} {fpostcode}\nPhone {fphone}, {email}\n",
		"de": "Sommerprogramm\nTöpfern, Theater und Wandern vom 7. bis 25. Juli.\nAnsprechpartnerin: {first} {last}\n{firm}, {fstreet}, {fpostcode} {ftown}\nTelefon {fphone}, E-Mail {email}\n",
		"es": "Talleres de verano\nCerámica, teatro y senderismo del 7 al 25 de julio.\nInformación: {first} {last}\n{firm}, {fstreet}, {fpostcode} {ftown}\nTel. {fphone} {email}\n",
		"it": "Laboratori estivi\nCeramica, teatro ed escursioni dal 7 al 25 luglio.\nPer informazioni: {first} {last}\n{firm}, {fstreet}, {fpostcode} {ftown}\nTel. {fphone} {email}\n",
		"nl": "Zomerprogramma\nKeramiek, theater en wandelen van 7 tot 25 juli.\nContact: {first} {last}\n{firm}, {fstreet}, {fpostcode} {ftown}\nTel. {fphone} {email}\n",
		"pt": "Oficinas de verão\nCerâmica, teatro e caminhadas de 7 a 25 de julho.\nInformações: {first} {last}\n{firm}, {fstreet}, {fpostcode} {ftown}\nTel. {fphone} {email}\n",
	},
	"letter": {
		"fr": "{firm}\n{fstreet}\n{fpostcode} {ftown}\n{fphone}\n{femail}\n\nMadame {first} {LAST}\n{street}\n{postcode} {town}\n\n{ftown}, le {day}\n\nObjet : travaux dans votre rue\n\nMadame,\n\nLes travaux de voirie débuteront le {day}. Pour toute question, appelez le service technique.\n\nVeuillez agréer, Madame, nos salutations distinguées.\n\nLe directeur\nJean-Pierre Garnier\n",
		"en": "{firm}\n{fstreet}\n{ftown} {fpostcode}\n{fphone}\n\nMs {first} {last}\n{street}\n{town}\n{postcode}\n\n{day}\n\nDear Ms {last},\n\nRoad works will begin in your street on Monday. Please call us with any questions.\n\nYours sincerely,\nJohn Baker\nDirector\n",
		"de": "{firm}, {fstreet}, {fpostcode} {ftown}\n\nFrau\n{first} {last}\n{street}\n{postcode} {town}\n\n{day}\n\nBauarbeiten in Ihrer Straße\n\nSehr geehrte Frau {last},\n\ndie Bauarbeiten beginnen am Montag.\n\nMit freundlichen Grüßen\nPeter Braun, Telefon {fphone}\n",
		"es": "{firm}\n{fstreet}, {fpostcode} {ftown}\n\nSra. {first} {last}\n{street}\n{postcode} {town}\n\nEstimada señora: las obras comenzarán el {day}. Teléfono de atención {fphone}.\nAtentamente,\n",
		"it": "{firm}\n{fstreet}, {fpostcode} {ftown}\n\nGent.ma Sig.ra {first} {last}\n{street}\n{postcode} {town}\n\nI lavori inizieranno il {day}. Per informazioni {fphone}.\nCordiali saluti\n",
		"nl": "{firm}\n{fstreet}, {fpostcode} {ftown}\n\nMevrouw {first} {last}\n{street}\n{postcode} {town}\n\nDe werkzaamheden beginnen op {day}. Vragen? Bel {fphone}.\nMet vriendelijke groet\n",
		"pt": "{firm}\n{fstreet}, {fpostcode} {ftown}\n\nExma. Senhora {first} {last}\n{street}\n{postcode} {town}\n\nAs obras começam em {day}. Telefone {fphone}.\nCom os melhores cumprimentos\n",
	},
	"press release": {
		"fr": "COMMUNIQUÉ DE PRESSE\n{ftown}, le {day}\n\nLa Fondation {last} lance un programme de recherche sur le diabète et le cancer. « Le diagnostic précoce est une priorité », explique {first} {last}, présidente.\n\nContacts presse :\n{first} {last} – {mobile} – {email}\nMarie Durand – {fphone} – presse@fondation.fr\n",
		"en": "PRESS RELEASE {day}\n\nThe council announced a new cycling plan. \"Health and transport go together\", said Cllr {first} {last}.\n\nMedia contacts: {first} {last}, {fphone}, {email}; Anna Reed, {phone}, press@council.gov.uk\n",
		"de": "PRESSEMITTEILUNG {day}\nDie Stadt {ftown} eröffnet ein neues Museum. Bürgermeister {first} {last} begrüßte 200 Gäste.\nPressekontakt: Eva Klein, Telefon {fphone}, presse@stadt.de\n",
		"es": "NOTA DE PRENSA {day}\nLa fundación presenta un estudio sobre el cáncer. Contacto: {first} {last}, {fphone}, {email}\n",
		"it": "COMUNICATO STAMPA {day}\nIl comune inaugura la biblioteca. Contatti: {first} {last}, {fphone}, {email}\n",
		"nl": "PERSBERICHT {day}\nDe gemeente opent een park. Contact: {first} {last}, {fphone}, {email}\n",
		"pt": "COMUNICADO {day}\nA câmara inaugura um jardim. Contacto: {first} {last}, {fphone}, {email}\n",
	},
	"job advert": {
		"fr": "OFFRE D'EMPLOI\n{firm} recrute un·e comptable (H/F)\n\nMissions\nTenue des comptes, déclarations, paie.\n\nFormation\nBTS comptabilité\n\nCompétences\nTableur, rigueur\n\nExpérience\nDeux ans\n\nLangues\nAnglais\n\nCV et lettre à {first} {last}, {email}, {fphone}\n{fstreet}, {fpostcode} {ftown}\n",
		"en": "We are hiring: accountant\n\nExperience\nTwo years\n\nEducation\nDegree\n\nSkills\nExcel\n\nSend your CV to {first} {last}, {email} or {fphone}, {fstreet}, {ftown} {fpostcode}\n",
		"de": "Stellenangebot: Buchhalter (m/w/d)\nWir suchen zum 1. Mai Verstärkung.\nAusbildung\nKaufmann\nKenntnisse\nExcel\nBewerbung mit Lebenslauf an Frau {first} {last}, {email}, {fphone}\n",
		"es": "Oferta de empleo: contable\nExperiencia laboral\nDos años\nFormación\nGrado\nIdiomas\nInglés\nEnviar currículum a {first} {last}, {email}\n", "it": "Offerta di lavoro: contabile\nCerchiamo una persona precisa.\nInviare CV a {first} {last}, {email}, {fphone}\n",
		"nl": "Vacature boekhouder\nWij zoeken een collega.\nOpleiding\nHBO\nStuur je cv naar {first} {last}, {email}, {fphone}\n", "pt": "Oferta de emprego: contabilista\nProcuramos pessoa rigorosa.\nEnviar currículo para {first} {last}, {email}\n",
	},
	"notice": {
		"fr": "Comment lire votre bulletin de paie\n\nLe salaire brut, les cotisations salariales, la CSG et le net à payer figurent en bas de page. Votre numéro de sécurité sociale compte 15 chiffres : sexe, année, mois, département, commune, ordre et clé.\nQuestions : service paie, {first} {last}, {fphone}.\n",
		"en": "Privacy notice\n\nWe process your name, date of birth, address, National Insurance number and bank details in order to pay you. Our data protection officer is {first} {last}, {femail}, {fphone}. You may complain to the regulator.\n",
		"de": "Datenschutzerklärung\n\nVerantwortlich ist {firm}, {fstreet}, {fpostcode} {ftown}. Datenschutzbeauftragte: {first} {last}, {fphone}, {femail}. Wir verarbeiten Name, Geburtsdatum, Steuer-ID und Bankverbindung unserer Mitglieder.\n",
		"es": "Política de privacidad\nResponsable: {firm}, NIF B64717838, {fstreet}, {fpostcode} {ftown}. Tratamos nombre, DNI, fecha de nacimiento y cuenta bancaria.\n", "it": "Informativa sulla privacy\nTitolare: {firm}, P.IVA 00743110157. Trattiamo nome, codice fiscale, data di nascita e IBAN.\n",
		"nl": "Privacybeleid\nVerwerkingsverantwoordelijke: {firm}, {fstreet}, {fpostcode} {ftown}. Wij verwerken naam, BSN, geboortedatum en rekeningnummer.\n", "pt": "Política de privacidade\nResponsável: {firm}, NIPC 501442600. Tratamos nome, NIF, data de nascimento e IBAN.\n",
	},
	"blank form": {
		"fr": "BULLETIN D'ADHÉSION 2025\n\nNom : ...................... Prénom : ......................\nDate de naissance : __ / __ / ____   Sexe : □ F □ M\nAdresse : ..................................................\nCode postal : ......... Ville : ............................\nTéléphone : .................. Courriel : ..................\nAllergies : ................................\n\nÀ retourner à {firm}, {fstreet}, {fpostcode} {ftown} – {femail}\nCotisation : 25 € par chèque ou virement IBAN {fiban}\n",
		"en": "MEMBERSHIP FORM\nSurname: ____________ First name: ____________\nDate of birth: ____________\nAddress: ____________\nPhone: ____________ Email: ____________\nMedical conditions: ____________\nReturn to {firm}, {fstreet}, {ftown} {fpostcode}, {femail}\n",
		"de": "AUFNAHMEANTRAG\nName: ____________ Vorname: ____________\nGeburtsdatum: ____________\nAnschrift: ____________\nTelefon: ________ E-Mail: ________\nIBAN: DE__ ____ ____ ____ ____ __\nAn {firm}, {fstreet}, {fpostcode} {ftown}\n",
		"es": "FICHA DE INSCRIPCIÓN\nApellidos: ________ Nombre: ________\nDNI: ________ Fecha de nacimiento: ________\nDirección: ________\nEntregar en {firm}, {fstreet}\n", "it": "SCHEDA DI ISCRIZIONE\nCognome: ________ Nome: ________\nCodice fiscale: ________\nConsegnare a {firm}, {fstreet}\n",
		"nl": "INSCHRIJFFORMULIER\nAchternaam: ________ Voornaam: ________\nGeboortedatum: ________ BSN: ________\nSturen aan {firm}, {fstreet}\n", "pt": "FICHA DE INSCRIÇÃO\nNome: ________ Apelido: ________\nNIF: ________\nEntregar em {firm}, {fstreet}\n",
	},
}

var paperKinds = []string{"invoice", "brochure", "letter", "press release", "job advert", "notice", "blank form"}

func madePaper(r *rand.Rand, lang string) made {
	kind := paperKinds[r.IntN(len(paperKinds))]
	return made{kind + " " + lang, textDocument(fillFirm(fill(r, papers[kind][lang], makePerson(r, lang)), makeFirm(r, lang))), nil}
}

func madeMinutes(r *rand.Rand, lang string) made {
	var s strings.Builder
	heads := map[string]string{"fr": "COMPTE RENDU DU CONSEIL D'ADMINISTRATION\nPrésents : ", "en": "MINUTES OF THE COMMITTEE MEETING\nPresent: ", "de": "PROTOKOLL DER VORSTANDSSITZUNG\nAnwesend: ", "es": "ACTA DE LA REUNIÓN\nAsistentes: ", "it": "VERBALE DELLA RIUNIONE\nPresenti: ", "nl": "NOTULEN\nAanwezig: ", "pt": "ATA DA REUNIÃO\nPresentes: "}
	s.WriteString(heads[lang])
	for i := range 5 + r.IntN(4) {
		if i > 0 {
			s.WriteString(", ")
		}
		p := makePerson(r, lang)
		fmt.Fprintf(&s, "%s %s", p.first, p.last)
		if i == 0 {
			s.WriteString(pick(r, " (présidente)| (Chair)| (Vorsitz)"))
		}
	}
	p := makePerson(r, lang)
	fmt.Fprintf(&s, "\n\n1. Budget\n%s %s presents the accounts: %d € in 2024, %d € in 2025.\n2. Travaux\nVote : 7 pour, 1 contre.\nProchaine réunion le 12/11/2025 à 18 h 30, salle Jean Moulin.\n", p.first, p.last, r.IntN(90000), r.IntN(90000))
	return made{"minutes " + lang, textDocument(s.String()), nil}
}

// madeFirmTable is open data: organisations with their numbers and how to reach them.
func madeFirmTable(r *rand.Rand, lang string) made {
	rows := [][]string{strings.Split(pick(r, "SIREN;SIRET;Dénomination;Adresse;CP;Ville;Téléphone;Courriel;APE|siren;siret;raison_sociale;adresse;code_postal;commune;telephone;email;code_ape|Numéro SIREN;SIRET siège;Nom de l'entreprise;Adresse;Code postal;Ville;Tél;Mail;NAF"), ";")}
	for range 20 + r.IntN(60) {
		f := makeFirm(r, lang)
		rows = append(rows, []string{f.siren, f.siret, f.name, f.street, f.postcode, f.town, f.phone, f.email, "4332A"})
	}
	return made{"firms " + lang, tableDocument(rows...), nil}
}

// madePlaces is a list of public places, many of them named after people.
func madePlaces(r *rand.Rand, lang string) made {
	rows := [][]string{strings.Split(pick(r, "Nom;Type;Adresse;Code postal;Ville;Téléphone;Horaires|nom_equipement;categorie;adresse;cp;commune;tel;horaires|Name;Kind;Address;Postcode;City;Phone;Opening hours|Établissement;Nature;Adresse;CP;Commune;Téléphone;Ouverture|Einrichtung;Art;Straße;PLZ;Ort;Telefon;Öffnungszeiten"), ";")}
	for range 15 + r.IntN(40) {
		f := makeFirm(r, lang)
		p := makePerson(r, lang)
		name := pick(r, "Gymnase|Piscine|École|Médiathèque|Stade|Salle|Lycée|Collège|Bibliothèque") + " " + p.first + " " + p.last
		if r.IntN(4) == 0 {
			name = pick(r, "Mairie|Déchetterie|CCAS|Office de tourisme") + " de " + p.town
		}
		rows = append(rows, []string{name, pick(r, "sport|culture|enseignement"), f.street, f.postcode, f.town, f.phone, "9h-12h, 14h-18h"})
	}
	return made{"places " + lang, tableDocument(rows...), nil}
}

// madeServices is a text of services with phones and opening hours.
func madeServices(r *rand.Rand, lang string) made {
	var s strings.Builder
	s.WriteString("NUMÉROS UTILES\n\n")
	for range 10 + r.IntN(15) {
		f := makeFirm(r, lang)
		fmt.Fprintf(&s, "%s\n%s, %s %s\nTél. : %s – %s\nDu lundi au vendredi 8h30-12h / 13h30-17h\n\n", pick(r, "Mairie|Service urbanisme|Bibliothèque municipale|Crèche Les Lutins|Police municipale|CCAS|Piscine"), f.street, f.postcode, f.town, f.phone, f.email)
	}
	return made{"services " + lang, textDocument(s.String()), nil}
}

func madeFigures(r *rand.Rand, lang string) made {
	rows := [][]string{{pick(r, "Région|Entity|Land|Commune|Country"), pick(r, "Code|code|Code INSEE"), pick(r, "Année|Year"), "Population", "Taux", "Total", "Index"}}
	for range 30 + r.IntN(200) {
		rows = append(rows, []string{pick(r, "Occitanie|Bretagne|France|Bayern|Saint-Martin|Lorraine|Toulouse"), digits(r, 5), fmt.Sprint(1960 + r.IntN(60)), digits(r, 1+r.IntN(15)), fmt.Sprintf("%.12f", r.Float64()), digits(r, 9+r.IntN(8)), "0" + digits(r, 9)})
	}
	if r.IntN(2) == 0 {
		var s strings.Builder
		for _, row := range rows {
			s.WriteString(strings.Join(row, pick(r, ";|  ")) + "\n")
		}
		return made{"figures text " + lang, textDocument(s.String()), nil}
	}
	return made{"figures " + lang, tableDocument(rows...), nil}
}

// madeStock is an inventory: numbers with check digits that are no person's.
func madeStock(r *rand.Rand, lang string) made {
	rows := [][]string{strings.Split(pick(r, "Réf;Désignation;EAN;Prix;Stock|SKU;Product name;Barcode;Price;Qty|Artikelnr;Bezeichnung;EAN;Preis;Bestand|Référence;Nom du produit;Code barre;PU HT;N° de série|Item;Name;ISBN;Price;Serial number"), ";")}
	for range 15 + r.IntN(100) {
		rows = append(rows, []string{pick(r, "A|B|REF-") + digits(r, 6), pick(r, "Chemise Martin bleue|Lampe Jade|Vélo Jules|Book|Chaise Marie|Olive Oil|Rose plant"), complete(digits(r, 12), 1, tens, isEAN), fmt.Sprintf("%d,%02d", r.IntN(300), r.IntN(100)), digits(r, 15)})
	}
	return made{"stock " + lang, tableDocument(rows...), nil}
}

func madeLog(r *rand.Rand, lang string) made {
	var s strings.Builder
	for range 50 + r.IntN(300) {
		fmt.Fprintf(&s, "2025-%02d-%02d %02d:%02d:%02d INFO worker-%d request id=%s took %dms user=%s ip=10.0.%d.%d bytes=%s trace=%x-%x\n", 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60), r.IntN(8), digits(r, 16), r.IntN(900), pick(r, "root|martin|deploy|alice"), r.IntN(255), r.IntN(255), digits(r, 9), r.Uint64(), r.Uint64())
	}
	return made{"log " + lang, textDocument(s.String()), nil}
}

func madeCode(r *rand.Rand, lang string) made {
	s := "// Package demo reads a member.\npackage demo\n\ntype Member struct {\n\tName string `json:\"name\"`\n\tBirthDate string `json:\"birth_date\"`\n\tEmail string\n}\n\nvar example = Member{Name: \"John Doe\", BirthDate: \"1985-03-12\", Email: \"john.doe@example.com\"}\n\nconst maxID = " + digits(r, 16) + "\nvar table = []int64{"
	for range 60 {
		s += digits(r, 9+r.IntN(4)) + ", "
	}
	return made{"code " + lang, textDocument(s + "}\n"), nil}
}

// madeProgramme lists speakers, players or books: names without anything to reach them by.
func madeProgramme(r *rand.Rand, lang string) made {
	var s strings.Builder
	style := r.IntN(4)
	for i := range 12 + r.IntN(25) {
		p := makePerson(r, lang)
		switch style {
		case 0:
			fmt.Fprintf(&s, "%02d h %02d – %s %s, université de %s : histoire de l'eau\n", 9+i%9, 15*(i%4), p.first, p.last, p.town)
		case 1:
			fmt.Fprintf(&s, "%d. %s %s (%s) 1:%02d:%02d\n", i+1, strings.ToUpper(p.last), p.first, p.town, r.IntN(60), r.IntN(60))
		case 2:
			fmt.Fprintf(&s, "%s, %s. Histoire de %s. Paris, %d. ISBN %s\n", p.last, p.first, p.town, 1950+r.IntN(70), complete("978"+digits(r, 9), 1, tens, isEAN))
		case 3:
			fmt.Fprintf(&s, "- %s %s: fix parser (#%s)\n", p.first, p.last, digits(r, 4))
		}
	}
	return made{fmt.Sprintf("programme %d %s", style, lang), textDocument(s.String()), nil}
}

func madeTimetable(r *rand.Rand, lang string) made {
	rows := [][]string{{"Arrêt", "Ligne 1", "Ligne 1", "Ligne 1", "Ligne 1"}}
	for range 12 + r.IntN(20) {
		p := makePerson(r, lang)
		row := []string{pick(r, "Place |Rue |Gare |") + p.first + " " + p.last}
		for range 4 {
			row = append(row, fmt.Sprintf("%02d:%02d", 6+r.IntN(15), r.IntN(60)))
		}
		rows = append(rows, row)
	}
	return made{"timetable " + lang, tableDocument(rows...), nil}
}

// madeTeam is an organisation's page: six names, what they do, and the switchboard.
func madeTeam(r *rand.Rand, lang string) made {
	f := makeFirm(r, lang)
	rows := [][]string{{"Nom", "Fonction", "Téléphone", "E-mail"}}
	for range 3 + r.IntN(4) {
		p := makePerson(r, lang)
		rows = append(rows, []string{p.first + " " + p.last, pick(r, "Directrice|Comptable|Chargé de mission|Accueil"), f.phone, mailName(p.first) + "." + mailName(p.last) + "@" + mailName(f.town) + ".fr"})
	}
	return made{"team " + lang, tableDocument(rows...), nil}
}

// madeSpecification describes fields and gives an example of each.
func madeSpecification(r *rand.Rand, lang string) made {
	p := makePerson(r, lang)
	rows := [][]string{{"Champ", "Type", "Description", "Exemple"}, {"nom", "texte", "Nom de famille", "DUPONT"}, {"prenom", "texte", "Prénom", "Jean"}, {"date_naissance", "date", "Date de naissance", p.birthISO()},
		{"courriel", "texte", "Adresse électronique", "jean.dupont@example.fr"}, {"telephone", "texte", "Téléphone", "0102030405"}, {"siret", "texte", "Numéro SIRET", "73282932000074"}}
	if r.IntN(2) == 0 {
		return made{"specification " + lang, tableDocument(rows...), nil}
	}
	s := "# Schéma\n\n"
	for _, row := range rows[1:] {
		s += "## " + row[0] + "\n- Titre : " + row[2] + "\n- Type : " + row[1] + "\n- Exemple : " + row[3] + "\n\n"
	}
	return made{"specification text " + lang, textDocument(s), nil}
}

func madeElection(r *rand.Rand, lang string) made {
	rows := [][]string{{"Bureau", "Inscrits", "Votants", "Candidat", "Voix", "%"}}
	for i := range 20 + r.IntN(50) {
		p := makePerson(r, lang)
		rows = append(rows, []string{fmt.Sprint(i + 1), digits(r, 4), digits(r, 3), p.first + " " + strings.ToUpper(p.last), digits(r, 3), fmt.Sprintf("%.2f", 100*r.Float64())})
	}
	return made{"election " + lang, tableDocument(rows...), nil}
}

// madeBareNumbers are lines of numbers whose check digits happen to hold.
func madeBareNumbers(r *rand.Rand, lang string) made {
	var s strings.Builder
	for range 3 + r.IntN(12) {
		f := makeFirm(r, lang)
		s.WriteString(pick(r, f.siren+"|"+f.siret+"|"+f.vat+"|"+complete(digits(r, 9), 1, tens, isNHS)+"|"+digits(r, 11)+"|"+digits(r, 13)+"|"+digits(r, 16)) + "\n")
	}
	return made{"numbers " + lang, textDocument(s.String()), nil}
}

var ordinaryMakers = []func(*rand.Rand, string) made{
	madePaper, madePaper, madePaper, madePaper, madePaper, madePaper, madeMinutes, madeFirmTable, madePlaces, madeServices, madeFigures, madeStock, madeLog, madeCode, madeProgramme, madeProgramme,
	madeTimetable, madeTeam, madeSpecification, madeElection, madeBareNumbers,
}
