// Package link makes and checks the token of an unsubscribe link.
//
// A token says who may be silenced, not who it is: version, key id, purpose, the keyed hash of the address, and a MAC over
// all of it. No row is needed to check it, so it works when everything else was purged; it opens nothing but the opt-out.
// Keys have ids and rotate: the first makes tokens, all check them.
//
// The same token stands behind "u+" in a mail address, whose local part holds 64 octets (RFC 5321 4.5.3.1.1). A purpose too
// long for that goes into the token as a hash of its id, its alias, and whoever reads the token resolves it among the
// purposes that there are. One that nobody knows any more is left under its alias, which is a purpose like any other, so
// that the opt-out is recorded; a purpose that comes back into the configuration takes over what stands under its alias.
package link

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"

	"souspli/policy/address"
)

// Layout of a token before base64url: version (1), key id (1), address key (16), purpose, MAC (16). The purpose is its id (1
// to 64) in version 1, and the hash of its id (12) in version 2, which serves where the id is longer than that hash.
const (
	named, hashed = 1, 2 // versions
	macSize       = 16
	headSize      = 2 + address.KeySize
	maxPurpose    = 64
	hashSize      = 12
)

// aliasMark begins an alias. No id of a purpose does.
const aliasMark = "#"

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
	Purpose string // its id, or the alias of one that was not resolved
}

// Resolve names the purpose, if it is one of these.
func (c Claim) Resolve(ids ...string) Claim {
	if i := slices.IndexFunc(ids, func(id string) bool { return Alias(id) == c.Purpose }); i >= 0 {
		c.Purpose = ids[i]
	}
	return c
}

// IsAlias reports whether the purpose is not known by its id.
func (c Claim) IsAlias() bool { return strings.HasPrefix(c.Purpose, aliasMark) }

// Alias is what stands for a purpose in its tokens: the id itself where it is short.
func Alias(id string) string {
	if len(id) <= hashSize {
		return id
	}
	return alias(hash(id))
}

func alias(h []byte) string { return aliasMark + base64.RawURLEncoding.EncodeToString(h) }

func hash(id string) []byte {
	h := sha256.Sum256([]byte("souspli purpose\x00" + id))
	return h[:hashSize]
}

// Token makes the token by which the person behind c.Key can leave c.Purpose. It is the same each time.
func (m Mint) Token(c Claim) Token {
	key, version, purpose := m.keys[0], byte(named), []byte(c.Purpose)
	if len(purpose) > hashSize {
		version, purpose = hashed, hash(c.Purpose)
	}
	body := append([]byte{version, key.ID}, c.Key.Bytes()...)
	body = append(body, purpose...)
	return Token{base64.RawURLEncoding.EncodeToString(append(body, key.mac(body)...))}
}

// Check reads a token that came back. Only the text that was made is taken, and no other spelling of the same octets.
func (m Mint) Check(text string) (Claim, error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || base64.RawURLEncoding.EncodeToString(b) != text || !fits(b) {
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
	purpose := string(body[headSize:])
	if b[0] == hashed {
		purpose = alias(body[headSize:])
	}
	return Claim{Key: k, Purpose: purpose}, err
}

// fits reports whether a token has a known version and the length that belongs to it.
func fits(b []byte) bool {
	purpose := len(b) - headSize - macSize
	if purpose < 1 {
		return false
	}
	return b[0] == named && purpose <= maxPurpose || b[0] == hashed && purpose == hashSize
}

func (k Key) mac(body []byte) []byte {
	h := hmac.New(sha256.New, k.Secret.Reveal())
	_, _ = io.WriteString(h, "souspli unsubscribe\x00") // a key signs for one use only
	_, _ = h.Write(body)
	return h.Sum(nil)[:macSize]
}
