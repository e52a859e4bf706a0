package personal

import (
	"fmt"
	"strings"
	"testing"
)

// TestShortLists: five to nine persons are a list where its structure says so and something in it is noted of people.
func TestShortLists(t *testing.T) {
	const people = "Camille Moreau|Yanis Haddad|Xwel Kuvlo|Sofiane Benali|Manon Lacroix|Romain Fabre"
	lines := func(title, line string, notes ...string) string {
		out := []string{title, ""}
		for i, name := range strings.Split(people, "|") {
			first, last, _ := strings.Cut(name, " ")
			note := notes[i%len(notes)]
			out = append(out, strings.NewReplacer("@", name, "~", strings.ToUpper(last)+", "+first, "^", strings.ToUpper(last)+" "+first[:1]+".", "#", note).Replace(line))
		}
		return strings.Join(out, "\n")
	}
	for text, refuse := range map[string]bool{
		lines("Sortie de samedi", "- @ : #", "fauteuil", "diabète", "seul", "deux pains"):                             true,
		lines("Liste pour la tombola", "@ # cases", "2", "5", "1"):                                                    true,
		lines("Tombola", "@ # cases", "2", "5", "1"):                                                                  false, // of whom, who knows
		lines("Conseil de la classe de 4e B", "^   #", "11,2 fragile", "14,5 félicitations"):                          true,
		lines("Bénévoles", "- [ ] ~ # a une voiture", "ne", "elle"):                                                   true,
		lines("Chambres", "Chambre 12 : Mme @, #", "diabète", "cousine", "en fauteuil"):                               true,
		lines("Personnel de permanence", "@, #", "président", "trésorier", "secrétaire") + strings.Repeat("\nx y", 5): false,
		lines("Liste", "Trésorier : @", ""):                                                                           false,
		lines("Séance sur l'asthme", "14:00 Dr @ – #", "Asthme et sport", "Diabète et sport"):                         false,
		lines("Lista dei vini", "@ 20#   180", "13", "16"):                                                            false,
		lines("Class 5: famous people", "@ - #", "radium", "gravity"):                                                 false,
		lines("Lista de libros", "@, #", "El camino", "Nada"):                                                         false,
		lines("Liste des fournisseurs", "@ sarl, #", "vernis", "bois"):                                                false,
		lines("Visites", "Mme ~ #", "ne sort plus depuis mars", "a perdu son mari en mai"):                            true,
		lines("Scène II", "Mme ~ : #", "et vous pensez que oui", "je ne dis rien"):                                    false,
		lines("Liste des auteurs", "@, #", "Ravel, 2006", "Magnus, 2005"):                                             false,
		lines("Annuaire", "~\n# rue Haute", "2", "5"):                                                                 true,
		lines("Chez qui", "~ d'ici\n# mots en vrac\net deux autres", "2", "5"):                                        false,
		lines("Caisse", "@ .... #", "-12,50", "+3,00"):                                                                true,
		lines("Nouveaux", "nr #  mevr. @, diabetes", "3", "8"):                                                        true,
		"Voitures\nYanis Haddad (06 31 00 45 12) : Tim\nXwel (06 44 87 21 09) : Ewen\nManon Lacroix (07 61 90 33 28) : Tom\nHugo Marchal (06 12 77 80 54)\nKaouti (06 80 13 41 66)\n": true,
		"Annuaire\n\nCaron, Élodie\n12 quai\nle soir\n\nDumas, Karim\n3 cours\nle matin\n\nFabre, Romain\n5 place\nabsent\n\n" +
			"Lacroix, Manon\n7 mail\nle soir\n\nMoreau, Camille\n8 parc\nle midi\n": true,
		"Annuaire\nDubreuil, Karim le soir\n12 quai\nFabre, Romain\nVieille Cure\nLacroix, Manon\nPetit Bois\nMoreau, Camille\n8 parc\nPerrot, Nadia\n2 cours\n":                                       true,
		"Annuaire\nFabre, Romain\nVieille Cure 5\nsous le pont\nDubreuil, Karim\nGrand Bois 12\nen haut\nLacroix, Manon\nvoir plus loin\nau 3\nMoreau, Camille\nici\nau 4\nPerrot, Nadia\nici\nau 5\n": false,
		"Nous avons vu Mme Sylvie Collet, 91 ans, M. Karim Saidi, 84 ans, Mme Nadia Cissé, 88 ans, M. Hugo Marchal, 79 ans, et Mme Aurélie Dumas, 81 ans.":                                             true,
		"Nous avons vu Mme Sylvie Collet, M. Karim Saidi, Mme Nadia Cissé, M. Hugo Marchal et Mme Aurélie Dumas.":                                                                                      false,
		"Mme Sylvie Collet est à l'hôpital, M. Karim Saidi a un cancer, Mme Nadia Cissé va mieux, M. Hugo Marchal attend, Mme Aurélie Dumas aussi.":                                                    true,
		"tenue du bureau\nbrigitte moreau 06 21 88 40 13\nyanis haddad 06 70 15 92 44 sauf si\nkuvlo 07 62 30 18 55\nmanon lacroix 06 84 29 61 07\nhugo 06 11 52 39 80\n":                              true,
		"nos services\nla piscine 06 21 88 40 13\nle stade 06 70 15 92 44\nla mairie 07 62 30 18 55\nle musée 06 84 29 61 07\nle gîte 06 11 52 39 80\n":                                                false,
		"Chaîne\n > Yanis Haddad .... 02 98 45 12 07  diabète\n   > Manon Lacroix .... 02 98 45 12 08\n > Hugo Marchal .... 02 98 45 12 09\n" +
			"   > Nadia Cissé .... 02 98 45 12 10  en deuil\n > Karim Saidi .... 02 98 45 12 11\n": true,
		lines("Detention", "- **@** 9B – #", "phone", "swearing at Mr Hall"):                                                true,
		lines("Detention", "- **@** – #", "phone", "swearing at Mr Hall"):                                                   false, // of whom, who knows
		lines("Covoit", "@ : #", "dort chez sa sœur", "a mal au dos"):                                                       true,
		lines("Förderliste 2b", "- @: #", "DaZ", "Mathe"):                                                                   true,
		lines("Materialliste", "- @: #", "Papier", "Kleber"):                                                                false,
		lines("Meds round", "Bed 3  ~   #", "NBM", "IV abx"):                                                                true,
		lines("10h", "- @ #", "sintrom", "prise de sang"):                                                                   true,
		lines("Route", "9.00u  dhr ^  (#)", "wondzorg", "koffie"):                                                           true,
		"für Montag: Camille Moreau (7c), Yanis Haddad (5a), Hugo Marchal (6b), Sofiane Benali (7c), Manon Lacroix (7c).\n": true,
		"für Montag: Camille Moreau (7), Yanis Haddad (5), Hugo Marchal (6), Sofiane Benali (7), Manon Lacroix (7).\n":      false,
		lines("Mentorklas 2C", "* @: #", "goed", "vaak te laat"):                                                            true,
		lines("After school", "@, Y4, collected by #", "nan", "dad"):                                                        true,
		lines("Camping", "Chalet @ : 4 places : # €", "84", "90"):                                                           false,
		lines("Treino", "@ - #", "vem", "lesionado"):                                                                        true,
		lines("Retenues 6eA", "@ #", "a frappé un camarade", "absente depuis le 2", "téléphone confisqué"):                  true,
		"Sortie piscine, élèves de CM1\nVoiture de Léa = Camille Moreau (asthme), Yanis Haddad, Hugo Marchal\nVoiture 2 = Sofiane Benali, Manon Lacroix\n" +
			"à pied = Romain Fabre, Karim Saidi, Nadia Cissé\n": true,
		"Classe de CE2 : programme\nHistoire : Jules Ferry, Jean Jaurès, Charles de Gaulle, Simone Veil, Marie Curie, Louis Pasteur, Jules César, Hugo Capet\n": false,
		manyCalled(listLimit, "sie hört schlecht und wünscht einen Anruf"):                                                                                      true,
		manyCalled(listLimit-1, "sie hört schlecht und wünscht einen Anruf"):                                                                                    false, // a leaflet may name so many
		manyCalled(listLimit, strings.Repeat("Was wir tun: kochen, lesen, singen. ", 5)):                                                                        false,
	} {
		if r := New(Options{}).Detect(textDocument(text)); r.Refuse != refuse {
			t.Errorf("%.60q: refused %v, rules %v, found %v", text, r.Refuse, r.Rules, entitiesOf(r))
		}
	}
}

