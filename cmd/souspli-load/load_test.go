package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"souspli/store/storetest"
)

// What is submitted straight to the next hop is counted there, octet for octet, over each way of sending it.
func TestSubmitAndReceive(t *testing.T) {
	for _, pipelining := range []bool{true, false} {
		h, err := startHop(hopOptions{address: "127.0.0.1:0", pipelining: pipelining, keep: 1})
		if err != nil {
			t.Fatal(err)
		}
		defer h.close()
		l := load{address: h.address(), sessions: 3, count: 10, recipients: 150, size: 2000, from: "news@load.test", reuse: true, prefix: "r"}
		s := l.run(t.Context())
		if s.Accepted != 10 || s.Recipients != 1500 || s.First != "" {
			t.Fatal(s)
		}
		if err := h.wait(t.Context(), 1500, time.Second); err != nil {
			t.Fatal(err)
		}
		if r := h.result(); r.Messages != 1500 || r.Twice != 0 || len(h.kept[0]) > 2000 || len(h.kept[0]) < 1900 {
			t.Errorf("%s; %d octets", r, len(h.kept[0]))
		}
	}
}

// A next hop behind its gate takes nothing; then it takes what waited, and the links of the copies can be read.
func TestGate(t *testing.T) {
	gate := make(chan struct{})
	h, err := startHop(hopOptions{address: "127.0.0.1:0", gate: gate, keep: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	c, err := load{address: h.address(), lmtp: true}.open()
	if err != nil {
		t.Fatal(err)
	}
	text := "From: a@load.test\r\nList-Unsubscribe: <http://relay.test/u/x>,\r\n <mailto:u@relay.test>\r\n\r\nHello\r\n"
	answered := make(chan error)
	go func() { answered <- c.submit("a@load.test", []string{"b@readers.test"}, text) }()
	select {
	case err := <-answered:
		t.Fatal("answered behind the gate: ", err)
	case <-time.After(20 * time.Millisecond):
	}
	close(gate)
	if err := <-answered; err != nil {
		t.Fatal(err)
	}
	if link := h.link(0); link != "http://relay.test/u/x" || h.link(1) != "" {
		t.Errorf("link %q", link)
	}
	ways, err := h.ways(map[string]time.Time{"b@readers.test": h.first.Add(-time.Second)})
	if err != nil || len(ways) != 1 || ways[0] != time.Second {
		t.Errorf("%v %v", ways, err)
	}
}

func TestFaults(t *testing.T) {
	for text, want := range map[string]submitted{
		"rcpt:1:550":    {Refused: 4},
		"data:1:451":    {Refused: 4},
		"dot:1:554":     {Refused: 4},
		"dot:1:close":   {Broken: 4},
		"dot:1:cut":     {Broken: 4},
		"connect:1:421": {Refused: 4},
		"mail:0:550":    {Accepted: 4},
	} {
		f, err := parseFault(text)
		if err != nil {
			t.Fatal(err)
		}
		h, err := startHop(hopOptions{address: "127.0.0.1:0", pipelining: true, faults: []fault{f}})
		if err != nil {
			t.Fatal(err)
		}
		got := load{address: h.address(), sessions: 2, count: 4, recipients: 1, size: 500, from: "a@load.test"}.run(t.Context())
		if got.Accepted != want.Accepted || got.Refused != want.Refused || got.Broken != want.Broken {
			t.Errorf("%s: %s", text, got)
		}
		if taken := h.result().Messages; taken > 0 != (text == "dot:1:cut" || want.Accepted > 0) {
			t.Errorf("%s: %d messages were taken", text, taken)
		}
		h.close()
	}
	for _, bad := range []string{"", "dot", "dot:x:550", "dot:1:250"} {
		if _, err := parseFault(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestFigures(t *testing.T) {
	var list []time.Duration
	for i := range 100 {
		list = append(list, time.Duration(100-i)*time.Millisecond)
	}
	if got, want := summarise(list), (latency{P50: 51, P99: 100, Max: 100}); got != want {
		t.Errorf("%+v", got)
	}
	if got := median([]float64{4, 1, 3, 2}); got != 2.5 {
		t.Error(got)
	}
	if got := median([]float64{9, 1, 3}); got != 3 {
		t.Error(got)
	}
	var out bytes.Buffer
	(&app{out: &out, json: true}).print(received{Messages: 3, Recipients: 2, Twice: 1})
	var back received
	if err := json.Unmarshal(out.Bytes(), &back); err != nil || back.Twice != 1 || !strings.HasSuffix(out.String(), "\n") {
		t.Errorf("%s %v", out.String(), err)
	}
}

// build makes the relay from what lies here.
func build(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("kills a relay under load")
	}
	binary := filepath.Join(t.TempDir(), "souspli")
	if out, err := exec.Command("go", "build", "-o", binary, "souspli/cmd/souspli").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return binary
}

// A relay is killed under load, and loses nothing.
func TestCrash(t *testing.T) {
	t.Parallel()
	binary := build(t)
	for _, chunking := range []bool{true, false} {
		c := crash{relay: relayOptions{binary: binary, dir: t.TempDir(), connections: 5}, hop: hopOptions{address: "127.0.0.1:0", pipelining: true, chunking: chunking, delay: 5 * time.Millisecond},
			kills: 4, submissions: 50, recipients: 10, seed: 1, progress: t.Logf}
		h, err := c.run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !h.ok() {
			t.Error(h)
		}
	}
}

// Of four relays on one database one is killed, one frozen and one cut off, both for longer than a lease lasts: nothing is lost,
// and nothing goes twice that was not sent before.
func TestCrashOfOneAmongSeveral(t *testing.T) {
	t.Parallel()
	database := storetest.OwnServer(t).Database(t)
	c := crash{relay: relayOptions{binary: build(t), dir: t.TempDir(), connections: 5, database: database},
		hop:    hopOptions{address: "127.0.0.1:0", pipelining: true, chunking: true, delay: 300 * time.Millisecond},
		relays: 4, outage: 36 * time.Second, kills: 1, submissions: 30, recipients: 40, seed: 5, progress: t.Logf}
	h, err := c.run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if t.Log(h); !h.ok() {
		t.Error(h)
	}
}

// What arrived again is excused by what was done to the relay that had sent it before, and by nothing else.
func TestBlame(t *testing.T) {
	at := func(second int) time.Time { return time.Unix(int64(second), 0) }
	struck := []strike{{relay: "a", kind: "frozen", from: at(10), to: at(50)}, {relay: "b", kind: killed, from: at(70), to: at(70), back: at(70).Add(200 * time.Millisecond)}}
	by := func(second int, relay string) arrival { return arrival{at: at(second), from: relay} }
	started := at(70).Add(250 * time.Millisecond)
	for _, tt := range []struct {
		arrivals []arrival
		late     int
	}{
		{[]arrival{by(5, "a")}, 0},
		{[]arrival{by(9, "a"), by(40, "b")}, 0},              // taken over
		{[]arrival{by(40, "b"), by(51, "a")}, 1},             // the frozen one woke up, and sent what it had lost
		{[]arrival{by(9, "a"), by(40, "b"), by(51, "a")}, 1}, // likewise
		{[]arrival{by(60, "a"), by(61, "a")}, 1},
		{[]arrival{by(69, "b"), by(75, "b")}, 0},
		{[]arrival{by(71, "b"), by(75, "b")}, 0},            // it was on its way when the relay was killed
		{[]arrival{{at(71), "b", started}, by(75, "b")}, 1}, // it had been started again by then
	} {
		again, late := blame(map[string][]arrival{"x": tt.arrivals}, struck)
		if late != tt.late || again[0]+again[1] != len(tt.arrivals)-1-late {
			t.Errorf("%v: %d late, %v because of one", tt.arrivals, late, again)
		}
	}
}

// Of strikes that follow each other closely on the same relay each has its own repeats.
func TestBlameOfNeighbours(t *testing.T) {
	at := func(tenths int) time.Time { return time.Unix(0, 0).Add(time.Duration(tenths) * 100 * time.Millisecond) }
	struck := []strike{
		{relay: "a", kind: "frozen", from: at(100), to: at(500)},
		{relay: "a", kind: killed, from: at(504), to: at(504), back: at(505)},
		{relay: "a", kind: killed, from: at(509), to: at(509), back: at(510)},
		{relay: "b", kind: "cut off", from: at(515), to: at(915)},
		{relay: "a", kind: "cut off", from: at(920), to: at(1320)},
	}
	sent := func(at, opened time.Time) arrival { return arrival{at, "a", opened} }
	seen := map[string][]arrival{}
	for i, tt := range []struct {
		first arrival
		again time.Time
	}{
		{sent(at(99), at(50)), at(450)},
		{sent(at(101), at(50)), at(530)},  // taken over when the next strikes were past
		{sent(at(503), at(50)), at(810)},  // soon after the relay woke up, and just before it was killed
		{sent(at(506), at(50)), at(810)},  // on its way when it was killed, and was started again at once
		{sent(at(508), at(506)), at(810)}, // by the next process, which was killed likewise
		{sent(at(511), at(506)), at(810)},
		{sent(at(503), at(50)), at(503)}, // before it was killed: it was still being written when the relay was frozen
		{sent(at(919), at(511)), at(1300)},
	} {
		seen[fmt.Sprint(i)] = []arrival{tt.first, {at: tt.again, from: "b"}}
	}
	again, late := blame(seen, struck)
	if want := []int{3, 2, 2, 0, 1}; late != 0 || !slices.Equal(again, want) {
		t.Errorf("%v, want %v; %d late", again, want, late)
	}
}
