package message_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"souspli/policy/message"
)

// hostile are the messages with which readers were brought down, and others at every limit. want is "" where they pass.
func hostile() []struct {
	name string
	raw  []byte
	want message.Fault
} {
	lim := message.DefaultLimits()
	field := func(n int) []byte { return append([]byte("X-A: "+strings.Repeat("a b", n/3)), "\r\n\r\nx\r\n"...) }
	folded := func(n int) []byte { return append([]byte("X-A:"+strings.Repeat("\r\n a", n/4)), "\r\n\r\nx\r\n"...) }
	fields := func(n, width int) []byte {
		return append(bytes.Repeat([]byte("X: "+strings.Repeat("a", width-5)+"\r\n"), n), "\r\nx\r\n"...)
	}
	page := func(piece string, size int) []byte {
		return crlf("Content-Type: text/html; charset=utf-8\n\n" + strings.Repeat(piece, size/len(piece)) + "\n")
	}
	return []struct {
		name string
		raw  []byte
		want message.Fault
	}{
		{"5000 nested multiparts in 342 kB", deeplyNested(5000), message.FaultTooDeep},
		{"one header field of 1000000 octets", field(1_000_000), message.FaultHeaderSize},
		{"a header of 1000000 octets in folds", folded(1_000_000), message.FaultHeaderSize},
		{"170000 header fields", fields(170_000, 6), message.FaultHeaderSize},
		{"300000 empty parts", manyParts(300_000), message.FaultTooManyParts},
		{"10 MiB of lines that look like delimiters", append(crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n"), bytes.Repeat([]byte("--a\r\n"), 2<<20)...), ""},
		{"at the limit: depth", deeplyNested(lim.Depth), ""},
		{"at the limit: parts", manyParts(lim.Parts - 1), ""},
		{"at the limit: fields", fields(lim.Fields, 100), ""},
		{"at the limit: header octets", field(lim.HeaderBytes - 10), ""},
		{"at the limit: page of open elements", page("<div>", 256<<10-10), ""},
		{"at the limit: page of open tables", page("<table><td>", 256<<10-10), ""},
		{"at the limit: page of formatting", page("<b><i>", 256<<10-10), ""},
		{"a page of 4 MiB", page("<p>x</p></body>", 4<<20), ""},
	}
}

// deeplyNested is multiparts inside each other, 68 octets each.
func deeplyNested(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=\"%06d-----\"\r\n\r\n--%06d-----\r\n", i, i)
	}
	b.WriteString("\r\ntext\r\n")
	return b.Bytes()
}

// What brought other readers down is refused, and what is at a limit passes and can be rendered. The benchmark of the same
// messages says how long it takes.
func TestHostile(t *testing.T) {
	for _, tt := range hostile() {
		t.Run(tt.name, func(t *testing.T) {
			copied, err := throughMessage(tt.raw)
			var malformed *message.Malformed
			switch {
			case tt.want == "" && err != nil:
				t.Error(err)
			case tt.want == "" && len(copied) < len(tt.raw):
				t.Errorf("a copy of %d octets of %d", len(copied), len(tt.raw))
			case tt.want != "" && (!errors.As(err, &malformed) || malformed.Fault != tt.want):
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
	if n := len(deeplyNested(5000)); n < 300_000 || n > 400_000 {
		t.Errorf("the nested message has %d octets", n)
	}
}

// throughMessage does all that is done with a message: it is read, gets its footers, and one copy is rendered.
func throughMessage(raw []byte) ([]byte, error) {
	m, err := message.Parse(raw, message.DefaultLimits())
	if err != nil {
		return nil, err
	}
	var plan message.Plan
	bodies := m.Bodies()
	for _, part := range bodies {
		plan.Add(m.AddFooter(part, aFooter())...)
	}
	m.Attachments()
	prepared, err := message.Prepare(raw, plan)
	if err != nil {
		return nil, err
	}
	return prepared.Append(nil, message.Values{message.SlotLink: link}), nil
}

func BenchmarkHostile(b *testing.B) {
	for _, tt := range hostile() {
		b.Run(tt.name, func(b *testing.B) {
			b.SetBytes(int64(len(tt.raw)))
			b.ReportAllocs()
			for b.Loop() {
				_, _ = throughMessage(tt.raw)
			}
		})
	}
}
