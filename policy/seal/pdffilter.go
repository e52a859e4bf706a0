package seal

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/ascii85"
	"errors"
	"io"
)

// ErrImage: a stream's filter makes pixels, not bytes that could be text.
var ErrImage = errors.New("an image filter")

// ErrTooBig: more bytes than the caller allows.
var ErrTooBig = errors.New("beyond the limit")

const (
	maxObjectStream = 64 << 20
	maxPDFFilters   = 16
)

// Decode decrypts a stream and undoes its filters (ISO 32000-2, 7.4), giving at most limit bytes. Damage in the
// middle gives what came before it, with an error.
func (p *PDF) Decode(s *PDFStream, limit int) ([]byte, error) {
	filters, params := p.filters(s.Dict)
	body := s.Raw
	if p.crypt != nil && s.Dict["Type"] != PDFName("XRef") {
		var err error
		if body, err = p.crypt.stream(s, p.cryptName(filters, params)); err != nil {
			return nil, err
		}
	}
	var fault error
	for i, f := range filters {
		out, err := decodeFilter(f, body, p.Dict(params[i]), limit)
		if err == ErrImage {
			return nil, err
		}
		if err != nil {
			fault = err
		}
		body = out
		if d := p.Dict(params[i]); d != nil && len(body) > 0 {
			body = p.unpredict(f, d, body)
		}
	}
	if len(body) > limit {
		return body[:limit], ErrTooBig
	}
	return body, fault
}

// filters gives the filter names of a stream, long or abbreviated, each with its parameters.
func (p *PDF) filters(d PDFDict) ([]PDFName, []any) {
	names := p.Array(first(d, "Filter", "F"))
	given := p.Array(first(d, "DecodeParms", "DP"))
	var list []PDFName
	var params []any
	for i, v := range names {
		name, _ := p.Resolve(v).(PDFName)
		if len(list) == maxPDFFilters {
			break
		}
		list = append(list, name)
		if i < len(given) {
			params = append(params, given[i])
		} else {
			params = append(params, nil)
		}
	}
	return list, params
}

func first(d PDFDict, long, short PDFName) any {
	if v, ok := d[long]; ok {
		return v
	}
	if _, file := d[short].(PDFString); file { // /F is also the name of an external file
		return nil
	}
	return d[short]
}

// cryptName is the crypt filter that the stream names for itself (7.4.10), else "".
func (p *PDF) cryptName(filters []PDFName, params []any) PDFName {
	for i, f := range filters {
		if f != "Crypt" {
			continue
		}
		if name, ok := p.Resolve(p.Dict(params[i])["Name"]).(PDFName); ok {
			return name
		}
		return "Identity"
	}
	return ""
}

func decodeFilter(name PDFName, b []byte, params PDFDict, limit int) ([]byte, error) {
	switch name {
	case "FlateDecode", "Fl":
		return inflate(b, limit)
	case "LZWDecode", "LZW":
		early, ok := params["EarlyChange"].(int)
		return unLZW(b, !ok || early != 0, limit)
	case "ASCIIHexDecode", "AHx":
		return (&PDFLexer{Data: b}).hex(), nil
	case "ASCII85Decode", "A85":
		return unASCII85(b)
	case "RunLengthDecode", "RL":
		return unRunLength(b, limit)
	case "Crypt", "":
		return b, nil
	}
	return nil, ErrImage
}

// inflate reads zlib data, or raw deflate where the header is broken. Many writers leave a wrong checksum or no
// end; what was read until then counts.
func inflate(b []byte, limit int) ([]byte, error) {
	var r io.Reader
	z, err := zlib.NewReader(bytes.NewReader(b))
	r = z
	if err != nil {
		if len(b) < 2 {
			return nil, err
		}
		r = flate.NewReader(bytes.NewReader(b[2:]))
	}
	out, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	switch {
	case len(out) > limit:
		return out[:limit], ErrTooBig
	case err == zlib.ErrChecksum, err == io.ErrUnexpectedEOF && len(out) > 0:
		return out, nil
	}
	return out, err
}

