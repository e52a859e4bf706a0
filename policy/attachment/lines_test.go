package attachment

import (
	"fmt"
	"strings"
	"testing"
)

// In a file whose columns nobody sees, a value's place is the file's own name for it, if that is a known one, else its line.
func TestLinesOfRecords(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want map[string]string // by entity
	}{
		"contacts.vcf": {"BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Lef=C3=A8vre=\n;Jean\nTEL;CELL:06 12 34 56 78\nEMAIL:jean.lefevre@gmail.com\nEND:VCARD\n" +
			"BEGIN:VCARD\nFN:Marie Dupré\nNOTE:long\n note\nitem1.EMAIL:marie.dupre@orange.fr\nBDAY:19800512\nEND:VCARD\n",
			map[string]string{"email": "[line 6 line 12]", "birth-date": "[line 13]", "phone": "[line 5]"}},
		"contacts.ldif": {"version: 1\n\ndn: cn=Jean Petit,ou=x\ncn: Jean Petit\nmail: jean.petit@gmail.com\nbirthDate: 1980-05-12\n\ndn: cn=Anne Petit,ou=x\ncn: Anne\n  Petit\nmail: anne.petit@gmail.com\n",
			map[string]string{"email": "[field mail]", "birth-date": "[field birthDate]"}},
		"agenda.ics": {"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:RDV de M. Jean Petit né le 12/05/1980\r\nATTENDEE;CN=\"Jean Petit\":mailto:jean.petit@gmail.com\r\nATTENDEE;CN=\"Anne Durand\":mailto:anne@gm\r\n ail.com\r\nDESCRIPTION:un\\ntél 06 12 34 56 78\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
			map[string]string{"email": "[line 4 line 5]", "birth-date": "[line 3]", "phone": "[line 7]"}},
		"adherents.json": {"{\"x\":1,\n\"people\":[\n {\"nom\":\"Petit\",\"prenom\":\"Jean\",\n  \"naissance\":\"1980-05-12\",\"email\":\"jean.petit@gmail.com\"},\n {\"nom\":\"Durand\",\"prenom\":\"Anne\",\n  \"naissance\":\"1981-05-12\",\n \"email\":\"anne.durand@gmail.com\"}],\n\"note\":{\"y\":\"IBAN FR7630006000011234567890189\"}}\n",
			map[string]string{"email": "[field email]", "birth-date": "[field naissance]", "iban": "[line 8]"}},
		"lignes.json": {"[[\"nom\",\"email\"],\n[\"Jean Petit\",\"jean.petit@gmail.com\"],\n[\"Anne Durand\",\"anne.durand@gmail.com\"]]\n",
			map[string]string{"email": "[line 2 line 3]"}},
		"adherents.xml": {"<?xml version=\"1.0\"?>\n<adherents>\n<!-- paul.martin@gmail.com -->\n<a>\n<nom>Petit</nom>\n<email>jean.petit@gmail.com</email>\n<naissance>12/05/1980</naissance>\n</a>\n" +
			"<a>\n<nom>Durand</nom>\n<email>anne.d@gmail.com</email>\n<naissance>12/05/1981</naissance>\n</a>\n</adherents>\n",
			map[string]string{"email": "[field email comments line 3]", "birth-date": "[field naissance]"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := Examine(File{Name: name, Data: []byte(tt.text)}, lifeDetector(), NewBudget())
			found := map[string]string{}
			for _, f := range r.Findings {
				found[f.Entity] = fmt.Sprint(f.Where)
			}
			for entity, want := range tt.want {
				if found[entity] != want {
					t.Errorf("%s: %s, want %s", entity, found[entity], want)
				}
			}
		})
	}
}

// TestTextInRecords: a value of many lines, or many elements of one name, are the lines of a text, which are read as such.
func TestTextInRecords(t *testing.T) {
	const letter = "École Jean-Moulin, Trémuson\nConseil du 2e trimestre\nÉlève : Octave Brisset\nNé le 12/05/2011\n14 rue des Lilas, 22440 Trémuson\nMoyenne : 8,2\nSuivi psychologique depuis le divorce des parents"
	lines := strings.Split(letter, "\n")
	for name, text := range map[string]string{
		"page.json":    `{"id": "417", "type": "bulletin", "texte": "` + strings.ReplaceAll(letter, "\n", `\n`) + `"}`,
		"page.xml":     "<?xml version=\"1.0\"?>\n<doc><id>417</id><type>bulletin</type><texte>" + letter + "</texte></doc>",
		"children.xml": "<?xml version=\"1.0\"?>\n<doc><id>417</id>\n<p>" + strings.Join(lines, "</p>\n<p>") + "</p>\n</doc>",
	} {
		if r := Examine(File{Name: name, Data: []byte(text)}, lifeDetector(), NewBudget()); !r.PersonalData {
			t.Errorf("%s: not refused: %+v", name, r.Findings)
		}
	}
	menu := "<?xml version=\"1.0\"?>\n<menu><ecole>Jean-Moulin</ecole>\n<p>lundi : potage</p>\n<p>mardi : poulet basquaise</p>\n<p>jeudi : tarte</p>\n<p>vendredi : poisson</p>\n</menu>"
	if r := Examine(File{Name: "menu.xml", Data: []byte(menu)}, lifeDetector(), NewBudget()); r.PersonalData {
		t.Errorf("a menu is refused: %+v", r.Findings)
	}
}

