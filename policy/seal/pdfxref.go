package seal

import (
	"bytes"
	"maps"
	"slices"
)

// readChain follows the cross-reference sections from the last startxref back through /Prev and /XRefStm
// (ISO 32000-2, 7.5.4 and 7.5.8). It is false at the first fault.
func (p *PDF) readChain() bool {
	i := bytes.LastIndex(p.data, []byte("startxref"))
	if i < 0 {
		return false
	}
	start, err := intAt(p.data[i+len("startxref"):])
	if err != nil {
		return false
	}
	seen := map[int]bool{}
	for at, more := start, true; more && !seen[at] && len(seen) < maxPDFChain; {
		seen[at] = true
		trailer, ok := p.readSection(at)
		if !ok {
			return false
		}
		p.addTrailer(trailer)
		if stream, ok := trailer["XRefStm"].(int); ok { // of a hybrid file: it completes this section
			p.readSection(stream)
		}
		at, more = trailer["Prev"].(int)
	}
	return p.Trailer != nil
}

// addTrailer keeps what newer trailers said.
func (p *PDF) addTrailer(t PDFDict) {
	p.trailers = append(p.trailers, t)
	if p.Trailer == nil {
		p.Trailer = PDFDict{}
		maps.Copy(p.Trailer, t)
		return
	}
	for _, key := range []PDFName{"Root", "Info", "ID"} {
		if _, ok := p.Trailer[key]; !ok && t[key] != nil {
			p.Trailer[key] = t[key]
		}
	}
}

// readSection reads a table or a stream at an offset.
func (p *PDF) readSection(offset int) (PDFDict, bool) {
	for _, at := range []int{offset, offset + p.base} {
		if at < 0 || at >= len(p.data) {
			continue
		}
		l := &PDFLexer{Data: p.data, Pos: at, refs: true}
		l.skipSpace()
		if bytes.HasPrefix(p.data[l.Pos:], []byte("xref")) {
			l.Pos += len("xref")
			return p.readTable(l)
		}
		if t, ok := p.readXRefStream(at); ok {
			return t, true
		}
	}
	return nil, false
}

// readTable reads subsections "first count" with lines "offset gen n|f", then the trailer.
func (p *PDF) readTable(l *PDFLexer) (PDFDict, bool) {
	for {
		v, ok := l.Next()
		if !ok {
			return nil, false
		}
		if v == PDFKeyword("trailer") {
			t, err := l.value(0)
			d, isDict := t.(PDFDict)
			return d, err == nil && isDict
		}
		first, ok := v.(int)
		n, _ := l.Next()
		count, ok2 := n.(int)
		if !ok || !ok2 || count < 0 || count > maxPDFObject || !p.readSubsection(l, first, count) {
			return nil, false
		}
	}
}

func (p *PDF) readSubsection(l *PDFLexer, first, count int) bool {
	for i := range count {
		off, _ := l.Next()
		gen, _ := l.Next()
		kind, ok := l.Next()
		offset, ok1 := off.(int)
		g, ok2 := gen.(int)
		if !ok || !ok1 || !ok2 {
			return false
		}
		switch kind {
		case PDFKeyword("n"):
			p.setEntry(first+i, pdfEntry{offset: offset, gen: g})
		case PDFKeyword("f"):
			p.setEntry(first+i, pdfEntry{offset: -1})
		default:
			return false
		}
	}
	return true
}

// setEntry keeps the first entry seen, which is the newest. The others say where older states of an object stand.
func (p *PDF) setEntry(num int, e pdfEntry) {
	newest, ok := p.xref[num]
	switch {
	case !ok && len(p.xref) < maxPDFObject:
		p.xref[num] = e
	case ok && e.stream == 0 && e.offset > 0 && e.offset != newest.offset && len(p.older) < maxPDFObject:
		p.older = append(p.older, pdfOlder{num, e.offset})
	}
}

// pdfOlder is an object as an earlier state of the file had it.
type pdfOlder struct{ num, offset int }

// EachOlder calls f with the objects that later changes of the file replaced: they are still there.
func (p *PDF) EachOlder(f func(num int, v any)) {
	for _, o := range p.older {
		if v, ok := p.objectAt(o.offset, o.num); ok {
			f(o.num, v)
		}
	}
}

// readXRefStream reads a cross-reference stream (7.5.8): rows of three big-endian fields.
func (p *PDF) readXRefStream(at int) (PDFDict, bool) {
	l := &PDFLexer{Data: p.data, Pos: at, refs: true}
	num, _ := l.Next()
	gen, _ := l.Next()
	word, _ := l.Next()
	n, ok := num.(int)
	g, ok2 := gen.(int)
	if !ok || !ok2 || word != PDFKeyword("obj") {
		return nil, false
	}
	v, err := l.value(0)
	if err != nil {
		return nil, false
	}
	s, ok := p.finish(l, v, PDFRef{n, g}).(*PDFStream)
	if !ok || s.Dict["Type"] != PDFName("XRef") {
		return nil, false
	}
	rows, err := p.Decode(s, maxObjectStream)
	if err != nil && len(rows) == 0 {
		return nil, false
	}
	p.readRows(s.Dict, rows)
	return s.Dict, true
}

