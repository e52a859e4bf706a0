package address

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// KeySize is the length of a key in octets: HMAC-SHA-256 cut to 128 bits, short enough for a link.
const KeySize = 16

// Key recognises one person's mailbox without holding it.
type Key struct{ sum [KeySize]byte }

// Keyer makes keys under one secret.
type Keyer struct{ secret Secret }

// NewKeyer makes keys under secret, which should be 32 random octets.
func NewKeyer(secret Secret) Keyer { return Keyer{secret} }

// Key gives the key of a: the same for every spelling that Normal makes equal.
func (k Keyer) Key(a Address) Key {
	mac := hmac.New(sha256.New, k.secret.Reveal())
	_, _ = io.WriteString(mac, a.Normal())
	var key Key
	copy(key.sum[:], mac.Sum(nil))
	return key
}

// KeyFromBytes restores a key that Bytes gave.
func KeyFromBytes(b []byte) (Key, error) {
	if len(b) != KeySize {
		return Key{}, errors.New("address: key has the wrong length")
	}
	return Key{[KeySize]byte(b)}, nil
}

// Bytes gives the key for the database or a token.
func (k Key) Bytes() []byte { return k.sum[:] }

// String shows enough of a key to tell two apart in a log, and not enough to look one up.
func (k Key) String() string { return "key:" + hex.EncodeToString(k.sum[:4]) }

// Format shows the short form under every verb.
func (k Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, k.String()) }

// LogValue shows the short form in logs.
func (k Key) LogValue() slog.Value { return slog.StringValue(k.String()) }

// Secret is bytes that must not be printed: a password, a key.
type Secret struct{ b []byte }

// NewSecret wraps b, which the caller must not change afterwards.
func NewSecret(b []byte) Secret { return Secret{b} }

// Reveal gives the bytes.
func (s Secret) Reveal() []byte { return s.b }

// IsZero reports whether there is no secret.
func (s Secret) IsZero() bool { return len(s.b) == 0 }

// Equal reports whether both are the same, and does not tell by its time where they differ.
func (s Secret) Equal(o Secret) bool { return subtle.ConstantTimeCompare(s.b, o.b) == 1 }

// String hides the secret.
func (s Secret) String() string { return "[secret]" }

// Format hides the secret under every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// MarshalText hides the secret in JSON.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue hides the secret in logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
