package personal

import (
	"strings"
	"testing"
)

// Documents as people write them, beside those that the generators make. The name says what a case is there for.

var personalCases = []struct{ name, text string }{
	{"marks under what they are of", "Acta de la 1ª evaluación  2º ESO C\n\n1. Okafor Soler, Emre: MAT 3, LEN 4, ING 2  suspensas: 0\n2. Peñalver Quintana, Begoña: MAT 4, LEN 5, ING 3  suspensas: 1\n3. Carmona, Nuria: MAT 5, LEN 6, ING 4  suspensas: 2\n4. Quintana, Begoña: MAT 6, LEN 7, ING 5  suspensas: 0\n5. Olmedo, Pilar: MAT 7, LEN 8, ING 6  suspensas: 1\n6. Núñez, Begoña: MAT 8, LEN 4, ING 7  suspensas: 2\n7. Carmona, Inmaculada: MAT 3, LEN 5, ING 8  suspensas: 0\n8. Soler, Joaquín: MAT 4, LEN 6, ING 2  suspensas: 1\n9. Quintana, Sergio: MAT 5, LEN 7, ING 3  suspensas: 2\n10. Gutiérrez Núñez, Pilar: MAT 6, LEN 8, ING 4  suspensas: 0\n11. Soler, Begoña: MAT 7, LEN 4, ING 5  suspensas: 1\n12. Gutiérrez, Inmaculada: MAT 8, LEN 5, ING 6  suspensas: 2\n"},
	{"results under one row on a patient", "Laboratório Clínico do Mondego\nUtente;Graça Simões Vilela;F;48 anos;SNS 344712098\nExame;Resultado;Unid.;V. Ref.\nHemoglobina;9,1;g/dL;12,0-15,5\nFerritina;4;ng/mL;10-120\n"},
	{"heading that may be a label", "Teilnehmer\n\nArthur Hohnheiser, geb. 25.06.2013\nMatis Feller, geb. 03.06.2015\nEsma Beggerow, geb. 08.10.2014\nKenny Trauth, geb. 09.02.2014\nKassandra Mäder, geb. 04.06.2011\n"},
	{"class list, comma", "Nom,Prénom,Né(e) le,Classe\nBERNARD,Lucas,14/02/2014,CM1\nPETIT,Emma,03/09/2014,CM1\nROUX,Noah,21/06/2013,CM2\nMOREL,Jade,30/11/2013,CM2\n"},
	{"parents' phones", "Élève;Responsable 1;Tél;Responsable 2;Tél\nLucas Bernard;Sophie Bernard;06 12 34 56 78;Marc Bernard;06 98 76 54 32\nEmma Petit;Julie Petit;0611223344;Paul Petit;0622334455\nNoah Roux;Anne Roux;0633445566;;\nJade Morel;Claire Morel;0644556677;Luc Morel;0655667788\nLéo Blanc;Marie Blanc;0666778899;;\n"},
	{"dates with hours", "last_name,first_name,birth_date,created_at\nDupont,Jean,1985-03-12 00:00:00,2024-01-01 10:00:00\nMartin,Sophie,1990-07-01 00:00:00,2024-01-02 10:00:00\nDurand,Luc,1978-11-23 00:00:00,2024-01-03 10:00:00\n"},
	{"column of numbers only", "nir\n185057800608491\n285057800608441\n"},
	{"attestation", "ATTESTATION D'HÉBERGEMENT\n\nJe soussigné Paul Lemoine, né le 3 mai 1961 à Tours, demeurant 8 rue des Acacias, 37000 Tours, atteste héberger à mon domicile Mme Claire Fontaine, née le 12 juin 1999.\n"},
	{"school certificate", "CERTIFICAT DE SCOLARITÉ\nLe directeur certifie que l'élève MOREL Jade, née le 30/11/2013, est inscrite en classe de CM2.\n"},
	{"staff register", "Nom;Prénom;Nationalité;Date de naissance;Sexe;Emploi;Date d'entrée\nDupont;Jean;Française;12/03/1985;M;Cuisinier;01/09/2020\nMartin;Sophie;Belge;01/07/1990;F;Serveuse;15/01/2022\nDurand;Luc;Française;23/11/1978;M;Plongeur;02/05/2023\n"},
	{"marks", "N° étudiant;Nom;Prénom;Note\n" + strings.Join([]string{"22001;Dupont;Jean;12", "22002;Martin;Sophie;15", "22003;Durand;Luc;9", "22004;Petit;Emma;14", "22005;Roux;Noah;11", "22006;Morel;Jade;17", "22007;Blanc;Léo;8", "22008;Garnier;Inès;13", "22009;Faure;Hugo;10", "22010;Perrin;Lina;16"}, "\n") + "\n"},
	{"donors", "Nom\tPrénom\tAdresse\tCP\tVille\tDon\nDupont\tJean\t3 rue du Pont\t29200\tBrest\t50\nMartin\tSophie\t14 av. Foch\t35000\tRennes\t20\nDurand\tLuc\tLe Bourg\t22110\tRostrenen\t100\n"},
	{"appointments", "Heure;Patient;Motif de consultation\n09:00;Jean Dupont;diabète\n09:20;Sophie Martin;grossesse\n09:40;Luc Durand;hypertension\n"},
	{"bank details of a person", "RELEVÉ D'IDENTITÉ BANCAIRE\nTitulaire du compte : M. Jean DUPONT\n12 rue des Lilas\n31000 TOULOUSE\nIBAN FR76 3000 6000 0112 3456 7890 189\nBIC AGRIFRPP\n"},
	{"transfers", "<Cdtr><Nm>Jean Dupont</Nm></Cdtr><CdtrAcct><IBAN>FR7630006000011234567890189</IBAN></CdtrAcct>\n<Cdtr><Nm>Anna Schmidt</Nm></Cdtr><CdtrAcct><IBAN>DE89370400440532013000</IBAN></CdtrAcct>\n<Cdtr><Nm>Jan de Vries</Nm></Cdtr><CdtrAcct><IBAN>NL91ABNA0417164300</IBAN></CdtrAcct>\n"},
	{"mail with a number", "De : Sophie\nObjet : mon dossier\n\nBonjour,\nVoici mon n° de sécu comme demandé : 2 85 05 78 006 084 41\nBonne journée\n"},
	{"markdown table", "| Nom | Prénom | Date de naissance | Téléphone |\n|---|---|---|---|\n| Dupont | Jean | 12/03/1985 | 0611223344 |\n| Martin | Sophie | 01/07/1990 | 0622334455 |\n| Durand | Luc | 23/11/1978 | 0633445566 |\n"},
	{"address labels", "M. Jean DUPONT\n12 rue des Lilas\n31000 TOULOUSE\n\nMme Sophie MARTIN\n4 avenue Foch\n35000 RENNES\n\nMlle Emma PETIT\n7 impasse du Moulin\n29200 BREST\n\nM. Luc DURAND\n3 place du Marché\n22110 ROSTRENEN\n"},
	{"labels per line", "Dupont Jean, 12 rue des Lilas 31000 Toulouse\nMartin Sophie, 4 avenue Foch 35000 Rennes\nPetit Emma, 7 impasse du Moulin 29200 Brest\nRoux Noah, 3 place du Marché 22110 Rostrenen\n"},
	{"one value a line", "Nom\nPrénom\nDate de naissance\nTéléphone\nDUPONT\nJean\n12/03/1985\n06 11 22 33 44\nMARTIN\nSophie\n01/07/1990\n06 22 33 44 55\nDURAND\nLuc\n23/11/1978\n06 33 44 55 66\n"},
	{"wide columns of a PDF", "Nom              Prénom        Né(e) le      Téléphone        Courriel\nDUPONT           Jean          12/03/1985    06 11 22 33 44   jean.dupont@free.fr\nMARTIN           Sophie        01/07/1990    06 22 33 44 55   s.martin@orange.fr\nDURAND           Luc           23/11/1978    06 33 44 55 66   luc.d@sfr.fr\n"},
	{"vehicles and licences", "Conducteur : Jean Dupont\nPermis de conduire n° 921075100123\nImmatriculation AB-123-CD\n"},
	{"visa papers", "Passport No: C01X00T47\nSurname: Schmidt\nGiven names: Anna\nDate of birth: 12.08.1983\n"},
	{"English staff list", "Employee,Job title,Home phone,Date of birth\nJames Smith,Driver,020 7946 0958,12/03/1985\nEmily Jones,Clerk,0113 496 0000,01/07/1990\nOliver Taylor,Cook,0161 496 0111,23/11/1978\n"},
	{"German club", "Mitgliedsnr.;Name;Vorname;Straße;PLZ;Ort;Geb.-Datum;IBAN\n1;Müller;Anna;Hauptstr. 5;10115;Berlin;12.03.1985;DE89370400440532013000\n2;Schmidt;Jonas;Lindenweg 7;04103;Leipzig;01.07.1990;\n3;Weber;Lena;Am Markt 2;50667;Köln;23.11.1978;\n"},
	{"Spanish members", "Nº socio;Apellidos;Nombre;DNI;Teléfono\n1;García López;María;12345678Z;612 345 678\n2;Pérez Gil;José;87654321X;623 456 789\n"},
	{"Italian pupils", "Alunno;Data di nascita;Codice fiscale\nRossi Mario;10/12/1985;RSSMRA85T10A562S\nBianchi Giulia;01/02/2010;\n"},
	{"Dutch care plan", "Naam cliënt: Jan de Vries\nGeboortedatum: 12-03-1945\nBSN: 111222333\nHuisarts: dr. Bakker\nDiagnose: dementie\n"},
	{"Portuguese users", "Utente: Maria da Silva\nData de nascimento: 12/03/1985\nMorada: Rua Augusta, 12, 1100-053 Lisboa\nTelemóvel: 912 345 678\n"},
	{"Polish employees", "Imię i nazwisko;PESEL\nJan Kowalski;44051401359\n"},
	{"newsletter export", "email;statut;date d'inscription\n" + repeat(22, "lecteur%d@asso-lecture.fr;actif;12/01/2024")},
	{"personal newsletter export", "Email\n" + repeat(12, "lecteur.%d@gmail.com")},
	{"chat export", "[12/03/2025 10:02] Paul: coucou, mon iban c'est FR76 3000 6000 0112 3456 7890 189 et celui de Marie Durand DE89 3704 0044 0532 0130 00\n[12/03/2025 10:03] Paul Martin: mon numéro de sécu 1 85 05 78 006 084 91\n"},
	{"union members", "Nom;Prénom;Appartenance syndicale\nDupont;Jean;CGT\nMartin;Sophie;CFDT\nDurand;Luc;FO\n"},
	{"camp", "FICHE SANITAIRE DE LIAISON\nEnfant : MOREL Jade\nNée le 30/11/2013\nAllergies : arachides\nPersonne à prévenir : Claire Morel 06 44 55 66 77\n"},
	{"invisible characters", "N\u200bI\u200bR : 1\u00a085\u00a005\u00a078\u00a0006\u00a0084\u00a091\n"},
	{"full-width digits", "ＮＩＲ ： １８５０５７８００６０８４９１\n"},
	{"right-to-left marks", "BSN: \u202e111222333\u202c\n"},
	{"soft hyphens", "jean.du\u00adpont@gmail.com, né le 12/03/1985, Jean Dupont, 12 rue des Lilas, 31000 Toulouse\n"},
	{"tenants", "Locataire;Lot;Téléphone;Courriel;Adresse\n" + strings.Join([]string{"Jean Lambert;A1;06 12 34 56 70;jl@gmail.com;3 rue du Pont 29200 Brest", "Anne Roux;A2;06 12 34 56 71;ar@free.fr;3 rue du Pont 29200 Brest", "Luc Petit;A3;06 12 34 56 72;lp@sfr.fr;3 rue du Pont 29200 Brest"}, "\n") + "\n"},
	{"SQL dump", "CREATE TABLE users (id int, nom varchar(50));\nINSERT INTO users VALUES (1,'Dupont','Jean','1985-03-12','0611223344','jean.dupont@free.fr'),(2,'Martin','Sophie','1990-07-01','0622334455','s.martin@orange.fr');\nINSERT INTO cartes VALUES (1,'4539 1488 0343 6467');\n"},
}

