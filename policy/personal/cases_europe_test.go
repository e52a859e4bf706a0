package personal

import "testing"

// The same as cases_test.go, in the other languages.

var personalCasesEurope = []struct{ name, text string }{
	// German
	{"de class list", "Klasse 7b\nNachname;Vorname;Geburtsdatum;Telefon Eltern\nKoch;Mia;12.03.2012;0171 2345678\nWolf;Ben;01.07.2012;0160/9876543\nRichter;Lena;23.11.2011;0151 5556667\n"},
	{"de letter to a patient's doctor", "Sehr geehrte Frau Kollegin,\nwir berichten über Herrn Klaus Becker, geb. am 03.05.1951, wohnhaft Lindenweg 4, 04103 Leipzig, der sich wegen Beschwerden vorstellte.\nDiagnose: Hypertonie. Therapie: Ramipril.\n"},
	{"de tax id in a mail", "Hallo Frau Weber, meine Steuer-ID ist 36 574 261 809, bitte eintragen.\n"},
	{"de insurance card", "Krankenkasse: AOK\nVersichertennummer: A123456780\nName: Wolf, Ben\n"},
	{"de club list with accounts", "Name;Vorname;IBAN;Beitrag\nMüller;Anna;DE89 3704 0044 0532 0130 00;60\nSchmidt;Jonas;DE02 1203 0000 0000 2020 51;60\nWeber;Lena;DE02 5001 0517 5407 3249 31;60\n"},
	{"de application", "Lebenslauf\n\nSabine Hoffmann\nGartenstraße 8\n48143 Münster\n0251 123456\nsabine.hoffmann@web.de\n\nBerufserfahrung\nBuchhalterin\n\nAusbildung\nKauffrau\n"},
	{"de personal sheet", "Personalbogen\nFamilienname: Schäfer\nVorname: Heike\nGeburtsdatum: 14.02.1979\nStaatsangehörigkeit: deutsch\nKonfession: evangelisch\nSteuerklasse: 3\n"},
	{"de list of tenants", "Mieter\tWohnung\tTelefon\tE-Mail\tGeburtsdatum\nJonas Richter\t1. OG\t0151 2345678\tj.richter@gmx.de\t01.02.1980\nClaudia Becker\t2. OG\t0152 3456789\tc.becker@web.de\t03.04.1975\nMehmet Yılmaz\tEG\t0157 4567890\tm.yilmaz@gmx.de\t05.06.1990\n"},
	// English
	{"en referral", "Dear Dr Patel,\nRe: Mr George Brown, DOB 03/05/1951, NHS number 943 476 5919\nThank you for seeing this patient with chest pain.\n"},
	{"en payroll table", "Employee,NI number,Gross pay,Net pay\nJames Smith,AB 12 34 56 C,2400.00,1900.00\n"},
	{"en scout group", "Child,Date of birth,Parent,Mobile,Medical conditions\nOliver Taylor,12/03/2014,Emily Taylor,07700 900123,asthma\nPoppy Jones,01/07/2013,Mark Jones,07700 900456,none\nHarry Evans,23/11/2013,Sian Evans,07700 900789,peanut allergy\n"},
	{"en accident report", "Injured person: Mrs Grace Walker\nHome address: 12 Mill Lane, Leeds LS1 4AB\nDate of birth: 3 May 1951\nTelephone: 0113 496 0000\n"},
	{"en donors", "First name,Last name,Address,Postcode,Amount\nJames,Smith,12 High Street,LS1 4AB,50\nEmily,Jones,3 Church Road,BS1 5TR,20\nPriya,Patel,7 Mill Lane,M1 1AE,100\n"},
	{"en reference", "To whom it may concern\nMiss Chloe Davies, born 12 March 1999, of 4 Station Road, Cardiff CF10 1AA, has rented our flat since 2021. Tel 07700 900123\n"},
	{"en sign-up export", "name,email,signed_up\nJames Smith,james.smith@gmail.com,2024-01-01\nEmily Jones,e.jones@btinternet.com,2024-01-02\nOliver Brown,ob@hotmail.co.uk,2024-01-03\nAmelia Wright,amelia@sky.com,2024-01-04\nHarry Evans,harry@icloud.com,2024-01-05\nGrace Walker,grace@outlook.com,2024-01-06\n"},
	{"en passport copy", "PASSPORT\nUnited Kingdom\nPassport No. 925665416\nSurname SMITH\nGiven names JAMES\n"},
	// Spanish
	{"es class list", "Alumno,Fecha de nacimiento,Curso,Teléfono madre\nLucía García,12/03/2014,4A,612 345 678\nHugo Pérez,01/07/2014,4A,623 456 789\nMartina Gil,23/11/2013,4B,634 567 890\n"},
	{"es rental contract", "CONTRATO DE ARRENDAMIENTO\nReunidos D. Javier Martínez, con DNI 12345678Z y domicilio en Calle Mayor, 5, 28013 Madrid, y Dña. Pilar Torres.\n"},
	{"es medical report", "HOSPITAL GENERAL\nPaciente: Carmen Fernández Ruiz\nFecha de nacimiento: 03/05/1951\nNº afiliación: 281234567840\nDiagnóstico: diabetes\n"},
	{"es curriculum", "Curriculum Vitae\nDatos personales\nNombre: Sergio Muñoz\nTeléfono: 612 345 678\nCorreo electrónico: sergio.munoz@gmail.com\nFormación\nGrado\nIdiomas\nInglés\n"},
	{"es payroll", "Trabajador;N.I.F.;Salario bruto\nSánchez Gil, José;87654321X;1800,00\n"},
	{"es neighbours", "Piso;Propietario;Teléfono;Correo\n1A;Antonio Díaz;612345678;adiaz@gmail.com\n1B;María Gómez;623456789;mgomez@hotmail.com\n2A;Javier Pérez;634567890;jperez@yahoo.es\n2B;Nuria Vidal;645678901;nvidal@gmail.com\n3A;Álvaro Romero;656789012;aromero@telefonica.net\n3B;Pilar Ortega;667890123;portega@gmail.com\n4A;Jordi Torres;678901234;jtorres@outlook.es\n4B;Lucía Gil;689012345;lgil@gmail.com\n5A;Manuel López;690123456;mlopez@gmail.com\n5B;Ainhoa Ruiz;601234567;aruiz@gmail.com\n"},
	// Italian
	{"it employees", "Cognome;Nome;Codice Fiscale;Stipendio\nRossi;Mario;RSSMRA85T10A562S;1.850,00\n"},
	{"it certificate", "Si certifica che la sig.ra Giulia Bianchi, nata a Torino il 03/05/1991, residente in Via Garibaldi 12, 10122 Torino, ha frequentato il corso.\n"},
	{"it members", "Socio,Data di nascita,Cellulare,Email\nLuca Ferrari,12/03/1985,333 1234567,luca.ferrari@libero.it\nChiara Romano,01/07/1990,347 2345678,chiara.romano@gmail.com\nMarco Greco,23/11/1978,320 3456789,mgreco@tiscali.it\n"},
	{"it discharge", "Lettera di dimissione\nPaziente: Rosa Esposito, nata il 03/05/1951\nDiagnosi: ipertensione\nTerapia: ramipril\n"},
	{"it bank details", "Coordinate bancarie per il bonifico\nIntestatario: Matteo Ricci\nVia Roma 3, 00184 Roma\nIBAN: IT60X0542811101000000123456\n"},
	// Dutch
	{"nl members", "Voornaam;Tussenvoegsel;Achternaam;Geboortedatum;Adres;Postcode;Woonplaats\nJan;de;Vries;12-03-1985;Kerkstraat 12;3511 AB;Utrecht\nSanne;;Bakker;01-07-1990;Dorpsstraat 5;1011 AB;Amsterdam\nBram;van den;Berg;23-11-1978;Molenweg 7;9712 CD;Groningen\n"},
	{"nl care note", "Cliënt: mevrouw Anna Visser, geboren op 03-05-1931, Julianalaan 4, 3722 AB Bilthoven. Medicatie: metoprolol. Huisarts: dr. Smit.\n"},
	{"nl wage slip", "Loonstrook maart 2025\nMedewerker: P. Mulder\nBurgerservicenummer: 111222333\nBrutoloon 2.800,00\n"},
	{"nl parents", "Leerling,Klas,Ouder,Telefoon,E-mail\nDaan Smit,4,Femke Smit,06-12345678,femke@ziggo.nl\nLotte Bos,4,Willem Bos,06-23456789,willem@gmail.com\nBram Dekker,5,Fleur Dekker,06-34567890,fleur@kpnmail.nl\nSjoerd Meijer,5,Maaike Meijer,06-45678901,maaike@gmail.com\nAnna Visser,5,Pieter Visser,06-56789012,pieter@hotmail.com\n"},
	// Portuguese
	{"pt members", "Nome;NIF;Telemóvel;Morada\nMaria Silva;123456789;912 345 678;Rua Augusta, 12, 1100-053 Lisboa\nJoão Santos;212345674;913 456 789;Rua do Carmo, 3, 1200-093 Lisboa\nRui Costa;223456781;914 567 890;Avenida da Liberdade, 7, 1250-096 Lisboa\n"},
	{"pt pupils", "Aluno,Turma,Data de nascimento,Encarregado de educação,Contacto\nInês Costa,5A,12/03/2014,Ana Costa,912345678\nTiago Reis,5A,01/07/2014,Nuno Reis,913456789\nBeatriz Sousa,5B,23/11/2013,Rita Sousa,914567890\n"},
	{"pt contract", "CONTRATO DE TRABALHO\nEntre Empresa, Lda e Gonçalo Almeida, nascido em 03/05/1991, titular do Cartão de Cidadão 00000000 0 ZZ4, residente na Rua de Santa Catarina, 12, 4000-442 Porto.\n"},
	// Others, in English or their own words
	{"be staff", "Naam;Rijksregisternummer\nJan Peeters;85.07.30-033.28\n"},
	{"ch staff", "Name;AHV-Nr.\nHans Meier;756.9217.0769.85\n"},
	{"lu staff", "Nom;Matricule\nJean Weber;" + luxembourgishExample + "\n"},
	{"pl staff", "Pracownik: Jan Kowalski, PESEL 44051401359\n"},
	{"cz staff", "Jméno: Jan Novák, rodné číslo 710319/2745\n"},
	{"ro staff", "Nume: Ion Popescu, CNP 1630615123457\n"},
	{"fi staff", "Nimi: Matti Virtanen, henkilötunnus 131052-308T\n"},
	{"se staff", "Namn: Anna Svensson, personnummer 811228-9874\n"},
	{"no staff", "Navn: Kari Hansen, fødselsnummer 15108695088\n"},
	{"dk staff", "Navn: Mette Jensen, CPR-nummer 120385-1234\n"},
	{"ie staff", "Name: Niamh Murphy, PPSN 6433435F\n"},
	{"tr staff", "Adı Soyadı: Ayşe Yılmaz, T.C. Kimlik No: 10000000146\n"},
}

