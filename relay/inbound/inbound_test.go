package inbound_test

import (
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"souspli/policy"
	"souspli/policy/address"
	"souspli/relay"
	"souspli/relay/inbound"
	"souspli/relay/link"
	"souspli/relay/metrics"
	"souspli/relay/relaytest"
	"souspli/relay/submit"
	"souspli/store"
	"souspli/store/storetest"
)

func TestUnsubscribeByMail(t *testing.T) {
	s := storetest.Open(t)
	mint, err := link.NewMint(link.Key{ID: 1, Secret: address.NewSecret([]byte("l"))})
	if err != nil {
		t.Fatal(err)
	}
	jean, err := address.Parse("jean@example.org")
	if err != nil {
		t.Fatal(err)
	}
	person := address.NewKeyer(storetest.Secret()).Key(jean)
	r := &inbound.Receiver{Domain: "bounces.test", Purposes: func() []string { return []string{"newsletter", "assemblee-generale-2026"} }, Store: s, Mint: mint, Metrics: metrics.New(), Log: slog.New(slog.DiscardHandler), Now: time.Now}
	server := submit.NewServer(r.Config(submit.Config{Hostname: "relay.test", MaxConnections: 10, Log: r.Log,
		Refuse: func(relay.Trouble, policy.Account) relay.Reply {
			return relay.Reply{Code: 451, Lines: []string{"[x] x"}}
		}}))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() { _ = server.Serve(l, false) }()

	token := mint.Token(link.Claim{Key: person, Purpose: "newsletter"}).Reveal()
	c := relaytest.Dial(t, l.Addr().String())
	if ehlo := c.Want("EHLO x", "250"); strings.Contains(ehlo, "AUTH") {
		t.Errorf("AUTH is offered:\n%s", ehlo)
	}
	c.Want("AUTH PLAIN AGEAYg==", "5")
	c.Want("MAIL FROM:<stranger@elsewhere.example>", "250")
	for _, nobody := range []string{"jean@example.org", "u+x@bounces.test", "u+" + token + "@other.test", "postmaster@relay.test", "u+" + token + "%x@bounces.test", `"u+` + token + `@bounces.test"@relay.test`} {
		c.Want("RCPT TO:<"+nobody+">", "5")
	}
	c.Want("RCPT TO:<u+"+token+"@Bounces.TEST>", "250")
	c.Want("DATA", "354")
	c.Raw("From: somebody@else.example\r\nSubject: subscribe me\r\n\r\nno\r\n")
	c.Want(".", "250")
	list, err := s.SuppressionsOf(t.Context(), person)
	if err != nil || len(list) != 1 || list[0].Purpose != "newsletter" || list[0].Source != store.SourceMail {
		t.Errorf("%+v, %v", list, err)
	}

	// A long purpose is recorded by its name; one that is not configured any more is not lost.
	gone := "assemblee-generale-2025"
	for _, purpose := range []string{"assemblee-generale-2026", gone} {
		c.Want("MAIL FROM:<>", "250")
		c.Want("RCPT TO:<u+"+mint.Token(link.Claim{Key: person, Purpose: purpose}).Reveal()+"@bounces.test>", "250")
		c.Want("DATA", "354")
		c.Raw("From: somebody@else.example\r\n\r\n")
		c.Want(".", "250")
	}
	list, err = s.SuppressionsOf(t.Context(), person)
	if err != nil || len(list) != 3 || list[0].Purpose != link.Alias(gone) || list[1].Purpose != "assemblee-generale-2026" {
		t.Errorf("%+v, %v", list, err)
	}
	if rows, err := s.Rows(t.Context(), store.Filter{}); err != nil || len(rows) != 0 {
		t.Errorf("something was answered: %+v, %v", rows, err)
	}
}
