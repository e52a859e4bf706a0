package seal

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
)

var (
	armorBegin = []byte("-----BEGIN PGP ")
	errArmor   = errors.New("malformed OpenPGP armor")
)

// Armor is one armored OpenPGP block (RFC 9580 section 6.2).
type Armor struct {
	Type    string // "MESSAGE", "SIGNATURE", "PUBLIC KEY BLOCK"…
	Headers string // the header lines as written: they are in clear
	Body    []byte // the packets; of a cleartext-signed message (section 7): empty
	Err     error  // the block does not decode
}

// ReadArmor finds the armored blocks in data and returns with them everything that stands outside, where a mail
// reader shows it. No block at all gives nil. A cleartext-signed text counts as outside.
func ReadArmor(data []byte) (blocks []Armor, around []byte) {
	rest := data
	for {
		i := lineStart(rest, armorBegin)
		if i < 0 {
			break
		}
		around = append(around, rest[:i]...)
		b, n := readArmorBlock(rest[i:])
		if b.Type == "SIGNED MESSAGE" {
			around = append(around, rest[i:i+n]...)
		}
		blocks = append(blocks, b)
		rest = rest[i+n:]
	}
	if blocks == nil {
		return nil, nil
	}
	return blocks, append(around, rest...)
}

// lineStart finds mark at the beginning of a line, blanks before it allowed.
func lineStart(data, mark []byte) int {
	for from := 0; ; {
		i := bytes.Index(data[from:], mark)
		if i < 0 {
			return -1
		}
		i += from
		start := bytes.LastIndexByte(data[:i], '\n') + 1
		if len(bytes.Trim(data[start:i], " \t\r\xef\xbb\xbf")) == 0 {
			return i
		}
		from = i + len(mark)
	}
}

// readArmorBlock reads the block at the start of data and says how many bytes it takes.
func readArmorBlock(data []byte) (Armor, int) {
	first, off := nextLine(data, 0)
	kind, ok := strings.CutSuffix(strings.TrimPrefix(first, string(armorBegin)), "-----")
	if !ok {
		return Armor{Type: kind, Err: errArmor}, off
	}
	b := Armor{Type: kind}
	if kind == "SIGNED MESSAGE" { // its text is clear; the signature block that follows ends it
		return b, off
	}
	off = b.readHeaders(data, off)
	var body strings.Builder
	for off < len(data) {
		line, next := nextLine(data, off)
		off = next
		if strings.HasPrefix(line, "-----END PGP ") {
			b.Body, b.Err = decodeArmor(body.String())
			return b, off
		}
		if strings.HasPrefix(line, "=") && len(line) == 5 { // the CRC-24, optional since RFC 9580
			continue
		}
		body.WriteString(line)
	}
	b.Err = errArmor
	return b, off
}

// readHeaders takes "Key: value" lines up to the blank one. Many writers leave the blank line out.
func (b *Armor) readHeaders(data []byte, off int) int {
	for off < len(data) {
		line, next := nextLine(data, off)
		if line == "" {
			return next
		}
		if !strings.Contains(line, ":") {
			return off
		}
		b.Headers += line + "\n"
		off = next
	}
	return off
}

func decodeArmor(s string) ([]byte, error) {
	s = strings.Map(func(r rune) rune {
		if r == ' ' || r == '\t' {
			return -1
		}
		return r
	}, s)
	body, err := base64.StdEncoding.DecodeString(s)
	if err != nil || len(body) == 0 {
		return body, errArmor
	}
	return body, nil
}

// nextLine returns the line at off without surrounding blanks, and where the next begins.
func nextLine(data []byte, off int) (string, int) {
	rest := data[off:]
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		return string(bytes.TrimSpace(rest[:i])), off + i + 1
	}
	return string(bytes.TrimSpace(rest)), len(data)
}