// luxembourgishExample is made, not anybody's: 1 January 1980.
var luxembourgishExample = complete("19800101123", 2, tens, isLuxembourgish)

var ordinaryCasesEurope = []struct{ name, text string }{
	// German
	{"de invoice", "Malermeister Klaus Becker\nLindenweg 4, 04103 Leipzig\nTel. 0341 123456\nSteuernummer 232/207/01234\n\nRechnung Nr. 118\nFrau\nAnna Schmidt\nGartenstraße 8\n04107 Leipzig\n\nWohnzimmer streichen 480,00 €\nIBAN DE89 3704 0044 0532 0130 00\n"},
	{"de parish newsletter", "Gemeindebrief\nPfarrerin Sabine Wolf, Telefon 030 123456, Sprechstunde dienstags. Kirchenchor: Leitung Jürgen Koch, Probe mittwochs 20 Uhr. Krabbelgruppe: Lena Fischer, 0171 2345678.\n"},
	{"de meeting", "Protokoll der Mitgliederversammlung\nAnwesend: Hans Müller (Vorsitz), Anna Schmidt, Jonas Weber, Lena Koch, Klaus Becker, Sabine Wolf\nTOP 1 Kassenbericht: 12.450,30 €\n"},
	{"de timetable", "Haltestelle;Abfahrt\nGoethestraße;07:12\nSchillerplatz;07:15\nKonrad-Adenauer-Allee;07:19\n"},
	{"de law", "§ 823 Schadensersatzpflicht\n(1) Wer vorsätzlich oder fahrlässig das Leben, den Körper, die Gesundheit, die Freiheit, das Eigentum eines anderen verletzt, ist zum Ersatz verpflichtet.\n"},
	{"de companies", "Firma;USt-IdNr.;Straße;PLZ;Ort;Telefon;E-Mail\nMuster GmbH;DE136695976;Hauptstr. 5;10115;Berlin;030 123456;info@muster.de\nBeispiel AG;DE811569869;Lindenweg 7;04103;Leipzig;0341 234567;kontakt@beispiel-ag.de\nTest KG;DE143454214;Am Markt 2;50667;Köln;0221 345678;info@test-kg.de\n"},
	{"de job", "Wir suchen eine Buchhalterin (m/w/d). Bewerbungen mit Lebenslauf an Herrn Peter Braun, p.braun@muster.de, Telefon 030 123456, Hauptstr. 5, 10115 Berlin.\n"},
	// English
	{"en minutes", "Minutes of the Parish Council\nPresent: Cllr J Smith (Chair), Cllr Emily Jones, Cllr Oliver Brown, Mrs Grace Walker (Clerk)\nApologies: Cllr H Evans\n1. Planning: application 24/01234/FUL at 12 Mill Lane, LS1 4AB. No objection.\n"},
	{"en flyer", "Yoga every Tuesday, 7 pm, St John's Hall. Call Amelia on 07700 900123 or mail amelia.wright@gmail.com. £8 a class.\n"},
	{"en privacy notice", "We collect your full name, date of birth, home address, National Insurance number and health conditions. Contact the DPO: James Smith, dpo@council.gov.uk, 0113 496 0000.\n"},
	{"en invoice", "Invoice 2025-118\nBrown & Sons Ltd, 3 Church Road, Bristol BS1 5TR, VAT number GB 591 9373 01\nTo: Ms Emily Jones, 12 High Street, Leeds LS1 4AB\nBoiler service £85.00\nSort code 60-16-13 Account 31926819\n"},
	{"en paper", "James Smith, Emily Jones and Priya Patel\nDepartment of Physics, University of Leeds\nCorresponding author: p.patel@leeds.ac.uk\nAbstract. We measure the reflectivity of water.\n"},
	{"en shop stock", "SKU,Product name,UPC,Qty\nA100,Victoria sponge mix,036000291452,12\nA101,Jasmine tea,012345678905,40\n"},
	{"en config", "[server]\nhost = 10.0.0.12\nport = 8443\nadmin = ops@company.com\nsecret_ref = vault:prod/4539148803436467\n"},
	{"en readme", "# tool\n\nInstall with `go install example.com/tool@v1.2.3`.\n\nMaintainers: Alice Brown <alice@tool.dev>, Bob Green <bob@tool.dev>\n"},
	// Spanish
	{"es notice", "AVISO\nEl Ayuntamiento de Valencia informa del corte de agua en la Calle San Juan, 12 a 24, 46001 Valencia, el 12/03/2025. Teléfono 963 12 34 56.\n"},
	{"es minutes", "ACTA\nAsistentes: D. Javier Martínez, Dña. Pilar Torres, D. Antonio Díaz, Dña. Carmen Gil, D. Sergio Muñoz\nSe aprueba el presupuesto de 12.500 €.\n"},
	{"es companies", "Empresa;NIF;Dirección;CP;Localidad;Teléfono\nTalleres Norte S.L.;B64717838;Calle Mayor, 5;28013;Madrid;911234567\nPanadería Sol S.A.;A58818501;Calle Goya, 7;41001;Sevilla;951234567\n"},
	{"es recipe", "Tortilla de María\n4 huevos, 500 g de patatas. Tiempo: 30 minutos.\n"},
	// Italian
	{"it notice", "Il Comune di Bologna informa che in Via Garibaldi 12, 40121 Bologna, sarà sospesa l'acqua il 12/03/2025. Ufficio tecnico: 051 123456.\n"},
	{"it invoice", "Fattura n. 118 del 12/03/2025\nOfficine Rossi Srl, Via Roma 3, 00184 Roma, P.IVA 00743110157, C.F. 00743110157\nSpett.le Mario Bianchi, Via Mazzini 7, 20121 Milano\nTagliando 180,00 €\nIBAN IT60X0542811101000000123456\n"},
	{"it menu", "Pizza Margherita 7,00\nPizza Regina 8,50\nInsalata Caterina 6,00\nTel. 06 1234567\n"},
	// Dutch
	{"nl notice", "De gemeente Utrecht sluit de Kerkstraat 12, 3511 AB Utrecht op 12-03-2025. Vragen: 14 030.\n"},
	{"nl minutes", "Notulen bestuursvergadering\nAanwezig: Jan de Vries (voorzitter), Sanne Bakker, Bram van den Berg, Femke Smit, Willem Bos\nDe begroting van € 12.500 is goedgekeurd.\n"},
	{"nl contact page", "Huisartsenpraktijk De Molen, Molenweg 7, 9712 CD Groningen, 050-1234567. Artsen: dr. P. Mulder en dr. A. Visser. Spoed: 112.\n"},
	// Portuguese
	{"pt notice", "A Câmara Municipal do Porto informa do corte de água na Rua de Santa Catarina, 12, 4000-442 Porto, no dia 12/03/2025. Telefone 222 123 456.\n"},
	{"pt invoice", "Fatura FT 2025/118\nConstruções Silva Lda, NIF 501442600, Rua Augusta, 12, 1100-053 Lisboa\nCliente: Câmara Municipal de Faro\nTotal 480,00 €\nIBAN PT50 0002 0123 1234 5678 9015 4\n"},
	{"pt minutes", "Ata n.º 12\nPresentes: Rui Costa, Maria Silva, João Santos, Inês Almeida, Tiago Reis\nFoi aprovado o orçamento.\n"},
	// No language at all
	{"statistics with long numbers", "k;v\n185057800608492;279037511600475\n285057800608442;179037511600476\n112233445566778;212233445566778\n"},
	{"coordinates", "43.605642,1.448919\n48.858370,2.294481\n"},
	{"UUIDs", "550e8400-e29b-41d4-a716-446655440000\n12345678-1234-1234-1234-123456789012\n"},
	{"epoch milliseconds", "1741770131000,4532015112830366.5\n1741770132000,4532015112830367.5\n"},
	{"telephone numbers of services", "Police 17\nSAMU 15\nPompiers 18\n3919\n0 800 840 800\n08 92 68 32 00\n"},
}

func TestPersonalCasesEurope(t *testing.T) {
	d := New(Options{})
	for _, c := range personalCasesEurope {
		t.Run(c.name, func(t *testing.T) {
			if r := d.Detect(textDocument(c.text)); !r.Refuse {
				t.Errorf("not refused; found %v, %d persons", entitiesOf(r), r.Persons)
			}
		})
	}
}

func TestOrdinaryCasesEurope(t *testing.T) {
	d := New(Options{})
	for _, c := range ordinaryCasesEurope {
		t.Run(c.name, func(t *testing.T) {
			if r := d.Detect(textDocument(c.text)); r.Refuse {
				t.Errorf("refused by %v; found %v, %d persons", r.Rules, entitiesOf(r), r.Persons)
			}
		})
	}
}