// People at work who are invited together see each other anyway; twenty addresses, or private ones, are a list all the same.
func TestGuests(t *testing.T) {
	invitation := func(domain string, guests int) string {
		var s strings.Builder
		s.WriteString("BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Comité de direction\r\n")
		for i := range guests {
			fmt.Fprintf(&s, "ATTENDEE;CN=\"Jeanne Martin%c\":mailto:jeanne.martin%c@%s\r\n", 'a'+i, 'a'+i, domain)
		}
		return s.String() + "END:VEVENT\r\nEND:VCALENDAR\r\n"
	}
	for _, tt := range []struct {
		domain string
		guests int
		refuse bool
	}{{"thermia.fr", 13, false}, {"thermia.fr", 24, true}, {"gmail.com", 13, true}} {
		r := Examine(File{Name: "invite.ics", Data: []byte(invitation(tt.domain, tt.guests))}, lifeDetector(), NewBudget())
		if r.PersonalData != tt.refuse {
			t.Errorf("%d at %s: %v %v", tt.guests, tt.domain, r.PersonalData, r.Rules)
		}
	}
}

// The answer that an interface's description shows is an example.
func TestExampleInDescription(t *testing.T) {
	r := Examine(File{Name: "openapi.json", Data: []byte(`{"openapi":"3.0.0","paths":{"/members":{"get":{"example":[{"id":1,"firstName":"Jean","lastName":"Dupont",` +
		`"email":"jean.dupont@example.com","birthDate":"1980-05-12","phone":"+33612345678"}]}}}}`)}, lifeDetector(), NewBudget())
	if r.PersonalData {
		t.Errorf("%v", r.Rules)
	}
}

// A field of a form stands on the page that shows it.
func TestPageOfField(t *testing.T) {
	data := pdfObjects("",
		"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R 6 0 R] >> >>",
		"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
		"<< /Type /Page /Parent 2 0 R /Annots [5 0 R] >>",
		"<< /Type /Page /Parent 2 0 R /Annots [7 0 R] >>",
		"<< /Subtype /Widget /T (IBAN de Jean Petit) /V (FR7630006000011234567890189) >>",
		"<< /T (numero de securite sociale) /V (1 85 05 78 006 084 91) /Kids [7 0 R] >>",
		"<< /Subtype /Widget /Parent 6 0 R >>")
	r := Examine(File{Name: "fiche.pdf", Data: data}, lifeDetector(), NewBudget())
	found := map[string]string{}
	for _, f := range r.Findings {
		found[f.Entity] = fmt.Sprint(f.Where)
	}
	if found["iban"] != "[form page 1]" || found["fr-nir"] != "[form page 2]" {
		t.Errorf("%v", found)
	}
}

// What a document is, its main part tells: a presentation that may hold workbooks declares their type too.
func TestKindOfMainPart(t *testing.T) {
	for _, main := range []string{"ppt/presentation.xml", "deck/main.xml"} {
		dir, _, _ := strings.Cut(main, "/")
		data := zipOf(t, "[Content_Types].xml", `<Types><Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>`+
			`<Override PartName="/`+main+`" ContentType="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/></Types>`,
			"_rels/.rels", rels("r1", "officeDocument", main),
			main, `<p:presentation><p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst></p:presentation>`,
			dir+"/_rels/"+strings.TrimPrefix(main, dir+"/")+".rels", rels("r1", "slide", "slides/slide1.xml"),
			dir+"/slides/slide1.xml", "<p:sld><a:p><a:r><a:t>Dupont</a:t></a:r></a:p></p:sld>")
		extracts(t, []extraction{{name: main, file: File{Data: data}, kind: "pptx", want: []string{"p1 Dupont"}}})
	}
}