// unLZW decodes LZW with codes of 9 to 12 bits, high bit first (7.4.4.2). With early change the code grows one step
// before it must.
func unLZW(b []byte, early bool, limit int) ([]byte, error) {
	const clear, end = 256, 257
	type entry struct {
		prev  int
		last  byte
		size  int
		first byte
	}
	table := make([]entry, 258, 4096)
	for i := range 256 {
		table[i] = entry{-1, byte(i), 1, byte(i)}
	}
	ahead := 0
	if early {
		ahead = 1
	}
	var out []byte
	prev, width, acc, bits := -1, 9, 0, 0
	for _, c := range b {
		acc, bits = acc<<8|int(c), bits+8
		if bits < width {
			continue
		}
		bits -= width
		code := acc >> bits
		acc &= 1<<bits - 1
		switch {
		case code == end:
			return out, nil
		case code == clear:
			table, width, prev = table[:258], 9, -1
			continue
		case code > len(table) || code == len(table) && prev < 0:
			return out, errPDF
		}
		if prev >= 0 && len(table) < 4096 {
			e := entry{prev: prev, size: table[prev].size + 1, first: table[prev].first}
			if code == len(table) {
				e.last = e.first
			} else {
				e.last = table[code].first
			}
			table = append(table, e)
		}
		if code >= len(table) {
			return out, errPDF
		}
		size := table[code].size
		if len(out)+size > limit {
			return out, ErrTooBig
		}
		out = append(out, make([]byte, size)...)
		for at, i := code, len(out)-1; at >= 0; at, i = table[at].prev, i-1 {
			out[i] = table[at].last
		}
		prev = code
		if len(table)+ahead >= 1<<width && width < 12 {
			width++
		}
	}
	return out, nil
}

func unASCII85(b []byte) ([]byte, error) {
	b = bytes.TrimPrefix(bytes.TrimSpace(b), []byte("<~"))
	if i := bytes.IndexByte(b, '~'); i >= 0 {
		b = b[:i]
	}
	out := make([]byte, 4*len(b)+4) // a z makes four bytes of one
	n, _, err := ascii85.Decode(out, bytes.ReplaceAll(b, []byte{0}, nil), true)
	return out[:n], err
}

func unRunLength(b []byte, limit int) ([]byte, error) {
	var out []byte
	for len(b) > 0 && b[0] != 128 {
		n := int(b[0])
		if n < 128 {
			end := min(len(b), n+2)
			out = append(out, b[1:end]...)
			b = b[end:]
		} else {
			if len(b) < 2 {
				return out, errPDF
			}
			out = append(out, bytes.Repeat(b[1:2], 257-n)...)
			b = b[2:]
		}
		if len(out) > limit {
			return out[:limit], ErrTooBig
		}
	}
	return out, nil
}

// unpredict undoes the PNG and TIFF predictors of Flate and LZW (7.4.4.4).
func (p *PDF) unpredict(filter PDFName, d PDFDict, b []byte) []byte {
	get := func(key PDFName, otherwise int) int {
		if n, ok := p.Int(d[key]); ok && n > 0 && n < 1<<20 {
			return n
		}
		return otherwise
	}
	predictor := get("Predictor", 1)
	if predictor == 1 || filter[0] != 'F' && filter[0] != 'L' {
		return b
	}
	bits := get("Colors", 1) * get("BitsPerComponent", 8)
	pixel := (bits + 7) / 8
	row := (bits*get("Columns", 1) + 7) / 8
	if predictor == 2 {
		for i := range b {
			if i%row >= pixel {
				b[i] += b[i-pixel]
			}
		}
		return b
	}
	return unPNG(b, row, pixel)
}

// unPNG undoes the filters of PNG rows: each row has the filter's type in front (ISO/IEC 15948, 9.2).
func unPNG(b []byte, row, pixel int) []byte {
	out := make([]byte, 0, len(b))
	above := make([]byte, row)
	for len(b) > 1 {
		n := min(row, len(b)-1)
		kind, line := b[0], make([]byte, row)
		copy(line, b[1:1+n])
		b = b[1+n:]
		for i := range line {
			var left, corner byte
			if i >= pixel {
				left, corner = line[i-pixel], above[i-pixel]
			}
			switch kind {
			case 1:
				line[i] += left
			case 2:
				line[i] += above[i]
			case 3:
				line[i] += byte((int(left) + int(above[i])) / 2)
			case 4:
				line[i] += paeth(left, above[i], corner)
			}
		}
		out = append(out, line[:n]...)
		above = line
	}
	return out
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
