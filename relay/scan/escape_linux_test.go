package scan_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"souspli/relay/scan"
)

// The child can reach neither files nor the network nor other processes.
func TestConfinement(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "escape")
	cmd.Env = []string{}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
	if !bytes.Contains(out, []byte("walls: rlimits, landlock")) {
		t.Skip("needs a kernel with Landlock")
	}
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, "POSSIBLE") {
			t.Errorf("the child can: %s", line)
		}
	}
}

// escape builds the walls as a child does, then tries what it must not be able to do.
func escape() {
	in, out := io.Pipe()
	_ = out.Close()
	var hello bytes.Buffer
	if err := scan.Work(in, &hello); err != nil {
		fmt.Println("work:", err)
		os.Exit(1)
	}
	_, walls, _ := strings.Cut(hello.String(), `"Confinement":"`)
	fmt.Println("walls:", strings.TrimRight(walls, "\"}\n"))
	for _, try := range []struct {
		name string
		do   func() error
	}{
		{"read /etc/passwd", func() error { _, err := os.ReadFile("/etc/passwd"); return err }},
		{"list /", func() error { _, err := os.ReadDir("/"); return err }},
		{"write into /tmp", func() error { return os.WriteFile("/tmp/souspli-escape", []byte("x"), 0o600) }},
		{"make a folder", func() error { return os.Mkdir("/tmp/souspli-escape-dir", 0o700) }},
		{"connect over TCP", func() error { _, err := net.Dial("tcp", "127.0.0.1:1"); return notRefused(err) }},
		{"send over UDP", func() error { _, err := net.Dial("udp", "127.0.0.1:53"); return err }},
		{"listen", func() error { _, err := net.Listen("tcp", "127.0.0.1:0"); return err }},
		{"open a local socket", func() error { _, err := net.Listen("unix", "/tmp/souspli-escape-socket"); return err }},
		{"run a program", func() error { return exec.Command("/bin/true").Run() }},
		{"signal the parent", func() error { return syscall.Kill(os.Getppid(), 0) }},
		{"trace the parent", func() error { return syscall.PtraceAttach(os.Getppid()) }},
	} {
		if err := try.do(); err != nil {
			fmt.Println("refused:", try.name)
		} else {
			fmt.Println("POSSIBLE:", try.name)
		}
	}
}

// notRefused takes a refusal by the other side for what it is: the network was reached.
func notRefused(err error) error {
	if errors.Is(err, syscall.ECONNREFUSED) {
		return nil
	}
	return err
}
