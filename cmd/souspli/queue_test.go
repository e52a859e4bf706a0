package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"souspli/relay/metrics"
	"souspli/relay/relaytest"
	"souspli/store/storetest"
)

// An operator stops a newsletter of which copies are on their way, and is told how many.
func TestDeleteSaysWhatIsOnItsWay(t *testing.T) {
	hop := relaytest.NewHop(t, relaytest.HopOptions{Script: func(line string) string {
		if line == "." {
			time.Sleep(time.Second)
		}
		return ""
	}})
	s := newSite(t, hop.Addr, "")
	s.account(t, "tool", "--kind", "tool")
	readers := make([]string, 60)
	for i := range readers {
		readers[i] = fmt.Sprintf("r%d@a.example", i)
	}
	c := s.serve(t).client(t, "tool")
	c.Submit("news@asso.example", readers, mailTo("news@asso.example", "un", readers...))
	hop.Wait(1, 20*time.Second)
	got := s.must(t, "", "queue", "delete", "all", "--json")
	var said struct {
		Deliveries int `json:"deliveries"`
		OnTheirWay int `json:"on_their_way"`
	}
	if err := json.Unmarshal([]byte(got), &said); err != nil || said.OnTheirWay == 0 || said.Deliveries+said.OnTheirWay > len(readers) {
		t.Errorf("%s %v", got, err)
	}
	waitFor(t, "the queue is empty", func() bool { return s.must(t, "", "queue", "list") == "" })
	all := s.must(t, "", "queue", "list", "--all")
	if n := len(hop.Messages()); n != strings.Count(all, "delivered") || n > len(readers)-said.Deliveries || strings.Count(all, "deleted by an operator") != len(readers)-n {
		t.Errorf("%d arrived:\n%s", n, all)
	}
}

// A queue that cannot be counted does not look empty.
func TestGaugesOfABrokenQueue(t *testing.T) {
	d := &daemon{station: &station{store: storetest.Open(t)}, metrics: metrics.New()}
	d.gauges()
	scrape := func() string {
		w := httptest.NewRecorder()
		d.metrics.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		return w.Body.String()
	}
	for _, want := range []string{"0", "NaN"} {
		for _, name := range []string{"queue_waiting", "queue_held"} {
			if got := scrape(); !strings.Contains(got, "\nsouspli_"+name+" "+want+"\n") {
				t.Errorf("%s is not %s:\n%s", name, want, got)
			}
		}
		_ = d.store.Close()
	}
}