func (p *PDF) readRows(d PDFDict, rows []byte) {
	var w [3]int
	total := 0
	for i, v := range p.Array(d["W"]) {
		if n, ok := v.(int); ok && i < 3 && n >= 0 && n <= 8 {
			w[i] = n
			total += n
		}
	}
	index := p.Array(d["Index"])
	if len(index) < 2 {
		index = PDFArray{0, d["Size"]}
	}
	for ; len(index) >= 2 && total > 0; index = index[2:] {
		first, _ := p.Int(index[0])
		count, _ := p.Int(index[1])
		for i := 0; i < count && len(rows) >= total; i++ {
			p.setRow(first+i, rows[:total], w)
			rows = rows[total:]
		}
	}
}

func (p *PDF) setRow(num int, row []byte, w [3]int) {
	field := func(n int) int {
		v := 0
		for _, c := range row[:n] {
			v = v<<8 | int(c)
		}
		row = row[n:]
		return v
	}
	kind := 1
	if w[0] > 0 {
		kind = field(w[0])
	}
	a, b := field(w[1]), field(w[2])
	switch kind {
	case 0:
		p.setEntry(num, pdfEntry{offset: -1})
	case 1:
		p.setEntry(num, pdfEntry{offset: a, gen: b})
	case 2:
		p.setEntry(num, pdfEntry{stream: a, index: b})
	}
}

// repair forgets the cross-reference and looks for objects and trailers in the whole file; the last of each number
// wins, as in other readers.
func (p *PDF) repair() {
	p.reset()
	p.Repaired = true
	for num, e := range p.scan() {
		p.xref[num] = e
	}
	p.findTrailers()
	p.findStreams()
}

// scan finds every "num gen obj" of the file.
func (p *PDF) scan() map[int]pdfEntry {
	if p.scanned != nil {
		return p.scanned
	}
	p.scanned = map[int]pdfEntry{}
	for at := 0; ; {
		i := bytes.Index(p.data[at:], []byte("obj"))
		if i < 0 || len(p.scanned) > maxPDFObject {
			return p.scanned
		}
		end := at + i
		at = end + 3
		if start, num, gen, ok := objectHeader(p.data, end); ok {
			p.scanned[num] = pdfEntry{offset: start, gen: gen}
		}
	}
}

// objectHeader reads "num gen " backwards from the word obj at end.
func objectHeader(data []byte, end int) (start, num, gen int, ok bool) {
	back := func(at int) (int, int, bool) {
		for at > 0 && isPDFSpace(data[at-1]) {
			at--
		}
		stop := at
		for at > 0 && stop-at < 10 && data[at-1] >= '0' && data[at-1] <= '9' {
			at--
		}
		n, err := intAt(data[at:stop])
		return at, n, err == nil && stop > at
	}
	if end == 0 || !isPDFSpace(data[end-1]) && (data[end-1] < '0' || data[end-1] > '9') {
		return 0, 0, 0, false
	}
	at, gen, ok := back(end)
	if !ok || at == 0 || !isPDFSpace(data[at-1]) || gen > 65535 {
		return 0, 0, 0, false
	}
	at, num, ok = back(at)
	return at, num, gen, ok
}

// findTrailers collects the trailer dictionaries of the file; the last with a catalog is the live one.
func (p *PDF) findTrailers() {
	p.trailers = nil
	var live PDFDict
	for at := 0; ; {
		i := bytes.Index(p.data[at:], []byte("trailer"))
		if i < 0 || len(p.trailers) > maxPDFChain {
			break
		}
		at += i + len("trailer")
		l := &PDFLexer{Data: p.data, Pos: at, refs: true}
		v, err := l.value(0)
		if d, ok := v.(PDFDict); ok && err == nil {
			p.trailers = append(p.trailers, d)
			if d["Root"] != nil {
				live = d
			}
		}
	}
	p.Trailer = live
}

// findStreams adds what object streams and cross-reference streams hold, and a catalog if no trailer names one.
func (p *PDF) findStreams() {
	type found struct {
		at int
		s  *PDFStream
	}
	var streams []found
	var catalog PDFRef
	for num, e := range p.xref {
		v, _ := p.objectAt(e.offset, num)
		switch o := v.(type) {
		case *PDFStream:
			streams = append(streams, found{e.offset, o})
		case PDFDict:
			if o["Type"] == PDFName("Catalog") && num > catalog.Num {
				catalog = PDFRef{num, e.gen}
			}
		}
	}
	slices.SortFunc(streams, func(a, b found) int { return b.at - a.at }) // what is written last counts
	for _, f := range streams {
		if f.s.Dict["Type"] == PDFName("XRef") && f.s.Dict["Root"] != nil {
			p.trailers = append(p.trailers, f.s.Dict)
			if p.Trailer == nil {
				p.Trailer = f.s.Dict
			}
		}
	}
	if p.Trailer == nil && catalog.Num > 0 {
		p.Trailer = PDFDict{"Root": catalog}
	}
	if p.Trailer != nil && p.Trailer["Encrypt"] != nil && p.unlock() != nil {
		return
	}
	for _, f := range streams {
		if f.s.Dict["Type"] == PDFName("ObjStm") {
			p.adopt(f.s)
		}
	}
}

// adopt enters the objects of an object stream that stand nowhere else.
func (p *PDF) adopt(s *PDFStream) {
	objects := p.readObjectStream(s)
	p.inside[s.Ref.Num] = objects
	for num, v := range objects {
		p.setEntry(num, pdfEntry{stream: s.Ref.Num})
		if d, ok := v.(PDFDict); ok && d["Type"] == PDFName("Catalog") && (p.Trailer == nil || p.Trailer["Root"] == nil) {
			p.Trailer = PDFDict{"Root": PDFRef{Num: num}}
		}
	}
}
