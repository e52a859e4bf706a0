package message

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// Encoding is a Content-Transfer-Encoding (RFC 2045 6.1). The zero value is what a missing field means.
type Encoding int

// The encodings. Any other name is refused: what one reader cannot decode another might.
const (
	SevenBit Encoding = iota
	EightBit
	Binary
	QuotedPrintable
	Base64
)

// String gives the name for a header.
func (e Encoding) String() string {
	return [...]string{"7bit", "8bit", "binary", "quoted-printable", "base64"}[e]
}

// transforms reports whether the transferred bytes differ from the content.
func (e Encoding) transforms() bool { return e == QuotedPrintable || e == Base64 }

// parseEncoding reads a Content-Transfer-Encoding. Comments are legal and never seen.
func parseEncoding(value string) (Encoding, error) {
	value, err := dropComments(value)
	if err != nil {
		return 0, err
	}
	switch strings.ToLower(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), ";"))) {
	case "", "7bit", "7-bit", "7bits", "7 bit":
		return SevenBit, nil
	case "8bit", "8-bit", "8bits", "8 bit", "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "none": // as scripts write it; no reader decodes anything
		return EightBit, nil
	case "binary":
		return Binary, nil
	case "quoted-printable":
		return QuotedPrintable, nil
	case "base64":
		return Base64, nil
	}
	return 0, faultError{FaultEncoding}
}

// PlainEncoding gives the edit that writes a field of a transfer encoding in the one way that every reader understands: a
// comment, a semicolon or a space behind the name keeps some from decoding. ok is false where it is written so.
func (m *Message) PlainEncoding(part int, f Field) (e Edit, ok bool) {
	name := m.Parts[part].Encoding.String()
	written := strings.TrimLeft(string(m.Raw[f.value:f.End]), " \t")
	if !f.Is("Content-Transfer-Encoding") || strings.EqualFold(written, name+"\r\n") || m.Unfolded(f) == "" {
		return e, false
	}
	return ReplaceField(f, Piece{Text: FormatField(f.Name, name)}), true
}

// Decode undoes a transfer encoding as mail readers do, passing over what does not belong. clean is false where readers
// might disagree about the result: a broken escape, text after the padding.
func Decode(e Encoding, transferred []byte) (content []byte, clean bool) {
	switch e {
	case QuotedPrintable:
		return decodeQP(transferred)
	case Base64:
		return decodeBase64(transferred)
	}
	return transferred, true
}

// decodeBase64 drops line breaks and spaces; other foreign characters are dropped too (RFC 2045 6.8) but reported.
func decodeBase64(src []byte) (content []byte, clean bool) {
	content = make([]byte, base64.StdEncoding.DecodedLen(len(src)))
	if n, err := base64.StdEncoding.Decode(content, src); err == nil { // lines, padding, and nothing else: nearly all are so
		return content[:n], true
	}
	return decodeDigits(src)
}

// decodeDigits looks at each character.
func decodeDigits(src []byte) (content []byte, clean bool) {
	clean = true
	digits := make([]byte, 0, len(src))
	for i, c := range src {
		switch {
		case c == '=':
			clean = clean && len(bytes.Trim(src[i:], "= \t\r\n")) == 0
			if !clean { // a second stream behind the padding: some readers stop here, some go on
				return appendBase64(digits), false
			}
		case isBase64(c):
			digits = append(digits, c)
		case c != '\r' && c != '\n' && c != ' ' && c != '\t':
			clean = false
		}
	}
	return appendBase64(digits), clean && len(digits)%4 != 1
}

func appendBase64(digits []byte) []byte {
	if len(digits)%4 == 1 {
		digits = digits[:len(digits)-1]
	}
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(digits)))
	n, _ := base64.RawStdEncoding.Decode(out, digits) // only digits are left, so it cannot fail but for trailing bits
	return out[:n]
}

func isBase64(c byte) bool {
	return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/'
}

// decodeQP undoes quoted-printable (RFC 2045 6.7). A broken escape stays as it stands, as in most readers.
func decodeQP(src []byte) (content []byte, clean bool) {
	clean = true
	out := make([]byte, 0, len(src))
	for len(src) > 0 {
		line, rest, hadBreak := bytes.Cut(src, []byte("\n"))
		src = rest
		line = bytes.TrimRight(line, " \t\r")
		soft := len(line) > 0 && line[len(line)-1] == '='
		if soft {
			line = line[:len(line)-1]
		}
		var ok bool
		out, ok = appendQPLine(out, line)
		clean = clean && ok
		if hadBreak && !soft {
			out = append(out, '\r', '\n')
		}
	}
	return out, clean
}

func appendQPLine(out, line []byte) ([]byte, bool) {
	clean := true
	for i := 0; i < len(line); i++ {
		if line[i] != '=' {
			out = append(out, line[i])
			continue
		}
		if i+2 < len(line) && isHex(line[i+1]) && isHex(line[i+2]) {
			out = append(out, unhex(line[i+1])<<4|unhex(line[i+2]))
			i += 2
			continue
		}
		clean = false
		out = append(out, '=')
	}
	return out, clean
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'F' || c >= 'a' && c <= 'f'
}

func unhex(c byte) byte {
	switch {
	case c >= 'a':
		return c - 'a' + 10
	case c >= 'A':
		return c - 'A' + 10
	}
	return c - '0'
}
