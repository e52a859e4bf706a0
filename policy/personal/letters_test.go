package personal

import (
	"strings"
	"testing"
)

// file is a block of the file of this name in a mail or an archive.
func file(name, text string) Block { return Block{Place: Place{Path: []string{name}}, Text: text} }

// TestFilesOfMany: what one file names and what another speaks of are no paper on somebody, unless it is at somebody's home.
func TestFilesOfMany(t *testing.T) {
	blank := file("fiche.txt", "Bulletin d'inscription\nNom et prénom : ............\nDate de naissance : ............\nAllergies, traitements : ............\nMédecin traitant : ............\n")
	minutes := file("cr.txt", "Compte rendu du bureau\nMme Louise Kerbrat présente le budget de la fête.\nContact : 06 12 34 56 78\n")
	leaflet := file("coloscopie.txt", "Votre coloscopie\nSignalez un diabète, une épilepsie, une grossesse, vos allergies et vos traitements anticoagulants. Le patient reste à jeun.\n")
	home := file("identite.txt", "Jeanne Marlow\n14 rue des Lilas\n22440 Trémuson\n06 12 34 56 78\n")
	care := file("suivi.txt", "Compte rendu de consultation\nPatiente de 67 ans. Dépression, diabète de type 2.\n")
	var groups []Block
	for _, names := range []string{"Octave Brisset|Marie Kerbrat|Jean Tanguy|Lucie Morvan|Paul Lescoat|Anne Guivarch", "Yann Le Bihan|Louise Daniel|Marc Petit|Nadia Haddad|Ali Benali|Rose Simon"} {
		groups = append(groups, file(names[:4], "Liste des élèves\n"+strings.ReplaceAll(names, "|", "\n")+"\n"))
	}
	for _, tt := range []struct {
		name   string
		blocks []Block
		refuse bool
	}{
		{"a form to fill in", []Block{blank, minutes}, false}, {"a leaflet", []Block{leaflet, minutes, blank}, false},
		{"a file in two parts", []Block{home, care}, true}, {"groups of pupils", groups, true},
	} {
		if r := New(Options{}).Detect(Document{Blocks: tt.blocks}); r.Refuse != tt.refuse {
			t.Errorf("%s: refused %v, rules %v, found %v", tt.name, r.Refuse, r.Rules, entitiesOf(r))
		}
	}
}

// TestLetters: a mail may say whom the papers are about that come with it; those who write to each other are not.
func TestLetters(t *testing.T) {
	const names = "Octave Brisset|Marie Kerbrat|Jean Tanguy|Lucie Morvan|Paul Lescoat|Anne Guivarch|Yann Le Bihan|Louise Daniel|Marc Petit|Nadia Haddad"
	blank := "Summer camp, registration form\nChild's full name\nDate of birth\nAddress and postcode\nEmergency contact\nMedical conditions, allergies\nGP name and surgery\n"
	surgery := "Compte rendu opératoire\nPatiente de 67 ans, née le 12/05/1958.\nCholécystectomie par cœlioscopie. Diabète de type 2.\n"
	pay := "Bulletin de paie octobre\nSalaire de base 151,67 h 1 895,87\nCotisations salariales 412,20\nNet à payer 1 480,20\n"
	for _, tt := range []struct {
		name, subject, body, file string
		refuse                    bool
	}{
		{"a form to fill in", "summer camp", "please find attached the form.", blank, false},
		{"timetable", "horaires", "voici les horaires.", "Horaires de la piscine\nÉlèves | 9h-11h\nPatients du centre | 14h-16h\n", false},
		{"named in the subject", "Compte rendu opératoire de Mme Jeanne Marlow", "voir pièce jointe.", surgery, true},
		{"named in the letter", "dossier", "voici le compte rendu concernant Mme Jeanne Marlow.", surgery, true},
		{"pay", "paie d'octobre de Louise Kerbrat", "ci-joint.", pay, true},
		{"a list", "liste des adhérents", "voici la liste des adhérents.", strings.ReplaceAll(names, "|", "\n") + "\n", true},
	} {
		blocks := []Block{
			{Place: Place{Part: PartHeader}, Text: "From: Karen Whitlock <karen.whitlock@gmail.com>\nTo: Tom Ashby <tom.ashby@btinternet.com>\nSubject: " + tt.subject + "\n"},
			{Text: "Hi Tom,\n\n" + tt.body + "\n\nBest,\nKaren Whitlock\n07911 123456\n"}, file("paper.txt", tt.file),
		}
		if r := New(Options{}).Detect(Document{Blocks: blocks}); r.Refuse != tt.refuse {
			t.Errorf("%s: refused %v, rules %v, found %v", tt.name, r.Refuse, r.Rules, entitiesOf(r))
		}
	}
}

// TestLongLetters: whatever lies in mails that lie in mails, each text is read a few times, however many it lies in.
func TestLongLetters(t *testing.T) {
	var doc Document
	var path []string
	for range 6 {
		doc.Blocks = append(doc.Blocks, Block{Place: Place{Path: path, Part: PartHeader}, Text: "From: k@x.example\nSubject: liste des adhérents\n"})
		path = append(path[:len(path):len(path)], "mail.eml")
	}
	doc.Blocks = append(doc.Blocks, Block{Place: Place{Path: path}, Text: strings.Repeat("le conseil a voté la rénovation de la salle\n", 10_000)})
	letters := doc.letters()
	if len(letters) != 6 {
		t.Fatalf("%d letters", len(letters))
	}
	d := New(Options{})
	if n := testing.AllocsPerRun(1, func() { d.ofLetter(letters[0]) }); n > 100 {
		t.Errorf("a long mail was read: %v allocations", n)
	}
}

func TestWithoutWriters(t *testing.T) {
	got := withoutWriters([]Block{
		{Place: Place{Part: PartHeader}, Text: "From: Zoé Le Bihan <zoe@x.example>\nSubject: Zoé\n"},
		{Text: "Bonjour,\nZoe Le Bihan\n\n06 12 34 56 78\nRue de Brest\n"}, file("a.txt", "Zoé Le Bihan\n"),
	})
	for i, want := range []string{"\nSubject: Zoé\n", "Bonjour,\n\n\n\nRue de Brest\n", "Zoé Le Bihan\n"} {
		if got[i].Text != want {
			t.Errorf("block %d: %q, want %q", i, got[i].Text, want)
		}
	}
}
