package attachment

import (
	"bytes"

	"souspli/policy/personal"
	"souspli/policy/seal"
)

// fileMarks begin files that are written into a text, or that a text turns out to be.
func fileMarks() []string {
	return []string{"begin ", "begin&nbsp;", "begin\u00A0", "begin-base64", "=ybegin ", "data:", "BinHex", "%PDF-", "{\\rtf", "BEGIN PGP", "\x00"}
}

// HoldsFile says whether a text that somebody typed may hold a file, so that it is worth an examination.
func HoldsFile(text []byte) bool {
	for _, mark := range fileMarks() {
		if bytes.Contains(text, []byte(mark)) {
			return true
		}
	}
	holds := func(text string) bool { return len(codedFiles([]byte(text))) > 0 }
	whole := lines(string(text))
	if holds(whole) {
		return true
	}
	for quotation := range quotations(whole) {
		if holds(quotation) {
			return true
		}
	}
	return false
}

// typed reads a message's own text. What somebody typed is not judged; the files that are written into it are, and what only
// claims to be text is a file like any other.
func (w *walk) typed(f File, path []string, depth int) outcome {
	s := &scope{sample: newSample(f), w: w, path: path, depth: depth, worst: seal.Encrypted}
	if kind := matches(s.sample)[0].kind; kind == "unknown" || !isTextKind(kind) {
		return w.file(f, path, depth)
	}
	first := len(w.blocks)
	s.kind = "text"
	s.note(w.budget.entry())
	s.run(format{kind: s.kind, read: readTyped})
	w.own, w.blocks = ownText(w.blocks, first)
	return s.outcome
}

// isTextKind reports whether a kind is some form of text.
func isTextKind(kind string) bool {
	for _, f := range texts() {
		if f.kind == kind {
			return true
		}
	}
	return kind == "yenc" || kind == "pgp"
}

// readTyped looks for files in all the ways in which texts hold them.
func readTyped(s *scope) error {
	if isHTML(s.sample) {
		return readHTML(s)
	}
	for _, f := range yencFiles(s.Data) {
		s.member(f)
	}
	if seal.IsPGP(s.Data) {
		s.readArmored()
	}
	text := s.decoded
	if !s.isText {
		text = fromWindows1252(s.Data)
	}
	s.text(here, s.readCoded(text))
	return nil
}

// readArmored examines armored messages: one may be signed or compressed only. One that is broken is just text.
func (s *scope) readArmored() {
	blocks, _ := seal.ReadArmor(s.Data)
	for _, b := range blocks {
		if b.Err == nil && b.Type == "MESSAGE" {
			s.member(File{Name: "message.pgp", Data: b.Body})
		}
	}
}

// ownText parts the blocks from first on: those of the text itself, and all others.
func ownText(blocks []personal.Block, first int) (own, others []personal.Block) {
	others = blocks[:first:first]
	for _, b := range blocks[first:] {
		if len(b.Place.Path) == 0 {
			own = append(own, b)
		} else {
			others = append(others, b)
		}
	}
	return own, others
}
