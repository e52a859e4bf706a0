// Package link makes and checks the token of an unsubscribe link.
//
// A token says who may be silenced, not who it is: version, key id, purpose, the keyed hash of the address, and a MAC over
// all of it. No row is needed to check it, so it works when everything else was purged; it opens nothing but the opt-out.
// Keys have ids and rotate: the first makes tokens, all check them.
package link

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"souspli/policy/address"
)

// Layout of a token before base64url: version (1), key id (1), address key (16), purpose (1 to 64), MAC (16).
const (
	version    = 1
	macSize    = 16
	headSize   = 2 + address.KeySize
	maxPurpose = 64
)

// ErrToken says that a token is not one of ours. It never says why: whoever guesses learns nothing.
var ErrToken = errors.New("link: unknown token")

// Key is a secret that signs tokens.
type Key struct {
	ID     byte
	Secret address.Secret // 32 random octets
}

// Mint makes and checks tokens.
type Mint struct{ keys []Key }

// NewMint makes tokens with the first key and checks them with all.
func NewMint(keys ...Key) (Mint, error) {
	if len(keys) == 0 {
		return Mint{}, errors.New("link: no key")
	}
	return Mint{keys}, nil
}

// Token is the part of a link that is a person's right to opt out. It prints itself redacted.
type Token struct{ text string }

// Reveal gives the text that stands in the link: base64url without padding.
func (t Token) Reveal() string { return t.text }

// String hides the token: whoever reads a log must not be able to opt people out.
func (t Token) String() string { return "[token]" }

// Format hides the token under every verb.
func (t Token) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, t.String()) }

// LogValue hides the token in logs.
func (t Token) LogValue() slog.Value { return slog.StringValue(t.String()) }

// Claim is what a token says.
type Claim struct {
	Key     address.Key
	Purpose string
}

// Token makes the token by which the person behind c.Key can leave c.Purpose. It is the same each time.
func (m Mint) Token(c Claim) Token {
	key := m.keys[0]
	body := append([]byte{version, key.ID}, c.Key.Bytes()...)
	body = append(body, c.Purpose...)
	return Token{base64.RawURLEncoding.EncodeToString(append(body, key.mac(body)...))}
}

// Check reads a token that came back.
func (m Mint) Check(text string) (Claim, error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(b) <= headSize+macSize || len(b) > headSize+macSize+maxPurpose || b[0] != version {
		return Claim{}, ErrToken
	}
	body, mac := b[:len(b)-macSize], b[len(b)-macSize:]
	valid := false
	for _, key := range m.keys {
		if key.ID == b[1] && hmac.Equal(mac, key.mac(body)) {
			valid = true
		}
	}
	if !valid {
		return Claim{}, ErrToken
	}
	k, err := address.KeyFromBytes(body[2:headSize])
	return Claim{Key: k, Purpose: string(body[headSize:])}, err
}

func (k Key) mac(body []byte) []byte {
	h := hmac.New(sha256.New, k.Secret.Reveal())
	_, _ = io.WriteString(h, "souspli unsubscribe\x00") // a key signs for one use only
	_, _ = h.Write(body)
	return h.Sum(nil)[:macSize]
}
