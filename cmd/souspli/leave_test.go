package main

import (
	"bytes"
	"net/mail"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"souspli/relay/link"
	"souspli/relay/relaytest"
)

// outbox waits for the copies of a relay that writes files and gives them.
func outbox(t testing.TB, s *site, n int) [][]byte {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for {
		files, err := filepath.Glob(filepath.Join(s.dir, "data", "out", "*.eml"))
		if err != nil || time.Now().After(deadline) {
			t.Fatalf("%d copies arrived, %v", len(files), err)
		}
		if len(files) < n {
			time.Sleep(20 * time.Millisecond)
			continue
		}
		var copies [][]byte
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			copies = append(copies, text)
		}
		return copies
	}
}

// A purpose with a long name is left by mail and by link, also while it is not configured; what came in meanwhile holds when
// it is back.
func TestLeaveALongPurpose(t *testing.T) {
	const purpose = "assemblee-generale-2026"
	in := freePort(t)
	long := "[[purpose]]\nid = \"" + purpose + "\"\nmatch = { from = [\"ag@asso.example\"] }\n"
	s := newSite(t, "", "[inbound]\nlisten = [\""+in+"\"]\ndomain = \"bounces.test\"\n"+long)
	s.account(t, "tool", "--kind", "tool")
	p := s.serve(t)
	c := p.client(t, "tool")
	readers := []string{"a@x.example", "b@x.example"}
	c.Submit("ag@asso.example", readers, mailTo("ag@asso.example", "ag", readers...))
	links, mails := map[string]string{}, map[string]string{} // by recipient
	for _, copied := range outbox(t, s, 2) {
		m, err := mail.ReadMessage(bytes.NewReader(copied))
		if err != nil {
			t.Fatal(err)
		}
		both := regexp.MustCompile(`^<(http://\S+/u/(\S+))>,\s*<mailto:(u\+(\S+)@bounces\.test)>$`).FindStringSubmatch(m.Header.Get("List-Unsubscribe"))
		if both == nil || both[2] != both[4] {
			t.Fatalf("List-Unsubscribe: %s", m.Header.Get("List-Unsubscribe"))
		}
		links[m.Header.Get("To")], mails[m.Header.Get("To")] = both[1], both[3]
	}
	bounce := relaytest.Dial(t, in)
	bounce.Want("EHLO x", "250")
	bounce.Submit("a@x.example", []string{mails["a@x.example"]}, "From: a@x.example\r\n\r\n")
	suppressed := func(who, want string) {
		t.Helper()
		if got := s.must(t, "", "suppress", "check", who+"@x.example", "--json"); !strings.Contains(got, `"purposes":[`+want+`]`) {
			t.Errorf("%s, want %s", got, want)
		}
	}
	suppressed("a", `"`+purpose+`"`)

	with, err := os.ReadFile(s.file)
	if err != nil {
		t.Fatal(err)
	}
	configure := func(text string) {
		t.Helper()
		if err := os.WriteFile(s.file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.stop(t); err != nil {
		t.Fatal(err)
	}
	configure(strings.ReplaceAll(string(with), long, ""))
	p = s.serve(t)
	if status := oneClick(t, links["b@x.example"]); status != 200 {
		t.Errorf("the link of a purpose that is not configured was answered %d", status)
	}
	suppressed("b", `"`+link.Alias(purpose)+`"`)
	if err := p.stop(t); err != nil {
		t.Fatal(err)
	}
	configure(string(with))
	s.serve(t)
	suppressed("b", `"`+purpose+`"`)
}
