package personal

import (
	"strings"
	"testing"
)

// singles are papers on one person, or two, as terse as people write them, and ordinary ones that look like them.
var singles = []struct {
	name, text string
	refuse     bool
}{
	{"a doctor's own career", "Dr Soledad Kuvlo-Kavlo\nPrivate: 8 Grange Road, Cambridge CB3 9DX. +44 7700 900881.\n\nAPPOINTMENTS\n2021-26 Research fellow\n2018-20 Leave\n\nDEGREES\nPhD 2014", true},
	{"a doctor's letterhead", "Dr Soledad Kuvlo-Kavlo\n8 Grange Road, Cambridge CB3 9DX. +44 7700 900881.\n\nOpening hours\nThe surgery is closed from 24 December on.", false},
	{"what somebody is called", "# Membership no. 00392\n\n**Bronisława Kuvlo** (\"Bronia\"), b. 3 Feb 1948, 25 Tern Close, Whitby. Tel 01947 496 039\n\n- diagnosed with Lewy body in the autumn", true},
	{"né without a word", "arrêt Kevin Masson (né 12/9/95) : burn-out, jusqu'au 15/12\nrappeler sa femme 06 13 55 80 27", true},
	{"a life in small letters", "hi, my cv:\n\ncallum kuvlo\nflat 2, 19 mill lane, stockport sk1 3bt / 07912 345671\n\n2022 - now  warehouse\n2019 - 2022 kebab shop\n2017 - 2019 college", true},
	{"a club in small letters", "chess kuvlo\nthe hall, 19 mill lane / 07912 345671\n\n2022 - now  on tuesdays\n2019 - 2022 on fridays", false},
	{"a life of somebody unknown", "Xwel Thibaudeau\n32 ans, permis B\n06 39 98 44 12\n\n2021-2025 assistante\n2018-2021 vendeuse", true},
	{"years behind a telephone's label", "fabrizio kuvlo\nnato a Terni il 3/4/1988\ncell 347 1234567\n2014-2024 saldatore\n2008-2014 muratore", true},
	{"pay, told to somebody", "Hi Mo, your October: 148 hrs at 11.90 = 1761.20, less tax 142.60 NI 98.40, take home 1489.20. Jan in payroll", true},
	{"pay, told to nobody", "To all, an example of October: 148 hrs at 11.90 = 1761.20, less tax 142.60 NI 98.40, take home 1489.20. Jan in payroll", false},
	{"who wrote a song", "Canción para Elvira\nMúsica: Joaquín Sedano\nMi madre me decía / que no llorara / mi padre en la taberna / y yo sin nada", false},
	{"who wrote novels", "Née en 1957 à Saint-Brieuc, Hélène Kuvlo a longtemps été institutrice. Elle a publié dix romans. Elle vit à Lannion avec son mari et leurs chats.", false},
	{"years of a life", "Sir Geoffrey Kuvlo, conductor, 1931-2024\nSir Geoffrey Kuvlo, aged 93, the son of a docker, had suffered from Parkinson's disease. His wife and three daughters survive him.", false},
	{"a school that a saint gave its name", "St Mildred's Newsletter\nflu vaccinations (hall)\n", false},
	{"whom to ask for a jab", "Jabs this autumn\nAnyone aged 65 or over, pregnant, or with asthma, diabetes or COPD can have a free flu vaccine. Pneumonia vaccine too if you have not had one. Ask Karen Kuvlo, 01632 960442.", false},
	{"a chair with a name", "Artikel 4711 Bürostuhl \"Emma\"\nPreis 189,00\nGeeignet bei Bandscheibenvorfall und Ischias, höhenverstellbar.", false},
	{"somebody made up", "Character sheet\nName: Adèle Kuvlo\nAge: 34\nSecret: she helped her sister to leave her husband. Migraines.", false},
	{"b. in an outline", "a. Friday, Jane Marlow\nb. 3 February 2010, minutes\nc. 4 March 2010, any other business", false},
	{"a portal that greets", "Servicio de Salud\nBienvenida, RAMONA KUVLO CORTÉS · 61 años\nAnalítica 22-01-2026\nGlucosa 241 mg/dL\nVHC anticuerpos POSITIVO\nComentario de su médica: no deje la insulina.\nAviso legal", true},
	{"a portal's label and value", "Mes documents\nCollaborateur\nOusmane KUVLO — matricule 22087\nSalaire brut\n1 846,70 €\nNet à payer avant impôt\n1 466,12 €\n© 2026 — CGU — Mentions légales", true},
	{"a sentence with commas", "Relatório clínico\nDoente de 52 anos, Armando Kuvlo Bento, processo clínico 447120, residente na Nazaré, Rua Nova 91.\n" +
		"Seguido desde 2019 por esclerose múltipla (EDSS 4,0), sob natalizumab. JCV positivo, índice 1,2.", true},
	{"a date behind a name", "Mijn dossier\nUitslagen van Thea Kuvlo-Wiersma (03-05-1964)\nGlucose 9,8\nTSH 12,4\nToelichting van uw arts: te traag.", true},
	{"a form to fill in", "NEW PATIENT REGISTRATION\n\nSurname ______________  First name(s) ______________\nDate of birth ___/___/______  NHS No. ___ ___ ____\nAddress ____________\nAllergies (tick)  [ ] penicillin  [ ] latex", false},
	{"a name that its address vouches for", "Dashboard / My courses / Grades\nOctavia Kuvlo-Kavlo\nID 20417733 · octavia.kk@student.lowland.example · DSA: dyslexia, 25% extra time\n" +
		"Essay 1 48.00 Late 6 days, capped. See me.\nEssay 2 39.00 referred to misconduct panel", true},
	{"a name behind an age", "Nota de alta\nDoente de 71 anos, Xwel Kuvlo, internado por AVC isquémico. Hipertensão, diabetes. Alta para domicílio com apoio.", true},
	{"a dog", "Carnet de santé\nNom : Oscar\nRace : épagneul breton\nNé le : 12/04/2019\nPuce : 250269604112233\nVaccins : CHPPiL 12/01/2026\nTraitement : vermifuge", false},
	{"results that are public", "Results for Gwendolyn Kuvlo\nParkrun, 14 February 2026\nPosition 14\nTime 24:12\nAge grade 61%", false},
	{"pay of somebody unknown", "PAYSLIP\nEmployee No 117\nBasic Pay 1.00 2291.67\nOvertime 84.60\nPAYE Tax 248.60\nNational Insurance 106.30\nNEST pension 92.82\n\nXwel Kuvlo\n82 St Mary's Terrace\n" +
		"Edinburgh EH9 1LN\nTax code 1257L Net Pay 1928.55", true},
	{"a council's letter", "Whitby Council\n\nMiss G Kuvlo\n25 Tern Close\nWhitby YO21 3AB\n\nFinal notice: you have not paid £412.20. We may ask the court for a liability order.", true},
	{"a tax office's letter", "TRÉSORERIE DE PAIMPOL\nLETTRE DE RELANCE\n\nMamadou Kuvlo\n2 bd Gambetta, 69003 Lyon\n\nimpôt sur le revenu 2024\nVous n'avez pas réglé la somme de 1 325,50.\n" +
		"Une saisie administrative à tiers détenteur sera notifiée à votre employeur.", true},
	{"a form with a notice below it", "Club alpin – adhésion individuelle\nNom d'usage\tDE LA TOUR\nPrénom\tÉlodie\nNé(e)\t12 novembre 2006\nGroupe sanguin\tA+\n\nNotice d'information\nPlafonds et franchises : voir tableau.", true},
	{"a notice with a form below it", "Notice d'information\nRemplissez vos nom, prénom et groupe sanguin comme sur ce modèle :\nPrénom : Élodie\nNé(e) : 12 novembre 2006\n", false},
	{"a worksheet of a tax adviser", "2025 Form 1040 – client worksheet\nTaxpayer\tCurtis Kuvlo\nSSN\t151-36-3568\nSpouse\tHeather Kuvlo\nDate of birth\t05/04/1989\nLine 1a wages\t$34667\nRefund\t$1873", true},
	{"a guide with a number", "Worked exercises\nExercices\nAnswer key\nTaxpayer: Curtis Kuvlo\nName: Curtis Kuvlo\nSSN: 151-36-3568\nDate of birth: 05/04/1989\nmail: curtis@example.com", false},
	{"marks of a pupil whose name nobody knows", "GESAMTSCHULE AM UFER  Halbjahreszeugnis 2024/25\n\nXwelanthe Kuvlo          geboren am 16.07.2012   Klasse 7c\nVersäumte Stunden: 23\n\nDeutsch .... befriedigend\nMathematik .... mangelhaft\nBemerkungen: Die Versetzung ist gefährdet.", true},
	{"a patient who is nobody", "DISCHARGE SUMMARY\nPatient: John Doe, DOB: 03/15/1965\nDiagnosis: Type 2 Diabetes, Hypertension\nMedications: Metformin\nFollow-up: Dr. Williams", false},
	{"a school's own birthday", "GESAMTSCHULE AM UFER  Halbjahresbericht 2024/25\n\ngegründet am 16.07.1972, Klassen 5 bis 10\n\nDeutsch .... 4 Stunden\nMathematik .... 4 Stunden\nBemerkungen: keine.", false},
	{"an exercise", "Exercices\nConjugue : Julie (être) née le 12/03/2014. Son prénom (être) Julie, son nom Kuvlo.", false},
	{"a dump of one row", "-- Base : asso\nDROP TABLE IF EXISTS `dossier`;\nCREATE TABLE `dossier` (`id` int, `nom` varchar(80), `naissance` date, `adr` text, `tel` varchar(20));\n" +
		"INSERT INTO `dossier` VALUES (771,'Bernard Chantal','1986-10-04','100 chemin du Lavoir, 69100 VILLEURBANNE','03 95 61 26 13');\n-- fin", true},
}

