package personal

import "strings"

// blockReader reads one block: it finds values with its scanner, drops those that chance made, gathers the rest into
// records, and hands both to the summary.
type blockReader struct {
	scanner
	block      *Block
	summary    *summary
	byLine     bool                                       // places are lines, even of a table: the block is text
	lineStep   int32                                      // lines that a row of the table being read takes, if not one
	origin     func(line int32, col int16) (int32, int16) // where in the block a cell comes from, of a table that was written otherwise
	defined    []sqlTable                                 // tables of a database dump
	undumped   int32                                      // the line before which a dump's statements were looked for
	untabled   int32                                      // the line before which rows without a header were
	misaligned int                                        // lines looked at for such columns in vain
	unaligned  int32                                      // the line before which columns between blanks were
	unstacked  int32                                      // the line before which the labels of a table were looked for, one below the other
	unrecorded int32                                      // the line before which records were looked for
	homes      int                                        // lines with a name and a street
	calls      int                                        // lines that a name begins and what may be a phone number ends
	lead       bool                                       // the line before was a name, it seems
	listed     bool                                       // most lines begin with names
	heads      bool                                       // the line is what the text is called
	under      concept                                    // what the line before names, if it is a label of persons and nothing else
	small      bool                                       // no capital was written: the words that begin with one now may be any
}

func newBlockReader(d *Detector, b *Block, sum *summary, x *explanation) *blockReader {
	r := &blockReader{block: b.withCapitals(), summary: sum}
	r.small = r.block != b
	r.scanner = scanner{Detector: d, explain: x, shapes: map[shapeKey]*shapeTally{}, signals: &sum.signals, openStreet: -1, col: -1, name: b.Place.Part == PartName, aside: b.Place.Part != sum.body, single: b.Keys && len(b.Table) == 2}
	if x != nil {
		x.place = r.place
	}
	return r
}

func (r *blockReader) read() {
	r.readNames()
	if len(r.block.Table) > 0 {
		r.readTable(r.block.Table, 0)
	}
	if r.block.Text == "" {
		return
	}
	r.byLine = true
	if r.readStructured(r.block.Text) {
		return
	}
	r.readText(withoutQuotes(r.block.Text))
}

// withoutQuotes takes the marks off the lines that a message quotes.
func withoutQuotes(text string) string {
	if !strings.HasPrefix(text, ">") && !strings.Contains(text, "\n>") {
		return text
	}
	var out strings.Builder
	for line := range strings.Lines(text) {
		for strings.HasPrefix(line, ">") {
			line = strings.TrimPrefix(line[1:], " ")
		}
		out.WriteString(line)
	}
	return out.String()
}

// readNames looks for what the names of files and sheets tell of the document.
func (r *blockReader) readNames() {
	p := &r.block.Place
	r.summary.public = r.summary.public || r.isPublic(p.Sheet)
	names := append([]string{p.Sheet}, p.Path...)
	if p.Part == PartName {
		names = append(names, r.block.Text)
	}
	for _, name := range names {
		r.title(name)
	}
}

// title lets the name of a file or table tell of the document.
func (r *blockReader) title(name string) {
	r.signals.noteTitle(name, false)
	r.eachPhrase(normalise(name), func(l *label, _, _ int) {
		if l != nil {
			r.addNameSignals(l.signals)
		}
	})
}

// addNameSignals adds what a name tells, but for what clears a document: that must stand in it.
func (r *blockReader) addNameSignals(list []signal) {
	for _, g := range list {
		if g.kind.clears() {
			continue
		}
		if g.points == 2 || g.points == 1 && g.kind == kindPersons {
			g.points = kindPoints // a name is shorter than a title
		}
		r.signals.add(g)
	}
}

// maxLine is where longer lines are cut: a file without line ends must not become one record.
const maxLine = 4096

// readAnyTable reads a table that a text begins with, however its cells are parted. It gives the number of lines read, 0 if none starts
// here.
func (r *blockReader) readAnyTable(text string, line int32) (n int) {
	if first, _ := cutLine(text); isTrifle(first) {
		return 0
	}
	for _, read := range [...]func(string, int32) int{r.readDump, r.readRecords, r.readAligned, r.readDelimited, r.readStacked, r.readTabbed} {
		if n = read(text, line); n > 0 {
			break
		}
	}
	return n
}

// isTrifle tells a line of so few figures that they are no value of anything. Texts of many megabytes consist of them.
func isTrifle(line string) bool { return line != "" && len(line) < 4 && isDigits(line) }

// readText reads running text, with the tables that hide in it.
func (r *blockReader) readText(text string) {
	line := int32(0)
	leads := r.trustLeads(text)
	few := leads.few()
	r.listed = few > 0 && !r.aside || leads.many()
	r.summary.leads = r.summary.leads || r.listed
	for text != "" {
		n := r.readAnyTable(text, line)
		if n > 0 {
			if n >= shortLimit {
				few = 0 // the lines are rows of a table
			}
			line += int32(n)
			text = skipLines(text, n)
			continue
		}
		var s string
		s, text = cutLine(text)
		r.heads = line == 0 && isHeading(s, text)
		r.readLine(s, line)
		line++
	}
	r.takeShaped()
	r.summary.few = max(r.summary.few, few)
	r.summary.told = r.summary.told || few > 0 && leads.areTold()
	r.settle(r.windows)
}

