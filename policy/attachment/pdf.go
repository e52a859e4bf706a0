package attachment

import (
	"bytes"
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"strings"

	"souspli/policy/personal"
	"souspli/policy/seal"
)

const (
	maxPDFPages  = 20_000
	maxPDFNest   = 64
	maxPDFWalk   = 500_000 // objects looked at
	maxPDFStream = 32 << 20
)

// isPDF tells a document by its header in the first 1024 bytes, or by its end: some readers open it by that.
func isPDF(s *sample) bool { return seal.IsPDF(s.Data) }

// pdfReader reads one document.
type pdfReader struct {
	s       *scope
	p       *seal.PDF
	fonts   map[seal.PDFRef]*pdfFont
	seen    map[seal.PDFRef]bool // page tree nodes
	files   map[seal.PDFRef]bool // embedded files examined
	shown   map[seal.PDFRef]int  // the page that shows an annotation
	numbers map[seal.PDFRef]int  // of pages
	said    map[string]bool      // strings that were handed out
	drawn   map[int]seal.PDFDict // by number of a content stream: the resources of its page
	pages   int
	scans   int // pages that show a picture and no text
	steps   int // operators run, over all pages
	mapped  int // characters shown whose letters are known
	lost    int // and unknown

	read      map[*seal.PDFStream]bool
	resources seal.PDFDict // of the last page: for what has none
	asked     int          // comparisons with what was said

	columns []pdfUnit // of the last table
	header  []string
}

// readPDF reads the text of pages, forms, comments, bookmarks and metadata, and examines embedded files.
func readPDF(s *scope) error {
	p, err := seal.OpenPDF(s.Data)
	if err != nil && !errors.Is(err, seal.ErrLocked) {
		return err
	}
	r := &pdfReader{s: s, p: p, fonts: map[seal.PDFRef]*pdfFont{}, seen: map[seal.PDFRef]bool{}, files: map[seal.PDFRef]bool{}, shown: map[seal.PDFRef]int{}, numbers: map[seal.PDFRef]int{}, said: map[string]bool{}, drawn: map[int]seal.PDFDict{}, read: map[*seal.PDFStream]bool{}}
	if err != nil && !p.PagesClear() {
		r.metadata()
		return err
	}
	s.note(err) // what is locked is attached files
	root := p.Dict(p.Trailer["Root"])
	r.tree(root["Pages"], nil, 0)
	if r.pages == 0 {
		r.loosePages()
	}
	r.form(p.Dict(root["AcroForm"]))
	r.outlines(p.Dict(root["Outlines"])["First"])
	r.information()
	r.metadata()
	r.past()
	r.objects()
	r.around()
	if r.scans > 0 || r.lost > r.mapped && r.lost > 100 {
		s.veil(ReasonUnknown) // pages that can only be looked at
	}
	return nil
}

// tree walks the page tree (ISO 32000-2, 7.7.3); resources are inherited.
func (r *pdfReader) tree(node any, inherited seal.PDFDict, depth int) {
	if ref, ok := node.(seal.PDFRef); ok {
		if r.seen[ref] {
			return
		}
		r.seen[ref] = true
	}
	d := r.p.Dict(node)
	if d == nil || depth > maxPDFNest || r.pages >= maxPDFPages || r.s.reason == ReasonTooBig {
		return
	}
	if own := r.p.Dict(d["Resources"]); own != nil {
		inherited = own
	}
	if d["Kids"] == nil {
		if ref, ok := node.(seal.PDFRef); ok {
			r.numbers[ref] = r.pages + 1
		}
		r.page(d, inherited)
		return
	}
	for _, kid := range r.p.Array(d["Kids"]) {
		r.tree(kid, inherited, depth+1)
	}
}

// loosePages reads the pages of a file whose tree is broken.
func (r *pdfReader) loosePages() {
	for _, n := range r.p.Numbers() {
		if d := r.p.Dict(seal.PDFRef{Num: n}); d != nil && d["Type"] == seal.PDFName("Page") {
			r.page(d, r.p.Dict(d["Resources"]))
		}
	}
}

