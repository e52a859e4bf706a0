package personal

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestPhoneKeys: however a number is written, it is the same number.
func TestPhoneKeys(t *testing.T) {
	for _, same := range [][]string{
		{"06 12 34 56 78", "0612345678", "06.12.34.56.78", "06-12-34-56-78", "+33 6 12 34 56 78", "+33 (0)6 12 34 56 78", "0033612345678", "+33612345678", "06/12/34/56/78"},
		{"030 1234567", "+49 30 1234567", "030/1234567", "0049 30 1234567", "(030) 1234567"},
		{"020 7946 0958", "+44 20 7946 0958", "+44 (0)20 7946 0958"},
		{"612 345 678", "+34 612 345 678", "612345678"},
		{"0471 12 34 56", "+32 471 12 34 56", "0471/12.34.56"},
	} {
		keys := map[string]bool{}
		for _, written := range same {
			var n phoneNumber
			if n.read(written, 0) != len(written) {
				t.Errorf("%q is not read to its end", written)
			}
			keys[n.national()] = true
		}
		if len(keys) != 1 {
			t.Errorf("%d numbers where there is one: %q", len(keys), same[0])
		}
	}
}

// TestPhoneEnds: where a whole number ends though digits follow.
func TestPhoneEnds(t *testing.T) {
	for text, want := range map[string]string{
		"07.80.05.42.88 - 43 rue Haute":   "07.80.05.42.88",
		"02 99 11 22 33 / 06 11 22 33 44": "02 99 11 22 33",
		"06 12 34 56 78 18 €":             "06 12 34 56 78",
		"0471 - 12 34 56":                 "0471 - 12 34 56",
	} {
		var n phoneNumber
		if got := text[:n.read(text, 0)]; got != want {
			t.Errorf("%q ends as %q, want %q", text, got, want)
		}
	}
}

func TestPhoneKinds(t *testing.T) {
	for _, tt := range []struct {
		written                    string
		country, grouped           bool
		mobile, service, plausible bool
	}{
		{"+33 6 12 34 56 78", true, false, true, false, true},
		{"+33 1 42 34 56 78", true, false, false, false, true},
		{"06 12 34 56 78", false, true, true, false, true},
		{"05 61 22 33 44", false, true, false, false, true},
		{"0800 123 456", false, true, false, true, true},
		{"08 92 12 34 56", false, true, false, true, true},
		{"+49 151 2345678", true, false, true, false, true},
		{"+49 30 123456", true, false, false, false, true},
		{"+32 475 12 34 56", true, false, true, false, true},
		{"+44 7700 900123", true, false, true, false, true},
		{"+39 333 1234567", true, false, true, false, true},
		{"+351 912 345 678", true, false, true, false, true},
		{"0151 555 01120", false, true, true, false, true},
		{"0301 555 01120", false, false, false, false, true},
		{"+999 12 34 56 78", false, false, false, false, true},
		{"+33 6 12 34", false, false, false, false, true},
		{"12345", false, false, false, false, false},
		{"1111111111", false, false, false, false, false},
		{"01 02 03 04 05 06", false, false, false, false, true},
		{"01 02 2024 10", false, false, false, false, true},
	} {
		t.Run(tt.written, func(t *testing.T) {
			var n phoneNumber
			n.read(tt.written, 0)
			got := [5]bool{n.country(), n.grouped(), n.isMobile(), n.isService(), n.plausible()}
			if want := [5]bool{tt.country, tt.grouped, tt.mobile, tt.service, tt.plausible}; got != want {
				t.Errorf("country, grouped, mobile, service, plausible: %v, want %v", got, want)
			}
		})
	}
}

