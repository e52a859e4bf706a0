//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"souspli/policy/address"
	"souspli/relay/link"
	"souspli/relay/relaytest"
	"souspli/store/storetest"
)

// failpointProgram builds the program whose failpoints end it (store/failpoint_on.go).
func failpointProgram(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("needs go")
	}
	program := filepath.Join(t.TempDir(), "souspli")
	if out, err := exec.Command("go", "build", "-tags", "failpoint", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return program
}

// failpointCase is a moment of death and what it must show.
type failpointCase struct {
	point    string // NAME:N
	chunking bool
	change   string // whose answer is missing: "submission", "opt-out"; "": any
	kept     bool   // it is on disk all the same
	least    int    // copies that arrive again, in one of a few histories
	most     int
}

// The relay ends at each named moment, starts again, and the history holds: nothing acknowledged is lost, nobody who opted out
// is written to, what arrived twice was under way and is named.
func TestFailpoints(t *testing.T) {
	const any = 100
	program := failpointProgram(t)
	for _, tt := range []failpointCase{
		{point: "accept:3", change: "submission", most: any},
		{point: "accepted:3", change: "submission", kept: true, most: any},
		{point: "lease"},
		{point: "lease:4", most: any},
		{point: "send", least: 1, most: any},
		{point: "send", chunking: true, least: 1, most: any},
		{point: "send:20", least: 1, most: any},
		{point: "settle", least: 1, most: any},
		{point: "settle:4", chunking: true, most: any},
		{point: "settled:2", most: any},
		{point: "notice:2", most: any},
		{point: "noticed:2", most: any},
		{point: "opt-out", change: "opt-out", most: any},
		{point: "opted-out", change: "opt-out", kept: true, most: any},
	} {
		t.Run(fmt.Sprintf("%s chunking=%v", tt.point, tt.chunking), func(t *testing.T) {
			// A kernel may drop what the hop has not read yet when the relay dies with answers unread: then nothing came before.
			const tries = 3
			for try := 1; ; try++ {
				h := newFailHistory(t, tt.chunking)
				h.dieAt(t, program, tt)
				h.recover(t)
				twice := h.check(t, tt)
				if twice >= tt.least {
					return
				}
				if try == tries {
					t.Fatalf("%d copies arrived twice, in each of %d histories fewer than %d", twice, tries, tt.least)
				}
			}
		})
	}
	t.Run("migrate", func(t *testing.T) { testFailpointMigrate(t, program) })
}

// failHistory is what clients were told and what the next hop took.
type failHistory struct {
	*site
	hop      *relaytest.Hop
	link     string          // by which out@out.example opts out
	begun    int             // submissions
	acked    map[int]bool    // of them got their 250
	optedOut bool            // was answered 200
	underWay map[string]bool // "submission domain" that was leased at the moment of death
}

// Each submission goes to so many who take it, each at a domain of their own, so that the queue names them.
const failReaders = 6

func newFailHistory(t *testing.T, chunking bool) *failHistory {
	t.Helper()
	h := &failHistory{acked: map[int]bool{}, underWay: map[string]bool{}}
	var o relaytest.HopOptions
	if chunking {
		o.Extensions = []string{"PIPELINING", "CHUNKING", "8BITMIME"}
	}
	h.hop = relaytest.NewHop(t, o)
	h.hop.SetScript(h.answers("RCPT TO:<out@"))
	h.site = newSite(t, h.hop.Addr, "[[submission.trusted]]\nnetwork = \"127.0.0.1/32\"\naccount = \"tool\"\n")
	h.account(t, "tool", "--kind", "tool")
	h.link = h.linkFor(t, "out@out.example")
	return h
}

// answers refuses some for good and one for the moment.
func (h *failHistory) answers(later string) relaytest.Script {
	return func(line string) string {
		switch {
		case strings.HasPrefix(line, "RCPT TO:<no@"):
			return "550 5.1.1 unknown"
		case later != "" && strings.HasPrefix(line, later):
			return "451 4.2.1 later"
		}
		return ""
	}
}

