package attachment

import (
	"bytes"
	"strings"

	"souspli/policy/personal"
)

// isXML tells XML by its declaration or by a root element with a namespace.
func isXML(s *sample) bool {
	head := strings.TrimSpace(s.decoded[:min(len(s.decoded), 2048)])
	head = strings.TrimPrefix(head, "\uFEFF")
	return s.isText && (strings.HasPrefix(head, "<?xml") || strings.HasPrefix(head, "<") && strings.Contains(head, "xmlns") ||
		strings.HasPrefix(head, "<svg") || s.named(".xml", ".kml", ".gpx") && strings.HasPrefix(head, "<"))
}

// readXML reads a document by its root element: the XML forms of Office and OpenDocument, else records.
func readXML(s *scope) error {
	text := s.decoded
	if second, alone, ok := declared(s.Data, xmlCharset(text)); ok && alone {
		text = second
	}
	s.readBlocks(text)
	open := func() *markup { return newMarkup(s.w.budget.reader(strings.NewReader(text), len(text))) }
	root := rootElement(open())
	m := open()
	m.comments = &paragraph{s: s, place: personal.Place{Part: personal.PartComments}}
	defer func() { m.comments.flush() }()
	switch {
	case root == "Workbook" && strings.Contains(text[:min(len(text), 4096)], "office:spreadsheet"):
		s.kind = "xml-spreadsheet"
		s.readXMLSpreadsheet(m)
	case root == "wordDocument" || root == "package":
		s.kind = "xml-word"
		s.readStoryOf(m)
	case root == "document" && strings.Contains(text[:min(len(text), 4096)], "opendocument"):
		s.kind = map[bool]string{true: "ods", false: "odt"}[strings.Contains(text[:min(len(text), 8192)], "opendocument.spreadsheet")]
		s.readOpenDocument(m, "")
	default:
		s.readRecords(m)
	}
	return m.fault()
}

// xmlCharset is the encoding of the XML declaration.
func xmlCharset(text string) string {
	head, _, ok := strings.Cut(text[:min(len(text), 256)], "?>")
	if !ok {
		return ""
	}
	_, after, ok := strings.Cut(head, "encoding=")
	if !ok || len(after) < 3 {
		return ""
	}
	label, _, _ := strings.Cut(after[1:], after[:1])
	return label
}

func rootElement(m *markup) string {
	for t, ok := m.next(); ok; t, ok = m.next() {
		if t.kind == tokStart {
			return t.local
		}
	}
	return ""
}

// readStoryOf reads WordprocessingML that stands alone.
func (s *scope) readStoryOf(m *markup) {
	r := &storyReader{s: s, phrases: s.newPhrases(here)}
	r.body.s, r.deleted.s, r.codes.s = s, s, s
	r.deleted.place.Part, r.codes.place.Part = "deleted", "hidden"
	for t, ok := m.next(); ok && s.reason != ReasonTooBig; t, ok = m.next() {
		if t.kind == tokText && r.into == nil && isPhrase([]byte(t.text)) { // properties, and data that are no text of the document
			r.codes.write(t.text)
			r.codes.line()
			continue
		}
		r.token(t)
	}
	r.finish()
}

// xmlReader makes tables of elements that come again and again, and text of the rest. An element whose children
// hold text only, or that has attributes, is a record; its siblings of the same name are the other rows.
type xmlReader struct {
	s      *scope
	m      *markup
	stack  []*xmlElement
	table  records
	name   string // of the elements in the table
	others paragraph
}

type xmlElement struct {
	name   string
	text   strings.Builder
	at     int // its line
	leaves []xmlLeaf
	nested bool // has children that have children
}

// xmlLeaf is an attribute, or an element that holds text only.
type xmlLeaf struct {
	name, text string
	at         int
}

// readRecords reads XML of any kind.
func (s *scope) readRecords(m *markup) {
	r := &xmlReader{s: s, m: m, table: records{s: s, named: true}, others: paragraph{s: s}}
	if m.comments == nil {
		m.comments = &paragraph{s: s, place: personal.Place{Part: personal.PartComments}}
		defer func() { m.comments.flush() }()
	}
	for t, ok := m.next(); ok && s.reason != ReasonTooBig; t, ok = m.next() {
		switch t.kind {
		case tokStart:
			r.start(t)
		case tokText:
			if n := len(r.stack); n > 0 {
				r.stack[n-1].text.WriteString(t.text)
			} else if !blank(t.text) { // around the document
				r.others.at = m.line()
				r.others.write(t.text)
				r.others.line()
			}
		case tokEnd:
			r.end()
		}
	}
	for len(r.stack) > 0 {
		r.end()
	}
	r.table.flush()
	r.others.flush()
}