func TestDatesAsWritten(t *testing.T) {
	d := New(Options{})
	for _, tt := range []struct {
		text string
		want date
		end  int
	}{
		{"12/03/1985", date{1985, 3, 12}, 10}, {"12.3.1985", date{1985, 3, 12}, 9}, {"12-03-85", date{1985, 3, 12}, 8}, {"12 / 03 / 1985", date{1985, 3, 12}, 14}, {"12 03 1985", date{1985, 3, 12}, 10},
		{"1985-03-12", date{1985, 3, 12}, 10}, {"1985/3/2", date{1985, 3, 2}, 8}, {"1985-03-12T00:00:00", date{1985, 3, 12}, 10}, {"19850312", date{1985, 3, 12}, 8}, {"12031985", date{1985, 3, 12}, 8},
		{"12 mars 1985", date{1985, 3, 12}, 12}, {"1er mars 1985", date{1985, 3, 1}, 13}, {"12. März 1985", date{1985, 3, 12}, 14}, {"12 de marzo de 1985", date{1985, 3, 12}, 19}, {"March 12, 1985", date{1985, 3, 12}, 14},
		{"12th of March 1985", date{1985, 3, 12}, 18}, {"12 maart 1985", date{1985, 3, 12}, 13}, {"12 août 2001", date{2001, 8, 12}, 13}, {"3/25/1985", date{1985, 3, 25}, 9}, {"01/02/24", date{2024, 2, 1}, 8},
	} {
		t.Run(tt.text, func(t *testing.T) {
			got, end, ok := d.parseDate(tt.text, 0)
			if !ok || got != tt.want || end != tt.end {
				t.Errorf("%+v to %d, %v; want %+v to %d", got, end, ok, tt.want, tt.end)
			}
		})
	}
	for _, text := range []string{"", "12", "12/03", "32/01/1985", "12/13/1985x", "00/00/0000", "29/02/1985", "12.03.85.14.22", "12 03 85", "123/03/1985", "12/03/19855", "1/2/3", "12 foo 1985", "99999999", "31.04.2020", "12/03-1985"} {
		if got, _, ok := d.parseDate(text, 0); ok {
			t.Errorf("%q is taken for %+v", text, got)
		}
	}
}

// registryExamples are the examples of the SWIFT registry.
const registryExamples = `AD1200012030200359100100 AE070331234567890123456 AL47212110090000000235698741 AT611904300234573201 AZ21NABZ00000000137010001944 BA391290079401028494 BE68539007547034
BG80BNBG96611020345678 BH67BMAG00001299123456 BR1800360305000010009795493C1 BY13NBRB3600900000002Z00AB00 CH9300762011623852957 CR05015202001026284066 CY17002001280000001200527600 CZ6508000000192000145399
DE89370400440532013000 DK5000400440116243 DO28BAGR00000001212453611324 EE382200221020145685 ES9121000418450200051332 FI2112345600000785 FO6264600001631634 FR1420041010050500013M02606 GB29NWBK60161331926819
GE29NB0000000101904917 GI75NWBK000000007099453 GL8964710001000206 GR1601101250000000012300695 GT82TRAJ01020000001210029690 HR1210010051863000160 HU42117730161111101800000000 IE29AIBK93115212345678
IL620108000000099999999 IS140159260076545510730339 IT60X0542811101000000123456 JO94CBJO0010000000000131000302 KW81CBKU0000000000001234560101 KZ86125KZT5004100100 LB62099900000001001901229114 LC55HEMM000100010012001200023015
LI21088100002324013AA LT121000011101001000 LU280019400644750000 LV80BANK0000435195001 MC5811222000010123456789030 MD24AG000225100013104168 ME25505000012345678951 MK07250120000058984 MR1300020001010000123456753
MT84MALT011000012345MTLCAST001S MU17BOMM0101101030300200000MUR NL91ABNA0417164300 NO9386011117947 PK36SCBL0000001123456702 PL61109010140000071219812874 PS92PALS000000000400123456702 PT50000201231234567890154
QA58DOHB00001234567890ABCDEFG RO49AAAA1B31007593840000 RS35260005601001611379 SA0380000000608010167519 SE4550000000058398257466 SI56263300012039086 SK3112000000198742637541 SM86U0322509800000000270100
TN5910006035183598478831 TR330006100519786457841326 UA213223130000026007233566001 VA59001123000012345678 VG96VPVG0000012345678901 XK051212012345678906`