// linkFor makes somebody's way out, before a copy shows it.
func (h *failHistory) linkFor(t *testing.T, who string) string {
	t.Helper()
	environment := func(string) string { return "" }
	c, file, err := load(h.file, environment)
	if err != nil {
		t.Fatal(err)
	}
	st, err := openStation(t.Context(), c, file, environment)
	if err != nil {
		t.Fatal(err)
	}
	a, err := address.Parse(who)
	if err = st.close(err); err != nil {
		t.Fatal(err)
	}
	return "http://" + h.ports["web"] + "/u/" + st.mint.Token(link.Claim{Key: st.keyer.Key(a), Purpose: "newsletter"}).Reveal()
}

// dieAt lets the relay work until it ends itself, and keeps what was under way then. Notices are written at the start.
func (h *failHistory) dieAt(t *testing.T, program string, tt failpointCase) {
	t.Helper()
	notices := strings.HasPrefix(tt.point, "notice")
	if notices {
		p := h.serve(t)
		h.load(t, 5)
		waitFor(t, "the refusals are recorded, and nothing is under way", func() bool {
			states := map[string]int{}
			for _, row := range h.rows(t) {
				states[row.State]++
			}
			return states["failed"] == 4 && states["queued"]+states["leased"] == 0
		})
		p.kill()
	}
	p := h.start(t, program, "SOUSPLI_FAILPOINT="+tt.point)
	if !notices {
		p.ready(t)
		h.load(t, 40)
	}
	select {
	case err := <-p.exited:
		p.exited <- err
		if err == nil || err.Error() != "signal: killed" {
			t.Fatalf("exit: %v\n%s", err, p.log)
		}
	case <-time.After(20 * time.Second):
		t.Fatalf("%s was never passed\n%s", tt.point, p.log)
	}
	for _, row := range h.rows(t) {
		if row.State == "leased" {
			h.underWay[row.key()] = true
		}
	}
}

// load submits until the relay is gone. One person opts out when their first copy waits.
func (h *failHistory) load(t *testing.T, most int) {
	t.Helper()
	c := relaytest.Dial(t, h.ports["submission"])
	c.Do("EHLO client.test")
	for alive := true; alive && h.begun < most; h.begun++ {
		if h.begun == 2 {
			h.optedOut = h.click()
		}
		alive = h.submit(c, h.begun)
		if alive {
			h.acked[h.begun] = true
		}
	}
}

// submit reports whether a submission got its 250.
func (h *failHistory) submit(c *relaytest.Client, n int) bool {
	lines := []string{"MAIL FROM:<news@asso.example>"}
	for _, r := range failRecipients(n) {
		lines = append(lines, "RCPT TO:<"+r+">")
	}
	for _, line := range append(lines, "DATA") {
		if c.Do(line) == "" {
			return false
		}
	}
	c.Raw(mailTo("news@asso.example", fmt.Sprintf("n%d", n), "news@asso.example"))
	return strings.HasPrefix(c.Do("."), "250 2.0.0 Queued")
}

// failRecipients are those of a submission. The first has nobody but those who take it.
func failRecipients(n int) (list []string) {
	for i := range failReaders {
		list = append(list, fmt.Sprintf("r@r%d.n%d.example", i, n))
	}
	if n > 0 {
		list = append(list, fmt.Sprintf("no@no.n%d.example", n), "out@out.example")
	}
	return list
}

