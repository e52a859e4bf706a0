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

// pptReader walks the records.
type pptReader struct {
	s      *scope
	place  personal.Place
	slides int // slides met as drawings
	listed int // slides met in the list of outlines
}

// readPPT reads the text atoms of slides, notes and comments, and the objects on them.
func (c *compound) readPPT(path string) error {
	if c.s.verdict > 0 {
		return errLocked
	}
	r := &pptReader{s: c.s}
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
		if err := r.records(body, depth+1); err != nil {
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
	}
}

func (r *pptReader) atom(kind, instance uint16, body []byte) {
	switch kind {
	case pptPersist:
		r.listed++
		r.place.Page = r.listed
	case pptTextChars, pptCString:
		r.text(fromUTF16(body, binary.LittleEndian))
	case pptTextBytes:
		r.text(fromLatin1(body))
	case pptOleObject:
		r.object(instance, body)
	}
}

// text hands out a text: 0x0D ends paragraphs, 0x0B lines.
func (r *pptReader) text(text string) {
	text = strings.NewReplacer("\r", "\n", "\v", "\n").Replace(text)
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
