package attachment

import (
	"bytes"
	"cmp"
	"io"
	"path"
	"strings"

	"souspli/policy/personal"
	"souspli/policy/seal"
)

// isOPC tells an Open Packaging Conventions file: Office Open XML, Visio, XPS (ECMA-376 part 2).
func (p *parts) isOPC() bool { return p.has("[Content_Types].xml") || p.has("_rels/.rels") }

// readOPC reads an Office Open XML document: its main part by kind, then every other part that holds text, so that
// nothing depends on knowing all of them.
func (p *parts) readOPC() error {
	types := p.contentTypes()
	main := p.mainPart()
	switch folder, ownType := mainKind(main, types); {
	case folder == "xl" || strings.Contains(ownType, "spreadsheetml") || strings.Contains(ownType, "ms-excel.sheet"):
		p.s.kind = macroKind("xlsx", types)
		p.readWorkbook(main)
	case folder == "word" || strings.Contains(ownType, "wordprocessingml"):
		p.s.kind = macroKind("docx", types)
		p.readWord(main)
	case folder == "ppt" || strings.Contains(ownType, "presentationml"):
		p.s.kind = macroKind("pptx", types)
		p.readSlides(main)
	case folder == "visio":
		p.s.kind = "vsdx"
	case p.has("FixedDocumentSequence.fdseq") || strings.Contains(types, "fixeddocument"):
		p.s.kind = "xps"
	default:
		return p.readMembers()
	}
	p.readProperties()
	p.readRest()
	return nil
}

// mainKind gives what tells the kind of a document: the folder of its main part, if it is where the programs put it; else the content
// type of that part, or all types where none is its own. A presentation may hold workbooks, whose types stand there too.
func mainKind(main, types string) (folder, ownType string) {
	switch folder, _, _ = strings.Cut(main, "/"); folder {
	case "xl", "word", "ppt", "visio":
		return folder, ""
	}
	i := strings.Index(types, `partname="/`+main+`"`)
	if main == "" || i < 0 {
		return "", types
	}
	begin := strings.LastIndexByte(types[:i], '<') + 1
	own, _, _ := strings.Cut(types[begin:], ">")
	return "", own
}

// macroKind is the kind of a document with macros.
func macroKind(kind, types string) string {
	switch {
	case strings.Contains(types, "sheet.binary.macroenabled"):
		return "xlsb"
	case strings.Contains(types, "macroenabled"):
		return kind[:3] + "m"
	}
	return kind
}

// contentTypes is the text of the content types part, lower case: good enough to tell the kinds.
func (p *parts) contentTypes() string {
	r, ok := p.open("[Content_Types].xml")
	if !ok {
		return ""
	}
	text, err := io.ReadAll(io.LimitReader(r, 4<<20))
	p.s.note(err)
	return strings.ToLower(string(text))
}

// mainPart is the target of the office document relationship, lower case.
func (p *parts) mainPart() string {
	for _, r := range p.relations("") {
		if strings.HasSuffix(r.kind, "/officeDocument") || strings.HasSuffix(r.kind, "/document") {
			return strings.ToLower(r.target)
		}
	}
	for _, name := range []string{"xl/workbook.xml", "xl/workbook.bin", "word/document.xml", "ppt/presentation.xml"} {
		if p.has(name) {
			return name
		}
	}
	return ""
}

// relation is a link from one part to another, or to the outside.
type relation struct {
	id, kind, target string
	external         bool
}

// relations reads the relationships of a part (ECMA-376 part 2, 6.5); targets are full part names. Links to the
// outside are text: they hold addresses.
func (p *parts) relations(part string) []relation {
	dir, base := path.Split(part)
	m, ok := p.markup(dir + "_rels/" + base + ".rels")
	if !ok {
		return nil
	}
	var list []relation
	links := paragraph{s: p.s, place: personal.Place{Part: personal.PartHidden}}
	for t, ok := m.next(); ok; t, ok = m.next() {
		if t.kind != tokStart || t.local != "Relationship" || len(list) > 100_000 {
			continue
		}
		r := relation{id: t.attr("Id"), kind: t.attr("Type"), target: t.attr("Target"), external: t.attr("TargetMode") == "External"}
		if r.external {
			links.write(linkText(r.target))
			links.line()
		} else if !strings.HasPrefix(r.target, "/") {
			r.target = path.Join(dir, r.target)
		}
		r.target = strings.TrimPrefix(r.target, "/")
		list = append(list, r)
	}
	links.flush()
	p.done(m)
	return list
}

// linkText is what of a link may be personal: the addresses behind mailto: and tel:, and what a link tells a site about somebody, with an
// address or in several fields of a form that it fills in.
func linkText(target string) string {
	const fields = 4
	scheme, rest, ok := strings.Cut(target, ":")
	switch {
	case !ok || strings.ContainsAny(scheme, "/?#"):
		rest = target
	case strings.EqualFold(scheme, "mailto"), strings.EqualFold(scheme, "tel"):
		return percentDecoded(rest)
	case strings.EqualFold(scheme, "data"):
		return ""
	}
	if !strings.Contains(percentDecoded(rest), "@") && strings.Count(rest, "=") < fields {
		return ""
	}
	parts := strings.FieldsFunc(strings.TrimLeft(rest, "/"), func(r rune) bool { return r == '?' || r == '&' })
	for i, part := range parts {
		if name, value, ok := strings.Cut(part, "="); ok {
			part = name + ": " + strings.ReplaceAll(value, "+", " ")
		}
		parts[i] = percentDecoded(part)
	}
	return strings.Join(parts, "\n")
}

