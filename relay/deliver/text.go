package deliver

import (
	"bufio"
	"bytes"

	"souspli/policy/message"
)

// template is a message with everything done that its copies share: which octets are the same in each, what may end them
// early, and how far a signature's hash of the body can be computed beforehand.
type template struct {
	prepared *message.Prepared
	header   []part // up to and with the empty line
	body     []part
	signed   bool
	digest   bodyHash // of the shared octets that begin the body
	digested int      // parts of the body that digest covers
	size     int      // octets that the copies share
	extra    int      // octets that are kept beside these
	own      int      // octets that each copy has for itself, about
}

// part is a stretch of a message.
type part struct {
	shared []byte // nil: own
	own    int    // the piece of the prepared message that gives a copy's own octets
	facts  facts
	canon  canonical
}

// newTemplate looks through a prepared message once. If its copies are to be signed, it is made ready for that.
func newTemplate(p *message.Prepared, signed bool) *template {
	t := &template{prepared: p, signed: signed}
	matched := 0 // octets of the empty line that ends the header
	for i, shared := range p.Shared() {
		if shared == nil {
			t.own += len(p.AppendOwn(nil, i, message.Values{}))
			t.add(matched == len(emptyLine), part{own: i})
			if matched < len(emptyLine) {
				matched = 0
			}
			continue
		}
		cut := 0
		for ; cut < len(shared) && matched < len(emptyLine); cut++ {
			matched = step(matched, shared[cut])
		}
		t.add(false, part{shared: shared[:cut:cut]})
		t.add(true, part{shared: shared[cut:]})
	}
	t.prehash()
	return t
}

// emptyLine ends a header.
const emptyLine = "\r\n\r\n"

// step gives how much of emptyLine ends at c.
func step(matched int, c byte) int {
	switch {
	case c == emptyLine[matched]:
		return matched + 1
	case c == '\r':
		return 1
	}
	return 0
}

func (t *template) add(body bool, p part) {
	if p.shared != nil {
		if len(p.shared) == 0 {
			return
		}
		p.facts = inspect(p.shared)
		t.size += len(p.shared)
	}
	if !body {
		t.own += len(p.shared)
		t.header = append(t.header, p)
		return
	}
	p.canon = canonical{head: p.shared}
	if p.shared != nil && t.signed {
		p.canon = canonicalise(p.shared)
		t.extra += p.canon.extra
	}
	t.body = append(t.body, p)
}

// prehash hashes the parts of the body before the first that is a copy's own.
func (t *template) prehash() {
	t.digest = newBodyHash()
	for _, p := range t.body {
		if p.shared == nil || !t.signed {
			return
		}
		t.digest.addCanonical(p.canon)
		t.digested++
	}
}

// text is one copy: octets that it shares with others, and its own.
type text struct {
	pieces []piece
	size   int
	facts  facts
	utf8   bool // the header is not ASCII: policy leaves only addresses so (RFC 6532)
}

// piece is a stretch of a copy.
type piece struct {
	text []byte
	dots bool // a line in it, other than the first, begins with a dot
}

// render makes a copy. The header of a signed copy begins with what sign gives for its header and body hash.
func (t *template) render(v message.Values, sign func(header []byte, bodyHash []byte) ([]byte, error)) (*text, error) {
	header := make([]byte, 0, 2048)
	for _, p := range t.header {
		if p.shared != nil {
			header = append(header, p.shared...)
			continue
		}
		header = t.prepared.AppendOwn(header, p.own, v)
	}
	out := &text{pieces: make([]piece, 0, len(t.body)+3), facts: inspect(header)}
	out.utf8 = !out.facts.ascii
	headerDots := out.facts.dots
	body := t.renderBody(out, v)
	if sign != nil && out.facts.clean {
		signature, err := sign(header, t.bodyDigest(body))
		if err != nil {
			return nil, err
		}
		out.add(signature, false)
	}
	out.add(header, headerDots)
	for _, p := range body {
		out.add(p.text, p.dots)
	}
	if out.facts.ends != '\n' && out.facts.clean {
		out.add([]byte("\r\n"), false)
	}
	return out, nil
}

