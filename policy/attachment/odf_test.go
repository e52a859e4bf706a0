package attachment

import (
	"encoding/base64"
	"testing"
)

func odfOf(t testing.TB, kind, content string, parts ...string) []byte {
	t.Helper()
	return storedFirst(t, "mimetype", "application/vnd.oasis.opendocument."+kind, append([]string{"content.xml", "<office:document-content>" + content + "</office:document-content>"}, parts...)...)
}

func TestODF(t *testing.T) {
	ods := func(content string, parts ...string) File {
		return File{Name: "a.ods", Data: odfOf(t, "spreadsheet", content, parts...)}
	}
	odt := func(content string, parts ...string) File {
		return File{Name: "a.odt", Data: odfOf(t, "text", content, parts...)}
	}
	cell := func(text string) string { return "<table:table-cell><text:p>" + text + "</text:p></table:table-cell>" }
	table := func(rows string) string { return `<table:table table:name="Liste">` + rows + "</table:table>" }
	row := func(cells string) string { return "<table:table-row>" + cells + "</table:table-row>" }
	extracts(t, []extraction{
		{name: "cells", file: ods(table(row(cell("Nom")+cell("Mél")) + row(cell("Dup<text:span>ont</text:span>")+cell("d@x.fr")))), kind: "ods", want: []string{"'Liste' 1| Nom | Mél", "'Liste' 2| Dupont | d@x.fr", "<name> 'Liste' Liste"}},
		{name: "repeated cells and rows", file: ods(table(row(`<table:table-cell table:number-columns-repeated="3"/>`+cell("x")) + `<table:table-row table:number-rows-repeated="40"><table:table-cell/></table:table-row>` + row(`<table:table-cell table:number-columns-repeated="2"><text:p>y</text:p></table:table-cell>`))), kind: "ods",
			want: []string{"'Liste' 1|  |  |  | x", "'Liste' 42| y | y"}},
		{name: "a value that tells more than its text", file: ods(table(row(`<table:table-cell office:value-type="date" office:date-value="1980-05-03"><text:p>03/05/80</text:p></table:table-cell>` +
			`<table:table-cell office:value-type="float" office:value="279037511600474"><text:p>###</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="279037511600474"><text:p>2,79E+14</text:p></table:table-cell>` +
			`<table:table-cell office:value-type="date" office:date-value="1980-05-03"><text:p>3 mai 1980</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="5"><text:p>5,00 €</text:p></table:table-cell>`))), kind: "ods",
			want: []string{"'Liste' 1| 03/05/1980 | 279037511600474 | 279037511600474 | 3 mai 1980 | 5,00 €"}},
		{name: "hidden sheet", file: ods(`<style:style style:name="t2"><style:table-properties table:display="false"/></style:style><table:table table:name="S" table:style-name="t2">` + row(cell("x")) + "</table:table>"), kind: "ods", want: []string{"<hidden> 'S' 1| x"}},
		{name: "comment in a cell", file: ods(table(row("<table:table-cell><office:annotation><dc:creator>Zoé</dc:creator><text:p>remark</text:p></office:annotation><text:p>x</text:p></table:table-cell>"))), kind: "ods", want: []string{"<comments> 'Liste' Zoé", "<comments> 'Liste' remark", "'Liste' 1| x"}},
		{name: "text", file: odt("<text:h>Titre</text:h><text:p>Nom :<text:tab/>Du<text:span>pont</text:span><text:s text:c=\"2\"/>x<text:line-break/>below</text:p>"), kind: "odt", want: []string{"Titre", "Nom :\tDupont  x", "below"}},
		{name: "tracked deletions, notes, links", file: odt(`<text:tracked-changes><text:deletion><text:p>gone</text:p></text:deletion></text:tracked-changes><text:p>kept<text:note><text:note-body><text:p>foot</text:p></text:note-body></text:note><text:a xlink:href="mailto:d@x.fr">write</text:a></text:p>`), kind: "odt",
			want: []string{"<deleted> gone", "<notes> foot", "<hidden> d@x.fr", "keptwrite"}},
		{name: "hidden text", file: odt(`<text:p>x<text:hidden-text text:condition="ooow:1" text:string-value="Zoé"/></text:p>`), kind: "odt", want: []string{"<hidden> Zoé"}},
		{name: "what somebody has named", file: odt(`<text:user-field-decls><text:user-field-decl text:name="patient" office:string-value="Zoé"/></text:user-field-decls><text:p>x</text:p>`, "meta.xml", `<meta><meta:user-defined meta:name="dob">1985-03-12</meta:user-defined></meta>`), kind: "odt",
			want: []string{"<hidden> patient: Zoé", "<properties> dob: 1985-03-12", "x"}},
		{name: "table in a text", file: odt("<text:p>before</text:p>" + table(row(cell("a")+cell("b"))) + "<text:p>after</text:p>"), kind: "odt", want: []string{"before", "'Liste' 1| a | b", "after"}},
		{name: "headers and properties", file: odt("<text:p>x</text:p>", "styles.xml", "<style:header><text:p>on top</text:p></style:header>", "meta.xml", "<meta><dc:creator>Zoé</dc:creator></meta>"), kind: "odt", want: []string{"<header> on top", "<properties> Zoé"}},
		{name: "a preview of a table", file: File{Data: odfOf(t, "presentation", `<draw:page><text:p>Marie Roux</text:p></draw:page>`, "Pictures/TablePreview1.svm", "VCLMTF\x01\x00"+string(wide("Marie Roux", le))+"\x00\x00\x01\x00"+string(wide("Jean Dupont", le))+"\x00\x00")}, kind: "odp",
			want: []string{"p1 Marie Roux", "<metadata> Jean Dupont"}, absent: []string{"<metadata> Marie"}},
		{name: "settings, other files, comments, formats", file: odt(`<!-- Léa --><number:text>for Zoé</number:text><text:p>x</text:p>`, "settings.xml", "<config:config-item>Dupont</config:config-item>", "Configurations2/menubar/menubar.xml", `<m label="for Roux"/>`,
			"Thumbnails/l.csv", csvFile, "META-INF/manifest.xml", "<m><!-- Lucie --></m>", "META-INF/a.csv", csvFile), kind: "odt",
			want: []string{"<hidden> Léa", "<hidden> for Zoé", "x", "<hidden> Dupont", "<hidden> for Roux", "l.csv 2| Dupont | d@x.fr", "<hidden> Lucie", "a.csv 2| Dupont | d@x.fr"}},
		{name: "slides", file: File{Data: odfOf(t, "presentation", `<draw:page draw:name="Titre"><text:p>one</text:p></draw:page><draw:page draw:name="p2"><text:p>two</text:p><presentation:notes><text:p>say it</text:p></presentation:notes></draw:page>`)}, kind: "odp",
			want: []string{"p1 one", "p2 two", "<notes> p2 say it", "<name> p1 Titre"}},
		{name: "an object inside", file: odt("<text:p>x</text:p>", "Object 1/content.xml", "<text:p>chart label</text:p>", "l.csv", csvFile), kind: "odt", want: []string{"chart label", "l.csv 2| Dupont | d@x.fr"}},
		{name: "called encrypted, but not proven", file: odt("<text:p>x</text:p>", "META-INF/manifest.xml", `<m><file-entry full-path="content.xml"><encryption-data/></file-entry></m>`), kind: "odt", reason: ReasonUnproven},
		{name: "flat", file: File{Data: []byte(`<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body>` + table(row(cell("x"))) + `</office:body></office:document>`)}, kind: "ods", want: []string{"'Liste' 1| x"}},
		{name: "properties and a file in a flat one", file: File{Data: []byte(`<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.text"><office:meta><dc:title>Zoé</dc:title><dc:description>Léa</dc:description></office:meta>` +
			`<office:body><text:p>x<office:binary-data>` + base64.StdEncoding.EncodeToString(zipOf(t, "l.csv", csvFile)) + `</office:binary-data></text:p></office:body></office:document>`)}, kind: "odt", want: []string{"<properties> Zoé", "<properties> Léa", "file l.csv 2| Dupont | d@x.fr"}},
		{name: "labels, expressions, footers of slides", file: odt(`<text:p>x</text:p><text:label text:value="Jean Dupont"/><table:named-expression table:expression="&quot;Marie Roux&quot;"/><presentation:footer-decl>Zoé</presentation:footer-decl>`), kind: "odt",
			want: []string{"<hidden> Jean Dupont", "<hidden> Marie Roux", "<header> Zoé"}},
		{name: "names of fonts are nobody's", file: odt(`<style:font-face style:name="Marie Serif"/><style:text-properties style:font-name="Gill Sans" style:display-name="Corps de texte"/><text:p>x</text:p>`), kind: "odt", want: []string{"x", "<hidden> Corps de texte"}},
	})
}

