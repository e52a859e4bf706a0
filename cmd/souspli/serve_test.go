package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"souspli/relay/relaytest"
)

// ballast is about so many octets of text. Words, since long runs of one letter read like base64, which is slow to look into.
func ballast(octets int) string {
	const line = "Les courriers de ce mois sont longs, et ceux du mois d'avant aussi.\r\n"
	return strings.Repeat(line, octets/len(line))
}

// mailTo writes a message as a client would.
func mailTo(from, subject string, to ...string) string {
	return "From: " + from + "\r\nTo: " + strings.Join(to, ",\r\n ") + "\r\nSubject: " + subject + "\r\nDate: Sun, 22 Nov 2026 12:00:00 +0000\r\nMessage-ID: <" + subject + "@client.test>\r\n\r\nBonjour\r\n"
}

// withMembers attaches a list of members in clear.
func withMembers(from, to string) string {
	var csv strings.Builder
	csv.WriteString("Nom;Prenom;Date de naissance;E-mail\r\n")
	for i := range 30 {
		fmt.Fprintf(&csv, "Dupont%d;Marie;%02d/03/1975;marie.dupont%d@orange.fr\r\n", i, i%28+1, i)
	}
	return "From: " + from + "\r\nTo: " + to + "\r\nSubject: La liste\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nCi-joint.\r\n" +
		"--b\r\nContent-Type: text/csv; name=\"membres.csv\"\r\nContent-Disposition: attachment; filename=\"membres.csv\"\r\n\r\n" + csv.String() + "--b--\r\n"
}

// linkOf finds the way out of a copy.
func linkOf(t testing.TB, copy []byte) string {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(copy))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Trim(strings.Split(m.Header.Get("List-Unsubscribe"), ",")[0], "<> ")
}