func (r *pdfReader) page(d, resources seal.PDFDict) {
	r.pages++
	r.resources = resources
	for _, n := range r.contentNumbers(d["Contents"]) {
		r.drawn[n] = resources
	}
	c := &pdfContent{r: r}
	c.run(r.contents(d["Contents"]), resources, identity, 0)
	annotations := r.p.Array(d["Annots"])
	for _, a := range annotations {
		r.fillIn(c, r.p.Dict(a))
	}
	c.layout(r.pages)
	if c.pictures > 0 && c.letters < 10 {
		r.scans++
	}
	notes := pdfNotes{paragraph: paragraph{s: r.s, place: personal.Place{Part: personal.PartComments, Page: r.pages}}}
	for _, a := range annotations {
		if ref, ok := a.(seal.PDFRef); ok && r.shown[ref] == 0 {
			r.shown[ref] = r.pages
		}
		r.annotation(&notes, r.p.Dict(a), resources)
	}
	notes.flush()
}

// pdfNotes are what the annotations of a page say, together: many forms are filled in with them.
type pdfNotes struct {
	paragraph
	author string // of the last one
}

// contents joins the content streams of a page.
func (r *pdfReader) contents(v any) []byte {
	var joined []byte
	for _, part := range r.p.Array(v) {
		if s, ok := r.p.Resolve(part).(*seal.PDFStream); ok {
			joined = append(append(joined, r.stream(s)...), '\n')
		}
	}
	return joined
}

// stream unpacks a stream within the budget; what was read before a fault counts.
func (r *pdfReader) stream(s *seal.PDFStream) []byte {
	limit := int(min(r.s.w.budget.Bytes, maxPDFStream))
	data, err := r.p.Decode(s, limit)
	if budgetErr := r.s.w.budget.take(int64(len(data))); budgetErr != nil {
		err = budgetErr
	}
	if !errors.Is(err, seal.ErrImage) {
		r.read[s] = true
		r.s.note(err)
	}
	return data
}

// annotation reads a comment, a link, a field's appearance, an attached file. Who wrote it is said before the first of several.
func (r *pdfReader) annotation(notes *pdfNotes, d, resources seal.PDFDict) {
	for _, key := range []seal.PDFName{"T", "Subj", "Contents", "RC"} {
		text := r.textString(d[key])
		if text == "" || d["Subtype"] == seal.PDFName("Widget") && key != "Contents" || key == "T" && text == notes.author {
			continue
		}
		if key == "T" {
			notes.author = text
		}
		notes.field("", lines(text))
	}
	if text := linkText(r.textString(r.p.Dict(d["A"])["URI"])); text != "" {
		notes.field("", text)
	}
	r.fileSpec(d["FS"])
	if r.textString(d["V"]) == "" && d["Contents"] == nil {
		r.appearance(r.p.Dict(d["AP"])["N"], resources)
	}
}

// fillIn lets what was typed into a field stand on the page where its widget is (12.5.6.19), beside the words that ask for it.
func (r *pdfReader) fillIn(c *pdfContent, widget seal.PDFDict) {
	const inset, points, descent, width = 2, 12, 0.35, 0.5 // in points, or sizes of the letters
	rect, ok := numbers(r.p.Array(widget["Rect"]), 4)
	if !ok || widget["Subtype"] != seal.PDFName("Widget") || r.s.reason == ReasonTooBig {
		return
	}
	value := r.textString(widget["V"])
	if value == "" {
		value = r.textString(r.p.Dict(widget["Parent"])["V"])
	}
	left, low, high := min(rect[0], rect[2]), min(rect[1], rect[3]), max(rect[1], rect[3])
	size := min(points, (high-low)*0.7)
	y := high - size
	if value = lines(value); !strings.Contains(value, "\n") {
		y = (low+high)/2 - descent*size
	}
	for line := range strings.SplitSeq(value, "\n") {
		c.finish(pdfRun{text: line, x: left + inset, y: y, end: left + inset + width*size*float64(len(line)), size: size})
		y -= size
	}
}

// appearance reads what an annotation draws by itself.
func (r *pdfReader) appearance(v any, resources seal.PDFDict) {
	s, ok := r.p.Resolve(v).(*seal.PDFStream)
	if !ok {
		return
	}
	if own := r.p.Dict(s.Dict["Resources"]); own != nil {
		resources = own
	}
	c := &pdfContent{r: r}
	c.run(r.stream(s), resources, identity, 1)
	c.layout(r.pages)
}

