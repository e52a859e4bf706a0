package main

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"souspli/relay/deliver"
)

// rsaBits is the size of new keys: what every receiver takes (RFC 8301 3.2).
const rsaBits = 2048

func (a *app) dkimCommand() *cobra.Command {
	var domain, selector string
	flags := func(c *cobra.Command) *cobra.Command {
		c.Flags().StringVar(&domain, "domain", "", "the domain (default: the configuration's)")
		c.Flags().StringVar(&selector, "selector", "", "the selector (default: the configuration's, or souspli)")
		return c
	}
	generate := flags(&cobra.Command{Use: "generate", Short: "Make a signing key in data_dir and print the records to publish", Args: usageArgs(cobra.NoArgs), RunE: func(*cobra.Command, []string) error {
		keys, c, err := a.dkimKeys(domain, selector)
		if err != nil {
			return err
		}
		if err := preparePrivate(c.DataDir); err != nil {
			return err
		}
		made := 0
		for _, k := range keys {
			ok, err := a.dkimGenerate(c, k)
			if err != nil {
				return err
			}
			if ok {
				made++
			}
		}
		if made == 0 {
			return errors.New("every key exists already; a file that exists is never overwritten. To change keys, use a new selector and file name")
		}
		return a.dkimDNS(c, keys)
	}})
	dns := flags(&cobra.Command{Use: "dns", Short: "Print the DNS records to publish", Args: usageArgs(cobra.NoArgs), RunE: func(*cobra.Command, []string) error {
		keys, c, err := a.dkimKeys(domain, selector)
		if err != nil {
			return err
		}
		return a.dkimDNS(c, keys)
	}})
	return group("dkim", "Signing keys", generate, dns)
}

// dkimKeys finds the keys that are meant: the configured ones, or the one that was named.
func (a *app) dkimKeys(domain, selector string) ([]DKIMConfig, Config, error) {
	c, _, err := load(a.config, a.getenv)
	if err != nil {
		return nil, c, err
	}
	var keys []DKIMConfig
	for _, k := range c.DKIM {
		if (domain == "" || strings.EqualFold(k.Domain, domain)) && (selector == "" || k.Selector == selector) {
			keys = append(keys, k)
		}
	}
	if len(keys) == 0 && domain != "" {
		if selector == "" {
			selector = "souspli"
		}
		if !isHostname(domain) || !isHostname(selector) {
			return nil, c, fmt.Errorf("%w: --domain and --selector are names such as example.org and souspli", errUsage)
		}
		keys = []DKIMConfig{{Domain: strings.ToLower(domain), Selector: selector, KeyFile: strings.ToLower(domain) + ".pem"}}
	}
	if len(keys) == 0 {
		return nil, c, fmt.Errorf("%w: the configuration has no [[dkim]]; name one with --domain", errUsage)
	}
	return keys, c, nil
}

// dkimGenerate makes one key, unless its file exists.
func (a *app) dkimGenerate(c Config, k DKIMConfig) (made bool, err error) {
	path := inDir(c.DataDir, k.KeyFile)
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintf(a.err, "souspli: %s exists and stays\n", path)
		return false, err
	}
	key, err := rsa.GenerateKey(rand.Reader, rsaBits)
	if err != nil {
		return false, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return false, err
	}
	if err := writePrivate(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})); err != nil {
		return false, err
	}
	fmt.Fprintf(a.err, "souspli: wrote %s\n", path)
	for _, have := range c.DKIM {
		if have == k {
			return true, nil
		}
	}
	fmt.Fprintf(a.err, "souspli: add to the configuration:\n\n[[dkim]]\ndomain   = %q\nselector = %q\nkey_file = %q\n\n", k.Domain, k.Selector, k.KeyFile)
	return true, nil
}

// dnsRecord is a record to publish.
type dnsRecord struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Value string `json:"value"`
}

// dkimDNS prints the records of keys.
func (a *app) dkimDNS(c Config, keys []DKIMConfig) error {
	for _, k := range keys {
		text, err := os.ReadFile(inDir(c.DataDir, k.KeyFile))
		if err != nil {
			return fmt.Errorf("%s cannot be read (%s): make it with souspli dkim generate", inDir(c.DataDir, k.KeyFile), cause(err))
		}
		signer, err := deliver.ParseKey(text)
		if err != nil {
			return err
		}
		value, err := dkimRecord(signer)
		if err != nil {
			return err
		}
		r := dnsRecord{k.Selector + "._domainkey." + k.Domain, "TXT", value}
		if err := a.print(r, r.zoneLine()); err != nil {
			return err
		}
	}
	return nil
}

// dkimRecord writes the public key (RFC 6376 3.6.1, RFC 8463 4).
func dkimRecord(signer crypto.Signer) (string, error) {
	if public, ok := signer.Public().(ed25519.PublicKey); ok {
		return "v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public), nil
	}
	der, err := x509.MarshalPKIXPublicKey(signer.Public())
	return "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(der), err
}

// zoneLine writes the record for a zone file, the text in pieces that fit (RFC 1035 3.3).
func (r dnsRecord) zoneLine() string {
	var pieces []string
	for v := r.Value; v != ""; {
		n := min(len(v), 250)
		pieces = append(pieces, `"`+v[:n]+`"`)
		v = v[n:]
	}
	return r.Name + ". IN TXT ( " + strings.Join(pieces, " ") + " )"
}
