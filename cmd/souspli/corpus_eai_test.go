package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"souspli/relay/relaytest"
)

// RFC 6531: a next hop without SMTPUTF8 gets the copies that it can take, whose headers are ASCII; who can only be reached in
// UTF-8 fails for good with 5.6.7, of which the sender gets a notice. A next hop with SMTPUTF8 gets them all, and the parameter where it is needed.
func TestCorpusAddressesInUTF8(t *testing.T) {
	for _, tt := range []struct {
		name       string
		extensions []string
		utf8       bool
	}{
		{"without", []string{"PIPELINING", "8BITMIME", "SIZE 50000000"}, false},
		{"with", []string{"PIPELINING", "8BITMIME", "SIZE 50000000", "SMTPUTF8"}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			hop := relaytest.NewHop(t, relaytest.HopOptions{Extensions: tt.extensions})
			s := newSite(t, hop.Addr, "")
			s.account(t, "marie")
			p := s.serve(t)
			c := p.client(t, "marie")
			c.Want("MAIL FROM:<news@asso.example> SMTPUTF8 BODY=8BITMIME", "250")
			c.Want("RCPT TO:<chloé@c.example>", "250")
			c.Want("RCPT TO:<bob@école.example>", "250")
			c.Want("DATA", "354")
			c.Raw("From: Marie à l'école <news@asso.example>\r\nTo: Chloé <chloé@c.example>, Bob Ré <bob@école.example>\r\nSubject: déjà vu\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nÇa va ?\r\n")
			if got := c.Do("."); !strings.HasSuffix(got, ": 2 deliveries, 0 suppressed") {
				t.Fatal(got)
			}
			waitFor(t, "both have ended", func() bool {
				all := s.must(t, "", "queue", "list", "--all")
				return strings.Count(all, "delivered")+strings.Count(all, "failed") == 2
			})
			var toBob, toChloe *relaytest.Message
			for _, m := range hop.Wait(1, 30*time.Second) {
				switch {
				case strings.HasPrefix(m.To, "<bob@xn--cole-9oa.example>"):
					toBob = &m
				case strings.HasPrefix(m.To, "<chloé@c.example>"):
					toChloe = &m
				}
			}
			if toBob == nil || (toChloe != nil) != tt.utf8 {
				t.Fatalf("bob %v, chloé %v", toBob != nil, toChloe != nil)
			}
			header, _, _ := bytes.Cut(toBob.Data, []byte("\r\n\r\n"))
			if bytes.ContainsFunc(header, func(r rune) bool { return r >= 0x80 }) {
				t.Errorf("bob's header is not ASCII:\n%s", header)
			}
			for _, want := range []string{"Subject: =?utf-8?q?d=C3=A9j=C3=A0_vu?=\r\n", "To: =?utf-8?q?Bob_R=C3=A9?= <bob@xn--cole-9oa.example>\r\n", "<news@asso.example>\r\n"} {
				if !bytes.Contains(header, []byte(want)) {
					t.Errorf("%q is not in\n%s", want, header)
				}
			}
			if tt.utf8 {
				if !strings.Contains(toChloe.From, "SMTPUTF8") || !bytes.Contains(toChloe.Data, []byte("<chloé@c.example>\r\n")) {
					t.Errorf("MAIL FROM:%s\n%s", toChloe.From, toChloe.Data)
				}
			} else if told := s.must(t, "", "trace", "--recipient", "chloé@c.example"); !strings.Contains(told, "5.6.7") {
				t.Errorf("the end of it:\n%s", told)
			}
		})
	}
}