// renderBody gives the pieces of a copy's body and joins their facts to those of the copy.
func (t *template) renderBody(out *text, v message.Values) []piece {
	body := make([]piece, len(t.body))
	for i, p := range t.body {
		octets, facts := p.shared, p.facts
		if p.shared == nil {
			octets = t.prepared.AppendOwn(nil, p.own, v)
			facts = inspect(octets)
		}
		body[i] = piece{octets, facts.dots}
		out.facts = out.facts.join(facts)
	}
	return body
}

// bodyDigest is the hash of the relaxed canonical form of a copy's body.
func (t *template) bodyDigest(body []piece) []byte {
	h := t.digest.clone()
	for i := t.digested; i < len(t.body); i++ {
		if t.body[i].shared != nil {
			h.addCanonical(t.body[i].canon)
		} else {
			h.add(body[i].text)
		}
	}
	return h.sum()
}

func (t *text) add(b []byte, dots bool) {
	if len(b) > 0 {
		t.pieces = append(t.pieces, piece{b, dots})
		t.size += len(b)
	}
}

// bytes gives the copy in one piece.
func (t *text) bytes() []byte {
	out := make([]byte, 0, t.size)
	for _, p := range t.pieces {
		out = append(out, p.text...)
	}
	return out
}

// write writes the copy as it is, for BDAT.
func (t *text) write(w *bufio.Writer) error {
	for _, p := range t.pieces {
		if _, err := w.Write(p.text); err != nil {
			return err
		}
	}
	return nil
}

// writeStuffed writes the copy with the dots at the beginning of lines doubled (RFC 5321 4.5.2). Stretches without such dots,
// which was found out once for all copies, go through as they are.
func (t *text) writeStuffed(w *bufio.Writer) error {
	begins := true // of a line
	for _, p := range t.pieces {
		if begins && p.text[0] == '.' {
			_ = w.WriteByte('.')
		}
		if err := p.stuffed(w); err != nil {
			return err
		}
		begins = p.text[len(p.text)-1] == '\n'
	}
	return nil
}

func (p piece) stuffed(w *bufio.Writer) error {
	rest := p.text
	for p.dots {
		i := bytes.Index(rest, []byte("\n."))
		if i < 0 {
			break
		}
		_, _ = w.Write(rest[:i+2]) // an error stays until the last write
		_ = w.WriteByte('.')
		rest = rest[i+2:]
	}
	_, err := w.Write(rest)
	return err
}

// facts are what a sender must know of octets before they go on the wire. The zero value lets nothing go.
type facts struct {
	clean        bool // line breaks are CRLF and there is no NUL
	ascii        bool
	dots         bool // a line other than the first begins with a dot
	begins, ends byte
}

// inspect looks at octets. A CR that ends them, or an LF that begins them, is judged when they are joined.
func inspect(b []byte) facts {
	f := facts{clean: true, ascii: true}
	if len(b) == 0 {
		return f
	}
	f.begins, f.ends = b[0], b[len(b)-1]
	crlf, cr, lf := bytes.Count(b, []byte("\r\n")), bytes.Count(b, []byte("\r")), bytes.Count(b, []byte("\n"))
	if f.begins == '\n' {
		lf--
	}
	if f.ends == '\r' {
		cr--
	}
	f.clean = cr == crlf && lf == crlf && bytes.IndexByte(b, 0) < 0
	f.dots = bytes.Contains(b, []byte("\n."))
	f.ascii = isASCII(b)
	return f
}

// join gives the facts of two stretches behind each other. A line break may be cut in two, but must be whole.
func (f facts) join(next facts) facts {
	if next.begins == 0 && next.clean { // nothing
		return f
	}
	out := facts{clean: f.clean && next.clean && (f.ends == '\r') == (next.begins == '\n'), ascii: f.ascii && next.ascii, dots: f.dots || next.dots, begins: f.begins, ends: next.ends}
	if f.begins == 0 {
		out.begins = next.begins
	}
	return out
}

// whole reports whether octets with these facts can stand alone: neither their first nor their last line break is cut.
func (f facts) whole() bool { return f.clean && f.begins != '\n' && f.ends != '\r' }

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}
