package attachment

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

const officePage = `<html><head><meta charset="utf-8"><title>Liste</title></head><body><h1>Adhérents</h1><p>Jean <b>Dup</b>ont, né le 3 mai 1980</p>
<table border="1"><tr><td>Nom</td><td>Mél</td><td>N°</td></tr><tr><td>Lefèvre</td><td>l@x.fr</td><td>2 79 03 75 116 004 74</td></tr>
<tr><td>Müller</td><td>m@x.fr</td><td>1 80 05 75 116 005 42</td></tr></table><p>Fin</p></body></html>`

const officeSlides = `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.presentation"><office:body><office:presentation>
<draw:page draw:name="p1"><draw:frame svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="3cm"><draw:text-box><text:p>Lefèvre l@x.fr</text:p></draw:text-box></draw:frame></draw:page>
<draw:page draw:name="p2"><draw:frame svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="3cm"><draw:text-box><text:p>Müller m@x.fr</text:p></draw:text-box></draw:frame></draw:page>
</office:presentation></office:body></office:document>`

// officeFormats are what LibreOffice writes: the format, the filter that reads what it is made from, and the kind that we call it.
// Two that we cannot write ourselves are tried in every run, all of them in the long form.
func officeFormats() [][3]string {
	const page, sheet = "HTML (StarWriter)", "CSV:59,34,76,1,,1036"
	formats := [][3]string{{"doc", page, "doc"}, {"xls", sheet, "xls"}}
	if isLong() {
		formats = append(formats, [][3]string{{"docx", page, "docx"}, {"odt", page, "odt"}, {"rtf", page, "rtf"}, {"pdf", page, "pdf"}, {"xlsx", sheet, "xlsx"}, {"ods", sheet, "ods"},
			{"fods", sheet, "ods"}, {"odp", "", "odp"}, {"ppt", "", "ppt"}, {"pptx", "", "pptx"}}...)
	}
	return formats
}

// TestLibreOffice lets a program that knows nothing of this code write the same content in every format it has, and what people
// send in each.
func TestLibreOffice(t *testing.T) {
	if testing.Short() {
		t.Skip("long: starts LibreOffice")
	}
	t.Parallel()
	soffice := needs(t, "soffice")
	dir := t.TempDir()
	put(t, dir, "page.html", []byte(officePage))
	put(t, dir, "sheet.csv", []byte("Nom;Mél;N°;Date\nLefèvre;l@x.fr;279037511600474;03/05/1980\nMüller;m@x.fr;180057511600542;04/05/1981\n"))
	put(t, dir, "slides.fodp", []byte(officeSlides))
	papers := putPapers(t, dir)
	page := []string{"Jean Dupont, né le 3 mai 1980", "Lefèvre | l@x.fr | 2 79 03 75 116 004 74", "Fin"}
	sheet := []string{"Lefèvre | l@x.fr | 279037511600474 | 03/05/1980"}
	slides := []string{"p1 Lefèvre l@x.fr", "p2 Müller m@x.fr"}
	for _, format := range officeFormats() {
		to, filter, kind := format[0], format[1], format[2]
		t.Run(to, func(t *testing.T) {
			args := []string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless"}
			in, want, made := "slides.fodp", slides, []*paper(nil)
			switch {
			case strings.HasPrefix(filter, "HTML"):
				in, want, made = "page.html", page, papers
			case strings.HasPrefix(filter, "CSV"):
				in, want, made = "sheet.csv", sheet, papers
			}
			if filter != "" {
				args = append(args, "--infilter="+filter)
			}
			args = append(args, "--convert-to", to, in)
			for i := range made {
				args = append(args, fmt.Sprintf("paper%d%s", i, filepath.Ext(in)))
			}
			tool(t, dir, soffice, args...)
			name := strings.TrimSuffix(in, filepath.Ext(in)) + "." + to
			lines, r := read(t, File{Name: name, Data: get(t, dir, name)})
			if r.Type != kind || !r.Readable {
				t.Errorf("%+v", r)
			}
			text := strings.Join(lines, "\n")
			for _, want := range want {
				if !strings.Contains(text, want) {
					t.Errorf("missing %q in\n%s", want, text)
				}
			}
			judgePapers(t, dir, to, made)
		})
	}
}

// putPapers writes papers as pages and as sheets.
func putPapers(t *testing.T, dir string) []*paper {
	rounds, r := lifeRounds()
	if !isLong() {
		rounds = 80
	}
	var papers []*paper
	for i := range min(rounds/10, 100) {
		p := lifePapers()[r.IntN(len(lifePapers()))](r)
		papers = append(papers, p)
		put(t, dir, fmt.Sprintf("paper%d.html", i), asHTML(r, p).file.Data)
		var csv strings.Builder
		for _, row := range p.flat() {
			csv.WriteString(`"` + strings.Join(row, `";"`) + `"` + "\n")
		}
		put(t, dir, fmt.Sprintf("paper%d.csv", i), []byte(csv.String()))
	}
	return papers
}

// judgePapers holds what LibreOffice made of the papers to the same promises as what we make.
func judgePapers(t *testing.T, dir, to string, papers []*paper) {
	if len(papers) == 0 {
		return
	}
	d, wrong := lifeDetector(), misses{}
	passed, wanted, misplaced := 0, 0, 0
	for i, p := range papers {
		name := fmt.Sprintf("paper%d.%s", i, to)
		report := Examine(File{Name: p.name + "." + to, Data: get(t, dir, name)}, d, NewBudget())
		if !report.PersonalData {
			passed++
			wrong["passed: "+p.kind+" / "+p.name]++
			wrong.show(t, p, report)
		}
		a := artefact{}
		if strings.HasPrefix(to, "xls") || strings.HasSuffix(to, "ods") {
			a.stands = p.inColumn(fmt.Sprintf("paper%d", i))
		}
		for _, w := range p.want {
			wanted++
			if !a.rightPlace(w, report) {
				misplaced++
				wrong["place: "+w.entity+" "+p.kind+" / "+p.name]++
			}
		}
	}
	wrong.log(t)
	t.Logf("passed %d of %d, misplaced %d of %d", passed, len(papers), misplaced, wanted)
	if passed > 1+len(papers)/100 || misplaced*20 > wanted {
		t.Error("too many")
	}
}
