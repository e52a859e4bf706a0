package deliver_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"

	"souspli/relay/deliver"
	"souspli/relay/relaytest"
	"souspli/store"
)

// names is a resolver that knows what it is told.
type names map[string][]*net.MX

func (n names) LookupMX(_ context.Context, domain string) ([]*net.MX, error) {
	if domain == "broken.example" {
		return nil, &net.DNSError{IsTemporary: true}
	}
	if list, found := n[domain]; found {
		return list, nil
	}
	return nil, &net.DNSError{IsNotFound: true}
}

func (n names) LookupHost(_ context.Context, host string) ([]string, error) {
	if host == "plain.example" {
		return []string{"192.0.2.1"}, nil
	}
	return nil, &net.DNSError{IsNotFound: true}
}

// Each copy goes to its domain's servers, the next one where the first cannot be reached.
func TestMX(t *testing.T) {
	h := relaytest.NewHop(t, relaytest.HopOptions{})
	target := hop(h)
	target.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.HasPrefix(address, "down.") {
			return nil, errors.New("connection refused")
		}
		return (&net.Dialer{}).DialContext(ctx, network, h.Addr)
	}
	resolver := names{
		"a.example": {{Host: "down.a.example.", Pref: 10}, {Host: "up.a.example.", Pref: 20}}, "down.example": {{Host: "down.x.", Pref: 1}}, "null.example": {{Host: "."}},
	}
	r := newRig(t, func() deliver.Sender { return deliver.NewMX(target, resolver, 2) })
	id := r.queue(t, func(s *store.Submission) { s.Envelope.From = "" }, "1@a.example", "2@a.example", "3@plain.example", "4@down.example", "5@null.example", "6@nowhere.example", "7@broken.example")
	stop := r.run(t)
	rows := r.settled(t, id)
	stop()
	want := []string{"delivered 250", "delivered 250", "delivered 250", "deferred connection: refused", "failed 556 5.1.10", "failed 550 5.1.2", "deferred connection: name"}
	for i, row := range rows {
		if got := string(row.State) + " " + row.Outcome; !strings.HasPrefix(got, want[i]) {
			t.Errorf("%s: %s, want %s", row.ID, got, want[i])
		}
	}
	if len(h.Messages()) != 3 {
		t.Errorf("%d arrived", len(h.Messages()))
	}
}

// A server that lets in one conversation gets all copies over that one; a server that lets in none costs one attempt each.
func TestFewerConversationsThanWanted(t *testing.T) {
	h := relaytest.NewHop(t, relaytest.HopOptions{Script: func() relaytest.Script {
		first := nth("connect", 1, "220 hop.test")
		return func(line string) string {
			if line != "connect" {
				return ""
			}
			if first(line) != "" {
				return "220 hop.test"
			}
			return "421 4.7.0 too many connections"
		}
	}()})
	r := newRig(t, to(hop(h), 4))
	id := r.queue(t, func(s *store.Submission) { s.Envelope.From = "" }, people(100)...)
	stop := r.run(t)
	for _, row := range r.settled(t, id) {
		if row.State != store.Delivered || row.Attempts != 1 {
			t.Fatalf("%s: %s after %d attempts: %s", row.ID, row.State, row.Attempts, row.Outcome)
		}
	}
	stop()
}
