package deliver_test

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"
	"pgregory.net/rapid"

	"souspli/relay/deliver"
)

func rsaKey(t testing.TB) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// record gives what the DNS would hold for a key.
func record(t testing.TB, key crypto.Signer) string {
	t.Helper()
	if public, ok := key.Public().(ed25519.PublicKey); ok {
		return "v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public)
	}
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(der)
}

// verify asks go-msgauth.
func verify(t interface{ Fatalf(string, ...any) }, signed []byte, txt string) error {
	list, err := dkim.VerifyWithOptions(bytes.NewReader(signed), &dkim.VerifyOptions{LookupTXT: func(domain string) ([]string, error) {
		if domain != "s1._domainkey.asso.example" {
			return nil, errors.New("no such domain: " + domain)
		}
		return []string{txt}, nil
	}})
	if err != nil || len(list) != 1 {
		t.Fatalf("verification: %v, %d signatures", err, len(list))
	}
	return list[0].Err
}

func sign(t interface{ Fatalf(string, ...any) }, key crypto.Signer, raw []byte) []byte {
	signature, err := deliver.Key{Domain: "asso.example", Selector: "s1", Signer: key}.Sign(raw, time.Unix(1_790_000_000, 0))
	if err != nil {
		t.Fatalf("sign: %v", err)
	}
	for line := range bytes.Lines(signature) {
		if len(line) > 80 {
			t.Fatalf("a line of %d octets in the signature", len(line))
		}
	}
	return append(signature, raw...)
}