// TestSingle: such papers may leave only encrypted.
func TestSingle(t *testing.T) {
	for _, c := range singles {
		t.Run(c.name, func(t *testing.T) {
			if r := New(Options{}).Detect(textDocument(c.text)); r.Refuse != c.refuse {
				t.Errorf("refused %v, rules %v, found %v", r.Refuse, r.Rules, entitiesOf(r))
			}
		})
	}
}

// TestSingleSubject: a mail's subject may be all that says who it is about.
func TestSingleSubject(t *testing.T) {
	r := New(Options{}).Detect(Document{Blocks: []Block{
		{Place: Place{Part: PartHeader}, Text: "Subject: absence - Gemma Kuvlo 10B\n"},
		{Text: "Off all week, glandular fever. Mum rang. Also: free school meals form is in, dad lost his job.\n"},
	}})
	if !r.Refuse {
		t.Errorf("accepted, found %v", entitiesOf(r))
	}
}

// TestSingleTables: the same of tables.
func TestSingleTables(t *testing.T) {
	for _, c := range []struct {
		name, table string
		refuse      bool
	}{
		{"a card in the middle of a sheet", ";;\n;Allotment holder;Xwel Kuvlo-Kavlo\n;Plot;17B\n;DOB;20/09/1980\n;Address;4 Gasworks Lane, Stroud\n;Mobile;07700 900417\n;Concession;carer for disabled son", true},
		{"a form of two columns of fields", "EMPRESA;La Espiga Dorada, S.L.;;TRABAJADOR/A;Montserrat Kuvlo Luque\nCIF;B41887234;;NIF;58230452H\nCCC;41/1029384/55;;Nº AFIL. S.S.;286442529465\n" +
			"Domicilio;Pol. Ind. El Pino, nave 12;;CAT. PROFESIONAL;Oficial 2ª\nSalario base;1184", true},
		{"a form that begins with a number", "Fiche adhérente n°;58\nMme;Sylviane KUVLO\nNaissance;15/02/1951\nJoindre;04 66 22 81 09\nÀ savoir;prothèse hanche droite", true},
		{"a number in groups", "Employee No;Employee name;Process date;NI Number\n117;P. Kuvlo;31/12/2025;JK 30 76 30 A", true},
		{"a line of fields", "RECIBO DE VENCIMENTO;;;\nEntidade;Padaria Central Lda;Trabalhador;Graça Kuvlo\nCategoria;Operadora;N.º;44\nVencimento base;920,00;Líquido;811,40\nSeg. Social;101,20;IRS;28,00", true},
		{"a template with an example", "Nom;Prénom;Né(e) le;Classe;Mail resp.;PAI (O/N)\nKUVLO (exemple);Exemple;01/01/2015;CM1;exemple@exemple.fr;N", false},
		{"two who are paid", "mat;salarié;brut;net;PAS\n3;Aubert Nina;2310,00;1802,11;2,1%\n7;Bah Alpha;1980,50;1545,20;0,0%", true},
		{"how old people are", "Colis de Noël des anciens;;;;;\n;;;;;\nRUE;N°;M/MME;AGE;COLIS;Distribué par\nRue du Lavoir;59;N'Guessan Baptiste;82;seul;conseillère\nImpasse du Four;12;Carvalho Fatou;76;EHPAD;CCAS\n" +
			"Grande Rue;10;Kowalczyk Océane;89;seul;conseillère\nImpasse du Four;29;Abgrall Valérie;77;seul;conseillère\nGrande Rue;1;Jacquemin Mehdi;79;EHPAD;conseillère\nGrande Rue;5;Lefèvre Baptiste;90;EHPAD;\n" +
			"Rte de Blois;41;Kerbrat Gwenaëlle;92;couple;\nRue du Lavoir;47;Esnault Hugo;88;couple;conseillère\nGrande Rue;55;Pinto Tiphaine;90;EHPAD;\nLes Huets;59;Delaunay Tiphaine;75;seul;CCAS\n", true},
		{"how much they gave", "Rue;N°;M/MME;Nombre;Colis\nGrande Rue;1;Vue sur le lac;79;sable\nRue du Lavoir;59;Bel air;90;gravier\nRte de Blois;41;Les Pins;92;chaux\n", false},
		{"weights", "code;produit;brut;net\n3;Farine;2310,00;1802,11\n7;Sel;1980,50;1545,20", false},
		{"a year and its marks", "Y9 History;mark\nAva Brook;61\nBen Cho;48\nCara Dunn;77\nDev Patel;82\nElla Frost;39\nFinn Gray;55\nGita Rao;90\nHarry Ince;44\nIsha Khan;68\nJack Low;51", true},
		{"films and their marks", "Films;mark\nJane Eyre;61\nMary Poppins;48\nTom Jones;77\nBilly Elliot;82\nErin Brockovich;39\nForrest Gump;55\nAnnie Hall;90\nHarry Brown;44\nJack Reacher;51\nJohn Wick;70", false},
		{"firms or names", "Ref;Company/Name;Addr Line 1;Town;Mobile\n1;Zainab Kuvlo;9 The Crescent;Halifax;07522 118958\n2;Margaret Kavlo;68 The Crescent;Swansea;07985 722166\n" +
			"3;Hugh Kivlo;19 The Crescent;Taunton;07712 864207\n4;Piotr Kovlo;20 Quarry Bank;Durham;07867 157127\n5;Graham Kevlo;24 Church Hill;Norwich;07723 963739", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			var rows [][]string
			for line := range strings.SplitSeq(c.table, "\n") {
				rows = append(rows, strings.Split(line, ";"))
			}
			if r := New(Options{}).Detect(tableDocument(rows...)); r.Refuse != c.refuse {
				t.Errorf("refused %v, rules %v, found %v", r.Refuse, r.Rules, entitiesOf(r))
			}
		})
	}
}

