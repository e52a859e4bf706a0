package personal

import (
	"slices"
	"strings"
	"testing"
)

func TestNormalise(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"ASCII stays", "Jean Dupont 12", "Jean Dupont 12"},
		{"French stays", "« L’été à Châlons » n° 5 €", "« L’été à Châlons » n° 5 €"},
		{"number sign", "Nº 5, n.º 6", "N° 5, n.° 6"},
		{"full width", "ＮＩＲ：１２", "NIR:12"},
		{"zero width", "a\u200bb\u200cc\u200dd\ufeffe", "abcde"},
		{"bidirectional", "\u202a12\u202e34\u202c\u2066x\u2069", "1234x"},
		{"soft hyphen", "Du\u00adpont", "Dupont"},
		{"no-break spaces", "2\u00a079\u202f03\u200975", "2 79 03 75"},
		{"dashes", "12–34—56−78‑90", "12-34-56-78-90"},
		{"decomposed accents", "e\u0301te\u0301", "été"},
		{"ligatures", "oﬃce", "office"},
		{"apostrophe of letters", "l\u02bcami", "l'ami"},
		{"Arabic digits", "٠١٢٣", "0123"},
		{"Persian digits", "۴۵۶", "456"},
		{"control characters", "a\x00b\x07c\rd", "a b c d"},
		{"tab stays", "a\tb", "a\tb"},
		{"variation selector", "a\ufe0fb", "ab"},
		{"empty", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := normalise(tt.in); got != tt.want {
				t.Errorf("%q becomes %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Prénom": "prenom", "STRAẞE": "strasse", "Straße": "strasse", "Łódź": "lodz", "Ærø": "aero", "œuvre": "oeuvre", "Číslo": "cislo", "Șerban": "serban",
		"ΑΜΚΑ": "αμκα", "αριθμός": "αριθμοσ", "ЕГН": "егн", "İı": "ii", "Þór": "thor", "": "",
	} {
		if got := string(fold(nil, in)); got != want {
			t.Errorf("fold(%q) is %q, want %q", in, got, want)
		}
	}
}

func TestTokenEnd(t *testing.T) {
	for _, tt := range []struct {
		in              string
		end             int
		digits, letters bool
	}{
		{"abc def", 3, false, true}, {"12a.", 3, true, true}, {"été12 x", 7, true, true}, {"12", 2, true, false}, {"-", 0, false, false}, {"ж5", 3, true, true}, {"×", 0, false, false},
	} {
		if end, digits, letters := tokenEnd(tt.in, 0); end != tt.end || digits != tt.digits || letters != tt.letters {
			t.Errorf("%q: %d, %v, %v", tt.in, end, digits, letters)
		}
	}
}

// TestPhrases: however people write a label, it is the same label.
func TestPhrases(t *testing.T) {
	d := New(Options{})
	for _, tt := range []struct {
		written string
		want    string
	}{
		{"Date de naissance", "birth-date"}, {"date_naissance", "birth-date"}, {"dateNaissance", "birth-date"}, {"DATE DE NAISSANCE", "birth-date"},
		{"date-de-naissance", "birth-date"}, {"Date  naissance", "birth-date"}, {"Né(e) le", "birth-date"}, {"née le", "birth-date"}, {"D.O.B.", "birth-date"},
		{"Geb.-Datum", "birth-date"}, {"geboren am", "birth-date"}, {"data di nascita", "birth-date"}, {"Fecha de nacimiento", "birth-date"},
		{"N° de sécurité sociale", "fr-nir"}, {"n° sécu", "fr-nir"}, {"Adresse mail", "email"}, {"adresse e-mail", "email"}, {"E-Mail-Adresse", "email"},
		{"adresse", "postal-address"}, {"Tél. portable", "phone"}, {"Nom de naissance", "fieldLastName"}, {"Nom d'usage", "fieldLastName"}, {"nom_usage", "fieldLastName"},
		{"Prénom de l'enfant", "fieldFirstName"}, {"Code postal", "fieldPostcode"}, {"CP", "fieldPostcode"}, {"Lieu de naissance", "fieldNeutral"}, {"Raison sociale", "fieldOrg"},
		{"lastName", "fieldLastName"}, {"first_name", "fieldFirstName"}, {"Date d'embauche", "fieldOtherDate"}, {"Quotient familial", "fieldClass"},
	} {
		t.Run(tt.written, func(t *testing.T) {
			first, seen := (*label)(nil), 0
			d.eachPhrase(tt.written, func(l *label, _, _ int) {
				if l != nil && len(l.concepts) > 0 {
					if seen++; first == nil {
						first = l
					}
				}
			})
			if first == nil || !first.names(d.conceptNamed(tt.want)) {
				t.Errorf("%q does not name %s", tt.written, tt.want)
			}
			if seen != 1 {
				t.Errorf("%q is %d labels", tt.written, seen)
			}
		})
	}
}

// TestHeads: what columns are called in forms, exports and programs.
func TestHeads(t *testing.T) {
	d := New(Options{})
	r := newBlockReader(d, &Block{}, newSummary(d), nil)
	table := newTable(r, [][]string{{""}}, 0)
	for name, heads := range map[string]string{
		"birth-date": "DATNAI|Dt nce|Anniv|DoB|Year of birth|Geburts-Datum|Geburtsjahr|Nacimiento|F. Nac.|Fec. nacimiento|Año de nacimiento|Data Nas.|Anno di nascita|geboorteDatum|Datum geboorte|Geb.jaar|DNasc|Ano de nascimento",
		"phone": "TELPORTABLE|Tél. bureau|Tél. à prévenir|WhatsApp|Home tel|Emergency phone|Mob no|Tel. privat|Festnetznummer|Natel|Tfnos|Tlfno.|Tel. fijo|Teléfono de emergencia|Recapito telefonico|Tel. casa|Telefono abitazione|" +
			"Telnr|Tel. thuis|Noodnummer|Telem.|Tel. fixo|Telefone de emergência",
		"email":          "Email perso|Personal email|Preferred email|Mail privat|Correo personal|Email personale|Email pessoal",
		"postal-address": "Home addr|Wohnadresse|Meldeadresse|Domicilio particular|Indir.|Indirizzo abitazione|Privéadres|Correspondentieadres|Morada completa",
		"iban":           "N° IBAN|Bank details|Kontoverbindung|IBAN-Nr.|Nº cuenta|Datos bancarios|Codice IBAN|N. conto|Rekeningnr.|Bankgegevens|NIB|Dados bancários",
		"fieldFirstName": "Deuxième prénom|Middle name|Known as|Vname|Segundo nombre|Nome di battesimo|Voorletters|Nomes próprios",
		"fieldLastName":  "Nom légal|Former name|Familiennamen|Apell.|Cogn.|Tussenv.|Meisjesnaam|Nome de solteira",
		"fieldMember":    "Paroissien|Name des Schülers|Patientenname|Konfirmandin|Estudiante|Inscrito|Alunni|Studentessa|Leerlingnaam|Medewerkernaam|Formando|Educando",
		"fieldPostcode":  "Cd postal|Post code|Cód. Post.|Postc.",
		"fieldClass":     "Classe fréquentée|Reg group|Klassenstufe|Curso y grupo|Anno di corso|Stamgroep|Ano de escolaridade",
		"fieldMark":      "Moyenne annuelle|Exam mark|Predicted grade|Notendurchschnitt|Fehltage|Nota final|Calificaciones|Media voti|Voto finale|Rapportcijfer|Cijfers|Média final",
		"fieldWage":      "Ressources mensuelles|Net avant impôt|Hourly rate|Basic pay|Monatsgehalt|Stundenlohn|Líquido a percibir|Neto mensual|ISEE|Paga oraria|Uurloon|Vencimento base",
		"fieldAmount":    "Loyer mensuel|Dette locative|Fees due|Outstanding balance|Mietrückstand|Mitgliedsbeitrag|Cuota pendiente|Donaciones|Quota associativa|Morosità|Huurachterstand|Lidgeld|Mensalidade|Dívida",
		"fieldTie":       "N° étudiant|Emp ID|Hospital no|Mitgl.-Nr.|Nº historia|N. cartella|Lidnr|Nº processo",
		"fieldNeutral":   "Sit. fam.|Citizenship|Geb.-Ort|Staatsbürgerschaft|Género|Mansione|Geboorteland|Situação profissional",
		"health":         "Allergies alimentaires|Contre-indications|Medical needs|Sickness reason|Pflegegrad|Vorerkrankungen|Grado de discapacidad|Motivo de la baja|Malattia|Note mediche|Aandoeningen|Medische gegevens|Doenças crónicas|Médico de família",
		"religion":       "Confession religieuse|Religious beliefs|Konf.|Taufdatum|Creencias religiosas|Data di battesimo|Kerkgenootschap|Crença religiosa",
		"union":          "Affiliation syndicale|Union branch|Gewerkschaftszugehörigkeit|Cuota sindical|Tessera sindacale|Vakbondslid|Quota sindical",
		"origin":         "Groupe ethnique|Ethnic background|Migrationshintergrund|Grupo étnico|Origine razziale|Etniciteit|Origem racial",
		"offence":        "Antécédents judiciaires|DBS result|Verurteilungen|Condenas|Carichi pendenti|Strafbaar feit|Antecedentes criminais",
		"heads health":   "Médicaments|Conditions|Diät|Síntomas|Terapia|Blessure|Queixas",
		"heads religion": "Baptême|Baptised|Taufe|Bautismo|Battezzato|Gedoopt|Batizado",
		"es-nss":         "Nº SS|Nº Seg. Social|Nº afiliación SS",
		"pt-niss":        "N.I.S.S.|Nº Seg. Social|Nº de beneficiário",
		"be-nn":          "Rijksregisternr.|Nationaal nr",
		"gb-nino":        "Nat Ins No|NINumber",
		"fieldOtherDate": "Leaving date|Austrittsdatum|Fecha de baja|Data iscrizione|Inschrijfdatum|Data de inscrição",
		"fieldPerson":    "Personne autorisée|Guarantor|Ehegatte|Cónyuge|Coniuge|Mantelzorger|Encarregado de educação",
		"fieldCity":      "Suburb|Ortschaft|Término municipal|Frazione|Plaatsnaam|Freguesia",
		"fieldStreet":    "No et rue|House name|Hausnr.|Via/Piazza|Huisnr.|Arruamento",
	} {
		for head := range strings.SplitSeq(heads, "|") {
			l := table.headLabel(head)
			if l == nil || !l.names(d.conceptNamed(name)) {
				t.Errorf("%q does not head a column of %s", head, name)
			}
		}
	}
}

// conceptNamed is the concept of an entity's name, or of a field's.
func (d *Detector) conceptNamed(name string) concept {
	fields := map[string]concept{
		"fieldLastName": fieldLastName, "fieldFirstName": fieldFirstName, "fieldPostcode": fieldPostcode, "fieldNeutral": fieldNeutral, "fieldOrg": fieldOrg, "fieldOtherDate": fieldOtherDate, "fieldClass": fieldClass, "fieldMember": fieldMember, "fieldMark": fieldMark, "fieldWage": fieldWage, "fieldAmount": fieldAmount, "fieldTie": fieldTie,
		"fieldPerson": fieldPerson, "fieldCity": fieldCity, "fieldStreet": fieldStreet, "heads health": headings + concept(entHealth), "heads religion": headings + concept(entReligion),
	}
	if c, ok := fields[name]; ok {
		return c
	}
	return concept(slices.IndexFunc(d.entities, func(e entity) bool { return e.name == name }))
}

// TestNoCarelessLabels: no label may have shrunk to a letter, or to a word that every text has, when its small words were left out.
func TestNoCarelessLabels(t *testing.T) {
	d := New(Options{})
	for word, n := range d.lexicon.root {
		if n.label == nil || len(n.label.concepts) == 0 {
			continue
		}
		if len([]rune(word)) < 2 {
			t.Errorf("a label of one letter: %q", word)
		}
		if slices.Contains(strings.Fields("ne no na me se te si on en il la le un de du et is in at to of or an der die das und den dem des auf von mit für il lo da al del los las por para het een van met voor dos das com"), word) {
			t.Errorf("a label that every text has: %q", word)
		}
		if n.flags&flagFirstName != 0 && n.label.concepts[0] < numConceptEntities {
			t.Logf("a label that is a first name: %q", word)
		}
	}
}

func TestLongestPhraseWins(t *testing.T) {
	d := New(Options{})
	for _, tt := range []struct{ text, entity string }{
		{"Adresse mail : jean.dupont@free.fr", "email"},
		{"Date de naissance : 12/03/1985", "birth-date"},
	} {
		r := d.Detect(textDocument(tt.text))
		if len(r.Findings) != 1 || r.Findings[0].Entity != tt.entity {
			t.Errorf("%q: %v", tt.text, entitiesOf(r))
		}
	}
}

func TestFirstNames(t *testing.T) {
	d := New(Options{})
	names := strings.Fields(firstNames)
	if len(names) < 800 {
		t.Errorf("only %d first names", len(names))
	}
	for _, name := range strings.Fields("Jean Marie Élodie Loïc Fatima Mohamed Aïcha Mehmet Ayşe João Inês José Núria Jürgen Käthe Giuseppe Chiara Sjoerd Femke Krzysztof Małgorzata Jiří László Ștefan Niamh Siobhan Jean-Pierre Anne-Laure") {
		n := d.node(0, len(name), name)
		if n == nil || n.flags&flagFirstName == 0 {
			t.Errorf("%s is no first name", name)
		}
	}
	for _, word := range strings.Fields("Paris France Table Rue Avril Mai Le Notre") {
		if n := d.node(0, len(word), word); n != nil && n.flags&flagFirstName != 0 {
			t.Errorf("%s is a first name", word)
		}
	}
}

func TestNextWord(t *testing.T) {
	words := func(s string) (all []string) {
		for i := 0; ; {
			start, end := nextWord(s, i)
			if start == end {
				return all
			}
			all = append(all, s[start:end])
			i = end
		}
	}
	for in, want := range map[string][]string{
		"dateNaissance": {"date", "Naissance"}, "nom_usage2x": {"nom", "usage", "x"}, "l'élève": {"l", "élève"}, "IBAN": {"IBAN"}, "eMail": {"e", "Mail"}, "12": nil, "": nil, "É": {"É"},
	} {
		if got := words(in); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestSignals(t *testing.T) {
	d := New(Options{})
	for _, tt := range []struct {
		name, text string
		kind       documentKind
		want       bool
	}{
		{"pay slip", "BULLETIN DE PAIE", kindPay, true},
		{"words about pay", "le salaire brut et le net à payer", kindPay, false},
		{"the same word again", strings.Repeat("patient ", 9), kindMedical, false},
		{"different words", "le patient, son traitement et ses antécédents", kindMedical, true},
		{"headings of a CV", "Expérience professionnelle\nFormation\nLangues\n", kindCV, true},
		{"the same in sentences", "L'expérience professionnelle, la formation et les langues comptent.\n", kindCV, false},
		{"invoice with its number", "Rechnung Nr. 5", kindInvoice, true},
		{"members in a title", "Liste des adhérents 2025", kindPersons, true},
		{"members in a sentence", "Les adhérents sont invités.", kindPersons, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := textDocument(tt.text)
			sum := newSummary(d)
			newBlockReader(d, &doc.Blocks[0], sum, nil).read()
			if got := sum.signals.is(tt.kind); got != tt.want {
				t.Errorf("%v with %d points", got, sum.signals.points(tt.kind))
			}
		})
	}
}

// TestNamesOfFiles: the name of a file, a sheet or a member tells what a list is of.
func TestNamesOfFiles(t *testing.T) {
	d := New(Options{})
	list := repeatNames(12)
	for _, tt := range []struct {
		name  string
		place Place
		want  bool
	}{
		{"sheet", Place{Sheet: "Adhérents"}, true},
		{"file", Place{Path: []string{"2025.zip", "liste_adherents_2025.xlsx"}}, true},
		{"nothing", Place{Sheet: "Feuil1"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := Document{Blocks: []Block{{Place: tt.place, Text: list}}}
			if r := d.Detect(doc); r.Refuse != tt.want {
				t.Errorf("refuse is %v: %v", r.Refuse, r.Rules)
			}
		})
	}
	named := Document{Blocks: []Block{{Place: Place{Part: PartName}, Text: "membres.docx"}, {Text: list}}}
	if r := d.Detect(named); !r.Refuse {
		t.Error("the block with the file's name says nothing")
	}
}

// TestPhraseFiles: every line of the phrases is understood, and no phrase has shrunk to a letter, as "P60" would.
func TestPhraseFiles(t *testing.T) {
	for line := range strings.Lines(kindsText + affairsText) {
		line = strings.TrimSpace(line)
		points, phrases, ok := strings.Cut(line, " ")
		kind, tongue, spoken := strings.Cut(strings.Trim(line, "[]"), " ")
		_, known := kindNames[kind]
		known = known && (!spoken || slices.Contains(tongueNames[:], tongue))
		if line != "" && !strings.HasPrefix(line, "#") && !known && (!ok || !strings.Contains("1 2 3", points) || phrases == "") {
			t.Errorf("not a line of phrases: %q", line)
		}
		for phrase := range strings.SplitSeq(phrases, "|") {
			start, end := nextWord(phrase, 0)
			if next, more := nextWord(phrase, end); countDigits(phrase) > 0 && next == more && end-start > 0 {
				t.Errorf("a phrase that is %q without its figures: %q", phrase[start:end], phrase)
			}
		}
	}
	for word, n := range New(Options{}).lexicon.root {
		if n.label != nil && len(n.label.signals) > 0 && len([]rune(word)) < 2 {
			t.Errorf("a phrase of one letter: %q", word)
		}
	}
}

// TestAffairsByLanguage: words of private affairs tell in their own language, in any where none shows, and each of them tells.
func TestAffairsByLanguage(t *testing.T) {
	const english = "It is what the people of this town have for a week, and that was not in the plan for it, but it has to be at the end. "
	d := New(Options{})
	for _, tt := range []struct {
		name, text string
		want       int
	}{
		{"Dutch words in English", english + english + english + "rust, dor, chute, prime", 0}, {"without a language", "rust, dor, chute, prime", 4},
		{"English words", english + "wheelchair, carer, bruise", 3}, {"of more than one", english + "divorce, visa", 2},
		{"of articles 9 and 10", english + "VIH", 1}, {"of no language that is told", english + "mzda", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sum := newSummary(d)
			newBlockReader(d, &Block{Text: tt.text}, sum, nil).read()
			if got := sum.signals.ownAffairs(); got != tt.want {
				t.Errorf("%d words, want %d", got, tt.want)
			}
		})
	}
}