var ordinaryCases = []struct{ name, text string }{
	{"legal notice of a site", "Mentions légales\nÉditeur : Association Les Amis du Pont, 3 rue du Pont, 29200 Brest. RNA W291234567.\nDirectrice de la publication : Claire Fontaine, contact@amisdupont.fr, 02 98 11 22 33.\nHébergeur : OVH SAS, 2 rue Kellermann, 59100 Roubaix, téléphone 1007.\n"},
	{"opening hours", "Lundi 9h-12h 14h-18h\nMardi 9h-12h\nAccueil : 05 61 22 33 44\nUrgences : 15, pompiers : 18\n"},
	{"biography", "Marie Curie, née le 7 novembre 1867 à Varsovie, reçoit le prix Nobel en 1903 avec Pierre Curie et Henri Becquerel. Irène Joliot-Curie, née le 12 septembre 1897, poursuit ses travaux.\n"},
	{"article on a minister", "Le ministre Jean Dupont, né le 12 mars 1961, a présenté le plan de lutte contre le diabète. Sa collègue Sophie Martin s'est félicitée de l'accord.\n"},
	{"agenda", "9 h 00 Accueil\n9 h 30 Anne Perrin, université de Lyon\n10 h 15 Luc Durand, CNRS\n11 h 00 Pause\n11 h 20 Table ronde : Karim Benali, Julie Roux, Paul Petit\nInscription : colloque@univ-lyon.fr\n"},
	{"bibliography", "Dupont, J. (2019). Histoire de l'eau. Revue 12(3), 45-67. https://doi.org/10.1000/182\nMartin, Sophie et Durand, Luc. La ville. Paris : Seuil, 2021. ISBN 978-2-02-145678-1.\n"},
	{"purchase order", "BON DE COMMANDE n° 2025-118\nFournisseur : SAS Papeterie du Centre, 4 rue Neuve, 69002 Lyon\nSIRET 732 829 320 00074\nDemandeur : Sophie Martin, service achats, 04 72 11 22 33\nRamettes A4 : 20 × 4,90 €\n"},
	{"stock by serial number", "Modèle;IMEI;N° de série\nA52;490154203237518;R58N70ABCDE\nA53;356938035643809;R58N70ABCDF\n"},
	{"GPS of stations", "stop_id,stop_name,stop_lat,stop_lon\n1,Jean Jaurès,43.605642,1.448919\n2,Marengo SNCF,43.610839,1.454567\n3,Compans Caffarelli,43.610986,1.435679\n"},
	{"weather", "Station;Date;Tmin;Tmax;Pluie\n07630;2024-01-01;2,4;11,8;0,2\n07630;2024-01-02;3,1;12,0;0,0\n"},
	{"invoice to a person", "FACTURE 2025-33\nPlomberie Martin, 3 rue du Pont, 29200 Brest, Tél. 06 12 34 56 78, plomberie.martin@gmail.com\nSIRET 732 829 320 00074\nMme Sophie Durand\n14 avenue Foch\n29200 Brest\nRemplacement d'un robinet 120,00 €\nIBAN FR76 3000 6000 0112 3456 7890 189\n"},
	{"several branches", "Agence de Brest : 3 rue du Pont, 29200 Brest, 02 98 11 22 33, brest@banque.fr\nAgence de Rennes : 4 avenue Foch, 35000 Rennes, 02 99 11 22 33, rennes@banque.fr\nAgence de Nantes : 7 quai de la Fosse, 44000 Nantes, 02 40 11 22 33, nantes@banque.fr\nAgence de Vannes : 1 place Gambetta, 56000 Vannes, 02 97 11 22 33, vannes@banque.fr\n"},
	{"schools named after people", "uai;nom;adresse;cp;commune;telephone;mail\n0290001A;Jules Ferry;3 rue du Pont;29200;Brest;0298112233;ce.0290001A@ac-rennes.fr\n0290002B;Jean Moulin;4 avenue Foch;29200;Brest;0298112244;ce.0290002B@ac-rennes.fr\n0290003C;Anne Frank;7 rue Neuve;29200;Brest;0298112255;ce.0290003C@ac-rennes.fr\n0290004D;Simone Veil;7 rue Neuve;29200;Brest;0298112266;ce.0290004D@ac-rennes.fr\n"},
	{"companies with a director", "SIREN;Raison sociale;Dirigeant;Adresse;CP;Ville\n732829320;Menuiserie Durand;Luc Durand;3 rue du Pont;29200;Brest\n404833048;Garage Martin;Paul Martin;4 avenue Foch;35000;Rennes\n"},
	{"data dictionary", "Champ;Type;Description;Exemple\nnom;texte;Nom de famille;DUPONT\nprenom;texte;Prénom;Jean\nnir;texte;Numéro de sécurité sociale;15 chiffres\ndate_naissance;date;Date de naissance;1985-03-12\n"},
	{"guide to numbers", "Le NIR compte 13 chiffres et une clé de 2 chiffres. Le numéro fiscal (SPI) compte 13 chiffres et commence par 0, 1, 2 ou 3. Le passeport français porte deux chiffres, deux lettres et cinq chiffres.\n"},
	{"code with test data", "func TestUser(t *testing.T) {\n\tu := User{Name: \"Alice Martin\", Email: \"alice@example.com\", Phone: \"+33 6 12 34 56 78\", BirthDate: \"1990-01-02\"}\n\tif u.Name == \"\" {\n\t\tt.Fatal(\"string\")\n\t}\n}\n"},
	{"web server log", strings.Repeat("192.168.1.12 - - [12/Mar/2025:10:02:11 +0100] \"GET /membres/4539148803436467 HTTP/1.1\" 200 5123\n", 30)},
	{"hex dump", "0000  47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a\n0010  01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16\ncc 12 34 56 78 90\n"},
	{"checksums", "d41d8cd98f00b204e9800998ecf8427e  a.txt\n12345678901234567890123456789012  b.txt\n550e8400-e29b-41d4-a716-446655440000\n"},
	{"recipes", "Tarte de Sophie\n250 g de farine, 125 g de beurre, 3 œufs\nCuisson 35 min à 180 °C\n"},
	{"match results", "US Brest – AS Rennes 2-1\nButs : Dupont (12e), Martin (45e), Durand (78e)\nArbitre : M. Petit\n"},
	{"horoscope of a play", "ACTE II\nMonsieur Jourdain, Madame Jourdain, Nicole\nMONSIEUR JOURDAIN. – Vous voilà bien obstinée, ma femme.\n"},
	{"contract template", "CONTRAT DE TRAVAIL\nEntre la société .............. et M./Mme .............., né(e) le .............., demeurant ..............,\nnuméro de sécurité sociale : ..............\n"},
	{"price list", "Réf.;Désignation;Prix HT\n100234;Chaise Jade;45,00\n100235;Table Victoria;120,00\n100236;Lampe Anna;32,50\n"},
	{"budget", "Compte;Libellé;2024;2025\n6411;Salaires;125 000;131 000\n6451;Cotisations URSSAF;48 000;50 500\n6226;Honoraires;6 000;6 200\n"},
	{"minutes with roles", "Étaient présents : M. Jean Dupont, maire ; Mme Sophie Martin, adjointe ; M. Luc Durand, conseiller ; Mme Emma Petit, conseillère ; M. Noah Roux, secrétaire de séance.\nLe conseil adopte la délibération 2025-12 relative à la vente de la parcelle AB 123 au prix de 12 500 €.\n"},
	{"street works", "Arrêté n° 2025-118\nLa circulation est interdite rue Jean Jaurès, du 12 au 24 rue Victor Hugo et place Charles de Gaulle, 31000 Toulouse, du 12/03/2025 au 15/03/2025.\n"},
	{"church services", "Messe dominicale 10 h 30, église Saint-Martin. Permanence du père Paul le jeudi. Confessions sur rendez-vous.\n"},
	{"phone codes", "Indicatif;Pays\n+33;France\n+32;Belgique\n+49;Allemagne\n01 02 03 04 05\n06 07 08 09 10\n"},
	{"VAT numbers", "ATU28560205\nBE0428759497\nDE136695976\nESB64717838\nFR40303265045\nNL004495445B01\nPT501442600\n"},
	{"hotel list", "Hôtel de la Gare, 3 rue du Pont, 29200 Brest, 02 98 11 22 33\nHôtel Victoria, 4 avenue Foch, 35000 Rennes, 02 99 11 22 33\nChez Anne et Paul, chambres d'hôtes, 7 rue Neuve, 44000 Nantes, 02 40 11 22 33\nLe Clos Marie, 1 place Gambetta, 56000 Vannes, 02 97 11 22 33\n"},
	{"doctors on call", "Dr Paul Martin, 3 rue du Pont, 29200 Brest, 02 98 11 22 33\nDr Sophie Durand, 4 avenue Foch, 29200 Brest, 02 98 11 22 44\nDr Luc Petit, 7 rue Neuve, 29200 Brest, 02 98 11 22 55\nPharmacie du Centre, 02 98 11 22 66\n"},
	{"library loans by title", "Titre;Auteur;Cote;Prêts\nL'Étranger;Albert Camus;R CAM;42\nNana;Émile Zola;R ZOL;17\nThérèse Desqueyroux;François Mauriac;R MAU;9\n"},
	{"first names of the year", "annee;prenom;sexe;nombre\n2023;Emma;F;3120\n2023;Jade;F;3890\n2023;Gabriel;M;4973\n2023;Léo;M;4112\n"},
	{"candidate lists", "Liste « Vivre ici » conduite par Sophie Martin : Luc Durand, Emma Petit, Noah Roux, Jade Morel, Léo Blanc, Inès Garnier, Hugo Faure, Lina Perrin, Paul Martin, Anne Lemoine, Marc Petit\n"},
	{"Spanish invoice", "FACTURA 2025/33\nTalleres Norte S.L. NIF B64717838\nC/ Mayor, 5, 28013 Madrid. Tel. 91 123 45 67\nCliente: Ayuntamiento de Madrid NIF P2807900B\nIBAN ES91 2100 0418 4502 0005 1332\n"},
	{"German imprint", "Impressum\nMuster GmbH, Hauptstraße 5, 10115 Berlin\nGeschäftsführer: Hans Müller\nTelefon 030 123456, info@muster.de\nHRB 12345 B, USt-IdNr. DE136695976, Steuernummer 27/673/50365\n"},
	{"Dutch imprint", "Bakkerij Jansen BV, Dorpsstraat 5, 1011 AB Amsterdam, KvK 12345678, BTW NL004495445B01, tel. 020-1234567, info@bakkerijjansen.nl\n"},
}

func TestPersonalCases(t *testing.T) {
	d := New(Options{})
	for _, c := range personalCases {
		t.Run(c.name, func(t *testing.T) {
			if r := d.Detect(textDocument(c.text)); !r.Refuse {
				t.Errorf("not refused; found %v, %d persons", entitiesOf(r), r.Persons)
			}
		})
	}
}

func TestOrdinaryCases(t *testing.T) {
	d := New(Options{})
	for _, c := range ordinaryCases {
		t.Run(c.name, func(t *testing.T) {
			if r := d.Detect(textDocument(c.text)); r.Refuse {
				t.Errorf("refused by %v; found %v, %d persons", r.Rules, entitiesOf(r), r.Persons)
			}
		})
	}
}
