package attachment

import (
	"bytes"
	"encoding/binary"
	"mime"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

const sniffLen = 64 << 10 // bytes that tell text from binary, at the start, in the middle and at the end

// decoded turns bytes into text by what they are: a byte order mark, the zeros of UTF-16 and UTF-32, valid UTF-8,
// else the charset of one byte a letter in which it reads best. ok is false if that gives no text.
func decoded(data []byte) (text string, ok bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xFF\xFE\x00\x00")):
		return fromUTF32(data[4:], binary.LittleEndian), true
	case bytes.HasPrefix(data, []byte("\x00\x00\xFE\xFF")):
		return fromUTF32(data[4:], binary.BigEndian), true
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		return checkText(fromUTF16(data[2:], binary.LittleEndian))
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		return checkText(fromUTF16(data[2:], binary.BigEndian))
	}
	if order, width := zeroPattern(data); width == 2 {
		return checkText(fromUTF16(data, order))
	} else if width == 4 {
		return checkText(fromUTF32(data, order))
	}
	if !looksText(data) {
		return "", false
	}
	if utf8.Valid(data) {
		return string(data), true
	}
	return singleByte(data), true
}

// zeroPattern tells UTF-16 and UTF-32 without a mark by where the zero bytes of Latin text stand.
func zeroPattern(data []byte) (order binary.ByteOrder, width int) {
	head := data[:min(len(data), 4096)/4*4]
	if len(head) < 4 {
		return nil, 0
	}
	var zeros [4]int
	for i, c := range head {
		if c == 0 {
			zeros[i%4]++
		}
	}
	groups := len(head) / 4
	most := func(n int) bool { return n*10 >= groups*6 }
	few := func(n int) bool { return n*20 <= groups }
	switch {
	case few(zeros[0]) && most(zeros[1]) && most(zeros[2]) && most(zeros[3]):
		return binary.LittleEndian, 4
	case most(zeros[0]) && most(zeros[1]) && most(zeros[2]) && few(zeros[3]):
		return binary.BigEndian, 4
	case few(zeros[0]) && most(zeros[1]) && few(zeros[2]) && most(zeros[3]):
		return binary.LittleEndian, 2
	case most(zeros[0]) && few(zeros[1]) && most(zeros[2]) && few(zeros[3]):
		return binary.BigEndian, 2
	}
	return nil, 0
}

func fromUTF16(data []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

func fromUTF32(data []byte, order binary.ByteOrder) string {
	runes := make([]rune, len(data)/4)
	for i := range runes {
		runes[i] = rune(order.Uint32(data[4*i:]))
	}
	return string(runes)
}

func fromWindows1252(data []byte) string {
	out, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return string(data)
	}
	return string(out)
}

func checkText(s string) (string, bool) {
	return s, looksText([]byte(s[:min(len(s), sniffLen)]))
}

// looksText samples start, middle and end: control characters other than white space and escape are rare in text.
func looksText(data []byte) bool {
	if len(data) <= 3*sniffLen {
		return fewControls(data)
	}
	mid := len(data) / 2
	return fewControls(data[:sniffLen]) && fewControls(data[mid:mid+sniffLen]) && fewControls(data[len(data)-sniffLen:])
}

func fewControls(data []byte) bool {
	controls := 0
	for _, c := range data {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != 0x1B || c == 0x7F {
			controls++
		}
	}
	return controls*100 <= len(data)
}

// charsetOf is the charset parameter of a media type, lower case; "" if there is none.
func charsetOf(mediaType string) string {
	_, params, err := mime.ParseMediaType(mediaType)
	if err != nil {
		_, after, ok := strings.Cut(strings.ToLower(mediaType), "charset=")
		if !ok {
			return ""
		}
		after = strings.Trim(after, "\"' ")
		if i := strings.IndexAny(after, "\"'; "); i >= 0 {
			after = after[:i]
		}
		return after
	}
	return strings.ToLower(params["charset"])
}

// declared decodes data by a charset label. alone is true if the label's charset leaves ASCII as it is, so that this
// reading hides nothing from one who reads the raw bytes; ok is false for labels that nobody knows.
func declared(data []byte, label string) (text string, alone, ok bool) {
	label = strings.ToLower(strings.TrimSpace(label))
	switch label {
	case "", "utf-8", "us-ascii", "ascii", "utf8":
		return "", false, false
	case "utf-7":
		return fromUTF7(data), false, true
	}
	e, err := htmlindex.Get(label)
	if err != nil {
		if e = oldCharset(label); e == nil {
			return "", false, false
		}
	}
	out, err := e.NewDecoder().Bytes(data)
	if err != nil && len(out) == 0 {
		return "", false, false
	}
	return string(out), keepsASCII(e), true
}

// labelled decodes a file by a charset label, as declared does. What is UTF-8 or UTF-16 by its bytes is neither by a label
// of one byte a letter: ok is false.
func (s *sample) labelled(label string) (text string, alone, ok bool) {
	text, alone, ok = declared(s.Data, label)
	return text, alone, ok && !(alone && s.isText && (!looksText(s.Data) || utf8.Valid(s.Data)))
}

// oldCharset knows labels that browsers have forgotten and mail has not.
func oldCharset(label string) encoding.Encoding {
	switch label {
	case "ibm850", "cp850":
		return charmap.CodePage850
	case "ibm437", "cp437":
		return charmap.CodePage437
	case "ibm858", "cp858":
		return charmap.CodePage858
	case "ibm037", "cp037", "ebcdic-cp-us":
		return charmap.CodePage037
	case "ibm1047", "cp1047":
		return charmap.CodePage1047
	}
	return nil
}

// keepsASCII says whether a charset decodes every ASCII byte to itself, escape sequences and shifts included.
func keepsASCII(e encoding.Encoding) bool {
	probe := []byte("\x1b$)C\x0e0aZ~{@}!=+AGE-\x0f")
	out, err := e.NewDecoder().Bytes(probe)
	return err == nil && bytes.Equal(out, probe)
}

// fromUTF7 decodes UTF-7 (RFC 2152): "+AOk-" is é. Readers of mail still know it.
func fromUTF7(data []byte) string {
	var out strings.Builder
	for i := 0; i < len(data); i++ {
		if data[i] != '+' {
			out.WriteByte(data[i])
			continue
		}
		end := i + 1
		for end < len(data) && base64Value(data[end]) >= 0 {
			end++
		}
		if end == i+1 {
			out.WriteByte('+')
		}
		out.WriteString(fromUTF16(unpackBase64(data[i+1:end]), binary.BigEndian))
		i = end - 1
		if end < len(data) && data[end] == '-' {
			i = end
		}
	}
	return out.String()
}

func base64Value(c byte) int {
	return strings.IndexByte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", c)
}

// unpackBase64 decodes unpadded base64 whose letters were checked before.
func unpackBase64(b []byte) []byte {
	var out []byte
	acc, bits := 0, 0
	for _, c := range b {
		acc, bits = acc<<6|base64Value(c), bits+6
		if bits >= 8 {
			bits -= 8
			out = append(out, byte(acc>>bits))
			acc &= 1<<bits - 1
		}
	}
	return out
}

// blank says whether a text has nothing to read.
func blank(s string) bool { return strings.TrimSpace(s) == "" }
