package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// needs says which program a scenario cannot do without.
type needs string

func (n needs) Error() string { return "needs " + string(n) }

// mailman is a private instance of Mailman 3 with one list whose copies are personal.
type mailman struct {
	dir     string
	address string // of its LMTP port
}

// The names under which everybody on the list is known.
const (
	mailmanList = "list@in.test"
	mailmanUser = "list" // whom Debian's package makes for it
)

// mailmanTo measures one post to a list of so many members: until all have their copy.
func mailmanTo(h hopOptions, members int) func(context.Context, *bench, string) (sample, error) {
	return func(ctx context.Context, _ *bench, dir string) (sample, error) {
		next, err := startHop(h)
		if err != nil {
			return sample{}, err
		}
		defer next.close()
		m, err := startMailman(ctx, filepath.Join(dir, "mailman"), next.address(), members)
		if err != nil {
			return sample{}, err
		}
		defer m.stop()
		post := load{address: m.address, lmtp: true, size: 4096, from: mailmanMember(1), prefix: "h", recipients: 2}
		began := time.Now()
		c, err := post.open()
		if err != nil {
			return sample{}, err
		}
		defer c.quit()
		if err := c.submit(post.from, []string{mailmanList}, post.message(0)); err != nil {
			return sample{}, err
		}
		if err := next.wait(ctx, members, 2*time.Minute); err != nil {
			return sample{}, err
		}
		return sample{rates: done(submitted{began: began}, next)}, nil
	}
}

func mailmanMember(n int) string { return fmt.Sprintf("member%d@out.test", n) }

// startMailman needs root, to become Mailman's own user.
func startMailman(ctx context.Context, dir, hop string, members int) (*mailman, error) {
	if _, err := exec.LookPath("mailman"); err != nil {
		return nil, needs("mailman (Debian: mailman3)")
	}
	ports, err := freePorts(2)
	if err != nil {
		return nil, err
	}
	m := &mailman{dir: dir, address: ports[0]}
	if err := m.prepare(hop, ports[1], members); err != nil {
		return nil, err
	}
	for _, args := range [][]string{
		{"create", mailmanList},
		{"addmembers", "-W", filepath.Join(dir, "members"), mailmanList},
		{"withlist", "-r", "settings", "-l", mailmanList},
		{"start"},
	} {
		if err == nil {
			err = m.run(ctx, args...)
		}
	}
	if err == nil {
		err = awaitPort(m.address)
	}
	if err != nil {
		m.stop()
	}
	return m, err
}

// run runs a command of Mailman's. What it says goes to a file: the processes that "start" leaves behind would keep a pipe open.
func (m *mailman) run(ctx context.Context, args ...string) error {
	log, err := os.Create(filepath.Join(m.dir, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := exec.CommandContext(ctx, "runuser", append([]string{"-u", mailmanUser, "--", "mailman", "-C", filepath.Join(m.dir, "mailman.cfg")}, args...)...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = m.dir, log, log
	cmd.Env = append(os.Environ(), "PYTHONPATH="+m.dir)
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(log.Name())
		return fmt.Errorf("mailman %s: %w: %s", args[0], err, said)
	}
	return nil
}

// prepare writes everything that Mailman reads.
func (m *mailman) prepare(hop, web string, members int) error {
	var list strings.Builder
	for n := range members {
		fmt.Fprintln(&list, mailmanMember(n+1))
	}
	templates := filepath.Join("var", "templates", "lists", "list.in.test", "en")
	files := map[string]string{
		"mailman.cfg": m.config(hop, web),
		"members":     list.String(),
		"settings.py": mailmanSettings,
		filepath.Join(templates, "list:member:regular:footer.txt"): "-- \nYou are $user_name_or_address ($user_email). Unsubscribe: https://in.test/u/$user_email\n",
	}
	if err := os.MkdirAll(filepath.Join(m.dir, templates), 0o755); err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(m.dir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	if err := openWay(m.dir); err != nil {
		return err
	}
	out, err := exec.Command("chown", "-R", mailmanUser, m.dir).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

func (m *mailman) config(hop, web string) string {
	in, inPort, err1 := net.SplitHostPort(m.address)
	out, outPort, err2 := net.SplitHostPort(hop)
	_, webPort, err3 := net.SplitHostPort(web)
	if err := errors.Join(err1, err2, err3); err != nil { // they are addresses of listeners
		panic(err)
	}
	return fmt.Sprintf(`[mailman]
layout: load
site_owner: owner@in.test
[paths.load]
var_dir: %[1]s/var
bin_dir: /usr/lib/mailman3/bin
[mta]
incoming: mailman.mta.null.NullMTA
outgoing: mailman.mta.deliver.deliver
lmtp_host: %[2]s
lmtp_port: %[3]s
smtp_host: %[4]s
smtp_port: %[5]s
verp_personalized_deliveries: yes
max_sessions_per_connection: 0
[webservice]
port: %[6]s
[database]
class: mailman.database.sqlite.SQLiteDatabase
url: sqlite:///%[1]s/var/mailman.db
[archiver.prototype]
enable: no
[archiver.mhonarc]
enable: no
[archiver.mail_archive]
enable: no
`, m.dir, in, inPort, out, outPort, webPort)
}

// mailmanSettings makes every copy personal, and takes a post from a member without asking anybody.
const mailmanSettings = `from mailman.interfaces.mailinglist import Personalization
from mailman.interfaces.action import Action

def settings(mlist):
    mlist.personalize = Personalization.individual
    mlist.default_member_action = Action.accept
    mlist.max_message_size = 0
    mlist.max_num_recipients = 0
    mlist.require_explicit_destination = False
    mlist.send_welcome_message = False
`

// stop returns when all of its processes have ended: they would take time from whoever is measured next.
func (m *mailman) stop() {
	_ = m.run(context.Background(), "stop")
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if _, err := os.Stat(filepath.Join(m.dir, "var", "master.pid")); err != nil { // it is the last, and takes this away
			break
		}
	}
	_ = os.RemoveAll(m.dir)
}
