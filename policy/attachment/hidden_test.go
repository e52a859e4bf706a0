package attachment

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"
)

// TestHiddenPlaces: what is refused as a text is refused wherever a document hides it, and what passes as a text passes there.
func TestHiddenPlaces(t *testing.T) {
	texts := map[string]bool{
		"Candidate 4: Callum Adeyemi, 02920 18 0530\nLives 115 Mulberry Close, Manchester M21 9WQ\nDOB 15/11/1985\nPregnant, due in August\nDo not minute\nReferences excellent": true,
		"Patient: Gemma Ashworth\nDOB: 14/02/1987\nAddress: 12 Orchard Close, Leeds LS8 2QT\nMobile: 07700 900412\nDiagnosis: bipolar disorder\nSeen weekly":                     true,
		"Room: Gambetta\nSeats: 80\nHire: 120.00\nCaretaker: Mr Henry\nPhone: 0113 496 0111\nAddress: 1 High Street, Leeds LS1 1AA":                                              false,
		"Jane Marlow: please check page 3\nTom Fields: done\nJane Marlow: the table of 12/03/2024 too\nTom Fields: yes\nJane Marlow: thanks\nAnna Smith: sent to the printer":    false,
	}
	for text, refuse := range texts {
		for name, file := range hidingPlaces(t, text) {
			if r := Examine(File{Name: name, Data: file}, lifeDetector(), NewBudget()); r.PersonalData != refuse || refuse && len(r.Findings) == 0 {
				t.Errorf("%.12q in %s: refused %v, want %v: %v %v", text, name, r.PersonalData, refuse, r.Rules, r.Findings)
			}
		}
	}
}

// hidingPlaces gives documents with a text in many places that a reader does not see, by file names.
func hidingPlaces(t *testing.T, text string) map[string][]byte {
	escaped := html.EscapeString(text)
	attr := strings.ReplaceAll(escaped, "\n", "&#10;")
	var word, odf, variables, annotations strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		fmt.Fprintf(&word, "<w:p><w:r><w:t>%s</w:t></w:r></w:p>", html.EscapeString(line))
		fmt.Fprintf(&odf, "<text:p>%s</text:p>", html.EscapeString(line))
		fmt.Fprintf(&annotations, "<< /Subtype /FreeText /T (Office) /Contents (%s) >>", line)
		name, value, _ := strings.Cut(line, ":")
		fmt.Fprintf(&variables, `<property name="%s"><vt:lpwstr>%s</vt:lpwstr></property>`, html.EscapeString(name), html.EscapeString(value))
	}
	page := func(body string) []byte {
		return []byte("<!DOCTYPE html><html><title>Meeting</title><p>Agenda</p>" + body + "</html>")
	}
	docx := func(parts ...string) []byte {
		return officeOf(t, "word/document.xml", "<w:document><w:p><w:r><w:t>Agenda</w:t></w:r></w:p></w:document>", parts...)
	}
	var pixels bytes.Buffer
	if err := png.Encode(&pixels, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	places := map[string][]byte{
		"comment.html": page("<!-- " + escaped + " -->"), "elements.html": page("<!-- <p>" + strings.ReplaceAll(escaped, "\n", "</p><p>") + "</p> -->"),
		"script.html": page(`<script>var t="` + strings.ReplaceAll(text, "\n", `\n`) + `";</script>`), "attribute.html": page(`<p title="` + attr + `">x</p>`),
		"comments.docx":   docx("word/_rels/document.xml.rels", rels("a", "comments", "comments.xml"), "word/comments.xml", `<w:comments><w:comment w:author="Zoé">`+word.String()+"</w:comment></w:comments>"),
		"footer.docx":     docx("word/_rels/document.xml.rels", rels("a", "footer", "f.xml"), "word/f.xml", "<w:ftr>"+word.String()+"</w:ftr>"),
		"properties.docx": docx("docProps/core.xml", "<cp><dc:description>"+strings.ReplaceAll(escaped, "\n", "_x000d_\n")+"</dc:description></cp>"),
		"prompt.xlsx": xlsxOf(t, "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData><dataValidations><dataValidation prompt=\""+
			strings.ReplaceAll(escaped, "\n", "_x000a_")+`"/></dataValidations></worksheet>`),
		"annotation.odt": odfOf(t, "text", "<text:p>x<office:annotation>"+odf.String()+"</office:annotation></text:p>"),
		"description.odt": odfOf(t, "text", "<text:p>x</text:p>", "meta.xml",
			"<meta><dc:description>"+escaped+"</dc:description></meta>"),
		"comment.rtf": []byte(`{\rtf1 Agenda\par x{\*\annotation ` + strings.ReplaceAll(text, "\n", `\par `) + `}}`),
		"text.png":    slices.Concat(pixels.Bytes()[:33], pngChunk("tEXt", "Comment\x00"+text), pixels.Bytes()[33:]),
		"note.vcf":    []byte("BEGIN:VCARD\nFN:Town printers\nORG:Town printers\nNOTE:" + strings.NewReplacer("\n", `\n`, ",", `\,`).Replace(text) + "\nEND:VCARD\n"),
		"entry.ldif":  []byte("dn: cn=room,o=x\ncn: room\ndescription:: " + base64.StdEncoding.EncodeToString([]byte(text)) + "\n"),
		"annotations.pdf": pdfObjects("", "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
			"<< /Type /Page /Parent 2 0 R /Annots ["+annotations.String()+"] >>"),
	}
	if strings.Count(text, ": ") > strings.Count(text, "\n") {
		places["custom.docx"] = docx("docProps/custom.xml", "<p>"+variables.String()+"</p>")
	}
	return places
}
