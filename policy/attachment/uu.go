package attachment

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"strings"
)

// unnamed is what a file in a text is called that has no name.
const unnamed = "file"

// uuFiles finds files that are written into a text by uuencode ("begin 644 name") or its base64 form, as Outlook and
// others show them, and returns the text without them.
func uuFiles(text string) (files []File, rest string) {
	var out strings.Builder
	for text != "" {
		i := uuBegin(text)
		if i < 0 {
			break
		}
		line, after, _ := strings.Cut(text[i:], "\n")
		fields := uuFields(line)
		var data []byte
		var end string
		if fields[0] == "begin-base64" {
			data, end = uuBase64(after)
		} else {
			data, end = uuLines(after)
		}
		out.WriteString(text[:i])
		text = end
		if len(data) == 0 { // a sentence that begins with "begin 644"
			out.WriteString(line + "\n")
			text = after
			continue
		}
		files = append(files, File{Name: cmp.Or(decodeWords(fields[2]), unnamed), Data: data})
	}
	return files, out.String() + text
}

// uuBegin finds a line "begin MODE NAME"; -1 if there is none.
func uuBegin(text string) int {
	for from := 0; ; {
		i := strings.Index(text[from:], "begin")
		if i < 0 {
			return -1
		}
		i += from
		from = i + len("begin")
		if i > 0 && text[i-1] != '\n' && text[i-1] != '\r' {
			continue
		}
		line, _, _ := strings.Cut(text[i:min(len(text), i+400)], "\n")
		fields := uuFields(line)
		if len(fields) == 3 && (fields[0] == "begin" || fields[0] == "begin-base64") && octal(fields[1]) {
			return i
		}
	}
}

func uuFields(line string) []string {
	return strings.SplitN(strings.TrimSpace(strings.ReplaceAll(line, "\u00A0", " ")), " ", 3)
}

func octal(s string) bool { return len(s) >= 3 && len(s) <= 6 && strings.Trim(s, "01234567") == "" }

// uuLines decodes lines of a length letter and groups of four letters (POSIX.1-2008, uuencode). Lines that are none
// end the file, as does "end".
func uuLines(text string) (data []byte, rest string) {
	for text != "" {
		line, after, _ := strings.Cut(text, "\n")
		line = strings.ReplaceAll(strings.TrimRight(line, "\r"), "\u00A0", " ") // blanks as HTML keeps them
		if line == "end" {
			return data, after
		}
		b, ok := uuLine(line)
		if !ok {
			return data, text
		}
		data = append(data, b...)
		text = after
	}
	return data, ""
}

func uuLine(line string) ([]byte, bool) {
	if line == "" || line == "`" || line == " " {
		return nil, true
	}
	n := uuValue(line[0])
	body := line[1:]
	if n < 0 || n > 45 || len(body) < (n*8+5)/6 {
		return nil, false
	}
	var out []byte
	acc, bits := 0, 0
	for i := 0; i < len(body) && len(out) < n; i++ {
		v := uuValue(body[i])
		if v < 0 {
			return nil, false
		}
		if acc, bits = acc<<6|v, bits+6; bits >= 8 {
			bits -= 8
			out = append(out, byte(acc>>bits))
			acc &= 1<<bits - 1
		}
	}
	return out, true
}

func uuValue(c byte) int {
	if c < 0x20 || c > 0x60 {
		return -1
	}
	return int(c-0x20) & 0x3F
}

func uuBase64(text string) (data []byte, rest string) {
	body, rest, ok := strings.Cut(text, "\n====")
	if !ok {
		return nil, text
	}
	body = strings.Map(func(r rune) rune {
		if r == '\r' || r == '\n' || r == ' ' {
			return -1
		}
		return r
	}, body)
	data, err := base64.StdEncoding.DecodeString(body)
	if err != nil {
		return nil, text
	}
	return data, rest
}

// isYenc tells a text with files in yEnc, whose bytes make it look binary.
func isYenc(s *sample) bool {
	i := bytes.Index(s.Data, []byte("=ybegin "))
	return i == 0 || i > 0 && (s.Data[i-1] == '\n' || s.Data[i-1] == '\r')
}

// readYenc examines the files and reads the text in front of the first.
func readYenc(s *scope) error {
	if h, _ := splitHeader(s.Data[:min(len(s.Data), 32<<10)]); len(h) > 1 { // a whole message
		return readEML(s)
	}
	text, _ := decoded(s.Data[:bytes.Index(s.Data, []byte("=ybegin "))])
	s.text(here, text)
	for _, f := range yencFiles(s.Data) {
		s.member(f)
	}
	return nil
}

// yencFiles finds files written by yEnc (yEnc specification 1.3): "=ybegin … name=N", bytes shifted by 42, "=yend".
// They are looked for in the bytes, since the coding uses nearly all values.
func yencFiles(data []byte) []File {
	var files []File
	for len(files) < maxMIMEParts {
		i := bytes.Index(data, []byte("=ybegin "))
		if i < 0 {
			break
		}
		line, rest := cutLine(data[i:])
		data = rest
		_, name, ok := strings.Cut(string(line), " name=")
		if !ok {
			continue
		}
		end := bytes.Index(rest, []byte("=yend"))
		if end < 0 {
			end = len(rest)
		}
		files = append(files, File{Name: cmp.Or(strings.TrimSpace(name), unnamed), Data: unYenc(rest[:end])})
		data = rest[end:]
	}
	return files
}

func unYenc(b []byte) []byte {
	if bytes.HasPrefix(b, []byte("=ypart")) {
		_, b = cutLine(b)
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '\r' || c == '\n':
		case c == '=' && i+1 < len(b):
			i++
			out = append(out, b[i]-64-42)
		default:
			out = append(out, c-42)
		}
	}
	return out
}
