package attachment

import (
	"crypto/sha256"
	"errors"
	"slices"
	"strings"

	"souspli/policy/personal"
	"souspli/policy/seal"
)

// walk is one examination: its text so far and what it may still spend.
type walk struct {
	budget *Budget
	blocks []personal.Block
	own    []personal.Block           // of a text that somebody typed: not judged
	coded  map[[sha256.Size]byte]bool // files that stood in texts as letters
}

// outcome is what became of a file, with everything inside it.
type outcome struct {
	kind    string
	verdict seal.Verdict
	why     string
	reason  string
	at      []string // the path of what reason is about
	opaque  bool
	failed  bool
	hinted  bool // it, or something in clear in it, is named as if it held a password
}

// scope is one file being read. Readers get their text, members and faults out through it.
type scope struct {
	*sample
	w     *walk
	path  []string // the members around it, itself included
	depth int
	part  string // Place.Part of whatever it emits without saying where

	outcome
	kinds     int          // that the content matches
	container bool         // all its content is in its members
	members   int          // that have content
	worst     seal.Verdict // of the members
	locked    bool         // one of the members is encrypted
	pictures  int
	said      strings.Builder // what its blocks say, as far as it was asked for
	heard     int             // blocks that are in it
	drawn     int             // tables of the document so far that have no names
	cards     bool            // its tables are address books
	guests    bool            // its tables are of people invited
	keys      bool            // the table that is handed out has keys for its header
}

// file reads a file by every kind that its content matches.
func (w *walk) file(f File, path []string, depth int) outcome {
	s := &scope{sample: newSample(f), w: w, path: path, depth: depth, worst: seal.Encrypted}
	first := len(w.blocks)
	s.heard = first
	s.note(w.budget.entry())
	s.text(personal.Place{Part: personal.PartName}, f.Name)
	if depth > w.budget.Depth {
		s.note(errTooBig)
	}
	if s.reason == "" {
		s.read()
	}
	s.close(w.blocks[first:])
	s.oneTable(w.blocks[first:])
	s.hinted = s.hinted || s.verdict == seal.None && passwordName(f.Name)
	return s.outcome
}

// read proves the seal and goes through the table of kinds.
func (s *scope) read() {
	if len(s.Data) == 0 {
		s.kind = "empty"
		return
	}
	proof := s.prove()
	s.verdict, s.why = proof.Verdict, proof.Why
	found := matches(s.sample)
	s.kind, s.kinds = found[0].kind, len(found)
	if isElsewhere(s.MediaType) {
		s.note(errUnsupported)
	}
	first := len(s.w.blocks)
	for i, f := range found {
		before := len(s.w.blocks)
		s.run(f)
		if i > 0 {
			s.w.blocks = append(s.w.blocks[:before], news(s.w.blocks[first:before], s.w.blocks[before:])...)
		}
	}
}

// news gives the blocks that are not known by another way, and the known ones their fuller place: an archive is found at the end of the message that it is attached to, too.
func news(known, blocks []personal.Block) []personal.Block {
	const most = 1 << 20 // comparisons
	if len(known)*len(blocks) > most {
		return blocks
	}
	var kept []personal.Block
	for _, b := range blocks {
		i := slices.IndexFunc(known, func(k personal.Block) bool { return sameContent(&k, &b) })
		switch {
		case i < 0:
			kept = append(kept, b)
		case len(b.Place.Path) > len(known[i].Place.Path):
			known[i].Place = b.Place // the fuller one
		}
	}
	return kept
}

// sameContent tells two readings of the same: names may be only in one.
func sameContent(a, b *personal.Block) bool {
	return a.Place.Sheet == b.Place.Sheet && a.Text == b.Text &&
		slices.EqualFunc(a.Table, b.Table, func(x, y []string) bool { return slices.Equal(x, y) })
}

