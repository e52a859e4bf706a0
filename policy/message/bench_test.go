package message_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"souspli/policy/message"
)

// withAttachments is a message of about size octets: text, HTML and base64 files.
func withAttachments(size int) []byte {
	var b bytes.Buffer
	b.WriteString("From: news@asso.example\r\nTo: a@a.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=_mixed\"\r\n\r\n" +
		"--=_mixed\r\nContent-Type: multipart/alternative; boundary=\"=_alt\"\r\n\r\n--=_alt\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nBonjour\r\n" +
		"--=_alt\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body>Bonjour</body></html>\r\n--=_alt--\r\n\r\n")
	line := strings.Repeat("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAx", 1) + "\r\n"
	for i := range 4 {
		fmt.Fprintf(&b, "--=_mixed\r\nContent-Type: application/pdf; name=f%d.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n", i)
		b.WriteString(strings.Repeat(line, size/4/len(line)))
	}
	b.WriteString("--=_mixed--\r\n")
	return b.Bytes()
}

func BenchmarkParse(b *testing.B) {
	for _, size := range []int{4 << 10, 10 << 20} {
		raw := withAttachments(size)
		b.Run(fmt.Sprint(size>>10, "KiB"), func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := message.Parse(raw, message.DefaultLimits()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRender(b *testing.B) {
	for _, size := range []int{4 << 10, 10 << 20} {
		raw := withAttachments(size)
		m, err := message.Parse(raw, message.DefaultLimits())
		if err != nil {
			b.Fatal(err)
		}
		var plan message.Plan
		for _, part := range m.Bodies() {
			plan.Add(m.AddFooter(part, aFooter())...)
		}
		prepared, err := message.Prepare(raw, plan)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprint(size>>10, "KiB"), func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			var buf []byte
			for b.Loop() {
				buf = prepared.Append(buf[:0], message.Values{message.SlotLink: link})
			}
		})
	}
}
