package attachment

import (
	"encoding/base64"
	"fmt"
	"html"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"souspli/policy/personal"
	"souspli/policy/seal/sealtest"
)

// artefact is a paper as a file, and how its places are told.
type artefact struct {
	file   File
	path   []string                                  // the members around the text
	stands func(value string, p personal.Place) bool // whether a value stands at a place, its path left out; nil: anywhere
}

// flat gives a paper as the rows of a sheet.
func (p *paper) flat() [][]string {
	var rows [][]string
	for _, piece := range p.pieces {
		if piece.rows == nil {
			rows = append(rows, []string{piece.text})
		}
		rows = append(rows, piece.rows...)
	}
	return rows
}

// lines gives a paper as the lines of a text, its tables with a separator.
func (p *paper) lines(separator string) []string {
	var out []string
	for _, piece := range p.pieces {
		if piece.rows == nil {
			out = append(out, piece.text)
		}
		for _, row := range piece.rows {
			out = append(out, strings.Join(row, separator))
		}
	}
	return out
}

// inColumn tells places in the column of a sheet where a value stands.
func (p *paper) inColumn(sheet string) func(string, personal.Place) bool {
	rows := p.flat()
	return func(value string, at personal.Place) bool {
		for _, row := range rows {
			for c, cell := range row {
				if strings.Contains(cell, value) && at.Sheet == sheet && at.Column == string(rune('A'+c)) {
					return true
				}
			}
		}
		return false
	}
}

// onLine tells the line where a value stands; of one that a label stands above, that line too.
func onLine(lines []string) func(string, personal.Place) bool {
	return func(value string, at personal.Place) bool {
		return at.Line > 0 && at.Line <= len(lines) && strings.Contains(lines[at.Line-1], value)
	}
}

func latin(text string) []byte {
	out, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		return []byte(text)
	}
	return []byte(out)
}

func asCSV(r *rand.Rand, p *paper) artefact {
	sep := oneOf(r, ";|;|;|,|\t")
	var b strings.Builder
	end := oneOf(r, "\n|\r\n")
	for _, row := range p.flat() {
		for i, cell := range row {
			if i > 0 {
				b.WriteString(sep)
			}
			if strings.Contains(cell, sep) || strings.Contains(cell, `"`) || sep == "," && r.IntN(2) == 0 {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			b.WriteString(cell)
		}
		b.WriteString(end)
	}
	column, line := p.inColumn(""), onLine(strings.Split(b.String(), "\n"))
	a := artefact{file: File{Name: p.name + oneOf(r, ".csv|.csv|.txt|.CSV|.tsv")}, stands: func(value string, at personal.Place) bool {
		return column(value, at) || line(value, at) // a letter in one column is read as text
	}}
	switch r.IntN(5) {
	case 0:
		a.file.Data = []byte(b.String())
	case 1:
		a.file.Data = []byte("\xEF\xBB\xBF" + b.String())
	case 2:
		a.file.Data = append([]byte("\xFF\xFE"), wide(b.String(), le)...)
	default:
		a.file.Data, a.file.MediaType = latin(b.String()), oneOf(r, "|text/csv; charset=utf-8|text/csv; charset=iso-8859-1|application/vnd.ms-excel")
	}
	return a
}

func asText(r *rand.Rand, p *paper) artefact {
	lines := p.lines(oneOf(r, "\t|   |  "))
	text := strings.Join(lines, "\n") + "\n"
	column, line := p.inColumn(""), onLine(lines)
	a := artefact{file: File{Name: p.name + ".txt", Data: []byte(text)}, stands: func(value string, at personal.Place) bool { return column(value, at) || line(value, at) }}
	if r.IntN(2) == 0 {
		a.file.Data = latin(strings.ReplaceAll(text, "\n", "\r\n"))
	}
	return a
}

func asHTML(r *rand.Rand, p *paper) artefact {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><html><head><meta charset="utf-8"><title>Document</title><style>td{border:1px}</style></head><body>`)
	for _, piece := range p.pieces {
		if piece.rows == nil {
			b.WriteString("<p>" + html.EscapeString(piece.text) + "</p>\n")
			continue
		}
		b.WriteString("<table>\n")
		for _, row := range piece.rows {
			b.WriteString("<tr>")
			for _, cell := range row {
				b.WriteString("<td><span>" + html.EscapeString(cell) + "</span></td>")
			}
			b.WriteString("</tr>\n")
		}
		b.WriteString("</table>")
	}
	return artefact{file: File{Name: p.name + oneOf(r, ".html|.htm|.xls|.doc"), Data: []byte(b.String() + "</body></html>")}}
}

func asRTF(_ *rand.Rand, p *paper) artefact {
	escape := func(s string) string {
		var b strings.Builder
		for _, c := range s {
			switch {
			case c == '\\' || c == '{' || c == '}':
				b.WriteString(`\` + string(c))
			case c > 0xFF:
				fmt.Fprintf(&b, `\u%d?`, c)
			case c > 0x7F:
				fmt.Fprintf(&b, `\'%02x`, c)
			default:
				b.WriteRune(c)
			}
		}
		return b.String()
	}
	var b strings.Builder
	b.WriteString(`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}}\fs22` + "\n")
	for _, piece := range p.pieces {
		if piece.rows == nil {
			b.WriteString(`\pard ` + escape(piece.text) + `\par` + "\n")
		}
		for _, row := range piece.rows {
			b.WriteString(`\trowd`)
			for _, cell := range row {
				b.WriteString(`\pard\intbl ` + escape(cell) + `\cell`)
			}
			b.WriteString(`\row` + "\n")
		}
	}
	return artefact{file: File{Name: p.name + ".rtf", Data: []byte(b.String() + "}")}}
}

