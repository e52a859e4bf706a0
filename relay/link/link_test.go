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
	for _, purpose := range []string{"n", "newsletter", "twelve-chars", "thirteen-long", strings.Repeat("p", 64)} {
		c := claim(t, "jean@example.org", purpose)
		token := m.Token(c)
		got, err := m.Check(token.Reveal())
		if got = got.Resolve("other", purpose, strings.Repeat("q", 64)); err != nil || got != c {
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

// In "u+TOKEN@domain" the local part has at most 64 octets (RFC 5321 4.5.3.1.1).
func TestTokensFitALocalPart(t *testing.T) {
	m := mint(t, key(1, "one"))
	for n := 1; n <= 64; n++ {
		if token := m.Token(claim(t, "jean@example.org", strings.Repeat("p", n))).Reveal(); len("u+"+token) > 64 {
			t.Errorf("a purpose of %d octets makes a local part of %d", n, len("u+"+token))
		}
	}
}

// A long purpose that nobody knows any more keeps one name, which no configured purpose has, until it is known again.
func TestUnknownLongPurposes(t *testing.T) {
	m := mint(t, key(1, "one"))
	c := claim(t, "jean@example.org", "assemblee-generale-2025")
	got, err := m.Check(m.Token(c).Reveal())
	if err != nil || !got.IsAlias() || got.Purpose != link.Alias(c.Purpose) || got.Key != c.Key {
		t.Fatalf("%+v, %v", got, err)
	}
	if unresolved := got.Resolve("assemblee-generale-2026", "newsletter"); unresolved != got {
		t.Errorf("taken for another purpose: %+v", unresolved)
	}
	if resolved := got.Resolve(c.Purpose); resolved != c || resolved.IsAlias() {
		t.Errorf("not resolved: %+v", resolved)
	}
	if link.Alias("newsletter") != "newsletter" {
		t.Error("a short purpose has another name")
	}
}

// Links that were sent before long purposes were hashed go on working.
func TestOldLongTokens(t *testing.T) {
	c := claim(t, "jean@example.org", "assemblee-generale-2025")
	const old = "AQFMHn69vAEbaPIu_YKf0-IcYXNzZW1ibGVlLWdlbmVyYWxlLTIwMjUBa4EkOiuIm0LiKZXUKI67"
	if got, err := mint(t, key(1, "one")).Check(old); err != nil || got != c {
		t.Errorf("%+v, %v", got, err)
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
	for _, bad := range []string{"", token + "A", token + "=", " " + token, token + "\n", token[:9] + "\r\n" + token[9:], last, strings.Repeat("A", 60), "é"} {
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
