package message

import (
	"bytes"
	"encoding/base64"
	"errors"
	"html"
)

// ErrPlan says that a plan does not fit the message it is applied to: stored data was mixed up.
var ErrPlan = errors.New("message: plan does not fit the message")

// Prepared is a message and its plan with everything done that all copies share.
type Prepared struct {
	segments []segment
	holds    bool // the octets of the message itself
}

// segment is octets that are the same in every copy, or a slot, or a stretch that is encoded anew for every copy.
type segment struct {
	static []byte
	slot   Slot
	html   bool
	quoted bool      // the slot stands in quoted-printable text, on lines of its own
	base64 []segment // filled, then encoded together; ends the lines it begins
}

// Prepare applies a plan to the message it was made for.
func Prepare(raw []byte, plan Plan) (*Prepared, error) {
	p := &Prepared{}
	pos := 0
	for i, e := range plan.Edits {
		if e.Offset < pos || e.Length < 0 || e.Offset+e.Length > len(raw) {
			return nil, ErrPlan
		}
		p.add(raw[pos:e.Offset])
		pos = e.Offset + e.Length
		if e.Recode == nil {
			p.segments = append(p.segments, fill(e.Pieces)...)
			if e.Blank && !(i+1 < len(plan.Edits) && plan.Edits[i+1].Blank && plan.Edits[i+1].Offset == e.Offset) {
				p.add([]byte("\r\n"))
			}
			continue
		}
		segments, err := e.Recode.apply(raw[e.Offset:pos])
		if err != nil {
			return nil, err
		}
		p.segments = append(p.segments, segments...)
	}
	p.add(raw[pos:])
	return p, nil
}

// add takes over a stretch of the message. A short one is copied: where all are, because the texts are written anew, the message
// need not be kept for its header.
func (p *Prepared) add(b []byte) {
	const short = 4 << 10
	switch {
	case len(b) == 0:
		return
	case len(b) <= short:
		b = bytes.Clone(b)
	default:
		p.holds = true
	}
	p.segments = append(p.segments, segment{static: b})
}

// Holds reports whether the message must be kept with what was made of it.
func (p *Prepared) Holds() bool { return p.holds }

func fill(pieces []Piece) []segment {
	var out []segment
	for _, p := range pieces {
		if p.Slot != NoSlot {
			out = append(out, segment{slot: p.Slot, html: p.HTML})
		} else if p.Text != "" {
			out = append(out, segment{static: []byte(p.Text)})
		}
	}
	return out
}

// apply gives the segments of a text part's new body.
func (r Recode) apply(transferred []byte) ([]segment, error) {
	content, _ := Decode(r.From, transferred)
	text := r.text(content)
	cs := lookupCharset(r.FromCharset)
	if r.ToUTF8 {
		cs = charset{}
	}
	var out []segment
	pos := 0
	for _, in := range r.Inserts {
		if in.At < pos || in.Drop < 0 || in.At+in.Drop > len(text) {
			return nil, ErrPlan
		}
		out = append(out, segment{static: text[pos:in.At]})
		for _, s := range fill(in.Pieces) {
			s.static = cs.encode(string(s.static))
			out = append(out, s)
		}
		pos = in.At + in.Drop
	}
	out = append(out, segment{static: text[pos:]})
	switch r.To {
	case QuotedPrintable:
		return encodeQP(out), nil
	case Base64:
		return encodeBase64(out), nil
	}
	return out, nil
}

// Append renders one copy behind dst.
func (p *Prepared) Append(dst []byte, v Values) []byte {
	for _, s := range p.segments {
		dst = s.append(dst, v)
	}
	return dst
}

// Shared gives the pieces that make up every copy, in order; nil stands where a copy has octets of its own, which AppendOwn
// gives. What is shared must not be changed.
func (p *Prepared) Shared() [][]byte {
	out := make([][]byte, len(p.segments))
	for i, s := range p.segments {
		if s.base64 == nil && s.slot == NoSlot {
			out[i] = s.static[:len(s.static):len(s.static)]
			if out[i] == nil {
				out[i] = []byte{}
			}
		}
	}
	return out
}

// AppendOwn renders the i-th piece of one copy behind dst.
func (p *Prepared) AppendOwn(dst []byte, i int, v Values) []byte { return p.segments[i].append(dst, v) }

func (s segment) append(dst []byte, v Values) []byte {
	switch {
	case s.base64 != nil:
		var plain []byte
		for _, inner := range s.base64 {
			plain = inner.append(plain, v)
		}
		return appendBase64Lines(dst, plain)
	case s.slot == NoSlot:
		return append(dst, s.static...)
	}
	value := v[s.slot]
	if s.html {
		value = html.EscapeString(value)
	}
	if s.quoted {
		return appendQPValue(dst, value)
	}
	return append(dst, value...)
}

// encodeBase64 encodes everything up to the line in which the first slot stands once; the rest is encoded for each copy.
func encodeBase64(in []segment) []segment {
	var head []byte
	for i, s := range in {
		if s.slot == NoSlot {
			head = append(head, s.static...)
			continue
		}
		whole := len(head) / lineOctets * lineOctets
		tail := append([]segment{{static: head[whole:]}}, in[i:]...)
		return []segment{{static: appendBase64Lines(nil, head[:whole])}, {base64: tail}}
	}
	return []segment{{static: appendBase64Lines(nil, head)}}
}

// lineOctets is how many octets make a base64 line of 76 digits (RFC 2045 6.8).
const lineOctets = 57

func appendBase64Lines(dst, plain []byte) []byte {
	for len(plain) > 0 {
		n := min(lineOctets, len(plain))
		dst = base64.StdEncoding.AppendEncode(dst, plain[:n])
		dst = append(dst, '\r', '\n')
		plain = plain[n:]
	}
	return dst
}
