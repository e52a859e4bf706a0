package message_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"souspli/policy/message"
)

// crlf writes a message the way it reads in a test.
func crlf(s string) []byte {
	return []byte(strings.ReplaceAll(s, "\n", "\r\n"))
}

// outline draws the tree: each part's type and body, children in brackets.
func outline(m *message.Message, part int) string {
	p := m.Parts[part]
	if !p.MediaType.IsMultipart() {
		return p.MediaType.Full() + "=" + string(m.Bytes(part))
	}
	var children []string
	for _, c := range p.Children {
		children = append(children, outline(m, c))
	}
	return p.MediaType.Full() + "[" + strings.Join(children, " ") + "]"
}

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		name, in, want string
	}{
		{"single part", "Subject: x\n\nhello\n", "text/plain=hello\r\n"},
		{"no body", "Subject: x\n", "text/plain="},
		{"empty body", "Subject: x\n\n", "text/plain="},
		{"empty message", "", "text/plain="},
		{"type in odd case, folded", "content-TYPE: TEXT/html;\n\tcharset=utf-8\n\nx", "text/html=x"},
		{"multipart", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n--b--\n", "multipart/mixed[text/plain=one text/plain=two]"},
		{"preamble and epilogue", "Content-Type: multipart/mixed; boundary=b\n\npre\n--b\n\none\n--b--\nepi\n", "multipart/mixed[text/plain=one]"},
		{"missing final boundary", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n", "multipart/mixed[text/plain=one\r\n]"},
		{"empty parts", "Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\n\n--b\nX: y\n--b--\n", "multipart/mixed[text/plain= text/plain= text/plain=]"},
		{"space behind a delimiter", "Content-Type: multipart/mixed; boundary=b\n\n--b \t\n\none\n--b-- \n", "multipart/mixed[text/plain=one]"},
		{"nested", "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=a\n\n--a\n\nt\n--a\nContent-Type: text/html\n\nh\n--a--\n\n--b\n\nf\n--b--\n",
			"multipart/mixed[multipart/alternative[text/plain=t text/html=h] text/plain=f]"},
		{"outer delimiter closes the inner multipart", "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=a\n\n--a\n\nt\n--b\n\nf\n--b--\n",
			"multipart/mixed[multipart/alternative[text/plain=t] text/plain=f]"},
		{"closing delimiter twice", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n--b--\n", "multipart/mixed[text/plain=one]"},
		{"dashes that are no delimiter", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n-- \nJean\n--x\n--b--\n", "multipart/mixed[text/plain=-- \r\nJean\r\n--x]"},
		{"line like a delimiter outside multiparts", "Subject: x\n\n--b\n", "text/plain=--b\r\n"},
		{"the same boundary for two siblings", "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/related; boundary=r\n\n--r\n\n1\n--r--\n\n--b\nContent-Type: multipart/related; boundary=r\n\n--r\n\n2\n--r--\n\n--b--\n",
			"multipart/mixed[multipart/related[text/plain=1] multipart/related[text/plain=2]]"},
		{"attached message is a leaf", "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\nx\n--i--\n--b--\n",
			"multipart/mixed[message/rfc822=Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\nx\r\n--i--]"},
		{"no type at all", "Content-Type: text\n\nx", "text/plain=x"},
		{"garbage type", "Content-Type: ;;;\n\nx", "text/plain=x"},
		{"unquoted file name", "Content-Type: application/pdf; name=Compte rendu 2.pdf\n\nx", "application/pdf=x"},
		{"comment in a type", "Content-Type: text/html (une page); charset=utf-8\n\nx", "text/html=x"},
		{"space before the colon", "Content-Type : text/html\n\nx", "text/html=x"},
		{"continuation of white space only", "Subject: a\n \n b\nContent-Type: text/html\n\nx", "text/html=x"},
		{"boundary that says so", "Content-Type: multipart/mixed; boundary=--boundary_1\n\n----boundary_1\n\none\n----boundary_1--\n", "multipart/mixed[text/plain=one]"},
		{"digest", "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\none\n--b\nContent-Type: text/plain\n\ntwo\n--b--\n", "multipart/digest[message/rfc822=Subject: x\r\n\r\none text/plain=two]"},
		{"encoding as scripts write it", "Content-Transfer-Encoding: UTF-8\n\nx", "text/plain=x"},
		{"boundary in quotes with spaces", "Content-Type: multipart/mixed; boundary=\"a b (c)\"\n\n--a b (c)\n\none\n--a b (c)--\n", "multipart/mixed[text/plain=one]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, err := message.Parse(crlf(tt.in), message.DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			if got := outline(m, 0); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
			for i, p := range m.Parts {
				if p.Header > p.HeaderEnd || p.HeaderEnd > p.Body || p.Body > p.End || p.End > len(m.Raw) {
					t.Errorf("part %d: offsets out of order: %+v", i, p)
				}
			}
		})
	}
}

// What two readers could read differently is refused, and named.
func TestParseRefuses(t *testing.T) {
	multi := "Content-Type: multipart/mixed; boundary=b\n\n"
	for _, tt := range []struct {
		name string
		in   []byte
		want message.Fault
	}{
		{"bare LF", []byte("A: b\n\r\nx"), message.FaultLineEnds},
		{"bare CR", []byte("A: b\r\n\r\nx\ry\r\n"), message.FaultLineEnds},
		{"CR CR LF", []byte("A: b\r\n\r\nx\r\r\n"), message.FaultLineEnds},
		{"CR at the end", []byte("A: b\r\n\r\nx\r"), message.FaultLineEnds},
		{"LF first", []byte("\nA: b\r\n"), message.FaultLineEnds},
		{"NUL", []byte("A: b\r\n\r\nx\x00y\r\n"), message.FaultNUL},
		{"line without a colon", crlf("Subject: x\nnonsense\n\nx"), message.FaultField},
		{"mbox line", crlf("From jean@example.org Mon Jan 1\nSubject: x\n\nx"), message.FaultField},
		{"begins folded", crlf(" Subject: x\n\nx"), message.FaultField},
		{"control in a name", crlf("Sub\x01ject: x\n\nx"), message.FaultField},
		{"two types", crlf("Content-Type: text/plain\nContent-Type: text/html\n\nx"), message.FaultRepeated},
		{"two encodings", crlf("Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64\n\nx"), message.FaultRepeated},
		{"two dispositions", crlf(multi + "--b\nContent-Disposition: inline\nContent-Disposition: attachment\n\nx\n--b--\n"), message.FaultRepeated},
		{"two boundaries", crlf("Content-Type: multipart/mixed; boundary=a; boundary=b\n\n--a\n\nx\n--a--\n"), message.FaultRepeated},
		{"two charsets", crlf("Content-Type: text/plain; charset=utf-8; charset=utf-16\n\nx"), message.FaultRepeated},
		{"unknown encoding", crlf("Content-Transfer-Encoding: x-uuencode\n\nx"), message.FaultEncoding},
		{"base64 multipart", crlf("Content-Transfer-Encoding: base64\n" + multi + "--b\n\nx\n--b--\n"), message.FaultEncoding},
		{"no boundary", crlf("Content-Type: multipart/mixed\n\n--b\n\nx\n--b--\n"), message.FaultBoundary},
		{"empty boundary", crlf("Content-Type: multipart/mixed; boundary=\"\"\n\n--\n\nx\n----\n"), message.FaultBoundary},
		{"boundary in pieces", crlf("Content-Type: multipart/mixed; boundary*0=a; boundary*1=b\n\n--ab\n\nx\n--ab--\n"), message.FaultBoundary},
		{"boundary and a second one in pieces", crlf("Content-Type: multipart/mixed; boundary=b; boundary*=utf-8''a\n\n--b\n\nx\n--b--\n"), message.FaultBoundary},
		{"encoded word as boundary", crlf("Content-Type: multipart/mixed; boundary=\"=?utf-8?q?b?=\"\n\n--b\n\nx\n--b--\n"), message.FaultBoundary},
		{"comment beside a boundary", crlf("Content-Type: multipart/mixed; boundary=b(c)\n\n--b\n\nx\n--b--\n"), message.FaultMediaType},
		{"boundary with a backslash", crlf("Content-Type: multipart/mixed; boundary=\"b\\c\"\n\n--bc\n\nx\n--bc--\n"), message.FaultBoundary},
		{"boundary folded inside", crlf("Content-Type: multipart/mixed; boundary=\"b\n c\"\n\n--b c\n\nx\n--b c--\n"), message.FaultBoundary},
		{"boundary in angle brackets", crlf("Content-Type: multipart/mixed; boundary=\"<b>\"\n\n--<b>\n\nx\n--<b>--\n"), message.FaultBoundary},
		{"boundary in single quotes", crlf("Content-Type: multipart/mixed; boundary='b'\n\n--b\n\nx\n--b--\n"), message.FaultBoundary},
		{"boundary whose quote stays open", crlf("Content-Type: multipart/mixed; boundary=\"b\n\n--b\n\nx\n--b--\n"), message.FaultBoundary},
		{"text behind a quoted boundary", crlf("Content-Type: multipart/mixed; boundary=\"b\"c\n\n--b\n\nx\n--b--\n"), message.FaultBoundary},
		{"two words for a boundary", crlf("Content-Type: multipart/mixed; boundary=b c\n\n--b c\n\nx\n--b c--\n"), message.FaultBoundary},
		{"boundary with a comma", crlf("Content-Type: multipart/mixed; boundary=b, x=y\n\n--b\n\nx\n--b--\n"), message.FaultBoundary},
		{"boundary in a quoted parameter", crlf("Content-Type: multipart/mixed; x=\"; boundary=a\"; boundary=b\n\n--b\n\nx\n--b--\n"), message.FaultBoundary},
		{"space in a multipart type", crlf("Content-Type: multipart / mixed; boundary=b\n\n--b\n\nx\n--b--\n"), message.FaultMediaType},
		{"type that ends like multipart", crlf("Content-Type: xmultipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n"), message.FaultMediaType},
		{"multipart without a subtype", crlf("Content-Type: multipart; boundary=b\n\n--b\n\nx\n--b--\n"), message.FaultBoundary},
		{"type with a hidden multipart", crlf("Content-Type: text multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n"), message.FaultMediaType},
		{"boundary reused inside", crlf(multi + "--b\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nx\n--b--\n--b--\n"), message.FaultBoundary},
		{"inner boundary begins with the outer", crlf(multi + "--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n\nx\n--bb--\n--b--\n"), message.FaultBoundary},
		{"line that begins with a boundary", crlf(multi + "--b\n\nx\n--bx\n--b--\n"), message.FaultBoundary},
		{"part behind the end", crlf(multi + "--b\n\nx\n--b--\n--b\nContent-Type: application/pdf\n\nhidden\n--b--\n"), message.FaultBoundary},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := message.Parse(tt.in, message.DefaultLimits())
			var malformed *message.Malformed
			if !errors.As(err, &malformed) || malformed.Fault != tt.want {
				t.Fatalf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func nestedMultiparts(depth int) []byte {
	var b bytes.Buffer
	for i := range depth {
		b.WriteString("Content-Type: multipart/mixed; boundary=\"" + string(rune('a'+i%26)) + "-" + strings.Repeat("x", i/26) + "-\"\r\n\r\n--" + string(rune('a'+i%26)) + "-" + strings.Repeat("x", i/26) + "-\r\n")
	}
	b.WriteString("\r\ntext\r\n")
	return b.Bytes()
}

func manyParts(n int) []byte {
	return append(crlf("Content-Type: multipart/mixed; boundary=b\n\n"), bytes.Repeat([]byte("--b\r\n\r\n\r\n"), n)...)
}

func TestLimits(t *testing.T) {
	lim := message.DefaultLimits()
	fields := func(n int) []byte { return append(bytes.Repeat([]byte("A: b\r\n"), n), '\r', '\n') }
	header := func(n int) []byte { return crlf("A: " + strings.Repeat("x", n-5) + "\n\n") }
	for _, tt := range []struct {
		name     string
		at, over []byte
		want     message.Fault
	}{
		{"depth", nestedMultiparts(lim.Depth), nestedMultiparts(lim.Depth + 1), message.FaultTooDeep},
		{"parts", manyParts(lim.Parts - 1), manyParts(lim.Parts), message.FaultTooManyParts},
		{"fields", fields(lim.Fields), fields(lim.Fields + 1), message.FaultHeaderSize},
		{"header octets", header(lim.HeaderBytes), header(lim.HeaderBytes + 1), message.FaultHeaderSize},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := message.Parse(tt.at, lim); err != nil {
				t.Errorf("at the limit: %v", err)
			}
			_, err := message.Parse(tt.over, lim)
			var malformed *message.Malformed
			if !errors.As(err, &malformed) || malformed.Fault != tt.want {
				t.Errorf("one over: got %v, want %s", err, tt.want)
			}
		})
	}
}

// FuzzParse: whatever is accepted has its offsets in order, and comes back byte for byte when nothing is edited.
func FuzzParse(f *testing.F) {
	f.Add(crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\ndHdv\n--b--\n"))
	f.Add(crlf("Content-Type: text/plain; charset=\"utf-8\"; format=flowed\nContent-Disposition: attachment; filename*0=\"a\"\n\nx\n"))
	f.Add(nestedMultiparts(3))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := message.Parse(raw, message.DefaultLimits())
		if err != nil {
			return
		}
		for i, p := range m.Parts {
			if p.Header > p.HeaderEnd || p.HeaderEnd > p.Body || p.Body > p.End || p.End > len(raw) {
				t.Fatalf("part %d: %+v", i, p)
			}
		}
		m.Attachments()
		plan := message.Plan{}
		prepared, err := message.Prepare(raw, plan)
		if err != nil || !bytes.Equal(prepared.Append(nil, message.Values{}), raw) {
			t.Fatalf("no edits changed the message (%v)", err)
		}
		for _, part := range m.Bodies() {
			plan.Add(m.AddFooter(part, message.Footer{Text: []message.Piece{{Text: "é "}, {Slot: message.SlotLink}}, HTML: []message.Piece{{Slot: message.SlotLink, HTML: true}}})...)
		}
		if prepared, err = message.Prepare(raw, plan); err != nil {
			t.Fatal(err)
		}
		prepared.Append(nil, message.Values{message.SlotLink: "https://x.example/u/abc=="})
	})
}
