package attachment

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// What offices send all day and what holds nothing that has to be sealed: one contact, one account, names in their public role,
// numbers of things.

func lifeInvoice(r *rand.Rand) *paper {
	c, p := makeCitizen(r), &paper{kind: "invoice", name: oneOf(r, "facture 2026-014|Devis_D1042|FACTURE|avoir")}
	p.say("Menuiserie du Bois Joli SARL\n4 zone artisanale, 35310 Mordelles\nTél. 02 99 %s – contact@menuiserie-boisjoli.fr\nSIRET 732 829 320 00074 – TVA FR83732829320 – APE 4332A", ciphers(r, 6))
	p.say("%s n° 2026-%s\nDate : 12/03/2026   Échéance : 11/04/2026\nClient : %s", oneOf(r, "FACTURE|DEVIS|FACTURE D'ACOMPTE"), ciphers(r, 3), oneOf(r, "Mairie de Chartres|SCI Les Ormes|"+c.first+" "+c.last+"\n"+c.street+"\n"+c.postcode+" "+c.town))
	rows := [][]string{{"Désignation", "Qté", "PU HT", "Total HT"}}
	for range 3 + r.IntN(8) {
		rows = append(rows, []string{oneOf(r, "Porte isoplane|Pose|Quincaillerie|Déplacement|Plinthe chêne|Vitrage 44.2"), fmt.Sprint(1 + r.IntN(9)), fmt.Sprintf("%d,00", 10+r.IntN(400)), fmt.Sprintf("%d,00", 100+r.IntN(4000))})
	}
	p.table(rows...)
	p.say("Total HT 1 240,00\nTVA 20 %% 248,00\nTotal TTC 1 488,00 €\nRèglement par virement : IBAN %s BIC AGRIFRPP836", c.iban)
	return p
}

func lifeMinutes(r *rand.Rand) *paper {
	p := &paper{kind: "minutes", name: oneOf(r, "CR réunion|PV CA|compte rendu CSE")}
	var names []string
	for range 4 + r.IntN(3) {
		c := makeCitizen(r)
		names = append(names, c.first+" "+c.last)
	}
	p.say("Compte rendu de la réunion du %d mars 2026\nPrésents : %s\nExcusée : %s\n\n1. Budget\n%s présente le budget, qui est adopté à l'unanimité. Le solde est de 12 450,20 €.\n2. Travaux\n%s contactera l'entreprise avant le 15 avril.\n3. Divers\nProchaine réunion le 4 mai à 18 h 30, salle Jean Moulin.\nLe secrétaire, %s", 1+r.IntN(28), strings.Join(names[1:], ", "), names[0], names[1], names[2], names[3])
	return p
}

func lifeBrochure(r *rand.Rand) *paper {
	c, p := makeCitizen(r), &paper{kind: "brochure", name: oneOf(r, "plaquette|flyer|programme saison|affiche")}
	p.say("%s\nDécouvrez nos activités pour petits et grands : poterie, danse, théâtre, échecs.\nInscriptions le samedi 6 septembre de 10 h à 17 h au forum des associations.\nTarifs : 45 € le trimestre, 120 € l'année, réduit 80 €.", oneOf(r, "Maison des jeunes et de la culture|Amicale laïque de Bruz|École de musique du Semnoz"))
	p.say("Renseignements : %s %s – %s – %s\n%s, %s %s\nwww.mjc-exemple.org – SIRET 732 829 320 00074", c.first, c.last, c.home, oneOf(r, "contact@mjc-bruz.fr|mjc.bruz@orange.fr|accueil@semnoz-musique.org"), c.street, c.postcode, c.town)
	return p
}

func lifeFigures(r *rand.Rand) *paper {
	p := &paper{kind: "figures", name: oneOf(r, "statistiques|population 2025|résultats|mesures capteurs")}
	rows := [][]string{strings.Split(oneOf(r, "Commune;Code INSEE;Population;Taux;Évolution|Station;Date;Valeur;Seuil;Code|Année;Trimestre;CA;Marge;Effectif|id;timestamp;value;status;ref"), ";")}
	for range 20 + r.IntN(120) {
		rows = append(rows, []string{oneOf(r, "Rennes|Saint-Malo|Vitré|Fougères|2019|2020|A12|B7"), oneOf(r, ciphers(r, 5)+"|"+fmt.Sprintf("%02d/%02d/2025", 1+r.IntN(28), 1+r.IntN(12))), ciphers(r, 1+r.IntN(9)), fmt.Sprintf("%d,%02d", r.IntN(99), r.IntN(99)), ciphers(r, 13)})
	}
	p.table(rows...)
	return p
}

