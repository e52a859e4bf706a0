package personal

import "testing"

// Papers of a few lines. Those on somebody's private affairs may leave only encrypted; those that look like them may leave.
var notes = []struct {
	name, text string
	refuse     bool
}{
	// What a text tells of a family, and of a person whom it need not name again.
	{"kin", "Mme Perrochon (ch. 7)\nS'est levée trois fois, retrouvée dans le couloir à 4 h.\nSon fils est passé à 17 h, inquiet. Pas de soupe.\nPrévoir un pansement", true},
	{"third person", "Mr T. Oyelaran came in about his rent. The warehouse let him go and he is three months behind. He cried, so I rang the council for him.", true},
	{"no kin, nobody told of", "Mme Perrochon (bureau 7)\nLe couloir sera repeint à 16 h, prévoir un passage par la cour.\nPlus de soupe en salle de pause.", false},
	{"recipes of an aunt", "Cuisine de la famille : recettes de saison\nGratin de Tante Josiane\nSoupe d'Oncle Norbert", false},
	{"whose death a title tells", "Décès de Jean Kerbrat : l'ancien patron de la criée n'est plus. Marié, père de trois enfants, il laisse une veuve.", false},
	{"whose death the dates tell", "Uwe Seeler (* 5. November 1936 in Hamburg; † 21. Juli 2022) war Fußballspieler. Er war verheiratet und hatte drei Töchter. Sein Vater war Arbeiter.", false},
	{"who speaks to a newspaper", "Le boulanger fête ses trente ans de métier\nThierry Prévost travaille la nuit. « Je dors peu », raconte-t-il. Son épouse tient la boutique, leur fils Nolan la reprendra. Il est marié.", false},
	{"whose office stands below", "Madame Odile Langlois\nMaire de Baud\n2 place du Marché\n56150 Baud\n\nSubvention : je vous en dois le bilan. Je le tiens prêt, je passe mardi avec ma fille.", false},
	{"a table", "Code;Variety;Pack;Price\n1044;Aquadulce Claudia;50 g;2.35\n1102;Boltardy;300 seeds;1.65\n1188;Red Baron;sets;2.95\n1207;Pink Fir Apple;rent;2.20\n", false},

	{"whom a literature page is about", "A note on the text\nJane Austen wrote it at Chawton, where she lived with her mother and her sister. She revised it in 1816, when she was ill.", false},
	{"whom a prize is for", "Concours de nouvelles\nPremier prix : Anaïs Delorme pour « La Veuve ». Le jury a salué son style. Elle dit merci à sa mère. Elle recevra 500 €.", false},
	{"a letter's writer", "Bonjour Madame Lesage,\nJe vous confirme notre rendez-vous du 14 à 10 h. Je viendrai avec ma collègue. Mon numéro : 06 44 81 20 33.\nPaul Morin", false},
	{"a letter's reader", "Mairie de Bruz\n\nMme Lacaze\n130 bd Carnot\n69003 Lyon\n\nObjet : votre demande\nMadame, elle sera examinée par la commission du 18 mars.\nLe maire", false},
	{"a letter on its writer's family", "Bonjour Madame Lesage,\nMa fille Inès a perdu son père. Elle dort mal, elle ne mange plus. Je vous la confie.\nRose Morin", true},

	{"who is made welcome", "Bienvenue à Solène Garnier, nouvelle infirmière !\nSolène arrive de Brest, elle a deux enfants. Elle fait du surf.", false},
	{"words of private affairs", "Gladys Ormondroyd lives in the top flat, no lift.\nIncontinent at night and ashamed of it. A nurse in mornings only. Rowan Court, if the cat can come.", true},
	{"two names, one of them signs", "Hi Sue, Danny Prosser won't be back before the New Year. He starts chemo in March. He doesn't want the lads told. Can you sort his sick pay?\nGareth Bevan", true},
	{"two names in one sentence", "Pierre Cochereau nous a quittés il y a quarante ans. Élève de Marcel Dupré, il fut titulaire à l'orgue. Son fils dirigera, sa fille chantera.", false},
	{"minutes of five", "Comunidad C/ San Roque 14, a 14 de febrero\nAsisten: Sra. Molina, Sr. Torres, Sra. Chen, Sr. Cabrera y la administradora, Sra. Ramos.\n1. Se aprueban las cuentas de 2025 (saldo 3.118,20 €).\n2. Se acepta el presupuesto de pintura del portal: 1.940 € + IVA.\n3. Se instalará placa de prohibido publicidad.\n4. Ruegos: revisar el timbre del bajo.\nSe levanta la sesión a las 21:15.", false},
	{"those who came", "Riunione del 12 marzo\n12/03/2026\nPartecipanti : L. Gallo, M. Ferri, P. Conti, A. Greco\nAssente giustificato : G. Rossi\n- Lavori in sala: due preventivi\n- Quota 2027: 25 €\nContributo di 1.500 € concesso\n- Debiti del circolo\n• Saldo cassa 3.118,20 €", false},
	{"one who came", "Riunione del 12 marzo\n12/03/2026\nPartecipante : L. Gallo, disabile\n- Debiti con il padrone di casa: 3.118,20 €, sfratto, depressione", true},
	{"minutes of one", "Comunidad C/ San Roque 14, a 14 de febrero\nSra. Molina: debe 3.118,20 € de 2025. No paga desde el divorcio, tiene una depresión.", true},
	{"a ward's leaflet", "Before your knee operation\nDo not eat after midnight. Mr James Whitlock will see you before the operation. Ring the ward on 01904 555 010.", false},
	{"a leaflet with a surname", "Sortie au musée\nMme Quéré accompagne les 6e B. Départ 8 h, retour 17 h. En cas d'allergie, prévenir l'infirmière. Tarif 4 €.", false},
	{"a German short title", "Fr. Öztürk weint viel, spricht vom Sohn. Kaum gegessen.\nGestürzt im Bad, Platzwunde, genäht.", true},
	{"a Friday", "Fr. 12.3. Öztürk liefert die Platten, Treppenhaus. Kontrolle der Aufnahme um 9.", false},
	{"whom a sentence turns to", "Leider können wir Ihnen, Herr Dragan Petrović, den Kredit nicht gewähren. Grund sind zwei Rückbuchungen, Ihr Einkommen und die Schufa.", true},
	{"whose office stands before", "Zur Aufnahme spricht die Leiterin, Frau Petra Petrović. Themen sind die Schufa, das Einkommen und die Bürgschaft.", false},
	{"marks", "Ximena Arrieta Lobo\nLengua: 7\nMatemáticas: 4\nNo entrega las tareas.", true},
	{"no marks", "Ximena Arrieta Lobo\nLengua: lunes 7\nMatemáticas, aula 4\nNo hay tareas.", false},

	// A home without a street, below a name.
	{"a house with a name", "ROUVIERE ALAIN\nLE MAS NEUF\n30700 MONTAREN\nIl vous reste 512 à payer, après examen de vos ressources", true},
	{"a house with a name, for Portugal", "D. Maria Adelaide Frazão\nLugar do Outeiro, s/n\n5370-120 Mirandela\nO seu pedido de apoio foi indeferido: o rendimento é elevado.", true},
	{"a house with a name, for Britain", "Dilys Probert\nPen-y-Bryn, Llanuwchllyn LL23 7TR\nYour claim: we have decided that you are not entitled to it.", true},
	{"a firm's home", "Dilys Probert\nAcme Ltd\n12 Mill Yard, Bala LL23 7TR\nYour order leaves on Monday.", false},
	{"a year in the margin", "Rouvière Alain\nPeintures\n2019 Montaren, les arènes, visite sur rendez-vous", false},

	// Names that nobody knows, and what vouches for them.
	{"initial and surname over a home", "H. Hoekstra\nNoorderhaven 71\n7151 AB Eibergen\nInkomen uit werk, zorgkosten, uitkering: uw aanslag", true},
	{"initial and surname over nothing", "H. Hoekstra\nNoorderhaven\nInkomen uit werk, zorgkosten, uitkering: uw aanslag", false},
	{"a surname in capitals over a phone", "QUILGARS Thimaïk\n06 71 30 44 18\nCe que je sais faire\n2019 – … Ferrante\n2016 – 2019 Forge Le Bihan", true},
	{"a surname before a comma, over a home", "Kuvlo, Xwel\nNoorderhaven 71\n7151 AB Eibergen\nInkomen uit werk, zorgkosten, uitkering: uw aanslag", true},
	{"a firm before a comma, over a home", "Kuvlo, Bakkerij\nNoorderhaven 71\n7151 AB Eibergen\nTaarten op bestelling, open van 8 tot 17", false},
	{"a surname before a comma, and a birth", "Betr.: Pat. Kuvlo, Xwel, *05.08.1955, wohnh. Birkenweg 37, 99423 Weimar\nDiagnosen: Femurfraktur, Demenz, MRSA\nVerlauf: Delir, Haldol", true},
	{"a heading whose first word comes again", "Adaezeh McCallisterson — attendance 88.4%\nAdaezeh has had a harder year since her father left. She is kind. Two exclusions, a nurse sees her.", true},
	{"a heading on nobody", "Bellavista Tower — attendance 88.4%\nBellavista has had a harder year since the landlord left. Two exclusions, a nurse sees to it.", false},
	{"a dossier", "Dossier Jean-Luc Mercadier (carte 61)\n02 18 70 20 95\ncotisation impayée, alcool, jugé à Sarlat, retrait de permis", true},
	{"a dossier that says on what", "Suivi AVK – THÉVENET Aïcha\n01/09 INR 2.8, Coumadine 5\n15/09 épistaxis, chute", true},
	{"a file on a thing", "Fiche produit : sac Marie Laure\nréf. 2.8, anse 5\n15/09 rupture, chute des ventes", false},
	{"minutes of handing over", "Verbale di consegna\nIl sig. Ruggero Tosi riceve le chiavi del capannone. Contatori letti. Nessun danno.", false},
	{"a role and a name, no colon", "Ospedale Maggiore – Pronto soccorso\nVerbale n. 44128\nPaziente De Luca Martina\nTriage: verde\nDiagnosi: distorsione caviglia", true},
	{"a heading that a blank stands before", "St Petroc's Primary\n Adaezeh McCallisterson — attendance 88.4%\nAdaezeh has had a harder year since her father left. She is kind. Two exclusions, a nurse sees her.", true},
	{"an application beside the advertisement", "Sébastien Yilmaz\n129 imp. de la Fontaine, 35500 VITRE\n02 73 44 24 96\nActuellement caissière, je souhaite me reconvertir. J'ai obtenu mon titre pro, permis B.\nExpérience\nFormation\nAgent d'accueil H/F, poste à pourvoir au 1er septembre. Profil recherché : dynamique. Vos missions", true},
	{"facts enough, and another one's number", "Ref 12\nKnown to us, Arthur Collingwood lives at 14 Mill Lane, Redcar TS10 3AF with a carer\nFractured neck of femur. Delirium on dementia. Discharged on 19 February, owes 120.00 and 45.50 to the nurse. Family meeting with Helen Proud, 07700 900612", true},
	{"an empty form", "Parrocchia di Pietro Paolo Bianchi – Grest\nModulo di iscrizione\nCognome e nome del bambino\nNato/a a\nCodice fiscale _ _ _ _ _ _ _ _\nCellulare mamma / papà\nAllergie o intolleranze\nQuota 35 €, fratelli 25 €\nFirma dei genitori ________", false},

	// A life in years.
	{"career", "Persis Daruwala\nUX researcher\npersis.daruwala@gmail.com\n2023–26 Ovo Energy\n2019–23 Just Eat", true},
	{"career until now", "Ludivine KERBIRIOU\n06 71 30 44 18\nCe que je sais faire\nFerrer un trait breton\n2019 – … Maréchale-ferrante\n2016 – 2019 Forge Le Bihan", true},
	{"an organisation's years", "Chorale du Port\nRenseignements : Ludivine Kerbiriou, 06 71 30 44 18\nSaison 2019 – 2020 : Fauré\nSaison 2020 – 2021 : Duruflé", false},
}