// isElsewhere tells the types whose content a reader puts together from other messages, or fetches (RFC 2046, 5.2.2 and 5.2.3).
func isElsewhere(mediaType string) bool {
	t := strings.ToLower(strings.TrimSpace(mediaType))
	return strings.HasPrefix(t, "message/partial") || strings.HasPrefix(t, "message/external-body")
}

// prove asks package seal; a crash there proves nothing.
func (s *scope) prove() (p seal.Proof) {
	defer func() {
		if recover() != nil {
			p = seal.Proof{Why: "the proof crashed"}
			s.fail(ReasonCrashed)
		}
	}()
	return seal.Prove(s.Data)
}

// run lets one reader at the file. Libraries may panic: then the file counts as not read.
func (s *scope) run(f format) {
	defer func() {
		if recover() != nil {
			s.fail(ReasonCrashed)
		}
	}()
	s.note(f.read(s))
}

// note turns a reader's fault into a Reason word: here and nowhere else.
func (s *scope) note(err error) {
	switch {
	case err == nil:
	case errors.Is(err, errTooBig), errors.Is(err, seal.ErrTooBig), errors.Is(err, seal.ErrTooMany):
		s.fail(ReasonTooBig)
	case errors.Is(err, errTwoFaced), errors.Is(err, seal.ErrAmbiguous):
		s.fail(ReasonTwoFaced)
	case errors.Is(err, errUnsupported):
		s.fail(ReasonUnsupported)
	case errors.Is(err, errLocked), errors.Is(err, seal.ErrLocked):
		s.lock(s.verdict)
	default:
		s.fail(ReasonDamaged)
	}
}

// fail says why a document of a kind that is read could not be. What is proven encrypted has not failed.
func (s *scope) fail(reason string) {
	s.blame(reason, s.path)
	s.failed = s.failed || reason != "" && reason != ReasonSealed
}

// veil says that nobody reads this kind, and why: it is unknown, or it looks encrypted.
func (s *scope) veil(reason string) {
	s.blame(reason, s.path)
	s.opaque = true
}

// blame keeps the gravest reason and what it is about.
func (s *scope) blame(reason string, at []string) {
	if gravity(reason) > gravity(s.reason) {
		s.reason, s.at = reason, at
	}
}

// lock says that content could not be read because it is encrypted, as far as the verdict goes.
func (s *scope) lock(v seal.Verdict) {
	switch v {
	case seal.Encrypted:
		s.fail(ReasonSealed)
	case seal.Weak:
		s.fail(ReasonWeak)
	case seal.Open:
		s.fail(ReasonOpen)
	default:
		s.fail(ReasonUnproven)
	}
}

// close draws the conclusions for a container: if every member with content is sealed and nothing else is in it,
// it is sealed as far as the worst of them. A password among its own text opens what it holds.
func (s *scope) close(blocks []personal.Block) {
	if s.container && s.members > 0 && s.worst > s.verdict && gravity(s.reason) <= gravity(ReasonWeak) {
		s.verdict, s.why = s.worst, "every member is sealed"
	}
	if (s.verdict >= seal.Weak || s.locked) && (s.hinted || slices.ContainsFunc(blocks, hint)) {
		s.verdict, s.why = min(s.verdict, seal.Open), whyDisclosed
		s.fail(ReasonDisclosed)
	}
	if s.pictures > 0 && !slices.ContainsFunc(blocks, visible) {
		s.veil(ReasonUnknown) // a document of scans
	}
}

func visible(b personal.Block) bool {
	return !slices.Contains([]string{personal.PartName, personal.PartProperties, personal.PartMetadata, personal.PartHidden}, b.Place.Part)
}

// text hands out running text from a place in the file, its lines ended by \n. Blank text is passed over.
func (s *scope) text(p personal.Place, text string) { s.textAt(p, text, nil) }

