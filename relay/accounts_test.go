package relay_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"souspli/policy/address"
	"souspli/relay"
	"souspli/store"
	"souspli/store/storetest"
)

func TestAuthenticate(t *testing.T) {
	s := storetest.Open(t)
	now := noon
	accounts, err := relay.NewAccounts(s, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	secret := func(p string) address.Secret { return address.NewSecret([]byte(p)) }
	hash, err := relay.HashPassword(secret("right"))
	if err != nil {
		t.Fatal(err)
	}
	for name, password := range map[string]string{"marie": hash, "broken": "$argon2id$v=19$m=4000000,t=9,p=9$AAAA$AAAA", "nologin": ""} {
		if err := s.AddAccount(t.Context(), store.Account{Name: name, Kind: "person", Locale: "fr", Password: password, Created: noon}); err != nil {
			t.Fatal(err)
		}
	}
	home := netip.MustParseAddr("192.0.2.1")
	login := func(user, password string) error {
		_, err := accounts.Authenticate(t.Context(), user, secret(password), home)
		return err
	}
	if err := login("marie", "right"); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range [][2]string{{"marie", "wrong"}, {"marie", ""}, {"nobody", "right"}, {"nologin", ""}, {"broken", "x"}, {"", ""}} {
		if err := login(wrong[0], wrong[1]); !errors.Is(err, relay.ErrCredentials) {
			t.Errorf("%v: %v", wrong, err)
		}
	}
	for range 10 {
		_ = login("marie", "guess")
	}
	if err := login("marie", "guess"); !errors.Is(err, relay.ErrTooManyFailures) {
		t.Errorf("after many failures: %v", err)
	}
	if err := login("marie", "right"); err != nil {
		t.Errorf("a tool that was right a moment ago is locked out by a guesser beside it: %v", err)
	}
	now = now.Add(10 * time.Minute)
	if err := login("marie", "guess"); !errors.Is(err, relay.ErrCredentials) {
		t.Errorf("after a pause: %v", err)
	}
	other, err := relay.HashPassword(secret("new"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SetPassword(t.Context(), "marie", other); err != nil {
		t.Fatal(err)
	}
	if err := login("marie", "right"); !errors.Is(err, relay.ErrCredentials) {
		t.Errorf("the old password after a change: %v", err)
	}
}

// A login that goes on follows its account: other senders, another password, no account any more.
func TestRenew(t *testing.T) {
	s := storetest.Open(t)
	accounts, err := relay.NewAccounts(s, func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	add := func(password, sender string) {
		t.Helper()
		hash, err := relay.HashPassword(address.NewSecret([]byte(password)))
		if err != nil {
			t.Fatal(err)
		}
		p, err := address.ParsePattern(sender)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.AddAccount(t.Context(), store.Account{Name: "marie", Kind: "person", Locale: "fr", Password: hash, Created: noon, Senders: []address.Pattern{p}}); err != nil {
			t.Fatal(err)
		}
	}
	add("first", "marie@asso.example")
	byPassword, err := accounts.Authenticate(t.Context(), "marie", address.NewSecret([]byte("first")), netip.MustParseAddr("192.0.2.1"))
	if err != nil {
		t.Fatal(err)
	}
	byNetwork, err := accounts.ByName(t.Context(), "marie")
	if err != nil {
		t.Fatal(err)
	}
	for _, login := range []relay.Login{byPassword, byNetwork} {
		if _, err := accounts.Renew(t.Context(), login); err != nil {
			t.Error(err)
		}
	}
	if err := s.RemoveAccount(t.Context(), "marie"); err != nil {
		t.Fatal(err)
	}
	for _, login := range []relay.Login{byPassword, byNetwork} {
		if _, err := accounts.Renew(t.Context(), login); !errors.Is(err, relay.ErrCredentials) {
			t.Errorf("a removed account: %v", err)
		}
	}
	add("second", "other@asso.example")
	if _, err := accounts.Renew(t.Context(), byPassword); !errors.Is(err, relay.ErrCredentials) {
		t.Errorf("another password: %v", err)
	}
	now, err := accounts.Renew(t.Context(), byNetwork)
	if err != nil || len(now.Account.Senders) != 1 || now.Account.Senders[0].Reveal() != "other@asso.example" {
		t.Errorf("other senders: %v, %v", now.Account.Senders, err)
	}
}

// Whoever has one address of IPv6 has 2⁶⁴ of them: they count as one place. Neighbours in IPv4 are others.
func TestGuessersByPlace(t *testing.T) {
	accounts, err := relay.NewAccounts(storetest.Open(t), func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	guess := func(from string) error {
		_, err := accounts.Authenticate(t.Context(), "marie", address.NewSecret([]byte("guess")), netip.MustParseAddr(from))
		return err
	}
	for i := range 10 {
		_ = guess(fmt.Sprintf("2001:db8:1:2::%x", i))
		_ = guess(fmt.Sprintf("192.0.2.%d", i))
	}
	for from, want := range map[string]error{"2001:db8:1:2:ffff::1": relay.ErrTooManyFailures, "2001:db8:1:3::1": relay.ErrCredentials, "192.0.2.200": relay.ErrCredentials} {
		if err := guess(from); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", from, err, want)
		}
	}
}

// Newsletter tools log in once a message: after the first time that costs no hash, and it is not mistaken for guessing.
func TestManyLogins(t *testing.T) {
	s := storetest.Open(t)
	accounts, err := relay.NewAccounts(s, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	hash, err := relay.HashPassword(address.NewSecret([]byte("p")))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.AddAccount(t.Context(), store.Account{Name: "tool", Kind: "tool", Locale: "fr", Password: hash, Created: noon}); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			for range 100 {
				if _, err := accounts.Authenticate(context.Background(), "tool", address.NewSecret([]byte("p")), netip.MustParseAddr("192.0.2.2")); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestPasswordsAreSalted(t *testing.T) {
	a, err := relay.HashPassword(address.NewSecret([]byte("same")))
	if err != nil {
		t.Fatal(err)
	}
	b, _ := relay.HashPassword(address.NewSecret([]byte("same")))
	if a == b || strings.Contains(a, "same") {
		t.Errorf("%s, %s", a, b)
	}
}
