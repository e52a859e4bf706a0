package main

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
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

// The relay is built from what lies here, killed under load, and loses nothing.
func TestCrash(t *testing.T) {
	if testing.Short() {
		t.Skip("kills a relay under load")
	}
	binary := filepath.Join(t.TempDir(), "souspli")
	if out, err := exec.Command("go", "build", "-o", binary, "souspli/cmd/souspli").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
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
