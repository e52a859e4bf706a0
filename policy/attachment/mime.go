package attachment

import (
	"cmp"

	"bytes"
	"io"
	"mime"
	"slices"
	"strings"

	"souspli/policy/personal"
	"souspli/policy/seal"
)

const (
	maxMIMEDepth = 50
	maxMIMEParts = 1000
	maxHeaders   = 1000
)

// header is the fields of a message or part, unfolded, in their order.
type header []field

type field struct{ name, value string }

// get is the first field of that name, all is every one.
func (h header) get(name string) string {
	if all := h.all(name); len(all) > 0 {
		return all[0]
	}
	return ""
}

func (h header) all(name string) []string {
	var values []string
	for _, f := range h {
		if strings.EqualFold(f.name, name) {
			values = append(values, f.value)
		}
	}
	return values
}

// splitHeader reads fields up to the first blank line. A line that is no field ends the header: readers differ, so
// it is read as body.
func splitHeader(data []byte) (h header, body []byte) {
	for len(data) > 0 && len(h) < maxHeaders {
		line, rest := cutLine(data)
		switch {
		case len(line) == 0:
			return h, rest
		case line[0] == ' ' || line[0] == '\t':
			if len(h) == 0 {
				return h, data
			}
			h[len(h)-1].value += "\n" + strings.TrimRight(string(line), " \t")
		default:
			name, value, ok := bytes.Cut(line, []byte(":"))
			if !ok || !isFieldName(bytes.TrimRight(name, " \t")) {
				return h, data
			}
			h = append(h, field{string(bytes.TrimRight(name, " \t")), strings.TrimSpace(string(value))})
		}
		data = rest
	}
	return h, data
}

// cutLine takes a line without its end: CRLF, LF or CR.
func cutLine(data []byte) (line, rest []byte) {
	i := bytes.IndexAny(data, "\r\n")
	switch {
	case i < 0:
		return data, nil
	case data[i] == '\r' && i+1 < len(data) && data[i+1] == '\n':
		return data[:i], data[i+2:]
	}
	return data[:i], data[i+1:]
}

func isFieldName(b []byte) bool {
	for _, c := range b {
		if c <= ' ' || c >= 0x7F {
			return false
		}
	}
	return len(b) > 0
}

// mailFields are fields that make a text a message.
func mailField(name string) bool {
	switch strings.ToLower(name) {
	case "from", "to", "subject", "date", "received", "mime-version", "content-type", "message-id", "return-path", "cc", "reply-to",
		"sender", "delivered-to", "x-mailer", "content-transfer-encoding", "dkim-signature", "content-disposition", "importance":
		return true
	}
	return false
}

// isEML tells a message by its fields: two known ones in front, one if name or type say so.
func isEML(s *sample) bool {
	h, _ := splitHeader(s.Data[:min(len(s.Data), 32<<10)])
	known := 0
	for _, f := range h {
		if mailField(f.name) {
			known++
		}
	}
	hinted := s.named(".eml", ".mht", ".mhtml") || strings.HasPrefix(strings.ToLower(s.MediaType), "message/")
	return known >= 2 && known*3 >= len(h) || known >= 1 && hinted || known >= 4
}

// readEML reads fields and parts of a message. The parts are members, so a message that holds nothing but an
// encrypted body is as sealed as that.
func readEML(s *scope) error {
	s.container = true
	h, _ := splitHeader(s.Data)
	text, at := headerLines(h)
	s.textAt(personal.Place{Part: personal.PartHeader}, text, at)
	m := &mimeReader{s: s}
	m.part(s.Data, max(s.Line, 1), 0)
	return m.err
}

// headerLines shows the fields that people see, encoded words decoded, and the lines where they stand.
func headerLines(h header) (text string, at [][]int) {
	var out strings.Builder
	line := 1
	for _, f := range h {
		first := line
		line += 1 + strings.Count(f.value, "\n")
		switch strings.ToLower(f.name) {
		case "received":
			_, f.value, _ = strings.Cut(f.value, " for ") // whom it was for (RFC 5321, 4.4)
			if f.value, _, _ = strings.Cut(f.value, ";"); f.value == "" {
				continue
			}
		case "dkim-signature", "arc-seal", "arc-message-signature", "content-type", "content-transfer-encoding",
			"mime-version", "x-google-dkim-signature", "autocrypt", "message-id", "references", "in-reply-to":
			continue
		}
		shown := f.name + ": " + decodeWords(f.value) + "\n"
		for i := range strings.Count(shown, "\n") {
			at = append(at, []int{min(first+i, line-1)})
		}
		out.WriteString(shown)
	}
	return out.String(), at
}

