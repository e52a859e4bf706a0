package policy_test

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"souspli/policy"
	"souspli/policy/message"
)

// atLimits are messages as large in one way as may be, for as many recipients as may be.
func atLimits() map[string][]byte {
	lim := message.DefaultLimits()
	head := "From: news@asso.example\r\nTo: r0@x.example\r\nMIME-Version: 1.0\r\n"
	calendar := "BEGIN:VCALENDAR\r\n" + strings.Repeat("ATTENDEE;CN=x:mailto:r7@x.example\r\nCOMMENT:vu avec \"jean d7\"@y.example\r\n", 20_000) + "END:VCALENDAR\r\n"
	file := "Content-Type: application/pdf; name=\"CV_r9@x.example.pdf\"\r\nContent-Description: r9@x.example\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\n"
	return map[string][]byte{
		"fields that are removed":   []byte(head + strings.Repeat("X-Received: by r9@x.example; "+strings.Repeat("a", 60)+"\r\n", lim.Fields-3) + "\r\nBonjour\r\n"),
		"fields that name somebody": []byte(head + strings.Repeat("X-Note: vu avec r9@x.example et \"jean d9\"@y.example "+strings.Repeat("a", 40)+"\r\n", lim.Fields-3) + "\r\nBonjour\r\n"),
		"one field of addresses":    []byte(head + "X-Note:" + strings.Repeat("\r\n zz@x.example,", 30_000) + "\r\n\r\nBonjour\r\n"),
		"one field of equal signs":  []byte(head + "X-Note:" + strings.Repeat("\r\n "+strings.Repeat("a=", 400), 500) + "\r\n\r\nBonjour\r\n"),
		"parts that name somebody":  []byte(head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nBonjour\r\n" + strings.Repeat("--b\r\n"+file, lim.Parts-2) + "--b--\r\n"),
		"a calendar of 40000 lines": []byte(head + "Content-Type: text/calendar; method=REQUEST\r\n\r\n" + calendar),
		"text of 10 MiB":            []byte(head + "\r\n" + strings.Repeat("Bonjour à tous, écrivez à r9@x.example\r\n", 10<<20/42)),
		"pages":                     []byte(head + "Content-Type: multipart/alternative; boundary=b\r\n\r\n" + strings.Repeat("--b\r\nContent-Type: text/html\r\n\r\n"+strings.Repeat("<div>", 50_000)+"\r\n", 5) + "--b--\r\n"),
	}
}

// thousand are the recipients, each tenth with an address that is not one word.
func thousand() []string {
	var list []string
	for i := range 1000 {
		if i%10 == 9 {
			list = append(list, fmt.Sprintf(`"jean d%d"@y.example`, i))
			continue
		}
		list = append(list, fmt.Sprintf("r%d@x.example", i))
	}
	return list
}

// At the limits, for a thousand recipients, a message is decided and rendered, and names nobody. The benchmark says how fast.
func TestCopiesAtLimits(t *testing.T) {
	rules := corpusRules(t, false)
	for name, raw := range atLimits() {
		d, copied := decideAndRender(t, rules, raw)
		header, _, _ := bytes.Cut(copied, []byte("\r\n\r\n"))
		if d.Verdict != policy.Accept || bytes.Contains(header, []byte("r9@x")) || bytes.Contains(header, []byte("d9\"@")) || !bytes.Contains(header, []byte("To: r3@x.example")) {
			t.Errorf("%s: %s, %+v, %.300s", name, d.Verdict, d.Refusal, header)
		}
	}
}

// A large page is read where it lies; what is written down of it is no more than the page twice.
func TestALargePageIsNotCopied(t *testing.T) {
	head := "From: news@asso.example\r\nTo: r0@x.example\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
	raw := []byte(head + strings.Repeat("<p>Bonjour à tous, de la part de l'association, ce matin.</p>\r\n", 8<<20/64))
	rules, readers := corpusRules(t, false), thousand()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, d := decided(t, rules, raw, readers); d.Verdict != policy.Accept {
		t.Fatalf("%+v", d.Refusal)
	}
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 2*uint64(len(raw)) {
		t.Errorf("%d octets for a page of %d", took, len(raw))
	}
}

func decideAndRender(t testing.TB, rules policy.Rules, raw []byte) (policy.Decision, []byte) {
	_, d := decided(t, rules, raw, thousand())
	if d.Verdict != policy.Accept {
		return d, nil
	}
	prepared, err := message.Prepare(raw, d.Plan)
	if err != nil {
		t.Fatal(err)
	}
	return d, render(t, prepared, d, d.Outcomes[3])
}

func BenchmarkCopiesAtLimits(b *testing.B) {
	rules := corpusRules(b, false)
	for name, raw := range atLimits() {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				decideAndRender(b, rules, raw)
			}
		})
	}
}