func TestIBANRegistry(t *testing.T) {
	table := accountTable()
	for example := range strings.FieldsSeq(registryExamples) {
		structure := table[[2]byte{example[0], example[1]}]
		if len(example) != 4+structureLen(structure) || !fitsStructure([]byte(example[4:]), structure) {
			t.Errorf("%s: the example does not fit %q", example[:2], structure)
			continue
		}
		if !isIBAN(example) {
			t.Errorf("%s: the example does not check", example[:2])
		}
	}
	if len(table) < 75 {
		t.Errorf("%d countries", len(table))
	}
	for country, structure := range table {
		if n := structureLen(structure); n < 11 || n > 30 {
			t.Errorf("%s: %d characters", country, n)
		}
	}
}

// TestIBANMisprints: no wrong digit and no swap gets through.
func TestIBANMisprints(t *testing.T) {
	for example := range strings.FieldsSeq(registryExamples) {
		passed := 0
		eachMisprint(example, func(wrong string) {
			if isIBAN(wrong) {
				passed++
			}
		})
		if passed > 0 {
			t.Errorf("%s: %d wrong digits pass", example[:2], passed)
		}
	}
}

func TestIBANAsWritten(t *testing.T) {
	d := New(Options{})
	for _, tt := range []struct {
		name, text string
		want       int
	}{
		{"compact", "DE89370400440532013000", 1}, {"print form", "DE89 3704 0044 0532 0130 00", 1}, {"dashes", "DE89-3704-0044-0532-0130-00", 1}, {"dots", "DE89.3704.0044.0532.0130.00", 1},
		{"country apart", "DE 89 3704 0044 0532 0130 00", 1}, {"small letters", "de89370400440532013000", 1}, {"BIC behind", "NL91 ABNA 0417 1643 00 ABNANL2A", 1}, {"sentence", "Mon compte est FR7630006000011234567890189.", 1},
		{"twice the same", "DE89370400440532013000 DE89 3704 0044 0532 0130 00", 1}, {"two", "DE89370400440532013000, FR7630006000011234567890189", 2},
		{"no-break spaces", "FR76\u00a03000\u00a06000\u00a00112\u00a03456\u00a07890\u00a0189", 1}, {"half of one", "FR76 3000 6000 0112", 0}, {"too long", "DE893704004405320130001", 0}, {"inside a word", "XDE89370400440532013000", 0},
		{"inside a URL", "https://bank.example/DE89370400440532013000", 0}, {"wrong structure", "NL91 1234 0417 1643 00", 0}, {"unknown country", "ZZ89370400440532013000", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := 0
			for _, f := range d.Detect(textDocument(tt.text)).Findings {
				if f.Entity == "iban" {
					got = f.Count
				}
			}
			if got != tt.want {
				t.Errorf("%d accounts, want %d", got, tt.want)
			}
		})
	}
}

func TestCards(t *testing.T) {
	for _, tt := range []struct {
		text, want string
	}{
		{"4539148803436467", "4539148803436467"}, {"4539 1488 0343 6467", "4539148803436467"}, {"4539-1488-0343-6467 x", "4539148803436467"}, {"3714 496353 98431", "371449635398431"}, {"371449635398431", "371449635398431"},
		{"4539 1488-0343 6467", ""}, {"45391488 03436467", ""}, {"4539 1488 0343 646", ""}, {"4539 1488 0343 64678", ""}, {"4539  1488 0343 6467", ""}, {"453914880343646", ""}, {"", ""}, {"4539 1488 0343 6467a", ""},
	} {
		if got, _ := cardDigits(tt.text, 0); got != tt.want {
			t.Errorf("%d digits from %q", len(got), tt.text)
		}
	}
	for s, want := range map[string]bool{"4539148803436467": true, "5425233430109903": true, "2223000048400011": true, "2720999999999996": true, "2721000000000004": false, "371449635398431": true, "351449635398431": false, "9539148803436467": false} {
		if got := isIssued(s); got != want {
			t.Errorf("isIssued of %s… is %v", s[:4], got)
		}
	}
	for number := range strings.SplitSeq(strings.Trim(testCards, "|"), "|") {
		if !isTestCard(number) || len(number) < 15 {
			t.Errorf("test card of %d digits", len(number))
		}
	}
}

