package attachment

import (
	"bytes"
	"slices"
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
	if second, alone, ok := s.labelled(xmlCharset(text)); ok && alone {
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

// xmlReader makes tables of elements that come again and again, and text of the rest. An element that has attributes, or
// children, is a record, with all that its children tell; its siblings of the same name are the other rows.
type xmlReader struct {
	s      *scope
	m      *markup
	stack  []*xmlElement
	table  records
	name   string // of the elements in the table
	others paragraph
	chapters
}

type xmlElement struct {
	name   string
	text   strings.Builder
	at     int // its line
	leaves []xmlLeaf
	attrs  int             // how many of them are attributes
	said   string          // its text, once it has ended
	nested bool            // has children that have children
	parts  []*xmlElement   // such children, as long as they may be parts of this record
	listed map[string]bool // the names of those that are records of their own
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
	r.chapters.show(s)
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
			e.attrs++
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
	e.said = strings.TrimSpace(e.text.String())
	leaf := len(e.leaves) == 0 && !e.nested
	r.join(e)
	switch {
	case n == 1:
		r.chapters.add(e.name)
		r.emit(e)
		return
	case !leaf:
		r.chapters.add(e.name)
		r.stack[n-2].nested = true
		r.hold(r.stack[n-2], e)
	case e.said != "":
		r.stack[n-2].leaves = append(r.stack[n-2].leaves, xmlLeaf{e.name, e.said, e.at})
	}
}

// hold keeps a child that may be a part of the record around it: three of a name, if they are short, as somebody's phone numbers are. More are
// records.
func (r *xmlReader) hold(e, child *xmlElement) {
	marked := child.said != "" && len(child.leaves) > child.attrs // a paragraph with marked words
	if marked || len(child.leaves) > maxFields || e.listed[child.name] || len(e.parts) == maxFields {
		r.emit(child)
		return
	}
	same := 0
	for _, part := range e.parts {
		if part.name == child.name {
			same++
		}
	}
	e.parts = append(e.parts, child)
	if same == fewParts || same > 0 && len(child.leaves) > shortPart {
		if e.listed == nil {
			e.listed = map[string]bool{}
		}
		e.listed[child.name] = true
		e.parts = slices.DeleteFunc(e.parts, func(part *xmlElement) bool {
			if part.name == child.name {
				r.emit(part)
			}
			return part.name == child.name
		})
	}
}

// join takes in the parts of a record. Where an element is nothing but the list of its parts, or grows too large, they are records.
func (r *xmlReader) join(e *xmlElement) {
	list := len(e.parts) > 1 && len(e.leaves) == e.attrs && !slices.ContainsFunc(e.parts, func(p *xmlElement) bool { return p.name != e.parts[0].name })
	for _, part := range e.parts {
		if list || len(e.leaves)+len(part.leaves) >= maxFields {
			r.emit(part)
			continue
		}
		if part.said != "" {
			part.leaves = append(part.leaves, xmlLeaf{part.name, part.said, part.at})
		}
		own := e.leaves
		for _, leaf := range part.leaves {
			if leaf.name != part.name && slices.ContainsFunc(own, func(o xmlLeaf) bool { return o.name == leaf.name }) {
				leaf.name = part.name + " " + leaf.name
			}
			e.leaves = append(e.leaves, leaf)
		}
	}
	e.parts = nil
}

// emit hands out an element: as a record, or as lines where it is only a wrapper, or a paragraph with marked words.
func (r *xmlReader) emit(e *xmlElement) {
	if len(e.leaves) < 2 || len(e.leaves) > maxKeys || e.holdsLines() {
		r.loose(e)
	} else {
		r.record(e)
	}
}

// holdsLines tells an element whose children are the lines of a text, many of one name, or one of whose fields is a text of many lines.
func (e *xmlElement) holdsLines() bool {
	return len(e.repeated()) > 0 || slices.ContainsFunc(e.leaves, func(l xmlLeaf) bool { return isManyLines(l.text) })
}

// repeated gives the names that more children have than a record has values of one kind.
func (e *xmlElement) repeated() map[string]bool {
	if len(e.leaves) <= fewParts {
		return nil // as most are
	}
	times, repeated := map[string]int{}, map[string]bool{}
	for _, leaf := range e.leaves {
		if times[leaf.name]++; times[leaf.name] > fewParts {
			repeated[leaf.name] = true
		}
	}
	return repeated
}

// loose writes an element as lines. The name of what comes again and again says nothing of each.
func (r *xmlReader) loose(e *xmlElement) {
	repeated := e.repeated()
	for _, leaf := range e.leaves {
		r.others.at = leaf.at
		if repeated[leaf.name] {
			leaf.name = ""
		}
		r.others.field(leaf.name, leaf.text)
	}
	if e.said != "" {
		r.others.at = e.at
		r.others.write(e.said)
		r.others.line()
	}
}

// record makes a row of an element.
func (r *xmlReader) record(e *xmlElement) {
	if e.name != r.name {
		r.table.flush()
		r.name = e.name
	}
	for _, leaf := range e.leaves {
		r.table.set(leaf.name, leaf.text, leaf.at)
	}
	r.table.set(e.name, e.said, e.at)
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
