package main

import (
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"souspli/relay/relaytest"
	"souspli/store/storetest"
)

// on makes the site use another database.
func (s *site) on(t testing.TB, url string) {
	t.Helper()
	text, err := os.ReadFile(s.file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.file, []byte(string(text)+"\n[database]\nurl = \""+url+"\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// wants executes a command that has to fail with these words.
func (s *site) wants(t testing.TB, words string, args ...string) {
	t.Helper()
	if status, out, errOut := s.run(t, "", args...); status == exitDone || !strings.Contains(errOut, words) {
		t.Errorf("souspli %s: status %d, without %q:\n%s%s", strings.Join(args, " "), status, words, out, errOut)
	}
}

// A relay with a queue moves to PostgreSQL: what waited is delivered, who opted out stays so, and the old file is closed.
func TestMigrate(t *testing.T) {
	database := storetest.OwnServer(t)
	url := database.Database(t)
	var down atomic.Bool
	hop := relaytest.NewHop(t, relaytest.HopOptions{Script: func(line string) string {
		if line == "connect" && down.Load() {
			return "421 4.3.2 down"
		}
		return ""
	}})
	down.Store(true)
	s := newSite(t, hop.Addr, "")
	s.account(t, "marie")
	s.must(t, "", "suppress", "add", "bob@b.example", "--purpose", "newsletter")
	p := s.serve(t)
	readers := []string{"alice@a.example", "bob@b.example", "carol@c.example"}
	if got := p.client(t, "marie").Submit("news@asso.example", readers, mailTo("news@asso.example", "un", readers...)); !strings.HasSuffix(got, ": 2 deliveries, 1 suppressed") {
		t.Fatal(got)
	}
	waitFor(t, "two copies and the report deferred", func() bool { return strings.Count(s.must(t, "", "queue", "list"), "deferred") == 3 })
	s.wants(t, "stop the relay first", "migrate", "--to", url)
	if err := p.stop(t); err != nil {
		t.Fatal(err)
	}
	s.wants(t, "--to is no address", "migrate", "--to", "sqlite:///x")
	s.wants(t, "cannot be used", "migrate", "--to", strings.Replace(url, "souspli-pg", "nowhere-pg", 1))

	if out := s.must(t, "", "migrate", "--to", url); !strings.Contains(out, "4  delivery") || !strings.Contains(out, "1  suppression\n") || !strings.Contains(out, "1  account\n") {
		t.Error(out)
	}
	s.wants(t, "nothing to move", "migrate", "--to", url)
	s.wants(t, "was moved to a server", "queue", "list")
	s.on(t, url)
	down.Store(false)
	p = s.serve(t)
	s.must(t, "", "queue", "retry", "all")
	for _, m := range hop.Wait(3, 20*time.Second) {
		if strings.HasPrefix(m.To, "<bob") {
			t.Error("the opt-out was lost on the way")
		}
	}
	if got := p.client(t, "marie").Submit("news@asso.example", readers, mailTo("news@asso.example", "deux", readers...)); !strings.HasSuffix(got, ": 2 deliveries, 1 suppressed") {
		t.Error(got)
	}
	hop.Wait(6, 20*time.Second)
	backUpAndRestore(t, s)
	crashUnder(t, database, p, hop)
	if err := p.stop(t); err != nil {
		t.Errorf("exit: %v\n%s", err, p.log)
	}
	startWithout(t, s)
}

// backUpAndRestore writes a backup of the PostgreSQL database and reads it into a folder of its own.
func backUpAndRestore(t *testing.T, s *site) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "backup")
	s.must(t, "", "backup", file)
	other := newSite(t, "", "")
	other.must(t, "", "restore", file)
	if got := other.must(t, "", "suppress", "check", "bob@b.example"); !strings.Contains(got, "suppressed") {
		t.Error(got)
	}
}

// crashUnder lets the server fail while the relay runs: it comes back by itself.
func crashUnder(t *testing.T, database *storetest.Server, p *server, hop *relaytest.Hop) {
	t.Helper()
	if err := database.Crash(); err != nil {
		t.Fatal(err)
	}
	if err := database.Start(); err != nil {
		t.Fatal(err)
	}
	n := len(hop.Messages())
	if got := p.client(t, "marie").Submit("marie@asso.example", []string{"dora@d.example"}, mailTo("marie@asso.example", "trois", "dora@d.example")); !strings.HasSuffix(got, ": 1 deliveries, 0 suppressed") {
		t.Error(got)
	}
	hop.Wait(n+1, 20*time.Second)
}

// startWithout starts what must not start: without the keys of the database, and beside a file that was not moved.
func startWithout(t *testing.T, s *site) {
	t.Helper()
	data := filepath.Join(s.dir, "data")
	for _, name := range []string{databaseFile, keysFile} {
		if err := os.Rename(filepath.Join(data, name), filepath.Join(s.dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	s.wants(t, "copy keys.json from the relay", "queue", "list")
	second := newSite(t, "", "")
	second.account(t, "jean")
	second.wants(t, "does not belong to the keys", "migrate", "--to", databaseOf(t, s))
	second.on(t, databaseOf(t, s))
	second.wants(t, "is not empty while database.url names a server", "queue", "list")
}

// databaseOf gives the address of the site's database.
func databaseOf(t testing.TB, s *site) string {
	t.Helper()
	c, _, err := load(s.file, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	return c.Database.URL
}
