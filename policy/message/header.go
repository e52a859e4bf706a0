package message

import (
	"bytes"
	"strings"
)

// readHeader reads fields from p.Header up to the blank line, or up to a delimiter that ends the part early.
func (s *scanner) readHeader(p *Part) error {
	raw := s.m.Raw
	pos := p.Header
	for {
		end := lineEnd(raw, pos)
		switch {
		case pos >= len(raw):
			p.HeaderEnd, p.Body = pos, pos
			return nil
		case end-pos == 2: // the blank line
			p.HeaderEnd, p.Body = pos, end
			return nil
		case s.isDelimiter(pos):
			p.HeaderEnd, p.Body = pos, pos
			return nil
		}
		end, err := s.readField(p, pos, end)
		if err != nil {
			return err
		}
		pos = end
	}
}

// isDelimiter reports whether the line at pos ends the part whose header is being read.
func (s *scanner) isDelimiter(pos int) bool {
	if !bytes.HasPrefix(s.m.Raw[pos:], []byte("--")) {
		return false
	}
	d, found := s.match(pos)
	return found || d.fault
}

// readField reads the field whose first line is raw[pos:end], with its folded lines, and gives its end.
func (s *scanner) readField(p *Part, pos, end int) (int, error) {
	raw := s.m.Raw
	name, ok := fieldName(raw[pos:end])
	if !ok {
		return 0, &Malformed{FaultField, pos}
	}
	for end < len(raw) && (raw[end] == ' ' || raw[end] == '\t') {
		end = lineEnd(raw, end)
	}
	s.fields++
	s.headerBytes += end - pos
	if s.fields > s.limits.Fields || s.headerBytes > s.limits.HeaderBytes {
		return 0, &Malformed{FaultHeaderSize, pos}
	}
	colon := bytes.IndexByte(raw[pos:end], ':')
	p.Fields = append(p.Fields, Field{Name: name, Start: pos, End: end, value: pos + colon + 1})
	return end, nil
}

// lineEnd gives the offset behind the line that pos is in.
func lineEnd(raw []byte, pos int) int {
	n := bytes.IndexByte(raw[pos:], '\n')
	if n < 0 {
		return len(raw)
	}
	return pos + n + 1
}

// fieldName reads the name before the colon; white space before the colon is obsolete but legal to read (RFC 5322 4.5.8).
func fieldName(line []byte) (string, bool) {
	name, _, found := bytes.Cut(line, []byte(":"))
	name = bytes.TrimRight(name, " \t")
	if !found || len(name) == 0 {
		return "", false
	}
	for _, c := range name {
		if c <= ' ' || c >= 0x7f {
			return "", false
		}
	}
	return string(name), true
}

// describe reads the fields that decide how a part is read. Each may stand once.
func (m *Message) describe(p *Part) error {
	var contentType, encoding, disposition int
	p.MediaType = MediaType{Type: "text", Subtype: "plain"}
	if p.Parent >= 0 && m.Parts[p.Parent].MediaType.Is("multipart/digest") { // RFC 2046 5.1.5
		p.MediaType = MediaType{Type: "message", Subtype: "rfc822"}
	}
	for _, f := range p.Fields {
		var err error
		switch strings.ToLower(f.Name) {
		case "content-type":
			contentType++
			p.MediaType, err = parseMediaType(m.Value(f))
		case "content-transfer-encoding":
			encoding++
			p.Encoding, err = parseEncoding(m.Unfolded(f))
		case "content-disposition":
			disposition++
		}
		if err != nil {
			return &Malformed{err.(faultError).fault, f.Start}
		}
	}
	if contentType > 1 || encoding > 1 || disposition > 1 {
		return &Malformed{FaultRepeated, p.Header}
	}
	return m.checkPart(p)
}

// checkPart refuses a transfer encoding on what holds parts: some readers undo it and some do not (RFC 2045 6.4).
func (m *Message) checkPart(p *Part) error {
	if p.MediaType.IsMultipart() && p.Encoding.transforms() {
		return &Malformed{FaultEncoding, p.Header}
	}
	return nil
}

// faultError carries a fault from a value's parser to where the offset is known.
type faultError struct{ fault Fault }

func (e faultError) Error() string { return string(e.fault) }
