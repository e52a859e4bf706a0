package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"souspli/relay/relaytest"
)

// postfix runs a private Postfix on loopback that takes mail over TLS and passes it on to sink, or skips.
func postfix(t *testing.T, sink string) (address, ca string) {
	t.Helper()
	program, err := exec.LookPath("postfix")
	if err != nil || os.Getuid() != 0 {
		t.Skip("needs postfix, and root to start it")
	}
	dir, err := os.MkdirTemp("", "souspli-postfix-")
	if err != nil {
		t.Fatal(err)
	}
	address = freePort(t)
	ca = filepath.Join(dir, "cert.pem")
	writeCertificate(t, ca, filepath.Join(dir, "key.pem"))
	queue := filepath.Join(dir, "queue")
	data := filepath.Join(dir, "data")
	for _, d := range []string{queue, data} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("chown", "postfix", data).CombinedOutput(); err != nil {
		t.Skipf("needs the user postfix: %s", out)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	sinkHost, sinkPort, _ := net.SplitHostPort(sink)
	write := func(name, content string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("main.cf", `compatibility_level = 3.6
queue_directory = `+queue+`
data_directory = `+data+`
maillog_file = /var/log/souspli-test-postfix.log
myhostname = postfix.test
mydestination =
local_recipient_maps =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
relayhost = [`+sinkHost+`]:`+sinkPort+`
smtp_dns_support_level = disabled
smtpd_tls_security_level = may
smtpd_tls_cert_file = `+ca+`
smtpd_tls_key_file = `+filepath.Join(dir, "key.pem")+`
`)
	write("master.cf", address+` inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`)
	if out, err := exec.Command(program, "-c", dir, "start").CombinedOutput(); err != nil {
		t.Fatalf("postfix: %v\n%s", err, out)
	}
	t.Cleanup(func() {
		_ = exec.Command(program, "-c", dir, "stop").Run()
		_ = os.RemoveAll(dir)
	})
	waitFor(t, "postfix listens", func() bool {
		c, err := net.Dial("tcp", address)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	})
	return address, ca
}

// writeCertificate makes a certificate for 127.0.0.1 that is its own authority.
func writeCertificate(t *testing.T, certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: der}, keyFile: {Type: "PRIVATE KEY", Bytes: keyDER}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// mailClient is a program that nobody here wrote. It submits a message from a file and shows what the server said.
type mailClient struct {
	name  string
	needs []string // programs
	args  func(p *server, dir, from string, to []string, file string) []string
}

func mailClients() []mailClient {
	return []mailClient{
		{"swaks", []string{"swaks"}, func(p *server, _, from string, to []string, file string) []string {
			return []string{"swaks", "--server", p.ports["submission"], "--tls", "--auth", "LOGIN", "--auth-user", "marie", "--auth-password", "secret", "--from", from, "--to", strings.Join(to, ","), "--data", "@" + file, "--helo", "client.test"}
		}},
		{"msmtp", []string{"msmtp"}, func(p *server, dir, from string, to []string, file string) []string {
			host, port, _ := net.SplitHostPort(p.ports["submission"])
			config := fmt.Sprintf("account default\nhost %s\nport %s\nauth plain\nuser marie\npassword secret\ntls on\ntls_starttls on\ntls_trust_file %s\n", host, port, filepath.Join(p.dir, "data", "tls.crt"))
			path := filepath.Join(dir, "msmtprc")
			_ = os.WriteFile(path, []byte(config), 0o600)
			return append([]string{"sh", "-c", `from=$1; shift; exec msmtp -C "$0" -f "$from" -- "$@" < ` + file, path, from}, to...)
		}},
		{"nodemailer", []string{"node"}, func(p *server, dir, from string, to []string, file string) []string {
			host, port, _ := net.SplitHostPort(p.ports["submission_tls"])
			program := `const nodemailer = require("nodemailer"), fs = require("fs");
const [host, port, from, to, file] = process.argv.slice(2);
nodemailer.createTransport({host, port, secure: true, tls: {rejectUnauthorized: false}, auth: {user: "marie", pass: "secret"}})
  .sendMail({envelope: {from, to: to.split(",")}, raw: fs.readFileSync(file)})
  .then(i => console.log(i.response), e => { console.error(e.message); process.exit(1); });`
			path := filepath.Join(dir, "send.js")
			_ = os.WriteFile(path, []byte(program), 0o600)
			return []string{"node", path, host, port, from, strings.Join(to, ","), file}
		}},
		{"smtplib", []string{"/usr/bin/python3"}, func(p *server, dir, from string, to []string, file string) []string {
			host, port, _ := net.SplitHostPort(p.ports["submission"])
			program := `import email, email.policy, smtplib, ssl, sys
host, port, cert, sender, to, file = sys.argv[1:7]
context = ssl.create_default_context(cafile=cert)
with smtplib.SMTP(host, int(port)) as s:
    s.starttls(context=context)
    s.login("marie", "secret")
    try:
        message = email.message_from_binary_file(open(file, "rb"), policy=email.policy.SMTP)
        print(s.send_message(message, sender, to.split(",")))
    except smtplib.SMTPDataError as e:
        sys.exit(f"{e.smtp_code} {e.smtp_error.decode()}")`
			path := filepath.Join(dir, "send.py")
			_ = os.WriteFile(path, []byte(program), 0o600)
			return []string{"/usr/bin/python3", path, host, port, filepath.Join(p.dir, "data", "tls.crt"), from, strings.Join(to, ","), file}
		}},
	}
}

// run submits a message and gives what the client showed, and whether it was content.
func (c mailClient) run(t *testing.T, p *server, from string, to []string, raw string) (shown string, ok bool) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "message.eml")
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(raw, "\r\n", "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	args := c.args(p, dir, from, to, file)
	cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
	cmd.Env = append(os.Environ(), "NODE_PATH=/opt/souspli-test/node_modules")
	out, err := cmd.CombinedOutput()
	return string(out), err == nil
}

func (c mailClient) skipIfAbsent(t *testing.T) {
	t.Helper()
	for _, program := range c.needs {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("needs " + program)
		}
	}
	if c.name == "nodemailer" {
		if _, err := os.Stat("/opt/souspli-test/node_modules/nodemailer"); err != nil {
			t.Skip("needs nodemailer in /opt/souspli-test")
		}
	}
}

