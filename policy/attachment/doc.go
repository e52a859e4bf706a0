package attachment

import (
	"encoding/binary"
	"path"
	"sort"
	"strings"

	"souspli/policy/personal"
)

// Offsets in the file information block (MS-DOC 2.5.2 to 2.5.10).
const (
	fibFlags     = 0x0A
	fibFirst     = 0x18 // fcMin and fcMac, of Word 6 and 95
	fibCounts    = 0x4C // ccpText, ccpFtn, ccpHdd, ccpMcr, ccpAtn, ccpEdn, ccpTxbx, ccpHdrTxbx
	fibPapx      = 0x0102
	fibClx       = 0x01A2
	fibEncrypted = 0x0100
	fibTable1    = 0x0200
	nFib97       = 0x00C1
)

// docReader turns the characters of a document into paragraphs and tables.
type docReader struct {
	s      *scope
	body   paragraph
	codes  paragraph
	field  int // depth inside field instructions
	cell   strings.Builder
	row    []string
	table  *tableBuilder
	endRow map[int]bool // file offsets of the marks that end a table row
}

// readDOC reads a Word document: body, notes, headers, comments, text boxes follow each other in one text, which
// lies in pieces (MS-DOC 2.4.1).
func (c *compound) readDOC(stream string) error {
	word := c.stream(stream)
	if len(word) < 0x60 || le16(word) != 0xA5EC && le16(word) != 0xA5DC {
		return errDamaged
	}
	flags := le16(word[fibFlags:])
	if flags&fibEncrypted != 0 {
		return errLocked
	}
	if le16(word[2:]) < nFib97 {
		return c.readOldDOC(word)
	}
	name := path.Dir("/" + stream)[1:]
	if name != "" {
		name += "/"
	}
	table := c.stream(name + "0Table")
	if flags&fibTable1 != 0 {
		table = c.stream(name + "1Table")
	}
	pieces, err := readPieces(word, table)
	if err != nil {
		return err
	}
	r := &docReader{s: c.s, endRow: rowEnds(word, table)}
	r.body.s, r.codes.s = c.s, c.s
	r.codes.place.Part = personal.PartHidden
	at := 0
	for _, part := range docParts(word) {
		r.part(pieces.from(at, at+part.count), part.part)
		at += part.count
	}
	r.part(pieces.from(at, pieces.end()), personal.PartHidden)
	r.codes.flush()
	return nil
}

// docPart is a stretch of the text and what it is.
type docPart struct {
	count int
	part  string
}

func docParts(word []byte) []docPart {
	parts := []docPart{
		{part: ""}, {part: personal.PartNotes}, {part: personal.PartHeader}, {part: personal.PartHidden},
		{part: personal.PartComments}, {part: personal.PartNotes}, {part: ""}, {part: personal.PartHeader},
	}
	for i := range parts {
		if at := fibCounts + 4*i; at+4 <= len(word) {
			parts[i].count = int(binary.LittleEndian.Uint32(word[at:]) & 0x7FFFFFFF)
		}
	}
	return parts
}

// readOldDOC reads Word 6 and 95: one stretch of bytes in the system's code page.
func (c *compound) readOldDOC(word []byte) error {
	first, last := int(binary.LittleEndian.Uint32(word[fibFirst:])), int(binary.LittleEndian.Uint32(word[fibFirst+4:]))
	if first > last || last > len(word) {
		return errDamaged
	}
	r := &docReader{s: c.s}
	r.body.s, r.codes.s = c.s, c.s
	r.part(docText{{text: []rune(fromWindows1252(word[first:last])), offset: first, width: 1}}, "")
	r.codes.flush()
	return nil
}

// docText is text in the order of its positions; each piece lies together in the file.
type docText []docPiece

type docPiece struct {
	text   []rune
	offset int // of its first character in the stream
	width  int // bytes a character
	start  int // position of its first character
}

func (t docText) end() int {
	if len(t) == 0 {
		return 0
	}
	return t[len(t)-1].start + len(t[len(t)-1].text)
}

// from cuts out the positions from a up to b.
func (t docText) from(a, b int) docText {
	var out docText
	for _, p := range t {
		lo, hi := max(a-p.start, 0), min(b-p.start, len(p.text))
		if lo < hi {
			out = append(out, docPiece{p.text[lo:hi], p.offset + lo*p.width, p.width, p.start + lo})
		}
	}
	return out
}

// readPieces reads the piece table (MS-DOC 2.9.38, 2.8.35): positions, then for each piece a file offset whose bit
// 30 says that its letters have one byte.
func readPieces(word, table []byte) (docText, error) {
	if len(word) < fibClx+8 {
		return nil, errDamaged
	}
	le := binary.LittleEndian
	at, n := uint64(le.Uint32(word[fibClx:])), uint64(le.Uint32(word[fibClx+4:]))
	if at+n > uint64(len(table)) {
		return nil, errDamaged
	}
	clx := table[at : at+n]
	for len(clx) >= 3 && clx[0] == 1 { // property modifiers
		clx = clx[min(len(clx), 3+int(le16(clx[1:]))):]
	}
	if len(clx) < 5 || clx[0] != 2 {
		return nil, errDamaged
	}
	plc := clx[5:min(uint64(len(clx)), 5+uint64(le.Uint32(clx[1:])))]
	count := (len(plc) - 4) / 12
	var text docText
	for i := range max(count, 0) {
		start, end := le.Uint32(plc[4*i:]), le.Uint32(plc[4*i+4:])
		fc := le.Uint32(plc[4*(count+1)+8*i+2:])
		if end < start || int(end-start) > len(word) {
			return text, errDamaged
		}
		p, ok := readPiece(word, fc, int(end-start))
		if !ok {
			return text, errDamaged
		}
		p.start = int(start)
		text = append(text, p)
	}
	return text, nil
}

