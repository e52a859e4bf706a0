package personal

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// fill puts a person into a template.
func fill(r *rand.Rand, template string, p *person) string {
	return strings.NewReplacer("{first}", p.first, "{last}", p.last, "{LAST}", strings.ToUpper(p.last), "{birth}", p.birth(r), "{birthdate}", p.birthFR(), "{street}", p.street, "{postcode}", p.postcode,
		"{town}", p.town, "{mobile}", p.mobile, "{phone}", p.phone, "{email}", p.email, "{number}", p.number, "{label}", p.numberLabel, "{iban}", spaced(p.iban), "{class}", p.class,
		"{amount}", fmt.Sprintf("%d,%02d", 1200+r.IntN(2500), r.IntN(100)), "{small}", fmt.Sprintf("%d,%02d", 10+r.IntN(200), r.IntN(100)), "{day}", fmt.Sprintf("%02d/%02d/2025", 1+r.IntN(28), 1+r.IntN(12))).Replace(template)
}

// letters are documents about one person, by kind and language.
var letters = map[string]map[string]string{
	"pay slip": {
		"fr": "SARL Les Ateliers du Sud\n14 zone artisanale\n31100 Toulouse\nSIRET 732 829 320 00074   APE 4332A\n\nBULLETIN DE PAIE\nPériode de paie : du 01/03/2025 au 31/03/2025\n\nMatricule 00123                {first} {LAST}\nEmploi : technicien            {street}\nCoefficient 215                {postcode} {town}\n\nSalaire de base   151,67   {amount}\nCSG non déductible {small}\nCotisations salariales {small}\nNet imposable {amount}\nNet à payer {amount}\n",
		"en": "Acme Widgets Ltd\nPAYSLIP  Pay date: {day}\nEmployee: {first} {last}\nTax code 1257L\n{street}\n{town} {postcode}\nGross pay {amount}\nNational Insurance {small}\nNet pay {amount}\n",
		"de": "Muster GmbH, Werkstr. 5, 10115 Berlin\nEntgeltabrechnung März 2025\nHerrn\n{first} {last}\n{street}\n{postcode} {town}\nGeburtsdatum: {birthdate}  Steuerklasse 1\nBruttolohn {amount}\nLohnsteuer {small}\nAuszahlungsbetrag {amount}\n",
		"es": "NÓMINA\nEmpresa: Talleres Norte S.L. CIF B64717838\nTrabajador: {first} {last}\nDNI: {number}\nSalario base {amount}\nTotal devengos {amount}\nDeducciones IRPF {small}\nLíquido a percibir {amount}\nIBAN: {iban}\n",
		"it": "Cedolino paga - marzo 2025\nDitta: Officine Nord Srl\nDipendente: {last} {first}\nNato il {birthdate}\nCompetenze {amount}\nTrattenute IRPEF {small}\nNetto in busta {amount}\n{street}\n{postcode} {town}\n",
		"nl": "Loonstrook maart 2025\nWerknemer: {first} {last}\n{street}\n{postcode} {town}\nGeboortedatum: {birthdate}\nBrutoloon {amount}\nLoonheffing {small}\nNettoloon {amount}\n",
		"pt": "Recibo de vencimento - março 2025\nFuncionário: {first} {last}\nNIF: {number}\nVencimento base {amount}\nIRS {small}\nLíquido a receber {amount}\n",
	},
	"cv": {
		"fr": "{first} {last}\n{street}, {postcode} {town}\n{mobile} | {email}\nNé le {birthdate} - Permis B\n\nEXPÉRIENCE PROFESSIONNELLE\n2019-2024 : chef de projet, Société X\n\nFORMATION\n2015 : Master, université de Lyon\n\nCOMPÉTENCES\nGestion de projet\n\nLANGUES\nAnglais courant\n\nCENTRES D'INTÉRÊT\nCourse à pied\n",
		"en": "CURRICULUM VITAE\n\n{first} {last}\n{street}\n{town} {postcode}\nMobile: {mobile}\nEmail: {email}\n\nWork experience\n2018 - 2024 Project manager\n\nEducation\n2014 BSc, University of Leeds\n\nSkills\nExcel, teamwork\n\nReferences\nAvailable on request\n",
		"de": "Lebenslauf\n\nPersönliche Daten\nName: {first} {last}\nGeboren am {birth}\nAnschrift: {street}, {postcode} {town}\nTelefon: {mobile}\nE-Mail: {email}\n\nBerufserfahrung\n2017–2024 Sachbearbeiterin\n\nAusbildung\n2012 Diplom\n\nSprachkenntnisse\nEnglisch\n",
		"es": "CURRÍCULUM VITAE\nDatos personales\n{first} {last}\n{street}, {postcode} {town}\nTel. {mobile}\n{email}\n\nExperiencia laboral\n2016-2024 Administrativa\n\nFormación académica\n2012 Grado\n\nIdiomas\nInglés\n",
		"it": "Curriculum vitae\n\n{first} {last}\n{street}, {postcode} {town}\nCell. {mobile} - {email}\nData di nascita: {birthdate}\n\nEsperienza lavorativa\n2015-2024 Impiegato\n\nIstruzione e formazione\n2010 Laurea\n\nLingue\nInglese\n",
		"nl": "Curriculum Vitae\n\n{first} {last}\n{street}\n{postcode} {town}\n{mobile}\n{email}\n\nWerkervaring\n2016-2024 Adviseur\n\nOpleidingen\n2010 HBO\n\nVaardigheden\nExcel\n",
		"pt": "Curriculum Vitae\n\n{first} {last}\n{street}\n{postcode} {town}\nTlm: {mobile}\n{email}\n\nExperiência profissional\n2014-2024 Técnica\n\nFormação académica\n2010 Licenciatura\n\nLínguas\nInglês\n",
	},
	"tax notice": {
		"fr": "DIRECTION GÉNÉRALE DES FINANCES PUBLIQUES\nAVIS D'IMPÔT 2025 sur les revenus de 2024\nM {LAST} {first}\n{street}\n{postcode} {town}\nRevenu fiscal de référence : 31 450\nNombre de parts : 2,5\nFoyer fiscal\n",
		"en": "HM Revenue & Customs\nTax return 2024-25\nMr {first} {last}\n{street}\n{town} {postcode}\nDate of birth: {birth}\nTaxable income: 28,450\nIncome tax: 3,176\n",
		"de": "Finanzamt Mitte\nBescheid für 2024 über Einkommensteuer - Einkommensteuerbescheid\nHerrn {first} {last}\n{street}\n{postcode} {town}\nzu versteuerndes Einkommen 38.450\n",
		"es": "Declaración de la renta 2024\nContribuyente: {first} {last}  NIF: {number}\n{street} {postcode} {town}\nBase imponible 24.300\n",
		"it": "CERTIFICAZIONE UNICA 2025\nDipendente: {last} {first}\nCodice fiscale: {number}\nReddito complessivo 24.300\n",
		"nl": "Belastingaanslag 2024\nDe heer {first} {last}\n{street}\n{postcode} {town}\nBurgerservicenummer: {number}\nBelastbaar inkomen 31.000\n",
		"pt": "Nota de liquidação IRS 2024\nContribuinte: {number}\n{first} {last}\n{street}\n{postcode} {town}\nRendimento coletável 18.400\n",
	},
	"medical letter": {
		"fr": "Centre hospitalier\nService de cardiologie\n\nCher confrère,\n\nJe vous remercie de m'avoir adressé Mme {first} {LAST}, née le {birthdate}, pour des douleurs thoraciques. Dans ses antécédents on note un diabète de type 2 et une hypertension. L'examen clinique est normal.\nTraitement : metformine 1000 mg.\nBien confraternellement,\nDr Paul Lenoir\n",
		"en": "Department of Respiratory Medicine\nDear Dr Green,\nRe: {first} {last}, DOB {birthdate}, {street}, {town} {postcode}\nDiagnosis: asthma\nThis patient was seen in clinic. Medication: salbutamol 100 mcg. Treatment was reviewed and symptoms are stable.\nYours sincerely\n",
		"de": "Klinikum\nArztbrief\nSehr geehrter Herr Kollege,\nwir berichten über Ihre Patientin Frau {first} {last}, geb. {birthdate}, wohnhaft {street}, {postcode} {town}.\nDiagnose: Diabetes mellitus\nTherapie: Insulin. Beschwerden seit Mai.\n",
		"es": "INFORME DE ALTA\nPaciente: {first} {last}\nFecha de nacimiento: {birthdate}\nDiagnóstico: asma\nTratamiento: salbutamol\nAntecedentes: alergia al polen\n",
		"it": "LETTERA DI DIMISSIONE\nPaziente: {first} {last} nata il {birthdate}\nresidente in {street}, {postcode} {town}\nDiagnosi: diabete\nTerapia: insulina\n",
		"nl": "Ontslagbrief\nPatiënt: {first} {last}, geboren op {birthdate}\nDiagnose: astma\nBehandeling: salbutamol. Klachten sinds mei. Medicatie ongewijzigd.\n",
		"pt": "Relatório médico\nUtente: {first} {last}\nData de nascimento: {birthdate}\nDiagnóstico: asma\nTratamento: salbutamol\nSintomas desde maio\n",
	},
	"school report": {
		"fr": "Collège Jean Moulin\nBULLETIN SCOLAIRE du 2e trimestre\nÉlève : {LAST} {first}\nNé(e) le {birthdate}   Classe : {class}\nMathématiques 12,5 Bon travail\nMoyenne générale 13,2\nConseil de classe : encouragements\n",
		"en": "School report - Spring term\nPupil: {first} {last}   Class: {class}\nDate of birth: {birthdate}\nMathematics B Good work\nAttendance 96 %\nForm tutor: Ms Brown\n",
		"de": "Zeugnis\nSchülerin: {first} {last}, geboren am {birthdate}\nKlasse {class}, Schuljahr 2024/25, 1. Halbjahr\nMathematik gut\nKlassenlehrer: Herr Weiß\n",
		"es": "Boletín de notas\nAlumno: {first} {last}  Curso: {class}\nFecha de nacimiento: {birthdate}\nMatemáticas notable\nTutor: Sr. Gómez\n",
		"it": "Pagella scolastica\nAlunno: {last} {first} nato il {birthdate}\nClasse {class}\nMatematica 8\n",
		"nl": "Schoolrapport\nLeerling: {first} {last}\nGeboortedatum: {birthdate}  Klas {class}\nWiskunde cijfer 7\nMentor: mevr. Smit\n",
		"pt": "Boletim escolar\nAluno: {first} {last}  Turma: {class}\nData de nascimento: {birthdate}\nMatemática 15\n",
	},
	"contract": {
		"fr": "CONTRAT DE TRAVAIL À DURÉE INDÉTERMINÉE\nEntre les soussignés :\nLa société Durand SAS, dont le siège est 4 rue de l'Industrie, 69007 Lyon,\net\nMadame {first} {LAST}, née le {birthdate} à Paris, demeurant {street}, {postcode} {town},\nnuméro de sécurité sociale {number},\nil a été convenu ce qui suit.\n",
		"en": "EMPLOYMENT CONTRACT\nThis agreement is made between Acme Ltd and\n{first} {last}, born on {birth}, residing at {street}, {town}, {postcode}.\nThe employee shall start on {day}.\n",
		"de": "ARBEITSVERTRAG\nzwischen der Muster GmbH, Werkstr. 5, 10115 Berlin\nund Herrn {first} {last}, geboren am {birthdate}, wohnhaft {street}, {postcode} {town}\n",
		"es": "CONTRATO DE TRABAJO\nDe una parte la empresa Norte S.L. y de otra D. {first} {last}, con DNI {number}, con domicilio en {street}, {postcode} {town}.\n",
		"it": "CONTRATTO DI LOCAZIONE\nTra il sig. {first} {last}, nato il {birthdate}, residente in {street}, {postcode} {town}, codice fiscale {number}, e la società Alfa Srl.\n",
		"nl": "ARBEIDSOVEREENKOMST\nDe ondergetekenden: Bedrijf BV en de heer {first} {last}, geboren op {birthdate}, wonende te {street}, {postcode} {town}\n",
		"pt": "CONTRATO DE TRABALHO\nEntre a Empresa Lda e {first} {last}, nascido em {birthdate}, residente em {street}, {postcode} {town}, contribuinte {number}.\n",
	},
	"expense claim": {
		"fr": "NOTE DE FRAIS\nNom : {LAST}\nPrénom : {first}\nMission du {day}\nTrain {small} €\nHôtel {small} €\nTotal à rembourser {small} €\nIBAN : {iban}\n",
		"en": "EXPENSE CLAIM FORM\nEmployee name: {first} {last}\nHome address: {street}, {town} {postcode}\nTravel {small}\nTotal {small}\nBank account: {iban}\n",
		"de": "Reisekostenabrechnung\nMitarbeiter: {first} {last}\nAnschrift: {street}, {postcode} {town}\nFahrt {small} EUR\nIBAN: {iban}\n",
		"es": "HOJA DE GASTOS\nEmpleado: {first} {last}\nDNI: {number}\nTren {small}\nIBAN: {iban}\n",
		"it": "NOTA SPESE\nDipendente: {first} {last}\nTreno {small}\nIBAN: {iban}\n",
		"nl": "Declaratieformulier\nMedewerker: {first} {last}\nTrein {small}\nRekeningnummer: {iban}\n",
		"pt": "NOTA DE DESPESAS\nFuncionário: {first} {last}\nComboio {small}\nIBAN: {iban}\n",
	},
	"number in a sentence": {
		"fr": "Bonjour, voici mon numéro de sécurité sociale : {number}. Merci de me rembourser. {first} {last}\n", "en": "Hello, the patient's NHS number is {number}, please book an appointment.\n", "de": "Guten Tag, meine Sozialversicherungsnummer lautet {number}. Mit freundlichen Grüßen\n",
		"es": "Buenos días, mi DNI es {number}. Un saludo\n", "it": "Buongiorno, il mio codice fiscale è {number}. Grazie\n", "nl": "Goedemiddag, mijn BSN is {number}. Groeten\n", "pt": "Bom dia, o meu NIF é {number}. Obrigado\n",
	},
	"card": {
		"fr": "Réservation chambre 12. Carte bancaire : 4539 1488 0343 6467 exp 12/27 CVV 123. {first} {last}\n", "en": "Please charge my Visa 4539 1488 0343 6467, exp 11/26. {first} {last}\n", "de": "Kreditkarte: 4539148803436467 gültig bis 11/26\n", "es": "Tarjeta: 4539-1488-0343-6467\n",
		"it": "Carta di credito 5425 2334 3010 9903... no: 4539 1488 0343 6467\n", "nl": "Creditcard 4539 1488 0343 6467\n", "pt": "Cartão de crédito: 4539 1488 0343 6467\n",
	},
}

