package personal

import (
	"math/bits"
	"strings"
)

// documentKind is what a document seems to be, by the words it uses. A kind is believed from kindPoints on.
type documentKind uint8

const (
	kindPay documentKind = iota
	kindMedical
	kindSchool
	kindCV
	kindTax
	kindExpense
	kindBank
	kindCase    // of social aid, child protection, discipline
	kindAffairs // of somebody's private affairs, whatever they are
	kindPapers  // a scan of an identity card or passport
	kindForm    // an application or membership form, filled in
	kindPersons // a list of members, pupils, staff
	kindAttendance
	kindInvoice
	kindJobAd
	kindNotice // explains, forbids or regulates: a law, a guide, a specification
	numKinds
)

// clears tells the kinds that speak for a document. A file's name does not: whoever sends it chose it.
func (k documentKind) clears() bool { return k == kindInvoice || k == kindJobAd || k == kindNotice }

const (
	kindPoints = 3
	phraseBits = 256 // phrases of a kind that are told apart; more share their bits
)

// signals is what tells of the whole document. Of the phrases it keeps a bit for each, by kind and by what they are
// worth.
type signals struct {
	seen             [numKinds][4][phraseBits / 64]uint64
	amounts          int  // numbers with two decimals, as money has
	lines, codeLines int  // of text; those that end like a statement of a program
	aged             bool // somebody's age stands behind the name: "M. Martin, 67 ans"
	class            bool // a title names a school class
	titled           bool // a title says what the paper is
	blanks           int  // fields for a name that nobody filled in
	greeted          bool // a letter begins with a person's whole name: "Dear Ms Jane Marlow"
	role             bool // a label such as "pupil" or "tenant" has a person's name behind it
	bornField        bool // a field or cell of its own holds a birth date
}

func (s *signals) add(g signal) { s.seen[g.kind][g.points][g.id/64] |= 1 << (g.id % 64) }

// points adds up what was seen.
func (s *signals) points(k documentKind) int {
	sum := 0
	for points, seen := range s.seen[k] {
		for _, some := range seen {
			sum += points * bits.OnesCount64(some)
		}
	}
	return sum
}

func (s *signals) is(k documentKind) bool { return s.points(k) >= kindPoints }

// isList tells whether the document says that its names are of members, pupils, patients or staff.
func (s *signals) isList() bool {
	return s.class || s.is(kindPersons) || s.is(kindAttendance) || s.is(kindSchool)
}

// noteLine counts the lines that are not empty, and those that end like a program's.
func (s *signals) noteLine(line string) {
	line = strings.TrimSpace(line)
	if line == "" {
		return
	}
	s.lines++
	if strings.HasSuffix(line, ";") || len(line) > 3 && line[0] != '"' && strings.HasSuffix(line, "{") {
		s.codeLines++
	}
}

// isCode tells a program's text, by the way its lines end.
func (s *signals) isCode() bool { return s.codeLines >= 2 && s.codeLines*6 >= s.lines }

// signalPhrase says how much each of its phrases tells of a document: 3 is enough alone, and so is 2 in a title.
type signalPhrase struct {
	kind    documentKind
	points  uint8
	phrases string
}