// form reads the fields of a form (12.7.4): label and value on one line. The XML of XFA forms is read too.
func (r *pdfReader) form(d seal.PDFDict) {
	out := paragraph{s: r.s, place: personal.Place{Part: personal.PartForm}}
	visited := map[seal.PDFRef]bool{}
	for _, f := range r.p.Array(d["Fields"]) {
		r.field(f, "", visited, &out, 0)
	}
	if len(out.lines) > 0 {
		out.place.Page = out.lines[0][0]
	}
	out.flush()
	r.s.part = personal.PartForm
	name := ""
	for _, part := range r.p.Array(d["XFA"]) { // names and streams in turn
		s, ok := r.p.Resolve(part).(*seal.PDFStream)
		if !ok {
			name = r.textString(part)
			continue
		}
		m := newMarkup(bytes.NewReader(r.stream(s)))
		if name == "datasets" {
			r.s.readRecords(m)
		} else {
			r.s.readMarkup(m, personal.Place{Part: personal.PartForm})
		}
	}
	r.s.part = ""
}

func (r *pdfReader) field(v any, name string, visited map[seal.PDFRef]bool, out *paragraph, depth int) {
	if ref, ok := v.(seal.PDFRef); ok {
		if visited[ref] {
			return
		}
		visited[ref] = true
	}
	d := r.p.Dict(v)
	if d == nil || depth > maxPDFNest || len(visited) > maxPDFWalk {
		return
	}
	if label := r.textString(d["TU"]); label != "" {
		name = label
	} else if own := r.textString(d["T"]); own != "" {
		name = own
	}
	delete(r.said, name) // until a value stands behind it
	for _, key := range []seal.PDFName{"V", "RV"} {
		for _, value := range r.p.Array(d[key]) {
			if text := r.textString(value); text != "" {
				r.said[name] = true
				out.at = r.fieldPage(v, d)
				out.write(name + ": " + text)
				out.line()
			}
		}
	}
	for _, kid := range r.p.Array(d["Kids"]) {
		r.field(kid, name, visited, out, depth+1)
	}
}

// fieldPage is the page that shows a field or the first of its widgets, or 0.
func (r *pdfReader) fieldPage(v any, d seal.PDFDict) int {
	for _, widget := range append([]any{v}, r.p.Array(d["Kids"])...) {
		if ref, ok := widget.(seal.PDFRef); ok && r.shown[ref] > 0 {
			return r.shown[ref]
		}
	}
	return 0
}

// outlines reads the bookmarks, each with the page to which it leads.
func (r *pdfReader) outlines(first any) {
	out := paragraph{s: r.s, place: personal.Place{Page: 1}}
	nowhere := paragraph{s: r.s}
	visited := map[seal.PDFRef]bool{}
	waiting := []any{first}
	for len(waiting) > 0 {
		ref, ok := waiting[len(waiting)-1].(seal.PDFRef)
		waiting = waiting[:len(waiting)-1]
		if !ok || visited[ref] || len(visited) > maxPDFPages {
			continue
		}
		visited[ref] = true
		d := r.p.Dict(ref)
		to := &nowhere
		if page := r.destination(d); page > 0 {
			to = &out
			out.at = page
		}
		to.write(r.textString(d["Title"]))
		to.line()
		waiting = append(waiting, d["Next"], d["First"])
	}
	out.flush()
	nowhere.flush()
}

// destination is the page to which a bookmark leads, 0 if that has a name or is not known.
func (r *pdfReader) destination(bookmark seal.PDFDict) int {
	to := bookmark["Dest"]
	if to == nil {
		to = r.p.Dict(bookmark["A"])["D"]
	}
	if list, ok := r.p.Resolve(to).(seal.PDFArray); ok && len(list) > 0 {
		ref, _ := list[0].(seal.PDFRef)
		return r.numbers[ref]
	}
	return 0
}

// information reads the document's information dictionary.
func (r *pdfReader) information() {
	var lines []string
	info := r.p.Dict(r.p.Trailer["Info"])
	for _, key := range slices.Sorted(maps.Keys(info)) {
		line := r.textString(info[key])
		if line != "" && !slices.Contains(ownInfo[:], key) {
			line = labelled(string(key), line)
		}
		lines = append(lines, line)
	}
	r.s.text(personal.Place{Part: personal.PartProperties}, strings.Join(lines, "\n"))
}

