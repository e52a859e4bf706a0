//go:build linux

package main

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"souspli/relay/relaytest"
)

// onSmallDisk puts the site's data on a file system of its own.
func (s *site) onSmallDisk(t *testing.T, size string) {
	t.Helper()
	dir := filepath.Join(s.dir, "data")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "mode=0700,size="+size); err != nil {
		t.Skipf("needs root to mount a small disk: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
}

// readiness gives what the operator's page says.
func readiness(t *testing.T, address string) string {
	t.Helper()
	answer, err := http.Get("http://" + address + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The next hop is down and the disk fills up: MAIL is answered 451 before a body is sent, whatever was accepted is kept, and
// once the queue has emptied everything goes on without hands.
func TestDiskFull(t *testing.T) {
	hop := relaytest.NewHop(t, relaytest.HopOptions{})
	hop.SetScript(func(line string) string {
		switch strings.SplitN(line, " ", 2)[0] {
		case "MAIL":
			return "451 4.3.2 not now"
		case "RCPT", "DATA":
			return "503 5.5.1 say MAIL first"
		}
		return ""
	})
	s := newSite(t, hop.Addr, "")
	s.onSmallDisk(t, "32m")
	s.account(t, "marie")
	p := s.serve(t)
	p.logOnFailure(t)

	body := mailTo("marie@asso.example", "ballast", "a@a.example") + ballast(500_000)
	accepted, refused := 0, ""
	c := p.client(t, "marie")
	for range 200 {
		c.Raw("MAIL FROM:<marie@asso.example> SIZE=500000\r\n")
		if refused = c.Read(); !strings.HasPrefix(refused, "250") {
			break
		}
		c.Want("RCPT TO:<a@a.example>", "250")
		c.Want("DATA", "354")
		c.Raw(body)
		c.Want(".", "250 2.0.0 Queued")
		accepted++
	}
	if accepted < 5 || !strings.HasPrefix(refused, "451 4.3.0 [try-again]") && !strings.HasPrefix(refused, "451-4.3.0 [try-again]") {
		t.Fatalf("%d accepted, then %q\n%s", accepted, refused, p.log)
	}
	if got := readiness(t, s.ports["admin"]); !strings.Contains(got, "submissions: the disk is nearly full") {
		t.Errorf("readyz says %q", got)
	}

	hop.SetScript(nil)
	waitFor(t, "everything that was accepted has arrived", func() bool {
		s.must(t, "", "queue", "retry", "all") // again: the last attempt may have been under way
		return len(hop.Messages()) >= accepted
	})
	waitFor(t, "submissions are taken again", func() bool { return readiness(t, s.ports["admin"]) == "ok\n" })
	waitFor(t, "the client's next try is taken", func() bool {
		return strings.HasPrefix(c.Submit("marie@asso.example", []string{"a@a.example"}, body), "250")
	})
	for _, m := range hop.Messages() {
		if !bytes.HasSuffix(m.Data, []byte(body[len(body)-1000:])) {
			t.Fatalf("a message arrived cut: %d octets, %q", len(m.Data), m.Data[max(0, len(m.Data)-100):])
		}
	}
}

func (p *server) logOnFailure(t *testing.T) {
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the relay's log:\n%s", p.log)
		}
	})
}
