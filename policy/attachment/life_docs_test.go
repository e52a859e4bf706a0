package attachment

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// paper is a document as a person thinks of it, before it becomes a file: text and tables, one after the other, and what in it
// has to be found where it stands.
type paper struct {
	kind, name string
	pieces     []piece
	want       []wantedValue
}

// piece is a paragraph or a table.
type piece struct {
	text string
	rows [][]string
}

// wantedValue must be found at one of the places where it stands.
type wantedValue struct{ entity, value string }

func (p *paper) say(format string, args ...any) {
	for line := range strings.SplitSeq(fmt.Sprintf(format, args...), "\n") {
		p.pieces = append(p.pieces, piece{text: line})
	}
}

func (p *paper) table(rows ...[]string) { p.pieces = append(p.pieces, piece{rows: rows}) }

func (p *paper) wants(pairs ...string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		p.want = append(p.want, wantedValue{pairs[i], pairs[i+1]})
	}
}

// lifeColumn is a column of a list: its headers, what stands in it, and the entity that it is.
type lifeColumn struct {
	headers, entity string
	value           func(r *rand.Rand, c *citizen, way int) string
}

func lifeColumns() map[string]lifeColumn {
	return map[string]lifeColumn{
		"last":  {"Nom|NOM|Nom de famille|nom_usage|Nom du membre|Last name|Nom adhérent", "", func(_ *rand.Rand, c *citizen, way int) string { return upperIf(c.last, way%3 == 0) }},
		"first": {"Prénom|PRENOM|prenom|Prénoms|First name|Prénom adhérent", "", func(_ *rand.Rand, c *citizen, _ int) string { return c.first }},
		"full": {"Nom Prénom|Nom et prénom|Adhérent|Bénéficiaire|Membre|Stagiaire|Licencié|Participant|Contact|NOM - Prénom|Identité", "", func(_ *rand.Rand, c *citizen, way int) string {
			if way%2 == 0 {
				return strings.ToUpper(c.last) + " " + c.first
			}
			return c.first + " " + c.last
		}},
		"civ":    {"Civ.|Civilité|Titre|M/Mme", "", func(r *rand.Rand, _ *citizen, _ int) string { return oneOf(r, "M.|Mme|Mlle|M") }},
		"born":   {"Né(e) le|Date de naissance|Date naiss.|DDN|Naissance|date_naissance|Date naissance|Né le", "birth-date", func(_ *rand.Rand, c *citizen, way int) string { return c.born(way) }},
		"street": {"Adresse|Adresse postale|Rue|Adresse 1|N° et voie|Domicile", "postal-address", func(_ *rand.Rand, c *citizen, _ int) string { return c.street }},
		"cp":     {"CP|Code postal|Code Postal|C.P.", "", func(_ *rand.Rand, c *citizen, _ int) string { return c.postcode }},
		"town":   {"Ville|VILLE|Commune|Localité", "", func(_ *rand.Rand, c *citizen, _ int) string { return c.town }},
		"mobile": {"Portable|Tél. portable|Mobile|Téléphone|GSM|Tél|N° tél.|Tel mobile|Numéro|tel", "phone", func(_ *rand.Rand, c *citizen, _ int) string { return c.mobile }},
		"home":   {"Tél. fixe|Fixe|Tél domicile", "", func(r *rand.Rand, c *citizen, _ int) string { return oneOf(r, c.home+"|") }},
		"mail":   {"E-mail|Mail|Courriel|Adresse mail|Email|Mél|adresse_email|MAIL", "email", func(_ *rand.Rand, c *citizen, _ int) string { return c.mail }},
		"nir":    {"N° Sécurité sociale|NIR|N° SS|Numéro de sécu|N° sécu|num_secu|N° d'immatriculation SS|Immatriculation", "fr-nir", func(_ *rand.Rand, c *citizen, _ int) string { return c.nir }},
		"iban":   {"IBAN|Coordonnées bancaires|RIB / IBAN|Compte|iban", "iban", func(_ *rand.Rand, c *citizen, _ int) string { return c.iban }},
		"class": {"Classe|Division|Niveau|Groupe", "", func(r *rand.Rand, _ *citizen, _ int) string {
			return oneOf(r, "CP|CE1|CE2|CM1|CM2|6e A|5ème B|3°C|2nde 4|TS1")
		}},
		"health": {"Allergies|PAI|Santé|Régime|Observations médicales|Restrictions alimentaires", "", func(r *rand.Rand, _ *citizen, _ int) string {
			return oneOf(r, "|||asthme|allergie arachide|diabète type 1|sans gluten|épilepsie|intolérance lactose|RAS")
		}},
		"fee": {"Cotisation|Montant|Réglé|Total dû|Solde", "", func(r *rand.Rand, _ *citizen, _ int) string { return fmt.Sprintf("%d,00", 10+r.IntN(200)) }},
		"pay": {"Salaire brut|Net à payer|Salaire mensuel|Rémunération brute|Brut", "", func(r *rand.Rand, _ *citizen, _ int) string {
			return fmt.Sprintf("%d,%02d", 1400+r.IntN(3000), r.IntN(100))
		}},
		"number": {"N°|N° adhérent|Licence|Id|#|Réf.|Matricule", "", func(r *rand.Rand, _ *citizen, _ int) string { return ciphers(r, 5) }},
		"since": {"Date d'adhésion|Depuis|Inscrit le|Entrée", "", func(r *rand.Rand, _ *citizen, _ int) string {
			return fmt.Sprintf("%02d/%02d/20%02d", 1+r.IntN(28), 1+r.IntN(12), 10+r.IntN(16))
		}},
		"job": {"Fonction|Poste|Service|Emploi|Profession", "", func(r *rand.Rand, _ *citizen, _ int) string {
			return oneOf(r, "comptable|infirmière|agent d'accueil|chef de projet|retraité|enseignante|technicien")
		}},
	}
}