// click opts out and reports whether that was answered.
func (h *failHistory) click() bool {
	answer, err := http.PostForm(h.link, url.Values{"List-Unsubscribe": {"One-Click"}})
	if err != nil {
		return false
	}
	_ = answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// recover starts the relay without a failpoint until all is delivered, and once more, so that it writes its notices at once.
func (h *failHistory) recover(t *testing.T) {
	t.Helper()
	h.hop.SetScript(h.answers(""))
	for range 2 {
		p := h.serve(t)
		p.logOnFailure(t)
		waitFor(t, "the queue is empty", func() bool {
			h.must(t, "", "queue", "retry", "all")
			return h.must(t, "", "queue", "list") == ""
		})
		if err := p.stop(t); err != nil {
			t.Errorf("exit: %v", err)
		}
	}
	p := h.serve(t) // what the second wrote goes out
	waitFor(t, "every sender was told", func() bool { return h.must(t, "", "queue", "list") == "" && h.untold(t) == 0 })
	p.kill()
}

// untold is how many submissions with a refusal have no notice at the next hop.
func (h *failHistory) untold(t *testing.T) (n int) {
	_, notices := h.arrived(t)
	for _, row := range h.rows(t) {
		if row.State == "failed" && notices[row.number()] == 0 {
			n++
		}
	}
	return n
}

// failRow is a delivery as queue list shows it.
type failRow struct {
	Submission, Domain, State, Answer string
	Twice                             bool `json:"may_have_arrived_twice"`
}

func (r failRow) key() string { return r.Submission + " " + r.Domain }

// number says of which submission of the test a reader's delivery is; -1: of none.
func (r failRow) number() int {
	n := -1
	if parts := strings.Split(r.Domain, "."); len(parts) == 3 {
		_, _ = fmt.Sscanf(parts[1], "n%d", &n)
	}
	return n
}

func (h *failHistory) rows(t *testing.T) (list []failRow) {
	t.Helper()
	for lines := json.NewDecoder(strings.NewReader(h.must(t, "", "queue", "list", "--all", "--json"))); lines.More(); {
		var r failRow
		if err := lines.Decode(&r); err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

// arrived counts copies by domain, and notices by submission.
func (h *failHistory) arrived(t *testing.T) (copies map[string]int, notices map[int]int) {
	t.Helper()
	copies, notices = map[string]int{}, map[int]int{}
	for _, m := range h.hop.Messages() {
		if bytes.Contains(m.Data, []byte("message/delivery-status")) {
			n := -1
			_, about, _ := bytes.Cut(m.Data, []byte("\r\nIn-Reply-To: <n"))
			_, _ = fmt.Sscanf(string(about), "%d@", &n)
			notices[n]++
			continue
		}
		_, domain, _ := strings.Cut(strings.Trim(strings.Fields(m.To)[0], "<>"), "@")
		copies[domain]++
	}
	return copies, notices
}

// check holds the whole history against what each promise allows, and gives how many copies came again.
func (h *failHistory) check(t *testing.T, tt failpointCase) (twice int) {
	t.Helper()
	rows := h.rows(t)
	copies, notices := h.arrived(t)
	twice = h.checkReaders(t, rows, copies, tt)
	h.checkNotices(t, rows, notices)
	out := h.checkOptOut(t, rows, copies["out.example"], tt)
	if twice > min(tt.most, len(h.underWay)) {
		t.Errorf("%d copies arrived twice; %d were under way", twice, len(h.underWay))
	}
	t.Logf("%d of %d submissions acknowledged; %d deliveries under way at the end, %d arrived twice; opt-out answered %v, %s; %d notices", len(h.acked), h.begun, len(h.underWay), twice, h.optedOut, out, len(notices))
	return twice
}

// checkReaders compares what the queue remembers with what arrived, and gives how many copies came again.
func (h *failHistory) checkReaders(t *testing.T, rows []failRow, copies map[string]int, tt failpointCase) (twice int) {
	t.Helper()
	known := map[int]int{}
	for _, r := range rows {
		n, want := r.number(), "delivered"
		if n < 0 {
			continue
		}
		known[n]++
		if strings.HasPrefix(r.Domain, "no.") {
			want = "failed"
		}
		if r.State != want || (want == "delivered") != (copies[r.Domain] > 0) {
			t.Errorf("%s is %s and arrived %d times", r.Domain, r.State, copies[r.Domain])
		}
		if again := copies[r.Domain] > 1; again && (!r.Twice || !h.underWay[r.key()] || copies[r.Domain] > 2) {
			t.Errorf("%s arrived %d times; under way at the end: %v, named: %v", r.Domain, copies[r.Domain], h.underWay[r.key()], r.Twice)
		} else if again {
			twice++
		}
	}
	for n := range h.begun {
		whole := len(failRecipients(n)) - min(n, 1) // without the one at out.example
		if known[n] != whole && (h.acked[n] || known[n] > 0) {
			t.Errorf("submission %d, acknowledged %v: %d of %d deliveries are known", n, h.acked[n], known[n], whole)
		}
		if kept := known[n] > 0; tt.change == "submission" && !h.acked[n] && kept != tt.kept {
			t.Errorf("submission %d without an answer is kept: %v", n, kept)
		}
	}
	return twice
}

// checkNotices wants one for each submission with a refusal; a notice that was itself under way may come again.
func (h *failHistory) checkNotices(t *testing.T, rows []failRow, notices map[int]int) {
	t.Helper()
	underWay, again := 0, 0
	for _, r := range rows {
		if r.State == "failed" && notices[r.number()] == 0 {
			t.Errorf("nobody was told of %s", r.Domain)
		}
		if r.Domain == "asso.example" && r.Twice {
			underWay++
		}
	}
	for n, count := range notices {
		if again += count - 1; n < 1 || count > 2 {
			t.Errorf("%d notices about submission %d", count, n)
		}
	}
	if again > underWay {
		t.Errorf("%d notices came again, %d were under way", again, underWay)
	}
}

// checkOptOut makes sure that an opt-out that was answered holds, and that one that was not has either happened or not.
func (h *failHistory) checkOptOut(t *testing.T, rows []failRow, arrived int, tt failpointCase) (seen string) {
	t.Helper()
	holds := strings.Contains(h.must(t, "", "suppress", "check", "out@out.example", "--purpose", "newsletter"), "out@out.example: suppressed\n")
	if h.optedOut && !holds || tt.change == "opt-out" && (h.optedOut || holds != tt.kept) {
		t.Errorf("opt-out answered %v, holds %v", h.optedOut, holds)
	}
	if holds && arrived > 0 {
		t.Errorf("written to %d times after the opt-out", arrived)
	}
	for _, r := range rows {
		if r.Domain != "out.example" {
			continue
		}
		if holds && (r.State != "suppressed" || r.Answer == "") || !holds && (r.State != "delivered" || arrived == 0) {
			t.Errorf("opted out %v: %+v, %d copies arrived", holds, r, arrived)
		}
	}
	return fmt.Sprintf("holds %v, %d copies", holds, arrived)
}

// testFailpointMigrate: a move to PostgreSQL that is cut off between the copy and the end of the old file leaves the queue in the old file, whole,
// and is taken up by the next one.
func testFailpointMigrate(t *testing.T, program string) {
	database := storetest.OwnServer(t).Database(t)
	s := newSite(t, "127.0.0.1:1", "")
	s.account(t, "tool", "--kind", "tool")
	s.must(t, "", "suppress", "add", "bob@b.example")
	p := s.serve(t)
	if got := p.client(t, "tool").Submit("news@asso.example", []string{"a@a.example", "bob@b.example"}, mailTo("news@asso.example", "un", "a@a.example")); !strings.HasSuffix(got, ": 1 deliveries, 1 suppressed") {
		t.Fatal(got)
	}
	if err := p.stop(t); err != nil {
		t.Fatal(err)
	}
	before := s.must(t, "", "queue", "list", "--all", "--json")
	cut := exec.Command(program, "--config", s.file, "migrate", "--to", database)
	cut.Env = append(os.Environ(), "SOUSPLI_FAILPOINT=migrate")
	if out, err := cut.CombinedOutput(); err == nil || err.Error() != "signal: killed" {
		t.Fatalf("%v\n%s", err, out)
	}
	if after := s.must(t, "", "queue", "list", "--all", "--json"); after != before {
		t.Errorf("before: %s\nafter: %s", before, after)
	}
	if out := s.must(t, "", "migrate", "--to", database); !strings.Contains(out, "an earlier souspli migrate had copied everything") {
		t.Error(out)
	}
	s.on(t, database)
	if after := s.must(t, "", "queue", "list", "--all", "--json"); after != before {
		t.Errorf("before: %s\non the server: %s", before, after)
	}
}
