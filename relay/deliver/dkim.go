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

// Sign gives the DKIM-Signature field for a copy, with its line break, relaxed in header and body.
func (k Key) Sign(copy []byte, now time.Time) ([]byte, error) {
	header, body, _ := bytes.Cut(copy, []byte("\r\n\r\n"))
	fields := splitFields(append(header, '\r', '\n'))
	bodyHash := sha256.Sum256(relaxedBody(body))

	names, hashed := pickFields(fields)
	algorithm := "rsa-sha256"
	if _, isEd := k.Signer.(ed25519.PrivateKey); isEd {
		algorithm = "ed25519-sha256"
	}
	tags := []string{"v=1", "a=" + algorithm, "c=relaxed/relaxed", "d=" + k.Domain, "s=" + k.Selector, "t=" + strconv.FormatInt(now.Unix(), 10),
		"h=" + strings.Join(names, ":"), "bh=" + base64.StdEncoding.EncodeToString(bodyHash[:])}
	unsigned := foldTags(tags) + "\r\n\tb="
	hashed = append(hashed, bytes.TrimSuffix(relaxedField([]byte("DKIM-Signature: "+unsigned+"\r\n")), []byte("\r\n"))...)
	digest := sha256.Sum256(hashed)
	signature, err := k.sign(digest)
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

// splitFields cuts a header into whole fields.
func splitFields(header []byte) [][]byte {
	var fields [][]byte
	for line := range bytes.Lines(header) {
		if (line[0] == ' ' || line[0] == '\t') && len(fields) > 0 {
			last := &fields[len(fields)-1]
			*last = append((*last)[:len(*last):len(*last)], line...)
			continue
		}
		fields = append(fields, line)
	}
	return fields
}

// pickFields gives the names for h= and the canonical fields in the same order: of each name the last field first (RFC 6376 5.4.2).
func pickFields(fields [][]byte) (names []string, hashed []byte) {
	for _, name := range signedFields() {
		present := 0
		for _, f := range slices.Backward(fields) {
			if fieldIs(f, name) {
				names = append(names, name)
				hashed = append(hashed, relaxedField(f)...)
				present++
			}
		}
		if oversigned(name, present) {
			names = append(names, name)
		}
	}
	return names, hashed
}

func fieldIs(field []byte, name string) bool {
	n, _, _ := bytes.Cut(field, []byte(":"))
	return strings.EqualFold(string(bytes.TrimRight(n, " \t")), name)
}

// relaxedField is the relaxed canonical form of a field (RFC 6376 3.4.2).
func relaxedField(field []byte) []byte {
	name, value, _ := bytes.Cut(field, []byte(":"))
	out := append(bytes.ToLower(bytes.TrimRight(name, " \t")), ':')
	out = append(out, bytes.Join(bytes.FieldsFunc(value, func(r rune) bool { return r == ' ' || r == '\t' || r == '\r' || r == '\n' }), []byte(" "))...)
	return append(out, '\r', '\n')
}

// relaxedBody is the relaxed canonical form of a body (RFC 6376 3.4.4).
func relaxedBody(body []byte) []byte {
	out := make([]byte, 0, len(body)+2)
	empty := 0
	for len(body) > 0 {
		line, rest, _ := bytes.Cut(body, []byte("\r\n"))
		body = rest
		line = bytes.TrimRight(line, " \t")
		if len(line) == 0 {
			empty++
			continue
		}
		for ; empty > 0; empty-- {
			out = append(out, '\r', '\n')
		}
		space := false
		for _, c := range line {
			if c == ' ' || c == '\t' {
				space = true
				continue
			}
			if space {
				out = append(out, ' ')
				space = false
			}
			out = append(out, c)
		}
		out = append(out, '\r', '\n')
	}
	return out
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