// cutLine gives the first line without its end, and what follows.
func cutLine(text string) (line, rest string) {
	line, rest, _ = strings.Cut(text, "\n")
	return strings.TrimSuffix(line, "\r"), rest
}

func skipLines(text string, n int) string {
	for range n {
		_, text = cutLine(text)
	}
	return text
}

// readLines scans so many lines, and gives their number.
func (r *blockReader) readLines(text string, line int32, n int) int {
	for i := range n {
		var s string
		s, text = cutLine(text)
		r.readLine(s, line+int32(i))
	}
	return n
}

// readLine scans a line, piece by piece if it is very long.
func (r *blockReader) readLine(s string, line int32) {
	const perWindow = 200 // a long line counts as several when distances are measured
	r.line = line
	r.signals.noteLine(s)
	r.signals.noteTitle(s, false)
	if r.signals.top <= titleLines && !r.aside { // "Writer" stands in the properties of what LibreOffice made
		r.summary.public = r.summary.public || r.isPublic(s)
	}
	if isTrifle(s) {
		r.lead, r.under = false, 0
		r.window++
		return
	}
	r.noteEcho(s)
	for {
		piece := s
		if len(s) > maxLine {
			piece = s[:cutPoint(s)]
		}
		s = s[len(piece):]
		piece = withoutExamples(normalise(piece))
		r.mrz(piece)
		before := len(r.hits)
		r.summary.marked = r.summary.marked || r.listed && r.headsMarks(piece)
		end := r.takeLead(piece)
		r.takeUnder(piece)
		r.scan(piece)
		if end > 0 {
			r.nameEnd = max(r.nameEnd, end)
			r.dropTwice(before)
		}
		r.noteLeading(piece, before)
		r.window += 1 + int32(len(piece)/perWindow)
		if s == "" {
			r.noteUnder(piece)
			return
		}
	}
}

// withoutExamples blanks out what a text gives for an example in parentheses, be it a name: "(e.g. Re: John Watson, aged 71)".
func withoutExamples(s string) string {
	for i := strings.IndexByte(s, '('); i >= 0; {
		end := len(s)
		if k := strings.IndexByte(s[i:], ')'); k >= 0 {
			end = i + k
		}
		if hasAny(strings.ToLower(s[i+1:min(end, i+maxWord)]), strings.HasPrefix, exampleWords[:]...) {
			s = s[:i] + strings.Repeat(" ", end-i) + s[end:]
		}
		next := strings.IndexByte(s[end:], '(')
		if next < 0 {
			break
		}
		i = end + next
	}
	return s
}

// cutPoint finds a place before maxLine where no value is cut in two.
func cutPoint(s string) int {
	if k := strings.LastIndexAny(s[maxLine-512:maxLine], " \t,;<>{}\"|"); k >= 0 {
		return maxLine - 512 + k + 1
	}
	k := maxLine
	for k > maxLine-4 && s[k]&0xC0 == 0x80 {
		k--
	}
	return k
}

// place says where a hit stands, for the world: the page, if there are some; the column of a table; the line of a text.
func (r *blockReader) place(line int32, col int16) Place {
	p := r.block.Place
	p.Table = 0
	first := max(p.Line, 1)
	if r.origin != nil {
		line, col = r.origin(line, col)
	}
	switch {
	case col >= 0 && !r.byLine && r.keyName(col) != "":
		p.Field, p.Line = r.keyName(col), 0
	case len(r.block.Lines) > 0 && p.Page > 0:
		p.Page, p.Line = r.fileLine(line, col), 0
	case len(r.block.Lines) > 0:
		p.Line = r.fileLine(line, col)
	case p.Page > 0 && p.Sheet == "": // a table on a page shows no letters
		p.Line = 0
	case col >= 0 && !r.byLine:
		p.Table, p.Column, p.Line = r.block.Place.Table, columnName(int(col)), 0
	case p.Page > 0:
		p.Line = 0
	default:
		p.Line = first + int(line)
	}
	return p
}

// fileLine gives the line of the file that a line or cell of the block comes from, or 0.
func (r *blockReader) fileLine(line int32, col int16) int {
	if r.block.Keys {
		line = max(line, 1) // a key stands where its value does
	}
	row := r.block.Lines[min(max(0, int(line)), len(r.block.Lines)-1)]
	if len(row) == 0 {
		return 0
	}
	return row[min(max(0, int(col)), len(row)-1)]
}

// keyName gives the name of a field that a file without columns gives itself; "" if that could be a value, which is never shown.
func (r *blockReader) keyName(col int16) string {
	if !r.block.Keys || len(r.block.Table) == 0 || int(col) >= len(r.block.Table[0]) {
		return ""
	}
	key := strings.TrimSpace(r.block.Table[0][col])
	if r.cellLabel(key) == nil || r.holdsFirstName(key) || countDigits(key) > 2 {
		return ""
	}
	return key
}

