package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// postfixOptions say how Postfix is set up for a measurement.
type postfixOptions struct {
	dir         string // everything it has lies there
	hop         string
	list        bool // one recipient for each delivery, as many at a time as it can, no pause between messages
	connections int  // processes that deliver, each with one connection; 0: Postfix's own choice
	milter      string
}

// postfix is a private instance of Postfix, a relay to one next hop.
type postfix struct {
	dir     string
	address string
}

// startPostfix needs root, because Postfix does.
func startPostfix(ctx context.Context, o postfixOptions) (*postfix, error) {
	if os.Geteuid() != 0 {
		return nil, errors.New("a private Postfix needs root")
	}
	ports, err := freePorts(1)
	if err != nil {
		return nil, err
	}
	p := &postfix{dir: o.dir, address: ports[0]}
	if err := p.prepare(o); err != nil {
		return nil, err
	}
	if out, err := exec.CommandContext(ctx, "postfix", "-c", p.config(), "start").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("postfix start: %w: %s", err, out)
	}
	return p, awaitPort(p.address)
}

func (p *postfix) config() string { return filepath.Join(p.dir, "etc") }

// prepare makes the folders and the two configuration files.
func (p *postfix) prepare(o postfixOptions) error {
	for _, name := range []string{"etc", "queue", "data"} {
		if err := os.MkdirAll(filepath.Join(p.dir, name), 0o755); err != nil {
			return err
		}
	}
	if err := openWay(p.dir); err != nil { // Postfix's own user must reach its queue
		return err
	}
	if out, err := exec.Command("chown", "postfix", filepath.Join(p.dir, "data")).CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	if err := os.WriteFile(filepath.Join(p.config(), "main.cf"), []byte(p.mainCF(o)), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(p.config(), "master.cf"), []byte(p.masterCF(o)), 0o644)
}

// openWay lets other users pass through the folders above dir.
func openWay(dir string) error {
	for d := dir; d != "/"; d = filepath.Dir(d) {
		info, err := os.Stat(d)
		if err == nil && info.Mode().Perm()&0o001 == 0 {
			err = os.Chmod(d, info.Mode().Perm()|0o011)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *postfix) mainCF(o postfixOptions) string {
	host, port, _ := net.SplitHostPort(o.hop)
	settings := []string{
		"compatibility_level = 3.6", "queue_directory = " + p.dir + "/queue", "data_directory = " + p.dir + "/data", "daemon_directory = /usr/lib/postfix/sbin",
		"maillog_file = " + p.dir + "/log", "maillog_file_prefixes = " + p.dir, "myhostname = postfix.test", "mydestination =", "local_recipient_maps =", "mynetworks = 127.0.0.0/8",
		"inet_interfaces = 127.0.0.1", "inet_protocols = ipv4", "relayhost = [" + host + "]:" + port, "smtp_dns_support_level = disabled",
		"smtpd_recipient_limit = 100000", "message_size_limit = 100000000",
	}
	if o.list {
		settings = append(settings, "smtp_destination_recipient_limit = 1", "smtp_destination_concurrency_limit = 100", "initial_destination_concurrency = 100",
			"default_process_limit = 200", "qmgr_message_active_limit = 20000", "qmgr_message_recipient_limit = 200000", "in_flow_delay = 0")
	}
	if o.milter != "" {
		settings = append(settings, "smtpd_milters = inet:"+o.milter, "milter_default_action = tempfail")
	}
	return strings.Join(settings, "\n") + "\n"
}

// masterCF lists the services of a relay; the last two words say how each is limited.
func (p *postfix) masterCF(o postfixOptions) string {
	deliveries := "-"
	if o.connections > 0 {
		deliveries = strconv.Itoa(o.connections)
	}
	text := p.address + " inet n - n - - smtpd\nqmgr unix n - n 300 1 qmgr\npostlog unix-dgram n - n - 1 postlogd\n"
	for _, s := range []string{
		"cleanup n 0 cleanup", "tlsmgr - 1 tlsmgr", "rewrite - - trivial-rewrite", "bounce - 0 bounce", "defer - 0 bounce", "trace - 0 bounce", "verify - 1 verify",
		"flush n 0 flush", "proxymap - - proxymap", "proxywrite - 1 proxymap", "smtp - " + deliveries + " smtp", "relay - - smtp", "showq n - showq", "error - - error",
		"retry - - error", "discard - - discard", "anvil - 1 anvil", "scache - 1 scache",
	} {
		f := strings.Fields(s)
		text += fmt.Sprintf("%s unix %s - n - %s %s\n", f[0], f[1], f[2], f[3])
	}
	return text
}

func (p *postfix) stop() {
	_ = exec.Command("postfix", "-c", p.config(), "stop").Run()
	_ = os.RemoveAll(p.dir)
}

// awaitPort returns when somebody listens.
func awaitPort(address string) error {
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		c, err := net.Dial("tcp", address)
		if err == nil {
			return c.Close()
		}
		if time.Now().After(deadline) {
			return err
		}
	}
}

// writeKey makes an RSA key of 2048 bits for signing.
func writeKey(file string) error {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	return os.WriteFile(file, pem.EncodeToMemory(block), 0o600)
}

// opendkim is a private instance of the milter that signs for Postfix.
type opendkim struct {
	address string
	cmd     *exec.Cmd
}

func startOpenDKIM(dir, key string) (*opendkim, error) {
	ports, err := freePorts(1)
	if err != nil {
		return nil, err
	}
	host, port, _ := net.SplitHostPort(ports[0])
	config := filepath.Join(dir, "opendkim.conf")
	text := "Mode s\nDomain load.test\nSelector s1\nKeyFile " + key + "\nCanonicalization relaxed/relaxed\nSocket inet:" + port + "@" + host + "\nInternalHosts 127.0.0.1\nOversignHeaders From\nRequireSafeKeys no\nSyslog no\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		return nil, err
	}
	d := &opendkim{address: ports[0], cmd: exec.Command("opendkim", "-f", "-x", config)}
	if err := d.cmd.Start(); err != nil {
		return nil, err
	}
	return d, awaitPort(d.address)
}

func (d *opendkim) stop() {
	_ = d.cmd.Process.Kill()
	_ = d.cmd.Wait()
}
