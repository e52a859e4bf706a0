package main

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

// Config is the configuration file (CONTRACT 4). Only this command knows TOML; the packages get what they need of it.
type Config struct {
	Hostname string `toml:"hostname"`
	DataDir  string `toml:"data_dir"`
	Locale   string `toml:"locale"`

	Submission     SubmissionConfig     `toml:"submission"`
	Database       DatabaseConfig       `toml:"database"`
	Upstream       UpstreamConfig       `toml:"upstream"`
	Web            WebConfig            `toml:"web"`
	Admin          AdminConfig          `toml:"admin"`
	Inbound        InboundConfig        `toml:"inbound"`
	Controller     ControllerConfig     `toml:"controller"`
	Correspondence CorrespondenceConfig `toml:"correspondence"`
	Attachments    AttachmentsConfig    `toml:"attachments"`
	Purposes       []PurposeConfig      `toml:"purpose"`
	DKIM           []DKIMConfig         `toml:"dkim"`
}

// SubmissionConfig says how messages are taken.
type SubmissionConfig struct {
	Listen         []string        `toml:"listen"`
	ListenTLS      []string        `toml:"listen_tls"`
	InsecureAuth   bool            `toml:"insecure_auth"`
	MaxMessage     Size            `toml:"max_message"`
	MaxRecipients  int             `toml:"max_recipients"`
	MaxConnections int             `toml:"max_connections"`
	Trusted        []TrustedConfig `toml:"trusted"`
	TLS            TLSConfig       `toml:"tls"`
}

// TrustedConfig is a network whose clients submit as an account without a password.
type TrustedConfig struct {
	Network string `toml:"network"`
	Account string `toml:"account"`
}

// TLSConfig says where a certificate comes from.
type TLSConfig struct {
	Mode string `toml:"mode"`
	Cert string `toml:"cert"`
	Key  string `toml:"key"`
}

// DatabaseConfig names the database.
type DatabaseConfig struct {
	URL string `toml:"url"`
}

// UpstreamConfig says where copies go.
type UpstreamConfig struct {
	Mode         string `toml:"mode"`
	Address      string `toml:"address"`
	TLS          string `toml:"tls"`
	User         string `toml:"user"`
	PasswordFile string `toml:"password_file"`
	Connections  int    `toml:"connections"`
}

// WebConfig is the public pages' listener.
type WebConfig struct {
	Listen  string    `toml:"listen"`
	BaseURL string    `toml:"base_url"`
	TLS     TLSConfig `toml:"tls"`
}

// AdminConfig is the operator's listener.
type AdminConfig struct {
	Listen string `toml:"listen"`
}

// InboundConfig is where bounces come back.
type InboundConfig struct {
	Listen []string `toml:"listen"`
	Domain string   `toml:"domain"`
}

// ControllerConfig is who answers for the processing.
type ControllerConfig struct {
	Name          string `toml:"name"`
	Contact       string `toml:"contact"`
	PostalAddress string `toml:"postal_address"`
}

// CorrespondenceConfig says what is ordinary mail.
type CorrespondenceConfig struct {
	MaxVisible      int      `toml:"max_visible"`
	InternalDomains []string `toml:"internal_domains"`
}

// AttachmentsConfig says what attachments lead to.
type AttachmentsConfig struct {
	PersonalData  string   `toml:"personal_data"`
	Unreadable    string   `toml:"unreadable"`
	Opaque        string   `toml:"opaque"`
	BodyAddresses string   `toml:"body_addresses"`
	OCR           bool     `toml:"ocr"`
	Allow         []string `toml:"allow"`
}

// PurposeConfig is why people are written to.
type PurposeConfig struct {
	ID                  string            `toml:"id"`
	Locale              string            `toml:"locale"`
	Title               map[string]string `toml:"title"`
	Reason              map[string]string `toml:"reason"`
	LegalBasis          string            `toml:"legal_basis"`
	PrivacyNotice       string            `toml:"privacy_notice"`
	Signed              string            `toml:"signed"`
	Retention           string            `toml:"retention"`
	RequireBasis        bool              `toml:"require_basis"`
	ExistingUnsubscribe string            `toml:"existing_unsubscribe"`
	Match               MatchConfig       `toml:"match"`
}

// MatchConfig says which submissions serve a purpose.
type MatchConfig struct {
	From []string `toml:"from"`
	User []string `toml:"user"`
}

// DKIMConfig is a signing key.
type DKIMConfig struct {
	Domain   string `toml:"domain"`
	Selector string `toml:"selector"`
	KeyFile  string `toml:"key_file"`
}

// Size is a number of octets, written "25MiB", "800KiB" or "1000000".
type Size int64

// UnmarshalText reads a size.
func (s *Size) UnmarshalText(text []byte) error {
	t := strings.TrimSpace(string(text))
	unit := int64(1)
	for _, u := range []struct {
		suffix string
		factor int64
	}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"kB", 1000}, {"MB", 1_000_000}, {"GB", 1_000_000_000}} {
		if rest, found := strings.CutSuffix(t, u.suffix); found {
			t, unit = strings.TrimSpace(rest), u.factor
		}
	}
	n, err := strconv.ParseInt(t, 10, 64)
	if err != nil || n <= 0 || n > 1<<40/unit {
		return fmt.Errorf("not a size")
	}
	*s = Size(n * unit)
	return nil
}

// defaults is the configuration of an empty file.
func defaults() Config {
	var c Config
	c.Hostname, _ = os.Hostname()
	c.DataDir = "/var/lib/souspli"
	c.Locale = "fr"
	c.Submission.Listen = []string{"0.0.0.0:587"}
	c.Submission.MaxMessage = 25 << 20
	c.Submission.MaxRecipients = 1000
	c.Submission.MaxConnections = 500
	c.Submission.TLS.Mode = "self-signed"
	c.Upstream.Mode = "smarthost"
	c.Upstream.TLS = "required"
	c.Upstream.Connections = 10
	c.Web.Listen = "127.0.0.1:8480"
	c.Web.TLS.Mode = "none"
	c.Admin.Listen = "127.0.0.1:8481"
	c.Correspondence.MaxVisible = 5
	c.Attachments.PersonalData = "refuse"
	c.Attachments.Unreadable = "refuse"
	c.Attachments.Opaque = "report"
	c.Attachments.BodyAddresses = "report"
	return c
}

// baseURL begins every link, without a slash at the end.
func (c Config) baseURL() string {
	if c.Web.BaseURL == "" {
		return "http://" + c.Web.Listen
	}
	return strings.TrimRight(c.Web.BaseURL, "/")
}

// isLoopback reports whether an address to listen on or to connect to cannot be reached from outside.
func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}