// The specimens of ICAO Doc 9303, parts 4, 5 and 6.
const (
	specimenTD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n"
	specimenTD1 = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<\n"
	specimenTD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6\n"
)

func TestTravelDocuments(t *testing.T) {
	d := New(Options{})
	for _, tt := range []struct {
		name, text string
		want       bool
	}{
		{"passport", specimenTD3, true}, {"card", specimenTD1, true}, {"card of two lines", specimenTD2, true},
		{"spaces of a reader", strings.ReplaceAll(specimenTD3, "<<", "< <"), true},
		{"composite digit misread", strings.Replace(specimenTD3, "<<10", "<<17", 1), true},
		{"number wrong", strings.Replace(specimenTD3, "L898902C3", "L898902C4", 1), false},
		{"birth wrong", strings.Replace(specimenTD3, "740812", "740813", 1), false},
		{"expiry wrong", strings.Replace(specimenTD3, "120415", "120416", 1), false},
		{"first line only", specimenTD3[:45], false},
		{"lines apart", strings.Replace(specimenTD3, "\n", "\n\nanother line\n", 1), false},
		{"arrows", strings.Repeat("<", 44) + "\n" + strings.Repeat("<", 44), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := d.Detect(textDocument(tt.text))
			if r.Refuse != tt.want {
				t.Errorf("refuse is %v: %v", r.Refuse, entitiesOf(r))
			}
		})
	}
	inCell := tableDocument([]string{"x", strings.TrimSpace(specimenTD3)}, []string{"y", "z"})
	if r := d.Detect(inCell); !r.Refuse {
		t.Error("a zone in one cell is not found")
	}
}

func TestEmailMarks(t *testing.T) {
	d := New(Options{})
	for address, want := range map[string]marks{
		"contact@ville.fr": markRole, "mairie.toulouse@wanadoo.fr": markRole, "ce.0750001a@ac-paris.fr": markRole, "no-reply@x.org": markRole, "info@gmail.com": markRole, "secretariat2@ecole.fr": markRole, "toulouse.mairie@orange.fr": markRole,
		"jean.dupont@gmail.com": markPrivate | markSpeaks, "jean2.dupont@gmail.com": markPrivate, "jeandupont75@gmail.com": markPrivate, "j.d@orange.fr": markPrivate, "jd@t-online.de": markPrivate, "jd@libero.it": markPrivate, "jd@yahoo.co.uk": markPrivate,
		"jean.dupont@ville.fr": 0, "jean@interieur.gouv.fr": 0, "j@free.gov": 0,
		"jean.dupont@example.org": markExample, "a@exemple.fr": markExample, "a@mail.example.com": markExample, "a@site.test": markExample,
	} {
		local, domain, _ := strings.Cut(address, "@")
		if got := d.emailMarks(local, domain) &^ markLabelled; got != want {
			t.Errorf("%s: %b, want %b", address, got, want)
		}
	}
}

