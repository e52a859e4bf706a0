//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"souspli/relay/relaytest"
)

// failSyncs has a process's calls of fsync fail as when says ("3": the third of each thread, "1+": all), until the function it gives is called.
func failSyncs(t *testing.T, pid int, when string) (heal func()) {
	t.Helper()
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("needs strace")
	}
	cmd := exec.Command("strace", "-f", "-p", fmt.Sprint(pid), "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO:when="+when)
	said := &logBuffer{}
	cmd.Stderr = said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	healed := false
	heal = func() {
		if healed {
			return
		}
		healed = true
		_ = cmd.Process.Signal(os.Interrupt)
		<-ended
	}
	t.Cleanup(heal)
	waitFor(t, "strace is attached", func() bool {
		if strings.Contains(said.String(), "ermitted") {
			t.Skipf("needs strace, and leave to use it: %s", said)
		}
		return strings.Contains(said.String(), "attached")
	})
	return heal
}

// The disk fails to sync. Nothing is answered 250 or 200 that may be lost, the operator is told, and when the disk is well again
// so is the relay, without hands; what was acknowledged before and after has all arrived and is all on disk.
func TestTheDiskDoesNotSync(t *testing.T) {
	hop := relaytest.NewHop(t, relaytest.HopOptions{})
	s := newSite(t, hop.Addr, "")
	s.account(t, "marie")
	p := s.serve(t)
	p.logOnFailure(t)
	c := p.client(t, "marie")
	ids := []string{submitOne(t, c, "before")}
	link := linkOf(t, hop.Wait(1, 20*time.Second)[0].Data)

	heal := failSyncs(t, p.cmd.Process.Pid, "1+")
	for i := range 5 {
		if id := submitOne(t, c, fmt.Sprint("during", i)); id != "" {
			t.Errorf("submission %s was acknowledged without a sync", id)
		}
	}
	if got := oneClick(t, link); got < 500 {
		t.Errorf("the opt-out was answered %d", got)
	}
	if got := readiness(t, s.ports["admin"]); !strings.Contains(got, "database: cannot be written") {
		t.Errorf("readyz says %q", got)
	}
	heal()
	waitFor(t, "the relay is ready again", func() bool { return readiness(t, s.ports["admin"]) == "ok\n" })
	if got := oneClick(t, link); got != 200 {
		t.Errorf("the opt-out was answered %d", got)
	}
	ids = append(ids, submitOne(t, c, "after"))
	s.checkKept(t, p, hop, ids)
}

// A sync fails now and then, whichever it is: what was acknowledged is there, and nobody has to do anything.
func TestSomeSyncsFail(t *testing.T) {
	hop := relaytest.NewHop(t, relaytest.HopOptions{})
	s := newSite(t, hop.Addr, "")
	s.account(t, "marie")
	p := s.serve(t)
	p.logOnFailure(t)
	c := p.client(t, "marie")
	var ids []string
	last := 4
	if os.Getenv("SOUSPLI_LONG") != "" {
		last = 40
	}
	refused := 0
	for n := 1; n <= last; n++ {
		heal := failSyncs(t, p.cmd.Process.Pid, fmt.Sprint(n))
		for i := range n + 1 { // each takes one sync at least
			if id := submitOne(t, c, fmt.Sprintf("n%d-%d", n, i)); id != "" {
				ids = append(ids, id)
			} else {
				refused++
			}
		}
		heal()
		ids = append(ids, submitOne(t, c, fmt.Sprintf("n%d-after", n)))
	}
	if t.Logf("%d acknowledged, %d refused for the moment", len(ids), refused); refused == 0 {
		t.Error("no sync failed")
	}
	s.checkKept(t, p, hop, ids)
}

// submitOne submits a newsletter to one reader and gives the id under which it was acknowledged; "": 451.
func submitOne(t *testing.T, c *relaytest.Client, name string) (id string) {
	t.Helper()
	from, to := "news@asso.example", name+"@readers.example"
	got := c.Submit(from, []string{to}, mailTo(from, name, to))
	if id, found := strings.CutPrefix(got, "250 2.0.0 Queued as "); found {
		id, _, _ = strings.Cut(id, ":")
		return id
	}
	if !strings.HasPrefix(got, "451") {
		t.Fatalf("%s: %q", name, got)
	}
	c.Do("RSET")
	return ""
}

// checkKept wants everything that was acknowledged delivered, and remembered by a relay that was killed and started again.
func (s *site) checkKept(t *testing.T, p *server, hop *relaytest.Hop, ids []string) {
	t.Helper()
	waitFor(t, "the queue is empty", func() bool {
		s.must(t, "", "queue", "retry", "all")
		return s.must(t, "", "queue", "list") == ""
	})
	if n := len(hop.Messages()); n < len(ids) {
		t.Errorf("%d were acknowledged, %d arrived", len(ids), n)
	}
	_ = p.cmd.Process.Signal(syscall.SIGKILL)
	p.kill()
	s.serve(t)
	all := s.must(t, "", "queue", "list", "--all")
	for _, id := range ids {
		if id == "" || !strings.Contains(all, id) {
			t.Errorf("%q was acknowledged and is not known", id)
		}
	}
}
