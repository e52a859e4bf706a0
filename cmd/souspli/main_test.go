package main

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"souspli/relay/relaytest"
)

// The test binary is also the command, for scripts, for processes that are killed, and for the children that read files.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && (os.Args[1] == scanWorkerName || os.Args[1] == scanReaderName) || os.Getenv("SOUSPLI_AS_COMMAND") != "" {
		main()
		return
	}
	testscript.Main(m, map[string]func(){"souspli": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", RequireExplicitExec: true, RequireUniqueNames: true})
}

// site is a configuration on loopback ports with a data folder of its own.
type site struct {
	dir, file string
	ports     map[string]string // listener → address
}

// newSite writes a configuration whose next hop is upstream; extra is appended.
func newSite(t testing.TB, upstream, extra string) *site {
	t.Helper()
	s := &site{dir: t.TempDir(), ports: map[string]string{}}
	for _, name := range []string{"submission", "submission_tls", "web", "admin"} {
		s.ports[name] = freePort(t)
	}
	s.file = filepath.Join(s.dir, "souspli.toml")
	mode, address := "smarthost", upstream
	if upstream == "" {
		mode, address = "directory", "out"
	}
	text := `hostname = "relay.test"
data_dir = "` + filepath.Join(s.dir, "data") + `"

[submission]
listen     = ["` + s.ports["submission"] + `"]
listen_tls = ["` + s.ports["submission_tls"] + `"]
[submission.tls]
mode = "self-signed"

[upstream]
mode    = "` + mode + `"
address = "` + address + `"
tls     = "none"

[web]
listen   = "` + s.ports["web"] + `"

[admin]
listen = "` + s.ports["admin"] + `"

[controller]
name    = "Association Exemple"
contact = "rgpd@asso.example"

[correspondence]
internal_domains = ["asso.example"]

[[purpose]]
id    = "newsletter"
title = { fr = "Lettre", en = "Letter" }
reason = { fr = "Inscription sur le site.", en = "You signed up." }
legal_basis = "consent"
match = { from = ["news@asso.example"] }
` + extra
	if err := os.WriteFile(s.file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

// freePort takes a port that nobody uses now, and that the system gives to no client: a relay that starts again must find it free.
func freePort(t testing.TB) string {
	t.Helper()
	for range 1000 {
		l, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(10_000+rand.IntN(20_000)))
		if err == nil {
			defer l.Close()
			return l.Addr().String()
		}
	}
	t.Fatal("no port is free")
	return ""
}

// run executes a command on the site, in this process, and gives status and output.
func (s *site) run(t testing.TB, in string, args ...string) (status int, out, errOut string) {
	t.Helper()
	var o, e bytes.Buffer
	status = run(t.Context(), append([]string{"--config", s.file}, args...), strings.NewReader(in), &o, &e, func(string) string { return "" })
	return status, o.String(), e.String()
}

// must executes a command that has to succeed and gives its output.
func (s *site) must(t testing.TB, in string, args ...string) string {
	t.Helper()
	status, out, errOut := s.run(t, in, args...)
	if status != exitDone {
		t.Fatalf("souspli %s: status %d\n%s%s", strings.Join(args, " "), status, out, errOut)
	}
	return out
}

// account makes an account with the password secret.
func (s *site) account(t testing.TB, name string, args ...string) {
	t.Helper()
	s.must(t, "secret\n", append([]string{"user", "add", name, "--address", "@asso.example"}, args...)...)
}

// server is a running serve, in a process of its own.
type server struct {
	*site
	cmd    *exec.Cmd
	log    *logBuffer
	exited chan error
}

// serve starts the relay and waits until it is ready.
func (s *site) serve(t testing.TB, env ...string) *server {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := s.start(t, self, append([]string{"SOUSPLI_AS_COMMAND=1"}, env...)...)
	p.ready(t)
	return p
}

// start starts the relay from a program file.
func (s *site) start(t testing.TB, program string, env ...string) *server {
	t.Helper()
	cmd := exec.Command(program, "--config", s.file, "serve")
	cmd.Env = append(os.Environ(), env...)
	log := &logBuffer{}
	cmd.Stderr = log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &server{site: s, cmd: cmd, log: log, exited: make(chan error, 1)}
	go func() { p.exited <- cmd.Wait() }()
	t.Cleanup(p.kill)
	return p
}

// ready waits until the relay takes submissions.
func (p *server) ready(t testing.TB) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for !strings.Contains(p.log.String(), "msg=ready") {
		select {
		case err := <-p.exited:
			t.Fatalf("serve ended before it was ready: %v\n%s", err, p.log)
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			t.Fatalf("serve is not ready\n%s", p.log)
		}
	}
}

// kill ends the relay as a power cut would.
func (p *server) kill() {
	_ = p.cmd.Process.Kill()
	select {
	case err := <-p.exited:
		p.exited <- err
	case <-time.After(10 * time.Second):
	}
}

// stop asks the relay to end and gives what it exited with.
func (p *server) stop(t testing.TB) error {
	t.Helper()
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-p.exited:
		p.exited <- err
		return err
	case <-time.After(40 * time.Second):
		t.Fatal("serve does not end")
	}
	return nil
}

// client opens a session on the submission port, in TLS and logged in.
func (p *server) client(t testing.TB, user string) *relaytest.Client {
	t.Helper()
	c := relaytest.Dial(t, p.ports["submission"])
	c.Want("EHLO client.test", "250")
	c.StartTLS()
	c.Login(user, "secret")
	return c
}

// logBuffer collects a process's log while it is read.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

var _ io.Writer = (*logBuffer)(nil)

func TestDemoOnce(t *testing.T) {
	var out, errOut bytes.Buffer
	status := run(context.Background(), []string{"demo", "--once"}, strings.NewReader(""), &out, &errOut, func(string) string { return "" })
	if status != exitDone {
		t.Fatalf("status %d\n%s%s", status, out.String(), errOut.String())
	}
	for _, want := range []string{"4 deliveries, 1 suppressed", "[personal-data]", "Adherents!C", "3 deliveries, 0 suppressed"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "⟦") {
		t.Errorf("a text is missing:\n%s", out.String())
	}
}