func (r *xmlReader) start(t token) {
	e := &xmlElement{name: t.local, at: r.m.line()}
	t.eachAttr(func(name, value []byte) bool {
		switch {
		case bytes.HasPrefix(name, []byte("xmlns")) && !isPhrase(value), bytes.HasPrefix(name, []byte("xsi:")):
		case bytes.HasPrefix(value, []byte("data:")):
			if f, ok := dataURL(string(value)); ok {
				r.s.embed(f)
			}
		default:
			e.leaves = append(e.leaves, xmlLeaf{localName(string(name)), unescape(value), e.at})
		}
		return true
	})
	if len(r.stack) < 1000 {
		r.stack = append(r.stack, e)
	}
}

func (r *xmlReader) end() {
	n := len(r.stack)
	if n == 0 {
		return
	}
	e := r.stack[n-1]
	r.stack = r.stack[:n-1]
	text := strings.TrimSpace(e.text.String())
	leaf := len(e.leaves) == 0 && !e.nested
	switch {
	case leaf && n > 1:
		if text != "" {
			r.stack[n-2].leaves = append(r.stack[n-2].leaves, xmlLeaf{e.name, text, e.at})
		}
	case len(e.leaves) == 1 || len(e.leaves) > maxKeys: // a wrapper, or a paragraph with marked words
		r.loose(e, text)
	default:
		r.record(e, text)
	}
	if n > 1 && !leaf {
		r.stack[n-2].nested = true
	}
}

// loose writes an element as lines.
func (r *xmlReader) loose(e *xmlElement, text string) {
	for _, leaf := range e.leaves {
		r.others.at = leaf.at
		r.others.write(leaf.name + ": " + leaf.text)
		r.others.line()
	}
	if text != "" {
		r.others.at = e.at
		r.others.write(text)
		r.others.line()
	}
}

// record makes a row of an element.
func (r *xmlReader) record(e *xmlElement, text string) {
	if e.name != r.name {
		r.table.flush()
		r.name = e.name
	}
	for _, leaf := range e.leaves {
		r.table.set(leaf.name, leaf.text, leaf.at)
	}
	r.table.set(e.name, text, e.at)
	r.table.end()
}

// readXMLSpreadsheet reads the XML of Excel 2002 and 2003: Worksheet, Row, Cell, Data.
func (s *scope) readXMLSpreadsheet(m *markup) {
	var row []string
	var text strings.Builder
	t0 := s.newTable(here, 1)
	beside := s.newPhrases(here)
	column, inData := 0, 0
	for t, ok := m.next(); ok && t0.err == nil; t, ok = m.next() {
		beside.take(t)
		switch {
		case t.kind == tokText && inData == 0 && isPhrase([]byte(t.text)): // properties
			beside.out.write(t.text)
			beside.out.line()
		case t.kind == tokText && inData > 0:
			text.WriteString(t.text)
		case t.local == "Worksheet" && t.kind == tokStart:
			t0.flush()
			t0 = s.newTable(here, 1)
			t0.place.Sheet = t.attr("Name")
		case t.local == "Row" && t.kind == tokStart:
			row, column = nil, 0
			if t.attr("Index") != "" {
				t0.seek(repeat(t.attr("Index")))
			}
		case t.local == "Row":
			t0.row(row)
		case t.local == "Cell" && t.kind == tokStart:
			if t.attr("Index") != "" {
				column = repeat(t.attr("Index")) - 1
			}
		case t.local == "Cell":
			column++
		case (t.local == "Data" || t.local == "Comment") && t.kind == tokStart:
			inData++
			text.Reset()
		case t.local == "Data" || t.local == "Comment":
			inData--
			row = setCell(row, column, isoDate(text.String()))
			text.Reset()
		}
	}
	t0.flush()
	beside.out.flush()
	s.note(t0.err)
}
