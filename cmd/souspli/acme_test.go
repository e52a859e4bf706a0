package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/miekg/dns"
)

// nameServer answers every question for an address with this machine.
func nameServer(t *testing.T) string {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &dns.Server{PacketConn: conn, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
		m := new(dns.Msg)
		m.SetReply(q)
		if q.Question[0].Qtype == dns.TypeA {
			m.Answer = []dns.RR{&dns.A{Hdr: dns.RR_Header{Name: q.Question[0].Name, Rrtype: dns.TypeA, Class: dns.ClassINET, Ttl: 1}, A: net.IPv4(127, 0, 0, 1)}}
		}
		_ = w.WriteMsg(m)
	})}
	go func() { _ = s.ActivateAndServe() }()
	t.Cleanup(func() { _ = s.Shutdown() })
	return conn.LocalAddr().String()
}

// With mode = "acme" a certificate is ordered from an authority that nobody here wrote, and used by the listeners.
func TestACME(t *testing.T) {
	pebble, err := exec.LookPath("pebble")
	if err != nil {
		t.Skip("needs pebble")
	}
	s := newSite(t, "", "")
	text, err := os.ReadFile(s.file)
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.Replace(text, []byte(`mode = "self-signed"`), []byte(`mode = "acme"`), 1)
	if err := os.WriteFile(s.file, bytes.Replace(text, []byte(`hostname = "relay.test"`), []byte(`hostname = "relay.example.test"`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	cert, key := filepath.Join(s.dir, "ca.pem"), filepath.Join(s.dir, "ca.key")
	writeCertificate(t, cert, key)
	_, web, _ := net.SplitHostPort(s.ports["web"])
	var port int
	if err := json.Unmarshal([]byte(web), &port); err != nil {
		t.Fatal(err)
	}
	directory, management := freePort(t), freePort(t)
	config, err := json.Marshal(map[string]any{"pebble": map[string]any{"listenAddress": directory, "managementListenAddress": management, "certificate": cert, "privateKey": key, "httpPort": port, "tlsPort": 1}})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(s.dir, "pebble.json")
	if err := os.WriteFile(file, config, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(pebble, "-config", file, "-dnsserver", nameServer(t))
	cmd.Env = append(os.Environ(), "PEBBLE_VA_NOSLEEP=1", "PEBBLE_WFE_NONCEREJECT=0")
	log := &logBuffer{}
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	waitFor(t, "pebble listens", func() bool {
		c, err := net.Dial("tcp", directory)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	})
	s.serve(t, "SOUSPLI_ACME_DIRECTORY=https://"+directory+"/dir", "SOUSPLI_ACME_ROOTS="+cert)
	roots := pebbleRoots(t, management, cert)
	waitFor(t, "the listener has a certificate of the authority", func() bool {
		c, err := tls.Dial("tcp", s.ports["submission_tls"], &tls.Config{RootCAs: roots, ServerName: "relay.example.test"})
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	})
	checkPrivate(t, filepath.Join(s.dir, "data"))
}

// pebbleRoots asks pebble for the root under which it signs today.
func pebbleRoots(t *testing.T, management, cert string) *x509.CertPool {
	t.Helper()
	own, err := os.ReadFile(cert)
	if err != nil {
		t.Fatal(err)
	}
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(own)
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted}}}
	answer, err := client.Get("https://" + management + "/roots/0")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(text) {
		t.Fatalf("no root: %s", text)
	}
	return roots
}