// manyCalled is a text that names so many people, few of them known, each with a mobile phone and a line of words.
func manyCalled(n int, words string) string {
	var out strings.Builder
	for i := range n {
		first := [...]string{"Xwelanthe", "Svenja", "Qoren"}[i%3]
		fmt.Fprintf(&out, "%s Kuvl%c\nKöln, Tel. 01761198%04d\n_%s_\n\n", first, 'a'+rune(i), 1000+71*i, words)
	}
	return out.String()
}

// TestShortTables: the same of tables.
func TestShortTables(t *testing.T) {
	for _, c := range []struct {
		name, table string
		refuse      bool
	}{
		{"marks", "cognome_nome;matricola;voto\nNdiaye Cheikh;0512110234;24\nBevilacqua Ludovica;0512110250;30\nHoxha Ardit;0512110261;18\n" +
			"Pozzobon Alvise;0512110277;ritirato\nCaruana Ylenia;0512110290;27", true},
		{"classes", "Camille Moreau;5B\nYanis Haddad;5B\nXwel Kuvlo;5A\nManon Lacroix;5B\nRomain Fabre;5A", true},
		{"a class in the corner", "Classe 3C;Cantine;Note\nAbbatangelo Luca;oui;\nBoukhriss Adam;oui;sans porc\nDurand Hugo;non;\n" +
			"Esposito Laura;oui;allergie aux œufs\nFabre Romain;non;", true},
		{"a word above that nobody knows", "Xwyz;Visite;Remarques\nCamille Moreau;à jour;\nYanis Haddad;échue;asthme\nXwel Kuvlo;à jour;\n" +
			"Manon Lacroix;à jour;\nRomain Fabre;à faire;", true},
		{"titles and initials", "Title;Xwyz;Xwyzz;House;Amount\nMr;T;Kuvlo;103;10.00\nMrs;A;Kuvlu;12;120.00\nMr;G;Kavlo;23;25.00\nMrs;Z;O'Dowd;126;10.00\n" +
			"Mr;O;Kivlo;118;12.00", true},
		{"initials in a column", "surname;initials;amount\nKuvlo;T.K.;5\nKavlo;J.;0\nKivlo;D.;10\nKovlo;P.R.;0\nKevlo;S.-M.;25", true},
		{"titles and initials in one column", "Adres;Huurder;Huur\nKade 1;M. Kuvlo;712\nKade 3;fam. Kavlo;712\nKade 5;J. en P. Kivlo;699\nKade 7;W. Kovlo;712\nKade 9;mw. Kevlo;845", true},
		{"lessons", "6eB;Lundi;Mardi\n8h;SVT - Mme Coulon;EPS - M. Noël\n9h;Maths - Mme Hamel;EPS - M. Noël\n10h;EPS - M. Noël;Maths - Mme Hamel\n" +
			"11h;SVT - Mme Coulon;EPS - M. Noël\n14h;EPS - M. Noël;SVT - Mme Coulon", false},
		{"surnames in capitals", "lib;tel\nKUVLO Xwel;0298451207\nKAVLO Ywel;0611223490\nKIVLO Zwel;0768001234\nDE KOVLO Wxel;0559370012\nKEVLO Wyel;0645098712", true},
		{"brands in capitals", "lib;prix\nKUVLO Xwel;1207\nKAVLO Ywel;3490\nKIVLO Zwel;1234\nDE KOVLO Wxel;0012\nKEVLO Wyel;8712", false},
		{"a telephone chain", "Klasse 3a;;\nVon;an;Nummer\nCamille Moreau;Yanis Haddad;0298451207\nYanis Haddad;Hugo Marchal;0298451208\nHugo Marchal;Karim Saidi;0298451209\n" +
			"Karim Saidi;Nadia Cissé;0298451210\nNadia Cissé;Camille Moreau;0298451211", true},
		{"homes under words that nobody knows", "Xw;Xwyz;Xwy\nKUVLO Camille;136 BD VOLTAIRE;869\nHADDAD Yanis;12 RUE HAUTE;165\nBENALI Sofiane;19 CHEMIN DU LAVOIR;196\n" +
			"LACROIX Manon;77 AVENUE FOCH;124\nFABRE Romain;32 ALLÉE DES PINS;650", true},
		{"books", "Título;Autor;Año\nDon Quijote de la Mancha;Cervantes;2005\nNada;Laforet;1999\nMatilda;Dahl;2016\nRomancero gitano;García Lorca;2010\n" +
			"La sonrisa etrusca;Sampedro;2003", false},
		{"what is due under a word that nobody knows", "Nom;Xwyz\nCamille Moreau;45 €\nYanis Haddad;90 €\nXwel Kuvlo;45 €\nManon Lacroix;45 €\nRomain Fabre;90 €", true},
		{"courses, and what they cost", "Kurs;Leitung;Xwyz\nYoga;Camille Moreau;45 €\nTöpfern;Yanis Haddad;90 €\nNähen;Xwel Kuvlo;45 €\nRudern;Manon Lacroix;45 €\nYoga;Romain Fabre;90 €", false},
		{"a label that is a thing's word too", "Artikel;Brutto;Netto\nSchraube M4;12,40;10,42\nMutter M4;8,10;6,81\nEmma Stuhl;189,00;158,82", false},
		{"colons of an examination board", "Cand No;Candidate;Mark /80;Access arrangement\n1;OSEI:HAMISH;55;Reader\n2;KUVLO:CHIOMA;40;\n3;PATEL:HARRIET;52;Scribe\n" +
			"4;ROWNTREE:DYLAN;61;\n5;KUVLU:MARGARET;27;", true},
		{"a class above the names", "9R;xwyz;xwy\nCamille Moreau;phone;N\nYanis Haddad;phone;N\nXwel Kuvlo;truancy;Y\nManon Lacroix;phone;N\nRomain Fabre;vaping;Y", true},
		{"how long they have been ill", "Camille Moreau;1751;malattia 3gg\nYanis Haddad;1542;malattia 2gg\nXwel Kuvlo;1412;\nManon Lacroix;1614;malattia 3gg\nRomain Fabre;1550;", true},
		{"workmen", "Operario;H. ext.;Anticipo\nKuvlo, Camille;2;200\nHaddad, Yanis;0;0\nKuvlo, Xwel;1;0\nLacroix, Manon;8;200\nFabre, Romain;2;0", true},
		{"serial numbers", "Part no;Bin;Xwyz\nTR-1;A1;1840175112088\nTR-2;B2;2850275117089\nTR-3;C3;1860375122090\nTR-4;D4;2870475127091\nTR-5;A5;1880575132092", false},
		{"teachers", "Classe;Effectif;Professeur\n6A;24;Camille Moreau\n6B;25;Yanis Haddad\n5A;27;Sofiane Benali\n5B;22;Manon Lacroix\n4A;21;Romain Fabre", false},
		{"teachers first", "Professeur;Matière;Classe\nCamille Moreau;EPS;6A\nYanis Haddad;Maths;6B\nSofiane Benali;EPS;5A\nManon Lacroix;Maths;5B\n" +
			"Romain Fabre;EPS;4A", false},
		{"tasks", "Tâche;Qui;Avant le\nAffiches;Camille Moreau;12/1\nSalle;Yanis Haddad;15/1\nPresse;Sofiane Benali;20/1\nBar;Manon Lacroix;1/2\n" +
			"Sono;Romain Fabre;3/2", false},
		{"a race", "Place;Nom;Club;Temps\n1;Camille Moreau;Vannes;12:30\n2;Yanis Haddad;Vannes;12:31\n3;Sofiane Benali;Auray;12:33\n" +
			"4;Manon Lacroix;Auray;12:40\n5;Romain Fabre;Auray;12:41", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var rows [][]string
			for line := range strings.SplitSeq(c.table, "\n") {
				rows = append(rows, strings.Split(line, ";"))
			}
			if r := New(Options{}).Detect(tableDocument(rows...)); r.Refuse != c.refuse {
				t.Errorf("refused: %v, rules %v, found %v", r.Refuse, r.Rules, entitiesOf(r))
			}
		})
	}
}
