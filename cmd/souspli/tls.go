package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/caddyserver/certmagic"
	"go.uber.org/zap"
)

// certificates are those of the listeners, each from where the configuration says.
type certificates struct {
	submission *tls.Config
	web        *tls.Config // nil: the pages are served in clear, behind a proxy
	files      map[string]*atomic.Pointer[tls.Certificate]
	hostname   string
	magic      *certmagic.Config
	issuer     *certmagic.ACMEIssuer
	cache      *certmagic.Cache
}

// newCertificates reads, makes or orders what the listeners need.
func newCertificates(c Config, log *slog.Logger) (*certificates, error) {
	s := &certificates{files: map[string]*atomic.Pointer[tls.Certificate]{}}
	var err error
	if s.submission, err = s.config(c, "submission", c.Submission.TLS, log); err != nil {
		return nil, fmt.Errorf("submission.tls: %w", err)
	}
	if c.Web.TLS.Mode != "none" {
		if s.web, err = s.config(c, "web", c.Web.TLS, log); err != nil {
			return nil, fmt.Errorf("web.tls: %w", err)
		}
	}
	return s, nil
}

func (s *certificates) config(c Config, name string, t TLSConfig, log *slog.Logger) (*tls.Config, error) {
	if t.Mode == "acme" {
		return s.acme(c, log), nil
	}
	held := &atomic.Pointer[tls.Certificate]{}
	s.files[name] = held
	cert, err := readCertificate(c, t)
	if err != nil {
		return nil, err
	}
	held.Store(cert)
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return held.Load(), nil }}, nil
}

// readCertificate gives the certificate of a file mode, or the relay's own, which is made at the first start.
func readCertificate(c Config, t TLSConfig) (*tls.Certificate, error) {
	certFile, keyFile := t.Cert, t.Key
	if t.Mode == "self-signed" {
		certFile, keyFile = filepath.Join(c.DataDir, "tls.crt"), filepath.Join(c.DataDir, "tls.key")
		if _, err := os.Stat(certFile); errors.Is(err, fs.ErrNotExist) {
			if err := makeCertificate(c.Hostname, certFile, keyFile); err != nil {
				return nil, err
			}
		}
	}
	cert, err := tls.LoadX509KeyPair(certFile, keyFile)
	return &cert, err
}

// makeCertificate writes a self-signed certificate for ten years: clients ask about it once and remember it.
func makeCertificate(hostname, certFile, keyFile string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	serial, err := rand.Int(rand.Reader, big.NewInt(1).Lsh(big.NewInt(1), 120))
	if err != nil {
		return err
	}
	template := &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: hostname}, DNSNames: []string{hostname, "localhost"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(10, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return err
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	return errors.Join(
		writePrivate(keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})),
		writePrivate(certFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})))
}

// acme orders a certificate for hostname (RFC 8555). The challenge comes to port 443 (TLS-ALPN), or to port 80, which the
// public listener answers too. Without an answer yet, the listeners open all the same and certmagic tries again.
func (s *certificates) acme(c Config, log *slog.Logger) *tls.Config {
	if s.magic == nil {
		storage := &certmagic.FileStorage{Path: filepath.Join(c.DataDir, "acme")}
		s.cache = certmagic.NewCache(certmagic.CacheOptions{GetConfigForCert: func(certmagic.Certificate) (*certmagic.Config, error) { return s.magic, nil }, Logger: zap.NewNop()})
		s.magic = certmagic.New(s.cache, certmagic.Config{Storage: storage, Logger: zap.NewNop(), OnEvent: func(_ context.Context, event string, data map[string]any) error {
			if event == "cert_failed" {
				log.Warn("a certificate could not be obtained; it is tried again", "error", fmt.Sprint(data["error"]))
			}
			return nil
		}})
		s.issuer = certmagic.NewACMEIssuer(s.magic, acmeSettings(c, os.Getenv))
		s.magic.Issuers = []certmagic.Issuer{s.issuer}
		s.hostname = c.Hostname
	}
	config := s.magic.TLSConfig()
	config.MinVersion = tls.VersionTLS12
	return config
}

// manage begins to order and renew. It comes after every listener is open, because certmagic takes the port of the challenge
// where nobody listens on it.
func (s *certificates) manage(ctx context.Context) error {
	if s.magic == nil {
		return nil
	}
	return s.magic.ManageAsync(ctx, []string{s.hostname})
}

// acmeSettings says which authority is asked: Let's Encrypt, or the one that the environment names, for tests and for
// organisations with their own.
func acmeSettings(c Config, getenv func(string) string) certmagic.ACMEIssuer {
	settings := certmagic.ACMEIssuer{CA: certmagic.LetsEncryptProductionCA, Agreed: true, Email: c.Controller.Contact, Logger: zap.NewNop()}
	if directory := getenv("SOUSPLI_ACME_DIRECTORY"); directory != "" {
		settings.CA, settings.TestCA = directory, directory
		if text, err := os.ReadFile(getenv("SOUSPLI_ACME_ROOTS")); err == nil {
			settings.TrustedRoots = x509.NewCertPool()
			settings.TrustedRoots.AppendCertsFromPEM(text)
		}
		if _, port, err := net.SplitHostPort(c.Web.Listen); err == nil {
			_, _ = fmt.Sscan(port, &settings.AltHTTPPort)
			settings.DisableTLSALPNChallenge = true
		}
	}
	return settings
}

// challenges answers the authority's questions on the public listener.
func (s *certificates) challenges(next http.Handler) http.Handler {
	if s.issuer == nil {
		return next
	}
	return s.issuer.HTTPChallengeHandler(next)
}

// reload reads certificate files again. A bad file changes nothing.
func (s *certificates) reload(c Config) error {
	for name, t := range map[string]TLSConfig{"submission": c.Submission.TLS, "web": c.Web.TLS} {
		held := s.files[name]
		if held == nil || t.Mode == "acme" || t.Mode == "none" {
			continue
		}
		cert, err := readCertificate(c, t)
		if err != nil {
			return fmt.Errorf("%s.tls: %w", name, err)
		}
		held.Store(cert)
	}
	return nil
}

func (s *certificates) stop() {
	if s.cache != nil {
		s.cache.Stop()
	}
}