// mimeReader walks the parts of a message (RFC 2045, 2046), taking what any reader might.
type mimeReader struct {
	s     *scope
	parts int
	err   error
}

// part reads one part, which begins in a line of the file: a multipart's parts, a message, or a file.
func (m *mimeReader) part(data []byte, line, depth int) {
	if m.parts++; m.parts > maxMIMEParts || depth > maxMIMEDepth {
		m.err = errTooBig
		return
	}
	h, body := splitHeader(data)
	line += bytes.Count(data[:len(data)-len(body)], []byte("\n"))
	for _, name := range []string{"Content-Type", "Content-Transfer-Encoding", "Content-Disposition"} {
		if len(h.all(name)) > 1 {
			m.err = errTwoFaced
		}
	}
	mediaType, params := contentType(h.get("Content-Type"))
	boundary := params["boundary"]
	if strings.HasPrefix(mediaType, "multipart/") && boundary != "" {
		m.multipart(body, boundary, line, depth)
		return
	}
	content, ok := decodeTransfer(body, h.get("Content-Transfer-Encoding"))
	if !ok {
		m.err = errTwoFaced
	}
	if mediaType == "application/pgp-encrypted" && string(bytes.TrimSpace(content)) == "Version: 1" {
		return // the control part of PGP/MIME (RFC 3156, 4)
	}
	f := File{Name: partName(h, params), MediaType: h.get("Content-Type"), Data: content}
	if f.Name == "" && mediaType == "message/rfc822" {
		f.Name = "message.eml"
	}
	if f.Name == "" && keepsLines(h.get("Content-Transfer-Encoding")) {
		f.Line = line
	}
	if len(bytes.TrimSpace(content)) > 0 || f.Name != "" {
		m.s.member(f)
	}
}

// keepsLines tells the transfer encodings that change nothing.
func keepsLines(encoding string) bool {
	return slices.Contains([]string{"", "7bit", "8bit", "binary"}, strings.ToLower(strings.TrimSpace(encoding)))
}

// multipart cuts a body at its boundary lines (RFC 2046, 5.1.1). Text in front of the first and behind the last part
// is read too: some readers show it.
func (m *mimeReader) multipart(body []byte, boundary string, number, depth int) {
	mark := []byte("--" + boundary)
	start, first := -1, 0
	at := 0
	for at < len(body) {
		line, rest := cutLine(body[at:])
		next := len(body) - len(rest)
		number += bytes.Count(body[at:next], []byte("\n"))
		if boundary, last := isBoundary(line, mark); boundary {
			if start < 0 {
				m.around(body[:at])
			} else {
				m.part(trimLineEnd(body[start:at]), first, depth+1)
			}
			start, first = next, number
			if last {
				m.around(body[next:])
				return
			}
		}
		at = next
	}
	if start < 0 {
		m.err = errDamaged
		m.around(body)
		return
	}
	m.part(body[start:], first, depth+1)
}

// isBoundary tells a boundary line, and the last one.
func isBoundary(line, mark []byte) (boundary, last bool) {
	tail, ok := bytes.CutPrefix(line, mark)
	tail = bytes.TrimRight(tail, " \t")
	last = ok && bytes.Equal(tail, []byte("--"))
	return last || ok && len(tail) == 0, last
}

// around reads a preamble or epilogue.
func (m *mimeReader) around(text []byte) {
	trimmed := bytes.TrimSpace(text)
	if len(trimmed) == 0 || bytes.HasPrefix(bytes.ToLower(trimmed), []byte("this is a")) && len(trimmed) < 200 {
		return
	}
	m.s.hidden(trimmed)
}

func trimLineEnd(b []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("\n")), []byte("\r"))
}

// contentType reads type and parameters; where the standard library refuses, what can be had is taken.
func contentType(value string) (string, map[string]string) {
	value = strings.ReplaceAll(value, "\n", " ")
	if t, params, err := mime.ParseMediaType(value); err == nil {
		return t, params
	}
	t, rest, _ := strings.Cut(value, ";")
	params := map[string]string{}
	for _, p := range strings.Split(rest, ";") {
		key, v, ok := strings.Cut(p, "=")
		key = strings.ToLower(strings.TrimSpace(key))
		if _, twice := params[key]; ok && !twice {
			params[key] = strings.Trim(strings.TrimSpace(v), `"`)
		}
	}
	return strings.ToLower(strings.TrimSpace(t)), params
}

