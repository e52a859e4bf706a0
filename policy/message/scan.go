package message

import (
	"bytes"
	"strings"
)

// Parse reads raw, whose lines end in CRLF. The error is a *Malformed. Raw must not change while the Message is used.
func Parse(raw []byte, limits Limits) (*Message, error) {
	if err := checkBytes(raw); err != nil {
		return nil, err
	}
	s := scanner{m: &Message{Raw: raw}, limits: limits}
	if err := s.run(); err != nil {
		return nil, err
	}
	return s.m, nil
}

// checkBytes refuses what mail servers end lines and messages at differently (SMTP smuggling), and NUL.
func checkBytes(raw []byte) error {
	if i := bytes.IndexByte(raw, 0); i >= 0 {
		return &Malformed{FaultNUL, i}
	}
	for i := 0; i < len(raw); {
		n := bytes.IndexByte(raw[i:], '\n')
		line := raw[i:]
		if n >= 0 {
			line = raw[i : i+n]
		}
		cr := bytes.IndexByte(line, '\r')
		if n >= 0 && cr != len(line)-1 || n < 0 && cr >= 0 || n == 0 {
			return &Malformed{FaultLineEnds, i + max(cr, 0)}
		}
		if n < 0 {
			return nil
		}
		i += n + 1
	}
	return nil
}

// open is a multipart whose closing delimiter has not come yet.
type open struct {
	part     int
	boundary []byte
	closed   bool // its closing delimiter came: what follows is its epilogue
}

// scanner walks the message line by line through headers, and delimiter by delimiter through bodies.
type scanner struct {
	m           *Message
	limits      Limits
	stack       []open // the multiparts around the current position, outermost first
	fields      int
	headerBytes int
}

func (s *scanner) run() error {
	pos, err := s.begin(0, -1)
	if err != nil {
		return err
	}
	for {
		d, found := s.nextDelimiter(pos)
		if d.fault {
			return &Malformed{FaultBoundary, d.start}
		}
		if !found {
			s.closeDownTo(-1, len(s.m.Raw))
			return nil
		}
		s.closeDownTo(d.level, d.start-2) // the line break before a delimiter belongs to it (RFC 2046 5.1.1)
		pos = d.end
		if d.last {
			s.stack[d.level].closed = true
			continue
		}
		if pos, err = s.begin(pos, s.stack[d.level].part); err != nil {
			return err
		}
	}
}

// closeDownTo ends the parts that are open inside the multipart at the given level of the stack.
func (s *scanner) closeDownTo(level, end int) {
	first := 0
	if level >= 0 {
		first = s.stack[level].part + 1
	}
	for i := len(s.m.Parts) - 1; i >= first; i-- { // inner ones first: what holds an empty part ends behind it
		if p := &s.m.Parts[i]; p.End < 0 {
			end = max(end, p.Body)
			p.End = end
		}
	}
	s.stack = s.stack[:level+1]
}

// begin reads the header of a new part at pos and says where to look for the next delimiter.
func (s *scanner) begin(pos, parent int) (int, error) {
	if len(s.m.Parts) >= s.limits.Parts {
		return 0, &Malformed{FaultTooManyParts, pos}
	}
	index := len(s.m.Parts)
	p := Part{Header: pos, End: -1, Parent: parent}
	if err := s.readHeader(&p); err != nil {
		return 0, err
	}
	if err := s.m.describe(&p); err != nil {
		return 0, err
	}
	s.m.Parts = append(s.m.Parts, p)
	if parent >= 0 {
		s.m.Parts[parent].Children = append(s.m.Parts[parent].Children, index)
	}
	if p.MediaType.IsMultipart() {
		return p.Body, s.push(index, p.MediaType.Param("boundary"))
	}
	return p.Body, nil
}

// push opens a multipart. A boundary that is, or begins, or continues one that is open already can be read in two ways.
func (s *scanner) push(part int, boundary string) error {
	at := s.m.Parts[part].Header
	if len(s.stack) >= s.limits.Depth {
		return &Malformed{FaultTooDeep, at}
	}
	if boundary == "" || len(boundary) > 200 || strings.TrimRight(boundary, " \t") != boundary {
		return &Malformed{FaultBoundary, at}
	}
	for _, o := range s.stack {
		if bytes.HasPrefix(o.boundary, []byte(boundary)) || strings.HasPrefix(boundary, string(o.boundary)) {
			return &Malformed{FaultBoundary, at}
		}
	}
	s.stack = append(s.stack, open{part: part, boundary: []byte(boundary)})
	return nil
}

// delimiter is a delimiter line that was found.
type delimiter struct {
	start, end int // of the line, end behind its line break
	level      int // which open multipart it belongs to
	last       bool
	fault      bool // a line that one reader takes for a delimiter and another does not
}

// nextDelimiter searches from pos, which is at the beginning of a line.
func (s *scanner) nextDelimiter(pos int) (d delimiter, found bool) {
	if len(s.stack) == 0 {
		return d, false
	}
	raw := s.m.Raw
	for start := pos; ; {
		if bytes.HasPrefix(raw[start:], []byte("--")) {
			if d, found = s.match(start); found || d.fault {
				return d, found
			}
		}
		n := bytes.Index(raw[start:], []byte("\n--"))
		if n < 0 {
			return d, false
		}
		start += n + 1
	}
}

// match compares the line at start, which begins with "--", to the open boundaries, innermost first.
func (s *scanner) match(start int) (d delimiter, found bool) {
	rest := s.m.Raw[start+2:]
	for level := len(s.stack) - 1; level >= 0; level-- {
		o := s.stack[level]
		if !bytes.HasPrefix(rest, o.boundary) {
			continue
		}
		end := lineEnd(s.m.Raw, start)
		tail := bytes.TrimRight(s.m.Raw[start+2+len(o.boundary):end], " \t\r\n")
		d = delimiter{start: start, end: end, level: level, last: string(tail) == "--"}
		switch {
		case d.last && o.closed: // the closing delimiter written twice hides nothing
			return d, false
		case len(tail) == 0 && !o.closed, d.last:
			return d, true
		}
		// RFC 2046 5.1.1 compares the beginning of the line only, most readers the whole line.
		d.fault = true
		return d, false
	}
	return d, false
}