// With Postfix as the next hop and clients that others wrote: mail arrives as the contract says, and each client's own way of
// showing a refusal shows the name of the file.
func TestPeers(t *testing.T) {
	sink := relaytest.NewHop(t, relaytest.HopOptions{})
	address, ca := postfix(t, sink.Addr)
	s := newSite(t, address, "")
	text, err := os.ReadFile(s.file)
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.Replace(text, []byte(`tls     = "none"`), []byte(`tls     = "required"`), 1)
	if err := os.WriteFile(s.file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	s.account(t, "marie")
	s.must(t, "", "suppress", "add", "bob@b.example", "--purpose", "newsletter")
	p := s.serve(t, "SSL_CERT_FILE="+ca)
	for _, client := range mailClients() {
		t.Run(client.name, func(t *testing.T) {
			client.skipIfAbsent(t)
			readers := []string{"alice@a.example", "bob@b.example", "carol@c.example"}
			raw := "From: Marie <news@asso.example>\r\nTo: Alice A <alice@a.example>, bob@b.example\r\nCc: carol@c.example\r\nBcc: secret@s.example\r\nSubject: " + client.name + "\r\nUser-Agent: Test\r\n" +
				"MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"alt\"\r\n\r\n--alt\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nÇa va ?\r\n.\r\n..fin\r\n" +
				"--alt\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<html><body><p>Ça va ?</p></body></html>\r\n--alt--\r\n"
			shown, ok := client.run(t, p, "news@asso.example", readers, raw)
			if !ok {
				t.Fatalf("not accepted:\n%s", shown)
			}
			var copies []relaytest.Message
			waitFor(t, "two copies have come through Postfix", func() bool {
				copies = copies[:0]
				for _, m := range sink.Messages() {
					if !strings.HasPrefix(m.From, "<>") && bytes.Contains(m.Data, []byte("\r\nSubject: "+client.name+"\r\n")) {
						copies = append(copies, m)
					}
				}
				return len(copies) >= 2
			})
			links := map[string]bool{}
			for _, m := range copies {
				links[checkArrival(t, strings.Trim(strings.Fields(m.To)[0], "<>"), readers, m.Data)] = true
			}
			if len(links) != 2 || links[""] {
				t.Errorf("%d links in two copies", len(links))
			}
			shown, ok = client.run(t, p, "marie@asso.example", []string{"x@x.example"}, withMembers("marie@asso.example", "x@x.example"))
			if ok || !strings.Contains(shown, "membres.csv") || !strings.Contains(shown, "[personal-data]") {
				t.Errorf("a refusal is shown as:\n%s", shown)
			}
		})
	}
}

// checkArrival looks at a copy as it came out of Postfix, and gives its link.
func checkArrival(t *testing.T, to string, readers []string, raw []byte) string {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	list, err := m.Header.AddressList("To")
	if err != nil || len(list) != 1 || list[0].Address != to {
		t.Errorf("%s: To is %v", to, m.Header.Get("To"))
	}
	if to == "alice@a.example" && list[0].Name != "Alice A" {
		t.Errorf("the name %q", list[0].Name)
	}
	for _, gone := range []string{"Cc", "Bcc", "User-Agent"} {
		if m.Header.Get(gone) != "" {
			t.Errorf("%s: %s is there", to, gone)
		}
	}
	for _, other := range append(readers, "secret@s.example") {
		if other != to && bytes.Contains(raw, []byte(other)) {
			t.Errorf("%s sees %s", to, other)
		}
	}
	if to == "bob@b.example" {
		t.Error("bob has opted out")
	}
	if m.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" || m.Header.Get("List-Id") != "Lettre <newsletter.relay.test>" || m.Header.Get("Message-Id") == "" {
		t.Errorf("%s: fields of the list: %v", to, m.Header)
	}
	link := strings.Trim(m.Header.Get("List-Unsubscribe"), "<>")
	if bytes.Count(bytes.ReplaceAll(raw, []byte("=\r\n"), nil), []byte(link)) != 3 {
		t.Errorf("%s: the link stands %d times; header, text and HTML make three", to, bytes.Count(raw, []byte(link)))
	}
	if !bytes.Contains(raw, []byte("\r\n.\r\n..fin\r\n")) {
		t.Errorf("%s: dots changed:\n%s", to, raw)
	}
	return link
}