// signalPhrases are those of the kinds that have rules of their own.
var signalPhrases = []signalPhrase{
	{kindPay, 3, "statement of earnings|pay advice|wages statement|fiche de paye|fiches de paye|bulletin de paye|bulletins de paye|bulletin de salaire cesu|bulletin d'indemnités|" +
		"relevé d'indemnités|attestation fiscale cesu|bulletin de paie|bulletin de salaire|bulletins de paie|fiche de paie|fiches de paie|payslip|" +
		"pay slip|payroll|wage slip|pay stub|earnings statement|gehaltsabrechnung|lohnabrechnung|" +
		"entgeltabrechnung|verdienstabrechnung|lohnzettel|lohnausweis|nómina|recibo de salarios|busta paga|" +
		"cedolino|cedolino paga|lønseddel|lønnsslipp|lönespecifikation|lönebesked|palkkalaskelma|palkkakuitti|pasek płacowy|" +
		"pasek wynagrodzeń|výplatní páska|fluturaș de salariu|bérjegyzék|εκκαθαριστικό μισθοδοσίας|фиш за заплата|loonstrook|salarisstrook|loonbrief|loonfiche|" +
		"recibo de vencimento|recibo de vencimentos|folha de pagamento|attestation de salaire|" +
		"solde de tout compte|nominas"},
	{kindPay, 1, "week ending|total net|salaire net|salaire horaire|salaire horaire net|nombre d'heures|net à verser|net versé|employeur|matricule|net payable|" +
		"total deductions|ni letter|gesamtbrutto|total devengado|total deducciones|netto a pagare|netto te betalen|total líquido|net à payer|net payé|salaire brut|salaire de base|net imposable|cotisations salariales|" +
		"cotisations patronales|csg|crds|période de paie|convention collective|congés payés|" +
		"heures supplémentaires|coût employeur|emploi occupé|coefficient|gross pay|net pay|tax code|paye|" +
		"national insurance|pay date|pay period|bruttolohn|nettolohn|auszahlungsbetrag|steuerklasse|lohnsteuer|" +
		"kirchensteuer|krankenversicherung|rentenversicherung|bruttoverdienst|líquido a percibir|devengos|" +
		"deducciones|base de cotización|irpf|netto in busta|trattenute|competenze|irpef|brutoloon|nettoloon|" +
		"loonheffing|vakantiegeld|vencimento base|líquido a receber|remuneração"},
	{kindMedical, 3, "compte rendu médical|compte rendu d'hospitalisation|compte rendu opératoire|" +
		"compte rendu de consultation|dossier médical|certificat médical|arrêt de travail|avis d'arrêt de travail|" +
		"ordonnance médicale|lettre de liaison|cher confrère|chère consœur|chère consoeur|cher confrere|" +
		"bilan sanguin|medical certificate|discharge summary|medical record|" +
		"medical history|referral letter|clinic letter|arztbrief|entlassungsbericht|" +
		"arbeitsunfähigkeitsbescheinigung|sehr geehrte frau kollegin|sehr geehrter herr kollege|befundbericht|" +
		"krankenakte|informe médico|historia clínica|informe de alta|parte de baja|lettera di dimissione|" +
		"cartella clinica|certificato medico|referto|ontslagbrief|medisch dossier|verwijsbrief|" +
		"relatório médico|atestado médico|nota de alta|compte rendu de biologie|fiche sanitaire|" +
		"fiche sanitaire de liaison|projet d'accueil individualisé"},
	{kindMedical, 3, "commission médicale|comité médical|conseil médical|läkarintyg|lægeerklæring|lääkärintodistus|zaświadczenie lekarskie|" +
		"compte rendu d'analyses|résultats d'analyses|analyses médicales|analyses de biologie médicale|" +
		"laboratory report|lab report|lab results|test results for|laborbefund|laborbericht|laborwerte|análisis clínicos|" +
		"análisis de sangre|resultados de laboratorio|referto di laboratorio|esami del sangue|laboratoriumuitslag|" +
		"labuitslagen|análises clínicas|resultados de análises|prescription médicale|e-rezept|kassenrezept|receta médica|" +
		"ricetta medica|receita médica|karta informacyjna|lékařská zpráva|bilet de ieșire|epicrisis|zárójelentés|epikriisi|" +
		"journalanteckning|epikris|lægejournal"},
	{kindMedical, 3, "liaison infirmière|fiche de liaison infirmière|dossier infirmier|dossier patient|note d'honoraires médicaux|laboratoire d'analyses|compte rendu de synthèse|service de psychiatrie|hôpital de jour|centre médico-psychologique|" +
		"consultation mémoire|bilan orthophonique|bilan psychologique|bilan neuropsychologique|bilan kinésithérapique|" +
		"dossier de soins|transmissions ciblées|plan de soins|projet personnalisé|projet de soins|ward round|care plan|" +
		"nursing notes|pflegebericht|pflegeplan|informe psicológico|relazione psicologica|zorgplan|confraternellement|bien confraternellement|salutations confraternelles|sentiments confraternels|" +
		"merci de m'avoir adressé|merci de m'avoir confié|je vous remercie de m'avoir adressé|thank you for referring|" +
		"thank you for seeing|mit kollegialen grüßen|mit freundlichen kollegialen grüßen|gentile collega|egregio collega|" +
		"estimado colega|estimada colega|collegiale groet|met collegiale groet|visita neurologica|visita cardiologica|" +
		"courrier de consultation|contre-indication à la pratique|inaptitude temporaire|avis d'inaptitude|fiche d'aptitude|" +
		"certifie avoir examiné|certify that examined"},
	{kindMedical, 2, "ordonnance|prescription|rezept|receta|ricetta|recept|receita|recepta|reteta"},
	{kindMedical, 1, "nfs|ferritine|numération|ionogramme|inr|vgm|ecg|échographie|irm|scanner|leucocytes|hémoglobine|hématies|plaquettes|glycémie|créatinine|cholestérol|triglycérides|hba1c|tsh|crp|" +
		"hématologie|biochimie|sérologie|prélevé+le|prescripteur|comprimé|comprimés|gélule|gélules|leukozyten|hämoglobin|" +
		"kreatinin|cholesterin|tabletten|leucocitos|hemoglobina|glucosa|creatinina|comprimidos|leucociti|emoglobina|glicemia|" +
		"compresse|leukocyten|hemoglobine|tabletten|haemoglobin|hemoglobin|white cell count|platelets|creatinine|" +
		"cholesterol|tablets|leucócitos|glicose"},
	{kindMedical, 1, "patient|patiente|diagnostic|antécédents|traitement|posologie|consultation|hospitalisation|" +
		"hospitalisé|hospitalisée|symptômes|douleurs|examen clinique|motif de consultation|mg|ordonnance|" +
		"médecin traitant|confrère|prescription|allergies|groupe sanguin|bilan|diagnosis|treatment|medication|" +
		"symptoms|surgery|prescribed|blood pressure|blood test|" +
		"dosage|general practitioner|gp|referred|diagnose|anamnese|befund|therapie|medikation|behandlung|" +
		"beschwerden|patientin|patienten|überwiesen|tratamiento|antecedentes|diagnóstico|síntomas|medicación|" +
		"paciente|dosis|diagnosi|terapia|anamnesi|paziente|sintomi|farmaci|dimissione|behandeling|klachten|" +
		"medicatie|patiënt|voorgeschiedenis|verwezen|tratamento|sintomas|medicação|doente|utente|queixas"},
	{kindSchool, 3, "bulletin scolaire|bulletin trimestriel|bulletin de notes|relevé de notes|livret scolaire|" +
		"certificat de scolarité|fiche d'inscription scolaire|dossier d'inscription scolaire|school report|" +
		"report card|transcript of records|academic transcript|schulzeugnis|zeugnis|boletín de notas|" +
		"boletín de calificaciones|expediente académico|pagella|pagella scolastica|schoolrapport|cijferlijst|" +
		"rapportcijfers|boletim de avaliação|boletim escolar|pauta de avaliação|attestation de scolarité"},
	{kindSchool, 1, "élève|élèves|trimestre|semestre|conseil de classe|moyenne générale|appréciation|" +
		"appréciations|professeur principal|absences|retards|vie scolaire|pupil|form tutor|class average|" +
		"attendance|term|schüler|schülerin|klassenlehrer|versäumte tage|halbjahr|alumno|alumna|asignatura|" +
		"calificación|calificaciones|tutor|alunno|alunna|materia|voto|quadrimestre|leerling|mentor|vak|cijfer|" +
		"aluno|aluna|disciplina|período|professeur"},
	{kindCV, 3, "curriculum vitae|cv europass|europass|lebenslauf|currículum|hoja de vida"},
	{kindCV, 3, "lettre de motivation|candidature spontanée|je vous adresse ma candidature|vous adresser ma candidature|cover letter|" +
		"bewerbungsschreiben|bewerbung als|carta de presentación|lettera di presentazione|lettera di motivazione|" +
		"motivatiebrief|sollicitatiebrief|carta de motivação|carta de apresentação"},
	{kindCV, 2, "cv|resume|résumé cv"},
	{kindCV, 1, "work|studies|study|my skills|emplois|emplois occupés|stages|parcours|atouts|work history|career history|employment|training|expérience professionnelle|expériences professionnelles|expérience|expériences|" +
		"parcours professionnel|formation|formations|diplômes|compétences|langues|centres d'intérêt|loisirs|" +
		"permis b|profil|informatique|références|work experience|professional experience|employment history|" +
		"experience|education|skills|languages|hobbies|interests|profile|qualifications|driving licence|" +
		"references|personal statement|berufserfahrung|ausbildung|bildungsweg|kenntnisse|sprachen|" +
		"sprachkenntnisse|interessen|persönliche daten|schulbildung|werdegang|beruflicher werdegang|" +
		"experiencia laboral|experiencia profesional|formación|formación académica|idiomas|habilidades|" +
		"aficiones|datos personales|competencias|" +
		"esperienza lavorativa|esperienze professionali|istruzione e formazione|istruzione|competenze|lingue|" +
		"interessi|dati personali|werkervaring|opleiding|opleidingen|vaardigheden|talen|talenkennis|" +
		"persoonlijke gegevens|experiência profissional|formação académica|formação|competências|" +
		"idiomas e línguas|línguas|dados pessoais|interesses"},
	{kindCV, 1, "parcours|études|à propos|profil professionnel|savoir-faire|savoir-être|qualités|divers|centres d'intérêts|outils|" +
		"logiciels|atouts|projets|certifications|bénévolat|contact|coordonnées|mobilité|about me|summary|professional summary|" +
		"key skills|technical skills|achievements|volunteering|certifications|projects|career|career profile|zur person|über mich|" +
		"profil|stärken|edv-kenntnisse|weiterbildung|praktika|studium|ehrenamt|hobbys|kontakt|sobre mí|perfil|perfil profesional|" +
		"experiencia|educación|estudios|informática|otros datos|contacto|chi sono|profilo|profilo professionale|esperienza|" +
		"esperienze|formazione|studi|competenze informatiche|competenze linguistiche|contatti|over mij|profiel|ervaring|studie|" +
		"hobby's|computervaardigheden|contact|sobre mim|perfil profissional|experiência|educação|habilitações|" +
		"habilitações literárias|informática|contactos"},
	{kindTax, 3, "avis d'impôt|avis d'imposition|avis de situation déclarative|déclaration de revenus|" +
		"déclaration des revenus|avis de taxe|tax return|tax assessment|notice of assessment|" +
		"einkommensteuerbescheid|steuerbescheid|einkommensteuererklärung|lohnsteuerbescheinigung|" +
		"declaración de la renta|borrador de la renta|dichiarazione dei redditi|certificazione unica|modello 730|" +
		"belastingaanslag|aangifte inkomstenbelasting|jaaropgave|declaração de irs|nota de liquidação|" +
		"aanslagbiljet"},
	{kindTax, 1, "taxe foncière|taxe d'habitation|montant de votre impôt|votre impôt|vos revenus|somme à payer|restant à payer|redevable|" +
		"situation du foyer|revenu fiscal de référence|foyer fiscal|impôt sur le revenu|parts fiscales|nombre de parts|" +
		"déclarant|quotient familial|revenu imposable|prélèvement à la source|taxable income|income tax|" +
		"zu versteuerndes einkommen|finanzamt|rendimientos|base imponible|reddito complessivo|imponibile|" +
		"belastbaar inkomen|rendimento coletável|trésor public"},
	{kindExpense, 3, "note de frais|notes de frais|remboursement de frais|état de frais|frais de déplacement|" +
		"expense claim|expense report|expenses claim|reimbursement form|reisekostenabrechnung|spesenabrechnung|" +
		"auslagenerstattung|hoja de gastos|nota de gastos|liquidación de gastos|nota spese|rimborso spese|" +
		"declaratieformulier|onkostendeclaratie|onkostennota|nota de despesas|relatório de despesas|" +
		"boletim de itinerário"},
	{kindBank, 3, "relevé de compte|relevés de compte|relevé bancaire|extrait de compte|relevé d'identité bancaire|bank statement|" +
		"account statement|statement of account|kontoauszug|extracto bancario|extracto de cuenta|certificado de titularidad|" +
		"estratto conto|rekeningafschrift|rekeninguittreksel|bankafschrift|extrato bancário|extrato de conta|" +
		"comprovativo de iban|wyciąg bankowy|výpis z účtu|kontoutdrag|kontoudskrift|tiliote"},
	{kindCase, 1, "avertissement|sanction|faute|fautes|licenciement|mise en demeure|majoration|dette|dettes|impayé|impayés|saisie|huissier|" +
		"vos ressources|vos revenus|rsa|apl|allocation|allocations|trop-perçu|votre situation|votre handicap|votre enfant|garde alternée|" +
		"plainte|agression|votre grossesse|votre absence|vos absences|votre arrêt|reclassement|inaptitude|invalidité|impôt sur le revenu|" +
		"warning|misconduct|dismissal|redundancy|arrears|debt|bailiff|benefit|benefits|your absence|your income|complaint|" +
		"disciplinary|mahnung|kündigung|schulden|rückstand|ihr einkommen|ihre fehlzeiten|pfändung|despido|sanción|deuda|embargo|sus ingresos|" +
		"licenziamento|sanzione|debito|pignoramento|ontslag|waarschuwing|schuld|beslag|uw inkomen|despedimento|dívida|penhora"},
	{kindCase, 3, "demande de logement|demande de logement social|logement social|avis des sommes à payer|titre exécutoire|return to work interview|employee disciplinary record|contrat d'assurance|contrat d'assurance vie|assurance vie|life insurance|lebensversicherung|versicherungsvertrag|" +
		"póliza de seguro|polizza vita|levensverzekering|apólice de seguro|attestation employeur|attestation d'employeur|promesse d'embauche|attestation d'hébergement|jugement de divorce|pension alimentaire|résidence des enfants|autorité parentale|juge aux affaires familiales|" +
		"ordonnance de protection|procès-verbal d'audition|main courante|dépôt de plainte|récépissé de dépôt de plainte|acte de naissance|" +
		"acte de mariage|livret de famille|certificat de travail|attestation de travail|attestation de stage|convention de stage|" +
		"attestation de formation|attestation de droits|attestation de paiement|attestation france travail|attestation pôle emploi|" +
		"décision de la mdph|taux d'incapacité|allocation adultes handicapés|certificat d'hérédité|déclaration d'accident|" +
		"divorce decree|child custody|child arrangements|witness statement|police report|birth certificate|marriage certificate|" +
		"certificate of employment|grievance|scheidungsurteil|sorgerecht|unterhalt|geburtsurkunde|heiratsurkunde|meldebescheinigung|" +
		"arbeitszeugnis|wohngeld|bürgergeld|sentencia de divorcio|pensión de alimentos|partida de nacimiento|certificado de empadronamiento|" +
		"vida laboral|separazione consensuale|assegno di mantenimento|certificato di nascita|stato di famiglia|certificato di residenza|" +
		"echtscheiding|alimentatie|geboorteakte|werkgeversverklaring|divórcio|pensão de alimentos|certidão de nascimento|" +
		"demande d'aide|demande de secours|aides accordées|aide alimentaire|aides financières|surendettement|votre dossier rsa|" +
		"convocation à entretien préalable|mesure de licenciement|procédure d'expulsion|expulsion locative|plan d'apurement|" +
		"fonds de solidarité logement|mesure de protection|placement de l'enfant|assistance éducative|housing benefit|" +
		"hardship fund|eviction notice|ayuda de emergencia|ayuda al alquiler|violencia de género|sussidio economico|bijzondere bijstand|" +
		"schuldhulpverlening|apoio social|rendimento social"},
	{kindCase, 3, "aide sociale|aides sociales|aide sociale facultative|secours exceptionnel|rapport social|enquête sociale|évaluation sociale|" +
		"information préoccupante|entretien préalable|sanction disciplinaire|mise à pied|lettre de licenciement|" +
		"social report|social services assessment|safeguarding|disciplinary hearing|disciplinary meeting|dismissal letter|" +
		"sozialbericht|sozialhilfe|hilfeplan|abmahnung|kündigungsschreiben|informe social|servicios sociales|" +
		"expediente disciplinario|relazione sociale|servizi sociali|procedimento disciplinare|hulpverleningsplan|" +
		"ontslagbrief personeel|relatório social|ação social|processo disciplinar"},
	{kindPapers, 3, "carte nationale d'identité|carte d'identité|passeport|titre de séjour|carte de résident|permis de conduire|" +
		"identity card|passport|residence permit|driving licence|personalausweis|reisepass|aufenthaltstitel|führerschein|" +
		"documento nacional de identidad|pasaporte|permiso de conducir|carta d'identità|passaporto|patente di guida|" +
		"identiteitskaart|paspoort|rijbewijs|cartão de cidadão|passaporte|carta de condução|dowód osobisty|paszport|" +
		"občanský průkaz|cestovní pas|nationellt id-kort"},
	{kindForm, 3, "reçu au titre des dons|reçu fiscal|reçu de don|donation receipt|gift aid declaration|zuwendungsbestätigung|" +
		"spendenbescheinigung|recibo de donativo|certificado de donación|ricevuta di donazione|recibo de donativo|" +
		"demande d'adhésion|quittance de loyer|rent receipt|fiche de liaison|fiche d'urgence|fiche de contact"},
	{kindForm, 3, "bulletin d'adhésion|fiche d'inscription|fiche de renseignements|formulaire d'inscription|" +
		"bulletin d'inscription|dossier d'inscription|demande d'adhésion|fiche individuelle|fiche adhérent|" +
		"fiche salarié|fiche patient|fiche client|fiche famille|contrat de travail|contrat à durée|" +
		"attestation d'hébergement|attestation employeur|attestation sur l'honneur|mandat de prélèvement|" +
		"mandat de prélèvement sepa|promesse d'embauche|contrat de location|bail d'habitation|" +
		"membership form|application form|registration form|enrolment form|employment contract|tenancy agreement|" +
		"personal details|sepa direct debit mandate|direct debit mandate|aufnahmeantrag|beitrittserklärung|" +
		"anmeldeformular|personalbogen|personalfragebogen|arbeitsvertrag|mietvertrag|sepa lastschriftmandat|" +
		"lastschriftmandat|mitgliedsantrag|" +
		"ficha de inscripción|formulario de inscripción|solicitud de inscripción|contrato de trabajo|" +
		"contrato de arrendamiento|scheda di iscrizione|modulo di iscrizione|domanda di iscrizione|" +
		"contratto di lavoro|contratto di locazione|inschrijfformulier|aanmeldformulier|arbeidsovereenkomst|" +
		"huurovereenkomst|arbeidscontract|machtiging|ficha de inscrição|boletim de inscrição|" +
		"contrato de trabalho|formulário de inscrição|contrato de arrendamento"},
	{kindPersons, 3, "vecinos morosos|nouveaux adhérents|nouveaux membres|new members|neue mitglieder|emergency contacts|contacts d'urgence|notfallkontakte|contactos de emergencia|contatti di emergenza|noodcontacten|prayer list|reading group|reading levels|spelling test|class test results|groupe de lecture|groupes de niveau|évaluations nationales|" +
		"liste des absents|liste d'attente|listing adhérents|listing locataires|listing clients|tenants list|waiting list|warteliste|" +
		"lista de espera|lista d'attesa|wachtlijst"},
	{kindPersons, 3, "lista członków|lista uczestników|lista uczniów|lista pracowników|seznam členů|seznam žáků|seznam účastníků|" +
		"zoznam členov|lista membrilor|lista elevilor|lista participanților|taglista|névsor|popis članova|seznam članov|medlemslista|" +
		"medlemsliste|elevliste|elevlista|deltagerliste|deltagarlista|jäsenluettelo|osallistujalista|κατάλογος μελών|" +
		"списък на членовете|список членов|trombinoscope|liste des adhérents|liste des membres|liste des licenciés|liste des bénévoles|" +
		"liste des salariés|liste des élèves|liste des étudiants|liste des patients|liste des inscrits|" +
		"liste des participants|liste des agents|liste des résidents|liste des locataires|liste des candidats|" +
		"liste des stagiaires|liste des enfants|liste des parents|liste des bénéficiaires|liste des abonnés|" +
		"liste du personnel|liste de classe|listes de classe|liste de diffusion|liste électorale|liste nominative|" +
		"liste d'appel|" +
		"annuaire|annuaire interne|fichier adhérents|fichier clients|fichier du personnel|registre du personnel|" +
		"registre unique du personnel|" +
		"member list|membership list|list of members|staff list|employee list|staff directory|class list|" +
		"class roster|pupil list|student list|patient list|participants list|list of participants|" +
		"attendee list|address list|" +
		"mitgliederliste|mitarbeiterliste|personalliste|klassenliste|schülerliste|teilnehmerliste|patientenliste|" +
		"adressliste|telefonliste|kundenliste|lista de socios|listado de socios|lista de alumnos|" +
		"listado de alumnos|lista de empleados|listado de empleados|lista de participantes|lista de pacientes|" +
		"elenco soci|elenco iscritti|elenco dipendenti|elenco alunni|elenco partecipanti|elenco pazienti|" +
		"ledenlijst|deelnemerslijst|personeelslijst|klassenlijst|leerlingenlijst|adreslijst|patiëntenlijst|" +
		"lista de sócios|lista de funcionários|lista de alunos|lista de utentes"},
	{kindPersons, 1, "dons|donations|enfants|écoliers|collégiens|lycéens|apprentis|patients|assurés|demandeurs|occupants|absents|judokas|licenciées|adhérentes|" +
		"inscrites|adhérents|bénévoles|licenciés|salariés|donateurs|élèves|familles|locataires|résidents|abonnés|syndiqués|" +
		"stagiaires|allocataires|bénéficiaires|usagers|choristes|militants|étudiants|impayés|pouvoirs|procurations|absences|congés|" +
		"employees|students|pupils|patients|volunteers|donors|subscribers|tenants|residents|mitglieder|mitarbeiter|schüler|" +
		"patienten|spender|mieter|bewohner|notenübersicht|socios|alumnos|empleados|pacientes|donantes|soci|dipendenti|alunni|" +
		"iscritti|pazienti|leden|leerlingen|patiënten|sócios|alunos|funcionários|utentes"},
	{kindPersons, 2, "inscrits|members|attendees|customers|teilnehmer|medewerkers|deelnemers|roster|annuaire|participants|" +
		"personnel|candidats|clients|membres|contacts|staff|kunden|clientes|clienti|klanten"},
	{kindAttendance, 3, "registre des visiteurs|registre des entrées|visitor log|visitors book|visitor book|besucherliste|lista obecności|prezenční listina|listă de prezență|jelenléti ív|närvarolista|fremmødeliste|läsnäololista|feuille d'émargement|feuille d'emargement|feuille de présence|ag émargement|liste d'émargement|liste de présence|émargement|" +
		"attendance sheet|attendance list|attendance register|sign-in sheet|anwesenheitsliste|teilnehmerliste|" +
		"unterschriftenliste|hoja de asistencia|lista de asistencia|control de asistencia|foglio presenze|" +
		"registro presenze|foglio firme|presentielijst|aanwezigheidslijst|presenzlijst|lista de presenças|" +
		"folha de presenças|folha de presença"},
	{kindInvoice, 3, "facture|factures|devis|avoir|bon de commande|bon de livraison|invoice|quotation|" +
		"purchase order|delivery note|credit note|rechnung|angebot|lieferschein|gutschrift|auftragsbestätigung|" +
		"mahnung|presupuesto|factura|albarán|pedido|fattura|preventivo|bolla|ddt|factuur|offerte|pakbon|" +
		"creditnota|fatura|orçamento|guia de remessa|nota de crédito|relance"},
	{kindJobAd, 3, "offre d'emploi|profil recherché|poste à pourvoir|nous recherchons|nous recrutons|recrute|" +
		"fiche de poste|vacancy|job description|we are looking for|we are hiring|person specification|job advert|" +
		"stellenangebot|stellenausschreibung|wir suchen|stellenbeschreibung|oferta de empleo|buscamos|se busca|" +
		"offerta di lavoro|cerchiamo|vacature|wij zoeken|functieomschrijving|oferta de emprego|procuramos|" +
		"avis de vacance"},
	{kindNotice, 3, "procès-verbal de l'assemblée|procès-verbal de réunion|procès-verbal de la réunion|procès-verbal du conseil|procès-verbal de l'ag|" +
		"compte rendu de réunion|compte rendu de la réunion|compte rendu du conseil|convocation du conseil municipal|minutes of the meeting|meeting minutes|" +
		"sitzungsprotokoll|protokoll der mitgliederversammlung|acta de la reunión|acta de la asamblea|verbale di assemblea|verbale dell'assemblea|" +
		"verbale della riunione|notulen|ata da reunião|ata da assembleia|rapport d'activité|trustees' report|tätigkeitsbericht|memoria de actividades|" +
		"relazione di attività|relatório de atividades|registre des activités de traitement|registre des traitements|records of processing|" +
		"verzeichnis von verarbeitungstätigkeiten|registro de actividades de tratamiento|registro dei trattamenti|verwerkingsregister|" +
		"registo de atividades de tratamento|guide du nouvel arrivant|livret d'accueil|welcome booklet|staff handbook|employee handbook|" +
		"mitarbeiterhandbuch|manual de acogida|personeelshandboek|manual de acolhimento|thèse présentée par|manuel d'utilisation|who has died|getpostman|jury composé de"},
	{kindNotice, 3, "portrait|interview|communiqué de presse|dossier de presse|press release|author biography|pressemitteilung|pressemappe|comunicado de prensa|" +
		"nota de prensa|comunicato stampa|persbericht|comunicado de imprensa|avis de décès|faire-part|nécrologie|obituary|obituaries|todesanzeige|traueranzeige|nachruf|esquela|necrologio|overlijdensbericht|necrologia|" +
		"manuel de l'utilisateur|manuel utilisateur|guide de l'utilisateur|guide pratique|user manual|user guide|benutzerhandbuch|bedienungsanleitung|" +
		"leitfaden|manual de usuario|guía práctica|manuale utente|guida pratica|gebruikershandleiding|handleiding|manual do utilizador|guia prático"},
	{kindNotice, 3, "que faire|les démarches|comment postuler|foire aux questions|frequently asked questions|what to do if|how to claim|impressum|imprint|aviso legal|note legali|colofon|code civil|code du travail|code pénal|" +
		"mode d'emploi|comment lire|notice explicative|notice d'information|conditions générales|mentions légales|" +
		"politique de confidentialité|règlement intérieur|privacy policy|privacy notice|terms and conditions|" +
		"datenschutzerklärung|allgemeine geschäftsbedingungen|política de privacidad|informativa sulla privacy|" +
		"privacybeleid|política de privacidade|data dictionary|json schema|dictionnaire de données|openapi|swagger|asyncapi"},
	{kindNotice, 1, "schema|schéma|champ|type|description|exemple|example|beispiel|ejemplo|esempio|voorbeeld|" +
		"exemplo|format|obligatoire|required|field|string|boolean|integer|nullable|varchar|struct|json|texte|" +
		"create table|create index|primary key|not null|foreign key|package|func|class|import|const|var|public|void|null"},
}
