package attachment

import (
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

// TestLibreOffice lets a program that knows nothing of this code write the same content in every format it has.
func TestLibreOffice(t *testing.T) {
	if testing.Short() {
		t.Skip("long: starts LibreOffice")
	}
	soffice := needs(t, "soffice")
	dir := t.TempDir()
	put(t, dir, "page.html", []byte(officePage))
	put(t, dir, "sheet.csv", []byte("Nom;Mél;N°;Date\nLefèvre;l@x.fr;279037511600474;03/05/1980\nMüller;m@x.fr;180057511600542;04/05/1981\n"))
	put(t, dir, "slides.fodp", []byte(officeSlides))
	page := []string{"Jean Dupont, né le 3 mai 1980", "Lefèvre | l@x.fr | 2 79 03 75 116 004 74", "Fin"}
	sheet := []string{"Lefèvre | l@x.fr | 279037511600474 | 03/05/1980"}
	slides := []string{"p1 Lefèvre l@x.fr", "p2 Müller m@x.fr"}
	for _, c := range []struct {
		in, to, options, kind string
		want                  []string
	}{
		{"page.html", "odt", "HTML (StarWriter)", "odt", page},
		{"page.html", "docx", "HTML (StarWriter)", "docx", page},
		{"page.html", "doc", "HTML (StarWriter)", "doc", page},
		{"page.html", "rtf", "HTML (StarWriter)", "rtf", page},
		{"page.html", "pdf", "HTML (StarWriter)", "pdf", page},
		{"sheet.csv", "ods", "CSV:59,34,76,1,,1036", "ods", sheet},
		{"sheet.csv", "xlsx", "CSV:59,34,76,1,,1036", "xlsx", sheet},
		{"sheet.csv", "xls", "CSV:59,34,76,1,,1036", "xls", sheet},
		{"sheet.csv", "fods", "CSV:59,34,76,1,,1036", "ods", sheet},
		{"slides.fodp", "odp", "", "odp", slides},
		{"slides.fodp", "pptx", "", "pptx", slides},
		{"slides.fodp", "ppt", "", "ppt", slides},
	} {
		t.Run(c.to, func(t *testing.T) {
			args := []string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless"}
			if c.options != "" {
				args = append(args, "--infilter="+c.options)
			}
			tool(t, dir, soffice, append(args, "--convert-to", c.to, c.in)...)
			name := strings.TrimSuffix(c.in, filepath.Ext(c.in)) + "." + c.to
			lines, r := read(t, File{Name: name, Data: get(t, dir, name)})
			if r.Type != c.kind || !r.Readable {
				t.Errorf("%+v", r)
			}
			text := strings.Join(lines, "\n")
			for _, want := range c.want {
				if !strings.Contains(text, want) {
					t.Errorf("missing %q in\n%s", want, text)
				}
			}
		})
	}
}