// asXLSX writes dates as numbers with a style, figures as numbers, some texts shared and some inline; sometimes the list is on
// the second sheet, which may be hidden.
func asXLSX(t testing.TB, r *rand.Rand, p *paper) artefact {
	var rows strings.Builder
	for i, row := range p.flat() {
		fmt.Fprintf(&rows, `<row r="%d">`, i+1)
		for c, cell := range row {
			rows.WriteString(xlsxCell(fmt.Sprintf("%c%d", 'A'+c, i+1), cell))
		}
		rows.WriteString("</row>")
	}
	sheet := "<worksheet><sheetData>" + rows.String() + "</sheetData></worksheet>"
	styles := `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`
	name := p.name + oneOf(r, ".xlsx|.xlsx|.xlsm|.XLSX")
	if r.IntN(3) > 0 {
		return artefact{file: File{Name: name, Data: xlsxOf(t, sheet, "xl/styles.xml", styles)}, stands: p.inColumn("Liste")}
	}
	book := `<workbook><sheets><sheet name="Lisez-moi" sheetId="1" r:id="r1"/><sheet name="Données" sheetId="2" ` + oneOf(r, `|state="hidden"|state="veryHidden"`) + ` r:id="r2"/></sheets></workbook>`
	data := zipOf(t, "[Content_Types].xml", "<Types/>", "_rels/.rels", rels("r", "officeDocument", "xl/workbook.xml"), "xl/workbook.xml", book,
		"xl/_rels/workbook.xml.rels", rels("r1", "worksheet", "worksheets/sheet1.xml", "r2", "worksheet", "worksheets/sheet2.xml"), "xl/styles.xml", styles,
		"xl/worksheets/sheet1.xml", `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Ce classeur se remplit seul.</t></is></c></row></sheetData></worksheet>`, "xl/worksheets/sheet2.xml", sheet)
	return artefact{file: File{Name: name, Data: data}, stands: p.inColumn("Données")}
}

