package attachment

import (
	"encoding/binary"
	"strings"
)

// readSST reads the shared strings, which run over CONTINUE records (MS-XLS 2.4.265).
func (r *xlsReader) readSST(rec biff) {
	in := &pieceReader{pieces: rec.pieces}
	in.bytes(4)
	n := int(in.uint32())
	for range min(n, maxStrings) {
		text, ok := in.richString()
		if !ok {
			return
		}
		r.strings = append(r.strings, text)
	}
}

// pieceReader reads over the borders of pieces.
type pieceReader struct {
	pieces [][]byte
	bad    bool
}

func (p *pieceReader) bytes(n int) []byte {
	var out []byte
	for n > 0 {
		if len(p.pieces) == 0 {
			p.bad = true
			return out
		}
		if len(p.pieces[0]) == 0 {
			p.pieces = p.pieces[1:]
			continue
		}
		take := min(n, len(p.pieces[0]))
		if out == nil && take == n {
			out = p.pieces[0][:take:take]
		} else {
			out = append(out, p.pieces[0][:take]...)
		}
		p.pieces[0] = p.pieces[0][take:]
		n -= take
	}
	return out
}

func (p *pieceReader) uint16() uint16 {
	if b := p.bytes(2); len(b) == 2 {
		return le16(b)
	}
	return 0
}

func (p *pieceReader) uint32() uint32 {
	if b := p.bytes(4); len(b) == 4 {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

// richString reads count, flags, and as the flags say: number of formatting runs, size of phonetic data (MS-XLS
// 2.5.293). Where letters go on in the next piece, its first byte tells their width anew.
func (p *pieceReader) richString() (string, bool) {
	n := int(p.uint16())
	flags := p.bytes(1)
	if p.bad {
		return "", false
	}
	wide := flags[0]&1 != 0
	runs, phonetic := 0, 0
	if flags[0]&8 != 0 {
		runs = int(p.uint16())
	}
	if flags[0]&4 != 0 {
		phonetic = int(p.uint32())
	}
	var text strings.Builder
	for n > 0 && !p.bad {
		for len(p.pieces) > 0 && len(p.pieces[0]) == 0 {
			p.pieces = p.pieces[1:]
			if len(p.pieces) > 0 && len(p.pieces[0]) > 0 {
				wide = p.bytes(1)[0]&1 != 0
			}
		}
		if len(p.pieces) == 0 {
			p.bad = true
			break
		}
		n -= p.letters(&text, n, wide)
	}
	p.bytes(4 * runs)
	if phonetic > 0 && phonetic < 1<<20 {
		p.bytes(phonetic)
	}
	return text.String(), !p.bad || text.Len() > 0
}

// letters takes up to n letters from the current piece and says how many.
func (p *pieceReader) letters(text *strings.Builder, n int, wide bool) int {
	b := p.pieces[0]
	if !wide {
		n = min(n, len(b))
		text.WriteString(fromLatin1(b[:n]))
		p.pieces[0] = b[n:]
		return n
	}
	if n = min(n, len(b)/2); n == 0 { // half a letter at the end of a piece
		p.pieces[0] = nil
		return 0
	}
	text.WriteString(fromUTF16(b[:2*n], binary.LittleEndian))
	p.pieces[0] = b[2*n:]
	return n
}