func TestNotes(t *testing.T) {
	d := New(Options{})
	for _, n := range notes {
		t.Run(n.name, func(t *testing.T) {
			if r := d.Detect(textDocument(n.text)); r.Refuse != n.refuse {
				t.Errorf("refuse = %v by %v, want %v", r.Refuse, r.Rules, n.refuse)
			}
		})
	}
}

// TestFieldCards: fields of one person are no columns, whatever heads them and however many stand in a row.
func TestFieldCards(t *testing.T) {
	d := New(Options{})
	for name, rows := range map[string][][]string{
		"label and value": {{"champ", "valeur"}, {"structure", "Ciné-club du Trégor"}, {"num_adherent", "0417"}, {"nom", "KERVELLA"}, {"prenom", "Maëlle"}, {"ddn", "1971-02-28"},
			{"adr", "chemin des Vignes 3, 29100 Douarnenez"}, {"mel", "mkervella@laposte.net"}},
		"two pairs in a row": {{"HARMONIE MUNICIPALE – FICHE MUSICIEN"}, {"Nom", "de la Tour", "Prénom", "Clothilde"}, {"Née le", "11/05/1974", "à", "Riom (63)"},
			{"Adresse", "place du Marché 2, 63200 Riom"}, {"Tél", "0473001182", "Portable", "06 40 41 72 09"}, {"Santé", "acouphènes – place loin des cuivres"}},
		"a surname, and a private address that tells it": {{"", "AMAP des Deux Rives"}, {"", "Fiche", "n° 88"}, {"", "Famille", "Ravelomanana – Thierry", "", "tél", "06 49 71 03 28"},
			{"", "Foyer", "2 ad. + 1 bébé (allergie PLV)", "", "@", "ravelo.thierry@gmail.com"}, {"", "Panier", "demi, tarif solidaire (RSA)"}, {"", "Chèques remis", "4 sur 11", "", "solde dû", "161"},
			{"", "Remarques", "Monsieur en arrêt depuis nov., à ménager. Madame vient le plus souvent."}},
		"a tax notice for two": {{"", "", "M ou Mme le propriétaire"}, {"SIP PAIMPOL", "KERAUTRET", "JEAN-RENÉ / USUFRUITIER KERAUTRET SOIZIC / NU-PROPR. 9 VENELLE DE LA VIEILLE TOUR"}, {"", "", "22500 PAIMPOL"},
			{"AVIS D'IMPÔT 2025 — TAXES FONCIÈRES"}, {"Adresse 9 ven. de la Vieille Tour 41,03 %", "Montant à payer : 916", "€"}, {"Tél. 02 96 20 80 80"}},
	} {
		if r := d.Detect(tableDocument(rows...)); !r.Refuse {
			t.Errorf("%s: not refused: %+v", name, r.Findings)
		}
	}
	if r := d.Detect(tableDocument([]string{"champ", "libellé"}, []string{"nom", "Nom de famille"}, []string{"prenom", "Prénom"}, []string{"ddn", "Date de naissance"})); r.Refuse {
		t.Errorf("a description of fields is refused by %v", r.Rules)
	}
}