func lifePrices(r *rand.Rand) *paper {
	p := &paper{kind: "prices", name: oneOf(r, "tarifs 2026|catalogue|inventaire|stock")}
	rows := [][]string{{"Référence", "Désignation", "Code EAN", "Prix HT", "Stock", "Fournisseur"}}
	for range 15 + r.IntN(60) {
		rows = append(rows, []string{oneOf(r, "AB|X|REF") + ciphers(r, 5), oneOf(r, "Chaise Mathilde|Table Jules|Lampe Zoé|Étagère Billy|Fauteuil Voltaire|Pull Marin"), "3" + ciphers(r, 12), fmt.Sprintf("%d,%02d", r.IntN(500), r.IntN(100)), fmt.Sprint(r.IntN(300)), oneOf(r, "Durand SA|Martin & Fils|Ateliers Leroy|Maison Petit")})
	}
	p.table(rows...)
	return p
}

func lifeLog(r *rand.Rand) *paper {
	p := &paper{kind: "log", name: oneOf(r, "server|export debug|trace")}
	for range 30 + r.IntN(60) {
		p.say("2026-03-%02d %02d:%02d:%02d %s [%s] id=%s user=%s duration=%dms bytes=%s sha=%x", 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60), oneOf(r, "INFO|WARN|ERROR"), oneOf(r, "http|db|mail"), ciphers(r, 15), oneOf(r, "admin|paul|deploy"), r.IntN(900), ciphers(r, 10), r.Uint64())
	}
	return p
}

func lifeCode(r *rand.Rand) *paper {
	p := &paper{kind: "code", name: oneOf(r, "script|notes techniques|schema")}
	p.say("CREATE TABLE adherents (\n  id INTEGER PRIMARY KEY,\n  nom TEXT NOT NULL,\n  prenom TEXT,\n  date_naissance DATE,\n  email TEXT UNIQUE,\n  telephone VARCHAR(20)\n);\nSELECT nom, prenom FROM adherents WHERE date_naissance < '1990-01-01' AND id > %s;\n-- TODO(marie): index sur email\nvar seeds = []int{%s, %s, %s};", ciphers(r, 10), ciphers(r, 9), ciphers(r, 13), ciphers(r, 15))
	return p
}

func lifeTimetable(r *rand.Rand) *paper {
	p := &paper{kind: "timetable", name: oneOf(r, "horaires|emploi du temps|planning salles|plan de garde")}
	rows := [][]string{strings.Split(oneOf(r, "Arrêt;Ligne 1;Ligne 2;Ligne 3|Heure;Lundi;Mardi;Jeudi|Semaine;Matin;Après-midi;Soir"), ";")}
	for i := range 8 + r.IntN(12) {
		rows = append(rows, []string{fmt.Sprintf("%d h %02d", 7+i, r.IntN(60)), oneOf(r, "Français – M. Blanc|Maths – Mme Roux|Sport|Salle Gambetta|07:12"), oneOf(r, "Anglais|Techno – M. Henry|08:42|"), oneOf(r, "Histoire|EPS|09:03|Chorale")})
	}
	p.table(rows...)
	return p
}

func lifeResults(r *rand.Rand) *paper {
	p := &paper{kind: "results", name: oneOf(r, "classement 10 km|résultats tournoi|programme colloque|bibliographie")}
	style := r.IntN(3)
	for i := range 15 + r.IntN(30) {
		c := makeCitizen(r)
		switch style {
		case 0:
			p.say("%d  %s %s  %s  0:%02d:%02d", i+1, strings.ToUpper(c.last), c.first, oneOf(r, "AC Rennes|US Vern|Stade Brestois"), 32+r.IntN(27), r.IntN(60))
		case 1:
			p.say("%02d h 30  %s %s (université de %s) : « Les marées et le climat »", 9+i%8, c.first, c.last, c.town)
		case 2:
			p.say("%s, %s. (%d). Histoire des ports bretons. Presses universitaires de Rennes, %d p.", c.last, c.first[:1], 1960+r.IntN(60), 100+r.IntN(300))
		}
	}
	return p
}

func lifeSuppliers(r *rand.Rand) *paper {
	p := &paper{kind: "suppliers", name: oneOf(r, "fournisseurs|mairies du canton|partenaires|liste associations")}
	rows := [][]string{{"Raison sociale", "Adresse", "CP", "Ville", "Téléphone", "E-mail", "SIRET"}}
	for range 8 + r.IntN(25) {
		c := makeCitizen(r)
		rows = append(rows, []string{oneOf(r, "SARL|SAS|Ets|Garage|Mairie de|Boulangerie|Association") + " " + oneOf(r, c.last+"|"+c.town), c.street, c.postcode, c.town, c.home, oneOf(r, "contact|info|accueil|mairie|commercial") + "@" + oneOf(r, "bretagne-pro.fr|ouest-services.com|ville-exemple.fr"), "732829320" + ciphers(r, 5)})
	}
	p.table(rows...)
	return p
}

