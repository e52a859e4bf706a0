package deliver

import (
	"bytes"
	"crypto/sha256"
	"hash"
)

// bodyHash hashes the relaxed canonical form of a body (RFC 6376 3.4.4), whatever the stretches in which it comes.
type bodyHash struct {
	hash  hash.Hash
	out   []byte // canonical octets that are not hashed yet
	empty int    // empty lines that were not written: they count only if text follows
	line  bool   // the line has text
	space bool   // white space waits for text behind it
	cr    bool   // the stretch before ended between CR and LF
}

func newBodyHash() bodyHash { return bodyHash{hash: sha256.New()} }

// clone gives a hash that goes on from the same state.
func (b *bodyHash) clone() bodyHash {
	c := *b
	c.out = append([]byte(nil), b.out...)
	if cloner, ok := b.hash.(hash.Cloner); ok {
		if h, err := cloner.Clone(); err == nil {
			c.hash = h
			return c
		}
	}
	panic("deliver: SHA-256 cannot be cloned") // GOFIPS140=v1.0.0, which nobody builds by accident
}

// add takes octets whose line breaks are CRLF.
func (b *bodyHash) add(text []byte) {
	if b.cr && len(text) > 0 {
		b.cr = false
		text = bytes.TrimPrefix(text, []byte("\n"))
	}
	for len(text) > 0 {
		i := bytes.IndexByte(text, '\r')
		if i < 0 {
			b.words(text)
			return
		}
		b.words(text[:i])
		b.endLine()
		if text = text[i+1:]; len(text) == 0 {
			b.cr = true
			return
		}
		text = bytes.TrimPrefix(text, []byte("\n"))
	}
}

// words takes text within a line: white space shrinks to one space, and to none at the end of the line.
func (b *bodyHash) words(text []byte) {
	for _, c := range text {
		if c == ' ' || c == '\t' {
			b.space = true
			continue
		}
		b.begin()
		if b.space {
			b.out = append(b.out, ' ')
			b.space = false
		}
		b.out = append(b.out, c)
	}
	b.flush(4 << 10)
}

// begin writes the empty lines before a line that has text.
func (b *bodyHash) begin() {
	b.line = true
	for ; b.empty > 0; b.empty-- {
		b.out = append(b.out, '\r', '\n')
		b.flush(64 << 10)
	}
}

func (b *bodyHash) endLine() {
	if b.space = false; !b.line {
		b.empty++
		return
	}
	b.out = append(b.out, '\r', '\n')
	b.line = false
}

// flush hashes what has gathered, if it is at least so much.
func (b *bodyHash) flush(least int) {
	if len(b.out) >= least && len(b.out) > 0 {
		_, _ = b.hash.Write(b.out)
		b.out = b.out[:0]
	}
}

// sum ends the body; a last line without a break gets one.
func (b *bodyHash) sum() []byte {
	if b.line {
		b.endLine()
	}
	b.flush(0)
	return b.hash.Sum(nil)
}

// canonical is a stretch of a body in a form that can be hashed without looking at it again: whole lines between the rests
// of lines at both ends.
type canonical struct {
	head, tail    []byte
	lines         []byte // canonical; no empty line at either end
	before, after int    // empty lines around lines
	extra         int    // octets of lines that are not those of the message itself
}

// canonicalise prepares a stretch. Most text is canonical as it stands and is not copied.
func canonicalise(text []byte) canonical {
	first, last := bytes.Index(text, []byte("\r\n")), bytes.LastIndex(text, []byte("\r\n"))
	if first < 0 || first == last || text[0] == '\n' {
		return canonical{head: text}
	}
	c := canonical{head: text[:first+2], tail: text[last+2:]}
	whole := text[first+2 : last+2]
	b := bodyHash{hash: &collector{same: true}}
	for rest := whole; ; {
		n := bytes.Index(rest, []byte("\r\n")) + 2
		b.add(rest[:n])
		if b.empty == 0 {
			whole = whole[len(whole)-len(rest):]
			break
		}
		if rest = rest[n:]; len(rest) == 0 {
			c.after = b.empty
			return c
		}
		c.before, b.empty = c.before+1, 0
	}
	compare := &collector{expect: whole, same: true}
	c.after = compare.run(whole)
	c.lines = whole[: len(whole)-len(compare.expect) : len(whole)-len(compare.expect)]
	if !compare.same {
		collect := &collector{text: make([]byte, 0, len(whole))}
		collect.run(whole)
		c.lines, c.extra = collect.text, cap(collect.text)
	}
	return c
}

// addCanonical takes a prepared stretch.
func (b *bodyHash) addCanonical(c canonical) {
	b.add(c.head)
	b.empty += c.before
	if len(c.lines) > 0 {
		for ; b.empty > 0; b.empty-- {
			b.out = append(b.out, '\r', '\n')
			b.flush(64 << 10)
		}
		b.flush(0)
		_, _ = b.hash.Write(c.lines)
	}
	b.empty += c.after
	b.add(c.tail)
}

// collector keeps the canonical form of a text, or only compares it to what is expected.
type collector struct {
	hash.Hash
	text   []byte
	expect []byte // the rest
	same   bool   // so far
}

// run writes the canonical form of whole lines, without empty ones at the end; it gives how many there are.
func (c *collector) run(lines []byte) (empty int) {
	b := bodyHash{hash: c}
	b.add(lines)
	b.flush(0)
	return b.empty
}

func (c *collector) Write(p []byte) (int, error) {
	rest, same := bytes.CutPrefix(c.expect, p)
	switch {
	case c.text != nil:
		c.text = append(c.text, p...)
	case c.same && same:
		c.expect = rest
	default:
		c.same = false
	}
	return len(p), nil
}