// rowLine gives the line of row i of a table that begins at line first.
func (r *blockReader) rowLine(first int32, i int) int32 { return first + int32(i)*max(1, r.lineStep) }

// columnName gives the letters that spreadsheets show: A, B … Z, AA.
func columnName(col int) string {
	var name []byte
	for col++; col > 0; col = (col - 1) / 26 {
		name = append([]byte{byte('A' + (col-1)%26)}, name...)
	}
	return string(name)
}

// settle drops what chance made, gathers records with group, and hands all to the summary. The reader is then as new.
func (r *blockReader) settle(group func([]hit)) {
	r.dropChance()
	if len(r.hits) > 0 {
		group(r.hits)
		r.summary.count(r, r.hits)
	}
	r.hits = r.hits[:0]
	r.waiting = r.waiting[:0]
	r.openStreet = -1
	clear(r.shapes)
}

const whyChance = "most of this shape do not check, or no town follows the street"

// dropChance drops bare hits where most of what had their shape did not check, and streets without a town.
func (r *blockReader) dropChance() {
	kept := r.hits[:0]
	r.homes, r.calls = r.countHomes(), r.countCalls()
	for i := range r.hits {
		h := &r.hits[i]
		if r.isChance(h) {
			if r.explain != nil {
				r.explain.add(Candidate{Entity: r.entities[h.entity].name, Place: r.place(h.line, h.col), Rule: "shape", Why: whyChance})
			}
			continue
		}
		kept = append(kept, *h)
	}
	r.hits = kept
}

// The column test (research 3.2): from fiveShaped values of a shape on, four in five must check; below that, more
// than half.
const fiveShaped = 5

// countHomes counts the lines of a text that give a name and behind it a street and number, the town left out.
func (r *blockReader) countHomes() int {
	n := 0
	for i := 1; i < len(r.hits); i++ {
		name, home := &r.hits[i-1], &r.hits[i]
		if home.entity == entAddress && home.col < 0 && name.entity == entName && name.marks&(markFull|markOrg) == markFull && name.line == home.line {
			n++
		}
	}
	return n
}

func (r *blockReader) countCalls() int {
	n := 0
	for i := range r.hits {
		if r.hits[i].entity == entPhone && r.hits[i].marks&markWeak != 0 {
			n++
		}
	}
	return n
}

func (r *blockReader) isChance(h *hit) bool {
	if h.marks&notAValue != 0 {
		return false
	}
	if h.entity == entAddress {
		return h.marks&(markBare|markWeak) == markBare|markWeak && r.homes < fiveShaped
	}
	if h.entity == entPhone && h.marks&markWeak != 0 {
		return r.calls < fiveShaped
	}
	t := r.shapes[shapeKey{h.col, h.entity}]
	if t == nil {
		return false
	}
	if h.marks&markBare == 0 {
		return t.shaped >= fiveShaped && t.valid*2 < t.shaped
	}
	if t.shaped < fiveShaped {
		if t.shaped >= 3 && t.valid == t.shaped && h.entity != entCard {
			h.marks &^= markWeak
		}
		return t.valid*2 <= t.shaped
	}
	if t.valid*5 < t.shaped*4 {
		return true
	}
	h.marks &^= markWeak
	return false
}

// windows gathers the hits of running text: a record ends after twelve lines (forty in a form), or where the kind of
// value that began it comes again.
func (r *blockReader) windows(hits []hit) {
	start := 0
	var rec record
	for i := range hits {
		h := &hits[i]
		if i > start && (r.endsRecord(&rec, h) || r.beginsLine(&rec, hits[i:])) {
			rec.line = hits[start].line == hits[i-1].line
			r.summary.record(rec, hits[start:i])
			rec, start = record{}, i
		}
		rec.add(h, &r.entities[h.entity])
	}
	rec.line = hits[start].line == hits[len(hits)-1].line
	r.summary.record(rec, hits[start:])
}

// beginsLine tells whether a name begins the line of the next person, with another value of the kind that began the record: the
// line before had a name that nobody knows.
func (r *blockReader) beginsLine(rec *record, hits []hit) bool {
	name := &hits[0]
	if name.entity != entName || name.marks&markFull == 0 || rec.lead == nil || rec.lead.entity == entName || name.line == rec.lead.line {
		return false
	}
	for i := 1; i < len(hits) && hits[i].line == name.line; i++ {
		if hits[i].part == rec.lead.part && hits[i].key != rec.lead.key {
			return true
		}
	}
	return false
}

// endsRecord tells whether a hit belongs to the next person.
func (r *blockReader) endsRecord(rec *record, h *hit) bool {
	limit := int32(windowLines)
	if rec.marks&markLabelled != 0 && rec.labelled >= 3 {
		limit = formLines
	}
	if h.window-rec.start > limit || h.window-rec.last > windowLines {
		return true
	}
	if h.marks&notAValue != 0 || rec.lead == nil || r.entities[h.entity].category == catSensitive {
		return false
	}
	return h.part == rec.lead.part && h.key != rec.lead.key && rec.lead.entity == h.entity
}
