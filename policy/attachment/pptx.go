package attachment

import (
	"path"
	"strconv"
	"strings"

	"souspli/policy/personal"
)

// readSlides reads a presentation slide by slide, with the notes under each (ECMA-376 part 1, clause 19).
func (p *parts) readSlides(main string) {
	if main == "" {
		main = "ppt/presentation.xml"
	}
	m, ok := p.markup(main)
	if !ok {
		return
	}
	rels := p.relations(main)
	page := 0
	names := p.s.newPhrases(here) // of sections, of shows
	for t, ok := m.next(); ok; t, ok = m.next() {
		names.take(t)
		if t.kind != tokStart || t.local != "sldId" {
			continue
		}
		page++
		p.readSlide(target(rels, relationID(t)), page)
	}
	names.out.flush()
	p.done(m)
}

// relationID is the r:id of an element that has an id of its own too.
func relationID(t token) string {
	found := ""
	t.eachAttr(func(name, value []byte) bool {
		if prefix, ok := strings.CutSuffix(string(name), ":id"); ok && prefix != "" {
			found = unescape(value)
		}
		return found == ""
	})
	return found
}

func (p *parts) readSlide(name string, page int) {
	p.readDrawn(name, personal.Place{Page: page})
	for _, rel := range p.relations(name) {
		switch kind := path.Base(rel.kind); {
		case rel.external:
		case kind == "notesSlide":
			p.readDrawn(rel.target, personal.Place{Part: personal.PartNotes, Page: page})
		case strings.HasPrefix(strings.ToLower(kind), "comment"):
			p.readDrawn(rel.target, personal.Place{Part: personal.PartComments, Page: page})
		case kind == "chart" || kind == "diagramData":
			p.readDrawn(rel.target, personal.Place{Page: page})
		}
	}
}

// readDrawn reads DrawingML text: paragraphs in shapes, and tables.
func (p *parts) readDrawn(name string, place personal.Place) {
	m, ok := p.markup(name)
	if name == "" || !ok {
		return
	}
	r := &storyReader{s: p.s, place: place, phrases: p.s.newPhrases(personal.Place{Page: place.Page}), drawn: p.s.newDrawing(place)}
	r.body = paragraph{s: p.s, place: place}
	r.deleted = paragraph{s: p.s, place: personal.Place{Part: personal.PartDeleted, Page: place.Page}}
	r.codes = paragraph{s: p.s, place: personal.Place{Part: personal.PartHidden, Page: place.Page}}
	for t, ok := m.next(); ok && p.s.reason != ReasonTooBig; t, ok = m.next() {
		switch {
		case isShape(t.local):
			r.shape(t)
		case t.kind == tokStart && r.drawn.places(t):
		case t.kind == tokStart && (t.local == "v" || t.local == "text"): // of charts, of comments
			r.into = r.target()
		case t.kind == tokEnd && (t.local == "v" || t.local == "text"):
			r.into = nil
			r.target().WriteByte('\n')
		default:
			r.token(t)
		}
	}
	r.drawn.finish()
	r.finish()
	p.done(m)
}

// isShape tells what stands somewhere on a slide (ECMA-376 part 1, 19.3.1).
func isShape(local string) bool {
	switch local {
	case "sp", "pic", "cxnSp", "grpSp", "graphicFrame":
		return true
	}
	return false
}

// shape enters or leaves a shape, which gets the text that was read in it.
func (r *storyReader) shape(t token) {
	if t.kind == tokStart {
		r.drawn.begin()
		return
	}
	if sh := r.drawn.current(); sh != nil {
		sh.text = r.body.text.String()
		r.body.text.Reset()
	}
	r.drawn.end()
}

// places takes where a shape stands, and what the parts of a group count in (ECMA-376 part 1, 20.1.7).
func (d *drawing) places(t token) bool {
	sh := d.current()
	if sh == nil {
		return false
	}
	r := &sh.at
	if strings.HasPrefix(t.local, "ch") {
		r = &sh.inner
	}
	number := func(name string) float64 {
		n, _ := strconv.ParseFloat(t.attr(name), 64)
		return n
	}
	switch t.local {
	case "off", "chOff":
		*r = rect{left: number("x"), top: number("y")}
	case "ext", "chExt":
		if r.right == 0 { // the one of extensions has no size
			r.right, r.bottom = r.left+number("cx"), r.top+number("cy")
		}
	default:
		return false
	}
	return true
}
