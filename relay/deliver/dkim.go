package deliver

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Key signs for a domain (RFC 6376, RFC 8463).
type Key struct {
	Domain, Selector string
	Signer           crypto.Signer // *rsa.PrivateKey or ed25519.PrivateKey
}

// ErrKeyKind says that a file holds no key that DKIM knows.
var ErrKeyKind = errors.New("deliver: not an RSA or Ed25519 private key in PEM")

// ParseKey reads a private key in PEM: PKCS #8, or PKCS #1 for RSA.
func ParseKey(file []byte) (crypto.Signer, error) {
	block, _ := pem.Decode(file)
	if block == nil {
		return nil, ErrKeyKind
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, ErrKeyKind
	}
	switch key := key.(type) {
	case *rsa.PrivateKey:
		return key, nil
	case ed25519.PrivateKey:
		return key, nil
	}
	return nil, ErrKeyKind
}

// Keys signs copies with the key of the author's domain, or of a domain above it, which DMARC accepts (relaxed alignment).
type Keys []Key

// For finds the key for a domain; ok is false if none is configured.
func (k Keys) For(domain string) (key Key, ok bool) {
	for domain != "" {
		for _, key := range k {
			if strings.EqualFold(key.Domain, domain) {
				return key, true
			}
		}
		_, domain, _ = strings.Cut(domain, ".")
	}
	return Key{}, false
}

// signedFields are the fields that a signature covers where they exist. Trace fields are not among them.
func signedFields() []string {
	return []string{"from", "to", "cc", "subject", "date", "message-id", "reply-to", "sender", "in-reply-to", "references", "mime-version",
		"content-type", "content-transfer-encoding", "list-id", "list-unsubscribe", "list-unsubscribe-post", "list-help", "list-post", "list-owner", "list-archive",
		"list-subscribe", "feedback-id", "auto-submitted"}
}

// oversigned are named once more than they stand, so that nobody can add another (RFC 6376 5.4.2, 8.15).
func oversigned(name string, present int) bool {
	switch name {
	case "from", "to", "subject", "date":
		return true
	case "list-unsubscribe", "list-unsubscribe-post", "reply-to", "cc":
		return present > 0
	}
	return false
}

// Sign gives the DKIM-Signature field for a message, with its line break, relaxed in header and body.
func (k Key) Sign(raw []byte, now time.Time) ([]byte, error) {
	header, body, _ := bytes.Cut(raw, []byte(emptyLine))
	digest := newBodyHash()
	digest.add(body)
	return k.field(header, digest.sum(), now)
}

// field gives the DKIM-Signature field for a header and the hash of the body below it.
func (k Key) field(header, bodyHash []byte, now time.Time) ([]byte, error) {
	names, hashed := pickFields(splitFields(header))
	algorithm := "rsa-sha256"
	if _, isEd := k.Signer.(ed25519.PrivateKey); isEd {
		algorithm = "ed25519-sha256"
	}
	tags := []string{"v=1", "a=" + algorithm, "c=relaxed/relaxed", "d=" + k.Domain, "s=" + k.Selector, "t=" + strconv.FormatInt(now.Unix(), 10),
		"h=" + strings.Join(names, ":"), "bh=" + base64.StdEncoding.EncodeToString(bodyHash)}
	unsigned := foldTags(tags) + "\r\n\tb="
	hashed = bytes.TrimSuffix(appendRelaxed(hashed, []byte("DKIM-Signature: "+unsigned)), []byte("\r\n"))
	signature, err := k.sign(sha256.Sum256(hashed))
	if err != nil {
		return nil, fmt.Errorf("deliver: sign: %w", err)
	}
	return []byte("DKIM-Signature: " + unsigned + foldBase64(base64.StdEncoding.EncodeToString(signature)) + "\r\n"), nil
}

// sign signs a digest; Ed25519 takes the digest as its message (RFC 8463 3).
func (k Key) sign(digest [sha256.Size]byte) ([]byte, error) {
	if key, ok := k.Signer.(ed25519.PrivateKey); ok {
		return ed25519.Sign(key, digest[:]), nil
	}
	return k.Signer.Sign(nil, digest[:], crypto.SHA256)
}

// field is a header field with its name apart.
type field struct{ name, value []byte }

// splitFields cuts a header into whole fields, up to the empty line if there is one.
func splitFields(header []byte) []field {
	var fields []field
	begin, pos := 0, 0
	for line := range bytes.Lines(header) {
		if line[0] != ' ' && line[0] != '\t' && pos > begin {
			fields = append(fields, newField(header[begin:pos]))
			begin = pos
		}
		if line[0] == '\r' || line[0] == '\n' {
			return fields
		}
		pos += len(line)
	}
	return append(fields, newField(header[begin:]))
}

func newField(text []byte) field {
	name, value, _ := bytes.Cut(text, []byte(":"))
	return field{bytes.TrimRight(name, " \t"), value}
}

// pickFields gives the names for h= and the canonical fields in the same order: of each name the last field first (RFC 6376 5.4.2).
func pickFields(fields []field) (names []string, hashed []byte) {
	for _, name := range signedFields() {
		present := 0
		for _, f := range slices.Backward(fields) {
			if len(f.name) == len(name) && strings.EqualFold(string(f.name), name) {
				names = append(names, name)
				hashed = f.appendRelaxed(hashed)
				present++
			}
		}
		if oversigned(name, present) {
			names = append(names, name)
		}
	}
	return names, hashed
}

// appendRelaxed writes the relaxed canonical form of a field (RFC 6376 3.4.2) behind dst.
func appendRelaxed(dst, text []byte) []byte { return newField(text).appendRelaxed(dst) }

func (f field) appendRelaxed(dst []byte) []byte {
	dst = append(append(dst, bytes.ToLower(f.name)...), ':')
	text, space := false, false
	for _, c := range f.value {
		if c == ' ' || c == '\t' || c == '\r' || c == '\n' {
			space = true
			continue
		}
		if space && text {
			dst = append(dst, ' ')
		}
		dst = append(dst, c)
		text, space = true, false
	}
	return append(dst, '\r', '\n')
}

// foldTags joins tags, breaking lines before 76 columns, and h= at its colons (RFC 6376 3.5).
func foldTags(tags []string) string {
	var b strings.Builder
	column := len("DKIM-Signature: ")
	put := func(s string) {
		if column+len(s) > 76 {
			b.WriteString("\r\n\t")
			column = 1
		}
		b.WriteString(s)
		column += len(s)
	}
	for i, tag := range tags {
		if i > 0 {
			put(" ")
		}
		parts := strings.SplitAfter(tag, ":")
		for j, part := range parts {
			if j == len(parts)-1 {
				part += ";"
			}
			put(part)
		}
	}
	return b.String()
}

func foldBase64(s string) string {
	var b strings.Builder
	for first := true; len(s) > 0; first = false {
		n := min(len(s), 72)
		if !first {
			b.WriteString("\r\n\t ")
		}
		b.WriteString(s[:n])
		s = s[n:]
	}
	return b.String()
}
