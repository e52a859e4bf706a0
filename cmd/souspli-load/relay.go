package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// relayOptions say how souspli is set up for a measurement.
type relayOptions struct {
	binary      string
	dir         string // its data and configuration; kept between starts
	hop         string
	connections int
	name        string // that it says to the next hop; "": relay.test
	database    string // "": SQLite in dir
	keys        string // file of the relay with which it shares the database; "": it has its own
	key         string // file of the DKIM key; "": copies are not signed
	env         []string
}

// relay is a running souspli.
type relay struct {
	options relayOptions
	address string // of the submission port
	admin   string
	config  string
	cmd     *exec.Cmd
	log     *watch
	exited  chan struct{}
	memory  *memory
}

// newRelay writes the configuration and makes the account that loopback stands for.
func newRelay(ctx context.Context, o relayOptions) (*relay, error) {
	r := &relay{options: o, config: filepath.Join(o.dir, "souspli.toml")}
	ports, err := freePorts(3)
	if err != nil {
		return nil, err
	}
	r.address, r.admin = ports[0], ports[2]
	if r.options.name == "" {
		r.options.name = "relay.test"
	}
	text := fmt.Sprintf(`hostname = %q
data_dir = %q
[submission]
listen = [%q]
listen_tls = []
max_recipients = 100000
[submission.tls]
mode = "self-signed"
[[submission.trusted]]
network = "127.0.0.1/32"
account = "load"
[upstream]
mode = "smarthost"
address = %q
tls = "none"
connections = %d
[web]
listen = %q
[admin]
listen = %q
[controller]
name = "Load test"
contact = "load@load.test"
[[purpose]]
id = "newsletter"
title = { fr = "Lettre", en = "Letter" }
reason = { fr = "Essai de charge.", en = "Load test." }
legal_basis = "consent"
match = { from = ["news@load.test"] }
`, r.options.name, filepath.Join(o.dir, "data"), r.address, o.hop, o.connections, ports[1], r.admin)
	if o.database != "" {
		text += fmt.Sprintf("[database]\nurl = %q\n", o.database)
	}
	if o.key != "" {
		text += fmt.Sprintf("[[dkim]]\ndomain = \"load.test\"\nselector = \"s1\"\nkey_file = %q\n", o.key)
	}
	if err := os.WriteFile(r.config, []byte(text), 0o600); err != nil {
		return nil, err
	}
	if o.keys != "" {
		return r, r.takeKeys()
	}
	_, err = r.command(ctx, "secret\n", "user", "add", "load", "--kind", "tool", "--address", "@load.test")
	return r, err
}

// keysFile is where a relay keeps its keys.
func (r *relay) keysFile() string { return filepath.Join(r.options.dir, "data", "keys.json") }

// takeKeys gives it those of another relay, with which it shares a database and its accounts.
func (r *relay) takeKeys() error {
	text, err := os.ReadFile(r.options.keys)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(r.keysFile()), 0o700); err != nil {
		return err
	}
	return os.WriteFile(r.keysFile(), text, 0o600)
}

// freePorts gives addresses on loopback that nobody listens on now, and whose ports the system gives to no client: a relay
// that starts again must find them free.
func freePorts(n int) (list []string, err error) {
	for tries := 0; len(list) < n && tries < 1000; tries++ {
		var l net.Listener
		if l, err = net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(10_000+rand.IntN(20_000))); err == nil {
			defer l.Close()
			list = append(list, l.Addr().String())
		}
	}
	if len(list) < n {
		return nil, err
	}
	return list, nil
}

// command runs a command of souspli on this configuration.
func (r *relay) command(ctx context.Context, in string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, r.options.binary, append([]string{"--config", r.config}, args...)...)
	cmd.Stdin = strings.NewReader(in)
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("souspli %s: %w: %s", args[0], err, strings.TrimSpace(errOut.String()))
	}
	return out.String(), nil
}

// start runs serve and returns when it is ready.
func (r *relay) start() error {
	r.cmd = exec.Command(r.options.binary, "--config", r.config, "serve")
	r.cmd.Env = append(os.Environ(), r.options.env...)
	r.log, r.exited = &watch{want: []byte("msg=ready"), seen: make(chan struct{})}, make(chan struct{})
	r.cmd.Stderr = r.log
	if err := r.cmd.Start(); err != nil {
		return err
	}
	go func() { _ = r.cmd.Wait(); close(r.exited) }()
	select {
	case <-r.log.seen:
		r.memory = watchMemory(r.cmd.Process.Pid)
		return nil
	case <-r.exited:
		return fmt.Errorf("souspli ended before it was ready: %s", r.log.tail())
	case <-time.After(time.Minute):
		r.kill()
		return errors.New("souspli is not ready after a minute")
	}
}

// kill ends it as a power cut would.
func (r *relay) kill() {
	_ = r.cmd.Process.Kill()
	<-r.exited
	r.memory.stop()
}

// stop asks it to end.
func (r *relay) stop() {
	_ = r.cmd.Process.Signal(os.Interrupt)
	select {
	case <-r.exited:
		r.memory.stop()
	case <-time.After(40 * time.Second):
		r.kill()
	}
}

// watch takes a log: it reports when a word was seen and keeps the end, for error messages.
type watch struct {
	mu   sync.Mutex
	want []byte
	seen chan struct{}
	last []byte
	once sync.Once
}

func (w *watch) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last = append(w.last, p...)
	select {
	case <-w.seen:
	default:
		if bytes.Contains(w.last, w.want) {
			w.once.Do(func() { close(w.seen) })
		}
	}
	if len(w.last) > 8<<10 {
		w.last = append([]byte(nil), w.last[len(w.last)-4<<10:]...)
	}
	return len(p), nil
}

func (w *watch) tail() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return string(w.last)
}

// memory watches how much a process and its children hold.
type memory struct {
	pid  int
	end  chan struct{}
	done chan struct{}
	once sync.Once
	own  int64 // octets, peak of the process itself
	all  int64 // octets, peak of the sum with its children; what they share counts twice
}

func watchMemory(pid int) *memory {
	m := &memory{pid: pid, end: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(m.done)
		for {
			m.sample()
			select {
			case <-m.end:
				return
			case <-time.After(50 * time.Millisecond):
			}
		}
	}()
	return m
}

func (m *memory) stop() {
	if m == nil {
		return
	}
	m.once.Do(func() { close(m.end) })
	<-m.done
}

func (m *memory) sample() {
	m.own = max(m.own, statusField(m.pid, "VmHWM:"))
	m.all = max(m.all, m.own, treeSize(m.pid))
}

// treeSize sums the resident memory of a process and all its children.
func treeSize(pid int) int64 {
	total := statusField(pid, "VmRSS:")
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		return total
	}
	for _, child := range strings.Fields(string(children)) {
		if id, err := strconv.Atoi(child); err == nil {
			total += treeSize(id)
		}
	}
	return total
}

// cpuTime gives how long a process has computed, itself and in the kernel; 0 where that is not known.
func cpuTime(pid int) time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond // ticks of a hundredth of a second, on every Linux
}

// statusField reads a size of /proc/PID/status, in octets; 0 where there is none.
func statusField(pid int, name string) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, found := strings.CutPrefix(line, name); found {
			n, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return n << 10
		}
	}
	return 0
}