func oneClick(t testing.TB, link string) int {
	t.Helper()
	answer, err := http.PostForm(link, url.Values{"List-Unsubscribe": {"One-Click"}})
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

func status(t testing.TB, address string) int {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	return answer.StatusCode
}

// The main job, end to end: submit, decide, queue, deliver, opt out, report.
func TestServe(t *testing.T) {
	hop := relaytest.NewHop(t, relaytest.HopOptions{})
	s := newSite(t, hop.Addr, "")
	s.account(t, "marie")
	p := s.serve(t)
	for _, path := range []string{"/healthz", "/readyz", "/metrics"} {
		if got := status(t, "http://"+s.ports["admin"]+path); got != http.StatusOK {
			t.Errorf("%s: %d", path, got)
		}
	}
	c := p.client(t, "marie")
	readers := []string{"alice@a.example", "bob@b.example", "carol@c.example"}
	if got := c.Submit("news@asso.example", readers, mailTo("news@asso.example", "un", readers...)); !strings.HasSuffix(got, ": 3 deliveries, 0 suppressed") {
		t.Fatal(got)
	}
	links := map[string]string{}
	for _, m := range hop.Wait(3, 20*time.Second) {
		to := strings.Trim(strings.Fields(m.To)[0], "<>")
		links[to] = linkOf(t, m.Data)
		for _, other := range readers {
			if other != to && bytes.Contains(m.Data, []byte(other)) {
				t.Errorf("%s sees %s", to, other)
			}
		}
		if got := status(t, links[to]); got != http.StatusOK {
			t.Errorf("the link of %s: %d", to, got)
		}
	}
	if got := oneClick(t, links["bob@b.example"]); got != http.StatusOK {
		t.Fatalf("one click: %d", got)
	}
	if got := c.Submit("news@asso.example", readers, mailTo("news@asso.example", "deux", readers...)); !strings.HasSuffix(got, ": 2 deliveries, 1 suppressed") {
		t.Error(got)
	}
	messages := hop.Wait(6, 20*time.Second) // two copies and the report
	report := false
	for _, m := range messages[3:] {
		if strings.HasPrefix(m.To, "<news@asso.example>") {
			report = strings.HasPrefix(m.From, "<>") && bytes.Contains(m.Data, []byte("bob@b.example"))
		} else if strings.HasPrefix(m.To, "<bob") {
			t.Error("written to after the opt-out")
		}
	}
	if !report {
		t.Error("the sender was not told who got nothing")
	}
	refused := c.Submit("marie@asso.example", []string{"x@x.example"}, withMembers("marie@asso.example", "x@x.example"))
	if !strings.HasPrefix(refused, "554-5.7.1 [personal-data] \"membres.csv\"") {
		t.Errorf("members in clear: %q", refused)
	}
	why := regexp.MustCompile(`http://\S+/why/\S+`).FindString(refused)
	if got := status(t, why); got != http.StatusOK {
		t.Errorf("%s: %d", why, got)
	}
	if err := p.stop(t); err != nil {
		t.Errorf("exit: %v\n%s", err, p.log)
	}
	for _, clear := range append(readers, "marie@asso", "news@asso", "Bonjour", "membres", links["alice@a.example"]) {
		if strings.Contains(p.log.String(), clear) {
			t.Errorf("%q stands in the log:\n%s", clear, p.log)
		}
	}
	checkPrivate(t, filepath.Join(s.dir, "data"))
}

// checkPrivate makes sure that nothing in data_dir can be read by others.
func checkPrivate(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// POST to the link of a copy that waits stops that copy; the others go out when the next hop is back.
func TestOptOutStopsAWaitingCopy(t *testing.T) {
	var down atomic.Bool
	hop := relaytest.NewHop(t, relaytest.HopOptions{Script: func(line string) string {
		if line == "connect" && down.Load() {
			return "421 4.3.2 down"
		}
		return ""
	}})
	s := newSite(t, hop.Addr, "")
	s.account(t, "tool", "--kind", "tool")
	p := s.serve(t)
	c := p.client(t, "tool")
	readers := []string{"alice@a.example", "bob@b.example"}
	c.Submit("news@asso.example", readers, mailTo("news@asso.example", "un", readers...))
	var link string
	for _, m := range hop.Wait(2, 20*time.Second) {
		if strings.HasPrefix(m.To, "<bob") {
			link = linkOf(t, m.Data)
		}
	}
	time.Sleep(100 * time.Millisecond)
	down.Store(true)
	_ = p.stop(t) // ends the open conversations
	p = s.serve(t)
	c = p.client(t, "tool")
	if got := c.Submit("news@asso.example", readers, mailTo("news@asso.example", "deux", readers...)); !strings.HasSuffix(got, ": 2 deliveries, 0 suppressed") {
		t.Fatal(got)
	}
	waitFor(t, "both copies deferred", func() bool { return strings.Count(s.must(t, "", "queue", "list"), "deferred") == 2 })
	if got := oneClick(t, link); got != http.StatusOK {
		t.Fatal(got)
	}
	down.Store(false)
	if got := s.must(t, "", "queue", "retry", "all"); !strings.Contains(got, "2 deliveries due now") {
		t.Error(got)
	}
	messages := hop.Wait(3, 20*time.Second)
	if !strings.HasPrefix(messages[2].To, "<alice") {
		t.Errorf("went to %s", messages[2].To)
	}
	waitFor(t, "one delivered and one suppressed", func() bool {
		all := s.must(t, "", "queue", "list", "--all")
		return strings.Count(all, "delivered") == 3 && strings.Count(all, "suppressed") == 1
	})
	if len(hop.Messages()) != 3 {
		t.Error("bob was written to after his click")
	}
	trace := s.must(t, "", "trace", "--recipient", "bob@b.example")
	for _, want := range []string{"suppressed", "one-click", "opted-out", "opted out before delivery"} {
		if !strings.Contains(trace, want) {
			t.Errorf("trace does not tell %q:\n%s", want, trace)
		}
	}
	if strings.Contains(trace, "bob@") {
		t.Errorf("trace shows the address:\n%s", trace)
	}
}

func waitFor(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !ok(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("still not: %s", what)
		}
	}
}

// kill -9 while hundreds of deliveries are under way: every accepted recipient's copy arrives, twice only what was in flight.
func TestKill(t *testing.T) {
	const submissions, recipients, connections, window = 5, 100, 10, 2 // of each connection one is under way and one is being recorded
	var slow atomic.Bool
	slow.Store(true)
	hop := relaytest.NewHop(t, relaytest.HopOptions{Script: func(line string) string {
		if slow.Load() && line == "." {
			time.Sleep(5 * time.Millisecond)
		}
		return ""
	}})
	s := newSite(t, hop.Addr, "")
	s.account(t, "tool", "--kind", "tool")
	p := s.serve(t)
	accepted := map[string]bool{}
	for n := range submissions {
		c := p.client(t, "tool")
		var to []string
		for i := range recipients {
			to = append(to, fmt.Sprintf("r%d-%d@x.example", n, i))
		}
		if got := c.Submit("news@asso.example", to, mailTo("news@asso.example", fmt.Sprint(n), "news@asso.example")); !strings.HasPrefix(got, "250") {
			t.Fatal(got)
		}
		for _, r := range to {
			accepted[r] = true
		}
	}
	kills := 0
	for ; kills < 3 && len(hop.Messages()) < submissions*recipients*9/10; kills++ {
		hop.Wait(len(hop.Messages())+40, 30*time.Second)
		p.kill()
		p = s.serve(t)
	}
	slow.Store(false)
	arrived := map[string]int{}
	waitFor(t, "every copy has arrived", func() bool {
		clear(arrived)
		for _, m := range hop.Messages() {
			arrived[strings.Trim(strings.Fields(m.To)[0], "<>")]++
		}
		return len(arrived) == len(accepted)
	})
	waitFor(t, "the queue is empty", func() bool { return s.must(t, "", "queue", "list") == "" })
	twice := 0
	for r, n := range arrived {
		if !accepted[r] {
			t.Errorf("%s was never accepted", r)
		}
		twice += n - 1
	}
	if kills == 0 || twice > kills*connections*window {
		t.Errorf("%d copies arrived twice in %d kills with %d connections", twice, kills, connections)
	}
	t.Logf("%d kills, %d copies twice", kills, twice)
}

// explain predicts exactly what serve then does.
func TestExplainPredicts(t *testing.T) {
	hop := relaytest.NewHop(t, relaytest.HopOptions{})
	s := newSite(t, hop.Addr, "")
	s.account(t, "marie")
	s.must(t, "", "suppress", "add", "bob@b.example", "--purpose", "newsletter")
	s.must(t, "", "suppress", "add", "gone@g.example")
	p := s.serve(t)
	many := []string{"a@a.example", "b@b.example", "c@c.example", "d@d.example", "e@e.example", "f@f.example"}
	for name, x := range map[string]struct {
		from string
		to   []string
		raw  string
	}{
		"newsletter":      {"news@asso.example", []string{"alice@a.example", "bob@b.example"}, mailTo("news@asso.example", "n", "alice@a.example", "bob@b.example")},
		"all suppressed":  {"news@asso.example", []string{"bob@b.example"}, mailTo("news@asso.example", "s", "bob@b.example")},
		"correspondence":  {"marie@asso.example", []string{"bob@b.example", "gone@g.example"}, mailTo("marie@asso.example", "c", "bob@b.example", "gone@g.example")},
		"many visible":    {"marie@asso.example", many, mailTo("marie@asso.example", "m", many...)},
		"members":         {"marie@asso.example", []string{"x@x.example"}, withMembers("marie@asso.example", "x@x.example")},
		"other sender":    {"marie@asso.example", []string{"x@x.example"}, mailTo("boss@other.example", "o", "x@x.example")},
		"malformed":       {"marie@asso.example", []string{"x@x.example"}, "From: marie@asso.example\r\nFrom: b@asso.example\r\n\r\nx\r\n"},
		"unknown purpose": {"marie@asso.example", []string{"x@x.example"}, "X-Souspli-Purpose: nope\r\n" + mailTo("marie@asso.example", "u", "x@x.example")},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "m.eml")
			if err := os.WriteFile(file, []byte(x.raw), 0o600); err != nil {
				t.Fatal(err)
			}
			var predicted explained
			out := s.must(t, "", "explain", "--json", file, "--user", "marie", "--from", x.from, "--to", strings.Join(x.to, ","))
			if err := json.Unmarshal([]byte(out), &predicted); err != nil {
				t.Fatal(err)
			}
			before := len(hop.Messages())
			reply := p.client(t, "marie").Submit(x.from, x.to, x.raw)
			if predicted.Verdict == "refuse" {
				if reply != strings.ReplaceAll(predicted.Reply, "\r\n", "\n") {
					t.Errorf("explain: %q\nserve:   %q", predicted.Reply, reply)
				}
				return
			}
			deliver, suppressed := 0, 0
			for _, r := range predicted.Recipients {
				switch r.Fate {
				case "deliver":
					deliver++
				case "suppressed":
					suppressed++
				}
			}
			if want := fmt.Sprintf(": %d deliveries, %d suppressed", deliver, suppressed); !strings.HasSuffix(reply, want) {
				t.Errorf("explain: %s\nserve:   %s", want, reply)
			}
			hop.Wait(before+deliver, 20*time.Second)
		})
	}
}