// TestSingleRecords: what a directory, a surgery's exchange or a members' register writes of one person.
func TestSingleRecords(t *testing.T) {
	for _, c := range []struct {
		name, table string
		cards       bool
		refuse      bool
	}{
		{"a directory's entry", "dn|objectClass|uid|cn|sn|givenName|mobile|homePostalAddress|description\nuid=hkuvlo|inetOrgPerson|hkuvlo|Henrietta Kuvlo|Kuvlo|Henrietta|" +
			"+44 7700 900417|2 Lock Cottages $ Marlow|Epilepsy - not to scull alone.", true, true},
		{"no name that is known", "Lidnr|Geboren|Adres|Mobiel\n759571|06-07-1987|Kerkstraat 87, 5038 ZL Tilburg|0618517807", false, true},
		{"a finding on somebody whom nobody knows", "resourceType|display|birthDate|insuranceNo|conclusion|requester\nDiagnosticReport|Kuvlo, Xwelanthe|1977-12-02|K310447286|Multiple Läsionen, vereinbar mit Encephalomyelitis disseminata|Neurologie Freyung", false, true},
		{"a kind before the birth", "resourceType|id|gender|birthDate|reference|text|mobile|address\nPatient|f201|male|1961-09-24|x|y|+44 7637 078222|14 Larkspur Close", false, true},
		{"what programs call the parts of a name", "nm|nmu|pn|dn|tel\nKUVLO|KAVLO|Corina|19931224|06 39 98 44 12", false, true},
		{"an American tax form", "year|ein|tin|fn|ln|addr1|city|st|zip|b1\n2025|84-2217730|431-77-2096|Xwel|Kuvlo-Kavlo|P.O. Box 311|Cape Charles|VA|23310|28640.12", false, true},
		{"a mare", "nom|sexe|naissance|robe|race|pere|mere|puce|vaccin|date\nJASMINE DU BREUIL|F|2019-05-02|bai|Selle français|Quartz du Loup|Fleur de Lin|250259806114477|grippe|2026-01-12", false, false},
		{"whose mare it is", "nom|prenom|naissance|adresse|telephone|puce\nKUVLO|Jasmine|1959-05-02|8 rue du Lavoir, 35310 Bréal|06 39 98 44 12|250259806114477", false, true},
		{"a form's translation", "firstName|lastName|dob|mobile|address\nFirst name|Last name|Date of birth|Mobile phone|Home address", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var rows [][]string
			for line := range strings.SplitSeq(c.table, "\n") {
				rows = append(rows, strings.Split(line, "|"))
			}
			r := New(Options{}).Detect(Document{Blocks: []Block{{Table: rows, Keys: true, Cards: c.cards}}})
			if r.Refuse != c.refuse {
				t.Errorf("refused %v, rules %v, found %v", r.Refuse, r.Rules, entitiesOf(r))
			}
		})
	}
}

