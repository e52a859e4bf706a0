package attachment

import (
	"bytes"
	"slices"

	"souspli/policy/personal"
	"souspli/policy/seal"
)

// past reads what the pages showed before: programs that take pages away, or change them, often leave the old ones in the file.
func (r *pdfReader) past() {
	pages, scans := r.pages, r.scans
	r.s.part = personal.PartHidden
	for _, n := range r.p.Numbers() {
		ref := seal.PDFRef{Num: n}
		if d := r.p.Dict(ref); isPage(d) && !r.seen[ref] {
			r.oldPage(d, r.p.Dict(d["Resources"]))
		}
	}
	r.p.EachOlder(r.older)
	r.s.part = ""
	r.pages, r.scans = pages, scans
}

func isPage(d seal.PDFDict) bool { return d != nil && d["Type"] == seal.PDFName("Page") }

// older reads an object that was replaced: a page that drew something else, or the content of one.
func (r *pdfReader) older(num int, v any) {
	switch o := v.(type) {
	case seal.PDFDict:
		now := r.p.Dict(seal.PDFRef{Num: num})
		if isPage(o) && !slices.Equal(r.contentNumbers(o["Contents"]), r.contentNumbers(now["Contents"])) {
			r.oldPage(o, r.p.Dict(o["Resources"]))
		}
	case *seal.PDFStream:
		if resources, ok := r.drawn[num]; ok {
			r.oldPage(seal.PDFDict{"Contents": o}, resources)
		}
	}
	hidden := paragraph{s: r.s, place: personal.Place{Part: personal.PartHidden}}
	r.object(v, &hidden, 0)
	hidden.flush()
}

func (r *pdfReader) oldPage(d, resources seal.PDFDict) {
	r.pages = -1 // of none
	r.page(d, resources)
}

// contentNumbers are the numbers of the streams that make up a page.
func (r *pdfReader) contentNumbers(contents any) []int {
	list := []any{contents}
	if array, ok := r.p.Resolve(contents).(seal.PDFArray); ok {
		list = array
	}
	var numbers []int
	for _, v := range list {
		if ref, ok := v.(seal.PDFRef); ok {
			numbers = append(numbers, ref.Num)
		}
	}
	return numbers
}

// around reads text before the header and behind the end, which other programs show.
func (r *pdfReader) around() {
	data := r.s.Data
	before := data[:max(0, bytes.Index(data[:min(len(data), 1024)], []byte("%PDF-")))]
	var behind []byte
	if i := bytes.LastIndex(data, []byte("%%EOF")); i >= 0 {
		behind = data[i+len("%%EOF"):]
	}
	for _, stray := range [][]byte{before, behind} {
		if text, ok := decoded(stray); ok && !blank(text) {
			r.s.hidden(stray)
		}
	}
}