func TestSignaturesVerify(t *testing.T) {
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string]crypto.Signer{"rsa": rsaKey(t), "ed25519": ed} {
		for what, raw := range map[string]string{
			"newsletter":         newsletter,
			"with unsubscribe":   strings.Replace(newsletter, "Subject", "List-Unsubscribe: <https://x/u/1>,\r\n <mailto:u@x>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nSubject", 1),
			"empty body":         "From: a@asso.example\r\n\r\n",
			"spaces and folds":   "From:  a@asso.example \r\nSubject:  a \r\n\t b  c\r\nTo : x@y\r\n\r\n a  b \t \r\n\r\n\r\nx\r\n\r\n\r\n",
			"no line end at end": "From: a@asso.example\r\n\r\nx",
			"8 bit":              "From: a@asso.example\r\nSubject: \xe9\xff\r\n\r\n\xe9\xff\r\n",
			"many references":    "From: a@asso.example\r\nReferences: " + strings.Repeat("<1@x>\r\n ", 100) + "<2@x>\r\n\r\nx\r\n",
		} {
			t.Run(name+", "+what, func(t *testing.T) {
				if err := verify(t, sign(t, key, []byte(raw)), record(t, key)); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// Whatever the signature covers cannot change, and what it oversigns cannot be added (RFC 8058 4).
func TestSignatureCovers(t *testing.T) {
	key := rsaKey(t)
	raw := strings.Replace(newsletter, "Subject", "List-Unsubscribe: <https://x/u/1>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nSubject", 1)
	signed := string(sign(t, key, []byte(raw)))
	for _, tt := range []struct{ name, old, new string }{
		{"subject changed", "Subject: Lettre", "Subject: Autre"},
		{"link changed", "https://x/u/1", "https://x/u/2"},
		{"post changed", "One-Click", "Two-Click"},
		{"body changed", "Bonjour", "Bonsoir"},
		{"second From", "From: news", "From: evil@asso.example\r\nFrom: news"},
		{"second Subject", "Subject: Lettre", "Subject: Spam\r\nSubject: Lettre"},
		{"second To", "To: every", "To: evil@x\r\nTo: every"},
		{"second Date", "Date: Sun", "Date: Mon, 23 Nov 2026 12:00:00 +0000\r\nDate: Sun"},
		{"second List-Unsubscribe", "List-Unsubscribe: <", "List-Unsubscribe: <https://evil/>\r\nList-Unsubscribe: <"},
		{"second List-Unsubscribe-Post", "List-Unsubscribe-Post", "List-Unsubscribe-Post: x\r\nList-Unsubscribe-Post"},
	} {
		altered := strings.Replace(signed, "\r\n"+tt.old, "\r\n"+tt.new, 1)
		if altered == signed {
			altered = strings.Replace(signed, tt.old, tt.new, 1)
		}
		if altered == signed || verify(t, []byte(altered), record(t, key)) == nil {
			t.Errorf("%s: still valid", tt.name)
		}
	}
	relayed := "Received: from relay.test by hop.test\r\nReturn-Path: <x@y>\r\n" + signed
	if err := verify(t, []byte(relayed), record(t, key)); err != nil {
		t.Errorf("trace fields of the next hops break it: %v", err)
	}
}

func TestRandomMessagesVerify(t *testing.T) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	txt := record(t, key)
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.StringOfN(rapid.RuneFrom([]rune("ab :;=\t.é")), 0, 30, -1)
		var b strings.Builder
		b.WriteString("From: a@asso.example\r\n")
		for _, name := range rapid.SliceOfN(rapid.SampledFrom([]string{"Subject", "To", "subject", "X-A", "List-Id", "Cc"}), 0, 6).Draw(t, "fields") {
			b.WriteString(name + ": x" + line.Draw(t, "value") + "\r\n")
			if rapid.Bool().Draw(t, "fold") {
				b.WriteString("\t y" + line.Draw(t, "folded") + "\r\n")
			}
		}
		b.WriteString("\r\n" + strings.Join(rapid.SliceOfN(line, 0, 6).Draw(t, "body"), "\r\n"))
		if rapid.Bool().Draw(t, "ends") {
			b.WriteString("\r\n\r\n")
		}
		if err := verify(t, sign(t, key, []byte(b.String())), txt); err != nil {
			t.Fatalf("%v\n%q", err, b.String())
		}
	})
}

// Two verifiers that nobody here wrote agree.
func TestOtherVerifiers(t *testing.T) {
	key := rsaKey(t)
	signed := sign(t, key, []byte(strings.Replace(newsletter, "Subject", "List-Unsubscribe: <https://x/u/1>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nSubject", 1)))
	dir := t.TempDir()
	file := filepath.Join(dir, "signed.eml")
	if err := os.WriteFile(file, signed, 0o600); err != nil {
		t.Fatal(err)
	}
	txt := record(t, key)
	t.Run("dkimpy", func(t *testing.T) {
		if err := exec.Command("/usr/bin/python3", "-c", "import dkim").Run(); err != nil {
			t.Skip("needs python3-dkim")
		}
		program := `import dkim, sys
raw = open(sys.argv[1], "rb").read()
ok = dkim.verify(raw, dnsfunc=lambda name, timeout=5: sys.argv[2].encode())
bad = dkim.verify(raw.replace(b"Bonjour", b"Bonsoir"), dnsfunc=lambda name, timeout=5: sys.argv[2].encode())
print(ok, bad)`
		out, err := exec.Command("/usr/bin/python3", "-c", program, file, txt).CombinedOutput()
		if err != nil || strings.TrimSpace(string(out)) != "True False" {
			t.Errorf("%s, %v", out, err)
		}
	})
	t.Run("opendkim", func(t *testing.T) {
		opendkim, err := exec.LookPath("opendkim")
		if err != nil {
			t.Skip("needs opendkim")
		}
		records := filepath.Join(dir, "records")
		if err := os.WriteFile(records, []byte("s1._domainkey.asso.example "+txt+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		config := filepath.Join(dir, "opendkim.conf")
		if err := os.WriteFile(config, []byte("TestPublicKeys "+records+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(opendkim, "-x", config, "-t", file, "-vv").CombinedOutput()
		if err != nil || !strings.Contains(string(out), "verification (s=s1, d=asso.example, 2048-bit key) succeeded") {
			t.Errorf("%v\n%s", err, out)
		}
	})
}

func TestParseKey(t *testing.T) {
	key := rsaKey(t)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for kind, der := range map[string][]byte{"PRIVATE KEY": pkcs8, "RSA PRIVATE KEY": x509.MarshalPKCS1PrivateKey(key)} {
		got, err := deliver.ParseKey(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
		if err != nil || !key.Equal(got) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	for _, bad := range []string{"", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"} {
		if _, err := deliver.ParseKey([]byte(bad)); !errors.Is(err, deliver.ErrKeyKind) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestKeyForDomain(t *testing.T) {
	keys := deliver.Keys{{Domain: "asso.example", Selector: "a"}, {Domain: "news.asso.example", Selector: "b"}}
	for domain, want := range map[string]string{"asso.example": "a", "news.asso.example": "b", "x.news.asso.example": "b", "lists.asso.example": "a", "ASSO.example": "a"} {
		if key, ok := keys.For(domain); !ok || key.Selector != want {
			t.Errorf("%s: %q", domain, key.Selector)
		}
	}
	for _, domain := range []string{"other.example", "notasso.example", "example", ""} {
		if key, ok := keys.For(domain); ok {
			t.Errorf("%s is signed by %s", domain, key.Domain)
		}
	}
}