// An archive that ends a message is found as its attachment and at the end of the file: it has one place.
func TestOnePlace(t *testing.T) {
	sheet := zipOf(t, "liste.csv", "Nom;NIR\nPetit;1 85 05 78 006 084 91\n")
	mail := tnefOf(tnefAttr(tnefAttachRend, make([]byte, 14)), tnefAttr(tnefAttachName, []byte("a.zip\x00")), tnefAttr(tnefAttachData, sheet))
	r := Examine(File{Name: "winmail.dat", Data: mail}, lifeDetector(), NewBudget())
	for _, f := range r.Findings {
		if f.Entity == "fr-nir" && fmt.Sprint(f.Where) != "[a.zip: liste.csv: column B]" {
			t.Errorf("%s", f.Where)
		}
	}
	if !r.PersonalData {
		t.Error("nothing found")
	}
}

// Whoever sends a file chooses its name: it may tell against the file, and never for it.
func TestNamesDoNotClear(t *testing.T) {
	text := "Commission de recrutement\n\nCandidat;Âge;Avis\n"
	for i, name := range strings.Split("Linh Hoarau|Loïc Tissandier|Yasmine Labourdette|Fernand Sissoko|Moussa Vandeputte|Thibaut Royer|Solène Marchetti|Basile Fournier|Margaux Thibault|Noé Pfister|Hugo Tavares|Lina Nguyen", "|") {
		text += fmt.Sprintf("%s;%d;%s\n", name, 22+i, []string{"oui", "à voir", "non : enceinte"}[i%3])
	}
	for _, name := range []string{"x.csv", "jury.csv", "schema.csv", "facture 12.csv", "mode d'emploi.csv", "offre d'emploi.csv", "palmarès.csv"} {
		if r := Examine(File{Name: name, Data: []byte(text)}, lifeDetector(), NewBudget()); !r.PersonalData {
			t.Errorf("%s passes", name)
		}
	}
}

// Where a document has several tables without names, a place says which; one alone needs no number, and its lines are counted as a
// reader counts them: paragraphs, empty ones too, outside tables. A page has lines of source in its tables too.
func TestPlacesOfTables(t *testing.T) {
	docx := func(tables int) File {
		cell := func(texts ...string) string {
			row := ""
			for _, text := range texts {
				row += "<w:tc><w:p><w:r><w:t>" + text + "</w:t></w:r></w:p></w:tc>"
			}
			return "<w:tr>" + row + "</w:tr>"
		}
		body := strings.Repeat("<w:tbl>"+cell("Salle", "Heure")+cell("Hall", "9 h")+"</w:tbl><w:p/>", tables-1) +
			"<w:tbl>" + cell("Nom", "Courriel") + cell("Anne Durand", "anne.durand@gmail.com") + cell("Jean Petit", "jean.petit@gmail.com") + "</w:tbl>" +
			"<w:p/><w:p><w:r><w:t>IBAN FR7630006000011234567890189</w:t></w:r></w:p>"
		return File{Name: "a.docx", Data: officeOf(t, "word/document.xml", body)}
	}
	table := "<table>\n<tr><td>Nom<td>Courriel\n<tr><td>Anne Durand<td>anne.durand@gmail.com\n<tr><td>Jean Petit<td>jean.petit@gmail.com</table>"
	rtf := `{\rtf1\trowd\intbl Salle\cell Heure\cell\row\pard\par\trowd\intbl Nom\cell Courriel\cell\row\intbl Anne Durand\cell anne.durand@gmail.com\cell\row\pard\par}`
	for name, tt := range map[string]struct {
		file        File
		email, iban string
	}{
		"one table.docx":    {docx(1), "[column B]", "[line 2]"},
		"three tables.docx": {docx(3), "[table 3, column B]", "[line 4]"},
		"lines.html":        {File{Name: "a.html", Data: []byte("<html>\n<body>\n<h1>Titre</h1>\n<p>un</p>\n\n<p>IBAN FR7630006000011234567890189</p>")}, "", "[line 6]"},
		"two tables.html":   {File{Name: "a.html", Data: []byte("<html>\n<table><tr><td>a<td>b</table>\n<p>x</p>\n" + table)}, "[line 6 line 7]", ""},
		"two tables.rtf":    {File{Name: "a.rtf", Data: []byte(rtf)}, "[table 2, column B]", ""},
	} {
		found := map[string]string{}
		for _, f := range Examine(tt.file, lifeDetector(), NewBudget()).Findings {
			found[f.Entity] = fmt.Sprint(f.Where)
		}
		if found["email"] != tt.email || found["iban"] != tt.iban {
			t.Errorf("%s: %v", name, found)
		}
	}
}

