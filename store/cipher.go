package store

import (
	stdcipher "crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"golang.org/x/crypto/chacha20poly1305"

	"souspli/policy/address"
)

// cipher seals what must not be read from a copied database: XChaCha20-Poly1305 with a random nonce before each text.
type cipher struct {
	aead   stdcipher.AEAD
	random io.Reader
}

func newCipher(secret address.Secret, random io.Reader) (cipher, error) {
	key, err := hkdf.Key(sha256.New, secret.Reveal(), nil, "souspli queue", chacha20poly1305.KeySize)
	if err != nil {
		return cipher{}, err
	}
	aead, err := chacha20poly1305.NewX(key)
	if random == nil {
		random = rand.Reader
	}
	return cipher{aead, random}, err
}

// place binds a sealed text to its row, so that texts cannot be exchanged between rows.
func place(table string, id ID, seq int) []byte {
	b := append([]byte(table), 0)
	b = binary.BigEndian.AppendUint64(b, uint64(id))
	return binary.BigEndian.AppendUint64(b, uint64(seq))
}

// seal writes the sealed text behind dst.
func (c cipher) seal(dst, plain, place []byte) ([]byte, error) {
	n := len(dst)
	dst = slices.Grow(dst, c.aead.NonceSize()+len(plain)+c.aead.Overhead())[:n+c.aead.NonceSize()]
	if _, err := io.ReadFull(c.random, dst[n:]); err != nil {
		return nil, err
	}
	return c.aead.Seal(dst, dst[n:], plain, place), nil
}

// open writes the text behind dst.
func (c cipher) open(dst, sealed, place []byte) ([]byte, error) {
	if len(sealed) < c.aead.NonceSize() {
		return nil, ErrKey
	}
	n := c.aead.NonceSize()
	plain, err := c.aead.Open(dst, sealed[:n], sealed[n:], place)
	if err != nil {
		return nil, ErrKey
	}
	return plain, nil
}

func (c cipher) sealJSON(v any, place []byte) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return c.seal(nil, plain, place)
}

func (c cipher) openJSON(sealed, place []byte, v any) error {
	plain, err := c.open(nil, sealed, place)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(plain, v); err != nil {
		return fmt.Errorf("%w: %w", ErrKey, err)
	}
	return nil
}