var letterKinds = []string{"pay slip", "cv", "tax notice", "medical letter", "school report", "contract", "expense claim", "number in a sentence", "card"}

func madeLetter(r *rand.Rand, lang string) made {
	kind := letterKinds[r.IntN(len(letterKinds))]
	text := fill(r, letters[kind][lang], makePerson(r, lang))
	doc := textDocument(text)
	if r.IntN(3) == 0 {
		doc.Blocks[0].Place.Page = 1
	}
	return made{kind + " " + lang, doc, nil}
}

// madeAttendance is a list to sign: names, and nothing else.
func madeAttendance(r *rand.Rand, lang string) made {
	titles := map[string][3]string{"fr": {"Feuille d'émargement", "Nom et prénom", "Signature"}, "en": {"Attendance sheet", "Full name", "Signature"}, "de": {"Anwesenheitsliste", "Nachname, Vorname", "Unterschrift"}, "es": {"Hoja de asistencia", "Nombre y apellidos", "Firma"},
		"it": {"Foglio presenze", "Nome e cognome", "Firma"}, "nl": {"Presentielijst", "Volledige naam", "Handtekening"}, "pt": {"Folha de presenças", "Nome completo", "Assinatura"}}[lang]
	rows := [][]string{{titles[0]}, {titles[1], titles[2]}}
	for range 15 + r.IntN(15) {
		p := makePerson(r, lang)
		rows = append(rows, []string{p.first + " " + p.last, ""})
	}
	return made{"attendance " + lang, tableDocument(rows...), []wanted{{entity: "name", column: "A"}}}
}