// percentDecoded undoes %xx, leaving what is malformed.
func percentDecoded(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	return string(seal.AppendUnescaped(nil, []byte(s), '%'))
}

// target is the part behind a relationship id.
func target(list []relation, id string) string {
	for _, r := range list {
		if r.id == id && !r.external {
			return r.target
		}
	}
	return ""
}

// readProperties reads author, title, custom properties.
func (p *parts) readProperties() {
	for _, name := range []string{"docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"} {
		if m, ok := p.markup(name); ok {
			p.s.readMarkup(m, personal.Place{Part: personal.PartProperties})
			p.done(m)
		}
	}
}

// isOfLooks tells the parts that say how things look.
func isOfLooks(base string) bool {
	for _, name := range []string{"theme", "styles", "fonttable", "tablestyles", "websettings", "presprops", "viewprops", "calcchain"} {
		if strings.HasPrefix(base, name) {
			return true
		}
	}
	return false
}

// isOfPrograms tells the binary parts in which programs keep their own things: fonts, settings of printers, indexes.
func isOfPrograms(name string) bool {
	base := path.Base(name)
	return strings.HasSuffix(name, ".odttf") || strings.HasSuffix(name, ".fntdata") || strings.HasSuffix(name, ".bin") && (strings.HasPrefix(base, "printersettings") ||
		strings.HasPrefix(base, "binaryindex") || base == "metadata.bin" || base == "styles.bin" || base == "calcchain.bin")
}

// disguised examines a part in which programs keep their own things, if it is a text, a document or an archive instead.
func (p *parts) disguised(name string) {
	data, ok := p.data(name)
	if !ok {
		return
	}
	f := File{Name: path.Base(name), Data: data}
	if kind := matches(newSample(f))[0].kind; kind != "unknown" && kind != "picture" {
		p.s.member(f)
	}
}

// readRest reads the parts that nothing has asked for: text as hidden text, files as members.
func (p *parts) readRest() {
	for _, name := range p.unread() {
		lower := strings.ToLower(name)
		switch {
		case strings.HasSuffix(lower, ".rels"):
			if dir, base := path.Split(lower); strings.HasSuffix(dir, "_rels/") {
				p.relations(strings.TrimSuffix(dir, "_rels/") + strings.TrimSuffix(base, ".rels"))
			}
		case isOfPrograms(lower):
			p.disguised(name)
		case strings.HasPrefix(lower, "customxml/") && !strings.HasPrefix(lower, "customxml/itemprops"):
			if data, ok := p.data(name); ok {
				p.s.readBlocks(string(data))
				p.s.part = personal.PartHidden
				p.s.readRecords(newMarkup(bytes.NewReader(data)))
				p.s.part = ""
			}
		case strings.HasSuffix(lower, ".xml"), strings.HasSuffix(lower, ".vml"), strings.HasSuffix(lower, ".fpage"):
			if m, ok := p.markup(name); ok {
				p.s.readMarkupOf(m, personal.Place{Part: restPart(lower)}, isOfLooks(path.Base(lower)))
				p.done(m)
			}
		case strings.HasSuffix(lower, ".bin") && strings.HasPrefix(path.Base(lower), "vbaproject"):
			if data, ok := p.data(name); ok {
				p.s.readMacroFile(data)
			}
		case strings.HasSuffix(lower, ".bin") && strings.HasPrefix(path.Base(lower), "activex"): // the state of a control: its texts
			if data, ok := p.data(name); ok {
				p.s.readStrings(data)
			}
		default:
			p.embedded(name)
		}
	}
}

// restPart says where the text of a part that has no reader of its own stands.
func restPart(name string) string {
	base := path.Base(name)
	switch {
	case strings.Contains(name, "comment") || strings.HasPrefix(base, "vmldrawing"):
		return personal.PartComments
	case strings.Contains(name, "/drawings/"), strings.Contains(name, "/charts/"), strings.Contains(name, "/diagrams/"),
		strings.HasSuffix(name, ".fpage"), strings.Contains(name, "visio/pages/"):
		return "" // what the reader sees
	case strings.HasPrefix(base, "people"), strings.HasPrefix(base, "person"), strings.Contains(base, "authors"):
		return personal.PartProperties
	}
	return personal.PartHidden
}

// embedded examines a file inside a document. Pictures belong to the page they stand on.
func (p *parts) embedded(name string) {
	data, ok := p.data(name)
	if !ok {
		return
	}
	p.s.embed(File{Name: path.Base(name), Data: data})
}

// embed examines a file inside a document: a picture is part of the document, whose metadata are read.
func (s *scope) embed(f File) {
	if picture(f.Data) {
		s.pictures++
		s.note(s.w.budget.entry())
		s.readPicture(f)
		return
	}
	s.member(f)
}

