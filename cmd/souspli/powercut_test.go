//go:build linux

package main

import (
	"bufio"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// cutDisk is a file system on a loop device that can lose everything that was not synced, as a power cut does.
type cutDisk struct{ image, dir string }

func newCutDisk(t *testing.T, dir string) *cutDisk {
	t.Helper()
	d := &cutDisk{image: filepath.Join(t.TempDir(), "disk.img"), dir: dir}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"truncate", "-s", "128M", d.image}, {"mkfs.ext4", "-q", d.image}, {"mount", "-o", "loop", d.image, dir}} {
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			t.Skipf("needs root and loop devices for a disk to cut: %s: %v %s", args[0], err, out)
		}
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return d
}

// cut stops the file system at once: EXT4_IOC_SHUTDOWN without a flush of its log. What was not synced is gone.
func (d *cutDisk) cut(t *testing.T) {
	t.Helper()
	const shutdown, withoutLog = 0x8004587d, 2
	f, err := os.Open(d.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := unix.IoctlSetPointerInt(int(f.Fd()), shutdown, withoutLog); err != nil {
		t.Fatalf("the disk cannot be cut: %v", err)
	}
}

// again mounts the disk as it is found after the cut.
func (d *cutDisk) again(t *testing.T) {
	t.Helper()
	if err := syscall.Unmount(d.dir, 0); err != nil {
		t.Fatalf("unmount: %v", err)
	}
	if out, err := exec.Command("mount", "-o", "loop", d.image, d.dir).CombinedOutput(); err != nil {
		t.Fatalf("mount: %v %s", err, out)
	}
}

// acknowledged collects what was promised, from any number of writers.
type acknowledged struct {
	mu  sync.Mutex
	ids []string
}

func (a *acknowledged) add(id string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ids = append(a.ids, id)
}

func (a *acknowledged) all() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]string(nil), a.ids...)
}

// strike lets a process acknowledge something and work for a while, stops it, so that nothing is acknowledged after the cut,
// reads what it acknowledged before, and cuts its disk.
func (d *cutDisk) strike(t *testing.T, p *os.Process, done *acknowledged) {
	t.Helper()
	before := len(done.all())
	waitFor(t, "something is acknowledged", func() bool { return len(done.all()) > before })
	time.Sleep(time.Duration(50+rand.IntN(400)) * time.Millisecond)
	if err := p.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	time.Sleep(50 * time.Millisecond) // replies that are under way are read
	d.cut(t)
}

func rounds() int {
	if os.Getenv("SOUSPLI_LONG") != "" {
		return 200
	}
	return 3
}

// Nothing that was answered 250 is lost in a power cut, and the relay starts again by itself.
func TestPowerCut(t *testing.T) {
	s := newSite(t, "127.0.0.1:1", "[[submission.trusted]]\nnetwork = \"127.0.0.1/32\"\naccount = \"tool\"\n") // nobody there: the queue keeps all
	disk := newCutDisk(t, filepath.Join(s.dir, "data"))
	s.account(t, "tool", "--kind", "tool")
	var done acknowledged
	for range rounds() {
		p := s.serve(t)
		for range 4 {
			go pour(s.ports["submission"], done.add)
		}
		disk.strike(t, p.cmd.Process, &done)
		p.kill()
		disk.again(t)
	}
	if len(done.all()) == 0 {
		t.Fatal("nothing was acknowledged")
	}
	kept := s.must(t, "", "queue", "list", "--all")
	lost := 0
	for _, id := range done.all() {
		if !strings.Contains(kept, id) {
			lost++
		}
	}
	t.Logf("%d power cuts, %d acknowledged, %d lost", rounds(), len(done.all()), lost)
	if lost > 0 {
		t.Errorf("%d of %d acknowledged submissions are lost", lost, len(done.all()))
	}
}

// pour submits small messages until the relay is gone.
func pour(address string, acknowledged func(id string)) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer c.Close()
	in := bufio.NewReader(c)
	say := func(text, want string) (string, bool) {
		if _, err := c.Write([]byte(text)); err != nil {
			return "", false
		}
		for {
			line, err := in.ReadString('\n')
			if err != nil || !strings.HasPrefix(line, want) {
				return line, false
			}
			if line[3] == ' ' {
				return line, true
			}
		}
	}
	if _, ok := say("", "220"); !ok {
		return
	}
	_, ok := say("EHLO client.test\r\n", "250")
	for n := 0; ok; n++ {
		for _, step := range []string{"MAIL FROM:<news@asso.example>\r\n", "RCPT TO:<a@a.example>\r\n"} {
			if _, ok = say(step, "250"); !ok {
				return
			}
		}
		if _, ok = say("DATA\r\n", "354"); !ok {
			return
		}
		reply, accepted := say(mailTo("news@asso.example", fmt.Sprint(n), "a@a.example")+".\r\n", "250 2.0.0 Queued as ")
		if ok = accepted; ok {
			id, _, _ := strings.Cut(strings.TrimPrefix(reply, "250 2.0.0 Queued as "), ":")
			acknowledged(id)
		}
	}
}

// writerFile names the database that TestPowerCutWriter writes, in a process of its own.
const writerFile = "SOUSPLI_TEST_WRITER_FILE"

// TestPowerCutWriter is no test but the control's victim: it commits rows with synchronous=NORMAL and prints each.
func TestPowerCutWriter(t *testing.T) {
	file := os.Getenv(writerFile)
	if file == "" {
		t.Skip("is run by TestPowerCutControl")
	}
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=wal_autocheckpoint(100000)")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`CREATE TABLE IF NOT EXISTS row (n TEXT)`); err != nil {
		t.Fatal(err)
	}
	for n := 0; ; n++ {
		id := fmt.Sprintf("%d-%d", os.Getpid(), n)
		if _, err := db.Exec(`INSERT INTO row VALUES ($1)`, id); err != nil {
			t.Fatal(err)
		}
		fmt.Println("committed", id)
	}
}

// The same cut must cost a database with synchronous=NORMAL its last commits: the test can fail.
func TestPowerCutControl(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	disk := newCutDisk(t, dir)
	file := filepath.Join(dir, "control.db")
	var done acknowledged
	for range rounds() {
		cmd := exec.Command(os.Args[0], "-test.run=^TestPowerCutWriter$")
		cmd.Env = append(os.Environ(), writerFile+"="+file)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		go func() {
			for lines := bufio.NewScanner(out); lines.Scan(); {
				if id, found := strings.CutPrefix(lines.Text(), "committed "); found {
					done.add(id)
				}
			}
		}()
		disk.strike(t, cmd.Process, &done)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		disk.again(t)
	}
	kept := 0
	db, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_ = db.QueryRow(`SELECT count(*) FROM row`).Scan(&kept) // no table: all is lost
	t.Logf("%d power cuts, %d committed with synchronous=NORMAL, %d kept", rounds(), len(done.all()), kept)
	if kept >= len(done.all()) {
		t.Errorf("all %d commits survived: the cut cuts nothing", kept)
	}
}