// A bookmark stands on the page to which it leads.
func TestBookmarkPages(t *testing.T) {
	const iban = "IBAN FR7630006000011234567890189"
	file := pdfObjects("", "<< /Type /Catalog /Pages 2 0 R /Outlines << /First 5 0 R >> >>", "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>", "<< /Type /Page /Parent 2 0 R >>", "<< /Type /Page /Parent 2 0 R >>",
		"<< /Title (a) /Dest [3 0 R /Fit] /Next 6 0 R >>", "<< /Title (b) /First 7 0 R >>", "<< /Title ("+iban+") /A << /S /GoTo /D [4 0 R /Fit] >> >>")
	r := Examine(File{Name: "a.pdf", Data: file}, lifeDetector(), NewBudget())
	if len(r.Findings) != 1 || fmt.Sprint(r.Findings[0].Where) != "[page 2]" {
		t.Errorf("%+v", r.Findings)
	}
}

// A place in a page is the line of its source, and in mail, where a part has no name and is not coded, the line of the file.
func TestLinesOfSource(t *testing.T) {
	const iban = "IBAN FR7630006000011234567890189"
	mail := "From: a@x.fr\nTo: b@x.fr\nSubject: x\n y\nDate: z\n\n"
	for name, tt := range map[string]struct{ text, want string }{
		"paragraphs.html": {"<html>\n<body>\n<p>a</p><p>b\n</p>\n<p>\n  " + iban + "</p>", "[line 6]"},
		"framed.html":     {"<html>\n<table>\n<tr><td>\n<p>a</p>\n<p>b</p>\n<p>" + iban + "</p></td></tr>\n</table>", "[line 6]"},
		"pre.html":        {"<html><pre>\na\nb\n" + iban + "\n</pre>", "[line 4]"},
		"form.txt":        {"MODULO\nNome;Anna\nNato;a Roma\nVia;x\nConto;" + iban + "\nCell;1\n", "[line 5]"},
		"table.md":        {"# Liste\n\n| Nom | IBAN | Note |\n|---|---|---|\n| Jean Petit | " + iban + " | a |\n| Anne Durand |  | b |\n| Luc Roux |  | c |\n", "[line 5]"},
		"dollars.txt":     {"Petit$Jean$" + iban + "\n" + strings.Repeat("Durand$Anne$x\n", 5), "[line 1]"},
		"columns.txt":     {"Nom;IBAN;Note\nJean Petit;" + iban + ";a\nAnne Durand;;b\nLuc Roux;;c\n", "[column B]"},
		"form.csv":        {"Nome;Anna\nNato;a Roma\nVia;x\nConto;" + iban + "\nCell;1\n", "[column B]"},
		"hidden.html":     {"<html>\n<p>a</p>\n<!-- " + iban + " -->", "[hidden line 3]"},
		"field.html":      {"<html>\n<form>\n\n<input value='" + iban + "'>", "[line 4]"},
		"mail.eml":        {mail + "a\n" + iban + "\n", "[line 8]"},
		"rows.eml":        {mail + "Nom;IBAN;Note\nJean Petit;" + iban + ";a\nAnne Durand;;b\nLuc Roux;;c\n", "[line 8]"},
		"header.eml":      {strings.Replace(mail, "Date: z", "X: "+iban, 1) + "a\n", "[header line 5]"},
		"page.eml":        {strings.Replace(mail, "Date: z", "Content-Type: text/html", 1) + "<p>a</p>\n<p>" + iban + "</p>", "[line 8]"},
		"parts.eml":       {"MIME-Version: 1.0\nFrom: a@x.fr\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\na\n--b\nContent-Type: text/plain\n\nb\n" + iban + "\n--b--\n", "[line 12]"},
		"named.eml":       {"MIME-Version: 1.0\nFrom: a@x.fr\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Disposition: attachment; filename=n.txt\n\nb\n" + iban + "\n--b--\n", "[n.txt: line 2]"},
		"box.mbox":        {"From a Mon Sep  2 09:00:00 2024\n" + mail + "a\n\nFrom a Mon Sep  2 09:00:00 2024\n" + mail + "b\n" + iban + "\n", "[line 18]"},
	} {
		found := ""
		for _, f := range Examine(File{Name: name, Data: []byte(tt.text)}, lifeDetector(), NewBudget()).Findings {
			if f.Entity == "iban" {
				found = fmt.Sprint(f.Where)
			}
		}
		if found != tt.want {
			t.Errorf("%s: %s, want %s", name, found, tt.want)
		}
	}
}
