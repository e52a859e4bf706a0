package submit

import (
	"bytes"
	"io"
	"time"
)

// message is the message that a client sends, as the session reads it: up to its final dot, without the dots that were added
// for the way (RFC 5321 4.5.2).
type message struct{ *border }

// dotState is where the search for the end of the message stands.
type dotState int

const (
	atLineStart dotState = iota
	afterDot
	afterDotCR
	afterCR
	inLine
	atEnd
)

// Read gives the next octets, and io.EOF behind the last.
func (m message) Read(p []byte) (int, error) {
	for m.dots != atEnd {
		n, err := m.some(p)
		if err != nil {
			m.err = err
			return 0, err
		}
		if n > 0 {
			return n, nil
		}
	}
	m.inData.Store(false)
	return 0, io.EOF
}

// some reads what has come, or waits for more. It may all belong to dots.
func (m message) some(p []byte) (int, error) {
	now := time.Now()
	if now.After(m.dataEnd) || m.drained > 4*m.opts.maxMessage+1<<20 {
		return 0, errClosing
	}
	if err := m.SetReadDeadline(now.Add(idleData)); err != nil {
		return 0, err
	}
	if m.in.Buffered() == 0 {
		if err := m.flush(); err != nil {
			return 0, err
		}
		if _, err := m.in.Peek(1); err != nil {
			return 0, err
		}
	}
	come, err := m.in.Peek(min(len(p), m.in.Buffered()))
	if err != nil {
		return 0, err
	}
	written, read := m.take(p, come)
	m.drained += int64(read)
	_, err = m.in.Discard(read)
	return written, err
}

// take copies what belongs to the message, up to its end.
func (b *border) take(dst, src []byte) (written, read int) {
	for read < len(src) && b.dots != atEnd {
		if b.dots == inLine {
			rest := src[read:]
			if n := bytes.IndexByte(rest, '\r'); n >= 0 {
				rest = rest[:n]
			}
			b.bare = b.bare || bytes.IndexByte(rest, '\n') >= 0 || bytes.IndexByte(rest, 0) >= 0
			written += copy(dst[written:], rest)
			if read += len(rest); read == len(src) {
				break
			}
		}
		if b.step(src[read]) {
			dst[written] = src[read]
			written++
		}
		read++
	}
	return written, read
}

// step goes on by one octet and says whether it belongs to the message.
func (b *border) step(c byte) bool {
	last := b.dots
	b.dots = last.next(c)
	if c == 0 || c == '\n' && last != afterCR && last != afterDotCR || c != '\n' && (last == afterCR || last == afterDotCR) {
		b.bare = true
	}
	return b.dots != afterDot && b.dots != afterDotCR && b.dots != atEnd
}

func (s dotState) next(c byte) dotState {
	switch s {
	case atLineStart:
		switch c {
		case '.':
			return afterDot
		case '\r':
			return afterCR
		}
	case afterDot:
		if c == '\r' {
			return afterDotCR
		}
	case afterDotCR:
		if c == '\n' {
			return atEnd
		}
	case afterCR:
		if c == '\n' {
			return atLineStart
		}
	case inLine:
		if c == '\r' {
			return afterCR
		}
	}
	return inLine
}