// textAt is text for what was put together from lines of the file.
func (s *scope) textAt(p personal.Place, text string, at [][]int) {
	if blank(text) {
		return
	}
	text = lines(text)
	if err := s.w.budget.text(len(text) + lineCost*strings.Count(text, "\n")); err != nil {
		s.note(err)
		return
	}
	s.add(personal.Block{Place: p, Text: text, Lines: at})
	s.readBlocks(text)
}

// table hands out a table from a place in the file; empty rows at its end are dropped.
func (s *scope) table(p personal.Place, rows [][]string, at [][]int) {
	for len(rows) > 0 && len(rows[len(rows)-1]) == 0 {
		rows = rows[:len(rows)-1]
	}
	if len(rows) == 0 {
		return
	}
	s.add(personal.Block{Place: p, Table: rows, Lines: at})
	for _, row := range rows {
		for _, cell := range row {
			if len(cell) >= minCodedBlock {
				s.readBlocks(cell)
			}
		}
	}
}

func (s *scope) add(b personal.Block) {
	b.Place.Path = s.path
	if b.Place.Part == "" {
		b.Place.Part = s.part
	}
	b.Cards, b.Guests = s.cards && len(b.Table) > 0, s.guests && len(b.Table) > 0
	b.Keys = s.keys
	s.shift(&b)
	s.w.blocks = append(s.w.blocks, b)
}

// shift counts the lines of a part of a message from the start of the file.
func (s *scope) shift(b *personal.Block) {
	if s.Line == 0 || b.Place.Page > 0 {
		return
	}
	if b.Table == nil && b.Lines == nil {
		b.Place.Line = max(b.Place.Line, 1) + s.Line - 1
	}
	for i, row := range b.Lines {
		b.Lines[i] = slices.Clone(row)
		for j := range row {
			b.Lines[i][j] += s.Line - 1
		}
	}
}

// member reads a file inside this one.
func (s *scope) member(f File) {
	path := s.path
	if f.Name != "" {
		path = append(slices.Clip(s.path), f.Name)
	}
	s.join(s.w.file(f, path, s.depth+1), len(f.Data) > 0)
}

// sealedMember enters a member that is locked: only its name can be read.
func (s *scope) sealedMember(name string, v seal.Verdict) {
	s.note(s.w.budget.entry())
	inner := &scope{sample: &sample{}, w: s.w, path: append(slices.Clip(s.path), name)}
	inner.text(personal.Place{Part: personal.PartName}, name)
	inner.lock(v)
	inner.verdict = v
	s.join(inner.outcome, true)
}

// join adds a member's outcome to its container's.
func (s *scope) join(o outcome, content bool) {
	s.blame(o.reason, o.at)
	s.opaque = s.opaque || o.opaque
	s.failed = s.failed || o.failed
	s.hinted = s.hinted || o.hinted
	s.locked = s.locked || o.verdict >= seal.Weak
	if content {
		s.members++
		s.worst = min(s.worst, o.verdict)
	}
}

// unsaid gives the lines of a text that stand nowhere in what the file says so far. To compare much is not worth the time.
func (s *scope) unsaid(text string) string {
	for ; s.heard < len(s.w.blocks); s.heard++ {
		b := s.w.blocks[s.heard]
		s.said.WriteString(b.Text + "\n")
		for _, row := range b.Table {
			s.said.WriteString(strings.Join(row, "\n") + "\n")
		}
	}
	const most = 64 << 20 // letters
	if text == "" || s.said.Len() > most/(1+strings.Count(text, "\n")) {
		return text
	}
	var out strings.Builder
	for line := range strings.Lines(text) {
		if !strings.Contains(s.said.String(), strings.TrimSpace(line)) {
			out.WriteString(line)
		}
	}
	return out.String()
}

// hidden reads bytes of the file that belong to none of its members, as a file without a name.
func (s *scope) hidden(data []byte) {
	s.container = false
	s.join(s.w.file(File{Data: data}, s.path, s.depth+1), true)
}