func upperIf(s string, up bool) string {
	if up {
		return strings.ToUpper(s)
	}
	return s
}

// lifeLists are lists as they lie on the disks of associations, schools, town halls and firms: kind, file, title, columns, rows.
func lifeLists() [][5]string {
	return [][5]string{
		{"members", "adherents_2026", "Liste des adhérents – saison 2025/2026", "number civ last first born street cp town home mobile mail fee", "8"},
		{"members", "fichier membres", "", "last first mail mobile", "14"},
		{"members", "Export HelloAsso", "", "number since first last mail fee", "22"},
		{"members", "licenciés", "Club d'escalade – licenciés", "last first born number mobile", "6"},
		{"members", "AG emargement", "Assemblée générale – feuille d'émargement", "full town fee", "30"},
		{"members", "cotisations", "Cotisations 2025", "full street cp town fee", "9"},
		{"members", "prélèvements", "", "full iban fee", "5"},
		{"members", "Liste bénévoles", "Bénévoles de la fête du quartier", "first last mobile mail job", "7"},
		{"members", "donateurs", "Reçus fiscaux 2024", "civ last first street cp town fee", "6"},
		{"directory", "annuaire", "Annuaire des familles", "last first street cp town home mobile", "10"},
		{"directory", "contacts", "", "full mobile mail", "12"},
		{"directory", "annuaire anciens élèves", "", "last first since job mail", "24"},
		{"staff", "effectif au 31-12", "Effectifs", "number last first born nir job pay", "4"},
		{"staff", "paie mars", "Journal de paie", "number full nir pay", "3"},
		{"staff", "virements salaires", "", "full iban pay", "6"},
		{"staff", "DSN controle", "", "last first nir born", "3"},
		{"school", "liste classe", "Liste des élèves", "last first born class", "18"},
		{"school", "cantine", "Inscriptions cantine", "full class health", "12"},
		{"school", "parents d'élèves", "Contacts des parents", "last first class mobile mail", "15"},
		{"school", "sortie scolaire", "Sortie du 12 mai – fiche de présence", "full born mobile health", "8"},
		{"school", "inscriptions", "", "last first born street cp town mobile mail health", "5"},
		{"health", "patients semaine", "Patients du cabinet", "last first born nir mobile health", "5"},
		{"health", "vaccinations", "", "full born nir", "4"},
	}
}

func lifeList(r *rand.Rand) *paper {
	lists := lifeLists()
	spec := lists[r.IntN(len(lists))]
	p := &paper{kind: spec[0] + " list", name: spec[1]}
	if spec[2] != "" && r.IntN(3) > 0 {
		p.say("%s", spec[2])
		if r.IntN(2) == 0 {
			p.say("Mise à jour le %02d/%02d/2026", 1+r.IntN(28), 1+r.IntN(12))
		}
	}
	names := strings.Fields(spec[3])
	columns, way := lifeColumns(), r.IntN(12)
	var header []string
	for _, name := range names {
		header = append(header, oneOf(r, columns[name].headers))
	}
	rows := [][]string{header}
	minimum := int(spec[4][0] - '0')
	if len(spec[4]) > 1 {
		minimum = minimum*10 + int(spec[4][1]-'0')
	}
	for i := range minimum + r.IntN(minimum) {
		c := makeCitizen(r)
		var row []string
		for _, name := range names {
			value := columns[name].value(r, c, way)
			row = append(row, value)
			if entity := columns[name].entity; i == 0 && entity != "" {
				p.wants(entity, value)
			}
		}
		rows = append(rows, row)
	}
	if r.IntN(4) == 0 {
		rows = append(rows, []string{"Total", fmt.Sprint(len(rows) - 1)})
	}
	p.table(rows...)
	return p
}

