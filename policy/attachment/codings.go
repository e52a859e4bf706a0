package attachment

import (
	"bytes"
	"compress/flate"
	"encoding/ascii85"
	"encoding/base32"
	"io"
	"unicode/utf8"

	"souspli/policy/seal"
)

// Alphabets of base 85 other than Adobe's: RFC 1924, as git and Python write it, and ZeroMQ's.
const (
	alphabet1924 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
	alphabetZ85  = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"
)

// lastBlank is where the tail of a line begins that has no blanks.
func lastBlank(line []byte) int {
	return bytes.LastIndexFunc(line, func(r rune) bool { return r <= ' ' || r > '~' }) + 1
}

// base85 decodes a block in each alphabet whose letters it has; one that is nothing but letters and figures is something else.
func base85(block []byte) [][]byte {
	if lastOther(block) == 0 {
		return nil
	}
	var decoded [][]byte
	keep := func(block []byte) {
		out := make([]byte, len(block)*4+4) // a "z" is four zeros
		if n, _, err := ascii85.Decode(out, block, true); err == nil {
			decoded = append(decoded, out[:n])
		}
	}
	adobe, _, _ := bytes.Cut(bytes.TrimPrefix(block, []byte("<~")), []byte("~>"))
	keep(adobe)
	for _, alphabet := range []string{alphabet1924, alphabetZ85} {
		if adobe, ok := translated(block, alphabet); ok {
			keep(adobe)
		}
	}
	return decoded
}

// translated writes a block in Adobe's letters.
func translated(block []byte, alphabet string) ([]byte, bool) {
	var letters [256]byte
	for i := range len(alphabet) {
		letters[alphabet[i]] = byte('!' + i)
	}
	out := make([]byte, len(block))
	for i, c := range block {
		if out[i] = letters[c]; out[i] == 0 {
			return nil, false
		}
	}
	return out, true
}

// looseBase32 decodes a block of base32 (RFC 4648, 6), nil if it is none.
func looseBase32(block []byte) []byte {
	block = bytes.ToUpper(bytes.TrimRight(block, "="))
	out := make([]byte, len(block)*5/8+1)
	n, err := base32.StdEncoding.WithPadding(base32.NoPadding).Decode(out, block)
	if err != nil {
		return nil
	}
	return out[:n]
}

// inflated unpacks what was compressed before it was coded, bare or as zlib, with percent signs as diagrams have them; nil if it is
// something else, or room is used up.
func inflated(data []byte, room *int64) []byte {
	if len(data) > 2 && data[0] == 0x78 && (int(data[0])<<8|int(data[1]))%31 == 0 {
		data = data[2:]
	}
	plain, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data)), *room))
	*room -= int64(len(plain))
	if err != nil || len(plain) < minCodedBlock {
		return nil
	}
	return []byte(percentDecoded(string(plain)))
}

// isQuoted tells a text that somebody saved as it travels in mail, quoted-printable throughout: every letter beyond ASCII is written
// "=C3=A9", and the sign of equality means nothing else.
func isQuoted(data []byte) bool {
	const least = 3
	high, low := 0, 0
	for rest := data; ; {
		i := bytes.IndexByte(rest, '=')
		if i < 0 {
			break
		}
		rest = rest[i+1:]
		if line, _ := cutLine(rest); len(bytes.TrimRight(line, " \t")) == 0 {
			continue // goes on in the next line
		}
		value := escapedByte(rest)
		if value < 0 {
			return false
		}
		rest = rest[2:]
		if value >= utf8.RuneSelf {
			high++
		} else {
			low++
		}
	}
	return high >= least && low <= high && !bytes.ContainsFunc(data, func(r rune) bool { return r >= utf8.RuneSelf })
}

// escapedByte reads two figures of the capital kind, -1 if text does not begin with them.
func escapedByte(text []byte) int {
	if len(text) < 2 || bytes.ContainsAny(text[:2], "abcdef") {
		return -1
	}
	high, low := seal.Unhex(text[0]), seal.Unhex(text[1])
	if high < 0 || low < 0 {
		return -1
	}
	return int(high)<<4 | int(low)
}

// unhexed decodes a block of hexadecimal figures, nil if it is none.
func unhexed(block []byte) []byte {
	out := make([]byte, 0, len(block)/2)
	for ; len(block) > 1; block = block[2:] {
		high, low := seal.Unhex(block[0]), seal.Unhex(block[1])
		if high < 0 || low < 0 {
			return nil
		}
		out = append(out, byte(high<<4|low))
	}
	return out
}

// tightHex makes one line of the lines that list bytes, as programs print and programmers write them.
func tightHex(text []byte) []byte {
	var out []byte
	done, listing := 0, false
	for from := 0; from < len(text); {
		line, _, _ := bytes.Cut(text[from:], []byte("\n"))
		next := min(len(text), from+len(line)+1)
		figures := listedBytes(line)
		if figures != nil {
			if !listing {
				out = append(append(out, text[done:from]...), '\n')
			}
			out = append(out, figures...)
			done = next
		} else if listing {
			out = append(out, '\n')
		}
		listing = figures != nil
		from = next
	}
	if done == 0 {
		return text
	}
	return append(append(out, '\n'), text[done:]...)
}

// listedBytes gives the figures of a line that is a list of bytes: 44 75, 44:75, 0x44, 0x75 or \x44\x75, behind a place and before the
// characters as xxd and hexdump show them; nil if it is none.
func listedBytes(line []byte) []byte {
	const least = 4
	line = bytes.TrimSpace(line)
	if place := bytes.IndexAny(line, ": "); place >= 6 && place <= 16 && unhexed(line[:place]) != nil {
		line = bytes.TrimLeft(line[place:], ": ")
		figures, _, framed := bytes.Cut(line, []byte("|"))
		if line = figures; !framed {
			line, _, _ = bytes.Cut(line, []byte("  "))
		}
	}
	var figures []byte
	for len(line) > 0 {
		line = bytes.TrimLeft(line, " :,;\t")
		line = bytes.TrimPrefix(bytes.TrimPrefix(line, []byte("0x")), []byte("\\x"))
		if len(line) == 0 {
			break
		}
		if len(line) < 2 || seal.Unhex(line[0]) < 0 || seal.Unhex(line[1]) < 0 {
			return nil
		}
		figures = append(figures, line[:2]...)
		line = line[2:]
	}
	if len(figures) < 2*least {
		return nil
	}
	return figures
}
