package link_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"souspli/policy/address"
	"souspli/relay/link"
)

func key(id byte, secret string) link.Key {
	return link.Key{ID: id, Secret: address.NewSecret([]byte(secret))}
}

func claim(t *testing.T, addr, purpose string) link.Claim {
	t.Helper()
	a, err := address.Parse(addr)
	if err != nil {
		t.Fatal(err)
	}
	return link.Claim{Key: address.NewKeyer(address.NewSecret([]byte("a"))).Key(a), Purpose: purpose}
}

func mint(t *testing.T, keys ...link.Key) link.Mint {
	t.Helper()
	m, err := link.NewMint(keys...)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestRoundTrip(t *testing.T) {
	m := mint(t, key(1, "one"))
	for _, purpose := range []string{"n", "newsletter", strings.Repeat("p", 64)} {
		c := claim(t, "jean@example.org", purpose)
		token := m.Token(c)
		got, err := m.Check(token.Reveal())
		if err != nil || got != c {
			t.Errorf("%s: got %+v, %v", purpose, got, err)
		}
		if strings.Trim(token.Reveal(), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			t.Errorf("%s does not fit a URL", token.Reveal())
		}
		if m.Token(c) != token {
			t.Error("the token changes from time to time")
		}
	}
}

// Every bit counts: none can be flipped, nothing can be cut off or added.
func TestAlteredTokensAreUnknown(t *testing.T) {
	m := mint(t, key(1, "one"))
	token := m.Token(claim(t, "jean@example.org", "newsletter")).Reveal()
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		t.Fatal(err)
	}
	for bit := range len(raw) * 8 {
		altered := append([]byte(nil), raw...)
		altered[bit/8] ^= 1 << (bit % 8)
		if _, err := m.Check(base64.RawURLEncoding.EncodeToString(altered)); err == nil {
			t.Errorf("bit %d can be flipped", bit)
		}
	}
	for n := range len(token) {
		if _, err := m.Check(token[:n]); err == nil {
			t.Errorf("cut to %d characters it is accepted", n)
		}
	}
	last := token[:len(token)-1] + string(token[len(token)-1]+1) // other unused bits in the last character
	for _, bad := range []string{"", token + "A", token + "=", " " + token, last, strings.Repeat("A", 60), "é"} {
		if c, err := m.Check(bad); err == nil {
			t.Errorf("%q is accepted as %+v", bad, c)
		}
	}
}

func TestKeysRotate(t *testing.T) {
	c := claim(t, "jean@example.org", "newsletter")
	old := mint(t, key(1, "one")).Token(c)
	rotated := mint(t, key(2, "two"), key(1, "one"))
	if got, err := rotated.Check(old.Reveal()); err != nil || got != c {
		t.Errorf("an old token is dead after rotation: %v", err)
	}
	if _, err := mint(t, key(1, "one")).Check(rotated.Token(c).Reveal()); err == nil {
		t.Error("the new key does not sign")
	}
	if _, err := mint(t, key(1, "other")).Check(old.Reveal()); err == nil {
		t.Error("a key with the same id and another secret accepts the token")
	}
	if _, err := link.NewMint(); err == nil {
		t.Error("a mint without a key")
	}
}

func TestTokensHideThemselves(t *testing.T) {
	token := mint(t, key(1, "one")).Token(claim(t, "jean@example.org", "newsletter"))
	for _, printed := range []string{fmt.Sprint(token), fmt.Sprintf("%+v %#v %q", token, token, token)} {
		if strings.Contains(printed, token.Reveal()) {
			t.Error("a token was printed in clear")
		}
	}
}

func FuzzCheck(f *testing.F) {
	m, err := link.NewMint(key(1, "one"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add("AQE")
	f.Fuzz(func(t *testing.T, s string) {
		if _, err := m.Check(s); err == nil {
			t.Fatalf("forged: %q", s)
		}
	})
}
