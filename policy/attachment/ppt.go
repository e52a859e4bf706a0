package attachment

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"strings"

	"souspli/policy/personal"
)

// Record types of a PowerPoint document (MS-PPT 2.13.24).
const (
	pptSlide      = 0x03EE
	pptNotes      = 0x03F0
	pptMaster     = 0x03F8
	pptPersist    = 0x03F3
	pptTextChars  = 0x0FA0
	pptTextBytes  = 0x0FA8
	pptCString    = 0x0FBA
	pptSlideList  = 0x0FF0
	pptOleObject  = 0x1011
	pptComment    = 0x2EE0
	pptHeaderText = 0x0FD9
	maxPPTDepth   = 32
)

// Record types of the drawing on a slide (MS-ODRAW 2.2).
const (
	artGroup       = 0xF003
	artShape       = 0xF004
	artGroupRect   = 0xF009 // what the parts of a group count in
	artChildAnchor = 0xF00F
	artAnchor      = 0xF010 // of a shape that stands in no group (MS-PPT 2.7.1)
	artMore        = 0xF122 // properties of a shape
	artIsTable     = 0x039F
)

// pptReader walks the records.
type pptReader struct {
	s      *scope
	place  personal.Place
	drawn  *drawing // around the reader
	slides int      // slides met as drawings
	listed int      // slides met in the list of outlines
}

// readPPT reads the text atoms of slides, notes and comments, and the objects on them.
func (c *compound) readPPT(path string) error {
	if c.s.verdict > 0 {
		return errLocked
	}
	r := &pptReader{s: c.s, drawn: c.s.newDrawing(here)}
	return r.records(c.stream(path), 0)
}

// records walks a list: version and instance (2), type (2), length (4); version 15 makes a container (MS-PPT 2.3.1).
func (r *pptReader) records(b []byte, depth int) error {
	if depth > maxPPTDepth {
		return errTooBig
	}
	for len(b) >= 8 {
		version, kind, n := le16(b), le16(b[2:]), binary.LittleEndian.Uint32(b[4:])
		if uint64(n) > uint64(len(b)-8) {
			return errDamaged
		}
		body := b[8 : 8+n]
		b = b[8+n:]
		if version&0x0F != 0x0F {
			r.atom(kind, version>>4, body)
			continue
		}
		before := r.place
		r.enter(kind, version>>4)
		err := r.records(body, depth+1)
		r.leave(kind)
		if err != nil {
			return err
		}
		r.place = before
	}
	return nil
}

// enter sets the place of what a container holds.
func (r *pptReader) enter(kind, instance uint16) {
	switch kind {
	case pptSlide:
		r.slides++
		r.place = personal.Place{Page: r.slides}
	case pptSlideList:
		r.listed = 0
		if instance != 0 {
			r.place = personal.Place{Part: personal.PartNotes}
		}
	case pptNotes:
		r.place = personal.Place{Part: personal.PartNotes}
	case pptMaster:
		r.place = personal.Place{Part: personal.PartHidden}
	case pptComment:
		r.place.Part = personal.PartComments
	case pptHeaderText:
		r.place.Part = personal.PartHeader
	case artGroup, artShape:
		if len(r.drawn.open) == 0 {
			r.drawn = r.s.newDrawing(r.place)
		}
		r.drawn.begin()
	}
}

// leave ends a shape. The first one in a group says where the group itself stands.
func (r *pptReader) leave(kind uint16) {
	if kind != artGroup && kind != artShape {
		return
	}
	n := len(r.drawn.open)
	sh := r.drawn.current()
	sh.text = sh.said.String()
	if n > 1 && sh.inner != (rect{}) && kind == artShape {
		group := r.drawn.open[n-2]
		group.at, group.inner, group.cells = sh.at, sh.inner, sh.cells
		sh.inner = rect{}
	}
	r.drawn.end()
	if n == 1 {
		r.drawn.finish()
	}
}

func (r *pptReader) atom(kind, instance uint16, body []byte) {
	switch kind {
	case pptPersist:
		r.listed++
		r.place.Page = r.listed
	case pptTextChars:
		r.shown(fromUTF16(body, binary.LittleEndian))
	case pptTextBytes:
		r.shown(fromLatin1(body))
	case pptCString:
		r.text(fromUTF16(body, binary.LittleEndian))
	case artGroupRect, artChildAnchor, artAnchor, artMore:
		if sh := r.drawn.current(); sh != nil {
			sh.drawn(kind, instance, body)
		}
	case pptOleObject:
		r.object(instance, body)
	}
}

// drawn takes what a record says of a shape.
func (sh *shape) drawn(kind, instance uint16, body []byte) {
	switch {
	case kind == artMore:
		for i := 0; i < int(instance) && 6*i+6 <= len(body); i++ {
			p := body[6*i:]
			sh.cells = sh.cells || le16(p) == artIsTable && p[2]&1 != 0
		}
	case kind == artGroupRect && len(body) >= 16:
		sh.inner = rectOf(body, 0, 1, 2, 3)
	case kind == artChildAnchor && len(body) >= 16:
		sh.at = rectOf(body, 0, 1, 2, 3)
	case kind == artAnchor && len(body) >= 16:
		sh.at = rectOf(body, 1, 0, 2, 3)
	case kind == artAnchor && len(body) >= 8: // top, left, right, bottom
		at := func(i int) float64 { return float64(int16(le16(body[2*i:]))) }
		sh.at = rect{left: at(1), top: at(0), right: at(2), bottom: at(3)}
	}
}

// rectOf reads four integers, which stand in the order given.
func rectOf(body []byte, left, top, right, bottom int) rect {
	at := func(i int) float64 { return float64(int32(binary.LittleEndian.Uint32(body[4*i:]))) }
	return rect{at(left), at(top), at(right), at(bottom)}
}

// plain ends paragraphs and lines as texts do: 0x0D ends paragraphs, 0x0B lines.
func plain(text string) string { return strings.NewReplacer("\r", "\n", "\v", "\n").Replace(text) }

// shown takes a text of a shape, or hands out one that stands alone.
func (r *pptReader) shown(text string) {
	if sh := r.drawn.current(); sh != nil {
		sh.said.WriteString(plain(text) + "\n")
		return
	}
	r.text(text)
}

// text hands out a text.
func (r *pptReader) text(text string) {
	text = plain(text)
	if !strings.HasPrefix(text, "___PPT") { // names of programmable tags
		r.s.text(r.place, text+"\n")
	}
}

// object examines an embedded object: a compound file, plain or deflated behind its size (MS-PPT 2.10.34).
func (r *pptReader) object(instance uint16, body []byte) {
	if instance != 1 {
		r.s.embed(File{Name: "object", Data: body})
		return
	}
	if len(body) < 4 {
		return
	}
	z, err := zlib.NewReader(bytes.NewReader(body[4:]))
	if err != nil {
		r.s.note(err)
		return
	}
	data, err := r.s.w.budget.readAll(z, len(body))
	r.s.embed(File{Name: "object", Data: data})
	r.s.note(err)
}