// partName is the file name of a part by the rules in use: RFC 2231, and encoded words where they do not belong.
func partName(h header, params map[string]string) string {
	_, disposition := contentType("x/" + strings.TrimSpace(h.get("Content-Disposition")))
	return decodeWords(cmp.Or(nameIn(disposition), nameIn(params), h.get("Content-Description")))
}

// nameIn finds the name among the parameters of a field.
func nameIn(params map[string]string) string {
	for _, key := range []string{"filename", "filename*", "name", "name*"} {
		v := params[key]
		if v == "" {
			continue
		}
		if _, plain, ok := strings.Cut(v, "''"); ok && strings.HasSuffix(key, "*") {
			return percentDecoded(plain)
		}
		return v
	}
	return ""
}

// decodeWords decodes encoded words (RFC 2047) in every charset that is known, leaving the others as they are.
func decodeWords(s string) string {
	d := mime.WordDecoder{CharsetReader: func(label string, in io.Reader) (io.Reader, error) {
		data, err := io.ReadAll(in)
		if err != nil {
			return nil, err
		}
		text, _, ok := declared(data, label)
		if !ok {
			text = fromWindows1252(data)
		}
		return strings.NewReader(text), nil
	}}
	out, err := d.DecodeHeader(s)
	if err != nil {
		out = s
	}
	if text, ok := decoded([]byte(out)); ok {
		return text
	}
	return out
}

// decodeTransfer undoes a content transfer encoding; ok is false for one that readers do not agree about.
func decodeTransfer(body []byte, encoding string) ([]byte, bool) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return looseBase64(body), true
	case "quoted-printable":
		return unquote(body), true
	case "x-uuencode", "uuencode", "x-uue", "uue":
		if files, _ := uuFiles(string(body)); len(files) == 1 {
			return files[0].Data, true
		}
		return body, true
	case "", "7bit", "8bit", "binary":
		return body, true
	}
	return body, false
}

// unquote decodes quoted-printable (RFC 2045, 6.7) and leaves what is malformed.
func unquote(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for len(b) > 0 {
		line, rest := cutLine(b)
		end := b[len(line) : len(b)-len(rest)]
		b = rest
		line = bytes.TrimRight(line, " \t")
		soft := bytes.HasSuffix(line, []byte("="))
		out = seal.AppendUnescaped(out, bytes.TrimSuffix(line, []byte("=")), '=')
		if !soft {
			out = append(out, end...)
		}
	}
	return out
}

// isMBOX tells a folder of messages by its first line.
func isMBOX(s *sample) bool {
	if !bytes.HasPrefix(s.Data, []byte("From ")) {
		return false
	}
	_, rest := cutLine(s.Data[:min(len(s.Data), 4096)])
	h, _ := splitHeader(rest)
	return slices.ContainsFunc(h, func(f field) bool { return mailField(f.name) })
}

// readMBOX examines each message: a line "From " after a blank one begins the next (RFC 4155).
func readMBOX(s *scope) error {
	s.container = true
	rest, line := s.Data, max(s.Line, 1)
	for len(rest) > 0 && s.reason != ReasonTooBig {
		before := len(rest)
		var mark []byte
		mark, rest = cutLine(rest)
		sender, at := strings.TrimPrefix(string(mark), "From "), line
		line += bytes.Count(s.Data[len(s.Data)-before:len(s.Data)-len(rest)], []byte("\n"))
		end := nextFrom(rest)
		message := bytes.ReplaceAll(rest[:end], []byte("\n>From "), []byte("\nFrom "))
		if sender, _, _ = strings.Cut(sender, " "); strings.Contains(sender, "@") && !bytes.Contains(message, []byte(sender)) {
			s.textAt(personal.Place{Part: personal.PartHeader}, sender, [][]int{{at}})
		}
		s.member(File{MediaType: "message/rfc822", Data: message, Line: line})
		line += bytes.Count(rest[:end], []byte("\n"))
		rest = rest[end:]
	}
	return nil
}

// nextFrom is where the line begins that parts a message of an mbox from the next: "From " behind an empty one.
func nextFrom(data []byte) int {
	const mark = "\nFrom "
	for at := 0; ; {
		i := bytes.Index(data[at:], []byte(mark))
		if i < 0 {
			return len(data)
		}
		before := bytes.TrimSuffix(data[:at+i], []byte("\r"))
		if at += i + 1; bytes.HasSuffix(before, []byte("\n")) {
			return at
		}
	}
}
