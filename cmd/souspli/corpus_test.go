package main

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"

	"souspli/policy/message"
	"souspli/relay/relaytest"
)

const messageCorpus = "../../policy/message/testdata/corpus"

// arrived is a copy of a message of the corpus as the next hop got it.
type arrived struct {
	name, shape string
	raw         []byte
}

// throughRelay starts a relay that signs, submits the whole corpus to it for three readers, and what is signed once more for a
// purpose that wraps. It gives the copies that came out, the original of each, and what the DNS would say about the key.
func throughRelay(t *testing.T) (copies []arrived, record string) {
	t.Helper()
	hop := relaytest.NewHop(t, relaytest.HopOptions{})
	s := newSite(t, hop.Addr, `
[[purpose]]
id = "letters"
title = { fr = "Lettres" }
legal_basis = "consent"
match = { user = ["corpus"] }

[[purpose]]
id = "wrapped"
title = { fr = "Lettres" }
legal_basis = "consent"
signed = "wrap"
match = { user = ["wrapper"] }

[attachments]
personal_data = "report"
unreadable = "report"
opaque = "report"

[[dkim]]
domain = "asso.example"
selector = "s1"
key_file = "s1.pem"
`)
	s.account(t, "corpus", "--kind", "tool")
	s.account(t, "wrapper", "--kind", "tool")
	record = writeSigningKey(t, filepath.Join(s.dir, "data", "s1.pem"))
	p := s.serve(t)
	letters, wrapper := p.client(t, "corpus"), p.client(t, "wrapper")
	readers := []string{"alice@a.example", "bob@b.example", "carol@c.example"}
	shapes := map[string]string{}
	submit := func(c *relaytest.Client, name string, raw []byte) {
		data := "X-Corpus: " + name + "\r\n" + strings.TrimSuffix(string(raw), "\r\n") + "\r\n"
		if got := c.Submit("news@asso.example", readers, strings.ReplaceAll(data, "\r\n.", "\r\n..")); !strings.HasSuffix(got, ": 3 deliveries, 0 suppressed") {
			t.Errorf("%s: %s", name, got)
		}
	}
	index, err := os.ReadFile(filepath.Join(messageCorpus, "index.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(index)) {
		columns := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || columns[1] == "refused" {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(messageCorpus, columns[0]+".eml"))
		if err != nil {
			t.Fatal(err)
		}
		shapes[columns[0]] = columns[1]
		submit(letters, columns[0], raw)
		if columns[1] == "signed" || columns[1] == "inline PGP" {
			shapes[columns[0]+"-wrapped"] = columns[1]
			submit(wrapper, columns[0]+"-wrapped", raw)
		}
	}
	for _, m := range hop.Wait(3*len(shapes), time.Minute) {
		found := regexp.MustCompile(`(?m)^X-Corpus: (\S+)\r$`).FindSubmatch(m.Data)
		if found == nil {
			t.Fatalf("a copy of nothing:\n%.500s", m.Data)
		}
		copies = append(copies, arrived{string(found[1]), shapes[string(found[1])], m.Data})
	}
	if len(copies) != 3*len(shapes) || len(copies) < 900 {
		t.Errorf("%d copies of %d messages", len(copies), len(shapes))
	}
	return copies, record
}

// writeSigningKey makes a key of 2048 bits and gives its record.
func writeSigningKey(t *testing.T, file string) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}), 0o600); err != nil {
		t.Fatal(err)
	}
	return "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(public)
}