func lifeBlank(r *rand.Rand) *paper {
	p := &paper{kind: "blank form", name: oneOf(r, "bulletin adhésion vierge|fiche sanitaire|formulaire|modèle de CV")}
	p.say("BULLETIN D'ADHÉSION 2026 (à retourner avant le 30/09/2026)\nNom : ..........................\nPrénom : ......................\nNé(e) le : __/__/____\nAdresse : ......................................................\nTél. : .. .. .. .. ..   E-mail : ....................@............\nAllergies : ........\nN° de sécurité sociale : _ __ __ __ ___ ___ __\nRèglement : 25 € par chèque à l'ordre de l'association, ou virement IBAN %s\nPersonne à contacter : le secrétariat, 02 99 %s", makeAccount(r), ciphers(r, 6))
	return p
}

func lifeLetter(r *rand.Rand) *paper {
	c, p := makeCitizen(r), &paper{kind: "letter", name: oneOf(r, "courrier|lettre|convocation AG|communiqué de presse")}
	switch r.IntN(3) {
	case 0:
		p.say("Mairie de Bruz\nService urbanisme\n\n%s %s\n%s\n%s %s\n\nBruz, le 4 mars 2026\nObjet : votre demande du 12 février\n\nMadame, Monsieur,\nNous avons bien reçu votre demande. Elle sera examinée par la commission du 18 mars.\nVeuillez agréer nos salutations distinguées.\nLe maire", oneOf(r, "M.|Mme"), c.last, c.street, c.postcode, c.town)
	case 1:
		p.say("COMMUNIQUÉ DE PRESSE\nUne nouvelle médiathèque ouvre ses portes\nLe samedi 14 mars, la ville inaugure un équipement de 1 200 m² conçu par l'architecte %s %s. « C'est un lieu pour tous », se réjouit %s, directrice.\nContact presse : %s %s, %s, presse@ville-bruz.fr", c.first, c.last, makeCitizen(r).first+" "+makeCitizen(r).last, c.first, c.last, c.home)
	case 2:
		p.say("Chers adhérents,\nVous êtes convoqués à l'assemblée générale le 28 mars 2026 à 19 h, salle des fêtes, 2 place de l'Église, 35170 Bruz.\nOrdre du jour : rapport moral, rapport financier, élection du bureau, cotisation 2027 (25 €).\nPouvoir : je soussigné ................ donne pouvoir à ................\nLa présidente, %s %s", c.first, c.last)
	}
	return p
}

func lifeGuide(r *rand.Rand) *paper {
	p := &paper{kind: "guide", name: oneOf(r, "règlement intérieur|statuts|guide RGPD|notice|cours biologie")}
	switch r.IntN(3) {
	case 0:
		p.say("STATUTS DE L'ASSOCIATION\nArticle 1 – Il est fondé entre les adhérents une association régie par la loi du 1er juillet 1901.\nArticle 2 – Siège : 12 rue de la Paix, 35000 Rennes.\nArticle 5 – Les membres : nom, prénom, adresse et date de naissance sont inscrits au registre.\nArticle 9 – Le bureau comprend un président, un trésorier et un secrétaire.")
	case 1:
		p.say("Guide RGPD\nSont des données personnelles : nom, adresse, numéro de sécurité sociale (par exemple 1 85 12 75 116 001 xx), IBAN, date de naissance, données de santé, religion, appartenance syndicale.\nChiffrez tout fichier avant envoi. Exemple : jean.dupont@example.org, 01 02 03 04 05.")
	case 2:
		p.say("Le diabète de type 2 – cours\nLe diabète est une maladie chronique. Symptômes : polyurie, soif, fatigue. Diagnostic : glycémie à jeun > 1,26 g/l. Traitement : metformine 500 mg à 1 000 mg, insuline.\nL'asthme et l'hypertension sont des comorbidités fréquentes. Le patient doit être suivi par son médecin traitant.\nQuestion d'examen : M. X, 54 ans, consulte pour une douleur thoracique.")
	}
	return p
}

// TestOrdinaryPapersPass makes ordinary work in the same formats: at most three in a thousand may be refused.
func TestOrdinaryPapersPass(t *testing.T) {
	t.Parallel()
	rounds, r := lifeRounds()
	kinds := []func(*rand.Rand) *paper{lifeInvoice, lifeMinutes, lifeBrochure, lifeFigures, lifePrices, lifeLog, lifeCode, lifeTimetable, lifeResults, lifeSuppliers, lifeBlank, lifeLetter, lifeGuide}
	d, wrong, refused := lifeDetector(), misses{}, 0
	for range rounds {
		p := kinds[r.IntN(len(kinds))](r)
		a := made(t, r, p)
		report := Examine(a.file, d, NewBudget())
		if report.PersonalData || report.Unreadable() {
			refused++
			wrong[fmt.Sprintf("refused: %s / %s %s %v %s", p.kind, p.name, extension(a.file.Name), report.Rules, report.Reason)]++
			wrong.show(t, p, report)
		}
	}
	wrong.log(t)
	t.Logf("refused %d of %d (%.2f %%)", refused, rounds, 100*float64(refused)/float64(rounds))
	if refused*1000 > rounds*3 {
		t.Error("more than 0.3 % are refused")
	}
}
