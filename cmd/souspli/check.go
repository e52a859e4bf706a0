package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"souspli/policy/address"
	"souspli/policy/personal"
	"souspli/policy/wording"
	"souspli/relay/deliver"
	"souspli/relay/scan"
)

// check looks at what the values mean, together and each alone.
func (r *reader) check() {
	c := &r.config
	if !isHostname(c.Hostname) {
		r.fault("hostname", fmt.Sprintf("is %q, which is no host name", c.Hostname), "write the name under which this relay is known, such as relay.example.org")
	}
	if c.DataDir == "" {
		r.fault("data_dir", "is empty", "write the folder for database and keys")
	}
	r.oneOf("locale", c.Locale, "fr", "en")
	r.checkSubmission(&c.Submission)
	r.checkUpstream(&c.Upstream)
	r.checkWeb(c)
	r.checkInbound(&c.Inbound)
	r.atLeast("correspondence.max_visible", c.Correspondence.MaxVisible, 0)
	for i, d := range c.Correspondence.InternalDomains {
		c.Correspondence.InternalDomains[i] = strings.ToLower(strings.TrimPrefix(d, "@"))
		if !isHostname(strings.TrimPrefix(d, "@")) {
			r.fault("correspondence.internal_domains", fmt.Sprintf("holds %q, which is no domain", d), "")
		}
	}
	r.oneOf("attachments.personal_data", c.Attachments.PersonalData, "refuse", "report")
	r.oneOf("attachments.unreadable", c.Attachments.Unreadable, "refuse", "report")
	r.oneOf("attachments.opaque", c.Attachments.Opaque, "refuse", "report")
	r.oneOf("attachments.body_addresses", c.Attachments.BodyAddresses, "refuse", "report")
	r.checkDatabase(c.Database.URL)
	r.checkPurposes(c)
	r.checkDKIM(c)
}

func (r *reader) oneOf(key, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		r.fault(key, fmt.Sprintf("is %q", value), "it must be "+strings.Join(allowed, " or "))
	}
}

func (r *reader) atLeast(key string, value, least int) {
	if value < least {
		r.fault(key, fmt.Sprintf("is %d", value), fmt.Sprintf("it must be at least %d", least))
	}
}

func isHostname(s string) bool {
	_, err := address.ParsePattern("@" + s)
	return err == nil && !strings.HasPrefix(s, "[")
}

// listens checks an address to listen on.
func (r *reader) listens(key, addr string) {
	host, port, err := net.SplitHostPort(addr)
	n, perr := strconv.Atoi(port)
	if err == nil && host != "" && host != "localhost" {
		_, err = netip.ParseAddr(host)
	}
	if err != nil || perr != nil || n < 0 || n > 65535 {
		r.fault(key, fmt.Sprintf("holds %q, which is no address to listen on", addr), `write IP:port, such as "127.0.0.1:587"`)
	}
}

func (r *reader) checkSubmission(s *SubmissionConfig) {
	for _, l := range s.Listen {
		r.listens("submission.listen", l)
	}
	for _, l := range s.ListenTLS {
		r.listens("submission.listen_tls", l)
	}
	if len(s.Listen)+len(s.ListenTLS) == 0 {
		r.fault("submission.listen", "is empty, and so is listen_tls", "write where messages are submitted")
	}
	if s.InsecureAuth {
		for _, l := range slices.Concat(s.Listen, s.ListenTLS) {
			if !isLoopback(l) {
				r.fault("submission.insecure_auth", "is true while "+l+" can be reached from outside", "passwords would go in clear: listen on loopback only, or set it to false")
				break
			}
		}
	}
	r.atLeast("submission.max_message", int(s.MaxMessage), 1)
	r.atLeast("submission.max_recipients", s.MaxRecipients, 1)
	r.atLeast("submission.max_connections", s.MaxConnections, 1)
	for i, t := range s.Trusted {
		key := fmt.Sprintf("submission.trusted[%d]", i)
		network, err := parseNetwork(t.Network)
		s.Trusted[i].Network = network.String()
		if err != nil {
			r.fault(key+".network", fmt.Sprintf("is %q", t.Network), `it must be a network such as "192.0.2.0/24"`)
		}
		if t.Account == "" {
			r.fault(key+".account", "is empty", "name the account that this network submits as")
		}
	}
	r.checkTLS("submission.tls", s.TLS, "acme", "files", "self-signed")
}

// parseNetwork reads a network, or one address. Addresses of IPv4 written as IPv6 are those of IPv4: clients are known so.
func parseNetwork(text string) (netip.Prefix, error) {
	network, err := netip.ParsePrefix(text)
	if ip, err2 := netip.ParseAddr(text); err2 == nil {
		network, err = netip.PrefixFrom(ip, ip.BitLen()), nil
	}
	if err == nil && network.Addr().Is4In6() {
		network, err = network.Addr().Unmap().Prefix(network.Bits() - 96)
	}
	return network.Masked(), err
}