// TestTitles: a few facts on one person under what such papers are called.
func TestTitles(t *testing.T) {
	d := New(Options{})
	for _, tt := range []struct{ titles, text string }{
		{"Titre de perception|Décision de taxation", "M. Lucas Tessier\n8 rue des Acacias, 37000 Tours\n\nAnnée 2025\nMontant : 1 240 €\n"},
		{"Council tax reminder|Late filing penalty|Tax demand", "Mr Lucas Turner\n8 Acacia Road, Leeds LS6 2AB\n\nYear 2025\nAmount: £1,240\n"},
		{"Hundesteuerbescheid|Vorauszahlungsbescheid|Steuerrechnung", "Herrn Lukas Tessmer\nAkazienweg 8, 04103 Leipzig\n\nJahr 2025\nBetrag: 1.240 €\n"},
		{"Providencia de apremio|Recibo IBI", "D. Lucas Tejedor Gil\nCalle Acacias 8, 28005 Madrid\n\nEjercicio 2025\nImporte: 1.240 €\n"},
		{"Cartella di pagamento|Avviso bonario", "Sig. Luca Tessari\nVia delle Acacie 8, 20121 Milano\n\nAnno 2025\nImporto: 1.240 €\n"},
		{"Navorderingsaanslag|Belastingaangifte", "De heer L. Tessers\nAcacialaan 8, 3511 AB Utrecht\n\nJaar 2025\nBedrag: € 1.240\n"},
		{"Liquidação de IRS|Imposto único de circulação", "Sr. Lucas Tavares\nRua das Acácias 8, 1000-001 Lisboa\n\nAno 2025\nValor: 1.240 €\n"},
		{"Compte rendu d'imagerie|Fiche de vaccination", "Mme Claire Fontaine, 54 ans\n\nVue ce jour. État stable, à revoir dans 3 mois.\nDr Leroux\n"},
		{"Informe quirúrgico|Parte de lesiones", "Dña. Clara Fuentes Gil, 54 años\n\nVista hoy. Estado estable, revisión en 3 meses.\nDr. Leal\n"},
		{"Relazione clinica|Lettera al curante", "Sig.ra Chiara Fontana, 54 anni\n\nVista oggi. Stato stabile, controllo tra 3 mesi.\nDott. Leoni\n"},
		{"Consultverslag|Medicatielijst|Huisartsenbrief", "Mevr. Klara Fonteyn, 54 jaar\n\nVandaag gezien. Toestand stabiel, controle over 3 maanden.\nDr. Leers\n"},
		{"Relatório cirúrgico|Ficha clínica", "Sra. Clara Fontes, 54 anos\n\nVista hoje. Estado estável, reavaliação em 3 meses.\nDr. Leal\n"},
		{"Carte de membre|Fiche bénévole", "Nom : Tessier\nPrénom : Lucas\nTéléphone : 06 12 34 56 78\nVille : Tours\n"},
		{"Member record|Volunteer application", "Surname: Turner\nFirst name: Lucas\nPhone: 07700 900123\nTown: Leeds\n"},
		{"Mitgliedsausweis|Antrag auf Mitgliedschaft", "Nachname: Tessmer\nVorname: Lukas\nTelefon: 0171 2345678\nOrt: Leipzig\n"},
		{"Carné de socio|Ficha personal", "Apellidos: Tejedor Gil\nNombre: Lucas\nTeléfono: 612 345 678\nLocalidad: Madrid\n"},
		{"Tessera socio|Scheda anagrafica", "Cognome: Tessari\nNome: Luca\nTelefono: 347 1234567\nCittà: Milano\n"},
		{"Lidkaart|Personeelsfiche", "Achternaam: Tessers\nVoornaam: Lucas\nTelefoon: 06 12345678\nWoonplaats: Utrecht\n"},
		{"Cartão de sócio|Ficha individual", "Apelido: Tavares\nNome próprio: Lucas\nTelefone: 912 345 678\nLocalidade: Lisboa\n"},
		{"Candidate profile|Application for employment", "Lucas Turner\nLeeds - 07700 900123\n\n2019-2024 Shop assistant, Wickes\n"},
		{"Bewerberprofil|Kurzbewerbung", "Lukas Tessmer\nLeipzig - 0171 2345678\n\n2019-2024 Verkäufer, Obi\n"},
	} {
		for title := range strings.SplitSeq(tt.titles, "|") {
			if r := d.Detect(textDocument(title + "\n\n" + tt.text)); !r.Refuse {
				t.Errorf("%q passes", title)
			}
		}
	}
}