func TestNamesInText(t *testing.T) {
	d := New(Options{})
	for _, tt := range []struct {
		name, text string
		want       int
	}{
		{"first and last", "Jean Dupont", 1}, {"capitals first", "DUPONT Jean", 1}, {"comma", "Dupont, Jean", 1}, {"particle", "Maria da Silva", 1}, {"compound", "Jean-Pierre Le Goff", 1}, {"a street in the name", "Pieter van Dijk", 1}, {"apostrophe", "Siobhan O'Brien", 1}, {"typographic apostrophe", "Siobhan O’Brien", 1},
		{"civility", "Mme Martin", 1}, {"civility with full stop", "M. Martin", 1}, {"small civility", "dhr. Jansen", 1}, {"German", "Frau Dr. Müller", 1}, {"label", "Nom : Dupont", 1}, {"label, any case", `"lastName":"dupont"`, 1},
		{"two of a list", "Jean Dupont, Marie Martin", 2}, {"the same twice", "Jean Dupont et DUPONT Jean", 1}, {"full name in a form", "Nom et prénom : Dupont Jean", 1}, {"tag", "<nom>Dupont</nom><prenom>Jean</prenom>", 2},
		{"street", "rue Jean Jaurès", 0}, {"school", "Lycée Victor Hugo", 0}, {"school behind its patron", "in the Robert Gordon University, 2017", 0}, {"high school", "Thomas Edison High School", 0}, {"whose school", "Jeanne Martin Lycée Jean Moulin", 1}, {"of a university", "John Smith University of Leeds", 1}, {"saint", "Saint Martin Paul", 0}, {"prize", "prix Albert Londres", 0}, {"small letters", "jean dupont", 0}, {"one word", "Jean", 0}, {"address", "jean.Dupont@x", 0},
		{"function", "Jean, maire de la ville", 0}, {"sentence", "Madame, Monsieur, bonjour", 0}, {"empty label", "Nom : ", 0}, {"dots", "Nom : ......", 0}, {"label after label", "Nom : Prénom : Adresse :", 0}, {"month", "Jean Mars", 0},
		{"path", "/home/Jean/Dupont", 0}, {"identifier", "Jean_Dupont", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := 0
			for _, f := range d.Detect(textDocument(tt.text)).Findings {
				if f.Entity == "name" {
					got = f.Count
				}
			}
			if got != tt.want {
				t.Errorf("%d names, want %d", got, tt.want)
			}
		})
	}
}

func TestAddressesInText(t *testing.T) {
	d := New(Options{})
	count := func(text string) int {
		for _, f := range d.Detect(textDocument(text)).Findings {
			if f.Entity == "postal-address" {
				return f.Count
			}
		}
		return 0
	}
	for _, tt := range []struct {
		name, text string
		want       int
	}{
		{"line by line", "12 rue des Lilas\n31000 Toulouse", 1}, {"one line", "12, rue des Lilas – 31000 Toulouse", 1}, {"bis", "12 bis rue des Lilas, 31000 Toulouse", 1}, {"building between", "12 rue des Lilas\nBât. B\n31000 Toulouse", 1},
		{"Paris in capitals", "8 BOULEVARD VOLTAIRE 75011 PARIS", 1}, {"compound street", "Goethestraße 5, 60313 Frankfurt", 1}, {"short compound", "Bahnhofstr. 12\n04103 Leipzig", 1}, {"two words", "Lange Straße 5, 60313 Frankfurt", 1},
		{"Netherlands", "Kerkstraat 12, 3511 AB Utrecht", 1}, {"Britain", "221 Baker Street, London NW1 6XE", 1}, {"Spain", "Avenida de la Constitución, 12, 41001 Sevilla", 1}, {"Portugal", "Rua de Santa Catarina, 12, 4000-442 Porto", 1},
		{"label without street", "Adresse : lieu-dit Le Bosc, 81100 Castres", 1}, {"dwelling without postcode", "demeurant 12 rue des Lilas à Castres", 1}, {"two", "12 rue des Lilas, 31000 Toulouse et 14 avenue Foch, 35000 Rennes", 2},
		{"no town", "12 rue des Lilas", 0}, {"town far away", "12 rue des Lilas\n\n\n\n" + strings.Repeat("texte ", 40) + "31000 Toulouse", 0}, {"no number", "rue des Lilas, 31000 Toulouse", 0}, {"a price", "12 € la place, 31000 Toulouse", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := count(tt.text); got != tt.want {
				t.Errorf("%d addresses, want %d", got, tt.want)
			}
		})
	}
}