func (r *reader) checkTLS(key string, t TLSConfig, modes ...string) {
	r.oneOf(key+".mode", t.Mode, modes...)
	if t.Mode == "files" && (t.Cert == "" || t.Key == "") {
		r.fault(key, "has the mode files without cert and key", "name both files")
	}
}

func (r *reader) checkUpstream(u *UpstreamConfig) {
	r.oneOf("upstream.mode", u.Mode, "smarthost", "mx", "directory")
	r.oneOf("upstream.tls", u.TLS, "required", "opportunistic", "none")
	r.atLeast("upstream.connections", u.Connections, 1)
	if u.Mode != "smarthost" {
		return
	}
	host, port, err := net.SplitHostPort(u.Address)
	if n, perr := strconv.Atoi(port); err != nil || host == "" || perr != nil || n < 1 || n > 65535 {
		r.fault("upstream.address", fmt.Sprintf("is %q", u.Address), `write host:port of your provider, such as "smtp.provider.example:587"`)
	} else if u.TLS == "none" && !isLoopback(u.Address) {
		r.fault("upstream.tls", "is none for "+u.Address+", which is not this machine", "mail would go in clear: write required")
	}
	if u.User != "" && u.PasswordFile == "" {
		r.fault("upstream.password_file", "is empty although there is a user", "name a file that holds the password alone")
	}
	if u.User != "" && u.TLS == "opportunistic" {
		r.fault("upstream.tls", "is opportunistic although there is a password", "the password could go to anybody: write required")
	}
}

