package seal

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
)

// ErrLocked: a PDF that does not open without a password.
var ErrLocked = errors.New("locked by a password")

const (
	maxPDFObject = 2_000_000
	maxPDFChain  = 1024 // sections of one cross-reference chain
)

// PDF is a file's objects, found through its cross-reference sections or, where these are broken, by looking for
// them. Objects are read when they are asked for.
type PDF struct {
	Trailer  PDFDict // of the newest section, completed by older ones
	Repaired bool    // the cross-reference was broken

	data     []byte
	base     int // where the header stands: some writers count offsets from there
	xref     map[int]pdfEntry
	older    []pdfOlder
	cache    map[int]any
	busy     map[int]bool
	inside   map[int]map[int]any // by object stream: its objects
	crypt    *pdfCrypt
	scanned  map[int]pdfEntry
	trailers []PDFDict
}

// pdfEntry says where an object stands: at an offset, or as number index of an object stream.
type pdfEntry struct {
	offset, gen   int
	stream, index int // stream > 0: compressed
}

// IsPDF says whether data has the header of a PDF where readers look for it, or ends like one: some readers go by that.
func IsPDF(data []byte) bool {
	tail := data[max(0, len(data)-2048):]
	return pdfHeader(data) >= 0 || bytes.Contains(tail, []byte("startxref")) && bytes.Contains(tail, []byte("%%EOF"))
}

func sniffPDF(data []byte) bool { return IsPDF(data) }

// pdfHeader finds the header in the first 1024 bytes, where all readers look (ISO 32000-1 annex H.3, note 13).
func pdfHeader(data []byte) int { return bytes.Index(data[:min(len(data), 1024+5)], []byte("%PDF-")) }

// OpenPDF reads cross-reference and encryption of a PDF. The empty password is tried; a file that stays locked is
// returned with ErrLocked: its structure can be walked, its strings and streams cannot be read.
func OpenPDF(data []byte) (*PDF, error) {
	p := &PDF{data: data, base: max(0, pdfHeader(data))}
	p.reset()
	if !p.readChain() || !p.sound() {
		p.repair()
	}
	if p.Trailer == nil || !p.sound() && p.Trailer["Encrypt"] == nil {
		return nil, errPDF
	}
	if err := p.unlock(); err != nil {
		return p, err
	}
	if !p.sound() && !p.Repaired { // the catalog was in an encrypted object stream
		p.repair()
	}
	if !p.sound() {
		return nil, errPDF
	}
	return p, nil
}

func (p *PDF) reset() {
	p.older = nil
	p.xref = map[int]pdfEntry{}
	p.cache = map[int]any{}
	p.busy = map[int]bool{}
	p.inside = map[int]map[int]any{}
	p.Trailer = nil
}

// sound says whether the catalog and its pages can be reached.
func (p *PDF) sound() bool {
	root := p.Dict(p.Trailer["Root"])
	return root != nil && p.Dict(root["Pages"]) != nil
}

// unlock prepares decryption if the trailer asks for it.
func (p *PDF) unlock() error {
	ref, ok := p.Trailer["Encrypt"]
	if !ok || ref == nil {
		return nil
	}
	d := p.Dict(ref)
	p.crypt = newPDFCrypt(d, p.fileID())
	if r, ok := ref.(PDFRef); ok {
		p.crypt.self = r.Num
	}
	p.cache = map[int]any{}
	p.inside = map[int]map[int]any{}
	if !p.crypt.open {
		return ErrLocked
	}
	return nil
}

// fileID is the first string of the trailer's ID.
func (p *PDF) fileID() []byte {
	if ids, ok := p.Resolve(p.Trailer["ID"]).(PDFArray); ok && len(ids) > 0 {
		id, _ := p.Resolve(ids[0]).(PDFString)
		return id
	}
	return nil
}

// Resolve follows references to a value that is none; what cannot be found is nil.
func (p *PDF) Resolve(v any) any {
	for range 32 {
		ref, ok := v.(PDFRef)
		if !ok {
			return v
		}
		v = p.object(ref.Num)
	}
	return nil
}

// Dict resolves v to a dictionary, of a stream too; nil if it is none.
func (p *PDF) Dict(v any) PDFDict {
	switch d := p.Resolve(v).(type) {
	case PDFDict:
		return d
	case *PDFStream:
		return d.Dict
	}
	return nil
}

// Array resolves v to an array; a single value counts as an array of one, nothing as none.
func (p *PDF) Array(v any) PDFArray {
	switch a := p.Resolve(v).(type) {
	case PDFArray:
		return a
	case nil:
		return nil
	default:
		return PDFArray{v}
	}
}

// Int resolves v to a whole number.
func (p *PDF) Int(v any) (int, bool) {
	switch n := p.Resolve(v).(type) {
	case int:
		return n, true
	case float64:
		return int(n), n == float64(int(n))
	}
	return 0, false
}

// Numbers lists all object numbers, ascending.
func (p *PDF) Numbers() []int {
	list := make([]int, 0, len(p.xref))
	for n := range p.xref {
		list = append(list, n)
	}
	slices.Sort(list)
	return list
}