// madeTravelDocument is what a scanner reads from a passport.
func madeTravelDocument(r *rand.Rand, lang string) made {
	p := makePerson(r, lang)
	name := strings.ToUpper(mailName(p.last)) + "<<" + strings.ToUpper(mailName(p.first))
	name = strings.ReplaceAll(name, "-", "<")
	first := ("P<FRA" + name + strings.Repeat("<", 44))[:44]
	number := fmt.Sprintf("%02dAB%05d", r.IntN(99), r.IntN(99999))
	birth := fmt.Sprintf("%02d%02d%02d", p.year%100, p.month, p.day)
	second := zoneField(number) + "FRA" + zoneField(birth) + "F" + zoneField("300101") + strings.Repeat("<", 14) + "00"
	return made{"passport " + lang, textDocument("République française\n" + first + "\n" + second + "\n"), []wanted{{entity: "mrz", line: 3}}}
}

// zoneField appends the check digit of Doc 9303.
func zoneField(s string) string {
	for _, d := range tens {
		if mrzCheck(s + string(d)) {
			return s + string(d)
		}
	}
	return s
}

var personalMakers = []func(*rand.Rand, string) made{
	madeList, madeList, madeList, madeList, madeListText, madeListText, madeHeaderless, madeForm, madeForm, madeFormTable, madeTransposed, madeDirectory, madeDirectory,
	madeAddressBook, madeCalendar, madeExport, madeLetter, madeLetter, madeLetter, madeLetter, madeLetter, madeAttendance, madeTravelDocument,
}

var languages = []string{"fr", "fr", "fr", "en", "de", "es", "it", "nl", "pt"}