func xlsxCell(ref, cell string) string {
	if day, err := time.Parse("02/01/2006", cell); err == nil && day.Year() > 1900 {
		return fmt.Sprintf(`<c r="%s" s="1"><v>%d</v></c>`, ref, int(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours()/24))
	}
	if _, err := strconv.Atoi(cell); err == nil && cell[0] != '0' && cell[0] != '+' {
		return fmt.Sprintf(`<c r="%s"><v>%s</v></c>`, ref, cell)
	}
	return fmt.Sprintf(`<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, ref, html.EscapeString(cell))
}

func asXLS(_ testing.TB, _ *rand.Rand, p *paper) artefact {
	var records [][]byte
	for i, row := range p.flat() {
		for c, cell := range row {
			if cell != "" {
				records = append(records, biffRecord(biffLabel, uint16(i), uint16(c), uint16(0), biffText(2, cell)))
			}
		}
	}
	return artefact{file: File{Name: p.name + ".xls", Data: xlsOf(biffBook(nil, "Feuil1", 0, records...))}, stands: p.inColumn("Feuil1")}
}

func odfRows(name string, rows [][]string) string {
	var b strings.Builder
	b.WriteString(`<table:table table:name="` + name + `">`)
	for _, row := range rows {
		b.WriteString("<table:table-row>")
		for _, cell := range row {
			b.WriteString(`<table:table-cell office:value-type="string"><text:p>` + html.EscapeString(cell) + "</text:p></table:table-cell>")
		}
		b.WriteString("</table:table-row>")
	}
	return b.String() + "</table:table>"
}

func asODS(t testing.TB, _ *rand.Rand, p *paper) artefact {
	return artefact{file: File{Name: p.name + ".ods", Data: odfOf(t, "spreadsheet", odfRows("Feuille1", p.flat()))}, stands: p.inColumn("Feuille1")}
}

func asODT(t testing.TB, _ *rand.Rand, p *paper) artefact {
	var b strings.Builder
	for _, piece := range p.pieces {
		if piece.rows == nil {
			b.WriteString("<text:p>" + html.EscapeString(piece.text) + "</text:p>")
			continue
		}
		b.WriteString(odfRows("Tableau1", piece.rows))
	}
	return artefact{file: File{Name: p.name + ".odt", Data: odfOf(t, "text", b.String())}}
}

// asDOCX writes a text whose words are cut into runs, as Word does; sometimes all of it stands in a text box or is a tracked
// deletion.
func asDOCX(t testing.TB, r *rand.Rand, p *paper) artefact {
	run := func(text string) string {
		tag := "w:t"
		half := []rune(text)
		cut := len(half) / 2
		return "<w:r><" + tag + ` xml:space="preserve">` + html.EscapeString(string(half[:cut])) + "</" + tag + "></w:r><w:r><w:rPr><w:b/></w:rPr><" + tag + ` xml:space="preserve">` + html.EscapeString(string(half[cut:])) + "</" + tag + "></w:r>"
	}
	var b strings.Builder
	for _, piece := range p.pieces {
		if piece.rows == nil {
			b.WriteString("<w:p>" + run(piece.text) + "</w:p>")
			continue
		}
		b.WriteString("<w:tbl>")
		for _, row := range piece.rows {
			b.WriteString("<w:tr>")
			for _, cell := range row {
				b.WriteString("<w:tc><w:p>" + run(cell) + "</w:p></w:tc>")
			}
			b.WriteString("</w:tr>")
		}
		b.WriteString("</w:tbl>")
	}
	body := b.String()
	if r.IntN(5) == 0 {
		body = "<w:p><w:r><w:txbxContent>" + body + "</w:txbxContent></w:r></w:p>"
	}
	return artefact{file: File{Name: p.name + ".docx", Data: officeOf(t, "word/document.xml", "<w:document><w:body>"+body+"</w:body></w:document>")}}
}

func asPPTX(t testing.TB, _ *rand.Rand, p *paper) artefact {
	para := func(text string) string { return "<a:p><a:r><a:t>" + html.EscapeString(text) + "</a:t></a:r></a:p>" }
	var b strings.Builder
	for _, piece := range p.pieces {
		if piece.rows == nil {
			b.WriteString("<p:sp><p:txBody>" + para(piece.text) + "</p:txBody></p:sp>")
			continue
		}
		b.WriteString("<a:tbl>")
		for _, row := range piece.rows {
			b.WriteString("<a:tr>")
			for _, cell := range row {
				b.WriteString("<a:tc><a:txBody>" + para(cell) + "</a:txBody></a:tc>")
			}
			b.WriteString("</a:tr>")
		}
		b.WriteString("</a:tbl>")
	}
	data := officeOf(t, "ppt/presentation.xml", `<p:presentation><p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst></p:presentation>`, "ppt/_rels/presentation.xml.rels", rels("r1", "slide", "slides/slide1.xml"), "ppt/slides/slide1.xml", "<p:sld>"+b.String()+"</p:sld>")
	return artefact{file: File{Name: p.name + ".pptx", Data: data}}
}

// asPDF sets lines and tables on pages of forty lines.
func asPDF(_ testing.TB, _ *rand.Rand, p *paper) artefact {
	escape := strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`)
	var pages []string
	var b strings.Builder
	line := 0
	put := func(x int, text string) {
		fmt.Fprintf(&b, "BT /F1 9 Tf %d %d Td (%s) Tj ET\n", x, 780-15*line, escape.Replace(string(latin(text))))
	}
	next := func() {
		if line++; line == 45 {
			pages, line = append(pages, b.String()), 0
			b.Reset()
		}
	}
	for _, piece := range p.pieces {
		if piece.rows == nil {
			put(40, piece.text)
			next()
		}
		for _, row := range piece.rows {
			x := 40
			for c, cell := range row {
				put(x, cell)
				x += 6*widestCell(piece.rows, c) + 12
			}
			next()
		}
	}
	pages = append(pages, b.String())
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"}
	var kids strings.Builder
	for _, content := range pages {
		n := len(objects) + 1
		fmt.Fprintf(&kids, "%d 0 R ", n)
		objects = append(objects, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>", n+1), streamOf("", content))
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids.String(), len(pages))
	stands := func(value string, at personal.Place) bool {
		return at.Page > 0 && at.Page <= len(pages) && strings.Contains(pages[at.Page-1], escape.Replace(string(latin(value))))
	}
	return artefact{file: File{Name: p.name + ".pdf", Data: pdfObjects("", objects...)}, stands: stands}
}

func widestCell(rows [][]string, column int) int {
	widest := 0
	for _, row := range rows {
		if column < len(row) {
			widest = max(widest, len([]rune(row[column])))
		}
	}
	return widest
}

// wrapped puts a file where files are found: in archives, in messages, in each other.
func wrapped(t testing.TB, r *rand.Rand, a artefact) artefact {
	f, b64 := a.file, base64.StdEncoding.EncodeToString(a.file.Data)
	inside := func(name string, data []byte, path ...string) artefact {
		return artefact{file: File{Name: name, Data: data}, path: append(path, a.path...), stands: a.stands}
	}
	switch r.IntN(14) {
	case 0:
		return inside("documents.zip", zipOf(t, "2026/"+f.Name, string(f.Data)), "2026/"+f.Name)
	case 1:
		return inside("envoi.zip", zipOf(t, "lisez-moi.txt", "Voir le dossier.\n", "tout.zip", string(zipOf(t, f.Name, string(f.Data)))), "tout.zip", f.Name)
	case 2:
		return inside("sauvegarde.tar.gz", gzipped(t, "", tarred(t, "home/"+f.Name, string(f.Data))), "sauvegarde.tar", "home/"+f.Name)
	case 3:
		return inside("TR message.eml", message("Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\""+asciiName(f.Name)+"\"\r\nContent-Transfer-Encoding: base64", b64).Data, asciiName(f.Name))
	case 4:
		tnef := tnefOf(tnefAttr(tnefAttachRend, make([]byte, 14)), tnefAttr(tnefAttachName, []byte("doc\x00")), tnefAttr(tnefAttachData, f.Data))
		return inside("winmail.dat", tnef, "doc")
	case 5:
		streams := mapiStreams("", map[int]string{mapiSubject: "Documents", mapiBody: "Bonjour, voici le document."})
		for name, value := range mapiStreams("__attach_version1.0_#00000000/", map[int]string{mapiAttachLong: f.Name}) {
			streams[name] = value
		}
		streams["__attach_version1.0_#00000000/"+mapiName4(mapiAttachData, "0102")] = f.Data
		return inside("message.msg", sealtest.CompoundFile(streams), f.Name)
	}
	return a
}

func asciiName(name string) string {
	return strings.Map(func(c rune) rune {
		if c > 0x7F {
			return 'x'
		}
		return c
	}, name)
}