// TestFlatOffice: the forms of Office documents that are one XML file hold properties, and files in base64.
func TestFlatOffice(t *testing.T) {
	packed := base64.StdEncoding.EncodeToString(zipOf(t, "l.csv", csvFile))
	extracts(t, []extraction{
		{name: "Word 2003", file: File{Data: []byte(`<?xml version="1.0"?><w:wordDocument xmlns:w="x"><o:DocumentProperties><o:Description>all of Paris</o:Description></o:DocumentProperties><w:binData>` + packed +
			`</w:binData><w:body><w:p><w:r><w:t>Zoé</w:t></w:r></w:p></w:body></w:wordDocument>`)}, kind: "xml-word", want: []string{"Zoé", "<hidden> all of Paris", "file l.csv 2| Dupont | d@x.fr"}},
		{name: "Excel 2003", file: File{Data: []byte(`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><DocumentProperties><Description>all of Paris</Description></DocumentProperties><Worksheet ss:Name="S"><Table><Row><Cell><Data>Zoé</Data></Cell></Row></Table>` +
			`<PageSetup><Header x:Data="list of members"/></PageSetup></Worksheet></Workbook>`)}, kind: "xml-spreadsheet", want: []string{"'S' 1| Zoé", "<hidden> all of Paris", "<hidden> list of members"}},
		{name: "JSON", file: File{Data: []byte(`{"cells": [{"attachments": {"l.zip": {"application/zip": "` + packed + `"}}, "x": 1}]}`)}, kind: "json", want: []string{"file l.csv 2| Dupont | d@x.fr"}},
	})
}