// lifePaySlip is one month of one employee.
func lifePaySlip(r *rand.Rand) *paper {
	c, p := makeCitizen(r), &paper{kind: "pay slip", name: oneOf(r, "BP_mars|bulletin de paie|fiche de paye|Bulletin 2026-02")}
	gross := fmt.Sprintf("%d,%02d", 1800+r.IntN(2500), r.IntN(100))
	net := fmt.Sprintf("%d,%02d", 1400+r.IntN(1500), r.IntN(100))
	switch r.IntN(3) {
	case 0:
		p.say("%s\nBULLETIN DE SALAIRE\nPériode du 01/02/2026 au 28/02/2026\nPaiement le 28/02/2026 par virement", oneOf(r, "ADMR du Pays de Redon|SAS TRANSPORTS OUEST|Commune de Guichen"))
		p.say("Salarié : %s %s\n%s\n%s %s\nN° SS : %s\nEmploi : %s\nAncienneté : 3 ans", c.first, strings.ToUpper(c.last), c.street, c.postcode, c.town, c.nir, oneOf(r, "aide à domicile|conducteur|ATSEM"))
		p.table([]string{"Rubrique", "Base", "Taux", "Part salarié", "Part employeur"}, []string{"Salaire de base", "151,67", "12,30", gross, ""}, []string{"Santé - Mutuelle", "", "", "21,30", "21,30"}, []string{"CSG déductible", gross, "6,80 %", "120,11", ""},
			[]string{"Retraite complémentaire", gross, "3,15 %", "60,20", "91,00"}, []string{"Net à payer avant impôt", "", "", net, ""}, []string{"Impôt sur le revenu prélevé à la source", "", "2,1 %", "33,20", ""})
		p.wants("fr-nir", c.nir)
	case 1:
		p.table([]string{"BULLETIN DE PAIE", "", "Mois", "Mars 2026"}, []string{"Employeur", "Crèche Les Petits Pas", "SIRET", "73282932000074"}, []string{"Nom", c.last, "Prénom", c.first}, []string{"N° de sécurité sociale", c.nir, "Emploi", "auxiliaire"},
			[]string{"Adresse", c.street + " " + c.postcode + " " + c.town, "", ""}, []string{"Salaire brut", gross}, []string{"Cotisations sociales", "412,20"}, []string{"Net imposable", net}, []string{"Net à payer", net}, []string{"IBAN", c.iban})
		p.wants("fr-nir", c.nir)
	case 2:
		p.say("Fiche de paie simplifiée – particulier employeur (CESU)\nEmployée : Mme %s %s, née le %s\nImmatriculation : %s\nNombre d'heures : 32\nSalaire net : %s €\nCongés payés inclus : 10 %%\nTotal des cotisations : 112,40 €\nSalaire brut : %s €", c.first, c.last, c.born(0), c.nir, net, gross)
		p.wants("fr-nir", c.nir)
	}
	return p
}