func (r *reader) checkWeb(c *Config) {
	r.listens("web.listen", c.Web.Listen)
	r.listens("admin.listen", c.Admin.Listen)
	r.checkTLS("web.tls", c.Web.TLS, "none", "acme", "files", "self-signed")
	if c.Web.BaseURL == "" {
		return
	}
	u, err := url.Parse(c.Web.BaseURL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(c.Web.BaseURL, " \"<>\\") {
		r.fault("web.base_url", fmt.Sprintf("is %q", c.Web.BaseURL), `write the address of the public pages, such as "https://relay.example.org"`)
	}
}

func (r *reader) checkInbound(in *InboundConfig) {
	for _, l := range in.Listen {
		r.listens("inbound.listen", l)
	}
	if len(in.Listen) > 0 && in.Domain == "" {
		r.fault("inbound.domain", "is empty although there is a listener", "write the domain whose mail comes here, such as bounces.example.org")
	}
	if in.Domain != "" && !isHostname(in.Domain) {
		r.fault("inbound.domain", fmt.Sprintf("is %q, which is no domain", in.Domain), "")
	}
}

func (r *reader) checkDatabase(dsn string) {
	if dsn == "" {
		return
	}
	if wrong, right := databaseFault(dsn); wrong != "" {
		r.fault("database.url", wrong, right)
	}
}

func isPurposeID(s string) bool {
	return regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,62}$`).MatchString(s)
}

func (r *reader) checkPurposes(c *Config) {
	seen := map[string]bool{}
	for i, p := range c.Purposes {
		name := fmt.Sprintf("purpose[%d]", i)
		if !isPurposeID(p.ID) {
			r.fault(name+".id", fmt.Sprintf("is %q", p.ID), "it must be small letters, digits and hyphens, at most 63")
		}
		if seen[p.ID] {
			r.fault(name+".id", fmt.Sprintf("%q stands twice", p.ID), "each purpose has its own id")
		}
		seen[p.ID] = true
		r.checkPurpose(name, p)
	}
}

func (r *reader) checkPurpose(name string, p PurposeConfig) {
	say := func(key, wrong, right string) { r.fault(name+"."+key, wrong+" (purpose "+p.ID+")", right) }
	if p.Locale != "" {
		r.oneOf(name+".locale", p.Locale, "fr", "en")
	}
	for _, texts := range []struct {
		key    string
		values map[string]string
	}{{"title", p.Title}, {"reason", p.Reason}} {
		for l, text := range texts.values {
			if wording.Locale(l).Or("") == "" {
				say(texts.key, fmt.Sprintf("has the language %q", l), "fr and en are spoken")
			}
			if strings.ContainsFunc(text, func(c rune) bool { return c < ' ' }) {
				say(texts.key, "holds a line break or another control character", "write it on one line")
			}
		}
	}
	if p.LegalBasis != "" {
		r.oneOf(name+".legal_basis", p.LegalBasis, "consent", "legitimate-interest", "contract", "legal-obligation", "public-task", "vital-interests")
	}
	if p.Signed != "" {
		r.oneOf(name+".signed", p.Signed, "header-only", "wrap")
	}
	if p.ExistingUnsubscribe != "" {
		r.oneOf(name+".existing_unsubscribe", p.ExistingUnsubscribe, "replace", "keep")
	}
	if u, err := url.Parse(p.PrivacyNotice); p.PrivacyNotice != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		say("privacy_notice", fmt.Sprintf("is %q", p.PrivacyNotice), "it must be a web address")
	}
	for _, f := range p.Match.From {
		if _, err := address.ParsePattern(f); err != nil {
			say("match.from", fmt.Sprintf("holds %q", f), "it must be an address, or @domain")
		}
	}
}

func (r *reader) checkDKIM(c *Config) {
	for i, d := range c.DKIM {
		name := fmt.Sprintf("dkim[%d]", i)
		if !isHostname(d.Domain) {
			r.fault(name+".domain", fmt.Sprintf("is %q, which is no domain", d.Domain), "")
		}
		if !isHostname(d.Selector) {
			r.fault(name+".selector", fmt.Sprintf("is %q", d.Selector), `it must be a word such as "souspli"`)
		}
		if d.KeyFile == "" {
			r.fault(name+".key_file", "is empty", "name the file that dkim generate wrote")
		}
	}
}

// warnings are what works and should not stay so.
func (c Config) warnings() []string {
	var list []string
	if !strings.HasPrefix(c.baseURL(), "https://") {
		list = append(list, "web.base_url is not https: mail providers show their unsubscribe button for https only (RFC 8058)")
	}
	if c.Controller.Name == "" || c.Controller.Contact == "" {
		list = append(list, "controller.name or controller.contact is empty: the footer does not say who writes (GDPR art. 13)")
	}
	for _, p := range c.Purposes {
		if p.LegalBasis == "" || len(p.Title) == 0 || len(p.Reason) == 0 {
			list = append(list, "purpose "+p.ID+" has no title, reason or legal_basis: its footer and notice are incomplete")
		}
	}
	for _, own := range c.Attachments.Allow {
		if !personal.CanAllow(own) {
			list = append(list, fmt.Sprintf("attachments.allow holds %q, which allows nothing: write an address, a domain, a phone number or an IBAN as it is printed", own))
		}
	}
	if len(c.DKIM) == 0 {
		list = append(list, "there is no [[dkim]]: copies are not signed; make a key with souspli dkim generate")
	}
	return list
}

// checkFiles looks at the files that the configuration names. Commands that make those files do not ask it.
func (r *reader) checkFiles() {
	c := r.config
	r.checkCertificate("submission.tls", c.Submission.TLS)
	r.checkCertificate("web.tls", c.Web.TLS)
	if path := c.Upstream.PasswordFile; path != "" {
		content, found := r.readable("upstream.password_file", path)
		if found && len(bytes.TrimSpace(content)) == 0 {
			r.fault("upstream.password_file", path+" is empty", "write the password alone into it")
		}
	}
	if c.Attachments.OCR {
		if _, err := scan.FindOCR(context.Background(), nil); err != nil {
			r.fault("attachments.ocr", err.Error(), "install tesseract and its languages, or set false")
		}
	}
	for i, d := range c.DKIM {
		if d.KeyFile == "" {
			continue
		}
		key, path := fmt.Sprintf("dkim[%d].key_file", i), inDir(c.DataDir, d.KeyFile)
		content, found := r.readable(key, path)
		if _, err := deliver.ParseKey(content); found && err != nil {
			r.fault(key, path+" holds no RSA or Ed25519 private key in PEM", "make one with souspli dkim generate")
		}
	}
}

// readable reads a file that a key names.
func (r *reader) readable(key, path string) (content []byte, found bool) {
	content, err := os.ReadFile(path)
	if err != nil {
		r.fault(key, path+" cannot be read: "+cause(err), "")
	}
	return content, err == nil
}

// checkCertificate looks at a certificate in files.
func (r *reader) checkCertificate(key string, t TLSConfig) {
	if t.Mode != "files" || t.Cert == "" || t.Key == "" {
		return
	}
	cert, certFound := r.readable(key+".cert", t.Cert)
	secret, keyFound := r.readable(key+".key", t.Key)
	if !certFound || !keyFound {
		return
	}
	if _, err := tls.X509KeyPair(cert, secret); err != nil {
		r.fault(key, "names no certificate with its key: "+strings.TrimPrefix(err.Error(), "tls: "), "give the whole chain in PEM as cert, and the private key that belongs to it as key")
	}
}

// inDir resolves a path that is relative to a folder.
func inDir(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}