// The corpus goes through the relay as it runs. Every copy carries a signature of ours that three verifiers accept, and what
// people signed or encrypted is accepted by the programs that read it, with and without wrapping.
func TestCorpusThroughRelay(t *testing.T) {
	copies, record := throughRelay(t)
	dir := t.TempDir()
	var files []string
	for _, c := range copies {
		file := filepath.Join(dir, c.name+"-"+string(rune('a'+len(files)%26))+string(rune('a'+len(files)/26%26))+".eml")
		if err := os.WriteFile(file, c.raw, 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	t.Run("go-msgauth", func(t *testing.T) {
		for _, c := range copies {
			list, err := dkim.VerifyWithOptions(bytes.NewReader(c.raw), &dkim.VerifyOptions{LookupTXT: func(domain string) ([]string, error) {
				if domain != "s1._domainkey.asso.example" {
					return nil, errors.New("no such domain")
				}
				return []string{record}, nil
			}})
			if err != nil || len(list) != 1 || list[0].Err != nil {
				t.Errorf("%s: %v, %+v", c.name, err, list)
			}
			checkOversigned(t, c)
		}
	})
	t.Run("opendkim", func(t *testing.T) { verifyWithOpendkim(t, dir, files, record) })
	t.Run("dkimpy", func(t *testing.T) { verifyWithDkimpy(t, files, record) })
	t.Run("gpg", func(t *testing.T) { verifyWithGPG(t, copies) })
	t.Run("openssl", func(t *testing.T) { verifyWithOpenSSL(t, copies) })
}

// checkOversigned: what readers go by is named once more than it stands, so that nobody can add another (RFC 6376 8.15).
func checkOversigned(t *testing.T, c arrived) {
	t.Helper()
	m, err := message.Parse(c.raw, message.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	signature, _ := m.First("DKIM-Signature")
	found := regexp.MustCompile(`\bh=([^;]*);.*\bt=\d+|\bt=\d+.*\bh=([^;]*);`).FindStringSubmatch(strings.ReplaceAll(signature, "\t", ""))
	if found == nil {
		t.Fatalf("%s: %q", c.name, signature)
	}
	covered := ":" + strings.ReplaceAll(found[1]+found[2], " ", "") + ":"
	for _, name := range []string{"from", "to", "subject", "date", "list-unsubscribe", "list-unsubscribe-post"} {
		if got, want := strings.Count(strings.ReplaceAll(covered, ":", "::"), ":"+name+":"), len(m.All(name))+1; got != want {
			t.Errorf("%s: %s is covered %d times, want %d: %s", c.name, name, got, want, covered)
		}
	}
	for _, field := range m.Header() {
		for line := range strings.Lines(string(c.raw[field.Start:field.End])) {
			if field.Is("DKIM-Signature") && len(line) > 80 {
				t.Errorf("%s: a line of %d octets in the signature", c.name, len(line))
			}
		}
	}
}

func verifyWithOpendkim(t *testing.T, dir string, files []string, record string) {
	opendkim, err := exec.LookPath("opendkim")
	if err != nil {
		t.Skip("needs opendkim")
	}
	records, config := filepath.Join(dir, "records"), filepath.Join(dir, "opendkim.conf")
	if os.WriteFile(records, []byte("s1._domainkey.asso.example "+record+"\n"), 0o600) != nil || os.WriteFile(config, []byte("TestPublicKeys "+records+"\n"), 0o600) != nil {
		t.Fatal("cannot write")
	}
	out, err := exec.CommandContext(t.Context(), opendkim, "-x", config, "-vv", "-t", strings.Join(files, ",")).Output() // without what it says about its own steps
	said := map[string]string{}
	for line := range strings.Lines(string(out)) {
		file, what, _ := strings.Cut(strings.TrimPrefix(line, "opendkim: "), ": ")
		said[file] = what
	}
	for _, file := range files {
		if said[file] != "verification (s=s1, d=asso.example, 2048-bit key) succeeded\n" {
			t.Errorf("%s: %q", filepath.Base(file), said[file])
		}
	}
	if err != nil {
		t.Error(err)
	}
}

func verifyWithDkimpy(t *testing.T, files []string, record string) {
	if err := exec.Command("/usr/bin/python3", "-c", "import dkim").Run(); err != nil {
		t.Skip("needs python3-dkim")
	}
	program := `import dkim, sys
accepted = 0
for file in sys.stdin.read().split():
    raw = open(file, "rb").read()
    if dkim.verify(raw, dnsfunc=lambda name, timeout=5: sys.argv[1].encode()):
        accepted += 1
    else:
        print(file)
print(accepted)`
	cmd := exec.CommandContext(t.Context(), "/usr/bin/python3", "-c", program, record)
	cmd.Stdin = strings.NewReader(strings.Join(files, "\n"))
	out, err := cmd.CombinedOutput()
	if want := fmt.Sprintln(len(files)); err != nil || string(out) != want {
		t.Errorf("%v, want %s, got\n%.4000s", err, want, out)
	}
}

// protectedPart gives the part of a copy whose octets are signed: a multipart/signed, opaque S/MIME, or a clear-signed text.
func protectedPart(t *testing.T, c arrived) (*message.Message, int) {
	t.Helper()
	m, err := message.Parse(c.raw, message.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range m.Parts {
		if p.MediaType.Is("multipart/signed") || p.MediaType.Subtype == "pkcs7-mime" || p.MediaType.Subtype == "x-pkcs7-mime" || c.shape == "inline PGP" && p.MediaType.Is("text/plain") {
			return m, i
		}
	}
	t.Fatalf("%s: nothing is signed", c.name)
	return nil, 0
}

// gpg --verify accepts every OpenPGP signature of the corpus, detached and in the text.
func verifyWithGPG(t *testing.T, copies []arrived) {
	gpg, err := exec.LookPath("gpg")
	if err != nil {
		t.Skip("needs gpg")
	}
	home, err := os.MkdirTemp("", "souspli-gpg-") // a short name: it holds sockets
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(home) })
	run := func(args ...string) ([]byte, error) {
		return exec.CommandContext(t.Context(), gpg, append([]string{"--homedir", home, "--batch", "--no-autostart", "--trust-model", "always"}, args...)...).CombinedOutput()
	}
	if out, err := run("--import", filepath.Join(messageCorpus, "keys", "pgp.asc")); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	verified := verifyEach(t, copies, "pgp-", func(c arrived, m *message.Message, part int) ([]byte, error) {
		if c.shape == "inline PGP" {
			return run("--verify", scratch(t, home, "text", m.DecodedText(part)))
		}
		p := m.Parts[part]
		signed, signature := m.Parts[p.Children[0]], p.Children[1]
		content, _ := message.Decode(m.Parts[signature].Encoding, m.Bytes(signature))
		return run("--verify", scratch(t, home, "signature", content), scratch(t, home, "signed", m.Raw[signed.Header:signed.End]))
	})
	if verified < 20 {
		t.Errorf("%d signatures", verified)
	}
}

// openssl cms -verify accepts every S/MIME signature of the corpus.
func verifyWithOpenSSL(t *testing.T, copies []arrived) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("needs openssl")
	}
	dir := t.TempDir()
	verified := verifyEach(t, copies, "smime-", func(c arrived, m *message.Message, part int) ([]byte, error) {
		p := m.Parts[part]
		file := scratch(t, dir, "smime", append([]byte("MIME-Version: 1.0\r\n"), m.Raw[p.Header:p.End]...))
		return exec.CommandContext(t.Context(), openssl, "cms", "-verify", "-in", file, "-CAfile", filepath.Join(messageCorpus, "keys", "ca.pem"), "-out", os.DevNull).CombinedOutput()
	})
	if verified < 14 {
		t.Errorf("%d signatures", verified)
	}
}

// verifyEach asks about the first copy of each message whose signature a program can check; the signed octets of the others
// must be the same.
func verifyEach(t *testing.T, copies []arrived, prefix string, verify func(arrived, *message.Message, int) ([]byte, error)) int {
	t.Helper()
	seen := map[string][]byte{}
	for _, c := range copies {
		if _, kind, _ := strings.Cut(c.name, "-"); !strings.HasPrefix(kind, prefix) || c.shape != "signed" && c.shape != "inline PGP" || strings.HasPrefix(kind, "pgp-inline") {
			continue
		}
		m, part := protectedPart(t, c)
		octets := m.Raw[m.Parts[part].Body:m.Parts[part].End]
		if first, again := seen[c.name]; again {
			if !bytes.Equal(first, octets) {
				t.Errorf("%s: the signed octets differ between copies", c.name)
			}
			continue
		}
		seen[c.name] = octets
		if out, err := verify(c, m, part); err != nil {
			t.Errorf("%s: %v\n%s", c.name, err, out)
		}
	}
	return len(seen)
}

func scratch(t *testing.T, dir, name string, content []byte) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