// lifeCV is somebody looking for work.
func lifeCV(r *rand.Rand) *paper {
	c, p := makeCitizen(r), &paper{kind: "cv", name: oneOf(r, "CV|cv_2026|Curriculum vitae|CV_à jour") + "_" + "candidature"}
	jobs := [][2]string{{"2021 – aujourd'hui", "Responsable de boutique, Bio & Co, Rennes"}, {"2017 – 2021", "Vendeuse, Galeries du Centre"}, {"2015 – 2017", "Assistante commerciale (CDD), Maison Leduc"}}
	switch r.IntN(4) {
	case 0:
		p.say("%s %s\n%s – %s %s\n%s\n%s\n%d ans, permis B", c.first, strings.ToUpper(c.last), c.street, c.postcode, c.town, c.mobile, c.mail, 2026-c.year)
		p.say("EXPÉRIENCES")
		for _, j := range jobs {
			p.say("%s : %s", j[0], j[1])
		}
		p.say("FORMATIONS\n2015 : BTS Management, lycée Bréquigny\nLANGUES\nAnglais B2, breton\nLOISIRS\nVoile, chorale")
		p.wants("email", c.mail, "phone", c.mobile)
	case 1:
		p.table([]string{c.first + " " + c.last, "Profil"}, []string{c.mail, "Infirmière diplômée d'État, dix ans d'expérience"}, []string{c.mobile, "Expérience professionnelle"}, []string{c.street, "CHU, service des urgences (2016-2026)"}, []string{c.postcode + " " + c.town, "Compétences : soins, encadrement, logiciel DxCare"}, []string{"Née le " + c.born(0), "Formation : IFSI 2015"})
		p.wants("email", c.mail)
	case 2:
		p.say("Curriculum Vitae\nÉtat civil\nNom : %s\nPrénom : %s\nDate de naissance : %s\nAdresse : %s, %s %s\nTéléphone : %s\nCourriel : %s\nSituation de famille : célibataire", c.last, c.first, c.born(3), c.street, c.postcode, c.town, c.mobile, c.mail)
		p.say("Parcours professionnel\nDepuis 2019 : mécanicien, Garage Central\nDiplômes\n2014 CAP mécanique\nCentres d'intérêt : football")
		p.wants("email", c.mail)
	case 3:
		p.say("%s %s\nSoftware engineer\n%s | %s | %s\n\nProfessional experience\n2019-2026 Backend developer, Acme\nEducation\n2018 MSc Computer Science, Université de Rennes\nSkills\nGo, SQL, Linux\nLanguages\nFrench (native), English (C1)\nInterests\nClimbing", c.first, c.last, c.mail, c.mobile, c.town)
		p.wants("email", c.mail)
	}
	return p
}

// lifeTax is what the tax office or another administration writes.
func lifeTax(r *rand.Rand) *paper {
	c, p := makeCitizen(r), &paper{kind: "tax notice", name: oneOf(r, "avis d'impôt 2025|Avis_IR|ASDIR|déclaration 2042")}
	spi := taxNumber(r)
	switch r.IntN(3) {
	case 0:
		p.say("AVIS D'IMPÔT ÉTABLI EN 2025\nImpôt sur les revenus de l'année 2024\nVos références\nNuméro fiscal (déclarant 1) : %s\nRéférence de l'avis : 25 35 %s\nMME %s %s\n%s\n%s %s", spi, ciphers(r, 7), strings.ToUpper(c.first), strings.ToUpper(c.last), strings.ToUpper(c.street), c.postcode, strings.ToUpper(c.town))
		p.say("Revenu fiscal de référence : 24 310\nNombre de parts : 1,5\nMontant de l'impôt : 612 €")
		p.wants("fr-spi", spi)
	case 1:
		p.say("Attestation de droits CAF\nAllocataire : %s %s\nN° allocataire : %s\nNé(e) le %s\nAdresse : %s %s %s\nQuotient familial : 642\nAllocations familiales : 148,52 €", c.first, c.last, ciphers(r, 7), c.born(0), c.street, c.postcode, c.town)
		p.wants("birth-date", c.born(0))
	case 2:
		p.table([]string{"Déclaration des revenus 2024", ""}, []string{"Nom", c.last}, []string{"Prénom", c.first}, []string{"Date de naissance", c.born(0)}, []string{"N° fiscal", spi}, []string{"Adresse au 1er janvier", c.street + ", " + c.postcode + " " + c.town}, []string{"Salaires (1AJ)", "23 450"}, []string{"Pensions (1AS)", "0"})
		p.wants("fr-spi", spi, "birth-date", c.born(0))
	}
	return p
}

// taxNumber has three control digits, the rest by 511 of what stands before.
func taxNumber(r *rand.Rand) string {
	n := r.Int64N(4) * 1_000_000_000
	n += r.Int64N(1_000_000_000)
	s := fmt.Sprintf("%010d%03d", n, n%511)
	if r.IntN(2) == 0 {
		return s[:2] + " " + s[2:4] + " " + s[4:7] + " " + s[7:10] + " " + s[10:]
	}
	return s
}