// phrases collects what stands in attributes and reads like words of people: labels, prompts, names of columns, cached values. No
// list of such attributes could be complete. What comes again and again, such as the names of fonts, is taken once.
type phrases struct {
	out   paragraph
	seen  map[string]bool
	looks bool // of a part that says how things look: its names are those of colours, styles, fonts
}

const maxPhrases = 100_000

func (s *scope) newPhrases(place personal.Place) *phrases {
	place.Part = cmp.Or(place.Part, personal.PartHidden)
	return &phrases{out: paragraph{s: s, place: place}, seen: map[string]bool{}}
}

// take keeps the attributes of a tag that hold several words, or an address; descriptions of pictures have their readers.
func (p *phrases) take(t token) {
	if t.kind != tokStart {
		return
	}
	t.eachAttr(func(name, value []byte) bool {
		if !isPhrase(value) || bytes.HasPrefix(name, []byte("xmlns")) || string(name) == "style" || string(name) == "descr" || p.seen[string(value)] || len(p.seen) == maxPhrases {
			return true
		}
		p.seen[string(value)] = true
		if text := unescapeX(unescape(value)); isPhrase([]byte(text)) && (hasFigures(text) || !p.looks && !isOfFonts(string(name)) && !isOfFonts(t.local)) {
			p.out.write(unquoted(text))
			p.out.line()
		}
		return true
	})
}

// hasFigures tells what is more than a name: an address, a number.
func hasFigures(text string) bool {
	figures := 0
	for i := range len(text) {
		if isFigure(text[i]) {
			figures++
		}
	}
	return figures >= 4 || strings.Contains(text, "@")
}

// unquoted gives the texts in a formula lines of their own.
func unquoted(formula string) string {
	return strings.ReplaceAll(strings.ReplaceAll(formula, `"&"`, ""), `"`, "\n")
}

// isOfFonts tells tags and attributes that hold names of fonts, many of which people have too: "DejaVu Serif", "Gill Sans".
func isOfFonts(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "font") || strings.Contains(name, "typeface")
}

// isPhrase tells words from names, measures, links and paths: it has an @ sign, or blanks and a word.
func isPhrase(value []byte) bool {
	if value = bytes.TrimSpace(value); bytes.IndexByte(value, '@') > 0 {
		return true
	}
	if bytes.IndexByte(value, ' ') <= 0 {
		return false
	}
	letters := 0
	for _, c := range value {
		if c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80 {
			if letters++; letters == 3 {
				return true
			}
			continue
		}
		letters = 0
	}
	return false
}

// readMarkup hands out all text of an XML stream, one line for each element that is more than a run of characters.
func (s *scope) readMarkup(m *markup, place personal.Place) { s.readMarkupOf(m, place, false) }

func (s *scope) readMarkupOf(m *markup, place personal.Place, looks bool) {
	out := paragraph{s: s, place: place}
	attributes := s.newPhrases(place)
	attributes.looks = looks
	defer func() { attributes.out.flush() }()
	pending, name := false, ""
	for t, ok := m.next(); ok; t, ok = m.next() {
		attributes.take(t)
		switch t.kind {
		case tokStart:
			name = cmp.Or(propertyName(t), name)
		case tokEnd:
			name = ""
		}
		if d := t.attr("descr"); t.kind == tokStart && d != "" { // alternative text (ECMA-376 part 1, 20.1.2.2.8)
			out.write(" " + d)
			out.line()
		}
		switch {
		case t.kind == tokText && blank(t.text):
			if pending {
				out.write(" ")
			}
		case t.kind == tokText:
			out.named(&name, unescapeX(t.text))
			pending = true
		case t.kind == tokStart && t.local == "tag" && t.attr("val") != "": // what add-ins note on slides (ECMA-376 part 1, 19.3.3.1)
			out.field(t.attr("name"), t.attr("val"))
		case t.kind == tokStart && t.local == "Glyphs": // XPS
			out.write(t.attr("UnicodeString"))
			pending = true
		case t.kind == tokEnd && t.local == "tab":
			out.write("\t")
		case pending && !inline(t.local):
			out.line()
			pending = false
		}
	}
	out.flush()
}

// propertyName gives the name that somebody gave to the value in an element: a custom property of Office, around the type of its value, or of
// OpenDocument, or one of a PDF in its XMP.
func propertyName(t token) string {
	switch {
	case t.local == "property", t.local == "user-defined":
		return t.attr("name")
	case strings.HasPrefix(t.name, "pdfx:"):
		return t.local
	}
	return ""
}

// inline are the elements that do not end a line: runs, and what stands inside a paragraph.
func inline(local string) bool {
	switch local {
	case "t", "r", "rPr", "span", "a", "hyperlink", "fld", "ins", "smartTag", "lang", "b", "i", "u", "em", "strong",
		"font", "s", "delText", "proofErr", "bookmarkStart", "bookmarkEnd", "latin", "solidFill", "srgbClr", "noProof":
		return true
	}
	return false
}