func TestStopAndReload(t *testing.T) {
	hop := relaytest.NewHop(t, relaytest.HopOptions{})
	s := newSite(t, hop.Addr, "")
	s.account(t, "marie")
	p := s.serve(t)

	// A second daemon on the same folder, and a port that is taken, are one clear line each.
	if status, _, errOut := s.run(t, "", "serve"); status != exitFailed || !strings.Contains(errOut, "another souspli runs on this data_dir") {
		t.Errorf("second daemon: %d %s", status, errOut)
	}
	other := newSite(t, hop.Addr, "")
	text, err := os.ReadFile(other.file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(other.file, bytes.ReplaceAll(text, []byte(other.ports["web"]), []byte(s.ports["web"])), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _, errOut := other.run(t, "", "serve"); status != exitFailed || !strings.Contains(errOut, "web: cannot listen on "+s.ports["web"]+": address already in use") || strings.Count(errOut, "souspli:") != 1 {
		t.Errorf("port in use: %d %s", status, errOut)
	}

	// SIGHUP reads the configuration again; a faulty file changes nothing.
	text, err = os.ReadFile(s.file)
	if err != nil {
		t.Fatal(err)
	}
	reload := func(content, wait string) {
		t.Helper()
		if err := os.WriteFile(s.file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		waitFor(t, wait, func() bool { return strings.Contains(p.log.String(), wait) })
	}
	reload(strings.Replace(string(text), "max_mess", "", 1)+"\nnonsense = 1\n", "the configuration was not reloaded")
	page := "http://" + s.ports["web"] + "/notice/added"
	if got := status(t, page); got != http.StatusNotFound {
		t.Errorf("before: %d", got)
	}
	c := p.client(t, "marie")
	send := func(n int) {
		t.Helper()
		if got := c.Submit("marie@asso.example", []string{"a@a.example"}, mailTo("marie@asso.example", fmt.Sprint(n), "a@a.example")); !strings.HasPrefix(got, "250") {
			t.Fatal(got)
		}
		hop.Wait(n, 20*time.Second)
	}
	send(1)
	reload(string(text)+"\n[[purpose]]\nid = \"added\"\ntitle = { fr = \"Ajouté\" }\nlegal_basis = \"contract\"\n", "configuration reloaded")
	if got := status(t, page); got != http.StatusOK {
		t.Errorf("after: %d", got)
	}
	if send(2); hop.Connections() != 1 { // a next hop that counts them would refuse another
		t.Errorf("%d conversations with the same next hop", hop.Connections())
	}
	another := relaytest.NewHop(t, relaytest.HopOptions{})
	reload(strings.ReplaceAll(string(text), hop.Addr, another.Addr), "configuration reloaded")
	waitFor(t, "the next hop is another", func() bool {
		c.Submit("marie@asso.example", []string{"a@a.example"}, mailTo("marie@asso.example", "ailleurs", "a@a.example"))
		return len(another.Messages()) > 0
	})

	// SIGTERM lets a message in flight end and exits with 0.
	c.Want("MAIL FROM:<marie@asso.example>", "250")
	c.Want("RCPT TO:<a@a.example>", "250")
	c.Want("DATA", "354")
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "no new connections", func() bool {
		conn, err := net.DialTimeout("tcp", s.ports["submission"], time.Second)
		if err == nil {
			_ = conn.Close()
		}
		return err != nil
	})
	c.Raw(mailTo("marie@asso.example", "fin", "a@a.example"))
	if got := c.Do("."); !strings.HasPrefix(got, "250") {
		t.Errorf("a message in flight: %q", got)
	}
	select {
	case err := <-p.exited:
		p.exited <- err
		if err != nil {
			t.Errorf("exit: %v\n%s", err, p.log)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("does not end within 30 s")
	}
}

// Exit statuses: 0 done, 1 failed, 2 wrong use or wrong configuration (CONTRACT 3).
func TestExitStatus(t *testing.T) {
	s := newSite(t, "", "")
	for _, tt := range []struct {
		want int
		args []string
	}{
		{exitDone, []string{"config", "check"}}, {exitDone, []string{"user", "list"}}, {exitDone, []string{"--help"}}, {exitDone, []string{"queue", "list"}},
		{exitFailed, []string{"user", "remove", "nobody"}}, {exitFailed, []string{"scan", "/nowhere"}}, {exitFailed, []string{"restore", "/nowhere"}},
		{exitFailed, []string{"queue", "show", "0000000000002"}}, {exitFailed, []string{"trace", "--recipient", "a@b.example"}},
		{exitUsage, []string{"frobnicate"}}, {exitUsage, []string{"serve", "now"}}, {exitUsage, []string{"--frob"}}, {exitUsage, []string{"user", "add"}},
		{exitUsage, []string{"queue", "retry"}}, {exitUsage, []string{"explain", "x.eml"}}, {exitUsage, []string{"suppress", "add", "nonsense"}}, {exitUsage, []string{"queue", "show", "nonsense"}},
	} {
		if got, out, errOut := s.run(t, "", tt.args...); got != tt.want {
			t.Errorf("%v: %d, want %d\n%s%s", tt.args, got, tt.want, out, errOut)
		}
	}
	s.file = filepath.Join(s.dir, "missing.toml")
	if got, _, _ := s.run(t, "", "serve"); got != exitUsage {
		t.Errorf("a missing configuration: %d", got)
	}
}