func TestMatchPattern(t *testing.T) {
	for _, tt := range []struct {
		pattern, text, value string
		end                  int
	}{
		{"99.99.99-999.99", "85.07.30-033.28", "85073003328", 15}, {"99.99.99-999.99", "85-07-30-033.28", "", 0}, {"9_99_9", "1 23.4", "1234", 6}, {"9_99_9", "1  23 - 4", "1234", 9}, {"9_9", "12", "", 0},
		{"999999A999X", "131052a308t", "131052A308T", 11}, {"756.9", "756.9", "7569", 5}, {"99", "123", "", 0}, {"99", "12é", "", 0}, {"AA", "a1", "", 0}, {"99", "1", "", 0}, {"X9", "x9", "X9", 2},
	} {
		value, end, ok := matchPattern(tt.pattern, tt.text, 0)
		if value != tt.value || ok && end != tt.end || ok != (tt.end > 0) {
			t.Errorf("%s on %q: %q to %d, %v", tt.pattern, tt.text, value, end, ok)
		}
	}
}

func TestRun(t *testing.T) {
	for _, tt := range []struct {
		text, mask, value string
		pos               int
	}{
		{"2 79 03 75 116 004 74 x", "999999X99999999", "279037511600474", 21}, {"202/ 106/ 08312", "999/999/99999", "20210608312", 15}, {"20210608312", "999/999/99999", "", 0}, {"12 345", "99999", "12345", 6},
		{"12345", "9999", "", 0}, {"12-34-5", "9999", "1234", 5}, {"ab12", "AA99", "AB12", 4}, {"12é", "99", "", 0}, {"12    34", "9999", "", 0}, {"", "9", "", 0}, {strings.Repeat("1", 60), "9", "", 0},
	} {
		var r run
		r.read(tt.text, 0)
		value, pos, ok := r.fits(tt.mask)
		if value != tt.value || pos != tt.pos || ok != (tt.value != "") {
			t.Errorf("%s on %q: %q to %d, %v", tt.mask, tt.text, value, pos, ok)
		}
	}
}

// TestReach: how far a label's arm is.
func TestReach(t *testing.T) {
	d := New(Options{})
	bsn := "111222333"
	for _, tt := range []struct {
		name, text string
		want       bool
	}{
		{"right behind", "BSN " + bsn, true}, {"colon", "BSN: " + bsn, true}, {"a few words", "BSN van de bewoner is " + bsn, true}, {"before", bsn + " (BSN)", true}, {"next line", "BSN\n" + bsn, true}, {"three lines down", "BSN\nNaam\nJan\n" + bsn, true},
		{"five lines down", "BSN\n\n\n\n\n" + bsn, false}, {"far on the line", "BSN " + strings.Repeat("woord ", 20) + bsn, false}, {"next sentence", "Hier staat het BSN nummer. Daarna volgt iets anders " + bsn, false}, {"another label between", "BSN, factuurnummer " + bsn, true},
		{"second of the line", "BSN: " + bsn + " / 123456782", true}, {"a wrong one first", "BSN: 111222334 of 111222335 of " + bsn, false}, {"in a URL", "BSN https://x.nl/" + bsn, false}, {"part of a longer number", "BSN 1112223334", false}, {"decimals", "BSN 111222333.5", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if r := d.Detect(textDocument(tt.text)); r.Refuse != tt.want {
				t.Errorf("refuse is %v: %v", r.Refuse, entitiesOf(r))
			}
		})
	}
}

// TestRowsUnderALabel: in text, a heading's label serves the rows below it, as long as they check.
func TestRowsUnderALabel(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	text := "Naam      BSN\n"
	for range 8 {
		text += "Jan  " + ways["nl"].number(r, nil) + "\n"
	}
	got := New(Options{}).Detect(textDocument(text))
	if len(got.Findings) == 0 || got.Findings[0].Entity != "nl-bsn" || got.Findings[0].Count != 8 {
		t.Errorf("found %v", entitiesOf(got))
	}
}