// ownInfo are the entries that the format knows (14.3.3); all others have names that somebody gave them.
var ownInfo = [...]seal.PDFName{"Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate", "Trapped"}

// metadata reads the XMP streams, which a locked file may leave in clear.
func (r *pdfReader) metadata() {
	for _, n := range r.p.Numbers() {
		s, ok := r.p.Resolve(seal.PDFRef{Num: n}).(*seal.PDFStream)
		if !ok || s.Dict["Type"] != seal.PDFName("Metadata") {
			continue
		}
		if data, err := r.p.Decode(s, maxMetadata); err == nil {
			r.s.readMarkup(newMarkup(bytes.NewReader(data)), personal.Place{Part: personal.PartProperties})
		}
	}
}

// objects goes through all objects for what hangs anywhere: embedded files, scripts, texts for screen readers.
func (r *pdfReader) objects() {
	hidden := paragraph{s: r.s, place: personal.Place{Part: personal.PartHidden}}
	numbers := r.p.Numbers()
	for _, n := range numbers[:min(len(numbers), maxPDFWalk)] {
		r.object(r.p.Resolve(seal.PDFRef{Num: n}), &hidden, 0)
	}
	hidden.flush()
	for _, n := range numbers[:min(len(numbers), maxPDFWalk)] {
		if s, ok := r.p.Resolve(seal.PDFRef{Num: n}).(*seal.PDFStream); ok && r.s.reason != ReasonTooBig {
			r.loose(s)
		}
	}
}

// object looks into one object and the values that stand in it.
func (r *pdfReader) object(v any, hidden *paragraph, depth int) {
	if depth > maxPDFNest {
		return
	}
	switch o := v.(type) {
	case *seal.PDFStream:
		r.object(o.Dict, hidden, depth+1)
	case seal.PDFString: // choices, defaults, labels of any kind
		if text := pdfText(o); isPhrase([]byte(text)) && isPlain([]byte(text)) && !r.said[text] {
			r.said[text] = true
			hidden.write(text)
			hidden.line()
		}
	case seal.PDFArray:
		for _, inner := range o {
			r.object(inner, hidden, depth+1)
		}
	case seal.PDFDict:
		r.fileSpec(o)
		for _, key := range []seal.PDFName{"ActualText", "Alt", "JS"} {
			if text := r.textString(o[key]); text != "" {
				if key == "JS" {
					text = unescapeScript(text)
				}
				hidden.write(text)
				hidden.line()
			}
		}
		for _, key := range slices.Sorted(maps.Keys(o)) {
			if hasFigures(string(key)) && isPhrase([]byte(key)) {
				hidden.write(string(key))
				hidden.line()
			}
			r.object(o[key], hidden, depth+1)
		}
	}
}

// fileSpec examines the file behind a file specification (7.11.3), once.
func (r *pdfReader) fileSpec(v any) {
	d := r.p.Dict(v)
	files := r.p.Dict(d["EF"])
	if files == nil {
		return
	}
	name := r.textString(d["UF"])
	if name == "" {
		name = r.textString(d["F"])
	}
	for _, key := range []seal.PDFName{"UF", "F", "DOS", "Mac", "Unix"} {
		ref, ok := files[key].(seal.PDFRef)
		s, isStream := r.p.Resolve(files[key]).(*seal.PDFStream)
		if !isStream || ok && r.files[ref] {
			continue
		}
		r.files[ref] = true
		r.s.member(File{Name: name, Data: r.stream(s)})
	}
}

// textString decodes a text string (7.9.2.2): UTF-16 or UTF-8 with a mark, else PDFDocEncoding, which is nearly
// Windows-1252. A text stream counts too.
func (r *pdfReader) textString(v any) string {
	switch t := r.p.Resolve(v).(type) {
	case seal.PDFString:
		text := pdfText(t)
		r.said[text] = true
		return text
	case *seal.PDFStream:
		return pdfText(r.stream(t))
	case seal.PDFName:
		return string(t)
	}
	return ""
}

func pdfText(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte("\xFE\xFF")):
		return fromUTF16(b[2:], binary.BigEndian)
	case bytes.HasPrefix(b, []byte("\xFF\xFE")):
		return fromUTF16(b[2:], binary.LittleEndian)
	case bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")):
		return string(b[3:])
	}
	return fromWindows1252(b)
}
