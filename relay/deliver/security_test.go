package deliver_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"souspli/policy/address"
	"souspli/relay/deliver"
	"souspli/relay/relaytest"
	"souspli/store"
)

func authority(t *testing.T, name string) (server *tls.Config, roots *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	if ip := net.ParseIP(name); ip != nil {
		template.DNSNames, template.IPAddresses = nil, []net.IP{ip}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots = x509.NewCertPool()
	roots.AddCert(cert)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, roots
}

// TLS that is required is never given up, and nothing is told to whom it cannot be proven: no envelope, no password.
func TestTLS(t *testing.T) {
	right, roots := authority(t, "127.0.0.1")
	wrongName, wrongRoots := authority(t, "other.example")
	wrongRoots.AddCert(mustCert(t, right))
	for _, tt := range []struct {
		name    string
		server  *tls.Config
		mode    deliver.TLSMode
		roots   *x509.CertPool
		want    store.State
		outcome string
		secure  bool
	}{
		{"required, right", right, deliver.TLSRequired, roots, store.Delivered, "250 2.0.0 queued", true},
		{"required, not offered", nil, deliver.TLSRequired, roots, store.Deferred, "connection: the next hop offers no TLS", false},
		{"required, unknown authority", right, deliver.TLSRequired, x509.NewCertPool(), store.Deferred, "connection: certificate of an unknown authority", false},
		{"required, another name", wrongName, deliver.TLSRequired, wrongRoots, store.Deferred, "connection: certificate for another name", false},
		{"opportunistic, unknown authority", right, deliver.TLSOpportunistic, x509.NewCertPool(), store.Delivered, "250 2.0.0 queued", true},
		{"opportunistic, not offered", nil, deliver.TLSOpportunistic, roots, store.Delivered, "250 2.0.0 queued", false},
		{"none", right, deliver.TLSNone, roots, store.Delivered, "250 2.0.0 queued", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := relaytest.NewHop(t, relaytest.HopOptions{TLS: tt.server})
			target := hop(h)
			target.Mode, target.TLS = tt.mode, &tls.Config{RootCAs: tt.roots}
			target.User, target.Password = "user", address.NewSecret([]byte("password"))
			r := newRig(t, to(target, 4))
			id := r.queue(t, nil, "a@a.example")
			r.run(t)
			row := r.states(t, id, tt.want)[0]
			if row.Outcome != tt.outcome {
				t.Errorf("outcome %q", row.Outcome)
			}
			if tt.want == store.Delivered {
				if m := h.Messages()[0]; m.TLS != tt.secure || !strings.HasPrefix(m.User, "AUTH PLAIN ") {
					t.Errorf("TLS %v, login %q", m.TLS, m.User)
				}
				return
			}
			for _, line := range h.Commands() {
				if strings.HasPrefix(line, "MAIL") || strings.HasPrefix(line, "AUTH") {
					t.Errorf("said %q on an unproven way", line)
				}
			}
		})
	}
}

func mustCert(t *testing.T, c *tls.Config) *x509.Certificate {
	t.Helper()
	cert, err := x509.ParseCertificate(c.Certificates[0].Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

func TestLoginByLOGIN(t *testing.T) {
	h := relaytest.NewHop(t, relaytest.HopOptions{Extensions: []string{"AUTH=LOGIN"}, Script: func(line string) string {
		switch line {
		case "AUTH LOGIN", "dXNlcg==":
			return "334 x"
		case "cGFzc3dvcmQ=":
			return "235 ok"
		}
		return ""
	}})
	target := hop(h)
	target.User, target.Password = "user", address.NewSecret([]byte("password"))
	r := newRig(t, to(target, 4))
	id := r.queue(t, nil, "a@a.example")
	r.run(t)
	r.states(t, id, store.Delivered)
}

// Where the next hop does not take UTF-8, an address in it is a notice, in the envelope or in the header (RFC 6531 3.2).
func TestUTF8(t *testing.T) {
	header := func(s *store.Submission) {
		s.Body = append([]byte("Reply-To: andré@asso.example\r\n"), s.Body...)
	}
	for _, tt := range []struct {
		name, to string
		change   func(*store.Submission)
	}{{"recipient", "andré@a.example", nil}, {"header", "a@a.example", header}} {
		t.Run(tt.name, func(t *testing.T) {
			without := relaytest.NewHop(t, relaytest.HopOptions{Extensions: []string{"PIPELINING", "8BITMIME"}})
			r := newRig(t, to(hop(without), 4))
			id := r.queue(t, tt.change, tt.to)
			r.run(t)
			if row := r.states(t, id, store.Failed)[0]; !strings.Contains(row.Outcome, "5.6.7") {
				t.Errorf("outcome %q", row.Outcome)
			}
			with := relaytest.NewHop(t, relaytest.HopOptions{})
			r = newRig(t, to(hop(with), 4))
			id = r.queue(t, tt.change, tt.to)
			r.run(t)
			r.states(t, id, store.Delivered)
			if m := with.Messages()[0]; !strings.Contains(m.From, " SMTPUTF8") || !strings.HasPrefix(m.To, "<"+tt.to+">") {
				t.Errorf("%s %s", m.From, m.To)
			}
		})
	}
}