// TestNoteBesideTable: a table is no note, though a line of text lies beside it.
func TestNoteBesideTable(t *testing.T) {
	table := [][]string{{"Arrêt", "Ligne 1", "Ligne 2", "Ligne 3"}, {"7 h 17", "Sport", "08:42", "Chorale"}, {"8 h 21", "Français – M. Blanc", "Techno – M. Henry", "EPS"}, {"9 h 52", "07:12", "08:42", "Chorale"},
		{"10 h 24", "Français – M. Blanc", "Techno – M. Henry", "Chorale"}, {"11 h 03", "Français – M. Blanc", "Anglais", "Histoire"}, {"12 h 39", "Salle Gambetta", "Anglais", "EPS"},
		{"13 h 24", "Français – M. Blanc", "Techno – M. Henry", "EPS"}, {"14 h 22", "Salle Gambetta", "08:42", "Chorale"}}
	doc := Document{Blocks: []Block{{Place: Place{Part: PartName}, Text: "lisez-moi.txt"}, {Text: "Voir le dossier.\n"}, {Place: Place{Part: PartName}, Text: "plan de garde.htm"}, {Table: table}}}
	if r := New(Options{}).Detect(doc); r.Refuse {
		t.Errorf("refused by %v", r.Rules)
	}
}

func TestSpans(t *testing.T) {
	d := New(Options{})
	for text, want := range map[string]bool{
		"2016 – 2019": true, "2019-23, Just Eat": true, "2019 – …": true, "2014 to date": true, "2018 → auj.": true, "2011 bis heute": true, "2020 -": true,
		"2018-\tErddig": true, "2022 à ce jour": true, "2019-06/2021": true, "2019 - juin 2021": true, "2012 hasta 2018": true, "2020 in corso": false,
		"2016": false, "2024-01-31": false, "2016 – x": false, "3016 – 3019": false, "2024-117": false, "2025/1": false,
	} {
		if got := d.isSpan(text, min(4, len(text))); got != want {
			t.Errorf("isSpan(%q) = %v", text, got)
		}
	}
}