// object reads object num; nil if there is none, or if it is asked for while it is being read.
func (p *PDF) object(num int) any {
	if v, ok := p.cache[num]; ok {
		return v
	}
	e, ok := p.xref[num]
	if !ok || p.busy[num] || len(p.busy) > maxPDFDepth {
		return nil
	}
	p.busy[num] = true
	defer delete(p.busy, num)
	var v any
	if e.stream > 0 {
		v = p.objectIn(e.stream, num)
	} else if v, ok = p.objectAt(e.offset, num); !ok {
		v = p.searched(num)
	}
	p.cache[num] = v
	return v
}

// searched finds an object that its cross-reference entry misses.
func (p *PDF) searched(num int) any {
	if p.Repaired {
		return nil
	}
	e, ok := p.scan()[num]
	if !ok {
		return nil
	}
	v, _ := p.objectAt(e.offset, num)
	return v
}

// objectAt reads "num gen obj value" at an offset counted from the file's start or from its header.
func (p *PDF) objectAt(offset, num int) (any, bool) {
	for _, at := range []int{offset, offset + p.base} {
		if at < 0 || at >= len(p.data) {
			continue
		}
		l := &PDFLexer{Data: p.data, Pos: at, refs: true}
		n, _ := l.Next()
		gen, _ := l.Next()
		word, _ := l.Next()
		if n != num || word != PDFKeyword("obj") {
			continue
		}
		g, _ := gen.(int)
		v, err := l.value(0)
		if err != nil {
			return nil, true
		}
		return p.finish(l, v, PDFRef{num, g}), true
	}
	return nil, false
}

// finish turns a dictionary with a stream behind it into a stream, and decrypts strings.
func (p *PDF) finish(l *PDFLexer, v any, ref PDFRef) any {
	if p.crypt != nil && ref.Num != p.crypt.self {
		v = p.crypt.strings(v, ref, 0)
	}
	d, ok := v.(PDFDict)
	if !ok {
		return v
	}
	l.skipSpace()
	if !bytes.HasPrefix(l.Data[l.Pos:], []byte("stream")) {
		return v
	}
	start := l.Pos + len("stream")
	switch {
	case bytes.HasPrefix(l.Data[start:], []byte("\r\n")):
		start += 2
	case start < len(l.Data) && (l.Data[start] == '\n' || l.Data[start] == '\r'):
		start++
	}
	return &PDFStream{Dict: d, Raw: p.streamBytes(d, start), Ref: ref}
}

// streamBytes trusts /Length if the word endstream follows, and else looks for that word.
func (p *PDF) streamBytes(d PDFDict, start int) []byte {
	rest := p.data[min(start, len(p.data)):]
	if n, ok := p.Int(d["Length"]); ok && n >= 0 && n <= len(rest) {
		after := bytes.TrimLeft(rest[n:min(n+32, len(rest))], "\r\n \t\x00")
		if bytes.HasPrefix(after, []byte("endstream")) || bytes.HasPrefix(after, []byte("endobj")) {
			return rest[:n]
		}
	}
	end := bytes.Index(rest, []byte("endstream"))
	if end < 0 {
		if end = bytes.Index(rest, []byte("endobj")); end < 0 {
			return rest
		}
	}
	body := rest[:end]
	if bytes.HasSuffix(body, []byte("\r\n")) {
		return body[:end-2]
	}
	return bytes.TrimSuffix(bytes.TrimSuffix(body, []byte("\n")), []byte("\r"))
}

// objectIn reads an object out of an object stream (ISO 32000-2, 7.5.7); all of the stream is read at once.
func (p *PDF) objectIn(stream, num int) any {
	objects, ok := p.inside[stream]
	if !ok {
		s, _ := p.object(stream).(*PDFStream)
		objects = p.readObjectStream(s)
		p.inside[stream] = objects
	}
	return objects[num]
}

func (p *PDF) readObjectStream(s *PDFStream) map[int]any {
	objects := map[int]any{}
	if s == nil {
		return objects
	}
	body, _ := p.Decode(s, maxObjectStream)
	count, _ := p.Int(s.Dict["N"])
	first, _ := p.Int(s.Dict["First"])
	index := &PDFLexer{Data: body[:min(max(first, 0), len(body))]}
	for range min(count, maxPDFObject) {
		num, ok := index.Next()
		off, ok2 := index.Next()
		n, isInt := num.(int)
		o, isInt2 := off.(int)
		if !ok || !ok2 || !isInt || !isInt2 {
			break
		}
		if first+o < 0 || first+o >= len(body) {
			continue
		}
		l := &PDFLexer{Data: body, Pos: first + o, refs: true}
		if v, err := l.value(0); err == nil {
			objects[n] = v
		}
	}
	return objects
}

// PagesClear says whether a locked file shows its pages all the same: only its attached files are encrypted.
func (p *PDF) PagesClear() bool { return p.locked() && p.crypt.methods[p.crypt.stmF] == "None" }

func (p *PDF) locked() bool { return p.crypt != nil && !p.crypt.open }

// intAt reads a decimal number at the start of b.
func intAt(b []byte) (int, error) {
	b = bytes.TrimLeft(b, "\r\n \t\x00")
	n := 0
	for n < len(b) && n < 19 && b[n] >= '0' && b[n] <= '9' {
		n++
	}
	return strconv.Atoi(string(b[:n]))
}