func readPiece(word []byte, fc uint32, n int) (docPiece, bool) {
	if fc&0x40000000 != 0 {
		at := int(fc&0x3FFFFFFF) / 2
		if at+n > len(word) {
			return docPiece{}, false
		}
		return docPiece{text: []rune(fromWindows1252(word[at : at+n])), offset: at, width: 1}, true
	}
	at := int(fc)
	if at+2*n > len(word) {
		return docPiece{}, false
	}
	runes := make([]rune, n) // surrogates stay apart: positions count 16-bit units
	for i := range runes {
		runes[i] = rune(le16(word[at+2*i:]))
	}
	return docPiece{text: runes, offset: at, width: 2}, true
}

// rowEnds finds the paragraphs that are the end of a table row (sprmPFTtp, MS-DOC 2.6.2), through the pages of
// paragraph properties (2.8.25, 2.9.175).
func rowEnds(word, table []byte) map[int]bool {
	ends := map[int]bool{}
	if len(word) < fibPapx+8 {
		return ends
	}
	le := binary.LittleEndian
	at, n := uint64(le.Uint32(word[fibPapx:])), uint64(le.Uint32(word[fibPapx+4:]))
	if at+n > uint64(len(table)) || n < 4 {
		return ends
	}
	plc := table[at : at+n]
	count := (len(plc) - 4) / 8
	for i := range count {
		page := uint64(le.Uint32(plc[4*(count+1)+4*i:])&0x3FFFFF) * 512
		if page+512 <= uint64(len(word)) {
			pageRowEnds(word[page:page+512], ends)
		}
	}
	return ends
}

// pageRowEnds reads one page: offsets, then 13 bytes for each paragraph that begin with where its properties stand.
func pageRowEnds(page []byte, ends map[int]bool) {
	count := int(page[511])
	for i := range count {
		entry := 4*(count+1) + 13*i
		if entry >= 511 {
			return
		}
		at := 2 * int(page[entry])
		if at == 0 || at >= 510 {
			continue
		}
		n := 2*int(page[at]) - 1
		if page[at] == 0 {
			at++
			n = 2 * int(page[at])
		}
		props := page[min(at+1, 511):min(max(at+1+n, at+1), 511)]
		if len(props) > 2 && strings.Contains(string(props[2:]), "\x17\x24\x01") {
			ends[int(binary.LittleEndian.Uint32(page[4*i:]))] = true // such a paragraph is its mark alone
		}
	}
}

// part reads one stretch of the text.
func (r *docReader) part(text docText, part string) {
	sort.SliceStable(text, func(i, j int) bool { return text[i].start < text[j].start })
	r.body.place = personal.Place{Part: part}
	r.field = 0
	for _, p := range text {
		for i, c := range p.text {
			r.char(c, p.offset+i*p.width)
		}
	}
	r.endTable()
	r.body.write(r.cell.String())
	r.cell.Reset()
	r.body.flush()
}

// char takes one character; those below a blank have meanings (MS-DOC 2.4.1).
func (r *docReader) char(c rune, offset int) {
	switch c {
	case 0x13: // a field's instruction
		r.field++
	case 0x14, 0x15:
		if r.field > 0 {
			r.field--
			r.codes.line()
		}
	case 0x07:
		r.mark(offset)
	case 0x0D:
		r.paragraph()
	case 0x0B:
		r.cell.WriteByte('\n')
	case 0x0C:
		r.paragraph()
	case 0x1E:
		r.cell.WriteByte('-')
	case 0x09:
		r.cell.WriteByte('\t')
	default:
		switch {
		case c < 0x20 || c == 0x1F:
		case r.field > 0:
			r.codes.text.WriteRune(c)
		default:
			r.cell.WriteRune(c)
		}
	}
}

// mark ends a cell or a row.
func (r *docReader) mark(offset int) {
	if r.table == nil {
		r.body.flush()
		r.table = r.s.drawnTable(r.body.place)
	}
	ends := r.endRow[offset]
	if len(r.endRow) == 0 {
		ends = r.cell.Len() == 0 && len(r.row) > 0
	}
	if ends {
		r.table.row(r.row)
		r.row = nil
		r.s.note(r.table.err)
	} else {
		r.row = append(r.row, strings.TrimSpace(r.cell.String()))
	}
	r.cell.Reset()
}

// paragraph ends a paragraph. Inside a table it is a line of a cell, which is known only when the cell's mark
// comes; so a table ends at the first paragraph behind a row.
func (r *docReader) paragraph() {
	if r.table != nil && r.row != nil {
		r.cell.WriteByte('\n')
		return
	}
	r.endTable()
	r.body.write(r.cell.String())
	r.body.line()
	r.cell.Reset()
}

func (r *docReader) endTable() {
	if r.table == nil {
		return
	}
	if r.row != nil {
		r.table.row(r.row)
	}
	r.table.flush()
	r.table, r.row = nil, nil
}