// lifeMedical is a letter between physicians, a prescription, a certificate, a form for a summer camp.
func lifeMedical(r *rand.Rand) *paper {
	c, p := makeCitizen(r), &paper{kind: "medical letter", name: oneOf(r, "CR consultation|ordonnance|courrier Dr|Compte rendu|certificat médical|fiche sanitaire")}
	switch r.IntN(5) {
	case 0:
		p.say("Dr Hélène AUBRY – Rhumatologue\n12 rue de Nantes 35000 Rennes – Tél. 02 99 31 00 00\n\nMon cher confrère,\nJ'ai vu en consultation ce jour votre patient Monsieur %s %s, né le %s, pour une polyarthrite rhumatoïde évoluant depuis 2019.\nAntécédents : hypertension artérielle, appendicectomie.\nTraitement actuel : méthotrexate 15 mg par semaine.\nJe le reverrai dans six mois.\nBien confraternellement.", strings.ToUpper(c.last), c.first, c.born(r.IntN(4)))
	case 1:
		p.say("ORDONNANCE\nLe 4 mars 2026\nM. %s %s\nNé le %s – %s\nAMOXICILLINE 1 g : un comprimé matin et soir pendant 7 jours\nPARACÉTAMOL 1 g si douleur", c.first, c.last, c.born(0), c.nir)
		p.wants("fr-nir", c.nir)
	case 2:
		p.say("CERTIFICAT MÉDICAL\nJe soussignée, Docteur Martin, certifie avoir examiné ce jour l'enfant %s %s, né(e) le %s, qui présente un asthme nécessitant un traitement par Ventoline à l'école.\nProjet d'accueil individualisé à prévoir.", c.first, c.last, c.born(0))
	case 3:
		p.table([]string{"FICHE SANITAIRE DE LIAISON", ""}, []string{"Nom et prénom de l'enfant", c.last + " " + c.first}, []string{"Né(e) le", c.born(0)}, []string{"Allergies alimentaires", "arachides, œufs"}, []string{"Asthme", "oui"}, []string{"Médecin traitant", "Dr Le Floch"}, []string{"Responsable légal – tél.", c.mobile}, []string{"N° de sécurité sociale", c.nir})
		p.wants("fr-nir", c.nir, "phone", c.mobile)
	case 4:
		p.say("COMPTE RENDU D'HOSPITALISATION\nService de neurologie – Pr Garnier\nPatiente : Mme %s %s\nDDN : %s   IPP : %s\nMotif : céphalées\nDiagnostic retenu : sclérose en plaques\nTraitement de sortie : interféron\nSuivi en consultation", c.last, c.first, c.born(0), ciphers(r, 9))
	}
	return p
}

// lifeForm is a form that somebody filled in.
func lifeForm(r *rand.Rand) *paper {
	c, p := makeCitizen(r), &paper{kind: "form", name: oneOf(r, "bulletin adhésion|fiche individuelle|fiche salarié|dossier inscription|mandat SEPA|fiche de renseignements")}
	switch r.IntN(4) {
	case 0:
		p.say("BULLETIN D'ADHÉSION 2026\nNom : %s\nPrénom : %s\nNé(e) le : %s\nAdresse : %s\nCode postal : %s   Ville : %s\nTél. : %s\nE-mail : %s\nJ'adhère et je règle 25 € par chèque.", c.last, c.first, c.born(0), c.street, c.postcode, c.town, c.mobile, c.mail)
	case 1:
		p.table([]string{"NOM", c.last, "PRÉNOM", c.first}, []string{"Date de naissance", c.born(0), "Lieu", c.town}, []string{"Adresse", c.street, "CP Ville", c.postcode + " " + c.town}, []string{"Téléphone", c.mobile, "Mail", c.mail}, []string{"N° Sécu", c.nir, "IBAN", c.iban})
		p.wants("fr-nir", c.nir)
	case 2:
		p.say("MANDAT DE PRÉLÈVEMENT SEPA\nDébiteur : %s %s\n%s\n%s %s\nIBAN : %s\nBIC : AGRIFRPP836\nPaiement récurrent\nFait à %s, le 12/01/2026", c.first, c.last, c.street, c.postcode, c.town, c.iban, c.town)
	case 3:
		p.say("Fiche de renseignements – personnel\nÉtat civil : %s %s, %s de nationalité française\nDate et lieu de naissance : %s à %s\nN° d'immatriculation à la Sécurité sociale : %s\nPersonne à prévenir en cas d'urgence : conjoint, %s\nSituation familiale : mariée, 2 enfants", c.first, strings.ToUpper(c.last), oneOf(r, "épouse Martin|née Le Goff|"), c.born(0), c.town, c.nir, c.mobile)
		p.wants("fr-nir", c.nir)
	}
	return p
}

func lifePapers() []func(*rand.Rand) *paper {
	return []func(*rand.Rand) *paper{lifeList, lifeList, lifeList, lifeList, lifePaySlip, lifeCV, lifeTax, lifeMedical, lifeForm}
}
